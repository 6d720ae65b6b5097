//! What open jobs wait for, by age with passed days marked, and what each place holds.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use super::choices::address;
use super::job_parts::place_words;
use crate::app::{App, Error};
use crate::domain::access::Caller;
use crate::queries::Page;
use crate::queries::page::MOST;
use crate::queries::stock::{HoldingView, StockFilter, list_holdings};
use crate::queries::waiting_parts::{WaitingPart, list_waiting};
use crate::web::api::part_stock::{self, filter};
use crate::web::api::parts::{AskedWaiting, waiting_filter};
use crate::web::error::Answer;
use crate::web::view::{Troubles, View, page};
use crate::web::{Allowed, Query, perm};

struct WaitingRow {
    name: String,
    number: String,
    quantity: String,
    state: String,
    job: (String, String),
    agent: String,
    since: String,
    days: String,
    eta: String,
    is_late: bool,
}

struct HoldingRow {
    place: String,
    name: String,
    number: String,
    figures: [String; 3],
}

#[derive(Template)]
#[template(path = "pages/parts.html")]
struct PartsPage {
    v: View,
    troubles: Troubles,
    is_late_only: bool,
    waiting: Vec<WaitingRow>,
    next: Option<String>,
    part: String,
    holdings: Vec<HoldingRow>,
    more_holdings: Option<String>,
}

/// What the page shows.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    late: Option<bool>,
    cursor: Option<String>,
    part: Option<String>,
    stock: Option<String>,
}

pub(super) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewPart>,
    asked: Query<Asked>,
) -> Answer {
    let shown = load(&app, &request, &caller, &asked.0).await?;
    page(if shown.troubles.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &shown)
}

async fn load(app: &App, request: &HttpRequest, caller: &Caller, asked: &Asked) -> Result<PartsPage, Error> {
    let v = View::staff(app, request, "page-spare-parts", caller).at("/parts".to_owned());
    let waited = AskedWaiting { late: asked.late, cursor: asked.cursor.clone(), ..AskedWaiting::default() };
    let held = part_stock::Asked {
        part: asked.part.clone(),
        cursor: asked.stock.clone(),
        limit: Some(MOST),
        ..part_stock::Asked::default()
    };
    let (waiting, holdings, troubles) = match (waiting_filter(app, &waited), filter(&held)) {
        (Ok(waited), Ok(held)) => {
            let (waiting, holdings) = read(app, caller, (waited, held)).await?;
            (waiting, holdings, Troubles::default())
        }
        (Err(error), _) | (_, Err(error)) => (Page::whole(Vec::new()), Page::whole(Vec::new()), v.troubles(&error)),
    };
    let late = if asked.late == Some(true) { "true" } else { "" };
    let part = asked.part.clone().unwrap_or_default();
    let onward = |name: &str, cursor: String| {
        v.href(&address("/parts", &[("late", late), ("part", part.as_str()), (name, cursor.as_str())]))
    };
    Ok(PartsPage {
        troubles,
        is_late_only: asked.late == Some(true),
        next: waiting.next_cursor.map(|cursor| onward("cursor", cursor)),
        more_holdings: holdings.next_cursor.map(|cursor| onward("stock", cursor)),
        waiting: waiting.items.iter().map(|it| waiting_row(app, &v, it)).collect(),
        holdings: holdings.items.iter().map(|it| holding_row(app, &v, it)).collect(),
        part,
        v,
    })
}

type Filters = (crate::queries::waiting_parts::WaitingFilter, StockFilter);

async fn read(
    app: &App,
    caller: &Caller,
    (waited, held): Filters,
) -> Result<(Page<WaitingPart>, Page<HoldingView>), Error> {
    let scope = caller.scope.clone();
    let read =
        move |conn: &mut _| Ok::<_, Error>((list_waiting(conn, &scope, &waited)?, list_holdings(conn, &scope, &held)?));
    app.db.read(read).await
}

fn waiting_row(app: &App, v: &View, it: &WaitingPart) -> WaitingRow {
    let network = app.network();
    let agent = it.agent_id.and_then(|id| network.agent(id).map(|agent| agent.name_in(v.language).to_owned()));
    WaitingRow {
        name: v.named(&it.name_en, &it.name_fa).to_owned(),
        number: v.bdi(it.part.as_str()),
        quantity: v.number(it.quantity.into()),
        state: v.code("part-state", it.state.as_str()),
        job: (v.href(&format!("/jobs/{}", it.job_id)), v.bdi(&it.reference)),
        agent: agent.unwrap_or_default(),
        since: v.moment(it.needed_at),
        days: v.number(it.age_s / 86_400),
        eta: it.eta_at.map(|eta| v.moment(eta)).unwrap_or_default(),
        is_late: it.is_late,
    }
}

fn holding_row(app: &App, v: &View, it: &HoldingView) -> HoldingRow {
    HoldingRow {
        place: place_words(app, v, it.place),
        name: v.named(&it.name_en, &it.name_fa).to_owned(),
        number: v.bdi(it.part.as_str()),
        figures: [it.quantity, it.reserved, it.free].map(|figure| v.number(figure)),
    }
}
