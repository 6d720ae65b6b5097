//! Customers whom no message tells of a recall are called: a task a customer, so many at a time.

use super::unit::move_row;
use crate::app::owner::Owner;
use crate::app::tasks::{TaskSpec, finish_task, put_task};
use crate::app::{Actor, App, Error};
use crate::domain::access::Role;
use crate::domain::id::RecallNoticeId;
use crate::domain::recall::{RecallUnitEvent, RecallUnitState};
use crate::domain::task::TaskKind;
use crate::domain::time::Instant;
use crate::store::recalls::{
    Recall, RecallNotice, RecallUnit, count_open_calls, find_notice_to, find_recall_notice, list_notices_to_call,
    list_units_of_customer, save_recall_notice,
};
use crate::store::{At, Col, Conn, StoreError, Tx};

/// Asks operators to call, as many at a time as the policy says; how many calls were asked for.
pub(super) async fn ask_for_calls(app: &App, recall: &Recall) -> Result<usize, Error> {
    let (id, now) = (recall.id.0, app.clock.now());
    let most = app.catalogue().care().recall.open_calls;
    let read = move |conn: &mut Conn| -> Result<Vec<RecallNoticeId>, Error> {
        let room = most - count_open_calls(conn, id)?;
        Ok(if room > 0 { list_notices_to_call(conn, id, room)? } else { Vec::new() })
    };
    let due = app.db.read(read).await?;
    let count = due.len();
    for notice in due {
        let (owner, recall) = (app.clone(), recall.clone());
        app.db.write(move |tx| ask(tx, (&owner, now), &recall, notice)).await?;
    }
    Ok(count)
}

fn ask(tx: &mut Tx<'_>, (app, now): (&App, Instant), recall: &Recall, id: RecallNoticeId) -> Result<(), Error> {
    let mut notice = find_recall_notice(tx.conn(), id)?;
    if notice.task_id.is_some() || notice.told_at.is_some() {
        return Ok(());
    }
    if !is_to_call(tx.conn(), &notice)? {
        // All was booked or excluded before anybody called.
        notice.told_at = Some(At(now));
        return Ok(save_recall_notice(tx, &mut notice)?);
    }
    let catalogue = app.catalogue();
    let due = catalogue.after_business(now, catalogue.care().recall.call_within_minutes);
    let note = format!("\u{200e}{} · {}", recall.code, recall.title);
    let spec = TaskSpec::bare(TaskKind::CallAboutRecall, Owner::unit(Role::Operator), &notice.province, due);
    let spec = TaskSpec { customer: Some(notice.customer_id.0), note: Some(note), ..spec };
    let task = put_task(tx, &catalogue, (&Actor::system(), now), spec)?;
    notice.task_id = Some(task.id);
    Ok(save_recall_notice(tx, &mut notice)?)
}

fn is_to_call(conn: &mut Conn, notice: &RecallNotice) -> Result<bool, StoreError> {
    let units = list_units_of_customer(conn, notice.recall_id.0, notice.customer_id.0)?;
    Ok(units.iter().any(|unit| unit.state.0 == RecallUnitState::Unreachable))
}

/// Ends the call that is asked for when no unit of the customer waits for it any more.
pub(super) fn settle_call(tx: &mut Tx<'_>, now: Instant, unit: &RecallUnit) -> Result<(), Error> {
    let Some(notice) = find_notice_to(tx.conn(), unit.recall_id.0, unit.customer_id.0)? else { return Ok(()) };
    match notice.task_id {
        Some(Col(task)) if !is_to_call(tx.conn(), &notice)? => finish_task(tx, (&Actor::system(), now), task),
        _ => Ok(()),
    }
}

/// Somebody told the customer by voice: of this unit, and of all others that waited for it.
pub(super) fn told_by_voice(
    tx: &mut Tx<'_>,
    (actor, now): (&Actor, Instant),
    unit: &mut RecallUnit,
) -> Result<(), Error> {
    move_row(tx, (actor, now), unit, (RecallUnitEvent::Tell, &[]), None)?;
    for mut other in list_units_of_customer(tx.conn(), unit.recall_id.0, unit.customer_id.0)? {
        if other.state.0 == RecallUnitState::Unreachable {
            move_row(tx, (actor, now), &mut other, (RecallUnitEvent::Tell, &[]), None)?;
        }
    }
    if let Some(mut notice) = find_notice_to(tx.conn(), unit.recall_id.0, unit.customer_id.0)? {
        notice.told_at = notice.told_at.or(Some(At(now)));
        save_recall_notice(tx, &mut notice)?;
    }
    settle_call(tx, now, unit)
}
