//! Portraits of technicians, by which customers know who stands at the door. The file is kept first, then the row; a file that no
//! row names any more is deleted, for a face is not kept without a reason.

use serde_json::json;

use super::facts::note;
use super::{Scoped, agent_row};
use crate::app::photos::{clean_picture, fault, not_kept};
use crate::app::{Actor, App, Code, Error};
use crate::domain::access::Caller;
use crate::domain::fault::FaultCode;
use crate::domain::id::{AgentId, TechnicianId};
use crate::domain::photo::MOST_PORTRAIT_BYTES;
use crate::store::network::{AgentRow, find_technician};
use crate::store::portraits::{PortraitRow, delete_portrait, find_portrait, has_picture, put_portrait};
use crate::store::{At, Col, Conn};

/// Bytes of a file that are read at most. What a camera wrote beside the picture does not count when the portrait is measured.
pub const MOST_READ: usize = 1 << 20;

/// Gives a technician of an agent a portrait, in place of the one before.
///
/// # Errors
/// `NotFound` for an agent that the caller does not see, or a technician of another; no file, one that is no whole JPEG, PNG or
/// WebP, or one of more than [`MOST_PORTRAIT_BYTES`]; the database.
pub async fn set_portrait(
    app: &App,
    caller: &Caller,
    whose: (AgentId, TechnicianId),
    bytes: Vec<u8>,
) -> Result<(), Error> {
    let (now, scoped, actor) = (app.clock.now(), Scoped::of(caller), Actor::staff(caller));
    let seen = scoped.clone();
    app.db.read(move |conn| agent_of(conn, &seen, whose).map(drop)).await?;
    if bytes.is_empty() {
        return Err(fault(FaultCode::Required, ""));
    }
    let (media_type, bytes) = clean_picture(bytes).await?;
    if bytes.len() > MOST_PORTRAIT_BYTES {
        return Err(fault(FaultCode::PictureTooLarge, &(MOST_PORTRAIT_BYTES / 1_000).to_string()));
    }
    let row = PortraitRow {
        technician_id: Col(whose.1),
        media_type: Col(media_type),
        byte_count: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        blob_hash: app.gateways.blob.put(bytes).await.map_err(not_kept)?,
        created_at: At(now),
    };
    let set = app.db.write(move |tx| {
        let of = agent_of(tx.conn(), &scoped, whose)?;
        let before = find_portrait(tx.conn(), whose.1)?;
        if before.as_ref().is_some_and(|before| before.blob_hash == row.blob_hash) {
            return Ok(None);
        }
        put_portrait(tx, &row)?;
        let detail = json!({ "technician": whose.1, "bytes": row.byte_count });
        note(tx, (&actor, now), &of, ("portrait_set", detail))?;
        needless(tx.conn(), before)
    });
    delete_file(app, set.await?).await;
    Ok(())
}

/// Takes the portrait from a technician of an agent; harmless where there is none.
///
/// # Errors
/// `NotFound` for an agent that the caller does not see, or a technician of another; the database.
pub async fn remove_portrait(app: &App, caller: &Caller, whose: (AgentId, TechnicianId)) -> Result<(), Error> {
    let (now, scoped, actor) = (app.clock.now(), Scoped::of(caller), Actor::staff(caller));
    let removed = app.db.write(move |tx| {
        let of = agent_of(tx.conn(), &scoped, whose)?;
        let before = find_portrait(tx.conn(), whose.1)?;
        if before.is_some() {
            delete_portrait(tx, whose.1)?;
            note(tx, (&actor, now), &of, ("portrait_removed", json!({ "technician": whose.1 })))?;
        }
        needless(tx.conn(), before)
    });
    delete_file(app, removed.await?).await;
    Ok(())
}

/// The agent, if the caller sees it and the technician is one of its own.
fn agent_of(conn: &mut Conn, scoped: &Scoped, (agent, technician): (AgentId, TechnicianId)) -> Result<AgentRow, Error> {
    let row = agent_row(conn, scoped, agent)?;
    let is_own = find_technician(conn, technician)?.agent_id.0 == agent;
    if is_own { Ok(row) } else { Err(Code::NotFound.into()) }
}

/// The file of a portrait that is none any more, if no other picture is the same.
fn needless(conn: &mut Conn, before: Option<PortraitRow>) -> Result<Option<String>, Error> {
    let Some(before) = before else { return Ok(None) };
    let is_used = has_picture(conn, &before.blob_hash)?;
    Ok((!is_used).then_some(before.blob_hash))
}

async fn delete_file(app: &App, blob_hash: Option<String>) {
    let Some(blob_hash) = blob_hash else { return };
    // Nobody finds a file without a row, so what was done stays done.
    if let Err(error) = app.gateways.blob.delete(&blob_hash).await {
        tracing::warn!(%error, "the file of an old portrait stays");
    }
}
