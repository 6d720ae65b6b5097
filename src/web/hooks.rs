//! Calls from SMS gateways: `/hooks/sms/{gateway}/{secret}/delivery` and `/inbound`; letters that a mail provider pushes:
//! `/hooks/mail/{secret}`. The path is the credential, as on links; gateways that sign are checked besides.

use actix_web::{HttpRequest, HttpResponse, web};

use super::error::Answer;
use super::frame::Frame;
use super::limit::client_address;
use crate::app::inbound::{Called, hear_call, receive_pushed};
use crate::app::{App, Code};
use crate::security::same;

/// Largest body that a gateway may send, bytes.
const MOST_BYTES: usize = 64 * 1024;

/// Largest letter that a provider may push, bytes.
const LARGEST_LETTER: usize = 1024 * 1024;

/// Routes of the hooks.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(
        web::resource("/hooks/sms/{gateway}/{secret}/{topic}")
            .app_data(web::PayloadConfig::new(MOST_BYTES))
            .route(web::get().to(called))
            .route(web::post().to(called)),
    );
    config.service(
        web::resource("/hooks/mail/{secret}")
            .app_data(web::PayloadConfig::new(LARGEST_LETTER))
            .route(web::post().to(pushed)),
    );
}

/// A letter as it came over the wire.
async fn pushed(
    app: web::Data<App>,
    frame: web::Data<Frame>,
    request: HttpRequest,
    secret: web::Path<String>,
    body: web::Bytes,
) -> Answer {
    if !app.gateways.mailbox.lets_push(|kept| same(kept, &secret)) {
        let peer = client_address(&request, &frame.settings.trusted_proxies);
        return Err(frame.limits.unknown_link(peer).into());
    }
    receive_pushed(&app, &body).await?;
    Ok(HttpResponse::NoContent().finish())
}

async fn called(
    app: web::Data<App>,
    frame: web::Data<Frame>,
    request: HttpRequest,
    path: web::Path<(String, String, String)>,
    body: web::Bytes,
) -> Answer {
    let query: Vec<(String, String)> = form_urlencoded::parse(request.query_string().as_bytes()).into_owned().collect();
    let headers: Vec<(String, String)> = request
        .headers()
        .iter()
        .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
        .collect();
    let peer = client_address(&request, &frame.settings.trusted_proxies);
    let uri = request.uri().to_string();
    let called = Called { path: &path, uri: &uri, query: &query, headers: &headers, body: &body, peer };
    match hear_call(&app, called).await {
        // Kannel would send what is said here as an SMS.
        Ok(()) => Ok(HttpResponse::Ok().content_type("text/plain").body("")),
        // Whoever guesses is told no more than who mistypes.
        Err(error) if error.code() == Code::NotFound => Err(frame.limits.unknown_link(peer).into()),
        Err(error) => Err(error.into()),
    }
}
