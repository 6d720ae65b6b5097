//! Replays on random networks: nobody over capacity, the same again and again, and what was answered then is answered again.

use std::collections::HashMap;

use chrono::TimeDelta;

use super::{Cast, Outcome, PastJob, Plan, Then, replay};
use crate::dispatch::tests::random::{Dice, Network, needs, now};
use crate::domain::agent::Agent;
use crate::domain::eligibility::Needs;
use crate::domain::id::JobId;
use crate::domain::job::Priority;
use crate::domain::policy::DispatchPolicy;

fn jobs(dice: &mut Dice, network: &Network, count: u128) -> Vec<PastJob> {
    (0..count)
        .map(|number| {
            let reported_at = now() + TimeDelta::minutes(7 * i64::try_from(number).unwrap());
            PastJob {
                id: JobId::from(uuid::Uuid::from_u128(number + 1)),
                needs: Needs { window: None, level: 1, ..needs(dice, network.ground) },
                priority: Priority::Emergency,
                reported_at,
                accept_by: reported_at + TimeDelta::hours(2),
                work_s: 3_600 * i64::from(dice.int(1..60)),
                answers: HashMap::new(),
            }
        })
        .collect()
}

fn play(network: &Network, jobs: &[PastJob], policy: &DispatchPolicy, capacity_percent: i32) -> Outcome {
    let cast = Cast { agents: &network.agents, figures: &network.figures, zone: chrono_tz::Tz::Asia__Tehran };
    replay(jobs, cast, Plan { policy, capacity_percent, window: TimeDelta::hours(2) })
}

#[test]
fn a_replay_is_the_same_each_time_and_holds_nobody_over_capacity() {
    let mut taken = 0;
    for seed in 0..5 {
        let mut dice = Dice::new(seed);
        let network = Network::any(&mut dice, 40);
        let jobs = jobs(&mut dice, &network, 40);
        let policy = DispatchPolicy::default();
        for percent in [50, 100, 300] {
            let outcome = play(&network, &jobs, &policy, percent);
            assert_eq!(outcome, play(&network, &jobs, &policy, percent), "seed {seed}");
            let season = |agent: &Agent| agent.seasons.iter().map(|it| it.capacity.of(agent.capacity).open).max();
            let most = |agent: &Agent| season(agent).unwrap_or(0).max(agent.capacity.open);
            let most = network.agents.iter().map(most).max().unwrap();
            // A percentage leaves at least one, and rounds down.
            assert!(outcome.most_open <= (most * percent / 100).max(1), "seed {seed}: {outcome:?}");
            assert!(
                outcome.taken <= outcome.jobs
                    && outcome.within_target <= outcome.taken
                    && outcome.offers >= outcome.taken
            );
            taken += outcome.taken;
        }
    }
    assert!(taken > 100, "too few jobs are taken to say much: {taken}");
}

#[test]
fn what_agents_answered_then_they_answer_again_and_waves_of_more_are_faster() {
    let mut dice = Dice::new(3);
    let network = Network::any(&mut dice, 60);
    let mut jobs = jobs(&mut dice, &network, 30);
    let policy = DispatchPolicy::default();
    // Nobody says yes: nothing is taken, and nobody is asked twice in the pause after a no.
    for job in &mut jobs {
        job.answers = network.agents.iter().map(|agent| (agent.id, (false, 60))).collect();
    }
    let none = play(&network, &jobs, &policy, 100);
    assert_eq!((none.taken, none.accept_median_s), (0, None));
    // Everybody says yes, the better ones late: asking five at once is faster than one by one.
    for job in &mut jobs {
        let answer = |(at, agent): (usize, &Agent)| (agent.id, (true, 60 + 3_600 * i64::try_from(at % 4).unwrap()));
        job.answers = network.agents.iter().enumerate().map(answer).collect();
    }
    let mut wide = policy.clone();
    wide.tiers.iter_mut().for_each(|tier| tier.agents = 5);
    let (one, five) = (play(&network, &jobs, &policy, 100), play(&network, &jobs, &wide, 100));
    assert!(one.taken > 0 && five.offers > one.offers, "{one:?} {five:?}");
    assert!(five.within_target > one.within_target, "{one:?} {five:?}");
}

#[test]
fn the_record_is_measured_like_a_replay() {
    let mut dice = Dice::new(5);
    let network = Network::any(&mut dice, 3);
    let jobs = jobs(&mut dice, &network, 4);
    let at = |job: usize, minutes| jobs[job].reported_at + TimeDelta::minutes(minutes);
    let then = [
        Then { taken: Some((at(0, 10), 0, 1_000.0)), offers: 1 },
        Then { taken: Some((at(1, 30), 0, 2_000.0)), offers: 2 },
        Then { taken: Some((at(2, 180), 1, 3_000.0)), offers: 3 },
        Then { taken: None, offers: 1 },
    ];
    let outcome = Outcome::of_record(&jobs, &then, &[1, 1, 0], 1.5);
    let expected = Outcome {
        jobs: 4,
        taken: 3,
        offers: 7,
        accept_median_s: Some(1_800),
        accept_p90_s: Some(10_800),
        within_target: 2,
        km: 9.0,
        unevenness: 0.167,
        most_open: 0,
    };
    assert_eq!(outcome, expected);
}
