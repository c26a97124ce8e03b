//! The table of results, a row for each line of the specification, and the conclusion.

use super::print::{Print, row, strong, tone};
use super::{Dress, heading};
use crate::certificate::field;
use crate::certificate::model::{Content, OpenItem, TestLine};
use crate::certificate::terms::{self, Term};
use crate::certificate::words::Words;
use crate::document::{Block, Cell, Column, Emphasis, Table, Text, Tone};

/// The usual columns; those that a profile asks for beside them follow.
const USUAL: &[&str] = &["item", "criterion", "result", "conclusion", "procedure", "completed"];

pub(super) fn table(content: &Content, dress: &Dress<'_>, print: &Print<'_>) -> Vec<Block> {
    let chosen = dress.lab.map_or(&[][..], |lab| &lab.layout.columns);
    let is_usual = chosen.is_empty();
    let mut columns: Vec<&str> = if is_usual { USUAL.to_vec() } else { chosen.to_vec() };
    let asked: Vec<&str> =
        field::columns_asked_for(&content.profile).filter(|column| !columns.contains(column)).collect();
    let mut blocks = vec![heading(&terms::RESULTS, print)];
    if is_usual {
        columns.extend(&asked);
    }
    blocks.push(lines(content, &columns, print));
    // What a layout leaves out of the table and a profile asks for stands in one of its own (field table of the profile).
    if !is_usual && !asked.is_empty() {
        blocks.push(heading(&terms::PARTICULARS, print));
        blocks.push(lines(content, &[&["item"], &asked[..]].concat(), print));
    }
    blocks.extend(derivations(content, print));
    blocks.extend(conclusion(content, print));
    blocks
}

/// What computed results and derived limits were made from, below the table.
fn derivations(content: &Content, print: &Print<'_>) -> Vec<Block> {
    let derived = content.tests.iter().filter(|line| !line.derivation.is_empty());
    let note = |line: &TestLine| {
        let (label, steps) = (&terms::DERIVATION, Words::join(&line.derivation, "; ", "；"));
        let said = Words::new(
            format!("{}, {}: {}", label.en, line.name.en, steps.en),
            format!("{}，{}：{}", label.zh, line.name.zh, steps.zh),
        );
        print.paragraph(&said, Emphasis::Fine)
    };
    derived.map(note).collect()
}

/// A table with a row for each line of the specification.
fn lines(content: &Content, columns: &[&str], print: &Print<'_>) -> Block {
    let rows = content.tests.iter().map(|line| row(columns.iter().map(|column| cell(column, line, print)).collect()));
    Block::Table(Table {
        caption: None,
        columns: columns.iter().map(|name| column(name, print)).collect(),
        rows: rows.collect(),
    })
}

fn column(name: &str, print: &Print<'_>) -> Column {
    let (term, width): (&'static Term, u16) = match name {
        "item" => (&terms::ITEM, 21),
        "criterion" => (&terms::CRITERION, 20),
        "result" => (&terms::RESULT, 19),
        "conclusion" => (&terms::CONCLUSION_OF_ITEM, 12),
        "procedure" => (&terms::PROCEDURE, 17),
        "completed" => (&terms::TESTED_ON, 12),
        "analyst" => (&terms::ANALYST_AND_REVIEWER, 11),
        _ => (&terms::TESTING_LABORATORY, 14),
    };
    print.column(term, width)
}

fn cell(column: &str, line: &TestLine, print: &Print<'_>) -> Cell {
    match column {
        "item" => item(line, print),
        "criterion" => criterion(line, print),
        "result" => result(line, print),
        "conclusion" => concluded(line, print),
        "procedure" => procedure(line, print),
        "completed" => completed(line, print),
        "analyst" => people(line, print),
        _ => laboratory(line, print),
    }
}

fn item(line: &TestLine, print: &Print<'_>) -> Cell {
    let mut cell = print.naming(&line.name);
    cell.texts.extend(line.stage.iter().flat_map(|stage| print.texts(&Words::same(stage))));
    if line.laboratory.as_ref().is_some_and(|laboratory| laboratory.external) {
        cell.texts.extend(print.texts(&Words::of(&terms::EXTERNAL_MARK)));
    }
    cell
}

fn criterion(line: &TestLine, print: &Print<'_>) -> Cell {
    let mut cell = print.cell(&line.criterion);
    cell.texts.extend(line.verbatim.iter().flat_map(|text| print.texts(&verbatim(text))));
    cell
}

/// The text of the specification, told apart from the criterion that was judged.
fn verbatim(text: &str) -> Words {
    let of = &terms::WORDING_OF_SPECIFICATION;
    Words::new(format!("({}: {text})", of.en), format!("（{}：{text}）", of.zh))
}

fn result(line: &TestLine, print: &Print<'_>) -> Cell {
    let Some(result) = &line.result else { return print.cell(&Words::of(&terms::NO_RESULT)) };
    let mut cell = Cell { texts: print.texts(&result.text).into_iter().map(strong).collect(), ..Cell::default() };
    // Beside the percent of the claim what was measured.
    cell.texts.extend(result.measured.iter().flat_map(|measured| print.texts(&Words::same(measured))));
    if let Some(plan) = &result.plan {
        cell.texts.extend(print.texts(plan));
    }
    let flags = line.flags.iter().filter_map(|flag| terms::flag(flag));
    cell.texts.extend(flags.flat_map(|term| print.texts(&Words::of(term))));
    cell
}

/// The conclusion, and what decided where the table does not show it.
fn concluded(line: &TestLine, print: &Print<'_>) -> Cell {
    let mut cell = print.cell(&line.conclusion).toned(tone(&line.outcome));
    cell.texts.extend(line.remarks.iter().flat_map(|remark| print.texts(remark)));
    cell
}

fn procedure(line: &TestLine, print: &Print<'_>) -> Cell {
    let methods = Some(line.methods.join(", ")).filter(|methods| !methods.is_empty());
    let parts = [line.procedure.clone(), methods, line.reference.clone()];
    let texts = parts.into_iter().flatten().flat_map(|part| print.texts(&Words::same(part)));
    Cell { texts: texts.collect(), ..Cell::default() }
}

fn completed(line: &TestLine, print: &Print<'_>) -> Cell {
    let dates: Vec<&String> = [&line.started, &line.completed].into_iter().flatten().collect();
    let text = match dates.as_slice() {
        [] => terms::NO_RESULT.en.to_owned(),
        [from, to] if from == to => (*from).clone(),
        [one] => (*one).clone(),
        [from, to, ..] => format!("{from} – {to}"),
    };
    print.plain(&text)
}

fn people(line: &TestLine, print: &Print<'_>) -> Cell {
    let mut texts: Vec<Text> = line.analysts.iter().flat_map(|name| print.texts(&print.person(name))).collect();
    let reviewed = |name: &String| print.texts(&Words::same("/ ").then(&print.person(name)));
    texts.extend(line.reviewer.iter().flat_map(reviewed));
    if texts.is_empty() { print.cell(&Words::of(&terms::NO_RESULT)) } else { Cell { texts, ..Cell::default() } }
}

fn laboratory(line: &TestLine, print: &Print<'_>) -> Cell {
    line.laboratory.as_ref().map(|laboratory| print.cell(&laboratory.name)).unwrap_or_default()
}

/// One sentence where there is a conclusion, else what is open (R-1103).
fn conclusion(content: &Content, print: &Print<'_>) -> Vec<Block> {
    let conclusion = &content.conclusion;
    let tone = match conclusion.verdict.as_str() {
        "conforms" => Tone::Good,
        "does_not_conform" => Tone::Bad,
        _ => Tone::Open,
    };
    let mut blocks =
        vec![heading(&terms::CONCLUSION, print), print.paragraph(&conclusion.statement, Emphasis::Framed(tone))];
    let items: Vec<Words> = conclusion.open.iter().map(open_item).collect();
    match items.iter().any(|item| print.each(item).len() > 1) {
        // Two languages stand side by side, as everywhere: a list has one text for each item.
        true => blocks.extend(items.iter().map(|item| print.paragraph(item, Emphasis::Normal))),
        false if items.is_empty() => {}
        false => blocks.push(Block::List(items.iter().flat_map(|item| print.texts(item)).collect())),
    }
    blocks
}

/// What is open and why, in each language.
fn open_item(item: &OpenItem) -> Words {
    match (&item.code, &item.detail) {
        (Some(code), Some(detail)) => item.text.clone().then(&Words::same(format!(" [{code}] "))).then(detail),
        _ => item.text.clone(),
    }
}
