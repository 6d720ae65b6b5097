//! What customers think of work that is done: by their own link and by SMS, once a job, and never from those who did it.

use chrono::TimeDelta;
use ostakar::domain::customer::Channel;
use ostakar::domain::task::TaskKind;
use ostakar::domain::warranty::WarrantyOutcome::InWarranty;
use ostakar::store::ratings::{Rating, find_rating};
use ostakar::store::tasks::{Task, list_tasks_of};
use serde_json::{Value, json};

use crate::messaging::text;
use crate::money::{AtWork, at_work};
use crate::support::facts::{count, execute};
use crate::support::{TestDb, both};
use crate::templates::check;

const SCRIPT: &str = "<script>alert(1)</script>";

async fn done(db: TestDb) -> AtWork {
    let work = at_work(db, InWarranty).await;
    work.done().await;
    work
}

async fn rating_of(work: &AtWork) -> Option<Rating> {
    let job = work.job;
    work.site.app.db.read(move |conn| find_rating(conn, job)).await.unwrap()
}

async fn low_ratings(work: &AtWork) -> Vec<Task> {
    let job = work.job;
    let tasks = work.site.app.db.read(move |conn| list_tasks_of(conn, job)).await.unwrap();
    tasks.into_iter().filter(|task| task.kind.0 == TaskKind::LowRating).collect()
}

/// Field and code of each fault.
fn faults(refusal: &Value) -> Vec<String> {
    let faults = refusal["errors"].as_array().unwrap_or_else(|| panic!("{refusal}"));
    let told = |it: &Value| format!("{} {}", it["field"].as_str().unwrap(), it["code"].as_str().unwrap());
    faults.iter().map(told).collect()
}

/// The cookie that the technician's page leaves in a browser.
async fn mark(work: &AtWork) -> String {
    let opened = work.site.page(&work.technician).await;
    assert!(opened.cookie.contains("HttpOnly") && opened.cookie.contains("Path=/t"), "{}", opened.cookie);
    opened.cookie.split(';').next().unwrap().to_owned()
}

both!(a_customer_rates_by_a_form_once, async |db: TestDb| {
    let work = done(db).await;
    let path = format!("{}/rating", work.customer);
    for lang in ["fa", "en"] {
        let page = work.site.page(&format!("{}?lang={lang}", work.customer)).await.text;
        assert_eq!(page.matches("type=\"radio\" name=\"score\"").count(), 5, "{page}");
        assert!(page.contains(&format!("action=\"{path}?lang={lang}\"")) && page.contains("</legend>"), "{page}");
        check(&format!("customer-rates.{lang}"), &page);
    }
    let bare = work.site.post_form(&path, &[("job", work.job.as_str()), ("comment", SCRIPT)]).await;
    assert!(bare.status == 422 && bare.text.contains("id=\"score-err\""), "{}", bare.text);
    assert!(
        !bare.text.contains(SCRIPT) && bare.text.contains("alert(1)"),
        "what was typed stands there: {}",
        bare.text
    );
    let fields = [("job", work.job.as_str()), ("score", "4"), ("comment", SCRIPT)];
    assert_eq!(work.site.post_form(&path, &fields).await.status, 303);
    let again = [("job", work.job.as_str()), ("score", "1"), ("comment", "")];
    assert_eq!(work.site.post_form(&path, &again).await.status, 303, "the page shows what was kept");
    let kept = rating_of(&work).await.unwrap();
    assert_eq!((kept.score, kept.channel.0, kept.is_void), (4, Channel::Web, false));
    assert_eq!(kept.comment.as_deref(), Some(SCRIPT));
    assert!(low_ratings(&work).await.is_empty());
    for (lang, words) in [("fa", "راضی هستم"), ("en", "4 – content")] {
        let page = work.site.page(&format!("{}?lang={lang}", work.customer)).await.text;
        assert!(page.contains(words) && !page.contains("name=\"score\""), "{page}");
        assert!(!page.contains(SCRIPT) && page.contains("alert(1)"), "{page}");
        check(&format!("customer-rated.{lang}"), &page);
    }
});

both!(a_program_rates_and_hears_all_faults_at_once, async |db: TestDb| {
    let work = done(db).await;
    let shown = work.site.json(&work.customer).await.json();
    assert_eq!((&shown["units"][0]["can_rate"], &shown["units"][0]["rating"]), (&json!(true), &Value::Null), "{shown}");
    let (status, wrong) = work.answer("rating", json!({ "score": 6, "comment": "x".repeat(1_001) })).await;
    assert_eq!(status, 422, "{wrong}");
    assert_eq!(faults(&wrong), ["job required", "score out_of_range", "comment too_long"]);
    for score in [json!(0), json!("six"), json!(-1)] {
        let (_, wrong) = work.answer("rating", json!({ "job": work.job, "score": score })).await;
        assert_eq!(faults(&wrong), ["score out_of_range"], "{score}");
    }
    let stranger = json!({ "job": "01890a5d-ac96-774b-bcce-b302099a8057", "score": 5 });
    assert_eq!(work.answer("rating", stranger).await.0, 404);
    let other = work.site.offered(3).await;
    assert_eq!(work.answer("rating", json!({ "job": other.job, "score": 5 })).await.0, 404, "another's job");
    let (status, rated) = work.answer("rating", json!({ "job": work.job, "score": "۵", "comment": "  Fine \n" })).await;
    assert_eq!((status, &rated["score"]), (201, &json!(5)), "{rated}");
    let (status, again) = work.answer("rating", json!({ "job": work.job, "score": 2 })).await;
    assert_eq!((status, &again["code"]), (409, &json!("ALREADY_RATED")), "{again}");
    let shown = work.site.json(&work.customer).await.json();
    let unit = &shown["units"][0];
    assert_eq!((&unit["can_rate"], &unit["rating"]["score"]), (&json!(false), &json!(5)), "{shown}");
    assert_eq!(unit["rating"]["comment"], json!("Fine"));
    assert_eq!(text(&work.site.app, &work.phone, "a", "5").await.error, Some("NOT_FOUND"), "rated already");
});

both!(of_two_ratings_at_once_one_counts, async |db: TestDb| {
    let work = done(db).await;
    let (one, two) = tokio::join!(
        work.answer("rating", json!({ "job": work.job, "score": 1 })),
        work.answer("rating", json!({ "job": work.job, "score": 2 })),
    );
    let mut statuses = [one.0, two.0];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409], "{one:?} {two:?}");
    assert_eq!((low_ratings(&work).await.len(), count(work.site.url(), "ratings")), (1, 1));
});

both!(work_that_was_done_again_is_rated_again, async |db: TestDb| {
    let work = done(db).await;
    let rate = json!({ "job": work.job, "score": 1 });
    assert_eq!(work.answer("rating", rate.clone()).await.0, 201);
    work.site.app.clock.advance(TimeDelta::hours(5));
    let again = work.site.app.clock.now().timestamp_micros();
    execute(&work.url, &format!("UPDATE jobs SET completed_at = {again} WHERE id = '{}'", work.job));
    let shown = work.site.json(&work.customer).await.json();
    let unit = &shown["units"][0];
    assert_eq!((&unit["can_rate"], &unit["rating"]), (&json!(true), &Value::Null), "{shown}");
    assert_eq!(text(&work.site.app, &work.phone, "a", "5").await.did, Some("rated"));
    let kept = rating_of(&work).await.unwrap();
    assert_eq!((kept.score, kept.channel.0, count(work.site.url(), "ratings")), (5, Channel::Sms, 1));
    let (status, refused) = work.answer("rating", rate).await;
    assert_eq!((status, &refused["code"]), (409, &json!("ALREADY_RATED")), "{refused}");
});

both!(work_is_rated_when_it_is_done_and_not_much_later, async |db: TestDb| {
    let work = at_work(db, InWarranty).await;
    let rating = json!({ "job": work.job, "score": 5 });
    let (status, early) = work.answer("rating", rating.clone()).await;
    assert_eq!((status, &early["code"]), (409, &json!("RATING_CLOSED")), "{early}");
    assert!(!work.site.page(&work.customer).await.text.contains("name=\"score\""));
    work.done().await;
    work.site.app.clock.advance(TimeDelta::days(work.site.app.catalogue().messaging().rate_days));
    assert!(work.site.page(&work.customer).await.text.contains("name=\"score\""));
    work.site.app.clock.advance(TimeDelta::minutes(1));
    let (status, late) = work.answer("rating", rating).await;
    assert_eq!((status, &late["code"]), (409, &json!("RATING_CLOSED")), "{late}");
    assert!(!work.site.page(&work.customer).await.text.contains("name=\"score\""));
    assert!(rating_of(&work).await.is_none());
});

both!(a_low_rating_is_followed_with_its_words, async |db: TestDb| {
    let work = done(db).await;
    let body = json!({ "job": work.job, "score": 2, "comment": format!("It leaks again {SCRIPT}") });
    assert_eq!(work.answer("rating", body).await.0, 201);
    let tasks = low_ratings(&work).await;
    assert_eq!(tasks.len(), 1);
    assert_eq!(tasks[0].note.as_deref(), Some(format!("2 – It leaks again {SCRIPT}").as_str()));
    assert_eq!(count(work.site.url(), "events WHERE topic = 'job' AND name = 'rated'"), 1);
    let cookie = work.site.sign_in("operator").await;
    for path in ["/tasks?lang=en".to_owned(), format!("/jobs/{}?lang=en", work.job)] {
        let page = work.site.page_as(&cookie, &path).await;
        assert!(page.status == 200 && !page.text.contains(SCRIPT), "{path}: {}", page.text);
    }
    let page = work.site.page_as(&cookie, &format!("/jobs/{}?lang=en", work.job)).await.text;
    assert!(page.contains("2 – not content") && page.contains("It leaks again &#60;script&#62;"), "{page}");
});

both!(a_rating_from_the_technicians_browser_does_not_count, async |db: TestDb| {
    let work = done(db).await;
    let cookie = mark(&work).await;
    let fields = [("job", work.job.as_str()), ("score", "1")];
    let seen = work.site.form_as(&cookie, &format!("{}/rating", work.customer), &fields).await;
    assert_eq!(seen.status, 303, "the answer is as any other: {}", seen.text);
    let kept = rating_of(&work).await.unwrap();
    assert!(kept.is_void && kept.score == 1);
    let dispatcher = work.site.sign_in("dispatcher").await;
    let page = work.site.page_as(&dispatcher, &format!("/jobs/{}?lang=en", work.job)).await.text;
    assert!(page.contains("<span class=\"badge warn\">Void</span>"), "{page}");
    assert!(low_ratings(&work).await.is_empty(), "nobody is called");
    assert!(!work.site.page(&work.customer).await.text.contains("name=\"score\""), "it is rated");
});

both!(a_mark_of_another_agent_or_of_ones_own_making_changes_nothing, async |db: TestDb| {
    let work = done(db).await;
    let forged = format!("work-{}=1; work-=1", "0".repeat(64));
    let fields = [("job", work.job.as_str()), ("score", "1")];
    let seen = work.site.form_as(&forged, &format!("{}/rating", work.customer), &fields).await;
    assert_eq!(seen.status, 303, "{}", seen.text);
    assert!(!rating_of(&work).await.unwrap().is_void);
    assert_eq!(low_ratings(&work).await.len(), 1);
});

both!(a_rating_from_a_telephone_of_the_agent_does_not_count, async |db: TestDb| {
    let work = done(db).await;
    let agent = work.job().await.agent_id.unwrap().0;
    let own = work.site.app.network().agent(agent).unwrap().phone.clone();
    execute(&work.url, &format!("UPDATE phones SET number = '{own}' WHERE number = '{}'", work.phone));
    assert_eq!(text(&work.site.app, &own, "a", "۲").await.did, Some("rated"), "thanked as anybody");
    let kept = rating_of(&work).await.unwrap();
    assert_eq!((kept.score, kept.channel.0, kept.is_void), (2, Channel::Sms, true));
    assert!(low_ratings(&work).await.is_empty(), "nobody is called");
});
