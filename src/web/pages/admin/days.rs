//! Days on which nobody works, by year in both calendars; closing one, with the promises that it touches, and opening it again.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use chrono::{Datelike, Days, NaiveDate};
use serde::Deserialize;

use super::user_form::province_names;
use crate::app::agents::closure::{NewClosure, close_day, count_promised, open_day};
use crate::app::{App, Code, Error};
use crate::domain::access::{Caller, Permission, Scope};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::language::Language;
use crate::i18n::{Arg, format, say};
use crate::queries::agent_facts::{ClosureLine, closures};
use crate::web::api::day;
use crate::web::error::{Answer, status};
use crate::web::pages::act::is_beyond;
use crate::web::view::{Troubles, View, page, see};
use crate::web::{Allowed, Form, Query, perm};

const PATH: &str = "/admin/days";
/// Between the years of the two calendars, from spring on.
const APART: i32 = 621;

/// Which year of the reader's calendar, and what came of the day that was closed.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::web::pages) struct Asked {
    year: Option<i32>,
    moved: Option<i64>,
}

/// A day to be closed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::web::pages) struct Given {
    closed_on: String,
    province: String,
    name_fa: String,
    name_en: String,
    /// `look` or `close`.
    act: String,
}

struct Row {
    day: String,
    other: String,
    /// The day and the code of the province, for the form that opens it again.
    key: (String, String),
    name: String,
    place: String,
    is_estimated: bool,
    can_open: bool,
}

impl Row {
    fn step(&self) -> String {
        format!("/{}/open", self.key.0)
    }
}

#[derive(Template)]
#[template(path = "pages/admin_days.html")]
struct DaysPage {
    v: View,
    troubles: Troubles,
    years: Vec<(String, String, bool)>,
    rows: Vec<Row>,
    given: Given,
    provinces: Vec<(String, String)>,
    /// What closing the day touches, or has touched.
    touched: Option<String>,
    can_edit: bool,
}

pub(in crate::web::pages) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewRequest>,
    asked: Query<Asked>,
) -> Answer {
    let mut shown = load(&app, &request, &caller, asked.0.year).await?;
    let counted = |count| say(shown.v.language, "days-moved", &[("count", Arg::Number(count))]);
    shown.touched = asked.0.moved.map(counted);
    page(StatusCode::OK, &shown)
}

pub(in crate::web::pages) async fn close(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::EditAgent>,
    given: Form<Given>,
) -> Answer {
    let closing = async {
        let new = given.0.read()?;
        let count = match given.0.act.as_str() {
            "close" => close_day(&app, &caller, None, new).await?.1,
            _ => count_promised(&app, &caller, new).await?,
        };
        Ok::<_, Error>(i64::try_from(count).unwrap_or(i64::MAX))
    };
    let done = closing.await;
    let of = |v: &View| given.0.day().map(|day| year_of(v.language, day));
    match done {
        Ok(count) if given.0.act == "close" => {
            let v = View::staff(&app, &request, "page-closed-days", &caller);
            let year = of(&v).map(|year| format!("&year={year}")).unwrap_or_default();
            Ok(see(&v.href(&format!("{PATH}?moved={count}{year}"))))
        }
        Err(error) if is_beyond(&error) => Err(error.into()),
        looked => {
            let year = of(&View::staff(&app, &request, "page-closed-days", &caller));
            let mut shown = load(&app, &request, &caller, year).await?;
            let mut code = StatusCode::OK;
            match looked {
                Ok(count) => {
                    let words = say(shown.v.language, "days-touched", &[("count", Arg::Number(count))]);
                    shown.touched = Some(words);
                }
                Err(error) => {
                    shown.troubles = shown.v.troubles(&error);
                    code = status(error.code());
                }
            }
            shown.given = given.0;
            page(code, &shown)
        }
    }
}

/// Which province a day is opened in; everywhere if none.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::web::pages) struct Where {
    province: String,
}

pub(in crate::web::pages) async fn open(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::EditAgent>,
    closed: web::Path<String>,
    of: Form<Where>,
) -> Answer {
    let day: NaiveDate = closed.parse().map_err(|_| Code::NotFound)?;
    open_day(&app, &caller, day, Some(of.0.province)).await?;
    let v = View::staff(&app, &request, "page-closed-days", &caller);
    Ok(see(&v.href(&format!("{PATH}?year={}", year_of(v.language, day)))))
}

impl Given {
    /// The day, if it can be read.
    fn day(&self) -> Option<NaiveDate> {
        day("closed_on", Some(&self.closed_on), &mut Faults::default())
    }

    fn read(&self) -> Result<NewClosure, Error> {
        let mut faults = Faults::default();
        let closed_on = day("closed_on", Some(&self.closed_on), &mut faults);
        if closed_on.is_none() && faults.is_empty() {
            faults.add("closed_on", FaultCode::Required);
        }
        for (field, text) in [("name_fa", &self.name_fa), ("name_en", &self.name_en)] {
            if text.trim().is_empty() {
                faults.add(field, FaultCode::Required);
            }
        }
        let (Some(day), true) = (closed_on, faults.is_empty()) else { return Err(faults.into()) };
        let province = Some(self.province.clone()).filter(|code| !code.is_empty());
        Ok(NewClosure { day, province, name_fa: self.name_fa.clone(), name_en: self.name_en.clone() })
    }
}

/// The first day of a year in the calendar of the language's readers.
fn new_year(language: Language, year: i32) -> Option<NaiveDate> {
    match language {
        Language::Fa => format::jalali_parse(&format!("{year}/1/1")),
        Language::En => NaiveDate::from_ymd_opt(year, 1, 1),
    }
}

/// The year of a day in the calendar of the language's readers.
fn year_of(language: Language, day: NaiveDate) -> i32 {
    let jalali = day.year() - APART;
    match language {
        Language::En => day.year(),
        Language::Fa if new_year(language, jalali).is_some_and(|first| day < first) => jalali - 1,
        Language::Fa => jalali,
    }
}

async fn load(app: &App, request: &HttpRequest, caller: &Caller, year: Option<i32>) -> Result<DaysPage, Error> {
    let v = View::staff(app, request, "page-closed-days", caller).at(PATH.to_owned());
    let today = app.catalogue().calendar().local_date(app.clock.now());
    let this_year = year_of(v.language, today);
    let year = year.unwrap_or(this_year);
    let (from, next) =
        new_year(v.language, year).zip(new_year(v.language, year.saturating_add(1))).ok_or(Code::NotFound)?;
    let found = app.db.read(move |conn| closures(conn, from, next - Days::new(1)).map_err(Error::from)).await?;
    let can_edit = v.may(Permission::EditAgent);
    let shown_year = |other: i32| {
        (v.href(&format!("{PATH}?year={other}")), format::digits(v.language, &other.to_string()), other == year)
    };
    let catalogue = app.catalogue();
    let seen = catalogue.rows().provinces.iter().filter(|it| caller.scope.holds(&it.code));
    let seen = seen.map(|it| (it.code.clone(), v.named(&it.name_en, &it.name_fa).to_owned()));
    let everywhere = (caller.scope == Scope::All).then(|| (String::new(), v.t("page-everywhere")));
    Ok(DaysPage {
        troubles: Troubles::default(),
        years: (this_year - 1..=this_year + 2).map(shown_year).collect(),
        rows: found.iter().map(|it| row(app, &v, (it, caller), can_edit)).collect(),
        given: Given::default(),
        provinces: everywhere.into_iter().chain(seen).collect(),
        touched: None,
        can_edit,
        v,
    })
}

fn row(app: &App, v: &View, (it, caller): (&ClosureLine, &Caller), can_edit: bool) -> Row {
    let other = if v.language == Language::Fa { Language::En } else { Language::Fa };
    let place = it.province.clone().map(|code| province_names(app, v, &[code]).concat());
    let is_seen = it.province.as_deref().map_or(caller.scope == Scope::All, |code| caller.scope.holds(code));
    Row {
        day: v.day(it.day),
        other: format::date(other, it.day),
        key: (it.day.to_string(), it.province.clone().unwrap_or_default()),
        name: v.named(&it.name_en, &it.name_fa).to_owned(),
        place: place.unwrap_or_else(|| v.t("page-everywhere")),
        is_estimated: it.estimated,
        can_open: can_edit && is_seen,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_begins_where_its_readers_begin_it() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(new_year(Language::Fa, 1405), Some(day("2026-03-21")));
        assert_eq!(new_year(Language::En, 2026), Some(day("2026-01-01")));
        let years = ["2026-03-20", "2026-03-21", "2026-12-31", "2027-01-01"].map(|it| year_of(Language::Fa, day(it)));
        assert_eq!(years, [1404, 1405, 1405, 1405]);
        assert_eq!(year_of(Language::En, day("2026-03-20")), 2026);
        assert_eq!(new_year(Language::Fa, 12), None);
    }
}
