//! Who owes the next step of a job, in words.

use crate::app::App;
use crate::queries::dispatch::{DispatchView, OwnerKind};
use crate::web::view::View;

/// The owner and the date of the next step; none for a job that is over.
pub(super) fn next_step(app: &App, v: &View, dispatch: &DispatchView) -> Option<String> {
    let owner = dispatch.owner.as_ref()?;
    let network = app.network();
    let name = |code: &String| {
        let agent = code.parse().ok().and_then(|id| network.agent(id));
        agent.map(|agent| agent.name_in(v.language).to_owned()).unwrap_or_default()
    };
    let who = match owner.kind {
        OwnerKind::Agent => owner.codes.iter().map(name).collect::<Vec<_>>().join(&v.t("page-comma")),
        OwnerKind::Role => owner.codes.iter().map(|role| v.code("role", role)).collect(),
        OwnerKind::HoldReason => owner.codes.iter().map(|reason| v.code("reason", reason)).collect(),
        OwnerKind::System | OwnerKind::User => v.code("owner", owner.kind.as_str()),
    };
    let tier = dispatch.tier.map(|tier| v.code("tier", tier.as_str()));
    let parts = [Some(who), tier, dispatch.next_at.map(|at| v.moment(at))];
    Some(parts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
}
