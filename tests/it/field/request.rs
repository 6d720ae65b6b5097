//! A fault report by the web form of people without an account.

use ostakar::domain::reference::Reference;

use crate::site::{Seen, Site};
use crate::support::facts::{count, text};
use crate::support::{TestDb, both};

const KEY: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

async fn send(site: &Site, more: &[(&str, &str)]) -> Seen {
    let category = site.app.catalogue().first_category();
    let usual = [
        ("name", "زهرا کریمی"),
        ("phone", "۰۹۱۲ ۱۱۱ ۰۰۹۷"),
        ("category", category.as_str()),
        ("description", "از دیروز سرد نمی‌کند"),
        ("city", "تهران"),
        ("address", "خیابان شریعتی، کوچهٔ لاله، پلاک ۱۲"),
        ("website", ""),
        ("key", KEY),
    ];
    let fields: Vec<(&str, &str)> = usual
        .into_iter()
        .map(|(name, value)| (name, more.iter().find(|it| it.0 == name).map_or(value, |it| it.1)))
        .collect();
    site.post_form("/help/request", &fields).await
}

both!(a_report_by_form_is_taken_down_once, async |db: TestDb| {
    let site = Site::open(db).await;
    let page = site.page("/help/request").await.text;
    assert!(page.contains("name=\"key\" value=\"") && page.contains("name=\"website\""), "{page}");
    let before = count(site.url(), "service_requests");
    let taken = send(&site, &[]).await;
    assert_eq!(taken.status, 303, "{}", taken.text);
    let query = taken.location.strip_prefix("/help/taken?reference=").unwrap();
    let (reference, category) = query.split_once("&category=").unwrap();
    let reference = reference.to_owned();
    assert!(site.app.catalogue().category(category).is_some(), "{category}");
    assert!(Reference::parse(&reference).is_some(), "{reference}");
    assert_eq!(send(&site, &[]).await.location, taken.location, "a form that is sent twice is one request");
    assert_eq!(count(site.url(), "service_requests") - before, 1);
    let query = format!("SELECT channel FROM service_requests WHERE reference = '{reference}'");
    assert_eq!(text(site.url(), &query), "web");
    assert_eq!(count(site.url(), "messages WHERE kind = 'request_registered' AND address = '+989121110097'"), 1);
    let thanks = site.page(&taken.location).await.text;
    assert!(thanks.contains(&reference) && !thanks.contains("/t/"), "{thanks}");
    let again = send(&site, &[("key", "01890a5d-ac96-774b-bcce-b302099a8058")]).await;
    assert_ne!(again.location, taken.location);
    let customers = "customers WHERE id IN (SELECT customer_id FROM service_requests WHERE channel = 'web')";
    assert_eq!(count(site.url(), customers), 1, "the same name at the same telephone is one customer");
});

both!(all_faults_of_the_form_are_told_at_once, async |db: TestDb| {
    let site = Site::open(db).await;
    let bare = [("name", " "), ("phone", "12"), ("category", ""), ("description", ""), ("city", "هیچستان")];
    let wrong = send(&site, &bare).await;
    assert_eq!(wrong.status, 422);
    for field in ["name", "phone", "category", "description", "city"] {
        assert!(wrong.text.contains(&format!("id=\"{field}-err\"")), "{field}: {}", wrong.text);
    }
    assert!(wrong.text.contains("پلاک ۱۲"), "what was typed is kept");
});

both!(what_fills_the_hidden_field_is_thanked_and_forgotten, async |db: TestDb| {
    let site = Site::open(db).await;
    let before = count(site.url(), "service_requests");
    let thanked = send(&site, &[("website", "https://spam.example")]).await;
    assert_eq!((thanked.status, thanked.location.as_str()), (303, "/help/taken"));
    assert_eq!(count(site.url(), "service_requests"), before);
});
