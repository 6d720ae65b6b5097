//! `/papers`: what runs out in the network.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::App;
use crate::app::agents::papers::{PaperLine, running_out};
use crate::domain::fault::{FaultCode, Faults};
use crate::queries::Page;
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::Query;

/// Days within which what runs out is shown when nothing is asked.
const USUAL_DAYS: i64 = 30;
/// Most days.
const MOST_DAYS: i64 = 3_660;

/// Within how many days.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// Days from today; 30 when nothing is asked. What has run out already is among them.
    days: Option<i64>,
}

/// Papers, certificates and contracts that run out, soonest first
#[utoipa::path(get, path = "/api/v1/papers", tag = "papers", params(Asked),
    responses((status = 200, description = "What runs out", body = Page<PaperLine>)))]
pub async fn list(app: web::Data<App>, caller: Allowed<perm::ViewAgent>, asked: Query<Asked>) -> Answer {
    let days = asked.0.days.unwrap_or(USUAL_DAYS);
    if !(0..=MOST_DAYS).contains(&days) {
        let mut faults = Faults::default();
        faults.add_about("days", FaultCode::OutOfRange, format!("0–{MOST_DAYS}"));
        faults.or(())?;
    }
    Ok(HttpResponse::Ok().json(Page::whole(running_out(&app, &caller, days).await?)))
}
