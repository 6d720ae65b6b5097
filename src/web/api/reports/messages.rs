//! `/reports/messages`: what each gateway did with each kind of message.

use actix_web::{HttpRequest, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::sheet::Cell;
use super::{Asked, Line, Made, Report, Wanted, answer, refuse};
use crate::app::App;
use crate::app::reports::figures;
use crate::queries::sendings::{SendingFigures, sendings};
use crate::queries::work::{GroupBy, Mix};
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::Query;

/// What one gateway did with one kind of message.
#[derive(Serialize, ToSchema)]
pub struct SendingLine {
    /// The gateway; `none` where no gateway was asked.
    group: String,
    /// Kind of message.
    kind: &'static str,
    /// Attempts to hand a message over.
    attempts: u64,
    /// Of them, taken.
    taken: u64,
    /// Of them, without a clear answer.
    unclear: u64,
    /// Of them, refused for now or for ever.
    refused: u64,
    /// Of those taken, reported delivered.
    delivered: u64,
    /// Of those taken, reported not delivered.
    undelivered: u64,
    /// SMS parts of those taken.
    parts: u64,
    /// What they cost, in the unit of the gateway's settings.
    cost: i64,
}

impl SendingLine {
    fn new(gateway: String, kind: &'static str, it: SendingFigures) -> Self {
        Self {
            group: gateway,
            kind,
            attempts: it.attempts,
            taken: it.taken,
            unclear: it.unclear,
            refused: it.refused,
            delivered: it.delivered,
            undelivered: it.undelivered,
            parts: it.parts,
            cost: it.cost,
        }
    }
}

impl Line for SendingLine {
    const COLUMNS: &'static [&'static str] =
        &["group", "kind", "attempts", "taken", "unclear", "refused", "delivered", "undelivered", "parts", "cost"];

    fn cells(&self) -> Vec<Cell> {
        let counts = [
            self.attempts,
            self.taken,
            self.unclear,
            self.refused,
            self.delivered,
            self.undelivered,
            self.parts,
            u64::try_from(self.cost).unwrap_or_default(),
        ];
        let mut cells = vec![Cell::Text(self.group.clone()), Cell::Text(self.kind.to_owned())];
        cells.extend(counts.map(Cell::Count));
        cells
    }
}

/// What each gateway did with each kind of message
#[utoipa::path(get, path = "/api/v1/reports/messages", tag = "reports", operation_id = "messages_report", params(Asked),
    responses((status = 200, description = "The report",
        content((Report<SendingLine> = "application/json"), (String = "text/csv")))))]
pub async fn show(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::ViewReport>,
    asked: Query<Asked>,
) -> Answer {
    // A message is about no one job, so filters of work cannot limit the report.
    let Asked { group_by, province, kind, warranty, setting, .. } = &asked.0;
    let of_work = [("group_by", group_by), ("province", province), ("kind", kind), ("warranty", warranty)];
    refuse(&[&of_work[..], &[("setting", setting)]].concat())?;
    let wanted = Wanted::read(&app, &request, &asked.0, GroupBy::None)?;
    let period = wanted.period(&app)?;
    let query = move |conn: &mut _, scope: &_, _: &_| sendings(conn, scope, period);
    let found = figures(&app, &caller, &wanted.filter, query).await?;
    let items: Vec<SendingLine> =
        found.into_iter().map(|((gateway, kind), it)| SendingLine::new(gateway, kind, it)).collect();
    let cases = items.iter().map(|line| line.attempts).sum();
    answer(&wanted, Made { name: "messages", cases, mix: Mix::default(), group_by: "gateway", items })
}
