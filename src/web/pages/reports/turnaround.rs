//! How long jobs take: headline figures, the course of weeks, the groups beside each other; every figure leads to its jobs.

use actix_web::{HttpRequest, web};

use super::chart::{Bars, Trend, Value};
use super::tables::{choice, count, group_by, median, name, percent, share, span};
use super::{Figure, Filled, Frame, Row, Tile, plain};
use crate::app::App;
use crate::app::reports::figures;
use crate::domain::kpi::OVERDUE_AFTER;
use crate::domain::kpi::measure::Measure;
use crate::domain::kpi::repair::Holding;
use crate::domain::kpi::{Share, Spread};
use crate::queries::turnaround::{Figures, Found, turnaround};
use crate::queries::work::GroupBy;
use crate::web::api::reports::Asked;
use crate::web::error::Answer;
use crate::web::view::View;
use crate::web::{Allowed, Query, perm};

pub(in crate::web::pages) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewReport>,
    asked: Query<Asked>,
) -> Answer {
    let frame = Frame::new(&app, &request, &caller, (&asked.0, "turnaround"));
    let group = group_by(asked.0.group_by.as_deref(), GroupBy::Agent);
    let now = app.clock.now();
    let query = move |conn: &mut _, scope: &_, filter: &_| turnaround(conn, scope, filter, group, now);
    let found = figures(&app, &caller, &frame.filter, query).await?;
    let v = &frame.v;
    let named = |code: &str| name(&app, v, group, code);
    let rows =
        found.groups.iter().map(|(code, it)| Row { name: named(code), figures: cells(&frame, (group, code), it) });
    let titles = TITLES.map(|title| v.t(title)).to_vec();
    let filled = Filled {
        first_title: "page-group",
        titles,
        rows: rows.collect(),
        tiles: tiles(&frame, &found.whole),
        trend: trend(v, &found),
        bars: bars(v, group, &found, named),
        mix: found.mix.clone(),
        ..Filled::default()
    };
    let choice = choice(v, GroupBy::ALL.iter().map(|it| it.as_str()), group.as_str());
    frame.finish(true, Some(choice), filled)
}

const TITLES: [&str; 13] = [
    "page-jobs",
    "page-cases",
    "page-mean",
    "page-median",
    "page-p90",
    "page-within-3-days",
    "page-open-overdue",
    "page-time-to-accept",
    "page-offer-to-accept",
    "page-time-to-arrive",
    "column-first-time-fix",
    "page-repeat-30",
    "column-broken-promises",
];

/// The figures of a group in the order of their titles.
fn cells(frame: &Frame<'_>, of: (GroupBy, &str), it: &Figures) -> Vec<Figure> {
    let (v, times) = (&frame.v, &it.turnaround);
    let leads = |measure: Measure, cases: u64, words: String| Figure {
        words,
        address: (cases > 0).then(|| frame.behind(measure, of)),
    };
    let judged = times.turnaround.cases + times.open_overdue;
    let spread = |measure, it: Spread| leads(measure, it.cases, median(v, it));
    let part = |measure, it: Share| leads(measure, it.cases, share(v, it));
    let mut cells = vec![
        leads(Measure::Jobs, times.jobs, count(v, times.jobs)),
        leads(Measure::Turnaround, times.turnaround.cases, count(v, times.turnaround.cases)),
    ];
    let spans = [times.turnaround.mean_s, times.turnaround.median_s, times.turnaround.p90_s];
    cells.extend(spans.map(|it| plain(span(v, it))));
    let in_time = times.within_3_days.map_or_else(|| "–".to_owned(), |part| percent(v, part));
    cells.extend([
        leads(Measure::InTime, judged, in_time),
        leads(Measure::Overdue, times.open_overdue, count(v, times.open_overdue)),
        spread(Measure::Acceptance, times.acceptance),
        spread(Measure::Answer, times.answer),
        spread(Measure::Arrival, times.arrival),
        part(Measure::FirstTimeFix, it.holding.first_time_fix),
        part(Measure::Repeated, repeated(&it.holding)),
        part(Measure::BrokenPromise, it.broken),
    ]);
    cells
}

/// The figures of the whole that a manager looks at first.
fn tiles(frame: &Frame<'_>, it: &Figures) -> Vec<Tile> {
    let (v, times) = (&frame.v, &it.turnaround);
    if times.jobs == 0 {
        return Vec::new();
    }
    let tile = |measure: Measure, title: &str, words: String, cases: u64| Tile {
        title: v.t(title),
        words,
        cases: count(v, cases),
        address: frame.behind(measure, (GroupBy::None, "")),
    };
    let part = |it: Option<f64>| it.map_or_else(|| "–".to_owned(), |it| percent(v, it));
    let judged = times.turnaround.cases + times.open_overdue;
    let again = repeated(&it.holding);
    vec![
        tile(Measure::Turnaround, "page-mean-turnaround", span(v, times.turnaround.mean_s), times.turnaround.cases),
        tile(Measure::InTime, "page-within-3-days", part(times.within_3_days), judged),
        tile(
            Measure::FirstTimeFix,
            "column-first-time-fix",
            part(it.holding.first_time_fix.share()),
            it.holding.first_time_fix.cases,
        ),
        tile(Measure::Repeated, "page-repeat-30", part(again.share()), again.cases),
        tile(Measure::BrokenPromise, "column-broken-promises", part(it.broken.share()), it.broken.cases),
        tile(Measure::Overdue, "page-open-overdue", count(v, times.open_overdue), times.jobs),
    ]
}

/// The mean of the jobs registered in each week.
fn trend(v: &View, found: &Found) -> Option<Trend> {
    let means = found.weeks.iter().filter_map(|(day, it)| Some((*day, it.turnaround.mean_s?)));
    let target = OVERDUE_AFTER.num_seconds();
    let words = format!("{} {}", v.t("page-target"), span(v, Some(target)));
    Trend::new(v, "page-weekly-mean", &means.collect::<Vec<_>>(), (target, words), |seconds| span(v, Some(seconds)))
}

/// The groups with the longest median.
fn bars(v: &View, group: GroupBy, found: &Found, named: impl Fn(&str) -> String) -> Option<Bars> {
    let value = |(code, it): (&String, &Figures)| {
        let size = it.turnaround.turnaround.median_s?;
        Some(Value { name: named(code), words: span(v, Some(size)), tone: "f1", size })
    };
    let title = if group == GroupBy::None { "page-median" } else { "page-longest-median" };
    Bars::new(v, title, found.groups.iter().filter_map(value).collect())
}

/// Repeats within 30 days, whatever the fault.
fn repeated(holding: &Holding) -> Share {
    let (same, other) = (holding.repeat_30_same, holding.repeat_30_other);
    Share { cases: same.cases, hits: (same.hits + other.hits).min(same.cases) }
}
