//! A random network played for thirty days of virtual time: reports, answers, silence, visits, second thoughts and restarts
//! by dice, while everything that must hold is asked of the database after each step.
//!
//! `OSTAKAR_PLAY=2000x5000` plays so many agents and jobs (without it a smaller size that fits CI), `OSTAKAR_SEED` another
//! course of events. `OSTAKAR_CASEWORK=FILE OSTAKAR_CASES=100000` replays so many cases of a city instead of random reports,
//! on SQLite.

mod cases;
pub mod dice;
mod network;
mod people;
mod watch;

use std::collections::BTreeMap;

use chrono::{TimeDelta, Timelike};
use ostakar::app::intake::register_request;
use ostakar::app::ticks::{Tick, run_now};
use ostakar::app::{Actor, App, audit, dispatch, outbox};
use ostakar::domain::id::JobId;

use crate::support::TestDb;
use crate::support::app::TestApp;
use cases::Case;
use dice::Dice;
use network::Town;
use people::People;
use watch::Watch;

const DAYS: i64 = 30;
/// How long people wait between two looks; nobody acts at night, when time alone makes things due.
const STEP: TimeDelta = TimeDelta::hours(1);
const NIGHT_STEP: TimeDelta = TimeDelta::hours(3);
/// The same for casework, which lasts for years.
const CASEWORK_STEP: TimeDelta = TimeDelta::hours(3);
/// Of a hundred offers of the casework, how many are accepted at each look, as it is looked at seldom.
const CASEWORK_WILLING: usize = 75;
/// Agents who serve the casework.
const CASEWORK_AGENTS: usize = 400;
/// What time alone makes due, in the order in which a step runs it.
const TICKS: [Tick; 9] = [
    Tick::SuspendAgents,
    Tick::ExpireOffers,
    Tick::ResumeHolds,
    Tick::MissVisits,
    Tick::SettleJobs,
    Tick::Escalate,
    Tick::FollowTasks,
    Tick::DispatchDue,
    Tick::DeliverOutbox,
];

/// How large the play is, and its seed.
#[derive(Clone, Copy)]
struct Size {
    agents: usize,
    jobs: usize,
    seed: u64,
}

impl Size {
    fn asked() -> Self {
        let size = std::env::var("OSTAKAR_PLAY").unwrap_or_else(|_| "100x120".to_owned());
        let (agents, jobs) = size.split_once('x').expect("OSTAKAR_PLAY is AGENTSxJOBS");
        let seed = std::env::var("OSTAKAR_SEED").map_or(20_261_122, |seed| seed.parse().unwrap());
        Self { agents: agents.parse().unwrap(), jobs: jobs.parse().unwrap(), seed }
    }
}

/// One play on one database.
struct Play {
    stand: TestApp,
    app: App,
    watch: Watch,
    dice: Dice,
    towns: Vec<Town>,
    agents: Vec<String>,
    people: People,
    offers: usize,
    ledgers: usize,
    restarts: usize,
    cases: Vec<Case>,
    step: TimeDelta,
}

impl Play {
    async fn set_up(db: TestDb, size: Size) -> Self {
        let mut dice = Dice::new(size.seed);
        let stand = TestApp::bare(db).await;
        let towns = network::build(&stand.app.db, &mut dice, size.agents).await;
        let app = stand.app.clone();
        app.reload_catalogue().await.unwrap();
        let watch = Watch::on(stand.url());
        let agents = (0..size.agents).map(|number| format!("a{number}")).collect();
        let people = People { willing: 30, ..People::default() };
        let (cases, step) = (Vec::new(), STEP);
        Self { stand, app, watch, dice, towns, agents, people, offers: 0, ledgers: 0, restarts: 0, cases, step }
    }

    async fn play(&mut self, size: Size) {
        let (from, whole) = (self.app.clock.now(), TimeDelta::days(DAYS));
        while self.app.clock.now() < from + whole {
            let passed = usize::try_from((self.app.clock.now() - from).num_minutes()).unwrap();
            // The last reports come a day before the end, so that every one of them has a course.
            let due = size.jobs * (passed + 1) / usize::try_from((whole - TimeDelta::days(1)).num_minutes()).unwrap();
            self.step(due.min(size.jobs)).await;
        }
    }

    /// Reports every case at its hour, then goes on until no work is owed or thirty days have passed.
    async fn replay(&mut self, cases: Vec<Case>) {
        let (from, count) = (cases::midnight_before(self.app.clock.now()), cases.len());
        (self.cases, self.step) = (cases, CASEWORK_STEP);
        self.people.willing = CASEWORK_WILLING;
        self.watch.watch_years();
        let end = |cases: &[Case]| from + cases.last().unwrap().after + TimeDelta::days(DAYS);
        while self.app.clock.now() < end(&self.cases) {
            let passed = self.app.clock.now() - from;
            let due = self.cases.partition_point(|case| case.after <= passed);
            self.step(due).await;
            if due == count
                && self.jobs_where("state NOT IN ('completed', 'verified', 'closed', 'cancelled')").is_empty()
            {
                break;
            }
        }
    }

    async fn step(&mut self, due: usize) {
        let now = self.app.clock.now();
        if now.minute() < 30 && now.hour().is_multiple_of(6) {
            // A server's worker follows the network; what has begun or ended by its date is seen here within hours.
            self.app.reload_network().await.unwrap();
        }
        let is_day = (4..17).contains(&now.hour());
        while is_day && self.people.jobs.len() < due {
            self.report().await;
        }
        for tick in TICKS {
            run_now(&self.app, tick).await.unwrap();
        }
        // As a worker does, which is woken until nothing is due.
        while dispatch::dispatch_due(&self.app).await.unwrap() + outbox::deliver_due(&self.app).await.unwrap().total()
            > 0
        {}
        self.offers += self.watch.sendings_are_lawful(&self.app, now).await;
        if self.cases.is_empty() || is_day {
            self.ledgers += self.watch.ledgers_add_up(now);
        }
        if is_day {
            self.people.answer(&self.app, &mut self.dice).await;
            // Whoever looks seldom finds more done.
            for _ in 0..self.step.num_hours() {
                self.people.visit(&self.app, &mut self.dice).await;
            }
            self.people.change(&self.app, &mut self.dice).await;
            if self.people.suspend(&self.app, &mut self.dice, &self.agents).await {
                self.app.reload_network().await.unwrap();
            }
            let incomplete = self.jobs_where("state = 'incomplete'");
            self.people.tidy_up(&self.app, incomplete).await;
            let long_ago = (now - TimeDelta::hours(36)).timestamp_micros();
            let untaken = self.jobs_where(&format!("state = 'pending_dispatch' AND registered_at < {long_ago}"));
            self.people.give_up(&self.app, untaken).await;
        }
        // Of years, the end of each day is looked at.
        let ends_day = is_day && !(4..17).contains(&(now + self.step).hour());
        if self.cases.is_empty() || ends_day {
            self.watch.nobody_is_overbooked();
            self.watch.nothing_is_lost();
            self.watch.memory_follows(&self.app).await;
        }
        self.app.clock.advance(if is_day { self.step } else { NIGHT_STEP });
        if self.dice.chance(2) {
            self.restart().await;
        }
    }

    /// In the order of their reports.
    fn jobs_where(&mut self, condition: &str) -> Vec<JobId> {
        let found = self.watch.ids(&format!("SELECT id FROM jobs WHERE {condition}"));
        let mut found: Vec<JobId> = found.iter().map(|id| id.parse().unwrap()).collect();
        found.sort_by_key(|id| self.people.numbers[id]);
        found
    }

    async fn report(&mut self) {
        let number = self.people.jobs.len();
        let body = match self.cases.get(number) {
            Some(case) => cases::report(&self.app, case, &self.towns, number),
            None => network::report(&self.app, &mut self.dice, &self.towns, number),
        };
        let input = serde_json::from_value(body).unwrap();
        let registered = register_request(&self.app, Actor::system(), None, input).await.unwrap();
        self.people.jobs.push(registered.jobs[0].id);
        self.people.numbers.insert(registered.jobs[0].id, number);
        self.people.waiting.insert(number);
    }

    /// The process ends and another takes over with what the database holds.
    async fn restart(&mut self) {
        let passed = self.app.clock.now() - self.stand.app.clock.now();
        self.stand.app.clock.advance(passed);
        self.app = self.stand.node().await;
        self.restarts += 1;
    }

    /// How the jobs stand, in the order of their reports.
    fn standings(&mut self) -> Vec<String> {
        let sql = "SELECT j.id || ' ' || j.state || ' ' || coalesce(a.code, '-') || ' ' || j.wave || ' ' || \
                   coalesce(j.assigned_at, 0) || ' ' || coalesce(j.completed_at, 0) AS id \
                   FROM jobs j LEFT JOIN agents a ON a.id = j.agent_id";
        let found = self.watch.ids(sql);
        let by_id: BTreeMap<&str, &str> = found.iter().map(|line| line.split_once(' ').unwrap()).collect();
        self.people.jobs.iter().map(|id| by_id[id.as_str()].to_owned()).collect()
    }
}

async fn play(db: TestDb, size: Size) -> Vec<String> {
    let mut play = Play::set_up(db, size).await;
    play.play(size).await;
    audit::seal(&play.app).await.unwrap();
    let Play { people, offers, ledgers, restarts, .. } = &play;
    println!(
        "{} jobs, {offers} offers, {ledgers} ledgers, {restarts} restarts: {:?}",
        people.jobs.len(),
        people.counts
    );
    assert!(people.jobs.len() == size.jobs && 2 * *offers > size.jobs && *restarts > 0);
    play.standings()
}

#[actix_web::test]
async fn a_random_network_keeps_its_promises_and_the_same_ones_on_both_databases() {
    let size = Size::asked();
    println!("OSTAKAR_SEED={} OSTAKAR_PLAY={}x{}", size.seed, size.agents, size.jobs);
    let (one, other) = (play(TestDb::sqlite(), size).await, play(TestDb::postgres(), size).await);
    for (number, (one, other)) in one.iter().zip(&other).enumerate() {
        assert_eq!(one, other, "job {number} stands otherwise on PostgreSQL");
    }
}

/// A city's casework through intake and dispatch: nothing lost, nobody over capacity at any instant, no unlawful offer.
#[actix_web::test]
async fn the_casework_of_a_city_goes_through_intake_and_dispatch() {
    let mut dice = Dice::new(20_150_101);
    let count = std::env::var("OSTAKAR_CASES").map_or(150, |count| count.parse().unwrap());
    let made_up = tempfile::Builder::new().suffix(".csv").tempfile().unwrap();
    let named = std::env::var("OSTAKAR_CASEWORK").ok();
    let agents = if named.is_some() { CASEWORK_AGENTS } else { 120 };
    std::fs::write(made_up.path(), cases::made_up(&mut dice, count)).unwrap();
    let file = named.unwrap_or_else(|| made_up.path().to_str().unwrap().to_owned());
    let cases = cases::read(&file, count);
    assert_eq!(cases.len(), count, "{file} has fewer cases");
    let begun = std::time::Instant::now();
    let mut play = Play::set_up(TestDb::sqlite(), Size { agents, jobs: count, seed: 20_150_101 }).await;
    play.replay(cases).await;
    audit::seal(&play.app).await.unwrap();
    let days = (play.app.clock.now() - crate::support::app::start()).num_days();
    println!(
        "{count} cases, {agents} agents, {days} days, {} open offers and {} ledgers looked at, {} restarts in {:.0} s: {:?}",
        play.offers,
        play.ledgers,
        play.restarts,
        begun.elapsed().as_secs_f64(),
        play.people.counts
    );
    for line in play.watch.outcome() {
        println!("{line}");
    }
    let busy = play.watch.peaks_are_lawful();
    let sent = play.watch.ids("SELECT id FROM offers WHERE sent_at IS NOT NULL").len();
    println!("{sent} offers were sent, {busy} agents held work");
    assert!(busy > 0 && play.people.jobs.len() == count && 2 * sent > count);
}
