//! The network by the API: joining, changing, and everything that the work rules ask.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::server::{Seen, TestServer};
use crate::support::{TestDb, both};

fn applicant() -> Value {
    json!({
        "code": "agent_new", "name_fa": "سرویس نو", "name_en": "New Service", "kind": "company", "setting": "mobile",
        "phone": "09120009999", "email": "a@b.ir", "language": "fa", "province": "tehran", "city": "112931",
        "location": { "lat": 35.7, "lon": 51.4 }, "grade": "A", "contract_from": "2026-01-01",
        "contract_to": "2028-01-01", "capacity": { "open": 10, "day": 6, "minutes_day": 600 },
        "brands": ["zarvinex"], "categories": ["tv"], "hours": "sat-wed 08:00-18:00", "commission_percent": 15,
    })
}

async fn edit(
    server: &TestServer,
    token: &str,
    (method, path): (Method, &str),
    (version, body): (&str, &Value),
) -> Seen {
    let request = server.request(method, path).bearer_auth(token).header("if-match", version);
    server.send(request.json(body)).await
}

both!(m12_an_agent_joins_step_by_step_with_every_fault_told_at_once, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("agent_manager").await;
    let mut wrong = applicant();
    for (field, value) in [
        ("name_fa", json!("")),
        ("phone", json!("12")),
        ("email", json!("a@b")),
        ("city", json!("nowhere")),
        ("contract_to", json!("2025-01-01")),
        ("brands", json!(["zarvinex", "none"])),
        ("hours", json!("always")),
        ("commission_percent", json!(101)),
        ("location", json!({ "lat": 95.0, "lon": 51.4 })),
    ] {
        wrong[field] = value;
    }
    let refused = server.post(&token, "/api/v1/agents", &wrong).await;
    let expected = [
        "brands.1 brand_unknown",
        "city place_unknown",
        "commission_percent out_of_range",
        "email malformed",
        "hours hours_malformed",
        "location.lat latitude_out_of_range",
        "name_fa required",
        "phone phone_invalid",
    ];
    assert_eq!(refused.faults(), expected);
    assert_eq!(server.post(&token, "/api/v1/agents", &json!({})).await.faults().len(), 17);

    let ask = async || {
        let request =
            server.request(Method::POST, "/api/v1/agents").bearer_auth(&token).header("idempotency-key", "a-1");
        server.send(request.json(&applicant())).await
    };
    let made = ask().await;
    assert_eq!((made.status, &made.json()["standing"]), (201, &json!("applicant")), "{}", made.text);
    assert_eq!(ask().await.json(), made.json());
    let twin = server.post(&token, "/api/v1/agents", &applicant()).await;
    assert_eq!(twin.faults(), ["code duplicate"]);
    let path = made.header("location").to_owned();
    let event = async |event: &str| server.post(&token, &format!("{path}/events"), &json!({ "event": event })).await;
    assert_eq!(event("activate").await.code(), (409, "EVENT_NOT_ALLOWED".to_owned()));
    assert_eq!(event("suspend").await.faults(), ["event not_allowed"]);
    for (name, standing) in
        [("submit_documents", "documents"), ("inspect", "inspected"), ("admit", "probation"), ("activate", "active")]
    {
        assert_eq!(event(name).await.json()["standing"], standing);
    }
    let shown = server.get(&token, &path).await;
    let change = json!({ "grade": "B", "authorizations": [{ "brand": "zarvinex", "category": "tv" }],
        "equipment": [{ "equipment": "multimeter", "pieces": 2 }] });
    let missing = server.send(server.request(Method::PATCH, &path).bearer_auth(&token).json(&change)).await;
    assert_eq!(missing.code(), (428, "PRECONDITION_REQUIRED".to_owned()));
    assert_eq!(edit(&server, &token, (Method::PATCH, &path), ("\"1\"", &change)).await.code().0, 412);
    let changed = edit(&server, &token, (Method::PATCH, &path), (shown.header("etag"), &change)).await;
    assert_eq!((changed.status, &changed.json()["grade"]), (200, &json!("B")), "{}", changed.text);
    assert_eq!(changed.json()["equipment"], change["equipment"]);
    let code = json!({ "code": "other" });
    assert_eq!(
        edit(&server, &token, (Method::PATCH, &path), (changed.header("etag"), &code)).await.faults(),
        ["code not_allowed"]
    );
    let operator = server.login("operator").await;
    assert_eq!(server.post(&operator, "/api/v1/agents", &applicant()).await.status, 403);
});

both!(m12_what_hangs_on_an_agent_is_added_and_told, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("agent_manager").await;
    let path = server.post(&token, "/api/v1/agents", &applicant()).await.header("location").to_owned();
    let at = |rest: &str| format!("{path}/{rest}");
    let skill = |level: i64, to: &str| json!({ "skill": "tv", "level": level, "certified_from": "2026-01-01", "certified_to": to });
    let technician = |skill: Value| {
        json!({ "code": "tech_new", "name_fa": "نام", "phone": "09120008888", "language": "fa",
        "languages": ["en"], "skills": [skill], "equipment": ["multimeter"], "capacity_day": 3 })
    };
    let wrong = server.post(&token, &at("technicians"), &technician(skill(5, "2025-01-01"))).await;
    assert_eq!(wrong.faults(), ["skills.0.certified_to date_order", "skills.0.level out_of_range"]);
    let made = server.post(&token, &at("technicians"), &technician(skill(3, "2027-01-01"))).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let of = &made.json()["technicians"][0];
    assert_eq!((&of["capacity_day"], &of["skills"][0]["certified_to"]), (&json!(3), &json!("2027-01-01")));
    let one = format!("/api/v1/technicians/{}", of["id"].as_str().unwrap());
    let away = json!({ "is_active": false });
    assert_eq!(edit(&server, &token, (Method::PATCH, &one), ("\"7\"", &away)).await.code().0, 412);
    let gone = edit(&server, &token, (Method::PATCH, &one), ("\"1\"", &away)).await;
    assert_eq!(gone.json()["technicians"], json!([]), "{}", gone.text);
    let all = server.get(&token, &at("technicians")).await.json();
    assert_eq!(all["items"][0]["is_active"], false);

    let document =
        |to: &str| json!({ "kind": "licence", "number": "L-1", "issued_on": "2026-01-01", "expires_on": to });
    assert_eq!(
        server.post(&token, &at("documents"), &document("2025-01-01")).await.faults(),
        ["expires_on date_order"]
    );
    assert_eq!(server.post(&token, &at("documents"), &document("2028-01-01")).await.status, 201);
    assert_eq!(server.post(&token, &at("documents"), &document("2029-01-01")).await.faults(), ["number duplicate"]);
    assert_eq!(server.get(&token, &at("documents")).await.json()["items"][0]["kind"], "licence");

    let leave = |to: &str| json!({ "from": "2026-12-01T00:00:00Z", "to": to, "reason": "leave" });
    let refused = server.post(&token, &at("time-off"), &leave("2026-11-30T00:00:00Z")).await;
    assert_eq!(refused.faults(), ["to window_ends_before_start"]);
    let made = server.post(&token, &at("time-off"), &leave("2026-12-03T00:00:00Z")).await.json();
    let id = made["time_off"][0]["id"].as_str().unwrap();
    let cancel = async || {
        server.send(server.request(Method::DELETE, &at(&format!("time-off/{id}"))).bearer_auth(&token)).await.status
    };
    assert_eq!((cancel().await, cancel().await), (204, 404));

    let version = server.get(&token, &path).await.header("etag").to_owned();
    let seasons =
        json!({ "seasons": [{ "months": [3, 4], "percent": 150 }, { "from": "2026-12-01", "to": "2026-11-01" }] });
    let refused = edit(&server, &token, (Method::PUT, &at("seasons")), (&version, &seasons)).await;
    let expected = [
        "seasons.1.capacity_day required",
        "seasons.1.capacity_minutes_day required",
        "seasons.1.capacity_open required",
        "seasons.1.to date_order",
    ];
    assert_eq!(refused.faults(), expected);
    let seasons = json!({ "seasons": [{ "months": [3, 4], "percent": 150 }] });
    let set = edit(&server, &token, (Method::PUT, &at("seasons")), (&version, &seasons)).await;
    assert_eq!(set.json()["seasons"][0]["months"], json!([3, 4]), "{}", set.text);
});

both!(m12_own_areas_on_the_same_ground_are_told_with_both_names, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("agent_manager").await;
    let made = server.post(&token, "/api/v1/agents", &applicant()).await;
    let path = format!("{}/areas", made.header("location"));
    let bow = json!({ "type": "Polygon", "coordinates": [[[51, 35], [52, 36], [52, 35], [51, 36], [51, 35]]] });
    let areas =
        json!({ "areas": [{ "kind": "primary", "geometry": bow }, { "kind": "primary", "geometry": { "x": 1 } }] });
    let refused = edit(&server, &token, (Method::PUT, &path), (made.header("etag"), &areas)).await;
    assert_eq!(refused.faults(), ["areas.0.geometry polygon_crosses_itself", "areas.1.geometry malformed"]);
    let circle = json!({ "type": "Point", "coordinates": [51.41, 35.69] });
    let areas = json!({ "areas": [{ "kind": "primary", "geometry": circle, "radius_m": 3000.0 }] });
    let set = edit(&server, &token, (Method::PUT, &path), (made.header("etag"), &areas)).await;
    assert_eq!(set.status, 200, "{}", set.text);
    let told = set.json();
    let codes: Vec<&Value> =
        told["overlaps"].as_array().unwrap().iter().flat_map(|it| [&it["code"], &it["other_code"]]).collect();
    assert!(codes.contains(&&json!("agent_001")) && codes.contains(&&json!("agent_new")), "{codes:?}");
    let map = server.get(&token, "/api/v1/areas/overlaps").await.json();
    let feature = map["features"].as_array().unwrap().iter().find(|it| it["properties"]["other_code"] == "agent_new");
    let feature = feature.expect("the new agent's overlap");
    assert_eq!((&map["type"], &feature["geometry"]["type"]), (&json!("FeatureCollection"), &json!("MultiPolygon")));
    assert!(feature["properties"]["area_m2"].as_i64().unwrap() > 10_000);
});

both!(m8_a_province_is_closed_at_once_and_opened_again, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let (manager, app) = (server.login("manager").await, server.app());
    let closure =
        json!({ "day": "2026-11-22", "province": "tehran", "name_fa": "آلودگی هوا", "name_en": "Air pollution" });
    let open_now = || {
        let network = app.network();
        let of = network.agents().find(|agent| agent.code == "agent_001").unwrap().hours.clone();
        of.is_open(app.clock.now())
    };
    assert!(open_now());
    let wrong = server
        .post(
            &manager,
            "/api/v1/closures",
            &json!({ "day": "2026-11-22", "province": "atlantis", "name_fa": "", "name_en": "x" }),
        )
        .await;
    assert_eq!(wrong.faults(), ["name_fa required", "province province_unknown"]);
    assert_eq!(server.post(&manager, "/api/v1/closures", &closure).await.status, 201);
    assert!(!open_now());
    let listed = server.get(&manager, "/api/v1/closures?to=2026-11-22").await.json();
    assert_eq!(listed["items"][0]["name_en"], "Air pollution", "{listed}");
    let path = "/api/v1/closures/2026-11-22?province=tehran";
    assert_eq!(server.send(server.request(Method::DELETE, path).bearer_auth(&manager)).await.status, 204);
    assert!(open_now());
});

both!(m12_a_customer_who_refuses_an_agent_does_not_get_it, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let (operator, dispatcher) = (server.login("operator").await, server.login("dispatcher").await);
    let taken = server.register(&operator, 1).await;
    let job = taken["jobs"][0]["id"].as_str().unwrap();
    let candidates = format!("/api/v1/jobs/{job}/candidates");
    let best =
        server.get(&dispatcher, &candidates).await.json()["eligible"][0]["agent_id"].as_str().unwrap().to_owned();
    let request =
        server.get(&operator, &format!("/api/v1/service-requests/{}", taken["id"].as_str().unwrap())).await.json();
    let customer = request["customer_id"].as_str().or(request["customer"]["id"].as_str()).unwrap().to_owned();
    let path = format!("/api/v1/customers/{customer}/exclusions");
    let wrong = server.post(&operator, &path, &json!({ "agent_id": customer, "reason": "" })).await;
    assert_eq!(wrong.faults(), ["agent_id agent_unknown", "reason required"]);
    let made = server.post(&operator, &path, &json!({ "agent_id": best, "reason": "بی‌ادبی" })).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let ledger = server.get(&dispatcher, &candidates).await.json();
    let why = ledger["excluded"].as_array().unwrap().iter().find(|it| it["agent_id"] == best.as_str()).unwrap();
    assert_eq!(why["failed"][0]["code"], "EXCLUDED_BY_CUSTOMER", "{why}");
    let id = made.json()["items"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(
        server.send(server.request(Method::DELETE, &format!("{path}/{id}")).bearer_auth(&operator)).await.status,
        204
    );
    assert_eq!(server.get(&dispatcher, &candidates).await.json()["eligible"][0]["agent_id"], best.as_str());
});

both!(m12_a_technician_whom_the_customer_asks_for_gets_the_points_and_is_proposed, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let (operator, dispatcher) = (server.login("operator").await, server.login("dispatcher").await);
    let taken = server.register(&operator, 1).await;
    let candidates = format!("/api/v1/jobs/{}/candidates", taken["jobs"][0]["id"].as_str().unwrap());
    let request =
        server.get(&operator, &format!("/api/v1/service-requests/{}", taken["id"].as_str().unwrap())).await.json();
    let customer = format!("/api/v1/customers/{}", request["customer_id"].as_str().unwrap());
    let path = format!("{customer}/preferred-technicians");
    let unknown = server.post(&operator, &path, &json!({ "technician_id": request["customer_id"] })).await;
    assert_eq!(unknown.faults(), ["technician_id technician_unknown"]);

    let eligible = async || server.get(&dispatcher, &candidates).await.json()["eligible"].as_array().unwrap().clone();
    let standing = async |agent: &str| {
        let candidate = eligible().await.into_iter().find(|it| it["agent_id"] == agent).unwrap();
        let points = candidate["points"].as_array().unwrap().iter().find(|it| it["objective"] == "preference").unwrap();
        let (figure, points) = (points["figure"].as_str().unwrap(), points["points"].as_i64().unwrap());
        (candidate["technician_id"].as_str().unwrap().to_owned(), figure.to_owned(), points)
    };
    let remove = async |technician: &str| {
        let one = format!("{path}/{technician}");
        server.send(server.request(Method::DELETE, &one).bearer_auth(&operator)).await.status
    };
    // Somebody able whom the ranking alone does not propose.
    let network = server.app().network();
    let mut wanted = None;
    for candidate in eligible().await {
        let agent = candidate["agent_id"].as_str().unwrap();
        assert_eq!(standing(agent).await.1, "none");
        for other in &network.agent(agent.parse().unwrap()).unwrap().technicians {
            let id = other.id.as_str();
            if wanted.is_some() || candidate["technician_id"] == id {
                continue;
            }
            for _ in 0..2 {
                let made = server.post(&operator, &path, &json!({ "technician_id": id })).await;
                let count = made.json()["items"].as_array().unwrap().len();
                assert_eq!((made.status, count), (201, 1), "{}", made.text);
            }
            let (proposed, figure, points) = standing(agent).await;
            if proposed == id {
                assert!(figure == "preferred" && points > 0, "{figure} {points}");
                wanted = Some((agent.to_owned(), id.to_owned()));
            } else {
                assert_eq!(remove(id).await, 204);
            }
        }
    }
    let (agent, technician) = wanted.expect("an agent with two technicians who can do it");
    let shown = server.get(&operator, &customer).await.json();
    let line = &shown["preferred_technicians"][0];
    assert_eq!(
        (&line["agent_id"], &line["noted_by"], &line["is_active"]),
        (&json!(agent), &json!("operator"), &json!(true))
    );
    assert_eq!((remove(&technician).await, remove(&technician).await), (204, 404));
    assert_eq!(standing(&agent).await.1, "none");
    let refusal = json!({ "agent_id": agent, "technician_id": technician, "reason": "x" });
    assert_eq!(server.post(&operator, &format!("{customer}/exclusions"), &refusal).await.status, 201);
    let wish = json!({ "technician_id": technician });
    assert_eq!(server.post(&operator, &path, &wish).await.faults(), ["technician_id not_allowed"]);
});
