//! The jobs behind a figure of the turnaround report.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use super::Frame;
use super::tables::{group_by, name, span};
use crate::app::App;
use crate::app::reports::figures;
use crate::domain::kpi::measure::{Mark, Measure};
use crate::queries::jobs::JobRow;
use crate::queries::turnaround::behind;
use crate::queries::work::GroupBy;
use crate::web::api::reports::Asked;
use crate::web::api::value;
use crate::web::error::Answer;
use crate::web::pages::jobs::{holder, subject, tone, town};
use crate::web::view::{Troubles, View, page};
use crate::web::{Allowed, Query, perm};

/// Jobs that are shown of a figure.
const SHOWN: usize = 100;

/// Which figure of which group; the rest as in the report.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::web::pages) struct AskedFigure {
    figure: Option<String>,
    group: Option<String>,
    group_by: Option<String>,
    from: Option<String>,
    to: Option<String>,
    province: Option<String>,
    kind: Option<String>,
    warranty: Option<String>,
    setting: Option<String>,
}

struct Row {
    address: String,
    reference: String,
    subject: String,
    state: (&'static str, String),
    holder: Option<String>,
    place: String,
    registered: String,
    mark: String,
}

#[derive(Template)]
#[template(path = "pages/report_jobs.html")]
struct JobsBehind {
    v: View,
    troubles: Troubles,
    back: String,
    back_words: String,
    measure: String,
    group: String,
    shown: String,
    has_marks: bool,
    rows: Vec<Row>,
}

pub(in crate::web::pages) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewReport>,
    asked: Query<AskedFigure>,
) -> Answer {
    let AskedFigure { figure, group, group_by: by, from, to, province, kind, warranty, setting } = asked.0;
    let asked = Asked { from, to, group_by: by, province, kind, warranty, setting, format: None };
    let mut frame = Frame::new(&app, &request, &caller, (&asked, "turnaround"));
    let by = group_by(asked.group_by.as_deref(), GroupBy::None);
    let measure = value("figure", figure.as_deref(), &mut frame.faults).unwrap_or(Measure::Jobs);
    let (group, now) = (group.unwrap_or_default(), app.clock.now());
    let sought = group.clone();
    let query =
        move |conn: &mut _, scope: &_, filter: &_| behind(conn, scope, filter, (by, &sought), (measure, now, SHOWN));
    let found = figures(&app, &caller, &frame.filter, query).await?;
    let troubles = frame.troubles();
    let back = frame.v.href(&frame.address("/reports/turnaround"));
    let v = View::staff(&app, &request, "page-jobs-behind", &caller).at("/reports/turnaround/jobs".to_owned());
    let shown = v.words("page-jobs-behind-count", "count", &v.number(i64::try_from(found.cases).unwrap_or(i64::MAX)));
    let row = |(row, mark): (JobRow, Mark)| Row {
        address: v.href(&format!("/jobs/{}", row.id)),
        subject: subject(&app, &v, &row),
        state: (tone(row.status), v.code("job-state", row.status.as_str())),
        holder: holder(&v, &row),
        place: town(&app, &v, &row.city),
        registered: v.moment(row.registered_at),
        mark: marked(&v, mark),
        reference: row.reference,
    };
    let rows = found.jobs.into_iter().map(row).collect();
    let status = if troubles.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    page(
        status,
        &JobsBehind {
            troubles,
            back,
            back_words: v.t("page-turnaround"),
            measure: v.code("page-measure", measure.as_str()),
            group: name(&app, &v, by, &group),
            shown,
            has_marks: measure != Measure::Jobs,
            rows,
            v,
        },
    )
}

/// How a job counts, in words.
fn marked(v: &View, mark: Mark) -> String {
    match mark {
        Mark::Case => String::new(),
        Mark::Span(length) => span(v, Some(length.num_seconds())),
        Mark::Hit(is_hit) => v.t(if is_hit { "page-yes" } else { "page-no" }),
    }
}
