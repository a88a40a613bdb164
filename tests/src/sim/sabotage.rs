//! How the planted bugs are done: careless programs around a protocol that is left as it is.

use super::office::{Answer, Words};
use super::plant::Plant;
use super::world::{Deed, World};
use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ActorId, Automerge, Change, ROOT};
use knutepunkt_protocol::document::change::{self, ChangeError, SealedChange};
use knutepunkt_protocol::document::chunk::{Chunk, ChunkError};
use knutepunkt_protocol::document::header::Header;
use knutepunkt_protocol::ids::{ChangeHash, DocumentId, NodeId};
use knutepunkt_protocol::law::records::Record;
use knutepunkt_protocol::message::Response;
use knutepunkt_protocol::replica::body_key;
use knutepunkt_protocol::replica::sets::Bundle;
use knutepunkt_protocol::rows::Table;
use knutepunkt_protocol::signed::Signature;
use std::collections::BTreeSet;

/// A seal as it is kept on disk.
#[derive(minicbor::Encode)]
struct SealRow {
    #[n(0)]
    node: NodeId,
    #[n(1)]
    deps: Vec<ChangeHash>,
    #[n(2)]
    time: u64,
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    mark: [u8; 32],
    #[n(4)]
    seal: Signature,
}

impl World {
    /// What a careless program makes of an answer before the session sees it.
    pub(super) fn sabotage(&mut self, node: usize, answer: Response) -> Response {
        match (self.plant, answer) {
            (Some(Plant::CountRevoked), Response::Items(items)) => {
                let revocation = |bytes: &[u8]| matches!(Record::decode(bytes), Ok(Record::Revocation(_)));
                Response::Items(items.into_iter().map(|item| item.filter(|bytes| !revocation(bytes))).collect())
            }
            (Some(Plant::NoActorRule), Response::Documents(bundles)) => {
                for bundle in bundles.iter().flatten() {
                    self.keep_unchecked(node, bundle);
                }
                Response::Documents(bundles)
            }
            (_, answer) => answer,
        }
    }

    /// An author whose changes all have the same actor: the node's key and zeros.
    pub(super) fn edit_carelessly(
        &mut self,
        node: usize,
        told: usize,
        id: DocumentId,
        base: &BTreeSet<ChangeHash>,
        words: &Words,
    ) -> Answer<()> {
        let Some(replica) = self.replica(node) else { return Deed::Unknown };
        let heads: Vec<ChangeHash> = base.iter().copied().collect();
        let rows = &self.machines[node].rows;
        let (Some(document), Some(bundle)) = (replica.document(&id), replica.bundle(&id, &heads, &[], 0, rows)) else {
            return Deed::Unknown;
        };
        let machine = &self.machines[node];
        let mut actor = machine.id().as_bytes().to_vec();
        actor.resize(64, 0);
        let mut automerge = Automerge::new().with_actor(ActorId::from(actor.as_slice()));
        let changes = bundle.changes.iter().filter_map(|it| Change::from_bytes(it.chunk.clone()).ok());
        if automerge.apply_changes(changes).is_err() {
            return Deed::Unknown;
        }
        let mut transaction = automerge.transaction();
        for (field, word) in words {
            transaction.put(ROOT, field.as_str(), word.as_str()).expect("a word fits");
        }
        transaction.commit_with(CommitOptions::default().with_time(1));
        let change = automerge.get_last_local_change().expect("it was just made");
        let (chunk, hash) = (change.raw_bytes().to_vec(), ChangeHash(change.hash().0));
        let header = document.header.encode();
        let looked_at =
            Chunk { hash, node: machine.id(), deps: heads, time: 1, operations: 1, actor: [0; 64], overwrites: vec![] };
        let seal = change::seal(&machine.secret, &self.charter.network(), &id, &looked_at);
        self.keep_unchecked(node, &Bundle { header, changes: vec![SealedChange { chunk, seal }], more: false });
        self.chronicle.told[told].sure = false;
        Deed::Done(Ok(()))
    }

    /// Writes changes to a disk that the protocol refuses for their actor, and opens it again.
    fn keep_unchecked(&mut self, node: usize, bundle: &Bundle) {
        let id = Header::id_of(&bundle.header);
        let network = self.charter.network();
        let mut kept = false;
        for sealed in &bundle.changes {
            if change::verify(sealed, &network, &id) != Err(ChangeError::Chunk(ChunkError::Actor)) {
                continue;
            }
            let Ok(change) = Change::from_bytes(sealed.chunk.clone()) else { continue };
            let row = SealRow {
                node: NodeId::from_slice(&change.actor_id().to_bytes()[..32]).expect("32 bytes"),
                deps: change.deps().iter().map(|dep| ChangeHash(dep.0)).collect(),
                time: 1,
                mark: [0; 32],
                seal: sealed.seal,
            };
            let key = body_key(&id, &ChangeHash(change.hash().0));
            let rows = &mut self.machines[node].rows;
            if rows.contains_key(&(Table::Header, id.as_bytes().to_vec())) {
                rows.insert((Table::Seal, key.clone()), minicbor::to_vec(&row).expect("in memory"));
                rows.insert((Table::Body, key), sealed.chunk.clone());
                kept = true;
            }
        }
        if kept && self.machines[node].on() {
            let (replica, _) = self.machines[node].open(self.clock());
            self.machines[node].replica = Some(replica);
        }
    }
}
