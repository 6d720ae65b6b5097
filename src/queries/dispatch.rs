//! Where a job stands in dispatch: its round and tier, and who is called next.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::policy::TierKind;
use crate::domain::time::Instant;
use crate::store::dispatch::find_round;
use crate::store::jobs::Job;
use crate::store::offers::Offer;
use crate::store::{Conn, StoreError};

/// Where a job stands in dispatch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DispatchView {
    /// How often it was taken up by dispatch; begins anew when an agent gives it back.
    pub round: i32,
    /// Waves sent in this round.
    pub wave: i32,
    /// Name of the policy; none before the first dispatch.
    pub policy: Option<String>,
    /// The tier of the last wave; none before it, or when a person made the offer.
    pub tier: Option<TierKind>,
    /// People called so far, step by step.
    pub escalation_steps: i32,
    /// When the next person is called.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub escalate_at: Option<Instant>,
}

/// Where the job with these offers stands.
///
/// # Errors
/// The database.
pub fn dispatch_of(conn: &mut Conn, job: &Job, offers: &[Offer]) -> Result<DispatchView, StoreError> {
    let round = find_round(conn, job.id.0)?;
    let number = round.as_ref().map_or(1, |round| round.round);
    let last = offers.iter().rev().find(|offer| offer.round == number);
    Ok(DispatchView {
        round: number,
        wave: job.wave,
        policy: round.as_ref().map(|round| round.policy.clone()),
        tier: last.and_then(|offer| offer.tier).map(|tier| tier.0),
        escalation_steps: round.as_ref().map_or(0, |round| round.steps),
        escalate_at: round.and_then(|round| round.escalate_at).map(|at| at.0),
    })
}
