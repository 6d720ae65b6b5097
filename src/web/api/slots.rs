//! `/slots`: windows that can be promised, and keeping one for a caller.

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::{id, key_of};
use crate::app::slots::{Held, NewHold, SlotSearch, find_slots, hold_slot, let_go};
use crate::app::{Actor, App};
use crate::dispatch::rank::Fix;
use crate::dispatch::slots::Slot;
use crate::domain::id::{AgentId, SlotHoldId, TechnicianId};
use crate::domain::language::Language;
use crate::domain::time::Instant;
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::{Body, IdemKey, Lang, Query};

/// Windows that can be promised, in order of time.
#[derive(Serialize, ToSchema)]
pub struct SlotPage {
    /// The windows.
    items: Vec<SlotView>,
    /// Always none: ask again from a later moment.
    next_cursor: Option<String>,
    /// What would bring candidates, where no window was found.
    nearest_fix: Vec<Fix>,
}

/// A span of time.
#[derive(Serialize, ToSchema)]
pub struct Span {
    /// First instant.
    #[schema(value_type = String, format = DateTime)]
    from: Instant,
    /// First instant after.
    #[schema(value_type = String, format = DateTime)]
    to: Instant,
}

/// A window that can be promised.
#[derive(Serialize, ToSchema)]
pub struct SlotView {
    /// The window.
    window: Span,
    /// The best agent that is free then.
    agent_id: AgentId,
    /// Its name.
    agent_name: String,
    /// Its technician.
    technician_id: TechnicianId,
    /// The agent's score in the ranking.
    score: i32,
    /// Expected travel time, seconds.
    travel_s: Option<i64>,
    /// Agents that are free then.
    free_agents: usize,
}

/// A window that is held.
#[derive(Serialize, ToSchema)]
pub struct HoldView {
    /// The hold, to be sent as `slot_hold_id` with the request.
    id: SlotHoldId,
    /// The window.
    window: Span,
    /// The agent that would come.
    agent_id: AgentId,
    /// Its technician.
    technician_id: TechnicianId,
    /// Until when it waits for its request.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Instant,
}

/// The earliest windows that can be promised, from what agents hold now
#[utoipa::path(get, path = "/api/v1/slots", tag = "slots", params(SlotSearch),
    responses((status = 200, description = "Windows, in order of time", body = SlotPage)))]
pub async fn list(
    app: web::Data<App>,
    _caller: Allowed<perm::RegisterRequest>,
    lang: Lang,
    asked: Query<SlotSearch>,
) -> Answer {
    let found = find_slots(&app, &asked.0).await?;
    let items = found.slots.into_iter().map(|slot| view(&app, &slot, lang.0)).collect();
    Ok(HttpResponse::Ok().json(SlotPage { items, next_cursor: None, nearest_fix: found.nearest_fix }))
}

fn view(app: &App, slot: &Slot, language: Language) -> SlotView {
    let name = app.network().agent(slot.agent_id).map(|agent| agent.name_in(language).to_owned());
    SlotView {
        window: Span { from: slot.window.from, to: slot.window.to },
        agent_id: slot.agent_id,
        agent_name: name.unwrap_or_default(),
        technician_id: slot.technician_id,
        score: slot.score,
        travel_s: slot.travel_s,
        free_agents: slot.free,
    }
}

/// Keep a window for a caller who is still on the line
#[utoipa::path(post, path = "/api/v1/slots/holds", tag = "slots", request_body = NewHold,
    params(("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 201, description = "It is kept for the minutes of the policy", body = HoldView,
        headers(("Location" = String, description = "What lets go of it")))))]
pub async fn hold(
    app: web::Data<App>,
    caller: Allowed<perm::RegisterRequest>,
    key: IdemKey,
    body: Body<NewHold>,
) -> Answer {
    let key = key_of("POST /api/v1/slots/holds", key, &body);
    let Held { id, window, agent_id, technician_id, expires_at } =
        hold_slot(&app, (Actor::staff(&caller), key), body.value).await?;
    let window = Span { from: window.from, to: window.to };
    Ok(HttpResponse::Created().insert_header((header::LOCATION, format!("/api/v1/slots/holds/{id}"))).json(HoldView {
        id,
        window,
        agent_id,
        technician_id,
        expires_at,
    }))
}

/// Let go of a window that is not needed
#[utoipa::path(delete, path = "/api/v1/slots/holds/{id}", tag = "slots",
    params(("id" = String, Path, description = "The hold, by whoever made it")),
    responses((status = 204, description = "Others can have it")))]
pub async fn release(app: web::Data<App>, caller: Allowed<perm::RegisterRequest>, path: web::Path<String>) -> Answer {
    let_go(&app, Actor::staff(&caller), id(&path)?).await?;
    Ok(HttpResponse::NoContent().finish())
}
