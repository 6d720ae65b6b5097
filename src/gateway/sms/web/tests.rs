//! What is read from answers, and what is never shown of them.

use serde_json::json;

use super::*;

#[test]
fn a_secret_is_not_shown_in_any_of_its_forms() {
    let error = SendError::Later("GET /v1/k%2Fey/send or k/ey is down".into());
    assert_eq!(veiled(&error, &"k/ey".into()), SendError::Later("GET /v1/…/send or … is down".into()));
    assert_eq!(veiled(&error, &"".into()), error);
    assert!(key_header("x", &"k/ey".into()).is_ok_and(|headers| headers["x"].is_sensitive()));
    assert!(key_header("x", &"سلام".into()).is_err());
    assert_eq!(needed(None).unwrap_err(), "secret is missing");
    assert!(needed(Some("".into())).is_err());
}

#[test]
fn moments_and_references_come_in_several_forms() {
    let at = |text: &str| Some(text.parse::<Instant>().unwrap());
    assert_eq!(moment("/Date(1795378267000+0330)/"), at("2026-11-22T20:11:07Z"));
    assert_eq!(moment("/Date(1795378267000)/"), at("2026-11-22T20:11:07Z"));
    assert_eq!(moment("2026-11-22T23:41:07.5+03:30"), at("2026-11-22T20:11:07.5Z"));
    for strange in ["", "2026-11-22T23:41:07", "/Date(x)/"] {
        assert_eq!(moment(strange), None, "{strange}");
    }
    assert_eq!([json!("7"), json!(7)].map(|value| text_of(&value)), [Some("7".into()), Some("7".into())]);
    assert_eq!([json!(null), json!(true)].map(|value| text_of(&value)), [None, None]);
    assert_eq!(readable::<u8>(&json!([1, "two", 3, null])), [1, 3]);
    assert_eq!(readable::<u8>(&json!(null)), [0; 0]);
    assert_eq!(server("https://s.example/v1/"), Ok("https://s.example/v1".into()));
    assert!(server("s.example").is_err());
}
