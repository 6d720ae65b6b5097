//! The ways of a ranking's candidates by road, asked outside of any transaction.

use crate::app::{App, Network};
use crate::dispatch::objective::Question;
use crate::dispatch::rank::Ledger;
use crate::dispatch::travel::Travel;
use crate::domain::geo::Position;
use crate::domain::id::AgentId;
use crate::gateway::road::{RoadTimes, Unknown};

/// Travel times for the candidates of this ledger, all from one source: the road source if one is set up, is heard of every
/// candidate and serves the place; else the figures of the region.
pub(super) async fn travel_of(app: &App, network: &Network, question: &Question<'_>, ledger: &Ledger) -> Travel {
    let Some(road) = app.gateways.road.as_ref().filter(|_| !ledger.eligible.is_empty()) else {
        return Travel::GreatCircle;
    };
    let travel = by_road(road, network, question, ledger).await;
    metrics::counter!("rankings", "travel_source" => travel.source().as_str()).increment(1);
    travel
}

async fn by_road(road: &RoadTimes, network: &Network, question: &Question<'_>, ledger: &Ledger) -> Travel {
    let base = |agent: AgentId| Some((agent, network.agent(agent)?.position));
    let (agents, bases): (Vec<AgentId>, Vec<Position>) =
        ledger.eligible.iter().filter_map(|candidate| base(candidate.agent_id)).unzip();
    let ways = match road.ways(question.needs.position, &bases, (question.sets_out_at(), question.now)).await {
        Ok(ways) => ways,
        Err(Unknown::PlaceOffRoad | Unknown::Paused) => return Travel::GreatCircle,
        Err(error) => {
            tracing::warn!(%error, source = %road.source(), "no travel times by road");
            return Travel::GreatCircle;
        }
    };
    Travel::by_road(road.source(), &agents, agents.iter().copied().zip(ways).collect())
}
