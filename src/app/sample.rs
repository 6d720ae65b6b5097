//! Fault reports that someone could have made: for the demo and for measuring.

use chrono::Days;
use serde_json::{Value, json};

use super::catalogue::Catalogue;
use super::import::Sheet;
use super::network::Network;
use super::seed::CUSTOMERS;
use crate::domain::agent::{Agent, Load};
use crate::domain::eligibility::{Needs, examine};
use crate::domain::geo::{Position, Precision};
use crate::domain::language::Language;
use crate::domain::policy::DispatchPolicy;
use crate::domain::serial::SerialPattern;
use crate::domain::time::Instant;
use crate::domain::travel::Roads;
use crate::store::catalogue::{FaultRow, ProductModel};

/// A unit is taken only if so many agents could come, where there are so many: some of them may be full by then.
const ENOUGH_AGENTS: usize = 3;
/// Coprime to every power of 10, so that no two reports of a model share their digits.
const DIGIT_STEP: u64 = 73_939_133;
/// Days of a purchase before the report: between one month and forty.
const PURCHASED_DAYS: std::ops::Range<u64> = 31..1_200;

/// The `k`-th report as a body of `POST /service-requests`: one repair of a seeded model at one of the demo's customers,
/// with at least one agent who could come if nobody had anything to do. The same `k` gives the same report.
///
/// `None` when no agent of the network covers any of the demo's customers.
#[must_use]
pub fn sample_request(catalogue: &Catalogue, network: &Network, now: Instant, k: u64) -> Option<Value> {
    static ROWS: std::sync::LazyLock<Sheet> = std::sync::LazyLock::new(|| Sheet::csv(CUSTOMERS.as_bytes()));
    let (_, _, policy) = catalogue.dispatch_policy("balanced");
    let rows = ROWS.len() as u64;
    // A step coprime to the number of rows visits each customer once before any comes again.
    let step = (1..rows).rev().find(|step| *step < rows * 2 / 3 && coprime(*step, rows)).unwrap_or(1);
    (0..rows).find_map(|next| {
        let at = usize::try_from((k % rows * step + k / rows + next) % rows).ok()?;
        let customer = Customer::read(&ROWS, at)?;
        let place = Place { catalogue, network, policy: &policy, now, position: customer.position };
        let (model, fault) = place.repair(noise(k, 1))?;
        Some(body(catalogue, &customer, (model, fault), (now, k)))
    })
}

struct Customer<'a> {
    name: &'a str,
    phone: &'a str,
    province: &'a str,
    city: &'a str,
    street: &'a str,
    position: Position,
}

impl<'a> Customer<'a> {
    fn read(sheet: &'a Sheet, at: usize) -> Option<Self> {
        let cell = |name| sheet.cell(at, name);
        let position = Position { lat: cell("lat")?.parse().ok()?, lon: cell("lon")?.parse().ok()? };
        let (name, phone, street) = (cell("name")?, cell("phone")?, cell("street")?);
        Some(Self { name, phone, province: cell("province")?, city: cell("city")?, street, position })
    }
}

fn body(
    catalogue: &Catalogue,
    customer: &Customer<'_>,
    (model, fault): (&ProductModel, &FaultRow),
    (now, k): (Instant, u64),
) -> Value {
    let age = PURCHASED_DAYS.start + noise(k, 2) % (PURCHASED_DAYS.end - PURCHASED_DAYS.start);
    let purchased_on = catalogue.calendar().local_date(now) - Days::new(age);
    let serial = model.serial_pattern.as_deref().and_then(SerialPattern::parse).map(|pattern| serial(&pattern, k));
    json!({
        "channel": "phone",
        "contacts": [{ "role": "caller", "name": customer.name, "phone": customer.phone }],
        "address": {
            "city": customer.city,
            "province": customer.province,
            "street": customer.street,
            "location": customer.position,
        },
        "items": [{
            "kind": "repair",
            "product": { "model_code": model.code, "serial": serial, "purchased_on": purchased_on },
            "fault": { "code": fault.code, "description": fault.name_fa },
        }],
    })
}

/// Where a report comes from, and what is needed to know who could come.
struct Place<'a> {
    catalogue: &'a Catalogue,
    network: &'a Network,
    policy: &'a DispatchPolicy,
    now: Instant,
    position: Position,
}

impl<'a> Place<'a> {
    /// A model and a fault of it that agents around here mend; `random` decides which.
    fn repair(&self, random: u64) -> Option<(&'a ProductModel, &'a FaultRow)> {
        let covers = |agent: &&Agent| agent.areas.iter().any(|area| area.shape.metres_outside(self.position) <= 0.0);
        let agents: Vec<&Agent> = self.network.agents().filter(covers).collect();
        let models = &self.catalogue.rows().models;
        let mut best = None;
        for model in turned(models, random) {
            let faults = self.catalogue.faults_of(&model.category);
            for fault in turned(&faults, noise(random, 3)) {
                let able = agents.iter().filter(|agent| self.can_mend(agent, model, fault)).count();
                if able >= ENOUGH_AGENTS {
                    return Some((model, fault));
                }
                if able > best.map_or(0, |(most, _)| most) {
                    best = Some((able, (model, *fault)));
                }
            }
        }
        best.map(|(_, found)| found)
    }

    fn can_mend(&self, agent: &Agent, model: &ProductModel, fault: &FaultRow) -> bool {
        let needs = Needs {
            brand: Some(model.brand.clone()),
            category: model.category.clone(),
            skill: fault.skill.clone(),
            level: u8::try_from(fault.skill_level).unwrap_or(4),
            equipment: fault.equipment.0.clone(),
            language: Language::Fa,
            position: self.position,
            precision: Precision::Pin,
            roads: Roads::default(),
            window: None,
            duration_s: i64::from(fault.duration_s),
            warranty: true,
        };
        examine(agent, &Load::default(), &needs, self.policy, self.now).failed.is_empty()
    }
}

/// A serial of this form; its digits count the reports in an order that shows no order.
fn serial(pattern: &SerialPattern, k: u64) -> String {
    let mut digits = k.wrapping_mul(DIGIT_STEP);
    let mut letters = noise(k, 4);
    pattern.fill(|first, last| {
        let source = if first.is_ascii_digit() { &mut digits } else { &mut letters };
        let choices = u64::from(u32::from(last) - u32::from(first)) + 1;
        let choice = u32::try_from(*source % choices).unwrap_or(0);
        *source /= choices;
        char::from_u32(u32::from(first) + choice).unwrap_or(first)
    })
}

/// The items from a random one on, round to the one before it.
fn turned<T>(items: &[T], random: u64) -> impl Iterator<Item = &T> {
    let start = usize::try_from(random % items.len().max(1) as u64).unwrap_or(0);
    items[start..].iter().chain(&items[..start])
}

/// Numbers without visible order (`SplitMix64`, Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators",
/// 2014).
fn noise(seed: u64, stream: u64) -> u64 {
    let mut z = seed.wrapping_add(stream.wrapping_mul(0x9E37_79B9_7F4A_7C15)).wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

fn coprime(mut a: u64, mut b: u64) -> bool {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a == 1
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn serials_have_the_form_and_differ() {
        for form in ["^ZR[0-9]{8}$", "^HV[A-Z][0-9]{7}$", "^NK-?[0-9]{9}$", "^TL[0-9]{2}[A-Z]{2}[0-9]{6}$"] {
            let pattern = SerialPattern::parse(form).unwrap();
            let serials: HashSet<String> = (0..5_000).map(|k| serial(&pattern, k)).collect();
            assert_eq!(serials.len(), 5_000, "{form}");
            assert!(serials.iter().all(|serial| pattern.fits(serial)), "{form}");
        }
    }
}
