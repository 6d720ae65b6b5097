//! The JSON API over a real port, on both databases.

mod auth;
mod dispatch;
mod events;
mod following;
mod intake;
mod reading;
mod reports;
