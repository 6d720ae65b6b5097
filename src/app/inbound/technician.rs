//! What agents and technicians order by SMS.

use super::reply::{reply, to_agent};
use super::{Heard, Letter};
use crate::app::expected::expect_visit;
use crate::app::messages::Param;
use crate::app::offers::{Acceptance, accept, decline};
use crate::app::visits::{VisitReport, report_visit};
use crate::app::{Actor, App, Code, Error};
use crate::domain::agent::Agent;
use crate::domain::id::{OfferId, VisitId};
use crate::domain::message::TechnicianOrder;
use crate::domain::reason::ReasonKind;
use crate::domain::visit::{VisitEvent, VisitState};
use crate::store::offers::{Offer, list_open_offers_to, list_visits_of_technician};

/// What a technician's order led to, and how it is answered; nothing where the use-case itself sends what comes next.
type Done = (&'static str, Option<&'static str>, Vec<(&'static str, Param)>);

/// Does it by the same use-cases as the links.
pub(super) async fn obey(app: &App, letter: &Letter, agent: &Agent, order: &TechnicianOrder) -> Result<Heard, Error> {
    let number: &str = letter.phone.as_ref();
    let done: Result<Done, Error> = match order {
        TechnicianOrder::Accept(short) => accept_offer(app, agent, *short).await,
        TechnicianOrder::Decline(digit, short) => decline_by_digit(app, agent, *digit, *short).await,
        TechnicianOrder::Expect(hour, minute) => expect(app, (agent, number), (*hour, *minute)).await,
        TechnicianOrder::Arrive(code) => {
            let told = tell(app, (agent, number), VisitEvent::Arrive, code).await;
            told.map(|()| ("arrived", Some("arrived"), Vec::new()))
        }
        TechnicianOrder::Finish(code) => {
            let told = tell(app, (agent, number), VisitEvent::Finish, code).await;
            told.map(|()| ("done", Some("done"), Vec::new()))
        }
    };
    let to = to_agent(letter, agent);
    match done {
        Ok((did, answer, params)) => {
            if let Some(answer) = answer {
                reply(app, (letter, to), answer, params).await?;
            }
            Ok(Heard::did(did))
        }
        Err(error) if matches!(error.code(), Code::Internal | Code::Unavailable) => Err(error),
        Err(error) => {
            let code = error.code();
            let answer = match (order, code) {
                (TechnicianOrder::Finish(_), Code::Invalid) if wants_link(&error) => "needs-link",
                (TechnicianOrder::Accept(_) | TechnicianOrder::Decline(..), Code::Conflict) => "which-offer",
                (TechnicianOrder::Accept(_) | TechnicianOrder::Decline(..), Code::NotFound) => "no-offer",
                (_, Code::NotFound) => "no-visit",
                (TechnicianOrder::Arrive(_) | TechnicianOrder::Finish(_), Code::Invalid) => "wrong-code",
                (TechnicianOrder::Decline(..), Code::Invalid) => "which-reason",
                (TechnicianOrder::Expect(..), Code::Invalid) => "outside-window",
                _ => "refused",
            };
            let params = match answer {
                "refused" => vec![("why", Param::Problem(code.as_str().to_owned()))],
                "which-offer" => vec![("offers", Param::Code(short_numbers(app, agent).await?))],
                _ => Vec::new(),
            };
            reply(app, (letter, to), answer, params).await?;
            Ok(Heard::refused(code))
        }
    }
}

/// Whether the code was right and the checklist of the work is what is wanting.
fn wants_link(error: &Error) -> bool {
    let Error::Invalid(faults) = error else { return false };
    faults.0.iter().any(|fault| fault.field.contains("checklist."))
}

async fn open_offers(app: &App, agent: &Agent) -> Result<Vec<Offer>, Error> {
    let id = agent.id;
    app.db.read(move |conn| list_open_offers_to(conn, id).map_err(Error::from)).await
}

/// Whether the agent has an offer to answer.
pub(super) async fn has_offer(app: &App, agent: &Agent) -> Result<bool, Error> {
    Ok(!open_offers(app, agent).await?.is_empty())
}

async fn short_numbers(app: &App, agent: &Agent) -> Result<String, Error> {
    let numbers = open_offers(app, agent).await?;
    Ok(numbers.iter().map(|offer| offer.short_number.to_string()).collect::<Vec<_>>().join(", "))
}

/// The agent's only open offer, or the one with the short number.
async fn open_offer(app: &App, agent: &Agent, short: Option<i32>) -> Result<OfferId, Error> {
    let open = open_offers(app, agent).await?;
    let mut fitting = open.iter().filter(|offer| short.is_none_or(|short| offer.short_number == short));
    match (fitting.next(), fitting.next()) {
        (Some(offer), None) => Ok(offer.id.0),
        (Some(_), Some(_)) => Err(Code::Conflict.into()),
        (None, _) => Err(Code::NotFound.into()),
    }
}

async fn accept_offer(app: &App, agent: &Agent, short: Option<i32>) -> Result<Done, Error> {
    let offer = open_offer(app, agent, short).await?;
    accept(app, offer, None, Acceptance::default()).await?;
    Ok(("accepted", None, Vec::new()))
}

async fn decline_by_digit(app: &App, agent: &Agent, digit: i32, short: Option<i32>) -> Result<Done, Error> {
    let catalogue = app.catalogue();
    let reasons = catalogue.reasons(ReasonKind::Decline);
    let reason = reasons.iter().find(|reason| reason.digit == Some(digit)).map(|reason| reason.code.clone());
    let reason = reason.ok_or(Code::Invalid)?;
    let offer = open_offer(app, agent, short).await?;
    decline(app, offer, None, reason).await?;
    Ok(("declined", Some("declined"), Vec::new()))
}

/// The visit that the telephone's technicians are at, or go to next.
async fn visit_of(app: &App, (agent, number): (&Agent, &str), wanted: &[VisitState]) -> Result<VisitId, Error> {
    let own: Vec<_> = agent.technicians.iter().filter(|it| it.phone == number).map(|it| it.id).collect();
    let all = agent.technicians.iter().map(|it| it.id).collect();
    let technicians = if own.is_empty() { all } else { own };
    let read = move |conn: &mut _| list_visits_of_technician(conn, &technicians).map_err(Error::from);
    let visits = app.db.read(read).await?;
    let visit = visits.into_iter().find(|(_, state)| wanted.contains(state)).map(|(id, _)| id);
    Ok(visit.ok_or(Code::NotFound)?)
}

const AHEAD: &[VisitState] = &[VisitState::Scheduled, VisitState::Confirmed, VisitState::EnRoute];

async fn tell(app: &App, at: (&Agent, &str), event: VisitEvent, code: &str) -> Result<(), Error> {
    let wanted = if event == VisitEvent::Arrive { AHEAD } else { &[VisitState::Arrived, VisitState::Working] };
    let visit = visit_of(app, at, wanted).await?;
    let report =
        VisitReport { event, code: Some(code.to_owned()), reason: None, outcome: None, note: None, parts: Vec::new() };
    report_visit(app, Actor::technician(visit), visit, None, report).await.map(|_| ())
}

async fn expect(app: &App, at: (&Agent, &str), (hour, minute): (u32, u32)) -> Result<Done, Error> {
    let visit = visit_of(app, at, AHEAD).await?;
    let expected = expect_visit(app, Actor::technician(visit), visit, (hour, minute)).await?;
    Ok(("expected", Some("expected"), vec![("at", Param::Moment(expected))]))
}
