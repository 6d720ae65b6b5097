//! Complaints after ISO 10002:2018: taken down, moved step by step, never owned by whoever is complained of, and never
//! closed before the complainant has heard the result.

mod change;
mod follow;
mod lodge;
mod register;
mod step;
mod turn;

pub use change::{ComplaintChange, change_complaint};
pub use follow::follow_due;
pub use lodge::{Lodged, lodge_complaint};
pub use register::{AgainstEntry, NewComplaint, Received, register_complaint};
pub use turn::turn_into_request;

/// Longest account of a complaint and of what was found, characters.
const TEXT_CHARS: usize = 4_000;
/// Longest answer to the complainant, characters: it goes by SMS.
const ANSWER_CHARS: usize = 300;
