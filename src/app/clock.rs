//! The one clock, and the identifiers that are minted by it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use uuid::{ContextV7, Timestamp, Uuid};

use crate::domain::time::{Instant, to_micros};

/// Where the time comes from.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine.
    System,
    /// The machine, moved by a fixed span: the demo's business clock.
    Shifted(TimeDelta),
    /// Stands still until it is moved, in microseconds since the epoch: for tests and for filling history.
    Manual(Arc<AtomicI64>),
}

/// Keeps identifiers of one process in the order in which they were minted.
static ORDER: std::sync::LazyLock<std::sync::Mutex<ContextV7>> =
    std::sync::LazyLock::new(|| std::sync::Mutex::new(ContextV7::new()));

impl Clock {
    /// A clock of the machine that shows `at` now.
    #[must_use]
    pub fn starting_at(at: Instant) -> Self {
        Self::Shifted(at - system_now())
    }

    /// A clock that stands at `at`.
    #[must_use]
    pub fn standing_at(at: Instant) -> Self {
        Self::Manual(Arc::new(AtomicI64::new(at.timestamp_micros())))
    }

    /// The time, cut to microseconds.
    #[must_use]
    pub fn now(&self) -> Instant {
        match self {
            Self::System => system_now(),
            Self::Shifted(by) => to_micros(system_now() + *by),
            Self::Manual(micros) => DateTime::from_timestamp_micros(micros.load(Ordering::SeqCst)).unwrap_or_default(),
        }
    }

    /// Moves a standing clock forward; the others go by themselves.
    pub fn advance(&self, by: TimeDelta) {
        if let Self::Manual(micros) = self {
            micros.fetch_add(by.num_microseconds().unwrap_or(0), Ordering::SeqCst);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
fn system_now() -> Instant {
    to_micros(Utc::now())
}

/// A new identifier that sorts by `now`.
pub fn mint<Id: From<Uuid>>(now: Instant) -> Id {
    let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
    let order = ORDER.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    Uuid::new_v7(Timestamp::from_unix(&*order, seconds, now.timestamp_subsec_nanos())).into()
}
