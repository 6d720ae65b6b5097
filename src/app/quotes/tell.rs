//! What the technician of a job hears about its price.

use crate::app::case::Case;
use crate::app::messages::{About, Param, Recipient, put};
use crate::app::{App, Error};
use crate::domain::message::{MessageKind, RecipientKind};
use crate::domain::time::Instant;
use crate::store::Tx;

/// Writes to whoever does the job; nobody is told when nobody does it.
pub(in crate::app) fn tell_technician(
    tx: &mut Tx<'_>,
    (app, now): (&App, Instant),
    case: &Case,
    kind: MessageKind,
    (once, params): (&str, Vec<(&str, Param)>),
) -> Result<(), Error> {
    let network = app.network();
    let agent = case.job.agent_id.and_then(|id| network.agent(id.0));
    let technician = agent.zip(case.job.technician_id);
    let found = technician.and_then(|(agent, id)| agent.technicians.iter().find(|it| it.id == id.0));
    let Some(technician) = found else { return Ok(()) };
    let to = Recipient {
        kind: RecipientKind::Technician,
        id: technician.id.to_string(),
        phone: technician.phone.clone(),
        language: technician.language,
    };
    let mut params = params;
    params.push(("reference", Param::Code(case.request.reference.0.to_string())));
    put(tx, now, kind, (&to, About::job(&case.job)), (once, &params))
}
