//! The ledger: complete, in a total order, with points that add up, and an answer for every agent.

use std::collections::{BTreeSet, HashMap};

use chrono::TimeDelta;
use ostakar::app::dispatch::{self, count_figures};
use ostakar::app::offers::{Acceptance, accept, decline};
use ostakar::app::outbox;
use ostakar::dispatch::field::{Field, Held};
use ostakar::dispatch::figures::{Figures, Tally};
use ostakar::dispatch::objective::{Objective, Question, Wishes};
use ostakar::dispatch::rank::{Ledger, rank};
use ostakar::dispatch::travel::Travel;
use ostakar::domain::agent::{Agent, Load};
use ostakar::domain::eligibility::RuleCode;
use ostakar::domain::id::AgentId;
use ostakar::domain::policy::DispatchPolicy;
use ostakar::store::dispatch::list_agent_figures;

use super::{open_offers, report, staff};
use crate::support::app::TestApp;
use crate::support::{TestDb, both};

/// Numbers without visible order.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

fn check(ledger: &Ledger, policy: &DispatchPolicy, near: usize) {
    for (at, candidate) in ledger.eligible.iter().enumerate() {
        assert_eq!(candidate.points.iter().map(|it| it.points).sum::<i32>(), candidate.score, "{candidate:?}");
        assert!(candidate.points.iter().all(|it| it.points >= 0) && candidate.score <= 100, "{candidate:?}");
        assert_eq!(candidate.rank, at + 1);
    }
    let key = |it: &ostakar::dispatch::rank::Candidate| (std::cmp::Reverse(it.score), it.distance_m, it.agent_id);
    assert!(ledger.eligible.is_sorted_by_key(key));
    assert!(ledger.excluded.iter().all(|it| !it.failed.is_empty()));
    let all: BTreeSet<AgentId> = ledger.eligible.iter().map(|it| it.agent_id).collect();
    let all: BTreeSet<AgentId> = all.into_iter().chain(ledger.excluded.iter().map(|it| it.agent_id)).collect();
    assert_eq!(all.len(), ledger.eligible.len() + ledger.excluded.len(), "an agent stands twice");
    assert_eq!(all.len(), near.min(policy.considered), "an agent within the radius is missing");
}

fn ledger_of(question: &Question<'_>, agents: &[Agent], loads: &HashMap<AgentId, Load>) -> Ledger {
    let held = Held::new(agents, loads.clone(), question.figures, &[]);
    let by_id = agents.iter().enumerate().map(|(at, agent)| (agent.id, at)).collect();
    rank(question, &Field { agents, by_id: &by_id, held: &held, instead: &HashMap::new() })
}

/// Every policy, random loads and records: 40 rounds from a seed that a failure prints.
#[actix_web::test]
async fn m12_points_add_up_the_order_is_total_and_the_ledger_complete() {
    let test = TestApp::demo(TestDb::sqlite()).await;
    let app = &test.app;
    let network = app.network();
    let mut seed = 20_261_125;
    for round in 0..40_u64 {
        println!("round {round}, seed {seed}");
        let job = report(app, 1 + next(&mut seed) % 200).await;
        let ranked = dispatch::rank_job(app, job, None).await.unwrap();
        let (needs, position) = (ranked.case.needs(&app.catalogue()), ranked.case.position());
        let (mut loads, mut figures) = (HashMap::new(), Figures::default());
        for agent in network.agents() {
            let open_jobs = i32::try_from(next(&mut seed) % 8).unwrap();
            loads.insert(agent.id, Load { open_jobs, ..Load::default() });
            let mut some = |most: u64| i64::try_from(next(&mut seed) % (most + 1)).unwrap();
            let (repairs, offers) = (some(60), some(80));
            let tally = Tally {
                repairs,
                fixed: some(u64::try_from(repairs).unwrap()),
                completed: repairs,
                repeats: some(u64::try_from(repairs).unwrap()),
                offers,
                accepted: some(u64::try_from(offers).unwrap()),
                answer_s: some(90_000),
                received_warranty: some(40),
                received_paid: some(40),
            };
            figures.add(agent.id, "", tally);
            figures.add(agent.id, &needs.skill, tally);
        }
        for name in ["balanced", "customer_first", "shortest_travel", "emergency"] {
            let (_, _, policy) = app.catalogue().dispatch_policy(name);
            let wishes = Wishes::default();
            let (window, now) = (TimeDelta::hours(2), app.clock.now());
            let (figures, travel) = (&figures, &Travel::by_figures(&needs, &policy, now));
            let question = Question { needs: &needs, policy: &policy, wishes: &wishes, figures, window, now, travel };
            let mut agents: Vec<Agent> = network.agents().cloned().collect();
            let ledger = ledger_of(&question, &agents, &loads);
            let near = network.agents().filter(|it| it.position.metres_to(position) <= policy.radius_m).count();
            check(&ledger, &policy, near);
            let at = usize::try_from(next(&mut seed)).unwrap() % agents.len();
            agents.rotate_left(at);
            agents.reverse();
            assert_eq!(ledger_of(&question, &agents, &loads), ledger, "the order of the network shows");
        }
    }
}

both!(m12_the_record_counts_and_is_drawn_from_rows_again_and_again, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    let (taken, refused) = (report(app, 1).await, report(app, 2).await);
    dispatch::dispatch_due(app).await.unwrap();
    outbox::deliver_due(app).await.unwrap();
    app.clock.advance(TimeDelta::minutes(4));
    let offer = open_offers(app, taken).await.remove(0);
    accept(app, offer.id.0, None, Acceptance::default()).await.unwrap();
    let other = open_offers(app, refused).await.remove(0);
    decline(app, other.id.0, None, "TIME".to_owned()).await.unwrap();
    assert!(count_figures(app).await.unwrap() > 0);
    assert_eq!(count_figures(app).await.unwrap(), 0, "a second count changes nothing");
    let rows = app.db.read(list_agent_figures).await.unwrap();
    let sum = |of: fn(&ostakar::store::dispatch::AgentFigures) -> i64| rows.iter().map(of).sum::<i64>();
    assert_eq!((sum(|it| it.offers), sum(|it| it.accepted), sum(|it| it.answer_s)), (2, 1, 240));
    assert_eq!(sum(|it| it.received_warranty + it.received_paid), 1);
    app.reload_network().await.unwrap();
    let job = report(app, 3).await;
    let ledger = dispatch::rank_job(app, job, None).await.unwrap().ledger;
    let figure = |objective| {
        let points = ledger.eligible[0].points.iter().find(|it| it.objective == objective).unwrap();
        points.figure.clone()
    };
    assert!(figure(Objective::Acceptance).ends_with('%') && figure(Objective::Fairness).contains('/'));
    assert_eq!(ledger.eligible[0].points.len(), Objective::ALL.len());
    app.clock.advance(TimeDelta::days(91));
    assert!(count_figures(app).await.unwrap() > 0, "what is older than 90 days is forgotten");
    assert!(app.db.read(list_agent_figures).await.unwrap().is_empty());
});

both!(m12_every_agent_has_an_answer_by_name_code_or_id_however_far_it_is, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    let job = report(app, 1).await;
    let ranked = dispatch::rank_job(app, job, None).await.unwrap();
    let (network, place) = (app.network(), ranked.case.position());
    let far = network.agents().max_by(|a, b| a.position.metres_to(place).total_cmp(&b.position.metres_to(place)));
    let far = far.unwrap();
    let by_code = dispatch::explain_agent(app, job, &format!(" {} ", far.code.to_lowercase()), None).await.unwrap();
    assert_eq!(by_code.len(), 1);
    assert!(!by_code[0].is_considered && by_code[0].nearer > 0 && by_code[0].candidate.is_none());
    assert!(by_code[0].failed.iter().any(|failed| failed.code == RuleCode::DistanceOverMax), "{:?}", by_code[0].failed);
    let best = &ranked.ledger.eligible[0];
    let by_id = dispatch::explain_agent(app, job, best.agent_id.as_ref(), None).await.unwrap();
    assert_eq!((by_id[0].failed.len(), by_id[0].candidate.as_ref()), (0, Some(best)));
    let name = network.agent(best.agent_id).unwrap().name[1].clone();
    let part: String = name.chars().take(5).collect();
    let by_name = dispatch::explain_agent(app, job, &part.to_uppercase(), None).await.unwrap();
    assert!(by_name.len() <= 10 && by_name.iter().all(|it| it.name[1].to_lowercase().contains(&part.to_lowercase())));
    assert!(dispatch::explain_agent(app, job, "no such agent", None).await.unwrap().is_empty());
    dispatch::offer_job(app, staff(), job, best.agent_id).await.unwrap();
    assert!(dispatch::explain_agent(app, job, best.agent_id.as_ref(), None).await.unwrap()[0].is_asked);
});
