//! Where a request stands, for whoever knows its reference and has its telephone: a code goes there by SMS and opens the customer's
//! own page. Nothing in the answers tells whether there is such a request.

use chrono::{NaiveDate, TimeDelta};
use serde::Deserialize;

use super::clock::mint;
use super::messages::{About, Param, Recipient, put};
use super::{App, Code, Error};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::RequestId;
use crate::domain::link::LinkKind;
use crate::domain::message::{MessageKind, RecipientKind};
use crate::domain::phone::Phone;
use crate::domain::reference::Reference;
use crate::domain::text::latin_digits;
use crate::domain::time::Instant;
use crate::security::Keys;
use crate::security::link::{Purpose, matches};
use crate::security::session::OpaqueToken;
use crate::store::jobs::{ServiceRequest, find_request, find_request_by_reference, list_request_contacts};
use crate::store::status_asks::{StatusAsk, count_codes_to, find_status_ask_of, insert_status_ask, save_status_ask};
use crate::store::{At, Col, Conn, Day, MaybeStore, StoreError, Tx};

/// How long a code opens something.
const CODE_FOR: TimeDelta = TimeDelta::minutes(10);
/// Codes that may be typed for one question.
const MOST_TRIES: i32 = 5;
/// Codes that one telephone is sent on a day.
const MOST_A_DAY: i32 = 6;

/// What is asked.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatusQuestion {
    /// Reference of the request, as people write it.
    pub reference: String,
    /// A telephone of the request, as people write it.
    pub phone: String,
}

/// Sends a code to the telephone if it belongs to the request; the ticket is the same either way, and so is what follows.
///
/// # Errors
/// What is no reference or no telephone at all; the database.
pub async fn ask_status(app: &App, asked: &StatusQuestion) -> Result<OpaqueToken, Error> {
    let mut faults = Faults::default();
    let reference = Reference::parse(&asked.reference);
    if reference.is_none() {
        faults.add_about("reference", FaultCode::Malformed, "12345671");
    }
    let phone = faults.take("phone", Phone::parse(&asked.phone, &app.site.region));
    let (Some(reference), Some(phone)) = (reference, phone) else { return Err(faults.into()) };
    let ticket = OpaqueToken::generate().map_err(|error| Error::Internal(error.to_string()))?;
    let (now, print, same_print) = (app.clock.now(), ticket.fingerprint(), ticket.fingerprint());
    let today = app.catalogue().calendar().local_date(now);
    let asking = app.db.write(move |tx| {
        let about = request_of(tx.conn(), reference, phone.as_ref())?;
        note(tx, (now, today), &print, about.as_ref().map(|request| (request, phone.as_ref())))
    });
    match asking.await {
        // So many ask about one telephone at once that the database gives up on this one, which must not look different.
        Err(error) if matches!(error.store(), Some(StoreError::Again(_))) => {
            app.db.write(move |tx| note(tx, (now, today), &same_print, None)).await?;
        }
        asked => asked?,
    }
    Ok(ticket)
}

/// The request of this reference, if the telephone is one of its people's and gets SMS.
fn request_of(conn: &mut Conn, reference: Reference, phone: &str) -> Result<Option<ServiceRequest>, Error> {
    let request = match find_request_by_reference(conn, &reference) {
        Ok(request) => request,
        Err(StoreError::NotFound) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let people = list_request_contacts(conn, request.id.0)?;
    Ok(people.iter().any(|person| person.can_sms && person.phone == phone).then_some(request))
}

fn note(
    tx: &mut Tx<'_>,
    (now, today): (Instant, NaiveDate),
    ticket: &str,
    about: Option<(&ServiceRequest, &str)>,
) -> Result<(), Error> {
    let bare = StatusAsk {
        id: Col(mint(now)),
        ticket: ticket.to_owned(),
        request_id: None,
        phone: None,
        day: None,
        nth: None,
        tries: 0,
        created_at: At(now),
        expires_at: At(now + CODE_FOR),
        used_at: None,
        version: 1,
    };
    let Some((request, phone)) = about else { return Ok(insert_status_ask(tx, &bare)?) };
    let nth = count_codes_to(tx.conn(), phone, today)? + 1;
    if nth > MOST_A_DAY {
        return Ok(insert_status_ask(tx, &bare)?);
    }
    let ask = StatusAsk {
        request_id: Some(request.id),
        phone: Some(phone.to_owned()),
        day: Some(Day(today)),
        nth: Some(nth),
        ..bare
    };
    // Somebody asked about the same telephone at the same moment: count again.
    insert_status_ask(tx, &ask).map_err(StoreError::look_again)?;
    let to = Recipient {
        kind: RecipientKind::Customer,
        id: request.customer_id.0.to_string(),
        phone: phone.to_owned(),
        language: request.language.0,
    };
    let about = About { request: Some(request.id.0), ..About::default() };
    let params =
        [("reference", Param::Code(request.reference.0.to_string())), ("status_code", Param::StatusCode(ask.id.0))];
    put(tx, now, MessageKind::StatusCode, (&to, about), (ask.id.0.as_str(), &params))
}

/// The address of the customer's page, for the code that was sent. A code opens once; a wrong one is counted.
///
/// # Errors
/// `NotFound` for an unknown ticket; a wrong code; `CodeExpired` once it is too old, was used, or was missed too often.
pub async fn answer_status(app: &App, ticket: &str, code: &str) -> Result<String, Error> {
    let ticket = OpaqueToken::parse(ticket).ok_or(Code::NotFound)?.fingerprint();
    let typed = latin_digits(code.trim());
    if typed.is_empty() {
        return Err(fault(FaultCode::Required));
    }
    let (now, keys) = (app.clock.now(), app.keys.clone());
    let opened = app.db.write(move |tx| try_code(tx, (&keys, now), &ticket, &typed)).await?;
    let (request, generation) = opened.ok_or_else(|| fault(FaultCode::OneTimeCodeWrong))?;
    Ok(app.link_url(LinkKind::Customer, request.as_str(), generation))
}

/// The request that the code opens; a wrong code must be counted, so it is no failure of the transaction.
fn try_code(
    tx: &mut Tx<'_>,
    (keys, now): (&Keys, Instant),
    ticket: &str,
    typed: &str,
) -> Result<Option<(RequestId, i32)>, Error> {
    let mut ask = find_status_ask_of(tx.conn(), ticket)?;
    if ask.used_at.is_some() || ask.tries >= MOST_TRIES || ask.expires_at.0 <= now {
        return Err(Code::CodeExpired.into());
    }
    ask.tries += 1;
    // Compared also where no code was sent, so that both take the same time.
    let is_right = matches(keys, Purpose::Status, ask.id.0.as_str(), typed);
    let opened = ask.request_id.filter(|_| is_right);
    ask.used_at = opened.map(|_| At(now));
    save_status_ask(tx, &mut ask)?;
    let Some(id) = opened else { return Ok(None) };
    let request = find_request(tx.conn(), id.0)?;
    Ok(Some((id.0, request.link_generation)))
}

fn fault(code: FaultCode) -> Error {
    let mut faults = Faults::default();
    faults.add("code", code);
    faults.into()
}
