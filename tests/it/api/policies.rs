//! Policies: version by version, in force at once, refused with every fault when they make no sense.

use reqwest::Method;
use serde_json::{Value, json};

use ostakar::store::{Signal, Topic};

use crate::support::server::{Seen, TestServer};
use crate::support::{TestDb, both};

async fn revised(server: &TestServer, token: &str, path: &str, version: &str, spec: &Value) -> Seen {
    let request = server.request(Method::POST, &format!("/api/v1/policies/{path}")).bearer_auth(token);
    server.send(request.header("if-match", version).json(&json!({ "spec": spec }))).await
}

fn spec() -> Value {
    json!({
        "brand": "zarvinex", "category": "refrigerator", "model": null, "sold_from": null, "sold_to": null,
        "starts_on": "sale", "calendar": "jalali",
        "months": { "parts": 12, "labour": 12, "travel": 12 },
        "percents": { "parts": 100, "labour": 100, "travel": 40 },
        "exclusions": ["MISUSE", "VOLTAGE"], "guarantee": { "repair_days": 90, "part_months": 6 },
        "commitment_years": 10
    })
}

both!(m18_a_policy_is_revised_and_in_force_at_once, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let (token, operator) = (server.login("administrator").await, server.login("operator").await);
    let path = "warranty/zarvinex_refrigerator";
    let shown = server.get(&operator, &format!("/api/v1/policies/{path}")).await;
    assert_eq!((shown.status, shown.header("etag")), (200, "\"1\""), "{}", shown.text);
    assert_eq!(shown.json()["spec"]["months"]["parts"], 36);
    assert!(shown.json()["notes"][0].as_str().unwrap().contains("consumer_law"));
    let body = json!({ "spec": spec() });
    let bare = server.post(&token, &format!("/api/v1/policies/{path}"), &body).await;
    assert_eq!(bare.code(), (428, "PRECONDITION_REQUIRED".to_owned()));
    assert_eq!(revised(&server, &token, path, "7", &spec()).await.code(), (412, "PRECONDITION_FAILED".to_owned()));
    let mut signals = server.app().db.signals();
    let made = revised(&server, &token, path, "1", &spec()).await;
    assert_eq!((made.status, made.header("etag")), (200, "\"2\""), "{}", made.text);
    let told = std::iter::from_fn(|| signals.try_recv().ok())
        .any(|signal| matches!(signal, Signal::Changed { topic: Topic::Catalog, .. }));
    assert!(told, "the other nodes hear nothing");
    let history = made.json()["history"].clone();
    assert_eq!(history.as_array().unwrap().len(), 2);
    assert_eq!((&history[0]["version"], &history[0]["is_current"]), (&json!(2), &json!(true)));
    assert!(history[0]["created_by"].is_string() && history[1]["created_by"].is_null(), "{history}");
    let old = server.get(&operator, &format!("/api/v1/policies/{path}?version=1")).await;
    assert_eq!((old.header("etag"), &old.json()["spec"]["months"]["parts"]), ("\"2\"", &json!(36)));
    let mut report = server.sample(1);
    let product = json!({ "brand": "zarvinex", "category": "refrigerator", "purchased_on": "2026-10-01",
        "proof": "invoice" });
    report["items"] = json!([{ "kind": "repair", "product": product, "fault": { "code": "RF_NOT_COOLING" } }]);
    let verdict =
        server.post(&operator, "/api/v1/service-requests", &report).await.json()["jobs"][0]["verdict"].clone();
    assert_eq!((&verdict["outcome"], &verdict["policy_version"]), (&json!("partial"), &json!(2)), "{verdict}");
    assert_eq!(verdict["shares"], json!({ "parts": 100, "labour": 100, "travel": 40 }));
    assert_eq!(revised(&server, &operator, path, "2", &spec()).await.status, 403);
});

both!(m18_policies_that_contradict_each_other_are_refused_with_both_named, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("administrator").await;
    let twin = revised(&server, &token, "warranty/twin", "0", &spec()).await;
    assert_eq!(twin.faults(), ["spec policy_contradicts"]);
    let message = twin.json()["errors"][0]["message"].as_str().unwrap().to_owned();
    assert!(message.contains("twin") && message.contains("zarvinex_refrigerator"), "{message}");
    let mut dated = spec();
    dated["sold_from"] = json!("2026-01-01");
    assert_eq!(revised(&server, &token, "warranty/twin", "0", &dated).await.status, 200);
    dated["sold_to"] = json!("2026-06-30");
    let third = revised(&server, &token, "warranty/third", "0", &dated).await;
    assert_eq!(third.faults(), ["spec policy_contradicts"]);
    dated["sold_from"] = json!("2025-01-01");
    dated["sold_to"] = json!("2025-12-31");
    assert_eq!(revised(&server, &token, "warranty/third", "0", &dated).await.status, 200);
});

both!(m18_every_fault_of_a_policy_is_told_at_once, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("administrator").await;
    let mut wrong = spec();
    (wrong["brand"], wrong["category"], wrong["model"]) = (json!("none"), json!("spaceship"), json!("X-1"));
    (wrong["months"]["parts"], wrong["percents"]["labour"]) = (json!(9_999), json!(101));
    wrong["commitment_years"] = json!(51);
    let seen = revised(&server, &token, "warranty/Wrong Code", "0", &wrong).await;
    let expected = [
        "code malformed",
        "spec.brand brand_unknown",
        "spec.category category_unknown",
        "spec.commitment_years out_of_range",
        "spec.model model_unknown",
        "spec.months.parts out_of_range",
        "spec.percents.labour out_of_range",
    ];
    assert_eq!(seen.faults(), expected);
    for (change, fault) in [
        (json!({ "colour": 1 }), "spec.colour unknown_field"),
        (json!({ "months": { "parts": "x", "labour": 1, "travel": 1 } }), "spec.months.parts wrong_type"),
        (json!({ "exclusions": ["RAIN"] }), "spec.exclusions.0 unknown"),
        (json!({ "calendar": 7 }), "spec.calendar wrong_type"),
    ] {
        let mut wrong = spec();
        wrong.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        assert_eq!(revised(&server, &token, "warranty/wrong", "0", &wrong).await.faults(), [fault]);
    }
    let path = "service_level/standard";
    let shown = server.get(&token, &format!("/api/v1/policies/{path}")).await;
    let mut level = shown.json()["spec"].clone();
    (level["high"]["first_visit"], level["low"]["first_response"]) = (json!(1), json!(0));
    let seen = revised(&server, &token, path, shown.header("etag"), &level).await;
    assert_eq!(seen.faults(), ["spec.high.first_visit out_of_range", "spec.low.first_response out_of_range"]);
    assert_eq!(server.get(&token, "/api/v1/policies/weather/x").await.status, 404);
    assert_eq!(server.get(&token, "/api/v1/policies/warranty/none").await.status, 404);
    assert_eq!(server.get(&token, "/api/v1/policies?kind=weather").await.faults(), ["kind unknown"]);
    let listed = server.get(&token, "/api/v1/policies?kind=service_level").await.json();
    assert_eq!((&listed["items"][0]["code"], &listed["next_cursor"]), (&json!("standard"), &Value::Null));
});

both!(m18_travel_is_a_policy_by_province_and_hour, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("administrator").await;
    let operator = server.login("operator").await;
    let job = server.register(&operator, 1).await["jobs"][0]["id"].as_str().unwrap().to_owned();
    let best = async || {
        let ledger = server.get(&token, &format!("/api/v1/jobs/{job}/candidates")).await.json();
        let best = ledger["eligible"][0].clone();
        (best["travel_s"].as_f64().unwrap(), best["distance_m"].as_f64().unwrap())
    };
    let path = "travel/standard";
    let shown = server.get(&token, &format!("/api/v1/policies/{path}")).await;
    assert_eq!(shown.status, 200, "{}", shown.text);
    let all: Vec<String> = server.app().catalogue().rows().provinces.iter().map(|it| it.code.clone()).collect();
    let region = |provinces: &[String], bands: Value| json!({ "provinces": provinces, "detour_factor": 2.0, "speed_m_s": 20.0, "bands": bands });
    let spec = json!({ "regions": [region(&all, json!([]))] });
    let made = revised(&server, &token, path, shown.header("etag"), &spec).await;
    assert_eq!(made.status, 200, "{}", made.text);
    let (travel_s, distance_m) = best().await;
    assert!((travel_s - distance_m / 10.0).abs() <= 1.0, "{travel_s} s for {distance_m} m");
    // Tests begin on a Sunday at nine.
    let rush = json!([{ "hours": "sat-wed 08:00-10:00", "speed_m_s": 5.0 }]);
    let spec = json!({ "regions": [region(&all, rush)] });
    assert_eq!(revised(&server, &token, path, made.header("etag"), &spec).await.status, 200);
    let (travel_s, distance_m) = best().await;
    assert!((travel_s - distance_m / 2.5).abs() <= 1.0, "{travel_s} s for {distance_m} m");
    let wrong = json!({ "regions": [
        { "provinces": ["tehran", "tehran", "atlantis"], "detour_factor": 0.9, "speed_m_s": 0.0,
            "bands": [{ "hours": "", "speed_m_s": 51.0 }] },
        { "provinces": [], "detour_factor": 1.0, "speed_m_s": 50.0, "bands": [] },
    ] });
    let expected = [
        "spec.regions.0.bands.0.hours required",
        "spec.regions.0.bands.0.speed_m_s out_of_range",
        "spec.regions.0.detour_factor out_of_range",
        "spec.regions.0.provinces.1 not_allowed",
        "spec.regions.0.provinces.2 province_unknown",
        "spec.regions.0.speed_m_s out_of_range",
        "spec.regions.1.provinces required",
    ];
    assert_eq!(revised(&server, &token, path, "3", &wrong).await.faults(), expected);
});
