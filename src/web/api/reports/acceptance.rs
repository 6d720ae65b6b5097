//! `/reports/acceptance`: how agents answer offers, and what becomes of what they accept.

use actix_web::{HttpRequest, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::sheet::Cell;
use super::{Asked, Line, Made, Report, ShareView, SpreadView, Wanted, answer, named_lines};
use crate::app::App;
use crate::app::reports::figures;
use crate::domain::kpi::acceptance::Acceptance;
use crate::queries::acceptance::acceptance;
use crate::queries::work::GroupBy;
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::Query;

/// The figures of one group.
#[derive(Serialize, ToSchema)]
pub struct AcceptanceLine {
    /// Code of the group; empty for all together.
    group: String,
    /// Name of the group.
    name: String,
    /// Offers made.
    offers: u64,
    /// Those delivered in the agent's working hours.
    in_hours: u64,
    /// Of these, taken by another agent first.
    filled: u64,
    /// Of these, taken back by the organisation.
    withdrawn: u64,
    /// Of these, declined.
    declined: u64,
    /// Of these, not answered in time.
    expired: u64,
    /// Accepted and not released ÷ (delivered in working hours − filled − withdrawn − still open).
    acceptance: ShareView,
    /// Accepted and given back later ÷ accepted.
    released: ShareView,
    /// Accepted and cancelled later ÷ accepted.
    cancelled_after: ShareView,
    /// Nobody came ÷ visits that are over and were not taken back.
    technician_absence: ShareView,
    /// Promises broken ÷ promises judged.
    broken_promises: ShareView,
    /// Accepted − own offer sent.
    offer_to_accept: SpreadView,
}

impl AcceptanceLine {
    fn new(group: String, name: String, it: &Acceptance) -> Self {
        Self {
            group,
            name,
            offers: it.offers,
            in_hours: it.in_hours,
            filled: it.filled,
            withdrawn: it.withdrawn,
            declined: it.declined,
            expired: it.expired,
            acceptance: it.rate.into(),
            released: it.released.into(),
            cancelled_after: it.cancelled.into(),
            technician_absence: it.absence.into(),
            broken_promises: it.broken.into(),
            offer_to_accept: it.answer.into(),
        }
    }
}

impl Line for AcceptanceLine {
    const COLUMNS: &'static [&'static str] = &[
        "group",
        "name",
        "offers",
        "in_hours",
        "filled",
        "withdrawn",
        "declined",
        "expired",
        "acceptance.cases",
        "acceptance.hits",
        "acceptance.share",
        "released.cases",
        "released.hits",
        "released.share",
        "cancelled_after.cases",
        "cancelled_after.hits",
        "cancelled_after.share",
        "technician_absence.cases",
        "technician_absence.hits",
        "technician_absence.share",
        "broken_promises.cases",
        "broken_promises.hits",
        "broken_promises.share",
        "offer_to_accept.cases",
        "offer_to_accept.mean_s",
        "offer_to_accept.median_s",
        "offer_to_accept.p90_s",
    ];

    fn cells(&self) -> Vec<Cell> {
        let counts = [self.offers, self.in_hours, self.filled, self.withdrawn, self.declined, self.expired];
        let shares =
            [self.acceptance, self.released, self.cancelled_after, self.technician_absence, self.broken_promises];
        let mut cells = vec![Cell::Text(self.group.clone()), Cell::Text(self.name.clone())];
        cells.extend(counts.map(Cell::Count));
        cells.extend(shares.into_iter().flat_map(ShareView::cells));
        cells.extend(self.offer_to_accept.cells());
        cells
    }
}

/// How agents answer offers, and what becomes of what they accept
#[utoipa::path(get, path = "/api/v1/reports/acceptance", tag = "reports", operation_id = "acceptance", params(Asked),
    responses((status = 200, description = "The report",
        content((Report<AcceptanceLine> = "application/json"), (String = "text/csv")))))]
pub async fn show(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::ViewReport>,
    asked: Query<Asked>,
) -> Answer {
    let wanted = Wanted::read(&app, &request, &asked.0, GroupBy::Agent)?;
    let (group_by, network) = (wanted.group_by, app.network());
    let query = move |conn: &mut _, scope: &_, filter: &_| {
        let is_open = |agent, at| network.agent(agent).is_some_and(|agent| agent.hours.is_open(at));
        acceptance(conn, scope, filter, group_by, &is_open)
    };
    let (groups, mix) = figures(&app, &caller, &wanted.filter, query).await?;
    let cases = groups.values().map(|it| it.offers).sum();
    let items = named_lines(&app, &wanted, groups, AcceptanceLine::new).await?;
    answer(&wanted, Made { name: "acceptance", cases, mix, group_by: group_by.as_str(), items })
}
