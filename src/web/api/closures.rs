//! `/closures`: days on which nobody works.

use actix_web::{HttpResponse, web};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{key_of, value};
use crate::app::agents::closure::{NewClosure, close_day, open_day};
use crate::app::{App, Error};
use crate::domain::fault::{FaultCode, Faults};
use crate::queries::Page;
use crate::queries::agent_facts::{ClosureLine, closures};
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::{Body, IdemKey, Query};

/// Days that are shown when no end is asked for.
const USUAL_DAYS: u64 = 365;
/// Most days at once.
const MOST_DAYS: i64 = 3_660;

/// Which days.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Span {
    /// First day; today if left out.
    from: Option<String>,
    /// Last day; a year after the first if left out.
    to: Option<String>,
}

/// Which closure.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Where {
    /// Code or name of the province; everywhere if left out.
    province: Option<String>,
}

/// A day that was closed.
#[derive(Serialize, ToSchema)]
pub struct Closed {
    /// The day.
    #[serde(flatten)]
    day: ClosureLine,
    /// Visits promised for it: each is a task of the dispatchers.
    visits_to_move: usize,
}

/// Closed days, everywhere and by province
#[utoipa::path(get, path = "/api/v1/closures", tag = "closures", params(Span),
    responses((status = 200, description = "The days, earliest first", body = Page<ClosureLine>)))]
pub async fn list(app: web::Data<App>, _caller: Allowed<perm::ViewRequest>, asked: Query<Span>) -> Answer {
    let mut faults = Faults::default();
    let today = app.catalogue().calendar().local_date(app.clock.now());
    let from = value::<NaiveDate>("from", asked.0.from.as_deref(), &mut faults).unwrap_or(today);
    let to = value::<NaiveDate>("to", asked.0.to.as_deref(), &mut faults).unwrap_or(from + Days::new(USUAL_DAYS));
    if to < from {
        faults.add("to", FaultCode::DateOrder);
    } else if (to - from).num_days() > MOST_DAYS {
        faults.add_about("to", FaultCode::OutOfRange, format!("{MOST_DAYS}"));
    }
    faults.or(())?;
    let days = app.db.read(move |conn| closures(conn, from, to).map_err(Error::from)).await?;
    Ok(HttpResponse::Ok().json(Page::whole(days)))
}

/// Close a day in a province or everywhere, with effect at once
#[utoipa::path(post, path = "/api/v1/closures", tag = "closures", request_body = NewClosure,
    params(("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 201, description = "The closed day, and how many promised visits are to be moved",
        body = Closed)))]
pub async fn close(
    app: web::Data<App>,
    caller: Allowed<perm::EditAgent>,
    key: IdemKey,
    body: Body<NewClosure>,
) -> Answer {
    let key = key_of("POST /api/v1/closures", key, &body);
    let (closed, visits_to_move) = close_day(&app, &caller, key, body.value).await?;
    Ok(HttpResponse::Created().json(Closed { day: closed.into(), visits_to_move }))
}

/// Open a closed day again
#[utoipa::path(delete, path = "/api/v1/closures/{day}", tag = "closures",
    params(("day" = String, Path, description = "The day"), Where),
    responses((status = 204, description = "The day is open")))]
pub async fn open(
    app: web::Data<App>,
    caller: Allowed<perm::EditAgent>,
    path: web::Path<String>,
    of: Query<Where>,
) -> Answer {
    let day = path.parse().map_err(|_| crate::app::Code::NotFound)?;
    open_day(&app, &caller, day, of.0.province).await?;
    Ok(HttpResponse::NoContent().finish())
}
