//! The rules of the house that no compiler knows, read from the sources. Each failure names the file and the rule.

mod reader;
mod tree;

use std::collections::BTreeSet;

use reader::{
    crate_roots, declared_types, long_functions, mentions, messages, sql_statements, supers, without_comments,
    without_tests,
};
use tree::{Source, sources, under};

/// A folder of `src/` and what it may say.
struct Layer {
    name: &'static str,
    /// Layers that it may name after `crate::`, besides itself.
    uses: &'static [&'static str],
}

/// Arrows point downward only.
const LAYERS: &[Layer] = &[
    Layer { name: "web", uses: &["app", "queries", "domain", "dispatch", "i18n", "security"] },
    Layer { name: "worker", uses: &["app", "queries", "store", "gateway", "domain", "dispatch", "i18n", "security"] },
    Layer { name: "app", uses: &["store", "queries", "gateway", "domain", "dispatch", "i18n", "security"] },
    Layer { name: "queries", uses: &["store", "domain"] },
    Layer { name: "store", uses: &["domain"] },
    Layer { name: "gateway", uses: &["domain"] },
    Layer { name: "dispatch", uses: &["domain"] },
    Layer { name: "i18n", uses: &["domain"] },
    Layer { name: "security", uses: &["domain"] },
    Layer { name: "domain", uses: &[] },
];

/// Composition: may use every layer, and no layer may use it.
const COMPOSITION: &[&str] = &["main", "lib", "cli", "commands", "start", "config", "demo", "bench"];

/// Names, and the only places under `src/` where they may stand.
const ONLY_IN: &[(&[&str], &[&str])] = &[
    (&["diesel", "diesel_migrations"], &["store", "queries"]),
    (&["actix_web", "actix_http"], &["web", "start"]),
    (&["reqwest", "lettre", "object_store", "async_imap", "mail_parser", "tokio_rustls"], &["gateway"]),
    (&["Utc::now", "Local::now", "SystemTime::now"], &["app/clock.rs"]),
    (&["std::env", "env::var"], &["config"]),
    (
        &["tokio", "std::fs", "std::net", "std::process", "std::thread"],
        &[
            "web", "worker", "app", "queries", "store", "gateway", "main", "cli", "commands", "start", "config",
            "demo", "bench",
        ],
    ),
];

/// What stands nowhere under `src/` outside tests.
const BANNED: &[&str] = &[
    "#[allow",
    "#![allow",
    "todo!",
    "unimplemented!",
    "dbg!",
    ".unwrap()",
    ".expect(",
    "unsafe",
    "TODO",
    "FIXME",
    "XXX",
];

/// Endings of type names that say nothing.
const EMPTY_ENDINGS: &[&str] = &["Manager", "Helper", "Helpers", "Util", "Utils", "Service", "Impl", "Dto"];

const LINES_OF_A_FILE: usize = 400;
const LINES_OF_A_FUNCTION: usize = 60;
/// Written by a program.
const GENERATED: &[&str] = &["src/store/schema.rs"];

fn holds(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn layers_depend_downward_only() {
    let mut faults = Vec::new();
    for source in sources("src") {
        if COMPOSITION.contains(&source.layer()) {
            continue;
        }
        let Some(layer) = LAYERS.iter().find(|layer| layer.name == source.layer()) else {
            faults.push(format!("{}: the layer {:?} is not in the table of tidy.rs", source.path, source.layer()));
            continue;
        };
        faults.extend(upward(&source, layer));
    }
    holds(&faults);
}

fn upward(source: &Source, layer: &Layer) -> Vec<String> {
    let code = without_tests(&source.code());
    let roots: BTreeSet<_> = crate_roots(&code).into_iter().collect();
    let alien = roots.into_iter().filter(|root| root != layer.name && !layer.uses.contains(&root.as_str()));
    let mut faults: Vec<_> =
        alien.map(|root| format!("{}: {} may not use crate::{root}", source.path, layer.name)).collect();
    if supers(&code) >= source.depth() {
        faults.push(format!("{}: leaves its layer by super::, say crate::", source.path));
    }
    faults
}

#[test]
fn names_stand_where_they_belong() {
    let mut faults = Vec::new();
    for source in sources("src") {
        let code = without_tests(&source.code());
        for (names, places) in ONLY_IN {
            let here = places.iter().any(|place| source.inside() == *place || source.layer() == *place);
            for name in names.iter().filter(|name| !here && mentions(&code, name)) {
                faults.push(format!("{}: {name} belongs to {places:?}", source.path));
            }
        }
    }
    holds(&faults);
}

#[test]
fn banned_words_stand_nowhere() {
    let mut faults = Vec::new();
    for source in sources("src") {
        let code = without_tests(&source.code());
        let found =
            BANNED.iter().filter(|word| mentions(&code, word) || is_a_note(word) && source.text.contains(**word));
        faults.extend(found.map(|word| format!("{}: {word}", source.path)));
    }
    holds(&faults);
}

/// Notes to oneself stand in comments.
fn is_a_note(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_uppercase())
}

#[test]
fn types_have_telling_names() {
    let mut faults = Vec::new();
    for source in sources("src") {
        for name in declared_types(&source.code()) {
            let empty = EMPTY_ENDINGS.iter().find(|ending| name.ends_with(**ending));
            faults.extend(empty.map(|ending| format!("{}: {name} ends in {ending}", source.path)));
        }
    }
    holds(&faults);
}

#[test]
fn files_and_functions_are_small() {
    let mut faults = Vec::new();
    for source in sources("src").into_iter().chain(sources("tests")) {
        if GENERATED.contains(&source.path.as_str()) {
            continue;
        }
        let lines = source.text.lines().count();
        if lines > LINES_OF_A_FILE {
            faults.push(format!("{}: {lines} lines, at most {LINES_OF_A_FILE}", source.path));
        }
        for (name, lines) in long_functions(&source.code(), LINES_OF_A_FUNCTION) {
            faults.push(format!("{}: fn {name} has {lines} lines, at most {LINES_OF_A_FUNCTION}", source.path));
        }
    }
    holds(&faults);
}

#[test]
fn every_file_says_what_it_is() {
    let bare = sources("src")
        .into_iter()
        .filter(|source| !GENERATED.contains(&source.path.as_str()) && !source.text.starts_with("//!"));
    holds(&bare.map(|source| format!("{}: begins without //!", source.path)).collect::<Vec<_>>());
}

#[test]
fn every_migration_can_be_undone() {
    let mut faults = Vec::new();
    for up in under("migrations", "up.sql") {
        let down = up.path.replace("up.sql", "down.sql");
        let undone =
            under("migrations", "down.sql").into_iter().any(|file| file.path == down && sql_statements(&file.text));
        if !undone {
            faults.push(format!("{down}: missing or without a statement"));
        }
    }
    holds(&faults);
}

#[test]
fn both_languages_have_the_same_messages() {
    let mut faults = Vec::new();
    let persian = under("locales", "fa.ftl");
    let english = under("locales", "en.ftl");
    for file in &english {
        let name = file.path.replace("en.ftl", "fa.ftl");
        let Some(twin) = persian.iter().find(|twin| twin.path == name) else {
            faults.push(format!("{name}: missing"));
            continue;
        };
        let (english, persian) = (messages(&file.text), messages(&twin.text));
        faults.extend(english.difference(&persian).map(|key| format!("{name}: lacks {key}")));
        faults.extend(persian.difference(&english).map(|key| format!("{}: lacks {key}", file.path)));
    }
    assert_eq!(english.len(), persian.len());
    holds(&faults);
}

#[test]
fn nothing_names_the_machine_it_was_written_on() {
    let homes = [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/tmp/", "wt")];
    let mut faults = Vec::new();
    for file in under(".", "") {
        let found = homes.iter().filter(|home| file.text.contains(**home));
        faults.extend(found.map(|home| format!("{}: {home}", file.path)));
    }
    holds(&faults);
}
