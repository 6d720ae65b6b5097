//! What customers think of completed work: the groups beside each other, how the scores lie, and what was written.

use actix_web::{HttpRequest, web};

use super::chart::{Bars, Value};
use super::tables::{choice, count, group_by, name, percent, share};
use super::{Comment, Filled, Frame, Row, plain};
use crate::app::App;
use crate::app::reports::figures;
use crate::domain::kpi::Share;
use crate::domain::kpi::satisfaction::Satisfaction;
use crate::domain::rating::SCORES;
use crate::i18n::format;
use crate::queries::satisfaction::{Comment as Written, satisfaction};
use crate::queries::work::GroupBy;
use crate::web::api::reports::{Asked, period};
use crate::web::error::Answer;
use crate::web::view::View;
use crate::web::{Allowed, Query, perm};

const TITLES: [&str; 12] = [
    "column-completed",
    "column-response",
    "column-csat",
    "column-mean-score",
    "column-score-1",
    "column-score-2",
    "column-score-3",
    "column-score-4",
    "column-score-5",
    "column-low-followed",
    "column-coverage",
    "column-void",
];

pub(in crate::web::pages) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewReport>,
    asked: Query<Asked>,
) -> Answer {
    let frame = Frame::new(&app, &request, &caller, (&asked.0, "satisfaction"));
    let group = group_by(asked.0.group_by.as_deref(), GroupBy::Agent);
    let period = period(&app, frame.filter.days)?;
    let query = move |conn: &mut _, scope: &_, filter: &_| satisfaction(conn, scope, filter, group, period);
    let found = figures(&app, &caller, &frame.filter, query).await?;
    let v = &frame.v;
    let row = |name: String, it: &Satisfaction| Row { name, figures: cells(v, it).into_iter().map(plain).collect() };
    let rows = found.groups.iter().map(|(code, it)| row(name(&app, v, group, code), it)).collect();
    // All together are a row of their own already where nothing sets them apart.
    let is_apart = group != GroupBy::None && !found.groups.is_empty();
    let total = is_apart.then(|| row(v.t("page-all"), &found.whole));
    let filled = Filled {
        first_title: "page-group",
        titles: TITLES.map(|title| v.t(title)).to_vec(),
        rows,
        total,
        bars: bars(v, &found.whole),
        comments: found.comments.iter().map(|it| written(&app, v, it)).collect(),
        mix: found.mix,
        ..Filled::default()
    };
    let choice = choice(v, GroupBy::ALL.iter().map(|it| it.as_str()), group.as_str());
    frame.finish(true, Some(choice), filled)
}

/// The figures of a group in the order of their titles.
fn cells(v: &View, it: &Satisfaction) -> Vec<String> {
    let mean = it.mean().map_or_else(|| "–".to_owned(), |mean| format::decimal(v.language, mean, 1));
    let mut cells = vec![count(v, it.completed()), share(v, it.response), share(v, it.csat), mean];
    cells.extend(it.scores.map(|it| count(v, it)));
    cells.extend([share(v, it.followed), share(v, it.coverage), count(v, it.void)]);
    cells
}

/// How the scores of all together lie.
fn bars(v: &View, it: &Satisfaction) -> Option<Bars> {
    let tones = ["f5", "f4", "f3", "f2", "f1"];
    let value = |((score, hits), tone): ((i32, u64), &'static str)| {
        let share = Share { cases: it.csat.cases, hits }.share()?;
        let words = format!("{} ({})", percent(v, share), count(v, hits));
        let size = i64::try_from(hits).unwrap_or(i64::MAX);
        Some(Value { name: v.code("score", &score.to_string()), words, tone, size })
    };
    Bars::new(v, "page-scores", SCORES.zip(it.scores).zip(tones).filter_map(value).collect())
}

fn written(app: &App, v: &View, it: &Written) -> Comment {
    let agent = it.agent.map(|id| name(app, v, GroupBy::Agent, id.as_str()));
    Comment {
        address: v.href(&format!("/jobs/{}", it.job)),
        reference: it.reference.to_string(),
        score: v.code("score", &it.score.to_string()),
        agent,
        day: v.day(app.catalogue().calendar().local_date(it.at)),
        text: it.text.clone(),
    }
}
