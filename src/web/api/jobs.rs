//! `/jobs`: the list, one job, and what happened to it.

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{id, limit, value};
use crate::app::dispatch::rank_job;
use crate::app::{App, Error};
use crate::dispatch::rank::{Candidate, Excluded, Fix};
use crate::domain::access::{Permission, allows};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::JobId;
use crate::domain::job::JobState;
use crate::queries::Page;
use crate::queries::jobs::{JobFilter, JobRow, Query as Sought, list_jobs, must_see};
use crate::queries::trail::{DecisionView, EventView, JobDetail, find_detail, list_happenings, list_ledgers};
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::Query;

/// What the list is limited to.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// States, with commas between them.
    #[param(example = "pending_dispatch,assigned")]
    status: Option<String>,
    /// The agent that holds it.
    agent_id: Option<String>,
    /// A reference, the end of a telephone, or a part of a name.
    q: Option<String>,
    /// Where the page begins, from the page before.
    cursor: Option<String>,
    /// Rows of the page, 1 to 100; 25 when nothing is asked.
    limit: Option<i64>,
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
        page.items.iter_mut().for_each(|row| row.customer_name = None);
    }
    Ok(HttpResponse::Ok().json(page))
}

fn filter(app: &App, asked: &Asked, with_people: bool) -> Result<JobFilter, Error> {
    let mut faults = Faults::default();
    let states = asked.status.as_deref().unwrap_or_default().split(',').map(str::trim);
    let states: Vec<JobState> = states.filter_map(|code| value("status", Some(code), &mut faults)).collect();
    let q = asked.q.as_deref().filter(|q| !q.trim().is_empty()).map(|q| Sought::read(q, &app.site.region));
    if !with_people && matches!(q, Some(Sought::Customer(_))) {
        // Finding jobs by a name tells who has one.
        faults.add("q", FaultCode::NotAllowed);
    }
    let filter = JobFilter {
        states,
        agent: value("agent_id", asked.agent_id.as_deref(), &mut faults),
        q,
        after: value("cursor", asked.cursor.as_deref(), &mut faults),
        limit: limit(asked.limit, &mut faults),
    };
    Ok(faults.or(filter)?)
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
    }))
}
