//! `evqc spec explain`: the lines of a specification as sentences, one function per format.

use super::escape::{markdown, visible};
use super::layout::wrap;
use super::wording::{DRAFT_BANNER, spec_name};
use crate::explanation::{self, HandlingSaid, Sentence, chinese, english};
use crate::schema::JsonSchema;
use crate::spec::{Specification, Status, Test};
use serde::Serialize;

/// Name and purpose of every format of an explanation.
pub const EXPLANATION_FORMATS: &[(&str, &str)] = &[
    ("human", "for a terminal"),
    ("json", "everything, schema evqc-explanation/1"),
    ("markdown", "GitHub-flavoured Markdown"),
];

/// Name of the schema, in every document.
const SCHEMA_NAME: &str = "evqc-explanation/1";

/// The lines of a specification as sentences.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "evqc explanation, version 1", rename = "Explanation")]
struct DocumentJson<'a> {
    /// `evqc-explanation/1`
    #[schemars(extend("const" = SCHEMA_NAME))]
    schema: &'static str,
    /// Which specification.
    specification: SpecificationJson<'a>,
    /// Its lines, in its order.
    lines: Vec<LineJson>,
    /// The rules for storage and transport; absent where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    handling: Option<SaidJson>,
    /// How long a lot may be kept and used; absent where nothing is said of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    life: Option<SaidJson>,
}

/// One sentence in each language that was asked for.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Said")]
struct SaidJson {
    /// In English; absent when not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    en: Option<String>,
    /// In Chinese; absent when not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    zh: Option<String>,
}

/// A specification.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Specification")]
struct SpecificationJson<'a> {
    /// Identifier.
    id: &'a str,
    /// Version.
    version: &'a str,
    /// Human title.
    title: &'a str,
    /// Life-cycle status.
    status: &'static str,
    /// Digest of its canonical form.
    sha256: &'a str,
}

/// A line with its sentence in each language that was asked for.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Line")]
struct LineJson {
    /// Identifier of the test.
    test: String,
    /// Its printed name.
    name: String,
    /// In English; absent when not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    en: Option<String>,
    /// In Chinese; absent when not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    zh: Option<String>,
}

/// One sentence by language; none where there is none.
fn said_json(said: Vec<(Language, String)>) -> Option<SaidJson> {
    let of =
        |wanted: Language| said.iter().find(|(language, _)| *language == wanted).map(|(_, sentence)| sentence.clone());
    (!said.is_empty()).then(|| SaidJson { en: of(Language::English), zh: of(Language::Chinese) })
}

/// The JSON Schema of `evqc-explanation/1`.
#[cfg(feature = "schemas")]
pub fn explanation_schema() -> schemars::Schema {
    crate::schema::of_written::<DocumentJson<'_>>()
}

/// A language of the sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Chinese.
    Chinese,
}

impl Language {
    /// Its code (BCP 47).
    pub fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Chinese => "zh",
        }
    }

    fn say_handling(self, handling: &HandlingSaid) -> String {
        match self {
            Language::English => english::handling(handling),
            Language::Chinese => chinese::handling(handling),
        }
    }

    fn say(self, sentence: &Sentence) -> String {
        match self {
            Language::English => english::sentence(sentence),
            Language::Chinese => chinese::sentence(sentence),
        }
    }
}

/// Lines of a specification to be explained.
#[derive(Debug)]
pub struct Explanation<'s> {
    /// The specification.
    pub specification: &'s Specification,
    /// The lines.
    pub tests: Vec<&'s Test>,
    /// Whether the rules for storage and transport are said too, where there are some.
    pub whole: bool,
    /// The languages, in the order they are printed.
    pub languages: &'s [Language],
    /// Columns of a terminal.
    pub width: usize,
}

impl Explanation<'_> {
    /// The report in a format of [`EXPLANATION_FORMATS`]; none for another name.
    ///
    /// # Errors
    /// It cannot be written as JSON.
    pub fn render(&self, format: &str) -> Option<serde_json::Result<String>> {
        Some(match format {
            "human" => Ok(self.human()),
            "json" => serde_json::to_value(self.json()).map(|value| format!("{value:#}\n")),
            "markdown" => Ok(self.markdown()),
            _ => return None,
        })
    }

    /// Each line with what it says in each language.
    fn lines(&self) -> impl Iterator<Item = (Sentence, Vec<(Language, String)>)> {
        self.tests.iter().map(|test| {
            let sentence = explanation::sentence(self.specification, test);
            let said = self.languages.iter().map(|language| (*language, language.say(&sentence))).collect();
            (sentence, said)
        })
    }

    /// The rules for storage and transport in each language; empty where there are none.
    fn handling(&self) -> Vec<(Language, String)> {
        let Some(handling) = self.specification.handling.as_deref().filter(|_| self.whole) else { return Vec::new() };
        let said = explanation::handling(handling);
        self.languages.iter().map(|language| (*language, language.say_handling(&said))).collect()
    }

    fn handling_json(&self) -> Option<SaidJson> {
        said_json(self.handling())
    }

    fn life_json(&self) -> Option<SaidJson> {
        said_json(self.life())
    }

    /// The life of the product in each language; nothing where the specification says nothing of it.
    fn life(&self) -> Vec<(Language, String)> {
        let Some(life) = explanation::life::life(self.specification) else { return Vec::new() };
        let say = |language: &Language| match language {
            Language::English => (*language, explanation::life::english(&life)),
            Language::Chinese => (*language, explanation::life::chinese(&life)),
        };
        self.languages.iter().map(say).collect()
    }

    fn human(&self) -> String {
        let spec = self.specification;
        let mut text = format!("{}\n{}\n", visible(&spec.title), visible(&spec_name(spec)));
        if spec.status == Status::Draft {
            text.push_str(&format!("{DRAFT_BANNER}\n"));
        }
        for (sentence, said) in self.lines() {
            text.push_str(&format!("\n{}\n", visible(&sentence.id)));
            for (_, sentence) in said {
                text.push_str(&format!("{}\n", wrap(&format!("  {}", visible(&sentence)), self.width, "  ")));
            }
        }
        let handling = self.handling();
        if !handling.is_empty() {
            text.push_str("\nhandling\n");
        }
        for (_, sentence) in handling {
            text.push_str(&format!("{}\n", wrap(&format!("  {}", visible(&sentence)), self.width, "  ")));
        }
        let life = self.life();
        if !life.is_empty() {
            text.push('\n');
        }
        for (_, said) in life {
            text.push_str(&format!("{}\n", wrap(&visible(&said), self.width, "  ")));
        }
        if let Some(basis) = &spec.basis {
            text.push_str(&format!("\n{}\n", wrap(&format!("basis: {}", visible(basis)), self.width, "  ")));
        }
        text
    }

    fn json(&self) -> DocumentJson<'_> {
        let spec = self.specification;
        let line = |(sentence, said): (Sentence, Vec<(Language, String)>)| {
            let of = |wanted: Language| {
                said.iter().find(|(language, _)| *language == wanted).map(|(_, sentence)| sentence.clone())
            };
            LineJson { en: of(Language::English), zh: of(Language::Chinese), test: sentence.id, name: sentence.name }
        };
        DocumentJson {
            schema: SCHEMA_NAME,
            specification: SpecificationJson {
                id: &spec.id,
                version: &spec.version,
                title: &spec.title,
                status: spec.status.as_str(),
                sha256: &spec.sha256,
            },
            lines: self.lines().map(line).collect(),
            handling: self.handling_json(),
            life: self.life_json(),
        }
    }

    fn markdown(&self) -> String {
        let spec = self.specification;
        let mut text = format!("# {}\n\n{}\n", markdown(&spec.title), markdown(&spec_name(spec)));
        if spec.status == Status::Draft {
            text.push_str(&format!("\n**{DRAFT_BANNER}**\n"));
        }
        for (sentence, said) in self.lines() {
            text.push_str(&format!("\n## {}\n", markdown(&sentence.id)));
            for (_, sentence) in said {
                text.push_str(&format!("\n{}\n", markdown(&sentence)));
            }
        }
        let handling = self.handling();
        if !handling.is_empty() {
            text.push_str("\n## handling\n");
        }
        for (_, sentence) in handling {
            text.push_str(&format!("\n{}\n", markdown(&sentence)));
        }
        for (_, said) in self.life() {
            text.push_str(&format!("\n{}\n", markdown(&said)));
        }
        if let Some(basis) = &spec.basis {
            text.push_str(&format!("\nBasis: {}\n", markdown(basis)));
        }
        text
    }
}
