//! Who else has a case open: on the page of a job, a request, a complaint, and at the desk.

mod browser;

use std::time::Duration;

use actix_web::test::TestRequest;
use chrono::TimeDelta;
use futures_util::future::join_all;
use ostakar::app::live::Live;
use ostakar::app::presence::{leave, sign};
use ostakar::app::ticks::{Tick, run_now};
use ostakar::domain::id::PresenceId;
use ostakar::domain::presence::Subject;
use serde_json::json;

use crate::desk::{Desk, Filled};
use crate::site::{Seen, Site};
use crate::staff_pages::complain;
use crate::support::facts::{count, execute};
use crate::support::{TestDb, both};

const SARA: &str = "<bdi>سارا کریمی</bdi>";
const HESAM: &str = "<bdi>حسام نوری</bdi>";
const NARGES: &str = "<bdi>نرگس رستمی</bdi>";

/// The key of the `n`-th page.
fn key(n: u32) -> String {
    format!("00000000-0000-7000-8000-{n:012}")
}

fn page(n: u32) -> PresenceId {
    key(n).parse().unwrap()
}

/// The `n`-th page says that it shows a case, such as `job/…`.
async fn signed(site: &Site, cookie: &str, (case, n): (&str, u32)) -> Seen {
    site.post_as(cookie, &format!("/presence/{case}?lang=en"), &[("page", key(n).as_str())]).await
}

/// Whom the page is told of.
async fn beside(site: &Site, cookie: &str, page: (&str, u32)) -> String {
    let seen = signed(site, cookie, page).await;
    assert_eq!(seen.status, 200, "{}", seen.text);
    seen.text
}

async fn left(site: &Site, cookie: &str, n: u32) {
    let seen = site.post_as(cookie, "/presence/leave", &[("page", key(n).as_str())]).await;
    assert_eq!(seen.status, 204, "{}", seen.text);
}

fn alone(since: &str) -> String {
    format!("{SARA} has this open too (since <bdi dir=\"ltr\">{since}</bdi>)")
}

both!(two_people_at_one_case_see_each_other_and_nobody_sees_oneself, async |db: TestDb| {
    let site = Site::open(db).await;
    let (operator, dispatcher) = (site.sign_in("operator").await, site.sign_in("dispatcher").await);
    let job = site.offered(1).await.job;
    let (case, path) = (format!("job/{job}"), format!("/jobs/{job}?lang=en"));
    assert_eq!(beside(&site, &operator, (&case, 1)).await, "");
    assert_eq!(beside(&site, &operator, (&case, 2)).await, "", "one's own other page is nobody else");
    let shown = site.page_as(&dispatcher, &path).await.text;
    assert!(shown.contains(&alone("09:00")), "whoever is there is named at once: {shown}");
    assert!(!site.page_as(&operator, &path).await.text.contains("has this open too"));
    site.app.clock.advance(TimeDelta::seconds(20));
    let seen = beside(&site, &dispatcher, (&case, 3)).await;
    assert_eq!(seen.matches(SARA).count(), 1, "two pages are one person: {seen}");
    assert!(beside(&site, &operator, (&case, 1)).await.contains(NARGES));
    left(&site, &operator, 1).await;
    assert!(beside(&site, &dispatcher, (&case, 3)).await.contains(SARA), "the other page still shows it");
    left(&site, &operator, 2).await;
    left(&site, &operator, 2).await;
    assert_eq!(beside(&site, &dispatcher, (&case, 3)).await, "");
    let auditor = site.sign_in("auditor").await;
    beside(&site, &operator, (&case, 1)).await;
    let seen = beside(&site, &auditor, (&case, 4)).await;
    assert!(seen.contains("<bdi dir=\"ltr\">2</bdi> other people have this open too:"), "{seen}");
    assert!(seen.contains(SARA) && seen.contains(NARGES), "{seen}");
});

both!(a_page_counts_for_45_seconds_and_one_that_is_loaded_anew_goes_on, async |db: TestDb| {
    let site = Site::open(db).await;
    let (operator, dispatcher) = (site.sign_in("operator").await, site.sign_in("dispatcher").await);
    let case = format!("job/{}", site.offered(1).await.job);
    beside(&site, &operator, (&case, 1)).await;
    site.app.clock.advance(TimeDelta::seconds(44));
    assert!(beside(&site, &dispatcher, (&case, 2)).await.contains(SARA));
    site.app.clock.advance(TimeDelta::seconds(1));
    assert_eq!(beside(&site, &dispatcher, (&case, 2)).await, "");
    // The minute in which whoever comes back has not been away is not over yet.
    site.app.clock.advance(TimeDelta::seconds(14));
    beside(&site, &operator, (&case, 1)).await;
    for _ in 0..4 {
        site.app.clock.advance(TimeDelta::seconds(30));
        beside(&site, &operator, (&case, 1)).await;
    }
    left(&site, &operator, 1).await;
    site.app.clock.advance(TimeDelta::seconds(2));
    assert_eq!(beside(&site, &dispatcher, (&case, 2)).await, "");
    beside(&site, &operator, (&case, 3)).await;
    assert!(beside(&site, &dispatcher, (&case, 2)).await.contains(&alone("09:00")));
    site.app.clock.advance(TimeDelta::minutes(3));
    beside(&site, &operator, (&case, 3)).await;
    let seen = beside(&site, &dispatcher, (&case, 2)).await;
    assert!(seen.contains(&alone("09:06")), "who was away has come anew: {seen}");
});

both!(what_one_may_not_see_one_does_not_sign, async |db: TestDb| {
    let site = Site::open(db).await;
    let operator = site.sign_in("operator").await;
    let offered = site.offered(1).await;
    let (job, request) = (format!("job/{}", offered.job), format!("request/{}", offered.request));
    let complaint = format!("complaint/{}", complain(&site, "09121110050", json!({ "kind": "company" })).await);
    for case in [&job, &request, &complaint] {
        assert_eq!(beside(&site, &operator, (case, 1)).await, "", "{case}");
    }
    let branch = site.sign_in("dispatcher_mashhad").await;
    for (province, status) in [("fars", 404), ("razavi_khorasan", 200)] {
        for table in ["jobs", "service_requests", "complaints"] {
            execute(site.url(), &format!("UPDATE {table} SET province = '{province}'"));
        }
        for case in [&job, &request, &complaint] {
            assert_eq!(signed(&site, &branch, (case, 2)).await.status, status, "{case} in {province}");
        }
    }
    for kind in ["job", "request", "complaint", "customer", "agent"] {
        let unknown = format!("{kind}/{}", key(9));
        assert_eq!(signed(&site, &operator, (&unknown, 3)).await.status, 404, "{unknown}");
    }
    let keeper = site.sign_in("agent_manager").await;
    assert_eq!(signed(&site, &keeper, (&complaint, 4)).await.status, 403, "who may not open the page");
    assert_eq!(signed(&site, &keeper, (&job, 4)).await.status, 200);
    let path = format!("/presence/{job}");
    assert_eq!(site.form_as(&operator, &path, &[("page", key(5).as_str())]).await.status, 403, "without the token");
    let stranger = TestRequest::post().uri(&path).set_form(vec![("page", key(5))]);
    assert_eq!(site.ask(stranger).await.status, 401);
    assert_eq!(site.post_as(&operator, &path, &[("page", "x")]).await.status, 422);
    assert_eq!(site.post_as(&operator, &path, &[]).await.status, 422);
    assert_eq!(count(site.url(), &format!("presences WHERE page = '{}'", key(5))), 0);
});

both!(a_page_has_one_row_and_what_is_over_is_forgotten, async |db: TestDb| {
    let site = Site::open(db).await;
    let (sara, narges) = (site.caller("operator").await, site.caller("dispatcher").await);
    let offered = site.offered(1).await;
    let (job, request) = (Subject::Job(offered.job), Subject::Request(offered.request));
    let both = [sign(&site.app, &sara, (page(1), job)), sign(&site.app, &sara, (page(1), job))];
    for told in join_all(both).await {
        assert!(told.unwrap().is_empty());
    }
    assert_eq!(count(site.url(), "presences"), 1);
    assert_eq!(sign(&site.app, &narges, (page(1), job)).await.unwrap().len(), 1, "another's page is another's");
    assert!(sign(&site.app, &sara, (page(1), request)).await.unwrap().is_empty());
    let others = sign(&site.app, &narges, (page(1), job)).await.unwrap();
    assert!(others.is_empty(), "a page shows one case at a time: {others:?}");
    run_now(&site.app, Tick::Sweep).await.unwrap();
    assert_eq!(count(site.url(), "presences"), 2);
    site.app.clock.advance(TimeDelta::seconds(61));
    sign(&site.app, &sara, (page(2), job)).await.unwrap();
    assert_eq!(count(site.url(), "presences"), 2, "whoever comes takes what is one's own and over along");
    run_now(&site.app, Tick::Sweep).await.unwrap();
    assert_eq!(count(site.url(), "presences"), 1);
});

/// Whether a stream tells within ten seconds that somebody came or left.
async fn is_told(live: &mut Live) -> bool {
    for _ in 0..40 {
        live.wait(Duration::from_millis(250)).await;
        live.collect().await.unwrap();
        if live.take_beside() {
            return true;
        }
    }
    false
}

both!(whoever_is_there_is_told_at_once_on_every_node, async |db: TestDb| {
    let site = Site::open(db).await;
    let (sara, narges) = (site.caller("operator").await, site.caller("dispatcher").await);
    let job = Subject::Job(site.offered(1).await.job);
    let stand = site.into_stand();
    let here = stand.app.clone();
    let there = if here.db.is_embedded() { here.clone() } else { stand.node().await };
    let mut elsewhere = Live::open(there.clone(), narges.clone(), None).await.unwrap();
    let mut own = Live::open(here.clone(), sara.clone(), None).await.unwrap();
    sign(&there, &narges, (page(1), job)).await.unwrap();
    sign(&here, &sara, (page(2), job)).await.unwrap();
    assert!(is_told(&mut elsewhere).await, "somebody came");
    sign(&here, &sara, (page(3), job)).await.unwrap();
    leave(&here, &sara, page(2)).await.unwrap();
    own.collect().await.unwrap();
    assert!(!own.take_beside(), "nobody is told of oneself");
    leave(&here, &sara, page(3)).await.unwrap();
    assert!(is_told(&mut elsewhere).await, "and left");
    leave(&there, &narges, page(1)).await.unwrap();
});

both!(two_operators_with_one_caller_see_each_other_at_the_desk, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let at = |html: &str| html.split("data-at=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let form = Filled::sample(&desk.site, 1);
    desk.take_down(&form).await;
    assert_eq!(at(&desk.page("/intake").await), "", "nobody has called yet");
    let called = Filled::default().with("phone", form.of("phone"));
    let page = desk.look(&called).await;
    let address = at(&page);
    let case = address.strip_prefix("/presence/").and_then(|rest| rest.strip_suffix("?lang=en")).unwrap();
    assert!(case.starts_with("customer/") && !page.contains(HESAM), "{page}");
    let other = desk.site.sign_in("operator2").await;
    assert_eq!(beside(&desk.site, &other, (case, 1)).await, "");
    assert!(desk.look(&called).await.contains(&format!("{HESAM} has this open too")));
    assert!(beside(&desk.site, &desk.operator, (case, 2)).await.contains(HESAM));
    assert!(beside(&desk.site, &other, (case, 1)).await.contains(SARA));
    left(&desk.site, &other, 1).await;
    assert!(!desk.look(&called).await.contains(HESAM));
    let keeper = desk.site.sign_in("agent_manager").await;
    assert_eq!(signed(&desk.site, &keeper, (case, 3)).await.status, 403, "the desk is not open to everybody");
});
