//! The timetable. The scheduler only rings bells; a loop of ours for each tick claims the slot and does the work.
//!
//! tokio-cron-scheduler 0.15 loses runs when many are due at once, lets runs of one job overlap, and drops repeated jobs
//! after a stall. So it gets few cron jobs in UTC whose bodies cannot fail, and each loop wakes by itself as well.

use std::time::Duration;

use tokio::task::JoinSet;
use tokio_cron_scheduler::{Job, JobScheduler, JobSchedulerError};

use super::bell::{Bell, Stop};
use crate::app::App;
use crate::app::ticks::{Tick, run};

/// When bells ring: second, minute, hour, day, month, weekday, in UTC and by the machine's clock. Slots are counted by
/// the business clock, so a bell may ring up to one span after its slot has begun.
const TIMETABLE: [(Tick, &str); 10] = [
    (Tick::SealAudit, "* * * * * *"),
    (Tick::DispatchDue, "*/5 * * * * *"),
    (Tick::ExpireOffers, "*/5 * * * * *"),
    (Tick::DeliverOutbox, "*/30 * * * * *"),
    (Tick::ResumeHolds, "0 * * * * *"),
    (Tick::MissVisits, "0 * * * * *"),
    (Tick::SettleJobs, "0 */5 * * * *"),
    (Tick::Escalate, "*/30 * * * * *"),
    (Tick::CountFigures, "0 */15 * * * *"),
    (Tick::Sweep, "0 0 * * * *"),
];

/// A loop looks after this time even if no bell rings any more.
const AT_LEAST_EVERY: Duration = Duration::from_secs(30);

/// Starts a loop for each tick and the scheduler that rings for them.
pub(super) fn start(loops: &mut JoinSet<()>, app: &App, stop: &Stop) {
    let bells = TIMETABLE.map(|(tick, cron)| (tick, cron, Bell::default()));
    for (tick, _, bell) in &bells {
        loops.spawn(follow(app.clone(), *tick, bell.clone(), stop.clone()));
    }
    let mut stop = stop.clone();
    loops.spawn(async move {
        match ringing(&bells).await {
            Ok(mut scheduler) => {
                stop.asked().await;
                if let Err(error) = scheduler.shutdown().await {
                    tracing::warn!(%error, "the scheduler did not end");
                }
            }
            Err(error) => tracing::error!(%error, "no scheduler: ticks run every 30 s only"),
        }
    });
}

/// Runs one tick: at the start, since a slot may have been missed while nothing ran, and whenever the bell rings.
async fn follow(app: App, tick: Tick, bell: Bell, mut stop: Stop) {
    loop {
        if let Err(error) = run(&app, tick).await {
            tracing::error!(%tick, %error, "a tick failed");
        }
        if !bell.heard_within(AT_LEAST_EVERY, &mut stop).await {
            return;
        }
    }
}

async fn ringing(bells: &[(Tick, &'static str, Bell)]) -> Result<JobScheduler, JobSchedulerError> {
    let scheduler = JobScheduler::new().await?;
    for (_, cron, bell) in bells {
        let bell = bell.clone();
        let job = Job::new_async(*cron, move |_, _| {
            bell.ring();
            Box::pin(std::future::ready(()))
        })?;
        scheduler.add(job).await?;
    }
    scheduler.start().await?;
    Ok(scheduler)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tick_is_in_the_timetable_once() {
        for tick in Tick::ALL {
            assert_eq!(TIMETABLE.iter().filter(|(it, _)| it == tick).count(), 1, "{tick}");
        }
    }

    #[tokio::test]
    async fn the_scheduler_takes_the_timetable_and_rings() {
        let bells = TIMETABLE.map(|(tick, cron)| (tick, cron, Bell::default()));
        let mut scheduler = ringing(&bells).await.unwrap();
        let (_sender, stop) = tokio::sync::watch::channel(false);
        let mut stop = Stop::from(stop);
        let rung = bells[0].2.heard(&mut stop);
        assert!(tokio::time::timeout(Duration::from_secs(5), rung).await.unwrap());
        scheduler.shutdown().await.unwrap();
    }
}
