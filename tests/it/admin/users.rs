//! Who may sign in.

use actix_web::test::TestRequest;
use futures_util::future::join;
use reqwest::Method;
use serde_json::json;

use super::{field, keeps_the_rules, wrong};
use crate::site::{Seen, Site};
use crate::support::facts::{count, text};
use crate::support::server::{TestServer, password};
use crate::support::{TestDb, both};

const PASSWORD: &str = "walnut-river-1946";

/// A user as the form describes one, with another value in one field.
fn described<'a>(name: &'a str, (field, other): (&'a str, &'a str)) -> Vec<(&'a str, &'a str)> {
    let fields = [
        ("username", name),
        ("display_name", "Reza Karimi"),
        ("role", "operator"),
        ("language", "en"),
        ("provinces", ""),
        ("password", PASSWORD),
    ];
    fields.into_iter().map(|(name, value)| (name, if name == field { other } else { value })).collect()
}

async fn add(site: &Site, cookie: &str, name: &str, change: (&str, &str)) -> Seen {
    site.post_as(cookie, "/admin/users", &described(name, change)).await
}

/// Sends a form of a user's page with the version that the page shows.
async fn act(site: &Site, cookie: &str, (page, act): (&str, &str), fields: &[(&str, &str)]) -> Seen {
    let version = field(&site.page_as(cookie, page).await.text, "version");
    let fields = [fields, &[("version", version.as_str())]].concat();
    site.post_as(cookie, &format!("{page}/{act}"), &fields).await
}

/// The cookie of a session of somebody who is not of the demo.
async fn enter(site: &Site, username: &str, password: &str) -> Option<String> {
    let seen = site.post_form("/login", &[("username", username), ("password", password)]).await;
    (seen.status == 303).then(|| seen.cookie.split(';').next().unwrap().to_owned())
}

/// The version and the form token of a user's page.
async fn shown(site: &Site, cookie: &str, page: &str) -> (String, String) {
    let page = site.page_as(cookie, page).await.text;
    (field(&page, "version"), field(&page, "csrf"))
}

async fn is_in(site: &Site, cookie: &str) -> bool {
    site.page_as(cookie, "/jobs").await.status == 200
}

/// What a program with this token is answered.
async fn by_token(site: &Site, token: &str) -> u16 {
    let request = TestRequest::get().uri("/api/v1/jobs").insert_header(("accept", "application/json"));
    site.ask(request.insert_header(("authorization", format!("Bearer {token}")))).await.status
}

both!(a_user_is_added_changed_locked_and_let_in_again, async |db: TestDb| {
    let site = Site::open(db).await;
    let cookie = site.sign_in("administrator").await;
    let added = add(&site, &cookie, " Reza.Karimi ", ("provinces", "Fars\nخراسان رضوی")).await;
    assert_eq!(added.status, 303, "{}", added.text);
    let page = added.location.clone();
    let kept = text(site.url(), "SELECT provinces FROM users WHERE username = 'reza.karimi'");
    assert_eq!(kept, r#"["fars","razavi_khorasan"]"#);
    let list = site.page_as(&cookie, "/admin/users?q=REZA&role=operator&lang=en").await.text;
    assert!(list.contains("reza.karimi") && list.contains("Razavi Khorasan"), "{list}");
    assert!(!list.contains(">operator2<"), "{list}");
    let list = site.page_as(&cookie, "/admin/users?q=reza%20KARIMI&lang=en").await.text;
    assert!(list.contains("reza.karimi"), "the name as shown, in any case: {list}");
    for (name, path) in [("admin", "/admin"), ("admin-users", "/admin/users"), ("admin-user", page.as_str())] {
        keeps_the_rules(&site, &cookie, (name, path)).await;
    }

    let facts = [("display_name", "Reza Karimi"), ("role", "administrator"), ("language", "fa"), ("provinces", "fars")];
    let limited = act(&site, &cookie, (&page, "edit"), &facts).await;
    assert_eq!(wrong(&limited), ["provinces"], "who keeps the limits has none");

    let user = enter(&site, "reza.karimi", PASSWORD).await.unwrap();
    assert_eq!(site.page_as(&user, "/board").await.status, 403);
    let facts = [("display_name", "Reza Karimi"), ("role", "dispatcher"), ("language", "fa"), ("provinces", "fars")];
    assert_eq!(act(&site, &cookie, (&page, "edit"), &facts).await.status, 303);
    assert_eq!(site.page_as(&user, "/board").await.status, 200, "the new role is in force at once");

    assert_eq!(act(&site, &cookie, (&page, "password"), &[("password", "meadow-stone-2207")]).await.status, 303);
    assert!(!is_in(&site, &user).await, "the old password's sign-in goes on");
    assert_eq!(enter(&site, "reza.karimi", PASSWORD).await, None);
    let user = enter(&site, "reza.karimi", "meadow-stone-2207").await.unwrap();

    let login = json!({ "username": "reza.karimi", "password": "meadow-stone-2207" });
    let token = site.post_json("/api/v1/auth/login", login).await.json()["access_token"].as_str().unwrap().to_owned();
    assert_eq!(by_token(&site, &token).await, 200);
    assert_eq!(act(&site, &cookie, (&page, "lock"), &[]).await.status, 303);
    assert_eq!(by_token(&site, &token).await, 401, "a program goes on with the token of a locked user");
    assert!(!is_in(&site, &user).await && enter(&site, "reza.karimi", "meadow-stone-2207").await.is_none());
    assert_eq!(act(&site, &cookie, (&page, "unlock"), &[]).await.status, 303);
    assert!(!is_in(&site, &user).await, "a sign-in that was ended comes back");
    assert!(enter(&site, "reza.karimi", "meadow-stone-2207").await.is_some());

    for action in ["user_added", "user_edited", "password_set", "user_locked", "user_unlocked"] {
        let by = text(site.url(), "SELECT id FROM users WHERE username = 'administrator'");
        let rows = format!("audit_rows WHERE action = '{action}' AND actor_id = '{by}'");
        assert_eq!(count(site.url(), &rows), 1, "{action}");
    }
    assert_eq!(count(site.url(), "audit_rows WHERE detail LIKE '%meadow%' OR detail LIKE '%walnut%'"), 0);
});

both!(everything_wrong_with_a_user_is_told_at_its_field, async |db: TestDb| {
    let site = Site::open(db).await;
    let cookie = site.sign_in("administrator").await;
    let users = count(site.url(), "users");
    let fields = [
        ("username", "two words"),
        ("display_name", " "),
        ("role", "operator"),
        ("language", "fa"),
        ("provinces", "Atlantis"),
        ("password", "short"),
    ];
    let seen = site.post_as(&cookie, "/admin/users?lang=en", &fields).await;
    assert_eq!(wrong(&seen), ["display_name", "password", "provinces", "username"]);
    assert!(seen.text.contains("two words") && !seen.text.contains("short\""), "{}", seen.text);
    let long = "x".repeat(61);
    for (field, other) in [("username", ""), ("username", long.as_str()), ("username", "operator"), ("role", "king")] {
        assert_eq!(wrong(&add(&site, &cookie, "new", (field, other)).await), [field], "{other}");
    }
    assert_eq!(wrong(&add(&site, &cookie, "new", ("role", "")).await), ["role"]);
    assert_eq!(wrong(&add(&site, &cookie, "new", ("language", "")).await), ["language"]);
    assert_eq!(count(site.url(), "users"), users, "a refused form leaves a user");

    let id = text(site.url(), "SELECT id FROM users WHERE username = 'operator'");
    let page = format!("/admin/users/{id}");
    let weak = act(&site, &cookie, (&page, "password"), &[("password", "operator")]).await;
    assert_eq!(wrong(&weak), ["password"]);
    let facts = [("display_name", ""), ("role", "operator"), ("language", "fa"), ("provinces", "Atlantis")];
    let seen = act(&site, &cookie, (&page, "edit"), &facts).await;
    assert_eq!(wrong(&seen), ["display_name", "provinces"]);
    assert!(seen.text.contains("Atlantis"), "what was typed is gone");
    assert_eq!(act(&site, &cookie, (&page, "promote"), &[]).await.status, 404);
    let nobody = "/admin/users/00000000-0000-7000-8000-000000000000";
    assert_eq!(site.page_as(&cookie, nobody).await.status, 404);
    assert_eq!(site.page_as(&cookie, "/admin/users?role=king").await.status, 422);
});

both!(everybody_changes_the_own_password, async |db: TestDb| {
    let site = Site::open(db).await;
    let (cookie, other) = (site.sign_in("operator").await, site.sign_in("operator").await);
    let old = crate::support::server::password("operator");
    let fields = |old: &str, new: &str, again: &str| {
        [("old_password", old.to_owned()), ("password", new.to_owned()), ("again", again.to_owned())]
    };
    let send = async |fields: [(&'static str, String); 3]| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        site.post_as(&cookie, "/password", &fields).await
    };
    assert_eq!(wrong(&send(fields("guessed", "short", "short")).await), ["old_password", "password"]);
    assert_eq!(wrong(&send(fields(&old, PASSWORD, "walnut-river-1947")).await), ["again"]);
    assert!(is_in(&site, &cookie).await && is_in(&site, &other).await);
    let changed = send(fields(&old, PASSWORD, PASSWORD)).await;
    assert_eq!((changed.status, changed.location.as_str()), (303, "/login"), "{}", changed.text);
    assert!(!is_in(&site, &cookie).await && !is_in(&site, &other).await, "a sign-in by the old password goes on");
    assert_eq!(enter(&site, "operator", &old).await, None);
    assert!(enter(&site, "operator", PASSWORD).await.is_some());
    assert_eq!(count(site.url(), "audit_rows WHERE action = 'password_set'"), 1);
});

both!(an_own_password_is_guessed_no_faster_than_at_the_door, async |db: TestDb| {
    let site = Site::open(db).await;
    let cookie = site.sign_in("operator").await;
    let token = field(&site.page_as(&cookie, "/password").await.text, "csrf");
    let url = site.url().to_owned();
    // Tries are counted by the process.
    let server = TestServer::over(site.into_stand());
    let send = async |old: &str| {
        let fields = [("csrf", token.as_str()), ("old_password", old), ("password", PASSWORD), ("again", PASSWORD)];
        let request = server.request(Method::POST, "/password").header("cookie", &cookie).header("accept", "text/html");
        server.send(request.form(&fields)).await.status
    };
    for _ in 0..5 {
        assert_eq!(send("guessed").await, 422);
    }
    assert_eq!(send(&password("operator")).await, 429);
    assert_eq!(count(&url, "audit_rows WHERE action = 'password_set'"), 0);
});

both!(the_last_administrator_is_never_locked_out, async |db: TestDb| {
    let site = Site::open(db).await;
    let first = site.sign_in("administrator").await;
    let id = text(site.url(), "SELECT id FROM users WHERE username = 'administrator'");
    let page = format!("/admin/users/{id}");
    assert_eq!(wrong(&act(&site, &first, (&page, "lock"), &[]).await), ["is_active"]);
    let facts = [("display_name", "Arash"), ("role", "manager"), ("language", "fa"), ("provinces", "")];
    assert_eq!(wrong(&act(&site, &first, (&page, "edit"), &facts).await), ["role"]);

    let other = add(&site, &first, "second", ("role", "administrator")).await.location;
    let second = enter(&site, "second", PASSWORD).await.unwrap();
    let (of_first, of_second) = (shown(&site, &first, &page).await, shown(&site, &first, &other).await);
    let (lock_first, lock_second) = (format!("{page}/lock"), format!("{other}/lock"));
    let by_first = [("version", of_second.0.as_str()), ("csrf", of_second.1.as_str())];
    let token = shown(&site, &second, &other).await.1;
    let by_second = [("version", of_first.0.as_str()), ("csrf", token.as_str())];
    join(site.form_as(&first, &lock_second, &by_first), site.form_as(&second, &lock_first, &by_second)).await;
    assert_eq!(count(site.url(), "users WHERE role = 'administrator' AND is_active"), 1, "each locked the other out");
});

both!(of_two_editors_of_one_user_the_second_is_told, async |db: TestDb| {
    let site = Site::open(db).await;
    let cookie = site.sign_in("administrator").await;
    let id = text(site.url(), "SELECT id FROM users WHERE username = 'operator2'");
    let page = format!("/admin/users/{id}");
    let version = field(&site.page_as(&cookie, &page).await.text, "version");
    let facts = |role: &'static str| {
        let version = version.clone();
        let (site, cookie, path) = (&site, cookie.clone(), format!("{page}/edit"));
        async move {
            let facts = [("display_name", "Hesam"), ("role", role), ("language", "fa"), ("provinces", "")];
            site.post_as(&cookie, &path, &[facts.as_slice(), &[("version", version.as_str())]].concat()).await
        }
    };
    let (one, two) = join(facts("operator"), facts("dispatcher")).await;
    let mut answers = [one.status, two.status];
    answers.sort_unstable();
    assert_eq!(answers, [303, 412], "{} {}", one.text, two.text);
    assert_eq!(count(site.url(), "audit_rows WHERE action = 'user_edited'"), 1);
});

both!(of_two_users_of_one_name_the_second_is_refused, async |db: TestDb| {
    let site = Site::open(db).await;
    let cookie = site.sign_in("administrator").await;
    let (one, two) =
        join(add(&site, &cookie, "twin", ("role", "operator")), add(&site, &cookie, "TWIN", ("role", "operator")))
            .await;
    let (made, refused) = if one.status == 303 { (one, two) } else { (two, one) };
    assert_eq!((made.status, wrong(&refused)), (303, vec!["username".to_owned()]));
    assert_eq!(count(site.url(), "users WHERE username = 'twin'"), 1);
});

both!(nobody_else_sees_or_makes_users, async |db: TestDb| {
    let site = Site::open(db).await;
    for user in ["operator", "dispatcher", "agent_manager", "manager", "auditor"] {
        let cookie = site.sign_in(user).await;
        assert_eq!(site.page_as(&cookie, "/admin/users").await.status, 403, "{user}");
        assert_eq!(add(&site, &cookie, "friend", ("role", "administrator")).await.status, 403, "{user}");
        let jobs = site.page_as(&cookie, "/jobs").await.text;
        let sees = !matches!(user, "operator" | "dispatcher");
        assert_eq!(jobs.contains("href=\"/admin\""), sees, "{user}");
        let home = site.page_as(&cookie, "/admin").await;
        assert_eq!(home.status, if sees { 200 } else { 403 }, "{user}");
        assert!(!home.text.contains("/admin/users"), "{user}");
    }
    assert_eq!(count(site.url(), "users WHERE username = 'friend'"), 0);
});
