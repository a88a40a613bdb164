//! Answers that were made already, for as long as nothing has changed.
//!
//! A withdrawal must reach every reader with the very next request. So nothing is kept that could outlive it: an answer belongs
//! to one [`Moment`], that is to one revision of the replica, one state of the lists and one minute of the clock, and all answers
//! of a moment go at once when it is over. While documents are still on their way into the lists nothing is kept. Browsers may
//! keep a page, and must ask before they show it again; they hear "the same as before" only where the page, made now, has the
//! same bytes.
//!
//! In memory only, and bounded. What handlers say themselves about keeping (`Cache-Control`) is left as it is, and pages about a
//! withdrawal, or about who is connected just now, are never kept.

use super::compress::{self, Codings};
use super::desk::Desk;
use super::trouble::Trouble;
use crate::clock;
use axum::body::{Body, Bytes};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use hyper::body::Body as _;
use knutepunkt_web_ui::paths;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// Bytes of answers that are kept: some hundreds of pages, which is what is read at one time, on a machine with little memory.
const BYTES: usize = 32 * 1024 * 1024;

/// Bytes of one answer that is kept, at most.
const ANSWER_BYTES: usize = 1024 * 1024;

/// What an answer costs besides its body: its headers and its place.
const OVERHEAD_BYTES: usize = 2_048;

/// Bytes of an address under which an answer is kept.
const KEY_BYTES: usize = 512;

/// Files that are kept for good: a site has a handful.
const FILES: usize = 64;

/// What the tag of a compressed answer ends in.
const ZIPPED: &str = "-gz";

/// What must be asked for anew each time: withdrawals, and what is so only just now. Without language.
const LIVE: [&str; 7] =
    ["/api/v1/status", "/api/v1/withdrawals", "/healthz", "/metrics", paths::NETWORK, paths::WITHDRAW, paths::RECEIPTS];

/// Kept by the reader's browser alone, and shown again only after asking.
const ASK_FIRST: HeaderValue = HeaderValue::from_static("private, no-cache");

/// Whether a path's answer is made anew each time.
fn is_live(path: &str) -> bool {
    LIVE.iter().any(|live| path.strip_prefix(live).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

/// When an answer was made. While this is the same, so is the answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Moment {
    revision: u64,
    lists: u64,
    house: u64,
    /// Pages say what is open now and what is today.
    minute: u64,
}

impl Moment {
    pub(super) fn now(desk: &Desk) -> Moment {
        Moment {
            revision: desk.core.revision(),
            lists: desk.core.catalogue().edition(),
            house: desk.house.edition(),
            minute: clock::now() / 60,
        }
    }
}

/// What somebody wants to read, and in which form.
pub(super) struct Wish {
    key: Box<str>,
    /// Forms differ by whether somebody could read along.
    secure: bool,
    codings: Codings,
    /// What they have already.
    has: Vec<HeaderValue>,
}

impl Wish {
    /// `None` where more is asked for than to read.
    pub(super) fn of(parts: &Parts) -> Option<Wish> {
        matches!(parts.method, Method::GET | Method::HEAD).then(|| Wish {
            key: parts.uri.path_and_query().map_or("/", |it| it.as_str()).into(),
            secure: false,
            codings: Codings::of(&parts.headers),
            has: parts.headers.get_all(header::IF_NONE_MATCH).iter().cloned().collect(),
        })
    }

    /// The same, over a safe connection or an open one.
    pub(super) fn over(self, secure: bool) -> Wish {
        Wish { secure, ..self }
    }

    /// Whether they have the answer of this tag, in whatever coding.
    fn has(&self, tag: &str) -> bool {
        let named = self.has.iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
        named.map(str::trim).any(|named| {
            let opaque = named.strip_prefix("W/").unwrap_or(named).trim_matches('"');
            named == "*" || opaque.strip_suffix(ZIPPED).unwrap_or(opaque) == tag
        })
    }
}

/// An answer that was made.
pub(super) struct Answer {
    /// Names the bytes, whenever and wherever they were made.
    tag: String,
    /// The same as a header, plain and compressed.
    names: [HeaderValue; 2],
    plain: Form,
    /// Made when somebody takes it; `None` where nothing is gained.
    zipped: OnceLock<Option<Form>>,
}

/// An answer as it goes out.
#[derive(Clone)]
struct Form {
    headers: HeaderMap,
    body: Bytes,
}

impl Form {
    fn response(&self, status: StatusCode) -> Response {
        let mut response = Response::new(Body::from(self.body.clone()));
        *response.status_mut() = status;
        response.headers_mut().clone_from(&self.headers);
        response
    }

    /// That it is the same as before.
    fn unchanged(&self, tag: &HeaderValue) -> Response {
        let mut response = Form { body: Bytes::new(), ..self.clone() }.response(StatusCode::NOT_MODIFIED);
        response.headers_mut().insert(header::ETAG, tag.clone());
        for name in [header::CONTENT_TYPE, header::CONTENT_LANGUAGE, header::CONTENT_ENCODING] {
            response.headers_mut().remove(name);
        }
        response
    }
}

impl Answer {
    async fn of(response: Response) -> Option<Arc<Answer>> {
        let (mut parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, ANSWER_BYTES).await.ok()?;
        let tag: String = blake3::hash(&body).to_hex().chars().take(32).collect();
        parts.headers.remove(header::CONTENT_LENGTH);
        parts.headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
        let [plain, compressed] = ["", ZIPPED].map(|coding| HeaderValue::try_from(format!("\"{tag}{coding}\"")));
        let (plain, compressed) = (plain.ok()?, compressed.ok()?);
        parts.headers.insert(header::ETAG, plain.clone());
        let names = [plain, compressed];
        Some(Arc::new(Answer { tag, names, plain: Form { headers: parts.headers, body }, zipped: OnceLock::new() }))
    }

    fn bytes(&self) -> usize {
        // Compressed it is at most half as much again, and mostly less.
        self.plain.body.len() + self.plain.body.len() / 2 + OVERHEAD_BYTES
    }

    /// Answers a wish. What has to be compressed first is compressed where it keeps nobody else waiting.
    pub(super) async fn tell(self: Arc<Self>, desk: &Arc<Desk>, wish: &Wish) -> Response {
        let zipped = wish.codings.gzip && (self.plain.body.len() >= compress::WORTHWHILE || !wish.codings.identity);
        if wish.has(&self.tag) {
            // The name of what would be sent, whether or not somebody has taken it since it was made.
            let [plain, compressed] = &self.names;
            return self.plain.unchanged(if zipped { compressed } else { plain });
        }
        if zipped && self.zipped.get().is_none() {
            let answer = Arc::clone(&self);
            // Where it fails, the answer goes out as it is.
            let _uncompressed = desk.work(move |_| Ok(answer.zipped.get_or_init(|| answer.zip()).is_some())).await;
        }
        let zipped = self.zipped.get().and_then(Option::as_ref).filter(|_| zipped);
        zipped.unwrap_or(&self.plain).response(StatusCode::OK)
    }

    fn zip(&self) -> Option<Form> {
        let body = Bytes::from(compress::gzip(&self.plain.body)?);
        let mut headers = self.plain.headers.clone();
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        let [_, compressed] = &self.names;
        headers.insert(header::ETAG, compressed.clone());
        Some(Form { headers, body })
    }
}

/// How a response may be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keeping {
    /// Until something changes.
    WhileItIsSo,
    /// For as long as the program runs: its address names its content.
    ForGood,
}

impl Keeping {
    /// Decides, and says so to the browser. `None` where it is not to be kept, or says itself for how long.
    pub(super) fn of(path: &str, response: &mut Response) -> Option<Keeping> {
        let known = response.body().size_hint().exact().is_some_and(|bytes| bytes <= ANSWER_BYTES as u64);
        if response.status() != StatusCode::OK || !known || is_live(path) {
            return None;
        }
        match response.headers().get(header::CACHE_CONTROL) {
            None => {
                response.headers_mut().insert(header::CACHE_CONTROL, ASK_FIRST);
                Some(Keeping::WhileItIsSo)
            }
            Some(said) => said.to_str().is_ok_and(|said| said.contains("immutable")).then_some(Keeping::ForGood),
        }
    }
}

/// Answers by address.
type Answers = HashMap<Box<str>, Arc<Answer>>;

/// The answers that are kept.
#[derive(Default)]
pub(super) struct Cache {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    moment: Moment,
    /// Over an open connection, and over a safe one.
    answers: [Answers; 2],
    bytes: usize,
    files: Answers,
}

impl Kept {
    fn forget(&mut self, now: Moment) {
        *self = Kept { moment: now, files: std::mem::take(&mut self.files), ..Kept::default() };
    }
}

impl Cache {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets what may no longer be so.
    pub(super) fn forget_older(&self, desk: &Desk) {
        let now = Moment::now(desk);
        let mut kept = self.kept();
        if kept.moment != now {
            kept.forget(now);
        }
    }

    /// What was answered before, if it is so now.
    pub(super) fn find(&self, now: Moment, wish: &Wish) -> Option<Arc<Answer>> {
        let kept = self.kept();
        let current = || kept.answers.get(usize::from(wish.secure))?.get(&wish.key).filter(|_| kept.moment == now);
        kept.files.get(&wish.key).or_else(current).cloned()
    }

    /// Keeps a response that was made since `then`, if it is still so, and answers the wish. Without a moment it is only answered.
    pub(super) async fn keep(
        &self,
        desk: &Arc<Desk>,
        keeping: Keeping,
        then: Option<Moment>,
        wish: &Wish,
        made: Response,
    ) -> Response {
        let Some(answer) = Answer::of(made).await else { return Trouble::internal().into_response() };
        self.put(desk, keeping, then, wish, &answer);
        answer.tell(desk, wish).await
    }

    fn put(&self, desk: &Desk, keeping: Keeping, then: Option<Moment>, wish: &Wish, answer: &Arc<Answer>) {
        if wish.key.len() > KEY_BYTES {
            return;
        }
        let mut kept = self.kept();
        // Whatever changes from here on is another moment, and asks for another answer.
        let now = Moment::now(desk);
        if kept.moment != now {
            kept.forget(now);
        }
        if keeping == Keeping::ForGood && kept.files.len() < FILES && !wish.key.contains('?') {
            kept.files.insert(wish.key.clone(), Arc::clone(answer));
        } else if then == Some(now) {
            if kept.bytes + answer.bytes() > BYTES {
                kept.forget(now);
            }
            kept.bytes += answer.bytes();
            let answers = kept.answers.get_mut(usize::from(wish.secure));
            let before = answers.and_then(|answers| answers.insert(wish.key.clone(), Arc::clone(answer)));
            kept.bytes -= before.map_or(0, |before| before.bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::Core;
    use crate::http::Settings;
    use crate::identity::About;
    use axum::http::Request;
    use knutepunkt_protocol::ids::HubId;
    use knutepunkt_protocol::signed::Secret;

    /// A desk of a machine that belongs to no network yet, and its folder.
    fn desk() -> (Arc<Desk>, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let hub = HubId(Secret::from_seed(&[1; 32]).public());
        let about =
            About { hub, name: "Nordlys".to_owned(), slug: "nordlys".to_owned(), county: "55".to_owned(), story_contact: None };
        let core = Core::create(&folder.path().join("data"), &Secret::from_seed(&[2; 32]), &about).unwrap();
        (Arc::new(Desk::new(core, None, Settings::default()).unwrap()), folder)
    }

    fn wish(path: &str) -> Wish {
        let (parts, ()) = Request::builder().uri(path).body(()).unwrap().into_parts();
        Wish::of(&parts).unwrap()
    }

    fn page(bytes: usize) -> Response {
        Response::new(Body::from("a".repeat(bytes)))
    }

    async fn keep(desk: &Arc<Desk>, then: Moment, wish: &Wish, bytes: usize) {
        desk.cache.keep(desk, Keeping::WhileItIsSo, Some(then), wish, page(bytes)).await;
    }

    #[tokio::test]
    async fn what_was_begun_before_a_change_is_not_kept_after_it() {
        let (desk, _folder) = desk();
        let (before, wish) = (Moment::now(&desk), wish("/"));
        keep(&desk, before, &wish, 10).await;
        assert!(desk.cache.find(Moment::now(&desk), &wish).is_some());
        desk.core.set_about(desk.core.about()).unwrap();
        let after = Moment::now(&desk);
        assert_ne!(before, after);
        assert!(desk.cache.find(after, &wish).is_none(), "what was kept is of before");
        keep(&desk, before, &wish, 10).await;
        assert!(desk.cache.find(after, &wish).is_none() && desk.cache.kept().bytes == 0, "it was read for before the change");
        keep(&desk, after, &wish, 10).await;
        assert!(desk.cache.find(after, &wish).is_some());
        assert!(desk.cache.find(Moment { minute: after.minute + 1, ..after }, &wish).is_none(), "a minute later");
    }

    #[tokio::test]
    async fn what_is_kept_is_bounded_and_goes_at_once() {
        let (desk, _folder) = desk();
        for number in 0..100 {
            keep(&desk, Moment::now(&desk), &wish(&format!("/?q={number}")), 900_000).await;
            keep(&desk, Moment::now(&desk), &wish("/"), 900_000).await;
            let kept = desk.cache.kept();
            let bytes: usize = kept.answers.iter().flat_map(HashMap::values).map(|answer| answer.bytes()).sum();
            assert!(bytes == kept.bytes && bytes <= BYTES, "{bytes} {}", kept.bytes);
        }
        let long = wish(&format!("/?q={}", "a".repeat(KEY_BYTES)));
        keep(&desk, Moment::now(&desk), &long, 10).await;
        assert!(desk.cache.find(Moment::now(&desk), &long).is_none());
        desk.core.set_about(desk.core.about()).unwrap();
        desk.cache.forget_older(&desk);
        assert!(desk.cache.kept().answers.iter().all(HashMap::is_empty) && desk.cache.kept().bytes == 0);
    }

    #[tokio::test]
    async fn files_whose_address_names_their_content_stay() {
        let (desk, _folder) = desk();
        for path in ["/assets/a.css", "/assets/a.css?b"] {
            desk.cache.keep(&desk, Keeping::ForGood, None, &wish(path), page(10)).await;
        }
        desk.core.set_about(desk.core.about()).unwrap();
        desk.cache.forget_older(&desk);
        assert!(desk.cache.find(Moment::now(&desk), &wish("/assets/a.css")).is_some());
        assert!(desk.cache.find(Moment::now(&desk), &wish("/assets/a.css?b")).is_none());
    }

    #[test]
    fn withdrawals_and_what_is_so_just_now_are_asked_for_anew() {
        for live in ["/kvittering/ab", "/trekk-tilbake", "/nettverket", "/api/v1/withdrawals/ab", "/api/v1/status", "/metrics"] {
            assert!(Keeping::of(live, &mut page(10)).is_none(), "{live}");
        }
        assert_eq!(Keeping::of("/nettverketen", &mut page(10)), Some(Keeping::WhileItIsSo));
        let mut own = page(10);
        own.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        assert!(Keeping::of("/", &mut own).is_none() && Keeping::of("/", &mut page(ANSWER_BYTES + 1)).is_none());
    }
}
