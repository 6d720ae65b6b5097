//! Figures for Prometheus: requests by route pattern, and what waits.

use std::net::IpAddr;
use std::sync::LazyLock;
use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{HttpRequest, HttpResponse, web};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

use super::error::Answer;
use super::frame::Frame;
use super::limit::client_address;
use crate::app::{App, Code, Error};
use crate::queries::gauges::depths;

const DURATION: &str = "http_request_duration_seconds";
const BUCKETS: [f64; 9] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

/// Installed once for the process, at the first request.
static RECORDER: LazyLock<Option<PrometheusHandle>> = LazyLock::new(|| {
    let builder = PrometheusBuilder::new().set_buckets(&BUCKETS).ok()?;
    // Another recorder of the same process keeps its place.
    builder.install_recorder().ok()
});

/// Middleware: measures each request under the pattern of its route.
///
/// # Errors
/// Those of the service inside.
pub async fn time_requests<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let began = Instant::now();
    let method = request.method().to_string();
    let answer = next.call(request).await?;
    if RECORDER.is_some() {
        let route = answer.request().match_pattern().unwrap_or_else(|| "unknown".to_owned());
        let labels = [("method", method), ("route", route), ("status", answer.status().as_str().to_owned())];
        metrics::histogram!(DURATION, &labels).record(began.elapsed().as_secs_f64());
    }
    Ok(answer)
}

/// Figures for Prometheus: for this machine alone, unless the configuration opens them
#[expect(clippy::missing_errors_doc, reason = "what it refuses stands in its description of the API")]
#[utoipa::path(get, path = "/metrics", tag = "operations", security(()),
    responses((status = 200, description = "Prometheus text format", content_type = "text/plain", body = String)))]
pub async fn show(request: HttpRequest, app: web::Data<App>, frame: web::Data<Frame>) -> Answer {
    let is_here = is_this_machine(&request, &frame.settings.trusted_proxies);
    let handle = RECORDER.as_ref().filter(|_| is_here || frame.settings.open_metrics).ok_or(Code::NotFound)?;
    let waiting = app.db.read(|conn| depths(conn).map_err(Error::from)).await?;
    metrics::gauge!("outbox_depth").set(waiting.outbox as f64);
    metrics::gauge!("outbox_dead").set(waiting.dead as f64);
    metrics::gauge!("dispatch_queue").set(waiting.dispatch as f64);
    Ok(HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(handle.render()))
}

/// A proxy on this machine that is not named as trusted may speak for anyone.
fn is_this_machine(request: &HttpRequest, trusted_proxies: &[IpAddr]) -> bool {
    let peer = request.peer_addr().map(|peer| peer.ip().to_canonical());
    let is_trusted = peer.is_some_and(|peer| trusted_proxies.contains(&peer));
    let speaks_for_another = request.headers().contains_key("x-forwarded-for") && !is_trusted;
    client_address(request, trusted_proxies).is_loopback() && !speaks_for_another
}
