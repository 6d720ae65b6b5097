//! What waits, in which order and for whom; what is to be seen to.

use chrono::TimeDelta;
use ostakar::app::dispatch::dispatch_due;
use ostakar::app::offers::{Acceptance, accept, decline};
use ostakar::app::sample::sample_request;
use ostakar::domain::id::JobId;
use serde_json::json;

use super::{Board, between, queue};
use crate::support::server::TestServer;
use crate::support::{TestDb, both};
use crate::templates::check;

both!(what_is_due_first_stands_first_and_what_is_late_says_so, async |db: TestDb| {
    let board = Board::open(db).await;
    let empty = board.page("/board?lang=en").await;
    assert!(queue(&empty).is_empty() && empty.contains("No job waits for an agent"), "{empty}");
    let first = board.waiting(1).await;
    board.site.app.clock.advance(TimeDelta::minutes(10));
    let second = board.waiting(2).await;
    let urgent = board.waiting_with(3, &[("priority", json!("emergency"))]).await;
    let page = board.page("/board?lang=en").await;
    let order = [urgent, first, second].map(|job| job.to_string());
    assert_eq!(queue(&page), order);
    assert!(page.contains(&format!("data-shown=\"{urgent}\"")), "the first is looked at where none is named");
    assert!(page.contains(" left</time>") && page.contains(">Emergency</span>"), "{page}");
    assert!(page.contains("nobody asked yet") && !page.contains("badge late"));
    board.site.app.clock.advance(TimeDelta::days(5));
    let page = board.page("/board?lang=en").await;
    assert_eq!(queue(&page), order);
    assert!(between(&page, "id=\"alerts\"", "</section>").contains("3 jobs are overdue"), "{page}");
    assert!(page.contains("class=\"badge late\"") && page.contains(" late</time>"), "{page}");
    for lang in ["fa", "en"] {
        check(&format!("jobs-board.{lang}"), &board.page(&format!("/board?lang={lang}")).await);
    }
});

both!(a_dispatcher_of_a_province_has_its_jobs_alone, async |db: TestDb| {
    let board = Board::open(db).await;
    let site = &board.site;
    let (mut here, mut elsewhere) = (Vec::new(), Vec::new());
    for n in 1..30 {
        let job = board.waiting(n).await;
        let text =
            site.api("dispatcher", actix_web::http::Method::GET, &format!("/api/v1/jobs/{job}"), json!({})).await;
        let there = if text.1["province"] == "razavi_khorasan" { &mut here } else { &mut elsewhere };
        there.push(job.to_string());
        if !here.is_empty() && !elsewhere.is_empty() {
            break;
        }
    }
    let mashhad = site.sign_in("dispatcher_mashhad").await;
    let page = site.page_as(&mashhad, "/board").await;
    assert_eq!((page.status, queue(&page.text)), (200, here.clone()));
    let foreign: JobId = elsewhere[0].parse().unwrap();
    assert_eq!(site.page_as(&mashhad, &format!("/board?job={foreign}")).await.status, 404);
    let seen = site.post_as(&mashhad, &format!("/board/jobs/{foreign}/offer"), &[("agent_id", "x")]).await;
    assert_eq!(seen.status, 404);
    assert_eq!(board.send(&board.at(foreign).await, 0).await.status, 303);
    let offer = board.open_offer(foreign).await.id.0;
    let page = site.page_as(&mashhad, "/board").await.text;
    assert!(!page.contains(offer.as_str()), "offers of other provinces are not shown");
    let seen = site.post_as(&mashhad, &format!("/board/offers/{offer}/withdraw"), &[]).await;
    assert_eq!((seen.status, board.site.offers(foreign).await[0].state.0.is_open()), (404, true));
    assert_eq!(site.page_as(&mashhad, &format!("/board?sent={offer}")).await.status, 404);
    let filtered = board.page("/board?province=razavi_khorasan&category=").await;
    assert_eq!(queue(&filtered), here);
    let none = board.page("/board?province=razavi_khorasan&category=no_such&lang=en").await;
    assert!(queue(&none).is_empty() && none.contains("of this province and category"), "{none}");
});

both!(what_all_have_declined_and_who_is_late_are_to_be_seen_to, async |db: TestDb| {
    let board = Board::open(db).await;
    let (refused, taken) = (board.site.offered(1).await, board.site.offered(2).await);
    for offer in &refused.offers {
        decline(&board.site.app, *offer, None, "TIME".to_owned()).await.unwrap();
    }
    let made = accept(&board.site.app, taken.offers[0], None, Acceptance::default()).await.unwrap();
    let page = board.page("/board?lang=en").await;
    let alerts = between(&page, "id=\"alerts\"", "</section>");
    assert!(alerts.contains("1 job was declined or left unanswered"), "{alerts}");
    assert!(
        alerts.contains(&format!("data-job=\"{}\"", refused.job)) && !alerts.contains("will not be kept"),
        "{alerts}"
    );
    assert!(between(&page, "id=\"queue\"", "</section>").contains("declined or silent"), "{page}");
    board.site.app.clock.advance(made.window.to - board.site.app.clock.now() + TimeDelta::minutes(1));
    let page = board.page("/board?lang=en").await;
    let alerts = between(&page, "id=\"alerts\"", "</section>");
    assert!(alerts.contains("1 promise of today will not be kept"), "{alerts}");
    assert!(alerts.contains(&format!("href=\"/jobs/{}?lang=en\"", taken.job)), "{alerts}");
});

both!(a_job_that_nobody_may_do_says_so, async |db: TestDb| {
    let board = Board::open(db).await;
    let app = &board.site.app;
    // Off the coast, hundreds of kilometres from anybody.
    let sample = sample_request(&app.catalogue(), &app.network(), app.clock.now(), 2).unwrap();
    let mut address = sample["address"].clone();
    address["location"] = json!({ "lat": 15.0, "lon": 65.0 });
    let job = board.waiting_with(2, &[("address", address)]).await;
    dispatch_due(app).await.unwrap();
    let page = board.at(job).await;
    assert!(between(&page, "id=\"alerts\"", "</section>").contains("For 1 job no agent was found"), "{page}");
    let chosen = between(&page, "<div id=\"chosen\"", "<div id=\"alerts\"");
    assert!(chosen.contains("No agent passes the rules") && !chosen.contains("data-act=\"send\""), "{chosen}");
    assert!(chosen.contains("<text class=\"on\" x=\"380\" y=\"120\""), "the job alone is in the middle: {chosen}");
});

both!(thirty_jobs_stand_in_the_queue_and_offers_have_their_clocks, async |db: TestDb| {
    let board = Board::open(db).await;
    for n in 1..=30 {
        board.waiting(n).await;
    }
    let page = board.page("/board?lang=fa").await;
    assert_eq!(queue(&page).len(), 30);
    let job: JobId = queue(&page)[0].parse().unwrap();
    assert_eq!(board.send(&board.at(job).await, 0).await.status, 303);
    let offer = board.open_offer(job).await;
    let page = board.page("/board?lang=en").await;
    let flight = between(&page, "id=\"flight\"", "</section>");
    assert!(flight.contains(&format!("<time datetime=\"{}\"", offer.deadline_at.0.to_rfc3339())), "{flight}");
    assert!(flight.contains("<meter ") && flight.contains("leaves soon"), "{flight}");
});

/// As it goes over the wire.
#[actix_web::test]
async fn a_board_of_thirty_jobs_is_sent_in_less_than_twenty_kilobytes() {
    let server = TestServer::start(TestDb::sqlite()).await;
    let token = server.login("operator").await;
    for k in 1..=30 {
        server.register(&token, k).await;
    }
    let token = server.login("dispatcher").await;
    let ask = server.request(reqwest::Method::GET, "/board?lang=fa").bearer_auth(&token);
    let answer = ask.header("accept", "text/html").header("accept-encoding", "gzip").send().await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.headers()["content-encoding"].to_str().unwrap()), (200, "gzip"));
    let weight = answer.bytes().await.unwrap().len();
    println!("{weight} bytes");
    assert!(weight < 20_000, "{weight} bytes");
}
