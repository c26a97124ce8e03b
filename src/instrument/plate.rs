//! What the exports of plate readers share: wells, tables by row and column, and cells that say why they hold no number.

mod cell;
mod gaps;
mod table;
mod wells;

pub(super) use cell::{Cell, column, day};
pub(super) use table::{
    Table, is_row_name, next_filled, plate_columns, row_name, rows_of_plate, table, to_the_last_row,
};
pub(super) use wells::{Wells, add};

use super::content::Content;
use crate::finding::Finding;

/// That UTF-16 text does not end in the middle of a character.
///
/// # Errors
/// That it does.
pub(super) fn ends_whole(content: &Content<'_>) -> Result<(), Finding> {
    match content.encoding().starts_with("UTF-16") && content.bytes.len() % 2 == 1 {
        true => {
            let last = content.lines().last().map_or(1, |(line, _)| line);
            Err(content.damaged(last, 1, "the file ends in the middle of a character"))
        }
        false => Ok(()),
    }
}

/// Whether a text is a position on a plate: `A1` to `AF48`.
pub fn is_well(text: &str) -> bool {
    let digits = text.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
    let letters = text.len() - digits.len();
    (1..=2).contains(&letters) && (1..=2).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit())
}

/// The beginning of a text, for a message.
pub(super) fn short(text: &str) -> String {
    text.chars().take(40).collect()
}
