//! What happens without being asked: deliveries, ticks, seals.

mod audit;
mod loops;
mod offers;
mod outbox;
mod ticks;

use std::time::Duration;

use ostakar::app::messages::{About, Param, Recipient, put};
use ostakar::app::{App, Error};
use ostakar::domain::language::Language;
use ostakar::domain::message::{MessageKind, RecipientKind};
use ostakar::store::StoreError;
use ostakar::store::messages::{Message, list_messages};

/// Writes `count` messages to as many telephones into the outbox.
async fn write_messages(app: &App, once: &'static str, count: usize) {
    let now = app.clock.now();
    let written = app.db.write(move |tx| -> Result<(), Error> {
        for number in 0..count {
            let to = Recipient {
                kind: RecipientKind::Agent,
                id: "agent".to_owned(),
                phone: format!("+98912{number:07}"),
                language: Language::Fa,
            };
            let params = [("short_number", Param::Number(7)), ("category", Param::Category("dishwasher".to_owned()))];
            put(tx, now, MessageKind::OfferFilled, (&to, About::default()), (once, &params))?;
        }
        Ok(())
    });
    written.await.unwrap();
}

/// The newest messages.
async fn messages(app: &App) -> Vec<Message> {
    app.db.read(|conn| -> Result<_, StoreError> { list_messages(conn, None, 1000) }).await.unwrap()
}

/// Waits for what other tasks bring about.
async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    for _ in 0..400 {
        if holds().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("{what} did not happen");
}
