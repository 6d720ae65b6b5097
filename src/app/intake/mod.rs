//! Intake: a fault report becomes a request with jobs, each with its verdict, in one transaction.

pub mod answer;
pub mod caller;
pub mod check;
mod correction;
mod customer;
pub mod input;
pub mod item;
pub mod people;
pub mod place;
mod position;
pub mod preview;
mod register;
pub mod summary;
mod unit;
mod warnings;

pub use answer::{AdviceCode, LikeUnit, Milestones, Registered, RegisteredJob, Warning, WarningCode};
pub use correction::correct_address;
pub use input::NewRequest;
pub use preview::{ItemPreview, Preview, preview};
pub use register::{register_request, register_request_and};
pub use summary::SummaryChannel;
