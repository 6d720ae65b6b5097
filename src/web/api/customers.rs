//! `/customers`: who calls.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::{App, Error};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::phone::Phone;
use crate::queries::Page;
use crate::queries::customers::{CustomerCard, Sought, look_up};
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::Query;

/// A telephone, or anything typed.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// A telephone in any usual form.
    phone: Option<String>,
    /// A telephone, the last digits of one, or a part of a name.
    q: Option<String>,
}

/// Find a customer by telephone or name
#[utoipa::path(get, path = "/api/v1/customers", tag = "customers", params(Asked),
    responses((status = 200, description = "At most 20 customers, newest first", body = Page<CustomerCard>)))]
pub async fn find(app: web::Data<App>, caller: Allowed<perm::ViewCustomer>, asked: Query<Asked>) -> Answer {
    let mut faults = Faults::default();
    let region = app.site.region.as_str();
    let sought = match (asked.0.phone.as_deref(), asked.0.q.as_deref().map(str::trim)) {
        (Some(phone), None) => {
            faults.take("phone", Phone::parse(phone, region)).map(|phone| Sought::Phone(phone.as_ref().to_owned()))
        }
        (None, Some(q)) if q.chars().count() >= 2 => Some(Sought::read(q, region)),
        (None, Some(_)) => {
            faults.add_about("q", FaultCode::TooShort, "2");
            None
        }
        (Some(_), Some(_)) => {
            faults.add("q", FaultCode::NotAllowed);
            None
        }
        (None, None) => {
            faults.add("phone", FaultCode::Required);
            None
        }
    };
    let sought = faults.or(sought)?;
    let scope = caller.scope.clone();
    let found = app.db.read(move |conn| match &sought {
        Some(sought) => look_up(conn, &scope, sought).map_err(Error::from),
        None => Ok(Vec::new()),
    });
    Ok(HttpResponse::Ok().json(Page::whole(found.await?)))
}
