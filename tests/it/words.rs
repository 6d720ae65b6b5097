//! Every code that people meet has its words in both languages, and short messages stay short.

use std::fmt::Display;

use ostakar::app::audit::Fault as AuditFault;
use ostakar::app::import::Kind as ImportKind;
use ostakar::app::intake::WarningCode;
use ostakar::dispatch::objective::Objective;
use ostakar::domain::access::Role;
use ostakar::domain::agent::{AgentKind, PaperKind, Setting, Standing, StandingEvent, TimeOffReason};
use ostakar::domain::complaint::{
    AgainstKind, ComplaintEvent, ComplaintResult, ComplaintState, ComplaintStep, ComplaintSubject, Severity, Telling,
};
use ostakar::domain::contact::ContactOutcome;
use ostakar::domain::customer::{Channel, CustomerFlag};
use ostakar::domain::eligibility::RuleCode;
use ostakar::domain::exchange::{ExchangeEvent, ExchangeState, OldUnit, Remedy};
use ostakar::domain::geo::AreaKind;
use ostakar::domain::job::{JobEvent, JobKind, JobState, Outcome, Priority};
use ostakar::domain::kpi::age::Age;
use ostakar::domain::kpi::measure::Measure;
use ostakar::domain::language::Language;
use ostakar::domain::machine::ActorKind;
use ostakar::domain::message::{AttemptOutcome, DeliveryState, Fate, MessageChannel, MessageKind, RecipientKind};
use ostakar::domain::offer::{OfferEvent, OfferState};
use ostakar::domain::part::stock::MoveReason;
use ostakar::domain::part::{OldPartEvent, OldPartState, PartLineEvent, PartLineState, PartOrderState, PartSource};
use ostakar::domain::payment::{PaymentEvent, PaymentMethod, PaymentReceiver, PaymentState};
use ostakar::domain::photo::PhotoKind;
use ostakar::domain::placing::Obstacle;
use ostakar::domain::policy::{Advice, PolicyKind, RepeatAgent, TierKind, TierWork};
use ostakar::domain::quote::{ChargeEvent, ChargeState, LineKind, QuoteEvent, QuoteState};
use ostakar::domain::rating::SCORES;
use ostakar::domain::reason::{DelayOwner, ReasonKind};
use ostakar::domain::recall::{Danger, RecallEvent, RecallState, RecallUnitEvent, RecallUnitState};
use ostakar::domain::standing::{HolderKind, NextStep};
use ostakar::domain::task::{TaskEvent, TaskKind, TaskNews, TaskState};
use ostakar::domain::travel::TravelSource;
use ostakar::domain::visit::{VisitEvent, VisitState};
use ostakar::domain::warranty::{
    Awaited, ClauseCode, ClauseResult, ExclusionCode, ReviewState, StartsOn, TermCalendar, VerdictStage,
    WarrantyOutcome,
};
use ostakar::domain::workshop::{Carrier, LoanerEvent, LoanerState, UnitEvent, UnitState};
use ostakar::gateway::sms::parts::measure;
use ostakar::i18n::{Arg, code_key, has, keys as all_keys, say};
use ostakar::queries::delays::DelayBy;
use ostakar::queries::promises::Risk;
use ostakar::queries::work::GroupBy;

fn keys<C: Display>(prefix: &str, codes: &[C]) -> Vec<String> {
    codes.iter().map(|code| code_key(prefix, &code.to_string())).collect()
}

/// Kinds with a text of their own: an answer has one for each thing that can be answered.
fn told() -> Vec<MessageKind> {
    MessageKind::ALL.iter().copied().filter(|kind| *kind != MessageKind::Reply).collect()
}

fn told_keys(lang: Language) -> Vec<String> {
    let answers = all_keys(lang).into_iter().filter(|key| key.starts_with("sms-reply-"));
    keys("sms", &told()).into_iter().chain(answers).collect()
}

fn reasons() -> Vec<String> {
    let file = include_str!("../../fixtures/reference/reasons.csv");
    file.lines().skip(1).filter_map(|line| line.split(',').next()).map(|code| code_key("reason", code)).collect()
}

fn of_parts() -> Vec<String> {
    [
        keys("part-state", PartLineState::ALL),
        keys("part-act", PartLineEvent::ALL),
        keys("event-part", PartLineEvent::ALL),
        keys("part-source", PartSource::ALL),
        keys("old-part-state", OldPartState::ALL),
        keys("old-part-act", OldPartEvent::ALL),
        keys("event-part-old-part", OldPartEvent::ALL),
        keys("part-order-state", PartOrderState::ALL),
        keys("move-reason", MoveReason::ALL),
    ]
    .concat()
}

fn of_workshops() -> Vec<String> {
    [
        keys("unit-state", UnitState::ALL),
        keys("unit-act", UnitEvent::ALL),
        keys("event-unit", UnitEvent::ALL),
        keys("carrier", Carrier::ALL),
        keys("loaner-state", LoanerState::ALL),
        keys("loaner-act", LoanerEvent::ALL),
    ]
    .concat()
}

fn of_agents() -> Vec<String> {
    [
        keys("standing", Standing::ALL),
        keys("standing-act", StandingEvent::ALL),
        keys("agent-kind", AgentKind::ALL),
        keys("paper", PaperKind::ALL),
        keys("time-off", TimeOffReason::ALL),
        keys("flag", CustomerFlag::ALL),
    ]
    .concat()
}

fn of_figures() -> Vec<String> {
    [
        keys("page-group", GroupBy::ALL),
        keys("page-group", DelayBy::ALL),
        keys("page-measure", Measure::ALL),
        keys("page-risk", Risk::ALL),
        keys("lacking", RuleCode::ALL),
        keys("score", &SCORES.collect::<Vec<_>>()),
    ]
    .concat()
}

fn of_exchanges() -> Vec<String> {
    let told = ["approved", "rejected", "fulfilled"];
    let shown = ["waiting", "approved", "rejected", "fulfilled"];
    let each = |prefix: &str, codes: &[&str]| -> Vec<String> {
        let codes = Remedy::ALL.iter().flat_map(|remedy| codes.iter().map(move |code| format!("{remedy}_{code}")));
        codes.map(|code| code_key(prefix, &code)).collect()
    };
    [
        keys("exchange-state", ExchangeState::ALL),
        keys("exchange-act", ExchangeEvent::ALL),
        keys("remedy", Remedy::ALL),
        keys("old-unit", OldUnit::ALL),
        keys("customer-remedy", Remedy::ALL),
        each("exchange-answer", &told),
        each("customer-exchange", &shown),
    ]
    .concat()
}

fn of_recalls() -> Vec<String> {
    [
        keys("recall-state", RecallState::ALL),
        keys("recall-act", RecallEvent::ALL),
        keys("event-recall", RecallEvent::ALL),
        keys("recall-unit-state", RecallUnitState::ALL),
        keys("recall-customer", RecallUnitState::ALL),
        keys("event-recall", RecallUnitEvent::ALL),
        keys("danger", Danger::ALL),
    ]
    .concat()
}

fn of_administration() -> Vec<String> {
    [
        keys("import-kind", ImportKind::ALL),
        keys("policy-kind", PolicyKind::ALL),
        keys("policy-about", PolicyKind::ALL),
        keys("policy-value", Advice::ALL),
        keys("policy-value", RepeatAgent::ALL),
        keys("policy-value", TierWork::ALL),
        keys("policy-value", StartsOn::ALL),
        keys("policy-value", TermCalendar::ALL),
        keys("reason-kind", ReasonKind::ALL),
        keys("actor", RecipientKind::ALL),
    ]
    .concat()
}

/// What happens to requests, jobs, visits, offers and messages.
fn codes_of_work() -> Vec<String> {
    [
        reasons(),
        keys("sms", &told()),
        keys("message-kind", MessageKind::ALL),
        keys("message-state", DeliveryState::ALL),
        keys("attempt", AttemptOutcome::ALL),
        keys("fate", Fate::ALL),
        keys("rule", RuleCode::ALL),
        keys("clause", ClauseCode::ALL),
        keys("clause-result", ClauseResult::ALL),
        keys("exclusion", ExclusionCode::ALL),
        keys("awaited", Awaited::ALL),
        keys("verdict-stage", VerdictStage::ALL),
        keys("review-state", ReviewState::ALL),
        keys("warning", WarningCode::ALL),
        keys("job-state", JobState::ALL),
        keys("visit-state", VisitState::ALL),
        keys("obstacle", Obstacle::ALL),
        keys("offer-state", OfferState::ALL),
        keys("outcome", Outcome::ALL),
        keys("warranty", WarrantyOutcome::ALL),
        keys("job-kind", JobKind::ALL),
        keys("priority", Priority::ALL),
        keys("event-job", JobEvent::ALL),
        keys("event-visit", VisitEvent::ALL),
        keys("event-offer", OfferEvent::ALL),
        keys("role", Role::ALL),
        keys("actor", ActorKind::ALL),
        keys("age", Age::ALL),
    ]
    .concat()
}

#[test]
fn every_code_has_its_words_in_both_languages() {
    let wanted = [
        codes_of_work(),
        keys("delay-owner", DelayOwner::ALL),
        keys("holder", HolderKind::ALL),
        keys("next-step", NextStep::ALL),
        keys("setting", Setting::ALL),
        of_figures(),
        keys("objective", Objective::ALL),
        keys("travel-source", TravelSource::ALL),
        keys("area", AreaKind::ALL),
        keys("known", &["preferred", "previous", "previous_agent", "repeat_same", "repeat_other"]),
        keys("channel", Channel::ALL),
        keys("tier", TierKind::ALL),
        keys("audit", AuditFault::ALL),
        keys("contact-outcome", ContactOutcome::ALL),
        keys("task-kind", TaskKind::ALL),
        keys("task-news", TaskNews::ALL),
        keys("channel", MessageChannel::ALL),
        keys("task-state", TaskState::ALL),
        keys("event-task", TaskEvent::ALL),
        keys("complaint-state", ComplaintState::ALL),
        keys("complaint-result", ComplaintResult::ALL),
        keys("complaint-step", ComplaintStep::ALL),
        keys("event-complaint", ComplaintEvent::ALL),
        keys("severity", Severity::ALL),
        keys("complaint-subject", ComplaintSubject::ALL),
        keys("against", AgainstKind::ALL),
        keys("telling", Telling::ALL),
        keys("complaint-act", ComplaintEvent::ALL),
        of_parts(),
        of_workshops(),
        of_agents(),
        of_exchanges(),
        of_recalls(),
        of_administration(),
        keys("quote-state", QuoteState::ALL),
        keys("quote-act", QuoteEvent::ALL),
        keys("event-quote", &[QuoteEvent::Approve, QuoteEvent::Decline, QuoteEvent::Expire]),
        keys("charge-state", ChargeState::ALL),
        keys("charge-act", ChargeEvent::ALL),
        keys("line-kind", LineKind::ALL),
        keys("payment-state", PaymentState::ALL),
        keys("payment-act", PaymentEvent::ALL),
        keys("event-payment", PaymentEvent::ALL),
        keys("payment-method", PaymentMethod::ALL),
        keys("payment-receiver", PaymentReceiver::ALL),
        keys("photo-kind", PhotoKind::ALL),
    ]
    .concat();
    for lang in Language::ALL {
        let missing: Vec<_> = wanted.iter().filter(|key| !has(*lang, key)).collect();
        assert!(missing.is_empty(), "{lang} lacks {missing:?}");
    }
}

/// Sums of money, and what is said about them.
fn sums(words: impl Fn(&'static str, &'static str) -> Arg<'static>) -> Vec<(&'static str, Arg<'static>)> {
    vec![
        ("fee", words("۳٬۵۰۰٬۰۰۰ ریال", "3,500,000 IRR")),
        ("least", words("۸٬۰۰۰٬۰۰۰ ریال", "8,000,000 IRR")),
        ("most", words("۲۵٬۰۰۰٬۰۰۰ ریال", "25,000,000 IRR")),
        ("total", words("۱۸٬۵۰۰٬۰۰۰ ریال", "18,500,000 IRR")),
        ("amount", words("۱۸٬۵۰۰٬۰۰۰ ریال", "18,500,000 IRR")),
        ("method", words("کارت‌خوان نماینده", "Card at the agent's terminal")),
        ("answer_given", words("می‌توان از مشتری هزینه گرفت", "The customer may be charged")),
    ]
}

/// Values as long as usual ones.
fn args(lang: Language) -> Vec<(&'static str, Arg<'static>)> {
    let fa = lang == Language::Fa;
    let words = |persian: &'static str, english: &'static str| Arg::text(if fa { persian } else { english });
    let mut args = vec![
        ("site", words("خدمات آستا", "Asta Care")),
        ("reference", Arg::code("4K7P-2M9X")),
        ("link", Arg::code("https://s.example.ir/o/8FzK2mQx7RtY4bNc")),
        ("category", words("ماشین لباسشویی", "Washing machine")),
        ("fault", words("آب تخلیه نمی‌شود", "Does not drain")),
        ("place", words("نجف‌آباد", "Najafabad")),
        ("window", words("دوشنبه ۲ آذر، ۹:۰۰ تا ۱۱:۰۰", "Monday 23 November, 09:00 to 11:00")),
        ("deadline", words("۱۴۰۵/۹/۱، ۹:۳۵", "22 Nov 2026, 09:35")),
        ("until", words("۱۴۰۵/۹/۸، ۹:۰۰", "29 Nov 2026, 09:00")),
        ("agent", words("سرویس سمسار", "Semsar Service")),
        ("technician", words("سجاد عقیلی", "Sajjad Aghili")),
        ("customer", words("زهرا کریمی", "Zahra Karimi")),
        ("phone", Arg::code("+989121234567")),
        ("address", words("خیابان شریعتی، کوچهٔ لاله، پلاک ۱۲", "12 Laleh Alley, Shariati Street")),
        ("reason", words("قطعه سفارش داده شده است", "A part is on order")),
        ("arrival_code", Arg::code("4821")),
        ("completion_code", Arg::code("7315")),
        ("handover_code", Arg::code("2693")),
        ("status_code", Arg::code("406182")),
        ("tag", Arg::code("W12345674")),
        ("serial", Arg::code("LN-204518")),
        ("recall", Arg::code("RC-1405-07")),
        ("keeper", words("سرویس سمسار", "Semsar Service")),
        ("result", Arg::text("partly")),
        ("answer", words("هزینه به شما برگردانده شد.", "The fee was paid back to you.")),
        ("severity", Arg::text("safety")),
        ("short_number", Arg::Number(12)),
        ("at", words("۱۴۰۵/۹/۸، ۹:۰۰", "29 Nov 2026, 09:00")),
        (
            "why",
            words(
                "همکار دیگری این کار را زودتر پذیرفت. منتظر پیشنهاد بعدی بمانید.",
                "Another technician accepted first.",
            ),
        ),
        ("requests", words("12345674 (یخچال): در حال انجام", "12345674 (Refrigerator): In progress")),
        ("references", Arg::code("12345674, 23456782")),
        ("part", words("پمپ تخلیهٔ ۳۰ وات", "Drain pump 30 W")),
        ("parts_months", Arg::Number(36)),
        ("labour_months", Arg::Number(24)),
        ("travel_months", Arg::Number(12)),
        ("paper", words("گواهی مهارت", "Liability insurance")),
        ("whose", words("سجاد عقیلی", "Sajjad Aghili")),
        ("last_day", words("۱۴۰۸/۹/۱", "21 Nov 2029")),
        ("count", Arg::Number(1)),
        ("news", Arg::text("escalated")),
        ("task", words("تماس: پیام نرسیده است", "Call: the message did not arrive")),
        ("due", words("۱۴۰۵/۹/۸، ۹:۰۰", "29 Nov 2026, 09:00")),
        ("offers", words("کار ۱۲: یخچال", "Job 12: Refrigerator")),
    ];
    args.extend(sums(words));
    args
}

#[test]
fn short_messages_take_two_parts_and_those_with_a_fault_three() {
    for lang in Language::ALL {
        for key in told_keys(*lang) {
            let text = say(*lang, &key, &args(*lang));
            assert!(!text.contains(['⟦', '{', '\u{2068}', '\u{2069}', '\u{202b}']), "{text}");
            assert!(text.lines().all(|line| line.trim() == line && !line.is_empty()), "{text:?}");
            let long = [
                "sms-visit-assigned",
                "sms-offer-sent",
                "sms-job-assigned",
                "sms-request-registered",
                "sms-quote-sent",
                "sms-unit-ready",
            ];
            let is_long = long.contains(&key.as_str());
            let most = if is_long { 3 } else { 2 };
            let size = measure(&text);
            assert!(size.parts <= most, "{lang} {key} takes {} parts, {} units:\n{text}", size.parts, size.units);
        }
    }
}

#[test]
fn an_offer_says_nothing_of_the_customer_and_may_lack_a_fault() {
    for lang in Language::ALL {
        let mut values = args(*lang);
        let hidden: Vec<_> =
            values.extract_if(.., |(name, _)| ["customer", "phone", "address"].contains(name)).collect();
        assert_eq!(hidden.len(), 3);
        let with = say(*lang, "sms-offer-sent", &values);
        assert!(!with.contains("{$"), "{with}");
        for (name, value) in &mut values {
            if *name == "fault" {
                *value = Arg::text("");
            }
        }
        let without = say(*lang, "sms-offer-sent", &values);
        let first = without.lines().next().unwrap();
        assert!(measure(&without).parts <= 2, "{without}");
        assert!(without.len() < with.len() && !first.ends_with(['،', ',', ' ']), "{without}");
    }
}
