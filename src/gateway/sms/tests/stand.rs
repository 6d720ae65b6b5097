//! A provider against a web server that answers as the real one, and the faults that any server may have.

use std::fmt::Debug;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use super::super::*;
use crate::gateway::SendError;

pub(in crate::gateway::sms) const SECRET: &str = "s3cr/t+key";
pub(in crate::gateway::sms) const HOOK: &str = "https://s.example/hooks/sms/main/h%2Fk";
pub(in crate::gateway::sms) const ID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";
/// Letters of Persian alone, a joiner, digits of three kinds, a line break, and signs with a meaning in addresses and JSON.
pub(in crate::gateway::sms) const TEXT: &str =
    "گچ‌پژ می‌شود؛ ۱۲۳ & 4٥6 100% + {id}\n\"«یک»\" https://s.example/v/a?b=c#d";

pub(in crate::gateway::sms) fn message() -> SmsText {
    let values = [("code", "48213"), ("name", "رضایی"), ("place", "تهران خیابان آزادی"), ("link", "a_b")];
    SmsText {
        id: ID.parse().unwrap(),
        to: "+989121234567".into(),
        kind: MessageKind::OfferSent,
        text: TEXT.into(),
        values: values.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
        at: "2026-11-22T08:00:00Z".parse().unwrap(),
    }
}

/// The provider by settings as they stand in the file, for a server at the address.
pub(in crate::gateway::sms) fn provider(settings: Value) -> Result<Provider, String> {
    let settings: ProviderSettings = serde_json::from_value(settings).map_err(|error| error.to_string())?;
    settings.build(Some(SECRET.into()), Some(HOOK.into()))
}

/// What an outcome is called in tables; no word of it may hold the secret.
pub(in crate::gateway::sms) fn called<T: Debug>(outcome: &Result<T, SendError>) -> &'static str {
    let shown = format!("{outcome:?}");
    assert!(!shown.contains("s3cr"), "{shown}");
    match outcome {
        Ok(_) => "taken",
        Err(SendError::Later(_)) => "later",
        Err(SendError::Unclear(_)) => "unclear",
        Err(SendError::Elsewhere(_)) => "elsewhere",
        Err(SendError::Never(_)) => "never",
    }
}

/// A server and the provider that asks it.
pub(in crate::gateway::sms) struct Stand {
    server: MockServer,
    pub(in crate::gateway::sms) provider: Provider,
}

impl Stand {
    pub(in crate::gateway::sms) async fn new(settings: impl Fn(&str) -> Value) -> Self {
        let server = MockServer::start().await;
        let provider = provider(settings(&server.uri())).unwrap();
        Self { server, provider }
    }

    /// The server answers everything so, from now on.
    pub(in crate::gateway::sms) async fn answers(&self, response: ResponseTemplate) {
        self.server.reset().await;
        Mock::given(any()).respond_with(response).mount(&self.server).await;
    }

    /// The server answers everything with this JSON, from now on.
    pub(in crate::gateway::sms) async fn says(&self, status: u16, json: &Value) {
        self.answers(ResponseTemplate::new(status).set_body_json(json)).await;
    }

    /// The outcome of the message when the server answers so.
    pub(in crate::gateway::sms) async fn sent(&self, status: u16, json: &Value) -> Result<Taken, SendError> {
        self.says(status, json).await;
        self.provider.send("3000123", &message()).await
    }

    /// What was asked since the last change of the answer: method and path, and what else is said.
    pub(in crate::gateway::sms) async fn asked(&self) -> Vec<(String, Request)> {
        let requests = self.server.received_requests().await.unwrap();
        requests.into_iter().map(|request| (format!("{} {}", request.method, request.url.path()), request)).collect()
    }
}

/// The pairs of a query or a form, in their order.
pub(in crate::gateway::sms) fn pairs(encoded: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(encoded).into_owned().collect()
}

pub(in crate::gateway::sms) fn owned<const N: usize>(pairs: [(&str, &str); N]) -> Vec<(String, String)> {
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec()
}

/// A report of a message by the gateway's reference.
pub(in crate::gateway::sms) fn report(reference: &str, fate: crate::domain::message::Fate, word: &str) -> Report {
    Report { subject: Subject::Theirs(reference.into()), fate, word: word.into() }
}

/// What servers do wrong, whoever's they are, and that nothing shows the secret.
pub(in crate::gateway::sms) async fn any_server_may_fail(settings: impl Fn(&str) -> Value) {
    let hasty = |url: &str| {
        let mut settings = settings(url);
        let inner = settings.as_object_mut().and_then(|tables| tables.values_mut().next()).unwrap();
        inner["patience"] = json!({"connect_within_ms": 300, "answer_within_ms": 300});
        settings
    };
    let stand = Stand::new(hasty).await;
    // What is shown of it ends within the last secret.
    let page = format!("<h1>Down</h1> while asking for /{SECRET}/s3cr%2Ft%2Bkey/{:>139}{SECRET}", "");
    for (status, outcome) in [(200, "unclear"), (202, "unclear"), (302, "elsewhere"), (500, "unclear"), (503, "later")]
    {
        stand.answers(ResponseTemplate::new(status).set_body_string(&page)).await;
        let sent = stand.provider.send("3000123", &message()).await;
        assert_eq!(called(&sent), outcome, "{status} with a page: {sent:?}");
    }
    stand.answers(ResponseTemplate::new(429)).await;
    assert_eq!(called(&stand.provider.send("3000123", &message()).await), "later");
    stand.answers(ResponseTemplate::new(200).set_delay(Duration::from_secs(9))).await;
    assert_eq!(called(&stand.provider.send("3000123", &message()).await), "unclear");
    let empty = SmsText { text: String::new(), ..message() };
    assert_eq!(called(&stand.provider.send("3000123", &empty).await), "never");

    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let half = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let _ = stream.read(&mut [0; 4096]).await.unwrap();
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{\"status\": 200").await.unwrap();
    });
    let provider = provider(hasty(&url)).unwrap();
    assert_eq!(called(&provider.send("3000123", &message()).await), "unclear");
    half.await.unwrap();
    // The listener is gone with its task: the port is closed now.
    assert_eq!(called(&provider.send("3000123", &message()).await), "later");

    let shown = format!("{provider:?}");
    assert!(!shown.contains(SECRET) && !shown.contains("h%2Fk"), "{shown}");
    let mut wrong = settings("ftp://nowhere");
    assert!(super::stand::provider(wrong.clone()).unwrap_err().starts_with("url "));
    wrong.as_object_mut().and_then(|tables| tables.values_mut().next()).unwrap()["usr"] = json!(1);
    assert!(super::stand::provider(wrong).unwrap_err().contains("usr"));
}
