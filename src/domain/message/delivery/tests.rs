//! Reports in any order lead to the same end.

use super::*;

#[test]
fn delivered_stays_delivered_whatever_is_said_afterwards() {
    let all = [Fate::Pending, Fate::Delivered, Fate::Undelivered, Fate::Blocked, Fate::Unknown];
    for first in all {
        for second in all {
            let state = [first, Fate::Delivered, second]
                .into_iter()
                .fold(DeliveryState::Sent, |state, fate| state.after(fate).unwrap_or(state));
            assert_eq!(state, DeliveryState::Delivered, "{first} {second}");
        }
    }
}

#[test]
fn a_message_that_waits_again_is_not_ended_by_the_failure_of_an_earlier_attempt() {
    assert_eq!(DeliveryState::Queued.after(Fate::Undelivered), None);
    assert_eq!(DeliveryState::Queued.after(Fate::Delivered), Some(DeliveryState::Delivered));
    assert_eq!(DeliveryState::Sent.after(Fate::Blocked), Some(DeliveryState::Undelivered));
    assert_eq!(DeliveryState::Withdrawn.after(Fate::Delivered), None);
}
