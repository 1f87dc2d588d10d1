//! Points in time as people state them. A moment keeps the text it was given, so that an export returns it byte for
//! byte; what orders records is never a moment but their place in a journal.

use std::fmt;

use jiff::{Timestamp, Zoned, civil};

/// Milliseconds since 1970-01-01T00:00:00Z; may be negative on a device whose clock is wrong.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct UnixMillis(pub i64);

/// A date and time with its offset from UTC (RFC 3339), kept as it was written.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Moment {
    text: String,
    instant: Timestamp,
    local: civil::DateTime,
}

/// A text that is not a date and time with an offset.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("is not a date and time with an offset, such as 2026-05-12T08:30:00+03:00")]
pub struct InvalidMoment;

impl Moment {
    /// Reads `YYYY-MM-DDThh:mm:ss[.fraction](Z|±hh:mm)`.
    ///
    /// # Errors
    /// [`InvalidMoment`] for any other form and for dates that don't exist.
    pub fn parse(text: &str) -> Result<Self, InvalidMoment> {
        if !has_rfc3339_shape(text) {
            return Err(InvalidMoment);
        }
        let instant: Timestamp = text.parse().map_err(|_: jiff::Error| InvalidMoment)?;
        let offset_at = if text.ends_with(['Z', 'z']) { text.len() - 1 } else { text.len() - 6 };
        let local: civil::DateTime = text[..offset_at].parse().map_err(|_: jiff::Error| InvalidMoment)?;
        Ok(Self { text: text.to_owned(), instant, local })
    }

    /// Makes a moment from a clock's reading, to the second.
    pub fn from_zoned(now: &Zoned) -> Self {
        let text = now.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
        Self::parse(&text).expect("a clock's reading between the years 0 and 9999 has the RFC 3339 form")
    }

    /// Returns the text as it was given.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the instant.
    pub fn unix_millis(&self) -> UnixMillis {
        UnixMillis(self.instant.as_millisecond())
    }

    /// Returns the instant.
    pub fn timestamp(&self) -> Timestamp {
        self.instant
    }

    /// Returns the wall clock's date and time at the stated offset.
    pub fn local(&self) -> civil::DateTime {
        self.local
    }

    /// Returns the offset from UTC in seconds.
    pub fn offset_seconds(&self) -> i32 {
        let local_as_utc = self.local.to_zoned(jiff::tz::TimeZone::UTC).map(|z| z.timestamp().as_second());
        local_as_utc.map_or(0, |seconds| i32::try_from(seconds - self.instant.as_second()).unwrap_or(0))
    }

    /// Cuts to the hour at the stated offset: what a rating carries.
    #[must_use]
    pub fn cut_to_hour(&self) -> Self {
        let offset_at =
            if self.text.ends_with(['Z', 'z']) { self.text.len() - 1 } else { self.text.len() - 6 };
        let text = format!("{}:00:00{}", &self.text[..13], &self.text[offset_at..]);
        Self::parse(&text).expect("the hour of a moment is a moment")
    }
}

impl fmt::Debug for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Moment({})", self.text)
    }
}

fn has_rfc3339_shape(text: &str) -> bool {
    let bytes = text.as_bytes();
    let fits = |pattern: &[u8], at: usize| {
        bytes.get(at..at + pattern.len()).is_some_and(|part| {
            part.iter()
                .zip(pattern)
                .all(|(b, p)| if *p == b'd' { b.is_ascii_digit() } else { b.eq_ignore_ascii_case(p) })
        })
    };
    if !text.is_ascii() || !fits(b"dddd-dd-ddTdd:dd:dd", 0) {
        return false;
    }
    let mut rest = &bytes[19..];
    if let Some((b'.', fraction)) = rest.split_first() {
        let digits = fraction.iter().take_while(|b| b.is_ascii_digit()).count();
        if digits == 0 || digits > 9 {
            return false;
        }
        rest = &fraction[digits..];
    }
    match rest {
        [b'Z' | b'z'] => true,
        [b'+' | b'-', h1, h2, b':', m1, m2] => {
            let number = |a: &u8, b: &u8| {
                (a.is_ascii_digit() && b.is_ascii_digit()).then(|| (a - b'0') * 10 + (b - b'0'))
            };
            number(h1, h2).is_some_and(|h| h < 24) && number(m1, m2).is_some_and(|m| m < 60)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_keeps_its_text_and_cuts_to_its_own_hour() {
        let at = Moment::parse("2026-05-12T08:53:59.5+05:30").unwrap();
        assert_eq!(at.as_str(), "2026-05-12T08:53:59.5+05:30");
        assert_eq!(at.cut_to_hour().as_str(), "2026-05-12T08:00:00+05:30");
        assert_eq!(at.offset_seconds(), 19_800);
        assert_eq!(
            Moment::parse("2026-05-12T23:10:00Z").unwrap().cut_to_hour().as_str(),
            "2026-05-12T23:00:00Z"
        );
    }

    #[test]
    fn other_forms_of_time_are_refused() {
        for bad in [
            "",
            "2026-05-12",
            "2026-05-12T08:30",
            "2026-05-12T08:30:00",
            "2026-13-12T08:30:00Z",
            "2026-02-30T08:30:00Z",
            "2026-05-12 08:30:00+03:00",
            "2026-05-12T08:30:00+0300",
            "2026-05-12T25:30:00Z",
            "٢٠٢٦-05-12T08:30:00Z",
            "2026-05-12T08:30:00+03:00[Asia/Riyadh]",
            "2026-05-12T08:30:00+99:00",
        ] {
            assert_eq!(Moment::parse(bad), Err(InvalidMoment), "{bad}");
        }
    }
}
