//! A period as it went, played under the policy in force, and under what is typed.

use crate::app::policies::Compared;
use crate::dispatch::replay::Outcome;
use crate::i18n::format;
use crate::web::view::View;

/// One figure three times over.
pub(super) struct Figure {
    pub label: String,
    pub then: String,
    pub in_force: String,
    pub proposed: String,
    /// Whether what is typed comes out otherwise than what is in force.
    pub differs: bool,
}

/// Every figure of a replay.
pub(super) fn figures(v: &View, played: &Compared) -> Vec<Figure> {
    let columns = [&played.then, &played.in_force, &played.proposed].map(|outcome| column(v, outcome));
    let [then, in_force, proposed] = columns;
    let rows = then.into_iter().zip(in_force).zip(proposed);
    let row = |(((key, then), (_, in_force)), (_, proposed)): ((Cell, Cell), Cell)| Figure {
        label: v.t(key),
        differs: in_force != proposed,
        then,
        in_force,
        proposed,
    };
    rows.map(row).collect()
}

/// The key of a figure's words, and the figure.
type Cell = (&'static str, String);

fn column(v: &View, it: &Outcome) -> [Cell; 9] {
    let count = |count: u64| v.number(i64::try_from(count).unwrap_or(i64::MAX));
    let span =
        |seconds: Option<i64>| seconds.map_or_else(|| "–".to_owned(), |seconds| format::duration(v.language, seconds));
    // Rounding by the formatter leaves no cast that could overflow.
    let metres = format!("{:.0}", it.km * 1_000.0).parse().unwrap_or_default();
    [
        ("replay-jobs", count(it.jobs)),
        ("replay-taken", count(it.taken)),
        ("replay-offers", count(it.offers)),
        ("replay-median", span(it.accept_median_s)),
        ("replay-p90", span(it.accept_p90_s)),
        ("replay-within", count(it.within_target)),
        ("replay-travel", format::distance(v.language, metres)),
        ("replay-unevenness", format::percent(v.language, it.unevenness * 100.0, 0)),
        ("replay-most-open", v.number(it.most_open.into())),
    ]
}
