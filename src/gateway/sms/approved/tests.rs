//! Which tokens pass.

use super::super::tests::message;
use super::*;

const STRICT: Rule = Rule { most: 10, spaces: Some(0), never: &['_'] };
const LOOSE: Rule = Rule { most: 25, spaces: None, never: &[] };

#[test]
fn a_token_passes_whole_or_not_at_all() {
    let values = [("name", "علی رضایی"), ("code", " 48213\n"), ("link", "a_b"), ("none", " "), ("lines", "a\nb")];
    let values = values.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let message = SmsText { values, ..message() };
    let why = |variable, rule| token(&message, variable, rule).unwrap_err().said().to_owned();
    assert_eq!(token(&message, "code", STRICT), Ok("48213".into()));
    assert_eq!(token(&message, "name", LOOSE), Ok("علی رضایی".into()));
    assert_eq!(token(&message, "link", LOOSE), Ok("a_b".into()));
    assert_eq!(why("name", STRICT), "token name has a space too many");
    assert_eq!(why("link", STRICT), "token link has a character that is not taken");
    assert_eq!(why("none", LOOSE), "token none is empty");
    assert_eq!(why("lines", LOOSE), "token lines has a line break");
    assert_eq!(why("name", Rule { most: 3, ..LOOSE }), "token name is too long");
    assert_eq!(why("else", LOOSE), "token else is no variable of this message");
    assert!(matches!(token(&message, "else", LOOSE), Err(SendError::Elsewhere(_))));
}

#[test]
fn a_kind_without_a_template_goes_as_its_own_text_unless_that_is_forbidden() {
    let template = Template { name: "offer".into(), tokens: InOrder::new() };
    let templates = Templates::from([(message().kind, template.clone())]);
    let other = SmsText { kind: MessageKind::Reply, ..message() };
    assert_eq!(chosen(&templates, true, &message()), Ok(Some(&template)));
    assert_eq!(chosen(&templates, false, &other), Ok(None));
    let why = SendError::Elsewhere("no approved template for reply".into());
    assert_eq!(chosen(&templates, true, &other), Err(why));
}

#[test]
fn numbers_of_iran_are_written_as_there() {
    assert_eq!(domestic("+989121234567"), Ok("09121234567".into()));
    assert!(matches!(domestic("+4915112345678"), Err(SendError::Elsewhere(_))));
}
