//! Money taken from a customer, and whether it is what is due.

use super::fault::FaultCode;
use super::machine::ActorKind::{Customer, Staff};
use super::machine::{Arrow, Guard, Machine, arrow};
use super::money::Money;
use super::text::latin_digits;

/// How money was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PaymentMethod {
    /// Notes and coins.
    Cash,
    /// A card at the agent's terminal.
    AgentTerminal,
    /// A card at the organisation's terminal.
    OrganisationTerminal,
    /// From card to card.
    CardToCard,
    /// On the organisation's payment page.
    Link,
    /// A cheque.
    Cheque,
}

super::codes!(PaymentMethod {
    Cash => "cash", AgentTerminal => "agent_terminal", OrganisationTerminal => "organisation_terminal",
    CardToCard => "card_to_card", Link => "link", Cheque => "cheque",
});

/// Who has the money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PaymentReceiver {
    /// The technician.
    Technician,
    /// The agent.
    Agent,
    /// The organisation.
    Organisation,
}

super::codes!(PaymentReceiver { Technician => "technician", Agent => "agent", Organisation => "organisation" });

impl PaymentMethod {
    /// Digits of the number that proves the payment; none where there is no such number.
    #[must_use]
    pub fn trace_digits(self) -> Option<(usize, usize)> {
        match self {
            Self::Cash => None,
            Self::AgentTerminal | Self::OrganisationTerminal => Some((6, 12)),
            Self::CardToCard | Self::Link => Some((6, 20)),
            // The identifier that the central bank gives to each cheque.
            Self::Cheque => Some((16, 16)),
        }
    }

    /// The receivers that a payment of this kind can have, the usual one first.
    #[must_use]
    pub fn receivers(self) -> &'static [PaymentReceiver] {
        use PaymentReceiver as R;
        match self {
            Self::Cash => &[R::Technician, R::Agent, R::Organisation],
            Self::AgentTerminal => &[R::Agent],
            Self::OrganisationTerminal | Self::Link => &[R::Organisation],
            Self::CardToCard | Self::Cheque => &[R::Agent, R::Technician, R::Organisation],
        }
    }

    /// The trace number as it is kept, in Latin digits without spaces and hyphens.
    ///
    /// # Errors
    /// One is missing, has another form, or is given where there is none.
    pub fn check_trace(self, typed: Option<&str>) -> Result<Option<String>, FaultCode> {
        let typed: String = typed.map(latin_digits).unwrap_or_default();
        let number: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        match (self.trace_digits(), number.is_empty()) {
            (None, true) => Ok(None),
            (None, false) => Err(FaultCode::NotAllowed),
            (Some(_), true) => Err(FaultCode::Required),
            (Some((least, most)), false) => {
                let is_right = (least..=most).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
                is_right.then_some(Some(number)).ok_or(FaultCode::Malformed)
            }
        }
    }
}

/// Where a payment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PaymentState {
    /// Taken down; the customer was told the amount.
    Recorded,
    /// The customer says that it is so.
    Confirmed,
    /// The customer says that it is not so.
    Disputed,
    /// The organisation has counted it.
    Settled,
}

super::codes!(PaymentState {
    Recorded => "recorded", Confirmed => "confirmed", Disputed => "disputed", Settled => "settled",
});

/// What can happen to a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PaymentEvent {
    /// The customer says that it is so.
    Confirm,
    /// The customer says that it is not so.
    Dispute,
    /// The organisation counts it, after a dispute with the amount that was found.
    Settle,
}

super::codes!(PaymentEvent { Confirm => "confirm", Dispute => "dispute", Settle => "settle" });

/// The machine of the payment (PRODUCT section 8).
#[derive(Debug)]
pub struct PaymentMachine;

use PaymentEvent as E;
use PaymentState as S;

impl Machine for PaymentMachine {
    type State = PaymentState;
    type Event = PaymentEvent;
    const NAME: &'static str = "payment";
    const INITIAL: PaymentState = S::Recorded;
    const ARROWS: &'static [Arrow<S, E>] = &[
        arrow(&[S::Recorded, S::Disputed], E::Confirm, S::Confirmed, &[Customer, Staff], &[Guard::Consent]),
        arrow(&[S::Recorded], E::Dispute, S::Disputed, &[Customer, Staff], &[Guard::Consent, Guard::Reason]),
        arrow(&[S::Confirmed], E::Settle, S::Settled, &[Staff], &[]),
        arrow(&[S::Disputed], E::Settle, S::Settled, &[Staff], &[Guard::Reason]),
    ];
}

/// How what was paid differs from what is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// Nothing.
    None,
    /// So much is missing.
    Short(Money),
    /// So much is too much.
    Over(Money),
    /// The sums cannot be compared: another currency, or an amount beyond all reason.
    Unclear,
}

/// Compares what is due with all payments.
#[must_use]
pub fn difference(due: Money, paid: &[Money]) -> Difference {
    let mut sum = Money { amount: 0, ..due };
    for part in paid {
        match sum.checked_add(*part) {
            Some(next) => sum = next,
            None => return Difference::Unclear,
        }
    }
    match due.amount.checked_sub(sum.amount) {
        None => Difference::Unclear,
        Some(0) => Difference::None,
        Some(rest) if rest > 0 => Difference::Short(Money { amount: rest, ..due }),
        Some(rest) => {
            rest.checked_neg().map_or(Difference::Unclear, |amount| Difference::Over(Money { amount, ..due }))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn trace_numbers_follow_the_method() {
        use PaymentMethod as M;
        assert_eq!(M::Cash.check_trace(None), Ok(None));
        assert_eq!(M::Cash.check_trace(Some("123456")), Err(FaultCode::NotAllowed));
        assert_eq!(M::AgentTerminal.check_trace(Some(" ")), Err(FaultCode::Required));
        assert_eq!(M::AgentTerminal.check_trace(Some("۱۲۳ ۴۵۶")), Ok(Some("123456".to_owned())));
        assert_eq!(M::AgentTerminal.check_trace(Some("12345")), Err(FaultCode::Malformed));
        assert_eq!(M::CardToCard.check_trace(Some("12ab56")), Err(FaultCode::Malformed));
        assert_eq!(M::Cheque.check_trace(Some("1234-5678-9012-3456")), Ok(Some("1234567890123456".to_owned())));
        assert!(M::ALL.iter().all(|method| !method.receivers().is_empty()));
    }

    proptest! {
        #[test]
        fn no_rial_is_lost_silently(due in 0_i64..=1_000_000_000_000, paid in proptest::collection::vec(0_i64..=1_000_000_000_000, 0..8)) {
            let sum: i64 = paid.iter().sum();
            let parts: Vec<Money> = paid.iter().map(|amount| Money::rials(*amount)).collect();
            match difference(Money::rials(due), &parts) {
                Difference::None => prop_assert_eq!(sum, due),
                Difference::Short(rest) => prop_assert!(rest.amount > 0 && sum + rest.amount == due),
                Difference::Over(rest) => prop_assert!(rest.amount > 0 && sum - rest.amount == due),
                Difference::Unclear => prop_assert!(false, "these sums can be compared"),
            }
        }
    }

    #[test]
    fn sums_beyond_reason_are_said_to_be_unclear() {
        assert_eq!(difference(Money::rials(1), &[Money::rials(i64::MAX), Money::rials(1)]), Difference::Unclear);
    }
}
