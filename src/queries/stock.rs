//! What each technician, agent and the centre hold, and what agents have ordered.

use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use super::page::{Cursor, Page};
use crate::domain::access::Scope;
use crate::domain::id::{AgentId, PartOrderId, TechnicianId};
use crate::domain::machine::{ActorKind, allowed};
use crate::domain::part::stock::StockPlace;
use crate::domain::part::{PartNumber, PartOrderEvent, PartOrderMachine, PartOrderState};
use crate::domain::time::Instant;
use crate::store::part_orders::{PartOrder, PartOrderItem, list_part_order_items};
use crate::store::schema::{agents, part_orders, parts, stock_balances, technicians};
use crate::store::{At, Col, Conn, Said, StoreError};

/// Pieces of one part at one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HoldingView {
    /// The place: `centre`, `agent:ID`, `van:ID`, `transit`, `job:ID`, `supplier`, `scrap` or `difference`.
    pub place: StockPlace,
    /// The part.
    pub part: PartNumber,
    /// Its English name.
    pub name_en: String,
    /// Its Persian name.
    pub name_fa: String,
    /// How many are there.
    pub quantity: i64,
    /// How many of them are kept for jobs.
    pub reserved: i64,
    /// How many may be taken for something else.
    pub free: i64,
}

/// What the list of holdings is limited to.
#[derive(Debug, Clone, Default)]
pub struct StockFilter {
    /// One place; all that can be counted when nothing is asked.
    pub place: Option<StockPlace>,
    /// One part.
    pub part: Option<PartNumber>,
    /// Place and part after which the page begins.
    pub after: Option<(String, PartNumber)>,
    /// Rows of the page.
    pub limit: i64,
}

/// A page of what places hold, by place and part; what holds none is left out.
///
/// # Errors
/// The database.
pub fn list_holdings(conn: &mut Conn, scope: &Scope, filter: &StockFilter) -> Result<Page<HoldingView>, StoreError> {
    type Row = (Said<StockPlace>, Col<PartNumber>, i64, i64, String, String);
    let mut query = stock_balances::table
        .inner_join(parts::table)
        .filter(stock_balances::quantity.ne(0))
        .order((stock_balances::place, stock_balances::part))
        .limit(filter.limit + 1)
        .select((
            stock_balances::place,
            stock_balances::part,
            stock_balances::quantity,
            stock_balances::reserved,
            parts::name_en,
            parts::name_fa,
        ))
        .into_boxed();
    query = match filter.place {
        Some(place) => query.filter(stock_balances::place.eq(place.to_string())),
        None => query.filter(
            stock_balances::place
                .eq_any(["centre", "transit"])
                .or(stock_balances::place.like("agent:%"))
                .or(stock_balances::place.like("van:%")),
        ),
    };
    if let Some(seen) = seen_places(conn, scope)? {
        let is_somebodys = stock_balances::place.like("agent:%").or(stock_balances::place.like("van:%"));
        query = query.filter(diesel::dsl::not(is_somebodys).or(stock_balances::place.eq_any(seen)));
    }
    if let Some(part) = &filter.part {
        query = query.filter(stock_balances::part.eq(part.to_string()));
    }
    if let Some((place, part)) = &filter.after {
        let same = stock_balances::place.eq(place.clone()).and(stock_balances::part.gt(part.to_string()));
        query = query.filter(stock_balances::place.gt(place.clone()).or(same));
    }
    let found: Vec<Row> = query.load(conn)?;
    let page = Page::cut(found, filter.limit, |row: &Row| format!("{} {}", row.0.0, row.1.0));
    let view = |(place, part, quantity, reserved, name_en, name_fa): Row| HoldingView {
        place: place.0,
        part: part.0,
        name_en,
        name_fa,
        quantity,
        reserved,
        free: quantity - reserved,
    };
    Ok(Page { items: page.items.into_iter().map(view).collect(), next_cursor: page.next_cursor })
}

/// The shelves and vans in a caller's provinces; none for a caller who sees all.
fn seen_places(conn: &mut Conn, scope: &Scope) -> Result<Option<Vec<String>>, StoreError> {
    let Scope::Provinces(provinces) = scope else { return Ok(None) };
    let shelves = agents::table.filter(agents::province.eq_any(provinces)).select(agents::id);
    let shelves: Vec<Col<AgentId>> = shelves.load(conn)?;
    let vans = technicians::table.inner_join(agents::table).filter(agents::province.eq_any(provinces));
    let vans: Vec<Col<TechnicianId>> = vans.select(technicians::id).load(conn)?;
    let shelves = shelves.into_iter().map(|id| StockPlace::Agent(id.0).to_string());
    Ok(Some(shelves.chain(vans.into_iter().map(|id| StockPlace::Van(id.0).to_string())).collect()))
}

/// A part of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OrderedView {
    /// The part.
    pub part: PartNumber,
    /// How many.
    pub quantity: i32,
}

/// What an agent orders from the centre.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PartOrderView {
    /// The order.
    pub id: PartOrderId,
    /// The agent.
    pub agent_id: AgentId,
    /// Where it stands.
    pub state: PartOrderState,
    /// What is ordered.
    pub parts: Vec<OrderedView>,
    /// When it arrives.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub eta_at: Option<Instant>,
    /// Number of the consignment.
    pub tracking: Option<String>,
    /// In words.
    pub note: Option<String>,
    /// Why it was refused or cancelled.
    pub reason: Option<String>,
    /// When it was placed.
    #[schema(value_type = String, format = DateTime)]
    pub placed_at: Instant,
    /// When it was sent.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub shipped_at: Option<Instant>,
    /// When it was received, refused or cancelled.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended_at: Option<Instant>,
    /// What may happen to it.
    pub allowed: Vec<PartOrderEvent>,
    /// Version, for `If-Match`.
    pub version: i32,
}

/// What the list of orders is limited to.
#[derive(Debug, Clone, Default)]
pub struct OrderFilter {
    /// States; those that are open when nothing is asked.
    pub states: Vec<PartOrderState>,
    /// The agent.
    pub agent: Option<AgentId>,
    /// The row after which the page begins.
    pub after: Option<Cursor<PartOrderId>>,
    /// Rows of the page.
    pub limit: i64,
}

/// A page of orders, oldest first.
///
/// # Errors
/// The database.
pub fn list_part_orders(
    conn: &mut Conn,
    scope: &Scope,
    filter: &OrderFilter,
) -> Result<Page<PartOrderView>, StoreError> {
    let states: Vec<Col<PartOrderState>> = if filter.states.is_empty() {
        PartOrderState::ALL.iter().copied().filter(|state| state.is_open()).map(Col).collect()
    } else {
        filter.states.iter().copied().map(Col).collect()
    };
    let mut query = part_orders::table
        .filter(part_orders::state.eq_any(states))
        .order((part_orders::placed_at, part_orders::id))
        .limit(filter.limit + 1)
        .select(PartOrder::as_select())
        .into_boxed();
    if let Scope::Provinces(provinces) = scope {
        query = query.filter(part_orders::province.eq_any(provinces.clone()));
    }
    if let Some(agent) = filter.agent {
        query = query.filter(part_orders::agent_id.eq(agent.to_string()));
    }
    if let Some(Cursor { at, id }) = filter.after {
        let same = part_orders::placed_at.eq(At(at)).and(part_orders::id.gt(id.to_string()));
        query = query.filter(part_orders::placed_at.gt(At(at)).or(same));
    }
    let page = Page::cut(query.load(conn)?, filter.limit, |row: &PartOrder| {
        Cursor { at: row.placed_at.0, id: row.id.0 }.to_string()
    });
    let ids: Vec<PartOrderId> = page.items.iter().map(|order| order.id.0).collect();
    let items = list_part_order_items(conn, &ids)?;
    let view = |order: PartOrder| order_view(order, &items);
    Ok(Page { items: page.items.into_iter().map(view).collect(), next_cursor: page.next_cursor })
}

/// One order, within what the caller sees.
///
/// # Errors
/// `NotFound`, or the database.
pub fn find_order_view(conn: &mut Conn, scope: &Scope, id: PartOrderId) -> Result<PartOrderView, StoreError> {
    let order = crate::store::part_orders::find_part_order(conn, id)?;
    if !scope.holds(&order.province) {
        return Err(StoreError::NotFound);
    }
    Ok(order_view(order, &list_part_order_items(conn, &[id])?))
}

fn order_view(order: PartOrder, items: &[PartOrderItem]) -> PartOrderView {
    let of = items.iter().filter(|item| item.order_id == order.id);
    PartOrderView {
        parts: of.map(|item| OrderedView { part: item.part.0.clone(), quantity: item.quantity }).collect(),
        id: order.id.0,
        agent_id: order.agent_id.0,
        state: order.state.0,
        eta_at: order.eta_at.map(|at| at.0),
        tracking: order.tracking,
        note: order.note,
        reason: order.reason,
        placed_at: order.placed_at.0,
        shipped_at: order.shipped_at.map(|at| at.0),
        ended_at: order.ended_at.map(|at| at.0),
        allowed: allowed::<PartOrderMachine>(order.state.0, ActorKind::Staff),
        version: order.version,
    }
}
