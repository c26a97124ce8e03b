//! Why a document is not written.

use crate::plot::FigureError;

/// Why a document cannot be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// A sign that the letters of documents do not have. It would come out as an empty box.
    #[error("{place} has the sign `{sign}` (U+{:04X}), which the letters of documents do not have", *.sign as u32)]
    MissingSign {
        /// The sign.
        sign: char,
        /// Where it is.
        place: String,
    },
    /// A sign that is not seen and changes what is: a control character, a mark that turns the direction of writing.
    #[error("{place} has the invisible sign U+{:04X}, which may change how the text around it reads", *.sign as u32)]
    InvisibleSign {
        /// The sign.
        sign: char,
        /// Where it is.
        place: String,
    },
    /// A picture that is none.
    #[error("`{name}` is no picture that can be printed: {why}")]
    Picture {
        /// Where it came from.
        name: String,
        /// What is wrong.
        why: String,
    },
    /// A content that no code for cameras can hold.
    #[error("the code for cameras cannot hold {length} bytes: {why}")]
    QrCode {
        /// Length of the content.
        length: usize,
        /// What is wrong.
        why: String,
    },
    /// A figure that cannot be drawn.
    #[error(transparent)]
    Figure(#[from] FigureError),
    /// A table whose row has more cells than the table has columns, or which has no column.
    #[error("{place} has {cells} cells, the table has {columns} columns")]
    Cells {
        /// Which row.
        place: String,
        /// Cells of the row.
        cells: usize,
        /// Columns of the table.
        columns: usize,
    },
    /// Two attachments with the same name, or an attachment without one.
    #[error("the attachments need different names; `{0}` is there twice or is empty")]
    AttachmentName(String),
    /// A media type that is none.
    #[error("`{media_type}` of the attachment `{name}` is no media type")]
    MediaType {
        /// The attachment.
        name: String,
        /// What it calls itself.
        media_type: String,
    },
    /// What stands above and below the pages leaves no room between.
    #[error("what stands above and below every page leaves no room for the document")]
    NoRoom,
    /// The writer of the file refused.
    #[error("the document could not be written as PDF: {0}")]
    Refused(String),
}
