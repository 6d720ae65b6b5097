//! Intake: a fault report becomes a request with jobs, each with its verdict, in one transaction.

pub mod check;
mod customer;
pub mod input;
mod item;
mod register;

pub use input::NewRequest;
pub use register::{Milestones, Registered, RegisteredJob, Warning, WarningCode, register_request};
