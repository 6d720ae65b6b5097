//! Twilio: messages by `Messages.json`; it calls us with reports and messages, each call signed.

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use reqwest::Client;
use reqwest::header::HeaderMap;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use serde_json::Value;

use super::template::percent_encoded;
use super::web::{self, Answer, Patience};
use super::{BadCall, Call, Incoming, Report, SmsText, Subject, Taken, Told, Topic, approved};
use crate::domain::message::Fate;
use crate::gateway::SendError;

/// How Twilio is reached. The gateway's `secret` is the auth token; a line is a number, a name, or a messaging service
/// (`MG…`). Messages from telephones come when the number's webhook is `<hook>/inbound`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TwilioSettings {
    /// The address of the service.
    #[serde(default = "service")]
    pub url: String,
    /// The account's SID, `AC…`.
    pub account: String,
    /// How long it is waited for.
    #[serde(default)]
    pub patience: Patience,
}

fn service() -> String {
    "https://api.twilio.com".to_owned()
}

/// An account at Twilio.
#[derive(Debug, Clone)]
pub struct Twilio {
    account: String,
    endpoint: String,
    token: SecretString,
    hook: Option<SecretString>,
    client: Client,
}

/// An answer: the message that was made, or an error.
#[derive(Debug, Deserialize)]
struct Said {
    sid: Option<String>,
    #[serde(default)]
    status: Value,
    code: Option<u32>,
    #[serde(alias = "error_message")]
    message: Option<String>,
}

impl Twilio {
    /// An account by its settings; `hook` is the address of our webhook without its last segment.
    ///
    /// # Errors
    /// The first setting that cannot work.
    pub fn new(
        settings: TwilioSettings,
        secret: Option<SecretString>,
        hook: Option<SecretString>,
    ) -> Result<Self, String> {
        let (base, account) = (web::server(&settings.url)?, percent_encoded(&settings.account));
        let endpoint = format!("{base}/2010-04-01/Accounts/{account}/Messages.json");
        let client = web::client(settings.patience, HeaderMap::new())?;
        Ok(Self { account: settings.account, endpoint, token: web::needed(secret)?, hook, client })
    }

    /// Hands `message` over from `line`. A repeated attempt is another message.
    ///
    /// # Errors
    /// What the answer, or its absence, means; see [`SendError`].
    pub async fn send(&self, line: &str, message: &SmsText) -> Result<Taken, SendError> {
        approved::not_empty(message)?;
        let mut form = vec![("To", message.to.clone()), ("Body", message.text.clone())];
        if !line.is_empty() {
            let name = if line.starts_with("MG") { "MessagingServiceSid" } else { "From" };
            form.push((name, line.to_owned()));
        }
        if let Some(hook) = &self.hook {
            form.push(("StatusCallback", format!("{}/delivery?id={}", hook.expose_secret(), message.id)));
        }
        let request = self.client.post(&self.endpoint).basic_auth(&self.account, Some(self.token.expose_secret()));
        let judged = web::ask(request.form(&form), Some(&self.token)).await.and_then(|answer| judge(&answer));
        judged.map_err(|error| web::veiled(&error, &self.token))
    }

    /// Reads a report or a message from a telephone.
    ///
    /// # Errors
    /// A call without Twilio's signature, or one that lacks what it must say.
    pub fn hear(&self, call: &Call<'_>) -> Result<Told, BadCall> {
        let form = call.form();
        if !self.signed(call, &form) {
            return Err(BadCall::Forbidden);
        }
        let find = |name: &str| {
            let said = form.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
            said.or_else(|| call.param(name)).filter(|value| !value.is_empty())
        };
        let required = |name: &str| find(name).ok_or_else(|| BadCall::Malformed(format!("{name} is missing")));
        Ok(match call.topic {
            Topic::Delivery => {
                let (status, code) = (required("MessageStatus")?, find("ErrorCode"));
                let subject = match call.param("id") {
                    Some(id) => {
                        Subject::Ours(id.parse().map_err(|_| BadCall::Malformed("id is none of ours".to_owned()))?)
                    }
                    None => Subject::Theirs(required("MessageSid")?.to_owned()),
                };
                let word = code.map_or_else(|| status.to_owned(), |code| format!("{status} {code}"));
                Told::Reports(vec![Report { subject, fate: fate(status, code), word }])
            }
            Topic::Inbound => Told::Incoming(vec![Incoming {
                reference: required("MessageSid")?.to_owned(),
                from: required("From")?.to_owned(),
                to: required("To")?.to_owned(),
                text: find("Body").unwrap_or_default().to_owned(),
                at: None,
            }]),
        })
    }

    /// Whether Twilio signed the call: base64 of HMAC-SHA1, keyed by the auth token, over the address and the pairs of the
    /// form in order of their names. The address is the one that Twilio was given, of which the reader of the call may see
    /// another form.
    fn signed(&self, call: &Call<'_>, form: &[(String, String)]) -> bool {
        let Some(signature) = call.header("x-twilio-signature").and_then(|text| BASE64_STANDARD.decode(text).ok())
        else {
            return false;
        };
        let mut pairs: Vec<_> = form.iter().collect();
        pairs.sort();
        pairs.dedup();
        let rest: String = pairs.into_iter().flat_map(|(name, value)| [name.as_str(), value.as_str()]).collect();
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, self.token.expose_secret().as_bytes());
        let given = self.hook.as_ref().map(|hook| given_address(hook.expose_secret(), call));
        let addresses = [Some(call.url.to_owned()), given];
        addresses.iter().flatten().any(|url| hmac::verify(&key, format!("{url}{rest}").as_bytes(), &signature).is_ok())
    }
}

/// The address as we gave it to Twilio.
fn given_address(hook: &str, call: &Call<'_>) -> String {
    let topic = match call.topic {
        Topic::Delivery => "delivery",
        Topic::Inbound => "inbound",
    };
    let query = call.url.split_once('?').map(|(_, query)| format!("?{query}"));
    format!("{hook}/{topic}{}", query.unwrap_or_default())
}

fn judge(answer: &Answer) -> Result<Taken, SendError> {
    let said: Said = web::envelope(answer)?;
    let words = said.message.unwrap_or_default();
    if answer.status.is_success() {
        let reference = said.sid.ok_or_else(|| SendError::Unclear(answer.shown()))?;
        return match said.status.as_str() {
            Some(status @ ("failed" | "undelivered" | "canceled")) => {
                Err(SendError::Elsewhere(format!("taken and {status}: {words}")))
            }
            // What it costs is known only later.
            _ => Ok(Taken { reference: Some(reference), cost: None }),
        };
    }
    let Some(code) = said.code.filter(|_| answer.status.as_u16() < 500) else { return Err(answer.failure()) };
    let words = format!("{code}: {words}");
    Err(match code {
        // Too many calls or messages, now or today; queues that are full; under repair; an account without money.
        14107 | 20429 | 21611 | 21730 | 30001 | 30022 | 63038 | 10001 | 20005 | 30002 => SendError::Later(words),
        // No number, no number that exists, no mobile number; no text.
        21211 | 21217 | 21401 | 21602 | 21604 | 21614 => SendError::Never(words),
        // The key, the sender, the region, the length, or a recipient who wants nothing from this sender (21610).
        _ => SendError::Elsewhere(words),
    })
}

fn fate(status: &str, code: Option<&str>) -> Fate {
    match (status, code) {
        ("delivered" | "read", _) => Fate::Delivered,
        // Refused by the recipient, or by whoever filters for the recipient.
        ("undelivered" | "failed", Some("21610" | "30004")) => Fate::Blocked,
        ("undelivered" | "failed" | "canceled", _) => Fate::Undelivered,
        // accepted, scheduled, queued, sending, sent, or something newer that says nothing of the end.
        _ => Fate::Pending,
    }
}

#[cfg(test)]
mod tests;
