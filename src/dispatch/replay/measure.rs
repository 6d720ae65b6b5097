//! What a replay is judged by.

use super::PastJob;
use crate::domain::time::Instant;

/// How a period went, or would have gone.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct Outcome {
    /// Jobs reported.
    pub jobs: u64,
    /// Those that an agent took.
    pub taken: u64,
    /// Offers made.
    pub offers: u64,
    /// Seconds from the report to the acceptance: half of the jobs taken waited no longer.
    pub accept_median_s: Option<i64>,
    /// Nine of ten waited no longer.
    pub accept_p90_s: Option<i64>,
    /// Jobs taken before the target of the service level.
    pub within_target: u64,
    /// Kilometres of road from the bases to the places, one way, all jobs together: great circle × detour factor.
    pub km: f64,
    /// How unevenly the jobs lie on the agents by their capacity: 0 is even, 1 all on one (the coefficient of C. Gini, 1912).
    pub unevenness: f64,
    /// Most open jobs that one agent held at a time.
    pub most_open: i32,
}

/// How the period went then.
#[derive(Debug, Clone, Copy)]
pub struct Then {
    /// When an agent took the job, and how far away its base is; none where nobody did.
    pub taken: Option<(Instant, usize, f64)>,
    /// Offers made.
    pub offers: u64,
}

impl Outcome {
    /// How the period went, by what is on record. `capacity` is that of the agents by number.
    #[must_use]
    pub fn of_record(jobs: &[PastJob], then: &[Then], capacity: &[i32], detour_factor: f64) -> Self {
        let mut tally = Tally::new(capacity.len());
        for (job, then) in then.iter().enumerate() {
            tally.offers += then.offers;
            if let Some((at, agent, distance_m)) = then.taken {
                tally.take(job, (agent, distance_m), at);
            }
        }
        tally.outcome(jobs, capacity, detour_factor)
    }
}

/// What is counted on the way.
pub(super) struct Tally {
    pub offers: u64,
    pub events: u64,
    taken: Vec<(usize, Instant)>,
    metres: f64,
    by_agent: Vec<u32>,
    most_open: i32,
}

impl Tally {
    pub(super) fn new(agents: usize) -> Self {
        Self { offers: 0, events: 0, taken: Vec::new(), metres: 0.0, by_agent: vec![0; agents], most_open: 0 }
    }

    pub(super) fn take(&mut self, job: usize, (agent, distance_m): (usize, f64), at: Instant) {
        self.taken.push((job, at));
        self.metres += distance_m;
        if let Some(count) = self.by_agent.get_mut(agent) {
            *count += 1;
        }
    }

    pub(super) fn peak(&mut self, open_jobs: i32) {
        self.most_open = self.most_open.max(open_jobs);
    }

    pub(super) fn outcome(&self, jobs: &[PastJob], capacity: &[i32], detour_factor: f64) -> Outcome {
        let mut waits: Vec<i64> =
            self.taken.iter().map(|(job, at)| (*at - jobs[*job].reported_at).num_seconds().max(0)).collect();
        waits.sort_unstable();
        let within = |(job, at): &&(usize, Instant)| *at <= jobs[*job].accept_by;
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        let at = |tenths: usize| waits.get((waits.len() * tenths).div_ceil(10).saturating_sub(1)).copied();
        Outcome {
            jobs: count(jobs.len()),
            taken: count(self.taken.len()),
            offers: self.offers,
            accept_median_s: at(5),
            accept_p90_s: at(9),
            within_target: count(self.taken.iter().filter(within).count()),
            km: (self.metres * detour_factor / 100.0).round() / 10.0,
            unevenness: (gini(&self.by_agent, capacity) * 1_000.0).round() / 1_000.0,
            most_open: self.most_open,
        }
    }
}

/// The Gini coefficient of jobs for each place of capacity, over the agents that have any.
fn gini(jobs: &[u32], capacity: &[i32]) -> f64 {
    let with_capacity = jobs.iter().zip(capacity).filter(|(_, capacity)| **capacity > 0);
    let mut shares: Vec<f64> = with_capacity.map(|(jobs, capacity)| f64::from(*jobs) / f64::from(*capacity)).collect();
    shares.sort_by(f64::total_cmp);
    let (sum, count) = (shares.iter().sum::<f64>(), shares.len() as f64);
    if sum <= 0.0 {
        return 0.0;
    }
    let weighted: f64 = (1_u32..).zip(&shares).map(|(rank, share)| f64::from(rank) * share).sum();
    (2.0 * weighted / (count * sum) - (count + 1.0) / count).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evenness_is_by_capacity() {
        assert!(gini(&[2, 4, 6], &[1, 2, 3]).abs() < 1e-9);
        assert!((gini(&[0, 0, 0, 8], &[1, 1, 1, 1]) - 0.75).abs() < 1e-9);
        assert!(gini(&[], &[]).abs() < 1e-9 && gini(&[0, 0], &[3, 3]).abs() < 1e-9);
    }
}
