//! The ways of a ranking's candidates by road, asked outside of any transaction.

use crate::app::{App, Network};
use crate::dispatch::objective::Question;
use crate::dispatch::rank::Ledger;
use crate::dispatch::travel::Travel;
use crate::domain::geo::Position;
use crate::domain::id::AgentId;
use crate::domain::travel::TravelSource;
use crate::gateway::road::{RoadTimes, Unknown};

/// Travel times by road for the candidates of this ledger: if a source is set up, is heard of every candidate and serves the
/// place.
pub(super) async fn by_road(app: &App, network: &Network, question: &Question<'_>, ledger: &Ledger) -> Option<Travel> {
    let road = app.gateways.road.as_ref().filter(|_| !ledger.eligible.is_empty())?;
    let travel = asked(road, network, question, ledger).await;
    let source = travel.as_ref().map_or(TravelSource::GreatCircle, Travel::source);
    metrics::counter!("rankings", "travel_source" => source.as_str()).increment(1);
    travel
}

async fn asked(road: &RoadTimes, network: &Network, question: &Question<'_>, ledger: &Ledger) -> Option<Travel> {
    let base = |agent: AgentId| Some((agent, network.agent(agent)?.position));
    let (agents, bases): (Vec<AgentId>, Vec<Position>) =
        ledger.eligible.iter().filter_map(|candidate| base(candidate.agent_id)).unzip();
    let (needs, now) = (question.needs, question.now);
    match road.ways(needs.position, &bases, (needs.sets_out_at(now), now)).await {
        Ok(ways) => Travel::by_road(road.source(), &agents, agents.iter().copied().zip(ways).collect()),
        Err(Unknown::PlaceOffRoad | Unknown::Paused) => None,
        Err(error) => {
            tracing::warn!(%error, source = %road.source(), "no travel times by road");
            None
        }
    }
}
