//! What a written document says, read back from its bytes.

/// What a reader gets from a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadBack {
    /// All of its text in the order of reading.
    pub text: String,
    /// The text of each row of its tables, in the same order.
    pub rows: Vec<String>,
    /// Of each page what stands outside the order of reading: running head and foot, watermark. Empty where there are no pages.
    pub margins: Vec<String>,
}

impl ReadBack {
    /// A boundary between two texts, where there is none yet.
    pub(super) fn part(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }
}
