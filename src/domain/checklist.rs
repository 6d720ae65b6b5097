//! What is asked on site: items of a checklist, their answers, and what is wanting before the work counts as done.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::fault::{FaultCode, Faults};
use super::photo::PhotoKind;
use super::text::{clean_text, latin_digits, serial_key};
use super::time::Instant;

/// Characters of an answer in words at most.
pub const ANSWER_CHARS: usize = 500;
const SERIAL_CHARS: usize = 60;
/// The item by which a technician says whether the unit came out of its box in front of the customer.
pub const UNBOXED: &str = "unboxed_by_agent";
/// The item of the second plate of a unit in two parts.
pub const SERIAL_OUTDOOR: &str = "serial_outdoor";

/// How an item is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AnswerForm {
    /// Yes or no.
    YesNo,
    /// A number with a unit.
    Number,
    /// Words.
    Text,
    /// A serial, compared with what is known of the unit.
    Serial,
    /// A photo of a kind; there is nothing to type.
    Photo,
}

super::codes!(AnswerForm {
    YesNo => "yes_no", Number => "number", Text => "text", Serial => "serial", Photo => "photo",
});

/// One item, as a job is asked it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ChecklistItem {
    /// Stable code, such as `voltage`.
    pub code: String,
    /// How it is answered.
    pub form: AnswerForm,
    /// Name in English.
    pub name_en: String,
    /// Name in Persian.
    pub name_fa: String,
    /// The unit of a number, such as `V`.
    pub unit: Option<String>,
    /// The least number that is lawful.
    pub least: Option<f64>,
    /// The greatest number that is lawful.
    pub most: Option<f64>,
    /// The photo that is wanted.
    pub photo: Option<PhotoKind>,
    /// `yes` or `no`, where the work may not end with the other.
    pub expected: Option<String>,
    /// Whether the work may not end without it.
    pub is_required: bool,
}

/// An answer as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChecklistAnswer {
    /// `yes`, `no`, a number with a decimal point, a serial in one spelling, or words.
    pub value: String,
    /// When it was given.
    pub at: Instant,
}

/// Answers by the code of their item.
pub type Answers = BTreeMap<String, ChecklistAnswer>;

/// What is wrong, and what the message about it mentions.
pub type Wrong = (FaultCode, String);

impl ChecklistItem {
    /// Reads an answer; none for an empty one. A number beyond its lawful range is an answer: it says what was found.
    ///
    /// # Errors
    /// What the form does not take.
    pub fn read(&self, typed: &str) -> Result<Option<String>, Wrong> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Ok(None);
        }
        match self.form {
            AnswerForm::YesNo => match typed.to_lowercase().as_str() {
                "yes" | "true" | "بله" => Ok(Some("yes".to_owned())),
                "no" | "false" | "خیر" => Ok(Some("no".to_owned())),
                _ => Err((FaultCode::NotAllowed, "yes, no".to_owned())),
            },
            AnswerForm::Number => number(typed).map(|number| Some(number.to_string())),
            AnswerForm::Serial => {
                let serial = serial_key(typed);
                if serial.chars().count() > SERIAL_CHARS {
                    return Err((FaultCode::TooLong, SERIAL_CHARS.to_string()));
                }
                Ok(Some(serial).filter(|serial| !serial.is_empty()))
            }
            AnswerForm::Text => {
                let words = clean_text(typed, ANSWER_CHARS).map_err(|code| (code, ANSWER_CHARS.to_string()))?;
                Ok(Some(words).filter(|words| !words.is_empty()))
            }
            AnswerForm::Photo => Err((FaultCode::NotAllowed, "photo".to_owned())),
        }
    }

    /// The lawful range with its unit: `198–242 V`; empty where every number is lawful.
    #[must_use]
    pub fn range(&self) -> String {
        let unit = self.unit.as_deref().map(|unit| format!(" {unit}")).unwrap_or_default();
        match (self.least, self.most) {
            (Some(least), Some(most)) => format!("{least}–{most}{unit}"),
            (Some(least), None) => format!("≥ {least}{unit}"),
            (None, Some(most)) => format!("≤ {most}{unit}"),
            (None, None) => String::new(),
        }
    }

    /// Why the work may not end with this answer.
    #[must_use]
    pub fn wrong(&self, answer: Option<&str>, photos: &[PhotoKind]) -> Option<Wrong> {
        let Some(answer) = answer else {
            let is_there = self.form == AnswerForm::Photo && self.photo.is_none_or(|kind| photos.contains(&kind));
            return (self.is_required && !is_there).then(|| (FaultCode::Required, String::new()));
        };
        if self.form == AnswerForm::Number {
            let number: f64 = answer.parse().ok()?;
            let is_lawful =
                self.least.is_none_or(|least| least <= number) && self.most.is_none_or(|most| number <= most);
            return (!is_lawful).then(|| (FaultCode::OutOfRange, self.range()));
        }
        let expected = self.expected.as_deref().filter(|expected| *expected != answer)?;
        Some((FaultCode::NotAllowed, expected.to_owned()))
    }
}

/// Notes every item with which the work may not end, under `at` and its code.
pub fn check_answers(
    items: &[ChecklistItem],
    answers: &Answers,
    photos: &[PhotoKind],
    (at, faults): (&str, &mut Faults),
) {
    for item in items {
        let answer = answers.get(&item.code).map(|answer| answer.value.as_str());
        if let Some((code, about)) = item.wrong(answer, photos) {
            faults.add_about(format!("{at}{}", item.code), code, about);
        }
    }
}

/// A number as people type it: digits of any script, and a point, a decimal separator or a slash before the fraction.
fn number(typed: &str) -> Result<f64, Wrong> {
    let text = latin_digits(typed).replace(['٫', '/'], ".");
    let number: Option<f64> = text.parse().ok().filter(|number: &f64| number.is_finite());
    number.ok_or_else(|| (FaultCode::Malformed, "220.5".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(form: AnswerForm) -> ChecklistItem {
        ChecklistItem {
            code: "it".to_owned(),
            form,
            name_en: String::new(),
            name_fa: String::new(),
            unit: Some("V".to_owned()),
            least: Some(198.0),
            most: Some(242.0),
            photo: Some(PhotoKind::Site),
            expected: None,
            is_required: true,
        }
    }

    #[test]
    fn answers_are_read_in_one_spelling() {
        use AnswerForm as F;
        for (form, typed, kept) in [
            (F::YesNo, " Yes ", Ok(Some("yes"))),
            (F::YesNo, "خیر", Ok(Some("no"))),
            (F::YesNo, "perhaps", Err(FaultCode::NotAllowed)),
            (F::Number, "۲۲۰٫۵", Ok(Some("220.5"))),
            (F::Number, "180", Ok(Some("180"))),
            (F::Number, "NaN", Err(FaultCode::Malformed)),
            (F::Number, "220 V", Err(FaultCode::Malformed)),
            (F::Text, "  ", Ok(None)),
            (F::Text, "on the roof", Ok(Some("on the roof"))),
            (F::Photo, "x", Err(FaultCode::NotAllowed)),
        ] {
            let read = item(form).read(typed).map_err(|(code, _)| code);
            let wanted = kept.map(|kept| kept.map(str::to_owned));
            assert_eq!(read, wanted, "{typed}");
        }
        assert_eq!(item(F::Serial).read("zr-۱۲ 34"), item(F::Serial).read("ZR-1234"));
    }

    #[test]
    fn work_ends_only_with_what_is_lawful_and_expected() {
        let (voltage, leak) = (item(AnswerForm::Number), item(AnswerForm::YesNo));
        assert_eq!(voltage.wrong(None, &[]), Some((FaultCode::Required, String::new())));
        assert_eq!(voltage.wrong(Some("180"), &[]), Some((FaultCode::OutOfRange, "198–242 V".to_owned())));
        assert_eq!(voltage.wrong(Some("242"), &[]), None);
        let leak = ChecklistItem { expected: Some("yes".to_owned()), is_required: false, ..leak };
        assert_eq!(leak.wrong(None, &[]), None);
        assert_eq!(leak.wrong(Some("no"), &[]), Some((FaultCode::NotAllowed, "yes".to_owned())));
        let photo = item(AnswerForm::Photo);
        assert_eq!(photo.wrong(None, &[PhotoKind::Damage]), Some((FaultCode::Required, String::new())));
        assert_eq!(photo.wrong(None, &[PhotoKind::Site]), None);
    }
}
