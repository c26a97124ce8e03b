//! The parts of a document.

use super::{Colour, Label, Language, Text};
use crate::plot::Figure;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

/// A document.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// What it is: the name in the window of a reader and in lists.
    pub title: String,
    /// What it is about, in a sentence; empty: nothing is said.
    pub subject: String,
    /// Who issues it.
    pub author: String,
    /// What identifies it: the number of the certificate with its version. Equal documents have equal identifiers.
    pub identifier: String,
    /// The program that made it, with its version.
    pub program: String,
    /// When it was made: an argument of whoever builds the document, never the clock.
    pub created: Moment,
    /// The language of every text that has none of its own.
    pub language: Language,
    /// The size of the pages.
    pub paper: Paper,
    /// What stands above every page.
    pub head: Running,
    /// What stands below every page; the number of the page follows its end.
    pub foot: Running,
    /// How a page is numbered: `{page}` and `{pages}` stand for the numbers, `Page {page} of {pages}`.
    pub page_number: Label,
    /// A word across every page, behind the text: `DRAFT`.
    pub watermark: Option<String>,
    /// The colour of headings, of the heads of tables and of the lines below them; `None`: that of the text. Verdicts, notices
    /// and the watermark never take it.
    pub accent: Option<Colour>,
    /// What is in it, in the order of reading.
    pub blocks: Vec<Block>,
    /// Files inside it.
    pub attachments: Vec<Attachment>,
}

impl Document {
    /// A report in English of a day on A4, which says on every page what it is and of which day; it has to be told what it is
    /// about and what identifies it.
    pub fn of_day(title: String, day: Date, blocks: Vec<Block>) -> Self {
        Document {
            head: Running { start: Text::plain(title.clone()), end: Text::default() },
            foot: Running { start: Text::plain(format!("as of {day}")), end: Text::default() },
            title,
            subject: String::new(),
            author: String::new(),
            identifier: String::new(),
            program: format!("evqc {}", env!("CARGO_PKG_VERSION")),
            created: Moment::day(day),
            language: Language::English,
            paper: Paper::A4,
            page_number: Label::one("Page {page} of {pages}"),
            watermark: None,
            accent: None,
            blocks,
            attachments: Vec::new(),
        }
    }
}

/// A day and a time with its distance from universal time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Day and time as the clock on the wall shows them.
    pub at: DateTime,
    /// Distance from universal time.
    pub offset: Offset,
}

impl Moment {
    /// The beginning of a day in universal time.
    pub fn day(date: Date) -> Self {
        Moment { at: date.to_datetime(jiff::civil::Time::midnight()), offset: Offset::UTC }
    }

    /// As RFC 3339 has it: `2026-02-20T10:00:00+01:00`.
    pub(super) fn written(self) -> String {
        let minutes = self.offset.seconds() / 60;
        let sign = if minutes < 0 { '-' } else { '+' };
        format!("{}{sign}{:02}:{:02}", self.at, minutes.abs() / 60, minutes.abs() % 60)
    }
}

/// The size of a page, upright.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    /// 210 mm × 297 mm.
    #[default]
    A4,
    /// 8.5 in × 11 in.
    Letter,
}

/// A line above or below every page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Running {
    /// What stands at its start.
    pub start: Text,
    /// What stands at its end.
    pub end: Text,
}

/// One part of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// Who issues it: a picture and lines beside it. The first line is prominent.
    Letterhead {
        /// The logo.
        logo: Option<Picture>,
        /// Name, address, telephone.
        lines: Vec<Text>,
    },
    /// A heading; it stays with what follows. Level 1 is the title of the document, 2 a chapter, 3 a section; other numbers
    /// count as the nearest of these.
    Heading {
        /// 1, 2 or 3.
        level: u8,
        /// What it says.
        label: Label,
    },
    /// A paragraph.
    Paragraph {
        /// What it says.
        text: Text,
        /// How prominent it is.
        emphasis: Emphasis,
    },
    /// The same paragraph in two languages, side by side, and never split.
    Parallel {
        /// The leading one.
        first: Text,
        /// The other one.
        second: Text,
        /// How prominent they are.
        emphasis: Emphasis,
    },
    /// Items with a dot before each.
    List(Vec<Text>),
    /// Labels with their values.
    Pairs(Pairs),
    /// A table.
    Table(Table),
    /// Notes that marks in the text refer to.
    Notes(Vec<Note>),
    /// A figure over the whole width, never split.
    Figure {
        /// What is drawn; its description is read to who cannot see it.
        figure: Box<Figure>,
        /// Height for each unit of width, as drawn: 0.6 is usual.
        shape: f32,
        /// What stands below it; empty: nothing.
        caption: Text,
    },
    /// Places to sign, never split.
    Signatories(Signatories),
    /// A code for cameras with a text beside it.
    QrCode(QrCode),
    /// Blocks that stand on one page where a page can hold them all: a heading with its statements, a record with its digests.
    /// Where none can, no heading, paragraph, note or row loses what it stands with.
    Together(Vec<Block>),
    /// What follows begins on a new page.
    PageBreak,
    /// The end of the document, centred; it never stands alone on a page unless it is all there is.
    EndMark(Label),
}

/// How prominent a paragraph is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Emphasis {
    /// As usual.
    #[default]
    Normal,
    /// In a frame of a colour, never split: the conclusion.
    Framed(Tone),
    /// Small, never split: statements that must be there.
    Fine,
}

/// What a colour stands for. The text always says it as well: colour alone tells nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing.
    #[default]
    Neutral,
    /// Meets what was asked.
    Good,
    /// Does not meet it.
    Bad,
    /// Cannot be decided.
    Open,
}

/// Labels with their values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pairs {
    /// Whether two pairs stand side by side; long values are better off in one column. There, the second language of a label
    /// stands behind the first one where both fit on a line.
    pub side_by_side: bool,
    /// The pairs, in the order of reading: from left to right, then down.
    pub pairs: Vec<Pair>,
}

/// A label with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// What it is.
    pub label: Label,
    /// The value, one paragraph each; in two languages where words differ.
    pub value: Vec<Text>,
}

/// A table. Its head is repeated on every page, and a row is split only where it is taller than a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// What the table is, for who cannot see it; printed above it.
    pub caption: Option<Label>,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows below the head.
    pub rows: Vec<Row>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its head.
    pub head: Label,
    /// Its width compared with those of the other columns: 2 is twice as wide as 1. 0 counts as 1.
    pub width: u16,
    /// Where its texts stand.
    pub align: Align,
}

/// Where a text stands between the edges.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// Where reading starts.
    #[default]
    Start,
    /// In the middle.
    Centre,
    /// Where reading ends: numbers.
    End,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is.
    pub kind: RowKind,
    /// One for each column; missing ones are empty, a surplus is an error of the writers.
    pub cells: Vec<Cell>,
    /// Whether it stands on the same page as the next row.
    pub with_next: bool,
}

/// What a row is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RowKind {
    /// Values.
    #[default]
    Body,
    /// The heading of the rows below: its one cell goes over the whole width. It stays with the next row.
    Group,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// What it says, one paragraph each; in two languages where words differ.
    pub texts: Vec<Text>,
    /// Its colour.
    pub tone: Tone,
    /// Whether it names its row: the head of the row for who cannot see the table.
    pub names_row: bool,
}

impl Cell {
    /// A cell with one paragraph.
    pub fn new(text: impl Into<Text>) -> Self {
        Cell { texts: vec![text.into()], ..Cell::default() }
    }

    /// A cell that names its row, a paragraph for each language.
    pub fn naming(label: Label) -> Self {
        Cell { texts: label.texts, names_row: true, ..Cell::default() }
    }

    /// The same cell with a colour.
    pub fn toned(self, tone: Tone) -> Self {
        Cell { tone, ..self }
    }
}

/// A note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The mark that refers to it: `a`, `1`, `*`.
    pub mark: String,
    /// What it says, one paragraph each.
    pub texts: Vec<Text>,
}

/// A picture of somebody else: a logo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Where it came from, for messages.
    pub name: String,
    /// A PNG, JPEG or SVG file.
    pub bytes: Vec<u8>,
    /// What who cannot see it is told.
    pub description: String,
}

/// Places to sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signatories {
    /// Who signs, in the order of signing.
    pub signatories: Vec<Signatory>,
    /// Below what an empty place for the seal of the laboratory is left; nothing is printed inside it. `None`: no seal.
    pub seal: Option<Label>,
}

/// Who signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signatory {
    /// What the signature means: tested by, reviewed by, approved by.
    pub meaning: Label,
    /// Name, function, day.
    pub pairs: Vec<Pair>,
    /// Below what an empty place to write is left; `None`: no such place.
    pub space: Option<Label>,
    /// What a signature by key is printed as; it never stands in the place for the hand or for the seal. Empty: none.
    pub signature: Vec<Text>,
}

/// A code for cameras.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QrCode {
    /// What the camera reads.
    pub content: String,
    /// What who cannot see it is told.
    pub description: String,
    /// What stands beside it, one paragraph each.
    pub texts: Vec<Text>,
    /// Labels with their values, below the texts; short ones, two side by side.
    pub pairs: Vec<Pair>,
}

/// A file inside the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Its name: `certificate.json`. No two attachments have the same name.
    pub name: String,
    /// What it is: `application/json`.
    pub media_type: String,
    /// What it is to the document.
    pub relationship: Relationship,
    /// What it is, in a sentence.
    pub description: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// What a file is to the document that holds it.
///
/// # Source
/// ISO 19005-3:2012, annex E, key AFRelationship.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Relationship {
    /// What the document was made from.
    Source,
    /// The numbers that the document shows.
    #[default]
    Data,
    /// The same content in another form.
    Alternative,
    /// More than the document shows.
    Supplement,
    /// None of these.
    Unspecified,
}
