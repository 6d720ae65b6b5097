//! Random networks and jobs for the engine's tests: cities, countries, the date line, a pole; every rule has agents that fail it.

use std::collections::HashMap;

use chrono::{Days, NaiveDate, TimeDelta};
use chrono_tz::Tz;
use geo::{MultiPolygon, polygon};

use crate::dispatch::field::{Field, Held};
use crate::dispatch::figures::{Figures, Neighbour, Tally};
use crate::dispatch::objective::Wishes;
use crate::domain::agent::{
    Agent, AgentKind, Appointment, Area, Booked, Capacity, Certificate, Document, DocumentKind, Limits, Load, Season,
    SeasonCapacity, SeasonSpan, Setting, Skill, Standing as AgentStanding, Technician, TimeOff,
};
use crate::domain::calendar::Calendar;
use crate::domain::eligibility::Needs;
use crate::domain::geo::{AreaKind, Position, Precision, Shape};
use crate::domain::id::{AgentId, TechnicianId};
use crate::domain::language::Language;
use crate::domain::policy::{DispatchPolicy, Weights};
use crate::domain::time::{Instant, Window};
use crate::domain::travel::Roads;

/// Numbers without visible order (M. O'Neill, PCG-XSH-RR, 2014, without its rotation).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }

    pub fn int(&mut self, range: std::ops::Range<i32>) -> i32 {
        range.start + i32::try_from(self.below(u64::try_from(range.end - range.start).unwrap())).unwrap()
    }

    pub fn part(&mut self) -> f64 {
        f64::from(self.int(0..1_000_000)) / 1e6
    }

    pub fn often(&mut self, of_a_hundred: i32) -> bool {
        self.int(0..100) < of_a_hundred
    }

    pub fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.below(of.len() as u64)).unwrap()].clone()
    }

    pub fn some<T: Clone>(&mut self, of: &[T], of_a_hundred: i32) -> Vec<T> {
        of.iter().filter(|_| self.often(of_a_hundred)).cloned().collect()
    }
}

const BRANDS: [&str; 3] = ["abran", "sepand", "kavir"];
const CATEGORIES: [&str; 3] = ["washer", "fridge", "boiler"];
const EQUIPMENT: [&str; 3] = ["gauge", "torch", "lift"];
/// The last ones are rare.
const SKILLS: [&str; 7] = ["washing", "cooling", "heating", "control", "gas", "laser", "steam"];
const LEVELS: [u8; 4] = [1, 2, 3, 4];

pub fn now() -> Instant {
    "2026-11-22T08:10:00Z".parse().unwrap()
}

fn today() -> NaiveDate {
    "2026-11-22".parse().unwrap()
}

fn owned(words: Vec<&str>) -> Vec<String> {
    words.into_iter().map(str::to_owned).collect()
}

/// Where the network lies: a city, a country, across the date line, around a pole.
#[derive(Clone, Copy)]
pub struct Ground {
    middle: Position,
    spread: f64,
}

impl Ground {
    fn any(dice: &mut Dice) -> Self {
        let (lat, lon, spread) = dice.one(&[
            (35.7, 51.4, 0.2),
            (35.7, 51.4, 0.02),
            (33.0, 53.0, 4.0),
            (-17.0, 179.98, 0.5),
            (89.6, 10.0, 0.3),
        ]);
        Self { middle: Position { lat, lon }, spread }
    }

    fn place(self, dice: &mut Dice) -> Position {
        let wide = if self.middle.lat > 80.0 { 180.0 } else { self.spread };
        let lat = self.middle.lat + (dice.part() - 0.5) * 2.0 * self.spread;
        let lon = self.middle.lon + (dice.part() - 0.5) * 2.0 * wide;
        let lon = if lon > 180.0 { lon - 360.0 } else { lon };
        // Many stand on the same spot, as those of one bazaar do.
        if dice.often(10) { self.middle } else { Position { lat: lat.clamp(-90.0, 90.0), lon } }
    }
}

fn area(dice: &mut Dice, base: Position) -> Area {
    let kind = dice.one(AreaKind::ALL);
    let (lat, lon) = (base.lat + (dice.part() - 0.5) * 0.2, base.lon + (dice.part() - 0.5) * 0.2);
    let side = 0.05 + dice.part();
    let square = |lat: f64, lon: f64, side: f64| {
        polygon![
            exterior: [
                (x: lon - side, y: lat - side), (x: lon + side, y: lat - side),
                (x: lon + side, y: lat + side), (x: lon - side, y: lat + side),
            ],
            interiors: [[
                (x: lon - side / 4.0, y: lat - side / 4.0), (x: lon + side / 4.0, y: lat - side / 4.0),
                (x: lon, y: lat + side / 4.0),
            ]],
        ]
    };
    let shape = match dice.below(3) {
        0 => Shape::Polygons(MultiPolygon::new(vec![square(lat, lon, side), square(lat + 3.0, lon, side / 2.0)])),
        _ => Shape::Circle { centre: Position { lat, lon }, radius_m: 1_000.0 + dice.part() * 120_000.0 },
    };
    Area { kind, shape }
}

fn calendar(dice: &mut Dice) -> Calendar {
    let hours = dice.one(&["sat-wed 08:00-18:00;thu 08:00-13:00", "sat-fri 00:00-24:00", "fri 10:00-12:00", ""]);
    let hours = if dice.often(70) { "sat-thu 08:00-20:00" } else { hours };
    let closed =
        if dice.often(10) { std::sync::Arc::new([today() + Days::new(1)].into()) } else { std::sync::Arc::default() };
    Calendar { zone: dice.one(&[Tz::Asia__Tehran, Tz::UTC]), hours: hours.parse().unwrap(), closed }
}

fn technician(dice: &mut Dice, (agent, number): (u128, u128), ground: &Calendar) -> Technician {
    let mut skills: Vec<Skill> = Vec::new();
    for (at, code) in SKILLS.iter().enumerate() {
        if dice.often(if at < 4 { 60 } else { 2 }) {
            let from = dice.often(20).then(|| today() - Days::new(dice.below(400)));
            let to = dice.often(20).then(|| today() + Days::new(dice.below(60)) - Days::new(30));
            let certificate = Certificate { from, to };
            skills.push(Skill { code: (*code).to_owned(), level: dice.one(&LEVELS), certificate });
        }
    }
    Technician {
        id: TechnicianId::from(uuid::Uuid::from_u128(agent * 10 + number)),
        name: [String::new(), String::new()],
        phone: String::new(),
        language: dice.one(Language::ALL),
        languages: dice.some(Language::ALL, 50),
        skills,
        equipment: owned(dice.some(&EQUIPMENT, 50)),
        shift: dice.often(20).then(|| Calendar { hours: "sat-fri 06:00-14:00".parse().unwrap(), ..ground.clone() }),
        limits: Limits {
            open: dice.often(20).then(|| dice.int(1..4)),
            day: dice.often(20).then_some(2),
            minutes_day: None,
        },
    }
}

fn agent(dice: &mut Dice, number: u128, ground: Ground) -> Agent {
    let (position, hours) = (ground.place(dice), calendar(dice));
    let document = |kind: &DocumentKind| Document { kind: *kind, issued_on: today() - Days::new(9), expires_on: None };
    let capacity = Capacity { open: dice.int(0..7), day: dice.int(1..6), minutes_day: dice.int(60..600) };
    let season = Season { span: SeasonSpan::Months(vec![9]), capacity: SeasonCapacity::Percent(dice.int(50..200)) };
    let off = |dice: &mut Dice| {
        let from = now() + TimeDelta::hours(i64::from(dice.int(-10..60)));
        Window { from, to: from + TimeDelta::hours(30) }
    };
    Agent {
        id: AgentId::from(uuid::Uuid::from_u128(number)),
        code: format!("agent_{number}"),
        name: [String::new(), String::new()],
        kind: dice.one(AgentKind::ALL),
        setting: Setting::Mobile,
        standing: if dice.often(85) { AgentStanding::Active } else { dice.one(AgentStanding::ALL) },
        suspended: dice.often(10).then(|| off(dice)),
        contract: (today() - Days::new(dice.below(300)), today() + Days::new(dice.below(90))),
        phone: String::new(),
        language: Language::Fa,
        position,
        documents: dice.some(DocumentKind::ALL, 97).iter().map(document).collect(),
        grade: String::new(),
        brands: owned(dice.some(&BRANDS, 85)),
        categories: owned(dice.some(&CATEGORIES, 85)),
        authorizations: if dice.often(10) {
            vec![(BRANDS[0].to_owned(), CATEGORIES[0].to_owned())]
        } else {
            Vec::new()
        },
        equipment: dice.some(&EQUIPMENT, 30).into_iter().map(|code| (code.to_owned(), 1)).collect(),
        areas: (0..dice.int(0..4)).map(|_| area(dice, position)).collect(),
        capacity,
        seasons: if dice.often(20) { vec![season] } else { Vec::new() },
        time_off: if dice.often(10) { vec![TimeOff { technician: None, window: off(dice) }] } else { Vec::new() },
        technicians: (0..u128::from(dice.below(4))).map(|it| technician(dice, (number, it), &hours)).collect(),
        hours,
    }
}

fn load(dice: &mut Dice, agent: &Agent) -> Load {
    let mut load = Load { open_jobs: dice.int(0..agent.capacity.open + 2), ..Load::default() };
    for technician in &agent.technicians {
        let day = today() + Days::new(dice.below(2));
        if dice.often(40) {
            load.booked.push(Booked { technician: technician.id, day, jobs: dice.int(1..3), minutes: 60 });
        }
        if dice.often(30) {
            let from = now() + TimeDelta::hours(i64::from(dice.int(0..30)));
            let window = Window { from, to: from + TimeDelta::hours(2) };
            let equipment = owned(dice.some(&EQUIPMENT, 20));
            load.visits.push(Appointment { technician: technician.id, window, position: agent.position, equipment });
        }
    }
    load
}

fn tally(dice: &mut Dice) -> Tally {
    let mut some = |most: i64| i64::try_from(dice.below(u64::try_from(most).unwrap() + 1)).unwrap();
    let (repairs, offers) = (some(60), some(80));
    Tally {
        repairs,
        fixed: some(repairs),
        completed: repairs,
        repeats: some(repairs),
        offers,
        accepted: some(offers),
        answer_s: some(90_000),
        received_warranty: some(40),
        received_paid: some(40),
    }
}

pub struct Network {
    pub agents: Vec<Agent>,
    pub by_id: HashMap<AgentId, usize>,
    pub held: Held,
    pub instead: HashMap<AgentId, Load>,
    pub figures: Figures,
    pub ground: Ground,
    pub policies: Vec<DispatchPolicy>,
}

impl Network {
    pub fn any(dice: &mut Dice, count: u128) -> Self {
        let ground = Ground::any(dice);
        let mut agents: Vec<Agent> = (1..=count).map(|number| agent(dice, number, ground)).collect();
        agents.sort_by_key(|agent| agent.code.clone());
        let mut figures = Figures::default();
        for agent in &agents {
            if dice.often(30) {
                continue;
            }
            figures.add(agent.id, "", tally(dice));
            figures.add(agent.id, dice.one(&SKILLS), tally(dice));
        }
        if dice.often(20) {
            figures = Figures::default();
        }
        let part = |agent: &Agent| Neighbour { agent: agent.id, province: "tehran", capacity: agent.capacity.open };
        figures.share_out(&agents.iter().map(part).collect::<Vec<_>>());
        let loads = agents.iter().map(|agent| (agent.id, load(dice, agent))).collect();
        let mut policies = vec![DispatchPolicy::default()];
        policies.extend((0..dice.below(3)).map(|_| policy(dice)));
        let held = Held::new(&agents, loads, &figures, &policies);
        let by_id = agents.iter().enumerate().map(|(at, agent)| (agent.id, at)).collect();
        Self { policies, agents, by_id, held, instead: HashMap::new(), figures, ground }
    }

    /// Some agents take or lose work, and some hold windows for others.
    pub fn change(&mut self, dice: &mut Dice) {
        for _ in 0..dice.below(6) {
            let number = usize::try_from(dice.below(self.agents.len() as u64)).unwrap();
            let agent = &self.agents[number];
            let load = load(dice, agent);
            self.instead.remove(&agent.id);
            if dice.often(30) {
                let more = Load { open_jobs: load.open_jobs + 1, excluded: vec![None], ..load.clone() };
                self.instead.insert(agent.id, more);
            }
            self.held.set(number, agent, load);
        }
    }

    pub fn field(&self) -> Field<'_> {
        let Self { agents, by_id, held, instead, .. } = self;
        Field { agents, by_id, held, instead }
    }

    pub fn wishes(&self, dice: &mut Dice) -> Wishes {
        let mut known = || {
            let agent = dice.one(&self.agents);
            (agent.id, agent.technicians.first().map_or(TechnicianId::from(uuid::Uuid::nil()), |it| it.id))
        };
        let (first, second, third, fourth) = (known(), known(), known(), known());
        Wishes {
            preferred: if dice.often(30) { vec![first] } else { Vec::new() },
            previous: if dice.often(50) { vec![second, first] } else { Vec::new() },
            repeated: dice.often(30).then_some((third.0, dice.often(50))),
            taken_from: if dice.often(30) { vec![fourth.0] } else { Vec::new() },
        }
    }
}

pub fn needs(dice: &mut Dice, ground: Ground) -> Needs {
    let from = now() + TimeDelta::hours(i64::from(dice.int(0..80)));
    let rare = dice.often(25);
    Needs {
        brand: dice.often(80).then(|| dice.one(&BRANDS).to_owned()),
        category: dice.one(&CATEGORIES).to_owned(),
        skill: if rare { dice.one(&SKILLS) } else { dice.one(&SKILLS[..3]) }.to_owned(),
        level: dice.one(&[1, 1, 1, 2, 3, 4]),
        equipment: owned(dice.some(&EQUIPMENT, 15)),
        language: dice.one(Language::ALL),
        position: ground.place(dice),
        precision: dice.one(Precision::ALL),
        roads: Roads::default(),
        window: dice.often(50).then(|| Window { from, to: from + TimeDelta::hours(2) }),
        duration_s: 3_600,
        warranty: dice.often(50),
    }
}

pub fn policy(dice: &mut Dice) -> DispatchPolicy {
    let plain = DispatchPolicy::default();
    let mut weight = |usual: i32| if dice.often(60) { usual } else { dice.one(&[0, 1, 50, 333, 1_000]) };
    let weights = Weights {
        travel: weight(plain.weights.travel),
        load: weight(plain.weights.load),
        level: weight(plain.weights.level),
        first_time_fix: weight(plain.weights.first_time_fix),
        repeat_repair: weight(plain.weights.repeat_repair),
        acceptance: weight(plain.weights.acceptance),
        answer_time: weight(plain.weights.answer_time),
        preference: weight(plain.weights.preference),
        fairness: weight(plain.weights.fairness),
        window: weight(plain.weights.window),
    };
    DispatchPolicy {
        radius_m: dice.one(&[3_000.0, 20_000.0, 120_000.0, 120_000.0, 20_100_000.0]),
        travel_zero_s: dice.one(&[0, 600, 5_400, 5_400, 500_000]),
        answer_zero_s: dice.one(&[0, 600, 3_600]),
        weights,
        ..plain
    }
}
