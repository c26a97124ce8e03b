//! JUnit XML: test suites, their cases, and the file of them that CI servers read.
//!
//! The form is that of the schema of the Jenkins xUnit plugin. What a suite comes to is counted from its cases when it is
//! written, so that the numbers and the cases cannot differ. All text is foreign and is made harmless here, once
//! ([`super::escape::visible`]): XML cannot hold every character, and none may vanish.

use super::escape::visible;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use std::io::{self, Write};

/// A test suite.
#[derive(Clone, Debug, Default)]
pub(super) struct Suite {
    pub(super) name: String,
    /// What holds for all cases, name and value, in the order of the file.
    pub(super) properties: Vec<(String, String)>,
    pub(super) cases: Vec<Case>,
}

/// A test case.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) name: String,
    /// What it belongs to; servers group by it.
    pub(super) class: String,
    pub(super) status: Status,
    /// What there is to read beside the status (`system-out`).
    pub(super) output: Vec<String>,
}

/// What a case came to.
#[derive(Clone, Debug)]
pub(super) enum Status {
    /// As it should be.
    Success,
    /// Does not count.
    Skipped(Reason),
    /// Looked at and found wrong.
    Failure(Reason),
    /// Could not be looked at.
    Error(Reason),
}

/// Why a case is no success. What is empty is left out.
#[derive(Clone, Debug, Default)]
pub(super) struct Reason {
    pub(super) message: String,
    /// The kind of it, a word (`type`).
    pub(super) kind: String,
    /// Lines with all there is to say.
    pub(super) lines: Vec<String>,
}

impl Suite {
    pub(super) fn new(name: impl Into<String>) -> Suite {
        Suite { name: name.into(), ..Suite::default() }
    }

    pub(super) fn property(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.properties.push((name.into(), value.into()));
    }

    /// Whether a case failed or could not be looked at: a server shows the suite red.
    pub(super) fn is_red(&self) -> bool {
        let counts = Counts::of(&self.cases);
        counts.failures + counts.errors > 0
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    tests: usize,
    skipped: usize,
    failures: usize,
    errors: usize,
}

impl Counts {
    fn of<'c>(cases: impl IntoIterator<Item = &'c Case>) -> Counts {
        let mut counts = Counts::default();
        for case in cases {
            counts.tests += 1;
            match case.status {
                Status::Success => {}
                Status::Skipped(_) => counts.skipped += 1,
                Status::Failure(_) => counts.failures += 1,
                Status::Error(_) => counts.errors += 1,
            }
        }
        counts
    }

    fn attributes(self) -> [(&'static str, String); 4] {
        [("tests", self.tests), ("skipped", self.skipped), ("errors", self.errors), ("failures", self.failures)]
            .map(|(name, count)| (name, count.to_string()))
    }
}

/// A whole file of suites.
///
/// # Errors
/// Those of the writer.
pub(super) fn write(name: &str, suites: &[Suite], out: &mut dyn Write) -> io::Result<()> {
    let mut xml = Writer::new_with_indent(&mut *out, b' ', INDENT);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    // The order means nothing; it is the one that scripts have seen since there is the format.
    let [tests, skipped, errors, failures] = Counts::of(suites.iter().flat_map(|suite| &suite.cases)).attributes();
    let said = [("name", name.to_owned()), tests, skipped, failures, errors];
    xml.write_event(Event::Start(tag(ROOT, said)))?;
    suites.iter().try_for_each(|one| write_suite(one, &mut xml))?;
    xml.write_event(Event::End(BytesEnd::new(ROOT)))?;
    out.write_all(b"\n")
}

/// A suite as it stands inside the root element, with the end of its line; for files that are written suite by suite.
///
/// # Errors
/// None but of memory.
pub(super) fn inside(suite: &Suite) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', INDENT);
    // The root is opened for the indent of what is in it, and not kept.
    xml.write_event(Event::Start(BytesStart::new(ROOT)))?;
    xml.get_mut().clear();
    write_suite(suite, &mut xml)?;
    let mut text = xml.into_inner();
    // The writer ends a line where the next element begins: the first sign is the end of the line before.
    text.rotate_left(1);
    Ok(text)
}

const ROOT: &str = "testsuites";
const INDENT: usize = 4;

fn tag<'t>(name: &'t str, attributes: impl IntoIterator<Item = (&'static str, String)>) -> BytesStart<'t> {
    let mut tag = BytesStart::new(name);
    for (name, value) in attributes {
        tag.push_attribute((name, visible(&value).as_ref()));
    }
    tag
}

fn write_suite<W: Write>(suite: &Suite, xml: &mut Writer<W>) -> io::Result<()> {
    let counts = Counts::of(&suite.cases).attributes();
    let opened = tag("testsuite", [("name", suite.name.clone())].into_iter().chain(counts));
    if suite.properties.is_empty() && suite.cases.is_empty() {
        return xml.write_event(Event::Empty(opened));
    }
    xml.write_event(Event::Start(opened))?;
    if !suite.properties.is_empty() {
        xml.write_event(Event::Start(BytesStart::new("properties")))?;
        for (name, value) in &suite.properties {
            let both = [("name", name.clone()), ("value", value.clone())];
            xml.write_event(Event::Empty(tag("property", both)))?;
        }
        xml.write_event(Event::End(BytesEnd::new("properties")))?;
    }
    suite.cases.iter().try_for_each(|case| write_case(case, xml))?;
    xml.write_event(Event::End(BytesEnd::new("testsuite")))
}

fn write_case<W: Write>(case: &Case, xml: &mut Writer<W>) -> io::Result<()> {
    let opened = tag("testcase", [("name", case.name.clone()), ("classname", case.class.clone())]);
    let reason = match &case.status {
        Status::Success if case.output.is_empty() => return xml.write_event(Event::Empty(opened)),
        Status::Success => None,
        Status::Skipped(reason) => Some(("skipped", reason)),
        Status::Failure(reason) => Some(("failure", reason)),
        Status::Error(reason) => Some(("error", reason)),
    };
    xml.write_event(Event::Start(opened))?;
    if let Some((name, reason)) = reason {
        let said = [("message", reason.message.clone()), ("type", reason.kind.clone())];
        let opened = tag(name, said.into_iter().filter(|(_, text)| !text.is_empty()));
        write_lines(opened, &reason.lines, xml)?;
    }
    if !case.output.is_empty() {
        write_lines(BytesStart::new("system-out"), &case.output, xml)?;
    }
    xml.write_event(Event::End(BytesEnd::new("testcase")))
}

/// An element with lines of text in it, or an empty one.
fn write_lines<W: Write>(opened: BytesStart<'_>, lines: &[String], xml: &mut Writer<W>) -> io::Result<()> {
    if lines.is_empty() {
        return xml.write_event(Event::Empty(opened));
    }
    let closed = opened.to_end().into_owned();
    xml.write_event(Event::Start(opened))?;
    let text = lines.iter().map(|line| visible(line)).collect::<Vec<_>>().join("\n");
    xml.write_event(Event::Text(BytesText::new(&text)))?;
    xml.write_event(Event::End(closed))
}
