//! Lists, look-ups, reports, and what is hidden from whom.

use serde_json::Value;

use crate::support::server::TestServer;
use crate::support::{TestDb, both};

both!(jobs_are_listed_page_by_page_and_found, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("operator").await;
    let mut made = Vec::new();
    for k in 0..5 {
        made.push(server.register(&token, k).await);
    }
    let (mut cursor, mut ids) = (String::new(), Vec::new());
    loop {
        let page = server.get(&token, &format!("/api/v1/jobs?limit=2{cursor}")).await.json();
        ids.extend(page["items"].as_array().unwrap().iter().map(|row| row["id"].clone()));
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    let newest_first: Vec<Value> = made.iter().rev().map(|it| it["jobs"][0]["id"].clone()).collect();
    assert_eq!(ids, newest_first);
    let found = async |query: &str| {
        let page = server.get(&token, &format!("/api/v1/jobs?{query}")).await.json();
        page["items"].as_array().unwrap_or_else(|| panic!("{page}")).len()
    };
    assert_eq!(found(&format!("q={}", made[0]["reference"].as_str().unwrap())).await, 1);
    assert_eq!(found("status=pending_dispatch,on_hold").await, 5);
    assert_eq!(found("status=closed").await, 0);
    let sample = server.sample(0);
    let phone = sample["contacts"][0]["phone"].as_str().unwrap();
    assert!(found(&format!("q={}", &phone[phone.len() - 6..])).await >= 1);
    for wrong in ["limit=0", "limit=101", "cursor=x", "status=nonsense", "agent_id=1"] {
        assert_eq!(server.get(&token, &format!("/api/v1/jobs?{wrong}")).await.faults().len(), 1, "{wrong}");
    }
    let look_up = server.request(reqwest::Method::GET, "/api/v1/customers").query(&[("phone", phone)]);
    let caller = server.send(look_up.bearer_auth(&token)).await.json();
    let card = &caller["items"][0];
    assert_eq!(card["open_jobs"][0]["id"], made[0]["jobs"][0]["id"], "{caller}");
    assert!(
        !card["installed_products"].as_array().unwrap().is_empty()
            && !card["last_contacts"].as_array().unwrap().is_empty()
    );
    assert_eq!(server.get(&token, "/api/v1/customers").await.faults(), ["phone required"]);
});

both!(nothing_is_visible_out_of_scope, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let operator = server.login("operator").await;
    let elsewhere = (0..40).map(|k| server.sample(k)).find(|body| !body.to_string().contains("مشهد")).unwrap();
    let made = server.post(&operator, "/api/v1/service-requests", &elsewhere).await.json();
    let job = made["jobs"][0]["id"].as_str().unwrap();
    let shown = server.get(&operator, &format!("/api/v1/jobs/{job}")).await.json();
    assert_ne!(shown["province"], "razavi_khorasan");
    let scoped = server.login("dispatcher_mashhad").await;
    for path in ["", "/events", "/candidates", "/decisions"] {
        assert_eq!(server.get(&scoped, &format!("/api/v1/jobs/{job}{path}")).await.status, 404, "{path}");
    }
    for (path, body) in [
        ("dispatch", "{}"),
        ("hold", r#"{"reason":"X","until":"2027-01-01T00:00:00Z"}"#),
        ("cancel", r#"{"reason":"X"}"#),
        ("release", r#"{"reason":"X"}"#),
        ("reassign", r#"{"reason":"X"}"#),
    ] {
        let body: Value = serde_json::from_str(body).unwrap();
        assert_eq!(server.post(&scoped, &format!("/api/v1/jobs/{job}/{path}"), &body).await.status, 404, "{path}");
    }
    let reference = made["reference"].as_str().unwrap();
    assert_eq!(server.get(&scoped, &format!("/api/v1/service-requests/{reference}")).await.status, 404);
    assert_eq!(server.get(&scoped, "/api/v1/jobs").await.json()["items"], serde_json::json!([]));
    let agents = server.get(&scoped, "/api/v1/agents?limit=100").await.json();
    assert!(agents["items"].as_array().unwrap().iter().all(|agent| agent["province"] == "razavi_khorasan"));
    let manager = server.login("agent_manager").await;
    let seen = server.get(&manager, &format!("/api/v1/jobs/{job}")).await.json();
    assert_eq!((&seen["customer_name"], &seen["address"]), (&Value::Null, &Value::Null));
    assert_eq!(seen["contacts"], serde_json::json!([]));
    let phone = elsewhere["contacts"][0]["phone"].as_str().unwrap();
    assert!(!seen.to_string().contains(&phone[phone.len() - 7..]));
});

both!(the_turnaround_is_told_with_its_rule, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let operator = server.login("operator").await;
    for k in 0..3 {
        server.register(&operator, k).await;
    }
    let manager = server.login("manager").await;
    let report = server.get(&manager, "/api/v1/reports/turnaround?group_by=none&lang=en").await.json();
    assert_eq!((&report["clock"], &report["cases"]), (&"calendar".into(), &3.into()));
    assert_eq!((&report["from"], &report["to"]), (&"2026-10-24".into(), &"2026-11-22".into()));
    assert_eq!(report["items"][0]["jobs"], 3);
    assert_eq!(report["items"][0]["mean_s"], Value::Null);
    for group in ["agent", "category", "city"] {
        let path = format!("/api/v1/reports/turnaround?group_by={group}&format=csv");
        let seen = server.get(&manager, &path).await;
        assert_eq!(seen.header("content-type"), "text/csv; charset=utf-8");
        assert!(seen.text.starts_with("group,name,jobs,completed,open_overdue,mean_s"), "{}", seen.text);
    }
    let wrong = "/api/v1/reports/turnaround?format=pdf&group_by=x&from=2026-13-01&to=1";
    assert_eq!(
        server.get(&manager, wrong).await.faults(),
        ["format unknown", "from malformed", "group_by unknown", "to malformed"]
    );
});

both!(watchers_are_answered, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let get = async |path: &str| server.send(server.request(reqwest::Method::GET, path)).await;
    assert_eq!(get("/healthz").await.status, 200);
    let ready = get("/readyz").await;
    assert_eq!(ready.status, 200, "{}", ready.text);
    let metrics = get("/metrics").await;
    assert!(metrics.text.contains("outbox_depth") && metrics.text.contains("route=\"/readyz\""), "{}", metrics.text);
    let forwarded = server.request(reqwest::Method::GET, "/metrics").header("x-forwarded-for", "192.0.2.1");
    assert_eq!(server.send(forwarded).await.status, 404);
});
