//! The integration tests: one binary, so that it is linked once and shares one PostgreSQL.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod support;

mod api;
mod authz;
mod databases;
mod gateway_mail;
mod import;
<<<<<<< HEAD
mod openapi;
=======
mod links;
mod site;
>>>>>>> pages
mod story;
mod templates;
mod tidy;
mod words;
mod worker;
