//! Tells both sides of an arranged visit: the customer who comes and when, the technician where and what.

use super::Error;
use super::case::Case;
use super::messages::{About, Param, Recipient, put, put_to_customer};
use crate::domain::agent::{Agent, AgentKind, Technician};
use crate::domain::link::LinkKind;
use crate::domain::message::{MessageKind, RecipientKind};
use crate::domain::time::Instant;
use crate::store::Tx;
use crate::store::jobs::list_request_contacts;
use crate::store::offers::Visit;

/// The customer hears who comes and when, with the arrival code; the technician gets an own link.
///
/// # Errors
/// The database.
pub fn tell_both_sides(
    tx: &mut Tx<'_>,
    now: Instant,
    (case, visit): (&Case, &Visit),
    who: (&Agent, &Technician),
) -> Result<(), Error> {
    tell_customer(tx, now, MessageKind::VisitScheduled, (case, visit), who)?;
    tell_technician(tx, now, MessageKind::VisitAssigned, (case, visit), who.1)
}

/// Tells the customer about a visit: who comes, when, the arrival code and the own link.
///
/// # Errors
/// The database.
pub fn tell_customer(
    tx: &mut Tx<'_>,
    now: Instant,
    kind: MessageKind,
    (case, visit): (&Case, &Visit),
    (agent, technician): (&Agent, &Technician),
) -> Result<(), Error> {
    let request = &case.request;
    // A self-employed technician is the agent: one name is enough.
    let firm = if agent.kind == AgentKind::SelfEmployed { Param::Text(String::new()) } else { Param::Agent(agent.id) };
    let params = [
        ("reference", Param::Code(request.reference.0.to_string())),
        ("agent", firm),
        ("technician", Param::Text(technician.name_in(request.language.0).to_owned())),
        ("window", Param::Window(visit.window())),
        ("arrival_code", Param::ArrivalCode(visit.id.0)),
        ("link", Param::Link(LinkKind::Customer, request.id.0.to_string(), request.link_generation)),
    ];
    let about = About { visit: Some(visit.id.0), ..About::job(&case.job) };
    // The customer of several units hears once that somebody comes, and once of each change.
    let state = if kind == MessageKind::VisitScheduled { technician.id.to_string() } else { visit.version.to_string() };
    put_to_customer(tx, now, kind, (request, about), (&format!("{}:{state}", visit.id.0), &params))
}

/// Tells a technician about a visit: where, for whom, when, what, and the visit's link.
///
/// # Errors
/// The database.
pub fn tell_technician(
    tx: &mut Tx<'_>,
    now: Instant,
    kind: MessageKind,
    (case, visit): (&Case, &Visit),
    technician: &Technician,
) -> Result<(), Error> {
    let people = list_request_contacts(tx.conn(), case.request.id.0)?;
    let caller = people.first();
    let address = &case.address;
    let params = [
        ("reference", Param::Code(case.request.reference.0.to_string())),
        ("customer", Param::Text(caller.and_then(|it| it.name.clone()).unwrap_or_default())),
        ("phone", Param::Code(caller.map(|it| it.phone.clone()).unwrap_or_default())),
        ("place", Param::Place(address.place.clone())),
        ("address", Param::Text(address.said().join("، "))),
        ("window", Param::Window(visit.window())),
        ("category", Param::Category(case.unit.category.clone())),
        ("fault", case.job.fault.clone().map_or(Param::Text(String::new()), Param::Fault)),
        ("link", Param::Link(LinkKind::Visit, visit.id.0.to_string(), visit.link_generation)),
    ];
    let to = Recipient {
        kind: RecipientKind::Technician,
        id: technician.id.to_string(),
        phone: technician.phone.clone(),
        language: technician.language,
    };
    let about = About { visit: Some(visit.id.0), ..About::job(&case.job) };
    // The technician hears of each unit.
    let once = format!("{}:{}:{}", visit.id.0, visit.version, case.job.id.0);
    put(tx, now, kind, (&to, about), (&once, &params))
}
