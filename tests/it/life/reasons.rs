//! Every reason of the reference data does what its kind says, and leaves its name on the record.

use std::fmt::Write as _;

use chrono::Duration;
use ostakar::domain::reason::ReasonKind;
use ostakar::store::offers::list_offers;
use serde_json::json;

use super::Life;
use crate::support::{TestDb, both};

fn codes(life: &Life, kind: ReasonKind) -> Vec<(String, String)> {
    let catalogue = life.app().catalogue();
    catalogue.reasons(kind).iter().map(|it| (it.code.clone(), it.owner.to_string())).collect()
}

/// The last event of a name about the job: its reason and whose delay it is.
async fn said(life: &Life, name: &str) -> (String, String) {
    let path = format!("/api/v1/jobs/{}/events", life.job);
    let (_, events) = life.site.api("manager", actix_web::http::Method::GET, &path, json!({})).await;
    let events = events["items"].as_array().unwrap().clone();
    let event = events.iter().rfind(|event| event["name"] == name).unwrap();
    let text = |field: &str| event[field].as_str().unwrap_or_default().to_owned();
    (text("reason"), text("delay_owner"))
}

both!(every_hold_has_a_date_an_owner_and_an_end, async |db: TestDb| {
    let life = Life::accepted(db, 1).await;
    let codes = codes(&life, ReasonKind::Hold);
    assert_eq!(codes.len(), 14);
    for (code, owner) in codes {
        if code == "CUSTOMER_UNREACHABLE" {
            // This one comes by itself, from what was tried.
            for _ in 0..3 {
                life.calls_in_vain().await;
                life.wait(Duration::hours(4));
            }
            assert_eq!(life.job().await.hold_reason.as_deref(), Some("CUSTOMER_UNREACHABLE"));
            assert_eq!(said(&life, "hold").await, (code.clone(), owner));
            assert_eq!(life.does("operator", "resume", json!({})).await.0, 200);
            continue;
        }
        let (status, refused) = life.does("operator", "hold", json!({ "reason": code })).await;
        assert_eq!((status, refused["errors"][0]["field"].as_str()), (422, Some("until")), "{code}");
        let until = life.app().clock.now() + Duration::days(2);
        let (status, held) = life.does("operator", "hold", json!({ "reason": code, "until": until })).await;
        assert_eq!(status, 200, "{code}: {held}");
        let job = life.job().await;
        assert_eq!((job.hold_reason.as_deref(), job.hold_until.map(|at| at.0)), (Some(code.as_str()), Some(until)));
        assert_eq!(said(&life, "hold").await, (code.clone(), owner));
        assert_eq!(life.does("operator", "resume", json!({})).await.0, 200, "{code}");
    }
    assert_eq!(life.job().await.state.0.as_str(), "assigned");
});

both!(every_unfinished_visit_is_followed_by_another, async |db: TestDb| {
    let life = Life::accepted(db, 1).await;
    let codes = codes(&life, ReasonKind::NotDone);
    assert_eq!(codes.len(), 11);
    let mut left = String::new();
    for (code, owner) in codes {
        life.comes().await;
        let (status, report) = life.reports(json!({ "event": "not_done", "reason": code })).await;
        assert_eq!(status, 200, "{code}: {report}");
        assert_eq!(said(&life, "not_done").await, (code.clone(), owner), "{code}");
        let job = life.job().await;
        writeln!(left, "{code} {}", job.state.0).unwrap();
        assert!(life.dump().await.contains("plan_next_visit"), "{code}: somebody must plan what comes next");
        let (status, planned) = life.chooses(life.times().await[0]).await;
        assert_eq!(status, 200, "{code}: {planned}");
        life.wait(Duration::hours(3));
    }
    assert!(left.lines().all(|line| line.ends_with(" incomplete")), "{left}");
    assert_eq!(life.visits().await.len(), 12);
});

both!(every_decline_and_every_cancellation_is_kept, async |db: TestDb| {
    let life = Life::accepted(db, 1).await;
    let declines = codes(&life, ReasonKind::Decline);
    assert_eq!(declines.len(), 7);
    for (n, (code, _)) in (2..).zip(declines) {
        let offered = life.site.offered(n).await;
        let path = life.site.path(ostakar::domain::link::LinkKind::Offer, offered.offers[0].as_str());
        let seen = life.site.post_json(&format!("{path}/decline"), json!({ "reason": code })).await;
        assert_eq!(seen.status, 200, "{code}: {}", seen.text);
        let job = offered.job;
        let offers = life.app().db.read(move |conn| list_offers(conn, job)).await.unwrap();
        assert_eq!(offers[0].decline_reason.as_deref(), Some(code.as_str()));
    }
    let cancels = codes(&life, ReasonKind::Cancel);
    assert_eq!(cancels.len(), 9);
    for (n, (code, owner)) in (20..).zip(cancels) {
        let offered = life.site.offered(n).await;
        let other = Life::of(life.site.clone(), offered.job, offered.request);
        let (status, given_up) = other.does("operator", "cancel", json!({ "reason": code })).await;
        assert_eq!(status, 200, "{code}: {given_up}");
        assert_eq!((said(&other, "cancel").await, other.job().await.state.0.as_str()), ((code, owner), "cancelled"));
    }
});
