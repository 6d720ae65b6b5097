//! The report saved: once however often it is sent, not before the warnings are read, and refused beside its fields.

use actix_web::http::Method;
use futures_util::future::join;
use serde_json::{Value, json};

use super::{Desk, Filled, chosen, radios, value};
use crate::support::facts::{check_whole, count, text};
use crate::support::{TestDb, both};

async fn request_of(desk: &Desk, location: &str) -> Value {
    let reference = location.split('/').nth(2).unwrap().split('?').next().unwrap();
    let path = format!("/api/v1/service-requests/{reference}");
    let (status, request) = desk.site.api("operator", Method::GET, &path, json!({})).await;
    assert_eq!(status, 200, "{request}");
    request
}

both!(a_report_is_saved_and_shown_with_its_number_and_what_comes_next, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let form = Filled::sample(&desk.site, 1).with("priority", "high").with("priority_reason", "FOOD_OR_MEDICINE");
    let form = form.with("items.0.description", "Stands still since noon").with("note", "Second bell");
    let location = desk.take_down(&form).await;
    let request = request_of(&desk, &location).await;
    assert_eq!(
        (&request["priority"], &request["priority_reason"], &request["channel"]),
        (&json!("high"), &json!("FOOD_OR_MEDICINE"), &json!("phone"))
    );
    assert_eq!((&request["note"], &request["jobs"][0]["status"]), (&json!("Second bell"), &json!("pending_dispatch")));
    let page = desk.page(&format!("{location}&lang=en")).await;
    let reference = request["reference"].as_str().unwrap();
    assert!(page.contains(&format!("<bdi dir=\"ltr\">{reference}</bdi>")), "{page}");
    for words in ["Next call", "What happens next", "SMS to the customer", "id=\"taken\"", "Food or medicine spoils"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let later = desk.page(&format!("/requests/{reference}?lang=en")).await;
    assert!(!later.contains("id=\"taken\"") && later.contains("Second bell"), "told once: {later}");
    let dispatcher = desk.site.sign_in("dispatcher").await;
    let theirs = desk.site.page_as(&dispatcher, &location).await;
    assert!(theirs.status == 200 && !theirs.text.contains("id=\"taken\""), "the link is for whoever took it down");
    check_whole(desk.site.url());
});

both!(two_enters_make_one_request, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let slot = radios(&desk.look(&Filled::sample(&desk.site, 1)).await, "slot")[1].clone();
    let form = Filled::sample(&desk.site, 1).with("slot", &slot);
    let (first, second) = join(desk.save(&form), desk.save(&form)).await;
    assert_eq!((first.status, second.status), (303, 303), "{} {}", first.text, second.text);
    assert_eq!((first.location == second.location, desk.requests()), (true, 1));
    let again = desk.save(&form).await;
    assert_eq!((again.status, again.location), (303, first.location.clone()), "long after it is the same one");
    let changed = desk.save(&form.clone().with("note", "One more thing").with("seen", "x")).await;
    assert_eq!((changed.status, desk.requests()), (422, 1), "{}", changed.text);
    assert_eq!(count(desk.site.url(), "slot_holds"), 1, "the window is held once");
});

both!(a_key_that_was_used_for_other_words_is_told_and_replaced, async |db: TestDb| {
    let desk = Desk::open(db).await;
    desk.take_down(&Filled::sample(&desk.site, 1)).await;
    let other = Filled::sample(&desk.site, 2).with("key", "form-1");
    let refused = desk.save(&other).await;
    assert_eq!((refused.status, desk.requests()), (422, 1), "{}", refused.text);
    let key = value(&refused.text, "key");
    assert!(key != "form-1" && refused.text.contains("role=\"alert\""), "{}", refused.text);
    desk.take_down(&other.with("key", &key)).await;
    assert_eq!(desk.requests(), 2);
});

both!(faults_stand_beside_their_fields_with_what_was_typed, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let form = Filled::default()
        .with("key", "k")
        .with("phone", "12")
        .with("city", "Nowhere at all")
        .with("postal_code", "12")
        .with("priority", "emergency")
        .with("items.0.serial", "??")
        .with("items.0.purchased_on", "1499/01/01")
        .with("items.0.label", "Bedroom");
    let refused = desk.save(&form).await;
    assert_eq!((refused.status, desk.requests()), (422, 0), "{}", refused.text);
    let wrong =
        ["phone", "city", "postal_code", "priority_reason", "items.0.purchased_on", "items.0.product", "items.0.fault"];
    for field in wrong {
        let beside = format!("id=\"{field}-err\"");
        assert!(refused.text.contains(&beside), "{field}: {}", refused.text);
        assert!(refused.text.contains(&format!("href=\"#{field}\"")), "{field} among them all");
    }
    for (name, typed) in [("phone", "12"), ("city", "Nowhere at all"), ("items.0.label", "Bedroom")] {
        assert_eq!(value(&refused.text, name), typed);
    }
    assert_eq!(chosen(&refused.text, "priority"), "emergency");
    let unknown = desk.save(&form.with("colour", "red")).await;
    assert_eq!(unknown.status, 422);
});

both!(an_open_job_on_the_unit_is_read_before_another_is_made, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let form = Filled::sample(&desk.site, 1);
    let first = desk.save(&form).await;
    assert_eq!(first.status, 303, "{}", first.text);
    let job = request_of(&desk, &first.location).await["jobs"][0]["id"].as_str().unwrap().to_owned();
    let again = form.with("key", "another");
    let warned = desk.save(&again).await;
    assert_eq!((warned.status, desk.requests()), (422, 1));
    assert!(warned.text.contains("There is another open job for this unit"), "{}", warned.text);
    assert!(warned.text.contains(&format!("href=\"/jobs/{job}?lang=en\"")), "{}", warned.text);
    let seen = value(&warned.text, "seen");
    assert_eq!(seen, format!("DUPLICATE_OPEN_JOB:{job}"));
    let looked = desk.look(&again).await;
    assert_eq!(value(&looked, "seen"), seen, "what shows while one types is read as well");
    assert_eq!(desk.save(&again.with("seen", &seen)).await.status, 303);
    assert_eq!(desk.requests(), 2);
});

both!(two_units_of_one_address_are_one_request, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let form = Filled::sample(&desk.site, 1);
    let page = desk.look(&form.clone().with("look", "unit")).await;
    assert_eq!(value(&page, "items"), "2");
    assert!(page.contains("name=\"items.1.product\""), "{page}");
    let category = desk.site.app.catalogue().first_category();
    let both = form.with("items", "2").with("items.1.product", &format!("category:{category}"));
    let refused = desk.save(&both).await;
    assert!(refused.status == 422 && refused.text.contains("id=\"items.1.fault-err\""), "{}", refused.text);
    let both =
        both.with("items.1.description", "Leaks").with("items.1.fixed", "Closed the tap").with("items.1.label", "New");
    let location = desk.take_down(&both).await;
    let request = request_of(&desk, &location).await;
    let states: Vec<&str> =
        request["jobs"].as_array().unwrap().iter().map(|it| it["status"].as_str().unwrap()).collect();
    assert_eq!(states.len(), 2);
    assert!(
        states.contains(&"pending_dispatch") && states.contains(&"completed"),
        "one was settled in words: {states:?}"
    );
});

both!(who_gets_no_sms_is_read_the_summary, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let form = Filled::sample(&desk.site, 1).with("phone", "02144556677").with("name", "Reza Amini");
    let page = desk.look(&form).await;
    assert!(page.contains("To be read out"), "{page}");
    let location = desk.take_down(&form).await;
    let shown = desk.page(&format!("{location}&lang=en")).await;
    assert!(shown.contains("Please write the number down") || shown.contains("/read-out"), "{shown}");
    let reference = location.split('/').nth(2).unwrap().split('?').next().unwrap();
    let read = [("consent", "true"), ("taken", form.of("key"))];
    let heard = desk.site.post_as(&desk.operator, &format!("/requests/{reference}/read-out"), &read).await;
    assert_eq!(heard.status, 303, "{}", heard.text);
    assert!(desk.page(&format!("{}&lang=en", heard.location)).await.contains("Recorded that it was read out"));
    let event = "SELECT detail FROM events WHERE name = 'summary_read_out'";
    assert!(text(desk.site.url(), event).contains("true"));
});

both!(somebody_calls_for_the_owner, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let owner = Filled::sample(&desk.site, 1);
    let form =
        owner.clone().with("phone", "09121119922").with("name", "Their son").with("owner_phone", owner.of("phone"));
    let page = desk.look(&form.clone().with("street", "").with("city", "")).await;
    assert_eq!((value(&page, "owner_name").as_str(), value(&page, "name").as_str()), (owner.of("name"), "Their son"));
    assert_eq!(value(&page, "street"), owner.of("street"), "the address of who has the unit");
    let location = desk.take_down(&form.with("owner_name", owner.of("name"))).await;
    let request = request_of(&desk, &location).await;
    assert_eq!(request["contacts"].as_array().map(Vec::len), Some(2), "{request}");
    let son = "phones WHERE number = '+989121119922'";
    assert_eq!(count(desk.site.url(), son), 0, "the son's number does not become the owner's");
});
