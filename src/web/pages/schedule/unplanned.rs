//! The jobs that are in nobody's time yet: those that an agent has can be put there, the others wait for an agent.

use super::block::Board;
use crate::app::Network;
use crate::domain::job::JobState;
use crate::domain::time::Window;
use crate::i18n::{Arg, format, say};
use crate::queries::jobs::JobRow;
use crate::web::pages::jobs::{subject, town};

/// A job in nobody's time.
pub(super) struct Line {
    /// Id of the job.
    pub id: String,
    /// Where it is looked at: on this page, or on the board while it waits for an agent.
    pub address: String,
    /// What is wrong with which unit.
    pub subject: String,
    /// Reference as HTML.
    pub reference: String,
    /// Town.
    pub place: String,
    /// Name of the agent that has it.
    pub holder: Option<String>,
    /// Id of that agent.
    pub agent: String,
    /// Id of the technician who was to come, if one was named.
    pub technician: String,
    /// What the customer was promised, in words.
    pub promised: Option<String>,
    /// Tone and words of when it is due.
    pub due: Option<(&'static str, String)>,
    /// Minutes that its visit takes.
    pub length: i64,
    /// Whether it can be put into somebody's time.
    pub is_movable: bool,
    /// Whether it is looked at.
    pub is_chosen: bool,
}

/// A line of the list.
pub(super) fn line(board: &Board<'_>, network: &Network, row: &JobRow) -> Line {
    let v = board.v;
    let agent = row.agent_id.and_then(|id| network.agent(id));
    let has_agent = row.status != JobState::PendingDispatch && agent.is_some();
    let address = if has_agent { board.asked.with_job(row.id).address() } else { format!("/board?job={}", row.id) };
    Line {
        id: row.id.to_string(),
        address: v.href(&address),
        subject: subject(board.app, v, row),
        reference: v.bdi(&row.reference),
        place: town(board.app, v, &row.city),
        holder: agent.filter(|_| has_agent).map(|agent| agent.name_in(v.language).to_owned()),
        agent: row.agent_id.map(|id| id.to_string()).unwrap_or_default(),
        technician: row.technician_id.map(|id| id.to_string()).unwrap_or_default(),
        promised: row.promised.map(|span| v.window(Window { from: span.from, to: span.to })),
        due: due(board, row),
        length: board.app.catalogue().care().window_minutes,
        is_movable: board.can_move && has_agent,
        is_chosen: board.chosen == Some(row.id),
    }
}

fn due(board: &Board<'_>, row: &JobRow) -> Option<(&'static str, String)> {
    let left = (row.due_at? - board.now).num_seconds();
    let (tone, key) = if left < 0 { ("late", "page-late-by") } else { ("info", "page-left") };
    let span = format::duration(board.v.language, left.abs());
    Some((tone, say(board.v.language, key, &[("span", Arg::text(span))])))
}
