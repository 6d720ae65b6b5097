//! `/reports/open-jobs`: open jobs by state, owner of the delay and age.

use actix_web::{HttpRequest, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::sheet::Cell;
use super::{Asked, Line, Made, Report, Wanted, answer, refuse};
use crate::app::App;
use crate::app::reports::figures;
use crate::domain::job::JobState;
use crate::domain::kpi::age::Age;
use crate::domain::reason::DelayOwner;
use crate::queries::open_jobs::open_jobs;
use crate::queries::work::GroupBy;
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::Query;

/// Open jobs in one state that belong to one owner now.
#[derive(Serialize, ToSchema)]
pub struct OpenJobsLine {
    /// The state; `GET /jobs` takes it as `status`.
    state: JobState,
    /// Who their time belongs to now; `GET /jobs` takes it as `owner`.
    owner: DelayOwner,
    /// All of them.
    jobs: u64,
    /// Up to 72 hours old; `GET /jobs?age=0-3`.
    days_0_3: u64,
    /// Up to 7 × 24 hours old; `GET /jobs?age=4-7`.
    days_4_7: u64,
    /// Up to 15 × 24 hours old; `GET /jobs?age=8-15`.
    days_8_15: u64,
    /// Older; `GET /jobs?age=over-15`.
    days_over_15: u64,
}

impl Line for OpenJobsLine {
    const COLUMNS: &'static [&'static str] =
        &["state", "owner", "jobs", "days_0_3", "days_4_7", "days_8_15", "days_over_15"];

    fn cells(&self) -> Vec<Cell> {
        let counts = [self.jobs, self.days_0_3, self.days_4_7, self.days_8_15, self.days_over_15];
        let mut cells = vec![Cell::Text(self.state.to_string()), Cell::Text(self.owner.to_string())];
        cells.extend(counts.map(Cell::Count));
        cells
    }
}

/// Open jobs by state, owner of the delay and age, as they stand now
#[utoipa::path(get, path = "/api/v1/reports/open-jobs", tag = "reports", operation_id = "open_jobs", params(Asked),
    responses((status = 200, description = "The report",
        content((Report<OpenJobsLine> = "application/json"), (String = "text/csv")))))]
pub async fn show(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::ViewReport>,
    asked: Query<Asked>,
) -> Answer {
    // What stands open now has no period, and lines of its own.
    refuse(&[("from", &asked.0.from), ("to", &asked.0.to), ("group_by", &asked.0.group_by)])?;
    let wanted = Wanted::read(&app, &request, &asked.0, GroupBy::None)?;
    let now = app.clock.now();
    let query = move |conn: &mut _, scope: &_, filter: &_| open_jobs(conn, scope, filter, now);
    let (counts, mix) = figures(&app, &caller, &wanted.filter, query).await?;
    let lines = counts.into_iter().map(|((state, owner), by_age)| {
        let of = |age| by_age.get(&age).copied().unwrap_or_default();
        OpenJobsLine {
            state,
            owner,
            jobs: by_age.values().sum(),
            days_0_3: of(Age::UpTo3),
            days_4_7: of(Age::UpTo7),
            days_8_15: of(Age::UpTo15),
            days_over_15: of(Age::Over15),
        }
    });
    let items: Vec<OpenJobsLine> = lines.collect();
    let cases = items.iter().map(|line| line.jobs).sum();
    answer(&wanted, Made { name: "open-jobs", cases, mix, group_by: "state", items })
}
