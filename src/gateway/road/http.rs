//! What OSRM and Valhalla have in common: a client, and an answer that is read only so far.

use std::time::Duration;

use reqwest::{Client, RequestBuilder, Response, StatusCode, Url, redirect};
use serde::de::DeserializeOwned;

use super::{BadSettings, NoTable, RoadSettings};

/// Bytes of an answer that are read at most; the largest table fits many times.
const ANSWER_LIMIT: usize = 1 << 20;
/// Characters of an answer that go into the log.
const SHOWN: usize = 200;

/// A server by its address.
#[derive(Debug, Clone)]
pub struct Server {
    client: Client,
    url: Url,
}

impl Server {
    /// The server that the settings name.
    ///
    /// # Errors
    /// An address that is none.
    pub fn new(settings: &RoadSettings) -> Result<Self, BadSettings> {
        let url = format!("{}/", settings.url.trim_end_matches('/'));
        let url = Url::parse(&url).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        let client = Client::builder()
            .redirect(redirect::Policy::none())
            .no_proxy()
            // OSRM ends a connection after 512 questions or five idle seconds without a word, just as the next one is sent.
            .pool_max_idle_per_host(0)
            .timeout(Duration::from_millis(settings.answer_within_ms))
            .build()
            .map_err(|error| BadSettings::Client(error.without_url().to_string()))?;
        Ok(Self { client, url: url.ok_or(BadSettings::Url)? })
    }

    /// A GET of a path below the address.
    pub fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(format!("{}{path}", self.url))
    }

    /// A POST to a path below the address.
    pub fn post(&self, path: &str) -> RequestBuilder {
        self.client.post(format!("{}{path}", self.url))
    }
}

/// A word of a path or of a request.
///
/// # Errors
/// It holds something else than letters, digits, `-` and `_`.
pub fn word(text: Option<&str>, usual: &str) -> Result<String, BadSettings> {
    let text = text.unwrap_or(usual);
    let is_word = !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if is_word { Ok(text.to_owned()) } else { Err(BadSettings::Profile) }
}

/// The status and the body of the answer; statuses from 500 on are failures.
///
/// # Errors
/// No connection, no whole answer in time, one that is too long, or a failure.
pub async fn ask(request: RequestBuilder) -> Result<(StatusCode, Vec<u8>), NoTable> {
    let down = |error: reqwest::Error| NoTable::Down(error.without_url().to_string());
    let response = request.send().await.map_err(down)?;
    let status = response.status();
    let body = read(response).await?;
    if status.is_client_error() || status.is_success() {
        return Ok((status, body));
    }
    Err(NoTable::Down(format!("{status}: {}", shown(&body))))
}

async fn read(mut response: Response) -> Result<Vec<u8>, NoTable> {
    let down = |error: reqwest::Error| NoTable::Down(error.without_url().to_string());
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(down)? {
        body.extend_from_slice(&chunk);
        if body.len() > ANSWER_LIMIT {
            return Err(NoTable::Down(format!("the answer is longer than {ANSWER_LIMIT} bytes")));
        }
    }
    Ok(body)
}

/// The answer of a server that took the question.
///
/// # Errors
/// A refusal, or an answer that cannot be read.
pub fn parsed<T: DeserializeOwned>((status, body): &(StatusCode, Vec<u8>)) -> Result<T, NoTable> {
    if !status.is_success() {
        return Err(NoTable::Refused(format!("{status}: {}", shown(body))));
    }
    serde_json::from_slice(body).map_err(|error| NoTable::Down(format!("{error}: {}", shown(body))))
}

fn shown(body: &[u8]) -> String {
    String::from_utf8_lossy(body).chars().filter(|c| !c.is_control()).take(SHOWN).collect()
}
