//! The bell: who hears of which task, what is read, and what of it reaches a browser that may be woken.

use chrono::TimeDelta;
use ostakar::app::outbox::deliver_due;
use ostakar::app::push::{NewSubscription, Owner, subscribe, unsubscribe};
use ostakar::app::tasks::{TaskChange, change_task, create_task, follow_due, mark_seen};
use ostakar::app::{App, Code};
use ostakar::domain::access::Role;
use ostakar::domain::id::TaskId;
use ostakar::domain::language::Language;
use ostakar::domain::message::{DeliveryState, MessageChannel, MessageKind};
use ostakar::domain::task::{TaskEvent, TaskNews};
use ostakar::queries::bell::{Bell, bell};
use ostakar::store::messages::list_messages;
use serde_json::{Value, json};

use crate::site::Site;
use crate::support::app::TestApp;
use crate::support::{TestDb, both};

/// The browser of RFC 8291, appendix A, at an address.
pub fn browser(endpoint: &str) -> Value {
    json!({
        "endpoint": endpoint, "expirationTime": null,
        "keys": {
            "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
            "auth": "BTBZMqHH6r4Tts7J_aSIgg",
        },
    })
}

fn subscription(endpoint: &str) -> NewSubscription {
    serde_json::from_value(browser(endpoint)).unwrap()
}

async fn bell_of(site: &Site, username: &str) -> Bell {
    let (caller, now) = (site.caller(username).await, site.app.clock.now());
    site.app.db.read(move |conn| bell(conn, &caller, now, 25)).await.unwrap()
}

async fn promise(site: &Site, by: &str, role: Role) -> TaskId {
    let due_at = site.app.clock.now() + TimeDelta::hours(2);
    let task = json!({ "kind": "callback", "due_at": due_at, "owner_role": role, "note": "Ring after six" });
    create_task(&site.app, &site.caller(by).await, None, serde_json::from_value(task).unwrap()).await.unwrap()
}

async fn change(site: &Site, by: &str, id: TaskId, event: TaskEvent, to: Option<Role>) {
    let change =
        TaskChange { event, note: Some("so".to_owned()), owner_id: None, owner_role: to, due_at: None, seen: None };
    change_task(&site.app, &site.caller(by).await, id, change).await.unwrap();
}

both!(a_task_rings_for_those_whose_it_is_and_not_for_whoever_made_it, async |db: TestDb| {
    let site = Site::open(db).await;
    let task = promise(&site, "dispatcher", Role::Dispatcher).await;
    assert_eq!(bell_of(&site, "dispatcher").await.unread, 0, "one's own doing is no news");
    assert_eq!(bell_of(&site, "operator").await.unread, 0, "nor is what is another unit's");
    change(&site, "dispatcher", task, TaskEvent::Transfer, Some(Role::Operator)).await;
    let heard = bell_of(&site, "operator").await;
    assert_eq!((heard.unread, heard.items[0].news, heard.items[0].is_new), (1, TaskNews::Given, true));
    assert_eq!(heard.items[0].task.id, task);

    mark_seen(&site.app, &site.caller("operator").await, Some(heard.items[0].at)).await.unwrap();
    let read = bell_of(&site, "operator").await;
    assert_eq!((read.unread, read.items.len(), read.items[0].is_new), (0, 1, false));
    mark_seen(&site.app, &site.caller("operator").await, Some(heard.items[0].at - TimeDelta::days(1))).await.unwrap();
    assert_eq!(bell_of(&site, "operator").await.unread, 0, "what is read stays read");

    let mut told = Vec::new();
    for minutes in [106, 15, 80] {
        site.app.clock.advance(TimeDelta::minutes(minutes));
        follow_due(&site.app).await.unwrap();
        let (own, above) = (bell_of(&site, "operator").await, bell_of(&site, "manager").await);
        told.push((own.items.first().map(|item| item.news), above.items.first().map(|item| item.news)));
    }
    assert_eq!(
        told,
        [(Some(TaskNews::Reminder), None), (Some(TaskNews::Overdue), None), (None, Some(TaskNews::Escalated)),]
    );
    change(&site, "manager", task, TaskEvent::Finish, None).await;
    assert!(bell_of(&site, "manager").await.items.is_empty(), "what is done rings no more");
    change(&site, "manager", task, TaskEvent::Reopen, None).await;
    assert_eq!(bell_of(&site, "administrator").await.unread, 0);
});

both!(news_of_other_provinces_and_of_a_week_ago_are_none, async |db: TestDb| {
    let site = Site::open(db).await;
    let offered = site.offered(1).await;
    let due_at = site.app.clock.now() + TimeDelta::days(20);
    let task = json!({ "kind": "follow_up", "due_at": due_at, "owner_role": "dispatcher", "job": offered.job });
    create_task(&site.app, &site.caller("operator").await, None, serde_json::from_value(task).unwrap()).await.unwrap();
    let everywhere = bell_of(&site, "dispatcher").await;
    assert_eq!(everywhere.unread, 1);
    let shown = site.app.db.read(move |conn| ostakar::store::jobs::find_job(conn, offered.job)).await.unwrap();
    let expected = i64::from(shown.province == "razavi_khorasan");
    assert_eq!(bell_of(&site, "dispatcher_mashhad").await.unread, expected);
    site.app.clock.advance(TimeDelta::days(8));
    assert!(bell_of(&site, "dispatcher").await.items.is_empty());
});

both!(the_page_shows_what_is_new_and_marks_it_read, async |db: TestDb| {
    let site = Site::open(db).await;
    promise(&site, "manager", Role::Operator).await;
    let cookie = site.sign_in("operator").await;
    let shown = site.page_as(&cookie, "/bell?lang=en").await.text;
    assert!(
        shown.contains("<bdi>1</bdi> not read") && shown.contains("Call back") && shown.contains("Ring after six"),
        "{shown}"
    );
    assert!(shown.contains(&format!("data-key=\"{}\"", site.app.keys.push_key())));
    assert_eq!(site.post_as(&cookie, "/bell/seen", &[]).await.status, 303);
    let read = site.page_as(&cookie, "/bell?lang=en").await.text;
    assert!(!read.contains("not read") && read.contains("Call back"), "{read}");
    assert_eq!(site.post_as(&cookie, "/bell/seen", &[("until", "yesterday")]).await.status, 422);
    let script = site.page("/sw.js").await;
    assert!(script.status == 200 && script.text.contains("showNotification"));
});

both!(a_browser_that_allowed_it_is_woken_for_news_of_its_owner, async |db: TestDb| {
    let stand = TestApp::demo(db).await;
    let notices = stand.notices.clone();
    let site = Site::over(stand);
    let (operator, manager) = (site.caller("operator").await, site.caller("manager").await);
    let at = "https://push.example/one";
    subscribe(&site.app, Owner::Staff(operator.user, Language::Fa), subscription(at)).await.unwrap();
    subscribe(&site.app, Owner::Staff(manager.user, Language::En), subscription("https://push.example/two"))
        .await
        .unwrap();
    promise(&site, "manager", Role::Operator).await;
    promise(&site, "manager", Role::Manager).await;
    while deliver_due(&site.app).await.unwrap().total() > 0 {}
    let taken = notices.take();
    assert_eq!(taken.len(), 1, "the manager's own doing wakes nobody: {taken:?}");
    let shown: Value = serde_json::from_str(&taken[0].payload).unwrap();
    assert_eq!((&taken[0].browser.endpoint[..], taken[0].is_urgent), (at, false));
    assert_eq!((&shown["dir"], &shown["url"]), (&json!("rtl"), &json!("https://s.example/tasks")));
    assert!(shown["body"].as_str().unwrap().contains("وظیفهٔ تازه"), "{shown}");

    // The same browser under another name is another person's from then on.
    subscribe(&site.app, Owner::Staff(manager.user, Language::En), subscription(at)).await.unwrap();
    promise(&site, "manager", Role::Operator).await;
    deliver_due(&site.app).await.unwrap();
    assert!(notices.take().is_empty());
    let twice = unsubscribe(&site.app, Owner::Staff(operator.user, Language::Fa), at.to_owned()).await;
    assert_eq!(twice.unwrap_err().code(), Code::NotFound);
    unsubscribe(&site.app, Owner::Staff(manager.user, Language::En), at.to_owned()).await.unwrap();
});

both!(a_link_wakes_its_agent_and_later_its_technician, async |db: TestDb| {
    let stand = TestApp::demo(db).await;
    let (notices, sms) = (stand.notices.clone(), stand.sms.clone());
    let site = Site::over(stand);
    let offered = site.offered(1).await;
    let offer = site.path(ostakar::domain::link::LinkKind::Offer, offered.offers[0].as_str());
    assert!(site.page(&offer).await.text.contains(&format!("data-post=\"{offer}/push\"")));
    assert_eq!(site.post_json(&format!("{offer}/push"), browser("https://push.example/agent")).await.status, 204);
    // Offers that come close together go in one message.
    site.app.clock.advance(TimeDelta::minutes(10));
    while deliver_due(&site.app).await.unwrap().total() > 0 {}
    let sent = notices.take();
    assert_eq!(sent.len(), 1, "{sent:?}");
    let shown: Value = serde_json::from_str(&sent[0].payload).unwrap();
    assert_eq!(shown["url"], json!(format!("https://s.example{offer}")));
    assert!(!shown["body"].as_str().unwrap().contains("https://"), "a touch leads there: {shown}");
    assert!(sent[0].is_urgent && sms.all().iter().any(|sms| sms.text.contains(&offer)), "beside the SMS");

    let accepted = site.post_json(&format!("{offer}/accept"), json!({})).await.json();
    let visit = accepted["visit_url"].as_str().unwrap().trim_start_matches("https://s.example").to_owned();
    assert_eq!(site.post_json(&format!("{visit}/push"), browser("https://push.example/technician")).await.status, 204);
    while deliver_due(&site.app).await.unwrap().total() > 0 {}
    let to_technician = notices.take().into_iter().find(|it| it.browser.endpoint.ends_with("technician"));
    let shown: Value = serde_json::from_str(&to_technician.expect("the own link").payload).unwrap();
    assert_eq!(shown["url"], json!(format!("https://s.example{visit}")));
    let customer = site.path(ostakar::domain::link::LinkKind::Customer, offered.request.as_str());
    assert_eq!(site.post_json(&format!("{customer}/push"), browser("https://push.example/c")).await.status, 404);
    assert_eq!(site.post_json(&format!("{visit}/push"), json!({ "endpoint": "x" })).await.status, 422);
});

/// Messages to browsers, newest first.
pub async fn pushed(app: &App) -> Vec<(MessageKind, DeliveryState, i32)> {
    let all = app.db.read(|conn| list_messages(conn, None, 100)).await.unwrap();
    let to_browsers = all.into_iter().filter(|message| message.channel.0 == MessageChannel::Push);
    to_browsers.map(|message| (message.kind.0, message.state.0, message.attempts)).collect()
}
