//! How values of the domain are stored, the same on both databases.

use chrono::{DateTime, NaiveDate};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::Pg;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{BigInt, Text};
use diesel::sqlite::Sqlite;

use super::conn::MultiBackend;
use crate::domain::time::Instant;

/// A code, identifier or other domain value that is its own text: TEXT.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct Col<T: std::fmt::Debug>(pub T);

impl<T: AsRef<str> + std::fmt::Debug, DB: Backend> ToSql<Text, DB> for Col<T>
where
    str: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.as_ref().to_sql(out)
    }
}

impl<T, DB: Backend> FromSql<Text, DB> for Col<T>
where
    T: std::str::FromStr<Err: std::fmt::Display> + std::fmt::Debug,
    String: FromSql<Text, DB>,
{
    fn from_sql(raw: DB::RawValue<'_>) -> deserialize::Result<Self> {
        String::from_sql(raw)?.parse().map(Self).map_err(|error: T::Err| error.to_string().into())
    }
}

/// A UTC instant: BIGINT, microseconds since 1970, so that arithmetic on time is the same SQL everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, AsExpression, FromSqlRow)]
#[diesel(sql_type = BigInt)]
pub struct At(pub Instant);

/// A calendar day: TEXT, `2026-11-22`, which sorts by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct Day(pub NaiveDate);

/// A value that is written and read in words of its own, such as working hours or a time zone: TEXT.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct Said<T: std::fmt::Debug>(pub T);

/// Any serde value: TEXT, its JSON.
#[derive(Debug, Clone, Default, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct Json<T: std::fmt::Debug>(pub T);

/// Writes a value through an owned one made from it, on each backend.
macro_rules! written_as {
    ($sql:ty, $owned:ty, $column:ty $(where $generic:ident: $bound:path)?, |$value:ident| $make:expr) => {
        impl$(<$generic: $bound + std::fmt::Debug + Send + Sync + 'static>)? ToSql<$sql, Sqlite> for $column {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
                let $value = &self.0;
                let owned: $owned = $make;
                out.set_value(owned);
                Ok(IsNull::No)
            }
        }

        impl$(<$generic: $bound + std::fmt::Debug + Send + Sync + 'static>)? ToSql<$sql, Pg> for $column {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                let $value = &self.0;
                let owned: $owned = $make;
                <$owned as ToSql<$sql, Pg>>::to_sql(&owned, &mut out.reborrow())
            }
        }

        impl$(<$generic: $bound + std::fmt::Debug + Send + Sync + 'static>)? ToSql<$sql, MultiBackend> for $column {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
                out.set_value((<$sql>::default(), self));
                Ok(IsNull::No)
            }
        }
    };
}

written_as!(BigInt, i64, At, |at| at.timestamp_micros());
written_as!(Text, String, Day, |day| day.to_string());
written_as!(Text, String, Said<T> where T: std::fmt::Display, |value| value.to_string());
written_as!(Text, String, Json<T> where T: serde::Serialize, |value| serde_json::to_string(value)?);

impl<DB: Backend> FromSql<BigInt, DB> for At
where
    i64: FromSql<BigInt, DB>,
{
    fn from_sql(raw: DB::RawValue<'_>) -> deserialize::Result<Self> {
        let micros = i64::from_sql(raw)?;
        DateTime::from_timestamp_micros(micros).map(Self).ok_or_else(|| format!("{micros} µs is no instant").into())
    }
}

impl<DB: Backend> FromSql<Text, DB> for Day
where
    String: FromSql<Text, DB>,
{
    fn from_sql(raw: DB::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(String::from_sql(raw)?.parse()?))
    }
}

impl<T: serde::de::DeserializeOwned + std::fmt::Debug, DB: Backend> FromSql<Text, DB> for Json<T>
where
    String: FromSql<Text, DB>,
{
    fn from_sql(raw: DB::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(serde_json::from_str(&String::from_sql(raw)?)?))
    }
}

impl<T, DB: Backend> FromSql<Text, DB> for Said<T>
where
    T: std::str::FromStr<Err: std::fmt::Display> + std::fmt::Debug,
    String: FromSql<Text, DB>,
{
    fn from_sql(raw: DB::RawValue<'_>) -> deserialize::Result<Self> {
        String::from_sql(raw)?.parse().map(Self).map_err(|error: T::Err| error.to_string().into())
    }
}
