//! Each rule alone keeps an agent out, with its figure; what touches none lets it in.

mod schedule;

use chrono::{NaiveDate, TimeDelta};
use proptest::prelude::*;

use super::*;
use crate::domain::agent::{
    AgentKind, Appointment, Area, Booked, Certificate, Document, DocumentKind, Limits, Setting, Skill, Standing,
    TimeOff,
};
use crate::domain::calendar::Calendar;
use crate::domain::geo::Shape;
use crate::domain::policy::{HourBand, Region};

const HERE: Position = Position { lat: 35.7, lon: 51.4 };

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Sunday, 09:00 in Tehran.
fn now() -> Instant {
    at("2026-11-22T05:30:00Z")
}

/// Monday from 10:00 to 12:00 in Tehran.
fn window() -> Window {
    Window { from: at("2026-11-23T06:30:00Z"), to: at("2026-11-23T08:30:00Z") }
}

fn hours() -> Calendar {
    let hours = "sat-wed 08:00-18:00;thu 08:00-13:00".parse().unwrap();
    Calendar { zone: chrono_tz::Asia::Tehran, hours, closed: std::sync::Arc::default() }
}

fn technician(number: u8) -> Technician {
    Technician {
        id: format!("00000000-0000-7000-8000-0000000000{number:02}").parse().unwrap(),
        name: [String::new(), "T".to_owned()],
        phone: String::new(),
        language: Language::Fa,
        languages: Vec::new(),
        skills: vec![Skill { code: "gas".to_owned(), level: 3, certificate: Certificate::default() }],
        equipment: vec!["gauge".to_owned()],
        shift: None,
        limits: Limits::default(),
    }
}

fn agent() -> Agent {
    let document = |kind| Document { kind, issued_on: day("2026-01-01"), expires_on: Some(day("2027-01-01")) };
    Agent {
        id: "00000000-0000-7000-8000-000000000000".parse().unwrap(),
        code: "agent_1".to_owned(),
        name: [String::new(), "A".to_owned()],
        kind: AgentKind::Company,
        setting: Setting::Mobile,
        standing: Standing::Active,
        suspended: None,
        contract: (day("2026-01-01"), day("2026-12-31")),
        documents: DocumentKind::ALL.iter().map(|kind| document(*kind)).collect(),
        phone: String::new(),
        language: Language::Fa,
        position: HERE,
        grade: "A".to_owned(),
        brands: vec!["zarvinex".to_owned()],
        categories: vec!["tv".to_owned(), "stove".to_owned()],
        authorizations: Vec::new(),
        equipment: Vec::new(),
        areas: vec![Area { kind: AreaKind::Primary, shape: Shape::Circle { centre: HERE, radius_m: 10_000.0 } }],
        hours: hours(),
        capacity: Capacity { open: 6, day: 3, minutes_day: 240 },
        seasons: Vec::new(),
        time_off: Vec::new(),
        technicians: vec![technician(1)],
    }
}

fn needs() -> Needs {
    Needs {
        brand: Some("zarvinex".to_owned()),
        category: "stove".to_owned(),
        skill: "gas".to_owned(),
        level: 2,
        equipment: vec!["gauge".to_owned()],
        language: Language::Fa,
        position: HERE,
        precision: Precision::Pin,
        roads: Roads::default(),
        window: Some(window()),
        duration_s: 3_600,
        warranty: true,
    }
}

/// What is looked at; a case changes one part of it.
struct Case {
    agent: Agent,
    load: Load,
    needs: Needs,
    policy: DispatchPolicy,
}

impl Case {
    fn new() -> Self {
        Self { agent: agent(), load: Load::default(), needs: needs(), policy: DispatchPolicy::default() }
    }

    fn examine(&self) -> Examination {
        examine(&self.agent, &self.load, &self.needs, &self.policy, now())
    }

    fn technician(&mut self) -> &mut Technician {
        &mut self.agent.technicians[0]
    }

    fn book(&mut self, jobs: i32, minutes: i32) {
        let technician = self.agent.technicians[0].id;
        self.load.open_jobs += jobs;
        self.load.booked.push(Booked { technician, day: day("2026-11-23"), jobs, minutes });
    }

    fn visit(&mut self, window: Window, position: Position) {
        let technician = self.agent.technicians[0].id;
        self.load.visits.push(Appointment { technician, window, position, equipment: Vec::new() });
    }
}

fn off(technician: Option<TechnicianId>) -> TimeOff {
    TimeOff {
        technician,
        window: Window { from: window().from - TimeDelta::hours(2), to: window().from + TimeDelta::hours(1) },
    }
}

type Change = fn(&mut Case);

/// Each rule with a change that alone makes it fail, and the figure it then shows.
const CASES: &[(RuleCode, Change, (&str, &str))] = &[
    (RuleCode::AgentNotActive, |it| it.agent.standing = Standing::Terminated, ("terminated", "active")),
    (
        RuleCode::AgentSuspended,
        |it| it.agent.suspended = Some(Window { from: window().from, to: at("2026-12-01T00:00:00Z") }),
        ("active", "2026-12-01T00:00:00+00:00"),
    ),
    (RuleCode::ContractExpired, |it| it.agent.contract.1 = day("2026-11-22"), ("2026-11-23", "2026-01-01/2026-11-22")),
    (
        RuleCode::DocumentExpired,
        |it| it.agent.documents[1].expires_on = Some(day("2026-11-22")),
        ("2026-11-22", "insurance"),
    ),
    (RuleCode::DocumentExpired, |it| it.agent.documents.truncate(2), ("", "identity")),
    (RuleCode::BrandNotAuthorized, |it| it.agent.brands.clear(), ("", "zarvinex")),
    (RuleCode::BrandNotAuthorized, |it| it.needs.category = "oven".to_owned(), ("", "oven")),
    (
        RuleCode::BrandNotAuthorized,
        |it| it.agent.authorizations = vec![("zarvinex".to_owned(), "tv".to_owned())],
        ("", "zarvinex:stove"),
    ),
    (RuleCode::SkillMissing, |it| it.technician().skills.clear(), ("", "gas")),
    (RuleCode::SkillMissing, |it| it.agent.technicians.clear(), ("", "gas")),
    (RuleCode::SkillLevelLow, |it| it.needs.level = 4, ("3", "4")),
    (
        RuleCode::CertExpired,
        |it| it.technician().skills[0].certificate.to = Some(day("2026-11-22")),
        ("/2026-11-22", "2026-11-23"),
    ),
    (RuleCode::EquipmentMissing, |it| it.technician().equipment.clear(), ("", "gauge")),
    (RuleCode::PartNotHeld, |it| it.policy.requires_part = true, ("", "stove")),
    (RuleCode::AreaOutside, |it| it.agent.areas.clear(), ("", "0")),
    (RuleCode::DistanceOverMax, |it| it.policy.radius_m = -1.0, ("0", "-1")),
    (RuleCode::CapacityOpenFull, |it| it.load.open_jobs = 6, ("6", "6")),
    (
        RuleCode::CapacityOpenFull,
        |it| {
            it.book(2, 20);
            it.technician().limits.open = Some(2);
        },
        ("2", "2"),
    ),
    (RuleCode::CapacityDayFull, |it| it.book(3, 30), ("3", "3")),
    (RuleCode::CapacityHoursFull, |it| it.book(1, 200), ("260", "240")),
    (
        RuleCode::NotWorking,
        |it| it.agent.hours.hours = "fri 10:00-11:00".parse().unwrap(),
        ("", "2026-11-23T06:30:00+00:00"),
    ),
    (
        RuleCode::TimeOff,
        |it| it.agent.time_off = vec![off(None)],
        ("2026-11-23T07:30:00+00:00", "2026-11-23T06:30:00+00:00"),
    ),
    (
        RuleCode::WindowConflict,
        |it| it.visit(window(), HERE),
        ("2026-11-23T08:30:00+00:00", "2026-11-23T06:30:00+00:00"),
    ),
    (
        RuleCode::CooldownDeclined,
        |it| it.load.declined_at = Some(now() - TimeDelta::hours(23)),
        ("2026-11-22T05:30:00+00:00", "2026-11-22T06:30:00+00:00"),
    ),
    (RuleCode::ExcludedByCustomer, |it| it.load.excluded = vec![None], ("agent_1", "")),
    (RuleCode::LanguageMissing, |it| it.needs.language = Language::En, ("fa", "en")),
];

#[test]
fn m12_an_agent_that_meets_every_rule_is_proposed_with_its_technician() {
    let found = Case::new().examine();
    assert_eq!(found.failed, []);
    assert_eq!(found.warnings, []);
    assert_eq!((found.technician, found.area), (Some(technician(1).id), Some(AreaKind::Primary)));
}

#[test]
fn m12_each_rule_alone_keeps_an_agent_out_and_shows_its_figure() {
    for (code, change, (shown, limit)) in CASES {
        let mut case = Case::new();
        change(&mut case);
        let found = case.examine();
        let codes: Vec<RuleCode> = found.failed.iter().map(|it| it.code).collect();
        assert_eq!(codes, [*code]);
        let figure = &found.failed[0].figure;
        assert_eq!((figure.found.as_str(), figure.limit.as_str()), (*shown, *limit), "{code}");
    }
    let tested: std::collections::BTreeSet<_> = CASES.iter().map(|(code, ..)| *code).collect();
    assert_eq!(tested.len(), RuleCode::ALL.len());
}

#[test]
fn m12_a_vague_place_only_warns() {
    let mut case = Case::new();
    case.agent.areas.clear();
    case.needs.precision = Precision::City;
    let found = case.examine();
    assert_eq!((found.failed.len(), found.warnings[0].code), (0, RuleCode::AreaOutside));
}

#[test]
fn m12_the_season_of_the_day_sets_the_capacity() {
    use crate::domain::agent::{Season, SeasonCapacity, SeasonSpan};
    let mut case = Case::new();
    case.book(3, 30);
    let span = SeasonSpan::Days(day("2026-11-23"), day("2026-11-23"));
    case.agent.seasons = vec![Season { span, capacity: SeasonCapacity::Percent(200) }];
    assert_eq!(case.examine().failed, []);
    case.agent.seasons[0].capacity = SeasonCapacity::Percent(0);
    let codes: Vec<RuleCode> = case.examine().failed.iter().map(|it| it.code).collect();
    assert_eq!(codes, [RuleCode::CapacityOpenFull, RuleCode::CapacityDayFull, RuleCode::CapacityHoursFull]);
}

#[test]
fn m12_shared_equipment_serves_as_many_visits_as_there_are_pieces() {
    let mut case = Case::new();
    case.technician().equipment.clear();
    case.agent.equipment = vec![("gauge".to_owned(), 1)];
    assert_eq!(case.examine().failed, []);
    let taken = Appointment { equipment: vec!["gauge".to_owned()], ..appointment(technician(2).id) };
    case.load.visits.push(taken);
    assert_eq!(case.examine().failed[0].code, RuleCode::EquipmentMissing);
    case.agent.equipment[0].1 = 2;
    assert_eq!(case.examine().failed, []);
}

fn appointment(technician: TechnicianId) -> Appointment {
    Appointment { technician, window: window(), position: HERE, equipment: Vec::new() }
}

#[test]
fn m12_a_technician_whom_the_customer_refuses_is_left_out_and_another_comes() {
    let mut case = Case::new();
    case.load.excluded = vec![Some(technician(1).id)];
    assert_eq!(case.examine().failed[0].code, RuleCode::ExcludedByCustomer);
    case.agent.technicians.push(technician(2));
    assert_eq!(case.examine().technician, Some(technician(2).id));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Whatever touches the agent, no window is found that anything hinders, and no earlier half hour is free.
    #[test]
    fn m14_the_first_window_is_free_and_none_before_it_is(
        visits in proptest::collection::vec((0_i64..96, 1_i64..6, 0_i32..3), 0..12),
        leave in proptest::collection::vec((0_i64..96, 1_i64..40), 0..3),
        booked in proptest::collection::vec((0_u64..5, 1_i32..3, 10_i32..200), 0..6),
    ) {
        let mut case = Case::new();
        case.needs.window = None;
        let half_hours = |count: i64| TimeDelta::minutes(30 * count);
        let spanned = |from: i64, length: i64| Window { from: now() + half_hours(from), to: now() + half_hours(from + length) };
        for (from, length, place) in visits {
            case.visit(spanned(from, length), Position { lat: HERE.lat + f64::from(place) * 0.03, ..HERE });
        }
        case.agent.time_off =
            leave.into_iter().map(|(from, length)| TimeOff { technician: None, window: spanned(from, length) }).collect();
        let technician = case.agent.technicians[0].id;
        for (days, jobs, minutes) in booked {
            let day = day("2026-11-22") + chrono::Days::new(days);
            case.load.booked.push(Booked { technician, day, jobs, minutes });
        }
        let scene = Scene::new(&case.agent, &case.load, &case.needs, &case.policy, now());
        let (who, length) = (&case.agent.technicians[0], TimeDelta::hours(1));
        let found = first_window(&scene, who, now(), length).unwrap();
        prop_assert_eq!(hindrance(&scene, who, found), None);
        prop_assert_eq!(case.agent.hours.business_between(found.from, found.to), 3_600);
        let mut from = now();
        while from < found.from {
            let earlier = Window { from, to: from + length };
            let is_working = case.agent.hours.business_between(earlier.from, earlier.to) == 3_600;
            prop_assert!(!is_working || hindrance(&scene, who, earlier).is_some(), "{earlier:?} before {found:?}");
            from += TimeDelta::minutes(30);
        }
    }
}
