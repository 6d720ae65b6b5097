//! What staff do to a job from its page.

use actix_web::{HttpRequest, web};
use chrono::{NaiveDate, NaiveTime};
use serde::Deserialize;

use super::job::{load, permission};
use crate::app::dispatch::{dispatch_job, offer_job};
use crate::app::jobs::{Change, change_job};
use crate::app::{Actor, App, Code, Error};
use crate::domain::access::{Caller, Permission, allows};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::JobId;
use crate::domain::job::JobEvent;
use crate::domain::time::Instant;
use crate::i18n::format::jalali_parse;
use crate::queries::jobs::must_see;
use crate::web::error::{Answer, status};
use crate::web::view::{View, page, see};
use crate::web::{Allowed, Form, perm};

/// When a job that waits until a day goes on.
const MORNING: Option<NaiveTime> = NaiveTime::from_hms_opt(8, 0, 0);

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    reason: Option<String>,
    until: Option<String>,
    agent_id: Option<String>,
}

pub(super) async fn act(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewRequest>,
    path: web::Path<(JobId, String)>,
    asked: Form<Asked>,
) -> Answer {
    let (id, name) = path.into_inner();
    let done = apply(&app, &caller, (id, &name), asked.0).await;
    match done {
        Ok(()) => {
            let view = View::staff(&app, &request, "page-job", &caller);
            Ok(see(&view.href(&format!("/jobs/{id}"))))
        }
        Err(error) if is_beyond(&error) => Err(error.into()),
        Err(error) => {
            let mut shown = load(&app, &request, &caller, id).await?;
            shown.troubles = View::staff(&app, &request, "page-job", &caller).troubles(&error);
            page(status(error.code()), &shown)
        }
    }
}

/// Whether an error leaves no page to show it on.
pub(super) fn is_beyond(error: &Error) -> bool {
    status(error.code()).is_server_error() || error.code() == Code::NotFound
}

async fn apply(app: &App, caller: &Caller, (id, name): (JobId, &str), asked: Asked) -> Result<(), Error> {
    let scope = caller.scope.clone();
    app.db.read(move |conn| must_see(conn, &scope, id).map_err(Error::from)).await?;
    let actor = Actor::staff(caller);
    let event: Option<JobEvent> = name.parse().ok();
    let needed = match name {
        "dispatch" | "offer" => Some(Permission::DispatchJob),
        _ => event.and_then(permission),
    };
    let needed = needed.ok_or(Code::NotFound)?;
    if !allows(caller.role, needed) {
        return Err(Code::Forbidden.into());
    }
    match event {
        None if name == "dispatch" => dispatch_job(app, actor, id, None).await.map(|_| ()),
        None => {
            let agent = asked.agent_id.and_then(|id| id.parse().ok()).ok_or_else(|| fault("agent_id"))?;
            offer_job(app, actor, id, agent).await.map(|_| ())
        }
        Some(event) => {
            let until = asked
                .until
                .filter(|text| !text.is_empty())
                .map(|text| morning_of(app, ("until", &text)))
                .transpose()?;
            let reason = asked.reason.filter(|code| !code.is_empty());
            change_job(app, actor, id, Change { event, reason, until, seen: None }).await.map(|_| ())
        }
    }
}

/// The morning of a day written in either calendar, on the organisation's clocks.
pub(super) fn morning_of(app: &App, (field, text): (&'static str, &str)) -> Result<Instant, Error> {
    let morning = MORNING.map(|morning| day_of((field, text)).map(|day| day.and_time(morning))).transpose()?;
    let at = morning.and_then(|at| at.and_local_timezone(app.site.zone).earliest());
    at.map(|at| at.to_utc()).ok_or_else(|| fault(field))
}

/// A day written in either calendar.
pub(super) fn day_of((field, text): (&'static str, &str)) -> Result<NaiveDate, Error> {
    text.parse().ok().or_else(|| jalali_parse(text)).ok_or_else(|| fault(field))
}

fn fault(field: &'static str) -> Error {
    let mut faults = Faults::default();
    faults.add(field, FaultCode::Malformed);
    faults.into()
}
