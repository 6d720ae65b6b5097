//! Fields of the intake form as its templates draw them.

use super::typed::Typed;
use crate::web::view::{Troubles, View};

/// One line to type into.
pub(super) struct Input {
    /// Name and id.
    pub name: String,
    /// What it is.
    pub label: String,
    /// What stands in it.
    pub value: String,
    /// What is wrong with it; empty for nothing.
    pub wrong: String,
    /// What helps to fill it in; empty for nothing.
    pub hint: String,
    /// `tel`, `text`, `email`.
    pub kind: &'static str,
    /// Whether it is written from left to right in any language.
    pub is_code: bool,
    /// Whether what is shown depends on it.
    pub looks: bool,
    /// Whether towns are proposed while one types.
    pub is_town: bool,
    /// Most characters.
    pub most: u16,
}

impl Input {
    /// A text of a usual length.
    pub fn text(v: &View, (typed, troubles): (&Typed, &Troubles), (name, label): (&str, &str)) -> Self {
        Self {
            value: typed.of(name).to_owned(),
            wrong: troubles.of(name).to_owned(),
            name: name.to_owned(),
            label: v.t(label),
            hint: String::new(),
            kind: "text",
            is_code: false,
            looks: false,
            is_town: false,
            most: 300,
        }
    }

    /// Written from left to right: a number, a serial, a day.
    pub fn code(self, most: u16) -> Self {
        Self { is_code: true, most, ..self }
    }

    /// A telephone.
    pub fn phone(self) -> Self {
        Self { kind: "tel", ..self.code(40) }
    }

    /// Changes what is shown.
    pub fn looking(self) -> Self {
        Self { looks: true, ..self }
    }
}

/// Options under one heading, or under none.
#[derive(Default)]
pub(super) struct Group {
    /// The heading; empty for none.
    pub label: String,
    /// Value and words.
    pub options: Vec<(String, String)>,
}

/// One value of a list.
pub(super) struct Select {
    /// Name and id.
    pub name: String,
    /// What it is.
    pub label: String,
    /// What can be chosen.
    pub groups: Vec<Group>,
    /// The value chosen.
    pub chosen: String,
    /// What is wrong with it; empty for nothing.
    pub wrong: String,
    /// Whether one types to find an option.
    pub is_combo: bool,
    /// Whether what is shown depends on it.
    pub looks: bool,
}

impl Select {
    /// A short list whose choice changes what is shown.
    pub fn of(
        v: &View,
        (typed, troubles): (&Typed, &Troubles),
        (name, label): (&str, &str),
        options: Vec<(String, String)>,
    ) -> Self {
        Self {
            chosen: typed.of(name).to_owned(),
            wrong: troubles.of(name).to_owned(),
            name: name.to_owned(),
            label: v.t(label),
            groups: vec![Group { label: String::new(), options }],
            is_combo: false,
            looks: true,
        }
    }

    /// A long list to type into, in groups. A value that it does not have is taken out of the form.
    pub fn combo(
        v: &View,
        (typed, troubles): (&Typed, &Troubles),
        (name, label): (&str, &str),
        groups: Vec<Group>,
    ) -> Self {
        let none = (String::new(), v.t("page-choose"));
        let first = Group { label: String::new(), options: vec![none] };
        let groups: Vec<Group> =
            std::iter::once(first).chain(groups.into_iter().filter(|it| !it.options.is_empty())).collect();
        let chosen = typed.of(name);
        let is_there = groups.iter().flat_map(|group| &group.options).any(|(value, _)| value == chosen);
        Self {
            chosen: if is_there { chosen.to_owned() } else { String::new() },
            wrong: troubles.of(name).to_owned(),
            name: name.to_owned(),
            label: v.t(label),
            groups,
            is_combo: true,
            looks: true,
        }
    }
}

/// Codes with their words, after an empty one with these words.
pub(super) fn coded<C: std::fmt::Display>(
    v: &View,
    (prefix, none): (&str, Option<&str>),
    codes: &[C],
) -> Vec<(String, String)> {
    let words = codes.iter().map(ToString::to_string).map(|code| (code.clone(), v.code(prefix, &code)));
    none.map(|none| (String::new(), v.t(none))).into_iter().chain(words).collect()
}
