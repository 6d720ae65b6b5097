//! Sums of money in whole minor units.

/// A currency that prices may be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Currency {
    /// Iranian rial, which has no minor unit in use: its amounts are rials.
    #[default]
    Irr,
}

super::codes!(Currency { Irr => "IRR" });

/// A sum of money; as JSON `{"amount": 12500000, "currency": "IRR"}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// Minor units of the currency; negative when owed the other way.
    pub amount: i64,
    /// The currency.
    pub currency: Currency,
}

impl Money {
    /// `amount` rials.
    #[must_use]
    pub const fn rials(amount: i64) -> Self {
        Self { amount, currency: Currency::Irr }
    }

    /// The sum of both, or `None` when their currencies differ or the amount overflows.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        if self.currency != other.currency {
            return None;
        }
        self.amount.checked_add(other.amount).map(|amount| Self { amount, ..self })
    }

    /// `basis_points` / 10 000 of the sum, rounded to whole minor units, a half away from zero: 5 000 basis points of
    /// 3 are 2 and of −3 are −2. `None` when the amount overflows.
    #[must_use]
    pub fn percent_of(self, basis_points: i64) -> Option<Self> {
        const WHOLE: i128 = 10_000;
        let product = i128::from(self.amount) * i128::from(basis_points);
        let rounded = (product + product.signum() * (WHOLE / 2)) / WHOLE;
        i64::try_from(rounded).ok().map(|amount| Self { amount, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_amount_and_currency() {
        let json = r#"{"amount":12500000,"currency":"IRR"}"#;
        assert_eq!(serde_json::to_string(&Money::rials(12_500_000)).unwrap(), json);
        assert_eq!(serde_json::from_str::<Money>(json).unwrap(), Money::rials(12_500_000));
        for wrong in [r#"{"amount":1.5,"currency":"IRR"}"#, r#"{"amount":1}"#, r#"{"amount":1,"currency":"USD"}"#] {
            assert!(serde_json::from_str::<Money>(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn shares_round_half_away_from_zero() {
        let share = |amount, points| Money::rials(amount).percent_of(points).map(|money| money.amount);
        assert_eq!(share(3, 5_000), Some(2));
        assert_eq!(share(-3, 5_000), Some(-2));
        assert_eq!(share(1_000_000, 900), Some(90_000));
        assert_eq!(share(1, 4_999), Some(0));
        assert_eq!(share(i64::MAX, 10_000), Some(i64::MAX));
        assert_eq!(share(i64::MAX, 10_001), None);
        assert_eq!(Money::rials(1).checked_add(Money::rials(2)), Some(Money::rials(3)));
        assert_eq!(Money::rials(i64::MAX).checked_add(Money::rials(1)), None);
    }
}
