//! A gateway in memory for tests: keeps what it takes, and misbehaves when told to.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::SendError;

/// What the gateway does with the next messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mood {
    /// Takes every message.
    #[default]
    Accept,
    /// Refuses for now, as a gateway that answers 500.
    Busy,
    /// Refuses for ever, as a gateway that knows the number is wrong.
    Refuse,
    /// Never answers; the message is not taken.
    Hang,
    /// Takes the message, but its answer is lost on the way.
    DropAnswer,
}

/// What a gateway has taken; clones share it.
#[derive(Debug, Clone)]
pub struct Outbox<M>(Arc<Mutex<Inside<M>>>);

#[derive(Debug)]
struct Inside<M> {
    taken: Vec<M>,
    mood: Mood,
    reports: bool,
    asked: usize,
}

impl<M> Default for Outbox<M> {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Inside { taken: Vec::new(), mood: Mood::Accept, reports: false, asked: 0 })))
    }
}

impl<M: Clone> Outbox<M> {
    /// Removes and returns what was taken, oldest first.
    #[must_use]
    pub fn take(&self) -> Vec<M> {
        std::mem::take(&mut self.inside().taken)
    }

    /// What was taken and is still there, oldest first.
    #[must_use]
    pub fn all(&self) -> Vec<M> {
        self.inside().taken.clone()
    }

    /// Makes it a gateway that reports delivery.
    #[must_use]
    pub fn with_reports(self) -> Self {
        self.inside().reports = true;
        self
    }

    /// Whether it reports delivery.
    #[must_use]
    pub fn reports(&self) -> bool {
        self.inside().reports
    }

    /// How often it was asked, whatever it did then.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.inside().asked
    }

    /// Changes what is done with the next messages.
    pub fn set(&self, mood: Mood) {
        self.inside().mood = mood;
    }

    /// Takes `message` as the mood has it, and returns how many were taken before it.
    ///
    /// # Errors
    /// `Later` when busy, `Unclear` when the answer is lost, `Never` when refusing.
    pub async fn send(&self, message: &M) -> Result<usize, SendError> {
        // The guard must not live across an await, so the mood is read first.
        let mood = {
            let mut inside = self.inside();
            inside.asked += 1;
            inside.mood
        };
        match mood {
            Mood::Accept => Ok(self.keep(message)),
            Mood::Busy => Err(SendError::Later("the gateway is busy".into())),
            Mood::Refuse => Err(SendError::Never("the gateway refuses".into())),
            Mood::Hang => std::future::pending().await,
            Mood::DropAnswer => {
                self.keep(message);
                Err(SendError::Unclear("the answer was lost".into()))
            }
        }
    }

    fn keep(&self, message: &M) -> usize {
        let mut inside = self.inside();
        inside.taken.push(message.clone());
        inside.taken.len() - 1
    }

    fn inside(&self) -> MutexGuard<'_, Inside<M>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn does_as_its_mood_says() {
        let outbox = Outbox::default();
        let same = outbox.clone();
        assert_eq!(outbox.send(&1).await, Ok(0));
        same.set(Mood::Busy);
        assert!(matches!(outbox.send(&2).await, Err(SendError::Later(_))));
        same.set(Mood::Refuse);
        assert!(matches!(outbox.send(&3).await, Err(SendError::Never(_))));
        same.set(Mood::DropAnswer);
        assert!(matches!(outbox.send(&4).await, Err(SendError::Unclear(_))));
        same.set(Mood::Hang);
        assert!(tokio::time::timeout(Duration::from_millis(20), outbox.send(&5)).await.is_err());
        assert_eq!(same.all(), [1, 4]);
        assert_eq!(same.take(), [1, 4]);
        assert!(outbox.take().is_empty());
    }
}
