//! Taking in records of the law, and deriving it (specification §3, §6.1).

use super::{Effects, Event, Hand, Refusal, Replica};
use crate::ids::ItemId;
use crate::law::Law;
use crate::law::records::Record;
use crate::rows::{Bodies, Table};

impl Replica {
    /// Takes in records of the law, in whatever order they come. Answers what was not taken, and why.
    pub fn take_records(&mut self, records: &[Vec<u8>], hand: Hand<'_>, effects: &mut Effects) -> Vec<(ItemId, Refusal)> {
        let mut refused = Vec::new();
        let mut open = Vec::new();
        for bytes in records {
            match Record::decode(bytes) {
                Ok(record) => open.push((record, bytes)),
                Err(error) => refused.push((ItemId::default(), error.into())),
            }
        }
        loop {
            let before = open.len();
            open.retain(|(record, bytes)| !self.keep_record(record, bytes, effects));
            if open.len() == before {
                break;
            }
            // A record may be what makes another one relevant.
            self.derive_law(hand.bodies, effects, hand);
        }
        refused.extend(open.iter().map(|(record, _)| (record.id(), Refusal::Irrelevant)));
        refused
    }

    /// Keeps a record that the law has to do with; answers whether it is held now.
    fn keep_record(&mut self, record: &Record, bytes: &[u8], effects: &mut Effects) -> bool {
        let id = record.id();
        if self.records.contains_key(&id) {
            return true;
        }
        let wanted = match record.hub() {
            Some(hub) => hub == self.me.hub || self.law.relevant().contains(&hub),
            None => self.names_kept(&id),
        };
        if wanted {
            effects.batch.put(Table::Law, id.as_bytes().to_vec(), bytes.to_vec());
            self.records.insert(id, record.clone());
        }
        wanted
    }

    /// Whether a revocation or resignation that is held keeps what this chunk lists.
    fn names_kept(&self, chunk: &ItemId) -> bool {
        self.records.values().any(|record| match record {
            Record::Revocation(it) => it.kept.contains(chunk),
            Record::Resignation(it) => it.kept.contains(chunk),
            Record::Certificate(_) | Record::Kept(_) => false,
        })
    }

    /// Derives the law from records and trust lists, and carries out what follows from a change.
    pub(super) fn derive_law(&mut self, bodies: &dyn Bodies, effects: &mut Effects, hand: Hand<'_>) {
        let standing = Law::of_records(&self.charter, self.records.values());
        let lists = self.read_trust(&standing, bodies, effects);
        let law = standing.with_trust(lists);
        if law != self.law {
            self.law = law;
            self.law_revision += 1;
            self.refused.clear();
            effects.events.push(Event::Law);
            self.recount_documents(effects);
            self.recount_withdrawals(hand, effects);
            self.list_holds_and_receipts();
        }
        self.list_law();
    }
}
