//! The fields of the intake form as they were typed.

use std::collections::BTreeMap;

use crate::app::Error;
use crate::domain::fault::{FaultCode, Faults};
use crate::security::fingerprint;

/// Fields of the whole form; those from `key` on say how it is sent, not what is reported.
const FIELDS: &[&str] = &[
    "channel",
    "phone",
    "name",
    "email",
    "owner_phone",
    "owner_name",
    "customer",
    "city",
    "neighbourhood",
    "street",
    "alley",
    "plaque",
    "floor",
    "flat",
    "postal_code",
    "landmark",
    "pin",
    "spot",
    "language",
    "priority",
    "priority_reason",
    "slot",
    "told",
    "note",
    "items",
    "seen",
    "known_as",
    "key",
    "hold",
    "look",
    "job",
];
/// Fields of one unit.
const ITEM_FIELDS: &[&str] = &[
    "kind",
    "product",
    "serial",
    "purchased_on",
    "proof",
    "label",
    "seller",
    "fault",
    "description",
    "destination",
    "fixed",
    "solved",
];
/// Fields that say nothing of the report.
const UNSAID: &[&str] = &["key", "hold", "look", "seen", "known_as", "job", "spot"];
/// Units of one form.
const MOST_ITEMS: usize = 8;

/// Parts of the address, in the order of the form.
pub(super) const ADDRESS: [&str; 9] =
    ["city", "neighbourhood", "street", "alley", "plaque", "floor", "flat", "postal_code", "landmark"];

/// What stands in the form.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed(BTreeMap<String, String>);

impl Typed {
    /// The fields of a form that was sent.
    ///
    /// # Errors
    /// Fields that the form does not have, or has twice.
    pub fn read(pairs: Vec<(String, String)>) -> Result<Self, Error> {
        let (mut typed, mut faults) = (Self::default(), Faults::default());
        for (name, value) in pairs {
            if !is_field(&name) {
                faults.add(name, FaultCode::UnknownField);
            } else if typed.0.insert(name.clone(), value).is_some() {
                faults.add(name, FaultCode::Duplicate);
            }
        }
        Ok(faults.or(typed)?)
    }

    /// What stands in a field; empty for nothing.
    pub fn of(&self, name: &str) -> &str {
        self.0.get(name).map_or("", |value| value.trim())
    }

    /// What stands in a field, if something does.
    pub fn given(&self, name: &str) -> Option<String> {
        Some(self.of(name)).filter(|value| !value.is_empty()).map(str::to_owned)
    }

    /// Writes into a field.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.insert(name.to_owned(), value.into());
    }

    /// How many units the form has, at least one.
    pub fn items(&self) -> usize {
        self.of("items").parse().unwrap_or(1).clamp(1, MOST_ITEMS)
    }

    /// Makes room for one more unit.
    pub fn add_item(&mut self) {
        self.set("items", (self.items() + 1).min(MOST_ITEMS).to_string());
    }

    /// Forgets which units of a customer were chosen: whose they are is not known here.
    pub fn forget_units(&mut self) {
        for at in 0..self.items() {
            let product = of_item(at, "product");
            if self.of(&product).starts_with("unit:") {
                self.set(&product, "");
            }
        }
    }

    /// Whether no part of an address is typed.
    pub fn has_no_address(&self) -> bool {
        ADDRESS.iter().all(|part| self.of(part).is_empty())
    }

    /// What a repeat must have in common: SHA-256 as hexadecimal digits.
    pub fn hash(&self) -> String {
        let said = self.0.iter().filter(|(name, value)| !UNSAID.contains(&name.as_str()) && !value.is_empty());
        let pairs = form_urlencoded::Serializer::new(String::new()).extend_pairs(said).finish();
        fingerprint(pairs)
    }
}

/// The name of a field of the unit at a place of the list.
pub(super) fn of_item(at: usize, field: &str) -> String {
    format!("items.{at}.{field}")
}

fn is_field(name: &str) -> bool {
    let of_item = || {
        let (at, field) = name.strip_prefix("items.")?.split_once('.')?;
        Some(at.parse::<usize>().is_ok_and(|at| at < MOST_ITEMS) && ITEM_FIELDS.contains(&field))
    };
    FIELDS.contains(&name) || of_item() == Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> Result<Typed, Error> {
        Typed::read(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn only_the_fields_of_the_form_are_taken_and_each_once() {
        assert!(typed(&[("phone", "1"), ("items.7.serial", "2")]).is_ok());
        for wrong in ["x", "items.8.serial", "items.0.x", "items.x.serial", "items.", "items.0"] {
            assert!(typed(&[(wrong, "")]).is_err(), "{wrong}");
        }
        assert!(typed(&[("phone", "1"), ("phone", "1")]).is_err());
    }

    #[test]
    fn a_repeat_is_the_same_report_however_it_is_sent() {
        let hash = |pairs: &[(&str, &str)]| typed(pairs).unwrap().hash();
        let first = hash(&[("phone", "1"), ("key", "a"), ("seen", ""), ("name", "")]);
        assert_eq!(first, hash(&[("name", ""), ("phone", "1"), ("key", "a"), ("seen", "x"), ("hold", "y")]));
        assert_ne!(first, hash(&[("phone", "2"), ("key", "a")]));
    }

    #[test]
    fn a_form_has_one_unit_and_room_for_a_few() {
        let mut form = typed(&[]).unwrap();
        assert_eq!(form.items(), 1);
        for _ in 0..20 {
            form.add_item();
        }
        assert_eq!(form.items(), MOST_ITEMS);
        assert_eq!(typed(&[("items", "-3")]).unwrap().items(), 1);
    }
}
