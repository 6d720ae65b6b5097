//! The operators' desk: one form takes a report down while the caller talks. What is looked up for it is written by the server
//! into the same page, which a script puts in place part by part; without the script a button does so.

mod caller;
mod field;
mod page;
mod panel;
mod pin;
mod report;
mod save;
mod side;
mod typed;
mod unit;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use self::caller::{find_caller, local};
use self::page::{Look, page_of};
use self::report::report_of;
use self::typed::Typed;
use crate::app::clock::mint;
use crate::app::contacts::{ContactEntry, log_contact};
use crate::app::gazetteer::beginning;
use crate::app::intake::{NewRequest, preview};
use crate::app::presence::others;
use crate::app::{App, Code, Error};
use crate::domain::access::Caller;
use crate::domain::contact::Direction;
use crate::domain::customer::{Channel, ContactClass};
use crate::domain::fault::Faults;
use crate::domain::id::{CustomerId, RequestId};
use crate::domain::presence::Subject;
use crate::queries::customers::find_card;
use crate::web::error::Answer;
use crate::web::view::{Troubles, View, page, see};
use crate::web::{Allowed, Form, Query, perm};

pub(super) use self::caller::town;
pub(super) use self::save::{ROUTE, save};
pub(super) use self::side::{Notice, notices};

/// Towns that are proposed while one types.
const TOWNS: usize = 8;

/// Whom the form opens for.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Opening {
    /// A telephone, such as that of a call that comes in.
    phone: Option<String>,
    /// A customer.
    customer: Option<CustomerId>,
    /// Whether a follow-up was just logged, so that its draft is over.
    logged: Option<bool>,
}

pub(super) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::RegisterRequest>,
    opening: Query<Opening>,
) -> Answer {
    let mut typed = Typed::default();
    if let Some(phone) = opening.0.phone {
        typed.set("phone", phone);
    }
    if let Some(id) = opening.0.customer {
        let who = Caller::clone(&caller);
        let card = app.db.read(move |conn| find_card(conn, &who, id).map_err(Error::from)).await?;
        let phone = card.phones.first().map(|phone| local(&phone.number)).unwrap_or_default();
        typed.set("phone", phone);
        typed.set("customer", id.to_string());
    }
    let is_opened = !typed.of("phone").is_empty();
    let is_logged = opening.0.logged == Some(true);
    let (look, ..) = look_up(&app, &caller, typed).await?;
    let v = View::staff(&app, &request, "page-intake", &caller);
    let mut shown = page_of(&app, v, &look, (Troubles::default(), is_opened));
    shown.is_logged = is_logged;
    page(StatusCode::OK, &shown)
}

/// The same page with what is known by now; nothing is kept, and nothing is refused.
pub(super) async fn look(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::RegisterRequest>,
    form: Form<Vec<(String, String)>>,
) -> Answer {
    let mut typed = Typed::read(form.0)?;
    if typed.of("look") == "unit" {
        typed.add_item();
    }
    // A place of the drawing, pressed without the script that writes it into the field.
    if let Some(spot) = typed.given("spot") {
        typed.set("pin", spot);
    }
    let (look, ..) = look_up(&app, &caller, typed).await?;
    let v = View::staff(&app, &request, "page-intake", &caller).at("/intake".to_owned());
    page(StatusCode::OK, &page_of(&app, v, &look, (Troubles::default(), true)))
}

/// Looks up who calls and what the report would come to: with the report, and the values in it that mean nothing.
async fn look_up(app: &App, caller: &Caller, mut typed: Typed) -> Result<(Look, NewRequest, Faults), Error> {
    if typed.of("key").is_empty() {
        typed.set("key", mint::<RequestId>(app.clock.now()).to_string());
    }
    let found = find_caller(app, caller, &mut typed).await?;
    let others = match &found.customer {
        Some(card) => others(app, caller, Subject::Customer(card.id)).await?,
        None => Vec::new(),
    };
    let mut faults = Faults::default();
    let customer = found.customer.as_ref().map(|card| card.id);
    let report = report_of((app, caller.language), &typed, customer, &mut faults);
    let preview = preview(app, report.clone()).await?;
    let pin_faults = Faults(faults.0.iter().filter(|fault| fault.field == "pin").cloned().collect());
    Ok((Look { typed, found, pin: report.address.location, pin_faults, preview, others }, report, faults))
}

/// The caller only asked where it stands: a follow-up of the job, and the next call.
pub(super) async fn asked(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::LogContact>,
    form: Form<Vec<(String, String)>>,
) -> Answer {
    let typed = Typed::read(form.0)?;
    let v = View::staff(&app, &request, "page-intake", &caller);
    let entry = ContactEntry {
        channel: typed.of("channel").parse().unwrap_or(Channel::Phone),
        direction: Direction::Incoming,
        class: ContactClass::FollowUp,
        customer_id: None,
        phone: None,
        name: None,
        request: None,
        job: Some(typed.of("job").parse().map_err(|_| Code::NotFound)?),
        complaint: None,
        outcome: None,
        summary: Some(typed.given("note").unwrap_or_else(|| v.t("page-asked-where"))),
        started_at: None,
        ended_at: None,
        wait_s: None,
        answered: None,
        callback: None,
    };
    log_contact(&app, &caller, None, entry).await?;
    Ok(see(&v.href("/intake?logged=true")))
}

/// What is typed of a town.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Begun {
    q: Option<String>,
}

/// Towns whose name begins so, with their provinces.
pub(super) async fn towns(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::RegisterRequest>,
    begun: Query<Begun>,
) -> Answer {
    let v = View::staff(&app, &request, "page-intake", &caller);
    let catalogue = app.catalogue();
    let places = beginning(&catalogue.rows().places, begun.0.q.as_deref().unwrap_or_default(), TOWNS);
    let names: Vec<String> = places.iter().map(|place| town(&app, v.language, &place.code)).collect();
    Ok(HttpResponse::Ok().json(names))
}
