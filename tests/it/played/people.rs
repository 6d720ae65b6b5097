//! What random people do: agents answer or keep silent, technicians come or do not, staff change their mind.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use ostakar::app::agents::suspension::{Suspend, suspend_agent, terminate_agent};
use ostakar::app::jobs::{Change, change_job};
use ostakar::app::offers::{Acceptance, accept, decline};
use ostakar::app::visits::{VisitReport, report_visit};
use ostakar::app::{Actor, App, Error};
use ostakar::domain::access::{Caller, Role, Scope};
use ostakar::domain::id::{JobId, VisitId};
use ostakar::domain::job::{JobEvent, JobState};
use ostakar::domain::language::Language;
use ostakar::domain::time::Instant;
use ostakar::domain::visit::{VisitEvent, VisitState};
use ostakar::security::link::{Purpose, short_code};
use ostakar::store::jobs::find_job;
use ostakar::store::offers::{Offer, find_visit, list_offers};

use super::dice::Dice;

/// The jobs by the number of their report, and what people know of them.
#[derive(Default)]
pub struct People {
    pub jobs: Vec<JobId>,
    pub numbers: BTreeMap<JobId, usize>,
    /// Numbers of jobs that wait for an agent's answer.
    pub waiting: BTreeSet<usize>,
    /// Visits ahead or under way, by the number of the job.
    pub visits: BTreeMap<usize, (VisitId, Instant)>,
    /// How often what was done or refused.
    pub counts: BTreeMap<String, usize>,
    /// Of a hundred open offers, how many are accepted at each look.
    pub willing: usize,
}

/// Staff that may do everything here.
fn manager() -> Caller {
    Caller {
        user: uuid::Uuid::nil().into(),
        username: "manager".to_owned(),
        role: Role::Manager,
        language: Language::Fa,
        scope: Scope::All,
    }
}

impl People {
    fn count(&mut self, what: &str) {
        *self.counts.entry(what.to_owned()).or_default() += 1;
    }

    /// What people may be told instead of success; anything else is a defect.
    fn outcome<T>(&mut self, what: &str, result: Result<T, Error>) -> Option<T> {
        match result {
            Ok(value) => {
                self.count(what);
                Some(value)
            }
            Err(error @ (Error::Refused(_) | Error::Machine(_))) => {
                self.count(&format!("{what}: {}", error.code()));
                None
            }
            Err(error) => panic!("{what}: {error}"),
        }
    }

    /// Agents answer what lies open.
    pub async fn answer(&mut self, app: &App, dice: &mut Dice) {
        let asked: Vec<(usize, JobId)> = self.waiting.iter().map(|number| (*number, self.jobs[*number])).collect();
        let jobs = asked.clone();
        let offers: Vec<Vec<Offer>> = app
            .db
            .read(move |conn| jobs.iter().map(|(_, job)| list_offers(conn, *job)).collect::<Result<_, _>>())
            .await
            .unwrap();
        for ((number, _), offers) in asked.into_iter().zip(offers) {
            for offer in offers.iter().filter(|offer| offer.state.0.is_open()) {
                if dice.chance(self.willing) {
                    let taken = accept(app, offer.id.0, None, Acceptance::default()).await;
                    if let Some(taken) = self.outcome("accepted", taken) {
                        self.waiting.remove(&number);
                        self.visits.insert(number, (taken.visit_id, taken.window.from));
                    }
                } else if dice.chance(12) {
                    let declined = decline(app, offer.id.0, None, "DISTANCE".to_owned()).await;
                    self.outcome("declined", declined);
                }
            }
        }
    }

    /// Technicians go where they are expected; some never come, some find nobody, some lack a part.
    pub async fn visit(&mut self, app: &App, dice: &mut Dice) {
        let now = app.clock.now();
        let due: Vec<(usize, VisitId)> =
            self.visits.iter().filter(|(_, (_, from))| *from <= now).map(|(number, (id, _))| (*number, *id)).collect();
        for (number, id) in due {
            let visit = app.db.read(move |conn| find_visit(conn, id)).await.unwrap();
            let code = |purpose| Some(short_code(&app.keys, purpose, id.as_str()));
            let (event, code, reason) = match visit.state.0 {
                VisitState::Scheduled | VisitState::Confirmed if dice.chance(70) => (VisitEvent::SetOut, None, None),
                VisitState::EnRoute if dice.chance(6) => {
                    (VisitEvent::ReportCustomerAbsent, None, Some("CUSTOMER_ABSENT"))
                }
                VisitState::EnRoute if dice.chance(80) => (VisitEvent::Arrive, code(Purpose::Arrival), None),
                VisitState::Arrived => (VisitEvent::BeginWork, None, None),
                VisitState::Working if dice.chance(6) => (VisitEvent::EndUndone, None, Some("PART_NEEDED")),
                VisitState::Working => (VisitEvent::Finish, code(Purpose::Completion), None),
                state if !state.is_open() => {
                    self.visits.remove(&number);
                    if state == VisitState::Cancelled {
                        self.waiting.insert(number);
                    }
                    continue;
                }
                _ => continue,
            };
            let reason = reason.map(str::to_owned);
            let report = VisitReport { event, code, reason, outcome: None, note: None, parts: Vec::new() };
            let told = report_visit(app, Actor::technician(id), id, None, report).await;
            self.outcome(event.as_str(), told);
        }
    }

    /// Staff cancel, hold, take back and reopen at random, and give up what was left incomplete.
    pub async fn change(&mut self, app: &App, dice: &mut Dice) {
        for _ in 0..=self.jobs.len().min(8_000) / 400 {
            let number = dice.below(self.jobs.len().max(1));
            let Some(id) = self.jobs.get(number).copied() else { return };
            let job = app.db.read(move |conn| find_job(conn, id)).await.unwrap();
            let (event, reason, days) = match job.state.0 {
                JobState::PendingDispatch if dice.chance(20) => (JobEvent::Cancel, "BOUGHT_NEW", 0),
                JobState::PendingDispatch | JobState::Assigned if dice.chance(40) => {
                    (JobEvent::Hold, "CUSTOMER_LATER", 1 + dice.below(3))
                }
                JobState::Assigned if dice.chance(50) => (JobEvent::Release, "AGENT_OVERLOADED", 0),
                JobState::Assigned => (JobEvent::Reassign, "CLOSER_AGENT", 0),
                JobState::Closed | JobState::Cancelled if dice.chance(10) => (JobEvent::Reopen, "WORK_INCOMPLETE", 0),
                _ => continue,
            };
            self.ask(app, number, (event, reason, days)).await;
        }
    }

    /// Agents are suspended for some days, seldom for good; whether one was.
    pub async fn suspend(&mut self, app: &App, dice: &mut Dice, agents: &[String]) -> bool {
        if !dice.chance(4) {
            return false;
        }
        let code = dice.pick(agents).clone();
        let Some(id) = app.network().agents().find(|agent| agent.code == code).map(|agent| agent.id) else {
            return false;
        };
        let acted = if dice.chance(8) {
            terminate_agent(app, &manager(), (id, None), Some("CONTRACT_BREACH".to_owned())).await
        } else {
            let to = app.clock.now() + TimeDelta::hours(i64::try_from(4 + dice.below(100)).unwrap());
            let reason = Some("COMPLAINT_INVESTIGATION".to_owned());
            suspend_agent(app, &manager(), (id, None), Suspend { from: None, to: Some(to), reason }).await
        };
        self.outcome("suspended", acted).is_some()
    }

    /// The dispatcher finds another agent for what a visit left incomplete.
    pub async fn tidy_up(&mut self, app: &App, incomplete: Vec<JobId>) {
        for id in incomplete {
            self.ask(app, self.numbers[&id], (JobEvent::Release, "PART_NOT_HELD", 0)).await;
        }
    }

    /// Customers that nobody has taken for a day and a half have the work done elsewhere.
    pub async fn give_up(&mut self, app: &App, untaken: Vec<JobId>) {
        for id in untaken {
            self.ask(app, self.numbers[&id], (JobEvent::Cancel, "TOO_LATE", 0)).await;
        }
    }

    async fn ask(&mut self, app: &App, number: usize, (event, reason, days): (JobEvent, &str, usize)) {
        let until = (days > 0).then(|| app.clock.now() + TimeDelta::days(i64::try_from(days).unwrap()));
        let change = Change { event, reason: Some(reason.to_owned()), until, seen: None };
        let changed = change_job(app, Actor::staff(&manager()), self.jobs[number], change).await;
        if self.outcome(event.as_str(), changed).is_some() {
            self.visits.remove(&number);
            if event == JobEvent::Cancel {
                self.waiting.remove(&number);
            } else {
                self.waiting.insert(number);
            }
        }
    }
}
