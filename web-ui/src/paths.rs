//! Where every page lives: the only place that spells a path.
//!
//! The paths have no language prefix; [`crate::Lang::path`] puts one on. They are Norwegian in every language, so that an
//! address read aloud on the telephone is the same for everybody.

/// The front page.
pub const HOME: &str = "/";
/// The list of stories.
pub const STORIES: &str = "/fortellinger";
/// The directory of centres and organisations.
pub const DIRECTORY: &str = "/katalog";
/// Before the number of a county.
pub const COUNTIES: &str = "/fylke";
/// The list of events.
pub const EVENTS: &str = "/arrangementer";
/// All that is coming, for a calendar.
pub const CALENDAR: &str = "/arrangementer.ics";
/// What calendars call their files.
pub const CALENDAR_EXTENSION: &str = ".ics";
/// The list of resources.
pub const RESOURCES: &str = "/kunnskap";
/// The list of news, calls and reports.
pub const ARTICLES: &str = "/aktuelt";
/// News, for a feed reader.
pub const NEWS_FEED: &str = "/aktuelt.atom";
/// Stories, for a feed reader.
pub const STORY_FEED: &str = "/fortellinger.atom";
/// The centres of the network.
pub const NETWORK: &str = "/nettverket";
/// The form that withdraws a story. The code is posted to the same path.
pub const WITHDRAW: &str = "/trekk-tilbake";
/// The search over everything.
pub const SEARCH: &str = "/sok";
/// Before the key of a withdrawal: its receipts.
pub const RECEIPTS: &str = "/kvittering";
/// The list of pages for search engines.
pub const SITEMAP: &str = "/sitemap.xml";

/// Who one can call.
pub const HELP: &str = "/hjelp";
/// The same, for when there is no network: the only page that stays on a reader's device.
pub const OFFLINE: &str = "/hjelp/uten-nett";
/// What the centre is.
pub const ABOUT: &str = "/om";
/// What is kept about people, and what is not.
pub const PRIVACY: &str = "/personvern";
/// For whom the site works, and for whom not yet.
pub const ACCESSIBILITY: &str = "/tilgjengelighet";
/// What may stand here.
pub const RULES: &str = "/regler";
/// Everything in one municipality.
/// Everything in one municipality: where one chooses it, and before its number.
pub const MUNICIPALITY: &str = "/kommune";
/// What keeps the help lines on a reader's device. Its path is the part of the site that it may serve.
pub const WORKER: &str = "/sw.js";

/// One story.
pub fn story(id: &str) -> String {
    under(STORIES, id)
}

/// One centre or organisation.
pub fn directory_entry(id: &str) -> String {
    under(DIRECTORY, id)
}

/// Everything in one municipality, by number.
pub fn municipality(number: &str) -> String {
    under(MUNICIPALITY, number)
}

/// Everything in one county, by number.
pub fn county(number: &str) -> String {
    under(COUNTIES, number)
}

/// One event.
pub fn event(id: &str) -> String {
    under(EVENTS, id)
}

/// One event, for a calendar.
pub fn event_file(id: &str) -> String {
    format!("{}{CALENDAR_EXTENSION}", event(id))
}

/// One resource.
pub fn resource(id: &str) -> String {
    under(RESOURCES, id)
}

/// One article.
pub fn article(id: &str) -> String {
    under(ARTICLES, id)
}

/// The receipts for one withdrawal.
pub fn receipts(key: &str) -> String {
    under(RECEIPTS, key)
}

/// The citation of what has its page at `page`, as a file with this extension.
pub fn citation(page: &str, extension: &str) -> String {
    format!("{page}/sitat.{extension}")
}

/// The page of a document by its kind; nothing for kinds that have no page of their own.
pub fn page_path(kind: &str, id: &str) -> Option<String> {
    match kind {
        "story" => Some(story(id)),
        "hub" | "organisation" => Some(directory_entry(id)),
        "event" => Some(event(id)),
        "resource" => Some(resource(id)),
        "article" => Some(article(id)),
        _ => None,
    }
}

/// `?name=value&…` of the pairs that have a value; nothing if none has.
pub fn query<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut out = String::new();
    for (name, value) in pairs {
        if value.is_empty() {
            continue;
        }
        out.push(if out.is_empty() { '?' } else { '&' });
        encode(name, &mut out);
        out.push('=');
        encode(value, &mut out);
    }
    out
}

fn under(list: &str, id: &str) -> String {
    let mut path = String::with_capacity(list.len() + id.len() + 1);
    path.push_str(list);
    path.push('/');
    encode(id, &mut path);
    path
}

/// Percent-encodes all but unreserved characters.
fn encode(text: &str, out: &mut String) {
    const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.extend([byte >> 4, byte & 15].into_iter().filter_map(|digit| HEX.get(usize::from(digit))));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_with_a_page_has_a_path() {
        assert_eq!(page_path("story", "ab").as_deref(), Some("/fortellinger/ab"));
        assert_eq!(page_path("hub", "ab"), page_path("organisation", "ab"));
        assert_eq!(page_path("event", "ab").as_deref(), Some("/arrangementer/ab"));
        assert_eq!(page_path("resource", "ab").as_deref(), Some("/kunnskap/ab"));
        assert_eq!(page_path("article", "ab").as_deref(), Some("/aktuelt/ab"));
        assert_eq!(page_path("trust-list", "ab"), None);
    }

    #[test]
    fn what_goes_into_a_path_cannot_leave_it() {
        assert_eq!(story("../å\"<"), "/fortellinger/..%2F%C3%A5%22%3C");
    }

    #[test]
    fn empty_choices_are_not_in_the_query() {
        assert_eq!(query([("q", "å komme hjem"), ("theme", ""), ("county", "55")]), "?q=%C3%A5%20komme%20hjem&county=55");
        assert_eq!(query([("q", "")]), "");
    }
}
