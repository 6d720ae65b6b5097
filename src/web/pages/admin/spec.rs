//! What a policy says as fields of a form, and back: a field for each value, named by the path to it.

use std::collections::BTreeMap;

use serde_json::{Map, Number, Value, json};

use crate::domain::fault::{FaultCode, Faults};
use crate::domain::text::{latin_digits, whole_number};
use crate::web::api::day;

/// Rows of a list that the form adds to at most.
const MOST_ROWS: usize = 100;

/// Names in the order in which people tell them; the others follow by the alphabet.
const TOLD_FIRST: [&str; 17] = [
    "recipient",
    "role",
    "category",
    "kind",
    "fault",
    "province",
    "provinces",
    "work",
    "from",
    "until",
    "after_minutes",
    "hours",
    "to",
    "due_minutes",
    "least",
    "most",
    "visit_fee",
];

/// What stands in the form, by name of field.
pub(super) type Typed = BTreeMap<String, String>;

/// Values that stand together: those of the whole, of one part, or of one row of a list.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Group {
    /// Path of the part, of the row, or of the list that another row can be added to; empty for the whole.
    pub path: String,
    /// Paths and values.
    pub leaves: Vec<(String, Value)>,
    /// How many rows the list has; `None` where it is no list.
    pub rows: Option<usize>,
}

/// The name of the field of a value.
pub(super) fn name_of(path: &str) -> String {
    format!("spec.{path}")
}

/// The name of the field that says how many rows a list has.
pub(super) fn rows_of(path: &str) -> String {
    format!("rows.{path}")
}

/// The last step of a path that is no number.
pub(super) fn last(path: &str) -> &str {
    path.rsplit('.').find(|step| !is_row(step)).unwrap_or_default()
}

/// Whether a step of a path is the number of a row.
pub(super) fn is_row(step: &str) -> bool {
    step.bytes().all(|byte| byte.is_ascii_digit())
}

/// The values in groups, in the order of the form.
pub(super) fn groups(spec: &Value) -> Vec<Group> {
    let mut groups = vec![Group::default()];
    sort(spec, "", 0, &mut groups);
    groups.retain(|group| !group.leaves.is_empty() || group.rows.is_some());
    groups
}

fn sort(value: &Value, path: &str, into: usize, groups: &mut Vec<Group>) {
    match value {
        Value::Object(fields) if last(path) != "to" => {
            let is_part = !path.is_empty() && !path.contains('.');
            let into = if is_part { open(path, groups) } else { into };
            let mut fields: Vec<(&String, &Value)> = fields.iter().filter(|(name, _)| *name != "currency").collect();
            fields.sort_by_key(|(name, _)| TOLD_FIRST.iter().position(|told| told == name).unwrap_or(TOLD_FIRST.len()));
            for (name, value) in fields {
                sort(value, &joined(path, name), into, groups);
            }
        }
        Value::Array(rows) if blank(last(path)).is_some() => {
            for (at, row) in rows.iter().enumerate() {
                let path = format!("{path}.{at}");
                let into = open(&path, groups);
                sort(row, &path, into, groups);
            }
            let list = open(path, groups);
            groups[list].rows = Some(rows.len());
        }
        value => groups[into].leaves.push((path.to_owned(), value.clone())),
    }
}

fn open(path: &str, groups: &mut Vec<Group>) -> usize {
    groups.push(Group { path: path.to_owned(), ..Group::default() });
    groups.len() - 1
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// The row that is added to a list of this name; `None` for what is no list of rows.
fn blank(list: &str) -> Option<Value> {
    let free = || json!({ "amount": 0, "currency": "IRR" });
    Some(match list {
        "tiers" => json!({ "kind": "ranked", "work": "any", "agents": 1, "waves": 1, "answer_minutes": 30 }),
        "escalation" => json!({ "after_minutes": 60, "to": { "role": "manager" }, "due_minutes": 60 }),
        "refund_limits" => json!({ "role": "manager", "most": free() }),
        "regions" => json!({ "provinces": [], "detour_factor": 1.35, "speed_m_s": 8.3, "bands": [] }),
        "bands" => json!({ "hours": "", "speed_m_s": 8.3 }),
        "quiet_hours" => json!({ "recipient": "customer", "hours": "" }),
        "taxes" => json!({ "from": null, "basis_points": 0 }),
        "tariffs" => json!({ "category": null, "kind": null, "fault": null, "province": null, "from": null,
            "until": null, "least": free(), "most": free(), "visit_fee": free() }),
        _ => return None,
    })
}

/// A value as its field shows it.
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(is_so) => is_so.to_string(),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => whole.to_string(),
            None => number.as_f64().unwrap_or_default().to_string(),
        },
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| format!("{name}:{}", shown(value))).collect::<Vec<_>>().join(", ")
        }
    }
}

/// What a policy would say with what was typed; what cannot be read is noted and stays as it was.
pub(super) fn filled(like: &Value, typed: &Typed, faults: &mut Faults) -> Value {
    fill(like, "", typed, faults)
}

fn fill(like: &Value, path: &str, typed: &Typed, faults: &mut Faults) -> Value {
    match (like, blank(last(path))) {
        (Value::Object(fields), _) if last(path) != "to" => {
            let one =
                |(name, value): (&String, &Value)| (name.clone(), fill(value, &joined(path, name), typed, faults));
            Value::Object(fields.iter().map(one).collect::<Map<String, Value>>())
        }
        (Value::Array(rows), Some(blank)) => {
            let count = typed.get(&rows_of(path)).and_then(|count| count.parse().ok()).unwrap_or(rows.len());
            let row = |at: usize| fill(rows.get(at).unwrap_or(&blank), &format!("{path}.{at}"), typed, faults);
            Value::Array((0..count.min(MOST_ROWS.max(rows.len()))).map(row).collect())
        }
        _ => match typed.get(&name_of(path)) {
            Some(text) => read(like, path, text.trim(), faults).unwrap_or_else(|| like.clone()),
            None => like.clone(),
        },
    }
}

fn read(like: &Value, path: &str, text: &str, faults: &mut Faults) -> Option<Value> {
    let found = match like {
        Value::Bool(_) => text.parse().ok().map(Value::Bool),
        Value::Number(number) if number.is_f64() => fraction(text),
        Value::Number(_) => whole_number(text).map(Value::from),
        Value::Array(items) => words(text, is_counted(items, path)),
        Value::Object(_) => text.split_once(':').map(|(whom, name)| json!({ (whom): name })),
        Value::Null | Value::String(_) if is_day(path) => {
            return Some(day(name_of(path), Some(text), faults).map_or(Value::Null, |day| day.to_string().into()));
        }
        Value::Null | Value::String(_) if text.is_empty() && !last(path).ends_with("hours") => Some(Value::Null),
        Value::Null | Value::String(_) => Some(latin_digits(text).into()),
    };
    if found.is_none() {
        let code = if text.is_empty() { FaultCode::Required } else { FaultCode::Malformed };
        faults.add(name_of(path), code);
    }
    found
}

/// A number with a fraction, as people of either language write it.
fn fraction(text: &str) -> Option<Value> {
    let plain = latin_digits(text).replace(['٫', '/'], ".").replace(['٬', ' '], "");
    Number::from_f64(plain.parse().ok()?).map(Value::Number)
}

/// Codes or numbers with commas or line ends between them.
fn words(text: &str, are_numbers: bool) -> Option<Value> {
    let parts = text.split([',', '،', '\n']).map(str::trim).filter(|part| !part.is_empty());
    let one = |part: &str| if are_numbers { whole_number(part).map(Value::from) } else { Some(part.into()) };
    parts.map(one).collect::<Option<Vec<Value>>>().map(Value::Array)
}

fn is_counted(items: &[Value], path: &str) -> bool {
    items.first().map_or_else(|| last(path).ends_with("_days"), Value::is_number)
}

/// Whether a value is a day.
pub(super) fn is_day(path: &str) -> bool {
    matches!(last(path), "from" | "until" | "sold_from" | "sold_to")
}

/// Adds a row to a list, or takes one away: `add:tiers`, `drop:tiers.1`. Whether there was such a list and row.
pub(super) fn change_rows(spec: &mut Value, act: &str) -> bool {
    match act.split_once(':') {
        Some(("add", path)) => add_row(spec, path),
        Some(("drop", path)) => drop_row(spec, path),
        _ => None,
    }
    .is_some()
}

fn rows<'a>(spec: &'a mut Value, path: &str) -> Option<&'a mut Vec<Value>> {
    spec.pointer_mut(&format!("/{}", path.replace('.', "/")))?.as_array_mut()
}

fn add_row(spec: &mut Value, path: &str) -> Option<()> {
    let blank = blank(last(path))?;
    rows(spec, path).filter(|rows| rows.len() < MOST_ROWS)?.push(blank);
    Some(())
}

fn drop_row(spec: &mut Value, path: &str) -> Option<()> {
    let (list, at) = path.rsplit_once('.')?;
    let (rows, at) = (rows(spec, list)?, at.parse::<usize>().ok()?);
    (at < rows.len()).then(|| drop(rows.remove(at)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::{CarePolicy, DispatchPolicy, MessagingPolicy, PricePolicy};

    fn every_policy() -> Vec<Value> {
        vec![
            serde_json::to_value(DispatchPolicy::default()).unwrap(),
            serde_json::to_value(CarePolicy::default()).unwrap(),
            serde_json::to_value(MessagingPolicy::default()).unwrap(),
            serde_json::to_value(PricePolicy::default()).unwrap(),
        ]
    }

    /// Everything that a form of the policy sends when nobody changes anything.
    fn typed(spec: &Value) -> Typed {
        let mut typed = Typed::new();
        for group in groups(spec) {
            typed.extend(group.rows.map(|rows| (rows_of(&group.path), rows.to_string())));
            typed.extend(group.leaves.iter().map(|(path, value)| (name_of(path), shown(value))));
        }
        typed
    }

    #[test]
    fn a_form_that_nobody_changed_says_what_the_policy_says() {
        for spec in every_policy() {
            let mut faults = Faults::default();
            assert_eq!(filled(&spec, &typed(&spec), &mut faults), spec);
            assert!(faults.is_empty(), "{faults:?}");
        }
    }

    #[test]
    fn what_is_typed_is_read_in_the_digits_and_calendar_of_people() {
        let spec = json!({ "count": 5, "factor": 1.5, "is_on": true, "from": "2026-01-01", "codes": ["a"],
            "remind_days": [1], "brand": "x", "quiet_hours": "", "step": { "to": { "role": "manager" } } });
        let mut faults = Faults::default();
        let said = [
            ("spec.count", "۱٬۲۰۰"),
            ("spec.factor", "۱٫۳۵"),
            ("spec.is_on", "false"),
            ("spec.from", "۱۴۰۵/۹/۱"),
            ("spec.codes", "b، c"),
            ("spec.remind_days", "۷، ۳"),
            ("spec.brand", ""),
            ("spec.quiet_hours", "fri ۱۰:۰۰-۱۲:۰۰"),
            ("spec.step.to", "user:leila"),
        ];
        let said = said.map(|(name, text)| (name.to_owned(), text.to_owned())).into();
        let wanted = json!({ "count": 1200, "factor": 1.35, "is_on": false, "from": "2026-11-22", "codes": ["b", "c"],
            "remind_days": [7, 3], "brand": null, "quiet_hours": "fri 10:00-12:00", "step": { "to": { "user": "leila" } } });
        assert_eq!(filled(&spec, &said, &mut faults), wanted);
        assert!(faults.is_empty(), "{faults:?}");
        let wrong = ["count", "factor", "is_on", "from", "remind_days"].map(|path| (name_of(path), "x".to_owned()));
        filled(&spec, &wrong.into(), &mut faults);
        let fields: Vec<&str> = faults.0.iter().map(|fault| fault.field.as_ref()).collect();
        assert_eq!(fields, ["spec.count", "spec.factor", "spec.from", "spec.is_on", "spec.remind_days"]);
    }

    #[test]
    fn a_row_is_told_as_people_tell_it() {
        let mut spec = serde_json::to_value(PricePolicy::default()).unwrap();
        spec["tariffs"] = json!([blank("tariffs")]);
        let groups = groups(&spec);
        let row = groups.iter().find(|group| group.path == "tariffs.0").unwrap();
        let names: Vec<&str> = row.leaves.iter().map(|(path, _)| path.split('.').nth(2).unwrap()).collect();
        let wanted = ["category", "kind", "fault", "province", "from", "until", "least", "most", "visit_fee"];
        assert_eq!(names, wanted);
    }

    #[test]
    fn rows_come_and_go() {
        let mut spec = serde_json::to_value(DispatchPolicy::default()).unwrap();
        assert!(change_rows(&mut spec, "drop:tiers.0") && change_rows(&mut spec, "add:escalation"));
        assert_eq!((spec["tiers"].as_array().unwrap().len(), spec["escalation"].as_array().unwrap().len()), (2, 4));
        assert_eq!(spec["tiers"][0]["kind"], "ranked");
        let mut fields = typed(&spec);
        fields.insert("spec.escalation.3.after_minutes".to_owned(), "90".to_owned());
        let stored = serde_json::to_value(DispatchPolicy::default()).unwrap();
        spec["escalation"][3]["after_minutes"] = json!(90);
        assert_eq!(filled(&stored, &fields, &mut Faults::default()), spec, "the form says how many rows there are");
        for act in ["add:weights", "add:nothing", "drop:tiers.9", "drop:tiers", "drop:tiers.x", "save", ""] {
            assert!(!change_rows(&mut spec, act), "{act}");
        }
        let mut travel = json!({ "regions": [] });
        assert!(change_rows(&mut travel, "add:regions") && change_rows(&mut travel, "add:regions.0.bands"));
        assert_eq!(travel["regions"][0]["bands"].as_array().unwrap().len(), 1);
    }
}
