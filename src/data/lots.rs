//! The lot file: facts of lots that are not test results.

use super::cell::{folded, shown, shown_bytes, trimmed};
use super::codes;
use super::determination::{Input, LotFacts, ParentDates, Sequence};
use super::dialect::Dialect;
use super::header::{Column, column_of, split_bracket};
use super::table::{Head, Kind, Source, Table, place, text_behind_quote};
use super::words;
use crate::expiry::{LabelDate, LotEvent};
use crate::finding::{Finding, did_you_mean};
use crate::lookalike::is_hyphen;
use crate::quantity::{DecimalMark, Exact, Reading, Unit};
use crate::spec::codes::MULTIPLIER_AND_EXPONENT;
use crate::spec::{Acquisition, Assessment, Quantity, Specification};
use jiff::civil::Date;
use std::collections::HashMap;
use std::ops::Range;

/// The fact that is the dilution factor of the samples of a lot.
const DILUTION: &str = "dilution";

/// The signs between two parents, beside white space.
pub const PARENT_SEPARATORS: [char; 7] = [';', '；', ',', '，', '、', '|', '｜'];

/// So many parts of a cell are taken together as one id.
pub(crate) const MOST_PARTS: usize = 8;

/// What the lot file says.
#[derive(Debug, Default)]
pub struct LotFile {
    /// Facts by lot id.
    pub lots: HashMap<String, LotFacts>,
    /// What the file says of a lot that has no row in it: where it has columns of label claims, that none is given.
    pub absent: Option<LotFacts>,
    /// What is wrong with the file as a whole; an error keeps the run from being evaluated.
    pub findings: Vec<Finding>,
    /// The file as it was recognised; `None` when it could not be read.
    pub input: Option<Input>,
}

/// A column of the lot file.
#[derive(Debug)]
enum Fact {
    Lot,
    /// The day of an event.
    Day(LotEvent),
    Expires,
    Retest,
    Cycles,
    Parents,
    Sequence,
    /// A label claim or a numerical fact.
    Number(Number),
    Ignored,
}

/// A column of numbers.
#[derive(Debug)]
struct Number {
    name: String,
    is_label: bool,
    /// The unit in the header.
    unit: Option<Unit>,
    /// The unit that the specification has for it.
    expected: Option<Unit>,
}

/// Reads the lot file whole: a lot has one row, and any lot may be asked for.
///
/// What only `others` know is no unknown column: the same lots are judged against them too.
pub fn read_lots(
    source: &Source,
    spec: &Specification,
    others: &[&Specification],
    dialect: &Dialect,
    digest: bool,
    ignored: &[String],
) -> LotFile {
    let mut file = LotFile::default();
    let mut table = match Table::open(source, dialect, digest, Kind::LotFile) {
        Ok(table) => table,
        Err(findings) => return LotFile { findings, ..file },
    };
    let left_out = others.iter().copied().chain([spec]).flat_map(|spec| &spec.ignore_columns);
    let ignored: Vec<String> = left_out.chain(ignored).map(|name| folded(name)).collect();
    let facts = facts_of(table.head(), spec, others, &ignored, &mut file.findings);
    file.absent = absent(&facts);
    let head = table.head();
    let is_left_out = |field: usize| {
        matches!(facts.get(field), Some(Fact::Ignored))
            && head.names.get(field).is_none_or(|name| ignored.contains(&folded(name)))
    };
    file.findings.extend(head.merged(is_left_out));
    loop {
        match table.advance() {
            Ok(true) => row(&table, &facts, &mut file),
            Ok(false) => break,
            Err(finding) => {
                file.findings.push(finding);
                return file;
            }
        }
    }
    part_parents(&mut file.lots);
    join_parents(&mut file.lots);
    file.findings.extend(table.closing_findings());
    file.input = Some(table.into_input("lots"));
    file
}

fn facts_of(
    head: &Head,
    spec: &Specification,
    others: &[&Specification],
    ignored: &[String],
    findings: &mut Vec<Finding>,
) -> Vec<Fact> {
    let mut facts = Vec::with_capacity(head.names.len());
    for (at, name) in head.names.iter().enumerate() {
        facts.push(match fact_of(name, spec) {
            Ok(fact) => fact,
            Err(_) if name.is_empty() || ignored.contains(&folded(name)) => Fact::Ignored,
            Err(Refused::Unknown) if others.iter().any(|other| fact_of(name, other).is_ok()) => Fact::Ignored,
            Err(Refused::Unknown) => {
                findings.push(unknown_column(head, at, spec));
                Fact::Ignored
            }
            Err(Refused::Unit(reason)) => {
                let message = format!("the column {}: {reason}", shown(name));
                findings.push(Finding::new(&codes::COLUMN_UNIT_UNKNOWN, message).at(head.place(at), 1));
                Fact::Ignored
            }
            Err(Refused::Dimension(reason)) => {
                let message = format!("the column {}: {reason}", shown(name));
                findings.push(Finding::new(&codes::LOT_FACT_UNIT, message).at(head.place(at), 1));
                Fact::Ignored
            }
        });
    }
    findings.extend(doubled_facts(head, &facts));
    facts
}

/// The parts of a cell of parents that say something: a dash, `N/A` or 无 says that there is none, but a dash between two lots can mean
/// those between.
fn telling<'c>(parts: impl Iterator<Item = &'c str>) -> Vec<String> {
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    let names_some = parts.iter().any(|part| part.contains(char::is_alphanumeric) && !words::says_none(part));
    let is_dash = |part: &str| part.chars().all(is_hyphen);
    let last = parts.len().saturating_sub(1);
    let tells = |(at, part): &(usize, &&str)| match words::says_none(part) {
        true => names_some && is_dash(part) && (1..last).contains(at),
        false => true,
    };
    parts.iter().enumerate().filter(tells).map(|(_, part)| (*part).to_owned()).collect()
}

/// Tells parents apart by white space too, unless the file has a lot with the blank, or with the sign between, in its id.
fn part_parents(lots: &mut HashMap<String, LotFacts>) {
    let is_one = |part: &String| !part.contains(char::is_whitespace) || lots.contains_key(part);
    let written = |facts: &LotFacts| -> Vec<String> {
        let Some(cell) = &facts.parents_cell else { return facts.parents_as_written.clone() };
        telling(parts_of(cell, &|text| lots.contains_key(text)).into_iter())
    };
    let parents = |written: &[String]| -> Vec<String> {
        let parts = written.iter().map(|part| match is_one(part) {
            true => vec![part.clone()],
            false => part.split_whitespace().map(str::to_owned).collect(),
        });
        parts.flatten().filter(|parent| parent.contains(char::is_alphanumeric)).collect()
    };
    let named = lots.iter().filter(|(_, facts)| !facts.parents_as_written.is_empty());
    let parted: Vec<(String, Vec<String>)> = named.map(|(lot, facts)| (lot.clone(), written(facts))).collect();
    let parted: Vec<(String, Vec<String>, Vec<String>)> =
        parted.into_iter().map(|(lot, written)| (lot, parents(&written), written)).collect();
    for (lot, parents, written) in parted {
        if let Some(facts) = lots.get_mut(&lot) {
            (facts.parents, facts.parents_as_written) = (parents, written);
        }
    }
}

/// The texts of a cell between the signs that tell parents apart; those that together are the id of a lot of the file stay together.
fn parts_of<'c>(cell: &'c str, is_listed: &dyn Fn(&str) -> bool) -> Vec<&'c str> {
    let places = places_of_parts(cell);
    let text = |first: usize, last: usize| cell.get(places[first].start..places[last].end).map_or("", trimmed);
    let mut parts = Vec::new();
    let mut first = 0;
    while first < places.len() {
        let longest =
            (first + 1..places.len().min(first + MOST_PARTS)).rev().find(|last| is_listed(text(first, *last)));
        let last = longest.unwrap_or(first);
        parts.push(text(first, last));
        first = last + 1;
    }
    parts
}

/// Where the texts of a cell stand between the signs that tell parents apart.
pub(crate) fn places_of_parts(cell: &str) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    let mut start = 0;
    for (at, sign) in cell.match_indices(PARENT_SEPARATORS) {
        places.push(start..at);
        start = at + sign.len();
    }
    places.push(start..cell.len());
    places
}

/// Gives every lot the dates of its parents.
fn join_parents(lots: &mut HashMap<String, LotFacts>) {
    let named = |lots: &HashMap<String, LotFacts>| -> Vec<String> {
        lots.values().flat_map(|facts| facts.parents.iter().cloned()).collect()
    };
    let parents: HashMap<String, ParentDates> =
        named(lots).into_iter().filter_map(|lot| Some((lot.clone(), lots.get(&lot)?.as_parent()))).collect();
    if parents.is_empty() {
        return;
    }
    for facts in lots.values_mut() {
        facts.dates_of_parents = facts.parents.iter().filter_map(|lot| parents.get(lot).cloned()).collect();
    }
}

/// The facts of a lot without a row; `None` where that says nothing.
fn absent(facts: &[Fact]) -> Option<LotFacts> {
    let claims = facts.iter().filter_map(|fact| match fact {
        Fact::Number(number) if number.is_label => Some((number.name.clone(), None)),
        _ => None,
    });
    let unclaimed: Vec<_> = claims.collect();
    let sequence = unnumbered(facts);
    let says_something = !unclaimed.is_empty() || sequence != Sequence::ById;
    says_something.then(|| LotFacts { unclaimed, sequence, ..LotFacts::default() })
}

/// The place of a lot for which the file gives none.
fn unnumbered(facts: &[Fact]) -> Sequence {
    if facts.iter().any(|fact| matches!(fact, Fact::Sequence)) { Sequence::NotGiven } else { Sequence::ById }
}

/// Why a column is not taken.
enum Refused {
    Unknown,
    Unit(String),
    Dimension(String),
}

fn fact_of(header: &str, spec: &Specification) -> Result<Fact, Refused> {
    if column_of(header) == Some(Column::Lot) {
        return Ok(Fact::Lot);
    }
    match folded(header).as_str() {
        "manufactured" | "manufacturedate" | "manufacturingdate" | "生产日期" => {
            return Ok(Fact::Day(LotEvent::Manufactured));
        }
        "expires" | "expiry" | "expirydate" | "有效期" | "有效期至" => return Ok(Fact::Expires),
        "parents" | "parent" | "母批" | "上游批号" => return Ok(Fact::Parents),
        "sequence" | "顺序号" => return Ok(Fact::Sequence),
        // Names that came later do not take a column from a specification that declared it as a number.
        name => {
            if let Some(fact) = date_or_count(name).filter(|_| declared(name, spec).is_none()) {
                return Ok(fact);
            }
        }
    }
    let (name, unit) = split_bracket(header).map_or((header.trim(), None), |(name, unit)| (name, Some(unit)));
    let (is_label, wanted) = match name.split_once(char::is_whitespace) {
        Some((word, rest)) if word.eq_ignore_ascii_case("label") => (true, folded(rest)),
        _ => (false, folded(name)),
    };
    let found = if is_label { labelled(&wanted, spec) } else { declared(&wanted, spec) };
    let (name, expected) = found.ok_or(Refused::Unknown)?;
    let unit = unit.map(Unit::parse).transpose().map_err(|error| Refused::Unit(error.to_string()))?;
    if let (Some(unit), Some(expected)) = (&unit, &expected)
        && unit.factor_to(expected).is_none()
    {
        return Err(Refused::Dimension(unit.describe_mismatch(expected)));
    }
    Ok(Fact::Number(Number { name, is_label, unit, expected }))
}

/// The column of an event, of the retest date or of the freeze-thaw cycles, by folded name.
fn date_or_count(name: &str) -> Option<Fact> {
    Some(match name {
        "retest" | "retestdate" | "复验期" | "复验日期" | "复检期" | "复检日期" => Fact::Retest,
        "freezethawcycles" | "freezethaws" | "冻融次数" | "冻融循环次数" => Fact::Cycles,
        _ => Fact::Day(match name.strip_suffix("date").unwrap_or(name) {
            "harvested" | "harvest" | "收获日期" | "收集日期" => LotEvent::Harvested,
            "filtered" | "sterilefiltered" | "sterilefiltration" | "除菌过滤日期" | "过滤日期" => {
                LotEvent::Filtered
            }
            "formulated" | "formulation" | "配制日期" => LotEvent::Formulated,
            "filled" | "filling" | "灌装日期" | "分装日期" => LotEvent::Filled,
            "freezedried" | "lyophilised" | "lyophilized" | "冻干日期" => LotEvent::FreezeDried,
            "frozen" | "freezing" | "冷冻日期" | "冻存日期" => LotEvent::Frozen,
            "thawed" | "thaw" | "解冻日期" | "复融日期" => LotEvent::Thawed,
            "reconstituted" | "reconstitution" | "复溶日期" => LotEvent::Reconstituted,
            "punctured" | "firstpuncture" | "首次穿刺日期" => LotEvent::Punctured,
            "opened" | "opening" | "开启日期" | "开封日期" => LotEvent::Opened,
            "diluted" | "稀释日期" => LotEvent::Diluted,
            _ => return None,
        }),
    })
}

/// A numerical fact of the specification by folded name.
fn declared(wanted: &str, spec: &Specification) -> Option<(String, Option<Unit>)> {
    match spec.facts.iter().find(|(name, _)| folded(name) == wanted) {
        Some((name, unit)) => Some((name.clone(), Some(unit.clone()))),
        None if wanted == DILUTION && takes_dilution(spec) => Some((DILUTION.to_owned(), Some(Unit::none()))),
        None => None,
    }
}

/// Whether some test takes a value of the undiluted sample from instrument files, which may record no factor.
fn takes_dilution(spec: &Specification) -> bool {
    spec.tests.iter().any(|test| match &test.assessment {
        Assessment::Measured(measured) => measured.from.as_ref().is_some_and(Acquisition::needs_dilution),
        Assessment::Panel(_) => false,
    })
}

/// An attribute that can have a label claim: one that has one, a test, or a derived attribute; by folded name.
fn labelled(wanted: &str, spec: &Specification) -> Option<(String, Option<Unit>)> {
    let claimed = spec.label.iter().map(|(name, claim)| (name, Some(claim.unit.clone())));
    let tests = spec.tests.iter().filter_map(|test| match &test.assessment {
        Assessment::Measured(measured) => Some((&test.id, Some(measured.unit.clone()).filter(|unit| !unit.is_none()))),
        Assessment::Panel(_) => None,
    });
    let derived = spec.derived.iter().map(|derived| (&derived.id, Some(derived.unit.clone())));
    let found = claimed.chain(tests).chain(derived).find(|(name, _)| folded(name) == wanted);
    found.map(|(name, unit)| (name.clone(), unit))
}

fn unknown_column(head: &Head, at: usize, spec: &Specification) -> Finding {
    let name = head.names.get(at).map_or("", String::as_str);
    let fixed = ["lot", "expires", "retest", "freeze_thaw_cycles", "parents", "sequence"].into_iter();
    let events = LotEvent::ALL.into_iter().map(|event| -> &str { event.as_str() });
    let known =
        fixed.map(|name| -> &str { name }).chain(events).chain(spec.facts.iter().map(|(name, _)| name.as_str()));
    let finding =
        Finding::new(&codes::COLUMN_UNKNOWN, format!("the column {} is not known in a lot file", shown(name)))
            .at(head.place(at), 1);
    finding.help(match did_you_mean(name, known) {
        Some(similar) => format!("did you mean `{similar}`?"),
        None => {
            "declare it under `facts` in the specification, write `label NAME [unit]` for a label claim, or list it \
                 under `ignore_columns`"
                .to_owned()
        }
    })
}

fn doubled_facts(head: &Head, facts: &[Fact]) -> Vec<Finding> {
    let key = |fact: &Fact| match fact {
        Fact::Day(event) => Some(event.as_str().to_owned()),
        Fact::Expires => Some("expires".to_owned()),
        Fact::Retest => Some("retest".to_owned()),
        Fact::Cycles => Some("freeze_thaw_cycles".to_owned()),
        Fact::Parents => Some("parents".to_owned()),
        Fact::Sequence => Some("sequence".to_owned()),
        Fact::Number(number) if number.is_label => Some(format!("label {}", number.name)),
        Fact::Number(number) => Some(number.name.clone()),
        // The lot column was looked at with the header.
        Fact::Lot | Fact::Ignored => None,
    };
    let keys: Vec<Option<String>> = facts.iter().map(key).collect();
    let mut findings = Vec::new();
    for (at, wanted) in keys.iter().enumerate().filter(|(_, key)| key.is_some()) {
        if let Some(first) = keys.iter().take(at).position(|key| key == wanted) {
            let name = |at: usize| shown(head.names.get(at).map_or("", String::as_str));
            let message = format!("the columns {} and {} mean the same", name(first), name(at));
            findings.push(
                Finding::new(&codes::COLUMN_TWICE, message)
                    .at(head.place(at), 1)
                    .with(head.place(first), "the first one"),
            );
        }
    }
    findings
}

/// Reads one row. A row whose lot cannot be told is a finding of the file, any other fault one of its lot.
fn row(table: &Table, facts: &[Fact], file: &mut LotFile) {
    let head = table.head();
    let at = |field: usize| place(&head.name, table.line, field);
    let text = |field: usize| std::str::from_utf8(table.record().get(field).unwrap_or_default()).map(trimmed);
    if table.has_text_behind_quote() {
        file.findings.push(text_behind_quote(at(0)));
        return;
    }
    let filled = |field: usize| text(field) != Ok("");
    let ragged = table.record().len() < facts.len() || (facts.len()..table.record().len()).any(filled);
    if ragged {
        let message = format!("the row has {} fields, the header has {}", table.record().len(), facts.len());
        file.findings.push(Finding::new(&codes::ROW_RAGGED, message).at(at(table.record().len().min(facts.len())), 1));
        return;
    }
    let Some(lot) = text(head.lot).ok().filter(|lot| !lot.is_empty()) else {
        file.findings.push(Finding::new(&codes::LOT_ID_MISSING, "the row has no lot id").at(at(head.lot), 1));
        return;
    };
    let (sequence, place) = (unnumbered(facts), Some(at(head.lot)));
    let mut known = LotFacts { lot: lot.to_owned(), place, sequence, ..LotFacts::default() };
    for (field, fact) in facts.iter().enumerate() {
        let Ok(cell) = text(field) else {
            let message =
                format!("the cell {} is not valid UTF-8", shown_bytes(table.record().get(field).unwrap_or_default()));
            known.faults.push(Finding::new(&codes::TEXT_NOT_VALID, message).at(at(field), 1));
            continue;
        };
        if let (Fact::Number(number), "") = (fact, cell)
            && number.is_label
        {
            known.unclaimed.push((number.name.clone(), Some(at(field))));
        }
        if let (Fact::Day(event), Some(month @ LabelDate::Month { .. })) = (fact, words::label_date(cell)) {
            known.months.push((*event, month, at(field)));
        }
        if let Err(finding) = take(fact, cell, head.mark_at(table.line, field), &mut known) {
            known.faults.push(finding.at(at(field), 1));
        }
    }
    match file.lots.get_mut(lot) {
        None => {
            file.lots.insert(lot.to_owned(), known);
        }
        Some(first) => {
            let message = format!("the lot {} stands twice in the lot file", shown(lot));
            let mut finding = Finding::new(&codes::LOT_FACTS_TWICE, message).at(at(head.lot), 1);
            if let Some(place) = &first.place {
                finding = finding.with(place.clone(), "the first row");
            }
            first.faults.push(finding.help("keep one row per lot"));
        }
    }
}

/// Takes one cell into the facts.
fn take(fact: &Fact, cell: &str, mark: DecimalMark, facts: &mut LotFacts) -> Result<(), Finding> {
    // Tables under GMP have a mark in every cell that nothing is to be said in.
    let is_date = matches!(fact, Fact::Day(_) | Fact::Expires | Fact::Retest);
    if cell.is_empty() || (is_date && words::says_none(cell)) {
        return Ok(());
    }
    match fact {
        Fact::Lot | Fact::Ignored => {}
        Fact::Day(LotEvent::Manufactured) => facts.manufactured = Some(day_of(LotEvent::Manufactured, cell)?),
        Fact::Day(LotEvent::Harvested) => {
            facts.events.extend(harvest_days(cell)?.into_iter().map(|day| (LotEvent::Harvested, day)));
        }
        Fact::Day(event) => facts.events.push((*event, day_of(*event, cell)?)),
        Fact::Expires => facts.expires = Some(label_date(cell)?),
        Fact::Retest => facts.retest = Some(label_date(cell)?),
        Fact::Cycles => facts.freeze_thaw_cycles = Some(cycles(cell)?),
        Fact::Parents => {
            facts.parents_as_written = telling(cell.split(PARENT_SEPARATORS).map(trimmed));
            facts.parents_cell = Some(trimmed(cell).to_owned()).filter(|cell| cell.contains(PARENT_SEPARATORS));
        }
        Fact::Sequence => facts.sequence = Sequence::Number(sequence(cell)?),
        Fact::Number(number) => {
            let quantity = quantity(number, cell, mark)?;
            let list = if number.is_label { &mut facts.label } else { &mut facts.quantities };
            list.push((number.name.clone(), quantity));
        }
    }
    Ok(())
}

/// The day of an event: a life that is counted from it needs the day, and not only the month.
fn day_of(event: LotEvent, cell: &str) -> Result<Date, Finding> {
    words::date(cell).ok_or_else(|| match words::label_date(cell) {
        Some(_) => {
            let message = format!("`{}` is {}, a month without its day", event.as_str(), shown(cell));
            Finding::new(&codes::DATE_NOT_READABLE, message)
                .help("write the day, `2026-03-09`: a life is counted from it")
        }
        None => not_readable(cell).help(words::DATE_FORM),
    })
}

/// The day of a harvest, or the first and the last day of harvests that were pooled: `2026-03-01 to 2026-03-04`.
fn harvest_days(cell: &str) -> Result<Vec<Date>, Finding> {
    const BETWEEN: [&str; 5] = [" to ", "至", "到", "～", "~"];
    let Some((first, last)) = BETWEEN.iter().find_map(|sign| cell.split_once(sign)) else {
        return Ok(vec![day_of(LotEvent::Harvested, cell)?]);
    };
    let [first, last] = [first, last].map(|day| day_of(LotEvent::Harvested, trimmed(day)));
    let (first, last) = (first?, last?);
    if last <= first {
        let message = format!("`harvested` is {}, whose last day is not after the first", shown(cell));
        return Err(Finding::new(&codes::DATE_NOT_READABLE, message).help("write the first day first, or the one day"));
    }
    Ok(vec![first, last])
}

fn label_date(cell: &str) -> Result<LabelDate, Finding> {
    words::label_date(cell).ok_or_else(|| not_readable(cell).help(words::LABEL_DATE_FORM))
}

fn not_readable(cell: &str) -> Finding {
    Finding::new(&codes::DATE_NOT_READABLE, format!("the date {} cannot be read", shown(cell)))
}

fn cycles(cell: &str) -> Result<u32, Finding> {
    let digits = cell.bytes().all(|byte| byte.is_ascii_digit()).then(|| cell.parse().ok()).flatten();
    digits.ok_or_else(|| {
        let message = format!("`freeze_thaw_cycles` is {}, not a number of cycles", shown(cell));
        Finding::new(&codes::LOT_FACT_NOT_READABLE, message)
            .help("write how often the lot was frozen and thawed: 0, 1, 2")
    })
}

fn sequence(cell: &str) -> Result<u64, Finding> {
    let digits = cell.bytes().all(|byte| byte.is_ascii_digit()).then(|| cell.parse().ok()).flatten();
    digits.ok_or_else(|| {
        let message = format!("`sequence` is {}, not a number of lots", shown(cell));
        Finding::new(&codes::LOT_FACT_NOT_READABLE, message)
            .help("number the lots in the order of manufacture: 1, 2, 3")
    })
}

fn quantity(number: &Number, cell: &str, mark: DecimalMark) -> Result<Quantity, Finding> {
    let (reading, behind) = Reading::parse_with_unit(cell, mark);
    let value = match reading {
        Reading::Number(value) => value,
        Reading::Malformed(reason) => {
            return Err(Finding::new(&codes::LOT_FACT_NOT_READABLE, format!("`{}`: {reason}", number.name)));
        }
        _ => {
            let message = format!("`{}` is {}, not a number", number.name, shown(cell));
            return Err(Finding::new(&codes::LOT_FACT_NOT_READABLE, message));
        }
    };
    if value.is_negative() || (number.is_label && value.is_zero()) {
        let message = format!("`{}` is {}; an amount cannot be that", number.name, shown(cell));
        return Err(Finding::new(&codes::LOT_FACT_NOT_READABLE, message));
    }
    if number.name == DILUTION && !number.is_label && value.exact() < Exact::one() {
        let message = format!("`{DILUTION}` is {}, which is not a dilution factor", shown(cell));
        let help = "write how many parts the sample was diluted into: 1000 for 1:1000, 1 for undiluted";
        return Err(Finding::new(&codes::LOT_FACT_NOT_READABLE, message).help(help));
    }
    let behind = behind.map(Unit::parse).transpose();
    let behind = behind.map_err(|error| Finding::new(&codes::UNIT_NOT_KNOWN, error.to_string()))?;
    let mismatch = |reason: String| Finding::new(&codes::LOT_FACT_UNIT, format!("`{}`: {reason}", number.name));
    if let (Some(behind), Some(header)) = (&behind, &number.unit)
        && behind != header
    {
        let message = format!("the cell is in {}, the header says {}", behind.symbol(), header.symbol());
        return Err(mismatch(message));
    }
    let Some(unit) = behind.or_else(|| number.unit.clone()) else {
        return match &number.expected {
            Some(expected) if !expected.is_none() => Err(mismatch(format!(
                "no unit is given; the specification has {}",
                expected.symbol()
            ))
            .help(format!("write `{} [{}]` in the header", number.name, expected.symbol()))),
            _ => Ok(Quantity { value, unit: Unit::none() }),
        };
    };
    if value.has_exponent() && unit.has_multiplier() {
        let message =
            format!("`{}`: `{value}` has an exponent, and its unit `{unit}` has a power of ten as well", number.name);
        let finding = Finding::new(&MULTIPLIER_AND_EXPONENT, message);
        return Err(finding.help("write either the exponent or the multiplier"));
    }
    match &number.expected {
        Some(expected) if unit.factor_to(expected).is_none() => Err(mismatch(unit.describe_mismatch(expected))),
        _ => Ok(Quantity { value, unit }),
    }
}
