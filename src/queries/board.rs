//! What a dispatcher looks at: the jobs that wait for an agent, and the offers that wait for an answer.

use std::collections::HashMap;

use diesel::prelude::*;

use super::jobs::must_see;
use super::standing::open_offers;
use crate::domain::access::Scope;
use crate::domain::id::{AgentId, JobId, MessageId, OfferId};
use crate::domain::job::JobState;
use crate::domain::message::{DeliveryState, MessageKind};
use crate::domain::offer::OfferState;
use crate::domain::policy::TierKind;
use crate::domain::reference::Reference;
use crate::domain::time::{Instant, Window};
use crate::store::offers::{Offer, find_offer};
use crate::store::schema::{dispatch_rounds, installed_products, jobs, messages, milestones, offers, service_requests};
use crate::store::{At, Col, Conn, StoreError};

/// Most jobs that are looked at, those that wait longest first.
const MOST_WAITING: i64 = 500;
/// Most offers.
const MOST: i64 = 100;

/// A job that waits for an agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The job.
    pub id: JobId,
    /// The request's reference.
    pub reference: String,
    /// Code of the province.
    pub province: String,
    /// Code of the unit's category.
    pub category: String,
    /// When the next milestone that is not met is due.
    pub due_at: Option<Instant>,
    /// The window that the customer was promised.
    pub promised: Option<Window>,
    /// When the product looks at it next; none while an offer is open.
    pub looks_at: Option<Instant>,
    /// Waves sent in this round.
    pub wave: i32,
    /// The tier of the last wave; none before it, or when a person made the offer.
    pub tier: Option<TierKind>,
    /// People called so far, step by step.
    pub steps: i32,
    /// Offers of this round that can still be answered.
    pub asked: usize,
    /// Offers of this round that were declined, not answered or not delivered.
    pub refused: usize,
}

impl Waiting {
    /// Whether the product has looked for agents, and does so again only later.
    #[must_use]
    pub fn is_put_off(&self, now: Instant) -> bool {
        self.looks_at.is_some_and(|at| at > now)
    }
}

/// An offer that can still be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flying {
    /// The offer.
    pub id: OfferId,
    /// Its job.
    pub job_id: JobId,
    /// The reference of the job's request.
    pub reference: String,
    /// To whom.
    pub agent_id: AgentId,
    /// Where it stands.
    pub state: OfferState,
    /// Where its message stands.
    pub message: Option<DeliveryState>,
    /// When the agent opened it.
    pub opened_at: Option<Instant>,
    /// When its message left, else when it was made.
    pub since: Instant,
    /// Until when it can be answered.
    pub deadline_at: Instant,
}

/// An offer that somebody makes or takes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handled {
    /// The offer.
    pub id: OfferId,
    /// Its job.
    pub job_id: JobId,
    /// The reference of the job's request.
    pub reference: String,
    /// To whom.
    pub agent_id: AgentId,
    /// Where it stands.
    pub state: OfferState,
    /// When it was made.
    pub made_at: Instant,
    /// Whether its agent was told that it was taken back.
    pub was_told: bool,
}

type Found = (Col<JobId>, Col<Reference>, String, String, (Option<At>, Option<At>), Option<At>, i32);

/// The jobs that wait for an agent, the one that is due first in front; those without a date come last.
///
/// # Errors
/// The database.
pub fn list_waiting(conn: &mut Conn, scope: &Scope) -> Result<Vec<Waiting>, StoreError> {
    let mut query = jobs::table
        .inner_join(service_requests::table)
        .inner_join(installed_products::table)
        .filter(jobs::state.eq(Col(JobState::PendingDispatch)))
        .order((jobs::registered_at, jobs::id))
        .limit(MOST_WAITING)
        .select((
            jobs::id,
            service_requests::reference,
            jobs::province,
            installed_products::category,
            (service_requests::window_from, service_requests::window_to),
            jobs::dispatch_at,
            jobs::wave,
        ))
        .into_boxed();
    if let Scope::Provinces(provinces) = scope {
        query = query.filter(jobs::province.eq_any(provinces.clone()));
    }
    let found: Vec<Found> = query.load(conn)?;
    let ids: Vec<Col<JobId>> = found.iter().map(|(id, ..)| *id).collect();
    let (due, rounds) = (due_of(conn, &ids)?, rounds_of(conn, &ids)?);
    let offers = offers_of(conn, &ids)?;
    let one = |(id, reference, province, category, asked, looks_at, wave): Found| {
        let (round, steps) = rounds.get(&id.0).copied().unwrap_or((1, 0));
        let own = || offers.iter().filter(move |it| it.0 == id && it.2 == round);
        let count = |which: fn(OfferState) -> bool| own().filter(|it| which(it.1.0)).count();
        Waiting {
            id: id.0,
            reference: reference.0.to_string(),
            province,
            category,
            due_at: due.get(&id.0).copied(),
            promised: asked.0.zip(asked.1).map(|(from, to)| Window { from: from.0, to: to.0 }),
            looks_at: looks_at.map(|at| at.0),
            wave,
            tier: own().next_back().and_then(|it| it.3).map(|tier| tier.0),
            steps,
            asked: count(OfferState::is_open),
            refused: count(is_refusal),
        }
    };
    let mut waiting: Vec<Waiting> = found.into_iter().map(one).collect();
    waiting.sort_by_key(|it| (it.due_at.is_none(), it.due_at));
    Ok(waiting)
}

/// Whether the agent did not take what it was asked.
fn is_refusal(state: OfferState) -> bool {
    matches!(state, OfferState::Declined | OfferState::Expired | OfferState::Undeliverable)
}

/// When the next milestone of each is due.
fn due_of(conn: &mut Conn, ids: &[Col<JobId>]) -> Result<HashMap<JobId, Instant>, StoreError> {
    let query = milestones::table
        .filter(milestones::job_id.eq_any(ids.to_vec()))
        .filter(milestones::met_at.is_null())
        .order(milestones::due_at.desc())
        .select((milestones::job_id, milestones::due_at));
    // The last of a job is its earliest.
    Ok(query.load::<(Col<JobId>, At)>(conn)?.into_iter().map(|(job, at)| (job.0, at.0)).collect())
}

/// Number of the round and people called, by job.
fn rounds_of(conn: &mut Conn, ids: &[Col<JobId>]) -> Result<HashMap<JobId, (i32, i32)>, StoreError> {
    let query = dispatch_rounds::table.filter(dispatch_rounds::id.eq_any(ids.to_vec())).select((
        dispatch_rounds::id,
        dispatch_rounds::round,
        dispatch_rounds::steps,
    ));
    let rows: Vec<(Col<JobId>, i32, i32)> = query.load(conn)?;
    Ok(rows.into_iter().map(|(job, round, steps)| (job.0, (round, steps))).collect())
}

type OfferOf = (Col<JobId>, Col<OfferState>, i32, Option<Col<TierKind>>);

/// Oldest first.
fn offers_of(conn: &mut Conn, ids: &[Col<JobId>]) -> Result<Vec<OfferOf>, StoreError> {
    let query = offers::table.filter(offers::job_id.eq_any(ids.to_vec())).order(offers::id);
    Ok(query.select((offers::job_id, offers::state, offers::round, offers::tier)).load(conn)?)
}

/// The offers that can still be answered, the one whose time ends first in front.
///
/// # Errors
/// The database.
pub fn list_flying(conn: &mut Conn, scope: &Scope) -> Result<Vec<Flying>, StoreError> {
    type Row = (Offer, Col<Reference>);
    let mut query = offers::table
        .inner_join(jobs::table.inner_join(service_requests::table))
        .filter(offers::state.eq_any(open_offers()))
        .order((offers::deadline_at, offers::id))
        .limit(MOST)
        .select((Offer::as_select(), service_requests::reference))
        .into_boxed();
    if let Scope::Provinces(provinces) = scope {
        query = query.filter(jobs::province.eq_any(provinces.clone()));
    }
    let rows: Vec<Row> = query.load(conn)?;
    let ids: Vec<Col<MessageId>> = rows.iter().filter_map(|(offer, _)| offer.message_id).collect();
    let query = messages::table.filter(messages::id.eq_any(ids)).select((messages::id, messages::state));
    let states: Vec<(Col<MessageId>, Col<DeliveryState>)> = query.load(conn)?;
    let state_of = |id: Col<MessageId>| states.iter().find(|(message, _)| *message == id).map(|(_, state)| state.0);
    let one = |(offer, reference): Row| Flying {
        id: offer.id.0,
        job_id: offer.job_id.0,
        reference: reference.0.to_string(),
        agent_id: offer.agent_id.0,
        state: offer.state.0,
        message: offer.message_id.and_then(state_of),
        opened_at: offer.opened_at.map(|at| at.0),
        since: offer.sent_at.unwrap_or(offer.created_at).0,
        deadline_at: offer.deadline_at.0,
    };
    Ok(rows.into_iter().map(one).collect())
}

/// An offer that somebody makes or takes back.
///
/// # Errors
/// `NotFound` for an offer that does not exist or whose job is out of scope; the database.
pub fn find_handled(conn: &mut Conn, scope: &Scope, id: OfferId) -> Result<Handled, StoreError> {
    let offer = find_offer(conn, id)?;
    must_see(conn, scope, offer.job_id.0)?;
    let of_job = jobs::table.inner_join(service_requests::table).filter(jobs::id.eq(offer.job_id));
    let reference: Col<Reference> = of_job.select(service_requests::reference).first(conn)?;
    let told = messages::table
        .filter(messages::job_id.eq(offer.job_id))
        .filter(messages::offer_id.eq(offer.id))
        .filter(messages::kind.eq(Col(MessageKind::OfferWithdrawn)));
    let told: i64 = told.count().get_result(conn)?;
    Ok(Handled {
        id,
        job_id: offer.job_id.0,
        reference: reference.0.to_string(),
        agent_id: offer.agent_id.0,
        state: offer.state.0,
        made_at: offer.created_at.0,
        was_told: told > 0,
    })
}
