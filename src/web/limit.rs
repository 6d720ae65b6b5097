//! How often a caller or an address may ask. Counters live in memory, one set a process, and stay bounded.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use actix_web::HttpRequest;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::app::{Code, Error};
use crate::domain::id::UserId;

const SIGN_IN_FAILURES: usize = 5;
const SIGN_IN_SPAN: Duration = Duration::from_mins(1);
const UNKNOWN_LINKS: u32 = 20;
const STRANGERS: u32 = 10;
const MOST_KEYS: usize = 10_000;
/// After so many checks the counters that have recovered are dropped.
const TIDY_EVERY: u32 = 1_024;

/// Requests of one signed-in caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallerRate {
    /// Requests a second over long.
    pub per_second: NonZeroU32,
    /// Requests at once after a pause.
    pub burst: NonZeroU32,
}

impl Default for CallerRate {
    fn default() -> Self {
        Self { per_second: at_least_one(50), burst: at_least_one(200) }
    }
}

/// The counters.
pub struct Limits {
    callers: Option<DefaultKeyedRateLimiter<UserId>>,
    unknown_links: DefaultKeyedRateLimiter<IpAddr>,
    strangers: DefaultKeyedRateLimiter<IpAddr>,
    sign_ins: Mutex<HashMap<(String, IpAddr), Vec<Duration>>>,
    checks: AtomicU32,
    clock: DefaultClock,
    start: <DefaultClock as Clock>::Instant,
}

impl Limits {
    /// Counters; callers are not limited when there is no rate (benchmarks).
    #[must_use]
    pub fn new(callers: Option<CallerRate>) -> Self {
        let clock = DefaultClock::default();
        let quota = |rate: CallerRate| Quota::per_second(rate.per_second).allow_burst(rate.burst);
        Self {
            callers: callers.map(|rate| RateLimiter::keyed(quota(rate))),
            unknown_links: RateLimiter::keyed(Quota::per_minute(at_least_one(UNKNOWN_LINKS))),
            strangers: RateLimiter::keyed(Quota::per_minute(at_least_one(STRANGERS))),
            sign_ins: Mutex::default(),
            checks: AtomicU32::new(0),
            start: clock.now(),
            clock,
        }
    }

    /// Counts a request of a signed-in caller.
    ///
    /// # Errors
    /// [`Error::TooMany`].
    pub fn check_caller(&self, user: UserId) -> Result<(), Error> {
        self.tidy();
        let Some(callers) = &self.callers else { return Ok(()) };
        callers.check_key(&user).map_err(|until| too_many(until.wait_time_from(self.clock.now())))
    }

    /// The refusal of a link code that is not known: `NotFound`, or `TooMany` after 20 of them in a minute.
    ///
    /// Known codes are never counted, because many technicians share an address.
    #[must_use]
    pub fn unknown_link(&self, address: IpAddr) -> Error {
        self.tidy();
        match self.unknown_links.check_key(&network(address)) {
            Ok(()) => Code::NotFound.into(),
            Err(until) => too_many(until.wait_time_from(self.clock.now())),
        }
    }

    /// Counts what somebody without an account sends from an address.
    ///
    /// # Errors
    /// [`Error::TooMany`] after 10 within a minute.
    pub fn check_stranger(&self, address: IpAddr) -> Result<(), Error> {
        self.tidy();
        let checked = self.strangers.check_key(&network(address));
        checked.map_err(|until| too_many(until.wait_time_from(self.clock.now())))
    }

    /// To be asked before a password is looked at.
    ///
    /// # Errors
    /// [`Error::TooMany`] after 5 failures of this name from this address within a minute.
    pub fn check_sign_in(&self, username: &str, address: IpAddr) -> Result<(), Error> {
        self.check_sign_in_at(username, address, self.now())
    }

    /// Notes a wrong name, password or one-time code.
    pub fn sign_in_failed(&self, username: &str, address: IpAddr) {
        self.sign_in_failed_at(username, address, self.now());
    }

    /// Forgets the failures of a name at an address, after the right password.
    pub fn sign_in_succeeded(&self, username: &str, address: IpAddr) {
        if let Ok(mut sign_ins) = self.sign_ins.lock() {
            sign_ins.remove(&key(username, address));
        }
    }

    fn check_sign_in_at(&self, username: &str, address: IpAddr, now: Duration) -> Result<(), Error> {
        // A lock is poisoned only by a panic while it was held; then nobody is locked out.
        let Ok(sign_ins) = self.sign_ins.lock() else { return Ok(()) };
        let Some(failures) = sign_ins.get(&key(username, address)) else { return Ok(()) };
        let mut recent = failures.iter().filter(|at| **at + SIGN_IN_SPAN > now);
        match (recent.clone().count(), recent.next()) {
            (SIGN_IN_FAILURES.., Some(first)) => Err(too_many((*first + SIGN_IN_SPAN).saturating_sub(now))),
            _ => Ok(()),
        }
    }

    fn sign_in_failed_at(&self, username: &str, address: IpAddr, now: Duration) {
        let Ok(mut sign_ins) = self.sign_ins.lock() else { return };
        if sign_ins.len() >= MOST_KEYS {
            sign_ins.retain(|_, failures| failures.last().is_some_and(|last| *last + SIGN_IN_SPAN > now));
        }
        if sign_ins.len() >= MOST_KEYS
            && let Some(oldest) =
                sign_ins.iter().min_by_key(|(_, failures)| failures.last()).map(|(key, _)| key.clone())
        {
            sign_ins.remove(&oldest);
        }
        let failures = sign_ins.entry(key(username, address)).or_default();
        failures.retain(|at| *at + SIGN_IN_SPAN > now);
        failures.push(now);
        if failures.len() > SIGN_IN_FAILURES {
            failures.remove(0);
        }
    }

    fn now(&self) -> Duration {
        self.clock.now().duration_since(self.start)
    }

    fn tidy(&self) {
        if self.checks.fetch_add(1, Ordering::Relaxed) % TIDY_EVERY == TIDY_EVERY - 1 {
            self.unknown_links.retain_recent();
            self.strangers.retain_recent();
            if let Some(callers) = &self.callers {
                callers.retain_recent();
            }
        }
    }
}

/// The client's address: the peer's, or what trusted proxies wrote into `X-Forwarded-For`, read from the right.
#[must_use]
pub fn client_address(request: &HttpRequest, trusted_proxies: &[IpAddr]) -> IpAddr {
    let peer = request.peer_addr().map_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED), |address| address.ip().to_canonical());
    if !trusted_proxies.contains(&peer) {
        return peer;
    }
    let lines: Vec<&str> = request.headers().get_all("x-forwarded-for").filter_map(|line| line.to_str().ok()).collect();
    let mut client = peer;
    for part in lines.join(",").rsplit(',') {
        let Ok(address) = part.trim().parse::<IpAddr>() else { break };
        client = address.to_canonical();
        if !trusted_proxies.contains(&client) {
            break;
        }
    }
    client
}

/// An IPv6 customer owns a /64, so one address stands for all of it.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
        address @ IpAddr::V4(_) => address,
    }
}

fn key(username: &str, address: IpAddr) -> (String, IpAddr) {
    (username.trim().chars().take(64).collect::<String>().to_lowercase(), network(address))
}

fn at_least_one(rate: u32) -> NonZeroU32 {
    NonZeroU32::new(rate).unwrap_or(NonZeroU32::MIN)
}

fn too_many(wait: Duration) -> Error {
    Error::TooMany { retry_after_s: wait.as_secs() + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));
    const THERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 2));

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn five_failures_stop_a_name_at_an_address_and_nobody_else() {
        let limits = Limits::new(None);
        for second in 0..5 {
            assert!(limits.check_sign_in_at("sara", HERE, at(second)).is_ok());
            limits.sign_in_failed_at("Sara ", HERE, at(second));
        }
        let Err(Error::TooMany { retry_after_s }) = limits.check_sign_in_at("sara", HERE, at(5)) else { panic!() };
        assert_eq!(retry_after_s, 56);
        assert!(limits.check_sign_in_at("sara", THERE, at(5)).is_ok());
        assert!(limits.check_sign_in_at("reza", HERE, at(5)).is_ok());
        assert!(limits.check_sign_in_at("sara", HERE, at(60)).is_ok());
        limits.sign_in_failed_at("sara", HERE, at(60));
        assert!(limits.check_sign_in_at("sara", HERE, at(60)).is_err());
        limits.sign_in_succeeded("sara", HERE);
        assert!(limits.check_sign_in_at("sara", HERE, at(60)).is_ok());
    }

    #[test]
    fn the_map_of_failures_stays_bounded() {
        let limits = Limits::new(None);
        for name in 0..MOST_KEYS + 50 {
            limits.sign_in_failed_at(&name.to_string(), HERE, at(1));
        }
        assert_eq!(limits.sign_ins.lock().unwrap().len(), MOST_KEYS);
        limits.sign_in_failed_at("later", HERE, at(100));
        assert_eq!(limits.sign_ins.lock().unwrap().len(), 1);
    }

    #[test]
    fn unknown_links_strangers_and_callers_are_limited() {
        let limits = Limits::new(Some(CallerRate { per_second: NonZeroU32::MIN, burst: NonZeroU32::MIN }));
        let refusals: Vec<Code> = (0..21).map(|_| limits.unknown_link(HERE).code()).collect();
        assert_eq!(refusals[19..], [Code::NotFound, Code::TooManyRequests]);
        assert_eq!(limits.unknown_link(THERE).code(), Code::NotFound);
        assert_eq!((0..11).filter(|_| limits.check_stranger(HERE).is_ok()).count(), 10);
        assert!(limits.check_stranger(THERE).is_ok());
        let user = UserId::from(uuid::Uuid::nil());
        assert!(limits.check_caller(user).is_ok());
        assert!(limits.check_caller(user).is_err());
    }

    #[test]
    fn forwarded_addresses_are_believed_from_trusted_proxies_only() {
        let request = |peer: &str, forwarded: &str| {
            let request = actix_web::test::TestRequest::get().insert_header(("x-forwarded-for", forwarded));
            request.peer_addr(format!("{peer}:1").parse().unwrap()).to_http_request()
        };
        let [proxy, inner]: [IpAddr; 2] = ["10.0.0.1", "10.0.0.2"].map(|text| text.parse().unwrap());
        let forged = "198.51.100.9, 192.0.2.2, 10.0.0.2";
        assert_eq!(client_address(&request("192.0.2.1", forged), &[proxy]), HERE);
        assert_eq!(client_address(&request("10.0.0.1", forged), &[proxy, inner]), THERE);
        assert_eq!(client_address(&request("10.0.0.1", "nonsense"), &[proxy]), proxy);
        assert_eq!(network("2001:db8::1:2:3:4".parse().unwrap()), "2001:db8::".parse::<IpAddr>().unwrap());
    }
}
