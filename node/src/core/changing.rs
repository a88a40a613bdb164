//! Changing the replica: in memory, then on disk, then for everybody to see.

use super::{Core, CoreError};
use crate::store::{Brings, Store, StoreError};
use knutepunkt_protocol::code::Code;
use knutepunkt_protocol::document::header::teller_address;
use knutepunkt_protocol::law::charter::Charter;
use knutepunkt_protocol::replica::erasure::HandedIn;
use knutepunkt_protocol::replica::{Effects, Event, Hand, Refusal, Replica};
use knutepunkt_protocol::rows::{Batch, Table};
use std::sync::atomic::Ordering;

impl Core {
    /// Changes the replica and commits what follows, durably, before anybody else sees it. A `work` that fails has not changed
    /// anything that is kept; what it did before is undone by reading the replica again where it left rows to write.
    pub fn write<T, E>(&self, work: impl FnOnce(&mut Replica, Hand<'_>, &mut Effects) -> Result<T, E>) -> Result<T, CoreError>
    where
        CoreError: From<E>,
    {
        self.change(|replica, hand, effects| work(replica, hand, effects).map_err(CoreError::from))
    }

    /// As [`Core::write`], for what brings no documents (law, withdrawals, holds): it gets through when the disk is all but full.
    pub fn record<T, E>(&self, work: impl FnOnce(&mut Replica, Hand<'_>, &mut Effects) -> Result<T, E>) -> Result<T, CoreError>
    where
        CoreError: From<E>,
    {
        let may = |_: &Replica| self.store.ready(Brings::Records);
        self.carry_out(may, |replica, hand, effects| work(replica, hand, effects).map_err(CoreError::from))
    }

    /// As [`Core::write`], for a caller with errors of its own.
    pub fn change<T, E: From<CoreError>>(
        &self,
        work: impl FnOnce(&mut Replica, Hand<'_>, &mut Effects) -> Result<T, E>,
    ) -> Result<T, E> {
        self.carry_out(|_| self.store.ready(Brings::Documents), work)
    }

    /// Hands in a teller's code. Where the disk is full, what is here of that teller goes all the same; a code to which nothing
    /// here answers is refused before anything is done.
    pub fn withdraw(&self, code: &Code, source: &[u8]) -> Result<HandedIn, CoreError> {
        let key = code.key();
        let may = |replica: &Replica| {
            let address = teller_address(&replica.network(), &key);
            let here = replica.has_documents(&address) || replica.private_at(&address).is_some();
            let known = || here || !replica.about(&address).is_empty() || replica.knows_withdrawal(&key);
            match self.store.ready(Brings::Records) {
                Err(StoreError::Full) if known() => Ok(()),
                ready => ready,
            }
        };
        self.carry_out(may, |replica, hand, effects| {
            replica.withdraw_with_key(&code.secret(), source, hand, effects).map_err(CoreError::from)
        })
    }

    /// Changes the replica where it `may`: a disk that would refuse is asked before, since reading the replica again takes long.
    fn carry_out<T, E: From<CoreError>>(
        &self,
        may: impl FnOnce(&Replica) -> Result<(), StoreError>,
        work: impl FnOnce(&mut Replica, Hand<'_>, &mut Effects) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut guard = self.replica_mut();
        let Some(replica) = guard.as_mut() else { return Err(self.missing().into()) };
        may(replica).map_err(CoreError::from)?;
        let mut effects = Effects::default();
        match work(replica, self.hand(), &mut effects) {
            Ok(done) => {
                let events = self.commit(&mut guard, effects)?;
                drop(guard);
                self.tell(&events);
                Ok(done)
            }
            Err(error) => {
                if !effects.batch.is_empty() {
                    // Where it fails, that has been logged, and there is no replica.
                    let _unread = self.reread(&mut guard);
                }
                Err(error)
            }
        }
    }

    /// Commits, then signs the receipts that have become due and commits those.
    fn commit(&self, replica: &mut Option<Replica>, effects: Effects) -> Result<Vec<Event>, CoreError> {
        let mut events = effects.events;
        if effects.batch.is_empty() {
            return Ok(events);
        }
        let withdrawn = events.iter().any(|event| matches!(event, Event::Withdrawn(_) | Event::Law));
        self.save(replica, &effects.batch)?;
        if withdrawn || self.receipts_due.load(Ordering::Relaxed) {
            events.extend(self.sign_receipts(replica));
        }
        Ok(events)
    }

    /// Signs the receipts that are due. What was removed is removed whether or not this succeeds, so nobody hears of a failure; it
    /// is made up for with the next change, or the next start.
    pub(super) fn sign_receipts(&self, guard: &mut Option<Replica>) -> Vec<Event> {
        let Some(replica) = guard.as_mut() else { return Vec::new() };
        let mut receipts = Effects::default();
        let ready = self.store.ready(Brings::Records).map_err(CoreError::from);
        let signed = ready.and_then(|()| Ok(replica.sign_receipts(self.hand(), &mut receipts)?));
        let saved = match signed {
            Ok(()) if receipts.batch.is_empty() => Ok(()),
            Ok(()) => self.save(guard, &receipts.batch),
            Err(error) if receipts.batch.is_empty() => Err(error),
            Err(error) => self.reread(guard).and(Err(error)),
        };
        self.receipts_due.store(saved.is_err(), Ordering::Relaxed);
        match saved {
            Ok(()) => receipts.events,
            Err(error) => {
                tracing::warn!(%error, "receipts for what was removed are not signed yet");
                Vec::new()
            }
        }
    }

    /// Saves a batch. Where a page is damaged, which takes no rows, the page is given up. Where the disk refuses, or rows were given
    /// up, memory goes back to what is there.
    fn save(&self, replica: &mut Option<Replica>, batch: &Batch) -> Result<(), CoreError> {
        let mut saved = self.store.commit(batch);
        let damaged = matches!(saved, Err(StoreError::Damaged { .. }));
        if damaged {
            saved = self.store.mend().and_then(|_| self.store.commit(batch));
        }
        if let Err(error) = &saved {
            tracing::error!(%error, "a change was not saved");
        }
        if damaged || saved.is_err() {
            // Where it fails, that has been logged, and there is no replica.
            let _unread = self.reread(replica);
        }
        Ok(saved?)
    }

    /// Brings the lists up to date and wakes whoever waits for changes.
    pub(super) fn tell(&self, events: &[Event]) {
        if events.is_empty() {
            return;
        }
        if let Some(replica) = self.replica().as_ref() {
            self.catalogue.refresh(replica, self.store.as_ref(), events);
        }
        self.revision.send_modify(|revision| *revision += 1);
    }

    /// Makes this machine belong to a network, with its own certificate, which its founding made.
    pub fn enter(
        &self,
        charter: &Charter,
        begin: impl FnOnce(&mut Replica, Hand<'_>, &mut Effects) -> Result<(), Refusal>,
    ) -> Result<(), CoreError> {
        let mut guard = self.replica_mut();
        if let Some(replica) = guard.as_ref() {
            return Err(CoreError::AlreadyIn(replica.charter().name.clone()));
        }
        // A folder belongs to one network for good, whether or not it can be read just now.
        if self.is_unread() || self.store.get(Table::Charter, b"")?.is_some() {
            return Err(CoreError::Unread);
        }
        self.store.ready(Brings::Documents)?;
        let mut effects = Effects::default();
        Replica::charter_row(charter, &mut effects);
        let mut replica = Replica::new(charter.clone(), self.me);
        begin(&mut replica, self.hand(), &mut effects)?;
        *guard = Some(replica);
        let events = self.commit(&mut guard, effects)?;
        drop(guard);
        self.tell(&events);
        Ok(())
    }
}
