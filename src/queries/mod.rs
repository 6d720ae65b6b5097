//! Read models for screens, programs and reports: plain data, limited to the rows that a caller may see.

pub mod acceptance;
pub mod agent_facts;
pub mod agents;
pub mod complaints;
pub mod contacts;
mod course;
pub mod customers;
pub mod delays;
pub mod demand;
pub mod dispatch;
pub mod gauges;
pub mod job_list;
pub mod jobs;
pub mod links;
pub mod messages;
pub mod money;
pub mod names;
pub mod open_jobs;
pub mod operators;
pub mod page;
pub mod pages;
pub mod past_jobs;
pub mod policies;
pub mod preferences;
pub mod requests;
pub mod reviews;
pub mod sendings;
pub mod standing;
pub mod tasks;
pub mod trail;
pub mod turnaround;
pub mod units;
pub mod warranty_audit;
pub mod wishes;
pub mod work;

pub use page::{Cursor, Page};
