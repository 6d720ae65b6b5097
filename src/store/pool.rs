//! A small pool that heals itself: a connection is looked at when it is taken and dropped when it is broken.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::conn::{Conn, Place, Role};
use super::error::StoreError;

/// How long a caller waits for a free connection.
const PATIENCE: Duration = Duration::from_secs(5);

/// Connections of one role; opened when first needed.
pub(super) struct Pool {
    place: Place,
    role: Role,
    size: u32,
    free: Arc<Semaphore>,
    idle: Mutex<Vec<Conn>>,
}

impl Pool {
    pub(super) fn new(place: Place, role: Role, size: u32) -> Self {
        let size = size.max(1);
        Self { place, role, size, free: Arc::new(Semaphore::new(size as usize)), idle: Mutex::new(Vec::new()) }
    }

    /// Waits for the right to one connection.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when all are busy for five seconds, or after [`Pool::close`].
    pub(super) async fn permit(&self) -> Result<OwnedSemaphorePermit, StoreError> {
        match tokio::time::timeout(PATIENCE, Arc::clone(&self.free).acquire_owned()).await {
            Ok(Ok(permit)) => Ok(permit),
            Ok(Err(_)) => Err(StoreError::Unavailable("the database is closed".into())),
            Err(_) => Err(StoreError::Unavailable("every connection is busy".into())),
        }
    }

    /// A living connection: an idle one or a new one. Blocks; the caller holds a permit.
    pub(super) fn take(&self) -> Result<Conn, StoreError> {
        loop {
            let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let Some(mut conn) = idle else {
                return self.place.connect(self.role);
            };
            if conn.is_alive() {
                return Ok(conn);
            }
        }
    }

    /// Takes a connection back, unless it is broken.
    pub(super) fn give(&self, mut conn: Conn) {
        if conn.is_alive() {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(conn);
        }
    }

    /// Runs a read on a thread that may block.
    pub(super) async fn read<T, E>(
        self: &Arc<Self>,
        body: impl FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let permit = self.permit().await?;
        let pool = Arc::clone(self);
        blocking(move || {
            let _permit = permit;
            let mut conn = pool.take()?;
            let Ok(result) = catch_unwind(AssertUnwindSafe(|| body(&mut conn))) else {
                return Err(StoreError::Panicked.into());
            };
            pool.give(conn);
            result
        })
        .await
    }

    /// Waits for the running calls, refuses later ones and drops the connections.
    pub(super) async fn close(&self) {
        let running = self.free.acquire_many(self.size);
        // A call that hangs does not keep the system from ending.
        let _ = tokio::time::timeout(PATIENCE, running).await;
        self.free.close();
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// Runs `body` on a thread that may block.
pub(super) async fn blocking<T, E>(body: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<T, E>
where
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    match tokio::task::spawn_blocking(body).await {
        Ok(result) => result,
        Err(error) if error.is_panic() => Err(StoreError::Panicked.into()),
        Err(_) => Err(StoreError::Unavailable("the system is ending".into()).into()),
    }
}
