//! `/jobs`: the list, one job, and what happened to it.

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::reports::province;
use super::{codes, day, id, limit, value};
use crate::app::catalogue::serial_key;
use crate::app::dispatch::rank_job;
use crate::app::{App, Error};
use crate::dispatch::rank::{Candidate, Excluded, Fix};
use crate::domain::access::{Permission, allows};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::JobId;
use crate::domain::job::JobState;
use crate::domain::travel::TravelSource;
use crate::queries::Page;
use crate::queries::jobs::{JobFilter, JobRow, Query as Sought, list_jobs, must_see};
use crate::queries::trail::{DecisionView, EventView, JobDetail, find_detail, list_happenings, list_ledgers};
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::Query;

/// What the list is limited to.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// States, with commas between them.
    #[param(example = "pending_dispatch,assigned")]
    pub status: Option<String>,
    /// The agent that holds it.
    pub agent_id: Option<String>,
    /// A reference, a serial, the end of a telephone, or a part of a name.
    pub q: Option<String>,
    /// Code of a province.
    pub province: Option<String>,
    /// Code of a place.
    pub city: Option<String>,
    /// Code of a category of units.
    pub category: Option<String>,
    /// Kinds of work, with commas between them.
    pub kind: Option<String>,
    /// Priorities, with commas between them.
    pub priority: Option<String>,
    /// Outcomes of the verdict, with commas between them.
    pub warranty: Option<String>,
    /// First local day of registration.
    pub from: Option<String>,
    /// Last local day of registration.
    pub to: Option<String>,
    /// Age of an open job in days: `0-3`, `4-7`, `8-15` or `over-15`.
    pub age: Option<String>,
    /// Who the time of an open job belongs to now: `company`, `agent`, `parts`, `customer` or `calendar`.
    pub owner: Option<String>,
    /// `true` for open jobs with a milestone that is due and not met.
    pub overdue: Option<bool>,
    /// `true` for jobs that are on hold.
    pub held: Option<bool>,
    /// `true` for open jobs that nobody holds, or to which nothing with a date is to come.
    pub lost: Option<bool>,
    /// Where the page begins, from the page before.
    pub cursor: Option<String>,
    /// Rows of the page, 1 to 100; 25 when nothing is asked.
    pub limit: Option<i64>,
}

/// The policy to look with.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ByPolicy {
    /// Name of a dispatch policy; the usual one for the job's priority if left out.
    policy: Option<String>,
}

/// The candidate ledger, live.
#[derive(Serialize, ToSchema)]
pub struct LedgerView {
    /// Name of the policy.
    policy: String,
    /// Its version.
    policy_version: i32,
    /// Agents that pass every rule, best first.
    eligible: Vec<Candidate>,
    /// Agents that fail a rule, nearest first.
    excluded: Vec<Excluded>,
    /// What would bring more candidates, most first.
    nearest_fix: Vec<Fix>,
    /// Who timed the way of every candidate.
    travel_source: TravelSource,
}

/// List jobs, newest first
#[utoipa::path(get, path = "/api/v1/jobs", tag = "jobs", params(Asked),
    responses((status = 200, description = "A page of jobs", body = Page<JobRow>)))]
pub async fn list(app: web::Data<App>, caller: Allowed<perm::ViewRequest>, asked: Query<Asked>) -> Answer {
    let with_people = allows(caller.role, Permission::ViewCustomer);
    let filter = filter(&app, &asked.0, with_people)?;
    let scope = caller.scope.clone();
    let mut page = app.db.read(move |conn| list_jobs(conn, &scope, &filter).map_err(Error::from)).await?;
    if !with_people {
        page.items.iter_mut().for_each(JobRow::hide_customer);
    }
    Ok(HttpResponse::Ok().json(page))
}

/// What was asked, read: all faults at once.
///
/// # Errors
/// Wrong values.
pub(in crate::web) fn filter(app: &App, asked: &Asked, with_people: bool) -> Result<JobFilter, Error> {
    let mut faults = Faults::default();
    let q = asked.q.as_deref().filter(|q| !q.trim().is_empty());
    let q = q.map(|q| Sought::read(q, &app.site.region, serial_key(q)));
    if !with_people && matches!(q, Some(Sought::Customer(..))) {
        // Finding jobs by a name tells who has one.
        faults.add("q", FaultCode::NotAllowed);
    }
    let catalogue = app.catalogue();
    let calendar = catalogue.calendar();
    let from = day("from", asked.from.as_deref(), &mut faults);
    let to = day("to", asked.to.as_deref(), &mut faults);
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        faults.add("to", FaultCode::DateOrder);
    }
    let filter = JobFilter {
        states: states(asked, &mut faults),
        agent: value("agent_id", asked.agent_id.as_deref(), &mut faults),
        q,
        province: province(app, asked.province.as_deref(), &mut faults),
        city: known("city", asked.city.as_deref(), &mut faults, |code| {
            catalogue.place(code, None).map(|place| place.code.clone())
        }),
        category: known("category", asked.category.as_deref(), &mut faults, |code| {
            catalogue.category(code).map(|category| category.code.clone())
        }),
        kinds: codes("kind", asked.kind.as_deref(), &mut faults),
        priorities: codes("priority", asked.priority.as_deref(), &mut faults),
        warranties: codes("warranty", asked.warranty.as_deref(), &mut faults),
        from: from.and_then(|day| Some(calendar.span_of(day)?.from)),
        before: to.and_then(|day| Some(calendar.span_of(day)?.to)),
        age: value("age", asked.age.as_deref(), &mut faults),
        owner: value("owner", asked.owner.as_deref(), &mut faults),
        is_overdue: asked.overdue == Some(true),
        is_lost: asked.lost == Some(true),
        now: app.clock.now(),
        after: value("cursor", asked.cursor.as_deref(), &mut faults),
        limit: limit(asked.limit, &mut faults),
    };
    Ok(faults.or(filter)?)
}

/// The states asked for; `held` stands for one of them.
fn states(asked: &Asked, faults: &mut Faults) -> Vec<JobState> {
    let states: Vec<JobState> = codes("status", asked.status.as_deref(), faults);
    if asked.held != Some(true) {
        return states;
    }
    if !states.is_empty() && !states.contains(&JobState::OnHold) {
        faults.add_about("held", FaultCode::NotAllowed, "status=on_hold");
    }
    vec![JobState::OnHold]
}

/// A code of the catalogue.
fn known(
    field: &'static str,
    text: Option<&str>,
    faults: &mut Faults,
    find: impl Fn(&str) -> Option<String>,
) -> Option<String> {
    let text = text.filter(|text| !text.trim().is_empty())?;
    let code = find(text);
    if code.is_none() {
        faults.add_about(field, FaultCode::Unknown, text.to_owned());
    }
    code
}

/// One job with everything that belongs to it
#[utoipa::path(get, path = "/api/v1/jobs/{id}", tag = "jobs", params(("id" = String, Path, description = "The job")),
    responses((status = 200, description = "The job", body = JobDetail,
        headers(("ETag" = String, description = "Version, for `If-Match`")))))]
pub async fn show(app: web::Data<App>, caller: Allowed<perm::ViewRequest>, path: web::Path<String>) -> Answer {
    let job: JobId = id(&path)?;
    let (scope, with_people) = (caller.scope.clone(), allows(caller.role, Permission::ViewCustomer));
    let detail = app.db.read(move |conn| find_detail(conn, &scope, job, with_people).map_err(Error::from)).await?;
    let version = format!("\"{}\"", detail.row.version);
    Ok(HttpResponse::Ok().insert_header((header::ETAG, version)).json(detail))
}

/// What happened to a job, oldest first
#[utoipa::path(get, path = "/api/v1/jobs/{id}/events", tag = "jobs",
    params(("id" = String, Path, description = "The job")),
    responses((status = 200, description = "Every event", body = Page<EventView>)))]
pub async fn events(app: web::Data<App>, caller: Allowed<perm::ViewRequest>, path: web::Path<String>) -> Answer {
    let (job, scope) = (id(&path)?, caller.scope.clone());
    let events = app.db.read(move |conn| list_happenings(conn, &scope, job).map_err(Error::from)).await?;
    Ok(HttpResponse::Ok().json(Page::whole(events)))
}

/// Stored candidate ledgers, oldest first
#[utoipa::path(get, path = "/api/v1/jobs/{id}/decisions", tag = "jobs",
    params(("id" = String, Path, description = "The job")),
    responses((status = 200, description = "Every decision", body = Page<DecisionView>)))]
pub async fn decisions(app: web::Data<App>, caller: Allowed<perm::ViewCandidates>, path: web::Path<String>) -> Answer {
    let (job, scope) = (id(&path)?, caller.scope.clone());
    let ledgers = app.db.read(move |conn| list_ledgers(conn, &scope, job).map_err(Error::from)).await?;
    Ok(HttpResponse::Ok().json(Page::whole(ledgers)))
}

/// The policy asked for, if it is one.
pub(super) fn known_policy<'a>(app: &App, by: &'a ByPolicy) -> Result<Option<&'a str>, Error> {
    let policy = by.policy.as_deref();
    if let Some(name) = policy.filter(|name| !app.catalogue().has_dispatch_policy(name)) {
        let mut faults = Faults::default();
        faults.add_about("policy", FaultCode::Unknown, name.to_owned());
        return Err(faults.into());
    }
    Ok(policy)
}

/// The candidate ledger as of now; decides nothing
#[utoipa::path(get, path = "/api/v1/jobs/{id}/candidates", tag = "jobs",
    params(("id" = String, Path, description = "The job"), ByPolicy),
    responses((status = 200, description = "Every agent considered, with the reasons", body = LedgerView)))]
pub async fn candidates(
    app: web::Data<App>,
    caller: Allowed<perm::ViewCandidates>,
    path: web::Path<String>,
    by: Query<ByPolicy>,
) -> Answer {
    let (job, scope): (JobId, _) = (id(&path)?, caller.scope.clone());
    app.db.read(move |conn| must_see(conn, &scope, job).map_err(Error::from)).await?;
    let policy = known_policy(&app, &by.0)?;
    let ranked = rank_job(&app, job, policy).await?;
    let (policy, policy_version, _) = ranked.policy;
    let ledger = ranked.ledger;
    Ok(HttpResponse::Ok().json(LedgerView {
        policy,
        policy_version,
        eligible: ledger.eligible,
        excluded: ledger.excluded,
        nearest_fix: ledger.nearest_fix,
        travel_source: ledger.travel_source,
    }))
}
