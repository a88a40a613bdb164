//! When a house is open: what one can say about it at the moment the page is made, and its hours through the week.
//!
//! Whether it is open was worked out by whoever filled in [`Opening`]; here it becomes words. Hours that hold under a remark of
//! their own ("every other week") are never said to be certain.

use std::fmt;

use maud::{Markup, html};

use crate::dates::{self, Date};
use crate::lang::Lang;
use crate::people;
use crate::texts::Arg;
use crate::vocabulary::Vocabulary;

/// A time on a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Clock {
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
}

/// What one can say about now.
#[derive(Clone, PartialEq, Eq)]
pub enum Opening {
    /// Open, until then.
    Open(Clock),
    /// Closed now, and open later today.
    Later(Clock),
    /// Closed for the rest of today.
    Closed {
        /// It is not open at all today.
        all_day: bool,
        /// When it opens next, if it says so.
        next: Option<Next>,
    },
    /// There are hours today, and a remark that says when they hold.
    Perhaps {
        /// When it opens.
        from: Clock,
        /// When it closes.
        to: Clock,
        /// The remark, as somebody wrote it.
        note: String,
    },
}

impl fmt::Debug for Opening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Opening::Open(_) => "Open",
            Opening::Later(_) => "Later",
            Opening::Closed { .. } => "Closed",
            Opening::Perhaps { .. } => "Perhaps",
        })
    }
}

/// When a house opens next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Next {
    /// How many days from today; 1 is tomorrow.
    pub days: u8,
    /// The code of the weekday.
    pub weekday: &'static str,
    /// The time.
    pub at: Clock,
    /// There is a remark that says when these hours hold.
    pub remark: bool,
}

/// One day of the week.
#[derive(Clone, PartialEq, Eq)]
pub struct Day {
    /// The code of the weekday.
    pub weekday: &'static str,
    /// It is today.
    pub today: bool,
    /// The hours, each with a remark if there is one. None: closed.
    pub hours: Vec<(Clock, Clock, Option<String>)>,
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Day({}, {} hours)", self.weekday, self.hours.len())
    }
}

/// A day among the coming ones on which hours may be others than usual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holiday {
    /// How many days from today.
    pub days: u8,
    /// The day.
    pub date: Date,
    /// The code of the holiday.
    pub code: &'static str,
}

impl Lang {
    /// "10" or "10.30"; English always with minutes.
    pub(crate) fn clock(self, clock: Clock) -> String {
        if clock.minute == 0 {
            self.text_with("opening-whole-hour", &[("hour", Arg::Number(clock.hour.into()))])
        } else {
            self.text_with(
                "opening-clock",
                &[("hour", Arg::Number(clock.hour.into())), ("minute", Arg::Ours(format!("{:02}", clock.minute).into()))],
            )
        }
    }

    fn at(self, clock: Clock) -> Arg<'static> {
        Arg::Ours(self.clock(clock).into())
    }
}

/// One line: open or not, and what comes next.
pub(crate) fn now(lang: Lang, opening: &Opening) -> Markup {
    let (class, words) = match opening {
        Opening::Open(until) => ("is-open", html! { (lang.text_with("opening-open", &[("time", lang.at(*until))])) }),
        Opening::Later(at) => ("is-later", html! { (lang.text_with("opening-later", &[("time", lang.at(*at))])) }),
        Opening::Closed { all_day, next } => {
            let closed = lang.text(if *all_day { "opening-closed-today" } else { "opening-closed" });
            ("is-closed", html! { (closed) @if let Some(next) = next { " " (opens(lang, next)) } })
        }
        Opening::Perhaps { from, to, note } => {
            let note = people::cut(note, people::TITLE_CHARS);
            let args = [("from", lang.at(*from)), ("to", lang.at(*to)), ("note", Arg::People(&note))];
            ("is-later", html! { (lang.rich("opening-perhaps", &args)) })
        }
    };
    html! { p.now.(class) { span { (words) } } }
}

fn opens(lang: Lang, next: &Next) -> Markup {
    let time = ("time", lang.at(next.at));
    let day = Vocabulary::Weekday.label(lang, next.weekday);
    html! {
        @if next.days == 1 { (lang.text_with("opening-tomorrow", &[time])) }
        @else { (lang.text_with("opening-next", &[("day", Arg::Ours(day)), time])) }
        @if next.remark { " " (lang.text("opening-remark")) }
    }
}

/// The hours of every day, Monday first.
pub(crate) fn week(lang: Lang, days: &[Day]) -> Markup {
    html! {
        table.week {
            caption.unseen { (lang.text("opening-week")) }
            tbody {
                @for day in days {
                    tr class=[day.today.then_some("today")] {
                        th scope="row" aria-current=[day.today.then_some("date")] {
                            (Vocabulary::Weekday.label(lang, day.weekday))
                            @if day.today { " " span.quiet { (lang.text("opening-today")) } }
                        }
                        td {
                            @if day.hours.is_empty() { (lang.text("opening-closed-day")) }
                            @for (from, to, note) in &day.hours {
                                div {
                                    (lang.text_with("opening-from-to", &[("from", lang.at(*from)), ("to", lang.at(*to))]))
                                    @if let Some(note) = note { " " span.quiet { bdi { (people::cut(note, people::SUMMARY_CHARS)) } } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// That hours may be others on the days that come.
pub(crate) fn holidays(lang: Lang, holidays: &[Holiday]) -> Markup {
    html! {
        @for holiday in holidays {
            @let name = Vocabulary::Holiday.label(lang, holiday.code);
            p.notice {
                @if holiday.days == 0 { (lang.text_with("opening-holiday-today", &[("name", Arg::Ours(name))])) }
                @else {
                    (lang.rich("opening-holiday", &[("name", Arg::Ours(name)), ("date", Arg::Html(dates::time_date(lang, holiday.date)))]))
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEN: Clock = Clock { hour: 10, minute: 0 };
    const HALF: Clock = Clock { hour: 15, minute: 30 };

    fn said(lang: Lang, opening: &Opening) -> String {
        let html = now(lang, opening).into_string();
        html.split(['<', '>']).step_by(2).collect()
    }

    #[test]
    fn now_is_said_as_people_say_it() {
        assert_eq!(said(Lang::Nb, &Opening::Open(HALF)), "Åpent nå til 15.30");
        assert_eq!(said(Lang::Nb, &Opening::Later(TEN)), "Åpner i dag kl. 10");
        assert_eq!(said(Lang::En, &Opening::Later(TEN)), "Opens today at 10:00");
        let next = |days, remark| Opening::Closed { all_day: false, next: Some(Next { days, weekday: "th", at: TEN, remark }) };
        assert_eq!(said(Lang::Nb, &Opening::Closed { all_day: true, next: None }), "Stengt i dag.");
        assert_eq!(said(Lang::Nb, &next(1, false)), "Stengt nå. Åpner i morgen kl. 10.");
        assert_eq!(said(Lang::Nb, &next(3, true)), "Stengt nå. Åpner torsdag kl. 10. Se merknaden.");
        let perhaps = Opening::Perhaps { from: TEN, to: HALF, note: "Annenhver uke".to_owned() };
        assert_eq!(said(Lang::Nb, &perhaps), "I dag 10–15.30, men se merknaden: Annenhver uke");
    }
}
