//! `/reports/satisfaction`: what customers think of completed work.

use actix_web::{HttpRequest, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::sheet::Cell;
use super::{Asked, Line, Made, Report, ShareView, Wanted, answer, named_lines};
use crate::app::App;
use crate::app::reports::figures;
use crate::domain::kpi::satisfaction::Satisfaction;
use crate::queries::satisfaction::satisfaction;
use crate::queries::work::GroupBy;
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::Query;

/// The figures of one group.
#[derive(Serialize, ToSchema)]
pub struct SatisfactionLine {
    /// Code of the group; empty for all together and for jobs without an agent.
    group: String,
    /// Name of the group.
    name: String,
    /// Jobs completed in the period.
    completed: u64,
    /// Customers with a telephone that gets SMS ÷ jobs completed.
    coverage: ShareView,
    /// Ratings ÷ jobs completed.
    response: ShareView,
    /// Ratings of 4 and 5 ÷ ratings.
    csat: ShareView,
    /// Mean of the ratings, 1 to 5.
    mean_score: Option<f64>,
    /// Ratings of 1.
    score_1: u64,
    /// Ratings of 2.
    score_2: u64,
    /// Ratings of 3.
    score_3: u64,
    /// Ratings of 4.
    score_4: u64,
    /// Ratings of 5.
    score_5: u64,
    /// Ratings of 1 and 2 that somebody has followed ÷ ratings of 1 and 2.
    low_followed: ShareView,
    /// Ratings from those who did the work, which are in none of the others.
    void: u64,
}

impl SatisfactionLine {
    fn new(group: String, name: String, it: &Satisfaction) -> Self {
        let [score_1, score_2, score_3, score_4, score_5] = it.scores;
        Self {
            group,
            name,
            completed: it.completed(),
            coverage: it.coverage.into(),
            response: it.response.into(),
            csat: it.csat.into(),
            mean_score: it.mean(),
            score_1,
            score_2,
            score_3,
            score_4,
            score_5,
            low_followed: it.followed.into(),
            void: it.void,
        }
    }
}

impl Line for SatisfactionLine {
    const COLUMNS: &'static [&'static str] = &[
        "group",
        "name",
        "completed",
        "coverage.cases",
        "coverage.hits",
        "coverage.share",
        "response.cases",
        "response.hits",
        "response.share",
        "csat.cases",
        "csat.hits",
        "csat.share",
        "mean_score",
        "score_1",
        "score_2",
        "score_3",
        "score_4",
        "score_5",
        "low_followed.cases",
        "low_followed.hits",
        "low_followed.share",
        "void",
    ];

    fn cells(&self) -> Vec<Cell> {
        let mut cells =
            vec![Cell::Text(self.group.clone()), Cell::Text(self.name.clone()), Cell::Count(self.completed)];
        cells.extend([self.coverage, self.response, self.csat].into_iter().flat_map(ShareView::cells));
        cells.push(Cell::Mean(self.mean_score));
        cells.extend([self.score_1, self.score_2, self.score_3, self.score_4, self.score_5].map(Cell::Count));
        cells.extend(self.low_followed.cells());
        cells.push(Cell::Count(self.void));
        cells
    }
}

/// What customers think of completed work
#[utoipa::path(get, path = "/api/v1/reports/satisfaction", tag = "reports", operation_id = "satisfaction", params(Asked),
    responses((status = 200, description = "The report",
        content((Report<SatisfactionLine> = "application/json"), (String = "text/csv")))))]
pub async fn show(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::ViewReport>,
    asked: Query<Asked>,
) -> Answer {
    let wanted = Wanted::read(&app, &request, &asked.0, GroupBy::None)?;
    let (group_by, period) = (wanted.group_by, wanted.period(&app)?);
    let query = move |conn: &mut _, scope: &_, filter: &_| satisfaction(conn, scope, filter, group_by, period);
    let found = figures(&app, &caller, &wanted.filter, query).await?;
    let cases = found.whole.completed();
    let items = named_lines(&app, &wanted, found.groups, SatisfactionLine::new).await?;
    answer(&wanted, Made { name: "satisfaction", cases, mix: found.mix, group_by: group_by.as_str(), items })
}
