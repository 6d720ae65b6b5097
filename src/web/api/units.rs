//! `/installed-products`: one unit with what its warranty rests on.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};

use super::{id, key_of};
use crate::app::verdicts::units::{NewExtension, NewQuery, UnitEdit, add_extension, add_official_query, edit_unit};
use crate::app::{Actor, App, Error};
use crate::domain::access::Caller;
use crate::domain::id::InstalledProductId;
use crate::queries::units::{UnitView, find_unit, must_see_unit};
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::{Body, IdemKey, IfMatch};

/// One unit
#[utoipa::path(get, path = "/api/v1/installed-products/{id}", tag = "warranty",
    params(("id" = String, Path, description = "The unit")),
    responses((status = 200, description = "The unit", body = UnitView,
        headers(("ETag" = String, description = "Version, for `If-Match`")))))]
pub async fn show(app: web::Data<App>, caller: Allowed<perm::ViewRequest>, path: web::Path<String>) -> Answer {
    shown(&app, &caller, id(&path)?).await
}

/// Record dates, proof, flags, a transfer or a replacement; frozen verdicts stay
#[utoipa::path(patch, path = "/api/v1/installed-products/{id}", tag = "warranty", request_body = UnitEdit,
    params(("id" = String, Path, description = "The unit"),
        ("If-Match" = String, Header, description = "The version that is changed")),
    responses((status = 200, description = "The unit", body = UnitView,
        headers(("ETag" = String, description = "Version, for `If-Match`")))))]
pub async fn edit(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::EditUnit>,
    path: web::Path<String>,
    body: Body<UnitEdit>,
) -> Answer {
    let unit = visible(&app, &caller, &path).await?;
    let seen = i32::try_from(IfMatch::of(&request)?.0).unwrap_or(-1);
    edit_unit(&app, Actor::staff(&caller), unit, (seen, body.value)).await?;
    shown(&app, &caller, unit).await
}

/// Record a contract that extends the warranty
#[utoipa::path(post, path = "/api/v1/installed-products/{id}/extensions", tag = "warranty",
    request_body = NewExtension,
    params(("id" = String, Path, description = "The unit"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 201, description = "The unit", body = UnitView)))]
pub async fn extend(
    app: web::Data<App>,
    caller: Allowed<perm::EditUnit>,
    path: web::Path<String>,
    key: IdemKey,
    body: Body<NewExtension>,
) -> Answer {
    let unit = visible(&app, &caller, &path).await?;
    let key = key_of("POST /api/v1/installed-products/{id}/extensions", key, &body).map(|key| key.on(&unit));
    add_extension(&app, (Actor::staff(&caller), key), unit, body.value).await?;
    made(&app, &caller, unit).await
}

/// Record what the official query about a unit said
#[utoipa::path(post, path = "/api/v1/installed-products/{id}/official-queries", tag = "warranty",
    request_body = NewQuery,
    params(("id" = String, Path, description = "The unit"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 201, description = "The unit", body = UnitView)))]
pub async fn query(
    app: web::Data<App>,
    caller: Allowed<perm::EditUnit>,
    path: web::Path<String>,
    key: IdemKey,
    body: Body<NewQuery>,
) -> Answer {
    let unit = visible(&app, &caller, &path).await?;
    let key = key_of("POST /api/v1/installed-products/{id}/official-queries", key, &body).map(|key| key.on(&unit));
    add_official_query(&app, (Actor::staff(&caller), key), unit, body.value).await?;
    made(&app, &caller, unit).await
}

async fn visible(app: &App, caller: &Caller, path: &str) -> Result<InstalledProductId, Error> {
    let (unit, scope): (InstalledProductId, _) = (id(path)?, caller.scope.clone());
    app.db.read(move |conn| must_see_unit(conn, &scope, unit).map_err(Error::from)).await?;
    Ok(unit)
}

async fn find(app: &App, caller: &Caller, unit: InstalledProductId) -> Result<UnitView, Error> {
    let scope = caller.scope.clone();
    app.db.read(move |conn| find_unit(conn, &scope, unit).map_err(Error::from)).await
}

async fn shown(app: &App, caller: &Caller, unit: InstalledProductId) -> Answer {
    let view = find(app, caller, unit).await?;
    let version = format!("\"{}\"", view.version);
    Ok(HttpResponse::Ok().insert_header((header::ETAG, version)).json(view))
}

async fn made(app: &App, caller: &Caller, unit: InstalledProductId) -> Answer {
    let view = find(app, caller, unit).await?;
    let version = format!("\"{}\"", view.version);
    Ok(HttpResponse::Created().insert_header((header::ETAG, version)).json(view))
}
