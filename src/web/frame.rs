//! What every handler is wrapped in, in one place and one order.

use std::net::IpAddr;
use std::sync::Arc;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App, HttpResponse, web};
use tracing_actix_web::TracingLogger;

use super::auth::Identify;
use super::csrf::refuse_forgeries;
use super::error::render_problems;
use super::limit::{CallerRate, Limits};
use super::metrics::time_requests;
use super::middleware::{RequestSpan, secure_headers};
use crate::security::Keys;

/// What the frame is told by the configuration.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Whether browsers reach us by HTTPS: `Secure` cookies and HSTS.
    pub https: bool,
    /// Peers whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Requests of one caller; `None` for benchmarks.
    pub caller_rate: Option<CallerRate>,
    /// Whether `/metrics` answers others than this machine.
    pub open_metrics: bool,
}

/// What the frame needs; one for all workers, as `web::Data<Frame>`.
pub struct Frame {
    /// From the configuration.
    pub settings: Settings,
    /// For form tokens.
    pub keys: Keys,
    /// Counters of requests.
    pub limits: Limits,
    /// Finds the caller of a credential.
    pub identify: Identify,
}

impl Frame {
    /// A frame with fresh counters.
    #[must_use]
    pub fn new(settings: Settings, keys: Keys, identify: Identify) -> Arc<Self> {
        let limits = Limits::new(settings.caller_rate);
        Arc::new(Self { settings, keys, limits, identify })
    }
}

/// An application in its frame, ready for `.configure(routes)`.
///
/// From the outside in: log span, compression, headers, words of refusals, forged requests, routes.
pub fn framed(
    frame: Arc<Frame>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    App::new()
        .app_data(web::Data::from(frame))
        .default_service(web::to(HttpResponse::NotFound))
        .wrap(from_fn(refuse_forgeries))
        .wrap(from_fn(render_problems))
        .wrap(from_fn(secure_headers))
        .wrap(from_fn(time_requests))
        .wrap(Compress::default())
        .wrap(TracingLogger::<RequestSpan>::new())
}

#[cfg(test)]
mod tests;
