//! What agents order from the centre.
#![expect(missing_docs, reason = "a column is named and explained in the migration")]

use diesel::prelude::*;

use super::rows::{insertable, versioned};
use super::schema::{part_order_items, part_orders};
use super::{At, Col, Conn, StoreError};
use crate::domain::id::{AgentId, PartOrderId};
use crate::domain::part::{PartNumber, PartOrderState};

/// An order.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = part_orders, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct PartOrder {
    pub id: Col<PartOrderId>,
    pub agent_id: Col<AgentId>,
    pub province: String,
    pub state: Col<PartOrderState>,
    pub eta_at: Option<At>,
    pub tracking: Option<String>,
    pub note: Option<String>,
    pub reason: Option<String>,
    pub placed_at: At,
    pub shipped_at: Option<At>,
    pub ended_at: Option<At>,
    pub version: i32,
}

versioned!(part_orders, PartOrder, PartOrderId, insert_part_order, find_part_order, save_part_order);

/// How many of one part are ordered.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = part_order_items)]
pub struct PartOrderItem {
    pub order_id: Col<PartOrderId>,
    pub part: Col<PartNumber>,
    pub quantity: i32,
}

insertable!(part_order_items, PartOrderItem, insert_part_order_item);

/// What these orders ask for, by part.
///
/// # Errors
/// The database.
pub fn list_part_order_items(conn: &mut Conn, orders: &[PartOrderId]) -> Result<Vec<PartOrderItem>, StoreError> {
    let query =
        part_order_items::table.filter(part_order_items::order_id.eq_any(orders.iter().map(PartOrderId::as_str)));
    let query = query.order((part_order_items::order_id, part_order_items::part));
    Ok(query.select(PartOrderItem::as_select()).load(conn)?)
}
