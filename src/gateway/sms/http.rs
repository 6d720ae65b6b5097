//! Any SMS gateway that speaks HTTP: the request is a template, the answer is judged by rules, both are settings.

use std::collections::BTreeMap;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, RequestBuilder, Url};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::Value;

use super::SmsText;
use super::template::{self, BadTemplate};
use super::web::{self, Answer, Patience};
use crate::gateway::SendError;

/// How a gateway is asked and how its answer is judged.
///
/// Templates take `{to}` (E.164), `{to_digits}` (without `+`), `{text}`, `{id}` (our reference), `{sender}` (the
/// line) and `{secret}`; in `url` and `headers` only `{secret}` is allowed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HttpSettings {
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
    /// What a 2xx answer must say besides; nothing when the status is enough.
    pub expect: Option<Expect>,
    /// JSON pointer (RFC 6901) to the gateway's reference, such as `/entries/0/messageid`.
    pub reference: Option<String>,
    /// Further statuses that mean "not now"; 408, 425, 429 and 503 always do. After another 5xx nobody knows.
    #[serde(default)]
    pub retry_statuses: Vec<u16>,
    /// Whether the gateway takes a message with a known `{id}` only once.
    #[serde(default)]
    pub recognises: bool,
    /// How long it is waited for.
    #[serde(default)]
    pub patience: Patience,
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
    secret: Option<SecretString>,
    url: Url,
    client: Client,
}

impl HttpSms {
    /// A gateway by its settings, each of which is checked here.
    ///
    /// # Errors
    /// The first setting that cannot work.
    pub fn new(settings: HttpSettings, secret: Option<SecretString>) -> Result<Self, BadSettings> {
        if settings.method == Method::Get && !matches!(settings.body, Body::Query(_)) {
            return Err(BadSettings::BodyOfGet);
        }
        check_body(&settings.body)?;
        let open = secret.as_ref().map_or("", ExposeSecret::expose_secret);
        let url = template::fill(&settings.url, |name| (name == "secret").then(|| template::percent_encoded(open)))?;
        let url = web::server(&url).ok().and_then(|_| Url::parse(&url).ok()).ok_or(BadSettings::Url)?;
        let client = web::client(settings.patience, headers(&settings, open)?).map_err(BadSettings::Client)?;
        Ok(Self { settings, secret, url, client })
    }

    /// Whether a repeated attempt is recognised as the same message.
    #[must_use]
    pub const fn recognises(&self) -> bool {
        self.settings.recognises
    }

    /// Hands `message` over from `line` and returns the gateway's reference, if it gives one.
    ///
    /// # Errors
    /// As the rules of the settings say; `Unclear` without an answer that says anything clear.
    pub async fn send(&self, line: &str, message: &SmsText) -> Result<Option<String>, SendError> {
        let answer = web::ask(self.request(line, message)?, self.secret.as_ref()).await?;
        judge(&self.settings, &answer)
    }

    fn request(&self, line: &str, message: &SmsText) -> Result<RequestBuilder, SendError> {
        let request = match self.settings.method {
            Method::Get => self.client.get(self.url.clone()),
            Method::Post => self.client.post(self.url.clone()),
        };
        let fill = |template: &str| template::fill(template, |name| self.value(name, line, message));
        let pairs = |pairs: &BTreeMap<String, String>| {
            pairs.iter().map(|(name, value)| Ok((name.clone(), fill(value)?))).collect::<Result<Vec<_>, BadTemplate>>()
        };
        let filled = match &self.settings.body {
            Body::Query(templates) => pairs(templates).map(|pairs| request.query(&pairs)),
            Body::Form(templates) => pairs(templates).map(|pairs| request.form(&pairs)),
            Body::Json(templates) => template::fill_json(templates, &fill).map(|json| request.json(&json)),
        };
        filled.map_err(|error| SendError::Never(error.to_string()))
    }

    fn value(&self, name: &str, line: &str, message: &SmsText) -> Option<String> {
        Some(match name {
            "to" => message.to.clone(),
            "to_digits" => message.to.trim_start_matches('+').to_owned(),
            "text" => message.text.clone(),
            "id" => message.id.to_string(),
            "sender" => line.to_owned(),
            "secret" => self.secret.as_ref()?.expose_secret().to_owned(),
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
            _ => None,
        })?;
        let mut value = HeaderValue::from_str(&value).map_err(|_| bad())?;
        value.set_sensitive(true);
        headers.insert(HeaderName::from_bytes(name.as_bytes()).map_err(|_| bad())?, value);
    }
    Ok(headers)
}

fn judge(settings: &HttpSettings, answer: &Answer) -> Result<Option<String>, SendError> {
    if !answer.status.is_success() {
        let later = settings.retry_statuses.contains(&answer.status.as_u16());
        return Err(if later { SendError::Later(answer.shown()) } else { answer.failure() });
    }
    let json: Option<Value> = answer.json();
    let at = |pointer: &str| json.as_ref().and_then(|json| json.pointer(pointer));
    if let Some(expect) = &settings.expect {
        match at(&expect.pointer) {
            Some(value) if *value == expect.equals => {}
            Some(value) if expect.retry_on.contains(value) => return Err(SendError::Later(answer.shown())),
            Some(_) => return Err(SendError::Elsewhere(answer.shown())),
            // A page of some proxy in between says nothing about the message.
            None => return Err(SendError::Unclear(answer.shown())),
        }
    }
    Ok(settings.reference.as_deref().and_then(at).and_then(web::text_of))
}

#[cfg(test)]
mod tests;
