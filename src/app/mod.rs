//! Use-cases: one function each, one write transaction each.

pub mod error;

pub use error::{Code, Error};
