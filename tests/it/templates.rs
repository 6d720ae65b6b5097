//! Every page in both languages: no script or style in it, no missing words, codes kept from left to right, labels.

use std::collections::BTreeMap;

use ostakar::app::inbound::receive;
use ostakar::app::tasks::create_task;
use ostakar::domain::id::JobId;
use ostakar::domain::link::LinkKind;
use ostakar::gateway::sms::Incoming;
use serde_json::json;

use crate::site::Site;
use crate::staff_pages::complain;
use crate::support::{TestDb, both};

both!(pages_keep_the_house_rules, async |db: TestDb| {
    let site = Site::open(db).await;
    let pages = every_page(&site).await;
    assert!(pages.len() >= 28, "{:?}", pages.keys());
    for (name, html) in &pages {
        check(name, html);
    }
});

/// Pages for people without an account.
const PUBLIC_PAGES: [(&str, &str); 5] = [
    ("help", "/help"),
    ("help-request", "/help/request"),
    ("help-taken", "/help/taken?reference=12345671"),
    ("help-status", "/help/status"),
    ("help-code", "/help/status/0"),
];

/// Pages of the staff that need no id.
const STAFF_PAGES: [(&str, &str); 33] = [
    ("jobs", "/"),
    ("jobs-filtered", "/jobs?owner=company&age=0-3&lost=true"),
    ("board", "/board"),
    ("schedule", "/schedule"),
    ("schedule-week", "/schedule?view=week"),
    ("tasks", "/tasks"),
    ("bell", "/bell"),
    ("messages", "/messages"),
    ("messages-refused", "/messages?state=lost"),
    ("inbound", "/messages/inbound"),
    ("texts", "/texts"),
    ("text", "/texts/sms-offer-sent/fa"),
    ("complaints", "/complaints"),
    ("exchanges", "/exchanges"),
    ("password", "/password"),
    ("admin", "/admin"),
    ("admin-users", "/admin/users"),
    ("policies", "/admin/policies"),
    ("admin-catalogue", "/admin/catalogue?of=faults"),
    ("admin-reasons", "/admin/reasons"),
    ("admin-days", "/admin/days"),
    ("admin-imports", "/admin/imports"),
    ("admin-import", "/admin/imports/agents"),
    ("policy", "/admin/policies/dispatch/balanced"),
    ("open-jobs", "/reports/open-jobs"),
    ("turnaround", "/reports/turnaround"),
    ("turnaround-jobs", "/reports/turnaround/jobs?figure=acceptance"),
    ("satisfaction", "/reports/satisfaction"),
    ("acceptance", "/reports/acceptance"),
    ("delays", "/reports/delays"),
    ("warranty", "/reports/warranty?outcome=in_warranty"),
    ("coverage", "/reports/coverage"),
    ("operators", "/reports/operators"),
];

async fn every_page(site: &Site) -> BTreeMap<String, String> {
    let mut pages = BTreeMap::new();
    let (open, taken) = (site.offered(6).await, site.offered(7).await);
    let offer = site.path(LinkKind::Offer, open.offers[0].as_str());
    let won = site.path(LinkKind::Offer, taken.offers[0].as_str());
    let (waiting, booked) =
        (site.path(LinkKind::Customer, open.request.as_str()), site.path(LinkKind::Customer, taken.request.as_str()));
    assert_eq!(site.post_form(&format!("{won}/accept"), &[]).await.status, 303);
    let lodged = [("job", taken.job.as_str()), ("subject", "delay"), ("description", "Nobody came.")];
    assert_eq!(site.post_form(&format!("{booked}/complaint"), &lodged).await.status, 303);
    let cookie = site.sign_in("administrator").await;
    let job = format!("/jobs/{}", taken.job);
    let pending = format!("/jobs/{}", open.job);
    let complaint = complain(site, "09121110013", json!({ "kind": "company" })).await;
    let complaint = format!("/complaints/{complaint}");
    promise_call(site, &open.job).await;
    let message = heard_message(site, &cookie).await;
    let shown = site.page_as(&cookie, &pending).await.text;
    let outcomes = shown.split("name=\"outcome\"><option value=\"").nth(1).unwrap();
    let propose = [("outcome", outcomes.split('"').next().unwrap()), ("reason", "Half of it was misuse.")];
    assert_eq!(site.post_as(&cookie, &format!("{pending}/verdict/propose"), &propose).await.status, 303);
    for lang in ["fa", "en"] {
        for (name, path) in [("offer", &offer), ("visit", &won), ("customer", &booked), ("customer-waiting", &waiting)]
        {
            keep(&mut pages, lang, name, site.page(&format!("{path}?lang={lang}")).await.text);
        }
        for (name, path) in PUBLIC_PAGES {
            keep(&mut pages, lang, name, site.page(&joined(path, lang)).await.text);
        }
        keep(&mut pages, lang, "login", site.page(&format!("/login?lang={lang}")).await.text);
        keep(&mut pages, lang, "phones", site.page(&format!("/demo/phones?lang={lang}")).await.text);
        let wrong = site.post_form(&format!("{won}/events?lang={lang}"), &[("event", "arrived"), ("code", "1")]).await;
        keep(&mut pages, lang, "visit-wrong", wrong.text);
        let wrong = site.post_form(&format!("{offer}/decline?lang={lang}"), &[]).await;
        keep(&mut pages, lang, "offer-wrong", wrong.text);
        let bare = [("job", open.job.as_str()), ("subject", "delay"), ("description", "")];
        let wrong = site.post_form(&format!("{waiting}/complaint?lang={lang}"), &bare).await;
        keep(&mut pages, lang, "customer-wrong", wrong.text);
        let staff = [
            ("job", job.as_str()),
            ("job-pending", pending.as_str()),
            ("message", message.as_str()),
            ("complaint", complaint.as_str()),
        ];
        for (name, path) in staff.into_iter().chain(STAFF_PAGES) {
            keep(&mut pages, lang, name, staff_page(site, &cookie, &joined(path, lang)).await);
        }
    }
    pages
}

/// A page of the staff, which is refused where its filter names what there is not.
async fn staff_page(site: &Site, cookie: &str, path: &str) -> String {
    let seen = site.page_as(cookie, path).await;
    let wanted = if path.contains("=lost") { 422 } else { 200 };
    assert_eq!(seen.status, wanted, "{path} {}", seen.text);
    seen.text
}

/// Makes a task about a job.
async fn promise_call(site: &Site, job: &JobId) {
    let due_at = site.app.clock.now() + chrono::TimeDelta::hours(1);
    let task = json!({ "kind": "callback", "due_at": due_at, "job": job, "note": "Ring after six" });
    let task = serde_json::from_value(task).unwrap();
    create_task(&site.app, &site.caller("operator").await, None, task).await.unwrap();
}

/// Keeps a message from a stranger, and says where the page of some message is.
async fn heard_message(site: &Site, cookie: &str) -> String {
    let asked = Incoming {
        reference: "1".to_owned(),
        from: "09121110097".to_owned(),
        to: String::new(),
        text: "یخچالم <b>4821</b> خراب است".to_owned(),
        at: None,
    };
    receive(&site.app, "memory", asked).await.unwrap();
    let list = site.page_as(cookie, "/messages").await.text;
    format!("/messages/{}", &list.split("href=\"/messages/").nth(2).unwrap()[..36])
}

fn joined(path: &str, lang: &str) -> String {
    format!("{path}{}lang={lang}", if path.contains('?') { '&' } else { '?' })
}

fn keep(pages: &mut BTreeMap<String, String>, lang: &str, name: &str, html: String) {
    pages.insert(format!("{name}.{lang}"), html);
}

/// Fails on what no page of the product may have; the name ends in the page's language.
pub fn check(name: &str, html: &str) {
    let lang = name.rsplit('.').next().unwrap();
    let dir = if lang == "fa" { "rtl" } else { "ltr" };
    assert!(html.contains(&format!("<html lang=\"{lang}\" dir=\"{dir}\">")), "{name}: {html}");
    assert!(!html.contains('⟦'), "{name}: {}", html.split('⟦').nth(1).unwrap_or_default());
    for banned in ["style=", "<style", "javascript:", " onclick", " onload", " onsubmit", " onchange"] {
        assert!(!html.contains(banned), "{name}: {banned}");
    }
    for script in html.split("<script").skip(1) {
        assert!(script.starts_with(" src=\"/static/") && script.contains(" defer></script>"), "{name}: {script}");
    }
    assert!(!html.contains("{{") && !html.contains("{%"), "{name}");
    let is_long = [
        "job",
        "board",
        "phones",
        "texts",
        "intake",
        "recall",
        "schedule",
        "policy",
        "admin-days",
        "admin-reasons",
        "admin-catalogue",
    ]
    .iter()
    .any(|long| name.starts_with(long));
    if !is_long {
        // The page of a visit has the acts of all the states ahead; what it weighs on the way is measured in a browser.
        let most = if name.starts_with("visit") { 24_000 } else { 20_000 };
        assert!(html.len() < most, "{name}: {} bytes", html.len());
    }
    for tag in html
        .split('<')
        .filter(|tag| tag.starts_with("input") || tag.starts_with("select") || tag.starts_with("textarea"))
    {
        if tag.contains("type=\"hidden\"") || tag.contains("type=\"radio\"") {
            continue;
        }
        let id = tag
            .split(" id=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .unwrap_or_else(|| panic!("{name}: {tag}"));
        assert!(html.contains(&format!("for=\"{id}\"")), "{name}: no label for {id}");
    }
    let words: String = html
        .split("<bdi dir=\"ltr\">")
        .enumerate()
        .map(|(at, part)| {
            if at == 0 {
                part.to_owned()
            } else {
                part.split_once("</bdi>").map_or(String::new(), |(_, rest)| rest.to_owned())
            }
        })
        .collect();
    let shown: String = words.split('<').map(|part| part.split_once('>').map_or("", |(_, text)| text)).collect();
    assert!(!shown.contains("+98"), "{name}: a telephone outside of bdi");
}
