//! `evqc spec explain`: the lines of a specification as sentences, one function per format.

use super::escape::{markdown, visible};
use super::layout::wrap;
use super::wording::{DRAFT_BANNER, spec_name};
use crate::explanation::{self, Sentence, chinese, english};
use crate::spec::{Specification, Status, Test};
use serde_json::{Value, json};

/// Name and purpose of every format of an explanation.
pub const EXPLANATION_FORMATS: &[(&str, &str)] = &[
    ("human", "for a terminal"),
    ("json", "everything, schema evqc-explanation/1"),
    ("markdown", "GitHub-flavoured Markdown"),
];

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
    /// The languages, in the order they are printed.
    pub languages: &'s [Language],
    /// Columns of a terminal.
    pub width: usize,
}

impl Explanation<'_> {
    /// The report in a format of [`EXPLANATION_FORMATS`]; none for another name.
    pub fn render(&self, format: &str) -> Option<String> {
        Some(match format {
            "human" => self.human(),
            "json" => format!("{:#}\n", self.json()),
            "markdown" => self.markdown(),
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

    fn json(&self) -> Value {
        let spec = self.specification;
        let line = |(sentence, said): (Sentence, Vec<(Language, String)>)| {
            let mut line = json!({"test": sentence.id, "name": sentence.name});
            for (language, sentence) in said {
                line[language.code()] = json!(sentence);
            }
            line
        };
        let mut all = json!({
            "schema": "evqc-explanation/1",
            "specification": {
                "id": spec.id, "version": spec.version, "title": spec.title, "status": spec.status.as_str(),
                "sha256": spec.sha256,
            },
            "lines": self.lines().map(line).collect::<Vec<_>>(),
        });
        for (language, said) in self.life() {
            all["life"][language.code()] = json!(said);
        }
        all
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
        for (_, said) in self.life() {
            text.push_str(&format!("\n{}\n", markdown(&said)));
        }
        if let Some(basis) = &spec.basis {
            text.push_str(&format!("\nBasis: {}\n", markdown(basis)));
        }
        text
    }
}
