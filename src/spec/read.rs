//! Second step of reading: the tree of nodes becomes a valid specification, or findings that say why not.
//!
//! All faults of a file are reported in one run. The reader opens no file: what is inherited comes through [`Library`].

use super::attributes::{self, Names};
use super::canonical;
use super::codes;
use super::dosing;
use super::fields::{Fields, Text, mapping};
use super::gates;
use super::handling;
use super::keys;
use super::library::Library;
use super::life;
use super::lines::{LineReader, Surroundings, evidence, placeholder, rounding_rule};
use super::mapping::sample_entries;
use super::model::*;
use super::parameters::Parameters;
use super::profile;
use super::raw::{Key, Node};
use super::resolve::{Entries, Resolver, entries_of};
use super::stability;
use super::text::SourceText;
use super::validate;
use crate::finding::{Finding, Severity};
use crate::order;
use crate::quantity::{RoundingRule, Unit};
use crate::source::Place;
use std::sync::Arc;

/// What the user asks of a run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Settings<'a> {
    /// Values of parameters, in the order given: name and value.
    pub set: &'a [(String, String)],
    /// Whether lots will be judged. Then every parameter needs a value; a specification that is only shown or linted may
    /// have open ones, and its limits that use them are empty.
    pub judging: bool,
}

/// What came of reading a specification.
#[derive(Debug)]
pub struct SpecificationRead {
    /// The valid specification; absent when a finding is an error.
    pub specification: Option<Specification>,
    /// What there is to say, sorted by file, line and column; what has no place comes last.
    pub findings: Vec<Finding>,
    /// Every text that was read, the specification's own first, for showing the lines that findings are about.
    pub sources: Vec<SourceText>,
}

/// Reads a specification with everything it inherits.
pub fn read(source: &SourceText, library: &dyn Library, settings: &Settings<'_>) -> SpecificationRead {
    read_next(&mut Resolver::new(library), source, settings)
}

/// Reads several specifications in turn, what they share only once.
pub(super) fn read_all<'a>(
    sources: impl Iterator<Item = SourceText> + 'a,
    library: &'a dyn Library,
) -> impl Iterator<Item = SpecificationRead> + 'a {
    let mut resolver = Resolver::new(library);
    sources.map(move |source| read_next(&mut resolver, &source, &Settings::default()))
}

/// Reads the next specification of a resolver; the findings about a parent come with the first that names it.
fn read_next(resolver: &mut Resolver<'_>, source: &SourceText, settings: &Settings<'_>) -> SpecificationRead {
    let entries = resolver.load(source);
    let (mut findings, sources) = (std::mem::take(&mut resolver.findings), std::mem::take(&mut resolver.sources));
    let specification = entries.and_then(|entries| build(source, &entries, settings, &mut findings));
    sort(&mut findings);
    let sound = !findings.iter().any(|finding| finding.severity() == Severity::Error);
    SpecificationRead { specification: specification.filter(|_| sound), findings, sources }
}

/// Longest message in characters: texts of the user stand in it, and they can be as long as the file.
const LONGEST_MESSAGE: usize = 400;

/// Sorts by place and drops repeats, which an alias or a parent inherited twice would cause; shortens what quotes too much.
pub fn sort(findings: &mut Vec<Finding>) {
    for finding in findings.iter_mut() {
        shorten(&mut finding.message);
        finding.help.iter_mut().for_each(shorten);
    }
    order::sort_by(findings, |a, b| {
        (a.place.is_none(), &a.place, a.code.name, &a.message).cmp(&(
            b.place.is_none(),
            &b.place,
            b.code.name,
            &b.message,
        ))
    });
    findings.dedup();
}

fn shorten(text: &mut String) {
    if let Some((end, _)) = text.char_indices().nth(LONGEST_MESSAGE) {
        text.truncate(end);
        text.push('…');
    }
}

/// The specification in the joined entries; nothing when too much is missing for one.
fn build(
    source: &SourceText,
    entries: &Entries,
    settings: &Settings<'_>,
    findings: &mut Vec<Finding>,
) -> Option<Specification> {
    let top = (Place::new(source.name(), 1, 1), 1);
    // Unknown keys were reported file by file, before the files were joined.
    let fields = Fields::new(entries, keys::SPECIFICATION, top, "the specification", &mut Vec::new());
    let head = head(&fields, settings, findings);
    let references = references(entries_of(entries, "references", findings), findings);
    let mut parameters = Parameters::read(entries_of(entries, "parameters", findings), settings, findings);
    let facts = attributes::facts(entries_of(entries, "facts", findings), findings);
    let label = attributes::labels(entries_of(entries, "label", findings), findings);
    let drafts = attributes::drafts(entries_of(entries, "derived", findings), findings);
    let lines = lines(&fields, head.part, findings);
    let mut dosing = dosing::read(&fields, lines, head.part, &mut parameters, findings);
    let gates = gates::gates(entries_of(entries, "gates", findings), findings);
    let compensation = gates::compensation(&fields, findings);
    let ids: Vec<String> = lines.iter().map(|(key, _)| key.text.clone()).collect();
    let derived_units: Vec<(String, Unit)> =
        drafts.iter().map(|draft| (draft.key.text.clone(), draft.unit.clone())).collect();
    let expiry = life::expiry(&fields, &ids, &references, &mut parameters, findings);
    let in_use = life::in_use(&fields, &references, &mut parameters, findings);
    let around = Surroundings {
        rounding: head.rounding.unwrap_or(RoundingRule::None),
        approved: head.status == Some(Status::Approved),
        references: &references,
        label: &label,
        derived: &derived_units,
        facts: &facts,
        ids: &ids,
        gates: &gates,
    };
    let mut reader = LineReader { around: &around, parameters: &mut parameters, findings };
    let tests: Vec<Option<Test>> = lines.iter().map(|(key, node)| reader.line(key, node)).collect();
    let names = Names { tests: &tests, ids: &ids, facts: &facts, label: &label };
    let derived = attributes::derive(&drafts, &names, &mut parameters, findings);
    findings.extend(parameters.unused());
    if let Some(dosing) = &mut dosing {
        dosing.limits.retain(|limit| limit.name.starts_with("endotoxin") || parameters.is_used(limit.name));
    }
    check_identifiers(entries, findings);
    let whole = tests.iter().all(Option::is_some) && derived.len() == drafts.len();
    let tests: Vec<Test> =
        tests.into_iter().zip(lines).map(|(test, (key, _))| test.unwrap_or_else(|| placeholder(key))).collect();
    let complete = whole && (head.part || !tests.is_empty()) && head.is_complete();
    let text = |part: Option<Text>| part.map(|text| text.text).unwrap_or_default();
    let mut specification = Specification {
        id: text(head.id),
        version: text(head.version),
        title: text(head.title),
        part: head.part,
        status: head.status.unwrap_or(Status::Draft),
        effective: head.effective,
        effective_until: head.effective_until,
        select_by: head.select_by,
        rounding: around.rounding,
        product: product(&fields, findings),
        regions: profile::regions(&fields, findings),
        phase: profile::phase(&fields, findings),
        justified: profile::justified(entries_of(entries, "justified", findings), findings),
        dosing: dosing.map(Box::new),
        stability: stability::read(&fields, &ids, findings).map(Box::new),
        handling: handling::read(&fields, &handling::Around { references: &references, facts: around.facts }, findings)
            .map(Box::new),
        expiry: expiry.map(Box::new),
        in_use: in_use.map(Box::new),
        basis: fields.string("basis", findings),
        notes: texts(fields.texts("notes", true, findings)),
        references: references.clone(),
        parameters: parameters.into_list(),
        label: label.iter().map(|(key, quantity)| (key.text.clone(), quantity.clone())).collect(),
        facts,
        derived,
        tests,
        gates,
        compensation,
        ignore_columns: texts(fields.texts("ignore_columns", false, findings)),
        samples: fields.node("samples").map_or_else(Vec::new, |node| sample_entries(node, findings)),
        sha256: String::new(),
        file: Arc::clone(source.name()),
    };
    validate::check(&mut specification, findings);
    if whole && !specification.tests.is_empty() && !head.part {
        validate::check_whole(&specification, &label, &fields, findings);
    }
    if !complete {
        return None;
    }
    specification.sha256 = canonical::sha256(&specification);
    Some(specification)
}

/// What stands at the head of a specification.
struct Head {
    id: Option<Text>,
    version: Option<Text>,
    title: Option<Text>,
    part: bool,
    status: Option<Status>,
    effective: Option<jiff::civil::Date>,
    effective_until: Option<jiff::civil::Date>,
    select_by: SelectBy,
    rounding: Option<RoundingRule>,
}

impl Head {
    /// Whether all is there that a specification needs; a part needs less.
    fn is_complete(&self) -> bool {
        let named = self.id.is_some() && self.title.is_some();
        named && (self.part || self.version.is_some() && self.status.is_some() && self.rounding.is_some())
    }
}

fn head(fields: &Fields<'_>, settings: &Settings<'_>, findings: &mut Vec<Finding>) -> Head {
    const STATUSES: [Status; 4] = [Status::Draft, Status::Approved, Status::Superseded, Status::Withdrawn];
    let part = fields.boolean("part", findings).unwrap_or(false);
    if part && settings.judging {
        findings.push(part_not_judged(fields));
    }
    if fields.node("status").is_none() && !part {
        let help = format!("add `status:` with one of {}", keys::STATUSES.join(", "));
        findings.push(fields.missing("status").help(help));
    }
    let head = Head {
        id: fields.needed("id", findings),
        version: if part { fields.text("version", findings) } else { fields.needed("version", findings) },
        title: fields.needed("title", findings),
        part,
        status: fields.word("status", keys::STATUSES, findings).map(|index| STATUSES[index]),
        effective: fields.date("effective", findings),
        effective_until: fields.date("effective_until", findings),
        select_by: match fields.word("select_by", keys::SELECTIONS, findings) {
            Some(1) => SelectBy::TestDate,
            _ => SelectBy::ManufactureDate,
        },
        rounding: fields.text("rounding", findings).and_then(|text| rounding_rule(&text, findings)),
    };
    check_head(fields, &head, findings);
    head
}

fn check_head(fields: &Fields<'_>, head: &Head, findings: &mut Vec<Finding>) {
    if fields.node("rounding").is_none() && !head.part {
        findings.push(
            Finding::new(&codes::MISSING_ROUNDING_RULE, "the specification names no rounding rule")
                .at(fields.place.clone(), fields.width)
                .help(format!("add `rounding:` with one of {}", keys::ROUNDING_RULES.join(", "))),
        );
    }
    let node = |key: &str| fields.node(key).map(|node| (node.place.clone(), node.width));
    if let (Some(Status::Approved), None, Some((place, width))) =
        (head.status, fields.node("effective"), node("status"))
    {
        findings.push(
            Finding::new(&codes::MISSING_EFFECTIVE_DATE, "an approved specification needs an effective date")
                .at(place, width)
                .help("add `effective: YYYY-MM-DD`"),
        );
    }
    if let (Some(from), Some(until), Some((place, width))) =
        (head.effective, head.effective_until, node("effective_until"))
        && until < from
    {
        let message = format!("the specification ends on {until}, before it applies from {from}");
        findings
            .push(Finding::new(&codes::EFFECTIVE_PERIOD_REVERSED, message).at(place, width).help("correct one date"));
    }
    if let Some(id) = &head.id
        && !is_identifier(&id.text, true)
    {
        let message = format!("`{}` is not an identifier of a specification", id.text);
        findings.push(
            id.finding(&codes::MALFORMED_IDENTIFIER, message)
                .help("use lower-case letters, digits, - and _, beginning with a letter"),
        );
    }
}

/// A part lacks what a verdict needs: its product, its other tests, its rounding.
fn part_not_judged(fields: &Fields<'_>) -> Finding {
    let (place, width) = fields.key("part").map_or((fields.place.clone(), 1), |key| (key.place.clone(), key.width));
    Finding::new(&codes::PART_NOT_JUDGED, "this is a part, and no lot is judged against a part")
        .at(place, width)
        .help("name it under `extends` of a specification, and judge against that")
}

/// Lower-case letters, digits, `_` and perhaps `-`, beginning with a letter.
fn is_identifier(text: &str, hyphens: bool) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.chars().all(|character| {
            character.is_ascii_lowercase()
                || character.is_ascii_digit()
                || character == '_'
                || hyphens && character == '-'
        })
}

/// Names that stand in formulas and panels.
fn check_identifiers(entries: &Entries, findings: &mut Vec<Finding>) {
    for section in ["parameters", "facts", "label", "derived", "gates", "tests"] {
        for (key, _) in entries_of(entries, section, &mut Vec::new()) {
            if !is_identifier(&key.text, false) {
                let message = format!("`{}` is not an identifier", key.text);
                findings.push(
                    Finding::new(&codes::MALFORMED_IDENTIFIER, message)
                        .at(key.place.clone(), key.width)
                        .help("use lower-case letters, digits and _, beginning with a letter"),
                );
            }
        }
    }
}

/// The entries of `tests`, of which there must be some, except in a part.
fn lines<'a>(fields: &Fields<'a>, part: bool, findings: &mut Vec<Finding>) -> &'a [(Key, Node)] {
    if fields.node("tests").is_none() {
        if part {
            return &[];
        }
        findings.push(fields.missing("tests").help("add `tests:`, or inherit them with `extends:`"));
        return &[];
    }
    let before = findings.len();
    let lines = fields.mapping("tests", findings);
    if lines.is_empty() && findings.len() == before {
        let (place, width) =
            fields.key("tests").map_or((fields.place.clone(), 1), |key| (key.place.clone(), key.width));
        findings
            .push(Finding::new(&codes::NO_TESTS, "the specification has no test").at(place, width).help("add a test"));
    }
    lines
}

fn references(entries: &[(Key, Node)], findings: &mut Vec<Finding>) -> Vec<Reference> {
    let mut references = Vec::new();
    for (key, node) in entries {
        let inner = mapping(node, &key.text, findings).unwrap_or_default();
        let at = (key.place.clone(), key.width);
        let fields = Fields::new(inner, keys::REFERENCE, at, format!("reference `{}`", key.text), findings);
        references.push(Reference {
            key: key.text.clone(),
            title: fields.needed("title", findings).map(|text| text.text).unwrap_or_default(),
            doi: fields.string("doi", findings),
            place: fields.string("where", findings),
            evidence: fields.word("evidence", keys::EVIDENCE, findings).map(evidence),
        });
    }
    references
}

fn product(fields: &Fields<'_>, findings: &mut Vec<Finding>) -> Vec<(String, String)> {
    let entries = fields.mapping("product", findings);
    let kind = entries.iter().find(|(key, _)| key.text == "kind");
    if let Some(kind) = kind.and_then(|(_, node)| super::fields::text(node, "kind", &mut Vec::new()))
        && !ProductKind::WORDS.contains(&kind.text.as_str())
    {
        let message = format!("`{}` is not a value of `kind`", kind.text);
        let help = format!("write one of {}", ProductKind::WORDS.join(", "));
        findings.push(kind.finding(&codes::UNKNOWN_WORD, message).help(help));
    }
    let facts = entries.iter().filter_map(|(key, node)| {
        let texts = super::fields::texts(node, &key.text, true, findings);
        let joined = texts.into_iter().map(|text| text.text).collect::<Vec<_>>().join(", ");
        (!joined.is_empty()).then_some((key.text.clone(), joined))
    });
    facts.collect()
}

fn texts(texts: Vec<Text>) -> Vec<String> {
    texts.into_iter().map(|text| text.text).collect()
}
