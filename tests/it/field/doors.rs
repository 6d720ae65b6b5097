//! What the page of a visit has for a telephone without network, and steps that come twice.

use actix_web::test::TestRequest;
use ostakar::domain::link::LinkKind;
use serde_json::json;

use crate::site::Site;
use crate::support::facts::count;
use crate::support::{TestDb, both};

async fn visit_of(site: &Site) -> (String, ostakar::domain::id::VisitId) {
    let offered = site.offered(1).await;
    let offer = site.path(LinkKind::Offer, offered.offers[0].as_str());
    let taken = site.post_json(&format!("{offer}/accept"), json!({})).await.json();
    let visit = taken["visit_id"].as_str().unwrap();
    (site.path(LinkKind::Visit, visit), visit.parse().unwrap())
}

both!(the_page_has_the_whole_way, async |db: TestDb| {
    let site = Site::open(db).await;
    let (link, visit) = visit_of(&site).await;
    let page = site.page(&link).await.text;
    assert!(page.contains("id=\"visit\" data-open data-state=\"scheduled\""), "{page}");
    for ahead in ["en_route", "arrived suspended", "working", "arrived working suspended"] {
        assert!(page.contains(&format!("<template data-in=\"{ahead}\">")), "{ahead}: {page}");
    }
    assert!(page.contains("src=\"/static/queue.js?") && page.contains("src=\"/static/field.js?"), "{page}");
    let events = format!("{link}/events");
    let code = site.arrival(visit);
    for form in
        [vec![("event", "en_route")], vec![("event", "arrived"), ("code", code.as_str())], vec![("event", "working")]]
    {
        assert_eq!(site.post_form(&events, &form).await.status, 303);
    }
    let page = site.page(&link).await.text;
    assert!(!page.contains("value=\"en_route\"") && !page.contains("<template data-in=\"en_route\">"), "{page}");
    assert!(page.contains("<template data-in=\"suspended\">") && page.contains("data-scripted hidden"), "{page}");
});

both!(a_form_with_its_key_is_done_once, async |db: TestDb| {
    let site = Site::open(db).await;
    let (link, visit) = visit_of(&site).await;
    let code = site.arrival(visit);
    let send = async |key: &str, fields: &[(&str, &str)]| {
        let request = TestRequest::post().uri(&format!("{link}/events")).insert_header(("idempotency-key", key));
        site.ask(request.insert_header(("accept", "application/json")).set_form(fields.to_vec())).await
    };
    let arrived = [("event", "arrived"), ("code", code.as_str())];
    let first = send("a1", &arrived).await;
    let again = send("a1", &arrived).await;
    assert_eq!((first.status, &first.text), (200, &again.text), "{}", again.text);
    let other = send("a1", &[("event", "working")]).await;
    assert_eq!((other.status, other.json()["code"].as_str()), (422, Some("IDEMPOTENCY_MISMATCH")));
    let anew = send("a2", &arrived).await;
    assert_eq!((anew.status, anew.json()["code"].as_str()), (409, Some("EVENT_NOT_ALLOWED")), "{}", anew.text);
    assert_eq!(count(site.url(), "events WHERE topic = 'visit' AND name = 'arrived'"), 1);
});

both!(a_link_that_is_over_says_so_and_what_to_do, async |db: TestDb| {
    let site = Site::open(db).await;
    for path in ["/o/1111111111111111?lang=en", "/t/1111111111111111?lang=en"] {
        let over = site.page(path).await;
        assert_eq!(over.status, 404);
        assert!(over.text.contains("not valid any more") && over.text.contains("href=\"/help\""), "{}", over.text);
    }
});

both!(the_service_worker_sends_what_waits, async |db: TestDb| {
    let site = Site::open(db).await;
    let worker = site.page("/sw.js").await;
    assert!(worker.status == 200 && worker.text.contains("'visit-pages'"), "{}", worker.text);
    assert!(worker.text.contains("idempotency-key"), "the queue runs in it too");
});
