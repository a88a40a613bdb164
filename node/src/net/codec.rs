//! Questions and answers as bytes on a stream: a length of four bytes, then that many. The only place where bytes of a peer
//! become messages.
//!
//! The length is looked at before anything is allocated, and memory grows with what has really come, out of a room that each
//! connection has for itself: what one peer sends takes nothing from the others. What cannot be a message is no error of the stream
//! but a value, so that the driver can charge the peer for it; a stream that broke is nobody's fault.

use super::counters::Counters;
use futures::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use knutepunkt_protocol::limits;
use knutepunkt_protocol::message::{self, Request, Response, Why};
use libp2p::StreamProtocol;
use libp2p::request_response;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The protocol's name on the wire.
pub(super) const PROTOCOL: StreamProtocol = StreamProtocol::new("/knutepunkt/1");

/// How long a whole question may take to come in. 128 KiB over a line of 100 kbit/s take ten seconds.
const READING: Duration = Duration::from_secs(15);

/// Memory is taken for so many bytes at a time. The first of them need no place in the room: a hello has some 1 000.
const PART: usize = 8 * 1024;

/// Parts of questions that one connection may have here at once, until they are answered. With 64 strangers, 128 MiB.
const ROOM: usize = 2 * limits::QUESTION_BYTES / PART;

/// How many questions this version knows: the next number is a word of a newer version.
const QUESTIONS: u32 = 7;

/// Something that came in, or is to go out.
#[derive(Debug)]
pub(super) enum Frame<T> {
    /// A message; how many bytes it had on the wire; its place in its connection's room.
    Message(Box<T>, usize, Option<OwnedSemaphorePermit>),
    /// A word of a version that is newer than this one.
    Unknown,
    /// Too long, or not a message.
    Malformed,
    /// The stream ended before the message did.
    Cut,
    /// It did not come in time.
    Late,
    /// Its connection has no more room.
    NoRoom,
}

impl<T> Frame<T> {
    /// A message that is to go out.
    pub(super) fn outgoing(message: T) -> Frame<T> {
        Frame::Message(Box::new(message), 0, None)
    }
}

/// Reads and writes frames. libp2p copies the first codec for each connection, and that copy for each stream: a copy of the first
/// gets a room, which its own copies share.
pub(super) struct Codec {
    counters: Arc<Counters>,
    room: Option<Arc<Semaphore>>,
}

impl Clone for Codec {
    fn clone(&self) -> Codec {
        let room = self.room.clone().unwrap_or_else(|| Arc::new(Semaphore::new(ROOM)));
        Codec { counters: self.counters.clone(), room: Some(room) }
    }
}

impl Codec {
    pub(super) fn new(counters: Arc<Counters>) -> Codec {
        Codec { counters, room: None }
    }

    async fn question<T: AsyncRead + Unpin + Send>(&self, io: &mut T) -> io::Result<Frame<Request>> {
        let length = read_length(io).await?;
        if length > limits::QUESTION_BYTES {
            return Ok(Frame::Malformed);
        }
        let (mut bytes, mut place) = (Vec::new(), None);
        while bytes.len() < length {
            if !bytes.is_empty() && !self.widen(&mut place) {
                return Ok(Frame::NoRoom);
            }
            read_part(io, &mut bytes, length).await?;
        }
        Counters::add(&self.counters.bytes_in, bytes.len() + 4);
        Ok(match message::decode_request(&bytes) {
            Ok(request) => Frame::Message(Box::new(request), bytes.len(), place),
            Err(_) if is_newer(&bytes) => Frame::Unknown,
            Err(_) => Frame::Malformed,
        })
    }

    async fn answer<T: AsyncRead + Unpin + Send>(&self, io: &mut T) -> io::Result<Frame<Response>> {
        // Only peers that were asked answer, each one question of a session at a time: that bounds the memory, and the time that a
        // question may take bounds the reading.
        let length = read_length(io).await?;
        if length > limits::MESSAGE_BYTES {
            return Ok(Frame::Malformed);
        }
        let mut bytes = Vec::new();
        while bytes.len() < length {
            read_part(io, &mut bytes, length).await?;
        }
        Counters::add(&self.counters.bytes_in, bytes.len() + 4);
        Ok(match message::decode_response(&bytes) {
            Ok(response) => Frame::Message(Box::new(response), bytes.len(), None),
            Err(_) => Frame::Malformed,
        })
    }

    /// Takes a place for one more part of a question. False where its connection has none left.
    fn widen(&self, place: &mut Option<OwnedSemaphorePermit>) -> bool {
        let Some(more) = self.room.clone().and_then(|room| room.try_acquire_owned().ok()) else { return false };
        match place {
            Some(place) => place.merge(more),
            None => *place = Some(more),
        }
        true
    }

    async fn write<T: AsyncWrite + Unpin + Send>(&self, io: &mut T, bytes: &[u8]) -> io::Result<()> {
        let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
        io.write_all(&length.to_be_bytes()).await?;
        io.write_all(bytes).await?;
        io.flush().await?;
        Counters::add(&self.counters.bytes_out, bytes.len() + 4);
        Ok(())
    }
}

/// The length that is announced.
async fn read_length<T: AsyncRead + Unpin + Send>(io: &mut T) -> io::Result<usize> {
    let mut prefix = [0; 4];
    io.read_exact(&mut prefix).await?;
    usize::try_from(u32::from_be_bytes(prefix)).map_err(io::Error::other)
}

/// Reads on, at most to `length`.
async fn read_part<T: AsyncRead + Unpin + Send>(io: &mut T, bytes: &mut Vec<u8>, length: usize) -> io::Result<()> {
    let read = bytes.len();
    bytes.resize(length.min(read + PART), 0);
    // The place is the end of what was there before: no panic.
    let (_, part) = bytes.split_at_mut(read);
    io.read_exact(part).await
}

/// Whether bytes that do not decode are a question of a kind that only a newer version knows.
fn is_newer(bytes: &[u8]) -> bool {
    let mut decoder = minicbor::Decoder::new(bytes);
    decoder.array().is_ok() && decoder.u32().is_ok_and(|kind| kind >= QUESTIONS)
}

impl request_response::Codec for Codec {
    type Protocol = StreamProtocol;
    type Request = Frame<Request>;
    type Response = Frame<Response>;

    async fn read_request<T>(&mut self, _: &StreamProtocol, io: &mut T) -> io::Result<Frame<Request>>
    where
        T: AsyncRead + Unpin + Send,
    {
        match tokio::time::timeout(READING, self.question(io)).await {
            Ok(Err(error)) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(Frame::Cut),
            Ok(read) => read,
            Err(_) => Ok(Frame::Late),
        }
    }

    async fn read_response<T>(&mut self, _: &StreamProtocol, io: &mut T) -> io::Result<Frame<Response>>
    where
        T: AsyncRead + Unpin + Send,
    {
        self.answer(io).await
    }

    async fn write_request<T>(&mut self, _: &StreamProtocol, io: &mut T, request: Frame<Request>) -> io::Result<()>
    where
        T: AsyncWrite + Unpin + Send,
    {
        let Frame::Message(request, _, _) = request else { return Err(io::ErrorKind::InvalidInput.into()) };
        self.write(io, &message::encode_request(&request)).await
    }

    async fn write_response<T>(&mut self, _: &StreamProtocol, io: &mut T, response: Frame<Response>) -> io::Result<()>
    where
        T: AsyncWrite + Unpin + Send,
    {
        let Frame::Message(response, _, _) = response else { return Err(io::ErrorKind::InvalidInput.into()) };
        let mut bytes = message::encode_response(&response);
        if bytes.len() > limits::MESSAGE_BYTES {
            bytes = message::encode_response(&Response::Refused(Why::No));
        }
        self.write(io, &bytes).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::io::Cursor;
    use futures::{StreamExt, TryStreamExt};
    use knutepunkt_protocol::ids::{ItemId, NetworkId};
    use knutepunkt_protocol::replica::Set;
    use knutepunkt_protocol::signed::Secret;
    use knutepunkt_protocol::withdrawal::by_key::KeyWithdrawal;

    /// A codec of one connection.
    fn codec() -> Codec {
        Codec::new(Arc::default()).clone()
    }

    async fn ask(codec: &Codec, bytes: &[u8]) -> Frame<Request> {
        request_response::Codec::read_request(&mut codec.clone(), &PROTOCOL, &mut Cursor::new(bytes)).await.unwrap()
    }

    async fn read(bytes: &[u8]) -> Frame<Request> {
        ask(&codec(), bytes).await
    }

    fn framed(bytes: &[u8]) -> Vec<u8> {
        [&(bytes.len() as u32).to_be_bytes()[..], bytes].concat()
    }

    fn question(request: &Request) -> Vec<u8> {
        framed(&message::encode_request(request))
    }

    #[tokio::test]
    async fn fault_01_a_huge_length_is_refused_before_anything_is_read() {
        for length in [u32::MAX, limits::QUESTION_BYTES as u32 + 1, 1 << 31] {
            assert!(matches!(read(&[&length.to_be_bytes()[..], &[0; 64]].concat()).await, Frame::Malformed));
        }
    }

    #[tokio::test]
    async fn fault_03_a_message_cut_anywhere_is_no_message() {
        let whole = question(&Request::Items(Set::Law, vec![ItemId([1; 32]); 4]));
        assert!(matches!(read(&whole).await, Frame::Message(..)));
        for cut in 0..whole.len() {
            assert!(matches!(read(&whole[..cut]).await, Frame::Cut), "cut at {cut}");
        }
    }

    #[tokio::test]
    async fn an_answer_cut_anywhere_is_a_lost_stream_and_no_offence() {
        let whole = framed(&message::encode_response(&Response::Items(vec![None; 4])));
        assert!(matches!(codec().answer(&mut Cursor::new(&whole)).await, Ok(Frame::Message(..))));
        for cut in 0..whole.len() {
            assert!(codec().answer(&mut Cursor::new(&whole[..cut])).await.is_err(), "cut at {cut}");
        }
        let nonsense = framed(&[0xff; 9]);
        assert!(matches!(codec().answer(&mut Cursor::new(nonsense)).await, Ok(Frame::Malformed)));
        let huge = (limits::MESSAGE_BYTES as u32 + 1).to_be_bytes();
        assert!(matches!(codec().answer(&mut Cursor::new(huge)).await, Ok(Frame::Malformed)));
    }

    #[tokio::test]
    async fn fault_04_random_and_mangled_bytes_are_refused_and_nothing_more() {
        let mut state = 7u64;
        let mut random = move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as u32
        };
        let whole = question(&Request::Items(Set::Law, vec![ItemId([0; 32]); 8]));
        for case in 0..20_000 {
            let mut bytes = if case % 2 == 0 { whole.clone() } else { (0..random() % 200).map(|_| random() as u8).collect() };
            if bytes.len() > 4 {
                let length = (bytes.len() - 4) as u32;
                bytes[..4].copy_from_slice(&length.to_be_bytes());
                let place = 4 + random() as usize % (bytes.len() - 4);
                bytes[place] ^= random() as u8;
            }
            let _any_frame = read(&bytes).await;
        }
    }

    #[tokio::test]
    async fn fault_08_the_next_question_is_of_a_newer_version() {
        let last = message::encode_request(&Request::HandIn(Vec::new()));
        let mut decoder = minicbor::Decoder::new(&last);
        decoder.array().unwrap();
        assert_eq!(decoder.u32().unwrap() + 1, QUESTIONS);
        assert!(matches!(read(&[0, 0, 0, 4, 0x82, 7, 0x81, 0]).await, Frame::Unknown));
        assert!(matches!(read(&[0, 0, 0, 4, 0x82, 6, 0x81, 0]).await, Frame::Malformed));
    }

    #[tokio::test]
    async fn the_longest_honest_questions_fit() {
        let teller = Secret::from_seed(&[1; 32]);
        let withdrawal = KeyWithdrawal::sign(&teller, NetworkId([0xff; 32])).signed().clone();
        for request in [
            Request::HandIn(vec![withdrawal; limits::WAITING]),
            Request::Items(Set::Law, vec![ItemId([0xff; 32]); limits::MESSAGE_IDS]),
            Request::Reconcile(Set::Documents, vec![0; limits::FRAME_BYTES as usize * 2]),
        ] {
            assert!(matches!(read(&question(&request)).await, Frame::Message(..)));
        }
    }

    #[tokio::test]
    async fn who_fills_its_room_takes_none_from_others_and_gets_it_back() {
        let first = Codec::new(Arc::default());
        let (greedy, other) = (first.clone(), first.clone());
        let large = question(&Request::Items(Set::Law, vec![ItemId([1; 32]); limits::MESSAGE_IDS]));
        let mut held = Vec::new();
        let refused = loop {
            match ask(&greedy, &large).await {
                Frame::Message(_, _, place) => held.push(place),
                refused => break refused,
            }
        };
        assert!(matches!(refused, Frame::NoRoom) && held.len() > 8, "{} were held", held.len());
        assert!(
            matches!(ask(&greedy, &question(&Request::HandIn(Vec::new()))).await, Frame::Message(..)),
            "a small one needs none"
        );
        assert!(matches!(ask(&other, &large).await, Frame::Message(..)));
        held.clear();
        assert!(matches!(ask(&greedy, &large).await, Frame::Message(..)));
    }

    #[tokio::test]
    async fn what_is_announced_takes_room_only_as_it_comes() {
        let codec = codec();
        let announced = (limits::QUESTION_BYTES as u32).to_be_bytes();
        for came in [0, 2 * PART, limits::QUESTION_BYTES / 2] {
            let begun = Ok::<_, io::Error>([&announced[..], &vec![0; came]].concat());
            let mut silent = futures::stream::iter([begun]).chain(futures::stream::pending()).into_async_read();
            let mut waiting = std::pin::pin!(codec.question(&mut silent));
            assert!(futures::poll!(&mut waiting).is_pending());
            assert_eq!(ROOM - codec.room.as_ref().unwrap().available_permits(), came / PART);
        }
    }
}
