//! From the candidates to the offers, and what staff do to a job.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::server::TestServer;
use crate::support::{TestDb, both};

async fn job(server: &TestServer, k: u64) -> String {
    let operator = server.login("operator").await;
    server.register(&operator, k).await["jobs"][0]["id"].as_str().unwrap().to_owned()
}

both!(a_job_is_offered_and_the_ledger_is_kept, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("dispatcher").await;
    let job = job(&server, 1).await;
    let path = |rest: &str| format!("/api/v1/jobs/{job}/{rest}");
    let ledger = server.get(&token, &path("candidates")).await.json();
    let best = &ledger["eligible"][0];
    assert_eq!(best["rank"], 1, "{ledger}");
    let points: i64 = best["points"].as_array().unwrap().iter().map(|it| it["points"].as_i64().unwrap()).sum();
    assert_eq!(best["score"], points);
    assert!(best["travel_s"].is_i64() && best["distance_m"].is_i64());
    assert!(ledger["excluded"].is_array() && ledger["nearest_fix"].is_array());
    assert_eq!(ledger["travel_source"], "great_circle");
    let wrong = server.post(&token, &path("dispatch"), &json!({ "policy": "no such" })).await;
    assert_eq!(wrong.faults(), ["policy unknown"]);
    let ask = async || {
        let request =
            server.request(Method::POST, &path("offers")).bearer_auth(&token).header("idempotency-key", "o-1");
        server.send(request.json(&json!({ "agent_id": best["agent_id"] }))).await
    };
    let sent = ask().await;
    assert_eq!(sent.status, 200, "{}", sent.text);
    let offer = &sent.json()["items"][0];
    assert_eq!((&offer["agent_id"], &offer["state"]), (&best["agent_id"], &json!("queued")));
    assert!(offer["deadline_at"].is_string() && offer["window"]["from"].is_string());
    assert_eq!(ask().await.json(), sent.json());
    let again = server.post(&token, &path("offers"), &json!({ "agent_id": best["agent_id"] })).await;
    assert_eq!(again.code(), (409, "NOT_ELIGIBLE".to_owned()));
    let unknown = server.post(&token, &path("offers"), &json!({ "agent_id": "x" })).await;
    assert_eq!(unknown.faults(), ["agent_id agent_unknown"]);
    let decisions = server.get(&token, &path("decisions")).await.json();
    assert_eq!(decisions["items"].as_array().unwrap().len(), 1);
    assert_eq!(decisions["items"][0]["ledger"]["eligible"][0]["agent_id"], best["agent_id"]);
});

both!(a_step_honours_the_version_that_was_seen, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("manager").await;
    let job = job(&server, 1).await;
    let path = |rest: &str| format!("/api/v1/jobs/{job}/{rest}");
    let shown = server.get(&token, &format!("/api/v1/jobs/{job}")).await;
    let version = shown.header("etag").to_owned();
    let hold = json!({ "reason": "CUSTOMER_ABSENT", "until": "2026-11-24T09:00:00+03:30" });
    let reasons = server.post(&token, &path("hold"), &json!({ "reason": "nonsense" })).await;
    assert_eq!(reasons.faults(), ["reason reason_unknown", "until required"]);
    let reason = reasons.json()["errors"][0]["message"].as_str().unwrap().to_owned();
    let known =
        reason.split([' ', ',', '.', '،', '\u{2068}', '\u{2069}']).find(|word| is_code(word)).unwrap().to_owned();
    let hold = json!({ "reason": known, "until": hold["until"] });
    let step = async |rest: &str, version: &str, body: &Value| {
        let request = server.request(Method::POST, &path(rest)).bearer_auth(&token).header("if-match", version);
        server.send(request.json(body)).await
    };
    assert_eq!(step("hold", "\"99\"", &hold).await.code(), (412, "PRECONDITION_FAILED".to_owned()));
    let waiting = step("hold", &version, &hold).await;
    assert_eq!((waiting.status, &waiting.json()["status"]), (200, &json!("on_hold")), "{}", waiting.text);
    assert_ne!(waiting.header("etag"), version);
    let refused = server.post(&token, &path("hold"), &hold).await;
    assert_eq!(refused.code(), (409, "EVENT_NOT_ALLOWED".to_owned()));
    assert!(refused.json()["allowed"].as_array().unwrap().contains(&json!("resume")));
    let resumed = server.send(server.request(Method::POST, &path("resume")).bearer_auth(&token)).await;
    assert_eq!(resumed.json()["status"], "pending_dispatch", "{}", resumed.text);
    let events = server.get(&token, &path("events")).await.json();
    let names: Vec<_> = events["items"].as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["queue", "hold", "resume"]);
});

fn is_code(word: &str) -> bool {
    word.len() > 2 && word.chars().all(|c| c.is_ascii_uppercase() || c == '_')
}

both!(m12_a_job_says_who_owes_the_next_step_and_why_an_agent_is_left_out, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("manager").await;
    let job = job(&server, 1).await;
    let at = format!("/api/v1/jobs/{job}");
    let before = server.get(&token, &at).await.json();
    assert_eq!((before["next_step"].as_str(), before["next_at"].is_string()), (Some("dispatch"), true), "{before}");
    let sent = server.post(&token, &format!("{at}/dispatch"), &json!({})).await.json();
    let agent = sent["items"][0]["agent_id"].as_str().unwrap().to_owned();
    let asked = server.get(&token, &at).await.json();
    assert_eq!((&asked["holder"]["kind"], &asked["holder"]["id"]), (&json!("agent"), &json!(agent)));
    assert_eq!(asked["next_at"], asked["offers"][0]["deadline_at"]);
    assert_eq!((&asked["dispatch"]["wave"], &asked["dispatch"]["tier"]), (&json!(1), &asked["offers"][0]["tier"]));
    let why = server.get(&token, &format!("{at}/candidates/{agent}")).await.json();
    assert_eq!((&why["items"][0]["agent_id"], &why["items"][0]["is_asked"]), (&json!(agent), &json!(true)));
    let nobody = server.get(&token, &format!("{at}/candidates/nobody-of-this-name")).await.json();
    assert_eq!(nobody, json!({ "items": [], "next_cursor": null }));
    let terms = format!("/api/v1/agents/{agent}/offer-terms");
    let seen = server.get(&token, &terms).await;
    assert_eq!((seen.header("etag"), &seen.json()["auto_accepts"]), ("\"0\"", &json!(false)));
    let put = async |version: Option<&str>, body: Value| {
        let mut request = server.request(Method::PUT, &terms).bearer_auth(&token).json(&body);
        if let Some(version) = version {
            request = request.header("if-match", version);
        }
        server.send(request).await
    };
    let wanted = json!({ "auto_accepts": true, "answer_minutes": 45 });
    assert_eq!(put(None, wanted.clone()).await.status, 428);
    assert_eq!(
        put(Some("\"0\""), json!({ "auto_accepts": true, "answer_minutes": 0 })).await.faults(),
        ["answer_minutes out_of_range"]
    );
    let changed = put(Some("\"0\""), wanted.clone()).await;
    assert_eq!((changed.status, changed.json()), (200, wanted.clone()), "{}", changed.text);
    assert_eq!(put(Some("\"0\""), wanted).await.code(), (412, "PRECONDITION_FAILED".to_owned()));
});
