//! Read models of screens and links; nothing here writes.

pub mod links;
pub mod pages;
