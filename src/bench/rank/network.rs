//! A made-up network of any size over real cities, the same for the same size, and the jobs that are asked of it.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{Days, NaiveDate, TimeDelta};
use chrono_tz::Tz;
use geo::{Coord, LineString, MultiPolygon, Polygon};

use crate::dispatch::field::{Field, Held};
use crate::dispatch::figures::{Figures, Neighbour, Tally};
use crate::domain::agent::{
    Agent, AgentKind, Area, Capacity, Certificate, Document, DocumentKind, Limits, Load, Setting, Skill, Standing,
    Technician,
};
use crate::domain::calendar::Calendar;
use crate::domain::eligibility::Needs;
use crate::domain::geo::{AreaKind, Position, Precision, Shape};
use crate::domain::id::{AgentId, TechnicianId};
use crate::domain::language::Language;
use crate::domain::policy::DispatchPolicy;
use crate::domain::time::{Instant, Window};
use crate::domain::travel::Roads;

/// Longitude, latitude and weight of the ten largest cities.
const CITIES: [(f64, f64, f64); 10] = [
    (51.39, 35.69, 30.0),
    (59.6, 36.3, 9.0),
    (51.67, 32.65, 7.0),
    (52.53, 29.6, 6.0),
    (46.29, 38.08, 5.0),
    (50.88, 34.64, 4.0),
    (48.67, 31.32, 4.0),
    (47.06, 34.31, 3.0),
    (57.08, 30.28, 3.0),
    (60.86, 29.5, 2.0),
];
const TOWNS: usize = 200;
/// How often each skill is held: eight by two in five, twenty-four by one in twelve, sixteen by three in a thousand.
const SKILLS: usize = 48;

/// How many agents hold what a job needs, before any other rule.
#[derive(Debug, Clone, Copy)]
pub struct Selectivity {
    /// The share.
    pub share: f64,
    skills: (usize, usize),
    equipment: bool,
}

/// From common to rare.
pub const SELECTIVITIES: [Selectivity; 4] = [
    Selectivity { share: 0.4, skills: (0, 8), equipment: false },
    Selectivity { share: 0.08, skills: (8, 32), equipment: false },
    Selectivity { share: 0.032, skills: (0, 8), equipment: true },
    Selectivity { share: 0.003, skills: (32, 48), equipment: false },
];

/// Numbers without visible order (G. Marsaglia, "Xorshift RNGs", Journal of Statistical Software 8, 2003).
#[derive(Debug)]
pub struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// From 0 to below 1.
    fn part(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// From 0 to below `most`.
    pub fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.next() % most as u64).unwrap_or(0)
    }

    fn small(&mut self, most: i32) -> i32 {
        i32::try_from(self.next() % u64::from(most.unsigned_abs())).unwrap_or(0)
    }

    fn bell(&mut self) -> f64 {
        (-2.0 * self.part().max(1e-12).ln()).sqrt() * (std::f64::consts::TAU * self.part()).cos()
    }
}

/// A network with what it holds.
pub struct Network {
    /// Every agent.
    pub agents: Vec<Agent>,
    /// The place of each in `agents`.
    pub by_id: HashMap<AgentId, usize>,
    /// Their record.
    pub figures: Figures,
    /// What they hold, in the order of `agents`.
    pub loads: Vec<Load>,
    dice: Dice,
    cities: Vec<(f64, f64, f64)>,
    words: Words,
}

struct Words {
    skills: Vec<String>,
    hours: Vec<Calendar>,
}

/// The moment at which everything is asked: a working day, ten past ten.
#[must_use]
pub fn now() -> Instant {
    today().and_hms_opt(6, 40, 0).unwrap_or_default().and_utc()
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).unwrap_or_default()
}

impl Network {
    /// So many agents.
    #[must_use]
    pub fn of(count: usize) -> Self {
        let mut dice = Dice(88_172_645_463_325_252);
        let towns = (0..TOWNS).map(|_| (45.5 + dice.part() * 15.5, 27.0 + dice.part() * 11.0, 0.2));
        let cities: Vec<(f64, f64, f64)> = CITIES.into_iter().chain(towns.collect::<Vec<_>>()).collect();
        let shift = |hour: u16| Calendar {
            zone: Tz::Asia__Tehran,
            hours: crate::domain::hours::WeekHours::daily(hour * 60, (hour + 9) * 60),
            closed: Arc::default(),
        };
        let words = Words {
            skills: (0..SKILLS).map(|number| format!("skill_{number}")).collect(),
            hours: (6..10).map(shift).collect(),
        };
        let mut network = Self {
            agents: Vec::with_capacity(count),
            by_id: HashMap::with_capacity(count),
            figures: Figures::default(),
            loads: Vec::with_capacity(count),
            dice,
            cities,
            words,
        };
        (0..count).for_each(|number| network.add(number));
        let part = |agent: &Agent| Neighbour { agent: agent.id, province: "all", capacity: agent.capacity.open };
        network.figures.share_out(&network.agents.iter().map(part).collect::<Vec<_>>());
        network
    }

    /// What they hold, with the index.
    #[must_use]
    pub fn held(&self) -> Held {
        let loads = self.agents.iter().zip(&self.loads).map(|(agent, load)| (agent.id, load.clone()));
        Held::new(&self.agents, loads.collect(), &self.figures, &[DispatchPolicy::default()])
    }

    /// The field for a question.
    #[must_use]
    pub fn field<'a>(&'a self, held: &'a Held, instead: &'a HashMap<AgentId, Load>) -> Field<'a> {
        Field { agents: &self.agents, by_id: &self.by_id, held, instead }
    }

    /// A number below `most`.
    pub fn any(&mut self, most: usize) -> usize {
        self.dice.below(most)
    }

    /// A job of a selectivity, half of them with a promised window.
    pub fn job(&mut self, of: Selectivity) -> Needs {
        let position = self.place();
        let dice = &mut self.dice;
        let from = now() + TimeDelta::hours(1 + i64::from(dice.small(4)));
        let skill = of.skills.0 + dice.below(of.skills.1 - of.skills.0);
        Needs {
            brand: Some("abran".to_owned()),
            category: "washer".to_owned(),
            skill: self.words.skills[skill].clone(),
            level: 1,
            equipment: if of.equipment { vec!["gauge".to_owned()] } else { Vec::new() },
            language: Language::Fa,
            position,
            precision: Precision::Pin,
            roads: Roads::default(),
            window: (dice.small(2) == 0).then(|| Window { from, to: from + TimeDelta::hours(2) }),
            duration_s: 3_600,
            warranty: dice.small(2) == 0,
        }
    }

    fn place(&mut self) -> Position {
        let dice = &mut self.dice;
        if dice.part() < 0.05 {
            return Position { lon: 45.0 + dice.part() * 16.5, lat: 26.0 + dice.part() * 13.0 };
        }
        let mut left = dice.part() * self.cities.iter().map(|(.., weight)| weight).sum::<f64>();
        let city = self.cities.iter().find(|(.., weight)| {
            left -= weight;
            left <= 0.0
        });
        let (lon, lat, weight) = city.copied().unwrap_or(CITIES[0]);
        let spread = if weight >= 2.0 { 0.12 } else { 0.03 };
        Position { lon: lon + dice.bell() * spread, lat: lat + dice.bell() * spread }
    }

    fn add(&mut self, number: usize) {
        let position = self.place();
        let (dice, words) = (&mut self.dice, &self.words);
        let id = AgentId::from(uuid::Uuid::from_u128(number as u128));
        let hours = words.hours[dice.below(words.hours.len())].clone();
        let radius_m = 8_000.0 + dice.part() * 52_000.0;
        let shape = if number.is_multiple_of(10) {
            outline(position, radius_m)
        } else {
            Shape::Circle { centre: position, radius_m }
        };
        let open = 4 + dice.small(8);
        let valid = (today() - Days::new(100), today() + Days::new(100));
        let document = |kind: &DocumentKind| Document { kind: *kind, issued_on: valid.0, expires_on: Some(valid.1) };
        self.by_id.insert(id, number);
        let held = if dice.part() < 0.3 { open } else { dice.small(open) };
        self.loads.push(Load { open_jobs: held, ..Load::default() });
        self.figures.add(id, "", record(dice));
        let technicians = technicians(dice, words, number);
        if let Some(skill) = technicians.first().and_then(|technician: &Technician| technician.skills.first()) {
            let repairs = 30;
            let (fixed, repeats) = (i64::from(dice.small(31)), i64::from(dice.small(8)));
            self.figures.add(
                id,
                &skill.code,
                Tally { repairs, fixed, completed: repairs, repeats, ..Tally::default() },
            );
        }
        self.agents.push(Agent {
            id,
            code: String::new(),
            name: [String::new(), String::new()],
            kind: AgentKind::Company,
            setting: Setting::Mobile,
            standing: if dice.part() < 0.05 { Standing::Documents } else { Standing::Active },
            suspended: None,
            contract: valid,
            phone: String::new(),
            language: Language::Fa,
            position,
            documents: DocumentKind::ALL.iter().map(document).collect(),
            grade: String::new(),
            brands: vec!["abran".to_owned()],
            categories: vec!["washer".to_owned()],
            authorizations: Vec::new(),
            equipment: if dice.part() < 0.08 { vec![("gauge".to_owned(), 1)] } else { Vec::new() },
            areas: vec![Area { kind: AreaKind::Primary, shape }],
            hours,
            capacity: Capacity { open, day: 6, minutes_day: 480 },
            seasons: Vec::new(),
            time_off: Vec::new(),
            technicians,
        });
    }
}

/// The record of ninety days.
fn record(dice: &mut Dice) -> Tally {
    Tally {
        offers: 40,
        accepted: i64::from(dice.small(41)),
        answer_s: i64::from(dice.small(40_000)),
        received_warranty: i64::from(dice.small(20)),
        received_paid: i64::from(dice.small(20)),
        ..Tally::default()
    }
}

/// One to three technicians, who share the agent's skills.
fn technicians(dice: &mut Dice, words: &Words, number: usize) -> Vec<Technician> {
    let count = 1 + dice.below(3);
    let mut technicians: Vec<Technician> = (0..count)
        .map(|at| Technician {
            id: TechnicianId::from(uuid::Uuid::from_u128((number * 4 + at) as u128)),
            name: [String::new(), String::new()],
            phone: String::new(),
            language: Language::Fa,
            languages: Vec::new(),
            skills: Vec::new(),
            equipment: Vec::new(),
            shift: None,
            limits: Limits::default(),
        })
        .collect();
    for (at, code) in words.skills.iter().enumerate() {
        let held = match at {
            0..8 => 0.4,
            8..32 => 0.08,
            _ => 0.003,
        };
        if dice.part() < held {
            let level = u8::try_from(1 + dice.below(4)).unwrap_or(1);
            let who = dice.below(count);
            technicians[who].skills.push(Skill { code: code.clone(), level, certificate: Certificate::default() });
        }
    }
    technicians
}

/// A polygon of 32 corners around a base.
fn outline(base: Position, radius_m: f64) -> Shape {
    let degrees = radius_m / 111_195.0;
    let corner = |at: i32| {
        let angle = std::f64::consts::TAU * f64::from(at) / 32.0;
        let wide = degrees * (0.8 + 0.2 * f64::from(at % 2));
        Coord { x: base.lon + wide * angle.cos() / base.lat.to_radians().cos(), y: base.lat + wide * angle.sin() }
    };
    let ring: LineString = (0..32).map(corner).collect();
    Shape::Polygons(MultiPolygon::new(vec![Polygon::new(ring, Vec::new())]))
}
