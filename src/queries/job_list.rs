//! Lists of jobs: filters, and pages by keyset. Which jobs are on a page is found first, by short walks along one index
//! each; only then what is shown of them is read.

use diesel::dsl::{exists, not};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::customers::{Sought, list_ids};
use super::jobs::{JobRow, list_rows};
use super::page::{Cursor, Page};
use super::standing::{hold_owners, incomplete_owners, open_offers, open_visits};
use crate::domain::access::Scope;
use crate::domain::delay::owner_in;
use crate::domain::id::{AgentId, CustomerId, InstalledProductId, JobId};
use crate::domain::job::{JobKind, JobState, Priority};
use crate::domain::kpi::age::Age;
use crate::domain::reason::DelayOwner;
use crate::domain::reference::Reference;
use crate::domain::task::TaskState;
use crate::domain::time::Instant;
use crate::domain::warranty::WarrantyOutcome;
use crate::store::conn::MultiBackend;
use crate::store::schema::{
    addresses, installed_products, jobs, milestones, offers, service_requests, tasks, visit_jobs, visits,
};
use crate::store::{At, Col, Conn, StoreError};

/// Most customers that a search for jobs looks through.
const MOST_CUSTOMERS: i64 = 200;
/// Most walks for one page; where more would be needed, the database chooses its own way.
const MOST_WALKS: usize = 64;

/// What a list of jobs is limited to; nothing that is none or empty limits it.
#[derive(Debug, Clone, Default)]
pub struct JobFilter {
    /// States.
    pub states: Vec<JobState>,
    /// The agent that holds it.
    pub agent: Option<AgentId>,
    /// A reference, a serial or a customer.
    pub q: Option<Query>,
    /// Code of the province.
    pub province: Option<String>,
    /// Code of the place.
    pub city: Option<String>,
    /// Code of the unit's category.
    pub category: Option<String>,
    /// What is to be done.
    pub kinds: Vec<JobKind>,
    /// How pressing it is.
    pub priorities: Vec<Priority>,
    /// Outcomes of the verdict.
    pub warranties: Vec<WarrantyOutcome>,
    /// First instant of registration.
    pub from: Option<Instant>,
    /// First instant of registration that is too late.
    pub before: Option<Instant>,
    /// Class of age of an open job.
    pub age: Option<Age>,
    /// Who the time of an open job belongs to now.
    pub owner: Option<DelayOwner>,
    /// Open jobs with a milestone that is due and not met.
    pub is_overdue: bool,
    /// Open jobs that nobody holds, or to which nothing with a date is to come.
    pub is_lost: bool,
    /// The instant as of which it is asked.
    pub now: Instant,
    /// The row after which the page begins.
    pub after: Option<Cursor>,
    /// Rows of the page.
    pub limit: i64,
}

/// What someone typed to find a job.
#[derive(Debug, Clone)]
pub enum Query {
    /// A whole reference.
    Reference(Reference),
    /// A customer, or a unit by its serial in the form that is stored.
    Customer(Sought, String),
}

impl Query {
    /// Reads eight digits with a right check digit as a reference, anything else as a customer or a serial.
    #[must_use]
    pub fn read(typed: &str, region: &str, serial: String) -> Self {
        let customer = || Self::Customer(Sought::read(typed, region), serial);
        Reference::parse(typed).map_or_else(customer, Self::Reference)
    }
}

/// What `q` names.
enum Named {
    Anything,
    Reference(Reference),
    Whose(Vec<Col<CustomerId>>, Vec<Col<InstalledProductId>>),
}

/// What all walks of a page have in common.
struct Walk<'a> {
    filter: &'a JobFilter,
    named: Named,
    provinces: Option<Vec<String>>,
    holds: Vec<String>,
    incomplete: Vec<Col<JobId>>,
}

type Key = (At, Col<JobId>);
type Keys<'q> = jobs::BoxedQuery<'q, MultiBackend, (BigInt, Text)>;

/// A page of jobs, newest first.
///
/// # Errors
/// The database.
pub fn list_jobs(conn: &mut Conn, scope: &Scope, filter: &JobFilter) -> Result<Page<JobRow>, StoreError> {
    let Some(states) = states_of(filter) else { return Ok(Page::whole(Vec::new())) };
    let walk = Walk::prepare(conn, scope, filter)?;
    let mut keys = walk.keys(conn, &states)?;
    keys.sort_unstable_by_key(|key| std::cmp::Reverse((key.0, key.1.0)));
    let limit = usize::try_from(filter.limit).unwrap_or_default();
    let is_more = keys.len() > limit;
    keys.truncate(limit);
    let next_cursor = keys.last().filter(|_| is_more).map(|(at, id)| Cursor { at: at.0, id: id.0 }.to_string());
    let items = list_rows(conn, keys.into_iter().map(|(_, id)| id).collect())?;
    Ok(Page { items, next_cursor })
}

/// The states that can be on the list: none for all, no list at all where the filters exclude each other.
fn states_of(filter: &JobFilter) -> Option<Vec<JobState>> {
    let owner_fits = |state: JobState| match (filter.owner, state) {
        (None, _) | (_, JobState::OnHold | JobState::Incomplete) => true,
        (Some(owner), state) => owner_in(state, None) == owner,
    };
    let only_open = filter.age.is_some() || filter.owner.is_some() || filter.is_overdue || filter.is_lost;
    if !only_open {
        return Some(filter.states.clone());
    }
    let asked = |state: &JobState| filter.states.is_empty() || filter.states.contains(state);
    let all = JobState::ALL.iter().copied().filter(|state| state.is_open() && owner_fits(*state));
    let states: Vec<JobState> = all.filter(asked).collect();
    (!states.is_empty()).then_some(states)
}

impl<'a> Walk<'a> {
    fn prepare(conn: &mut Conn, scope: &Scope, filter: &'a JobFilter) -> Result<Self, StoreError> {
        let named = match &filter.q {
            None => Named::Anything,
            Some(Query::Reference(reference)) => Named::Reference(*reference),
            Some(Query::Customer(sought, serial)) => {
                let customers = list_ids(conn, (scope, None), sought, MOST_CUSTOMERS)?.into_iter().map(Col).collect();
                let units = installed_products::table.filter(installed_products::serial_key.eq(serial));
                let units = units.select(installed_products::id).limit(MOST_CUSTOMERS);
                Named::Whose(customers, units.load(conn)?)
            }
        };
        let provinces = match (scope, &filter.province) {
            (Scope::All, None) => None,
            (Scope::All, Some(province)) => Some(vec![province.clone()]),
            (Scope::Provinces(all), None) => Some(all.clone()),
            (Scope::Provinces(all), Some(one)) => Some(all.iter().filter(|it| *it == one).cloned().collect()),
        };
        let (mut holds, mut incomplete) = (Vec::new(), Vec::new());
        if let Some(owner) = filter.owner {
            holds = hold_owners(conn)?.into_iter().filter(|(_, it)| *it == owner).map(|(code, _)| code).collect();
            incomplete = list_incomplete_of(conn, owner)?;
        }
        Ok(Self { filter, named, provinces, holds, incomplete })
    }

    /// The first keys of every walk; together they hold the page.
    fn keys(&self, conn: &mut Conn, states: &[JobState]) -> Result<Vec<Key>, StoreError> {
        let is_named = !matches!(self.named, Named::Anything);
        let by_agent = self.filter.agent.is_some();
        // By agent and by province the index begins with one column more, so that the state must be named.
        let needs_state = !states.is_empty() || by_agent || self.provinces.is_some();
        let each: Vec<Option<JobState>> = match (is_named, needs_state, states.is_empty()) {
            (true, ..) | (_, false, _) => vec![None],
            (_, _, true) => JobState::ALL.iter().copied().map(Some).collect(),
            _ => states.iter().copied().map(Some).collect(),
        };
        let areas: Vec<Option<&str>> = match &self.provinces {
            Some(all) if !is_named && !by_agent => all.iter().map(|it| Some(it.as_str())).collect(),
            _ => vec![None],
        };
        let mut keys = Vec::new();
        if each.len() * areas.len() > MOST_WALKS {
            return self.walk(conn, (None, None), states);
        }
        for state in each {
            for area in &areas {
                keys.extend(self.walk(conn, (state, *area), states)?);
            }
        }
        Ok(keys)
    }

    fn walk(
        &self,
        conn: &mut Conn,
        (state, area): (Option<JobState>, Option<&str>),
        states: &[JobState],
    ) -> Result<Vec<Key>, StoreError> {
        let filter = self.filter;
        let mut query = jobs::table
            .select((jobs::registered_at, jobs::id))
            .order((jobs::registered_at.desc(), jobs::id.desc()))
            .limit(filter.limit + 1)
            .into_boxed();
        match (state, states) {
            (Some(state), _) => query = query.filter(jobs::state.eq(Col(state))),
            (None, []) => (),
            (None, states) => query = query.filter(jobs::state.eq_any(codes(states))),
        }
        match (area, &self.provinces) {
            (Some(area), _) => query = query.filter(jobs::province.eq(area.to_owned())),
            (None, Some(provinces)) => query = query.filter(jobs::province.eq_any(provinces.clone())),
            (None, None) => (),
        }
        if let Some(agent) = filter.agent {
            query = query.filter(jobs::agent_id.eq(agent.to_string()));
        }
        let (oldest, newest) = filter.age.map_or((None, None), |age| age.registered_between(filter.now));
        for from in [filter.from, oldest].into_iter().flatten() {
            query = query.filter(jobs::registered_at.ge(At(from)));
        }
        if let Some(newest) = newest {
            query = query.filter(jobs::registered_at.le(At(newest)));
        }
        if let Some(before) = filter.before {
            query = query.filter(jobs::registered_at.lt(At(before)));
        }
        if let Some(Cursor { at, id }) = filter.after {
            // The first condition alone bounds the walk; the second one decides among equals.
            query = query.filter(jobs::registered_at.le(At(at)));
            query = query.filter(jobs::registered_at.lt(At(at)).or(jobs::id.lt(id.to_string())));
        }
        Ok(self.troubled(state, self.narrowed(query)).load(conn)?)
    }

    /// What is asked and what kind of work it is.
    fn narrowed<'q>(&self, mut query: Keys<'q>) -> Keys<'q> {
        let filter = self.filter;
        match &self.named {
            Named::Anything => (),
            Named::Reference(reference) => {
                let requests = service_requests::table.filter(service_requests::reference.eq(reference.to_string()));
                query = query.filter(jobs::request_id.eq_any(requests.select(service_requests::id)));
            }
            Named::Whose(customers, units) => {
                let requests = service_requests::table.filter(service_requests::customer_id.eq_any(customers.clone()));
                let theirs = jobs::request_id.eq_any(requests.select(service_requests::id));
                query = query.filter(theirs.or(jobs::installed_product_id.eq_any(units.clone())));
            }
        }
        if let Some(city) = &filter.city {
            let there = service_requests::table
                .inner_join(addresses::table)
                .filter(service_requests::id.eq(jobs::request_id))
                .filter(addresses::place.eq(city.clone()));
            query = query.filter(exists(there));
        }
        if let Some(category) = &filter.category {
            let such = installed_products::table
                .filter(installed_products::id.eq(jobs::installed_product_id))
                .filter(installed_products::category.eq(category.clone()));
            query = query.filter(exists(such));
        }
        if !filter.kinds.is_empty() {
            query = query.filter(jobs::kind.eq_any(codes(&filter.kinds)));
        }
        if !filter.priorities.is_empty() {
            query = query.filter(jobs::priority.eq_any(codes(&filter.priorities)));
        }
        if !filter.warranties.is_empty() {
            query = query.filter(jobs::warranty.eq_any(codes(&filter.warranties)));
        }
        query
    }

    /// What is wrong with it.
    fn troubled<'q>(&self, state: Option<JobState>, mut query: Keys<'q>) -> Keys<'q> {
        let filter = self.filter;
        if filter.owner.is_some() {
            // A hold and an incomplete job belong to the owner of their reason, any other state to one owner.
            let held = jobs::state.ne(Col(JobState::OnHold)).or(jobs::hold_reason.eq_any(self.holds.clone()));
            let left = jobs::state.ne(Col(JobState::Incomplete)).or(jobs::id.eq_any(self.incomplete.clone()));
            query = match state {
                Some(JobState::OnHold) => query.filter(jobs::hold_reason.eq_any(self.holds.clone())),
                Some(JobState::Incomplete) => query.filter(jobs::id.eq_any(self.incomplete.clone())),
                Some(_) => query,
                None => query.filter(held).filter(left),
            };
        }
        if filter.is_overdue {
            let missed = milestones::table
                .filter(milestones::job_id.eq(jobs::id))
                .filter(milestones::met_at.is_null())
                .filter(milestones::due_at.lt(At(filter.now)));
            query = query.filter(exists(missed));
        }
        if filter.is_lost { lost(query) } else { query }
    }
}

/// Jobs that nobody holds or to which nothing with a date is to come, as `domain::standing` has it.
fn lost(query: Keys<'_>) -> Keys<'_> {
    let pending = [Col(JobState::Registered), Col(JobState::PendingDispatch)];
    let held = [Col(JobState::Assigned), Col(JobState::InProgress), Col(JobState::Incomplete)];
    let offer = offers::table.filter(offers::job_id.eq(jobs::id)).filter(offers::state.eq_any(open_offers()));
    let visit = visits::table
        .inner_join(visit_jobs::table)
        .filter(visit_jobs::job_id.eq(jobs::id))
        .filter(visits::state.eq_any(open_visits()));
    let task = || {
        let of = tasks::table.filter(tasks::job_id.eq(jobs::id.nullable()));
        of.filter(tasks::state.ne(Col(TaskState::Done)))
    };
    let unasked = jobs::state.eq_any(pending).and(jobs::dispatch_at.is_null());
    let unasked = unasked.and(not(exists(offer))).and(not(exists(task())));
    let unplanned = jobs::state.eq_any(held);
    let unplanned = unplanned.and(jobs::agent_id.is_null().or(not(exists(visit)).and(not(exists(task())))));
    let undated = jobs::state.eq(Col(JobState::OnHold)).and(jobs::hold_until.is_null());
    query.filter(unasked.or(unplanned).or(undated))
}

fn codes<T: Copy + std::fmt::Debug>(all: &[T]) -> Vec<Col<T>> {
    all.iter().copied().map(Col).collect()
}

fn list_incomplete_of(conn: &mut Conn, owner: DelayOwner) -> Result<Vec<Col<JobId>>, StoreError> {
    let query = jobs::table.filter(jobs::state.eq(Col(JobState::Incomplete))).select(jobs::id);
    let all: Vec<Col<JobId>> = query.load(conn)?;
    let owners = incomplete_owners(conn, None)?;
    let fits = |id: &Col<JobId>| owner_in(JobState::Incomplete, owners.get(&id.0).copied()) == owner;
    Ok(all.into_iter().filter(fits).collect())
}
