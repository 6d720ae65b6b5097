//! A fault report by web form, from people without an account.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use super::choices::address;
use super::help::{count, shown};
use crate::app::clock::mint;
use crate::app::idempotent::Key;
use crate::app::intake::check::check;
use crate::app::intake::input::{NewAddress, NewContact, NewFault, NewItem, NewProduct};
use crate::app::intake::{NewRequest, register_request};
use crate::app::{Actor, App, Error};
use crate::domain::customer::{Channel, ContactRole};
use crate::domain::fault::{Fault, FaultCode, Faults};
use crate::domain::id::RequestId;
use crate::domain::job::JobKind;
use crate::domain::language::Language;
use crate::domain::reference::Reference;
use crate::security::fingerprint;
use crate::web::error::{Answer, status};
use crate::web::first_aid::{FirstAidStep, steps_of_category};
use crate::web::frame::Frame;
use crate::web::view::{Troubles, View, page, see};
use crate::web::{Form, Query};

/// What the form says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Told {
    name: String,
    phone: String,
    category: String,
    description: String,
    city: String,
    address: String,
    /// No person sees this field: what fills it is a program.
    website: String,
    /// Makes of a form that is sent twice one request.
    key: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Taken {
    reference: Option<String>,
    /// The kind of appliance that was reported.
    category: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/help_request.html")]
struct RequestPage {
    v: View,
    troubles: Troubles,
    told: Told,
    categories: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "pages/help_taken.html")]
struct TakenPage {
    v: View,
    reference: Option<String>,
    /// Faults of the kind of appliance, with what can be done at once.
    aid: Vec<(String, Vec<FirstAidStep>)>,
}

fn form(app: &App, v: View, (troubles, told): (Troubles, Told)) -> RequestPage {
    let catalogue = app.catalogue();
    let name = |code: &str, en: &str, fa: &str| (code.to_owned(), v.named(en, fa).to_owned());
    let categories = catalogue.rows().categories.iter().map(|it| name(&it.code, &it.name_en, &it.name_fa)).collect();
    RequestPage { v, troubles, told, categories }
}

pub(super) async fn show(app: web::Data<App>, request: HttpRequest) -> Answer {
    let told = Told { key: mint::<RequestId>(app.clock.now()).to_string(), ..Told::default() };
    let v = View::new(&app, &request, "page-help-request");
    page(StatusCode::OK, &form(&app, v, (Troubles::default(), told)))
}

/// Takes the report down as any other, with the channel `web`.
pub(super) async fn send(
    app: web::Data<App>,
    (frame, request): (web::Data<Frame>, HttpRequest),
    sent: Form<Told>,
) -> Answer {
    let told = sent.0;
    let v = View::new(&app, &request, "page-help-request");
    if !told.website.is_empty() {
        return Ok(see(&v.href("/help/taken")));
    }
    let registering = async {
        count(&frame, &request)?;
        register(&app, v.language, &told).await
    };
    match registering.await {
        Ok(reference) => {
            // The category is one of the catalogue by now.
            let taken = [("reference", reference.as_str()), ("category", told.category.trim())];
            Ok(see(&v.href(&address("/help/taken", &taken))))
        }
        Err(error) => {
            let error = shown(error)?;
            let troubles = v.troubles(&error);
            page(status(error.code()), &form(&app, v, (troubles, told)))
        }
    }
}

async fn register(app: &App, language: Language, told: &Told) -> Result<Reference, Error> {
    let input = report(language, told);
    let mut faults = Faults::default();
    if told.name.trim().is_empty() {
        faults.add("name", FaultCode::Required);
    }
    if let Err(found) = check(&input, &app.catalogue(), &app.site.region, app.clock.now()) {
        for fault in found.0 {
            let fault = Fault { field: form_field(&fault.field).into(), ..fault };
            if !faults.has(&fault.field) {
                faults.0.push(fault);
            }
        }
    }
    faults.or(())?;
    let said = [&told.name, &told.phone, &told.category, &told.description, &told.city, &told.address];
    let body_hash = fingerprint(said.map(String::as_str).join("\n"));
    let key = Key { route: "POST /help/request", key: told.key.clone(), body_hash };
    let key = Some(key).filter(|key| key.key.parse::<RequestId>().is_ok());
    Ok(register_request(app, Actor::visitor(), key, input).await?.reference)
}

fn report(language: Language, told: &Told) -> NewRequest {
    let given = |text: &String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let caller = NewContact {
        role: ContactRole::Caller,
        phone: told.phone.clone(),
        name: given(&told.name),
        kind: None,
        can_sms: None,
        email: None,
    };
    let item = NewItem {
        kind: JobKind::Repair,
        product: NewProduct { category: given(&told.category), ..NewProduct::default() },
        fault: given(&told.description).map(|words| NewFault { code: None, description: Some(words) }),
        destination: None,
        repeat_of: None,
        fixed_by_phone: None,
    };
    NewRequest {
        channel: Channel::Web,
        contacts: vec![caller],
        customer_id: None,
        customer_kind: None,
        address: NewAddress { city: told.city.clone(), text: given(&told.address), ..NewAddress::default() },
        items: vec![item],
        priority: None,
        priority_reason: None,
        window: None,
        slot_hold_id: None,
        language: Some(language),
        note: None,
    }
}

fn form_field(field: &str) -> String {
    let own = match field {
        "contacts.0.phone" => "phone",
        "contacts.0.name" => "name",
        "address.city" | "address.province" => "city",
        "address.text" => "address",
        _ if field.starts_with("items.0.fault") => "description",
        _ if field.starts_with("items.0.product") => "category",
        other => other,
    };
    own.to_owned()
}

pub(super) async fn taken(app: web::Data<App>, request: HttpRequest, asked: Query<Taken>) -> Answer {
    let reference = asked.0.reference.as_deref().and_then(Reference::parse);
    let v = View::new(&app, &request, "page-help-taken");
    let category = asked.0.category.unwrap_or_default();
    let aid = steps_of_category(&v, &app.catalogue(), &category);
    page(StatusCode::OK, &TakenPage { v, reference: reference.map(|it| it.as_str().to_owned()), aid })
}
