//! Appointments after the first: another visit of a job, another time for a visit, a place on the schedule for either, a
//! technician who is sent elsewhere first, and the times that are free for it. The first promise of a visit stays on record.

mod again;
mod place;
mod room;
mod shift;
mod times;

pub use again::{NewVisit, plan_visit};
pub use place::{Place, place_job};
pub use room::Appointed;
pub use shift::{NewTime, divert_visit, move_visit};
pub use times::{CUSTOMER_REQUEST, Choice, choose_time, free_times, is_in_time};
