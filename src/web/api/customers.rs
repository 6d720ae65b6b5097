//! `/customers`: who calls.

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::id;
use crate::app::customers::{CustomerEdit, edit_customer};
use crate::app::{Actor, App, Error};
use crate::domain::access::Caller;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::CustomerId;
use crate::domain::phone::Phone;
use crate::queries::Page;
use crate::queries::customers::{CustomerCard, Sought, find_card, look_up, must_see};
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::{Body, IfMatch, Query};

/// A telephone, or anything typed.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// A telephone in any usual form.
    phone: Option<String>,
    /// A telephone or the last digits of one, a part of a name, a reference, a serial.
    q: Option<String>,
}

/// Find a customer by telephone, name, reference or serial
#[utoipa::path(get, path = "/api/v1/customers", tag = "customers", params(Asked),
    responses((status = 200, description = "At most 20 customers, newest first", body = Page<CustomerCard>)))]
pub async fn find(app: web::Data<App>, caller: Allowed<perm::ViewCustomer>, asked: Query<Asked>) -> Answer {
    let mut faults = Faults::default();
    let region = app.site.region.as_str();
    let sought = match (asked.0.phone.as_deref(), asked.0.q.as_deref().map(str::trim)) {
        (Some(phone), None) => {
            let phone = faults.take("phone", Phone::parse(phone, region)).map(|phone| phone.as_ref().to_owned());
            phone.map(|number| vec![Sought::Phone(number.clone()), Sought::Around(number)]).unwrap_or_default()
        }
        (None, Some(q)) if q.chars().count() >= 2 => Sought::read_all(q, region),
        (None, Some(_)) => {
            faults.add_about("q", FaultCode::TooShort, "2");
            Vec::new()
        }
        (Some(_), Some(_)) => {
            faults.add("q", FaultCode::NotAllowed);
            Vec::new()
        }
        (None, None) => {
            faults.add("phone", FaultCode::Required);
            Vec::new()
        }
    };
    let sought = faults.or(sought)?;
    let caller = Caller::clone(&caller);
    let found = app.db.read(move |conn| look_up(conn, &caller, &sought).map_err(Error::from));
    Ok(HttpResponse::Ok().json(Page::whole(found.await?)))
}

/// Show a customer
#[utoipa::path(get, path = "/api/v1/customers/{id}", tag = "customers",
    params(("id" = String, Path, description = "The customer")),
    responses((status = 200, description = "The customer; `ETag` has the version", body = CustomerCard)))]
pub async fn show(app: web::Data<App>, caller: Allowed<perm::ViewCustomer>, path: web::Path<String>) -> Answer {
    shown(&app, &caller, id(&path)?).await
}

/// Change a customer
#[utoipa::path(patch, path = "/api/v1/customers/{id}", tag = "customers", request_body = CustomerEdit,
    params(("id" = String, Path, description = "The customer"),
        ("If-Match" = String, Header, description = "The version that was seen")),
    responses((status = 200, description = "The customer as it is now", body = CustomerCard)))]
pub async fn edit(
    app: web::Data<App>,
    caller: Allowed<perm::RegisterRequest>,
    path: web::Path<String>,
    seen: IfMatch,
    body: Body<CustomerEdit>,
) -> Answer {
    let (id, who): (CustomerId, _) = (id(&path)?, Caller::clone(&caller));
    app.db.read(move |conn| must_see(conn, &who, id).map_err(Error::from)).await?;
    let seen = i32::try_from(seen.0).unwrap_or(-1);
    edit_customer(&app, Actor::staff(&caller), id, (body.value, seen)).await?;
    shown(&app, &caller, id).await
}

async fn shown(app: &App, caller: &Caller, id: CustomerId) -> Answer {
    let caller = caller.clone();
    let card = app.db.read(move |conn| find_card(conn, &caller, id).map_err(Error::from)).await?;
    let version = format!("\"{}\"", card.version);
    Ok(HttpResponse::Ok().insert_header((header::ETAG, version)).json(card))
}
