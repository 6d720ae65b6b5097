//! What people say of a case: more is asked for and shown, it is approved on either side, turned down, taken back or done.

use super::given::Fulfilment;
use super::{MOST_PHOTOS, Who, check_photos, fulfil, happened, tell, turn, words};
use crate::app::case::Case;
use crate::app::idempotent::{Key, once};
use crate::app::jobs::compensate;
use crate::app::journal::record;
use crate::app::{Actor, App, Code, Error};
use crate::domain::access::{Caller, allows};
use crate::domain::exchange::{ExchangeEvent, ExchangeMachine, ExchangeState};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{AttachmentId, ExchangeId};
use crate::domain::machine::{Guard, Refusal, apply};
use crate::domain::time::Instant;
use crate::store::exchanges::{ExchangeCase, find_exchange, save_exchange};
use crate::store::{At, Col, StoreError, Tx};

/// What is said of a case.
#[derive(Debug, Clone)]
pub struct ExchangeStep {
    /// The event.
    pub event: ExchangeEvent,
    /// In words; required to ask for evidence and to answer, to turn down and to take back.
    pub note: Option<String>,
    /// More photos of the job, to ask again.
    pub photos: Vec<AttachmentId>,
    /// What was given, to fulfil.
    pub given: Fulfilment,
    /// The version that the caller saw, if the caller insists on it.
    pub seen: Option<i32>,
}

/// Applies what is said of a case.
///
/// # Errors
/// Every faulty value at once; `NotFound` out of the caller's sight; `Forbidden` for what the role may not do; `SamePerson`;
/// `RefundBeyondLimit`; `PreconditionFailed` for an old version; an event that the state does not allow; the database.
pub async fn step_exchange(
    app: &App,
    (caller, key): (&Caller, Option<Key>),
    id: ExchangeId,
    step: ExchangeStep,
) -> Result<ExchangeState, Error> {
    let (now, caller) = (app.clock.now(), caller.clone());
    let mut faults = Faults::default();
    let note = words(step.note.as_deref(), &mut faults);
    let (db, app) = (app.db.clone(), app.clone());
    db.write(move |tx| {
        let actor = Actor::staff(&caller);
        once(tx, (&actor, key.as_ref()), now, |tx| {
            let mut row = find_exchange(tx.conn(), id)?;
            if !caller.scope.holds(&row.province) {
                return Err(Error::Store(StoreError::NotFound));
            }
            if step.seen.is_some_and(|seen| seen != row.version) {
                return Err(Code::PreconditionFailed.into());
            }
            let stepping = Stepping {
                who: (&app, &actor, now),
                caller: &caller,
                step: &step,
                note: note.as_deref(),
                faults: &faults,
            };
            let mut case = Case::load(tx.conn(), row.job_id.0)?;
            stepping.apply(tx, &mut case, &mut row)?;
            Ok(row.state.0)
        })
    })
    .await
}

struct Stepping<'a> {
    who: Who<'a>,
    caller: &'a Caller,
    step: &'a ExchangeStep,
    note: Option<&'a str>,
    faults: &'a Faults,
}

impl Stepping<'_> {
    fn apply(&self, tx: &mut Tx<'_>, case: &mut Case, row: &mut ExchangeCase) -> Result<(), Error> {
        let (event, from) = (self.step.event, row.state.0);
        if !allows(self.caller.role, event.permission(from, row.remedy.0)) {
            return Err(Code::Forbidden.into());
        }
        let (to, faults) = self.next(tx, row)?;
        let now = self.who.2;
        self.note_down(row, now);
        if event == ExchangeEvent::Approve {
            self.check_limit(row)?;
        }
        if event == ExchangeEvent::Fulfil {
            fulfil::fulfil(tx, self.who, (&mut *case, &mut *row), (&self.step.given, faults))?;
        } else {
            faults.or(())?;
        }
        row.state = Col(to);
        save_exchange(tx, row)?;
        let happening = happened(&case.job, row, name(event)).states(from.as_str(), to.as_str());
        record(tx, self.who.1, now, happening)?;
        self.follow(tx, case, row)
    }

    /// The state that follows, with what is wrong with what was said.
    fn next(&self, tx: &mut Tx<'_>, row: &ExchangeCase) -> Result<(ExchangeState, Faults), Error> {
        let event = self.step.event;
        let mut given = row.hands().given(self.caller.user);
        given.extend(self.note.map(|_| Guard::Reason));
        let mut faults = self.faults.clone();
        if event == ExchangeEvent::AskAgain {
            check_photos(tx.conn(), row.job_id.0, &self.step.photos, &mut faults)?;
            if row.photos.0.len() + self.step.photos.len() > MOST_PHOTOS {
                faults.add_about("photos", FaultCode::TooMany, MOST_PHOTOS.to_string());
            }
        } else if !self.step.photos.is_empty() {
            faults.add_about("photos", FaultCode::NotAllowed, ExchangeEvent::AskAgain.as_str());
        }
        match apply::<ExchangeMachine>(row.state.0, None, event, self.who.1.kind, &given) {
            Err(Refusal::Missing(Guard::Reason)) => {
                if !faults.has("note") {
                    faults.add("note", FaultCode::Required);
                }
                Err(faults.into())
            }
            Err(Refusal::Missing(_)) => Err(Code::SamePerson.into()),
            to => Ok((to?, faults)),
        }
    }

    fn check_limit(&self, row: &ExchangeCase) -> Result<(), Error> {
        let catalogue = self.who.0.catalogue();
        let is_within = row.amount().is_none_or(|amount| catalogue.care().may_refund(self.caller.role, amount));
        if is_within { Ok(()) } else { Err(Code::RefundBeyondLimit.into()) }
    }

    /// Who said it, when and in which words.
    fn note_down(&self, row: &mut ExchangeCase, now: Instant) {
        let (by, at, note) = (Some(Col(self.caller.user)), Some(At(now)), self.note.map(str::to_owned));
        match self.step.event {
            ExchangeEvent::AskEvidence => (row.question, row.answer) = (note, None),
            ExchangeEvent::AskAgain => {
                row.answer = note;
                row.photos.0.extend(self.step.photos.iter().copied());
                // What is new is looked at by both again.
                (row.technical_by, row.technical_at, row.technical_note) = (None, None, None);
            }
            ExchangeEvent::ApproveTechnically => {
                (row.technical_by, row.technical_at, row.technical_note) = (by, at, note);
            }
            ExchangeEvent::Approve => (row.approved_by, row.approved_at, row.approved_note) = (by, at, note),
            ExchangeEvent::Reject | ExchangeEvent::Withdraw | ExchangeEvent::Fulfil => {
                (row.ended_by, row.ended_at, row.ended_note) = (by, at, note);
            }
        }
    }

    /// The job, the tasks and the customer follow the case.
    fn follow(&self, tx: &mut Tx<'_>, case: &mut Case, row: &ExchangeCase) -> Result<(), Error> {
        let (_, actor, now) = self.who;
        turn::finish(tx, (actor, now), case.job.id.0)?;
        turn::give(tx, self.who, case, row)?;
        match row.state.0 {
            ExchangeState::Fulfilled => compensate(tx, self.who, case, row.remedy.0.outcome())?,
            ExchangeState::Rejected | ExchangeState::Withdrawn => turn::resume(tx, self.who, case)?,
            _ => turn::prolong(tx, self.who, case)?,
        }
        match row.state.0 {
            ExchangeState::Approved | ExchangeState::Rejected | ExchangeState::Fulfilled => tell(tx, now, case, row),
            _ => Ok(()),
        }
    }
}

fn name(event: ExchangeEvent) -> &'static str {
    match event {
        ExchangeEvent::AskEvidence => "exchange_evidence_asked",
        ExchangeEvent::AskAgain => "exchange_asked_again",
        ExchangeEvent::ApproveTechnically => "exchange_approved_technically",
        ExchangeEvent::Approve => "exchange_approved",
        ExchangeEvent::Reject => "exchange_rejected",
        ExchangeEvent::Withdraw => "exchange_withdrawn",
        ExchangeEvent::Fulfil => "exchange_fulfilled",
    }
}
