//! The forms of serials, in a small language of our own: no row of a catalogue can make a check slow.

/// The form of a model's serials: letters as they stand, `[0-9]` and `[A-Z]` classes, `{n}` repeats, `?` for optional.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SerialPattern(Vec<Run>);

/// Characters that a run takes, and the least and most of them.
type Run = (Vec<(char, char)>, usize, usize);

impl SerialPattern {
    /// Reads a form such as `^ZR[0-9]{8}$`; `None` when it says something else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut rest = text.strip_prefix('^')?.strip_suffix('$')?.chars().peekable();
        let mut parts: Vec<Run> = Vec::new();
        while let Some(c) = rest.next() {
            match c {
                '[' => {
                    let inside: Vec<char> = rest.by_ref().take_while(|c| *c != ']').collect();
                    let mut ranges = Vec::new();
                    let mut at = 0;
                    while at < inside.len() {
                        let is_range = inside.get(at + 1) == Some(&'-') && at + 2 < inside.len();
                        let last = if is_range { inside[at + 2] } else { inside[at] };
                        ranges.push((inside[at], last));
                        at += if is_range { 3 } else { 1 };
                    }
                    parts.push((ranges, 1, 1));
                }
                '{' => {
                    let count: String = rest.by_ref().take_while(|c| *c != '}').collect();
                    let count = count.parse().ok().filter(|count| *count <= 64)?;
                    let last = parts.last_mut()?;
                    (last.1, last.2) = (count, count);
                }
                '?' => parts.last_mut()?.1 = 0,
                c if c.is_ascii_alphanumeric() || c == '-' => parts.push((vec![(c, c)], 1, 1)),
                _ => return None,
            }
        }
        Some(Self(parts))
    }

    /// A serial of this form: `choose` gives a character from the first to the last of each class; what may be left
    /// out is written.
    #[must_use]
    pub fn fill(&self, mut choose: impl FnMut(char, char) -> char) -> String {
        let mut serial = String::new();
        for (ranges, _, most) in &self.0 {
            let Some((first, last)) = ranges.first() else { continue };
            serial.extend((0..*most).map(|_| choose(*first, *last)));
        }
        serial
    }

    /// Whether a serial in the form of [`super::text::serial_key`] has this form.
    #[must_use]
    pub fn fits(&self, key: &str) -> bool {
        let serial: Vec<char> = key.chars().collect();
        fits(&self.0, &serial)
    }
}

fn fits(parts: &[Run], serial: &[char]) -> bool {
    let Some(((ranges, least, most), rest)) = parts.split_first() else { return serial.is_empty() };
    let matching = |c: &char| ranges.iter().any(|(from, to)| (*from..=*to).contains(c));
    let run = serial.iter().take(*most).take_while(|c| matching(c)).count();
    (*least..=run).rev().any(|taken| fits(rest, &serial[taken..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text::serial_key;

    #[test]
    fn serial_forms_are_read_and_compared() {
        let form = SerialPattern::parse("^ZR[0-9]{8}[A-C]?$").unwrap();
        assert!(form.fits(&serial_key("zr 1234 5678")));
        assert!(form.fits("ZR12345678B"));
        assert!(!form.fits("ZR1234567"));
        assert!(!form.fits("ZR12345678D"));
        assert_eq!(SerialPattern::parse("^(a|b)+$"), None);
    }
}
