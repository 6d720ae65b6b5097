//! The page of the intake form.

use askama::Template;

use super::caller::Found;
use super::field::{Input, Select, coded};
use super::panel::Panel;
use super::pin::{Surroundings, draw, says};
use super::side::{Notice, SlotChoice, Text, notices, prices, slots, text, to_be_seen};
use super::typed::Typed;
use super::unit::UnitBlock;
use crate::app::App;
use crate::app::clock::mint;
use crate::app::intake::Preview;
use crate::domain::customer::Channel;
use crate::domain::fault::Faults;
use crate::domain::geo::Position;
use crate::domain::job::Priority;
use crate::domain::language::Language;
use crate::domain::presence::Subject;
use crate::domain::reason::ReasonKind;
use crate::queries::presences::Present;
use crate::web::pages::beside::Beside;
use crate::web::view::{Troubles, View};

/// The form with what was looked up for it.
#[derive(Template)]
#[template(path = "pages/intake.html")]
#[expect(clippy::struct_excessive_bools, reason = "each says whether something is offered")]
pub(super) struct IntakePage {
    v: View,
    beside: Beside,
    troubles: Troubles,
    /// What the form carries along without showing it.
    hidden: Vec<(&'static str, String)>,
    who: Vec<Input>,
    more_of_who: Vec<Input>,
    is_for_other: bool,
    panel: Panel,
    units: Vec<UnitBlock>,
    place: Vec<Input>,
    more_of_place: Vec<Input>,
    is_place_open: bool,
    /// What was made of the pin, with its tone.
    pin_says: Option<(&'static str, String)>,
    surroundings: Option<Surroundings>,
    notices: Vec<Notice>,
    seen: String,
    slots: Vec<SlotChoice>,
    is_free: bool,
    due: Option<String>,
    prices: Vec<(String, String)>,
    is_told: bool,
    /// How pressing it is and why, by what way it came in, and the customer's language.
    terms: Vec<Select>,
    note: String,
    text: Option<Text>,
    /// Whose drafts this browser keeps.
    user: String,
    /// Whether the page is the answer to a form, whose values go before a draft.
    is_answer: bool,
    /// Whether a follow-up was just logged.
    pub is_logged: bool,
}

impl IntakePage {
    /// What is wrong with a field.
    fn wrong(&self, field: &str) -> &str {
        self.troubles.of(field)
    }
}

/// What a page is made of.
pub(super) struct Look {
    /// What stands in the form.
    pub typed: Typed,
    /// Who calls.
    pub found: Found,
    /// The pin of the address, if it can be read.
    pub pin: Option<Position>,
    /// Why it cannot.
    pub pin_faults: Faults,
    /// What the report would come to.
    pub preview: Preview,
    /// Who else has the customer open.
    pub others: Vec<Present>,
}

/// The page of a form. It is written again with what was wrong, and with all that was typed.
pub(super) fn page_of(app: &App, v: View, look: &Look, (troubles, is_answer): (Troubles, bool)) -> IntakePage {
    let Look { typed, found, preview, others, .. } = look;
    let form = (typed, &troubles);
    let input = |name: &str, label: &str| Input::text(&v, form, (name, label));
    let own = found.customer.as_ref().map(|card| card.installed_products.as_slice()).unwrap_or_default();
    let units = (0..typed.items())
        .map(|at| UnitBlock::of((app, &v), form, at, (own, preview.items.get(at).and_then(Option::as_ref))));
    let hidden = ["key", "hold", "known_as", "items"].map(|name| (name, typed.of(name).to_owned()));
    let more_of_place = more_of_place(&input);
    let is_place_open = more_of_place.iter().any(|input| !input.wrong.is_empty());
    let subject = found.customer.as_ref().map(|card| Subject::Customer(card.id));
    let due = preview.due.filter(|_| !preview.items.is_empty()).map(|due| v.moment(due.first_visit));
    IntakePage {
        beside: Beside::of(&v, mint(app.clock.now()), subject, others),
        hidden: hidden.into_iter().collect(),
        who: vec![input("phone", "page-phone").phone().looking(), input("name", "page-name").looking()],
        more_of_who: vec![
            input("owner_phone", "page-owner-phone").phone().looking(),
            input("owner_name", "page-owner-name").looking(),
            Input { kind: "email", ..input("email", "page-email").code(200) }.looking(),
        ],
        is_for_other: !typed.of("owner_phone").is_empty() || !troubles.of("email").is_empty(),
        panel: Panel::of((app, &v), (typed, found), troubles.of("customer")),
        units: units.collect(),
        place: vec![
            Input { is_town: true, ..input("city", "page-city") }.looking(),
            input("street", "page-street-line").looking(),
            input("plaque", "page-plaque").code(20).looking(),
            input("flat", "page-flat").code(20),
            Input { hint: v.t("page-pin-hint"), ..input("pin", "page-pin").code(600).looking() },
        ],
        more_of_place,
        is_place_open,
        // On a refusal the field itself says what is wrong with it.
        pin_says: says((app, &v), look).filter(|_| troubles.of("pin").is_empty()),
        surroundings: draw((app, &v), typed, look.pin),
        notices: notices(app, &v, &preview.warnings),
        seen: to_be_seen(&preview.warnings).join(" "),
        slots: slots(app, &v, (typed, preview)),
        is_free: typed.of("slot").is_empty(),
        due,
        prices: prices(&v, preview),
        is_told: !typed.of("told").is_empty(),
        terms: terms(app, &v, form),
        note: typed.of("note").to_owned(),
        text: text(app, &v, preview),
        user: v.staff.as_ref().map(|staff| staff.username.clone()).unwrap_or_default(),
        is_answer,
        is_logged: false,
        troubles,
        v,
    }
}

fn more_of_place(input: &impl Fn(&str, &str) -> Input) -> Vec<Input> {
    vec![
        input("neighbourhood", "page-neighbourhood").looking(),
        input("alley", "page-alley-name").looking(),
        input("floor", "page-floor-number").code(20),
        input("postal_code", "page-postal-code").code(20),
        input("landmark", "page-landmark"),
    ]
}

fn reasons(app: &App, v: &View) -> Vec<(String, String)> {
    let catalogue = app.catalogue();
    let reasons = catalogue.reasons(ReasonKind::Priority);
    let words = reasons.iter().map(|it| (it.code.clone(), v.code("reason", &it.code)));
    std::iter::once((String::new(), v.t("page-choose"))).chain(words).collect()
}

fn terms(app: &App, v: &View, form: (&Typed, &Troubles)) -> Vec<Select> {
    let (typed, _) = form;
    let channel: Channel = typed.of("channel").parse().unwrap_or(Channel::Phone);
    let select = |name: &str, label: &str, options| Select::of(v, form, (name, label), options);
    let priorities =
        select("priority", "page-priority", coded(v, ("priority", Some("page-priority-usual")), Priority::ALL));
    let channels = select("channel", "page-channel", coded(v, ("channel", None), Channel::ALL));
    let languages = coded(v, ("language", Some("page-customers-language")), Language::ALL);
    vec![
        priorities,
        select("priority_reason", "page-priority-reason", reasons(app, v)),
        Select { chosen: channel.to_string(), ..channels },
        select("language", "page-language", languages),
    ]
}
