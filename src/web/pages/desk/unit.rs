//! One unit of the form: which it is, what is wrong with it, and what its warranty says.

use super::field::{Group, Input, Select, coded};
use super::typed::{Typed, of_item};
use crate::app::App;
use crate::app::intake::ItemPreview;
use crate::domain::job::JobKind;
use crate::domain::warranty::{ProofKind, Verdict};
use crate::queries::customers::Unit;
use crate::web::first_aid::{FirstAidStep, steps_for};
use crate::web::links::warranty_tone;
use crate::web::pages::verdict::clause_lines;
use crate::web::view::{Troubles, View};
use crate::web::words::labelled;

/// Words, result, tone and evidence of each clause.
type Clauses = Vec<(String, String, &'static str, String)>;

/// What the warranty says.
pub(super) struct Judged {
    /// Tone and icon.
    pub look: (&'static str, &'static str),
    /// The outcome.
    pub words: String,
    /// The policy and what is awaited.
    pub rests_on: String,
    /// Clause by clause.
    pub clauses: Clauses,
}

/// The unit's part of the form.
pub(super) struct UnitBlock {
    /// Its place in the list.
    pub at: usize,
    /// The number under which people know it.
    pub number: String,
    /// Which unit: one of the customer's, a model, a category.
    pub product: Select,
    /// What is to be done.
    pub kind: Select,
    /// What is wrong with it.
    pub fault: Select,
    /// In the customer's words: the text, and what is wrong with it.
    pub description: (String, String),
    /// More about the unit.
    pub more: Vec<Input>,
    /// What proves its dates.
    pub proof: Select,
    /// Whether that is shown at once.
    pub is_more_open: bool,
    /// Where it goes, if it goes somewhere.
    pub destination: Option<Input>,
    /// How it was settled on the telephone: the text, and what is wrong with it.
    pub fixed: (String, String),
    /// What its warranty says.
    pub judged: Option<Judged>,
    /// What the caller can check or do at once, where words may settle such work.
    pub aid: Vec<FirstAidStep>,
    /// Whether that settled it.
    pub is_solved: bool,
}

impl UnitBlock {
    /// Of the unit at a place of the list.
    pub fn of(
        (app, v): (&App, &View),
        form: (&Typed, &Troubles),
        at: usize,
        (units, shown): (&[Unit], Option<&ItemPreview>),
    ) -> Self {
        let (typed, troubles) = form;
        let name = |field: &str| of_item(at, field);
        let input = |field: &str, label: &str| Input::text(v, form, (&name(field), label));
        let text = |field: &str| (typed.of(&name(field)).to_owned(), troubles.of(&name(field)).to_owned());
        let kind: JobKind = typed.of(&name("kind")).parse().unwrap_or(JobKind::Repair);
        let more = vec![
            input("serial", "page-serial").code(60).looking(),
            Input { hint: v.t("page-day-hint"), ..input("purchased_on", "page-purchased-on").code(12).looking() },
            input("label", "page-unit-label"),
            input("seller", "page-seller"),
        ];
        let is_known = typed.of(&name("product")).starts_with("unit:");
        let is_wrong = more.iter().any(|input| !input.wrong.is_empty());
        let proofs = coded(v, ("proof", Some("page-no-proof")), ProofKind::ALL);
        let kinds = coded(v, ("job-kind", None), JobKind::ALL);
        let fault = Select::combo(v, form, (&name("fault"), "page-fault"), faults(app, v, shown));
        let has_aid = kind.is_settled_by_phone() && !fault.chosen.is_empty();
        Self {
            at,
            number: v.number(i64::try_from(at).unwrap_or(0) + 1),
            product: Select::combo(v, form, (&name("product"), "page-appliance"), products(app, v, units)),
            kind: Select { chosen: kind.to_string(), ..Select::of(v, form, (&name("kind"), "page-kind"), kinds) },
            description: text("description"),
            more,
            proof: Select::of(v, form, (&name("proof"), "page-proof"), proofs),
            is_more_open: !is_known || is_wrong,
            destination: kind.needs_destination().then(|| input("destination", "page-destination")),
            fixed: text("fixed"),
            judged: shown.map(|shown| judged(v, &shown.verdict)),
            aid: if has_aid { steps_for(v, &app.catalogue(), &fault.chosen) } else { Vec::new() },
            is_solved: has_aid && typed.of(&name("solved")) == fault.chosen,
            fault,
        }
    }

    /// Which unit, what is wrong with it, and what is to be done.
    pub fn first(&self) -> [&Select; 3] {
        [&self.product, &self.fault, &self.kind]
    }

    /// What proves its dates.
    pub fn last(&self) -> [&Select; 1] {
        [&self.proof]
    }

    /// The name of a field of this unit.
    pub fn name(&self, field: &str) -> String {
        of_item(self.at, field)
    }
}

/// What can be chosen as the unit: those of the customer, models, categories.
fn products(app: &App, v: &View, units: &[Unit]) -> Vec<Group> {
    let catalogue = app.catalogue();
    let rows = catalogue.rows();
    let category = |code: &str| {
        let found = catalogue.category(code);
        found.map_or_else(|| code.to_owned(), |it| v.named(&it.name_en, &it.name_fa).to_owned())
    };
    let own = units.iter().map(|unit| {
        let model = unit.model.as_deref().and_then(|code| catalogue.model(code));
        let name = model.map(|it| v.named(&it.name_en, &it.name_fa).to_owned());
        let words = labelled(name.unwrap_or_else(|| category(&unit.category)), unit.label.as_deref());
        let serial = unit.serial.as_deref().map(|serial| format!(" · {serial}")).unwrap_or_default();
        (format!("unit:{}", unit.id), words + &serial)
    });
    let models = rows
        .models
        .iter()
        .map(|it| (format!("model:{}", it.code), format!("{} · {}", v.named(&it.name_en, &it.name_fa), it.code)));
    let categories = rows
        .categories
        .iter()
        .map(|it| (format!("category:{}", it.code), v.named(&it.name_en, &it.name_fa).to_owned()));
    vec![
        Group { label: v.t("page-their-units"), options: own.collect() },
        Group { label: v.t("page-categories"), options: categories.collect() },
        Group { label: v.t("page-models"), options: models.collect() },
    ]
}

/// The faults of the category, once that is known.
fn faults(app: &App, v: &View, shown: Option<&ItemPreview>) -> Vec<Group> {
    let catalogue = app.catalogue();
    let faults = shown.map(|shown| catalogue.faults_of(&shown.category)).unwrap_or_default();
    let options = faults.iter().map(|it| (it.code.clone(), v.named(&it.name_en, &it.name_fa).to_owned()));
    vec![Group { label: String::new(), options: options.collect() }]
}

fn judged(v: &View, verdict: &Verdict) -> Judged {
    let outcome = verdict.outcome.as_str();
    let awaited = verdict.awaited.iter().map(|wait| v.code("awaited", wait.as_str()));
    let decided = verdict.decided_by.map(|code| v.code("clause", code.as_str()));
    Judged {
        look: warranty_tone(outcome),
        words: v.code("warranty", outcome),
        rests_on: decided.into_iter().chain(awaited).collect::<Vec<_>>().join(" · "),
        clauses: clause_lines(v, &verdict.clauses),
    }
}
