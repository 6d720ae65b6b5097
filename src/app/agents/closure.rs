//! Days on which nobody works in a province, or anywhere: announced at short notice, and in effect at once.

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::Scoped;
use crate::app::idempotent::{Key, once};
use crate::app::journal::{Happening, record};
use crate::app::{Actor, App, Code, Error};
use crate::domain::access::Caller;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::text::clean_line;
use crate::store::Day;
use crate::store::catalogue::{Holiday, delete_holiday, upsert_holidays};
use crate::store::feed::Topic;

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

/// Closes a day; one that is closed already takes the new names. Promised visits stay: the dispatcher decides on them.
///
/// # Errors
/// Every wrong value at once; a province that the caller does not see; the same key with another body; the database.
pub async fn close_day(app: &App, caller: &Caller, key: Option<Key>, input: NewClosure) -> Result<Holiday, Error> {
    let (now, actor, scoped) = (app.clock.now(), Actor::staff(caller), Scoped::of(caller));
    let mut faults = Faults::default();
    let province = province(app, &scoped, input.province.as_deref(), &mut faults);
    let mut name = |field: &'static str, text: &str| {
        let line = faults.take(field, clean_line(text, 200)).unwrap_or_default();
        if line.is_empty() {
            faults.add(field, FaultCode::Required);
        }
        line
    };
    let (name_fa, name_en) = (name("name_fa", &input.name_fa), name("name_en", &input.name_en));
    let province = faults.or(province)?;
    let row = Holiday { day: Day(input.day), province, name_en, name_fa, estimated: false };
    let closed = row.clone();
    let write = app.db.write(move |tx| {
        once(tx, (&actor, key.as_ref()), now, |tx| {
            upsert_holidays(tx, std::slice::from_ref(&row))?;
            let happening = Happening::new(Topic::Catalog, row.day.0, "day_closed").in_province(&row.province);
            record(tx, &actor, now, happening.with(json!({ "province": row.province })))
        })
    });
    write.await?;
    app.reload_catalogue().await?;
    Ok(closed)
}

/// Opens a closed day again.
///
/// # Errors
/// `NotFound`; a province that the caller does not see; the database.
pub async fn open_day(app: &App, caller: &Caller, day: NaiveDate, province: Option<String>) -> Result<(), Error> {
    let (now, actor, scoped) = (app.clock.now(), Actor::staff(caller), Scoped::of(caller));
    let mut faults = Faults::default();
    let province = self::province(app, &scoped, province.as_deref(), &mut faults);
    let province = faults.or(province)?;
    let write = app.db.write(move |tx| {
        if !delete_holiday(tx, Day(day), &province)? {
            return Err(Code::NotFound.into());
        }
        let happening = Happening::new(Topic::Catalog, day, "day_opened").in_province(&province);
        record(tx, &actor, now, happening.with(json!({ "province": province })))
    });
    write.await?;
    app.reload_catalogue().await
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
