//! The lines of a quote and what they come to.

use crate::domain::money::Money;

/// What a line is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LineKind {
    /// Work.
    Labour,
    /// A part.
    Part,
    /// The way there and back.
    Travel,
    /// Coming and looking.
    VisitFee,
    /// Keeping a unit that nobody fetched.
    Storage,
    /// Anything else, by its name.
    Other,
}

crate::domain::codes!(LineKind {
    Labour => "labour", Part => "part", Travel => "travel", VisitFee => "visit_fee", Storage => "storage",
    Other => "other",
});

/// The most pieces that one line may name.
pub const MOST_QUANTITY: i64 = 999;

/// One line of a quote.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteLine {
    /// What it is for.
    #[schema(value_type = String, example = "part")]
    pub kind: LineKind,
    /// In words; required for a part and for anything else.
    #[serde(default)]
    pub name: Option<String>,
    /// The number of the part, as text.
    #[serde(default)]
    pub part_number: Option<String>,
    /// Whole pieces.
    #[serde(default = "one")]
    pub quantity: i64,
    /// Price of one piece.
    #[schema(value_type = Object, example = json!({ "amount": 4_500_000, "currency": "IRR" }))]
    pub unit_price: Money,
}

fn one() -> i64 {
    1
}

impl QuoteLine {
    /// Pieces times price; `None` when it overflows.
    #[must_use]
    pub fn total(&self) -> Option<Money> {
        let amount = self.unit_price.amount.checked_mul(self.quantity)?;
        Some(Money { amount, ..self.unit_price })
    }

    /// Whether the line must be named in words.
    #[must_use]
    pub fn needs_name(&self) -> bool {
        matches!(self.kind, LineKind::Part | LineKind::Other)
    }
}

/// What the lines come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// Before tax.
    pub net: Money,
    /// The tax.
    pub tax: Money,
    /// What the customer pays.
    pub total: Money,
}

/// The sum of the lines, the tax on that sum in basis points, and both together. The tax is rounded once, on the whole sum,
/// to whole minor units, a half upwards. `None` when something overflows or the currencies differ.
#[must_use]
pub fn totals(lines: &[QuoteLine], tax_basis_points: i64) -> Option<Totals> {
    let mut net = Money::rials(0);
    for line in lines {
        net = net.checked_add(line.total()?)?;
    }
    let tax = net.percent_of(tax_basis_points)?;
    Some(Totals { net, tax, total: net.checked_add(tax)? })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line(quantity: i64, amount: i64) -> QuoteLine {
        let unit_price = Money::rials(amount);
        QuoteLine { kind: LineKind::Labour, name: None, part_number: None, quantity, unit_price }
    }

    #[test]
    fn tax_is_rounded_once_on_the_whole() {
        let lines = [line(1, 5), line(3, 5)];
        let sums = totals(&lines, 1_000).unwrap();
        assert_eq!((sums.net.amount, sums.tax.amount, sums.total.amount), (20, 2, 22));
        let sums = totals(&[line(1, 5)], 1_000).unwrap();
        assert_eq!((sums.tax.amount, sums.total.amount), (1, 6), "0.5 rial is one rial");
        assert_eq!(totals(&[line(2, i64::MAX)], 0), None);
        assert_eq!(totals(&[], 1_000).unwrap().total.amount, 0);
    }

    proptest! {
        #[test]
        fn totals_add_up(lines in proptest::collection::vec((1_i64..=999, 0_i64..=10_000_000_000), 0..20), tax in 0_i64..=5_000) {
            let lines: Vec<QuoteLine> = lines.into_iter().map(|(quantity, amount)| line(quantity, amount)).collect();
            let sums = totals(&lines, tax).unwrap();
            let plain: i128 = lines.iter().map(|it| i128::from(it.quantity) * i128::from(it.unit_price.amount)).sum();
            prop_assert_eq!(i128::from(sums.net.amount), plain);
            prop_assert_eq!(sums.total.amount, sums.net.amount + sums.tax.amount);
            let exact = plain * i128::from(tax);
            prop_assert!((i128::from(sums.tax.amount) * 10_000 - exact).abs() <= 5_000);
            let mut turned = lines;
            turned.reverse();
            prop_assert_eq!(totals(&turned, tax).unwrap(), sums);
        }
    }
}
