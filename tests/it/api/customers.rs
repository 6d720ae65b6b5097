//! What is known of a customer, and what staff change of it.

use ostakar::app::users::{NewUser, add_user};
use ostakar::domain::access::Role;
use ostakar::domain::language::Language;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::server::{Seen, TestServer};
use crate::support::{TestDb, both};

async fn patch(server: &TestServer, token: &str, path: &str, (version, body): (&str, &Value)) -> Seen {
    let mut request = server.request(Method::PATCH, path).bearer_auth(token);
    if !version.is_empty() {
        request = request.header("if-match", version);
    }
    server.send(request.json(body)).await
}

both!(m2_a_customer_is_changed_by_who_saw_it_last, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("operator").await;
    let made = server.register(&token, 1).await;
    let request = format!("/api/v1/service-requests/{}", made["id"].as_str().unwrap());
    let id = server.get(&token, &request).await.json()["customer_id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/customers/{id}");
    let seen = server.get(&token, &path).await;
    let version = seen.header("etag").to_owned();
    let edit = json!({
        "name": "خانم آزاده شریفی", "language": "en", "preferred_channel": "email", "email": "a@example.com",
        "flags": ["vip", "vulnerable"],
    });
    assert_eq!(patch(&server, &token, &path, ("", &edit)).await.code(), (428, "PRECONDITION_REQUIRED".to_owned()));
    assert_eq!(patch(&server, &token, &path, ("\"99\"", &edit)).await.code(), (412, "PRECONDITION_FAILED".to_owned()));
    let changed = patch(&server, &token, &path, (&version, &edit)).await;
    assert_eq!(changed.status, 200, "{}", changed.text);
    let card = changed.json();
    assert_eq!((&card["name"], &card["flags"]), (&edit["name"], &edit["flags"]));
    assert_eq!((&card["language"], &card["preferred_channel"]), (&json!("en"), &json!("email")));
    assert_ne!(changed.header("etag"), version);
    let wrong = json!({ "name": " ", "email": "x" });
    let refused = patch(&server, &token, &path, (changed.header("etag"), &wrong)).await;
    let expected = ["email malformed", "name required"];
    assert_eq!(refused.faults(), expected);
    let mut body = server.sample(1);
    body["contacts"][0]["name"] = json!("آزاده‌ شريفي");
    body["items"][0]["product"].as_object_mut().unwrap().remove("serial");
    let again = server.post(&token, "/api/v1/service-requests", &body).await.json();
    let codes: Vec<_> = again["warnings"].as_array().unwrap().iter().map(|it| it["about"].clone()).collect();
    assert!(codes.contains(&json!("vip")) && codes.contains(&json!("vulnerable")), "{again}");
    assert_eq!((&again["summary_channel"], &again["candidates"]), (&json!("email"), &json!([])));
    assert!(again["summary_text"].as_str().unwrap().contains("is registered"), "{again}");
});

both!(m2_two_people_at_one_telephone_are_not_made_one_by_a_new_name, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("operator").await;
    let mut body = server.sample(1);
    let first = body["contacts"][0]["name"].clone();
    server.post(&token, "/api/v1/service-requests", &body).await;
    body["contacts"][0]["name"] = json!("کسی دیگر");
    let other = server.post(&token, "/api/v1/service-requests", &body).await.json();
    let request = format!("/api/v1/service-requests/{}", other["id"].as_str().unwrap());
    let id = server.get(&token, &request).await.json()["customer_id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/customers/{id}");
    let version = server.get(&token, &path).await.header("etag").to_owned();
    let refused = patch(&server, &token, &path, (&version, &json!({ "name": first }))).await;
    assert_eq!(refused.faults(), ["name duplicate"]);
});

both!(m2_a_flagged_unit_warns_at_intake, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("operator").await;
    let made = server.register(&token, 1).await;
    let request = format!("/api/v1/service-requests/{}", made["id"].as_str().unwrap());
    let customer = server.get(&token, &request).await.json()["customer_id"].as_str().unwrap().to_owned();
    let card = server.get(&token, &format!("/api/v1/customers/{customer}")).await.json();
    let unit = &card["installed_products"][0];
    let path = format!("/api/v1/installed-products/{}", unit["id"].as_str().unwrap());
    let version = format!("\"{}\"", unit["version"]);
    let edit = json!({ "flags": ["blocked", "stolen"] });
    assert_eq!(patch(&server, &token, &path, ("\"77\"", &edit)).await.status, 412);
    let flagged = patch(&server, &token, &path, (&version, &edit)).await;
    assert_eq!(flagged.json()["flags"], edit["flags"], "{}", flagged.text);
    let again = server.register(&token, 1).await;
    let codes: Vec<_> = again["warnings"].as_array().unwrap().iter().map(|it| it["code"].as_str().unwrap()).collect();
    for code in ["UNIT_BLOCKED", "UNIT_STOLEN", "DUPLICATE_OPEN_JOB"] {
        assert!(codes.contains(&code), "{code}: {codes:?}");
    }
});

both!(m31_who_makes_a_customer_without_an_address_sees_it_and_nobody_else_of_another_place, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let branch = server.login("dispatcher_mashhad").await;
    let fars = NewUser {
        username: "branch_fars".to_owned(),
        display_name: "Branch".to_owned(),
        role: Role::Dispatcher,
        language: Language::En,
        provinces: vec!["fars".to_owned()],
        password: "lantern-gate-5530".to_owned(),
    };
    add_user(&server.app().db, server.app().clock.now(), fars).await.unwrap();
    let other = server.sign_in("branch_fars", "lantern-gate-5530").await.json();
    let other = other["access_token"].as_str().unwrap().to_owned();
    let call = |phone: &str| {
        json!({ "channel": "phone", "direction": "incoming", "class": "follow_up", "phone": phone,
            "name": "Nader Amini", "summary": "asked for a price" })
    };
    let log = async |token: &str, phone: &str| {
        let logged = server.post(token, "/api/v1/contacts", &call(phone)).await;
        assert_eq!(logged.status, 201, "{}", logged.text);
        logged.json()["customer_id"].as_str().unwrap().to_owned()
    };
    let mine = log(&branch, "09151110071").await;
    let paths = [
        format!("/api/v1/customers/{mine}"),
        format!("/api/v1/customers/{mine}/preferred-technicians"),
        format!("/api/v1/customers/{mine}/exclusions"),
        format!("/api/v1/contacts?customer_id={mine}"),
    ];
    for path in &paths {
        assert_eq!(server.get(&branch, path).await.status, 200, "{path}");
        assert_eq!(server.get(&other, path).await.status, 404, "{path}");
    }
    let found = async |token: &str, asked: &str| {
        let found = server.get(token, &format!("/api/v1/customers?{asked}")).await.json();
        found["items"].as_array().unwrap().iter().any(|it| it["id"] == mine.as_str())
    };
    for asked in ["phone=09151110071", "q=Nader%20Amini", "q=0071"] {
        assert!(found(&branch, asked).await && !found(&other, asked).await, "{asked}");
    }
    let version = server.get(&branch, &paths[0]).await.header("etag").to_owned();
    let edit = json!({ "flags": ["vip"] });
    assert_eq!(patch(&server, &other, &paths[0], (&version, &edit)).await.status, 404);
    assert_eq!(patch(&server, &branch, &paths[0], (&version, &edit)).await.status, 200);
    let again = json!({ "customer_id": mine, "channel": "phone", "direction": "outgoing", "class": "follow_up", "summary": "told" });
    assert_eq!(server.post(&branch, "/api/v1/contacts", &again).await.status, 201);
    // Made by somebody of the whole country, it is nobody's of a branch.
    let operator = server.login("operator").await;
    let theirs = log(&operator, "09151110072").await;
    assert_eq!(server.get(&branch, &format!("/api/v1/customers/{theirs}")).await.status, 404);
    // A call with the number of a customer elsewhere does not make it one's own.
    assert_eq!(log(&other, "09151110071").await, mine);
    assert_eq!(server.get(&other, &paths[0]).await.status, 404);
});
