//! Seconds since 1970 as people write them, and times in documents as values. For reading only: nothing is decided by them.

use knutepunkt_web_ui::dates::{Date, Moment, Month};

const DAY: u64 = 86_400;

/// The day of the Gregorian calendar, so many days after 1 January 1970.
fn civil(days: i64) -> Date {
    // Years begin in March, so that the leap day is the last; eras have 400 years.
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    Date {
        year: i32::try_from(year).unwrap_or(i32::MAX),
        month: u8::try_from(month).unwrap_or(1),
        day: u8::try_from(day).unwrap_or(1),
    }
}

/// Days after 1 January 1970.
fn days(date: Date) -> i64 {
    let year = i64::from(date.year) - i64::from(date.month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let shifted_month = (i64::from(date.month) + 9) % 12;
    let day_of_year = (153 * shifted_month + 2) / 5 + i64::from(date.day) - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

fn utc(seconds: u64) -> (Moment, u8) {
    // The year 9999 is where RFC 3339 ends.
    let seconds = seconds.min(253_402_300_799);
    let of_day = seconds % DAY;
    let part = |value: u64| u8::try_from(value).unwrap_or(0);
    let date = civil(i64::try_from(seconds / DAY).unwrap_or(0));
    (Moment { date, hour: part(of_day / 3_600), minute: part(of_day / 60 % 60) }, part(of_day % 60))
}

/// `2026-11-03T14:30:00Z`.
pub fn rfc3339(seconds: u64) -> String {
    let (moment, second) = utc(seconds);
    format!("{moment}:{second:02}Z")
}

/// The month, in UTC, so that every hub says the same.
pub fn month(seconds: u64) -> Month {
    let (moment, _) = utc(seconds);
    Month { year: moment.date.year, month: moment.date.month }
}

/// The time on a clock in Oslo.
pub fn in_oslo(seconds: u64) -> Moment {
    let year = utc(seconds).0.date.year;
    let summer = (last_sunday(year, 3)..last_sunday(year, 10)).contains(&seconds);
    utc(seconds + if summer { 7_200 } else { 3_600 }).0
}

/// One o'clock, in UTC, on the last Sunday of a month with 31 days: when clocks are changed.
fn last_sunday(year: i32, month: u8) -> u64 {
    let last = days(Date { year, month, day: 31 });
    // 1 January 1970 was a Thursday.
    let after_sunday = (last + 4).rem_euclid(7);
    u64::try_from(last - after_sunday).unwrap_or(0) * DAY + 3_600
}

/// `2026-11-03`.
pub fn parse_date(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, byte)| if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() });
    if !shaped {
        return None;
    }
    let date =
        Date { year: text.get(..4)?.parse().ok()?, month: text.get(5..7)?.parse().ok()?, day: text.get(8..)?.parse().ok()? };
    ((1..=12).contains(&date.month) && date.day >= 1 && civil(days(date)) == date).then_some(date)
}

/// `2026-11-03T14:30`; what follows the minute is not looked at.
pub fn parse_moment(text: &str) -> Option<Moment> {
    let date = parse_date(text.get(..10)?)?;
    let clock = text.get(10..16)?.strip_prefix('T')?;
    let (hour, minute) = clock.split_once(':')?;
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(hour) || !digits(minute) {
        return None;
    }
    let moment = Moment { date, hour: hour.parse().ok()?, minute: minute.parse().ok()? };
    (moment.hour < 24 && moment.minute < 60).then_some(moment)
}

/// The day of the week; 0 is Monday.
pub fn weekday(date: Date) -> u8 {
    u8::try_from(date.weekday()).unwrap_or(0)
}

/// Days from one day to another; negative where the other is earlier.
pub fn between(from: Date, to: Date) -> i64 {
    days(to) - days(from)
}

/// The day so many days later; earlier, where the number is negative.
pub fn later(date: Date, by: i64) -> Date {
    civil(days(date).saturating_add(by.clamp(-4_000_000, 4_000_000)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_written_as_the_calendar_says() {
        assert_eq!(rfc3339(0), "1970-01-01T00:00:00Z");
        assert_eq!(rfc3339(951_827_696), "2000-02-29T12:34:56Z");
        assert_eq!(rfc3339(1_793_716_200), "2026-11-03T14:30:00Z");
        assert_eq!(rfc3339(u64::MAX), "9999-12-31T23:59:59Z");
    }

    #[test]
    fn days_go_there_and_back() {
        for day in (-800_000..800_000).step_by(97) {
            assert_eq!(days(civil(day)), day);
        }
    }

    #[test]
    fn clocks_in_oslo_change_twice_a_year() {
        // 25 October 2026, 01:00 UTC.
        let change = 1_792_890_000;
        assert_eq!(in_oslo(change - 60).to_string(), "2026-10-25T02:59");
        assert_eq!(in_oslo(change).to_string(), "2026-10-25T02:00");
        // 29 March 2026, 01:00 UTC.
        let change = 1_774_746_000;
        assert_eq!(in_oslo(change - 60).to_string(), "2026-03-29T01:59");
        assert_eq!(in_oslo(change).to_string(), "2026-03-29T03:00");
    }

    #[test]
    fn only_days_that_exist_are_days() {
        assert!(parse_date("2024-02-29").is_some());
        for wrong in ["2023-02-29", "2024-13-01", "2024-00-10", "2024-1-1", "20240101", "2024-01-0x", "+024-01-01", "ø024-01-1"]
        {
            assert_eq!(parse_date(wrong), None, "{wrong}");
        }
        assert_eq!(parse_moment("2027-02-16T09:00").map(|moment| moment.to_string()).as_deref(), Some("2027-02-16T09:00"));
        assert_eq!(parse_moment("2027-02-16 09:00"), None);
        assert_eq!(parse_moment("2027-02-16T24:00"), None);
        assert_eq!(later(Date { year: 2027, month: 12, day: 31 }, 1).to_string(), "2028-01-01");
    }
}
