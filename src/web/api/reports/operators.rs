//! `/reports/operators`: what each operator logged.

use actix_web::{HttpRequest, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::sheet::Cell;
use super::{Asked, Line, Made, Report, SpreadView, Wanted, answer, lines, refuse};
use crate::app::App;
use crate::app::reports::figures;
use crate::queries::operators::{OperatorFigures, operators};
use crate::queries::work::{GroupBy, Mix};
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::Query;

/// What one operator logged.
#[derive(Serialize, ToSchema)]
pub struct OperatorLine {
    /// The user; empty for what came in by itself.
    group: String,
    /// Name of the user.
    name: String,
    /// Service requests taken down.
    requests: u64,
    /// Contacts of all classes.
    contacts: u64,
    /// Contacts about a fault or a service.
    request_contacts: u64,
    /// Contacts that followed something up or asked for information.
    follow_ups: u64,
    /// Complaints, criticism and suggestions.
    complaints: u64,
    /// End − beginning of contacts whose end is known.
    contact_length: SpreadView,
}

impl OperatorLine {
    fn new(group: String, it: &OperatorFigures) -> Self {
        let of = |class: &str| it.contacts.get(class).copied().unwrap_or_default();
        Self {
            group,
            name: it.name.clone(),
            requests: it.requests,
            contacts: it.contacts.values().sum(),
            request_contacts: of("request"),
            follow_ups: of("follow_up"),
            complaints: of("complaint"),
            contact_length: it.length.into(),
        }
    }
}

impl Line for OperatorLine {
    const COLUMNS: &'static [&'static str] = &[
        "group",
        "name",
        "requests",
        "contacts",
        "request_contacts",
        "follow_ups",
        "complaints",
        "contact_length.cases",
        "contact_length.mean_s",
        "contact_length.median_s",
        "contact_length.p90_s",
    ];

    fn cells(&self) -> Vec<Cell> {
        let counts = [self.requests, self.contacts, self.request_contacts, self.follow_ups, self.complaints];
        let mut cells = vec![Cell::Text(self.group.clone()), Cell::Text(self.name.clone())];
        cells.extend(counts.map(Cell::Count));
        cells.extend(self.contact_length.cells());
        cells
    }
}

/// What each operator logged
#[utoipa::path(get, path = "/api/v1/reports/operators", tag = "reports", operation_id = "operators", params(Asked),
    responses((status = 200, description = "The report",
        content((Report<OperatorLine> = "application/json"), (String = "text/csv")))))]
pub async fn show(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::ViewReport>,
    asked: Query<Asked>,
) -> Answer {
    // A contact is about no one job, so filters of work cannot limit the report.
    let Asked { group_by, province, kind, warranty, setting, .. } = &asked.0;
    let of_work = [("group_by", group_by), ("province", province), ("kind", kind), ("warranty", warranty)];
    refuse(&[&of_work[..], &[("setting", setting)]].concat())?;
    let wanted = Wanted::read(&app, &request, &asked.0, GroupBy::None)?;
    let period = wanted.period(&app)?;
    let query = move |conn: &mut _, scope: &_, _: &_| operators(conn, scope, period);
    let found = figures(&app, &caller, &wanted.filter, query).await?;
    let items = lines(found, |_| String::new(), |user, _, it| OperatorLine::new(user, it));
    let cases = items.iter().map(|line| line.requests).sum();
    answer(&wanted, Made { name: "operators", cases, mix: Mix::default(), group_by: "operator", items })
}
