//! Connections: how many, how long each may take, and how the site stops.
//!
//! Whoever is slow must not cost others their turn. Heads and bodies have timeouts; and when all places are taken, the connection
//! that has gone longest without a question makes room for the next, so that ten thousand that only hold on keep nobody out.

use super::cache::{Keeping, Moment, Wish};
use super::desk::Desk;
use super::trouble::Trouble;
use super::visit::Visit;
use super::{Settings, headers, house, router};
use crate::catalogue::Catalogue;
use crate::core::Core;
use crate::net;
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, header};
use axum::response::{IntoResponse, Response};
use futures::{FutureExt, StreamExt};
use hyper::body::{Body as _, Incoming};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::net::IpAddr;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;
use tower::ServiceExt;

/// Bytes of a request's head, at most. A search of ten thousand letters fits.
const HEAD_BYTES: usize = 48 * 1024;

/// How long an answer may take to be made.
const ANSWER_WAIT: Duration = Duration::from_secs(25);

/// How long an answer is kept that nobody asks for again.
const MINUTE: Duration = Duration::from_secs(60);

/// How long those who are being served are waited for when the site stops.
const STOP_WAIT: Duration = Duration::from_secs(2);

/// Serves the site until `stop` says so or is dropped. Reads the lists in the background. What the network side counts is shown
/// where there is one.
///
/// # Errors
/// The system gives no random numbers. A connection that fails costs nobody else anything.
pub async fn serve(
    core: Arc<Core>,
    net: Option<Arc<net::Counters>>,
    listener: TcpListener,
    settings: Settings,
    mut stop: watch::Receiver<bool>,
) -> Result<(), getrandom::Error> {
    let crowd = Arc::new(Crowd { most: settings.connections.max(1), inner: Mutex::default(), moved: Notify::new() });
    let desk = Arc::new(Desk::new(Arc::clone(&core), net, settings)?);
    let router = router(&desk);
    let mut tasks = JoinSet::new();
    tasks.spawn(keep_lists(core, stop.clone()));
    tasks.spawn(house::keep(Arc::clone(&desk), stop.clone()));
    tasks.spawn(forget_in_time(Arc::clone(&desk), stop.clone()));
    loop {
        // Nothing but the stop may end the wait: whoever has been let in, and waits for a place, would be sent away with it.
        let arrived = tokio::select! {
            () = stopped(&mut stop) => break,
            arrived = arrive(&listener, &crowd) => arrived,
        };
        while tasks.try_join_next().is_some() {}
        let Some((stream, peer, seat)) = arrived else { continue };
        tasks.spawn(attend(stream, peer, seat, Arc::clone(&desk), router.clone(), stop.clone()));
    }
    drop(listener);
    let leaving = async { while tasks.join_next().await.is_some() {} };
    let _late_ones_are_cut = tokio::time::timeout(STOP_WAIT + Duration::from_millis(500), leaving).await;
    tasks.shutdown().await;
    Ok(())
}

async fn stopped(stop: &mut watch::Receiver<bool>) {
    drop(stop.wait_for(|stop| *stop).await);
}

/// Reads the lists after the start, and what larger changes left to read, until `stop` says so or is dropped.
async fn keep_lists(core: Arc<Core>, mut stop: watch::Receiver<bool>) {
    let mut changes = core.changes();
    loop {
        if core.catalogue().has_unread() {
            let (core, stop) = (Arc::clone(&core), stop.clone());
            let stopped = move || *stop.borrow() || stop.has_changed().is_err();
            if let Err(error) = tokio::task::spawn_blocking(move || Catalogue::build(&core, &stopped)).await {
                tracing::error!(%error, "the lists could not be read");
            }
        }
        tokio::select! {
            () = stopped(&mut stop) => return,
            changed = changes.changed() => if changed.is_err() { return },
        }
    }
}

/// Forgets answers as soon as something has changed: what was withdrawn stays nowhere, whether or not anybody asks again.
async fn forget_in_time(desk: Arc<Desk>, mut stop: watch::Receiver<bool>) {
    let mut changes = desk.core.changes();
    loop {
        desk.cache.forget_older(&desk);
        tokio::select! {
            () = stopped(&mut stop) => return,
            changed = changes.changed() => if changed.is_err() { return },
            () = tokio::time::sleep(MINUTE) => {}
        }
    }
}

/// Waits for a place and for somebody to take it.
async fn arrive(listener: &TcpListener, crowd: &Arc<Crowd>) -> Option<(TcpStream, IpAddr, Seat)> {
    match listener.accept().await {
        Ok((stream, peer)) => {
            let seat = Crowd::seat(crowd).await;
            let _without_it_answers_are_only_later = stream.set_nodelay(true);
            Some((stream, peer.ip(), seat))
        }
        Err(error) => {
            // The one who called is gone, or the system has no more files to give: make room, and go on.
            tracing::debug!(%error, "a connection could not be accepted");
            crowd.make_room();
            tokio::time::sleep(Duration::from_millis(20)).await;
            None
        }
    }
}

/// Serves one connection.
async fn attend(stream: TcpStream, peer: IpAddr, seat: Seat, desk: Arc<Desk>, router: Router, mut stop: watch::Receiver<bool>) {
    let head_timeout = desk.settings.head_timeout;
    let seat = &seat;
    let service = hyper::service::service_fn(move |request: Request<Incoming>| {
        let (desk, router) = (Arc::clone(&desk), router.clone());
        async move {
            let response = answer(&desk, router, peer, seat, request).await;
            seat.rests();
            Ok::<_, Infallible>(response)
        }
    });
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(head_timeout)
        .max_buf_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    tokio::select! {
        _ = connection.as_mut() => return,
        () = seat.lost.notified() => return,
        () = stopped(&mut stop) => {}
    }
    connection.as_mut().graceful_shutdown();
    let _cut_if_late = tokio::time::timeout(STOP_WAIT, connection).await;
}

/// Answers one request, whatever happens.
async fn answer(desk: &Arc<Desk>, router: Router, peer: IpAddr, seat: &Seat, request: Request<Incoming>) -> Response {
    let (mut parts, body) = request.into_parts();
    let wish = Wish::of(&parts);
    let visit = Visit::arrive(&desk.settings, peer, &mut parts);
    let wish = wish.map(|wish| wish.over(visit.secure));
    let response = match desk.admit(&visit, &parts.uri) {
        Err(trouble) => finished(&visit, tell(desk, &visit, &trouble)),
        Ok(()) => match wish {
            Some(wish) => read(desk, router, &visit, seat, &wish, Request::from_parts(parts, body)).await,
            None => finished(&visit, make(desk, router, &visit, seat, Request::from_parts(parts, body)).await),
        },
    };
    desk.counters.answered(response.status());
    response
}

/// Answers somebody who only reads: with what was made already, if it is still so.
async fn read(
    desk: &Arc<Desk>,
    router: Router,
    visit: &Visit,
    seat: &Seat,
    wish: &Wish,
    mut request: Request<Incoming>,
) -> Response {
    // Before anything is read for the answer: what changes meanwhile makes it an answer of yesterday.
    let now = Moment::now(desk);
    if let Some(answer) = desk.cache.find(now, wish).filter(|_| request.body().is_end_stream()) {
        seat.asks();
        return answer.tell(desk, wish).await;
    }
    let settled = desk.core.catalogue().is_settled();
    // Who asks for the head alone gets the head of what there is; the connection leaves out the rest.
    *request.method_mut() = Method::GET;
    let mut response = make(desk, router, visit, seat, request).await;
    let keeping = Keeping::of(&visit.path, &mut response);
    let response = finished(visit, response);
    match keeping {
        Some(keeping) => desk.cache.keep(desk, keeping, settled.then_some(now), wish, response).await,
        None => response,
    }
}

/// Makes an answer.
async fn make(desk: &Arc<Desk>, router: Router, visit: &Visit, seat: &Seat, request: Request<Incoming>) -> Response {
    let (mut parts, body) = request.into_parts();
    let body = if visit.cross_site { Err(Trouble::cross_site()) } else { whole(desk, &parts.headers, body).await };
    // Until here it could be as slow as it likes: its place was anybody's.
    seat.asks();
    parts.extensions.insert(visit.clone());
    match body {
        Ok(body) => told(desk, visit, route(router, Request::from_parts(parts, body)).await),
        Err(trouble) => tell(desk, visit, &trouble),
    }
}

fn finished(visit: &Visit, mut response: Response) -> Response {
    headers::secure(response.headers_mut(), visit);
    response
}

/// The whole body, if it is not too much and comes in time.
async fn whole(desk: &Desk, headers: &HeaderMap, body: Incoming) -> Result<Body, Trouble> {
    let declared = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if declared.is_some_and(|length| length > super::BODY_BYTES as u64) {
        return Err(Trouble::too_large());
    }
    if body.is_end_stream() {
        return Ok(Body::empty());
    }
    let mut pieces = Body::new(body).into_data_stream();
    let reading = async {
        let mut bytes = Vec::new();
        while let Some(piece) = pieces.next().await {
            let piece = piece.map_err(|_| Trouble::bad("malformed", "the request's body broke off"))?;
            if bytes.len() + piece.len() > super::BODY_BYTES {
                return Err(Trouble::too_large());
            }
            bytes.extend_from_slice(&piece);
        }
        Ok(Body::from(bytes))
    };
    tokio::time::timeout(desk.settings.body_timeout, reading).await.unwrap_or_else(|_| Err(Trouble::too_slow()))
}

async fn route(router: Router, request: Request<Body>) -> Response {
    let answering = AssertUnwindSafe(router.oneshot(request)).catch_unwind();
    match tokio::time::timeout(ANSWER_WAIT, answering).await {
        Ok(Ok(Ok(response))) => response,
        Ok(Ok(Err(never))) => match never {},
        Ok(Err(_)) => Trouble::internal().into_response(),
        Err(_) => Trouble::busy("busy", "this machine has too much to do; ask again later", super::desk::SOON).into_response(),
    }
}

/// Writes out the trouble that a response carries, or that the framework had.
fn told(desk: &Desk, visit: &Visit, response: Response) -> Response {
    let status = response.status();
    let trouble = match response.extensions().get::<Trouble>() {
        Some(trouble) => trouble.clone(),
        None if (status.is_client_error() || status.is_server_error())
            && !response.headers().contains_key(header::CONTENT_TYPE) =>
        {
            Trouble::of_status(status)
        }
        None if is_plain(&response) && status.is_client_error() => Trouble::of_status(status),
        None => return response,
    };
    let mut told = tell(desk, visit, &trouble);
    if let Some(allow) = response.headers().get(header::ALLOW) {
        told.headers_mut().insert(header::ALLOW, allow.clone());
    }
    told
}

/// Whether the framework wrote an answer of its own.
fn is_plain(response: &Response) -> bool {
    response.headers().get(header::CONTENT_TYPE).is_some_and(|content| content.as_bytes().starts_with(b"text/plain"))
}

fn tell(desk: &Desk, visit: &Visit, trouble: &Trouble) -> Response {
    if visit.program { trouble.json() } else { trouble.page(desk, visit) }
}

/// The connections, and which of them have asked nothing for how long.
struct Crowd {
    most: usize,
    inner: Mutex<Places>,
    moved: Notify,
}

#[derive(Default)]
struct Places {
    taken: usize,
    turn: u64,
    /// Who rests, the one who has rested longest first.
    resting: BTreeMap<u64, Arc<Notify>>,
}

/// A connection's place.
struct Seat {
    crowd: Arc<Crowd>,
    lost: Arc<Notify>,
    place: Mutex<Place>,
}

/// What a connection does with its place.
#[derive(Clone, Copy)]
enum Place {
    /// It is being answered.
    Asks,
    /// It waits for a question, or for the rest of one, since this turn.
    Rests(u64),
    /// It was given to another.
    Lost,
}

impl Crowd {
    fn places(&self) -> MutexGuard<'_, Places> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place, taken from whoever has rested longest if there is no other; waits where everybody is being served.
    async fn seat(self: &Arc<Self>) -> Seat {
        loop {
            let moved = self.moved.notified();
            if self.places().taken < self.most || self.make_room() {
                self.places().taken += 1;
                let seat = Seat { crowd: Arc::clone(self), lost: Arc::new(Notify::new()), place: Mutex::new(Place::Asks) };
                seat.rests();
                return seat;
            }
            moved.await;
        }
    }

    /// Takes the place of whoever has rested longest.
    fn make_room(&self) -> bool {
        let mut places = self.places();
        let Some((_, lost)) = places.resting.pop_first() else { return false };
        places.taken = places.taken.saturating_sub(1);
        lost.notify_one();
        true
    }
}

impl Seat {
    fn place(&self) -> MutexGuard<'_, Place> {
        self.place.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn rests(&self) {
        let mut places = self.crowd.places();
        let mut place = self.place();
        if matches!(*place, Place::Asks) {
            places.turn += 1;
            let turn = places.turn;
            places.resting.insert(turn, Arc::clone(&self.lost));
            *place = Place::Rests(turn);
            self.crowd.moved.notify_one();
        }
    }

    fn asks(&self) {
        let mut places = self.crowd.places();
        let mut place = self.place();
        if let Place::Rests(turn) = *place {
            *place = if places.resting.remove(&turn).is_some() { Place::Asks } else { Place::Lost };
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut places = self.crowd.places();
        let held = match *self.place() {
            Place::Asks => true,
            Place::Rests(turn) => places.resting.remove(&turn).is_some(),
            Place::Lost => false,
        };
        if held {
            places.taken = places.taken.saturating_sub(1);
        }
        drop(places);
        self.crowd.moved.notify_one();
    }
}
