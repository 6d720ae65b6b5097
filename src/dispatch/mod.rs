//! The engine: who should do a job. Pure: the network, its load, its record and the time are parameters.

pub mod coverage;
pub mod field;
pub mod figures;
pub mod fix;
pub mod index;
pub mod objective;
pub mod rank;
pub mod replay;
pub mod slots;
pub mod travel;

#[cfg(test)]
mod tests {
    pub mod random;
}
