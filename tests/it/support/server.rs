//! The product with its web on a real port of this machine, and a client for it.

use std::sync::Arc;

use actix_web::web;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use ostakar::app::{App, sample};
use ostakar::web::auth::identify_caller;
use ostakar::web::demo::Demo;
use ostakar::web::routes::routes;
use ostakar::web::{Frame, Settings, framed};

use super::TestDb;
use super::app::TestApp;

/// The demo's network behind its web.
pub struct TestServer {
    /// The product.
    pub inner: TestApp,
    /// `http://127.0.0.1:port`.
    pub url: String,
    client: reqwest::Client,
    handle: actix_web::dev::ServerHandle,
}

/// What came back.
#[derive(Debug)]
pub struct Seen {
    /// Status.
    pub status: u16,
    /// Headers.
    pub headers: reqwest::header::HeaderMap,
    /// Body.
    pub text: String,
}

impl Seen {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {} {}", self.status, self.text))
    }

    /// A header's text.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// Status and the code of the problem.
    pub fn code(&self) -> (u16, String) {
        (self.status, self.json()["code"].as_str().unwrap_or_default().to_owned())
    }

    /// Field and code of every fault, sorted.
    pub fn faults(&self) -> Vec<String> {
        let json = self.json();
        let errors = json["errors"].as_array().unwrap_or_else(|| panic!("no errors: {json}"));
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let mut faults: Vec<_> =
            errors.iter().map(|fault| format!("{} {}", text(&fault["field"]), text(&fault["code"]))).collect();
        faults.sort();
        faults
    }
}

impl TestServer {
    /// Starts it.
    pub async fn start(db: TestDb) -> Self {
        Self::over(TestApp::demo(db).await)
    }

    /// The web of a product that stands already.
    pub fn over(inner: TestApp) -> Self {
        Self::start_at(0, inner)
    }

    /// The same on this port of loopback, so that others can be told of it before.
    pub fn start_at(port: u16, inner: TestApp) -> Self {
        Self::serve(port, inner, None)
    }

    /// The web of a product that stands already, with what only the demo has.
    pub fn with_demo(inner: TestApp) -> Self {
        Self::serve(0, inner, Some(Demo { users: ostakar::app::seed::demo_users() }))
    }

    fn serve(port: u16, inner: TestApp, shown: Option<Demo>) -> Self {
        let settings = Settings { https: false, trusted_proxies: Vec::new(), caller_rate: None, open_metrics: false };
        let frame = Frame::new(settings, inner.app.keys.clone(), identify_caller);
        let app = inner.app.clone();
        let make = move || {
            let site = framed(Arc::clone(&frame)).app_data(web::Data::new(app.clone()));
            site.configure(|config| routes(config, shown.clone()))
        };
        let server = actix_web::HttpServer::new(make).workers(1).disable_signals().bind(("127.0.0.1", port)).unwrap();
        let url = format!("http://{}", server.addrs()[0]);
        let server = server.run();
        let handle = server.handle();
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        actix_web::rt::spawn(server);
        Self { inner, url, client, handle }
    }

    /// The product behind it.
    pub fn app(&self) -> &App {
        &self.inner.app
    }

    /// A request to a path.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.url))
    }

    /// What a request brings back.
    pub async fn send(&self, request: RequestBuilder) -> Seen {
        let answer = request.send().await.unwrap();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        Seen { status, headers, text: answer.text().await.unwrap() }
    }

    /// The access token of a demo user.
    pub async fn login(&self, username: &str) -> String {
        let seen = self.sign_in(username, &password(username)).await;
        assert_eq!(seen.status, 200, "{}", seen.text);
        seen.json()["access_token"].as_str().unwrap().to_owned()
    }

    /// The answer to a sign-in.
    pub async fn sign_in(&self, username: &str, password: &str) -> Seen {
        let body = json!({ "username": username, "password": password });
        self.send(self.request(Method::POST, "/api/v1/auth/login").json(&body)).await
    }

    /// Reads as the holder of a token.
    pub async fn get(&self, token: &str, path: &str) -> Seen {
        self.send(self.request(Method::GET, path).bearer_auth(token)).await
    }

    /// Posts as the holder of a token.
    pub async fn post(&self, token: &str, path: &str, body: &Value) -> Seen {
        self.send(self.request(Method::POST, path).bearer_auth(token).json(body)).await
    }

    /// The `k`-th sample report.
    pub fn sample(&self, k: u64) -> Value {
        let app = self.app();
        sample::sample_request(&app.catalogue(), &app.network(), app.clock.now(), k).unwrap()
    }

    /// The `k`-th sample report, taken down.
    pub async fn register(&self, token: &str, k: u64) -> Value {
        let seen = self.post(token, "/api/v1/service-requests", &self.sample(k)).await;
        assert_eq!(seen.status, 201, "{}", seen.text);
        seen.json()
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
    }
}

/// The demo's password of a user.
pub fn password(username: &str) -> String {
    let line = ostakar::app::seed::USERS.lines().find(|line| line.starts_with(&format!("{username},"))).unwrap();
    line.rsplit(',').next().unwrap().trim().to_owned()
}
