//! Promises of a time: kept or broken, by the first window that was promised.

use crate::domain::time::{Instant, Window};

/// What became of a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Not over yet.
    Ahead,
    /// The technician arrived.
    Arrived(Instant),
    /// The technician came and nobody opened.
    CustomerAbsent,
    /// Nobody came.
    TechnicianAbsent,
    /// The job was taken from the agent, or given back by it; whether the customer wanted that.
    TakenBack {
        /// Whether it was the customer's wish.
        by_customer: bool,
    },
    /// The job was given up, so nobody was awaited any more.
    GivenUp,
}

/// A window promised to a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Promise {
    /// The first window promised.
    pub first: Window,
    /// Whether it was moved later: by the customer, or by company or agent.
    pub moved_by_customer: Option<bool>,
    /// What became of it.
    pub ending: Ending,
}

/// Whether a promise was broken; none while it is open, and for a job that was given up. One that company or agent moved is
/// broken, one that the customer moved is not; else the arrival decides, by the first window, half-open.
#[must_use]
pub fn is_broken(promise: &Promise) -> Option<bool> {
    match (promise.moved_by_customer, promise.ending) {
        (_, Ending::GivenUp) | (None, Ending::Ahead) => None,
        (Some(by_customer), _) | (None, Ending::TakenBack { by_customer }) => Some(!by_customer),
        (None, Ending::Arrived(at)) => Some(at < promise.first.from || at >= promise.first.to),
        (None, Ending::CustomerAbsent) => Some(false),
        (None, Ending::TechnicianAbsent) => Some(true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: u32) -> Instant {
        format!("2026-11-22T{hour:02}:00:00Z").parse().unwrap()
    }

    #[test]
    fn the_first_window_decides() {
        let judged = |moved_by_customer, ending| {
            is_broken(&Promise { first: Window { from: at(9), to: at(11) }, moved_by_customer, ending })
        };
        assert_eq!(judged(None, Ending::Arrived(at(9))), Some(false));
        assert_eq!(judged(None, Ending::Arrived(at(11))), Some(true), "windows are half-open");
        assert_eq!(judged(None, Ending::Arrived(at(8))), Some(true));
        assert_eq!(judged(Some(true), Ending::Arrived(at(15))), Some(false));
        assert_eq!(judged(Some(false), Ending::Arrived(at(10))), Some(true));
        assert_eq!(judged(None, Ending::TechnicianAbsent), Some(true));
        assert_eq!(judged(None, Ending::CustomerAbsent), Some(false));
        assert_eq!(judged(None, Ending::TakenBack { by_customer: false }), Some(true));
        assert_eq!(judged(None, Ending::TakenBack { by_customer: true }), Some(false));
        assert_eq!([judged(None, Ending::Ahead), judged(Some(false), Ending::GivenUp)], [None, None]);
    }
}
