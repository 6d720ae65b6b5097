//! `/reports`: figures for managers.

use std::collections::HashMap;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::value;
use crate::app::{App, Error};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::kpi::Turnaround;
use crate::domain::language::Language;
use crate::domain::sla::Clock;
use crate::queries::agents::list_names;
use crate::queries::turnaround::{GroupBy, turnaround};
use crate::web::auth::{Allowed, perm};
use crate::web::error::{Answer, Problem};
use crate::web::extract::{Lang, Query};

/// Days of a report when nothing is asked, today included.
const USUAL_DAYS: u64 = 30;

/// Which jobs, and how they are put together.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// First local day of registration; 30 days with the last one if left out.
    #[param(example = "2026-11-01")]
    from: Option<String>,
    /// Last local day of registration; today if left out.
    to: Option<String>,
    /// `agent`, `category`, `city` or `none`.
    group_by: Option<String>,
    /// `json` or `csv`; else what `Accept` says.
    format: Option<String>,
}

/// The turnaround of jobs, by the cohort of registration.
#[derive(Serialize, ToSchema)]
pub struct TurnaroundReport {
    /// First local day.
    #[schema(value_type = String, format = Date)]
    from: NaiveDate,
    /// Last local day.
    #[schema(value_type = String, format = Date)]
    to: NaiveDate,
    /// What jobs are put together by.
    group_by: GroupBy,
    /// How time is counted.
    clock: Clock,
    /// How the figures are made, in words.
    rule: String,
    /// Jobs in the report.
    cases: u64,
    /// The groups.
    items: Vec<TurnaroundLine>,
    /// Always none: the list is whole.
    next_cursor: Option<String>,
}

/// The figures of one group.
#[derive(Serialize, ToSchema)]
pub struct TurnaroundLine {
    /// Code of the group; empty for all together and for jobs without an agent.
    group: String,
    /// Name of the group.
    name: String,
    /// Jobs registered in the period.
    jobs: u64,
    /// Jobs completed: the cases of `mean_s`, `median_s` and `p90_s`.
    completed: u64,
    /// Jobs open for more than three days.
    open_overdue: u64,
    /// Mean of completed − registered.
    mean_s: Option<i64>,
    /// Median of completed − registered.
    median_s: Option<i64>,
    /// 90th percentile of completed − registered.
    p90_s: Option<i64>,
    /// Completed within three days ÷ (completed + open and overdue), 0 to 1.
    within_3_days: Option<f64>,
    /// Jobs that an agent has accepted.
    accepted: u64,
    /// Mean of first accepted − registered.
    time_to_accept_mean_s: Option<i64>,
    /// Median of first accepted − registered.
    time_to_accept_median_s: Option<i64>,
}

impl TurnaroundLine {
    fn new(group: String, name: String, figures: &Turnaround) -> Self {
        Self {
            group,
            name,
            jobs: figures.jobs,
            completed: figures.turnaround.cases,
            open_overdue: figures.open_overdue,
            mean_s: figures.turnaround.mean_s,
            median_s: figures.turnaround.median_s,
            p90_s: figures.turnaround.p90_s,
            within_3_days: figures.within_3_days,
            accepted: figures.acceptance.cases,
            time_to_accept_mean_s: figures.acceptance.mean_s,
            time_to_accept_median_s: figures.acceptance.median_s,
        }
    }
}

/// In what form a report is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// JSON.
    Json,
    /// Comma-separated values.
    Csv,
}

crate::domain::codes!(Format { Json => "json", Csv => "csv" });

/// How long jobs take, from the report to the end
#[utoipa::path(get, path = "/api/v1/reports/turnaround", tag = "reports", params(Asked),
    responses((status = 200, description = "The report",
        content((TurnaroundReport = "application/json"), (String = "text/csv")))))]
pub async fn show(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::ViewReport>,
    lang: Lang,
    asked: Query<Asked>,
) -> Answer {
    let now = app.clock.now();
    let today = app.catalogue().calendar().local_date(now);
    let (days, group_by, format) = read(&asked.0, today, accepts_csv(&request))?;
    let scope = caller.scope.clone();
    let read = app.db.read(move |conn| {
        let groups = turnaround(conn, &scope, days, group_by, now)?;
        let names = if group_by == GroupBy::Agent { list_names(conn)? } else { Vec::new() };
        Ok::<_, Error>((groups, names))
    });
    let (groups, names) = read.await?;
    let names: HashMap<String, (String, String)> =
        names.into_iter().map(|(id, fa, en)| (id.to_string(), (fa, en))).collect();
    let cases = groups.values().map(|figures| figures.jobs).sum();
    let lines = groups.into_iter().map(|(group, figures)| {
        let name = name(&app, &names, lang.0, (group_by, &group));
        TurnaroundLine::new(group, name, &figures)
    });
    let items: Vec<TurnaroundLine> = lines.collect();
    if format == Format::Csv {
        return csv(&items);
    }
    Ok(HttpResponse::Ok().json(TurnaroundReport {
        from: days.0,
        to: days.1,
        group_by,
        clock: Clock::Calendar,
        rule: crate::web::words::say(lang.0, "api-rule-turnaround", ""),
        cases,
        items,
        next_cursor: None,
    }))
}

type Wanted = ((NaiveDate, NaiveDate), GroupBy, Format);

fn read(asked: &Asked, today: NaiveDate, accepts_csv: bool) -> Result<Wanted, Error> {
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
    let group_by = value("group_by", asked.group_by.as_deref(), &mut faults).unwrap_or(GroupBy::None);
    let usual = if accepts_csv { Format::Csv } else { Format::Json };
    let format = value("format", asked.format.as_deref(), &mut faults).unwrap_or(usual);
    Ok(faults.or(((from, to), group_by, format))?)
}

fn accepts_csv(request: &HttpRequest) -> bool {
    let accept = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/csv"))
}

fn name(
    app: &App,
    agents: &HashMap<String, (String, String)>,
    language: Language,
    (group_by, group): (GroupBy, &str),
) -> String {
    let catalogue = app.catalogue();
    let names = match group_by {
        GroupBy::Agent => agents.get(group).cloned(),
        GroupBy::Category => catalogue.category(group).map(|it| (it.name_fa.clone(), it.name_en.clone())),
        GroupBy::City => catalogue.place(group, None).map(|it| (it.name_fa.clone(), it.name_en.clone())),
        GroupBy::None => None,
    };
    let (fa, en) = names.unwrap_or_default();
    if language == Language::Fa { fa } else { en }
}

fn csv(lines: &[TurnaroundLine]) -> Answer {
    let broken = |error: String| Problem(Error::Internal(error));
    let mut to = csv::Writer::from_writer(Vec::new());
    for line in lines {
        let safe = TurnaroundLine { group: defused(&line.group), name: defused(&line.name), ..*line };
        to.serialize(safe).map_err(|error| broken(error.to_string()))?;
    }
    let bytes = to.into_inner().map_err(|error| broken(error.to_string()))?;
    let name = "attachment; filename=\"turnaround.csv\"";
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, name))
        .body(bytes))
}

/// A text that a spreadsheet would take for a formula, made a plain text (OWASP, "CSV Injection").
fn defused(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_becomes_a_text() {
        assert_eq!(defused("=1+1"), "'=1+1");
        assert_eq!(defused("تهران"), "تهران");
    }
}
