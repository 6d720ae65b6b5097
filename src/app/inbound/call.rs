//! A call that an SMS gateway makes to us: what became of messages, or what telephones sent.

use std::net::IpAddr;

use super::receive;
use crate::app::outbox::hear_reports;
use crate::app::{App, Code, Error};
use crate::gateway::sms::{BadCall, Call, Gateway, Told, Topic};
use crate::security::same;

/// A call as it came in.
#[derive(Debug, Clone, Copy)]
pub struct Called<'a> {
    /// Name of the gateway, secret and topic: the parts of the path.
    pub path: &'a (String, String, String),
    /// The address behind ours: path and query.
    pub uri: &'a str,
    /// Parameters of the query, decoded, in order.
    pub query: &'a [(String, String)],
    /// Headers by lower-case name.
    pub headers: &'a [(String, String)],
    /// The body.
    pub body: &'a [u8],
    /// Where it comes from.
    pub peer: IpAddr,
}

/// Believes a call and does what follows from it; what was heard before changes nothing.
///
/// # Errors
/// `NotFound` for a gateway that makes no such calls, and for whoever does not know its path; `Forbidden` for a call that is
/// not signed as it must be; `BadRequest` for one that cannot be read; the database.
pub async fn hear_call(app: &App, called: Called<'_>) -> Result<(), Error> {
    let (name, secret, topic) = called.path;
    let topic = match topic.as_str() {
        "delivery" => Topic::Delivery,
        "inbound" => Topic::Inbound,
        _ => return Err(Code::NotFound.into()),
    };
    let knows = |gateway: &&Gateway| gateway.lets_call(called.peer, |kept| same(kept, secret));
    let gateway = app.gateways.sms.gateway(name).filter(knows).ok_or(Code::NotFound)?;
    let url = format!("{}{}", app.site.base_url, called.uri);
    let call = Call { topic, url: &url, query: called.query, headers: called.headers, body: called.body };
    let told = gateway.provider.hear(&call).map_err(|bad| {
        tracing::warn!(gateway = gateway.name, %bad, "a call of a gateway was refused");
        match bad {
            BadCall::Forbidden => Code::Forbidden,
            BadCall::Malformed(_) => Code::BadRequest,
            BadCall::Unknown => Code::NotFound,
        }
    })?;
    match told {
        Told::Reports(reports) => hear_reports(app, &gateway.name, reports).await,
        Told::Incoming(messages) => {
            for message in messages {
                receive(app, &gateway.name, message).await?;
            }
            Ok(())
        }
    }
}
