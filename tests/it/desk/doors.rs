//! Who may sit at the desk, what of it one sees, and what is typed to break it.

use super::{Desk, Filled, chosen, radios, value};
use crate::support::{TestDb, both};

/// Ends an attribute and an element, and begins a script.
const PROBE: &str = "\"'></textarea></option><script>alert(1)</script>&lt;";

/// Fields into which anything can be typed.
const OPEN_FIELDS: &[&str] = &[
    "phone",
    "name",
    "email",
    "owner_phone",
    "owner_name",
    "customer",
    "city",
    "neighbourhood",
    "street",
    "alley",
    "plaque",
    "floor",
    "flat",
    "postal_code",
    "landmark",
    "pin",
    "language",
    "priority",
    "priority_reason",
    "slot",
    "told",
    "note",
    "seen",
    "known_as",
    "key",
    "hold",
    "channel",
    "items.0.kind",
    "items.0.product",
    "items.0.serial",
    "items.0.purchased_on",
    "items.0.proof",
    "items.0.label",
    "items.0.seller",
    "items.0.fault",
    "items.0.description",
    "items.0.destination",
    "items.0.fixed",
    "items.0.solved",
];

fn is_clean(html: &str) -> bool {
    !html.contains("<script>") && !html.contains("alert(1)</script>")
}

both!(what_is_typed_into_any_field_stays_text, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let all = OPEN_FIELDS.iter().fold(Filled::default(), |form, name| form.with(name, PROBE));
    let page = desk.look(&all).await;
    assert!(is_clean(&page) && page.contains("&#60;script&#62;"), "{page}");
    let refused = desk.save(&all).await;
    assert!(refused.status == 422 && is_clean(&refused.text), "{}", refused.text);
    let sample = Filled::sample(&desk.site, 1);
    for name in ["name", "street", "landmark", "note", "items.0.label", "items.0.seller", "items.0.description"] {
        let form = sample.clone().with(name, PROBE).with("customer", "new");
        assert!(is_clean(&desk.look(&form).await), "{name}");
    }
    let words = sample.clone().with("name", PROBE).with("note", PROBE).with("items.0.label", PROBE);
    let location = desk.take_down(&words.with("customer", "new").with("street", PROBE)).await;
    let shown = desk.page(&location).await;
    assert!(is_clean(&shown) && shown.contains("&#60;script&#62;"), "{shown}");
    let caller = desk.look(&Filled::default().with("phone", sample.of("phone"))).await;
    assert!(is_clean(&caller) && caller.contains("&#60;script&#62;"), "{caller}");
    assert!(is_clean(&desk.page("/search?q=script").await) && is_clean(&desk.page("/search?q=%3Cscript%3E").await));
    let probed = desk.page("/intake?phone=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").await;
    assert!(is_clean(&probed), "{probed}");
});

both!(the_desk_is_for_those_who_take_calls, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let site = &desk.site;
    let form = Filled::sample(site, 1);
    let location = desk.take_down(&form).await;
    let pairs: Vec<(&str, &str)> = form.0.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    for user in ["auditor", "agent_manager"] {
        let cookie = site.sign_in(user).await;
        let jobs = site.page_as(&cookie, "/jobs").await.text;
        assert!(!jobs.contains("href=\"/intake\""), "{user} has no link to it");
        for path in ["/intake", "/intake/towns?q=te"] {
            assert_eq!(site.page_as(&cookie, path).await.status, 403, "{user} {path}");
        }
        for path in ["/intake", "/intake/look", "/intake/asked"] {
            assert_eq!(site.post_as(&cookie, path, &pairs).await.status, 403, "{user} {path}");
        }
    }
    let agents = site.sign_in("agent_manager").await;
    let found = site.page_as(&agents, &format!("/search?q={}", form.of("phone"))).await;
    assert!(found.status == 200 && !found.text.contains(form.of("name")), "no customers: {}", found.text);
    let shown = site.page_as(&agents, &location).await;
    assert!(shown.status == 200 && !shown.text.contains(form.of("name")), "{}", shown.text);
    let bare = site.form_as(&desk.operator, "/intake", &pairs).await;
    assert_eq!((bare.status, desk.requests()), (403, 1), "a form without its token");
    assert_eq!(site.form_as(&desk.operator, "/intake/look", &pairs).await.status, 403);
    let nobody = site.page("/intake").await;
    assert_eq!((nobody.status, nobody.location.starts_with("/login")), (303, true));
});

both!(a_province_has_its_own_callers, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let site = &desk.site;
    let form = (1..60).map(|n| Filled::sample(site, n)).find(|form| {
        let catalogue = site.app.catalogue();
        let elsewhere = catalogue.place(form.of("city"), None).is_some_and(|place| place.province != "razavi_khorasan");
        elsewhere && !form.of("items.0.serial").is_empty()
    });
    let form = form.unwrap();
    let location = desk.take_down(&form).await;
    let page = desk.look(&Filled::default().with("phone", form.of("phone"))).await;
    let (customer, unit): (String, String) = (radios(&page, "customer")[0].clone(), chosen(&page, "items.0.product"));
    assert!(unit.starts_with("unit:"), "the only unit is chosen: {unit}");
    let mashhad = site.sign_in("dispatcher_mashhad").await;
    let phone = [("phone", form.of("phone"))];
    let look = site.post_as(&mashhad, "/intake/look", &phone).await;
    assert!(look.status == 200 && !look.text.contains(form.of("name")), "{}", look.text);
    let forged =
        [("phone", form.of("phone")), ("customer", &customer), ("items.0.product", &unit), ("known_as", &customer)];
    let look = site.post_as(&mashhad, "/intake/look", &forged).await;
    assert_eq!(value(&look.text, "name"), "", "an id of somebody else's opens nothing");
    assert!(!look.text.contains(form.of("items.0.serial")), "{}", look.text);
    assert_eq!(site.page_as(&mashhad, &format!("/intake?customer={customer}")).await.status, 404);
    assert_eq!(site.page_as(&mashhad, &location).await.status, 404);
    let tail = &form.of("phone")[5..];
    assert!(!site.page_as(&mashhad, &format!("/search?q={tail}")).await.text.contains(form.of("name")));
});
