//! The words of a receipt in a language, the same for the page and for the PDF.

use super::{Mark, Receipt};
use crate::app::App;
use crate::domain::language::Language;
use crate::domain::quote::QuoteLine;
use crate::i18n::{Arg, code_key, format, say};

/// A receipt as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptWords {
    /// The language of it.
    pub language: Language,
    /// What it is.
    pub title: String,
    /// The organisation.
    pub organisation: String,
    /// Labels and values: the number, the day, the unit.
    pub facts: Vec<(String, String)>,
    /// Headings of the lines: what, pieces, price, sum.
    pub heads: [String; 4],
    /// The lines.
    pub lines: Vec<[String; 4]>,
    /// Labels and sums: before tax, tax, in all.
    pub sums: Vec<(String, String)>,
    /// Labels and sums of the payments.
    pub payments: Vec<(String, String)>,
    /// What is guaranteed, or what else the customer is told.
    pub guarantees: Vec<String>,
    /// A code that machines read.
    pub mark: Option<Mark>,
}

/// Puts a receipt into words.
#[must_use]
pub fn receipt_words(app: &App, receipt: &Receipt, language: Language) -> ReceiptWords {
    let t = |key: &str| say(language, key, &[]);
    let code = |family: &str, code: &str| say(language, &code_key(family, code), &[]);
    let money = |money| format::money(language, money);
    let catalogue = app.catalogue();
    let category = catalogue.category(&receipt.category).map_or_else(
        || receipt.category.clone(),
        |it| if language == Language::Fa { it.name_fa.clone() } else { it.name_en.clone() },
    );
    let mut facts = vec![
        (t("receipt-number"), receipt.number.clone()),
        (t("receipt-day"), format::date_time(language, receipt.issued_at, app.site.zone)),
        (t("receipt-customer"), receipt.customer.clone()),
        (t("receipt-unit"), category),
    ];
    let named = [("page-brand", &receipt.brand), ("page-model", &receipt.model), ("page-serial", &receipt.serial)];
    facts.extend(named.into_iter().filter_map(|(label, value)| Some((t(label), value.clone()?))));
    facts.push((t("page-kind"), code("job-kind", receipt.kind.as_str())));
    facts.extend(receipt.outcome.map(|outcome| (t("page-outcome"), code("outcome", outcome.as_str()))));
    let mut sums = Vec::new();
    if receipt.tax.amount > 0 {
        sums.push((t("receipt-net"), money(receipt.net)));
        sums.push((t("receipt-tax"), money(receipt.tax)));
    }
    sums.push((t("receipt-total"), money(receipt.total)));
    let payments = receipt.payments.iter().map(|it| {
        let method = code("payment-method", it.method.as_str());
        let label = match &it.trace {
            Some(trace) => format!("{method} · {trace}"),
            None => method,
        };
        (label, money(it.amount))
    });
    let day = |key: &str, day| say(language, key, &[("day", Arg::text(format::date(language, day)))]);
    let guarantees = [
        receipt.labour_guaranteed_until.map(|until| day("receipt-labour-guarantee", until)),
        receipt.parts_guaranteed_until.map(|until| day("receipt-part-guarantee", until)),
    ];
    ReceiptWords {
        language,
        title: t("receipt-title"),
        organisation: receipt.organisation.clone(),
        facts,
        heads: ["receipt-what", "receipt-pieces", "receipt-price", "receipt-sum"].map(t),
        lines: receipt.lines.iter().map(|line| line_words(language, line)).collect(),
        sums,
        payments: payments.collect(),
        guarantees: guarantees.into_iter().flatten().collect(),
        mark: None,
    }
}

/// What may run the other way than the words around it.
fn isolated(text: &str) -> String {
    format!("\u{2068}{text}\u{2069}")
}

/// A line of a quote as it is read: what, pieces, price, sum.
#[must_use]
pub fn line_words(language: Language, line: &QuoteLine) -> [String; 4] {
    let kind = say(language, &code_key("line-kind", line.kind.as_str()), &[]);
    let parts = [Some(kind), line.name.as_deref().map(isolated), line.part_number.as_deref().map(isolated)];
    let what = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let total = line.total().unwrap_or(line.unit_price);
    [
        what,
        format::number(language, line.quantity),
        format::money(language, line.unit_price),
        format::money(language, total),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::quote::LineKind;

    #[test]
    fn a_name_and_a_number_run_each_their_own_way() {
        let line = QuoteLine {
            kind: LineKind::Part,
            name: Some("پمپ تخلیه 30W".to_owned()),
            part_number: Some("P-100".to_owned()),
            quantity: 2,
            unit_price: crate::domain::money::Money::rials(12_500_000),
        };
        let [what, pieces, ..] = line_words(Language::Fa, &line);
        assert_eq!(what, "قطعه · \u{2068}پمپ تخلیه 30W\u{2069} · \u{2068}P-100\u{2069}");
        assert_eq!(pieces, "۲");
    }
}
