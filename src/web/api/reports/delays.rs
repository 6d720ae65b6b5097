//! `/reports/delays`: whose time it was, from the report to the end of the work.

use actix_web::{HttpRequest, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::sheet::Cell;
use super::{Asked, Line, Made, Names, Report, Wanted, answer, lines};
use crate::app::App;
use crate::app::reports::figures;
use crate::domain::reason::DelayOwner;
use crate::i18n::{code_key, has};
use crate::queries::delays::{Delay, DelayBy, delays};
use crate::queries::work::GroupBy;
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::Query;
use crate::web::words::say;

/// The time of one group, calendar time.
#[derive(Serialize, ToSchema)]
pub struct DelayLine {
    /// Code of the group; empty for all together, for time without an agent or without a reason.
    group: String,
    /// Name of the group.
    name: String,
    /// Jobs with time in it.
    jobs: u64,
    /// All of it.
    elapsed_s: i64,
    /// The organisation's.
    company_s: i64,
    /// The agent's.
    agent_s: i64,
    /// Waiting for parts.
    parts_s: i64,
    /// The customer's.
    customer_s: i64,
    /// The calendar's.
    calendar_s: i64,
}

impl DelayLine {
    fn new(group: String, name: String, delay: &Delay) -> Self {
        Self {
            group,
            name,
            jobs: delay.jobs(),
            elapsed_s: delay.elapsed(),
            company_s: delay.seconds(DelayOwner::Company),
            agent_s: delay.seconds(DelayOwner::Agent),
            parts_s: delay.seconds(DelayOwner::Parts),
            customer_s: delay.seconds(DelayOwner::Customer),
            calendar_s: delay.seconds(DelayOwner::Calendar),
        }
    }
}

impl Line for DelayLine {
    const COLUMNS: &'static [&'static str] =
        &["group", "name", "jobs", "elapsed_s", "company_s", "agent_s", "parts_s", "customer_s", "calendar_s"];

    fn cells(&self) -> Vec<Cell> {
        let spans = [self.elapsed_s, self.company_s, self.agent_s, self.parts_s, self.customer_s, self.calendar_s];
        let mut cells = vec![Cell::Text(self.group.clone()), Cell::Text(self.name.clone()), Cell::Count(self.jobs)];
        cells.extend(spans.map(|span| Cell::Seconds(Some(span))));
        cells
    }
}

/// Whose time it was, from the report to the end of the work
#[utoipa::path(get, path = "/api/v1/reports/delays", tag = "reports", operation_id = "delays", params(Asked),
    responses((status = 200, description = "The report",
        content((Report<DelayLine> = "application/json"), (String = "text/csv")))))]
pub async fn show(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::ViewReport>,
    asked: Query<Asked>,
) -> Answer {
    let wanted = Wanted::read(&app, &request, &asked.0, DelayBy::None)?;
    let (group_by, now) = (wanted.group_by, app.clock.now());
    let query = move |conn: &mut _, scope: &_, filter: &_| delays(conn, scope, filter, group_by, now);
    let (groups, mix) = figures(&app, &caller, &wanted.filter, query).await?;
    let cases = mix.kinds.values().sum();
    let names = Names::load(&app, wanted.language).await?;
    let name = |group: &str| match group_by {
        DelayBy::Agent => names.of(&app, GroupBy::Agent, group),
        DelayBy::Category => names.of(&app, GroupBy::Category, group),
        DelayBy::City => names.of(&app, GroupBy::City, group),
        DelayBy::Reason => {
            let key = code_key("reason", group);
            if has(wanted.language, &key) { say(wanted.language, &key, "") } else { String::new() }
        }
        DelayBy::None => String::new(),
    };
    let items = lines(groups, name, DelayLine::new);
    answer(&wanted, Made { name: "delays", cases, mix, group_by: group_by.as_str(), items })
}
