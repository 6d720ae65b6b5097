//! Many clients at once, each sending its next report when the last one is answered.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::client::{Client, post};
use super::failed;
use crate::app::App;
use crate::app::sample::sample_request;
use crate::start::Stopped;

const PATH: &str = "/api/v1/service-requests";

/// How a stretch of load went.
#[derive(Debug, Default, Clone)]
pub struct Load {
    /// First request to last answer.
    pub took: Duration,
    /// How long each answer took, shortest first.
    pub latencies: Vec<Duration>,
}

impl Load {
    /// Answers a second.
    #[must_use]
    pub fn per_second(&self) -> f64 {
        self.latencies.len() as f64 / self.took.as_secs_f64()
    }

    /// The time within which so many of a hundred were answered, in ms.
    #[must_use]
    pub fn percentile_ms(&self, percent: usize) -> f64 {
        let at = (self.latencies.len() * percent / 100).min(self.latencies.len().saturating_sub(1));
        self.latencies.get(at).map_or(0.0, |latency| latency.as_secs_f64() * 1e3)
    }
}

/// A report, and the key under which it is sent.
pub struct Report {
    /// Idempotency key.
    pub key: String,
    /// Body of `POST /service-requests`.
    pub body: Value,
}

/// The `k`-th report of a customer whom nobody knows yet.
///
/// # Errors
/// The network covers nobody.
pub fn report(app: &App, tag: &str, k: u64) -> Result<Report, Stopped> {
    let sample = sample_request(&app.catalogue(), &app.network(), app.clock.now(), k);
    let mut body = sample.ok_or_else(|| failed("no agent covers any customer of the demo"))?;
    let caller = &mut body["contacts"][0];
    let name = format!("{} {tag}{k}", caller["name"].as_str().unwrap_or_default());
    caller["name"] = Value::from(name);
    caller["phone"] = Value::from(format!("0912{:07}", k % 10_000_000));
    Ok(Report { key: format!("bench-{tag}-{k}"), body })
}

/// The bytes of each report's request.
#[must_use]
pub fn requests(reports: &[Report], token: &str) -> Vec<Vec<u8>> {
    let bytes = |report: &Report| {
        let headers = format!("Authorization: Bearer {token}\r\nIdempotency-Key: {}\r\n", report.key);
        post(PATH, &headers, &report.body.to_string())
    };
    reports.iter().map(bytes).collect()
}

/// Sends every request once by so many clients. Blocks.
///
/// # Errors
/// The first answer that has not the status that is due, with what came instead.
pub fn send(to: SocketAddr, requests: &[Vec<u8>], (clients, due): (u32, u16)) -> Result<Load, Stopped> {
    let (next, is_broken) = (AtomicUsize::new(0), AtomicBool::new(false));
    let client = || {
        let sent = send_share((to, due), requests, &next, &is_broken);
        is_broken.fetch_or(sent.is_err(), Ordering::Relaxed);
        sent
    };
    let begun = Instant::now();
    let shares: Vec<Result<Vec<Duration>, Stopped>> = thread::scope(|scope| {
        let threads: Vec<_> = (0..clients).map(|_| scope.spawn(client)).collect();
        let joined = threads.into_iter().map(thread::ScopedJoinHandle::join);
        joined.map(|share| share.unwrap_or_else(|_| Err(failed("a client panicked")))).collect()
    });
    let took = begun.elapsed();
    let mut latencies = Vec::with_capacity(requests.len());
    for share in shares {
        latencies.extend(share?);
    }
    latencies.sort_unstable();
    Ok(Load { took, latencies })
}

fn send_share(
    (to, due): (SocketAddr, u16),
    requests: &[Vec<u8>],
    next: &AtomicUsize,
    is_broken: &AtomicBool,
) -> Result<Vec<Duration>, Stopped> {
    let mut client = Client::connect(to)?;
    let mut latencies = Vec::new();
    while let Some(request) = requests.get(next.fetch_add(1, Ordering::Relaxed)) {
        if is_broken.load(Ordering::Relaxed) {
            break;
        }
        let sent = Instant::now();
        let reply = client.send(request)?;
        latencies.push(sent.elapsed());
        if reply.status != due {
            let said = String::from_utf8_lossy(&reply.body);
            return Err(failed(format!("a request was answered by {}: {said}", reply.status)));
        }
    }
    Ok(latencies)
}
