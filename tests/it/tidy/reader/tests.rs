//! Each reader on a text that its rule would be fooled by.

use super::*;

#[test]
fn comments_and_literals_are_blank_and_code_is_not() {
    let text = "a(\"x // y\\\" z\"); // no\nb('\"', '\\'', 'c'); /* d /* e */ f */ g::<'h>(r#\"i\" j\"#);";
    let code = without_comments(text);
    for word in ["a(", "b(", "g::<'h>("] {
        assert!(code.contains(word), "{code}");
    }
    for word in ["x", "y", "z", "no", "c'", "d", "e", "f", "i", "j"] {
        assert!(!code.contains(word), "{word} in {code}");
    }
    assert_eq!(code.lines().map(str::len).collect::<Vec<_>>(), text.lines().map(str::len).collect::<Vec<_>>());
}

#[test]
fn test_modules_are_left_out() {
    let code = "a\n#[cfg(test)]\nmod tests {\n    use b;\n}\nc\n#[cfg(test)]\nmod tests;\nd";
    assert_eq!(without_tests(code), "a\nc\nd");
}

#[test]
fn a_word_is_mentioned_whole() {
    assert!(mentions("use std::env;", "std::env"));
    assert!(mentions("x.unwrap()?", ".unwrap()"));
    assert!(!mentions("use std::environment;", "std::env"));
    assert!(!mentions("forbid_unsafe", "unsafe"));
    assert!(!mentions("x.unwrap_or(1)", ".unwrap()"));
}

#[test]
fn roots_are_found_in_groups_and_over_lines() {
    let code = "use crate::domain::id;\nuse crate::{app::{self, jobs},\n store};\ncrate::web::x(); mycrate::no();";
    assert_eq!(crate_roots(code), ["domain", "app", "store", "web"]);
}

#[test]
fn the_longest_way_up_counts() {
    assert_eq!(supers("use super::a; super::super::b"), 2);
    assert_eq!(supers("use self::a;"), 0);
}

#[test]
fn declarations_are_found() {
    let code = "pub(crate) struct JobManager<T> {\ntype X = u8;\nlet enum_ = 1;\nenum\nimpl trait_ {}";
    assert_eq!(declared_types(code), ["JobManager", "X"]);
}

#[test]
fn the_lines_of_a_function_are_counted() {
    let body = |lines: usize| {
        format!("impl X {{\n    pub fn f(\n        a: u8,\n    ) {{\n{}    }}\n}}\n", "        x;\n".repeat(lines))
    };
    assert_eq!(long_functions(&body(6), 10), []);
    assert_eq!(long_functions(&body(7), 10), [("f".to_owned(), 11)]);
    let trait_ = format!("trait X {{\n    fn f(\n        a: u8,\n    ) -> u8;\n{}}}", "    fn g();\n".repeat(20));
    assert_eq!(long_functions(&trait_, 10), []);
}

#[test]
fn a_comment_is_no_statement() {
    assert!(sql_statements("-- x\ndrop table a;"));
    assert!(!sql_statements("-- drop table a;\n\n"));
}

#[test]
fn messages_and_attributes_are_keys() {
    let ftl = "# a = b\nhello-world = Hello { $n ->\n    [one] x = y\n   *[other] z\n}\n    .title = T\n-term = x\n";
    let keys: Vec<_> = messages(ftl).into_iter().collect();
    assert_eq!(keys, ["-term", "hello-world", "hello-world.title"]);
}
