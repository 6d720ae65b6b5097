//! Papers, certificates and contracts that run out: the agent hears of it in time, and somebody looks after it.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::messages::{About, Param, Recipient, put};
use crate::app::owner::Owner;
use crate::app::tasks::{TaskSpec, finish_of_agent, put_task};
use crate::app::{Actor, App, Error};
use crate::domain::access::{Caller, Role};
use crate::domain::agent::{Agent, Paper, PaperKind};
use crate::domain::id::{AgentId, TechnicianId};
use crate::domain::message::{MessageKind, RecipientKind};
use crate::domain::task::TaskKind;
use crate::domain::time::Instant;
use crate::queries::agents::list_agents_in;
use crate::store::Tx;
use crate::store::network::find_agent;
use crate::store::tasks::{list_agents_with, list_tasks_of_agent};

/// Days after its last day from which a paper is old news.
const OLD_NEWS: i64 = 30;

/// A paper with the alert that is due for it.
struct Due {
    paper: Paper,
    alert: i64,
}

/// Tells agents of what runs out and gives those who look after agents a task for each; finishes the tasks of what holds
/// again. How many papers are about to run out.
///
/// # Errors
/// The database.
pub async fn follow_due(app: &App) -> Result<usize, Error> {
    let now = app.clock.now();
    let catalogue = app.catalogue();
    let today = catalogue.calendar().local_date(now);
    let network = app.network();
    let mut count = 0;
    let mut followed: Vec<AgentId> = Vec::new();
    for agent in network.agents().filter(|agent| agent.standing.is_in_the_network()) {
        let due = due_of(agent, today, &catalogue.care().paper_days);
        if due.is_empty() {
            continue;
        }
        count += due.len();
        followed.push(agent.id);
        let (agent, app) = (agent.clone(), app.clone());
        app.db.clone().write(move |tx| follow(tx, (&app, now), &agent, &due)).await?;
    }
    let read = app.db.read(|conn| list_agents_with(conn, TaskKind::RenewPaper).map_err(Error::from)).await?;
    for agent in read.into_iter().filter(|agent| !followed.contains(agent)) {
        let is_left = |_: Option<&str>| true;
        let write = app
            .db
            .write(move |tx| finish_of_agent(tx, (&Actor::system(), now), (agent, TaskKind::RenewPaper), is_left));
        write.await?;
    }
    Ok(count)
}

/// Something that runs out, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PaperLine {
    /// The agent.
    pub agent_id: AgentId,
    /// Its code in the organisation.
    pub agent_code: String,
    /// Its name in Persian.
    pub name_fa: String,
    /// Its name in English.
    pub name_en: String,
    /// What it is: `licence`, `insurance`, `identity`, `certificate`, `contract`.
    #[schema(value_type = String)]
    pub kind: PaperKind,
    /// Whose certificate it is.
    pub technician_id: Option<TechnicianId>,
    /// Code of the skill behind which it stands.
    pub skill: Option<String>,
    /// Last day on which it holds.
    #[schema(value_type = String, format = Date)]
    pub until: NaiveDate,
    /// Days for which it holds after today; below 0 when it has run out.
    pub days_left: i64,
}

/// What runs out within `days` among the agents that the caller sees, soonest first; what has run out is among it.
///
/// # Errors
/// The database.
pub async fn running_out(app: &App, caller: &Caller, days: i64) -> Result<Vec<PaperLine>, Error> {
    let today = app.catalogue().calendar().local_date(app.clock.now());
    let scope = caller.scope.clone();
    let seen = app.db.read(move |conn| list_agents_in(conn, &scope).map_err(Error::from)).await?;
    let network = app.network();
    let mut lines: Vec<PaperLine> = Vec::new();
    let agents = network.agents().filter(|agent| agent.standing.is_in_the_network() && seen.contains(&agent.id));
    for agent in agents {
        let papers = agent.papers().into_iter().filter(|paper| paper.days_left(today) <= days);
        lines.extend(papers.map(|paper| {
            let [name_fa, name_en] = agent.name.clone();
            let days_left = paper.days_left(today);
            let (technician_id, skill) = paper.skill.unzip();
            PaperLine {
                agent_id: agent.id,
                agent_code: agent.code.clone(),
                name_fa,
                name_en,
                kind: paper.kind,
                technician_id,
                skill,
                until: paper.until,
                days_left,
            }
        }));
    }
    lines.sort_by(|one, other| {
        (one.until, &one.agent_code, one.kind).cmp(&(other.until, &other.agent_code, other.kind))
    });
    Ok(lines)
}

fn due_of(agent: &Agent, today: NaiveDate, days: &[i64]) -> Vec<Due> {
    let papers = agent.papers().into_iter().filter(|paper| paper.days_left(today) >= -OLD_NEWS);
    papers.filter_map(|paper| paper.alert(today, days).map(|alert| Due { paper, alert })).collect()
}

/// What the task about a paper says: its kind, its last day, and whose it is.
fn note_of(agent: &Agent, paper: &Paper) -> String {
    let mut note = format!("{} {}", paper.kind, paper.until);
    if let Some((technician, skill)) = &paper.skill {
        let name = agent.technicians.iter().find(|it| it.id == *technician).map(|it| it.name_in(agent.language));
        note = format!("{note} {skill} {}", name.unwrap_or_default());
    }
    note
}

fn follow(tx: &mut Tx<'_>, (app, now): (&App, Instant), agent: &Agent, due: &[Due]) -> Result<(), Error> {
    let system = Actor::system();
    let notes: Vec<String> = due.iter().map(|it| note_of(agent, &it.paper)).collect();
    let is_renewed = |note: Option<&str>| note.is_none_or(|note| !notes.iter().any(|it| it == note));
    finish_of_agent(tx, (&system, now), (agent.id, TaskKind::RenewPaper), is_renewed)?;
    let known = list_tasks_of_agent(tx.conn(), agent.id, TaskKind::RenewPaper)?;
    let province = find_agent(tx.conn(), agent.id)?.province;
    for (it, note) in due.iter().zip(notes) {
        tell(tx, now, agent, (it, &note))?;
        if known.iter().any(|task| task.note.as_deref() == Some(note.as_str())) {
            continue;
        }
        let (owner, due) = (Owner::unit(Role::AgentManager), last_opening(app, it.paper.until, now));
        let spec = TaskSpec::bare(TaskKind::RenewPaper, owner, &province, due).noted(Some(note));
        let spec = TaskSpec { agent: Some(agent.id), ..spec };
        put_task(tx, &app.catalogue(), (&system, now), spec)?;
    }
    Ok(())
}

/// When somebody must have looked after it: as work begins on the last day, or on the next day of work if that has begun.
fn last_opening(app: &App, until: NaiveDate, now: Instant) -> Instant {
    let catalogue = app.catalogue();
    let opening = catalogue.calendar().span_of(until).map(|window| window.from).filter(|at| *at > now);
    opening.or_else(|| catalogue.calendar().next_open(now)).unwrap_or(now)
}

fn tell(tx: &mut Tx<'_>, now: Instant, agent: &Agent, (due, note): (&Due, &str)) -> Result<(), Error> {
    let kind = if due.alert < 0 { MessageKind::PaperExpired } else { MessageKind::PaperExpiring };
    let to = Recipient {
        kind: RecipientKind::Agent,
        id: agent.id.to_string(),
        phone: agent.phone.clone(),
        language: agent.language,
    };
    let mut params =
        vec![("paper", Param::Paper(due.paper.kind.to_string())), ("last_day", Param::Day(due.paper.until))];
    if let Some((technician, _)) = &due.paper.skill {
        let name = agent.technicians.iter().find(|it| it.id == *technician).map(|it| it.name_in(agent.language));
        params.push(("whose", Param::Text(name.unwrap_or_default().to_owned())));
    }
    let once = format!("{}:{note}:{}", agent.id, due.alert);
    put(tx, now, kind, (&to, About::default()), (&once, &params))
}
