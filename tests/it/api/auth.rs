//! Tokens at the level of HTTP.

use reqwest::Method;
use serde_json::json;

use crate::support::server::{TestServer, password};
use crate::support::{TestDb, both};

both!(tokens_are_given_rotated_and_revoked, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let first = server.sign_in("operator", &password("operator")).await.json();
    assert_eq!(first["expires_in"], 600);
    let refresh = async |token: &serde_json::Value| {
        server.send(server.request(Method::POST, "/api/v1/auth/refresh").json(&json!({ "refresh_token": token }))).await
    };
    let second = refresh(&first["refresh_token"]).await.json();
    let access = second["access_token"].as_str().unwrap();
    assert_eq!(server.get(access, "/api/v1/jobs").await.status, 200);
    assert_eq!(refresh(&first["refresh_token"]).await.status, 401);
    assert_eq!(refresh(&second["refresh_token"]).await.status, 401, "a token used twice ends its family");
    assert_eq!(server.get(access, "/api/v1/jobs").await.status, 401);
    let third = server.login("operator").await;
    let bye = server.send(server.request(Method::POST, "/api/v1/auth/logout").bearer_auth(&third)).await;
    assert_eq!(bye.status, 204, "{}", bye.text);
    assert_eq!(server.get(&third, "/api/v1/jobs").await.status, 401);
});

both!(forged_and_old_tokens_are_refused, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let good = server.login("auditor").await;
    let [header, body, signature]: [&str; 3] = good.split('.').collect::<Vec<_>>().try_into().unwrap();
    let other = server.login("operator").await;
    let of_other = other.split('.').nth(1).unwrap();
    // {"alg":"none","typ":"at+jwt"}
    let none = "eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0";
    let forged = [
        String::new(),
        "x".to_owned(),
        format!("{header}.{body}."),
        format!("{none}.{body}."),
        format!("{none}.{body}.{signature}"),
        format!("{header}.{of_other}.{signature}"),
        good.replace(signature, &signature.chars().rev().collect::<String>()),
    ];
    for token in forged {
        let seen = server.get(&token, "/api/v1/jobs").await;
        assert_eq!(seen.code(), (401, "SIGN_IN_REQUIRED".to_owned()), "{token}");
        assert_eq!(seen.header("www-authenticate"), "Bearer");
    }
    assert_eq!(server.get(&good, "/api/v1/jobs").await.status, 200);
    server.app().clock.advance(chrono::TimeDelta::minutes(11));
    assert_eq!(server.get(&good, "/api/v1/jobs").await.status, 401);
});

both!(guessing_a_password_is_slowed_down, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let wrong = server.sign_in("manager", "not the password").await;
    let nobody = server.sign_in("nobody", "not the password").await;
    assert_eq!((wrong.code(), nobody.code()), ((401, "SIGN_IN_FAILED".into()), (401, "SIGN_IN_FAILED".into())));
    for _ in 0..4 {
        assert_eq!(server.sign_in("manager", "not the password").await.status, 401);
    }
    let stopped = server.sign_in("manager", &password("manager")).await;
    assert_eq!(stopped.status, 429);
    assert!(stopped.header("retry-after").parse::<u64>().unwrap() > 0);
});
