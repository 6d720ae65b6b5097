//! Where a message stands. It only moves forward, because gateways report late, twice and out of order.

/// Where a message stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeliveryState {
    /// Waits for its time or its next attempt.
    Queued,
    /// A gateway has taken it.
    Sent,
    /// The gateway says that it did not arrive.
    Undelivered,
    /// The recipient's telephone has it.
    Delivered,
    /// Given up; people can see and resend it.
    Dead,
    /// Not sent: what it would have told was over before it left, or the recipient wants no messages.
    Withdrawn,
}

crate::domain::codes!(DeliveryState {
    Queued => "queued", Sent => "sent", Undelivered => "undelivered", Delivered => "delivered", Dead => "dead",
    Withdrawn => "withdrawn",
});

/// What came of an attempt to hand a message to a gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AttemptOutcome {
    /// The gateway took it.
    Taken,
    /// It was not taken; a later attempt may work.
    Later,
    /// It may have been taken or not.
    Unclear,
    /// This gateway or line will never take it.
    Elsewhere,
    /// Nobody will.
    Never,
}

crate::domain::codes!(AttemptOutcome {
    Taken => "taken", Later => "later", Unclear => "unclear", Elsewhere => "elsewhere", Never => "never",
});

/// What a gateway says became of a message that it took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fate {
    /// On the way.
    Pending,
    /// On the recipient's telephone.
    Delivered,
    /// It will not arrive.
    Undelivered,
    /// The recipient takes nothing from this kind of line.
    Blocked,
    /// The gateway knows of no such message, or no longer.
    Unknown,
}

crate::domain::codes!(Fate {
    Pending => "pending", Delivered => "delivered", Undelivered => "undelivered", Blocked => "blocked",
    Unknown => "unknown",
});

impl DeliveryState {
    /// The state after a report, if it moves the message on. A message is delivered once one of its attempts is, also when
    /// another of them failed, or was given up because the answer was lost.
    #[must_use]
    pub fn after(self, fate: Fate) -> Option<Self> {
        match (self, fate) {
            (Self::Sent | Self::Queued | Self::Undelivered | Self::Dead, Fate::Delivered) => Some(Self::Delivered),
            (Self::Sent, Fate::Undelivered | Fate::Blocked) => Some(Self::Undelivered),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
