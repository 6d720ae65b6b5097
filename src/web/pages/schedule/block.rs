//! A visit, or time that is kept, as both views of the schedule show it.

use chrono::{NaiveDate, NaiveTime};

use super::Asked;
use crate::app::App;
use crate::domain::calendar::Calendar;
use crate::domain::id::JobId;
use crate::domain::time::{Instant, Window};
use crate::domain::visit::VisitState;
use crate::i18n::{Arg, say};
use crate::queries::schedule::{Kept, Planned};
use crate::web::pages::jobs::town;
use crate::web::view::View;

/// Minutes of a day.
pub(super) const DAY: i64 = 1_440;

/// What every block of a page shares.
pub(super) struct Board<'a> {
    pub app: &'a App,
    pub v: &'a View,
    pub asked: &'a Asked,
    /// The organisation's clocks.
    pub calendar: &'a Calendar,
    pub now: Instant,
    /// The job that is looked at.
    pub chosen: Option<JobId>,
    /// Whether the reader may move visits.
    pub can_move: bool,
}

impl Board<'_> {
    /// Minutes from the midnight of a day to an instant, by the clocks on the wall; an instant of another day is its end or
    /// its beginning.
    pub fn minutes(&self, day: NaiveDate, at: Instant) -> i64 {
        let local = at.with_timezone(&self.calendar.zone).naive_local();
        (local - day.and_time(NaiveTime::MIN)).num_minutes().clamp(0, DAY)
    }
}

/// A visit, or time that is kept.
pub(super) struct Block {
    /// Where its job is looked at; none for what is not the reader's.
    pub address: Option<String>,
    /// Id of its first job, if the reader may see it.
    pub job: String,
    /// Name of the tone.
    pub tone: &'static str,
    /// Name of the icon.
    pub icon: &'static str,
    /// Unit and town.
    pub words: String,
    /// Begin and end.
    pub time: String,
    /// Where it stands.
    pub state: String,
    /// Minutes from midnight to its beginning.
    pub from: i64,
    /// Minutes from midnight to its end.
    pub to: i64,
    /// Whether it can be moved.
    pub is_movable: bool,
    /// Whether its job is looked at.
    pub is_chosen: bool,
}

impl Block {
    /// A visit on a day.
    pub fn of_visit(board: &Board<'_>, day: NaiveDate, visit: &Planned) -> Self {
        let v = board.v;
        let first = visit.works.first();
        let is_late = visit.state.is_before_arrival() && visit.window.to <= board.now;
        let (tone, icon) = if is_late { ("bad", "alert-triangle") } else { look(visit.state) };
        let state = if is_late { v.t("page-visit-late") } else { v.code("visit-state", visit.state.as_str()) };
        Self {
            address: first.map(|work| v.href(&board.asked.with_job(work.job_id).address())),
            job: first.map(|work| work.job_id.to_string()).unwrap_or_default(),
            tone: if first.is_some() { tone } else { "" },
            icon: if first.is_some() { icon } else { "lock" },
            words: words(board, visit),
            is_movable: board.can_move && first.is_some() && visit.state.is_movable(),
            is_chosen: visit.works.iter().any(|work| Some(work.job_id) == board.chosen),
            ..Self::bare(board, day, visit.window, state)
        }
    }

    /// Time of a day that somebody was promised.
    pub fn of_kept(board: &Board<'_>, day: NaiveDate, kept: Kept) -> Self {
        let words = board.v.t("page-kept-time");
        Self { icon: "lock", words, ..Self::bare(board, day, kept.window, board.v.t("page-kept-for-caller")) }
    }

    fn bare(board: &Board<'_>, day: NaiveDate, window: Window, state: String) -> Self {
        Self {
            address: None,
            job: String::new(),
            tone: "",
            icon: "",
            words: String::new(),
            time: format!("{}–{}", board.v.time(window.from), board.v.time(window.to)),
            state,
            from: board.minutes(day, window.from),
            to: board.minutes(day, window.to),
            is_movable: false,
            is_chosen: false,
        }
    }

    /// How long it takes, in minutes.
    pub fn length(&self) -> i64 {
        self.to - self.from
    }

    /// The whole in one line, for who cannot see where it lies.
    pub fn title(&self) -> String {
        format!("{} · {} · {}", self.words, self.time, self.state)
    }
}

/// What is done where.
fn words(board: &Board<'_>, visit: &Planned) -> String {
    let (app, v) = (board.app, board.v);
    let Some(first) = visit.works.first() else { return v.t("page-other-work") };
    let catalogue = app.catalogue();
    let unit = catalogue.category(&first.category);
    let unit = unit.map_or_else(|| first.category.clone(), |it| v.named(&it.name_en, &it.name_fa).to_owned());
    let words = format!("{unit} · {}", town(app, v, &first.city));
    match i64::try_from(visit.works.len()) {
        Ok(units @ 2..) => {
            format!("{words} · {}", say(v.language, "page-visit-units", &[("count", Arg::Number(units))]))
        }
        _ => words,
    }
}

/// Tone and icon of a state.
fn look(state: VisitState) -> (&'static str, &'static str) {
    match state {
        VisitState::Proposed | VisitState::Scheduled => ("info", "clock"),
        VisitState::Confirmed => ("info", "checks"),
        VisitState::EnRoute => ("warn", "truck"),
        VisitState::Arrived | VisitState::Working => ("ok", "tool"),
        VisitState::Suspended => ("warn", "player-pause"),
        VisitState::Done => ("", "check"),
        VisitState::NotDone | VisitState::CustomerAbsent | VisitState::TechnicianAbsent => ("bad", "alert-triangle"),
        VisitState::Cancelled => ("", "x"),
    }
}
