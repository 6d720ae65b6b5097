//! What is due for a job, and the task that follows when what was paid is something else.

use crate::app::case::Case;
use crate::app::messages::{About, Param, put_to_customer};
use crate::app::owner::Owner;
use crate::app::quotes::fee_of;
use crate::app::tasks::{TaskSpec, finish_of_job, put_task};
use crate::app::visits::link_of;
use crate::app::workshop::is_unrepaired;
use crate::app::{Actor, App, Catalogue, Error};
use crate::domain::access::Role;
use crate::domain::job::{JobState, Outcome};
use crate::domain::message::MessageKind;
use crate::domain::money::Money;
use crate::domain::payment::{Difference, PaymentState, difference};
use crate::domain::quote::{QuoteState, needs_consent_of_organisation};
use crate::domain::task::TaskKind;
use crate::domain::time::Instant;
use crate::store::payments::{Payment, list_payments};
use crate::store::quotes::list_quotes;
use crate::store::tasks::{list_tasks_of, save_task};
use crate::store::workshop::{WorkshopUnit, find_unit_of_job};
use crate::store::{Conn, Tx};

/// Business minutes within which a difference is looked into.
const LOOK_WITHIN: i64 = 120;
/// Business minutes that a completed job may stay unpaid before somebody asks.
const PAY_WITHIN: i64 = 600;

/// What the customer owes: the last approved quote; after a declined one, and where nothing was quoted, the fee for coming;
/// nothing for work under warranty, and before anybody has come. Besides, what keeping a unit costs that nobody fetched.
///
/// # Errors
/// The database.
pub fn due_of(conn: &mut Conn, catalogue: &Catalogue, case: &Case, now: Instant) -> Result<Money, Error> {
    let unit = find_unit_of_job(conn, case.job.id.0)?;
    let work = due_for_work(conn, catalogue, (case, unit.as_ref()), now)?;
    let kept = unit.map_or(0, |unit| unit.kept_for(now).amount);
    Ok(Money { amount: work.amount.saturating_add(kept), ..work })
}

/// The same without what keeping a unit in the workshop costs. Whoever has looked at a unit there has come, so to speak; a
/// unit that is given back unrepaired costs no more than the looking.
fn due_for_work(
    conn: &mut Conn,
    catalogue: &Catalogue,
    (case, unit): (&Case, Option<&WorkshopUnit>),
    now: Instant,
) -> Result<Money, Error> {
    let quotes = list_quotes(conn, case.job.id.0)?;
    let is_unrepaired = unit.is_some_and(is_unrepaired);
    let is_declined = is_unrepaired || case.job.outcome.is_some_and(|outcome| outcome.0 == Outcome::QuoteDeclined);
    let last = |state| quotes.iter().rev().find(move |quote| quote.state.0 == state);
    if case.job.state.0 == JobState::Cancelled {
        return Ok(Money::rials(0));
    }
    if is_declined && let Some(quote) = last(QuoteState::Declined) {
        return Ok(Money::rials(quote.visit_fee));
    }
    if let Some(quote) = last(QuoteState::Approved).filter(|_| !is_unrepaired) {
        return Ok(quote.total());
    }
    let has_looked = case.job.arrived_at.is_some() || unit.is_some_and(|unit| unit.diagnosed_at.is_some());
    if needs_consent_of_organisation(case.job.warranty.0) || !has_looked {
        return Ok(Money::rials(0));
    }
    fee_of(conn, catalogue, case, now)
}

/// Compares what is due with what was paid, inside a transaction that changed either: a difference or a dispute opens one
/// task, agreement finishes it, and the customer hears where the receipt is once the work is done and paid.
///
/// # Errors
/// The database.
pub fn watch(tx: &mut Tx<'_>, (app, actor, now): (&App, &Actor, Instant), case: &mut Case) -> Result<(), Error> {
    let catalogue = app.catalogue();
    let due = due_of(tx.conn(), &catalogue, case, now)?;
    let payments = list_payments(tx.conn(), case.job.id.0)?;
    let is_over = !case.job.state.0.is_open();
    let found = difference(due, &payments.iter().map(Payment::counted).collect::<Vec<_>>());
    let is_disputed = payments.iter().any(|payment| payment.state.0 == PaymentState::Disputed);
    let is_final = is_over || payments.last().is_some_and(|payment| !payment.is_deposit);
    let is_wrong = match found {
        Difference::None => is_disputed,
        Difference::Short(_) => is_final || is_disputed,
        // A deposit may come before the price.
        Difference::Over(_) => is_final || is_disputed || due.amount > 0,
        Difference::Unclear => true,
    };
    if is_wrong {
        return open_task(tx, (&catalogue, actor, now), case, (due, &payments));
    }
    finish_of_job(tx, (actor, now), case.job.id.0, TaskKind::PaymentDifference)?;
    if is_over && found == Difference::None && !payments.is_empty() {
        let params =
            [("reference", Param::Code(case.request.reference.0.to_string())), ("link", link_of(&case.request))];
        let about = About::job(&case.job);
        put_to_customer(tx, now, MessageKind::ReceiptReady, (&case.request, about), (case.job.id.0.as_str(), &params))?;
    }
    Ok(())
}

fn open_task(
    tx: &mut Tx<'_>,
    (catalogue, actor, now): (&Catalogue, &Actor, Instant),
    case: &Case,
    (due, payments): (Money, &[Payment]),
) -> Result<(), Error> {
    let paid: i64 = payments.iter().map(|payment| payment.counted().amount).fold(0, i64::saturating_add);
    let note = Some(format!("\u{200e}{due} ≠ {paid} {currency}", due = due.amount, currency = due.currency));
    let open = list_tasks_of(tx.conn(), case.job.id.0)?;
    let open = open.into_iter().find(|task| task.kind.0 == TaskKind::PaymentDifference && task.state.0.is_open());
    if let Some(mut task) = open {
        if task.note == note {
            return Ok(());
        }
        task.note = note;
        return Ok(save_task(tx, &mut task)?);
    }
    let within = if payments.is_empty() { PAY_WITHIN } else { LOOK_WITHIN };
    let about = (&case.job, case.request.customer_id.0);
    let due_at = catalogue.after_business(now, within);
    let spec = TaskSpec::of_job(TaskKind::PaymentDifference, Owner::unit(Role::Operator), about, due_at);
    put_task(tx, catalogue, (actor, now), spec.noted(note)).map(drop)
}
