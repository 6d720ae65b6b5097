//! Who has a unit: every passing goes from a holder to a holder, so that each unit is at one place at any time.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use crate::domain::id::{AgentId, WorkshopUnitId};

/// Who can have a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Keeper {
    /// The customer.
    Customer,
    /// The workshop of an agent.
    Agent(AgentId),
    /// The organisation's own workshop.
    Centre,
}

impl Keeper {
    /// The kind of keeper, without whose it is.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Agent(_) => "agent",
            Self::Centre => "centre",
        }
    }

    /// The agent, if it is one.
    #[must_use]
    pub fn agent(self) -> Option<AgentId> {
        if let Self::Agent(id) = self { Some(id) } else { None }
    }
}

impl fmt::Display for Keeper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind())?;
        self.agent().map_or(Ok(()), |id| write!(f, ":{id}"))
    }
}

/// A text that names nobody who can have a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("nobody who keeps units: expected centre, agent:ID or customer")]
pub struct NotAKeeper;

impl FromStr for Keeper {
    type Err = NotAKeeper;
    fn from_str(text: &str) -> Result<Self, NotAKeeper> {
        match text.trim() {
            "customer" => Ok(Self::Customer),
            "centre" => Ok(Self::Centre),
            text => {
                let id = text.strip_prefix("agent:").ok_or(NotAKeeper)?;
                id.parse().map(Self::Agent).map_err(|_| NotAKeeper)
            }
        }
    }
}

impl serde::Serialize for Keeper {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl utoipa::PartialSchema for Keeper {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        crate::domain::text_schema(None)
    }
}

impl utoipa::ToSchema for Keeper {}

/// A unit that went from a keeper to a keeper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passing {
    /// The unit.
    pub unit: WorkshopUnitId,
    /// Who had it.
    pub from: Keeper,
    /// Who has it.
    pub to: Keeper,
}

/// Who has each unit by its passings alone, oldest first; every unit begins with its customer.
///
/// # Errors
/// The first passing that takes a unit from somebody who does not have it.
pub fn whereabouts(passings: impl IntoIterator<Item = Passing>) -> Result<BTreeMap<WorkshopUnitId, Keeper>, Passing> {
    let mut held = BTreeMap::new();
    for passing in passings {
        let keeper = held.entry(passing.unit).or_insert(Keeper::Customer);
        if *keeper != passing.from {
            return Err(passing);
        }
        *keeper = passing.to;
    }
    Ok(held)
}

/// How many units each keeper has; those with none are left out.
#[must_use]
pub fn balance(held: &BTreeMap<WorkshopUnitId, Keeper>) -> BTreeMap<Keeper, usize> {
    let mut counts = BTreeMap::new();
    for keeper in held.values() {
        *counts.entry(*keeper).or_default() += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::machine::{ActorKind, Guard, Machine, apply};
    use crate::domain::workshop::{UnitEvent, UnitMachine, UnitState};

    fn id<T: From<uuid::Uuid>>(number: usize) -> T {
        uuid::Uuid::from_u128(u128::try_from(number).unwrap() + 1).into()
    }

    fn keepers() -> [Keeper; 3] {
        [Keeper::Agent(id(1)), Keeper::Agent(id(2)), Keeper::Centre]
    }

    /// What the product does with custody, over plain figures: taken in, moved, handed over, as the machine allows.
    fn play(steps: &[(usize, usize, UnitEvent)]) -> Vec<Passing> {
        let mut units: BTreeMap<usize, (UnitState, Keeper)> = BTreeMap::new();
        let mut passings = Vec::new();
        for (unit, to, event) in steps {
            let pass = |from, to| Passing { unit: id(*unit), from, to };
            let there = units.get(unit).copied().filter(|(state, _)| state.is_in_custody());
            let Some((state, keeper)) = there else {
                units.insert(*unit, (UnitMachine::INITIAL, keepers()[*to]));
                passings.push(pass(Keeper::Customer, keepers()[*to]));
                continue;
            };
            let who = [ActorKind::Staff, ActorKind::System];
            let next = who.iter().find_map(|who| apply::<UnitMachine>(state, None, *event, *who, Guard::ALL).ok());
            let Some(next) = next else { continue };
            let keeper = match event {
                UnitEvent::Move => keepers()[*to],
                UnitEvent::HandOver => Keeper::Customer,
                UnitEvent::Keep => Keeper::Centre,
                _ => keeper,
            };
            if keeper != units[unit].1 {
                passings.push(pass(units[unit].1, keeper));
            }
            units.insert(*unit, (next, keeper));
        }
        for (unit, (state, keeper)) in &units {
            let held = whereabouts(passings.clone()).unwrap();
            assert_eq!(held[&id(*unit)], *keeper);
            assert_eq!(state.is_in_custody(), *keeper != Keeper::Customer);
        }
        passings
    }

    #[test]
    fn a_keeper_is_read_as_it_is_written() {
        for keeper in keepers().into_iter().chain([Keeper::Customer]) {
            assert_eq!(keeper.to_string().parse(), Ok(keeper));
        }
        for wrong in ["", "agent", "agent:", "agent:x", "courier"] {
            assert_eq!(wrong.parse::<Keeper>(), Err(NotAKeeper), "{wrong}");
        }
    }

    #[test]
    fn nobody_gives_away_what_somebody_else_has() {
        let [one, two, _] = keepers();
        let pass = |from, to| Passing { unit: id(7), from, to };
        assert_eq!(whereabouts([pass(Keeper::Customer, one), pass(two, one)]), Err(pass(two, one)));
        assert_eq!(whereabouts([pass(Keeper::Customer, one), pass(one, two)]).unwrap()[&id(7)], two);
    }

    proptest! {
        #[test]
        fn each_unit_is_at_one_place_and_none_is_lost(
            steps in proptest::collection::vec((0_usize..5, 0_usize..3, proptest::sample::select(UnitEvent::ALL)), 0..120)
        ) {
            let passings = play(&steps);
            let known: std::collections::BTreeSet<_> = steps.iter().map(|(unit, ..)| *unit).collect();
            for until in 0..=passings.len() {
                let held = whereabouts(passings[..until].to_vec()).unwrap();
                prop_assert_eq!(balance(&held).values().sum::<usize>(), held.len());
            }
            prop_assert_eq!(whereabouts(passings).unwrap().len(), known.len());
        }
    }
}
