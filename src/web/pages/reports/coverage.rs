//! Demand that no agent covers: where to recruit, as a table and as a map.

use actix_web::{HttpRequest, web};

use super::chart::{Map, Spot};
use super::tables::{count, share};
use super::{Filled, Frame, Row, plain};
use crate::app::App;
use crate::app::coverage::{Gap, find_gaps};
use crate::domain::kpi::Share;
use crate::web::api::reports::Asked;
use crate::web::error::Answer;
use crate::web::pages::jobs::town;
use crate::web::{Allowed, Query, perm};

pub(in crate::web::pages) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewReport>,
    asked: Query<Asked>,
) -> Answer {
    // Nobody covers it, so no agent's setting limits it.
    let frame = Frame::new(&app, &request, &caller, (&asked.0, "coverage")).limited(&["province", "kind", "warranty"]);
    let (gaps, _, mix) = find_gaps(&app, &caller, &frame.filter).await?;
    let (v, catalogue) = (&frame.v, app.catalogue());
    let skill = |code: &str| {
        let found = catalogue.rows().skills.iter().find(|skill| skill.code == code);
        found.map_or_else(|| code.to_owned(), |it| v.named(&it.name_en, &it.name_fa).to_owned())
    };
    let name = |gap: &Gap| format!("{}{}{}", town(&app, v, &gap.place), v.t("page-comma"), skill(&gap.skill));
    let row = |gap: &Gap| {
        let lacking = gap.lacking.map_or("nobody", |rule| rule.as_str());
        let part = Share { cases: gap.jobs, hits: gap.uncovered };
        let cells = [count(v, gap.uncovered), share(v, part), v.code("lacking", lacking)];
        Row { name: name(gap), figures: cells.map(plain).into() }
    };
    let spot = |gap: &Gap| Spot {
        at: (gap.position.lat, gap.position.lon),
        size: gap.uncovered,
        words: format!("{}: {}", name(gap), count(v, gap.uncovered)),
    };
    let filled = Filled {
        first_title: "page-place-and-skill",
        titles: ["page-uncovered", "page-uncovered-share", "page-lacking"].map(|title| v.t(title)).to_vec(),
        rows: gaps.iter().map(row).collect(),
        map: Map::new(v, "page-coverage-map", gaps.iter().map(spot).collect()),
        mix,
        ..Filled::default()
    };
    frame.finish(true, None, filled)
}
