//! Signals between nodes over PostgreSQL: one collected NOTIFY after commits, one polled LISTEN.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::sql_types::Text;
use diesel::{PgConnection, RunQueryDsl};
use tokio::sync::broadcast;

use super::StoreError;
use super::conn::{Role, open_pg};
use super::feed::{Signal, Topic};
use crate::domain::id::NodeId;

/// How long signals are collected before they are sent together.
const COLLECT: Duration = Duration::from_millis(50);
/// How often arrived notifications are looked for; diesel offers no blocking wait.
const POLL: Duration = Duration::from_millis(25);
/// How often everyone reloads, in case a notification was lost.
const RELOAD: Duration = Duration::from_mins(1);
/// The longest pause between two attempts to connect.
const LONGEST_PAUSE: Duration = Duration::from_secs(2);
/// PostgreSQL takes payloads of less than 8000 bytes.
const PAYLOAD: usize = 7_900;
/// So many distinct changes are told as one "reload everything".
const MOST_LINES: usize = 2_000;

/// The two threads that join this node's feed to the others'.
pub(super) struct Wire {
    outgoing: Mutex<Option<mpsc::Sender<Vec<Signal>>>>,
    stopping: Arc<AtomicBool>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Wire {
    /// Connects and listens before it returns, so that nothing committed later is missed.
    pub(super) fn start(url: &str, node: NodeId, local: broadcast::Sender<Signal>) -> Result<Self, StoreError> {
        let ear = listening(url)?;
        let stopping = Arc::new(AtomicBool::new(false));
        let (outgoing, inbox) = mpsc::channel();
        let announcer = Announcer { url: url.to_owned(), node, stopping: Arc::clone(&stopping), conn: None };
        let listener = Listener { url: url.to_owned(), node, stopping: Arc::clone(&stopping), local };
        let threads = vec![
            spawn("feed-announcer", move || announcer.serve(&inbox))?,
            spawn("feed-listener", move || listener.serve(ear))?,
        ];
        Ok(Self { outgoing: Mutex::new(Some(outgoing)), stopping, threads: Mutex::new(threads) })
    }

    pub(super) fn tell(&self, signals: Vec<Signal>) {
        if let Some(outgoing) = self.outgoing.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
            // An error only says that the feed is stopping.
            let _ = outgoing.send(signals);
        }
    }

    /// Sends what is collected, if the database answers, and ends both threads.
    pub(super) fn stop(&self) {
        self.hang_up();
        let threads = std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            let _ = thread.join();
        }
    }

    fn hang_up(&self) {
        self.outgoing.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.stopping.store(true, Ordering::Relaxed);
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.hang_up();
    }
}

fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, StoreError> {
    thread::Builder::new().name(name.into()).spawn(body).map_err(|error| StoreError::Unavailable(error.to_string()))
}

/// Waits `pause`, doubled for the next time, but no longer than until the feed stops.
fn rest(stopping: &AtomicBool, pause: &mut Duration) {
    let until = Instant::now() + *pause;
    while Instant::now() < until && !stopping.load(Ordering::Relaxed) {
        thread::sleep(POLL);
    }
    *pause = (*pause * 2).min(LONGEST_PAUSE);
}

struct Announcer {
    url: String,
    node: NodeId,
    stopping: Arc<AtomicBool>,
    conn: Option<PgConnection>,
}

impl Announcer {
    fn serve(mut self, inbox: &mpsc::Receiver<Vec<Signal>>) {
        while let Ok(first) = inbox.recv() {
            let mut lines: BTreeSet<String> = first.iter().map(line).collect();
            let until = Instant::now() + COLLECT;
            while let Ok(more) = inbox.recv_timeout(until.saturating_duration_since(Instant::now())) {
                lines.extend(more.iter().map(line));
            }
            if lines.len() > MOST_LINES {
                lines = BTreeSet::from([line(&Signal::Resync)]);
            }
            self.send(&payloads(self.node, &lines));
        }
    }

    /// Sends until it succeeds or the feed stops; repeating a payload is harmless.
    fn send(&mut self, payloads: &[String]) {
        let mut pause = POLL;
        while let Err(error) = self.try_send(payloads) {
            self.conn = None;
            if self.stopping.load(Ordering::Relaxed) {
                return;
            }
            tracing::warn!(%error, "other nodes cannot be told of changes; trying again");
            rest(&self.stopping, &mut pause);
        }
    }

    fn try_send(&mut self, payloads: &[String]) -> Result<(), StoreError> {
        let conn = match &mut self.conn {
            Some(conn) => conn,
            none => none.insert(open_pg(&self.url, Role::Upkeep)?),
        };
        for payload in payloads {
            diesel::sql_query("SELECT pg_notify('ostakar', $1)").bind::<Text, _>(payload).execute(conn)?;
        }
        Ok(())
    }
}

struct Listener {
    url: String,
    node: NodeId,
    stopping: Arc<AtomicBool>,
    local: broadcast::Sender<Signal>,
}

impl Listener {
    fn serve(self, mut ear: PgConnection) {
        let mut pause = POLL;
        while let Err(error) = self.hear(&mut ear) {
            tracing::warn!(%error, "other nodes cannot be heard; connecting again");
            ear = loop {
                if self.stopping.load(Ordering::Relaxed) {
                    return;
                }
                rest(&self.stopping, &mut pause);
                if let Ok(ear) = listening(&self.url) {
                    break ear;
                }
            };
            pause = POLL;
            let _ = self.local.send(Signal::Resync);
        }
    }

    /// Passes on what the other nodes tell, until the feed stops (`Ok`) or the connection fails.
    fn hear(&self, ear: &mut PgConnection) -> Result<(), StoreError> {
        let mut reloaded = Instant::now();
        while !self.stopping.load(Ordering::Relaxed) {
            for notification in ear.notifications_iter() {
                for signal in heard(self.node, &notification?.payload) {
                    let _ = self.local.send(signal);
                }
            }
            if reloaded.elapsed() >= RELOAD {
                // A connection that died without a word is found here.
                ear.batch_execute("SELECT 1")?;
                reloaded = Instant::now();
                let _ = self.local.send(Signal::Resync);
            }
            thread::sleep(POLL);
        }
        Ok(())
    }
}

fn listening(url: &str) -> Result<PgConnection, StoreError> {
    let mut conn = open_pg(url, Role::Upkeep)?;
    conn.batch_execute("LISTEN ostakar")?;
    Ok(conn)
}

fn line(signal: &Signal) -> String {
    match signal {
        Signal::Outbox => "outbox".into(),
        Signal::Dispatch => "dispatch".into(),
        Signal::Load(agent) => format!("load {agent}"),
        Signal::Beside(user) => format!("beside {user}"),
        Signal::Changed { topic, id } => format!("{topic} {id}"),
        Signal::Resync => "resync".into(),
    }
}

/// Payloads under the limit: the sender's id, then a signal a line.
fn payloads(node: NodeId, lines: &BTreeSet<String>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for line in lines {
        match all.last_mut() {
            Some(payload) if payload.len() + 1 + line.len() <= PAYLOAD => {
                payload.push('\n');
                payload.push_str(line);
            }
            _ => all.push(format!("{node}\n{line}")),
        }
    }
    all
}

/// The signals of another node's payload; none of one's own.
fn heard(node: NodeId, payload: &str) -> Vec<Signal> {
    let mut lines = payload.lines();
    if lines.next() == Some(node.as_str()) {
        return Vec::new();
    }
    lines
        .map(|line| match (line, line.split_once(' ')) {
            ("outbox", _) => Signal::Outbox,
            ("dispatch", _) => Signal::Dispatch,
            (_, Some(("load", agent))) => agent.parse().map_or(Signal::Resync, Signal::Load),
            (_, Some(("beside", user))) => user.parse().map_or(Signal::Resync, Signal::Beside),
            (_, Some((topic, id))) => {
                topic.parse::<Topic>().map_or(Signal::Resync, |topic| Signal::Changed { topic, id: id.to_owned() })
            }
            // Also what a newer node tells and this one does not know.
            _ => Signal::Resync,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::{AgentId, UserId};

    #[test]
    fn payloads_stay_under_the_limit_and_read_back() {
        let [ours, theirs] = ["01890a5d-ac96-774b-bcce-b302099a8057", "01890a5d-ac96-774b-bcce-b302099a8058"]
            .map(|id| id.parse::<NodeId>().unwrap());
        let mut signals: Vec<_> =
            (0..1000).map(|n| Signal::Changed { topic: Topic::Job, id: format!("{n:036}") }).collect();
        let agent = AgentId::from(uuid::Uuid::from_u128(7));
        signals.extend([Signal::Outbox, Signal::Dispatch, Signal::Load(agent), Signal::Resync]);
        signals.push(Signal::Beside(UserId::from(uuid::Uuid::from_u128(8))));
        let sent = payloads(ours, &signals.iter().map(line).collect());
        assert!(sent.len() > 1 && sent.iter().all(|payload| payload.len() < 8000));
        let back: Vec<_> = sent.iter().flat_map(|payload| heard(theirs, payload)).collect();
        assert_eq!(back.len(), signals.len());
        assert!(signals.iter().all(|signal| back.contains(signal)));
        assert!(sent.iter().all(|payload| heard(ours, payload).is_empty()));
        assert_eq!(heard(ours, "x\nplanet 1"), [Signal::Resync]);
    }
}
