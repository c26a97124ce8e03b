//! The `uncertainty` cell: the expanded uncertainty of the value beside it.

use super::determination::RowUncertainty;
use crate::quantity::{Decimal, DecimalMark, Reading, Unit};

/// How the cell is written, for help texts.
pub(super) const UNCERTAINTY_FORM: &str = "write the expanded uncertainty in the unit of the row, as in `0.08`, with a unit or in percent of the value; `(k=2)` may follow";

/// Reads `0.08`, `±0.08 EU/mL`, `8 % (k=2)`; `Err` says what is wrong.
pub(super) fn uncertainty(cell: &str, mark: DecimalMark) -> Result<RowUncertainty<'_>, String> {
    let (amount, factor) = split_factor(cell);
    let coverage_factor = match factor {
        None => None,
        Some(text) => {
            Some(positive(text, mark).ok_or_else(|| format!("the coverage factor `{text}` is no number above zero"))?)
        }
    };
    let body = amount.trim().trim_start_matches('±').trim();
    let (reading, unit) = Reading::parse_with_unit(body, mark);
    let unit = match unit.map(Unit::parse) {
        None => None,
        Some(Ok(unit)) => Some(unit),
        Some(Err(error)) => return Err(error.to_string()),
    };
    match reading {
        Reading::Number(amount) if !amount.is_negative() && !amount.is_zero() => {
            Ok(RowUncertainty { text: cell, amount, unit, coverage_factor })
        }
        Reading::Number(_) => Err("no measurement is exact".to_owned()),
        _ => Err("it is no number".to_owned()),
    }
}

/// The part before `k = 2` or `(k=2)`, and the factor.
fn split_factor(cell: &str) -> (&str, Option<&str>) {
    let inside = cell.trim_end().strip_suffix(')').and_then(|text| text.rsplit_once('(')).or_else(|| {
        let at = cell.rfind(['k', 'K'])?;
        // A `k` inside a unit is followed by letters.
        cell.get(at + 1..)?.trim_start().starts_with('=').then(|| cell.split_at(at))
    });
    let factor = |text: &'_ str| text.trim().trim_start_matches(['k', 'K']).trim_start().strip_prefix('=').is_some();
    match inside {
        Some((amount, rest)) if factor(rest) => (amount, rest.split_once('=').map(|(_, number)| number.trim())),
        _ => (cell, None),
    }
}

fn positive(text: &str, mark: DecimalMark) -> Option<Decimal> {
    Decimal::parse(text, mark).ok().filter(|factor| !factor.is_negative() && !factor.is_zero())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_amount_unit_and_factor() {
        let read = |cell| {
            uncertainty(cell, DecimalMark::Point).map(|read| {
                let unit = read.unit.map(|unit| unit.symbol().to_owned());
                (read.amount.to_string(), unit, read.coverage_factor.map(|factor| factor.to_string()))
            })
        };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(read("0.08"), Ok(("0.08".to_owned(), None, None)));
        assert_eq!(read("±0.08 EU/mL"), Ok(("0.08".to_owned(), some("EU/mL"), None)));
        assert_eq!(read("8 % (k=2)"), Ok(("8".to_owned(), some("%"), some("2"))));
        assert_eq!(read("8 k = 1.96"), Ok(("8".to_owned(), None, some("1.96"))));
        assert_eq!(read("3 kDa"), Ok(("3".to_owned(), some("kDa"), None)));
        for (cell, why) in [
            ("0", "no measurement is exact"),
            ("-1", "no measurement is exact"),
            ("small", "it is no number"),
            ("<0.1", "it is no number"),
            ("8 (k=two)", "the coverage factor `two` is no number above zero"),
        ] {
            assert_eq!(read(cell), Err(why.to_owned()), "{cell}");
        }
    }
}
