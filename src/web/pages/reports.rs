//! The turnaround of jobs as a table: mean, median and 90th percentile with the number of cases.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use chrono::{Days, NaiveDate};
use serde::Deserialize;

use super::jobs::town;
use crate::app::{App, Error};
use crate::i18n::format;
use crate::i18n::format::jalali_parse;
use crate::queries::turnaround::{GroupBy, turnaround as figures};
use crate::web::error::Answer;
use crate::web::view::{View, page};
use crate::web::{Allowed, Query, perm};

/// Days of the report when nothing is asked.
const USUAL_DAYS: u64 = 30;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    from: Option<String>,
    to: Option<String>,
    group_by: Option<String>,
}

struct Row {
    name: String,
    cells: Vec<String>,
}

#[derive(Template)]
#[template(path = "pages/turnaround.html")]
struct TurnaroundPage {
    v: View,
    from: String,
    to: String,
    groups: Vec<(&'static str, String)>,
    group: &'static str,
    rows: Vec<Row>,
}

pub(super) async fn turnaround(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewReport>,
    asked: Query<Asked>,
) -> Answer {
    let now = app.clock.now();
    let today = now.with_timezone(&app.site.zone).date_naive();
    let to = asked.0.to.as_deref().and_then(day).unwrap_or(today);
    let from = asked.0.from.as_deref().and_then(day).unwrap_or(to - Days::new(USUAL_DAYS));
    let group = asked.0.group_by.as_deref().and_then(|code| code.parse().ok()).unwrap_or(GroupBy::Agent);
    let scope = caller.scope.clone();
    let read = move |conn: &mut _| figures(conn, &scope, (from, to), group, now).map_err(Error::from);
    let found = app.db.read(read).await?;
    let v = View::staff(&app, &request, "page-turnaround", &caller);
    let seconds = |value: Option<i64>| value.map_or_else(|| "–".to_owned(), |it| format::duration(v.language, it));
    let count = |value: u64| v.number(i64::try_from(value).unwrap_or(i64::MAX));
    let rows = found.into_iter().map(|(code, it)| Row {
        name: name(&app, &v, group, &code),
        cells: vec![
            count(it.jobs),
            count(it.turnaround.cases),
            seconds(it.turnaround.mean_s),
            seconds(it.turnaround.median_s),
            seconds(it.turnaround.p90_s),
            it.within_3_days.map_or_else(|| "–".to_owned(), |share| percent(&v, share)),
            count(it.open_overdue),
        ],
    });
    let rows = rows.collect();
    let groups = GroupBy::ALL.iter().map(|it| (it.as_str(), v.code("page-group", it.as_str()))).collect();
    let (from, to) = (format::date(v.language, from), format::date(v.language, to));
    page(StatusCode::OK, &TurnaroundPage { from, to, groups, group: group.as_str(), rows, v })
}

/// A share of 1 in whole percents.
fn percent(v: &View, share: f64) -> String {
    let text = format!("{:.0}", share * 100.0);
    format!("{}٪", format::digits(v.language, &text)).replace('٪', if v.lang() == "fa" { "٪" } else { "%" })
}

fn day(text: &str) -> Option<NaiveDate> {
    let written = || NaiveDate::parse_from_str(text, "%d %b %Y").ok();
    text.parse().ok().or_else(|| jalali_parse(text)).or_else(written)
}

fn name(app: &App, v: &View, group: GroupBy, code: &str) -> String {
    let (catalogue, network) = (app.catalogue(), app.network());
    match group {
        GroupBy::Agent => code
            .parse()
            .ok()
            .and_then(|id| network.agent(id))
            .map_or_else(|| v.t("page-no-agent"), |agent| agent.name_in(v.language).to_owned()),
        GroupBy::Category => {
            catalogue.category(code).map_or_else(|| code.to_owned(), |it| v.named(&it.name_en, &it.name_fa).to_owned())
        }
        GroupBy::City => town(app, v, code),
        GroupBy::None => v.t("page-all"),
    }
}
