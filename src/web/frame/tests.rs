//! The whole frame around small handlers.

use actix_web::body::MessageBody;
use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::HeaderMap;
use actix_web::test::{TestRequest, call_service, init_service};
use actix_web::{HttpRequest, HttpResponse, web};
use futures_util::future::LocalBoxFuture;
use serde_json::Value;

use super::*;
use crate::app::{Code, Error};
use crate::domain::access::{Caller, Role, Scope};
use crate::domain::language::Language;
use crate::security::{Secret, session::OpaqueToken};
use crate::store::StoreError;
use crate::web::{Allowed, Answer, Body, Credential, Form, IdemKey, IfMatch, Query, auth, openapi, perm};

const SESSION: &str = "00000000000000000000000000000000000000000000000000000000000000aa";

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Note {
    text: String,
}

#[expect(clippy::needless_pass_by_value, reason = "the type of the frame's function says so")]
fn identify(_: &HttpRequest, credential: Credential) -> LocalBoxFuture<'static, Result<Caller, Error>> {
    let role = match &credential {
        Credential::Session(token) => (token.expose() == SESSION).then_some(Role::Operator),
        Credential::Bearer(token) => token.0.parse().ok(),
    };
    let caller = |role| Caller {
        user: uuid::Uuid::nil().into(),
        username: "sara".to_owned(),
        role,
        language: Language::En,
        scope: Scope::All,
    };
    Box::pin(std::future::ready(role.map(caller).ok_or(Code::SignInRequired.into())))
}

fn routes(config: &mut web::ServiceConfig) {
    async fn note(body: Body<Note>, key: IdemKey) -> Answer {
        Ok(HttpResponse::Ok().json((body.value.text, body.hash, key.0)))
    }
    async fn query(query: Query<Note>) -> Answer {
        Ok(HttpResponse::Ok().body(query.0.text))
    }
    async fn edit(version: IfMatch) -> Answer {
        Ok(HttpResponse::Ok().body(version.0.to_string()))
    }
    async fn register(caller: Allowed<perm::RegisterRequest>) -> Answer {
        Ok(HttpResponse::Ok().body(caller.username.clone()))
    }
    async fn report(_caller: Allowed<perm::ViewReport>) -> Answer {
        Ok(HttpResponse::Ok().finish())
    }
    async fn form(caller: Allowed<perm::LogContact>, form: Form<Note>) -> Answer {
        Ok(HttpResponse::Ok().body(format!("{}: {}", caller.username, form.0.text)))
    }
    async fn defect() -> Answer {
        Err(StoreError::Other("table secret_stuff is missing".to_owned()).into())
    }
    async fn busy() -> Answer {
        Err(StoreError::Unavailable("down".to_owned()).into())
    }
    async fn not_allowed() -> Answer {
        Err(Error::Machine(crate::domain::machine::Refusal::State {
            machine: "job",
            state: "closed".to_owned(),
            event: "hold".to_owned(),
            allowed: vec!["reopen".to_owned()],
        })
        .into())
    }
    async fn public() -> Answer {
        Ok(HttpResponse::Ok().body("shown"))
    }
    config
        .route("/api/v1/notes", web::post().to(note))
        .route("/api/v1/query", web::get().to(query))
        .route("/api/v1/edit", web::patch().to(edit))
        .service(web::resource("/api/v1/register").route(web::post().to(register)).route(web::get().to(register)))
        .route("/api/v1/report", web::get().to(report))
        .route("/form", web::post().to(form))
        .route("/page", web::get().to(report))
        .route("/defect", web::get().to(defect))
        .route("/busy", web::get().to(busy))
        .route("/not-allowed", web::get().to(not_allowed))
        .service(web::resource("/o/{code}").route(web::get().to(public)).route(web::post().to(public)))
        .configure(openapi::routes);
}

struct Seen {
    status: u16,
    headers: HeaderMap,
    text: String,
}

impl Seen {
    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    fn fault(&self) -> String {
        let fault = &self.json()["errors"][0];
        format!("{} {} {}", self.status, fault["field"].as_str().unwrap(), fault["code"].as_str().unwrap())
    }
}

async fn seen<B: MessageBody>(answer: ServiceResponse<B>) -> Seen {
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    let bytes = actix_web::body::to_bytes(answer.into_body()).await.map_err(|_| "body").unwrap();
    Seen { status, headers, text: String::from_utf8(bytes.to_vec()).unwrap() }
}

fn frame(https: bool) -> Arc<Frame> {
    let caller_rate = Some(CallerRate::default());
    let settings = Settings { https, trusted_proxies: Vec::new(), caller_rate, open_metrics: false };
    Frame::new(settings, Keys::derive(&Secret::from([5; 32])).unwrap(), identify)
}

async fn ask(request: TestRequest) -> Seen {
    let app = init_service(framed(frame(false)).configure(routes)).await;
    seen(call_service(&app, request.to_request()).await).await
}

fn get(path: &str) -> TestRequest {
    TestRequest::get().uri(path)
}

fn post(path: &str) -> TestRequest {
    TestRequest::post().uri(path)
}

fn json(body: &'static str) -> TestRequest {
    post("/api/v1/notes").insert_header(("content-type", "application/json")).set_payload(body)
}

fn bearer(role: Role) -> (&'static str, String) {
    ("authorization", format!("Bearer {role}"))
}

fn cookie() -> (&'static str, String) {
    ("cookie", format!("session={SESSION}"))
}

fn form_token() -> String {
    frame(false).keys.form_token(SESSION)
}

#[actix_web::test]
async fn bodies_are_read_or_refused_with_the_first_fault() {
    let read = ask(json(r#"{"text":"سلام"}"#).insert_header(("idempotency-key", "k-1"))).await;
    assert_eq!(read.status, 200);
    assert_eq!(read.json()[0], "سلام");
    assert_eq!(read.json()[1], crate::security::fingerprint(r#"{"text":"سلام"}"#));
    assert_eq!(read.json()[2], "k-1");
    let broken = ask(json("{")).await;
    assert_eq!((broken.status, broken.json()["code"].as_str()), (400, Some("BAD_REQUEST")));
    assert_eq!(broken.header("content-type"), "application/problem+json");
    assert_eq!(ask(json(r#"{"text":1}"#)).await.fault(), "422 text wrong_type");
    assert_eq!(ask(json(r#"{"text":"a","more":1}"#)).await.fault(), "422 more unknown_field");
    assert_eq!(ask(json("{}").insert_header(("idempotency-key", ""))).await.status, 422);
    assert_eq!(
        ask(json(r#"{"text":""}"#).insert_header(("idempotency-key", "a b"))).await.fault(),
        "422 Idempotency-Key malformed"
    );
    let large = post("/api/v1/notes").insert_header(("content-type", "application/json"));
    assert_eq!(ask(large.set_payload(" ".repeat(256 * 1024 + 1))).await.status, 413);
    assert_eq!(ask(post("/api/v1/notes").set_payload("{}")).await.status, 415);
    let packed = json("{}").insert_header(("content-encoding", "gzip"));
    assert_eq!(ask(packed).await.status, 415);
}

#[actix_web::test]
async fn queries_and_versions_are_read() {
    assert_eq!(ask(get("/api/v1/query?text=a&lang=en")).await.text, "a");
    assert_eq!(ask(get("/api/v1/query?text=a&x=1")).await.fault(), "422 x unknown_field");
    let edit = |value: &'static str| TestRequest::patch().uri("/api/v1/edit").insert_header(("if-match", value));
    assert_eq!(ask(edit("\"3\"")).await.text, "3");
    assert_eq!(ask(edit("*")).await.fault(), "422 If-Match malformed");
    assert_eq!(ask(TestRequest::patch().uri("/api/v1/edit")).await.status, 428);
}

#[actix_web::test]
async fn problems_speak_the_language_of_the_request_and_hide_causes() {
    let wait = |seen: &Seen| seen.json()["detail"].as_str().unwrap().to_owned();
    assert_eq!(wait(&ask(get("/not-allowed?lang=en")).await), "Now: closed.");
    let persian = ask(get("/not-allowed").insert_header(("accept-language", "fa-IR,en;q=0.5"))).await;
    assert_eq!(wait(&persian), "وضعیت کنونی: closed.");
    assert_eq!((persian.status, &persian.json()["allowed"][0]), (409, &Value::from("reopen")));
    assert_eq!(persian.header("x-request-id"), persian.json()["request_id"].as_str().unwrap());
    let defect = ask(get("/defect")).await;
    assert_eq!((defect.status, defect.text.contains("secret_stuff")), (500, false));
    let busy = ask(get("/busy")).await;
    assert_eq!((busy.status, busy.header("retry-after")), (503, "1"));
    let page = ask(get("/defect?lang=fa").insert_header(("accept", "text/html"))).await;
    assert!(page.text.contains(r#"<html lang="fa" dir="rtl">"#) && page.text.contains("بازگشت"), "{}", page.text);
    assert!(!page.text.contains("secret_stuff"));
}

#[actix_web::test]
async fn unknown_paths_and_methods_are_problems() {
    let missing = ask(get("/api/v1/nothing")).await;
    assert_eq!((missing.status, missing.json()["code"].as_str()), (404, Some("NOT_FOUND")));
    let wrong = ask(TestRequest::with_uri("/api/v1/register").method(Method::DELETE)).await;
    assert_eq!((wrong.status, wrong.json()["code"].as_str()), (405, Some("METHOD_NOT_ALLOWED")));
    assert!(wrong.header("allow").contains("POST"), "{}", wrong.header("allow"));
}

#[actix_web::test]
async fn a_permission_in_the_type_decides() {
    assert_eq!(ask(get("/api/v1/register").insert_header(bearer(Role::Operator))).await.text, "sara");
    assert_eq!(ask(get("/api/v1/report").insert_header(bearer(Role::Operator))).await.status, 403);
    assert_eq!(ask(get("/api/v1/report").insert_header(bearer(Role::Auditor))).await.status, 200);
    let nobody = ask(get("/api/v1/report")).await;
    assert_eq!((nobody.status, nobody.header("www-authenticate")), (401, "Bearer"));
    let page = ask(get("/page?a=b").insert_header(("accept", "text/html"))).await;
    assert_eq!((page.status, page.header("location")), (303, "/login?next=%2Fpage%3Fa%3Db"));
    let basic = get("/api/v1/register").insert_header(cookie()).insert_header(("authorization", "Basic eDp5"));
    assert_eq!(ask(basic).await.status, 401);
}

#[actix_web::test]
async fn a_cookie_alone_does_not_authorise_a_change() {
    let api = || post("/api/v1/register").insert_header(cookie()).insert_header(("host", "ostakar.example"));
    let own = ("sec-fetch-site", "same-origin");
    let token = (crate::web::csrf::HEADER, form_token());
    assert_eq!(ask(api()).await.status, 403);
    assert_eq!(ask(api().insert_header(own)).await.status, 403);
    assert_eq!(ask(api().insert_header(token.clone())).await.status, 403);
    assert_eq!(
        ask(api().insert_header(("sec-fetch-site", "cross-site")).insert_header(token.clone())).await.status,
        403
    );
    assert_eq!(
        ask(api().insert_header(("sec-fetch-site", "same-site")).insert_header(token.clone())).await.status,
        403
    );
    for origin in ["null", "https://evil.example", "https://ostakar.example.evil.example"] {
        assert_eq!(
            ask(api().insert_header(("origin", origin)).insert_header(token.clone())).await.status,
            403,
            "{origin}"
        );
    }
    assert_eq!(ask(api().insert_header(own).insert_header(token.clone())).await.status, 200);
    assert_eq!(ask(api().insert_header(("origin", "https://ostakar.example")).insert_header(token)).await.status, 200);
    assert_eq!(ask(get("/api/v1/register").insert_header(cookie())).await.status, 200);
    assert_eq!(ask(post("/api/v1/register").insert_header(bearer(Role::Operator))).await.status, 200);
}

#[actix_web::test]
async fn forms_carry_their_token_and_links_need_none() {
    let form = |token: &str| {
        let kind = ("content-type", "application/x-www-form-urlencoded");
        post("/form").insert_header(cookie()).insert_header(kind).set_payload(format!("text=a+b&csrf={token}"))
    };
    assert_eq!(ask(form(&form_token())).await.text, "sara: a b");
    assert_eq!(ask(form(&"0".repeat(64))).await.status, 403);
    assert_eq!(ask(form(&form_token()).insert_header(("sec-fetch-site", "cross-site"))).await.status, 403);
    let link = post("/o/abc").insert_header(cookie()).insert_header(("sec-fetch-site", "cross-site"));
    assert_eq!(ask(link).await.text, "shown");
    let forged_sign_in = post("/form").insert_header(("sec-fetch-site", "cross-site"));
    assert_eq!(ask(forged_sign_in).await.status, 403);
}

#[actix_web::test]
async fn every_answer_has_its_headers() {
    for path in ["/o/abc", "/nothing", "/defect"] {
        let seen = ask(get(path)).await;
        assert!(seen.header("content-security-policy").starts_with("default-src 'none'"), "{path}");
        assert_eq!(seen.header("x-content-type-options"), "nosniff");
        assert_eq!(seen.header("cache-control"), "no-store");
        assert_eq!(seen.header("referrer-policy"), if path.starts_with("/o/") { "no-referrer" } else { "same-origin" });
        assert_eq!(seen.header("strict-transport-security"), "");
        assert_eq!(seen.header("x-request-id").len(), 36);
    }
    let app = init_service(framed(frame(true)).configure(routes)).await;
    let secure = seen(call_service(&app, get("/o/abc").to_request()).await).await;
    assert!(secure.header("strict-transport-security").starts_with("max-age="));
    let plain_cookie = get("/api/v1/register").insert_header(cookie()).to_request();
    assert_eq!(call_service(&app, plain_cookie).await.status(), 401);
    let host_cookie =
        get("/api/v1/register").insert_header(("cookie", format!("__Host-session={SESSION}"))).to_request();
    assert_eq!(call_service(&app, host_cookie).await.status(), 200);
    let cookie = auth::session_cookie(&OpaqueToken::parse(SESSION).unwrap(), true).to_string();
    for part in ["__Host-session=", "HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
}

#[actix_web::test]
async fn a_caller_is_limited_after_the_burst() {
    let app = init_service(framed(frame(false)).configure(routes)).await;
    let mut statuses = Vec::new();
    for _ in 0..400 {
        let request = get("/api/v1/register").insert_header(bearer(Role::Operator)).to_request();
        statuses.push(app.call(request).await.unwrap());
    }
    let refused = statuses.iter().find(|answer| answer.status() == 429).unwrap();
    assert!(refused.headers().contains_key("retry-after"));
    assert!(statuses[..200].iter().all(|answer| answer.status() == 200));
}

#[actix_web::test]
async fn the_description_and_its_page_are_served() {
    assert_eq!(ask(get(openapi::DOCUMENT_PATH)).await.json()["openapi"], "3.1.0");
    assert_eq!(ask(get("/api/docs")).await.header("location"), "/api/docs/");
    let page = ask(get("/api/docs/")).await;
    assert!(page.text.contains("swagger-ui"));
    assert!(page.header("content-security-policy").contains("script-src 'self';"));
}
