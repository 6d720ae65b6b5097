//! Everything a person reads: messages and formats, in Persian and in English.

pub mod format;
mod messages;
pub mod pieces;
mod template;

pub use messages::{Arg, code_key, fault, has, keys, say, say_html};
pub use template::{BadTemplate, Template, shipped};
