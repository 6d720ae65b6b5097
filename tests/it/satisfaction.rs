//! The report of what customers think: a scene with known ratings gives known figures, in every grouping and every form.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use ostakar::app::phone_fix::{NewPhoneFix, fix_by_phone};
use ostakar::app::ratings::{NewRating, rate_job};
use ostakar::app::{Actor, App};
use ostakar::domain::access::Scope;
use ostakar::domain::id::{AgentId, JobId};
use ostakar::domain::machine::ActorKind;
use ostakar::domain::time::Window;
use ostakar::queries::satisfaction::{Found, satisfaction};
use ostakar::queries::work::{GroupBy, WorkFilter};
use ostakar::store::StoreError;
use reqwest::Method;
use serde_json::{Value, json};

use crate::site::Site;
use crate::story::report;
use crate::support::facts::{execute, text};
use crate::support::server::TestServer;
use crate::support::{TestDb, both};
use crate::templates::check;

/// What was given for the jobs of the scene: five ratings, one that is void, and none.
const GIVEN: [Option<i32>; 7] = [Some(5), Some(5), Some(4), Some(3), Some(2), Some(1), None];
/// Which of them came from the browser of the agent.
const VOID: usize = 5;
const WORDS: &str = "Quick & clean <script>";

/// Seven jobs that are done a day after they were registered, five by one agent and two by another, and one that waits. Nobody
/// around the last of the seven gets SMS.
struct Scene {
    jobs: Vec<JobId>,
    agents: [AgentId; 2],
}

async fn scene(app: &App, url: &str) -> Scene {
    let mut all = app.network().agents().map(|agent| agent.id).collect::<Vec<_>>().into_iter();
    let agents = [all.next().unwrap(), all.next().unwrap()];
    let operator = Actor { kind: ActorKind::Staff, id: None };
    let mut made = Vec::new();
    for k in 0..8 {
        made.push(report(app, k).await);
    }
    execute(url, "UPDATE request_contacts SET can_sms = TRUE");
    execute(url, &format!("UPDATE request_contacts SET can_sms = FALSE WHERE request_id = '{}'", made[6].id));
    app.clock.advance(TimeDelta::days(1));
    for (at, request) in made.iter().enumerate().take(7) {
        let (job, agent) = (request.jobs[0].id, agents[usize::from(at >= VOID)]);
        let told = NewPhoneFix { note: "Plugged in again".to_owned(), article: None };
        fix_by_phone(app, operator.clone(), job, (told, None)).await.unwrap();
        execute(url, &format!("UPDATE jobs SET agent_id = '{agent}' WHERE id = '{job}'"));
    }
    for (at, score) in GIVEN.into_iter().enumerate() {
        let Some(score) = score else { continue };
        app.clock.advance(TimeDelta::minutes(1));
        let new = NewRating {
            job: Some(made[at].jobs[0].id.to_string()),
            score: Some(score.to_string()),
            comment: Some(format!("{WORDS} {at}")),
            marks: if at == VOID { vec![app.keys.work_mark(agents[1].as_str())] } else { Vec::new() },
        };
        rate_job(app, (made[at].id, None), new).await.unwrap();
    }
    execute(url, "UPDATE tasks SET state = 'done' WHERE kind = 'low_rating'");
    Scene { jobs: made.iter().take(7).map(|request| request.jobs[0].id).collect(), agents }
}

/// By group: jobs completed, ratings, those of 4 and 5, void ones.
type Figures = BTreeMap<String, [u64; 4]>;

fn expected(scene: &Scene, group: impl Fn(usize, JobId) -> String) -> Figures {
    let mut all = Figures::new();
    for (at, job) in scene.jobs.iter().enumerate() {
        let counted = GIVEN[at].filter(|_| at != VOID);
        let of = all.entry(group(at, *job)).or_default();
        of[0] += 1;
        of[1] += u64::from(counted.is_some());
        of[2] += u64::from(counted.is_some_and(|score| score > 3));
        of[3] += u64::from(at == VOID);
    }
    all
}

fn told(report: &Value) -> Figures {
    let items = report["items"].as_array().unwrap_or_else(|| panic!("{report}"));
    let line = |it: &Value| {
        let figures = [&it["completed"], &it["response"]["hits"], &it["csat"]["hits"], &it["void"]];
        (it["group"].as_str().unwrap().to_owned(), figures.map(|figure| figure.as_u64().unwrap()))
    };
    items.iter().map(line).collect()
}

both!(m24_known_ratings_give_known_figures, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let (app, url) = (server.app(), server.inner.url());
    let scene = scene(app, url).await;
    let manager = server.login("manager").await;
    let path = "/api/v1/reports/satisfaction";
    let whole = server.get(&manager, path).await.json();
    let line = &whole["items"][0];
    assert_eq!((&whole["cases"], &line["completed"], &line["void"]), (&json!(7), &json!(7), &json!(1)), "{whole}");
    assert_eq!((&line["coverage"]["cases"], &line["coverage"]["hits"]), (&json!(7), &json!(6)));
    assert_eq!((&line["response"]["cases"], &line["response"]["hits"]), (&json!(7), &json!(5)));
    assert_eq!(line["csat"], json!({ "cases": 5, "hits": 3, "share": 0.6 }));
    assert_eq!(line["mean_score"], json!(3.8));
    let scores = ["score_1", "score_2", "score_3", "score_4", "score_5"].map(|score| line[score].as_u64().unwrap());
    assert_eq!(scores, [0, 1, 1, 1, 2]);
    assert_eq!(line["low_followed"], json!({ "cases": 1, "hits": 1, "share": 1.0 }));
    let by = async |group: &str| server.get(&manager, &format!("{path}?group_by={group}")).await.json();
    let agents = by("agent").await;
    assert_eq!(told(&agents), expected(&scene, |at, _| scene.agents[usize::from(at >= VOID)].to_string()));
    let silent = scene.agents[1].to_string();
    let silent = agents["items"].as_array().unwrap().iter().find(|line| line["group"] == silent).unwrap();
    assert_eq!((&silent["csat"]["share"], &silent["mean_score"]), (&Value::Null, &Value::Null), "none is no nought");
    let read = |columns: &str, job: JobId| {
        let from = "jobs j JOIN service_requests r ON r.id = j.request_id JOIN addresses a ON a.id = r.address_id \
                    JOIN installed_products p ON p.id = j.installed_product_id";
        text(url, &format!("SELECT {columns} FROM {from} WHERE j.id = '{job}'"))
    };
    assert_eq!(told(&by("category").await), expected(&scene, |_, job| read("p.category", job)));
    assert_eq!(told(&by("city").await), expected(&scene, |_, job| read("a.place", job)));
    for (days, cases) in [("from=2026-11-22&to=2026-11-22", 0), ("from=2026-11-23&to=2026-11-23", 7)] {
        let seen = server.get(&manager, &format!("{path}?{days}")).await.json();
        assert_eq!(seen["cases"], json!(cases), "by the day of completion: {seen}");
    }
});

both!(m24_what_was_given_before_work_was_done_again_is_not_counted, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let (app, url) = (server.app(), server.inner.url());
    let scene = scene(app, url).await;
    app.clock.advance(TimeDelta::minutes(1));
    let again = app.clock.now().timestamp_micros();
    execute(url, &format!("UPDATE jobs SET completed_at = {again} WHERE id = '{}'", scene.jobs[0]));
    let manager = server.login("manager").await;
    let report = server.get(&manager, "/api/v1/reports/satisfaction").await.json();
    let line = &report["items"][0];
    let figures = (&line["completed"], &line["response"]["hits"], &line["score_5"]);
    assert_eq!(figures, (&json!(7), &json!(4), &json!(1)), "{report}");
});

both!(m24_files_have_the_same_figures, async |db: TestDb| {
    let server = TestServer::start(db).await;
    scene(server.app(), server.inner.url()).await;
    let manager = server.login("manager").await;
    let path = "/api/v1/reports/satisfaction";
    let csv = server.get(&manager, &format!("{path}?format=csv")).await.text;
    let lines: Vec<Vec<&str>> = csv.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!((lines.len(), lines[0].len(), lines[1].len()), (2, 22, 22), "{csv}");
    let of = |column: &str| lines[1][lines[0].iter().position(|it| *it == column).unwrap()];
    let figures = ["completed", "response_hits", "csat_hits", "csat_share", "mean_score", "score_5", "void"].map(of);
    assert_eq!(figures, ["7", "5", "3", "0.6", "3.8", "2", "1"], "{csv}");
    let book = server.request(Method::GET, &format!("{path}?format=xlsx")).bearer_auth(&manager).send().await.unwrap();
    let bytes = book.bytes().await.unwrap();
    let mut book: calamine::Xlsx<_> = calamine::Reader::new(std::io::Cursor::new(bytes.to_vec())).unwrap();
    let table = calamine::Reader::worksheet_range_at(&mut book, 0).unwrap().unwrap();
    for (at, written) in (0_u32..).zip(&lines[1]).skip(2) {
        let cell = table.get_value((1, at)).unwrap().to_string();
        let (one, other): (f64, f64) = (cell.parse().unwrap(), written.parse().unwrap());
        assert!((one - other).abs() < 1e-9, "column {at}: {cell} is not {written}");
    }
});

both!(m24_another_province_is_not_seen, async |db: TestDb| {
    let site = Site::open(db).await;
    let scene = scene(&site.app, site.url()).await;
    execute(site.url(), &format!("UPDATE jobs SET province = 'elsewhere' WHERE id = '{}'", scene.jobs[0]));
    let seen = async |scope: Scope| -> Found {
        let now = site.app.clock.now();
        let (today, period) = (now.date_naive(), Window { from: now - TimeDelta::days(3), to: now });
        let filter = WorkFilter::of_days(today, today);
        let query = move |conn: &mut _| -> Result<Found, StoreError> {
            satisfaction(conn, &scope, &filter, GroupBy::None, period)
        };
        site.app.db.read(query).await.unwrap()
    };
    assert_eq!(seen(Scope::All).await.whole.completed(), 7);
    let there = seen(Scope::Provinces(vec!["elsewhere".to_owned()])).await;
    assert_eq!((there.whole.completed(), there.whole.csat.hits, there.comments.len()), (1, 1, 1));
    assert_eq!(there.comments[0].job, scene.jobs[0]);
    assert_eq!(seen(Scope::Provinces(vec!["none".to_owned()])).await, Found::default());
});

both!(m24_the_page_shows_the_figures_and_what_was_written, async |db: TestDb| {
    let site = Site::open(db).await;
    let scene = scene(&site.app, site.url()).await;
    let cookie = site.sign_in("manager").await;
    for (lang, csat) in [("en", "60% (5)"), ("fa", "۶۰٪ (۵)")] {
        let page = site.page_as(&cookie, &format!("/reports/satisfaction?lang={lang}")).await;
        assert_eq!(page.status, 200, "{}", page.text);
        let html = &page.text;
        assert!(html.contains(csat) && html.contains("<svg viewBox=\"0 0 560"), "{html}");
        assert!(html.contains("Quick &#38; clean &#60;script&#62; 4") && !html.contains(WORDS), "{html}");
        let listed: Vec<usize> = (0..7).filter(|at| html.contains(&format!("script&#62; {at}"))).collect();
        assert_eq!(listed, [0, 1, 2, 3, 4], "what is void is not told");
        let place = |at: usize| html.find(&format!("script&#62; {at}")).unwrap();
        assert!(place(4) < place(0), "the newest first");
        assert!(html.contains(&format!("/jobs/{}", scene.jobs[0])), "{html}");
        check(&format!("satisfaction.{lang}"), html);
    }
    let turnaround = site.page_as(&cookie, "/reports/turnaround?lang=en").await.text;
    assert!(turnaround.contains("href=\"/reports/satisfaction?lang=en\""), "{turnaround}");
    let operator = site.sign_in("operator").await;
    assert_eq!(site.page_as(&operator, "/reports/satisfaction").await.status, 403);
});
