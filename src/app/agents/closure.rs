//! Days on which nobody works in a province, or anywhere: announced at short notice, and in effect at once.

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::Scoped;
use super::unmet::ask_to_move;
use crate::app::idempotent::{Key, once};
use crate::app::journal::{Happening, record};
use crate::app::tasks::finish_noted;
use crate::app::{Actor, App, Code, Error};
use crate::domain::access::Caller;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::task::TaskKind;
use crate::domain::text::clean_line;
use crate::store::catalogue::{Holiday, delete_holiday, upsert_holidays};
use crate::store::feed::Topic;
use crate::store::offers::{Visit, Whose, list_jobs_of_visit, list_visits_within};
use crate::store::{Conn, Day};

/// A closed day.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewClosure {
    /// The day.
    #[schema(value_type = String, format = Date)]
    pub day: NaiveDate,
    /// Code or name of the province; everywhere if left out.
    pub province: Option<String>,
    /// Why, in Persian.
    pub name_fa: String,
    /// Why, in English.
    pub name_en: String,
}

/// Closes a day; one that is closed already takes the new names. Promised visits stay until a dispatcher has agreed on another
/// time with each customer: how many they are is told, and each is a task.
///
/// # Errors
/// Every wrong value at once; a province that the caller does not see; the same key with another body; the database.
pub async fn close_day(
    app: &App,
    caller: &Caller,
    key: Option<Key>,
    input: NewClosure,
) -> Result<(Holiday, usize), Error> {
    let (now, actor) = (app.clock.now(), Actor::staff(caller));
    let row = checked(app, caller, &input)?;
    let (closed, owned) = (row.clone(), app.clone());
    let write = app.db.write(move |tx| {
        once(tx, (&actor, key.as_ref()), now, |tx| {
            upsert_holidays(tx, std::slice::from_ref(&row))?;
            let happening = Happening::new(Topic::Catalog, row.day.0, "day_closed").in_province(&row.province);
            record(tx, &actor, now, happening.with(json!({ "province": row.province })))?;
            let promised = promised_on(tx.conn(), &owned, (row.day.0, &row.province))?;
            ask_to_move(tx, (&owned, &actor, now), &promised, &why(row.day.0))
        })
    });
    let promised = write.await?;
    app.reload_catalogue().await?;
    Ok((closed, promised))
}

/// How many promised visits closing a day would touch; nothing is changed.
///
/// # Errors
/// Those of [`close_day`].
pub async fn count_promised(app: &App, caller: &Caller, input: NewClosure) -> Result<usize, Error> {
    let (row, owned) = (checked(app, caller, &input)?, app.clone());
    let read = move |conn: &mut Conn| Ok::<_, Error>(promised_on(conn, &owned, (row.day.0, &row.province))?.len());
    app.db.read(read).await
}

/// The closed day as it is kept.
fn checked(app: &App, caller: &Caller, input: &NewClosure) -> Result<Holiday, Error> {
    let (scoped, mut faults) = (Scoped::of(caller), Faults::default());
    let province = province(app, &scoped, input.province.as_deref(), &mut faults);
    let mut name = |field: &'static str, text: &str| {
        let line = faults.take(field, clean_line(text, 200)).unwrap_or_default();
        if line.is_empty() && !faults.has(field) {
            faults.add(field, FaultCode::Required);
        }
        line
    };
    let (name_fa, name_en) = (name("name_fa", &input.name_fa), name("name_en", &input.name_en));
    Ok(faults.or(Holiday { day: Day(input.day), province, name_en, name_fa, estimated: false })?)
}

/// Opens a closed day again; visits that were to be moved because of it may stay.
///
/// # Errors
/// `NotFound`; a province that the caller does not see; the database.
pub async fn open_day(app: &App, caller: &Caller, day: NaiveDate, province: Option<String>) -> Result<(), Error> {
    let (now, actor, scoped) = (app.clock.now(), Actor::staff(caller), Scoped::of(caller));
    let mut faults = Faults::default();
    let province = self::province(app, &scoped, province.as_deref(), &mut faults);
    let province = faults.or(province)?;
    let owned = app.clone();
    let write = app.db.write(move |tx| {
        if !delete_holiday(tx, Day(day), &province)? {
            return Err(Error::from(Code::NotFound));
        }
        let happening = Happening::new(Topic::Catalog, day, "day_opened").in_province(&province);
        record(tx, &actor, now, happening.with(json!({ "province": province })))?;
        for visit in promised_on(tx.conn(), &owned, (day, &province))? {
            for job in list_jobs_of_visit(tx.conn(), visit.id.0)? {
                finish_noted(tx, (&actor, now), (job, TaskKind::MoveVisit), &why(day))?;
            }
        }
        Ok(())
    });
    write.await?;
    app.reload_catalogue().await
}

/// The visits promised for a day in a province, or everywhere.
fn promised_on(conn: &mut Conn, app: &App, (day, province): (NaiveDate, &str)) -> Result<Vec<Visit>, Error> {
    let Some(window) = app.catalogue().calendar().span_of(day) else { return Ok(Vec::new()) };
    let of = if province.is_empty() { Whose::Anybody } else { Whose::Province(province) };
    Ok(list_visits_within(conn, window, &of)?)
}

/// What the task about a visit says.
fn why(day: NaiveDate) -> String {
    format!("day_closed {day}")
}

/// The code of a province that the caller may close; empty for everywhere, which only who sees everything may say.
fn province(app: &App, scoped: &Scoped, name: Option<&str>, faults: &mut Faults) -> String {
    let Some(name) = name.filter(|name| !name.is_empty()) else {
        if !matches!(scoped.0, crate::domain::access::Scope::All) {
            faults.add("province", FaultCode::Required);
        }
        return String::new();
    };
    let code = app.catalogue().province(name).map(str::to_owned);
    match code {
        None => faults.add_about("province", FaultCode::ProvinceUnknown, name.to_owned()),
        Some(code) if scoped.holds(&code) => return code,
        Some(_) => faults.add("province", FaultCode::NotAllowed),
    }
    String::new()
}
