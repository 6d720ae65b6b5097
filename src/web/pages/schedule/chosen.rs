//! The job that is looked at, with the form that puts it into somebody's time.

use chrono::{NaiveDate, NaiveDateTime, Timelike};

use super::Placing;
use super::block::Board;
use crate::app::clock::mint;
use crate::app::{Error, Network};
use crate::domain::access::Caller;
use crate::domain::agent::Technician;
use crate::domain::id::JobId;
use crate::domain::job::JobState;
use crate::domain::reason::ReasonKind;
use crate::domain::time::Window;
use crate::i18n::format;
use crate::queries::jobs::Span;
use crate::queries::trail::{JobDetail, VisitView, find_detail};
use crate::web::pages::jobs::{subject, tone, town};
use crate::web::view::View;

/// Days that the form offers, from today.
const DAYS: usize = 21;
/// The half hours that the form offers, in minutes.
const HALF_HOURS: (u32, u32, usize) = (6 * 60, 22 * 60, 30);

/// The job that is looked at.
pub(super) struct Chosen {
    /// Id.
    pub id: String,
    /// Its own page.
    pub page: String,
    /// Where its free times are.
    pub times_page: String,
    /// What is wrong with which unit.
    pub subject: String,
    /// Tone and words of its state.
    pub state: (&'static str, String),
    /// Reference as HTML.
    pub reference: String,
    /// Town.
    pub place: String,
    /// The time agreed, or that the customer was promised.
    pub promised: Option<String>,
    /// What was promised first, if that was another time.
    pub first: Option<String>,
    /// The form; none where the job cannot be put anywhere.
    pub form: Option<PlaceForm>,
}

/// Where a job may go.
pub(super) struct PlaceForm {
    /// Where it is sent.
    pub action: String,
    /// Version of the job that it was made on.
    pub seen: i32,
    /// Key of the form.
    pub key: String,
    /// Technicians of the agent: id and name.
    pub technicians: Vec<(String, String)>,
    /// Days: for machines, and in words.
    pub days: Vec<(String, String)>,
    /// Half hours: for machines, and in words.
    pub times: Vec<(String, String)>,
    /// Why a visit is moved: code and words; empty where there is no visit yet.
    pub reasons: Vec<(String, String)>,
    /// What is chosen of each.
    pub picked: Picked,
}

/// What is chosen in the form.
#[derive(Default)]
pub(super) struct Picked {
    pub technician: String,
    pub on: String,
    pub time: String,
    pub reason: String,
    pub is_agreed: bool,
}

impl Chosen {
    /// The job as the caller may see it.
    pub async fn load(
        board: &Board<'_>,
        caller: &Caller,
        (id, shown): (JobId, NaiveDate),
        network: &Network,
    ) -> Result<Self, Error> {
        let (v, scope) = (board.v, caller.scope.clone());
        let read = board.app.db.read(move |conn| find_detail(conn, &scope, id, false).map_err(Error::from));
        let detail = read.await?;
        let (row, visit) = (&detail.row, ahead(&detail));
        let words = |span: Span| v.window(Window { from: span.from, to: span.to });
        let first = visit.filter(|visit| visit.first_window != visit.window).map(|visit| words(visit.first_window));
        let waits = matches!(row.status, JobState::Assigned | JobState::Incomplete);
        let may = board.can_move && visit.map_or(waits, |visit| visit.state.is_movable());
        Ok(Self {
            id: id.to_string(),
            page: v.href(&format!("/jobs/{id}")),
            times_page: v.href(&format!("/jobs/{id}/appointment")),
            subject: subject(board.app, v, row),
            state: (tone(row.status), v.code("job-state", row.status.as_str())),
            reference: v.bdi(&row.reference),
            place: town(board.app, v, &row.city),
            promised: row.promised.map(words),
            first,
            form: may.then(|| PlaceForm::of(board, network, &detail, shown)),
        })
    }
}

/// The visit that is not over.
fn ahead(detail: &JobDetail) -> Option<&VisitView> {
    detail.visits.iter().find(|visit| visit.state.is_open())
}

impl PlaceForm {
    fn of(board: &Board<'_>, network: &Network, detail: &JobDetail, shown: NaiveDate) -> Self {
        let (v, row, visit) = (board.v, &detail.row, ahead(detail));
        let agent = row.agent_id.and_then(|id| network.agent(id));
        let technicians = agent.map(|agent| agent.technicians.as_slice()).unwrap_or_default();
        let today = board.calendar.local_date(board.now);
        let begins = visit.map(|visit| visit.window).or(row.promised).map(|span| span.from);
        let local = begins.map(|at| at.with_timezone(&board.calendar.zone).naive_local());
        let on = local.as_ref().map_or(shown, NaiveDateTime::date).max(today);
        let usual = technicians.first().map(|technician| technician.id);
        let technician = visit.map(|visit| visit.technician_id).or(row.technician_id).or(usual);
        let catalogue = board.app.catalogue();
        let reasons = if visit.is_some() { catalogue.reasons(ReasonKind::Reschedule) } else { Vec::new() };
        let mut form = Self {
            action: v.href(&format!("/schedule/jobs/{}", row.id)),
            seen: row.version,
            key: mint::<JobId>(board.now).to_string(),
            technicians: technicians.iter().map(|it| named(v, it)).collect(),
            days: today.iter_days().take(DAYS).map(|day| dated(v, day)).collect(),
            times: half_hours().map(|minute| timed(v, minute)).collect(),
            reasons: reasons.iter().map(|it| (it.code.clone(), v.code("reason", &it.code))).collect(),
            picked: Picked::default(),
        };
        let minute = local.map_or(9 * 60, |local| local.hour() * 60 + local.minute());
        form.pick(
            v,
            Picked {
                technician: technician.map(|id| id.to_string()).unwrap_or_default(),
                on: on.to_string(),
                time: clock(minute),
                ..Picked::default()
            },
        );
        form
    }

    /// Chooses what somebody chose before.
    pub fn keep(&mut self, v: &View, sent: &Placing) {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        self.pick(
            v,
            Picked {
                technician: text(&sent.technician_id),
                on: text(&sent.on),
                time: text(&sent.time),
                reason: text(&sent.reason),
                is_agreed: sent.is_agreed(),
            },
        );
    }

    /// Chooses these, and adds a day or a time that is none of the usual ones.
    fn pick(&mut self, v: &View, picked: Picked) {
        if let Ok(day) = picked.on.parse::<NaiveDate>() {
            add(&mut self.days, dated(v, day));
        }
        if let Some((hour, minute)) = picked.time.split_once(':') {
            let at = hour.parse::<u32>().ok().zip(minute.parse::<u32>().ok());
            if let Some((hour, minute)) = at.filter(|(hour, minute)| *hour < 24 && *minute < 60) {
                add(&mut self.times, timed(v, hour * 60 + minute));
            }
        }
        self.picked = picked;
    }
}

/// Puts a choice where it belongs in order, if it is not there.
fn add(choices: &mut Vec<(String, String)>, choice: (String, String)) {
    if let Err(at) = choices.binary_search_by(|known| known.0.cmp(&choice.0)) {
        choices.insert(at, choice);
    }
}

fn half_hours() -> impl Iterator<Item = u32> {
    let (first, end, step) = HALF_HOURS;
    (first..end).step_by(step)
}

fn clock(minute: u32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn timed(v: &View, minute: u32) -> (String, String) {
    (clock(minute), format::digits(v.language, &clock(minute)))
}

fn dated(v: &View, day: NaiveDate) -> (String, String) {
    (day.to_string(), format::date_long(v.language, day))
}

fn named(v: &View, technician: &Technician) -> (String, String) {
    (technician.id.to_string(), technician.name_in(v.language).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_hours_are_in_order_and_a_choice_is_added_once() {
        let mut times: Vec<(String, String)> = half_hours().map(|minute| (clock(minute), String::new())).collect();
        assert_eq!((times.len(), times[0].0.as_str(), times[31].0.as_str()), (32, "06:00", "21:30"));
        for _ in 0..2 {
            add(&mut times, ("09:10".to_owned(), String::new()));
        }
        assert_eq!((times.len(), times[7].0.as_str()), (33, "09:10"));
    }
}
