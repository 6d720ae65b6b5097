//! What contracts say: the duty to accept, and jobs that are an agent's own without asking.

use diesel::prelude::*;
use ostakar::app::dispatch::{self, Terms, set_terms};
use ostakar::app::offers::{Acceptance, accept};
use ostakar::app::{Code, outbox};
use ostakar::domain::agent::TimeOffReason;
use ostakar::domain::geo::AreaKind;
use ostakar::domain::id::{AgentId, JobId};
use ostakar::domain::job::JobState;
use ostakar::domain::message::MessageKind;
use ostakar::domain::offer::OfferState;
use ostakar::domain::policy::TierKind;
use ostakar::store::agent_facts::{TimeOffRow, insert_time_off};
use ostakar::store::messages::list_messages_of_job;
use ostakar::store::network::{find_agent, list_loads};
use ostakar::store::schema::agent_documents;
use ostakar::store::{At, Col, Day, StoreError, Tx};

use super::{best, change_agent, change_policy, job_of, offers_of, open_offers, report, staff, tier};
use crate::support::app::TestApp;
use crate::support::{TestDb, both};

fn terms(auto_accepts: bool, answer_minutes: Option<i32>) -> Terms {
    Terms { auto_accepts, answer_minutes, version: 0 }
}

/// A job in warranty with its area's primary agent.
async fn covered(test: &TestApp) -> (JobId, AgentId) {
    for k in 1..80 {
        let job = report(&test.app, k).await;
        let ranked = dispatch::rank_job(&test.app, job, None).await.unwrap();
        let primary = ranked.ledger.eligible.iter().find(|it| it.area == Some(AreaKind::Primary));
        if let (true, Some(primary)) = (ranked.case.is_warranty(), primary) {
            return (job, primary.agent_id);
        }
    }
    panic!("no job in warranty with a primary agent");
}

both!(m14_warranty_work_goes_straight_to_the_primary_agent_by_the_minutes_of_its_contract, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    let (job, primary) = covered(&test).await;
    set_terms(app, staff(), primary, terms(false, Some(45))).await.unwrap();
    let stale = set_terms(app, staff(), primary, terms(true, None)).await.unwrap_err();
    assert_eq!(stale.code(), Code::PreconditionFailed);
    let wrong = set_terms(app, staff(), primary, terms(true, Some(0))).await.unwrap_err();
    assert_eq!(wrong.code(), Code::Invalid);
    app.reload_network().await.unwrap();
    dispatch::dispatch_job(app, staff(), job, None).await.unwrap();
    let offers = open_offers(app, job).await;
    assert_eq!(offers.len(), 1);
    let offer = &offers[0];
    assert_eq!((offer.agent_id.0, offer.is_direct), (primary, true));
    assert_eq!(offer.tier.map(|tier| tier.0), Some(TierKind::Direct));
    let network = app.network();
    let hours = &network.agent(primary).unwrap().hours;
    assert_eq!(Some(offer.deadline_at.0), hours.add_business(app.clock.now(), 45));
});

both!(m14_a_contract_takes_a_job_with_its_offer_in_one_transaction, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    change_policy(app, "balanced", |policy| policy.tiers = vec![tier(TierKind::Ranked, 3, 5)]).await;
    let job = report(app, 1).await;
    let agent = best(app, job).await;
    set_terms(app, staff(), agent, terms(true, None)).await.unwrap();
    app.reload_network().await.unwrap();
    dispatch::dispatch_due(app).await.unwrap();
    let taken = job_of(app, job).await;
    assert_eq!((taken.state.0, taken.agent_id.map(|id| id.0)), (JobState::Assigned, Some(agent)));
    assert!(taken.technician_id.is_some() && taken.dispatch_at.is_none());
    let offers = offers_of(app, job).await;
    assert_eq!(offers.len(), 1, "nobody else need be asked");
    assert_eq!(offers[0].state.0, OfferState::Accepted);
    assert_eq!(app.db.read(move |conn| list_loads(conn, Some(&[agent]))).await.unwrap(), [(agent, 1)]);
    while outbox::deliver_due(app).await.unwrap().total() > 0 {}
    let messages = app.db.read(move |conn| list_messages_of_job(conn, job)).await.unwrap();
    let kinds: Vec<_> = messages.iter().map(|message| message.kind.0).collect();
    assert!(kinds.contains(&MessageKind::JobAssigned) && kinds.contains(&MessageKind::VisitAssigned), "{kinds:?}");
    assert!(!kinds.contains(&MessageKind::OfferSent), "{kinds:?}");
    let phone = app.network().agent(agent).unwrap().phone.clone();
    assert!(test.sms.all().iter().any(|sms| sms.to == phone && sms.text.contains("/o/")));
});

both!(m14_a_policy_may_ask_in_spite_of_the_contract, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    let job = report(app, 1).await;
    let agent = best(app, job).await;
    set_terms(app, staff(), agent, terms(true, None)).await.unwrap();
    change_policy(app, "balanced", |policy| policy.allows_auto_accept = false).await;
    dispatch::offer_job(app, staff(), job, agent).await.unwrap();
    assert_eq!(job_of(app, job).await.state.0, JobState::PendingDispatch);
    assert_eq!(open_offers(app, job).await.len(), 1);
});

both!(m14_an_acceptance_reads_leave_contract_and_papers_anew, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    let job = report(app, 1).await;
    dispatch::dispatch_job(app, staff(), job, None).await.unwrap();
    let offer = open_offers(app, job).await.remove(0);
    let (agent, window) = (offer.agent_id.0, (offer.proposed_from.unwrap().0, offer.proposed_to.unwrap().0));
    let accept = async || accept(app, offer.id.0, None, Acceptance::default()).await;
    // Another node has noted what this one's network does not know yet.
    let day = |text: &str| Day(text.parse().unwrap());
    let (ended, held) =
        (day("2026-11-21"), app.db.read(move |conn| find_agent(conn, agent)).await.unwrap().contract_to);
    change_agent(app, agent, move |row| row.contract_to = ended).await;
    assert_eq!(accept().await.unwrap_err().code(), Code::ContractExpired);
    change_agent(app, agent, move |row| row.contract_to = held).await;
    let papers = |expires: Option<Day>| {
        let write = move |tx: &mut Tx<'_>| {
            let of = agent_documents::table.filter(agent_documents::agent_id.eq(agent.as_str()));
            diesel::update(of).set(agent_documents::expires_on.eq(expires)).execute(tx.conn())?;
            Ok::<_, StoreError>(())
        };
        app.db.write(write)
    };
    if !app.network().agent(agent).unwrap().documents.is_empty() {
        papers(Some(ended)).await.unwrap();
        assert_eq!(accept().await.unwrap_err().code(), Code::DocumentExpired);
        papers(None).await.unwrap();
    }
    let leave = move |tx: &mut Tx<'_>| {
        let row = TimeOffRow {
            id: Col(ostakar::domain::id::TimeOffId::from(uuid::Uuid::from_u128(7))),
            agent_id: Col(agent),
            technician_id: None,
            off_from: At(window.0),
            off_to: At(window.1),
            reason: Col(TimeOffReason::Leave),
            note: None,
            created_by: None,
            created_at: At(window.0),
        };
        insert_time_off(tx, &row)
    };
    app.db.write(leave).await.unwrap();
    // Nothing was promised to the customer, so the visit moves behind the leave.
    let accepted = accept().await.unwrap();
    assert!(window.1 <= accepted.window.from, "{accepted:?}");
    assert_eq!(job_of(app, job).await.state.0, JobState::Assigned);
});
