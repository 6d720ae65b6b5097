//! Policies as managers edit them: each edit makes the next version, in force at once on every node.

mod check;
mod replay;

use serde_json::{Value, json};

use super::journal::{Happening, record};
use super::{Actor, App, Code, Error};
use crate::domain::complaint::policy::ComplaintPolicy;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::policy::{
    CarePolicy, DispatchPolicy, MessagingPolicy, PolicyKind, PricePolicy, ServiceLevelPolicy, TravelPolicy,
};
use crate::domain::task::TaskPolicy;
use crate::domain::time::Instant;
use crate::domain::warranty::WarrantyTerms;
use crate::store::catalogue::{PolicyRow, insert_policy, retire_policy, save_setting};
use crate::store::feed::Topic;
use crate::store::policies::{list_current_policies, list_policy_versions};
use crate::store::{At, Col, StoreError, Tx};
pub use replay::{Compared, Replay, replay_policy};

/// Name of the setting whose row keeps two edits at once apart: each must see the policies that the other leaves.
const TURN: &str = "policies_edited";
const CODE_CHARS: usize = 64;

/// What a policy is to say, by its kind.
#[derive(Debug, Clone)]
pub enum PolicySpec {
    /// How candidates are found, weighed and offered the job.
    Dispatch(DispatchPolicy),
    /// What a customer may count on around the work.
    Care(CarePolicy),
    /// Targets of the service level.
    ServiceLevel(ServiceLevelPolicy),
    /// How long the steps of a complaint may take.
    Complaint(ComplaintPolicy),
    /// When owners of tasks are reminded, and when a task goes up.
    Task(TaskPolicy),
    /// How fast one gets on by region and time of day.
    Travel(TravelPolicy),
    /// When messages may go.
    Messaging(MessagingPolicy),
    /// Tariffs, visit fees, tax, guarantees.
    Price(PricePolicy),
    /// What a warranty grants.
    Warranty(WarrantyTerms),
}

impl PolicySpec {
    fn kind(&self) -> PolicyKind {
        match self {
            Self::Dispatch(_) => PolicyKind::Dispatch,
            Self::Care(_) => PolicyKind::Care,
            Self::ServiceLevel(_) => PolicyKind::ServiceLevel,
            Self::Complaint(_) => PolicyKind::Complaint,
            Self::Task(_) => PolicyKind::Task,
            Self::Travel(_) => PolicyKind::Travel,
            Self::Messaging(_) => PolicyKind::Messaging,
            Self::Price(_) => PolicyKind::Price,
            Self::Warranty(_) => PolicyKind::Warranty,
        }
    }

    /// What it says, with what an older version was silent about.
    ///
    /// # Errors
    /// A defect of the program.
    pub fn value(&self) -> Result<Value, Error> {
        serde_json::from_str(&self.text()?).map_err(|error| Error::Internal(error.to_string()))
    }

    fn text(&self) -> Result<String, Error> {
        let text = match self {
            Self::Dispatch(policy) => serde_json::to_string(policy),
            Self::Care(policy) => serde_json::to_string(policy),
            Self::ServiceLevel(policy) => serde_json::to_string(policy),
            Self::Complaint(policy) => serde_json::to_string(policy),
            Self::Task(policy) => serde_json::to_string(policy),
            Self::Travel(policy) => serde_json::to_string(policy),
            Self::Messaging(policy) => serde_json::to_string(policy),
            Self::Price(policy) => serde_json::to_string(policy),
            Self::Warranty(terms) => serde_json::to_string(terms),
        };
        text.map_err(|error| Error::Internal(error.to_string()))
    }
}

/// Makes the next version of a policy, or the first of a new one when `seen` is 0. It is in force at once.
///
/// # Errors
/// Every wrong figure at once; two policies for one case, with both named; `PreconditionFailed` when `seen` is not the
/// version in force; the database.
pub async fn revise_policy(app: &App, actor: Actor, code: &str, (seen, spec): (i32, PolicySpec)) -> Result<i32, Error> {
    let now = app.clock.now();
    let catalogue = app.catalogue();
    let mut faults = Faults::default();
    if !is_code(code) {
        faults.add_about("code", FaultCode::Malformed, "zarvinex_refrigerator");
    }
    check::check(&spec, (&catalogue, &app.site.region), &mut faults);
    let code = faults.or(code.to_owned())?;
    let text = spec.text()?;
    let version = app.db.write(move |tx| {
        save_setting(tx, TURN, "", now)?;
        write(tx, (&actor, now), (&code, seen), (&spec, &text))
    });
    let version = version.await?;
    // This node answers by the new version from here on; the others hear of it within moments.
    app.reload_catalogue().await?;
    Ok(version)
}

fn write(
    tx: &mut Tx<'_>,
    (actor, now): (&Actor, Instant),
    (code, seen): (&str, i32),
    (spec, text): (&PolicySpec, &str),
) -> Result<i32, Error> {
    let kind = spec.kind();
    let versions = list_policy_versions(tx.conn(), kind, code)?;
    let newest = versions.first().map_or(0, |row| row.version);
    if newest != seen {
        return Err(Code::PreconditionFailed.into());
    }
    if let PolicySpec::Warranty(terms) = spec {
        refuse_contradiction(tx, code, terms)?;
    }
    retire_policy(tx, kind, code)?;
    let row = PolicyRow {
        kind: Col(kind),
        code: code.to_owned(),
        version: newest + 1,
        spec: text.to_owned(),
        is_current: true,
        created_by: actor.user().map(|user| user.to_string()),
        created_at: At(now),
    };
    insert_policy(tx, &row).map_err(StoreError::look_again)?;
    let subject = format!("{kind}/{code}");
    let happening = Happening::new(Topic::Catalog, subject, "policy_revised");
    record(tx, actor, now, happening.with(json!({ "version": row.version })))?;
    Ok(row.version)
}

/// Two policies for one case of which neither comes first would make the verdict a matter of chance.
fn refuse_contradiction(tx: &mut Tx<'_>, code: &str, terms: &WarrantyTerms) -> Result<(), Error> {
    let mut faults = Faults::default();
    for other in list_current_policies(tx.conn(), Some(PolicyKind::Warranty))? {
        let its = WarrantyTerms::from_spec(&other.spec)
            .map_err(|error| Error::Internal(format!("policy {} v{}: {error}", other.code, other.version)))?;
        if other.code != code && its.contradicts(terms) {
            faults.add_about("spec", FaultCode::PolicyContradicts, format!("{code}, {}", other.code));
        }
    }
    Ok(faults.or(())?)
}

/// Lower-case letters, digits and underscores, beginning with a letter.
fn is_code(code: &str) -> bool {
    code.len() <= CODE_CHARS
        && code.starts_with(|c: char| c.is_ascii_lowercase())
        && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}
