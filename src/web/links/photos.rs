//! Photos behind the technician's link: a form without script, the photos taken, and the request to charge that shows one.

use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};

use super::said::Saying;
use super::{Link, price, visit};
use crate::app::held::must_hold;
use crate::app::idempotent::Key;
use crate::app::photos::{add_photo, largest};
use crate::app::{Actor, App, Error};
use crate::domain::id::AttachmentId;
use crate::domain::photo::PhotoKind;
use crate::domain::quote::{ChargeState, needs_consent_of_organisation};
use crate::queries::links::VisitFacts;
use crate::queries::photos::{PhotoView, photo_of_visit};
use crate::web::error::Answer;
use crate::web::extract::IdemKey;
use crate::web::photo::{photo_answer, read_photo};
use crate::web::upload::read_upload;
use crate::web::view::View;

/// Keeps a photo: the image as the body with `?kind=` and `?job=`, or a form with the file as `photo`.
pub(super) async fn add(
    app: web::Data<App>,
    request: HttpRequest,
    code: web::Path<String>,
    (key, payload): (IdemKey, web::Payload),
) -> Answer {
    let link = Link { app: &app, request: &request, code: &code };
    // Before anything is read of what strangers send.
    let id = link.visit("photo").await?;
    let mut typed = Saying { event: Some("photo".to_owned()), ..Saying::default() };
    let adding = async {
        let upload = read_upload(&request, payload, largest(&app)).await?;
        typed.job = upload.field("job").map(str::to_owned);
        let facts = price::facts_of(&link, id).await?;
        let job = price::job_of(&facts, typed.job.as_deref())?;
        let key = key.0.map(|key| Key { route: "POST /o/{code}/photos", key, body_hash: upload.hash() }.on(&job));
        let new = read_photo(upload)?;
        add_photo(&app, (Actor::technician(id), key), (job, Some(id)), new).await
    };
    match adding.await {
        Ok(_) if link.wants_page() => Ok(link.back()),
        Ok(kept) => Ok(HttpResponse::Created().json(json!({ "visit_id": id, "photo_id": kept.photo_id }))),
        Err(error) => visit::ask_again(&link, id, typed, error).await,
    }
}

/// The bytes of a photo, while the visit is open and its agent has the job.
pub(super) async fn show(app: web::Data<App>, request: HttpRequest, path: web::Path<(String, AttachmentId)>) -> Answer {
    let (code, photo) = path.into_inner();
    let link = Link { app: &app, request: &request, code: &code };
    let id = link.visit("photo").await?;
    let read = move |conn: &mut _| {
        let (job, file) = photo_of_visit(conn, id, photo)?;
        must_hold(conn, id, job, "photo")?;
        Ok::<_, Error>(file)
    };
    let file = app.db.read(read).await?;
    photo_answer(&app, &file, None).await
}

/// A photo as the technician's page names it.
pub(super) struct PhotoShown {
    pub id: String,
    pub href: String,
    pub words: String,
}

/// The photos of one job with what may be done with them.
pub(super) struct PhotoForms {
    pub job: String,
    pub photos: Vec<PhotoShown>,
    pub count: String,
    pub kinds: Vec<(&'static str, String)>,
    /// Where each request to charge stands, in words.
    pub charges: Vec<String>,
    pub can_charge: bool,
}

/// The forms of each job of a visit that is open.
pub(super) fn forms(v: &View, facts: &VisitFacts) -> Vec<PhotoForms> {
    let visit = &facts.visit;
    let works = facts.works.iter().zip(&facts.money).zip(&facts.photos);
    let held = works.filter(|((work, _), _)| {
        let holds = work.job.agent_id.is_some_and(|agent| agent == visit.agent_id);
        visit.state.0.is_open() && holds && work.job.state.0.is_open()
    });
    let forms = held.map(|((work, money), photos)| {
        let waits = money.charges.iter().any(|charge| charge.state == ChargeState::Requested);
        let charges = money.charges.iter().map(|charge| v.code("charge-state", charge.state.as_str()));
        PhotoForms {
            job: work.job.id.0.to_string(),
            photos: photos.iter().map(|photo| shown(v, photo)).collect(),
            count: v.number(i64::try_from(photos.len()).unwrap_or(i64::MAX)),
            kinds: PhotoKind::ALL.iter().map(|kind| (kind.as_str(), v.code("photo-kind", kind.as_str()))).collect(),
            charges: charges.collect(),
            can_charge: !waits && work.job.arrived_at.is_some() && needs_consent_of_organisation(work.job.warranty.0),
        }
    });
    forms.collect()
}

fn shown(v: &View, photo: &PhotoView) -> PhotoShown {
    PhotoShown {
        id: photo.id.to_string(),
        href: v.below(&format!("/photos/{}", photo.id)),
        words: format!("{} · {}", v.code("photo-kind", photo.kind.as_str()), v.time(photo.created_at)),
    }
}

/// The photos of a job for programs.
pub(super) fn told(photos: &[PhotoView]) -> Value {
    let photos = photos.iter().map(|photo| {
        json!({
            "id": photo.id, "kind": photo.kind, "media_type": photo.media_type, "bytes": photo.bytes,
            "created_at": photo.created_at,
        })
    });
    photos.collect()
}
