//! The warranty verdict: a pure function of policies and facts, clause by clause with its evidence (PRODUCT section 5).

mod activation;
mod authenticity;
mod clause;
mod compare;
mod exclusion;
mod facts;
mod guarantee;
mod judge;
mod law;
mod months;
mod policy;
mod review;
#[cfg(test)]
mod tests;

pub use activation::{Activation, activate};
pub use clause::{Awaited, Clause, ClauseCode, ClauseResult, Verdict, VerdictStage, WarrantyOutcome};
pub use compare::{ClauseChange, Difference, compare};
pub use exclusion::ExclusionCode;
pub use facts::{
    EarlierRepair, Extension, OfficialQuery, ProofKind, QueryResult, ReplacedUnit, UnitFacts, UnitFlag, date_faults,
};
pub use guarantee::Guarantee;
pub use judge::judge;
pub use law::ConsumerLaw;
pub use months::{TermCalendar, term_end};
pub use policy::{Cover, StartsOn, WarrantyPolicy, WarrantyTerms};
pub use review::{ReviewEvent, ReviewMachine, ReviewState};
