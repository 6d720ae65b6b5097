//! What an agent orders from the centre for its shelf.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::need::{NeededPart, check_needed};
use super::stock::Moving;
use super::{NOTE_CHARS, TRACKING_CHARS, agent_province, explain, within, words};
use crate::app::clock::mint;
use crate::app::idempotent::{Key, once};
use crate::app::journal::{Happening, record};
use crate::app::{Actor, App, Code, Error};
use crate::domain::access::Caller;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{AgentId, PartOrderId};
use crate::domain::machine::{Guard, Machine, apply};
use crate::domain::part::stock::{MoveReason, StockPlace};
use crate::domain::part::{PartNumber, PartOrderEvent, PartOrderMachine};
use crate::domain::time::Instant;
use crate::store::part_orders::{
    PartOrder, PartOrderItem, find_part_order, insert_part_order, insert_part_order_item, list_part_order_items,
    save_part_order,
};
use crate::store::parts::find_part;
use crate::store::{At, Col, StoreError, Topic, Tx};

/// A part of an order, and how many of it.
pub type OrderedPart = NeededPart;

/// What an agent orders.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPartOrder {
    /// The agent.
    #[schema(value_type = String)]
    pub agent_id: AgentId,
    /// Each part with how many of it.
    pub parts: Vec<OrderedPart>,
    /// In words.
    pub note: Option<String>,
}

/// Places an order of an agent at the centre.
///
/// # Errors
/// Every faulty value at once; the same key with another body; the database.
pub async fn place_order(
    app: &App,
    caller: &Caller,
    key: Option<Key>,
    input: NewPartOrder,
) -> Result<PartOrderId, Error> {
    let (now, caller) = (app.clock.now(), caller.clone());
    let mut checked = Faults::default();
    let wanted = check_needed(&input.parts, &mut checked);
    let note = words("note", input.note.as_deref(), NOTE_CHARS, &mut checked);
    if input.parts.is_empty() {
        checked.add("parts", FaultCode::Required);
    }
    app.db
        .write(move |tx| {
            let actor = Actor::staff(&caller);
            once(tx, (&actor, key.as_ref()), now, |tx| {
                let mut faults = checked.clone();
                let province = match agent_province(tx.conn(), &caller, input.agent_id) {
                    Ok(province) => province,
                    Err(StoreError::NotFound) => {
                        faults.add("agent_id", FaultCode::AgentUnknown);
                        String::new()
                    }
                    Err(error) => return Err(error.into()),
                };
                let mut items: BTreeMap<&PartNumber, i64> = BTreeMap::new();
                for (at, it) in wanted.iter().enumerate() {
                    *items.entry(&it.number).or_default() += it.quantity;
                    let about = |part: crate::store::parts::Part| part.superseded_by.map(|by| by.0.to_string());
                    match find_part(tx.conn(), &it.number)?.map(about) {
                        Some(None) => (),
                        Some(Some(by)) => {
                            faults.add_about(format!("parts.{at}.number"), FaultCode::PartSuperseded, by);
                        }
                        None => faults.add_about(
                            format!("parts.{at}.number"),
                            FaultCode::PartUnknown,
                            it.number.to_string(),
                        ),
                    }
                }
                faults.or(())?;
                let order = new_order((input.agent_id, province), note.clone(), now);
                insert_part_order(tx, &order)?;
                for (part, quantity) in &items {
                    let quantity = i32::try_from(*quantity).unwrap_or(i32::MAX);
                    let item = PartOrderItem { order_id: order.id, part: Col((*part).clone()), quantity };
                    insert_part_order_item(tx, &item)?;
                }
                record(tx, &actor, now, happened(&order, "order_placed"))?;
                Ok(order.id.0.to_string())
            })
        })
        .await?
        .parse()
        .map_err(|_| Error::Internal("stored order".to_owned()))
}

fn new_order((agent, province): (AgentId, String), note: Option<String>, now: Instant) -> PartOrder {
    PartOrder {
        id: Col(mint(now)),
        agent_id: Col(agent),
        province,
        state: Col(PartOrderMachine::INITIAL),
        eta_at: None,
        tracking: None,
        note,
        reason: None,
        placed_at: At(now),
        shipped_at: None,
        ended_at: None,
        version: 1,
    }
}

fn happened(order: &PartOrder, name: &'static str) -> Happening {
    let detail = json!({ "agent": order.agent_id.0, "eta": order.eta_at.map(|at| at.0), "state": order.state.0 });
    Happening::new(Topic::Part, order.id.0, name).in_province(&order.province).with(detail)
}

/// What is asked of an order.
#[derive(Debug, Clone)]
pub struct OrderChange {
    /// The event.
    pub event: PartOrderEvent,
    /// When it arrives; required to confirm.
    pub eta: Option<Instant>,
    /// Number of the consignment.
    pub tracking: Option<String>,
    /// Why; required to refuse and to cancel, and to insist.
    pub reason: Option<String>,
    /// Whether the pieces are there although the books lack them.
    pub insist: bool,
    /// The version that the caller saw, if the caller insists on it.
    pub seen: Option<i32>,
}

/// Applies what is asked; what is sent leaves the centre, what is received is on the agent's shelf.
///
/// # Errors
/// Every faulty value at once; `NotFound` out of the caller's sight; `PreconditionFailed` for an old version; an event that
/// the state does not allow; too few pieces in the centre; the database.
pub async fn change_order(
    app: &App,
    caller: &Caller,
    id: PartOrderId,
    change: OrderChange,
) -> Result<PartOrder, Error> {
    let (now, caller) = (app.clock.now(), caller.clone());
    let mut faults = Faults::default();
    let tracking = words("tracking", change.tracking.as_deref(), TRACKING_CHARS, &mut faults);
    let reason = words("reason", change.reason.as_deref(), NOTE_CHARS, &mut faults);
    if change.eta.is_some_and(|eta| eta <= now) {
        faults.add("eta", FaultCode::DateInPast);
    }
    if change.insist && reason.is_none() {
        faults.add("reason", FaultCode::Required);
    }
    faults.or(())?;
    app.db
        .write(move |tx| {
            let mut order = find_part_order(tx.conn(), id)?;
            within(&caller, &order.province)?;
            if change.seen.is_some_and(|seen| seen != order.version) {
                return Err(Code::PreconditionFailed.into());
            }
            let (actor, from) = (Actor::staff(&caller), order.state.0);
            let given = [(change.eta.is_some(), Guard::Until), (reason.is_some(), Guard::Reason)];
            let given: Vec<Guard> = given.into_iter().filter(|(has, _)| *has).map(|(_, guard)| guard).collect();
            let to = apply::<PartOrderMachine>(from, None, change.event, actor.kind, &given).map_err(explain)?;
            let insisted = reason.as_deref().filter(|_| change.insist);
            carry(tx, (&actor, now), (&order, change.event), insisted)?;
            order.state = Col(to);
            order.eta_at = change.eta.map(At).or(order.eta_at);
            order.tracking = tracking.clone().or(order.tracking.take());
            order.reason = reason.clone().or(order.reason.take());
            if change.event == PartOrderEvent::Ship {
                order.shipped_at = Some(At(now));
            }
            if !to.is_open() {
                order.ended_at = Some(At(now));
            }
            save_part_order(tx, &mut order)?;
            let happening = happened(&order, event_name(change.event)).states(from.as_str(), to.as_str());
            record(tx, &actor, now, happening)?;
            Ok(order)
        })
        .await
}

fn carry(
    tx: &mut Tx<'_>,
    who: (&Actor, Instant),
    (order, event): (&PartOrder, PartOrderEvent),
    insisted: Option<&str>,
) -> Result<(), Error> {
    let (from, to, reason) = match event {
        PartOrderEvent::Ship => (StockPlace::Centre, StockPlace::Transit, MoveReason::Shipped),
        PartOrderEvent::Receive => (StockPlace::Transit, StockPlace::Agent(order.agent_id.0), MoveReason::Received),
        _ => return Ok(()),
    };
    for item in list_part_order_items(tx.conn(), &[order.id.0])? {
        let (part, quantity) = (&item.part.0, i64::from(item.quantity));
        let moving = Moving { part, quantity, job: None, line: None, order: Some(order.id.0), insisted, note: None };
        moving.go(tx, who, (from, to), reason)?;
    }
    Ok(())
}

fn event_name(event: PartOrderEvent) -> &'static str {
    match event {
        PartOrderEvent::Confirm => "order_confirm",
        PartOrderEvent::Ship => "order_ship",
        PartOrderEvent::Receive => "order_receive",
        PartOrderEvent::Refuse => "order_refuse",
        PartOrderEvent::Cancel => "order_cancel",
    }
}
