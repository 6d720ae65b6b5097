//! State machines as tables: from, event, to, who may, guard. One function applies every table.

use std::fmt::Display;

/// Who causes an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActorKind {
    /// The product itself: a deadline, a policy, a tick.
    System,
    /// A person of the organisation with a sign-in.
    Staff,
    /// An agent through the link of an offer.
    Agent,
    /// A technician through the link of a visit.
    Technician,
    /// The customer through the customer's link.
    Customer,
}

super::codes!(ActorKind {
    System => "system", Staff => "staff", Agent => "agent", Technician => "technician", Customer => "customer",
});

/// What must be at hand besides the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Guard {
    /// A reason with a stable code.
    Reason,
    /// A date on which it goes on.
    Until,
    /// The outcome of the work.
    Outcome,
    /// The customer's four digits that prove presence.
    ArrivalCode,
    /// The customer's four digits that prove that the work is done.
    CompletionCode,
    /// The deadline has not passed.
    BeforeDeadline,
    /// The days in which the policy allows to reopen have not passed.
    WithinReopenDays,
    /// What a complaint came to.
    Result,
    /// The result leaves nothing to put right.
    NothingToCorrect,
    /// It is somebody else than who began it.
    SecondPerson,
    /// It is somebody else than who approved it before.
    ThirdPerson,
    /// The customer's own word: by the link, by SMS, or spoken and taken down.
    Consent,
    /// The organisation lets the customer be charged.
    ChargeAllowed,
    /// The customer's four digits with which a unit is fetched, or in words how it was proved otherwise who fetches it.
    HandoverCode,
    /// What is done to the units, in words.
    Correction,
    /// The serials of the units.
    SerialRange,
}

super::codes!(Guard {
    Reason => "reason", Until => "until", Outcome => "outcome", ArrivalCode => "arrival_code",
    CompletionCode => "completion_code", BeforeDeadline => "before_deadline", WithinReopenDays => "within_reopen_days",
    Result => "result", NothingToCorrect => "nothing_to_correct", SecondPerson => "second_person",
    ThirdPerson => "third_person", Consent => "consent", ChargeAllowed => "charge_allowed", HandoverCode => "handover_code",
    Correction => "correction", SerialRange => "serial_range",
});

/// Where an arrow leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To<S> {
    /// To this state.
    State(S),
    /// Back to the state that was left.
    Left,
}

/// One line of a table.
#[derive(Debug)]
pub struct Arrow<S: 'static, E> {
    /// States in which the event may happen.
    pub from: &'static [S],
    /// What happens.
    pub event: E,
    /// Where it leads.
    pub to: To<S>,
    /// Who may cause it.
    pub who: &'static [ActorKind],
    /// What must be at hand.
    pub guards: &'static [Guard],
}

/// A line that leads to one state.
#[must_use]
pub const fn arrow<S: Copy, E>(
    from: &'static [S],
    event: E,
    to: S,
    who: &'static [ActorKind],
    guards: &'static [Guard],
) -> Arrow<S, E>
where
    E: Copy,
{
    Arrow { from, event, to: To::State(to), who, guards }
}

/// A state machine: its name, its table, and the states that only a reopening leaves.
pub trait Machine {
    /// The states.
    type State: Copy + Eq + Display + 'static;
    /// The events.
    type Event: Copy + Eq + Display + 'static;
    /// The name in the docs and in errors.
    const NAME: &'static str;
    /// The state of a new one.
    const INITIAL: Self::State;
    /// The table.
    const ARROWS: &'static [Arrow<Self::State, Self::Event>];
}

/// Why an event was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The state does not allow the event.
    #[error("{machine} is {state}: {event} is not allowed, only {allowed:?}")]
    State {
        /// Name of the machine.
        machine: &'static str,
        /// The state it is in.
        state: String,
        /// The event asked for.
        event: String,
        /// What the state allows to this actor.
        allowed: Vec<String>,
    },
    /// The event exists in this state, but not for this actor.
    #[error("{0} may not do this")]
    Actor(ActorKind),
    /// Something that the event needs is not at hand.
    #[error("{0} is missing")]
    Missing(Guard),
}

/// The state after `event`, caused by `who` with `given` at hand; `left` is the state before an interruption.
///
/// # Errors
/// Refuses what the table does not hold, telling the events that the state allows.
pub fn apply<M: Machine>(
    state: M::State,
    left: Option<M::State>,
    event: M::Event,
    who: ActorKind,
    given: &[Guard],
) -> Result<M::State, Refusal> {
    let arrow = M::ARROWS.iter().find(|arrow| arrow.event == event && arrow.from.contains(&state));
    let refused = || Refusal::State {
        machine: M::NAME,
        state: state.to_string(),
        event: event.to_string(),
        allowed: allowed::<M>(state, who).iter().map(ToString::to_string).collect(),
    };
    let arrow = arrow.ok_or_else(refused)?;
    if !arrow.who.contains(&who) {
        return Err(Refusal::Actor(who));
    }
    if let Some(missing) = arrow.guards.iter().find(|guard| !given.contains(guard)) {
        return Err(Refusal::Missing(*missing));
    }
    match arrow.to {
        To::State(next) => Ok(next),
        To::Left => left.ok_or_else(refused),
    }
}

/// The events that `state` allows to `who`, in the order of the table.
#[must_use]
pub fn allowed<M: Machine>(state: M::State, who: ActorKind) -> Vec<M::Event> {
    M::ARROWS
        .iter()
        .filter(|arrow| arrow.from.contains(&state) && arrow.who.contains(&who))
        .map(|arrow| arrow.event)
        .collect()
}

/// The table as Markdown, for the docs.
#[must_use]
pub fn markdown<M: Machine>() -> String {
    use std::fmt::Write as _;
    let join = |texts: Vec<String>| texts.join(", ");
    let mut out = format!("## {}\n\nBegins as `{}`.\n\n", M::NAME, M::INITIAL);
    out.push_str("| from | event | to | who | needs |\n|---|---|---|---|---|\n");
    for arrow in M::ARROWS {
        let to = match arrow.to {
            To::State(state) => format!("`{state}`"),
            To::Left => "the state it left".to_owned(),
        };
        let _ = writeln!(
            out,
            "| {} | {} | {to} | {} | {} |",
            join(arrow.from.iter().map(|state| format!("`{state}`")).collect()),
            arrow.event,
            join(arrow.who.iter().map(ToString::to_string).collect()),
            join(arrow.guards.iter().map(ToString::to_string).collect()),
        );
    }
    out
}
