//! A fault report as it comes in, and what is left of it when every value has been checked.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::domain::customer::{Channel, ContactRole};
use crate::domain::geo::Position;
use crate::domain::id::CustomerId;
use crate::domain::job::{JobKind, Priority};
use crate::domain::language::Language;
use crate::domain::phone::PhoneKind;
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
    /// Where the units are.
    pub address: NewAddress,
    /// The units, at least one.
    pub items: Vec<NewItem>,
    /// How pressing it is; normal if nothing is said.
    #[schema(value_type = Option<String>, example = "normal")]
    pub priority: Option<Priority>,
    /// When the customer wants the visit.
    pub window: Option<NewWindow>,
    /// Language of what the customer gets; Persian if nothing is said.
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
}

/// A place with as much as is known of it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAddress {
    /// Name or code of the city.
    pub city: String,
    /// The address in one line.
    pub text: Option<String>,
    /// Province, where two cities have one name.
    pub province: Option<String>,
    /// Neighbourhood.
    pub neighbourhood: Option<String>,
    /// Street.
    pub street: Option<String>,
    /// Number of the building (plaque).
    pub number: Option<String>,
    /// Unit in the building.
    pub unit: Option<String>,
    /// Ten digits.
    pub postal_code: Option<String>,
    /// What stands near it.
    pub landmark: Option<String>,
    /// A pin on the map.
    #[schema(value_type = Option<Location>)]
    pub location: Option<Position>,
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
}

/// A unit: serial, model or category is enough.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewProduct {
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
