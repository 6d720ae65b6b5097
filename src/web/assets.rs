//! Style sheet, font and licences, from the binary itself; an address changes with its content and is kept for a year.

use std::sync::LazyLock;

use actix_web::http::header::{self, ETag, EntityTag, IfNoneMatch};
use actix_web::{HttpRequest, HttpResponse, web};

use super::error::Answer;
use crate::app::Code;
use crate::security::fingerprint;

/// One file.
struct Asset {
    name: &'static str,
    media_type: &'static str,
    bytes: &'static [u8],
    hash: String,
}

const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    let asset = |(name, media_type, bytes): (&'static str, &'static str, &'static [u8])| {
        let hash = fingerprint(bytes).chars().take(12).collect();
        Asset { name, media_type, bytes, hash }
    };
    let files: [(&'static str, &'static str, &'static [u8]); 17] = [
        ("ostakar.css", "text/css; charset=utf-8", include_bytes!("../../static/ostakar.css")),
        ("bell.js", JAVASCRIPT, include_bytes!("../../static/bell.js")),
        ("board.js", JAVASCRIPT, include_bytes!("../../static/board.js")),
        ("desk.js", JAVASCRIPT, include_bytes!("../../static/desk.js")),
        ("field.js", JAVASCRIPT, include_bytes!("../../static/field.js")),
        ("find.js", JAVASCRIPT, include_bytes!("../../static/find.js")),
        ("portrait.js", JAVASCRIPT, include_bytes!("../../static/portrait.js")),
        ("presence.js", JAVASCRIPT, include_bytes!("../../static/presence.js")),
        ("pin.js", JAVASCRIPT, include_bytes!("../../static/pin.js")),
        ("queue.js", JAVASCRIPT, include_bytes!("../../static/queue.js")),
        ("schedule.js", JAVASCRIPT, include_bytes!("../../static/schedule.js")),
        ("shrink.js", JAVASCRIPT, include_bytes!("../../static/shrink.js")),
        ("wake.js", JAVASCRIPT, include_bytes!("../../static/wake.js")),
        ("icon.svg", "image/svg+xml", include_bytes!("../../static/icon.svg")),
        ("vazirmatn.woff2", "font/woff2", include_bytes!("../../static/vazirmatn.woff2")),
        ("vazirmatn-OFL.txt", "text/plain; charset=utf-8", include_bytes!("../../static/vazirmatn-OFL.txt")),
        (
            "tabler-icons-LICENSE.txt",
            "text/plain; charset=utf-8",
            include_bytes!("../../static/tabler-icons-LICENSE.txt"),
        ),
    ];
    files.into_iter().map(asset).collect()
});

/// The address of a file with the hash of its content.
#[must_use]
pub fn asset_url(name: &str) -> String {
    let hash = ASSETS.iter().find(|asset| asset.name == name).map_or("", |asset| asset.hash.as_str());
    format!("/static/{name}?{hash}")
}

/// Routes of the files.
pub fn routes(config: &mut web::ServiceConfig) {
    config.route("/static/{name}", web::get().to(file)).route("/sw.js", web::get().to(service_worker));
}

/// The service worker: a browser lets it speak for the whole site only at the top, and asks for it anew each time. It sends what
/// waits on the telephone by the same script as the page.
async fn service_worker() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .insert_header((header::CONTENT_TYPE, JAVASCRIPT))
        .body(concat!(include_str!("../../static/queue.js"), include_str!("../../static/sw.js")))
}

async fn file(request: HttpRequest, name: web::Path<String>, tags: web::Header<IfNoneMatch>) -> Answer {
    let asset = ASSETS.iter().find(|asset| asset.name == name.as_str()).ok_or(Code::NotFound)?;
    let tag = EntityTag::new_strong(asset.hash.clone());
    // Without the hash the address says nothing of the content, so it may not be kept for long.
    let is_named = request.query_string() == asset.hash;
    let kept = if is_named { "public, max-age=31536000, immutable" } else { "public, max-age=3600" };
    let is_same = match tags.into_inner() {
        IfNoneMatch::Any => true,
        IfNoneMatch::Items(tags) => tags.iter().any(|known| known.weak_eq(&tag)),
    };
    let mut answer = if is_same { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer.insert_header((header::CACHE_CONTROL, kept)).insert_header(ETag(tag));
    if is_same {
        return Ok(answer.finish());
    }
    Ok(answer.insert_header((header::CONTENT_TYPE, asset.media_type)).body(asset.bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_carries_the_hash() {
        let url = asset_url("ostakar.css");
        assert_eq!(url.len(), "/static/ostakar.css?".len() + 12);
    }
}
