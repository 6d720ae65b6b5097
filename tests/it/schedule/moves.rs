//! Visits that are moved and planned by the form of the schedule.

use futures_util::future::join;
use ostakar::domain::visit::VisitState;
use serde_json::json;

use super::{Planner, fields_of, with};
use crate::support::{TestDb, both};

both!(a_visit_is_moved_by_its_form, async |db: TestDb| {
    let planner = Planner::open(db).await;
    let (before, free) = (planner.life.visit().await, planner.life.times().await[2]);
    let seen = planner.send(&with(planner.to(free).await, &[("agreed", "yes")])).await;
    let day = planner.local(free).0;
    assert_eq!(seen.status, 303, "{}", seen.text);
    assert!(seen.location.starts_with(&format!("/schedule?day={day}&")) && seen.location.contains("done="), "{seen:?}");
    let after = planner.life.visit().await;
    assert_eq!((after.id, after.window_from.0, after.first_from), (before.id, free, before.first_from));
    let length = |visit: &ostakar::store::offers::Visit| visit.window_to.0 - visit.window_from.0;
    assert_eq!(length(&after), length(&before), "a visit keeps its length");
    assert_eq!(planner.told_agreed().await, 1, "that the customer agreed is on record");
    planner.life.stands("assigned | scheduled |  | customer:visit_moved technician:visit_retimed").await;
    let page = planner.page(&format!("{}&agent={}", seen.location, after.agent_id.0)).await;
    assert!(page.contains("class=\"notice ok\"") && page.contains("is planned"), "{page}");
    let minutes = planner
        .local(free)
        .1
        .split_once(':')
        .map(|(hour, minute)| hour.parse::<i64>().unwrap() * 60 + minute.parse::<i64>().unwrap());
    assert!(page.contains(&format!("data-from=\"{}\"", minutes.unwrap())), "{page}");
});

both!(another_technician_within_the_promise_needs_nobodys_consent, async |db: TestDb| {
    let planner = Planner::open(db).await;
    let (before, other) = (planner.life.visit().await, planner.stand_in().await);
    let form = with(planner.form().await, &[("technician_id", other.as_str()), ("reason", "TECHNICIAN_UNAVAILABLE")]);
    let seen = planner.send(&form).await;
    assert_eq!(seen.status, 303, "{}", seen.text);
    let after = planner.life.visit().await;
    assert_eq!((after.technician_id.0, after.window()), (other, before.window()));
    assert_eq!(planner.told_agreed().await, 0);
    assert_eq!(planner.life.job().await.technician_id.map(|id| id.0), Some(other));
    planner
        .life
        .stands(
            "assigned | scheduled |  | customer:visit_scheduled technician:visit_assigned technician:visit_cancelled",
        )
        .await;
});

both!(a_job_without_a_visit_is_planned_from_the_list, async |db: TestDb| {
    let planner = Planner::open(db).await;
    planner.life.comes().await;
    let (status, said) = planner.life.reports(json!({ "event": "not_done", "reason": "TOOL_NEEDED" })).await;
    assert_eq!(status, 200, "{said}");
    let page = planner.page("/schedule?lang=en").await;
    let list = page.split("id=\"unplanned\"").nth(1).unwrap();
    assert!(list.contains(&format!("data-lift data-job=\"{}\"", planner.life.job)), "{list}");
    let free = planner.life.times().await[0];
    let form = with(planner.to(free).await, &[("agreed", "yes"), ("reason", "")]);
    let seen = planner.send(&form).await;
    assert_eq!(seen.status, 303, "{}", seen.text);
    let visits = planner.life.visits().await;
    let stands: Vec<VisitState> = visits.iter().map(|visit| visit.state.0).collect();
    assert_eq!((stands, visits[1].window_from.0), (vec![VisitState::NotDone, VisitState::Scheduled], free));
    assert_eq!(planner.life.job().await.state.0.as_str(), "assigned");
    let page = planner.page("/schedule?lang=en").await;
    let list = page.split("id=\"unplanned\"").nth(1).unwrap();
    assert!(!list.contains(planner.life.job.as_str()), "{list}");
});

both!(of_two_who_move_a_visit_one_is_told, async |db: TestDb| {
    let planner = Planner::open(db).await;
    let manager = planner.life.site.sign_in("manager").await;
    let times = planner.life.times().await;
    let first = with(planner.to(times[1]).await, &[("agreed", "yes")]);
    let second = with(planner.to(times[3]).await, &[("agreed", "yes")]);
    let (one, other) = join(planner.send(&first), planner.send_as(&manager, &second)).await;
    let mut answers = [one, other];
    answers.sort_by_key(|seen| seen.status);
    assert_eq!(answers.each_ref().map(|seen| seen.status), [303, 409], "{answers:?}");
    assert!(answers[1].text.contains("class=\"code\">CONFLICT<"), "{}", answers[1].text);
    let visit = planner.life.visit().await;
    assert!([times[1], times[3]].contains(&visit.window_from.0));
    planner.life.stands("assigned | scheduled |  | customer:visit_moved technician:visit_retimed").await;
    // The page that was read again knows the version, and moves it.
    let other = if visit.window_from.0 == times[1] { times[3] } else { times[1] };
    let again = fields_of(&answers[1].text);
    let (day, time) = planner.local(other);
    let again = with(again, &[("on", &day.to_string()), ("time", &time), ("agreed", "yes")]);
    assert_eq!(planner.send(&again).await.status, 303);
    assert_eq!(planner.life.visit().await.window_from.0, other);
});

both!(a_button_pressed_twice_moves_once, async |db: TestDb| {
    let planner = Planner::open(db).await;
    let form = with(planner.to(planner.life.times().await[2]).await, &[("agreed", "yes")]);
    let (one, other) = join(planner.send(&form), planner.send(&form)).await;
    assert_eq!((one.status, other.status), (303, 303), "{} {}", one.text, other.text);
    planner.life.stands("assigned | scheduled |  | customer:visit_moved technician:visit_retimed").await;
});

both!(every_wrong_value_is_named_at_once, async |db: TestDb| {
    let planner = Planner::open(db).await;
    let seen = planner.send(&Vec::new()).await;
    assert_eq!(seen.status, 422, "{}", seen.text);
    for field in ["technician_id", "on", "time", "seen"] {
        assert!(seen.text.contains(&format!("<a href=\"#{field}\">")), "{field}: {}", seen.text);
    }
    let past = planner.life.app().clock.now() - chrono::TimeDelta::days(1);
    let form = with(planner.to(past).await, &[("reason", ""), ("agreed", "yes")]);
    let seen = planner.send(&form).await;
    assert_eq!(seen.status, 422, "{}", seen.text);
    for field in ["time", "reason"] {
        assert!(seen.text.contains(&format!("<a href=\"#{field}\">")), "{field}: {}", seen.text);
    }
    planner.life.comes().await;
    let page = planner.page(&format!("/schedule?job={}&lang=en", planner.life.job)).await;
    assert!(page.contains("cannot be put anywhere") && !page.contains("data-act=\"place\""), "{page}");
});
