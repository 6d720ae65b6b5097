//! What happened to a job and why: its detail, events, offers and stored decisions.

use diesel::prelude::*;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::dispatch::{DispatchView, dispatch_of};
use super::jobs::{JobRow, Span, find_row, must_see};
use super::requests::{Person, Site, people_of, site_of};
use super::reviews::{ReviewView, list_review_views};
use crate::domain::access::Scope;
use crate::domain::id::{AgentId, DecisionId, EventId, InstalledProductId, JobId, OfferId, TechnicianId, VisitId};
use crate::domain::machine::ActorKind;
use crate::domain::offer::OfferState;
use crate::domain::policy::TierKind;
use crate::domain::reason::DelayOwner;
use crate::domain::sla::{Clock, MilestoneKind};
use crate::domain::time::Instant;
use crate::domain::travel::TravelSource;
use crate::domain::visit::VisitState;
use crate::domain::warranty::{Awaited, Clause, ClauseCode, Cover, VerdictStage, WarrantyOutcome};
use crate::store::customers::find_installed_product;
use crate::store::feed::Topic;
use crate::store::jobs::{find_job, list_decisions, list_milestones, list_verdicts};
use crate::store::journal::{Event, list_events};
use crate::store::offers::{Offer, Visit, list_offers, list_visits};
use crate::store::schema::users;
use crate::store::{Conn, StoreError};

/// One job with everything that belongs to it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct JobDetail {
    /// As in lists.
    #[serde(flatten)]
    pub row: JobRow,
    /// The customer's words about the fault.
    pub fault_note: Option<String>,
    /// Where the unit is brought, or fetched to; none for those who may not see customers.
    pub destination: Option<String>,
    /// The unit.
    pub installed_product_id: InstalledProductId,
    /// Code of the unit's model.
    pub model: Option<String>,
    /// The unit's serial.
    pub serial: Option<String>,
    /// Why it waits.
    pub hold_reason: Option<String>,
    /// Until when it waits.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub hold_until: Option<Instant>,
    /// Why it ended without the work.
    pub end_reason: Option<String>,
    /// The earlier job that it repeats.
    pub repeat_of: Option<JobId>,
    /// Where it stands in dispatch.
    pub dispatch: DispatchView,
    /// Verdicts as frozen, oldest first.
    pub verdicts: Vec<VerdictView>,
    /// Proposals to decide otherwise, oldest first.
    pub reviews: Vec<ReviewView>,
    /// Points of the service level.
    pub milestones: Vec<MilestoneView>,
    /// Offers, oldest first.
    pub offers: Vec<OfferView>,
    /// Visits, oldest first.
    pub visits: Vec<VisitView>,
    /// Where; none for those who may not see customers.
    pub address: Option<Site>,
    /// Who is around the case; none for those who may not see customers.
    pub contacts: Vec<Person>,
}

/// A verdict frozen at a stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct VerdictView {
    /// `intake`, `completion`, `rerun` or `override`.
    pub stage: VerdictStage,
    /// When it was given.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Instant,
    /// What it says.
    pub outcome: WarrantyOutcome,
    /// Code of the policy.
    pub policy: Option<String>,
    /// Its version.
    pub policy_version: Option<i32>,
    /// The clause that it rests on; none when two people decided.
    pub decided_by: Option<ClauseCode>,
    /// Share that the organisation bears, in percent.
    pub shares: Cover,
    /// What a provisional verdict waits for.
    pub awaited: Vec<Awaited>,
    /// Clause by clause.
    pub clauses: Vec<Clause>,
}

/// A point of the service level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MilestoneView {
    /// Which.
    pub kind: MilestoneKind,
    /// How its minutes are counted.
    pub clock: Clock,
    /// When it is due.
    #[schema(value_type = String, format = DateTime)]
    pub due_at: Instant,
    /// When it was met.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub met_at: Option<Instant>,
}

/// An offer to an agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OfferView {
    /// The offer.
    pub id: OfferId,
    /// To whom.
    pub agent_id: AgentId,
    /// The technician proposed.
    pub technician_id: Option<TechnicianId>,
    /// The ledger that it follows from.
    pub decision_id: DecisionId,
    /// In which round: a job that an agent gave back begins a new one.
    pub round: i32,
    /// In which wave.
    pub wave: i32,
    /// The tier that chose it; none when a person did.
    pub tier: Option<TierKind>,
    /// Where it stands.
    pub state: OfferState,
    /// Until when it can be answered.
    #[schema(value_type = String, format = DateTime)]
    pub deadline_at: Instant,
    /// When it was answered.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub answered_at: Option<Instant>,
    /// Why it was declined.
    pub decline_reason: Option<String>,
    /// The time proposed for the visit.
    pub window: Option<Span>,
}

/// A visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct VisitView {
    /// The visit.
    pub id: VisitId,
    /// The agent.
    pub agent_id: AgentId,
    /// The technician.
    pub technician_id: TechnicianId,
    /// Where it stands.
    pub state: VisitState,
    /// The time promised.
    pub window: Span,
    /// The time that was promised first.
    pub first_window: Span,
    /// When the technician arrived.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub arrived_at: Option<Instant>,
    /// When it ended.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended_at: Option<Instant>,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct EventView {
    /// The event.
    pub id: EventId,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
    /// To what kind of thing.
    pub topic: Topic,
    /// To which.
    pub subject_id: String,
    /// What.
    pub name: String,
    /// The state before.
    pub from_state: Option<String>,
    /// The state after.
    pub to_state: Option<String>,
    /// Who caused it.
    pub actor_kind: ActorKind,
    /// Name of the user who caused it.
    pub actor: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Whose delay follows from it.
    pub delay_owner: Option<DelayOwner>,
    /// Figures and ids.
    pub detail: Value,
}

/// A stored ledger.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DecisionView {
    /// The decision.
    pub id: DecisionId,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Instant,
    /// By whom: kind and id.
    pub made_by: String,
    /// Code of the policy.
    pub policy: String,
    /// Its version.
    pub policy_version: i32,
    /// The wave that it began.
    pub wave: i32,
    /// The tier that chose; none when a person did, or nobody was left.
    pub tier: Option<TierKind>,
    /// Who timed the way of every candidate.
    pub travel_source: TravelSource,
    /// Every agent considered, in the form of the live ledger.
    pub ledger: Value,
}

/// One job with everything that belongs to it; `with_people` adds the personal data.
///
/// # Errors
/// `NotFound` for a job that does not exist or is out of scope; the database.
pub fn find_detail(conn: &mut Conn, scope: &Scope, id: JobId, with_people: bool) -> Result<JobDetail, StoreError> {
    let mut row = find_row(conn, scope, id)?;
    let job = find_job(conn, id)?;
    let unit = find_installed_product(conn, job.installed_product_id.0)?;
    let (address, contacts) = if with_people {
        (Some(site_of(conn, row.request_id)?), people_of(conn, row.request_id)?)
    } else {
        row.hide_customer();
        (None, Vec::new())
    };
    let verdicts = list_verdicts(conn, id)?.into_iter().map(|row| VerdictView {
        stage: row.stage.0,
        created_at: row.created_at.0,
        decided_by: row.decided_by.map(|code| code.0),
        shares: row.shares.0,
        awaited: row.awaited.0,
        outcome: row.outcome.0,
        policy: row.policy,
        policy_version: row.policy_version,
        clauses: row.clauses.0,
    });
    let verdicts = verdicts.collect();
    let milestones = list_milestones(conn, id)?.into_iter().map(|row| MilestoneView {
        kind: row.kind.0,
        clock: row.clock.0,
        due_at: row.due_at.0,
        met_at: row.met_at.map(|at| at.0),
    });
    let milestones = milestones.collect();
    let (offers, visits) = (list_offers(conn, id)?, list_visits(conn, id)?);
    let dispatch = dispatch_of(conn, &job, &offers)?;
    let visits = visits.iter().map(visit);
    Ok(JobDetail {
        row,
        fault_note: job.fault_note,
        destination: job.destination.filter(|_| with_people),
        installed_product_id: unit.id.0,
        model: unit.model,
        serial: unit.serial,
        hold_reason: job.hold_reason,
        hold_until: job.hold_until.map(|at| at.0),
        end_reason: job.end_reason,
        repeat_of: job.repeat_of.map(|id| id.0),
        dispatch,
        verdicts,
        reviews: list_review_views(conn, id)?,
        milestones,
        offers: offers.into_iter().map(offer).collect(),
        visits: visits.collect(),
        address,
        contacts,
    })
}

fn visit(row: &Visit) -> VisitView {
    VisitView {
        window: row.window().into(),
        first_window: Span { from: row.first_from.0, to: row.first_to.0 },
        id: row.id.0,
        agent_id: row.agent_id.0,
        technician_id: row.technician_id.0,
        state: row.state.0,
        arrived_at: row.arrived_at.map(|at| at.0),
        ended_at: row.ended_at.map(|at| at.0),
    }
}

/// The offers with these ids, oldest first.
///
/// # Errors
/// The database.
pub fn list_offers_sent(conn: &mut Conn, job: JobId, ids: &[OfferId]) -> Result<Vec<OfferView>, StoreError> {
    let offers = list_offers(conn, job)?.into_iter().map(offer);
    Ok(offers.filter(|offer| ids.contains(&offer.id)).collect())
}

/// The events of a job, oldest first.
///
/// # Errors
/// `NotFound` for a job that does not exist or is out of scope; the database.
pub fn list_happenings(conn: &mut Conn, scope: &Scope, id: JobId) -> Result<Vec<EventView>, StoreError> {
    must_see(conn, scope, id)?;
    let events = list_events(conn, id)?;
    let staff: Vec<String> = events
        .iter()
        .filter(|event| event.actor_kind.0 == ActorKind::Staff)
        .filter_map(|event| event.actor_id.clone())
        .collect();
    let names: Vec<(String, String)> =
        users::table.filter(users::id.eq_any(staff)).select((users::id, users::display_name)).load(conn)?;
    Ok(events.into_iter().map(|event| happening(event, &names)).collect())
}

/// The stored ledgers of a job, oldest first.
///
/// # Errors
/// `NotFound` for a job that does not exist or is out of scope; the database.
pub fn list_ledgers(conn: &mut Conn, scope: &Scope, id: JobId) -> Result<Vec<DecisionView>, StoreError> {
    must_see(conn, scope, id)?;
    let views = list_decisions(conn, id)?.into_iter().map(|row| DecisionView {
        id: row.id.0,
        created_at: row.created_at.0,
        made_by: row.made_by,
        policy: row.policy,
        policy_version: row.policy_version,
        wave: row.wave,
        tier: row.tier.map(|tier| tier.0),
        travel_source: row.travel_source.0,
        ledger: row.ledger.0,
    });
    Ok(views.collect())
}

fn happening(event: Event, names: &[(String, String)]) -> EventView {
    let actor = event.actor_id.and_then(|id| names.iter().find(|(user, _)| *user == id)).map(|(_, name)| name.clone());
    EventView {
        id: event.id.0,
        at: event.at.0,
        topic: event.topic.0,
        subject_id: event.subject_id,
        name: event.name,
        from_state: event.from_state,
        to_state: event.to_state,
        actor_kind: event.actor_kind.0,
        actor,
        reason: event.reason,
        delay_owner: event.delay_owner.map(|owner| owner.0),
        detail: event.detail.0,
    }
}

fn offer(row: Offer) -> OfferView {
    OfferView {
        id: row.id.0,
        agent_id: row.agent_id.0,
        technician_id: row.technician_id.map(|id| id.0),
        decision_id: row.decision_id.0,
        round: row.round,
        wave: row.wave,
        tier: row.tier.map(|tier| tier.0),
        state: row.state.0,
        deadline_at: row.deadline_at.0,
        answered_at: row.answered_at.map(|at| at.0),
        decline_reason: row.decline_reason,
        window: row.proposed_from.zip(row.proposed_to).map(|(from, to)| Span { from: from.0, to: to.0 }),
    }
}
