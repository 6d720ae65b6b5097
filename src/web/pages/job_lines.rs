//! Jobs as lines for whoever talks to the customer: where each stands, who comes and when.

use super::jobs::{holder, next, subject, technician_name, tone};
use crate::app::App;
use crate::domain::time::Window;
use crate::queries::jobs::JobRow;
use crate::web::view::View;

/// One job.
pub(super) struct JobLine {
    /// Id.
    pub id: String,
    /// Where it is shown.
    pub address: String,
    /// Reference of its request, as HTML.
    pub reference: String,
    /// What is wrong with which unit.
    pub subject: String,
    /// Tone and words of its state.
    pub state: (&'static str, String),
    /// Who has it, and who comes.
    pub who: Option<String>,
    /// The time that the customer was promised.
    pub promised: Option<String>,
    /// What happens next, and when.
    pub next: Option<String>,
}

impl JobLine {
    /// Of a job of the list.
    pub fn of(app: &App, v: &View, row: &JobRow) -> Self {
        Self {
            id: row.id.to_string(),
            address: v.href(&format!("/jobs/{}", row.id)),
            reference: v.bdi(&row.reference),
            subject: subject(app, v, row),
            state: (tone(row.status), v.code("job-state", row.status.as_str())),
            who: holder(v, row).map(|who| with_technician(app, v, (row, who))),
            promised: row.promised.map(|span| v.window(Window { from: span.from, to: span.to })),
            next: next(v, row),
        }
    }
}

/// The holder with the technician who comes, unless that is the same person.
fn with_technician(app: &App, v: &View, (row, who): (&JobRow, String)) -> String {
    let comes = row.agent_id.zip(row.technician_id).map(|ids| technician_name(app, v, ids));
    match comes.filter(|name| !name.is_empty() && !who.contains(name.as_str())) {
        Some(name) => format!("{who} · {name}"),
        None => who,
    }
}
