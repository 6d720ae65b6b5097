//! `/healthz` and `/readyz`: for whoever watches over the process.

use actix_web::{HttpResponse, web};

use crate::app::App;
use crate::app::health;
use crate::web::error::Answer;

/// The process runs
#[utoipa::path(get, path = "/healthz", tag = "operations", security(()),
    responses((status = 200, description = "It runs", content_type = "text/plain", body = String)))]
pub async fn alive() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}

/// The process can work: the database answers and has the right schema
#[utoipa::path(get, path = "/readyz", tag = "operations", security(()),
    responses((status = 200, description = "It can work", content_type = "text/plain", body = String)))]
pub async fn ready(app: web::Data<App>) -> Answer {
    health::ready(&app).await?;
    Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ready\n"))
}
