//! The cells of a sheet as text: numbers by the shortest text of what the sheet shows of them, dates year first.

use super::NoId;
use super::format::NumberFormat;
use super::runs::Seen;
use crate::finding::Finding;
use crate::instrument::codes;
use crate::instrument::content::Content;
use crate::instrument::grid::Grid;
use calamine::{DataRef, ExcelDateTime, Xlsx, XlsxError};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

/// The most cells of a sheet, the empty ones before a filled one counted: a cell far to the right costs a few bytes in
/// the file and a row of empty ones here.
const MOST_CELLS: u64 = 20_000_000;

/// Rows and columns that a sheet can have.
const MOST_ROWS: u32 = 1 << 20;
const MOST_COLUMNS: u32 = 1 << 14;

/// The cells of a sheet and what was special about them.
#[derive(Debug, Default)]
pub(super) struct Values {
    pub(super) grid: Grid,
    /// Number of cells shown as percent, and the first one.
    pub(super) percent: (u64, (u32, u32)),
    /// Columns with cells that no id is, from 1, by what they are, each with the rows of the first and of the last of them.
    pub(super) no_ids: BTreeMap<(u32, NoId), (u64, u64)>,
    /// Cells of text with a point or comma that may be a decimal mark, by row and column from 1.
    pub(super) texts: BTreeSet<(u64, u32)>,
    /// Cells with letters that are struck out, or raised as a footnote is, by row and column from 1, each with which of the two.
    pub(super) marked: BTreeMap<(u64, u32), NoId>,
}

/// Reads the cells of a sheet. `seen` is what the sheet shows of texts beside the letters that calamine joins, by row and column from 0.
pub(super) fn read(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    content: &Content<'_>,
    name: &str,
    seen: &BTreeMap<(u32, u32), Seen>,
) -> Result<Values, Finding> {
    let broken = |error: XlsxError| content.damaged(0, 0, format!("the sheet \"{name}\" cannot be read: {error}"));
    let mut cells = workbook.worksheet_cells_reader(name).map_err(broken)?;
    let formats: Vec<Option<NumberFormat>> = cells.styles().iter().map(format_of).collect();
    let mut values = Values::default();
    let mut writer = Writer::default();
    while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(broken)? {
        let at = cell.get_position();
        let format = formats.get(style).and_then(Option::as_ref);
        let seen = seen.get(&at);
        let text = shown(cell.get_value(), seen.and_then(|seen| seen.text.as_ref()), format);
        if text.is_empty() {
            continue;
        }
        let (line, column) = (u64::from(at.0) + 1, at.1.saturating_add(1));
        let mark = seen.and_then(|seen| seen.mark);
        if let Some(kind) = mark.or_else(|| no_id(cell.get_value(), format)) {
            values.no_ids.entry((column, kind)).or_insert((line, line)).1 = line;
        }
        values.marked.extend(mark.map(|mark| ((line, column), mark)));
        // A number has a comma only where its format brings it as a text.
        let is_text = matches!(cell.get_value(), DataRef::String(_) | DataRef::SharedString(_));
        if (is_text && has_decimal_mark(&text)) || text.contains(',') {
            values.texts.insert((line, column));
        }
        if matches!((cell.get_value(), format), (DataRef::Float(number), Some(format)) if format.is_percent(*number)) {
            values.percent = (values.percent.0 + 1, if values.percent.0 == 0 { at } else { values.percent.1 });
        }
        writer.write(&mut values.grid, at, &text).map_err(|wrong| wrong.finding(content, name, at))?;
    }
    writer.end(&mut values.grid);
    Ok(values)
}

/// What keeps a cell from being the id that somebody gave, beside the letters of a text.
fn no_id(value: &DataRef<'_>, format: Option<&NumberFormat>) -> Option<NoId> {
    let shows_day = || format.is_some_and(NumberFormat::shows_day);
    match value {
        DataRef::DateTime(moment) if has_day(moment) && shows_day() => Some(NoId::Day),
        DataRef::DateTimeIso(_) => Some(NoId::Day),
        DataRef::DateTime(_) => Some(NoId::PartOfDay),
        DataRef::Float(number) if format?.has_exponent(*number) => Some(NoId::Exponent),
        DataRef::Int(number) if format?.has_exponent(*number as f64) => Some(NoId::Exponent),
        DataRef::Float(number) if format?.has_other_digits(*number) => Some(NoId::OtherDigits),
        DataRef::Int(number) if format?.has_other_digits(*number as f64) => Some(NoId::OtherDigits),
        _ => None,
    }
}

/// Whether a text has digits and a sign that is a decimal mark somewhere.
fn has_decimal_mark(text: &str) -> bool {
    text.contains(['.', ',', '．', '，']) && text.contains(char::is_numeric)
}

/// What a sheet cannot hold.
enum Wrong {
    Beyond,
    OutOfOrder,
    TooMany,
}

impl Wrong {
    fn finding(&self, content: &Content<'_>, name: &str, (row, column): (u32, u32)) -> Finding {
        let (line, column) = (u64::from(row) + 1, column.saturating_add(1));
        match self {
            Wrong::Beyond => {
                content.damaged(line, column, format!("the sheet \"{name}\" has a cell where no sheet has one"))
            }
            Wrong::OutOfOrder => content.damaged(
                line,
                column,
                format!("the cells of the sheet \"{name}\" are not in order, or one stands twice"),
            ),
            Wrong::TooMany => {
                let message = format!("the sheet \"{name}\" has more than {} million cells", MOST_CELLS / 1_000_000);
                Finding::new(&codes::FILE_TOO_LARGE, message)
                    .at(content.place(line, column), 1)
                    .help("save the results alone as a workbook of their own, or as CSV")
            }
        }
    }
}

/// Puts cells into a grid, with empty ones between them, so that the position in a row is the column of the sheet.
#[derive(Default)]
struct Writer {
    /// The row that is being written, from 0, and its next column.
    row: Option<u32>,
    column: u32,
    cells: u64,
}

impl Writer {
    fn write(&mut self, grid: &mut Grid, (row, column): (u32, u32), text: &str) -> Result<(), Wrong> {
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            return Err(Wrong::Beyond);
        }
        if self.row != Some(row) {
            if self.row.is_some_and(|before| before > row) {
                return Err(Wrong::OutOfOrder);
            }
            self.end(grid);
            (self.row, self.column) = (Some(row), 0);
        }
        if column < self.column {
            return Err(Wrong::OutOfOrder);
        }
        self.cells += u64::from(column - self.column) + 1;
        if self.cells > MOST_CELLS {
            return Err(Wrong::TooMany);
        }
        (self.column..column).for_each(|_| grid.cell(""));
        grid.cell(text);
        self.column = column + 1;
        Ok(())
    }

    fn end(&mut self, grid: &mut Grid) {
        if let Some(row) = self.row.take() {
            grid.end_row(u64::from(row) + 1);
        }
    }
}

/// The number format of a style, where it has one that shows something else than what is stored.
fn format_of(style: &calamine::Style) -> Option<NumberFormat> {
    let format = style.number_format.as_ref()?;
    let of_language = format.format_id.filter(|_| format.format_code == "General").and_then(of_language);
    Some(NumberFormat::read(of_language.unwrap_or(&format.format_code)))
}

/// What the numbers of formats of days and times mean in Chinese, which files need not spell out (ECMA-376, 18.8.30); elsewhere they
/// mean the same or more.
fn of_language(id: u32) -> Option<&'static str> {
    match id {
        30 | 31 => Some("yyyy\"年\"m\"月\"d\"日\""),
        27 | 36 | 50 | 52 | 57 => Some("yyyy\"年\"m\"月\""),
        28 | 29 | 51 | 53 | 54 | 58 => Some("m\"月\"d\"日\""),
        32..=35 | 55 | 56 => Some("h\"时\"mm\"分\""),
        _ => None,
    }
}

/// What the sheet shows of a value under a format; `other` is a text that is shown in another way than it is stored.
fn shown<'v>(value: &'v DataRef<'_>, other: Option<&'v String>, format: Option<&NumberFormat>) -> Cow<'v, str> {
    let plain = match (value, other) {
        (DataRef::String(_) | DataRef::SharedString(_), Some(other)) => Cow::Borrowed(other.as_str()),
        _ => text_of(value),
    };
    let Some(format) = format else { return plain };
    match value {
        DataRef::DateTime(moment) if has_day(moment) && !format.shows_day() => Cow::Owned(format.unclear(&plain)),
        DataRef::Int(number) => Cow::Owned(format.shown(*number as f64)),
        DataRef::Float(number) => Cow::Owned(format.shown(*number)),
        DataRef::String(_) | DataRef::SharedString(_) => format.shown_text(&plain).map_or(plain, Cow::Owned),
        _ => plain,
    }
}

fn text_of<'v>(value: &'v DataRef<'_>) -> Cow<'v, str> {
    match value {
        DataRef::Int(number) => Cow::Owned(number.to_string()),
        DataRef::Float(number) => Cow::Owned(number_text(*number, 0)),
        DataRef::String(text) => Cow::Borrowed(text),
        DataRef::SharedString(text) => Cow::Borrowed(text),
        DataRef::Bool(true) => Cow::Borrowed("TRUE"),
        DataRef::Bool(false) => Cow::Borrowed("FALSE"),
        DataRef::DateTime(moment) => Cow::Owned(moment_text(moment)),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cow::Borrowed(text),
        DataRef::Error(error) => Cow::Owned(error.to_string()),
        DataRef::Empty => Cow::Borrowed(""),
    }
}

/// The significant digits that spreadsheet programs show of a number in every format, and behind which the remainders of binary
/// computing stand.
const SHOWN_DIGITS: usize = 15;

/// The shortest decimal that gives back the number, or that of its first 15 significant digits where a fraction has more, times 10 to
/// the power of `shift`, which moves the point only. Very large and very small numbers are written with an exponent. Whole numbers may
/// be ids and keep all their digits.
pub(super) fn number_text(number: f64, shift: i32) -> String {
    let mut written = format!("{number:e}");
    let digits = written.bytes().take_while(|byte| *byte != b'e').filter(u8::is_ascii_digit).count();
    if digits > SHOWN_DIGITS && number.fract() != 0.0 {
        let rounded = format!("{number:.*e}", SHOWN_DIGITS - 1);
        if let Some((mantissa, exponent)) = rounded.split_once('e') {
            written = format!("{}e{exponent}", mantissa.trim_end_matches('0').trim_end_matches('.'));
        }
    }
    let Some((mantissa, Ok(exponent))) = written.split_once('e').map(|(m, e)| (m, e.parse::<i32>())) else {
        return written;
    };
    let exponent = if number == 0.0 { 0 } else { exponent + shift };
    if !(-9..21).contains(&exponent) {
        return format!("{mantissa}e{exponent}");
    }
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |mantissa| ("-", mantissa));
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    // `exponent + 1` digits stand before the point.
    let before = usize::try_from(exponent + 1).unwrap_or(0);
    if exponent < 0 {
        let zeros = usize::try_from(-exponent - 1).unwrap_or(0);
        return format!("{sign}0.{:0<zeros$}{digits}", "");
    }
    match (digits.get(..before), digits.get(before..)) {
        (Some(whole), Some(part)) if !part.is_empty() => format!("{sign}{whole}.{part}"),
        _ => format!("{sign}{digits:0<before$}"),
    }
}

/// Whether a moment is on a day of the calendar, and neither a time of any day nor a duration.
fn has_day(moment: &ExcelDateTime) -> bool {
    !moment.is_duration() && moment.as_f64() >= 1.0
}

/// A date year first, with the time where there is one: `2023-12-12T06:40:54`. A time without a day is `06:40:54`, and
/// a number that is no moment of the calendar stays a number.
fn moment_text(moment: &ExcelDateTime) -> String {
    let serial = moment.as_f64();
    // The last day of the year 9999, which is the last one that a sheet can show.
    if !(0.0..2_958_466.0).contains(&serial) {
        return number_text(serial, 0);
    }
    if moment.is_duration() {
        let seconds = libm::round(serial * 86_400.0) as u64;
        return format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    let time = match (second, milli) {
        (_, 0) => format!("{hour:02}:{minute:02}:{second:02}"),
        _ => format!("{hour:02}:{minute:02}:{second:02}.{milli:03}"),
    };
    match (serial < 1.0, (hour, minute, second, milli)) {
        (true, _) => time,
        (false, (0, 0, 0, 0)) => format!("{year:04}-{month:02}-{day:02}"),
        (false, _) => format!("{year:04}-{month:02}-{day:02}T{time}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_shortest_text_of_what_is_stored() {
        for (number, text) in [
            (238_000_000_000.0, "238000000000"),
            (0.1, "0.1"),
            (30.4, "30.4"),
            (7.82e-6, "0.00000782"),
            (-5.2, "-5.2"),
            (0.0, "0"),
            (1.0, "1"),
            (100.0, "100"),
            (5.63e12, "5630000000000"),
            (1e20, "100000000000000000000"),
            (1.5e300, "1.5e300"),
            (2.5e-300, "2.5e-300"),
        ] {
            assert_eq!(number_text(number, 0), text);
            assert_eq!(text.parse::<f64>().unwrap(), number);
        }
        assert_eq!(number_text(f64::NAN, 0), "NaN");
    }

    /// What every view of a sheet shows, the formula bar too.
    #[test]
    fn remainders_of_binary_computing_are_not_read() {
        for (number, text) in [
            (0.1 + 0.2, "0.3"),
            (1.255 - 1.0, "0.255"),
            (0.254_999_999_999_999_95, "0.255"),
            (-0.254_999_999_999_999_95, "-0.255"),
            (0.999_999_999_999_999_9, "1"),
            (1.0 / 3.0, "0.333333333333333"),
            (2.0e9 / 3.0, "666666666.666667"),
            // An id that a program stored as a number.
            (1_234_567_890_123_456.0, "1234567890123456"),
            (9_007_199_254_740_991.0, "9007199254740991"),
        ] {
            assert_eq!(number_text(number, 0), text);
        }
        assert_eq!(number_text(0.660_999_999_999_999_9, 2), "66.1");
    }

    #[test]
    fn percent_moves_the_point_and_nothing_else() {
        // 0.07 times 100 is 7.000000000000001 in binary.
        for (number, text) in [(0.07, "7"), (0.955, "95.5"), (1.0, "100"), (0.0, "0"), (-0.001, "-0.1"), (12.3, "1230")]
        {
            assert_eq!(number_text(number, 2), text);
        }
    }

    #[test]
    fn every_double_comes_back_to_fifteen_digits() {
        let mut bits = 0x9e37_79b9_7f4a_7c15_u64;
        for _ in 0..20_000 {
            bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let number = f64::from_bits(bits);
            if number.is_finite() {
                let read = number_text(number, 0).parse::<f64>().unwrap();
                assert!((read - number).abs() <= number.abs() * 5.1e-15, "{number}");
                assert!(number.fract() != 0.0 || read.to_bits() == number.to_bits(), "{number}");
            }
            let near = (bits >> 20) as f64 / 1e5;
            assert_eq!(number_text(near, 0).parse::<f64>().unwrap(), near);
        }
    }
}
