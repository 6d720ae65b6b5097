//! What staff do on their pages: tasks, complaints and the second person of a verdict, by forms.

use actix_web::http::Method;
use chrono::TimeDelta;
use serde_json::json;

use ostakar::app::complaints::register_complaint;
use ostakar::app::tasks::create_task;
use ostakar::domain::id::{ComplaintId, JobId, TaskId};

use crate::site::Site;
use crate::support::{TestDb, both};

/// A callback about a job, due in so many minutes.
async fn callback(site: &Site, by: &str, (note, minutes, job): (&str, i64, Option<JobId>)) -> TaskId {
    let due = site.app.clock.now() + TimeDelta::minutes(minutes);
    let body = json!({ "kind": "callback", "due_at": due, "note": note, "job": job });
    create_task(&site.app, &site.caller(by).await, None, serde_json::from_value(body).unwrap()).await.unwrap()
}

/// A complaint of a delay, taken down by the operator.
pub async fn complain(site: &Site, phone: &str, against: serde_json::Value) -> ComplaintId {
    let body = json!({ "phone": phone, "name": "Reza Amini", "against": against, "subject": "delay",
        "description": "Nobody called for a week." });
    let input = serde_json::from_value(body).unwrap();
    register_complaint(&site.app, &site.caller("operator").await, None, (input, None)).await.unwrap()
}

both!(tasks_are_done_given_away_and_taken_up_again_by_forms, async |db: TestDb| {
    let site = Site::open(db).await;
    let (operator, manager) = (site.sign_in("operator").await, site.sign_in("manager").await);
    let job = site.offered(3).await.job;
    let other = callback(&site, "manager", ("Ring the mayor", 10, None)).await;
    let mine = callback(&site, "operator", ("Ring after six", 30, Some(job))).await;
    let page = site.page_as(&operator, "/tasks?lang=en").await.text;
    let (first, second) = (page.find("Ring after six").unwrap(), page.find("Ring the mayor").unwrap());
    assert!(first < second, "one's own stand first, also when others are due before");
    assert!(
        page.contains(&format!("href=\"/jobs/{job}?lang=en\"")) && page.contains("aria-current=\"page\""),
        "{page}"
    );
    assert!(!page.contains("badge late"), "nothing is late yet");
    let own = site.page_as(&operator, "/tasks?lang=en&mine=true").await.text;
    assert!(own.contains("Ring after six") && !own.contains("Ring the mayor"));
    site.app.clock.advance(TimeDelta::minutes(15));
    let page = site.page_as(&operator, "/tasks?lang=en").await.text;
    assert_eq!(page.matches("badge late").count(), 1, "{page}");
    let step = |task: TaskId, name: &str| format!("/tasks/{task}/{name}");
    let bare = site.form_as(&operator, &step(mine, "done"), &[("version", "1")]).await;
    assert_eq!(bare.status, 403, "a form without its token");
    let give = [("owner_role", "dispatcher"), ("note", "Out of office"), ("version", "1")];
    let given = site.post_as(&operator, &step(mine, "transfer"), &give).await;
    assert_eq!((given.status, given.location.as_str()), (303, "/tasks"), "{}", given.text);
    let again = site.post_as(&operator, &step(mine, "transfer"), &give).await;
    assert_eq!(again.status, 412, "someone changed it since the page was read");
    assert!(again.text.contains("role=\"alert\"") && again.text.contains("Out of office"), "{}", again.text);
    let nobody = site.post_as(&operator, &step(other, "transfer"), &[("owner_role", "")]).await;
    assert_eq!(nobody.status, 422, "{}", nobody.text);
    let stranger = [("owner_role", "dispatcher"), ("person", "nobody")];
    let stranger = site.post_as(&operator, &step(other, "transfer"), &stranger).await;
    assert_eq!(stranger.status, 422, "{}", stranger.text);
    let person = [("owner_role", "operator"), ("person", " Dispatcher "), ("note", "She knows the mayor")];
    let given = site.post_as(&manager, &step(other, "transfer"), &person).await;
    assert_eq!(given.status, 303, "{}", given.text);
    let dispatcher = site.sign_in("dispatcher").await;
    let own = site.page_as(&dispatcher, "/tasks?mine=true").await.text;
    assert!(own.contains("Ring the mayor") && own.contains("She knows the mayor"), "{own}");
    let theirs = site.page_as(&dispatcher, "/tasks?mine=true").await.text;
    assert!(theirs.contains("Ring after six"), "{theirs}");
    assert_eq!(site.post_as(&dispatcher, &step(mine, "done"), &[("note", "Reached her")]).await.status, 303);
    assert!(!site.page_as(&manager, "/tasks").await.text.contains("Ring after six"));
    let done = site.page_as(&manager, "/tasks?state=done").await.text;
    assert!(done.contains("Reached her") && done.contains(&step(mine, "reopen")), "{done}");
    assert_eq!(site.post_as(&manager, &step(mine, "reopen"), &[("note", "")]).await.status, 422);
    assert_eq!(site.post_as(&manager, &step(mine, "reopen"), &[("note", "She denies it")]).await.status, 303);
    assert!(site.page_as(&dispatcher, "/tasks?mine=true").await.text.contains("She denies it"));
    let auditor = site.sign_in("auditor").await;
    let seen = site.page_as(&auditor, "/tasks").await.text;
    assert!(seen.contains("She denies it") && !seen.contains("action=\"/tasks/"), "auditors change nothing");
    assert_eq!(site.post_as(&auditor, &step(mine, "done"), &[]).await.status, 403);
});

both!(a_complaint_goes_through_its_steps_by_forms, async |db: TestDb| {
    let site = Site::open(db).await;
    let (operator, manager) = (site.sign_in("operator").await, site.sign_in("manager").await);
    let id = complain(&site, "09121110010", json!({ "kind": "company" })).await;
    let (path, events) = (format!("/complaints/{id}"), format!("/complaints/{id}/events"));
    assert!(site.page_as(&operator, "/complaints").await.text.contains(&format!("href=\"{path}\"")));
    let form = |event: &str| format!("name=\"event\" value=\"{event}\"");
    let page = site.page_as(&manager, &path).await.text;
    assert!(page.contains(&form("acknowledge")) && page.contains(&form("withdraw")), "{page}");
    assert!(!page.contains(&form("decide")) && page.contains(&form("turn_into_request")), "{page}");
    let step = async |who: &str, fields: &[(&str, &str)]| site.post_as(who, &events, fields).await;
    assert_eq!(step(&operator, &[("event", "acknowledge"), ("note", ""), ("owner", "")]).await.status, 303);
    let assess = [("event", "assess"), ("severity", "high"), ("owner", "dispatcher"), ("note", "A week is too long")];
    assert_eq!(step(&manager, &assess).await.status, 303);
    assert_eq!(step(&operator, &[("event", "investigate"), ("owner", "me")]).await.status, 303);
    let theirs = site.page_as(&operator, &path).await.text;
    assert!(theirs.contains(&form("escalate")) && !theirs.contains(&form("decide")), "managers decide");
    assert_eq!(step(&operator, &[("event", "decide"), ("result", "upheld")]).await.status, 403);
    let wrong = step(&manager, &[("event", "decide"), ("result", ""), ("note", "Calls were heard")]).await;
    assert_eq!(wrong.status, 422, "{}", wrong.text);
    assert!(wrong.text.contains("Calls were heard</textarea>") && wrong.text.contains("<details open>"));
    assert!(wrong.text.contains("href=\"#result\"") && wrong.text.contains("id=\"result\""), "{}", wrong.text);
    assert_eq!(step(&manager, &[("event", "decide"), ("result", "upheld")]).await.status, 303);
    let page = site.page_as(&manager, &path).await.text;
    assert!(page.contains(&form("correct")) && !page.contains(&form("communicate")), "first it is put right");
    assert_eq!(step(&manager, &[("event", "correct")]).await.status, 303);
    assert_eq!(step(&manager, &[("event", "finish_correction")]).await.status, 303);
    assert_eq!(step(&manager, &[("event", "communicate"), ("answer", " ")]).await.status, 422);
    let tell = [("event", "communicate"), ("answer", "You were right."), ("told_by", "read_out")];
    assert_eq!(step(&operator, &tell).await.status, 303);
    assert_eq!(step(&operator, &[("event", "rate"), ("rating", "4")]).await.status, 303);
    assert_eq!(step(&manager, &[("event", "close"), ("version", "1")]).await.status, 412);
    assert_eq!(step(&manager, &[("event", "close")]).await.status, 303);
    let page = site.page_as(&manager, &format!("{path}?lang=en")).await.text;
    for words in ["You were right.", "Read out", "A week is too long", "High", "Upheld", "Nobody called for a week."] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(page.contains(&form("reopen")) && !page.contains(&form("close")), "{page}");
    assert!(!site.page_as(&manager, "/complaints").await.text.contains(&path), "closed ones are not asked for");
    assert!(site.page_as(&manager, "/complaints?state=closed&severity=high").await.text.contains(&path));
});

both!(m26_pages_keep_a_complaint_from_whom_it_is_about, async |db: TestDb| {
    let site = Site::open(db).await;
    let (operator, second) = (site.sign_in("operator").await, site.sign_in("operator2").await);
    let accused = site.caller("operator2").await.user;
    let id = complain(&site, "09121110011", json!({ "kind": "operator", "id": accused })).await;
    let (path, events) = (format!("/complaints/{id}"), format!("/complaints/{id}/events"));
    assert!(site.page_as(&operator, &path).await.text.contains("name=\"event\""));
    assert_eq!(site.page_as(&second, &path).await.status, 404);
    assert!(!site.page_as(&second, "/complaints").await.text.contains(&path));
    assert_eq!(site.post_as(&second, &events, &[("event", "acknowledge")]).await.status, 404);
    let id = complain(&site, "09121110012", json!({ "kind": "unit", "id": "operator" })).await;
    let (path, events) = (format!("/complaints/{id}"), format!("/complaints/{id}/events"));
    assert!(!site.page_as(&operator, &path).await.text.contains("name=\"event\""), "a unit complained of");
    assert_eq!(site.post_as(&operator, &events, &[("event", "acknowledge")]).await.status, 409);
    let manager = site.sign_in("manager").await;
    let page = site.page_as(&manager, &path).await.text;
    assert!(page.contains("value=\"dispatcher\"") && !page.contains("value=\"operator\""), "it never owns the case");
    assert_eq!(site.post_as(&manager, &events, &[("event", "turn_into_request")]).await.status, 422);
});

both!(m18_the_second_person_decides_on_the_page_of_the_job, async |db: TestDb| {
    let site = Site::open(db).await;
    let (operator, manager) = (site.sign_in("operator").await, site.sign_in("manager").await);
    let path = format!("/jobs/{}", site.offered(4).await.job);
    let at = |step: &str| format!("{path}/verdict/{step}");
    assert!(site.page_as(&operator, &path).await.text.contains(&at("propose")));
    let none = site.post_as(&operator, &at("propose"), &[("outcome", "partial"), ("reason", " ")]).await;
    assert_eq!(none.status, 422, "{}", none.text);
    let good = [("outcome", "partial"), ("reason", "Half of it was misuse.")];
    let proposed = site.post_as(&operator, &at("propose"), &good).await;
    assert_eq!((proposed.status, &proposed.location), (303, &path), "{}", proposed.text);
    let own = site.page_as(&operator, &path).await.text;
    assert!(own.contains(&at("reject")) && !own.contains(&at("approve")) && !own.contains(&at("propose")), "{own}");
    let theirs = site.page_as(&manager, &path).await.text;
    assert!(theirs.contains(&at("approve")) && theirs.contains("Half of it was misuse."), "{theirs}");
    let review = theirs.split("name=\"review\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(site.post_as(&operator, &at("approve"), &[("review", review)]).await.status, 403);
    let unread = [("review", "01890a5d-ac96-774b-bcce-b302099a8057")];
    assert_eq!(site.post_as(&manager, &at("approve"), &unread).await.status, 412, "another proposal than was read");
    let approved = site.post_as(&manager, &at("approve"), &[("review", review)]).await;
    assert_eq!(approved.status, 303, "{}", approved.text);
    let page = site.page_as(&operator, &path).await.text;
    assert!(page.contains(&at("propose")) && !page.contains("value=\"partial\""), "it is partial now: {page}");
    let more = [("outcome", "in_warranty"), ("reason", "Goodwill.")];
    assert_eq!(site.post_as(&manager, &at("propose"), &more).await.status, 303);
    let own = site.page_as(&manager, &path).await.text;
    assert!(!own.contains(&at("approve")), "nobody approves a proposal of their own: {own}");
    let review = own.split("name=\"review\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(site.post_as(&manager, &at("approve"), &[("review", review)]).await.status, 409);
    assert_eq!(site.post_as(&manager, &at("reject"), &[("review", review)]).await.status, 303, "taken back");
});

both!(the_page_of_a_job_says_whose_time_it_was, async |db: TestDb| {
    let site = Site::open(db).await;
    let job = site.offered(3).await.job;
    let path = format!("/jobs/{job}?lang=en");
    site.app.clock.advance(TimeDelta::minutes(90));
    let until = site.app.clock.now() + TimeDelta::days(2);
    let hold = json!({ "reason": "CUSTOMER_LATER", "until": until });
    assert_eq!(site.api("operator", Method::POST, &format!("/api/v1/jobs/{job}/hold"), hold).await.0, 200);
    site.app.clock.advance(TimeDelta::hours(5));
    let (operator, auditor) = (site.sign_in("operator").await, site.sign_in("auditor").await);
    let page = site.page_as(&operator, &path).await.text;
    let section = &page[page.find("id=\"h-time\"").unwrap()..page.find("id=\"h-due\"").unwrap()];
    for sum in ["<dt>Company</dt><dd>1 h 30 min</dd>", "<dt>Customer</dt><dd>5 h</dd>", "<b>6 h 30 min</b>"] {
        assert!(section.contains(sum), "{sum} in {section}");
    }
    assert!(!section.contains("<dt>Parts</dt>") && section.matches("<li").count() == 2, "{section}");
    assert!(!page.contains("registered → pending_dispatch"), "what was written is for auditors");
    let page = site.page_as(&auditor, &path).await.text;
    assert!(page.contains("registered → pending_dispatch") && page.contains("pending_dispatch → on_hold"), "{page}");
});
