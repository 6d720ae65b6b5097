//! Travel times by road: real servers, their faults, and rankings that never mix two sources.

use std::time::{Duration, Instant as Stopwatch};

use chrono::TimeDelta;
use ostakar::app::dispatch::{self, Ranked};
use ostakar::app::{App, outbox};
use ostakar::dispatch::objective::Objective;
use ostakar::domain::geo::Position;
use ostakar::domain::id::JobId;
use ostakar::domain::travel::{Pace, TravelSource, Way};
use ostakar::gateway::road::memory::{Mood, Plain};
use ostakar::gateway::road::{Road, RoadKind, RoadTimes, Unknown};
use ostakar::store::jobs::list_decisions;

use crate::dispatch::{report, staff};
use crate::site::Site;
use crate::support::app::{TestApp, start};
use crate::support::facts::{execute, text};
use crate::support::process::command;
use crate::support::roads::RoadServer;
use crate::support::{TestDb, both};

const KINDS: [RoadKind; 2] = [RoadKind::Osrm, RoadKind::Valhalla];
/// In the middle of the map.
const HELSINKI: Position = Position { lat: 60.1675, lon: 24.944 };
/// 3,300 km off.
const TEHRAN: Position = Position { lat: 35.6944, lon: 51.4215 };

/// Fifty bases around the middle.
fn around() -> Vec<Position> {
    let base =
        |at: i32| Position { lat: 60.164 + 0.000_6 * f64::from(at % 10), lon: 24.939_5 + 0.001_8 * f64::from(at / 10) };
    (0..50).map(base).collect()
}

async fn ways(times: &RoadTimes, place: Position, bases: &[Position]) -> Result<Vec<Way>, Unknown> {
    times.ways(place, bases, (start(), start())).await
}

fn median(mut ratios: Vec<f64>) -> f64 {
    ratios.sort_by(f64::total_cmp);
    ratios[ratios.len() / 2]
}

#[actix_web::test]
async fn osrm_and_valhalla_agree_with_the_figures_of_a_city_within_a_sane_factor() {
    let mut seconds: Vec<Vec<Option<f64>>> = Vec::new();
    for kind in KINDS {
        let server = RoadServer::start(kind).await;
        let found = ways(&server.times(), HELSINKI, &around()).await.unwrap();
        let taken = |way: &Way| match way {
            Way::Takes(seconds) => Some(f64::from(i32::try_from(*seconds).unwrap())),
            Way::OffRoad => panic!("{kind:?} finds a base in the city off the road"),
            Way::NoRoad => None,
        };
        seconds.push(found.iter().map(taken).collect());
    }
    let pace = Pace { detour_factor: 1.35, speed_m_s: 8.3 };
    let figures = around().into_iter().map(|base| base.metres_to(HELSINKI) * pace.detour_factor / pace.speed_m_s);
    let all: Vec<(f64, f64, f64)> = (figures.zip(&seconds[0]).zip(&seconds[1]))
        .filter_map(|((figure, osrm), valhalla)| Some((figure, (*osrm)?, (*valhalla)?)))
        .collect();
    assert!(all.len() >= 35, "only {} of 50 bases have a way on both", all.len());
    // Streets of one way make short ways in a city much longer than the great circle.
    let of_figure =
        [median(all.iter().map(|it| it.1 / it.0).collect()), median(all.iter().map(|it| it.2 / it.0).collect())];
    assert!(of_figure.iter().all(|ratio| (0.7..4.0).contains(ratio)), "{of_figure:?}");
    let of_both = median(all.iter().map(|it| it.1 / it.2).collect());
    assert!((0.5..2.0).contains(&of_both), "{of_both}");
}

#[actix_web::test]
async fn a_point_three_thousand_kilometres_off_is_known_and_spoils_no_other() {
    for kind in KINDS {
        let server = RoadServer::start(kind).await;
        let times = server.times();
        let bases = [around()[20], TEHRAN, around()[30]];
        let found = ways(&times, HELSINKI, &bases).await.unwrap();
        assert!(matches!(found[..], [Way::Takes(_), Way::OffRoad, Way::Takes(_)]), "{kind:?}: {found:?}");
        // Three kilometres into the sea, while all roads of the map are near.
        let at_sea = Position { lat: 60.135, ..HELSINKI };
        let found = ways(&times, HELSINKI, &[around()[21], at_sea]).await.unwrap();
        assert!(matches!(found[..], [Way::Takes(_), Way::OffRoad]), "{kind:?}: {found:?}");
        assert_eq!(ways(&times, TEHRAN, &bases).await, Err(Unknown::PlaceOffRoad), "{kind:?}");
        assert_eq!(ways(&times, at_sea, &bases).await, Err(Unknown::PlaceOffRoad), "{kind:?}");
    }
}

/// OSRM ends a connection after 512 questions: that must not cost a ranking its times.
#[actix_web::test]
async fn a_connection_that_the_server_ends_costs_no_answer() {
    for kind in KINDS {
        let server = RoadServer::start(kind).await;
        let times = server.times();
        for hour in 0..600 {
            let sets_out = start() + TimeDelta::hours(hour);
            let found = times.ways(HELSINKI, &around()[20..22], (sets_out, start())).await;
            assert!(found.is_ok(), "{kind:?}, question {hour}: {found:?}");
        }
    }
}

/// Jobs in Helsinki, at these places, with everybody around them. Areas only warn there, since they stayed at home.
async fn jobs_in_helsinki(test: &TestApp, places: &[Position]) -> Vec<JobId> {
    let mut jobs = Vec::new();
    for (k, Position { lat, lon }) in (1..).zip(places) {
        let job = report(&test.app, k).await;
        let address = format!(
            "SELECT address_id FROM service_requests JOIN jobs ON request_id = service_requests.id WHERE jobs.id = '{job}'"
        );
        let moved = format!("UPDATE addresses SET lat = {lat}, lon = {lon}, precision_level = 'city'");
        assert_eq!(execute(test.url(), &format!("{moved} WHERE id = ({address})")), 1);
        jobs.push(job);
    }
    execute(test.url(), "UPDATE agents SET lat = 60.164 + (rowid % 10) * 0.0006, lon = 24.9395 + (rowid % 5) * 0.0018");
    test.app.reload_network().await.unwrap();
    jobs
}

async fn ranked(app: &App, job: JobId) -> Ranked {
    let ranked = dispatch::rank_job(app, job, None).await.unwrap();
    assert!(!ranked.ledger.eligible.is_empty());
    ranked
}

#[actix_web::test]
async fn a_ranking_falls_back_at_once_when_its_source_is_killed_and_returns_to_it() {
    for (kind, source) in KINDS.into_iter().zip([TravelSource::Osrm, TravelSource::Valhalla]) {
        let server = RoadServer::start(kind).await;
        let test = TestApp::demo_with_road(TestDb::sqlite(), server.times()).await;
        let jobs = jobs_in_helsinki(&test, &around()[20..27]).await;
        let [first, others @ .., last] = jobs.as_slice() else { panic!("seven jobs") };
        assert_eq!(ranked(&test.app, *first).await.ledger.travel_source, source);
        let port = server.port();
        drop(server);
        assert_eq!(ranked(&test.app, *first).await.ledger.travel_source, source, "these ways are known");
        for job in others {
            let began = Stopwatch::now();
            let ledger = ranked(&test.app, *job).await.ledger;
            assert_eq!(ledger.travel_source, TravelSource::GreatCircle);
            assert!(ledger.eligible.iter().all(|it| it.travel_s.is_some()));
            // A ranking that waited would have waited for five.
            assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
        }
        let _server = RoadServer::start_at(kind, port).await;
        assert_eq!(ranked(&test.app, *last).await.ledger.travel_source, TravelSource::GreatCircle, "left alone");
        test.app.clock.advance(TimeDelta::seconds(10));
        assert_eq!(ranked(&test.app, *last).await.ledger.travel_source, source);
    }
}

#[actix_web::test]
async fn a_network_that_the_map_does_not_cover_is_timed_by_the_figures_of_its_regions() {
    let server = RoadServer::start(RoadKind::Osrm).await;
    let test = TestApp::demo_with_road(TestDb::sqlite(), server.times()).await;
    let job = report(&test.app, 1).await;
    assert_eq!(ranked(&test.app, job).await.ledger.travel_source, TravelSource::GreatCircle);
}

/// Every time of the ledger is that of its source.
fn check(test: &TestApp, ranked: &Ranked, off: &[Position]) {
    let (app, place) = (&test.app, ranked.case.position());
    let needs = ranked.case.needs(&app.catalogue());
    for candidate in &ranked.ledger.eligible {
        let base = app.network().agent(candidate.agent_id).unwrap().position;
        let sets_out = needs.sets_out_at(app.clock.now());
        let expected = if ranked.ledger.travel_source == TravelSource::GreatCircle {
            Some(needs.roads.travel_s(&ranked.policy.2, base.metres_to(place), sets_out))
        } else {
            (!off.contains(&base)).then(|| Plain::seconds(place, base))
        };
        assert_eq!(candidate.travel_s, expected, "{candidate:?}");
        let travel = candidate.points.iter().find(|points| points.objective == Objective::Travel).unwrap();
        assert_eq!(travel.figure, expected.map(|seconds| seconds.to_string()).unwrap_or_default());
        assert!(expected.is_some() || travel.points == 0);
    }
}

/// A source in every mood, with bases and places off its roads: 60 rounds over random cases.
#[actix_web::test]
async fn no_ranking_mixes_two_sources() {
    let plain = Plain::default();
    let times = RoadTimes::new(Road::Memory(plain.clone()), Duration::from_millis(20));
    let test = TestApp::demo_with_road(TestDb::sqlite(), times).await;
    let network = test.app.network();
    let moods = [Mood::Answers, Mood::Answers, Mood::Down, Mood::Refuses, Mood::Hangs, Mood::LeavesOut];
    let (mut by_road, mut with_a_base_off) = (0, 0);
    for round in 0..60_usize {
        let off: Vec<Position> =
            network.agents().map(|agent| agent.position).skip(round % 7).step_by(2 + round % 9).collect();
        plain.take_roads_from(off.clone());
        plain.set(moods[round % moods.len()]);
        let job = report(&test.app, u64::try_from(round).unwrap() + 1).await;
        // Older memories and an open breaker would hide what the source does now.
        test.app.clock.advance(TimeDelta::hours(25));
        let ranked = ranked(&test.app, job).await;
        check(&test, &ranked, &off);
        let is_by_road = ranked.ledger.travel_source == TravelSource::Osrm;
        assert!(!is_by_road || moods[round % moods.len()] == Mood::Answers);
        by_road += usize::from(is_by_road);
        with_a_base_off += usize::from(is_by_road && ranked.ledger.eligible.iter().any(|it| it.travel_s.is_none()));
    }
    assert!(by_road >= 10 && with_a_base_off >= 3, "{by_road} rankings by road, {with_a_base_off} with a base off");
}

both!(m12_the_decision_tells_who_timed_it_and_the_wave_goes_by_its_ledger, async |db: TestDb| {
    let plain = Plain::default();
    let times = RoadTimes::new(Road::Memory(plain.clone()), Duration::from_millis(300));
    let test = TestApp::demo_with_road(db, times).await;
    let app = &test.app;
    let (first, second) = (report(app, 1).await, report(app, 2).await);
    dispatch::dispatch_job(app, staff(), first, None).await.unwrap();
    let asked = plain.asked();
    outbox::deliver_due(app).await.unwrap();
    assert_eq!(plain.asked(), asked, "what is checked again before it leaves needs no road");
    plain.set(Mood::Down);
    dispatch::dispatch_job(app, staff(), second, None).await.unwrap();
    for (job, source) in [(first, TravelSource::Osrm), (second, TravelSource::GreatCircle)] {
        let decision = app.db.read(move |conn| list_decisions(conn, job)).await.unwrap().remove(0);
        assert_eq!(decision.travel_source.0, source);
        assert_eq!(decision.ledger.0["travel_source"], source.as_str());
    }
    assert_eq!(text(test.url(), "SELECT travel_source FROM decisions ORDER BY id LIMIT 1"), "osrm");
});

#[actix_web::test]
async fn the_page_of_a_job_says_who_timed_it_and_whose_base_is_off_the_road() {
    let plain = Plain::default();
    let times = RoadTimes::new(Road::Memory(plain.clone()), Duration::from_secs(5));
    let site = Site::over(TestApp::demo_with_road(TestDb::sqlite(), times).await);
    let job = report(&site.app, 1).await;
    let best = ranked(&site.app, job).await.ledger.eligible[0].agent_id;
    plain.take_roads_from(vec![site.app.network().agent(best).unwrap().position]);
    // What is remembered of the base ends with the day.
    site.app.clock.advance(TimeDelta::hours(24));
    dispatch::dispatch_job(&site.app, staff(), job, None).await.unwrap();
    let manager = site.sign_in("manager").await;
    let page = site.page_as(&manager, &format!("/jobs/{job}?lang=en")).await.text;
    assert!(page.contains("Travel times by road (OSRM)"), "{page}");
    assert_eq!(page.matches("no road at its base").count(), 1, "{page}");
}

#[actix_web::test]
async fn the_command_check_asks_the_source() {
    let db = TestDb::sqlite();
    let check = |url: &str, kind: &str| {
        let folder = tempfile::tempdir().unwrap();
        let mut command = command(&[], &db.url, &folder);
        command.arg("check").envs([("OSTAKAR_ROAD__URL", url), ("OSTAKAR_ROAD__KIND", kind)]);
        let output = command.env("OSTAKAR_ROAD__ANSWER_WITHIN_MS", "5000").output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
    };
    for (kind, name, other) in [(RoadKind::Osrm, "osrm", "valhalla"), (RoadKind::Valhalla, "valhalla", "osrm")] {
        let server = RoadServer::start(kind).await;
        let url = server.settings().url;
        let (code, said) = check(&url, name);
        assert!(code == Some(0) && said.contains(&format!("road: ok ({name})")), "{said}");
        let (code, said) = check(&url, other);
        assert!(code == Some(1) && said.contains(&format!("road: {other}")), "{said}");
        drop(server);
        let (code, said) = check(&url, name);
        assert!(code == Some(1) && said.contains(&format!("road: {name}")), "{said}");
    }
    let (code, said) = check("nowhere", "osrm");
    assert!(code == Some(2) && said.contains("road: url"), "{said}");
}
