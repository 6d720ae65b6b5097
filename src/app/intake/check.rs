//! Checks every value of a report against the reference data and collects all faults.

use super::input::NewRequest;
use super::item::ItemCheck;
use super::people::{Person, people};
use super::place::{Place, place};
use crate::app::Catalogue;
use crate::app::phone_fix::PhoneFix;
use crate::app::reasons::take_reason_at;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{InstalledProductId, JobId};
use crate::domain::job::{JobKind, Priority};
use crate::domain::reason::ReasonKind;
use crate::domain::text::clean_text;
use crate::domain::time::{Instant, Window};
use crate::domain::warranty::{ProofKind, UnitFacts};

pub(super) const NOTE_CHARS: usize = 4_000;
const MOST_ITEMS: usize = 20;

/// A report whose every value is known to be good.
#[derive(Debug, Clone)]
pub struct Checked {
    /// People, the customer first.
    pub people: Vec<Person>,
    /// Where.
    pub address: Place,
    /// The units.
    pub items: Vec<Item>,
    /// The visit that the customer wants.
    pub window: Option<Window>,
    /// Words for whoever works on it.
    pub note: Option<String>,
}

/// One unit and what is to be done with it.
#[derive(Debug, Clone)]
pub struct Item {
    /// What is to be done.
    pub kind: JobKind,
    /// What is known of the unit.
    pub unit: UnitFacts,
    /// Which unit of the customer it is, if the report names it.
    pub unit_id: Option<InstalledProductId>,
    /// What the customer calls it.
    pub label: Option<String>,
    /// What proves its dates.
    pub proof: Option<ProofKind>,
    /// Fault code, if one of the catalogue.
    pub fault: Option<String>,
    /// The customer's words.
    pub fault_note: Option<String>,
    /// Who sold the unit.
    pub seller: Option<String>,
    /// Where the unit is brought, or fetched to.
    pub destination: Option<String>,
    /// The earlier job that this one repeats, if the operator says so.
    pub repeat_of: Option<JobId>,
    /// It was settled while the customer was on the line.
    pub fixed_by_phone: Option<PhoneFix>,
}

/// What a report says so far, with what is wrong with it or wanting.
pub(super) struct Glance {
    /// People, the customer first.
    pub people: Vec<Person>,
    /// Where, once the city is known.
    pub address: Option<Place>,
    /// The units; none in the place of one that is not known yet.
    pub items: Vec<Option<Item>>,
    /// The visit that the customer wants.
    pub window: Option<Window>,
    /// Words for whoever works on it.
    pub note: Option<String>,
    /// What is wrong or wanting.
    pub faults: Faults,
}

/// Checks a whole report at `now`.
///
/// # Errors
/// Every fault at once.
pub fn check(input: &NewRequest, catalogue: &Catalogue, region: &str, now: Instant) -> Result<Checked, Faults> {
    let Glance { people, address, items, window, note, faults } = glance(input, catalogue, region, now);
    match (address, items.into_iter().collect::<Option<Vec<_>>>()) {
        (Some(address), Some(items)) if faults.is_empty() => Ok(Checked { people, address, items, window, note }),
        _ => Err(faults),
    }
}

/// Looks at every value of a report, which may still be half told.
pub(super) fn glance(input: &NewRequest, catalogue: &Catalogue, region: &str, now: Instant) -> Glance {
    let mut faults = Faults::default();
    let people = people(&input.contacts, region, &mut faults);
    let address = place(&input.address, catalogue, &mut faults);
    if input.items.is_empty() {
        faults.add("items", FaultCode::Required);
    }
    if input.items.len() > MOST_ITEMS {
        faults.add_about("items", FaultCode::TooMany, MOST_ITEMS.to_string());
    }
    let today = catalogue.calendar().local_date(now);
    let items: Vec<Option<Item>> = (input.items.iter().take(MOST_ITEMS).enumerate())
        .map(|(at, item)| ItemCheck::new(catalogue, &mut faults, at, today).item(item))
        .collect();
    let window = input.window.as_ref().and_then(|window| {
        let (from, to) = (window.from.to_utc(), window.to.to_utc());
        if to <= now {
            faults.add("window.to", FaultCode::WindowInPast);
        }
        let window = Window::new(from, to);
        if window.is_none() {
            faults.add("window.to", FaultCode::WindowEndsBeforeStart);
        }
        window
    });
    if input.window.is_some() && input.slot_hold_id.is_some() {
        faults.add_about("window", FaultCode::NotAllowed, "slot_hold_id");
    }
    let note = input.note.as_ref().and_then(|note| faults.take("note", clean_text(note, NOTE_CHARS)));
    why_pressing(input, catalogue, &mut faults);
    Glance { people, address, items, window, note, faults }
}

/// A reason must be one of the list, and one for ordinary work says nothing.
fn why_pressing(input: &NewRequest, catalogue: &Catalogue, faults: &mut Faults) {
    const FIELD: &str = "priority_reason";
    let Some(code) = input.priority_reason.as_deref() else { return };
    let known = take_reason_at(FIELD, catalogue, (ReasonKind::Priority, Some(code)), faults);
    if known.is_some() && input.priority.unwrap_or_default() == Priority::Normal {
        faults.add_about(FIELD, FaultCode::NotAllowed, Priority::Normal.as_str());
    }
}
