//! The simulated phones of the demo: they take every message and keep the last ones of each number in memory.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{SmsText, parts};
use crate::domain::id::MessageId;
use crate::domain::time::Instant;

/// A message on the screen of a phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Our reference.
    pub id: MessageId,
    /// When it arrived.
    pub at: Instant,
    /// The phone, in E.164.
    pub to: String,
    /// What it shows.
    pub text: String,
    /// SMS parts that it would have cost.
    pub parts: u32,
}

/// All simulated phones; clones share them.
#[derive(Debug, Clone)]
pub struct Phones {
    screens: Arc<Mutex<HashMap<String, VecDeque<Received>>>>,
    keep: usize,
}

impl Phones {
    /// Phones that each keep their last `keep` messages.
    #[must_use]
    pub fn new(keep: usize) -> Self {
        Self { screens: Arc::default(), keep }
    }

    /// Puts `message` on the screen of its phone; the same reference again changes nothing.
    pub fn receive(&self, message: &SmsText) {
        let mut screens = self.screens();
        let screen = screens.entry(message.to.clone()).or_default();
        if screen.iter().any(|received| received.id == message.id) {
            return;
        }
        screen.push_front(Received {
            id: message.id,
            at: message.at,
            to: message.to.clone(),
            text: message.text.clone(),
            parts: parts::measure(&message.text).parts,
        });
        screen.truncate(self.keep);
    }

    /// What the phone `number` (E.164) shows, newest first.
    #[must_use]
    pub fn messages(&self, number: &str) -> Vec<Received> {
        self.screens().get(number).map(|screen| screen.iter().cloned().collect()).unwrap_or_default()
    }

    /// The newest message of every phone, newest first: the list of all phones.
    #[must_use]
    pub fn newest(&self) -> Vec<Received> {
        let mut newest: Vec<_> = self.screens().values().filter_map(|screen| screen.front().cloned()).collect();
        newest.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.to.cmp(&b.to)));
        newest
    }

    fn screens(&self) -> MutexGuard<'_, HashMap<String, VecDeque<Received>>> {
        self.screens.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use uuid::Uuid;

    use super::*;

    fn message(n: u16, to: &str) -> SmsText {
        let start: Instant = "2026-11-22T08:00:00Z".parse().unwrap();
        SmsText {
            kind: crate::domain::message::MessageKind::OfferSent,
            values: Vec::new(),
            id: Uuid::from_u128(n.into()).into(),
            to: to.into(),
            text: format!("job {n}"),
            at: start + TimeDelta::minutes(n.into()),
        }
    }

    #[test]
    fn keeps_the_last_ones_of_each_number_and_no_repeat() {
        let phones = Phones::new(2);
        for n in [1, 2, 3, 3] {
            phones.receive(&message(n, "+989121234567"));
        }
        phones.receive(&message(9, "+989350000000"));
        let texts: Vec<_> = phones.messages("+989121234567").into_iter().map(|received| received.text).collect();
        assert_eq!(texts, ["job 3", "job 2"]);
        assert_eq!(
            phones.newest().iter().map(|received| &*received.to).collect::<Vec<_>>(),
            ["+989350000000", "+989121234567"]
        );
        assert!(phones.messages("+98210").is_empty());
    }
}
