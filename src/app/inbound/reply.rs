//! The answer to whoever wrote to us.

use super::Letter;
use crate::app::messages::{About, Param, Recipient, put};
use crate::app::{App, Error};
use crate::domain::agent::Agent;
use crate::domain::language::Language;
use crate::domain::message::{MessageKind, RecipientKind};
use crate::store::Tx;
use crate::store::customers::Customer;

/// Whoever wrote, as the recipient of an answer.
pub(super) fn to_agent(letter: &Letter, agent: &Agent) -> Recipient {
    let number: &str = letter.phone.as_ref();
    let technician = agent.technicians.iter().find(|technician| technician.phone == number);
    let (kind, id) = match technician {
        Some(technician) => (RecipientKind::Technician, technician.id.to_string()),
        None => (RecipientKind::Agent, agent.id.to_string()),
    };
    Recipient { kind, id, phone: letter.phone.to_string(), language: agent.language }
}

/// A customer, or somebody whom nobody knows yet, who is answered in the script that was used.
pub(super) fn to_customer(letter: &Letter, customer: Option<&Customer>) -> Recipient {
    let is_latin = letter.text.is_ascii();
    let language =
        if is_latin && letter.text.chars().any(|c| c.is_ascii_alphabetic()) { Language::En } else { Language::Fa };
    let id = customer.map(|customer| customer.id.0.to_string()).unwrap_or_default();
    Recipient { kind: RecipientKind::Customer, id, phone: letter.phone.to_string(), language }
}

/// Puts an answer into the outbox, one a message: `sms-reply-…` with these values.
pub(super) fn put_reply(
    app: &App,
    tx: &mut Tx<'_>,
    (letter, to): (&Letter, &Recipient),
    answer: &'static str,
    params: Vec<(&str, Param)>,
) -> Result<(), Error> {
    let mut params = params;
    params.push(("answer", Param::Answer(answer.to_owned())));
    put(tx, app.clock.now(), MessageKind::Reply, (to, About::default()), (letter.id.as_str(), &params))
}

/// [`put_reply`] in a transaction of its own.
pub(super) async fn reply(
    app: &App,
    (letter, to): (&Letter, Recipient),
    answer: &'static str,
    params: Vec<(&'static str, Param)>,
) -> Result<(), Error> {
    let (owner, letter) = (app.clone(), letter.clone());
    app.db.write(move |tx| put_reply(&owner, tx, (&letter, &to), answer, params.clone())).await
}
