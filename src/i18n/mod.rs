//! Everything a person reads: messages and formats, in Persian and in English.

pub mod format;
mod messages;

pub use messages::{Arg, code_key, fault, has, keys, say, say_html};
