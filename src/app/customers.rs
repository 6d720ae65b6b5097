//! What staff change of a customer and its units.

use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::clock::mint;
use super::journal::{Happening, record};
use super::{Actor, App, Code, Error, Network};
use crate::domain::agent::Agent;
use crate::domain::customer::{Channel, CustomerFlag, CustomerKind, UnitFlag, is_email};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{AgentId, CustomerId, InstalledProductId, TechnicianId};
use crate::domain::language::Language;
use crate::domain::name::name_key;
use crate::domain::text::clean_line;
use crate::domain::time::Instant;
use crate::store::customers::{
    Customer, Exclusion, delete_exclusions, find_customer, find_installed_product, insert_exclusion, list_customers_at,
    list_phones_of, save_customer, save_installed_product, save_phone_names,
};
use crate::store::feed::Topic;
use crate::store::{At, Col, Tx};

const NAME_CHARS: usize = 120;
const REASON_CHARS: usize = 300;
const MOST_EXCLUSIONS: usize = 50;

/// What is to change of a customer; what is left out stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerEdit {
    /// Name as told.
    pub name: Option<String>,
    /// Person, firm or dealer.
    #[schema(value_type = Option<String>)]
    pub kind: Option<CustomerKind>,
    /// Language of messages.
    #[schema(value_type = Option<String>)]
    pub language: Option<Language>,
    /// How the customer likes to be reached.
    #[schema(value_type = Option<String>)]
    pub preferred_channel: Option<Channel>,
    /// Where letters go; empty for nowhere.
    pub email: Option<String>,
    /// All flags: `vip`, `vulnerable`, `legal`, `debtor`, `threat`.
    #[schema(value_type = Option<Vec<String>>)]
    pub flags: Option<Vec<CustomerFlag>>,
    /// All technicians and agents that the customer will not have.
    pub exclusions: Option<Vec<NewExclusion>>,
}

/// A technician, or an agent with all technicians; the agent of a technician need not be named.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewExclusion {
    /// The agent.
    #[schema(value_type = Option<String>)]
    pub agent_id: Option<AgentId>,
    /// The technician.
    #[schema(value_type = Option<String>)]
    pub technician_id: Option<TechnicianId>,
    /// Why.
    pub reason: Option<String>,
}

/// What is to change of a unit.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnitEdit {
    /// All flags: `dealer_stock`, `blocked`, `stolen`, `recalled`.
    #[schema(value_type = Vec<String>)]
    pub flags: Vec<UnitFlag>,
}

/// Changes a customer. A new name keeps the telephones, unless another customer of that name has one of them: whether
/// the two are one person is not for an edit to decide.
///
/// # Errors
/// Every faulty value; `PreconditionFailed` for an old version; `NotFound`; the database.
pub async fn edit_customer(
    app: &App,
    actor: Actor,
    id: CustomerId,
    (edit, seen): (CustomerEdit, i32),
) -> Result<(), Error> {
    let edit = checked(edit, &app.network())?;
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            let mut customer = find_customer(tx.conn(), id)?;
            if customer.version != seen {
                return Err(Code::PreconditionFailed.into());
            }
            if let Some(name) = &edit.name {
                rename(tx, &mut customer, name)?;
            }
            change(&mut customer, &edit);
            save_customer(tx, &mut customer)?;
            if let Some(exclusions) = &edit.exclusions {
                exclude(tx, (&actor, now), id, exclusions)?;
            }
            let happening = Happening::new(Topic::Customer, id, "edited").with(changed(&edit));
            record(tx, &actor, now, happening)
        })
        .await
}

/// Changes the flags of a unit.
///
/// # Errors
/// `PreconditionFailed` for an old version; `NotFound`; the database.
pub async fn edit_unit(
    app: &App,
    actor: Actor,
    id: InstalledProductId,
    (edit, seen): (UnitEdit, i32),
) -> Result<(), Error> {
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            let mut unit = find_installed_product(tx.conn(), id)?;
            if unit.version != seen {
                return Err(Code::PreconditionFailed.into());
            }
            unit.flags.0 = edit.flags.iter().map(ToString::to_string).collect();
            save_installed_product(tx, &mut unit)?;
            let happening = Happening::new(Topic::Customer, unit.customer_id.0, "unit_flagged");
            record(tx, &actor, now, happening.with(json!({ "unit": id, "flags": edit.flags })))
        })
        .await
}

fn checked(mut edit: CustomerEdit, network: &Network) -> Result<CustomerEdit, Faults> {
    let mut faults = Faults::default();
    if let Some(name) = &edit.name {
        let cleaned = faults.take("name", clean_line(name, NAME_CHARS));
        if cleaned.as_ref().is_some_and(String::is_empty) {
            faults.add("name", FaultCode::Required);
        }
        edit.name = cleaned;
    }
    edit.email = edit.email.map(|email| email.trim().to_owned());
    if edit.email.as_ref().is_some_and(|email| !email.is_empty() && !is_email(email)) {
        faults.add_about("email", FaultCode::Malformed, "name@example.com");
    }
    if edit.exclusions.as_ref().is_some_and(|all| all.len() > MOST_EXCLUSIONS) {
        faults.add_about("exclusions", FaultCode::TooMany, MOST_EXCLUSIONS.to_string());
    }
    let exclusions = edit.exclusions.iter_mut().flatten();
    for (at, exclusion) in exclusions.enumerate() {
        check_exclusion(at, exclusion, network, &mut faults);
    }
    faults.or(edit)
}

fn check_exclusion(at: usize, exclusion: &mut NewExclusion, network: &Network, faults: &mut Faults) {
    if let Some(reason) = &exclusion.reason {
        exclusion.reason = faults.take(format!("exclusions.{at}.reason"), clean_line(reason, REASON_CHARS));
    }
    let has = |agent: &&Agent, id: TechnicianId| agent.technicians.iter().any(|technician| technician.id == id);
    match (exclusion.agent_id, exclusion.technician_id) {
        (None, None) => faults.add(format!("exclusions.{at}.technician_id"), FaultCode::Required),
        (None, Some(technician)) => {
            exclusion.agent_id = network.agents().find(|agent| has(agent, technician)).map(|agent| agent.id);
            if exclusion.agent_id.is_none() {
                faults.add(format!("exclusions.{at}.technician_id"), FaultCode::Unknown);
            }
        }
        (Some(agent), technician) => match network.agent(agent) {
            None => faults.add(format!("exclusions.{at}.agent_id"), FaultCode::AgentUnknown),
            Some(agent) if technician.is_some_and(|technician| !has(&agent, technician)) => {
                faults.add(format!("exclusions.{at}.technician_id"), FaultCode::Unknown);
            }
            Some(_) => {}
        },
    }
}

fn rename(tx: &mut Tx<'_>, customer: &mut Customer, name: &str) -> Result<(), Error> {
    let key = name_key(name);
    if key != customer.name_key {
        for phone in list_phones_of(tx.conn(), customer.id.0)? {
            let others = list_customers_at(tx.conn(), &phone.number)?;
            if others.iter().any(|other| other.id != customer.id && other.name_key == key) {
                let mut faults = Faults::default();
                faults.add_about("name", FaultCode::Duplicate, name.to_owned());
                return Err(faults.into());
            }
        }
        save_phone_names(tx, customer.id.0, (&customer.name_key, &key))?;
    }
    name.clone_into(&mut customer.name);
    customer.name_key = key;
    Ok(())
}

fn change(customer: &mut Customer, edit: &CustomerEdit) {
    if let Some(kind) = edit.kind {
        customer.kind = Col(kind);
    }
    if let Some(language) = edit.language {
        customer.language = Col(language);
    }
    if let Some(channel) = edit.preferred_channel {
        customer.preferred_channel = Some(Col(channel));
    }
    if let Some(email) = &edit.email {
        customer.email = (!email.is_empty()).then(|| email.clone());
    }
    if let Some(flags) = &edit.flags {
        customer.flags.0 = flags.iter().map(ToString::to_string).collect();
    }
}

fn exclude(
    tx: &mut Tx<'_>,
    (actor, now): (&Actor, Instant),
    customer: CustomerId,
    exclusions: &[NewExclusion],
) -> Result<(), Error> {
    delete_exclusions(tx, customer)?;
    for exclusion in exclusions {
        let Some(agent) = exclusion.agent_id else { continue };
        let row = Exclusion {
            id: Col(mint(now)),
            customer_id: Col(customer),
            agent_id: Col(agent),
            technician_id: exclusion.technician_id.map(Col),
            reason: exclusion.reason.clone().unwrap_or_default(),
            created_by: actor.user().map(|user| user.to_string()),
            created_at: At(now),
        };
        insert_exclusion(tx, &row)?;
    }
    Ok(())
}

/// Which fields changed, and the values that are no personal data.
fn changed(edit: &CustomerEdit) -> serde_json::Value {
    let technicians: Option<Vec<_>> =
        edit.exclusions.as_ref().map(|all| all.iter().map(|it| (it.agent_id, it.technician_id)).collect());
    json!({
        "name": edit.name.is_some(), "email": edit.email.is_some(), "kind": edit.kind, "language": edit.language,
        "preferred_channel": edit.preferred_channel, "flags": edit.flags, "exclusions": technicians,
    })
}
