//! The spellings that people use: those that are one must fold to one, and those that are two must not.

use std::collections::BTreeMap;

use ostakar::app::Catalogue;
use ostakar::domain::address::line_key;
use ostakar::domain::name::name_key;
use ostakar::domain::phone::Phone;

use crate::support::TestDb;
use crate::support::app::TestApp;

const CASES: &str = include_str!("../../fixtures/cases/folding.csv");

/// What is compared of a spelling.
fn folded(catalogue: &Catalogue, kind: &str, spelling: &str) -> String {
    match kind {
        "phone" => Phone::parse(spelling, "IR").map_or_else(|code| format!("{code}: {spelling}"), |it| it.to_string()),
        "name" => name_key(spelling),
        "address" => line_key(spelling),
        "place" => catalogue.place(spelling, None).map_or_else(|| format!("no {spelling}"), |place| place.code.clone()),
        kind => panic!("{kind}"),
    }
}

#[actix_web::test]
async fn m2_two_hundred_spellings_fold_to_one_and_fifty_do_not() {
    let test = TestApp::bare(TestDb::sqlite()).await;
    let catalogue = test.app.catalogue();
    let mut counts = BTreeMap::new();
    let mut wrong = Vec::new();
    for case in csv::Reader::from_reader(CASES.as_bytes()).records() {
        let case = case.unwrap();
        let [kind, relation, one, other] = [0, 1, 2, 3].map(|at| case.get(at).unwrap());
        let (first, second) = (folded(&catalogue, kind, one), folded(&catalogue, kind, other));
        let is_as_told = match relation {
            "same" => first == second,
            "different" => first != second,
            relation => panic!("{relation}"),
        };
        if !is_as_told || first.starts_with("no ") || first.starts_with("phone_invalid") {
            wrong.push(format!("{kind} {relation}: {one} {first} / {other} {second}"));
        }
        *counts.entry(relation.to_owned()).or_insert(0) += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(counts["same"] >= 200 && counts["different"] >= 50, "{counts:?}");
}
