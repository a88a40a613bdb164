//! Which codings a reader's program takes, and gzip, the one that is offered.
//!
//! Only what anybody may see is compressed. On a page with a code or a receipt the length of the compressed bytes would tell
//! something of what is in them.

use axum::http::{HeaderMap, header};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;

/// Bytes below which compressing saves no packet.
pub(super) const WORTHWHILE: usize = 1_024;

/// How hard to try, of 9: from 6 on a page takes longer and becomes hardly smaller.
const LEVEL: u32 = 5;

/// The codings that a program takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Codings {
    /// It takes gzip, and likes nothing better.
    pub(super) gzip: bool,
    /// It takes what is not compressed.
    pub(super) identity: bool,
}

impl Codings {
    /// Reads `Accept-Encoding`. Who says nothing gets nothing compressed.
    pub(super) fn of(headers: &HeaderMap) -> Codings {
        let (mut gzip, mut identity, mut any) = (None, None, None);
        let said = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
        for item in said.flat_map(|value| value.split(',')) {
            let mut parts = item.split(';').map(str::trim);
            let coding = parts.next().unwrap_or_default();
            let weight = parts.find_map(weight).unwrap_or(1.0);
            match coding {
                "*" => any = Some(weight),
                _ if coding.eq_ignore_ascii_case("gzip") || coding.eq_ignore_ascii_case("x-gzip") => gzip = Some(weight),
                _ if coding.eq_ignore_ascii_case("identity") => identity = Some(weight),
                _ => {}
            }
        }
        let gzip = gzip.or(any).unwrap_or(0.0);
        Codings { gzip: gzip > 0.0 && gzip >= identity.unwrap_or(0.0), identity: identity.or(any).is_none_or(|it| it > 0.0) }
    }
}

/// The value of `q=0.5`; what is no number says nothing good.
fn weight(parameter: &str) -> Option<f32> {
    let (name, value) = parameter.split_once('=')?;
    name.trim().eq_ignore_ascii_case("q").then(|| value.trim().parse::<f32>().unwrap_or(0.0).clamp(0.0, 1.0))
}

/// Compresses. `None` where nothing is gained.
pub(super) fn gzip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::new(LEVEL));
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok().filter(|zipped| zipped.len() < bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn of(said: &[&'static str]) -> (bool, bool) {
        let mut headers = HeaderMap::new();
        for value in said {
            headers.append(header::ACCEPT_ENCODING, HeaderValue::from_static(value));
        }
        let Codings { gzip, identity } = Codings::of(&headers);
        (gzip, identity)
    }

    #[test]
    fn a_program_says_what_it_takes() {
        for (said, gzip, identity) in [
            (&[][..], false, true),
            (&[""], false, true),
            (&["gzip, deflate, br, zstd"], true, true),
            (&["br", "gzip;q=0.2"], true, true),
            (&["GZip ; Q=0.5"], true, true),
            (&["x-gzip"], true, true),
            (&["gzip;q=0"], false, true),
            (&["gzip;q=0.000"], false, true),
            (&["gzip;q=nan"], false, true),
            (&["*"], true, true),
            (&["*;q=0"], false, false),
            (&["identity;q=0"], false, false),
            (&["gzip, identity;q=0"], true, false),
            (&["gzip, *;q=0"], true, false),
            (&["*;q=0.5, gzip;q=0"], false, true),
            (&["identity, gzip;q=0.5"], false, true),
            (&["identity;q=0.5, gzip;q=0.5"], true, true),
            (&["br"], false, true),
            (&["gzipped"], false, true),
        ] {
            assert_eq!(of(said), (gzip, identity), "{said:?}");
        }
    }

    #[test]
    fn what_does_not_become_smaller_stays() {
        assert!(gzip(b"abc").is_none());
        let page = "<p>Vi gikk over brua.</p>".repeat(200);
        let zipped = gzip(page.as_bytes()).unwrap();
        assert!(zipped.len() < 200 && zipped.starts_with(&[0x1f, 0x8b]));
    }
}
