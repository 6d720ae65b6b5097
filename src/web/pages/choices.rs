//! Lists to choose from in forms that filter: by code, by province, by category.

use std::fmt::Display;

use crate::app::App;
use crate::web::view::View;

/// A list to choose one value from, or none.
pub(super) struct Choice {
    /// Name of the field.
    pub name: &'static str,
    /// What it is about.
    pub label: String,
    /// Value and words; without an empty value one must be chosen.
    pub options: Vec<(String, String)>,
    /// The value chosen.
    pub chosen: String,
}

impl Choice {
    /// Of stable codes, whose words are the messages `prefix-code`, after "all".
    pub fn of_codes<C: Display>(
        v: &View,
        (name, label, prefix): (&'static str, &str, &str),
        codes: &[C],
        chosen: Option<&str>,
    ) -> Self {
        let words = codes.iter().map(ToString::to_string).map(|code| (code.clone(), v.code(prefix, &code)));
        Self::after_all(v, name, label, words, chosen)
    }

    /// Of the provinces, after "all".
    pub fn of_provinces(app: &App, v: &View, chosen: Option<&str>) -> Self {
        let catalogue = app.catalogue();
        let words = catalogue.rows().provinces.iter();
        let words = words.map(|it| (it.code.clone(), v.named(&it.name_en, &it.name_fa).to_owned()));
        Self::after_all(v, "province", "page-province", words, chosen)
    }

    /// Of the categories of units, after "all".
    pub fn of_categories(app: &App, v: &View, chosen: Option<&str>) -> Self {
        let catalogue = app.catalogue();
        let words = catalogue.rows().categories.iter();
        let words = words.map(|it| (it.code.clone(), v.named(&it.name_en, &it.name_fa).to_owned()));
        Self::after_all(v, "category", "page-group-category", words, chosen)
    }

    fn after_all(
        v: &View,
        name: &'static str,
        label: &str,
        words: impl Iterator<Item = (String, String)>,
        chosen: Option<&str>,
    ) -> Self {
        let options = std::iter::once((String::new(), v.t("page-all"))).chain(words).collect();
        Self { name, label: v.t(label), options, chosen: chosen.unwrap_or_default().to_owned() }
    }

    /// Whether something is chosen.
    pub fn is_set(&self) -> bool {
        !self.chosen.is_empty()
    }
}

/// The address of a page with these values; what has none is left out.
pub(super) fn address(path: &str, pairs: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(pairs.iter().filter(|(_, value)| !value.is_empty()));
    let query = query.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_what_is_chosen() {
        assert_eq!(
            address("/jobs", &[("status", "on_hold"), ("q", ""), ("age", "0-3")]),
            "/jobs?status=on_hold&age=0-3"
        );
        assert_eq!(address("/jobs", &[("q", "")]), "/jobs");
    }
}
