//! The one thread that writes a SQLite file: closures of many callers share a commit, and none sees another's failure.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use tokio::sync::{mpsc, oneshot};

use super::checkpoint::Checkpointer;
use super::conn::{Conn, Place, Role};
use super::error::{MaybeStore, StoreError};
use super::feed::{Feed, Signal};
use super::tx::Tx;

/// Callers who were answered together come back together: so long the writer waits for them, so that one commit serves
/// them all.
const GATHERING: Duration = Duration::from_micros(600);
/// How often it looks meanwhile.
const GLANCE: Duration = Duration::from_micros(50);
/// How often BEGIN is tried while another process holds the file.
const ATTEMPTS: u32 = 6;

/// The callers' end of the writer's queue; the thread ends, its queue done, when this is dropped.
pub(super) struct Writer {
    queue: mpsc::Sender<Order>,
}

enum Order {
    Run(Box<dyn Work>),
    Close(oneshot::Sender<()>),
}

impl Writer {
    /// Opens the connection and starts the thread.
    pub(super) fn start(place: Place, batch: usize, queue: usize, feed: Arc<Feed>) -> Result<Self, StoreError> {
        let conn = place.connect(Role::Writer)?;
        let (orders, inbox) = mpsc::channel(queue.max(1));
        let checkpointer = Checkpointer::start(&place)?;
        let clerk = Clerk { place, conn, batch: batch.max(1), feed, checkpointer };
        thread::Builder::new()
            .name("sqlite-writer".into())
            .spawn(move || clerk.serve(inbox))
            .map_err(|error| StoreError::Unavailable(error.to_string()))?;
        Ok(Self { queue: orders })
    }

    /// Queues `body`, waiting while the queue is full, and gives its result once it is durable.
    pub(super) async fn write<T, E>(
        &self,
        body: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + MaybeStore + Send + 'static,
    {
        let (answer, result) = oneshot::channel();
        let job = Job { body, answer, result: None, signals: Vec::new() };
        if self.queue.send(Order::Run(Box::new(job))).await.is_err() {
            return Err(StoreError::Unavailable("the database is closed".into()).into());
        }
        result.await.unwrap_or_else(|_| Err(StoreError::Unavailable("the write was dropped".into()).into()))
    }

    /// Lets the queue run empty, moves the log into the file and ends the thread.
    pub(super) async fn close(&self) {
        let (closed, wait) = oneshot::channel();
        if self.queue.send(Order::Close(closed)).await.is_ok() {
            let _ = wait.await;
        }
    }
}

/// What stands between the closures of a shared transaction.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Guard {
    /// Nothing: a failure undoes the whole batch. A savepoint copies every page that is changed inside it, which costs
    /// each intake a tenth of its time, and most batches see no failure.
    Bare,
    /// A savepoint around each, so that a failure undoes its own closure alone.
    Savepoint,
}

/// How a closure left the shared transaction.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Left {
    /// Its changes stand, or it alone is undone.
    Whole,
    /// It failed with nothing between it and the others.
    Failed,
    /// The same after a panic, which may have left the connection in disorder.
    Shaken,
    /// The database ended the whole transaction.
    Lost,
}

/// A closure whose types are hidden.
trait Work: Send {
    /// Runs under its guard; keeps its result for later.
    fn run(&mut self, conn: &mut Conn, guard: Guard) -> Left;
    /// What to tell after the commit.
    fn take_signals(&mut self) -> Vec<Signal>;
    /// Sends the result of the last run.
    fn answer(self: Box<Self>);
    /// Sends `error` instead.
    fn refuse(self: Box<Self>, error: StoreError);
}

struct Job<T, E, F> {
    body: F,
    answer: oneshot::Sender<Result<T, E>>,
    result: Option<Result<T, E>>,
    signals: Vec<Signal>,
}

impl<T, E, F> Work for Job<T, E, F>
where
    T: Send,
    E: From<StoreError> + MaybeStore + Send,
    F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send,
{
    fn run(&mut self, conn: &mut Conn, guard: Guard) -> Left {
        self.signals.clear();
        if guard == Guard::Savepoint
            && let Err(error) = conn.batch_execute("SAVEPOINT job")
        {
            self.result = Some(Err(StoreError::from(error).into()));
            return Left::Lost;
        }
        let mut tx = Tx::new(conn);
        let result = catch_unwind(AssertUnwindSafe(|| (self.body)(&mut tx)));
        let signals = tx.into_signals();
        let (result, left) = match result {
            Ok(result) => (result, Left::Whole),
            Err(_) => (Err(StoreError::Panicked.into()), Left::Shaken),
        };
        let is_good = result.is_ok();
        let end = if is_good { "RELEASE job" } else { "ROLLBACK TO job; RELEASE job" };
        let still_inside = match guard {
            Guard::Savepoint => conn.batch_execute(end).map_err(|error| error.to_string()),
            Guard::Bare => is_inside(conn),
        };
        // The database rolled everything back by itself.
        if let Err(fault) = still_inside {
            self.result = Some(Err(match result {
                Err(error) if matches!(error.store(), Some(StoreError::Full(_) | StoreError::Unavailable(_))) => error,
                _ => StoreError::Unavailable(format!("the transaction was lost: {fault}")).into(),
            }));
            return Left::Lost;
        }
        if is_good {
            self.signals = signals;
        }
        self.result = Some(result);
        match (guard, left) {
            (Guard::Bare, Left::Whole) if !is_good => Left::Failed,
            _ => left,
        }
    }

    fn take_signals(&mut self) -> Vec<Signal> {
        std::mem::take(&mut self.signals)
    }

    fn answer(self: Box<Self>) {
        if let Some(result) = self.result {
            // A caller that went away does not matter: the work is done.
            let _ = self.answer.send(result);
        }
    }

    fn refuse(self: Box<Self>, error: StoreError) {
        let _ = self.answer.send(Err(error.into()));
    }
}

/// Fails once the database has ended the transaction by itself: only inside one is a second BEGIN refused.
fn is_inside(conn: &mut Conn) -> Result<(), String> {
    match conn.batch_execute("BEGIN") {
        Err(_) => Ok(()),
        Ok(()) => Err("it was rolled back".to_owned()),
    }
}

fn refuse(batch: Vec<Box<dyn Work>>, error: &StoreError) {
    for work in batch {
        work.refuse(error.clone());
    }
}

/// The thread's own state.
struct Clerk {
    place: Place,
    conn: Conn,
    batch: usize,
    feed: Arc<Feed>,
    checkpointer: Checkpointer,
}

impl Clerk {
    fn serve(mut self, mut inbox: mpsc::Receiver<Order>) {
        let mut closers = Vec::new();
        let mut expected = 1;
        while let Some(first) = inbox.blocking_recv() {
            let mut batch: Vec<Box<dyn Work>> = Vec::new();
            let mut next = Some(first);
            let begun = Instant::now();
            while let Some(order) = next {
                match order {
                    Order::Run(work) => batch.push(work),
                    Order::Close(closer) => {
                        inbox.close();
                        closers.push(closer);
                    }
                }
                next = if batch.len() < self.batch { inbox.try_recv().ok() } else { None };
                while next.is_none() && batch.len() < expected && closers.is_empty() && begun.elapsed() < GATHERING {
                    thread::sleep(GLANCE);
                    next = inbox.try_recv().ok();
                }
            }
            // What waits already belongs to the next commit.
            expected = (batch.len() + inbox.len()).min(self.batch);
            // Only a value that panics when it is dropped gets here; its callers see that the write was dropped.
            if catch_unwind(AssertUnwindSafe(|| self.run(batch))).is_err() {
                self.reopen();
            }
        }
        let Self { checkpointer, mut conn, .. } = self;
        drop(checkpointer);
        if let Err(error) = conn.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)") {
            tracing::warn!(%error, "the log stays beside the database file");
        }
        drop(conn);
        for closer in closers {
            let _ = closer.send(());
        }
    }

    /// Runs a batch in one transaction: bare, after a failure with savepoints, and when the transaction itself is lost
    /// each closure again in its own.
    fn run(&mut self, mut batch: Vec<Box<dyn Work>>) {
        for guard in [Guard::Bare, Guard::Savepoint] {
            if batch.is_empty() {
                return;
            }
            if let Err(error) = self.begin() {
                return refuse(batch, &error);
            }
            let mut shaken = false;
            let stop = batch.iter_mut().enumerate().find_map(|(place, work)| {
                let left = work.run(&mut self.conn, guard);
                shaken |= left == Left::Shaken;
                let goes_on = left == Left::Whole || (guard == Guard::Savepoint && left == Left::Shaken);
                (!goes_on).then_some((place, left))
            });
            let fault = match stop {
                Some(_) => None,
                None => match self.conn.batch_execute("COMMIT") {
                    Ok(()) => return self.settle(batch, shaken),
                    Err(error) => Some(StoreError::from(error)),
                },
            };
            self.roll_back();
            if shaken {
                self.reopen();
            }
            match (stop, fault) {
                (None, Some(error)) if batch.len() == 1 => return refuse(batch, &error),
                (Some(_), _) if batch.len() == 1 => return batch.into_iter().for_each(Work::answer),
                (Some((_, Left::Failed | Left::Shaken)), _) => {}
                (stop, _) => return self.run_apart(batch, stop.map(|(place, _)| place)),
            }
        }
    }

    /// Runs each closure of a batch in its own transaction, but for the one that lost the common one.
    fn run_apart(&mut self, batch: Vec<Box<dyn Work>>, lost: Option<usize>) {
        for (place, work) in batch.into_iter().enumerate() {
            if lost == Some(place) {
                work.answer();
            } else {
                self.run(vec![work]);
            }
        }
    }

    /// After a commit: first the signals, then the answers, then the state of the connection.
    fn settle(&mut self, mut batch: Vec<Box<dyn Work>>, shaken: bool) {
        let mut seen = std::collections::HashSet::new();
        let signals = batch.iter_mut().flat_map(|work| work.take_signals());
        self.feed.publish(signals.filter(|signal| seen.insert(signal.clone())).collect());
        for work in batch {
            work.answer();
        }
        self.checkpointer.ring();
        if shaken {
            self.reopen();
        }
    }

    /// Begins at once as a writer; waits and tries again while another process writes.
    fn begin(&mut self) -> Result<(), StoreError> {
        let mut pause = Duration::from_millis(10);
        let mut attempt = 1;
        loop {
            let Err(error) = self.conn.batch_execute("BEGIN IMMEDIATE") else {
                return Ok(());
            };
            let error = StoreError::from(error);
            if attempt == ATTEMPTS {
                return Err(error);
            }
            if !matches!(error, StoreError::Unavailable(_)) {
                self.reopen();
            }
            thread::sleep(pause);
            pause *= 2;
            attempt += 1;
        }
    }

    fn roll_back(&mut self) {
        // The failure of this statement says that the database has rolled back already.
        let _ = self.conn.batch_execute("ROLLBACK");
    }

    /// Replaces the connection; keeps the old one when that fails, since the next BEGIN tells whether it works.
    fn reopen(&mut self) {
        match self.place.connect(Role::Writer) {
            Ok(conn) => self.conn = conn,
            Err(error) => tracing::warn!(%error, "the database file cannot be opened again"),
        }
    }
}
