//! `/reports/warranty`: the audit list of verdicts.

use std::collections::BTreeMap;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::reports::Format;
use super::{limit, value};
use crate::app::{App, Error};
use crate::domain::access::Scope;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::warranty::WarrantyOutcome;
use crate::queries::page::{Cursor, MOST};
use crate::queries::warranty_audit::{AuditFilter, AuditLine, count_outcomes, list_audit};
use crate::web::auth::{Allowed, perm};
use crate::web::error::{Answer, Problem};
use crate::web::extract::{Lang, Query};
use crate::web::words::say;

/// Days of the report when nothing is asked, today included.
const USUAL_DAYS: u64 = 30;

/// Which jobs.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// First local day of registration; 30 days with the last one if left out.
    #[param(example = "2026-11-01")]
    from: Option<String>,
    /// Last local day of registration; today if left out.
    to: Option<String>,
    /// What the warranty is now.
    #[param(example = "partial")]
    outcome: Option<String>,
    /// The agent that holds the job or did it.
    agent_id: Option<String>,
    /// Where the page begins, from the page before.
    cursor: Option<String>,
    /// Rows of the page, 1 to 100; 25 when nothing is asked. A table is always whole.
    limit: Option<i64>,
    /// `json` or `csv`; else what `Accept` says.
    format: Option<String>,
}

/// The audit list of verdicts.
#[derive(Serialize, ToSchema)]
pub struct WarrantyReport {
    /// First local day.
    #[schema(value_type = String, format = Date)]
    from: NaiveDate,
    /// Last local day.
    #[schema(value_type = String, format = Date)]
    to: NaiveDate,
    /// How the list is made, in words.
    rule: String,
    /// Jobs of the period by what their warranty is now, whatever outcome was asked for.
    counts: BTreeMap<WarrantyOutcome, i64>,
    /// The jobs, newest first.
    items: Vec<AuditLine>,
    /// Where the next page begins; none on the last one.
    next_cursor: Option<String>,
}

/// What was decided about the warranty, by which clause, and by whom otherwise
#[utoipa::path(get, path = "/api/v1/reports/warranty", tag = "reports", params(Asked),
    responses((status = 200, description = "The report",
        content((WarrantyReport = "application/json"), (String = "text/csv")))))]
pub async fn warranty(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::ViewReport>,
    lang: Lang,
    asked: Query<Asked>,
) -> Answer {
    let today = app.catalogue().calendar().local_date(app.clock.now());
    let (filter, after, limit, format) = read(&asked.0, today, &request)?;
    let scope = caller.scope.clone();
    if format == Format::Csv {
        return table(&app, scope, filter).await;
    }
    let (from, to) = filter.days;
    let read = app.db.read(move |conn| {
        let counts = count_outcomes(conn, &scope, &filter)?;
        Ok::<_, Error>((counts, list_audit(conn, &scope, &filter, (after, limit))?))
    });
    let (counts, page) = read.await?;
    Ok(HttpResponse::Ok().json(WarrantyReport {
        from,
        to,
        rule: say(lang.0, "api-rule-warranty", ""),
        counts,
        items: page.items,
        next_cursor: page.next_cursor,
    }))
}

type Wanted = (AuditFilter, Option<Cursor>, i64, Format);

fn read(asked: &Asked, today: NaiveDate, request: &HttpRequest) -> Result<Wanted, Error> {
    let mut faults = Faults::default();
    let mut day = |field, text: &Option<String>| {
        let text = text.as_deref()?;
        let day = text.parse::<NaiveDate>().ok();
        if day.is_none() {
            faults.add_about(field, FaultCode::Malformed, "2026-11-22");
        }
        day
    };
    let to = day("to", &asked.to).unwrap_or(today);
    let from = day("from", &asked.from).or(to.checked_sub_days(Days::new(USUAL_DAYS - 1))).unwrap_or(to);
    if to < from {
        faults.add("to", FaultCode::DateOrder);
    }
    let filter = AuditFilter {
        days: (from, to),
        outcome: value("outcome", asked.outcome.as_deref(), &mut faults),
        agent: value("agent_id", asked.agent_id.as_deref(), &mut faults),
    };
    let after = value("cursor", asked.cursor.as_deref(), &mut faults);
    let limit = limit(asked.limit, &mut faults);
    let accept = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let usual = if accept.contains("text/csv") { Format::Csv } else { Format::Json };
    let format = value("format", asked.format.as_deref(), &mut faults).unwrap_or(usual);
    Ok(faults.or((filter, after, limit, format))?)
}

async fn table(app: &App, scope: Scope, filter: AuditFilter) -> Answer {
    let lines = app.db.read(move |conn| {
        let (mut lines, mut after) = (Vec::new(), None);
        loop {
            let page = list_audit(conn, &scope, &filter, (after, MOST))?;
            lines.extend(page.items);
            after = page.next_cursor.and_then(|cursor| cursor.parse().ok());
            if after.is_none() {
                return Ok::<_, Error>(lines);
            }
        }
    });
    let broken = |error: String| Problem(Error::Internal(error));
    let mut to = csv::Writer::from_writer(Vec::new());
    for line in lines.await? {
        let defuse = |text: Option<String>| text.as_deref().map(defused);
        let safe = AuditLine {
            brand: defuse(line.brand),
            model: defuse(line.model),
            serial: defuse(line.serial),
            override_reason: defuse(line.override_reason),
            override_proposed_by: defuse(line.override_proposed_by),
            override_decided_by: defuse(line.override_decided_by),
            ..line
        };
        to.serialize(safe).map_err(|error| broken(error.to_string()))?;
    }
    let bytes = to.into_inner().map_err(|error| broken(error.to_string()))?;
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, "attachment; filename=\"warranty.csv\""))
        .body(bytes))
}

/// A text that a spreadsheet would take for a formula, made a plain text (OWASP, "CSV Injection").
fn defused(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}
