//! What is said of a unit or of money that was given: checked whole, against the case and against what is known of the unit.

use chrono::NaiveDate;

use crate::app::Catalogue;
use crate::app::case::Case;
use crate::domain::exchange::{OldUnit, Remedy};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::money::Money;
use crate::domain::payment::PaymentMethod;
use crate::domain::text::{clean_line, serial_key};
use crate::domain::time::Instant;
use crate::store::catalogue::ProductModel;
use crate::store::customers::list_products_by_serial;
use crate::store::exchanges::ExchangeCase;
use crate::store::{Conn, StoreError};

const SERIAL_CHARS: usize = 60;
const NAME_CHARS: usize = 120;

/// The other unit, or the money, and what became of the unit that the customer had.
#[derive(Debug, Clone, Default)]
pub struct Fulfilment {
    /// Serial of the other unit.
    pub new_serial: Option<String>,
    /// Code of its model; the model of the old one when nothing is said.
    pub new_model: Option<String>,
    /// What became of the old unit.
    pub old_unit: Option<OldUnit>,
    /// Serial of the old unit; the one that is known when nothing is said.
    pub old_serial: Option<String>,
    /// Who fetched the old unit.
    pub collected_by: Option<String>,
    /// The money that was given back.
    pub amount: Option<Money>,
    /// How it was paid.
    pub method: Option<PaymentMethod>,
    /// The number that proves the payment.
    pub trace: Option<String>,
    /// The day on which it was paid.
    pub paid_on: Option<NaiveDate>,
}

/// The other unit.
pub(super) struct OtherUnit {
    pub serial: String,
    pub model: Option<String>,
    pub brand: Option<String>,
}

/// The money that was given back.
pub(super) struct PaidBack {
    pub amount: i64,
    pub method: PaymentMethod,
    pub trace: Option<String>,
    pub on: NaiveDate,
}

/// What became of the unit that the customer had.
pub(super) struct Left {
    pub unit: OldUnit,
    pub serial: Option<String>,
    pub by: Option<String>,
}

/// What the unit or the money is held against.
pub(super) struct Against<'a> {
    pub catalogue: &'a Catalogue,
    pub case: &'a Case,
    pub row: &'a ExchangeCase,
    pub now: Instant,
    /// A workshop has the old unit.
    pub is_kept: bool,
}

impl<'a> Against<'a> {
    /// The other unit, of an exchange.
    pub(super) fn other_unit(
        &self,
        conn: &mut Conn,
        said: &Fulfilment,
        faults: &mut Faults,
    ) -> Result<Option<OtherUnit>, StoreError> {
        if self.row.remedy.0 == Remedy::Refund {
            let given = [("new_serial", said.new_serial.is_some()), ("new_model", said.new_model.is_some())];
            refuse(&given, Remedy::Exchange, faults);
            return Ok(None);
        }
        let model = self.model(said.new_model.as_deref(), faults);
        let typed = said.new_serial.as_deref().unwrap_or_default();
        let Some(line) = faults.take("new_serial", clean_line(typed, SERIAL_CHARS)) else { return Ok(None) };
        let serial = serial_key(&line);
        if serial.is_empty() {
            faults.add("new_serial", FaultCode::Required);
            return Ok(None);
        }
        if model.is_some_and(|model| self.catalogue.serial_fits(model, &serial) == Some(false)) {
            faults.add_about("new_serial", FaultCode::SerialMalformed, serial.clone());
        }
        // A unit that somebody has is none that can be given.
        if !list_products_by_serial(conn, &serial)?.is_empty() {
            faults.add_about("new_serial", FaultCode::Duplicate, serial.clone());
        }
        let brand = model.map(|model| model.brand.clone()).or_else(|| self.case.unit.brand.clone());
        let model = model.map(|model| model.code.clone()).or_else(|| self.case.unit.model.clone());
        Ok(Some(OtherUnit { serial, model, brand }))
    }

    /// The model that is named, else that of the old unit, if the catalogue knows it.
    fn model(&self, named: Option<&str>, faults: &mut Faults) -> Option<&'a ProductModel> {
        let Some(named) = named.map(str::trim).filter(|code| !code.is_empty()) else {
            return self.case.unit.model.as_deref().and_then(|code| self.catalogue.model(code));
        };
        let model = self.catalogue.model(named);
        match model {
            None => faults.add_about("new_model", FaultCode::ModelUnknown, named.to_owned()),
            Some(model) if model.category != self.case.unit.category => {
                faults.add_about("new_model", FaultCode::NotAllowed, self.case.unit.category.clone());
            }
            Some(_) => (),
        }
        model
    }

    /// The money, of a refund.
    pub(super) fn paid_back(&self, said: &Fulfilment, faults: &mut Faults) -> Option<PaidBack> {
        let Some(approved) = self.row.amount.filter(|_| self.row.remedy.0 == Remedy::Refund) else {
            let given = [
                ("amount", said.amount.is_some()),
                ("method", said.method.is_some()),
                ("trace", said.trace.is_some()),
                ("paid_on", said.paid_on.is_some()),
            ];
            refuse(&given, Remedy::Refund, faults);
            return None;
        };
        match said.amount {
            None => faults.add("amount", FaultCode::Required),
            Some(amount) if amount != Money::rials(approved) => {
                faults.add_about("amount", FaultCode::NotAllowed, approved.to_string());
            }
            Some(_) => (),
        }
        let trace = check_trace(said, faults);
        let day = |at| self.catalogue.calendar().local_date(at);
        let approved_on = self.row.approved_at.map(|at| day(at.0));
        match said.paid_on {
            None => faults.add("paid_on", FaultCode::Required),
            Some(on) if on > day(self.now) => {
                faults.add_about("paid_on", FaultCode::DateInFuture, day(self.now).to_string());
            }
            Some(on) if approved_on.is_some_and(|first| on < first) => faults.add("paid_on", FaultCode::DateOrder),
            Some(_) => (),
        }
        Some(PaidBack { amount: approved, method: said.method?, trace, on: said.paid_on? })
    }

    /// What became of the old unit. One that a workshop has is with the organisation already, and stays there.
    pub(super) fn left(&self, said: &Fulfilment, faults: &mut Faults) -> Option<Left> {
        let unit = match (said.old_unit, self.is_kept) {
            (None, true) => OldUnit::Collected,
            (None, false) => {
                let codes: Vec<&str> = OldUnit::ALL.iter().map(|it| it.as_str()).collect();
                faults.add_about("old_unit", FaultCode::Required, codes.join(", "));
                return None;
            }
            (Some(OldUnit::LeftWithCustomer), true) => {
                faults.add_about("old_unit", FaultCode::NotAllowed, OldUnit::Collected.as_str());
                return None;
            }
            (Some(unit), _) => unit,
        };
        let by =
            said.collected_by.as_deref().and_then(|name| faults.take("collected_by", clean_line(name, NAME_CHARS)));
        let by = by.filter(|name| !name.is_empty());
        match (unit, &by) {
            (OldUnit::Collected, None) if !self.is_kept => faults.add("collected_by", FaultCode::Required),
            (OldUnit::LeftWithCustomer, Some(_)) => {
                faults.add_about("collected_by", FaultCode::NotAllowed, OldUnit::Collected.as_str());
            }
            _ => (),
        }
        Some(Left { unit, serial: self.old_serial(said, faults), by })
    }

    fn old_serial(&self, said: &Fulfilment, faults: &mut Faults) -> Option<String> {
        let known = self.case.unit.serial_key.clone();
        let typed = said.old_serial.as_deref().unwrap_or_default();
        let typed = serial_key(&faults.take("old_serial", clean_line(typed, SERIAL_CHARS))?);
        match (known, typed.is_empty()) {
            (None, true) => {
                faults.add("old_serial", FaultCode::Required);
                None
            }
            (None, false) => Some(typed),
            (Some(known), false) if known != typed => {
                faults.add_about("old_serial", FaultCode::NotAllowed, known);
                None
            }
            (known, _) => known,
        }
    }
}

/// The number that proves the payment, as its method asks for one.
fn check_trace(said: &Fulfilment, faults: &mut Faults) -> Option<String> {
    let Some(method) = said.method else {
        let codes: Vec<&str> = PaymentMethod::ALL.iter().map(|it| it.as_str()).collect();
        faults.add_about("method", FaultCode::Required, codes.join(", "));
        return None;
    };
    match method.check_trace(said.trace.as_deref()) {
        Ok(trace) => trace,
        Err(code) => {
            let digits = method.trace_digits().map(|(least, most)| format!("{least}–{most}"));
            faults.add_about("trace", code, digits.unwrap_or_default());
            None
        }
    }
}

/// What belongs to the other remedy is not for this one.
fn refuse(given: &[(&'static str, bool)], remedy: Remedy, faults: &mut Faults) {
    for (field, _) in given.iter().filter(|(_, is_given)| *is_given) {
        faults.add_about(*field, FaultCode::NotAllowed, remedy.as_str());
    }
}
