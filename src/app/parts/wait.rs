//! A job waits for what is ordered until the day on which all of it is there, and goes on when the last has arrived.

use crate::app::case::Case;
use crate::app::jobs::{move_hold, tell_wait, wait};
use crate::app::messages::{About, Param, Recipient, put, put_to_customer};
use crate::app::visits::link_of;
use crate::app::{Actor, App, Error};
use crate::domain::job::JobState;
use crate::domain::language::Language;
use crate::domain::message::{MessageKind, RecipientKind};
use crate::domain::part::PartLineState;
use crate::domain::reason::ReasonKind;
use crate::domain::time::Instant;
use crate::store::Tx;
use crate::store::parts::{PartLine, find_part, list_part_lines};

/// Why a job waits for a part.
const PART_ORDERED: &str = "PART_ORDERED";

type Who<'a> = (&'a App, &'a Actor, Instant);

/// Lets the job wait, wait until another day, or go on, by what it awaits after something happened to `line`.
///
/// # Errors
/// The database.
pub fn follow_wait(tx: &mut Tx<'_>, (app, actor, now): Who<'_>, case: &mut Case, line: &PartLine) -> Result<(), Error> {
    let lines = list_part_lines(tx.conn(), case.job.id.0)?;
    let awaited = lines.iter().filter(|it| it.state.0.is_awaited());
    let until = awaited.clone().filter_map(|it| it.eta_at).max().map(|eta| eta.0);
    let waits = case.job.state.0 == JobState::OnHold && case.job.hold_reason.as_deref() == Some(PART_ORDERED);
    if awaited.count() == 0 {
        let is_here = matches!(line.state.0, PartLineState::Received | PartLineState::Reserved);
        let who = (app, actor, now);
        if waits {
            // What arrives ends the wait, whoever says so: an agent or a technician alone ends none.
            wait(tx, (app, &Actor::system(), now), case, None)?;
        }
        // What comes for a job that is over is sent back, and nobody waits for the news.
        let is_wanted = is_here && case.job.state.0.is_open();
        return if is_wanted && (waits || line.state.0 == PartLineState::Received) {
            tell_arrived(tx, who, case, (line, &lines))
        } else {
            Ok(())
        };
    }
    let catalogue = app.catalogue();
    let reason = catalogue.reason(ReasonKind::Hold, PART_ORDERED);
    let (Some(reason), Some(until)) = (reason, until.filter(|until| *until > now)) else { return Ok(()) };
    match case.job.state.0 {
        // The customer hears of another day before the old one has passed.
        _ if waits => {
            let is_moved = move_hold(tx, (app, actor, now), case, until)?;
            if is_moved { tell_wait(tx, (app, actor, now), case, (reason, until)) } else { Ok(()) }
        }
        JobState::OnHold => Ok(()),
        state if state.is_open() => wait(tx, (app, actor, now), case, Some((reason, until))),
        _ => Ok(()),
    }
}

/// Tells the customer, and the technician or the agent's office, that everything is there.
fn tell_arrived(
    tx: &mut Tx<'_>,
    (app, _, now): Who<'_>,
    case: &Case,
    (line, lines): (&PartLine, &[PartLine]),
) -> Result<(), Error> {
    let mut names: Vec<[String; 2]> = Vec::new();
    let here = |it: &&PartLine| matches!(it.state.0, PartLineState::Received | PartLineState::Reserved);
    for it in lines.iter().filter(here) {
        if let Some(part) = find_part(tx.conn(), &it.part.0)? {
            names.push([part.name_fa, part.name_en]);
        }
    }
    names.dedup();
    let called = |language: Language| {
        let at = usize::from(language == Language::En);
        let comma = if language == Language::En { ", " } else { "، " };
        names.iter().map(|it| it[at].as_str()).collect::<Vec<_>>().join(comma)
    };
    let (once, about) = (format!("{}:{}", line.id.0, line.version), About::job(&case.job));
    let reference = || ("reference", Param::Code(case.request.reference.0.to_string()));
    let part = called(case.request.language.0);
    let to_customer = [reference(), ("part", Param::Text(part)), ("link", link_of(&case.request))];
    put_to_customer(tx, now, MessageKind::PartArrived, (&case.request, about.clone()), (&once, &to_customer))?;
    let Some(to) = whoever_fits(app, case) else { return Ok(()) };
    let part = called(to.language);
    let place = ("place", Param::Place(case.address.place.clone()));
    let params = [reference(), ("part", Param::Text(part)), place];
    put(tx, now, MessageKind::PartForVisit, (&to, about), (&once, &params))
}

fn whoever_fits(app: &App, case: &Case) -> Option<Recipient> {
    let network = app.network();
    let agent = network.agent(case.job.agent_id?.0)?;
    let technician = case.job.technician_id.and_then(|id| agent.technicians.iter().find(|it| it.id == id.0));
    Some(match technician {
        Some(technician) => Recipient {
            kind: RecipientKind::Technician,
            id: technician.id.to_string(),
            phone: technician.phone.clone(),
            language: technician.language,
        },
        None => Recipient {
            kind: RecipientKind::Agent,
            id: agent.id.to_string(),
            phone: agent.phone.clone(),
            language: agent.language,
        },
    })
}
