//! What an agent works by and that runs out: papers, certificates, the contract.

use chrono::NaiveDate;

use super::{Agent, DocumentKind};
use crate::domain::id::TechnicianId;

/// A kind of thing that an agent works by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PaperKind {
    /// The licence of the trade.
    Licence,
    /// Liability insurance.
    Insurance,
    /// The check of identity and record.
    Identity,
    /// The certificate behind a technician's skill.
    Certificate,
    /// The contract with the organisation.
    Contract,
}

crate::domain::codes!(PaperKind {
    Licence => "licence", Insurance => "insurance", Identity => "identity", Certificate => "certificate",
    Contract => "contract",
});

impl From<DocumentKind> for PaperKind {
    fn from(kind: DocumentKind) -> Self {
        match kind {
            DocumentKind::Licence => Self::Licence,
            DocumentKind::Insurance => Self::Insurance,
            DocumentKind::Identity => Self::Identity,
        }
    }
}

/// Something that an agent works by, with its last day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// What it is.
    pub kind: PaperKind,
    /// Whose certificate it is, and the code of the skill.
    pub skill: Option<(TechnicianId, String)>,
    /// Last day on which it holds.
    pub until: NaiveDate,
}

impl Paper {
    /// Days for which it holds after `today`; below 0 when it has run out.
    #[must_use]
    pub fn days_left(&self, today: NaiveDate) -> i64 {
        (self.until - today).num_days()
    }

    /// The alert that is due: the least of `days` that has begun, −1 when the last day has passed, none when there is time.
    #[must_use]
    pub fn alert(&self, today: NaiveDate, days: &[i64]) -> Option<i64> {
        let left = self.days_left(today);
        if left < 0 { Some(-1) } else { days.iter().copied().filter(|days| left <= *days).min() }
    }
}

impl Agent {
    /// What runs out one day, soonest first: of each paper that such an agent needs the one that holds longest, the
    /// certificates of technicians, the contract. A paper without a last day does not run out.
    #[must_use]
    pub fn papers(&self) -> Vec<Paper> {
        let needed = DocumentKind::required_of(self.kind).iter();
        let documents = needed.filter_map(|kind| {
            let of_kind = || self.documents.iter().filter(|document| document.kind == *kind);
            let is_endless = of_kind().any(|document| document.expires_on.is_none());
            let until = of_kind().filter_map(|document| document.expires_on).max().filter(|_| !is_endless)?;
            Some(Paper { kind: (*kind).into(), skill: None, until })
        });
        let certificates = self.technicians.iter().flat_map(|technician| {
            technician.skills.iter().filter_map(|skill| {
                let whose = Some((technician.id, skill.code.clone()));
                Some(Paper { kind: PaperKind::Certificate, skill: whose, until: skill.certificate.to? })
            })
        });
        let contract = Paper { kind: PaperKind::Contract, skill: None, until: self.contract.1 };
        let mut papers: Vec<Paper> = documents.chain(certificates).chain([contract]).collect();
        papers.sort_by_key(|paper| (paper.until, paper.kind));
        papers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn an_alert_is_the_least_span_that_has_begun() {
        let paper = Paper { kind: PaperKind::Insurance, skill: None, until: day("2026-12-31") };
        let at = |today| paper.alert(day(today), &[30, 7, 0]);
        assert_eq!(at("2026-11-30"), None);
        assert_eq!(at("2026-12-01"), Some(30));
        assert_eq!(at("2026-12-24"), Some(7));
        assert_eq!(at("2026-12-31"), Some(0));
        assert_eq!(at("2027-01-01"), Some(-1));
    }
}
