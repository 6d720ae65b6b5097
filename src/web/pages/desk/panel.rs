//! The caller as the operator sees one: who it can be, what was promised, what was talked about.

use super::caller::{Found, NEW, local, town};
use super::typed::Typed;
use crate::app::App;
use crate::i18n::format;
use crate::queries::customers::CustomerCard;
use crate::queries::jobs::JobRow;
use crate::web::pages::job_lines::JobLine;
use crate::web::view::View;

/// Somebody to choose.
pub(super) struct Choice {
    /// Id of the customer, or [`NEW`].
    pub value: String,
    /// Name.
    pub name: String,
    /// Telephone as HTML, and town.
    pub detail: String,
    /// Whether it is chosen.
    pub is_chosen: bool,
}

/// What is known of a customer.
pub(super) struct Card {
    /// Name.
    pub name: String,
    /// Flags in words.
    pub flags: Vec<String>,
    /// How many units and open jobs.
    pub counts: String,
    /// Open jobs.
    pub jobs: Vec<JobLine>,
    /// The last contacts: what, and when.
    pub contacts: Vec<(String, String)>,
    /// Where all jobs are listed.
    pub all: String,
}

/// The caller's part of the page.
pub(super) struct Panel {
    /// Whom to choose from; none where it is known or nobody was found.
    pub choices: Vec<Choice>,
    /// The customer.
    pub card: Option<Card>,
    /// Whether a whole telephone is typed that nobody has.
    pub is_new: bool,
    /// What is wrong with the choice.
    pub wrong: String,
}

impl Panel {
    /// Of who was found.
    pub fn of((app, v): (&App, &View), (typed, found): (&Typed, &Found), wrong: &str) -> Self {
        let picked = typed.of("customer");
        let mut choices: Vec<Choice> = (found.hits.iter())
            .map(|hit| {
                let phone = hit.phone.as_deref().map(|phone| v.phone(phone)).unwrap_or_default();
                let town = hit.place.as_deref().map(|place| town(app, v.language, place));
                Choice {
                    value: hit.id.to_string(),
                    name: if hit.name.is_empty() { v.t("page-nameless") } else { hit.name.clone() },
                    detail: v.words("page-words", "words", &town.unwrap_or_default()) + " " + &phone,
                    is_chosen: found.customer.as_ref().is_some_and(|card| card.id == hit.id),
                }
            })
            .collect();
        if !choices.is_empty() {
            let detail = String::new();
            let name = v.t("page-somebody-else");
            choices.push(Choice { value: NEW.to_owned(), name, detail, is_chosen: picked == NEW });
        }
        Self {
            card: found.customer.as_ref().map(|card| Card::of(app, v, card)),
            is_new: found.is_exact && found.hits.is_empty(),
            choices,
            wrong: wrong.to_owned(),
        }
    }
}

impl Card {
    fn of(app: &App, v: &View, card: &CustomerCard) -> Self {
        let contact = |line: &crate::queries::customers::ContactLine| {
            let class = v.code("contact-class", line.class.as_str());
            let words = if line.summary.is_empty() { class } else { format!("{class}: {}", line.summary) };
            (words, v.moment(line.at))
        };
        let number = |count: usize| format::number(v.language, i64::try_from(count).unwrap_or(i64::MAX));
        let units = v.words("page-units-known", "count", &number(card.installed_products.len()));
        let open = v.words("page-jobs-open", "count", &number(card.open_jobs.len()));
        let phone = card.phones.first().map(|phone| local(&phone.number)).unwrap_or_default();
        Self {
            name: if card.name.is_empty() { v.t("page-nameless") } else { card.name.clone() },
            flags: card.flags.iter().map(|flag| v.code("flag", flag)).collect(),
            counts: format!("{units} · {open}"),
            jobs: card.open_jobs.iter().map(|row: &JobRow| JobLine::of(app, v, row)).collect(),
            contacts: card.last_contacts.iter().map(contact).collect(),
            all: v.href(&crate::web::pages::choices::address("/jobs", &[("q", &phone)])),
        }
    }
}
