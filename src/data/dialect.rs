//! Separator and decimal mark: what a file uses, told from its beginning.

use super::encoding::Encoding;
use super::header::{Column, column_of};
use crate::quantity::DecimalMark;
use csv::{ByteRecord, ReaderBuilder};

/// What the caller fixes about the form of the files; `None` is detected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dialect {
    /// The character between fields, an ASCII one.
    pub separator: Option<u8>,
    /// The decimal mark.
    pub decimal: Option<DecimalMark>,
    /// The encoding.
    pub encoding: Option<Encoding>,
}

/// The separators that are looked for.
pub(crate) const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How a separator is named in reports.
pub(crate) fn separator_name(separator: u8) -> String {
    match separator {
        b'\t' => "tab".to_owned(),
        other => format!("'{}'", char::from(other)),
    }
}

/// How a decimal mark is named in reports.
pub(crate) fn mark_name(mark: DecimalMark) -> &'static str {
    match mark {
        DecimalMark::Point => "decimal point",
        DecimalMark::Comma => "decimal comma",
    }
}

/// A spreadsheet's own declaration in the first line, `sep=;`: the separator and the length of the line.
pub(crate) fn declared_separator(head: &[u8]) -> Option<(u8, usize)> {
    let (keyword, rest) = head.split_at_checked(4)?;
    if !keyword.eq_ignore_ascii_case(b"sep=") {
        return None;
    }
    match rest {
        [mark, b'\r', b'\n', ..] => Some((*mark, 7)),
        [mark, b'\n', ..] => Some((*mark, 6)),
        _ => None,
    }
    .filter(|(mark, _)| mark.is_ascii() && !matches!(mark, b'"' | b'\n' | b'\r'))
}

/// The separator that makes the first line a header with a lot column; `Err` names those that do.
///
/// Where none does, the one that splits the first line at all decides, so that the missing lot column can be named.
pub(crate) fn separator(head: &[u8]) -> Result<u8, Vec<u8>> {
    let with_lot: Vec<u8> = SEPARATORS
        .into_iter()
        .filter(|separator| {
            let header = first_record(head, *separator);
            header.iter().any(|name| column_of(&String::from_utf8_lossy(name)) == Some(Column::Lot))
        })
        .collect();
    match with_lot.as_slice() {
        [only] => Ok(*only),
        [] => {
            let splitting: Vec<u8> =
                SEPARATORS.into_iter().filter(|separator| first_record(head, *separator).len() > 1).collect();
            match splitting.as_slice() {
                [] => Ok(b','),
                [only] => Ok(*only),
                _ => Err(splitting),
            }
        }
        // A header of the one name `lot` is the same table with every separator.
        all if all.len() == SEPARATORS.len() => Ok(b','),
        _ => Err(with_lot),
    }
}

fn first_record(head: &[u8], separator: u8) -> ByteRecord {
    let mut reader = ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(head);
    let mut record = ByteRecord::new();
    // Reading from memory cannot fail; an empty record says that there is nothing.
    let _ = reader.read_byte_record(&mut record);
    record
}

/// A cell that says something about the decimal mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Witness {
    /// The cell.
    pub text: String,
    /// Its line.
    pub line: u64,
    /// Its field, from 1.
    pub field: u32,
}

/// Why the decimal mark could not be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum MarkUnknown {
    /// One cell with a comma and one with a point as decimal mark.
    Contradiction(Witness, Witness),
    /// Nothing but cells such as `1,234`.
    Grouping(Witness),
}

/// What the values of a file show about its decimal mark.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    comma: Option<Witness>,
    point: Option<Witness>,
    either: Option<Witness>,
}

impl Evidence {
    /// Takes one value cell into account.
    pub(crate) fn add(&mut self, cell: &str, line: u64, field: u32) {
        let slot = match shape(cell) {
            NumberShape::Comma => &mut self.comma,
            NumberShape::Point => &mut self.point,
            NumberShape::Either => &mut self.either,
            NumberShape::Silent => return,
        };
        slot.get_or_insert_with(|| Witness { text: cell.to_owned(), line, field });
    }

    /// The decimal mark.
    ///
    /// In a comma-separated file it is the point: there a decimal comma has to be declared, and cells that use one are
    /// refused one by one.
    pub(crate) fn decide(self, separator: u8) -> Result<DecimalMark, MarkUnknown> {
        if separator == b',' {
            return Ok(DecimalMark::Point);
        }
        match (self.comma, self.point, self.either) {
            (Some(comma), Some(point), _) => Err(MarkUnknown::Contradiction(comma, point)),
            (Some(_), None, _) => Ok(DecimalMark::Comma),
            (None, None, Some(either)) => Err(MarkUnknown::Grouping(either)),
            (None, _, _) => Ok(DecimalMark::Point),
        }
    }
}

/// What one cell shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NumberShape {
    /// Its comma is a decimal mark.
    Comma,
    /// Its point is a decimal mark.
    Point,
    /// `1,234`.
    Either,
    /// No number, a whole one, or `1.234`, which a point file has everywhere and which proves nothing against a comma.
    Silent,
}

fn shape(cell: &str) -> NumberShape {
    let plain: String = cell
        .trim()
        .chars()
        .map(|character| match character {
            '\u{ff10}'..='\u{ff19}' | '\u{ff0c}' | '\u{ff0e}' => {
                char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character)
            }
            other => other,
        })
        .collect();
    let number = plain.trim_start_matches(['<', '>', '=', '≤', '≥', '+', '-', '−', '＜', '＞', ' ']);
    let end = number.find(|character: char| !matches!(character, '0'..='9' | '.' | ',')).unwrap_or(number.len());
    let significand = number.get(..end).unwrap_or_default().trim_end_matches(['.', ',']);
    if !significand.starts_with(|character: char| character.is_ascii_digit()) {
        return NumberShape::Silent;
    }
    let last = |mark| significand.rfind(mark);
    match (last(','), last('.')) {
        (Some(comma), Some(point)) if comma > point => NumberShape::Comma,
        (Some(_), Some(_)) => NumberShape::Point,
        (Some(_), None) if looks_grouped(significand, ',') => NumberShape::Either,
        (Some(_), None) if significand.matches(',').count() == 1 => NumberShape::Comma,
        (None, Some(_)) if significand.matches('.').count() == 1 && !looks_grouped(significand, '.') => {
            NumberShape::Point
        }
        _ => NumberShape::Silent,
    }
}

/// `1,234`: one mark, one to three digits before it, not a lone zero, and three behind.
fn looks_grouped(significand: &str, mark: char) -> bool {
    significand.split_once(mark).is_some_and(|(whole, rest)| {
        whole.len() <= 3 && !whole.starts_with('0') && rest.len() == 3 && !rest.contains(mark)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_separator_is_the_one_that_shows_a_lot_column() {
        assert_eq!(separator(b"lot,test,value\n"), Ok(b','));
        assert_eq!(separator(b"Lot;test;value\nL1;a,b;1,5\n"), Ok(b';'));
        assert_eq!(separator(b"batch\ttest\tvalue\n"), Ok(b'\t'));
        assert_eq!(separator("\"批号\"|检验项目|结果\n".as_bytes()), Ok(b'|'));
        assert_eq!(separator(b"lot\n"), Ok(b','));
        assert_eq!(separator(b"\"size, mean\";lot\n"), Ok(b';'));
        assert_eq!(separator(b"test;value\n"), Ok(b';'));
    }

    #[test]
    fn two_possible_separators_are_named() {
        assert_eq!(separator(b"lot;x,lot;y\n"), Ok(b';'));
        assert_eq!(separator(b"test;value,unit\n"), Err(vec![b',', b';']));
        assert_eq!(separator(b"x;lot,lot;y,lot\n"), Ok(b','));
        assert_eq!(separator(b"a;lot;b,lot,c\n"), Err(vec![b',', b';']));
    }

    #[test]
    fn a_declared_separator_is_found() {
        assert_eq!(declared_separator(b"sep=;\r\nlot"), Some((b';', 7)));
        assert_eq!(declared_separator(b"SEP=\t\nlot"), Some((b'\t', 6)));
        assert_eq!(declared_separator(b"separator\n"), None);
    }

    fn decide(cells: &[&str], separator: u8) -> Result<DecimalMark, MarkUnknown> {
        let mut evidence = Evidence::default();
        for cell in cells {
            evidence.add(cell, 2, 3);
        }
        evidence.decide(separator)
    }

    #[test]
    fn the_decimal_mark_needs_evidence() {
        assert_eq!(decide(&["79,4", "1,234", "ND", "12"], b';'), Ok(DecimalMark::Comma));
        assert_eq!(decide(&["79.4", "1,234"], b';'), Ok(DecimalMark::Point));
        assert_eq!(decide(&["12", "ND", "1.234"], b';'), Ok(DecimalMark::Point));
        assert_eq!(decide(&["1,2e11", "< 0,05"], b'\t'), Ok(DecimalMark::Comma));
        assert_eq!(decide(&["０，２５"], b';'), Ok(DecimalMark::Comma));
        assert_eq!(decide(&["1.234,5"], b';'), Ok(DecimalMark::Comma));
        assert_eq!(decide(&["1,234.5"], b';'), Ok(DecimalMark::Point));
        assert_eq!(decide(&["79,4"], b','), Ok(DecimalMark::Point));
        assert_eq!(decide(&["a,b", "x1,5"], b';'), Ok(DecimalMark::Point));
    }

    #[test]
    fn doubt_names_the_cells() {
        let witness = |text: &str| Witness { text: text.to_owned(), line: 2, field: 3 };
        assert_eq!(decide(&["1,234"], b';'), Err(MarkUnknown::Grouping(witness("1,234"))));
        assert_eq!(decide(&["79,4", "80.1"], b';'), Err(MarkUnknown::Contradiction(witness("79,4"), witness("80.1"))));
    }
}
