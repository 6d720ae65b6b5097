//! The integration tests: one binary, so that it is linked once and shares one PostgreSQL.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod support;

mod accept_http;
mod access;
mod admin;
mod api;
mod authz;
mod bell;
mod board;
mod complaint_pages;
mod databases;
mod desk;
mod dispatch;
mod docs;
mod exchange;
mod faults;
mod field;
mod figures;
mod folding;
mod gateway_mail;
mod import;
mod inbound_mail;
mod kannel;
mod kinds;
mod letters;
mod life;
mod links;
mod machines;
mod mailbox;
mod messaging;
mod money;
mod openapi;
mod papers;
mod part_doors;
mod part_stock;
mod parts;
mod photos;
mod played;
mod presence;
mod push;
mod random_complaints;
mod recall;
mod roads;
mod schedule;
mod site;
mod staff_pages;
mod store;
mod story;
mod suspension;
mod templates;
mod tidy;
mod words;
mod worker;
mod workshop;
