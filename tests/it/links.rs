//! Links without login: a whole visit by forms and by JSON, and what a link must not do.

use actix_web::test::TestRequest;
use ostakar::app::Actor;
use ostakar::app::jobs::{Change, change_job};
use ostakar::domain::access::{Caller, Role, Scope};
use ostakar::domain::job::JobEvent;
use ostakar::domain::language::Language;
use ostakar::domain::link::LinkKind;
use serde_json::json;

use crate::site::Site;
use crate::support::{TestDb, both};

both!(a_visit_by_json, async |db: TestDb| {
    let site = Site::open(db).await;
    let offered = site.offered(0).await;
    let link = site.path(LinkKind::Offer, offered.offers[0].as_str());
    let shown = site.json(&link).await.json();
    assert_eq!((shown["kind"].as_str(), shown["state"].as_str()), (Some("offer"), Some("open")), "{shown}");
    let taken = site.post_json(&format!("{link}/accept"), json!({})).await;
    assert_eq!(taken.status, 200, "{}", taken.text);
    let visit = taken.json()["visit_id"].as_str().unwrap().parse().unwrap();
    assert!(taken.json()["visit_url"].as_str().unwrap().contains("/o/"));
    let again = site.post_json(&format!("{link}/accept"), json!({})).await;
    assert_eq!((again.status, again.json()["code"].as_str().unwrap().to_owned()), (409, "ALREADY_ACCEPTED".to_owned()));
    let events = format!("{link}/events");
    for (body, state) in [
        (json!({"event": "en_route"}), "en_route"),
        (json!({"event": "arrived", "code": site.arrival(visit)}), "arrived"),
        (json!({"event": "working"}), "working"),
        (json!({"event": "done", "code": site.completion(visit), "note": "ok"}), "done"),
    ] {
        let seen = site.post_json(&events, body).await;
        assert_eq!((seen.status, seen.json()["state"].as_str()), (200, Some(state)), "{}", seen.text);
    }
    let customer = site.json(&site.path(LinkKind::Customer, offered.request.as_str())).await.json();
    assert_eq!(customer["units"][0]["stands"], "done", "{customer}");
});

both!(a_visit_by_forms, async |db: TestDb| {
    let site = Site::open(db).await;
    let offered = site.offered(1).await;
    let link = site.path(LinkKind::Offer, offered.offers[0].as_str());
    let none = site.post_form(&format!("{link}/decline"), &[]).await;
    assert_eq!(none.status, 422);
    assert!(none.text.contains("id=\"reason-err\""), "{}", none.text);
    let taken = site.post_form(&format!("{link}/accept"), &[("technician_id", "")]).await;
    assert_eq!((taken.status, taken.location.as_str()), (303, link.as_str()), "{}", taken.text);
    let page = site.page(&link).await.text;
    assert!(page.contains("href=\"tel:+98") && page.contains("href=\"geo:"), "{page}");
    let json = site.json(&link).await.json();
    let visit = json["visit_id"].as_str().unwrap().parse().unwrap();
    let own = site.path(LinkKind::Visit, json["visit_id"].as_str().unwrap());
    let events = format!("{own}/events");
    let confirmed = format!("{}/confirm", site.path(LinkKind::Customer, offered.request.as_str()));
    assert_eq!(site.post_form(&confirmed, &[]).await.status, 303);
    assert_eq!(site.post_form(&events, &[("event", "en_route")]).await.status, 303);
    let wrong = site.post_form(&events, &[("event", "arrived"), ("code", "0")]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text.contains("value=\"0\"") && wrong.text.contains("id=\"code-err\""), "{}", wrong.text);
    let arrival = site.arrival(visit);
    assert_eq!(site.post_form(&events, &[("event", "arrived"), ("code", &arrival)]).await.status, 303);
    assert_eq!(site.post_form(&events, &[("event", "working")]).await.status, 303);
    let completion = site.completion(visit);
    let done = [("event", "done"), ("code", completion.as_str()), ("outcome", "repaired"), ("note", "")];
    assert_eq!(site.post_form(&events, &done).await.status, 303);
    let page = site.page(&own).await.text;
    assert!(!page.contains("tel:"), "the link ends with the job: {page}");
});

both!(a_get_changes_nothing, async |db: TestDb| {
    let site = Site::open(db).await;
    let offered = site.offered(2).await;
    let link = site.path(LinkKind::Offer, offered.offers[0].as_str());
    let before = format!("{:?}", site.offers(offered.job).await);
    for _ in 0..20 {
        assert_eq!(site.page(&link).await.status, 200);
        assert_eq!(site.page(&format!("{link}?lang=en")).await.status, 200);
    }
    assert_eq!(format!("{:?}", site.offers(offered.job).await), before);
});

both!(nothing_personal_before_acceptance, async |db: TestDb| {
    let site = Site::open(db).await;
    let offered = site.offered(3).await;
    let link = site.path(LinkKind::Offer, offered.offers[0].as_str());
    let app = &site.app;
    let body = ostakar::app::sample::sample_request(&app.catalogue(), &app.network(), app.clock.now(), 3).unwrap();
    let contact = &body["contacts"][0];
    let texts = [contact["name"].as_str(), contact["phone"].as_str(), body["address"]["street"].as_str()];
    for text in texts.into_iter().flatten() {
        for seen in [site.page(&link).await, site.json(&link).await] {
            assert!(!seen.text.contains(text), "{text} in {}", seen.text);
        }
    }
    let page = site.page(&link).await.text;
    assert!(!page.contains("tel:") && !page.contains("geo:"));
});

both!(a_wrong_code_is_counted_and_stopped, async |db: TestDb| {
    let site = Site::open(db).await;
    let offered = site.offered(4).await;
    let link = site.path(LinkKind::Offer, offered.offers[0].as_str());
    let taken = site.post_json(&format!("{link}/accept"), json!({})).await.json();
    let right = site.arrival(taken["visit_id"].as_str().unwrap().parse().unwrap());
    let events = format!("{link}/events");
    for _ in 0..5 {
        assert_eq!(site.post_json(&events, json!({"event": "arrived", "code": "x"})).await.status, 422);
    }
    assert_eq!(site.post_json(&events, json!({"event": "arrived", "code": right})).await.status, 429);
});

both!(a_link_ends_with_the_job_it_is_for, async |db: TestDb| {
    let site = Site::open(db).await;
    let offered = site.offered(5).await;
    let link = site.path(LinkKind::Offer, offered.offers[0].as_str());
    assert_eq!(site.post_json(&format!("{link}/accept"), json!({})).await.status, 200);
    let caller = Caller {
        user: uuid::Uuid::nil().into(),
        username: "nobody".to_owned(),
        role: Role::Dispatcher,
        language: Language::Fa,
        scope: Scope::All,
    };
    let reason = Some("CLOSER_AGENT".to_owned());
    let change = Change { event: JobEvent::Reassign, reason, until: None, seen: None };
    change_job(&site.app, Actor::staff(&caller), offered.job, change).await.unwrap();
    let page = site.page(&link).await;
    assert_eq!(page.status, 200);
    assert!(!page.text.contains("tel:"), "{}", page.text);
    assert_eq!(site.post_json(&format!("{link}/events"), json!({"event": "en_route"})).await.status, 409);
    assert_eq!(site.json("/o/1111111111111111").await.status, 404);
});

both!(a_repeat_under_its_key_gets_the_first_answer, async |db: TestDb| {
    let site = Site::open(db).await;
    let offered = site.offered(6).await;
    let link = site.path(LinkKind::Offer, offered.offers[0].as_str());
    let accept = format!("{link}/accept");
    let first = site.post_keyed(&accept, "k1", json!({})).await;
    assert_eq!(first.status, 200, "{}", first.text);
    let again = site.post_keyed(&accept, "k1", json!({})).await;
    assert_eq!((again.status, &again.text), (200, &first.text));
    assert_eq!(site.post_keyed(&accept, "k2", json!({})).await.json()["code"], "ALREADY_ACCEPTED");
    let mismatch = site.post_keyed(&accept, "k1", json!({"technician_id": first.json()["visit_id"]})).await;
    assert_eq!((mismatch.status, mismatch.json()["code"].as_str()), (422, Some("IDEMPOTENCY_MISMATCH")));

    let (visit, events) = (first.json()["visit_id"].as_str().unwrap().parse().unwrap(), format!("{link}/events"));
    assert_eq!(site.post_keyed(&events, "e1", json!({"event": "en_route"})).await.status, 200);
    let arrived = json!({"event": "arrived", "code": site.arrival(visit)});
    let first = site.post_keyed(&events, "e2", arrived.clone()).await;
    assert_eq!(first.json()["state"], "arrived", "{}", first.text);
    let again = site.post_keyed(&events, "e2", arrived.clone()).await;
    assert_eq!((again.status, &again.text), (200, &first.text));
    assert_eq!(site.post_keyed(&events, "e3", arrived).await.status, 409, "it has happened already");

    let other = site.offered(7).await;
    let link = site.path(LinkKind::Offer, other.offers[0].as_str());
    let decline = format!("{link}/decline");
    for _ in 0..2 {
        let declined = site.post_keyed(&decline, "k1", json!({"reason": "DISTANCE"})).await;
        assert_eq!((declined.status, declined.json()["state"].as_str()), (200, Some("declined")), "{}", declined.text);
    }
    assert_eq!(site.post_keyed(&decline, "k2", json!({"reason": "DISTANCE"})).await.json()["code"], "OFFER_DECLINED");
});

both!(a_link_speaks_the_language_of_whom_it_was_sent_to, async |db: TestDb| {
    let site = Site::open(db).await;
    let offered = site.offered(8).await;
    let links = [
        site.path(LinkKind::Offer, offered.offers[0].as_str()),
        site.path(LinkKind::Customer, offered.request.as_str()),
    ];
    for link in links {
        let telephone = |path: &str| {
            TestRequest::get().uri(path).insert_header(("accept", "text/html")).insert_header(("accept-language", "en"))
        };
        let page = site.ask(telephone(&link)).await;
        assert!(page.text.contains("<html lang=\"fa\" dir=\"rtl\">"), "{}", page.text);
        let page = site.ask(telephone(&format!("{link}?lang=en"))).await;
        assert!(page.text.contains("<html lang=\"en\" dir=\"ltr\">"), "{}", page.text);
    }
});
