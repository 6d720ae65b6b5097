//! Who may call what: every route of the description with real requests of every role.

use std::fmt::Write as _;

use reqwest::Method;
use serde_json::Value;

use ostakar::web::openapi::description;

use crate::support::TestDb;
use crate::support::server::TestServer;

const FILE: &str = "tests/it/snapshots/authz.txt";

/// Routes that need no sign-in.
const PUBLIC: &[&str] = &[
    "GET /healthz",
    "GET /metrics",
    "GET /readyz",
    "POST /api/v1/auth/login",
    "POST /api/v1/auth/logout",
    "POST /api/v1/auth/refresh",
];
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
async fn knock(server: &TestServer, token: Option<&str>, (method, path): (&Method, &str)) -> &'static str {
    let path = path.replace("{id}", "00000000-0000-7000-8000-000000000000");
    let mut request = server.request(method.clone(), &path);
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    if *method == Method::POST {
        request = request.json(&Value::Object(serde_json::Map::new()));
    }
    // Only the head is read: a live stream has no end.
    match request.send().await.unwrap().status().as_u16() {
        401 => "401",
        403 => "-",
        500.. => "failed",
        _ => "x",
    }
}

#[actix_web::test]
async fn every_role_gets_through_its_own_doors_alone() {
    let server = TestServer::start(TestDb::sqlite()).await;
    let mut tokens = Vec::new();
    for role in ROLES {
        tokens.push(server.login(role).await);
    }
    let mut table = format!("{:50}{:>8}", "route", "nobody");
    for role in ROLES {
        write!(table, "{role:>15}").unwrap();
    }
    let mut public = Vec::new();
    for (method, path, is_public) in routes() {
        let name = format!("{method} {path}");
        if is_public {
            public.push(name);
            continue;
        }
        let nobody = knock(&server, None, (&method, &path)).await;
        write!(table, "\n{name:50}{nobody:>8}").unwrap();
        for token in &tokens {
            write!(table, "{:>15}", knock(&server, Some(token), (&method, &path)).await).unwrap();
        }
        assert_eq!(nobody, "401", "{name} answers without a sign-in");
    }
    public.sort();
    assert_eq!(public, PUBLIC);
    table += "\n";
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(FILE, &table).unwrap();
    }
    let kept = std::fs::read_to_string(FILE).unwrap_or_default();
    assert!(kept == table, "{FILE} differs (UPDATE=1 writes it):\n{table}");
}
