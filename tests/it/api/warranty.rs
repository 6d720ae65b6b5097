//! Verdicts over the API: frozen, asked again, decided otherwise by two people, and what they rest on.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::server::{Seen, TestServer};
use crate::support::{TestDb, both};

/// A repair of one unit, as the operator took it down; its job.
async fn taken(server: &TestServer, product: Value) -> Value {
    let mut body = server.sample(1);
    body["items"] = json!([{ "kind": "repair", "product": product, "fault": { "code": "RF_NOT_COOLING" } }]);
    let token = server.login("operator").await;
    let seen = server.post(&token, "/api/v1/service-requests", &body).await;
    assert_eq!(seen.status, 201, "{}", seen.text);
    seen.json()["jobs"][0].clone()
}

async fn patched(server: &TestServer, token: &str, unit: &str, version: Option<&str>, body: &Value) -> Seen {
    let request = server.request(Method::PATCH, &format!("/api/v1/installed-products/{unit}")).bearer_auth(token);
    let request = match version {
        Some(version) => request.header("if-match", version),
        None => request,
    };
    server.send(request.json(body)).await
}

/// Changes a unit on its newest version.
async fn edited(server: &TestServer, token: &str, unit: &str, body: Value) {
    let version = server.get(token, &format!("/api/v1/installed-products/{unit}")).await.header("etag").to_owned();
    let seen = patched(server, token, unit, Some(&version), &body).await;
    assert_eq!(seen.status, 200, "{}", seen.text);
}

async fn unit_of(server: &TestServer, token: &str, job: &Value) -> String {
    let detail = server.get(token, &format!("/api/v1/jobs/{}", job["id"].as_str().unwrap())).await.json();
    detail["installed_product_id"].as_str().unwrap().to_owned()
}

async fn rerun(server: &TestServer, token: &str, job: &Value) -> Value {
    let path = format!("/api/v1/jobs/{}/verdict/rerun", job["id"].as_str().unwrap());
    let seen = server.post(token, &path, &json!({})).await;
    assert_eq!(seen.status, 200, "{}", seen.text);
    seen.json()
}

fn decision(verdict: &Value) -> (&str, &str) {
    (verdict["outcome"].as_str().unwrap(), verdict["decided_by"].as_str().unwrap())
}

both!(m18_a_frozen_verdict_stays_and_a_rerun_shows_what_differs, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("operator").await;
    let job = taken(&server, json!({ "model_code": "ZR-RF-520", "purchased_on": "2026-10-01" })).await;
    assert_eq!(decision(&job["verdict"]), ("provisional", "PROOF_SEEN"), "{job}");
    assert_eq!(job["verdict"]["awaited"], json!(["proof"]));
    let unit = unit_of(&server, &token, &job).await;
    let invoice = json!({ "proof": "invoice" });
    assert_eq!(patched(&server, &token, &unit, None, &invoice).await.code(), (428, "PRECONDITION_REQUIRED".to_owned()));
    let stale = patched(&server, &token, &unit, Some("\"99\""), &invoice).await;
    assert_eq!(stale.code(), (412, "PRECONDITION_FAILED".to_owned()));
    edited(&server, &token, &unit, invoice).await;
    let again = rerun(&server, &token, &job).await;
    assert_eq!(decision(&again["verdict"]), ("in_warranty", "PARTS_COVERED"), "{again}");
    let difference = &again["difference"];
    assert_eq!(
        (&difference["is_changed"], &difference["outcome_was"], &difference["outcome_is"]),
        (&json!(true), &json!("provisional"), &json!("in_warranty"))
    );
    let changed = difference["clauses"].as_array().unwrap();
    assert_eq!(changed.len(), 1, "{difference}");
    assert_eq!((&changed[0]["code"], &changed[0]["was"]), (&json!("PROOF_SEEN"), &json!("open")));
    let detail = server.get(&token, &format!("/api/v1/jobs/{}", job["id"].as_str().unwrap())).await.json();
    assert_eq!(detail["warranty"], "provisional", "a re-run decides nothing");
    let stages: Vec<_> = detail["verdicts"].as_array().unwrap().iter().map(|it| it["stage"].clone()).collect();
    assert_eq!(stages, ["intake", "rerun"]);
    assert_eq!(detail["verdicts"][0]["policy"], "zarvinex_rf_520");
    assert_eq!(detail["verdicts"][0]["policy_version"], 1);
});

both!(m18_an_override_needs_a_reason_and_a_second_person, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let (operator, manager) = (server.login("operator").await, server.login("manager").await);
    let job =
        taken(&server, json!({ "model_code": "ZR-RF-520", "purchased_on": "2012-01-01", "proof": "invoice" })).await;
    assert_eq!(job["verdict"]["outcome"], "out_of_warranty", "{job}");
    let id = job["id"].as_str().unwrap();
    let path = format!("/api/v1/jobs/{id}/verdict/override");
    let (approve, reject) = (format!("{path}/approve"), format!("{path}/reject"));
    let wrong = server.post(&manager, &path, &json!({ "outcome": "unknown", "reason": " " })).await;
    assert_eq!(wrong.faults(), ["outcome not_allowed", "reason required"]);
    let nowhere = json!({ "outcome": "out_of_warranty", "reason": "As it is.",
        "attachment_id": "01890a5d-ac96-774b-bcce-b302099a8057" });
    assert_eq!(server.post(&manager, &path, &nowhere).await.faults(), ["attachment_id unknown", "outcome duplicate"]);
    assert_eq!(server.post(&manager, &approve, &json!({})).await.code(), (409, "NO_REVIEW".to_owned()));
    let good = json!({ "outcome": "in_warranty", "reason": "Goodwill after three late visits." });
    let send = async || {
        let request = server.request(Method::POST, &path).bearer_auth(&manager).header("idempotency-key", "v-1");
        server.send(request.json(&good)).await
    };
    let proposed = send().await;
    assert_eq!((proposed.status, &proposed.json()["state"]), (201, &json!("proposed")), "{}", proposed.text);
    assert_eq!(send().await.json(), proposed.json());
    assert_eq!(server.post(&operator, &path, &good).await.code(), (409, "REVIEW_OPEN".to_owned()));
    let warranty = async || server.get(&operator, &format!("/api/v1/jobs/{id}")).await.json()["warranty"].clone();
    assert_eq!(warranty().await, "out_of_warranty", "a proposal changes nothing");
    assert_eq!(server.post(&manager, &approve, &json!({})).await.code(), (409, "SAME_PERSON".to_owned()));
    assert_eq!(server.post(&operator, &approve, &json!({})).await.code(), (403, "FORBIDDEN".to_owned()));
    let administrator = server.login("administrator").await;
    let approved = server.post(&administrator, &approve, &json!({})).await;
    assert_eq!((approved.status, &approved.json()["state"]), (200, &json!("approved")), "{}", approved.text);
    let people = approved.json();
    assert!(people["proposed_by"] != people["decided_by"] && people["decided_by"].is_string(), "{people}");
    assert_eq!(warranty().await, "in_warranty");
    assert_eq!(server.post(&administrator, &approve, &json!({})).await.code(), (409, "NO_REVIEW".to_owned()));
    let on_site = json!({ "outcome": "out_of_warranty", "reason": "The seal is broken.", "findings": ["SEAL_BROKEN"] });
    assert_eq!(server.post(&operator, &path, &on_site).await.status, 201);
    let stranger = server.login("operator2").await;
    assert_eq!(server.post(&stranger, &reject, &json!({})).await.status, 403, "not theirs to turn down");
    assert_eq!(server.post(&operator, &reject, &json!({})).await.json()["state"], "rejected");
    assert_eq!(warranty().await, "in_warranty");
    let events = server.get(&manager, &format!("/api/v1/jobs/{id}/events")).await.json();
    let names: Vec<_> = events["items"].as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect();
    let reviewed = ["override_proposed", "override_approved", "override_proposed", "override_rejected"];
    assert_eq!(names.into_iter().filter(|name| name.starts_with("override")).collect::<Vec<_>>(), reviewed);
});

both!(m18_what_was_found_on_site_counts_once_it_is_approved, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let (operator, manager) = (server.login("operator").await, server.login("manager").await);
    let job =
        taken(&server, json!({ "model_code": "ZR-RF-520", "purchased_on": "2026-10-01", "proof": "invoice" })).await;
    assert_eq!(job["verdict"]["outcome"], "in_warranty", "{job}");
    let path = format!("/api/v1/jobs/{}/verdict/override", job["id"].as_str().unwrap());
    let found = json!({ "outcome": "out_of_warranty", "reason": "Burnt by the mains.", "findings": ["VOLTAGE"] });
    assert_eq!(server.post(&operator, &path, &found).await.status, 201);
    assert_eq!(rerun(&server, &operator, &job).await["difference"]["is_changed"], false);
    assert_eq!(server.post(&manager, &format!("{path}/approve"), &json!({})).await.status, 200);
    let again = rerun(&server, &operator, &job).await;
    assert_eq!(decision(&again["verdict"]), ("out_of_warranty", "NOT_EXCLUDED"));
});

both!(m18_contracts_queries_flags_and_replacements_decide, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("operator").await;
    let old =
        taken(&server, json!({ "model_code": "ZR-RF-520", "serial": "ZR11111111", "purchased_on": "2012-01-01" }))
            .await;
    let unit = unit_of(&server, &token, &old).await;
    let base = format!("/api/v1/installed-products/{unit}");
    let contract = json!({ "contract": "EX-7", "starts_on": "2026-01-01", "ends_on": "2027-12-31",
        "percents": { "parts": 100, "labour": 100, "travel": 100 } });
    let mut wrong = contract.clone();
    (wrong["contract"], wrong["ends_on"], wrong["percents"]["parts"]) = (json!(""), json!("2025-01-01"), json!(101));
    let seen = server.post(&token, &format!("{base}/extensions"), &wrong).await;
    assert_eq!(seen.faults(), ["contract required", "ends_on date_order", "percents.parts out_of_range"]);
    let made = server.post(&token, &format!("{base}/extensions"), &contract).await;
    assert_eq!((made.status, &made.json()["extensions"][0]["contract"]), (201, &json!("EX-7")), "{}", made.text);
    let twice = server.post(&token, &format!("{base}/extensions"), &contract).await;
    assert_eq!(twice.faults(), ["contract duplicate"]);
    assert_eq!(decision(&rerun(&server, &token, &old).await["verdict"]), ("in_warranty", "EXTENSION_COVERS"));
    let query = |result: &str| json!({ "result": result, "checked_on": "2026-11-20", "note": "By telephone." });
    for (result, expected) in
        [("not_genuine", ("out_of_warranty", "QUERY_CONFIRMS")), ("genuine", ("in_warranty", "EXTENSION_COVERS"))]
    {
        let seen = server.post(&token, &format!("{base}/official-queries"), &query(result)).await;
        assert_eq!(seen.status, 201, "{}", seen.text);
        assert_eq!(decision(&rerun(&server, &token, &old).await["verdict"]), expected);
    }
    let future = json!({ "result": "genuine", "checked_on": "2027-01-01" });
    let future = server.post(&token, &format!("{base}/official-queries"), &future).await;
    assert_eq!(future.faults(), ["checked_on date_in_future"]);
    edited(&server, &token, &unit, json!({ "flags": ["stolen"] })).await;
    assert_eq!(decision(&rerun(&server, &token, &old).await["verdict"]), ("out_of_warranty", "UNIT_CLEAR"));
    let new =
        taken(&server, json!({ "model_code": "ZR-RF-520", "serial": "ZR76543210", "purchased_on": "2026-11-01" }));
    let new = new.await;
    let second = unit_of(&server, &token, &new).await;
    assert_eq!(new["verdict"]["outcome"], "in_warranty", "{new}");
    assert_ne!(second, unit);
    edited(&server, &token, &second, json!({ "replaces_id": unit })).await;
    let version = server.get(&token, &base).await.header("etag").to_owned();
    let circle = json!({ "replaces_id": second, "transferred_on": "2011-01-01", "flags": ["queried"] });
    let circle = patched(&server, &token, &unit, Some(&version), &circle).await;
    assert_eq!(circle.faults(), ["flags.0 not_allowed", "replaces_id not_allowed", "transferred_on date_order"]);
    let inherited = rerun(&server, &token, &new).await;
    assert_eq!(decision(&inherited["verdict"]), ("out_of_warranty", "REPLACED_TERM"), "{inherited}");
});

both!(m18_intake_takes_proof_dates_and_use, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let model = |more: Value| {
        let mut product = json!({ "model_code": "ZR-RF-520", "purchased_on": "2026-10-01" });
        product.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        product
    };
    for (serial, more, expected) in [
        ("ZR10000001", json!({ "proof": "third_party_card" }), ("out_of_warranty", "CARD_GENUINE")),
        ("ZR10000002", json!({ "commercial_use": true }), ("out_of_warranty", "NOT_EXCLUDED")),
        ("ZR10000003", json!({ "installed_on": "2026-10-05" }), ("in_warranty", "PARTS_COVERED")),
    ] {
        let mut product = model(more);
        product["serial"] = json!(serial);
        let job = taken(&server, product).await;
        assert_eq!(decision(&job["verdict"]), expected, "{job}");
    }
    let mut body = server.sample(1);
    let dates = json!({ "manufactured_on": "2027-01-01", "installed_on": "2026-09-30" });
    body["items"] = json!([{ "kind": "repair", "product": model(dates), "fault": { "code": "RF_NOT_COOLING" } }]);
    let token = server.login("operator").await;
    let seen = server.post(&token, "/api/v1/service-requests", &body).await;
    assert_eq!(
        seen.faults(),
        [
            "items.0.product.installed_on date_order",
            "items.0.product.manufactured_on date_in_future",
            "items.0.product.purchased_on date_order"
        ]
    );
});

both!(m18_managers_audit_what_was_decided_and_why, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let (operator, manager) = (server.login("operator").await, server.login("manager").await);
    let old =
        taken(&server, json!({ "model_code": "ZR-RF-520", "serial": "ZR11111111", "purchased_on": "2012-01-01" }))
            .await;
    let young = json!({ "model_code": "ZR-RF-520", "serial": "ZR76543210", "purchased_on": "2026-10-01" });
    let young = taken(&server, young).await;
    let path = format!("/api/v1/jobs/{}/verdict/override", old["id"].as_str().unwrap());
    let reason = json!({ "outcome": "partial", "reason": "=cmd|' /C calc'!A0" });
    assert_eq!(server.post(&operator, &path, &reason).await.status, 201);
    let report = async |query: &str| server.get(&manager, &format!("/api/v1/reports/warranty{query}")).await;
    let all = report("").await.json();
    assert_eq!(all["counts"], json!({ "in_warranty": 1, "out_of_warranty": 1 }), "{all}");
    assert!(all["rule"].as_str().unwrap().len() > 40);
    let lines = all["items"].as_array().unwrap();
    assert_eq!((lines.len(), &lines[0]["job_id"], &lines[1]["job_id"]), (2, &young["id"], &old["id"]));
    let line = &lines[1];
    assert_eq!((&line["policy"], &line["policy_version"]), (&json!("zarvinex_refrigerator"), &json!(1)), "{line}");
    assert_eq!((&line["decided_by"], &line["outcome"]), (&json!("PARTS_COVERED"), &json!("out_of_warranty")));
    assert_eq!((&line["override_state"], &line["override_outcome"]), (&json!("proposed"), &json!("partial")));
    assert_eq!((&line["differs"], &line["reference"].as_str().unwrap().len()), (&json!(false), &8));
    let some = report("?outcome=in_warranty&limit=1").await.json();
    assert_eq!((some["items"].as_array().unwrap().len(), &some["items"][0]["job_id"]), (1, &young["id"]));
    let first = report("?limit=1").await.json();
    let next = report(&format!("?limit=1&cursor={}", first["next_cursor"].as_str().unwrap())).await.json();
    assert_eq!((&next["items"][0]["job_id"], &next["next_cursor"]), (&old["id"], &Value::Null));
    let table = report("?format=csv").await;
    assert!(table.header("content-type").starts_with("text/csv"));
    assert!(table.text.starts_with("job_id,reference,registered_on,") && table.text.lines().count() == 3);
    assert!(table.text.contains("'=cmd"), "{}", table.text);
    let columns = table.text.lines().next().unwrap().split(',').count();
    assert_eq!(columns, line.as_object().unwrap().len(), "a column for each field");
    let book = report("?format=xlsx").await;
    assert!(book.header("content-type").contains("spreadsheetml") && book.text.starts_with("PK"));
    let wrong = report("?from=x&outcome=none&agent_id=7&limit=0").await;
    assert_eq!(wrong.faults(), ["agent_id unknown", "from malformed", "limit out_of_range", "outcome unknown"]);
    assert_eq!(server.get(&operator, "/api/v1/reports/warranty").await.status, 403);
});
