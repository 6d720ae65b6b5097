//! The authorized repair agent, its technicians, and what the work rules ask of them.

mod capacity;
mod facts;
mod load;
mod papers;
mod standing;

use chrono::{NaiveDate, TimeDelta};

use super::calendar::Calendar;
use super::geo::{AreaKind, Position, Shape};
use super::id::{AgentId, TechnicianId};
use super::language::Language;
use super::time::{Instant, Window};

pub use capacity::{Capacity, Limits, Season, SeasonCapacity, SeasonSpan};
pub use facts::{Certificate, Document, DocumentKind, Skill, TimeOff, TimeOffReason};
pub use load::{Appointment, Booked, Load};
pub use papers::{Paper, PaperKind};
pub use standing::{Standing, StandingEvent, StandingMachine};

/// What an agent is to the organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AgentKind {
    /// A firm under contract.
    Company,
    /// One person under contract.
    SelfEmployed,
    /// The organisation's own.
    Branch,
}

crate::domain::codes!(AgentKind { Company => "company", SelfEmployed => "self_employed", Branch => "branch" });

/// Where an agent works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Setting {
    /// At the customer's.
    Mobile,
    /// In a workshop.
    Workshop,
}

crate::domain::codes!(Setting { Mobile => "mobile", Workshop => "workshop" });

/// How long a suspension without an end is taken to last.
pub const ENDLESS: TimeDelta = TimeDelta::days(36_500);

/// A service area of an agent.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// Own or helping out.
    pub kind: AreaKind,
    /// Where.
    pub shape: Shape,
}

/// A technician as the work rules see one.
#[derive(Debug, Clone)]
pub struct Technician {
    /// Which.
    pub id: TechnicianId,
    /// Name in Persian and English.
    pub name: [String; 2],
    /// E.164 number of the technician's telephone.
    pub phone: String,
    /// Language of messages.
    pub language: Language,
    /// Languages spoken besides.
    pub languages: Vec<Language>,
    /// Skills held.
    pub skills: Vec<Skill>,
    /// Codes of the equipment carried.
    pub equipment: Vec<String>,
    /// Own shift, if it differs from the agent's hours.
    pub shift: Option<Calendar>,
    /// Own limits within the agent's capacity.
    pub limits: Limits,
}

impl Technician {
    /// The name in a language, falling back to the other.
    #[must_use]
    pub fn name_in(&self, language: Language) -> &str {
        named_in(&self.name, language)
    }

    /// The skill with this code, if held.
    #[must_use]
    pub fn skill(&self, code: &str) -> Option<&Skill> {
        self.skills.iter().filter(|skill| skill.code == code).max_by_key(|skill| skill.level)
    }

    /// The level in a skill, 1 to 4; 0 when not held.
    #[must_use]
    pub fn level(&self, skill: &str) -> u8 {
        self.skill(skill).map_or(0, |skill| skill.level)
    }

    /// Whether customers of this language are understood.
    #[must_use]
    pub fn speaks(&self, language: Language) -> bool {
        self.language == language || self.languages.contains(&language)
    }
}

/// An agent as the work rules see one: what changes seldom.
#[derive(Debug, Clone)]
pub struct Agent {
    /// Which.
    pub id: AgentId,
    /// Code in the organisation.
    pub code: String,
    /// Name in Persian and English.
    pub name: [String; 2],
    /// What it is.
    pub kind: AgentKind,
    /// Where it works.
    pub setting: Setting,
    /// Where it stands.
    pub standing: Standing,
    /// The time of a suspension, if one is recorded.
    pub suspended: Option<Window>,
    /// First and last day of the contract.
    pub contract: (NaiveDate, NaiveDate),
    /// Documents handed in.
    pub documents: Vec<Document>,
    /// E.164 number of the dispatch telephone.
    pub phone: String,
    /// Language of messages.
    pub language: Language,
    /// Position of the base.
    pub position: Position,
    /// Grade in the organisation.
    pub grade: String,
    /// Brand codes authorized.
    pub brands: Vec<String>,
    /// Category codes authorized.
    pub categories: Vec<String>,
    /// Pairs of brand and category authorized; empty when every pair of the two lists is.
    pub authorizations: Vec<(String, String)>,
    /// Equipment that the technicians share: code and pieces.
    pub equipment: Vec<(String, i32)>,
    /// Service areas.
    pub areas: Vec<Area>,
    /// Working hours.
    pub hours: Calendar,
    /// Capacity by contract, outside the seasons.
    pub capacity: Capacity,
    /// Times of another capacity, those between two days before those of months.
    pub seasons: Vec<Season>,
    /// Leave of the agent and of its technicians.
    pub time_off: Vec<TimeOff>,
    /// Technicians that work.
    pub technicians: Vec<Technician>,
}

impl Agent {
    /// The name in a language, falling back to the other.
    #[must_use]
    pub fn name_in(&self, language: Language) -> &str {
        named_in(&self.name, language)
    }

    /// Whether the E.164 number is the agent's, or that of one of its technicians.
    #[must_use]
    pub fn has_phone(&self, number: &str) -> bool {
        self.phone == number || self.technicians.iter().any(|technician| technician.phone == number)
    }

    /// Whether the standing allows work at `at`: active, on trial, or back from a suspension that is over.
    #[must_use]
    pub fn may_work_at(&self, at: Instant) -> bool {
        match self.standing {
            Standing::Active | Standing::Probation => !self.suspended.is_some_and(|it| it.from <= at && at < it.to),
            Standing::Suspended => !self.is_suspended_at(at),
            _ => false,
        }
    }

    /// Whether the agent is suspended at `at`; one that is suspended without an end stays so.
    #[must_use]
    pub fn is_suspended_at(&self, at: Instant) -> bool {
        self.standing == Standing::Suspended && self.suspended.is_none_or(|window| window.from <= at && at < window.to)
    }

    /// The capacity on a local day: that of the first season which holds, else that of the contract.
    #[must_use]
    pub fn capacity_on(&self, day: NaiveDate) -> Capacity {
        let season = self.seasons.iter().find(|season| season.span.holds_on(day));
        season.map_or(self.capacity, |season| season.capacity.of(self.capacity))
    }

    /// When a technician works: the own shift, else the agent's hours.
    #[must_use]
    pub fn hours_of<'a>(&'a self, technician: &'a Technician) -> &'a Calendar {
        technician.shift.as_ref().unwrap_or(&self.hours)
    }

    /// The leave that keeps a technician from working: the own and the agent's.
    pub fn time_off_of(&self, technician: TechnicianId) -> impl Iterator<Item = &TimeOff> {
        self.time_off.iter().filter(move |it| it.technician.is_none_or(|of| of == technician))
    }
}

fn named_in([fa, en]: &[String; 2], language: Language) -> &str {
    let (first, second) = match language {
        Language::Fa => (fa, en),
        Language::En => (en, fa),
    };
    if first.is_empty() { second } else { first }
}
