//! A peer that speaks the protocol's name and whatever bytes a test wants.

#![allow(missing_docs)]

use futures::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, StreamExt};
use knutepunkt_protocol::message::{self, Request, Response};
use knutepunkt_protocol::signed::Secret;
use libp2p::request_response::{self, Event, Message, OutboundRequestId, ProtocolSupport};
use libp2p::swarm::SwarmEvent;
use libp2p::{Multiaddr, StreamProtocol, SwarmBuilder, identity, noise, tcp, yamux};
use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

/// What goes on the stream, how long to wait between two bytes of it, and how long behind them until the stream ends.
#[derive(Debug, Clone, Default)]
pub struct Sent {
    pub bytes: Vec<u8>,
    pub pause: Duration,
    pub silence: Duration,
}

#[derive(Clone)]
struct RawCodec;

async fn write<T: AsyncWrite + Unpin + Send>(io: &mut T, sent: &Sent) -> io::Result<()> {
    if sent.pause.is_zero() {
        io.write_all(&sent.bytes).await?;
        io.flush().await?;
        tokio::time::sleep(sent.silence).await;
        return Ok(());
    }
    for byte in &sent.bytes {
        io.write_all(&[*byte]).await?;
        io.flush().await?;
        tokio::time::sleep(sent.pause).await;
    }
    Ok(())
}

async fn read<T: AsyncRead + Unpin + Send>(io: &mut T) -> io::Result<Sent> {
    let mut bytes = Vec::new();
    io.take(8 << 20).read_to_end(&mut bytes).await?;
    Ok(Sent { bytes, ..Sent::default() })
}

impl request_response::Codec for RawCodec {
    type Protocol = StreamProtocol;
    type Request = Sent;
    type Response = Sent;

    async fn read_request<T: AsyncRead + Unpin + Send>(&mut self, _: &StreamProtocol, io: &mut T) -> io::Result<Sent> {
        read(io).await
    }

    async fn read_response<T: AsyncRead + Unpin + Send>(&mut self, _: &StreamProtocol, io: &mut T) -> io::Result<Sent> {
        read(io).await
    }

    async fn write_request<T: AsyncWrite + Unpin + Send>(
        &mut self,
        _: &StreamProtocol,
        io: &mut T,
        sent: Sent,
    ) -> io::Result<()> {
        write(io, &sent).await
    }

    async fn write_response<T: AsyncWrite + Unpin + Send>(
        &mut self,
        _: &StreamProtocol,
        io: &mut T,
        sent: Sent,
    ) -> io::Result<()> {
        write(io, &sent).await
    }
}

/// With its length in front.
pub fn framed(bytes: &[u8]) -> Vec<u8> {
    [&(bytes.len() as u32).to_be_bytes()[..], bytes].concat()
}

/// What the peer asks becomes what it is answered; `None` ends the stream without a word.
pub type Answers = Box<dyn FnMut(Request) -> Option<Response> + Send>;

/// What is to be sent, and who waits for the answer.
type Asked = (Sent, oneshot::Sender<Result<Vec<u8>, String>>);

/// The peer, connected.
pub struct Raw {
    ask: mpsc::UnboundedSender<Asked>,
    pub connected: Arc<AtomicBool>,
    /// How often it was asked.
    pub asked: Arc<AtomicUsize>,
}

impl Raw {
    /// Connects to `address` with the key of `secret`, speaking `protocol`.
    pub async fn connect(secret: &Secret, address: Multiaddr, protocol: &'static str, mut answers: Answers) -> Raw {
        let keypair = identity::Keypair::ed25519_from_bytes(secret.seed().as_mut()).unwrap();
        let config = request_response::Config::default().with_max_concurrent_streams(1_000);
        let protocols = [(StreamProtocol::new(protocol), ProtocolSupport::Full)];
        let mut swarm = SwarmBuilder::with_existing_identity(keypair)
            .with_tokio()
            .with_tcp(tcp::Config::default().nodelay(true), noise::Config::new, yamux::Config::default)
            .unwrap()
            .with_behaviour(|_| request_response::Behaviour::with_codec(RawCodec, protocols, config))
            .unwrap()
            .with_swarm_config(|config| config.with_idle_connection_timeout(Duration::from_secs(60)))
            .build();
        swarm.dial(address).unwrap();
        let peer = loop {
            match swarm.select_next_some().await {
                SwarmEvent::ConnectionEstablished { peer_id, .. } => break peer_id,
                SwarmEvent::OutgoingConnectionError { error, .. } => panic!("not connected: {error}"),
                _ => {}
            }
        };
        let (ask, mut asks) = mpsc::unbounded_channel::<Asked>();
        let (connected, asked) = (Arc::new(AtomicBool::new(true)), Arc::new(AtomicUsize::new(0)));
        let raw = Raw { ask, connected: connected.clone(), asked: asked.clone() };
        tokio::spawn(async move {
            let mut waiting: HashMap<OutboundRequestId, oneshot::Sender<_>> = HashMap::new();
            loop {
                let event = tokio::select! {
                    event = swarm.select_next_some() => event,
                    ask = asks.recv() => match ask {
                        Some((sent, answer)) if connected.load(SeqCst) => {
                            waiting.insert(swarm.behaviour_mut().send_request(&peer, sent), answer);
                            continue;
                        }
                        Some((_, answer)) => {
                            let _ = answer.send(Err("disconnected".to_owned()));
                            continue;
                        }
                        None => return,
                    },
                };
                match event {
                    SwarmEvent::ConnectionClosed { num_established: 0, .. } => connected.store(false, SeqCst),
                    SwarmEvent::Behaviour(Event::Message { message, .. }) => match message {
                        Message::Response { request_id, response } => {
                            let _ = waiting.remove(&request_id).unwrap().send(Ok(response.bytes));
                        }
                        Message::Request { request, channel, .. } => {
                            asked.fetch_add(1, SeqCst);
                            let answer = answers(message::decode_request(&request.bytes[4..]).unwrap());
                            let Some(answer) = answer else { continue };
                            let bytes = framed(&message::encode_response(&answer));
                            let _ = swarm.behaviour_mut().send_response(channel, Sent { bytes, ..Sent::default() });
                        }
                    },
                    SwarmEvent::Behaviour(Event::OutboundFailure { request_id, error, .. }) => {
                        let _ = waiting.remove(&request_id).unwrap().send(Err(error.to_string()));
                    }
                    _ => {}
                }
            }
        });
        raw
    }

    /// Puts bytes on a stream of their own; answers what comes back.
    pub async fn send(&self, bytes: Vec<u8>, pause: Duration) -> Result<Vec<u8>, String> {
        self.put(Sent { bytes, pause, ..Sent::default() }).await
    }

    /// Puts bytes on a stream of their own and then nothing more for so long.
    pub async fn begin(&self, bytes: Vec<u8>, silence: Duration) -> Result<Vec<u8>, String> {
        self.put(Sent { bytes, silence, ..Sent::default() }).await
    }

    async fn put(&self, sent: Sent) -> Result<Vec<u8>, String> {
        let (answer, answered) = oneshot::channel();
        self.ask.send((sent, answer)).map_err(|_| "ended".to_owned())?;
        answered.await.map_err(|_| "ended".to_owned())?
    }

    /// Asks as an honest peer would.
    pub async fn ask(&self, request: &Request) -> Result<Response, String> {
        let bytes = self.send(framed(&message::encode_request(request)), Duration::ZERO).await?;
        message::decode_response(bytes.get(4..).unwrap_or_default()).map_err(|error| error.to_string())
    }

    pub fn is_connected(&self) -> bool {
        self.connected.load(SeqCst)
    }
}
