//! What a search for windows asks, and what is left of it when every value has been checked.

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::app::Catalogue;
use crate::app::case::Work;
use crate::app::intake::input::{NewAddress, NewProduct, NewWindow};
use crate::app::intake::item::ItemCheck;
use crate::app::intake::place::place;
use crate::domain::eligibility::Needs;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::geo::Position;
use crate::domain::id::CustomerId;
use crate::domain::job::{JobKind, Priority};
use crate::domain::language::Language;
use crate::domain::time::Instant;
use crate::domain::warranty::judge;

const MOST_DAYS: u32 = 21;
const USUAL_DAYS: u32 = 7;
const MOST_SLOTS: usize = 50;
const USUAL_SLOTS: usize = 6;

/// For what a window is sought: the same words as in a report, side by side.
#[derive(Debug, Clone, Default, Deserialize, IntoParams, ToSchema)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SlotSearch {
    /// Name or code of the city.
    pub city: String,
    /// Province, where two cities have one name.
    pub province: Option<String>,
    /// Neighbourhood.
    pub neighbourhood: Option<String>,
    /// Street.
    pub street: Option<String>,
    /// Latitude of a pin, WGS 84 degrees.
    pub lat: Option<f64>,
    /// Longitude of a pin.
    pub lon: Option<f64>,
    /// What is to be done; a repair if nothing is said.
    #[schema(value_type = Option<String>, example = "repair")]
    #[param(value_type = Option<String>, example = "repair")]
    pub kind: Option<JobKind>,
    /// Serial as on the plate.
    pub serial: Option<String>,
    /// Code of the model.
    pub model_code: Option<String>,
    /// Code of the category.
    pub category: Option<String>,
    /// Code of the brand.
    pub brand: Option<String>,
    /// Day of purchase.
    #[schema(value_type = Option<String>, format = Date)]
    #[param(value_type = Option<String>, format = Date)]
    pub purchased_on: Option<NaiveDate>,
    /// Code of the fault.
    pub fault: Option<String>,
    /// How pressing it is; normal if nothing is said.
    #[schema(value_type = Option<String>, example = "normal")]
    #[param(value_type = Option<String>, example = "normal")]
    pub priority: Option<Priority>,
    /// The customer's language; Persian if nothing is said.
    #[schema(value_type = Option<String>, example = "fa")]
    #[param(value_type = Option<String>, example = "fa")]
    pub language: Option<Language>,
    /// The customer, whose technicians asked for or of before are preferred and whose exclusions hold.
    #[schema(value_type = Option<String>)]
    #[param(value_type = Option<String>)]
    pub customer_id: Option<CustomerId>,
    /// Not before this; now if nothing is said.
    #[schema(value_type = Option<String>, format = DateTime)]
    #[param(value_type = Option<String>, format = DateTime)]
    pub from: Option<DateTime<FixedOffset>>,
    /// Days to look at, 1 to 21; 7 if nothing is said.
    pub days: Option<u32>,
    /// Most windows, 1 to 50; 6 if nothing is said.
    pub limit: Option<usize>,
}

/// A window to be held.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewHold {
    /// For what.
    pub about: SlotSearch,
    /// Which window.
    pub window: NewWindow,
}

/// A search whose every value is known to be good.
#[derive(Debug, Clone)]
pub struct Sought {
    /// What the work asks of an agent, without a window.
    pub needs: Needs,
    /// How pressing it is.
    pub priority: Priority,
    /// Whose.
    pub customer: Option<CustomerId>,
    /// Where to begin, how many days, how many windows.
    pub search: crate::dispatch::slots::Search,
}

/// Checks a search at `now`; its fields stand under `at`.
///
/// # Errors
/// Every fault at once.
pub(super) fn check(asked: &SlotSearch, catalogue: &Catalogue, (at, now): (&str, Instant)) -> Result<Sought, Faults> {
    let mut faults = Faults::default();
    let place = place(&address(asked, &mut faults), catalogue, &mut faults);
    let today = catalogue.calendar().local_date(now);
    let mut item = ItemCheck::new(catalogue, &mut faults, 0, today);
    let unit = item.unit(&product(asked));
    if let Some(code) = &asked.fault {
        item.known(code, unit.as_ref());
    }
    let from = asked.from.map_or(now, |from| from.to_utc());
    if from < now - TimeDelta::days(1) {
        faults.add("from", FaultCode::DateInPast);
    }
    let days = asked.days.unwrap_or(USUAL_DAYS);
    if !(1..=MOST_DAYS).contains(&days) {
        faults.add_about("days", FaultCode::OutOfRange, format!("1–{MOST_DAYS}"));
    }
    let limit = asked.limit.unwrap_or(USUAL_SLOTS);
    if !(1..=MOST_SLOTS).contains(&limit) {
        faults.add_about("limit", FaultCode::OutOfRange, format!("1–{MOST_SLOTS}"));
    }
    let (Some(place), Some(unit), true) = (place, unit, faults.is_empty()) else { return Err(plain(faults, at)) };
    let work = Work {
        kind: asked.kind.unwrap_or(JobKind::Repair),
        brand: unit.brand.as_deref(),
        category: &unit.category,
        fault: asked.fault.as_deref(),
        warranty: judge(catalogue.warranty_policies(), &unit, today).outcome,
    };
    let place = (place.province.as_str(), place.position, place.precision);
    let needs = work.needs(catalogue, asked.language.unwrap_or_default(), place, None);
    let search = crate::dispatch::slots::Search { from: from.max(now), days, limit };
    Ok(Sought { needs, priority: asked.priority.unwrap_or_default(), customer: asked.customer_id, search })
}

fn address(asked: &SlotSearch, faults: &mut Faults) -> NewAddress {
    let location = match (asked.lat, asked.lon) {
        (Some(lat), Some(lon)) => Some(Position { lat, lon }),
        (None, None) => None,
        (Some(_), None) => {
            faults.add("lon", FaultCode::Required);
            None
        }
        (None, Some(_)) => {
            faults.add("lat", FaultCode::Required);
            None
        }
    };
    NewAddress {
        city: asked.city.clone(),
        province: asked.province.clone(),
        neighbourhood: asked.neighbourhood.clone(),
        street: asked.street.clone(),
        location,
        ..NewAddress::default()
    }
}

fn product(asked: &SlotSearch) -> NewProduct {
    NewProduct {
        serial: asked.serial.clone(),
        model_code: asked.model_code.clone(),
        category: asked.category.clone(),
        brand: asked.brand.clone(),
        purchased_on: asked.purchased_on,
        ..NewProduct::default()
    }
}

/// The faults by the names of the search: `address.location.lat` of a report is `lat` here.
fn plain(mut faults: Faults, at: &str) -> Faults {
    for fault in &mut faults.0 {
        let parts = ["address.location.", "address.", "items.0.product.", "items.0."];
        let field = parts.iter().find_map(|part| fault.field.strip_prefix(part)).unwrap_or(&fault.field);
        let field = if field == "fault.code" { "fault" } else { field };
        fault.field = format!("{at}{field}").into();
    }
    faults
}
