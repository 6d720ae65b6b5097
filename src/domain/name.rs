//! Names of people and firms as they are compared: however they are spaced, titled and spelled.

use super::text::fold;

/// Titles before a name, folded. They are kept as typed, and dropped only from what is compared.
const TITLES: &[&str] = &[
    "اقای",
    "خانم",
    "سرکار",
    "جناب",
    "مهندس",
    "دکتر",
    "mr",
    "mrs",
    "ms",
    "miss",
    "mister",
    "madam",
    "dr",
    "doctor",
    "eng",
    "engineer",
];

/// The form in which names are stored for comparing: folded, without titles in front, spaces and punctuation, and with
/// one spelling where Persian has two of the same name (عبدالله and عبداله, زهراء and زهرا).
///
/// A name that is nothing but titles keeps the last of them. Idempotent.
#[must_use]
pub fn name_key(name: &str) -> String {
    let folded = fold(name);
    let words: Vec<String> = folded.split(' ').map(letters).filter(|word| !word.is_empty()).collect();
    let titles = words.iter().take_while(|word| TITLES.contains(&word.as_str())).count();
    let mut key = words[titles.min(words.len().saturating_sub(1))..].concat();
    // Each round can bring another pair together.
    while key.contains("الله") {
        key = key.replace("الله", "اله");
    }
    key
}

/// A part of a name as it is sought in [`name_key`]s.
#[must_use]
pub fn name_part(typed: &str) -> String {
    name_key(typed)
}

fn letters(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric() && *c != 'ء').collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn titles_and_spaces_make_no_other_person() {
        for form in ["علی‌رضا کریمی", "علیرضا كريمي", "آقای مهندس علی رضا کریمی", "جناب آقای علیرضا‌کریمی"]
        {
            assert_eq!(name_key(form), "علیرضاکریمی", "{form}");
        }
        assert_eq!(name_key("Mrs. O'Connor-Smith"), "oconnorsmith");
        assert_eq!(name_key("عبد الله زهراء"), "عبدالهزهرا");
        assert_eq!((name_key("خانم دکتر"), name_key("")), ("دکتر".to_owned(), String::new()));
        assert_ne!(name_key("کریمی"), name_key("کرمی"));
    }

    proptest! {
        #[test]
        fn the_key_of_a_key_is_itself(name in "[ اآأبحدرزسعقکگلمنهوءیي‌ a-zA-Z.'-]{0,30}") {
            let key = name_key(&name);
            prop_assert_eq!(name_key(&key), key);
        }
    }
}
