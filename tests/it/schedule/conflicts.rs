//! What stands against a place in the schedule: each obstacle is caused, is told by its code, and leaves all as it was.

use serde_json::json;

use super::{Planner, with};
use crate::life::Life;
use crate::support::facts::execute;
use crate::support::{TestDb, both};

/// The customer agreed.
const AGREED: &[(&str, &str)] = &[("agreed", "yes")];

both!(a_time_that_was_not_promised_needs_the_customers_consent, async |db: TestDb| {
    let planner = Planner::open(db).await;
    let form = planner.to(planner.life.times().await[1]).await;
    planner.refused("OUTSIDE_PROMISE", &form).await;
    planner.life.stands("assigned | scheduled |  | ").await;
    assert_eq!(planner.send(&with(form, AGREED)).await.status, 303);
});

both!(who_asked_for_another_time_counts_on_the_first_no_more, async |db: TestDb| {
    let planner = Planner::open(db).await;
    let first = planner.life.visit().await.window_from.0;
    let moved = with(planner.to(planner.life.times().await[2]).await, AGREED);
    assert_eq!(planner.send(&moved).await.status, 303);
    assert_eq!(planner.send(&planner.to(first).await).await.status, 303, "the time that was promised first");
    let asked = planner.to(planner.life.times().await[2]).await;
    let asked = with(asked, &[("reason", "CUSTOMER_REQUEST"), ("agreed", "yes")]);
    assert_eq!(planner.send(&asked).await.status, 303);
    planner.refused("OUTSIDE_PROMISE", &planner.to(first).await).await;
});

both!(a_technician_who_is_busy_is_refused, async |db: TestDb| {
    let [one, other] = Life::two_of_one(db).await;
    let taken = one.visit().await.window();
    let planner = Planner::of(other).await;
    planner.learn_all().await;
    planner.refused("WINDOW_CONFLICT", &with(planner.to(taken.from).await, AGREED)).await;
    let near = taken.to - chrono::TimeDelta::minutes(30);
    planner.refused("WINDOW_CONFLICT", &with(planner.to(near).await, AGREED)).await;
});

both!(nobody_works_at_night_on_leave_or_on_a_closed_day, async |db: TestDb| {
    let planner = Planner::open(db).await;
    let (visit, free) = (planner.life.visit().await, planner.life.times().await[2]);
    let there = async || with(planner.to(free).await, AGREED);
    planner.refused("NOT_WORKING", &with(there().await, &[("time", "23:00")])).await;
    let off = json!({ "technician_id": visit.technician_id.0, "from": free, "to": free + chrono::TimeDelta::hours(1),
        "reason": "illness" });
    let path = format!("/agents/{}/time-off", visit.agent_id.0);
    assert_eq!(planner.life.staff("manager", &path, off).await.0, 201);
    planner.refused("TIME_OFF", &there().await).await;
    let (day, province) = (planner.local(free).0, planner.life.job().await.province);
    let closure = json!({ "day": day, "province": province, "name_fa": "آلودگی هوا", "name_en": "Air pollution" });
    assert_eq!(planner.life.staff("manager", "/closures", closure).await.0, 201);
    planner.refused("CLOSED_DAY", &there().await).await;
    let page = planner.page(&format!("/schedule?day={day}&agent={}&lang=en", visit.agent_id.0)).await;
    assert!(page.contains("off closed") && page.contains("closed day"), "{page}");
});

both!(whoever_may_not_do_the_work_is_refused, async |db: TestDb| {
    let planner = Planner::open(db).await;
    let other = planner.stand_in().await;
    let form = with(planner.form().await, &[("reason", "TECHNICIAN_UNAVAILABLE"), ("technician_id", other.as_str())]);
    let url = planner.life.site.url();
    execute(url, &format!("UPDATE technician_skills SET level = 0 WHERE technician_id = '{other}'"));
    planner.refused("SKILL_LEVEL_LOW", &form).await;
    execute(url, &format!("DELETE FROM technician_skills WHERE technician_id = '{other}'"));
    planner.refused("SKILL_MISSING", &form).await;
    let holder = planner.life.visit().await.agent_id.0;
    let network = planner.life.app().network();
    let stranger = network.agents().find(|agent| agent.id != holder && !agent.technicians.is_empty()).unwrap();
    let stranger = stranger.technicians[0].id;
    planner.refused("OTHER_AGENT", &with(form.clone(), &[("technician_id", stranger.as_str())])).await;
    let nobody = with(form, &[("technician_id", "00000000-0000-7000-8000-000000000000")]);
    let seen = planner.send(&nobody).await;
    assert!(seen.status == 422 && seen.text.contains("<a href=\"#technician_id\">"), "{}", seen.text);
});

both!(a_full_day_is_refused, async |db: TestDb| {
    let planner = Planner::open(db).await;
    let visit = planner.life.visit().await;
    let form = with(planner.to(planner.life.times().await[2]).await, AGREED);
    let url = planner.life.site.url();
    execute(url, &format!("UPDATE technicians SET capacity_day = 0 WHERE id = '{}'", visit.technician_id.0));
    planner.refused("CAPACITY_DAY_FULL", &form).await;
    execute(url, &format!("UPDATE technicians SET capacity_day = 1 WHERE id = '{}'", visit.technician_id.0));
    assert_eq!(planner.send(&form).await.status, 303, "the visit that is moved does not count against itself");
});
