//! Public references: each node takes a block of numbers at a time, so that a reference costs no write of its own.

use std::sync::{Mutex, PoisonError};

use tokio::sync::Mutex as Turn;

use crate::domain::reference::Reference;
use crate::store::{Db, StoreError, catalogue};

const BLOCK: i64 = 200;

/// The rest of the block that this node holds. One caller at a time takes the next block: each of many at once would take
/// one of its own, and all but one be lost.
#[derive(Debug, Default)]
pub struct References {
    block: Mutex<std::ops::Range<i64>>,
    taking: Turn<()>,
}

impl References {
    /// The next reference. Numbers of a block that a node did not use are lost when it ends; nothing depends on them.
    ///
    /// # Errors
    /// The database.
    pub async fn next(&self, db: &Db) -> Result<Reference, StoreError> {
        loop {
            if let Some(number) = self.held() {
                let serial = u32::try_from(number).map_err(|_| StoreError::Other("references used up".to_owned()))?;
                return Ok(Reference::from_serial(serial));
            }
            let _turn = self.taking.lock().await;
            let is_empty = self.block.lock().unwrap_or_else(PoisonError::into_inner).is_empty();
            if is_empty {
                let first = db.write(|tx| catalogue::take_numbers(tx, "reference", BLOCK)).await?;
                *self.block.lock().unwrap_or_else(PoisonError::into_inner) = first..first + BLOCK;
            }
        }
    }

    fn held(&self) -> Option<i64> {
        self.block.lock().unwrap_or_else(PoisonError::into_inner).next()
    }
}

impl super::App {
    /// A reference that nobody has.
    ///
    /// # Errors
    /// The database.
    pub async fn references_next(&self) -> Result<Reference, StoreError> {
        self.references.next(&self.db).await
    }
}
