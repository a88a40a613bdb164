//! On which days a recurring event takes place.
//!
//! A weekly meeting at six is at six in winter and in summer. So its days are worked out in local time, as if there were no time
//! zones; only an end that is given in universal time is turned into local time first.
//!
//! Rules come from other centres and may be anything. Only such as somebody may write here are worked out
//! ([`knutepunkt_protocol::kinds::is_recurrence`]), only around today, and never more than [`MOST`]. It is done once, when the
//! event is read. What lies outside of what was worked out is not known: [`Occurrences::within`] says so.

use super::dates::{between, later, parse_moment};
use knutepunkt_protocol::kinds::is_recurrence;
use knutepunkt_web_ui::dates::{Date, Moment};
use rrule::RRuleSet;

/// Days before today that are worked out: a year, so that last year's months can be looked up.
const BEFORE: i64 = 400;

/// Days after today that are worked out: two years, and a year to spare for a machine that runs that long.
const AFTER: i64 = 1_100;

/// Occurrences of one event that are kept: a daily one for the three years that are worked out, and a few more.
pub const MOST: usize = 1_600;

/// Occurrences that are passed over to get to the first one kept. Rules that count from their beginning need it; they count to
/// 1040 at most.
const PASSED_OVER: usize = 2_000;

/// Times of a day at which an event may begin. Rules with more are not for people.
const TIMES_A_DAY: usize = 6;

/// Years in which an event may begin that is worked out.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// When a recurring event takes place, as far as it was worked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrences {
    /// The beginnings, in order.
    pub starts: Box<[Moment]>,
    /// How many days after its beginning one of them ends.
    lasts: i64,
    /// Before this day nothing was worked out; none where there is nothing before.
    from: Option<Date>,
    /// After this day nothing was worked out; none where there is nothing after.
    to: Option<Date>,
}

impl Occurrences {
    /// Works out when an event takes place that begins at `start`, in the zone `zone`, and recurs by `rule`. None for a rule that
    /// cannot be worked out.
    pub fn of(start: Moment, end: Option<Moment>, zone: &str, rule: &str, today: Date) -> Option<Occurrences> {
        if !is_recurrence(rule) || !YEARS.contains(&start.date.year) || times_a_day(rule) > TIMES_A_DAY {
            return None;
        }
        let (first, last) = (later(today, -BEFORE), later(today, AFTER));
        let begin = if start.date < first { nearer(start, rule, first) } else { start };
        let text = format!("DTSTART:{}Z\nRRULE:{}", basic(begin), until_in_local_time(rule, zone));
        let set: RRuleSet = text.parse().ok()?;
        let all = set.limit();
        let mut starts = Vec::new();
        let mut to = None;
        for (passed, at) in all.into_iter().enumerate() {
            // "2027-02-16T09:00:00+00:00": the local time is what comes before the zone.
            let at = parse_moment(&at.to_rfc3339())?;
            if at.date > last || starts.len() == MOST || passed == PASSED_OVER + MOST {
                to = Some(starts.last().map_or(last, |kept: &Moment| kept.date));
                break;
            }
            if at.date >= first {
                starts.push(at);
            }
        }
        let lasts = end.map_or(0, |end| between(start.date, end.date).max(0));
        let from = (start.date < first).then_some(first);
        Some(Occurrences { starts: starts.into(), lasts, from, to })
    }

    /// Whether it takes place on one of the days from `from` to `to`; none where that was not worked out.
    pub fn within(&self, from: Option<&str>, to: Option<&str>) -> Option<bool> {
        let [from, to] = [from, to].map(|day| day.map(|day| super::dates::parse_date(day.get(..10)?)));
        let (from, to) = (from.flatten(), to.flatten());
        let known = self.from.is_none_or(|known| from.is_some_and(|from| from >= known))
            && self.to.is_none_or(|known| to.is_some_and(|to| to <= known));
        // What is there is there, whatever else was not worked out.
        let found = self.starts.iter().any(|at| self.touches(*at, from, to));
        (found || known).then_some(found)
    }

    /// The beginnings of those that take place on one of the days from `from` to `to`, in order.
    pub fn between(&self, from: Option<Date>, to: Option<Date>) -> impl Iterator<Item = Moment> {
        self.starts.iter().copied().filter(move |at| self.touches(*at, from, to))
    }

    fn touches(&self, at: Moment, from: Option<Date>, to: Option<Date>) -> bool {
        from.is_none_or(|from| later(at.date, self.lasts) >= from) && to.is_none_or(|to| at.date <= to)
    }

    /// Bytes that it takes in memory.
    pub fn bytes(&self) -> usize {
        self.starts.len() * size_of::<Moment>()
    }
}

/// A part of a rule.
pub fn part<'r>(rule: &'r str, key: &str) -> Option<&'r str> {
    rule.split(';').filter_map(|part| part.split_once('=')).find(|(name, _)| *name == key).map(|(_, value)| value)
}

fn times_a_day(rule: &str) -> usize {
    let count = |key: &str| part(rule, key).map_or(1, |list| list.split(',').count());
    count("BYHOUR").saturating_mul(count("BYMINUTE"))
}

/// `20270216T090000`.
fn basic(at: Moment) -> String {
    let Moment { date: Date { year, month, day }, hour, minute } = at;
    format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}00")
}

/// A beginning from which the same days follow, closer to the first day that is wanted: what has happened daily for fifty years
/// is not counted through. What counts its occurrences must be counted through from its own beginning.
fn nearer(start: Moment, rule: &str, first: Date) -> Moment {
    if part(rule, "COUNT").is_some() {
        return start;
    }
    let interval = part(rule, "INTERVAL").and_then(|interval| interval.parse::<i64>().ok()).unwrap_or(1).max(1);
    let gap = between(start.date, first);
    let date = match part(rule, "FREQ") {
        Some("DAILY") => later(start.date, gap / interval * interval),
        Some("WEEKLY") => later(start.date, gap / (7 * interval) * 7 * interval),
        _ => {
            // After four years the same months have the same days, but for the turns of centuries.
            let step = 4 * interval;
            let years = i64::from(first.year) - i64::from(start.date.year) - 1;
            let year = i64::from(start.date.year) + years.max(0) / step * step;
            Date { year: i32::try_from(year).unwrap_or(start.date.year), ..start.date }
        }
    };
    Moment { date, ..start }
}

/// The rule with its end in local time. A day as the end is the whole day.
fn until_in_local_time(rule: &str, zone: &str) -> String {
    let parts = rule.split(';').map(|part| match part.strip_prefix("UNTIL=") {
        Some(until) if until.len() == 8 => format!("UNTIL={until}T235959Z"),
        Some(until) => match until.strip_suffix('Z').and_then(|until| local(until, zone)) {
            Some(until) => format!("UNTIL={until}Z"),
            None => format!("UNTIL={}Z", until.trim_end_matches('Z')),
        },
        None => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join(";")
}

/// A moment of universal time on the clocks of a zone, both as `20271231T215959`.
fn local(universal: &str, zone: &str) -> Option<String> {
    let zone = once(&format!(";TZID={zone}:20000101T000000"))?.get_dt_start().timezone();
    let at = once(&format!(":{universal}Z"))?.get_dt_start().with_timezone(&zone);
    Some(at.format("%Y%m%dT%H%M%S").to_string())
}

/// A moment on the clocks of a zone with what they differ from universal time by, `2027-02-16T09:00:00+01:00`; none in a zone
/// that nobody knows.
pub fn exactly(at: Moment, zone: &str) -> Option<String> {
    Some(once(&format!(";TZID={zone}:{}", basic(at)))?.get_dt_start().to_rfc3339())
}

/// A moment on the clocks of a zone in universal time; none in a zone that nobody knows.
pub fn universal(at: Moment, zone: &str) -> Option<Moment> {
    let at = once(&format!(";TZID={zone}:{}", basic(at)))?.get_dt_start().to_utc();
    parse_moment(&at.to_rfc3339())
}

/// A rule as calendars of others take it: with an end in universal time, which they insist on. None for what is no rule.
pub fn portable(rule: &str, zone: &str) -> Option<String> {
    if !is_recurrence(rule) {
        return None;
    }
    let parts = rule.split(';').map(|part| match part.strip_prefix("UNTIL=") {
        Some(until) if !until.ends_with('Z') => {
            let (day, time) = until.split_once('T').unwrap_or((until, "235959"));
            let at = once(&format!(";TZID={zone}:{day}T{time}"))?.get_dt_start().to_utc();
            Some(format!("UNTIL={}Z", at.format("%Y%m%dT%H%M%S")))
        }
        _ => Some(part.to_owned()),
    });
    parts.collect::<Option<Vec<_>>>().map(|parts| parts.join(";"))
}

/// What reads a moment in a zone: a set of one day.
fn once(start: &str) -> Option<RRuleSet> {
    // Names of zones come from other centres too.
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ';' | '=' | ':' | '/' | '_' | '-' | '+');
    let plain = start.len() < 128 && start.chars().all(plain);
    if plain { format!("DTSTART{start}\nRRULE:FREQ=DAILY;COUNT=1").parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    const TODAY: Date = Date { year: 2026, month: 10, day: 1 };

    fn of(start: &str, rule: &str) -> Option<Occurrences> {
        Occurrences::of(parse_moment(start).unwrap(), None, "Europe/Oslo", rule, TODAY)
    }

    fn starts(start: &str, rule: &str) -> Vec<String> {
        of(start, rule).unwrap().starts.iter().map(Moment::to_string).collect()
    }

    #[test]
    fn six_is_six_in_winter_and_in_summer() {
        // Clocks are changed on 25 October 2026 and on 28 March 2027.
        let weekly = starts("2026-10-20T18:00", "FREQ=WEEKLY;COUNT=25");
        assert_eq!(weekly.len(), 25);
        assert_eq!(weekly[..2], ["2026-10-20T18:00", "2026-10-27T18:00"]);
        assert_eq!(weekly[22..], ["2027-03-23T18:00", "2027-03-30T18:00", "2027-04-06T18:00"]);
        assert!(starts("2026-10-20T00:30", "FREQ=WEEKLY;COUNT=25").iter().all(|at| at.ends_with("T00:30")));
    }

    #[test]
    fn rules_mean_what_calendars_take_them_to_mean() {
        let months = starts("2026-10-06T12:00", "FREQ=MONTHLY;BYDAY=1TU;UNTIL=20270105");
        assert_eq!(months, ["2026-10-06T12:00", "2026-11-03T12:00", "2026-12-01T12:00", "2027-01-05T12:00"]);
        let last = starts("2026-10-30T12:00", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3");
        assert_eq!(last, ["2026-10-30T12:00", "2026-11-30T12:00", "2026-12-31T12:00"]);
        let other = starts("2027-01-12T17:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=3");
        assert_eq!(other, ["2027-01-12T17:00", "2027-01-26T17:00", "2027-02-09T17:00"]);
    }

    #[test]
    fn the_end_is_where_local_clocks_say() {
        // 17:30 in universal time is half past six in winter: what begins at six belongs to it.
        let rule = |until: &str| format!("FREQ=WEEKLY;UNTIL={until}");
        assert_eq!(starts("2026-11-03T18:00", &rule("20261110T173000Z")).len(), 2);
        assert_eq!(starts("2026-11-03T18:00", &rule("20261110T163000Z")).len(), 1);
        assert_eq!(starts("2026-11-03T18:00", &rule("20261110T173000")).len(), 1);
        assert_eq!(starts("2026-11-03T18:00", &rule("20261110")).len(), 2);
    }

    #[test]
    fn what_began_long_ago_goes_on_in_step() {
        let fourth = "FREQ=WEEKLY;INTERVAL=4;BYDAY=TH";
        let old = starts("2001-01-04T10:00", fourth);
        let counted: Vec<Date> = (0..400).map(|n| later(Date { year: 2001, month: 1, day: 4 }, 28 * n)).collect();
        assert!(old.len() > 40 && old.iter().all(|at| counted.contains(&parse_moment(at).unwrap().date)));
        assert_eq!(starts("1999-12-31T10:00", "FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=-1").len(), 8);
        assert_eq!(starts("2004-02-29T10:00", "FREQ=YEARLY"), ["2028-02-29T10:00"]);
    }

    #[test]
    fn only_what_was_worked_out_is_answered() {
        let open = of("2026-10-06T18:00", "FREQ=WEEKLY").unwrap();
        assert_eq!(open.within(Some("2026-10-07"), Some("2026-10-12")), Some(false));
        assert_eq!(open.within(Some("2026-10-07"), Some("2026-10-13")), Some(true));
        assert_eq!(open.within(None, Some("2026-10-05")), Some(false), "before it begins there is none");
        assert_eq!(open.within(Some("2040-01-01"), Some("2040-01-02")), None);
        let ended = of("2026-10-06T18:00", "FREQ=WEEKLY;COUNT=2").unwrap();
        assert_eq!(ended.within(Some("2040-01-01"), None), Some(false));
        let old = of("1990-01-02T18:00", "FREQ=WEEKLY").unwrap();
        assert_eq!(old.within(None, Some("1995-01-01")), None);
        let camp = parse_moment("2026-10-09T18:00");
        let camp = Occurrences::of(camp.unwrap(), parse_moment("2026-10-11T12:00"), "UTC", "FREQ=WEEKLY;COUNT=2", TODAY).unwrap();
        assert_eq!(camp.within(Some("2026-10-11"), Some("2026-10-11")), Some(true), "it lasts for three days");
    }

    #[test]
    fn times_are_told_to_programs_as_they_want_them() {
        let [winter, summer] = ["2027-02-16T09:00", "2027-06-16T09:00"].map(|at| parse_moment(at).unwrap());
        assert_eq!(exactly(winter, "Europe/Oslo").as_deref(), Some("2027-02-16T09:00:00+01:00"));
        assert_eq!(exactly(summer, "Europe/Oslo").as_deref(), Some("2027-06-16T09:00:00+02:00"));
        assert_eq!(universal(summer, "America/New_York").map(|at| at.to_string()).as_deref(), Some("2027-06-16T13:00"));
        for nowhere in ["", "Europe/Nowhere", "Europe/Oslo\nRRULE:FREQ=DAILY", "Europe/Oslo:20270101T000000\r\n"] {
            assert_eq!((exactly(winter, nowhere), universal(winter, nowhere)), (None, None), "{nowhere}");
        }
        let portable = |rule: &str| portable(rule, "Europe/Oslo");
        assert_eq!(
            portable("FREQ=WEEKLY;UNTIL=20270617;BYDAY=TH").as_deref(),
            Some("FREQ=WEEKLY;UNTIL=20270617T215959Z;BYDAY=TH")
        );
        assert_eq!(portable("FREQ=WEEKLY;UNTIL=20270117T180000").as_deref(), Some("FREQ=WEEKLY;UNTIL=20270117T170000Z"));
        assert_eq!(portable("FREQ=WEEKLY;UNTIL=20270117T180000Z").as_deref(), Some("FREQ=WEEKLY;UNTIL=20270117T180000Z"));
        assert_eq!(portable("FREQ=WEEKLY\r\nATTACH:x"), None);
    }

    #[test]
    fn hostile_rules_cost_nothing() {
        let many = (0..60).map(|minute| minute.to_string()).collect::<Vec<_>>().join(",");
        let hostile = [
            "FREQ=SECONDLY".to_owned(),
            "FREQ=WEEKLY;COUNT=1000000000".to_owned(),
            "FREQ=DAILY;INTERVAL=1".to_owned(),
            "FREQ=DAILY;COUNT=1040;BYMONTH=2;BYMONTHDAY=29".to_owned(),
            "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30".to_owned(),
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30".to_owned(),
            "FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=30;BYDAY=MO;INTERVAL=100".to_owned(),
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=366".to_owned(),
            format!("FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12;BYMINUTE={many}"),
            format!("FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYMINUTE={many}"),
            "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYMINUTE=1,2,3,4,5,6".to_owned(),
        ];
        for rule in &hostile {
            for start in ["1900-01-01T00:00", "2026-10-06T18:00", "2199-12-31T23:59"] {
                let begun = Instant::now();
                let kept = of(start, rule).map_or(0, |occurrences| occurrences.starts.len());
                assert!(kept <= MOST && begun.elapsed() < Duration::from_secs(1), "{:?} for {rule}", begun.elapsed());
            }
        }
    }
}
