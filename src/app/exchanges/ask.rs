//! An exchange or a refund is asked for: its job waits, and whoever approves it technically has a task.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Who, check_photos, happened, turn, words};
use crate::app::case::Case;
use crate::app::clock::mint;
use crate::app::idempotent::{Key, once};
use crate::app::jobs::refused;
use crate::app::journal::record;
use crate::app::reasons::take_reason;
use crate::app::{Actor, App, Code, Error};
use crate::domain::access::Caller;
use crate::domain::exchange::{ExchangeMachine, Remedy};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{AttachmentId, ExchangeId, JobId, UserId};
use crate::domain::job::{JobEvent, Outcome};
use crate::domain::machine::Machine;
use crate::domain::money::Money;
use crate::domain::reason::{Reason, ReasonKind};
use crate::store::exchanges::{ExchangeCase, find_open_exchange, insert_exchange};
use crate::store::{At, Col, Json, StoreError, Tx};

/// Above it somebody typed too many noughts.
const MOST_AMOUNT: i64 = 1_000_000_000_000;

/// What is asked for, and why.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewExchange {
    /// `exchange` or `refund`.
    #[schema(value_type = String, example = "exchange")]
    pub remedy: Remedy,
    /// The money to give back; required for a refund, and for nothing else.
    #[schema(value_type = Option<Object>, example = json!({ "amount": 125_000_000, "currency": "IRR" }))]
    pub amount: Option<Money>,
    /// Code of the reason, such as `NOT_REPAIRABLE`.
    #[schema(example = "NOT_REPAIRABLE")]
    pub reason: Option<String>,
    /// Why, in words.
    pub note: String,
    /// Photos of the job that show it.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub photos: Vec<AttachmentId>,
}

/// The case that was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The case.
    pub exchange_id: ExchangeId,
}

/// Asks for another unit or the money back.
///
/// # Errors
/// Every faulty value at once; `ExchangeOpen` for a second case; a job that is over; the database.
pub async fn ask_exchange(
    app: &App,
    (caller, key): (&Caller, Option<Key>),
    job: JobId,
    new: NewExchange,
) -> Result<Asked, Error> {
    let (now, actor, by) = (app.clock.now(), Actor::staff(caller), caller.user);
    let mut faults = Faults::default();
    let checked = check(app, &new, &mut faults);
    let (db, app) = (app.db.clone(), app.clone());
    db.write(move |tx| {
        once(tx, (&actor, key.as_ref()), now, |tx| {
            let mut case = Case::load(tx.conn(), job)?;
            if !case.job.state.0.is_open() {
                return Err(refused(case.job.state.0, JobEvent::Hold));
            }
            let mut faults = faults.clone();
            check_photos(tx.conn(), job, &new.photos, &mut faults)?;
            let allowed = Outcome::allowed(case.job.kind.0);
            if !allowed.contains(&new.remedy.outcome()) {
                faults.add("remedy", FaultCode::NotAllowed);
            }
            faults.or(())?;
            if find_open_exchange(tx.conn(), job)?.is_some() {
                return Err(Code::ExchangeOpen.into());
            }
            write(tx, (&app, &actor, now), (&mut case, by), (&new, &checked))
        })
    })
    .await
}

#[derive(Clone)]
struct Checked {
    reason: Option<Reason>,
    note: String,
}

fn check(app: &App, new: &NewExchange, faults: &mut Faults) -> Checked {
    match (new.remedy, new.amount) {
        (Remedy::Refund, None) => faults.add("amount", FaultCode::Required),
        (Remedy::Exchange, Some(_)) => faults.add_about("amount", FaultCode::NotAllowed, Remedy::Refund.as_str()),
        (Remedy::Refund, Some(money)) if !(1..=MOST_AMOUNT).contains(&money.amount) => {
            faults.add_about("amount", FaultCode::OutOfRange, format!("1–{MOST_AMOUNT}"));
        }
        _ => (),
    }
    let reason = take_reason(&app.catalogue(), ReasonKind::Exchange, new.reason.as_deref(), faults);
    let note = words(Some(&new.note), faults);
    if note.is_none() && !faults.has("note") {
        faults.add("note", FaultCode::Required);
    }
    Checked { reason, note: note.unwrap_or_default() }
}

fn write(
    tx: &mut Tx<'_>,
    who: Who<'_>,
    (case, by): (&mut Case, UserId),
    (new, checked): (&NewExchange, &Checked),
) -> Result<Asked, Error> {
    let (_, actor, now) = who;
    let row = ExchangeCase {
        id: Col(mint(now)),
        job_id: case.job.id,
        province: case.job.province.clone(),
        state: Col(ExchangeMachine::INITIAL),
        remedy: Col(new.remedy),
        amount: new.amount.map(|money| money.amount),
        cause: checked.reason.as_ref().map(|reason| reason.code.clone()).unwrap_or_default(),
        asked_note: checked.note.clone(),
        photos: Json(new.photos.clone()),
        asked_by: Col(by),
        asked_at: At(now),
        question: None,
        answer: None,
        technical_by: None,
        technical_at: None,
        technical_note: None,
        approved_by: None,
        approved_at: None,
        approved_note: None,
        ended_by: None,
        ended_at: None,
        ended_note: None,
        new_unit_id: None,
        old_unit: None,
        old_serial: None,
        collected_by: None,
        paid_amount: None,
        paid_method: None,
        paid_trace: None,
        paid_on: None,
        version: 1,
    };
    // Someone asked at the same moment: look again.
    insert_exchange(tx, &row).map_err(StoreError::look_again)?;
    record(tx, actor, now, happened(&case.job, &row, "exchange_asked").because(checked.reason.as_ref()))?;
    turn::begin(tx, who, case)?;
    turn::give(tx, who, case, &row)?;
    Ok(Asked { exchange_id: row.id.0 })
}
