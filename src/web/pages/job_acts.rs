//! What may be done with a job by hand: an event of its machine is a button where the caller may send it, and absent otherwise.

use crate::app::App;
use crate::domain::access::{Caller, Permission, allows};
use crate::domain::job::{JobEvent, JobMachine, JobState};
use crate::domain::machine::{ActorKind, allowed};
use crate::domain::reason::ReasonKind;
use crate::web::view::View;

/// An event of a job as a button, with the reasons that it asks for.
pub(super) struct Act {
    pub event: JobEvent,
    pub words: String,
    pub reasons: Vec<(String, String)>,
    pub needs_until: bool,
    pub is_grave: bool,
}

impl Act {
    /// Where it is sent, below the job's page.
    pub fn step(&self) -> String {
        format!("/{}", self.event)
    }
}

/// What this caller may do with a job in this state, in the order of its machine.
pub(super) fn acts(app: &App, (v, caller): (&View, &Caller), state: JobState) -> Vec<Act> {
    let catalogue = app.catalogue();
    let events = allowed::<JobMachine>(state, ActorKind::Staff);
    let events = events.into_iter().filter(|event| permission(*event).is_some_and(|it| allows(caller.role, it)));
    let acts = events.map(|event| {
        let kind = match event {
            JobEvent::Hold => Some(ReasonKind::Hold),
            JobEvent::Cancel => Some(ReasonKind::Cancel),
            JobEvent::Reopen => Some(ReasonKind::Reopen),
            JobEvent::Release => Some(ReasonKind::Release),
            JobEvent::Reassign => Some(ReasonKind::Reassign),
            JobEvent::FailVerification => Some(ReasonKind::VerificationFailed),
            _ => None,
        };
        let reasons = kind.map(|kind| catalogue.reasons(kind)).unwrap_or_default();
        Act {
            event,
            words: v.code("job-act", event.as_str()),
            reasons: reasons.iter().map(|it| (it.code.clone(), v.code("reason", &it.code))).collect(),
            needs_until: event == JobEvent::Hold,
            is_grave: event == JobEvent::Cancel,
        }
    });
    acts.collect()
}

/// The permission that an event of a job asks for; none for what staff do not do by hand.
pub(super) fn permission(event: JobEvent) -> Option<Permission> {
    match event {
        JobEvent::Hold | JobEvent::Resume => Some(Permission::HoldJob),
        JobEvent::Cancel => Some(Permission::CancelJob),
        JobEvent::Reopen => Some(Permission::ReopenJob),
        JobEvent::Release | JobEvent::Reassign => Some(Permission::DispatchJob),
        JobEvent::Verify | JobEvent::FailVerification => Some(Permission::LogContact),
        _ => None,
    }
}
