//! What comes between the asking and the end: more evidence, two at once, time, other ends, a workshop that has the unit.

use actix_web::http::Method;
use chrono::TimeDelta;
use ostakar::app::jobs::resume_due;
use ostakar::domain::job::JobState;
use ostakar::domain::workshop::UnitState;
use ostakar::domain::workshop::custody::{Keeper, whereabouts};
use ostakar::store::workshop::list_passings;
use serde_json::json;

use super::{Counter, exchange, faults, money, refund};
use crate::support::facts::count;
use crate::support::{TestDb, both};
use crate::workshop::Desk;

both!(more_evidence_is_asked_for_and_looked_at_again, async |db: TestDb| {
    let counter = Counter::open(db).await;
    let case = counter.asked(exchange()).await;
    counter.goes("agent_manager", &case, json!({ "event": "approve_technically" })).await;
    let question = json!({ "event": "ask_evidence", "note": "Show the plate" });
    assert_eq!(counter.refused("agent_manager", &case, question.clone()).await.0, 403, "it is the other side's turn");
    assert_eq!(counter.wrong("manager", &case, json!({ "event": "ask_evidence" })).await, ["note required"]);
    let asked = counter.goes("manager", &case, question).await;
    assert_eq!((&asked["state"], &asked["question"]), (&json!("needs_evidence"), &json!("Show the plate")));
    assert_eq!(counter.tasks().await, ["exchange_evidence operator"]);
    let (own, foreign) = (counter.photo(1, true), counter.photo(2, false));
    let wrong = counter.wrong("operator", &case, json!({ "event": "ask_again", "photos": [own, foreign] })).await;
    assert_eq!(wrong, ["note required", "photos.1 unknown"]);
    counter.site.app.clock.advance(TimeDelta::days(2));
    let again = json!({ "event": "ask_again", "note": "Here it is", "photos": [own] });
    let again = counter.goes("operator", &case, again).await;
    assert_eq!(
        (&again["state"], &again["answer"], &again["photos"], &again["technical_by"]),
        (&json!("requested"), &json!("Here it is"), &json!([own]), &json!(null)),
        "both sides look at it again"
    );
    let until = counter.job().await.hold_until.unwrap().0 - counter.site.app.clock.now();
    assert_eq!((until.num_days(), counter.tasks().await), (14, vec!["decide_exchange any agent_manager".to_owned()]));
    assert!(counter.told().await.is_empty(), "nothing is decided yet");
});

both!(of_two_who_decide_at_once_one_does, async |db: TestDb| {
    let counter = Counter::open(db).await;
    let case = counter.asked(exchange()).await;
    counter.goes("agent_manager", &case, json!({ "event": "approve_technically" })).await;
    for user in ["manager", "administrator"] {
        counter.case(user, &case).await;
    }
    let turned = json!({ "event": "reject", "note": "Too dear" });
    let (one, other) = tokio::join!(
        counter.say("manager", &case, json!({ "event": "approve" })),
        counter.say("administrator", &case, turned)
    );
    let mut both = [one.0, other.0];
    both.sort_unstable();
    assert_eq!((both, counter.told().await.len()), ([200, 409], 1), "{} {}", one.1, other.1);
    assert_eq!(count(&counter.url, "events WHERE name IN ('exchange_approved', 'exchange_rejected')"), 1);
});

both!(a_case_ends_with_its_job, async |db: TestDb| {
    let counter = Counter::open(db).await;
    let case = counter.approved(exchange()).await;
    let cancel = format!("/api/v1/jobs/{}/cancel", counter.job);
    let (status, job) = counter.site.api("operator", Method::POST, &cancel, json!({ "reason": "BOUGHT_NEW" })).await;
    assert_eq!(status, 200, "{job}");
    let shown = counter.case("manager", &case).await;
    assert_eq!((&shown["state"], &shown["ended_by"]), (&json!("withdrawn"), &json!(null)), "{shown}");
    assert!(counter.tasks().await.is_empty());
    assert_eq!(count(&counter.url, "events WHERE name = 'exchange_withdrawn' AND actor_kind = 'system'"), 1);
});

both!(time_lets_the_job_go_on_and_the_next_step_holds_it_again, async |db: TestDb| {
    let counter = Counter::open(db).await;
    let case = counter.asked(refund()).await;
    counter.site.app.clock.advance(TimeDelta::days(15));
    resume_due(&counter.site.app).await.unwrap();
    assert_eq!(counter.stands().await, ("pending_dispatch".to_owned(), None));
    assert_eq!(counter.case("manager", &case).await["state"], json!("requested"), "it is still to be decided");
    counter.goes("agent_manager", &case, json!({ "event": "approve_technically" })).await;
    assert_eq!(counter.stands().await, ("on_hold".to_owned(), Some("EXCHANGE_APPROVAL".to_owned())));
    counter.goes("manager", &case, json!({ "event": "approve" })).await;
    counter.site.app.clock.advance(TimeDelta::days(15));
    resume_due(&counter.site.app).await.unwrap();
    let mut paid = money();
    paid["paid_on"] = json!("2026-12-20");
    counter.goes("operator", &case, paid).await;
    assert_eq!(counter.job().await.state.0, JobState::Completed, "it is done, whatever the job does meanwhile");
});

both!(a_unit_that_a_workshop_has_stays_with_the_organisation, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let unit = desk.receive().await;
    let (ask, site) = (format!("/api/v1/jobs/{}/exchange", desk.job), &desk.site);
    let post = async |user: &str, path: &str, body| site.api(user, Method::POST, path, body).await;
    let (_, first) = post("operator", &ask, exchange()).await;
    let held = Some("EXCHANGE_APPROVAL".to_owned());
    assert_eq!(desk.stands(unit).await, (UnitState::Received, JobState::OnHold, held.clone()), "{first}");
    let events = |case: &serde_json::Value| format!("/api/v1/exchanges/{}/events", case["id"].as_str().unwrap());
    let turned = json!({ "event": "reject", "note": "Try the board first" });
    assert_eq!(post("agent_manager", &events(&first), turned).await.0, 200);
    assert_eq!(desk.stands(unit).await.2.as_deref(), Some("WORKSHOP_QUEUE"), "the workshop goes on");
    let (_, second) = post("operator", &ask, exchange()).await;
    let events = events(&second);
    assert_eq!(post("agent_manager", &events, json!({ "event": "approve_technically" })).await.0, 200);
    assert_eq!(post("manager", &events, json!({ "event": "approve" })).await.0, 200);
    let serial = site.app.db.read({
        let job = desk.job;
        move |conn| ostakar::app::case::Case::load(conn, job)
    });
    let old = serial.await.unwrap().unit;
    let mut given = json!({ "event": "fulfil", "new_serial": "NEW-1", "old_unit": "left_with_customer" });
    let catalogue = site.app.catalogue();
    if let Some(model) = old.model.as_deref().and_then(|code| catalogue.model(code)) {
        let of_brands = ["ZR88888888", "HVA8888888", "NK888888888", "TL88AA888888"];
        let fitting = of_brands.into_iter().find(|serial| catalogue.serial_fits(model, serial) == Some(true));
        given["new_serial"] = json!(fitting.unwrap());
    }
    let left = post("operator", &events, given.clone()).await;
    assert_eq!(faults(&left), ["old_unit not_allowed"], "the customer does not have it");
    given.as_object_mut().unwrap().remove("old_unit");
    let (status, done) = post("operator", &events, given).await;
    assert_eq!((status, &done["old_unit"]), (200, &json!("collected")), "{done}");
    let kept = desk.unit(unit).await;
    assert_eq!((kept.state.0, kept.place.0, kept.due_at), (UnitState::Kept, Keeper::Centre, None));
    assert_eq!(
        (desk.job().await.state.0, desk.unit(unit).await.kept_for(site.app.clock.now()).amount),
        (JobState::Completed, 0)
    );
    let passings = site.app.db.read(list_passings).await.unwrap();
    assert_eq!(whereabouts(passings).unwrap()[&unit], Keeper::Centre, "it has one keeper");
    let (_, waiting) = site.api("operator", Method::GET, "/api/v1/workshop-units", json!({})).await;
    assert_eq!(waiting["items"], json!([]), "nobody is to fetch it");
});
