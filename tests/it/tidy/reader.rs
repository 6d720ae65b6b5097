//! A reader of Rust that knows just enough: comments, literals, paths, the lines of a function.

use std::collections::BTreeSet;

/// `text` with comments and the content of literals as spaces; every line keeps its number and its length in characters.
pub fn without_comments(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (visible, length) = match token(rest, code.chars().last()) {
            Some(token) => token,
            None => (first.len_utf8(), first.len_utf8()),
        };
        code.push_str(&rest[..visible]);
        code.extend(rest[visible..length].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        rest = &rest[length..];
    }
    code
}

/// Bytes to show and bytes in all of the comment or literal that `rest` begins with.
fn token(rest: &str, before: Option<char>) -> Option<(usize, usize)> {
    let all = rest.len();
    if rest.starts_with("//") {
        return Some((0, rest.find('\n').unwrap_or(all)));
    }
    if rest.starts_with("/*") {
        return Some((0, block_comment(rest)));
    }
    if rest.starts_with('"') {
        return Some((1, escaped(rest, '"')));
    }
    let in_a_word = before.is_some_and(is_ident);
    let raw = rest.strip_prefix('r').map(|after| after.trim_start_matches('#')).filter(|after| after.starts_with('"'));
    if let (false, Some(after)) = (in_a_word, raw) {
        let hashes = all - after.len() - 1;
        let end = format!("\"{}", "#".repeat(hashes));
        return Some((1, after[1..].find(&end).map_or(all, |at| hashes + 2 + at + end.len())));
    }
    // A lifetime has no closing quote behind its first character.
    let mut chars = rest.strip_prefix('\'')?.chars();
    let is_char = chars.next()? == '\\' || chars.next() == Some('\'');
    is_char.then(|| (1, escaped(rest, '\'')))
}

fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// Bytes of a literal that ends at the next `quote` without a backslash before it.
fn escaped(rest: &str, quote: char) -> usize {
    let mut skip = true;
    for (at, c) in rest.char_indices() {
        match c {
            _ if skip => skip = false,
            '\\' => skip = true,
            c if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

/// `code` without the items under `#[cfg(test)]`.
pub fn without_tests(code: &str) -> String {
    let mut kept = Vec::new();
    let mut lines = code.lines();
    while let Some(line) = lines.next() {
        if line.trim() != "#[cfg(test)]" {
            kept.push(line);
            continue;
        }
        let end = format!("{}}}", &line[..line.len() - line.trim_start().len()]);
        for line in lines.by_ref() {
            if line.trim_end().ends_with(';') && !line.starts_with(&format!("{} ", &end[..end.len() - 1]))
                || line == end
            {
                break;
            }
        }
    }
    kept.join("\n")
}

fn is_ident(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn ident(text: &str) -> String {
    text.chars().take_while(|c| is_ident(*c)).collect()
}

/// Whether `code` has `words` with no letter joined to either end.
pub fn mentions(code: &str, words: &str) -> bool {
    let joined = |beside: Option<char>, edge: Option<char>| beside.is_some_and(is_ident) && edge.is_some_and(is_ident);
    code.match_indices(words).any(|(at, _)| {
        !joined(code[..at].chars().next_back(), words.chars().next())
            && !joined(code[at + words.len()..].chars().next(), words.chars().next_back())
    })
}

/// Every `x` of `crate::x…` and `crate::{x, y::{z}}`.
pub fn crate_roots(code: &str) -> Vec<String> {
    let mut roots = Vec::new();
    for (at, path) in code.match_indices("crate::") {
        if code[..at].chars().next_back().is_some_and(is_ident) {
            continue;
        }
        let rest = &code[at + path.len()..];
        match rest.strip_prefix('{') {
            None => roots.push(ident(rest)),
            Some(group) => roots.extend(members(group)),
        }
    }
    roots
}

/// First names of the comma-separated paths up to the brace that closes the group.
fn members(group: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let mut names = Vec::new();
    let mut at_start = true;
    for (at, c) in group.char_indices() {
        match c {
            '}' if depth == 0 => break,
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => at_start = true,
            c if at_start && is_ident(c) => {
                names.push(ident(&group[at..]));
                at_start = false;
            }
            _ => {}
        }
    }
    names
}

/// The longest chain of `super::`.
pub fn supers(code: &str) -> usize {
    let (mut longest, mut chain) = (0, 0);
    for behind in code.split("super::").skip(1) {
        chain += 1;
        longest = longest.max(chain);
        if !behind.is_empty() {
            chain = 0;
        }
    }
    longest
}

/// Names of the types and traits declared.
pub fn declared_types(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for line in code.lines() {
        let words: Vec<_> = line.split_whitespace().collect();
        let after = words.iter().position(|word| ["struct", "enum", "trait", "type", "union"].contains(word));
        let name = after.filter(|at| words[..*at].iter().all(|word| word.starts_with("pub") || word.ends_with(')')));
        names.extend(name.and_then(|at| words.get(at + 1)).copied().map(ident));
    }
    names
}

/// Functions of more than `limit` lines, from the line of `fn` to the closing brace under it, as rustfmt sets it.
pub fn long_functions(code: &str, limit: usize) -> Vec<(String, usize)> {
    let lines: Vec<_> = code.lines().collect();
    let mut long = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let indent = &line[..line.len() - line.trim_start().len()];
        let Some((before, after)) = line.split_once("fn ") else { continue };
        if before.chars().next_back().is_some_and(is_ident) || line.ends_with([';', '}']) {
            continue;
        }
        let end = format!("{indent}}}");
        // A signature over several lines without a body ends in a semicolon at the same depth.
        let is_end =
            |line: &str| line.trim_end() == end || line.starts_with(&format!("{indent})")) && line.ends_with(';');
        let length = lines[at..].iter().position(|line| is_end(line)).map_or(lines.len() - at, |last| last + 1);
        if length > limit {
            long.push((ident(after), length));
        }
    }
    long
}

/// Whether an SQL file has more than comments.
pub fn sql_statements(sql: &str) -> bool {
    sql.lines().any(|line| !line.split("--").next().unwrap_or_default().trim().is_empty())
}

/// Keys of a Fluent file, with `key.attribute` for attributes.
pub fn messages(ftl: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    let mut message = "";
    for line in ftl.lines() {
        let Some((key, _)) = line.split_once('=') else { continue };
        let name = key.trim();
        if let Some(attribute) = name.strip_prefix('.').filter(|_| key.starts_with(' ')) {
            keys.insert(format!("{message}.{attribute}"));
        } else if !name.is_empty() && key.starts_with(name) && name.chars().all(|c| is_ident(c) || c == '-') {
            message = name;
            keys.insert(name.to_owned());
        }
    }
    keys
}

#[cfg(test)]
mod tests;
