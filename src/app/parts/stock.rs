//! Stock moves: written once, with what both places hold by them in the same transaction.

use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{MOST_PIECES, NOTE_CHARS, fault, pieces, words};
use crate::app::clock::mint;
use crate::app::idempotent::{Key, once};
use crate::app::journal::{Happening, record};
use crate::app::{Actor, App, Error};
use crate::domain::access::Caller;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{JobId, PartLineId, PartOrderId};
use crate::domain::part::PartNumber;
use crate::domain::part::stock::{MoveReason, StockPlace, lacking};
use crate::domain::time::Instant;
use crate::store::network::{find_agent, find_technician};
use crate::store::parts::find_part;
use crate::store::stock::{
    StockMove, add_pieces, find_balance, free_pieces, insert_stock_move, keep_pieces, take_pieces,
};
use crate::store::{At, Col, Conn, Said, StoreError, Topic, Tx};

/// Pieces that move, and what for.
#[derive(Debug, Clone)]
pub struct Moving<'a> {
    /// The part.
    pub part: &'a PartNumber,
    /// How many.
    pub quantity: i64,
    /// The job that they are for.
    pub job: Option<JobId>,
    /// The line that they are for.
    pub line: Option<PartLineId>,
    /// The order that they are for.
    pub order: Option<PartOrderId>,
    /// Why somebody insists that pieces are there which the books lack.
    pub insisted: Option<&'a str>,
    /// In words.
    pub note: Option<&'a str>,
}

impl Moving<'_> {
    fn row(
        &self,
        (actor, now): (&Actor, Instant),
        (from, to): (StockPlace, StockPlace),
        (quantity, reason): (i64, MoveReason),
    ) -> StockMove {
        let words = if reason == MoveReason::CountedShort { self.insisted } else { self.note };
        StockMove {
            id: Col(mint(now)),
            at: At(now),
            part: Col(self.part.clone()),
            from_place: Said(from),
            to_place: Said(to),
            quantity,
            reason: Col(reason),
            job_id: self.job.map(Col),
            line_id: self.line.map(Col),
            order_id: self.order.map(Col),
            actor_kind: Col(actor.kind),
            actor_id: actor.id.clone(),
            note: words.map(str::to_owned),
        }
    }

    /// Moves the pieces.
    ///
    /// # Errors
    /// Too few pieces where they come from, and nobody insists; the database.
    pub fn go(
        &self,
        tx: &mut Tx<'_>,
        who: (&Actor, Instant),
        (from, to): (StockPlace, StockPlace),
        reason: MoveReason,
    ) -> Result<(), Error> {
        self.make_sure(tx, who, from)?;
        if from.is_physical() {
            take_pieces(tx, from, self.part, self.quantity)?;
        } else {
            add_pieces(tx, from, self.part, -self.quantity)?;
        }
        add_pieces(tx, to, self.part, self.quantity)?;
        Ok(insert_stock_move(tx, &self.row(who, (from, to), (self.quantity, reason)))?)
    }

    /// Keeps the pieces where they are for a job.
    ///
    /// # Errors
    /// Too few pieces are free, and nobody insists; the database.
    pub fn keep(&self, tx: &mut Tx<'_>, who: (&Actor, Instant), place: StockPlace) -> Result<(), Error> {
        self.make_sure(tx, who, place)?;
        Ok(keep_pieces(tx, place, self.part, self.quantity)?)
    }

    /// Lets go of pieces that were kept.
    ///
    /// # Errors
    /// The database.
    pub fn free(&self, tx: &mut Tx<'_>, place: StockPlace) -> Result<(), Error> {
        Ok(free_pieces(tx, place, self.part, self.quantity)?)
    }

    /// Moves pieces that are kept, and keeps them where they come to.
    ///
    /// # Errors
    /// The database.
    pub fn go_kept(
        &self,
        tx: &mut Tx<'_>,
        who: (&Actor, Instant),
        (from, to): (StockPlace, StockPlace),
        reason: MoveReason,
    ) -> Result<(), Error> {
        self.free(tx, from)?;
        self.go(tx, who, (from, to), reason)?;
        self.keep(tx, who, to)
    }

    /// Writes down first what somebody insists is there although the books lack it, so that it is never unnoticed.
    fn make_sure(&self, tx: &mut Tx<'_>, (actor, now): (&Actor, Instant), place: StockPlace) -> Result<(), Error> {
        let held = find_balance(tx.conn(), place, self.part)?;
        let lacks = lacking(place, held, self.quantity, self.insisted.is_some());
        let lacks = lacks.map_err(|short| {
            let about = format!("{} {} / {}", self.part, short.free.max(0), short.wanted);
            fault("quantity", FaultCode::StockShort, about)
        })?;
        if lacks > 0 {
            let places = (StockPlace::Difference, place);
            add_pieces(tx, places.0, self.part, -lacks)?;
            add_pieces(tx, places.1, self.part, lacks)?;
            insert_stock_move(tx, &self.row((actor, now), places, (lacks, MoveReason::CountedShort)))?;
            let detail = json!({ "place": place, "pieces": lacks, "free": held.free() });
            record(tx, actor, now, Happening::new(Topic::Part, self.part, "counted_short").with(detail))?;
        }
        Ok(())
    }
}

/// Pieces that a person moves.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMove {
    /// The number of the part.
    #[schema(example = "WP-1042")]
    pub part: String,
    /// Where they come from: `centre`, `agent:ID`, `van:ID`, `supplier` or `difference`.
    #[schema(example = "supplier")]
    pub from: String,
    /// Where they go: `centre`, `agent:ID`, `van:ID`, `supplier`, `scrap` or `difference`.
    #[schema(example = "centre")]
    pub to: String,
    /// How many.
    pub quantity: i64,
    /// `supplied`, `transferred`, `returned`, `scrapped` or `counted`.
    #[schema(value_type = String, example = "supplied")]
    pub reason: MoveReason,
    /// `true`: the pieces are there although the books lack them; `note` says why, and the difference is written down.
    #[serde(default)]
    pub insist: bool,
    /// In words; required to insist, and for a count.
    pub note: Option<String>,
}

/// Moves stock as a person says.
///
/// # Errors
/// Every faulty value at once; too few pieces; the same key with another body; the database.
pub async fn move_by_hand(app: &App, caller: &Caller, key: Option<Key>, input: NewMove) -> Result<(), Error> {
    let (now, caller) = (app.clock.now(), caller.clone());
    let mut faults = Faults::default();
    let part = faults.take("part", PartNumber::parse(&input.part));
    let (from, to) = (place("from", &input.from, &mut faults), place("to", &input.to, &mut faults));
    let quantity = pieces("quantity", input.quantity, MOST_PIECES * 1_000, &mut faults);
    let note = words("note", input.note.as_deref(), NOTE_CHARS, &mut faults);
    if note.is_none() && (input.insist || input.reason == MoveReason::Counted) {
        faults.add("note", FaultCode::Required);
    }
    if !input.reason.is_given_by_people() {
        let codes = MoveReason::ALL.iter().filter(|it| it.is_given_by_people()).map(|it| it.as_str());
        faults.add_about("reason", FaultCode::NotAllowed, codes.collect::<Vec<_>>().join(", "));
    } else if let Some((from, to)) = from.zip(to)
        && (from == to || !input.reason.fits(from, to))
    {
        faults.add_about("to", FaultCode::StockMoveUnfit, input.reason.as_str());
    }
    let (Some(part), Some(from), Some(to), true) = (part, from, to, faults.is_empty()) else {
        return Err(faults.into());
    };
    app.db
        .write(move |tx| {
            let actor = Actor::staff(&caller);
            once(tx, (&actor, key.as_ref()), now, |tx| {
                let mut faults = Faults::default();
                if find_part(tx.conn(), &part)?.is_none() {
                    faults.add_about("part", FaultCode::PartUnknown, part.to_string());
                }
                for (field, place) in [("from", from), ("to", to)] {
                    if !is_known(tx.conn(), &caller, place)? {
                        faults.add_about(field, FaultCode::StockPlaceUnknown, place.to_string());
                    }
                }
                faults.or(())?;
                let insisted = note.as_deref().filter(|_| input.insist);
                let note = note.as_deref();
                let moving = Moving { part: &part, quantity, job: None, line: None, order: None, insisted, note };
                moving.go(tx, (&actor, now), (from, to), input.reason)?;
                let detail = json!({ "from": from, "to": to, "pieces": quantity });
                record(tx, &actor, now, Happening::new(Topic::Part, &part, input.reason.as_str()).with(detail))
            })
        })
        .await
}

/// A place as it is written.
pub fn place(field: &'static str, text: &str, faults: &mut Faults) -> Option<StockPlace> {
    let place = text.parse().ok();
    if place.is_none() {
        faults.add_about(field, FaultCode::StockPlaceUnknown, text.to_owned());
    }
    place
}

/// Whether there is such a place in the caller's provinces.
///
/// # Errors
/// The database.
pub fn is_known(conn: &mut Conn, caller: &Caller, place: StockPlace) -> Result<bool, StoreError> {
    let agent = match place {
        StockPlace::Agent(agent) => Ok(agent),
        StockPlace::Van(technician) => find_technician(conn, technician).map(|row| row.agent_id.0),
        _ => return Ok(true),
    };
    let found = agent.and_then(|agent| find_agent(conn, agent)).and_then(|row| super::within(caller, &row.province));
    match found {
        Ok(()) => Ok(true),
        Err(StoreError::NotFound) => Ok(false),
        Err(error) => Err(error),
    }
}
