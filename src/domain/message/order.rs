//! What a short message asks for. Digits of every script are digits; Arabic and Persian letters are the same.

use crate::domain::text::{fold, latin_digits};

/// What an agent or a technician asks for (PRODUCT 4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TechnicianOrder {
    /// `1`, or `1 2` for the offer with the short number 2.
    Accept(Option<i32>),
    /// `2 3`: decline for the reason with the digit 3; `2 3 1` names the offer too.
    Decline(i32, Option<i32>),
    /// `3 1630`: arrives at half past four.
    Expect(u32, u32),
    /// `4 7315`: arrived, with the arrival code.
    Arrive(String),
    /// `5 4821`: done, with the completion code.
    Finish(String),
}

impl TechnicianOrder {
    /// Reads it; none if it is something else.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text = latin_digits(text);
        let words: Vec<&str> = text.split_whitespace().collect();
        let number = |word: &str| word.parse::<i32>().ok();
        match *words.as_slice() {
            ["1"] => Some(Self::Accept(None)),
            ["1", short] => Some(Self::Accept(Some(number(short)?))),
            ["2", digit] => Some(Self::Decline(number(digit)?, None)),
            ["2", digit, short] => Some(Self::Decline(number(digit)?, Some(number(short)?))),
            ["3", clock] => time_of_day(clock),
            ["4", code] if is_code(code) => Some(Self::Arrive(code.to_owned())),
            ["5", code] if is_code(code) => Some(Self::Finish(code.to_owned())),
            _ => None,
        }
    }
}

fn is_code(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// `1630`, `16:30`, `930` or `16`.
fn time_of_day(word: &str) -> Option<TechnicianOrder> {
    let digits: String = word.chars().filter(|c| *c != ':').collect();
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (hour, minute) = match digits.len() {
        1 | 2 => (digits.parse().ok()?, 0),
        3 => (digits[..1].parse().ok()?, digits[1..].parse().ok()?),
        4 => (digits[..2].parse().ok()?, digits[2..].parse().ok()?),
        _ => return None,
    };
    (hour < 24 && minute < 60).then_some(TechnicianOrder::Expect(hour, minute))
}

/// What a customer asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CustomerOrder {
    /// Where the requests stand.
    Status,
    /// A rating from 1 to 5.
    Rate(i32),
    /// The request is to be given up: of which reference, and for the reason with which digit.
    Cancel(Option<String>, Option<i32>),
    /// `1 12345674` approves the price of that request, `2 12345674` declines it.
    Answer(i32, String),
    /// Somebody is to call.
    CallMe,
    /// No more messages.
    OptOut,
    /// Messages again.
    OptIn,
}

impl CustomerOrder {
    /// Reads it; none if it is something else.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text = fold(&latin_digits(text)).to_lowercase();
        let words: Vec<&str> = text.split_whitespace().collect();
        match *words.as_slice() {
            ["پیگیری" | "وضعیت" | "status"] => Some(Self::Status),
            ["لغو", "پیامک" | "پیام"] | ["stop" | "unsubscribe"] => Some(Self::OptOut),
            ["شروع", "پیامک"] | ["start"] => Some(Self::OptIn),
            ["تماس" | "call"] | ["تماس", "بگیرید"] | ["call", "me"] => Some(Self::CallMe),
            ["لغو" | "cancel", ref rest @ ..] => cancel(rest),
            [digit @ ("1" | "2"), reference] if is_reference(reference) => {
                Some(Self::Answer(digit.parse().ok()?, reference.to_owned()))
            }
            [digit] => digit.parse().ok().filter(|score| (1..=5).contains(score)).map(Self::Rate),
            _ => None,
        }
    }
}

fn is_reference(word: &str) -> bool {
    word.len() == 8 && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn cancel(rest: &[&str]) -> Option<CustomerOrder> {
    let (mut reference, mut digit) = (None, None);
    for word in rest {
        if word.len() == 8 {
            reference = Some((*word).to_owned());
        } else {
            digit = Some(word.parse().ok()?);
        }
    }
    Some(CustomerOrder::Cancel(reference, digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn technicians_write_digits_of_every_script() {
        use TechnicianOrder as T;
        for (text, order) in [
            (" ۱ ", T::Accept(None)),
            ("1 2", T::Accept(Some(2))),
            ("٢ ٣", T::Decline(3, None)),
            ("2 3 1", T::Decline(3, Some(1))),
            ("۳ ۱۶۳۰", T::Expect(16, 30)),
            ("3 9:05", T::Expect(9, 5)),
            ("3 930", T::Expect(9, 30)),
            ("3 16", T::Expect(16, 0)),
            ("۴ ۷۳۱۵", T::Arrive("7315".to_owned())),
            ("5 4821", T::Finish("4821".to_owned())),
        ] {
            assert_eq!(T::read(text), Some(order), "{text}");
        }
        for other in
            ["", "9", "1 x", "hello", "2", "4", "4 73", "3 2400", "3 1660", "3 :", "5 48a1", "1 2 3", "3 ۱۶۳۰۰"]
        {
            assert_eq!(T::read(other), None, "{other}");
        }
    }

    #[test]
    fn customers_write_words_with_letters_of_either_keyboard() {
        use CustomerOrder as C;
        for (text, order) in [
            ("پیگیری", C::Status),
            ("پيگيري", C::Status),
            (" Status ", C::Status),
            ("۵", C::Rate(5)),
            ("۱ ۱۲۳۴۵۶۷۴", C::Answer(1, "12345674".to_owned())),
            ("2 12345674", C::Answer(2, "12345674".to_owned())),
            ("لغو", C::Cancel(None, None)),
            ("لغو ۲", C::Cancel(None, Some(2))),
            ("CANCEL 12345678 3", C::Cancel(Some("12345678".to_owned()), Some(3))),
            ("لغو پیامک", C::OptOut),
            ("STOP", C::OptOut),
            ("start", C::OptIn),
            ("تماس بگیرید", C::CallMe),
        ] {
            assert_eq!(C::read(text), Some(order), "{text}");
        }
        for other in ["", "6", "0", "سلام", "لغو کن", "1 2", "یخچالم خراب است"] {
            assert_eq!(C::read(other), None, "{other}");
        }
    }
}
