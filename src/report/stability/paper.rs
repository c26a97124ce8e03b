//! `html` and `pdf`: the study as a document that people keep, with the picture of each test.

use super::{StabilityReport, picture, words};
use crate::document::{
    Align, Block, Cell, Column, Document, DocumentError, Emphasis, Label, Pair, Pairs, Row, RowKind, Running, Table,
    Text, Tone,
};
use crate::finding::{Finding, Severity};
use crate::report::{escape::visible, wording};
use crate::spec::Status;
use crate::stability::{GroupEvaluation, Standing, StudyReport, TestEvaluation};

/// Height of a picture as part of its width.
const SHAPE: f32 = 0.55;

/// One page that opens without a network.
///
/// # Errors
/// As [`crate::document::html`].
pub(super) fn html(report: &StabilityReport<'_>) -> Result<Vec<u8>, DocumentError> {
    crate::document::html(&document(report)).map(String::into_bytes)
}

/// A PDF file for archives.
///
/// # Errors
/// As [`crate::document::pdf`].
#[cfg(feature = "pdf")]
pub(super) fn pdf(report: &StabilityReport<'_>) -> Result<Vec<u8>, DocumentError> {
    crate::document::pdf(&document(report))
}

fn document(report: &StabilityReport<'_>) -> Document {
    let spec = report.spec.map_or_else(|| "no specification".to_owned(), wording::spec_name);
    let draft = report.spec.is_some_and(|spec| spec.status == Status::Draft);
    let synthetic = report.study.and_then(|study| study.study.as_ref()).is_some_and(|study| study.synthetic);
    let mark = match (draft, synthetic) {
        (true, _) => Some("DRAFT".to_owned()),
        (false, true) => Some("SYNTHETIC DATA".to_owned()),
        (false, false) => None,
    };
    Document {
        subject: format!("Stability, {}", plain(&spec)),
        author: "evqc".to_owned(),
        identifier: plain(&spec),
        head: Running { start: text(&words::title(report)), end: text(report.standing().words()) },
        watermark: mark,
        ..Document::of_day(plain(&words::title(report)), report.as_of, blocks(report))
    }
}

fn blocks(report: &StabilityReport<'_>) -> Vec<Block> {
    let standing = report.standing();
    let mut blocks = vec![heading(1, &words::title(report))];
    blocks.push(framed(&format!("{} {}", words::sign(standing), standing.words()), tone(standing)));
    if report.spec.is_some_and(|spec| spec.status == Status::Draft) {
        blocks.push(framed(wording::DRAFT_BANNER, Tone::Bad));
    }
    if let Some(study) = report.study {
        let about = words::about(study).into_iter().chain(words::storage(study)).chain([words::claim(study)]);
        blocks.extend(about.chain(words::composition(study)).map(|line| paragraph(&line)));
        blocks.extend(overview(study));
        for (test, group) in groups(study) {
            blocks.extend(of_group(study, test, group));
        }
        blocks.push(heading(2, "Around the claim"));
        let changes = words::changes(study).into_iter().chain([words::change_rule(study)]);
        let lines = changes.chain(words::others(study)).chain(words::pulls(study));
        blocks.push(Block::List(lines.map(|line| text(&line)).collect()));
    }
    if !report.findings.is_empty() {
        blocks.push(heading(2, "Findings"));
        blocks.push(Block::List(report.findings.iter().map(finding).collect()));
    }
    blocks.push(heading(2, "Files"));
    let files = report.files().map(|input| (input.name.to_string(), format!("SHA-256 {}", input.sha256)));
    let spec = report.spec.map(|spec| (wording::spec_name(spec), format!("SHA-256 {}", spec.sha256)));
    blocks.push(pairs(spec.into_iter().chain(files).chain(words::run(report))));
    blocks.push(Block::EndMark(Label::one("End of the report")));
    blocks
}

fn groups<'s>(study: &'s StudyReport<'s>) -> impl Iterator<Item = (&'s TestEvaluation<'s>, &'s GroupEvaluation)> {
    study.tests.iter().flat_map(|test| test.groups.iter().map(move |group| (test, group)))
}

fn overview(study: &StudyReport<'_>) -> Option<Block> {
    let row = |(test, group): (&TestEvaluation<'_>, &GroupEvaluation)| Row {
        kind: RowKind::Body,
        cells: vec![
            Cell::naming(Label::one(text(&words::name(test, group)))),
            Cell::new(text(&words::extent(group))),
            Cell::new(text(&words::model(&group.statistics))),
            Cell::new(text(&words::crossing_cell(&group.statistics))),
            Cell::new(text(&words::months(group.ceiling_months))),
            Cell::new(text(&words::stated(&group.supported))),
        ],
        with_next: false,
    };
    let rows: Vec<Row> = groups(study).map(row).collect();
    let heads = [("Test", 26), ("Data", 16), ("Model", 20), ("Crossing", 13), ("Ceiling", 12), ("Supported", 13)];
    let columns =
        heads.map(|(head, width)| Column { head: Label::one(head), width, align: Align::Start }).into_iter().collect();
    (!rows.is_empty()).then_some(Block::Table(Table { caption: None, columns, rows }))
}

/// Picture, results and every number of a group.
fn of_group(study: &StudyReport<'_>, test: &TestEvaluation<'_>, group: &GroupEvaluation) -> Vec<Block> {
    let mut blocks = vec![heading(2, &words::name(test, group))];
    if let Some(figure) = picture::of_group(study, test, group) {
        blocks.push(Block::Figure { figure: Box::new(figure), shape: SHAPE, caption: Text::default() });
    }
    let results = group.group.batches.iter().map(|batch| {
        let points = batch.points.iter().map(|point| format!("{}: {}", point.time, words::value(point)));
        (batch.batch.clone(), points.collect::<Vec<_>>().join("; "))
    });
    blocks.push(pairs(results));
    let details = words::details(group).into_iter().map(|(what, line)| (what.to_owned(), line));
    blocks.push(pairs(joined(details)));
    blocks
}

/// Lines without a label belong to the one before.
fn joined(lines: impl Iterator<Item = (String, String)>) -> impl Iterator<Item = (String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    for (label, line) in lines {
        match all.last_mut() {
            Some(last) if label.is_empty() => last.1 = format!("{}; {line}", last.1),
            _ => all.push((label, line)),
        }
    }
    all.into_iter()
}

fn pairs(pairs: impl Iterator<Item = (String, String)>) -> Block {
    let pair = |(label, value): (String, String)| Pair { label: Label::one(text(&label)), value: vec![text(&value)] };
    Block::Pairs(Pairs { side_by_side: false, pairs: pairs.map(pair).collect() })
}

fn finding(finding: &Finding) -> Text {
    let place = finding.place.as_ref().map_or_else(String::new, |place| format!(" ({place})"));
    let help = finding.help.as_ref().map_or_else(String::new, |help| format!("; {help}"));
    let head = match finding.severity() {
        Severity::Error | Severity::Warning => Text::strong(format!("{}[{}]", finding.severity(), finding.code.name)),
        Severity::Note => Text::plain(format!("{}[{}]", finding.severity(), finding.code.name)),
    };
    head.then(text(&format!(": {}{place}{help}", finding.message)))
}

fn tone(standing: Standing) -> Tone {
    match standing {
        Standing::Supported => Tone::Good,
        Standing::NotSupported => Tone::Bad,
        Standing::NotConcluded | Standing::NotEvaluable => Tone::Open,
    }
}

fn heading(level: u8, words: &str) -> Block {
    Block::Heading { level, label: Label::one(text(words)) }
}

fn paragraph(line: &str) -> Block {
    Block::Paragraph { text: text(line), emphasis: Emphasis::Normal }
}

fn framed(line: &str, tone: Tone) -> Block {
    Block::Paragraph { text: Text::strong(plain(line)), emphasis: Emphasis::Framed(tone) }
}

/// A text from data: what cannot be printed is made visible.
fn text(words: &str) -> Text {
    Text::plain(plain(words))
}

fn plain(words: &str) -> String {
    visible(words).into_owned()
}
