//! What was sent in a period, by gateway and by kind of message: attempts, what came of them, parts and cost.

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::domain::access::Scope;
use crate::domain::message::{AttemptOutcome, Fate, MessageKind};
use crate::domain::time::Window;
use crate::store::schema::{message_attempts, messages, service_requests};
use crate::store::{At, Col, Conn, StoreError};

/// What one gateway did with one kind of message.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SendingFigures {
    /// Attempts to hand a message over.
    pub attempts: u64,
    /// Of them, taken.
    pub taken: u64,
    /// Of them, without a clear answer.
    pub unclear: u64,
    /// Of them, refused for now or for ever.
    pub refused: u64,
    /// Of those taken, reported delivered.
    pub delivered: u64,
    /// Of those taken, reported not delivered or blocked.
    pub undelivered: u64,
    /// SMS parts of those taken.
    pub parts: u64,
    /// What they cost, in the unit of the gateway's settings.
    pub cost: i64,
}

type Row = (String, Col<MessageKind>, Col<AttemptOutcome>, Option<Col<Fate>>, Option<i32>, Option<i64>);

/// The figures of a period by gateway and kind, as far as the requests are in scope.
///
/// # Errors
/// The database.
pub fn sendings(
    conn: &mut Conn,
    scope: &Scope,
    period: Window,
) -> Result<BTreeMap<(String, &'static str), SendingFigures>, StoreError> {
    let mut query = message_attempts::table
        .inner_join(messages::table.on(messages::id.eq(message_attempts::message_id)))
        .filter(message_attempts::at.ge(At(period.from)))
        .filter(message_attempts::at.lt(At(period.to)))
        .select((
            message_attempts::gateway,
            messages::kind,
            message_attempts::outcome,
            message_attempts::fate,
            message_attempts::parts,
            message_attempts::cost,
        ))
        .into_boxed();
    if let Scope::Provinces(provinces) = scope {
        let here = service_requests::table.filter(service_requests::province.eq_any(provinces.clone()));
        query = query.filter(messages::request_id.eq_any(here.select(service_requests::id.nullable())));
    }
    let mut all: BTreeMap<(String, &'static str), SendingFigures> = BTreeMap::new();
    for row in query.load_iter::<Row, _>(conn)? {
        let (gateway, kind, outcome, fate, parts, cost) = row?;
        let figures = all.entry((gateway, kind.0.as_str())).or_default();
        figures.attempts += 1;
        match outcome.0 {
            AttemptOutcome::Taken => figures.taken += 1,
            AttemptOutcome::Unclear => figures.unclear += 1,
            AttemptOutcome::Later | AttemptOutcome::Elsewhere | AttemptOutcome::Never => figures.refused += 1,
        }
        match fate.map(|fate| fate.0) {
            Some(Fate::Delivered) => figures.delivered += 1,
            Some(Fate::Undelivered | Fate::Blocked) => figures.undelivered += 1,
            Some(Fate::Pending | Fate::Unknown) | None => (),
        }
        figures.parts += parts.and_then(|parts| u64::try_from(parts).ok()).unwrap_or_default();
        figures.cost += cost.unwrap_or_default();
    }
    Ok(all)
}
