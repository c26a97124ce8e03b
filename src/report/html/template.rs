//! The frame of the page: built in, or a laboratory's own.
//!
//! A template is a folder: `template.json` (name, version, words), and as needed `report.html` (the frame), `style.css`
//! (behind the built-in style) and pictures. It says how the page looks and what else stands on it; what was judged never
//! passes through it. Data and program are put in after the template has been rendered and looked at, see [`Frame`].

use super::inspect;
use super::words::{self, Words};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use minijinja::value::Value;
use minijinja::{Environment, UndefinedBehavior, context};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Instructions that a template may take: far more than a page around a report needs, and a loop that never ends is refused.
const FUEL: u64 = 1_000_000;
/// The frame that is built in.
const REPORT: &str = include_str!("page/report.html");
/// The style that is built in.
const STYLE: &str = include_str!("page/style.css");
/// The program of the page; the only one that its policy lets run.
pub(super) const SCRIPT: &str = concat!(include_str!("page/draw.js"), include_str!("page/script.js"));

/// Where the data goes, the rows of the overview, the program, the words. They are markup, which no text from data can be.
const DATA: &str = "<evqc-data/>";
const ROWS: &str = "<evqc-rows/>";
const PROGRAM: &str = "<evqc-program/>";
const WORDS: &str = "<evqc-words/>";

/// A picture larger than this has no place in a report that is mailed.
const LARGEST_PICTURE: usize = 1 << 20;

/// Why a template cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// A file that no template has.
    #[error(
        "`{0}` belongs to no template; expected template.json, report.html, style.css, and pictures (.png, .jpg, .svg)"
    )]
    UnknownFile(String),
    /// No `template.json`.
    #[error("there is no template.json with name and version")]
    NoManifest,
    /// Not what a manifest looks like.
    #[error("template.json: {0}")]
    Manifest(String),
    /// A word that may not be changed, or that the page does not have.
    #[error("template.json: word `{0}`: {1}")]
    Word(String, &'static str),
    /// Not UTF-8.
    #[error("{0}: is not UTF-8")]
    NotText(String),
    /// Not a picture, or too large.
    #[error("{0}: {1}")]
    Picture(String, &'static str),
    /// A style that fetches, imports or writes text.
    #[error("style.css: `{0}` is not allowed in a template")]
    Style(&'static str),
    /// The template language refused.
    #[error("report.html: {0}")]
    Template(String),
    /// The rendered page is not one that may hold a report.
    #[error("report.html: {0}")]
    Page(String),
}

/// A template with everything it needs.
#[derive(Clone, Debug)]
pub struct Template {
    pub(super) name: String,
    pub(super) version: String,
    pub(super) sha256: String,
    report: String,
    style: String,
    words: Words,
    pictures: BTreeMap<String, String>,
}

/// `template.json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    name: String,
    version: String,
    #[serde(default)]
    words: BTreeMap<String, (String, String)>,
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
    /// Findings about the run as a whole, as sentences.
    pub findings: Vec<String>,
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
        let files = [("report.html", REPORT), ("style.css", STYLE)];
        Template {
            name: "evqc".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            sha256: digest(files.iter().map(|(name, text)| (*name, text.as_bytes()))),
            report: REPORT.to_owned(),
            style: STYLE.to_owned(),
            words: words::built_in(),
            pictures: BTreeMap::new(),
        }
    }
}

impl Template {
    /// A template from the files of its folder, by name.
    ///
    /// # Errors
    /// [`TemplateError`]: the template is tried on an empty report, so that whatever is wrong with it shows before the work.
    pub fn from_files(files: &BTreeMap<String, Vec<u8>>) -> Result<Template, TemplateError> {
        let mut template = Template {
            sha256: digest(files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))),
            ..Template::default()
        };
        let mut manifest = None;
        for (name, bytes) in files {
            match name.as_str() {
                "template.json" => manifest = Some(read_manifest(name, bytes)?),
                "report.html" => template.report = text(name, bytes)?,
                "style.css" => {
                    let own = text(name, bytes)?;
                    inspect::style(&own).map_err(TemplateError::Style)?;
                    template.style.push_str(&own);
                }
                _ => {
                    template.pictures.insert(name.clone(), picture(name, bytes)?);
                }
            }
        }
        let manifest = manifest.ok_or(TemplateError::NoManifest)?;
        for (name, both) in manifest.words {
            words::replace(&mut template.words, &name, both).map_err(|why| TemplateError::Word(name, why))?;
        }
        (template.name, template.version) = (manifest.name, manifest.version);
        template.frame(&About::empty())?;
        Ok(template)
    }

    /// The page around the data.
    ///
    /// # Errors
    /// [`TemplateError`] when the template fails, or when the page that it gives may not hold a report.
    pub(super) fn frame(&self, about: &About) -> Result<Frame, TemplateError> {
        let policy = self.policy();
        let parts = context! {
            policy => safe(&policy),
            style => safe(&format!("<style>{}</style>", self.style)),
            overview => safe(&overview(about)),
            report => safe(REPORT_PLACE),
            data => safe(&format!(
                "<script type=\"application/json\" id=\"evqc-data\">{DATA}</script>\
                 <script type=\"application/json\" id=\"evqc-words\">{WORDS}</script><script>{PROGRAM}</script>"
            )),
        };
        let pictures: BTreeMap<&str, Value> =
            self.pictures.iter().map(|(name, picture)| (name.as_str(), safe(picture))).collect();
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        environment.set_auto_escape_callback(|_| minijinja::AutoEscape::Html);
        let refused = |error: minijinja::Error| TemplateError::Template(with_causes(&error));
        environment.add_template("report.html", &self.report).map_err(refused)?;
        let page = environment.get_template("report.html").and_then(|page| {
            page.render(context! {
                evqc => parts,
                image => &pictures,
                title => &about.title,
                as_of => &about.as_of,
                specifications => &about.specifications,
                template => context! { name => &self.name, version => &self.version, sha256 => &self.sha256 },
                tool => context! { name => "evqc", version => env!("CARGO_PKG_VERSION") },
            })
        });
        let page = page.map_err(refused)?;
        inspect::page(&page, &policy, about).map_err(TemplateError::Page)?;
        if let Some(place) = [DATA, ROWS, PROGRAM, WORDS].iter().find(|place| page.matches(**place).count() != 1) {
            return Err(TemplateError::Page(format!("{place} must stand once, where evqc puts it")));
        }
        self.cut(&page)
    }

    /// Only what came from here is fetched, run or drawn; nothing is sent anywhere.
    fn policy(&self) -> String {
        let hash = |text: &str| STANDARD.encode(Sha256::digest(text));
        format!(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'sha256-{}'; \
             style-src 'sha256-{}'; img-src data:; base-uri 'none'; form-action 'none'\" />",
            hash(SCRIPT),
            hash(&self.style)
        )
    }

    fn cut(&self, page: &str) -> Result<Frame, TemplateError> {
        let lost = || TemplateError::Page("the data has no place in the page".to_owned());
        let mut list = Vec::new();
        super::head::write_words(&self.words.in_order(), &mut list);
        let list = String::from_utf8(list).map_err(|_| lost())?;
        let (before_rows, rest) = page.split_once(ROWS).ok_or_else(lost)?;
        let (before_data, after_data) = rest.split_once(DATA).ok_or_else(lost)?;
        let after_data = after_data.replacen(WORDS, &list, 1).replacen(PROGRAM, SCRIPT, 1);
        Ok(Frame { before_rows: before_rows.to_owned(), before_data: before_data.to_owned(), after_data })
    }
}

/// Where the program builds the page.
pub(super) const REPORT_PLACE: &str = "<div id=\"evqc-report\"></div>";

/// What a reader without the program sees: every lot with its verdict.
pub(super) fn overview(about: &About) -> String {
    let mut text = String::from("<noscript><section class=\"plain\">");
    if !about.draft.is_empty() {
        text.push_str(&format!("<p class=\"draft\">{}</p>", escaped(about.draft)));
    }
    text.push_str(&format!("<p class=\"summary\">{}</p>", escaped(&about.summary)));
    for finding in &about.findings {
        text.push_str(&format!("<p>{}</p>", escaped(finding)));
    }
    text.push_str(
        "<table><caption>Lots in the order of the data · 各批，按数据中的顺序</caption><thead><tr><th>Lot 批号</th><th>Verdict 结论</th>\
         <th>Specification 检验依据</th><th>What is open or failed 不符合或待定项目</th></tr></thead><tbody>",
    );
    text.push_str(ROWS);
    text.push_str("</tbody></table></section></noscript>");
    text
}

impl About {
    /// Of a run without anything, for trying a template.
    fn empty() -> About {
        About {
            title: "evqc".to_owned(),
            summary: "0 lots".to_owned(),
            specifications: "no specification".to_owned(),
            as_of: "2000-01-01".to_owned(),
            draft: "",
            findings: Vec::new(),
        }
    }
}

fn safe(text: &str) -> Value {
    Value::from_safe_string(text.to_owned())
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

/// SHA-256 over the names and contents of the files, in the order of their names.
fn digest<'f>(files: impl Iterator<Item = (&'f str, &'f [u8])>) -> String {
    let mut all = Sha256::new();
    for (name, bytes) in files {
        all.update(format!("{name}\n{}\n", bytes.len()));
        all.update(bytes);
    }
    all.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn read_manifest(name: &str, bytes: &[u8]) -> Result<Manifest, TemplateError> {
    serde_json::from_str(&text(name, bytes)?).map_err(|error| TemplateError::Manifest(error.to_string()))
}

fn text(name: &str, bytes: &[u8]) -> Result<String, TemplateError> {
    let text = std::str::from_utf8(bytes).map_err(|_| TemplateError::NotText(name.to_owned()))?;
    Ok(text.trim_start_matches('\u{feff}').replace("\r\n", "\n"))
}

/// A picture as an address that holds it.
fn picture(name: &str, bytes: &[u8]) -> Result<String, TemplateError> {
    let refused = |why| TemplateError::Picture(name.to_owned(), why);
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let (media, is_one) = match extension {
        "png" => ("image/png", bytes.starts_with(b"\x89PNG\r\n\x1a\n")),
        "jpg" | "jpeg" => ("image/jpeg", bytes.starts_with(b"\xff\xd8\xff")),
        "svg" => ("image/svg+xml", std::str::from_utf8(bytes).is_ok_and(|text| text.contains("<svg"))),
        _ => return Err(TemplateError::UnknownFile(name.to_owned())),
    };
    match (is_one, bytes.len() <= LARGEST_PICTURE) {
        (false, _) => Err(refused("is not a picture of the kind that its name says")),
        (_, false) => Err(refused("is larger than 1 MB")),
        _ => Ok(format!("data:{media};base64,{}", STANDARD.encode(bytes))),
    }
}

/// An error of the template language with what is behind it.
fn with_causes(error: &minijinja::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        text.push_str(&format!(": {inner}"));
        cause = inner.source();
    }
    text
}
