//! Reasons as callers name them, and which of them people may give.

use serde_json::json;

use super::appointments::CUSTOMER_REQUEST;
use super::journal::{Happening, record};
use super::{Actor, App, Catalogue, Code, Error};
use crate::domain::access::Caller;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::reason::{Reason, ReasonKind};
use crate::store::Col;
use crate::store::catalogue::save_setting;
use crate::store::feed::Topic;
use crate::store::reasons::{ReasonSwitch, list_reason_switches, save_reason_switch};

/// Name of the setting whose row keeps two switches at once apart: each must see the reasons that the other leaves.
const TURN: &str = "reasons_edited";

/// Reasons that links and pages give for whoever uses them, so that nobody could act there without.
const NEEDED: [(ReasonKind, &str); 3] = [
    (ReasonKind::NotDone, "CUSTOMER_ABSENT"),
    (ReasonKind::NotDone, "NEEDS_WORKSHOP"),
    (ReasonKind::Reschedule, CUSTOMER_REQUEST),
];

/// Whether links and pages rest on a reason, so that it stays.
#[must_use]
pub fn is_needed(kind: ReasonKind, code: &str) -> bool {
    NEEDED.contains(&(kind, code))
}

/// The reason of a kind that the field `reason` names; a missing or unknown one is a fault that says which there are.
pub fn take_reason(catalogue: &Catalogue, kind: ReasonKind, code: Option<&str>, faults: &mut Faults) -> Option<Reason> {
    take_reason_at("reason", catalogue, (kind, code), faults)
}

/// The same where the field has another name.
pub fn take_reason_at(
    field: &'static str,
    catalogue: &Catalogue,
    (kind, code): (ReasonKind, Option<&str>),
    faults: &mut Faults,
) -> Option<Reason> {
    let Some(code) = code else {
        faults.add(field, FaultCode::Required);
        return None;
    };
    let known = catalogue.reason(kind, code).filter(|reason| catalogue.is_offered(kind, &reason.code)).cloned();
    if known.is_none() {
        let codes: Vec<&str> = catalogue.reasons(kind).iter().map(|it| it.code.as_str()).collect();
        faults.add_about(field, FaultCode::ReasonUnknown, codes.join(", "));
    }
    known
}

/// Says whether people may give a reason. What was done for it before keeps it, and the product itself goes on giving it.
///
/// # Errors
/// `NotFound`; a reason that links and pages rest on, or the last one of its kind; the database.
pub async fn switch_reason(
    app: &App,
    caller: &Caller,
    (kind, code): (ReasonKind, &str),
    is_active: bool,
) -> Result<(), Error> {
    let (now, actor, catalogue) = (app.clock.now(), Actor::staff(caller), app.catalogue());
    let code = catalogue.reason(kind, code).ok_or(Code::NotFound)?.code.clone();
    let mut faults = Faults::default();
    if !is_active && is_needed(kind, &code) {
        faults.add("is_active", FaultCode::ReasonNeeded);
    }
    faults.or(())?;
    let written = app.db.write(move |tx| -> Result<(), Error> {
        save_setting(tx, TURN, "", now)?;
        let switches = list_reason_switches(tx.conn())?;
        let is_off = |other: &str| switches.iter().any(|it| it.kind.0 == kind && it.code == other && !it.is_active);
        let mut others = catalogue.rows().reasons.iter().filter(|it| it.kind.0 == kind && it.code != code);
        if !is_active && others.all(|it| is_off(&it.code)) {
            let mut faults = Faults::default();
            faults.add("is_active", FaultCode::LastReason);
            return Err(faults.into());
        }
        save_reason_switch(tx, &ReasonSwitch { kind: Col(kind), code: code.clone(), is_active })?;
        let happening = Happening::new(Topic::Catalog, format!("{kind}/{code}"), "reason_switched");
        record(tx, &actor, now, happening.with(json!({ "is_active": is_active })))
    });
    written.await?;
    app.reload_catalogue().await
}
