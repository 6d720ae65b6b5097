//! Ghasedak: texts of our own by `SendSingleSMS`, approved templates by `SendOtpSMS`; it is asked for reports and messages.

use reqwest::{Client, RequestBuilder};
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::{Value, json};

use super::approved::{self, ByName, Rule, Templates};
use super::kavenegar::refusal;
use super::web::{self, Answer, Patience};
use super::{Incoming, Report, SmsText, Subject, Taken};
use crate::domain::message::Fate;
use crate::gateway::SendError;

/// Most messages that one call asks after.
pub(super) const POLL_AT_MOST: usize = 100;

const TOKEN: Rule = Rule { most: 100, spaces: None, never: &[] };

/// How Ghasedak is reached. The gateway's `secret` is the API key; a line is a number, or `priority`, `fastest` or `cheapest`
/// for Ghasedak's own choice among the account's.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GhasedakSettings {
    /// The address of the service.
    #[serde(default = "service")]
    pub url: String,
    /// Approved templates by kind of message: their name and the variable of the message for each parameter, such as
    /// `completion_code = { name = "code", tokens = { Code = "code" } }`.
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
    "https://gateway.ghasedak.me/rest/api/v1/WebService".to_owned()
}

/// An account at Ghasedak.
#[derive(Debug, Clone)]
pub struct Ghasedak {
    settings: GhasedakSettings,
    base: String,
    key: SecretString,
    client: Client,
}

/// The form of all answers; its older servers begin the names with capitals.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Envelope {
    #[serde(alias = "IsSuccess")]
    is_success: bool,
    #[serde(alias = "StatusCode", default)]
    status_code: u16,
    #[serde(alias = "Message")]
    message: Option<String>,
    #[serde(alias = "Data", default)]
    data: Value,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Accepted {
    #[serde(alias = "MessageId", deserialize_with = "web::text")]
    message_id: String,
    #[serde(alias = "Cost")]
    cost: Option<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct State {
    #[serde(alias = "MessageId", deserialize_with = "web::text")]
    message_id: String,
    #[serde(alias = "Status")]
    status: i64,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Inbound {
    #[serde(alias = "Id", deserialize_with = "web::text")]
    id: String,
    #[serde(alias = "Message", default)]
    message: String,
    #[serde(alias = "Sender", deserialize_with = "web::text")]
    sender: String,
    #[serde(alias = "LineNumber", default, deserialize_with = "web::text")]
    line_number: String,
    #[serde(alias = "ReceiveDate", default, deserialize_with = "web::text")]
    receive_date: String,
}

impl Ghasedak {
    /// An account by its settings.
    ///
    /// # Errors
    /// The first setting that cannot work.
    pub fn new(settings: GhasedakSettings, secret: Option<SecretString>) -> Result<Self, String> {
        let (base, key) = (web::server(&settings.url)?, web::needed(secret)?);
        let client = web::client(settings.patience, web::key_header("apikey", &key)?)?;
        Ok(Self { settings, base, key, client })
    }

    /// Hands `message` over from `line`. It keeps our reference, but nothing says that a repeated attempt is recognised.
    ///
    /// # Errors
    /// What the answer, or its absence, means; see [`SendError`].
    pub async fn send(&self, line: &str, message: &SmsText) -> Result<Taken, SendError> {
        approved::not_empty(message)?;
        let to = approved::domestic(&message.to)?;
        let template = approved::chosen(&self.settings.templates, self.settings.only_templates, message)?;
        let (method, body) = if let Some(template) = template {
            let tokens = approved::named(message, &template.tokens, TOKEN)?;
            let inputs: Vec<_> =
                tokens.into_iter().map(|(name, value)| json!({"param": name, "value": value})).collect();
            let receptors = json!([{"mobile": to, "clientReferenceId": message.id.as_str()}]);
            let body = json!({"receptors": receptors, "templateName": template.name, "inputs": inputs, "udh": false});
            ("SendOtpSMS", body)
        } else {
            let (text, id) = (&message.text, message.id.as_str());
            let mut body = json!({"receptor": to, "message": text, "clientReferenceId": id, "udh": false});
            if !line.is_empty() {
                body["lineNumber"] = json!(line);
            }
            ("SendSingleSMS", body)
        };
        let data = self.ask(self.client.post(format!("{}/{method}", self.base)).json(&body)).await?;
        let items = data.get("items").or_else(|| data.get("Items")).unwrap_or(&data);
        let accepted = Accepted::deserialize(items.get(0).unwrap_or(items)).ok();
        let accepted = accepted.filter(|accepted| !accepted.message_id.is_empty());
        let accepted = accepted.ok_or_else(|| SendError::Unclear("taken, but without a reference".to_owned()))?;
        Ok(Taken { reference: Some(accepted.message_id), cost: accepted.cost })
    }

    /// Asks what became of messages.
    ///
    /// # Errors
    /// What the answer, or its absence, means.
    pub async fn poll(&self, references: &[String]) -> Result<Vec<Report>, SendError> {
        // Ids are Ghasedak's own (1), not ours (2).
        let query = [("Ids", references.join(",")), ("Type", "1".to_owned())];
        let data = self.ask(self.client.get(format!("{}/CheckSmsStatus", self.base)).query(&query)).await?;
        let report = |state: State| Report {
            subject: Subject::Theirs(state.message_id),
            fate: fate(state.status),
            word: state.status.to_string(),
        };
        Ok(web::readable(&data).into_iter().map(report).collect())
    }

    /// Asks for messages that telephones sent to `line` and that were not shown yet.
    ///
    /// # Errors
    /// What the answer, or its absence, means.
    pub async fn fetch(&self, line: &str) -> Result<Vec<Incoming>, SendError> {
        let query = [("LineNumber", line), ("IsRead", "false")];
        let data = self.ask(self.client.get(format!("{}/GetReceivedSmses", self.base)).query(&query)).await?;
        let items = data.get("items").or_else(|| data.get("Items")).unwrap_or(&data);
        let incoming = |inbound: Inbound| Incoming {
            reference: inbound.id,
            from: inbound.sender,
            to: if inbound.line_number.is_empty() { line.to_owned() } else { inbound.line_number },
            text: inbound.message,
            at: web::moment(&inbound.receive_date),
        };
        Ok(web::readable(items).into_iter().map(incoming).collect())
    }

    async fn ask(&self, request: RequestBuilder) -> Result<Value, SendError> {
        let data = web::ask_for_list(request, Some(&self.key)).await.and_then(|answer| data(&answer));
        data.map_err(|error| web::veiled(&error, &self.key))
    }
}

fn data(answer: &Answer) -> Result<Value, SendError> {
    let Envelope { is_success, status_code, message, data } = web::envelope(answer)?;
    if is_success {
        return Ok(data);
    }
    // A refusal comes with 200 of HTTP as well, and its own number can be missing.
    let code = if status_code == 0 { answer.status.as_u16() } else { status_code };
    let said = format!("{code}: {}", message.unwrap_or_default());
    Err(if code == 503 { SendError::Later(said) } else { refusal(code, said) })
}

const fn fate(status: i64) -> Fate {
    match status {
        5 | 14 => Fate::Delivered,
        // Cancelled, not by the telephone, by an error, and the same in the numbers of its older servers.
        1 | 4 | 6 | 13 | 16 => Fate::Undelivered,
        2 | 12 | 15 => Fate::Blocked,
        // None yet 0, with the operator 3, on trial 7, not known yet 8, or something newer.
        _ => Fate::Pending,
    }
}

#[cfg(test)]
mod tests;
