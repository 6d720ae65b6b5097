//! The order in which agents are asked: tiers, each with its waves.

/// How a tier chooses whom it asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TierKind {
    /// The primary agent of the area alone, who has the duty to accept.
    Direct,
    /// The best candidates that have not been asked, wave by wave.
    Ranked,
    /// Every candidate that is left, at once.
    Broadcast,
}

crate::domain::codes!(TierKind { Direct => "direct", Ranked => "ranked", Broadcast => "broadcast" });

/// Whose work a tier takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TierWork {
    /// Work that the organisation pays.
    Warranty,
    /// Work that the customer pays.
    Paid,
    /// All work.
    Any,
}

crate::domain::codes!(TierWork { Warranty => "warranty", Paid => "paid", Any => "any" });

/// One tier of a dispatch policy.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tier {
    /// How it chooses.
    pub kind: TierKind,
    /// Whose work it takes.
    pub work: TierWork,
    /// Most agents asked at the same time.
    pub agents: usize,
    /// Most waves before the next tier.
    pub waves: i32,
    /// Minutes of the agent's own working time in which an agent must answer.
    pub answer_minutes: i64,
}

impl Tier {
    /// Whether the tier takes work that the organisation pays, or the other.
    #[must_use]
    pub fn takes(&self, is_warranty: bool) -> bool {
        match self.work {
            TierWork::Warranty => is_warranty,
            TierWork::Paid => !is_warranty,
            TierWork::Any => true,
        }
    }
}

impl Tier {
    /// Whom a wave of the tier asks of those who may be asked, best first; `is_primary` says whose own area holds the place.
    pub fn pick<C>(&self, best: impl Iterator<Item = C>, is_primary: impl Fn(&C) -> bool) -> Vec<C> {
        match self.kind {
            TierKind::Direct => best.filter(is_primary).take(1).collect(),
            TierKind::Ranked | TierKind::Broadcast => best.take(self.agents).collect(),
        }
    }
}

/// Where a job stands in the order of tiers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Place {
    /// Position of the tier in the policy, from 0.
    pub tier: usize,
    /// Waves that were sent in it.
    pub waves: i32,
}

impl Place {
    /// The place of the next wave: here while the tier has waves left and takes the work, else the first later tier that
    /// does; `None` when the tiers are used up.
    #[must_use]
    pub fn next(self, tiers: &[Tier], is_warranty: bool) -> Option<Self> {
        let here = tiers.get(self.tier)?;
        if here.takes(is_warranty) && self.waves < here.waves {
            return Some(self);
        }
        let later = tiers.iter().enumerate().skip(self.tier + 1);
        let tier = later.into_iter().find(|(_, tier)| tier.takes(is_warranty) && tier.waves > 0)?.0;
        Some(Self { tier, waves: 0 })
    }

    /// The next tier in which `pick` finds somebody to ask, whom it finds, and the place after that wave; a tier with nobody
    /// is passed over. `None` when the tiers are used up.
    pub fn ask<C>(
        self,
        tiers: &[Tier],
        is_warranty: bool,
        pick: impl Fn(&Tier) -> Vec<C>,
    ) -> Option<(&Tier, Vec<C>, Self)> {
        let mut place = self;
        loop {
            let here = place.next(tiers, is_warranty)?;
            let found = pick(&tiers[here.tier]);
            if !found.is_empty() {
                return Some((&tiers[here.tier], found, Self { waves: here.waves + 1, ..here }));
            }
            place = Self { waves: i32::MAX, ..here };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tier(kind: TierKind, work: TierWork, waves: i32) -> Tier {
        Tier { kind, work, agents: 1, waves, answer_minutes: 30 }
    }

    #[test]
    fn a_tier_picks_the_best_or_the_best_at_home() {
        let pick = |kind, agents| {
            let tier = Tier { agents, ..tier(kind, TierWork::Any, 1) };
            tier.pick([3, 4, 6, 8].into_iter(), |number| number % 2 == 0)
        };
        assert_eq!(pick(TierKind::Direct, 3), [4]);
        assert_eq!(pick(TierKind::Ranked, 1), [3]);
        assert_eq!(pick(TierKind::Broadcast, 9), [3, 4, 6, 8]);
    }

    #[test]
    fn waves_are_used_up_tier_by_tier() {
        let tiers = [
            tier(TierKind::Direct, TierWork::Warranty, 1),
            tier(TierKind::Ranked, TierWork::Any, 2),
            tier(TierKind::Broadcast, TierWork::Paid, 1),
        ];
        let walk = |is_warranty| {
            let (mut place, mut kinds) = (Place::default(), Vec::new());
            while let Some(next) = place.next(&tiers, is_warranty) {
                kinds.push(tiers[next.tier].kind.as_str());
                place = Place { waves: next.waves + 1, ..next };
            }
            kinds
        };
        assert_eq!(walk(true), ["direct", "ranked", "ranked"]);
        assert_eq!(walk(false), ["ranked", "ranked", "broadcast"]);
        let (tier, asked, place) = Place::default()
            .ask(&tiers, true, |tier| if tier.kind == TierKind::Direct { vec![] } else { vec![7] })
            .unwrap();
        assert_eq!((tier.kind, asked, place), (TierKind::Ranked, vec![7], Place { tier: 1, waves: 1 }));
        assert_eq!(Place::default().ask(&tiers, true, |_| Vec::<i32>::new()), None);
        assert_eq!(Place { tier: 9, waves: 0 }.next(&tiers, true), None);
    }
}
