//! What an agent works by runs out: the agent hears of it in time, somebody looks after it, and what holds again is forgotten.

use actix_web::http::Method;
use chrono::{Days, NaiveDate, TimeDelta};
use ostakar::app::agents::agent::edit_agent;
use ostakar::app::ticks::{Tick, run_now};
use ostakar::domain::agent::PaperKind;
use ostakar::domain::id::AgentId;
use ostakar::domain::message::MessageKind;
use ostakar::domain::task::{TaskKind, TaskState};
use ostakar::store::messages::list_messages_to;
use ostakar::store::network::find_agent;
use ostakar::store::tasks::list_tasks_of_agent;
use serde_json::json;

use crate::site::Site;
use crate::support::{TestDb, both};

/// The contract of an agent ends on this day.
async fn contract_until(site: &Site, agent: AgentId, day: NaiveDate) {
    let caller = site.caller("manager").await;
    let version = site.app.db.read(move |conn| find_agent(conn, agent)).await.unwrap().version;
    let input = serde_json::from_value(json!({ "contract_to": day })).unwrap();
    edit_agent(&site.app, &caller, (agent, i64::from(version)), input).await.unwrap();
}

/// What the agent was told of papers, and the states of the tasks about its contract.
async fn told(site: &Site, agent: AgentId) -> (Vec<MessageKind>, Vec<TaskState>) {
    run_now(&site.app, Tick::FollowPapers).await.unwrap();
    let phone = site.app.network().agent(agent).unwrap().phone.clone();
    let mut messages = site.app.db.read(move |conn| list_messages_to(conn, &phone, 200)).await.unwrap();
    messages.sort_by_key(|message| (message.created_at, message.id.0));
    let of_papers = [MessageKind::PaperExpiring, MessageKind::PaperExpired];
    let kinds = messages.iter().map(|message| message.kind.0).filter(|kind| of_papers.contains(kind)).collect();
    let tasks = site.app.db.read(move |conn| list_tasks_of_agent(conn, agent, TaskKind::RenewPaper)).await.unwrap();
    let of_contract = tasks.iter().filter(|task| task.note.as_deref().is_some_and(|note| note.starts_with("contract")));
    (kinds, of_contract.map(|task| task.state.0).collect())
}

both!(a_contract_that_ends_is_told_in_time_and_forgotten_when_it_is_renewed, async |db: TestDb| {
    let site = Site::open(db).await;
    let agent = site.app.network().agents().find(|agent| agent.code == "agent_001").unwrap().id;
    let before = told(&site, agent).await;
    let today = site.app.catalogue().calendar().local_date(site.app.clock.now());
    let last = today + Days::new(20);
    contract_until(&site, agent, last).await;
    let (kinds, tasks) = told(&site, agent).await;
    assert_eq!(kinds.len(), before.0.len() + 1);
    assert_eq!((kinds.last(), tasks), (Some(&MessageKind::PaperExpiring), vec![TaskState::Open]));
    assert_eq!(told(&site, agent).await.0, kinds, "once is enough");

    let (_, seen) = site.api("agent_manager", Method::GET, "/api/v1/papers?days=20", json!({})).await;
    let lines: Vec<_> =
        seen["items"].as_array().unwrap().iter().filter(|it| it["agent_id"] == agent.as_str()).collect();
    let contract = lines.iter().find(|it| it["kind"] == PaperKind::Contract.as_str()).unwrap();
    assert_eq!((&contract["until"], &contract["days_left"]), (&json!(last), &json!(20)));
    let (status, seen) = site.api("agent_manager", Method::GET, "/api/v1/papers?days=-1", json!({})).await;
    assert_eq!((status, &seen["errors"][0]["field"]), (422, &json!("days")));

    site.app.clock.advance(TimeDelta::days(14));
    let (nearer, tasks) = told(&site, agent).await;
    assert_eq!((nearer.len(), tasks.len()), (kinds.len() + 1, 1), "a second word, no second task");
    site.app.clock.advance(TimeDelta::days(7));
    let (ended, _) = told(&site, agent).await;
    assert_eq!(ended.last(), Some(&MessageKind::PaperExpired));

    contract_until(&site, agent, today + Days::new(700)).await;
    let (after, tasks) = told(&site, agent).await;
    assert_eq!((after.len(), tasks), (ended.len(), vec![TaskState::Done]));
});

both!(the_file_of_an_agent_has_everything_and_suspends, async |db: TestDb| {
    let site = Site::open(db).await;
    let agent = site.app.network().agents().find(|agent| agent.code == "agent_001").unwrap().clone();
    let cookie = site.sign_in("manager").await;
    let list = site.page_as(&cookie, "/agents?q=agent_001").await;
    let path = format!("/agents/{}", agent.id);
    assert!(list.status == 200 && list.text.contains(&path), "{}", list.text);
    let file = site.page_as(&cookie, &path).await;
    assert_eq!(file.status, 200, "{}", file.text);
    for words in [agent.technicians[0].name[0].as_str(), "قرارداد", "تعلیق", "افزودن مدرک"] {
        assert!(file.text.contains(words), "{words}: {}", file.text);
    }
    let paper = [("kind", "insurance"), ("number", "55-1"), ("issued_on", "1405/09/01"), ("expires_on", "1406/09/01")];
    assert_eq!(site.post_as(&cookie, &format!("{path}/documents"), &paper).await.status, 303);
    let wrong = site.post_as(&cookie, &format!("{path}/documents"), &[("kind", "insurance"), ("number", "55-2")]).await;
    assert!(wrong.status == 422 && wrong.text.contains("role=\"alert\""), "{}", wrong.text);

    let reason = site.app.catalogue().reasons(ostakar::domain::reason::ReasonKind::Suspend)[0].code.clone();
    let suspended = site.post_as(&cookie, &format!("{path}/suspend"), &[("reason", &reason), ("version", "1")]).await;
    assert_eq!((suspended.status, suspended.location.as_str()), (303, path.as_str()), "{}", suspended.text);
    let file = site.page_as(&cookie, &path).await.text;
    assert!(file.contains("پایان تعلیق") && !file.contains(&format!("{path}/suspend")), "{file}");
    let stale = site.post_as(&cookie, &format!("{path}/reinstate"), &[("version", "1")]).await;
    assert_eq!(stale.status, 412, "somebody else changed it");

    let auditor = site.sign_in("auditor").await;
    let file = site.page_as(&auditor, &path).await;
    assert!(file.status == 200 && !file.text.contains("/reinstate"), "an auditor changes nothing");
    assert_eq!(site.post_as(&auditor, &format!("{path}/reinstate"), &[]).await.status, 403);
});
