//! What stands open, by state, owner and age: the manager's first page. Every figure leads to its jobs.

use std::collections::BTreeMap;

use actix_web::{HttpRequest, web};

use super::{Figure, Filled, Frame, Promise, Row};
use crate::app::{App, Error};
use crate::domain::access::Caller;
use crate::domain::job::JobState;
use crate::domain::kpi::age::Age;
use crate::domain::reason::DelayOwner;
use crate::i18n::{Arg, say};
use crate::queries::jobs::{JobFilter, list_jobs};
use crate::queries::open_jobs::open_jobs;
use crate::queries::promises::{AtRisk, list_at_risk};
use crate::web::api::reports::Asked;
use crate::web::error::Answer;
use crate::web::pages::choices::address;
use crate::web::pages::jobs::holder;
use crate::web::view::View;
use crate::web::{Allowed, Query, perm};

/// Promises that are named; the rest are counted.
const SHOWN: usize = 10;

pub(in crate::web::pages) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewReport>,
    asked: Query<Asked>,
) -> Answer {
    load(&app, &request, &caller, &asked.0).await
}

/// The page as the caller may see it.
pub(in crate::web::pages) async fn load(app: &App, request: &HttpRequest, caller: &Caller, asked: &Asked) -> Answer {
    let frame = Frame::new(app, request, caller, (asked, "open-jobs"));
    let (scope, filter, now) = (caller.scope.clone(), frame.filter.clone(), app.clock.now());
    let until = app.catalogue().calendar().day_end(now);
    let read = move |conn: &mut _| {
        let lost = JobFilter { is_lost: true, now, limit: 1, ..JobFilter::default() };
        let has_lost = !list_jobs(conn, &scope, &lost)?.items.is_empty();
        let failing = list_at_risk(conn, &scope, (now, until), SHOWN)?;
        Ok::<_, Error>((open_jobs(conn, &scope, &filter, now)?, has_lost, failing))
    };
    let ((counts, mix), has_lost, failing) = app.db.read(read).await?;
    let matrix = Matrix { v: &frame.v, asked };
    let rows = counts.iter().map(|((state, owner), by_age)| matrix.row(Some((*state, *owner)), by_age)).collect();
    let mut all: BTreeMap<Age, u64> = BTreeMap::new();
    for (age, count) in counts.values().flatten() {
        *all.entry(*age).or_default() += count;
    }
    let ages = Age::ALL.iter().map(|age| frame.v.code("age", age.as_str()));
    let v = &frame.v;
    let more = failing.count - failing.first.len();
    let filled = Filled {
        promises: failing.first.iter().map(|it| promise(v, it)).collect(),
        more_promises: (more > 0).then(|| {
            say(v.language, "page-and-more", &[("count", Arg::Number(i64::try_from(more).unwrap_or(i64::MAX)))])
        }),
        notice: has_lost.then(|| (frame.v.t("page-lost-found"), frame.v.href("/jobs?lost=true"))),
        first_title: "page-state-and-owner",
        titles: ages.chain([frame.v.t("page-all")]).collect(),
        rows,
        total: (!all.is_empty()).then(|| matrix.row(None, &all)),
        mix,
        ..Filled::default()
    };
    frame.finish(false, None, filled)
}

fn promise(v: &View, it: &AtRisk) -> Promise {
    Promise {
        address: v.href(&format!("/jobs/{}", it.job.id)),
        reference: it.job.reference.clone(),
        holder: holder(v, &it.job),
        window: v.window(it.window),
        risk: v.code("page-risk", it.risk.as_str()),
    }
}

struct Matrix<'a> {
    v: &'a View,
    asked: &'a Asked,
}

impl Matrix<'_> {
    /// A line, or the sums.
    fn row(&self, of: Option<(JobState, DelayOwner)>, by_age: &BTreeMap<Age, u64>) -> Row {
        let v = self.v;
        let name = |(state, owner): (JobState, DelayOwner)| {
            format!("{} · {}", v.code("job-state", state.as_str()), v.code("delay-owner", owner.as_str()))
        };
        let each = Age::ALL.iter().map(|age| (Some(*age), by_age.get(age).copied().unwrap_or_default()));
        let all = std::iter::once((None, by_age.values().sum()));
        Row {
            name: of.map_or_else(|| v.t("page-all"), name),
            figures: each.chain(all).map(|(age, count)| self.figure(of, age, count)).collect(),
        }
    }

    fn figure(&self, of: Option<(JobState, DelayOwner)>, age: Option<Age>, count: u64) -> Figure {
        let words = self.v.number(i64::try_from(count).unwrap_or(i64::MAX));
        // A workshop is no filter of the list of jobs, so such a figure leads nowhere.
        let is_listed = count > 0 && self.asked.setting.as_ref().is_none_or(String::is_empty);
        let address = is_listed.then(|| {
            let open: Vec<&str> = JobState::ALL.iter().filter(|it| it.is_open()).map(|it| it.as_str()).collect();
            let state = of.map_or_else(|| open.join(","), |(state, _)| state.to_string());
            let given = |value: &Option<String>| value.clone().unwrap_or_default();
            let (province, kind) = (given(&self.asked.province), given(&self.asked.kind));
            let warranty = given(&self.asked.warranty);
            self.v.href(&address(
                "/jobs",
                &[
                    ("status", state.as_str()),
                    ("owner", of.map_or("", |(_, owner)| owner.as_str())),
                    ("age", age.map_or("", Age::as_str)),
                    ("province", province.as_str()),
                    ("kind", kind.as_str()),
                    ("warranty", warranty.as_str()),
                ],
            ))
        });
        Figure { words, address }
    }
}
