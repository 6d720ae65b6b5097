//! The price of a job on its page: quotes, requests to charge, payments, each with what may be done next.

use actix_web::{HttpRequest, web};
use serde::Deserialize;

use super::act::{answer, of_job, visible};
use crate::app::case::Case;
use crate::app::payments::{PaymentStep, due_of, step_payment};
use crate::app::quotes::{ChargeStep, QuoteStep, decide_charge, step_quote};
use crate::app::receipt::line_words;
use crate::app::{Actor, App, Code, Error};
use crate::domain::access::{Caller, Permission, allows};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::JobId;
use crate::domain::money::Money;
use crate::domain::payment::PaymentEvent;
use crate::domain::quote::{AnswerWay, QuoteEvent, QuoteState};
use crate::domain::text::whole_number;
use crate::i18n::format;
use crate::queries::loaners::LoanerView;
use crate::queries::money::{ChargeView, PaymentView, QuoteView, money_of};
use crate::web::api::loaners::lent_for;
use crate::web::error::Answer;
use crate::web::view::View;
use crate::web::{Allowed, Form, perm};

/// Something about the price with what may be done to it.
pub(super) struct Entry {
    pub what: &'static str,
    pub id: String,
    pub title: String,
    pub state: String,
    pub tone: &'static str,
    pub lines: Vec<String>,
    pub acts: Vec<MoneyAct>,
}

/// One thing that may be done.
pub(super) struct MoneyAct {
    pub event: String,
    pub words: String,
    /// Whether the customer's words or a reason must stand beside it.
    pub needs_words: bool,
    /// Whether another amount may have been found.
    pub takes_amount: bool,
}

/// The price of a job as staff see it.
pub(super) struct MoneyShown {
    pub due: String,
    pub paid: String,
    pub entries: Vec<Entry>,
}

/// What is asked of one entry.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    what: String,
    id: String,
    event: String,
    note: Option<String>,
    amount: Option<String>,
}

/// Reads it.
pub(super) async fn load(app: &App, (v, caller): (&View, &Caller), job: JobId) -> Result<MoneyShown, Error> {
    let (now, catalogue) = (app.clock.now(), app.catalogue());
    let read = move |conn: &mut _| {
        let case = Case::load(conn, job)?;
        let due = due_of(conn, &catalogue, &case, now)?;
        Ok::<_, Error>((due, money_of(conn, job)?))
    };
    let (due, money) = app.db.read(read).await?;
    let lent = lent_for(app, caller, job).await?.items;
    let paid =
        money.payments.iter().map(|it| it.settled_amount.unwrap_or(it.amount).amount).fold(0, i64::saturating_add);
    let quotes = money.quotes.iter().map(|it| quote(v, caller, it));
    let charges = money.charges.iter().map(|it| charge(v, caller, it));
    let payments = money.payments.iter().map(|it| payment(v, caller, it));
    Ok(MoneyShown {
        due: format::money(v.language, due),
        paid: format::money(v.language, Money { amount: paid, ..due }),
        entries: quotes.chain(charges).chain(payments).chain(lent.iter().map(|it| deposit(v, it))).collect(),
    })
}

fn quote(v: &View, caller: &Caller, it: &QuoteView) -> Entry {
    let mut lines: Vec<String> = it
        .lines
        .iter()
        .map(|line| {
            let [what, pieces, _, sum] = line_words(v.language, line);
            format!("{what} × {pieces} · {sum}")
        })
        .collect();
    lines.extend(it.valid_until.map(|at| format!("{} {}", v.t("page-quote-until"), v.moment(at))));
    lines.extend(it.consent_note.clone());
    let may = allows(caller.role, Permission::HandleMoney);
    let acts = it.allowed.iter().filter(|_| may).map(|event| MoneyAct {
        event: event.to_string(),
        words: v.code("quote-act", event.as_str()),
        needs_words: matches!(event, QuoteEvent::Approve | QuoteEvent::Decline),
        takes_amount: false,
    });
    Entry {
        what: "quote",
        id: it.id.to_string(),
        title: format!("{} · {}", v.t("page-quote"), format::money(v.language, it.total)),
        state: v.code("quote-state", it.state.as_str()),
        tone: match it.state {
            QuoteState::Approved => "ok",
            QuoteState::Sent => "warn",
            _ => "",
        },
        lines,
        acts: acts.collect(),
    }
}

fn charge(v: &View, caller: &Caller, it: &ChargeView) -> Entry {
    let may = allows(caller.role, Permission::ApproveCharge);
    let acts = it.allowed.iter().filter(|_| may).map(|event| MoneyAct {
        event: event.to_string(),
        words: v.code("charge-act", event.as_str()),
        needs_words: true,
        takes_amount: false,
    });
    Entry {
        what: "charge",
        id: it.id.to_string(),
        title: v.t("page-charge"),
        state: v.code("charge-state", it.state.as_str()),
        tone: if it.decided_at.is_none() { "warn" } else { "" },
        lines: std::iter::once(it.reason.clone()).chain(it.decision_note.clone()).collect(),
        acts: acts.collect(),
    }
}

fn payment(v: &View, caller: &Caller, it: &PaymentView) -> Entry {
    let acts = it.allowed.iter().filter(|event| allows(caller.role, permission(**event))).map(|event| MoneyAct {
        event: event.to_string(),
        words: v.code("payment-act", event.as_str()),
        needs_words: true,
        takes_amount: *event == PaymentEvent::Settle,
    });
    let method = v.code("payment-method", it.method.as_str());
    let receiver = v.code("payment-receiver", it.receiver.as_str());
    let proof = [Some(method), Some(receiver), it.trace.clone()].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let found = it.settled_amount.filter(|sum| *sum != it.amount).map(|sum| format::money(v.language, sum));
    Entry {
        what: "payment",
        id: it.id.to_string(),
        title: format!("{} · {}", v.t("page-payment"), format::money(v.language, it.amount)),
        state: v.code("payment-state", it.state.as_str()),
        tone: match it.state.as_str() {
            "disputed" => "bad",
            "recorded" => "warn",
            _ => "ok",
        },
        lines: [Some(proof), it.answer_note.clone(), it.settle_note.clone(), found].into_iter().flatten().collect(),
        acts: acts.collect(),
    }
}

/// What the customer left for a loaner: shown beside the payments, and no part of what is due.
fn deposit(v: &View, it: &LoanerView) -> Entry {
    Entry {
        what: "loaner",
        id: it.id.to_string(),
        title: format!("{} · {}", v.t("page-deposit"), format::money(v.language, it.deposit)),
        state: v.code("loaner-state", it.state.as_str()),
        tone: "",
        lines: vec![format!("{} {}", it.model, it.serial)],
        acts: Vec::new(),
    }
}

fn permission(event: PaymentEvent) -> Permission {
    if event == PaymentEvent::Settle { Permission::ApproveCharge } else { Permission::HandleMoney }
}

/// Does what a button of the section says.
pub(super) async fn act(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewRequest>,
    id: web::Path<JobId>,
    asked: Form<Asked>,
) -> Answer {
    let done = apply(&app, &caller, *id, asked.0).await;
    answer(&app, (&request, &caller), *id, done.map(|()| of_job(*id)), |_| ()).await
}

async fn apply(app: &App, caller: &Caller, job: JobId, asked: Asked) -> Result<(), Error> {
    visible(app, caller, job).await?;
    let money = app.db.read(move |conn| money_of(conn, job).map_err(Error::from)).await?;
    let must = |permission| if allows(caller.role, permission) { Ok(()) } else { Err(Error::from(Code::Forbidden)) };
    let note = asked.note.filter(|note| !note.trim().is_empty());
    match asked.what.as_str() {
        "quote" => {
            must(Permission::HandleMoney)?;
            let quote = money.quotes.iter().find(|it| it.id.as_str() == asked.id).ok_or(Code::NotFound)?.id;
            let event: QuoteEvent = asked.event.parse().map_err(|_| Code::NotFound)?;
            let way = matches!(event, QuoteEvent::Approve | QuoteEvent::Decline).then_some(AnswerWay::Voice);
            step_quote(app, (Actor::staff(caller), None), quote, QuoteStep { event, way, note }).await.map(drop)
        }
        "charge" => {
            must(Permission::ApproveCharge)?;
            let charge = money.charges.iter().find(|it| it.id.as_str() == asked.id).ok_or(Code::NotFound)?.id;
            let event = asked.event.parse().map_err(|_| Code::NotFound)?;
            decide_charge(app, caller, charge, ChargeStep { event, note }).await.map(drop)
        }
        "payment" => {
            let payment = money.payments.iter().find(|it| it.id.as_str() == asked.id).ok_or(Code::NotFound)?.id;
            let event: PaymentEvent = asked.event.parse().map_err(|_| Code::NotFound)?;
            must(permission(event))?;
            let mut faults = Faults::default();
            let amount = amount("amount", asked.amount.as_deref(), &mut faults);
            faults.or(())?;
            let way = (event != PaymentEvent::Settle).then_some(AnswerWay::Voice);
            let step = PaymentStep { event, way, note, amount };
            step_payment(app, (Actor::staff(caller), None), payment, step).await.map(drop)
        }
        _ => Err(Code::NotFound.into()),
    }
}

/// An amount as people write it; nothing where the field is empty.
pub(super) fn amount(field: &'static str, typed: Option<&str>, faults: &mut Faults) -> Option<Money> {
    let typed = typed.filter(|typed| !typed.trim().is_empty())?;
    let amount = whole_number(typed).map(Money::rials);
    if amount.is_none() {
        faults.add_about(field, FaultCode::Malformed, "12500000");
    }
    amount
}
