//! What happened to a job, in order of time; auditors see the record itself.

use crate::domain::access::{Caller, Permission, allows};
use crate::i18n::code_key;
use crate::queries::trail::EventView;
use crate::web::view::View;

/// An event.
pub(super) struct Happened {
    pub at: String,
    pub words: String,
    /// Who did it, and why.
    pub by: String,
    /// States, figures and ids as they were written, for auditors.
    pub record: Option<String>,
}

impl Happened {
    pub(super) fn of(v: &View, caller: &Caller, event: &EventView) -> Self {
        let who = event.actor.clone().unwrap_or_else(|| v.code("actor", event.actor_kind.as_str()));
        let why = event.reason.as_deref().map(|code| format!(" · {}", v.code("reason", code))).unwrap_or_default();
        Self {
            at: v.moment(event.at),
            words: v.code(&code_key("event", event.topic.as_str()), &event.name),
            by: format!("{who}{why}"),
            record: allows(caller.role, Permission::ViewAudit).then(|| record(event)),
        }
    }
}

fn record(event: &EventView) -> String {
    let states = event.from_state.iter().zip(&event.to_state).map(|(from, to)| format!("{from} → {to}"));
    let detail = (!event.detail.is_null()).then(|| event.detail.to_string());
    let parts: Vec<String> =
        [format!("{} {}", event.topic, event.id)].into_iter().chain(states).chain(detail).collect();
    parts.join(" · ")
}
