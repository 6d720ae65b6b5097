//! Reasons as callers name them.

use super::Catalogue;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::reason::{Reason, ReasonKind};

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
    let known = catalogue.reason(kind, code).cloned();
    if known.is_none() {
        let codes: Vec<&str> = catalogue.reasons(kind).iter().map(|it| it.code.as_str()).collect();
        faults.add_about(field, FaultCode::ReasonUnknown, codes.join(", "));
    }
    known
}
