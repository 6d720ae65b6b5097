//! `/reports`: figures for managers. What they share stands here: the period, the filters, the answer with its rule.

pub mod acceptance;
pub mod coverage;
pub mod delays;
pub mod messages;
pub mod open_jobs;
pub mod operators;
pub mod satisfaction;
pub mod sheet;
pub mod turnaround;

use std::collections::{BTreeMap, HashMap};
use std::str::FromStr;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{codes, day, value};
use crate::app::{App, Error};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::kpi::{Share, Spread};
use crate::domain::language::Language;
use crate::domain::sla::Clock;
use crate::domain::time::Window;
use crate::queries::work::{GroupBy, Mix, WorkFilter};
use crate::web::error::Answer;
use crate::web::words::{language_of, say};
use sheet::{Cell, Sheet};

/// Days of a report when nothing is asked, today included.
const USUAL_DAYS: u64 = 30;

/// Which work, and how it is put together.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// First local day; 30 days with the last one if left out.
    #[param(example = "2026-11-01")]
    pub from: Option<String>,
    /// Last local day; today if left out.
    pub to: Option<String>,
    /// `agent`, `category`, `city` or `none`; for delays also `reason`.
    pub group_by: Option<String>,
    /// Code of a province.
    pub province: Option<String>,
    /// Kinds of work, with commas between them.
    #[param(example = "repair,workshop_repair")]
    pub kind: Option<String>,
    /// Outcomes of the verdict, with commas between them.
    #[param(example = "out_of_warranty,partial")]
    pub warranty: Option<String>,
    /// Where the agent works: `mobile` or `workshop`.
    pub setting: Option<String>,
    /// `json`, `csv` or `xlsx`; else what `Accept` says.
    pub format: Option<String>,
}

/// In what form a report is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// JSON.
    Json,
    /// Comma-separated values.
    Csv,
    /// A workbook.
    Xlsx,
}

crate::domain::codes!(Format { Json => "json", Csv => "csv", Xlsx => "xlsx" });

impl Format {
    /// What an `Accept` header asks for; JSON unless it names a table.
    #[must_use]
    pub fn accepted(accept: &str) -> Self {
        match accept {
            accept if accept.contains("text/csv") => Self::Csv,
            accept if accept.contains(sheet::XLSX_TYPE) => Self::Xlsx,
            _ => Self::Json,
        }
    }
}

/// What was asked, read.
pub struct Wanted<G> {
    /// Which work.
    pub filter: WorkFilter,
    /// How it is put together.
    pub group_by: G,
    /// In what form.
    pub format: Format,
    /// In which language.
    pub language: Language,
    /// Whether the caller chose the language, so that columns of a CSV have names instead of codes.
    is_language_asked: bool,
}

impl<G: FromStr> Wanted<G> {
    /// Reads what was asked, all faults at once.
    ///
    /// # Errors
    /// Wrong values.
    pub fn read(app: &App, request: &HttpRequest, asked: &Asked, usual: G) -> Result<Self, Error> {
        let mut faults = Faults::default();
        let filter = filter(app, asked, &mut faults);
        let accept = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let wanted = Self {
            filter,
            group_by: value("group_by", asked.group_by.as_deref(), &mut faults).unwrap_or(usual),
            format: value("format", asked.format.as_deref(), &mut faults).unwrap_or(Format::accepted(accept)),
            language: language_of(request),
            is_language_asked: request.headers().contains_key(header::ACCEPT_LANGUAGE)
                || request.query_string().split('&').any(|pair| pair.starts_with("lang=")),
        };
        Ok(faults.or(wanted)?)
    }
}

impl<G> Wanted<G> {
    /// The days asked for as a span of time.
    ///
    /// # Errors
    /// A day beyond the calendar.
    pub fn period(&self, app: &App) -> Result<Window, Error> {
        period(app, self.filter.days)
    }
}

/// Local days, the last one included, as a span of time.
///
/// # Errors
/// A day beyond the calendar.
pub fn period(app: &App, (first, last): (NaiveDate, NaiveDate)) -> Result<Window, Error> {
    let catalogue = app.catalogue();
    let bounds = catalogue.calendar().span_of(first).zip(catalogue.calendar().span_of(last));
    let (first, last) = bounds.ok_or_else(|| Error::Internal("a day beyond the calendar".to_owned()))?;
    Ok(Window { from: first.from, to: last.to })
}

/// The period and the filters of a report, its faults noted.
pub fn filter(app: &App, asked: &Asked, faults: &mut Faults) -> WorkFilter {
    let today = app.catalogue().calendar().local_date(app.clock.now());
    let to = day("to", asked.to.as_deref(), faults).unwrap_or(today);
    let usual = to.checked_sub_days(Days::new(USUAL_DAYS - 1));
    let from = day("from", asked.from.as_deref(), faults).or(usual).unwrap_or(to);
    if to < from {
        faults.add("to", FaultCode::DateOrder);
    }
    WorkFilter {
        days: (from, to),
        province: province(app, asked.province.as_deref(), faults),
        kinds: codes("kind", asked.kind.as_deref(), faults),
        warranties: codes("warranty", asked.warranty.as_deref(), faults),
        setting: value("setting", asked.setting.as_deref(), faults),
    }
}

/// The code of a province that was named in any way.
pub(in crate::web) fn province(app: &App, named: Option<&str>, faults: &mut Faults) -> Option<String> {
    let named = named.filter(|named| !named.trim().is_empty())?;
    let code = app.catalogue().province(named).map(str::to_owned);
    if code.is_none() {
        faults.add("province", FaultCode::ProvinceUnknown);
    }
    code
}

/// A report with its clock, its rule and the number of cases.
#[derive(Serialize, ToSchema)]
pub struct Report<L> {
    /// First local day.
    #[schema(value_type = String, format = Date)]
    from: NaiveDate,
    /// Last local day.
    #[schema(value_type = String, format = Date)]
    to: NaiveDate,
    /// What lines are put together by.
    group_by: String,
    /// How time is counted.
    clock: Clock,
    /// How the figures are made, in words.
    rule: String,
    /// Jobs in the report.
    cases: u64,
    /// What kinds of work are in it.
    mix: MixView,
    /// The lines.
    items: Vec<L>,
    /// Always none: the list is whole.
    next_cursor: Option<String>,
}

/// What kinds of work are in a report, as numbers of jobs by code.
#[derive(Serialize, ToSchema)]
pub struct MixView {
    /// Which of `kind`, `warranty` and `setting` are mixed: give them as filters to set them apart.
    mixed: Vec<&'static str>,
    /// By what is to be done.
    #[schema(value_type = BTreeMap<String, u64>)]
    kind: BTreeMap<&'static str, u64>,
    /// By the verdict's outcome.
    #[schema(value_type = BTreeMap<String, u64>)]
    warranty: BTreeMap<&'static str, u64>,
    /// By where the agent works.
    #[schema(value_type = BTreeMap<String, u64>)]
    setting: BTreeMap<&'static str, u64>,
}

impl From<Mix> for MixView {
    fn from(mix: Mix) -> Self {
        let all = [("kind", &mix.kinds), ("warranty", &mix.warranties), ("setting", &mix.settings)];
        let mixed = all.iter().filter(|(_, counts)| counts.len() > 1).map(|(name, _)| *name).collect();
        Self { mixed, kind: mix.kinds, warranty: mix.warranties, setting: mix.settings }
    }
}

/// One line of a report, as JSON and as cells of a table.
pub trait Line: Serialize {
    /// Codes of the columns; a dot parts a figure from its measure.
    const COLUMNS: &'static [&'static str];

    /// The cells, one for each column.
    fn cells(&self) -> Vec<Cell>;
}

/// What a report is made of.
pub struct Made<L> {
    /// Its name, as in its address.
    pub name: &'static str,
    /// Jobs in it.
    pub cases: u64,
    /// What kinds of work are in it.
    pub mix: Mix,
    /// Code of what its lines are put together by.
    pub group_by: &'static str,
    /// Its lines.
    pub items: Vec<L>,
}

/// The lines of a report, each from the code of its group, the group's name and its figures.
fn lines<F, L>(
    groups: BTreeMap<String, F>,
    name: impl Fn(&str) -> String,
    line: impl Fn(String, String, &F) -> L,
) -> Vec<L> {
    let named = |(group, figures): (String, F)| {
        let name = name(&group);
        line(group, name, &figures)
    };
    groups.into_iter().map(named).collect()
}

/// The lines of a report that is put together by agent, category or city.
async fn named_lines<F, L>(
    app: &App,
    wanted: &Wanted<GroupBy>,
    groups: BTreeMap<String, F>,
    line: impl Fn(String, String, &F) -> L,
) -> Result<Vec<L>, Error> {
    let names = Names::load(app, wanted.language).await?;
    Ok(lines(groups, |group| names.of(app, wanted.group_by, group), line))
}

/// Refuses parameters that say nothing to a report.
fn refuse(parameters: &[(&'static str, &Option<String>)]) -> Result<(), Error> {
    let mut faults = Faults::default();
    for (field, _) in parameters.iter().filter(|(_, value)| value.is_some()) {
        faults.add(*field, FaultCode::UnknownField);
    }
    Ok(faults.or(())?)
}

/// A report in the form that was asked for.
///
/// # Errors
/// A table that cannot be written.
pub fn answer<G, L: Line>(wanted: &Wanted<G>, made: Made<L>) -> Answer {
    let rule = say(wanted.language, &format!("api-rule-{}", made.name), "");
    let (from, to) = wanted.filter.days;
    if wanted.format == Format::Json {
        return Ok(HttpResponse::Ok().json(Report {
            from,
            to,
            group_by: made.group_by.to_owned(),
            clock: Clock::Calendar,
            rule,
            cases: made.cases,
            mix: made.mix.into(),
            items: made.items,
            next_cursor: None,
        }));
    }
    let names_columns = wanted.is_language_asked || wanted.format == Format::Xlsx;
    let title = |code: &&str| if names_columns { column(wanted.language, code) } else { code.replace('.', "_") };
    let table = Sheet {
        name: made.name,
        language: wanted.language,
        titles: L::COLUMNS.iter().map(title).collect(),
        rows: made.items.iter().map(Line::cells).collect(),
        note: format!("{from} – {to}. {rule}"),
    };
    if wanted.format == Format::Csv { table.csv() } else { table.xlsx() }
}

/// Name of a column: of the figure, and after a dot of its measure.
fn column(language: Language, code: &str) -> String {
    let name = |part: &str| say(language, &crate::i18n::code_key("column", part), "");
    match code.split_once('.') {
        Some((figure, measure)) => format!("{}: {}", name(figure), name(measure)),
        None => name(code),
    }
}

/// Mean and percentiles of spans in calendar time.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct SpreadView {
    /// Number of cases.
    cases: u64,
    /// Arithmetic mean.
    mean_s: Option<i64>,
    /// Median.
    median_s: Option<i64>,
    /// 90th percentile.
    p90_s: Option<i64>,
}

impl From<Spread> for SpreadView {
    fn from(it: Spread) -> Self {
        Self { cases: it.cases, mean_s: it.mean_s, median_s: it.median_s, p90_s: it.p90_s }
    }
}

impl SpreadView {
    fn cells(self) -> [Cell; 4] {
        [Cell::Count(self.cases), Cell::Seconds(self.mean_s), Cell::Seconds(self.median_s), Cell::Seconds(self.p90_s)]
    }
}

/// A part of a number of cases.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct ShareView {
    /// Number of cases.
    cases: u64,
    /// Those that count.
    hits: u64,
    /// Hits ÷ cases, 0 to 1.
    share: Option<f64>,
}

impl From<Share> for ShareView {
    fn from(it: Share) -> Self {
        Self { cases: it.cases, hits: it.hits, share: it.share() }
    }
}

impl ShareView {
    fn cells(self) -> [Cell; 3] {
        [Cell::Count(self.cases), Cell::Count(self.hits), Cell::Share(self.share)]
    }
}

/// Names of groups in a language.
pub struct Names {
    agents: HashMap<String, String>,
    language: Language,
}

impl Names {
    /// With the names of agents, for a report that is put together by them.
    ///
    /// # Errors
    /// The database.
    pub async fn load(app: &App, language: Language) -> Result<Self, Error> {
        let rows = app.db.read(|conn| crate::queries::agents::list_names(conn).map_err(Error::from)).await?;
        let name = |(fa, en)| if language == Language::Fa { fa } else { en };
        let agents = rows.into_iter().map(|(id, fa, en)| (id.to_string(), name((fa, en)))).collect();
        Ok(Self { agents, language })
    }

    /// Name of a group; empty for all together and for jobs without an agent.
    #[must_use]
    pub fn of(&self, app: &App, group_by: GroupBy, group: &str) -> String {
        let catalogue = app.catalogue();
        let (fa, en) = match group_by {
            GroupBy::Agent => return self.agents.get(group).cloned().unwrap_or_default(),
            GroupBy::Category => catalogue.category(group).map(|it| (it.name_fa.clone(), it.name_en.clone())),
            GroupBy::City => catalogue.place(group, None).map(|it| (it.name_fa.clone(), it.name_en.clone())),
            GroupBy::None => None,
        }
        .unwrap_or_default();
        if self.language == Language::Fa { fa } else { en }
    }
}
