//! A part of the catalogue that a person adds; whole catalogues are imported.

use std::collections::HashMap;

use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::idempotent::{Key, once};
use crate::app::journal::{Happening, record};
use crate::app::{Actor, App, Error};
use crate::domain::access::Caller;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::money::Money;
use crate::domain::part::{PartNumber, successor};
use crate::domain::text::{clean_line, fold_compact};
use crate::store::parts::{Part, list_parts, replace_part_models, supersede_part, upsert_parts};
use crate::store::{Col, Topic};

/// Characters of a name at most.
const NAME_CHARS: usize = 200;
/// Rials of a part at most.
pub const MOST_PRICE: i64 = 1_000_000_000_000;

/// A part.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPart {
    /// Its number; digits, capitals, dashes and spaces may be written in any way.
    #[schema(example = "WP-1042")]
    pub number: String,
    /// English name.
    pub name_en: String,
    /// Persian name.
    pub name_fa: String,
    /// Price of a piece.
    pub price: Money,
    /// Whether it is used up, so that no old one comes back.
    pub is_consumable: bool,
    /// Numbers of the parts whose place it takes.
    #[serde(default)]
    pub supersedes: Vec<String>,
    /// Codes of the models that it fits; none for one that fits all.
    #[serde(default)]
    pub models: Vec<String>,
}

/// What search compares of a part.
#[must_use]
pub fn search_key(number: &PartNumber, name_en: &str, name_fa: &str) -> String {
    fold_compact(&format!("{number} {name_en} {name_fa}"))
}

/// Adds a part.
///
/// # Errors
/// Every faulty value at once; the same key with another body; the database.
pub async fn add_part(app: &App, caller: &Caller, key: Option<Key>, input: NewPart) -> Result<PartNumber, Error> {
    let (now, caller) = (app.clock.now(), caller.clone());
    let mut faults = Faults::default();
    let number = faults.take("number", PartNumber::parse(&input.number));
    let name_en = faults.take("name_en", name(&input.name_en));
    let name_fa = faults.take("name_fa", name(&input.name_fa));
    if !(0..=MOST_PRICE).contains(&input.price.amount) {
        faults.add_about("price.amount", FaultCode::OutOfRange, format!("0–{MOST_PRICE}"));
    }
    let catalogue = app.catalogue();
    for (at, model) in input.models.iter().enumerate().filter(|(_, model)| catalogue.model(model).is_none()) {
        faults.add_about(format!("models.{at}"), FaultCode::ModelUnknown, model.clone());
    }
    let supersedes: Vec<PartNumber> = (input.supersedes.iter().enumerate())
        .filter_map(|(at, text)| faults.take(format!("supersedes.{at}"), PartNumber::parse(text)))
        .collect();
    let part = number.zip(name_en.zip(name_fa)).map(|(number, (name_en, name_fa))| Part {
        search_key: search_key(&number, &name_en, &name_fa),
        number: Col(number),
        name_en,
        name_fa,
        price: input.price.amount,
        is_consumable: input.is_consumable,
        superseded_by: None,
    });
    let Some(part) = part.filter(|_| faults.is_empty()) else { return Err(faults.into()) };
    app.db
        .write(move |tx| {
            let actor = Actor::staff(&caller);
            let number = once(tx, (&actor, key.as_ref()), now, |tx| {
                refuse_wrong(&list_parts(tx.conn())?, &part, &supersedes)?;
                upsert_parts(tx, std::slice::from_ref(&part))?;
                replace_part_models(tx, &part.number.0, &input.models)?;
                supersedes.iter().try_for_each(|old| supersede_part(tx, old, &part.number.0))?;
                record(tx, &actor, now, Happening::new(Topic::Catalog, &part.number.0, "part_added"))?;
                Ok(part.number.0.to_string())
            })?;
            number.parse().map_err(|_| Error::Internal(format!("stored number: {number}")))
        })
        .await
}

fn name(text: &str) -> Result<String, FaultCode> {
    let line = clean_line(text, NAME_CHARS)?;
    if line.is_empty() { Err(FaultCode::Required) } else { Ok(line) }
}

/// A number that is there, one to be superseded that is not or already is, and a chain that would come back to itself.
fn refuse_wrong(known: &[Part], part: &Part, supersedes: &[PartNumber]) -> Result<(), Error> {
    let mut faults = Faults::default();
    if known.iter().any(|it| it.number == part.number) {
        faults.add_about("number", FaultCode::Duplicate, part.number.0.to_string());
    }
    let mut next: HashMap<&PartNumber, &PartNumber> =
        known.iter().filter_map(|it| Some((&it.number.0, &it.superseded_by.as_ref()?.0))).collect();
    for (at, old) in supersedes.iter().enumerate() {
        let field = format!("supersedes.{at}");
        match known.iter().find(|it| it.number.0 == *old) {
            None => faults.add_about(field, FaultCode::PartUnknown, old.to_string()),
            Some(it) => match &it.superseded_by {
                Some(by) => faults.add_about(field, FaultCode::PartSuperseded, by.0.to_string()),
                None => {
                    next.insert(old, &part.number.0);
                }
            },
        }
    }
    if successor(&part.number.0, |it| next.get(it).copied().cloned()).is_err() {
        faults.add_about("supersedes", FaultCode::PartRound, part.number.0.to_string());
    }
    Ok(faults.or(())?)
}
