//! The engine: who should do a job. Pure: the network, its load and the time are parameters.

pub mod rank;
