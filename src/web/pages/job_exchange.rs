//! The exchange or refund of a job on its page: the cases with what may be done to each, and the form that asks for one.

use actix_web::{HttpRequest, web};
use serde::Deserialize;

use super::act::{answer, of_job, visible};
use super::exchanges::{remedy_words, tone};
use super::money::amount;
use crate::app::exchanges::{ExchangeStep, Fulfilment, NewExchange, ask_exchange, step_exchange};
use crate::app::{App, Code, Error};
use crate::domain::access::{Caller, Permission, allows};
use crate::domain::exchange::{ExchangeEvent, OldUnit, Remedy};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{AttachmentId, ExchangeId, JobId};
use crate::domain::job::Outcome;
use crate::domain::payment::PaymentMethod;
use crate::domain::reason::ReasonKind;
use crate::i18n::format;
use crate::queries::exchanges::{ExchangeView, exchanges_of_job};
use crate::queries::photos::{PhotoView, photos_of};
use crate::queries::trail::JobDetail;
use crate::queries::workshop::units_of_job;
use crate::web::api::{day, value};
use crate::web::error::Answer;
use crate::web::view::View;
use crate::web::{Allowed, Form, perm};

/// Something that may be done to a case, and what it asks for.
#[expect(clippy::struct_excessive_bools, reason = "each says whether something is offered")]
pub(super) struct CaseAct {
    pub event: &'static str,
    pub words: String,
    pub is_grave: bool,
    pub needs_words: bool,
    pub takes_photo: bool,
    pub gives_unit: bool,
    pub gives_money: bool,
}

impl CaseAct {
    pub fn gives(&self) -> bool {
        self.gives_unit || self.gives_money
    }
}

/// A case with what may be done to it.
pub(super) struct CaseShown {
    pub id: String,
    pub title: String,
    pub state: (&'static str, String),
    /// Label and value as HTML.
    pub facts: Vec<(String, String)>,
    /// Where each photo is, and its number.
    pub photos: Vec<(String, String)>,
    /// The money that was approved, as it is typed.
    pub amount: String,
    pub acts: Vec<CaseAct>,
}

impl CaseShown {
    pub fn to(&self, act: &CaseAct) -> String {
        format!("/exchange/{}/{}", self.id, act.event)
    }
}

/// The section of a job's page.
#[derive(Default)]
pub(super) struct ExchangeSection {
    pub cases: Vec<CaseShown>,
    pub can_ask: bool,
    /// Whether a workshop has the unit, so that it need not be fetched.
    pub is_kept: bool,
    pub remedies: Vec<(&'static str, String)>,
    pub causes: Vec<(String, String)>,
    /// Id and words of each photo of the job.
    pub photos: Vec<(String, String)>,
    pub old_units: Vec<(&'static str, String)>,
    pub methods: Vec<(&'static str, String)>,
}

impl ExchangeSection {
    /// The section as the caller may see it; no photos for those who may not see customers.
    pub(super) async fn load(app: &App, (v, caller): (&View, &Caller), detail: &JobDetail) -> Result<Self, Error> {
        let (job, reader, now) = (detail.row.id, caller.clone(), app.clock.now());
        let with_photos = allows(caller.role, Permission::ViewCustomer);
        let read = move |conn: &mut _| {
            let photos = if with_photos { photos_of(conn, job)? } else { Vec::new() };
            let is_kept = units_of_job(conn, job, now)?.iter().any(|unit| unit.state.is_owed());
            Ok::<_, Error>((exchanges_of_job(conn, &reader, job)?, photos, is_kept))
        };
        let (cases, photos, is_kept) = app.db.read(read).await?;
        let allowed = Outcome::allowed(detail.row.kind);
        let remedies = Remedy::ALL.iter().filter(|remedy| allowed.contains(&remedy.outcome()));
        let remedies: Vec<_> = remedies.map(|it| (it.as_str(), v.code("remedy", it.as_str()))).collect();
        let is_asked = cases.iter().any(|it| it.state.is_open());
        let may_ask = v.may(Permission::AskExchange) && detail.row.status.is_open();
        let catalogue = app.catalogue();
        let why = catalogue.reasons(ReasonKind::Exchange);
        let photo_words = |it: &PhotoView| {
            (it.id.to_string(), format!("{} · {}", v.code("photo-kind", it.kind.as_str()), v.moment(it.created_at)))
        };
        Ok(Self {
            can_ask: may_ask && !is_asked && !remedies.is_empty(),
            is_kept,
            remedies,
            causes: why.iter().map(|it| (it.code.clone(), v.code("reason", &it.code))).collect(),
            photos: photos.iter().map(photo_words).collect(),
            old_units: OldUnit::ALL.iter().map(|it| (it.as_str(), v.code("old-unit", it.as_str()))).collect(),
            methods: PaymentMethod::ALL.iter().map(|it| (it.as_str(), v.code("payment-method", it.as_str()))).collect(),
            cases: cases.iter().rev().map(|it| shown(v, it, with_photos)).collect(),
        })
    }
}

fn shown(v: &View, it: &ExchangeView, with_photos: bool) -> CaseShown {
    let photos =
        it.photos.iter().filter(|_| with_photos).zip(1..).map(|(id, at)| {
            (format!("/api/v1/photos/{id}"), format!("{} {}", v.t("page-exchange-photo"), v.number(at)))
        });
    CaseShown {
        id: it.id.to_string(),
        title: remedy_words(v, it),
        state: (tone(it.state), v.code("exchange-state", it.state.as_str())),
        facts: facts(v, it),
        photos: photos.collect(),
        amount: it.amount.map(|amount| amount.amount.to_string()).unwrap_or_default(),
        acts: it.allowed.iter().map(|event| act(v, *event, it.remedy)).collect(),
    }
}

fn act(v: &View, event: ExchangeEvent, remedy: Remedy) -> CaseAct {
    use ExchangeEvent as E;
    CaseAct {
        event: event.as_str(),
        words: v.code("exchange-act", event.as_str()),
        is_grave: matches!(event, E::Reject | E::Withdraw),
        needs_words: matches!(event, E::AskEvidence | E::AskAgain | E::Reject | E::Withdraw),
        takes_photo: event == E::AskAgain,
        gives_unit: event == E::Fulfil && remedy == Remedy::Exchange,
        gives_money: event == E::Fulfil && remedy == Remedy::Refund,
    }
}

fn facts(v: &View, it: &ExchangeView) -> Vec<(String, String)> {
    let words = |text: &str| v.words("page-words", "words", text);
    let who = |name: &str, at| format!("{} · {}", words(name), v.moment(at));
    let mut facts = vec![
        (v.t("page-exchange-cause"), words(&v.code("reason", &it.reason))),
        (v.t("page-exchange-why"), words(&it.note)),
        (v.t("page-exchange-asked-by"), who(&it.asked_by, it.asked_at)),
    ];
    let mut add = |label: &str, value: Option<String>| facts.extend(value.map(|value| (v.t(label), value)));
    add("page-exchange-question", it.question.as_deref().map(words));
    add("page-exchange-answer", it.answer.as_deref().map(words));
    add("page-exchange-technical", it.technical_by.as_deref().zip(it.technical_at).map(|(name, at)| who(name, at)));
    add("page-exchange-words", it.technical_note.as_deref().map(words));
    add("page-exchange-approved", it.approved_by.as_deref().zip(it.approved_at).map(|(name, at)| who(name, at)));
    add("page-exchange-words", it.approved_note.as_deref().map(words));
    add("page-exchange-ended", it.ended_by.as_deref().zip(it.ended_at).map(|(name, at)| who(name, at)));
    add("page-exchange-words", it.ended_note.as_deref().map(words));
    add("page-exchange-new-serial", it.new_serial.as_deref().map(|serial| v.bdi(serial)));
    add("page-exchange-old-unit", it.old_unit.map(|unit| words(&v.code("old-unit", unit.as_str()))));
    add("page-exchange-old-serial", it.old_serial.as_deref().map(|serial| v.bdi(serial)));
    add("page-exchange-collected-by", it.collected_by.as_deref().map(words));
    add("page-exchange-paid", it.paid.map(|paid| format::money(v.language, paid)));
    add("field-method", it.method.map(|method| words(&v.code("payment-method", method.as_str()))));
    add("field-trace", it.trace.as_deref().map(|trace| v.bdi(trace)));
    add("page-exchange-paid-on", it.paid_on.map(|day| v.day(day)));
    facts
}

/// What the forms of the section say.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Given {
    remedy: Option<String>,
    amount: Option<String>,
    reason: Option<String>,
    note: Option<String>,
    photo: Option<String>,
    new_serial: Option<String>,
    new_model: Option<String>,
    old_unit: Option<String>,
    old_serial: Option<String>,
    collected_by: Option<String>,
    method: Option<String>,
    trace: Option<String>,
    paid_on: Option<String>,
}

fn said(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}

impl Given {
    fn photos(&self, faults: &mut Faults) -> Vec<AttachmentId> {
        value("photo", self.photo.as_deref(), faults).into_iter().collect()
    }

    fn fulfilment(self, faults: &mut Faults) -> Fulfilment {
        Fulfilment {
            new_serial: said(self.new_serial),
            new_model: said(self.new_model),
            old_unit: value("old_unit", self.old_unit.as_deref(), faults),
            old_serial: said(self.old_serial),
            collected_by: said(self.collected_by),
            amount: amount("amount", self.amount.as_deref(), faults),
            method: value("method", self.method.as_deref(), faults),
            trace: said(self.trace),
            paid_on: day("paid_on", self.paid_on.as_deref(), faults),
        }
    }
}

pub(super) async fn ask(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::AskExchange>,
    job: web::Path<JobId>,
    given: Form<Given>,
) -> Answer {
    let done = async {
        visible(&app, &caller, *job).await?;
        let mut faults = Faults::default();
        let remedy: Option<Remedy> = value("remedy", given.0.remedy.as_deref(), &mut faults);
        let photos = given.0.photos(&mut faults);
        if remedy.is_none() && faults.is_empty() {
            faults.add("remedy", FaultCode::Required);
        }
        let amount = amount("amount", given.0.amount.as_deref(), &mut faults);
        let remedy = faults.or(remedy)?.ok_or(Code::Invalid)?;
        let note = given.0.note.unwrap_or_default();
        let new = NewExchange { remedy, amount, reason: said(given.0.reason), note, photos };
        ask_exchange(&app, (&caller, None), *job, new).await?;
        Ok(of_job(*job))
    };
    answer(&app, (&request, &caller), *job, done.await, |_| ()).await
}

pub(super) async fn step(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::AskExchange>,
    path: web::Path<(JobId, String, String)>,
    given: Form<Given>,
) -> Answer {
    let (job, case, event) = path.into_inner();
    let done = async {
        let case: ExchangeId = case.parse().map_err(|_| Code::NotFound)?;
        let event: ExchangeEvent = event.parse().map_err(|_| Code::NotFound)?;
        let mut faults = Faults::default();
        let (note, photos) = (given.0.note.clone(), given.0.photos(&mut faults));
        let given = given.0.fulfilment(&mut faults);
        faults.or(())?;
        let step = ExchangeStep { event, note, photos, given, seen: None };
        step_exchange(&app, (&caller, None), case, step).await?;
        Ok(of_job(job))
    };
    answer(&app, (&request, &caller), job, done.await, |_| ()).await
}
