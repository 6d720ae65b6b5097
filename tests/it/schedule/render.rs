//! What the schedule shows: whose time, what is in it, what is not, and to whom.

use actix_web::http::Method;
use ostakar::domain::id::JobId;
use serde_json::json;

use super::Planner;
use crate::board::Board;
use crate::support::{TestDb, both};
use crate::templates::check;

both!(a_day_shows_the_time_of_each_technician, async |db: TestDb| {
    let planner = Planner::open(db).await;
    let (visit, agent) = (planner.life.visit().await, planner.agent().await);
    let page = planner.page(&planner.day().await).await;
    for technician in &agent.technicians {
        assert!(page.contains(&format!("data-technician=\"{}\"", technician.id)), "{page}");
    }
    let job = format!("data-job=\"{}\"", planner.life.job);
    assert_eq!(page.matches(&job).count(), 1, "{page}");
    let (from, to) = (planner.local(visit.window_from.0).1, planner.local(visit.window_to.0).1);
    assert!(page.contains(&format!("<bdi dir=\"ltr\">{from}–{to}</bdi> Scheduled")), "{page}");
    assert!(page.contains(" data-lift") && page.contains("<table class=\"gantt\""), "{page}");
    let thursday = planner.page(&format!("/schedule?day=2026-11-26&agent={}&lang=en", agent.id)).await;
    assert!(thursday.contains("<span class=\"vh\">not working</span>"), "after one o'clock: {thursday}");
    let count = agent.technicians.len();
    assert!(page.contains(&format!("Technicians 1 to {count} of {count}")), "{page}");
    let week = planner.page(&planner.day().await.replace("day=", "view=week&day=")).await;
    assert_eq!(week.matches(&job).count(), 1, "{week}");
    assert!(week.matches("data-day=\"").count() == count * 7 && !week.contains("gantt"), "{week}");
    for lang in ["fa", "en"] {
        let path = planner.day().await.replace("lang=en", &format!("lang={lang}"));
        let chosen = format!("{path}&job={}", planner.life.job);
        for (name, path) in [("schedule", &path), ("schedule-job", &chosen)] {
            check(&format!("{name}.{lang}"), &planner.page(path).await);
        }
    }
});

both!(days_are_written_in_either_calendar, async |db: TestDb| {
    let planner = Planner::open(db).await;
    for day in ["2026-11-22", "1405-09-01", "۱۴۰۵/۹/۱", "22 Nov 2026"] {
        let day: String = form_urlencoded::byte_serialize(day.as_bytes()).collect();
        let page = planner.page(&format!("/schedule?day={day}&lang=en")).await;
        assert!(page.contains("<h1 id=\"h-schedule\">Sunday, 22 November 2026</h1>"), "{day}: {page}");
        assert!(page.contains("۱۴۰۵"), "the other calendar is beside it");
        assert!(page.contains("/schedule?day=2026-11-21") && page.contains("/schedule?day=2026-11-23"), "{page}");
    }
    for wrong in ["day=soon", "agent=nobody", "job=nothing"] {
        let seen = planner.life.site.page_as(&planner.cookie, &format!("/schedule?{wrong}")).await;
        assert_eq!(seen.status, 404, "{wrong}");
    }
});

both!(what_is_in_nobodys_time_stands_beside_it, async |db: TestDb| {
    let board = Board::open(db).await;
    let job = board.waiting(1).await;
    let page = board.page("/schedule?lang=en").await;
    let list = page.split("id=\"unplanned\"").nth(1).unwrap();
    assert!(list.contains(&format!("data-job=\"{job}\"")) && list.contains("waits for an agent"), "{list}");
    assert!(list.contains(&format!("/board?job={job}")) && !list.contains("data-lift"), "it needs an agent first");
    assert_eq!(board.send(&board.at(job).await, 0).await.status, 303);
    let offer = board.open_offer(job).await.id.0;
    let link = board.site.path(ostakar::domain::link::LinkKind::Offer, offer.as_str());
    assert_eq!(board.site.post_json(&format!("{link}/accept"), json!({})).await.status, 200);
    let page = board.page("/schedule?lang=en").await;
    let list = page.split("id=\"unplanned\"").nth(1).unwrap();
    assert!(!list.contains(&format!("data-job=\"{job}\"")), "it has a visit: {list}");
});

both!(a_dispatcher_of_a_province_has_its_technicians_alone, async |db: TestDb| {
    let board = Board::open(db).await;
    let (site, mut elsewhere) = (&board.site, None);
    for n in 1..30 {
        let job = board.waiting(n).await;
        let (_, said) = site.api("dispatcher", Method::GET, &format!("/api/v1/jobs/{job}"), json!({})).await;
        if said["province"] != "razavi_khorasan" {
            elsewhere = Some(job);
            break;
        }
    }
    let job: JobId = elsewhere.unwrap();
    let mashhad = site.sign_in("dispatcher_mashhad").await;
    let page = site.page_as(&mashhad, "/schedule?lang=en").await;
    assert_eq!(page.status, 200);
    assert!(page.text.contains("data-technician=\"") && !page.text.contains(job.as_str()), "{}", page.text);
    let stranger = site.app.network().agents().find(|agent| agent.code == "agent_001").unwrap().id;
    let page = site.page_as(&mashhad, &format!("/schedule?agent={stranger}&lang=en")).await.text;
    assert!(page.contains("No technician fits") && !page.contains("data-technician=\""), "{page}");
    assert_eq!(site.page_as(&mashhad, &format!("/schedule?job={job}")).await.status, 404);
    let seen = site.post_as(&mashhad, &format!("/schedule/jobs/{job}"), &[("seen", "1")]).await;
    assert_eq!(seen.status, 404, "{}", seen.text);
    let auditor = site.sign_in("auditor").await;
    let page = site.page_as(&auditor, "/schedule?lang=en").await;
    assert!(page.status == 200 && !page.text.contains("data-lift"), "who may not dispatch moves nothing");
});
