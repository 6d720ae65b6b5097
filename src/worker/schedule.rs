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

/// When bells ring, each for the ticks of one rhythm: second, minute, hour, day, month, weekday, in UTC and by the
/// machine's clock. Slots are counted by the business clock, so a bell may ring up to one span after its slot has begun.
const TIMETABLE: [(&str, &[Tick]); 7] = [
    ("* * * * * *", &[Tick::SealAudit]),
    ("*/5 * * * * *", &[Tick::DispatchDue, Tick::ExpireOffers]),
    (
        "*/30 * * * * *",
        &[Tick::DeliverOutbox, Tick::PollReceipts, Tick::FollowMessages, Tick::Escalate, Tick::SuspendAgents],
    ),
    (
        "0 * * * * *",
        &[
            Tick::FetchMail,
            Tick::ExpireQuotes,
            Tick::ResumeHolds,
            Tick::MissVisits,
            Tick::FollowTasks,
            Tick::FollowComplaints,
            Tick::FollowRecalls,
        ],
    ),
    ("0 */5 * * * *", &[Tick::SettleJobs, Tick::FollowWorkshop]),
    ("0 */15 * * * *", &[Tick::CountFigures, Tick::FollowPapers]),
    ("0 0 * * * *", &[Tick::Sweep]),
];

/// A loop looks after this time even if no bell rings any more.
const AT_LEAST_EVERY: Duration = Duration::from_secs(30);

/// A rhythm and the bells that ring by it.
type Bells = (&'static str, Vec<(Tick, Bell)>);

/// Starts a loop for each tick and the scheduler that rings for them.
pub(super) fn start(loops: &mut JoinSet<()>, app: &App, stop: &Stop) {
    let bells = TIMETABLE.map(|(cron, ticks)| (cron, ticks.iter().map(|tick| (*tick, Bell::default())).collect()));
    for (tick, bell) in bells.iter().flat_map(|(_, bells): &Bells| bells) {
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
        if let Err(error) = Box::pin(run(&app, tick)).await {
            tracing::error!(%tick, %error, "a tick failed");
        }
        if !bell.heard_within(AT_LEAST_EVERY, &mut stop).await {
            return;
        }
    }
}

async fn ringing(bells: &[Bells]) -> Result<JobScheduler, JobSchedulerError> {
    let scheduler = JobScheduler::new().await?;
    for (cron, bells) in bells {
        let bells = bells.clone();
        let job = Job::new_async(*cron, move |_, _| {
            for (_, bell) in &bells {
                bell.ring();
            }
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
            let all = TIMETABLE.iter().flat_map(|(_, ticks)| *ticks);
            assert_eq!(all.filter(|it| *it == tick).count(), 1, "{tick}");
        }
    }

    #[tokio::test]
    async fn the_scheduler_takes_the_timetable_and_rings() {
        let bells = TIMETABLE.map(|(cron, ticks)| (cron, ticks.iter().map(|tick| (*tick, Bell::default())).collect()));
        let mut scheduler = ringing(&bells).await.unwrap();
        let (_sender, stop) = tokio::sync::watch::channel(false);
        let mut stop = Stop::from(stop);
        let rung = bells[0].1[0].1.heard(&mut stop);
        assert!(tokio::time::timeout(Duration::from_secs(5), rung).await.unwrap());
        scheduler.shutdown().await.unwrap();
    }
}
