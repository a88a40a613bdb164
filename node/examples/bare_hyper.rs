//! What the site's speed is measured against: hyper alone, which answers every question with the same bytes.
//!
//! `bare_hyper FILE` serves the answer in `FILE`, headers and an empty line before the body, on a free port, and prints its address.
//! See `tests/bench/pages.py`.

use axum::body::{Body, Bytes};
use axum::http::{HeaderName, HeaderValue, Request, Response};
use hyper::body::Incoming;
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use std::io::Write;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let file = std::env::args().nth(1).ok_or_else(|| anyhow::anyhow!("which file?"))?;
    let whole = std::fs::read(file)?;
    let end = whole.windows(4).position(|four| four == b"\r\n\r\n").ok_or_else(|| anyhow::anyhow!("no headers"))?;
    let (head, body) = whole.split_at(end + 4);
    let mut answer = Response::new(());
    for line in std::str::from_utf8(head)?.lines() {
        if let Some((name, value)) = line.split_once(": ") {
            answer.headers_mut().append(HeaderName::try_from(name)?, HeaderValue::try_from(value)?);
        }
    }
    let body = Bytes::copy_from_slice(body);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}", listener.local_addr()?);
    std::io::stdout().flush()?;
    loop {
        let (stream, _) = listener.accept().await?;
        let _later_only = stream.set_nodelay(true);
        let (answer, body) = (answer.clone(), body.clone());
        tokio::spawn(async move {
            let service = hyper::service::service_fn(move |_: Request<Incoming>| {
                let answer = answer.clone().map(|()| Body::from(body.clone()));
                async move { Ok::<_, Infallible>(answer) }
            });
            let _gone = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}
