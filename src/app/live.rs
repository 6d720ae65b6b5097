//! What changes, as it changes, for one caller: ids alone, so that the receiver reloads what it shows.

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};

use super::{App, Error};
use crate::domain::access::{Caller, Permission, Scope, allows};
use crate::domain::id::EventId;
use crate::domain::time::Instant;
use crate::store::feed::{Signal, Topic};
use crate::store::journal::{Event, list_events_after};

/// Transactions commit in another order than that of their ids, so the reader looks back by this much.
const LOOK_BACK: TimeDelta = TimeDelta::seconds(10);
/// Events of one read.
const BATCH: i64 = 500;

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveEvent {
    /// The event.
    pub id: EventId,
    /// Kind of the thing that it happened to.
    pub topic: &'static str,
    /// The thing.
    pub subject_id: String,
    /// What happened.
    pub name: String,
}

/// A caller's stream of events.
pub struct Live {
    app: App,
    caller: Caller,
    signals: Receiver<Signal>,
    after: EventId,
    seen: BTreeSet<EventId>,
    is_beside_new: bool,
}

impl Live {
    /// Begins a stream: after the event named, else with what happens from now on.
    ///
    /// # Errors
    /// The database.
    pub async fn open(app: App, caller: Caller, last: Option<EventId>) -> Result<Self, Error> {
        let signals = app.db.signals();
        let after = floor(app.clock.now() - LOOK_BACK);
        let (after, seen) = (last.unwrap_or(after), BTreeSet::new());
        let mut live = Self { app, caller, signals, after, seen, is_beside_new: false };
        if last.is_none() {
            live.collect().await?;
        }
        Ok(live)
    }

    /// Waits until something may have happened, at most for `patience`.
    pub async fn wait(&mut self, patience: Duration) {
        let me = self.caller.user;
        let (signals, is_beside_new) = (&mut self.signals, &mut self.is_beside_new);
        let changed = async {
            loop {
                match signals.recv().await {
                    Ok(Signal::Changed { .. } | Signal::Resync) | Err(RecvError::Lagged(_)) => return,
                    Ok(Signal::Beside(user)) if user == me => {
                        *is_beside_new = true;
                        return;
                    }
                    Ok(Signal::Outbox | Signal::Dispatch | Signal::Load(_) | Signal::Beside(_)) => (),
                    // The database is closed: there is nothing to come.
                    Err(RecvError::Closed) => std::future::pending().await,
                }
            }
        };
        // Running out of patience is the ordinary end of a quiet spell.
        let _ = tokio::time::timeout(patience, changed).await;
    }

    /// Whether since the last call somebody came to a case that the caller has open, or left it.
    pub fn take_beside(&mut self) -> bool {
        std::mem::take(&mut self.is_beside_new)
    }

    /// The events since the last call that the caller may see, in order.
    ///
    /// # Errors
    /// The database.
    pub async fn collect(&mut self) -> Result<Vec<LiveEvent>, Error> {
        loop {
            match self.signals.try_recv() {
                Ok(signal) => self.is_beside_new |= signal == Signal::Beside(self.caller.user),
                Err(TryRecvError::Lagged(_)) => {}
                Err(TryRecvError::Empty | TryRecvError::Closed) => break,
            }
        }
        let mut fresh = Vec::new();
        let mut after = self.after;
        loop {
            let events =
                self.app.db.read(move |conn| list_events_after(conn, after, BATCH).map_err(Error::from)).await?;
            let is_last = i64::try_from(events.len()).unwrap_or(i64::MAX) < BATCH;
            for event in events {
                after = event.id.0;
                if self.seen.insert(event.id.0) && sees(&self.caller, &event) {
                    fresh.push(live(event));
                }
            }
            if is_last {
                break;
            }
        }
        self.after = self.after.max(floor(self.app.clock.now() - LOOK_BACK));
        self.seen = self.seen.split_off(&self.after);
        Ok(fresh)
    }
}

fn live(event: Event) -> LiveEvent {
    LiveEvent { id: event.id.0, topic: event.topic.0.as_str(), subject_id: event.subject_id, name: event.name }
}

fn sees(caller: &Caller, event: &Event) -> bool {
    let permission = match event.topic.0 {
        Topic::Request | Topic::Job | Topic::Visit | Topic::Unit | Topic::Catalog | Topic::Quote | Topic::Payment => {
            Permission::ViewRequest
        }
        Topic::Offer => Permission::ViewCandidates,
        Topic::Agent => Permission::ViewAgent,
        Topic::Message => Permission::ViewMessage,
        Topic::User => Permission::ManageUser,
        Topic::Customer => Permission::ViewCustomer,
        Topic::Contact | Topic::Complaint => Permission::ViewContact,
        Topic::Task => Permission::ViewTask,
        Topic::Part => Permission::ViewPart,
        Topic::Recall => Permission::ViewReport,
    };
    let is_here = match &caller.scope {
        Scope::All => true,
        Scope::Provinces(provinces) => event.province.as_ref().is_some_and(|province| provinces.contains(province)),
    };
    is_here && allows(caller.role, permission)
}

/// The smallest id that an event at `at` can have.
fn floor(at: Instant) -> EventId {
    let millis = u64::try_from(at.timestamp_millis()).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(millis, &[0; 10]).into_uuid().into()
}
