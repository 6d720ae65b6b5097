//! The product with its web, for the tests of pages and links.

use std::cell::RefCell;
use std::collections::HashMap;

use actix_web::http::Method;
use actix_web::test::{TestRequest, call_service, init_service};
use actix_web::web;
use ostakar::app::auth::caller;
use ostakar::app::dispatch::dispatch_job;
use ostakar::app::intake::register_request;
use ostakar::app::sample::sample_request;
use ostakar::app::{Actor, App};
use ostakar::domain::access::Caller;
use ostakar::domain::id::{JobId, OfferId, RequestId, VisitId};
use ostakar::domain::link::LinkKind;
use ostakar::security::link::{Purpose, short_code};
use ostakar::store::offers::list_offers;
use ostakar::store::people::find_user_by_name;
use ostakar::store::{Conn, StoreError};
use ostakar::web::auth::identify_caller;
use ostakar::web::demo::Demo;
use ostakar::web::frame::{Frame, Settings, framed};
use ostakar::web::routes::routes;
use serde_json::{Value, json};

use crate::support::TestDb;
use crate::support::app::TestApp;

pub struct Site {
    pub app: App,
    /// Tokens of the users that have asked.
    tokens: RefCell<HashMap<String, String>>,
    stand: TestApp,
}

/// A job of the `n`-th sample report that was offered to one agent.
pub struct Offered {
    pub job: JobId,
    pub request: RequestId,
    pub offers: Vec<OfferId>,
}

#[derive(Debug)]
pub struct Seen {
    pub status: u16,
    pub text: String,
    pub location: String,
    pub cookie: String,
}

impl Seen {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("{self:?}"))
    }
}

impl Site {
    pub async fn open(db: TestDb) -> Self {
        Self::over(TestApp::demo(db).await)
    }

    pub fn over(stand: TestApp) -> Self {
        Self { app: stand.app.clone(), tokens: RefCell::default(), stand }
    }

    /// What it stands on, for a server on a real port.
    pub fn into_stand(self) -> TestApp {
        self.stand
    }

    /// Where its database is.
    pub fn url(&self) -> &str {
        self.stand.url()
    }

    pub async fn offered(&self, n: u64) -> Offered {
        self.offered_of(self.sample(n)).await
    }

    /// The body of the `n`-th sample report.
    pub fn sample(&self, n: u64) -> Value {
        sample_request(&self.app.catalogue(), &self.app.network(), self.app.clock.now(), n).unwrap()
    }

    /// A job of this report that was offered to one agent.
    pub async fn offered_of(&self, report: Value) -> Offered {
        let input = serde_json::from_value(report).unwrap();
        let registered = register_request(&self.app, Actor::system(), None, input).await.unwrap();
        let job = registered.jobs[0].id;
        let sent = dispatch_job(&self.app, Actor::system(), job, None).await.unwrap();
        Offered { job, request: registered.id, offers: sent.offers }
    }

    pub async fn offers(&self, job: JobId) -> Vec<ostakar::store::offers::Offer> {
        self.app.db.read(move |conn: &mut Conn| list_offers(conn, job)).await.unwrap_or_else(|_: StoreError| panic!())
    }

    /// The path of a link.
    pub fn path(&self, kind: LinkKind, subject: &str) -> String {
        self.app.link_url(kind, subject, 1).trim_start_matches("https://s.example").to_owned()
    }

    pub fn arrival(&self, visit: VisitId) -> String {
        short_code(&self.app.keys, Purpose::Arrival, visit.as_str())
    }

    pub fn completion(&self, visit: VisitId) -> String {
        short_code(&self.app.keys, Purpose::Completion, visit.as_str())
    }

    pub async fn ask(&self, request: TestRequest) -> Seen {
        let settings = Settings { https: false, trusted_proxies: Vec::new(), caller_rate: None, open_metrics: false };
        let frame = Frame::new(settings, self.app.keys.clone(), identify_caller);
        let shown = Demo { users: ostakar::app::seed::demo_users() };
        let site = framed(frame).app_data(web::Data::new(self.app.clone()));
        let service = init_service(site.configure(move |config| routes(config, Some(shown)))).await;
        let answer = call_service(&service, request.to_request()).await;
        let status = answer.status().as_u16();
        let header = |name: &str| {
            answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
        };
        let (location, cookie) = (header("location"), header("set-cookie"));
        let bytes = actix_web::body::to_bytes(answer.into_body()).await.map_err(|_| "body").unwrap();
        Seen { status, location, cookie, text: String::from_utf8_lossy(&bytes).into_owned() }
    }

    pub async fn page(&self, path: &str) -> Seen {
        self.ask(TestRequest::get().uri(path).insert_header(("accept", "text/html"))).await
    }

    pub async fn json(&self, path: &str) -> Seen {
        self.ask(TestRequest::get().uri(path).insert_header(("accept", "application/json"))).await
    }

    pub async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Seen {
        let request = TestRequest::post().uri(path).insert_header(("accept", "text/html"));
        self.ask(request.set_form(fields.to_vec())).await
    }

    pub async fn post_json(&self, path: &str, body: Value) -> Seen {
        let request = TestRequest::default().method(Method::POST).uri(path);
        self.ask(request.insert_header(("accept", "application/json")).set_json(body)).await
    }

    /// As [`Site::post_json`], with the key that a telephone sends again when it heard no answer.
    pub async fn post_keyed(&self, path: &str, key: &str, body: Value) -> Seen {
        let request = TestRequest::default().method(Method::POST).uri(path);
        let request = request.insert_header(("accept", "application/json")).insert_header(("idempotency-key", key));
        self.ask(request.set_json(body)).await
    }

    /// What a program of this user of the demo is answered. It signs in again when its token has run out.
    pub async fn api(&self, user: &str, method: Method, path: &str, body: Value) -> (u16, Value) {
        let known = self.tokens.borrow().get(user).cloned();
        if let Some(token) = known {
            let seen = self.with_token(&token, (&method, path), &body).await;
            if seen.0 != 401 {
                return seen;
            }
        }
        let users = ostakar::app::seed::demo_users();
        let found = users.iter().find(|it| it.username == user).unwrap();
        let login = json!({"username": found.username, "password": found.password});
        let signed = self.post_json("/api/v1/auth/login", login).await.json();
        let token = signed["access_token"].as_str().unwrap().to_owned();
        self.tokens.borrow_mut().insert(user.to_owned(), token.clone());
        self.with_token(&token, (&method, path), &body).await
    }

    async fn with_token(&self, token: &str, (method, path): (&Method, &str), body: &Value) -> (u16, Value) {
        let request = TestRequest::default().method(method.clone()).uri(path);
        let request = request.insert_header(("accept", "application/json"));
        let request = request.insert_header(("authorization", format!("Bearer {token}")));
        let request = if *method == Method::GET { request } else { request.set_json(body) };
        let seen = self.ask(request).await;
        (seen.status, serde_json::from_str(&seen.text).unwrap_or(Value::Null))
    }

    /// The cookie of a session of this user of the demo.
    pub async fn sign_in(&self, username: &str) -> String {
        let users = ostakar::app::seed::demo_users();
        let user = users.iter().find(|user| user.username == username).unwrap();
        let seen = self.post_form("/login", &[("username", username), ("password", &user.password)]).await;
        assert_eq!((seen.status, seen.location.as_str()), (303, "/"), "{}", seen.text);
        seen.cookie.split(';').next().unwrap().to_owned()
    }

    /// The user as handlers see one who is signed in.
    pub async fn caller(&self, username: &str) -> Caller {
        let name = username.to_owned();
        let found = self.app.db.read(move |conn| -> Result<_, StoreError> { find_user_by_name(conn, &name) }).await;
        caller(&found.unwrap())
    }

    /// Sends a form of the staff's pages, with the token that they have in it.
    pub async fn post_as(&self, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Seen {
        let page = self.page_as(cookie, "/jobs").await.text;
        let token = page.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        self.form_as(cookie, path, &[fields, &[("csrf", token)]].concat()).await
    }

    /// Sends a form as it is.
    pub async fn form_as(&self, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Seen {
        let request = TestRequest::post().uri(path).insert_header(("accept", "text/html"));
        self.ask(request.insert_header(("cookie", cookie)).set_form(fields.to_vec())).await
    }

    pub async fn page_as(&self, cookie: &str, path: &str) -> Seen {
        let request = TestRequest::get().uri(path).insert_header(("accept", "text/html"));
        self.ask(request.insert_header(("cookie", cookie))).await
    }
}
