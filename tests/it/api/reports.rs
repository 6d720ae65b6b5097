//! Reports: the figures of a story worked out by hand, the forms of an answer, and what is out of scope.

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};

use ostakar::app::offers::{Acceptance, accept, decline};
use ostakar::app::{dispatch, jobs, outbox};
use ostakar::domain::job::JobEvent;
use ostakar::domain::visit::VisitEvent;
use ostakar::store::offers::list_offers;

use super::following::{accepted, change, say};
use crate::story::{offered, report};
use crate::support::server::TestServer;
use crate::support::{TestDb, both};

both!(m34_the_times_of_a_job_are_those_worked_out_by_hand, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let app = server.app();
    let (_, offer) = offered(app, 1).await;
    app.clock.advance(TimeDelta::minutes(5));
    let visit = accept(app, offer.id.0, None, Acceptance::default()).await.unwrap();
    let begun = app.clock.now() - TimeDelta::minutes(5);
    let first_slot = (visit.window.from - begun).num_seconds();
    app.clock.advance(visit.window.from - app.clock.now() + TimeDelta::minutes(10));
    say(app, visit.visit_id, VisitEvent::SetOut, None).await;
    say(app, visit.visit_id, VisitEvent::Arrive, None).await;
    say(app, visit.visit_id, VisitEvent::BeginWork, None).await;
    app.clock.advance(TimeDelta::hours(1));
    say(app, visit.visit_id, VisitEvent::Finish, None).await;
    app.clock.advance(TimeDelta::hours(2));
    jobs::settle_due(app).await.unwrap();
    let manager = server.login("manager").await;
    let line = server.get(&manager, "/api/v1/reports/turnaround?group_by=agent").await.json()["items"][0].clone();
    assert_eq!(line["group"], offer.agent_id.0.to_string());
    assert_eq!((&line["jobs"], &line["completed"], &line["accepted"]), (&json!(1), &json!(1), &json!(1)), "{line}");
    assert_eq!(line["time_to_accept_median_s"], 5 * 60);
    assert_eq!(line["offer_to_accept"], json!({ "cases": 1, "mean_s": 300, "median_s": 300, "p90_s": 300 }));
    assert_eq!(line["first_slot"]["median_s"], first_slot);
    assert_eq!(line["time_to_arrive"]["median_s"], first_slot + 600);
    assert_eq!(line["median_s"], first_slot + 600 + 3600);
    assert_eq!(line["closing_lag"]["p90_s"], 2 * 3600);
    assert_eq!(line["within_3_days"], 1.0);
    assert_eq!(line["broken_promises"], json!({ "cases": 1, "hits": 0, "share": 0.0 }));
    assert_eq!(line["first_time_fix"], json!({ "cases": 1, "hits": 1, "share": 1.0 }));
    assert_eq!((&line["first_time_fix_provisional"], &line["repeat_provisional"]), (&json!(1), &json!(1)));
    let nothing = server.get(&manager, "/api/v1/reports/turnaround?from=2026-10-01&to=2026-10-30").await.json();
    assert_eq!((&nothing["items"], &nothing["cases"]), (&json!([]), &json!(0)));
});

both!(m16_acceptance_is_charged_with_what_was_given_back, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let app = server.app();
    let manager = server.login("manager").await;
    let (job, first) = offered(app, 1).await;
    decline(app, first.id.0, None, "DISTANCE".to_owned()).await.unwrap();
    dispatch::dispatch_due(app).await.unwrap();
    outbox::deliver_due(app).await.unwrap();
    let offers = app.db.read(move |conn| list_offers(conn, job)).await.unwrap();
    let second = offers.into_iter().find(|offer| offer.state.0.is_open()).unwrap();
    accept(app, second.id.0, None, Acceptance::default()).await.unwrap();
    app.clock.advance(TimeDelta::minutes(1));
    change(app, job, JobEvent::Release, "TOO_FAR", None).await;
    let report = server.get(&manager, "/api/v1/reports/acceptance").await.json();
    let of = |agent: String| {
        let lines = report["items"].as_array().unwrap();
        lines.iter().find(|line| line["group"] == agent).unwrap_or_else(|| panic!("{report}")).clone()
    };
    let declined = of(first.agent_id.0.to_string());
    assert_eq!((&declined["declined"], &declined["acceptance"]["share"]), (&json!(1), &json!(0.0)));
    let released = of(second.agent_id.0.to_string());
    assert_eq!(released["acceptance"], json!({ "cases": 1, "hits": 0, "share": 0.0 }), "{released}");
    assert_eq!(released["released"], json!({ "cases": 1, "hits": 1, "share": 1.0 }));
    assert_eq!(released["broken_promises"]["hits"], 1, "a visit that was given away was promised");
    assert!(released["name"].as_str().is_some_and(|name| !name.is_empty()));
});

both!(m16_delays_have_one_owner_each_and_add_up, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let app = server.app();
    let begun = app.clock.now();
    let waiting = report(app, 1).await.jobs[0].id;
    let until = app.clock.now() + TimeDelta::days(9);
    app.clock.advance(TimeDelta::hours(1));
    change(app, waiting, JobEvent::Hold, "PART_ORDERED", Some(until)).await;
    let (assigned, _) = accepted(app, 2).await;
    app.clock.advance(TimeDelta::hours(2));
    change(app, assigned, JobEvent::Cancel, "PRICE", None).await;
    app.clock.advance(TimeDelta::hours(3));
    let elapsed = (app.clock.now() - begun).num_seconds();
    let manager = server.login("manager").await;
    let whole = server.get(&manager, "/api/v1/reports/delays").await.json();
    let line = &whole["items"][0];
    assert_eq!((&whole["cases"], &line["jobs"]), (&json!(2), &json!(2)));
    let hours = |field: &str| line[field].as_i64().unwrap() / 3600;
    assert_eq!(["company_s", "parts_s", "agent_s", "customer_s", "calendar_s"].map(hours), [1, 5, 2, 0, 0], "{line}");
    assert_eq!(line["elapsed_s"], elapsed + 2 * 3600);
    let reasons = server.get(&manager, "/api/v1/reports/delays?group_by=reason").await.json();
    let parts = reasons["items"].as_array().unwrap().iter().find(|it| it["group"] == "PART_ORDERED").unwrap();
    assert_eq!((&parts["parts_s"], &parts["elapsed_s"]), (&json!(5 * 3600), &json!(5 * 3600)));
    let agents = server.get(&manager, "/api/v1/reports/delays?group_by=agent").await.json();
    let held: Vec<&Value> = agents["items"].as_array().unwrap().iter().filter(|it| it["group"] != "").collect();
    assert_eq!((held.len(), &held[0]["agent_s"]), (1, &json!(2 * 3600)));
});

both!(m34_reports_are_answered_as_csv_and_workbooks_and_say_what_they_mix, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let operator = server.login("operator").await;
    for k in 0..6 {
        server.register(&operator, k).await;
    }
    let manager = server.login("manager").await;
    let whole = server.get(&manager, "/api/v1/reports/turnaround").await.json();
    let mix = &whole["mix"]["warranty"];
    let (code, count) = mix.as_object().unwrap().iter().next().unwrap();
    assert_eq!(whole["mix"]["kind"], json!({ "repair": 6 }));
    assert_eq!(
        whole["mix"]["mixed"].as_array().unwrap().contains(&json!("warranty")),
        mix.as_object().unwrap().len() > 1
    );
    let part = server.get(&manager, &format!("/api/v1/reports/turnaround?warranty={code}&kind=repair")).await.json();
    assert_eq!((&part["cases"], &part["mix"]["mixed"]), (count, &json!([])));
    for name in ["open-jobs", "turnaround", "acceptance", "delays", "operators", "satisfaction"] {
        let path = format!("/api/v1/reports/{name}");
        let ask = |accept: &str, language: &str| {
            let request = server.request(Method::GET, &path).bearer_auth(&manager).header("accept", accept);
            if language.is_empty() { request } else { request.header("accept-language", language) }
        };
        let codes = server.send(ask("text/csv", "")).await;
        assert_eq!(codes.header("content-type"), "text/csv; charset=utf-8");
        let head = |text: &str| text.lines().next().unwrap().to_owned();
        assert!(head(&codes.text).is_ascii() && !codes.text.contains('⟦'), "{}", codes.text);
        let words = server.send(ask("text/csv", "fa")).await;
        assert!(!head(&words.text).is_ascii() && !words.text.contains('⟦'), "{}", words.text);
        assert_eq!(head(&words.text).split(',').count(), head(&codes.text).split(',').count());
        let book = ask("*/*", "en").query(&[("format", "xlsx")]).send().await.unwrap();
        assert!(book.headers()["content-disposition"].to_str().unwrap().ends_with(&format!("{name}.xlsx\"")));
        let bytes = book.bytes().await.unwrap();
        let mut book: calamine::Xlsx<_> = calamine::Reader::new(std::io::Cursor::new(bytes.to_vec())).unwrap();
        let table = calamine::Reader::worksheet_range_at(&mut book, 0).unwrap().unwrap();
        assert_eq!(table.height(), codes.text.lines().count(), "{name}");
        assert_eq!(table.width(), head(&codes.text).split(',').count());
    }
    let logged = server.get(&manager, "/api/v1/reports/operators").await.json();
    let line = &logged["items"][0];
    assert_eq!((&line["requests"], &line["contacts"], &line["request_contacts"]), (&json!(6), &json!(6), &json!(6)));
    assert!(line["name"].as_str().is_some_and(|name| !name.is_empty()), "{logged}");
    let wrong = "/api/v1/reports/acceptance?format=pdf&kind=x&warranty=y&setting=z&province=q&from=2&group_by=reason";
    assert_eq!(server.get(&manager, wrong).await.faults().len(), 7);
});

both!(m13_demand_that_nobody_covers_says_where_to_recruit, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let (operator, manager) = (server.login("operator").await, server.login("manager").await);
    server.register(&operator, 1).await;
    let report = async || server.get(&manager, "/api/v1/reports/coverage?lang=en").await.json();
    let before = report().await;
    assert_eq!((&before["cases"], &before["items"]), (&json!(1), &json!([])), "the network serves its own sample");
    // Off the coast, hundreds of kilometres from anybody.
    let mut far = server.sample(2);
    far["address"]["location"] = json!({ "lat": 15.0, "lon": 65.0 });
    assert_eq!(server.post(&operator, "/api/v1/service-requests", &far).await.status, 201);
    let line = report().await["items"][0].clone();
    assert_eq!((&line["uncovered"], &line["lacking"], &line["lat"]), (&json!(1), &json!(null), &json!(15.0)), "{line}");
    assert!(!line["name"].as_str().unwrap().is_empty() && !line["skill"].as_str().unwrap().is_empty());
    // What waiting mends is no gap, what it does not is one.
    let app = server.app();
    let expire = |tx: &mut ostakar::store::Tx<'_>| {
        use diesel::prelude::*;
        use ostakar::store::schema::agents;
        diesel::update(agents::table).set(agents::contract_to.eq("2026-01-01")).execute(tx.conn())?;
        Ok::<_, ostakar::store::StoreError>(())
    };
    app.db.write(expire).await.unwrap();
    app.reload_network().await.unwrap();
    let lines = report().await["items"].clone();
    let lacking: Vec<&Value> = lines.as_array().unwrap().iter().map(|line| &line["lacking"]).collect();
    assert_eq!(lacking.len(), 2, "{lines}");
    assert!(lacking.contains(&&json!("CONTRACT_EXPIRED")) && lacking.contains(&&json!(null)), "{lines}");
    let map = server.get(&manager, "/api/v1/reports/coverage/map").await;
    assert_eq!(map.header("content-type"), "application/geo+json");
    let map = map.json();
    assert_eq!((map["features"].as_array().unwrap().len(), &map["type"]), (2, &json!("FeatureCollection")));
    let point = &map["features"][0]["geometry"];
    assert!((-180.0..=180.0).contains(&point["coordinates"][0].as_f64().unwrap()), "longitude first: {point}");
    let csv = server.get(&manager, "/api/v1/reports/coverage?format=csv").await;
    assert!(csv.text.contains("CONTRACT_EXPIRED"), "{}", csv.text);
    let wrong = server.get(&manager, "/api/v1/reports/coverage?group_by=agent&setting=mobile").await;
    assert_eq!(wrong.faults(), ["group_by unknown_field", "setting unknown_field"]);
});
