//! Text in columns of a terminal, where a Chinese character takes two.

use crate::quantity::Unit;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns of a table that the frame takes: a bar and two spaces for each cell, and the last bar.
fn frame(cells: usize) -> usize {
    3 * cells + 1
}

/// No cell is made narrower than this for the sake of another.
const NARROWEST_CELL: usize = 6;

/// How wide each column may be so that the table fits into `width`.
///
/// The widest column gives way first, and as long as any column can do so without breaking a word.
pub fn fit(rows: &[Vec<String>], width: usize) -> Vec<usize> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let narrowest = vec![NARROWEST_CELL; columns];
    let (mut widths, mut words) = (narrowest.clone(), narrowest.clone());
    for row in rows {
        for ((cell, widest), word) in row.iter().zip(&mut widths).zip(&mut words) {
            *widest = cell.lines().map(UnicodeWidthStr::width).fold(*widest, usize::max);
            let parts = cell.lines().flat_map(pieces).flat_map(parts);
            *word = parts.map(|part| part.trim_end().width()).fold(*word, usize::max);
        }
    }
    let room = width.saturating_sub(frame(columns)).max(columns * NARROWEST_CELL);
    let mut excess = widths.iter().sum::<usize>().saturating_sub(room);
    for floors in [words, narrowest] {
        while excess > 0 {
            let above = widths.iter_mut().zip(&floors).filter(|(width, floor)| **width > **floor);
            let Some((widest, _)) = above.max_by_key(|(width, _)| **width) else { break };
            *widest -= 1;
            excess -= 1;
        }
    }
    widths
}

/// Whether a table of these columns breaks a number or a unit of a cell, which nobody could read.
pub fn breaks_a_quantity(rows: &[Vec<String>], widths: &[usize]) -> bool {
    let breaks = |cell: &String, width: usize| {
        cell.lines().flat_map(pieces).map(str::trim_end).any(|piece| piece.width() > width && is_quantity(piece))
    };
    rows.iter().any(|row| row.iter().zip(widths).any(|(cell, width)| breaks(cell, *width)))
}

/// Whether a table of these columns breaks a word where there is nothing to break it behind.
pub fn breaks_a_word(rows: &[Vec<String>], widths: &[usize]) -> bool {
    let breaks = |cell: &String, width: usize| {
        cell.lines().flat_map(pieces).flat_map(parts).any(|part| part.trim_end().width() > width)
    };
    rows.iter().any(|row| row.iter().zip(widths).any(|(cell, width)| breaks(cell, *width)))
}

/// Columns of the longest number or unit that is kept whole at any width; anything longer is no number to a reader.
const LONGEST_QUANTITY: usize = 28;

/// Whether a word is a number, with a sign and its brackets, or a unit.
fn is_quantity(word: &str) -> bool {
    let bare = word.trim_matches(|sign: char| "()[],;:“”\"".contains(sign));
    let number = bare.trim_start_matches(['<', '>', '=', '≤', '≥', '±', '≈', '+', '-', '−', '–', ' ']);
    let is_number = number.starts_with(|sign: char| sign.is_ascii_digit());
    word.width() <= LONGEST_QUANTITY && (is_number || is_unit(bare))
}

/// Words that were asked for as units: the same few stand in every lot, and to read one takes longer than to set it.
const ASKED: usize = 1000;

thread_local! {
    static UNITS: RefCell<BTreeMap<String, bool>> = const { RefCell::new(BTreeMap::new()) };
}

fn is_unit(word: &str) -> bool {
    UNITS.with_borrow_mut(|known| {
        if let Some(found) = known.get(word) {
            return *found;
        }
        let found = !word.is_empty() && Unit::parse(word).is_ok();
        if known.len() < ASKED {
            known.insert(word.to_owned(), found);
        }
        found
    })
}

/// The text broken into lines of at most `width` columns; lines after the first start with `indent`.
pub fn wrap(text: &str, width: usize, indent: &str) -> String {
    let mut lines = String::with_capacity(text.len());
    for (number, line) in text.lines().enumerate() {
        if number > 0 {
            break_line(&mut lines, indent);
        }
        wrap_line(&mut lines, line, width, indent);
    }
    lines
}

/// A name that [`wrap_whole`] keeps on one line, spaces and all. What stands between its words is a sign that no visible text
/// has.
pub fn held(name: &str) -> String {
    name.replace(' ', "\0")
}

/// Each line broken between words into lines of at most `width` columns, never inside one: a path and a digest stay whole, and
/// stand on a line of their own where they are longer than it. Lines that follow are two columns further in than the first.
pub fn wrap_whole(text: &str, width: usize) -> String {
    let mut lines = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let indent = " ".repeat(line.len() - line.trim_start_matches(' ').len() + 2);
        let mut column = 0;
        for piece in pieces(line.trim_end_matches('\n')) {
            if column > indent.len() && column + piece.trim_end().width() > width {
                break_line(&mut lines, &indent);
                column = indent.len();
            }
            lines.push_str(piece);
            column += piece.width();
        }
        if line.ends_with('\n') {
            lines.push('\n');
        }
    }
    lines.replace('\0', " ")
}

fn wrap_line(lines: &mut String, line: &str, width: usize, indent: &str) {
    let margin = indent.width();
    let mut column = 0;
    for piece in pieces(line) {
        let fits = piece.trim_end().width() <= width.saturating_sub(margin);
        // A word longer than the line is broken behind its hyphens, else anywhere.
        for part in parts(piece).filter(|_| !fits).chain(std::iter::once(piece).filter(|_| fits)) {
            if column > margin && column + part.trim_end().width() > width {
                break_line(lines, indent);
                column = margin;
            }
            for character in part.chars() {
                let needed = character.width().unwrap_or(0);
                if column + needed > width && column > margin && character != ' ' {
                    break_line(lines, indent);
                    column = margin;
                }
                lines.push(character);
                column += needed;
            }
        }
    }
    lines.truncate(lines.trim_end().len());
}

fn break_line(lines: &mut String, indent: &str) {
    lines.truncate(lines.trim_end_matches(' ').len());
    lines.push('\n');
    lines.push_str(indent);
}

/// Where a line may be broken: Chinese has no spaces, so behind its punctuation too.
const BREAKS: [char; 7] = [' ', '，', '；', '：', '。', '、', '）'];

/// The parts between which a line may be broken: behind a space or Chinese punctuation, but not before a percent sign or
/// more punctuation, nor behind an operator or a sign that stands alone.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let may_break = |at: &usize| {
            let (before, after) = rest.split_at(*at);
            let word = before.trim_end();
            let operator = word.ends_with(['<', '>', '=', '≤', '≥', '±']);
            let lone_sign = word.chars().count() == 1 && !word.contains(char::is_alphanumeric);
            !after.starts_with(['%', '”']) && !after.starts_with(BREAKS) && !operator && !lone_sign
        };
        let end = rest.match_indices(BREAKS).map(|(at, found)| at + found.len()).find(may_break).unwrap_or(rest.len());
        let (piece, others) = rest.split_at(end);
        rest = others;
        (!piece.is_empty()).then_some(piece)
    })
}

/// The parts of a long word: behind a hyphen, an underscore or a slash; a number and a unit are one part.
fn parts(word: &str) -> impl Iterator<Item = &str> {
    let whole = word.contains(['-', '_', '/']) && is_quantity(word.trim_end());
    let broken = word.split_inclusive(['-', '_', '/']).filter(move |_| !whole);
    broken.chain(std::iter::once(word).filter(move |_| whole))
}

/// The text, cut with an ellipsis to at most `width` columns.
pub fn shorten(text: &str, width: usize) -> Cow<'_, str> {
    if text.width() <= width {
        return Cow::Borrowed(text);
    }
    let mut short = String::new();
    let mut room = width.saturating_sub(1);
    for character in text.chars() {
        let needed = character.width().unwrap_or(0);
        if needed > room {
            break;
        }
        room -= needed;
        short.push(character);
    }
    short.push('…');
    Cow::Owned(short)
}

/// The text with spaces behind it up to `width` columns; `{:<n}` would count characters.
pub fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_percent_sign_and_operator() {
        assert_eq!(wrap("80 to 120 % of label", 11, ""), "80 to 120 %\nof label");
        assert_eq!(wrap("limit >= 80 % here", 12, "  "), "limit\n  >= 80 %\n  here");
    }

    #[test]
    fn a_number_and_a_unit_stay_whole() {
        assert_eq!(wrap(">= 1.0e10 particles/mL", 12, ""), ">= 1.0e10\nparticles/mL");
        assert_eq!(wrap("0.32 EU/mL\n(-28.0 %)", 9, ""), "0.32\nEU/mL\n(-28.0 %)");
        let rows = [vec!["1.0e10 particles/mL".to_owned(), "(-28.0 %)".to_owned()]];
        assert!(!breaks_a_quantity(&rows, &[12, 9]) && breaks_a_quantity(&rows, &[11, 9]));
        assert!(breaks_a_quantity(&rows, &[12, 8]));
        let words = [vec!["cd63_positive immunochromatography".to_owned()]];
        assert!(!breaks_a_quantity(&words, &[8]) && breaks_a_word(&words, &[19]) && !breaks_a_word(&words, &[20]));
    }

    #[test]
    fn long_words_and_chinese_are_broken_anywhere() {
        assert_eq!(wrap("abcdefgh", 3, ""), "abc\ndef\ngh");
        assert_eq!(wrap("cd63_positive", 10, ""), "cd63_\npositive");
        assert_eq!(wrap("阳性率合格", 4, ""), "阳性\n率合\n格");
    }

    #[test]
    fn a_path_and_a_digest_are_never_broken() {
        let digest = "ab".repeat(32);
        let text = format!("  {}: holds\n  the content: sha256 {digest}\n", held("my folder/lot-1.pdf"));
        let expected = format!("  my folder/lot-1.pdf:\n    holds\n  the content: sha256\n    {digest}\n");
        assert_eq!(wrap_whole(&text, 22), expected);
        assert_eq!(wrap_whole(&text, usize::MAX), text.replace('\0', " "), "nothing is broken without need");
    }

    #[test]
    fn the_widest_column_gives_way_and_words_stay_whole() {
        let rows = [vec!["a long criterion in words".to_owned(), "short".to_owned()]];
        assert_eq!(fit(&rows, 80), [25, 6]);
        assert_eq!(fit(&rows, 30), [17, 6]);
        assert_eq!(fit(&rows, 10), [6, 6]);
    }

    #[test]
    fn shortening_counts_columns() {
        assert_eq!(shorten("阳性率", 4), "阳…");
        assert_eq!(shorten("abc", 3), "abc");
        assert_eq!(pad("阳", 4), "阳  ");
    }
}
