//! What of an agent changes with every acceptance.

use chrono::NaiveDate;

use crate::domain::geo::Position;
use crate::domain::id::TechnicianId;
use crate::domain::time::{Instant, Window};

/// What a technician has accepted for one local day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Booked {
    /// Who.
    pub technician: TechnicianId,
    /// The agent's local day.
    pub day: NaiveDate,
    /// Jobs.
    pub jobs: i32,
    /// Minutes of work.
    pub minutes: i32,
}

/// An accepted visit that is not over.
#[derive(Debug, Clone, PartialEq)]
pub struct Appointment {
    /// Who comes.
    pub technician: TechnicianId,
    /// When.
    pub window: Window,
    /// Where.
    pub position: Position,
    /// Codes of the equipment taken along from what the agent's technicians share.
    pub equipment: Vec<String>,
}

/// What of an agent changes with every acceptance, and what the customer said of it.
#[derive(Debug, Clone, Default)]
pub struct Load {
    /// Open jobs held.
    pub open_jobs: i32,
    /// Open jobs by technician and day; together they are `open_jobs`.
    pub booked: Vec<Booked>,
    /// Accepted visits that are not over.
    pub visits: Vec<Appointment>,
    /// When the agent declined this job last, if it did.
    pub declined_at: Option<Instant>,
    /// Whom of the agent this job's customer does not want to see; `None` stands for the whole agent.
    pub excluded: Vec<Option<TechnicianId>>,
}

impl Load {
    /// Jobs and minutes of a local day, of one technician or of all.
    #[must_use]
    pub fn on(&self, day: NaiveDate, technician: Option<TechnicianId>) -> (i32, i32) {
        let booked = self.booked.iter().filter(|it| it.day == day && technician.is_none_or(|who| who == it.technician));
        booked.fold((0, 0), |(jobs, minutes), it| (jobs + it.jobs, minutes + it.minutes))
    }

    /// Adds a window that is promised to somebody, which takes as much as an accepted job would.
    pub fn keep(&mut self, booked: Booked, visit: Appointment) {
        self.open_jobs += booked.jobs;
        self.booked.push(booked);
        self.visits.push(visit);
    }

    /// Open jobs of a technician.
    #[must_use]
    pub fn open_of(&self, technician: TechnicianId) -> i32 {
        self.booked.iter().filter(|it| it.technician == technician).map(|it| it.jobs).sum()
    }

    /// Whether the customer does not want the agent, or with a technician this one.
    #[must_use]
    pub fn is_excluded(&self, technician: Option<TechnicianId>) -> bool {
        self.excluded.iter().any(|whom| whom.is_none() || *whom == technician)
    }
}
