//! What staff do to an agent from its file.

use actix_web::{HttpRequest, web};
use serde::Deserialize;

use super::file::filed;
use crate::app::agents::agent::advance_agent;
use crate::app::agents::facts::{NewDocument, NewTimeOff, add_document as hand_in, add_time_off as take_off};
use crate::app::agents::suspension::{Suspend, reinstate_agent, suspend_agent, terminate_agent};
use crate::app::{App, Code, Error};
use crate::domain::access::{Caller, Permission, allows};
use crate::domain::agent::StandingEvent;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::AgentId;
use crate::web::api::{day, value};
use crate::web::error::{Answer, status};
use crate::web::pages::act::{is_beyond, morning};
use crate::web::view::{View, page, see};
use crate::web::{Allowed, Form, perm};

/// A step of an agent's standing.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::web::pages) struct Given {
    version: Option<String>,
    reason: Option<String>,
    from: Option<String>,
    to: Option<String>,
}

/// A paper handed in.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::web::pages) struct Paper {
    kind: Option<String>,
    number: Option<String>,
    issued_on: Option<String>,
    expires_on: Option<String>,
}

/// A time without work.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::web::pages) struct Leave {
    reason: Option<String>,
    from: Option<String>,
    to: Option<String>,
}

pub(in crate::web::pages) async fn act(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewAgent>,
    path: web::Path<(AgentId, String)>,
    given: Form<Given>,
) -> Answer {
    let (id, event) = path.into_inner();
    let done = apply(&app, &caller, (id, &event), given.0).await;
    answer(&app, (&request, &caller), id, done).await
}

pub(in crate::web::pages) async fn add_document(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::EditAgent>,
    id: web::Path<AgentId>,
    given: Form<Paper>,
) -> Answer {
    let done = async {
        let mut faults = Faults::default();
        let kind = value("kind", given.0.kind.as_deref(), &mut faults);
        let issued_on = day("issued_on", given.0.issued_on.as_deref(), &mut faults);
        let expires_on = day("expires_on", given.0.expires_on.as_deref(), &mut faults);
        if issued_on.is_none() && !faults.has("issued_on") {
            faults.add("issued_on", FaultCode::Required);
        }
        let (kind, issued_on) = faults.or(kind.zip(issued_on))?.ok_or(Code::Invalid)?;
        let number = given.0.number.clone().unwrap_or_default();
        hand_in(&app, &caller, (*id, None), NewDocument { kind, number, issued_on, expires_on }).await.map(drop)
    };
    let done = done.await;
    answer(&app, (&request, &caller), *id, done).await
}

pub(in crate::web::pages) async fn add_time_off(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::EditAgent>,
    id: web::Path<AgentId>,
    given: Form<Leave>,
) -> Answer {
    let done = async {
        let mut faults = Faults::default();
        let reason = value("reason", given.0.reason.as_deref(), &mut faults);
        let from = morning(&app, ("from", given.0.from.as_deref()), &mut faults);
        let to = morning(&app, ("to", given.0.to.as_deref()), &mut faults);
        for (field, at) in [("from", from), ("to", to)] {
            if at.is_none() && !faults.has(field) {
                faults.add(field, FaultCode::Required);
            }
        }
        let (Some(reason), Some(from), Some(to)) = (reason, from, to) else { return Err(Error::from(faults)) };
        let leave = NewTimeOff { technician_id: None, from, to, reason, note: None };
        take_off(&app, &caller, (*id, None), leave).await.map(drop)
    };
    let done = done.await;
    answer(&app, (&request, &caller), *id, done).await
}

/// Back to the file; with what was wrong if something was.
async fn answer(app: &App, (request, caller): (&HttpRequest, &Caller), id: AgentId, done: Result<(), Error>) -> Answer {
    match done {
        Ok(()) => Ok(see(&View::staff(app, request, "page-agent", caller).href(&format!("/agents/{id}")))),
        Err(error) if is_beyond(&error) => Err(error.into()),
        Err(error) => {
            let mut shown = filed(app, request, caller, id).await?;
            shown.troubles = shown.v.troubles(&error);
            page(status(error.code()), &shown)
        }
    }
}

async fn apply(app: &App, caller: &Caller, (id, event): (AgentId, &str), given: Given) -> Result<(), Error> {
    let event: StandingEvent = event.parse().map_err(|_| Code::NotFound)?;
    let needed = match event {
        StandingEvent::Suspend | StandingEvent::Reinstate | StandingEvent::Terminate => Permission::SuspendAgent,
        _ => Permission::EditAgent,
    };
    if !allows(caller.role, needed) {
        return Err(Code::Forbidden.into());
    }
    let which = (id, given.version.as_deref().and_then(|version| version.parse().ok()));
    let reason = given.reason.filter(|code| !code.is_empty());
    match event {
        StandingEvent::Suspend => {
            let mut faults = Faults::default();
            let from = morning(app, ("from", given.from.as_deref()), &mut faults);
            let to = morning(app, ("to", given.to.as_deref()), &mut faults);
            faults.or(())?;
            suspend_agent(app, caller, which, Suspend { from, to, reason }).await.map(drop)
        }
        StandingEvent::Reinstate => reinstate_agent(app, caller, which).await.map(drop),
        StandingEvent::Terminate => terminate_agent(app, caller, which, reason).await.map(drop),
        event => advance_agent(app, caller, which, event).await.map(drop),
    }
}
