//! A fault report as it comes in, and what is left of it when every value has been checked.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::phone_fix::NewPhoneFix;
use crate::domain::customer::{Channel, ConfirmedBy, ContactRole, CustomerKind};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::geo::Position;
use crate::domain::id::{CustomerId, InstalledProductId, JobId, SlotHoldId};
use crate::domain::job::{JobKind, Priority};
use crate::domain::language::Language;
use crate::domain::phone::PhoneKind;
use crate::domain::time::{Instant, Window};
use crate::domain::warranty::ProofKind;

/// A request for service: who, where, which units, what is wrong with each.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRequest {
    /// The way it came in.
    #[schema(value_type = String, example = "phone")]
    pub channel: Channel,
    /// People around the case, at least one.
    pub contacts: Vec<NewContact>,
    /// Who it is, when several customers share the telephone.
    #[schema(value_type = Option<String>)]
    pub customer_id: Option<CustomerId>,
    /// What a new customer is: a person, or a dealer where a dealer is the only one around the case, if nothing is said.
    #[schema(value_type = Option<String>, example = "person")]
    pub customer_kind: Option<CustomerKind>,
    /// Where the units are.
    pub address: NewAddress,
    /// The units, at least one.
    pub items: Vec<NewItem>,
    /// How pressing it is; normal if nothing is said.
    #[schema(value_type = Option<String>, example = "normal")]
    pub priority: Option<Priority>,
    /// Why it is more or less pressing than others: the code of a reason of the kind `priority`.
    #[schema(example = "VULNERABLE_PERSON")]
    pub priority_reason: Option<String>,
    /// When the customer wants the visit.
    pub window: Option<NewWindow>,
    /// A window that is held for this customer; it becomes the window of the request.
    #[schema(value_type = Option<String>)]
    pub slot_hold_id: Option<SlotHoldId>,
    /// Language of what the customer gets; that of the customer if nothing is said, and Persian for a new one.
    #[schema(value_type = Option<String>, example = "fa")]
    pub language: Option<Language>,
    /// Words for whoever works on it.
    pub note: Option<String>,
}

/// Someone around the case.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewContact {
    /// What the person is to the case.
    #[schema(value_type = String, example = "caller")]
    pub role: ContactRole,
    /// Telephone in any usual form.
    #[schema(example = "09120001234")]
    pub phone: String,
    /// Name as told.
    pub name: Option<String>,
    /// Kind of the telephone; told by its number if left out.
    #[schema(value_type = Option<String>)]
    pub kind: Option<PhoneKind>,
    /// Whether it gets SMS; told by its kind if left out.
    pub can_sms: Option<bool>,
    /// Where letters go, if there is no telephone that gets SMS.
    pub email: Option<String>,
}

/// A place with as much as is known of it.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAddress {
    /// Name or code of the city, Persian or Latin, with or without its province.
    pub city: String,
    /// The address in one line; parts that it names without doubt are read from it.
    pub text: Option<String>,
    /// Province, where two cities have one name.
    pub province: Option<String>,
    /// Neighbourhood.
    pub neighbourhood: Option<String>,
    /// Street.
    pub street: Option<String>,
    /// Alley.
    pub alley: Option<String>,
    /// Number of the building (plaque).
    pub number: Option<String>,
    /// Floor.
    pub floor: Option<String>,
    /// Unit in the building.
    pub unit: Option<String>,
    /// Ten digits.
    pub postal_code: Option<String>,
    /// What stands near it.
    pub landmark: Option<String>,
    /// A pin on the map.
    #[schema(value_type = Option<Location>)]
    pub location: Option<Position>,
    /// Who set the pin; the operator if nothing is said.
    #[schema(value_type = Option<String>, example = "customer")]
    pub location_confirmed_by: Option<ConfirmedBy>,
}

/// A pin on the map, WGS 84 degrees.
#[derive(Debug, Clone, ToSchema)]
pub struct Location {
    /// Latitude.
    pub lat: f64,
    /// Longitude.
    pub lon: f64,
}

/// One unit and what is to be done with it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewItem {
    /// What is to be done.
    #[schema(value_type = String, example = "repair")]
    pub kind: JobKind,
    /// Which unit.
    pub product: NewProduct,
    /// What is wrong; required for a repair.
    pub fault: Option<NewFault>,
    /// Where the unit is brought, or fetched to; required for a delivery and a collection.
    #[schema(example = "Workshop of Semsar Service, Shariati Street 12")]
    pub destination: Option<String>,
    /// The earlier job that this one repeats, where the operator knows better than the product.
    #[schema(value_type = Option<String>)]
    pub repeat_of: Option<JobId>,
    /// It was settled while the customer was on the line: nobody is sent.
    pub fixed_by_phone: Option<NewPhoneFix>,
}

/// A unit: one of id, serial, model and category is enough.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewProduct {
    /// A unit that this customer is known to have.
    #[schema(value_type = Option<String>)]
    pub unit_id: Option<InstalledProductId>,
    /// What the customer calls it, such as `bedroom`, to tell like units apart.
    pub label: Option<String>,
    /// Serial as on the plate.
    pub serial: Option<String>,
    /// Code of the model.
    pub model_code: Option<String>,
    /// Code of the category.
    pub category: Option<String>,
    /// Code of the brand.
    pub brand: Option<String>,
    /// Day of purchase as the customer says.
    #[schema(value_type = Option<String>, format = Date)]
    pub purchased_on: Option<NaiveDate>,
    /// Who sold it, where the day is not known.
    pub seller: Option<String>,
    /// Whether a dealer has it for sale.
    pub dealer_stock: Option<bool>,
    /// Day of installation.
    #[schema(value_type = Option<String>, format = Date)]
    pub installed_on: Option<NaiveDate>,
    /// Day of manufacture, as on the plate.
    #[schema(value_type = Option<String>, format = Date)]
    pub manufactured_on: Option<NaiveDate>,
    /// What proves the dates and was seen.
    pub proof: Option<ProofKind>,
    /// Whether a household unit is used in a business.
    pub commercial_use: Option<bool>,
}

/// What is wrong.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFault {
    /// Code of the catalogue.
    pub code: Option<String>,
    /// The customer's words.
    pub description: Option<String>,
}

/// A span of time, any offset.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWindow {
    /// First instant.
    #[schema(value_type = String, format = DateTime)]
    pub from: DateTime<FixedOffset>,
    /// First instant after.
    #[schema(value_type = String, format = DateTime)]
    pub to: DateTime<FixedOffset>,
}

impl NewWindow {
    /// The window, which must lie ahead of `now`.
    pub fn ahead(&self, now: Instant, faults: &mut Faults) -> Window {
        let (from, to) = (self.from.to_utc(), self.to.to_utc());
        if from <= now {
            faults.add("window.from", FaultCode::WindowInPast);
        }
        let window = Window::new(from, to);
        if window.is_none() {
            faults.add("window.to", FaultCode::WindowEndsBeforeStart);
        }
        window.unwrap_or(Window { from, to })
    }
}
