//! Cases of exchange and refund for those who decide them, those that wait longest first.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;

use super::choices::{Choice, address};
use crate::app::App;
use crate::domain::exchange::{ExchangeEvent, ExchangeState};
use crate::i18n::format;
use crate::queries::Page;
use crate::queries::exchanges::ExchangeView;
use crate::web::api::exchanges::{Asked, filter, listed};
use crate::web::error::Answer;
use crate::web::view::{Troubles, View, page};
use crate::web::{Allowed, Query, perm};

struct Row {
    job: (String, String),
    state: (&'static str, String),
    remedy: String,
    cause: String,
    asked_by: String,
    asked_at: String,
    is_yours: bool,
}

#[derive(Template)]
#[template(path = "pages/exchanges.html")]
struct ExchangesPage {
    v: View,
    troubles: Troubles,
    state: Choice,
    rows: Vec<Row>,
    next: Option<String>,
}

/// How a state is shown.
pub(super) fn tone(state: ExchangeState) -> &'static str {
    match state {
        ExchangeState::Requested | ExchangeState::NeedsEvidence => "warn",
        ExchangeState::TechnicallyApproved | ExchangeState::Approved => "info",
        ExchangeState::Fulfilled => "ok",
        ExchangeState::Rejected => "bad",
        ExchangeState::Withdrawn => "",
    }
}

/// What is asked for, with the money of a refund.
pub(super) fn remedy_words(v: &View, it: &ExchangeView) -> String {
    let remedy = v.code("remedy", it.remedy.as_str());
    it.amount.map_or_else(|| remedy.clone(), |amount| format!("{remedy} · {}", format::money(v.language, amount)))
}

fn row(v: &View, it: &ExchangeView) -> Row {
    let decides = [ExchangeEvent::ApproveTechnically, ExchangeEvent::Approve];
    Row {
        job: (v.href(&format!("/jobs/{}", it.job_id)), v.bdi(&it.reference)),
        state: (tone(it.state), v.code("exchange-state", it.state.as_str())),
        remedy: remedy_words(v, it),
        cause: v.code("reason", &it.reason),
        asked_by: it.asked_by.clone(),
        asked_at: v.moment(it.asked_at),
        is_yours: it.allowed.iter().any(|event| decides.contains(event)),
    }
}

pub(super) async fn list(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewRequest>,
    asked: Query<Asked>,
) -> Answer {
    let v = View::staff(&app, &request, "page-exchanges", &caller).at("/exchanges".to_owned());
    let state = asked.0.state.clone().unwrap_or_default();
    let (found, troubles) = match filter(&asked.0) {
        Ok(filter) => (listed(&app, &caller, filter).await?, Troubles::default()),
        Err(error) => (Page::whole(Vec::new()), v.troubles(&error)),
    };
    let next = found.next_cursor.as_deref();
    let next = next.map(|cursor| v.href(&address("/exchanges", &[("state", state.as_str()), ("cursor", cursor)])));
    let mut choice = Choice::of_codes(&v, ("state", "page-state", "exchange-state"), ExchangeState::ALL, Some(&state));
    if let Some((_, open)) = choice.options.first_mut() {
        *open = v.t("page-exchanges-open");
    }
    let status = if troubles.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let shown =
        ExchangesPage { troubles, state: choice, rows: found.items.iter().map(|it| row(&v, it)).collect(), next, v };
    page(status, &shown)
}
