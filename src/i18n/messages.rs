//! Fluent messages, for plain text and for HTML.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::Entry;

use super::format;
use crate::domain::fault::Fault;
use crate::domain::language::Language;

/// A value that a message mentions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg<'a> {
    /// Words, in either direction of writing.
    Text(Cow<'a, str>),
    /// A code, telephone number, serial or address of the web: shown as it is, from left to right.
    Code(Cow<'a, str>),
    /// A whole number, shown in the digits of the language; it also chooses plural forms.
    Number(i64),
}

impl<'a> Arg<'a> {
    /// Words.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    /// A code, telephone number or serial.
    pub fn code(code: impl Into<Cow<'a, str>>) -> Self {
        Self::Code(code.into())
    }
}

pub(super) type Bundle = FluentBundle<Arc<FluentResource>>;

/// The messages of one language: the same texts twice, because how a number is written depends on the page around it.
struct Locale {
    resource: Arc<FluentResource>,
    plain: Bundle,
    html: Bundle,
}

static FA: LazyLock<Locale> = LazyLock::new(|| load(Language::Fa, include_str!("../../locales/fa.ftl")));
static EN: LazyLock<Locale> = LazyLock::new(|| load(Language::En, include_str!("../../locales/en.ftl")));

/// What was already logged as missing or broken, so that one bad message does not fill the log.
static LOGGED: Mutex<BTreeSet<(Language, String)>> = Mutex::new(BTreeSet::new());

/// The text of a message. A missing one shows its key in ⟦…⟧ and is logged once.
#[must_use]
pub fn say(lang: Language, key: &str, args: &[(&str, Arg<'_>)]) -> String {
    resolve(lang, &locale(lang).plain, key, &args_of(args)).unwrap_or_else(|| format!("⟦{key}⟧"))
}

/// Values for plain text.
pub(super) fn args_of<'a>(args: &'a [(&str, Arg<'_>)]) -> FluentArgs<'a> {
    let args = args.iter().map(|(name, arg)| {
        let value = match arg {
            Arg::Text(text) | Arg::Code(text) => FluentValue::from(text.as_ref()),
            Arg::Number(number) => FluentValue::from(*number),
        };
        (*name, value)
    });
    args.collect()
}

/// The messages of a language.
pub(super) fn resource(lang: Language) -> &'static FluentResource {
    &locale(lang).resource
}

/// A bundle of one resource for plain text.
pub(super) fn bundle_of(lang: Language, resource: &Arc<FluentResource>) -> Bundle {
    let mut plain = bundle(lang, resource);
    if lang == Language::Fa {
        plain.set_formatter(Some(|value, _| Some(format::digits(Language::Fa, &number(value)?))));
    }
    plain
}

/// The text of a message as HTML: its words and its values escaped, and each value kept apart from the direction of
/// the text around it by `<bdi>`, from left to right for codes and numbers.
#[must_use]
pub fn say_html(lang: Language, key: &str, args: &[(&str, Arg<'_>)]) -> String {
    let args = args.iter().map(|(name, arg)| {
        let value = match arg {
            // An empty value must stay empty: GIVEN asks for that.
            Arg::Text(text) | Arg::Code(text) if text.is_empty() => FluentValue::from(""),
            Arg::Text(text) => FluentValue::from(format!("<bdi>{}</bdi>", escape(text))),
            Arg::Code(code) => FluentValue::from(left_to_right(&escape(code))),
            Arg::Number(number) => FluentValue::from(*number),
        };
        (*name, value)
    });
    resolve(lang, &locale(lang).html, key, &args.collect()).unwrap_or_else(|| escape(&format!("⟦{key}⟧")).into_owned())
}

/// Whether the language has the message.
#[must_use]
pub fn has(lang: Language, key: &str) -> bool {
    locale(lang).plain.has_message(key)
}

/// The keys of every message of the language.
#[must_use]
pub fn keys(lang: Language) -> BTreeSet<String> {
    let entries = locale(lang).resource.entries();
    entries
        .filter_map(|entry| if let Entry::Message(message) = entry { Some(message.id.name.to_owned()) } else { None })
        .collect()
}

/// The key of the message of a stable code: `code_key("error", "NOT_FOUND")` is `error-not-found`.
#[must_use]
pub fn code_key(prefix: &str, code: &str) -> String {
    format!("{prefix}-{}", code.to_ascii_lowercase().replace('_', "-"))
}

/// What is wrong with a value and how to mend it.
#[must_use]
pub fn fault(lang: Language, fault: &Fault) -> String {
    let about = fault.about.parse().map_or_else(|_| Arg::text(fault.about.as_ref()), Arg::Number);
    say(lang, &code_key("fault", fault.code.as_str()), &[("about", about)])
}

fn locale(lang: Language) -> &'static Locale {
    match lang {
        Language::Fa => &FA,
        Language::En => &EN,
    }
}

fn load(lang: Language, source: &str) -> Locale {
    let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, errors)| {
        tracing::error!(%lang, ?errors, "messages that cannot be read");
        resource
    });
    let resource = Arc::new(resource);
    let plain = bundle_of(lang, &resource);
    let mut html = bundle(lang, &resource);
    html.set_transform(Some(escape));
    match lang {
        Language::Fa => {
            html.set_formatter(Some(|value, _| Some(left_to_right(&format::digits(Language::Fa, &number(value)?)))));
        }
        Language::En => html.set_formatter(Some(|value, _| Some(left_to_right(&number(value)?)))),
    }
    Locale { resource, plain, html }
}

fn bundle(lang: Language, resource: &Arc<FluentResource>) -> Bundle {
    let mut bundle = Bundle::new_concurrent(lang.as_str().parse().into_iter().collect());
    // Isolation marks would end up in text messages; HTML isolates by elements.
    bundle.set_use_isolating(false);
    if let Err(errors) = bundle.add_resource(Arc::clone(resource)) {
        tracing::error!(%lang, ?errors, "messages with the same key");
    }
    if let Err(error) = bundle.add_function("GIVEN", |values, _| is_given(values)) {
        tracing::error!(%lang, %error, "function of messages");
    }
    bundle
}

/// The function `GIVEN($about)` of messages: `yes` when there is something to mention, else `no`.
fn is_given<'a>(values: &[FluentValue<'a>]) -> FluentValue<'a> {
    let given = match values.first() {
        Some(FluentValue::String(text)) => !text.is_empty(),
        Some(FluentValue::Number(_)) => true,
        _ => false,
    };
    FluentValue::from(if given { "yes" } else { "no" })
}

fn resolve(lang: Language, bundle: &Bundle, key: &str, args: &FluentArgs<'_>) -> Option<String> {
    let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
        log_once(lang, key, "no such message");
        return None;
    };
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(args), &mut errors).into_owned();
    if !errors.is_empty() {
        log_once(lang, key, "a message lacks a value");
    }
    Some(text)
}

fn log_once(lang: Language, key: &str, what: &str) {
    let is_new = LOGGED.lock().unwrap_or_else(PoisonError::into_inner).insert((lang, key.to_owned()));
    if is_new {
        tracing::error!(%lang, key, "{what}");
    }
}

fn number(value: &FluentValue<'_>) -> Option<String> {
    if let FluentValue::Number(number) = value { Some(number.as_string().into_owned()) } else { None }
}

fn left_to_right(html: &str) -> String {
    format!("<bdi dir=\"ltr\">{html}</bdi>")
}

fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return Cow::Borrowed(text);
    }
    let mut html = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c => html.push(c),
        }
    }
    Cow::Owned(html)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::domain::fault::FaultCode;

    const SOURCES: [&str; 2] = [include_str!("../../locales/fa.ftl"), include_str!("../../locales/en.ftl")];

    /// The variables of each message, read from the text: a message begins with its key at the start of a line.
    fn variables(source: &str) -> BTreeMap<&str, BTreeSet<&str>> {
        let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut key = "";
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            if line.starts_with(|c: char| c.is_ascii_alphabetic()) {
                key = line.split('=').next().unwrap_or_default().trim();
                assert!(found.insert(key, BTreeSet::new()).is_none(), "{key} twice");
            }
            for after in line.split('$').skip(1) {
                let end =
                    after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-').unwrap_or(after.len());
                found.entry(key).or_default().insert(&after[..end]);
            }
        }
        found
    }

    #[test]
    fn both_languages_say_the_same() {
        for source in SOURCES {
            assert!(FluentResource::try_new(source.to_owned()).is_ok());
            let marked: Vec<_> = source
                .lines()
                .filter(|line| !line.starts_with('#'))
                .filter(|line| line.replace("->", "").contains(['<', '>', '&']))
                .collect();
            assert!(marked.is_empty(), "{marked:?}");
        }
        assert_eq!(keys(Language::Fa), keys(Language::En));
        assert_eq!(variables(SOURCES[0]), variables(SOURCES[1]));
    }

    #[test]
    fn every_fault_has_its_text() {
        for lang in Language::ALL {
            for code in FaultCode::ALL {
                for about in ["", "5", "a, b"] {
                    let text = fault(*lang, &Fault { field: "x".into(), code: *code, about: about.into() });
                    assert!(!text.contains(['⟦', '{', '$']) && !text.contains("  ") && !text.contains(": ."), "{text}");
                    assert!(text.ends_with('.'), "{text}");
                }
            }
        }
    }

    #[test]
    fn numbers_take_the_digits_of_the_language() {
        let fault_of = |about: &'static str| Fault { field: "x".into(), code: FaultCode::TooLong, about: about.into() };
        assert!(fault(Language::Fa, &fault_of("120")).contains("۱۲۰"));
        assert!(fault(Language::En, &fault_of("120")).contains("120"));
    }

    #[test]
    fn html_is_escaped_and_isolated() {
        let args = |arg| [("about", arg)];
        let html = say_html(Language::Fa, "fault-not-allowed", &args(Arg::text("<b>&")));
        assert!(html.contains("<bdi>&lt;b&gt;&amp;</bdi>"), "{html}");
        let html = say_html(Language::Fa, "fault-not-allowed", &args(Arg::code("+98")));
        assert!(html.contains("<bdi dir=\"ltr\">+98</bdi>"), "{html}");
        let html = say_html(Language::Fa, "fault-too-long", &args(Arg::Number(20)));
        assert!(html.contains("<bdi dir=\"ltr\">۲۰</bdi>"), "{html}");
        assert!(!say_html(Language::En, "fault-too-long", &args(Arg::text(""))).contains("bdi"));
    }

    #[test]
    fn a_missing_message_shows_its_key() {
        assert_eq!(say(Language::En, "no-such-key", &[]), "⟦no-such-key⟧");
        assert_eq!(say_html(Language::En, "<x>", &[]), "⟦&lt;x&gt;⟧");
        assert!(!has(Language::En, "no-such-key") && has(Language::Fa, "fault-required"));
    }
}
