//! Recurrence of an event, as calendars write it (RFC 5545, section 3.3.10).
//!
//! Obvious mistakes are refused so that no calendar chokes on a rule; which days a rule means is the calendar's to work out.

use super::dates::digits;
use super::error::{Fault, listed};
use super::limits;
use super::nearest::nearest;
use super::schema::Format;

/// A rule such as `FREQ=WEEKLY;BYDAY=TU;COUNT=10`.
pub const RECURRENCE: Format = Format { name: "recurrence", most: limits::RECURRENCE_CHARS, normalise: recurrence };

/// How often. Anything that happens hourly is not an event one goes to.
const FREQUENCIES: [&str; 4] = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"];

const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

const KEYS: [&str; 13] = [
    "FREQ",
    "INTERVAL",
    "COUNT",
    "UNTIL",
    "BYDAY",
    "BYMONTHDAY",
    "BYYEARDAY",
    "BYWEEKNO",
    "BYMONTH",
    "BYSETPOS",
    "BYHOUR",
    "BYMINUTE",
    "WKST",
];

/// How often an event may recur: a weekly meeting for twenty years.
const COUNT: u16 = 1_040;

fn recurrence(text: &str) -> Result<String, Fault> {
    if !text.starts_with("FREQ=") {
        return Err(Fault::malformed("is not a recurrence rule; begin it with FREQ=, as `FREQ=WEEKLY;BYDAY=TU;COUNT=10`"));
    }
    let mut seen: Vec<&str> = Vec::new();
    for part in text.split(';') {
        let Some((key, value)) = part.split_once('=') else {
            return Err(Fault::malformed("has a part without a value; write each as KEY=VALUE with a semicolon between"));
        };
        if !KEYS.contains(&key) {
            let meant = nearest(key, KEYS).map_or(String::new(), |key| format!(", perhaps `{key}`"));
            return Err(Fault::malformed(format!("has a part that calendars do not know; use {}{meant}", listed(KEYS))));
        }
        if seen.contains(&key) {
            return Err(Fault::malformed(format!("says {key} twice; leave one out")));
        }
        seen.push(key);
        if !sound(key, value) {
            return Err(Fault::malformed(format!("has a {key} that cannot be; write {}", example(key))));
        }
    }
    if seen.contains(&"COUNT") && seen.contains(&"UNTIL") {
        return Err(Fault::malformed("has both COUNT and UNTIL; keep the one that ends it"));
    }
    Ok(text.to_owned())
}

fn sound(key: &str, value: &str) -> bool {
    match key {
        "FREQ" => FREQUENCIES.contains(&value),
        "INTERVAL" => number(value).is_some_and(|number| (1..=100).contains(&number)),
        "COUNT" => number(value).is_some_and(|number| (1..=COUNT).contains(&number)),
        "UNTIL" => is_until(value),
        "BYDAY" => value.split(',').all(is_day),
        "BYMONTHDAY" => value.split(',').all(|part| either_way(part, 31)),
        "BYYEARDAY" | "BYSETPOS" => value.split(',').all(|part| either_way(part, 366)),
        "BYWEEKNO" => value.split(',').all(|part| either_way(part, 53)),
        "BYMONTH" => value.split(',').all(|part| number(part).is_some_and(|month| (1..=12).contains(&month))),
        "BYHOUR" => value.split(',').all(|part| number(part).is_some_and(|hour| hour < 24)),
        "BYMINUTE" => value.split(',').all(|part| number(part).is_some_and(|minute| minute < 60)),
        "WKST" => DAYS.contains(&value),
        _ => false,
    }
}

fn example(key: &str) -> &'static str {
    match key {
        "FREQ" => "DAILY, WEEKLY, MONTHLY or YEARLY",
        "INTERVAL" => "a number from 1 to 100",
        "COUNT" => "a number from 1 to 1040",
        "UNTIL" => "a day such as 20271231",
        "BYDAY" => "days such as MO,WE or 1TU",
        "WKST" => "a day such as MO",
        "BYMONTH" => "months from 1 to 12",
        _ => "numbers with commas between",
    }
}

fn number(text: &str) -> Option<u16> {
    (1..=4).contains(&text.len()).then(|| digits(text, text.len()))?
}

/// A number counted from the beginning, or with a minus from the end; never 0.
fn either_way(text: &str, most: u16) -> bool {
    let text = text.strip_prefix(['-', '+']).unwrap_or(text);
    number(text).is_some_and(|number| (1..=most).contains(&number))
}

/// A day of the week, perhaps with which one in the month: `TU`, `1TU`, `-1FR`.
fn is_day(text: &str) -> bool {
    DAYS.iter().any(|day| text.strip_suffix(day).is_some_and(|which| which.is_empty() || either_way(which, 53)))
}

/// A day, or a moment: `20271231`, `20271231T215959Z`.
fn is_until(text: &str) -> bool {
    let (day, moment) = match text.split_once('T') {
        Some((day, moment)) => (day, Some(moment.strip_suffix('Z').unwrap_or(moment))),
        None => (text, None),
    };
    let eight = day.len() == 8 && day.bytes().all(|byte| byte.is_ascii_digit());
    let within = |range: Option<&str>, most: u16| {
        range.and_then(|part| digits(part, 2)).is_some_and(|number| (1..=most).contains(&number))
    };
    let day_sound = eight
        && day.get(..4).and_then(|year| digits(year, 4)).is_some_and(|year| limits::YEARS.contains(&year))
        && within(day.get(4..6), 12)
        && within(day.get(6..), 31);
    day_sound && moment.is_none_or(|moment| moment.len() == 6 && moment.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_of_calendars_pass() {
        for good in [
            "FREQ=WEEKLY",
            "FREQ=WEEKLY;BYDAY=TU,TH;COUNT=10",
            "FREQ=MONTHLY;BYDAY=1TU;UNTIL=20271231",
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;UNTIL=20271231T215959Z",
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=6,-1;WKST=MO;INTERVAL=2",
        ] {
            assert_eq!(recurrence(good).as_deref(), Ok(good));
        }
    }

    #[test]
    fn obvious_mistakes_are_refused() {
        for bad in [
            "",
            "WEEKLY",
            "weekly",
            "freq=weekly",
            "RRULE:FREQ=WEEKLY",
            "FREQ=",
            "FREQ=SOMETIMES",
            "FREQ=SECONDLY",
            "FREQ=WEEKLY;",
            "FREQ=WEEKLY;;COUNT=1",
            "FREQ=WEEKLY;BYDAY=",
            "FREQ=WEEKLY;BYDAY=TI",
            "FREQ=WEEKLY;BYDAY=0TU",
            "FREQ=WEEKLY;COUNT=0",
            "FREQ=WEEKLY;COUNT=-1",
            "FREQ=WEEKLY;COUNT=99999999999",
            "FREQ=DAILY;INTERVAL=0",
            "FREQ=WEEKLY;COUNT=2;UNTIL=20271231",
            "FREQ=WEEKLY;COUNT=2;COUNT=3",
            "FREQ=WEEKLY;UNTIL=2027-12-31",
            "FREQ=WEEKLY;UNTIL=20271331",
            "FREQ=WEEKLY;BYMONTH=13",
            "FREQ=WEEKLY;BYWEEKDAY=TU",
            "FREQ=WEEKLY;UNTIL=2027øø11",
            "FREQ=WEEKLY\nATTENDEE:x",
            "FREQ=MONTHLY;BYMONTHDAY=0",
            "FREQ=MONTHLY;BYMONTHDAY=32",
            "FREQ=WEEKLY;WKST=1MO",
        ] {
            assert_eq!(recurrence(bad).unwrap_err().rule, "malformed", "{bad}");
        }
    }

    #[test]
    fn the_sentence_helps() {
        assert!(recurrence("FREQ=WEEKLY;BYDAYS=TU").unwrap_err().what.contains("perhaps `BYDAY`"));
        assert!(recurrence("FREQ=WEEKLY;BYDAY=TI").unwrap_err().what.contains("MO,WE"));
    }
}
