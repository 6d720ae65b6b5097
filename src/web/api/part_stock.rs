//! `/stock` and `/part-orders`: what each place holds, moves by hand, and what agents order from the centre.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, FixedOffset};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{codes, id, key_of, limit, seen, value};
use crate::app::parts::{NewMove, NewPartOrder, OrderChange, change_order, move_by_hand, place_order};
use crate::app::{App, Error};
use crate::domain::access::Caller;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::PartOrderId;
use crate::domain::part::stock::StockPlace;
use crate::domain::part::{PartNumber, PartOrderEvent};
use crate::domain::time::to_micros;
use crate::queries::Page;
use crate::queries::stock::{
    HoldingView, OrderFilter, PartOrderView, StockFilter, find_order_view, list_holdings, list_part_orders,
};
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::{Body, IdemKey, Query};

/// What the list of holdings is limited to.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// One place: `centre`, `agent:ID`, `van:ID`, `transit`, `job:ID`, `supplier`, `scrap` or `difference`; all that can be
    /// counted when nothing is asked.
    #[param(example = "centre")]
    pub place: Option<String>,
    /// The number of a part.
    pub part: Option<String>,
    /// Where the page begins, from the page before.
    pub cursor: Option<String>,
    /// Rows of the page, 1 to 100; 25 when nothing is asked.
    pub limit: Option<i64>,
}

/// What the list of orders is limited to.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AskedOrders {
    /// States, with commas between them; those that are open when nothing is asked.
    #[param(example = "placed,confirmed")]
    pub state: Option<String>,
    /// The agent.
    pub agent: Option<String>,
    /// Where the page begins, from the page before.
    pub cursor: Option<String>,
    /// Rows of the page, 1 to 100; 25 when nothing is asked.
    pub limit: Option<i64>,
}

/// What happens to an order.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PartOrderStep {
    /// The event; the order tells which ones its state allows.
    #[schema(value_type = String, example = "confirm")]
    event: PartOrderEvent,
    /// When it arrives; required to confirm.
    #[schema(value_type = Option<String>, format = DateTime)]
    eta: Option<DateTime<FixedOffset>>,
    /// Number of the consignment.
    tracking: Option<String>,
    /// Why; required to refuse and to cancel.
    reason: Option<String>,
    /// `true`: the pieces are there although the books lack them; `reason` says why, and the difference is written down.
    #[serde(default)]
    insist: bool,
}

/// What places hold, by place and part
#[utoipa::path(get, path = "/api/v1/stock", tag = "stock", params(Asked),
    responses((status = 200, description = "A page of holdings", body = Page<HoldingView>)))]
pub async fn list(app: web::Data<App>, caller: Allowed<perm::ViewPart>, asked: Query<Asked>) -> Answer {
    let (filter, scope) = (filter(&asked.0)?, caller.scope.clone());
    let read = app.db.read(move |conn| list_holdings(conn, &scope, &filter).map_err(Error::from));
    Ok(HttpResponse::Ok().json(read.await?))
}

/// The list that is asked for.
pub fn filter(asked: &Asked) -> Result<StockFilter, Error> {
    let mut faults = Faults::default();
    let place = asked.place.as_deref().filter(|text| !text.is_empty()).and_then(|text| {
        let place: Option<StockPlace> = text.parse().ok();
        if place.is_none() {
            faults.add_about("place", FaultCode::StockPlaceUnknown, text.to_owned());
        }
        place
    });
    let part = asked.part.as_deref().filter(|text| !text.is_empty());
    let part: Option<PartNumber> = part.and_then(|text| faults.take("part", PartNumber::parse(text)));
    let after = asked.cursor.as_deref().filter(|text| !text.is_empty()).and_then(|text| {
        let after = text.split_once(' ').and_then(|(place, part)| Some((place.to_owned(), part.parse().ok()?)));
        if after.is_none() {
            faults.add_about("cursor", FaultCode::Unknown, text.to_owned());
        }
        after
    });
    let filter = StockFilter { place, part, after, limit: limit(asked.limit, &mut faults) };
    Ok(faults.or(filter)?)
}

/// Move stock by hand: a delivery, a transfer, a return, scrap, a count
#[utoipa::path(post, path = "/api/v1/stock/moves", tag = "stock", request_body = NewMove,
    params(("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 201, description = "What both places hold of the part now", body = Page<HoldingView>)))]
pub async fn move_pieces(
    app: web::Data<App>,
    caller: Allowed<perm::KeepStock>,
    key: IdemKey,
    body: Body<NewMove>,
) -> Answer {
    let key = key_of("POST /api/v1/stock/moves", key, &body);
    let asked = body.value.clone();
    move_by_hand(&app, &caller, key, body.value).await?;
    let scope = caller.scope.clone();
    let read = move |conn: &mut _| {
        let mut both = Vec::new();
        for place in [&asked.from, &asked.to] {
            let (place, part) = (place.parse().ok(), PartNumber::parse(&asked.part).ok());
            both.extend(list_holdings(conn, &scope, &StockFilter { place, part, after: None, limit: 1 })?.items);
        }
        Ok::<_, Error>(Page::whole(both))
    };
    Ok(HttpResponse::Created().json(app.db.read(read).await?))
}

/// What agents order from the centre, oldest first
#[utoipa::path(get, path = "/api/v1/part-orders", tag = "stock", params(AskedOrders),
    responses((status = 200, description = "A page of orders", body = Page<PartOrderView>)))]
pub async fn orders(app: web::Data<App>, caller: Allowed<perm::ViewPart>, asked: Query<AskedOrders>) -> Answer {
    let mut faults = Faults::default();
    let filter = OrderFilter {
        states: codes("state", asked.0.state.as_deref(), &mut faults),
        agent: value("agent", asked.0.agent.as_deref(), &mut faults),
        after: value("cursor", asked.0.cursor.as_deref(), &mut faults),
        limit: limit(asked.0.limit, &mut faults),
    };
    faults.or(()).map_err(Error::from)?;
    let scope = caller.scope.clone();
    let read = app.db.read(move |conn| list_part_orders(conn, &scope, &filter).map_err(Error::from));
    Ok(HttpResponse::Ok().json(read.await?))
}

/// Place an order of an agent at the centre
#[utoipa::path(post, path = "/api/v1/part-orders", tag = "stock", request_body = NewPartOrder,
    params(("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 201, description = "The order", body = PartOrderView)))]
pub async fn order(
    app: web::Data<App>,
    caller: Allowed<perm::WorkPart>,
    key: IdemKey,
    body: Body<NewPartOrder>,
) -> Answer {
    let key = key_of("POST /api/v1/part-orders", key, &body);
    let order = place_order(&app, &caller, key, body.value).await?;
    let made = shown(&app, &caller, order).await?;
    Ok(HttpResponse::Created().json(made))
}

/// Say what becomes of an order
#[utoipa::path(post, path = "/api/v1/part-orders/{id}/events", tag = "stock", request_body = PartOrderStep,
    params(("id" = String, Path, description = "The order")),
    responses((status = 200, description = "The order", body = PartOrderView)))]
pub async fn step(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::WorkPart>,
    path: web::Path<String>,
    body: Body<PartOrderStep>,
) -> Answer {
    let order: PartOrderId = id(&path)?;
    let PartOrderStep { event, eta, tracking, reason, insist } = body.value;
    let eta = eta.map(|eta| to_micros(eta.to_utc()));
    let change = OrderChange { event, eta, tracking, reason, insist, seen: seen(&request)? };
    change_order(&app, &caller, order, change).await?;
    let shown = shown(&app, &caller, order).await?;
    Ok(HttpResponse::Ok().insert_header((header::ETAG, format!("\"{}\"", shown.version))).json(shown))
}

async fn shown(app: &App, caller: &Caller, order: PartOrderId) -> Result<PartOrderView, Error> {
    let scope = caller.scope.clone();
    app.db.read(move |conn| find_order_view(conn, &scope, order).map_err(Error::from)).await
}
