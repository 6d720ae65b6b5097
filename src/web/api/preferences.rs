//! `/customers/{id}/preferred-technicians`: whom a customer asks for.

use actix_web::{HttpResponse, web};

use super::{id, key_of};
use crate::app::agents::preference::{NewPreference, forget_preference, prefer};
use crate::app::{App, Error};
use crate::domain::access::Caller;
use crate::domain::id::CustomerId;
use crate::queries::Page;
use crate::queries::customers::must_see;
use crate::queries::preferences::{PreferredLine, preferred};
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::{Body, IdemKey};

/// Technicians whom a customer asks for
#[utoipa::path(get, path = "/api/v1/customers/{id}/preferred-technicians", tag = "preferences",
    params(("id" = String, Path, description = "The customer")),
    responses((status = 200, description = "Whom", body = Page<PreferredLine>)))]
pub async fn list(app: web::Data<App>, caller: Allowed<perm::ViewContact>, path: web::Path<String>) -> Answer {
    shown(&app, seen(&app, &caller, id(&path)?).await?, HttpResponse::Ok()).await
}

/// Take down that a customer asks for a technician
#[utoipa::path(post, path = "/api/v1/customers/{id}/preferred-technicians", tag = "preferences",
    request_body = NewPreference,
    params(("id" = String, Path, description = "The customer"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 201, description = "Whom the customer asks for", body = Page<PreferredLine>)))]
pub async fn add(
    app: web::Data<App>,
    caller: Allowed<perm::LogContact>,
    path: web::Path<String>,
    key: IdemKey,
    body: Body<NewPreference>,
) -> Answer {
    let customer = seen(&app, &caller, id(&path)?).await?;
    let key = key_of("POST /api/v1/customers/{id}/preferred-technicians", key, &body).map(|key| key.on(&customer));
    prefer(&app, &caller, (customer, key), body.value).await?;
    shown(&app, customer, HttpResponse::Created()).await
}

/// Take that back
#[utoipa::path(delete, path = "/api/v1/customers/{id}/preferred-technicians/{technician}", tag = "preferences",
    params(("id" = String, Path, description = "The customer"),
        ("technician" = String, Path, description = "The technician")),
    responses((status = 204, description = "It is gone")))]
pub async fn remove(
    app: web::Data<App>,
    caller: Allowed<perm::LogContact>,
    path: web::Path<(String, String)>,
) -> Answer {
    let customer = seen(&app, &caller, id(&path.0)?).await?;
    forget_preference(&app, &caller, customer, id(&path.1)?).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The customer, if the caller sees it.
pub(super) async fn seen(app: &App, caller: &Caller, customer: CustomerId) -> Result<CustomerId, Error> {
    let caller = caller.clone();
    app.db.read(move |conn| must_see(conn, &caller, customer).map_err(Error::from)).await?;
    Ok(customer)
}

async fn shown(app: &App, customer: CustomerId, mut answer: actix_web::HttpResponseBuilder) -> Answer {
    let list = app.db.read(move |conn| preferred(conn, customer).map_err(Error::from)).await?;
    Ok(answer.json(Page::whole(list)))
}
