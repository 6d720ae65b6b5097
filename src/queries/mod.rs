//! Read models for screens, programs and reports: plain data, limited to the rows that a caller may see.

pub mod agents;
pub mod customers;
pub mod dispatch;
pub mod gauges;
pub mod jobs;
pub mod links;
pub mod page;
pub mod pages;
pub mod policies;
pub mod requests;
pub mod reviews;
pub mod trail;
pub mod turnaround;
pub mod units;
pub mod warranty_audit;

pub use page::{Cursor, Page};
