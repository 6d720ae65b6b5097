//! Checks one unit of a report: what its serial, its model and its category say together, and what is wrong with it.

use chrono::NaiveDate;

use super::check::{Item, NOTE_CHARS};
use super::input::{NewFault, NewItem, NewProduct};
use crate::app::Catalogue;
use crate::app::catalogue::serial_key;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::text::{clean_line, clean_text};
use crate::domain::warranty::{ProofKind, UnitFacts, UnitFlag, date_faults};
use crate::store::catalogue::ProductModel;

/// Characters of a serial.
pub const SERIAL_CHARS: usize = 60;
/// Characters of a place, and of a seller.
const LINE_CHARS: usize = 300;
/// Characters of what a customer calls a unit.
pub const LABEL_CHARS: usize = 60;

/// Collects the faults of one item under its path.
pub struct ItemCheck<'a> {
    catalogue: &'a Catalogue,
    faults: &'a mut Faults,
    at: String,
    today: NaiveDate,
}

/// The models that a product can be, by its code or by the form of its serial.
struct Models<'a> {
    named: Option<&'a ProductModel>,
    of_serial: Vec<&'a ProductModel>,
}

impl Models<'_> {
    /// The one model that it must be.
    fn only(&self) -> Option<&ProductModel> {
        self.named.or(if let [only] = self.of_serial.as_slice() { Some(*only) } else { None })
    }

    /// What all the models share of a field.
    fn shared(&self, field: impl Fn(&ProductModel) -> &String) -> Option<String> {
        let first = field(self.only().or_else(|| self.of_serial.first().copied())?);
        let same = self.only().is_some() || self.of_serial.iter().all(|model| field(model) == first);
        same.then(|| first.clone())
    }
}

impl<'a> ItemCheck<'a> {
    /// Of the item at a place of the list, on a local day.
    pub fn new(catalogue: &'a Catalogue, faults: &'a mut Faults, at: usize, today: NaiveDate) -> Self {
        Self { catalogue, faults, at: format!("items.{at}"), today }
    }

    fn fault(&mut self, field: &str, code: FaultCode, about: impl Into<String>) {
        self.faults.add_about(format!("{}.{field}", self.at), code, about.into());
    }

    /// The item, unless its product is not known well enough; other faults are noted all the same.
    #[must_use]
    pub fn item(mut self, input: &NewItem) -> Option<Item> {
        let unit = self.unit(&input.product);
        let label = input.product.label.as_deref().and_then(|label| {
            let label = clean_line(label, LABEL_CHARS);
            self.faults.take(format!("{}.product.label", self.at), label)
        });
        let label = label.filter(|label| !label.is_empty());
        let note = self.note(input.fault.as_ref());
        let code = input.fault.as_ref().and_then(|fault| fault.code.clone());
        if input.kind.needs_fault() && code.is_none() && note.is_none() {
            self.fault("fault", FaultCode::FaultRequired, "");
        }
        if let Some(code) = &code {
            self.known(code, unit.as_ref());
        }
        self.for_kind(input);
        let destination = self.line("destination", input.destination.as_deref());
        let seller = self.line("product.seller", input.product.seller.as_deref());
        let fixed_by_phone = input.fixed_by_phone.as_ref().and_then(|told| {
            let fixed = told.check(&format!("{}.fixed_by_phone.", self.at), self.faults);
            if !input.kind.is_settled_by_phone() {
                self.fault("fixed_by_phone", FaultCode::NotAllowed, input.kind.as_str());
            }
            fixed
        });
        Some(Item {
            kind: input.kind,
            unit: unit?,
            unit_id: input.product.unit_id,
            label,
            proof: input.product.proof,
            fault: code,
            fault_note: note,
            seller,
            destination,
            repeat_of: input.repeat_of,
            fixed_by_phone,
        })
    }

    /// What a kind of work must know besides the unit: an installation which unit it is and since when or from whom, work that
    /// moves a unit where to.
    fn for_kind(&mut self, input: &NewItem) {
        let product = &input.product;
        let says = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
        if input.kind.needs_unit() {
            if !says(&product.serial) && !says(&product.model_code) {
                self.fault("product.serial", FaultCode::Required, "");
            }
            if product.purchased_on.is_none() && !says(&product.seller) && product.dealer_stock != Some(true) {
                self.fault("product.purchased_on", FaultCode::Required, "");
            }
        }
        if input.kind.needs_destination() && !says(&input.destination) {
            self.fault("destination", FaultCode::Required, "");
        }
        if !input.kind.needs_destination() && says(&input.destination) {
            self.fault("destination", FaultCode::NotAllowed, input.kind.as_str());
        }
    }

    fn line(&mut self, field: &str, typed: Option<&str>) -> Option<String> {
        match clean_line(typed?, LINE_CHARS) {
            Ok(line) => (!line.is_empty()).then_some(line),
            Err(code) => {
                self.fault(field, code, LINE_CHARS.to_string());
                None
            }
        }
    }

    /// Notes a fault code that is not one of the unit's category.
    pub fn known(&mut self, code: &str, unit: Option<&UnitFacts>) {
        match (self.catalogue.fault(code), unit) {
            (None, _) => self.fault("fault.code", FaultCode::FaultUnknown, code),
            (Some(fault), Some(unit)) if fault.category != unit.category => {
                self.fault("fault.code", FaultCode::FaultOfOtherCategory, fault.category.clone());
            }
            _ => (),
        }
    }

    fn note(&mut self, fault: Option<&NewFault>) -> Option<String> {
        let words = clean_text(fault?.description.as_deref()?, NOTE_CHARS);
        let words = self.faults.take(format!("{}.fault.description", self.at), words)?;
        (!words.is_empty()).then_some(words)
    }

    /// What the serial, the model and the category say together; a contradiction is a fault.
    pub fn unit(&mut self, product: &NewProduct) -> Option<UnitFacts> {
        let serial = product.serial.as_deref().map(serial_key).filter(|serial| !serial.is_empty());
        if serial.as_ref().is_some_and(|serial| serial.chars().count() > SERIAL_CHARS) {
            self.fault("product.serial", FaultCode::TooLong, SERIAL_CHARS.to_string());
        }
        self.dates(product);
        let models = self.models(product, serial.as_deref())?;
        let brand = product.brand.clone().or_else(|| models.shared(|model| &model.brand));
        let category = product.category.clone().or_else(|| models.shared(|model| &model.category));
        let Some(category) = category else {
            // A unit that is known has brought its category.
            if let Some(id) = product.unit_id {
                self.fault("product.unit_id", FaultCode::UnitUnknown, id.to_string());
                return None;
            }
            let code = if serial.is_some() { FaultCode::SerialMalformed } else { FaultCode::ProductRequired };
            self.fault("product", code, serial.unwrap_or_default());
            return None;
        };
        self.agree(&models, brand.as_ref(), &category);
        let serial_fits = match (&serial, models.named) {
            (Some(serial), Some(model)) => self.catalogue.serial_fits(model, serial),
            (Some(_), None) => Some(!models.of_serial.is_empty()),
            (None, _) => None,
        };
        let model = models.only().map(|model| model.code.clone());
        let mut flags = Vec::new();
        if product.proof == Some(ProofKind::ThirdPartyCard) {
            flags.push(UnitFlag::ThirdPartyCard);
        }
        if product.dealer_stock == Some(true) {
            flags.push(UnitFlag::DealerStock);
        }
        if product.commercial_use == Some(true) {
            flags.push(UnitFlag::CommercialUse);
        }
        Some(UnitFacts {
            purchased_on: product.purchased_on,
            installed_on: product.installed_on,
            manufactured_on: product.manufactured_on,
            proof_seen: product.proof.is_some_and(ProofKind::proves),
            ..UnitFacts { brand, category, model, serial, serial_fits, flags, ..UnitFacts::default() }
        })
    }

    /// A unit is made, sold and set up in this order, and not after today.
    fn dates(&mut self, product: &NewProduct) {
        for (field, code, about) in
            date_faults(product.manufactured_on, product.purchased_on, product.installed_on, self.today)
        {
            self.fault(&format!("product.{field}"), code, about);
        }
    }

    fn models(&mut self, product: &NewProduct, serial: Option<&str>) -> Option<Models<'a>> {
        let catalogue = self.catalogue;
        let named = product.model_code.as_ref().map(|code| (code, catalogue.model(code)));
        if let Some((code, None)) = named {
            self.fault("product.model_code", FaultCode::ModelUnknown, code.clone());
            return None;
        }
        let of_serial = serial.map(|serial| catalogue.models_of_serial(serial)).unwrap_or_default();
        Some(Models { named: named.and_then(|(_, model)| model), of_serial })
    }

    /// Notes a brand or category that is unknown or not the model's.
    fn agree(&mut self, models: &Models<'_>, brand: Option<&String>, category: &String) {
        if let Some(brand) = brand.filter(|brand| !self.catalogue.has_brand(brand)) {
            self.fault("product.brand", FaultCode::BrandUnknown, brand.clone());
        }
        if self.catalogue.category(category).is_none() {
            self.fault("product.category", FaultCode::CategoryUnknown, category.clone());
        }
        let Some(model) = models.named else { return };
        if model.category != *category {
            self.fault("product.category", FaultCode::NotAllowed, model.category.clone());
        }
        if brand != Some(&model.brand) {
            self.fault("product.brand", FaultCode::NotAllowed, model.brand.clone());
        }
    }
}
