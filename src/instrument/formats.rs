//! Every format, and how a file finds its own.

use super::codes;
use super::content::Content;
use super::record::Recording;
use super::{hiac, magellan, stunner, table, zetasizer};
use crate::finding::{Finding, did_you_mean};

/// A format of instrument files.
#[derive(Debug)]
pub struct Format {
    /// Name on the command line and in reports, kebab case.
    pub name: &'static str,
    /// What writes it, for people.
    pub title: &'static str,
    /// What files of this format have and no others, in a few words; printed when no format fits.
    pub sign: &'static str,
    /// Whether it was written from descriptions, without a real file to compare with.
    pub experimental: bool,
    /// Whether the content is of this format. Cheap, and true for one format at most.
    pub recognise: fn(&Content<'_>) -> bool,
    /// Reads a file of this format.
    ///
    /// # Errors
    /// What keeps the file from being read, each with its place: never empty, and at least one is an error.
    pub read: for<'b> fn(&Content<'b>) -> Result<Recording<'b>, Vec<Finding>>,
}

/// Every format, in the order in which they are tried: the strictest signs first.
pub const FORMATS: &[Format] = &[
    Format {
        name: "zetasizer",
        title: "Zetasizer, text export",
        sign: "tabs, first cell `Record` or `Type`, columns such as `Z-Average (d.nm)`",
        experimental: false,
        recognise: zetasizer::recognise,
        read: zetasizer::read,
    },
    Format {
        name: "hiac",
        title: "HIAC PharmSpec, XLSX report",
        sign: "an XLSX sheet titled `HIAC PharmSpec ... Report`",
        experimental: false,
        recognise: hiac::recognise,
        read: hiac::read,
    },
    Format {
        name: "magellan",
        title: "Tecan Magellan, XLSX",
        sign: "an XLSX sheet with the column `Well positions`",
        experimental: false,
        recognise: magellan::recognise,
        read: magellan::read,
    },
    Format {
        name: "stunner",
        title: "Stunner, XLSX report",
        sign: "an XLSX sheet with the columns `Plate ID`, `Plate Position` and `Sample name`",
        experimental: false,
        recognise: stunner::recognise,
        read: stunner::read,
    },
    Format {
        name: "table",
        title: "table of any origin, CSV or XLSX",
        sign: "a header of two or more labels, and rows of the same width with numbers",
        experimental: false,
        recognise: table::recognise,
        read: table::read,
    },
];

/// The format of this name.
///
/// # Errors
/// A finding that lists the names, with the one that was probably meant.
pub fn by_name(name: &str) -> Result<&'static Format, Finding> {
    FORMATS.iter().find(|format| format.name == name).ok_or_else(|| {
        let names: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
        let finding = Finding::new(&codes::FORMAT_NOT_RECOGNISED, format!("there is no format \"{name}\""));
        finding.help(match did_you_mean(name, names.iter().copied()) {
            Some(close) => format!("did you mean `{close}`?"),
            None => format!("formats: {}", names.join(", ")),
        })
    })
}

/// The format of the content.
///
/// # Errors
/// That the file is empty, or that no format fits and what was looked for.
pub fn recognise(content: &Content<'_>) -> Result<&'static Format, Finding> {
    if content.bytes.is_empty() {
        return Err(Finding::new(&codes::FILE_EMPTY, "the file is empty").at(content.place(0, 0), 1));
    }
    FORMATS.iter().find(|format| (format.recognise)(content)).ok_or_else(|| {
        let tried: Vec<String> = FORMATS.iter().map(|format| format!("{} ({})", format.name, format.sign)).collect();
        Finding::new(&codes::FORMAT_NOT_RECOGNISED, "the file is of no instrument format that evqc knows")
            .at(content.place(0, 0), 1)
            .help(format!("looked for: {}", tried.join("; ")))
    })
}

/// Recognises and reads a file, or reads it as the format that was asked for.
///
/// # Errors
/// What keeps the file from being read: never empty.
pub fn read<'b>(content: &Content<'b>, forced: Option<&'static Format>) -> Result<Recording<'b>, Vec<Finding>> {
    let format = match forced {
        Some(format) => format,
        None => recognise(content).map_err(|finding| vec![finding])?,
    };
    let mut recording = (format.read)(content)?;
    if format.experimental {
        let message = format!("the reader of {} was written from descriptions, not from real files", format.title);
        recording.findings.push(Finding::new(&codes::FORMAT_EXPERIMENTAL, message).at(content.place(0, 0), 1));
    }
    Ok(recording)
}
