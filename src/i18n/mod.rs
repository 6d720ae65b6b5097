//! Messages and formats in both languages.
