//! The clauses of a verdict and what it says in the end.

use super::policy::Cover;

/// What the verdict says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WarrantyOutcome {
    /// Parts, labour and travel are covered.
    InWarranty,
    /// Nothing is covered.
    OutOfWarranty,
    /// Some of parts, labour and travel is covered, or not wholly.
    Partial,
    /// Covered if the proof that is awaited holds.
    Provisional,
    /// There is not enough to say.
    Unknown,
}

crate::domain::codes!(WarrantyOutcome {
    InWarranty => "in_warranty", OutOfWarranty => "out_of_warranty", Partial => "partial",
    Provisional => "provisional", Unknown => "unknown",
});

/// A rule of the verdict, in the order in which they are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ClauseCode {
    /// A policy is for this unit.
    PolicyApplies,
    /// The unit is neither blocked nor stolen.
    UnitClear,
    /// The serial is one of ours.
    SerialAuthentic,
    /// No other customer has a unit with this serial.
    SerialUnique,
    /// The guarantee card is not someone else's.
    CardGenuine,
    /// The official query says that the unit is genuine.
    QueryConfirms,
    /// The warranty went along to the present owner.
    TransferAllowed,
    /// The date from which the months count is known.
    StartKnown,
    /// A proof of that date was seen.
    ProofSeen,
    /// Parts are within their months.
    PartsCovered,
    /// Labour is within its months.
    LabourCovered,
    /// Travel is within its months.
    TravelCovered,
    /// The term of the unit that this one replaced still runs.
    ReplacedTerm,
    /// The days of long repairs lengthen the warranty.
    DelayExtends,
    /// A contract extends the warranty.
    ExtensionCovers,
    /// The same fault came so often that the unit is to be exchanged.
    ExchangeDue,
    /// Nothing was found that the policy excludes.
    NotExcluded,
    /// An earlier repair of the same fault is guaranteed.
    RepairGuaranteed,
    /// A part fitted earlier is guaranteed.
    PartGuaranteed,
    /// Paid service and parts are still owed after the warranty.
    CommitmentRuns,
    /// The work corrects what the organisation calls back, so that it costs the customer nothing.
    RecallWork,
}

crate::domain::codes!(ClauseCode {
    PolicyApplies => "POLICY_APPLIES", UnitClear => "UNIT_CLEAR", SerialAuthentic => "SERIAL_AUTHENTIC",
    SerialUnique => "SERIAL_UNIQUE", CardGenuine => "CARD_GENUINE", QueryConfirms => "QUERY_CONFIRMS",
    TransferAllowed => "TRANSFER_ALLOWED", StartKnown => "START_KNOWN", ProofSeen => "PROOF_SEEN",
    PartsCovered => "PARTS_COVERED", LabourCovered => "LABOUR_COVERED", TravelCovered => "TRAVEL_COVERED",
    ReplacedTerm => "REPLACED_TERM", DelayExtends => "DELAY_EXTENDS", ExtensionCovers => "EXTENSION_COVERS",
    ExchangeDue => "EXCHANGE_DUE", NotExcluded => "NOT_EXCLUDED", RepairGuaranteed => "REPAIR_GUARANTEED",
    PartGuaranteed => "PART_GUARANTEED", CommitmentRuns => "COMMITMENT_RUNS",
    RecallWork => "RECALL_WORK",
});

/// What a clause found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClauseResult {
    /// It holds.
    Holds,
    /// It does not hold.
    Fails,
    /// It cannot be said yet.
    Open,
}

crate::domain::codes!(ClauseResult { Holds => "holds", Fails => "fails", Open => "open" });

impl ClauseResult {
    /// Holds or fails.
    pub(super) fn of(holds: bool) -> Self {
        if holds { Self::Holds } else { Self::Fails }
    }
}

/// One clause with its evidence: codes and dates, no sentence.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct Clause {
    /// The rule.
    pub code: ClauseCode,
    /// What it found.
    pub result: ClauseResult,
    /// What it rests on, such as a policy code, a date or a serial; of a term its first and its last day.
    pub evidence: String,
}

/// What a provisional verdict waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Awaited {
    /// A proof of the day from which the months count.
    Proof,
    /// The answer of the official query about the unit.
    OfficialQuery,
}

crate::domain::codes!(Awaited { Proof => "proof", OfficialQuery => "official_query" });

/// When a verdict was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VerdictStage {
    /// Frozen when the request was taken down.
    Intake,
    /// Frozen when the work was done.
    Completion,
    /// Asked again with the facts and policies of that moment.
    Rerun,
    /// Decided by two people.
    Override,
}

crate::domain::codes!(VerdictStage {
    Intake => "intake", Completion => "completion", Rerun => "rerun", Override => "override",
});

/// The verdict with every clause that was asked and the policy version it rests on.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct Verdict {
    /// What it says.
    pub outcome: WarrantyOutcome,
    /// The clauses in the order in which they were asked.
    pub clauses: Vec<Clause>,
    /// Policy code, if one applies.
    pub policy: Option<String>,
    /// Its version.
    pub policy_version: Option<i32>,
    /// The clause that the outcome rests on.
    #[serde(default)]
    pub decided_by: Option<ClauseCode>,
    /// Share that the organisation bears, in percent; of a provisional verdict the share if the proof holds.
    #[serde(default)]
    pub shares: Cover,
    /// What a provisional verdict waits for.
    #[serde(default)]
    pub awaited: Vec<Awaited>,
}

impl Verdict {
    /// The verdict of a recall: whatever the policies say of the unit, the organisation bears the correction.
    #[must_use]
    pub fn of_recall() -> Self {
        let clause = Clause { code: ClauseCode::RecallWork, result: ClauseResult::Holds, evidence: String::new() };
        Self {
            outcome: WarrantyOutcome::InWarranty,
            clauses: vec![clause],
            policy: None,
            policy_version: None,
            decided_by: Some(ClauseCode::RecallWork),
            shares: Cover::WHOLE,
            awaited: Vec::new(),
        }
    }
}
