//! What telephones send to us: the answers to offers and visits by SMS alone.

use serde::Serialize;

use super::offers::{Acceptance, accept, decline};
use super::visits::{VisitReport, report_visit};
use super::{Actor, App, Code, Error};
use crate::domain::agent::Agent;
use crate::domain::id::{OfferId, VisitId};
use crate::domain::phone::Phone;
use crate::domain::reason::ReasonKind;
use crate::domain::text::latin_digits;
use crate::domain::visit::{VisitEvent, VisitState};
use crate::gateway::sms::parts::measure;
use crate::store::offers::{Offer, list_open_offers_to, list_visits_of_technician};

/// What became of an SMS.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Heard {
    /// Whether it was understood and done.
    pub handled: bool,
    /// What was done: `accepted`, `declined`, `arrived` or `done`.
    pub did: Option<&'static str>,
    /// The code of the refusal.
    pub error: Option<&'static str>,
}

/// What an SMS asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Order {
    /// `1`, or `1 2` for the offer with the short number 2.
    Accept(Option<i32>),
    /// `2 3`: decline for the reason with the digit 3; `2 3 1` names the offer too.
    Decline(i32, Option<i32>),
    /// `4 7315`: arrived, with the arrival code.
    Arrive(String),
    /// `5 4821`: done, with the completion code.
    Finish(String),
}

impl Order {
    /// Reads Latin, Persian and Arabic digits.
    fn read(text: &str) -> Option<Self> {
        let text = latin_digits(text);
        let words: Vec<&str> = text.split_whitespace().collect();
        let number = |word: &&str| word.parse::<i32>().ok();
        match words.as_slice() {
            ["1"] => Some(Self::Accept(None)),
            ["1", short] => Some(Self::Accept(Some(number(short)?))),
            ["2", digit] => Some(Self::Decline(number(digit)?, None)),
            ["2", digit, short] => Some(Self::Decline(number(digit)?, Some(number(short)?))),
            ["4", code] => Some(Self::Arrive((*code).to_owned())),
            ["5", code] => Some(Self::Finish((*code).to_owned())),
            _ => None,
        }
    }
}

/// Does what an SMS from `number` asks for, by the same use-cases as the links.
///
/// # Errors
/// A number that cannot be read; the database.
pub async fn hear(app: &App, number: &str, text: &str) -> Result<Heard, Error> {
    let phone = Phone::parse(number, &app.site.region).map_err(|_| Code::NotFound)?;
    let Some(order) = Order::read(text) else { return Ok(Heard { handled: false, did: None, error: None }) };
    let network = app.network();
    let phone = phone.to_string();
    let phone = phone.as_str();
    let calls = |agent: &&Agent| agent.phone == phone || agent.technicians.iter().any(|it| it.phone == phone);
    let Some(agent) = network.agents().find(calls) else {
        return Ok(Heard { handled: false, did: None, error: Some(Code::NotFound.as_str()) });
    };
    let did = match &order {
        Order::Accept(short) => match open_offer(app, agent, *short).await {
            Ok(offer) => accept(app, offer, None, Acceptance::default()).await.map(|_| "accepted"),
            Err(error) => Err(error),
        },
        Order::Decline(digit, short) => decline_by_digit(app, agent, *digit, *short).await.map(|()| "declined"),
        Order::Arrive(code) => tell(app, (agent, phone), VisitEvent::Arrive, code).await.map(|()| "arrived"),
        Order::Finish(code) => tell(app, (agent, phone), VisitEvent::Finish, code).await.map(|()| "done"),
    };
    match did {
        Ok(did) => Ok(Heard { handled: true, did: Some(did), error: None }),
        Err(error) if matches!(error.code(), Code::Internal | Code::Unavailable) => Err(error),
        Err(error) => Ok(Heard { handled: false, did: None, error: Some(error.code().as_str()) }),
    }
}

/// The agent's only open offer, or the one with the short number.
async fn open_offer(app: &App, agent: &Agent, short: Option<i32>) -> Result<OfferId, Error> {
    let id = agent.id;
    let open = app.db.read(move |conn| list_open_offers_to(conn, id).map_err(Error::from)).await?;
    let fits = |offer: &&Offer| short.is_none_or(|short| offer.short_number == short);
    let mut fitting = open.iter().filter(fits);
    match (fitting.next(), fitting.next()) {
        (Some(offer), None) => Ok(offer.id.0),
        (Some(_), Some(_)) => Err(Code::Conflict.into()),
        (None, _) => Err(Code::NotFound.into()),
    }
}

async fn decline_by_digit(app: &App, agent: &Agent, digit: i32, short: Option<i32>) -> Result<(), Error> {
    let catalogue = app.catalogue();
    let reasons = catalogue.reasons(ReasonKind::Decline);
    let reason = reasons.iter().find(|reason| reason.digit == Some(digit)).map(|reason| reason.code.clone());
    let reason = reason.ok_or(Code::Invalid)?;
    let offer = open_offer(app, agent, short).await?;
    decline(app, offer, None, reason).await.map(|_| ())
}

/// Reports to the visit that the telephone's technicians are at, or go to next.
async fn tell(app: &App, (agent, phone): (&Agent, &str), event: VisitEvent, code: &str) -> Result<(), Error> {
    let own: Vec<_> = agent.technicians.iter().filter(|it| it.phone == phone).map(|it| it.id).collect();
    let all = agent.technicians.iter().map(|it| it.id).collect();
    let technicians = if own.is_empty() { all } else { own };
    let read = move |conn: &mut _| list_visits_of_technician(conn, &technicians).map_err(Error::from);
    let visits = app.db.read(read).await?;
    let wanted = |state: VisitState| match event {
        VisitEvent::Arrive => {
            matches!(state, VisitState::Scheduled | VisitState::Confirmed | VisitState::EnRoute)
        }
        _ => matches!(state, VisitState::Arrived | VisitState::Working),
    };
    let visit: Option<VisitId> = visits.into_iter().find(|(_, state)| wanted(*state)).map(|(id, _)| id);
    let visit = visit.ok_or(Code::NotFound)?;
    let report = VisitReport { event, code: Some(code.to_owned()), reason: None, outcome: None, note: None };
    report_visit(app, Actor::technician(visit), visit, None, report).await.map(|_| ())
}

/// How many parts a text costs.
#[must_use]
pub fn parts_of(text: &str) -> u32 {
    measure(text).parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_every_script_are_read() {
        assert_eq!(Order::read(" ۱ "), Some(Order::Accept(None)));
        assert_eq!(Order::read("1 2"), Some(Order::Accept(Some(2))));
        assert_eq!(Order::read("٢ ٣"), Some(Order::Decline(3, None)));
        assert_eq!(Order::read("۴ ۷۳۱۵"), Some(Order::Arrive("7315".to_owned())));
        assert_eq!(Order::read("5 4821"), Some(Order::Finish("4821".to_owned())));
        for other in ["", "9", "1 x", "hello", "2", "4"] {
            assert_eq!(Order::read(other), None, "{other}");
        }
    }
}
