//! Acceptance and delays as tables.

use std::collections::BTreeMap;

use actix_web::{HttpRequest, web};

use super::chart::{Bars, Value};
use super::{Filled, Frame, Row, plain};
use crate::app::App;
use crate::app::reports::figures;
use crate::domain::kpi::{Share, Spread};
use crate::domain::reason::DelayOwner;
use crate::i18n::format;
use crate::queries::acceptance::acceptance as answers;
use crate::queries::delays::{Delay, DelayBy, delays as whose};
use crate::queries::work::GroupBy;
use crate::web::api::reports::Asked;
use crate::web::error::Answer;
use crate::web::pages::choices::Choice;
use crate::web::pages::jobs::town;
use crate::web::view::View;
use crate::web::{Allowed, Query, perm};

pub(in crate::web::pages) async fn acceptance(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewReport>,
    asked: Query<Asked>,
) -> Answer {
    let frame = Frame::new(&app, &request, &caller, (&asked.0, "acceptance"));
    let group = group_by(asked.0.group_by.as_deref(), GroupBy::Agent);
    let network = app.network();
    let query = move |conn: &mut _, scope: &_, filter: &_| {
        let is_open = |agent, at| network.agent(agent).is_some_and(|agent| agent.hours.is_open(at));
        answers(conn, scope, filter, group, &is_open)
    };
    let (found, mix) = figures(&app, &caller, &frame.filter, query).await?;
    let v = &frame.v;
    let rows = found.iter().map(|(code, it)| {
        let mut cells: Vec<String> = [it.offers, it.declined, it.expired].map(|it| count(v, it)).to_vec();
        cells.extend([it.rate, it.released, it.cancelled, it.absence, it.broken].map(|it| share(v, it)));
        cells.push(median(v, it.answer));
        Row { name: name(&app, v, group, code), figures: cells.into_iter().map(plain).collect() }
    });
    let rows = rows.collect();
    let titles = [
        "column-offers",
        "column-declined",
        "column-expired",
        "column-acceptance",
        "column-released",
        "column-cancelled-after",
        "column-technician-absence",
        "column-broken-promises",
        "page-offer-to-accept",
    ];
    let titles = titles.map(|title| v.t(title)).to_vec();
    let choice = choice(v, GroupBy::ALL.iter().map(|it| it.as_str()), group.as_str());
    frame.finish(true, Some(choice), Filled { first_title: "page-group", titles, rows, mix, ..Filled::default() })
}

pub(in crate::web::pages) async fn delays(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewReport>,
    asked: Query<Asked>,
) -> Answer {
    let frame = Frame::new(&app, &request, &caller, (&asked.0, "delays"));
    let group = asked.0.group_by.as_deref().and_then(|code| code.parse().ok()).unwrap_or(DelayBy::Agent);
    let now = app.clock.now();
    let query = move |conn: &mut _, scope: &_, filter: &_| whose(conn, scope, filter, group, now);
    let (found, mix) = figures(&app, &caller, &frame.filter, query).await?;
    let v = &frame.v;
    let named = |code: &str| match group {
        DelayBy::Agent => name(&app, v, GroupBy::Agent, code),
        DelayBy::Category => name(&app, v, GroupBy::Category, code),
        DelayBy::City => name(&app, v, GroupBy::City, code),
        DelayBy::Reason if code.is_empty() => v.t("page-no-reason"),
        DelayBy::Reason => v.code("reason", code),
        DelayBy::None => v.t("page-all"),
    };
    let rows = found.iter().map(|(code, it)| {
        let mut cells = vec![count(v, it.jobs()), span(v, Some(it.elapsed()))];
        cells.extend(DelayOwner::ALL.iter().map(|owner| span(v, Some(it.seconds(*owner)))));
        Row { name: named(code), figures: cells.into_iter().map(plain).collect() }
    });
    let rows = rows.collect();
    let bars = whose_time(v, &found);
    let owners = DelayOwner::ALL.iter().map(|owner| v.code("delay-owner", owner.as_str()));
    let titles = [v.t("page-jobs"), v.t("page-elapsed")].into_iter().chain(owners).collect();
    let choice = choice(v, DelayBy::ALL.iter().map(|it| it.as_str()), group.as_str());
    frame.finish(true, Some(choice), Filled { first_title: "page-group", titles, rows, mix, bars, ..Filled::default() })
}

/// Whose time it was, all groups together.
fn whose_time(v: &View, found: &BTreeMap<String, Delay>) -> Option<Bars> {
    let whole: i64 = found.values().map(Delay::elapsed).sum();
    let tones = ["f1", "f2", "f3", "f4", "f5"];
    let value = |(owner, tone): (&DelayOwner, &'static str)| {
        let seconds = found.values().map(|it| it.seconds(*owner)).sum::<i64>();
        let share = Share { cases: u64::try_from(whole).ok()?, hits: u64::try_from(seconds).ok()? };
        let words = format!("{} ({})", percent(v, share.share()?), span(v, Some(seconds)));
        Some(Value { name: v.code("delay-owner", owner.as_str()), words, tone, size: seconds })
    };
    Bars::new(v, "page-delay-shares", DelayOwner::ALL.iter().zip(tones).filter_map(value).collect())
}

pub(super) fn group_by(asked: Option<&str>, usual: GroupBy) -> GroupBy {
    asked.and_then(|code| code.parse().ok()).unwrap_or(usual)
}

pub(super) fn choice(v: &View, codes: impl Iterator<Item = &'static str>, chosen: &str) -> Choice {
    let options = codes.map(|code| (code.to_owned(), v.code("page-group", code))).collect();
    Choice { name: "group_by", label: v.t("page-by-group"), options, chosen: chosen.to_owned() }
}

pub(super) fn count(v: &View, value: u64) -> String {
    v.number(i64::try_from(value).unwrap_or(i64::MAX))
}

pub(super) fn span(v: &View, seconds: Option<i64>) -> String {
    seconds.map_or_else(|| "–".to_owned(), |it| format::duration(v.language, it))
}

/// The median with the number of cases.
pub(super) fn median(v: &View, it: Spread) -> String {
    it.median_s
        .map_or_else(|| "–".to_owned(), |s| format!("{} ({})", format::duration(v.language, s), count(v, it.cases)))
}

/// A share with the number of cases.
pub(super) fn share(v: &View, it: Share) -> String {
    it.share().map_or_else(|| "–".to_owned(), |part| format!("{} ({})", percent(v, part), count(v, it.cases)))
}

/// A share of 1 in whole percents.
pub(super) fn percent(v: &View, share: f64) -> String {
    format::percent(v.language, share * 100.0, 0)
}

pub(super) fn name(app: &App, v: &View, group: GroupBy, code: &str) -> String {
    let (catalogue, network) = (app.catalogue(), app.network());
    match group {
        GroupBy::Agent => code
            .parse()
            .ok()
            .and_then(|id| network.agent(id))
            .map_or_else(|| v.t("page-no-agent"), |agent| agent.name_in(v.language).to_owned()),
        GroupBy::Category => {
            catalogue.category(code).map_or_else(|| code.to_owned(), |it| v.named(&it.name_en, &it.name_fa).to_owned())
        }
        GroupBy::City => town(app, v, code),
        GroupBy::None => v.t("page-all"),
    }
}
