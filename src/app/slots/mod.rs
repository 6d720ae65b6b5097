//! Windows that an operator can promise a caller, and keeping one while the caller thinks.

mod check;
mod find;
mod hold;

pub use check::{NewHold, SlotSearch};
pub use find::{Found, find_slots};
pub(super) use hold::check_hold;
pub use hold::{Held, hold_slot, let_go};
