//! The engine: who should do a job. Pure: the network, its load, its record and the time are parameters.

pub mod coverage;
pub mod figures;
pub mod fix;
pub mod objective;
pub mod rank;
pub mod slots;
pub mod travel;
