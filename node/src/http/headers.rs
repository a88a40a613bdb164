//! What every answer says to the browser: load and run nothing but this site's own, keep nothing unseen, tell nobody.

use super::visit::Visit;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

/// Pages have nothing inline, no frame, and forms that go to this site only. What runs is this site's own file; no page needs it.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; worker-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The browser's own powers, none of which a page needs.
const PERMISSIONS: &str = "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()";

/// Sets them. What is shown may be withdrawn the next minute, so nothing is kept unless the answer says so itself.
pub(super) fn secure(headers: &mut HeaderMap, visit: &Visit) {
    let always = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), PERMISSIONS),
    ];
    for (name, value) in always {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if headers.get(header::CONTENT_TYPE).is_some_and(|content| content.as_bytes().starts_with(b"text/html")) {
        headers.entry(header::CONTENT_LANGUAGE).or_insert(HeaderValue::from_static(visit.lang.code()));
    }
    if visit.program {
        headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow"));
    }
}
