//! Dates between epoch milliseconds and the two forms that the service writes: `20150830T123600Z` in signatures,
//! `20150830123600000` in backup ids. The day arithmetic counts years from March, so that a leap day comes last.

const DAY_MILLIS: u64 = 86_400_000;

/// A moment in UTC, taken apart.
struct Parts {
    year: u64,
    month: u64,
    day: u64,
    hour: u64,
    minute: u64,
    second: u64,
    milli: u64,
}

fn parts(epoch_millis: u64) -> Parts {
    let (days, rest) = (epoch_millis / DAY_MILLIS, epoch_millis % DAY_MILLIS);
    // 719,468 days lie between 0000-03-01 and 1970-01-01; an era is 400 years.
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    Parts {
        year: era * 400 + year_of_era + u64::from(month <= 2),
        month,
        day: day_of_year - (153 * march_month + 2) / 5 + 1,
        hour: rest / 3_600_000,
        minute: rest / 60_000 % 60,
        second: rest / 1_000 % 60,
        milli: rest % 1_000,
    }
}

/// `yyyyMMddTHHmmssZ`, the form of `X-Amz-Date`.
pub(crate) fn basic(epoch_millis: u64) -> String {
    let p = parts(epoch_millis);
    format!("{:04}{:02}{:02}T{:02}{:02}{:02}Z", p.year, p.month, p.day, p.hour, p.minute, p.second)
}

/// `yyyyMMddHHmmssSSS`, the form within backup ids.
pub(crate) fn compact(epoch_millis: u64) -> String {
    let p = parts(epoch_millis);
    format!("{:04}{:02}{:02}{:02}{:02}{:02}{:03}", p.year, p.month, p.day, p.hour, p.minute, p.second, p.milli)
}

/// Reads `yyyyMMddTHHmmssZ`; anything else, or a date that does not exist, is `None`.
pub(crate) fn parse_basic(text: &str) -> Option<u64> {
    let bytes = text.as_bytes();
    if bytes.len() != 16 || bytes[8] != b'T' || bytes[15] != b'Z' {
        return None;
    }
    let number = |from: usize, to: usize| {
        let digits = text.get(from..to)?;
        digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<u64>().ok())?
    };
    let (year, month, day) = (number(0, 4)?, number(4, 6)?, number(6, 8)?);
    let (hour, minute, second) = (number(9, 11)?, number(11, 13)?, number(13, 15)?);
    if year < 1970 || !(1..=12).contains(&month) || !(1..=31).contains(&day) || hour > 23 || minute > 59 || second > 59
    {
        return None;
    }
    let march_year = year - u64::from(month <= 2);
    let (era, year_of_era) = (march_year / 400, march_year % 400);
    let march_month = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * march_month + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    let days = (era * 146_097 + day_of_era).checked_sub(719_468)?;
    let millis = days * DAY_MILLIS + (hour * 3_600 + minute * 60 + second) * 1_000;
    // A day that the month does not have would come back as another date.
    (basic(millis) == text).then_some(millis)
}

#[cfg(test)]
mod tests {
    use super::{basic, compact, parse_basic};

    #[test]
    fn dates_go_both_ways() {
        for text in ["19700101T000000Z", "20000229T235959Z", "20150830T123600Z", "20240301T000000Z", "99991231T235959Z"]
        {
            assert_eq!(parse_basic(text).map(basic).as_deref(), Some(text));
        }
        assert_eq!(compact(1_469_799_527_520), "20160729133847520");
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in
            ["", "20150230T000000Z", "20151301T000000Z", "2015-08-30T12:36:00Z", "20150830T1236+0Z", "日本語日本"]
        {
            assert_eq!(parse_basic(text), None, "{text}");
        }
    }
}
