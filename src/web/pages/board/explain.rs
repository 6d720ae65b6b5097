//! Why not this agent: what the rules say of any agent that is asked after.

use super::candidates::rules;
use crate::app::dispatch::{Explained, explain_agent};
use crate::app::{App, Error};
use crate::domain::id::JobId;
use crate::i18n::{Arg, format, say};
use crate::web::view::View;

/// Longest name that is looked for, in characters.
const LONGEST: usize = 60;

/// What is said of an agent.
pub(super) struct Answer {
    /// Name.
    pub name: String,
    /// Code as HTML.
    pub code: String,
    /// Distance in words.
    pub distance: String,
    /// What it comes to.
    pub words: String,
    /// Tone of that.
    pub tone: &'static str,
    /// Code and words of each failed rule, the words as HTML.
    pub why: Vec<(&'static str, String)>,
}

/// What was typed, and who was found; nobody where nothing was typed.
#[derive(Default)]
pub(super) struct Lookup {
    /// What was typed.
    pub typed: String,
    /// The agents that can be meant.
    pub found: Vec<Answer>,
}

impl Lookup {
    /// Looks an agent up by its id or code, or by a part of its name.
    pub async fn load(app: &App, v: &View, job: JobId, typed: Option<&str>) -> Result<Self, Error> {
        let typed: String = typed.unwrap_or_default().trim().chars().take(LONGEST).collect();
        let found = if typed.is_empty() { Vec::new() } else { explain_agent(app, job, &typed, None).await? };
        Ok(Self { found: found.iter().map(|it| answer(v, it)).collect(), typed })
    }
}

fn answer(v: &View, it: &Explained) -> Answer {
    let [fa, en] = &it.name;
    let (tone, words) = if it.is_asked {
        ("info", v.t("page-asked"))
    } else if let Some(candidate) = &it.candidate {
        let rank = Arg::Number(i64::try_from(candidate.rank).unwrap_or(i64::MAX));
        ("ok", say(v.language, "page-why-ranked", &[("rank", rank), ("score", Arg::Number(candidate.score.into()))]))
    } else if it.failed.is_empty() {
        let nearer = Arg::Number(i64::try_from(it.nearer).unwrap_or(i64::MAX));
        ("warn", say(v.language, "page-why-too-many", &[("count", nearer)]))
    } else {
        let count = Arg::Number(i64::try_from(it.failed.len()).unwrap_or(i64::MAX));
        ("bad", say(v.language, "page-why-not", &[("count", count)]))
    };
    Answer {
        name: v.named(en, fa).to_owned(),
        code: v.bdi(&it.code),
        distance: format::distance(v.language, it.distance_m),
        words,
        tone,
        why: rules(v, &it.failed),
    }
}
