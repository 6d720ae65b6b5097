//! What staff change of a customer and its units.

use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::journal::{Happening, record};
use super::{Actor, App, Code, Error};
use crate::domain::customer::{Channel, CustomerFlag, CustomerKind, is_email};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::CustomerId;
use crate::domain::language::Language;
use crate::domain::name::name_key;
use crate::domain::text::clean_line;
use crate::store::customers::{
    Customer, find_customer, list_customers_at, list_phones_of, save_customer, save_phone_names,
};
use crate::store::feed::Topic;
use crate::store::{Col, Tx};

const NAME_CHARS: usize = 120;

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
    let edit = checked(edit)?;
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
            let happening = Happening::new(Topic::Customer, id, "edited").with(changed(&edit));
            record(tx, &actor, now, happening)
        })
        .await
}

fn checked(mut edit: CustomerEdit) -> Result<CustomerEdit, Faults> {
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
    faults.or(edit)
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

/// Which fields changed, and the values that are no personal data.
fn changed(edit: &CustomerEdit) -> serde_json::Value {
    json!({
        "name": edit.name.is_some(), "email": edit.email.is_some(), "kind": edit.kind, "language": edit.language,
        "preferred_channel": edit.preferred_channel, "flags": edit.flags,
    })
}
