//! What the board says of candidates and of those left out, in both languages, and to whom.

use ostakar::app::dispatch::{Terms, rank_job, set_terms};
use ostakar::domain::job::JobState;
use ostakar::domain::language::Language;

use super::{Board, Offering, between};
use crate::dispatch::staff;
use crate::support::{TestDb, both};

both!(candidates_have_reasons_points_and_a_place_on_the_map, async |db: TestDb| {
    let board = Board::open(db).await;
    let job = board.waiting(1).await;
    let ranked = rank_job(&board.site.app, job, None).await.unwrap();
    let network = board.site.app.network();
    let (best, left_out) = (&ranked.ledger.eligible[0], &ranked.ledger.excluded[0]);
    let words = [
        (Language::En, ["Candidates", "Send offer", "open jobs", "Why others were left out", "Points by objective"]),
        (Language::Fa, ["نامزدها", "فرستادن پیشنهاد", "کار باز", "چرا", "امتیازها به تفکیک"]),
    ];
    for (language, words) in words {
        let page = board.page(&format!("/board?job={job}&lang={language}")).await;
        let chosen = between(&page, "<div id=\"chosen\"", "<div id=\"alerts\"");
        for word in words {
            assert!(chosen.contains(word), "{language} {word}: {chosen}");
        }
        let name = |agent| network.agent(agent).unwrap().name_in(language).to_owned();
        assert!(chosen.contains(&name(best.agent_id)) && chosen.contains(&name(left_out.agent_id)), "{chosen}");
        let code = left_out.failed[0].code.as_str();
        assert!(chosen.contains(&format!("<span class=\"code\">{code}</span>")), "{chosen}");
        let shown = ranked.ledger.eligible.len().min(5);
        assert_eq!(chosen.matches("class=\"in-pin\"").count(), shown, "{chosen}");
        assert_eq!(chosen.matches("<svg class=\"seg thin\"").count(), shown);
        assert_eq!(chosen.matches(" data-digit=\"").count(), shown.min(3));
    }
    let form = Offering::of(&board.at(job).await);
    let order: Vec<String> = ranked.ledger.eligible.iter().map(|it| it.agent_id.to_string()).collect();
    assert_eq!(form.agents[..], order[..form.agents.len()], "the buttons are in the order of the ranks");
});

both!(any_agent_is_asked_after_by_code_or_name, async |db: TestDb| {
    let board = Board::open(db).await;
    let job = board.waiting(1).await;
    let ranked = rank_job(&board.site.app, job, None).await.unwrap();
    let (network, place) = (board.site.app.network(), ranked.case.position());
    let far = network.agents().max_by(|a, b| a.position.metres_to(place).total_cmp(&b.position.metres_to(place)));
    let ask = async |typed: &str| {
        let page = board.page(&format!("/board?job={job}&agent={typed}&lang=en")).await;
        between(&page, "id=\"why\"", "id=\"left-out\"").to_owned()
    };
    let why = ask(&far.unwrap().code).await;
    assert!(why.contains("DISTANCE_OVER_MAX") && why.contains("Fails "), "{why}");
    let best = network.agent(ranked.ledger.eligible[0].agent_id).unwrap();
    let why = ask(&best.code).await;
    assert!(why.contains("Passes every rule: number 1 with"), "{why}");
    assert!(ask("nobody-is-called-so").await.contains("No agent has this code or name"));
});

both!(those_who_dispatch_send_and_others_see_or_do_not, async |db: TestDb| {
    let board = Board::open(db).await;
    let site = &board.site;
    let job = board.waiting(1).await;
    let form = Offering::of(&board.at(job).await);
    let path = format!("/board/jobs/{job}/offer");
    for user in ["auditor", "manager"] {
        let cookie = site.sign_in(user).await;
        let page = site.page_as(&cookie, "/board").await;
        assert_eq!(page.status, 200, "{user}");
        let may = user == "manager";
        assert_eq!(page.text.contains("data-digit=\"1\""), may, "{user}");
        assert!(page.text.contains("href=\"/board\" data-key=\"F3\""), "{user} finds it in the navigation");
        if !may {
            assert_eq!(site.post_as(&cookie, &path, &form.to(0)).await.status, 403, "{user}");
        }
    }
    for user in ["operator", "agent_manager"] {
        let cookie = site.sign_in(user).await;
        assert_eq!(site.page_as(&cookie, "/board").await.status, 403, "{user}");
        assert!(!site.page_as(&cookie, "/jobs").await.text.contains("href=\"/board\""), "{user}");
        assert_eq!(site.post_as(&cookie, &path, &form.to(0)).await.status, 403, "{user}");
    }
    assert_eq!(site.page("/board").await.status, 303, "the door");
    let bare = site.form_as(&board.dispatcher, &path, &form.to(0)).await;
    assert_eq!((bare.status, site.offers(job).await.len()), (403, 0), "a form without its token");
});

both!(a_contract_is_assigned_and_not_asked, async |db: TestDb| {
    let board = Board::open(db).await;
    let app = &board.site.app;
    let job = board.waiting(1).await;
    let agent = rank_job(app, job, None).await.unwrap().ledger.eligible[0].agent_id;
    let terms = Terms { auto_accepts: true, answer_minutes: None, version: 0 };
    set_terms(app, staff(), agent, terms).await.unwrap();
    app.reload_network().await.unwrap();
    let page = board.at(job).await;
    assert!(page.contains("Assign<span class=\"vh\">"), "{page}");
    let sent = board.send(&page, 0).await;
    assert_eq!(sent.status, 303, "{}", sent.text);
    let page = board.page(&sent.location).await;
    assert!(page.contains("by contract") && !page.contains("data-act=\"undo\""), "{page}");
    assert!(page.contains("Assigned") && !page.contains("data-act=\"send\""), "the job waits no more: {page}");
    let job = app.db.read(move |conn| ostakar::store::jobs::find_job(conn, job)).await.unwrap();
    assert_eq!(job.state.0, JobState::Assigned);
});
