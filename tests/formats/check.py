"""Reads what a site gives to other programs with the libraries that such programs use, and holds it against the site's own pages
and JSON.

    check.py URL [URL ...]      sites of one network
    check.py FILE.ics ...       calendars only: are they read, and is each event at the same time of day all year?
"""

import datetime
import json
import re
import sys
import urllib.request
import zoneinfo

import bibtexparser
import feedparser
import icalendar
import recurring_ical_events
import rispy

OSLO = zoneinfo.ZoneInfo("Europe/Oslo")
faults = []
done = 0


def check(right, what):
    global done
    done += 1
    if not right:
        faults.append(what)
        print(f"  WRONG: {what}")


def get(url):
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.read(), answer.headers


def items(site, name):
    body, _ = get(f"{site}/api/v1/{name}?limit=100")
    return json.loads(body)["items"]


def well_written(name, raw):
    """What RFC 5545 asks of the bytes, before any library forgives it."""
    text = raw.decode("utf-8")
    check(text.endswith("\r\n"), f"{name}: ends without CRLF")
    check("\n" not in text.replace("\r\n", ""), f"{name}: a line ends without CRLF")
    lines = text.split("\r\n")
    check(all(len(line.encode()) <= 75 for line in lines), f"{name}: a line is longer than 75 octets")
    check(all(line == "" or line[0] == " " or re.match(r"[A-Z-]+[:;]", line) for line in lines), f"{name}: a line is no property")


def calendar(name, raw):
    well_written(name, raw)
    read = icalendar.Calendar.from_ical(raw)
    check(not read.errors, f"{name}: {read.errors}")
    events = read.walk("VEVENT")
    for event in events:
        check(not event.errors, f"{name}: {event.errors}")
        for needed in ("UID", "DTSTAMP", "DTSTART", "SUMMARY", "STATUS", "SEQUENCE", "LAST-MODIFIED"):
            check(needed in event, f"{name}: an event without {needed}")
        start = event["DTSTART"].params.get("TZID")
        zones = {str(zone["TZID"]) for zone in read.walk("VTIMEZONE")}
        check(start != "Europe/Oslo" or "Europe/Oslo" in zones, f"{name}: a time in Oslo, and nothing says what that is")
    uids = [str(event["UID"]) for event in events]
    check(len(uids) == len(set(uids)), f"{name}: an event stands twice")
    return read


def occurrences(read, uid, begin, end):
    found = recurring_ical_events.of(read).between(begin, end)
    return sorted(event["DTSTART"].dt for event in found if str(event["UID"]) == uid)


def same_time_all_year(name, read):
    """What recurs in Oslo is at the same time by the clock on the wall, on both sides of daylight saving."""
    begin = datetime.date.today() - datetime.timedelta(days=30)
    changes = 0
    for event in read.walk("VEVENT"):
        if "RRULE" not in event or event["DTSTART"].params.get("TZID") != "Europe/Oslo":
            continue
        found = occurrences(read, str(event["UID"]), begin, begin + datetime.timedelta(days=400))
        check(found, f"{name}: {event['SUMMARY']} recurs, and takes place never")
        clocks = {at.astimezone(OSLO).strftime("%H:%M") for at in found}
        check(len(clocks) <= 1, f"{name}: {event['SUMMARY']} is at {sorted(clocks)}")
        changes += len({at.astimezone(OSLO).utcoffset() for at in found}) > 1
    return changes


def as_the_pages_say(site, read):
    """Each event stands on the pages of the months on the days on which calendars put it, and on no other."""
    today = datetime.datetime.now(OSLO).date()
    month = today.replace(day=1)
    for _ in range(9):
        after = (month + datetime.timedelta(days=32)).replace(day=1)
        page, _ = get(f"{site}/arrangementer?month={month:%Y-%m}")
        cards = re.findall(r"<time datetime=\"([^\"]+)\".*?/arrangementer/([0-9a-f]{64})", page.decode(), re.S)
        ours = {(at, uid) for at, uid in cards}
        check(len(ours) == len(cards), f"{month:%Y-%m}: something stands twice")
        first = max(month, today)
        theirs = set()
        for event in recurring_ical_events.of(read).between(first, after):
            at = event["DTSTART"].dt
            zone = at.tzinfo if event["DTSTART"].params.get("TZID") else OSLO
            if first <= at.astimezone(zone).date() < after and event["DTSTART"].params.get("TZID"):
                theirs.add((at.strftime("%Y-%m-%dT%H:%M"), str(event["UID"])))
        coming = {(at, uid) for at, uid in ours if at[:10] >= str(first)}
        universal = {str(event["UID"]) for event in read.walk("VEVENT") if not event["DTSTART"].params.get("TZID")}
        coming = {(at, uid) for at, uid in coming if uid not in universal}
        check(coming == theirs, f"{month:%Y-%m}: only on the page {sorted(coming - theirs)}, only in the calendar {sorted(theirs - coming)}")
        month = after


def calendars(site):
    raw, headers = get(f"{site}/arrangementer.ics")
    check(headers.get_content_type() == "text/calendar", "the calendar's type")
    read = calendar("all that is coming", raw)
    events = {item["id"]: item for item in items(site, "events")}
    check(len(read.walk("VEVENT")) > 0, "nothing is coming")
    changes = same_time_all_year("all that is coming", read)
    check(changes > 0, "nothing recurs across daylight saving")
    as_the_pages_say(site, read)
    for event in read.walk("VEVENT"):
        check(str(event["UID"]) in events, f"{event['SUMMARY']} is in no list")
    for uid, item in events.items():
        raw, _ = get(f"{site}/arrangementer/{uid}.ics")
        one = calendar(item["title"], raw).walk("VEVENT")
        check([str(event["UID"]) for event in one] == [uid], f"{item['title']}: its file holds something else")
        check(str(one[0]["SUMMARY"]) == item["title"], f"{item['title']}: is called {one[0]['SUMMARY']}")
    hub = next(iter(events.values()))["hub"]
    for query, right in ((f"hub={hub}", lambda item: item["hub"] == hub), ("type=course", None), ("county=46", None)):
        narrowed = calendar(query, get(f"{site}/arrangementer.ics?{query}")[0])
        uids = [str(event["UID"]) for event in narrowed.walk("VEVENT")]
        check(len(uids) < len(read.walk("VEVENT")) or right, f"{query}: narrows nothing")
        check(all(right is None or right(events[uid]) for uid in uids), f"{query}: lets others in")
    return raw


def feeds(sites):
    ids = []
    for site in sites:
        raw, headers = get(f"{site}/aktuelt.atom")
        check(headers.get_content_type() == "application/atom+xml", "the feed's type")
        feed = feedparser.parse(raw, response_headers={**headers, "content-location": f"{site}/aktuelt.atom"})
        check(not feed.bozo, f"the news: {feed.get('bozo_exception')}")
        check(feed.version == "atom10" and feed.feed.title and feed.feed.id and feed.feed.updated_parsed, "the news: the feed itself")
        check(any(link.rel == "self" for link in feed.feed.links), "the news: no way to itself")
        articles = {item["id"]: item for item in items(site, "articles")}
        check(len(feed.entries) == len(articles), f"the news: {len(feed.entries)} of {len(articles)}")
        for entry in feed.entries:
            item = articles.get(entry.id.rsplit(":", 1)[-1])
            check(item is not None and entry.title == item["title"], f"the news: {entry.title} is no article")
            check(entry.updated_parsed and entry.link.endswith(item["page"]), f"the news: {entry.title}: {entry.link}")
        ids.append({entry.id for entry in feed.entries})
        page, _ = get(f"{site}/aktuelt")
        check(b'type="application/atom+xml"' in page.split(b"</head>")[0], "the page of the news names no feed")
    check(all(some == ids[0] for some in ids), "an article has another id at another centre")

    feed = feedparser.parse(get(f"{sites[0]}/fortellinger.atom")[0])
    check(not feed.bozo, f"the stories: {feed.get('bozo_exception')}")
    open_to_all = set()
    for item in items(sites[0], "stories"):
        whole = json.loads(get(f"{sites[0]}/api/v1/stories/{item['id']}")[0])
        if "search_engines" in whole["consent"]["scopes"]:
            open_to_all.add(item["id"])
    there = {entry.id.rsplit(":", 1)[-1] for entry in feed.entries}
    check(there == open_to_all, "the stories: not those, and only those, whose tellers let search engines in")
    check(all("summary" not in entry and "content" not in entry for entry in feed.entries), "the stories: more than titles")
    check(all(entry.updated.endswith("-01T00:00:00Z") for entry in feed.entries), "the stories: closer than a month")


def citations(site):
    for name, path in (("stories", "fortellinger"), ("resources", "kunnskap"), ("articles", "aktuelt")):
        for item in items(site, name):
            at = f"{site}/{path}/{item['id']}"
            told = rispy.loads(get(f"{at}/sitat.ris")[0].decode())
            check(len(told) == 1, f"{item['title']}: RIS holds {len(told)}")
            title = told[0].get("title") or told[0].get("primary_title")
            check(title == item["title"], f"{item['title']}: RIS calls it {title}")
            library = bibtexparser.parse_string(get(f"{at}/sitat.bib")[0].decode())
            check(not library.failed_blocks and len(library.entries) == 1, f"{item['title']}: BibTeX is not understood")
            if library.entries:
                check(library.entries[0].fields_dict.get("title") is not None, f"{item['title']}: BibTeX without a title")
            csl = json.loads(get(f"{at}/sitat.json")[0])
            check(csl[0]["title"] == item["title"] and item["id"][:12] in library.entries[0].key, f"{item['title']}: CSL-JSON")


def main(arguments):
    if not arguments:
        sys.exit(__doc__)
    files = [it for it in arguments if not it.startswith("http")]
    sites = [it.rstrip("/") for it in arguments if it.startswith("http")]
    for name in files:
        with open(name, "rb") as file:
            same_time_all_year(name, calendar(name, file.read()))
    for site in sites[:1]:
        print("calendars")
        calendars(site)
        print("citations")
        citations(site)
    if sites:
        print("feeds")
        feeds(sites)
    print(f"{done} checks, {len(faults)} wrong")
    sys.exit(1 if faults else 0)


main(sys.argv[1:])
