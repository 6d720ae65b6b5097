//! `/reports/turnaround`: how long jobs take, how repairs hold, and promises.

use actix_web::{HttpRequest, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::sheet::Cell;
use super::{Asked, Line, Made, Report, ShareView, SpreadView, Wanted, answer, named_lines};
use crate::app::App;
use crate::app::reports::figures;
use crate::queries::turnaround::{Figures, turnaround};
use crate::queries::work::GroupBy;
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::Query;

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
    /// 90th percentile of first accepted − registered.
    time_to_accept_p90_s: Option<i64>,
    /// Jobs that ended without the work.
    cancelled: u64,
    /// Accepted − own offer sent.
    offer_to_accept: SpreadView,
    /// Beginning of the first slot offered − registered.
    first_slot: SpreadView,
    /// First arrived − registered, without jobs whose date the customer chose.
    time_to_arrive: SpreadView,
    /// Closed − completed.
    closing_lag: SpreadView,
    /// Repairs fixed at the first arrival with no repeat in 30 days.
    first_time_fix: ShareView,
    /// Cases of the first-time fix whose 30 days have not passed.
    first_time_fix_provisional: u64,
    /// Repairs repeated within 30 days for a fault of the same group.
    repeat_30_same: ShareView,
    /// Repairs repeated within 30 days for another fault.
    repeat_30_other: ShareView,
    /// Repairs repeated within 90 days for a fault of the same group.
    repeat_90_same: ShareView,
    /// Repairs repeated within 90 days for another fault.
    repeat_90_other: ShareView,
    /// Completed repairs whose 90 days have not passed.
    repeat_provisional: u64,
    /// Arrivals outside the first window promised.
    broken_promises: ShareView,
}

impl TurnaroundLine {
    fn new(group: String, name: String, figures: &Figures) -> Self {
        let (times, holding) = (&figures.turnaround, &figures.holding);
        Self {
            group,
            name,
            jobs: times.jobs,
            completed: times.turnaround.cases,
            open_overdue: times.open_overdue,
            mean_s: times.turnaround.mean_s,
            median_s: times.turnaround.median_s,
            p90_s: times.turnaround.p90_s,
            within_3_days: times.within_3_days,
            accepted: times.acceptance.cases,
            time_to_accept_mean_s: times.acceptance.mean_s,
            time_to_accept_median_s: times.acceptance.median_s,
            time_to_accept_p90_s: times.acceptance.p90_s,
            cancelled: times.cancelled,
            offer_to_accept: times.answer.into(),
            first_slot: times.first_slot.into(),
            time_to_arrive: times.arrival.into(),
            closing_lag: times.closing.into(),
            first_time_fix: holding.first_time_fix.into(),
            first_time_fix_provisional: holding.first_time_fix_provisional,
            repeat_30_same: holding.repeat_30_same.into(),
            repeat_30_other: holding.repeat_30_other.into(),
            repeat_90_same: holding.repeat_90_same.into(),
            repeat_90_other: holding.repeat_90_other.into(),
            repeat_provisional: holding.repeat_provisional,
            broken_promises: figures.broken.into(),
        }
    }
}

impl Line for TurnaroundLine {
    const COLUMNS: &'static [&'static str] = &[
        "group",
        "name",
        "jobs",
        "completed",
        "open_overdue",
        "mean_s",
        "median_s",
        "p90_s",
        "within_3_days",
        "accepted",
        "time_to_accept.mean_s",
        "time_to_accept.median_s",
        "time_to_accept.p90_s",
        "cancelled",
        "offer_to_accept.cases",
        "offer_to_accept.mean_s",
        "offer_to_accept.median_s",
        "offer_to_accept.p90_s",
        "first_slot.cases",
        "first_slot.mean_s",
        "first_slot.median_s",
        "first_slot.p90_s",
        "time_to_arrive.cases",
        "time_to_arrive.mean_s",
        "time_to_arrive.median_s",
        "time_to_arrive.p90_s",
        "closing_lag.cases",
        "closing_lag.mean_s",
        "closing_lag.median_s",
        "closing_lag.p90_s",
        "first_time_fix.cases",
        "first_time_fix.hits",
        "first_time_fix.share",
        "first_time_fix.provisional",
        "repeat_30_same.cases",
        "repeat_30_same.hits",
        "repeat_30_same.share",
        "repeat_30_other.cases",
        "repeat_30_other.hits",
        "repeat_30_other.share",
        "repeat_90_same.cases",
        "repeat_90_same.hits",
        "repeat_90_same.share",
        "repeat_90_other.cases",
        "repeat_90_other.hits",
        "repeat_90_other.share",
        "repeat.provisional",
        "broken_promises.cases",
        "broken_promises.hits",
        "broken_promises.share",
    ];

    fn cells(&self) -> Vec<Cell> {
        let mut cells = vec![
            Cell::Text(self.group.clone()),
            Cell::Text(self.name.clone()),
            Cell::Count(self.jobs),
            Cell::Count(self.completed),
            Cell::Count(self.open_overdue),
            Cell::Seconds(self.mean_s),
            Cell::Seconds(self.median_s),
            Cell::Seconds(self.p90_s),
            Cell::Share(self.within_3_days),
            Cell::Count(self.accepted),
            Cell::Seconds(self.time_to_accept_mean_s),
            Cell::Seconds(self.time_to_accept_median_s),
            Cell::Seconds(self.time_to_accept_p90_s),
            Cell::Count(self.cancelled),
        ];
        for spread in [self.offer_to_accept, self.first_slot, self.time_to_arrive, self.closing_lag] {
            cells.extend(spread.cells());
        }
        cells.extend(self.first_time_fix.cells());
        cells.push(Cell::Count(self.first_time_fix_provisional));
        for share in [self.repeat_30_same, self.repeat_30_other, self.repeat_90_same, self.repeat_90_other] {
            cells.extend(share.cells());
        }
        cells.push(Cell::Count(self.repeat_provisional));
        cells.extend(self.broken_promises.cells());
        cells
    }
}

/// How long jobs take, how repairs hold, and promises
#[utoipa::path(get, path = "/api/v1/reports/turnaround", tag = "reports", operation_id = "turnaround", params(Asked),
    responses((status = 200, description = "The report",
        content((Report<TurnaroundLine> = "application/json"), (String = "text/csv")))))]
pub async fn show(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::ViewReport>,
    asked: Query<Asked>,
) -> Answer {
    let wanted = Wanted::read(&app, &request, &asked.0, GroupBy::None)?;
    let (group_by, now) = (wanted.group_by, app.clock.now());
    let query = move |conn: &mut _, scope: &_, filter: &_| turnaround(conn, scope, filter, group_by, now);
    let found = figures(&app, &caller, &wanted.filter, query).await?;
    let cases = found.whole.turnaround.jobs;
    let items = named_lines(&app, &wanted, found.groups, TurnaroundLine::new).await?;
    answer(&wanted, Made { name: "turnaround", cases, mix: found.mix, group_by: group_by.as_str(), items })
}
