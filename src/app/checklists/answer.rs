//! Answers to a checklist, from the technician on site or from staff.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::asked;
use super::serial::compare_serial;
use crate::app::case::Case;
use crate::app::held::must_hold;
use crate::app::idempotent::{Key, once};
use crate::app::jobs::refused;
use crate::app::journal::{Happening, record};
use crate::app::{Actor, App, Catalogue, Error};
use crate::domain::checklist::{Answers, ChecklistAnswer, ChecklistItem};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{JobId, VisitId};
use crate::domain::job::JobEvent;
use crate::domain::time::Instant;
use crate::store::checklists::{JobChecklist, insert_job_checklist, job_checklist, save_job_checklist};
use crate::store::feed::Topic;
use crate::store::{At, Json, StoreError, Tx};

/// Answers by the code of their item; an empty one takes an answer back, and what is not named stays.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAnswers {
    /// `yes` or `no`, a number, a serial or words.
    #[schema(value_type = Object, example = json!({ "voltage": "221", "drain": "yes" }))]
    pub answers: BTreeMap<String, String>,
}

/// The job whose checklist was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// The job.
    pub job_id: JobId,
}

/// Keeps answers; with a visit, of the technician on it. The first answer freezes what the job is asked.
///
/// # Errors
/// Every answer that its item does not take; a job or a visit that is over; the database.
pub async fn answer_checklist(
    app: &App,
    (actor, key): (Actor, Option<Key>),
    (job, visit): (JobId, Option<VisitId>),
    new: NewAnswers,
) -> Result<Answered, Error> {
    let (now, catalogue) = (app.clock.now(), app.catalogue());
    app.db
        .write(move |tx| {
            once(tx, (&actor, key.as_ref()), now, |tx| {
                if let Some(visit) = visit {
                    must_hold(tx.conn(), visit, job, "checklist")?;
                }
                let mut case = Case::load(tx.conn(), job)?;
                if !case.job.state.0.is_open() {
                    return Err(refused(case.job.state.0, JobEvent::Complete));
                }
                let answering = Answering { catalogue: &catalogue, actor: &actor, now };
                answering.keep(tx, &mut case, &new.answers)?;
                Ok(Answered { job_id: job })
            })
        })
        .await
}

struct Answering<'a> {
    catalogue: &'a Catalogue,
    actor: &'a Actor,
    now: Instant,
}

impl Answering<'_> {
    fn keep(&self, tx: &mut Tx<'_>, case: &mut Case, given: &BTreeMap<String, String>) -> Result<(), Error> {
        let kept = job_checklist(tx.conn(), case.job.id.0)?;
        let (items, before) = asked(self.catalogue, (&case.unit.category, case.job.kind.0), kept.as_ref());
        let answers = read(&items, &before, given, self.now)?;
        let news: Vec<&ChecklistItem> =
            items.iter().filter(|item| answers.get(&item.code) != before.get(&item.code)).collect();
        if news.is_empty() {
            return Ok(());
        }
        if let Some(mut kept) = kept {
            kept.answers = Json(answers.clone());
            save_job_checklist(tx, &mut kept)?;
        } else {
            let kept = JobChecklist {
                id: case.job.id,
                items: Json(items.clone()),
                answers: Json(answers.clone()),
                created_at: At(self.now),
                version: 1,
            };
            // Someone else gave the first answer at the same moment: look again, and add to it.
            insert_job_checklist(tx, &kept).map_err(StoreError::look_again)?;
        }
        let codes: Vec<&str> = news.iter().map(|item| item.code.as_str()).collect();
        let happening = Happening::new(Topic::Job, case.job.id.0, "checklist_answered").of(&case.job);
        record(tx, self.actor, self.now, happening.with(json!({ "items": codes })))?;
        for item in news {
            if let Some(answer) = answers.get(&item.code) {
                compare_serial(tx, (self.catalogue, self.actor, self.now), case, (item, &answer.value))?;
            }
        }
        Ok(())
    }
}

/// The answers after these; a faulty one is named by its item.
fn read(
    items: &[ChecklistItem],
    before: &Answers,
    given: &BTreeMap<String, String>,
    now: Instant,
) -> Result<Answers, Error> {
    let (mut answers, mut faults) = (before.clone(), Faults::default());
    for (code, typed) in given {
        let Some(item) = items.iter().find(|item| item.code == *code) else {
            faults.add(format!("checklist.{code}"), FaultCode::Unknown);
            continue;
        };
        match item.read(typed) {
            Ok(None) => drop(answers.remove(code)),
            Ok(Some(value)) if answers.get(code).is_some_and(|known| known.value == value) => (),
            Ok(Some(value)) => drop(answers.insert(code.clone(), ChecklistAnswer { value, at: now })),
            Err((fault, about)) => faults.add_about(format!("checklist.{code}"), fault, about),
        }
    }
    Ok(faults.or(answers)?)
}
