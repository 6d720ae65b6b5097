//! What gateways tell us afterwards: what became of a message, and what telephones send.

use crate::domain::id::MessageId;
use crate::domain::message::Fate;
use crate::domain::time::Instant;
use crate::gateway::SendError;

/// Refusals after which a gateway is asked no more: then it is not about the messages.
const MOST_REFUSALS: u8 = 3;

/// Which message a report is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// By our reference.
    Ours(MessageId),
    /// By the gateway's.
    Theirs(String),
}

/// What a gateway says of a message that it took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The message.
    pub subject: Subject,
    /// What became of it.
    pub fate: Fate,
    /// The gateway's own word for it, such as `10` or `DELIVRD`.
    pub word: String,
}

/// Reports of a gateway that is asked after one message at a time.
#[derive(Debug, Default)]
pub(super) struct OneByOne {
    reports: Vec<Report>,
    refusals: u8,
    error: Option<SendError>,
}

impl OneByOne {
    /// Notes what came of asking after a message, and tells whether to ask after the next. What is refused for one message
    /// says nothing of the others; what fails otherwise will fail for them too.
    pub(super) fn goes_on(&mut self, reference: &str, outcome: Result<(Fate, String), SendError>) -> bool {
        match outcome {
            Ok((fate, word)) => {
                self.reports.push(Report { subject: Subject::Theirs(reference.to_owned()), fate, word });
                true
            }
            Err(error) => {
                self.refusals += 1;
                let refused = matches!(error, SendError::Elsewhere(_) | SendError::Never(_));
                self.error.get_or_insert(error);
                refused && self.refusals < MOST_REFUSALS
            }
        }
    }

    /// What was told, or the first error if nothing was.
    pub(super) fn told(self) -> Result<Vec<Report>, SendError> {
        match self.error {
            Some(error) if self.reports.is_empty() => Err(error),
            _ => Ok(self.reports),
        }
    }
}

/// A message from a telephone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// The gateway's reference; the same one again is the same message.
    pub reference: String,
    /// The sender's number, as the gateway writes it.
    pub from: String,
    /// The line that it was sent to.
    pub to: String,
    /// What it says.
    pub text: String,
    /// When the gateway got it, if it says so.
    pub at: Option<Instant>,
}

/// What a gateway told in one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// What became of messages.
    Reports(Vec<Report>),
    /// Messages from telephones.
    Incoming(Vec<Incoming>),
}

/// What a call to our webhook is about: its last path segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// What became of messages.
    Delivery,
    /// Messages from telephones.
    Inbound,
}

/// A call that a gateway makes to us. Its path has been checked against the hook's secret already.
#[derive(Debug, Clone)]
pub struct Call<'a> {
    /// What it is about.
    pub topic: Topic,
    /// The address as the gateway knows it: our base address, path and query.
    pub url: &'a str,
    /// Parameters of the query, decoded, in order.
    pub query: &'a [(String, String)],
    /// Headers by lower-case name.
    pub headers: &'a [(String, String)],
    /// The body, at most 64 KiB.
    pub body: &'a [u8],
}

impl Call<'_> {
    /// A parameter of the query.
    #[must_use]
    pub fn param(&self, name: &str) -> Option<&str> {
        find(self.query, name)
    }

    /// A header; its name in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        find(self.headers, name)
    }

    /// The pairs of a body that is a form.
    #[must_use]
    pub fn form(&self) -> Vec<(String, String)> {
        form_urlencoded::parse(self.body).into_owned().collect()
    }
}

fn find<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// Why a call is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadCall {
    /// It is not from the gateway.
    #[error("not signed by the gateway")]
    Forbidden,
    /// It cannot be read.
    #[error("{0}")]
    Malformed(String),
    /// The gateway makes no such calls.
    #[error("this gateway makes no such calls")]
    Unknown,
}
