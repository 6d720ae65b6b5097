//! What a customer may count on around the work: windows, grace, verification, reopening, repeats.

use super::{RecallPolicy, WorkshopPolicy};
use crate::domain::access::Role;
use crate::domain::customer::CustomerFlag;
use crate::domain::money::Money;

/// What an operator is advised to do with a report that looks like an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Advice {
    /// Add it to what is there.
    Link,
    /// Do not take it down.
    Refuse,
    /// Ask the customer.
    Ask,
}

crate::domain::codes!(Advice { Link => "link", Refuse => "refuse", Ask => "ask" });

/// Who should do a repair that repeats an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RepeatAgent {
    /// The agent of the earlier repair answers for it.
    Same,
    /// Somebody else looks at it with fresh eyes.
    Other,
    /// Whoever is best.
    Any,
}

crate::domain::codes!(RepeatAgent { Same => "same", Other => "other", Any => "any" });

/// What a customer may count on around the work.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CarePolicy {
    /// Days after the end in which a job may be taken up again.
    pub reopen_days: i64,
    /// Hours without objection after which a completed job counts as verified.
    pub verify_hours: i64,
    /// Days within which a new repair of the same unit counts as a repeat.
    pub repeat_days: i64,
    /// Length of a promised window, minutes.
    pub window_minutes: i64,
    /// Minutes that a window stays held for a caller who is still on the line.
    #[serde(default = "hold_minutes")]
    pub slot_hold_minutes: i64,
    /// Grace in minutes after a visit's window before nobody is taken to have come.
    pub absence_grace_minutes: i64,
    /// What to do with a report on a unit that has an open job.
    pub duplicate: Advice,
    /// What to do with a repair that repeats an earlier one.
    pub repeat: Advice,
    /// Who should do a repair that repeats an earlier one.
    pub repeat_agent: RepeatAgent,
    /// When a job may wait because its customer is not reached.
    #[serde(default)]
    pub reach: Reach,
    /// Minutes before a visit's window from which customer and technician no longer move it by their links.
    #[serde(default = "notice_minutes")]
    pub move_notice_minutes: i64,
    /// How often a customer moves one visit by the link; then the operator does.
    #[serde(default = "customer_moves")]
    pub customer_moves: i64,
    /// Of a hundred paid jobs, how many customers are called about what they paid.
    #[serde(default = "paid_calls")]
    pub paid_calls_percent: i64,
    /// Days before something that an agent works by runs out on which the agent hears of it.
    #[serde(default = "paper_days")]
    pub paper_days: Vec<i64>,
    /// Flags of customers whose requests come before ordinary ones when nobody says how urgent they are.
    #[serde(default = "raised_flags")]
    pub raised_flags: Vec<CustomerFlag>,
    /// How long units wait in the workshop, and what happens to those that nobody fetches.
    #[serde(default)]
    pub workshop: WorkshopPolicy,
    /// Days that a job waits for the next step of an exchange or a refund.
    #[serde(default = "exchange_days")]
    pub exchange_days: i64,
    /// How much money a role may give back; a role that is not named has no limit.
    #[serde(default)]
    pub refund_limits: Vec<RefundLimit>,
    /// How fast customers are told of a recall, and how many calls about it are open at a time.
    #[serde(default)]
    pub recall: RecallPolicy,
}

impl CarePolicy {
    /// Whether a role may approve that so much is given back.
    #[must_use]
    pub fn may_refund(&self, role: Role, amount: Money) -> bool {
        let mut limits = self.refund_limits.iter().filter(|limit| limit.role == role);
        limits.all(|limit| limit.most.currency == amount.currency && amount.amount <= limit.most.amount)
    }
}

/// How much money a role may give back to one customer for one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefundLimit {
    /// The role.
    pub role: Role,
    /// The most that it may approve.
    pub most: Money,
}

/// When a job may wait because its customer is not reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reach {
    /// Attempts that nobody answered.
    pub attempts: i64,
    /// Parts of the day (morning, afternoon, evening) that they were made in.
    pub day_parts: i64,
    /// Days that the job waits.
    pub hold_days: i64,
}

impl Default for Reach {
    fn default() -> Self {
        Self { attempts: 3, day_parts: 2, hold_days: 7 }
    }
}

/// What a policy that is silent about it means.
fn hold_minutes() -> i64 {
    10
}

fn paper_days() -> Vec<i64> {
    vec![30, 7, 0]
}

fn raised_flags() -> Vec<CustomerFlag> {
    vec![CustomerFlag::Vip, CustomerFlag::Vulnerable]
}

fn notice_minutes() -> i64 {
    120
}

fn customer_moves() -> i64 {
    3
}

fn paid_calls() -> i64 {
    10
}

fn exchange_days() -> i64 {
    14
}

impl Default for CarePolicy {
    fn default() -> Self {
        Self {
            reopen_days: 7,
            verify_hours: 48,
            repeat_days: 90,
            window_minutes: 120,
            slot_hold_minutes: hold_minutes(),
            absence_grace_minutes: 60,
            duplicate: Advice::Ask,
            repeat: Advice::Link,
            repeat_agent: RepeatAgent::Same,
            reach: Reach::default(),
            move_notice_minutes: notice_minutes(),
            customer_moves: customer_moves(),
            paid_calls_percent: paid_calls(),
            paper_days: paper_days(),
            raised_flags: raised_flags(),
            workshop: WorkshopPolicy::default(),
            exchange_days: exchange_days(),
            refund_limits: Vec::new(),
            recall: RecallPolicy::default(),
        }
    }
}
