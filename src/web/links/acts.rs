//! The acts of a visit's page: which stand there now, and which will once the visit has gone on, for a telephone that is
//! without network meanwhile.

use crate::domain::machine::{ActorKind, Machine, To, allowed};
use crate::domain::visit::{VisitEvent, VisitMachine, VisitState};

/// One act, the states in which the page offers it, and the state to which it leads.
pub(super) struct Act {
    pub event: VisitEvent,
    /// Codes of the states, with spaces between them.
    pub states: String,
    pub to: &'static str,
    pub is_now: bool,
}

/// What a technician can do from here on.
pub(super) struct Acts {
    /// The steps of which one is next.
    pub next: Vec<Act>,
    /// To have arrived without having set out.
    pub already: Option<Act>,
    pub finish: Option<Act>,
    pub absent: Option<Act>,
    pub end: Option<Act>,
    pub suspend: Option<Act>,
}

fn may(state: VisitState, event: VisitEvent) -> bool {
    allowed::<VisitMachine>(state, ActorKind::Technician).contains(&event)
}

/// The one step that the page offers before others.
fn next(state: VisitState) -> Option<VisitEvent> {
    [VisitEvent::SetOut, VisitEvent::Arrive, VisitEvent::BeginWork].into_iter().find(|event| may(state, *event))
}

fn leads_to(event: VisitEvent) -> &'static str {
    let arrow = VisitMachine::ARROWS.iter().find(|arrow| arrow.event == event);
    match arrow.map(|arrow| &arrow.to) {
        Some(To::State(state)) => state.as_str(),
        _ => "",
    }
}

/// The state and those that a technician can bring the visit to while it is open.
fn reachable(from: VisitState) -> Vec<VisitState> {
    let mut found = vec![from];
    let mut at = 0;
    while let Some(state) = found.get(at).copied() {
        at += 1;
        for event in allowed::<VisitMachine>(state, ActorKind::Technician) {
            let to: Option<VisitState> = leads_to(event).parse().ok();
            found.extend(to.filter(|to| to.is_open() && !found.contains(to)));
        }
    }
    found
}

impl Acts {
    pub(super) fn of(state: VisitState) -> Self {
        let ahead = reachable(state);
        let act = |event, offers: &dyn Fn(VisitState) -> bool| {
            let states: Vec<&str> = ahead.iter().filter(|it| offers(**it)).map(|it| it.as_str()).collect();
            let is_ever = !states.is_empty();
            let act = Act { event, states: states.join(" "), to: leads_to(event), is_now: offers(state) };
            is_ever.then_some(act)
        };
        let steps = [VisitEvent::SetOut, VisitEvent::Arrive, VisitEvent::BeginWork];
        let can = |event| act(event, &|it| may(it, event));
        Self {
            next: steps.into_iter().filter_map(|event| act(event, &|it| next(it) == Some(event))).collect(),
            already: act(VisitEvent::Arrive, &|it| may(it, VisitEvent::Arrive) && next(it) != Some(VisitEvent::Arrive)),
            finish: act(VisitEvent::Finish, &|it| may(it, VisitEvent::Finish) && next(it).is_none()),
            absent: can(VisitEvent::ReportCustomerAbsent),
            end: can(VisitEvent::EndUndone),
            suspend: can(VisitEvent::Suspend),
        }
    }

    /// Whether the work can be ended now.
    pub(super) fn can_finish(&self) -> bool {
        self.finish.as_ref().is_some_and(|act| act.is_now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(state: VisitState) -> Vec<(&'static str, String, bool)> {
        let acts = Acts::of(state);
        acts.next.into_iter().map(|act| (act.event.as_str(), act.states, act.is_now)).collect()
    }

    #[test]
    fn the_whole_way_is_known_from_the_first_step() {
        let whole = [
            ("en_route", "scheduled".to_owned(), true),
            ("arrived", "en_route".to_owned(), false),
            ("working", "arrived suspended".to_owned(), false),
        ];
        assert_eq!(steps(VisitState::Scheduled), whole);
        let acts = Acts::of(VisitState::Scheduled);
        let finish = acts.finish.unwrap();
        assert_eq!((finish.states.as_str(), finish.to, finish.is_now), ("working", "done", false));
        assert_eq!(acts.already.unwrap().states, "scheduled");
    }

    #[test]
    fn what_lies_behind_is_offered_no_more() {
        assert_eq!(steps(VisitState::Working), [("working", "suspended".to_owned(), false)]);
        let acts = Acts::of(VisitState::Working);
        assert!(acts.can_finish() && acts.already.is_none() && acts.absent.is_none());
        let over = Acts::of(VisitState::Done);
        assert!(over.next.is_empty() && over.finish.is_none() && over.end.is_none());
    }
}
