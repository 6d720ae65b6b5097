//! `/events`: what changes, as it changes.

use std::time::Duration;

use actix_web::http::header::{self, ContentEncoding};
use actix_web::{HttpRequest, HttpResponse, web};
use futures_util::stream::unfold;
use serde_json::json;
use tokio::sync::watch;
use tokio::time::Instant;

use crate::app::App;
use crate::app::live::{Live, LiveEvent};
use crate::domain::id::EventId;
use crate::security::token::ACCESS_FOR;
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;

const HEARTBEAT: Duration = Duration::from_secs(15);

/// Turns true when the server is asked to end: streams end then, since they would never end by themselves.
#[derive(Clone)]
pub struct Ending(pub watch::Receiver<bool>);

impl Ending {
    /// Waits for the end; forever where nobody tells of it.
    async fn come(ending: &mut Option<Self>) {
        match ending {
            // An error says that the server is gone.
            Some(Self(told)) => drop(told.wait_for(|ending| *ending).await),
            None => std::future::pending().await,
        }
    }
}

/// Server-sent events of what changed: ids alone, limited to what the caller may see
#[utoipa::path(get, path = "/api/v1/events", tag = "events",
    params(("Last-Event-ID" = Option<String>, Header, description = "The last event that was received")),
    responses((status = 200, description = "A stream of events; each has `id` and `data` {topic, id, name}. One of \
        the topic `presence` alone says that somebody came to a case that the caller has open, or left it",
        content_type = "text/event-stream", body = String)))]
pub async fn stream(
    request: HttpRequest,
    app: web::Data<App>,
    ending: Option<web::Data<Ending>>,
    caller: Allowed<perm::ViewRequest>,
) -> Answer {
    let last = request.headers().get("last-event-id").and_then(|value| value.to_str().ok()?.parse::<EventId>().ok());
    let live = Live::open(app.get_ref().clone(), caller.clone(), last).await?;
    // The stream ends with the longest life of an access token; the browser comes back and is asked who it is.
    let until = Instant::now() + ACCESS_FOR.to_std().unwrap_or(HEARTBEAT);
    let hello = futures_util::stream::once(std::future::ready(Ok(web::Bytes::from_static(b"retry: 2000\n\n"))));
    let ending = ending.map(|ending| ending.get_ref().clone());
    let events = unfold((live, ending, last.is_none()), move |(mut live, mut ending, waits)| async move {
        if until <= Instant::now() {
            return None;
        }
        if waits {
            tokio::select! {
                () = Ending::come(&mut ending) => return None,
                () = live.wait(HEARTBEAT) => {}
            }
        }
        let chunk = live.collect().await.map(|events| web::Bytes::from(chunk(&events, live.take_beside())));
        Some((chunk.map_err(|error| std::io::Error::other(error.to_string())), (live, ending, true)))
    });
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header(ContentEncoding::Identity)
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header(("x-accel-buffering", "no"))
        .streaming(futures_util::StreamExt::chain(hello, events)))
}

fn chunk(events: &[LiveEvent], is_beside_new: bool) -> String {
    if events.is_empty() && !is_beside_new {
        return ": still here\n\n".to_owned();
    }
    // Without an id: a page that missed it asks by itself.
    let beside = is_beside_new.then(|| format!("data: {}\n\n", json!({ "topic": "presence" })));
    let one = |event: &LiveEvent| {
        let data = json!({ "topic": event.topic, "id": event.subject_id, "name": event.name });
        format!("id: {}\ndata: {data}\n\n", event.id)
    };
    beside.into_iter().chain(events.iter().map(one)).collect()
}
