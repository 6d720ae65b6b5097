//! Keys, codes, passwords and tokens.
