//! The offers that wait for an answer, with what is left of their clocks.

use super::Asked;
use crate::app::App;
use crate::domain::message::DeliveryState;
use crate::domain::offer::OfferState;
use crate::domain::time::Instant;
use crate::i18n::format;
use crate::queries::board::Flying;
use crate::web::view::View;

/// Seconds before the deadline from which an offer is about to end.
const ENDING_S: i64 = 300;

/// An offer on its way.
pub(super) struct Line {
    /// Id of the offer.
    pub id: String,
    /// Id of its job, and where the board shows that.
    pub job: (String, String),
    /// Name of the agent.
    pub agent: String,
    /// Reference as HTML.
    pub reference: String,
    /// Tone, icon and words of where it stands.
    pub state: (&'static str, &'static str, String),
    /// The deadline, for machines.
    pub deadline: String,
    /// What is left, in words.
    pub left: String,
    /// Seconds left, and seconds that there were.
    pub seconds: (i64, i64),
}

impl Line {
    /// Where it is taken back.
    pub fn withdrawal(&self) -> String {
        format!("/board/offers/{}/withdraw", self.id)
    }
}

/// A line for an offer.
pub(super) fn line((app, v): (&App, &View), asked: &Asked, it: &Flying, now: Instant) -> Line {
    let left = (it.deadline_at - now).num_seconds().max(0);
    Line {
        id: it.id.to_string(),
        job: (it.job_id.to_string(), v.href(&asked.with_job(it.job_id).address())),
        agent: app.network().agent(it.agent_id).map(|agent| agent.name_in(v.language).to_owned()).unwrap_or_default(),
        reference: v.bdi(&it.reference),
        state: state(v, it, left),
        deadline: it.deadline_at.to_rfc3339(),
        left: format::duration(v.language, left),
        seconds: (left, (it.deadline_at - it.since).num_seconds().max(1)),
    }
}

fn state(v: &View, it: &Flying, left: i64) -> (&'static str, &'static str, String) {
    let (tone, icon, key) = match (it.state, it.message) {
        _ if left < ENDING_S => ("bad", "hourglass", "page-flight-ending"),
        _ if it.opened_at.is_some() => ("info", "eye", "page-flight-opened"),
        (OfferState::Queued, _) => ("", "clock", "page-flight-queued"),
        (_, Some(DeliveryState::Delivered)) => ("", "checks", "page-flight-delivered"),
        _ => ("", "send", "page-flight-sent"),
    };
    (tone, icon, v.t(key))
}
