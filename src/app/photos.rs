//! Photos of jobs. The file is kept first, then the row: a file without a row is harmless, for the same bytes are kept once
//! and nobody finds them without a row.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::clock::mint;
use super::held::must_hold;
use super::idempotent::{Key, once};
use super::journal::{Happening, record};
use super::{Actor, App, Code, Error};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{AttachmentId, JobId, VisitId};
use crate::domain::photo::{MOST_PHOTOS, MediaType, PhotoKind, cleaned};
use crate::domain::time::Instant;
use crate::gateway::blob::BlobError;
use crate::store::feed::Topic;
use crate::store::jobs::find_job;
use crate::store::photos::{PhotoRow, insert_photo, list_photos};
use crate::store::{At, Col, StoreError, Tx};

/// A photo as it comes in.
#[derive(Debug, Clone)]
pub struct NewPhoto {
    /// What it shows.
    pub kind: PhotoKind,
    /// The file.
    pub bytes: Vec<u8>,
}

/// The photo that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The photo.
    pub photo_id: AttachmentId,
}

/// Bytes of a photo at most.
#[must_use]
pub fn largest(app: &App) -> usize {
    app.gateways.blob.limit()
}

/// Keeps a photo of a job; with a visit, by the technician on it. The same picture of the same thing is kept once.
///
/// # Errors
/// `PhotoUnreadable` for anything but a whole JPEG, PNG or WebP, `TooMany`; `TooLarge`; a visit that is over; the same key
/// with another body; the database.
pub async fn add_photo(
    app: &App,
    (actor, key): (Actor, Option<Key>),
    (job, visit): (JobId, Option<VisitId>),
    new: NewPhoto,
) -> Result<Kept, Error> {
    let now = app.clock.now();
    if new.bytes.len() > largest(app) {
        return Err(Code::TooLarge.into());
    }
    let (kind, (media_type, bytes)) = (new.kind, clean_picture(new.bytes).await?);
    let byte_count = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let blob_hash = app.gateways.blob.put(bytes).await.map_err(not_kept)?;
    app.db
        .write(move |tx| {
            once(tx, (&actor, key.as_ref()), now, |tx| {
                if let Some(visit) = visit {
                    must_hold(tx.conn(), visit, job, "photo")?;
                }
                let row = PhotoRow {
                    id: Col(mint(now)),
                    blob_hash: blob_hash.clone(),
                    media_type: Col(media_type),
                    byte_count,
                    kind: Col(kind),
                    job_id: Some(Col(job)),
                    visit_id: visit.map(Col),
                    added_by: actor.id.clone().unwrap_or_default(),
                    created_at: At(now),
                    added_by_kind: Col(actor.kind),
                };
                keep(tx, (&actor, now), job, &row)
            })
        })
        .await
}

/// What kind of picture it is, and its bytes without what does not belong to it.
///
/// # Errors
/// `PhotoUnreadable` for anything but a whole JPEG, PNG or WebP.
pub(super) async fn clean_picture(bytes: Vec<u8>) -> Result<(MediaType, Vec<u8>), Error> {
    // A camera's picture is some millions of bytes to look through.
    let cleaning = tokio::task::spawn_blocking(move || cleaned(&bytes));
    let cleaned = cleaning.await.map_err(|error| Error::Internal(error.to_string()))?;
    cleaned.map_err(|code| fault(code, ""))
}

fn keep(tx: &mut Tx<'_>, (actor, now): (&Actor, Instant), job: JobId, row: &PhotoRow) -> Result<Kept, Error> {
    let known = list_photos(tx.conn(), job)?;
    if let Some(same) = known.iter().find(|it| it.kind == row.kind && it.blob_hash == row.blob_hash) {
        return Ok(Kept { photo_id: same.id.0 });
    }
    if known.len() >= MOST_PHOTOS {
        return Err(fault(FaultCode::TooMany, &MOST_PHOTOS.to_string()));
    }
    let job = find_job(tx.conn(), job)?;
    // The same photo came twice at the same moment: look again, and find it.
    insert_photo(tx, row).map_err(StoreError::look_again)?;
    let detail = json!({ "photo": row.id.0, "kind": row.kind.0, "bytes": row.byte_count });
    record(tx, actor, now, Happening::new(Topic::Job, job.id.0, "photo_added").of(&job).with(detail))?;
    Ok(Kept { photo_id: row.id.0 })
}

/// The file of a photo or a portrait, by the SHA-256 under which it is kept.
///
/// # Errors
/// A file that is gone, was changed outside or cannot be read now.
pub async fn photo_bytes(app: &App, blob_hash: &str) -> Result<Vec<u8>, Error> {
    app.gateways.blob.get(blob_hash).await.map_err(not_kept)
}

/// What a caller is told where a file was not kept or not found.
pub(super) fn not_kept(error: BlobError) -> Error {
    match error {
        BlobError::TooLarge { .. } => Code::TooLarge.into(),
        error => Error::Internal(format!("photo: {error}")),
    }
}

/// A fault of the picture that came in.
pub(super) fn fault(code: FaultCode, about: &str) -> Error {
    let mut faults = Faults::default();
    faults.add_about("photo", code, about.to_owned());
    faults.into()
}
