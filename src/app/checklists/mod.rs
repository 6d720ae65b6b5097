//! What jobs are asked on site: taken from the catalogue, frozen with the first answer, wanted in full when the work ends.

mod answer;
mod serial;
mod wanting;

pub use answer::{Answered, NewAnswers, answer_checklist};
pub(super) use wanting::{check_end, freeze};

use serde::Serialize;
use utoipa::ToSchema;

use super::Catalogue;
use crate::domain::checklist::{Answers, ChecklistItem};
use crate::domain::fault::FaultCode;
use crate::domain::id::JobId;
use crate::domain::job::JobKind;
use crate::domain::photo::PhotoKind;
use crate::domain::time::Instant;
use crate::store::checklists::{ChecklistRow, JobChecklist, job_checklist};
use crate::store::customers::find_installed_product;
use crate::store::jobs::find_job;
use crate::store::photos::list_photos;
use crate::store::{Conn, StoreError};

impl Catalogue {
    /// What a kind of work on an appliance is asked on site, in order; what is asked of every category may be asked otherwise
    /// of one.
    #[must_use]
    pub fn checklist(&self, category: &str, kind: JobKind) -> Vec<ChecklistItem> {
        let of = |row: &&ChecklistRow| row.kind.0 == kind && (row.category.is_empty() || row.category == category);
        let rows: Vec<&ChecklistRow> = self.rows().checklists.iter().filter(of).collect();
        let is_own = |code: &str| rows.iter().any(|row| row.code == code && !row.category.is_empty());
        let asked = rows.iter().filter(|row| row.is_used && (!row.category.is_empty() || !is_own(&row.code)));
        asked.map(|row| ChecklistItem::from(*row)).collect()
    }
}

/// The checklist of a job.
#[derive(Debug, Clone, Default, PartialEq, Serialize, ToSchema)]
pub struct Checklist {
    /// Whether the work may end as far as the checklist is concerned.
    pub is_complete: bool,
    /// The items in order.
    pub items: Vec<ChecklistLine>,
}

/// An item with its answer.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ChecklistLine {
    /// What is asked.
    #[serde(flatten)]
    pub item: ChecklistItem,
    /// The answer: `yes`, `no`, a number, a serial or words.
    pub value: Option<String>,
    /// When it was given.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub answered_at: Option<Instant>,
    /// What keeps the work from ending.
    #[schema(value_type = Option<String>, example = "required")]
    pub wanting: Option<FaultCode>,
}

impl Checklist {
    /// Of work on a category, with what was kept of it and the photos that the job has.
    #[must_use]
    pub fn new(
        catalogue: &Catalogue,
        (category, kind): (&str, JobKind),
        kept: Option<&JobChecklist>,
        photos: &[PhotoKind],
    ) -> Self {
        let (items, answers) = asked(catalogue, (category, kind), kept);
        let lines = items.into_iter().map(|item| {
            let answer = answers.get(&item.code);
            let wanting = item.wrong(answer.map(|answer| answer.value.as_str()), photos).map(|(code, _)| code);
            ChecklistLine {
                value: answer.map(|answer| answer.value.clone()),
                answered_at: answer.map(|answer| answer.at),
                wanting,
                item,
            }
        });
        let items: Vec<ChecklistLine> = lines.collect();
        Self { is_complete: items.iter().all(|line| line.wanting.is_none()), items }
    }
}

/// The items as a job was asked them first, else as the catalogue asks them now, with the answers.
fn asked(
    catalogue: &Catalogue,
    (category, kind): (&str, JobKind),
    kept: Option<&JobChecklist>,
) -> (Vec<ChecklistItem>, Answers) {
    match kept {
        Some(kept) => (kept.items.0.clone(), kept.answers.0.clone()),
        None => (catalogue.checklist(category, kind), Answers::new()),
    }
}

fn photo_kinds(conn: &mut Conn, job: JobId) -> Result<Vec<PhotoKind>, StoreError> {
    Ok(list_photos(conn, job)?.iter().map(|photo| photo.kind.0).collect())
}

/// The checklist of a job.
///
/// # Errors
/// `NotFound`, or the database.
pub fn checklist_of(conn: &mut Conn, catalogue: &Catalogue, job: JobId) -> Result<Checklist, StoreError> {
    let job = find_job(conn, job)?;
    let unit = find_installed_product(conn, job.installed_product_id.0)?;
    let (kept, photos) = (job_checklist(conn, job.id.0)?, photo_kinds(conn, job.id.0)?);
    Ok(Checklist::new(catalogue, (&unit.category, job.kind.0), kept.as_ref(), &photos))
}
