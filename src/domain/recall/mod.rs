//! Problem records: cases with one cause, the units that it concerns, and how they are called back.

mod figures;
mod range;
mod unit;

pub use figures::{Counts, percent};
pub use range::{NotARange, SerialRange};
pub use unit::{RecallUnitEvent, RecallUnitMachine, RecallUnitState};

use chrono::NaiveDate;

use super::job::Priority;
use super::machine::ActorKind::Staff;
use super::machine::{Arrow, Guard, Machine, arrow};

/// Where a problem stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RecallState {
    /// Somebody noted it.
    Noted,
    /// Its cause is looked for.
    Investigating,
    /// Its cause is corrected in what is made from now on; nothing is called back.
    Corrected,
    /// Its units are called back.
    Recalled,
    /// Nothing more is done about it.
    Closed,
    /// It was none.
    Dismissed,
}

super::codes!(RecallState {
    Noted => "noted", Investigating => "investigating", Corrected => "corrected", Recalled => "recalled",
    Closed => "closed", Dismissed => "dismissed",
});

impl RecallState {
    /// Whether it can still be described otherwise.
    #[must_use]
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Closed | Self::Dismissed)
    }
}

/// What can happen to a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RecallEvent {
    /// Look for its cause.
    Investigate,
    /// Its cause is corrected in what is made from now on.
    Correct,
    /// Call its units back.
    Recall,
    /// Do nothing more about it.
    Close,
    /// It was none.
    Dismiss,
}

super::codes!(RecallEvent {
    Investigate => "investigate", Correct => "correct", Recall => "recall", Close => "close", Dismiss => "dismiss",
});

/// The machine of a problem.
#[derive(Debug)]
pub struct RecallMachine;

use RecallEvent as E;
use RecallState as S;

impl Machine for RecallMachine {
    type State = RecallState;
    type Event = RecallEvent;
    const NAME: &'static str = "recall";
    const INITIAL: RecallState = S::Noted;
    const ARROWS: &'static [Arrow<S, E>] = &[
        arrow(&[S::Noted], E::Investigate, S::Investigating, &[Staff], &[]),
        arrow(&[S::Investigating], E::Correct, S::Corrected, &[Staff], &[Guard::Correction]),
        arrow(
            &[S::Investigating, S::Corrected],
            E::Recall,
            S::Recalled,
            &[Staff],
            &[Guard::Correction, Guard::SerialRange],
        ),
        arrow(&[S::Corrected, S::Recalled], E::Close, S::Closed, &[Staff], &[Guard::Reason]),
        arrow(&[S::Noted, S::Investigating], E::Dismiss, S::Dismissed, &[Staff], &[Guard::Reason]),
    ];
}

/// What a defect can do to people and goods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Danger {
    /// Nothing but a unit that does not work well.
    Low,
    /// Damage to goods.
    Serious,
    /// Harm to people.
    Harmful,
}

super::codes!(Danger { Low => "low", Serious => "serious", Harmful => "harmful" });

impl Danger {
    /// How pressing the correction of a unit is.
    #[must_use]
    pub fn priority(self) -> Priority {
        match self {
            Self::Low => Priority::Normal,
            Self::Serious => Priority::High,
            Self::Harmful => Priority::Emergency,
        }
    }
}

/// Which units a problem concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concerned {
    /// Code of the brand.
    pub brand: String,
    /// Codes of the models.
    pub models: Vec<String>,
    /// Serials.
    pub ranges: Vec<SerialRange>,
    /// First day of manufacture.
    pub made_from: Option<NaiveDate>,
    /// Last day of manufacture.
    pub made_to: Option<NaiveDate>,
}

/// What is known of a unit that may be concerned.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'a> {
    /// Code of the brand.
    pub brand: Option<&'a str>,
    /// Code of the model.
    pub model: Option<&'a str>,
    /// Serial as it is compared ([`super::text::serial_key`]).
    pub serial: Option<&'a str>,
    /// Day of manufacture.
    pub manufactured_on: Option<NaiveDate>,
}

impl Concerned {
    /// Whether a unit is concerned: its serial lies in a range, and nothing else that is known of it speaks against it.
    #[must_use]
    pub fn has(&self, unit: Known<'_>) -> bool {
        unit.serial.is_some_and(|serial| self.ranges.iter().any(|range| range.contains(serial)))
            && unit.brand.is_none_or(|brand| brand == self.brand)
            && unit.model.is_none_or(|model| self.models.iter().any(|it| it == model))
            && unit.manufactured_on.is_none_or(|day| self.was_making(day))
    }

    fn was_making(&self, day: NaiveDate) -> bool {
        self.made_from.is_none_or(|from| from <= day) && self.made_to.is_none_or(|to| day <= to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_otherwise_speaks_against_a_unit_and_what_is_unknown_does_not() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let concerned = Concerned {
            brand: "zarvinex".to_owned(),
            models: vec!["ZR-RF-520".to_owned()],
            ranges: vec!["ZR00000010-ZR00000019".parse().unwrap()],
            made_from: Some(day("2026-03-01")),
            made_to: Some(day("2026-03-31")),
        };
        let bare = Known { serial: Some("ZR00000015"), ..Known::default() };
        assert!(concerned.has(bare));
        assert!(concerned.has(Known { brand: Some("zarvinex"), model: Some("ZR-RF-520"), ..bare }));
        assert!(!concerned.has(Known { serial: None, ..bare }));
        assert!(!concerned.has(Known { serial: Some("ZR00000020"), ..bare }));
        assert!(!concerned.has(Known { brand: Some("havinta"), ..bare }));
        assert!(!concerned.has(Known { model: Some("ZR-RF-680"), ..bare }));
        for (made, is_in) in [("2026-02-28", false), ("2026-03-01", true), ("2026-03-31", true), ("2026-04-01", false)]
        {
            assert_eq!(concerned.has(Known { manufactured_on: Some(day(made)), ..bare }), is_in, "{made}");
        }
    }
}
