//! Melli Payamak, whose interface Fara Payamak has as well: texts by `SendSMS`, approved templates by `BaseServiceNumber`; it
//! is asked for reports, one message a call, and for messages.

use reqwest::Client;
use reqwest::header::{ACCEPT, HeaderMap, HeaderValue};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use serde_json::{Value, json};

use super::approved::{self, InOrder, Rule, Templates};
use super::web::{self, Answer, Patience};
use super::{Incoming, OneByOne, Report, SmsText, Taken};
use crate::domain::message::Fate;
use crate::gateway::SendError;

/// Most messages that are asked after in a row.
pub(super) const POLL_AT_MOST: usize = 25;
/// Most messages from telephones in an answer.
const FETCH_AT_MOST: u32 = 100;
/// Numbers of messages are larger, numbers of errors are not.
const LEAST_REFERENCE: i64 = 2_000;

/// Tokens are handed over in one text, `;` between them.
const TOKEN: Rule = Rule { most: 255, spaces: None, never: &[';'] };

/// How Melli Payamak is reached. The gateway's `secret` is the password, or the API key where the account demands one.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeliPayamakSettings {
    /// The address of the service.
    #[serde(default = "service")]
    pub url: String,
    /// The name of the account.
    pub username: String,
    /// Approved templates by kind of message: their number (`bodyId`) and the variables of the message in the order of the
    /// tokens, such as `completion_code = { name = "12345", tokens = ["code", "amount"] }`.
    #[serde(default)]
    pub templates: Templates<InOrder>,
    /// Whether messages without a template go another way.
    #[serde(default)]
    pub only_templates: bool,
    /// How long it is waited for.
    #[serde(default)]
    pub patience: Patience,
}

fn service() -> String {
    "https://rest.payamak-panel.com/api/SendSMS".to_owned()
}

/// An account at Melli Payamak.
#[derive(Debug, Clone)]
pub struct MeliPayamak {
    settings: MeliPayamakSettings,
    base: String,
    password: SecretString,
    client: Client,
}

/// What it says of a request: in `value` the number of the message, of its state or of the error.
#[derive(Debug, Deserialize)]
struct Said {
    #[serde(rename = "Value", default, deserialize_with = "web::text")]
    value: String,
    #[serde(rename = "RetStatus")]
    status: i64,
    #[serde(rename = "StrRetStatus", default, deserialize_with = "web::text")]
    words: String,
}

#[derive(Debug, Deserialize)]
struct Inbox {
    #[serde(rename = "MyBase")]
    said: Said,
    #[serde(rename = "Data", default)]
    messages: Value,
}

#[derive(Debug, Deserialize)]
struct Inbound {
    #[serde(rename = "MsgID", deserialize_with = "web::text")]
    id: String,
    #[serde(rename = "Body", default)]
    body: String,
    #[serde(rename = "Sender", alias = "SenderNumber", deserialize_with = "web::text")]
    sender: String,
    #[serde(rename = "Receiver", alias = "RecipientNumber", default, deserialize_with = "web::text")]
    receiver: String,
    #[serde(rename = "SendDate", default, deserialize_with = "web::text")]
    date: String,
}

impl MeliPayamak {
    /// An account by its settings.
    ///
    /// # Errors
    /// The first setting that cannot work.
    pub fn new(settings: MeliPayamakSettings, secret: Option<SecretString>) -> Result<Self, String> {
        approved::numbered(&settings.templates)?;
        let (base, password) = (web::server(&settings.url)?, web::needed(secret)?);
        // It speaks XML unless it is asked not to.
        let headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("application/json"))]);
        let client = web::client(settings.patience, headers)?;
        Ok(Self { settings, base, password, client })
    }

    /// Hands `message` over from `line`. A repeated attempt is another message.
    ///
    /// # Errors
    /// What the answer, or its absence, means; see [`SendError`].
    pub async fn send(&self, line: &str, message: &SmsText) -> Result<Taken, SendError> {
        approved::not_empty(message)?;
        let to = approved::domestic(&message.to)?;
        let template = approved::chosen(&self.settings.templates, self.settings.only_templates, message)?;
        let (method, body) = if let Some(template) = template {
            let tokens = template.tokens.iter().map(|variable| approved::token(message, variable, TOKEN));
            let text = tokens.collect::<Result<Vec<_>, _>>()?.join(";");
            ("BaseServiceNumber", json!({"to": to, "bodyId": template.number(), "text": text}))
        } else {
            ("SendSMS", json!({"to": to, "from": line, "text": message.text, "isFlash": false}))
        };
        let answer = self.ask(method, body).await?;
        self.shown(said(&answer).map(|said| Taken { reference: Some(said.value), cost: None }))
    }

    /// Asks what became of messages, one after another.
    ///
    /// # Errors
    /// What an answer, or its absence, means if none told anything.
    pub async fn poll(&self, references: &[String]) -> Result<Vec<Report>, SendError> {
        let mut answers = OneByOne::default();
        for reference in references {
            let id = reference.parse::<i64>().map_or_else(|_| json!(reference), |id| json!(id));
            let answer = self.ask("GetDeliveries2", json!({"recID": id})).await;
            if !answers.goes_on(reference, answer.and_then(|answer| self.shown(state(&answer)))) {
                break;
            }
        }
        answers.told()
    }

    /// Asks for the newest messages that telephones sent to `line`; it shows them again and again.
    ///
    /// # Errors
    /// What the answer, or its absence, means.
    pub async fn fetch(&self, line: &str) -> Result<Vec<Incoming>, SendError> {
        let body = json!({"location": 1, "from": line, "index": 0, "count": FETCH_AT_MOST});
        let answer = self.ask("GetMessages", body).await?;
        let inbox = self.shown(web::envelope::<Inbox>(&answer).and_then(|inbox| match inbox.said.status {
            1 => Ok(inbox.messages),
            _ => Err(refusal(&inbox.said)),
        }))?;
        let incoming = |inbound: Inbound| Incoming {
            reference: inbound.id,
            from: inbound.sender,
            to: if inbound.receiver.is_empty() { line.to_owned() } else { inbound.receiver },
            text: inbound.body,
            at: web::moment(&inbound.date),
        };
        Ok(web::readable(&inbox).into_iter().map(incoming).collect())
    }

    async fn ask(&self, method: &str, mut body: Value) -> Result<Answer, SendError> {
        body["username"] = json!(self.settings.username);
        body["password"] = json!(self.password.expose_secret());
        let request = self.client.post(format!("{}/{method}", self.base)).json(&body);
        self.shown(web::ask_for_list(request, Some(&self.password)).await)
    }

    fn shown<T>(&self, outcome: Result<T, SendError>) -> Result<T, SendError> {
        outcome.map_err(|error| web::veiled(&error, &self.password))
    }
}

/// What it says of a message that it took.
fn said(answer: &Answer) -> Result<Said, SendError> {
    let said: Said = web::envelope(answer)?;
    let is_reference = said.value.parse().is_ok_and(|value: i64| value > LEAST_REFERENCE);
    if said.status == 1 && is_reference { Ok(said) } else { Err(refusal(&said)) }
}

fn refusal(said: &Said) -> SendError {
    let code = said.value.parse().ok().filter(|code: &i64| *code <= LEAST_REFERENCE).unwrap_or(said.status);
    let words = format!("{code}: {}", said.words);
    match code {
        // No credit; as much as may be sent today; being mended; not sent; an error of its own; blocked for now.
        2 | 3 | 4 | 6 | 11 | 19 | -6 | -108 => SendError::Later(words),
        // No recipient; no text; no mobile number.
        16..=18 => SendError::Never(words),
        // It says "done" and nothing else.
        1 => SendError::Unclear(words),
        // The account, the line, the template, a word, a link (14, -10) or a blocked recipient (35).
        _ => SendError::Elsewhere(words),
    }
}

fn state(answer: &Answer) -> Result<(Fate, String), SendError> {
    let said: Said = web::envelope(answer)?;
    let state = said.value.parse().ok().filter(|_| said.status == 1);
    let fate = match state {
        None => return Err(refusal(&said)),
        Some(1) => Fate::Delivered,
        // By the telephone, by the operator, unknown errors, before the operator, filtered, refused.
        Some(2 | 3 | 5 | 16 | 300 | 500) => Fate::Undelivered,
        Some(35) => Fate::Blocked,
        Some(i64::MIN..=-1) => Fate::Unknown,
        // With the operator 0 and 8, sent 200, waiting 400, not known yet 100, or something newer.
        Some(_) => Fate::Pending,
    };
    Ok((fate, said.value))
}

#[cfg(test)]
mod tests;
