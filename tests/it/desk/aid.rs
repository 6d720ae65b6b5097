//! First aid: the steps of a fault at the desk, for the customer and for visitors, and a report that they settle.

use actix_web::http::Method;
use ostakar::app::import::{Kind, Options, Sheet, import};
use ostakar::domain::fault::FaultCode;
use ostakar::domain::link::LinkKind;
use serde_json::json;

use super::{Desk, Filled, radios, tag};
use crate::site::Site;
use crate::support::facts::{check_whole, count, text};
use crate::support::{TestDb, both};

/// The text of a page with its quotes.
fn plain(html: &str) -> String {
    html.replace("&#39;", "'").replace("&#38;", "&")
}

both!(a_fault_brings_its_steps_with_safety_first, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let gas = Filled::default().with("items.0.product", "category:gas_stove");
    let bare = desk.look(&gas).await;
    assert!(!bare.contains("h-aid-0"), "{bare}");
    let page = plain(&desk.look(&gas.clone().with("items.0.fault", "GS_NO_IGNITION")).await);
    let catalogue = desk.site.app.catalogue();
    let steps = catalogue.first_aid("GS_NO_IGNITION");
    assert!(steps.len() >= 2 && steps[0].is_safety && !steps[steps.len() - 1].is_safety);
    let places: Vec<_> = steps.iter().map(|step| page.find(step.step_en.as_str()).unwrap()).collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(page.contains("id=\"h-aid-0\"") && page.contains("Safety</span>"), "{page}");
    assert!(!tag(&page, "items.0.solved").contains(" checked"), "{page}");
    let pairs = [("items.0.product", "category:gas_stove"), ("items.0.fault", "GS_GAS_LEAK")];
    let persian = desk.site.post_as(&desk.operator, "/intake/look?lang=fa", &pairs).await.text;
    assert!(persian.contains("شیر گاز دستگاه") && persian.contains("۱۹۴"), "{persian}");
    let installed = gas.with("items.0.fault", "GS_NO_IGNITION").with("items.0.kind", "installation");
    assert!(!desk.look(&installed).await.contains("h-aid-0"), "words install nothing");
});

both!(every_fault_of_the_demo_has_steps, async |db: TestDb| {
    let site = Site::open(db).await;
    let catalogue = site.app.catalogue();
    for fault in &catalogue.rows().faults {
        let steps = catalogue.first_aid(&fault.code);
        assert!((2..=5).contains(&steps.len()), "{}", fault.code);
        assert!(steps.is_sorted_by_key(|step| !step.is_safety), "{}", fault.code);
    }
});

both!(what_the_steps_solved_is_settled_by_telephone_and_counted, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let form = Filled::sample(&desk.site, 1);
    let fault = form.of("items.0.fault").to_owned();
    let stale = form.clone().with("items.0.solved", "SOME_OTHER_FAULT");
    assert!(!tag(&desk.look(&stale).await, "items.0.solved").contains(" checked"), "a tick belongs to its fault");
    let slot = radios(&desk.look(&form).await, "slot")[1].clone();
    let solved = form.with("items.0.solved", &fault).with("slot", &slot);
    let page = desk.look(&solved).await;
    assert!(tag(&page, "items.0.solved").contains(" checked"), "{page}");
    let location = desk.take_down(&solved).await;
    let reference = location.split('/').nth(2).unwrap().split('?').next().unwrap();
    let path = format!("/api/v1/service-requests/{reference}");
    let (_, request) = desk.site.api("operator", Method::GET, &path, json!({})).await;
    assert_eq!(request["jobs"][0]["status"], "completed", "{request}");
    let url = desk.site.url();
    assert_eq!(count(url, "jobs WHERE outcome = 'fixed_by_phone'"), 1);
    assert_eq!(count(url, "slot_holds"), 0, "the window that was chosen before stays free");
    let helped = text(url, "SELECT detail FROM events WHERE name = 'article_helped'");
    assert!(helped.contains(&format!("first_aid:{fault}")), "{helped}");
    check_whole(url);
});

both!(customers_and_visitors_read_the_same_steps, async |db: TestDb| {
    let site = Site::open(db).await;
    let open = site.offered(6).await;
    let path = site.path(LinkKind::Customer, open.request.as_str());
    let page = plain(&site.page(&format!("{path}?lang=en")).await.text);
    let fault = text(site.url(), &format!("SELECT fault FROM jobs WHERE id = '{}'", open.job));
    let catalogue = site.app.catalogue();
    assert!(page.contains("What you can do meanwhile"), "{page}");
    for step in catalogue.first_aid(&fault) {
        assert!(page.contains(&step.step_en), "{}: {page}", step.step_en);
    }
    let taken = site.page("/help/taken?reference=12345671&category=gas_stove&lang=en").await.text;
    assert!(taken.contains("<summary class=\"btn\">Smell of gas</summary>") && taken.contains("194"), "{taken}");
    let other = site.page("/help/taken?reference=12345671&category=spaceship&lang=en").await.text;
    assert!(!other.contains("h-aid"), "{other}");
});

both!(steps_come_by_import_and_go, async |db: TestDb| {
    let site = Site::open(db).await;
    let rows = "fault,position,step_en,step_fa,safety,used\n\
        GS_KNOB,1,Close the tap.,شیر را ببندید.,true,\n\
        GS_KNOB,2,x,ی,,false\n\
        GS_KNOB,2,y,ی,,\n\
        NO_SUCH,0,,ی,perhaps,\n";
    let options = Options { skip_bad: true, ..Options::new("IR", chrono_tz::Tz::Asia__Tehran) };
    let sheet = Sheet::csv(rows.as_bytes());
    let report = import(&site.app.db, site.app.clock.now(), Kind::FirstAid, sheet, options).await.unwrap();
    let bad: Vec<_> = report.bad.iter().map(|bad| (bad.line, bad.column.as_str(), bad.code)).collect();
    let expected = [
        (4, "position", FaultCode::Duplicate),
        (5, "fault", FaultCode::FaultUnknown),
        (5, "position", FaultCode::OutOfRange),
        (5, "step_en", FaultCode::Required),
        (5, "safety", FaultCode::NotAllowed),
    ];
    assert_eq!((report.changed, bad.as_slice()), (2, expected.as_slice()));
    site.app.reload_catalogue().await.unwrap();
    let catalogue = site.app.catalogue();
    let steps = catalogue.first_aid("GS_KNOB");
    assert_eq!(steps[0].step_en, "Close the tap.");
    assert!(steps.iter().all(|step| step.position != 2), "{steps:?}");
});
