//! Whom the next wave asks: the tiers of the policy in their order.

use super::Ranked;
use crate::dispatch::rank::Candidate;
use crate::domain::geo::AreaKind;
use crate::domain::id::AgentId;
use crate::domain::policy::{Place, Tier, TierKind};
use crate::store::offers::Offer;

/// The agents of the next wave.
#[derive(Debug, Clone, Default)]
pub(super) struct Chosen {
    /// Best first; none when nobody is left.
    pub candidates: Vec<Candidate>,
    /// The tier that chose; none when a person did.
    pub tier: Option<Tier>,
    /// Where the job stands in the order of tiers with this wave; none when that does not change.
    pub place: Option<Place>,
}

/// The next wave. A person may ask beyond the tiers; the product does so only once people have been called, and only
/// agents that were never asked in this round.
pub(super) fn choose(ranked: &Ranked, is_person: bool) -> Chosen {
    let (tiers, is_warranty) = (&ranked.policy.2.tiers, ranked.case.is_warranty());
    if let Some(kept) = kept(ranked) {
        let tier = tiers.iter().find(|tier| tier.takes(is_warranty)).cloned();
        return Chosen { candidates: vec![kept], tier, place: None };
    }
    if let Some((tier, candidates, place)) =
        ranked.place().ask(tiers, is_warranty, |tier| of_tier(ranked, tier, |_| true))
    {
        return Chosen { candidates, tier: Some(tier.clone()), place: Some(place) };
    }
    let is_called = ranked.round.as_ref().is_some_and(|round| round.steps > 0);
    let last = tiers.iter().rev().find(|tier| tier.takes(is_warranty) && tier.kind != TierKind::Direct);
    let Some(tier) = last.filter(|_| is_person || is_called) else { return Chosen::default() };
    let round = ranked.number();
    let is_new = |agent| is_person || !asked(&ranked.offers, agent, |offer| offer.round == round);
    Chosen { candidates: of_tier(ranked, tier, is_new), tier: Some(tier.clone()), place: None }
}

/// The agent that is kept free for the promised window, with the technician of that promise; it is asked first, and once.
fn kept(ranked: &Ranked) -> Option<Candidate> {
    let (agent, technician) = ranked.kept?;
    if asked(&ranked.offers, agent, |offer| offer.round == ranked.number()) {
        return None;
    }
    let candidate = ranked.ledger.eligible.iter().find(|candidate| candidate.agent_id == agent)?;
    let is_able = ranked.is_able(agent, technician);
    let technician_id = if is_able { Some(technician) } else { candidate.technician_id };
    Some(Candidate { technician_id, ..candidate.clone() })
}

fn of_tier(ranked: &Ranked, tier: &Tier, may: impl Fn(AgentId) -> bool) -> Vec<Candidate> {
    let free = ranked.ledger.eligible.iter().filter(|candidate| {
        !asked(&ranked.offers, candidate.agent_id, |offer| offer.state.0.is_open()) && may(candidate.agent_id)
    });
    let mut chosen = tier.pick(free.cloned(), |it| it.area == Some(AreaKind::Primary));
    // The best one gets it without being asked, so nobody else need be.
    if chosen.first().is_some_and(|best| ranked.gives_to(best.agent_id)) {
        chosen.truncate(1);
    }
    chosen
}

fn asked(offers: &[Offer], agent: AgentId, which: impl Fn(&Offer) -> bool) -> bool {
    offers.iter().any(|offer| offer.agent_id.0 == agent && which(offer))
}
