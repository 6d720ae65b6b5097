//! Fills days of history through the use-cases: about 40 reports a day, with declines, absences and cancellations.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use chrono::TimeDelta;

use super::player::{Player, four_digits};
use crate::app::jobs::{Change, change_job};
use crate::app::offers::decline;
use crate::app::visits::{VisitReport, report_visit};
use crate::app::{Actor, Error};
use crate::domain::id::{JobId, OfferId, VisitId};
use crate::domain::job::JobEvent;
use crate::domain::time::Instant;
use crate::domain::visit::VisitEvent;
use crate::security::link::{Purpose, short_code};
use crate::start::Stopped;
use crate::store::offers::{find_visit, list_offers};

const A_DAY: u64 = 40;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Report(u64),
    Answer(JobId),
    SetOut(JobId, VisitId),
    Arrive(JobId, VisitId),
    Finish(JobId, VisitId),
}

/// Plays so many working days from the stage's time on.
///
/// # Errors
/// A step that the product refused although it was allowed.
pub async fn fill(player: &Player, days: u32) -> Result<(), Stopped> {
    let mut due: BinaryHeap<Reverse<(Instant, Step)>> = BinaryHeap::new();
    let mut day = player.app.clock.now();
    for number in 0..u64::from(days) {
        for at in 0..A_DAY {
            let after = i64::try_from(at * 480 / A_DAY).unwrap_or(0);
            due.push(Reverse((day + TimeDelta::minutes(after), Step::Report(number * A_DAY + at))));
        }
        day += TimeDelta::days(1);
    }
    let end = day;
    while let Some(Reverse((at, step))) = due.pop() {
        if end <= at {
            break;
        }
        player.wait_until(at);
        if let Some((after, next)) = play(player, step).await? {
            due.push(Reverse((at + after, next)));
        }
        player.work().await?;
    }
    Ok(())
}

/// Chance by the step's own number, so that history is the same each time.
fn chance(of: &impl AsRef<str>) -> u8 {
    of.as_ref().bytes().fold(7_u8, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte)) % 100
}

async fn play(player: &Player, step: Step) -> Result<Option<(TimeDelta, Step)>, Stopped> {
    match step {
        Step::Report(number) => {
            let registered = player.report(&Actor::system(), player.sample(1_000 + number)?).await?;
            Ok(registered
                .jobs
                .first()
                .map(|job| (TimeDelta::minutes(4 + i64::from(chance(&job.id)) / 4), Step::Answer(job.id))))
        }
        Step::Answer(job) => answer(player, job).await,
        Step::SetOut(job, visit) => {
            if chance(&visit) < 4 {
                let change =
                    Change { event: JobEvent::Cancel, reason: Some("BOUGHT_NEW".to_owned()), until: None, seen: None };
                change_job(
                    &player.app,
                    Actor { kind: crate::domain::machine::ActorKind::Staff, id: None },
                    job,
                    change,
                )
                .await?;
                return Ok(None);
            }
            tolerate(player.at_visit(visit, VisitEvent::SetOut, None).await)?;
            Ok(Some((TimeDelta::minutes(15 + i64::from(chance(&visit)) / 3), Step::Arrive(job, visit))))
        }
        Step::Arrive(job, visit) => {
            if chance(&job) < 6 {
                absent(player, visit).await?;
                return Ok(None);
            }
            let code = short_code(&player.app.keys, Purpose::Arrival, visit.as_str());
            tolerate(player.at_visit(visit, VisitEvent::Arrive, four_digits(&code)).await)?;
            tolerate(player.at_visit(visit, VisitEvent::BeginWork, None).await)?;
            Ok(Some((TimeDelta::minutes(25 + i64::from(chance(&job))), Step::Finish(job, visit))))
        }
        Step::Finish(_, visit) => {
            let code = short_code(&player.app.keys, Purpose::Completion, visit.as_str());
            tolerate(player.at_visit(visit, VisitEvent::Finish, Some(code)).await)?;
            Ok(None)
        }
    }
}

/// Some agents decline, some let the deadline pass, most accept.
async fn answer(player: &Player, job: JobId) -> Result<Option<(TimeDelta, Step)>, Stopped> {
    let offers = player.app.db.read(move |conn| list_offers(conn, job).map_err(Error::from)).await?;
    let Some(offer) = offers.into_iter().find(|offer| offer.state.0.is_open()) else { return Ok(None) };
    let id: OfferId = offer.id.0;
    match chance(&id) {
        0..10 => {
            tolerate(decline(&player.app, id, None, "DISTANCE".to_owned()).await.map(|_| ()))?;
            Ok(Some((TimeDelta::minutes(12), Step::Answer(job))))
        }
        10..16 => Ok(Some((TimeDelta::minutes(45), Step::Answer(job)))),
        _ => match player.accept(id).await {
            Ok(accepted) => {
                let before = accepted.window.from - player.app.clock.now() - TimeDelta::minutes(20);
                Ok(Some((before.max(TimeDelta::minutes(5)), Step::SetOut(job, accepted.visit_id))))
            }
            Err(error) => tolerate(Err(error)).map(|()| None),
        },
    }
}

async fn absent(player: &Player, visit: VisitId) -> Result<(), Stopped> {
    let open = player.app.db.read(move |conn| find_visit(conn, visit).map_err(Error::from)).await?;
    if !open.state.0.is_open() {
        return Ok(());
    }
    let reason = Some("CUSTOMER_ABSENT".to_owned());
    let report = VisitReport {
        event: VisitEvent::ReportCustomerAbsent,
        code: None,
        reason,
        outcome: None,
        note: None,
        parts: Vec::new(),
    };
    tolerate(report_visit(&player.app, Actor::technician(visit), visit, None, report).await.map(|_| ()))
}

/// What another part of history made impossible meanwhile is no failure: a cancelled visit is not set out for.
fn tolerate(result: Result<(), Error>) -> Result<(), Stopped> {
    match result {
        Ok(()) | Err(Error::Machine(_) | Error::Refused(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
