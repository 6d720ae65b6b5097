//! A letter to us, read: who wrote, what it says, whether a person wrote it.

use mail_parser::{Message, MessageParser};

use super::bounce::{self, Bounce};

/// A letter to us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    /// Its Message-ID, in its brackets.
    pub message_id: Option<String>,
    /// The address of whoever wrote, in lower case; empty when there is none.
    pub from: String,
    /// The name beside it.
    pub name: String,
    /// The address that it was sent to.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// What it says, as text, also where it came as HTML alone.
    pub text: String,
    /// How it was made.
    pub making: Making,
    /// What it says of letters of ours, if it is a delivery status notification.
    pub bounces: Vec<Bounce>,
}

/// Who or what made a letter. Only a person is answered (RFC 3834).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Making {
    /// A person, as far as one can tell.
    Person,
    /// A machine that answers or reports by itself: an out-of-office note, a bounce.
    Answer,
    /// A machine or a list that sends by itself.
    Machine,
}

/// Beginnings of addresses behind which nobody reads.
const NOBODY: [&str; 12] = [
    "no-reply",
    "noreply",
    "no_reply",
    "no.reply",
    "do-not-reply",
    "donotreply",
    "mailer-daemon",
    "postmaster",
    "owner-",
    "bounce",
    "listserv",
    "majordomo",
];

/// Reads a letter as it came over the wire; none when it is no letter.
#[must_use]
pub fn read(raw: &[u8]) -> Option<Arrived> {
    let letter = MessageParser::default().parse(raw)?;
    if letter.from().is_none() && letter.message_id().is_none() && letter.subject().is_none() {
        return None;
    }
    let sender = letter.from().and_then(|from| from.first());
    let from = sender.and_then(|it| it.address()).unwrap_or_default().trim().to_lowercase();
    let to = letter.to().and_then(|to| to.first()).and_then(|it| it.address()).unwrap_or_default().to_lowercase();
    Some(Arrived {
        message_id: letter.message_id().filter(|id| is_plain_id(id)).map(|id| format!("<{id}>")),
        name: sender.and_then(|it| it.name()).unwrap_or_default().to_owned(),
        subject: letter.subject().unwrap_or_default().to_owned(),
        text: letter.body_text(0).unwrap_or_default().trim().to_owned(),
        making: making(&letter, &from),
        bounces: bounce::read(&letter),
        from,
        to,
    })
}

fn making(letter: &Message<'_>, from: &str) -> Making {
    let auto = word(letter, "Auto-Submitted");
    let is_reply = auto.starts_with("auto-replied") || has(letter, "X-Autoreply") || has(letter, "X-Autorespond");
    let path = letter.header_raw("Return-Path");
    let is_bare =
        path.is_some_and(|path| path.trim_matches(|c: char| "<>".contains(c) || c.is_whitespace()).is_empty());
    if is_reply || is_bare || bounce::is_report(letter) || word(letter, "Precedence") == "auto_reply" {
        return Making::Answer;
    }
    let is_sent_by_itself = !auto.is_empty() && !auto.starts_with("no");
    let is_of_list = letter.headers().iter().any(|header| header.name().to_ascii_lowercase().starts_with("list-"));
    let is_bulk = ["bulk", "list", "junk"].contains(&word(letter, "Precedence").as_str());
    let wants_none = !["", "none"].contains(&word(letter, "X-Auto-Response-Suppress").as_str());
    let local = from.split('@').next().unwrap_or_default();
    let is_nobody = local.is_empty() || local.ends_with("-request") || NOBODY.iter().any(|it| local.starts_with(it));
    if is_sent_by_itself || is_of_list || is_bulk || wants_none || is_nobody { Making::Machine } else { Making::Person }
}

/// Whether an id can stand in a header of ours.
fn is_plain_id(id: &str) -> bool {
    !id.is_empty() && id.len() <= 200 && id.chars().all(|c| c.is_ascii_graphic() && c != '<' && c != '>')
}

fn has(letter: &Message<'_>, name: &'static str) -> bool {
    letter.header(name).is_some()
}

fn word(letter: &Message<'_>, name: &'static str) -> String {
    letter.header_raw(name).unwrap_or_default().trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::message::Fate;

    fn made(headers: &str) -> Making {
        let letter = format!("From: Ali <ali@example.com>\r\nTo: service@example.org\r\n{headers}\r\nHello\r\n");
        read(letter.as_bytes()).unwrap().making
    }

    #[test]
    fn a_person_is_told_from_machines() {
        assert_eq!(made(""), Making::Person);
        assert_eq!(made("Auto-Submitted: no\r\n"), Making::Person);
        for machine in [
            "Auto-Submitted: auto-generated\r\n",
            "Precedence: bulk\r\n",
            "List-Id: <news.example.com>\r\n",
            "List-Unsubscribe: <mailto:u@example.com>\r\n",
            "X-Auto-Response-Suppress: All\r\n",
        ] {
            assert_eq!(made(machine), Making::Machine, "{machine}");
        }
        for answer in ["Auto-Submitted: auto-replied (vacation)\r\n", "X-Autoreply: yes\r\n", "Return-Path: <>\r\n"] {
            assert_eq!(made(answer), Making::Answer, "{answer}");
        }
        for nobody in ["noreply@shop.example", "MAILER-DAEMON@mx.example", "news-request@list.example"] {
            let letter = format!("From: {nobody}\r\nSubject: x\r\n\r\nHello\r\n");
            assert_eq!(read(letter.as_bytes()).unwrap().making, Making::Machine, "{nobody}");
        }
    }

    #[test]
    fn persian_in_any_coding_is_read() {
        let letter = "From: =?UTF-8?B?2LnZhNuM?= <Ali@Example.com>\r\nSubject: =?utf-8?q?=DB=8C=D8=AE=DA=86=D8=A7=D9=84?=\r\n\
            Message-ID: <a1@example.com>\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\
            Content-Transfer-Encoding: base64\r\n\r\nPHA+2LPZhNin2YU8L3A+\r\n";
        let read = read(letter.as_bytes()).unwrap();
        assert_eq!((read.name.as_str(), read.from.as_str()), ("علی", "ali@example.com"));
        assert_eq!((read.subject.as_str(), read.text.as_str()), ("یخچال", "سلام"));
        assert_eq!(read.message_id.as_deref(), Some("<a1@example.com>"));
    }

    #[test]
    fn what_is_no_letter_is_none() {
        for raw in [&b""[..], b"\r\n\r\n", b"\xff\xfe\x00"] {
            assert_eq!(read(raw), None, "{raw:?}");
        }
    }

    fn notification(recipient: &str, returned: &str) -> String {
        format!(
            "From: MAILER-DAEMON@mx.example.com\r\nTo: service@example.org\r\nReturn-Path: <>\r\nMIME-Version: 1.0\r\n\
            Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nSorry.\r\n--b\r\n\
            Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.com\r\n\r\n{recipient}\r\n--b\r\n\
            {returned}\r\n--b--\r\n"
        )
    }

    const ID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

    #[test]
    fn a_delivery_status_names_our_letter_its_recipient_and_its_fate() {
        let headers =
            format!("Content-Type: text/rfc822-headers\r\n\r\nSubject: x\r\nMessage-ID: <{ID}@example.org>\r\n");
        let whole = format!(
            "Content-Type: message/rfc822\r\n\r\nMessage-ID: <{ID}@example.org>\r\nSubject: x\r\n\r\nHello\r\n"
        );
        let gone = "Original-Recipient: rfc822;Ali@Example.com\r\nFinal-Recipient: rfc822;\r\n ali@inner.example.com\r\n\
            Action: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 no such user\r\n";
        for returned in [headers, whole] {
            let read = read(notification(gone, &returned).as_bytes()).unwrap();
            let [bounce] = read.bounces.as_slice() else { panic!("{read:?}") };
            assert_eq!(bounce.message, ID.parse().unwrap());
            assert_eq!(bounce.recipients, ["ali@example.com", "ali@inner.example.com"]);
            assert_eq!((bounce.fate, bounce.status.as_str()), (Fate::Undelivered, "5.1.1"));
            assert_eq!(read.making, Making::Answer);
        }
    }

    #[test]
    fn the_action_says_whether_a_failure_is_final() {
        let returned = format!("Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{ID}@example.org>\r\n");
        let fate = |action: &str, status: &str| {
            let group = format!("Final-Recipient: rfc822; ali@example.com\r\n{action}Status: {status}\r\n");
            let read = read(notification(&group, &returned).as_bytes()).unwrap();
            read.bounces.first().map(|bounce| bounce.fate)
        };
        assert_eq!(fate("Action: delayed\r\n", "4.4.1"), Some(Fate::Pending));
        assert_eq!(fate("Action: failed\r\n", "4.4.7"), Some(Fate::Undelivered));
        assert_eq!(fate("Action: delivered\r\n", "2.0.0"), Some(Fate::Delivered));
        assert_eq!(fate("", "4.2.2"), Some(Fate::Pending));
        assert_eq!(fate("", "5.2.2"), Some(Fate::Undelivered));
        assert_eq!(fate("Action: relayed\r\n", "2.0.0"), Some(Fate::Pending));
        assert_eq!(fate("", "what"), None);
    }
}
