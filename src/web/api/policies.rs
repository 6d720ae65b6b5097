//! `/policies`: what managers rule, version by version.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::value;
use crate::app::policies::{Compared, PolicySpec, Replay, replay_policy, revise_policy};
use crate::app::{Actor, App, Code, Error};
use crate::domain::fault::Faults;
use crate::domain::language::Language;
use crate::domain::policy::PolicyKind;
use crate::queries::Page;
use crate::queries::policies::{PolicyDetail, PolicyLine, find_policy, list_policies};
use crate::web::auth::{Allowed, perm};
use crate::web::error::{Answer, Problem};
use crate::web::extract::{Body, IfMatch, Lang, Query};
use crate::web::reading::read_value;
use crate::web::words::{language_of, say};

/// Which policies.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// `dispatch`, `travel`, `care`, `service_level`, `warranty`, `complaint` or `task`; all if left out.
    #[param(example = "warranty")]
    kind: Option<String>,
}

/// Which version.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AtVersion {
    /// A version; the one in force if left out.
    version: Option<i32>,
}

/// What the policy is to say.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Revision {
    /// The fields of its kind, all of them; a policy's own answer shows them.
    #[schema(value_type = Object)]
    spec: Value,
}

/// A policy as shown.
#[derive(Serialize, ToSchema)]
pub struct PolicyShown {
    /// The version, what it says, and its history.
    #[serde(flatten)]
    policy: PolicyDetail,
    /// What whoever edits it must know, in words.
    notes: Vec<String>,
}

/// List the policies in force
#[utoipa::path(get, path = "/api/v1/policies", tag = "policies", params(Asked),
    responses((status = 200, description = "Every policy in force", body = Page<PolicyLine>)))]
pub async fn list(app: web::Data<App>, _caller: Allowed<perm::ViewPolicy>, asked: Query<Asked>) -> Answer {
    let mut faults = Faults::default();
    let kind = value("kind", asked.0.kind.as_deref(), &mut faults);
    let kind: Option<PolicyKind> = faults.or(kind)?;
    let lines = app.db.read(move |conn| list_policies(conn, kind).map_err(Error::from)).await?;
    Ok(HttpResponse::Ok().json(Page::whole(lines)))
}

/// One policy with its history
#[utoipa::path(get, path = "/api/v1/policies/{kind}/{code}", tag = "policies",
    params(("kind" = String, Path, description = "What it is about"), ("code" = String, Path, description = "Its name"),
        AtVersion),
    responses((status = 200, description = "The policy", body = PolicyShown,
        headers(("ETag" = String, description = "Version in force, for `If-Match`")))))]
pub async fn show(
    app: web::Data<App>,
    _caller: Allowed<perm::ViewPolicy>,
    path: web::Path<(String, String)>,
    lang: Lang,
    at: Query<AtVersion>,
) -> Answer {
    shown(&app, &path, at.0.version, lang.0).await
}

/// Make the next version of a policy, in force at once; `If-Match: "0"` makes a new policy
#[utoipa::path(post, path = "/api/v1/policies/{kind}/{code}", tag = "policies", request_body = Revision,
    params(("kind" = String, Path, description = "What it is about"), ("code" = String, Path, description = "Its name"),
        ("If-Match" = String, Header, description = "The version in force")),
    responses((status = 200, description = "The policy", body = PolicyShown,
        headers(("ETag" = String, description = "Version in force, for `If-Match`")))))]
pub async fn revise(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::ManagePolicy>,
    path: web::Path<(String, String)>,
    body: Body<Revision>,
) -> Answer {
    let kind = kind(&path.0)?;
    let seen = i32::try_from(IfMatch::of(&request)?.0).unwrap_or(-1);
    let spec = spec_of(kind, body.value.spec)?;
    revise_policy(&app, Actor::staff(&caller), &path.1, (seen, spec)).await?;
    shown(&app, &path, None, language_of(&request)).await
}

/// A past period under another dispatch policy.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Replayed {
    /// First local day.
    #[schema(value_type = String, format = Date, example = "2026-10-23")]
    from: NaiveDate,
    /// Last local day; 92 days at most.
    #[schema(value_type = String, format = Date, example = "2026-11-21")]
    to: NaiveDate,
    /// The policy that is thought of, as its revision would be.
    #[schema(value_type = Object)]
    spec: Value,
    /// Capacity of every agent, in percent of the contract's, 10 to 1000; 100 if left out.
    capacity_percent: Option<i32>,
}

/// Play a past period under a dispatch policy that is not in force yet; nothing is written
#[utoipa::path(post, path = "/api/v1/policies/dispatch/{code}/replay", tag = "policies", request_body = Replayed,
    params(("code" = String, Path, description = "The policy in force to compare with", example = "balanced")),
    responses((status = 200, description = "The period as it was, and played under both policies", body = Compared)))]
pub async fn replay(
    app: web::Data<App>,
    caller: Allowed<perm::ViewReport>,
    code: web::Path<String>,
    body: Body<Replayed>,
) -> Answer {
    let Replayed { from, to, spec, capacity_percent } = body.value;
    let policy = read_value(spec, "spec")?;
    let asked = Replay { days: (from, to), policy, capacity_percent: capacity_percent.unwrap_or(100) };
    Ok(HttpResponse::Ok().json(replay_policy(&app, &caller, &code, asked).await?))
}

/// What a policy of a kind is to say; the first fault that keeps it from being read.
pub(in crate::web) fn spec_of(kind: PolicyKind, spec: Value) -> Result<PolicySpec, Error> {
    Ok(match kind {
        PolicyKind::Dispatch => PolicySpec::Dispatch(read_value(spec, "spec")?),
        PolicyKind::Care => PolicySpec::Care(read_value(spec, "spec")?),
        PolicyKind::ServiceLevel => PolicySpec::ServiceLevel(read_value(spec, "spec")?),
        PolicyKind::Complaint => PolicySpec::Complaint(read_value(spec, "spec")?),
        PolicyKind::Task => PolicySpec::Task(read_value(spec, "spec")?),
        PolicyKind::Travel => PolicySpec::Travel(read_value(spec, "spec")?),
        PolicyKind::Messaging => PolicySpec::Messaging(read_value(spec, "spec")?),
        PolicyKind::Price => PolicySpec::Price(read_value(spec, "spec")?),
        PolicyKind::Warranty => PolicySpec::Warranty(read_value(spec, "spec")?),
    })
}

fn kind(text: &str) -> Result<PolicyKind, Problem> {
    text.parse().map_err(|_| Code::NotFound.into())
}

async fn shown(app: &App, path: &(String, String), version: Option<i32>, language: Language) -> Answer {
    let (kind, code) = (kind(&path.0)?, path.1.clone());
    let policy = app.db.read(move |conn| find_policy(conn, kind, &code, version).map_err(Error::from)).await?;
    let in_force = policy.history.iter().find(|line| line.is_current).map_or(0, |line| line.version);
    let notes = match kind {
        PolicyKind::Warranty => vec![say(language, "api-note-consumer-law", "")],
        _ => Vec::new(),
    };
    let version = format!("\"{in_force}\"");
    Ok(HttpResponse::Ok().insert_header((header::ETAG, version)).json(PolicyShown { policy, notes }))
}
