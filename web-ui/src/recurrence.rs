//! How often an event takes place, in words: "Hver tirsdag til og med 5. januar 2027".
//!
//! Only rules that can be said in one plain sentence are. For all others the next dates stand on the page, which is what a reader
//! wants to know anyway. On which days a rule falls is for whoever fills the pages to work out.

use crate::dates::Date;
use crate::lang::Lang;
use crate::texts::Arg;
use crate::vocabulary::Vocabulary;

/// The rule in words, for an event that begins on `start`; none where it takes more than a sentence.
pub fn words(lang: Lang, rule: &str, start: Date) -> Option<String> {
    let mut parts: Vec<(&str, &str)> = Vec::new();
    for part in rule.split(';') {
        parts.push(part.split_once('=')?);
    }
    let part = |key: &str| parts.iter().find(|(name, _)| *name == key).map(|(_, value)| *value);
    let only = |known: &[&str]| {
        let anyway = ["FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"];
        parts.iter().all(|(name, _)| anyway.contains(name) || known.contains(name))
    };
    let interval: u64 = part("INTERVAL").map_or(Some(1), |interval| interval.parse().ok())?;
    let how_often = match part("FREQ")? {
        "DAILY" if only(&[]) && interval == 1 => lang.text("event-daily").into_owned(),
        "WEEKLY" if only(&["BYDAY"]) => weekly(lang, part("BYDAY"), interval, start)?,
        "MONTHLY" if only(&["BYDAY"]) && interval == 1 && part("BYDAY").is_some() => monthly(lang, part("BYDAY")?)?,
        "MONTHLY" if only(&[]) && interval == 1 => lang.text_with("event-monthly-day", &[("day", Arg::Number(start.day.into()))]),
        "YEARLY" if only(&[]) && interval == 1 => lang.text("event-yearly").into_owned(),
        _ => return None,
    };
    Some(match (part("UNTIL"), part("COUNT")) {
        (Some(until), _) => {
            let date = lang.date(day(until)?);
            lang.text_with("event-until", &[("often", Arg::Ours(how_often.into())), ("date", Arg::Ours(date.into()))])
        }
        (None, Some(count)) => {
            let count = Arg::Number(count.parse().ok()?);
            lang.text_with("event-times", &[("often", Arg::Ours(how_often.into())), ("count", count)])
        }
        (None, None) => how_often,
    })
}

fn weekly(lang: Lang, days: Option<&str>, interval: u64, start: Date) -> Option<String> {
    let mut places: Vec<usize> = match days {
        Some(days) => days.split(',').map(place).collect::<Option<_>>()?,
        None => vec![start.weekday()],
    };
    places.sort_unstable();
    places.dedup();
    let names: Vec<_> = places.iter().filter_map(|place| name(lang, *place)).collect();
    let days = match names.as_slice() {
        [] => return None,
        [one] => one.clone(),
        [most @ .., last] => format!("{} {} {last}", most.join(", "), lang.text("list-and")),
    };
    let days = ("days", Arg::Ours(days.into()));
    match interval {
        1 => Some(lang.text_with("event-weekly", &[days])),
        2 => Some(lang.text_with("event-fortnightly", &[days])),
        3..=9 => Some(lang.text_with("event-weeks", &[("weeks", Arg::Number(interval)), days])),
        _ => None,
    }
}

fn monthly(lang: Lang, day: &str) -> Option<String> {
    let (which, day) = day.split_at_checked(day.len().checked_sub(2)?)?;
    let which = lang.text(match which.trim_start_matches('+') {
        "1" => "event-first",
        "2" => "event-second",
        "3" => "event-third",
        "4" => "event-fourth",
        "-1" => "event-last",
        _ => return None,
    });
    let day = name(lang, place(day)?)?;
    Some(lang.text_with("event-monthly", &[("which", Arg::Ours(which)), ("day", Arg::Ours(day.into()))]))
}

/// Where a day stands in the week, by its two letters; Monday is the first.
fn place(day: &str) -> Option<usize> {
    let codes = Vocabulary::Weekday.codes();
    codes.iter().position(|code| code.eq_ignore_ascii_case(day))
}

fn name(lang: Lang, place: usize) -> Option<String> {
    Vocabulary::Weekday.codes().get(place).map(|code| Vocabulary::Weekday.label(lang, code).into_owned())
}

/// `20270105` or `20270105T225959Z`.
fn day(text: &str) -> Option<Date> {
    let number = |from: usize, to: usize| text.get(from..to).filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    let date = Date { year: number(0, 4)?.parse().ok()?, month: number(4, 6)?.parse().ok()?, day: number(6, 8)?.parse().ok()? };
    ((1..=12).contains(&date.month) && (1..=31).contains(&date.day)).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TUESDAY: Date = Date { year: 2026, month: 10, day: 20 };

    fn said(lang: Lang, rule: &str) -> Option<String> {
        words(lang, rule, TUESDAY)
    }

    #[test]
    fn simple_rules_are_a_sentence() {
        for (rule, nb, nn, en) in [
            ("FREQ=DAILY", "Hver dag", "Kvar dag", "Every day"),
            ("FREQ=WEEKLY", "Hver tirsdag", "Kvar tysdag", "Every Tuesday"),
            ("FREQ=WEEKLY;BYDAY=TH,TU", "Hver tirsdag og torsdag", "Kvar tysdag og torsdag", "Every Tuesday and Thursday"),
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "Annenhver tirsdag", "Annankvar tysdag", "Every other Tuesday"),
            ("FREQ=WEEKLY;INTERVAL=3", "Hver 3. uke, på tirsdag", "Kvar 3. veke, på tysdag", "Every 3 weeks, on Tuesday"),
            ("FREQ=MONTHLY;BYDAY=1TU", "Første tirsdag i måneden", "Første tysdag i månaden", "The first Tuesday of the month"),
            ("FREQ=MONTHLY;BYDAY=-1SU", "Siste søndag i måneden", "Siste sundag i månaden", "The last Sunday of the month"),
            ("FREQ=MONTHLY", "Den 20. i hver måned", "Den 20. i kvar månad", "On day 20 of every month"),
            ("FREQ=YEARLY", "Hvert år", "Kvart år", "Every year"),
            ("FREQ=WEEKLY;COUNT=8", "Hver tirsdag, 8 ganger", "Kvar tysdag, 8 gonger", "Every Tuesday, 8 times"),
            (
                "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270617",
                "Hver tirsdag til og med 17. juni 2027",
                "Kvar tysdag til og med 17. juni 2027",
                "Every Tuesday until 17 June 2027",
            ),
        ] {
            assert_eq!(
                [Lang::Nb, Lang::Nn, Lang::En].map(|lang| said(lang, rule)),
                [nb, nn, en].map(|it| Some(it.to_owned())),
                "{rule}"
            );
        }
    }

    #[test]
    fn what_takes_more_than_a_sentence_is_not_said() {
        for rule in [
            "",
            "FREQ=",
            "tirsdager",
            "FREQ=SECONDLY",
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            "FREQ=MONTHLY;BYDAY=TU",
            "FREQ=MONTHLY;BYDAY=U",
            "FREQ=MONTHLY;BYDAY=øø",
            "FREQ=WEEKLY;BYDAY=1TU",
            "FREQ=WEEKLY;INTERVAL=x",
            "FREQ=WEEKLY;UNTIL=20271331",
            "FREQ=WEEKLY;BYMONTH=1",
        ] {
            assert_eq!(said(Lang::Nb, rule), None, "{rule}");
        }
    }
}
