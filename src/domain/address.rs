//! Addresses in one line: the parts that are named without doubt, and the forms in which addresses are compared.

use super::text::fold;

/// What a word of an address announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Street,
    Boulevard,
    Alley,
    Number,
    Floor,
    Unit,
    Neighbourhood,
    Postal,
    Landmark,
    /// A square, a building, a quarter: it ends what stands before it and is no part of its own.
    Other,
}

/// The words that announce a part, folded.
const MARKERS: &[(Part, &str)] = &[
    (Part::Street, "خیابان خیابون خ street st avenue ave khiaban"),
    (Part::Boulevard, "بلوار بل boulevard blvd"),
    (Part::Alley, "کوچه ک بنبست alley kucheh"),
    (Part::Number, "پلاک پ شماره no number plaque pelak"),
    (Part::Floor, "طبقه ط floor fl"),
    (Part::Unit, "واحد unit apt apartment flat"),
    (Part::Neighbourhood, "محله"),
    (Part::Postal, "کدپستی zip"),
    (Part::Other, "میدان م ساختمان مجتمع برج بلوک شهرک کوی بزرگراه اتوبان square building block"),
    (Part::Landmark, "نبش جنب روبروی روبرو مقابل پشت نرسیده near opposite behind beside"),
];

/// The figures of floors, with their ordinals, folded.
const FLOORS: &[(&str, &str)] = &[
    ("-1", "زیرزمین basement"),
    ("0", "همکف ground"),
    ("1", "اول یکم first 1st"),
    ("2", "دوم second 2nd"),
    ("3", "سوم third 3rd"),
    ("4", "چهارم fourth 4th"),
    ("5", "پنجم fifth 5th"),
    ("6", "ششم sixth 6th"),
    ("7", "هفتم seventh 7th"),
    ("8", "هشتم eighth 8th"),
    ("9", "نهم ninth 9th"),
    ("10", "دهم tenth 10th"),
];

/// Words of respect in names of streets that people write or leave away, folded.
const RESPECT: &[&str] = &["عج", "ع", "ره", "س", "ص", "شهید"];

/// Parts of an address that a line names without doubt, as they stand in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AddressParts {
    /// Street or boulevard with the word that says so.
    pub street: Option<String>,
    /// Alley with the word that says so.
    pub alley: Option<String>,
    /// Number of the building.
    pub number: Option<String>,
    /// Floor.
    pub floor: Option<String>,
    /// Unit in the building.
    pub unit: Option<String>,
    /// Neighbourhood without the word that says so.
    pub neighbourhood: Option<String>,
    /// Ten digits.
    pub postal_code: Option<String>,
    /// What stands near it.
    pub landmark: Option<String>,
}

impl AddressParts {
    /// Those that the line does not name by itself, so that whoever is told both hears nothing twice.
    #[must_use]
    pub fn beside(self, line: Option<&str>) -> Self {
        let named = line.map(parse_line).unwrap_or_default();
        let apart = |own: Option<String>, named: Option<String>| own.filter(|own| named.as_ref() != Some(own));
        Self {
            street: apart(self.street, named.street),
            alley: apart(self.alley, named.alley),
            number: apart(self.number, named.number),
            floor: apart(self.floor, named.floor),
            unit: apart(self.unit, named.unit),
            neighbourhood: apart(self.neighbourhood, named.neighbourhood),
            postal_code: apart(self.postal_code, named.postal_code),
            landmark: apart(self.landmark, named.landmark),
        }
    }

    /// What is said below the town, in its order and nothing twice.
    #[must_use]
    pub fn said(self, line: Option<&str>) -> Vec<String> {
        let it = self.beside(line);
        let line = line.map(str::to_owned);
        let said = [it.neighbourhood, it.street, it.alley, it.number, it.floor, it.unit, line, it.landmark];
        said.into_iter().flatten().collect()
    }
}

/// Reads the parts of a line. What is named twice, such as two streets, stays unread: which is meant is not known.
#[must_use]
pub fn parse_line(line: &str) -> AddressParts {
    let mut reading = Reading::default();
    let words = words_of(line);
    let mut at = 0;
    while let Some(word) = words.get(at) {
        at += reading.take(word, words.get(at + 1));
    }
    reading.end();
    AddressParts {
        street: reading.only(&[Part::Street, Part::Boulevard]),
        alley: reading.only(&[Part::Alley]),
        number: reading.only(&[Part::Number]),
        floor: reading.only(&[Part::Floor]),
        unit: reading.only(&[Part::Unit]),
        neighbourhood: reading.only(&[Part::Neighbourhood]),
        postal_code: reading.only(&[Part::Postal]),
        landmark: reading.only(&[Part::Landmark]),
    }
}

/// The form in which streets are compared: folded, without «خیابان», words of respect, spaces and punctuation; none when
/// nothing is left.
#[must_use]
pub fn street_key(street: &str) -> Option<String> {
    let key: String = canonical(street).into_iter().filter(|word| word != "street").collect();
    (!key.is_empty()).then_some(key)
}

/// The form in which whole addresses are compared: the words that announce a part in one spelling, in the order typed.
#[must_use]
pub fn line_key(line: &str) -> String {
    canonical(line).join(" ")
}

fn canonical(line: &str) -> Vec<String> {
    let words: Vec<Word> = words_of(line).into_iter().filter(|word| !word.folded.is_empty()).collect();
    let mut canonical: Vec<String> = Vec::with_capacity(words.len());
    // Spaces inside a name are typed or not, so that only the words that announce a part divide it.
    let mut name = String::new();
    for (at, word) in words.iter().enumerate() {
        let is_floor = (at > 0 && words[at - 1].marker == Some(Part::Floor))
            || words.get(at + 1).is_some_and(|next| next.marker == Some(Part::Floor));
        let floor = floor_of(&word.folded).filter(|_| is_floor);
        match (word.marker, floor) {
            (Some(part), _) if word.announces(words.get(at + 1)) || word.is_latin() => {
                canonical.extend((!name.is_empty()).then(|| std::mem::take(&mut name)));
                canonical.push(part.name(&word.folded));
            }
            (_, Some(figure)) => name.push_str(figure),
            _ if RESPECT.contains(&word.folded.as_str()) && words.len() > 1 => {}
            _ => name.push_str(&word.folded),
        }
    }
    canonical.extend((!name.is_empty()).then_some(name));
    canonical
}

fn floor_of(ordinal: &str) -> Option<&'static str> {
    let of = |words: &str| words.split(' ').any(|word| word == ordinal);
    FLOORS.iter().find(|(_, words)| of(words)).map(|(figure, _)| *figure)
}

impl Part {
    /// One name for all words that announce it; what is no part of its own keeps its word.
    fn name(self, folded: &str) -> String {
        match self {
            Self::Street => "street".to_owned(),
            Self::Boulevard => "boulevard".to_owned(),
            Self::Alley => "alley".to_owned(),
            Self::Number => "number".to_owned(),
            Self::Floor => "floor".to_owned(),
            Self::Unit => "unit".to_owned(),
            Self::Postal => "postal".to_owned(),
            Self::Other if folded == "م" => "میدان".to_owned(),
            Self::Landmark if folded == "روبرو" => "روبروی".to_owned(),
            Self::Neighbourhood | Self::Landmark | Self::Other => folded.to_owned(),
        }
    }

    /// Whether exactly one word follows it: a figure.
    fn is_figure(self) -> bool {
        matches!(self, Self::Number | Self::Floor | Self::Unit | Self::Postal)
    }
}

/// A word of a line, or a mark between two parts when `folded` is empty.
#[derive(Debug, Clone)]
struct Word {
    typed: String,
    folded: String,
    marker: Option<Part>,
}

impl Word {
    fn new(typed: &str) -> Self {
        let folded: String = fold(typed).replace(' ', "");
        let is_one_of = |words: &str| words.split(' ').any(|word| word == folded);
        let marker = MARKERS.iter().find(|(_, words)| is_one_of(words)).map(|(part, _)| *part);
        Self { typed: typed.trim_matches('\u{200C}').to_owned(), folded, marker }
    }

    fn is_latin(&self) -> bool {
        self.folded.bytes().all(|byte| byte.is_ascii_alphanumeric())
    }

    fn has_digit(&self) -> bool {
        self.folded.starts_with(|c: char| c.is_ascii_digit())
    }

    /// Whether the word, with the one after it, begins the part that it names.
    fn announces(&self, next: Option<&Self>) -> bool {
        let Some(next) = next.filter(|next| !next.folded.is_empty()) else { return false };
        match self.marker {
            Some(Part::Floor) => next.has_digit() || floor_of(&next.folded).is_some(),
            Some(part) if part.is_figure() => next.has_digit(),
            Some(Part::Street | Part::Boulevard | Part::Alley) => !self.is_latin(),
            marker => marker.is_some(),
        }
    }
}

#[derive(Default)]
struct Reading {
    found: Vec<(Part, String)>,
    part: Option<Part>,
    run: Vec<String>,
}

impl Reading {
    /// Takes a word; how many words are used up.
    fn take(&mut self, word: &Word, next: Option<&Word>) -> usize {
        let Some(marker) = word.marker.filter(|_| !word.folded.is_empty()) else {
            if word.folded.is_empty() {
                self.end();
            } else {
                self.run.push(word.typed.clone());
            }
            return 1;
        };
        let in_landmark = self.part == Some(Part::Landmark) && !marker.is_figure();
        if in_landmark {
            self.run.push(word.typed.clone());
        } else if word.announces(next) {
            self.end();
            if marker.is_figure() {
                self.found.extend(next.map(|next| (marker, next.typed.clone())));
                return 2;
            }
            self.part = Some(marker);
            if marker != Part::Neighbourhood {
                self.run.push(word.typed.clone());
            }
        } else if word.is_latin() && self.part.is_none() && !self.run.is_empty() {
            self.after(marker, word);
        } else {
            self.run.push(word.typed.clone());
        }
        1
    }

    /// English names the part after its name: "Valiasr Street", "2nd floor".
    fn after(&mut self, marker: Part, word: &Word) {
        match marker {
            Part::Street | Part::Boulevard | Part::Alley => {
                self.run.push(word.typed.clone());
                self.part = Some(marker);
                self.end();
            }
            Part::Floor => {
                self.found.extend(self.run.pop().map(|floor| (Part::Floor, floor)));
                self.end();
            }
            _ => self.run.push(word.typed.clone()),
        }
    }

    fn end(&mut self) {
        let value = std::mem::take(&mut self.run).join(" ");
        if let Some(part) = self.part.take().filter(|_| !value.is_empty()) {
            self.found.push((part, value));
        }
    }

    /// The value of these parts if there is exactly one.
    fn only(&self, parts: &[Part]) -> Option<String> {
        let mut found = self.found.iter().filter(|(part, _)| parts.contains(part));
        let (_, value) = found.next()?;
        found.next().is_none().then(|| value.clone())
    }
}

/// Words of a line: letters and digits are apart («پ۱۲»), figures stay whole («12/1», "12A", "2nd"), and what divides
/// parts is an empty word.
fn words_of(line: &str) -> Vec<Word> {
    let line = line.replace("بن بست", "بن‌بست").replace("کد پستی", "کدپستی").replace("روبه‌رو", "روبرو");
    let mut words = Vec::new();
    let mut word = String::new();
    let mut flush = |word: &mut String| {
        if !word.is_empty() {
            words.push(Word::new(std::mem::take(word).trim_end_matches(['-', '/'])));
        }
    };
    for c in line.chars() {
        let is_figure = word.starts_with(char::is_numeric);
        if c.is_alphanumeric() || is_mark(c) {
            let begins_figure = c.is_numeric() && !is_figure && !word.is_empty();
            let leaves_figure = is_figure && c.is_alphabetic() && !c.is_ascii();
            if begins_figure || leaves_figure {
                flush(&mut word);
            }
            word.push(c);
        } else if matches!(c, '/' | '-') && is_figure {
            word.push(c);
        } else {
            flush(&mut word);
            if matches!(c, '،' | ',' | ';' | '؛' | '\n' | '-' | '–' | '—') {
                word.push(' ');
                flush(&mut word);
            }
        }
    }
    flush(&mut word);
    words
}

/// Joiners and vowel marks belong to the word that they stand in.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{0640}' | '\u{064B}'..='\u{0655}' | '\u{0300}'..='\u{036F}' | '\'' | '’' | '‘')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parts(line: &str) -> [Option<String>; 5] {
        let AddressParts { street, alley, number, floor, unit, .. } = parse_line(line);
        [street, alley, number, floor, unit]
    }

    fn some(values: [&str; 5]) -> [Option<String>; 5] {
        values.map(|value| (!value.is_empty()).then(|| value.to_owned()))
    }

    #[test]
    fn parts_are_read_where_they_are_named() {
        let full = some(["خیابان ولی‌عصر", "کوچهٔ بهار", "۱۲", "۳", "۷"]);
        assert_eq!(parts("خیابان ولی‌عصر، کوچهٔ بهار، پلاک ۱۲، طبقه ۳، واحد ۷"), full);
        let short = some(["خ ولیعصر", "ک بهار", "12", "دوم", "3"]);
        assert_eq!(parts("خ. ولیعصر ک. بهار پ12 ط دوم واحد3"), short);
        assert_eq!(
            parts("12/1 No. 12/1, Valiasr St., Unit 3, 2nd floor"),
            some(["Valiasr St", "", "12/1", "2nd", "3"])
        );
        assert_eq!(parts("بلوار کشاورز، بن‌بست یاس پلاک ۴"), some(["بلوار کشاورز", "بن‌بست یاس", "۴", "", ""]));
    }

    #[test]
    fn what_is_in_doubt_stays_unread() {
        assert_eq!(parts("خیابان ولیعصر، خیابان فاطمی، پلاک ۲"), some(["", "", "۲", "", ""]));
        assert_eq!(parts("پلاک را نمی‌داند"), some(["", "", "", "", ""]));
        let near = parse_line("خیابان آزادی، جنب خیابان دوم، پلاک ۸");
        assert_eq!((near.street, near.landmark), (Some("خیابان آزادی".into()), Some("جنب خیابان دوم".into())));
        let rest = parse_line("محلهٔ نارمک، میدان هفت‌حوض، کد پستی ۱۶۴۸۷۱۲۳۴۵");
        assert_eq!((rest.neighbourhood, rest.postal_code), (Some("نارمک".into()), Some("۱۶۴۸۷۱۲۳۴۵".into())));
    }

    #[test]
    fn what_the_line_names_is_said_once() {
        let line = "خیابان معلم، کوچهٔ ۱۲، پلاک ۱۳۵";
        let parts = AddressParts { unit: Some("4".to_owned()), ..parse_line(line) };
        let beside = parts.beside(Some(line));
        assert_eq!(beside, AddressParts { unit: Some("4".to_owned()), ..AddressParts::default() });
        assert_eq!(beside.said(Some(line)), ["4", line]);
        let other = AddressParts { number: Some("7".to_owned()), ..AddressParts::default() };
        assert_eq!(other.clone().beside(Some(line)), other, "what was typed otherwise stays");
        assert!(parse_line("کوچهٔ ۱۲").alley.is_some() && parse_line("۱۲").alley.is_none(), "whether the word is said");
    }

    proptest! {
        #[test]
        fn any_line_is_read(line in any::<String>(), persian in "[ خکپطوامیدن۰-۹0-9،,./-]{0,40}") {
            for line in [line, persian] {
                prop_assert!(parse_line(&line).street != Some(String::new()));
                prop_assert!(!line_key(&line).contains("  "));
                prop_assert!(street_key(&line) != Some(String::new()));
            }
        }
    }
}
