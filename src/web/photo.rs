//! A photo on its way in and out: what a request says about one, and the bytes as an answer.

use actix_web::http::header::{self, ETag, EntityTag, Header as _, IfNoneMatch};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};

use super::error::Answer;
use super::upload::Upload;
use crate::app::photos::{NewPhoto, photo_bytes};
use crate::app::{App, Error};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::photo::{MediaType, PhotoKind};
use crate::queries::photos::PhotoFile;
use crate::queries::portraits::PortraitFile;

/// Opened by itself, a photo may do nothing at all.
const POLICY: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

/// The photo that came in, with what it shows from the field `kind`.
///
/// # Errors
/// Both faults at once.
pub(super) fn read_photo(upload: Upload) -> Result<NewPhoto, Error> {
    let mut faults = Faults::default();
    let kind: Option<PhotoKind> = match upload.field("kind").map(str::parse) {
        Some(Ok(kind)) => Some(kind),
        Some(Err(_)) => {
            let known: Vec<&str> = PhotoKind::ALL.iter().map(|kind| kind.as_str()).collect();
            faults.add_about("kind", FaultCode::Unknown, known.join(", "));
            None
        }
        None => {
            faults.add("kind", FaultCode::Required);
            None
        }
    };
    if upload.file.is_empty() {
        faults.add("photo", FaultCode::Required);
    }
    faults.or(())?;
    Ok(NewPhoto { kind: kind.unwrap_or(PhotoKind::Site), bytes: upload.file })
}

/// The bytes, to be looked at and not guessed about; kept by the browser for `cached` seconds.
pub(super) async fn photo_answer(app: &App, file: &PhotoFile, cached: Option<u32>) -> Answer {
    let bytes = photo_bytes(app, &file.blob_hash).await?;
    let kept = cached.map_or_else(|| "no-store".to_owned(), |seconds| format!("private, max-age={seconds}"));
    Ok(shown(file.media_type, &format!("photo-{}", file.id), &kept).body(bytes))
}

/// A portrait. The browser asks each time whether it is the same: the next time another technician may come.
pub(super) async fn portrait_answer(app: &App, request: &HttpRequest, file: &PortraitFile) -> Answer {
    let tag = EntityTag::new_strong(file.blob_hash.clone());
    let is_known = match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Items(tags)) => tags.iter().any(|known| known.weak_eq(&tag)),
        Ok(IfNoneMatch::Any) | Err(_) => false,
    };
    let kept = "private, no-cache";
    if is_known {
        return Ok(HttpResponse::NotModified()
            .insert_header((header::CACHE_CONTROL, kept))
            .insert_header(ETag(tag))
            .finish());
    }
    let bytes = photo_bytes(app, &file.blob_hash).await?;
    let name = format!("portrait-{}", file.technician_id);
    Ok(shown(file.media_type, &name, kept).insert_header(ETag(tag)).body(bytes))
}

fn shown(media_type: MediaType, name: &str, kept: &str) -> HttpResponseBuilder {
    let name = format!("inline; filename=\"{name}.{}\"", media_type.ending());
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((header::CONTENT_TYPE, media_type.as_str()))
        .insert_header((header::CONTENT_DISPOSITION, name))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((header::CACHE_CONTROL, kept));
    answer
}
