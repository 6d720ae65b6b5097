//! Offers by hand: sent, undone unheard, taken back after they were told, and two dispatchers at once.

use actix_web::http::Method;
use chrono::TimeDelta;
use futures_util::future::join;
use ostakar::app::offers::{Acceptance, accept};
use ostakar::domain::id::{JobId, OfferId};
use ostakar::domain::message::MessageKind;
use ostakar::domain::offer::OfferState;
use ostakar::store::jobs::find_job;
use serde_json::json;

use super::{Board, Offering, between};
use crate::support::{TestDb, both};

/// Longer than an offer can be undone.
const AFTER: TimeDelta = TimeDelta::seconds(11);

/// Sends the offer to the best candidate, and follows: the page after it.
async fn sent(board: &Board, job: JobId) -> (OfferId, String) {
    let seen = board.send(&board.at(job).await, 0).await;
    assert_eq!(seen.status, 303, "{}", seen.text);
    let offer = board.open_offer(job).await;
    assert!(seen.location.contains(&format!("job={job}&sent={}", offer.id.0)), "{}", seen.location);
    (offer.id.0, board.page(&seen.location).await)
}

async fn state(board: &Board, job: JobId) -> OfferState {
    board.site.offers(job).await.last().unwrap().state.0
}

both!(an_offer_undone_in_time_is_never_heard_of, async |db: TestDb| {
    let board = Board::open(db).await;
    let job = board.waiting(1).await;
    let (offer, page) = sent(&board, job).await;
    board.flush().await;
    assert_eq!(board.messages(MessageKind::OfferSent, "'queued'"), 1, "it waits");
    let bar = between(&page, "data-act=\"undo\"", "</form>");
    assert!(bar.contains("goes to") && page.contains(&format!("action=\"/board/offers/{offer}/withdraw?lang=en\"")));
    let chosen = between(&page, "<div id=\"chosen\"", "<div id=\"alerts\"");
    assert!(chosen.contains("asked</span>") && !chosen.contains("data-digit=\"1\""), "{chosen}");
    board.site.app.clock.advance(TimeDelta::seconds(9));
    board.flush().await;
    let undone = board.withdraw(offer).await;
    assert_eq!(undone.status, 303, "{}", undone.text);
    assert!(board.page(&undone.location).await.contains("has heard nothing of"));
    board.site.app.clock.advance(TimeDelta::minutes(2));
    board.flush().await;
    assert_eq!(state(&board, job).await, OfferState::Withdrawn);
    assert_eq!(board.messages(MessageKind::OfferSent, "'withdrawn'"), 1);
    assert_eq!(board.messages(MessageKind::OfferSent, "'sent', 'delivered'"), 0);
    assert_eq!(board.messages(MessageKind::OfferWithdrawn, "'queued', 'sent', 'delivered', 'withdrawn'"), 0);
    let row = board.site.app.db.read(move |conn| find_job(conn, job)).await.unwrap();
    let think = row.dispatch_at.unwrap().0 - board.site.app.clock.now();
    assert!(think > TimeDelta::zero() && think < TimeDelta::minutes(5), "it is looked at again: {think}");
    let (again, _) = sent(&board, job).await;
    board.site.app.clock.advance(AFTER);
    board.flush().await;
    assert_eq!(
        (state(&board, job).await, again == offer),
        (OfferState::Sent, false),
        "the same agent can be asked anew"
    );
});

both!(an_offer_taken_back_after_its_message_left_is_told_to_be_over, async |db: TestDb| {
    let board = Board::open(db).await;
    let job = board.waiting(1).await;
    let (offer, _) = sent(&board, job).await;
    board.site.app.clock.advance(AFTER);
    board.flush().await;
    assert_eq!(state(&board, job).await, OfferState::Sent);
    let page = board.page(&format!("/board?job={job}&sent={offer}&lang=en")).await;
    assert!(!page.contains("data-act=\"undo\"") && page.contains("data-act=\"withdraw\""), "{page}");
    let undone = board.withdraw(offer).await;
    assert!(board.page(&undone.location).await.contains("after the message had left"));
    board.flush().await;
    assert_eq!(board.messages(MessageKind::OfferWithdrawn, "'sent', 'delivered'"), 1);
    let twice = board.withdraw(offer).await;
    assert!(twice.status == 409 && twice.text.contains("The offer is not open any more"), "{}", twice.text);
});

both!(an_answer_is_faster_than_an_undo, async |db: TestDb| {
    let board = Board::open(db).await;
    let job = board.waiting(1).await;
    let (offer, _) = sent(&board, job).await;
    accept(&board.site.app, offer, None, Acceptance::default()).await.unwrap();
    let undone = board.withdraw(offer).await;
    assert_eq!(undone.status, 409, "{}", undone.text);
    assert!(undone.text.contains("The offer is not open any more") && undone.text.contains("Assigned"));
    assert_eq!(state(&board, job).await, OfferState::Accepted);
});

both!(an_acceptance_and_an_undo_at_once_leave_one_of_them, async |db: TestDb| {
    let board = Board::open(db).await;
    for n in 1..=4 {
        let job = board.waiting(n).await;
        let (offer, _) = sent(&board, job).await;
        let app = &board.site.app;
        let (accepted, undone) = join(accept(app, offer, None, Acceptance::default()), board.withdraw(offer)).await;
        let wanted = if accepted.is_ok() { (409, OfferState::Accepted) } else { (303, OfferState::Withdrawn) };
        assert_eq!((undone.status, state(&board, job).await), wanted, "{accepted:?}");
    }
    crate::support::facts::check_whole(board.site.url());
});

both!(of_two_dispatchers_one_sends_and_the_other_reads_it, async |db: TestDb| {
    let board = Board::open(db).await;
    let manager = board.site.sign_in("manager").await;
    let job = board.waiting(1).await;
    let path = format!("/board/jobs/{job}/offer?lang=en");
    let form = Offering::of(&board.at(job).await);
    let (first, second) = (form.to(0), form.to(1));
    let both = join(board.post(&path, &first), board.site.post_as(&manager, &path, &second)).await;
    let mut answers = [both.0, both.1];
    answers.sort_by_key(|seen| seen.status);
    assert_eq!(answers.each_ref().map(|seen| seen.status), [303, 409], "{answers:?}");
    assert!(
        answers[1].text.contains("role=\"alert\"") && answers[1].text.contains("asked</span>"),
        "{}",
        answers[1].text
    );
    let offer = board.open_offer(job).await;
    assert!([first[2].1, second[2].1].contains(&offer.agent_id.0.as_str()));
    // The page that was read again knows of it, and sends.
    let again = Offering::of(&answers[1].text);
    assert!(!again.agents.contains(&offer.agent_id.0.to_string()), "nobody is asked twice");
    let seen = board.site.post_as(&manager, &path, &again.to(0)).await;
    assert_eq!(seen.status, 303, "{}", seen.text);
});

both!(a_key_pressed_twice_sends_once, async |db: TestDb| {
    let board = Board::open(db).await;
    let job = board.waiting(1).await;
    let path = format!("/board/jobs/{job}/offer");
    let form = Offering::of(&board.at(job).await);
    let fields = form.to(0);
    let (one, other) = join(board.post(&path, &fields), board.post(&path, &fields)).await;
    assert_eq!((one.status, other.status), (303, 303), "{} {}", one.text, other.text);
    assert_eq!(one.location, other.location);
    board.open_offer(job).await;
    let nobody = board.post(&path, &[("agent_id", "nobody")]).await;
    assert_eq!(nobody.status, 422, "{}", nobody.text);
    let gone = board.post("/board/jobs/00000000-0000-7000-8000-000000000000/offer", &fields).await;
    assert_eq!(gone.status, 404);
});

both!(programs_take_offers_back_too, async |db: TestDb| {
    let board = Board::open(db).await;
    let job = board.waiting(1).await;
    let (offer, _) = sent(&board, job).await;
    let path = format!("/api/v1/offers/{offer}/withdraw");
    let (status, _) = board.site.api("operator", Method::POST, &path, json!({})).await;
    assert_eq!(status, 403);
    let (status, body) = board.site.api("dispatcher", Method::POST, &path, json!({})).await;
    assert_eq!((status, &body["was_told"], body["job_id"].as_str()), (200, &json!(false), Some(job.as_str())));
    let (status, body) = board.site.api("dispatcher", Method::POST, &path, json!({})).await;
    assert_eq!((status, body["code"].as_str()), (409, Some("EVENT_NOT_ALLOWED")), "{body}");
});
