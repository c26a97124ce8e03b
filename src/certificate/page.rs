//! The page for browsers in the frame of a laboratory's own.
//!
//! The certificate itself never passes through the template: the frame has one place for it, directly in its body, and is
//! looked at before anything is put there. The draft mark and the watermark have rules of their own that no style can undo.

use super::model::{Certificate, TemplateNamed};
use crate::document::{Document, DocumentError, HtmlParts, html_parts};
use crate::template::{Files, Kind, Part, Template, TemplateError};

/// The kind of page.
static KIND: Kind = Kind { frame: "certificate.html", built_in: include_str!("page/certificate.html") };

/// Rules for what no style of a laboratory may change.
const GUARD: &str = include_str!("page/guard.css");

/// Where the certificate goes.
const PLACE: &str = "<div id=\"evqc-certificate\"></div>";

/// The element that it is in: nothing of the frame is painted over it, see `guard.css`.
const AROUND: [&str; 2] = ["<div id=\"evqc-certificate\">\n", "</div>"];

/// Why there is no page.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PageError {
    /// The document cannot be written.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// The template cannot be used.
    #[error("template: {0}")]
    Template(#[from] TemplateError),
}

/// A template of the page.
#[derive(Clone, Debug)]
pub struct PageTemplate {
    template: Template,
}

impl PageTemplate {
    /// A template from the files of its folder, by name.
    ///
    /// # Errors
    /// [`TemplateError`]: the template is tried on an empty page, so that whatever is wrong with it shows before the work.
    pub fn from_files(files: &Files) -> Result<PageTemplate, TemplateError> {
        let template = Template::from_files(&KIND, files)?;
        // The words of a folder that serves the report as well are those of the report.
        if let Some(word) = template.words.keys().next().filter(|_| !files.contains_key("report.html")) {
            let why = "is one of a report; the words of a certificate are `wording` of lab.yaml";
            return Err(TemplateError::Word(word.clone(), why.to_owned()));
        }
        let template = PageTemplate { template };
        let empty = HtmlParts { head: "<meta name=\"date\" content=\"\" />\n".to_owned(), ..HtmlParts::default() };
        template.frame(&empty, &Says { language: "en", ..Says::default() })?;
        Ok(template)
    }

    /// What the twin says of it.
    pub fn named(&self) -> TemplateNamed {
        let Template { name, version, sha256, .. } = &self.template;
        TemplateNamed { name: name.clone(), version: version.clone(), sha256: sha256.clone() }
    }

    /// The page of a certificate, laid out as `document`.
    ///
    /// # Errors
    /// [`PageError`].
    pub fn html(&self, certificate: &Certificate, document: &Document) -> Result<String, PageError> {
        let content = &certificate.content;
        let parts = html_parts(document)?;
        let says = Says {
            title: &document.title,
            number: content.number.as_deref().unwrap_or_default(),
            lot: &content.lot.id,
            laboratory: &document.author,
            language: document.language.tag(),
        };
        let page = self.frame(&parts, &says)?;
        let lost = || self.template.refused("the certificate has no place in the page");
        let (before, after) = page.split_once(PLACE).ok_or_else(lost)?;
        let [open, close] = AROUND;
        Ok(format!("{before}{open}{}{close}{after}", parts.body))
    }

    /// The page around the certificate.
    fn frame(&self, parts: &HtmlParts, says: &Says<'_>) -> Result<String, TemplateError> {
        let style = format!("<style>\n{}{GUARD}{}</style>", parts.style, self.template.style);
        let own = [
            Part { name: "policy", markup: format!("<meta charset=\"utf-8\" />\n{}", parts.head), within: "head" },
            Part { name: "style", markup: style, within: "head" },
            Part { name: "certificate", markup: PLACE.to_owned(), within: "body" },
        ];
        self.template.render(&own, &says.all())
    }
}

/// What a frame may print beside the certificate.
#[derive(Clone, Copy, Debug, Default)]
struct Says<'s> {
    title: &'s str,
    number: &'s str,
    lot: &'s str,
    laboratory: &'s str,
    language: &'s str,
}

impl<'s> Says<'s> {
    fn all(&self) -> [(&'static str, &'s str); 5] {
        [
            ("title", self.title),
            ("number", self.number),
            ("lot", self.lot),
            ("laboratory", self.laboratory),
            ("language", self.language),
        ]
    }
}
