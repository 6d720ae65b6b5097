//! Money that was taken: taken down, told to the customer, confirmed or disputed, compared with what is due.

mod due;
mod record;
mod step;

pub use due::{due_of, watch};
pub use record::{NewPayment, Paid, record_payment};
pub use step::{PaymentStep, step_payment};

use serde_json::json;

use super::journal::Happening;
use crate::domain::money::Money;
use crate::store::feed::Topic;
use crate::store::jobs::Job;
use crate::store::payments::Payment;

fn happened(job: &Job, payment: &Payment, name: &'static str) -> Happening {
    let detail = json!({
        "amount": Money::rials(payment.amount), "method": payment.method.0, "receiver": payment.receiver.0,
        "is_deposit": payment.is_deposit, "settled": payment.settled_amount.map(Money::rials),
    });
    Happening::new(Topic::Payment, payment.id.0, name).of(job).with(detail)
}
