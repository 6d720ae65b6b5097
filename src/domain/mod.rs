//! The trade itself: terms, state machines, rules and formulas. Pure: no IO, no clock, no async, no database.

/// Gives a field-less enum its stable codes: `as_str`, `ALL`, `FromStr`, `AsRef<str>`, `Display`, serde as text, and its
/// values in the description of the API.
macro_rules! codes {
    ($name:ident { $($variant:ident => $code:literal),+ $(,)? }) => {
        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable code, as stored and as shown to programs.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::domain::UnknownCode;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($code => Ok(Self::$variant),)+
                    _ => Err($crate::domain::UnknownCode { kind: stringify!($name), text: text.to_owned() }),
                }
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                $crate::domain::text_schema(Some(&[$($code),+]))
            }
        }

        impl utoipa::ToSchema for $name {}

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
                text.parse().map_err(|_| serde::de::Error::unknown_variant(&text, &[$($code),+]))
            }
        }
    };
}
pub(crate) use codes;

pub mod access;
pub mod address;
pub mod agent;
pub mod calendar;
pub mod checklist;
pub mod complaint;
pub mod contact;
pub mod customer;
pub mod delay;
pub mod eligibility;
pub mod exchange;
pub mod fault;
pub mod geo;
pub mod hours;
pub mod id;
pub mod job;
pub mod kpi;
pub mod language;
pub mod link;
pub mod machine;
pub mod message;
pub mod money;
pub mod name;
pub mod offer;
pub mod overlap;
pub mod part;
pub mod payment;
pub mod phone;
pub mod photo;
pub mod place_name;
pub mod placing;
pub mod policy;
pub mod presence;
pub mod quote;
pub mod rating;
pub mod reach;
pub mod reason;
pub mod recall;
pub mod reference;
pub mod serial;
pub mod sla;
pub mod slot;
pub mod standing;
pub mod task;
pub mod text;
pub mod time;
pub mod travel;
pub mod visit;
pub mod warranty;
pub mod workshop;

/// How the description of the API tells a text, with its values where they are known.
pub(crate) fn text_schema(values: Option<&[&str]>) -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
    let text = utoipa::openapi::ObjectBuilder::new().schema_type(utoipa::openapi::Type::String);
    text.enum_values(values.map(|values| values.iter().copied())).into()
}

/// A text that is no code of an enum.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no {kind}")]
pub struct UnknownCode {
    /// The enum.
    pub kind: &'static str,
    /// The text found.
    pub text: String,
}
