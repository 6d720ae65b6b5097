//! The candidates of a job: rank, points, what speaks for each in words, and who was left out by which rule.

use chrono::TimeDelta;

use crate::app::App;
use crate::app::dispatch::{Outlook, Ranked};
use crate::dispatch::rank::{Candidate as Ranking, Excluded as LeftOut, Fix, Objective};
use crate::domain::agent::Agent;
use crate::domain::eligibility::Failed;
use crate::domain::id::AgentId;
use crate::i18n::{Arg, code_key, format, say, say_html};
use crate::web::pages::agents::skill_words;
use crate::web::view::View;

/// Candidates that are shown with all that speaks for them; the first three have keys.
pub(super) const BEST: usize = 5;
/// Candidates, and agents that are left out, in the lists behind.
const MOST: usize = 20;
/// Colours of the parts of a bar, in turn.
const COLOURS: [&str; 5] = ["f1", "f2", "f3", "f4", "f5"];

/// What can be done with a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// It has an open offer.
    Asked,
    /// It can be asked.
    Ask,
    /// Its contract gives it the job without asking.
    Give,
}

/// A candidate.
pub(super) struct Candidate {
    /// Id of the agent.
    pub id: String,
    /// Place in the order.
    pub rank: String,
    /// The digit whose key offers it the job.
    pub digit: Option<usize>,
    /// Name of the agent.
    pub name: String,
    /// Name of the technician proposed.
    pub technician: String,
    /// Sum of the points.
    pub score: String,
    /// The bar in words.
    pub label: String,
    /// The parts of the bar: class, beginning and width in percent.
    pub bar: Vec<(&'static str, String, String)>,
    /// What speaks for it and against it: tone, icon, words.
    pub chips: Vec<(&'static str, &'static str, String)>,
    /// What would fail if the place were known well, as HTML.
    pub warnings: Vec<String>,
    /// Points by objective.
    pub points: Vec<String>,
    /// Way and distance, in words.
    pub way: String,
    /// What can be done.
    pub turn: Turn,
}

impl Candidate {
    /// Whether it has an open offer.
    pub fn is_asked(&self) -> bool {
        self.turn == Turn::Asked
    }

    /// Whether it gets the job without being asked.
    pub fn is_given(&self) -> bool {
        self.turn == Turn::Give
    }
}

/// An agent that fails a rule.
pub(super) struct Excluded {
    /// Name.
    pub name: String,
    /// Distance in words.
    pub distance: String,
    /// Code and words of each rule, the words as HTML.
    pub why: Vec<(&'static str, String)>,
}

/// All that a ranking says.
pub(super) struct Ledger {
    /// The best.
    pub best: Vec<Candidate>,
    /// Those behind them.
    pub behind: Vec<Candidate>,
    /// How many pass.
    pub passing: String,
    /// Names of the objectives.
    pub objectives: Vec<String>,
    /// The nearest of those left out.
    pub excluded: Vec<Excluded>,
    /// How many are left out.
    pub left_out: String,
    /// The rule that is nearest to giving way: what it would bring, and the rule as HTML.
    pub fix: Option<(String, String)>,
}

impl Ledger {
    /// Of a ranking.
    pub fn of(app: &App, v: &View, ranked: &Ranked) -> Self {
        let ledger = &ranked.ledger;
        let length = TimeDelta::minutes(app.catalogue().care().window_minutes);
        let network = app.network();
        let candidates = ledger.eligible.iter().take(BEST + MOST).filter_map(|it| {
            let agent = network.agent(it.agent_id)?;
            Some(candidate((app, v), agent, it, &ranked.outlook(it, length)?))
        });
        let mut best: Vec<Candidate> = candidates.collect();
        let behind = best.split_off(best.len().min(BEST));
        let objectives = ledger.eligible.first().map(|it| it.points.as_slice()).unwrap_or_default();
        Self {
            best,
            behind,
            passing: count(v, ledger.eligible.len()),
            objectives: objectives.iter().map(|it| v.code("objective", it.objective.as_str())).collect(),
            excluded: ledger.excluded.iter().take(MOST).map(|it| excluded(app, v, it)).collect(),
            left_out: count(v, ledger.excluded.len()),
            fix: ledger.nearest_fix.first().map(|it| fix(v, it)),
        }
    }
}

fn count(v: &View, count: usize) -> String {
    v.number(i64::try_from(count).unwrap_or(i64::MAX))
}

fn candidate((app, v): (&App, &View), agent: &Agent, it: &Ranking, outlook: &Outlook) -> Candidate {
    let technician = agent.technicians.iter().find(|technician| Some(technician.id) == it.technician_id);
    let score = v.number(i64::from(it.score));
    let turn = match (outlook.is_asked, outlook.gives) {
        (true, _) => Turn::Asked,
        (_, true) => Turn::Give,
        _ => Turn::Ask,
    };
    Candidate {
        id: it.agent_id.to_string(),
        rank: count(v, it.rank),
        digit: (it.rank <= 3).then_some(it.rank),
        name: agent.name_in(v.language).to_owned(),
        technician: technician.map(|it| it.name_in(v.language).to_owned()).unwrap_or_default(),
        label: say(v.language, "page-score-of", &[("score", Arg::text(score.clone()))]),
        score,
        bar: bar(it),
        chips: chips((app, v), it, outlook),
        warnings: it.warnings.iter().map(|failed| rule(v, failed)).collect(),
        points: it.points.iter().map(|part| v.number(i64::from(part.points))).collect(),
        way: way(v, it),
        turn,
    }
}

fn way(v: &View, it: &Ranking) -> String {
    let travel = it.travel_s.map_or_else(|| v.t("page-no-road"), |seconds| format::duration(v.language, seconds));
    format!("{travel} · {}", format::distance(v.language, it.distance_m))
}

/// The points one behind the other; what is left of a hundred stays empty.
fn bar(it: &Ranking) -> Vec<(&'static str, String, String)> {
    let mut from = 0;
    let parts = it.points.iter().enumerate().filter(|(_, part)| part.points > 0).map(|(at, part)| {
        let begins = from;
        from += part.points;
        (COLOURS[at % COLOURS.len()], format!("{begins}%"), format!("{:.1}%", f64::from(part.points) - 0.4))
    });
    parts.collect()
}

fn chips((app, v): (&App, &View), it: &Ranking, outlook: &Outlook) -> Vec<(&'static str, &'static str, String)> {
    let (held, most) = outlook.open;
    let numbers = [("open", Arg::Number(held.into())), ("most", Arg::Number(most.into()))];
    let load = say(v.language, "page-open-jobs-of", &numbers);
    let level = [
        ("skill", Arg::text(skill_words(app, v, &outlook.skill.0))),
        ("level", Arg::Number(i64::from(outlook.skill.1))),
    ];
    let mut chips = vec![
        (if it.travel_s.is_some() { "info" } else { "warn" }, "navigation", way(v, it)),
        if i64::from(held) * 4 >= i64::from(most) * 3 {
            ("warn", "alert-triangle", load)
        } else {
            ("ok", "check", load)
        },
        ("", "tool", say(v.language, "page-skill-level", &level)),
    ];
    chips.push(match outlook.window {
        Some(window) => ("", "clock", v.window(window)),
        None => ("warn", "clock", v.t("page-no-free-time")),
    });
    if let Some(area) = it.area {
        chips.push(("", "map-pin", v.code("area", area.as_str())));
    }
    let known = it.points.iter().find(|part| part.objective == Objective::Preference);
    if let Some(known) = known.filter(|part| !part.figure.is_empty() && part.figure != "none") {
        chips.push(("info", "history", v.code("known", &known.figure)));
    }
    chips
}

fn excluded(app: &App, v: &View, it: &LeftOut) -> Excluded {
    Excluded {
        name: name(app, v, it.agent_id),
        distance: format::distance(v.language, it.distance_m),
        why: rules(v, &it.failed),
    }
}

/// Name of an agent.
pub(super) fn name(app: &App, v: &View, agent: AgentId) -> String {
    app.network().agent(agent).map(|it| it.name_in(v.language).to_owned()).unwrap_or_default()
}

/// Code and words of failed rules.
pub(super) fn rules(v: &View, failed: &[Failed]) -> Vec<(&'static str, String)> {
    failed.iter().map(|failed| (failed.code.as_str(), rule(v, failed))).collect()
}

/// A failed rule with its figures as HTML.
fn rule(v: &View, failed: &Failed) -> String {
    let args = [("found", Arg::code(&failed.figure.found)), ("limit", Arg::code(&failed.figure.limit))];
    say_html(v.language, &code_key("rule", failed.code.as_str()), &args)
}

fn fix(v: &View, fix: &Fix) -> (String, String) {
    let number = Arg::Number(i64::try_from(fix.candidates).unwrap_or(i64::MAX));
    let failed = Failed { code: fix.code, figure: fix.figure.clone() };
    (say(v.language, "page-nearest-fix", &[("count", number)]), rule(v, &failed))
}
