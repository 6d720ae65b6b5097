//! Promises for a time in which nobody works after all: a day that is closed overnight, a leave.

use actix_web::http::Method;
use serde_json::json;

use super::Life;
use crate::support::{TestDb, both};

/// The day of the visit, and what closes it in the province of the job.
async fn closure(life: &Life) -> (chrono::NaiveDate, serde_json::Value) {
    let day = life.app().catalogue().calendar().local_date(life.visit().await.window_from.0);
    let province = life.job().await.province;
    (day, json!({ "day": day, "province": province, "name_fa": "آلودگی هوا", "name_en": "Air pollution" }))
}

both!(a_day_that_is_closed_overnight_gives_a_task_for_each_promise, async |db: TestDb| {
    let life = Life::accepted(db, 1).await;
    let (day, body) = closure(&life).await;
    let (status, said) = life.staff("manager", "/closures", body.clone()).await;
    assert_eq!((status, &said["visits_to_move"], &said["day"]), (201, &json!(1), &json!(day)), "{said}");
    life.stands("assigned | scheduled | move_visit | ").await;
    let (_, again) = life.staff("manager", "/closures", body).await;
    assert_eq!(again["visits_to_move"], 1);
    life.stands("assigned | scheduled | move_visit | ").await;
    let calendar = life.app().catalogue().calendar().clone();
    let times = life.times().await;
    assert!(times.iter().all(|at| calendar.local_date(*at) != day), "no time of the closed day is offered: {times:?}");
    assert_eq!(life.chooses(times[0]).await.0, 200);
    life.stands("assigned | scheduled |  | customer:visit_moved technician:visit_retimed").await;
});

both!(a_day_that_opens_again_takes_its_tasks_back, async |db: TestDb| {
    let life = Life::accepted(db, 1).await;
    let (day, body) = closure(&life).await;
    let province = body["province"].as_str().unwrap().to_owned();
    assert_eq!(life.staff("manager", "/closures", body).await.0, 201);
    let path = format!("/api/v1/closures/{day}?province={province}");
    assert_eq!(life.site.api("manager", Method::DELETE, &path, json!({})).await.0, 204);
    life.stands("assigned | scheduled |  | ").await;
});

both!(a_leave_over_promised_visits_gives_tasks, async |db: TestDb| {
    let life = Life::accepted(db, 1).await;
    let visit = life.visit().await;
    let (agent, from, to) = (visit.agent_id.0, visit.window_from.0, visit.window_to.0);
    let network = life.app().network();
    let other = network.agent(agent).unwrap().technicians.iter().find(|it| it.id != visit.technician_id.0).unwrap().id;
    let off = |technician| json!({ "technician_id": technician, "from": from, "to": to, "reason": "illness" });
    let path = format!("/agents/{agent}/time-off");
    assert_eq!(life.staff("manager", &path, off(other)).await.0, 201);
    life.stands("assigned | scheduled |  | ").await;
    assert_eq!(life.staff("manager", &path, off(visit.technician_id.0)).await.0, 201);
    life.stands("assigned | scheduled | move_visit | ").await;
});
