//! The JSON API over a real port, on both databases.

mod auth;
mod customers;
mod dispatch;
mod events;
mod following;
mod intake;
mod intake_cases;
mod reading;
mod reports;
