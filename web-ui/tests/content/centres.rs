//! An invented network, and the receipts that its centres signed.

use knutepunkt_web_ui::dates::{Date, Moment};
use knutepunkt_web_ui::pages::network::{Asking, Member, NetworkView, Step, Why};
use knutepunkt_web_ui::pages::receipts::{Receipt, ReceiptsView, Waiting};
use knutepunkt_web_ui::site::Section;

use super::Words;

pub fn network_view(words: Words<'_>) -> NetworkView {
    let member = |name: &str, state: &str, why, step| Member {
        hub: words.hub(name),
        state: words.of(state),
        why,
        step,
        published: vec![(Section::Stories, 12), (Section::Directory, 1), (Section::Articles, 2)],
    };
    let seen = Moment { date: Date { year: 2026, month: 11, day: 3 }, hour: 14, minute: 30 };
    NetworkView {
        admit: 2,
        published: vec![(Section::Stories, 72), (Section::Directory, 31), (Section::Events, 14)],
        today: Some(Date { year: 2026, month: 11, day: 4 }),
        members: vec![
            member("Nordlys", "active", Why::Founder, Step::Here),
            member("Havglimt", "active", Why::Founder, Step::InStep),
            member("Bølgen", "resting", Why::VouchedBy(words.list(&["Nordlys", "Havglimt"])), Step::Behind(Some(3))),
            member("Fjellheim", "active", Why::VouchedBy(words.list(&["Nordlys"])), Step::Behind(None)),
            member("Sommerly", "active", Why::Founder, Step::Away(Some(seen))),
            member("Furuly", "closed", Why::VouchedBy(Vec::new()), Step::Away(None)),
        ],
        asking: vec![
            Asking {
                name: words.of("Elvebredden"),
                check_words: words.list(&["fjell", "kopp", "sommer", "båt", "lykt", "ull"]),
                vouched_by: Vec::new(),
            },
            Asking { name: words.of("Lyngmo"), check_words: words.list(&["sol", "vott"]), vouched_by: words.list(&["Nordlys"]) },
        ],
        former: vec![(words.hub("Grindstua"), words.of("resigned"))],
    }
}

pub fn receipts_view(words: Words<'_>) -> ReceiptsView {
    let day = Date { year: 2026, month: 11, day: 3 };
    let receipt = |hub: &str, name: &str| Receipt {
        hub: hub.to_owned(),
        name: words.of(name),
        machine: words.of("skapet"),
        at: Some(day),
        counts: true,
    };
    ReceiptsView {
        key: words.id(),
        known: true,
        receipts: vec![
            receipt("1", "Nordlys"),
            receipt("1", "Nordlys"),
            receipt("2", "Bølgen"),
            receipt("3", "Fjellheim"),
            Receipt { at: None, ..receipt("4", "Sommerly") },
        ],
        waiting: vec![Waiting { hub: "5".to_owned(), name: words.of("Havglimt"), machines: 2, since: Some(day) }],
        closed: words.list(&["Furuly"]),
        outside: words.list(&["Grindstua"]),
        today: Some(Date { day: 20, ..day }),
    }
}
