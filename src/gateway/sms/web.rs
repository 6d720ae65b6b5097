//! What all gateways over HTTP share: a client that neither waits for ever nor reads without end, and what its failures mean.

use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::{Client, RequestBuilder, Response, StatusCode, redirect};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::gateway::SendError;

/// Bytes of an answer that are read at most; what gateways say fits many times.
pub const ANSWER_LIMIT: usize = 64 * 1024;
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
}

impl Answer {
    /// The body as JSON of this form.
    #[must_use]
    pub fn json<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(&self.body).ok()
    }

    /// Status and the beginning of the body, for people.
    #[must_use]
    pub fn shown(&self) -> String {
        let body = String::from_utf8_lossy(&self.body);
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

/// Sends a request and reads the whole answer.
///
/// # Errors
/// `Later` without a connection; `Unclear` without a whole answer of at most [`ANSWER_LIMIT`] bytes in time. No address is
/// shown, because it may hold the secret.
pub async fn ask(request: RequestBuilder) -> Result<Answer, SendError> {
    let response = request.send().await.map_err(failed)?;
    let status = response.status();
    Ok(Answer { status, body: read(response).await? })
}

async fn read(mut response: Response) -> Result<Vec<u8>, SendError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(failed)? {
        body.extend_from_slice(&chunk);
        if body.len() > ANSWER_LIMIT {
            return Err(SendError::Unclear(format!("the answer is longer than {ANSWER_LIMIT} bytes")));
        }
    }
    Ok(body)
}

fn failed(error: reqwest::Error) -> SendError {
    let error = error.without_url();
    if error.is_connect() {
        return SendError::Later(format!("no connection: {error}"));
    }
    let what = if error.is_timeout() { "no answer in time" } else { "no whole answer" };
    SendError::Unclear(format!("{what}: {error}"))
}
