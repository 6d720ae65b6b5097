//! Who is at a telephone, for what is no fault report: a contact or a complaint.

use super::customer::{Said, find_or_make};
use super::people::Person;
use crate::app::Error;
use crate::domain::customer::ContactRole;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{CustomerId, UserId};
use crate::domain::name::name_key;
use crate::domain::phone::Phone;
use crate::domain::time::Instant;
use crate::store::Tx;
use crate::store::customers::list_customers_at;

/// The customer at a telephone by the rule of intake: same number and same folded name. A telephone that several customers
/// share needs the name or the customer's id; a new one makes a new customer.
///
/// # Errors
/// The database; a telephone that does not tell who it is stands among the faults.
pub fn find_caller(
    tx: &mut Tx<'_>,
    (now, by): (Instant, Option<UserId>),
    phone: &Phone,
    (name, faults): (&str, &mut Faults),
) -> Result<Option<CustomerId>, Error> {
    let name_key = name_key(name);
    let known = list_customers_at(tx.conn(), phone.as_ref())?;
    if name_key.is_empty() && known.len() > 1 {
        faults.add("customer_id", FaultCode::CustomerAmbiguous);
        return Ok(None);
    }
    let person = Person {
        at: 0,
        role: ContactRole::Caller,
        phone: phone.clone(),
        name: name.to_owned(),
        name_key,
        kind: phone.kind(),
        can_sms: phone.can_receive_sms(),
        email: None,
    };
    Ok(Some(find_or_make(tx, now, &[person], &Said { by, ..Said::default() })?.customer.id.0))
}
