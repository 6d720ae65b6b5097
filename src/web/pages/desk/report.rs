//! From the form to the report that intake takes, and from its faults back to the fields of the form.

use chrono::{DateTime, FixedOffset};

use super::pin::pin_of;
use super::typed::{Typed, of_item};
use crate::app::App;
use crate::app::first_aid::article_of;
use crate::app::intake::NewRequest;
use crate::app::intake::input::{NewAddress, NewContact, NewFault, NewItem, NewProduct, NewWindow};
use crate::app::phone_fix::NewPhoneFix;
use crate::domain::customer::{Channel, ContactRole};
use crate::domain::fault::{Fault, FaultCode, Faults};
use crate::domain::id::{CustomerId, SlotHoldId};
use crate::domain::job::{JobKind, Priority};
use crate::domain::language::Language;
use crate::i18n::{Arg, say};
use crate::web::api::{day, value};

/// The report that the form says so far; values without a meaning stand among the faults, by the names of the form.
pub(super) fn report_of(
    (app, language): (&App, Language),
    typed: &Typed,
    customer: Option<CustomerId>,
    faults: &mut Faults,
) -> NewRequest {
    let priority: Option<Priority> = value("priority", Some(typed.of("priority")), faults);
    let is_ordinary = priority.unwrap_or_default() == Priority::Normal;
    if !is_ordinary && typed.of("priority_reason").is_empty() {
        faults.add("priority_reason", FaultCode::Required);
    }
    NewRequest {
        channel: value("channel", Some(typed.of("channel")), faults).unwrap_or(Channel::Phone),
        contacts: people_of(typed),
        customer_id: customer,
        customer_kind: None,
        address: NewAddress { location: pin_of((app, language), typed, faults), ..address_of(typed) },
        items: (0..typed.items()).map(|at| item_of((app, language), typed, at, faults)).collect(),
        priority,
        // Ordinary work has no reason, whatever was chosen before.
        priority_reason: typed.given("priority_reason").filter(|_| !is_ordinary),
        window: None,
        slot_hold_id: None,
        language: value("language", Some(typed.of("language")), faults),
        note: typed.given("note"),
    }
}

/// Who calls, and for whom if somebody else has the unit.
fn people_of(typed: &Typed) -> Vec<NewContact> {
    let person = |role, phone: String, name| NewContact { role, phone, name, kind: None, can_sms: None, email: None };
    let caller = person(ContactRole::Caller, typed.of("phone").to_owned(), typed.given("name"));
    let caller = NewContact { email: typed.given("email"), ..caller };
    let owner = typed.given("owner_phone").map(|phone| person(ContactRole::Owner, phone, typed.given("owner_name")));
    std::iter::once(caller).chain(owner).collect()
}

fn address_of(typed: &Typed) -> NewAddress {
    NewAddress {
        city: typed.of("city").to_owned(),
        neighbourhood: typed.given("neighbourhood"),
        street: typed.given("street"),
        alley: typed.given("alley"),
        number: typed.given("plaque"),
        floor: typed.given("floor"),
        unit: typed.given("flat"),
        postal_code: typed.given("postal_code"),
        landmark: typed.given("landmark"),
        ..NewAddress::default()
    }
}

fn item_of((app, language): (&App, Language), typed: &Typed, at: usize, faults: &mut Faults) -> NewItem {
    let name = |field: &str| of_item(at, field);
    let given = |field: &str| typed.given(&name(field));
    let product = typed.of(&name("product"));
    let (sort, code) = product.split_once(':').unwrap_or(("", ""));
    let named = |wanted: &str| (sort == wanted).then(|| code.to_owned());
    let (code, description) = (given("fault"), given("description"));
    let has_fault = code.is_some() || description.is_some();
    NewItem {
        kind: value(name("kind"), Some(typed.of(&name("kind"))), faults).unwrap_or(JobKind::Repair),
        product: NewProduct {
            unit_id: value(name("product"), named("unit").as_deref(), faults),
            label: given("label"),
            serial: given("serial"),
            model_code: named("model"),
            category: named("category"),
            purchased_on: day(name("purchased_on"), Some(typed.of(&name("purchased_on"))), faults),
            seller: given("seller"),
            proof: value(name("proof"), Some(typed.of(&name("proof"))), faults),
            ..NewProduct::default()
        },
        fault: has_fault.then_some(NewFault { code, description }),
        destination: given("destination"),
        repeat_of: None,
        fixed_by_phone: fixed_of((app, language), typed, at),
    }
}

/// How words settled it: the steps of first aid, in which case they are named as what helped, or what the operator wrote.
fn fixed_of((app, language): (&App, Language), typed: &Typed, at: usize) -> Option<NewPhoneFix> {
    let note = typed.given(&of_item(at, "fixed"));
    let catalogue = app.catalogue();
    let code = typed.of(&of_item(at, "fault"));
    // The tick names its fault, so that one for another fault, chosen before, says nothing.
    let is_solved = !code.is_empty() && typed.of(&of_item(at, "solved")) == code;
    let Some(fault) = catalogue.fault(code).filter(|_| is_solved) else {
        return note.map(|note| NewPhoneFix { note, article: None });
    };
    let name = if language == Language::En { &fault.name_en } else { &fault.name_fa };
    let usual = || say(language, "page-first-aid-helped", &[("fault", Arg::text(name.as_str()))]);
    Some(NewPhoneFix { note: note.unwrap_or_else(usual), article: Some(article_of(code)) })
}

/// The window that was chosen: both ends with a bar between them.
pub(super) fn window_of(slot: &str) -> Option<NewWindow> {
    let (from, to) = slot.split_once('|')?;
    let at = |text: &str| text.parse::<DateTime<FixedOffset>>().ok();
    Some(NewWindow { from: at(from)?, to: at(to)? })
}

/// The hold that a form has brought back, if it is one of the window that is chosen.
pub(super) fn hold_of(typed: &Typed) -> Option<SlotHoldId> {
    let (hold, slot) = typed.of("hold").split_once('@')?;
    if slot == typed.of("slot") { hold.parse().ok() } else { None }
}

/// Faults by the fields of the form, each once.
pub(super) fn by_form(faults: Faults) -> Faults {
    let mut renamed = Faults::default();
    for fault in faults.0 {
        let fault = Fault { field: form_field(&fault.field).into(), ..fault };
        if !renamed.0.contains(&fault) {
            renamed.0.push(fault);
        }
    }
    renamed
}

fn form_field(field: &str) -> String {
    if let Some((at, part)) = field.strip_prefix("items.").and_then(|rest| rest.split_once('.')) {
        let own = match part {
            "product" | "product.unit_id" | "product.model_code" | "product.category" | "product.brand" => "product",
            "fault" | "fault.code" => "fault",
            "fault.description" => "description",
            _ if part.starts_with("fixed_by_phone") => "fixed",
            _ => part.strip_prefix("product.").unwrap_or(part),
        };
        return format!("items.{at}.{own}");
    }
    let own = match field {
        "contacts" | "contacts.0.phone" => "phone",
        "contacts.0.name" => "name",
        "contacts.0.email" => "email",
        "contacts.1.phone" => "owner_phone",
        "contacts.1.name" => "owner_name",
        "customer_id" => "customer",
        _ if field.starts_with("address.location") => "pin",
        // Two towns of one name: the list of towns names the province too.
        "address.province" => "city",
        "address.number" => "plaque",
        "address.unit" => "flat",
        "slot_hold_id" | "window" | "window.from" | "window.to" => "slot",
        _ => field.strip_prefix("address.").unwrap_or(field),
    };
    own.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_stand_at_the_fields_of_the_form() {
        let cases = [
            ("contacts.0.phone", "phone"),
            ("contacts.1.name", "owner_name"),
            ("address.province", "city"),
            ("address.unit", "flat"),
            ("address.location.lat", "pin"),
            ("address.postal_code", "postal_code"),
            ("items.2.product.serial", "items.2.serial"),
            ("items.0.product", "items.0.product"),
            ("items.0.product.brand", "items.0.product"),
            ("items.1.fault", "items.1.fault"),
            ("items.1.fault.description", "items.1.description"),
            ("items.1.fixed_by_phone.note", "items.1.fixed"),
            ("slot_hold_id", "slot"),
            ("priority_reason", "priority_reason"),
        ];
        for (field, own) in cases {
            assert_eq!(form_field(field), own);
        }
    }

    #[test]
    fn a_window_has_two_ends() {
        assert!(window_of("2026-11-23T05:30:00+00:00|2026-11-23T07:30:00+00:00").is_some());
        assert!(window_of("2026-11-23T05:30:00+00:00").is_none() && window_of("a|b").is_none());
    }
}
