//! What providers share that pass only approved texts to some lines: a template a kind of message, filled by tokens.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::SmsText;
use crate::domain::message::MessageKind;
use crate::gateway::SendError;

/// A text that the provider has approved, with the variables of the message that fill its tokens.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template<Tokens> {
    /// Its name or number at the provider.
    pub name: String,
    /// Which variable fills which token.
    pub tokens: Tokens,
}

impl<Tokens> Template<Tokens> {
    /// Its number at a provider that numbers them; checked by [`numbered`].
    pub(super) fn number(&self) -> u64 {
        self.name.parse().unwrap_or_default()
    }
}

/// Tokens that have only an order: the variable of each.
pub type InOrder = Vec<String>;
/// Tokens that have names: the variable by the token's name.
pub type ByName = BTreeMap<String, String>;
/// A template a kind of message.
pub type Templates<Tokens> = BTreeMap<MessageKind, Template<Tokens>>;

/// What a provider takes as a token.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule {
    /// Most characters.
    pub(super) most: usize,
    /// Most spaces, if they are counted.
    pub(super) spaces: Option<usize>,
    /// Characters that it never takes.
    pub(super) never: &'static [char],
}

/// The template for a message; none for a text of its own, which `only` forbids.
pub(super) fn chosen<'a, Tokens>(
    templates: &'a Templates<Tokens>,
    only: bool,
    message: &SmsText,
) -> Result<Option<&'a Template<Tokens>>, SendError> {
    match templates.get(&message.kind) {
        None if only => Err(SendError::Elsewhere(format!("no approved template for {}", message.kind))),
        template => Ok(template),
    }
}

/// The value of `variable` as a token. Nothing in it is changed but the space around it: a token that does not fit goes
/// another way, because half a name or a code with other letters is worse.
pub(super) fn token(message: &SmsText, variable: &str, rule: Rule) -> Result<String, SendError> {
    let not = |why: &str| Err(SendError::Elsewhere(format!("token {variable} {why}")));
    let Some(value) = message.value(variable).map(str::trim) else { return not("is no variable of this message") };
    let spaces = value.chars().filter(|c| c.is_whitespace()).count();
    match rule {
        _ if value.is_empty() => not("is empty"),
        _ if value.chars().count() > rule.most => not("is too long"),
        _ if rule.spaces.is_some_and(|most| spaces > most) => not("has a space too many"),
        _ if value.contains(char::is_control) => not("has a line break"),
        _ if value.contains(rule.never) => not("has a character that is not taken"),
        _ => Ok(value.to_owned()),
    }
}

/// The values of named tokens, by name.
pub(super) fn named(message: &SmsText, tokens: &ByName, rule: Rule) -> Result<Vec<(String, String)>, SendError> {
    tokens.iter().map(|(name, variable)| Ok((name.clone(), token(message, variable, rule)?))).collect()
}

/// Refuses templates whose names are no numbers where the provider numbers them.
pub(super) fn numbered<Tokens>(templates: &Templates<Tokens>) -> Result<(), String> {
    let strange = templates.values().find(|template| template.name.parse::<u64>().is_err());
    strange.map_or(Ok(()), |template| Err(format!("templates: {:?} is no number", template.name)))
}

/// A number of Iran as people dial it there, `09…`, for providers that serve no others.
pub(super) fn domestic(number: &str) -> Result<String, SendError> {
    let rest = number.strip_prefix("+98");
    rest.map(|rest| format!("0{rest}")).ok_or_else(|| SendError::Elsewhere("only numbers of Iran here".to_owned()))
}

/// Refuses what every provider refuses or, worse, loses.
pub(super) fn not_empty(message: &SmsText) -> Result<(), SendError> {
    if message.text.trim().is_empty() { Err(SendError::Never("the text is empty".to_owned())) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
