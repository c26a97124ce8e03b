//! A document that is drawn again once, before its twin is known for certain.

use super::attached;
use super::pages::{Around, drawn_again};
use crate::cli::{Failure, trail};
use crate::finding::Finding;
use crate::report::Pages;

/// A document, and what came of drawing it again from what may be its twin.
///
/// To read a PDF whole takes long, and only tells which twin is inside. So what may be the twin is taken out at a glance, and the
/// document is drawn from it. Where that gives the file byte for byte, all is shown at once: what this program writes has one
/// twin inside, which is where the glance looked, so the presumed twin is the one that every reader finds; nothing was put behind
/// the end, nothing taken off, and the pages are those of the twin. Nothing but equal bytes says so. In every other case the file
/// is read as if nothing had been presumed, and all that is told of it comes from there.
///
/// Nothing is presumed where an audit trail is kept: it names the files that were read, and those that a presumed twin leads to are
/// no files of the document.
pub struct Again<'a> {
    document: &'a [u8],
    around: Around<'a>,
    presumed: Option<(Vec<u8>, Pages)>,
}

impl<'a> Again<'a> {
    /// Draws a PDF again from what may be its twin.
    pub fn draw(document: &'a [u8], around: Around<'a>) -> Again<'a> {
        let twin = if trail::rules() { None } else { attached::presumed_twin(document) };
        let presumed = twin.and_then(|twin| {
            // A file that cannot be read is told where the pages are asked for.
            let pages = drawn_again(document, &twin, &around).ok()?;
            Some((twin, pages))
        });
        Again { document, around, presumed }
    }

    /// The twin inside, as by [`attached::twin`].
    ///
    /// # Errors
    /// As there.
    pub fn twin(&self, name: &str) -> Result<Result<Option<Vec<u8>>, Box<Finding>>, Failure> {
        match &self.presumed {
            Some((twin, Pages::DrawnAgain)) => Ok(Ok(Some(twin.clone()))),
            _ => attached::twin(name, self.document),
        }
    }

    /// Whether the pages are those of the twin inside.
    ///
    /// # Errors
    /// Wrong usage: a file that was named cannot be read.
    pub fn pages(&self, inside: &[u8]) -> Result<Pages, Failure> {
        match &self.presumed {
            Some((twin, pages)) if twin == inside => Ok(pages.clone()),
            _ => drawn_again(self.document, inside, &self.around),
        }
    }
}
