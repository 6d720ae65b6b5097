//! The JSON API over a real port, on both databases.

mod auth;
mod dispatch;
mod events;
mod intake;
mod policies;
mod reading;
mod warranty;
