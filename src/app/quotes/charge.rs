//! Work that turned from warranty to paid on site: asked for with a photo and a reason, decided by the organisation.

use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::{fault, tell_technician, words};
use crate::app::case::Case;
use crate::app::clock::mint;
use crate::app::idempotent::{Key, once};
use crate::app::jobs::refused;
use crate::app::journal::{Happening, record};
use crate::app::messages::Param;
use crate::app::owner::Owner;
use crate::app::payments::watch;
use crate::app::tasks::{TaskSpec, finish_of_job, put_task};
use crate::app::verdicts::charge_customer;
use crate::app::{Actor, App, Code, Error};
use crate::domain::access::{Caller, Role};
use crate::domain::fault::FaultCode;
use crate::domain::id::{AttachmentId, ChargeId, JobId};
use crate::domain::job::{JobEvent, JobKind};
use crate::domain::machine::{ActorKind, Guard, Machine, Refusal, apply};
use crate::domain::message::MessageKind;
use crate::domain::quote::{ChargeEvent, ChargeMachine, ChargeState, needs_consent_of_organisation};
use crate::domain::task::TaskKind;
use crate::domain::time::Instant;
use crate::store::feed::Topic;
use crate::store::photos::has_photo;
use crate::store::quotes::{ChargeChange, find_charge, insert_charge, list_charges, save_charge};
use crate::store::{At, Col, StoreError, Tx};

/// Business minutes within which the organisation decides: a technician stands at the customer's door.
const DECIDE_WITHIN: i64 = 30;

/// Why the customer should pay for what was under warranty.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCharge {
    /// What was found, in words.
    pub reason: String,
    /// The photo that shows it.
    #[schema(value_type = String)]
    pub attachment_id: AttachmentId,
}

/// The request that was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The request.
    pub charge_id: ChargeId,
}

/// What the organisation says to it.
#[derive(Debug, Clone)]
pub struct ChargeStep {
    /// `approve` or `refuse`.
    pub event: ChargeEvent,
    /// Why; required to refuse.
    pub note: Option<String>,
}

/// Asks the organisation to let the customer be charged.
///
/// # Errors
/// A missing reason, an unknown photo; `ChargeNeedless` for work that is not under warranty, `RecallFree` for a recall,
/// `ChargeOpen` for a second request; a job that is over; the database.
pub async fn ask_charge(
    app: &App,
    (actor, key): (Actor, Option<Key>),
    job: JobId,
    new: NewCharge,
) -> Result<Asked, Error> {
    let now = app.clock.now();
    let reason = words("reason", Some(&new.reason))?.ok_or_else(|| fault("reason", FaultCode::Required))?;
    let (db, app) = (app.db.clone(), app.clone());
    db.write(move |tx| {
        once(tx, (&actor, key.as_ref()), now, |tx| {
            let case = Case::load(tx.conn(), job)?;
            if !case.job.state.0.is_open() {
                return Err(refused(case.job.state.0, JobEvent::Hold));
            }
            if case.job.kind.0 == JobKind::Recall {
                return Err(Code::RecallFree.into());
            }
            if !has_photo(tx.conn(), job, new.attachment_id)? {
                return Err(fault("attachment_id", FaultCode::Unknown));
            }
            if !needs_consent_of_organisation(case.job.warranty.0) {
                return Err(Code::ChargeNeedless.into());
            }
            if list_charges(tx.conn(), job)?.iter().any(|it| it.state.0 == ChargeState::Requested) {
                return Err(Code::ChargeOpen.into());
            }
            let charge = ChargeChange {
                id: Col(mint(now)),
                job_id: case.job.id,
                state: Col(ChargeMachine::INITIAL),
                reason: reason.clone(),
                attachment_id: Col(new.attachment_id),
                was: case.job.warranty,
                asked_by_kind: Col(actor.kind),
                asked_by: actor.id.clone(),
                asked_at: At(now),
                decided_by: None,
                decided_at: None,
                decision_note: None,
                version: 1,
            };
            // Someone asked at the same moment: look again.
            insert_charge(tx, &charge).map_err(StoreError::look_again)?;
            record(tx, &actor, now, happened(&case, &charge, "charge_asked"))?;
            let catalogue = app.catalogue();
            let due = catalogue.after_business(now, DECIDE_WITHIN);
            let about = (&case.job, case.request.customer_id.0);
            let spec = TaskSpec::of_job(TaskKind::DecideCharge, Owner::unit(Role::Manager), about, due);
            put_task(tx, &catalogue, (&actor, now), spec.noted(Some(reason.clone())))?;
            Ok(Asked { charge_id: charge.id.0 })
        })
    })
    .await
}

/// Decides it: approved, the job is no longer under warranty; refused, it stays as it was.
///
/// # Errors
/// `SamePerson` for whoever asked; a refusal without a reason; an event that the state does not allow; the database.
pub async fn decide_charge(app: &App, caller: &Caller, id: ChargeId, step: ChargeStep) -> Result<ChargeState, Error> {
    let now = app.clock.now();
    let note = words("note", step.note.as_deref())?;
    let (actor, user) = (Actor::staff(caller), caller.user);
    let (db, app) = (app.db.clone(), app.clone());
    db.write(move |tx| {
        let mut charge = find_charge(tx.conn(), id)?;
        let mut case = Case::load(tx.conn(), charge.job_id.0)?;
        let from = charge.state.0;
        charge.state = Col(next(&actor, &charge, step.event, note.as_deref())?);
        (charge.decided_by, charge.decided_at) = (Some(Col(user)), Some(At(now)));
        charge.decision_note.clone_from(&note);
        if charge.state.0 == ChargeState::Approved {
            charge_customer(tx, now, &mut case.job)?;
        }
        save_charge(tx, &mut charge)?;
        let name = if charge.state.0 == ChargeState::Approved { "charge_approved" } else { "charge_refused" };
        record(tx, &actor, now, happened(&case, &charge, name).states(from.as_str(), charge.state.0.as_str()))?;
        finish_of_job(tx, (&actor, now), case.job.id.0, TaskKind::DecideCharge)?;
        tell(tx, (&app, now), &case, &charge)?;
        watch(tx, (&app, &actor, now), &mut case)?;
        Ok(charge.state.0)
    })
    .await
}

fn next(actor: &Actor, charge: &ChargeChange, event: ChargeEvent, note: Option<&str>) -> Result<ChargeState, Error> {
    let is_same = charge.asked_by_kind.0 == ActorKind::Staff && charge.asked_by == actor.id;
    let mut given = Vec::new();
    if !is_same {
        given.push(Guard::SecondPerson);
    }
    if note.is_some() {
        given.push(Guard::Reason);
    }
    apply::<ChargeMachine>(charge.state.0, None, event, actor.kind, &given).map_err(|refusal| match refusal {
        Refusal::Missing(Guard::SecondPerson) => Code::SamePerson.into(),
        Refusal::Missing(_) => fault("note", FaultCode::Required),
        refusal => refusal.into(),
    })
}

fn tell(tx: &mut Tx<'_>, (app, now): (&App, Instant), case: &Case, charge: &ChargeChange) -> Result<(), Error> {
    let params = vec![("answer_given", Param::ChargeState(charge.state.0.to_string()))];
    tell_technician(tx, (app, now), case, MessageKind::ChargeDecided, (charge.id.0.as_str(), params))
}

fn happened(case: &Case, charge: &ChargeChange, name: &'static str) -> Happening {
    let detail = json!({ "charge": charge.id.0, "photo": charge.attachment_id.0, "was": charge.was.0 });
    Happening::new(Topic::Job, case.job.id.0, name).of(&case.job).with(detail)
}
