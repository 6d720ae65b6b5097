//! Stories in a real browser: scripts of `tests/browser` that drive Chromium.

use std::process::Command;

use serde_json::Value;

/// Runs a script; the JSON that it prints.
pub async fn browse(script: &'static str, arguments: Vec<String>) -> Value {
    actix_web::web::block(move || run(script, &arguments)).await.unwrap()
}

fn run(script: &str, arguments: &[String]) -> Value {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser");
    let mut node = Command::new("/usr/bin/node");
    node.arg(script).args(arguments).current_dir(folder);
    let modules = concat!(env!("CARGO_MANIFEST_DIR"), "/target/browser/node_modules");
    let output = node.env("NODE_PATH", modules).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "it failed, or Chromium is missing: run tests/setup\n{said}");
    serde_json::from_slice(&output.stdout).unwrap()
}
