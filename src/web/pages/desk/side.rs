//! What the operator tells the caller: warnings, windows that can be promised, the price, and the message to come.

use super::report::{hold_of, window_of};
use super::typed::Typed;
use crate::app::App;
use crate::app::inbound::parts_of;
use crate::app::intake::{Preview, SummaryChannel, Warning, WarningCode};
use crate::dispatch::slots::Slot;
use crate::domain::time::Window;
use crate::i18n::{self, Arg, code_key, format};
use crate::web::view::{Piece, View, pieces};
use crate::web::words::say;

/// Something to look at.
pub(in crate::web::pages) struct Notice {
    /// Tone of the box.
    pub tone: &'static str,
    /// In words.
    pub words: String,
    /// Where the job is that it is about.
    pub job: Option<String>,
    /// What the policy advises.
    pub advice: Vec<String>,
    /// The units that it can be.
    pub units: Vec<String>,
}

/// The warnings of a report, with what marks them as read.
pub(in crate::web::pages) fn notices(app: &App, v: &View, warnings: &[Warning]) -> Vec<Notice> {
    let notice = |it: &Warning| {
        let network = app.network();
        let agent =
            it.agent_id.and_then(|agent| network.agent(agent)).map(|agent| agent.name_in(v.language).to_owned());
        let unit = |unit: &crate::app::intake::LikeUnit| {
            let parts = [unit.label.as_deref(), unit.model.as_deref(), unit.serial.as_deref()];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
        };
        let advice = it.advice.iter().map(|advice| v.code("advice", advice.as_str()));
        Notice {
            tone: if is_grave(it.code) { "bad" } else { "warn" },
            words: say(v.language, &code_key("warning", it.code.as_str()), &it.about),
            job: is_of_job(it.code).then(|| v.href(&format!("/jobs/{}", it.about))),
            advice: advice.chain(agent).collect(),
            units: it.units.iter().map(unit).collect(),
        }
    };
    warnings.iter().map(notice).collect()
}

fn is_of_job(code: WarningCode) -> bool {
    matches!(code, WarningCode::DuplicateOpenJob | WarningCode::RepeatRepair | WarningCode::RepeatOtherFault)
}

fn is_grave(code: WarningCode) -> bool {
    matches!(code, WarningCode::DuplicateOpenJob | WarningCode::UnitBlocked | WarningCode::UnitStolen)
}

/// Whether a report may go on only when the operator has seen it.
fn must_be_seen(code: WarningCode) -> bool {
    let passes = [WarningCode::PositionVague, WarningCode::NoSmsTelephone, WarningCode::TelephoneShared];
    !passes.contains(&code)
}

/// The warnings that must be seen, as the form brings them back.
pub(super) fn to_be_seen(warnings: &[Warning]) -> Vec<String> {
    let wanted = warnings.iter().filter(|it| must_be_seen(it.code));
    wanted.map(|it| format!("{}:{}", it.code, it.about.replace(' ', "_"))).collect()
}

/// A window to choose.
pub(super) struct SlotChoice {
    /// Both ends with a bar between them.
    pub value: String,
    /// In words.
    pub words: String,
    /// Who is free then.
    pub detail: String,
    /// Whether it is chosen.
    pub is_chosen: bool,
}

/// The windows that can be promised; one that is held for this form stands first, because nobody else is offered it.
pub(super) fn slots(app: &App, v: &View, (typed, preview): (&Typed, &Preview)) -> Vec<SlotChoice> {
    let chosen = typed.of("slot");
    let mut choices: Vec<SlotChoice> = preview.slots.iter().map(|slot| choice(app, v, (slot, chosen))).collect();
    let is_listed = choices.iter().any(|it| it.is_chosen);
    if let (false, Some(_), Some(held)) = (is_listed, hold_of(typed), window_of(chosen)) {
        let window = Window { from: held.from.to_utc(), to: held.to.to_utc() };
        let (value, detail) = (chosen.to_owned(), v.t("page-slot-held"));
        choices.insert(0, SlotChoice { value, words: v.window(window), detail, is_chosen: true });
    }
    choices
}

fn choice(app: &App, v: &View, (slot, chosen): (&Slot, &str)) -> SlotChoice {
    let value = format!("{}|{}", slot.window.from.to_rfc3339(), slot.window.to.to_rfc3339());
    let network = app.network();
    let agent = network.agent(slot.agent_id).map(|agent| agent.name_in(v.language).to_owned()).unwrap_or_default();
    let free = v.number(i64::try_from(slot.free).unwrap_or(i64::MAX));
    let free = i18n::say(v.language, "page-free-agents", &[("count", Arg::text(free))]);
    let way = slot.travel_s.map(|seconds| format::duration(v.language, seconds));
    let detail: Vec<String> = [Some(agent), way, Some(free)].into_iter().flatten().collect();
    SlotChoice { is_chosen: value == chosen, words: v.window(slot.window), detail: detail.join(" · "), value }
}

/// The message that the customer gets.
pub(super) struct Text {
    /// By what way.
    pub way: String,
    /// The words; none where the operator reads them out once the number is known.
    pub pieces: Vec<Piece>,
    /// `fa` or `en`.
    pub lang: &'static str,
    /// `rtl` or `ltr`.
    pub dir: &'static str,
    /// How many parts it takes.
    pub parts: Option<String>,
}

/// The message as it would be written now.
pub(super) fn text(app: &App, v: &View, preview: &Preview) -> Option<Text> {
    let summary = preview.summary.as_ref()?;
    let is_read = summary.channel == SummaryChannel::ReadOut;
    let words = app.words_of(summary.kind, summary.language, &summary.params);
    let parts = v.words("page-parts", "parts", &v.number(i64::from(parts_of(&words))));
    Some(Text {
        way: v.code("summary", summary.channel.as_str()),
        pieces: if is_read { Vec::new() } else { pieces(&words, &app.site.base_url) },
        lang: summary.language.as_str(),
        dir: summary.language.direction(),
        parts: (summary.channel == SummaryChannel::Sms).then_some(parts),
    })
}

/// What the caller has to be told of the price, a line each: the fee for coming, and what such work usually costs.
pub(super) fn prices(v: &View, preview: &Preview) -> Vec<(String, String)> {
    let money = |sum| format::money(v.language, sum);
    let told = preview.items.iter().flatten().filter_map(|item| item.price);
    let lines = told.flat_map(|price| {
        let usual = format!("{} – {}", money(price.least), money(price.most));
        [(v.t("page-visit-fee"), money(price.visit_fee)), (v.t("page-usual-price"), usual)]
    });
    lines.collect()
}
