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
        self.asked += 1;
        if let Some((last, known)) = self.asking.get_mut(&asking.hub)
            && *known == asking
        {
            *last = self.asked;
            return Ok(());
        }
        if !self.asking.contains_key(&asking.hub) && self.asking.len() >= limits::ASKING {
            self.forget_one(effects);
        }
        effects.batch.put(Table::Own, row_key(&asking.hub), signed::encode(asking.signed()));
        effects.events.push(Event::Asking);
        self.asking.insert(asking.hub, (self.asked, asking));
        Ok(())
    }

    /// Makes room: for a hub that is not outside any longer, or else for the one that has not asked for the longest. Who really
    /// asks, asks again; inventions cannot keep it out.
    fn forget_one(&mut self, effects: &mut Effects) {
        let outside = |hub: &HubId| self.law.standing(hub) == Standing::Outside;
        let oldest = self.asking.iter().min_by_key(|(hub, (last, _))| (outside(hub), *last, **hub)).map(|(hub, _)| *hub);
        if let Some(hub) = oldest {
            effects.batch.delete(Table::Own, row_key(&hub));
            self.asking.remove(&hub);
        }
    }

    /// Hubs that ask to join and are not in.
    pub fn asking(&self) -> impl Iterator<Item = &Verified<Asking>> {
        self.asking.values().map(|(_, asking)| asking).filter(|asking| self.law.standing(&asking.hub) == Standing::Outside)
    }

    /// Takes in the certificate of a hub that asked, once the law has to do with it: who vouches brings the newcomer's papers.
    pub fn take_papers(&mut self, hub: &HubId, hand: Hand<'_>, effects: &mut Effects) {
        let Some((_, asking)) = self.asking.get(hub) else { return };
        if let Ok(certificate) = asking.certificate.clone().verify() {
            self.take_records(&[Record::Certificate(certificate).encode()], hand, effects);
        }
    }

    pub(super) fn read_asking(&mut self, bytes: &[u8]) -> Option<()> {
        let asking = signed::decode::<Signed<Asking>>(bytes, limits::RECORD_BYTES).ok()?.verify().ok()?;
        self.asking.insert(asking.hub, (0, asking));
        Some(())
    }
}
