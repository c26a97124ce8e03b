//! Reading the catalogue: every fault with its place.

use super::currency::{Currency, Per};
use super::keys;
use super::model::*;
use crate::dosing::Route;
use crate::finding::{Finding, Severity, did_you_mean};
use crate::quantity::{DecimalMark, Reading, Unit};
use crate::spec::fields::{Fields, Text, mapping, texts};
use crate::spec::keys::Entry;
use crate::spec::raw::{self, Key, Kind, Node};
use crate::spec::{SourceText, codes};

/// The text of the catalogue, `specs/trials.yaml`.
pub const CATALOGUE: &str = include_str!("../../specs/trials.yaml");

/// The catalogue that is compiled in.
///
/// # Errors
/// The faults of the file; a test keeps it free of them.
pub fn catalogue() -> Result<Catalogue, Vec<Finding>> {
    read(&SourceText::new("trials.yaml", CATALOGUE))
}

/// Whether a text says of itself that it is a catalogue: it has the key `evqc_trials`.
pub fn is_catalogue(source: &SourceText) -> bool {
    source.text().lines().any(|line| line.starts_with("evqc_trials:"))
}

/// Reads a catalogue.
///
/// # Errors
/// Every fault: unknown keys and words, amounts that are none, references to what is not there.
pub fn read(source: &SourceText) -> Result<Catalogue, Vec<Finding>> {
    let (node, mut findings) = raw::parse(source);
    let catalogue = node.and_then(|node| file(&node, &mut findings));
    match catalogue {
        Some(catalogue) if findings.iter().all(|finding| finding.severity() < Severity::Error) => Ok(catalogue),
        _ => Err(findings),
    }
}

fn file(node: &Node, findings: &mut Vec<Finding>) -> Option<Catalogue> {
    let entries = mapping(node, "catalogue", findings)?;
    let fields = Fields::new(entries, keys::FILE, (node.place.clone(), node.width), "the catalogue", findings);
    match fields.number_text("evqc_trials", findings) {
        Some(version) if version.text == "1" => {}
        Some(version) => {
            let message = format!("`evqc_trials: {}` is not a version of this program", version.text);
            findings.push(version.finding(&codes::UNKNOWN_WORD, message).help("write `evqc_trials: 1`"));
        }
        None => findings.push(fields.missing("evqc_trials")),
    }
    let reviews = named(&fields, "reviews", keys::SOURCE, findings, source);
    let sources = named(&fields, "sources", keys::SOURCE, findings, source);
    let known = Known { reviews: keys_of(&reviews), sources: keys_of(&sources) };
    let mut records = named(&fields, "trials", keys::RECORD, findings, |id, fields, findings| {
        record(id, true, fields, &known, findings)
    });
    records.extend(named(&fields, "products", keys::RECORD, findings, |id, fields, findings| {
        record(id, false, fields, &known, findings)
    }));
    let ids: Vec<String> = records.iter().map(|record| record.id.clone()).collect();
    twice(fields.mapping("products", findings), &records, findings);
    let contradictions = named(&fields, "contradictions", keys::CONTRADICTION, findings, |id, fields, findings| {
        contradiction(id, fields, &ids, findings)
    });
    let left_out = named(&fields, "left_out", keys::LEFT_OUT, findings, |id, fields, findings| {
        Some((id.text.clone(), fields.needed("why", findings)?.text))
    });
    Some(Catalogue { reviews, sources, records, contradictions, left_out })
}

/// What references may name.
struct Known {
    reviews: Vec<String>,
    sources: Vec<String>,
}

fn keys_of(sources: &[Source]) -> Vec<String> {
    sources.iter().map(|source| source.key.clone()).collect()
}

/// The entries of a map of maps, each read by `one`.
fn named<T>(
    fields: &Fields<'_>,
    name: &str,
    table: &'static [Entry],
    findings: &mut Vec<Finding>,
    mut one: impl FnMut(&Key, &Fields<'_>, &mut Vec<Finding>) -> Option<T>,
) -> Vec<T> {
    let mut all = Vec::new();
    for (key, node) in fields.mapping(name, findings) {
        let what = format!("`{}`", key.text);
        let Some(entries) = mapping(node, &key.text, findings) else { continue };
        let inner = Fields::new(entries, table, (key.place.clone(), key.width), what, findings);
        all.extend(one(key, &inner, findings));
    }
    all
}

/// A product must not have the id of a trial; within one map the YAML reader sees to it.
fn twice(products: &[(Key, Node)], records: &[Record], findings: &mut Vec<Finding>) {
    for (key, _) in products {
        if let Some(trial) = records.iter().find(|record| record.is_trial && record.id == key.text) {
            let message = format!("`{}` is the id of a trial and of a product", key.text);
            findings.push(
                Finding::new(&codes::DUPLICATE_KEY, message)
                    .at(key.place.clone(), key.width)
                    .with(trial.place.clone(), "the trial"),
            );
        }
    }
}

fn source(key: &Key, fields: &Fields<'_>, findings: &mut Vec<Finding>) -> Option<Source> {
    let title = fields.needed("title", findings)?.text;
    let (doi, read) = (fields.string("doi", findings), fields.string("read", findings));
    Some(Source { key: key.text.clone(), title, doi, read })
}

fn record(
    key: &Key,
    is_trial: bool,
    fields: &Fields<'_>,
    known: &Known,
    findings: &mut Vec<Finding>,
) -> Option<Record> {
    for needed in ["registry", "indication", "phase"].into_iter().filter(|_| is_trial) {
        if fields.node(needed).is_none() {
            findings.push(fields.missing(needed));
        }
    }
    let product = fields.needed("product", findings)?.text;
    let text = |key: &str, findings: &mut Vec<Finding>| fields.string(key, findings);
    let tissue = word(fields, "tissue", keys::TISSUES, findings);
    let phase = fields.word("phase", keys::PHASES, findings).and_then(|index| keys::PHASES.get(index));
    let route = route(fields, findings);
    Some(Record {
        id: key.text.clone(),
        is_trial,
        registry: text("registry", findings),
        also_registered: text("also_registered", findings),
        product,
        engineered: fields.word("kind", &["natural", "engineered"], findings) == Some(1),
        source: fields.needed("source", findings)?.text,
        tissue: tissue?.to_owned(),
        indication: text("indication", findings),
        route: route?,
        route_note: text("route_note", findings),
        served_as: fields.text("served_as", findings).and_then(|word| known_route(&word, findings)),
        phase: phase.map(|word| (*word).to_owned()),
        status: text("status", findings),
        sponsor: text("sponsor", findings),
        country: text("country", findings),
        site: text("site", findings),
        participants: text("participants", findings),
        doses: doses(fields, known, findings),
        reviews: references(fields, "reviews", &known.reviews, findings),
        read_in: needed_references(fields, "read_in", &known.sources, findings),
        certainty: certainty(fields, findings)?,
        served_by: fields.texts("served_by", true, findings).into_iter().map(|text| text.text).collect(),
        note: text("note", findings),
        place: key.place.clone(),
    })
}

/// One of a list of words, which must be there.
fn word(
    fields: &Fields<'_>,
    key: &str,
    words: &'static [&'static str],
    findings: &mut Vec<Finding>,
) -> Option<&'static str> {
    if fields.node(key).is_none() {
        findings.push(fields.missing(key));
    }
    fields.word(key, words, findings).and_then(|index| words.get(index).copied())
}

fn certainty(fields: &Fields<'_>, findings: &mut Vec<Finding>) -> Option<Certainty> {
    let letters = Certainty::ALL.map(|(letter, _)| letter);
    if fields.node("certainty").is_none() {
        findings.push(fields.missing("certainty"));
    }
    let index = fields.word("certainty", &letters, findings)?;
    Certainty::ALL.get(index).map(|(_, grade)| *grade)
}

fn route(fields: &Fields<'_>, findings: &mut Vec<Finding>) -> Option<GivenBy> {
    let text = fields.needed("route", findings)?;
    match text.text.as_str() {
        "not stated" => Some(GivenBy::NotStated),
        "other" => {
            if fields.node("route_note").is_none() {
                findings.push(fields.missing("route_note").help("say in words how it is given"));
            }
            Some(GivenBy::Other)
        }
        _ => known_route(&text, findings).map(GivenBy::Route),
    }
}

/// A route in its own word: other spellings are for users, not for the catalogue.
fn known_route(text: &Text, findings: &mut Vec<Finding>) -> Option<Route> {
    let found = Route::ALL.into_iter().find(|route| route.as_str() == text.text);
    if found.is_none() {
        let words = Route::ALL.map(Route::as_str);
        let help = did_you_mean(&text.text, words.iter().copied()).map_or_else(
            || format!("the routes are {}, or `other`, or `not stated`", words.join(", ")),
            |close| format!("did you mean `{close}`?"),
        );
        let message = format!("`{}` is not a route", text.text);
        findings.push(text.finding(&codes::UNKNOWN_WORD, message).help(help));
    }
    found
}

/// Texts that must be keys of another part of the file.
fn references(fields: &Fields<'_>, key: &str, known: &[String], findings: &mut Vec<Finding>) -> Vec<String> {
    let texts = fields.texts(key, true, findings);
    for text in texts.iter().filter(|text| !known.contains(&text.text)) {
        let message = format!("`{}` in `{key}` of {} is not in this file", text.text, fields.what);
        let close = did_you_mean(&text.text, known.iter().map(String::as_str));
        let help =
            close.map_or_else(|| "add it, or correct the name".to_owned(), |name| format!("did you mean `{name}`?"));
        findings.push(text.finding(&codes::UNKNOWN_REFERENCE, message).help(help));
    }
    texts.into_iter().map(|text| text.text).collect()
}

fn needed_references(fields: &Fields<'_>, key: &str, known: &[String], findings: &mut Vec<Finding>) -> Vec<String> {
    if fields.node(key).is_none() {
        findings.push(fields.missing(key));
    }
    references(fields, key, known, findings)
}

fn contradiction(key: &Key, fields: &Fields<'_>, ids: &[String], findings: &mut Vec<Finding>) -> Option<Contradiction> {
    let kind = word(fields, "kind", keys::CONTRADICTIONS, findings)?.to_owned();
    let concerns = needed_references(fields, "concerns", ids, findings);
    let what = fields.needed("what", findings)?.text;
    Some(Contradiction { id: key.text.clone(), kind, concerns, what })
}

fn doses(fields: &Fields<'_>, known: &Known, findings: &mut Vec<Finding>) -> Vec<Dose> {
    let Some(node) = fields.node("doses") else { return Vec::new() };
    let Kind::Sequence(items) = &node.kind else {
        let message = format!("`doses` must be a list, this is {}", node.describe());
        findings.push(Finding::new(&codes::WRONG_SHAPE, message).at(node.place.clone(), node.width));
        return Vec::new();
    };
    items.iter().filter_map(|item| dose(item, &fields.what, known, findings)).collect()
}

fn dose(node: &Node, of_what: &str, known: &Known, findings: &mut Vec<Finding>) -> Option<Dose> {
    let entries = mapping(node, "doses", findings)?;
    let what = format!("a dose of {of_what}");
    let fields = Fields::new(entries, keys::DOSE, (node.place.clone(), node.width), what, findings);
    let per = fields.word("per", &Per::ALL.map(|(word, _)| word), findings);
    let per = per.and_then(|index| Per::ALL.get(index)).map_or(Per::Dose, |(_, per)| *per);
    Some(Dose {
        amount: given(&fields, findings)?,
        of: fields.string("of", findings),
        per,
        volume: fields.string("volume", findings),
        schedule: fields.string("schedule", findings),
        said_by: needed_references(&fields, "said_by", &known.sources, findings),
        certainty: certainty(&fields, findings)?,
        as_written: fields.string("as_written", findings),
    })
}

/// One of `levels`, `range` and `text`.
fn given(fields: &Fields<'_>, findings: &mut Vec<Finding>) -> Option<Given> {
    let present: Vec<&str> = ["levels", "range", "text"].into_iter().filter(|key| fields.node(key).is_some()).collect();
    let [key] = present.as_slice() else {
        let message = format!("{} must have one of `levels`, `range` and `text`", fields.what);
        let finding = Finding::new(&codes::MISSING_KEY, message).at(fields.place.clone(), fields.width);
        findings.push(finding.help("write `text: not stated` when no amount is known"));
        return None;
    };
    if *key == "text" {
        return fields.string("text", findings).map(Given::Text);
    }
    let written = texts(fields.node(key)?, key, false, findings);
    let amounts: Vec<Amount> = written.iter().filter_map(|text| amount(text, findings)).collect();
    if amounts.len() < written.len() {
        return None;
    }
    let currencies: Vec<Option<Currency>> = amounts.iter().map(|amount| Currency::of(&amount.unit)).collect();
    let mixed = currencies.iter().zip(&written).find(|(currency, _)| Some(*currency) != currencies.first());
    if let Some((_, text)) = mixed {
        let message = format!("the amounts of {} are not all in one currency", fields.what);
        findings.push(text.finding(&codes::WRONG_SHAPE, message).help("write a dose for each currency"));
        return None;
    }
    if *key == "range" {
        return range(amounts, fields, findings);
    }
    if amounts.windows(2).all(|pair| matches!(pair, [low, high] if is_below(low, high))) {
        return Some(Given::Levels(amounts));
    }
    let message = format!("the levels of {} must rise", fields.what);
    findings.push(Finding::new(&codes::WRONG_SHAPE, message).at(fields.place.clone(), fields.width));
    None
}

fn is_below(low: &Amount, high: &Amount) -> bool {
    low.unit.factor_to(&high.unit).is_some_and(|factor| &low.value * &factor < high.value)
}

fn range(amounts: Vec<Amount>, fields: &Fields<'_>, findings: &mut Vec<Finding>) -> Option<Given> {
    match <[Amount; 2]>::try_from(amounts) {
        Ok([low, high]) if is_below(&low, &high) => Some(Given::Range(low, high)),
        _ => {
            let message = format!("the range of {} must be a lower and a higher amount", fields.what);
            let finding = Finding::new(&codes::WRONG_SHAPE, message).at(fields.place.clone(), fields.width);
            findings.push(finding.help("write two amounts, the lower one first"));
            None
        }
    }
}

/// A number above zero with a unit that doses have.
fn amount(text: &Text, findings: &mut Vec<Finding>) -> Option<Amount> {
    let (reading, unit) = Reading::parse_with_unit(&text.text, DecimalMark::Point);
    let (Reading::Number(number), Some(written)) = (reading, unit) else {
        let message = format!("`{}` is not an amount", text.text);
        findings.push(text.finding(&codes::MALFORMED_NUMBER, message).help("write a number and a unit: 2e9 particles"));
        return None;
    };
    if number.is_zero() || number.is_negative() {
        findings.push(text.finding(&codes::MALFORMED_NUMBER, format!("`{}` is not above zero", text.text)));
        return None;
    }
    let unit = Unit::parse(written).ok().filter(|unit| Currency::of(unit).is_some());
    if unit.is_none() {
        let words = Currency::ALL.map(Currency::as_str).join(", ");
        let message = format!("`{written}` is not a unit of a dose");
        findings.push(text.finding(&codes::UNKNOWN_UNIT, message).help(format!("doses are counted in {words}")));
    }
    let number_text = text.text.strip_suffix(written).unwrap_or(&text.text).trim_end().to_owned();
    Some(Amount { number: number_text, value: number.exact(), unit: unit? })
}
