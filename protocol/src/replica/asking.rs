//! Hubs that ask to join: what strangers may say, bounded, until somebody vouches for them (specification §8.1).

use super::{Effects, Event, Hand, Refusal, Replica};
use crate::ids::HubId;
use crate::law::Standing;
use crate::law::records::Record;
use crate::limits;
use crate::message::Asking;
use crate::rows::Table;
use crate::signed::{self, Signed, Verified};

pub(super) const PREFIX: &[u8] = b"asking/";

fn row_key(hub: &HubId) -> Vec<u8> {
    [PREFIX, hub.as_bytes()].concat()
}

impl Replica {
    /// Notes that a hub asks to join. Asking again replaces what it said before.
    pub fn note_asking(&mut self, asking: Signed<Asking>, effects: &mut Effects) -> Result<(), Refusal> {
        let asking = asking.verify()?;
        if asking.network != self.network {
            return Err(Refusal::OtherNetwork);
        }
        if self.law.standing(&asking.hub) != Standing::Outside {
            // It is in, or was thrown out: there is nothing to ask.
            return Ok(());
        }
        if self.asking.get(&asking.hub) == Some(&asking) {
            return Ok(());
        }
        if !self.asking.contains_key(&asking.hub) && self.asking.len() >= limits::ASKING {
            return Err(Refusal::NoRoom);
        }
        effects.batch.put(Table::Own, row_key(&asking.hub), signed::encode(asking.signed()));
        effects.events.push(Event::Asking);
        self.asking.insert(asking.hub, asking);
        Ok(())
    }

    /// Hubs that ask to join and are not in.
    pub fn asking(&self) -> impl Iterator<Item = &Verified<Asking>> {
        self.asking.values().filter(|asking| self.law.standing(&asking.hub) == Standing::Outside)
    }

    /// Takes in the certificate of a hub that asked, once the law has to do with it: who vouches brings the newcomer's papers.
    pub fn take_papers(&mut self, hub: &HubId, hand: Hand<'_>, effects: &mut Effects) {
        let Some(asking) = self.asking.get(hub) else { return };
        if let Ok(certificate) = asking.certificate.clone().verify() {
            self.take_records(&[Record::Certificate(certificate).encode()], hand, effects);
        }
    }

    pub(super) fn read_asking(&mut self, bytes: &[u8]) -> Option<()> {
        let asking = signed::decode::<Signed<Asking>>(bytes, limits::RECORD_BYTES).ok()?.verify().ok()?;
        self.asking.insert(asking.hub, asking);
        Some(())
    }
}
