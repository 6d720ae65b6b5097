//! Every page in a real browser: the rules of WCAG 2.2 AA, the Tab key, small windows, light and dark, both languages.

use chrono::Duration;
use ostakar::domain::link::LinkKind;
use serde_json::{Value, json};

use crate::site::Site;
use crate::staff_pages::complain;
use crate::support::TestDb;
use crate::support::browser::browse;
use crate::support::server::{TestServer, password};

/// Pages that need no id.
const STAFF: [&str; 37] = [
    "/",
    "/board",
    "/schedule",
    "/schedule?view=week",
    "/intake",
    "/intake?phone=09121110097",
    "/search?q=0912",
    "/jobs",
    "/jobs?owner=company&age=0-3&lost=true",
    "/tasks",
    "/bell",
    "/parts",
    "/workshop",
    "/agents",
    "/exchanges",
    "/password",
    "/admin",
    "/admin/users",
    "/admin/policies",
    "/admin/catalogue",
    "/admin/reasons",
    "/admin/days",
    "/admin/imports",
    "/admin/imports/agents",
    "/admin/policies/dispatch/balanced",
    "/complaints",
    "/messages",
    "/messages/inbound",
    "/recalls",
    "/reports/turnaround",
    "/reports/turnaround/jobs?figure=acceptance",
    "/reports/satisfaction",
    "/reports/acceptance",
    "/reports/delays",
    "/reports/warranty",
    "/reports/coverage",
    "/reports/operators",
];

/// The paths of a network in which something of everything has happened: those for anyone with the link, those of the staff.
pub async fn scene(site: &Site) -> Value {
    let (open, taken, done) = (site.offered(6).await, site.offered(7).await, site.offered(8).await);
    let link = |offered: &crate::site::Offered| site.path(LinkKind::Offer, offered.offers[0].as_str());
    let customer = |offered: &crate::site::Offered| site.path(LinkKind::Customer, offered.request.as_str());
    for accepted in [&taken, &done] {
        assert_eq!(site.post_form(&format!("{}/accept", link(accepted)), &[]).await.status, 303);
    }
    let lodged = [("job", taken.job.as_str()), ("subject", "delay"), ("description", "Nobody came.")];
    assert_eq!(site.post_form(&format!("{}/complaint", customer(&taken)), &lodged).await.status, 303);
    let complaint = complain(site, "09121110013", json!({ "kind": "company" })).await;
    site.app.clock.advance(Duration::hours(1));
    let cookie = site.sign_in("administrator").await;
    let messages = site.page_as(&cookie, "/messages").await.text;
    let message = format!("/messages/{}", &messages.split("href=\"/messages/").nth(2).unwrap()[..36]);
    let agent = site.app.network().agents().next().unwrap().id;
    let staff = [
        format!("/jobs/{}", open.job),
        format!("/jobs/{}", taken.job),
        format!("/jobs/{}/appointment", taken.job),
        format!("/schedule?job={}", taken.job),
        format!("/requests/{}", taken.request),
        format!("/complaints/{complaint}"),
        format!("/agents/{agent}"),
        "/texts".to_owned(),
        "/texts/sms-offer-sent/fa".to_owned(),
        message,
    ];
    let public = [
        "/login".to_owned(),
        "/help".to_owned(),
        "/demo/phones".to_owned(),
        "/o/unknown".to_owned(),
        link(&open),
        link(&taken),
        customer(&open),
        customer(&taken),
        format!("{}/times/{}", customer(&taken), taken.job),
    ];
    let staff: Vec<String> = STAFF.iter().map(|path| (*path).to_owned()).chain(staff).collect();
    json!({ "public": public, "staff": staff })
}

#[actix_web::test]
async fn every_page_is_open_to_everyone() {
    let site = Site::open(TestDb::sqlite()).await;
    let paths = scene(&site).await;
    let server = TestServer::over(site.into_stand());
    let user = "administrator";
    let seen = browse("access.js", vec![server.url.clone(), user.to_owned(), password(user), paths.to_string()]).await;
    println!("{} pages, {} stops of the Tab key", seen["pages"], seen["focused"]);
    let wrong: Vec<&str> = seen["wrong"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
    assert!(seen["pages"].as_u64() > Some(70) && seen["focused"].as_u64() > Some(1_000), "{seen}");
}
