//! Messages both ways: what telephones order, what keeps messages back, and what takes over when they do not arrive.

mod customers;
mod fetched;
mod rules;
mod takeover;
mod technicians;

use ostakar::app::App;
use ostakar::app::inbound::{Heard, receive};
use ostakar::gateway::sms::Incoming;
use ostakar::store::messages::{Message, list_messages_to};

/// An SMS from a telephone, by the gateway's reference.
pub async fn text(app: &App, from: &str, reference: &str, text: &str) -> Heard {
    let incoming = Incoming {
        reference: reference.to_owned(),
        from: from.to_owned(),
        to: "3000123".to_owned(),
        text: text.to_owned(),
        at: None,
    };
    receive(app, "memory", incoming).await.unwrap()
}

/// The newest message to a telephone.
pub async fn last_to(app: &App, phone: &str) -> (Message, String) {
    let number = phone.to_owned();
    let messages = app.db.read(move |conn| list_messages_to(conn, &number, 1)).await.unwrap();
    let message = messages.into_iter().next().expect("a message");
    let text = app.render(&message);
    (message, text)
}
