//! What each operator logged.

use actix_web::{HttpRequest, web};

use super::tables::{count, median, span};
use super::{Filled, Frame, Row, plain};
use crate::app::App;
use crate::app::reports::figures;
use crate::queries::operators::operators;
use crate::web::api::reports::{Asked, period};
use crate::web::error::Answer;
use crate::web::{Allowed, Query, perm};

const TITLES: [&str; 7] = [
    "column-requests",
    "column-contacts",
    "column-request-contacts",
    "column-follow-ups",
    "column-complaints",
    "page-mean",
    "page-contact-length",
];

pub(in crate::web::pages) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewReport>,
    asked: Query<Asked>,
) -> Answer {
    // A contact is about no one job, so filters of work cannot limit the report.
    let frame = Frame::new(&app, &request, &caller, (&asked.0, "operators")).limited(&[]);
    let period = period(&app, frame.filter.days)?;
    let query = move |conn: &mut _, scope: &_, _: &_| operators(conn, scope, period);
    let found = figures(&app, &caller, &frame.filter, query).await?;
    let v = &frame.v;
    let row = |(user, it): (&String, &crate::queries::operators::OperatorFigures)| {
        let of = |class: &str| it.contacts.get(class).copied().unwrap_or_default();
        let counts = [it.requests, it.contacts.values().sum(), of("request"), of("follow_up"), of("complaint")];
        let mut cells = counts.map(|it| count(v, it)).to_vec();
        cells.extend([span(v, it.length.mean_s), median(v, it.length)]);
        let name = if user.is_empty() { v.t("page-by-itself") } else { it.name.clone() };
        Row { name, figures: cells.into_iter().map(plain).collect() }
    };
    let rows = found.iter().map(row).collect();
    let titles = TITLES.map(|title| v.t(title)).to_vec();
    frame.finish(true, None, Filled { first_title: "page-operator", titles, rows, ..Filled::default() })
}
