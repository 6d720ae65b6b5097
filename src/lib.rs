//! ostakar: after-sales field-service dispatch. See ARCHITECTURE.md for the rooms of this house.

pub mod app;
pub mod bench;
pub mod cli;
pub mod commands;
pub mod config;
pub mod demo;
pub mod dispatch;
pub mod domain;
pub mod gateway;
pub mod i18n;
pub mod queries;
pub mod security;
pub mod start;
pub mod store;
pub mod web;
pub mod worker;
