//! The warranty that begins with an installation by an agent: judged by the policies of the day, kept, and told to the
//! customer.

use serde_json::json;

use super::facts::{About as Judged, gather};
use super::freeze::is_elsewhere;
use crate::app::case::Case;
use crate::app::clock::mint;
use crate::app::journal::{Happening, record};
use crate::app::messages::{About, Param, put_to_customer};
use crate::app::owner::Owner;
use crate::app::tasks::{TaskSpec, put_task};
use crate::app::visits::link_of;
use crate::app::{Actor, Catalogue, Error};
use crate::domain::access::Role;
use crate::domain::checklist::UNBOXED;
use crate::domain::job::{JobKind, Outcome};
use crate::domain::message::MessageKind;
use crate::domain::task::TaskKind;
use crate::domain::time::Instant;
use crate::domain::warranty::{Activation, VerdictStage, activate};
use crate::store::checklists::job_checklist;
use crate::store::customers::save_installed_product;
use crate::store::feed::Topic;
use crate::store::jobs::{VerdictRow, insert_verdict};
use crate::store::warranty::{ActivationRow, find_activation, insert_activation};
use crate::store::{At, Col, Conn, Day, Json, StoreError, Tx};

/// Business minutes within which an operator looks into a unit that the agent did not unbox.
const LOOK_WITHIN: i64 = 240;

/// Begins the warranty of a unit whose installation has just ended, if its policy counts from then. A unit that the agent
/// did not unbox is for an operator to look into; one that was installed before keeps its day.
///
/// # Errors
/// The database.
pub fn begin_warranty(
    tx: &mut Tx<'_>,
    catalogue: &Catalogue,
    (actor, now): (&Actor, Instant),
    case: &mut Case,
) -> Result<(), Error> {
    let is_installed = case.job.outcome.is_some_and(|outcome| outcome.0 == Outcome::Installed);
    let today = catalogue.calendar().local_date(now);
    let is_first = case.unit.installed_on.is_none_or(|day| day.0 >= today);
    let begins = case.job.kind.0 == JobKind::Installation && is_installed && is_first;
    if !begins || find_activation(tx.conn(), case.unit.id.0)?.is_some() {
        return Ok(());
    }
    if was_unboxed_by_others(tx.conn(), case)? {
        let about = (&case.job, case.request.customer_id.0);
        let due = catalogue.after_business(now, LOOK_WITHIN);
        let spec = TaskSpec::of_job(TaskKind::NotUnboxed, Owner::unit(Role::Operator), about, due);
        put_task(tx, catalogue, (actor, now), spec)?;
        return record(tx, actor, now, Happening::new(Topic::Unit, case.unit.id.0, "warranty_withheld").of(&case.job));
    }
    case.unit.installed_on = Some(Day(today));
    save_installed_product(tx, &mut case.unit)?;
    let about = Judged {
        fault: None,
        job: Some(case.job.id.0),
        is_elsewhere: is_elsewhere(tx.conn(), &case.unit)?,
        is_new: false,
    };
    let facts = gather(tx.conn(), catalogue, &case.unit, about)?;
    let (verdict, activation) = activate(catalogue.warranty_policies(), &facts, today);
    insert_verdict(tx, &VerdictRow::new((mint(now), now), case.job.id.0, VerdictStage::Rerun, verdict))?;
    let Some(activation) = activation else { return Ok(()) };
    insert_activation(tx, &row(case, &activation, now))?;
    let detail = json!({
        "policy": activation.policy, "version": activation.policy_version, "starts_on": activation.starts_on,
        "until": activation.until,
    });
    record(
        tx,
        actor,
        now,
        Happening::new(Topic::Unit, case.unit.id.0, "warranty_activated").of(&case.job).with(detail),
    )?;
    tell(tx, now, case, &activation)
}

fn was_unboxed_by_others(conn: &mut Conn, case: &Case) -> Result<bool, StoreError> {
    let kept = job_checklist(conn, case.job.id.0)?;
    Ok(kept.is_some_and(|kept| kept.answers.0.get(UNBOXED).is_some_and(|answer| answer.value == "no")))
}

fn row(case: &Case, activation: &Activation, now: Instant) -> ActivationRow {
    let [parts, labour, travel] = activation.until.map(|day| day.map(Day));
    ActivationRow {
        id: case.unit.id,
        job_id: Col(case.job.id.0),
        policy: activation.policy.clone(),
        policy_version: activation.policy_version,
        starts_on: Day(activation.starts_on),
        months: Json(activation.months),
        parts_until: parts,
        labour_until: labour,
        travel_until: travel,
        created_at: At(now),
    }
}

fn tell(tx: &mut Tx<'_>, now: Instant, case: &Case, activation: &Activation) -> Result<(), Error> {
    let request = &case.request;
    let months = activation.months;
    let params = [
        ("reference", Param::Code(request.reference.0.to_string())),
        ("category", Param::Category(case.unit.category.clone())),
        ("parts_months", Param::Number(months.parts.into())),
        ("labour_months", Param::Number(months.labour.into())),
        ("travel_months", Param::Number(months.travel.into())),
        ("last_day", Param::Day(activation.last())),
        ("link", link_of(request)),
    ];
    let about = About::job(&case.job);
    put_to_customer(tx, now, MessageKind::WarrantyActivated, (request, about), (case.unit.id.0.as_str(), &params))
}
