//! The index beside the exhaustive evaluation: the same best twenty, on random networks, under random policies.

use chrono::TimeDelta;

use super::Found;
use crate::dispatch::field::Field;
use crate::dispatch::figures::Figures;
use crate::dispatch::objective::{Question, Standing, Wishes, points};
use crate::dispatch::rank::examined;
use crate::dispatch::tests::random::{Dice, Network, needs, now, policy};
use crate::dispatch::travel::Travel;
use crate::domain::policy::DispatchPolicy;

/// Every agent, examined by every rule, with the points that the ledger shows.
fn exhaustive(question: &Question<'_>, field: &Field<'_>, most: usize) -> Vec<Found> {
    let mut all: Vec<Found> = Vec::new();
    for (number, agent) in field.agents.iter().enumerate() {
        let load = field.load(number);
        let found = examined(question, agent, load);
        if found.failed.is_empty() {
            let score = points(&Standing::new(question, (agent, load), &found)).iter().map(|it| it.points).sum();
            let distance_m = crate::dispatch::rank::whole(found.distance_m);
            all.push(Found { number: u32::try_from(number).unwrap(), score, distance_m, id: agent.id });
        }
    }
    all.sort();
    all.truncate(most);
    all
}

/// Compares so many questions; how many agents passed in all.
fn compare(seed: u64, (count, questions): (u128, u32)) -> usize {
    let mut dice = Dice::new(seed);
    let mut network = Network::any(&mut dice, count);
    let mut passed = 0;
    for number in 0..questions {
        network.change(&mut dice);
        let (needs, wishes) = (needs(&mut dice, network.ground), network.wishes(&mut dice));
        // Half of them under weights that the index was built for.
        let policy = if dice.often(50) { dice.one(&network.policies) } else { policy(&mut dice) };
        let travel = Travel::by_figures(&needs, &policy, now());
        let (figures, window, now) = (&network.figures, TimeDelta::hours(2), now());
        let question =
            Question { needs: &needs, policy: &policy, wishes: &wishes, figures, window, now, travel: &travel };
        let field = network.field();
        let best = field.best(&question, 20);
        assert_eq!(best, exhaustive(&question, &field, 20), "seed {seed}, {count} agents, question {number}");
        passed += best.len();
        let near: Vec<usize> = field.nearest(&question, 15).iter().map(|it| it.number).collect();
        let mut by_distance: Vec<usize> = (0..network.agents.len()).collect();
        let away = |at: &usize| network.agents[*at].position.metres_to(needs.position);
        by_distance.sort_by(|a, b| away(a).total_cmp(&away(b)).then(network.agents[*a].id.cmp(&network.agents[*b].id)));
        by_distance.truncate(15);
        assert_eq!(near, by_distance, "seed {seed}, {count} agents, question {number}");
    }
    passed
}

/// Ten thousand questions and more, to 330 networks of up to 2,500 agents.
#[test]
fn the_index_finds_the_same_best_as_the_exhaustive_evaluation() {
    let mut passed = 0;
    for seed in 0..320 {
        passed += compare(seed, (1 + u128::from(seed) % 160, 32));
    }
    for seed in 1_000..1_006 {
        passed += compare(seed, (2_500, 20));
    }
    assert!(passed > 20_000, "too few agents pass for the comparison to say much: {passed}");
}

#[test]
fn an_empty_network_has_nobody() {
    let network = Network::any(&mut Dice::new(7), 0);
    let (needs, policy) = (needs(&mut Dice::new(1), network.ground), DispatchPolicy::default());
    let travel = Travel::by_figures(&needs, &policy, now());
    let (wishes, figures) = (Wishes::default(), Figures::default());
    let question = Question {
        needs: &needs,
        policy: &policy,
        wishes: &wishes,
        figures: &figures,
        window: TimeDelta::hours(2),
        now: now(),
        travel: &travel,
    };
    assert!(network.field().best(&question, 20).is_empty() && network.field().nearest(&question, 20).is_empty());
}
