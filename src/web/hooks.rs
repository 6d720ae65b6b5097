//! Calls from SMS gateways: `/hooks/sms/{gateway}/{secret}/delivery` and `/inbound`. The path is the credential, as on links;
//! gateways that sign are checked besides. What was heard before changes nothing.

use actix_web::{HttpRequest, HttpResponse, web};

use super::error::{Answer, Problem};
use super::frame::Frame;
use super::limit::client_address;
use crate::app::inbound::receive;
use crate::app::outbox::note_reports;
use crate::app::{App, Code, Error};
use crate::gateway::sms::{BadCall, Call, Gateway, Told, Topic};
use crate::security::same;

/// Largest body that a gateway may send, bytes.
const MOST_BYTES: usize = 64 * 1024;

/// Routes of the hooks.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(
        web::resource("/hooks/sms/{gateway}/{secret}/{topic}")
            .app_data(web::PayloadConfig::new(MOST_BYTES))
            .route(web::get().to(called))
            .route(web::post().to(called)),
    );
}

async fn called(
    app: web::Data<App>,
    frame: web::Data<Frame>,
    request: HttpRequest,
    path: web::Path<(String, String, String)>,
    body: web::Bytes,
) -> Answer {
    let (name, secret, topic) = path.into_inner();
    let topic = match topic.as_str() {
        "delivery" => Topic::Delivery,
        "inbound" => Topic::Inbound,
        _ => return Err(Code::NotFound.into()),
    };
    let peer = client_address(&request, &frame.settings.trusted_proxies);
    // Whoever guesses is told no more than who mistypes.
    let gateway = app.gateways.sms.gateway(&name).filter(|gateway| gateway.lets_call(peer, |kept| same(kept, &secret)));
    let Some(gateway) = gateway else { return Err(frame.limits.unknown_link(peer).into()) };
    let told = read(&app, gateway, (&request, topic), &body)?;
    match told {
        Told::Reports(reports) => {
            note_reports(&app, &gateway.name, reports).await?;
        }
        Told::Incoming(messages) => {
            for message in messages {
                receive(&app, &gateway.name, message).await?;
            }
        }
    }
    // Kannel would send what is said here as an SMS.
    Ok(HttpResponse::Ok().content_type("text/plain").body(""))
}

fn read(app: &App, gateway: &Gateway, (request, topic): (&HttpRequest, Topic), body: &[u8]) -> Result<Told, Problem> {
    let query: Vec<(String, String)> = form_urlencoded::parse(request.query_string().as_bytes()).into_owned().collect();
    let headers: Vec<(String, String)> = request
        .headers()
        .iter()
        .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
        .collect();
    let url = format!("{}{}", app.site.base_url, request.uri());
    let call = Call { topic, url: &url, query: &query, headers: &headers, body };
    gateway.provider.hear(&call).map_err(|bad| {
        tracing::warn!(gateway = gateway.name, %bad, "a call of a gateway was refused");
        match bad {
            BadCall::Forbidden => Code::Forbidden.into(),
            BadCall::Malformed(_) => Code::BadRequest.into(),
            BadCall::Unknown => Problem::from(Error::from(Code::NotFound)),
        }
    })
}
