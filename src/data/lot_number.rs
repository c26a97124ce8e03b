//! The place of a lot in its series, as its id tells it.

/// A lot id taken apart: `L-024` is number 24 of the series `L-`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LotNumber {
    /// What stands before the digits at the end of the id; empty where the lot file gives the place as a number.
    pub series: String,
    /// The digits at its end as a number.
    pub number: u64,
}

impl LotNumber {
    /// The place that the id tells; `None` where it does not end in digits, or in more of them than a count of lots has.
    pub fn of(lot: &str) -> Option<Self> {
        let (series, digits) = parts(lot)?;
        Some(LotNumber { series: series.to_owned(), number: digits.parse().ok()? })
    }
}

/// The id without the digits at its end, and these digits; `None` where there are none.
pub(super) fn parts(lot: &str) -> Option<(&str, &str)> {
    let digits = lot.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (series, digits) = lot.split_at_checked(lot.len() - digits)?;
    (!digits.is_empty() && digits.len() <= 18).then_some((series, digits))
}

/// Lots from one number to another: `L-010..L-019`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LotRange {
    series: String,
    first: u64,
    last: u64,
    /// How many digits the numbers are written with at least: lots are told apart by their ids as written.
    digits: usize,
}

impl LotRange {
    /// Reads a range; `None` for a text without `..`, which is the id of one lot.
    ///
    /// # Errors
    /// Ends of different series or without numbers, and a range that runs backwards, in words.
    pub fn parse(text: &str) -> Option<Result<Self, String>> {
        let (from, to) = text.split_once("..")?;
        Some(Self::between(from.trim(), to.trim()))
    }

    fn between(from: &str, to: &str) -> Result<Self, String> {
        let end = |lot: &str| parts(lot).and_then(|(_, digits)| Some((LotNumber::of(lot)?, digits.len())));
        let (Some((first, digits)), Some((last, _))) = (end(from), end(to)) else {
            return Err(format!("`{from}..{to}` is no range: a lot at its end has no number"));
        };
        if first.series != last.series {
            return Err(format!("`{from}..{to}` is no range: `{from}` and `{to}` are of different series"));
        }
        if last.number < first.number {
            return Err(format!("`{from}..{to}` runs backwards"));
        }
        Ok(LotRange { series: first.series, first: first.number, last: last.number, digits })
    }

    /// Whether a lot lies in it. `L-012` lies in `L-010..L-019`; `L-12`, which is another id, does not.
    pub fn contains(&self, lot: &str) -> bool {
        let Some((series, digits)) = parts(lot) else { return false };
        let inside = |number: u64| self.first <= number && number <= self.last;
        let as_written = |number: u64| format!("{number:0width$}", width = self.digits) == digits;
        series == self.series && digits.parse().is_ok_and(|number| inside(number) && as_written(number))
    }

    /// Whether some lot lies in both.
    pub fn overlaps(&self, other: &Self) -> bool {
        let (first, last) = (self.first.max(other.first), self.last.min(other.last));
        // Numbers with fewer digits than one of the two writes look different in them; where both write them in full,
        // as any number with as many digits as the longer one asks for, they are the same lots.
        let full = self.digits.max(other.digits);
        let from = if self.digits == other.digits { first } else { first.max(smallest_with(full)) };
        self.series == other.series && from <= last
    }
}

/// The smallest number that is written with this many digits.
fn smallest_with(digits: usize) -> u64 {
    u32::try_from(digits.saturating_sub(1)).ok().and_then(|power| 10u64.checked_pow(power)).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::{LotNumber, LotRange};

    fn range(text: &str) -> LotRange {
        LotRange::parse(text).unwrap().unwrap()
    }

    #[test]
    fn the_digits_at_the_end_of_an_id_are_its_number() {
        let number = |lot: &str| LotNumber::of(lot).map(|found| (found.series, found.number));
        assert_eq!(number("L-024"), Some(("L-".to_owned(), 24)));
        assert_eq!(number("EV26-7"), Some(("EV26-".to_owned(), 7)));
        assert_eq!(number("2601"), Some((String::new(), 2601)));
        assert_eq!(number("批7"), Some(("批".to_owned(), 7)));
        for none in ["", "L", "L-1a", "L-批", "L-1234567890123456789"] {
            assert_eq!(number(none), None, "{none}");
        }
    }

    #[test]
    fn a_range_holds_the_lots_as_they_are_written() {
        let tens = range("L-010..L-019");
        for lot in ["L-010", "L-012", "L-019"] {
            assert!(tens.contains(lot), "{lot}");
        }
        for lot in ["L-009", "L-020", "L-12", "L-0012", "M-012", "l-012", "L-012a", ""] {
            assert!(!tens.contains(lot), "{lot}");
        }
        assert!(range("L-8 .. L-12").contains("L-10"));
        assert!(LotRange::parse("L-010").is_none());
        for (text, why) in [
            ("L-010..M-019", "`L-010..M-019` is no range: `L-010` and `M-019` are of different series"),
            ("L-019..L-010", "`L-019..L-010` runs backwards"),
            ("L..M", "`L..M` is no range: a lot at its end has no number"),
            ("..", "`..` is no range: a lot at its end has no number"),
        ] {
            assert_eq!(LotRange::parse(text), Some(Err(why.to_owned())));
        }
    }

    #[test]
    fn ranges_overlap_where_a_lot_lies_in_both() {
        // By listing the lots of both: ids with 1 to 4 digits.
        let ids: Vec<String> = (1..=4)
            .flat_map(|width| (0..400).map(move |n| format!("{}-{:0width$}", ["L", "M"][n % 2], n / 2)))
            .collect();
        let all = [
            "L-1..L-9",
            "L-01..L-09",
            "L-8..L-12",
            "L-08..L-12",
            "L-10..L-19",
            "L-010..L-019",
            "L-99..L-120",
            "L-100..L-110",
            "M-1..M-9",
        ];
        for one in all.map(range) {
            for two in all.map(range) {
                let both = ids.iter().any(|lot| one.contains(lot) && two.contains(lot));
                assert_eq!(one.overlaps(&two), both, "{one:?} {two:?}");
            }
        }
    }
}
