//! The form that turns a complaint into a request: what a request needs, filled in as far as the complaint knows it.

use super::complaint::Given;
use super::complaint_act::Field;
use crate::app::intake::NewRequest;
use crate::app::intake::input::{NewAddress, NewContact, NewFault, NewItem, NewProduct};
use crate::app::{App, Error};
use crate::domain::customer::ContactRole;
use crate::domain::fault::{Fault, Faults};
use crate::domain::id::InstalledProductId;
use crate::domain::job::JobKind;
use crate::queries::complaints::ComplaintDetail;
use crate::queries::customers::Unit;
use crate::queries::requests::Site;
use crate::web::api::value;
use crate::web::view::View;
use crate::web::words::labelled;

/// Longest line of an address, characters.
const ADDRESS_CHARS: usize = 300;
/// Longest account of a fault, characters.
const FAULT_CHARS: usize = 4_000;
/// Longest short text, characters.
const SHORT_CHARS: usize = 120;

/// What is known of the request that the complaint may turn into.
pub(super) struct Known {
    /// The complainant's units.
    pub units: Vec<Unit>,
    /// The one that the complaint is about, if it is about a job.
    pub about: Option<InstalledProductId>,
    /// Where the case is, if the complaint is about one.
    pub site: Option<Site>,
}

/// Where the faults of a request stand in the form.
const PLACES: &[(&str, &str)] = &[
    ("contacts.", "phone"),
    ("address.city", "city"),
    ("address.province", "city"),
    ("address.", "address"),
    ("items.0.product.unit_id", "unit"),
    ("items.0.product.serial", "serial"),
    ("items.0.product", "category"),
    ("items.0.fault", "fault"),
    ("items.0.kind", "kind"),
];

/// The fields of the form.
pub(super) fn fields(app: &App, v: &View, detail: &ComplaintDetail, known: &Known) -> Vec<Field> {
    let catalogue = app.catalogue();
    let text = |name, label: &str, value: String, (longest, is_required)| Field {
        name,
        label: v.t(label),
        options: Vec::new(),
        value,
        is_required,
        longest,
    };
    let list = |name, label: &str, options: Vec<(String, String)>, (usual, is_required): (Option<String>, bool)| {
        let first = || options.first().map(|(code, _)| code.clone()).unwrap_or_default();
        let value = usual.filter(|usual| options.iter().any(|(code, _)| code == usual)).unwrap_or_else(first);
        Field { name, label: v.t(label), options, value, is_required, longest: 0 }
    };
    let about = known.units.iter().find(|unit| Some(unit.id) == known.about);
    // What else must be known of some kinds has no field here.
    let kinds = JobKind::ALL.iter().filter(|kind| !kind.needs_unit() && !kind.needs_destination());
    let kinds = kinds.map(|kind| (kind.to_string(), v.code("job-kind", kind.as_str())));
    let categories = catalogue.rows().categories.iter();
    let categories = categories.map(|it| (it.code.clone(), v.named(&it.name_en, &it.name_fa).to_owned()));
    let category = |code: &str| {
        let known = catalogue.category(code);
        known.map_or_else(|| code.to_owned(), |it| v.named(&it.name_en, &it.name_fa).to_owned())
    };
    let unit = |it: &Unit| {
        let name = labelled(category(&it.category), it.label.as_deref());
        (it.id.to_string(), it.serial.as_ref().map_or_else(|| name.clone(), |serial| format!("{name} · {serial}")))
    };
    let phone = detail.phone.as_deref().unwrap_or_default();
    let phone = phone.strip_prefix("+98").map_or_else(|| phone.to_owned(), |rest| format!("0{rest}"));
    let other = std::iter::once((String::new(), v.t("page-another-unit")));
    let (city, address) = known.site.as_ref().map(|site| told(app, v, site)).unwrap_or_default();
    vec![
        text("phone", "field-phone", phone, (SHORT_CHARS, true)),
        text("city", "field-city", city, (SHORT_CHARS, true)),
        text("address", "field-address", address, (ADDRESS_CHARS, false)),
        list("kind", "field-kind", kinds.collect(), (None, true)),
        list(
            "unit",
            "field-unit",
            other.chain(known.units.iter().map(unit)).collect(),
            (about.map(|it| it.id.to_string()), false),
        ),
        list("category", "field-category", categories.collect(), (about.map(|it| it.category.clone()), true)),
        text("serial", "field-serial", String::new(), (SHORT_CHARS, false)),
        text("fault", "field-fault", detail.description.clone(), (FAULT_CHARS, false)),
        text("note", "page-note-of-step", String::new(), (FAULT_CHARS, false)),
    ]
}

/// The city with its province, so that no other one is meant, and the line below it.
fn told(app: &App, v: &View, site: &Site) -> (String, String) {
    let catalogue = app.catalogue();
    let province = catalogue.rows().provinces.iter().find(|it| it.code == site.province);
    let province = province.map(|it| v.named(&it.name_en, &it.name_fa).to_owned()).unwrap_or_default();
    let city = catalogue.place(&site.city, Some(&site.province));
    let city = city.map_or_else(|| site.city.clone(), |it| v.named(&it.name_en, &it.name_fa).to_owned());
    let line = site.said().join(&v.t("page-comma"));
    (format!("{city}{}{province}", v.t("page-comma")), line)
}

/// The request that the form asks for.
pub(super) fn request(given: &Given, detail: &ComplaintDetail) -> Result<NewRequest, Error> {
    let mut faults = Faults::default();
    let said = |name: &str| given.of(name).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let kind = value("kind", given.of("kind"), &mut faults).unwrap_or(JobKind::Repair);
    let unit_id = value("unit", given.of("unit"), &mut faults);
    let product = NewProduct {
        unit_id,
        // A unit that is known says its category itself.
        category: said("category").filter(|_| unit_id.is_none()),
        serial: said("serial"),
        ..NewProduct::default()
    };
    let contact = NewContact {
        role: ContactRole::Caller,
        phone: said("phone").unwrap_or_default(),
        name: Some(detail.customer_name.clone()),
        kind: None,
        can_sms: None,
        email: detail.email.clone(),
    };
    let fault = said("fault").map(|words| NewFault { code: None, description: Some(words) });
    let city = said("city").unwrap_or_default();
    let request = NewRequest {
        channel: detail.channel,
        contacts: vec![contact],
        customer_id: Some(detail.customer_id),
        customer_kind: None,
        address: NewAddress { city, text: said("address"), ..NewAddress::default() },
        items: vec![NewItem { kind, product, fault, destination: None, repeat_of: None, fixed_by_phone: None }],
        priority: None,
        priority_reason: None,
        window: None,
        slot_hold_id: None,
        language: None,
        note: None,
    };
    Ok(faults.or(request)?)
}

/// The refusal with its faults where the form has their fields.
pub(super) fn placed(error: Error) -> Error {
    let Error::Invalid(faults) = error else { return error };
    let place = |fault: Fault| {
        let found = PLACES.iter().find(|(path, _)| fault.field.starts_with(path));
        Fault { field: found.map_or(fault.field.clone(), |(_, name)| (*name).into()), ..fault }
    };
    Error::Invalid(Faults(faults.0.into_iter().map(place).collect()))
}
