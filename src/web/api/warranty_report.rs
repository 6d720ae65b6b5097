//! `/reports/warranty`: the audit list of verdicts.

use std::collections::BTreeMap;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::reports::Format;
use super::reports::sheet::{Cell, Sheet};
use super::{day, limit, value};
use crate::app::{App, Error};
use crate::domain::access::Scope;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::language::Language;
use crate::domain::warranty::WarrantyOutcome;
use crate::queries::page::{Cursor, MOST};
use crate::queries::warranty_audit::{AuditFilter, AuditLine, count_outcomes, list_audit};
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::{Lang, Query};
use crate::web::words::say;

/// Days of the report when nothing is asked, today included.
const USUAL_DAYS: u64 = 30;
/// Columns of a table: the fields of a line.
const COLUMNS: [&str; 26] = [
    "job_id",
    "reference",
    "registered_on",
    "kind",
    "status",
    "agent_id",
    "category",
    "brand",
    "model",
    "serial",
    "outcome",
    "intake_outcome",
    "completion_outcome",
    "differs",
    "policy",
    "policy_version",
    "decided_by",
    "parts_percent",
    "labour_percent",
    "travel_percent",
    "override_state",
    "override_outcome",
    "override_reason",
    "override_proposed_by",
    "override_decided_by",
    "repeat_of",
];

/// Which jobs.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// First local day of registration; 30 days with the last one if left out.
    #[param(example = "2026-11-01")]
    pub from: Option<String>,
    /// Last local day of registration; today if left out.
    pub to: Option<String>,
    /// What the warranty is now.
    #[param(example = "partial")]
    pub outcome: Option<String>,
    /// The agent that holds the job or did it.
    pub agent_id: Option<String>,
    /// Where the page begins, from the page before.
    pub cursor: Option<String>,
    /// Rows of the page, 1 to 100; 25 when nothing is asked. A table is always whole.
    pub limit: Option<i64>,
    /// `json`, `csv` or `xlsx`; else what `Accept` says.
    pub format: Option<String>,
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
    let mut faults = Faults::default();
    let (filter, after, limit) = read(&asked.0, today, &mut faults);
    let accept = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let format = value("format", asked.0.format.as_deref(), &mut faults).unwrap_or(Format::accepted(accept));
    faults.or(())?;
    let scope = caller.scope.clone();
    if format != Format::Json {
        return table(&app, scope, (filter, format), lang.0).await;
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

/// What was asked: which jobs, where the page begins, and how many rows it has; its faults noted.
pub(in crate::web) fn read(asked: &Asked, today: NaiveDate, faults: &mut Faults) -> (AuditFilter, Option<Cursor>, i64) {
    let to = day("to", asked.to.as_deref(), faults).unwrap_or(today);
    let usual = to.checked_sub_days(Days::new(USUAL_DAYS - 1));
    let from = day("from", asked.from.as_deref(), faults).or(usual).unwrap_or(to);
    if to < from {
        faults.add("to", FaultCode::DateOrder);
    }
    let filter = AuditFilter {
        days: (from, to),
        outcome: value("outcome", asked.outcome.as_deref(), faults),
        agent: value("agent_id", asked.agent_id.as_deref(), faults),
    };
    (filter, value("cursor", asked.cursor.as_deref(), faults), limit(asked.limit, faults))
}

async fn table(app: &App, scope: Scope, (filter, format): (AuditFilter, Format), language: Language) -> Answer {
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
    let rows = lines.await?.iter().map(cells).collect::<Result<_, _>>()?;
    let titles = COLUMNS.map(str::to_owned).to_vec();
    let sheet = Sheet { name: "warranty", language, titles, rows, note: say(language, "api-rule-warranty", "") };
    if format == Format::Xlsx { sheet.xlsx() } else { sheet.csv() }
}

fn cells(line: &AuditLine) -> Result<Vec<Cell>, Error> {
    let line = serde_json::to_value(line).map_err(|error| Error::Internal(error.to_string()))?;
    let cell = |column: &str| match &line[column] {
        Value::Null => Cell::Text(String::new()),
        Value::String(text) => Cell::Text(text.clone()),
        figure => figure.as_u64().map_or_else(|| Cell::Text(figure.to_string()), Cell::Count),
    };
    Ok(COLUMNS.map(cell).to_vec())
}
