//! The sources against an HTTP server with the faults that they have, and the guard around them.

use std::time::{Duration, Instant as Stopwatch};

use chrono::TimeDelta;
use serde_json::{Value, json};
use wiremock::matchers::{body_partial_json, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::memory::{Mood, Plain};
use super::*;
use crate::domain::time::Instant;

const PLACE: Position = Position { lat: 35.7, lon: 51.4 };
const NEAR: Position = Position { lat: 35.71, lon: 51.41 };
const FAR: Position = Position { lat: 35.8, lon: 51.5 };
const WITHIN: Duration = Duration::from_millis(300);

fn now() -> Instant {
    "2026-11-22T08:00:00Z".parse().unwrap()
}

fn settings(kind: RoadKind, url: &str) -> RoadSettings {
    RoadSettings { kind, url: url.to_owned(), profile: None, answer_within_ms: 300 }
}

fn times(kind: RoadKind, url: &str) -> RoadTimes {
    RoadTimes::from_settings(&settings(kind, url)).unwrap()
}

async fn ways_of(times: &RoadTimes, bases: &[Position], at: Instant) -> Result<Vec<Way>, Unknown> {
    times.ways(PLACE, bases, (at, at)).await
}

/// What OSRM says of two bases and a place that it put at these positions.
fn osrm(place: Position, bases: [Position; 2], seconds: [Option<f64>; 2]) -> Value {
    let snapped = |position: Position| json!({ "location": [position.lon, position.lat], "distance": 1.0, "name": "" });
    json!({
        "code": "Ok", "durations": seconds.map(|it| [it]), "sources": bases.map(snapped),
        "destinations": [snapped(place)],
    })
}

async fn osrm_says(answer: ResponseTemplate) -> Result<Vec<Way>, Unknown> {
    let server = MockServer::start().await;
    Mock::given(method("GET")).respond_with(answer).mount(&server).await;
    ways_of(&times(RoadKind::Osrm, &server.uri()), &[NEAR, FAR], now()).await
}

async fn osrm_says_json(answer: Value) -> Result<Vec<Way>, Unknown> {
    osrm_says(ResponseTemplate::new(200).set_body_json(answer)).await
}

#[tokio::test]
async fn osrm_is_asked_for_a_column_and_a_base_off_the_road_spoils_no_other() {
    let server = MockServer::start().await;
    let answer = osrm(PLACE, [NEAR, FAR], [Some(184.6), Some(700.0)]);
    Mock::given(path("/table/v1/driving/51.400000,35.700000;51.410000,35.710000;51.500000,35.800000"))
        .respond_with(ResponseTemplate::new(200).set_body_json(answer))
        .expect(1)
        .mount(&server)
        .await;
    let times = times(RoadKind::Osrm, &server.uri());
    let found = ways_of(&times, &[NEAR, FAR], now()).await.unwrap();
    assert_eq!(found, [Way::Takes(185), Way::Takes(700)]);
    let asked = &server.received_requests().await.unwrap()[0];
    let query = asked.url.query().unwrap();
    for part in ["sources=1;2", "destinations=0", "radiuses=unlimited;unlimited;unlimited", "annotations=duration"] {
        assert!(query.contains(part), "{query}");
    }
    let moved = Position { lat: FAR.lat + 0.02, ..FAR };
    let found = osrm_says_json(osrm(PLACE, [NEAR, moved], [Some(10.0), Some(20.0)])).await.unwrap();
    assert_eq!(found, [Way::Takes(10), Way::OffRoad], "2.2 km off");
    let moved = Position { lat: FAR.lat + 0.017, ..FAR };
    let found = osrm_says_json(osrm(PLACE, [NEAR, moved], [Some(10.0), None])).await.unwrap();
    assert_eq!(found, [Way::Takes(10), Way::NoRoad], "1.9 km off, but no way");
    let moved = Position { lat: PLACE.lat + 0.02, ..PLACE };
    let found = osrm_says_json(osrm(moved, [NEAR, FAR], [Some(10.0), Some(20.0)])).await;
    assert_eq!(found, Err(Unknown::PlaceOffRoad));
}

#[tokio::test]
async fn what_is_no_table_of_osrm_is_no_answer() {
    let is_down = |found: &Result<_, _>| matches!(found, Err(Unknown::NoTable(NoTable::Down(_))));
    let is_refused = |found: &Result<_, _>| matches!(found, Err(Unknown::NoTable(NoTable::Refused(_))));
    let whole = || osrm(PLACE, [NEAR, FAR], [Some(10.0), Some(20.0)]);
    for (field, value) in [
        ("durations", json!([[10.0]])),
        ("durations", json!([[], []])),
        ("durations", json!([[10.0], [-1.0]])),
        ("durations", json!([[10.0], [1e12]])),
        ("sources", json!([])),
        ("destinations", json!([])),
        ("durations", json!("none")),
    ] {
        let mut answer = whole();
        answer[field] = value;
        let found = osrm_says_json(answer).await;
        assert!(is_down(&found), "{field}: {found:?}");
    }
    assert!(is_down(&osrm_says(ResponseTemplate::new(200).set_body_string("<html>")).await));
    assert!(is_down(&osrm_says(ResponseTemplate::new(500).set_body_json(whole())).await));
    assert!(is_down(&osrm_says(ResponseTemplate::new(302).append_header("location", "/elsewhere")).await));
    assert!(is_down(&osrm_says(ResponseTemplate::new(200).set_body_bytes(vec![b' '; 2 << 20])).await));
    assert!(is_refused(&osrm_says(ResponseTemplate::new(400).set_body_json(json!({ "code": "TooBig" }))).await));
    assert!(is_refused(&osrm_says_json(json!({ "code": "NoTable" })).await));
}

#[tokio::test]
async fn a_server_that_hangs_or_is_not_there_costs_no_more_than_the_time_out() {
    let began = Stopwatch::now();
    let late = osrm_says(ResponseTemplate::new(200).set_delay(Duration::from_mins(1))).await;
    assert!(matches!(late, Err(Unknown::Late | Unknown::NoTable(NoTable::Down(_)))), "{late:?}");
    assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
    for kind in [RoadKind::Osrm, RoadKind::Valhalla] {
        let found = ways_of(&times(kind, "http://127.0.0.1:1"), &[NEAR], now()).await;
        assert!(matches!(found, Err(Unknown::NoTable(NoTable::Down(_)))), "{found:?}");
    }
}

#[tokio::test]
async fn more_bases_than_a_server_takes_are_asked_in_parts() {
    let server = MockServer::start().await;
    let answer = |request: &wiremock::Request| {
        let coordinates = request.url.path().rsplit('/').next().unwrap();
        let points: Vec<[f64; 2]> = coordinates
            .split(';')
            .map(|point| point.split_once(',').unwrap())
            .map(|(lon, lat)| [lon.parse().unwrap(), lat.parse().unwrap()])
            .collect();
        assert!(points.len() <= 100);
        let snapped: Vec<Value> = points.iter().map(|point| json!({ "location": point })).collect();
        let rows: Vec<[f64; 1]> = points[1..].iter().map(|point| [(point[1] * 1_000.0).round()]).collect();
        let answer = json!({ "code": "Ok", "durations": rows, "sources": snapped[1..], "destinations": [snapped[0]] });
        ResponseTemplate::new(200).set_body_json(answer)
    };
    Mock::given(method("GET")).respond_with(answer).expect(3).mount(&server).await;
    let bases: Vec<Position> = (0..250).map(|at| Position { lat: f64::from(at) / 1_000.0, lon: 50.0 }).collect();
    let found = ways_of(&times(RoadKind::Osrm, &server.uri()), &bases, now()).await.unwrap();
    assert_eq!(found, (0..250).map(Way::Takes).collect::<Vec<_>>(), "in their order");
}

fn cell(base: Position, seconds: Option<f64>) -> Value {
    let (end_lat, end_lon) = (PLACE.lat, PLACE.lon);
    json!({ "time": seconds, "begin_lat": base.lat, "begin_lon": base.lon, "end_lat": end_lat, "end_lon": end_lon })
}

#[tokio::test]
async fn valhalla_refuses_a_matrix_for_one_bad_point_and_is_asked_for_the_others() {
    let server = MockServer::start().await;
    let refused = json!({ "error_code": 171, "error": "No suitable edges near location" });
    let point = |position: Position| json!({ "lat": position.lat, "lon": position.lon, "search_cutoff": 2_000.0 });
    Mock::given(path("/sources_to_targets"))
        .and(body_partial_json(json!({ "sources": [point(NEAR), point(FAR)], "targets": [point(PLACE)] })))
        .respond_with(ResponseTemplate::new(400).set_body_json(refused))
        .expect(1)
        .mount(&server)
        .await;
    let located = json!([{ "edges": [{}], "nodes": [] }, { "edges": null, "nodes": null }, { "edges": [{}] }]);
    Mock::given(path("/locate"))
        .respond_with(ResponseTemplate::new(200).set_body_json(located))
        .expect(1)
        .mount(&server)
        .await;
    let answer = json!({ "sources_to_targets": [[cell(FAR, Some(900.0))]] });
    Mock::given(path("/sources_to_targets"))
        .and(body_partial_json(json!({ "sources": [point(FAR)], "costing": "auto", "verbose": true })))
        .respond_with(ResponseTemplate::new(200).set_body_json(answer))
        .expect(1)
        .mount(&server)
        .await;
    let times = times(RoadKind::Valhalla, &server.uri());
    assert_eq!(ways_of(&times, &[NEAR, FAR], now()).await.unwrap(), [Way::OffRoad, Way::Takes(900)]);
    assert_eq!(ways_of(&times, &[NEAR, FAR], now()).await.unwrap(), [Way::OffRoad, Way::Takes(900)], "remembered");
}

async fn valhalla_says(matrix: ResponseTemplate, located: Value) -> Result<Vec<Way>, Unknown> {
    let server = MockServer::start().await;
    Mock::given(path("/sources_to_targets")).respond_with(matrix).mount(&server).await;
    let located = ResponseTemplate::new(200).set_body_json(located);
    Mock::given(path("/locate")).respond_with(located).mount(&server).await;
    ways_of(&times(RoadKind::Valhalla, &server.uri()), &[NEAR, FAR], now()).await
}

#[tokio::test]
async fn what_valhalla_says_is_read_with_care() {
    let ok = |answer: Value| ResponseTemplate::new(200).set_body_json(json!({ "sources_to_targets": answer }));
    let found = valhalla_says(ok(json!([[cell(NEAR, Some(61.0))], [cell(FAR, None)]])), json!([])).await;
    assert_eq!(found.unwrap(), [Way::Takes(61), Way::NoRoad]);
    let old = json!([[{ "time": 61, "distance": 1.0 }], [{ "time": 70, "distance": 1.0 }]]);
    assert_eq!(valhalla_says(ok(old), json!([])).await.unwrap(), [Way::Takes(61), Way::Takes(70)]);
    let off = json!([[cell(FAR, Some(61.0))], [cell(FAR, Some(70.0))]]);
    assert_eq!(valhalla_says(ok(off), json!([])).await.unwrap(), [Way::OffRoad, Way::Takes(70)]);
    let refused = || ResponseTemplate::new(400).set_body_json(json!({ "error_code": 171 }));
    let (on, off) = (json!({ "edges": [{}] }), json!({ "edges": [] }));
    assert_eq!(valhalla_says(refused(), json!([off, on, on])).await, Err(Unknown::PlaceOffRoad));
    assert_eq!(valhalla_says(refused(), json!([on, off, off])).await.unwrap(), [Way::OffRoad, Way::OffRoad]);
    let found = valhalla_says(refused(), json!([on, on, on])).await;
    assert!(matches!(found, Err(Unknown::NoTable(NoTable::Refused(_)))), "all are on the road: {found:?}");
    for matrix in [ok(json!([[cell(NEAR, None)]])), ok(json!([[], []])), ok(json!("no")), ResponseTemplate::new(503)] {
        let found = valhalla_says(matrix, json!([])).await;
        assert!(matches!(found, Err(Unknown::NoTable(NoTable::Down(_)))), "{found:?}");
    }
}

#[tokio::test]
async fn a_source_is_left_alone_after_three_failures_and_tried_after_a_pause() {
    let plain = Plain::default();
    let times = RoadTimes::new(Road::Memory(plain.clone()), WITHIN);
    plain.set(Mood::Refuses);
    for _ in 0..5 {
        assert!(matches!(ways_of(&times, &[NEAR], now()).await, Err(Unknown::NoTable(NoTable::Refused(_)))));
    }
    assert_eq!(plain.asked(), 5, "a refused question says that the source lives");
    for (mood, at) in [(Mood::Down, 6), (Mood::LeavesOut, 7), (Mood::Hangs, 8)] {
        plain.set(mood);
        let found = ways_of(&times, &[NEAR], now()).await;
        assert!(matches!(found, Err(Unknown::NoTable(NoTable::Down(_)) | Unknown::Late)), "{found:?}");
        assert_eq!(plain.asked(), at);
    }
    plain.set(Mood::Answers);
    let later = now() + TimeDelta::seconds(9);
    assert_eq!(ways_of(&times, &[NEAR], later).await, Err(Unknown::Paused));
    assert_eq!(plain.asked(), 8, "nobody was asked");
    let later = now() + TimeDelta::seconds(10);
    assert_eq!(ways_of(&times, &[NEAR], later).await, Ok(vec![Way::Takes(Plain::seconds(PLACE, NEAR))]));
}

#[tokio::test]
async fn what_is_known_is_not_asked_again_within_the_hour_and_a_paused_source_still_tells_it() {
    let plain = Plain::default();
    let times = RoadTimes::new(Road::Memory(plain.clone()), WITHIN);
    plain.take_roads_from(vec![FAR]);
    let expected = vec![Way::Takes(Plain::seconds(PLACE, NEAR)), Way::OffRoad];
    for _ in 0..3 {
        assert_eq!(ways_of(&times, &[NEAR, FAR], now()).await.as_ref(), Ok(&expected));
    }
    assert_eq!(plain.asked(), 2);
    let next_hour = now() + TimeDelta::hours(1);
    assert_eq!(ways_of(&times, &[NEAR, FAR], next_hour).await.as_ref(), Ok(&expected));
    assert_eq!(plain.asked(), 3, "the point off the road stays off");
    plain.set(Mood::Down);
    let other = Position { lat: 35.72, lon: 51.42 };
    for _ in 0..3 {
        assert!(ways_of(&times, &[NEAR, other], now()).await.is_err(), "one of two is missing");
    }
    assert_eq!(ways_of(&times, &[NEAR, other], now()).await, Err(Unknown::Paused));
    assert_eq!(ways_of(&times, &[NEAR, FAR], now()).await.as_ref(), Ok(&expected));
    plain.set(Mood::Answers);
    plain.take_roads_from(vec![PLACE]);
    let later = now() + TimeDelta::days(1);
    for _ in 0..2 {
        assert_eq!(ways_of(&times, &[NEAR], later).await, Err(Unknown::PlaceOffRoad));
    }
    assert_eq!(plain.asked(), 7, "a place off the road is remembered too");
}

#[tokio::test]
async fn settings_that_cannot_work_are_refused_and_a_source_is_greeted() {
    let refused = |settings| RoadTimes::from_settings(&settings).unwrap_err();
    assert_eq!(refused(settings(RoadKind::Osrm, "ftp://127.0.0.1")), BadSettings::Url);
    assert_eq!(refused(settings(RoadKind::Valhalla, "here")), BadSettings::Url);
    let profile = Some("../car".to_owned());
    assert_eq!(refused(RoadSettings { profile, ..settings(RoadKind::Osrm, "http://127.0.0.1") }), BadSettings::Profile);
    let hurried = RoadSettings { answer_within_ms: 0, ..settings(RoadKind::Osrm, "http://127.0.0.1") };
    assert_eq!(refused(hurried), BadSettings::Within);
    let server = MockServer::start().await;
    let nearest = json!({ "code": "Ok", "waypoints": [] });
    Mock::given(path("/maps/nearest/v1/driving/0,0"))
        .respond_with(ResponseTemplate::new(200).set_body_json(nearest))
        .mount(&server)
        .await;
    let status = json!({ "version": "3.9.1", "available_actions": [] });
    Mock::given(path("/status")).respond_with(ResponseTemplate::new(200).set_body_json(status)).mount(&server).await;
    times(RoadKind::Osrm, &format!("{}/maps/", server.uri())).greet().await.unwrap();
    times(RoadKind::Valhalla, &server.uri()).greet().await.unwrap();
    assert!(times(RoadKind::Osrm, &server.uri()).greet().await.is_err());
}
