//! Another time by either side: the first promise stays on record, and what was free is taken once.

use chrono::Duration;
use serde_json::json;

use super::Life;
use crate::support::{TestDb, both};

both!(a_customer_takes_another_time, async |db: TestDb| {
    let life = Life::accepted(db, 1).await;
    let first = life.visit().await.window();
    let times = life.times().await;
    assert!(life.site.page(&life.customer).await.text.contains(&format!("{}/times/{}", life.customer, life.job)));
    assert!(times.len() >= 3 && times.iter().all(|from| *from != first.from), "{times:?}");
    let (status, said) = life.chooses(times[1]).await;
    assert_eq!(
        (status, said["window"]["from"].as_str()),
        (200, Some(times[1].format("%Y-%m-%dT%H:%M:%SZ").to_string().as_str()))
    );
    life.stands("assigned | scheduled |  | customer:visit_moved technician:visit_retimed").await;
    let visit = life.visit().await;
    assert_eq!((visit.window_from.0, visit.first_from.0), (times[1], first.from), "the first promise stays on record");
    assert_eq!(life.chooses(first.from + Duration::minutes(7)).await.1["code"], "SLOT_TAKEN", "only what is free");
    for at in [0, 2] {
        assert_eq!(life.chooses(life.times().await[at]).await.0, 200);
    }
    let (status, said) = life.chooses(life.times().await[0]).await;
    assert_eq!((status, said["code"].as_str()), (409, Some("MOVES_USED_UP")));
    // Who gives up the own time is no broken promise of the agent's.
    let (_, report) = life
        .site
        .api("manager", actix_web::http::Method::GET, &format!("/api/v1/jobs/{}/events", life.job), json!({}))
        .await;
    let moves = report["items"].as_array().unwrap().iter().filter(|it| it["name"] == "reschedule").count();
    assert_eq!(moves, 3);
});

both!(near_the_visit_only_people_move_it, async |db: TestDb| {
    let life = Life::accepted(db, 1).await;
    let times = life.times().await;
    assert_eq!(life.chooses(times[0]).await.0, 200);
    life.wait(times[0] - life.app().clock.now() - Duration::minutes(90));
    let (status, said) = life.chooses(life.times().await[0]).await;
    assert_eq!((status, said["code"].as_str()), (409, Some("TOO_LATE_TO_MOVE")));
    let door = format!("{}/times", life.customer);
    assert!(!life.site.page(&life.customer).await.text.contains(&door), "what would be refused is not offered");
    let technician = life.technician().await;
    assert!(!life.site.page(&technician).await.text.contains(&format!("{technician}/times")));
    let visit = life.visit().await.id.0;
    let from = life.times().await[0];
    let window = json!({ "from": from, "to": from + Duration::minutes(120) });
    let body = json!({ "event": "reschedule", "window": window, "reason": "CUSTOMER_REQUEST" });
    assert_eq!(life.staff("dispatcher", &format!("/visits/{visit}/events"), body).await.0, 200);
});

both!(a_technician_says_why, async |db: TestDb| {
    let life = Life::accepted(db, 1).await;
    let (link, from) = (life.technician().await, life.times().await[2]);
    let seen = life.site.post_json(&format!("{link}/times"), json!({ "from": from })).await;
    assert_eq!((seen.status, seen.json()["errors"][0]["field"].clone()), (422, json!("reason")));
    let body = json!({ "from": from, "reason": "EARLIER_VISIT_OVERRAN" });
    assert_eq!(life.site.post_json(&format!("{link}/times"), body).await.status, 200);
    life.stands("assigned | scheduled |  | customer:visit_moved").await;
});

both!(a_dispatcher_sends_another_technician, async |db: TestDb| {
    let life = Life::accepted(db, 1).await;
    let (visit, old) = (life.visit().await, life.technician().await);
    let network = life.app().network();
    let agent = network.agent(visit.agent_id.0).unwrap();
    let other = agent.technicians.iter().find(|it| it.id != visit.technician_id.0).unwrap().id;
    let path = format!("/api/v1/jobs/{}/times?technician_id={other}", life.job);
    let (_, free) = life.site.api("dispatcher", actix_web::http::Method::GET, &path, json!({})).await;
    let window = &free["items"][0];
    let body =
        json!({ "event": "reschedule", "window": window, "technician_id": other, "reason": "TECHNICIAN_UNAVAILABLE" });
    let (status, said) = life.staff("dispatcher", &format!("/visits/{}/events", visit.id.0), body).await;
    assert_eq!((status, &said["window"]), (200, window), "{said}");
    life.stands(
        "assigned | scheduled |  | customer:visit_scheduled technician:visit_assigned technician:visit_cancelled",
    )
    .await;
    assert_eq!(life.site.json(&old).await.status, 404, "who comes no more has no door any more");
    assert_eq!(life.site.json(&life.technician().await).await.status, 200);
    assert_eq!(life.job().await.technician_id.map(|id| id.0), Some(other));
});

both!(one_time_is_taken_once, async |db: TestDb| {
    let [one, other] = Life::two_of_one(db).await;
    let taken = one.visit().await.window();
    assert!(!other.times().await.contains(&taken.from), "what one has is not free for the other");
    let window = json!({ "from": taken.from, "to": taken.to });
    let body = json!({ "event": "reschedule", "window": window, "reason": "COMPANY_REPLANNED" });
    let (status, said) = other.staff("dispatcher", &format!("/visits/{}/events", other.visit().await.id.0), body).await;
    assert_eq!((status, said["code"].as_str()), (409, Some("WINDOW_CONFLICT")));
    let others = other.times().await;
    let shared = one.times().await.into_iter().rfind(|from| others.contains(from)).unwrap();
    let race = futures_util::future::join(one.chooses(shared), other.chooses(shared)).await;
    let mut answers = [race.0.0, race.1.0];
    answers.sort_unstable();
    assert_eq!(answers, [200, 409], "{race:?}");
    let windows = [one.visit().await.window(), other.visit().await.window()];
    assert!(!windows[0].overlaps(windows[1]), "{windows:?}");
});
