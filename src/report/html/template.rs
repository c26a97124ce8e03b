//! The frame of the report: built in, or a laboratory's own.
//!
//! It says how the page looks and what else stands on it; what was judged never passes through it. Data and program are put
//! in after the template has been rendered and looked at, see [`Frame`].

use super::words::{self, Words};
use crate::finding::Code;
use crate::report::{Summary, wording};
use crate::template::{BUILT_IN, Files, Kind, Part, TemplateError};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// The kind of page.
static KIND: Kind = Kind { frame: "report.html", built_in: include_str!("page/report.html") };
/// The style that is built in.
const STYLE: &str = include_str!("page/style.css");
/// Rules for what no style of a laboratory may change.
const GUARD: &str = include_str!("page/guard.css");
/// The program of the page; the only one that its policy lets run.
pub(super) const SCRIPT: &str = concat!(include_str!("page/draw.js"), include_str!("page/script.js"));

/// The language in which a page begins; its reader changes it.
const LANGUAGE: &str = "en";

/// Where the data goes, the rows of the overview, the program, the words. They are markup, which no text from data can be.
const DATA: &str = "<evqc-data/>";
const ROWS: &str = "<evqc-rows/>";
const PROGRAM: &str = "<evqc-program/>";
const WORDS: &str = "<evqc-words/>";

/// A template of the report.
#[derive(Clone, Debug)]
pub struct Template {
    look: crate::template::Template,
    style: String,
    words: Words,
}

/// What a page says before any lot.
pub(super) struct About {
    /// Title of the page.
    pub title: String,
    /// The last line for logs.
    pub summary: String,
    /// Specifications in one phrase.
    pub specifications: String,
    /// The day that counted as today.
    pub as_of: String,
    /// What every output says about a draft; empty when none is.
    pub draft: &'static str,
    /// Errors about the run as a whole, as sentences.
    pub errors: Vec<String>,
    /// Other findings about it.
    pub findings: Vec<String>,
    /// The codes of all findings of the report.
    pub codes: Vec<&'static Code>,
}

/// A page cut where the rows of the overview and the data go.
#[derive(Debug)]
pub(super) struct Frame {
    /// Up to the rows of the overview.
    pub before_rows: String,
    /// From there to the data.
    pub before_data: String,
    /// Behind the data.
    pub after_data: String,
}

impl Default for Template {
    fn default() -> Self {
        let look = crate::template::Template::built_in(&KIND, STYLE);
        Template { look, style: STYLE.to_owned(), words: words::built_in() }
    }
}

impl Template {
    /// A template from the files of its folder, by name.
    ///
    /// # Errors
    /// [`TemplateError`]: the template is tried on an empty report, so that whatever is wrong with it shows before the work.
    pub fn from_files(files: &Files) -> Result<Template, TemplateError> {
        let look = crate::template::Template::from_files(&KIND, files)?;
        let mut words = words::built_in();
        for (name, both) in &look.words {
            words::replace(&mut words, name, both.clone()).map_err(|why| TemplateError::Word(name.clone(), why))?;
        }
        let template = Template { style: format!("{STYLE}{GUARD}{}", look.style), look, words };
        template.frame(&About::empty())?;
        Ok(template)
    }

    /// Name, version and digest.
    pub(super) fn named(&self) -> (&str, &str, &str) {
        (&self.look.name, &self.look.version, &self.look.sha256)
    }

    /// The page around the data.
    ///
    /// # Errors
    /// [`TemplateError`] when the template fails, or when the page that it gives may not hold a report.
    pub(super) fn frame(&self, about: &About) -> Result<Frame, TemplateError> {
        let part = |within, name, markup: String| Part { name, markup, within };
        let parts = [
            part("head", "policy", self.policy()),
            part("head", "style", format!("<style>{}</style>", self.style)),
            part("body", "report", REPORT_PLACE.to_owned()),
            part("body", "overview", overview(about, self.whose_words().as_deref())),
            part("body", "data", data()),
        ];
        let says = [
            ("title", about.title.as_str()),
            ("as_of", &about.as_of),
            ("specifications", &about.specifications),
            ("language", LANGUAGE),
        ];
        let page = self.look.render(&parts, &says)?;
        if let Some(place) = [DATA, ROWS, PROGRAM, WORDS].iter().find(|place| page.matches(**place).count() != 1) {
            return Err(self.look.refused(format!("{place} must stand once, where evqc puts it")));
        }
        self.cut(&page, &about.codes)
    }

    /// What the page says of a frame of a laboratory's own, in both languages: no look-through of free words finds all that can be
    /// said.
    fn whose_words(&self) -> Option<String> {
        let both = self.words.called_by("about.frame").filter(|_| self.look.name != BUILT_IN)?;
        Some(format!("{} {}", both.0, both.1))
    }

    /// Only what came from here is fetched, run or drawn; nothing is sent anywhere.
    fn policy(&self) -> String {
        let hash = |text: &str| STANDARD.encode(Sha256::digest(text));
        format!(
            "<meta charset=\"utf-8\" />\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'sha256-{}'; \
             style-src 'sha256-{}'; img-src data:; base-uri 'none'; form-action 'none'\" />",
            hash(SCRIPT),
            hash(&self.style)
        )
    }

    fn cut(&self, page: &str, codes: &[&'static Code]) -> Result<Frame, TemplateError> {
        let lost = || self.look.refused("the data has no place in the page");
        let mut list = Vec::new();
        super::head::write_words(&self.words.with_codes(codes), &mut list);
        let list = String::from_utf8(list).map_err(|_| lost())?;
        let (before_rows, rest) = page.split_once(ROWS).ok_or_else(lost)?;
        let (before_data, after_data) = rest.split_once(DATA).ok_or_else(lost)?;
        let after_data = after_data.replacen(WORDS, &list, 1).replacen(PROGRAM, SCRIPT, 1);
        Ok(Frame { before_rows: before_rows.to_owned(), before_data: before_data.to_owned(), after_data })
    }
}

/// Where the program builds the page.
const REPORT_PLACE: &str = "<div id=\"evqc-report\"></div>";

/// Where the data, the words and the program go.
fn data() -> String {
    format!(
        "<script type=\"application/json\" id=\"evqc-data\">{DATA}</script>\
         <script type=\"application/json\" id=\"evqc-words\">{WORDS}</script><script>{PROGRAM}</script>"
    )
}

/// What a reader without the program sees: every lot with its verdict, and whose the words around it are.
fn overview(about: &About, whose_words: Option<&str>) -> String {
    let mut text = String::from("<noscript><section class=\"plain\">");
    if !about.draft.is_empty() {
        text.push_str(&format!("<p class=\"draft\">{}</p>", escaped(about.draft)));
    }
    text.push_str(&format!("<p class=\"summary\">{}</p>", escaped(&about.summary)));
    // What keeps the run from a verdict stands above the lots, the rest below.
    let said = |list: &[String]| list.iter().map(|one| format!("<p>{}</p>", escaped(one))).collect::<String>();
    text.push_str(&said(&about.errors));
    text.push_str(
        "<table><caption>Lots in the order of the data · 各批，按数据中的顺序</caption><thead><tr><th>Lot 批号</th><th>Verdict 结论</th>\
         <th>Specification 检验依据</th><th>What is open or failed 不符合或待定项目</th></tr></thead><tbody>",
    );
    text.push_str(ROWS);
    text.push_str("</tbody></table>");
    text.push_str(&said(&about.findings));
    text.extend(whose_words.map(|words| format!("<p>{}</p>", escaped(words))));
    text.push_str("</section></noscript>");
    text
}

impl About {
    /// Of a run without anything, for trying a template. Its texts have numbers where those of a run have some: what a frame
    /// says beside them is looked at as it will be.
    fn empty() -> About {
        About {
            title: wording::summary(&Summary::default()),
            summary: wording::summary(&Summary::default()),
            specifications: "specification 1.0.0".to_owned(),
            as_of: "2000-01-01".to_owned(),
            draft: "",
            errors: Vec::new(),
            findings: Vec::new(),
            codes: Vec::new(),
        }
    }
}

/// Text between tags or in an attribute.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 8);
    for character in crate::report::escape::visible(text).chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            ':' if safe.ends_with("http") || safe.ends_with("https") => safe.push_str("&#58;"),
            other => safe.push(other),
        }
    }
    safe
}
