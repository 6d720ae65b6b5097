//! A quote is written: its lines, its validity, the terms of its guarantee.

use chrono::{DateTime, FixedOffset, TimeDelta};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::price::fee_of;
use super::send::send;
use super::{NOTE_CHARS, happened};
use crate::app::case::Case;
use crate::app::clock::mint;
use crate::app::idempotent::{Key, once};
use crate::app::jobs::refused;
use crate::app::journal::record;
use crate::app::{Actor, App, Code, Error};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{JobId, QuoteId, VisitId};
use crate::domain::job::{JobEvent, JobKind};
use crate::domain::machine::ActorKind;
use crate::domain::machine::Machine;
use crate::domain::money::Money;
use crate::domain::quote::{MOST_QUANTITY, QuoteLine, QuoteMachine, Totals, totals};
use crate::domain::text::clean_text;
use crate::domain::time::{Instant, to_micros};
use crate::store::quotes::{Quote, insert_quote};
use crate::store::{At, Col, Json, Tx};

const MOST_LINES: usize = 50;
const NAME_CHARS: usize = 120;
/// Above it somebody typed too many noughts.
const MOST_AMOUNT: i64 = 1_000_000_000_000;
const MOST_VALID: TimeDelta = TimeDelta::days(90);

/// A price before the work.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewQuote {
    /// What it is made of; prices without tax.
    pub lines: Vec<QuoteLine>,
    /// Words to the customer.
    pub note: Option<String>,
    /// Until when the customer can approve it; by the policy when nothing is said.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub valid_until: Option<DateTime<FixedOffset>>,
    /// Whether it goes to the customer at once.
    #[serde(default)]
    pub send: bool,
}

/// The quote that was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quoted {
    /// The quote.
    pub quote_id: QuoteId,
}

/// Writes a quote for a job, and sends it if that is asked.
///
/// # Errors
/// Every faulty value at once; a job that is over; `RecallFree`, `QuoteOpen`, `ChargeNotApproved`; the database.
pub async fn make_quote(
    app: &App,
    (actor, key): (Actor, Option<Key>),
    job: JobId,
    new: NewQuote,
) -> Result<Quoted, Error> {
    let now = app.clock.now();
    let checked = check(app, &new, now)?;
    let (db, app) = (app.db.clone(), app.clone());
    db.write(move |tx| {
        once(tx, (&actor, key.as_ref()), now, |tx| {
            let mut case = Case::load(tx.conn(), job)?;
            if !case.job.state.0.is_open() {
                return Err(refused(case.job.state.0, JobEvent::Hold));
            }
            if case.job.kind.0 == JobKind::Recall {
                return Err(Code::RecallFree.into());
            }
            let mut quote = write(tx, (&app, &actor, now), &case, &checked)?;
            if checked.send {
                send(tx, (&app, &actor, now), (&mut case, &mut quote))?;
            }
            Ok(Quoted { quote_id: quote.id.0 })
        })
    })
    .await
}

struct Checked {
    lines: Vec<QuoteLine>,
    sums: Totals,
    tax: i64,
    note: Option<String>,
    valid_until: Option<Instant>,
    send: bool,
}

fn check(app: &App, new: &NewQuote, now: Instant) -> Result<Checked, Error> {
    let mut faults = Faults::default();
    if new.lines.is_empty() {
        faults.add("lines", FaultCode::Required);
    }
    if new.lines.len() > MOST_LINES {
        faults.add_about("lines", FaultCode::TooMany, MOST_LINES.to_string());
    }
    let lines: Vec<QuoteLine> =
        new.lines.iter().enumerate().map(|(at, line)| check_line(at, line, &mut faults)).collect();
    let valid_until = new.valid_until.map(|at| to_micros(at.to_utc()));
    if valid_until.is_some_and(|until| until <= now) {
        faults.add("valid_until", FaultCode::DateInPast);
    }
    if valid_until.is_some_and(|until| until > now + MOST_VALID) {
        faults.add_about("valid_until", FaultCode::OutOfRange, MOST_VALID.num_days().to_string());
    }
    let note = new.note.as_deref().and_then(|note| faults.take("note", clean_text(note, NOTE_CHARS)));
    let catalogue = app.catalogue();
    let tax = catalogue.price().1.tax(catalogue.calendar().local_date(now));
    let sums = totals(&lines, tax).filter(|sums| sums.total.amount <= MOST_AMOUNT);
    if sums.is_none() {
        faults.add_about("lines", FaultCode::OutOfRange, format!("0–{MOST_AMOUNT}"));
    }
    let nothing = Totals { net: Money::rials(0), tax: Money::rials(0), total: Money::rials(0) };
    let note = note.filter(|note| !note.is_empty());
    Ok(faults.or(Checked { lines, sums: sums.unwrap_or(nothing), tax, note, valid_until, send: new.send })?)
}

fn check_line(at: usize, line: &QuoteLine, faults: &mut Faults) -> QuoteLine {
    let field = |name: &str| format!("lines.{at}.{name}");
    let mut said = |name: &str, text: Option<&str>| {
        let cleaned = faults.take(field(name), clean_text(text?, NAME_CHARS));
        cleaned.filter(|text| !text.is_empty())
    };
    let (name, part_number) = (said("name", line.name.as_deref()), said("part_number", line.part_number.as_deref()));
    let line = QuoteLine { name, part_number, ..*line };
    if line.needs_name() && line.name.is_none() {
        faults.add(field("name"), FaultCode::Required);
    }
    if !(1..=MOST_QUANTITY).contains(&line.quantity) {
        faults.add_about(field("quantity"), FaultCode::OutOfRange, format!("1–{MOST_QUANTITY}"));
    }
    if !(0..=MOST_AMOUNT).contains(&line.unit_price.amount) {
        faults.add_about(field("unit_price.amount"), FaultCode::OutOfRange, format!("0–{MOST_AMOUNT}"));
    }
    line
}

fn write(
    tx: &mut Tx<'_>,
    (app, actor, now): (&App, &Actor, Instant),
    case: &Case,
    checked: &Checked,
) -> Result<Quote, Error> {
    let catalogue = app.catalogue();
    let (version, policy) = catalogue.price();
    let visit: Option<VisitId> =
        actor.id.as_ref().filter(|_| actor.kind == ActorKind::Technician).and_then(|id| id.parse().ok());
    let days = |days: i64| i32::try_from(days).unwrap_or(i32::MAX);
    let quote = Quote {
        id: Col(mint(now)),
        job_id: case.job.id,
        visit_id: visit.map(Col),
        state: Col(QuoteMachine::INITIAL),
        lines: Json(checked.lines.clone()),
        tax_basis_points: checked.tax,
        net: checked.sums.net.amount,
        tax: checked.sums.tax.amount,
        total: checked.sums.total.amount,
        visit_fee: fee_of(tx.conn(), &catalogue, case, now)?.amount,
        labour_guarantee_days: days(policy.labour_guarantee_days),
        part_guarantee_days: days(policy.part_guarantee_days),
        policy_version: *version,
        note: checked.note.clone(),
        valid_until: checked.valid_until.map(At),
        made_by_kind: Col(actor.kind),
        made_by: actor.id.clone(),
        created_at: At(now),
        sent_at: None,
        answered_at: None,
        answered_by: None,
        answered_by_id: None,
        consent_note: None,
        version: 1,
    };
    insert_quote(tx, &quote)?;
    record(tx, actor, now, happened(&case.job, &quote, "drafted"))?;
    Ok(quote)
}
