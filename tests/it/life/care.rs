//! What is to be known of a customer: it reaches whoever takes the call and whoever goes there, and nobody else.

use actix_web::http::Method;
use ostakar::app::Actor;
use ostakar::app::customers::{CustomerEdit, edit_customer};
use ostakar::store::jobs::find_request;
use serde_json::json;

use super::Life;
use crate::support::{TestDb, both};

both!(flags_reach_those_whom_they_concern, async |db: TestDb| {
    let life = Life::accepted(db, 1).await;
    let (id, flags) = (life.request, ["vip", "vulnerable", "debtor", "threat"].map(|flag| flag.parse().unwrap()));
    let customer = life.app().db.read(move |conn| find_request(conn, id)).await.unwrap().customer_id.0;
    let edit = CustomerEdit { flags: Some(flags.to_vec()), ..CustomerEdit::default() };
    edit_customer(life.app(), Actor::system(), customer, (edit, 1)).await.unwrap();

    let visit = life.site.json(&life.technician().await).await.json();
    assert_eq!(visit["customer"]["care"], json!(["vulnerable", "debtor", "threat"]), "{visit}");
    let page = life.site.page(&life.technician().await).await.text;
    assert!(page.contains("تنها نروید") && page.contains("سالمند") && !page.contains("ویژه"), "{page}");
    let own = life.site.page(&life.customer).await.text;
    assert!(!own.contains("تنها نروید"), "the customer does not read it");
    let job = format!("/api/v1/jobs/{}", life.job);
    let (_, seen) = life.site.api("dispatcher", Method::GET, &job, json!({})).await;
    assert_eq!(seen["customer_flags"], json!(["vip", "vulnerable", "debtor", "threat"]));
    let (_, seen) = life.site.api("agent_manager", Method::GET, &job, json!({})).await;
    assert_eq!(seen["customer_flags"], json!([]), "who may not see customers");
});
