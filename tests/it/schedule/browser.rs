//! The schedule with its script, in a real browser: a visit is moved by the keyboard and by the pointer.

use ostakar::domain::link::LinkKind;
use ostakar::store::offers::list_visits;
use serde_json::json;

use crate::site::Site;
use crate::support::TestDb;
use crate::support::browser::browse;
use crate::support::server::{TestServer, password};

#[actix_web::test]
async fn a_visit_is_moved_by_keyboard_and_pointer() {
    for lang in ["en", "fa"] {
        let site = Site::open(TestDb::sqlite()).await;
        let offered = site.offered(1).await;
        let link = site.path(LinkKind::Offer, offered.offers[0].as_str());
        assert_eq!(site.post_json(&format!("{link}/accept"), json!({})).await.status, 200);
        let job = offered.job;
        let visits = site.app.db.read(move |conn| list_visits(conn, job)).await.unwrap();
        let day = site.app.catalogue().calendar().local_date(visits[0].window_from.0);
        let path = format!("/schedule?day={day}&agent={}&lang={lang}", visits[0].agent_id.0);
        let server = TestServer::over(site.into_stand());
        let user = "dispatcher";
        let arguments = vec![server.url.clone(), user.to_owned(), password(user), path, job.to_string()];
        let seen = browse("schedule.js", arguments).await;
        println!("{seen}");
        assert_eq!(seen["errors"], json!([]), "{seen}");
        assert_eq!((&seen["given_up"], &seen["by_keys"]), (&json!(0), &json!(30)), "{seen}");
        assert_eq!((&seen["refused"], &seen["unmoved"]), (&json!("OUTSIDE_PROMISE"), &json!(0)), "{seen}");
        assert_eq!(seen["by_pointer"], json!(60), "{seen}");
        assert!(seen["heard"].as_str().is_some_and(|heard| heard.contains(':')), "{seen}");
    }
}
