//! The index: every word of what stands, in memory, and the thread that keeps it.
//!
//! Each document is three levels of terms for its title, and three for its text: words as they are written, the keys by which
//! their other forms are found, and the parts of compounds. Nothing is stored but these, and a number that says to which card of
//! the catalogue a document belongs. Whether a card is still to be shown is not the index's to say.
//!
//! Documents are handed in and come to be found a moment later: at once where they come singly, and in portions where they come
//! in floods, since each portion has its price.

use super::analyser;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy};
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::store::Compressor;
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};
use tantivy::{Index, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, TantivyError, Term};

/// Bytes that the writer fills before it closes a segment by itself: fewer mean more merging.
const WRITER_BYTES: usize = 48_000_000;

/// Bytes of text that wait to be indexed, at most, before whoever reads documents is to pause.
const ROOM: usize = 8 * 1024 * 1024;

/// How long an arrived document waits, at most, for others to be committed with.
const PATIENCE: Duration = Duration::from_millis(250);

/// The same while everything is read after a start: what is not there yet is said to be missing.
const BULK_PATIENCE: Duration = Duration::from_secs(3);

/// A commit is followed by so many times its own duration without one, unless somebody has waited for [`PATIENCE`].
const REST: u32 = 5;

/// Of a segment's documents, the part that may be gone before it is written anew without them.
const GONE: f32 = 0.1;

/// Segments of about one size that become one: each question asks every segment for every term, and merging has its price too.
const MERGED: usize = 4;

/// Positions between two paragraphs: no phrase reaches from one into the next.
const GAP: usize = 16;

/// The name under which terms that are ready are known to the index.
const READY: &str = "ready";

/// The name of the fast field.
pub(super) const PLACE: &str = "place";

/// Where a document belongs: a card of the catalogue, in one of its versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Place {
    /// The card.
    pub slot: u32,
    /// The version of what is on it.
    pub version: u32,
}

impl Place {
    pub(super) fn number(self) -> u64 {
        u64::from(self.slot) << 32 | u64::from(self.version)
    }

    pub(super) fn of(number: u64) -> Place {
        let half = |number: u64| u32::try_from(number & u64::from(u32::MAX)).unwrap_or(u32::MAX);
        Place { slot: half(number >> 32), version: half(number) }
    }
}

/// What is to be found of a document.
pub struct Text {
    /// What it is called.
    pub title: String,
    /// What it says, in paragraphs.
    pub body: Vec<String>,
}

impl Text {
    fn bytes(&self) -> usize {
        size_of::<Order>() + self.title.len() + self.body.iter().map(String::len).sum::<usize>()
    }
}

impl fmt::Debug for Text {
    /// Only the size: these are people's words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({} bytes)", self.bytes())
    }
}

/// The fields of one part of a document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Levels {
    pub exact: Field,
    pub key: Field,
    pub part: Field,
}

/// All fields.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    /// The card, as a term, so that what was on it can be removed.
    slot: Field,
    place: Field,
    pub title: Levels,
    pub body: Levels,
}

enum Order {
    /// This stands on a card, in place of whatever stood there.
    Put(Place, Text),
    /// Nothing stands there any longer.
    Remove(u32),
    /// Nobody has more to hand in for now.
    Commit,
}

/// What has been handed in and cannot be found yet.
#[derive(Default)]
struct Waiting {
    documents: usize,
    /// Since when there has always been something.
    since: Option<Instant>,
    bytes: usize,
    bulk: bool,
    broken: bool,
}

/// What the thread and its callers share.
#[derive(Default)]
struct Queue {
    waiting: Mutex<Waiting>,
    less: Condvar,
}

impl Queue {
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut Waiting)) {
        let mut waiting = self.waiting();
        change(&mut waiting);
        waiting.since = if waiting.documents == 0 { None } else { waiting.since.or_else(|| Some(Instant::now())) };
        drop(waiting);
        self.less.notify_all();
    }

    /// Waits until something is so, or at most so long.
    fn wait(&self, most: Duration, enough: impl Fn(&Waiting) -> bool) {
        let waits = |waiting: &mut Waiting| !waiting.broken && !enough(waiting);
        drop(self.less.wait_timeout_while(self.waiting(), most, waits));
    }
}

/// The index, and the way to its thread.
pub(super) struct Running {
    pub fields: Fields,
    reader: IndexReader,
    orders: Sender<Order>,
    queue: Arc<Queue>,
}

impl Running {
    /// An empty index with its thread.
    pub fn start() -> Result<Running, TantivyError> {
        let (schema, fields) = schema();
        let tokenizers = TokenizerManager::default();
        tokenizers.register(READY, TextAnalyzer::from(Ready));
        let settings = IndexSettings {
            docstore_compression: Compressor::None,
            docstore_compress_dedicated_thread: false,
            ..IndexSettings::default()
        };
        let index = Index::builder().schema(schema).settings(settings).tokenizers(tokenizers).create_in_ram()?;
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .num_merge_threads(1)
            .memory_budget_per_thread(WRITER_BYTES)
            .build();
        let writer: IndexWriter = index.writer_with_options(options)?;
        let mut merging = LogMergePolicy::default();
        merging.set_min_num_segments(MERGED);
        merging.set_del_docs_ratio_before_merge(GONE);
        writer.set_merge_policy(Box::new(merging));
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(0)
            .num_warming_threads(1)
            .try_into()?;
        let (orders, taken) = channel();
        let queue = Arc::new(Queue::default());
        let keeper = Keeper { fields, writer, reader: reader.clone(), queue: Arc::clone(&queue), uncommitted: 0 };
        std::thread::Builder::new().name("search".to_owned()).spawn(move || keeper.run(&taken))?;
        Ok(Running { fields, reader, orders, queue })
    }

    /// What can be found now.
    pub fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    /// From now on this stands at a place.
    pub fn put(&self, place: Place, text: Text) {
        self.queue.change(|waiting| {
            waiting.documents += 1;
            waiting.bytes += text.bytes();
        });
        self.order(Order::Put(place, text));
    }

    /// From now on nothing stands on a card.
    pub fn remove(&self, slot: u32) {
        self.queue.change(|waiting| waiting.documents += 1);
        self.order(Order::Remove(slot));
    }

    fn order(&self, order: Order) {
        if self.orders.send(order).is_err() {
            self.queue.change(|waiting| waiting.broken = true);
        }
    }

    /// Whether more may be handed in.
    pub fn has_room(&self) -> bool {
        self.queue.waiting().bytes < ROOM
    }

    /// Waits until more may be handed in, or at most so long.
    pub fn wait_for_room(&self, most: Duration) {
        self.queue.wait(most, |waiting| waiting.bytes < ROOM);
    }

    /// Waits until what was handed in can be found, or at most so long. Answers whether it can.
    pub fn settle(&self, most: Duration) -> bool {
        self.queue.wait(most, |waiting| waiting.documents == 0);
        self.queue.waiting().documents == 0
    }

    /// Whether what was handed in and cannot be found yet is no more than so much, has come in just now, and is not part of more to
    /// come: a flood is never at an end, and is not waited for.
    pub fn is_soon_settled(&self, most: usize) -> bool {
        let waiting = self.queue.waiting();
        waiting.documents <= most && !waiting.bulk && waiting.since.is_none_or(|since| since.elapsed() < PATIENCE)
    }

    /// Whether everything is being read: then portions are large. When it has been, the last one need not wait.
    pub fn set_bulk(&self, bulk: bool) {
        self.queue.change(|waiting| waiting.bulk = bulk);
        if !bulk {
            self.order(Order::Commit);
        }
    }

    /// Whether nothing comes to be found any longer.
    pub fn is_broken(&self) -> bool {
        self.queue.waiting().broken
    }
}

fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let slot = schema.add_u64_field("slot", INDEXED);
    let place = schema.add_u64_field(PLACE, FAST);
    let mut level = |name: &str, record| {
        let indexing = TextFieldIndexing::default().set_tokenizer(READY).set_index_option(record).set_fieldnorms(true);
        schema.add_text_field(name, TextOptions::default().set_indexing_options(indexing))
    };
    let mut levels = |name: &str| Levels {
        exact: level(&format!("{name} exact"), IndexRecordOption::WithFreqsAndPositions),
        key: level(&format!("{name} key"), IndexRecordOption::WithFreqs),
        part: level(&format!("{name} part"), IndexRecordOption::WithFreqs),
    };
    let (title, body) = (levels("title"), levels("body"));
    (schema.build(), Fields { slot, place, title, body })
}

/// The thread's own.
struct Keeper {
    fields: Fields,
    writer: IndexWriter,
    reader: IndexReader,
    queue: Arc<Queue>,
    uncommitted: usize,
}

impl Keeper {
    fn run(mut self, orders: &Receiver<Order>) {
        // Whatever happens, nobody waits for it in vain.
        let kept = catch_unwind(AssertUnwindSafe(|| self.keep(orders)));
        match kept {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(%error, "the index cannot be kept; it is built anew"),
            Err(_) => tracing::error!("keeping the index ended in a panic; it is built anew"),
        }
        self.queue.change(|waiting| waiting.broken = true);
    }

    /// Takes orders until there is nobody left to give them.
    fn keep(&mut self, orders: &Receiver<Order>) -> Result<(), TantivyError> {
        let (mut cost, mut committed) = (Duration::ZERO, Instant::now());
        let mut first = None;
        loop {
            let order = match (orders.try_recv(), first) {
                (Ok(order), _) => Some(order),
                (Err(TryRecvError::Disconnected), _) => return Ok(()),
                (Err(TryRecvError::Empty), None) => match orders.recv() {
                    Ok(order) => Some(order),
                    Err(_) => return Ok(()),
                },
                (Err(TryRecvError::Empty), Some(first)) => {
                    let rest = if self.queue.waiting().bulk { BULK_PATIENCE } else { cost.saturating_mul(REST) };
                    let until = (committed + rest).min(first + self.patience());
                    match orders.recv_timeout(until.saturating_duration_since(Instant::now())) {
                        Ok(order) => Some(order),
                        Err(RecvTimeoutError::Timeout) => None,
                        Err(RecvTimeoutError::Disconnected) => return Ok(()),
                    }
                }
            };
            let now = match order {
                None | Some(Order::Commit) => true,
                Some(order) => self.carry_out(order).map(|()| false)?,
            };
            let since = *first.get_or_insert_with(Instant::now);
            if now || since.elapsed() >= self.patience() {
                let begun = Instant::now();
                self.commit()?;
                (cost, committed, first) = (begun.elapsed(), Instant::now(), None);
            }
        }
    }

    fn patience(&self) -> Duration {
        if self.queue.waiting().bulk { BULK_PATIENCE } else { PATIENCE }
    }

    fn carry_out(&mut self, order: Order) -> Result<(), TantivyError> {
        match order {
            Order::Commit => return Ok(()),
            Order::Remove(slot) => {
                self.writer.delete_term(Term::from_field_u64(self.fields.slot, u64::from(slot)));
            }
            Order::Put(place, text) => {
                // A new card has nothing to be removed; each removal is looked up in every segment.
                if place.version > 0 {
                    self.writer.delete_term(Term::from_field_u64(self.fields.slot, u64::from(place.slot)));
                }
                // What comes from others must not stop the search for everything else.
                match catch_unwind(|| terms(&text)) {
                    Ok(terms) => drop(self.writer.add_document(self.document(place, terms))?),
                    Err(_) => tracing::error!(
                        slot = place.slot,
                        "a document cannot be taken apart into words, and is not found by them"
                    ),
                }
                self.queue.change(|waiting| waiting.bytes = waiting.bytes.saturating_sub(text.bytes()));
            }
        }
        self.uncommitted += 1;
        Ok(())
    }

    fn document(&self, place: Place, [title, body]: [Terms; 2]) -> TantivyDocument {
        let mut document = TantivyDocument::default();
        document.add_u64(self.fields.slot, u64::from(place.slot));
        document.add_u64(self.fields.place, place.number());
        for (levels, terms) in [(self.fields.title, title), (self.fields.body, body)] {
            for (field, lines) in [(levels.exact, terms.exact), (levels.key, terms.keys), (levels.part, terms.parts)] {
                if !lines.is_empty() {
                    document.add_text(field, lines);
                }
            }
        }
        document
    }

    fn commit(&mut self) -> Result<(), TantivyError> {
        self.writer.commit()?;
        self.reader.reload()?;
        let committed = std::mem::take(&mut self.uncommitted);
        self.queue.change(|waiting| waiting.documents = waiting.documents.saturating_sub(committed));
        Ok(())
    }
}

/// The terms of one part of a document, a line each.
#[derive(Default)]
struct Terms {
    exact: String,
    keys: String,
    parts: String,
}

fn terms(text: &Text) -> [Terms; 2] {
    let mut title = Terms::default();
    title.add(&text.title);
    let mut body = Terms::default();
    for paragraph in &text.body {
        if !body.exact.is_empty() {
            body.exact.extend(std::iter::repeat_n('\n', GAP));
        }
        body.add(paragraph);
    }
    [title, body]
}

impl Terms {
    fn add(&mut self, text: &str) {
        let line = |lines: &mut String, term: &str| {
            lines.push_str(term);
            lines.push('\n');
        };
        analyser::each(text, |_, _, word| {
            line(&mut self.exact, &word.exact);
            word.keys.iter().for_each(|key| line(&mut self.keys, key));
            word.parts.iter().for_each(|part| line(&mut self.parts, part));
        });
    }
}

/// Gives the index terms that are ready, a line each. An empty line is a place where nothing stands.
#[derive(Clone)]
struct Ready;

struct Lines<'t> {
    lines: std::str::Lines<'t>,
    next: usize,
    token: Token,
}

impl Tokenizer for Ready {
    type TokenStream<'t> = Lines<'t>;

    fn token_stream<'t>(&'t mut self, text: &'t str) -> Lines<'t> {
        Lines { lines: text.lines(), next: 0, token: Token::default() }
    }
}

impl TokenStream for Lines<'_> {
    fn advance(&mut self) -> bool {
        for line in self.lines.by_ref() {
            self.token.position = self.next;
            self.next += 1;
            if !line.is_empty() {
                self.token.text.clear();
                self.token.text.push_str(line);
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
