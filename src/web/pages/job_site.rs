//! What was seen and measured on site, on a job's page: photos, the checklist, where a unit goes, and what the customer thinks of it.

use crate::app::checklists::{Checklist, ChecklistLine, checklist_of};
use crate::app::ratings::rating_of;
use crate::app::{App, Error};
use crate::domain::access::{Caller, Permission, allows};
use crate::domain::checklist::AnswerForm;
use crate::queries::photos::{PhotoView, photos_of};
use crate::queries::trail::JobDetail;
use crate::web::view::View;

/// A photo as the page names it.
pub(super) struct PhotoLine {
    pub href: String,
    pub words: String,
    pub by: String,
}

/// What the customer thinks of the work.
pub(super) struct RatingLine {
    pub score: String,
    pub at: String,
    pub comment: Option<String>,
    pub is_void: bool,
}

/// What is known from the site of a job.
#[derive(Default)]
pub(super) struct SiteSection {
    pub destination: Option<String>,
    /// Label, answer as HTML, and whether it keeps the work from ending.
    pub checklist: Vec<(String, String, bool)>,
    pub photos: Vec<PhotoLine>,
    pub rating: Option<RatingLine>,
}

impl SiteSection {
    /// Reads it; no photos for those who may not see customers, whose homes are in the pictures.
    pub(super) async fn load(app: &App, (v, caller): (&View, &Caller), detail: &JobDetail) -> Result<Self, Error> {
        let (job, catalogue) = (detail.row.id, app.catalogue());
        let with_photos = allows(caller.role, Permission::ViewCustomer);
        let read = move |conn: &mut _| {
            let photos = if with_photos { photos_of(conn, job)? } else { Vec::new() };
            Ok::<_, Error>((photos, checklist_of(conn, &catalogue, job)?, rating_of(conn, job)?))
        };
        let (photos, checklist, rating): (_, Checklist, _) = app.db.read(read).await?;
        let rating = rating.map(|it| RatingLine {
            score: v.code("score", &it.score.to_string()),
            at: v.moment(it.at.0),
            comment: it.comment,
            is_void: it.is_void,
        });
        Ok(Self {
            destination: detail.destination.clone(),
            checklist: checklist.items.iter().map(|line| asked(v, line)).collect(),
            photos: photos.iter().map(|photo| line(v, photo)).collect(),
            rating,
        })
    }
}

fn asked(v: &View, line: &ChecklistLine) -> (String, String, bool) {
    let item = &line.item;
    let value = match (item.form, line.value.as_deref()) {
        (AnswerForm::Photo, _) if line.wanting.is_none() => v.t("page-yes"),
        (_, None) => "–".to_owned(),
        (AnswerForm::YesNo, Some("yes")) => v.t("page-yes"),
        (AnswerForm::YesNo, Some(_)) => v.t("page-no"),
        (AnswerForm::Number, Some(number)) => {
            v.bdi(format!("{number} {}", item.unit.as_deref().unwrap_or_default()).trim())
        }
        (AnswerForm::Serial, Some(serial)) => v.bdi(serial),
        (_, Some(words)) => v.words("page-words", "words", words),
    };
    (v.named(&item.name_en, &item.name_fa).to_owned(), value, line.wanting.is_some() && line.value.is_some())
}

fn line(v: &View, photo: &PhotoView) -> PhotoLine {
    let by = photo.actor.clone().unwrap_or_else(|| v.code("actor", photo.actor_kind.as_str()));
    PhotoLine {
        href: format!("/api/v1/photos/{}", photo.id),
        words: v.code("photo-kind", photo.kind.as_str()),
        by: format!("{} · {by}", v.moment(photo.created_at)),
    }
}
