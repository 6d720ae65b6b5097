//! Kavenegar: texts of our own by `sms/send`, approved templates by `verify/lookup`; it is asked for reports and messages.

use aws_lc_rs::digest::{SHA256, digest};
use chrono::DateTime;
use reqwest::header::HeaderMap;
use reqwest::{Client, RequestBuilder};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use serde_json::Value;

use super::approved::{self, InOrder, Rule, Templates};
use super::template::percent_encoded;
use super::web::{self, Answer, Patience};
use super::{Incoming, Report, SmsText, Subject, Taken};
use crate::domain::id::MessageId;
use crate::domain::message::Fate;
use crate::gateway::SendError;

/// Most messages that one call asks after.
pub(super) const POLL_AT_MOST: usize = 500;

const WORD: Rule = Rule { most: 100, spaces: Some(0), never: &['_'] };
/// The tokens of a template in order; only the last two are for several words.
const TOKENS: [(&str, Rule); 5] = [
    ("token", WORD),
    ("token2", WORD),
    ("token3", WORD),
    ("token10", Rule { spaces: Some(5), ..WORD }),
    ("token20", Rule { spaces: Some(8), ..WORD }),
];

/// How Kavenegar is reached. The gateway's `secret` is the API key.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KavenegarSettings {
    /// The address of the service.
    #[serde(default = "service")]
    pub url: String,
    /// Approved templates by kind of message, such as `completion_code = { name = "code", tokens = ["code", "amount"] }`:
    /// the variables fill `token`, `token2`, `token3`, `token10` and `token20`. A message that goes by one is not
    /// recognised when it comes again.
    #[serde(default)]
    pub templates: Templates<InOrder>,
    /// Whether messages without a template go another way, as on an account that may send templates only.
    #[serde(default)]
    pub only_templates: bool,
    /// How long it is waited for.
    #[serde(default)]
    pub patience: Patience,
}

fn service() -> String {
    "https://api.kavenegar.com/v1".to_owned()
}

/// An account at Kavenegar.
#[derive(Debug, Clone)]
pub struct Kavenegar {
    settings: KavenegarSettings,
    base: String,
    key: SecretString,
    client: Client,
}

/// The form of all answers.
#[derive(Debug, Deserialize)]
struct Envelope {
    #[serde(rename = "return")]
    outcome: Outcome,
    #[serde(default)]
    entries: Value,
}

#[derive(Debug, Deserialize)]
struct Outcome {
    status: u16,
    #[serde(default)]
    message: String,
}

#[derive(Debug, Deserialize)]
struct Entry {
    #[serde(deserialize_with = "web::text")]
    messageid: String,
    status: i64,
    cost: Option<i64>,
}

#[derive(Debug, Deserialize)]
struct Inbound {
    #[serde(deserialize_with = "web::text")]
    messageid: String,
    #[serde(default)]
    message: String,
    #[serde(deserialize_with = "web::text")]
    sender: String,
    #[serde(default, deserialize_with = "web::text")]
    receptor: String,
    date: Option<i64>,
}

impl Kavenegar {
    /// An account by its settings.
    ///
    /// # Errors
    /// The first setting that cannot work.
    pub fn new(settings: KavenegarSettings, secret: Option<SecretString>) -> Result<Self, String> {
        if let Some(template) = settings.templates.values().find(|template| {
            let tokens = template.tokens.len();
            tokens == 0 || tokens > TOKENS.len()
        }) {
            return Err(format!("templates: {} must have 1 to {} tokens", template.name, TOKENS.len()));
        }
        let (base, key) = (web::server(&settings.url)?, web::needed(secret)?);
        let client = web::client(settings.patience, HeaderMap::new())?;
        Ok(Self { settings, base, key, client })
    }

    /// Whether a repeated attempt is recognised as the same message: `sms/send` knows our `localid` for twelve hours,
    /// `verify/lookup` takes none.
    #[must_use]
    pub fn recognises(&self) -> bool {
        self.settings.templates.is_empty()
    }

    /// Hands `message` over from `line`.
    ///
    /// # Errors
    /// What the answer, or its absence, means; see [`SendError`].
    pub async fn send(&self, line: &str, message: &SmsText) -> Result<Taken, SendError> {
        approved::not_empty(message)?;
        let receptor = receptor(&message.to);
        let template = approved::chosen(&self.settings.templates, self.settings.only_templates, message)?;
        let request = if let Some(template) = template {
            let mut form = vec![("receptor", receptor), ("template", template.name.clone())];
            for ((name, rule), variable) in TOKENS.into_iter().zip(&template.tokens) {
                form.push((name, approved::token(message, variable, rule)?));
            }
            self.post("verify/lookup", &form)
        } else {
            let (text, id) = (message.text.clone(), local_id(message.id).to_string());
            let mut form = vec![("receptor", receptor), ("message", text), ("localid", id)];
            if !line.is_empty() {
                form.push(("sender", line.to_owned()));
            }
            self.post("sms/send", &form)
        };
        self.shown(web::ask(request, Some(&self.key)).await.and_then(|answer| taken(&answer)))
    }

    /// Asks what became of messages. Kavenegar tells it for two days.
    ///
    /// # Errors
    /// What the answer, or its absence, means.
    pub async fn poll(&self, references: &[String]) -> Result<Vec<Report>, SendError> {
        let request = self.post("sms/status", &[("messageid", references.join(","))]);
        let answer = web::ask_for_list(request, Some(&self.key)).await;
        let entries = self.shown(answer.and_then(|answer| entries(&answer)))?;
        let report = |entry: Entry| Report {
            subject: Subject::Theirs(entry.messageid),
            fate: fate(entry.status),
            word: entry.status.to_string(),
        };
        Ok(web::readable(&entries).into_iter().map(report).collect())
    }

    /// Asks for messages that telephones sent to `line`, at most a hundred. Kavenegar shows each once.
    ///
    /// # Errors
    /// What the answer, or its absence, means.
    pub async fn fetch(&self, line: &str) -> Result<Vec<Incoming>, SendError> {
        let request = self.post("sms/receive", &[("linenumber", line.to_owned()), ("isread", "0".to_owned())]);
        let answer = web::ask_for_list(request, Some(&self.key)).await;
        let entries = self.shown(answer.and_then(|answer| entries(&answer)))?;
        let incoming = |inbound: Inbound| Incoming {
            reference: inbound.messageid,
            from: inbound.sender,
            to: if inbound.receptor.is_empty() { line.to_owned() } else { inbound.receptor },
            text: inbound.message,
            at: inbound.date.and_then(|date| DateTime::from_timestamp(date, 0)),
        };
        Ok(web::readable(&entries).into_iter().map(incoming).collect())
    }

    fn post(&self, method: &str, form: &[(&str, String)]) -> RequestBuilder {
        let key = percent_encoded(self.key.expose_secret());
        self.client.post(format!("{}/{key}/{method}.json", self.base)).form(form)
    }

    fn shown<T>(&self, outcome: Result<T, SendError>) -> Result<T, SendError> {
        outcome.map_err(|error| web::veiled(&error, &self.key))
    }
}

/// Numbers of Iran as people dial them there, others with `00`.
fn receptor(number: &str) -> String {
    approved::domestic(number).unwrap_or_else(|_| format!("00{}", number.trim_start_matches('+')))
}

/// Our reference as the number that Kavenegar wants: the first 63 bits of its SHA-256, so that it is the same in every
/// attempt and two messages do not meet.
fn local_id(id: MessageId) -> i64 {
    let bits = digest(&SHA256, id.as_str().as_bytes())
        .as_ref()
        .iter()
        .take(8)
        .fold(0, |bits: u64, byte| bits << 8 | u64::from(*byte));
    (bits >> 1).cast_signed()
}

/// The entries of an answer that says that all went well.
fn entries(answer: &Answer) -> Result<Value, SendError> {
    let envelope: Envelope = web::envelope(answer)?;
    let Outcome { status, message } = envelope.outcome;
    if status == 200 { Ok(envelope.entries) } else { Err(refusal(status, format!("{status}: {message}"))) }
}

/// What a status other than 200 means; Ghasedak uses the same numbers.
pub(super) fn refusal(status: u16, said: String) -> SendError {
    match status {
        // Not done for now; overloaded; no credit; too many calls from here, twice.
        402 | 409 | 418 | 429 | 451 => SendError::Later(said),
        // No such recipient; characters that no text may have.
        411 | 422 => SendError::Never(said),
        500 | 502..=599 => SendError::Unclear(said),
        // The key, the line, the template, the length or a link is not to its liking, or the account is on trial (501).
        _ => SendError::Elsewhere(said),
    }
}

fn taken(answer: &Answer) -> Result<Taken, SendError> {
    let entries = entries(answer)?;
    let first = entries.get(0).unwrap_or(&entries);
    let entry = Entry::deserialize(first).map_err(|_| SendError::Unclear(answer.shown()))?;
    // A `localid` that came before brings the record of its message back, also of one that has failed since.
    match fate(entry.status) {
        Fate::Undelivered | Fate::Blocked | Fate::Unknown => {
            Err(SendError::Elsewhere(format!("taken and ended as {}", entry.status)))
        }
        Fate::Pending | Fate::Delivered => Ok(Taken { reference: Some(entry.messageid), cost: entry.cost }),
    }
}

const fn fate(status: i64) -> Fate {
    match status {
        10 => Fate::Delivered,
        6 | 11 | 13 => Fate::Undelivered,
        14 => Fate::Blocked,
        100 => Fate::Unknown,
        // Queued 1, at its time 2, with the operator 4 and 5, or something newer that says nothing of the end.
        _ => Fate::Pending,
    }
}

#[cfg(test)]
mod tests;
