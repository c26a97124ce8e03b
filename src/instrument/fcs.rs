//! Flow cytometry standard: FCS 2.0, 3.0, 3.1, the same of 3.2, and the LMD files of Beckman Coulter.
//!
//! A file is one or several data sets, each with a HEADER that places its segments, TEXT with keywords, and DATA with the
//! events. Values of events are those that are stored; what undoes amplifiers and spillover stands beside them.
//!
//! # Source
//! J. Spidlen et al., Data File Standard for Flow Cytometry, Version FCS 3.1, Cytometry A 77 (2010) 97-100 with its
//! normative reference; L. C. Seamer et al., FCS 3.0, Cytometry 28 (1997) 118-122; P. N. Dean et al., FCS 2.0, Cytometry 11
//! (1990) 323-332.

mod byte_order;
mod channels;
mod data_set;
mod dates;
mod header;
mod keywords;
mod list_mode;
mod miflowcyt_ev;
mod record;
mod spillover;

pub use data_set::DataSet;
pub use keywords::Keywords;
pub use miflowcyt_ev::{ITEMS, Item, NEVER_IN_A_FILE, missing_items};

use super::codes;
use super::content::Content;
use super::record::Recording;
use crate::finding::Finding;
use memchr::memmem;

/// What to do about a damaged file.
const EXPORT_AGAIN: &str = "export the file again from the instrument software, and do not edit it on the way";

/// Data sets of one file; files have one or two.
const MOST_SETS: usize = 1000;

/// The name of the format.
const NAME: &str = "fcs";

pub(super) fn recognise(content: &Content<'_>) -> bool {
    header::signature(content.bytes)
}

pub(super) fn read<'b>(content: &Content<'b>) -> Result<Recording<'b>, Vec<Finding>> {
    let (sets, trailing) = sets_of(content)?;
    let mut recording = record::recording(content, sets);
    recording.findings.extend(trailing);
    for finding in &mut recording.findings {
        finding.place.get_or_insert_with(|| content.place(0, 0));
    }
    Ok(recording)
}

/// All data sets of a file, as they stand: those of an LMD file are both there.
///
/// # Errors
/// What keeps the file from being read.
pub fn data_sets<'b>(content: &Content<'b>) -> Result<Vec<DataSet<'b>>, Vec<Finding>> {
    Ok(sets_of(content)?.0)
}

/// All data sets, and what there is to say about bytes after the last.
fn sets_of<'b>(content: &Content<'b>) -> Result<(Vec<DataSet<'b>>, Option<Finding>), Vec<Finding>> {
    let placed = |mut findings: Vec<Finding>| {
        findings.iter_mut().for_each(|finding| finding.place = Some(content.place(0, 0)));
        findings
    };
    let damaged = |message: String| placed(vec![content.damaged(0, 0, message)]);
    let file = content.bytes;
    let mut sets = Vec::new();
    let (mut start, mut text_length) = (0_usize, 0_usize);
    loop {
        let set = data_set::read(file, start).map_err(placed)?;
        // Data sets that share their TEXT could unfold a small file to any size.
        text_length = text_length.saturating_add(set.text_length);
        if text_length > file.len() || sets.len() >= MOST_SETS {
            return Err(damaged("the data sets of the file overlap".to_owned()));
        }
        let next = next_set(&set, file).map_err(damaged)?;
        sets.push(set);
        match next {
            Some(next) => start = next,
            None => break,
        }
    }
    let trailing = trailing(file, sets.iter().map(|set| set.end).max().unwrap_or(0)).map_err(damaged)?;
    Ok((sets, trailing))
}

/// Where the next data set starts: `$NEXTDATA` counts from the start of this one.
fn next_set(set: &DataSet<'_>, file: &[u8]) -> Result<Option<usize>, String> {
    let stated = set.keywords.text("$NEXTDATA");
    let next: usize = match stated {
        "" => 0,
        text => text.parse().map_err(|_| format!("$NEXTDATA is \"{text}\" where a whole number is due"))?,
    };
    // Some writers place a next data set at the end of the file, where none is.
    if next == 0 || set.start.saturating_add(next) == file.len() {
        return Ok(None);
    }
    let start = set.start.saturating_add(next);
    match file.get(start..) {
        Some(bytes) if next >= header::LENGTH && header::signature(bytes) => Ok(Some(start)),
        Some(_) => Err(format!("$NEXTDATA places another data set at byte {start}, but none begins there")),
        None => Err(format!(
            "$NEXTDATA places another data set at byte {start}, but the file has only {} bytes: it is cut short",
            file.len()
        )),
    }
}

/// What stands after the last segment: at most a checksum of 8 characters and padding, by the standard.
fn trailing(file: &[u8], end: usize) -> Result<Option<Finding>, String> {
    let rest = file.get(end..).unwrap_or_default();
    for at in memmem::find_iter(rest, b"FCS") {
        let candidate = rest.get(at..).unwrap_or_default();
        if header::signature(candidate) && candidate.get(6..10) == Some(b"    ") {
            let start = end + at;
            return Err(format!(
                "another FCS file begins at byte {start}, which no $NEXTDATA leads to: files were joined"
            ));
        }
    }
    let meaning = rest.iter().filter(|byte| !matches!(byte, 0 | b' ' | b'\r' | b'\n' | b'0')).count();
    if rest.len() <= 8 || meaning == 0 {
        return Ok(None);
    }
    let message = format!("{} bytes after byte {end} belong to no segment of the file; they are not read", rest.len());
    Ok(Some(Finding::new(&codes::OWN_TABLES_DISAGREE, message).help(EXPORT_AGAIN)))
}
