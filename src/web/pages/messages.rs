//! The message centre: what was sent and what became of it, one message with every attempt, and what was sent to us.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;

use super::choices::{Choice, address};
use crate::app::outbox::resend;
use crate::app::{Actor, App, Error};
use crate::domain::access::Permission;
use crate::domain::id::MessageId;
use crate::domain::message::{AttemptOutcome, DeliveryState, Fate, MessageKind};
use crate::queries::Page;
use crate::queries::messages::{AttemptView, Message, find_with_attempts, list_inbound, list_page};
use crate::queries::page::USUAL_LIMIT;
use crate::web::api::messages::{Asked, AskedInbound, filter, sender};
use crate::web::error::{Answer, status};
use crate::web::view::{Piece, Troubles, View, page, pieces, see};
use crate::web::{Allowed, Query, perm};

struct Row {
    address: String,
    kind: String,
    to: String,
    recipient: String,
    state: (&'static str, String),
    gateway: String,
    parts: String,
    at: String,
    is_unclear: bool,
}

#[derive(Template)]
#[template(path = "pages/messages.html")]
struct MessagesPage {
    v: View,
    troubles: Troubles,
    choices: Vec<Choice>,
    to: String,
    gateways: Vec<String>,
    gateway: String,
    rows: Vec<Row>,
    next: Option<String>,
}

pub(super) async fn list(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewMessage>,
    asked: Query<Asked>,
) -> Answer {
    let asked = asked.0;
    let v = View::staff(&app, &request, "page-messages", &caller);
    let (mut troubles, mut found) = (Troubles::default(), Page::whole(Vec::new()));
    match filter(&app, &asked) {
        Ok(filter) => {
            let scope = caller.scope.clone();
            found = app.db.read(move |conn| list_page(conn, &scope, &filter).map_err(Error::from)).await?;
        }
        Err(error) => troubles = v.troubles(&error),
    }
    let text = |given: &Option<String>| given.clone().unwrap_or_default();
    let (state, kind, to, gateway) = (text(&asked.state), text(&asked.kind), text(&asked.to), text(&asked.gateway));
    let next = found.next_cursor.map(|cursor| {
        let pairs =
            [("state", state.as_str()), ("kind", &kind), ("to", &to), ("gateway", &gateway), ("cursor", &cursor)];
        v.href(&address("/messages", &pairs))
    });
    let shown = MessagesPage {
        choices: vec![
            Choice::of_codes(&v, ("state", "page-state", "message-state"), DeliveryState::ALL, Some(&state)),
            Choice::of_codes(&v, ("kind", "page-message-kind", "message-kind"), MessageKind::ALL, Some(&kind)),
        ],
        gateways: app.gateways.sms.gateways().iter().map(|gateway| gateway.name.clone()).collect(),
        rows: found.items.iter().map(|message| row(&v, message)).collect(),
        to,
        gateway,
        next,
        troubles,
        v,
    };
    page(if shown.troubles.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &shown)
}

fn row(v: &View, message: &Message) -> Row {
    Row {
        address: v.href(&format!("/messages/{}", message.id.0)),
        kind: v.code("message-kind", message.kind.0.as_str()),
        to: message.address.clone(),
        recipient: v.code("recipient", message.recipient_kind.0.as_str()),
        state: tone(v, message.state.0),
        gateway: message.gateway.clone().unwrap_or_default(),
        parts: message.parts.map(|parts| v.number(i64::from(parts))).unwrap_or_default(),
        at: v.moment(message.sent_at.unwrap_or(message.created_at).0),
        is_unclear: message.unclear > 0,
    }
}

pub(super) fn tone(v: &View, state: DeliveryState) -> (&'static str, String) {
    let tone = match state {
        DeliveryState::Queued => "warn",
        DeliveryState::Sent => "info",
        DeliveryState::Delivered => "ok",
        DeliveryState::Undelivered | DeliveryState::Dead => "bad",
        DeliveryState::Withdrawn => "",
    };
    (tone, v.code("message-state", state.as_str()))
}

struct Try {
    at: String,
    gateway: String,
    line: String,
    outcome: (&'static str, String),
    said: String,
    parts: String,
    cost: String,
    fate: Option<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "pages/message.html")]
struct MessagePage {
    v: View,
    troubles: Troubles,
    id: String,
    row: Row,
    written: String,
    delivered: Option<String>,
    next_attempt: Option<String>,
    last_error: Option<String>,
    job: Option<String>,
    pieces: Vec<Piece>,
    lang: &'static str,
    dir: &'static str,
    tried: Vec<Try>,
    can_resend: bool,
}

pub(super) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewMessage>,
    id: web::Path<MessageId>,
) -> Answer {
    let v = View::staff(&app, &request, "page-message", &caller);
    page(StatusCode::OK, &filled(&app, v, &caller, *id).await?)
}

pub(super) async fn send_again(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ResendMessage>,
    id: web::Path<MessageId>,
) -> Answer {
    let path = format!("/messages/{}", *id);
    let v = View::staff(&app, &request, "page-message", &caller).at(path.clone());
    // What is out of scope is not there.
    let shown = filled(&app, v, &caller, *id).await?;
    match resend(&app, &Actor::staff(&caller), *id).await {
        Ok(()) => Ok(see(&shown.v.href(&path))),
        Err(error) => {
            let troubles = shown.v.troubles(&error);
            page(status(error.code()), &MessagePage { troubles, ..shown })
        }
    }
}

async fn filled(
    app: &App,
    v: View,
    caller: &crate::domain::access::Caller,
    id: MessageId,
) -> Result<MessagePage, Error> {
    let scope = caller.scope.clone();
    let read = app.db.read(move |conn| find_with_attempts(conn, &scope, id).map_err(Error::from));
    let (message, tried) = read.await?;
    let text = app.render_for_staff(&message);
    let (state, language) = (message.state.0, message.language.0);
    Ok(MessagePage {
        id: id.to_string(),
        row: row(&v, &message),
        written: v.moment(message.created_at.0),
        delivered: message.delivered_at.map(|at| v.moment(at.0)),
        next_attempt: (state == DeliveryState::Queued).then(|| v.moment(message.next_attempt_at.0)),
        last_error: message.last_error.clone(),
        job: message.job_id.map(|job| v.href(&format!("/jobs/{}", job.0))),
        pieces: pieces(&text, &app.site.base_url),
        lang: language.as_str(),
        dir: language.direction(),
        tried: tried.into_iter().map(|attempt| attempted(&v, attempt)).collect(),
        can_resend: state == DeliveryState::Dead && v.may(Permission::ResendMessage),
        troubles: Troubles::default(),
        v,
    })
}

fn attempted(v: &View, attempt: AttemptView) -> Try {
    let outcome = match attempt.outcome {
        AttemptOutcome::Taken => "ok",
        AttemptOutcome::Later | AttemptOutcome::Unclear => "warn",
        AttemptOutcome::Elsewhere | AttemptOutcome::Never => "bad",
    };
    let fate = attempt.fate.map(|fate| {
        let tone = match fate {
            Fate::Delivered => "ok",
            Fate::Undelivered | Fate::Blocked => "bad",
            Fate::Pending | Fate::Unknown => "",
        };
        (tone, v.code("fate", fate.as_str()))
    });
    Try {
        at: v.moment(attempt.at),
        gateway: attempt.gateway,
        line: attempt.line,
        outcome: (outcome, v.code("attempt", attempt.outcome.as_str())),
        said: attempt.said.unwrap_or_default(),
        parts: attempt.parts.map(|parts| v.number(i64::from(parts))).unwrap_or_default(),
        cost: attempt.cost.map(|cost| v.number(cost)).unwrap_or_default(),
        fate,
    }
}

struct Received {
    from: String,
    gateway: String,
    text: String,
    at: String,
    did: Option<String>,
    error: Option<String>,
    job: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/inbound.html")]
struct InboundPage {
    v: View,
    from: String,
    rows: Vec<Received>,
    next: Option<String>,
}

pub(super) async fn inbound(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewMessage>,
    asked: Query<AskedInbound>,
) -> Answer {
    let v = View::staff(&app, &request, "page-inbound", &caller);
    let asked = asked.0;
    let from = asked.from.clone().unwrap_or_default();
    let (who, scope) = (sender(&app, &asked), caller.scope.clone());
    let after = asked.cursor.as_deref().and_then(|cursor| cursor.parse().ok());
    let read =
        move |conn: &mut _| list_inbound(conn, &scope, (who.as_deref(), after), USUAL_LIMIT).map_err(Error::from);
    let found = app.db.read(read).await?;
    let next =
        found.next_cursor.map(|cursor| v.href(&address("/messages/inbound", &[("from", &from), ("cursor", &cursor)])));
    let rows = found.items.into_iter().map(|row| Received {
        from: row.sender,
        gateway: row.gateway,
        text: row.text,
        at: v.moment(row.received_at),
        did: row.did.map(|did| v.code("heard", &did)),
        error: row.error.map(|code| v.code("error", &code)),
        job: row.job_id.map(|job| v.href(&format!("/jobs/{job}"))),
    });
    let rows = rows.collect();
    page(StatusCode::OK, &InboundPage { v, from, rows, next })
}
