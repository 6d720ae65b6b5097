//! What customers think of work that is done: by SMS or by their own link, once a job, by the same rules. What comes from the
//! telephone or the browser of those who did the work is kept and never counted.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::idempotent::{Key, once};
use super::journal::{Happening, record};
use super::owner::Owner;
use super::tasks::{TaskSpec, put_task};
use super::{Actor, App, Code, Error};
use crate::domain::access::Role;
use crate::domain::customer::Channel;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{AgentId, JobId, RequestId};
use crate::domain::rating::{SCORES, is_about, is_low, may_rate};
use crate::domain::task::TaskKind;
use crate::domain::text::{clean_text, latin_digits};
use crate::domain::time::Instant;
use crate::store::feed::Topic;
use crate::store::jobs::{Job, find_job, find_request};
use crate::store::offers::list_visits;
use crate::store::ratings::{Rating, delete_rating_before, find_rating, put_rating};
use crate::store::{At, Col, Conn, StoreError, Tx};

/// Longest comment, characters.
pub const COMMENT_CHARS: usize = 1_000;
/// Business minutes within which a customer who is not content is called.
const CALL_WITHIN: i64 = 60;

/// What the customer says by the own link, as it was typed.
#[derive(Debug, Clone, Default)]
pub struct NewRating {
    /// The job.
    pub job: Option<String>,
    /// 1 to 5, in the digits of any script.
    pub score: Option<String>,
    /// In the customer's words.
    pub comment: Option<String>,
    /// Marks of agents that the browser carries ([`crate::security::Keys::work_mark`]).
    pub marks: Vec<String>,
}

/// The score that was taken down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rated {
    /// 1 to 5.
    pub score: i32,
}

/// A rating on its way to be kept.
#[derive(Debug, Clone)]
pub(super) struct Given {
    /// 1 to 5.
    pub(super) score: i32,
    /// In the customer's words.
    pub(super) comment: Option<String>,
    /// By what way.
    pub(super) channel: Channel,
    /// Whether it came from those who did the work.
    pub(super) is_void: bool,
}

impl NewRating {
    fn check(&self) -> Result<(JobId, i32, Option<String>), Error> {
        let mut faults = Faults::default();
        let job = self.job.as_deref().ok_or(FaultCode::Required);
        let job = faults.take("job", job.and_then(|job| job.parse::<JobId>().map_err(|_| FaultCode::Unknown)));
        let score = match self.score.as_deref() {
            None => {
                faults.add("score", FaultCode::Required);
                None
            }
            Some(text) => {
                let score = latin_digits(text.trim()).parse::<i32>().ok().filter(|score| SCORES.contains(score));
                if score.is_none() {
                    faults.add_about("score", FaultCode::OutOfRange, "1–5");
                }
                score
            }
        };
        let comment = match self.comment.as_deref().map(|text| clean_text(text, COMMENT_CHARS)).transpose() {
            Ok(comment) => comment.filter(|comment| !comment.is_empty()),
            Err(code) => {
                faults.add_about("comment", code, COMMENT_CHARS.to_string());
                None
            }
        };
        faults.or(())?;
        let (Some(job), Some(score)) = (job, score) else {
            return Err(Error::Internal("a checked value is gone".to_owned()));
        };
        Ok((job, score, comment))
    }
}

/// Whether a job can be rated now, unless it was.
#[must_use]
pub fn can_rate(app: &App, job: &Job) -> bool {
    let days = app.catalogue().messaging().rate_days;
    may_rate(job.state.0, job.completed_at.map(|at| at.0), (app.clock.now(), days))
}

/// What the customer of a job thinks of it, void or not.
///
/// # Errors
/// The database.
pub fn rating_of(conn: &mut Conn, job: JobId) -> Result<Option<Rating>, StoreError> {
    find_rating(conn, job)
}

/// Takes down what the customer of a request thinks of one of its jobs.
///
/// # Errors
/// Every faulty value at once; `NotFound` for a job of another request; `AlreadyRated`; `RatingClosed` before the work is done
/// and days after it; the same key with another body; the database.
pub async fn rate_job(app: &App, (request, key): (RequestId, Option<Key>), new: NewRating) -> Result<Rated, Error> {
    let (id, score, comment) = new.check()?;
    let (owner, now) = (app.clone(), app.clock.now());
    let rating = app.db.write(move |tx| {
        let actor = Actor::customer(request);
        once(tx, (&actor, key.as_ref()), now, |tx| {
            let job = find_job(tx.conn(), id)?;
            if job.request_id.0 != request {
                return Err(Code::NotFound.into());
            }
            let rating = find_rating(tx.conn(), id)?;
            if rating.is_some_and(|it| is_about(it.at.0, job.completed_at.map(|at| at.0))) {
                return Err(Code::AlreadyRated.into());
            }
            if !can_rate(&owner, &job) {
                return Err(Code::RatingClosed.into());
            }
            let workers = workers_of(tx.conn(), &job)?;
            let is_void = workers.iter().any(|agent| new.marks.contains(&owner.keys.work_mark(agent.as_str())));
            let given = Given { score, comment: comment.clone(), channel: Channel::Web, is_void };
            // Two at once: the first counts.
            if keep_rating(tx, &owner, now, &job, given)? {
                Ok(Rated { score })
            } else {
                Err(Code::AlreadyRated.into())
            }
        })
    });
    rating.await
}

/// Keeps a rating by its job's customer; a low one that counts makes a task. False when the work was rated before.
///
/// # Errors
/// The database.
pub(super) fn keep_rating(tx: &mut Tx<'_>, app: &App, now: Instant, job: &Job, given: Given) -> Result<bool, Error> {
    let Given { score, comment, channel, is_void } = given;
    let row = Rating { job_id: job.id, score, comment: comment.clone(), channel: Col(channel), at: At(now), is_void };
    if let Some(completed_at) = job.completed_at {
        // What was given before the work was taken up again is about other work.
        delete_rating_before(tx, job.id.0, completed_at.0)?;
    }
    if !put_rating(tx, &row)? {
        return Ok(false);
    }
    let actor = Actor::customer(job.request_id.0);
    let happening = Happening::new(Topic::Job, job.id.0, "rated").of(job);
    record(tx, &actor, now, happening.with(json!({ "score": score, "channel": channel, "is_void": is_void })))?;
    if is_low(score) && !is_void {
        let catalogue = app.catalogue();
        let customer = find_request(tx.conn(), job.request_id.0)?.customer_id.0;
        let due = catalogue.after_business(now, CALL_WITHIN);
        let spec = TaskSpec::of_job(TaskKind::LowRating, Owner::unit(Role::Operator), (job, customer), due);
        let note = comment.map_or_else(|| score.to_string(), |comment| format!("{score} – {comment}"));
        put_task(tx, &catalogue, (&actor, now), spec.noted(Some(note)))?;
    }
    Ok(true)
}

/// Whether a telephone belongs to those who did a job.
///
/// # Errors
/// The database.
pub(super) fn is_of_workers(conn: &mut Conn, app: &App, job: &Job, number: &str) -> Result<bool, StoreError> {
    let network = app.network();
    let workers = workers_of(conn, job)?;
    Ok(workers.into_iter().filter_map(|id| network.agent(id)).any(|agent| agent.has_phone(number)))
}

/// The agents that have the job or were to come for it, perhaps more than once.
fn workers_of(conn: &mut Conn, job: &Job) -> Result<Vec<AgentId>, StoreError> {
    let visits = list_visits(conn, job.id.0)?;
    Ok(job.agent_id.into_iter().chain(visits.iter().map(|visit| visit.agent_id)).map(|agent| agent.0).collect())
}
