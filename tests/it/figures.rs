//! The manager's figures: each leads to its jobs, and promises of today that will not be kept are named.

use chrono::Duration;
use ostakar::domain::kpi::measure::Measure;
use ostakar::queries::promises::{Risk, list_at_risk};
use serde_json::json;

use crate::life::Life;
use crate::parts::read;
use crate::site::Site;
use crate::support::facts::execute;
use crate::support::{TestDb, both};

/// Three jobs: one done at the first visit, one under way, one that waits for an agent.
async fn network(db: TestDb) -> Life {
    let life = Life::accepted(db, 1).await;
    life.wait(life.visit().await.window_from.0 - life.app().clock.now());
    life.comes().await;
    assert_eq!(life.reports(json!({ "event": "done", "outcome": "repaired" })).await.0, 200);
    let open = life.site.offered(2).await;
    let link = life.site.path(ostakar::domain::link::LinkKind::Offer, open.offers[0].as_str());
    life.site.post_json(&format!("{link}/accept"), json!({})).await;
    life.site.offered(3).await;
    life.wait(Duration::days(4));
    life
}

/// What a page says of the number of jobs, and how many it lists.
async fn listed(site: &Site, cookie: &str, path: &str) -> (usize, String) {
    let seen = site.page_as(cookie, path).await;
    assert_eq!(seen.status, 200, "{path} {}", seen.text);
    (seen.text.matches("<tr><th scope=\"row\">").count(), seen.text)
}

both!(every_figure_leads_to_as_many_jobs_as_it_counts, async |db: TestDb| {
    let life = network(db).await;
    let site = &life.site;
    let token =
        site.api("manager", actix_web::http::Method::GET, "/api/v1/reports/turnaround?group_by=none", json!({}));
    let row = token.await.1["items"][0].clone();
    let cookie = site.sign_in("manager").await;
    let of = |measure: Measure| {
        let cases = match measure {
            Measure::Jobs => &row["jobs"],
            Measure::Turnaround => &row["completed"],
            Measure::InTime => return row["completed"].as_u64().unwrap() + row["open_overdue"].as_u64().unwrap(),
            Measure::Overdue => &row["open_overdue"],
            Measure::Acceptance => &row["accepted"],
            Measure::Answer => &row["offer_to_accept"]["cases"],
            Measure::Arrival => &row["time_to_arrive"]["cases"],
            Measure::FirstTimeFix => &row["first_time_fix"]["cases"],
            Measure::Repeated => &row["repeat_30_same"]["cases"],
            Measure::BrokenPromise => &row["broken_promises"]["cases"],
        };
        cases.as_u64().unwrap()
    };
    for measure in Measure::ALL {
        let (rows, page) = listed(site, &cookie, &format!("/reports/turnaround/jobs?lang=en&figure={measure}")).await;
        assert_eq!(rows as u64, of(*measure), "{measure}: {row} {page}");
    }
    assert_eq!((of(Measure::Jobs), of(Measure::Turnaround), of(Measure::Overdue)), (3, 1, 2));
    let report = site.page_as(&cookie, "/reports/turnaround?lang=en").await.text;
    let links: Vec<String> = report
        .split("href=\"")
        .filter_map(|part| part.split('"').next())
        .filter(|path| path.starts_with("/reports/turnaround/jobs"))
        .map(|path| path.replace("&#38;", "&").replace("&amp;", "&"))
        .collect();
    assert!(links.len() > 12, "{report}");
    for path in links {
        assert!(listed(site, &cookie, &path).await.0 > 0, "{path} leads to nothing");
    }
    let wrong = site.page_as(&cookie, "/reports/turnaround/jobs?figure=luck&from=2026-13-01").await;
    assert!(wrong.status == 422 && wrong.text.matches("role=\"alert\"").count() == 1, "{}", wrong.text);
});

both!(a_promise_that_will_not_be_kept_is_named, async |db: TestDb| {
    let life = Life::accepted(db, 1).await;
    let (app, visit) = (life.app(), life.visit().await);
    let at_risk = async |scope: ostakar::domain::access::Scope| {
        let (now, until) = (app.clock.now(), app.clock.now() + Duration::days(3));
        let found = read(app, move |conn| list_at_risk(conn, &scope, (now, until), 10)).await;
        assert_eq!(found.count, found.first.len());
        found.first.into_iter().map(|it| (it.job.id, it.risk)).collect::<Vec<_>>()
    };
    let all = ostakar::domain::access::Scope::All;
    assert_eq!(at_risk(all.clone()).await, [], "nothing is wrong yet");
    // Work that was begun stays with an agent that is stopped, and so does its next visit.
    let stand = |standing| {
        let agent = visit.agent_id.0;
        execute(life.site.url(), &format!("UPDATE agents SET standing = '{standing}' WHERE id = '{agent}'"));
    };
    stand("suspended");
    assert_eq!(at_risk(all.clone()).await, [(life.job, Risk::AgentStopped)]);
    stand("active");
    life.wait(visit.window_from.0 - app.clock.now() + Duration::minutes(10));
    assert_eq!(at_risk(all.clone()).await, [(life.job, Risk::NotSetOut)]);
    let other = ostakar::domain::access::Scope::Provinces(vec!["none".to_owned()]);
    assert_eq!(at_risk(other).await, [], "another province");
    let cookie = life.site.sign_in("manager").await;
    let page = life.site.page_as(&cookie, "/?lang=en").await.text;
    assert!(page.contains("The window has begun, nobody has set out"), "{page}");
    assert_eq!(life.reports(json!({ "event": "en_route" })).await.0, 200);
    assert_eq!(at_risk(all.clone()).await, [], "somebody is on the way");
    life.wait(visit.window_to.0 - app.clock.now() + Duration::minutes(1));
    assert_eq!(at_risk(all).await, [(life.job, Risk::Over)]);
});

both!(charts_are_mirrored_and_have_their_tables, async |db: TestDb| {
    let life = network(db).await;
    let cookie = life.site.sign_in("manager").await;
    for (lang, named) in [("en", "The same figures as a table"), ("fa", "همین عددها در جدول")] {
        let delays = life.site.page_as(&cookie, &format!("/reports/delays?lang={lang}")).await.text;
        assert!(delays.contains("<svg viewBox=\"0 0 560"), "{delays}");
        let path = format!("/reports/turnaround?lang={lang}&group_by=none");
        let times = life.site.page_as(&cookie, &path).await.text;
        assert!(!times.contains(named), "one week is no line: {times}");
        assert!(times.contains("class=\"tile\"") && times.contains("class=\"chip\""), "{times}");
    }
});
