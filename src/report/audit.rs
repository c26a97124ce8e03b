//! The report of `evqc trail review`: what an audit trail says of one lot, for whoever has to look at it before the conclusion
//!

use super::escape::visible;
use super::json_model::ToolJson;
use super::layout;
use crate::document::{
    Align, Block, Cell, Column, Document, DocumentError, Emphasis, Label, Pair, Pairs, Row, RowKind, Signatories,
    Signatory, Table, Text,
};
use crate::schema::JsonSchema;
use crate::trail::{Item, Kind, Review};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Name and purpose of every format of a review.
pub const REVIEW_FORMATS: &[(&str, &str)] = &[
    ("human", "for a terminal"),
    ("json", "everything, schema evqc-trail-review/1: can be signed with `evqc sign`"),
    ("markdown", "GitHub-flavoured Markdown"),
    ("html", "one page for a browser"),
    #[cfg(feature = "pdf")]
    ("pdf", "PDF/A, with a place to sign"),
];

/// Name of the layout; it changes only when a reader would have to.
pub const REVIEW_SCHEMA_NAME: &str = "evqc-trail-review/1";

/// Everything the report says.
#[derive(Debug)]
pub struct ReviewReport<'r> {
    /// What the trail says.
    pub review: &'r Review,
    /// The file of the trail.
    pub trail: &'r str,
    /// Who reviews, and in which role.
    pub reviewer: (&'r str, &'r str),
    /// The day of the review.
    pub day: Date,
}

/// An evqc trail review: what an audit trail says of one lot.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "evqc trail review, version 1", rename = "TrailReview")]
struct ReviewJson<'a> {
    /// `evqc-trail-review/1`
    #[schemars(extend("const" = REVIEW_SCHEMA_NAME))]
    schema: &'static str,
    /// The program.
    tool: ToolJson,
    /// The day of the review.
    as_of: String,
    /// The lot.
    lot: &'a str,
    /// The trail as it stood.
    trail: TrailJson<'a>,
    /// Who made the review. It is signed with `evqc sign`, or by hand.
    reviewer: ReviewerJson<'a>,
    /// The last judgement, by id and version of the specification.
    verdicts: &'a BTreeMap<String, String>,
    /// Numbers of the entries that speak of the lot or of its files.
    entries: &'a [u64],
    /// Numbers of entries that judged very many lots, of which the trail has not every name: the lot may be among them.
    not_listed: &'a [u64],
    /// How many of the items ask for a reason.
    to_explain: usize,
    /// What happened.
    items: Vec<ItemJson<'a>>,
}

/// A trail as it stood.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TrailHead")]
struct TrailJson<'a> {
    /// Name of its file.
    file: &'a str,
    /// Number of its last entry.
    entry: u64,
    /// SHA-256 of the line of that entry.
    sha256: &'a str,
}

/// Who reviews.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Reviewer")]
struct ReviewerJson<'a> {
    /// The name as given.
    name: &'a str,
    /// The role.
    role: &'a str,
    /// Numbers of the entries under review that the reviewer made; where there is one, it is no review by another person.
    made: Vec<u64>,
    /// What the reviewer tested of the lot, by a certificate or draft that lies beside the trail: where there is something, it is
    /// no review by another person either. Left out where nothing is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    tested: Option<&'a str>,
}

/// Something that happened.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Item")]
struct ItemJson<'a> {
    /// What kind of thing.
    kind: Kind,
    /// Number of the entry.
    entry: u64,
    /// When, on the clock of the place.
    when: &'a str,
    /// Who.
    who: &'a str,
    /// In which role.
    role: &'a str,
    /// What, in words.
    what: &'a str,
    /// Why; empty: no reason is given.
    why: &'a str,
}

/// The JSON Schema of the review.
#[cfg(feature = "schemas")]
pub fn review_schema() -> schemars::Schema {
    crate::schema::of_written::<ReviewJson<'_>>()
}

impl ReviewReport<'_> {
    /// The report in a format of [`REVIEW_FORMATS`]; none for another name.
    ///
    /// # Errors
    /// Those of the writers of documents, and [`DocumentError::Refused`] where the JSON cannot be written.
    pub fn render(&self, format: &str, width: usize) -> Option<Result<Vec<u8>, DocumentError>> {
        Some(match format {
            "human" => Ok(layout::wrap_whole(&self.human(), width).into_bytes()),
            "json" => self.json().map(String::into_bytes).map_err(|error| DocumentError::Refused(error.to_string())),
            "markdown" => crate::document::markdown(&self.document()).map(String::into_bytes),
            "html" => crate::document::html(&self.document()).map(String::into_bytes),
            #[cfg(feature = "pdf")]
            "pdf" => crate::document::pdf(&self.document()),
            _ => return None,
        })
    }

    fn json(&self) -> serde_json::Result<String> {
        let review = self.review;
        let document = ReviewJson {
            schema: REVIEW_SCHEMA_NAME,
            tool: ToolJson::this(),
            as_of: self.day.to_string(),
            lot: &review.lot,
            trail: TrailJson { file: self.trail, entry: review.head.number, sha256: &review.head.sha256 },
            reviewer: ReviewerJson {
                name: self.reviewer.0,
                role: self.reviewer.1,
                made: self.own(),
                tested: self.tested(),
            },
            verdicts: &review.verdicts,
            entries: &review.entries,
            not_listed: &review.not_listed,
            to_explain: review.to_explain(),
            items: review.items.iter().map(item_json).collect(),
        };
        Ok(serde_json::to_string(&document)? + "\n")
    }

    /// The entries under review that the reviewer made.
    fn own(&self) -> Vec<u64> {
        self.review.made_by(self.reviewer.0)
    }

    /// What the reviewer tested of the lot.
    fn tested(&self) -> Option<&str> {
        self.review.tested_by(self.reviewer.0)
    }

    /// Why this is no review by another person; nothing: it is one.
    fn not_independent(&self) -> Option<String> {
        let own = self.own();
        let part = if own.is_empty() { self.tested()?.to_owned() } else { format!("made entry {}", listed(&own)) };
        Some(format!("{} {part}: this is a list for the own use, and no review", self.reviewer.0))
    }

    fn title(&self) -> String {
        format!("Audit trail review of lot {}", self.review.lot)
    }

    /// What was looked at, in lines of a label and a text.
    fn about(&self) -> Vec<(&'static str, String)> {
        let review = self.review;
        let head = &review.head;
        let mut lines = vec![
            ("Trail", format!("{}, up to entry {}, sha256 {}", self.trail, head.number, head.sha256)),
            ("Entries of the lot", listed(&review.entries)),
        ];
        if !review.not_listed.is_empty() {
            lines.push(("May be in", format!("{}: very many lots, not all of them named", listed(&review.not_listed))));
        }
        let verdict =
            |(of, verdict): (&String, &String)| ("Last judgement", format!("{of}: {}", verdict.replace('_', " ")));
        lines.extend(review.verdicts.iter().map(verdict));
        let (asking, items, without) = (review.to_explain(), review.items.len(), review.without_reason());
        lines.push(("Asking for a reason", format!("{asking} of {items} items, {without} without a reason")));
        lines
    }

    fn human(&self) -> String {
        let mut text = format!("{}\n", visible(&self.title()));
        for (label, value) in self.about() {
            let _ = writeln!(text, "  {label}: {}", visible(&value));
        }
        for item in &self.review.items {
            let why = if item.why.is_empty() { NO_REASON } else { &item.why };
            let _ = write!(
                text,
                "\n{:>4}  {:<12}  {}  {}, {}\n      {}\n      why: {}\n",
                item.entry,
                item.kind.as_str(),
                visible(&item.when),
                visible(&item.who),
                visible(&item.role),
                visible(&item.what),
                visible(why)
            );
        }
        if let Some(why) = self.not_independent() {
            let _ = writeln!(text, "\n{}", visible(&why));
            return text;
        }
        let (name, role) = self.reviewer;
        let _ = write!(
            text,
            "\nReviewed by: {}, {}   Date: {}   Signature: ____________________\n",
            visible(name),
            visible(role),
            self.day
        );
        text
    }

    /// The review as a document that people keep.
    fn document(&self) -> Document {
        let title = visible(&self.title()).into_owned();
        let head = &self.review.head;
        Document {
            subject: format!("Entries up to {} of {}", head.number, visible(self.trail)),
            author: visible(self.reviewer.0).into_owned(),
            identifier: format!("{title} {}", head.sha256),
            ..Document::of_day(title.clone(), self.day, self.blocks(title))
        }
    }

    fn blocks(&self, title: String) -> Vec<Block> {
        let pair = |(label, value): (&str, String)| Pair { label: Label::one(label), value: vec![text(&value)] };
        let mut blocks = vec![Block::Heading { level: 1, label: Label::one(Text::plain(title)) }];
        blocks.push(Block::Pairs(Pairs { side_by_side: false, pairs: self.about().into_iter().map(pair).collect() }));
        match self.review.items.is_empty() {
            true => blocks.push(Block::Paragraph {
                text: Text::plain("Nothing was changed, set aside, overridden or judged again."),
                emphasis: Emphasis::Normal,
            }),
            false => blocks.push(Block::Table(self.table())),
        }
        let (name, role) = self.reviewer;
        blocks.push(match self.not_independent() {
            Some(why) => Block::Paragraph { text: text(&why), emphasis: Emphasis::Normal },
            None => Block::Signatories(Signatories {
                signatories: vec![Signatory {
                    meaning: Label::one("Reviewed by"),
                    pairs: [("Name", name), ("Function", role), ("Date", &self.day.to_string())]
                        .map(|(label, value)| pair((label, value.to_owned())))
                        .into(),
                    space: Some(Label::one("Signature")),
                    signature: Vec::new(),
                }],
                seal: None,
            }),
        });
        blocks.push(Block::EndMark(Label::one("End of the review")));
        blocks
    }

    fn table(&self) -> Table {
        let row = |item: &Item| Row {
            kind: RowKind::Body,
            cells: vec![
                Cell::naming(Label::one(Text::plain(item.entry.to_string()))),
                Cell::new(text(item.kind.as_str())),
                Cell::new(text(&item.when)),
                Cell::new(text(&format!("{}, {}", item.who, item.role))),
                Cell::new(text(&item.what)),
                Cell::new(text(if item.why.is_empty() { NO_REASON } else { &item.why })),
            ],
            with_next: false,
        };
        let heads = [("Entry", 8), ("Kind", 13), ("When", 17), ("Who", 16), ("What", 30), ("Why", 20)];
        let column = |(head, width)| Column { head: Label::one(head), width, align: Align::Start };
        Table { caption: None, columns: heads.map(column).into(), rows: self.review.items.iter().map(row).collect() }
    }
}

/// What stands where an entry gives no reason.
const NO_REASON: &str = "no reason given";

fn text(words: &str) -> Text {
    Text::plain(visible(words).into_owned())
}

fn item_json(item: &Item) -> ItemJson<'_> {
    let Item { kind, entry, when, who, role, what, why } = item;
    ItemJson { kind: *kind, entry: *entry, when, who, role, what, why }
}

fn listed(numbers: &[u64]) -> String {
    let words: Vec<String> = numbers.iter().map(u64::to_string).collect();
    if words.is_empty() { "none".to_owned() } else { words.join(", ") }
}
