//! `/messages`: what was sent, by which gateway and with what effect; and what was sent to us.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{codes, limit, value};
use crate::app::outbox::resend;
use crate::app::{Actor, App, Error};
use crate::domain::fault::Faults;
use crate::domain::id::MessageId;
use crate::domain::phone::Phone;
use crate::domain::text::latin_digits;
use crate::queries::Page;
use crate::queries::messages::{
    AttemptView, InboundView, MessageFilter, MessageView, find_with_attempts, list_inbound, list_page,
};
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::Query;

/// What the list is limited to.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// States, with commas between them; all when nothing is asked.
    #[param(example = "dead,undelivered")]
    pub state: Option<String>,
    /// What it tells.
    #[param(example = "offer_sent")]
    pub kind: Option<String>,
    /// `sms` or `email`.
    pub channel: Option<String>,
    /// Name of the gateway that took it last.
    pub gateway: Option<String>,
    /// The recipient's telephone in any usual form, or mail address.
    pub to: Option<String>,
    /// The job that it is about.
    pub job_id: Option<String>,
    /// The request that it is about.
    pub request_id: Option<String>,
    /// Where the page begins, from the page before.
    pub cursor: Option<String>,
    /// Rows of the page, 1 to 100; 25 when nothing is asked.
    pub limit: Option<i64>,
}

/// A message with its text and all its attempts.
#[derive(Serialize, ToSchema)]
pub struct Whole {
    /// The message.
    #[serde(flatten)]
    message: MessageView,
    /// What its recipient reads; links and codes are covered, because they are credentials.
    text: String,
    /// The attempts, oldest first.
    tried: Vec<AttemptView>,
}

/// The list that is asked for.
///
/// # Errors
/// Wrong values, all at once.
pub fn filter(app: &App, asked: &Asked) -> Result<MessageFilter, Error> {
    let mut faults = Faults::default();
    let given = |text: &Option<String>| text.clone().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let filter = MessageFilter {
        states: codes("state", asked.state.as_deref(), &mut faults),
        kind: value("kind", asked.kind.as_deref(), &mut faults),
        channel: value("channel", asked.channel.as_deref(), &mut faults),
        gateway: given(&asked.gateway),
        address: given(&asked.to).map(|to| address(app, &to)),
        job: value("job_id", asked.job_id.as_deref(), &mut faults),
        request: value("request_id", asked.request_id.as_deref(), &mut faults),
        after: value("cursor", asked.cursor.as_deref(), &mut faults),
        limit: limit(asked.limit, &mut faults),
    };
    Ok(faults.or(filter)?)
}

/// A telephone in the form in which it is kept; anything else as it stands.
fn address(app: &App, typed: &str) -> String {
    Phone::parse(&latin_digits(typed), &app.site.region).map_or_else(|_| typed.to_owned(), |phone| phone.to_string())
}

/// Messages, newest first
#[utoipa::path(get, path = "/api/v1/messages", tag = "messages", operation_id = "list_messages", params(Asked),
    responses((status = 200, description = "A page of messages", body = Page<MessageView>)))]
pub async fn list(app: web::Data<App>, caller: Allowed<perm::ViewMessage>, asked: Query<Asked>) -> Answer {
    let (filter, scope) = (filter(&app, &asked.0)?, caller.scope.clone());
    let found = app.db.read(move |conn| list_page(conn, &scope, &filter).map_err(Error::from)).await?;
    let items = found.items.iter().map(MessageView::from).collect();
    Ok(HttpResponse::Ok().json(Page { items, next_cursor: found.next_cursor }))
}

/// One message with its text and its attempts
#[utoipa::path(get, path = "/api/v1/messages/{id}", tag = "messages", operation_id = "show_message",
    params(("id" = String, Path, description = "The message")),
    responses((status = 200, description = "The message", body = Whole)))]
pub async fn show(app: web::Data<App>, caller: Allowed<perm::ViewMessage>, id: web::Path<MessageId>) -> Answer {
    let (scope, id) = (caller.scope.clone(), *id);
    let read = app.db.read(move |conn| find_with_attempts(conn, &scope, id).map_err(Error::from));
    let (message, tried) = read.await?;
    let text = app.render_for_staff(&message);
    Ok(HttpResponse::Ok().json(Whole { message: MessageView::from(&message), text, tried }))
}

/// Send a message that failed once more
#[utoipa::path(post, path = "/api/v1/messages/{id}/resend", tag = "messages", operation_id = "resend_message",
    params(("id" = String, Path, description = "The message")),
    responses((status = 200, description = "The message, which waits again", body = MessageView)))]
pub async fn send_again(app: web::Data<App>, caller: Allowed<perm::ResendMessage>, id: web::Path<MessageId>) -> Answer {
    let (scope, id) = (caller.scope.clone(), *id);
    let seen = scope.clone();
    // What is out of scope is not there.
    app.db.read(move |conn| find_with_attempts(conn, &seen, id).map(drop).map_err(Error::from)).await?;
    resend(&app, &Actor::staff(&caller), id).await?;
    let (message, _) = app.db.read(move |conn| find_with_attempts(conn, &scope, id).map_err(Error::from)).await?;
    Ok(HttpResponse::Ok().json(MessageView::from(&message)))
}

/// What the list of messages to us is limited to.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AskedInbound {
    /// The sender's telephone in any usual form.
    pub from: Option<String>,
    /// Where the page begins, from the page before.
    pub cursor: Option<String>,
    /// Rows of the page, 1 to 100; 25 when nothing is asked.
    pub limit: Option<i64>,
}

/// The sender that is asked for, as it is kept.
#[must_use]
pub fn sender(app: &App, asked: &AskedInbound) -> Option<String> {
    asked.from.as_deref().filter(|from| !from.trim().is_empty()).map(|from| address(app, from))
}

/// Messages from telephones, newest first, with what was done
#[utoipa::path(get, path = "/api/v1/messages/inbound", tag = "messages", operation_id = "list_inbound_messages",
    params(AskedInbound), responses((status = 200, description = "A page of messages to us", body = Page<InboundView>)))]
pub async fn inbound(app: web::Data<App>, caller: Allowed<perm::ViewMessage>, asked: Query<AskedInbound>) -> Answer {
    let mut faults = Faults::default();
    let after = value("cursor", asked.0.cursor.as_deref(), &mut faults);
    let limit = limit(asked.0.limit, &mut faults);
    faults.or(())?;
    let sender = sender(&app, &asked.0);
    let scope = caller.scope.clone();
    let read = move |conn: &mut _| list_inbound(conn, &scope, (sender.as_deref(), after), limit).map_err(Error::from);
    Ok(HttpResponse::Ok().json(app.db.read(read).await?))
}
