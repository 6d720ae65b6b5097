//! Read models for screens, programs and reports: plain data, limited to the rows that a caller may see.

pub mod agents;
pub mod complaints;
pub mod contacts;
pub mod customers;
pub mod dispatch;
pub mod gauges;
pub mod jobs;
pub mod links;
pub mod page;
pub mod pages;
pub mod requests;
pub mod tasks;
pub mod trail;
pub mod turnaround;

pub use page::{Cursor, Page};
