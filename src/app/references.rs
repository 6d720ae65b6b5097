//! Public references: each node takes a block of numbers at a time, so that a reference costs no write of its own.

use std::sync::{Mutex, PoisonError};

use crate::domain::reference::Reference;
use crate::store::{Db, StoreError, catalogue};

const BLOCK: i64 = 200;

/// The rest of the block that this node holds.
#[derive(Debug, Default)]
pub struct References(Mutex<std::ops::Range<i64>>);

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
            let first = db.write(|tx| catalogue::take_numbers(tx, "reference", BLOCK)).await?;
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = first..first + BLOCK;
        }
    }

    fn held(&self) -> Option<i64> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).next()
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
