//! Parts: their numbers and what stands in the place of what, the part that a job needs, the old one that comes back, an
//! agent's order at the centre, and stock.

mod line;
mod number;
mod old;
mod order;
pub mod stock;

pub use line::{PartLineEvent, PartLineMachine, PartLineState, PartSource};
pub use number::{PartNumber, Round, successor};
pub use old::{OldPartEvent, OldPartMachine, OldPartState};
pub use order::{PartOrderEvent, PartOrderMachine, PartOrderState};
