//! Formats that are known and not read, each with what to hand in instead.

use super::codes;
use super::content::Content;
use super::record::Recording;
use crate::finding::Finding;
use memchr::memmem;

/// How much of a file is searched for signs that have no fixed place.
const HEAD: usize = 1 << 20;

/// What the readers of this file hand back: always findings.
type Refused<'b> = Result<Recording<'b>, Vec<Finding>>;

/// ZS XPLORER (`.zmes`): SQLite 3 with its tables.
pub(super) fn is_zmes(content: &Content<'_>) -> bool {
    begins(content, b"SQLite format 3\0")
        && holds(content, b"StandardRecords")
        && holds(content, b"RecordParameterTypes")
}

/// Refuses a file of ZS XPLORER.
pub(super) fn zmes<'b>(content: &Content<'b>) -> Refused<'b> {
    refuse(
        content,
        "a measurement file of ZS XPLORER (.zmes), which is a database",
        "export the records from ZS XPLORER as text with a header, or type their results into a table",
    )
}

/// OLE compound file: Zetasizer software up to 8 (`.dts`), and Office files before 2007.
pub(super) fn is_ole(content: &Content<'_>) -> bool {
    begins(content, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
}

/// Refuses an OLE compound file; the names of its streams tell an Excel workbook.
pub(super) fn ole<'b>(content: &Content<'b>) -> Refused<'b> {
    if memmem::find(content.bytes, b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0").is_some() {
        return refuse(content, "an encrypted workbook", "save it without a password");
    }
    if holds(content, b"W\0o\0r\0k\0b\0o\0o\0k\0") {
        return refuse(
            content,
            "an Excel workbook of the form before 2007 (.xls)",
            "open it in Excel and save it as .xlsx, or export the results again as text",
        );
    }
    refuse(
        content,
        "an OLE compound file, as Zetasizer software keeps its measurements (.dts)",
        "select the records in the Zetasizer software and export them as text, separated by tabs, with a header",
    )
}

/// Fridge-tag and Q-tag of Berlinger: what was above and below the limits, day by day.
pub(super) fn is_fridge_tag(content: &Content<'_>) -> bool {
    let first = content.text().and_then(|text| text.lines().next()).unwrap_or_default();
    let device = first.trim().strip_prefix("Device:").map(str::trim_start);
    device.is_some_and(|device| device.starts_with("Fridge-tag") || device.starts_with("Q-tag"))
}

/// Refuses a Fridge-tag: it keeps the highest and the lowest temperature of a day, and no readings.
pub(super) fn fridge_tag<'b>(content: &Content<'b>) -> Refused<'b> {
    refuse(
        content,
        "a Fridge-tag report, which holds the extremes of each day and no readings",
        "export the readings of a logger that keeps them; extremes do not tell how long the product was warm",
    )
}

/// HDF5, with the data sets of Spectradyne nCS1 and ARC or others.
pub(super) fn is_hdf5(content: &Content<'_>) -> bool {
    begins(content, b"\x89HDF\r\n\x1a\n")
}

/// Refuses HDF5. For Spectradyne the way from pulses to diameters is not described in the open, see
/// `docs/decisions/instrument-formats.md`.
pub(super) fn hdf5<'b>(content: &Content<'b>) -> Refused<'b> {
    if holds(content, b"pk_width") || holds(content, b"diameterScalingFactor") {
        return refuse(
            content,
            "a raw file of Spectradyne nCS1 or ARC (HDF5): it holds pulses, and how diameters follow from them is not \
             published",
            "export the size distribution or the statistics from the Spectradyne software as CSV",
        );
    }
    refuse(content, "an HDF5 file", "export the results from the instrument software as CSV or text")
}

/// FlowJo workspace and FACSDiva experiment: gates and statistics as XML beside the FCS files.
pub(super) fn is_workspace(content: &Content<'_>) -> bool {
    content.text().is_some_and(|text| {
        let head = text.trim_start();
        head.starts_with('<') && (holds(content, b"flowJoVersion") || holds(content, b"<bdfacs"))
    })
}

/// Refuses a workspace.
pub(super) fn workspace<'b>(content: &Content<'b>) -> Refused<'b> {
    refuse(
        content,
        "a workspace of a flow cytometry program (FlowJo .wsp or FACSDiva .xml)",
        "hand in the FCS files and write the gates into the specification, or export the statistics as a table",
    )
}

/// PDF.
pub(super) fn is_pdf(content: &Content<'_>) -> bool {
    begins(content, b"%PDF-")
}

/// Refuses a PDF.
pub(super) fn pdf<'b>(content: &Content<'b>) -> Refused<'b> {
    refuse(
        content,
        "a PDF: a printed report, from which numbers cannot be read reliably",
        "export the measurement from the instrument software as text or CSV",
    )
}

fn begins(content: &Content<'_>, magic: &[u8]) -> bool {
    content.bytes.starts_with(magic)
}

fn holds(content: &Content<'_>, sign: &[u8]) -> bool {
    let head = content.bytes.get(..content.bytes.len().min(HEAD)).unwrap_or_default();
    memmem::find(head, sign).is_some()
}

fn refuse<'b>(content: &Content<'_>, what: &str, instead: &str) -> Refused<'b> {
    Err(vec![
        Finding::new(&codes::FORMAT_NOT_READ, format!("the file is {what}")).at(content.place(0, 0), 1).help(instead),
    ])
}

#[cfg(test)]
mod tests {
    use crate::instrument::{Content, read};
    use std::sync::Arc;

    fn refused(bytes: &[u8]) -> (&'static str, String, String) {
        let content = Content::new(&Arc::from("f"), bytes);
        let finding = read(&content, None).map(|recording| recording.format).unwrap_err().remove(0);
        (finding.code.name, finding.message, finding.help.unwrap_or_default())
    }

    #[test]
    fn each_is_refused_with_what_to_hand_in() {
        let cases: [(&[u8], &str, &str); 8] = [
            (b"SQLite format 3\0..CREATE TABLE StandardRecords..RecordParameterTypes", "ZS XPLORER", "as text"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", ".dts", "separated by tabs"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..W\0o\0r\0k\0b\0o\0o\0k\0", ".xls", ".xlsx"),
            (b"\x89HDF\r\n\x1a\n....pk_width", "Spectradyne", "CSV"),
            (b"\x89HDF\r\n\x1a\n....", "HDF5", "CSV"),
            (b"<?xml version=\"1.0\"?><Workspace flowJoVersion=\"10.8\">", "FlowJo", "FCS files"),
            (b"<bdfacs version=\"1\">", "FACSDiva", "FCS files"),
            (b"%PDF-1.7\n%\xe2\xe3", "PDF", "text or CSV"),
        ];
        for (bytes, what, instead) in cases {
            let (code, message, help) = refused(bytes);
            assert_eq!(code, "format-not-read", "{message}");
            assert!(message.contains(what), "{message}");
            assert!(help.contains(instead), "{help}");
        }
    }

    #[test]
    fn another_database_is_not_known() {
        let (code, ..) = refused(b"SQLite format 3\0..CREATE TABLE things");
        assert_eq!(code, "format-not-recognised");
    }
}
