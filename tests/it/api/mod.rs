//! The JSON API over a real port, on both databases.

mod auth;
mod complaints;
mod contacts;
mod dispatch;
mod events;
mod intake;
mod reading;
