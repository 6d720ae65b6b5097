//! Telephone numbers in E.164, read from every form in which people write them.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumber, PhoneNumberFormat, PhoneNumberType, Region};

use super::fault::FaultCode;
use super::text;

/// What kind of line a number names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PhoneKind {
    /// A mobile line, or one that its number does not tell apart from a mobile line.
    Mobile,
    /// A fixed line.
    Landline,
    /// Anything else, such as a toll-free or a special number.
    Other,
}

super::codes!(PhoneKind { Mobile => "mobile", Landline => "landline", Other => "other" });

/// A telephone number in E.164, such as `+989123456789`; `Debug` hides its middle, because logs must not hold it.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Phone(String);

/// Why a text is not a telephone number in E.164.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a telephone number in E.164: expected a form such as +989123456789")]
pub struct NotE164;

impl Phone {
    /// Reads any form that people in `region` (ISO 3166, such as `IR`) write: `09…`, `+98…`, `0098…`, `98…`, with
    /// spaces, hyphens and brackets, in Latin, Persian or Arabic digits.
    ///
    /// # Errors
    /// `PhoneInvalid` when no numbering plan has such a number or when other text stands beside it.
    pub fn parse(input: &str, region: &str) -> Result<Self, FaultCode> {
        let region = region.to_ascii_uppercase().parse::<Region>().ok();
        let text = text::fold(input);
        // The parser would pick a number out of a sentence and read letters as keys of a dial.
        if !text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')' | '.' | '/' | '‐' | '–'))
        {
            return Err(FaultCode::PhoneInvalid);
        }
        let number = PHONE_NUMBER_UTIL.parse(&text, region).map_err(|_| FaultCode::PhoneInvalid)?;
        if !PHONE_NUMBER_UTIL.is_valid_number(&number) {
            return Err(FaultCode::PhoneInvalid);
        }
        PHONE_NUMBER_UTIL.format(&number, PhoneNumberFormat::E164).parse().map_err(|NotE164| FaultCode::PhoneInvalid)
    }

    /// The kind of line, from the numbering plan.
    #[must_use]
    pub fn kind(&self) -> PhoneKind {
        let Some(number) = self.number() else { return PhoneKind::Other };
        match PHONE_NUMBER_UTIL.get_number_type(&number) {
            PhoneNumberType::Mobile | PhoneNumberType::FixedLineOrMobile => PhoneKind::Mobile,
            PhoneNumberType::FixedLine => PhoneKind::Landline,
            _ => PhoneKind::Other,
        }
    }

    /// Whether the kind of line takes text messages, unless someone knows better.
    #[must_use]
    pub fn can_receive_sms(&self) -> bool {
        self.kind() == PhoneKind::Mobile
    }

    /// The number as people in its country dial it, without separators: `09123456789`.
    #[must_use]
    pub fn national(&self) -> String {
        let Some(number) = self.number() else { return self.0.clone() };
        let mut digits = PHONE_NUMBER_UTIL.format(&number, PhoneNumberFormat::National).into_owned();
        digits.retain(|c| c.is_ascii_digit());
        digits
    }

    /// The digits last to first, so that a look-up by the last digits is a prefix look-up.
    #[must_use]
    pub fn reversed(&self) -> String {
        self.0.chars().rev().filter(char::is_ascii_digit).collect()
    }

    fn number(&self) -> Option<PhoneNumber> {
        PHONE_NUMBER_UTIL.parse(&self.0, None).ok()
    }
}

impl FromStr for Phone {
    type Err = NotE164;

    /// Reads E.164 alone: `+`, then 7 to 15 digits, the first of them not 0.
    fn from_str(text: &str) -> Result<Self, NotE164> {
        let digits = text.strip_prefix('+').ok_or(NotE164)?;
        let is_e164 = (7..=15).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && !digits.starts_with('0');
        if is_e164 { Ok(Self(text.to_owned())) } else { Err(NotE164) }
    }
}

impl AsRef<str> for Phone {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // E.164 is ASCII and has at least eight characters.
        let (start, end) = (self.0.get(..3), self.0.get(self.0.len() - 2..));
        write!(f, "Phone({}…{})", start.unwrap_or_default(), end.unwrap_or_default())
    }
}

impl serde::Serialize for Phone {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0)
    }
}

impl<'de> serde::Deserialize<'de> for Phone {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        <Cow<'de, str>>::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_form_is_one_number() {
        for form in [
            "09123456789",
            "0912 345 6789",
            "0912-345-6789",
            "+98 912 345 6789",
            "+98 (0) 912 3456789",
            "00989123456789",
            "989123456789",
            "9123456789",
            "۰۹۱۲۳۴۵۶۷۸۹",
            "٠٩١٢٣٤٥٦٧٨٩",
            "\u{200e}+۹۸۹۱۲۳۴۵۶۷۸۹\u{200f}",
        ] {
            assert_eq!(Phone::parse(form, "IR").map(|phone| phone.to_string()), Ok("+989123456789".into()), "{form}");
        }
    }

    #[test]
    fn the_kind_decides_on_text_messages() {
        let mobile = Phone::parse("09123456789", "IR").unwrap();
        let landline = Phone::parse("021-88776655", "ir").unwrap();
        assert_eq!((mobile.kind(), mobile.can_receive_sms()), (PhoneKind::Mobile, true));
        assert_eq!((landline.kind(), landline.can_receive_sms()), (PhoneKind::Landline, false));
        assert_eq!((mobile.national(), landline.national()), ("09123456789".into(), "02188776655".into()));
        assert_eq!(mobile.reversed(), "987654321989");
        assert_eq!(format!("{mobile:?}"), "Phone(+98…89)");
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in
            ["", "0912345678", "12", "call 09123456789", "0912FLOWERS", "09123456789 ext 3", "+", "+999123456789"]
        {
            assert_eq!(Phone::parse(text, "IR"), Err(FaultCode::PhoneInvalid), "{text}");
        }
        for text in ["09123456789", "+0989123456", "+98912345678901234", "+98 912"] {
            assert_eq!(text.parse::<Phone>(), Err(NotE164), "{text}");
        }
        let phone: Phone = "+989123456789".parse().unwrap();
        assert_eq!(serde_json::from_str::<Phone>(&serde_json::to_string(&phone).unwrap()).unwrap(), phone);
    }

    proptest! {
        #[test]
        fn parsing_never_panics(text in any::<String>(), digits in "[0-9۰-۹+() -]{0,20}") {
            for input in [text, digits] {
                if let Ok(phone) = Phone::parse(&input, "IR") {
                    prop_assert_eq!(phone.as_ref().parse::<Phone>(), Ok(phone.clone()));
                }
            }
        }
    }
}
