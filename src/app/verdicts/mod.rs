//! Verdicts of the warranty: frozen at intake and at completion, asked again, and decided otherwise by two people.

mod begin;
mod facts;
mod freeze;
mod review;
pub mod units;

pub use begin::begin_warranty;
pub use facts::{About, gather};
pub use freeze::{Rerun, freeze_at_end, freeze_at_intake, rerun_verdict};
pub use review::{Proposal, approve_override, charge_customer, propose_override, reject_override};
