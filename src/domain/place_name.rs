//! Names of places as people type them: Persian or Latin, with or without «شهر», in any usual transliteration.

use super::text::fold;

/// Words before a place's name that say what it is, folded.
const BEFORE: &[&str] = &["شهر", "شهرستان", "استان", "روستای", "بخش", "محله", "محله ی", "city of", "province of"];
/// Words after a place's name that say what it is, folded.
const AFTER: &[&str] = &["city", "province", "county", "شهر"];

/// Letters and digits of a folded name.
#[must_use]
pub fn plain(name: &str) -> String {
    fold(name).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Forms under which a typed name is sought, from the exact to the lenient: as it is, then without the words that say
/// what it is. Each is [`plain`].
#[must_use]
pub fn forms(typed: &str) -> Vec<String> {
    let folded = fold(typed);
    let mut forms = vec![plain(&folded)];
    let word = |rest: &&str| !rest.is_empty();
    let before = BEFORE.iter().filter_map(|prefix| folded.strip_prefix(prefix)?.strip_prefix(' '));
    let after = AFTER.iter().filter_map(|suffix| folded.strip_suffix(suffix)?.strip_suffix(' '));
    for rest in before.chain(after).filter(word) {
        let form = plain(rest);
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    forms
}

/// One form for the usual transliterations of Persian: Esfahan and Isfahan, Ghom and Qom, Booshehr and Bushehr. Empty for
/// a name that has other letters than Latin ones.
#[must_use]
pub fn transliteration(plain: &str) -> String {
    if !plain.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return String::new();
    }
    let joined = plain.replace("gh", "q").replace("ow", "u").replace("ou", "u");
    let mut key = String::with_capacity(joined.len());
    for c in joined.chars() {
        let c = match c {
            'e' | 'y' => 'i',
            'o' => 'u',
            'w' => 'v',
            c => c,
        };
        if !key.ends_with(c) {
            key.push(c);
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_say_what_it_is_are_left_away() {
        assert_eq!(forms("شهر تبريز"), ["شهرتبریز", "تبریز"]);
        assert_eq!(forms("استان یزد"), ["استانیزد", "یزد"]);
        assert_eq!(forms("Tabriz City"), ["tabrizcity", "tabriz"]);
        assert_eq!(forms("شهرکرد"), ["شهرکرد"]);
    }

    #[test]
    fn transliterations_are_one() {
        let one = |names: &[&str]| {
            let keys: Vec<String> = names.iter().map(|name| transliteration(&plain(name))).collect();
            assert!(keys.windows(2).all(|pair| pair[0] == pair[1]), "{keys:?}");
        };
        one(&["Esfahan", "Isfahan", "Eṣfahān"]);
        one(&["Ghom", "Qom", "Qum"]);
        one(&["Orūmīyeh", "Oroomieh", "Urumiyeh", "Orumiyeh"]);
        one(&["Khomeynī Shahr", "Khomeini-Shahr"]);
        one(&["Dowlatābād", "Dolat Abad", "Dolatabad"]);
        assert_eq!(transliteration("تهران"), "");
    }
}
