//! Who may call what: every route of the description and every page, with real requests of every role.

use std::fmt::Write as _;

use reqwest::Method;

use ostakar::web::openapi::description;

use crate::support::TestDb;
use crate::support::server::TestServer;

const FILE: &str = "tests/it/snapshots/authz.txt";
const PAGES: &str = "tests/it/snapshots/authz_pages.txt";

/// Routes that need no sign-in.
const PUBLIC: &[&str] = &[
    "GET /healthz",
    "GET /metrics",
    "GET /readyz",
    "POST /api/v1/auth/login",
    "POST /api/v1/auth/logout",
    "POST /api/v1/auth/refresh",
];
/// Routes outside the API that need no sign-in: a link's code is its own credential, the demo has nothing to hide and is
/// not served elsewhere.
const PUBLIC_PAGES: &[&str] = &[
    "GET /api/docs",
    "GET /demo/messages",
    "GET /demo/phones",
    "GET /demo/phones/{number}/messages",
    "GET /demo/sample-report",
    "GET /demo/users",
    "GET /help",
    "GET /help/request",
    "GET /help/status",
    "GET /help/status/{ticket}",
    "GET /help/taken",
    "GET /login",
    "GET /o/{code}",
    "GET /o/{code}/photos/{id}",
    "GET /o/{code}/times",
    "GET /static/{name}",
    "GET /sw.js",
    "GET /t/{code}",
    "GET /t/{code}/receipt/{job}",
    "GET /t/{code}/receipt/{job}/pdf",
    "GET /t/{code}/technician/{visit}",
    "GET /t/{code}/times/{job}",
    "GET /t/{code}/unit/{unit}",
    "GET /t/{code}/unit/{unit}/pdf",
    "POST /demo/phones/{number}/messages",
    "POST /help/request",
    "POST /help/status",
    "POST /help/status/{ticket}",
    "POST /login",
    "POST /logout",
    "POST /o/{code}/accept",
    "POST /o/{code}/checklist",
    "POST /o/{code}/decline",
    "POST /o/{code}/events",
    "POST /o/{code}/opened",
    "POST /o/{code}/photos",
    "POST /o/{code}/push",
    "POST /o/{code}/times",
    "POST /t/{code}/back",
    "POST /t/{code}/complaint",
    "POST /t/{code}/confirm",
    "POST /t/{code}/object",
    "POST /t/{code}/payment",
    "POST /t/{code}/quote",
    "POST /t/{code}/rating",
    "POST /t/{code}/recall/{unit}",
    "POST /t/{code}/times/{job}",
];
/// What a job's page can do.
const ACTS: &[&str] =
    &["dispatch", "offer", "cancel", "hold", "resume", "reopen", "release", "verify", "fail_verification"];
const ROLES: &[&str] = &["operator", "dispatcher", "agent_manager", "manager", "auditor", "administrator"];

fn routes() -> Vec<(Method, String, bool)> {
    let document = serde_json::to_value(description()).unwrap();
    let mut routes = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let is_public = operation.get("security").is_some();
            routes.push((method.to_uppercase().parse::<Method>().unwrap(), path.clone(), is_public));
        }
    }
    routes.sort_by_key(|(method, path, _)| (path.clone(), method.to_string()));
    routes
}

/// Whether a caller gets past the door; what lies behind it may still refuse the empty question.
async fn knock(server: &TestServer, token: Option<&str>, (method, path, id): (&Method, &str, &str)) -> &'static str {
    let path = path.replace("{id}", id);
    let mut request = server.request(method.clone(), &path);
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    if [Method::POST, Method::PUT, Method::PATCH].contains(method) {
        let is_api = path.starts_with("/api/");
        request = if is_api { request.json(&serde_json::json!({})) } else { request.form(&[("until", "")]) };
    }
    // Only the head is read: a live stream has no end.
    let answer = request.send().await.unwrap();
    let location = answer.headers().get("location").and_then(|to| to.to_str().ok()).unwrap_or_default();
    let location = location.split('?').next().unwrap_or_default();
    match answer.status().as_u16() {
        401 => "401",
        // A page sends who is not signed in to the door.
        303 if location == "/login" => "401",
        403 => "-",
        500.. => "failed",
        _ => "x",
    }
}

#[actix_web::test]
async fn every_role_gets_through_its_own_doors_alone() {
    let server = TestServer::start(TestDb::sqlite()).await;
    let (public, closed): (Vec<_>, Vec<_>) = routes().into_iter().partition(|(_, _, is_public)| *is_public);
    let mut public: Vec<_> = public.iter().map(|(method, path, _)| format!("{method} {path}")).collect();
    public.sort();
    assert_eq!(public, PUBLIC);
    let closed: Vec<_> = closed.into_iter().map(|(method, path, _)| (method, path)).collect();
    compare(FILE, &matrix(&server, &closed, "00000000-0000-7000-8000-000000000000").await);
}

#[actix_web::test]
async fn every_page_opens_for_its_own_roles_alone() {
    let (public, closed): (Vec<_>, Vec<_>) =
        pages().into_iter().partition(|(method, path)| PUBLIC_PAGES.contains(&format!("{method} {path}").as_str()));
    assert_eq!(public.len(), PUBLIC_PAGES.len(), "a public page is gone, or its route is written in another way");
    let server = TestServer::start(TestDb::sqlite()).await;
    let operator = server.login("operator").await;
    let job = server.register(&operator, 1).await["jobs"][0]["id"].as_str().unwrap().to_owned();
    let acts = |path: String| ACTS.iter().map(move |act| path.replace("{act}", act));
    let doors: Vec<_> = (closed.into_iter())
        .flat_map(|(method, path)| {
            let paths: Vec<_> = if path.contains("{act}") { acts(path).collect() } else { vec![path] };
            paths.into_iter().map(move |path| (method.clone(), path))
        })
        .collect();
    compare(PAGES, &matrix(&server, &doors, &job).await);
}

/// The routes that the sources name outside the description, in order.
fn pages() -> Vec<(Method, String)> {
    let mut found = Vec::new();
    let mut folders = vec![std::path::PathBuf::from("src/web")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry);
                continue;
            }
            let text = std::fs::read_to_string(&entry).unwrap();
            if entry.ends_with("frame/tests.rs") {
                continue;
            }
            for route in text.split(".route(\"").skip(1) {
                let (path, rest) = route.split_once('"').unwrap();
                let method = rest.strip_prefix(", web::").unwrap().split('(').next().unwrap();
                found.push((method.to_uppercase().parse().unwrap(), path.to_owned()));
            }
        }
    }
    found.sort_by_key(|(method, path): &(Method, String)| (path.clone(), method.to_string()));
    found
}

/// A line for each route, a column for each role.
async fn matrix(server: &TestServer, routes: &[(Method, String)], id: &str) -> String {
    let mut tokens = Vec::new();
    for role in ROLES {
        tokens.push(server.login(role).await);
    }
    let mut table = format!("{:50}{:>8}", "route", "nobody");
    for role in ROLES {
        write!(table, "{role:>15}").unwrap();
    }
    for (method, path) in routes {
        let name = format!("{method} {path}");
        let nobody = knock(server, None, (method, path, id)).await;
        write!(table, "\n{name:50}{nobody:>8}").unwrap();
        for token in &tokens {
            write!(table, "{:>15}", knock(server, Some(token), (method, path, id)).await).unwrap();
        }
        assert_eq!(nobody, "401", "{name} answers without a sign-in");
    }
    table + "\n"
}

fn compare(file: &str, table: &str) {
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(file, table).unwrap();
    }
    let kept = std::fs::read_to_string(file).unwrap_or_default();
    assert!(kept == table, "{file} differs (UPDATE=1 writes it):\n{table}");
}
