//! Following jobs: lists by every filter, who holds a job and what comes next, and what stands open.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use serde_json::Value;

use ostakar::app::offers::{Acceptance, accept};
use ostakar::app::visits::{VisitReport, report_visit};
use ostakar::app::{Actor, App, jobs};
use ostakar::domain::delay::owner_in;
use ostakar::domain::id::{JobId, VisitId};
use ostakar::domain::job::{JobEvent, JobState};
use ostakar::domain::kpi::age::Age;
use ostakar::domain::machine::ActorKind;
use ostakar::domain::time::Instant;
use ostakar::domain::visit::VisitEvent;
use ostakar::security::link::{Purpose, short_code};
use ostakar::store::jobs::{find_job, save_job};
use ostakar::store::journal::list_events;
use ostakar::store::offers::{find_visit, save_visit};
use ostakar::store::{At, Col};

use crate::story::{offered, report};
use crate::support::server::TestServer;
use crate::support::{TestDb, both};

fn staff() -> Actor {
    Actor { kind: ActorKind::Staff, id: None }
}

/// Staff change a job.
pub async fn change(app: &App, job: JobId, event: JobEvent, reason: &str, until: Option<Instant>) {
    let change = jobs::Change { event, reason: Some(reason.to_owned()), until, seen: None };
    jobs::change_job(app, staff(), job, change).await.unwrap();
}

/// Reported, offered and accepted.
pub async fn accepted(app: &App, k: u64) -> (JobId, VisitId) {
    let (job, offer) = offered(app, k).await;
    let accepted = accept(app, offer.id.0, None, Acceptance::default()).await.unwrap();
    (job, accepted.visit_id)
}

/// The technician says something of a visit, with the right code where one is asked for.
pub async fn say(app: &App, visit: VisitId, event: VisitEvent, reason: Option<&str>) {
    let purpose = match event {
        VisitEvent::Arrive => Some(Purpose::Arrival),
        VisitEvent::Finish => Some(Purpose::Completion),
        _ => None,
    };
    let code = purpose.map(|purpose| short_code(&app.keys, purpose, visit.as_str()));
    let report =
        VisitReport { event, code, reason: reason.map(str::to_owned), outcome: None, note: None, parts: Vec::new() };
    report_visit(app, Actor::technician(visit), visit, None, report).await.unwrap();
}

both!(m15_a_job_says_who_holds_it_and_what_comes_next, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let app = server.app();
    let token = server.login("dispatcher").await;
    let stands = async |job: JobId| {
        let seen = server.get(&token, &format!("/api/v1/jobs/{job}")).await.json();
        (seen["holder"]["kind"].clone(), seen["next_step"].clone(), seen["next_at"].clone(), seen["holder"].clone())
    };
    let fresh = report(app, 1).await.jobs[0].id;
    let (holder, next, at, _) = stands(fresh).await;
    assert_eq!((&holder, &next), (&"dispatcher".into(), &"dispatch".into()));
    assert!(at.is_string());
    let (job, offer) = offered(app, 2).await;
    let (holder, next, _, whole) = stands(job).await;
    assert_eq!((&holder, &next), (&"agent".into(), &"offer_deadline".into()));
    assert_eq!(whole["id"], offer.agent_id.0.to_string());
    assert!(whole["name_fa"].is_string() && whole["name_en"].is_string());
    let visit = accept(app, offer.id.0, None, Acceptance::default()).await.unwrap();
    let (holder, next, at, _) = stands(job).await;
    assert_eq!((&holder, &next), (&"agent".into(), &"visit".into()));
    assert_eq!(at.as_str().unwrap().parse::<Instant>().unwrap(), visit.window.from);
    say(app, visit.visit_id, VisitEvent::SetOut, None).await;
    assert_eq!(stands(job).await.0, "technician");
    say(app, visit.visit_id, VisitEvent::Arrive, None).await;
    assert_eq!(stands(job).await.1, "visit_end");
    say(app, visit.visit_id, VisitEvent::EndUndone, Some("PART_NEEDED")).await;
    let (holder, next, ..) = stands(job).await;
    assert_eq!((&holder, &next), (&"dispatcher".into(), &"task".into()));
    let until = app.clock.now() + TimeDelta::days(3);
    change(app, job, JobEvent::Hold, "PART_ORDERED", Some(until)).await;
    let (holder, next, at, _) = stands(job).await;
    assert_eq!((&holder, &next), (&"parts".into(), &"resume".into()));
    assert_eq!(at.as_str().unwrap().parse::<Instant>().unwrap(), until);
    change(app, job, JobEvent::Cancel, "PRICE", None).await;
    assert_eq!(stands(job).await.0, Value::Null);
    let found = server.get(&token, "/api/v1/jobs?lost=true").await.json();
    assert_eq!(found["items"], serde_json::json!([]), "nothing of this disappears");
});

both!(m15_a_request_that_would_disappear_is_found, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let app = server.app();
    let token = server.login("dispatcher").await;
    let forgotten = report(app, 1).await.jobs[0].id;
    let (unplanned, visit) = accepted(app, 2).await;
    let (held, _) = offered(app, 3).await;
    change(app, held, JobEvent::Hold, "CUSTOMER_LATER", Some(app.clock.now() + TimeDelta::days(1))).await;
    let lost = async || {
        let page = server.get(&token, "/api/v1/jobs?lost=true").await.json();
        let mut ids: Vec<JobId> =
            page["items"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().parse().unwrap()).collect();
        ids.sort();
        ids
    };
    // The first job was offered too, when the others were: take its offer and its date away.
    assert_eq!(lost().await, []);
    app.db
        .write(move |tx| {
            let offers = ostakar::store::offers::list_offers(tx.conn(), forgotten)?;
            for mut offer in offers {
                offer.state = Col(ostakar::domain::offer::OfferState::Expired);
                ostakar::store::offers::save_offer(tx, &mut offer)?;
            }
            let mut job = find_job(tx.conn(), forgotten)?;
            job.dispatch_at = None;
            save_job(tx, &mut job)?;
            let mut job = find_job(tx.conn(), held)?;
            job.hold_until = None;
            save_job(tx, &mut job)?;
            let mut visit = find_visit(tx.conn(), visit)?;
            visit.state = Col(ostakar::domain::visit::VisitState::Cancelled);
            save_visit(tx, &mut visit)
        })
        .await
        .unwrap();
    let mut all = vec![forgotten, unplanned, held];
    all.sort();
    assert_eq!(lost().await, all);
    for job in all {
        let seen = server.get(&token, &format!("/api/v1/jobs/{job}")).await.json();
        assert!(seen["holder"].is_null() || seen["next_at"].is_null(), "the list and the job agree: {seen}");
    }
    let manager = server.login("manager").await;
    let only = server.get(&manager, "/api/v1/jobs?lost=true&status=on_hold&limit=1").await.json();
    assert_eq!(only["items"].as_array().unwrap().len(), 1);
});

/// Jobs in many states and of several ages.
async fn a_week(app: &App) -> Vec<JobId> {
    let mut all = Vec::new();
    for k in 0..4 {
        all.push(report(app, k).await.jobs[0].id);
    }
    let (working, visit) = accepted(app, 4).await;
    say(app, visit, VisitEvent::SetOut, None).await;
    say(app, visit, VisitEvent::Arrive, None).await;
    let (incomplete, visit) = accepted(app, 5).await;
    say(app, visit, VisitEvent::SetOut, None).await;
    say(app, visit, VisitEvent::Arrive, None).await;
    say(app, visit, VisitEvent::EndUndone, Some("PART_NEEDED")).await;
    app.clock.advance(TimeDelta::days(5));
    let (absent, visit) = accepted(app, 6).await;
    say(app, visit, VisitEvent::ReportCustomerAbsent, Some("CUSTOMER_ABSENT")).await;
    let until = app.clock.now() + TimeDelta::days(30);
    for (k, reason) in [(7, "PART_ORDERED"), (8, "CUSTOMER_LATER"), (9, "FORCE_MAJEURE")] {
        let job = report(app, k).await.jobs[0].id;
        change(app, job, JobEvent::Hold, reason, Some(until)).await;
        all.push(job);
    }
    let cancelled = report(app, 10).await.jobs[0].id;
    change(app, cancelled, JobEvent::Cancel, "PRICE", None).await;
    let (assigned, _) = accepted(app, 11).await;
    app.clock.advance(TimeDelta::hours(80));
    all.extend([working, incomplete, absent, cancelled, assigned]);
    all
}

both!(m15_lists_are_limited_by_every_filter_and_walked_page_by_page, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let app = server.app();
    let count = a_week(app).await.len();
    let token = server.login("manager").await;
    let list = async |query: &str, limit: usize| {
        let (mut cursor, mut rows) = (String::new(), Vec::new());
        loop {
            let path = format!("/api/v1/jobs?limit={limit}{query}{cursor}");
            let page = server.get(&token, &path).await;
            assert_eq!(page.status, 200, "{path} {}", page.text);
            let page = page.json();
            rows.extend(page["items"].as_array().unwrap().iter().cloned());
            let Some(next) = page["next_cursor"].as_str() else { break rows };
            cursor = format!("&cursor={next}");
        }
    };
    let all = list("", 100).await;
    assert_eq!(all.len(), count);
    let now = app.clock.now();
    let age = |row: &Value| Age::of(row["registered_at"].as_str().unwrap().parse().unwrap(), now).as_str();
    let text = |row: &Value, field: &str| row[field].as_str().unwrap_or_default().to_owned();
    let is_open = |row: &Value| text(row, "status").parse::<JobState>().unwrap().is_open();
    let mut filters: Vec<(String, Vec<Value>)> = Vec::new();
    let mut add = |query: &str, fits: &dyn Fn(&Value) -> bool| {
        filters.push((query.to_owned(), all.iter().filter(|row| fits(row)).cloned().collect()));
    };
    for (field, name) in [
        ("status", "status"),
        ("province", "province"),
        ("city", "city"),
        ("category", "category"),
        ("kind", "kind"),
        ("priority", "priority"),
        ("warranty", "warranty"),
        ("agent_id", "agent_id"),
        ("delay_owner", "owner"),
    ] {
        let mut values: Vec<String> = all.iter().map(|row| text(row, field)).filter(|it| !it.is_empty()).collect();
        values.sort();
        values.dedup();
        for value in values {
            add(&format!("&{name}={value}"), &|row| text(row, field) == value);
        }
    }
    for value in Age::ALL {
        add(&format!("&age={value}"), &|row| is_open(row) && age(row) == value.as_str());
    }
    add("&held=true", &|row| text(row, "status") == "on_hold");
    add("&status=on_hold,cancelled", &|row| ["on_hold", "cancelled"].contains(&text(row, "status").as_str()));
    add("&status=cancelled&age=0-3", &|_| false);
    add("&from=2026-11-25", &|row| text(row, "registered_at").as_str() > "2026-11-24T20:30");
    add("&to=1405-09-03", &|row| text(row, "registered_at").as_str() < "2026-11-24T20:30");
    let is_late = |row: &Value| row["due_at"].as_str().is_some_and(|due| due.parse::<Instant>().unwrap() < now);
    add("&overdue=true", &|row| is_open(row) && is_late(row));
    assert!(filters.iter().filter(|(_, rows)| !rows.is_empty() && rows.len() < count).count() > 15);
    for (query, expected) in &filters {
        for limit in [2, 100] {
            let ids = |rows: &[Value]| rows.iter().map(|row| row["id"].clone()).collect::<Vec<_>>();
            assert_eq!(ids(&list(query, limit).await), ids(expected), "{query} by {limit}");
        }
    }
    let wrong = "/api/v1/jobs?age=2&owner=me&province=x&city=x&category=x&from=1&held=true&status=closed&kind=a,b";
    let faults = server.get(&token, wrong).await.faults();
    assert_eq!(faults.len(), 9, "{faults:?}");
});

both!(m15_open_jobs_agree_with_the_events, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let app = server.app();
    let jobs = a_week(app).await;
    let manager = server.login("manager").await;
    let report = server.get(&manager, "/api/v1/reports/open-jobs").await.json();
    let (now, mut expected) = (app.clock.now(), BTreeMap::new());
    for job in jobs {
        let events = app.db.read(move |conn| list_events(conn, job)).await.unwrap();
        let moves: Vec<_> = events.iter().filter(|it| it.topic.0.as_str() == "job" && it.to_state.is_some()).collect();
        let last = moves.last().unwrap();
        let state: JobState = last.to_state.as_ref().unwrap().parse().unwrap();
        if state.is_open() {
            let owner = owner_in(state, last.delay_owner.map(|owner| owner.0));
            let At(registered) = moves[0].at;
            *expected
                .entry((state.to_string(), owner.to_string(), Age::of(registered, now).to_string()))
                .or_insert(0) += 1;
        }
    }
    let mut told = BTreeMap::new();
    let ages = [("0-3", "days_0_3"), ("4-7", "days_4_7"), ("8-15", "days_8_15"), ("over-15", "days_over_15")];
    for line in report["items"].as_array().unwrap() {
        let code = |field: &str| line[field].as_str().unwrap().to_owned();
        for (age, field) in ages {
            let count = line[field].as_i64().unwrap();
            let (state, owner) = (code("state"), code("owner"));
            let path = format!("/api/v1/jobs?status={state}&owner={owner}&age={age}");
            let behind = server.get(&manager, &path).await.json()["items"].as_array().unwrap().len();
            assert_eq!(i64::try_from(behind).unwrap(), count, "{path}");
            if count > 0 {
                told.insert((state, owner, age.to_owned()), count);
            }
        }
    }
    assert_eq!(told, expected);
    assert_eq!(report["cases"], expected.values().sum::<i64>());
    let owners: std::collections::BTreeSet<_> = expected.keys().map(|(_, owner, _)| owner.as_str()).collect();
    assert_eq!(owners.len(), 5, "every owner is there: {owners:?}");
    let refused = server.get(&manager, "/api/v1/reports/open-jobs?from=2026-11-01&group_by=city").await;
    assert_eq!(refused.faults(), ["from unknown_field", "group_by unknown_field"]);
});
