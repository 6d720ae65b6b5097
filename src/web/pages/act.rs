//! What staff do to a job from its page.

use actix_web::{HttpRequest, web};
use chrono::NaiveTime;
use serde::Deserialize;

use super::job::{JobPage, load};
use super::job_acts::permission;
use crate::app::dispatch::{dispatch_job, offer_job};
use crate::app::jobs::{Change, change_job};
use crate::app::{Actor, App, Code, Error};
use crate::domain::access::{Caller, Permission, allows};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::JobId;
use crate::domain::job::JobEvent;
use crate::domain::time::Instant;
use crate::queries::jobs::must_see;
use crate::web::api::day;
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
    answer(&app, (&request, &caller), id, done.map(|()| of_job(id)), |_| ()).await
}

/// The path of a job's page.
pub(super) fn of_job(id: JobId) -> String {
    format!("/jobs/{id}")
}

/// On to where it is shown, or the job's page with what was wrong; `keep` puts what was typed back into it.
pub(super) async fn answer(
    app: &App,
    (request, caller): (&HttpRequest, &Caller),
    id: JobId,
    done: Result<String, Error>,
    keep: impl FnOnce(&mut JobPage),
) -> Answer {
    let view = View::staff(app, request, "page-job", caller);
    match done {
        Ok(to) => Ok(see(&view.href(&to))),
        Err(error) if is_beyond(&error) => Err(error.into()),
        Err(error) => {
            let mut shown = load(app, request, caller, id).await?;
            shown.troubles = view.troubles(&error);
            keep(&mut shown);
            page(status(error.code()), &shown)
        }
    }
}

/// `NotFound` for a job that the caller does not see.
pub(super) async fn visible(app: &App, caller: &Caller, id: JobId) -> Result<(), Error> {
    let scope = caller.scope.clone();
    app.db.read(move |conn| must_see(conn, &scope, id).map_err(Error::from)).await
}

/// Whether an error leaves no page to show it on.
pub(super) fn is_beyond(error: &Error) -> bool {
    status(error.code()).is_server_error() || error.code() == Code::NotFound
}

async fn apply(app: &App, caller: &Caller, (id, name): (JobId, &str), asked: Asked) -> Result<(), Error> {
    visible(app, caller, id).await?;
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
            let mut faults = Faults::default();
            let until = morning(app, ("until", asked.until.as_deref()), &mut faults);
            faults.or(())?;
            let reason = asked.reason.filter(|code| !code.is_empty());
            change_job(app, actor, id, Change { event, reason, until, seen: None }).await.map(|_| ())
        }
    }
}

/// The morning of a day written in either calendar, on the organisation's clocks; nothing where the field is empty.
pub(super) fn morning(app: &App, (field, text): (&'static str, Option<&str>), faults: &mut Faults) -> Option<Instant> {
    let at = day(field, text, faults)?.and_time(MORNING?);
    Some(at.and_local_timezone(app.site.zone).earliest()?.to_utc())
}

fn fault(field: &'static str) -> Error {
    let mut faults = Faults::default();
    faults.add(field, FaultCode::Malformed);
    faults.into()
}
