//! Web Push: short notices to browsers that allowed it, through the push service of each browser's maker (RFC 8030), read by
//! nobody on the way (RFC 8291).

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap};
use reqwest::{Client, StatusCode, Url};
use serde::Deserialize;
use web_push_native::p256::PublicKey;
use web_push_native::{Auth, encrypt};

use super::SendError;
use super::memory::Outbox;
use super::sms::web::{Patience, ask, client};
use crate::domain::id::MessageId;

/// Bytes of a notice: push services take 4,096 of the encrypted one, which is 103 longer.
const LONGEST: usize = 3_993;
/// Seconds for which a push service keeps a notice for a browser that is not connected.
const KEPT_FOR_S: u32 = 4 * 3600;
/// Bytes of the secret that a browser shares with whoever may wake it.
const AUTH_BYTES: usize = 16;

/// Which push services may be written to, and who writes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PushSettings {
    /// A `mailto:` or `https:` address at which a push service reaches whoever runs this installation.
    pub contact: String,
    /// Hosts of push services, `*.` for all below a name, or whole addresses such as `http://127.0.0.1:8085`. A browser names
    /// the address that we write to, so no others are believed.
    #[serde(default = "known_services")]
    pub services: Vec<String>,
    /// How long a push service is waited for.
    #[serde(default)]
    pub patience: Patience,
}

/// Those of Chrome and its kin, Firefox, Safari and Edge.
fn known_services() -> Vec<String> {
    let hosts = ["fcm.googleapis.com", "*.push.services.mozilla.com", "*.push.apple.com", "*.notify.windows.com"];
    hosts.map(str::to_owned).to_vec()
}

/// Where and for whose eyes a notice goes, as a browser tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Browser {
    /// The address at the push service.
    pub endpoint: String,
    /// The browser's public key: 65 bytes in base64url.
    pub p256dh: String,
    /// The secret that it shares with us: 16 bytes in base64url.
    pub auth: String,
}

/// What of a browser's subscription cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadBrowser {
    /// Its address is none, or at no push service that may be written to.
    Endpoint,
    /// Its public key is no point of the curve.
    Key,
    /// Its secret has another length.
    Auth,
}

/// A notice for one browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Our reference; a notice of the same replaces an earlier one that was not delivered yet.
    pub id: MessageId,
    /// The browser.
    pub browser: Browser,
    /// What our script in the browser reads.
    pub payload: String,
    /// Whether it wakes a sleeping telephone.
    pub is_urgent: bool,
    /// Proves to the push service who we are.
    pub authorization: String,
}

/// Why a notice did not reach the push service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotPushed {
    /// The browser wants no more notices, or is no more.
    Gone,
    /// As with every gateway.
    Failed(SendError),
}

/// A way for notices.
#[derive(Debug, Clone, Default)]
pub enum Push {
    /// None: browsers are not asked.
    #[default]
    Off,
    /// Kept in memory, for tests.
    Memory(Outbox<Notice>),
    /// The push services.
    Web(Arc<WebPush>),
}

impl Push {
    /// By the settings; without any there is none.
    ///
    /// # Errors
    /// The first setting that cannot work.
    pub fn from_settings(settings: Option<&PushSettings>) -> Result<Self, String> {
        Ok(settings.map(WebPush::new).transpose()?.map_or(Self::Off, |web| Self::Web(Arc::new(web))))
    }

    /// Whether browsers can be woken.
    #[must_use]
    pub fn is_on(&self) -> bool {
        !matches!(self, Self::Off)
    }

    /// Whom a push service reaches when something is wrong.
    #[must_use]
    pub fn contact(&self) -> &str {
        match self {
            Self::Off | Self::Memory(_) => "mailto:nobody@example.invalid",
            Self::Web(web) => &web.contact,
        }
    }

    /// The origin of the address at the push service, for which a message must be signed.
    ///
    /// # Errors
    /// [`BadBrowser::Endpoint`].
    pub fn audience(&self, endpoint: &str) -> Result<String, BadBrowser> {
        let url = Url::parse(endpoint).map_err(|_| BadBrowser::Endpoint)?;
        Ok(url.origin().ascii_serialization())
    }

    /// Whether a browser could be woken.
    ///
    /// # Errors
    /// What of it cannot be used.
    pub fn check(&self, browser: &Browser) -> Result<(), BadBrowser> {
        match self {
            Self::Off | Self::Memory(_) => self.audience(&browser.endpoint).map(drop)?,
            Self::Web(web) => drop(web.service(&browser.endpoint).ok_or(BadBrowser::Endpoint)?),
        }
        keys(browser).map(drop)
    }

    /// Hands a notice over. Being taken is not being shown.
    ///
    /// # Errors
    /// `Gone` when the browser has ended its subscription; `Later` when the push service is not reached, is busy or fails: a
    /// notice that comes twice replaces itself; `Never` for what no push service takes.
    pub async fn send(&self, notice: &Notice) -> Result<(), NotPushed> {
        match self {
            Self::Off => Err(NotPushed::Gone),
            Self::Memory(outbox) => outbox.send(notice).await.map(drop).map_err(NotPushed::Failed),
            Self::Web(web) => web.send(notice).await,
        }
    }
}

/// The client of all push services.
#[derive(Debug)]
pub struct WebPush {
    client: Client,
    contact: String,
    services: Vec<String>,
}

impl WebPush {
    fn new(settings: &PushSettings) -> Result<Self, String> {
        let is_contact = settings.contact.starts_with("mailto:") || settings.contact.starts_with("https://");
        if !is_contact {
            return Err("contact: expected an address such as mailto:it@example.com".to_owned());
        }
        if settings.services.is_empty() {
            return Err("services: at least one host, or leave it out for those of the usual browsers".to_owned());
        }
        let client = client(settings.patience, HeaderMap::new())?;
        Ok(Self { client, contact: settings.contact.clone(), services: settings.services.clone() })
    }

    /// The address, if it is at a push service that may be written to.
    fn service(&self, endpoint: &str) -> Option<Url> {
        let url = Url::parse(endpoint).ok()?;
        let is_plain = url.username().is_empty() && url.password().is_none();
        let (host, origin) = (url.host_str()?, url.origin().ascii_serialization());
        let is_served = |service: &String| match service.strip_prefix('*') {
            Some(below) => host.ends_with(below),
            None => host == service,
        };
        let is_known = url.scheme() == "https" && url.port().is_none() && self.services.iter().any(is_served);
        (is_plain && (is_known || self.services.contains(&origin))).then_some(url)
    }

    async fn send(&self, notice: &Notice) -> Result<(), NotPushed> {
        let never = |why: &str| NotPushed::Failed(SendError::Never(why.to_owned()));
        let url = self.service(&notice.browser.endpoint).ok_or_else(|| never("no push service that is known"))?;
        let (key, auth) = keys(&notice.browser).map_err(|_| never("the browser's keys cannot be used"))?;
        if notice.payload.len() > LONGEST {
            return Err(never("the notice is too long"));
        }
        let body = encrypt(notice.payload.clone().into_bytes(), &key, &auth);
        let body = body.map_err(|_| never("the notice cannot be encrypted"))?;
        let request = self.client.post(url).body(body);
        let request = request
            .header(AUTHORIZATION, &notice.authorization)
            .header(CONTENT_ENCODING, "aes128gcm")
            .header(CONTENT_TYPE, "application/octet-stream")
            .header("ttl", KEPT_FOR_S)
            .header("urgency", if notice.is_urgent { "high" } else { "normal" })
            // At most 32 letters of base64url.
            .header("topic", notice.id.as_str().replace('-', ""));
        let later = |error: SendError| NotPushed::Failed(SendError::Later(error.said().to_owned()));
        let answer = ask(request, None).await.map_err(later)?;
        match answer.status {
            status if status.is_success() => Ok(()),
            StatusCode::NOT_FOUND | StatusCode::GONE => Err(NotPushed::Gone),
            StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS => Err(later(answer.failure())),
            status if status.is_server_error() => Err(later(answer.failure())),
            _ => Err(NotPushed::Failed(SendError::Never(answer.shown()))),
        }
    }
}

fn keys(browser: &Browser) -> Result<(PublicKey, Auth), BadBrowser> {
    let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text.trim_end_matches('='));
    let key = bytes(&browser.p256dh).ok().and_then(|key| PublicKey::from_sec1_bytes(&key).ok());
    let auth = bytes(&browser.auth).ok().and_then(|auth| <[u8; AUTH_BYTES]>::try_from(auth).ok());
    Ok((key.ok_or(BadBrowser::Key)?, auth.ok_or(BadBrowser::Auth)?.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The browser of RFC 8291, appendix A.
    fn browser(endpoint: &str) -> Browser {
        Browser {
            endpoint: endpoint.to_owned(),
            p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
                .to_owned(),
            auth: "BTBZMqHH6r4Tts7J_aSIgg".to_owned(),
        }
    }

    fn push(services: &[&str]) -> Push {
        let mut settings = PushSettings {
            contact: "mailto:it@example.com".to_owned(),
            services: services.iter().map(|&service| service.to_owned()).collect(),
            patience: Patience::default(),
        };
        if services.is_empty() {
            settings.services = known_services();
        }
        Push::from_settings(Some(&settings)).unwrap()
    }

    #[test]
    fn only_known_push_services_are_written_to() {
        let usual = push(&[]);
        for good in [
            "https://fcm.googleapis.com/fcm/send/abc",
            "https://updates.push.services.mozilla.com/wpush/v2/abc",
            "https://web.push.apple.com/QF",
            "https://wns2-par02p.notify.windows.com/w/?token=abc",
        ] {
            assert_eq!(usual.check(&browser(good)), Ok(()), "{good}");
        }
        for bad in [
            "",
            "nowhere",
            "http://fcm.googleapis.com/fcm/send/abc",
            "https://fcm.googleapis.com:8443/fcm/send/abc",
            "https://fcm.googleapis.com.evil.example/fcm",
            "https://evil.example/?fcm.googleapis.com",
            "https://it@fcm.googleapis.com/fcm",
            "https://127.0.0.1/",
            "https://push.services.mozilla.com.evil.example/",
            "file:///etc/passwd",
        ] {
            assert_eq!(usual.check(&browser(bad)), Err(BadBrowser::Endpoint), "{bad}");
        }
        let own = push(&["http://127.0.0.1:8085"]);
        assert_eq!(own.check(&browser("http://127.0.0.1:8085/p/1")), Ok(()));
        assert_eq!(own.check(&browser("http://127.0.0.1:8086/p/1")), Err(BadBrowser::Endpoint));
        assert_eq!(own.audience("http://127.0.0.1:8085/p/1").unwrap(), "http://127.0.0.1:8085");
    }

    #[test]
    fn keys_that_are_none_are_told_apart() {
        let good = browser("https://web.push.apple.com/QF");
        let check = |browser: &Browser| push(&[]).check(browser);
        let mut point = URL_SAFE_NO_PAD.decode(&good.p256dh).unwrap();
        point[40] ^= 1;
        assert_eq!(check(&Browser { p256dh: URL_SAFE_NO_PAD.encode(point), ..good.clone() }), Err(BadBrowser::Key));
        assert_eq!(check(&Browser { p256dh: "*".to_owned(), ..good.clone() }), Err(BadBrowser::Key));
        assert_eq!(check(&Browser { auth: "BTBZMqHH6r4Tts7J_aSI".to_owned(), ..good.clone() }), Err(BadBrowser::Auth));
        assert_eq!(check(&Browser { auth: format!("{}==", good.auth), ..good }), Ok(()));
    }

    #[test]
    fn settings_that_cannot_work_are_named() {
        let told = |contact: &str, services: &[String]| {
            let (contact, services) = (contact.to_owned(), services.to_vec());
            Push::from_settings(Some(&PushSettings { contact, services, patience: Patience::default() })).unwrap_err()
        };
        assert!(told("it@example.com", &known_services()).starts_with("contact: "));
        assert!(told("mailto:it@example.com", &[]).starts_with("services: "));
        assert!(!Push::from_settings(None).unwrap().is_on());
    }
}
