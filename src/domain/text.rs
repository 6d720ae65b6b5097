//! Typed text: the folded form that search compares, and the cleaned form that is kept and shown.

use unicode_normalization::UnicodeNormalization;

use super::fault::FaultCode;

/// The form that search and matching compare: compatibility forms resolved, one letter for each Arabic and Persian twin,
/// ASCII digits, no joiners, marks or tatweel, single spaces, lower case.
///
/// Idempotent: folding a folded text changes nothing.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.chars().all(is_plain) {
        return collect_folded(text.chars().map(|c| c.to_ascii_lowercase()));
    }
    // Lower-casing and dropping marks can make new composable pairs, so the steps repeat until nothing changes.
    let mut folded = fold_once(text);
    loop {
        let again = fold_once(&folded);
        if again == folded {
            return folded;
        }
        folded = again;
    }
}

/// Letters and digits of English and Persian that neither compose nor decompose: nearly all that is typed, and folded
/// in one pass.
fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~' | 'ء'..='غ' | 'ف'..='ي' | 'پ' | 'چ' | 'ژ' | 'ک' | 'گ' | 'ی' | '۰'..='۹' | '\u{200C}')
}

fn fold_once(text: &str) -> String {
    // Taken apart, a letter leaves its marks behind; what is left is put together again.
    collect_folded(text.nfkd().flat_map(char::to_lowercase).nfkd()).nfc().collect()
}

fn collect_folded(letters: impl Iterator<Item = char>) -> String {
    let mut folded = String::new();
    for c in letters {
        if c.is_whitespace() || c.is_control() {
            if !folded.is_empty() && !folded.ends_with(' ') {
                folded.push(' ');
            }
        } else if !is_ignored(c) {
            folded.push(twin(c));
        }
    }
    if folded.ends_with(' ') {
        folded.pop();
    }
    folded
}

/// [`fold`] without its spaces, so that لباس‌شویی, لباس شویی and لباسشویی are one.
#[must_use]
pub fn fold_compact(text: &str) -> String {
    let mut folded = fold(text);
    folded.retain(|c| c != ' ');
    folded
}

/// The form in which serials are stored and compared: Latin digits, upper case, no spaces.
#[must_use]
pub fn serial_key(serial: &str) -> String {
    fold_compact(serial).to_uppercase()
}

/// The same text with Persian and Arabic digits as ASCII digits and nothing else changed.
#[must_use]
pub fn latin_digits(text: &str) -> String {
    text.chars().map(latin_digit).collect()
}

/// A whole number as people write it: digits of any script, with or without marks between thousands.
#[must_use]
pub fn whole_number(text: &str) -> Option<i64> {
    let digits = latin_digits(text).replace([',', '٬', '،', '.', ' '], "");
    digits.parse().ok()
}

/// One line to keep: trimmed, each run of white space a single space, zero-width non-joiners kept.
///
/// `max_chars` counts characters, not bytes.
///
/// # Errors
/// `Malformed` for control characters, `BidiControl` for characters that reorder what surrounds them (U+202A–U+202E,
/// U+2066–U+2069), `TooLong` beyond `max_chars`.
pub fn clean_line(text: &str, max_chars: usize) -> Result<String, FaultCode> {
    refuse_hidden(text, |c| matches!(c, '\t' | '\n' | '\r'))?;
    within(text.split_whitespace().collect::<Vec<_>>().join(" "), max_chars)
}

/// Several lines to keep, such as a note: line ends become `\n`, each line is cleaned like [`clean_line`], and at most
/// one empty line stays between two others.
///
/// # Errors
/// Those of [`clean_line`].
pub fn clean_text(text: &str, max_chars: usize) -> Result<String, FaultCode> {
    refuse_hidden(text, |c| matches!(c, '\t' | '\n' | '\r'))?;
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut cleaned = String::with_capacity(text.len());
    for line in text.split('\n') {
        for (index, word) in line.split_whitespace().enumerate() {
            if index > 0 {
                cleaned.push(' ');
            }
            cleaned.push_str(word);
        }
        if !cleaned.is_empty() && !cleaned.ends_with("\n\n") {
            cleaned.push('\n');
        }
    }
    within(cleaned.trim_end().to_owned(), max_chars)
}

fn refuse_hidden(text: &str, is_allowed: fn(char) -> bool) -> Result<(), FaultCode> {
    for c in text.chars() {
        match c {
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => return Err(FaultCode::BidiControl),
            c if c.is_control() && !is_allowed(c) => return Err(FaultCode::Malformed),
            _ => {}
        }
    }
    Ok(())
}

fn within(text: String, max_chars: usize) -> Result<String, FaultCode> {
    if text.chars().count() > max_chars { Err(FaultCode::TooLong) } else { Ok(text) }
}

fn latin_digit(c: char) -> char {
    let zero = match c {
        '۰'..='۹' => '۰',
        '٠'..='٩' => '٠',
        _ => return c,
    };
    char::from_digit(u32::from(c) - u32::from(zero), 10).unwrap_or(c)
}

fn twin(c: char) -> char {
    match c {
        'ي' | 'ى' | 'ئ' => 'ی',
        'ك' => 'ک',
        'ة' | 'ۀ' | 'ە' => 'ه',
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ؤ' => 'و',
        c => latin_digit(c),
    }
}

/// Joiners, direction marks, tatweel and the marks that Latin and Arabic script put on letters.
fn is_ignored(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{0640}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}'
        | '\u{061C}' | '\u{FEFF}')
        || is_diacritic(c)
}

fn is_diacritic(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036F}' | '\u{0610}'..='\u{061A}' | '\u{064B}'..='\u{065F}' | '\u{0670}'
        | '\u{06D6}'..='\u{06DC}' | '\u{06DF}'..='\u{06E4}' | '\u{06E7}' | '\u{06E8}' | '\u{06EA}'..='\u{06ED}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn variants_of_one_word_fold_to_one() {
        assert_eq!(fold("يخچال  فريزر"), "یخچال فریزر");
        assert_eq!(fold("كولر گازي ۱۲۰۰۰"), "کولر گازی 12000");
        assert_eq!(fold("ﻣﺎﺷﯿﻦ ٢٤"), "ماشین 24");
        assert_eq!(fold("آبِ مـسئول مؤسسة خانۀ"), "اب مسیول موسسه خانه");
        assert_eq!(fold(" LG\u{200f} İzmir\t9 "), "lg izmir 9");
        assert_eq!(fold("Eṣfahān Ḩājjīābād"), "esfahan hajjiabad");
        for form in ["لباس‌شویی", "لباس شویی", "لباسشويي"] {
            assert_eq!(fold_compact(form), "لباسشویی");
        }
        assert_eq!(latin_digits("ب ۰۹١٢"), "ب 0912");
    }

    #[test]
    fn cleaned_text_keeps_the_joiner_and_refuses_what_hides() {
        assert_eq!(clean_line("  می‌چکد \t و \n بو ", 20), Ok("می‌چکد و بو".to_owned()));
        assert_eq!(clean_line("a\0b", 9), Err(FaultCode::Malformed));
        assert_eq!(clean_line("a\u{202e}b", 9), Err(FaultCode::BidiControl));
        assert_eq!(clean_line("سلام", 3), Err(FaultCode::TooLong));
        assert_eq!(clean_line("سلام", 4), Ok("سلام".to_owned()));
        assert_eq!(clean_text("\n a  b\r\n\n\n\nc\rd \n", 20), Ok("a b\n\nc\nd".to_owned()));
        assert_eq!(clean_text("a\u{2067}b", 9), Err(FaultCode::BidiControl));
    }

    proptest! {
        #[test]
        fn fold_is_idempotent(text in any::<String>()) {
            let folded = fold(&text);
            prop_assert_eq!(fold(&folded), folded.clone());
            prop_assert!(!folded.contains("  ") && !folded.starts_with(' ') && !folded.ends_with(' '));
        }

        #[test]
        fn plain_text_is_folded_as_any_other(text in "[ -~ء-غف-يپچژکگی۰-۹\u{200C}]{0,40}") {
            prop_assert!(text.chars().all(is_plain));
            prop_assert_eq!(fold(&text), fold_once(&fold_once(&text)));
        }

        #[test]
        fn fold_is_idempotent_in_persian(text in "[\u{0600}-\u{06FF}\u{200B}-\u{200F}\u{0300}-\u{036F} a-zA-Z]{0,40}") {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }

        #[test]
        fn cleaning_is_idempotent(text in any::<String>()) {
            if let Ok(cleaned) = clean_text(&text, 200) {
                prop_assert_eq!(clean_text(&cleaned, 200), Ok(cleaned));
            }
            if let Ok(cleaned) = clean_line(&text, 200) {
                prop_assert_eq!(clean_line(&cleaned, 200), Ok(cleaned));
            }
        }
    }
}
