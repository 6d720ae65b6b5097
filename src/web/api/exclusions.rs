//! `/customers/{id}/exclusions`: whom a customer does not want to see again.

use actix_web::{HttpResponse, web};

use super::preferences::seen;
use super::{id, key_of};
use crate::app::agents::exclusion::{NewExclusion, exclude, include};
use crate::app::{App, Error};
use crate::domain::id::CustomerId;
use crate::queries::Page;
use crate::queries::agent_facts::{ExclusionLine, exclusions};
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::{Body, IdemKey};

/// Agents and technicians whom a customer does not want to see again
#[utoipa::path(get, path = "/api/v1/customers/{id}/exclusions", tag = "exclusions",
    params(("id" = String, Path, description = "The customer")),
    responses((status = 200, description = "Whom", body = Page<ExclusionLine>)))]
pub async fn list(app: web::Data<App>, caller: Allowed<perm::ViewContact>, path: web::Path<String>) -> Answer {
    shown(&app, seen(&app, &caller, id(&path)?).await?, HttpResponse::Ok()).await
}

/// Take down that a customer does not want to see someone again
#[utoipa::path(post, path = "/api/v1/customers/{id}/exclusions", tag = "exclusions", request_body = NewExclusion,
    params(("id" = String, Path, description = "The customer"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 201, description = "Whom the customer does not want to see", body = Page<ExclusionLine>)))]
pub async fn add(
    app: web::Data<App>,
    caller: Allowed<perm::LogContact>,
    path: web::Path<String>,
    key: IdemKey,
    body: Body<NewExclusion>,
) -> Answer {
    let customer = seen(&app, &caller, id(&path)?).await?;
    let key = key_of("POST /api/v1/customers/{id}/exclusions", key, &body).map(|key| key.on(&customer));
    exclude(&app, &caller, (customer, key), body.value).await?;
    shown(&app, customer, HttpResponse::Created()).await
}

/// Take that back
#[utoipa::path(delete, path = "/api/v1/customers/{id}/exclusions/{exclusion}", tag = "exclusions",
    params(("id" = String, Path, description = "The customer"),
        ("exclusion" = String, Path, description = "The exclusion")),
    responses((status = 204, description = "It is gone")))]
pub async fn remove(
    app: web::Data<App>,
    caller: Allowed<perm::LogContact>,
    path: web::Path<(String, String)>,
) -> Answer {
    let customer = seen(&app, &caller, id(&path.0)?).await?;
    include(&app, &caller, customer, id(&path.1)?).await?;
    Ok(HttpResponse::NoContent().finish())
}

async fn shown(app: &App, customer: CustomerId, mut answer: actix_web::HttpResponseBuilder) -> Answer {
    let list = app.db.read(move |conn| exclusions(conn, customer).map_err(Error::from)).await?;
    Ok(answer.json(Page::whole(list)))
}
