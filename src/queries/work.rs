//! Which work a report is about: the period, the caller's rows, kinds of work; and what of it was mixed.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::agent::Setting;
use crate::domain::id::AgentId;
use crate::domain::job::JobKind;
use crate::domain::warranty::WarrantyOutcome;

/// What jobs are put together by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupBy {
    /// The agent that holds the job or did it.
    Agent,
    /// The category of the unit.
    Category,
    /// The place.
    City,
    /// All together.
    None,
}

crate::domain::codes!(GroupBy { Agent => "agent", Category => "category", City => "city", None => "none" });

impl GroupBy {
    /// Code of the group of a job; empty for all together and for a job without an agent.
    #[must_use]
    pub fn group_of(self, agent: Option<AgentId>, category: &str, place: &str) -> String {
        match self {
            Self::Agent => agent.map(|id| id.to_string()).unwrap_or_default(),
            Self::Category => category.to_owned(),
            Self::City => place.to_owned(),
            Self::None => String::new(),
        }
    }
}

/// Which work a report is about; what is none or empty limits nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkFilter {
    /// First and last local day.
    pub days: (NaiveDate, NaiveDate),
    /// Code of the province.
    pub province: Option<String>,
    /// Kinds of work.
    pub kinds: Vec<JobKind>,
    /// Outcomes of the verdict.
    pub warranties: Vec<WarrantyOutcome>,
    /// Where the agent works; a job without an agent has none.
    pub setting: Option<Setting>,
}

impl WorkFilter {
    /// All work of some local days.
    #[must_use]
    pub fn of_days(first: NaiveDate, last: NaiveDate) -> Self {
        let (kinds, warranties) = (Vec::new(), Vec::new());
        Self { days: (first, last), province: None, kinds, warranties, setting: None }
    }

    /// Whether a day is one of the report's.
    #[must_use]
    pub fn has_day(&self, day: NaiveDate) -> bool {
        self.days.0 <= day && day <= self.days.1
    }

    /// Whether a job is one of the report's, apart from its day.
    #[must_use]
    pub fn has(&self, job: &Traits) -> bool {
        self.province.as_ref().is_none_or(|province| *province == job.province)
            && (self.kinds.is_empty() || self.kinds.contains(&job.kind))
            && (self.warranties.is_empty() || self.warranties.contains(&job.warranty))
            && self.setting.is_none_or(|setting| job.setting == Some(setting))
    }
}

/// What kind of work a job is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traits {
    /// What is to be done.
    pub kind: JobKind,
    /// The verdict's outcome.
    pub warranty: WarrantyOutcome,
    /// Where the agent that holds it works.
    pub setting: Option<Setting>,
    /// Code of the province.
    pub province: String,
}

/// How many jobs of which kind of work are in a report, so that it can say what it mixes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mix {
    /// By kind.
    pub kinds: BTreeMap<&'static str, u64>,
    /// By the verdict's outcome.
    pub warranties: BTreeMap<&'static str, u64>,
    /// By where the agent works; jobs without an agent are left out.
    pub settings: BTreeMap<&'static str, u64>,
}

impl Mix {
    /// Counts a job.
    pub fn add(&mut self, job: &Traits) {
        *self.kinds.entry(job.kind.as_str()).or_default() += 1;
        *self.warranties.entry(job.warranty.as_str()).or_default() += 1;
        if let Some(setting) = job.setting {
            *self.settings.entry(setting.as_str()).or_default() += 1;
        }
    }
}
