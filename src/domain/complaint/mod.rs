//! Complaints after ISO 10002:2018 clause 7: terms, the machine, who may never own one, and how long each step may take.

pub mod policy;

use super::access::Role;
use super::id::UserId;
use super::machine::ActorKind::{Customer, Staff, System};
use super::machine::{Arrow, Guard, Machine, To, arrow};

/// How grave a complaint is. The last four are serious: senior managers hear of them at once (M29).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Severity {
    /// A suggestion or a small annoyance.
    Low,
    /// An ordinary complaint.
    #[default]
    Normal,
    /// Great loss or repeated failure.
    High,
    /// Danger to people or goods.
    Safety,
    /// Somebody was hurt.
    Injury,
    /// A court or an authority is involved.
    Legal,
    /// The press or the public is involved.
    Media,
}

super::codes!(Severity {
    Low => "low", Normal => "normal", High => "high", Safety => "safety", Injury => "injury", Legal => "legal",
    Media => "media",
});

impl Severity {
    /// Whether senior managers hear of it at once.
    #[must_use]
    pub fn is_serious(self) -> bool {
        matches!(self, Self::Safety | Self::Injury | Self::Legal | Self::Media)
    }
}

/// What it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ComplaintSubject {
    /// It took too long.
    Delay,
    /// Nobody came.
    NoShow,
    /// Behaviour of a person.
    Behaviour,
    /// The work was bad.
    Workmanship,
    /// Too much was charged.
    Price,
    /// A part is missing or bad.
    Part,
    /// The warranty verdict.
    Warranty,
    /// Something was damaged.
    Damage,
    /// The product itself.
    Product,
    /// The contact centre.
    ContactCentre,
    /// Personal data.
    Privacy,
    /// A criticism without a demand.
    Criticism,
    /// A suggestion.
    Suggestion,
    /// Anything else.
    Other,
}

super::codes!(ComplaintSubject {
    Delay => "delay", NoShow => "no_show", Behaviour => "behaviour", Workmanship => "workmanship", Price => "price",
    Part => "part", Warranty => "warranty", Damage => "damage", Product => "product",
    ContactCentre => "contact_centre", Privacy => "privacy", Criticism => "criticism", Suggestion => "suggestion",
    Other => "other",
});

/// What kind of thing or person is complained of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AgainstKind {
    /// An agent of the network.
    Agent,
    /// A technician.
    Technician,
    /// A unit of the organisation: everybody with a role.
    Unit,
    /// A person of the organisation.
    Operator,
    /// The organisation as a whole.
    Company,
}

super::codes!(AgainstKind {
    Agent => "agent", Technician => "technician", Unit => "unit", Operator => "operator", Company => "company",
});

/// Who or what is complained of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Against {
    /// What kind.
    pub kind: AgainstKind,
    /// Id of the agent, technician or user, or the role of the unit; none for the company.
    pub id: Option<String>,
}

impl Against {
    /// Whether this person of the organisation is complained of.
    #[must_use]
    pub fn names(&self, user: UserId) -> bool {
        self.kind == AgainstKind::Operator && self.id.as_deref() == Some(user.as_str())
    }

    /// Whether the case may never belong to this person, or to this role where no person is named (M26).
    #[must_use]
    pub fn bars(&self, user: Option<UserId>, role: Role) -> bool {
        match self.kind {
            AgainstKind::Operator => user.is_some_and(|user| self.names(user)),
            AgainstKind::Unit => self.id.as_deref() == Some(role.as_str()),
            AgainstKind::Agent | AgainstKind::Technician | AgainstKind::Company => false,
        }
    }

    /// The senior role that such a case goes up to: managers, or administrators when managers, or a person of theirs
    /// with the role `of_person`, are complained of.
    #[must_use]
    pub fn senior(&self, of_person: Option<Role>) -> Role {
        let is_manager = self.bars(None, Role::Manager) || of_person == Some(Role::Manager);
        if is_manager { Role::Administrator } else { Role::Manager }
    }
}

/// Where a complaint stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ComplaintState {
    /// Taken down.
    Received,
    /// The complainant knows that it was.
    Acknowledged,
    /// Its severity and its owner are settled.
    Assessed,
    /// Facts and evidence are being collected.
    Investigating,
    /// The evidence was weighed.
    Decided,
    /// What was wrong is being put right.
    Correcting,
    /// It was put right.
    Corrected,
    /// The complainant has heard the result.
    Communicated,
    /// Nothing more is to be done.
    Closed,
    /// Sent up; waits for a senior to take it over.
    Escalated,
    /// The complainant did not accept the answer.
    Reopened,
    /// Before a body outside.
    ExternalDispute,
}

super::codes!(ComplaintState {
    Received => "received", Acknowledged => "acknowledged", Assessed => "assessed", Investigating => "investigating",
    Decided => "decided", Correcting => "correcting", Corrected => "corrected", Communicated => "communicated",
    Closed => "closed", Escalated => "escalated", Reopened => "reopened", ExternalDispute => "external_dispute",
});

/// What can happen to a complaint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ComplaintEvent {
    /// Tell the complainant that it was taken down.
    Acknowledge,
    /// Settle severity and owner.
    Assess,
    /// Begin to collect facts and evidence.
    Investigate,
    /// Weigh the evidence and decide.
    Decide,
    /// Begin to put it right.
    Correct,
    /// It was put right.
    FinishCorrection,
    /// Tell the complainant the result.
    Communicate,
    /// Nothing more is to be done.
    Close,
    /// Note how content the complainant is with the answer, once told.
    Rate,
    /// Send it up.
    Escalate,
    /// A senior takes it over.
    TakeOver,
    /// The complainant does not accept the answer.
    Reopen,
    /// It goes before a body outside.
    Dispute,
    /// The body outside has decided.
    Settle,
    /// The complainant takes it back.
    Withdraw,
    /// It is really a service request.
    TurnIntoRequest,
}

super::codes!(ComplaintEvent {
    Acknowledge => "acknowledge", Assess => "assess", Investigate => "investigate", Decide => "decide",
    Correct => "correct", FinishCorrection => "finish_correction", Communicate => "communicate", Close => "close",
    Rate => "rate", Escalate => "escalate", TakeOver => "take_over", Reopen => "reopen", Dispute => "dispute",
    Settle => "settle", Withdraw => "withdraw", TurnIntoRequest => "turn_into_request",
});

impl ComplaintEvent {
    /// Whether only those who decide complaints may cause it.
    #[must_use]
    pub fn is_decision(self) -> bool {
        matches!(self, Self::Decide | Self::Settle | Self::TakeOver | Self::Close | Self::TurnIntoRequest)
    }

    /// Whether it needs a reason in words.
    #[must_use]
    pub fn is_reasoned(self) -> bool {
        matches!(self, Self::Escalate | Self::Reopen | Self::Dispute | Self::Withdraw)
    }

    /// Whether it says what the complaint came to.
    #[must_use]
    pub fn is_with_result(self) -> bool {
        matches!(self, Self::Decide | Self::Settle)
    }
}

/// What a complaint came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ComplaintResult {
    /// The complainant is right.
    Upheld,
    /// Right in part.
    Partly,
    /// Not right.
    NotUpheld,
    /// A misunderstanding that was explained.
    Explained,
    /// Taken back.
    Withdrawn,
}

super::codes!(ComplaintResult {
    Upheld => "upheld", Partly => "partly", NotUpheld => "not_upheld", Explained => "explained",
    Withdrawn => "withdrawn",
});

impl ComplaintResult {
    /// Whether something must be put right before the answer.
    #[must_use]
    pub fn needs_correction(self) -> bool {
        matches!(self, Self::Upheld | Self::Partly)
    }
}

/// How the complainant heard the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Telling {
    /// By short message.
    Sms,
    /// By letter.
    Email,
    /// Read out on the telephone or at the counter; the record says by whom and when.
    ReadOut,
}

super::codes!(Telling { Sms => "sms", Email => "email", ReadOut => "read_out" });

/// How the complainant can be told, best first: where letters are wanted they go before short messages, and reading out is
/// always left.
#[must_use]
pub fn ways_of_telling(can_sms: bool, (has_email, wants_letters): (bool, bool)) -> Vec<Telling> {
    let mut ways = Vec::with_capacity(Telling::ALL.len());
    ways.extend(can_sms.then_some(Telling::Sms));
    if has_email {
        ways.insert(if wants_letters { 0 } else { ways.len() }, Telling::Email);
    }
    ways.push(Telling::ReadOut);
    ways
}

/// A piece of work on a complaint, with an owner, a deadline and a record of its own (M26).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ComplaintStep {
    /// Tell that it was taken down.
    Acknowledge,
    /// Assess.
    Assess,
    /// Investigate.
    Investigate,
    /// Weigh the evidence.
    Decide,
    /// Correct.
    Correct,
    /// Respond.
    Respond,
    /// Wait for the complainant's objection, then close.
    Close,
    /// Take over what was sent up.
    TakeOver,
    /// Follow the body outside.
    Settle,
}

super::codes!(ComplaintStep {
    Acknowledge => "acknowledge", Assess => "assess", Investigate => "investigate", Decide => "decide",
    Correct => "correct", Respond => "respond", Close => "close", TakeOver => "take_over", Settle => "settle",
});

impl ComplaintState {
    /// Whether somebody still owes the complainant something.
    #[must_use]
    pub fn is_open(self) -> bool {
        self != Self::Closed
    }

    /// The work that this state waits for.
    #[must_use]
    pub fn step(self, result: Option<ComplaintResult>) -> Option<ComplaintStep> {
        Some(match self {
            Self::Received => ComplaintStep::Acknowledge,
            Self::Acknowledged | Self::Reopened => ComplaintStep::Assess,
            Self::Assessed => ComplaintStep::Investigate,
            Self::Investigating => ComplaintStep::Decide,
            Self::Decided if result.is_some_and(ComplaintResult::needs_correction) => ComplaintStep::Correct,
            Self::Correcting => ComplaintStep::Correct,
            Self::Decided | Self::Corrected => ComplaintStep::Respond,
            Self::Communicated => ComplaintStep::Close,
            Self::Escalated => ComplaintStep::TakeOver,
            Self::ExternalDispute => ComplaintStep::Settle,
            Self::Closed => return None,
        })
    }
}

/// The machine of the complaint (PRODUCT section 2).
#[derive(Debug)]
pub struct ComplaintMachine;

use ComplaintEvent as E;
use ComplaintState as S;

const EARLY: &[S] = &[S::Received, S::Acknowledged, S::Assessed, S::Investigating, S::Reopened];
const UNANSWERED: &[S] = &[
    S::Received,
    S::Acknowledged,
    S::Assessed,
    S::Investigating,
    S::Decided,
    S::Correcting,
    S::Corrected,
    S::Reopened,
];

impl Machine for ComplaintMachine {
    type State = ComplaintState;
    type Event = ComplaintEvent;
    const NAME: &'static str = "complaint";
    const INITIAL: ComplaintState = S::Received;
    const ARROWS: &'static [Arrow<S, E>] = &[
        arrow(&[S::Received], E::Acknowledge, S::Acknowledged, &[Staff], &[]),
        arrow(&[S::Acknowledged, S::Reopened], E::Assess, S::Assessed, &[Staff], &[]),
        arrow(&[S::Assessed], E::Investigate, S::Investigating, &[Staff], &[]),
        arrow(&[S::Assessed, S::Investigating], E::Decide, S::Decided, &[Staff], &[Guard::Result]),
        arrow(&[S::Decided], E::Correct, S::Correcting, &[Staff], &[]),
        arrow(&[S::Correcting], E::FinishCorrection, S::Corrected, &[Staff], &[]),
        arrow(&[S::Decided], E::Communicate, S::Communicated, &[Staff], &[Guard::Result, Guard::NothingToCorrect]),
        arrow(&[S::Corrected], E::Communicate, S::Communicated, &[Staff], &[Guard::Result]),
        arrow(&[S::Communicated], E::Close, S::Closed, &[Staff, System], &[]),
        arrow(&[S::Communicated], E::Rate, S::Communicated, &[Staff, Customer], &[]),
        arrow(&[S::Closed], E::Rate, S::Closed, &[Staff, Customer], &[]),
        arrow(UNANSWERED, E::Escalate, S::Escalated, &[Staff, System], &[Guard::Reason]),
        Arrow { from: &[S::Escalated], event: E::TakeOver, to: To::Left, who: &[Staff], guards: &[] },
        arrow(&[S::Communicated, S::Closed], E::Reopen, S::Reopened, &[Staff, Customer], &[Guard::Reason]),
        arrow(&[S::Communicated, S::Closed], E::Dispute, S::ExternalDispute, &[Staff], &[Guard::Reason]),
        arrow(&[S::ExternalDispute], E::Settle, S::Decided, &[Staff], &[Guard::Result]),
        arrow(EARLY, E::Withdraw, S::Decided, &[Staff, Customer], &[Guard::Reason]),
        arrow(EARLY, E::TurnIntoRequest, S::Decided, &[Staff], &[]),
    ];
}
