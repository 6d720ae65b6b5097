//! Problem records with their figures, and the cases that showed each of them.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use diesel::dsl::{count, count_star};
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use super::page::{Cursor, Page};
use crate::domain::access::Scope;
use crate::domain::id::{JobId, RecallId, UserId};
use crate::domain::job::{JobKind, JobState};
use crate::domain::machine::{ActorKind, allowed};
use crate::domain::message::DeliveryState;
use crate::domain::recall::{
    Counts, Danger, RecallEvent, RecallMachine, RecallState, RecallUnitState, SerialRange, percent,
};
use crate::domain::reference::Reference;
use crate::domain::time::Instant;
use crate::store::customers::InstalledProduct;
use crate::store::jobs::Job;
use crate::store::recalls::{Recall, find_recall, list_recall_cases};
use crate::store::schema::{
    installed_products, jobs, messages, recall_notices, recall_units, recalls, service_requests,
};
use crate::store::{At, Col, Conn, StoreError};

/// Cases that are proposed at most.
const MOST_CASES: i64 = 50;

/// A problem in a list, with its figures within the caller's provinces.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RecallView {
    /// The problem.
    pub id: RecallId,
    /// What people call it by.
    #[schema(example = "RC-2026-07")]
    pub code: String,
    /// In a few words.
    pub title: String,
    /// Who answers for it.
    pub owner_id: UserId,
    /// Code of the brand.
    pub brand: String,
    /// Codes of the models.
    pub models: Vec<String>,
    /// What the defect can do.
    pub danger: Danger,
    /// Where it stands.
    pub state: RecallState,
    /// When it was noted.
    #[schema(value_type = String, format = DateTime)]
    pub noted_at: Instant,
    /// Since when its units are called back.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub recalled_at: Option<Instant>,
    /// How many such units were made.
    pub produced: Option<i64>,
    /// What has become of its units.
    #[serde(flatten)]
    pub counts: Counts,
    /// Known ÷ produced, in percent; none for callers who see some provinces only.
    pub reach: Option<f64>,
    /// Corrected ÷ (known − excluded), in percent.
    pub completion: Option<f64>,
    /// Version, for `If-Match`.
    pub version: i32,
}

/// Serials from one to another, both included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RangeView {
    /// The first serial.
    pub from: String,
    /// The last serial.
    pub to: String,
}

impl From<&SerialRange> for RangeView {
    fn from(range: &SerialRange) -> Self {
        Self { from: range.from().to_owned(), to: range.to().to_owned() }
    }
}

/// The units of a recall in one province.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ProvinceFigures {
    /// Code of the province; empty for units whose place nobody knows.
    pub province: String,
    /// What has become of them.
    #[serde(flatten)]
    pub counts: Counts,
    /// Corrected ÷ (known − excluded), in percent.
    pub completion: Option<f64>,
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RecallDetail {
    /// As in the list.
    #[serde(flatten)]
    pub row: RecallView,
    /// Serials.
    pub ranges: Vec<RangeView>,
    /// First day of manufacture.
    #[schema(value_type = Option<String>, format = Date)]
    pub made_from: Option<NaiveDate>,
    /// Last day of manufacture.
    #[schema(value_type = Option<String>, format = Date)]
    pub made_to: Option<NaiveDate>,
    /// What is wrong, in Persian.
    pub defect_fa: String,
    /// The same in English.
    pub defect_en: String,
    /// What is done to a unit, in Persian.
    pub correction_fa: String,
    /// The same in English.
    pub correction_en: String,
    /// Since when its cause is looked for.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub investigated_at: Option<Instant>,
    /// Since when its cause is corrected in what is made.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub corrected_at: Option<Instant>,
    /// When it was closed or dismissed.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended_at: Option<Instant>,
    /// Why.
    pub end_note: Option<String>,
    /// The figures by province.
    pub provinces: Vec<ProvinceFigures>,
    /// What staff may say of it now.
    pub allowed: Vec<RecallEvent>,
}

/// What the list is limited to.
#[derive(Debug, Clone, Default)]
pub struct RecallFilter {
    /// States; all when nothing is asked.
    pub states: Vec<RecallState>,
    /// The row after which the page begins.
    pub after: Option<Cursor<RecallId>>,
    /// Rows of the page.
    pub limit: i64,
}

/// Figures of recalls by province.
type Figures = HashMap<RecallId, BTreeMap<String, Counts>>;

/// A page of problems, newest first.
///
/// # Errors
/// The database.
pub fn list_recalls(conn: &mut Conn, scope: &Scope, filter: &RecallFilter) -> Result<Page<RecallView>, StoreError> {
    let mut query = recalls::table
        .order((recalls::noted_at.desc(), recalls::id.desc()))
        .limit(filter.limit + 1)
        .select(Recall::as_select())
        .into_boxed();
    if !filter.states.is_empty() {
        query = query.filter(recalls::state.eq_any(filter.states.iter().copied().map(Col).collect::<Vec<_>>()));
    }
    if let Some(Cursor { at, id }) = filter.after {
        let same = recalls::noted_at.eq(At(at)).and(recalls::id.lt(id.to_string()));
        query = query.filter(recalls::noted_at.lt(At(at)).or(same));
    }
    let cursor = |row: &Recall| Cursor { at: row.noted_at.0, id: row.id.0 }.to_string();
    let page = Page::cut(query.load(conn)?, filter.limit, cursor);
    let ids: Vec<RecallId> = page.items.iter().map(|row| row.id.0).collect();
    let mut figures = figures(conn, scope, &ids)?;
    let one = |row: &Recall| view(row, scope, &figures.remove(&row.id.0).unwrap_or_default());
    Ok(Page { items: page.items.iter().map(one).collect(), next_cursor: page.next_cursor })
}

/// One problem with its figures by province.
///
/// # Errors
/// `NotFound`, or the database.
pub fn recall_detail(conn: &mut Conn, scope: &Scope, id: RecallId) -> Result<RecallDetail, StoreError> {
    let recall = find_recall(conn, id)?;
    let by_province = figures(conn, scope, &[id])?.remove(&id).unwrap_or_default();
    let row = view(&recall, scope, &by_province);
    let provinces = by_province.into_iter().map(|(province, counts)| ProvinceFigures {
        province,
        counts,
        completion: counts.completion(),
    });
    Ok(RecallDetail {
        provinces: provinces.collect(),
        row,
        ranges: recall.ranges.0.iter().map(RangeView::from).collect(),
        made_from: recall.made_from.map(|day| day.0),
        made_to: recall.made_to.map(|day| day.0),
        defect_fa: recall.defect_fa,
        defect_en: recall.defect_en,
        correction_fa: recall.correction_fa,
        correction_en: recall.correction_en,
        investigated_at: recall.investigated_at.map(|at| at.0),
        corrected_at: recall.corrected_at.map(|at| at.0),
        ended_at: recall.ended_at.map(|at| at.0),
        end_note: recall.end_note,
        allowed: allowed::<RecallMachine>(recall.state.0, ActorKind::Staff),
    })
}

/// How many units of a recall in a province stand in a state, and how many of them were told.
type Counted = (Col<RecallId>, String, Col<RecallUnitState>, i64, i64);

fn view(recall: &Recall, scope: &Scope, by_province: &BTreeMap<String, Counts>) -> RecallView {
    let mut counts = Counts::default();
    for figures in by_province.values() {
        counts += *figures;
    }
    let produced = recall.produced.filter(|_| *scope == Scope::All);
    RecallView {
        id: recall.id.0,
        code: recall.code.clone(),
        title: recall.title.clone(),
        owner_id: recall.owner_id.0,
        brand: recall.brand.clone(),
        models: recall.models.0.clone(),
        danger: recall.danger.0,
        state: recall.state.0,
        noted_at: recall.noted_at.0,
        recalled_at: recall.recalled_at.map(|at| at.0),
        produced: recall.produced,
        counts,
        reach: produced.and_then(|produced| percent(counts.known, produced)),
        completion: counts.completion(),
        version: recall.version,
    }
}

fn figures(conn: &mut Conn, scope: &Scope, ids: &[RecallId]) -> Result<Figures, StoreError> {
    let ids: Vec<Col<RecallId>> = ids.iter().copied().map(Col).collect();
    let key = (recall_units::recall_id, recall_units::province, recall_units::state);
    let columns = (key.0, key.1, key.2, count_star(), count(recall_units::told_at));
    let mut query = recall_units::table.group_by(key).select(columns).into_boxed();
    query = query.filter(recall_units::recall_id.eq_any(ids.clone()));
    let key = (recall_units::recall_id, recall_units::province);
    let told = recall_units::table.inner_join(recall_notices::table.inner_join(messages::table));
    let mut arrived = told.group_by(key).select((key.0, key.1, count_star())).into_boxed();
    arrived = arrived
        .filter(recall_units::recall_id.eq_any(ids))
        .filter(recall_units::told_at.is_not_null())
        .filter(messages::state.eq(Col(DeliveryState::Delivered)));
    if let Scope::Provinces(provinces) = scope {
        query = query.filter(recall_units::province.eq_any(provinces.clone()));
        arrived = arrived.filter(recall_units::province.eq_any(provinces.clone()));
    }
    let mut figures = Figures::new();
    let by_state: Vec<Counted> = query.load(conn)?;
    for (id, province, state, known, told) in by_state {
        *figures.entry(id.0).or_default().entry(province).or_default() += Counts::of(state.0, known, (told, 0));
    }
    let arrived: Vec<(Col<RecallId>, String, i64)> = arrived.load(conn)?;
    for (id, province, delivered) in arrived {
        figures.entry(id.0).or_default().entry(province).or_default().delivered += delivered;
    }
    Ok(figures)
}

/// A job that shows a problem, or may do so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CaseView {
    /// The job.
    pub job_id: JobId,
    /// The request's reference.
    pub reference: String,
    /// What is to be done.
    pub kind: JobKind,
    /// Where it stands.
    pub state: JobState,
    /// Code of the fault.
    pub fault: Option<String>,
    /// Code of the unit's model.
    pub model: Option<String>,
    /// The unit's serial.
    pub serial: Option<String>,
    /// Code of the province.
    pub province: String,
    /// When it was taken down.
    #[schema(value_type = String, format = DateTime)]
    pub registered_at: Instant,
}

/// The cases of a problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Cases {
    /// Those that were linked, newest first.
    pub linked: Vec<CaseView>,
    /// Others on units that it concerns, newest first; the latest 50.
    pub proposed: Vec<CaseView>,
}

type Case = (Job, Col<Reference>, InstalledProduct);

/// One query for the cases that are linked and for those that are proposed; a macro because a boxed join has no name.
macro_rules! cases {
    ($scope:expr) => {{
        let query = jobs::table
            .inner_join(service_requests::table)
            .inner_join(installed_products::table)
            .order((jobs::registered_at.desc(), jobs::id.desc()))
            .select((Job::as_select(), service_requests::reference, InstalledProduct::as_select()))
            .into_boxed();
        match $scope {
            Scope::All => query,
            Scope::Provinces(provinces) => query.filter(jobs::province.eq_any(provinces.clone())),
        }
    }};
}

/// The cases of a problem, and jobs on units that it concerns.
///
/// # Errors
/// `NotFound`, or the database.
pub fn cases_of(conn: &mut Conn, scope: &Scope, id: RecallId) -> Result<Cases, StoreError> {
    let recall = find_recall(conn, id)?;
    let ids: Vec<Col<JobId>> = list_recall_cases(conn, id)?.into_iter().map(|case| case.job_id).collect();
    let linked: Vec<Case> = cases!(scope).filter(jobs::id.eq_any(ids.clone())).load(conn)?;
    let mut proposed: Vec<Case> = Vec::new();
    for range in &recall.ranges.0 {
        let query = cases!(scope)
            .filter(installed_products::serial_key.ge(range.from().to_owned()))
            .filter(installed_products::serial_key.le(range.to().to_owned()));
        let found: Vec<Case> = query.filter(jobs::kind.ne(Col(JobKind::Recall))).limit(MOST_CASES).load(conn)?;
        proposed.extend(found.into_iter().filter(|(_, _, unit)| recall.has(unit)));
    }
    if recall.ranges.0.is_empty() {
        let query = cases!(scope).filter(installed_products::model.eq_any(recall.models.0.clone()));
        proposed = query.filter(jobs::kind.ne(Col(JobKind::Recall))).limit(MOST_CASES).load(conn)?;
    }
    proposed.retain(|(job, ..)| !ids.contains(&job.id));
    proposed.sort_by_key(|(job, ..)| std::cmp::Reverse((job.registered_at, job.id.0)));
    proposed.dedup_by_key(|(job, ..)| job.id);
    proposed.truncate(usize::try_from(MOST_CASES).unwrap_or_default());
    let seen = |cases: Vec<Case>| cases.into_iter().map(case).collect();
    Ok(Cases { linked: seen(linked), proposed: seen(proposed) })
}

fn case((job, reference, unit): Case) -> CaseView {
    CaseView {
        job_id: job.id.0,
        reference: reference.0.to_string(),
        kind: job.kind.0,
        state: job.state.0,
        fault: job.fault,
        model: unit.model,
        serial: unit.serial,
        province: job.province,
        registered_at: job.registered_at.0,
    }
}
