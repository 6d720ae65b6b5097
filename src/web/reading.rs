//! Faults of shape: what serde says about a body or a query, as a field and a code.

use serde::de::{DeserializeOwned, IgnoredAny};

use crate::app::{Code, Error};
use crate::domain::fault::{FaultCode, Faults};

/// Reads a JSON body: broken JSON is `BadRequest`, the first wrong field `Invalid`.
pub fn read_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    // A wrong type in front of broken syntax would hide it, so the syntax is read first.
    serde_json::from_slice::<IgnoredAny>(bytes).map_err(|_| Code::BadRequest)?;
    // serde would take `["a"]` for a struct of one text.
    if !bytes.trim_ascii_start().starts_with(b"{") {
        return Err(fault("", "invalid type: expected an object"));
    }
    let mut json = serde_json::Deserializer::from_slice(bytes);
    serde_path_to_error::deserialize(&mut json).map_err(|error| {
        if error.inner().is_data() {
            fault(&error.path().to_string(), &error.inner().to_string())
        } else {
            Code::BadRequest.into()
        }
    })
}

/// Reads a value that was taken from a body, whose faults are told under `at`.
pub fn read_value<T: DeserializeOwned>(value: serde_json::Value, at: &str) -> Result<T, Error> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        // serde names no path, a dot, for the value itself.
        let path = if path == "." { at.to_owned() } else { format!("{at}.{path}") };
        fault(&path, &error.inner().to_string())
    })
}

/// Reads a query string or a form body without the pair named `without`.
pub fn read_pairs<T: DeserializeOwned>(bytes: &[u8], without: &str) -> Result<T, Error> {
    let kept: String = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form_urlencoded::parse(bytes).filter(|(name, _)| name != without))
        .finish();
    let pairs = serde_urlencoded::Deserializer::new(form_urlencoded::parse(kept.as_bytes()));
    serde_path_to_error::deserialize(pairs)
        .map_err(|error| fault(&error.path().to_string(), &error.inner().to_string()))
}

/// One fault from serde's path and message, whose wording is stable: it is part of the derive macro's output.
fn fault(path: &str, message: &str) -> Error {
    let message = message.rsplit_once(" at line ").map_or(message, |(text, _)| text);
    let named = |prefix: &str| message.strip_prefix(prefix)?.split('`').next();
    let (name, code, about) = if let Some(name) = named("missing field `") {
        (name, FaultCode::MissingField, "")
    } else if let Some(name) = named("unknown field `") {
        (name, FaultCode::UnknownField, "")
    } else if let Some(name) = named("duplicate field `") {
        (name, FaultCode::Duplicate, "")
    } else if message.starts_with("unknown variant") {
        ("", FaultCode::Unknown, message.split_once("expected ").map_or("", |(_, names)| names))
    } else if message.starts_with("invalid type") {
        ("", FaultCode::WrongType, expected(message))
    } else if message.starts_with("invalid value: integer") {
        ("", FaultCode::OutOfRange, expected(message))
    } else if message.starts_with("invalid length") || message.starts_with("invalid value") {
        ("", FaultCode::WrongType, expected(message))
    } else {
        ("", FaultCode::Malformed, "")
    };
    let mut faults = Faults::default();
    faults.add_about(joined(path, name), code, about.replace('`', ""));
    faults.into()
}

fn expected(message: &str) -> &str {
    message.rsplit_once("expected ").map_or("", |(_, what)| what)
}

/// `items[0].fault` and `code` as `items.0.fault.code`; a path that already ends in the name stays.
fn joined(path: &str, name: &str) -> String {
    let path = path.replace('[', ".").replace(']', "");
    let path = path.trim_matches('.').trim_end_matches('?').trim_end_matches('.');
    match (path, name) {
        ("", name) => name.to_owned(),
        (path, "") => path.to_owned(),
        (path, name) if path == name || path.ends_with(&format!(".{name}")) => path.to_owned(),
        (path, name) => format!("{path}.{name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only the reading is tested")]
    struct Report {
        items: Vec<Item>,
        priority: Option<crate::domain::access::Role>,
        id: Option<crate::domain::id::JobId>,
    }

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only the reading is tested")]
    struct Item {
        code: String,
        count: Option<u8>,
    }

    #[derive(Debug, serde::Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Page {
        limit: Option<u8>,
        q: Option<String>,
    }

    fn refused<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
        match result.unwrap_err() {
            Error::Invalid(faults) => format!("{} {} ({})", faults.0[0].field, faults.0[0].code, faults.0[0].about),
            error => error.to_string(),
        }
    }

    #[test]
    fn the_first_fault_of_a_body_has_its_dotted_path() {
        let cases = [
            ("", "BAD_REQUEST"),
            ("{", "BAD_REQUEST"),
            (r#"{"items":7,"#, "BAD_REQUEST"),
            (r#"{"items":[]} x"#, "BAD_REQUEST"),
            (r#"{"items":["\ud800"]}"#, "BAD_REQUEST"),
            ("[[]]", " wrong_type (an object)"),
            ("{}", "items missing_field ()"),
            ("7", " wrong_type (an object)"),
            (r#"{"items":7}"#, "items wrong_type (a sequence)"),
            (r#"{"items":[{"code":"a"},{"code":5}]}"#, "items.1.code wrong_type (a string)"),
            (r#"{"items":[{}]}"#, "items.0.code missing_field ()"),
            (r#"{"items":[{"code":"a","x":1}]}"#, "items.0.x unknown_field ()"),
            (r#"{"items":[{"code":"a","count":300}]}"#, "items.0.count out_of_range (u8)"),
            (r#"{"items":[{"code":"a","code":"b"}]}"#, "items.0.code duplicate ()"),
            (r#"{"items":[],"id":"x"}"#, "id malformed ()"),
        ];
        for (body, expected) in cases {
            assert_eq!(refused(read_json::<Report>(body.as_bytes())), expected, "{body}");
        }
        let unknown = refused(read_json::<Report>(br#"{"items":[],"priority":"x"}"#));
        assert!(unknown.starts_with("priority unknown (one of operator, dispatcher"), "{unknown}");
    }

    #[test]
    fn a_query_is_read_the_same_way() {
        assert_eq!(
            read_pairs::<Page>(b"limit=5&q=a%20b", "").unwrap(),
            Page { limit: Some(5), q: Some("a b".to_owned()) }
        );
        assert_eq!(read_pairs::<Page>(b"csrf=1", "csrf").unwrap(), Page { limit: None, q: None });
        let cases = [
            ("limit=x", "limit malformed ()"),
            ("limit=300", "limit malformed ()"),
            ("y=1", "y unknown_field ()"),
            ("q=1&q=2", "q duplicate ()"),
        ];
        for (query, expected) in cases {
            assert_eq!(refused(read_pairs::<Page>(query.as_bytes(), "")), expected, "{query}");
        }
    }
}
