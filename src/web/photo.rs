//! A photo on its way in and out: what a request says about one, and the bytes as an answer.

use actix_web::HttpResponse;
use actix_web::http::header;

use super::error::Answer;
use super::upload::Upload;
use crate::app::photos::{NewPhoto, photo_bytes};
use crate::app::{App, Error};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::photo::PhotoKind;
use crate::queries::photos::PhotoFile;

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
    let bytes = photo_bytes(app, file).await?;
    let name = format!("inline; filename=\"photo-{}.{}\"", file.id, file.media_type.ending());
    let kept = cached.map_or_else(|| "no-store".to_owned(), |seconds| format!("private, max-age={seconds}"));
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, file.media_type.as_str()))
        .insert_header((header::CONTENT_DISPOSITION, name))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((header::CACHE_CONTROL, kept))
        .body(bytes))
}
