//! The page of the schedule.

use std::collections::HashMap;

use actix_web::HttpRequest;
use askama::Template;
use chrono::{Days, NaiveDate};

use super::block::{Block, Board};
use super::chosen::Chosen;
use super::day::{Day, day};
use super::unplanned::{Line, line};
use super::week::{Week, days, week};
use super::{Asked, Placing};
use crate::app::{App, Code, Error, Network};
use crate::domain::access::{Caller, Permission};
use crate::domain::agent::{Agent, Technician};
use crate::domain::fault::Faults;
use crate::domain::id::{AgentId, JobId, TechnicianId};
use crate::domain::language::Language;
use crate::domain::time::{Instant, Window};
use crate::i18n::{Arg, code_key, format, say, say_html};
use crate::queries::jobs::{JobRow, find_row};
use crate::queries::schedule::{Kept, Planned, list_agents_at_work, list_kept, list_planned, list_unplanned};
use crate::web::api::day as written_day;
use crate::web::pages::choices::Choice;
use crate::web::view::{Troubles, View};

/// Technicians on a page.
const MOST: usize = 40;
/// The last page of technicians that can be asked for.
const LAST_PAGE: usize = 1_000;
/// Agents that can be chosen among without a province.
const MOST_AGENTS: usize = 100;

/// The schedule.
#[derive(Template)]
#[template(path = "pages/schedule.html")]
pub(super) struct SchedulePage {
    v: View,
    troubles: Troubles,
    /// Words and code of what stands against a place.
    refusal: Option<(String, String)>,
    /// What was put where, as HTML.
    told: Option<String>,
    /// Where it is read again.
    address: String,
    /// Name of what is shown, and the same in the other calendar.
    title: (String, String),
    other_lang: &'static str,
    /// The moment that it was made, in words.
    now: String,
    links: Links,
    choices: Vec<Choice>,
    /// What forms carry along.
    kept: Vec<(&'static str, String)>,
    /// The day as it is typed.
    typed: String,
    is_week: bool,
    /// How many technicians are shown of how many.
    count: String,
    day: Option<Day>,
    week: Option<Week>,
    unplanned: Vec<Line>,
    chosen: Option<Chosen>,
    can_move: bool,
}

/// Where the other times and the other technicians are.
struct Links {
    previous: String,
    today: String,
    next: String,
    day: String,
    week: String,
    fewer: Option<String>,
    more: Option<String>,
}

/// A technician with what is in this time.
pub(super) struct Person<'a> {
    pub agent: &'a Agent,
    pub technician: &'a Technician,
    planned: Vec<&'a Planned>,
    kept: Vec<Kept>,
}

impl Person<'_> {
    /// What touches a day.
    pub fn blocks(&self, board: &Board<'_>, day: NaiveDate) -> Vec<Block> {
        let Some(span) = board.calendar.span_of(day) else { return Vec::new() };
        let visits = self.planned.iter().filter(|visit| visit.window.overlaps(span));
        let kept = self.kept.iter().filter(|kept| kept.window.overlaps(span));
        let visits = visits.map(|visit| Block::of_visit(board, day, visit));
        visits.chain(kept.map(|kept| Block::of_kept(board, day, *kept))).collect()
    }

    /// Whether leave fills a span.
    pub fn is_away(&self, span: Option<Window>) -> bool {
        let mut leave = self.agent.time_off_of(self.technician.id);
        span.is_some_and(|span| leave.any(|off| off.window.from <= span.from && span.to <= off.window.to))
    }
}

/// What the schedule is asked for, read.
struct Wanted {
    day: NaiveDate,
    /// The days that are shown.
    days: Vec<NaiveDate>,
    province: Option<String>,
    agent: Option<AgentId>,
    /// Which part of the technicians, from 0.
    part: usize,
    job: Option<JobId>,
    done: Option<JobId>,
}

impl Wanted {
    /// What cannot be read is not found.
    fn of(asked: &Asked, today: NaiveDate) -> Result<Self, Error> {
        let said = |value: &Option<String>| value.clone().filter(|value| !value.is_empty());
        let mut faults = Faults::default();
        let day = written_day("day", asked.day.as_deref(), &mut faults).unwrap_or(today);
        let job =
            |value: &Option<String>| said(value).map(|id| id.parse::<JobId>().map_err(|_| Code::NotFound)).transpose();
        let agent: Option<AgentId> = said(&asked.agent).map(|id| id.parse().map_err(|_| Code::NotFound)).transpose()?;
        let part = said(&asked.page).and_then(|page| page.parse::<usize>().ok()).unwrap_or(1).clamp(1, LAST_PAGE) - 1;
        let (job, done) = (job(&asked.job)?, job(&asked.done)?);
        if !faults.is_empty() {
            return Err(Code::NotFound.into());
        }
        let days = if asked.is_week() { days(day) } else { vec![day] };
        Ok(Self { day, days, province: said(&asked.province), agent, part, job, done })
    }
}

/// What the schedule is made of.
struct Seen {
    agents: Vec<AgentId>,
    /// The technicians of this page, each with the agent.
    crew: Vec<(AgentId, TechnicianId)>,
    /// How many there are on all pages.
    total: usize,
    planned: Vec<Planned>,
    kept: Vec<Kept>,
    unplanned: Vec<JobRow>,
    done: Option<JobRow>,
}

impl SchedulePage {
    /// Says what stands against a place, and keeps what was chosen.
    pub fn refuse(&mut self, error: &Error, sent: &Placing) {
        let code = match error {
            Error::Hindered(obstacle) => Some(("obstacle", obstacle.as_str())),
            Error::Invalid(_) => None,
            error => Some(("error", error.code().as_str())),
        };
        match code {
            Some((prefix, code)) => {
                self.refusal = Some((say(self.v.language, &code_key(prefix, code), &[]), code.to_owned()));
            }
            None => self.troubles = self.v.troubles(error),
        }
        if let Some(form) = self.chosen.as_mut().and_then(|chosen| chosen.form.as_mut()) {
            form.keep(&self.v, sent);
        }
    }
}

/// The schedule as the caller may see it.
pub(super) async fn load(
    app: &App,
    (request, caller): (&HttpRequest, &Caller),
    asked: &Asked,
) -> Result<SchedulePage, Error> {
    let v = View::staff(app, request, "page-schedule", caller).at("/schedule".to_owned());
    let (catalogue, network, now) = (app.catalogue(), app.network(), app.clock.now());
    let calendar = catalogue.calendar();
    let wanted = Wanted::of(asked, calendar.local_date(now))?;
    let span = wanted.days.first().zip(wanted.days.last());
    let span = span.and_then(|(first, last)| {
        Some(Window { from: calendar.span_of(*first)?.from, to: calendar.span_of(*last)?.to })
    });
    let seen = see(app, caller, &wanted, (span.ok_or(Code::NotFound)?, now)).await?;
    let can_move = v.may(Permission::DispatchJob);
    let board = Board { app, v: &v, asked, calendar, now, chosen: wanted.job, can_move };
    let people = people(&network, &seen);
    let chosen = match wanted.job {
        Some(id) => Some(Chosen::load(&board, caller, (id, wanted.day), &network).await?),
        None => None,
    };
    let is_week = asked.is_week();
    Ok(SchedulePage {
        troubles: Troubles::default(),
        refusal: None,
        told: seen.done.as_ref().and_then(|row| told(&v, row)),
        address: v.href(&asked.bare().address()),
        title: (title(v.language, &wanted.days), title(other(v.language), &wanted.days)),
        other_lang: other(v.language).as_str(),
        now: v.time(now),
        links: links(&v, asked, &wanted, (calendar.local_date(now), seen.total)),
        choices: choices(app, &v, &wanted, &seen.agents),
        kept: kept(asked, wanted.day),
        typed: v.day(wanted.day),
        is_week,
        count: count(&v, &wanted, &seen),
        day: (!is_week).then(|| day(&board, wanted.day, &people)),
        week: is_week.then(|| week(&board, &wanted.days, &people)),
        unplanned: seen.unplanned.iter().map(|row| line(&board, &network, row)).collect(),
        chosen,
        can_move,
        v,
    })
}

async fn see(app: &App, caller: &Caller, wanted: &Wanted, (span, now): (Window, Instant)) -> Result<Seen, Error> {
    let (scope, network) = (caller.scope.clone(), app.network());
    let (province, agent, part, done) = (wanted.province.clone(), wanted.agent, wanted.part, wanted.done);
    app.db
        .read(move |conn| {
            let agents = list_agents_at_work(conn, &scope, province.as_deref())?;
            let all = crew(&network, agents.iter().copied().filter(|id| agent.is_none_or(|agent| agent == *id)));
            let (total, crew) = (all.len(), all.chunks(MOST).nth(part).unwrap_or_default().to_vec());
            let technicians: Vec<TechnicianId> = crew.iter().map(|(_, technician)| *technician).collect();
            let mut holders: Vec<AgentId> = crew.iter().map(|(agent, _)| *agent).collect();
            holders.dedup();
            let planned = list_planned(conn, &scope, (&technicians, span))?;
            let kept = list_kept(conn, &holders, now)?;
            let unplanned = list_unplanned(conn, &scope, (province.as_deref(), agent))?;
            let done = done.map(|id| find_row(conn, &scope, id)).transpose()?;
            Ok::<_, Error>(Seen { agents, crew, total, planned, kept, unplanned, done })
        })
        .await
}

/// The technicians of these agents, those of one agent by name.
fn crew(network: &Network, agents: impl Iterator<Item = AgentId>) -> Vec<(AgentId, TechnicianId)> {
    let found = agents.filter_map(|id| network.agent(id)).flat_map(|agent| {
        let mut technicians: Vec<&Technician> = agent.technicians.iter().collect();
        technicians.sort_by(|one, other| one.name.cmp(&other.name));
        technicians.into_iter().map(move |technician| (agent.id, technician.id))
    });
    found.collect()
}

fn people<'a>(network: &'a Network, seen: &'a Seen) -> Vec<Person<'a>> {
    let mut planned: HashMap<TechnicianId, Vec<&Planned>> = HashMap::new();
    for visit in &seen.planned {
        planned.entry(visit.technician_id).or_default().push(visit);
    }
    let person = |(agent, technician): &(AgentId, TechnicianId)| {
        let agent = network.agent(*agent)?;
        let technician = agent.technicians.iter().find(|it| it.id == *technician)?;
        let kept = seen.kept.iter().filter(|kept| kept.technician_id == technician.id).copied().collect();
        let planned = planned.get(&technician.id).cloned().unwrap_or_default();
        Some(Person { agent, technician, planned, kept })
    };
    seen.crew.iter().filter_map(person).collect()
}

fn other(language: Language) -> Language {
    if language == Language::En { Language::Fa } else { Language::En }
}

/// A day, or the first and the last of several.
fn title(language: Language, days: &[NaiveDate]) -> String {
    match days {
        [first, .., last] => {
            let words = |day: &NaiveDate| Arg::text(format::date(language, *day));
            say(language, "page-days-span", &[("first", words(first)), ("last", words(last))])
        }
        [day] => format::date_long(language, *day),
        [] => String::new(),
    }
}

/// What was put where: reference and window.
fn told(v: &View, row: &JobRow) -> Option<String> {
    let span = row.promised?;
    let window = v.window(Window { from: span.from, to: span.to });
    let args = [("reference", Arg::code(row.reference.clone())), ("window", Arg::text(window))];
    Some(say_html(v.language, "page-placed", &args))
}

fn links(v: &View, asked: &Asked, wanted: &Wanted, (today, total): (NaiveDate, usize)) -> Links {
    let step = Days::new(if asked.is_week() { 7 } else { 1 });
    let on = |day: NaiveDate| v.href(&Asked { day: Some(day.to_string()), ..asked.bare() }.address());
    let part = |part: usize| v.href(&Asked { page: Some((part + 1).to_string()), ..asked.bare() }.address());
    let week = Asked { view: Some("week".to_owned()), ..asked.bare() };
    Links {
        previous: on(wanted.day.checked_sub_days(step).unwrap_or(wanted.day)),
        today: on(today),
        next: on(wanted.day.checked_add_days(step).unwrap_or(wanted.day)),
        day: v.href(&asked.on_day(wanted.day).address()),
        week: v.href(&week.address()),
        fewer: wanted.part.checked_sub(1).map(part),
        more: ((wanted.part + 1) * MOST < total).then(|| part(wanted.part + 1)),
    }
}

fn choices(app: &App, v: &View, wanted: &Wanted, agents: &[AgentId]) -> Vec<Choice> {
    let network = app.network();
    let is_offered = wanted.province.is_some() || agents.len() <= MOST_AGENTS;
    let named = agents.iter().filter_map(|id| network.agent(*id));
    let named = named.filter(|agent| is_offered || wanted.agent == Some(agent.id));
    let named = named.map(|agent| (agent.id.to_string(), agent.name_in(v.language).to_owned()));
    let agents = Choice {
        name: "agent",
        label: v.t("page-agent"),
        options: std::iter::once((String::new(), v.t("page-all"))).chain(named).collect(),
        chosen: wanted.agent.map(|id| id.to_string()).unwrap_or_default(),
    };
    vec![Choice::of_provinces(app, v, wanted.province.as_deref()), agents]
}

fn kept(asked: &Asked, day: NaiveDate) -> Vec<(&'static str, String)> {
    let pairs = [("view", &asked.view), ("province", &asked.province), ("agent", &asked.agent), ("page", &asked.page)];
    let said = pairs.into_iter().filter_map(|(name, value)| Some((name, value.clone()?)));
    std::iter::once(("day", day.to_string())).chain(said).collect()
}

/// Which technicians are shown, of how many.
fn count(v: &View, wanted: &Wanted, seen: &Seen) -> String {
    let number = |count: usize| Arg::Number(i64::try_from(count).unwrap_or(i64::MAX));
    let first = wanted.part * MOST;
    let args = [
        ("first", number((first + 1).min(seen.total))),
        ("last", number((first + seen.crew.len()).min(seen.total))),
        ("total", number(seen.total)),
    ];
    say(v.language, "page-technicians-shown", &args)
}
