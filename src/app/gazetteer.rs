//! Places by the names that people type: Persian or Latin, with or without «شهر», with or without the province.

use std::collections::{BTreeSet, HashMap};

use crate::domain::geo::PlaceKind;
use crate::domain::place_name::{forms, plain, transliteration};
use crate::domain::text::fold_compact;
use crate::store::catalogue::{Place, Province};

/// Other names of places: code and name, a line each.
const OTHER_NAMES: &str = include_str!("../../fixtures/reference/place_names.csv");
/// Of two places with one name in two provinces, the larger is meant if it has so many inhabitants …
const WELL_KNOWN: i32 = 20_000;
/// … and so many times those of the other.
const TIMES_LARGER: i32 = 10;

/// Places, provinces and neighbourhoods by their names.
#[derive(Default)]
pub struct Gazetteer {
    /// Places of each code and each [`plain`] name, largest first.
    names: HashMap<String, Vec<usize>>,
    /// The same by [`transliteration`].
    latin: HashMap<String, Vec<usize>>,
    /// Neighbourhoods by the code of their city and their name.
    neighbourhoods: HashMap<(String, String), usize>,
    provinces: HashMap<String, usize>,
    latin_provinces: HashMap<String, usize>,
}

/// What a typed name can mean.
#[derive(Debug, PartialEq)]
pub enum Meant<'a> {
    /// One place.
    One(&'a Place),
    /// Places in several provinces, none of them much larger than the others.
    Several(Vec<&'a Place>),
    /// No place.
    Unknown,
}

impl Gazetteer {
    /// Of the rows as they are loaded, largest place first.
    #[must_use]
    pub fn new(places: &[Place], provinces: &[Province]) -> Self {
        let mut gazetteer = Self::default();
        for (at, province) in provinces.iter().enumerate() {
            for name in [&province.code, &province.name_fa, &province.name_en] {
                let name = plain(name);
                gazetteer.latin_provinces.entry(transliteration(&name)).or_insert(at);
                gazetteer.provinces.entry(name).or_insert(at);
            }
        }
        gazetteer.latin_provinces.remove("");
        let mut others: HashMap<&str, Vec<&str>> = HashMap::new();
        for (code, name) in OTHER_NAMES.lines().skip(1).filter_map(|line| line.split_once(',')) {
            others.entry(code).or_default().push(name);
        }
        for (at, place) in places.iter().enumerate() {
            let other = others.get(place.code.as_str()).into_iter().flatten().copied();
            let names: BTreeSet<String> =
                [place.name_fa.as_str(), &place.name_en].into_iter().chain(other).map(plain).collect();
            gazetteer.names.entry(plain(&place.code)).or_default().push(at);
            match (place.kind.0, &place.parent) {
                (PlaceKind::Neighbourhood, Some(city)) => {
                    let keys = names.into_iter().map(|name| ((city.clone(), name), at));
                    gazetteer.neighbourhoods.extend(keys);
                }
                _ => gazetteer.add(at, names),
            }
        }
        gazetteer
    }

    fn add(&mut self, at: usize, names: BTreeSet<String>) {
        let latin: BTreeSet<String> = names.iter().map(|name| transliteration(name)).collect();
        for key in latin.into_iter().filter(|key| !key.is_empty()) {
            self.latin.entry(key).or_default().push(at);
        }
        for key in names {
            self.names.entry(key).or_default().push(at);
        }
    }

    /// What a typed name of a place can mean, in this province if one is named; the name may itself name the province
    /// («اردکان، یزد»).
    #[must_use]
    pub fn meant<'a>(&self, places: &'a [Place], typed: &str, province: Option<usize>, of: &[Province]) -> Meant<'a> {
        let (name, rest) = match typed.split_once(['،', ',', '(']) {
            Some((name, rest)) => (name, self.province(rest)),
            None => (typed, None),
        };
        let province = province.or(rest).map(|at| of[at].code.as_str());
        for form in forms(name) {
            for found in [self.names.get(&form), self.latin.get(&transliteration(&form))].into_iter().flatten() {
                let here = found.iter().map(|at| &places[*at]);
                let here: Vec<&Place> =
                    here.filter(|place| province.is_none_or(|code| place.province == code)).collect();
                if !here.is_empty() {
                    return meant(here);
                }
            }
        }
        Meant::Unknown
    }

    /// The province of this code or name, by its place among the rows.
    #[must_use]
    pub fn province(&self, typed: &str) -> Option<usize> {
        let found = |form: String| {
            self.provinces.get(&form).or_else(|| self.latin_provinces.get(&transliteration(&form))).copied()
        };
        forms(typed).into_iter().find_map(found)
    }

    /// The neighbourhood of a city, by its place among the rows.
    #[must_use]
    pub fn neighbourhood(&self, city: &str, typed: &str) -> Option<usize> {
        let mut forms = forms(typed).into_iter();
        forms.find_map(|form| self.neighbourhoods.get(&(city.to_owned(), form)).copied())
    }
}

/// Towns whose name begins like what is typed in either language, in the order of the rows: for lists to choose from.
#[must_use]
pub fn beginning<'a>(places: &'a [Place], typed: &str, most: usize) -> Vec<&'a Place> {
    let typed = fold_compact(typed);
    if typed.is_empty() {
        return Vec::new();
    }
    let is_town = |place: &&Place| place.kind.0 != PlaceKind::Neighbourhood;
    let begins = |place: &&Place| place.key_fa.starts_with(&typed) || place.key_en.starts_with(&typed);
    places.iter().filter(is_town).filter(begins).take(most).collect()
}

/// The largest, if all are in one province or it is much larger than those elsewhere.
fn meant(mut found: Vec<&Place>) -> Meant<'_> {
    found.sort_by_key(|place| std::cmp::Reverse(place.population));
    let Some(first) = found.first().copied() else { return Meant::Unknown };
    let elsewhere = found.iter().find(|place| place.province != first.province);
    let is_larger =
        |other: &&Place| first.population >= WELL_KNOWN && first.population / TIMES_LARGER >= other.population;
    if elsewhere.is_none_or(is_larger) { Meant::One(first) } else { Meant::Several(found) }
}
