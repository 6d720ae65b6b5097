//! A random network of agents, brought in by the importers like anybody's, and random reports from its towns.

use std::fmt::Write as _;

use chrono::{Days, TimeDelta};
use ostakar::app::import::{Kind, Options, Sheet, import};
use ostakar::app::{App, Catalogue};
use ostakar::store::Db;
use serde_json::{Value, json};

use super::dice::Dice;
use crate::support::app::start;

/// What the demo knows of appliances, without its network.
const CATALOGUE: [(Kind, &str); 7] = [
    (Kind::Skills, "skills.csv"),
    (Kind::Equipment, "equipment.csv"),
    (Kind::Brands, "brands.csv"),
    (Kind::Categories, "categories.csv"),
    (Kind::Products, "models.csv"),
    (Kind::Faults, "faults.csv"),
    (Kind::WarrantyPolicies, "warranty_policies.csv"),
];
const HOURS: [&str; 4] =
    ["sat-wed 08:00-18:00;thu 08:00-13:00", "sat-thu 09:00-20:00", "sat-wed 10:00-16:00", "sat-fri 08:00-22:00"];

/// A town with agents around it.
pub struct Town {
    code: String,
    province: String,
    lat: f64,
    lon: f64,
}

impl Town {
    pub fn code(&self) -> &str {
        &self.code
    }

    pub fn province(&self) -> &str {
        &self.province
    }

    pub fn position(&self) -> (f64, f64) {
        (self.lat, self.lon)
    }
}

async fn bring(db: &Db, kind: Kind, sheet: Sheet) {
    let options = Options::new("IR", chrono_tz::Tz::Asia__Tehran);
    let report = import(db, start(), kind, sheet, options).await.unwrap();
    assert!(report.bad.is_empty(), "{kind}: {:?}", report.bad.first());
}

/// Fills an empty database with `count` agents around twelve towns.
pub async fn build(db: &Db, dice: &mut Dice, count: usize) -> Vec<Town> {
    for (kind, name) in CATALOGUE {
        let bytes = std::fs::read(format!("fixtures/demo/{name}")).unwrap();
        bring(db, kind, Sheet::read(name, &bytes)).await;
    }
    let towns = towns(dice);
    let catalogue = Catalogue::load(db, chrono_tz::Tz::Asia__Tehran).await.unwrap();
    let tables = Tables::random(dice, &catalogue, &towns, count);
    bring(db, Kind::Agents, Sheet::read("agents.csv", tables.agents.as_bytes())).await;
    bring(db, Kind::Areas, Sheet::read("areas.geojson", tables.areas.as_bytes())).await;
    bring(db, Kind::Technicians, Sheet::read("technicians.csv", tables.technicians.as_bytes())).await;
    bring(db, Kind::Documents, Sheet::read("documents.csv", tables.documents.as_bytes())).await;
    bring(db, Kind::TimeOff, Sheet::read("time_off.csv", tables.time_off.as_bytes())).await;
    bring(db, Kind::Seasons, Sheet::read("seasons.csv", tables.seasons.as_bytes())).await;
    towns
}

fn towns(dice: &mut Dice) -> Vec<Town> {
    let text = std::fs::read_to_string("fixtures/reference/places.csv").unwrap();
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let large: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).take(60).collect();
    let mut towns: Vec<Town> = Vec::new();
    while towns.len() < 12 {
        let row = dice.pick(&large);
        if towns.iter().all(|town| town.code != row[0]) {
            let number = |at: usize| row[at].parse().unwrap();
            towns.push(Town { code: row[0].into(), province: row[3].into(), lat: number(4), lon: number(5) });
        }
    }
    towns
}

#[derive(Default)]
struct Tables {
    agents: String,
    areas: String,
    technicians: String,
    documents: String,
    time_off: String,
    seasons: String,
}

impl Tables {
    fn random(dice: &mut Dice, catalogue: &Catalogue, towns: &[Town], count: usize) -> Self {
        let brands: Vec<String> = codes("brands.csv");
        let categories: Vec<String> = codes("categories.csv");
        let mut tables = Self {
            agents: "code,name_fa,kind,setting,phone,language,province,city,lat,lon,grade,contract_from,contract_to,\
                     capacity_open,capacity_day,capacity_minutes_day,brands,categories,hours,standing,\
                     commission_percent\n"
                .to_owned(),
            areas: String::new(),
            technicians: "code,agent,name_fa,phone,language,skills,equipment,shift\n".to_owned(),
            documents: "agent,kind,number,issued_on,expires_on\n".to_owned(),
            time_off: "agent,technician,from,to,reason\n".to_owned(),
            seasons: "agent,from,to,percent\n".to_owned(),
        };
        for number in 0..count {
            let town = dice.pick(towns);
            let (lat, lon) = (town.lat + dice.between(-0.2, 0.2), town.lon + dice.between(-0.2, 0.2));
            let kinds = dice.some(&categories, 40);
            let contract_to = if dice.chance(4) { "2026-12-05" } else { "2035-03-19" };
            writeln!(
                tables.agents,
                "a{number},نمایندگی {number},company,mobile,+98913{number:07},fa,{},{},{lat:.6},{lon:.6},A,2024-01-01,{contract_to},{},{},{},{},{},{},active,15",
                town.province,
                town.code,
                1 + dice.below(8),
                2 + dice.below(8),
                120 + 60 * dice.below(10),
                join(&dice.some(&brands, 60)),
                join(&kinds),
                dice.pick(&HOURS),
            )
            .unwrap();
            tables.add_area(dice, number, (lat, lon));
            tables.add_technicians(dice, number, &skills_of(catalogue, &kinds));
            tables.add_facts(dice, number);
        }
        tables.areas = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, tables.areas.trim_end_matches(','));
        tables
    }

    fn add_area(&mut self, dice: &mut Dice, number: usize, (lat, lon): (f64, f64)) {
        let kind = if dice.chance(60) { "primary" } else { "overflow" };
        let geometry = if dice.chance(70) {
            json!({ "type": "Point", "coordinates": [lon, lat] })
        } else {
            let (w, h) = (dice.between(0.1, 0.4), dice.between(0.1, 0.4));
            let ring = [(-w, -h), (w, -h), (w, h), (-w, h), (-w, -h)].map(|(x, y)| [lon + x, lat + y]);
            json!({ "type": "Polygon", "coordinates": [ring] })
        };
        let radius_m = 10_000 + 1_000 * dice.below(40);
        let properties = if geometry["type"] == "Point" {
            json!({ "agent": format!("a{number}"), "kind": kind, "radius_m": radius_m })
        } else {
            json!({ "agent": format!("a{number}"), "kind": kind })
        };
        self.areas += &json!({ "type": "Feature", "properties": properties, "geometry": geometry }).to_string();
        self.areas.push(',');
    }

    fn add_facts(&mut self, dice: &mut Dice, agent: usize) {
        for kind in ["licence", "insurance", "identity"] {
            let until = if dice.chance(2) { "2026-12-03" } else { "2035-01-01" };
            writeln!(self.documents, "a{agent},{kind},{kind}-{agent},2024-01-01,{until}").unwrap();
        }
        if dice.chance(20) {
            let day = 1 + dice.below(20);
            let who = if dice.chance(60) { format!("t{agent}_0") } else { String::new() };
            writeln!(self.time_off, "a{agent},{who},2026-12-{day:02},2026-12-{:02},leave", day + dice.below(6))
                .unwrap();
        }
        if dice.chance(15) {
            writeln!(self.seasons, "a{agent},2026-12-01,2026-12-20,{}", 50 + dice.below(100)).unwrap();
        }
    }

    fn add_technicians(&mut self, dice: &mut Dice, agent: usize, skills: &[String]) {
        let equipment = codes("equipment.csv");
        for number in 0..=dice.below(4) {
            let held: Vec<String> =
                dice.some(skills, 70).into_iter().map(|skill| format!("{skill}:{}", 1 + dice.below(4))).collect();
            let shift = if dice.chance(25) { "sat-wed 08:00-16:00" } else { "" };
            let tools = join(&dice.some(&equipment, 80));
            let phone = agent * 4 + number;
            writeln!(
                self.technicians,
                "t{agent}_{number},a{agent},تکنسین {agent} {number},+98936{phone:07},fa,{},{tools},{shift}",
                held.join(";"),
            )
            .unwrap();
        }
    }
}

fn skills_of(catalogue: &Catalogue, categories: &[&String]) -> Vec<String> {
    let mut skills: Vec<String> = Vec::new();
    for category in categories {
        skills.extend(catalogue.category(category).map(|it| it.skill.clone()));
    }
    skills.extend(["electronics_board".to_owned(), "gas_certified".to_owned()]);
    skills.sort();
    skills.dedup();
    skills
}

fn codes(file: &str) -> Vec<String> {
    let bytes = std::fs::read(format!("fixtures/demo/{file}")).unwrap();
    csv::Reader::from_reader(bytes.as_slice()).records().map(|row| row.unwrap()[0].to_owned()).collect()
}

fn join(codes: &[&String]) -> String {
    codes.iter().map(|code| code.as_str()).collect::<Vec<_>>().join(";")
}

/// The `number`-th report: a new customer near a town with a broken unit, bought up to four years ago.
pub fn report(app: &App, dice: &mut Dice, towns: &[Town], number: usize) -> Value {
    let models = codes_of_models();
    let faults = codes_of_faults();
    let (model, category) = dice.pick(&models);
    let fitting: Vec<&String> = faults.iter().filter(|(_, of)| of == category).map(|(code, _)| code).collect();
    let town = dice.pick(towns);
    let now = app.clock.now();
    let bought = now.date_naive() - Days::new(u64::try_from(20 + dice.below(1_400)).unwrap());
    let mut body = json!({
        "channel": "phone",
        "contacts": [{ "role": "caller", "name": format!("مشتری {number}"), "phone": format!("+98935{number:07}") }],
        "address": { "city": town.code, "province": town.province },
        "items": [{
            "kind": "repair", "fault": { "code": dice.pick(&fitting) },
            "product": { "model_code": model, "purchased_on": bought.to_string() },
        }],
        "priority": if dice.chance(5) { "emergency" } else { "normal" },
    });
    if dice.chance(85) {
        let (lat, lon) = (town.lat + dice.between(-0.25, 0.25), town.lon + dice.between(-0.25, 0.25));
        body["address"]["location"] = json!({ "lat": lat, "lon": lon });
    }
    if dice.chance(15) {
        let from = now + TimeDelta::hours(i64::try_from(20 + dice.below(60)).unwrap());
        body["window"] = json!({ "from": from, "to": from + TimeDelta::hours(3) });
    }
    body
}

pub fn codes_of_models() -> Vec<(String, String)> {
    pairs("models.csv", 2)
}

pub fn codes_of_faults() -> Vec<(String, String)> {
    pairs("faults.csv", 1)
}

fn pairs(file: &str, column: usize) -> Vec<(String, String)> {
    let bytes = std::fs::read(format!("fixtures/demo/{file}")).unwrap();
    let mut rows = csv::Reader::from_reader(bytes.as_slice());
    rows.records().map(Result::unwrap).map(|row| (row[0].to_owned(), row[column].to_owned())).collect()
}
