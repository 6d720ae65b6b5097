//! What may be done to a complaint from its page: a small form for each event, with what it needs.

use super::complaint_turn::{Known, fields};
use crate::app::App;
use crate::domain::access::{Caller, Permission, Role};
use crate::domain::complaint::{Against, ComplaintEvent, ComplaintResult, Severity, Telling};
use crate::queries::complaints::ComplaintDetail;
use crate::web::view::View;

/// Longest account of what was found or done, characters.
const NOTE_CHARS: usize = 4_000;
/// Longest answer to the complainant, characters.
const ANSWER_CHARS: usize = 300;

/// Texts of so many characters at most stand in one line.
const LINE_CHARS: usize = 120;

/// A field of a form: a list to choose from, or a text.
pub(super) struct Field {
    /// Name.
    pub name: &'static str,
    /// What it is about.
    pub label: String,
    /// Value and words; none for a text.
    pub options: Vec<(String, String)>,
    /// What stands in it.
    pub value: String,
    /// Whether it must be filled.
    pub is_required: bool,
    /// Characters of a text at most.
    pub longest: usize,
}

impl Field {
    /// The type of a text of one line; none for a longer one.
    pub fn line(&self) -> Option<&'static str> {
        let kind = if self.name == "phone" { "tel" } else { "text" };
        (self.longest <= LINE_CHARS).then_some(kind)
    }

    /// Whether it is a telephone or a serial, which run from left to right in every language.
    pub fn is_number(&self) -> bool {
        matches!(self.name, "phone" | "serial")
    }
}

/// One event with its form.
pub(super) struct Act {
    /// The event.
    pub event: ComplaintEvent,
    /// What the button says.
    pub words: String,
    /// What is asked.
    pub fields: Vec<Field>,
    /// Whether it was tried and refused, so that its form stands open.
    pub is_open: bool,
}

impl Act {
    /// Keeps what was written in a form that was refused.
    pub fn keep<'a>(&mut self, given: impl Fn(&str) -> Option<&'a str>) {
        self.is_open = true;
        for field in &mut self.fields {
            if let Some(text) = given(field.name) {
                text.clone_into(&mut field.value);
            }
        }
    }

    /// The id of a field on the page; the form that was refused has the names to which the faults lead.
    pub fn id(&self, field: &Field) -> String {
        if self.is_open { field.name.to_owned() } else { format!("{}-{}", self.event, field.name) }
    }
}

/// The events that the complaint allows to the reader now, each with its form.
pub(super) fn acts(v: &View, caller: &Caller, detail: &ComplaintDetail, turn: (&App, &Known)) -> Vec<Act> {
    let against = Against { kind: detail.row.against.kind, id: detail.row.against.id.clone() };
    if !v.may(Permission::LogContact) || against.bars(Some(caller.user), caller.role) {
        return Vec::new();
    }
    let form = Form { v, detail, against, turn };
    let events = detail.allowed.iter().copied();
    let events = events.filter(|event| !event.is_decision() || v.may(Permission::HandleComplaint));
    let acts = events.map(|event| Act {
        event,
        words: v.code("complaint-act", event.as_str()),
        fields: form.fields(event),
        is_open: false,
    });
    acts.collect()
}

struct Form<'a> {
    v: &'a View,
    detail: &'a ComplaintDetail,
    against: Against,
    turn: (&'a App, &'a Known),
}

impl Form<'_> {
    fn fields(&self, event: ComplaintEvent) -> Vec<Field> {
        use ComplaintEvent as E;
        let note = self.text(("note", "page-note-of-step"), NOTE_CHARS, event.is_reasoned());
        match event {
            E::Assess => vec![self.severity(), self.owner(), note],
            E::Decide | E::Settle => vec![self.result(), self.answer(false), self.owner(), note],
            E::Communicate => vec![self.answer(true), self.told_by(), note],
            E::Rate => vec![self.rating()],
            E::TurnIntoRequest => fields(self.turn.0, self.v, self.detail, self.turn.1),
            E::Acknowledge | E::Investigate | E::Correct | E::FinishCorrection => vec![self.owner(), note],
            _ => vec![note],
        }
    }

    fn text(&self, (name, label): (&'static str, &str), longest: usize, is_required: bool) -> Field {
        Field { name, label: self.v.t(label), options: Vec::new(), value: String::new(), is_required, longest }
    }

    fn list(&self, (name, label): (&'static str, &str), options: Vec<(String, String)>) -> Field {
        let value = options.first().map(|(code, _)| code.clone()).unwrap_or_default();
        Field { name, label: self.v.t(label), options, value, is_required: true, longest: 0 }
    }

    fn severity(&self) -> Field {
        let words = |it: &Severity| (it.to_string(), self.v.code("severity", it.as_str()));
        let value = self.detail.row.severity.to_string();
        Field { value, ..self.list(("severity", "page-severity"), Severity::ALL.iter().map(words).collect()) }
    }

    /// Taken back is what the complainant does, so nobody decides it.
    fn result(&self) -> Field {
        let results = ComplaintResult::ALL.iter().filter(|it| **it != ComplaintResult::Withdrawn);
        let words = |it: &ComplaintResult| (it.to_string(), self.v.code("complaint-result", it.as_str()));
        self.list(("result", "page-outcome"), results.map(words).collect())
    }

    fn answer(&self, is_required: bool) -> Field {
        let value = self.detail.answer.clone().unwrap_or_default();
        Field { value, ..self.text(("answer", "page-answer"), ANSWER_CHARS, is_required) }
    }

    fn told_by(&self) -> Field {
        let ways = self.detail.ways.iter();
        let words = |it: &Telling| (it.to_string(), self.v.code("telling", it.as_str()));
        self.list(("told_by", "page-told-by"), ways.map(words).collect())
    }

    fn rating(&self) -> Field {
        let grades = (1..=5).rev().map(|grade: i64| (grade.to_string(), self.v.number(grade)));
        self.list(("rating", "page-rating"), grades.collect())
    }

    /// Whose the next step is: as it is, the reader's, or a unit's that is not complained of.
    fn owner(&self) -> Field {
        let units = Role::ALL.iter().filter(|role| **role != Role::Auditor && !self.against.bars(None, **role));
        let units = units.map(|role| (role.to_string(), self.v.code("role", role.as_str())));
        let first = [(String::new(), self.v.t("page-as-it-is")), ("me".to_owned(), self.v.t("page-me"))];
        let field = self.list(("owner", "page-owner-next"), first.into_iter().chain(units).collect());
        Field { is_required: false, ..field }
    }
}
