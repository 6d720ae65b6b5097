//! What a dispatcher must see to: what is overdue, what nobody takes, and promises that fail.

use super::Asked;
use crate::domain::id::JobId;
use crate::domain::time::Instant;
use crate::i18n::{Arg, say};
use crate::queries::board::Waiting;
use crate::queries::promises::Failing;
use crate::web::view::View;

/// Jobs that an alert names.
pub(super) const NAMED: usize = 5;

/// Something to see to.
pub(super) struct Alert {
    /// Name of the tone.
    pub tone: &'static str,
    /// What it is, with how many.
    pub words: String,
    /// The first jobs: id where the board shows it, address, and reference as HTML.
    pub jobs: Vec<(String, String, String)>,
    /// How many more there are, in words.
    pub more: Option<String>,
}

/// All there is to see to now, the worst first; `tomorrow` is when today ends on the organisation's clocks.
pub(super) fn alerts(
    v: &View,
    asked: &Asked,
    (waiting, failing): (&[Waiting], &Failing),
    (now, tomorrow): (Instant, Instant),
) -> Vec<Alert> {
    type Is<'a> = &'a dyn Fn(&Waiting) -> bool;
    let is_overdue = |it: &Waiting| it.due_at.is_some_and(|due| due < now);
    let is_promised = |it: &Waiting| it.promised.is_some_and(|window| window.from < tomorrow);
    let is_refused = |it: &Waiting| it.asked == 0 && it.refused > 0;
    let is_lost =
        |it: &Waiting| it.asked == 0 && it.refused == 0 && (it.steps > 0 || it.wave == 0 && it.is_put_off(now));
    let rules: [(&'static str, &str, Is<'_>); 4] = [
        ("bad", "page-alert-overdue", &is_overdue),
        ("bad", "page-alert-promised", &is_promised),
        ("bad", "page-alert-nobody", &is_lost),
        ("warn", "page-alert-refused", &is_refused),
    ];
    let mut found: Vec<Alert> = rules
        .into_iter()
        .filter_map(|(tone, key, is)| {
            let of: Vec<(JobId, &str)> =
                waiting.iter().filter(|it| is(it)).map(|it| (it.id, it.reference.as_str())).collect();
            let on_board = |job: JobId| (job.to_string(), v.href(&asked.with_job(job).address()));
            alert(v, (tone, key), (of.len(), &of), on_board)
        })
        .collect();
    let of: Vec<(JobId, &str)> = failing.first.iter().map(|it| (it.job.id, it.job.reference.as_str())).collect();
    let on_page = |job: JobId| (String::new(), v.href(&format!("/jobs/{job}")));
    found.extend(alert(v, ("warn", "page-alert-failing"), (failing.count, &of), on_page));
    found
}

fn alert(
    v: &View,
    (tone, key): (&'static str, &str),
    (count, of): (usize, &[(JobId, &str)]),
    shown_at: impl Fn(JobId) -> (String, String),
) -> Option<Alert> {
    let number = |count: usize| Arg::Number(i64::try_from(count).unwrap_or(i64::MAX));
    let jobs = of.iter().take(NAMED).map(|(job, reference)| {
        let (id, address) = shown_at(*job);
        (id, address, v.bdi(reference))
    });
    let more = count.saturating_sub(NAMED);
    (count > 0).then(|| Alert {
        tone,
        words: say(v.language, key, &[("count", number(count))]),
        jobs: jobs.collect(),
        more: (more > 0).then(|| say(v.language, "page-and-more", &[("count", number(more))])),
    })
}
