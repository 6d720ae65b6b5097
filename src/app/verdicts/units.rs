//! What staff record of a unit for its warranty: its serial, dates, proof, flags, contracts and official queries.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::app::clock::mint;
use crate::app::idempotent::{Key, once};
use crate::app::intake::item::{LABEL_CHARS, SERIAL_CHARS};
use crate::app::journal::{Happening, record};
use crate::app::recalls::review_unit;
use crate::app::{Actor, App, Code, Error};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{AttachmentId, InstalledProductId};
use crate::domain::text::{clean_line, clean_text, serial_key};
use crate::domain::warranty::{Cover, ProofKind, QueryResult, UnitFlag, date_faults};
use crate::store::customers::{InstalledProduct, find_installed_product, save_installed_product};
use crate::store::feed::Topic;
use crate::store::warranty::{
    ExtensionRow, OfficialQueryRow, has_attachment, insert_extension, insert_official_query, list_extensions,
};
use crate::store::{At, Col, Day, StoreError, Tx};

const CONTRACT_CHARS: usize = 60;
const NOTE_CHARS: usize = 1_000;

/// What is to be changed of a unit; what is left out stays.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnitEdit {
    /// Day of manufacture.
    #[schema(value_type = Option<String>, format = Date)]
    pub manufactured_on: Option<NaiveDate>,
    /// Day of sale.
    #[schema(value_type = Option<String>, format = Date)]
    pub purchased_on: Option<NaiveDate>,
    /// Day of installation.
    #[schema(value_type = Option<String>, format = Date)]
    pub installed_on: Option<NaiveDate>,
    /// What proves the dates and was seen.
    pub proof: Option<ProofKind>,
    /// Day on which it was sold on to its present owner.
    #[schema(value_type = Option<String>, format = Date)]
    pub transferred_on: Option<NaiveDate>,
    /// The unit that it came in place of.
    #[schema(value_type = Option<String>)]
    pub replaces_id: Option<InstalledProductId>,
    /// Serial as on the plate, where the one that is known is wrong or none is.
    pub serial: Option<String>,
    /// What the customer calls it; empty for nothing.
    pub label: Option<String>,
    /// All flags that it is to have.
    pub flags: Option<Vec<UnitFlag>>,
}

/// A contract that extends the warranty.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewExtension {
    /// Number of the contract.
    pub contract: String,
    /// First day covered.
    #[schema(value_type = String, format = Date)]
    pub starts_on: NaiveDate,
    /// Last day covered.
    #[schema(value_type = String, format = Date)]
    pub ends_on: NaiveDate,
    /// Share covered in percent.
    pub percents: Cover,
}

/// An official query, recorded by hand.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewQuery {
    /// What it said.
    pub result: QueryResult,
    /// When it was asked.
    #[schema(value_type = String, format = Date)]
    pub checked_on: NaiveDate,
    /// A photo of the answer, kept with the product.
    #[schema(value_type = Option<String>)]
    pub attachment_id: Option<AttachmentId>,
    /// Words about it.
    pub note: Option<String>,
}

/// The unit that was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Changed {
    id: InstalledProductId,
}

/// Changes a unit of the version `seen`. Verdicts that are frozen stay; a re-run shows what follows.
///
/// # Errors
/// Wrong values; `PreconditionFailed`; the database.
pub async fn edit_unit(
    app: &App,
    actor: Actor,
    id: InstalledProductId,
    (seen, edit): (i32, UnitEdit),
) -> Result<(), Error> {
    let now = app.clock.now();
    let catalogue = app.catalogue();
    let today = catalogue.calendar().local_date(now);
    app.db
        .write(move |tx| {
            let mut unit = find_installed_product(tx.conn(), id)?;
            if unit.version != seen {
                return Err(Error::from(Code::PreconditionFailed));
            }
            apply(&mut unit, &edit);
            check(tx, &unit, (&edit, today))?;
            save_installed_product(tx, &mut unit)?;
            let detail = json!({
                "manufactured_on": edit.manufactured_on, "purchased_on": edit.purchased_on,
                "installed_on": edit.installed_on, "proof": edit.proof, "transferred_on": edit.transferred_on,
                "replaces": edit.replaces_id, "flags": edit.flags, "label": edit.label.is_some(), "serial": edit.serial,
            });
            record(tx, &actor, now, Happening::new(Topic::Unit, id, "edited").with(detail))?;
            review_unit(tx, &catalogue, (&actor, now), &mut unit)
        })
        .await
}

fn apply(unit: &mut InstalledProduct, edit: &UnitEdit) {
    unit.manufactured_on = edit.manufactured_on.map(Day).or(unit.manufactured_on);
    unit.purchased_on = edit.purchased_on.map(Day).or(unit.purchased_on);
    unit.installed_on = edit.installed_on.map(Day).or(unit.installed_on);
    unit.transferred_on = edit.transferred_on.map(Day).or(unit.transferred_on);
    unit.replaces_id = edit.replaces_id.map(Col).or(unit.replaces_id);
    if let Some(proof) = edit.proof {
        unit.proof_kind = Some(Col(proof));
        unit.proof_seen = proof.proves();
    }
    if let Some(serial) = edit.serial.as_deref().map(serial_key) {
        (unit.serial, unit.serial_key) = (Some(serial.clone()), Some(serial));
    }
    if let Some(label) = edit.label.as_deref().and_then(|label| clean_line(label, LABEL_CHARS).ok()) {
        unit.label = (!label.is_empty()).then_some(label);
    }
    if let Some(flags) = &edit.flags {
        unit.flags.0.retain(|flag| flag.parse().is_ok_and(|flag: UnitFlag| !flag.is_by_hand()));
        unit.flags.0.extend(flags.iter().map(ToString::to_string));
    }
}

fn check(tx: &mut Tx<'_>, unit: &InstalledProduct, (edit, today): (&UnitEdit, NaiveDate)) -> Result<(), Error> {
    let mut faults = Faults::default();
    if let Some(label) = &edit.label {
        faults.take("label", clean_line(label, LABEL_CHARS));
    }
    match edit.serial.as_deref().map(|serial| serial_key(serial).chars().count()) {
        Some(0) => faults.add("serial", FaultCode::Required),
        Some(chars) if chars > SERIAL_CHARS => faults.add_about("serial", FaultCode::TooLong, SERIAL_CHARS.to_string()),
        _ => (),
    }
    let day = |day: Option<Day>| day.map(|day| day.0);
    let dates = (day(unit.manufactured_on), day(unit.purchased_on), day(unit.installed_on));
    for (field, code, about) in date_faults(dates.0, dates.1, dates.2, today) {
        faults.add_about(field, code, about);
    }
    if let Some(sold_on) = edit.transferred_on {
        if today < sold_on {
            faults.add_about("transferred_on", FaultCode::DateInFuture, today.to_string());
        } else if dates.1.is_some_and(|first| sold_on < first) {
            faults.add("transferred_on", FaultCode::DateOrder);
        }
    }
    for (at, flag) in edit.flags.iter().flatten().enumerate() {
        if !flag.is_by_hand() {
            let known: Vec<&str> =
                UnitFlag::ALL.iter().filter(|flag| flag.is_by_hand()).map(|flag| flag.as_str()).collect();
            faults.add_about(format!("flags.{at}"), FaultCode::NotAllowed, known.join(", "));
        }
    }
    if let Some(first) = edit.replaces_id {
        check_chain(tx, unit.id.0, first, &mut faults)?;
    }
    Ok(faults.or(())?)
}

/// A unit comes in place of one that is there, and of none that came in place of it.
fn check_chain(
    tx: &mut Tx<'_>,
    id: InstalledProductId,
    first: InstalledProductId,
    faults: &mut Faults,
) -> Result<(), Error> {
    let mut next = Some(first);
    while let Some(other) = next {
        if other == id {
            faults.add_about("replaces_id", FaultCode::NotAllowed, "");
            return Ok(());
        }
        match find_installed_product(tx.conn(), other) {
            Ok(found) => next = found.replaces_id.map(|id| id.0),
            Err(StoreError::NotFound) => {
                faults.add_about("replaces_id", FaultCode::Unknown, other.to_string());
                return Ok(());
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Records a contract that extends the warranty of a unit.
///
/// # Errors
/// Wrong values; a contract that the unit has already; the database.
pub async fn add_extension(
    app: &App,
    (actor, key): (Actor, Option<Key>),
    id: InstalledProductId,
    new: NewExtension,
) -> Result<(), Error> {
    let now = app.clock.now();
    let contract = check_extension(&new)?;
    app.db
        .write(move |tx| {
            once(tx, (&actor, key.as_ref()), now, |tx| {
                let unit = find_installed_product(tx.conn(), id)?;
                if list_extensions(tx.conn(), id)?.iter().any(|known| known.contract == contract) {
                    return Err(fault("contract", FaultCode::Duplicate, &contract));
                }
                let percent = |figure| i32::try_from(figure).unwrap_or(100);
                let row = ExtensionRow {
                    id: Col(mint(now)),
                    installed_product_id: Col(id),
                    contract: contract.clone(),
                    starts_on: Day(new.starts_on),
                    ends_on: Day(new.ends_on),
                    parts_percent: percent(new.percents.parts),
                    labour_percent: percent(new.percents.labour),
                    travel_percent: percent(new.percents.travel),
                    created_by: actor.user().map(Col),
                    created_at: At(now),
                };
                insert_extension(tx, &row)?;
                mark(tx, unit, UnitFlag::Extended)?;
                let detail = json!({ "contract": contract, "starts_on": new.starts_on, "ends_on": new.ends_on });
                record(tx, &actor, now, Happening::new(Topic::Unit, id, "extended").with(detail))?;
                Ok(Changed { id })
            })
        })
        .await
        .map(|_| ())
}

fn check_extension(new: &NewExtension) -> Result<String, Error> {
    let mut faults = Faults::default();
    let contract = faults.take("contract", clean_line(&new.contract, CONTRACT_CHARS)).unwrap_or_default();
    if contract.is_empty() && faults.is_empty() {
        faults.add("contract", FaultCode::Required);
    }
    if new.ends_on < new.starts_on {
        faults.add("ends_on", FaultCode::DateOrder);
    }
    let percents = [("parts", new.percents.parts), ("labour", new.percents.labour), ("travel", new.percents.travel)];
    for (name, percent) in percents {
        if percent > 100 {
            faults.add_about(format!("percents.{name}"), FaultCode::OutOfRange, "0–100");
        }
    }
    if new.percents == Cover::NONE {
        faults.add("percents", FaultCode::Required);
    }
    Ok(faults.or(contract)?)
}

/// Records the result of an official query about a unit; the newest counts.
///
/// # Errors
/// Wrong values; the database.
pub async fn add_official_query(
    app: &App,
    (actor, key): (Actor, Option<Key>),
    id: InstalledProductId,
    new: NewQuery,
) -> Result<(), Error> {
    let now = app.clock.now();
    let mut faults = Faults::default();
    let today = app.catalogue().calendar().local_date(now);
    if today < new.checked_on {
        faults.add_about("checked_on", FaultCode::DateInFuture, today.to_string());
    }
    let note = new.note.as_deref().and_then(|note| faults.take("note", clean_text(note, NOTE_CHARS)));
    let note = faults.or(note.filter(|note| !note.is_empty()))?;
    app.db
        .write(move |tx| {
            once(tx, (&actor, key.as_ref()), now, |tx| {
                let unit = find_installed_product(tx.conn(), id)?;
                if let Some(photo) = new.attachment_id
                    && !has_attachment(tx.conn(), photo)?
                {
                    return Err(fault("attachment_id", FaultCode::Unknown, photo.as_str()));
                }
                let row = OfficialQueryRow {
                    id: Col(mint(now)),
                    installed_product_id: Col(id),
                    result: Col(new.result),
                    checked_on: Day(new.checked_on),
                    attachment_id: new.attachment_id.map(Col),
                    note: note.clone(),
                    created_by: actor.user().map(Col),
                    created_at: At(now),
                };
                insert_official_query(tx, &row)?;
                mark(tx, unit, UnitFlag::Queried)?;
                let detail = json!({ "result": new.result, "checked_on": new.checked_on });
                record(tx, &actor, now, Happening::new(Topic::Unit, id, "queried").with(detail))?;
                Ok(Changed { id })
            })
        })
        .await
        .map(|_| ())
}

/// Notes on the unit that there is more to read about it.
fn mark(tx: &mut Tx<'_>, mut unit: InstalledProduct, flag: UnitFlag) -> Result<(), StoreError> {
    if unit.flags.0.iter().any(|known| known == flag.as_str()) {
        return Ok(());
    }
    unit.flags.0.push(flag.to_string());
    save_installed_product(tx, &mut unit)
}

fn fault(field: &'static str, code: FaultCode, about: &str) -> Error {
    let mut faults = Faults::default();
    faults.add_about(field, code, about.to_owned());
    faults.into()
}
