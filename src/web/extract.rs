//! What handlers take from a request: bodies, queries, forms and the headers of the contract.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use futures_util::StreamExt;
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;

use super::auth::permitted;
use super::csrf::FIELD;
use super::error::Problem;
use super::reading::{read_json, read_pairs};
use super::words::language_of;
use crate::app::Code;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::language::Language;
use crate::security::fingerprint;

/// Largest body of JSON or of a form, in bytes.
pub const LARGEST_BODY: usize = 256 * 1024;
/// Longest `Idempotency-Key`, in characters.
const LONGEST_KEY: usize = 200;

/// A JSON body. Its type must refuse unknown fields (`#[serde(deny_unknown_fields)]`).
pub struct Body<T> {
    /// What was sent.
    pub value: T,
    /// SHA-256 of the bytes sent, 64 hexadecimal digits, for idempotency.
    pub hash: String,
}

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let kind = request.content_type().to_ascii_lowercase();
        let is_json = kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"));
        let bytes = read_bytes(request, payload, is_json);
        let permitted = permitted(request);
        Box::pin(async move {
            permitted.await?;
            let bytes = bytes.await?;
            Ok(Self { value: read_json(&bytes)?, hash: fingerprint(&bytes) })
        })
    }
}

/// A form's fields, without the form token, which [`super::csrf::refuse_forgeries`] has checked.
pub struct Form<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Form<T> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let bytes = read_bytes(request, payload, is_form(request));
        let permitted = permitted(request);
        Box::pin(async move {
            permitted.await?;
            Ok(Self(read_pairs(&bytes.await?, FIELD)?))
        })
    }
}

/// The parameters after `?`, without `lang`. Their type must refuse unknown ones.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Query<T> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let read = read_pairs(request.query_string().as_bytes(), "lang").map(Self).map_err(Problem);
        let permitted = permitted(request);
        Box::pin(async move {
            permitted.await?;
            read
        })
    }
}

/// The `Idempotency-Key`, if there is one: 1 to 200 visible ASCII characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdemKey(pub Option<String>);

impl FromRequest for IdemKey {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let mut values = request.headers().get_all("idempotency-key");
        let key = match (values.next(), values.next()) {
            (None, _) => return ready(Ok(Self(None))),
            (Some(value), None) => value.to_str().ok(),
            (Some(_), Some(_)) => None,
        };
        let is_key =
            |key: &&str| (1..=LONGEST_KEY).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
        ready(match key.filter(is_key) {
            Some(key) => Ok(Self(Some(key.to_owned()))),
            None => Err(header_fault("Idempotency-Key")),
        })
    }
}

/// The version that an edit was made on, from `If-Match: "3"`; a missing header is 428.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IfMatch(pub i64);

impl FromRequest for IfMatch {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(request))
    }
}

impl IfMatch {
    /// The version that a request names.
    ///
    /// # Errors
    /// `PreconditionRequired` without the header; a header that is no version.
    pub fn of(request: &HttpRequest) -> Result<Self, Problem> {
        let value = request.headers().get(header::IF_MATCH).ok_or(Code::PreconditionRequired)?;
        let text = value.to_str().unwrap_or_default().trim();
        let version = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
        let is_number = !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit());
        let version = is_number.then(|| version.parse().ok()).flatten();
        version.map(Self).ok_or_else(|| header_fault("If-Match"))
    }
}

/// The language of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lang(pub Language);

impl FromRequest for Lang {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self(language_of(request))))
    }
}

/// Whether the body says that it is a form's.
pub(super) fn is_form(request: &impl HttpMessage) -> bool {
    request.content_type().eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

fn header_fault(name: &'static str) -> Problem {
    let mut faults = Faults::default();
    faults.add(name, FaultCode::Malformed);
    faults.into()
}

fn read_bytes(
    request: &HttpRequest,
    payload: &mut Payload,
    is_right_kind: bool,
) -> impl Future<Output = Result<web::Bytes, Problem>> + use<> {
    let encoding = request.headers().get(header::CONTENT_ENCODING);
    let is_plain = encoding.is_none_or(|value| value.as_bytes().eq_ignore_ascii_case(b"identity"));
    let length =
        request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    let mut payload = payload.take();
    async move {
        if !is_right_kind || !is_plain {
            return Err(Code::UnsupportedMediaType.into());
        }
        if length.is_some_and(|length| length > LARGEST_BODY) {
            return Err(Code::TooLarge.into());
        }
        let mut bytes = web::BytesMut::with_capacity(length.unwrap_or_default());
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|_| Code::BadRequest)?;
            if bytes.len() + chunk.len() > LARGEST_BODY {
                return Err(Code::TooLarge.into());
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes.freeze())
    }
}
