//! Reports as tables for people: the frame that they share, each with its rule and what it mixes.

pub(super) mod open_jobs;
pub(super) mod tables;

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use askama::Template;

use super::choices::{Choice, address};
use crate::app::App;
use crate::domain::access::Caller;
use crate::domain::agent::Setting;
use crate::domain::fault::Faults;
use crate::domain::job::JobKind;
use crate::domain::warranty::WarrantyOutcome;
use crate::i18n::format;
use crate::queries::work::{Mix, WorkFilter};
use crate::web::api::reports::{Asked, filter};
use crate::web::error::Answer;
use crate::web::view::{Troubles, View, page};

/// The reports that have a page: path, and the message that names it.
const TABS: [(&str, &str); 4] = [
    ("open-jobs", "page-open-jobs"),
    ("turnaround", "page-turnaround"),
    ("acceptance", "page-acceptance"),
    ("delays", "page-delays"),
];

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

#[derive(Template)]
#[template(path = "pages/report.html")]
struct ReportPage {
    v: View,
    troubles: Troubles,
    tabs: Vec<Tab>,
    action: String,
    days: Option<(String, String)>,
    choices: Vec<Choice>,
    notice: Option<(String, String)>,
    rule: String,
    mixed: Option<String>,
    files: Vec<(String, &'static str)>,
    first_title: String,
    titles: Vec<String>,
    rows: Vec<Row>,
    total: Option<Row>,
}

/// What a report fills its page with.
#[derive(Default)]
struct Filled {
    notice: Option<(String, String)>,
    first_title: &'static str,
    titles: Vec<String>,
    rows: Vec<Row>,
    total: Option<Row>,
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
}

impl<'a> Frame<'a> {
    fn new(app: &'a App, request: &HttpRequest, caller: &Caller, (asked, name): (&'a Asked, &'static str)) -> Self {
        let title = TABS.iter().find(|(path, _)| *path == name).map_or("page-reports", |(_, title)| title);
        let v = View::staff(app, request, title, caller).at(format!("/reports/{name}"));
        let mut faults = Faults::default();
        let filter = filter(app, asked, &mut faults);
        Self { app, asked, name, v, filter, faults }
    }

    fn finish(self, with_days: bool, group: Option<Choice>, filled: Filled) -> Answer {
        let choices = group.into_iter().chain(self.choices()).collect();
        let v = &self.v;
        let tabs = TABS.iter().map(|(path, title)| Tab {
            address: v.href(&format!("/reports/{path}")),
            words: v.t(title),
            is_here: *path == self.name,
        });
        let tabs = tabs.collect();
        let shown = |day| format::date(v.language, day);
        let days = with_days.then(|| (shown(self.filter.days.0), shown(self.filter.days.1)));
        let files = [("csv", "CSV"), ("xlsx", "XLSX")].map(|(form, words)| (self.file(form, with_days), words));
        let troubles = match Faults::or(self.faults.clone(), ()) {
            Ok(()) => Troubles::default(),
            Err(faults) => v.troubles(&faults.into()),
        };
        let status = if troubles.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        page(
            status,
            &ReportPage {
                troubles,
                tabs,
                action: format!("/reports/{}", self.name),
                days,
                choices,
                notice: filled.notice,
                rule: v.t(&format!("api-rule-{}", self.name)),
                mixed: mixed(v, &filled.mix),
                files: files.to_vec(),
                first_title: v.t(filled.first_title),
                titles: filled.titles,
                rows: filled.rows,
                total: filled.total,
                v: self.v,
            },
        )
    }

    fn choices(&self) -> Vec<Choice> {
        let (v, asked) = (&self.v, self.asked);
        let (kind, warranty) = (asked.kind.as_deref(), asked.warranty.as_deref());
        vec![
            Choice::of_provinces(self.app, v, asked.province.as_deref()),
            Choice::of_codes(v, ("kind", "page-kind", "job-kind"), JobKind::ALL, kind),
            Choice::of_codes(v, ("warranty", "page-warranty", "warranty"), WarrantyOutcome::ALL, warranty),
            Choice::of_codes(v, ("setting", "page-setting", "setting"), Setting::ALL, asked.setting.as_deref()),
        ]
    }

    /// The same report as a file.
    fn file(&self, form: &str, with_days: bool) -> String {
        let given = |value: &Option<String>| value.clone().unwrap_or_default();
        let (from, to) = (self.filter.days.0.to_string(), self.filter.days.1.to_string());
        let (province, kind) = (given(&self.asked.province), given(&self.asked.kind));
        let (warranty, setting) = (given(&self.asked.warranty), given(&self.asked.setting));
        let group_by = given(&self.asked.group_by);
        let mut pairs = vec![
            ("province", province.as_str()),
            ("kind", kind.as_str()),
            ("warranty", warranty.as_str()),
            ("setting", setting.as_str()),
            ("format", form),
            ("lang", self.v.lang()),
        ];
        if with_days {
            pairs.extend([("from", from.as_str()), ("to", to.as_str()), ("group_by", group_by.as_str())]);
        }
        address(&format!("/api/v1/reports/{}", self.name), &pairs)
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
