//! A message split at what is read from left to right, for pages and letters.

const LEFT_TO_RIGHT_MARK: char = '\u{200e}';

/// A piece of a message: words, a code or telephone number, or the address of a link on this site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// As it stands.
    pub text: String,
    /// Whether it leads somewhere on this site.
    pub is_link: bool,
    /// Whether it is read from left to right.
    pub is_code: bool,
}

/// Splits a message at its links, codes and telephone numbers. The mark that keeps a code from left to right in a text
/// message goes, because an element does that on a page; else the pieces together are the message.
#[must_use]
pub fn pieces(text: &str, base: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for part in text.split_inclusive(char::is_whitespace) {
        let part = part.trim_start_matches(LEFT_TO_RIGHT_MARK);
        let word = part.trim_end();
        // An address that only begins like ours is another's.
        let is_link = word.strip_prefix(base).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let digits = word.chars().filter(|c| c.is_numeric()).count();
        let is_code = is_link || (digits >= 4 && word.chars().all(|c| c.is_numeric() || c == '+'));
        let (code, rest) = if is_code { part.split_at(word.len()) } else { ("", part) };
        if is_code {
            pieces.push(Piece { text: code.to_owned(), is_link, is_code });
        }
        match pieces.last_mut() {
            Some(last) if !last.is_code => last.text.push_str(rest),
            _ => pieces.push(Piece { text: rest.to_owned(), is_link: false, is_code: false }),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_split_at_links_and_codes() {
        let text = "کد 4821 a https://s.example/o/1x\nb \u{200e}+989120000000 ";
        let found = pieces(text, "https://s.example");
        let codes: Vec<&str> = found.iter().filter(|it| it.is_code).map(|it| it.text.as_str()).collect();
        assert_eq!(codes, ["4821", "https://s.example/o/1x", "+989120000000"]);
        assert_eq!(found.iter().map(|it| it.text.as_str()).collect::<String>(), text.replace(LEFT_TO_RIGHT_MARK, ""));
    }
}
