//! The authorized repair agent, its technicians, and what the work rules ask of them.

use chrono::NaiveDate;

use super::calendar::Calendar;
use super::geo::{AreaKind, Position, Shape};
use super::id::{AgentId, TechnicianId};
use super::language::Language;
use super::machine::ActorKind::{Staff, System};
use super::machine::{Arrow, Guard, Machine, arrow};
use super::time::{Instant, Window};

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

super::codes!(AgentKind { Company => "company", SelfEmployed => "self_employed", Branch => "branch" });

/// Where an agent works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Setting {
    /// At the customer's.
    Mobile,
    /// In a workshop.
    Workshop,
}

super::codes!(Setting { Mobile => "mobile", Workshop => "workshop" });

/// Where an agent stands with the organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Has asked to join.
    Applicant,
    /// Its documents are looked at.
    Documents,
    /// Its premises were seen.
    Inspected,
    /// Works on trial.
    Probation,
    /// Works.
    Active,
    /// Gets no work for a time.
    Suspended,
    /// Gets no work any more.
    Terminated,
}

super::codes!(Standing {
    Applicant => "applicant", Documents => "documents", Inspected => "inspected", Probation => "probation",
    Active => "active", Suspended => "suspended", Terminated => "terminated",
});

/// What can happen to an agent's standing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StandingEvent {
    /// The documents came.
    SubmitDocuments,
    /// The premises were seen.
    Inspect,
    /// May work on trial.
    Admit,
    /// May work.
    Activate,
    /// No work for a time.
    Suspend,
    /// Works again.
    Reinstate,
    /// No work any more.
    Terminate,
}

super::codes!(StandingEvent {
    SubmitDocuments => "submit_documents", Inspect => "inspect", Admit => "admit", Activate => "activate",
    Suspend => "suspend", Reinstate => "reinstate", Terminate => "terminate",
});

/// The machine of an agent's standing (PRODUCT section 2).
#[derive(Debug)]
pub struct StandingMachine;

impl Machine for StandingMachine {
    type State = Standing;
    type Event = StandingEvent;
    const NAME: &'static str = "agent";
    const INITIAL: Standing = Standing::Applicant;
    const ARROWS: &'static [Arrow<Standing, StandingEvent>] = &[
        arrow(&[Standing::Applicant], StandingEvent::SubmitDocuments, Standing::Documents, &[Staff], &[]),
        arrow(&[Standing::Documents], StandingEvent::Inspect, Standing::Inspected, &[Staff], &[]),
        arrow(&[Standing::Inspected], StandingEvent::Admit, Standing::Probation, &[Staff], &[]),
        arrow(&[Standing::Inspected, Standing::Probation], StandingEvent::Activate, Standing::Active, &[Staff], &[]),
        arrow(
            &[Standing::Probation, Standing::Active],
            StandingEvent::Suspend,
            Standing::Suspended,
            &[Staff],
            &[Guard::Reason],
        ),
        arrow(&[Standing::Suspended], StandingEvent::Reinstate, Standing::Active, &[Staff, System], &[]),
        arrow(
            &[
                Standing::Applicant,
                Standing::Documents,
                Standing::Inspected,
                Standing::Probation,
                Standing::Active,
                Standing::Suspended,
            ],
            StandingEvent::Terminate,
            Standing::Terminated,
            &[Staff],
            &[Guard::Reason],
        ),
    ];
}

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
    /// Skill code and level, 1 to 4.
    pub skills: Vec<(String, u8)>,
    /// Equipment codes.
    pub equipment: Vec<String>,
    /// Own shift, if it differs from the agent's hours.
    pub shift: Option<Calendar>,
}

impl Technician {
    /// The name in a language, falling back to the other.
    #[must_use]
    pub fn name_in(&self, language: Language) -> &str {
        named_in(&self.name, language)
    }

    /// The level in a skill; 0 when not held.
    #[must_use]
    pub fn level(&self, skill: &str) -> u8 {
        self.skills.iter().filter(|(code, _)| code == skill).map(|(_, level)| *level).max().unwrap_or(0)
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
    /// E.164 number of the dispatch telephone.
    pub phone: String,
    /// Language of messages.
    pub language: Language,
    /// Position of the base.
    pub position: Position,
    /// Brand codes authorized.
    pub brands: Vec<String>,
    /// Category codes authorized.
    pub categories: Vec<String>,
    /// Service areas.
    pub areas: Vec<Area>,
    /// Working hours.
    pub hours: Calendar,
    /// Most open jobs at once.
    pub capacity_open: i32,
    /// Technicians that work.
    pub technicians: Vec<Technician>,
}

impl Agent {
    /// The name in a language, falling back to the other.
    #[must_use]
    pub fn name_in(&self, language: Language) -> &str {
        named_in(&self.name, language)
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
}

fn named_in([fa, en]: &[String; 2], language: Language) -> &str {
    let (first, second) = match language {
        Language::Fa => (fa, en),
        Language::En => (en, fa),
    };
    if first.is_empty() { second } else { first }
}

/// What of an agent changes with every acceptance.
#[derive(Debug, Clone, Default)]
pub struct Load {
    /// Open jobs held.
    pub open_jobs: i32,
    /// Accepted visits that are not over, by technician.
    pub visits: Vec<(TechnicianId, Window)>,
    /// When the agent declined this job last, if it did.
    pub declined_at: Option<Instant>,
}
