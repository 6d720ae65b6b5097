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
    (agent, technician): (&Agent, &Technician),
) -> Result<(), Error> {
    // The customer of several units hears once that somebody comes; the technician is told of each.
    let (once, request) = (visit.id.0.to_string(), &case.request);
    let once_each = format!("{once}:{}", case.job.id.0);
    // A self-employed technician is the agent: one name is enough.
    let firm = if agent.kind == AgentKind::SelfEmployed { Param::Text(String::new()) } else { Param::Agent(agent.id) };
    let about = || About { visit: Some(visit.id.0), ..About::job(&case.job) };
    let to_customer = [
        ("reference", Param::Code(request.reference.0.to_string())),
        ("agent", firm),
        ("technician", Param::Text(technician.name_in(request.language.0).to_owned())),
        ("window", Param::Window(visit.window())),
        ("arrival_code", Param::ArrivalCode(visit.id.0)),
        ("link", Param::Link(LinkKind::Customer, request.id.0.to_string(), request.link_generation)),
    ];
    put_to_customer(tx, now, MessageKind::VisitScheduled, (request, about()), (&once, &to_customer))?;
    let people = list_request_contacts(tx.conn(), request.id.0)?;
    let caller = people.first();
    let address = &case.address;
    let line = [&address.neighbourhood, &address.street, &address.number, &address.unit, &address.line];
    let line: Vec<&str> = line.into_iter().flatten().map(String::as_str).collect();
    let to_technician = [
        ("reference", Param::Code(request.reference.0.to_string())),
        ("customer", Param::Text(caller.and_then(|it| it.name.clone()).unwrap_or_default())),
        ("phone", Param::Code(caller.map(|it| it.phone.clone()).unwrap_or_default())),
        ("place", Param::Place(address.place.clone())),
        ("address", Param::Text(line.join("، "))),
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
    put(tx, now, MessageKind::VisitAssigned, (&to, about()), (&once_each, &to_technician))
}
