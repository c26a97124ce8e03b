//! `human`: folder by folder, for a terminal.

use super::Listed;
use crate::report::escape::visible;
use crate::report::layout::{fit, wrap};
use crate::spec::Evidence;
use std::fmt::Write;
use tabled::builder::Builder;
use tabled::settings::Style;

/// With less room than this each specification has lines of its own instead of a row.
const ROOM_FOR_A_TABLE: usize = 110;

pub(super) fn report(listed: &[Listed], width: usize) -> String {
    let mut text = match width < ROOM_FOR_A_TABLE {
        true => blocks(listed, width),
        false => tables(listed, width),
    };
    // Writing to a String cannot fail.
    let what = if listed.iter().any(Listed::is_part) { "part" } else { "specification" };
    let _ = writeln!(text, "\n{} of the library; `evqc spec show ID` prints one", counted(listed.len(), what));
    text
}

fn counted(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

/// The list cut where a folder begins.
fn folders(listed: &[Listed]) -> impl Iterator<Item = &[Listed]> {
    listed.chunk_by(|one, next| one.folder == next.folder)
}

fn tables(listed: &[Listed], width: usize) -> String {
    let mut rows = vec![["Id", "Tests", "To set", "Sponsor's", "Title"].map(str::to_owned).to_vec()];
    rows.extend(listed.iter().map(|one| {
        let numbers = [one.tests, one.to_set.len(), one.graded(Evidence::SponsorToSet)];
        let mut row = vec![one.id.clone()];
        row.extend(numbers.map(|number| number.to_string()));
        row.push(visible(&one.title).into_owned());
        row
    }));
    // An id stays whole, to be copied; the other columns share what is left, their frame included.
    let id = rows.iter().filter_map(|row| row.first()).map(String::len).max().unwrap_or(0);
    let others: Vec<Vec<String>> = rows.iter().map(|row| row.iter().skip(1).cloned().collect()).collect();
    let widths: Vec<usize> = std::iter::once(id).chain(fit(&others, width.saturating_sub(id + 3))).collect();
    let (head, rows) = rows.split_first().unzip();
    let mut rest = rows.unwrap_or(&[]);
    let mut text = String::new();
    for folder in folders(listed) {
        let (mine, others) = rest.split_at(folder.len().min(rest.len()));
        rest = others;
        let mut table = Builder::default();
        for row in head.into_iter().chain(mine) {
            // Padded, so that the tables of all folders stand in one grid.
            let cell = |(cell, width): (&String, &usize)| format!("{:<width$}", wrap(cell, *width, ""));
            table.push_record(row.iter().zip(&widths).map(cell));
        }
        let gap = if text.is_empty() { "" } else { "\n" };
        let name = folder.first().map_or("", |one| &one.folder);
        let _ = writeln!(text, "{gap}{name}\n{}", table.build().with(Style::psql()));
    }
    text
}

fn blocks(listed: &[Listed], width: usize) -> String {
    let mut text = String::new();
    for folder in folders(listed) {
        let gap = if text.is_empty() { "" } else { "\n" };
        let _ = writeln!(text, "{gap}{}", folder.first().map_or("", |one| &one.folder));
        for one in folder {
            let numbers = [
                counted(one.tests, "test"),
                counted(one.to_set.len(), "parameter") + " to set",
                counted(one.graded(Evidence::SponsorToSet), "limit") + " to the sponsor",
            ];
            let numbers = numbers.join(", ");
            for (indent, line) in [("  ", one.id.as_str()), ("    ", &visible(&one.title)), ("    ", &numbers)] {
                let _ = writeln!(text, "{}", wrap(&format!("{indent}{line}"), width, indent));
            }
        }
    }
    text
}
