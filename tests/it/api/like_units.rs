//! Two air conditioners of one model at one home: told apart by id, by label, or by asking.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::server::TestServer;
use crate::support::{TestDb, both};

/// The first sample report about a unit that only its category and what is set here tell.
fn report(server: &TestServer, product: &[(&str, Value)]) -> Value {
    let mut body = server.sample(1);
    let category = server
        .app()
        .catalogue()
        .model(body["items"][0]["product"]["model_code"].as_str().unwrap())
        .unwrap()
        .category
        .clone();
    body["items"][0]["product"] = json!({ "category": category });
    for (name, value) in product {
        body["items"][0]["product"][*name] = value.clone();
    }
    body
}

async fn take(server: &TestServer, token: &str, product: &[(&str, Value)]) -> Value {
    let made = server.post(token, "/api/v1/service-requests", &report(server, product)).await;
    assert_eq!(made.status, 201, "{}", made.text);
    made.json()
}

async fn job_of(server: &TestServer, token: &str, made: &Value) -> Value {
    server.get(token, &format!("/api/v1/jobs/{}", made["jobs"][0]["id"].as_str().unwrap())).await.json()
}

fn ambiguous(made: &Value) -> Option<Value> {
    made["warnings"].as_array().unwrap().iter().find(|it| it["code"] == "UNIT_AMBIGUOUS").cloned()
}

both!(m2_like_units_of_one_home_are_told_apart_by_label_and_by_id, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("operator").await;
    let first = take(&server, &token, &[("label", json!("اتاق خواب"))]).await;
    let second = take(&server, &token, &[("label", json!("پذیرایی"))]).await;
    let (bedroom, living) = (job_of(&server, &token, &first).await, job_of(&server, &token, &second).await);
    assert_eq!((&bedroom["unit_label"], &living["unit_label"]), (&json!("اتاق خواب"), &json!("پذیرایی")));
    let (bedroom, living) = (&bedroom["installed_product_id"], &living["installed_product_id"]);
    assert_ne!(bedroom, living);
    assert!(ambiguous(&first).is_none() && ambiguous(&second).is_none());

    // The letters of another keyboard name the same room.
    let again = take(&server, &token, &[("label", json!("اتاق  خواب"))]).await;
    assert_eq!(&job_of(&server, &token, &again).await["installed_product_id"], bedroom);
    let by_id = take(&server, &token, &[("unit_id", living.clone())]).await;
    assert_eq!(&job_of(&server, &token, &by_id).await["installed_product_id"], living);
    let mut alone = report(&server, &[]);
    alone["items"][0]["product"] = json!({ "unit_id": living });
    assert_eq!(server.post(&token, "/api/v1/service-requests", &alone).await.status, 201, "the id is enough");

    let unclear = take(&server, &token, &[]).await;
    let warning = ambiguous(&unclear).expect("two like units");
    let mut named: Vec<&Value> = warning["units"].as_array().unwrap().iter().map(|it| &it["id"]).collect();
    named.sort_by_key(|id| id.as_str());
    let mut expected = vec![bedroom, living];
    expected.sort_by_key(|id| id.as_str());
    assert_eq!(named, expected);
    let labels: Vec<&Value> = warning["units"].as_array().unwrap().iter().map(|it| &it["label"]).collect();
    assert!(labels.contains(&&json!("پذیرایی")) && warning["message"].as_str().unwrap().len() > 20, "{warning}");

    let unit = server.get(&token, &format!("/api/v1/installed-products/{}", bedroom.as_str().unwrap())).await;
    let jobs = unit.json()["jobs"].as_array().unwrap().len();
    assert_eq!((&unit.json()["label"], jobs), (&json!("اتاق خواب"), 2));
    let customer = server.get(&token, &format!("/api/v1/service-requests/{}", first["id"].as_str().unwrap())).await;
    let customer = customer.json()["customer_id"].as_str().unwrap().to_owned();
    let card = server.get(&token, &format!("/api/v1/customers/{customer}")).await.json();
    let labelled =
        |list: &str, field: &str| card[list].as_array().unwrap().iter().filter(|it| it[field] == "اتاق خواب").count();
    assert_eq!((labelled("installed_products", "label"), labelled("open_jobs", "unit_label")), (1, 2));
    let page = server
        .send(server.request(
            Method::GET,
            first["tracking_url"].as_str().unwrap().strip_prefix(&server.app().site.base_url).unwrap(),
        ))
        .await;
    assert!(page.text.contains("اتاق خواب"), "{}", page.text);
});

both!(m2_a_unit_named_must_be_the_customers_and_not_another_one, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("operator").await;
    let refused = async |body: &Value| server.post(&token, "/api/v1/service-requests", body).await.faults();
    let strange = server.register(&token, 2).await;
    let strange = job_of(&server, &token, &strange).await["installed_product_id"].clone();
    let mut body = report(&server, &[]);
    for id in [strange, json!("01890a5d-ac96-774b-bcce-b302099a8057")] {
        body["items"][0]["product"]["unit_id"] = id;
        assert_eq!(refused(&body).await, ["items.0.product.unit_id unit_unknown"]);
    }
    body["items"][0]["product"] = json!({ "unit_id": "01890a5d-ac96-774b-bcce-b302099a8057" });
    assert_eq!(refused(&body).await, ["items.0.product.unit_id unit_unknown"]);

    let mine = server.register(&token, 1).await;
    let mine = job_of(&server, &token, &mine).await;
    let id = mine["installed_product_id"].as_str().unwrap();
    let mut other = report(&server, &[("unit_id", json!(id)), ("serial", json!("ZZ99999999"))]);
    assert_eq!(refused(&other).await, ["items.0.product.serial not_allowed"], "{mine}");
    other["items"][0]["product"] = json!({ "unit_id": id, "label": "x".repeat(61) });
    assert_eq!(refused(&other).await, ["items.0.product.label too_long"]);

    let path = format!("/api/v1/installed-products/{id}");
    let version = server.get(&token, &path).await.header("etag").to_owned();
    let edit = server.request(Method::PATCH, &path).bearer_auth(&token).header("if-match", &version);
    let edited = server.send(edit.json(&json!({ "label": "kitchen" }))).await;
    assert_eq!((edited.status, &edited.json()["label"]), (200, &json!("kitchen")), "{}", edited.text);
});
