//! Days on which nobody works.

use ostakar::domain::link::LinkKind;

use super::{keeps_the_rules, wrong};
use crate::site::Site;
use crate::support::facts::{count, text};
use crate::support::{TestDb, both};

const DAYS: &str = "/admin/days";

fn closing<'a>(day: &'a str, province: &'a str, act: &'a str) -> [(&'a str, &'a str); 5] {
    [("closed_on", day), ("province", province), ("name_fa", "آلودگی هوا"), ("name_en", "Air pollution"), ("act", act)]
}

both!(a_day_is_looked_at_closed_and_opened_again, async |db: TestDb| {
    let site = Site::open(db).await;
    let offered = site.offered(1).await;
    let offer = site.path(LinkKind::Offer, offered.offers[0].as_str());
    assert_eq!(site.post_form(&format!("{offer}/accept"), &[]).await.status, 303);
    let cookie = site.sign_in("manager").await;
    let of_job = format!("SELECT visit_id FROM visit_jobs WHERE job_id = '{}'", offered.job);
    let visit = format!("SELECT CAST(window_from AS TEXT) FROM visits WHERE id = ({of_job})");
    let window = chrono::DateTime::from_timestamp_micros(text(site.url(), &visit).parse().unwrap()).unwrap();
    let day = site.app.catalogue().calendar().local_date(window).to_string();
    let province = text(site.url(), &format!("SELECT province FROM jobs WHERE id = '{}'", offered.job));
    let days = count(site.url(), "holidays");

    let looked = site.post_as(&cookie, &format!("{DAYS}?lang=en"), &closing(&day, &province, "look")).await;
    assert!(looked.status == 200 && looked.text.contains("One promised visit is on this day"), "{}", looked.text);
    assert!(looked.text.contains("value=\"Air pollution\""), "what was typed is gone");
    assert_eq!((count(site.url(), "holidays"), count(site.url(), "tasks WHERE kind = 'move_visit'")), (days, 0));

    let closed = site.post_as(&cookie, &format!("{DAYS}?lang=en"), &closing(&day, &province, "close")).await;
    assert_eq!(closed.status, 303, "{}", closed.text);
    let page = site.page_as(&cookie, &closed.location).await.text;
    assert!(page.contains("One promised visit is a task to move") && page.contains("Air pollution"), "{page}");
    assert_eq!(count(site.url(), "tasks WHERE kind = 'move_visit' AND state = 'open'"), 1);
    for path in [DAYS, "/admin/days?year=1406", "/admin/days?year=2027"] {
        let shown = site.page_as(&cookie, path).await.status;
        assert_eq!(shown, 200, "{path}");
    }
    keeps_the_rules(&site, &cookie, ("admin-days", DAYS)).await;
    let opened = site.post_as(&cookie, &format!("{DAYS}/{day}/open"), &[("province", province.as_str())]).await;
    assert_eq!((opened.status, count(site.url(), "holidays")), (303, days), "{}", opened.text);
    assert_eq!(count(site.url(), "tasks WHERE kind = 'move_visit' AND state = 'open'"), 0);
    assert_eq!(count(site.url(), "audit_rows WHERE action IN ('day_closed', 'day_opened')"), 2);
});

both!(a_year_is_shown_in_both_calendars, async |db: TestDb| {
    let site = Site::open(db).await;
    let cookie = site.sign_in("auditor").await;
    let persian = site.page_as(&cookie, "/admin/days?year=1406&lang=fa").await.text;
    assert!(persian.contains("۱۴۰۶/۱/۱") && persian.contains("21 Mar 2027"), "{persian}");
    let english = site.page_as(&cookie, "/admin/days?year=2027&lang=en").await.text;
    assert!(english.contains("۱۴۰۶/۱/۱") && english.contains("21 Mar 2027"), "{english}");
    assert!(!english.contains("name=\"closed_on\""), "an auditor closes days");
    for year in ["0", "-3", "2147483647", "99999999"] {
        assert_eq!(site.page_as(&cookie, &format!("{DAYS}?year={year}&lang=fa")).await.status, 404, "{year}");
    }
    assert_eq!(site.page_as(&cookie, "/admin/days?year=x").await.status, 422);
});

both!(what_is_wrong_with_a_closed_day_is_told_at_its_field, async |db: TestDb| {
    let site = Site::open(db).await;
    let cookie = site.sign_in("manager").await;
    let days = count(site.url(), "holidays");
    let bare = [("closed_on", ""), ("province", ""), ("name_fa", " "), ("name_en", ""), ("act", "close")];
    assert_eq!(wrong(&site.post_as(&cookie, DAYS, &bare).await), ["closed_on", "name_en", "name_fa"]);
    assert_eq!(wrong(&site.post_as(&cookie, DAYS, &closing("1404/12/30", "", "close")).await), ["closed_on"]);
    assert_eq!(wrong(&site.post_as(&cookie, DAYS, &closing("1405/9/10", "Atlantis", "close")).await), ["province"]);
    let branch = site.sign_in("dispatcher_mashhad").await;
    assert_eq!(site.post_as(&branch, DAYS, &closing("1405/9/10", "", "close")).await.status, 403);
    let auditor = site.sign_in("auditor").await;
    assert_eq!(site.post_as(&auditor, DAYS, &closing("1405/9/10", "", "close")).await.status, 403);
    assert_eq!(count(site.url(), "holidays"), days);
    let never = site.post_as(&cookie, &format!("{DAYS}/2026-12-09/open"), &[("province", "tehran")]).await;
    assert_eq!(never.status, 404);
});
