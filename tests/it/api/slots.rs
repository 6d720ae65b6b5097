//! `/slots` over HTTP: what programs ask, hold and let go.

use reqwest::Method;
use serde_json::json;

use crate::support::server::TestServer;
use crate::support::{TestDb, both};

both!(m21_a_window_is_asked_held_and_let_go, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("operator").await;
    let sample = server.sample(3);
    let (address, item) = (&sample["address"], &sample["items"][0]);
    let about = json!({
        "city": address["city"], "province": address["province"],
        "lat": address["location"]["lat"], "lon": address["location"]["lon"],
        "model_code": item["product"]["model_code"], "fault": item["fault"]["code"],
    });
    let pairs = about
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, value)| (name.clone(), value.as_str().map_or_else(|| value.to_string(), str::to_owned)));
    let query = serde_urlencoded::to_string(pairs.collect::<Vec<_>>()).unwrap();
    let seen = server.get(&token, &format!("/api/v1/slots?{query}&days=10&limit=3&lang=en")).await;
    assert_eq!(seen.status, 200, "{}", seen.text);
    let page = seen.json();
    assert_eq!((page["items"].as_array().unwrap().len(), &page["next_cursor"]), (3, &json!(null)));
    let slot = &page["items"][0];
    assert!(slot["free_agents"].as_u64().unwrap() >= 1 && !slot["agent_name"].as_str().unwrap().is_empty(), "{slot}");

    let body = json!({ "about": about, "window": slot["window"] });
    let send = async |body: &serde_json::Value| {
        let request = server.request(Method::POST, "/api/v1/slots/holds").bearer_auth(&token);
        server.send(request.header("idempotency-key", "h-1").json(body)).await
    };
    let (first, again) = (send(&body).await, send(&body).await);
    assert_eq!((first.status, again.status), (201, 201), "{}", first.text);
    assert_eq!(first.json(), again.json());
    assert_eq!(first.json()["window"], slot["window"]);

    let wrong = json!({ "about": { "city": "Atlantis", "category": "no_such" }, "window": slot["window"] });
    let seen = server.post(&token, "/api/v1/slots/holds", &wrong).await;
    assert_eq!(seen.status, 422);
    assert_eq!(seen.faults(), ["about.category category_unknown", "about.city place_unknown"]);
    let seen = server.get(&token, "/api/v1/slots?city=Atlantis&category=no_such&days=99").await;
    assert_eq!(seen.faults(), ["category category_unknown", "city place_unknown", "days out_of_range"]);
    assert_eq!(server.get(&token, "/api/v1/slots").await.faults(), ["city missing_field"]);

    let path = first.header("location").to_owned();
    let other = server.login("dispatcher").await;
    let gone = async |token: &str| server.send(server.request(Method::DELETE, &path).bearer_auth(token)).await.status;
    assert_eq!([gone(&other).await, gone(&token).await, gone(&token).await], [404, 204, 404]);
});
