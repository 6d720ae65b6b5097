//! A technician tells when to arrive, within the promised window; the customer hears of it. The promise stays what it was.

use chrono::{NaiveTime, TimeZone as _};

use super::journal::{Happening, record};
use super::messages::{About, Param, put_to_customer};
use super::{Actor, App, Error};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::VisitId;
use crate::domain::message::MessageKind;
use crate::domain::time::Instant;
use crate::domain::visit::VisitState;
use crate::store::feed::Topic;
use crate::store::jobs::{find_job, find_request};
use crate::store::offers::{find_visit, list_jobs_of_visit, save_visit};
use crate::store::{At, Tx};

/// Notes the time of day at which the technician will come, on the day of the promised window.
///
/// # Errors
/// A time outside the window; a visit that is not ahead; the database.
pub async fn expect_visit(app: &App, actor: Actor, id: VisitId, (hour, minute): (u32, u32)) -> Result<Instant, Error> {
    let (owner, now) = (app.clone(), app.clock.now());
    app.db.write(move |tx| expect(tx, (&owner, &actor, now), id, (hour, minute))).await
}

fn expect(
    tx: &mut Tx<'_>,
    (app, actor, now): (&App, &Actor, Instant),
    id: VisitId,
    (hour, minute): (u32, u32),
) -> Result<Instant, Error> {
    let mut visit = find_visit(tx.conn(), id)?;
    if !matches!(visit.state.0, VisitState::Scheduled | VisitState::Confirmed | VisitState::EnRoute) {
        return Err(super::Code::EventNotAllowed.into());
    }
    let window = visit.window();
    let day = window.from.with_timezone(&app.site.zone).date_naive();
    let local = NaiveTime::from_hms_opt(hour, minute, 0).map(|time| day.and_time(time));
    let moment = local.and_then(|local| app.site.zone.from_local_datetime(&local).earliest());
    let Some(moment) = moment.map(|at| at.to_utc()).filter(|at| (window.from..=window.to).contains(at)) else {
        let mut faults = Faults::default();
        faults.add("expected_at", FaultCode::OutOfRange);
        return Err(faults.into());
    };
    visit.expected_at = Some(At(moment));
    save_visit(tx, &mut visit)?;
    for job in list_jobs_of_visit(tx.conn(), id)? {
        let job = find_job(tx.conn(), job)?;
        let happening = Happening::new(Topic::Visit, id, "expect").of(&job);
        record(tx, actor, now, happening.with(serde_json::json!({ "expected_at": moment })))?;
        let request = find_request(tx.conn(), job.request_id.0)?;
        let params = [("reference", Param::Code(request.reference.0.to_string())), ("at", Param::Moment(moment))];
        let once = format!("{id}:{hour}:{minute}");
        put_to_customer(tx, now, MessageKind::ArrivalExpected, (&request, About::job(&job)), (&once, &params))?;
    }
    Ok(moment)
}
