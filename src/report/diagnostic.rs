//! Findings as text for people: what, where, the line with a caret, and what to do.
//!
//! The layout is that of compilers, so that editors and CI systems recognise `file:line:column`. The text depends on the
//! findings and the sources alone, not on the width of a terminal or the machine.

use super::escape::acts;
use crate::finding::{Finding, Severity};
use crate::order;
use crate::source::Place;
use crate::spec::SourceText;
use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use std::ops::Range;

/// Columns of text that a shown line is cut to, around its caret.
const WIDTH: usize = 120;

/// The findings as text, sorted by file, line and column; findings without a place come last.
///
/// `sources` are the texts whose lines can be shown; a finding in another file is shown without its line. With `colour`
/// the text has ANSI escape sequences.
pub fn render(findings: &[Finding], sources: &[SourceText], colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() }.term_width(WIDTH);
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    order::sort_by_key(&mut sorted, |finding| (finding.place.is_none(), finding.place.clone()));
    let mut text = String::new();
    for finding in sorted {
        text.push_str(&renderer.render(&[group(finding, sources)]));
        text.push_str("\n\n");
    }
    text.truncate(text.trim_end().len());
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// One finding with everything that belongs to it.
fn group<'a>(finding: &'a Finding, sources: &'a [SourceText]) -> Group<'a> {
    let title = level(finding.severity()).primary_title(printable(&finding.message)).id(finding.code.name);
    let mut elements: Vec<Element<'a>> = Vec::new();
    if let Some(place) = &finding.place {
        elements.push(shown(place, finding.width, AnnotationKind::Primary, None, sources));
    }
    for (place, remark) in &finding.related {
        elements.push(shown(place, 1, AnnotationKind::Context, Some(remark), sources));
    }
    if let Some(help) = &finding.help {
        elements.push(Level::HELP.message(printable(help)).into());
    }
    title.elements(elements)
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

/// A place with its line, or the place alone when the line cannot be shown.
fn shown<'a>(
    place: &'a Place,
    width: u32,
    kind: AnnotationKind,
    remark: Option<&'a str>,
    sources: &'a [SourceText],
) -> Element<'a> {
    let source = sources.iter().find(|source| *source.name() == place.file);
    match source.and_then(|source| source.line(place.line)) {
        Some(line) if place.column > 0 => {
            let line = harmless(line);
            let mut annotation = kind.span(span(&line, place.column, width));
            if let Some(remark) = remark {
                annotation = annotation.label(printable(remark));
            }
            Snippet::<Annotation<'a>>::source(line)
                .line_start(usize::try_from(place.line).unwrap_or(usize::MAX))
                .path(printable(&place.file))
                .annotation(annotation)
                .into()
        }
        _ => origin(place).into(),
    }
}

/// The place without its line.
fn origin(place: &Place) -> Origin<'_> {
    let mut origin = Origin::path(printable(&place.file));
    if place.line > 0 {
        origin = origin.line(usize::try_from(place.line).unwrap_or(usize::MAX));
        if place.column > 0 {
            origin = origin.char_column(place.column as usize);
        }
    }
    origin
}

/// The bytes of a line that `width` characters from a column span.
fn span(line: &str, column: u32, width: u32) -> Range<usize> {
    let byte = |characters: usize| line.char_indices().nth(characters).map_or(line.len(), |(at, _)| at);
    let first = column.saturating_sub(1) as usize;
    byte(first)..byte(first.saturating_add(width as usize))
}

/// A text of the user on one line and without characters that act, which could move the cursor or fake another finding.
fn printable(text: &str) -> String {
    text.chars().map(|character| if acts(character) { '\u{fffd}' } else { character }).collect()
}

/// A line of a file in the same way, in its columns: a tabulator is one.
fn harmless(line: &str) -> String {
    let shown = |character: char| if acts(character) && character != '\t' { '\u{fffd}' } else { character };
    line.chars().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Code;
    use std::sync::Arc;

    static CODE: Code =
        Code { name: "some-fault", severity: Severity::Error, what: "", why: "", example: "", remedy: "", source: "" };

    fn place(line: u64, column: u32) -> Place {
        Place::new(&Arc::from("a.yaml"), line, column)
    }

    #[test]
    fn a_finding_shows_its_line_and_what_to_do() {
        let sources = [SourceText::new("a.yaml", "evqc: 1\nunit: µg/mll\r\nid: x\n")];
        let finding = Finding::new(&CODE, "`mll` is no unit").at(place(2, 10), 3).help("write mL");
        let expected = "\
error[some-fault]: `mll` is no unit
 --> a.yaml:2:10
  |
2 | unit: µg/mll
  |          ^^^
  |
  = help: write mL
";
        assert_eq!(render(&[finding], &sources, false), expected);
    }

    #[test]
    fn findings_are_sorted_and_need_no_source() {
        let findings = [
            Finding::new(&CODE, "nowhere"),
            Finding::new(&CODE, "second").at(place(3, 1), 1),
            Finding::new(&CODE, "first\u{1b}[2J\nerror").at(place(2, 0), 1),
        ];
        let text = render(&findings, &[], false);
        let expected = "\
error[some-fault]: first\u{fffd}[2J\u{fffd}error
--> a.yaml:2

error[some-fault]: second
--> a.yaml:3:1

error[some-fault]: nowhere
";
        assert_eq!(text, expected);
    }

    #[test]
    fn places_outside_the_text_do_no_harm() {
        let sources = [SourceText::new("a.yaml", "µ")];
        for (line, column, width) in [(1, 99, 5), (2, 1, 1), (9, 9, 9), (1, 1, u32::MAX), (u64::MAX, u32::MAX, 1)] {
            let finding = Finding::new(&CODE, "x").at(place(line, column), width);
            assert!(render(&[finding], &sources, true).contains("some-fault"));
        }
    }
}
