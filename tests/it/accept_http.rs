//! Agents accept through their links at the same time.

use std::time::Duration;

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::support::facts::{count, execute, text};
use crate::support::gateway::Gateway;
use crate::support::load::{offer_code, offer_message, reports, until};
use crate::support::process::{Server, Signed};
use crate::support::{TestDb, both};

const OFFERED_WITHIN: Duration = Duration::from_secs(20);

/// Takes the `at`-th report down: its job.
async fn job(signed: &Signed, at: usize) -> String {
    let answer = signed.report(&format!("report-{at}"), &reports().await[at]).await;
    answer["jobs"][0]["id"].as_str().unwrap().to_owned()
}

/// The code in the offer's SMS.
async fn code(url: &str, gateway: &Gateway, job: &str) -> String {
    until("an offer by SMS", OFFERED_WITHIN, async || offer_code(url, gateway, job).is_some()).await;
    offer_code(url, gateway, job).unwrap()
}

/// Status and code of each answer to acceptances at the same time, sorted.
async fn accepted(server: &Server, codes: &[String]) -> Vec<(u16, String)> {
    let answers = join_all(codes.iter().map(|code| server.accept(code))).await;
    let mut all = Vec::new();
    for answer in answers {
        let status = answer.status().as_u16();
        let body: Value = answer.json().await.unwrap();
        all.push((status, body["code"].as_str().unwrap_or_default().to_owned()));
    }
    all.sort();
    all
}

both!(one_of_two_hundred_acceptances_wins, async |db: TestDb| {
    let (db, gateway) = (db.demo(), Gateway::start());
    let server = Server::start(&db.url, &gateway.settings()).await;
    let signed = server.sign_in("manager").await;
    let job = job(&signed, 0).await;
    let code = code(&db.url, &gateway, &job).await;
    let answers = accepted(&server, &vec![code; 200]).await;
    assert_eq!(answers[0], (200, String::new()), "{answers:?}");
    let other = answers[1..].iter().find(|answer| **answer != (409, "ALREADY_ACCEPTED".to_owned()));
    assert_eq!(other, None);
    assert_eq!(count(&db.url, &format!("visit_jobs WHERE job_id = '{job}'")), 1);
});

both!(an_agent_with_room_for_one_gets_one_of_two_by_its_links, async |db: TestDb| {
    let (db, gateway) = (db.demo(), Gateway::start());
    let server = Server::start(&db.url, &gateway.settings()).await;
    let signed = server.sign_in("manager").await;
    let first = job(&signed, 0).await;
    let first_code = code(&db.url, &gateway, &first).await;
    let offer = format!("SELECT offer_id FROM messages WHERE id = ({})", offer_message(&first));
    let agent = text(&db.url, &format!("SELECT agent_id FROM offers WHERE id = ({offer})"));
    let mut second = None;
    for at in 1..200 {
        let job = job(&signed, at).await;
        let answer = signed.post(&format!("/jobs/{job}/offers"), &json!({ "agent_id": agent })).send().await.unwrap();
        let status = answer.status().as_u16();
        // Dispatch may have chosen the same agent in the meantime.
        let offered = format!("offers WHERE job_id = '{job}' AND agent_id = '{agent}'");
        if status == 200 || count(&db.url, &offered) > 0 {
            second = Some(job);
            break;
        }
        assert_eq!(status, 409);
    }
    let second = second.expect("another job for the same agent");
    let of_agent = format!("SELECT id FROM offers WHERE job_id = '{second}' AND agent_id = '{agent}'");
    let message = format!("SELECT id FROM messages WHERE kind = 'offer_sent' AND offer_id = ({of_agent} LIMIT 1)");
    let reference = text(&db.url, &message);
    let taken = async || gateway.times().contains_key(&reference);
    until("the second offer by SMS", OFFERED_WITHIN, taken).await;
    let sms = gateway.taken().into_iter().find(|message| message.id == reference).unwrap().text;
    let second_code: String = sms.split("/o/").nth(1).unwrap().chars().take(16).collect();
    execute(&db.url, &format!("UPDATE agents SET capacity_open = 1 WHERE id = '{agent}'"));
    execute(&db.url, &format!("DELETE FROM agent_seasons WHERE agent_id = '{agent}'"));
    let answers = accepted(&server, &[first_code, second_code]).await;
    assert_eq!(answers, [(200, String::new()), (409, "CAPACITY_FULL".to_owned())]);
    assert_eq!(count(&db.url, &format!("agent_loads WHERE agent_id = '{agent}' AND open_jobs = 1")), 1);
});
