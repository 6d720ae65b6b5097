//! How many parts a text costs: 3GPP TS 23.038 (alphabets) and TS 23.040 (the header of a split message).

/// The alphabet that a text is sent in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alphabet {
    /// The 7-bit default alphabet with its extension table, TS 23.038 section 6.2.1.
    Gsm7,
    /// 16-bit units, TS 23.038 section 6.2.3; everything outside the basic plane takes two.
    Ucs2,
}

/// What a text costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// The alphabet that the whole text needs.
    pub alphabet: Alphabet,
    /// Septets or 16-bit units of the text.
    pub units: u32,
    /// Parts, at least 1.
    pub parts: u32,
}

/// The default alphabet without its extension table.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ\
                     ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// The extension table: an escape septet before each.
const EXTENSION: &str = "\u{c}^{}\\[~]|€";

impl Alphabet {
    /// Units of an unsplit message: 140 octets.
    const fn alone(self) -> u32 {
        match self {
            Self::Gsm7 => 160,
            Self::Ucs2 => 70,
        }
    }

    /// Units of a part beside the 6 octets that tell which part it is.
    const fn split(self) -> u32 {
        match self {
            Self::Gsm7 => 153,
            Self::Ucs2 => 67,
        }
    }
}

/// Measures `text`. A character of two units is never cut, so a part may stay one unit short.
#[must_use]
pub fn measure(text: &str) -> Size {
    let (alphabet, widths): (_, Vec<u32>) = match text.chars().map(septets).collect() {
        Some(widths) => (Alphabet::Gsm7, widths),
        None => (Alphabet::Ucs2, text.chars().map(|c| if u32::from(c) > 0xffff { 2 } else { 1 }).collect()),
    };
    let units = widths.iter().sum();
    if units <= alphabet.alone() {
        return Size { alphabet, units, parts: 1 };
    }
    let (mut parts, mut used) = (1, 0);
    for width in widths {
        if used + width > alphabet.split() {
            parts += 1;
            used = 0;
        }
        used += width;
    }
    Size { alphabet, units, parts }
}

fn septets(c: char) -> Option<u32> {
    match c {
        _ if BASIC.contains(c) => Some(1),
        _ if EXTENSION.contains(c) => Some(2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(text: &str) -> (Alphabet, u32, u32) {
        let size = measure(text);
        (size.alphabet, size.units, size.parts)
    }

    #[test]
    fn the_basic_alphabet_has_127_characters_besides_the_escape() {
        assert_eq!(BASIC.chars().count(), 127);
        assert_eq!(EXTENSION.chars().count(), 10);
    }

    #[test]
    fn latin_text_is_split_after_160_septets_into_parts_of_153() {
        assert_eq!(size(""), (Alphabet::Gsm7, 0, 1));
        assert_eq!(size(&"a".repeat(160)), (Alphabet::Gsm7, 160, 1));
        assert_eq!(size(&"a".repeat(161)), (Alphabet::Gsm7, 161, 2));
        assert_eq!(size(&"a".repeat(306)), (Alphabet::Gsm7, 306, 2));
        assert_eq!(size(&"a".repeat(307)), (Alphabet::Gsm7, 307, 3));
    }

    #[test]
    fn the_extension_table_costs_two_and_is_not_cut() {
        assert_eq!(size(&"€".repeat(80)), (Alphabet::Gsm7, 160, 1));
        assert_eq!(size(&"€".repeat(81)), (Alphabet::Gsm7, 162, 2));
        // 152 + 2 does not fit in 153: the first part stays one short, and 152 + 1 fill the second.
        assert_eq!(size(&format!("{}€{}", "a".repeat(152), "a".repeat(151))), (Alphabet::Gsm7, 305, 2));
        assert_eq!(size(&format!("{}€{}", "a".repeat(152), "a".repeat(152))), (Alphabet::Gsm7, 306, 3));
    }

    #[test]
    fn persian_text_is_split_after_70_units_into_parts_of_67() {
        assert_eq!(size(&"ک".repeat(70)), (Alphabet::Ucs2, 70, 1));
        assert_eq!(size(&"ک".repeat(71)), (Alphabet::Ucs2, 71, 2));
        assert_eq!(size(&"ک".repeat(134)), (Alphabet::Ucs2, 134, 2));
        assert_eq!(size(&"ک".repeat(135)), (Alphabet::Ucs2, 135, 3));
        assert_eq!(size(&format!("{}ک", "a".repeat(70))), (Alphabet::Ucs2, 71, 2));
    }

    #[test]
    fn a_surrogate_pair_costs_two_and_is_not_cut() {
        assert_eq!(size(&"🔧".repeat(35)), (Alphabet::Ucs2, 70, 1));
        assert_eq!(size(&"🔧".repeat(36)), (Alphabet::Ucs2, 72, 2));
        assert_eq!(size(&"🔧".repeat(66)), (Alphabet::Ucs2, 132, 2));
        assert_eq!(size(&"🔧".repeat(67)), (Alphabet::Ucs2, 134, 3));
    }
}
