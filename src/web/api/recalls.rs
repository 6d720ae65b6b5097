//! `/recalls`: problem records, their figures and their cases.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{codes, id, key_of, limit, seen, value};
use crate::app::recalls::{NewRecall, RecallStep, edit_recall, link_case, note_recall, step_recall, unlink_case};
use crate::app::{App, Error};
use crate::domain::access::Caller;
use crate::domain::fault::Faults;
use crate::domain::id::{JobId, RecallId};
use crate::domain::recall::RecallEvent;
use crate::queries::Page;
use crate::queries::recalls::{Cases, RecallDetail, RecallFilter, RecallView, cases_of, list_recalls, recall_detail};
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::{Body, IdemKey, IfMatch, Query};

/// What the list is limited to.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// States, with commas between them; all when nothing is asked.
    #[param(example = "recalled")]
    pub state: Option<String>,
    /// Where the page begins, from the page before.
    pub cursor: Option<String>,
    /// Rows of the page, 1 to 100; 25 when nothing is asked.
    pub limit: Option<i64>,
}

/// What happens to a problem.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecallHappens {
    /// The event; the problem tells which ones its state allows.
    #[schema(value_type = String, example = "recall")]
    event: RecallEvent,
    /// Why; required to close or dismiss it.
    note: Option<String>,
}

/// A case of a problem.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCase {
    /// The job that shows the problem.
    #[schema(value_type = String)]
    job: JobId,
}

/// Problems with their figures, newest first
#[utoipa::path(get, path = "/api/v1/recalls", tag = "recalls", params(Asked),
    responses((status = 200, description = "A page of problems", body = Page<RecallView>)))]
pub async fn list(app: web::Data<App>, caller: Allowed<perm::ViewReport>, asked: Query<Asked>) -> Answer {
    let (filter, scope) = (filter(&asked.0)?, caller.scope.clone());
    let read = app.db.read(move |conn| list_recalls(conn, &scope, &filter).map_err(Error::from));
    Ok(HttpResponse::Ok().json(read.await?))
}

/// The list that is asked for.
pub fn filter(asked: &Asked) -> Result<RecallFilter, Error> {
    let mut faults = Faults::default();
    let filter = RecallFilter {
        states: codes("state", asked.state.as_deref(), &mut faults),
        after: value("cursor", asked.cursor.as_deref(), &mut faults),
        limit: limit(asked.limit, &mut faults),
    };
    Ok(faults.or(filter)?)
}

/// Note a problem
#[utoipa::path(post, path = "/api/v1/recalls", tag = "recalls", request_body = NewRecall,
    params(("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 201, description = "The problem", body = RecallDetail)))]
pub async fn note(
    app: web::Data<App>,
    caller: Allowed<perm::ManageRecall>,
    key: IdemKey,
    body: Body<NewRecall>,
) -> Answer {
    let key = key_of("POST /api/v1/recalls", key, &body);
    let noted = note_recall(&app, (&caller, key), body.value).await?;
    let location = format!("/api/v1/recalls/{}", noted.recall_id);
    let shown = shown(&app, &caller, noted.recall_id).await?;
    Ok(HttpResponse::Created().insert_header((header::LOCATION, location)).json(shown))
}

/// One problem with its figures by province
#[utoipa::path(get, path = "/api/v1/recalls/{id}", tag = "recalls",
    params(("id" = String, Path, description = "The problem")),
    responses((status = 200, description = "The problem", body = RecallDetail)))]
pub async fn show(app: web::Data<App>, caller: Allowed<perm::ViewReport>, path: web::Path<String>) -> Answer {
    Ok(answered(&shown(&app, &caller, id(&path)?).await?))
}

/// Describe a problem anew; a recall that is wider finds its new units by itself
#[utoipa::path(put, path = "/api/v1/recalls/{id}", tag = "recalls", request_body = NewRecall,
    params(("id" = String, Path, description = "The problem"),
        ("If-Match" = String, Header, description = "The version that is changed")),
    responses((status = 200, description = "The problem", body = RecallDetail)))]
pub async fn edit(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::ManageRecall>,
    path: web::Path<String>,
    body: Body<NewRecall>,
) -> Answer {
    let recall = id(&path)?;
    let version = i32::try_from(IfMatch::of(&request)?.0).unwrap_or(-1);
    edit_recall(&app, &caller, (recall, version), body.value).await?;
    Ok(answered(&shown(&app, &caller, recall).await?))
}

/// Say what becomes of a problem; `recall` begins to find its units
#[utoipa::path(post, path = "/api/v1/recalls/{id}/events", tag = "recalls", request_body = RecallHappens,
    params(("id" = String, Path, description = "The problem")),
    responses((status = 200, description = "The problem", body = RecallDetail),
        (status = 409, description = "The state does not allow it"),
        (status = 412, description = "`If-Match` names an old version")))]
pub async fn step(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::ManageRecall>,
    path: web::Path<String>,
    body: Body<RecallHappens>,
) -> Answer {
    let recall = id(&path)?;
    let RecallHappens { event, note } = body.value;
    step_recall(&app, &caller, recall, RecallStep { event, note, seen: seen(&request)? }).await?;
    Ok(answered(&shown(&app, &caller, recall).await?))
}

/// The cases of a problem, and others that may be some
#[utoipa::path(get, path = "/api/v1/recalls/{id}/cases", tag = "recalls",
    params(("id" = String, Path, description = "The problem")),
    responses((status = 200, description = "The cases", body = Cases)))]
pub async fn cases(app: web::Data<App>, caller: Allowed<perm::ViewReport>, path: web::Path<String>) -> Answer {
    Ok(HttpResponse::Ok().json(cases_shown(&app, &caller, id(&path)?).await?))
}

/// Link a case to a problem
#[utoipa::path(post, path = "/api/v1/recalls/{id}/cases", tag = "recalls", request_body = NewCase,
    params(("id" = String, Path, description = "The problem"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 201, description = "The cases", body = Cases)))]
pub async fn add_case(
    app: web::Data<App>,
    caller: Allowed<perm::ManageRecall>,
    path: web::Path<String>,
    key: IdemKey,
    body: Body<NewCase>,
) -> Answer {
    let recall: RecallId = id(&path)?;
    let key = key_of("POST /api/v1/recalls/{id}/cases", key, &body).map(|key| key.on(&recall));
    link_case(&app, (&caller, key), recall, body.value.job).await?;
    Ok(HttpResponse::Created().json(cases_shown(&app, &caller, recall).await?))
}

/// Take a case off a problem
#[utoipa::path(delete, path = "/api/v1/recalls/{id}/cases/{job}", tag = "recalls",
    params(("id" = String, Path, description = "The problem"), ("job" = String, Path, description = "The job")),
    responses((status = 204, description = "It is none of it")))]
pub async fn remove_case(
    app: web::Data<App>,
    caller: Allowed<perm::ManageRecall>,
    path: web::Path<(String, String)>,
) -> Answer {
    let (recall, job) = path.into_inner();
    unlink_case(&app, &caller, id(&recall)?, id(&job)?).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn answered(shown: &RecallDetail) -> HttpResponse {
    let version = format!("\"{}\"", shown.row.version);
    HttpResponse::Ok().insert_header((header::ETAG, version)).json(shown)
}

/// One problem as the caller may see it.
pub async fn shown(app: &App, caller: &Caller, recall: RecallId) -> Result<RecallDetail, Error> {
    let scope = caller.scope.clone();
    app.db.read(move |conn| recall_detail(conn, &scope, recall).map_err(Error::from)).await
}

/// The cases of a problem as the caller may see them.
pub async fn cases_shown(app: &App, caller: &Caller, recall: RecallId) -> Result<Cases, Error> {
    let scope = caller.scope.clone();
    app.db.read(move |conn| cases_of(conn, &scope, recall).map_err(Error::from)).await
}
