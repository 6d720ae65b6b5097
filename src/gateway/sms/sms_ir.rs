//! SMS.ir: texts of our own by `send/bulk`, approved templates by `send/verify`; it is asked for reports, one message a call,
//! and for messages.

use aws_lc_rs::digest::{SHA256, digest};
use chrono::DateTime;
use reqwest::{Client, RequestBuilder};
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::{Value, json};

use super::approved::{self, ByName, Rule, Templates};
use super::template::percent_encoded;
use super::web::{self, Answer, Patience};
use super::{Incoming, OneByOne, Report, SmsText, Taken};
use crate::domain::message::Fate;
use crate::gateway::SendError;

/// Most messages that are asked after in a row.
pub(super) const POLL_AT_MOST: usize = 25;

const TOKEN: Rule = Rule { most: 25, spaces: None, never: &[] };

/// How SMS.ir is reached. The gateway's `secret` is the API key.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmsIrSettings {
    /// The address of the service.
    #[serde(default = "service")]
    pub url: String,
    /// Approved templates by kind of message: their number and the variable of the message for each parameter, such as
    /// `completion_code = { name = "123456", tokens = { CODE = "code" } }`.
    #[serde(default)]
    pub templates: Templates<ByName>,
    /// Whether messages without a template go another way.
    #[serde(default)]
    pub only_templates: bool,
    /// How long it is waited for.
    #[serde(default)]
    pub patience: Patience,
}

fn service() -> String {
    "https://api.sms.ir/v1".to_owned()
}

/// An account at SMS.ir.
#[derive(Debug, Clone)]
pub struct SmsIr {
    settings: SmsIrSettings,
    base: String,
    key: SecretString,
    client: Client,
}

/// The form of all answers.
#[derive(Debug, Deserialize)]
struct Envelope {
    status: i64,
    message: Option<String>,
    #[serde(default)]
    data: Value,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Inbound {
    #[serde(default, deserialize_with = "web::text")]
    receive_return_id: String,
    #[serde(default)]
    message_text: String,
    #[serde(deserialize_with = "web::text")]
    mobile: String,
    #[serde(default, deserialize_with = "web::text")]
    number: String,
    received_date_time: Option<i64>,
}

impl SmsIr {
    /// An account by its settings.
    ///
    /// # Errors
    /// The first setting that cannot work.
    pub fn new(settings: SmsIrSettings, secret: Option<SecretString>) -> Result<Self, String> {
        approved::numbered(&settings.templates)?;
        let (base, key) = (web::server(&settings.url)?, web::needed(secret)?);
        let client = web::client(settings.patience, web::key_header("x-api-key", &key)?)?;
        Ok(Self { settings, base, key, client })
    }

    /// Hands `message` over from `line`. A repeated attempt is another message; what it charges is counted in messages, not
    /// in money, so that no cost is told.
    ///
    /// # Errors
    /// What the answer, or its absence, means; see [`SendError`].
    pub async fn send(&self, line: &str, message: &SmsText) -> Result<Taken, SendError> {
        approved::not_empty(message)?;
        let to = approved::domestic(&message.to)?;
        let template = approved::chosen(&self.settings.templates, self.settings.only_templates, message)?;
        let (request, pointer) = if let Some(template) = template {
            let tokens = approved::named(message, &template.tokens, TOKEN)?;
            let parameters: Vec<_> =
                tokens.into_iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
            let body = json!({"mobile": to, "templateId": template.number(), "parameters": parameters});
            (self.client.post(format!("{}/send/verify", self.base)).json(&body), "/messageId")
        } else {
            let number = line.parse::<u64>();
            let number = number.map_err(|_| SendError::Elsewhere("the line must be a number here".to_owned()))?;
            let body = json!({"lineNumber": number, "messageText": message.text, "mobiles": [to]});
            (self.client.post(format!("{}/send/bulk", self.base)).json(&body), "/messageIds/0")
        };
        let data = self.ask(request).await?;
        match data.pointer(pointer).and_then(web::text_of) {
            Some(id) if id == "0" => Err(SendError::Elsewhere("the recipient takes nothing from this line".to_owned())),
            Some(id) => Ok(Taken { reference: Some(id), cost: None }),
            None => Err(SendError::Elsewhere("the recipient or the text was refused".to_owned())),
        }
    }

    /// Asks what became of messages, one after another.
    ///
    /// # Errors
    /// What an answer, or its absence, means if none told anything.
    pub async fn poll(&self, references: &[String]) -> Result<Vec<Report>, SendError> {
        let mut answers = OneByOne::default();
        for reference in references {
            let url = format!("{}/send/{}", self.base, percent_encoded(reference));
            if !answers.goes_on(reference, state(self.ask(self.client.get(url)).await)) {
                break;
            }
        }
        answers.told()
    }

    /// Asks for the hundred newest messages from telephones of today, of all lines; it shows them again and again.
    ///
    /// # Errors
    /// What the answer, or its absence, means.
    pub async fn fetch(&self, line: &str) -> Result<Vec<Incoming>, SendError> {
        let query = [("pageSize", "100"), ("pageNumber", "1"), ("sortByNewest", "true")];
        let data = self.ask(self.client.get(format!("{}/receive/live", self.base)).query(&query)).await?;
        let incoming = |inbound: Inbound| Incoming {
            reference: reference(&inbound),
            from: inbound.mobile,
            to: if inbound.number.is_empty() { line.to_owned() } else { inbound.number },
            text: inbound.message_text,
            at: inbound.received_date_time.and_then(|at| DateTime::from_timestamp(at, 0)),
        };
        Ok(web::readable(&data).into_iter().map(incoming).collect())
    }

    async fn ask(&self, request: RequestBuilder) -> Result<Value, SendError> {
        let data = web::ask_for_list(request, Some(&self.key)).await.and_then(|answer| data(&answer));
        data.map_err(|error| web::veiled(&error, &self.key))
    }
}

/// Its number of a message; where it gives none, one that is the same when the message is shown again.
fn reference(inbound: &Inbound) -> String {
    if !inbound.receive_return_id.is_empty() {
        return inbound.receive_return_id.clone();
    }
    let Inbound { mobile, number, message_text, received_date_time, .. } = inbound;
    let whole = format!("{mobile}\0{number}\0{}\0{message_text}", received_date_time.unwrap_or_default());
    let bits = digest(&SHA256, whole.as_bytes());
    bits.as_ref().iter().take(16).fold(String::with_capacity(32), |hex, byte| hex + &format!("{byte:02x}"))
}

fn data(answer: &Answer) -> Result<Value, SendError> {
    let Envelope { status, message, data } = web::envelope(answer)?;
    let said = format!("{status}: {}", message.unwrap_or_default());
    match status {
        1 => Ok(data),
        // An error of its own, after which nobody knows.
        0 => Err(SendError::Unclear(said)),
        // Too many requests; no credit.
        20 | 102 => Err(SendError::Later(said)),
        // No text; no such number.
        103 | 104 => Err(SendError::Never(said)),
        // The key, the line, the template (113, 114), a text that is not approved (117) or a blocked recipient (115).
        _ => Err(SendError::Elsewhere(said)),
    }
}

/// What it says of a message, or that it knows of none (111).
fn state(asked: Result<Value, SendError>) -> Result<(Fate, String), SendError> {
    match asked {
        Ok(data) => {
            let state = data.get("deliveryState").and_then(Value::as_i64);
            Ok((fate(state), state.map_or_else(|| "none".to_owned(), |state| state.to_string())))
        }
        Err(SendError::Elsewhere(said)) if said.starts_with("111:") => Ok((Fate::Unknown, "111".to_owned())),
        Err(error) => Err(error),
    }
}

const fn fate(state: Option<i64>) -> Fate {
    match state {
        Some(1) => Fate::Delivered,
        // By the telephone, before the operator, by an error.
        Some(2 | 4 | 6) => Fate::Undelivered,
        Some(7) => Fate::Blocked,
        // With the operator 3 and 5, not known yet 8, or something newer.
        _ => Fate::Pending,
    }
}

#[cfg(test)]
mod tests;
