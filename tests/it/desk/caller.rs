//! Who calls: several at one telephone, where the technician is, and the search of the frame.

use actix_web::http::Method;
use serde_json::json;

use super::{Desk, Filled, radios, value};
use crate::support::facts::{count, text};
use crate::support::{TestDb, both};

both!(two_people_at_one_telephone_are_asked_for, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let form = Filled::sample(&desk.site, 1);
    desk.take_down(&form.clone().with("name", "Reza Amini").with("customer", "new").with("items.0.serial", "")).await;
    let phone = Filled::default().with("phone", form.of("phone"));
    let page = desk.look(&phone).await;
    let choices = radios(&page, "customer");
    assert_eq!(choices.len(), 3, "{choices:?}");
    assert!(page.contains("Reza Amini") && page.contains(form.of("name")) && value(&page, "name").is_empty());
    let nameless = form.clone().with("key", "2").with("name", "");
    let refused = desk.save(&nameless).await;
    assert_eq!((refused.status, desk.requests()), (422, 1));
    assert!(refused.text.contains("href=\"#customer\""), "{}", refused.text);
    let reza = text(desk.site.url(), "SELECT id FROM customers WHERE name = 'Reza Amini'");
    assert!(choices.contains(&reza));
    desk.take_down(&nameless.with("customer", &reza).with("items.0.serial", "ZR00000009")).await;
    assert_eq!(count(desk.site.url(), &format!("service_requests WHERE customer_id = '{reza}'")), 2);
    let other = form.with("key", "3").with("name", "Nobody Yet").with("items.0.serial", "");
    let asked = desk.look(&other).await;
    assert_eq!(value(&asked, "name"), "Nobody Yet", "another name is another person until somebody says so");
    assert_eq!(value(&asked, "known_as"), "");
});

both!(the_number_alone_says_where_the_technician_is, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let offered = desk.site.offered(1).await;
    let link = desk.site.path(ostakar::domain::link::LinkKind::Offer, offered.offers[0].as_str());
    assert_eq!(desk.site.post_form(&format!("{link}/accept"), &[]).await.status, 303);
    let phone = Filled::sample(&desk.site, 1);
    let page = desk.look(&Filled::default().with("phone", phone.of("phone"))).await;
    let card = page.split("id=\"live-caller\"").nth(1).unwrap().split("</ul>").next().unwrap();
    let path = format!("/api/v1/jobs/{}", offered.job);
    let (_, job) = desk.site.api("dispatcher", Method::GET, &path, json!({})).await;
    let holder = job["holder"]["name_en"].as_str().unwrap();
    assert!(card.contains("Assigned") && card.contains(holder), "{card}");
    assert!(card.contains(&format!("/jobs/{}", offered.job)) && card.contains("Only asked"), "{card}");
    let asked = [("phone", phone.of("phone")), ("job", offered.job.as_str()), ("note", "When does he come?")];
    let logged = desk.site.post_as(&desk.operator, "/intake/asked", &asked).await;
    assert_eq!((logged.status, logged.location.as_str()), (303, "/intake?logged=true"), "{}", logged.text);
    let summary = "SELECT summary FROM contacts WHERE class = 'follow_up'";
    assert_eq!(text(desk.site.url(), summary), "When does he come?");
    assert!(desk.page("/intake?logged=true&lang=en").await.contains("Ready for the next call"));
    let nothing = desk.site.post_as(&desk.operator, "/intake/asked", &[("job", "x")]).await;
    assert_eq!(nothing.status, 404);
});

both!(the_search_finds_by_telephone_name_reference_and_serial, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let form = Filled::sample(&desk.site, 1);
    let location = desk.take_down(&form).await;
    let reference = location.split('/').nth(2).unwrap().split('?').next().unwrap();
    let serial = form.of("items.0.serial");
    let name = form.of("name").split(' ').next().unwrap();
    for q in [&form.of("phone")[4..], name, reference, serial] {
        let query = form_urlencoded::byte_serialize(q.as_bytes()).collect::<String>();
        let page = desk.page(&format!("/search?q={query}&lang=en")).await;
        assert!(page.contains(form.of("name")) && page.contains("/intake?customer="), "{q}: {page}");
        assert!(page.contains(reference), "{q}: its jobs too");
        let part = desk.page(&format!("/search?q={query}&part=hits&lang=en")).await;
        assert!(part.contains("/intake?customer=") && !part.contains("<html"), "{q}: {part}");
    }
    assert!(desk.page("/search?q=zzzzzz&lang=en").await.contains("Nothing was found"));
    assert!(desk.page("/search?lang=en").await.contains("Nothing was found"));
    let seen = desk.site.page_as(&desk.operator, "/intake/towns?q=%D8%A7%D8%B5%D9%81&lang=en").await;
    assert!(seen.json().as_array().unwrap().iter().any(|it| it == "Isfahan, Isfahan"), "{}", seen.text);
    let latin = desk.site.page_as(&desk.operator, "/intake/towns?q=isf&lang=fa").await;
    assert!(latin.text.contains("اصفهان، اصفهان"), "{}", latin.text);
});
