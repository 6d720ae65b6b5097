//! The network: what staff do to agents, technicians and what belongs to them.

pub mod season;
