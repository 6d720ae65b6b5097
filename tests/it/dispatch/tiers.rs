//! Tiers in their order, with a restart between all steps.

use chrono::TimeDelta;
use ostakar::app::jobs::{Change, change_job};
use ostakar::app::offers::{Acceptance, accept, decline, expire_due};
use ostakar::app::{Code, dispatch, outbox};
use ostakar::domain::eligibility::RuleCode;
use ostakar::domain::geo::AreaKind;
use ostakar::domain::job::{JobEvent, JobState};
use ostakar::domain::offer::{Loss, OfferState};
use ostakar::domain::policy::TierKind;
use ostakar::store::jobs::list_decisions;

use super::{best, change_agent, change_policy, job_of, offers_of, open_offers, report, staff, tier};
use crate::support::app::TestApp;
use crate::support::{TestDb, both};

both!(m17_tiers_follow_each_other_and_survive_a_restart_between_all_steps, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    change_policy(&test.app, "balanced", |policy| {
        policy.tiers =
            vec![tier(TierKind::Direct, 1, 1), tier(TierKind::Ranked, 1, 2), tier(TierKind::Broadcast, 3, 1)];
    })
    .await;
    let mut job = None;
    for k in 1..60 {
        let id = report(&test.app, k).await;
        let ledger = dispatch::rank_job(&test.app, id, None).await.unwrap().ledger;
        if ledger.eligible.len() > 3 && ledger.eligible.iter().any(|it| it.area == Some(AreaKind::Primary)) {
            job = Some(id);
            break;
        }
    }
    let job = job.expect("a job with a primary agent and three others");
    let mut kinds = Vec::new();
    for step in 0.. {
        let app = test.node().await;
        dispatch::dispatch_due(&app).await.unwrap();
        let app = test.node().await;
        outbox::deliver_due(&app).await.unwrap();
        let open = open_offers(&app, job).await;
        if open.is_empty() {
            break;
        }
        let of_tier: Vec<_> = open.iter().map(|offer| offer.tier.unwrap().0).collect();
        kinds.push((of_tier[0], open.len()));
        assert!(of_tier.iter().all(|kind| *kind == of_tier[0]) && open.iter().all(|it| it.state.0 == OfferState::Sent));
        let app = test.node().await;
        for offer in open {
            if step % 2 == 0 {
                decline(&app, offer.id.0, None, "DISTANCE".to_owned()).await.unwrap();
            }
        }
        let last = offers_of(&app, job).await.iter().map(|offer| offer.deadline_at.0).max().unwrap();
        if step % 2 == 1 {
            app.clock.advance(last - app.clock.now());
            test.app.clock.advance(last - test.app.clock.now());
            expire_due(&app).await.unwrap();
        }
    }
    let order: Vec<_> = kinds.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(order[..3], [TierKind::Direct, TierKind::Ranked, TierKind::Ranked], "{kinds:?}");
    assert!(kinds[..3].iter().all(|(_, asked)| *asked == 1) && kinds.len() <= 4, "{kinds:?}");
    assert!(kinds.get(3).is_none_or(|(kind, asked)| *kind == TierKind::Broadcast && *asked <= 3), "{kinds:?}");
    let waiting = job_of(&test.app, job).await;
    assert_eq!(waiting.state.0, JobState::PendingDispatch);
    assert!(waiting.dispatch_at.is_some(), "it is looked at again");
    let decisions = test.app.db.read(move |conn| list_decisions(conn, job)).await.unwrap();
    assert_eq!(decisions.len(), kinds.len() + 1);
    assert_eq!(decisions[0].tier.map(|tier| tier.0), Some(TierKind::Direct));
    assert_eq!(decisions.last().unwrap().tier, None);
});

both!(m12_an_agent_that_gave_a_job_back_rests_and_one_that_lost_it_never_gets_it_again, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    let job = report(app, 1).await;
    let step = |event, reason: &str| Change { event, reason: Some(reason.to_owned()), until: None, seen: None };
    let mut losers = Vec::new();
    for (event, reason) in [(JobEvent::Release, "AGENT_OVERLOADED"), (JobEvent::Reassign, "CLOSER_AGENT")] {
        dispatch::dispatch_due(app).await.unwrap();
        outbox::deliver_due(app).await.unwrap();
        let offer = open_offers(app, job).await.remove(0);
        accept(app, offer.id.0, None, Acceptance::default()).await.unwrap();
        change_job(app, staff(), job, step(event, reason)).await.unwrap();
        assert!(!losers.contains(&offer.agent_id.0), "asked again at once");
        losers.push(offer.agent_id.0);
    }
    let lost: Vec<_> = offers_of(app, job).await.iter().filter_map(|offer| offer.lost_by.map(|it| it.0)).collect();
    assert_eq!(lost, [Loss::Release, Loss::Reassign]);
    let failed = async |agent| {
        let found = dispatch::explain_agent(app, job, &format!("{agent}"), None).await.unwrap();
        found[0].failed.iter().map(|failed| (failed.code, failed.figure.found.clone())).collect::<Vec<_>>()
    };
    assert_eq!(failed(losers[0]).await[0].0, RuleCode::CooldownDeclined);
    app.clock.advance(TimeDelta::hours(25));
    assert_eq!(failed(losers[0]).await, []);
    assert_eq!(failed(losers[1]).await, [(RuleCode::CooldownDeclined, "reassigned".to_owned())]);
    let refused = dispatch::offer_job(app, staff(), job, losers[1]).await.unwrap_err();
    assert_eq!(refused.code(), Code::NotEligible);
});

both!(m11_a_wave_drops_an_agent_that_the_database_has_suspended_meanwhile, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    let job = report(app, 1).await;
    let agent = best(app, job).await;
    change_agent(app, agent, |row| row.standing.0 = ostakar::domain::agent::Standing::Terminated).await;
    assert_eq!(best(app, job).await, agent, "this node has not heard of it");
    change_policy(app, "balanced", |policy| policy.tiers = vec![tier(TierKind::Ranked, 1, 5)]).await;
    let sent = dispatch::offer_job(app, staff(), job, agent).await;
    assert!(sent.map_or(true, |sent| sent.offers.is_empty()));
    dispatch::dispatch_job(app, staff(), job, None).await.unwrap();
    let asked: Vec<_> = offers_of(app, job).await.iter().map(|offer| offer.agent_id.0).collect();
    assert!(asked.len() == 1 && asked[0] != agent, "{asked:?}");
});
