//! Takes the report of the form down, once whatever is to be settled with the caller is settled.

use actix_web::{HttpRequest, web};

use super::page::{Look, page_of};
use super::report::{by_form, hold_of, window_of};
use super::side::to_be_seen;
use super::typed::Typed;
use super::{caller::fields_of_customer, look_up};
use crate::app::clock::mint;
use crate::app::idempotent::{Key, answered};
use crate::app::intake::{NewRequest, Registered, register_request};
use crate::app::slots::{NewHold, hold_slot};
use crate::app::{Actor, App, Code, Error};
use crate::domain::access::Caller;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{RequestId, SlotHoldId};
use crate::web::error::{Answer, status};
use crate::web::pages::act::is_beyond;
use crate::web::view::{View, page, see};
use crate::web::{Allowed, Form, perm};

/// Under which the keys of the form are kept.
pub(in crate::web::pages) const ROUTE: &str = "POST /intake";
/// The same for the window that is held on the way.
const HOLD_ROUTE: &str = "POST /intake window";

pub(in crate::web::pages) async fn save(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::RegisterRequest>,
    form: Form<Vec<(String, String)>>,
) -> Answer {
    let typed = Typed::read(form.0)?;
    let (hash, key) = (typed.hash(), typed.of("key").to_owned());
    let (mut look, report, faults) = look_up(&app, &caller, typed).await?;
    let v = View::staff(&app, &request, "page-intake", &caller).at("/intake".to_owned());
    let saving = Saving { app: &app, caller: &caller, key: (!key.is_empty()).then_some((key, hash)) };
    let error = match saving.save(&mut look, report, faults).await {
        Ok(made) => return Ok(see(&v.href(&saving.address(&made)))),
        Err(error) if is_beyond(&error) => return Err(error.into()),
        Err(error) => error,
    };
    // The form was sent twice, and the first has made its own report one to be warned of.
    if let Some(made) = saving.made_before().await? {
        return Ok(see(&v.href(&saving.address(&made))));
    }
    let code = error.code();
    if code == Code::IdempotencyMismatch {
        look.typed.set("key", mint::<RequestId>(app.clock.now()).to_string());
    }
    let mut troubles = v.troubles(&by_form_of(error));
    if code == Code::SlotTaken {
        let words = troubles.whole.take().unwrap_or_default();
        troubles.fields.push(("slot".to_owned(), words));
    }
    page(status(code), &page_of(&app, v, &look, (troubles, true)))
}

fn by_form_of(error: Error) -> Error {
    match error {
        Error::Invalid(faults) => Error::Invalid(by_form(faults)),
        error => error,
    }
}

/// A form on its way into the books.
struct Saving<'a> {
    app: &'a App,
    caller: &'a Caller,
    /// The key of the form and the hash of what it says.
    key: Option<(String, String)>,
}

impl Saving<'_> {
    async fn save(&self, look: &mut Look, mut report: NewRequest, mut faults: Faults) -> Result<Registered, Error> {
        let preview = std::mem::take(&mut look.preview.faults);
        faults.0.extend(by_form(preview).0);
        settled(look, &mut faults);
        faults.or(())?;
        // Nobody comes for what words have settled, whatever window was chosen before.
        let is_settled = report.items.iter().all(|item| item.fixed_by_phone.is_some());
        report.slot_hold_id = if is_settled { None } else { self.held(look).await? };
        let made = register_request(self.app, Actor::staff(self.caller), self.key_on(ROUTE), report).await;
        if made.is_err() && !look.typed.of("hold").is_empty() && is_of_hold(&made) {
            look.typed.set("hold", "");
        }
        made
    }

    /// The window that was chosen, held for this report.
    async fn held(&self, look: &mut Look) -> Result<Option<SlotHoldId>, Error> {
        let slot = look.typed.of("slot").to_owned();
        if slot.is_empty() {
            return Ok(None);
        }
        if let Some(hold) = hold_of(&look.typed) {
            return Ok(Some(hold));
        }
        let (Some(window), Some(about)) = (window_of(&slot), look.preview.search.clone()) else {
            return Err(fault("slot", FaultCode::Malformed));
        };
        let held = hold_slot(self.app, (Actor::staff(self.caller), self.key_on(HOLD_ROUTE)), NewHold { about, window });
        let held = held.await.map_err(|error| match error {
            Error::Invalid(_) => fault("slot", FaultCode::WindowInPast),
            error => error,
        })?;
        look.typed.set("hold", format!("{}@{slot}", held.id));
        Ok(Some(held.id))
    }

    fn key_on(&self, route: &'static str) -> Option<Key> {
        let (key, hash) = self.key.as_ref()?;
        Some(Key { route, key: key.clone(), body_hash: hash.clone() })
    }

    /// The report that the same form has made already.
    async fn made_before(&self) -> Result<Option<Registered>, Error> {
        let Some((key, hash)) = self.key.clone() else { return Ok(None) };
        answered(self.app, &Actor::staff(self.caller), (ROUTE, key, Some(hash))).await
    }

    /// Where a report is shown that was just taken down.
    fn address(&self, made: &Registered) -> String {
        let taken =
            self.key.as_ref().map(|(key, _)| form_urlencoded::byte_serialize(key.as_bytes()).collect::<String>());
        let taken = taken.map(|key| format!("?taken={key}")).unwrap_or_default();
        format!("/requests/{}{taken}", made.reference)
    }
}

/// What the caller has to be asked or told before: which customer it is, what the price is, what the warnings say.
fn settled(look: &Look, faults: &mut Faults) {
    let Look { typed, found, preview, .. } = look;
    let (_, name) = fields_of_customer(typed);
    let is_told_apart = found.customer.is_some() || !typed.of(name).is_empty();
    if !is_told_apart && found.hits.len() > 1 {
        faults.add("customer", FaultCode::CustomerAmbiguous);
    }
    if preview.items.iter().flatten().any(|item| item.price.is_some()) && typed.of("told").is_empty() {
        faults.add("told", FaultCode::Unconfirmed);
    }
    let seen: Vec<&str> = typed.of("seen").split(' ').collect();
    if to_be_seen(&preview.warnings).iter().any(|it| !seen.contains(&it.as_str())) {
        faults.add("warnings", FaultCode::Unread);
    }
}

fn is_of_hold(made: &Result<Registered, Error>) -> bool {
    matches!(made, Err(Error::Invalid(faults)) if faults.has("slot_hold_id"))
}

fn fault(field: &'static str, code: FaultCode) -> Error {
    let mut faults = Faults::default();
    faults.add(field, code);
    faults.into()
}
