//! Parts: the catalogue, what jobs need of it and wait for, old parts that come back, what agents order, and stock.

mod catalogue;
mod end;
mod line;
mod need;
mod old_part;
mod order;
mod stock;
mod wait;

pub use catalogue::{MOST_PRICE, NewPart, add_part, search_key};
pub use end::{free_lines, let_go};
pub use line::{LineChange, change_line};
pub use need::{NeededPart, NeededParts, WantedPart, check_needed, need_parts, put_needed};
pub use old_part::{OldPartChange, change_old_part};
pub use order::{NewPartOrder, OrderChange, OrderedPart, change_order, place_order};
pub use stock::{NewMove, move_by_hand};

use serde_json::Value;

use super::journal::Happening;
use super::{Code, Error};
use crate::domain::access::Caller;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::machine::{Guard, Refusal};
use crate::domain::text::clean_line;
use crate::store::feed::Topic;
use crate::store::jobs::Job;
use crate::store::{Conn, StoreError};

/// Pieces of one part that are named at once at most.
const MOST_PIECES: i64 = 1_000;
/// Characters of a reason or a note at most.
const NOTE_CHARS: usize = 500;
/// Characters of a consignment's number at most.
const TRACKING_CHARS: usize = 100;

/// Something that happened to a part of a job, or to the old one in its place.
fn happened(job: &Job, subject: impl std::fmt::Display, name: &'static str, detail: Value) -> Happening {
    Happening::new(Topic::Part, subject, name).of(job).with(detail)
}

/// What is not of a province of the caller's is not there.
fn within(caller: &Caller, province: &str) -> Result<(), StoreError> {
    if caller.scope.holds(province) { Ok(()) } else { Err(StoreError::NotFound) }
}

/// A line of words that may be left out.
fn words(field: &'static str, text: Option<&str>, most: usize, faults: &mut Faults) -> Option<String> {
    let line = text.and_then(|text| faults.take(field, clean_line(text, most)));
    line.filter(|line| !line.is_empty())
}

/// A number of pieces within what can be meant.
fn pieces(field: impl Into<std::borrow::Cow<'static, str>>, given: i64, most: i64, faults: &mut Faults) -> i64 {
    if !(1..=most).contains(&given) {
        faults.add_about(field, FaultCode::OutOfRange, format!("1–{most}"));
    }
    given
}

fn fault(field: &'static str, code: FaultCode, about: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    let mut faults = Faults::default();
    faults.add_about(field, code, about);
    faults.into()
}

/// A missing date or reason is a fault of that field, not of the state.
fn explain(refusal: Refusal) -> Error {
    match refusal {
        Refusal::Missing(Guard::Until) => fault("eta", FaultCode::Required, ""),
        Refusal::Missing(guard) => fault(guard.as_str(), FaultCode::Required, ""),
        Refusal::Actor(_) => Code::Forbidden.into(),
        refusal @ Refusal::State { .. } => refusal.into(),
    }
}

/// Whether the agent is one of the caller's provinces.
fn agent_province(conn: &mut Conn, caller: &Caller, agent: crate::domain::id::AgentId) -> Result<String, StoreError> {
    let province = crate::store::network::find_agent(conn, agent)?.province;
    within(caller, &province).map(|()| province)
}
