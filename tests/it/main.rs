//! The integration tests: one binary, so that it is linked once and shares one PostgreSQL.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod support;

mod api;
mod authz;
mod databases;
mod gateway_mail;
mod import;
mod links;
mod openapi;
mod site;
mod story;
mod templates;
mod tidy;
mod words;
mod worker;
