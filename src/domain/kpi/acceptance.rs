//! How agents answer offers, and what becomes of what they accept.

use chrono::TimeDelta;

use super::{Share, Spread, spread};
use crate::domain::offer::OfferState;
use crate::domain::time::Instant;

/// What became of one offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfferCourse {
    /// Where it stands.
    pub state: OfferState,
    /// Its message left.
    pub sent_at: Option<Instant>,
    /// It was answered.
    pub answered_at: Option<Instant>,
    /// Whether it came to the agent within the agent's working hours.
    pub is_in_hours: bool,
    /// Whether the agent gave the job back later.
    pub is_released: bool,
    /// Whether the job was cancelled after the acceptance.
    pub is_cancelled: bool,
}

/// Offers and visits of one group, collected one by one.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    figures: Acceptance,
    answers: Vec<TimeDelta>,
}

/// The figures of one group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Acceptance {
    /// Offers made.
    pub offers: u64,
    /// Those delivered in working hours.
    pub in_hours: u64,
    /// Of these, taken by another agent first.
    pub filled: u64,
    /// Of these, taken back by the organisation.
    pub withdrawn: u64,
    /// Of these, declined.
    pub declined: u64,
    /// Of these, not answered in time.
    pub expired: u64,
    /// Accepted and not released ÷ (delivered in working hours − filled − withdrawn − still open).
    pub rate: Share,
    /// Accepted and given back later ÷ accepted, at any hour.
    pub released: Share,
    /// Accepted and cancelled later ÷ accepted, at any hour.
    pub cancelled: Share,
    /// Nobody came ÷ visits that are over and were not taken back.
    pub absence: Share,
    /// Promises broken ÷ promises judged.
    pub broken: Share,
    /// Accepted − own offer sent.
    pub answer: Spread,
}

impl Answers {
    /// Counts an offer. One whose message has not left or could not be delivered counts among `offers` alone, unless it was
    /// accepted all the same; one that is still open is not judged yet.
    pub fn add(&mut self, offer: &OfferCourse) {
        let it = &mut self.figures;
        let is_accepted = offer.state == OfferState::Accepted;
        it.offers += 1;
        if is_accepted {
            it.released.add(offer.is_released);
            it.cancelled.add(offer.is_cancelled);
            self.answers.extend(offer.sent_at.zip(offer.answered_at).map(|(sent, answered)| answered - sent));
        }
        let is_delivered = is_accepted || (offer.sent_at.is_some() && offer.state != OfferState::Undeliverable);
        if !is_delivered || !offer.is_in_hours {
            return;
        }
        it.in_hours += 1;
        match offer.state {
            OfferState::Filled => it.filled += 1,
            OfferState::Withdrawn => it.withdrawn += 1,
            OfferState::Declined => it.declined += 1,
            OfferState::Expired => it.expired += 1,
            _ => (),
        }
        if matches!(offer.state, OfferState::Accepted | OfferState::Declined | OfferState::Expired) {
            it.rate.add(is_accepted && !offer.is_released);
        }
    }

    /// Counts a visit that is over and was not taken back: whether nobody came.
    pub fn add_visit(&mut self, is_absent: bool) {
        self.figures.absence.add(is_absent);
    }

    /// Counts a promise that was judged.
    pub fn add_promise(&mut self, is_broken: bool) {
        self.figures.broken.add(is_broken);
    }

    /// The figures of what was counted.
    #[must_use]
    pub fn figures(self) -> Acceptance {
        Acceptance { answer: spread(self.answers), ..self.figures }
    }
}

#[cfg(test)]
mod tests {
    use OfferState as S;

    use super::*;

    fn at(minute: i64) -> Instant {
        "2026-11-22T06:00:00Z".parse::<Instant>().unwrap() + TimeDelta::minutes(minute)
    }

    fn offer(state: OfferState) -> OfferCourse {
        OfferCourse {
            state,
            sent_at: Some(at(0)),
            answered_at: Some(at(10)),
            is_in_hours: true,
            is_released: false,
            is_cancelled: false,
        }
    }

    /// Worked by hand: of 9 offers in working hours 1 was filled, 1 withdrawn and 1 is open, which leaves 6; 3 of them were
    /// accepted, one of which was given back: 2 ÷ 6.
    #[test]
    fn acceptance_is_charged_with_releases_and_not_with_what_others_took() {
        let mut answers = Answers::default();
        for state in [S::Accepted, S::Accepted, S::Declined, S::Declined, S::Expired, S::Filled, S::Withdrawn, S::Sent]
        {
            answers.add(&offer(state));
        }
        answers.add(&OfferCourse { is_released: true, ..offer(S::Accepted) });
        answers.add(&OfferCourse { is_in_hours: false, ..offer(S::Expired) });
        answers.add(&OfferCourse {
            is_in_hours: false,
            answered_at: Some(at(30)),
            is_cancelled: true,
            ..offer(S::Accepted)
        });
        answers.add(&OfferCourse { sent_at: None, ..offer(S::Queued) });
        answers.add(&offer(S::Undeliverable));
        answers.add_visit(true);
        answers.add_visit(false);
        let it = answers.figures();
        assert_eq!((it.offers, it.in_hours, it.filled, it.withdrawn, it.declined, it.expired), (13, 9, 1, 1, 2, 1));
        assert_eq!(it.rate, Share { cases: 6, hits: 2 });
        assert_eq!((it.released, it.cancelled), (Share { cases: 4, hits: 1 }, Share { cases: 4, hits: 1 }));
        assert_eq!(it.absence, Share { cases: 2, hits: 1 });
        assert_eq!((it.answer.cases, it.answer.mean_s, it.answer.p90_s), (4, Some(15 * 60), Some(30 * 60)));
    }
}
