//! An agent and a technician as someone typed them: checked whole, with every fault at once.

use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::Catalogue;
use crate::domain::agent::{AgentKind, Capacity, Setting};
use crate::domain::calendar::WeekHours;
use crate::domain::customer::is_email;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::geo::Position;
use crate::domain::language::Language;
use crate::domain::phone::Phone;
use crate::domain::text::clean_line;

const NAME_CHARS: usize = 200;
const CODE_CHARS: usize = 64;
const GRADE_CHARS: usize = 20;
/// Most jobs of a capacity.
pub const MOST_JOBS: i32 = 500;
/// Minutes a day of five hundred technicians.
pub const MOST_MINUTES: i32 = 500 * 1_440;

/// A brand and a category that a contract covers together.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, serde::Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// Code of the brand.
    pub brand: String,
    /// Code of the category.
    pub category: String,
}

/// Equipment that the agent's technicians share.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, serde::Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Pieces {
    /// Code of the equipment.
    pub equipment: String,
    /// How many pieces.
    pub pieces: i32,
}

/// What an agent is made or changed with. A new agent needs everything but `email`, `name_en`, `zone`, `authorizations` and
/// `equipment`; a change names what changes.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgentInput {
    /// Code in the organisation; never changed.
    pub code: Option<String>,
    /// Name in Persian.
    pub name_fa: Option<String>,
    /// Name in English.
    pub name_en: Option<String>,
    /// What it is.
    pub kind: Option<AgentKind>,
    /// Where it works.
    pub setting: Option<Setting>,
    /// Dispatch telephone.
    pub phone: Option<String>,
    /// E-mail; empty takes it away.
    pub email: Option<String>,
    /// Language of messages.
    pub language: Option<Language>,
    /// Code or name of the province.
    pub province: Option<String>,
    /// Code or name of the place, in the province.
    pub city: Option<String>,
    /// Position of the base.
    #[schema(value_type = Option<Object>)]
    pub location: Option<Position>,
    /// Grade.
    pub grade: Option<String>,
    /// First day of the contract.
    #[schema(value_type = Option<String>, format = Date)]
    pub contract_from: Option<NaiveDate>,
    /// Last day of the contract.
    #[schema(value_type = Option<String>, format = Date)]
    pub contract_to: Option<NaiveDate>,
    /// Capacity outside the seasons.
    pub capacity: Option<Capacity>,
    /// Codes of the brands authorized.
    pub brands: Option<Vec<String>>,
    /// Codes of the categories authorized.
    pub categories: Option<Vec<String>>,
    /// The pairs authorized, where not every pair of the two lists is.
    pub authorizations: Option<Vec<Pair>>,
    /// Equipment that the technicians share.
    pub equipment: Option<Vec<Pieces>>,
    /// Working hours, such as `sat-wed 08:00-18:00;thu 08:00-13:00`.
    pub hours: Option<String>,
    /// Time zone of the hours.
    pub zone: Option<String>,
    /// Commission of paid work, percent.
    pub commission_percent: Option<i32>,
}

/// The values that were given and are good.
#[derive(Debug, Clone, Default)]
pub struct Values {
    /// Telephone, E.164.
    pub phone: Option<String>,
    /// E-mail; an empty one takes it away.
    pub email: Option<String>,
    /// Codes of province and place.
    pub place: Option<(String, String)>,
    /// Lines of text: code, names, grade.
    pub lines: [Option<String>; 4],
    /// Working hours.
    pub hours: Option<WeekHours>,
    /// Time zone.
    pub zone: Option<chrono_tz::Tz>,
}

/// What input is checked against.
pub struct Checking<'a> {
    /// Reference data.
    pub catalogue: &'a Catalogue,
    /// Region of telephone numbers written without a country.
    pub region: &'a str,
    /// What was wrong.
    pub faults: &'a mut Faults,
}

impl Checking<'_> {
    /// Reads a line of text of a field.
    pub fn line(&mut self, field: &'static str, text: Option<&str>, most: usize) -> Option<String> {
        let line = self.faults.take(field, clean_line(text?, most))?;
        if line.is_empty() && field != "name_en" {
            self.faults.add(field, FaultCode::Required);
        }
        Some(line)
    }

    /// Notes every code of a list that is not known.
    pub fn codes(&mut self, field: &str, codes: &[String], code: FaultCode, is_known: impl Fn(&str) -> bool) {
        for (at, unknown) in codes.iter().enumerate().filter(|(_, it)| !is_known(it)) {
            self.faults.add_about(format!("{field}.{at}"), code, unknown.clone());
        }
    }

    /// Reads a telephone.
    pub fn phone(&mut self, text: Option<&str>) -> Option<String> {
        let phone = self.faults.take("phone", Phone::parse(text?, self.region))?;
        Some(phone.as_ref().to_owned())
    }

    /// Reads working hours with at least one open span.
    pub fn hours(&mut self, field: &'static str, text: Option<&str>) -> Option<WeekHours> {
        let hours = text?.parse::<WeekHours>().and_then(|hours| {
            let is_open = hours.days().iter().any(|day| !day.is_empty());
            is_open.then_some(hours).ok_or(FaultCode::HoursMalformed)
        });
        self.faults.take(field, hours)
    }

    /// Notes a number that is out of range.
    pub fn range(&mut self, field: &'static str, number: i32, range: std::ops::RangeInclusive<i32>) {
        if !range.contains(&number) {
            let about = format!("{}–{}", range.start(), range.end());
            self.faults.add_about(field, FaultCode::OutOfRange, about);
        }
    }

    /// Checks everything that was given of an agent; `stored` is its place so far.
    pub fn agent(&mut self, input: &AgentInput, stored: Option<(&str, &str)>) -> Values {
        let values = Values {
            lines: [
                self.line("code", input.code.as_deref(), CODE_CHARS),
                self.line("name_fa", input.name_fa.as_deref(), NAME_CHARS),
                self.line("name_en", input.name_en.as_deref(), NAME_CHARS),
                self.line("grade", input.grade.as_deref(), GRADE_CHARS),
            ],
            phone: self.phone(input.phone.as_deref()),
            email: self.email(input.email.as_deref()),
            place: self.place(input, stored),
            hours: self.hours("hours", input.hours.as_deref()),
            zone: input.zone.as_deref().and_then(|name| {
                self.faults.take("zone", name.parse::<chrono_tz::Tz>().map_err(|_| FaultCode::ZoneUnknown))
            }),
        };
        for (field, code) in input.location.map(Position::faults).unwrap_or_default() {
            self.faults.add(format!("location.{field}"), code);
        }
        if let Some(capacity) = input.capacity {
            self.range("capacity.open", capacity.open, 1..=MOST_JOBS);
            self.range("capacity.day", capacity.day, 1..=MOST_JOBS);
            self.range("capacity.minutes_day", capacity.minutes_day, 1..=MOST_MINUTES);
        }
        if let Some(percent) = input.commission_percent {
            self.range("commission_percent", percent, 0..=100);
        }
        self.terms(input);
        values
    }

    fn terms(&mut self, input: &AgentInput) {
        let catalogue = self.catalogue;
        let (is_brand, is_category) =
            (|code: &str| catalogue.has_brand(code), |code: &str| catalogue.category(code).is_some());
        self.codes("brands", input.brands.as_deref().unwrap_or_default(), FaultCode::BrandUnknown, is_brand);
        let categories = input.categories.as_deref().unwrap_or_default();
        self.codes("categories", categories, FaultCode::CategoryUnknown, is_category);
        for (at, pair) in input.authorizations.iter().flatten().enumerate() {
            if !is_brand(&pair.brand) {
                self.faults.add_about(
                    format!("authorizations.{at}.brand"),
                    FaultCode::BrandUnknown,
                    pair.brand.clone(),
                );
            }
            if !is_category(&pair.category) {
                let (field, about) = (format!("authorizations.{at}.category"), pair.category.clone());
                self.faults.add_about(field, FaultCode::CategoryUnknown, about);
            }
        }
        for (at, held) in input.equipment.iter().flatten().enumerate() {
            if !catalogue.has_equipment(&held.equipment) {
                let (field, about) = (format!("equipment.{at}.equipment"), held.equipment.clone());
                self.faults.add_about(field, FaultCode::EquipmentUnknown, about);
            }
            if !(1..=MOST_JOBS).contains(&held.pieces) {
                let field = format!("equipment.{at}.pieces");
                self.faults.add_about(field, FaultCode::OutOfRange, format!("1–{MOST_JOBS}"));
            }
        }
    }

    fn email(&mut self, text: Option<&str>) -> Option<String> {
        let text = self.faults.take("email", clean_line(text?, 254))?;
        if !text.is_empty() && !is_email(&text) {
            self.faults.add_about("email", FaultCode::Malformed, "name@example.com");
        }
        Some(text)
    }

    fn place(&mut self, input: &AgentInput, stored: Option<(&str, &str)>) -> Option<(String, String)> {
        if input.province.is_none() && input.city.is_none() {
            return None;
        }
        let province = input.province.as_deref().or(stored.map(|(province, _)| province)).unwrap_or_default();
        let Some(province) = self.catalogue.province(province) else {
            self.faults.add_about("province", FaultCode::ProvinceUnknown, province.to_owned());
            return None;
        };
        let city = input.city.as_deref().or(stored.map(|(_, city)| city)).unwrap_or_default();
        let Some(place) = self.catalogue.place(city, Some(province)) else {
            self.faults.add_about("city", FaultCode::PlaceUnknown, city.to_owned());
            return None;
        };
        Some((province.to_owned(), place.code.clone()))
    }
}
