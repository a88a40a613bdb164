//! Opening hours as documents have them, and what they say about a moment.
//!
//! Hours that hold under a remark ("every other week") are never taken for certain. What the answers are called in front of people
//! is left to `knutepunkt_web_ui::opening`.

use super::dates;
use super::shown::{Shown, texts};
use knutepunkt_web_ui::dates::{Date, Moment};
use knutepunkt_web_ui::opening::{Clock, Day, Holiday, Next, Opening};
use knutepunkt_web_ui::people;

/// Minutes of a day and of a week.
const DAY: i32 = 24 * 60;
const WEEK: i32 = 7 * DAY;

/// Spans that are looked at: far more than a week of any house has.
const SPANS: usize = 64;

/// Characters of a remark that are kept.
const NOTE_CHARS: usize = 200;

/// How many days ahead a holiday is told of.
const AHEAD: i64 = 7;

/// The days of the week as documents write them.
const WEEKDAYS: [&str; 7] = ["mo", "tu", "we", "th", "fr", "sa", "su"];

/// The hours of a house through a week.
#[derive(Clone)]
pub struct Hours(Box<[Span]>);

/// From opening to closing on one day of the week.
#[derive(Clone)]
struct Span {
    /// 0 is Monday.
    day: u8,
    /// Minutes after midnight.
    opens: i32,
    /// Minutes after the midnight before it opened: beyond a day's where it closes after midnight.
    closes: i32,
    note: Option<Box<str>>,
}

impl Hours {
    /// The hours of a document; none where it says none that can be read.
    pub fn of(shown: &Shown) -> Option<Hours> {
        let mut spans = Vec::new();
        for schedule in shown.records("schedules") {
            let text = |name: &str| schedule.get(name).and_then(serde_json::Value::as_str);
            let (Some(opens), Some(closes)) = (text("opens").and_then(minutes), text("closes").and_then(minutes)) else {
                continue;
            };
            let closes = if closes <= opens { closes + DAY } else { closes };
            let note = text("note").filter(|note| !note.trim().is_empty());
            for day in texts(schedule.get("days")) {
                let Some(day) = WEEKDAYS.iter().position(|known| *known == day) else { continue };
                let note = note.map(|note| people::cut(note, NOTE_CHARS).into());
                spans.push(Span { day: u8::try_from(day).unwrap_or(0), opens, closes, note });
            }
        }
        spans.truncate(SPANS);
        spans.sort_by_key(|span| (span.day, span.opens));
        (!spans.is_empty()).then(|| Hours(spans.into()))
    }

    /// What they say about a moment in the place where the house is.
    pub fn at(&self, moment: Moment) -> Opening {
        let today = i32::from(dates::weekday(moment.date));
        let now = today * DAY + i32::from(moment.hour) * 60 + i32::from(moment.minute);
        // So many minutes ago it opened; from yesterday's evening too.
        let open = |span: &&Span| (now - span.begins()).rem_euclid(WEEK) < span.closes - span.opens;
        let certain = |span: &&Span| span.note.is_none();
        if let Some(span) = self.0.iter().filter(certain).filter(open).max_by_key(|span| span.left(now)) {
            return Opening::Open(clock(span.closes));
        }
        let still_today = |span: &&Span| i32::from(span.day) == today && today * DAY + span.closes > now;
        let begins_today = |span: &&Span| i32::from(span.day) == today && span.begins() > now;
        let perhaps = self.0.iter().find(|span| span.note.is_some() && (open(span) || still_today(span)));
        let later = self.0.iter().filter(certain).find(begins_today);
        match (perhaps, later) {
            (Some(Span { opens, closes, note: Some(note), .. }), _) => {
                Opening::Perhaps { from: clock(*opens), to: clock(*closes), note: note.to_string() }
            }
            (_, Some(span)) => Opening::Later(clock(span.opens)),
            _ => {
                let next = self.0.iter().min_by_key(|span| (span.begins() - now).rem_euclid(WEEK));
                let all_day = self.0.iter().all(|span| i32::from(span.day) != today);
                Opening::Closed { all_day, next: next.map(|span| span.next(today)) }
            }
        }
    }

    /// The whole week, Monday first.
    pub fn week(&self, today: Date) -> Vec<Day> {
        let days = WEEKDAYS.into_iter().zip(0_u8..);
        let of = |day: u8| {
            let spans = self.0.iter().filter(move |span| span.day == day);
            spans.map(|span| (clock(span.opens), clock(span.closes), span.note.as_deref().map(str::to_owned))).collect()
        };
        days.map(|(weekday, day)| Day { weekday, today: dates::weekday(today) == day, hours: of(day) }).collect()
    }

    /// Bytes that they take in memory, roughly.
    pub fn bytes(&self) -> usize {
        self.0.iter().map(|span| size_of::<Span>() + span.note.as_deref().map_or(0, str::len)).sum()
    }
}

impl Span {
    /// Minutes after the beginning of the week.
    fn begins(&self) -> i32 {
        i32::from(self.day) * DAY + self.opens
    }

    /// Minutes until it closes, of one that is open.
    fn left(&self, now: i32) -> i32 {
        self.closes - self.opens - (now - self.begins()).rem_euclid(WEEK)
    }

    fn next(&self, today: i32) -> Next {
        let days = (i32::from(self.day) - today).rem_euclid(7);
        // Its hours today are over: it is the same day of the next week.
        let days = if days == 0 { 7 } else { days };
        Next {
            days: u8::try_from(days).unwrap_or(7),
            weekday: WEEKDAYS.get(usize::from(self.day)).copied().unwrap_or("mo"),
            at: clock(self.opens),
            remark: self.note.is_some(),
        }
    }
}

/// `10:30` in minutes after midnight.
fn minutes(text: &str) -> Option<i32> {
    let (hour, minute) = text.split_once(':')?;
    let digits = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(hour) || !digits(minute) {
        return None;
    }
    let (hour, minute): (i32, i32) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

fn clock(minutes: i32) -> Clock {
    let part = |value: i32| u8::try_from(value).unwrap_or(0);
    Clock { hour: part(minutes.rem_euclid(DAY) / 60), minute: part(minutes.rem_euclid(60)) }
}

/// The Norwegian holidays of today and the days after it, and the days before them on which many close early.
pub fn holidays(today: Date) -> Vec<Holiday> {
    let days = (0..=AHEAD).map(|ahead| (u8::try_from(ahead).unwrap_or(0), dates::later(today, ahead)));
    days.filter_map(|(days, date)| Some(Holiday { days, date, code: holiday(date)? })).collect()
}

fn holiday(date: Date) -> Option<&'static str> {
    let fixed = match (date.month, date.day) {
        (1, 1) => Some("new_year"),
        (5, 1) => Some("labour_day"),
        (5, 17) => Some("constitution_day"),
        (12, 24) => Some("christmas_eve"),
        (12, 25) => Some("christmas"),
        (12, 26) => Some("boxing_day"),
        (12, 31) => Some("new_year_eve"),
        _ => None,
    };
    let moving = || match dates::between(easter(date.year), date) {
        -3 => Some("maundy_thursday"),
        -2 => Some("good_friday"),
        -1 => Some("easter_eve"),
        0 => Some("easter"),
        1 => Some("easter_monday"),
        39 => Some("ascension"),
        49 => Some("whit_sunday"),
        50 => Some("whit_monday"),
        _ => None,
    };
    fixed.or_else(moving)
}

/// Easter Sunday, by the Gregorian rule.
fn easter(year: i32) -> Date {
    let (golden, century) = (year.rem_euclid(19), year.div_euclid(100));
    let of_century = year.rem_euclid(100);
    // How many leap days the calendar and the moon have dropped.
    let dropped = century - century / 4 - (century - (century + 8) / 25 + 1) / 3;
    let full_moon = (19 * golden + dropped + 15).rem_euclid(30);
    let to_sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - full_moon - of_century % 4).rem_euclid(7);
    let correction = (golden + 11 * full_moon + 22 * to_sunday) / 451;
    let days = full_moon + to_sunday - 7 * correction + 114;
    Date { year, month: u8::try_from(days / 31).unwrap_or(3), day: u8::try_from(days % 31 + 1).unwrap_or(1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(spans: &[(&str, &str, &str, Option<&str>)]) -> Hours {
        let schedules: Vec<_> = spans
            .iter()
            .map(|(days, opens, closes, note)| {
                let days: Vec<_> = days.split(' ').collect();
                serde_json::json!({"days": days, "opens": opens, "closes": closes, "note": note})
            })
            .collect();
        let content = serde_json::json!({ "schedules": schedules });
        Hours::of(&Shown::of_test(content.as_object().unwrap().clone().into_iter().collect())).unwrap()
    }

    /// A moment in the week from Monday 2 November 2026.
    fn at(day: u8, time: &str) -> Moment {
        let minutes = minutes(time).unwrap();
        let Clock { hour, minute } = clock(minutes);
        Moment { date: Date { year: 2026, month: 11, day: 2 + day }, hour, minute }
    }

    fn time(text: &str) -> Clock {
        clock(minutes(text).unwrap())
    }

    fn next(days: u8, weekday: &'static str, at: &str) -> Option<Next> {
        Some(Next { days, weekday, at: time(at), remark: false })
    }

    #[test]
    fn a_house_is_open_from_one_time_to_another() {
        let hours = hours(&[("mo we", "10:00", "15:00", None), ("mo", "17:00", "20:30", None)]);
        assert_eq!(hours.at(at(0, "09:59")), Opening::Later(time("10:00")));
        assert_eq!(hours.at(at(0, "10:00")), Opening::Open(time("15:00")));
        assert_eq!(hours.at(at(0, "15:00")), Opening::Later(time("17:00")));
        assert_eq!(hours.at(at(0, "20:30")), Opening::Closed { all_day: false, next: next(2, "we", "10:00") });
        assert_eq!(hours.at(at(1, "23:59")), Opening::Closed { all_day: true, next: next(1, "we", "10:00") });
        assert_eq!(hours.at(at(6, "12:00")), Opening::Closed { all_day: true, next: next(1, "mo", "10:00") });
    }

    #[test]
    fn once_a_week_is_again_in_a_week() {
        let hours = hours(&[("tu", "18:00", "20:00", None)]);
        assert_eq!(hours.at(at(1, "21:00")), Opening::Closed { all_day: false, next: next(7, "tu", "18:00") });
    }

    #[test]
    fn an_evening_goes_on_after_midnight_and_a_week_after_sunday() {
        let hours = hours(&[("fr su", "19:00", "00:30", None)]);
        assert_eq!(hours.at(at(4, "23:59")), Opening::Open(time("00:30")));
        assert_eq!(hours.at(at(5, "00:29")), Opening::Open(time("00:30")));
        assert_eq!(hours.at(at(5, "00:30")), Opening::Closed { all_day: true, next: next(1, "su", "19:00") });
        assert_eq!(hours.at(at(0, "00:10")), Opening::Open(time("00:30")));
    }

    #[test]
    fn hours_under_a_remark_are_not_certain() {
        let hours = hours(&[("tu", "18:00", "20:30", Some("Annenhver uke")), ("th", "10:00", "15:00", None)]);
        let perhaps = Opening::Perhaps { from: time("18:00"), to: time("20:30"), note: "Annenhver uke".to_owned() };
        assert_eq!((hours.at(at(1, "12:00")), hours.at(at(1, "19:00"))), (perhaps.clone(), perhaps));
        let Opening::Closed { next: Some(next), .. } = hours.at(at(0, "12:00")) else { panic!("it is closed") };
        assert!(next.remark && next.days == 1);
        assert!(matches!(hours.at(at(1, "20:30")), Opening::Closed { next: Some(Next { weekday: "th", .. }), .. }));
    }

    #[test]
    fn what_overlaps_is_open_until_the_later_end() {
        let hours = hours(&[("mo", "10:00", "12:00", None), ("mo", "11:00", "16:00", None)]);
        assert_eq!(hours.at(at(0, "11:30")), Opening::Open(time("16:00")));
    }

    #[test]
    fn what_cannot_be_read_is_no_hour() {
        for wrong in ["24:00", "1:00", "10.00", "", "aa:bb", "10:60", "é0:00"] {
            assert_eq!(minutes(wrong), None, "{wrong}");
        }
        let content = serde_json::json!({"schedules": [{"days": ["xx", 3], "opens": "10:00", "closes": "12:00"}, "mo", {}]});
        assert!(Hours::of(&Shown::of_test(content.as_object().unwrap().clone().into_iter().collect())).is_none());
    }

    #[test]
    fn a_week_begins_on_monday() {
        let week = hours(&[("we", "10:00", "15:00", None)]).week(Date { year: 2026, month: 11, day: 4 });
        assert_eq!(week.iter().map(|day| (day.weekday, day.today, day.hours.len())).nth(2), Some(("we", true, 1)));
        assert_eq!((week.len(), week.iter().filter(|day| day.today).count()), (7, 1));
    }

    #[test]
    fn holidays_move_with_easter() {
        for (year, month, day) in [(2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2027, 3, 28), (2038, 4, 25), (2285, 3, 22)] {
            assert_eq!(easter(year), Date { year, month, day });
        }
        let on = |month, day| holiday(Date { year: 2027, month, day });
        assert_eq!(
            (on(3, 25), on(3, 29), on(5, 6), on(5, 17)),
            (Some("maundy_thursday"), Some("easter_monday"), Some("ascension"), Some("constitution_day"))
        );
        assert_eq!((on(3, 24), on(3, 30), on(5, 16)), (None, None, Some("whit_sunday")));
        let coming = holidays(Date { year: 2026, month: 12, day: 23 });
        assert_eq!(
            coming.iter().map(|it| (it.days, it.code)).collect::<Vec<_>>(),
            [(1, "christmas_eve"), (2, "christmas"), (3, "boxing_day")]
        );
    }
}
