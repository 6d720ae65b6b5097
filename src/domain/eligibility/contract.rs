//! Rules of the contract: standing, term, papers, brands and categories.

use super::{Failed, Figure, RuleCode, Scene};
use crate::domain::agent::{DocumentKind, ENDLESS, Standing};
use crate::domain::time::Window;

/// The standing allows work now and, where a time was promised, then.
pub(super) fn standing(scene: &Scene<'_>) -> Option<Failed> {
    let Scene { agent, needs, now, .. } = scene;
    let is_planned = |suspended| needs.window.is_some_and(|window| window.overlaps(suspended));
    let is_away_then = agent.suspended.is_some_and(is_planned);
    if agent.may_work_at(*now) && !is_away_then {
        return None;
    }
    let is_suspended = agent.suspended.is_some() && !matches!(agent.standing, Standing::Terminated);
    let code = if is_suspended || agent.standing == Standing::Suspended {
        RuleCode::AgentSuspended
    } else {
        RuleCode::AgentNotActive
    };
    let end = |window: Window| if window.to - window.from < ENDLESS { window.to.to_rfc3339() } else { String::new() };
    let until = agent.suspended.map_or_else(|| Standing::Active.to_string(), end);
    Some(Failed::new(code, Figure::new("code", agent.standing, until)))
}

/// The contract holds on the day.
pub(super) fn contract(scene: &Scene<'_>) -> Option<Failed> {
    let (day, (from, to)) = (scene.day, scene.agent.contract);
    let over = day < from || to < day;
    over.then(|| Failed::new(RuleCode::ContractExpired, Figure::new("date", day, format!("{from}/{to}"))))
}

/// Every paper that the agent needs holds on the day; one that was never handed in does not.
pub(super) fn documents(scene: &Scene<'_>) -> Option<Failed> {
    let (agent, day) = (scene.agent, scene.day);
    let of = |kind: DocumentKind| agent.documents.iter().filter(move |document| document.kind == kind);
    let lacking = DocumentKind::required_of(agent.kind).iter().copied();
    let lacking = lacking.into_iter().find(|kind| !of(*kind).any(|document| document.holds_on(day)))?;
    let last = of(lacking).filter_map(|document| document.expires_on).max();
    let found = last.map(|day| day.to_string()).unwrap_or_default();
    Some(Failed::new(RuleCode::DocumentExpired, Figure::new("date", found, lacking)))
}

/// The brand, the category and, where the contract lists pairs, their pair are authorized.
pub(super) fn authorization(scene: &Scene<'_>) -> Option<Failed> {
    let Scene { agent, needs, .. } = scene;
    let is_pair = |brand: &str| {
        let pairs = &agent.authorizations;
        pairs.is_empty() || pairs.iter().any(|(of, category)| of == brand && *category == needs.category)
    };
    let unauthorized = match &needs.brand {
        Some(brand) if !agent.brands.contains(brand) => brand.clone(),
        _ if !agent.categories.contains(&needs.category) => needs.category.clone(),
        Some(brand) if !is_pair(brand) => format!("{brand}:{}", needs.category),
        _ => return None,
    };
    Some(Failed::new(RuleCode::BrandNotAuthorized, Figure::new("code", "", unauthorized)))
}
