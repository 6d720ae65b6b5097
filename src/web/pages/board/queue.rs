//! The jobs that wait for an agent, the one that is due first in front.

use super::Asked;
use crate::app::App;
use crate::domain::id::JobId;
use crate::domain::time::Instant;
use crate::i18n::{Arg, format, say};
use crate::queries::board::Waiting;
use crate::queries::jobs::JobRow;
use crate::web::links::warranty_tone;
use crate::web::pages::jobs::{subject, town};
use crate::web::view::View;

/// Most jobs on the page.
pub(super) const MOST: usize = 50;
/// Seconds before a job is due from which it presses.
const PRESSING_S: i64 = 3_600;

/// When something is due, in words.
pub(super) struct Due {
    /// The instant, for machines.
    pub at: String,
    /// Name of the tone.
    pub tone: &'static str,
    /// How long until then, or since.
    pub words: String,
}

impl Due {
    /// How far away `at` is.
    pub fn of(v: &View, at: Instant, now: Instant) -> Self {
        let left = (at - now).num_seconds();
        let key = if left < 0 { "page-late-by" } else { "page-left" };
        let span = format::duration(v.language, left.abs());
        let tone = match left {
            ..0 => "late",
            0..PRESSING_S => "warn",
            _ => "info",
        };
        Self { at: at.to_rfc3339(), tone, words: say(v.language, key, &[("span", Arg::text(span))]) }
    }
}

/// A job in the queue.
pub(super) struct Line {
    /// Id of the job.
    pub id: String,
    /// Where the board shows it.
    pub address: String,
    /// What is wrong with which unit.
    pub subject: String,
    /// When it is due.
    pub due: Option<Due>,
    /// Reference as HTML.
    pub reference: String,
    /// Town.
    pub place: String,
    /// Tone and words of the verdict.
    pub warranty: (&'static str, String),
    /// Tone and words of what matters.
    pub marks: Vec<(&'static str, String)>,
    /// Whether it is the one that is looked at.
    pub is_chosen: bool,
}

/// The jobs that fit the filters.
pub(super) fn fitting<'a>(waiting: &'a [Waiting], asked: &Asked) -> impl Iterator<Item = &'a Waiting> {
    let wanted = |value: &Option<String>| value.clone().filter(|code| !code.is_empty());
    let (province, category) = (wanted(&asked.province), wanted(&asked.category));
    let fits = |wanted: &Option<String>, found: &str| wanted.as_ref().is_none_or(|wanted| wanted == found);
    waiting.iter().filter(move |it| fits(&province, &it.province) && fits(&category, &it.category))
}

/// A line of the queue.
pub(super) fn line(
    (app, v): (&App, &View),
    asked: &Asked,
    (row, waiting): (&JobRow, &Waiting),
    (chosen, now): (Option<JobId>, Instant),
) -> Line {
    let outcome = row.warranty.as_str();
    Line {
        id: row.id.to_string(),
        address: v.href(&asked.with_job(row.id).address()),
        subject: subject(app, v, row),
        due: waiting.due_at.map(|at| Due::of(v, at, now)),
        reference: v.bdi(&row.reference),
        place: town(app, v, &row.city),
        warranty: (warranty_tone(outcome).0, v.code("warranty", outcome)),
        marks: marks(v, row, waiting),
        is_chosen: chosen == Some(row.id),
    }
}

fn marks(v: &View, row: &JobRow, waiting: &Waiting) -> Vec<(&'static str, String)> {
    let mut marks = urgency(v, row);
    let count = |key: &str, count: usize| {
        say(v.language, key, &[("count", Arg::Number(i64::try_from(count).unwrap_or(i64::MAX)))])
    };
    marks.push(match (waiting.asked, waiting.refused) {
        (0, 0) if waiting.steps > 0 => ("bad", v.t("page-nobody-found")),
        (0, 0) => ("", v.t("page-not-asked-yet")),
        (0, refused) => ("warn", count("page-refused-agents", refused)),
        (asked, _) => ("info", count("page-asked-agents", asked)),
    });
    if waiting.wave > 0 {
        let wave = say(v.language, "page-wave", &[("wave", Arg::Number(waiting.wave.into()))]);
        let tier = waiting.tier.map(|tier| v.code("tier", tier.as_str()));
        marks.push(("", [Some(wave), tier].into_iter().flatten().collect::<Vec<_>>().join(&v.t("page-comma"))));
    }
    marks
}

/// How pressing a job is, and what is to be known of its customer.
pub(super) fn urgency(v: &View, row: &JobRow) -> Vec<(&'static str, String)> {
    let priority = row.priority.as_str();
    let tone = match priority {
        "emergency" => Some("bad"),
        "high" => Some("warn"),
        _ => None,
    };
    let priority = tone.map(|tone| (tone, v.code("priority", priority)));
    let flags = row.customer_flags.iter().map(|flag| ("warn", v.code("flag", flag)));
    priority.into_iter().chain(flags).collect()
}
