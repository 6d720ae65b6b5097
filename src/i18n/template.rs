//! Texts that stand in place of messages that came with the product: read with the same syntax, and refused when they name
//! what is not there.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use fluent_bundle::FluentResource;
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Message, Pattern, PatternElement, Resource};
use fluent_syntax::serializer::serialize;

use super::Arg;
use super::messages::{Bundle, args_of, bundle_of, resource};
use crate::domain::language::Language;

/// The only key in a template's own bundle.
const KEY: &str = "it";

/// A text with variables.
pub struct Template {
    bundle: Bundle,
    variables: BTreeSet<String>,
}

impl fmt::Debug for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Template").field("variables", &self.variables).finish_non_exhaustive()
    }
}

/// Why a text is no template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadTemplate {
    /// It cannot be read: a brace that is not closed, a choice without a default.
    #[error("it cannot be read as a message")]
    Syntax,
    /// It says nothing.
    #[error("it is empty")]
    Empty,
    /// It names another message, a term or a function that is not for templates.
    #[error("it names {0}, which a template may not")]
    Foreign(String),
}

impl Template {
    /// Reads a text as the value of a message.
    ///
    /// # Errors
    /// A text that is none.
    pub fn read(lang: Language, body: &str) -> Result<Self, BadTemplate> {
        if body.trim().is_empty() {
            return Err(BadTemplate::Empty);
        }
        let lines: Vec<&str> = body.trim().lines().map(str::trim_end).collect();
        let resource = FluentResource::try_new(format!("{KEY} =\n    {}\n", lines.join("\n    ")))
            .map_err(|_| BadTemplate::Syntax)?;
        let entries: Vec<&Entry<&str>> = resource.entries().collect();
        let [Entry::Message(Message { id, value: Some(pattern), attributes, .. })] = entries.as_slice() else {
            return Err(BadTemplate::Syntax);
        };
        if id.name != KEY || !attributes.is_empty() {
            return Err(BadTemplate::Syntax);
        }
        let mut variables = BTreeSet::new();
        walk(pattern, &mut variables)?;
        let bundle = bundle_of(lang, &Arc::new(resource));
        Ok(Self { bundle, variables })
    }

    /// The variables that it names.
    #[must_use]
    pub fn variables(&self) -> &BTreeSet<String> {
        &self.variables
    }

    /// The text with these values; none when one is missing.
    #[must_use]
    pub fn say(&self, args: &[(&str, Arg<'_>)]) -> Option<String> {
        let pattern = self.bundle.get_message(KEY)?.value()?;
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&args_of(args)), &mut errors).into_owned();
        errors.is_empty().then_some(text)
    }
}

/// The text of a message that came with the product, as an editor shows it, and the variables that it names.
#[must_use]
pub fn shipped(lang: Language, key: &str) -> Option<(String, BTreeSet<String>)> {
    let message = resource(lang).entries().find_map(|entry| match entry {
        Entry::Message(message) if message.id.name == key => Some(message.clone()),
        _ => None,
    })?;
    let mut variables = BTreeSet::new();
    walk(message.value.as_ref()?, &mut variables).ok()?;
    let alone = Resource { body: vec![Entry::Message(Message { comment: None, ..message })] };
    let text = serialize(&alone);
    let (_, body) = text.split_once('=')?;
    let lines: Vec<&str> = body.trim().lines().map(|line| line.strip_prefix("    ").unwrap_or(line)).collect();
    Some((lines.join("\n"), variables))
}

fn walk(pattern: &Pattern<&str>, variables: &mut BTreeSet<String>) -> Result<(), BadTemplate> {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            walk_expression(expression, variables)?;
        }
    }
    Ok(())
}

fn walk_expression(expression: &Expression<&str>, variables: &mut BTreeSet<String>) -> Result<(), BadTemplate> {
    match expression {
        Expression::Inline(inline) => walk_inline(inline, variables),
        Expression::Select { selector, variants } => {
            walk_inline(selector, variables)?;
            variants.iter().try_for_each(|variant| walk(&variant.value, variables))
        }
    }
}

fn walk_inline(inline: &InlineExpression<&str>, variables: &mut BTreeSet<String>) -> Result<(), BadTemplate> {
    match inline {
        InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => Ok(()),
        InlineExpression::VariableReference { id } => {
            variables.insert(id.name.to_owned());
            Ok(())
        }
        InlineExpression::Placeable { expression } => walk_expression(expression, variables),
        InlineExpression::FunctionReference { id, arguments } if id.name == "GIVEN" => {
            arguments.positional.iter().try_for_each(|argument| walk_inline(argument, variables))
        }
        InlineExpression::FunctionReference { id, .. }
        | InlineExpression::MessageReference { id, .. }
        | InlineExpression::TermReference { id, .. } => Err(BadTemplate::Foreign(id.name.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_ones_own_says_what_the_message_says() {
        let template = Template::read(Language::Fa, "سلام { $name }،\nکد { $code }").unwrap();
        assert_eq!(template.variables().iter().map(String::as_str).collect::<Vec<_>>(), ["code", "name"]);
        let args = [("name", Arg::text("مینا")), ("code", Arg::code("4821"))];
        assert_eq!(template.say(&args).as_deref(), Some("سلام مینا،\nکد 4821"));
        assert_eq!(template.say(&args[..1]), None);
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        let read = |body: &str| Template::read(Language::En, body).err();
        assert_eq!(read(" \n "), Some(BadTemplate::Empty));
        assert_eq!(read("a { $b"), Some(BadTemplate::Syntax));
        assert_eq!(read("{ sms-offer-sent }"), Some(BadTemplate::Foreign("sms-offer-sent".to_owned())));
        assert_eq!(read("{ -brand }"), Some(BadTemplate::Foreign("brand".to_owned())));
        assert_eq!(read("{ NUMBER($n) }"), Some(BadTemplate::Foreign("NUMBER".to_owned())));
        assert_eq!(read("fine\n[not a choice]"), Some(BadTemplate::Syntax));
        assert_eq!(read("fine\nother = text"), None);
    }

    #[test]
    fn every_shipped_message_can_be_edited_as_it_is() {
        for lang in Language::ALL {
            for key in super::super::keys(*lang).iter().filter(|key| key.starts_with("sms-")) {
                let (body, variables) = shipped(*lang, key).unwrap();
                let again =
                    Template::read(*lang, &body).unwrap_or_else(|error| panic!("{lang} {key}: {error}\n{body}"));
                assert_eq!(again.variables(), &variables, "{lang} {key}");
            }
        }
    }
}
