//! The receipt of a job: what was done on which unit, what it cost, what was paid, and the guarantee.

mod mark;
mod pdf;
mod script;
mod words;

pub use mark::Mark;
pub use pdf::receipt_pdf;
pub use words::{ReceiptWords, line_words, receipt_words};

use chrono::{Days, NaiveDate};
use serde::Serialize;
use utoipa::ToSchema;

use super::case::Case;
use super::payments::due_of;
use super::workshop::is_unrepaired;
use super::{App, Code, Error};
use crate::domain::id::JobId;
use crate::domain::job::{JobKind, JobState, Outcome};
use crate::domain::language::Language;
use crate::domain::money::Money;
use crate::domain::payment::{Difference, PaymentMethod, PaymentState, difference};
use crate::domain::quote::{LineKind, QuoteLine, QuoteState};
use crate::domain::time::Instant;
use crate::store::customers::find_customer;
use crate::store::jobs::list_jobs_of;
use crate::store::payments::{Payment, list_payments};
use crate::store::quotes::list_quotes;
use crate::store::workshop::{WorkshopUnit, find_unit_of_job};

/// A payment as a receipt shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReceivedSum {
    /// What counts.
    #[schema(value_type = Object)]
    pub amount: Money,
    /// How it was paid.
    pub method: PaymentMethod,
    /// The number that proves it.
    pub trace: Option<String>,
    /// When it was taken down.
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
    /// Whether it was paid before the rest.
    pub is_deposit: bool,
}

/// A receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Receipt {
    /// The reference of the request and the place of the job in it.
    pub number: String,
    /// The job.
    pub job_id: JobId,
    /// When the work was completed.
    #[schema(value_type = String, format = DateTime)]
    pub issued_at: Instant,
    /// The organisation.
    pub organisation: String,
    /// The customer.
    pub customer: String,
    /// Category of the unit.
    pub category: String,
    /// Brand of the unit.
    pub brand: Option<String>,
    /// Model of the unit.
    pub model: Option<String>,
    /// Serial of the unit.
    pub serial: Option<String>,
    /// What was done.
    pub kind: JobKind,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// What was charged, prices without tax; the fee alone where the price was declined.
    pub lines: Vec<QuoteLine>,
    /// The sum of the lines.
    #[schema(value_type = Object)]
    pub net: Money,
    /// The tax.
    #[schema(value_type = Object)]
    pub tax: Money,
    /// What was due.
    #[schema(value_type = Object)]
    pub total: Money,
    /// What was paid.
    pub payments: Vec<ReceivedSum>,
    /// Last day of the guarantee on the work.
    #[schema(value_type = Option<String>, format = Date)]
    pub labour_guaranteed_until: Option<NaiveDate>,
    /// Last day of the guarantee on the parts.
    #[schema(value_type = Option<String>, format = Date)]
    pub parts_guaranteed_until: Option<NaiveDate>,
    /// The customer's language.
    pub language: Language,
}

/// The receipt of a job that is done and paid.
///
/// # Errors
/// `ReceiptNotReady` before that; `NotFound`; the database.
pub async fn receipt_of(app: &App, job: JobId) -> Result<Receipt, Error> {
    let (now, catalogue) = (app.clock.now(), app.catalogue());
    let (organisation, zone) = (app.site.name.clone(), app.site.zone);
    app.db
        .read(move |conn| {
            let case = Case::load(conn, job)?;
            let is_done = matches!(case.job.state.0, JobState::Completed | JobState::Verified | JobState::Closed);
            let completed = case.job.completed_at.filter(|_| is_done);
            let completed = completed.ok_or(Code::ReceiptNotReady)?.0;
            let payments = list_payments(conn, job)?;
            let due = due_of(conn, &catalogue, &case, now)?;
            let counted: Vec<Money> = payments.iter().map(Payment::counted).collect();
            let is_disputed = payments.iter().any(|payment| payment.state.0 == PaymentState::Disputed);
            if is_disputed || difference(due, &counted) != Difference::None {
                return Err(Code::ReceiptNotReady.into());
            }
            let place = list_jobs_of(conn, case.request.id.0)?.iter().position(|it| it.id.0 == job).unwrap_or(0);
            let customer = find_customer(conn, case.request.customer_id.0)?;
            let unit = find_unit_of_job(conn, job)?;
            let charge = charged(&list_quotes(conn, job)?, (&case, unit.as_ref(), now), due);
            let day = completed.with_timezone(&zone).date_naive();
            let until = |days: i32| day.checked_add_days(Days::new(u64::try_from(days).unwrap_or(0)));
            let is_repaired = charge.guarantees.is_some();
            let has_parts = charge.lines.iter().any(|line| line.kind == LineKind::Part);
            Ok(Receipt {
                number: format!("{}-{}", case.request.reference.0, place + 1),
                job_id: job,
                issued_at: completed,
                organisation,
                customer: customer.name,
                category: case.unit.category.clone(),
                brand: case.unit.brand.clone(),
                model: case.unit.model.clone(),
                serial: case.unit.serial.clone(),
                kind: case.job.kind.0,
                outcome: case.job.outcome.map(|outcome| outcome.0),
                lines: charge.lines,
                net: charge.net,
                tax: charge.tax,
                total: due,
                payments: payments.iter().map(received).collect(),
                labour_guaranteed_until: charge.guarantees.and_then(|(labour, _)| until(labour)),
                parts_guaranteed_until: charge
                    .guarantees
                    .filter(|_| is_repaired && has_parts)
                    .and_then(|(_, parts)| until(parts)),
                language: case.request.language.0,
            })
        })
        .await
}

struct Charged {
    lines: Vec<QuoteLine>,
    net: Money,
    tax: Money,
    guarantees: Option<(i32, i32)>,
}

/// The lines of the price that counts: the approved one, else the fee for coming.
fn charged(
    quotes: &[crate::store::quotes::Quote],
    (case, unit, now): (&Case, Option<&WorkshopUnit>, Instant),
    due: Money,
) -> Charged {
    let kept = unit.map_or(Money::rials(0), |unit| unit.kept_for(now));
    let work = Money { amount: due.amount - kept.amount, ..due };
    let is_unrepaired = unit.is_some_and(is_unrepaired);
    let mut charge = charged_for_work(quotes, (case, is_unrepaired), work);
    if kept.amount > 0 {
        charge.net.amount = charge.net.amount.saturating_add(kept.amount);
        charge.lines.push(bare_line(LineKind::Storage, kept));
    }
    charge
}

fn bare_line(kind: LineKind, unit_price: Money) -> QuoteLine {
    QuoteLine { kind, name: None, part_number: None, quantity: 1, unit_price }
}

fn charged_for_work(
    quotes: &[crate::store::quotes::Quote],
    (case, is_unrepaired): (&Case, bool),
    due: Money,
) -> Charged {
    let is_declined = is_unrepaired || case.job.outcome.is_some_and(|outcome| outcome.0 == Outcome::QuoteDeclined);
    let approved = quotes.iter().rev().find(|quote| quote.state.0 == QuoteState::Approved && !is_declined);
    if let Some(quote) = approved {
        return Charged {
            lines: quote.lines.0.clone(),
            net: Money::rials(quote.net),
            tax: Money::rials(quote.tax),
            guarantees: Some((quote.labour_guarantee_days, quote.part_guarantee_days)),
        };
    }
    let lines = if due.amount > 0 { vec![bare_line(LineKind::VisitFee, due)] } else { Vec::new() };
    Charged { lines, net: due, tax: Money { amount: 0, ..due }, guarantees: None }
}

fn received(payment: &Payment) -> ReceivedSum {
    ReceivedSum {
        amount: payment.counted(),
        method: payment.method.0,
        trace: payment.trace.clone(),
        at: payment.recorded_at.0,
        is_deposit: payment.is_deposit,
    }
}
