//! Parts, with what they fit and whose place they take.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::cells::{Cells, NAME_CHARS, Table};
use super::{Counts, Ground, Write};
use crate::app::parts::{MOST_PRICE, search_key};
use crate::domain::fault::FaultCode;
use crate::domain::part::{PartNumber, successor};
use crate::domain::text::latin_digits;
use crate::store::Col;
use crate::store::parts::{Part, replace_part_models, upsert_parts};

pub const COLUMNS: &[&str] = &["number", "name_en", "name_fa", "price", "consumable", "supersedes?", "models?"];

struct Row {
    part: Part,
    supersedes: Vec<PartNumber>,
    models: Option<Vec<String>>,
}

pub fn read(table: &mut Table, ground: &Ground) -> Write {
    let known: HashMap<&PartNumber, &Part> = ground.parts.iter().map(|part| (&part.number.0, part)).collect();
    let mut chain: HashMap<PartNumber, PartNumber> =
        (ground.parts.iter()).filter_map(|part| Some((part.number.0.clone(), part.superseded_by.clone()?.0))).collect();
    let mut seen: HashSet<PartNumber> = HashSet::new();
    let rows = table.read(|cells| {
        let row = row(cells, ground)?;
        let number = &row.part.number.0;
        if !seen.insert(number.clone()) {
            cells.bad("number", FaultCode::Duplicate, number.to_string());
        }
        for old in &row.supersedes {
            if !known.contains_key(old) && !seen.contains(old) {
                cells.bad("supersedes", FaultCode::PartUnknown, old.to_string());
                continue;
            }
            let before = chain.insert(old.clone(), number.clone());
            if successor(number, |it| chain.get(it).cloned()).is_err() {
                cells.bad("supersedes", FaultCode::PartRound, old.to_string());
                // The faults of later rows are their own.
                match before {
                    Some(before) => chain.insert(old.clone(), before),
                    None => chain.remove(old),
                };
            }
        }
        Some(row)
    });
    write(rows, ground, &chain)
}

fn row(cells: &mut Cells<'_>, ground: &Ground) -> Option<Row> {
    let typed = cells.required("number");
    let number = typed.and_then(|typed| cells.take("number", PartNumber::parse(&typed)));
    let (name_en, name_fa) = (cells.text("name_en", NAME_CHARS), cells.text("name_fa", NAME_CHARS));
    let price = price(cells);
    let is_consumable = cells.flag("consumable");
    let supersedes: Vec<PartNumber> = (cells.list("supersedes").iter())
        .filter_map(|text| cells.take("supersedes", PartNumber::parse(text)))
        .collect();
    let is_model = |code: &str| ground.catalogue.model(code).is_some();
    let models = cells.known_list("models", FaultCode::ModelUnknown, is_model);
    let models = Some(models).filter(|_| cells.has("models"));
    let (number, name_en, name_fa) = (number?, name_en?, name_fa?);
    let part = Part {
        search_key: search_key(&number, &name_en, &name_fa),
        number: Col(number),
        name_en,
        name_fa,
        price: price?,
        is_consumable: is_consumable?,
        superseded_by: None,
    };
    Some(Row { part, supersedes, models })
}

fn price(cells: &mut Cells<'_>) -> Option<i64> {
    let text = cells.required("price")?;
    let Ok(price) = latin_digits(&text).parse::<i64>() else {
        cells.bad("price", FaultCode::Malformed, "12500000");
        return None;
    };
    if !(0..=MOST_PRICE).contains(&price) {
        cells.bad("price", FaultCode::OutOfRange, format!("0–{MOST_PRICE}"));
        return None;
    }
    Some(price)
}

/// What differs from what is stored; a part that only lost its place to another differs too.
fn write(rows: Vec<Row>, ground: &Ground, chain: &HashMap<PartNumber, PartNumber>) -> Write {
    let mut models: BTreeMap<&PartNumber, Vec<String>> = BTreeMap::new();
    for (part, model) in &ground.part_models {
        models.entry(&part.0).or_default().push(model.clone());
    }
    let mut counts = Counts::default();
    let mut changed: Vec<(Part, Option<Vec<String>>)> = Vec::new();
    let mut named: HashSet<PartNumber> = HashSet::new();
    for mut row in rows {
        let number = row.part.number.0.clone();
        row.part.superseded_by = chain.get(&number).cloned().map(Col);
        if let Some(models) = &mut row.models {
            models.sort();
            models.dedup();
        }
        named.insert(number.clone());
        let old = ground.parts.iter().find(|part| part.number.0 == number);
        let fits = models.get(&number).cloned().unwrap_or_default();
        match old {
            None => counts.added += 1,
            Some(old) if *old == row.part && row.models.as_ref().is_none_or(|models| *models == fits) => {
                counts.skipped += 1;
                continue;
            }
            Some(_) => counts.changed += 1,
        }
        changed.push((row.part, row.models));
    }
    for old in ground.parts.iter().filter(|part| !named.contains(&part.number.0)) {
        let now = chain.get(&old.number.0).cloned().map(Col);
        if now != old.superseded_by {
            changed.push((Part { superseded_by: now, ..old.clone() }, None));
        }
    }
    Box::new(move |tx| {
        let parts: Vec<Part> = changed.iter().map(|(part, _)| part.clone()).collect();
        upsert_parts(tx, &parts)?;
        for (part, models) in &changed {
            if let Some(models) = models {
                replace_part_models(tx, &part.number.0, models)?;
            }
        }
        Ok(counts)
    })
}
