//! People who are not there: attempts, absence, a technician who is needed elsewhere, visits that fall away.

use chrono::Duration;
use ostakar::app::sample::sample_request;
use ostakar::app::{jobs, leave};
use serde_json::json;

use super::Life;
use crate::support::{TestDb, both};

both!(after_three_attempts_the_job_waits_and_goes_on_at_a_touch, async |db: TestDb| {
    let life = Life::accepted(db, 1).await;
    life.reports(json!({ "event": "customer_absent" })).await;
    life.stands("incomplete | customer_absent | plan_next_visit | ").await;
    life.calls_in_vain().await;
    life.calls_in_vain().await;
    life.calls_in_vain().await;
    life.stands("incomplete | customer_absent | plan_next_visit | ").await;
    // Three in one part of the day are not enough; the fourth is made in the afternoon.
    life.wait(Duration::hours(5));
    life.calls_in_vain().await;
    life.stands("on_hold CUSTOMER_UNREACHABLE | customer_absent | plan_next_visit | customer:customer_unreachable")
        .await;
    assert_eq!(life.job().await.hold_until.map(|at| (at.0 - life.app().clock.now()).num_days()), Some(7));
    let page = life.site.page(&life.customer).await.text;
    assert!(page.contains(&format!("{}/back", life.customer)), "{page}");
    assert_eq!(life.says("back", json!({})).await.0, 200);
    life.stands("incomplete | customer_absent | plan_next_visit customer_back | ").await;
    assert_eq!(life.says("back", json!({})).await.0, 404, "nothing waits any more");
    // What was tried before counts no more.
    life.calls_in_vain().await;
    life.stands("incomplete | customer_absent | plan_next_visit customer_back | ").await;
});

both!(an_agent_alone_cannot_stop_the_clock, async |db: TestDb| {
    let life = Life::accepted(db, 1).await;
    for _ in 0..5 {
        let (status, said) = life.reports(json!({ "event": "no_answer" })).await;
        assert_eq!(status, 200, "{said}");
        life.wait(Duration::hours(2));
    }
    life.stands("assigned | scheduled |  | ").await;
    let until = life.app().clock.now() + Duration::days(3);
    let body = json!({ "reason": "CUSTOMER_UNREACHABLE", "until": until });
    let (status, said) = life.does("operator", "hold", body.clone()).await;
    assert_eq!((status, said["errors"][0]["code"].as_str()), (422, Some("attempts_missing")), "{said}");
    life.calls_in_vain().await;
    // With a visit ahead the technician goes and finds out; whoever knows better lets the job wait by hand.
    life.stands("assigned | scheduled |  | ").await;
    assert_eq!(life.does("operator", "hold", body).await.0, 200);
    life.stands("on_hold CUSTOMER_UNREACHABLE | cancelled |  | customer:job_on_hold technician:visit_cancelled").await;
    life.wait(Duration::days(4));
    jobs::resume_due(life.app()).await.unwrap();
    life.stands("assigned | cancelled | plan_next_visit | ").await;
});

both!(an_absent_customer_takes_the_next_time_with_the_same_agent, async |db: TestDb| {
    let life = Life::accepted(db, 1).await;
    let agent = life.job().await.agent_id;
    life.reports(json!({ "event": "customer_absent" })).await;
    life.stands("incomplete | customer_absent | plan_next_visit | ").await;
    let (status, said) = life.chooses(life.times().await[0]).await;
    assert_eq!(status, 200, "{said}");
    life.stands("assigned | customer_absent scheduled |  | customer:visit_scheduled technician:visit_assigned").await;
    assert_eq!(life.job().await.agent_id, agent);
    life.comes().await;
    assert_eq!(life.reports(json!({ "event": "done" })).await.0, 200);
    assert_eq!(life.job().await.state.0.as_str(), "verified");
});

both!(a_technician_who_does_not_come_is_noted_without_anybody, async |db: TestDb| {
    let life = Life::accepted(db, 1).await;
    let visit = life.visit().await;
    life.wait(visit.window_to.0 - life.app().clock.now() + Duration::minutes(61));
    assert_eq!(leave::miss_due(life.app()).await.unwrap(), 1);
    life.stands("incomplete | technician_absent | plan_next_visit | ").await;
    let from = life.times().await[1];
    let window = json!({ "from": from, "to": from + Duration::minutes(120) });
    let (status, said) = life.does("dispatcher", "visits", json!({ "window": window })).await;
    assert_eq!(status, 201, "{said}");
    life.stands("assigned | technician_absent scheduled |  | customer:visit_scheduled technician:visit_assigned").await;
    let again = life.does("dispatcher", "visits", json!({ "window": window })).await;
    assert_eq!((again.0, again.1["code"].as_str()), (409, Some("VISIT_AHEAD")));
});

both!(a_diverted_technician_comes_later, async |db: TestDb| {
    let life = Life::accepted(db, 1).await;
    let (promised, path) = (life.visit().await.window(), format!("/visits/{}/events", life.visit().await.id.0));
    life.reports(json!({ "event": "en_route" })).await;
    life.dump().await;
    let (status, said) = life.staff("dispatcher", &path, json!({ "event": "divert" })).await;
    assert_eq!((status, said["errors"][0]["field"].as_str()), (422, Some("reason")));
    let body = json!({ "event": "divert", "reason": "COMPANY_REPLANNED" });
    let (status, said) = life.staff("dispatcher", &path, body).await;
    assert_eq!((status, said["state"].as_str()), (200, Some("scheduled")));
    life.stands("assigned | scheduled |  | customer:visit_delayed").await;
    assert_eq!(life.visit().await.window(), promised);
    life.comes().await;
});

both!(who_is_on_the_way_hears_that_nobody_waits, async |db: TestDb| {
    let life = Life::accepted(db, 1).await;
    life.reports(json!({ "event": "en_route" })).await;
    life.dump().await;
    assert_eq!(life.does("operator", "cancel", json!({ "reason": "FIXED_ITSELF" })).await.0, 200);
    life.stands("cancelled | cancelled |  | customer:job_cancelled technician:visit_cancelled").await;
});

both!(a_wait_that_ends_before_the_visit_leaves_the_visit, async |db: TestDb| {
    let life = Life::accepted(db, 1).await;
    let far = *life.times().await.last().unwrap();
    assert_eq!(life.chooses(far).await.0, 200);
    life.dump().await;
    let body = json!({ "reason": "PROOF_MISSING", "until": far - Duration::hours(1) });
    assert_eq!(life.does("operator", "hold", body).await.0, 200);
    life.stands("on_hold PROOF_MISSING | scheduled |  | customer:job_on_hold").await;
    assert_eq!(life.does("operator", "resume", json!({})).await.0, 200);
    life.stands("assigned | scheduled |  | ").await;
});

both!(who_stands_at_a_wrong_door_gets_the_right_one, async |db: TestDb| {
    let life = Life::accepted(db, 1).await;
    life.reports(json!({ "event": "en_route" })).await;
    life.dump().await;
    let path = format!("/api/v1/service-requests/{}/address", life.request);
    let put = |body| life.site.api("operator", actix_web::http::Method::PUT, &path, body);
    let (status, said) = put(json!({ "city": "Nowhere at all" })).await;
    assert_eq!((status, said["errors"][0]["field"].as_str()), (422, Some("city")), "{said}");
    let app = life.app();
    let sample = sample_request(&app.catalogue(), &app.network(), app.clock.now(), 1).unwrap();
    let city = &sample["address"]["city"];
    let (status, said) = put(json!({ "city": city, "street": "Saadi", "number": "17", "unit": "3" })).await;
    assert_eq!((status, said["address"]["number"].as_str()), (200, Some("17")), "{said}");
    life.stands("assigned | en_route |  | technician:visit_assigned").await;
    let home = life.site.json(&life.technician().await).await.json()["customer"]["address"].to_string();
    assert!(home.contains("Saadi") && home.contains("17"), "{home}");
});
