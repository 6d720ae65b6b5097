//! A past period under another dispatch policy, before it is in force.

use chrono::TimeDelta;
use ostakar::app::intake::register_request;
use ostakar::app::offers::{Acceptance, accept, decline};
use ostakar::app::{Actor, dispatch, outbox};
use serde_json::{Value, json};

use crate::support::server::TestServer;
use crate::support::{TestDb, both};

const REPORTS: u64 = 24;

/// So many reports, each answered at once: every fourth is declined first.
async fn past(server: &TestServer) {
    let app = server.app();
    for number in 1..=REPORTS {
        let body = serde_json::from_value(server.sample(number)).unwrap();
        let job = register_request(app, Actor::system(), None, body).await.unwrap().jobs[0].id;
        dispatch::dispatch_due(app).await.unwrap();
        outbox::deliver_due(app).await.unwrap();
        app.clock.advance(TimeDelta::minutes(3));
        let offers = app.db.read(move |conn| ostakar::store::offers::list_offers(conn, job)).await.unwrap();
        let Some(offer) = offers.iter().find(|offer| offer.state.0.is_open()) else { continue };
        if number % 4 == 0 {
            decline(app, offer.id.0, None, "TIME".to_owned()).await.unwrap();
        } else {
            // An agent that has just been filled up says so.
            let _ = accept(app, offer.id.0, None, Acceptance::default()).await;
        }
    }
}

fn int(value: &Value) -> i64 {
    value.as_i64().unwrap_or_else(|| panic!("{value}"))
}

both!(m12_a_past_period_is_played_under_another_policy_and_nothing_is_written, async |db: TestDb| {
    let server = TestServer::start(db).await;
    past(&server).await;
    let (manager, operator) = (server.login("manager").await, server.login("operator").await);
    let spec = server.get(&manager, "/api/v1/policies/dispatch/balanced").await.json()["spec"].clone();
    let path = "/api/v1/policies/dispatch/balanced/replay";
    let body = |spec: &Value| json!({ "from": "2026-11-22", "to": "2026-11-22", "spec": spec });
    let before = server.get(&manager, "/api/v1/jobs?limit=100").await.json();
    let same = server.post(&manager, path, &body(&spec)).await;
    assert_eq!(same.status, 200, "{}", same.text);
    let same = same.json();
    assert_eq!(same["in_force"], same["proposed"], "the same policy plays the same");
    assert_eq!((int(&same["then"]["jobs"]), int(&same["in_force"]["jobs"])), (24, 24));
    // What agents answered then they answer again, so the play comes near to what was.
    let (then, played) = (int(&same["then"]["taken"]), int(&same["in_force"]["taken"]));
    assert!(then >= 12 && played >= then, "{same}");
    assert!(int(&same["then"]["accept_median_s"]) == 180 && same["then"]["km"].as_f64().unwrap() > 0.0, "{same}");

    let mut wide = spec.clone();
    for tier in wide["tiers"].as_array_mut().unwrap() {
        tier["kind"] = json!("broadcast");
        tier["agents"] = json!(8);
    }
    let wide = server.post(&manager, path, &body(&wide)).await.json();
    assert!(int(&wide["proposed"]["offers"]) > int(&wide["in_force"]["offers"]), "{wide}");
    assert_eq!(wide["in_force"], same["in_force"]);
    let mut small = body(&spec);
    small["capacity_percent"] = json!(10);
    let small = server.post(&manager, path, &small).await.json();
    let most = |which: &str| int(&small[which]["most_open"]);
    assert!(most("proposed") <= 2 && most("proposed") < most("in_force"), "{small}");
    assert_eq!(server.get(&manager, "/api/v1/jobs?limit=100").await.json(), before, "a replay changes something");
    let shown = server.get(&manager, "/api/v1/policies/dispatch/balanced").await;
    assert_eq!(shown.json()["history"].as_array().unwrap().len(), 1);

    let mut wrong = spec.clone();
    wrong["weights"]["travel"] = json!(-1);
    wrong["radius_m"] = json!(5);
    let asked = json!({ "from": "2026-11-22", "to": "2026-11-20", "spec": wrong, "capacity_percent": 5 });
    let refused = server.post(&manager, path, &asked).await;
    let faults = refused.faults();
    for field in ["to ", "capacity_percent ", "spec.radius_m ", "spec.weights.travel "] {
        assert!(faults.iter().any(|fault| fault.starts_with(field)), "{field}: {faults:?}");
    }
    let long = json!({ "from": "2026-01-01", "to": "2026-11-22", "spec": spec });
    assert_eq!(server.post(&manager, path, &long).await.faults(), ["to out_of_range"]);
    let unknown = server.post(&manager, "/api/v1/policies/dispatch/nobody/replay", &body(&spec)).await;
    assert_eq!(unknown.status, 404);
    assert_eq!(server.post(&operator, path, &body(&spec)).await.status, 403);
});
