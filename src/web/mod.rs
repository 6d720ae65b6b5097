//! HTTP: the frame around every handler (problems, extractors, sign-in, limits, headers) and the routes.

pub mod api;
pub mod assets;
pub mod auth;
pub mod csrf;
pub mod demo;
pub mod error;
pub mod extract;
mod first_aid;
pub mod frame;
mod hooks;
mod icons;
pub mod limit;
pub mod links;
pub mod metrics;
pub mod middleware;
pub mod openapi;
pub mod pages;
mod photo;
mod reading;
pub mod routes;
mod upload;
pub mod view;
mod words;

pub use auth::{Allowed, Credential, SignedIn, perm};
pub use error::{Answer, Problem, ProblemBody};
pub use extract::{Body, Form, IdemKey, IfMatch, Lang, Query};
pub use frame::{Frame, Settings, framed};
