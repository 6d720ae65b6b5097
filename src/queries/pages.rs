//! Messages for the pages of the staff and of the demo.

use crate::domain::id::JobId;
use crate::domain::message::DeliveryState;
use crate::store::messages::{Message, list_messages, list_messages_of_job, list_messages_to};
use crate::store::{Conn, StoreError};

/// Most messages that a page of telephones shows.
const MOST: i64 = 200;

/// The messages about a job, newest first.
///
/// # Errors
/// The database.
pub fn messages_of_job(conn: &mut Conn, job: JobId) -> Result<Vec<Message>, StoreError> {
    list_messages_of_job(conn, job)
}

/// Messages that have left, newest first: about a job, to a telephone, or all.
///
/// # Errors
/// The database.
pub fn sent_messages(conn: &mut Conn, job: Option<JobId>, phone: Option<&str>) -> Result<Vec<Message>, StoreError> {
    let mut found = match (job, phone) {
        (Some(job), _) => list_messages_of_job(conn, job)?,
        (None, Some(phone)) => list_messages_to(conn, phone, MOST)?,
        (None, None) => list_messages(conn, None, MOST)?,
    };
    found.retain(|message| matches!(message.state.0, DeliveryState::Sent | DeliveryState::Delivered));
    Ok(found)
}
