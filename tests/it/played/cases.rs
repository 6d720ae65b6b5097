//! A city's casework as reports: real dates and places, or made-up ones in the same form.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Read as _;
use std::process::{Command, Stdio};

use chrono::{Days, NaiveDate, TimeDelta};
use ostakar::app::App;
use ostakar::domain::time::Instant;
use serde_json::{Value, json};

use super::dice::Dice;
use super::network::{self, Town};

/// Cases come from eight in the morning to eight in the evening.
const DAY: std::ops::Range<u64> = 8 * 3600..20 * 3600;

/// A case of the file.
pub struct Case {
    /// When it comes, counted from the first one's day.
    pub after: TimeDelta,
    kind: String,
    what: String,
    zip: String,
}

/// The earliest `count` cases of a file such as `unique_key,account,opendate,closedate,complaint_type,descriptor,zip,borough`,
/// packed by gzip or not. Dates have no hours, so the cases of a day are spread over it.
pub fn read(path: &str, count: usize) -> Vec<Case> {
    let mut text = String::new();
    if std::path::Path::new(path).extension().is_some_and(|end| end == "gz") {
        let mut unpacked = Command::new("gzip").arg("-dc").arg(path).stdout(Stdio::piped()).spawn().unwrap();
        unpacked.stdout.take().unwrap().read_to_string(&mut text).unwrap();
        assert!(unpacked.wait().unwrap().success(), "gzip -dc {path}");
    } else {
        text = std::fs::read_to_string(path).unwrap();
    }
    let mut by_day: BTreeMap<NaiveDate, Vec<[String; 3]>> = BTreeMap::new();
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    for row in rows.records().map(Result::unwrap) {
        let of = |at: usize| row[at].to_owned();
        by_day.entry(row[2].parse().unwrap()).or_default().push([of(4), of(5), of(6)]);
    }
    let first = *by_day.keys().next().expect("a file with cases");
    let spread = |(day, cases): (NaiveDate, Vec<[String; 3]>)| {
        let of_a_day = cases.len() as u64;
        let midnight = TimeDelta::days((day - first).num_days());
        (0..).zip(cases).map(move |(at, [kind, what, zip])| {
            let seconds = DAY.start + (DAY.end - DAY.start) * at / of_a_day;
            Case { after: midnight + TimeDelta::seconds(i64::try_from(seconds).unwrap()), kind, what, zip }
        })
    };
    by_day.into_iter().flat_map(spread).take(count).collect()
}

/// Made-up cases in the form of the file: so many over twenty days.
pub fn made_up(dice: &mut Dice, count: usize) -> String {
    let first = NaiveDate::from_ymd_opt(2015, 1, 1).unwrap();
    let mut text = "unique_key,account,opendate,closedate,complaint_type,descriptor,zip,borough\n".to_owned();
    for number in 0..count {
        let day = first + Days::new(dice.below(20) as u64);
        let kind = dice.pick(&["Utilities", "Housing and Buildings", "Transportation", "Quality of Life"]);
        let (what, zip) = (dice.below(40), 11_201 + dice.below(60));
        writeln!(text, "NYCC{number},NYCC34,{day},,{kind},\"Matter {what}, general\",{zip},Brooklyn").unwrap();
    }
    text
}

/// The report of a case: its zip code stands for a place near a town, its type for an appliance, its descriptor for a fault.
pub fn report(app: &App, case: &Case, towns: &[Town], number: usize) -> Value {
    let (models, faults) = (network::codes_of_models(), network::codes_of_faults());
    let (model, category) = &models[noise(&[&case.kind, &case.what], models.len())];
    let fitting: Vec<&String> = faults.iter().filter(|(_, of)| of == category).map(|(code, _)| code).collect();
    let town = &towns[noise(&[&case.zip], towns.len())];
    let beside = |what: &str| noise(&[&case.zip, what], 400) as f64 / 1_000.0 - 0.2;
    let (lat, lon) = town.position();
    let bought = app.clock.now().date_naive() - Days::new(20 + noise(&[&number.to_string()], 1_400) as u64);
    json!({
        "channel": "phone",
        "contacts": [{ "role": "caller", "name": format!("مشتری {number}"), "phone": format!("+98935{number:07}") }],
        "address": {
            "city": town.code(), "province": town.province(),
            "location": { "lat": lat + beside("lat"), "lon": lon + beside("lon") },
        },
        "items": [{
            "kind": "repair", "fault": { "code": fitting[noise(&[&case.what], fitting.len())] },
            "product": { "model_code": model, "purchased_on": bought.to_string() },
        }],
        "priority": "normal",
    })
}

/// How long the first case must wait so that the clock stands at its hour.
pub fn midnight_before(at: Instant) -> Instant {
    let zone = chrono_tz::Tz::Asia__Tehran;
    let midnight = at.with_timezone(&zone).date_naive().and_hms_opt(0, 0, 0).unwrap();
    midnight.and_local_timezone(zone).unwrap().to_utc()
}

/// A number below `most` that hangs on the words alone (G. Fowler, L. Noll, K.-P. Vo, FNV-1a).
fn noise(words: &[&str], most: usize) -> usize {
    let bytes = words.iter().flat_map(|word| word.bytes().chain([0]));
    let hash =
        bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    usize::try_from((hash >> 20) % most as u64).unwrap()
}
