//! Ticks: what becomes due by time alone. They take no input, may run twice, and one node runs each slot.

use chrono::{DateTime, TimeDelta};

use super::{
    App, Error, agents, audit, complaints, dispatch, inbound, jobs, leave, loaners, offers, outbox, quotes, recalls,
    tasks, workshop,
};
use crate::domain::presence::CONTINUES_FOR;
use crate::domain::time::Instant;
use crate::store::lease::{Slot, claim_slot, finish_slot, sweep_slots};
use crate::store::presences::sweep_presences;
use crate::store::slots::sweep_slot_holds;
use crate::store::status_asks::sweep_status_asks;
use crate::store::{StoreError, idempotency, people};

/// How long a node may take for a tick before another takes its slot over.
const LEASE: TimeDelta = TimeDelta::seconds(60);
/// How long idempotency keys, ended sign-ins and slots are kept.
const KEPT_FOR: TimeDelta = TimeDelta::hours(24);

/// Something that is due again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tick {
    /// Send what is due in the outbox.
    DeliverOutbox,
    /// Ask gateways what became of messages, and for messages from telephones.
    PollReceipts,
    /// Take in letters from the mailbox.
    FetchMail,
    /// Take over from messages that have not arrived.
    FollowMessages,
    /// Offer jobs that wait for an agent.
    DispatchDue,
    /// End offers whose deadline has passed.
    ExpireOffers,
    /// Go on with jobs whose hold has ended.
    ResumeHolds,
    /// End quotes whose validity has passed.
    ExpireQuotes,
    /// Verify completed jobs that nobody objected to, close verified ones.
    SettleJobs,
    /// Note visits that nobody came to.
    MissVisits,
    /// Remind owners of tasks, and send up what stays undone.
    FollowTasks,
    /// Send overdue complaints up, and close answered ones.
    FollowComplaints,
    /// Call the next person for jobs that nobody takes.
    Escalate,
    /// Count the last 90 days of every agent anew.
    CountFigures,
    /// Begin and end the suspensions of agents.
    SuspendAgents,
    /// Tell agents of papers that run out.
    FollowPapers,
    /// Remind customers of units and loaners that wait.
    FollowWorkshop,
    /// Find the units of recalls, tell their customers, ask for calls.
    FollowRecalls,
    /// Seal the audit trail.
    SealAudit,
    /// Forget what is kept for a time only.
    Sweep,
}

crate::domain::codes!(Tick {
    DeliverOutbox => "deliver_outbox", PollReceipts => "poll_receipts", FetchMail => "fetch_mail",
    FollowMessages => "follow_messages",
    DispatchDue => "dispatch_due", ExpireOffers => "expire_offers",
    ResumeHolds => "resume_holds", ExpireQuotes => "expire_quotes", SettleJobs => "settle_jobs", MissVisits => "miss_visits",
    Escalate => "escalate", CountFigures => "count_figures", FollowTasks => "follow_tasks",
    FollowComplaints => "follow_complaints", FollowWorkshop => "follow_workshop", FollowPapers => "follow_papers",
    FollowRecalls => "follow_recalls",
    SuspendAgents => "suspend_agents", SealAudit => "seal_audit",
    Sweep => "sweep",
});

impl Tick {
    /// Seconds from one slot to the next.
    #[must_use]
    pub fn every_s(self) -> u32 {
        match self {
            Self::SealAudit => 1,
            Self::DispatchDue | Self::ExpireOffers => 5,
            Self::DeliverOutbox | Self::PollReceipts | Self::FollowMessages | Self::Escalate | Self::SuspendAgents => {
                30
            }
            Self::FetchMail
            | Self::ExpireQuotes
            | Self::ResumeHolds
            | Self::MissVisits
            | Self::FollowTasks
            | Self::FollowComplaints
            | Self::FollowRecalls => 60,
            Self::SettleJobs | Self::FollowWorkshop => 300,
            Self::CountFigures | Self::FollowPapers => 900,
            Self::Sweep => 3600,
        }
    }

    /// The slot that `now` lies in. A node that comes back after hours runs this one and none of those it missed,
    /// because a tick does everything that is due.
    fn slot(self, now: Instant) -> Slot<'static> {
        let every = i64::from(self.every_s());
        let at = DateTime::from_timestamp(now.timestamp().div_euclid(every) * every, 0).unwrap_or(now);
        Slot { name: self.as_str(), at }
    }

    async fn body(self, app: &App) -> Result<(), Error> {
        match self {
            Self::DeliverOutbox => Box::pin(outbox::deliver_due(app)).await.map(drop),
            Self::PollReceipts => {
                Box::pin(inbound::fetch_sms(app)).await?;
                Box::pin(outbox::poll_due(app)).await.map(drop)
            }
            Self::FetchMail => Box::pin(inbound::fetch_mail(app)).await.map(drop),
            Self::FollowMessages => {
                inbound::hear_left(app).await?;
                outbox::follow_due(app).await.map(drop)
            }
            Self::DispatchDue => Box::pin(dispatch::dispatch_due(app)).await.map(drop),
            Self::ExpireOffers => offers::expire_due(app).await.map(drop),
            Self::ExpireQuotes => quotes::expire_due(app).await.map(drop),
            Self::ResumeHolds => jobs::resume_due(app).await.map(drop),
            Self::SettleJobs => jobs::settle_due(app).await.map(drop),
            Self::MissVisits => leave::miss_due(app).await.map(drop),
            Self::FollowTasks => tasks::follow_due(app).await.map(drop),
            Self::FollowComplaints => complaints::follow_due(app).await.map(drop),
            Self::Escalate => dispatch::escalate_due(app).await.map(drop),
            Self::CountFigures => Box::pin(dispatch::count_figures(app)).await.map(drop),
            Self::SuspendAgents => Box::pin(agents::suspension::suspend_due(app)).await.map(drop),
            Self::FollowPapers => Box::pin(agents::papers::follow_due(app)).await.map(drop),
            Self::FollowWorkshop => {
                workshop::follow_due(app).await?;
                loaners::follow_due(app).await.map(drop)
            }
            Self::FollowRecalls => Box::pin(recalls::follow_due(app)).await.map(drop),
            Self::SealAudit => seal_audit(app).await,
            Self::Sweep => sweep(app).await,
        }
    }
}

/// Runs the tick if nobody has run its slot; false when it is done, or under way elsewhere. A slot whose tick failed is
/// free again when the lease lapses.
///
/// # Errors
/// Those of the tick, its panic as `Internal`, or the database.
pub async fn run(app: &App, tick: Tick) -> Result<bool, Error> {
    // Sealing is due each second and mostly finds nothing: a read is cheaper than a slot.
    if tick == Tick::SealAudit && !audit::is_unsealed(app).await? {
        return Ok(false);
    }
    let owner = app.clone();
    run_as(app, tick, async move { Box::pin(tick.body(&owner)).await }).await
}

/// Runs `body` as the tick of this slot if the slot is free.
///
/// # Errors
/// As for [`run`].
pub async fn run_as<F>(app: &App, tick: Tick, body: F) -> Result<bool, Error>
where
    F: Future<Output = Result<(), Error>> + Send + 'static,
{
    let (node, now) = (app.node, app.clock.now());
    let slot = tick.slot(now);
    if !app.db.write(move |tx| claim_slot(tx, slot, node, now, LEASE)).await? {
        return Ok(false);
    }
    contained(tick, body).await?;
    let now = app.clock.now();
    app.db.write(move |tx| finish_slot(tx, slot, node, now)).await?;
    Ok(true)
}

/// Runs the tick at once, whatever slot it is in: for one that was signalled. Two nodes may do so at the same time.
///
/// # Errors
/// Those of the tick, or its panic as `Internal`.
pub async fn run_now(app: &App, tick: Tick) -> Result<(), Error> {
    let owner = app.clone();
    contained(tick, async move { tick.body(&owner).await }).await
}

/// A task of its own, so that a panic ends it and nothing else.
async fn contained<F>(tick: Tick, body: F) -> Result<(), Error>
where
    F: Future<Output = Result<(), Error>> + Send + 'static,
{
    match tokio::spawn(body).await {
        Ok(result) => result,
        Err(error) if error.is_panic() => Err(Error::Internal(format!("{tick} panicked"))),
        Err(_) => Err(Error::Internal(format!("{tick} was stopped"))),
    }
}

/// Seals everything that waits.
async fn seal_audit(app: &App) -> Result<(), Error> {
    let batch = usize::try_from(audit::BATCH).unwrap_or(usize::MAX);
    while audit::seal(app).await? >= batch {}
    Ok(())
}

/// Forgets idempotency keys, sign-ins, questions and slots of yesterday, windows held for nobody, and pages that are closed.
async fn sweep(app: &App) -> Result<(), Error> {
    let now = app.clock.now();
    let before = now - KEPT_FOR;
    let written = app.db.write(move |tx| -> Result<(), StoreError> {
        idempotency::sweep_keys(tx, before)?;
        people::sweep_sign_ins(tx, before)?;
        sweep_slots(tx, before)?;
        sweep_slot_holds(tx, now)?;
        sweep_status_asks(tx, before)?;
        sweep_presences(tx, now - CONTINUES_FOR)?;
        Ok(())
    });
    Ok(written.await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_begins_at_a_whole_multiple_of_its_span() {
        let at = |text: &str| text.parse::<Instant>().unwrap();
        let now = at("2026-11-22T05:47:13.9Z");
        assert_eq!(Tick::SealAudit.slot(now).at, at("2026-11-22T05:47:13Z"));
        assert_eq!(Tick::DispatchDue.slot(now).at, at("2026-11-22T05:47:10Z"));
        assert_eq!(Tick::Sweep.slot(now).at, at("2026-11-22T05:00:00Z"));
        assert_eq!(Tick::Sweep.slot(at("1969-12-31T23:59:59Z")).at, at("1969-12-31T23:00:00Z"));
    }
}
