//! A unit that is lent to a customer while the own one is in the workshop.

use crate::domain::machine::ActorKind::Staff;
use crate::domain::machine::{Arrow, Guard, Machine, arrow};

/// Where a loaner stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LoanerState {
    /// It can be lent.
    InStock,
    /// A customer has it.
    Lent,
    /// It came back and is looked at.
    Returned,
    /// It is gone.
    Lost,
}

crate::domain::codes!(LoanerState { InStock => "in_stock", Lent => "lent", Returned => "returned", Lost => "lost" });

/// What can happen to a loaner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LoanerEvent {
    /// A customer gets it.
    Lend,
    /// It comes back.
    Return,
    /// It is in order and can be lent again.
    Restock,
    /// It is gone.
    Lose,
    /// It has turned up.
    Find,
}

crate::domain::codes!(LoanerEvent {
    Lend => "lend", Return => "return", Restock => "restock", Lose => "lose", Find => "find",
});

/// The machine of a loaner.
#[derive(Debug)]
pub struct LoanerMachine;

use LoanerEvent as E;
use LoanerState as S;

impl Machine for LoanerMachine {
    type State = LoanerState;
    type Event = LoanerEvent;
    const NAME: &'static str = "loaner";
    const INITIAL: LoanerState = S::InStock;
    const ARROWS: &'static [Arrow<S, E>] = &[
        arrow(&[S::InStock], E::Lend, S::Lent, &[Staff], &[Guard::Until]),
        arrow(&[S::Lent], E::Return, S::Returned, &[Staff], &[]),
        arrow(&[S::Returned], E::Restock, S::InStock, &[Staff], &[]),
        arrow(&[S::InStock, S::Lent, S::Returned], E::Lose, S::Lost, &[Staff], &[Guard::Reason]),
        arrow(&[S::Lost], E::Find, S::Returned, &[Staff], &[]),
    ];
}
