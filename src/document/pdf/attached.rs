//! What a PDF file carries inside.

use super::file::{Fault, File, has_type};
use crate::order;
use hayro_syntax::object::{Dict, String as PdfString};

/// A file inside of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attached {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Why what a PDF file carries cannot be relied on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AttachedFault {
    /// It cannot be read: it is cut short, or damaged.
    #[error("{0}")]
    NotReadable(String),
    /// It can be read, and was changed after it was written.
    #[error("{0}")]
    Changed(String),
}

/// The files that a PDF file carries inside, in alphabetical order of their names. A file with something inside must be
/// as its writer left it: nothing put behind its end, every object where the file says that it is. What is under a key is not
/// seen: evqc writes no such file.
///
/// # Errors
/// [`AttachedFault`]: it cannot be read, or was changed.
///
/// # Source
/// ISO 32000-1:2008, 7.5.5 (end of file), 7.5.6 (incremental updates), 7.11.3 (file specifications), 7.11.4 (embedded files).
pub fn attached(pdf: &[u8]) -> Result<Vec<Attached>, AttachedFault> {
    let unreadable = |why: String| AttachedFault::NotReadable(why);
    // A reader that repairs would open a file without its end as well, and read less out of it.
    if !pdf.trim_ascii_end().ends_with(b"%%EOF") {
        return Err(unreadable("is cut short: a PDF file ends in %%EOF".to_owned()));
    }
    let file = File::read(pdf).map_err(|fault| unreadable(damage(&fault)))?;
    if file.is_encrypted() {
        return Ok(Vec::new());
    }
    if file.pages().is_empty() {
        return Err(unreadable("is damaged: no page of it can be read".to_owned()));
    }
    let specifications: Vec<Dict<'_>> = file.dictionaries().filter(is_file_specification).collect();
    if !specifications.is_empty() {
        as_written(&file)?;
    }
    let content =
        |specification| content(&file, specification).map_err(|fault| unreadable(damage_of_attachment(&fault)));
    let mut all = specifications.iter().map(content).collect::<Result<Vec<Attached>, AttachedFault>>()?;
    order::sort_by(&mut all, |one, other| one.name.cmp(&other.name));
    match all.windows(2).find(|pair| matches!(pair, [one, other] if one.name == other.name)) {
        Some([twice, ..]) => Err(AttachedFault::Changed(format!("carries {} twice", twice.name))),
        _ => Ok(all),
    }
}

/// Whether a file is as its writer left it.
fn as_written(file: &File<'_>) -> Result<(), AttachedFault> {
    let moved = "was changed after it was written: its objects are not where its table says that they are";
    let moved = || AttachedFault::Changed(moved.to_owned());
    match file.sections.as_deref().ok_or_else(moved)? {
        [only] if only.entries.iter().all(|(number, at)| file.place_of(*number) == Some(*at)) => Ok(()),
        [] | [_] => Err(moved()),
        [_, updates @ ..] => {
            let times = if updates.len() == 1 { "once".to_owned() } else { format!("{} times", updates.len()) };
            let why = format!("was changed after it was written: something was put behind its end {times}");
            Err(AttachedFault::Changed(why))
        }
    }
}

fn damage(fault: &Fault) -> String {
    match fault {
        Fault::TooLarge => fault.to_string(),
        Fault::Damaged(why) => format!("is damaged: {why}"),
    }
}

fn damage_of_attachment(fault: &Fault) -> String {
    match fault {
        Fault::TooLarge => format!("has an attachment that {fault}"),
        Fault::Damaged(why) => format!("has a damaged attachment: {why}"),
    }
}

fn is_file_specification(dictionary: &Dict<'_>) -> bool {
    has_type(dictionary, b"Filespec") && dictionary.contains_key("EF")
}

fn content(file: &File<'_>, specification: &Dict<'_>) -> Result<Attached, Fault> {
    let name = specification.get::<PdfString<'_>>("F");
    let name = name.ok_or_else(|| Fault::Damaged("it has no name".to_owned()))?;
    let embedded = file.dictionary(specification, "EF");
    let embedded = embedded.ok_or_else(|| Fault::Damaged("there is no file in it".to_owned()))?;
    Ok(Attached { name: String::from_utf8_lossy(&name).into_owned(), bytes: file.stream(&embedded, "F")? })
}
