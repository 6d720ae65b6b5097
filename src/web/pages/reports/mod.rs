//! Reports as tables for people: the frame that they share, each with its rule and what it mixes.

pub(super) mod audit;
pub(super) mod behind;
mod chart;
pub(super) mod coverage;
pub(super) mod open_jobs;
pub(super) mod operators;
pub(super) mod satisfaction;
pub(super) mod tables;
pub(super) mod turnaround;

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use askama::Template;
use chart::{Bars, Map, Trend};
use chrono::{Days, NaiveDate};

use super::choices::{Choice, address};
use crate::app::App;
use crate::domain::access::Caller;
use crate::domain::agent::Setting;
use crate::domain::fault::Faults;
use crate::domain::job::JobKind;
use crate::domain::kpi::measure::Measure;
use crate::domain::warranty::WarrantyOutcome;
use crate::i18n::format;
use crate::queries::work::{GroupBy, Mix, WorkFilter};
use crate::web::api::reports::{Asked, filter};
use crate::web::error::Answer;
use crate::web::view::{Troubles, View, page};

/// The reports that have a page: path, and the message that names it.
const TABS: [(&str, &str); 8] = [
    ("open-jobs", "page-open-jobs"),
    ("turnaround", "page-turnaround"),
    ("satisfaction", "page-satisfaction"),
    ("acceptance", "page-acceptance"),
    ("delays", "page-delays"),
    ("warranty", "page-warranty-audit"),
    ("coverage", "page-coverage"),
    ("operators", "page-operators"),
];

/// What limits a report: filters of work, or none.
type Limits = &'static [&'static str];
/// What limits a report about jobs.
const OF_WORK: Limits = &["province", "kind", "warranty", "setting"];

/// Another report.
struct Tab {
    address: String,
    words: String,
    is_here: bool,
}

/// One figure with where it leads.
struct Figure {
    words: String,
    address: Option<String>,
}

struct Row {
    name: String,
    figures: Vec<Figure>,
}

/// A headline figure with its number of cases, and where its jobs are.
struct Tile {
    title: String,
    words: String,
    cases: String,
    address: String,
}

/// A promise of today that will not be kept.
struct Promise {
    address: String,
    reference: String,
    holder: Option<String>,
    window: String,
    risk: String,
}

/// What a customer wrote with a rating.
struct Comment {
    address: String,
    reference: String,
    score: String,
    agent: Option<String>,
    day: String,
    text: String,
}

#[derive(Template)]
#[template(path = "pages/report.html")]
struct ReportPage {
    v: View,
    troubles: Troubles,
    tabs: Vec<Tab>,
    action: String,
    days: Option<(String, String)>,
    periods: Vec<Tab>,
    choices: Vec<Choice>,
    rule: String,
    mixed: Option<String>,
    files: Vec<(String, &'static str)>,
    filled: Filled,
}

/// What a report fills its page with.
#[derive(Default)]
struct Filled {
    notice: Option<(String, String)>,
    promises: Vec<Promise>,
    more_promises: Option<String>,
    tiles: Vec<Tile>,
    trend: Option<Trend>,
    bars: Option<Bars>,
    map: Option<Map>,
    first_title: &'static str,
    titles: Vec<String>,
    rows: Vec<Row>,
    total: Option<Row>,
    comments: Vec<Comment>,
    mix: Mix,
}

/// A page of a report while it is made.
struct Frame<'a> {
    app: &'a App,
    asked: &'a Asked,
    name: &'static str,
    v: View,
    filter: WorkFilter,
    faults: Faults,
    limits: Limits,
}

/// The reports beside each other.
fn tabs(v: &View, here: &str) -> Vec<Tab> {
    let tab = |(path, title): &(&str, &str)| Tab {
        address: v.href(&format!("/reports/{path}")),
        words: v.t(title),
        is_here: *path == here,
    };
    TABS.iter().map(tab).collect()
}

impl<'a> Frame<'a> {
    fn new(app: &'a App, request: &HttpRequest, caller: &Caller, (asked, name): (&'a Asked, &'static str)) -> Self {
        let title = TABS.iter().find(|(path, _)| *path == name).map_or("page-reports", |(_, title)| title);
        let v = View::staff(app, request, title, caller).at(format!("/reports/{name}"));
        let mut faults = Faults::default();
        let filter = filter(app, asked, &mut faults);
        Self { app, asked, name, v, filter, faults, limits: OF_WORK }
    }

    /// The same, limited by less.
    fn limited(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    fn finish(self, with_days: bool, group: Option<Choice>, filled: Filled) -> Answer {
        let group_by = group.as_ref().map_or("", |choice| choice.chosen.as_str());
        let files =
            [("csv", "CSV"), ("xlsx", "XLSX")].map(|(form, words)| (self.file(form, group_by, with_days), words));
        let choices = group.into_iter().chain(self.choices()).collect();
        let v = &self.v;
        let shown = |day| format::date(v.language, day);
        let days = with_days.then(|| (shown(self.filter.days.0), shown(self.filter.days.1)));
        let troubles = self.troubles();
        let periods = if with_days { self.periods() } else { Vec::new() };
        let status = if troubles.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        page(
            status,
            &ReportPage {
                troubles,
                tabs: tabs(v, self.name),
                action: format!("/reports/{}", self.name),
                days,
                periods,
                choices,
                rule: v.t(&format!("api-rule-{}", self.name)),
                mixed: mixed(v, &filled.mix),
                files: files.to_vec(),
                filled,
                v: self.v,
            },
        )
    }

    fn choices(&self) -> Vec<Choice> {
        let (v, asked) = (&self.v, self.asked);
        let (kind, warranty) = (asked.kind.as_deref(), asked.warranty.as_deref());
        let all = vec![
            Choice::of_provinces(self.app, v, asked.province.as_deref()),
            Choice::of_codes(v, ("kind", "page-kind", "job-kind"), JobKind::ALL, kind),
            Choice::of_codes(v, ("warranty", "page-warranty", "warranty"), WarrantyOutcome::ALL, warranty),
            Choice::of_codes(v, ("setting", "page-setting", "setting"), Setting::ALL, asked.setting.as_deref()),
        ];
        all.into_iter().filter(|choice| self.limits.contains(&choice.name)).collect()
    }

    /// The days at hand: seven, thirty, ninety, this month and the last one of the reader's calendar.
    fn periods(&self) -> Vec<Tab> {
        let today = self.app.catalogue().calendar().local_date(self.app.clock.now());
        let back = |days: u64| today.checked_sub_days(Days::new(days)).unwrap_or(today);
        let month = format::month_start(self.v.language, today);
        let before = month.pred_opt().unwrap_or(month);
        let all = [
            ("page-days-7", back(6), today),
            ("page-days-30", back(29), today),
            ("page-days-90", back(89), today),
            ("page-this-month", month, today),
            ("page-last-month", format::month_start(self.v.language, before), before),
        ];
        let tab = |(words, from, to): (&str, NaiveDate, NaiveDate)| Tab {
            address: self.v.href(&self.over((from, to), &format!("/reports/{}", self.name), &[])),
            words: self.v.t(words),
            is_here: self.filter.days == (from, to),
        };
        all.map(tab).into()
    }

    /// The same report as a file, put together as on the page.
    fn file(&self, form: &str, group_by: &str, with_days: bool) -> String {
        let path = format!("/api/v1/reports/{}", self.name);
        let (from, to) = (self.filter.days.0.to_string(), self.filter.days.1.to_string());
        let days = [("from", from.as_str()), ("to", to.as_str())];
        let days = if with_days { &days[..] } else { &[] };
        let form = [("group_by", group_by), ("format", form), ("lang", self.v.lang())];
        self.of_work(&path, &[days, &form[..]].concat())
    }

    /// An address with the days and the filters of this report.
    fn address(&self, path: &str) -> String {
        self.over(self.filter.days, path, &[])
    }

    /// Where the jobs behind a figure of a group are.
    fn behind(&self, measure: Measure, (group_by, group): (GroupBy, &str)) -> String {
        let (from, to) = (self.filter.days.0.to_string(), self.filter.days.1.to_string());
        let of = [("group_by", group_by.as_str()), ("group", group), ("figure", measure.as_str())];
        let days = [("from", from.as_str()), ("to", to.as_str())];
        self.v.href(&self.of_work("/reports/turnaround/jobs", &[&days[..], &of].concat()))
    }

    /// An address with other days and the filters of this report.
    fn over(&self, (from, to): (NaiveDate, NaiveDate), path: &str, more: &[(&str, &str)]) -> String {
        let (from, to) = (from.to_string(), to.to_string());
        let group_by = self.asked.group_by.as_deref().unwrap_or_default();
        self.of_work(path, &[&[("from", from.as_str()), ("to", to.as_str()), ("group_by", group_by)], more].concat())
    }

    /// An address with the filters of this report.
    fn of_work(&self, path: &str, more: &[(&str, &str)]) -> String {
        fn given(value: Option<&String>) -> &str {
            value.map_or("", String::as_str)
        }
        let asked = self.asked;
        let of_work = [
            ("province", given(asked.province.as_ref())),
            ("kind", given(asked.kind.as_ref())),
            ("warranty", given(asked.warranty.as_ref())),
            ("setting", given(asked.setting.as_ref())),
        ];
        address(path, &[&of_work, more].concat())
    }

    fn troubles(&self) -> Troubles {
        match Faults::or(self.faults.clone(), ()) {
            Ok(()) => Troubles::default(),
            Err(faults) => self.v.troubles(&faults.into()),
        }
    }
}

/// Which kinds of work the figures mix, in words.
fn mixed(v: &View, mix: &Mix) -> Option<String> {
    let all = [("page-kind", &mix.kinds), ("page-warranty", &mix.warranties), ("page-setting", &mix.settings)];
    let names: Vec<String> = all.iter().filter(|(_, counts)| counts.len() > 1).map(|(name, _)| v.t(name)).collect();
    (!names.is_empty()).then(|| v.words("page-mixed", "what", &names.join(&v.t("page-comma"))))
}

fn plain(words: String) -> Figure {
    Figure { words, address: None }
}
