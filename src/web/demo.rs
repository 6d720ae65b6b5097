//! In the demo only: its sign-ins, fault reports to try, and simulated telephones.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::{Deserialize, Serialize};

use super::Query;
use super::csrf::FIELD;
use super::error::{Answer, wants_page};
use super::extract::is_form;
use super::reading::{read_json, read_pairs};
use super::view::{Piece, View, page, pieces};
use crate::app::inbound::{parts_of, receive_own};
use crate::app::sample::sample_request;
use crate::app::seed::DemoUser;
use crate::app::{App, Code, Error};
use crate::domain::id::JobId;
use crate::domain::phone::Phone;
use crate::domain::time::Instant;
use crate::queries::pages::sent_messages;

/// What the demo shows of itself.
#[derive(Debug, Clone)]
pub struct Demo {
    /// Who may sign in, with public passwords.
    pub users: Vec<DemoUser>,
}

/// Routes of the demo.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/demo/users", web::get().to(users))
        .route("/demo/sample-report", web::get().to(sample_report))
        .route("/demo/messages", web::get().to(messages))
        .route("/demo/phones", web::get().to(phones))
        .route("/demo/phones/{number}/messages", web::get().to(messages_to))
        .route("/demo/phones/{number}/messages", web::post().to(send));
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Numbered {
    n: Option<u64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OfJob {
    job_id: Option<JobId>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    text: String,
}

#[derive(Debug, Serialize)]
struct Sms {
    at: Instant,
    to: String,
    text: String,
    parts: u32,
}

struct Bubble {
    at: String,
    pieces: Vec<Piece>,
    lang: &'static str,
    dir: &'static str,
    parts: String,
}

struct Conversation {
    number: String,
    who: String,
    bubbles: Vec<Bubble>,
}

#[derive(Template)]
#[template(path = "demo/phones.html")]
struct PhonesPage {
    v: View,
    conversations: Vec<Conversation>,
}

async fn users(demo: web::Data<Demo>) -> Answer {
    Ok(HttpResponse::Ok().json(&demo.users))
}

async fn sample_report(app: web::Data<App>, asked: Query<Numbered>) -> Answer {
    let sample = sample_request(&app.catalogue(), &app.network(), app.clock.now(), asked.0.n.unwrap_or(0));
    Ok(HttpResponse::Ok().json(sample.ok_or(Code::NotFound)?))
}

async fn messages(app: web::Data<App>, asked: Query<OfJob>) -> Answer {
    let job = asked.0.job_id;
    Ok(HttpResponse::Ok().json(sent(&app, job, None).await?))
}

async fn messages_to(app: web::Data<App>, number: web::Path<String>) -> Answer {
    let phone = Phone::parse(&number, &app.site.region).map_err(|_| Code::NotFound)?;
    Ok(HttpResponse::Ok().json(sent(&app, None, Some(phone.to_string())).await?))
}

async fn sent(app: &App, job: Option<JobId>, phone: Option<String>) -> Result<Vec<Sms>, Error> {
    let read = move |conn: &mut _| sent_messages(conn, job, phone.as_deref()).map_err(Error::from);
    let messages = app.db.read(read).await?;
    let texts = messages.iter().map(|message| {
        let text = app.render(message);
        let parts = parts_of(&text);
        Sms { at: message.sent_at.unwrap_or(message.created_at).0, to: message.address.clone(), text, parts }
    });
    Ok(texts.collect())
}

/// A simulated telephone sends an SMS: as JSON, or from the form of the page.
async fn send(app: web::Data<App>, request: HttpRequest, number: web::Path<String>, body: web::Bytes) -> Answer {
    let Sent { text } = if is_form(&request) { read_pairs(&body, FIELD)? } else { read_json(&body)? };
    let heard = receive_own(&app, "phones", (&number, text)).await?;
    if wants_page(&request) {
        return Ok(super::view::see("/demo/phones"));
    }
    Ok(HttpResponse::Ok().json(heard))
}

async fn phones(app: web::Data<App>, request: HttpRequest) -> Answer {
    let read = |conn: &mut _| sent_messages(conn, None, None).map_err(Error::from);
    let messages = app.db.read(read).await?;
    let v = View::new(&app, &request, "page-phones");
    let mut order: Vec<String> = Vec::new();
    let mut by_phone: BTreeMap<String, Conversation> = BTreeMap::new();
    for message in &messages {
        let number = message.address.clone();
        let who = v.code("recipient", message.recipient_kind.0.as_str());
        let conversation = by_phone.entry(number.clone()).or_insert_with(|| {
            order.push(number.clone());
            Conversation { number, who, bubbles: Vec::new() }
        });
        let (text, language) = (app.render(message), message.language.0);
        conversation.bubbles.push(Bubble {
            at: v.moment(message.sent_at.unwrap_or(message.created_at).0),
            parts: v.words("page-parts", "parts", &v.number(i64::from(parts_of(&text)))),
            pieces: pieces(&text, &app.site.base_url),
            lang: language.as_str(),
            dir: language.direction(),
        });
    }
    let conversations = order.iter().filter_map(|number| by_phone.remove(number)).collect();
    page(StatusCode::OK, &PhonesPage { v, conversations })
}
