//! Behind the results: decision rules, external laboratories, retest history, deviations, tests that were not performed.

use super::heading;
use super::print::{Print, row, table};
use crate::certificate::model::{Content, HistoryEntry, ResultValue, RunsNotUsed, TestLine, UncertaintyStated};
use crate::certificate::notation;
use crate::certificate::terms::{self, Term};
use crate::certificate::unused_runs;
use crate::certificate::words::Words;
use crate::document::{Block, Cell, Column, Emphasis, Text};
use crate::quantity::decimal::prettify;
use crate::report::decision::plain_probability;

/// Columns of these widths.
fn columns<const N: usize>(print: &Print<'_>, all: [(&'static Term, u16); N]) -> Vec<Column> {
    all.map(|(term, width)| print.column(term, width)).into()
}

/// A part that says "none" where it has no rows.
fn part(term: &'static Term, table: Option<Block>, print: &Print<'_>) -> Vec<Block> {
    let none = || print.paragraph(&Words::of(&terms::NONE), Emphasis::Normal);
    vec![heading(term, print), table.unwrap_or_else(none)]
}

/// The decision rule of every test that has another one than simple acceptance, and every stated uncertainty.
pub(super) fn decision_rules(content: &Content, print: &Print<'_>) -> Vec<Block> {
    let mut blocks = vec![
        heading(&terms::DECISION_RULES, print),
        print.paragraph(&Words::of(&terms::SIMPLE_RULE), Emphasis::Normal),
    ];
    let usual = usual_rounding(content);
    blocks.extend(usual.map(|rounding| print.paragraph(&rounded_by_all(rounding), Emphasis::Normal)));
    let others = content.tests.iter().filter(|line| {
        let other_rule = line.rule.as_ref().is_some_and(|rule| rule.decision != "simple");
        line.uncertainty.is_some() || other_rule || rounding(line).is_some_and(|own| Some(own) != usual)
    });
    let rows = others.map(|line| {
        let rule = line.rule.as_ref();
        let said = rule.map_or_else(Words::default, |rule| match rule.decision.as_str() {
            "simple" => Words::of(&terms::SIMPLE),
            _ => rule.words.clone(),
        });
        let mut rule = print.cell(&said);
        let other = rounding(line).filter(|own| Some(*own) != usual);
        rule.texts.extend(other.into_iter().flat_map(|rounding| print.texts(rounding)));
        row(vec![print.naming(&line.name), rule, uncertainty(line, print), zone(line, print)])
    });
    let heads = [
        (&terms::ITEM, 18),
        (&terms::DECISION_RULE, 33),
        (&terms::EXPANDED_UNCERTAINTY, 20),
        (&terms::ACCEPTANCE_ZONE, 29),
    ];
    let all = table(columns(print, heads), rows.collect());
    blocks.push(all.unwrap_or_else(|| print.paragraph(&Words::of(&terms::ALL_SIMPLE), Emphasis::Normal)));
    blocks
}

/// How a value is rounded before it is compared with its numbers; nothing where there are none.
fn rounding(line: &TestLine) -> Option<&Words> {
    line.limits.as_ref()?;
    line.rule.as_ref().map(|rule| &rule.rounding_words)
}

/// The rounding that most items have, of several the first; it is said once.
fn usual_rounding(content: &Content) -> Option<&Words> {
    let all = || content.tests.iter().filter_map(rounding);
    let times = |one: &Words| all().filter(|other| *other == one).count();
    all().fold(None, |most, one| if most.is_none_or(|most| times(one) > times(most)) { Some(one) } else { most })
}

fn rounded_by_all(rounding: &Words) -> Words {
    let said = &terms::ROUNDED_BY_ALL;
    Words::new(said.en.replace("{value}", &rounding.en), said.zh.replace("{value}", &rounding.zh))
}

fn uncertainty(line: &TestLine, print: &Print<'_>) -> Cell {
    let Some(known) = &line.uncertainty else { return print.cell(&Words::of(&terms::NO_RESULT)) };
    let unit = if known.unit.is_empty() { String::new() } else { format!(" {}", known.unit) };
    let mut cell = print.plain(&format!("{}{unit} (k = {})", known.expanded, known.coverage_factor));
    cell.texts.extend(known.reference.iter().flat_map(|report| print.texts(&Words::same(report))));
    cell.texts.extend(source_of(known).into_iter().flat_map(|source| print.texts(&Words::of(source))));
    cell
}

/// Where an uncertainty comes from; the specification names a report.
fn source_of(known: &UncertaintyStated) -> Option<&'static Term> {
    Some(match &*known.source {
        "results" => &terms::FROM_RESULTS,
        "counting" => &terms::FROM_COUNTING,
        "bootstrap" => &terms::FROM_BOOTSTRAP,
        "replicates" => &terms::FROM_REPLICATES,
        "propagation" => &terms::FROM_PROPAGATION,
        _ => return None,
    })
}

/// What a rule compared: guard band and acceptance zone, confidence or tolerance bounds, the probability of conformance.
fn zone(line: &TestLine, print: &Print<'_>) -> Cell {
    let Some(rule) = &line.rule else { return Cell::default() };
    let mut texts: Vec<Text> = rule.acceptance_zone.iter().flat_map(|zone| print.texts(zone)).collect();
    let own = |term: &'static Term, value: &str| {
        let label = print.own(term);
        Words::new(format!("{}: {value}", label.en), format!("{}：{value}", label.zh))
    };
    texts.extend(rule.guard_band.iter().flat_map(|band| print.texts(&own(&terms::GUARD_BAND, band))));
    let bound = if rule.decision.starts_with("tolerance") { &terms::TOLERANCE_BOUND } else { &terms::CONFIDENCE_BOUND };
    let bounds = rule.bounds.iter().map(|bounds| {
        let label = print.own(bound);
        Words::new(format!("{}: {}", label.en, bounds.en), format!("{}：{}", label.zh, bounds.zh))
    });
    texts.extend(bounds.flat_map(|words| print.texts(&words)));
    let compared = line.result.as_ref().filter(|_| rule.decision != "simple");
    let compared = compared.and_then(|result| Some(own(&terms::COMPARED, &compared_value(line, result)?)));
    texts.extend(compared.iter().flat_map(|words| print.texts(words)));
    let found = rule.conformance_probability.as_deref().and_then(|found| found.parse().ok());
    let asked = rule.decision.strip_prefix("pc(").and_then(|rest| rest.strip_suffix(')')?.parse().ok());
    // Of a result that is a bound it is the one at that bound: more is not known of the value beyond.
    let is_bound = line.result.as_ref().is_some_and(|result| result.op.is_some());
    let least = if is_bound { "≥ " } else { "" };
    let in_print = |found| format!("{least}{}", plain_probability(found, asked));
    let probability = found.map(|found| own(&terms::CONFORMANCE_PROBABILITY, &in_print(found)));
    texts.extend(probability.iter().flat_map(|words| print.texts(words)));
    if texts.is_empty() { print.cell(&Words::of(&terms::NO_RESULT)) } else { Cell { texts, ..Cell::default() } }
}

/// The value that was compared, with the sign of a bound, where it is not the one in print: that is rounded, and every other rule
/// than the simple one compares the one before.
fn compared_value(line: &TestLine, result: &ResultValue) -> Option<String> {
    let limits = line.limits.iter().flat_map(|limits| limits.lower.iter().chain(&limits.upper));
    let has_exponent = limits.into_iter().any(|limit| limit.contains('e'));
    let number = few_digits(&notation::beside(result.value.as_deref()?, has_exponent));
    let sign = match result.op.as_deref() {
        Some("<=") => "≤",
        Some(">=") => "≥",
        sign => sign.unwrap_or_default(),
    };
    let unit = result.unit.as_deref().filter(|unit| !unit.is_empty());
    let compared = format!("{sign}{number}{}", unit.map_or_else(String::new, |unit| format!(" {unit}")));
    (compared != result.text.en).then_some(compared)
}

/// A number with many decimals to nine significant digits; the twin has them all.
fn few_digits(value: &str) -> String {
    const MOST: usize = 9;
    let (number, power) = value.split_at(value.find('e').unwrap_or(value.len()));
    let Some((whole, decimals)) = number.split_once('.') else { return prettify(value) };
    let before = whole.trim_start_matches(['-', '0']).len();
    let zeros = if before == 0 { decimals.len() - decimals.trim_start_matches('0').len() } else { 0 };
    let kept = zeros + MOST.saturating_sub(before).max(1);
    match decimals.get(..kept).filter(|_| decimals.len() > kept) {
        Some(start) => prettify(&format!("{whole}.{start}…{power}")),
        None => prettify(value),
    }
}

pub(super) fn external(content: &Content, print: &Print<'_>) -> Vec<Block> {
    if content.external.is_empty() {
        return Vec::new();
    }
    let none = terms::NO_RESULT.en;
    let rows = content.external.iter().flat_map(|laboratory| {
        laboratory.tests.iter().map(move |test| {
            let mut who = print.cell(&laboratory.name);
            who.texts.extend(laboratory.address.iter().flat_map(|address| print.texts(address)));
            row(vec![print.naming(&test.name), who, print.plain(test.report.as_deref().unwrap_or(none))])
        })
    });
    let heads = [(&terms::ITEM, 3), (&terms::EXTERNAL_LABORATORY, 5), (&terms::EXTERNAL_REPORT, 3)];
    part(&terms::EXTERNAL, table(columns(print, heads), rows.collect()), print)
}

pub(super) fn history(content: &Content, print: &Print<'_>) -> Vec<Block> {
    let entry = |entry: &HistoryEntry| {
        let record =
            [&entry.reason, &entry.investigation].into_iter().flatten().cloned().collect::<Vec<_>>().join("; ");
        let people = [&entry.analyst, &entry.approver].into_iter().flatten().map(|name| print.person(name));
        let people = Words::join(&people.collect::<Vec<_>>(), " / ", " / ");
        let none = |text: String| if text.is_empty() { terms::NO_RESULT.en.to_owned() } else { text };
        let mut who = print.cell(&if people.is_empty() { Words::of(&terms::NO_RESULT) } else { people });
        let corrected = entry.corrected_by.iter().map(|name| print.person(name));
        let corrected: Vec<Words> = corrected.chain(entry.corrected_on.iter().map(Words::same)).collect();
        if !corrected.is_empty() {
            let by = print.own(&terms::CORRECTED_BY).then(&Words::same(" "));
            who.texts.extend(print.texts(&by.then(&Words::join(&corrected, ", ", ", "))));
        }
        row(vec![
            print.naming(&entry.name),
            determined(entry, print),
            print.cell(&entry.words),
            print.plain(&none(record)),
            who,
            print.plain(entry.date.as_deref().unwrap_or(terms::NO_RESULT.en)),
        ])
    };
    let heads = [
        (&terms::ITEM, 16),
        (&terms::VALUE, 12),
        (&terms::USED_AS, 18),
        (&terms::REASON, 26),
        (&terms::ANALYST_AND_APPROVER, 16),
        (&terms::COMPLETED, 12),
    ];
    let table = table(columns(print, heads), content.history.iter().map(entry).collect());
    match runs_not_used(content, print) {
        None => part(&terms::HISTORY, table, print),
        Some(runs) => [heading(&terms::HISTORY, print)].into_iter().chain(table).chain([runs]).collect(),
    }
}

/// The runs of instrument files that no result, or not every one, rests on.
fn runs_not_used(content: &Content, print: &Print<'_>) -> Option<Block> {
    let rows = content.runs_not_used.iter().map(|one| {
        let values = Some(one.values.join(", ")).filter(|values| !values.is_empty()).map(Words::same);
        let said = unused_runs::reason(one).or(values).unwrap_or_else(|| Words::of(&terms::NO_RESULT));
        row(vec![print.naming(&named_runs(one)), print.cell(&one.words), print.cell(&said)])
    });
    let heads = [(&terms::RUN_OF_FILE, 5), (&terms::USED_AS, 4), (&terms::REASON_OR_VALUE, 5)];
    table(columns(print, heads), rows.collect())
}

/// `panel.csv: E1, F1 (EV-7)`, with the name of the sample that the file has.
fn named_runs(of: &RunsNotUsed) -> Words {
    let sample = of
        .sample
        .as_ref()
        .map_or_else(Words::default, |sample| Words::new(format!(" ({sample})"), format!("（{sample}）")));
    let runs = Words::new(of.runs.join(", "), of.runs.join("、"));
    let behind = if of.runs.is_empty() { Words::default() } else { Words::new(": ", "：").then(&runs) };
    Words::same(&of.file).then(&behind).then(&sample)
}

/// A value, and which determination or control it is of.
fn determined(entry: &HistoryEntry, print: &Print<'_>) -> Cell {
    let mut cell = match &entry.value_words {
        Some(words) => print.cell(words),
        None => print.plain(&notation::raised(&entry.value)),
    };
    cell.texts.extend(entry.label.iter().flat_map(|label| print.texts(&Words::same(label))));
    cell
}

pub(super) fn deviations(content: &Content, print: &Print<'_>) -> Vec<Block> {
    let name = |id: &String| {
        let line = content.tests.iter().find(|line| line.id == *id);
        line.map_or_else(|| Words::same(id.clone()), |line| line.name.clone())
    };
    let rows = content.deviations.iter().map(|deviation| {
        let tests: Vec<Words> = deviation.tests.iter().map(name).collect();
        let tests = if tests.is_empty() { Words::of(&terms::NO_RESULT) } else { Words::join(&tests, ", ", "、") };
        row(vec![print.naming(&Words::same(&deviation.reference)), print.cell(&tests), print.cell(&deviation.text)])
    });
    let heads = [(&terms::DEVIATION, 2), (&terms::ITEM, 3), (&terms::DESCRIPTION, 7)];
    part(&terms::DEVIATIONS, table(columns(print, heads), rows.collect()), print)
}

pub(super) fn not_performed(content: &Content, print: &Print<'_>) -> Vec<Block> {
    let rows = content.not_performed.iter().map(|test| {
        row(vec![
            print.naming(&test.name),
            print.cell(&test.reason),
            print.cell(test.authority.as_ref().unwrap_or(&Words::of(&terms::NO_RESULT))),
        ])
    });
    let heads = [(&terms::ITEM, 3), (&terms::REASON, 5), (&terms::AUTHORITY, 5)];
    part(&terms::NOT_PERFORMED, table(columns(print, heads), rows.collect()), print)
}
