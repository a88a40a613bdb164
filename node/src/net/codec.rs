//! Questions and answers as bytes on a stream: a length of four bytes, then that many. The only place where bytes of a peer
//! become messages.
//!
//! The length is looked at before anything is allocated, and memory grows with what has really come. What cannot be a message is
//! no error of the stream but a value, so that the driver can charge the peer for it.

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

/// Questions up to this many bytes need no place in the room for large ones. A hello has some 1 000.
const SMALL: usize = 64 * 1024;

/// KiB of large questions that are held at once, whoever asks.
const ROOM: usize = 32 * 1024;

/// How many questions this version knows: the next number is a word of a newer version.
const QUESTIONS: u32 = 7;

/// Something that came in, or is to go out.
#[derive(Debug)]
pub(super) enum Frame<T> {
    /// A message; how many bytes it had on the wire; its place in the room for large ones.
    Message(Box<T>, usize, Option<OwnedSemaphorePermit>),
    /// A word of a version that is newer than this one.
    Unknown,
    /// Too long, cut short, or not a message.
    Malformed,
    /// It did not come in time.
    Late,
    /// There is no room for it.
    NoRoom,
}

impl<T> Frame<T> {
    /// A message that is to go out.
    pub(super) fn outgoing(message: T) -> Frame<T> {
        Frame::Message(Box::new(message), 0, None)
    }
}

/// Reads and writes frames.
#[derive(Clone)]
pub(super) struct Codec {
    counters: Arc<Counters>,
    room: Arc<Semaphore>,
}

impl Codec {
    pub(super) fn new(counters: Arc<Counters>) -> Codec {
        Codec { counters, room: Arc::new(Semaphore::new(ROOM)) }
    }

    async fn question<T: AsyncRead + Unpin + Send>(&self, io: &mut T) -> Frame<Request> {
        let Some(length) = read_length(io).await else { return Frame::Malformed };
        let kib = u32::try_from(length.div_ceil(1024)).unwrap_or(u32::MAX);
        let place = match length > SMALL {
            true => match self.room.clone().try_acquire_many_owned(kib) {
                Ok(place) => Some(place),
                Err(_) => return Frame::NoRoom,
            },
            false => None,
        };
        let Some(bytes) = read_bytes(io, length).await else { return Frame::Malformed };
        Counters::add(&self.counters.bytes_in, bytes.len() + 4);
        match message::decode_request(&bytes) {
            Ok(request) => Frame::Message(Box::new(request), bytes.len(), place),
            Err(_) if is_newer(&bytes) => Frame::Unknown,
            Err(_) => Frame::Malformed,
        }
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

/// The length that is announced, where a message may have it.
async fn read_length<T: AsyncRead + Unpin + Send>(io: &mut T) -> Option<usize> {
    let mut prefix = [0; 4];
    io.read_exact(&mut prefix).await.ok()?;
    let length = usize::try_from(u32::from_be_bytes(prefix)).ok()?;
    (length <= limits::MESSAGE_BYTES).then_some(length)
}

/// So many bytes; memory for them is taken as they come.
async fn read_bytes<T: AsyncRead + Unpin + Send>(io: &mut T, length: usize) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(length.min(SMALL));
    io.take(length as u64).read_to_end(&mut bytes).await.ok()?;
    (bytes.len() == length).then_some(bytes)
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
        Ok(tokio::time::timeout(READING, self.question(io)).await.unwrap_or(Frame::Late))
    }

    async fn read_response<T>(&mut self, _: &StreamProtocol, io: &mut T) -> io::Result<Frame<Response>>
    where
        T: AsyncRead + Unpin + Send,
    {
        // Only peers that were asked answer, each one question of a session at a time: that bounds the memory, and the time that a
        // question may take bounds the reading.
        let Some(length) = read_length(io).await else { return Ok(Frame::Malformed) };
        let Some(bytes) = read_bytes(io, length).await else { return Ok(Frame::Malformed) };
        Counters::add(&self.counters.bytes_in, bytes.len() + 4);
        Ok(match message::decode_response(&bytes) {
            Ok(response) => Frame::Message(Box::new(response), bytes.len(), None),
            Err(_) => Frame::Malformed,
        })
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

    async fn read(bytes: &[u8]) -> Frame<Request> {
        Codec::new(Arc::default()).question(&mut Cursor::new(bytes)).await
    }

    fn framed(request: &Request) -> Vec<u8> {
        let bytes = message::encode_request(request);
        [&(bytes.len() as u32).to_be_bytes()[..], &bytes].concat()
    }

    #[tokio::test]
    async fn fault_01_a_huge_length_is_refused_before_anything_is_read() {
        for length in [u32::MAX, limits::MESSAGE_BYTES as u32 + 1, 1 << 31] {
            assert!(matches!(read(&[&length.to_be_bytes()[..], &[0; 64]].concat()).await, Frame::Malformed));
        }
    }

    #[tokio::test]
    async fn fault_03_a_message_cut_anywhere_is_malformed() {
        let whole = framed(&Request::HandIn(Vec::new()));
        assert!(matches!(read(&whole).await, Frame::Message(..)));
        for cut in 0..whole.len() {
            assert!(matches!(read(&whole[..cut]).await, Frame::Malformed), "cut at {cut}");
        }
    }

    #[tokio::test]
    async fn fault_04_random_and_mangled_bytes_are_refused_and_nothing_more() {
        let mut state = 7u64;
        let mut random = move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as u32
        };
        let whole = framed(&Request::Items(knutepunkt_protocol::replica::Set::Law, vec![Default::default(); 8]));
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
    async fn large_questions_wait_for_nobody() {
        let codec = Codec::new(Arc::default());
        let _taken = codec.room.clone().try_acquire_many_owned(ROOM as u32).unwrap();
        let large = [&(SMALL as u32 + 1).to_be_bytes()[..], &vec![0; SMALL + 1]].concat();
        assert!(matches!(codec.question(&mut Cursor::new(large)).await, Frame::NoRoom));
        let small = framed(&Request::HandIn(Vec::new()));
        assert!(matches!(codec.question(&mut Cursor::new(small)).await, Frame::Message(..)));
    }
}
