//! Dates and times as people agree on them: in a place, without a clock behind them.
//!
//! Nothing here knows what day it is today, so a date in the past or the future is as good as any other.

use super::error::Fault;
use super::limits;
use super::schema::Format;

/// A day: `2026-11-03`.
pub const DATE: Format = Format { name: "date", most: limits::FORMATTED_CHARS, normalise: date };

/// A day, or a day with a time of the clock.
pub const DATE_OR_TIME: Format = Format { name: "date_or_time", most: limits::FORMATTED_CHARS, normalise: date_or_time };

/// A day with a time of the clock where it happens: `2027-02-16T09:00`.
pub const LOCAL_TIME: Format = Format { name: "local_time", most: limits::FORMATTED_CHARS, normalise: local_time };

/// A time of the clock: `09:00`.
pub const CLOCK: Format = Format { name: "clock", most: limits::FORMATTED_CHARS, normalise: clock };

/// The decade in which something happened, coarse on purpose: `2010s`.
pub const DECADE: Format = Format { name: "decade", most: limits::FORMATTED_CHARS, normalise: decade };

/// Ten years of age, coarse on purpose: `40-49`.
pub const AGE_BAND: Format = Format { name: "age_band", most: limits::FORMATTED_CHARS, normalise: age_band };

/// A time zone by its name: `Europe/Oslo`.
pub const TIME_ZONE: Format = Format { name: "time_zone", most: limits::FORMATTED_CHARS, normalise: time_zone };

/// So many digits and nothing else, as a number.
pub(super) fn digits(text: &str, count: usize) -> Option<u16> {
    (text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

fn month_days(year: u16, month: u16) -> Option<u16> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => Some(31),
        4 | 6 | 9 | 11 => Some(30),
        2 if leap => Some(29),
        2 => Some(28),
        _ => None,
    }
}

/// Whether this is a month: `2026-11`.
pub(super) fn is_month(text: &str) -> bool {
    text.split_once('-').is_some_and(|(year, month)| {
        digits(year, 4).is_some_and(|year| limits::YEARS.contains(&year))
            && digits(month, 2).is_some_and(|month| (1..=12).contains(&month))
    })
}

/// The month of a date, if it is one.
pub(super) fn month_of(date: &str) -> Option<&str> {
    date.get(..7).filter(|month| is_month(month) && is_date(date))
}

fn is_date(text: &str) -> bool {
    let Some((month, day)) = text.rsplit_once('-') else { return false };
    let Some((year, month_number)) = month.split_once('-') else { return false };
    let (Some(year), Some(month_number), Some(day)) = (digits(year, 4), digits(month_number, 2), digits(day, 2)) else {
        return false;
    };
    is_month(month) && month_days(year, month_number).is_some_and(|days| (1..=days).contains(&day))
}

fn is_clock(text: &str) -> bool {
    text.split_once(':').is_some_and(|(hour, minute)| {
        digits(hour, 2).is_some_and(|hour| hour < 24) && digits(minute, 2).is_some_and(|minute| minute < 60)
    })
}

fn is_local_time(text: &str) -> bool {
    text.split_once('T').is_some_and(|(date, clock)| is_date(date) && is_clock(clock))
}

fn when(holds: bool, text: &str, what: &str) -> Result<String, Fault> {
    if holds { Ok(text.to_owned()) } else { Err(Fault::malformed(what)) }
}

fn date(text: &str) -> Result<String, Fault> {
    when(is_date(text), text, "is not a date; write year, month and day as `2026-11-03`")
}

fn date_or_time(text: &str) -> Result<String, Fault> {
    let holds = is_date(text) || is_local_time(text);
    when(holds, text, "is not a date; write it as `2027-02-01`, or with a time as `2027-02-01T12:00`")
}

fn local_time(text: &str) -> Result<String, Fault> {
    when(is_local_time(text), text, "is not a date with a time; write it as `2027-02-16T09:00`, without a time zone")
}

fn clock(text: &str) -> Result<String, Fault> {
    when(is_clock(text), text, "is not a time; write hours and minutes as `09:00`")
}

fn decade(text: &str) -> Result<String, Fault> {
    let year = text.strip_suffix('s').and_then(|year| digits(year, 4));
    let holds = year.is_some_and(|year| year.is_multiple_of(10) && limits::YEARS.contains(&year));
    when(holds, text, "is not a decade; write it as `2010s`")
}

fn age_band(text: &str) -> Result<String, Fault> {
    let ages = text.split_once('-').and_then(|(from, to)| Some((from.parse::<u16>().ok()?, to.parse::<u16>().ok()?)));
    let band = ages.filter(|(from, to)| {
        *to == from.saturating_add(9) && from.is_multiple_of(10) && *from <= 100 && text == format!("{from}-{to}")
    });
    match band {
        // Eighteen and nineteen lie in the band 10-19, so that one is allowed; who is below 18 is the hub's to ask.
        Some((0, _)) => Err(Fault::new("underage", "is below 18 years; a story is published by grown-ups only")),
        Some(_) => Ok(text.to_owned()),
        None => Err(Fault::malformed("is not a band of ten years; write it as `40-49`")),
    }
}

fn time_zone(text: &str) -> Result<String, Fault> {
    let named = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_uppercase())
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+' | b'-'))
    };
    let parts = text.split('/').count();
    let holds = text == "UTC" || ((2..=3).contains(&parts) && text.split('/').all(named));
    when(holds, text, "is not the name of a time zone; write it as `Europe/Oslo`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(format: Format, good: &[&str], bad: &[&str]) {
        for text in good {
            assert_eq!((format.normalise)(text).as_deref(), Ok(*text), "{}", format.name);
        }
        for text in bad {
            assert_eq!((format.normalise)(text).unwrap_err().rule, "malformed", "{} {text:?}", format.name);
        }
    }

    #[test]
    fn dates_are_days_of_the_calendar() {
        let bad = [
            "",
            "2026",
            "2026-11",
            "2026-11-31",
            "2025-02-29",
            "2026-13-01",
            "2026-00-01",
            "2026-01-00",
            "26-11-03",
            "2026-1-3",
            "03.11.2026",
            "0202-01-01",
            "2026-11-03-01",
            "2026-11-0३",
            "+026-11-03",
            "2026-11-03T10:00",
        ];
        all(DATE, &["2026-11-03", "2024-02-29", "2000-02-29", "1900-02-28", "2199-12-31"], &bad);
    }

    #[test]
    fn times_are_written_with_two_digits() {
        all(CLOCK, &["00:00", "09:05", "23:59"], &["9:00", "24:00", "12:60", "12.00", "12", "", "12:00:00", "-1:00"]);
        all(
            LOCAL_TIME,
            &["2027-02-16T09:00"],
            &["2027-02-16", "2027-02-16 09:00", "2027-02-16T09:00Z", "2027-02-30T09:00", "2027-02-16T25:00", "T"],
        );
        all(DATE_OR_TIME, &["2027-02-16T09:00", "2027-02-16"], &["2027-02", "soon"]);
    }

    #[test]
    fn a_decade_is_ten_years() {
        all(DECADE, &["1980s", "2010s"], &["2015s", "2010", "10s", "2010tallet", "1010s", "s", "", "+201s"]);
    }

    #[test]
    fn a_band_is_ten_years_of_a_grown_up() {
        all(AGE_BAND, &["10-19", "40-49", "100-109"], &["40", "40-50", "45-54", "40–49", "110-119", "+40-049", "-", "", "a-b"]);
        assert_eq!(age_band("0-9").unwrap_err().rule, "underage");
    }

    #[test]
    fn zones_are_named() {
        let bad = ["", "oslo", "CET", "Europe/", "Europe/Oslo/x/y", "europe/oslo", "Europe/Os lo", "+01:00"];
        all(TIME_ZONE, &["Europe/Oslo", "Arctic/Longyearbyen", "UTC", "America/Argentina/Ushuaia"], &bad);
    }

    #[test]
    fn a_month_is_cut_from_a_date_only() {
        assert_eq!(month_of("2026-11-03"), Some("2026-11"));
        assert_eq!(month_of("2026-11"), None);
        assert_eq!(month_of("2026-1ø-03"), None);
        assert!(is_month("2026-11") && !is_month("2026-13") && !is_month("2026-11-03"));
    }
}
