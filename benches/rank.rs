//! `cargo bench`: what a ranking costs in its parts, in networks of 10,000 and of 100,000 agents.

use std::collections::HashMap;
use std::hint::black_box;

use chrono::TimeDelta;
use criterion::{Criterion, criterion_group, criterion_main};
use ostakar::bench::rank::network::{Network, SELECTIVITIES, now};
use ostakar::dispatch::objective::{Question, Wishes};
use ostakar::dispatch::rank::rank;
use ostakar::dispatch::travel::Travel;
use ostakar::domain::agent::Load;
use ostakar::domain::eligibility::Needs;
use ostakar::domain::policy::DispatchPolicy;

const SIZES: [usize; 2] = [10_000, 100_000];
const JOBS: usize = 500;

fn ranking(criterion: &mut Criterion) {
    let (policy, wishes, none) = (DispatchPolicy::default(), Wishes::default(), HashMap::new());
    for count in SIZES {
        let mut network = Network::of(count);
        let held = network.held();
        for of in SELECTIVITIES {
            let jobs: Vec<Needs> = (0..JOBS).map(|_| network.job(of)).collect();
            let field = network.field(&held, &none);
            let mut turn = (0..JOBS).cycle();
            let mut ask = |see: &dyn Fn(&Question<'_>)| {
                let needs = &jobs[turn.next().unwrap_or(0)];
                let (travel, figures) = (Travel::by_figures(needs, &policy, now()), &network.figures);
                let (policy, wishes, travel, window) = (&policy, &wishes, &travel, TimeDelta::hours(2));
                see(&Question { needs, policy, wishes, figures, window, now: now(), travel });
            };
            let named = |what: &str| format!("{what}/{count}/{}", of.share);
            criterion.bench_function(&named("best"), |bencher| {
                bencher.iter(|| ask(&|question| drop(black_box(field.best(question, 20)))));
            });
            criterion.bench_function(&named("ledger"), |bencher| {
                bencher.iter(|| ask(&|question| drop(black_box(rank(question, &field)))));
            });
        }
    }
}

fn change(criterion: &mut Criterion) {
    for count in SIZES {
        let network = Network::of(count);
        let mut held = network.held();
        let mut turn = (0..count).cycle().step_by(7_919);
        criterion.bench_function(&format!("change of a load/{count}"), |bencher| {
            bencher.iter(|| {
                let at = turn.next().unwrap_or(0);
                let open_jobs = i32::try_from(at % 5).unwrap_or(0);
                held.set(at, &network.agents[at], Load { open_jobs, ..Load::default() });
            });
        });
    }
}

criterion_group!(benches, ranking, change);
criterion_main!(benches);
