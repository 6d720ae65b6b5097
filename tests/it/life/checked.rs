//! Whether the work holds: the customer's code, a call, an objection, or hours without one.

use chrono::Duration;
use ostakar::app::Actor;
use ostakar::app::jobs;
use ostakar::app::policies::{PolicySpec, revise_policy};
use ostakar::domain::policy::CarePolicy;
use serde_json::json;

use super::Life;
use crate::support::facts::execute;
use crate::support::{TestDb, both};

async fn done_without_code(db: TestDb) -> Life {
    let life = Life::accepted(db, 1).await;
    life.comes().await;
    life.dump().await;
    let (status, said) = life.reports(json!({ "event": "done_without_code" })).await;
    assert_eq!((status, said["errors"][0]["field"].as_str()), (422, Some("reason")), "{said}");
    let (status, said) = life.reports(json!({ "event": "done_without_code", "reason": "CUSTOMER_LEFT" })).await;
    assert_eq!((status, said["state"].as_str()), (200, Some("done")), "{said}");
    life.stands("completed | done | happy_call | customer:work_reported").await;
    assert_eq!(life.site.json(&life.customer).await.json()["units"][0]["stands"], "reported");
    life
}

both!(a_happy_call_verifies, async |db: TestDb| {
    let life = done_without_code(db).await;
    assert_eq!(life.does("operator", "verify", json!({})).await.0, 200);
    life.stands("verified | done |  | ").await;
    jobs::settle_due(life.app()).await.unwrap();
    life.stands("closed | done |  | ").await;
});

both!(two_days_without_objection_verify, async |db: TestDb| {
    let life = done_without_code(db).await;
    life.wait(Duration::hours(47));
    jobs::settle_due(life.app()).await.unwrap();
    life.stands("completed | done | happy_call | ").await;
    life.wait(Duration::hours(2));
    jobs::settle_due(life.app()).await.unwrap();
    life.stands("closed | done |  | ").await;
});

both!(an_objection_brings_the_same_agent_back, async |db: TestDb| {
    let life = done_without_code(db).await;
    let agent = life.job().await.agent_id;
    let body = json!({ "job": life.job, "reason": "NO_SUCH" });
    assert_eq!(life.says("object", body).await.1["errors"][0]["code"], "reason_unknown");
    let (status, said) = life.says("object", json!({ "job": life.job, "reason": "STILL_FAULTY" })).await;
    assert_eq!((status, said["state"].as_str()), (200, Some("assigned")), "{said}");
    life.stands("assigned | done | plan_next_visit | ").await;
    let job = life.job().await;
    assert_eq!((job.agent_id, job.completed_at, job.outcome.is_none()), (agent, None, true));
    assert_eq!(life.chooses(life.times().await[0]).await.0, 200);
    life.comes().await;
    assert_eq!(life.reports(json!({ "event": "done" })).await.0, 200);
    life.dump().await;
    assert_eq!(life.says("object", json!({ "job": life.job, "reason": "STILL_FAULTY" })).await.0, 409);
    jobs::settle_due(life.app()).await.unwrap();
    life.stands("closed | done done |  | ").await;
});

both!(only_the_own_job_is_objected_to, async |db: TestDb| {
    let life = done_without_code(db).await;
    let other = life.site.offered(2).await;
    let path = life.site.path(ostakar::domain::link::LinkKind::Customer, other.request.as_str());
    let body = json!({ "job": life.job, "reason": "STILL_FAULTY" });
    assert_eq!(life.site.post_json(&format!("{path}/object"), body).await.status, 404);
    life.stands("completed | done | happy_call | ").await;
});

both!(a_share_of_those_who_paid_is_called, async |db: TestDb| {
    for (percent, tasks) in [(100, "happy_call"), (0, "")] {
        let life = Life::accepted(db.another(), 1).await;
        let policy = CarePolicy { paid_calls_percent: percent, ..CarePolicy::default() };
        revise_policy(life.app(), Actor::system(), "standard", (1, PolicySpec::Care(policy))).await.unwrap();
        execute(life.site.url(), &format!("UPDATE jobs SET warranty = 'out_of_warranty' WHERE id = '{}'", life.job));
        life.comes().await;
        assert_eq!(life.reports(json!({ "event": "done" })).await.0, 200);
        let stands = life.dump().await;
        assert_eq!(stands.split(" | ").nth(2).unwrap().replace("payment_difference", "").trim(), tasks, "{stands}");
    }
});
