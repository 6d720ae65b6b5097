//! The JSON API over a real port, on both databases.

mod agents;
mod auth;
mod complaints;
mod contacts;
mod customers;
mod dispatch;
mod duplicates;
mod events;
mod following;
mod intake;
mod intake_cases;
mod like_units;
mod messages;
mod missions;
mod policies;
mod reading;
mod replay;
mod reports;
mod slots;
mod warranty;
