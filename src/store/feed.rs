//! What is told after a commit: to this process at once, to the other nodes within moments.

use tokio::sync::broadcast;

use super::wire::Wire;
use crate::domain::id::{AgentId, UserId};

/// What kind of thing changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Topic {
    /// A customer's request.
    Request,
    /// The work on one unit.
    Job,
    /// An offer to an agent.
    Offer,
    /// A trip of a technician.
    Visit,
    /// A unit of a customer.
    Unit,
    /// An agent, its technicians or areas.
    Agent,
    /// Products, faults, places, rules and prices.
    Catalog,
    /// An outward message.
    Message,
    /// A person with a sign-in.
    User,
    /// A customer and what belongs to it.
    Customer,
    /// An interaction with a customer.
    Contact,
    /// A dated piece of work.
    Task,
    /// A complaint.
    Complaint,
    /// A part of a job, an old part, an order of parts, or stock.
    Part,
    /// A quote, or a request to charge.
    Quote,
    /// A payment.
    Payment,
    /// A problem record or a unit that it calls back.
    Recall,
}

crate::domain::codes!(Topic {
    Request => "request", Job => "job", Offer => "offer", Visit => "visit", Unit => "unit",
    Agent => "agent", Catalog => "catalog", Message => "message", User => "user", Customer => "customer",
    Contact => "contact", Task => "task", Complaint => "complaint", Part => "part",
    Quote => "quote", Payment => "payment", Recall => "recall",
});

/// Something committed that others may act on. It names rows and carries none: the receiver reloads them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Signal {
    /// The outbox has something to send.
    Outbox,
    /// There is something to dispatch.
    Dispatch,
    /// What an agent holds changed: its jobs, or a visit of its technicians.
    Load(AgentId),
    /// Somebody came to a case that this person has open, or left it.
    Beside(UserId),
    /// One thing changed.
    Changed {
        /// Its kind.
        topic: Topic,
        /// Its identifier; not longer than a few hundred bytes, no line break.
        id: String,
    },
    /// Signals may have been missed: reload everything that is cached.
    Resync,
}

/// How many signals a slow receiver may lie behind before it gets `Lagged`, which it treats as [`Signal::Resync`].
const BACKLOG: usize = 4096;

/// Spreads signals.
pub(super) struct Feed {
    local: broadcast::Sender<Signal>,
    wire: Option<Wire>,
}

impl Feed {
    /// A feed inside this process alone.
    pub(super) fn local() -> Self {
        Self { local: Self::channel(), wire: None }
    }

    /// A feed that other nodes hear too.
    pub(super) fn shared(local: broadcast::Sender<Signal>, wire: Wire) -> Self {
        Self { local, wire: Some(wire) }
    }

    pub(super) fn channel() -> broadcast::Sender<Signal> {
        broadcast::Sender::new(BACKLOG)
    }

    pub(super) fn subscribe(&self) -> broadcast::Receiver<Signal> {
        self.local.subscribe()
    }

    /// Tells what was committed.
    pub(super) fn publish(&self, signals: Vec<Signal>) {
        for signal in &signals {
            // An error only says that nobody listens.
            let _ = self.local.send(signal.clone());
        }
        if let Some(wire) = self.wire.as_ref().filter(|_| !signals.is_empty()) {
            wire.tell(signals);
        }
    }

    /// Sends what is still collected and stops the threads; blocks for a moment.
    pub(super) fn stop(&self) {
        if let Some(wire) = &self.wire {
            wire.stop();
        }
    }
}
