//! How agents answer in a replay.

use chrono::TimeDelta;

use super::PastJob;
use crate::dispatch::figures::Figures;
use crate::dispatch::objective::{acceptance_share, mean_answer_s};
use crate::domain::id::AgentId;

/// Seconds to an answer where nobody's are known.
const USUAL_S: i64 = 900;

/// What an agent says, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Answer {
    pub accepts: bool,
    pub after: TimeDelta,
}

/// As then, or by the agent's record: yes with its acceptance rate, after a time drawn from the exponential distribution
/// around its mean.
#[expect(clippy::cast_possible_truncation, reason = "seconds of some days")]
pub(super) fn answer(job: &PastJob, agent: AgentId, figures: &Figures) -> Answer {
    if let Some((accepts, seconds)) = job.answers.get(&agent) {
        return Answer { accepts: *accepts, after: TimeDelta::seconds((*seconds).max(0)) };
    }
    let own = figures.of(agent);
    let mean_s = mean_answer_s(figures, own).unwrap_or(USUAL_S).max(1);
    let drawn = -(1.0 - noise(job, agent, "when")).ln();
    let seconds = (mean_s as f64 * drawn).min(1e7) as i64;
    let accepts = noise(job, agent, "whether") < acceptance_share(figures, own);
    Answer { accepts, after: TimeDelta::seconds(seconds) }
}

/// A number from 0 to below 1 that hangs on job and agent alone (FNV-1a of G. Fowler, L. Noll and K.-P. Vo, finished by the
/// mixer of `SplitMix64`, G. Steele et al., 2014).
fn noise(job: &PastJob, agent: AgentId, about: &str) -> f64 {
    let bytes = job.id.as_str().bytes().chain(agent.as_str().bytes()).chain(about.bytes());
    let hash =
        bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let mixed = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}
