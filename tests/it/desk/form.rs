//! The form looked up and filled in by the server: what a browser without scripts gets, and the script puts in place.

use actix_web::http::Method;
use serde_json::json;

use super::{Desk, Filled, chosen, radios, tag, value};
use crate::money::rule_prices;
use crate::support::{TestDb, both};
use crate::templates::check;

both!(a_number_alone_fills_the_form_with_who_calls, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let full = Filled::sample(&desk.site, 1);
    let empty = desk.page("/intake?lang=en").await;
    assert!(!value(&empty, "key").is_empty() && value(&empty, "phone").is_empty());
    let form = Filled::default().with("phone", full.of("phone")).with("key", "k");
    let page = desk.look(&form).await;
    assert_eq!(value(&page, "name"), full.of("name"));
    assert!(value(&page, "city").contains('،'), "a town with its province: {}", tag(&page, "city"));
    assert_eq!(value(&page, "street"), full.of("street"));
    assert_eq!(radios(&page, "customer")[1], "new");
    assert!(page.contains("Appliances: <bdi>0</bdi>") && page.contains("open jobs: <bdi>0</bdi>"), "{page}");
    assert_eq!(value(&page, "key"), "k", "the form stays the same one");
    let other = Filled::sample(&desk.site, 2);
    let kept = form.with("known_as", &value(&page, "known_as")).with("street", "Another street 5");
    let kept = kept.with("name", &value(&page, "name")).with("city", &value(&page, "city"));
    assert_eq!(value(&desk.look(&kept).await, "street"), "Another street 5", "what was typed stays");
    let next = desk.look(&kept.clone().with("phone", other.of("phone"))).await;
    assert_eq!((value(&next, "name"), value(&next, "street")), (other.of("name").into(), other.of("street").into()));
    let nobody = desk.look(&kept.with("phone", "09121119911")).await;
    assert_eq!((value(&nobody, "name"), value(&nobody, "street")), (String::new(), String::new()));
    assert!(nobody.contains("Nobody is known at this telephone"), "{nobody}");
});

both!(the_end_of_a_number_offers_customers_and_enter_takes_the_only_one, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let full = Filled::sample(&desk.site, 1);
    let tail = &full.of("phone")[2..];
    let form = Filled::default().with("phone", tail);
    let offered = desk.look(&form).await;
    assert!(offered.contains(full.of("name")) && value(&offered, "name").is_empty(), "{offered}");
    assert_eq!(value(&offered, "phone"), tail, "nothing is written while somebody types");
    let taken = desk.look(&form.clone().with("look", "caller")).await;
    assert_eq!((value(&taken, "phone").as_str(), value(&taken, "name").as_str()), (full.of("phone"), full.of("name")));
    let id = radios(&taken, "customer")[0].clone();
    let picked = desk.look(&form.with("customer", &id)).await;
    assert_eq!(value(&picked, "name"), full.of("name"));
    let opened = desk.page(&format!("/intake?customer={id}")).await;
    assert_eq!(value(&opened, "phone"), full.of("phone"));
    let rung = desk.page(&format!("/intake?phone={}", full.of("phone"))).await;
    assert_eq!(value(&rung, "name"), full.of("name"));
});

both!(the_unit_brings_its_faults_its_warranty_and_the_message, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let form = Filled::sample(&desk.site, 1);
    let page = desk.look(&form.clone().with("items.0.fault", "")).await;
    let fault = format!("value=\"{}\"", form.of("items.0.fault"));
    assert!(page.contains(&fault), "the faults of its category: {page}");
    let verdict = page.split("id=\"live-verdict-0\"").nth(1).unwrap().split("</details>").next().unwrap();
    assert!(verdict.contains("notice") && verdict.contains("Clause by clause"), "{verdict}");
    assert!(page.contains("SMS to the customer") && page.contains("parts: "), "{page}");
    assert!(page.contains("A visit is due by"), "{page}");
    let bare = desk.look(&form.clone().with("items.0.product", "").with("items.0.serial", "")).await;
    assert!(!bare.contains("live-verdict-0\" data-live=\"true\" role=\"status\"><div"), "{bare}");
    assert!(bare.contains("Shown once the appliance is known"), "{bare}");
    let old = desk.look(&form.clone().with("items.0.purchased_on", "1391/01/20")).await;
    assert!(!old.contains(verdict) && old.contains("niksorin_until_2024"), "the policy of a Jalali day: {old}");
    let other = desk.look(&form.with("items.0.product", "category:no_such")).await;
    assert_eq!(chosen(&other, "items.0.product"), "");
});

both!(what_is_to_be_paid_must_be_told_first, async |db: TestDb| {
    let desk = Desk::open(db).await;
    rule_prices(&desk.site.app).await;
    let form = Filled::sample(&desk.site, 1).with("items.0.purchased_on", "1391/01/20").with("note", "Rings twice");
    let page = desk.look(&form).await;
    assert!(page.contains("1,500,000 IRR") && page.contains("4,000,000 IRR – 20,000,000 IRR"), "{page}");
    let refused = desk.save(&form).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("id=\"told-err\"") && refused.text.contains("Rings twice"), "{}", refused.text);
    assert_eq!((value(&refused.text, "phone").as_str(), desk.requests()), (form.of("phone"), 0));
    desk.take_down(&form.with("told", "true")).await;
    let terms = "SELECT told_by FROM price_terms";
    assert_eq!(crate::support::facts::text(desk.site.url(), terms), "phone");
});

both!(a_window_is_held_and_promised_and_a_passed_one_is_refused, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let form = Filled::sample(&desk.site, 1);
    let page = desk.look(&form).await;
    let slots = radios(&page, "slot");
    assert!(slots.len() > 1 && slots[0].is_empty(), "{slots:?}");
    let passed = desk.save(&form.clone().with("slot", "2026-11-20T05:30:00+00:00|2026-11-20T07:30:00+00:00")).await;
    assert_eq!((passed.status, desk.requests()), (422, 0));
    assert!(passed.text.contains("href=\"#slot\""), "{}", passed.text);
    let made = desk.take_down(&form.clone().with("slot", &slots[1])).await;
    let reference = made.split('/').nth(2).unwrap().split('?').next().unwrap().to_owned();
    let path = format!("/api/v1/service-requests/{reference}");
    let (_, request) = desk.site.api("operator", Method::GET, &path, json!({})).await;
    let from = slots[1].split('|').next().unwrap().replace("+00:00", "Z");
    assert_eq!(request["window"]["from"], json!(from), "{request}");
    let held = "slot_holds WHERE job_id IS NOT NULL";
    assert_eq!(crate::support::facts::count(desk.site.url(), held), 1);
});

both!(pages_of_the_desk_keep_the_house_rules, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let form = Filled::sample(&desk.site, 1).with("priority", "high");
    let made = desk.take_down(&Filled::sample(&desk.site, 3)).await;
    let made = made.replace("lang=en&", "").replace("?lang=en", "").replace("&lang=en", "");
    for lang in ["fa", "en"] {
        let joined = |path: &str| format!("{path}{}lang={lang}", if path.contains('?') { '&' } else { '?' });
        let look = desk.site.post_as(&desk.operator, &joined("/intake/look"), &form.pairs()).await;
        check(&format!("intake-full.{lang}"), &look.text);
        let refused = desk.site.post_as(&desk.operator, &joined("/intake"), &form.pairs()).await;
        assert_eq!(refused.status, 422, "high without a reason");
        check(&format!("intake-refused.{lang}"), &refused.text);
        for (name, path) in [("intake", "/intake"), ("search", "/search?q=0912"), ("request", &made)] {
            check(&format!("{name}.{lang}"), &desk.page(&joined(path)).await);
        }
    }
    let persian = desk.site.post_as(&desk.operator, "/intake/look?lang=fa", &form.pairs()).await.text;
    let verdict = persian.split("id=\"live-verdict-0\"").nth(1).unwrap();
    assert!(verdict.contains("۱۴۰"), "Jalali days with Persian digits: {verdict}");
});
