//! A visit in a real browser on a telephone: without network, refused, without script; and what pages weigh.

use std::collections::HashMap;
use std::time::Duration;

use ostakar::domain::photo::PhotoKind;
use ostakar::security::link::Purpose;
use ostakar::store::photos::list_photos;
use reqwest::Method;
use serde_json::{Value, json};

use super::Visit;
use crate::support::browser::browse;
use crate::support::{TestDb, both};

/// Bytes of a first load at most.
const MOST_BYTES: u64 = 60_000;

async fn story(visit: &Visit, story: &str) -> Value {
    let codes = [visit.code(Purpose::Arrival), visit.code(Purpose::Completion)];
    let [arrival, completion] = codes;
    let arguments =
        vec![story.to_owned(), visit.server.url.clone(), visit.link.clone(), arrival, completion, visit.offer.clone()];
    let seen = browse("field.js", arguments).await;
    println!("{seen}");
    assert_eq!(seen["errors"], json!([]), "{seen}");
    seen
}

/// How often each key came.
fn keys(seen: &Value) -> HashMap<&str, usize> {
    let mut found = HashMap::new();
    for sent in seen["sent"].as_array().unwrap() {
        *found.entry(sent["key"].as_str().expect("a key")).or_default() += 1;
    }
    found
}

/// Width and height of a JPEG, from the head of its first frame.
fn size_of(jpeg: &[u8]) -> (u16, u16) {
    let mut at = 2;
    loop {
        let (marker, length) = (jpeg[at + 1], usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]])));
        if (0xc0..=0xc2).contains(&marker) {
            let side = |from: usize| u16::from_be_bytes([jpeg[from], jpeg[from + 1]]);
            return (side(at + 7), side(at + 5));
        }
        at += 2 + length;
    }
}

both!(a_visit_without_network_is_sent_once_and_in_its_order, async |db: TestDb| {
    let visit = Visit::open(db).await;
    let seen = story(&visit, "whole").await;
    assert_eq!(visit.steps().await, ["en_route", "arrived", "working", "done"], "{seen}");
    assert_eq!(seen["strange"], "not opened", "the page of one link is never shown for another");
    let mut times: Vec<usize> = keys(&seen).into_values().collect();
    times.sort_unstable();
    assert_eq!(times, [1, 1, 1, 1, 1, 2], "the first came again, because its answer was lost: {seen}");
    let job = visit.job;
    let photos = visit.server.app().db.read(move |conn| list_photos(conn, job)).await.unwrap();
    let mut kinds: Vec<PhotoKind> = photos.iter().map(|photo| photo.kind.0).collect();
    kinds.sort_by_key(|kind| kind.as_str());
    assert_eq!(kinds, [PhotoKind::Damage, PhotoKind::Signature]);
    let damage = photos.iter().find(|photo| photo.kind.0 == PhotoKind::Damage).unwrap();
    let token = visit.server.login("operator").await;
    let request = visit.server.request(Method::GET, &format!("/api/v1/photos/{}", damage.id.0)).bearer_auth(token);
    let bytes = request.send().await.unwrap().bytes().await.unwrap();
    assert_eq!(size_of(&bytes), (1200, 1600), "1,600 at the longest, and upright");
    assert!(u64::try_from(bytes.len()).unwrap() < seen["original"].as_u64().unwrap(), "{}", bytes.len());
});

both!(what_is_refused_is_mended_and_the_rest_waits_for_it, async |db: TestDb| {
    let visit = Visit::open(db).await;
    let seen = story(&visit, "refused").await;
    assert_eq!(visit.steps().await, ["en_route", "arrived", "working"], "{seen}");
    assert!(seen["words"].as_str().unwrap().contains("Not accepted"), "{seen}");
    assert!(seen["beside"].as_str().unwrap().contains("The code is wrong"), "{seen}");
    assert_eq!(seen["typed"], "0", "what was typed is not lost");
});

both!(a_step_is_dropped_and_a_signature_is_drawn, async |db: TestDb| {
    let visit = Visit::open(db).await;
    let seen = story(&visit, "dropped").await;
    assert_eq!(visit.steps().await, ["en_route", "arrived", "working", "done"], "{seen}");
    let job = visit.job;
    let photos = visit.server.app().db.read(move |conn| list_photos(conn, job)).await.unwrap();
    assert_eq!(photos.iter().map(|photo| photo.kind.0).collect::<Vec<_>>(), [PhotoKind::Signature]);
});

both!(what_waits_goes_while_the_page_is_closed, async |db: TestDb| {
    let visit = Visit::open(db).await;
    let seen = story(&visit, "closed").await;
    assert_eq!(seen["sent"].as_array().unwrap().len(), 1, "{seen}");
    let mut steps = visit.steps().await;
    for _ in 0..50 {
        if !steps.is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        steps = visit.steps().await;
    }
    assert_eq!(steps, ["en_route"]);
});

both!(the_same_forms_work_without_script, async |db: TestDb| {
    let visit = Visit::open(db).await;
    let seen = story(&visit, "plain").await;
    assert_eq!(visit.steps().await, ["en_route", "arrived"], "{seen}");
});

#[actix_web::test]
async fn pages_are_light() {
    let visit = Visit::open(TestDb::sqlite()).await;
    let mut arguments = vec![visit.server.url.clone()];
    for (name, path) in [
        ("offer", visit.offer.clone()),
        ("visit", visit.link.clone()),
        ("customer", visit.customer()),
        ("help", "/help".to_owned()),
    ] {
        arguments.extend([name.to_owned(), path]);
    }
    let seen = browse("weight.js", arguments).await;
    for page in seen.as_array().unwrap() {
        println!("{page}");
        assert!(page["bytes"].as_u64().unwrap() < MOST_BYTES, "{page}");
        assert!(page["with_worker_bytes"].as_u64().unwrap() < MOST_BYTES, "{page}");
    }
}
