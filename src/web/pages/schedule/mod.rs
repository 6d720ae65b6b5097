//! The schedule: technicians by time, and what is in nobody's time yet. A script lets visits be dragged and moved by the
//! keyboard; without it everything is links and forms.

mod block;
mod chosen;
mod day;
mod page;
mod unplanned;
mod week;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use chrono::{NaiveDate, NaiveTime, Timelike};
use serde::Deserialize;

use self::page::load;
use super::act::{is_beyond, visible};
use super::choices::address;
use crate::app::appointments::{Appointed, Place, place_job};
use crate::app::idempotent::Key;
use crate::app::{Actor, App, Error};
use crate::domain::access::Caller;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{JobId, TechnicianId};
use crate::web::api::{day, value};
use crate::web::error::{Answer, status};
use crate::web::view::{View, page, see};
use crate::web::{Allowed, Form, Query, perm};

/// Under which the keys of what is placed are kept.
const PLACE: &str = "POST /schedule/jobs/{id}";

/// What the schedule is asked to show.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    /// A day, in either calendar; today if left out.
    day: Option<String>,
    /// `week` for the week of the day.
    view: Option<String>,
    /// Code of a province.
    province: Option<String>,
    /// Id of an agent.
    agent: Option<String>,
    /// Which part of the technicians, from 1.
    page: Option<String>,
    /// The job that is looked at.
    job: Option<String>,
    /// A job that was just put somewhere.
    done: Option<String>,
}

impl Asked {
    /// The address of the schedule that shows it.
    fn address(&self) -> String {
        let pairs = [
            ("day", &self.day),
            ("view", &self.view),
            ("province", &self.province),
            ("agent", &self.agent),
            ("page", &self.page),
            ("job", &self.job),
            ("done", &self.done),
        ];
        address("/schedule", &pairs.map(|(name, value)| (name, value.as_deref().unwrap_or_default())))
    }

    /// The same without a job.
    fn bare(&self) -> Self {
        Self { job: None, done: None, ..self.clone() }
    }

    /// The same with this job.
    fn with_job(&self, job: JobId) -> Self {
        Self { job: Some(job.to_string()), ..self.bare() }
    }

    /// One day of the same.
    fn on_day(&self, day: NaiveDate) -> Self {
        Self { day: Some(day.to_string()), view: None, ..self.bare() }
    }

    fn is_week(&self) -> bool {
        self.view.as_deref() == Some("week")
    }
}

/// Where a job is to go, and what the schedule showed meanwhile.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Placing {
    technician_id: Option<String>,
    on: Option<String>,
    time: Option<String>,
    reason: Option<String>,
    agreed: Option<String>,
    seen: Option<String>,
    key: Option<String>,
    day: Option<String>,
    view: Option<String>,
    province: Option<String>,
    agent: Option<String>,
    page: Option<String>,
}

impl Placing {
    /// The schedule that showed it, with its job.
    fn asked(&self, job: JobId) -> Asked {
        let it = self.clone();
        let shown = Asked { day: it.day, view: it.view, province: it.province, agent: it.agent, ..Asked::default() };
        Asked { page: it.page, ..shown }.with_job(job)
    }

    fn is_agreed(&self) -> bool {
        self.agreed.as_deref() == Some("yes")
    }
}

pub(super) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewCandidates>,
    asked: Query<Asked>,
) -> Answer {
    page(StatusCode::OK, &load(&app, (&request, &caller), &asked.0).await?)
}

/// Puts a job into a technician's time; the schedule says what stands against it.
pub(super) async fn place(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::DispatchJob>,
    id: web::Path<JobId>,
    form: Form<Placing>,
) -> Answer {
    visible(&app, &caller, *id).await?;
    let asked = form.0.asked(*id);
    match placed(&app, &caller, *id, &form.0).await {
        Ok(_) => {
            let to = Asked { day: form.0.on.clone(), done: Some(id.to_string()), ..asked.bare() };
            Ok(see(&View::staff(&app, &request, "page-schedule", &caller).href(&to.address())))
        }
        Err(error) if is_beyond(&error) => Err(error.into()),
        Err(error) => {
            let mut shown = load(&app, (&request, &caller), &asked).await?;
            shown.refuse(&error, &form.0);
            page(status(error.code()), &shown)
        }
    }
}

async fn placed(app: &App, caller: &Caller, job: JobId, form: &Placing) -> Result<Appointed, Error> {
    let mut faults = Faults::default();
    for (field, text) in
        [("technician_id", &form.technician_id), ("on", &form.on), ("time", &form.time), ("seen", &form.seen)]
    {
        if text.as_deref().is_none_or(str::is_empty) {
            faults.add(field, FaultCode::Required);
        }
    }
    let technician: Option<TechnicianId> = value("technician_id", form.technician_id.as_deref(), &mut faults);
    let on: Option<NaiveDate> = day("on", form.on.as_deref(), &mut faults);
    let time: Option<NaiveTime> = value("time", form.time.as_deref(), &mut faults);
    let seen: Option<i32> = value("seen", form.seen.as_deref(), &mut faults);
    let (Some(technician), Some((on, time)), Some(seen)) = (technician, on.zip(time), seen) else {
        return Err(faults.into());
    };
    let minute = u16::try_from(time.hour() * 60 + time.minute()).unwrap_or_default();
    let Some(from) = app.catalogue().calendar().instant(on, minute) else {
        faults.add("on", FaultCode::OutOfRange);
        return Err(faults.into());
    };
    let reason = form.reason.clone().filter(|reason| !reason.is_empty());
    let body_hash = format!("{technician}:{from}:{}:{}", reason.as_deref().unwrap_or_default(), form.is_agreed());
    let key = form.key.clone().filter(|key| !key.is_empty());
    let key = key.map(|key| Key { route: PLACE, key, body_hash }.on(&job));
    let to = Place { seen, technician, from, reason, is_agreed: form.is_agreed() };
    place_job(app, (Actor::staff(caller), key), job, to).await
}
