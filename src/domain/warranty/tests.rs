//! The rules of the verdict, by the cases worked out by hand in `fixtures/cases/warranty.json`.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde_json::{Map, Value};

use super::*;
use crate::domain::fault::{FaultCode, Faults};

const CASES: &str = include_str!("../../../fixtures/cases/warranty.json");

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[expect(dead_code, reason = "told to people")]
    about: String,
    unit: Map<String, Value>,
    policies: BTreeMap<String, WarrantyTerms>,
    cases: Vec<Case>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    policies: Vec<String>,
    today: NaiveDate,
    unit: Map<String, Value>,
    expect: Expected,
    #[expect(dead_code, reason = "told to people")]
    why: String,
    otherwise: Option<Otherwise>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    outcome: WarrantyOutcome,
    decided_by: ClauseCode,
    shares: [u32; 3],
    #[serde(default)]
    awaited: Vec<Awaited>,
    policy: Option<String>,
}

/// One fact changed, and what the outcome is then.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Otherwise {
    unit: Map<String, Value>,
    outcome: WarrantyOutcome,
}

fn table() -> Table {
    serde_json::from_str(CASES).unwrap()
}

impl Table {
    fn judge(&self, case: &Case, change: Option<&Map<String, Value>>) -> Verdict {
        let mut unit = self.unit.clone();
        unit.extend(case.unit.clone());
        unit.extend(change.cloned().unwrap_or_default());
        let unit: UnitFacts = serde_json::from_value(unit.into()).unwrap();
        let policy =
            |code: &String| WarrantyPolicy { code: code.clone(), version: 3, terms: self.policies[code].clone() };
        let policies: Vec<WarrantyPolicy> = case.policies.iter().map(policy).collect();
        judge(&policies, &unit, case.today)
    }
}

#[test]
fn m18_the_cases_worked_out_by_hand_are_reproduced() {
    let table = table();
    assert!(table.cases.len() >= 60, "{}", table.cases.len());
    let mut wrong = Vec::new();
    for case in &table.cases {
        let (found, expected) = (table.judge(case, None), &case.expect);
        let shares = [found.shares.parts, found.shares.labour, found.shares.travel];
        let is_right = (found.outcome, found.decided_by, shares, &found.awaited)
            == (expected.outcome, Some(expected.decided_by), expected.shares, &expected.awaited)
            && expected.policy.as_ref().is_none_or(|policy| found.policy.as_ref() == Some(policy));
        if !is_right {
            wrong.push(format!("{}: {found:#?}", case.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn m18_each_clause_has_a_case_where_it_alone_decides() {
    let table = table();
    let mut deciding = BTreeSet::new();
    for case in &table.cases {
        let Some(otherwise) = &case.otherwise else { continue };
        let (found, other) = (table.judge(case, None), table.judge(case, Some(&otherwise.unit)));
        assert_eq!(other.outcome, otherwise.outcome, "{}: {other:#?}", case.name);
        let code = case.expect.decided_by;
        if code == ClauseCode::CommitmentRuns {
            assert_eq!(other.outcome, found.outcome, "{}", case.name);
            assert_ne!(other.decided_by, Some(code), "{}", case.name);
        } else {
            assert_ne!(other.outcome, found.outcome, "{}", case.name);
        }
        deciding.insert(code);
    }
    // The work of a recall is judged by what it is, not by a policy.
    let by_policy = ClauseCode::ALL.iter().filter(|code| **code != ClauseCode::RecallWork);
    let missing: Vec<_> = by_policy.filter(|code| !deciding.contains(*code)).collect();
    assert!(missing.is_empty(), "{missing:?} decide in no case");
}

#[test]
fn m18_every_outcome_exclusion_and_wait_has_a_case() {
    let table = table();
    let text: String = table.cases.iter().map(|case| serde_json::to_string(&case.unit).unwrap()).collect();
    let missing: Vec<_> = ExclusionCode::ALL
        .iter()
        .filter(|code| !text.contains(code.as_str()) && !text.contains(&code.as_str().to_lowercase()))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
    let has = |outcome: &WarrantyOutcome| table.cases.iter().any(|case| case.expect.outcome == *outcome);
    assert!(WarrantyOutcome::ALL.iter().all(has));
    let waits = |wait: &Awaited| table.cases.iter().any(|case| case.expect.awaited.contains(wait));
    assert!(Awaited::ALL.iter().all(waits));
}

#[test]
fn m18_a_clause_names_the_evidence_it_rests_on() {
    let table = table();
    let case = table.cases.iter().find(|case| case.name == "the repair is guaranteed, last day").unwrap();
    let verdict = table.judge(case, None);
    let evidence = |code| &verdict.clauses.iter().find(|clause| clause.code == code).unwrap().evidence;
    assert_eq!(evidence(ClauseCode::PolicyApplies), "kept v3");
    assert_eq!(evidence(ClauseCode::SerialAuthentic), "AS12345678");
    assert_eq!(evidence(ClauseCode::StartKnown), "2025-05-22");
    assert_eq!(evidence(ClauseCode::LabourCovered), "2025-05-22/2026-05-21 100%");
    assert_eq!(evidence(ClauseCode::RepairGuaranteed), "J1 2027-08-01/2027-10-29");
}

#[test]
fn m18_a_rerun_shows_what_differs() {
    let table = table();
    let case = table.cases.iter().find(|case| case.name == "neither serial nor proof").unwrap();
    let was = table.judge(case, None);
    assert!(!compare(&was, &was).is_changed);
    let is = table.judge(case, Some(&case.otherwise.as_ref().unwrap().unit));
    let difference = compare(&was, &is);
    assert!(difference.is_changed);
    assert_eq!(
        (difference.outcome_was, difference.outcome_is),
        (WarrantyOutcome::Provisional, WarrantyOutcome::InWarranty)
    );
    let changed: Vec<_> = difference.clauses.iter().map(|change| (change.code, change.was, change.is)).collect();
    assert_eq!(changed, [(ClauseCode::ProofSeen, Some(ClauseResult::Open), Some(ClauseResult::Holds))]);
}

fn terms(spec: &str) -> WarrantyTerms {
    let plain = r#""starts_on":"sale","months":{"parts":12,"labour":12,"travel":12},
        "percents":{"parts":100,"labour":100,"travel":100}"#;
    let comma = if spec.is_empty() { "" } else { "," };
    WarrantyTerms::from_spec(&format!("{{{plain}{comma}{spec}}}")).unwrap()
}

#[test]
fn m18_policies_contradict_each_other_only_for_one_case() {
    let pairs = [
        ("", "", true),
        (r#""brand":"asta""#, "", false),
        (r#""brand":"asta""#, r#""brand":"bora""#, false),
        (r#""brand":"asta""#, r#""brand":"asta""#, true),
        (r#""sold_to":"2024-12-31""#, r#""sold_from":"2025-01-01""#, false),
        (r#""sold_to":"2025-01-01""#, r#""sold_from":"2025-01-01""#, true),
        (r#""sold_from":"2024-01-01","sold_to":"2024-06-30""#, r#""sold_from":"2024-06-30""#, true),
        (r#""sold_from":"2024-01-01""#, "", false),
        (r#""brand":"asta","model":"A""#, r#""brand":"asta","category":"tv""#, false),
    ];
    for (a, b, expected) in pairs {
        assert_eq!(terms(a).contradicts(&terms(b)), expected, "{a} {b}");
        assert_eq!(terms(b).contradicts(&terms(a)), expected, "{b} {a}");
    }
}

#[test]
fn m18_every_wrong_figure_of_a_policy_is_named_at_once() {
    let mut wrong = terms(r#""sold_from":"2025-01-01","sold_to":"2024-01-01","exclusions":["MISUSE","MISUSE"]"#);
    wrong.months.parts = 601;
    wrong.percents.travel = 101;
    wrong.commitment_years = 51;
    let mut faults = Faults::default();
    wrong.check("spec", &mut faults);
    let found: Vec<_> = faults.0.iter().map(|fault| (fault.field.as_ref(), fault.code)).collect();
    let expected = [
        ("spec.sold_to", FaultCode::DateOrder),
        ("spec.months.parts", FaultCode::OutOfRange),
        ("spec.percents.travel", FaultCode::OutOfRange),
        ("spec.commitment_years", FaultCode::OutOfRange),
        ("spec.exclusions.1", FaultCode::Duplicate),
    ];
    assert_eq!(found, expected);
}

#[test]
fn rows_of_the_first_versions_are_still_read() {
    let old = r#"{"code":"general","version":1,"brand":null,"category":null,"model":null,"sold_from":null,
        "sold_to":null,"starts_on":"sale","months":{"parts":12,"labour":12,"travel":6},
        "percents":{"parts":100,"labour":100,"travel":100}}"#;
    let terms = WarrantyTerms::from_spec(old).unwrap();
    assert!(terms.is_transferable && !terms.consumer_law.is_on && terms.exclusions.is_empty());
    assert!(WarrantyTerms::from_spec(r#"{"colour":"red"}"#).is_err());
}
