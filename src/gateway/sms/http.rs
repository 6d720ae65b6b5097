//! Any SMS gateway that speaks HTTP: the request is a template, the answer is judged by rules, both are settings.

use std::collections::BTreeMap;
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, RequestBuilder, Response, StatusCode, Url, redirect};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::Value;

use super::SmsText;
use super::template::{self, BadTemplate};
use crate::gateway::SendError;

/// Bytes of an answer that are read at most; what gateways say fits many times.
const ANSWER_LIMIT: usize = 64 * 1024;
/// Characters of an answer that go into the log.
const SHOWN: usize = 200;

/// How a gateway is asked and how its answer is judged.
///
/// Templates take `{to}` (E.164), `{to_digits}` (without `+`), `{text}`, `{id}` (our reference), `{sender}` and
/// `{secret}`; in `url` only `{secret}` is allowed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HttpSettings {
    /// Name of the gateway in logs and records.
    pub name: String,
    /// Where requests go.
    pub url: String,
    /// How requests are made.
    #[serde(default)]
    pub method: Method,
    /// What a request says.
    pub body: Body,
    /// Templates of headers by name, such as `authorization = "Bearer {secret}"`.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// The line or name that the message comes from.
    #[serde(default)]
    pub sender: String,
    /// Key or password at the gateway; comes from the environment or a file, never from the settings.
    #[serde(skip)]
    pub secret: Option<SecretString>,
    /// What a 2xx answer must say besides; nothing when the status is enough.
    pub expect: Option<Expect>,
    /// JSON pointer (RFC 6901) to the gateway's reference, such as `/entries/0/messageid`.
    pub reference: Option<String>,
    /// Further statuses after which a later attempt may work; 408, 425, 429 and 5xx always are.
    #[serde(default)]
    pub retry_statuses: Vec<u16>,
    /// Milliseconds to wait for a connection.
    #[serde(default = "default_connect_within_ms")]
    pub connect_within_ms: u64,
    /// Milliseconds to wait for the whole answer, connecting included.
    #[serde(default = "default_answer_within_ms")]
    pub answer_within_ms: u64,
}

const fn default_connect_within_ms() -> u64 {
    5_000
}

const fn default_answer_within_ms() -> u64 {
    15_000
}

/// The method of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// GET: fits `Body::Query` only, because a body of a GET means nothing.
    Get,
    /// POST.
    #[default]
    Post,
}

/// Templates of what a request says.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// Parameters behind the `?` of the address.
    Query(BTreeMap<String, String>),
    /// An HTML form.
    Form(BTreeMap<String, String>),
    /// JSON in which every text is a template.
    Json(Value),
}

/// What a 2xx answer must say to mean that the message was taken.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// JSON pointer (RFC 6901), such as `/return/status`.
    pub pointer: String,
    /// The value that means "taken".
    pub equals: Value,
    /// Values that mean "not now"; every other value means "never".
    #[serde(default)]
    pub retry_on: Vec<Value>,
}

/// Why settings cannot be used. Shows no secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadSettings {
    /// A template cannot be filled.
    #[error(transparent)]
    Template(#[from] BadTemplate),
    /// The address is none of a web server.
    #[error("url is not the http:// or https:// address of a server")]
    Url,
    /// A header has a wrong name or value.
    #[error("header {0:?} is malformed")]
    Header(String),
    /// A GET with a body.
    #[error("method GET takes body.query only")]
    BodyOfGet,
    /// The HTTP client does not start.
    #[error("HTTP client: {0}")]
    Client(String),
}

/// A configured gateway.
#[derive(Debug, Clone)]
pub struct HttpSms {
    settings: HttpSettings,
    url: Url,
    client: Client,
}

impl HttpSms {
    /// A gateway by its settings, each of which is checked here.
    ///
    /// # Errors
    /// The first setting that cannot work.
    pub fn new(settings: HttpSettings) -> Result<Self, BadSettings> {
        if settings.method == Method::Get && !matches!(settings.body, Body::Query(_)) {
            return Err(BadSettings::BodyOfGet);
        }
        check_body(&settings.body)?;
        let secret = settings.secret.as_ref().map_or("", ExposeSecret::expose_secret);
        let url = template::fill(&settings.url, |name| (name == "secret").then(|| template::percent_encoded(secret)))?;
        let url =
            Url::parse(&url).ok().filter(|url| matches!(url.scheme(), "http" | "https")).ok_or(BadSettings::Url)?;
        let client = Client::builder()
            .default_headers(headers(&settings, secret)?)
            .redirect(redirect::Policy::none())
            .no_proxy()
            .connect_timeout(Duration::from_millis(settings.connect_within_ms))
            .timeout(Duration::from_millis(settings.answer_within_ms))
            .build()
            .map_err(|error| BadSettings::Client(error.without_url().to_string()))?;
        Ok(Self { settings, url, client })
    }

    /// Name of the gateway, as configured.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.settings.name
    }

    /// Hands `message` over and returns the gateway's reference, if it gives one.
    ///
    /// # Errors
    /// `Retry` without a connection, a whole answer in time or an answer that says anything clear; else as the rules
    /// of the settings say.
    pub async fn send(&self, message: &SmsText) -> Result<Option<String>, SendError> {
        let response = self.request(message)?.send().await.map_err(unclear)?;
        let status = response.status();
        let answer = read(response).await?;
        judge(&self.settings, status, &answer)
    }

    fn request(&self, message: &SmsText) -> Result<RequestBuilder, SendError> {
        let request = match self.settings.method {
            Method::Get => self.client.get(self.url.clone()),
            Method::Post => self.client.post(self.url.clone()),
        };
        let fill = |template: &str| template::fill(template, |name| self.value(name, message));
        let pairs = |pairs: &BTreeMap<String, String>| {
            pairs.iter().map(|(name, value)| Ok((name.clone(), fill(value)?))).collect::<Result<Vec<_>, BadTemplate>>()
        };
        let filled = match &self.settings.body {
            Body::Query(templates) => pairs(templates).map(|pairs| request.query(&pairs)),
            Body::Form(templates) => pairs(templates).map(|pairs| request.form(&pairs)),
            Body::Json(templates) => template::fill_json(templates, &fill).map(|json| request.json(&json)),
        };
        filled.map_err(|error| SendError::Fail(error.to_string()))
    }

    fn value(&self, name: &str, message: &SmsText) -> Option<String> {
        Some(match name {
            "to" => message.to.clone(),
            "to_digits" => message.to.trim_start_matches('+').to_owned(),
            "text" => message.text.clone(),
            "id" => message.id.to_string(),
            "sender" => self.settings.sender.clone(),
            "secret" => self.settings.secret.as_ref()?.expose_secret().to_owned(),
            _ => return None,
        })
    }
}

fn check_body(body: &Body) -> Result<(), BadTemplate> {
    let known = |name: &str| matches!(name, "to" | "to_digits" | "text" | "id" | "sender" | "secret").then(String::new);
    match body {
        Body::Query(templates) | Body::Form(templates) => {
            templates.values().try_for_each(|template| template::fill(template, known).map(drop))
        }
        Body::Json(templates) => template::fill_json(templates, &|template| template::fill(template, known)).map(drop),
    }
}

fn headers(settings: &HttpSettings, secret: &str) -> Result<HeaderMap, BadSettings> {
    let mut headers = HeaderMap::new();
    for (name, value) in &settings.headers {
        let bad = || BadSettings::Header(name.clone());
        let value = template::fill(value, |name| match name {
            "secret" => Some(secret.to_owned()),
            "sender" => Some(settings.sender.clone()),
            _ => None,
        })?;
        let mut value = HeaderValue::from_str(&value).map_err(|_| bad())?;
        value.set_sensitive(true);
        headers.insert(HeaderName::from_bytes(name.as_bytes()).map_err(|_| bad())?, value);
    }
    Ok(headers)
}

async fn read(mut response: Response) -> Result<Vec<u8>, SendError> {
    let mut answer = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(unclear)? {
        answer.extend_from_slice(&chunk);
        if answer.len() > ANSWER_LIMIT {
            return Err(SendError::Retry(format!("the answer is longer than {ANSWER_LIMIT} bytes")));
        }
    }
    Ok(answer)
}

/// The message may have arrived or not. Our reference tells the gateway that the next attempt is the same message.
fn unclear(error: reqwest::Error) -> SendError {
    // The address may hold the secret.
    let error = error.without_url();
    let what = if error.is_timeout() { "no answer in time" } else { "no whole answer" };
    SendError::Retry(format!("{what}: {error}"))
}

fn judge(settings: &HttpSettings, status: StatusCode, answer: &[u8]) -> Result<Option<String>, SendError> {
    let said = || format!("{status}: {}", shown(answer));
    if !status.is_success() {
        let later = status.is_server_error()
            || matches!(status.as_u16(), 408 | 425 | 429)
            || settings.retry_statuses.contains(&status.as_u16());
        return Err(if later { SendError::Retry(said()) } else { SendError::Fail(said()) });
    }
    let json: Option<Value> = serde_json::from_slice(answer).ok();
    let at = |pointer: &str| json.as_ref().and_then(|json| json.pointer(pointer));
    if let Some(expect) = &settings.expect {
        match at(&expect.pointer) {
            Some(value) if *value == expect.equals => {}
            Some(value) if !expect.retry_on.contains(value) => return Err(SendError::Fail(said())),
            // A page of some proxy in between says nothing about the message.
            _ => return Err(SendError::Retry(said())),
        }
    }
    Ok(settings.reference.as_deref().and_then(at).and_then(|value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }))
}

fn shown(answer: &[u8]) -> String {
    String::from_utf8_lossy(answer).chars().filter(|c| !c.is_control()).take(SHOWN).collect()
}

#[cfg(test)]
mod tests;
