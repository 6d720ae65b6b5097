//! The JSON API over a real port, on both databases.

mod agents;
mod auth;
mod dispatch;
mod events;
mod intake;
mod reading;
