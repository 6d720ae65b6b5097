//! Delivery status notifications (RFC 3464): what mail servers say became of a letter of ours.

use mail_parser::{Message, MessageParser, MimeHeaders as _};

use crate::domain::id::MessageId;
use crate::domain::message::Fate;

/// What a server says of a letter to one recipient. It is not believed before the recipient is the letter's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounce {
    /// The letter that it names as ours.
    pub message: MessageId,
    /// The addresses it names, as given and as it ended up, in lower case.
    pub recipients: Vec<String>,
    /// What became of it.
    pub fate: Fate,
    /// The status code, such as `5.1.1`.
    pub status: String,
}

/// Whether the letter is a report on another, whatever it reports.
#[must_use]
pub fn is_report(letter: &Message<'_>) -> bool {
    letter
        .content_type()
        .is_some_and(|it| is(it.ctype(), "multipart") && it.subtype().is_some_and(|it| is(it, "report")))
}

/// What a delivery status notification says of letters of ours; nothing for any other letter.
#[must_use]
pub fn read(letter: &Message<'_>) -> Vec<Bounce> {
    if !is_report(letter) {
        return Vec::new();
    }
    let status = letter.parts.iter().find(|part| {
        let it = part.content_type();
        it.is_some_and(|it| is(it.ctype(), "message") && it.subtype().is_some_and(|it| it.ends_with("delivery-status")))
    });
    let Some(status) = status else { return Vec::new() };
    let status = String::from_utf8_lossy(status.contents()).replace("\r\n", "\n");
    let mut groups = status.split("\n\n").map(fields).filter(|group| !group.is_empty());
    let Some(about_all) = groups.next() else { return Vec::new() };
    let named = ["original-message-id", "x-original-message-id"].iter().find_map(|name| value(&about_all, name));
    let Some(message) = named.and_then(our_id).or_else(|| returned(letter)) else { return Vec::new() };
    groups.filter_map(|group| of_recipient(message, &group)).collect()
}

fn of_recipient(message: MessageId, group: &[(String, String)]) -> Option<Bounce> {
    let address = |name| value(group, name).and_then(|text| text.split_once(';')).map(|(_, it)| plain(it));
    let recipients: Vec<String> = ["original-recipient", "final-recipient"].into_iter().filter_map(address).collect();
    let status = value(group, "status").and_then(|text| text.split_whitespace().next()).unwrap_or_default();
    // A failure after days of trying has a status of 4.x.x and is final all the same, so the action goes first.
    let fate = match value(group, "action").map(str::to_ascii_lowercase).as_deref() {
        Some("failed") => Fate::Undelivered,
        Some("delivered") => Fate::Delivered,
        Some("delayed" | "relayed" | "expanded") => Fate::Pending,
        _ if status.starts_with('5') => Fate::Undelivered,
        _ if status.starts_with('4') => Fate::Pending,
        _ => return None,
    };
    let status = status.chars().filter(|c| c.is_ascii_digit() || *c == '.').take(12).collect();
    (!recipients.is_empty()).then_some(Bounce { message, recipients, fate, status })
}

/// The id of our letter by the headers that came back.
fn returned(letter: &Message<'_>) -> Option<MessageId> {
    letter.parts.iter().find_map(|part| {
        if let Some(inner) = part.message() {
            return inner.message_id().and_then(our_id);
        }
        let it = part.content_type()?;
        let is_headers = it.subtype().is_some_and(|it| is(it, "rfc822-headers"));
        let headers = MessageParser::default().parse_headers(part.contents()).filter(|_| is_headers)?;
        headers.message_id().and_then(our_id)
    })
}

/// `<id@domain>` as the id that is ours, if it has its form.
fn our_id(text: &str) -> Option<MessageId> {
    let inner = text.trim().trim_start_matches('<').trim_end_matches('>');
    inner.split_once('@')?.0.parse().ok()
}

fn plain(address: &str) -> String {
    address.trim().trim_start_matches('<').trim_end_matches('>').to_lowercase()
}

fn is(text: &str, word: &str) -> bool {
    text.eq_ignore_ascii_case(word)
}

/// Fields of a group by lower-case name; a line that begins with a space goes on the one before.
fn fields(group: &str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in group.lines() {
        if line.starts_with([' ', '\t'])
            && let Some((_, value)) = fields.last_mut()
        {
            value.push(' ');
            value.push_str(line.trim());
        } else if let Some((name, value)) = line.split_once(':') {
            fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    fields
}

fn value<'a>(fields: &'a [(String, String)], name: &str) -> Option<&'a str> {
    fields.iter().find(|(it, _)| it == name).map(|(_, value)| value.as_str())
}
