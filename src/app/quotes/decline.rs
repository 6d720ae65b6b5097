//! The price was declined after somebody came: the work ends, the visit with it, and the fee for coming is due.

use crate::app::case::Case;
use crate::app::held::has_other_work;
use crate::app::jobs::{Move, move_job, release_capacity};
use crate::app::journal::{Happening, record};
use crate::app::verdicts::freeze_at_end;
use crate::app::{Actor, App, Error};
use crate::domain::job::{JobEvent, Outcome};
use crate::domain::machine::{Guard, allowed, apply};
use crate::domain::reason::ReasonKind;
use crate::domain::sla::MilestoneKind;
use crate::domain::time::Instant;
use crate::domain::visit::{VisitEvent, VisitMachine};
use crate::store::feed::Topic;
use crate::store::jobs::meet_milestone;
use crate::store::offers::{list_visits, save_visit};
use crate::store::{At, Col, Tx};

/// The reason with which the visit ends.
const DECLINED: &str = "QUOTE_DECLINED";

/// Completes the job with the outcome `quote_declined`.
pub(super) fn decline_price(
    tx: &mut Tx<'_>,
    (app, actor, now): (&App, &Actor, Instant),
    case: &mut Case,
) -> Result<(), Error> {
    freeze_at_end(tx, &app.catalogue(), now, case)?;
    let job = &mut case.job;
    job.outcome = Some(Col(Outcome::QuoteDeclined));
    (job.completed_at, job.dispatch_at) = (Some(At(now)), None);
    let step = Move { event: JobEvent::DeclineQuote, guards: &[Guard::Outcome], reason: None, until: None };
    move_job(tx, (actor, now), job, &step)?;
    release_capacity(tx, job)?;
    meet_milestone(tx, job.id.0, MilestoneKind::Resolution, now)?;
    end_visits(tx, (app, actor, now), case)
}

/// Ends the visits that have no other work: those begun as not done, the others as cancelled.
fn end_visits(tx: &mut Tx<'_>, (app, actor, now): (&App, &Actor, Instant), case: &Case) -> Result<(), Error> {
    let catalogue = app.catalogue();
    let reason = catalogue.reason(ReasonKind::NotDone, DECLINED);
    for mut visit in list_visits(tx.conn(), case.job.id.0)? {
        if !visit.state.0.is_open() || has_other_work(tx.conn(), &visit, case.job.id.0)? {
            continue;
        }
        let from = visit.state.0;
        let can_end = allowed::<VisitMachine>(from, actor.kind).contains(&VisitEvent::EndUndone);
        let event = if can_end { VisitEvent::EndUndone } else { VisitEvent::Cancel };
        let to = apply::<VisitMachine>(from, None, event, actor.kind, &[Guard::Reason])?;
        visit.state = Col(to);
        visit.ended_at = Some(At(now));
        visit.end_reason = Some(DECLINED.to_owned());
        save_visit(tx, &mut visit)?;
        let happening = Happening::new(Topic::Visit, visit.id.0, event.as_str()).of(&case.job);
        record(tx, actor, now, happening.states(from.as_str(), to.as_str()).because(reason))?;
    }
    Ok(())
}
