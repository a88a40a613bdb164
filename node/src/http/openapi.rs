//! `GET /api/v1/openapi.json`: what other people's programs may ask, described as OpenAPI 3.1.
//!
//! Written by hand, since it is a promise and not a by-product; tests hold every address, parameter and answer against it.

use axum::http::header;
use axum::response::{IntoResponse, Response};

/// The description.
const DESCRIPTION: &str = include_str!("openapi.json");

/// Gives it.
pub(super) async fn description() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], DESCRIPTION).into_response()
}
