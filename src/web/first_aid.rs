//! The steps of first aid as pages say them: one text at the desk, behind the customer's link and for visitors.

use super::view::View;
use crate::app::Catalogue;

/// A step in the reader's language.
pub(super) struct FirstAidStep {
    /// What to check or do.
    pub words: String,
    /// Whether it keeps people from harm, so that it goes before the others.
    pub is_safety: bool,
}

/// The steps for a fault, safety first; none for a fault without steps.
pub(super) fn steps_for(v: &View, catalogue: &Catalogue, fault: &str) -> Vec<FirstAidStep> {
    let steps = catalogue.first_aid(fault).into_iter();
    steps
        .map(|it| FirstAidStep { words: v.named(&it.step_en, &it.step_fa).to_owned(), is_safety: it.is_safety })
        .collect()
}

/// The faults of a category that have steps, by name, with the steps.
pub(super) fn steps_of_category(v: &View, catalogue: &Catalogue, category: &str) -> Vec<(String, Vec<FirstAidStep>)> {
    let faults = catalogue.faults_of(category).into_iter();
    let named = faults.map(|it| (v.named(&it.name_en, &it.name_fa).to_owned(), steps_for(v, catalogue, &it.code)));
    named.filter(|(_, steps)| !steps.is_empty()).collect()
}
