//! A certificate as a document: the one place where its content gets an order and its labels (R-1101).
//!
//! Nothing is computed here: every value is a text of the certificate. In two languages, labels and words stand side by side
//! or below each other, the authoritative language first; numbers, units and dates stand once.

mod back;
mod closing;
mod front;
mod print;
mod results;

use super::lab::Lab;
use super::model::{Certificate, Content, Mark};
use super::stamp::Stamp;
use super::terms::{self, Term};
use crate::document::{Block, Document, Emphasis, Moment, Paper, Picture, Running, Style, Text, Tone};
use jiff::civil::DateTime;
use print::Print;

/// Most characters of the number and of the lot in the line above a page; both stand in full on the first page.
const SHORT: usize = 48;

/// What a print needs beside the certificate.
#[derive(Clone, Copy, Debug, Default)]
pub struct Dress<'d> {
    /// The laboratory, for its wording and layout.
    pub lab: Option<&'d Lab>,
    /// Its logo.
    pub logo: Option<&'d Picture>,
    /// SHA-256 of the file of the twin.
    pub twin_sha256: &'d str,
}

/// The certificate laid out.
pub fn document(certificate: &Certificate, dress: &Dress<'_>) -> Document {
    let print = Print::new(certificate, dress);
    let content = &certificate.content;
    let number = content.number.clone().unwrap_or_else(|| terms::NO_RESULT.en.to_owned());
    let title = print.line(&content.title);
    // Whoever sees a title alone, in a tab or an index, sees that it is that of a draft.
    let status = if certificate.is_draft() { format!("{}: ", print.term(&terms::DRAFT)) } else { String::new() };
    Document {
        title: format!("{status}{title} {number}"),
        subject: format!("{status}{}", print.line(&content.conclusion.statement)),
        author: content.laboratory.name.as_ref().map(|name| print.line(name)).unwrap_or_default(),
        identifier: format!("{number} {}", certificate.content_sha256),
        program: format!("{} {}", content.record.tool, content.record.version),
        created: created(content),
        language: print.leading(),
        paper: if dress.lab.is_some_and(|lab| lab.layout.letter) { Paper::Letter } else { Paper::A4 },
        head: head(certificate, &print),
        foot: Running {
            start: print.optional(dress.lab.and_then(|lab| lab.layout.footer.as_ref())),
            end: Text::default(),
        },
        page_number: print.page_number(),
        watermark: watermark(certificate, &print),
        accent: dress.lab.and_then(|lab| lab.layout.accent),
        blocks: blocks(certificate, dress, &print),
        attachments: Vec::new(),
    }
}

/// The moment of issue.
fn created(content: &Content) -> Moment {
    match Stamp::parse(&content.issued) {
        Ok(Stamp { date, time: Some((time, offset)), .. }) => Moment { at: DateTime::from_parts(date, time), offset },
        Ok(Stamp { date, time: None, .. }) => Moment::day(date),
        // Every stamp of a content was read from one, and a twin with another is not as it was issued: see `objections`.
        Err(_) => Moment::day(jiff::civil::Date::ZERO),
    }
}

/// Number, lot and status on every page.
fn head(certificate: &Certificate, print: &Print<'_>) -> Running {
    let content = &certificate.content;
    let number = content.number.as_deref().unwrap_or(terms::NO_RESULT.en);
    let mut start = print.optional(print.lab().and_then(|lab| lab.layout.header.as_ref()));
    if !start.is_empty() {
        start = start.with(" · ", Style::Plain);
    }
    let start = start
        .with(format!("{} ", print.term(content.document.number())), Style::Plain)
        .with(print.short(number, SHORT), Style::Strong)
        .with(format!(" · {} ", print.term(&terms::LOT)), Style::Plain)
        .with(print.short(&content.lot.id, SHORT), Style::Strong);
    let end = if certificate.is_draft() { Text::strong(print.term(&terms::DRAFT)) } else { Text::default() };
    Running { start, end }
}

/// The word across every page of a draft.
fn watermark(certificate: &Certificate, print: &Print<'_>) -> Option<String> {
    let has = |mark| certificate.draft_because.contains(&mark);
    let term = match () {
        () if has(Mark::DoesNotConform) => &terms::WATERMARK_NOT_CONFORMING,
        () if has(Mark::NotConcluded) => &terms::WATERMARK_NOT_CONCLUDED,
        () if certificate.is_draft() => &terms::WATERMARK_DRAFT,
        () => return None,
    };
    Some(print.term(term))
}

fn blocks(certificate: &Certificate, dress: &Dress<'_>, print: &Print<'_>) -> Vec<Block> {
    let content = &certificate.content;
    let mut blocks = front::letterhead(content, dress, print);
    blocks.push(Block::Heading { level: 1, label: print.words(&content.title) });
    blocks.extend(notice(certificate, print));
    blocks.extend(parts(certificate, dress, print));
    blocks.extend(closing::statements(certificate, print));
    blocks.extend(closing::missing(content, print));
    blocks.extend(closing::signatures(certificate, dress, print));
    blocks.extend(closing::record(certificate, dress, print));
    let number = content.number.as_deref().unwrap_or(terms::NO_RESULT.en);
    blocks.push(Block::EndMark(print.label_with(&terms::END, &format!(" · {}", print.short(number, SHORT)))));
    blocks
}

/// Why a draft is one, below its title.
fn notice(certificate: &Certificate, print: &Print<'_>) -> Option<Block> {
    if !certificate.is_draft() {
        return None;
    }
    let because: Vec<super::Words> = certificate.draft_because.iter().map(|mark| mark.words()).collect();
    let because = super::Words::join(&because, "; ", "；");
    let draft = print.own(&terms::DRAFT_BECAUSE);
    let text = super::Words::new(format!("{}: {}.", draft.en, because.en), format!("{}：{}。", draft.zh, because.zh));
    Some(print.paragraph(&text, Emphasis::Framed(Tone::Bad)))
}

/// The parts that a laboratory may order.
fn parts(certificate: &Certificate, dress: &Dress<'_>, print: &Print<'_>) -> Vec<Block> {
    let content = &certificate.content;
    let mut all: Vec<(&str, Vec<Block>)> = vec![
        ("identification", front::identification(certificate, print)),
        ("product", front::product(content, print)),
        ("sample", front::sample(content, print)),
        ("specification", front::specification(content, print)),
        ("provenance", front::provenance(content, print)),
        ("results", results::table(content, dress, print)),
        ("decision rules", back::decision_rules(content, print)),
        ("external", back::external(content, print)),
        ("history", back::history(content, print)),
        ("deviations", back::deviations(content, print)),
        ("not performed", back::not_performed(content, print)),
    ];
    let order = dress.lab.map_or(&[][..], |lab| &lab.layout.order);
    let mut blocks = Vec::new();
    for wanted in order {
        blocks.extend(all.iter_mut().filter(|(name, _)| name == wanted).flat_map(|(_, part)| std::mem::take(part)));
    }
    blocks.extend(all.into_iter().flat_map(|(_, part)| part));
    blocks
}

/// A heading of the second level.
fn heading(term: &'static Term, print: &Print<'_>) -> Block {
    Block::Heading { level: 2, label: print.label(term) }
}
