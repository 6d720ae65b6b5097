//! The pin of the address: read out of what the customer sends, and put by eye into the drawing.

use ostakar::domain::geo::Position;
use ostakar::domain::geo::pin::read_pin;

use super::{Desk, Filled, tag, value};
use crate::support::facts::count;
use crate::support::{TestDb, both};
use crate::templates::check;

const HERE: &str = "https://neshan.org/maps/@35.7211,51.4002,17z";

both!(a_pin_is_read_told_and_kept_with_the_address, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let form = Filled::sample(&desk.site, 1).with("city", "تهران").with("pin", HERE);
    let page = desk.look(&form).await;
    let said = page.split("id=\"live-pin\"").nth(1).unwrap().split("</div>").next().unwrap();
    assert!(said.contains("35.72110,51.40020") && said.contains("Tehran") && said.contains("km"), "{said}");
    assert_eq!(value(&page, "pin"), HERE, "what was pasted stays");
    desk.take_down(&form).await;
    let kept = "addresses WHERE precision_level = 'pin' AND confirmed_by = 'operator' \
        AND lat BETWEEN 35.72109 AND 35.72111 AND lon BETWEEN 51.40019 AND 51.40021";
    assert_eq!(count(desk.site.url(), kept), 1);
    let persian = form.with("key", "another").with("pin", "۳۵٫۷۲۱۱، ۵۱٫۴۰۰۲");
    assert!(desk.look(&persian).await.contains("35.72110,51.40020"));
});

both!(a_pin_that_is_none_is_refused_at_its_field_with_what_was_typed, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let form = Filled::sample(&desk.site, 1).with("city", "تهران");
    let cases = [
        ("https://maps.app.goo.gl/AbC123dEf", "Open the link"),
        ("behind the mosque", "No position can be read"),
        ("135.7,51.4", "latitude must be between"),
        ("36.29807,59.60567", "away from the city"),
        ("51.4002,35.7211", "not swapped"),
    ];
    for (typed, words) in cases {
        let form = form.clone().with("pin", typed);
        let refused = desk.save(&form).await;
        assert_eq!((refused.status, desk.requests()), (422, 0), "{typed}: {}", refused.text);
        let beside = refused.text.split("id=\"pin-err\">").nth(1).unwrap().split("</span>").next().unwrap();
        assert!(beside.contains(words), "{typed}: {beside}");
        assert!(refused.text.contains("href=\"#pin\""), "{typed}: among all that is wrong");
        assert_eq!(value(&refused.text, "pin"), typed);
        let looked = desk.look(&form).await;
        let said = looked.split("id=\"live-pin\"").nth(1).unwrap().split("</div>").next().unwrap();
        assert!(said.contains("class=\"err\"") && said.contains(words), "told while one types: {said}");
    }
});

both!(the_drawing_has_the_surroundings_and_its_places_are_pins, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let bare = desk.page("/intake?lang=en").await;
    assert!(bare.contains("id=\"live-map\"") && bare.contains("Shown once the city is known"), "{bare}");
    let form = Filled::default().with("city", "تهران");
    let page = desk.look(&form).await;
    assert!(page.contains("visibility=\"hidden\" data-mark") && page.contains("data-unit=\""), "{page}");
    assert!(page.contains("<bdi>Tehran</bdi></button>"), "{page}");
    let spots: Vec<&str> =
        page.split("name=\"spot\" value=\"").skip(1).map(|it| it.split('"').next().unwrap()).collect();
    assert!(spots.len() > 5, "{spots:?}");
    let tehran = Position { lat: 35.69439, lon: 51.42151 };
    for spot in &spots {
        assert!(read_pin(spot).unwrap().metres_to(tehran) < 40_100.0, "{spot}");
    }
    let pressed = desk.look(&form.clone().with("spot", spots[1])).await;
    assert_eq!(value(&pressed, "pin"), spots[1], "a place is a pin without a script");
    assert!(tag(&pressed, "pin").starts_with("input") && pressed.contains("rotate(45)\" data-mark"), "{pressed}");
    for lang in ["fa", "en"] {
        let path = format!("/intake/look?lang={lang}");
        let seen = desk.site.post_as(&desk.operator, &path, &[("city", "تهران"), ("pin", HERE)]).await;
        check(&format!("intake-pin.{lang}"), &seen.text);
        assert!(seen.text.contains(if lang == "fa" { "شمال" } else { ">N</text>" }), "{}", seen.text);
    }
});

both!(another_caller_does_not_get_the_pin_of_the_last, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let (one, other) = (Filled::sample(&desk.site, 1), Filled::sample(&desk.site, 2));
    let page = desk.look(&Filled::default().with("phone", one.of("phone"))).await;
    let filled = Filled::default().with("known_as", &value(&page, "known_as")).with("pin", HERE);
    let same = desk.look(&filled.clone().with("phone", one.of("phone"))).await;
    assert_eq!(value(&same, "pin"), HERE);
    let next = desk.look(&filled.with("phone", other.of("phone"))).await;
    assert_eq!(value(&next, "pin"), "");
});
