//! A file that comes in: as the whole body with its fields in the query, or as a form with one file among its fields
//! (RFC 7578). Both are read whole, for a photo is small and must be seen whole to be judged.

use actix_web::http::header;
use actix_web::{HttpMessage, HttpRequest, web};
use futures_util::StreamExt;

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
    let bytes = read(request, payload, if is_form { most + FIELDS_BYTES } else { most }).await?;
    if !is_form {
        let pairs = form_urlencoded::parse(request.query_string().as_bytes());
        let fields = pairs.filter(|(name, _)| name != "lang").map(|(name, value)| (name.into(), value.into()));
        return Ok(Upload { fields: fields.collect(), file: bytes.into() });
    }
    let header = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let boundary = header.and_then(|header| parameter(header, "boundary")).ok_or(Code::BadRequest)?;
    Ok(read_form(&bytes, &boundary).ok_or(Code::BadRequest)?)
}

async fn read(request: &HttpRequest, mut payload: web::Payload, most: usize) -> Result<web::BytesMut, Error> {
    let length = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    if length.is_some_and(|length: usize| length > most) {
        return Err(Code::TooLarge.into());
    }
    let mut bytes = web::BytesMut::with_capacity(length.unwrap_or_default());
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| Code::BadRequest)?;
        if bytes.len() + chunk.len() > most {
            return Err(Code::TooLarge.into());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// The fields of a form and its first file that is not empty; none when it is no such form.
fn read_form(bytes: &[u8], boundary: &str) -> Option<Upload> {
    let mut upload = Upload { fields: Vec::new(), file: Vec::new() };
    let delimiter = format!("\r\n--{boundary}");
    // The first delimiter stands at the beginning, or after words that nobody reads.
    let first = &delimiter.as_bytes()[2..];
    let start = if bytes.starts_with(first) { 0 } else { find(bytes, delimiter.as_bytes())? + 2 };
    let mut rest = bytes.get(start + first.len()..)?;
    for _ in 0..MOST_PARTS {
        if rest.starts_with(b"--") {
            return Some(upload);
        }
        let line = find(rest, b"\r\n")?;
        if rest[..line].iter().any(|byte| !matches!(byte, b' ' | b'\t')) {
            return None;
        }
        rest = &rest[line..];
        // Without headers the two line ends are one.
        let head = find(rest, b"\r\n\r\n")?;
        let headers = std::str::from_utf8(&rest[..head]).ok()?;
        rest = &rest[head + 2..];
        let end = find(rest, delimiter.as_bytes())?;
        let content = rest.get(2..end)?;
        rest = &rest[end + delimiter.len()..];
        take_part(&mut upload, headers, content)?;
    }
    None
}

fn take_part(upload: &mut Upload, headers: &str, content: &[u8]) -> Option<()> {
    let named = headers.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.trim().eq_ignore_ascii_case("content-disposition").then_some(value)
    })?;
    let name = parameter(named, "name")?;
    if parameter(named, "filename").is_some() {
        // A browser sends the input that was left empty too.
        if upload.file.is_empty() {
            upload.file = content.to_vec();
        }
    } else if name != FIELD {
        upload.fields.push((name, std::str::from_utf8(content).ok()?.to_owned()));
    }
    Some(())
}

/// A parameter of a header, quoted or not: `name` of `form-data; name="photo"; filename="a;b.jpg"`.
fn parameter(header: &str, wanted: &str) -> Option<String> {
    let (mut quoted, mut parts, mut part) = (false, Vec::new(), String::new());
    let mut chars = header.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => quoted = !quoted,
            '\\' if quoted => part.extend(chars.next()),
            ';' if !quoted => parts.push(std::mem::take(&mut part)),
            c => part.push(c),
        }
    }
    parts.push(part);
    let found = parts.iter().skip(1).find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case(wanted).then(|| value.trim().to_owned())
    });
    found.filter(|value| !value.is_empty() || wanted == "filename")
}

/// Where `needle`, which begins with a carriage return or is short, stands first.
fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    let first = *needle.first()?;
    let mut at = 0;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == first)?;
        if bytes[at..].starts_with(needle) {
            return Some(at);
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(parts: &str) -> Option<Upload> {
        read_form(parts.replace('\n', "\r\n").as_bytes(), "x-1")
    }

    #[test]
    fn a_form_has_its_fields_and_its_file() {
        let upload = form(
            "--x-1\nContent-Disposition: form-data; name=\"kind\"\n\n damage \n--x-1  \n\
             content-disposition: form-data; filename=\"a;\\\"name=b.jpg\"; name=photo\nContent-Type: image/jpeg\n\n\
             \u{1}--x-1\n\n--x\n--x-1\nContent-Disposition: form-data; name=\"csrf\"\n\nsecret\n--x-1--\nrest",
        );
        let upload = upload.unwrap();
        assert_eq!(upload.field("kind"), Some("damage"));
        assert_eq!((upload.field("csrf"), upload.field("photo")), (None, None));
        assert_eq!(upload.file, b"\x01--x-1\r\n\r\n--x");
        let again = Upload { fields: upload.fields.clone(), file: upload.file.clone() };
        let other = Upload { fields: upload.fields.clone(), file: b"y".to_vec() };
        assert_eq!(again.hash(), upload.hash());
        assert_ne!(other.hash(), upload.hash());
    }

    #[test]
    fn an_input_left_empty_is_no_file() {
        let empty = "--x-1\nContent-Disposition: form-data; name=\"photo\"; filename=\"\"\n\n\n--x-1--";
        assert!(form(empty).unwrap().file.is_empty());
        assert!(form("--x-1--").unwrap().file.is_empty());
    }

    #[test]
    fn what_is_cut_off_or_no_form_is_refused() {
        let whole = "--x-1\nContent-Disposition: form-data; name=\"kind\"\n\nsite\n--x-1--";
        assert!(form(whole).is_some());
        for end in 0..whole.len() {
            assert!(form(&whole[..end]).is_none(), "{end}");
        }
        for wrong in ["", "--y\n\na\n--y--", "--x-1\nname: a\n\nb\n--x-1--", "--x-1 y\n\nb\n--x-1--"] {
            assert!(form(wrong).is_none(), "{wrong}");
        }
        let many = "--x-1\nContent-Disposition: form-data; name=\"a\"\n\nb\n".repeat(MOST_PARTS + 1);
        assert!(form(&format!("{many}--x-1--")).is_none());
    }
}
