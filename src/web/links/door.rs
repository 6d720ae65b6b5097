//! Where a technician goes: the address as it is said, and what is to be known before the bell is rung.

use crate::domain::address::parse_line;
use crate::domain::customer::CustomerFlag;
use crate::queries::links::Home;
use crate::web::view::View;

/// The whole address in one line.
pub(super) fn address(v: &View, town: String, home: &Home) -> String {
    let it = home.address.parts();
    // An alley often comes with the word that says so.
    let alley =
        Some("page-alley").filter(|_| it.alley.as_deref().is_none_or(|alley| parse_line(alley).alley.is_none()));
    let labelled = [
        (None, &it.street),
        (alley, &it.alley),
        (Some("page-number"), &it.number),
        (Some("page-floor"), &it.floor),
        (Some("page-unit"), &it.unit),
        (None, &home.address.line),
        (None, &it.landmark),
    ];
    let mut parts = vec![town];
    for (label, part) in labelled {
        let Some(part) = part else { continue };
        parts.push(label.map_or_else(|| part.clone(), |label| format!("{} {part}", v.t(label))));
    }
    parts.join(&v.t("page-comma"))
}

/// What opens the map of a telephone at the place.
pub(super) fn map(home: &Home) -> String {
    format!("geo:{0:.5},{1:.5}?q={0:.5},{1:.5}", home.address.lat, home.address.lon)
}

/// What is to be known of the customer, each with its tone.
pub(super) fn care(v: &View, home: Option<&Home>) -> Vec<(&'static str, String)> {
    let flags = home.map(|home| home.care.as_slice()).unwrap_or_default();
    let tone = |flag| if flag == CustomerFlag::Threat { "bad" } else { "warn" };
    flags.iter().map(|flag| (tone(*flag), v.code("care", flag.as_str()))).collect()
}
