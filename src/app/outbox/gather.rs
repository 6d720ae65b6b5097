//! Reports that come in many calls at once are noted together: a commit costs more than what it writes.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use super::report::{note, note_reports};
use crate::app::{App, Error};
use crate::gateway::sms::{Report, Subject};

/// Calls whose reports share a commit at most.
const TOGETHER: usize = 64;

/// Reports that wait for the commit before theirs.
#[derive(Debug, Default)]
pub struct Gathered(Mutex<Queue>);

#[derive(Debug, Default)]
struct Queue {
    is_noting: bool,
    waiting: Vec<Waiting>,
}

#[derive(Debug)]
struct Waiting {
    gateway: String,
    reports: Vec<Report>,
    noted: oneshot::Sender<Result<(), Error>>,
}

impl Gathered {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether somebody must begin to note.
    fn put(&self, waiting: Waiting) -> bool {
        let mut queue = self.queue();
        queue.waiting.push(waiting);
        !std::mem::replace(&mut queue.is_noting, true)
    }

    /// The next that are noted together; none when nobody waits, and then somebody must begin anew.
    fn take(&self) -> Vec<Waiting> {
        let mut queue = self.queue();
        let count = queue.waiting.len().min(TOGETHER);
        queue.is_noting = count > 0;
        queue.waiting.drain(..count).collect()
    }
}

/// Notes what a gateway reports in a call, together with other calls; returns when it is durable.
///
/// # Errors
/// The database.
pub async fn hear_reports(app: &App, gateway: &str, reports: Vec<Report>) -> Result<(), Error> {
    let (noted, answer) = oneshot::channel();
    if app.reports.put(Waiting { gateway: gateway.to_owned(), reports, noted }) {
        // A task of its own, because a caller may go away.
        tokio::spawn(note_all(app.clone()));
    }
    answer.await.unwrap_or_else(|_| Err(Error::Internal("a report was given up".to_owned())))
}

async fn note_all(app: App) {
    loop {
        let calls = app.reports.take();
        if calls.is_empty() {
            return;
        }
        if calls.len() > 1 && note_together(&app, &calls).await.is_ok() {
            for call in calls {
                // Nobody listens any more to what a caller that went away would have heard.
                let _ = call.noted.send(Ok(()));
            }
            continue;
        }
        for call in calls {
            let noted = note_reports(&app, &call.gateway, call.reports).await;
            let _ = call.noted.send(noted.map(drop));
        }
    }
}

async fn note_together(app: &App, calls: &[Waiting]) -> Result<(), Error> {
    let all = calls.iter().flat_map(|call| call.reports.iter().map(|report| (call.gateway.clone(), report.clone())));
    let mut all: Vec<(String, Report)> = all.collect();
    // In the order of the messages' ids, as all do who change several, and each message's in the order in which they came.
    all.sort_by(|(_, one), (_, other)| id(one).cmp(id(other)));
    let now = app.clock.now();
    let written = app.db.write(move |tx| -> Result<(), Error> {
        for (gateway, report) in &all {
            note(tx, now, gateway, report)?;
        }
        Ok(())
    });
    written.await
}

fn id(report: &Report) -> &str {
    match &report.subject {
        Subject::Ours(id) => id.as_str(),
        Subject::Theirs(reference) => reference,
    }
}
