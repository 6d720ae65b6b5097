//! The pictures of the README: the main screens of a network in which weeks have passed. `UPDATE=1` writes them anew.

mod scene;

use std::path::Path;

use serde_json::{Value, json};

use crate::support::browser::browse;
use scene::Scene;

/// Fewer colours, with those of the edges of letters, are an empty page.
const LEAST_COLOURS: u64 = 100;
/// So many bytes has a picture of a page with something on it at least.
const LEAST_BYTES: usize = 10_000;

/// Width and height of a PNG, from its head (W3C, "Portable Network Graphics", 11.2.2); `None` for anything else.
fn size_of(png: &[u8]) -> Option<(u32, u32)> {
    let head = png.strip_prefix(b"\x89PNG\r\n\x1a\n")?.get(..16)?;
    let number = |at: usize| u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    Some((number(8), number(12)))
}

/// Asked for and made: the size as JSON.
fn size(of: &Value) -> (&Value, &Value) {
    (&of["width"], &of["height"])
}

#[actix_web::test]
async fn the_readme_shows_the_main_screens() {
    let scene = Scene::open().await;
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let made = Path::new(env!("CARGO_TARGET_TMPDIR")).join("screens");
    let kept = root.join("docs/screens");
    std::fs::create_dir_all(&made).unwrap();
    let screens = scene.screens();
    let arguments =
        vec![scene.server.url.clone(), made.to_str().unwrap().to_owned(), Value::from(screens.clone()).to_string()];
    let seen = browse("screens.js", arguments).await;
    println!("{}: {seen}", made.display());
    assert_eq!(seen["errors"], json!([]), "{seen}");
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    for (screen, picture) in screens.iter().zip(seen["pictures"].as_array().unwrap()) {
        assert_eq!(size(picture), size(screen), "{picture}");
        assert!(picture["colours"].as_u64() > Some(LEAST_COLOURS), "{picture}");
        let name = format!("{}.png", screen["name"].as_str().unwrap());
        if std::env::var_os("UPDATE").is_some() {
            std::fs::create_dir_all(&kept).unwrap();
            std::fs::copy(made.join(&name), kept.join(&name)).unwrap();
        }
        let png = std::fs::read(kept.join(&name)).unwrap_or_default();
        let size = size_of(&png).map(|(width, height)| (json!(width), json!(height)));
        let wanted = (screen["width"].clone(), screen["height"].clone());
        assert_eq!(size, Some(wanted), "docs/screens/{name}: run UPDATE=1 cargo test --test it screens");
        assert!(png.len() > LEAST_BYTES, "docs/screens/{name} shows nothing");
        assert!(readme.contains(&format!("\"docs/screens/{name}\"")), "the README does not show {name}");
    }
    assert_eq!(readme.matches("docs/screens/").count(), screens.len(), "the README shows a picture that is not made");
}
