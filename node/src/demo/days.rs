//! Days in the demo's content, which are always as far away as when it was written.
//!
//! `@today+21` is the day three weeks from now, `@tu+7` the first Tuesday a week from now or later, `@tu-30!` the same a month ago
//! without hyphens, as calendar rules want it. Everything else stays as it is, and so do addresses with an `@`.

use crate::catalogue::dates::later;
use knutepunkt_web_ui::dates::Date;

const WEEKDAYS: [&str; 7] = ["mo", "tu", "we", "th", "fr", "sa", "su"];

/// A line with its days filled in.
pub fn filled_in(line: &str, today: Date) -> String {
    let mut parts = line.split('@');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match day(part, today) {
            Some((day, rest)) => {
                out.push_str(&day);
                out.push_str(rest);
            }
            None => {
                out.push('@');
                out.push_str(part);
            }
        }
    }
    out
}

/// The day that a text begins with, and what follows it.
fn day(text: &str, today: Date) -> Option<(String, &str)> {
    let sign = text.find(['+', '-'])?;
    let (name, number) = text.split_at_checked(sign)?;
    let end = number.get(1..)?.find(|c: char| !c.is_ascii_digit()).map_or(number.len(), |end| end + 1);
    let (number, rest) = number.split_at_checked(end)?;
    let mut date = later(today, number.parse().ok()?);
    if name != "today" {
        let wanted = WEEKDAYS.iter().position(|day| *day == name)?;
        let ahead = (wanted + 7).checked_sub(date.weekday())? % 7;
        date = later(date, i64::try_from(ahead).ok()?);
    }
    let written = date.to_string();
    Some(match rest.strip_prefix('!') {
        Some(rest) => (written.replace('-', ""), rest),
        None => (written, rest),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_today() {
        // A Sunday.
        let today = Date { year: 2026, month: 11, day: 22 };
        for (text, filled) in [
            ("\"@today+0T10:00\"", "\"2026-11-22T10:00\""),
            ("@today-22|@today+10", "2026-10-31|2026-12-02"),
            ("@tu+0 @su+0 @mo+7!", "2026-11-24 2026-11-22 20261130"),
            ("UNTIL=@th+200!;BYDAY=TH", "UNTIL=20270610;BYDAY=TH"),
            ("post@nordlys.example @ @today @tu+ @xx+1 @today+", "post@nordlys.example @ @today @tu+ @xx+1 @today+"),
        ] {
            assert_eq!(filled_in(text, today), filled);
        }
    }
}
