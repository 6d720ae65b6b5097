//! Where work was asked for that no agent of the network could do: the places to recruit in.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::case::needs_of;
use super::reports::figures;
use super::{App, Catalogue, Error, Network};
use crate::dispatch::coverage::{Coverage, coverage};
use crate::domain::access::Caller;
use crate::domain::eligibility::RuleCode;
use crate::domain::geo::Position;
use crate::domain::time::Instant;
use crate::queries::demand::{Demand, demand};
use crate::queries::work::{Mix, WorkFilter};

/// Demands nearer together than this many degrees, alike in all else, are answered once.
const ALIKE_DEGREES: f64 = 0.01;

/// Demand for one skill in one place.
#[derive(Debug, Clone, PartialEq)]
pub struct Gap {
    /// Code of the place.
    pub place: String,
    /// Code of the skill.
    pub skill: String,
    /// Jobs asked for.
    pub jobs: u64,
    /// Those that nobody could do.
    pub uncovered: u64,
    /// The middle of those.
    pub position: Position,
    /// What is missing most often; none where nobody is within the radius.
    pub lacking: Option<RuleCode>,
}

/// The gaps of the network as it is now, by the demand of a period; most jobs first. How many jobs were looked at stands
/// in the mix.
///
/// # Errors
/// The database.
pub async fn find_gaps(app: &App, caller: &Caller, filter: &WorkFilter) -> Result<(Vec<Gap>, u64, Mix), Error> {
    let (demands, mix) = figures(app, caller, filter, demand).await?;
    let cases = u64::try_from(demands.len()).unwrap_or(u64::MAX);
    let (catalogue, network, now) = (app.catalogue(), app.network(), app.clock.now());
    let looking = tokio::task::spawn_blocking(move || gaps(&demands, (&catalogue, &network, now)));
    let gaps = looking.await.map_err(|error| Error::Internal(format!("coverage: {error}")))?;
    Ok((gaps, cases, mix))
}

#[derive(Default)]
struct Count {
    jobs: u64,
    uncovered: u64,
    lat: f64,
    lon: f64,
    lacking: BTreeMap<Option<RuleCode>, u64>,
}

fn gaps(demands: &[Demand], ground: (&Arc<Catalogue>, &Arc<Network>, Instant)) -> Vec<Gap> {
    let mut known = HashMap::new();
    let mut counts: BTreeMap<(String, String), Count> = BTreeMap::new();
    for demand in demands {
        let (skill, found) = look(demand, ground, &mut known);
        let count = counts.entry((demand.place.clone(), skill)).or_default();
        count.jobs += 1;
        if let Coverage::Lacking(rule) = found {
            count.uncovered += 1;
            count.lat += demand.position.lat;
            count.lon += demand.position.lon;
            *count.lacking.entry(rule).or_default() += 1;
        }
    }
    let mut gaps: Vec<Gap> = counts.into_iter().filter(|(_, count)| count.uncovered > 0).map(gap).collect();
    gaps.sort_by_key(|gap| std::cmp::Reverse(gap.uncovered));
    gaps
}

#[expect(clippy::cast_precision_loss, reason = "counts of jobs are far below 2^52")]
fn gap(((place, skill), count): ((String, String), Count)) -> Gap {
    let position = Position { lat: count.lat / count.uncovered as f64, lon: count.lon / count.uncovered as f64 };
    let lacking = count.lacking.into_iter().max_by_key(|(_, jobs)| *jobs).and_then(|(rule, _)| rule);
    Gap { place, skill, jobs: count.jobs, uncovered: count.uncovered, position, lacking }
}

type Alike = (String, Option<String>, Option<String>, &'static str, &'static str, [i64; 2]);

#[expect(clippy::cast_possible_truncation, reason = "degrees in hundredths are small")]
fn look(
    demand: &Demand,
    (catalogue, network, now): (&Arc<Catalogue>, &Arc<Network>, Instant),
    known: &mut HashMap<Alike, (String, Coverage)>,
) -> (String, Coverage) {
    let cell = |degrees: f64| (degrees / ALIKE_DEGREES).round() as i64;
    let alike = (
        demand.category.clone(),
        demand.brand.clone(),
        demand.fault.clone(),
        demand.language.as_str(),
        demand.kind.as_str(),
        [cell(demand.position.lat), cell(demand.position.lon)],
    );
    let answer = known.entry(alike).or_insert_with(|| {
        let needs = needs_of(demand, catalogue, None);
        let (_, _, policy) = catalogue.dispatch_policy("balanced");
        (needs.skill.clone(), coverage(network.agents(), &needs, &policy, now))
    });
    answer.clone()
}
