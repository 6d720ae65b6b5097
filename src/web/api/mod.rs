//! The JSON API, version 1: a file a resource, each handler a few lines over a use-case or a read model.

#![expect(clippy::missing_errors_doc, reason = "what a handler refuses stands in its description of the API")]

pub mod agent_facts;
pub mod agents;
pub mod auth;
pub mod bell;
pub mod checklists;
pub mod closures;
pub mod complaints;
pub mod contacts;
pub mod customers;
pub mod dispatch;
pub mod events;
pub mod exchanges;
pub mod exclusions;
pub mod health;
pub mod job_steps;
pub mod jobs;
pub mod loaners;
pub mod messages;
pub mod papers;
pub mod part_stock;
pub mod parts;
pub mod payments;
pub mod photos;
pub mod policies;
pub mod portraits;
pub mod preferences;
pub mod quotes;
pub mod recall_units;
pub mod recalls;
pub mod reports;
pub mod service_requests;
pub mod slots;
pub mod standing;
pub mod tasks;
pub mod templates;
pub mod units;
pub mod verdicts;
pub mod visits;
pub mod warranty_report;
pub mod workshop;

use std::borrow::Cow;
use std::str::FromStr;

use actix_web::HttpRequest;
use actix_web::http::header;
use chrono::{Datelike, NaiveDate};

use super::error::Problem;
use super::extract::{Body, IdemKey, IfMatch};
use crate::app::idempotent::Key;
use crate::app::{Code, Error};
use crate::domain::fault::{FaultCode, Faults};
use crate::i18n::format::jalali_parse;
use crate::queries::page::{MOST, USUAL_LIMIT};

/// The id in a path; a text that is none names nothing.
fn id<T: FromStr>(text: &str) -> Result<T, Error> {
    text.parse().map_err(|_| Code::NotFound.into())
}

/// The key of a creating request on `route`.
fn key_of<T>(route: &'static str, key: IdemKey, body: &Body<T>) -> Option<Key> {
    key.0.map(|key| Key { route, key, body_hash: body.hash.clone() })
}

/// Rows of a page: 25, or 1 to 100 as asked.
pub(super) fn limit(asked: Option<i64>, faults: &mut Faults) -> i64 {
    let limit = asked.unwrap_or(USUAL_LIMIT);
    if !(1..=MOST).contains(&limit) {
        faults.add_about("limit", FaultCode::OutOfRange, format!("1–{MOST}"));
    }
    limit
}

/// A value of the query that has a form of its own.
pub(in crate::web) fn value<T: FromStr>(
    field: impl Into<Cow<'static, str>>,
    text: Option<&str>,
    faults: &mut Faults,
) -> Option<T> {
    let text = text.filter(|text| !text.is_empty())?;
    let value = text.parse().ok();
    if value.is_none() {
        faults.add_about(field, FaultCode::Unknown, text.to_owned());
    }
    value
}

/// Values of the query with commas between them, each of a form of its own.
fn codes<T: FromStr>(field: &'static str, text: Option<&str>, faults: &mut Faults) -> Vec<T> {
    let parts = text.unwrap_or_default().split(',').map(str::trim);
    parts.filter_map(|part| value(field, Some(part), faults)).collect()
}

/// A local day, Gregorian or Jalali, as programs and as people write it.
pub(super) fn day(field: impl Into<Cow<'static, str>>, text: Option<&str>, faults: &mut Faults) -> Option<NaiveDate> {
    let text = text.map(str::trim).filter(|text| !text.is_empty())?;
    let written = || NaiveDate::parse_from_str(text, "%d %b %Y").ok();
    let day = text.parse().ok().filter(|day| is_ordinary(*day)).or_else(|| jalali_parse(text)).or_else(written);
    if day.is_none() {
        faults.add_about(field, FaultCode::Malformed, "2026-11-22");
    }
    day
}

/// Whether a Gregorian reading is meant: `1405-09-01` is a Jalali day, and no job was registered before 1900.
fn is_ordinary(day: NaiveDate) -> bool {
    (1900..=9999).contains(&day.year())
}

/// The version that a step insists on, if `If-Match` names one.
fn seen(request: &HttpRequest) -> Result<Option<i32>, Problem> {
    if !request.headers().contains_key(header::IF_MATCH) {
        return Ok(None);
    }
    let version = IfMatch::of(request)?.0;
    // No row ever has a version beyond the column, so such a one is stale.
    Ok(Some(i32::try_from(version).unwrap_or(-1)))
}
