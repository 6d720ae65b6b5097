//! Whom the access tokens of late belong to: verifying one and asking the database costs more than many a request does.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::TimeDelta;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::TryRecvError;

use crate::domain::access::Caller;
use crate::domain::time::{Instant, Window};
use crate::store::feed::{Signal, Topic};

/// What another node revokes is refused here after this at the latest, even if its signal is lost.
const KEPT_FOR: TimeDelta = TimeDelta::seconds(10);
/// Tokens kept at most; a fuller house is emptied.
const MOST: usize = 10_000;

/// Callers by the fingerprint of their token.
pub struct Callers(Mutex<Kept>);

struct Kept {
    signals: Receiver<Signal>,
    generation: u64,
    known: HashMap<String, (Window, Caller)>,
}

/// What was known of a token.
pub enum Found {
    /// Its caller.
    Known(Caller),
    /// Nothing; [`Callers::keep`] wants this number with the answer.
    Unknown(u64),
}

impl Callers {
    /// Nobody yet; every change of a user that is told from now on empties it.
    #[must_use]
    pub fn new(signals: Receiver<Signal>) -> Self {
        Self(Mutex::new(Kept { signals, generation: 0, known: HashMap::new() }))
    }

    /// Who the token with this fingerprint belongs to, by what is committed on this node.
    pub fn find(&self, token: &str, now: Instant) -> Found {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.listen();
        match kept.known.get(token) {
            Some((window, caller)) if window.from <= now && now < window.to => Found::Known(caller.clone()),
            _ => Found::Unknown(kept.generation),
        }
    }

    /// Keeps a caller who was read after [`Found::Unknown`] gave `generation`, unless a user has changed since.
    pub fn keep(&self, token: String, caller: Caller, (generation, now, expires): (u64, Instant, Instant)) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.listen();
        let Some(window) = Window::new(now, expires.min(now + KEPT_FOR)) else { return };
        if kept.generation == generation {
            if kept.known.len() >= MOST {
                kept.known.clear();
            }
            kept.known.insert(token, (window, caller));
        }
    }
}

impl Kept {
    /// Hears what was told since the last time.
    fn listen(&mut self) {
        loop {
            match self.signals.try_recv() {
                Ok(Signal::Changed { topic: Topic::User, .. } | Signal::Resync) | Err(TryRecvError::Lagged(_)) => {
                    self.known.clear();
                    self.generation += 1;
                }
                Ok(_) => {}
                Err(TryRecvError::Empty | TryRecvError::Closed) => return,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::broadcast;

    use super::*;
    use crate::domain::access::{Role, Scope};
    use crate::domain::id::UserId;
    use crate::domain::language::Language;

    fn caller() -> Caller {
        let user = UserId::from(uuid::Uuid::from_u128(1));
        let (username, scope) = ("operator".to_owned(), Scope::All);
        Caller { user, username, role: Role::Operator, language: Language::Fa, scope }
    }

    fn generation(found: &Found) -> Option<u64> {
        match found {
            Found::Known(_) => None,
            Found::Unknown(generation) => Some(*generation),
        }
    }

    #[test]
    fn a_caller_is_kept_until_a_user_changes_or_time_passes() {
        let (feed, signals) = broadcast::channel(4);
        let callers = Callers::new(signals);
        let now = Instant::UNIX_EPOCH;
        let far = now + TimeDelta::hours(1);
        let keep = |generation| callers.keep("t".to_owned(), caller(), (generation, now, far));
        let first = generation(&callers.find("t", now)).unwrap();
        keep(first);
        assert!(generation(&callers.find("t", now)).is_none());
        assert!(generation(&callers.find("u", now)).is_some());
        assert!(generation(&callers.find("t", now + KEPT_FOR)).is_some(), "its time has passed");
        feed.send(Signal::Dispatch).unwrap();
        assert!(generation(&callers.find("t", now)).is_none());
        feed.send(Signal::Changed { topic: Topic::User, id: "x".to_owned() }).unwrap();
        let second = generation(&callers.find("t", now)).unwrap();
        keep(first);
        assert!(generation(&callers.find("t", now)).is_some(), "what was read before a change is not kept");
        keep(second);
        assert!(generation(&callers.find("t", now)).is_none());
        for _ in 0..9 {
            feed.send(Signal::Dispatch).unwrap();
        }
        assert!(generation(&callers.find("t", now)).is_some(), "a change may have been missed");
        callers.keep("t".to_owned(), caller(), (second + 1, now, now));
        assert!(generation(&callers.find("t", now)).is_some(), "the token has expired");
    }
}
