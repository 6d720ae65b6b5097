//! What happens on a visit, behind the technician's link: on the way, arrived, working, done or not.

use serde::{Deserialize, Serialize};

use super::case::Case;
use super::checklists::{check_end, freeze};
use super::idempotent::{Key, once};
use super::jobs::{Move, move_job, release_capacity};
use super::journal::{Happening, record};
use super::leave::plan_next;
use super::messages::{About, Param, put_to_customer};
use super::parts::{NeededPart, WantedPart, check_needed, put_needed};
use super::payments::watch;
use super::reasons::take_reason;
use super::verdicts::{begin_warranty, freeze_at_end};
use super::verification::{ask_for_call, sample_paid};
use super::{Actor, App, Catalogue, Code, Error};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{JobId, VisitId};
use crate::domain::job::{JobEvent, JobKind, JobState, Outcome};
use crate::domain::machine::{Guard, Refusal, apply};
use crate::domain::message::MessageKind;
use crate::domain::reason::{Reason, ReasonKind};
use crate::domain::sla::MilestoneKind;
use crate::domain::text::latin_digits;
use crate::domain::time::Instant;
use crate::domain::visit::{VisitEvent, VisitMachine, VisitState};
use crate::security::link::{Purpose, matches};
use crate::store::feed::Topic;
use crate::store::jobs::{find_job, meet_milestone};
use crate::store::offers::{Visit, find_visit, list_jobs_of_visit, save_visit};
use crate::store::{At, Col, Tx};

/// Wrong codes after which a visit's codes are no longer tried; staff can go on.
const MOST_WRONG_CODES: i32 = 5;
const NOTE_CHARS: usize = 2_000;

/// What a technician says of a visit.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitReport {
    /// `en_route`, `arrived`, `working`, `suspended`, `done`, `not_done` or `customer_absent`.
    #[schema(value_type = String, example = "arrived")]
    pub event: VisitEvent,
    /// The customer's four digits, for `arrived` and `done`.
    pub code: Option<String>,
    /// A reason, for `suspended`, `not_done` and `customer_absent`.
    pub reason: Option<String>,
    /// How the work ended, for `done`; the usual outcome of the job's kind if left out.
    #[schema(value_type = Option<String>)]
    pub outcome: Option<Outcome>,
    /// Words about the work.
    pub note: Option<String>,
    /// The parts without which the work could not be done, for `not_done`; the job gets a line of each.
    #[serde(default)]
    pub parts: Vec<NeededPart>,
}

/// Where the visit and its jobs stand now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reported {
    /// The visit.
    pub visit_id: VisitId,
    /// Where it stands.
    pub state: VisitState,
    /// Its jobs.
    pub job_ids: Vec<JobId>,
}

/// What a report led to; a wrong code must be counted, so it is no failure of the transaction.
#[derive(Debug, Clone, Serialize, Deserialize)]
enum Told {
    Reported(Reported),
    WrongCode,
}

/// Applies a technician's report.
///
/// # Errors
/// An event that the state does not allow; a missing or wrong code; an unknown reason; the database.
pub async fn report_visit(
    app: &App,
    actor: Actor,
    id: VisitId,
    key: Option<Key>,
    report: VisitReport,
) -> Result<Reported, Error> {
    let (now, catalogue) = (app.clock.now(), app.catalogue());
    let (reason, wanted) = check(&catalogue, &report)?;
    let note = report.note.as_deref().map(|text| crate::domain::text::clean_text(text, NOTE_CHARS)).transpose();
    let note = note.map_err(|code| fault("note", code))?;
    let (db, app) = (app.db.clone(), app.clone());
    let told = db
        .write(move |tx| {
            let told = Telling {
                app: &app,
                catalogue: &catalogue,
                actor: &actor,
                now,
                report: &report,
                reason: reason.as_ref(),
                note: note.as_deref(),
                wanted: &wanted,
            };
            if !told.code_is_right(tx, id)? {
                return Ok(Told::WrongCode);
            }
            once(tx, (&actor, key.as_ref()), now, |tx| told.apply(tx, id).map(Told::Reported))
        })
        .await?;
    match told {
        Told::Reported(reported) => Ok(reported),
        Told::WrongCode => Err(fault("code", FaultCode::CodeWrong)),
    }
}

fn fault(field: &'static str, code: FaultCode) -> Error {
    let mut faults = Faults::default();
    faults.add(field, code);
    faults.into()
}

fn check(catalogue: &Catalogue, report: &VisitReport) -> Result<(Option<Reason>, Vec<WantedPart>), Error> {
    let mut faults = Faults::default();
    let wanted = check_needed(&report.parts, &mut faults);
    if !wanted.is_empty() && report.event != VisitEvent::EndUndone {
        faults.add_about("parts", FaultCode::NotAllowed, VisitEvent::EndUndone.as_str());
    }
    if report.reason.is_none() {
        return Ok(faults.or((None, wanted))?);
    }
    let kind = if report.event == VisitEvent::FinishUncoded { ReasonKind::NoCode } else { ReasonKind::NotDone };
    let reason = take_reason(catalogue, kind, report.reason.as_deref(), &mut faults);
    Ok(faults.or((reason, wanted))?)
}

struct Telling<'a> {
    app: &'a App,
    catalogue: &'a Catalogue,
    actor: &'a Actor,
    now: Instant,
    report: &'a VisitReport,
    reason: Option<&'a Reason>,
    note: Option<&'a str>,
    wanted: &'a [WantedPart],
}

impl Telling<'_> {
    /// Counts a wrong code; `true` when the code is right or none was given.
    fn code_is_right(&self, tx: &mut Tx<'_>, id: VisitId) -> Result<bool, Error> {
        let Some(purpose) = self.purpose() else { return Ok(true) };
        let Some(typed) = self.report.code.as_deref() else { return Ok(true) };
        let mut visit = find_visit(tx.conn(), id)?;
        if visit.wrong_codes >= MOST_WRONG_CODES {
            return Err(Error::TooMany { retry_after_s: 900 });
        }
        let typed = latin_digits(typed.trim());
        if matches(&self.app.keys, purpose, id.as_str(), &typed) {
            return Ok(true);
        }
        visit.wrong_codes += 1;
        save_visit(tx, &mut visit)?;
        Ok(false)
    }

    fn purpose(&self) -> Option<Purpose> {
        match self.report.event {
            VisitEvent::Arrive => Some(Purpose::Arrival),
            VisitEvent::Finish => Some(Purpose::Completion),
            _ => None,
        }
    }

    fn given(&self) -> Vec<Guard> {
        let mut given = Vec::new();
        if self.reason.is_some() {
            given.push(Guard::Reason);
        }
        match (self.purpose(), &self.report.code) {
            (Some(Purpose::Arrival), Some(_)) => given.push(Guard::ArrivalCode),
            (Some(Purpose::Completion), Some(_)) => given.push(Guard::CompletionCode),
            _ => (),
        }
        given
    }

    fn apply(&self, tx: &mut Tx<'_>, id: VisitId) -> Result<Reported, Error> {
        let (now, event) = (self.now, self.report.event);
        let mut visit = find_visit(tx.conn(), id)?;
        let from = visit.state.0;
        let jobs = jobs_of(tx, &visit)?;
        let to = apply::<VisitMachine>(from, None, event, self.actor.kind, &self.given());
        let is_end = matches!(event, VisitEvent::Finish | VisitEvent::FinishUncoded);
        let wanting = if is_end { self.wanting(tx, &jobs)? } else { Faults::default() };
        let to = explain(to, wanting)?;
        visit.state = Col(to);
        visit.wrong_codes = 0;
        match event {
            VisitEvent::SetOut => visit.set_out_at = Some(At(now)),
            VisitEvent::Arrive => visit.arrived_at = Some(At(now)),
            VisitEvent::BeginWork => visit.began_at = visit.began_at.or(Some(At(now))),
            _ => (),
        }
        if !to.is_open() {
            visit.ended_at = Some(At(now));
            visit.end_reason = self.reason.map(|reason| reason.code.clone());
        }
        if let Some(note) = self.note {
            visit.note = Some(note.to_owned());
        }
        save_visit(tx, &mut visit)?;
        for job in &jobs {
            let mut case = Case::load(tx.conn(), *job)?;
            let happening = Happening::new(Topic::Visit, id, event.as_str())
                .of(&case.job)
                .states(from.as_str(), to.as_str())
                .because(self.reason);
            record(tx, self.actor, now, happening)?;
            self.move_on(tx, &mut case, &visit)?;
            if !self.wanted.is_empty() && jobs.first() == Some(job) {
                put_needed(tx, (self.actor, now), &case, self.wanted)?;
            }
        }
        Ok(Reported { visit_id: id, state: to, job_ids: jobs })
    }

    /// What keeps the work from ending: items of the checklists, and an outcome that no kind of the work can have.
    fn wanting(&self, tx: &mut Tx<'_>, jobs: &[JobId]) -> Result<Faults, Error> {
        let (mut faults, mut fits) = (Faults::default(), Vec::<Outcome>::new());
        for (at, job) in jobs.iter().enumerate() {
            let case = Case::load(tx.conn(), *job)?;
            let prefix = if jobs.len() > 1 { format!("jobs.{at}.") } else { String::new() };
            if self.outcome(case.job.kind.0).is_work() {
                check_end(tx.conn(), self.catalogue, &case, (&prefix, &mut faults))?;
            }
            fits.extend(Outcome::allowed(case.job.kind.0));
        }
        if self.report.outcome.is_some_and(|outcome| !fits.contains(&outcome)) {
            let codes: Vec<&str> = fits.iter().map(|outcome| outcome.as_str()).collect();
            faults.add_about("outcome", FaultCode::NotAllowed, codes.join(", "));
        }
        Ok(faults)
    }

    /// How a job ends: as was said, where its kind can end so.
    fn outcome(&self, kind: JobKind) -> Outcome {
        let said = self.report.outcome.filter(|outcome| Outcome::allowed(kind).contains(outcome));
        said.unwrap_or(Outcome::usual(kind))
    }

    /// What the event means for one job of the visit.
    fn move_on(&self, tx: &mut Tx<'_>, case: &mut Case, visit: &Visit) -> Result<(), Error> {
        let step = |event, guards| Move { event, guards, reason: self.reason, until: None };
        match self.report.event {
            VisitEvent::SetOut => self.tell(tx, case, visit, MessageKind::TechnicianEnRoute),
            VisitEvent::Arrive => {
                case.job.arrived_at = case.job.arrived_at.or(Some(At(self.now)));
                if case.job.state.0 == JobState::Assigned {
                    move_job(tx, (self.actor, self.now), &mut case.job, &step(JobEvent::Start, &[]))?;
                }
                meet_milestone(tx, case.job.id.0, MilestoneKind::FirstVisit, self.now)?;
                self.tell(tx, case, visit, MessageKind::CompletionCode)
            }
            VisitEvent::Finish => self.finish(tx, case, visit),
            VisitEvent::FinishUncoded => self.finish_uncoded(tx, case, visit),
            VisitEvent::EndUndone | VisitEvent::ReportCustomerAbsent | VisitEvent::ReportTechnicianAbsent => {
                move_job(
                    tx,
                    (self.actor, self.now),
                    &mut case.job,
                    &step(JobEvent::LeaveIncomplete, &[Guard::Reason]),
                )?;
                plan_next(tx, (self.app, self.actor, self.now), case, self.reason)
            }
            _ => Ok(()),
        }
    }

    /// Done with the completion code: completed, and verified by the customer.
    fn finish(&self, tx: &mut Tx<'_>, case: &mut Case, visit: &Visit) -> Result<(), Error> {
        let now = self.now;
        self.complete(tx, case)?;
        case.job.verified_at = Some(At(now));
        let by_customer = Actor::customer(case.request.id.0);
        let verified = Move { event: JobEvent::Verify, guards: &[], reason: None, until: None };
        move_job(tx, (&by_customer, now), &mut case.job, &verified)?;
        self.end(tx, case, (visit, MessageKind::JobCompleted))
    }

    /// Done, as only the technician says: the customer is told and called, and objects or lets the hours pass.
    fn finish_uncoded(&self, tx: &mut Tx<'_>, case: &mut Case, visit: &Visit) -> Result<(), Error> {
        self.complete(tx, case)?;
        let why = self.reason.map(|reason| reason.code.as_str());
        ask_for_call(tx, (self.app, self.actor, self.now), case, why)?;
        self.end(tx, case, (visit, MessageKind::WorkReported))
    }

    /// The job is completed with its outcome, and the verdict frozen again.
    fn complete(&self, tx: &mut Tx<'_>, case: &mut Case) -> Result<(), Error> {
        let now = self.now;
        freeze(tx, self.catalogue, now, case)?;
        freeze_at_end(tx, self.catalogue, now, case)?;
        case.job.outcome = Some(Col(self.outcome(case.job.kind.0)));
        case.job.completed_at = Some(At(now));
        let done = Move { event: JobEvent::Complete, guards: &[Guard::Outcome], reason: None, until: None };
        move_job(tx, (self.actor, now), &mut case.job, &done)
    }

    /// What follows from a completion, however it is proved.
    fn end(&self, tx: &mut Tx<'_>, case: &mut Case, (visit, kind): (&Visit, MessageKind)) -> Result<(), Error> {
        let now = self.now;
        release_capacity(tx, &case.job)?;
        meet_milestone(tx, case.job.id.0, MilestoneKind::Resolution, now)?;
        watch(tx, (self.app, self.actor, now), case)?;
        sample_paid(tx, (self.app, self.actor, now), case)?;
        begin_warranty(tx, self.catalogue, (self.actor, now), case)?;
        let request = &case.request;
        let params = [("reference", Param::Code(request.reference.0.to_string())), ("link", link_of(request))];
        let about = About::job(&case.job);
        // Several units of one visit are one piece of news.
        put_to_customer(tx, now, kind, (request, about), (visit.id.0.as_str(), &params))
    }

    fn tell(&self, tx: &mut Tx<'_>, case: &Case, visit: &Visit, kind: MessageKind) -> Result<(), Error> {
        let network = self.app.network();
        let technician = network
            .agent(visit.agent_id.0)
            .and_then(|agent| agent.technicians.iter().find(|technician| technician.id == visit.technician_id.0));
        let params = [
            ("reference", Param::Code(case.request.reference.0.to_string())),
            (
                "technician",
                Param::Text(technician.map(|it| it.name_in(case.request.language.0).to_owned()).unwrap_or_default()),
            ),
            ("arrival_code", Param::ArrivalCode(visit.id.0)),
            ("completion_code", Param::CompletionCode(visit.id.0)),
        ];
        let about = About { visit: Some(visit.id.0), ..About::job(&case.job) };
        put_to_customer(tx, self.now, kind, (&case.request, about), (visit.id.0.as_str(), &params))
    }
}

/// The jobs that the event is about: not those that were left, given up or taken away while the visit went on.
fn jobs_of(tx: &mut Tx<'_>, visit: &Visit) -> Result<Vec<JobId>, Error> {
    let all = list_jobs_of_visit(tx.conn(), visit.id.0)?;
    let mut going_on = Vec::with_capacity(all.len());
    for id in &all {
        let job = find_job(tx.conn(), *id)?;
        let is_held = job.agent_id.is_some_and(|agent| agent == visit.agent_id);
        if is_held && matches!(job.state.0, JobState::Assigned | JobState::InProgress | JobState::OnHold) {
            going_on.push(*id);
        }
    }
    Ok(if going_on.is_empty() { all } else { going_on })
}

/// The customer's link, for a message.
#[must_use]
pub fn link_of(request: &crate::store::jobs::ServiceRequest) -> Param {
    Param::Link(crate::domain::link::LinkKind::Customer, request.id.0.to_string(), request.link_generation)
}

/// A missing code or reason is a fault of that field, not of the state; it is told with what else is wanting.
pub(super) fn explain(applied: Result<VisitState, Refusal>, mut wanting: Faults) -> Result<VisitState, Error> {
    match applied {
        Ok(to) => Ok(wanting.or(to)?),
        Err(Refusal::Missing(guard)) => {
            let field = match guard {
                Guard::ArrivalCode | Guard::CompletionCode => "code",
                guard => guard.as_str(),
            };
            wanting.add(field, FaultCode::Required);
            Err(wanting.into())
        }
        Err(Refusal::Actor(_)) => Err(Code::Forbidden.into()),
        Err(refusal @ Refusal::State { .. }) => Err(refusal.into()),
    }
}
