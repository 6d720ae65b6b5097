//! Whose time a job took, on its page: each span with its one owner, and the sums, which are the time elapsed.

use super::jobs::agent_name;
use crate::app::App;
use crate::domain::delay::Interval;
use crate::domain::reason::DelayOwner;
use crate::i18n::format;
use crate::queries::delays::intervals_of;
use crate::queries::jobs::JobRow;
use crate::queries::trail::EventView;
use crate::web::view::View;

/// A span of time.
pub(super) struct SpanLine {
    pub from: String,
    pub length: String,
    pub owner: String,
    /// The state, with the reason where it waited.
    pub why: String,
    /// Who held the job.
    pub agent: Option<String>,
}

/// The time from the report to the end of the work, or to now.
pub(super) struct TimeSection {
    /// Oldest first.
    pub spans: Vec<SpanLine>,
    /// Owner and length, in the order of the owners; those without time are left out.
    pub sums: Vec<(String, String)>,
    pub elapsed: String,
}

impl TimeSection {
    pub(super) fn of(app: &App, v: &View, (row, events): (&JobRow, &[EventView])) -> Self {
        let found = intervals_of(row.registered_at, events, app.clock.now());
        let seconds = |owner: Option<DelayOwner>| -> i64 {
            found
                .iter()
                .filter(|it| owner.is_none_or(|owner| it.owner == owner))
                .map(|it| it.length().num_seconds())
                .sum()
        };
        let sum = |owner: &DelayOwner| {
            let length = Some(seconds(Some(*owner))).filter(|it| *it > 0)?;
            Some((v.code("delay-owner", owner.as_str()), format::duration(v.language, length)))
        };
        Self {
            spans: found.iter().map(|it| line(app, v, it)).collect(),
            sums: DelayOwner::ALL.iter().filter_map(sum).collect(),
            elapsed: format::duration(v.language, seconds(None)),
        }
    }
}

fn line(app: &App, v: &View, it: &Interval) -> SpanLine {
    let state = v.code("job-state", it.state.as_str());
    let why = it.reason.as_deref().map(|code| format!("{state} · {}", v.code("reason", code)));
    SpanLine {
        from: v.moment(it.from),
        length: format::duration(v.language, it.length().num_seconds()),
        owner: v.code("delay-owner", it.owner.as_str()),
        why: why.unwrap_or(state),
        agent: it.agent.map(|id| agent_name(app, v, id)),
    }
}
