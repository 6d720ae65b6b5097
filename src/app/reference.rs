//! What every installation knows: provinces, places, holidays, reasons and the first policies, inside the program.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Error;
use crate::domain::complaint::policy::ComplaintPolicy;
use crate::domain::geo::PlaceKind;
use crate::domain::policy::{
    CarePolicy, DispatchPolicy, MessagingPolicy, PolicyKind, PricePolicy, ServiceLevelPolicy, TravelPolicy,
};
use crate::domain::reason::{DelayOwner, ReasonKind};
use crate::domain::task::TaskPolicy;
use crate::domain::text::fold_compact;
use crate::domain::time::Instant;
use crate::security::fingerprint;
use crate::store::catalogue::{
    Holiday, Place, PolicyRow, Province, ReasonRow, find_setting, has_policy, insert_policy, last_policy_version,
    save_setting, upsert_holidays, upsert_places, upsert_provinces, upsert_reasons,
};
use crate::store::feed::{Signal, Topic};
use crate::store::{At, Col, Day, Db, Tx};

const PROVINCES: &str = include_str!("../../fixtures/reference/provinces.csv");
const PLACES: &str = include_str!("../../fixtures/reference/places.csv");
const HOLIDAYS: &str = include_str!("../../fixtures/reference/holidays.csv");
const REASONS: &str = include_str!("../../fixtures/reference/reasons.csv");
const POLICIES: &str = include_str!("../../fixtures/reference/policies.json");

/// Name of the setting that holds the SHA-256 of the data loaded last.
const HASH: &str = "reference_hash";
/// Name of the setting whose row keeps two nodes that start at once apart.
const TURN: &str = "reference_loading";

/// Brings the reference data of this version of the program into the database; at once when they are there already. Adds
/// a policy only where none of its name is in force. Several nodes may call this at the same time.
///
/// # Errors
/// The database, or embedded data that cannot be read.
pub async fn load(db: &Db, now: Instant) -> Result<(), Error> {
    let hash = fingerprint([PROVINCES, PLACES, HOLIDAYS, REASONS, POLICIES].concat());
    let stored = db.read(|conn| find_setting(conn, HASH).map_err(Error::from)).await?;
    if stored.as_ref() == Some(&hash) {
        return Ok(());
    }
    let data = Data::read()?;
    db.write(move |tx| {
        // The node that comes second waits here, and then finds everything done.
        save_setting(tx, TURN, "", now)?;
        if find_setting(tx.conn(), HASH)?.as_ref() == Some(&hash) {
            return Ok(());
        }
        data.write(tx, now)?;
        save_setting(tx, HASH, &hash, now)?;
        tx.after_commit(Signal::Changed { topic: Topic::Catalog, id: "reference".to_owned() });
        Ok(())
    })
    .await
}

struct Data {
    provinces: Vec<Province>,
    places: Vec<Place>,
    holidays: Vec<Holiday>,
    reasons: Vec<ReasonRow>,
    policies: Vec<PolicyLine>,
}

#[derive(Deserialize)]
struct ProvinceLine {
    code: String,
    name_en: String,
    name_fa: String,
}

#[derive(Deserialize)]
struct PlaceLine {
    code: String,
    name_en: String,
    name_fa: String,
    province: String,
    lat: f64,
    lon: f64,
    population: i32,
    #[serde(default)]
    parent: Option<String>,
}

#[derive(Deserialize)]
struct HolidayLine {
    date: chrono::NaiveDate,
    name_en: String,
    name_fa: String,
    estimated: bool,
}

#[derive(Deserialize)]
struct ReasonLine {
    code: String,
    kind: ReasonKind,
    owner: DelayOwner,
    pauses_sla: bool,
    digit: Option<i32>,
}

#[derive(Deserialize)]
struct PolicyLine {
    kind: PolicyKind,
    code: String,
    spec: serde_json::Value,
}

impl Data {
    fn read() -> Result<Self, Error> {
        let policies = serde_json::from_str(POLICIES).map_err(|error| unreadable(&error))?;
        let place = |line: PlaceLine| Place {
            key_en: fold_compact(&line.name_en),
            key_fa: fold_compact(&line.name_fa),
            code: line.code,
            name_en: line.name_en,
            name_fa: line.name_fa,
            province: line.province,
            lat: line.lat,
            lon: line.lon,
            population: line.population,
            kind: Col(if line.parent.is_some() { PlaceKind::Neighbourhood } else { PlaceKind::City }),
            parent: line.parent,
        };
        let holiday = |line: HolidayLine| Holiday {
            day: Day(line.date),
            province: String::new(),
            name_en: line.name_en,
            name_fa: line.name_fa,
            estimated: line.estimated,
        };
        Ok(Self {
            provinces: lines(PROVINCES, |line: ProvinceLine| Province {
                code: line.code,
                name_en: line.name_en,
                name_fa: line.name_fa,
            })?,
            places: lines(PLACES, place)?,
            holidays: lines(HOLIDAYS, holiday)?,
            reasons: lines(REASONS, |line: ReasonLine| ReasonRow {
                kind: Col(line.kind),
                code: line.code,
                owner: Col(line.owner),
                pauses_sla: line.pauses_sla,
                digit: line.digit,
            })?,
            policies,
        })
    }

    fn write(&self, tx: &mut Tx<'_>, now: Instant) -> Result<(), Error> {
        upsert_provinces(tx, &self.provinces)?;
        upsert_places(tx, &self.places)?;
        upsert_holidays(tx, &self.holidays)?;
        upsert_reasons(tx, &self.reasons)?;
        for policy in &self.policies {
            if has_policy(tx.conn(), policy.kind, &policy.code)? {
                continue;
            }
            let last = last_policy_version(tx.conn(), policy.kind, &policy.code)?;
            let row = PolicyRow {
                kind: Col(policy.kind),
                code: policy.code.clone(),
                version: last + 1,
                spec: policy.spec()?,
                is_current: true,
                created_by: None,
                created_at: At(now),
            };
            insert_policy(tx, &row)?;
        }
        Ok(())
    }
}

impl PolicyLine {
    /// The rule as it is stored, with every field that the program knows.
    fn spec(&self) -> Result<String, Error> {
        let spec = self.spec.clone();
        let text = match self.kind {
            PolicyKind::Dispatch => {
                serde_json::from_value::<DispatchPolicy>(spec).and_then(|policy| serde_json::to_string(&policy))
            }
            PolicyKind::Care => {
                serde_json::from_value::<CarePolicy>(spec).and_then(|policy| serde_json::to_string(&policy))
            }
            PolicyKind::ServiceLevel => {
                serde_json::from_value::<ServiceLevelPolicy>(spec).and_then(|policy| serde_json::to_string(&policy))
            }
            PolicyKind::Complaint => {
                serde_json::from_value::<ComplaintPolicy>(spec).and_then(|policy| serde_json::to_string(&policy))
            }
            PolicyKind::Task => {
                serde_json::from_value::<TaskPolicy>(spec).and_then(|policy| serde_json::to_string(&policy))
            }
            PolicyKind::Travel => {
                serde_json::from_value::<TravelPolicy>(spec).and_then(|policy| serde_json::to_string(&policy))
            }
            PolicyKind::Messaging => {
                serde_json::from_value::<MessagingPolicy>(spec).and_then(|policy| serde_json::to_string(&policy))
            }
            PolicyKind::Price => {
                serde_json::from_value::<PricePolicy>(spec).and_then(|policy| serde_json::to_string(&policy))
            }
            PolicyKind::Warranty => Ok(spec.to_string()),
        };
        text.map_err(|error| unreadable(&error))
    }
}

fn lines<Line: DeserializeOwned, Row>(text: &str, row: impl Fn(Line) -> Row) -> Result<Vec<Row>, Error> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|line| line.map(&row).map_err(|error| unreadable(&error))).collect()
}

fn unreadable(error: &dyn std::fmt::Display) -> Error {
    Error::Internal(format!("embedded reference data: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_data_are_read_whole() {
        let data = Data::read().unwrap();
        assert_eq!((data.provinces.len(), data.policies.len()), (31, 11));
        assert!(data.places.len() > 2_000 && data.holidays.len() > 400 && data.reasons.len() > 60);
        let known = |code: &str| data.provinces.iter().any(|province| province.code == code);
        assert!(data.places.iter().all(|place| known(&place.province)));
    }

    #[test]
    fn the_first_policies_are_the_defaults_of_the_program() {
        let data = Data::read().unwrap();
        let spec = |code: &str| data.policies.iter().find(|policy| policy.code == code).unwrap().spec().unwrap();
        assert_eq!(serde_json::from_str::<DispatchPolicy>(&spec("balanced")).unwrap(), DispatchPolicy::default());
        let of_kind = |kind| data.policies.iter().find(|policy| policy.kind == kind).unwrap().spec().unwrap();
        let standard: ServiceLevelPolicy = serde_json::from_str(&of_kind(PolicyKind::ServiceLevel)).unwrap();
        assert_eq!(standard, ServiceLevelPolicy::default());
        assert_eq!(serde_json::from_str::<TaskPolicy>(&spec("tasks")).unwrap(), TaskPolicy::default());
        assert_eq!(serde_json::from_str::<MessagingPolicy>(&spec("messaging")).unwrap(), MessagingPolicy::default());
        assert_eq!(serde_json::from_str::<PricePolicy>(&spec("prices")).unwrap(), PricePolicy::default());
        let travel: TravelPolicy = serde_json::from_str(&of_kind(PolicyKind::Travel)).unwrap();
        let named = travel.regions.iter().flat_map(|region| &region.provinces);
        assert!(named.clone().all(|code| data.provinces.iter().any(|province| province.code == *code)));
        assert_eq!(named.clone().count(), named.collect::<std::collections::BTreeSet<_>>().len(), "a province twice");
        let complaints: ComplaintPolicy = serde_json::from_str(&spec("complaints")).unwrap();
        assert_eq!(complaints, ComplaintPolicy::default());
        assert_eq!(serde_json::from_str::<CarePolicy>(&of_kind(PolicyKind::Care)).unwrap(), CarePolicy::default());
        for policy in &data.policies {
            policy.spec().unwrap();
        }
    }
}
