//! Whatever cannot be answered, and why: one value, which becomes a page for a reader and `application/problem+json` for a program.
//!
//! A handler returns it; [`Trouble::into_response`] attaches it to the response, and [`super::server`] writes it out for whoever
//! asked.

use super::desk::Desk;
use super::visit::Visit;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use knutepunkt_web_ui::pages::problem::{self, Problem, ProblemView};
use serde::Serialize;
use std::borrow::Cow;

/// Why there is no answer.
#[derive(Debug, Clone)]
pub(super) struct Trouble {
    /// The rule's name: what `type` ends in.
    pub(super) rule: &'static str,
    pub(super) status: StatusCode,
    problem: Problem,
    pub(super) detail: Cow<'static, str>,
    field: Option<String>,
    pub(super) retry_after: Option<u64>,
    /// Other hubs where the same can be done: name and web site.
    pub(super) elsewhere: Vec<(String, String)>,
}

#[derive(Serialize)]
struct Wire<'t> {
    r#type: String,
    title: &'static str,
    status: u16,
    detail: &'t str,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'t str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    elsewhere: Vec<Elsewhere<'t>>,
}

#[derive(Serialize)]
struct Elsewhere<'t> {
    name: &'t str,
    url: &'t str,
}

impl Trouble {
    fn of(rule: &'static str, problem: Problem, detail: impl Into<Cow<'static, str>>) -> Trouble {
        let status = StatusCode::from_u16(problem.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Trouble { rule, status, problem, detail: detail.into(), field: None, retry_after: None, elsewhere: Vec::new() }
    }

    fn status(self, status: StatusCode) -> Trouble {
        Trouble { status, ..self }
    }

    fn again_after(self, seconds: u64) -> Trouble {
        Trouble { retry_after: Some(seconds), ..self }
    }

    pub(super) fn at(self, field: &str) -> Trouble {
        Trouble { field: Some(field.chars().take(100).collect()), ..self }
    }

    pub(super) fn not_found() -> Trouble {
        Trouble::of("not_found", Problem::NotFound, "there is nothing here, and there never was")
    }

    /// Never who or why.
    pub(super) fn gone(story: bool) -> Trouble {
        let problem = if story { Problem::StoryGone } else { Problem::Gone };
        Trouble::of("withdrawn", problem, "it is not here any longer")
    }

    pub(super) fn held() -> Trouble {
        Trouble::of("held", Problem::Held, "it is hidden for now")
    }

    pub(super) fn being_corrected() -> Trouble {
        Trouble::of("being_corrected", Problem::BeingCorrected, "a corrected version is on its way; ask again later")
            .again_after(60)
    }

    pub(super) fn just_restored() -> Trouble {
        let detail = "this machine was restored; stories wait until another hub has told what was withdrawn meanwhile";
        Trouble::of("just_restored", Problem::JustRestored, detail).again_after(60)
    }

    pub(super) fn busy(rule: &'static str, detail: impl Into<Cow<'static, str>>, seconds: u64) -> Trouble {
        Trouble::of(rule, Problem::Busy, detail).again_after(seconds)
    }

    pub(super) fn bad(rule: &'static str, detail: impl Into<Cow<'static, str>>) -> Trouble {
        Trouble::of(rule, Problem::BadRequest, detail)
    }

    pub(super) fn unprocessable(rule: &'static str, detail: impl Into<Cow<'static, str>>) -> Trouble {
        Trouble::bad(rule, detail).status(StatusCode::UNPROCESSABLE_ENTITY)
    }

    pub(super) fn insecure() -> Trouble {
        let detail = "a code is not taken over an open connection, where others can read it: use the site's https address";
        Trouble::bad("insecure", detail).status(StatusCode::FORBIDDEN)
    }

    pub(super) fn cross_site() -> Trouble {
        Trouble::bad("cross_site", "forms are taken from this site's own pages only").status(StatusCode::FORBIDDEN)
    }

    pub(super) fn not_allowed() -> Trouble {
        Trouble::of(
            "method_not_allowed",
            Problem::NotAllowed,
            "this address does not take that method; `Allow` says which it takes",
        )
    }

    pub(super) fn too_slow() -> Trouble {
        Trouble::of("too_slow", Problem::TooSlow, "the request took too long to arrive")
    }

    pub(super) fn too_large() -> Trouble {
        Trouble::of("too_large", Problem::TooLarge, "the request is larger than this address takes")
    }

    pub(super) fn too_many(seconds: u64) -> Trouble {
        Trouble::of("too_many", Problem::TooMany, "too many from one address; wait and try again").again_after(seconds)
    }

    pub(super) fn internal() -> Trouble {
        Trouble::of("internal", Problem::Internal, "something went wrong on this machine; nothing was changed")
    }

    /// What the framework refused by itself.
    pub(super) fn of_status(status: StatusCode) -> Trouble {
        match status {
            StatusCode::NOT_FOUND => Trouble::not_found(),
            StatusCode::METHOD_NOT_ALLOWED => Trouble::not_allowed(),
            StatusCode::REQUEST_TIMEOUT => Trouble::too_slow(),
            StatusCode::PAYLOAD_TOO_LARGE => Trouble::too_large(),
            status if status.is_client_error() => Trouble::bad("malformed", "the request cannot be understood").status(status),
            _ => Trouble::internal(),
        }
    }

    /// As JSON.
    pub(super) fn json(&self) -> Response {
        let elsewhere = self.elsewhere.iter().map(|(name, url)| Elsewhere { name, url }).collect();
        let wire = Wire {
            r#type: format!("/problems/{}", self.rule),
            title: self.status.canonical_reason().unwrap_or("Problem"),
            status: self.status.as_u16(),
            detail: &self.detail,
            field: self.field.as_deref(),
            elsewhere,
        };
        let body = serde_json::to_vec(&wire).unwrap_or_default();
        self.headed(([(header::CONTENT_TYPE, "application/problem+json")], body).into_response())
    }

    /// As a page.
    pub(super) fn page(&self, desk: &Desk, visit: &Visit) -> Response {
        let view = ProblemView { problem: self.problem, retry_after: self.retry_after };
        let page = problem::render(&visit.site(desk), &view);
        self.headed(axum::response::Html(page).into_response())
    }

    pub(super) fn headed(&self, mut response: Response) -> Response {
        *response.status_mut() = self.status;
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}
