//! What the operator should look at: shared telephones, flags, jobs on the same unit.

use chrono::TimeDelta;

use super::answer::{AdviceCode, Warning, WarningCode};
use super::check::Item;
use super::people::Person;
use super::unit::Unit;
use crate::app::recalls::recalls_of;
use crate::app::{Catalogue, Error};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::geo::Precision;
use crate::domain::id::JobId;
use crate::domain::job::{JobKind, JobState};
use crate::domain::policy::{Advice, RepeatAgent};
use crate::domain::time::Instant;
use crate::domain::warranty::UnitFlag;
use crate::store::customers::{Customer, find_installed_product};
use crate::store::jobs::{Job, find_job, list_jobs_on};
use crate::store::{Conn, StoreError};

/// What is looked at around a report, by the policies of the day.
pub(super) struct Watch<'a> {
    /// Reference data.
    pub catalogue: &'a Catalogue,
    /// When.
    pub now: Instant,
}

/// What the people, the customer's flags and the address say; `is_shared` where others have the customer's telephone, no
/// precision as long as nobody said where it is.
pub(super) fn warnings_of_people(
    people: &[Person],
    (customer, is_shared): (Option<&Customer>, bool),
    precision: Option<Precision>,
) -> Vec<Warning> {
    let mut warnings = Vec::new();
    if is_shared {
        let at = people.first().map_or(0, |person| person.at);
        warnings.push(Warning::new(WarningCode::TelephoneShared, format!("contacts.{at}.phone")));
    }
    for flag in customer.map(|it| it.flags.0.as_slice()).unwrap_or_default() {
        warnings.push(Warning::new(WarningCode::CustomerFlagged, flag.clone()));
    }
    let has_email = customer.is_some_and(|it| it.email.is_some());
    if !has_email && !people.iter().any(|person| person.can_sms || person.email.is_some()) {
        warnings.push(Warning::new(WarningCode::NoSmsTelephone, "contacts"));
    }
    if precision.is_some_and(|precision| precision > Precision::Street) {
        warnings.push(Warning::new(WarningCode::PositionVague, "address.location"));
    }
    warnings
}

/// What the flags of the unit say, what calls it back, and whether another customer has its serial.
///
/// # Errors
/// The database.
pub(super) fn warnings_of_unit(
    conn: &mut Conn,
    (at, unit): (usize, &Unit),
    warnings: &mut Vec<Warning>,
) -> Result<(), Error> {
    if !unit.like.is_empty() {
        let found = Warning::new(WarningCode::UnitAmbiguous, format!("items.{at}.product"));
        warnings.push(Warning { units: unit.like.clone(), ..found });
    }
    if unit.elsewhere {
        warnings.push(Warning::new(WarningCode::SerialElsewhere, format!("items.{at}.product.serial")));
    }
    let codes = [(UnitFlag::Blocked, WarningCode::UnitBlocked), (UnitFlag::Stolen, WarningCode::UnitStolen)];
    let has = |flag: UnitFlag| unit.product.flags.0.iter().any(|it| it == flag.as_str());
    let raised = codes.into_iter().filter(|(flag, _)| has(*flag));
    warnings.extend(raised.map(|(_, code)| Warning::new(code, format!("items.{at}.product"))));
    for recall in recalls_of(conn, &unit.product)? {
        let found = Warning::new(WarningCode::UnitRecalled, format!("items.{at}.product"));
        warnings.push(Warning { recall: Some(recall), ..found });
    }
    Ok(())
}

impl Watch<'_> {
    /// The job that this one repeats, with the warnings about open and recent jobs on the unit. A repeat of the same
    /// group of faults goes before one of another; what the operator says wins.
    ///
    /// # Errors
    /// A job named by the operator that cannot be repeated; the database.
    pub(super) fn earlier(
        &self,
        conn: &mut Conn,
        (at, item, unit): (usize, &Item, &Unit),
        warnings: &mut Vec<Warning>,
    ) -> Result<Option<JobId>, Error> {
        let told = match item.repeat_of {
            Some(told) => Some(Self::repeat_told(conn, (at, told), unit)?),
            None => None,
        };
        if unit.related.is_empty() {
            return Ok(told);
        }
        let care = self.catalogue.care();
        let since = self.now - TimeDelta::days(care.repeat_days);
        let (mut same, mut other) = (None, None);
        for job in list_jobs_on(conn, &unit.related, since)? {
            if job.state.0.is_open() {
                let advice = advice(care.duplicate);
                let found = Warning::new(WarningCode::DuplicateOpenJob, job.id.0.as_str());
                warnings.push(Warning { advice: vec![advice], ..found });
            } else if job.completed_at.is_some() && item.kind == JobKind::Repair {
                let (first, code) = if self.is_same_matter(&job, item) {
                    (&mut same, WarningCode::RepeatRepair)
                } else {
                    (&mut other, WarningCode::RepeatOtherFault)
                };
                if first.is_none() {
                    *first = Some(job.id.0);
                    warnings.push(self.repeat(&job, code));
                }
            }
        }
        Ok(told.or(same).or(other))
    }

    /// A repeat is charged to the agent of the earlier job.
    fn repeat(&self, job: &Job, code: WarningCode) -> Warning {
        let care = self.catalogue.care();
        let who = match care.repeat_agent {
            RepeatAgent::Same => Some(AdviceCode::SameAgent),
            RepeatAgent::Other => Some(AdviceCode::OtherAgent),
            RepeatAgent::Any => None,
        };
        let advice = std::iter::once(advice(care.repeat)).chain(who.filter(|_| job.agent_id.is_some())).collect();
        let agent_id = job.agent_id.map(|agent| agent.0);
        Warning { advice, agent_id, ..Warning::new(code, job.id.0.as_str()) }
    }

    /// Whether two repairs are for faults of one group; a fault that nobody named counts as the same.
    fn is_same_matter(&self, job: &Job, item: &Item) -> bool {
        let group = |code: &Option<String>| {
            code.as_deref().and_then(|code| self.catalogue.fault(code)).map(|fault| fault.fault_group.as_str())
        };
        match (group(&job.fault), group(&item.fault)) {
            (Some(earlier), Some(now)) => earlier == now,
            _ => true,
        }
    }

    /// The job that the operator names: one that has ended, of the same customer or on a unit with the same serial.
    fn repeat_told(conn: &mut Conn, (at, told): (usize, JobId), unit: &Unit) -> Result<JobId, Error> {
        let mut faults = Faults::default();
        let field = format!("items.{at}.repeat_of");
        match find_job(conn, told) {
            Ok(job) => {
                let earlier = find_installed_product(conn, job.installed_product_id.0)?;
                let is_ours = earlier.customer_id == unit.product.customer_id || unit.related.contains(&earlier.id.0);
                if !is_ours || earlier.category != unit.product.category {
                    faults.add(field, FaultCode::JobUnknown);
                } else if job.state.0.is_open() || job.state.0 == JobState::Cancelled {
                    faults.add(field, FaultCode::NotAllowed);
                }
            }
            Err(StoreError::NotFound) => faults.add(field, FaultCode::JobUnknown),
            Err(error) => return Err(error.into()),
        }
        Ok(faults.or(told)?)
    }
}

fn advice(advice: Advice) -> AdviceCode {
    match advice {
        Advice::Link => AdviceCode::Link,
        Advice::Refuse => AdviceCode::Refuse,
        Advice::Ask => AdviceCode::Ask,
    }
}
