//! Refuses forged requests: those that another site makes a signed-in browser send.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpResponse, web};
use futures_util::StreamExt;

use super::auth::session_of;
use super::error::Problem;
use super::extract::{LARGEST_BODY, is_form};
use super::frame::Frame;
use crate::app::{Code, Error};
use crate::security::same;

/// Name of the hidden field that carries the form token, [`crate::security::Keys::form_token`] of the session.
pub const FIELD: &str = "csrf";
/// Name of the header that carries it when there is no form.
pub const HEADER: &str = "x-csrf-token";
/// Bytes within which a form that brings a file must have its token: it is the first field.
const FIRST_PART: usize = 4 * 1024;

/// Middleware: an unsafe request with a session cookie must come from our own pages and carry the form token.
///
/// Requests with an `Authorization` header are exempt, because then the cookie is not looked at; so are the links
/// without login, whose code is the credential.
///
/// # Errors
/// Those of the service inside.
pub async fn refuse_forgeries(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    if let Err(error) = check(&mut request).await {
        return Ok(request.into_response(HttpResponse::from_error(Problem(error))));
    }
    Ok(next.call(request).await?.map_into_boxed_body())
}

async fn check(request: &mut ServiceRequest) -> Result<(), Error> {
    let is_link = is_link(request.path());
    if request.method().is_safe() || is_link || request.headers().contains_key(header::AUTHORIZATION) {
        return Ok(());
    }
    let origin = origin(request);
    let frame =
        request.app_data::<web::Data<Frame>>().ok_or_else(|| Error::Internal("no web::Data<Frame>".to_owned()))?;
    let session = session_of(request, frame.settings.https);
    // Without a session only a forged sign-in is to be feared, which a browser marks as foreign; what is for everybody never looks
    // at the session.
    let Some(session) = session.filter(|_| !is_public(request.path())) else {
        return if origin == Origin::Foreign { Err(Code::Forbidden.into()) } else { Ok(()) };
    };
    let is_api = request.path().starts_with("/api/");
    if origin == Origin::Foreign || (is_api && origin == Origin::Untold) {
        return Err(Code::Forbidden.into());
    }
    let expected = frame.keys.form_token(session.expose());
    let in_header = request.headers().get(HEADER).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let sent = match in_header {
        Some(token) => Some(token),
        None if is_form(request) => field(request).await?,
        None if request.content_type().eq_ignore_ascii_case("multipart/form-data") => first_field(request).await?,
        None => None,
    };
    if sent.is_some_and(|sent| same(&sent, &expected)) { Ok(()) } else { Err(Code::Forbidden.into()) }
}

/// Whether the path belongs to the pages for people without an account.
fn is_public(path: &str) -> bool {
    path == "/help" || path.starts_with("/help/")
}

/// Whether the path is a link without login or a gateway's hook, whose code must not leave in a `Referer` or a log.
pub(super) fn is_link(path: &str) -> bool {
    path.starts_with("/o/") || path.starts_with("/t/") || path.starts_with("/hooks/")
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    Own,
    Foreign,
    Untold,
}

/// Where the browser says that the request comes from.
fn origin(request: &ServiceRequest) -> Origin {
    let text = |name: header::HeaderName| request.headers().get(name).map(|value| value.to_str().unwrap_or("?"));
    if let Some(site) = text(header::HeaderName::from_static("sec-fetch-site")) {
        return if site == "same-origin" { Origin::Own } else { Origin::Foreign };
    }
    let Some(origin) = text(header::ORIGIN) else { return Origin::Untold };
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    let host = text(header::HOST).or_else(|| request.uri().authority().map(actix_web::http::uri::Authority::as_str));
    if authority.is_some() && authority == host { Origin::Own } else { Origin::Foreign }
}

/// The token in a form's body, which is put back for the handler.
async fn field(request: &mut ServiceRequest) -> Result<Option<String>, Error> {
    let mut payload = request.take_payload();
    let mut bytes = web::BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| Code::BadRequest)?;
        if bytes.len() + chunk.len() > LARGEST_BODY {
            return Err(Code::TooLarge.into());
        }
        bytes.extend_from_slice(&chunk);
    }
    let bytes = bytes.freeze();
    let token = form_urlencoded::parse(&bytes).find(|(name, _)| name == FIELD).map(|(_, token)| token.into_owned());
    let again = futures_util::stream::once(std::future::ready(Ok(bytes)));
    request.set_payload(Payload::Stream { payload: Box::pin(again) });
    Ok(token)
}

/// The token in the first field of a form that brings a file; what was read is put back before the rest.
async fn first_field(request: &mut ServiceRequest) -> Result<Option<String>, Error> {
    let mut payload = request.take_payload();
    let mut head = web::BytesMut::new();
    let mut token = None;
    while token.is_none() && head.len() < FIRST_PART {
        let Some(chunk) = payload.next().await else { break };
        head.extend_from_slice(&chunk.map_err(|_| Code::BadRequest)?);
        token = token_in(&head[..head.len().min(FIRST_PART)]);
    }
    let head = futures_util::stream::once(std::future::ready(Ok(head.freeze())));
    request.set_payload(Payload::Stream { payload: Box::pin(head.chain(payload)) });
    Ok(token)
}

/// The value of the token's field where the whole of it has arrived.
fn token_in(head: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(head);
    let (_, rest) = text.split_once(&format!("name=\"{FIELD}\"\r\n\r\n"))?;
    rest.split_once("\r\n").map(|(token, _)| token.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_once_the_whole_of_it_has_arrived() {
        let form = "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nsecret\r\n--x\r\n";
        for end in 0..form.len() {
            let token = token_in(&form.as_bytes()[..end]);
            assert_eq!(token.as_deref(), (end > form.find("\r\n--x\r\n").unwrap() + 1).then_some("secret"), "{end}");
        }
        assert_eq!(token_in(b"--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nsecret\r\n"), None);
        assert_eq!(token_in(b"\xff\xfe"), None);
    }
}
