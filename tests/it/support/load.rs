//! Clients that keep a log of what was acknowledged, for a checker to hold against what is there afterwards.

use std::hash::{BuildHasher as _, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use ostakar::app::{Clock, sample};
use serde_json::Value;
use tokio::sync::OnceCell;
use tokio::task::JoinSet;

use super::TestDb;
use super::app::TestApp;
use super::facts::{check_whole, count, text};
use super::gateway::Gateway;
use super::process::{Signed, run};

const CLIENTS: usize = 8;
const REPORTS: u64 = 240;
const AFTER_A_REFUSAL: Duration = Duration::from_millis(50);

/// Bodies of good reports, all different.
pub async fn reports() -> &'static [Value] {
    static REPORTS_MADE: OnceCell<Vec<Value>> = OnceCell::const_new();
    REPORTS_MADE
        .get_or_init(async || {
            let test = TestApp::demo(TestDb::sqlite()).await;
            let (catalogue, network, now) = (test.app.catalogue(), test.app.network(), Clock::System.now());
            let report = |k| {
                let mut body = sample::sample_request(&catalogue, &network, now, k).unwrap();
                // Servers go by the clock on the wall, and at night only an emergency is offered.
                body["priority"] = "emergency".into();
                body
            };
            let made = (0..REPORTS).map(report).collect();
            test.app.db.close().await;
            made
        })
        .await
}

/// Waits for what others bring about.
pub async fn until(what: &str, at_most: Duration, mut holds: impl AsyncFnMut() -> bool) {
    let began = Instant::now();
    while began.elapsed() < at_most {
        if holds().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{what} did not happen within {at_most:?}");
}

/// Some time between the two.
pub fn some_time(least: Duration, most: Duration) -> Duration {
    let random = RandomState::new().hash_one(0) % 1_000;
    least + most.saturating_sub(least) * u32::try_from(random).unwrap() / 1_000
}

/// A report that a client has sent.
#[derive(Clone)]
struct Sent {
    key: String,
    body: &'static Value,
    at: Instant,
}

/// What the clients know when the load has ended.
#[derive(Default)]
pub struct Log {
    acknowledged: Vec<(Sent, Value)>,
    unanswered: Vec<(Sent, String)>,
    statuses: Vec<(Instant, Duration, u16)>,
}

/// Eight clients that take reports down.
pub struct Load {
    clients: JoinSet<Log>,
    stop: Arc<AtomicBool>,
}

impl Load {
    /// Clients that begin at once; their keys begin with `name`. A client ends with its first request that gets no
    /// answer.
    pub async fn start(signed: &Signed, name: &str) -> Self {
        let reports = reports().await;
        let stop = Arc::new(AtomicBool::new(false));
        let mut clients = JoinSet::new();
        for client in 0..CLIENTS {
            let (signed, stop, name) = (signed.clone(), stop.clone(), format!("{name}-{client}"));
            clients.spawn(async move {
                let mut log = Log::default();
                let mut n = 0;
                while !stop.load(Ordering::Relaxed) {
                    let body = &reports[(n * CLIENTS + client) % reports.len()];
                    let sent = Sent { key: format!("{name}-{n}"), body, at: Instant::now() };
                    if !log.send(&signed, sent).await {
                        break;
                    }
                    n += 1;
                }
                log
            });
        }
        Self { clients, stop }
    }

    /// Lets each client end with its answer.
    pub async fn stop(self) -> Log {
        self.stop.store(true, Ordering::Relaxed);
        self.ended().await
    }

    /// Waits until each client has lost the server.
    pub async fn ended(mut self) -> Log {
        let mut all = Log::default();
        while let Some(log) = self.clients.join_next().await {
            let log = log.unwrap();
            all.acknowledged.extend(log.acknowledged);
            all.unanswered.extend(log.unanswered);
            all.statuses.extend(log.statuses);
        }
        all
    }
}

impl Log {
    /// Whether there was an answer.
    async fn send(&mut self, signed: &Signed, sent: Sent) -> bool {
        let answered = async {
            let answer = signed.register(&sent.key, sent.body).await?;
            let status = answer.status().as_u16();
            Ok::<_, reqwest::Error>((status, answer.json::<Value>().await?))
        };
        match answered.await {
            Ok((status, answer)) => {
                self.statuses.push((sent.at, sent.at.elapsed(), status));
                if status == 201 {
                    self.acknowledged.push((sent, answer));
                } else {
                    self.unanswered.push((sent, answer.to_string()));
                    tokio::time::sleep(AFTER_A_REFUSAL).await;
                }
                true
            }
            Err(error) => {
                let error = format!("after {:?}: {error:?}", sent.at.elapsed());
                self.unanswered.push((sent, error));
                false
            }
        }
    }

    /// How many were acknowledged.
    pub fn acknowledged(&self) -> usize {
        self.acknowledged.len()
    }

    /// How many keys were used.
    pub fn keys(&self) -> usize {
        self.acknowledged.len() + self.unanswered.len()
    }

    /// The answers: when each was asked for, how long it took, its status.
    pub fn statuses(&self) -> &[(Instant, Duration, u16)] {
        &self.statuses
    }

    /// What became of requests that were sent before this moment and are not acknowledged.
    pub fn cut_before(&self, moment: Instant) -> Vec<String> {
        let cut = self.unanswered.iter().filter(|(sent, _)| sent.at < moment);
        cut.map(|(sent, error)| format!("{:?} before: {error}", moment - sent.at)).collect()
    }

    /// Holds the log against a server that was started again, and retries everything: nothing acknowledged is lost or
    /// another one now, and no key has made two requests. `earlier` is the number of keys before this load.
    pub async fn check(&self, signed: &Signed, url: &str, earlier: usize) {
        check_whole(url);
        for (sent, answer) in &self.acknowledged {
            let reference = answer["reference"].as_str().unwrap();
            let found = signed.get(&format!("/service-requests/{reference}")).send().await.unwrap();
            assert_eq!(found.status(), 200, "{} was acknowledged and is lost", sent.key);
            let found: Value = found.json().await.unwrap();
            assert_eq!(found["id"], answer["id"]);
        }
        let recent = self.acknowledged.iter().rev().take(CLIENTS).map(|(sent, answer)| (sent, Some(answer)));
        for (sent, answer) in recent.chain(self.unanswered.iter().map(|(sent, _)| (sent, None))) {
            let again = signed.report(&sent.key, sent.body).await;
            assert!(answer.is_none_or(|answer| answer["id"] == again["id"]), "{} made two requests", sent.key);
        }
        let keys = i64::try_from(earlier + self.keys()).unwrap();
        assert_eq!((count(url, "idempotency_keys"), count(url, "service_requests")), (keys, keys));
        check_whole(url);
    }
}

/// The query for the newest message that offers a job.
pub fn offer_message(job: &str) -> String {
    format!("SELECT id FROM messages WHERE job_id = '{job}' AND kind = 'offer_sent' ORDER BY id DESC LIMIT 1")
}

/// Code of the link in the newest offer of a job that the gateway has taken.
pub fn offer_code(url: &str, gateway: &Gateway, job: &str) -> Option<String> {
    let id = text(url, &offer_message(job));
    let sms = gateway.taken().into_iter().find(|message| message.id == id)?.text;
    Some(sms.split_once("/o/")?.1.chars().take_while(char::is_ascii_alphanumeric).collect())
}

/// Whether the audit trail is whole, as the command of the product finds.
pub fn check_audit(url: &str) {
    let (verified, said) = run(&["verify-audit"], url);
    assert!(verified, "{said}");
}
