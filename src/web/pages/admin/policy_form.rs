//! A policy's values with their words: what each is, what can be chosen, and what is in force where something else is typed.

use std::fmt::Display;

use serde_json::Value;

use super::spec::{Group, Typed, groups, is_day, is_row, last, name_of, rows_of, shown};
use crate::domain::access::Role;
use crate::domain::job::JobKind;
use crate::domain::message::RecipientKind;
use crate::domain::policy::{Advice, RepeatAgent, TierKind, TierWork};
use crate::domain::warranty::{StartsOn, TermCalendar};
use crate::i18n::{Arg, code_key, has, say};
use crate::web::view::{Troubles, View};

/// One value.
pub(super) struct Field {
    pub name: String,
    pub label: String,
    pub value: String,
    /// What is in force where it differs.
    pub now: Option<String>,
    /// Values and words to choose from; none for what is typed.
    pub options: Vec<(String, String)>,
    pub is_long: bool,
    pub is_number: bool,
    pub trouble: String,
}

/// Values that stand together.
pub(super) struct Part {
    /// Where a fault of the whole list leads.
    pub id: Option<String>,
    pub title: String,
    pub note: Option<String>,
    pub fields: Vec<Field>,
    /// Name and value of the field that says how many rows the list has.
    pub rows: Option<(String, usize)>,
    /// Acts that add a row to the list, or take this row away.
    pub add: Option<String>,
    pub drop: Option<String>,
}

/// The form of what is typed, beside what is in force.
pub(super) fn parts(v: &View, (spec, in_force): (&Value, &Value), (typed, troubles): (&Typed, &Troubles)) -> Vec<Part> {
    let part = |group: Group| {
        let is_one_row = group.path.rsplit('.').next().is_some_and(|step| !step.is_empty() && is_row(step));
        let fields = group.leaves.iter().map(|(path, value)| Field {
            value: typed.get(&name_of(path)).cloned().unwrap_or_else(|| told(v, path, value)),
            now: differing(v, in_force, (path, value)),
            options: options(v, path, value),
            is_long: value.is_array(),
            is_number: value.is_number(),
            trouble: trouble(troubles, path).to_owned(),
            label: label(v, path),
            name: name_of(path),
        });
        Part {
            id: group.rows.map(|_| name_of(&group.path)),
            title: title(v, &group.path),
            note: (group.path == "weights").then(|| sum(v, &group)),
            fields: fields.collect(),
            rows: group.rows.map(|rows| (rows_of(&group.path), rows)),
            add: group.rows.map(|_| format!("add:{}", group.path)),
            drop: is_one_row.then(|| format!("drop:{}", group.path)),
        }
    };
    groups(spec).into_iter().map(part).collect()
}

/// What is wrong with a value; what is wrong with a sum is told at its amount.
fn trouble<'a>(troubles: &'a Troubles, path: &str) -> &'a str {
    let own = troubles.of(&name_of(path));
    match path.strip_suffix(".amount") {
        Some(sum) if own.is_empty() => troubles.of(&name_of(sum)),
        _ => own,
    }
}

/// What a value is, in words.
pub(super) fn label(v: &View, path: &str) -> String {
    let own = path.strip_suffix(".amount").unwrap_or(path);
    let prefix = if path.starts_with("weights.") { "objective" } else { "policy" };
    // A fault may be about a whole list, which is called as its rows are.
    let known = has(v.language, &code_key(prefix, last(own)));
    v.code(if known { prefix } else { "policy-group" }, last(own))
}

/// What a part or a row is; rows are counted from 1.
fn title(v: &View, path: &str) -> String {
    if path.is_empty() {
        return v.t("policy-group-whole");
    }
    let mut words: Vec<String> = Vec::new();
    for step in path.split('.') {
        match (step.parse::<i64>(), words.last_mut()) {
            (Ok(at), Some(list)) => *list = format!("{list} {}", v.number(at + 1)),
            _ => words.push(v.code("policy-group", step)),
        }
    }
    words.join(" – ")
}

fn sum(v: &View, group: &Group) -> String {
    let points: i64 = group.leaves.iter().filter_map(|(_, value)| value.as_i64()).sum();
    say(v.language, "policy-sum", &[("points", Arg::Number(points))])
}

/// A value as people write it: a day by the calendar of their language.
fn told(v: &View, path: &str, value: &Value) -> String {
    let day = value.as_str().filter(|_| is_day(path)).and_then(|text| text.parse().ok());
    day.map_or_else(|| shown(value), |day| v.day(day))
}

fn differing(v: &View, in_force: &Value, (path, value): (&str, &Value)) -> Option<String> {
    let now = in_force.pointer(&format!("/{}", path.replace('.', "/")))?;
    (now != value).then(|| told(v, path, now))
}

fn options(v: &View, path: &str, value: &Value) -> Vec<(String, String)> {
    if value.is_boolean() {
        return vec![("true".to_owned(), v.t("page-yes")), ("false".to_owned(), v.t("page-no"))];
    }
    match last(path) {
        "duplicate" | "repeat" => coded(v, "policy-value", Advice::ALL),
        "repeat_agent" => coded(v, "policy-value", RepeatAgent::ALL),
        "work" => coded(v, "policy-value", TierWork::ALL),
        "starts_on" => coded(v, "policy-value", StartsOn::ALL),
        "calendar" => coded(v, "policy-value", TermCalendar::ALL),
        "recipient" => coded(v, "actor", RecipientKind::ALL),
        "role" => coded(v, "role", Role::ALL),
        "kind" if path.starts_with("tiers.") => coded(v, "tier", TierKind::ALL),
        "kind" => {
            let any = (String::new(), v.t("page-all"));
            std::iter::once(any).chain(coded(v, "job-kind", JobKind::ALL)).collect()
        }
        "to" => {
            let roles = coded(v, "role", Role::ALL).into_iter().map(|(code, words)| (format!("role:{code}"), words));
            let person = shown(value);
            let named = person.strip_prefix("user:").map(|name| (person.clone(), name.to_owned()));
            roles.chain(named).collect()
        }
        _ => Vec::new(),
    }
}

fn coded<C: Display>(v: &View, prefix: &str, codes: &[C]) -> Vec<(String, String)> {
    codes.iter().map(ToString::to_string).map(|code| (code.clone(), v.code(prefix, &code))).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{json, to_value};

    use super::*;
    use crate::domain::complaint::policy::ComplaintPolicy;
    use crate::domain::language::Language;
    use crate::domain::policy::{
        CarePolicy, DispatchPolicy, MessagingPolicy, PricePolicy, ServiceLevelPolicy, TravelPolicy,
    };
    use crate::domain::task::TaskPolicy;
    use crate::web::pages::admin::spec::change_rows;

    /// Every kind of policy, with a row in each list.
    fn every_policy() -> Vec<Value> {
        let cover = json!({ "parts": 1, "labour": 1, "travel": 1 });
        let warranty = json!({ "brand": null, "category": null, "model": null, "sold_from": null, "sold_to": null,
            "starts_on": "sale", "calendar": "jalali", "months": cover, "percents": cover, "proof_required": false,
            "is_transferable": true, "exclusions": [], "guarantee": { "repair_days": 1, "part_months": 1 },
            "commitment_years": 1, "consumer_law": { "is_on": false, "repair_guarantee_months": 1,
            "exchange_after": 1, "extends_for_delay": true, "delay_free_days": 1 } });
        let mut specs = vec![
            to_value(DispatchPolicy::default()).unwrap(),
            to_value(CarePolicy::default()).unwrap(),
            to_value(ServiceLevelPolicy::default()).unwrap(),
            to_value(ComplaintPolicy::default()).unwrap(),
            to_value(TaskPolicy::default()).unwrap(),
            to_value(TravelPolicy::default()).unwrap(),
            to_value(MessagingPolicy::default()).unwrap(),
            to_value(PricePolicy::default()).unwrap(),
            warranty,
        ];
        for spec in &mut specs {
            for list in ["refund_limits", "regions", "regions.0.bands", "tariffs", "taxes"] {
                change_rows(spec, &format!("add:{list}"));
            }
        }
        specs
    }

    #[test]
    fn every_value_and_every_part_of_a_policy_has_its_words() {
        let mut lacking = Vec::new();
        for group in every_policy().iter().flat_map(groups) {
            let steps = group.path.split('.').filter(|step| !is_row(step)).map(|step| ("policy-group", step));
            let values = group.leaves.iter().map(|(path, _)| {
                let own = path.strip_suffix(".amount").unwrap_or(path);
                (if path.starts_with("weights.") { "objective" } else { "policy" }, last(own))
            });
            let keys = steps.chain(values).map(|(prefix, code)| code_key(prefix, code));
            lacking.extend(keys.filter(|key| !Language::ALL.iter().all(|language| has(*language, key))));
        }
        assert!(lacking.is_empty(), "{lacking:?}");
    }
}
