//! Several gateways and lines: which may take a message, in what order, and which are left alone for a while.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;

use super::SmsText;
use super::budget::Budget;
use super::parts;
use super::phones::Phones;
use super::provider::{Provider, ProviderSettings, Receipts};
use crate::domain::message::{LineKind, MessageKind};
use crate::domain::time::Instant;
use crate::gateway::SendError;
use crate::gateway::breaker::Breaker;
use crate::gateway::memory::Outbox;

/// A number or name that messages come from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// As the gateway wants it; empty for the gateway's own choice.
    pub number: String,
    /// What the line is registered for.
    #[serde(default = "service")]
    pub kind: LineKind,
}

const fn service() -> LineKind {
    LineKind::Service
}

/// A gateway as it is set up.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GatewaySettings {
    /// Lower ones are asked first; equal ones by name.
    #[serde(default)]
    pub order: i32,
    /// Lines, in the order in which they are used; the gateway's own choice if there are none.
    #[serde(default)]
    pub lines: Vec<Line>,
    /// Beginnings of the numbers that it serves, such as `+98`; all numbers if there are none.
    #[serde(default)]
    pub prefixes: Vec<String>,
    /// Kinds of messages that it takes, such as `offer_sent`; all kinds if there are none.
    #[serde(default)]
    pub kinds: BTreeSet<MessageKind>,
    /// What a part costs where the gateway does not say, in the unit of `spend_per_hour`.
    #[serde(default)]
    pub cost_per_part: i64,
    /// Most that may be spent in an hour; messages wait, or take another gateway, beyond it.
    pub spend_per_hour: Option<i64>,
    /// Most parts of a message.
    #[serde(default = "default_most_parts")]
    pub most_parts: u32,
    /// Key or password at the gateway.
    pub secret: Option<SecretString>,
    /// Ends the path of our webhook, so that nobody else can call it; no webhook without it.
    pub hook_secret: Option<SecretString>,
    /// Where the gateway reaches us, if not at `base_url`.
    pub hook_url: Option<String>,
    /// Addresses from which it calls; any if there are none.
    #[serde(default)]
    pub hook_peers: Vec<IpAddr>,
    /// Whether messages from telephones are asked for, at gateways that do not call.
    #[serde(default)]
    pub fetch: bool,
    /// Its way of speaking.
    pub provider: ProviderSettings,
}

const fn default_most_parts() -> u32 {
    8
}

/// Settings of a gateway that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{gateway}: {what}")]
pub struct BadGateway {
    /// Its name.
    pub gateway: String,
    /// What is wrong.
    pub what: String,
}

/// A gateway that is set up.
#[derive(Debug)]
pub struct Gateway {
    /// Its name in records, figures and the paths of webhooks.
    pub name: String,
    /// Its way of speaking.
    pub provider: Provider,
    /// What it may spend in an hour.
    pub budget: Budget,
    /// Whether messages from telephones are asked for.
    pub fetch: bool,
    lines: Vec<Line>,
    prefixes: Vec<String>,
    kinds: BTreeSet<MessageKind>,
    hook_secret: Option<SecretString>,
    hook_peers: Vec<IpAddr>,
    cost_per_part: i64,
    most_parts: u32,
    breaker: Mutex<Breaker>,
}

/// All gateways for short messages. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Sms(Arc<[Gateway]>);

/// A line of a gateway.
#[derive(Debug, Clone, Copy)]
pub struct Route<'a> {
    /// The gateway.
    pub gateway: &'a Gateway,
    /// The line.
    pub line: &'a Line,
}

/// A message that a gateway took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// The gateway's own reference, by which it reports delivery.
    pub reference: Option<String>,
    /// Parts that are paid for.
    pub parts: u32,
    /// What it costs, in the unit of the gateway's settings.
    pub cost: i64,
}

impl Gateway {
    fn plain(name: &str, provider: Provider) -> Self {
        Self {
            name: name.to_owned(),
            provider,
            budget: Budget::default(),
            hook_secret: None,
            hook_peers: Vec::new(),
            fetch: false,
            lines: vec![Line { number: String::new(), kind: LineKind::Service }],
            prefixes: Vec::new(),
            kinds: BTreeSet::new(),
            cost_per_part: 0,
            most_parts: default_most_parts(),
            breaker: Mutex::default(),
        }
    }

    fn from_settings(name: &str, settings: GatewaySettings, base_url: &str) -> Result<Self, String> {
        if let Some(prefix) = settings.prefixes.iter().find(|prefix| !prefix.starts_with('+')) {
            return Err(format!("prefixes: {prefix:?} must begin with +, as in +98"));
        }
        let hook = settings.hook_secret.as_ref().map(|secret| {
            let base = settings.hook_url.as_deref().unwrap_or(base_url).trim_end_matches('/');
            super::hook_address(base, name, secret)
        });
        let mut lines = settings.lines;
        if lines.is_empty() {
            lines.push(Line { number: String::new(), kind: LineKind::Service });
        }
        Ok(Self {
            name: name.to_owned(),
            provider: settings.provider.build(settings.secret, hook)?,
            budget: Budget::new(settings.spend_per_hour),
            hook_secret: settings.hook_secret,
            hook_peers: settings.hook_peers,
            fetch: settings.fetch,
            lines,
            prefixes: settings.prefixes,
            kinds: settings.kinds,
            cost_per_part: settings.cost_per_part,
            most_parts: settings.most_parts,
            breaker: Mutex::default(),
        })
    }

    fn serves(&self, message: &SmsText) -> bool {
        (self.prefixes.is_empty() || self.prefixes.iter().any(|prefix| message.to.starts_with(prefix)))
            && (self.kinds.is_empty() || self.kinds.contains(&message.kind))
    }

    /// Whether it reports what becomes of messages.
    #[must_use]
    pub fn reports(&self) -> bool {
        match self.provider.receipts() {
            Receipts::None => false,
            Receipts::Called => self.hook_secret.is_some() || matches!(self.provider, Provider::Memory(_)),
            Receipts::Polled => true,
        }
    }

    /// What a message of so many parts costs here, as far as the settings tell.
    #[must_use]
    pub fn price(&self, parts: u32) -> i64 {
        i64::from(parts) * self.cost_per_part
    }

    /// Whether somebody at this address who knows what `is_secret` confirms may call us for this gateway.
    #[must_use]
    pub fn lets_call(&self, peer: IpAddr, is_secret: impl Fn(&str) -> bool) -> bool {
        let knows = self.hook_secret.as_ref().is_some_and(|secret| is_secret(secret.expose_secret()));
        knows && (self.hook_peers.is_empty() || self.hook_peers.contains(&peer))
    }

    /// The numbers of its lines.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().map(|line| line.number.as_str())
    }
}

impl Sms {
    /// One gateway in memory, for tests.
    #[must_use]
    pub fn memory(outbox: Outbox<SmsText>) -> Self {
        Self::of([("memory", Provider::Memory(outbox))])
    }

    /// The simulated phones of the demo.
    #[must_use]
    pub fn phones(phones: Phones) -> Self {
        Self::of([("phones", Provider::Phones(phones))])
    }

    /// Gateways without limits, asked in this order.
    pub fn of<'a>(gateways: impl IntoIterator<Item = (&'a str, Provider)>) -> Self {
        Self(gateways.into_iter().map(|(name, provider)| Gateway::plain(name, provider)).collect())
    }

    /// The same, of which one takes a price a part and may spend so much in an hour. Before it is cloned.
    #[must_use]
    pub fn with_budget(mut self, name: &str, cost_per_part: i64, most: i64) -> Self {
        if let Some(gateways) = Arc::get_mut(&mut self.0) {
            for gateway in gateways.iter_mut().filter(|gateway| gateway.name == name) {
                (gateway.cost_per_part, gateway.budget) = (cost_per_part, Budget::new(Some(most)));
            }
        }
        self
    }

    /// The gateways of the settings, by name; `base_url` is where ours answers their calls.
    ///
    /// # Errors
    /// The first gateway that cannot work.
    pub fn from_settings(settings: &BTreeMap<String, GatewaySettings>, base_url: &str) -> Result<Self, BadGateway> {
        let mut ordered: Vec<_> = settings.iter().collect();
        ordered.sort_by_key(|(_, settings)| settings.order);
        let gateways = ordered.into_iter().map(|(name, settings)| {
            let built = Gateway::from_settings(name, settings.clone(), base_url);
            built.map_err(|what| BadGateway { gateway: name.clone(), what })
        });
        Ok(Self(gateways.collect::<Result<_, _>>()?))
    }

    /// All gateways, in the order in which they are asked.
    #[must_use]
    pub fn gateways(&self) -> &[Gateway] {
        &self.0
    }

    /// The gateway with this name.
    #[must_use]
    pub fn gateway(&self, name: &str) -> Option<&Gateway> {
        self.0.iter().find(|gateway| gateway.name == name)
    }

    /// How many lines may take `message`.
    #[must_use]
    pub fn count_lines(&self, message: &SmsText) -> usize {
        self.0.iter().filter(|gateway| gateway.serves(message)).map(|gateway| gateway.lines.len()).sum()
    }

    /// Every line that may take `message`, in order; gateways that failed lately come last.
    #[must_use]
    pub fn routes(&self, message: &SmsText) -> Vec<Route<'_>> {
        let serving = self.0.iter().filter(|gateway| gateway.serves(message));
        let (ready, paused): (Vec<_>, Vec<_>) = serving.partition(|gateway| gateway.is_ready(message.at));
        let lines = |gateway| -> Vec<Route<'_>> {
            let gateway: &Gateway = gateway;
            gateway.lines.iter().map(|line| Route { gateway, line }).collect()
        };
        ready.into_iter().chain(paused).flat_map(lines).collect()
    }
}

impl Gateway {
    fn is_ready(&self, now: Instant) -> bool {
        self.breaker.lock().unwrap_or_else(PoisonError::into_inner).lets_pass(now)
    }

    fn note(&self, now: Instant, failed: bool) {
        let mut breaker = self.breaker.lock().unwrap_or_else(PoisonError::into_inner);
        if failed {
            breaker.note_failure(now);
        } else {
            breaker.note_success();
        }
    }
}

impl Route<'_> {
    /// Hands `message` over. Being taken is not being delivered.
    ///
    /// # Errors
    /// `Elsewhere` above the parts that the gateway is set up for; else what the gateway's answer means.
    pub async fn send(&self, message: &SmsText) -> Result<Sent, SendError> {
        let (parts, most) = (parts::measure(&message.text).parts, self.gateway.most_parts);
        if parts > most {
            return Err(SendError::Elsewhere(format!("{parts} parts, at most {most} here")));
        }
        let taken = self.gateway.provider.send(&self.line.number, message).await;
        self.gateway.note(message.at, matches!(taken, Err(SendError::Later(_) | SendError::Unclear(_))));
        let taken = taken?;
        let cost = taken.cost.unwrap_or_else(|| self.gateway.price(parts));
        Ok(Sent { reference: taken.reference, parts, cost })
    }
}
