//! Texts with `{names}` in braces, filled in one pass, so that braces in a value stay what they are.

use serde_json::Value;

/// A template that cannot be filled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadTemplate {
    /// A name that has no value here.
    #[error("{{{0}}} has no value here")]
    Unknown(String),
    /// A `{` without its `}`.
    #[error("a {{ without its }}")]
    Open,
}

/// Replaces every `{name}` of `template` by what `value` gives for it.
pub(super) fn fill(template: &str, value: impl Fn(&str) -> Option<String>) -> Result<String, BadTemplate> {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, behind) = after.split_once('}').ok_or(BadTemplate::Open)?;
        filled.push_str(before);
        filled.push_str(&value(name).ok_or_else(|| BadTemplate::Unknown(name.to_owned()))?);
        rest = behind;
    }
    filled.push_str(rest);
    Ok(filled)
}

/// Fills every text in `template` by `fill`; names of members stay as they are.
pub(super) fn fill_json(
    template: &Value,
    fill: &impl Fn(&str) -> Result<String, BadTemplate>,
) -> Result<Value, BadTemplate> {
    Ok(match template {
        Value::String(text) => Value::String(fill(text)?),
        Value::Array(items) => Value::Array(items.iter().map(|item| fill_json(item, fill)).collect::<Result<_, _>>()?),
        Value::Object(members) => {
            let members = members.iter().map(|(name, member)| Ok((name.clone(), fill_json(member, fill)?)));
            Value::Object(members.collect::<Result<_, _>>()?)
        }
        other => other.clone(),
    })
}

/// `text` as it may stand in any part of an address: all but unreserved characters as `%XX` (RFC 3986 section 2).
pub(super) fn percent_encoded(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |encoded, byte| {
        let unreserved = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        encoded + &if unreserved { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn value(name: &str) -> Option<String> {
        (name == "text").then(|| "{to} {".to_owned())
    }

    #[test]
    fn fills_once_and_refuses_what_it_does_not_know() {
        assert_eq!(fill("<{text}>{text}", value), Ok("<{to} {>{to} {".into()));
        assert_eq!(fill("{other}", value), Err(BadTemplate::Unknown("other".into())));
        assert_eq!(fill("{text", value), Err(BadTemplate::Open));
    }

    #[test]
    fn fills_every_text_of_json() {
        let template = json!({"{text}": [{"a": "{text}"}, 7, null]});
        assert_eq!(fill_json(&template, &|text| fill(text, value)), Ok(json!({"{text}": [{"a": "{to} {"}, 7, null]})));
    }

    #[test]
    fn an_address_takes_any_secret() {
        assert_eq!(percent_encoded("a/b?c#d%é~"), "a%2Fb%3Fc%23d%25%C3%A9~");
    }
}
