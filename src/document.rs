//! Documents that people keep: one neutral model, written as PDF, HTML and Markdown.
//!
//! A [`Document`] knows headings, tables, pairs of label and value, notes, figures, places to sign; it knows nothing of lots.
//! Whoever has something to say builds one, in the language or the two languages of the reader, and every writer lays out
//! the same object, so that no number can differ between the forms.
//!
//! A writer decides how things look, never what they say: no text is made here beside the page numbers, whose wording is
//! [`Document::page_number`].

mod colour;
mod error;
mod html;
mod markdown;
mod model;
#[cfg(feature = "pdf")]
mod pdf;
mod read;
mod signs;
mod squares;
mod text;

pub use colour::Colour;
pub use error::DocumentError;
pub use html::{HtmlParts, html, html_parts, read_html};
pub use markdown::markdown;
pub use model::{
    Align, Attachment, Block, Cell, Column, Document, Emphasis, Moment, Note, Pair, Pairs, Paper, Picture, QrCode,
    Relationship, Row, RowKind, Running, Signatories, Signatory, Table, Tone,
};
#[cfg(feature = "pdf")]
pub use pdf::{Attached, AttachedFault, attached, can_print, pdf, presumed_attachment, read_pdf};
pub use read::ReadBack;
pub use text::{Label, Language, Run, Style, Text};
