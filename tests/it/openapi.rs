//! The description of the API that is kept with the sources is the one that the program serves.

use std::collections::BTreeSet;

use ostakar::web::openapi::description;

const FILE: &str = "docs/openapi.json";

#[test]
fn the_kept_description_is_the_present_one() {
    let present = description().to_pretty_json().unwrap() + "\n";
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(FILE, &present).unwrap();
    }
    let kept = std::fs::read_to_string(FILE).unwrap_or_default();
    assert!(kept == present, "{FILE} is old: run UPDATE=1 cargo test --test it openapi");
}

#[test]
fn every_call_has_its_name_and_its_refusals() {
    let document = serde_json::to_value(description()).unwrap();
    let mut names = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let name = operation["operationId"].as_str().unwrap();
            assert!(names.insert(name.to_owned()), "{method} {path}: the name {name} is taken");
            assert!(operation["summary"].is_string(), "{method} {path} has no summary");
            let responses = operation["responses"].as_object().unwrap();
            assert!(responses.keys().any(|status| status.starts_with('2')), "{method} {path}");
            let is_public = operation.get("security").is_some();
            assert!(is_public || ["401", "403", "429", "503"].iter().all(|it| responses.contains_key(*it)), "{path}");
        }
    }
}
