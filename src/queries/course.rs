//! The course of jobs of a period, as reports need it: each job with its offers, trips and what changed their dates.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use diesel::prelude::*;

use super::work::{Traits, WorkFilter};
use crate::domain::access::Scope;
use crate::domain::agent::Setting;
use crate::domain::id::{AgentId, CustomerId, JobId};
use crate::domain::job::{JobEvent, JobKind, JobState, Outcome};
use crate::domain::kpi::promise::{Ending, Promise, is_broken};
use crate::domain::kpi::repair::Repair;
use crate::domain::kpi::turnaround::Course;
use crate::domain::machine::ActorKind;
use crate::domain::offer::OfferState;
use crate::domain::reason::DelayOwner;
use crate::domain::sla::MilestoneKind;
use crate::domain::time::{Instant, Window};
use crate::domain::visit::{VisitEvent, VisitState};
use crate::domain::warranty::WarrantyOutcome;
use crate::store::schema::{
    addresses, agents, events, faults, installed_products, jobs, milestones, offers, service_requests, visit_jobs,
    visits,
};
use crate::store::{At, Col, Conn, Day, StoreError};

/// Days after a period in which a repair may repeat one of it.
const REPEAT_DAYS: u64 = 90;

/// A job of a report.
pub(super) struct JobCourse {
    pub id: JobId,
    pub day: NaiveDate,
    pub traits: Traits,
    pub agent: Option<AgentId>,
    pub category: String,
    pub place: String,
    pub course: Course,
    /// For repairs alone.
    pub repair: Option<Repair>,
    /// Promises that were judged: whether each was broken, and whose trip it was.
    pub promises: Vec<(AgentId, bool)>,
    /// Trips that are over and were not taken back: whether nobody came.
    pub trips: Vec<(AgentId, bool)>,
}

type Row = (
    (Col<JobId>, Day, Col<JobKind>, Col<JobState>, Col<WarrantyOutcome>, String),
    (At, Option<At>, Option<At>, Option<At>, Option<Col<Outcome>>, Option<Col<AgentId>>),
    (Col<CustomerId>, Option<At>, String),
    (String, Option<String>, Option<Col<Setting>>, Option<String>, Option<At>),
);

/// Every job of the filter's days and of the 90 days after them that the caller sees, whatever its kind.
///
/// # Errors
/// The database.
pub(super) fn list_courses(conn: &mut Conn, scope: &Scope, filter: &WorkFilter) -> Result<Vec<JobCourse>, StoreError> {
    let last = filter.days.1.checked_add_days(Days::new(REPEAT_DAYS)).unwrap_or(filter.days.1);
    let days = (filter.days.0, last);
    let (offers, mut trips, turns) = (answers(conn, days)?, trips(conn, days)?, turns(conn, days)?);
    let accepted = milestones::job_id.eq(jobs::id).and(milestones::kind.eq(Col(MilestoneKind::FirstResponse)));
    let mut query = jobs::table
        .inner_join(service_requests::table.inner_join(addresses::table))
        .inner_join(installed_products::table)
        .left_join(agents::table)
        .left_join(faults::table.on(jobs::fault.eq(faults::code.nullable())))
        .left_join(milestones::table.on(accepted))
        .filter(jobs::local_day.ge(Day(days.0)))
        .filter(jobs::local_day.le(Day(days.1)))
        .select((
            (jobs::id, jobs::local_day, jobs::kind, jobs::state, jobs::warranty, jobs::province),
            (jobs::registered_at, jobs::arrived_at, jobs::completed_at, jobs::closed_at, jobs::outcome, jobs::agent_id),
            (service_requests::customer_id, service_requests::window_from, addresses::place),
            (
                installed_products::category,
                installed_products::serial_key,
                agents::setting.nullable(),
                faults::fault_group.nullable(),
                milestones::met_at.nullable(),
            ),
        ))
        .into_boxed();
    if let Scope::Provinces(provinces) = scope {
        query = query.filter(jobs::province.eq_any(provinces.clone()));
    }
    let mut all = Vec::new();
    for row in query.load_iter::<Row, _>(conn)? {
        let row = row?;
        let id = row.0.0.0;
        let trips = trips.remove(&id).unwrap_or_default();
        all.push(assemble(row, offers.get(&id).copied(), &trips, turns.get(&id).map_or(&[], Vec::as_slice)));
    }
    Ok(all)
}

fn assemble((job, times, request, unit): Row, answer: Option<Answer>, trips: &[Trip], turns: &[Turn]) -> JobCourse {
    let ((id, day, kind, state, warranty, province), (registered, arrived, completed, closed, outcome, agent)) =
        (job, times);
    let is_date_of_customer = request.1.is_some() || turns.iter().any(|turn| turn.is_move() && turn.by_customer);
    let course = Course {
        registered_at: registered.0,
        asked_at: answer.and_then(|it| it.0),
        answered_at: answer.and_then(|it| it.1),
        accepted_at: unit.4.map(|at| at.0),
        first_slot_at: trips.first().map(|trip| trip.first.from),
        arrived_at: arrived.map(|at| at.0),
        is_date_of_customer,
        completed_at: completed.map(|at| at.0),
        closed_at: closed.map(|at| at.0),
        is_open: state.0.is_open(),
    };
    let arrivals: Vec<&Trip> = trips.iter().filter(|trip| trip.arrived_at.is_some()).collect();
    let is_repair = matches!(kind.0, JobKind::Repair | JobKind::WorkshopRepair);
    let repair = is_repair.then(|| Repair {
        id: id.0,
        serial: unit.1,
        customer: request.0.0,
        category: unit.0.clone(),
        fault_group: unit.3,
        registered_at: registered.0,
        completed_at: course.completed_at,
        is_repaired: outcome.is_some_and(|outcome| outcome.0 == Outcome::Repaired),
        is_cancelled: state.0 == JobState::Cancelled,
        arrivals: arrivals.len() as u64,
        is_at_first: arrivals.len() == 1 && arrivals[0].state.is_open(),
    });
    let judged = trips.iter().filter_map(|trip| Some((trip.agent, is_broken(&trip.promise(turns))?)));
    let over = trips.iter().filter(|trip| !trip.state.is_open() && trip.state != VisitState::Cancelled);
    JobCourse {
        id: id.0,
        day: day.0,
        traits: Traits { kind: kind.0, warranty: warranty.0, setting: unit.2.map(|it| it.0), province },
        agent: agent.map(|id| id.0),
        category: unit.0,
        place: request.2,
        course,
        repair,
        promises: judged.collect(),
        trips: over.map(|trip| (trip.agent, trip.state == VisitState::TechnicianAbsent)).collect(),
    }
}

/// When an offer's message had left, and when it was accepted.
type Answer = (Option<Instant>, Option<Instant>);

/// When the message of the first accepted offer had left, and when it was accepted.
fn answers(conn: &mut Conn, (first, last): (NaiveDate, NaiveDate)) -> Result<HashMap<JobId, Answer>, StoreError> {
    let query = offers::table
        .inner_join(jobs::table)
        .filter(offers::state.eq(Col(OfferState::Accepted)))
        .filter(jobs::local_day.ge(Day(first)))
        .filter(jobs::local_day.le(Day(last)))
        .order(offers::id)
        .select((offers::job_id, offers::sent_at, offers::answered_at));
    let rows: Vec<(Col<JobId>, Option<At>, Option<At>)> = query.load(conn)?;
    let mut found = HashMap::new();
    for (job, sent, answered) in rows {
        found.entry(job.0).or_insert((sent.map(|at| at.0), answered.map(|at| at.0)));
    }
    Ok(found)
}

/// One trip for a job.
struct Trip {
    agent: AgentId,
    state: VisitState,
    first: Window,
    arrived_at: Option<Instant>,
    ended_at: Option<Instant>,
    /// Its subject in the events.
    subject: String,
}

impl Trip {
    fn promise(&self, turns: &[Turn]) -> Promise {
        let moved = turns.iter().find(|turn| turn.is_move() && turn.subject == self.subject);
        let ending = match (self.arrived_at, self.state) {
            (Some(at), _) => Ending::Arrived(at),
            (None, VisitState::CustomerAbsent) => Ending::CustomerAbsent,
            (None, VisitState::TechnicianAbsent) => Ending::TechnicianAbsent,
            (None, VisitState::Cancelled) => {
                // A trip is cancelled in the transaction that takes the job back, so the instants agree.
                let taken = turns.iter().find(|turn| !turn.is_move() && Some(turn.at) == self.ended_at);
                taken.map_or(Ending::GivenUp, |turn| Ending::TakenBack { by_customer: turn.by_customer })
            }
            (None, _) => Ending::Ahead,
        };
        Promise { first: self.first, moved_by_customer: moved.map(|turn| turn.by_customer), ending }
    }
}

/// Trips by job, oldest first.
fn trips(conn: &mut Conn, (first, last): (NaiveDate, NaiveDate)) -> Result<HashMap<JobId, Vec<Trip>>, StoreError> {
    type TripRow = ((Col<JobId>, String, Col<AgentId>, Col<VisitState>), (At, At, Option<At>, Option<At>));
    let query = visits::table
        .inner_join(visit_jobs::table.inner_join(jobs::table))
        .filter(jobs::local_day.ge(Day(first)))
        .filter(jobs::local_day.le(Day(last)))
        .order(visits::id)
        .select((
            (visit_jobs::job_id, visits::id, visits::agent_id, visits::state),
            (visits::first_from, visits::first_to, visits::arrived_at, visits::ended_at),
        ));
    let rows: Vec<TripRow> = query.load(conn)?;
    let mut found: HashMap<JobId, Vec<Trip>> = HashMap::new();
    for ((job, subject, agent, state), (from, to, arrived, ended)) in rows {
        found.entry(job.0).or_default().push(Trip {
            agent: agent.0,
            state: state.0,
            first: Window { from: from.0, to: to.0 },
            arrived_at: arrived.map(|at| at.0),
            ended_at: ended.map(|at| at.0),
            subject,
        });
    }
    Ok(found)
}

/// A change of who comes or when.
pub(super) struct Turn {
    pub at: Instant,
    pub name: String,
    subject: String,
    by_customer: bool,
}

impl Turn {
    fn is_move(&self) -> bool {
        self.name == VisitEvent::Reschedule.as_str()
    }
}

/// Changes by job, in order: dates moved, jobs given back or taken back.
pub(super) fn turns(
    conn: &mut Conn,
    (first, last): (NaiveDate, NaiveDate),
) -> Result<HashMap<JobId, Vec<Turn>>, StoreError> {
    type TurnRow = (Col<JobId>, At, String, String, Col<ActorKind>, Option<Col<DelayOwner>>);
    let names = [VisitEvent::Reschedule.as_str(), JobEvent::Release.as_str(), JobEvent::Reassign.as_str()];
    let query = events::table
        .inner_join(jobs::table.on(events::job_id.eq(jobs::id.nullable())))
        .filter(events::name.eq_any(names))
        .filter(jobs::local_day.ge(Day(first)))
        .filter(jobs::local_day.le(Day(last)))
        .order(events::id)
        .select((jobs::id, events::at, events::name, events::subject_id, events::actor_kind, events::delay_owner));
    let mut found: HashMap<JobId, Vec<Turn>> = HashMap::new();
    for (job, at, name, subject, actor, owner) in query.load::<TurnRow>(conn)? {
        let by_customer = actor.0 == ActorKind::Customer || owner.is_some_and(|it| it.0 == DelayOwner::Customer);
        found.entry(job.0).or_default().push(Turn { at: at.0, name, subject, by_customer });
    }
    Ok(found)
}
