//! Browsers that may be woken: kept when their owner allows it, told what is for the owner, forgotten when they are no more.

use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::clock::mint;
use super::messages::{About, Param, Recipient, put};
use super::{App, Code, Error};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{AgentId, OfferId, PushSubscriptionId, TechnicianId, UserId, VisitId};
use crate::domain::language::Language;
use crate::domain::message::{MessageChannel, MessageKind, RecipientKind};
use crate::domain::time::Instant;
use crate::gateway::push::{BadBrowser, Browser, Notice};
use crate::security::CryptoError;
use crate::store::messages::{Message, put_message};
use crate::store::offers::{find_offer, find_visit};
use crate::store::push::{
    PushSubscription, delete_push_subscription, delete_push_subscription_at, list_push_subscriptions,
    put_push_subscription,
};
use crate::store::{At, Col, StoreError, Tx};

/// Browsers of one recipient; the oldest makes room for an eleventh.
const MOST_BROWSERS: usize = 10;

/// A subscription as a browser's `PushSubscription.toJSON()` writes it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewSubscription {
    /// The address at the push service.
    #[schema(example = "https://updates.push.services.mozilla.com/wpush/v2/…")]
    pub endpoint: String,
    /// When the browser ends it; not looked at, because the push service says so too.
    #[schema(value_type = Option<f64>)]
    pub expiration_time: Option<serde_json::Number>,
    /// The browser's keys.
    pub keys: BrowserKeys,
}

/// Keys that only the browser can read with.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BrowserKeys {
    /// Its public key: 65 bytes in base64url.
    pub p256dh: String,
    /// The secret shared with whoever may wake it: 16 bytes in base64url.
    pub auth: String,
}

/// Whose browser it is.
#[derive(Debug, Clone, Copy)]
pub enum Owner {
    /// A person with a sign-in.
    Staff(UserId, Language),
    /// The agent of an offer.
    Offer(OfferId, Language),
    /// The technician of a visit.
    Visit(VisitId, Language),
}

/// A recipient with the language of the page on which the browser was asked.
type Owned = (RecipientKind, String, Language);

impl Owner {
    fn find(self, tx: &mut Tx<'_>) -> Result<Owned, StoreError> {
        Ok(match self {
            Self::Staff(user, language) => (RecipientKind::Staff, user.to_string(), language),
            Self::Offer(offer, language) => {
                let agent: AgentId = find_offer(tx.conn(), offer)?.agent_id.0;
                (RecipientKind::Agent, agent.to_string(), language)
            }
            Self::Visit(visit, language) => {
                let technician: TechnicianId = find_visit(tx.conn(), visit)?.technician_id.0;
                (RecipientKind::Technician, technician.to_string(), language)
            }
        })
    }
}

/// Keeps a browser.
///
/// # Errors
/// `NotFound` where no push service is set up; what of the subscription cannot be used; the database.
pub async fn subscribe(app: &App, owner: Owner, input: NewSubscription) -> Result<PushSubscriptionId, Error> {
    if !app.gateways.push.is_on() {
        return Err(Code::NotFound.into());
    }
    let NewSubscription { endpoint, keys, .. } = input;
    let browser = Browser { endpoint, p256dh: keys.p256dh, auth: keys.auth };
    app.gateways.push.check(&browser).map_err(fault)?;
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            let (kind, id, language) = owner.find(tx)?;
            let row = PushSubscription {
                id: Col(mint(now)),
                recipient_kind: Col(kind),
                recipient_id: id.clone(),
                endpoint: browser.endpoint.clone(),
                p256dh: browser.p256dh.clone(),
                auth: browser.auth.clone(),
                language: Col(language),
                created_at: At(now),
            };
            put_push_subscription(tx, &row)?;
            let all = list_push_subscriptions(tx.conn(), (kind, &id))?;
            for old in all.into_iter().skip(MOST_BROWSERS) {
                delete_push_subscription(tx, old.id.0)?;
            }
            Ok(row.id.0)
        })
        .await
}

fn fault(bad: BadBrowser) -> Error {
    let (field, code) = match bad {
        BadBrowser::Endpoint => ("endpoint", FaultCode::NotAllowed),
        BadBrowser::Key => ("keys.p256dh", FaultCode::Malformed),
        BadBrowser::Auth => ("keys.auth", FaultCode::Malformed),
    };
    let mut faults = Faults::default();
    faults.add(field, code);
    faults.into()
}

/// Forgets a browser.
///
/// # Errors
/// `NotFound` when it was not kept; the database.
pub async fn unsubscribe(app: &App, owner: Owner, endpoint: String) -> Result<(), Error> {
    app.db
        .write(move |tx| {
            let (kind, id, _) = owner.find(tx)?;
            let was_kept = delete_push_subscription_at(tx, (kind, &id), &endpoint)?;
            if was_kept { Ok(()) } else { Err(Code::NotFound.into()) }
        })
        .await
}

/// Writes a notice for a person's browser into the outbox.
///
/// # Errors
/// The database.
pub fn put_notice(
    tx: &mut Tx<'_>,
    now: Instant,
    to: &PushSubscription,
    (once, params): (&str, &[(&str, Param)]),
) -> Result<(), Error> {
    let to = Recipient {
        kind: to.recipient_kind.0,
        id: to.recipient_id.clone(),
        phone: to.id.0.to_string(),
        language: to.language.0,
    };
    put(tx, now, MessageKind::TaskNotice, (&to, About::default()), (once, params))
}

/// Tells the browsers of an agent or a technician what a message of theirs tells, as its first attempt ends.
///
/// # Errors
/// The database.
pub fn put_copies(tx: &mut Tx<'_>, now: Instant, message: &Message) -> Result<(), Error> {
    let is_theirs = matches!(message.recipient_kind.0, RecipientKind::Agent | RecipientKind::Technician);
    if !is_theirs || message.channel.0 == MessageChannel::Push {
        return Ok(());
    }
    for browser in list_push_subscriptions(tx.conn(), (message.recipient_kind.0, &message.recipient_id))? {
        let once = format!("push:{}:{}", message.id.0, browser.id.0);
        let copy = message.copy((mint(now), now), browser.id.0.to_string(), once);
        put_message(tx, &Message { language: browser.language, ..copy })?;
    }
    Ok(())
}

impl App {
    /// The key to subscribe a browser with, where browsers can be woken.
    #[must_use]
    pub fn push_key(&self) -> Option<String> {
        self.gateways.push.is_on().then(|| self.keys.push_key().to_owned())
    }

    /// What a browser shows for a message: its words, and where a touch leads.
    ///
    /// # Errors
    /// [`CryptoError::Key`]; none for an address that is none.
    pub fn notice(&self, message: &Message, browser: Browser, text: &str) -> Result<Option<Notice>, CryptoError> {
        let Ok(audience) = self.gateways.push.audience(&browser.endpoint) else { return Ok(None) };
        let authorization = self.keys.push_authorization(&audience, self.gateways.push.contact(), self.clock.now())?;
        let language = message.language.0;
        let address = match message.kind.0 {
            MessageKind::TaskNotice => Some(format!("{}/tasks", self.site.base_url)),
            _ => self.link_of(message),
        };
        // The address stands under the notice itself, where a touch leads to it.
        let shown = address.as_deref().map_or_else(|| text.to_owned(), |address| text.replace(address, ""));
        let payload = json!({
            "title": self.site.name, "body": shown.trim(), "url": address, "tag": message.id.0,
            "lang": language.as_str(), "dir": language.direction(),
        });
        let is_urgent = message.recipient_kind.0 != RecipientKind::Staff;
        Ok(Some(Notice { id: message.id.0, browser, payload: payload.to_string(), is_urgent, authorization }))
    }
}
