//! Dates and times as people write them. They are only for reading: nothing is decided by them.

use std::borrow::Cow;
use std::fmt;

use maud::{Markup, html};

use crate::lang::Lang;
use crate::texts::Arg;
use crate::vocabulary::Vocabulary;

/// A day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// The year, such as 2026.
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

impl Date {
    /// The day of the week, 0 for Monday to 6 for Sunday.
    pub fn weekday(self) -> usize {
        // Sakamoto's way: years begin in March, and each month is so many days off.
        const OFF: [i32; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
        let year = if self.month < 3 { self.year.saturating_sub(1) } else { self.year };
        let off = OFF.get(usize::from(self.month.saturating_sub(1))).copied().unwrap_or(0);
        let leaps = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
        // Sunday is 0 there.
        let from_sunday = year.wrapping_add(leaps).wrapping_add(off).wrapping_add(i32::from(self.day));
        usize::try_from(from_sunday.wrapping_sub(1).rem_euclid(7)).unwrap_or(0)
    }
}

/// A month of a year. Stories are dated no closer than this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    /// The year, such as 2026.
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
}

/// A day and a time on it, local to the place it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// The day.
    pub date: Date,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
}

impl Month {
    /// The month so many months later; earlier, where the number is negative.
    pub fn later(self, by: i32) -> Month {
        let months = self.year.saturating_mul(12).saturating_add(i32::from(self.month)).saturating_sub(1).saturating_add(by);
        Month { year: months.div_euclid(12), month: u8::try_from(months.rem_euclid(12) + 1).unwrap_or(1) }
    }
}

impl Date {
    /// The month it is in.
    pub fn in_month(self) -> Month {
        Month { year: self.year, month: self.month }
    }
}

impl Lang {
    /// "16. mai 2018".
    pub fn date(self, date: Date) -> String {
        match self.month_name(date.month) {
            Some(month) => self.text_with(
                "date",
                &[
                    ("day", Arg::Number(date.day.into())),
                    ("month", Arg::Ours(month)),
                    ("year", Arg::Ours(date.year.to_string().into())),
                ],
            ),
            None => date.to_string(),
        }
    }

    /// "16. mai": for dates of a year that everybody knows.
    pub fn day(self, date: Date) -> String {
        match self.month_name(date.month) {
            Some(month) => self.text_with("date-day", &[("day", Arg::Number(date.day.into())), ("month", Arg::Ours(month))]),
            None => date.to_string(),
        }
    }

    /// "november 2026".
    pub fn month(self, month: Month) -> String {
        match self.month_name(month.month) {
            Some(name) => {
                self.text_with("date-month", &[("month", Arg::Ours(name)), ("year", Arg::Ours(month.year.to_string().into()))])
            }
            None => month.to_string(),
        }
    }

    /// "onsdag".
    pub fn weekday(self, date: Date) -> Cow<'static, str> {
        let days = Vocabulary::Weekday.codes();
        days.get(date.weekday()).map_or_else(Cow::default, |code| Vocabulary::Weekday.label(self, code))
    }

    /// "14.30", by the 24-hour clock.
    pub fn time(self, hour: u8, minute: u8) -> String {
        let args = [("hour", Arg::Ours(format!("{hour:02}").into())), ("minute", Arg::Ours(format!("{minute:02}").into()))];
        self.text_with("time", &args)
    }

    /// "16. mai 2018 kl. 14.30".
    pub fn moment(self, moment: Moment) -> String {
        let args = [
            ("date", Arg::Ours(self.date(moment.date).into())),
            ("time", Arg::Ours(self.time(moment.hour, moment.minute).into())),
        ];
        self.text_with("date-and-time", &args)
    }

    /// What a month is called, if there is such a month.
    pub(crate) fn month_name(self, month: u8) -> Option<std::borrow::Cow<'static, str>> {
        let key = match month {
            1 => "month-1",
            2 => "month-2",
            3 => "month-3",
            4 => "month-4",
            5 => "month-5",
            6 => "month-6",
            7 => "month-7",
            8 => "month-8",
            9 => "month-9",
            10 => "month-10",
            11 => "month-11",
            12 => "month-12",
            _ => return None,
        };
        Some(self.text(key))
    }
}

/// A date with its machine-readable form.
pub(crate) fn time_date(lang: Lang, date: Date) -> Markup {
    html! { time datetime=(date) { (lang.date(date)) } }
}

/// A month with its machine-readable form.
pub(crate) fn time_month(lang: Lang, month: Month) -> Markup {
    html! { time datetime=(month) { (lang.month(month)) } }
}

/// A moment with its machine-readable form.
pub(crate) fn time_moment(lang: Lang, moment: Moment) -> Markup {
    html! { time datetime=(moment) { (lang.moment(moment)) } }
}

/// "tirsdag 24. november kl. 18.00–20.00", for a list in which the year is known.
pub(crate) fn time_on_day(lang: Lang, start: Moment, end: Option<Moment>) -> Markup {
    let day = |date: Date| format!("{} {}", lang.weekday(date), lang.day(date));
    let moment = |at: Moment| {
        let args = [("date", Arg::Ours(day(at.date).into())), ("time", Arg::Ours(lang.time(at.hour, at.minute).into()))];
        html! { time datetime=(at) { (lang.text_with("date-and-time", &args)) } }
    };
    html! {
        (moment(start))
        @match end {
            Some(end) if end == start => {}
            Some(end) if end.date == start.date => { "–" time datetime=(end) { (lang.time(end.hour, end.minute)) } }
            Some(end) => { " – " (moment(end)) }
            None => {}
        }
    }
}

/// "Hver tirsdag kl. 18.00–20.00": from when to when on days that are said in words. An end on another day is left out.
pub(crate) fn time_of_day(lang: Lang, days: String, start: Moment, end: Option<Moment>) -> Markup {
    let clock = |at: Moment| lang.time(at.hour, at.minute);
    let args = [("date", Arg::Ours(days.into())), ("time", Arg::Ours(clock(start).into()))];
    html! {
        (lang.text_with("date-and-time", &args))
        @if let Some(end) = end.filter(|end| end.date == start.date && *end > start) { "–" (clock(end)) }
    }
}

/// From one moment to another; on one day the date is said once.
pub(crate) fn time_span(lang: Lang, start: Moment, end: Option<Moment>) -> Markup {
    html! {
        (time_moment(lang, start))
        @match end {
            Some(end) if end.date == start.date => { "–" time datetime=(end) { (lang.time(end.hour, end.minute)) } }
            Some(end) => { " – " (time_moment(lang, end)) }
            None => {}
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{:02}:{:02}", self.date, self.hour, self.minute)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Date = Date { year: 2018, month: 5, day: 16 };

    #[test]
    fn dates_read_as_each_language_writes_them() {
        assert_eq!(Lang::Nb.date(DAY), "16. mai 2018");
        assert_eq!(Lang::Nn.date(DAY), "16. mai 2018");
        assert_eq!(Lang::En.date(DAY), "16 May 2018");
        assert_eq!(Lang::Nb.day(DAY), "16. mai");
        assert_eq!(Lang::Nb.month(Month { year: 2026, month: 11 }), "november 2026");
    }

    #[test]
    fn days_of_the_week_follow_the_calendar() {
        assert_eq!(Lang::Nb.weekday(DAY), "onsdag");
        for (year, month, day, weekday) in
            [(1970, 1, 1, 3), (2000, 2, 29, 1), (2026, 11, 22, 6), (2027, 3, 1, 0), (2100, 3, 1, 0)]
        {
            assert_eq!(Date { year, month, day }.weekday(), weekday, "{year}-{month}-{day}");
        }
    }

    #[test]
    fn times_follow_the_24_hour_clock() {
        let moment = Moment { date: DAY, hour: 9, minute: 5 };
        assert_eq!(Lang::Nb.moment(moment), "16. mai 2018 kl. 09.05");
        assert_eq!(Lang::En.moment(moment), "16 May 2018 at 09:05");
        assert_eq!(moment.to_string(), "2018-05-16T09:05");
    }

    #[test]
    fn a_day_is_said_once() {
        let start = Moment { date: DAY, hour: 9, minute: 0 };
        let span = time_span(Lang::Nb, start, Some(Moment { hour: 15, ..start })).into_string();
        assert_eq!(span.matches("2018</time>").count() + span.matches("mai").count(), 1, "{span}");
        assert!(span.ends_with("15.00</time>"));
    }

    #[test]
    fn days_in_words_have_a_time() {
        let six = Moment { date: DAY, hour: 18, minute: 0 };
        let said = |end| time_of_day(Lang::Nb, "Hver tirsdag".to_owned(), six, end).into_string();
        assert_eq!(said(Some(Moment { hour: 20, ..six })), "Hver tirsdag kl. 18.00–20.00");
        assert_eq!(said(Some(Moment { date: Date { day: 17, ..DAY }, ..six })), "Hver tirsdag kl. 18.00");
        assert_eq!(said(None), "Hver tirsdag kl. 18.00");
    }

    #[test]
    fn a_month_that_is_none_shows_its_number() {
        assert_eq!(Lang::Nb.month(Month { year: 2026, month: 13 }), "2026-13");
    }
}
