//! When messages may go, how many, and what happens to those that do not arrive.

use chrono::TimeDelta;

use crate::domain::calendar::{Calendar, WeekHours};
use crate::domain::message::{MessageKind, RecipientKind};
use crate::domain::time::Instant;

/// Hours in which recipients of a kind are left in peace.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuietHours {
    /// Whose.
    pub recipient: RecipientKind,
    /// When, in the organisation's time.
    pub hours: WeekHours,
}

/// What takes over when a message to an agent or a technician has not arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Takeover {
    /// The same message by the next gateway or line.
    Gateway,
    /// A letter, if the recipient has an address.
    Email,
    /// A task for the dispatchers: call them.
    Call,
}

crate::domain::codes!(Takeover { Gateway => "gateway", Email => "email", Call => "call" });

/// Rules of outward messages. Offers wait by the quiet hours of their dispatch policy besides.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MessagingPolicy {
    /// Hours in which messages wait, by recipient; none for those that are not named.
    pub quiet_hours: Vec<QuietHours>,
    /// Kinds that do not wait: what the recipient needs in hand at that moment.
    pub quiet_broken_by: Vec<MessageKind>,
    /// Messages that one number gets in an hour at most.
    pub most_an_hour: u32,
    /// Kinds that do not wait for the hour to pass.
    pub limit_broken_by: Vec<MessageKind>,
    /// Parts of a message at most; a longer one is given up for people to shorten.
    pub most_parts: u32,
    /// Minutes after which an agent's or a technician's message that has not arrived is taken over.
    pub arrive_minutes: i64,
    /// What takes over, one after the other, each after the same minutes.
    pub takeover: Vec<Takeover>,
    /// Days after a completion in which its customer can rate the work, by the link or by a lone digit.
    pub rate_days: i64,
}

impl Default for MessagingPolicy {
    fn default() -> Self {
        let urgent = vec![
            MessageKind::RequestRegistered,
            MessageKind::TechnicianEnRoute,
            MessageKind::CompletionCode,
            MessageKind::Reply,
            MessageKind::QuoteSent,
            MessageKind::QuoteAnswered,
            MessageKind::PaymentRecorded,
            MessageKind::ChargeDecided,
            MessageKind::VisitDelayed,
            MessageKind::VisitRetimed,
            MessageKind::VisitCancelled,
        ];
        // An office with many technicians may get more of these in an hour than anybody wants of others.
        let work =
            vec![MessageKind::OfferSent, MessageKind::OffersSent, MessageKind::JobAssigned, MessageKind::VisitAssigned];
        Self {
            quiet_hours: vec![QuietHours {
                recipient: RecipientKind::Customer,
                hours: WeekHours::daily(22 * 60, 8 * 60),
            }],
            quiet_broken_by: urgent.clone(),
            most_an_hour: 20,
            limit_broken_by: [urgent, work].concat(),
            most_parts: 8,
            arrive_minutes: 10,
            takeover: vec![Takeover::Gateway, Takeover::Email, Takeover::Call],
            rate_days: 7,
        }
    }
}

impl MessagingPolicy {
    /// When a message may leave: `now`, or the end of the quiet hours that hold it.
    #[must_use]
    pub fn leave_at(&self, (to, kind): (RecipientKind, MessageKind), now: Instant, zone: chrono_tz::Tz) -> Instant {
        if self.quiet_broken_by.contains(&kind) {
            return now;
        }
        let Some(quiet) = self.quiet_hours.iter().find(|quiet| quiet.recipient == to) else { return now };
        let quiet = Calendar { zone, hours: quiet.hours.clone(), closed: std::sync::Arc::default() };
        // Hours that never end would keep every message: then they are no quiet hours.
        quiet.open_until(now).unwrap_or(now)
    }

    /// Whether a message waits because its recipient had `last_hour` already.
    #[must_use]
    pub fn is_over_limit(&self, kind: MessageKind, last_hour: u32) -> bool {
        last_hour >= self.most_an_hour && !self.limit_broken_by.contains(&kind)
    }

    /// How long a message may take to arrive before the next way takes over.
    #[must_use]
    pub fn arrive_within(&self) -> TimeDelta {
        TimeDelta::minutes(self.arrive_minutes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn customers_sleep_and_codes_wake_them() {
        let policy = MessagingPolicy::default();
        let night: Instant = "2026-11-22T20:00:00Z".parse().unwrap(); // 23:30 in Tehran
        let leave = |to, kind| policy.leave_at((to, kind), night, chrono_tz::Asia::Tehran);
        let morning: Instant = "2026-11-23T04:30:00Z".parse().unwrap();
        assert_eq!(leave(RecipientKind::Customer, MessageKind::JobOnHold), morning);
        assert_eq!(leave(RecipientKind::Customer, MessageKind::CompletionCode), night);
        assert_eq!(leave(RecipientKind::Technician, MessageKind::JobOnHold), night);
        assert!(policy.is_over_limit(MessageKind::JobOnHold, 20));
        assert!(!policy.is_over_limit(MessageKind::JobOnHold, 19));
        assert!(!policy.is_over_limit(MessageKind::CompletionCode, 99));
    }
}
