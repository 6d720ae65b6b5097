//! Visits, the way between them, and the first free window.

use super::*;

#[test]
fn m14_visits_that_touch_do_not_conflict_at_one_place_and_do_with_a_way_between() {
    let before = Window { from: window().from - TimeDelta::hours(1), to: window().from };
    let after = Window { from: window().to, to: window().to + TimeDelta::hours(1) };
    let far = Position { lat: 35.75, lon: 51.45 };
    for touching in [before, after] {
        let mut case = Case::new();
        case.visit(touching, HERE);
        assert_eq!(case.examine().failed, []);
        let mut case = Case::new();
        case.visit(touching, far);
        assert_eq!(case.examine().failed[0].code, RuleCode::WindowConflict);
    }
}

#[test]
fn m14_the_way_between_visits_is_that_of_the_region_at_its_hour() {
    // 6.2 km as the crow flies: 1,008 s by the policy, 620 s and 6,200 s by the region.
    let away = Position { lat: HERE.lat + 0.055_76, lon: HERE.lon };
    let slow = HourBand { hours: "sat-fri 00:00-12:00".parse().unwrap(), speed_m_s: 1.0 };
    let provinces = vec!["tehran".to_owned()];
    let region = Region { provinces, detour_factor: 1.0, speed_m_s: 10.0, bands: vec![slow] };
    let conflicts = |roads: Roads, from: &str, to: &str, gap_s: i64| {
        let mut case = Case::new();
        case.needs.roads = roads;
        let at = |time: &str| format!("2026-11-23T{time}+03:30").parse::<Instant>().unwrap();
        let gap = TimeDelta::seconds(gap_s);
        case.needs.window = Window::new(at(to) + gap, at(to) + gap + TimeDelta::minutes(30));
        case.visit(Window::new(at(from), at(to)).unwrap(), away);
        case.examine().failed.iter().any(|it| it.code == RuleCode::WindowConflict)
    };
    let roads = || Roads::of(&region, chrono_tz::Tz::Asia__Tehran);
    for (roads, to, way_s) in
        [(Roads::default(), "14:00:00", 1_008), (roads(), "14:00:00", 620), (roads(), "11:59:59", 6_200)]
    {
        assert!(conflicts(roads.clone(), "10:00:00", to, way_s - 20), "{way_s}");
        assert!(!conflicts(roads, "10:00:00", to, way_s + 20), "{way_s}");
    }
}

#[test]
fn m14_without_a_promise_the_first_free_window_avoids_leave_full_days_and_visits() {
    let mut case = Case::new();
    case.needs.window = None;
    let sunday = now();
    let technician = case.agent.technicians[0].id;
    case.load.booked.push(Booked { technician, day: day("2026-11-22"), jobs: 3, minutes: 90 });
    case.agent.time_off = vec![TimeOff {
        technician: Some(technician),
        window: Window { from: at("2026-11-22T20:30:00Z"), to: at("2026-11-23T20:30:00Z") },
    }];
    case.visit(Window { from: at("2026-11-24T04:30:00Z"), to: at("2026-11-24T06:30:00Z") }, HERE);
    let scene = Scene::new(&case.agent, &case.load, &case.needs, &case.policy, sunday);
    let first = first_window(&scene, &case.agent.technicians[0], sunday, TimeDelta::hours(2)).unwrap();
    assert_eq!(first.from, at("2026-11-24T06:30:00Z"));
    assert_eq!(hindrance(&scene, &case.agent.technicians[0], first), None);
    assert_eq!(case.examine().failed, []);
}

#[test]
fn m14_an_agent_that_has_no_time_for_three_weeks_says_why() {
    let month = Window { from: now() - TimeDelta::days(1), to: now() + TimeDelta::days(30) };
    let cases: [(RuleCode, Change); 3] = [
        (RuleCode::NotWorking, |it| it.agent.hours.hours = "fri 10:00-10:20".parse().unwrap()),
        (RuleCode::CapacityDayFull, |it| it.agent.capacity.day = 0),
        (RuleCode::CapacityHoursFull, |it| it.agent.capacity.minutes_day = 10),
    ];
    for (code, change) in cases {
        let mut case = Case::new();
        case.needs.window = None;
        change(&mut case);
        assert_eq!(case.examine().failed[0].code, code);
    }
    let mut case = Case::new();
    case.needs.window = None;
    case.agent.time_off = vec![TimeOff { technician: None, window: month }];
    assert_eq!(case.examine().failed[0].code, RuleCode::TimeOff);
    let mut case = Case::new();
    case.needs.window = None;
    case.visit(month, HERE);
    assert_eq!(case.examine().failed[0].code, RuleCode::WindowConflict);
}
