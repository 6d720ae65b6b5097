//! The page of the board.

use actix_web::HttpRequest;
use askama::Template;

use super::Asked;
use super::alerts::{Alert, NAMED, alerts};
use super::candidates::name;
use super::chosen::Chosen;
use super::flight::{self, Line as Flight};
use super::queue::{self, Line, MOST, fitting};
use crate::app::dispatch::UNDO;
use crate::app::{App, Code, Error};
use crate::domain::access::{Caller, Permission};
use crate::domain::id::{JobId, OfferId};
use crate::domain::offer::OfferState;
use crate::domain::time::Instant;
use crate::i18n::{Arg, say, say_html};
use crate::queries::board::{Flying, Handled, Waiting, find_handled, list_flying, list_waiting};
use crate::queries::jobs::{JobRow, list_rows_of};
use crate::queries::promises::{Failing, list_at_risk};
use crate::web::pages::choices::Choice;
use crate::web::view::{Troubles, View};

/// The board.
#[derive(Template)]
#[template(path = "pages/board.html")]
pub(super) struct BoardPage {
    v: View,
    pub troubles: Troubles,
    /// What became of the last act: tone and words as HTML.
    told: Option<(&'static str, String)>,
    undo: Option<Undo>,
    /// Where it is read again.
    address: String,
    /// When the page was made: for machines, and in words.
    now: (String, String),
    choices: Vec<Choice>,
    /// What forms carry along.
    kept: [(&'static str, String); 2],
    /// How many jobs fit the filters.
    waiting: String,
    /// How many of them are shown, where that is less.
    fewer: Option<String>,
    is_filtered: bool,
    lines: Vec<Line>,
    chosen: Option<Chosen>,
    flights: Vec<Flight>,
    alerts: Vec<Alert>,
    can_dispatch: bool,
}

/// An offer whose message has not left yet.
struct Undo {
    /// Id of the offer.
    id: OfferId,
    /// What was sent to whom, as HTML.
    words: String,
    /// Until when nobody hears of it, for machines.
    until: String,
    /// Seconds until then, in words.
    left: String,
}

impl Undo {
    /// Where it is taken back.
    fn address(&self) -> String {
        format!("/board/offers/{}/withdraw", self.id)
    }
}

/// What the board is made of.
struct Seen {
    waiting: Vec<Waiting>,
    rows: Vec<JobRow>,
    flying: Vec<Flying>,
    failing: Failing,
    handled: Option<Handled>,
}

/// The board as the caller may see it.
pub(super) async fn load(
    app: &App,
    (request, caller): (&HttpRequest, &Caller),
    asked: &Asked,
) -> Result<BoardPage, Error> {
    let v = View::staff(app, request, "page-board", caller).at("/board".to_owned());
    let now = app.clock.now();
    let mut seen = see(app, caller, asked, now).await?;
    if !v.may(Permission::ViewCustomer) {
        seen.rows.iter_mut().for_each(JobRow::hide_customer);
    }
    let asked_for = asked.job.as_deref().filter(|job| !job.is_empty());
    let named: Option<JobId> = asked_for.map(|job| job.parse().map_err(|_| Code::NotFound)).transpose()?;
    let id = named.or_else(|| seen.rows.first().map(|row| row.id));
    let chosen = match id {
        Some(id) => Some(Chosen::load(app, (&v, caller), id, asked).await?),
        None => None,
    };
    let (told, undo) = handled(app, &v, (seen.handled.as_ref(), now));
    let fit: Vec<&Waiting> = fitting(&seen.waiting, asked).collect();
    let lines = seen.rows.iter().filter_map(|row| {
        let waiting = fit.iter().find(|it| it.id == row.id)?;
        Some(queue::line((app, &v), asked, (row, waiting), (id, now)))
    });
    let lines: Vec<Line> = lines.collect();
    let number = |count: usize| v.number(i64::try_from(count).unwrap_or(i64::MAX));
    let catalogue = app.catalogue();
    let tomorrow = catalogue.calendar().day_end(now);
    let (province, category) = (asked.province.as_deref(), asked.category.as_deref());
    let choices = vec![Choice::of_provinces(app, &v, province), Choice::of_categories(app, &v, category)];
    let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
    Ok(BoardPage {
        troubles: Troubles::default(),
        told,
        undo,
        address: v.href(&Asked { sent: None, undone: None, ..asked.clone() }.address()),
        now: (now.to_rfc3339(), v.moment(now)),
        is_filtered: choices.iter().any(Choice::is_set),
        choices,
        kept: [("province", text(province)), ("category", text(category))],
        waiting: number(fit.len()),
        fewer: (fit.len() > lines.len()).then(|| number(lines.len())),
        lines,
        chosen,
        flights: seen.flying.iter().map(|it| flight::line((app, &v), asked, it, now)).collect(),
        alerts: alerts(&v, asked, (&seen.waiting, &seen.failing), (now, tomorrow)),
        can_dispatch: v.may(Permission::DispatchJob),
        v,
    })
}

async fn see(app: &App, caller: &Caller, asked: &Asked, now: Instant) -> Result<Seen, Error> {
    let tomorrow = app.catalogue().calendar().day_end(now);
    let (scope, asked) = (caller.scope.clone(), asked.clone());
    let last = asked.sent.as_deref().or(asked.undone.as_deref()).filter(|id| !id.is_empty());
    let last: Option<OfferId> = last.map(|id| id.parse().map_err(|_| Code::NotFound)).transpose()?;
    app.db
        .read(move |conn| {
            let waiting = list_waiting(conn, &scope)?;
            let ids: Vec<JobId> = fitting(&waiting, &asked).take(MOST).map(|it| it.id).collect();
            let rows = list_rows_of(conn, &ids)?;
            let handled = last.map(|id| find_handled(conn, &scope, id)).transpose()?;
            let flying = list_flying(conn, &scope)?;
            let failing = list_at_risk(conn, &scope, (now, tomorrow), NAMED)?;
            Ok::<_, Error>(Seen { waiting, rows, flying, failing, handled })
        })
        .await
}

/// What became of the last act, and how it is undone.
fn handled(
    app: &App,
    v: &View,
    (handled, now): (Option<&Handled>, Instant),
) -> (Option<(&'static str, String)>, Option<Undo>) {
    let Some(offer) = handled else { return (None, None) };
    let agent = name(app, v, offer.agent_id);
    let words = |key: &str| {
        let args = [("agent", Arg::text(agent.clone())), ("reference", Arg::code(offer.reference.clone()))];
        say_html(v.language, key, &args)
    };
    match (offer.state, offer.was_told) {
        (OfferState::Accepted, _) => (Some(("ok", words("page-given"))), None),
        (OfferState::Withdrawn, false) => (Some(("ok", words("page-undone"))), None),
        (OfferState::Withdrawn, true) => (Some(("warn", words("page-undone-told"))), None),
        (state, _) if state.is_open() && now < offer.made_at + UNDO => {
            let left = (offer.made_at + UNDO - now).num_seconds();
            let undo = Undo {
                id: offer.id,
                words: words("page-offer-sent-to"),
                until: (offer.made_at + UNDO).to_rfc3339(),
                left: say(v.language, "page-seconds", &[("count", Arg::Number(left))]),
            };
            (None, Some(undo))
        }
        (state, _) if state.is_open() => (Some(("ok", words("page-offer-sent-to"))), None),
        _ => (None, None),
    }
}
