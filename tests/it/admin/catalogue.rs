//! The catalogue as a list, and tariffs as rows of a form.

use super::keeps_the_rules;
use super::policies::{fields, form, send, with};
use crate::site::Site;
use crate::support::{TestDb, both};

const PRICES: &str = "/admin/policies/price/prices";

both!(the_catalogue_is_found_by_code_or_name, async |db: TestDb| {
    let site = Site::open(db).await;
    let cookie = site.sign_in("operator").await;
    for part in ["models", "brands", "categories", "faults"] {
        keeps_the_rules(&site, &cookie, ("admin-catalogue", &format!("/admin/catalogue?of={part}"))).await;
    }
    for (q, found) in [("zr-rf-520", true), ("يخچال", true), ("spaceship", false)] {
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("q", q).finish();
        let page = site.page_as(&cookie, &format!("/admin/catalogue?{query}")).await.text;
        assert_eq!(page.contains("ZR-RF-520"), found, "{q}");
        assert!(!page.contains("RF_NOT_COOLING"), "{q}");
    }
    let faults = site.page_as(&cookie, "/admin/catalogue?of=faults&q=RF_NOT_COOLING&lang=en").await.text;
    assert!(faults.contains("Does not cool") && !faults.contains("RF_FREEZER_ONLY"), "{faults}");
});

both!(a_tariff_is_a_row_of_the_prices, async |db: TestDb| {
    let site = Site::open(db).await;
    let cookie = site.sign_in("administrator").await;
    let before = site.app.catalogue().price().1.tariffs.len();
    let typed = with(form(&site, &cookie, PRICES).await, &[("act", "add:tariffs")]);
    let more = fields(&send(&site, &cookie, &format!("{PRICES}/try"), &typed).await.text);
    let name = |field: &str| format!("spec.tariffs.{before}.{field}");
    let (category, from) = (name("category"), name("from"));
    let (least, most, fee) = (name("least.amount"), name("most.amount"), name("visit_fee.amount"));
    let said = [
        (category.as_str(), "refrigerator"),
        (from.as_str(), "۱۴۰۶/۱/۱"),
        (least.as_str(), "۸٬۰۰۰٬۰۰۰"),
        (most.as_str(), "25,000,000"),
        (fee.as_str(), "3500000"),
    ];
    let saved = send(&site, &cookie, PRICES, &with(more, &said)).await;
    assert_eq!(saved.status, 303, "{}", saved.text);
    let catalogue = site.app.catalogue();
    let tariff = &catalogue.price().1.tariffs[before];
    assert_eq!((tariff.category.as_deref(), tariff.kind, tariff.until), (Some("refrigerator"), None, None));
    assert_eq!(tariff.from.map(|day| day.to_string()).as_deref(), Some("2027-03-21"));
    assert_eq!((tariff.least.amount, tariff.most.amount, tariff.visit_fee.amount), (8_000_000, 25_000_000, 3_500_000));
});
