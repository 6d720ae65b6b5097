//! A policy with what somebody typed into its form, before anything is kept.

use serde_json::Value;

use super::spec::{Typed, filled};
use crate::app::policies::{Compared, PolicySpec, Replay, replay_policy, revise_policy};
use crate::app::{Actor, App, Code, Error};
use crate::domain::access::Caller;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::policy::PolicyKind;
use crate::domain::text::whole_number;
use crate::queries::policies::{PolicyDetail, find_policy};
use crate::web::api::day;
use crate::web::api::policies::spec_of;

/// Fields besides those of the values.
const FIELDS: [&str; 6] = ["version", "act", "code", "from", "to", "capacity_percent"];

/// What the form says, and what it is compared with.
pub(super) struct Draft {
    pub kind: PolicyKind,
    pub code: String,
    pub detail: PolicyDetail,
    /// What the version shown says.
    pub in_force: Value,
    /// The same with what was typed.
    pub spec: Value,
    pub typed: Typed,
    faults: Faults,
}

impl Draft {
    /// A version of a policy, or the one in force, with nothing typed.
    pub async fn open(app: &App, (kind, code): &(String, String), version: Option<i32>) -> Result<Self, Error> {
        let kind: PolicyKind = kind.parse().map_err(|_| Code::NotFound)?;
        let named = code.clone();
        let read = app.db.read(move |conn| find_policy(conn, kind, &named, version).map_err(Error::from));
        let detail = read.await?;
        let in_force = spec_of(kind, detail.spec.clone())?.value()?;
        let (spec, typed, faults) = (in_force.clone(), Typed::new(), Faults::default());
        Ok(Self { kind, code: code.clone(), detail, in_force, spec, typed, faults })
    }

    /// Takes over what was typed.
    pub fn type_in(&mut self, pairs: Vec<(String, String)>) -> Result<(), Error> {
        let mut faults = Faults::default();
        for (name, value) in pairs {
            let is_field = name.starts_with("spec.") || name.starts_with("rows.") || FIELDS.contains(&name.as_str());
            if !is_field {
                faults.add(name, FaultCode::UnknownField);
            } else if self.typed.insert(name.clone(), value).is_some() {
                faults.add(name, FaultCode::Duplicate);
            }
        }
        faults.or(())?;
        self.spec = filled(&self.in_force, &self.typed, &mut self.faults);
        Ok(())
    }

    /// What stands in a field, if something does.
    pub fn given(&self, name: &str) -> Option<&str> {
        self.typed.get(name).map(|value| value.trim()).filter(|value| !value.is_empty())
    }

    /// The version that the form was made on: the one in force when it was opened, however often it is sent. What somebody
    /// else made meanwhile is seen by opening it anew.
    pub fn version_seen(&self) -> i32 {
        let in_force = || self.detail.history.iter().find(|line| line.is_current).map_or(0, |line| line.version);
        self.given("version").and_then(|version| version.parse().ok()).unwrap_or_else(in_force)
    }

    /// Makes what is typed the next version, or the first of the policy whose code was typed; the code of either.
    pub async fn save(&self, app: &App, caller: &Caller) -> Result<String, Error> {
        self.faults.clone().or(())?;
        let spec = spec_of(self.kind, self.spec.clone())?;
        let seen = self.given("version").and_then(|version| version.parse().ok()).unwrap_or(-1);
        let (code, seen) = self.given("code").map_or((self.code.as_str(), seen), |code| (code, 0));
        revise_policy(app, Actor::staff(caller), code, (seen, spec)).await?;
        Ok(code.to_owned())
    }

    /// Plays a past period under what is typed.
    pub async fn play(&self, app: &App, caller: &Caller) -> Result<Compared, Error> {
        let mut faults = self.faults.clone();
        let days = ["from", "to"].map(|field| {
            let typed = day(field, self.given(field), &mut faults);
            if typed.is_none() && !faults.has(field) {
                faults.add(field, FaultCode::Required);
            }
            typed
        });
        let percent = whole_number(self.given("capacity_percent").unwrap_or("100"));
        let percent = percent.and_then(|percent| i32::try_from(percent).ok()).ok_or(FaultCode::Malformed);
        let percent = faults.take("capacity_percent", percent);
        let ([Some(from), Some(to)], Some(capacity_percent)) = (days, percent) else { return Err(faults.into()) };
        faults.or(())?;
        let PolicySpec::Dispatch(policy) = spec_of(self.kind, self.spec.clone())? else {
            return Err(Code::NotFound.into());
        };
        replay_policy(app, caller, &self.code, Replay { days: (from, to), policy, capacity_percent }).await
    }
}
