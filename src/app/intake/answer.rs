//! What intake answers.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::summary::Summary;
use crate::app::Catalogue;
use crate::app::quotes::PriceTold;
use crate::app::recalls::RecallNamed;
use crate::domain::id::{AgentId, CustomerId, InstalledProductId, JobId, RequestId};
use crate::domain::job::{JobKind, JobState, Priority};
use crate::domain::reference::Reference;
use crate::domain::time::Instant;
use crate::domain::warranty::Verdict;

/// What intake answers: ids and values, no link.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Registered {
    /// The request.
    pub id: RequestId,
    /// Its public reference.
    pub reference: Reference,
    /// Generation of the customer's link.
    pub link_generation: i32,
    /// When each point of the service level is due.
    pub milestones: Milestones,
    /// What the operator should look at.
    pub warnings: Vec<Warning>,
    /// The work, a job for each unit.
    pub jobs: Vec<RegisteredJob>,
    /// Other customers at the same telephone, with their names.
    pub candidates: Vec<(CustomerId, String)>,
    /// What the customer gets, and by what way; none in an answer of an earlier version.
    #[serde(default)]
    pub summary: Option<Summary>,
}

/// When each point of the service level is due, in business time of the organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestones {
    /// An agent has accepted.
    pub first_response: Instant,
    /// A technician has arrived.
    pub first_visit: Instant,
    /// The work is done.
    pub resolution: Instant,
}

impl Milestones {
    /// When they are due for a report of `now`.
    #[must_use]
    pub fn due(catalogue: &Catalogue, priority: Priority, now: Instant) -> Self {
        let targets = catalogue.service_level().targets(priority);
        let due = |minutes: i64| catalogue.after_business(now, minutes);
        Self {
            first_response: due(targets.first_response),
            first_visit: due(targets.first_visit),
            resolution: due(targets.resolution),
        }
    }
}

/// A job as intake made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisteredJob {
    /// The job.
    pub id: JobId,
    /// What is to be done.
    pub kind: JobKind,
    /// Where it stands.
    pub state: JobState,
    /// The verdict, frozen.
    pub verdict: Verdict,
    /// What the customer was told to pay, if the customer may have to.
    #[serde(default)]
    pub price: Option<PriceTold>,
}

/// What the operator should look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WarningCode {
    /// The unit has an open job already.
    DuplicateOpenJob,
    /// The unit was repaired a short time ago, for a fault of the same group or an unknown one.
    RepeatRepair,
    /// The unit was repaired a short time ago for another fault.
    RepeatOtherFault,
    /// The customer has several units like this one, and the report does not say which it is.
    UnitAmbiguous,
    /// Another customer has a unit with this serial.
    SerialElsewhere,
    /// Only the city is known: area rules warn instead of fail.
    PositionVague,
    /// The unit is blocked: no service for it.
    UnitBlocked,
    /// The unit was reported as stolen.
    UnitStolen,
    /// The unit was called back.
    UnitRecalled,
    /// The customer has a flag, named in `about`.
    CustomerFlagged,
    /// Others are reached by the same telephone.
    TelephoneShared,
    /// Nobody of the case can get an SMS or a letter: read the summary out.
    NoSmsTelephone,
}

crate::domain::codes!(WarningCode {
    DuplicateOpenJob => "DUPLICATE_OPEN_JOB", RepeatRepair => "REPEAT_REPAIR", SerialElsewhere => "SERIAL_ELSEWHERE",
    UnitAmbiguous => "UNIT_AMBIGUOUS",
    RepeatOtherFault => "REPEAT_OTHER_FAULT", UnitBlocked => "UNIT_BLOCKED", UnitStolen => "UNIT_STOLEN",
    UnitRecalled => "UNIT_RECALLED", CustomerFlagged => "CUSTOMER_FLAGGED", PositionVague => "POSITION_VAGUE", TelephoneShared => "TELEPHONE_SHARED", NoSmsTelephone => "NO_SMS_TELEPHONE",
});

/// What the policy advises to do about a job that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AdviceCode {
    /// Add it to the job that is there.
    Link,
    /// Do not go on with it.
    Refuse,
    /// Ask the customer.
    Ask,
    /// The earlier agent answers for it.
    SameAgent,
    /// Another agent should look at it.
    OtherAgent,
}

crate::domain::codes!(AdviceCode {
    Link => "link", Refuse => "refuse", Ask => "ask", SameAgent => "same_agent", OtherAgent => "other_agent",
});

/// A warning, and the job or the item it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// What.
    pub code: WarningCode,
    /// The job found, the field, or the flag.
    pub about: String,
    /// What the policy advises.
    #[serde(default)]
    pub advice: Vec<AdviceCode>,
    /// The agent of the earlier job, who is charged with a repeat.
    #[serde(default)]
    pub agent_id: Option<AgentId>,
    /// The units that it can be.
    #[serde(default)]
    pub units: Vec<LikeUnit>,
    /// What calls the unit back.
    #[serde(default)]
    pub recall: Option<RecallNamed>,
}

/// One of several like units of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LikeUnit {
    /// The unit, to be sent as `unit_id`.
    pub id: InstalledProductId,
    /// What the customer calls it.
    pub label: Option<String>,
    /// Code of the model.
    pub model: Option<String>,
    /// Serial.
    pub serial: Option<String>,
}

impl Warning {
    /// One that says all by itself.
    #[must_use]
    pub fn new(code: WarningCode, about: impl Into<String>) -> Self {
        Self { code, about: about.into(), advice: Vec::new(), agent_id: None, units: Vec::new(), recall: None }
    }
}
