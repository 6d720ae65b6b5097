//! A file that comes in: as the whole body with its fields in the query, or as a form with one file among its fields
//! (RFC 7578). Both are read whole, for a photo is small and must be seen whole to be judged.

use actix_multipart::Multipart;
use actix_web::{HttpMessage, HttpRequest, web};
use futures_util::{Stream, StreamExt};

use super::csrf::FIELD;
use crate::app::{Code, Error};
use crate::security::fingerprint;

/// What a form may have besides the file, in bytes.
const FIELDS_BYTES: usize = 16 * 1024;
/// Parts of a form at most.
const MOST_PARTS: usize = 16;

/// A file and the fields beside it.
pub(super) struct Upload {
    fields: Vec<(String, String)>,
    /// The file; empty when a form had none.
    pub file: Vec<u8>,
}

impl Upload {
    /// A field, if it says anything.
    pub fn field(&self, name: &str) -> Option<&str> {
        let found = self.fields.iter().find(|(field, _)| field == name);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// What a repeat must have in common, whatever lies between the parts of its form: SHA-256 as hexadecimal digits.
    pub fn hash(&self) -> String {
        let fields: Vec<String> = self.fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
        fingerprint(format!("{}:{}", fingerprint(&self.file), fields.join("&")))
    }
}

/// Reads a file of at most `most` bytes.
///
/// # Errors
/// `UnsupportedMediaType` for a body that is neither an image nor a form with files, `TooLarge`, `BadRequest`.
pub(super) async fn read_upload(request: &HttpRequest, payload: web::Payload, most: usize) -> Result<Upload, Error> {
    let kind = request.content_type().to_ascii_lowercase();
    let is_form = kind == "multipart/form-data";
    if !is_form && !kind.starts_with("image/") && kind != "application/octet-stream" {
        return Err(Code::UnsupportedMediaType.into());
    }
    if !is_form {
        let pairs = form_urlencoded::parse(request.query_string().as_bytes());
        let fields = pairs.filter(|(name, _)| name != "lang").map(|(name, value)| (name.into(), value.into()));
        return Ok(Upload { fields: fields.collect(), file: read(payload, most).await? });
    }
    read_form(Multipart::new(request.headers(), payload), most).await
}

/// The fields of a form and its first file that is not empty: a browser sends the input that was left empty too.
async fn read_form(mut form: Multipart, most: usize) -> Result<Upload, Error> {
    let mut upload = Upload { fields: Vec::new(), file: Vec::new() };
    let mut left = FIELDS_BYTES;
    for _ in 0..MOST_PARTS {
        let Some(part) = form.next().await else { return Ok(upload) };
        let part = part.map_err(|_| Code::BadRequest)?;
        let name = part.name().ok_or(Code::BadRequest)?.to_owned();
        let is_file = part.content_disposition().is_some_and(|said| said.get_filename().is_some());
        let content = read(part, if is_file { most } else { left }).await?;
        if is_file && upload.file.is_empty() {
            upload.file = content;
        } else if !is_file {
            left -= content.len();
            if name != FIELD {
                upload.fields.push((name, String::from_utf8(content).map_err(|_| Code::BadRequest)?));
            }
        }
    }
    Err(Code::BadRequest.into())
}

async fn read<E>(mut chunks: impl Stream<Item = Result<web::Bytes, E>> + Unpin, most: usize) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| Code::BadRequest)?;
        if bytes.len() + chunk.len() > most {
            return Err(Code::TooLarge.into());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use actix_web::FromRequest;
    use actix_web::http::header;
    use actix_web::test::TestRequest;

    use super::*;

    async fn form(parts: &str) -> Result<Upload, Error> {
        let request = TestRequest::post().insert_header((header::CONTENT_TYPE, "multipart/form-data; boundary=x-1"));
        let (request, mut payload) = request.set_payload(parts.replace('\n', "\r\n")).to_http_parts();
        let payload = web::Payload::from_request(&request, &mut payload).await.unwrap();
        read_upload(&request, payload, 100).await
    }

    #[actix_web::test]
    async fn a_form_has_its_fields_and_its_file() {
        let upload = form(
            "--x-1\nContent-Disposition: form-data; name=\"kind\"\n\n damage \n--x-1\n\
             content-disposition: form-data; name=\"photo\"; filename=\"a.jpg\"\nContent-Type: image/jpeg\n\n\
             \u{1}--x-1\n\n--x\n--x-1\nContent-Disposition: form-data; name=\"csrf\"\n\nsecret\n--x-1--\n",
        );
        let upload = upload.await.unwrap();
        assert_eq!(upload.field("kind"), Some("damage"));
        assert_eq!((upload.field("csrf"), upload.field("photo")), (None, None));
        assert_eq!(upload.file, b"\x01--x-1\r\n\r\n--x");
        let again = Upload { fields: upload.fields.clone(), file: upload.file.clone() };
        let other = Upload { fields: upload.fields.clone(), file: b"y".to_vec() };
        assert_eq!(again.hash(), upload.hash());
        assert_ne!(other.hash(), upload.hash());
    }

    #[actix_web::test]
    async fn an_input_left_empty_is_no_file() {
        let empty = "--x-1\nContent-Disposition: form-data; name=\"photo\"; filename=\"\"\n\n\n--x-1--\n";
        assert!(form(empty).await.unwrap().file.is_empty());
        assert!(form("--x-1--\n").await.unwrap().file.is_empty());
    }

    #[actix_web::test]
    async fn what_is_cut_off_or_no_form_is_refused() {
        let whole = "--x-1\nContent-Disposition: form-data; name=\"kind\"\n\nsite\n--x-1--";
        assert!(form(whole).await.is_ok());
        for end in 0..whole.len() {
            assert!(form(&whole[..end]).await.is_err(), "{end}");
        }
        for wrong in ["", "--y\n\na\n--y--", "--x-1\nname: a\n\nb\n--x-1--", "--x-1 y\n\nb\n--x-1--"] {
            assert!(form(wrong).await.is_err(), "{wrong}");
        }
        let many = "--x-1\nContent-Disposition: form-data; name=\"a\"\n\nb\n".repeat(MOST_PARTS + 1);
        assert!(form(&format!("{many}--x-1--")).await.is_err());
    }
}
