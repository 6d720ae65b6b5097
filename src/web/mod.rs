//! HTTP: the frame around every handler (problems, extractors, sign-in, limits, headers) and the routes.

pub mod api;
pub mod auth;
pub mod csrf;
pub mod error;
pub mod extract;
pub mod frame;
pub mod limit;
pub mod metrics;
pub mod middleware;
pub mod openapi;
mod reading;
pub mod routes;
mod words;

pub use auth::{Allowed, Credential, SignedIn, perm};
pub use error::{Answer, Problem, ProblemBody};
pub use extract::{Body, Form, IdemKey, IfMatch, Lang, Query};
pub use frame::{Frame, Settings, framed};
