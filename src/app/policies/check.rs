//! What is wrong with a policy, by kind: every figure at once, with the path of its field.

mod price;

use std::collections::BTreeSet;

use super::PolicySpec;
use crate::app::Catalogue;
use crate::domain::complaint::ComplaintStep;
use crate::domain::complaint::policy::ComplaintPolicy;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::phone::Phone;
use crate::domain::policy::{
    CarePolicy, DispatchPolicy, ServiceLevelPolicy, Targets, TravelPolicy, Weights, WorkshopPolicy,
};
use crate::domain::warranty::WarrantyTerms;

const MOST_MINUTES: i64 = 60 * 24 * 365;
/// Alerts about one paper at most.
const MOST_ALERTS: usize = 10;

/// Notes everything that is wrong, under `spec`.
pub(super) fn check(spec: &PolicySpec, (catalogue, region): (&Catalogue, &str), faults: &mut Faults) {
    match spec {
        PolicySpec::Dispatch(policy) => dispatch(policy, faults),
        PolicySpec::Care(policy) => care(policy, faults),
        PolicySpec::ServiceLevel(policy) => service_level(policy, faults),
        PolicySpec::Complaint(policy) => complaint(policy, region, faults),
        PolicySpec::Task(policy) => {
            within(faults, "remind_minutes", policy.remind_minutes, (0, MOST_MINUTES));
            within(faults, "escalate_minutes", policy.escalate_minutes, (1, MOST_MINUTES));
        }
        PolicySpec::Travel(policy) => travel(policy, catalogue, faults),
        PolicySpec::Messaging(policy) => {
            within(faults, "most_an_hour", i64::from(policy.most_an_hour), (1, 1_000));
            within(faults, "most_parts", i64::from(policy.most_parts), (1, 20));
            within(faults, "arrive_minutes", policy.arrive_minutes, (1, 1_440));
            within(faults, "rate_days", policy.rate_days, (0, 90));
        }
        PolicySpec::Price(policy) => price::check(policy, catalogue, faults),
        PolicySpec::Warranty(terms) => warranty(terms, catalogue, faults),
    }
}

fn within(faults: &mut Faults, field: &str, figure: i64, (least, most): (i64, i64)) {
    if !(least..=most).contains(&figure) {
        faults.add_about(format!("spec.{field}"), FaultCode::OutOfRange, format!("{least}–{most}"));
    }
}

fn count(figure: usize) -> i64 {
    i64::try_from(figure).unwrap_or(i64::MAX)
}

fn dispatch(policy: &DispatchPolicy, faults: &mut Faults) {
    if !(1_000.0..=2_000_000.0).contains(&policy.radius_m) {
        faults.add_about("spec.radius_m", FaultCode::OutOfRange, "1000–2000000");
    }
    detour(faults, "detour_factor", policy.detour_factor);
    speed(faults, "speed_m_s", policy.speed_m_s);
    let Weights {
        travel,
        load,
        level,
        first_time_fix,
        repeat_repair,
        acceptance,
        answer_time,
        preference,
        fairness,
        window,
    } = policy.weights;
    let weights = [
        ("travel", travel),
        ("load", load),
        ("level", level),
        ("first_time_fix", first_time_fix),
        ("repeat_repair", repeat_repair),
        ("acceptance", acceptance),
        ("answer_time", answer_time),
        ("preference", preference),
        ("fairness", fairness),
        ("window", window),
    ];
    for (objective, points) in weights {
        within(faults, &format!("weights.{objective}"), i64::from(points), (0, 1_000));
    }
    let figures = [
        ("considered", count(policy.considered), (1, 1_000)),
        ("travel_zero_s", policy.travel_zero_s, (60, 604_800)),
        ("answer_zero_s", policy.answer_zero_s, (60, 604_800)),
        ("window_zero_s", policy.window_zero_s, (60, 2_592_000)),
        ("cooldown_hours", policy.cooldown_hours, (0, 8_760)),
        ("batch_minutes", policy.batch_minutes, (0, 1_440)),
    ];
    for (field, figure, range) in figures {
        within(faults, field, figure, range);
    }
    steps(policy, faults);
}

fn detour(faults: &mut Faults, field: &str, factor: f64) {
    if !(1.0..=5.0).contains(&factor) {
        faults.add_about(format!("spec.{field}"), FaultCode::OutOfRange, "1–5");
    }
}

fn speed(faults: &mut Faults, field: &str, metres_a_second: f64) {
    if !(1.0..=50.0).contains(&metres_a_second) {
        faults.add_about(format!("spec.{field}"), FaultCode::OutOfRange, "1–50");
    }
}

fn travel(policy: &TravelPolicy, catalogue: &Catalogue, faults: &mut Faults) {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for (at, region) in policy.regions.iter().enumerate() {
        if region.provinces.is_empty() {
            faults.add(format!("spec.regions.{at}.provinces"), FaultCode::Required);
        }
        for (place, code) in region.provinces.iter().enumerate() {
            let field = format!("spec.regions.{at}.provinces.{place}");
            if catalogue.province(code) != Some(code) {
                faults.add_about(field, FaultCode::ProvinceUnknown, code.clone());
            } else if !seen.insert(code) {
                // The second region would never count.
                faults.add_about(field, FaultCode::NotAllowed, code.clone());
            }
        }
        detour(faults, &format!("regions.{at}.detour_factor"), region.detour_factor);
        speed(faults, &format!("regions.{at}.speed_m_s"), region.speed_m_s);
        for (place, band) in region.bands.iter().enumerate() {
            if band.hours.days().iter().all(Vec::is_empty) {
                faults.add(format!("spec.regions.{at}.bands.{place}.hours"), FaultCode::Required);
            }
            speed(faults, &format!("regions.{at}.bands.{place}.speed_m_s"), band.speed_m_s);
        }
    }
}

fn steps(policy: &DispatchPolicy, faults: &mut Faults) {
    if policy.tiers.is_empty() {
        faults.add("spec.tiers", FaultCode::Required);
    }
    for (at, tier) in policy.tiers.iter().enumerate() {
        within(faults, &format!("tiers.{at}.agents"), count(tier.agents), (1, 1_000));
        within(faults, &format!("tiers.{at}.waves"), i64::from(tier.waves), (1, 100));
        within(faults, &format!("tiers.{at}.answer_minutes"), tier.answer_minutes, (1, MOST_MINUTES));
    }
    if policy.escalation.is_empty() {
        faults.add("spec.escalation", FaultCode::Required);
    }
    for (at, step) in policy.escalation.iter().enumerate() {
        within(faults, &format!("escalation.{at}.after_minutes"), step.after_minutes, (0, MOST_MINUTES));
        within(faults, &format!("escalation.{at}.due_minutes"), step.due_minutes, (1, MOST_MINUTES));
    }
}

fn care(policy: &CarePolicy, faults: &mut Faults) {
    let figures = [
        ("reopen_days", policy.reopen_days, (0, 3_660)),
        ("verify_hours", policy.verify_hours, (1, 8_760)),
        ("repeat_days", policy.repeat_days, (0, 3_660)),
        ("window_minutes", policy.window_minutes, (15, 1_440)),
        ("slot_hold_minutes", policy.slot_hold_minutes, (1, 120)),
        ("absence_grace_minutes", policy.absence_grace_minutes, (0, 1_440)),
        ("reach.attempts", policy.reach.attempts, (1, 20)),
        // A day has three parts.
        ("reach.day_parts", policy.reach.day_parts, (1, 3)),
        ("reach.hold_days", policy.reach.hold_days, (1, 90)),
        ("move_notice_minutes", policy.move_notice_minutes, (0, 10_080)),
        ("customer_moves", policy.customer_moves, (0, 100)),
        ("paid_calls_percent", policy.paid_calls_percent, (0, 100)),
        ("exchange_days", policy.exchange_days, (1, 365)),
        ("recall.tell_a_minute", policy.recall.tell_a_minute, (1, 5_000)),
        ("recall.open_calls", policy.recall.open_calls, (0, 1_000)),
        ("recall.call_within_minutes", policy.recall.call_within_minutes, (1, MOST_MINUTES)),
    ];
    for (field, figure, range) in figures {
        within(faults, field, figure, range);
    }
    if policy.paper_days.len() > MOST_ALERTS {
        faults.add_about("spec.paper_days", FaultCode::TooMany, MOST_ALERTS.to_string());
    }
    for (at, days) in policy.paper_days.iter().enumerate() {
        within(faults, &format!("paper_days.{at}"), *days, (0, 365));
    }
    for (at, limit) in policy.refund_limits.iter().enumerate() {
        within(faults, &format!("refund_limits.{at}.most.amount"), limit.most.amount, (0, 1_000_000_000_000));
        if policy.refund_limits[..at].iter().any(|other| other.role == limit.role) {
            faults.add_about(format!("spec.refund_limits.{at}.role"), FaultCode::Duplicate, limit.role.as_str());
        }
    }
    workshop(&policy.workshop, faults);
}

fn workshop(policy: &WorkshopPolicy, faults: &mut Faults) {
    let figures = [
        ("queue_days", policy.queue_days, (0, 90)),
        ("ready_days", policy.ready_days, (1, 365)),
        ("unclaimed_days", policy.unclaimed_days, (1, 365)),
        ("free_days", policy.free_days, (0, 365)),
        ("storage_fee.amount", policy.storage_fee.amount, (0, 1_000_000_000)),
    ];
    for (field, figure, range) in figures {
        within(faults, &format!("workshop.{field}"), figure, range);
    }
    let mut least = 1;
    for (at, days) in policy.remind_days.iter().enumerate() {
        // Each after the one before, and before nobody expects the unit to be fetched any more.
        within(faults, &format!("workshop.remind_days.{at}"), *days, (least, policy.unclaimed_days.max(1)));
        least = days + 1;
    }
}

fn service_level(policy: &ServiceLevelPolicy, faults: &mut Faults) {
    let priorities =
        [("emergency", policy.emergency), ("high", policy.high), ("normal", policy.normal), ("low", policy.low)];
    for (priority, Targets { first_response, first_visit, resolution }) in priorities {
        within(faults, &format!("{priority}.first_response"), first_response, (1, MOST_MINUTES));
        // Nobody is repaired before somebody came, or visited before somebody answered.
        within(faults, &format!("{priority}.first_visit"), first_visit, (first_response, MOST_MINUTES));
        within(faults, &format!("{priority}.resolution"), resolution, (first_visit, MOST_MINUTES));
    }
}

fn complaint(policy: &ComplaintPolicy, region: &str, faults: &mut Faults) {
    let severities =
        [("low", &policy.low), ("normal", &policy.normal), ("high", &policy.high), ("serious", &policy.serious)];
    for (severity, minutes) in severities {
        for step in ComplaintStep::ALL {
            within(faults, &format!("{severity}.{step}"), minutes.of(*step), (1, MOST_MINUTES));
        }
    }
    for (at, number) in policy.alert_phones.iter().enumerate() {
        if let Err(code) = Phone::parse(number, region) {
            faults.add_about(format!("spec.alert_phones.{at}"), code, number.clone());
        }
    }
}

fn warranty(terms: &WarrantyTerms, catalogue: &Catalogue, faults: &mut Faults) {
    terms.check("spec", faults);
    let mut known = |field: &'static str, code: Option<&String>, is_known: bool, fault| {
        if let Some(code) = code.filter(|_| !is_known) {
            faults.add_about(format!("spec.{field}"), fault, code.clone());
        }
    };
    let is_brand = terms.brand.as_deref().is_none_or(|code| catalogue.has_brand(code));
    known("brand", terms.brand.as_ref(), is_brand, FaultCode::BrandUnknown);
    let is_category = terms.category.as_deref().is_none_or(|code| catalogue.category(code).is_some());
    known("category", terms.category.as_ref(), is_category, FaultCode::CategoryUnknown);
    // Units keep the code of their model exactly as the catalogue has it.
    let model = terms.model.as_deref().map(|code| catalogue.model(code).filter(|model| model.code == code));
    known("model", terms.model.as_ref(), !matches!(model, Some(None)), FaultCode::ModelUnknown);
    if let Some(Some(model)) = model {
        if terms.brand.as_ref().is_some_and(|brand| *brand != model.brand) {
            faults.add_about("spec.brand", FaultCode::NotAllowed, model.brand.clone());
        }
        if terms.category.as_ref().is_some_and(|category| *category != model.category) {
            faults.add_about("spec.category", FaultCode::NotAllowed, model.category.clone());
        }
    }
}
