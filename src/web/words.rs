//! The texts of the frame, and the language of a request.

use actix_web::{HttpMessage, HttpRequest, http::header};

use super::auth::SignedIn;
use crate::domain::language::Language;
use crate::i18n::{self, Arg};

/// The language of an answer: `?lang=`, the choice of a person signed in by cookie, `Accept-Language`, the choice of a
/// program's user, Persian.
pub fn language_of(request: &HttpRequest) -> Language {
    let (person, program) = match request.extensions().get::<SignedIn>() {
        Some(signed_in) if signed_in.by_cookie => (Some(signed_in.caller.language), None),
        Some(signed_in) => (None, Some(signed_in.caller.language)),
        None => (None, None),
    };
    let accepted = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    asked_for(request).or(person).or_else(|| accepted.and_then(Language::from_accept)).or(program).unwrap_or_default()
}

/// The language that the address asks for by `?lang=`.
pub fn asked_for(request: &HttpRequest) -> Option<Language> {
    request.query_string().split('&').find_map(|pair| pair.strip_prefix("lang=")?.parse().ok())
}

/// The message `key`, mentioning `about`.
pub fn say(language: Language, key: &str, about: &str) -> String {
    i18n::say(language, key, &[("about", Arg::text(about))])
}

/// The name of a unit with what its customer calls it, which may run the other way than the text around it.
pub fn labelled(unit: String, label: Option<&str>) -> String {
    match label {
        Some(label) => format!("{unit} (\u{2068}{label}\u{2069})"),
        None => unit,
    }
}
