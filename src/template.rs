//! Templates: how a page looks and what else stands on it, from a folder of a laboratory's own.
//!
//! A folder holds `template.json` (name, version, words) and as needed a frame for each kind of page (`report.html`,
//! `certificate.html`), `style.css` and pictures. What was judged never passes through a template: the frame has places for
//! the parts of evqc, is rendered with them, and is then looked at (`inspect`, and `style` for its style): each part stands there once and unchanged, and
//! nothing else runs, fetches or hides. What is judged is put in only then, by whoever asked for the page.

mod colours;
mod folder;
mod given;
mod headings;
mod inspect;
mod pages;
mod sheet;
mod style;
mod tokens;
mod unknown;
mod values;

pub use headings::{guarded, may_be_called, other_words};

use crate::claims::{self, TextKind};
use crate::lookalike;
use crate::order;
use folder::{manifest, picture, text};
use given::{Given, Versioned};
use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::Arc;
use unknown::Known;

/// Files of a folder by name.
pub type Files = BTreeMap<String, Vec<u8>>;

/// The pictures of a folder by name, as addresses that hold them.
type Pictures = BTreeMap<String, String>;

/// The name of the built-in template, which no other has.
pub const BUILT_IN: &str = "evqc";

/// The frames that a folder may hold, so that one folder can serve every kind of page.
const FRAMES: [&str; 2] = ["report.html", "certificate.html"];

/// Instructions that a frame may take: far more than a page around a report needs, and a loop that never ends is refused.
const FUEL: u64 = 1_000_000;

/// Signs of a version.
const LONGEST_VERSION: usize = 32;

/// A kind of page.
#[derive(Debug)]
pub struct Kind {
    /// The file of its frame.
    pub frame: &'static str,
    /// The frame where the folder has none.
    pub built_in: &'static str,
}

/// Why a template cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// A file that no template has.
    #[error(
        "`{0}` belongs to no template; expected template.json, report.html, certificate.html, style.css, and pictures (.png, \
         .jpg, .svg)"
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
    Word(String, String),
    /// Not UTF-8.
    #[error("{0}: is not UTF-8")]
    NotText(String),
    /// Not a picture, or too large.
    #[error("{0}: {1}")]
    Picture(String, &'static str),
    /// A style that fetches, imports, writes text or hides; with the line, and why.
    #[error("style.css: line {1}: `{0}` is not allowed in a template: {2}")]
    Style(String, usize, String),
    /// The template language refused: the file, and why.
    #[error("{0}: {1}")]
    Frame(&'static str, String),
    /// The rendered page is not one that may hold what was judged: the file, and why.
    #[error("{0}: {1}")]
    Page(&'static str, String),
}

/// A template with everything it needs.
#[derive(Clone, Debug)]
pub struct Template {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// SHA-256 over the names and contents of its files.
    pub sha256: String,
    /// Rules of a style of its own.
    pub style: String,
    /// Words of its own, by name: English and Chinese.
    pub words: BTreeMap<String, (String, String)>,
    kind: &'static Kind,
    frame: String,
    pictures: Pictures,
}

/// What evqc puts into a frame: `{{ evqc.NAME }}`.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its name.
    pub name: &'static str,
    /// Its markup.
    pub markup: String,
    /// The element in which it stands, with nothing else around it: `head` or `body`.
    pub within: &'static str,
}

impl Template {
    /// What is built in for a kind of page; `style` is what its digest covers beside the frame.
    pub fn built_in(kind: &'static Kind, style: &str) -> Template {
        let files = [(kind.frame, kind.built_in), ("style.css", style)];
        Template {
            name: BUILT_IN.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            sha256: digest(files.iter().map(|(name, text)| (*name, text.as_bytes()))),
            style: String::new(),
            words: BTreeMap::new(),
            kind,
            frame: kind.built_in.to_owned(),
            pictures: BTreeMap::new(),
        }
    }

    /// A template from the files of its folder, by name; a frame for another kind of page is left alone.
    ///
    /// # Errors
    /// [`TemplateError`]: a file that cannot be used.
    pub fn from_files(kind: &'static Kind, files: &Files) -> Result<Template, TemplateError> {
        let own = files.get("template.json").ok_or(TemplateError::NoManifest);
        let mut template = Template {
            sha256: digest(files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))),
            ..Template::built_in(kind, "")
        };
        for (name, bytes) in files {
            match name.as_str() {
                "template.json" => {}
                name if name == kind.frame => template.frame = text(name, bytes)?,
                name if FRAMES.contains(&name) => {}
                "style.css" => template.style = text(name, bytes)?,
                _ => {
                    template.pictures.insert(name.clone(), picture(name, bytes)?);
                }
            }
        }
        style::look_at(&template.style).map_err(|fault| TemplateError::Style(fault.text, fault.line, fault.why))?;
        let manifest = manifest("template.json", own?)?;
        if let Some(why) = objection_to_name(&manifest.name, &manifest.version) {
            return Err(TemplateError::Manifest(why));
        }
        for (name, both) in &manifest.words {
            objection_to_word(both).map_or(Ok(()), |why| Err(TemplateError::Word(name.clone(), why)))?;
        }
        (template.name, template.version, template.words) = (manifest.name, manifest.version, manifest.words);
        Ok(template)
    }

    /// The frame with its parts, looked at. `says` are the texts that it may print beside them, by name.
    ///
    /// # Errors
    /// [`TemplateError`]: the template language refuses, with the line, or the page may not hold what was judged.
    pub fn render(&self, parts: &[Part], says: &[(&'static str, &str)]) -> Result<String, TemplateError> {
        let file = self.kind.frame;
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        let refused = |error: minijinja::Error| TemplateError::Frame(file, with_causes(&error));
        environment.add_template(file, &self.frame).map_err(refused)?;
        let mut given = Given::default();
        let context = self.context(parts, says, &mut given);
        let written = environment.get_template(file).map_err(refused)?;
        let rendered = written.render(context).map_err(|error| {
            let line = error.line().filter(|_| error.kind() == ErrorKind::UndefinedError);
            let known = || self.known(parts, says, &environment);
            match line.and_then(|line| Some((line, known().lacks(&written, line)?))) {
                Some((line, why)) => TemplateError::Frame(file, format!("line {line}: {why}")),
                None => refused(error),
            }
        })?;
        let page = given.with_parts(&rendered).map_err(|why| self.refused(why))?;
        inspect::page(&page, parts, &self.pictures).map_err(|why| self.refused(why))?;
        let own = inspect::own_text(&page, parts).map_err(|why| self.refused(why))?;
        if let Some(name) = given.joined(&own).map_err(|why| self.refused(why))? {
            let why = "what stands directly beside it would be read as a part of it; leave a blank there";
            return Err(self.refused(format!("`{{{{ {name} }}}}`: {why}")));
        }
        let template = Versioned { name: &self.name, version: &self.version };
        let own = given.without(&own, template).map_err(|why| self.refused(why))?;
        objection(&own).map_or(Ok(()), |why| Err(self.refused(why)))?;
        typed(&own, says).map_or(Ok(()), |why| Err(self.refused(why)))?;
        given.filled(&rendered).map_err(|why| self.refused(why))
    }

    /// The names of what a frame may use.
    fn known(&self, parts: &[Part], says: &[(&'static str, &str)], environment: &Environment<'_>) -> Known {
        let mut variables: Vec<String> = order::collect(says.iter().map(|(name, _)| (*name).to_owned()));
        variables.extend(parts.iter().map(|part| format!("evqc.{}", part.name)));
        variables.extend(
            ["template.name", "template.version", "template.sha256", "tool.name", "tool.version"].map(str::to_owned),
        );
        let functions = order::collect(environment.globals().map(|(name, _)| name.to_owned()));
        let pictures = order::collect(self.pictures.keys().map(|name| format!("image[\"{name}\"]")));
        Known { variables, pictures, functions }
    }

    /// What a frame may use. What differs between lots, and what is no word of the frame, is a token, see [`given`]; the language is
    /// for asking, not for print.
    fn context(&self, parts: &[Part], says: &[(&'static str, &str)], given: &mut Given) -> BTreeMap<&str, Value> {
        let mut context: BTreeMap<&str, Value> = BTreeMap::new();
        for (name, text) in says {
            let value = if *name == "language" { Value::from(*text) } else { given.text(name, text) };
            context.insert(name, value);
        }
        let own = parts.iter().map(|part| (part.name, given.part(format!("evqc.{}", part.name), &part.markup)));
        context.insert("evqc", map(own));
        let pictures = self.pictures.iter().map(|(name, picture)| (name.as_str(), safe(picture)));
        context.insert("image", map(pictures));
        let template = [
            ("name", Value::from(&self.name)),
            ("version", given.text("template.version", &self.version)),
            ("sha256", given.text("template.sha256", &self.sha256)),
        ];
        context.insert("template", map(template));
        let version = given.text("tool.version", env!("CARGO_PKG_VERSION"));
        context.insert("tool", map([("name", Value::from("evqc")), ("version", version)]));
        context
    }

    /// An error about the rendered page.
    pub fn refused(&self, why: impl Into<String>) -> TemplateError {
        TemplateError::Page(self.kind.frame, why.into())
    }
}

/// Why a frame cannot have a number that was written by hand and looks like that of the page.
fn typed(own: &str, says: &[(&'static str, &str)]) -> Option<String> {
    let mut of_page = says.iter().filter(|(name, _)| ["lot", "number"].contains(name));
    let (name, number) = of_page.find_map(|(name, own_number)| Some((name, claims::typed(own, own_number)?)))?;
    Some(format!(
        "\"{number}\" is a number of a lot or a certificate; a frame stands around every one: write {{{{ {name} }}}}"
    ))
}

/// Why a text cannot stand beside what was judged: it claims nothing, and says nothing of what was found or signed, in words or
/// numbers. For that there are statements with a signatory, and evqc.
fn objection(own: &str) -> Option<String> {
    if let Some(phrase) = claims::found_in_frame(own) {
        let why = "that is a statement with a signatory, see `statements` of lab.yaml";
        return Some(format!("claims something (\"{phrase}\"): {why}"));
    }
    CHECKS.iter().find_map(|check| check(own))
}

/// What no text of a laboratory's own does beside a claim, in the order in which it is told; each says why.
const CHECKS: &[fn(&str) -> Option<String>] = &[judges, states, names_document, has_sign, is_disguised, measures];

fn judges(own: &str) -> Option<String> {
    let word = claims::judged(own, TextKind::Frame)?;
    Some(format!("\"{word}\" says what was found: only evqc does"))
}

fn states(own: &str) -> Option<String> {
    let words = own.split(claims::APART).find_map(|own| claims::stated(own, TextKind::Frame))?;
    Some(format!("\"{words}\" says what was signed, which lot it is or until when: only evqc does"))
}

/// What a document is called that evqc writes: of what it is, evqc alone decides.
const DOCUMENTS: [&str; 10] = [
    "certificate of analysis",
    "certificate of conformity",
    "certificate of conformance",
    "certificate of compliance",
    "analysis certificate",
    "batch certificate",
    "检验报告书",
    "检测报告书",
    "检验证书",
    "合格证",
];

/// A sentence on how a document may be copied names it as well.
const COPIED: [&str; 3] = ["reproduced", "copied", "复制"];

fn names_document(own: &str) -> Option<String> {
    let lines = own.split(['\n', claims::APART]).map(lookalike::seen);
    let is_called = |line: String| {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        DOCUMENTS
            .into_iter()
            .find(|name| line.contains(name))
            .filter(|_| !COPIED.iter().any(|word| line.contains(word)))
    };
    let name = { lines }.find_map(is_called)?;
    Some(format!("\"{name}\" is what a document of evqc is called: only evqc does; its title is {{{{ title }}}}"))
}

fn has_sign(own: &str) -> Option<String> {
    let sign = claims::signed(own)?;
    Some(format!("\"{sign}\" says what was found, or more than words do: only evqc has signs"))
}

fn is_disguised(own: &str) -> Option<String> {
    let word = lookalike::disguised(own)?;
    let why = "has letters of several scripts, or of none that plain words are written in";
    Some(format!("\"{word}\" {why}: what it says cannot be read"))
}

fn measures(own: &str) -> Option<String> {
    let number = claims::measured(own)?;
    Some(format!(
        "\"{number}\" is a measured number: only evqc prints results and limits; a version is {{{{ template.version }}}} \
         behind {{{{ template.name }}}}, a time is 8:00, a room 2-15, a house 12A"
    ))
}

/// Why a template cannot be called so: name and version stand on every page.
fn objection_to_name(name: &str, version: &str) -> Option<String> {
    if lookalike::is_blank(name) || lookalike::same(name, BUILT_IN) {
        return Some("`name` is empty, or that of the built-in template".to_owned());
    }
    if let Some(why) = first_unseen(name).or_else(|| objection(name)) {
        return Some(format!("`name`: {why}"));
    }
    let is_sign = |sign: char| sign.is_ascii_alphanumeric() || ".-+_".contains(sign);
    let has_digit = version.bytes().any(|byte| byte.is_ascii_digit());
    if !version.chars().all(is_sign) || !has_digit || version.len() > LONGEST_VERSION {
        return Some(format!(
            "`version` has a digit, and no more than {LONGEST_VERSION} letters, digits and signs of `.-+_`"
        ));
    }
    // Each group of letters is a word, and a unit behind a number is one.
    let words = version.replace(|sign: char| !sign.is_ascii_alphabetic(), " ");
    let numbers = version.replace(['.', '_'], "-");
    objection(&words).or_else(|| objection(&numbers)).map(|why| format!("`version`: {why}"))
}

/// The first sign of a text that nobody sees.
fn first_unseen(text: &str) -> Option<String> {
    text.chars().find(|sign| given::is_unseen(*sign)).map(inspect::unseen)
}

/// Why a word of a laboratory cannot stand on a page, whatever it stands for.
fn objection_to_word(both: &(String, String)) -> Option<String> {
    let blank = lookalike::is_blank(&both.0) || lookalike::is_blank(&both.1);
    let none = blank.then(|| "a word is needed in both languages".to_owned());
    none.or_else(|| first_unseen(&both.0)).or_else(|| first_unseen(&both.1))
}

/// Whether a word of a laboratory's own claims something, or does what no text of its own does, where the word that it
/// stands for does not. The number of a register, which a frame may have, is no word of a page.
pub fn says_more(own: &str, instead_of: &str) -> bool {
    // What parts the texts of a frame is a blank to whoever reads a word.
    let [own, instead_of] = [own, instead_of].map(|text| text.replace(claims::APART, " "));
    let claims = claims::found(&own).is_some() && claims::found(&instead_of).is_none();
    claims || CHECKS.iter().any(|check| check(&own).is_some() && check(&instead_of).is_none())
}

/// Whether two words are one to whoever sees them.
pub fn reads_the_same(one: &str, other: &str) -> bool {
    lookalike::same(one, other)
}

/// A map of a frame.
fn map<'n>(entries: impl IntoIterator<Item = (&'n str, Value)>) -> Value {
    let entries = entries.into_iter().map(|(name, value)| (Arc::from(name), value));
    Value::from(order::collect::<BTreeMap<Arc<str>, Value>, _>(entries))
}

fn safe(text: &str) -> Value {
    Value::from_safe_string(text.to_owned())
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

/// An error of the template language: its line, what it is, and what is behind it.
fn with_causes(error: &minijinja::Error) -> String {
    let line = error.line().map_or_else(String::new, |line| format!("line {line}: "));
    let detail = error.detail().map_or_else(String::new, |detail| format!(": {detail}"));
    let mut text = format!("{line}{}{detail}", error.kind());
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        text.push_str(&format!(": {inner}"));
        cause = inner.source();
    }
    text
}
