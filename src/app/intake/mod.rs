//! Intake: a fault report becomes a request with jobs, each with its verdict, in one transaction.

pub mod caller;
pub mod check;
mod customer;
mod facts;
pub mod input;
mod item;
mod register;

pub use facts::facts_at_end;
pub use input::NewRequest;
pub use register::{
    Milestones, Registered, RegisteredJob, Warning, WarningCode, register_request, register_request_and,
};
