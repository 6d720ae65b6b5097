//! Kannel: our own gateway to operators over SMPP, asked by its `sendsms` and calling us with reports and messages.
//!
//! It answers 202 also for what it then loses in silence: Persian letters without `coding=2`, an empty text, an `smsc` that
//! it does not know, and parts above `max-messages` of its `sendsms-user`. The first two cannot happen here; the others
//! are for whoever sets it up. It knows no references of ours, so that a repeated attempt is a second message.

use chrono::DateTime;
use reqwest::Client;
use reqwest::header::HeaderMap;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;

use super::approved;
use super::parts::{self, Alphabet};
use super::web::{self, Answer, Patience};
use super::{BadCall, Call, Incoming, Report, SmsText, Subject, Taken, Told, Topic};
use crate::domain::id::MessageId;
use crate::domain::message::Fate;
use crate::gateway::SendError;

/// The reports that end something: delivered 1, not delivered 2, refused by the operator 16. Those in between, kept 4 and taken 8
/// by the operator, would cost a call a message and say nothing that its answer did not.
const FINAL_REPORTS: &str = "19";
/// Characters of an operator's word that are kept.
const WORD: usize = 60;

/// How Kannel is reached. The gateway's `secret` is the password of the `sendsms-user`.
///
/// Messages from telephones come when its `sms-service` has a `get-url` of `<hook>/inbound` and, as one line,
/// `?from=%p&to=%P&text=%b&id=%I&charset=%C&coding=%c&ts=%T`; a `%` in the hook itself stands as `%%` there.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KannelSettings {
    /// The address of `sendsms`.
    #[serde(default = "sendsms")]
    pub url: String,
    /// The `username` of its `sendsms-user`.
    pub username: String,
    /// The `smsc-id` that messages go by; what its configuration says if there is none.
    pub smsc: Option<String>,
    /// How long it is waited for.
    #[serde(default)]
    pub patience: Patience,
}

fn sendsms() -> String {
    "http://127.0.0.1:13013/cgi-bin/sendsms".to_owned()
}

/// A Kannel that is set up.
#[derive(Debug, Clone)]
pub struct Kannel {
    settings: KannelSettings,
    password: SecretString,
    hook: Option<SecretString>,
    client: Client,
}

impl Kannel {
    /// A Kannel by its settings; `hook` is the address of our webhook without its last segment.
    ///
    /// # Errors
    /// The first setting that cannot work.
    pub fn new(
        settings: KannelSettings,
        secret: Option<SecretString>,
        hook: Option<SecretString>,
    ) -> Result<Self, String> {
        web::server(&settings.url)?;
        let client = web::client(settings.patience, HeaderMap::new())?;
        Ok(Self { password: web::needed(secret)?, settings, hook, client })
    }

    /// Hands `message` over from `line`. Kannel gives no reference.
    ///
    /// # Errors
    /// What the answer, or its absence, means; see [`SendError`].
    pub async fn send(&self, line: &str, message: &SmsText) -> Result<Taken, SendError> {
        approved::not_empty(message)?;
        let request = self.client.get(&self.settings.url).query(&self.query(line, message));
        let judged = web::ask(request, Some(&self.password)).await.and_then(|answer| judge(&answer));
        judged.map_err(|error| web::veiled(&error, &self.password))
    }

    fn query<'a>(&'a self, line: &'a str, message: &'a SmsText) -> Vec<(&'static str, String)> {
        let coding = match parts::measure(&message.text).alphabet {
            Alphabet::Gsm7 => "0",
            Alphabet::Ucs2 => "2",
        };
        let mut query = vec![
            ("username", self.settings.username.clone()),
            ("password", self.password.expose_secret().to_owned()),
            // With its `+`: without it the number goes out as one of the country.
            ("to", message.to.clone()),
            ("text", message.text.clone()),
            ("charset", "UTF-8".to_owned()),
            ("coding", coding.to_owned()),
        ];
        if !line.is_empty() {
            query.push(("from", line.to_owned()));
        }
        if let Some(smsc) = &self.settings.smsc {
            query.push(("smsc", smsc.clone()));
        }
        if let Some(hook) = &self.hook {
            query.push(("dlr-mask", FINAL_REPORTS.to_owned()));
            query.push(("dlr-url", report_address(hook, message.id)));
        }
        query
    }

    /// Reads a report or a message from a telephone.
    ///
    /// # Errors
    /// A call that lacks what it must say.
    pub fn hear(&self, call: &Call<'_>) -> Result<Told, BadCall> {
        match call.topic {
            Topic::Delivery => report(call).map(|report| Told::Reports(vec![report])),
            Topic::Inbound => incoming(call).map(|message| Told::Incoming(message.into_iter().collect())),
        }
    }
}

/// Where Kannel reports. It replaces `%` and a letter by a value, so that a `%` of ours stands as `%%`.
fn report_address(hook: &SecretString, id: MessageId) -> String {
    format!("{}/delivery?ref={id}&type=%d&reply=%A", hook.expose_secret().replace('%', "%%"))
}

fn judge(answer: &Answer) -> Result<Taken, SendError> {
    match answer.status.as_u16() {
        202 if answer.body.starts_with(b"0:") || answer.body.starts_with(b"3:") => Ok(Taken::default()),
        200..=299 => Err(SendError::Unclear(answer.shown())),
        _ => Err(answer.failure()),
    }
}

fn required<'a>(call: &'a Call<'_>, name: &str) -> Result<&'a str, BadCall> {
    call.param(name).ok_or_else(|| BadCall::Malformed(format!("{name} is missing")))
}

fn report(call: &Call<'_>) -> Result<Report, BadCall> {
    let id = required(call, "ref")?.parse().map_err(|_| BadCall::Malformed("ref is none of ours".to_owned()))?;
    let kind = required(call, "type")?;
    let number: u32 = kind.parse().map_err(|_| BadCall::Malformed("type is no number".to_owned()))?;
    let fate = match number {
        1 => Fate::Delivered,
        2 | 16 => Fate::Undelivered,
        // Kept or taken by the operator, or something newer that says nothing of the end.
        _ => Fate::Pending,
    };
    let word = call.param("reply").and_then(said).unwrap_or_else(|| kind.to_owned());
    Ok(Report { subject: Subject::Ours(id), fate, word })
}

/// The operator's word: the `stat` of an SMPP receipt, or all that it says.
fn said(reply: &str) -> Option<String> {
    let stat = reply.split_whitespace().find_map(|pair| pair.strip_prefix("stat:"));
    let word: String = stat.unwrap_or(reply).chars().filter(|c| !c.is_control()).take(WORD).collect();
    (!word.is_empty()).then_some(word)
}

fn incoming(call: &Call<'_>) -> Result<Option<Incoming>, BadCall> {
    let (from, to, id) = (required(call, "from")?, required(call, "to")?, required(call, "id")?);
    let text = required(call, "text")?;
    if from.is_empty() || id.is_empty() {
        return Err(BadCall::Malformed("from or id is empty".to_owned()));
    }
    // Octets for a program on the telephone, such as a ring tone, are no words to anybody.
    if call.param("coding") == Some("1") {
        return Ok(None);
    }
    let raw = || raw_param(call.url, "text").unwrap_or_default();
    // What Kannel does not recode (`mo-recode`) comes as the operator's octets.
    let text = match call.param("charset").unwrap_or("UTF-8").to_ascii_uppercase().as_str() {
        "UTF-16BE" | "UTF-16" | "UCS-2" => {
            let units: Vec<u16> = raw().chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        "ISO-8859-1" | "LATIN1" => raw().into_iter().map(char::from).collect(),
        _ => text.to_owned(),
    };
    let at = call.param("ts").and_then(|ts| ts.parse().ok()).and_then(|ts| DateTime::from_timestamp(ts, 0));
    Ok(Some(Incoming { reference: id.to_owned(), from: from.to_owned(), to: to.to_owned(), text, at }))
}

/// The octets of a parameter of the query, of which the decoded text is not always one.
fn raw_param(url: &str, name: &str) -> Option<Vec<u8>> {
    let (_, query) = url.split_once('?')?;
    let value = query.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name)?.1;
    let (mut octets, mut rest) = (Vec::with_capacity(value.len()), value.as_bytes());
    while let Some((&first, behind)) = rest.split_first() {
        let digits = behind.get(..2).filter(|_| first == b'%').and_then(|two| std::str::from_utf8(two).ok());
        let octet = digits.and_then(|two| u8::from_str_radix(two, 16).ok());
        octets.push(octet.unwrap_or(if first == b'+' { b' ' } else { first }));
        rest = if octet.is_some() { &behind[2..] } else { behind };
    }
    Some(octets)
}

#[cfg(test)]
mod tests;
