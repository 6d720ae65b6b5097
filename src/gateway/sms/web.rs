//! What all gateways over HTTP share: a client that neither waits for ever nor reads without end, what its failures mean,
//! and what is said of them without a secret.

use std::time::Duration;

use chrono::DateTime;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, RequestBuilder, Response, StatusCode, Url, redirect};
use secrecy::{ExposeSecret as _, SecretString};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::template;
use crate::domain::time::Instant;
use crate::gateway::SendError;

/// Bytes of an answer that are read at most; what gateways say of a message fits many times.
pub const ANSWER_LIMIT: usize = 64 * 1024;
/// Bytes of a list that are read at most: hundreds of long messages, each letter of them as `\u0628`.
pub const LIST_LIMIT: usize = 4 * 1024 * 1024;
/// Characters of an answer that go into the log.
const SHOWN: usize = 200;

/// How long a gateway is waited for.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Patience {
    /// Milliseconds to wait for a connection.
    pub connect_within_ms: u64,
    /// Milliseconds to wait for the whole answer, connecting included.
    pub answer_within_ms: u64,
}

impl Default for Patience {
    fn default() -> Self {
        Self { connect_within_ms: 5_000, answer_within_ms: 15_000 }
    }
}

/// An answer that was read whole.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Its body.
    pub body: Vec<u8>,
    hidden: Option<SecretString>,
}

impl Answer {
    /// The body as JSON of this form.
    #[must_use]
    pub fn json<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(&self.body).ok()
    }

    /// Status and the beginning of the body, for people, without the secret.
    #[must_use]
    pub fn shown(&self) -> String {
        let body = String::from_utf8_lossy(&self.body);
        // Before the cut, which may leave half of the secret.
        let body = self.hidden.as_ref().map_or_else(|| body.to_string(), |secret| without(&body, secret));
        let body: String = body.chars().filter(|c| !c.is_control()).take(SHOWN).collect();
        format!("{}: {body}", self.status)
    }

    /// What a status without success means, where the gateway does not say it better: the request was not worked on, or
    /// nobody knows, or it never will be.
    #[must_use]
    pub fn failure(&self) -> SendError {
        match self.status.as_u16() {
            408 | 425 | 429 | 503 => SendError::Later(self.shown()),
            500.. => SendError::Unclear(self.shown()),
            _ => SendError::Elsewhere(self.shown()),
        }
    }
}

/// A client that follows no redirect and uses no proxy.
///
/// # Errors
/// TLS that does not start.
pub fn client(patience: Patience, headers: HeaderMap) -> Result<Client, String> {
    let builder = Client::builder().default_headers(headers).redirect(redirect::Policy::none()).no_proxy();
    let builder = builder.connect_timeout(Duration::from_millis(patience.connect_within_ms));
    let built = builder.timeout(Duration::from_millis(patience.answer_within_ms)).build();
    built.map_err(|error| error.without_url().to_string())
}

/// Sends a request and reads the whole answer, of which `hidden` is never shown.
///
/// # Errors
/// `Later` without a connection; `Unclear` without a whole answer of at most [`ANSWER_LIMIT`] bytes in time. No address is
/// shown, because it may hold the secret.
pub async fn ask(request: RequestBuilder, hidden: Option<&SecretString>) -> Result<Answer, SendError> {
    read(request, hidden, ANSWER_LIMIT).await
}

/// [`ask`] for a list, of at most [`LIST_LIMIT`] bytes.
///
/// # Errors
/// As [`ask`].
pub async fn ask_for_list(request: RequestBuilder, hidden: Option<&SecretString>) -> Result<Answer, SendError> {
    read(request, hidden, LIST_LIMIT).await
}

async fn read(request: RequestBuilder, hidden: Option<&SecretString>, limit: usize) -> Result<Answer, SendError> {
    let mut response: Response = request.send().await.map_err(failed)?;
    let (status, mut body) = (response.status(), Vec::new());
    while let Some(chunk) = response.chunk().await.map_err(failed)? {
        body.extend_from_slice(&chunk);
        if body.len() > limit {
            return Err(SendError::Unclear(format!("the answer is longer than {limit} bytes")));
        }
    }
    Ok(Answer { status, body, hidden: hidden.cloned() })
}

/// The error without `secret`, which a gateway that complains of a request may repeat.
#[must_use]
pub fn veiled(error: &SendError, secret: &SecretString) -> SendError {
    error.saying(without(error.said(), secret))
}

/// The text without `secret`, as it is and as it stands in an address.
fn without(text: &str, secret: &SecretString) -> String {
    let open = secret.expose_secret();
    if open.is_empty() {
        return text.to_owned();
    }
    text.replace(open, "…").replace(&template::percent_encoded(open), "…")
}

/// The address of a web server, without a `/` at its end.
///
/// # Errors
/// Anything else.
pub fn server(url: &str) -> Result<String, String> {
    let is_server = Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    let bare = is_server.then(|| url.trim_end_matches('/').to_owned());
    bare.ok_or_else(|| "url is not the http:// or https:// address of a server".to_owned())
}

/// The secret of a provider that takes nothing without one.
///
/// # Errors
/// There is none.
pub fn needed(secret: Option<SecretString>) -> Result<SecretString, String> {
    let secret = secret.filter(|secret| !secret.expose_secret().is_empty());
    secret.ok_or_else(|| "secret is missing".to_owned())
}

/// A header that carries the key with every request and is never shown.
///
/// # Errors
/// A key that no header can carry.
pub fn key_header(name: &'static str, key: &SecretString) -> Result<HeaderMap, String> {
    let ascii = Some(key.expose_secret()).filter(|key| key.is_ascii());
    let value = ascii.and_then(|key| HeaderValue::from_str(key).ok());
    let mut value = value.ok_or_else(|| "secret has characters that no header can carry".to_owned())?;
    value.set_sensitive(true);
    Ok(HeaderMap::from_iter([(HeaderName::from_static(name), value)]))
}

/// A reference or code that a gateway writes as a number or as a text.
#[must_use]
pub fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// When something was, as some services write it: with an offset (RFC 3339), or as `/Date(1715000000000+0330)/`, which
/// counts milliseconds. Nothing for a time of no known place.
#[must_use]
pub fn moment(text: &str) -> Option<Instant> {
    let millis = text.strip_prefix("/Date(").map(|rest| rest.split_once(['+', '-', ')']).map_or(rest, |(ms, _)| ms));
    match millis {
        Some(millis) => DateTime::from_timestamp_millis(millis.parse().ok()?),
        None => DateTime::parse_from_rfc3339(text).ok().map(|at| at.to_utc()),
    }
}

/// [`text_of`] for a member of a struct; empty for anything else.
///
/// # Errors
/// Never for JSON.
pub fn text<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    Ok(text_of(&Value::deserialize(from)?).unwrap_or_default())
}

/// The answer as JSON of the form, or what its absence means.
///
/// # Errors
/// A status without success as [`Answer::failure`] has it; `Unclear` for a success that says something else.
pub fn envelope<T: DeserializeOwned>(answer: &Answer) -> Result<T, SendError> {
    let failure = || if answer.status.is_success() { SendError::Unclear(answer.shown()) } else { answer.failure() };
    answer.json().ok_or_else(failure)
}

/// The elements of a list that are of the form, so that a strange one among them costs none of the others.
#[must_use]
pub fn readable<T: DeserializeOwned>(list: &Value) -> Vec<T> {
    let items = list.as_array().map(Vec::as_slice).unwrap_or_default();
    let read: Vec<T> = items.iter().filter_map(|item| T::deserialize(item).ok()).collect();
    if read.len() < items.len() {
        tracing::warn!(unreadable = items.len() - read.len(), "a gateway's list holds what cannot be read");
    }
    read
}

fn failed(error: reqwest::Error) -> SendError {
    let error = error.without_url();
    if error.is_connect() {
        return SendError::Later(format!("no connection: {error}"));
    }
    let what = if error.is_timeout() { "no answer in time" } else { "no whole answer" };
    SendError::Unclear(format!("{what}: {error}"))
}

#[cfg(test)]
mod tests;
