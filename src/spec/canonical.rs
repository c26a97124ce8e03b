//! The canonical form of a specification and its digest.
//!
//! Two files have the same digest when they judge and print alike: white space, comments, quoting, the order of keys and
//! the way a limit or a unit is spelt do not enter; the digits of a limit, texts that are printed and the values of
//! parameters do. The name of the file and places do not.

use super::decision::UncertaintyAmount;
use super::mapping::{RunRecord, SampleEntry};
use super::model::*;
use super::validity::expected_words;
use crate::cytometry::{Axis, Bound, Gate, Geometry, Scale};
use crate::order;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

/// The digest of the canonical form, lower-case hexadecimal.
pub(super) fn sha256(specification: &Specification) -> String {
    let text = sorted(canonical_json(specification)).to_string();
    hexadecimal(&Sha256::digest(text.as_bytes()))
}

/// The bytes of a digest as lower-case hexadecimal.
pub fn hexadecimal(digest: &[u8]) -> String {
    digest.iter().flat_map(|byte| [byte >> 4, byte & 15]).filter_map(|four| char::from_digit(four.into(), 16)).collect()
}

/// The resolved specification as JSON, for the digest and for showing it; keys are in alphabetical order.
///
/// Numbers are texts with their digits. What a key that is absent means is written out, so that a default and its value
/// written down are the same.
pub fn canonical_json(specification: &Specification) -> Value {
    let mut value = json!({
        "evqc": 1,
        "id": specification.id,
        "version": specification.version,
        "title": specification.title,
        "status": specification.status.as_str(),
        "effective": specification.effective.map(|date| date.to_string()),
        "effective_until": specification.effective_until.map(|date| date.to_string()),
        "select_by": specification.select_by.as_str(),
        "rounding": specification.rounding.as_str(),
        "product": named(specification.product.iter().map(|(key, text)| (key, json!(text)))),
        "basis": specification.basis,
        "notes": specification.notes,
        "references": named(specification.references.iter().map(|one| (&one.key, reference(one)))),
        "parameters": named(specification.parameters.iter().map(|one| (&one.name, parameter(one)))),
        "facts": named(specification.facts.iter().map(|(name, unit)| (name, json!(unit.symbol())))),
        "label": named(specification.label.iter().map(|(name, claim)| (name, quantity(claim)))),
        "derived": named(specification.derived.iter().map(|one| (&one.id, derived(specification, one)))),
        "ignore_columns": set(&specification.ignore_columns),
        "tests": named(specification.tests.iter().map(|one| (&one.id, test(specification, one)))),
    });
    // What came to the language later enters where it is used, so that the digest of what does not use it stays.
    if !specification.regions.is_empty() {
        let mut words: Vec<&str> = specification.regions.iter().map(|region| region.as_str()).collect();
        order::sort(&mut words);
        value["regions"] = json!(words);
    }
    if let Some(phase) = specification.phase {
        value["phase"] = json!(phase.as_str());
    }
    if !specification.justified.is_empty() {
        value["justified"] = named(specification.justified.iter().map(|one| (&one.check, json!(one.text))));
    }
    if !specification.samples.is_empty() {
        value["samples"] = specification.samples.iter().map(sample).collect();
    }
    if let Some(dosing) = &specification.dosing {
        value["dosing"] = super::derivation::json(dosing);
    }
    if let Some(stability) = &specification.stability {
        value["stability"] = stability.json();
    }
    if let Some(handling) = &specification.handling {
        value["handling"] = handling.json();
    }
    if let Some(expiry) = &specification.expiry {
        value["expiry"] = super::life_json::expiry(specification, expiry);
    }
    if let Some(in_use) = &specification.in_use {
        value["in_use"] = super::life_json::in_use(specification, in_use);
    }
    if specification.part {
        value["part"] = json!(true);
    }
    if !specification.gates.is_empty() {
        value["gates"] = specification.gates.iter().map(|one| gate(specification, one)).collect();
    }
    if let Some(compensation) = specification.compensation {
        value["compensation"] = json!(compensation.as_str());
    }
    sorted(value)
}

fn sample(entry: &SampleEntry) -> Value {
    let mut value = json!({
        "file": entry.file.text,
        "run": entry.run.as_ref().map(|pattern| &pattern.text),
        "named": entry.named.as_ref().map(|pattern| &pattern.text),
        "skip": entry.skip,
        "lot": entry.lot,
        "test": set(&entry.tests),
        "role": entry.role.as_str(),
        "control": entry.control,
        "stage": entry.stage,
        "sample": entry.sample,
        "group": entry.group,
        "replicate": entry.replicate,
        "method": entry.method,
        "analyst": entry.analyst,
        "dilution": entry.dilution.as_ref().map(|dilution| dilution.value.to_string()),
        "unit": entry.unit.as_ref().map(|unit| &unit.text),
    });
    // Where nothing is said the form stays that of the entries that could not say it.
    if entry.record != RunRecord::default() {
        let record = &entry.record;
        value["record"] = json!({
            "invalid": record.is_invalid,
            "reason": record.reason,
            "investigation": record.investigation,
            "approver": record.approver,
        });
    }
    value
}

/// A gate with its coordinates; names instead of positions.
fn gate(specification: &Specification, gate: &Gate) -> Value {
    let name = |index: &usize| specification.gates.get(*index).map(|gate| gate.name.as_str());
    let names = |members: &[usize]| members.iter().map(name).collect::<Vec<_>>();
    let bound = |bound: &Option<Bound>| match bound {
        Some(Bound::At(at)) => json!(at.to_string()),
        Some(Bound::Quantile { p, control }) => json!({"quantile": p.to_string(), "of": control}),
        None => Value::Null,
    };
    let axis = |axis: &Axis| json!({"channel": axis.channel, "scale": scale(axis.scale)});
    let encloses = match &gate.geometry {
        Geometry::Ranges(ranges) => {
            let range = |(on, above, below): &(Axis, Option<Bound>, Option<Bound>)| json!({"axis": axis(on), "above": bound(above), "below": bound(below)});
            json!({"ranges": ranges.iter().map(range).collect::<Vec<_>>()})
        }
        Geometry::Polygon { x, y, vertices } => {
            let corners: Vec<_> = vertices.iter().map(|(x, y)| json!([x.to_string(), y.to_string()])).collect();
            json!({"polygon": corners, "x": axis(x), "y": axis(y)})
        }
        Geometry::All(members) => json!({"all_of": names(members)}),
        Geometry::Any(members) => json!({"any_of": names(members)}),
        Geometry::Not(member) => json!({"not": name(member)}),
    };
    json!({"name": gate.name, "within": gate.within.as_ref().map(name), "is": encloses})
}

fn scale(scale: Scale) -> Value {
    match scale {
        Scale::Linear => json!("linear"),
        Scale::Log { t, m } => json!(["log", t.to_string(), m.to_string()]),
        Scale::Logicle { t, w, m, a } => {
            json!(["logicle", t.to_string(), w.to_string(), m.to_string(), a.to_string()])
        }
        Scale::Arcsinh { t, m, a } => json!(["arcsinh", t.to_string(), m.to_string(), a.to_string()]),
    }
}

/// Sorts the keys of every map, whatever the features of the JSON library.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<(String, Value)> = map.into_iter().map(|(key, value)| (key, sorted(value))).collect();
            order::sort_by(&mut entries, |a, b| a.0.cmp(&b.0));
            Value::Object(order::collect(entries))
        }
        Value::Array(items) => Value::Array(items.into_iter().map(sorted).collect()),
        other => other,
    }
}

fn named<'a>(entries: impl Iterator<Item = (&'a String, Value)>) -> Value {
    Value::Object(order::collect(entries.map(|(key, value)| (key.clone(), value))))
}

/// Texts whose order has no meaning.
fn set(texts: &[String]) -> Vec<&String> {
    let mut sorted: Vec<&String> = texts.iter().collect();
    order::sort(&mut sorted);
    sorted
}

fn quantity(quantity: &Quantity) -> Value {
    json!({"value": quantity.value.to_string(), "unit": quantity.unit.symbol()})
}

fn reference(reference: &Reference) -> Value {
    json!({
        "title": reference.title,
        "doi": reference.doi,
        "where": reference.place,
        "evidence": reference.evidence.map(Evidence::as_str),
    })
}

fn parameter(parameter: &Parameter) -> Value {
    json!({
        "required": parameter.required,
        "unit": parameter.unit.symbol(),
        "value": parameter.value.as_ref().map(quantity),
        "why": parameter.why,
    })
}

fn derived(specification: &Specification, derived: &Derived) -> Value {
    json!({"formula": formula(specification, &derived.formula), "unit": derived.unit.symbol()})
}

/// A formula as nested lists, names instead of positions.
fn formula(specification: &Specification, expression: &Expression) -> Value {
    let inner = |expression: &Expression| formula(specification, expression);
    match expression {
        Expression::Number(number) => json!(["number", quantity(number)]),
        Expression::Test(index) => json!(["test", specification.tests[*index].id]),
        Expression::Derived(index) => json!(["derived", specification.derived[*index].id]),
        Expression::Label(name) => json!(["label", name]),
        Expression::Fact(index) => json!(["fact", specification.facts[*index].0]),
        Expression::Negate(a) => json!(["negate", inner(a)]),
        Expression::Add(a, b) => json!(["add", inner(a), inner(b)]),
        Expression::Subtract(a, b) => json!(["subtract", inner(a), inner(b)]),
        Expression::Multiply(a, b) => json!(["multiply", inner(a), inner(b)]),
        Expression::Divide(a, b) => json!(["divide", inner(a), inner(b)]),
        Expression::Power(a, exponent) => json!(["power", inner(a), exponent]),
    }
}

fn test(specification: &Specification, test: &Test) -> Value {
    let mut value = json!({
        "name": test.name,
        "category": test.category.as_str(),
        "stage": test.stage,
        "procedure": test.procedure,
        "methods": set(&test.methods),
        "columns": set(&test.columns),
        "required": test.required,
        "never_waive": test.never_waive,
        "text": test.text,
        "source": test.source.map(|index| specification.references[index].key.as_str()),
        "evidence": test.evidence.map(Evidence::as_str),
        "rationale": test.rationale,
    });
    let judged = match &test.assessment {
        Assessment::Measured(measured) => {
            let mut judged = self::measured(measured);
            acquired(specification, measured, &mut judged);
            if let Some(trend) = &measured.trend {
                judged["trend"] = trend.json();
            }
            if !measured.in_use.is_empty() {
                judged["in_use"] = measured.in_use.iter().map(alternative).collect();
            }
            if let Some(rule) = &measured.skip {
                judged["skip"] = json!({"every": rule.every, "from": rule.from, "id": rule.justification});
            }
            json!({"rounding": test.rounding.as_str(), "measured": judged})
        }
        Assessment::Panel(panel) => json!({"panel": statement(specification, &panel.statement)}),
    };
    if let (Value::Object(all), Value::Object(judged)) = (&mut value, judged) {
        all.extend(judged);
    }
    value
}

fn measured(measured: &Measured) -> Value {
    json!({
        "origin": match measured.origin { Origin::Delivered => "delivered", Origin::Derived(_) => "derived" },
        "unit": measured.unit.symbol(),
        "result": measured.plan.to_string(),
        "retest": measured.retest.as_ref().map(Plan::to_string),
        "individual": measured.individual.as_ref().map(limits),
        "valid_if": measured.valid_if.iter().map(validity).collect::<Vec<_>>(),
        "requires": measured.requires.iter().map(validity).collect::<Vec<_>>(),
        "final_after_days": measured.final_after_days,
        "accept": measured.accept.iter().map(alternative).collect::<Vec<_>>(),
        "alert": measured.alert.as_ref().map(limits),
        "action": measured.action.as_ref().map(limits),
        "shelf_life": measured.shelf_life.iter().map(alternative).collect::<Vec<_>>(),
        "decide": measured.decide.to_string(),
        "uncertainty": measured.uncertainty.as_ref().map(|stated| json!({
            "amount": match &stated.amount {
                UncertaintyAmount::Relative(percent) => json!({"relative": percent.to_string()}),
                UncertaintyAmount::Absolute(absolute) => json!({"absolute": quantity(absolute)}),
                UncertaintyAmount::Replicates => json!("replicates"),
                UncertaintyAmount::Counting => json!("counting"),
                UncertaintyAmount::Bootstrap => json!("bootstrap"),
            },
            "k": stated.coverage_factor.to_string(),
            "from": stated.origin,
        })),
        "censored": measured.censored.as_str(),
        "loq": measured.loq.as_ref().map(quantity),
    })
}

/// What goes with instrument files and plausibility, where it is written.
fn acquired(specification: &Specification, measured: &Measured, value: &mut Value) {
    if let Some(from) = &measured.from {
        value["from"] = json!(from.in_words(&specification.gates));
    }
    let second: Vec<&str> = measured
        .second_stage
        .iter()
        .filter_map(|index| specification.tests.get(*index))
        .map(|test| test.id.as_str())
        .collect();
    match second.as_slice() {
        [] => {}
        [only] => value["second_stage"] = json!(only),
        several => value["second_stage"] = json!(several),
    }
    if let Some(of) = &measured.of {
        value["of"] = json!(of);
    }
    if let Some(range) = &measured.range {
        value["range"] = limits(range);
    }
    if let Some(range) = &measured.linear_range {
        value["linear_range"] = limits(range);
    }
    if let Some(ceiling) = &measured.plausible {
        value["plausible"] = json!({
            "size": specification.tests.get(ceiling.size).map(|test| test.id.as_str()),
            "protein_share": ceiling.protein_share.to_string(),
            "density": quantity(&ceiling.density),
        });
    }
}

fn limits(limits: &Limits) -> Value {
    let end = |limit: &Option<Limit>| {
        limit.as_ref().map(|limit| json!({"value": limit.written.to_string(), "inclusive": limit.inclusive}))
    };
    let mut value = json!({"lower": end(&limits.lower), "upper": end(&limits.upper), "unit": limits.unit.symbol()});
    if limits.lower.is_none() && limits.upper.is_none() {
        // A parameter without value stands in it: then the text is all there is.
        value["open"] = json!(limits.text);
    }
    value
}

fn alternative(alternative: &Alternative) -> Value {
    let when = alternative.when.iter().map(|(condition, value)| (condition.as_str().to_owned(), json!(value)));
    let criterion = match &alternative.criterion {
        Criterion::Numeric(numeric) => json!({"numeric": limits(numeric)}),
        Criterion::Label(share) => json!({"of_label": limits(share)}),
        Criterion::Qualitative(expected) => json!({"qualitative": expectation(expected)}),
        Criterion::Report => json!("report"),
    };
    json!({"when": order::collect::<Map<_, _>, _>(when), "is": criterion})
}

/// A word, or a list of texts, which a word must not be mistaken for.
fn expectation(expected: &Expected) -> Value {
    match expected {
        Expected::OneOf(_) => json!({"one_of": expected_words(expected)}),
        Expected::Negative | Expected::Positive | Expected::Complies => json!(expected_words(expected)[0]),
    }
}

fn validity(check: &ValidityCheck) -> Value {
    match &check.check {
        Check::Spread(spread, numeric, among) => {
            let word = match spread {
                Spread::Cv => "cv",
                Spread::GeometricCv => "gcv",
                Spread::StandardDeviation => "sd",
                Spread::Range => "range",
                Spread::RelativeRange => "relative range",
            };
            let mut value = json!({"spread": word, "limits": limits(numeric)});
            match among {
                Among::All => {}
                Among::Inner => value["among"] = json!("inner"),
                Among::Outer => value["among"] = json!("outer"),
            }
            value
        }
        Check::SterilitySample { tested, batch, scheme } => {
            json!({"sterility_sample": {"tested": tested, "batch_fact": batch, "scheme": scheme.as_str()}})
        }
        Check::Control { role, name, each, expect } => {
            let expect = match expect {
                ControlExpectation::Numeric(numeric) => json!({"numeric": limits(numeric)}),
                ControlExpectation::OfSample(share) => json!({"of_sample": limits(share)}),
                ControlExpectation::Qualitative(expected) => json!({"qualitative": expectation(expected)}),
            };
            json!({"role": role.as_str(), "name": name, "each": each, "expect": expect})
        }
    }
}

/// A panel statement as nested lists, names instead of positions.
fn statement(specification: &Specification, statement: &Statement) -> Value {
    let all = |parts: &[Statement]| parts.iter().map(|part| self::statement(specification, part)).collect::<Vec<_>>();
    match statement {
        Statement::Member(index) => json!(specification.tests[*index].id),
        Statement::All(parts) => json!({"all_of": all(parts)}),
        Statement::AtLeast(count, parts) => json!({"at_least": count, "of": all(parts)}),
        Statement::NoneOf(parts) => json!({"none_of": all(parts)}),
    }
}
