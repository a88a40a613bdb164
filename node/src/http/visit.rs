//! One request: in which language and for which page, from where, and over how safe a way.

use super::Settings;
use super::desk::Desk;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderMap, Method, Uri, header};
use knutepunkt_web_ui::{Lang, Site, paths};
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr};

/// Who asks for what.
#[derive(Debug, Clone)]
pub(super) struct Visit {
    /// The language of the page.
    pub(super) lang: Lang,
    /// The path without the language.
    pub(super) path: String,
    /// It is a program that asks.
    pub(super) program: bool,
    /// From where, as far as one can know. For counting only; it is stored nowhere.
    pub(super) source: IpAddr,
    /// The one who asks sits at this machine.
    pub(super) local: bool,
    /// Nobody can read along.
    pub(super) secure: bool,
    /// A page of another site asks in somebody's name.
    pub(super) cross_site: bool,
}

/// Paths that have no language.
fn has_no_language(path: &str) -> bool {
    let begins = |with: &str| path.strip_prefix(with).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    ["/api", "/assets", "/healthz", "/metrics", "/favicon.ico", "/robots.txt", "/sw.js", paths::SITEMAP]
        .iter()
        .any(|with| begins(with))
}

/// The path with one slash before it. To a browser, more than one slash or backslash begins the name of another site.
fn of_this_site(path: &str) -> String {
    format!("/{}", path.trim_start_matches(['/', '\\']))
}

impl Visit {
    /// Reads what a request says about itself, and takes the language off its path.
    pub(super) fn arrive(settings: &Settings, peer: IpAddr, parts: &mut Parts) -> Visit {
        let asked = of_this_site(parts.uri.path());
        let bare = has_no_language(&asked);
        let (mut lang, rest) = Lang::split(&asked);
        let mut path = of_this_site(rest);
        if has_no_language(&path) {
            (lang, path) = (Lang::Nb, asked.clone());
        }
        if !bare && path.len() > 1 {
            path.truncate(path.strip_suffix('/').map_or(path.len(), str::len));
        }
        if path != parts.uri.path() {
            parts.uri = with_path(&parts.uri, &path);
        }
        let forwarded = |name: &str| parts.headers.get_all(name).iter().next_back().and_then(|value| value.to_str().ok());
        let last = |name: &str| forwarded(name).and_then(|value| value.rsplit(',').next()).map(str::trim);
        let handed_on = ["x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "forwarded", "via", "x-real-ip"]
            .iter()
            .any(|name| parts.headers.contains_key(*name));
        let loopback = peer.to_canonical().is_loopback() && !handed_on;
        // A proxy of this hub's stands at this machine or beside it; whoever comes from afar is none.
        let proxied = settings.trusted_proxy && is_near(peer.to_canonical());
        let source = if proxied { last("x-forwarded-for").and_then(|it| it.parse().ok()) } else { None };
        let over_https = proxied && last("x-forwarded-proto").is_some_and(|it| it.eq_ignore_ascii_case("https"));
        Visit {
            lang,
            path,
            program: bare && !asked.starts_with("/assets") && asked != "/sw.js",
            source: source.unwrap_or(peer).to_canonical(),
            local: loopback,
            secure: loopback || over_https,
            cross_site: parts.method == Method::POST && cross_site(settings, &parts.headers),
        }
    }

    /// What every page needs to know besides its own content.
    pub(super) fn site(&self, desk: &Desk) -> Site {
        let about = desk.core.about();
        Site {
            hub_name: about.name,
            slug: about.slug,
            network_name: desk.network_name(),
            lang: self.lang,
            path: self.path.clone(),
            base_url: desk.settings.base_url().map(str::to_owned),
            invented: desk.settings.invented,
            house: desk.house.ready().house,
        }
    }
}

/// Whether an address is this machine's or one of a network behind a router.
fn is_near(peer: IpAddr) -> bool {
    match peer {
        IpAddr::V4(address) => address.is_loopback() || address.is_private() || address.is_link_local(),
        IpAddr::V6(address) => address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local(),
    }
}

/// The same address with another path.
fn with_path(uri: &Uri, path: &str) -> Uri {
    let query = uri.query().map_or_else(String::new, |query| format!("?{query}"));
    let mut parts = uri.clone().into_parts();
    // Proof: both halves are parts of an address that was understood.
    parts.path_and_query = PathAndQuery::try_from(format!("{path}{query}")).ok();
    Uri::from_parts(parts).unwrap_or_else(|_| uri.clone())
}

/// Whether another site's page sent this. Programs send none of these headers; every browser sends at least one with a form.
fn cross_site(settings: &Settings, headers: &HeaderMap) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return !matches!(site.as_bytes(), b"same-origin" | b"none");
    }
    let Some(origin) = headers.get(header::ORIGIN) else { return false };
    let Ok(origin) = origin.to_str() else { return true };
    let origin_host = origin.split_once("://").map(|(_, host)| host);
    let own = settings.base_url();
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let same = own == Some(origin) || (origin_host.is_some() && origin_host == host);
    !same
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Visit, Infallible> {
        Ok(parts.extensions.get::<Visit>().cloned().unwrap_or(Visit {
            lang: Lang::Nb,
            path: parts.uri.path().to_owned(),
            program: false,
            source: IpAddr::V4(Ipv4Addr::UNSPECIFIED),
            local: false,
            secure: false,
            cross_site: false,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;

    fn visit(settings: &Settings, peer: &str, path: &str, headers: &[(&str, &str)]) -> (Visit, String) {
        let mut request = Request::builder().method("POST").uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        let visit = Visit::arrive(settings, peer.parse().unwrap(), &mut parts);
        (visit, parts.uri.to_string())
    }

    #[test]
    fn the_language_comes_off_the_path() {
        let settings = Settings::default();
        for (asked, lang, path) in [
            ("/", Lang::Nb, "/"),
            ("/en", Lang::En, "/"),
            ("/nn/fortellinger/?q=a", Lang::Nn, "/fortellinger?q=a"),
            ("/se/fortellinger", Lang::Se, "/fortellinger"),
            ("/en/fortellinger/ab", Lang::En, "/fortellinger/ab"),
            ("/en/api/v1/status", Lang::Nb, "/en/api/v1/status"),
            ("/apiary", Lang::Nb, "/apiary"),
            ("//evil.example/x", Lang::Nb, "/evil.example/x"),
            ("/en//evil.example/x?q=a", Lang::En, "/evil.example/x?q=a"),
            ("/nn/\\evil.example", Lang::Nn, "/evil.example"),
            ("///", Lang::Nb, "/"),
            ("/en//api/v1/status", Lang::Nb, "/en//api/v1/status"),
        ] {
            let (visit, uri) = visit(&settings, "127.0.0.1", asked, &[]);
            assert_eq!((visit.lang, uri.as_str(), visit.program), (lang, path, false), "{asked}");
        }
        for asked in ["/api/v1/stories", "//api/v1/stories"] {
            let (visit, uri) = visit(&settings, "127.0.0.1", asked, &[]);
            assert!(visit.program && uri == "/api/v1/stories" && visit.path == uri, "{asked}");
        }
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let (open, behind) = (Settings::default(), Settings { trusted_proxy: true, ..Settings::default() });
        let https = [("x-forwarded-for", "192.0.2.66, 192.0.2.7"), ("x-forwarded-proto", "https")];
        assert!(visit(&open, "127.0.0.1", "/", &[]).0.secure && visit(&open, "::ffff:127.0.0.1", "/", &[]).0.secure);
        assert!(!visit(&open, "192.0.2.1", "/", &https).0.secure);
        assert!(!visit(&open, "127.0.0.1", "/", &https).0.secure, "somebody hands on without being known");
        let (visit_behind, _) = visit(&behind, "127.0.0.1", "/", &https);
        assert!(visit_behind.secure && !visit_behind.local && visit_behind.source.to_string() == "192.0.2.7");
        assert!(!visit(&behind, "127.0.0.1", "/", &[("x-forwarded-proto", "http")]).0.secure);
        let (from_afar, _) = visit(&behind, "192.0.2.1", "/", &https);
        assert!(!from_afar.secure && from_afar.source.to_string() == "192.0.2.1");
    }

    #[test]
    fn other_sites_are_told_apart() {
        let settings = Settings { public_url: Some("https://nordlys.example/".to_owned()), ..Settings::default() };
        let crossed = |headers: &[(&str, &str)]| visit(&settings, "127.0.0.1", "/", headers).0.cross_site;
        let host = ("host", "127.0.0.1:8101");
        assert!(!crossed(&[host]));
        assert!(!crossed(&[host, ("origin", "http://127.0.0.1:8101")]));
        assert!(!crossed(&[host, ("origin", "https://nordlys.example")]));
        assert!(!crossed(&[host, ("origin", "null"), ("sec-fetch-site", "same-origin")]));
        assert!(crossed(&[host, ("origin", "https://elsewhere.example")]));
        assert!(crossed(&[host, ("origin", "null")]));
        assert!(crossed(&[host, ("sec-fetch-site", "cross-site")]) && crossed(&[host, ("sec-fetch-site", "same-site")]));
    }
}
