//! What a question does to the replica, and what a hello tells. Everything here waits for the replica or the disk, and is called
//! where waiting hurts nobody.

use super::budget::Askings;
use crate::core::{Core, CoreError};
use knutepunkt_protocol::ids::{HubId, ItemId, NodeId};
use knutepunkt_protocol::law::Standing;
use knutepunkt_protocol::law::records::Record;
use knutepunkt_protocol::message::{Asking, Hello, Request, Response, VERSION, Welcome, Why};
use knutepunkt_protocol::reconcile::{self, Lists};
use knutepunkt_protocol::replica::{Refusal, Replica, Set};
use knutepunkt_protocol::signed::Signed;
use knutepunkt_protocol::withdrawal::by_key::KeyWithdrawal;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// What a hello told.
#[derive(Debug, Clone)]
pub(super) struct Heard {
    /// The hello.
    pub hello: Hello,
    /// The hub that certified the peer, as it shows.
    pub hub: Option<HubId>,
    /// The member hub whose node it is, under our law.
    pub member: Option<HubId>,
    /// What we answer it.
    pub welcome: Welcome,
    /// Our own digests at that time.
    pub mine: Vec<ItemId>,
}

impl Heard {
    /// Whether the peer is a member's, and takes us for one, and holds what we hold.
    pub(super) fn in_step(&self) -> bool {
        self.member.is_some() && self.hello.welcome == Welcome::Member && self.hello.digests == self.mine
    }
}

/// What questions are answered from.
pub(super) struct Desk {
    askings: Mutex<Askings>,
    lists: Mutex<Lists>,
    greetings: Mutex<Greetings>,
}

/// What the replica was when a greeting was made.
type Moment = (u64, u64, u64);

/// Hellos by what the law says of whom they are said to, so that a hello costs nothing while nothing changes.
#[derive(Default)]
struct Greetings {
    moment: Option<Moment>,
    hellos: BTreeMap<(Option<HubId>, Welcome), Hello>,
}

/// What strangers hand in shares one place in the waiting room, whatever hubs they invent.
const STRANGERS: &[u8] = b"strangers";

/// Withdrawals that are taken in at once, so that readers do not wait long.
const AT_ONCE: usize = 64;

impl Desk {
    pub(super) fn new(now: Instant) -> Desk {
        Desk { askings: Mutex::new(Askings::new(now)), lists: Mutex::default(), greetings: Mutex::default() }
    }

    /// What this node says of itself to a peer; `None` while it belongs to no network.
    pub(super) fn hello(&self, core: &Core, node: &NodeId, addresses: Vec<String>) -> Option<Hello> {
        let said = *core.changes().borrow();
        core.read(|replica| {
            let moment = Some((said, replica.revision(), replica.law_revision()));
            let mut greetings = self.greetings.lock().unwrap_or_else(PoisonError::into_inner);
            if greetings.moment != moment {
                *greetings = Greetings { moment, hellos: BTreeMap::new() };
            }
            let to = (replica.law().member_of(node), reconcile::welcome(replica, node));
            let hello = greetings.hellos.entry(to).or_insert_with(|| reconcile::hello(replica, node, Vec::new()));
            Hello { addresses, ..hello.clone() }
        })
        .ok()
    }

    /// Answers a question that only reads.
    fn read(&self, core: &Core, node: &NodeId, request: &Request) -> Response {
        let bodies = core.hand().bodies;
        let answered = core.read(|replica| match request {
            Request::Reconcile(Set::Law | Set::Withdrawals | Set::Documents | Set::Receipts, _) => {
                let mut lists = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
                reconcile::answer(replica, &mut lists, bodies, node, request)
            }
            // The sets on the side change without a new revision, and differ from hub to hub.
            _ => reconcile::answer(replica, &mut Lists::default(), bodies, node, request),
        });
        answered.unwrap_or(Response::Refused(Why::No))
    }

    /// Answers a question. `hub` is the hub whose certificate the peer showed.
    pub(super) fn answer(&self, core: &Core, node: &NodeId, hub: Option<HubId>, request: Request) -> Response {
        match request {
            Request::Ask(asking) => match self.take_asking(core, node, asking) {
                Ok(()) => Response::Done,
                Err(why) => Response::Refused(why),
            },
            Request::HandIn(withdrawals) => match hub {
                Some(hub) if take_withdrawals(core, &hub, withdrawals) => Response::Done,
                Some(_) => Response::Refused(Why::No),
                None => Response::Refused(Why::NotMember),
            },
            request => self.read(core, node, &request),
        }
    }

    /// Takes note that a hub asks to join. What it said before costs it nothing; news are written down, and only so many.
    fn take_asking(&self, core: &Core, node: &NodeId, asking: Signed<Asking>) -> Result<(), Why> {
        let verified = asking.clone().verify().map_err(|_| Why::Malformed)?;
        if verified.node != *node {
            return Err(Why::Malformed);
        }
        let is_news = core.read(|replica| {
            let outside = replica.law().standing(&verified.hub) == Standing::Outside;
            outside && verified.network == replica.network() && replica.asking().all(|known| *known != verified)
        });
        let may = || self.askings.lock().unwrap_or_else(PoisonError::into_inner).take(verified.hub, Instant::now());
        if is_news.map_err(|_| Why::No)? && !may() {
            return Err(Why::Busy);
        }
        core.record(|replica, _, effects| replica.note_asking(asking, effects)).map_err(|error| match error {
            CoreError::Refused(Refusal::OtherNetwork) => Why::OtherNetwork,
            _ => Why::No,
        })
    }
}

/// Takes in what a peer says of itself: its certificate, where the law has to do with its hub.
pub(super) fn hear(core: &Core, node: &NodeId, hello: Hello) -> Result<Heard, Why> {
    if !hello.versions.contains(&VERSION) {
        return Err(Why::Version(vec![VERSION]));
    }
    if core.read(Replica::network).map_err(|_| Why::No)? != hello.network {
        return Err(Why::OtherNetwork);
    }
    let certificate = match hello.certificate.clone().map(Signed::verify) {
        Some(Ok(certificate)) if certificate.node == *node => Some(certificate),
        Some(_) => return Err(Why::Malformed),
        None => None,
    };
    if let Some(certificate) = &certificate
        && core.read(|replica| replica.makes_known(certificate)).unwrap_or(false)
    {
        let record = Record::Certificate(certificate.clone()).encode();
        let taken = core.record(|replica, hand, effects| {
            replica.take_records(&[record], hand, effects);
            Ok::<_, Refusal>(())
        });
        unsaved(taken);
    }
    core.read(|replica| Heard {
        hub: certificate.map(|certificate| certificate.hub),
        member: replica.law().member_of(node),
        welcome: reconcile::welcome(replica, node),
        mine: replica.digests().to_vec(),
        hello,
    })
    .map_err(|_| Why::No)
}

/// Takes in withdrawals that a hub's node hands in. False where one of them found no room.
fn take_withdrawals(core: &Core, hub: &HubId, withdrawals: Vec<Signed<KeyWithdrawal>>) -> bool {
    let known = core.read(|replica| replica.law().hub(hub).is_some()).unwrap_or(false);
    let source = if known { hub.as_bytes().as_slice() } else { STRANGERS };
    let mut room = true;
    for part in withdrawals.chunks(AT_ONCE) {
        let taken = core.record(|replica, hand, effects| {
            for withdrawal in part {
                let taken = replica.hand_in(withdrawal.clone(), source, hand, effects);
                room &= !matches!(taken, Err(Refusal::NoRoom));
            }
            Ok::<_, Refusal>(())
        });
        room &= unsaved(taken).is_some();
        if !room {
            break;
        }
    }
    room
}

/// One exchange of withdrawals with a member's node is over: stories need wait no longer.
pub(super) fn withdrawals_are_here(core: &Core, node: &NodeId) {
    let member = || core.read(|replica| replica.law().member_of(node).is_some()).unwrap_or(false);
    if core.waits_for_withdrawals() && member() && unsaved(core.set_waits_for_withdrawals(false)).is_some() {
        tracing::info!(node = node.short(), "withdrawals were exchanged with a member; stories are shown again");
    }
}

/// The value, or a line in the log that the disk refused.
pub(super) fn unsaved<T>(result: Result<T, CoreError>) -> Option<T> {
    result.inspect_err(|error| tracing::error!(%error, "what a peer sent was not saved")).ok()
}
