//! Two servers on one database: each message once, each tick once, and each hears of the other.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use reqwest::Response;

use super::{alone, rounds};
use crate::support::TestDb;
use crate::support::facts::{check_whole, count, execute, text};
use crate::support::gateway::{Gateway, Mood};
use crate::support::load::{check_audit, offer_code, reports, until};
use crate::support::process::{Server, Signed};

const REPORTS: usize = 60;
const SENT_WITHIN: Duration = Duration::from_mins(1);
const HEARD_WITHIN: Duration = Duration::from_secs(1);
/// Messages that one node has on the way to its gateway at most: eight of each of four passes.
const AT_ONCE: usize = 32;

/// Takes reports down at both nodes in turn; the ids of their jobs.
async fn report(signed: [&Signed; 2], name: &str, count: usize) -> Vec<String> {
    let mut jobs = Vec::new();
    for (at, body) in reports().await.iter().take(count).enumerate() {
        let answer = signed[at % 2].report(&format!("{name}-{at}"), body).await;
        jobs.push(answer["jobs"][0]["id"].as_str().unwrap().to_owned());
    }
    jobs
}

async fn all_sent(url: &str) {
    let waiting = "messages WHERE state <> 'sent'";
    let undispatched = "jobs WHERE state = 'pending_dispatch' AND wave = 0 AND NOT EXISTS \
                        (SELECT 1 FROM tasks WHERE job_id = jobs.id)";
    let done = async || count(url, undispatched) == 0 && count(url, waiting) == 0;
    until("dispatch of every job and delivery of every message", SENT_WITHIN, done).await;
}

/// Every slot that is over was done, by one node.
fn check_ticks(url: &str) {
    assert!(count(url, "ticks WHERE done_at IS NOT NULL") > 0);
    // In one statement, because the ticks go on.
    assert_eq!(count(url, "(SELECT name FROM ticks GROUP BY name, slot HAVING COUNT(*) > 1) x"), 0);
    assert_eq!(count(url, "ticks WHERE done_at IS NOT NULL AND done_at < slot"), 0);
}

#[actix_web::test]
async fn every_message_once_and_every_change_heard() {
    let _alone = alone().await;
    let (db, gateway) = (TestDb::postgres().demo(), Gateway::start());
    let mut settings = gateway.settings();
    // An answer that is late on a busy machine is no lost one here.
    settings[2].1 = "15000".to_owned();
    let a = Server::start(&db.url, &settings).await;
    let b = Server::start(&db.url, &settings).await;
    let at_a = a.sign_in("manager").await;
    let at_b = at_a.at(&b);
    let jobs = report([&at_a, &at_b], "both", REPORTS).await;
    all_sent(&db.url).await;
    let times = gateway.times();
    assert!(times.len() >= REPORTS && times.values().all(|times| *times == 1), "{times:?}");
    check_ticks(&db.url);
    let nodes = count(&db.url, "(SELECT DISTINCT node FROM ticks) x");
    println!("{} messages once each; slots done by {nodes} nodes", times.len());

    let mut stream = at_b.events().await;
    let offered = jobs.iter().filter_map(|job| Some((job, offer_code(&db.url, &gateway, job)?)));
    let mut took = Vec::new();
    for (job, code) in offered.take(3) {
        let began = Instant::now();
        assert_eq!(a.accept(&code).await.status(), 200);
        let seen: serde_json::Value = at_b.get(&format!("/jobs/{job}")).send().await.unwrap().json().await.unwrap();
        assert_eq!(seen["status"], "assigned", "{seen}");
        assert!(heard(&mut stream, job).await, "no event of the acceptance");
        took.push(began.elapsed());
    }
    took.sort_unstable();
    println!("an acceptance on one node is heard on the other after {took:?}");
    assert!(took[took.len() / 2] <= HEARD_WITHIN);
    check_whole(&db.url);
}

/// Whether the stream tells of the job's assignment within ten seconds.
async fn heard(stream: &mut Response, job: &str) -> bool {
    let mut all = String::new();
    let told = async {
        while let Some(chunk) = stream.chunk().await.unwrap() {
            all.push_str(&String::from_utf8_lossy(&chunk));
            let mut lines = all.lines();
            if lines.any(|line| line.starts_with("data: ") && line.contains(job) && line.contains("\"assign\"")) {
                return true;
            }
        }
        false
    };
    tokio::time::timeout(Duration::from_secs(10), told).await.unwrap_or(false)
}

#[actix_web::test]
async fn a_killed_node_leaves_its_messages_to_the_other() {
    let _alone = alone().await;
    for _ in 0..rounds(1) {
        kill_one_of_two().await;
    }
}

async fn kill_one_of_two() {
    let (db, gateway) = (TestDb::postgres().demo(), Gateway::start());
    gateway.set(Mood::Takes(Duration::from_millis(300)));
    let mut a = Server::start(&db.url, &gateway.settings()).await;
    let at_a = a.sign_in("manager").await;
    until("a tick", Duration::from_secs(20), async || count(&db.url, "ticks") > 0).await;
    let node = text(&db.url, "SELECT min(node) FROM ticks");
    let b = Server::start(&db.url, &gateway.settings()).await;
    let at_b = at_a.at(&b);
    let held = format!("messages WHERE leased_by = '{node}' AND state = 'queued'");
    let jobs = report([&at_a, &at_b], "first", REPORTS / 2).await;
    assert_eq!(jobs.len(), REPORTS / 2);
    until("a lease of the first node", Duration::from_secs(20), async || count(&db.url, &held) > 0).await;
    a.kill9();
    let ids = text(&db.url, &format!("SELECT string_agg(id, ' ') FROM {held}"));
    let held: BTreeSet<&str> = ids.split_whitespace().collect();
    report([&at_b, &at_b], "then", REPORTS / 2).await;
    // The leases of the killed node lapse after minutes: the test does not wait for them.
    let lapsed = format!("UPDATE messages SET lease_until = 0 WHERE leased_by = '{node}'");
    execute(&db.url, &lapsed);
    all_sent(&db.url).await;
    let times = gateway.times();
    let doubles: Vec<&str> = times.iter().filter(|(_, times)| **times > 1).map(|(id, _)| id.as_str()).collect();
    println!("{} messages, {} held at the kill, {} sent twice", times.len(), held.len(), doubles.len());
    assert!(doubles.iter().all(|id| held.contains(id)), "a message was sent twice though nobody died with it");
    assert!(doubles.len() <= AT_ONCE && times.values().all(|times| *times <= 2));
    check_ticks(&db.url);
    check_whole(&db.url);
    check_audit(&db.url);
}
