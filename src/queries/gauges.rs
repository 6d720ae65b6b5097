//! Depths of the queues, for the metrics.

use diesel::prelude::*;

use crate::domain::job::JobState;
use crate::domain::message::DeliveryState;
use crate::store::schema::{jobs, messages};
use crate::store::{Col, Conn, StoreError};

/// How much waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Depths {
    /// Messages to be sent.
    pub outbox: i64,
    /// Messages given up.
    pub dead: i64,
    /// Jobs that wait for an agent.
    pub dispatch: i64,
}

/// Counts what waits.
///
/// # Errors
/// The database.
pub fn depths(conn: &mut Conn) -> Result<Depths, StoreError> {
    let count =
        |conn: &mut Conn, state| messages::table.filter(messages::state.eq(Col(state))).count().get_result::<i64>(conn);
    let waiting = jobs::table.filter(jobs::state.eq(Col(JobState::PendingDispatch)));
    Ok(Depths {
        outbox: count(conn, DeliveryState::Queued)?,
        dead: count(conn, DeliveryState::Dead)?,
        dispatch: waiting.count().get_result(conn)?,
    })
}
