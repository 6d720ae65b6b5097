//! Letters to us, from a mailbox or pushed by a provider, go where short messages go. What is taken in is one transaction, so
//! that a letter that comes again, because the process ended before it was marked as seen, is known.

mod keep;

use std::time::Duration;

use super::Heard;
use crate::app::outbox::{MAIL, note_reports};
use crate::app::{App, Code, Error};
use crate::domain::message::MessageChannel;
use crate::gateway::mail::arrived::{self, Arrived};
use crate::gateway::mail::bounce::Bounce;
use crate::gateway::mail::imap::{Imap, MailboxError};
use crate::gateway::sms::{Report, Subject};
use crate::security::fingerprint;
use crate::store::StoreError;
use crate::store::messages::find_message;
use keep::Taking;

/// Letters that one look takes in at most.
const AT_MOST: usize = 50;
/// How long a look may take: the slot of the tick is another node's a minute after it began.
const LOOK_WITHIN: Duration = Duration::from_secs(50);

/// Takes in what nobody has taken in from the mailbox, if there is one and it is time for a look; how many letters.
///
/// # Errors
/// The database; the mailbox is not reached or refuses us.
pub async fn fetch_mail(app: &App) -> Result<usize, Error> {
    let mailbox = app.gateways.mailbox.imap.clone();
    let Some(imap) = mailbox.filter(|imap| imap.is_due(app.clock.now())) else { return Ok(0) };
    match tokio::time::timeout(LOOK_WITHIN, look(app, &imap)).await {
        Ok(taken) => taken,
        // What was taken in is marked; the rest comes with the next look.
        Err(_) => Err(away(&MailboxError::Late)),
    }
}

async fn look(app: &App, imap: &Imap) -> Result<usize, Error> {
    let mut folder = imap.open().await.map_err(|error| away(&error))?;
    let mut taken = 0;
    for uid in folder.unseen(AT_MOST).await.map_err(|error| away(&error))? {
        let Some(raw) = folder.fetch(uid).await.map_err(|error| away(&error))? else { continue };
        receive_letter(app, &raw, folder.reference(uid)).await?;
        folder.mark_seen(uid).await.map_err(|error| away(&error))?;
        taken += 1;
    }
    folder.close().await;
    Ok(taken)
}

fn away(error: &MailboxError) -> Error {
    tracing::warn!(%error, "the mailbox cannot be looked into");
    Code::Unavailable.into()
}

/// Takes in a letter that a provider pushes to us.
///
/// # Errors
/// `BadRequest` for what is no letter; the database.
pub async fn receive_pushed(app: &App, raw: &[u8]) -> Result<Heard, Error> {
    if arrived::read(raw).is_none() {
        return Err(Code::BadRequest.into());
    }
    receive_letter(app, raw, format!("sha256:{}", fingerprint(raw))).await
}

/// Takes in a letter; one that is known already changes nothing. `place` says which letter it is where it does not itself.
///
/// # Errors
/// The database.
pub async fn receive_letter(app: &App, raw: &[u8], place: String) -> Result<Heard, Error> {
    let Some(letter) = arrived::read(raw) else {
        tracing::warn!("something in the mailbox is no letter");
        return Ok(Heard::refused(Code::Invalid));
    };
    let reference = reference(&letter, place);
    let bounced = if letter.bounces.is_empty() { None } else { Some(note_bounces(app, &letter.bounces).await?) };
    let taking = Taking { app: app.clone(), letter, reference, bounced, now: app.clock.now() };
    app.db.write(move |tx| taking.take(tx)).await
}

/// What a letter is known by: its Message-ID, and what it says, so that nobody keeps out another's letter by using its id.
fn reference(letter: &Arrived, place: String) -> String {
    match &letter.message_id {
        None => place,
        Some(id) => {
            let print = fingerprint(format!("{}\n{}\n{}", letter.from, letter.subject, letter.text));
            format!("{id} {}", print.chars().take(16).collect::<String>())
        }
    }
}

/// Notes what a notification says of letters of ours; how many of them it was right about. Anybody may write one, so it counts
/// only for a letter that went to the recipient it names: that address and the letter's id together only its recipient and
/// the servers on the way have seen.
async fn note_bounces(app: &App, bounces: &[Bounce]) -> Result<usize, Error> {
    let bounces = bounces.to_vec();
    let read = move |conn: &mut _| -> Result<Vec<Report>, Error> {
        let mut believed = Vec::new();
        for bounce in &bounces {
            let message = match find_message(conn, bounce.message) {
                Ok(message) => message,
                Err(StoreError::NotFound) => continue,
                Err(error) => return Err(error.into()),
            };
            let address = message.address.to_lowercase();
            if message.channel.0 == MessageChannel::Email && bounce.recipients.contains(&address) {
                let (subject, word) = (Subject::Ours(bounce.message), bounce.status.clone());
                believed.push(Report { subject, fate: bounce.fate, word });
            }
        }
        Ok(believed)
    };
    let believed = app.db.read(read).await?;
    if believed.is_empty() {
        return Ok(0);
    }
    note_reports(app, MAIL, believed).await
}
