//! The objective of the customer: a face that is known.

use super::{Reading, Share, Standing};

/// Preference: 1 for a technician whom the customer asked for or who finished work here before, three quarters for the
/// agent that answers for the repair that is repeated, one half for an agent that was here with somebody else, else 0. An
/// agent that should not repeat its own repair has 0.
pub(super) fn preference(standing: &Standing<'_>) -> Share {
    let (wishes, agent) = (standing.question.wishes, standing.agent.id);
    if let Some((_, should_come)) = wishes.repeated.filter(|(earlier, _)| *earlier == agent) {
        let figure = if should_come { "repeat_same" } else { "repeat_other" };
        return (if should_come { 0.75 } else { 0.0 }, Reading::Word(figure));
    }
    let Some(technician) = standing.found.technician else { return (0.0, Reading::Word("none")) };
    if wishes.prefers(technician) {
        (1.0, Reading::Word("preferred"))
    } else if wishes.previous.iter().any(|(_, previous)| *previous == technician) {
        (1.0, Reading::Word("previous"))
    } else if wishes.previous.iter().any(|(previous, _)| *previous == agent) {
        (0.5, Reading::Word("previous_agent"))
    } else {
        (0.0, Reading::Word("none"))
    }
}
