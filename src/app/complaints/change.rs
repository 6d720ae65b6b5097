//! What people do to a complaint, step by step.

use super::step::{Ground, refuse_complained_of};
use super::{ANSWER_CHARS, TEXT_CHARS};
use crate::app::messages::{About, Param, Recipient, put};
use crate::app::owner::{Owner, find_owner};
use crate::app::tasks::finish_about;
use crate::app::{Actor, App, Code, Error};
use crate::domain::access::{Caller, Permission, Role, allows};
use crate::domain::complaint::{ComplaintEvent, ComplaintResult, Severity, Telling};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{ComplaintId, RequestId, UserId};
use crate::domain::machine::Refusal;
use crate::domain::message::{MessageKind, RecipientKind};
use crate::domain::task::TaskKind;
use crate::domain::text::clean_text;
use crate::queries::complaints::{can_see, events_of};
use crate::store::complaints::{Complaint, find_complaint};
use crate::store::customers::{Customer, find_customer};
use crate::store::{At, Col, StoreError, Tx};

/// What is asked of a complaint.
#[derive(Debug, Clone)]
pub struct ComplaintChange {
    /// The event.
    pub event: ComplaintEvent,
    /// What was found or done, or why.
    pub note: Option<String>,
    /// What it came to, for a decision.
    pub result: Option<ComplaintResult>,
    /// What the complainant is told.
    pub answer: Option<String>,
    /// How the complainant heard it.
    pub told_by: Option<Telling>,
    /// The severity as assessed.
    pub severity: Option<Severity>,
    /// The person whose the next step is.
    pub owner_id: Option<UserId>,
    /// The unit whose the next step is.
    pub owner_role: Option<Role>,
    /// How content the complainant is, 1 to 5.
    pub rating: Option<i32>,
    /// The version that the caller saw, if the caller insists on it.
    pub seen: Option<i32>,
}

impl ComplaintChange {
    /// An event with nothing beside it.
    #[must_use]
    pub fn bare(event: ComplaintEvent) -> Self {
        Self {
            event,
            note: None,
            result: None,
            answer: None,
            told_by: None,
            severity: None,
            owner_id: None,
            owner_role: None,
            rating: None,
            seen: None,
        }
    }
}

/// Cleans the texts and notes what an event lacks.
fn check(change: &mut ComplaintChange) -> Faults {
    let mut faults = Faults::default();
    let note = change.note.take().and_then(|text| faults.take("note", clean_text(&text, TEXT_CHARS)));
    change.note = note.filter(|text| !text.is_empty());
    let answer = change.answer.take().and_then(|text| faults.take("answer", clean_text(&text, ANSWER_CHARS)));
    change.answer = answer.filter(|text| !text.is_empty());
    if change.event.is_reasoned() && change.note.is_none() && faults.is_empty() {
        faults.add("note", FaultCode::Required);
    }
    if change.event.is_with_result() && change.result.is_none() {
        faults.add("result", FaultCode::Required);
    }
    match change.rating {
        None if change.event == ComplaintEvent::Rate => faults.add("rating", FaultCode::Required),
        Some(rating) if !(1..=5).contains(&rating) => faults.add_about("rating", FaultCode::OutOfRange, "1–5"),
        _ => (),
    }
    faults
}

/// Applies what is asked.
///
/// # Errors
/// Every faulty value at once; `NotFound` out of the caller's sight; `PreconditionFailed` for an old version; an event
/// that the state does not allow; `Forbidden`; `ComplainedOf`; the database.
pub async fn change_complaint(
    app: &App,
    caller: &Caller,
    id: ComplaintId,
    mut change: ComplaintChange,
) -> Result<(), Error> {
    let (now, catalogue, caller) = (app.clock.now(), app.catalogue(), caller.clone());
    let faults = check(&mut change);
    app.db
        .write(move |tx| {
            let actor = Actor::staff(&caller);
            let ground = Ground { catalogue: &catalogue, actor: &actor, now };
            let changing = Changing { caller: &caller, ground, change: &change };
            changing.apply(tx, (id, None), faults.clone())
        })
        .await
}

/// A change of a complaint inside a transaction.
pub(super) struct Changing<'a> {
    pub(super) caller: &'a Caller,
    pub(super) ground: Ground<'a>,
    pub(super) change: &'a ComplaintChange,
}

impl Changing<'_> {
    /// Applies it; `made` is the request that the complaint turns into.
    pub(super) fn apply(
        &self,
        tx: &mut Tx<'_>,
        (id, made): (ComplaintId, Option<RequestId>),
        mut faults: Faults,
    ) -> Result<(), Error> {
        let change = self.change;
        let mut complaint = find_complaint(tx.conn(), id)?;
        self.refuse(&complaint)?;
        let owner = find_owner(tx.conn(), (change.owner_id, change.owner_role), &mut faults)?;
        let customer = find_customer(tx.conn(), complaint.customer_id.0)?;
        let told_by = self.told_by(&complaint, &complaint.ways(&customer), &mut faults);
        faults.or(())?;
        self.fill(&mut complaint, told_by, made);
        let me = Owner { id: Some(self.caller.user), role: self.caller.role };
        let owner = owner.or((change.event == ComplaintEvent::TakeOver).then_some(me));
        let owner = match (change.event, owner) {
            (ComplaintEvent::Escalate, None) => Some(Owner::unit(super::step::senior_of(tx.conn(), &complaint)?)),
            (_, owner) => owner,
        };
        let became_serious = change.severity.is_some_and(|to| to.is_serious() && to != complaint.severity.0);
        if let (ComplaintEvent::Assess, Some(severity)) = (change.event, change.severity) {
            complaint.severity = Col(severity);
        }
        self.ground.step(tx, &mut complaint, (change.event, change.note.as_deref()), owner)?;
        match change.event {
            ComplaintEvent::Assess if became_serious => {
                self.ground.call_senior(tx, &complaint, TaskKind::SeriousComplaint)
            }
            ComplaintEvent::Escalate => self.ground.call_senior(tx, &complaint, TaskKind::EscalatedComplaint),
            ComplaintEvent::TakeOver => {
                finish_about(tx, (self.ground.actor, self.ground.now), id, Some(TaskKind::EscalatedComplaint))
            }
            ComplaintEvent::Close => finish_about(tx, (self.ground.actor, self.ground.now), id, None),
            ComplaintEvent::Acknowledge => {
                let best = complaint.ways(&customer).first().copied();
                self.tell(tx, (&complaint, &customer), MessageKind::ComplaintReceived, best)
            }
            ComplaintEvent::Communicate => {
                self.tell(tx, (&complaint, &customer), MessageKind::ComplaintAnswered, told_by)
            }
            _ => Ok(()),
        }
    }

    /// Who may not: whoever does not see it, is complained of, does not decide, or saw an older version.
    fn refuse(&self, complaint: &Complaint) -> Result<(), Error> {
        let (caller, event) = (self.caller, self.change.event);
        if !can_see(caller, complaint) {
            return Err(Error::Store(StoreError::NotFound));
        }
        if event.is_decision() && !allows(caller.role, Permission::HandleComplaint) {
            return Err(Code::Forbidden.into());
        }
        refuse_complained_of(complaint, Owner { id: Some(caller.user), role: caller.role })?;
        if self.change.seen.is_some_and(|seen| seen != complaint.version) {
            return Err(Code::PreconditionFailed.into());
        }
        let allowed = events_of(complaint);
        if allowed.contains(&event) {
            return Ok(());
        }
        Err(Error::Machine(Refusal::State {
            machine: "complaint",
            state: complaint.state.0.to_string(),
            event: event.to_string(),
            allowed: allowed.iter().map(ToString::to_string).collect(),
        }))
    }

    /// How the complainant hears the result: by SMS or letter where that is possible; else someone reads it out and says
    /// so.
    fn told_by(&self, complaint: &Complaint, ways: &[Telling], faults: &mut Faults) -> Option<Telling> {
        if self.change.event != ComplaintEvent::Communicate {
            return None;
        }
        if self.change.answer.is_none() && complaint.answer.is_none() {
            faults.add("answer", FaultCode::Required);
        }
        let usual = ways.first().copied().filter(|way| *way != Telling::ReadOut);
        let told_by = self.change.told_by.or(usual);
        match told_by {
            None => faults.add("told_by", FaultCode::Required),
            Some(way) if ways.contains(&way) => (),
            Some(Telling::Sms) => faults.add("told_by", FaultCode::CannotReceiveSms),
            Some(way) => faults.add_about("told_by", FaultCode::NotAllowed, way.as_str()),
        }
        told_by
    }

    fn fill(&self, complaint: &mut Complaint, told_by: Option<Telling>, made: Option<RequestId>) {
        let (change, now) = (self.change, At(self.ground.now));
        if let Some(answer) = &change.answer {
            complaint.answer = Some(answer.clone());
        }
        match change.event {
            ComplaintEvent::Decide => complaint.result = change.result.map(Col),
            ComplaintEvent::Withdraw => complaint.result = Some(Col(ComplaintResult::Withdrawn)),
            ComplaintEvent::TurnIntoRequest => {
                complaint.result = Some(Col(ComplaintResult::Explained));
                complaint.turned_into = made.map(Col);
            }
            ComplaintEvent::Communicate => {
                (complaint.communicated_at, complaint.told_by) = (Some(now), told_by.map(Col));
            }
            ComplaintEvent::Close => complaint.closed_at = Some(now),
            ComplaintEvent::Rate => complaint.rating = change.rating,
            ComplaintEvent::Reopen | ComplaintEvent::Settle => {
                complaint.result = change.result.map(Col).filter(|_| change.event == ComplaintEvent::Settle);
                complaint.answer.clone_from(&change.answer);
                (complaint.told_by, complaint.communicated_at, complaint.closed_at) = (None, None, None);
            }
            _ => (),
        }
    }

    fn tell(
        &self,
        tx: &mut Tx<'_>,
        (complaint, customer): (&Complaint, &Customer),
        kind: MessageKind,
        way: Option<Telling>,
    ) -> Result<(), Error> {
        let address = match way {
            Some(Telling::Sms) => complaint.phone.clone(),
            Some(Telling::Email) => complaint.letters_to(customer).map(str::to_owned),
            Some(Telling::ReadOut) | None => None,
        };
        let Some(phone) = address else { return Ok(()) };
        let to = Recipient {
            kind: RecipientKind::Customer,
            id: customer.id.0.to_string(),
            phone,
            language: customer.language.0,
        };
        let result = complaint.result.map(|result| result.0.to_string()).unwrap_or_default();
        let params = [
            ("reference", Param::Code(complaint.reference.0.to_string())),
            ("result", Param::Text(result)),
            ("answer", Param::Text(complaint.answer.clone().unwrap_or_default())),
        ];
        let about = About { request: complaint.request_id.map(|id| id.0), ..About::default() };
        let once = format!("{}:{}", complaint.id.0, complaint.version);
        put(tx, self.ground.now, kind, (&to, about), (&once, &params))
    }
}
