//! What customers think of the jobs completed in a period, and what they wrote.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use diesel::prelude::*;

use super::work::{GroupBy, Mix, Traits, WorkFilter};
use crate::domain::access::Scope;
use crate::domain::agent::Setting;
use crate::domain::id::{AgentId, JobId};
use crate::domain::job::JobKind;
use crate::domain::kpi::satisfaction::{Opinion, Satisfaction};
use crate::domain::reference::Reference;
use crate::domain::task::{TaskKind, TaskState};
use crate::domain::time::{Instant, Window};
use crate::domain::warranty::WarrantyOutcome;
use crate::store::ratings::Rating;
use crate::store::schema::{
    addresses, agents, installed_products, jobs, ratings, request_contacts, service_requests, tasks,
};
use crate::store::{At, Col, Conn, StoreError};

/// Comments that are told at most.
const COMMENTS: usize = 50;

/// What a customer wrote with a rating that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// The job.
    pub job: JobId,
    /// Public reference of its request.
    pub reference: Reference,
    /// Who did the work.
    pub agent: Option<AgentId>,
    /// 1 to 5.
    pub score: i32,
    /// When it was given.
    pub at: Instant,
    /// In the customer's words.
    pub text: String,
}

/// What the report finds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// By the code of the group; jobs without an agent have the code `""`.
    pub groups: BTreeMap<String, Satisfaction>,
    /// All groups together.
    pub whole: Satisfaction,
    /// What kinds of work it mixes.
    pub mix: Mix,
    /// The newest comments, newest first.
    pub comments: Vec<Comment>,
}

type Row = (
    (Col<JobId>, Col<JobKind>, Col<WarrantyOutcome>, String, Option<Col<AgentId>>),
    (Col<Reference>, String, String, Option<Col<Setting>>),
);

/// The figures of each group and of all together: jobs that were completed in a period, whenever they were registered.
///
/// # Errors
/// The database.
pub fn satisfaction(
    conn: &mut Conn,
    scope: &Scope,
    filter: &WorkFilter,
    group_by: GroupBy,
    period: Window,
) -> Result<Found, StoreError> {
    let (mut ratings, followed, reached) = (given(conn, period)?, followed(conn, period)?, reached(conn, period)?);
    let mut found = Found::default();
    for ((job, kind, warranty, province, agent), (reference, place, category, setting)) in
        completed(conn, scope, period)?
    {
        let traits = Traits { kind: kind.0, warranty: warranty.0, setting: setting.map(|it| it.0), province };
        if !filter.has(&traits) {
            continue;
        }
        let rating = ratings.remove(&job.0);
        let opinion = Opinion {
            can_answer: reached.contains(&job.0),
            score: rating.as_ref().map(|it| it.score),
            is_void: rating.as_ref().is_some_and(|it| it.is_void),
            is_followed: followed.contains(&job.0),
        };
        let agent = agent.map(|id| id.0);
        found.groups.entry(group_by.group_of(agent, &category, &place)).or_default().add(&opinion);
        found.whole.add(&opinion);
        found.mix.add(&traits);
        if let Some(Rating { score, at, comment: Some(text), is_void: false, .. }) = rating {
            found.comments.push(Comment { job: job.0, reference: reference.0, agent, score, at: at.0, text });
        }
    }
    found.comments.sort_by_key(|it| (Reverse(it.at), it.job));
    found.comments.truncate(COMMENTS);
    Ok(found)
}

/// The jobs completed in a period that the caller sees.
fn completed(conn: &mut Conn, scope: &Scope, period: Window) -> Result<Vec<Row>, StoreError> {
    let mut query = jobs::table
        .inner_join(service_requests::table.inner_join(addresses::table))
        .inner_join(installed_products::table)
        .left_join(agents::table)
        .filter(jobs::completed_at.ge(At(period.from)))
        .filter(jobs::completed_at.lt(At(period.to)))
        .select((
            (jobs::id, jobs::kind, jobs::warranty, jobs::province, jobs::agent_id),
            (service_requests::reference, addresses::place, installed_products::category, agents::setting.nullable()),
        ))
        .into_boxed();
    if let Scope::Provinces(provinces) = scope {
        query = query.filter(jobs::province.eq_any(provinces.clone()));
    }
    Ok(query.load(conn)?)
}

/// What was given for the jobs of a period, void or not. What was given before the work was taken up again is about other work.
fn given(conn: &mut Conn, period: Window) -> Result<HashMap<JobId, Rating>, StoreError> {
    let query = ratings::table
        .inner_join(jobs::table.on(jobs::id.eq(ratings::job_id)))
        .filter(jobs::completed_at.ge(At(period.from)))
        .filter(jobs::completed_at.lt(At(period.to)))
        .filter(ratings::at.nullable().ge(jobs::completed_at))
        .select(Rating::as_select());
    let rows: Vec<Rating> = query.load(conn)?;
    Ok(rows.into_iter().map(|row| (row.job_id.0, row)).collect())
}

/// The jobs of a period whose low rating somebody has followed.
fn followed(conn: &mut Conn, period: Window) -> Result<HashSet<JobId>, StoreError> {
    let query = tasks::table
        .inner_join(jobs::table.on(tasks::job_id.eq(jobs::id.nullable())))
        .filter(tasks::kind.eq(Col(TaskKind::LowRating)))
        .filter(tasks::state.eq(Col(TaskState::Done)))
        .filter(jobs::completed_at.ge(At(period.from)))
        .filter(jobs::completed_at.lt(At(period.to)))
        .select(jobs::id);
    let rows: Vec<Col<JobId>> = query.load(conn)?;
    Ok(rows.into_iter().map(|id| id.0).collect())
}

/// The jobs of a period with somebody around the case who gets SMS, and so the link.
fn reached(conn: &mut Conn, period: Window) -> Result<HashSet<JobId>, StoreError> {
    let query = request_contacts::table
        .inner_join(jobs::table.on(jobs::request_id.eq(request_contacts::request_id)))
        .filter(request_contacts::can_sms.eq(true))
        .filter(jobs::completed_at.ge(At(period.from)))
        .filter(jobs::completed_at.lt(At(period.to)))
        .select(jobs::id);
    let rows: Vec<Col<JobId>> = query.load(conn)?;
    Ok(rows.into_iter().map(|id| id.0).collect())
}
