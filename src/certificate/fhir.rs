//! A certificate as a FHIR R5 bundle in the shape of the PQ-CMC profiles for batch analysis: a report with an observation for
//! each line, the batch, the specification and the laboratories.
//!
//! It has their shape and does not claim to meet them: units and outcomes are texts, since neither has a code in every
//! terminology that they bind. Whatever the profiles have no place for stays in the twin. Why a report is preliminary stands in
//! its notes; what it was made from and by whom it was signed in resources of FHIR itself (`Provenance`). The bytes of a signature
//! stay in its envelope: what it covers is the twin, not this bundle.
//!
//! # Source
//! HL7 FHIR R5; HL7 "Pharmaceutical Quality - Chemistry, Manufacturing and Controls Submissions to FDA", STU 2: profiles
//! pqcmc-batch-analysis, pq-result-observation, pqcmc-quality-specification.

use super::model::{Certificate, Content, InputFile, LimitsStated, ResultValue, Signature, TestLine};
use super::profile::IntendedUse;
use super::stamp::Stamp;
use super::terms::{self, Term};
use super::words::Words;
use crate::order;
use crate::quantity::{Decimal, DecimalMark, Exact};
use crate::spec::hexadecimal;
use serde_json::{Number, Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Where the extensions of the profiles are defined.
const PROFILES: &str = "http://hl7.org/fhir/us/pq-cmc-fda/StructureDefinition";

/// The object identifier of SHA-256, by which a digest is told from other identifiers.
///
/// # Source
/// NIST, Computer Security Objects Register: hash functions.
const SHA256: &str = "urn:oid:2.16.840.1.101.3.4.2.1";

/// Digits of a decimal: 18 are what FHIR takes, at most 17 of them behind the point.
const DIGITS: usize = 17;

/// A part of the bundle. Decimals keep the digits that they were written with, which state their precision in FHIR; a
/// [`Value`] keeps the number alone.
enum Part {
    Plain(Value),
    Decimal(String),
    List(Vec<Part>),
    Object(BTreeMap<String, Part>),
}

impl Part {
    /// The part with its decimals as texts behind a mark.
    fn marked(self, mark: &str) -> Value {
        match self {
            Part::Plain(value) => value,
            Part::Decimal(text) => Value::String(format!("{mark}{text}")),
            Part::List(parts) => parts.into_iter().map(|part| part.marked(mark)).collect(),
            Part::Object(parts) => parts.into_iter().map(|(key, part)| (key, part.marked(mark))).collect(),
        }
    }

    /// The part as JSON.
    ///
    /// A number that is written as it stands is more than `serde_json` gives without its feature `raw_value`, by which whoever
    /// reads any JSON takes a certain object for a number. So decimals are written as texts behind a mark, and the quotes are
    /// taken off again. `own` is all that the texts of the bundle are made of: it does not have the mark.
    fn json(self, own: &str) -> serde_json::Result<String> {
        let mut mark = "decimal ".to_owned();
        while own.contains(&mark) {
            mark.push('#');
        }
        let marked = serde_json::to_string_pretty(&self.marked(&mark))?;
        let quoted = format!("\"{mark}");
        let mut pieces = marked.split(&quoted);
        let first = pieces.next().unwrap_or_default().to_owned();
        Ok(pieces.fold(first, |text, piece| text + &piece.replacen('"', "", 1)))
    }
}

/// The bundle as JSON with a line feed at the end.
///
/// # Errors
/// The bundle cannot be written as JSON.
pub fn fhir_bundle(certificate: &Certificate) -> serde_json::Result<String> {
    let content = &certificate.content;
    let plain = |key: &str, resource: Value| entry(certificate, key, Part::Plain(resource));
    let mut entries = vec![plain("report", report(certificate))];
    entries.push(plain("batch", batch(content)));
    entries.push(plain("specification", specification(content)));
    for (key, organisation) in makers(certificate) {
        entries.push(plain(&key, organisation));
    }
    for (name, address) in laboratories(content) {
        let mut resource = json!({"resourceType": "Organization", "name": name.en});
        if let Some(address) = address {
            resource["contact"] = json!([{"address": {"text": address.en}}]);
        }
        entries.push(plain(&laboratory_key(&name), resource));
    }
    for (at, line) in content.tests.iter().enumerate().filter(|(_, line)| applies(line)) {
        entries.push(entry(certificate, &line_key(at), observation(certificate, line)));
    }
    entries.push(plain("origin", origin(certificate)));
    for (at, signature) in certificate.signatures.iter().enumerate() {
        entries.push(plain(&format!("signature {at}"), signed(certificate, signature)));
    }
    let mut bundle = json!({
        "resourceType": "Bundle",
        "identifier": {"value": number(content)},
        "type": "collection",
    });
    put(&mut bundle, "timestamp", instant(&content.issued));
    let bundle = with(bundle, "entry", Part::List(entries));
    bundle.json(&serde_json::to_string(certificate)?).map(|text| text + "\n")
}

/// Whether a file is the bundle of the certificate with this number, or passes for it.
pub fn is_fhir_bundle_of(bytes: &[u8], number: &str) -> bool {
    let Ok(bundle) = serde_json::from_slice::<Value>(bytes) else { return false };
    bundle["resourceType"] == "Bundle" && bundle["identifier"]["value"] == number
}

fn entry(certificate: &Certificate, key: &str, resource: Part) -> Part {
    with(json!({"fullUrl": url(certificate, key)}), "resource", resource)
}

/// An object with one field more.
fn with(object: Value, key: &str, part: Part) -> Part {
    let mut all = fields(object);
    all.insert(key.to_owned(), part);
    Part::Object(all)
}

/// The fields of an object.
fn fields(object: Value) -> BTreeMap<String, Part> {
    let Value::Object(fields) = object else { return BTreeMap::new() };
    order::collect(fields.into_iter().map(|(key, value)| (key, Part::Plain(value))))
}

/// A UUID (version 8) from the digest of the content and the name of the resource: the same for the same certificate.
fn url(certificate: &Certificate, key: &str) -> String {
    let mut bytes = Sha256::digest(format!("{} {key}", certificate.content_sha256)).to_vec();
    bytes.truncate(16);
    if let Some(byte) = bytes.get_mut(6) {
        *byte = (*byte & 0x0f) | 0x80;
    }
    if let Some(byte) = bytes.get_mut(8) {
        *byte = (*byte & 0x3f) | 0x80;
    }
    let hex = hexadecimal(&bytes);
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default().to_owned();
    let parts = [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)];
    format!("urn:uuid:{}", parts.join("-"))
}

fn reference(certificate: &Certificate, key: &str) -> Value {
    json!({"reference": url(certificate, key)})
}

/// Whether a line applies to the lot; an optional test that was not done does.
fn applies(line: &TestLine) -> bool {
    line.outcome != "not_applicable" || line.conclusion == Words::of(&terms::OPTIONAL_NOT_TESTED)
}

fn line_key(at: usize) -> String {
    format!("line {at}")
}

fn laboratory_key(name: &Words) -> String {
    format!("laboratory {}", name.en)
}

/// The number of the certificate, else the lot.
fn number(content: &Content) -> &str {
    content.number.as_deref().unwrap_or(&content.lot.id)
}

/// A moment with its zone; a day alone is no instant.
fn instant(text: &str) -> Option<Value> {
    Stamp::parse(text).ok()?.time.map(|_| Value::from(text))
}

fn put(object: &mut Value, key: &str, value: Option<Value>) {
    if let Some(value) = value {
        object[key] = value;
    }
}

/// The issuing laboratory, then the external ones.
fn laboratories(content: &Content) -> Vec<(Words, Option<Words>)> {
    let own = content.laboratory.name.clone().map(|name| (name, content.laboratory.address.clone()));
    let external = content.external.iter().map(|one| (one.name.clone(), one.address.clone()));
    own.into_iter().chain(external).collect()
}

/// Who makes the product, and the sites of manufacture and quality control, each with its licence (fields 7 and 33).
fn makers(certificate: &Certificate) -> Vec<(String, Value)> {
    let Some(maker) = &certificate.content.manufacturer else { return Vec::new() };
    let organisation = |kind: &str, name: &Words, address: &Option<Words>, licence: &Option<String>| {
        let mut one = json!({"resourceType": "Organization", "type": [{"text": kind}], "name": name.en});
        put(&mut one, "contact", address.as_ref().map(|address| json!([{"address": {"text": address.en}}])));
        let licence = licence.as_ref().map(|licence| json!([{"type": {"text": terms::LICENCE.en}, "value": licence}]));
        put(&mut one, "identifier", licence);
        one
    };
    let own = organisation(terms::MANUFACTURER.en, &maker.name, &maker.address, &maker.licence);
    let sites = maker.sites.iter().enumerate().map(|(at, site)| {
        let kind = site.activity.as_ref().map_or(terms::SITE.en, |activity| activity.en.as_str());
        let mut one = organisation(kind, &site.name, &site.address, &site.licence);
        one["partOf"] = reference(certificate, "manufacturer");
        (format!("site {at}"), one)
    });
    std::iter::once(("manufacturer".to_owned(), own)).chain(sites).collect()
}

fn report(certificate: &Certificate) -> Value {
    let content = &certificate.content;
    let results = content.tests.iter().enumerate().filter(|(_, line)| applies(line));
    let results: Vec<Value> = results.map(|(at, _)| reference(certificate, &line_key(at))).collect();
    let spec = &content.specification;
    let mut report = json!({
        "resourceType": "DiagnosticReport",
        "extension": [{
            "url": format!("{PROFILES}/pq-quality-specification-extension"),
            "extension": [
                {"url": "specification", "valueString": spec.title},
                {"url": "specificationVersion", "valueString": spec.version},
            ],
        }],
        "identifier": [{"value": number(content)}],
        "status": if certificate.is_draft() { "preliminary" } else { "final" },
        "code": {"text": content.title.en},
        "subject": reference(certificate, "batch"),
        "effectiveDateTime": content.evaluated,
        "result": results,
        "conclusion": conclusion(content),
    });
    put(&mut report, "issued", instant(&content.issued));
    let notes: Vec<Value> = notes(certificate).iter().map(|text| json!({"text": text})).collect();
    put(&mut report, "note", (!notes.is_empty()).then(|| Value::from(notes)));
    let performer = content.laboratory.name.as_ref().map(|name| json!([reference(certificate, &laboratory_key(name))]));
    put(&mut report, "performer", performer);
    report
}

/// What the report says in words: why it is preliminary, what was set for the run, whether data were changed after they were
/// entered, what the lot as a whole lacks, what is replaced, what the product is for, and what is certified.
fn notes(certificate: &Certificate) -> Vec<String> {
    let content = &certificate.content;
    let because = certificate.draft_because.iter().map(|mark| format!("Draft: {}", mark.words().en));
    let changed = Words::of(&terms::DATA_CHANGED);
    let changed = content.statements.iter().filter(|one| one.text == changed).map(|one| one.text.en.clone());
    let of_lot = content.conclusion.open.iter().filter(|item| item.test.is_none());
    let of_lot = of_lot.filter_map(|item| Some(format!("{}: {}", item.text.en, item.detail.as_ref()?.en)));
    let named = |term: &Term, text: &str| format!("{}: {text}", term.en);
    let authorisation = content.authorisation.iter().map(|number| named(&terms::AUTHORISATION, number));
    let certified = certificate.certified().map(|stated| named(&terms::CERTIFICATION, &stated.en));
    let not_judged = &content.provenance.lineage_not_judged;
    let not_judged = (!not_judged.is_empty()).then(|| named(&terms::LINEAGE_NOT_JUDGED, &not_judged.join(", ")));
    let of_lot = of_lot.chain(not_judged);
    let all = because.chain(parameters(content)).chain(changed).chain(of_lot).chain(replaced(content));
    all.chain(intended_use(content)).chain(authorisation).chain(certified).collect()
}

/// What is replaced, why, and what changed.
fn replaced(content: &Content) -> Vec<String> {
    let Some(replaced) = &content.replaces else { return Vec::new() };
    let date = replaced.date.iter().map(|date| format!(", {} {date}", terms::REPLACES_DATE.en)).collect::<String>();
    let mut all = vec![
        format!("{} {}{date}", terms::REPLACES.en, replaced.number),
        format!("{}: {}", terms::REASON.en, replaced.reason.en),
    ];
    all.extend(replaced.changes.iter().map(|change| format!("{}: {}", terms::CHANGES.en, change.en)));
    let none = terms::NO_RESULT.en;
    let found = replaced.found.iter().filter(|change| !change.at.ends_with(".zh")).map(|change| {
        let text = |text: &Option<String>| text.clone().unwrap_or_else(|| none.to_owned());
        let (before, after) = (&terms::CHANGE_BEFORE, &terms::CHANGE_AFTER);
        format!("{}: {} {}, {} {}", change.what.en, before.en, text(&change.before), after.en, text(&change.after))
    });
    all.extend(found);
    all
}

/// What the product is for (field 35).
fn intended_use(content: &Content) -> Option<String> {
    let intended = IntendedUse::by_name(content.intended_use.as_deref()?)?;
    Some(format!("{}: {}", terms::PHASE_OF_USE.en, intended.term().en))
}

fn parameters(content: &Content) -> Vec<String> {
    content.specification.parameters.iter().map(|set| set.words().en).collect()
}

/// What the report was made with and from: the digests of specification, program, configuration, content and files.
fn origin(certificate: &Certificate) -> Value {
    let (content, record) = (&certificate.content, &certificate.content.record);
    let source = |role: &str, what: String, sha256: &str| json!({"role": role, "what": {"display": what, "identifier": {"system": SHA256, "value": sha256}}});
    let spec = &content.specification;
    let mut entities = vec![
        source("source", format!("content of the certificate, {}", certificate.schema), &certificate.content_sha256),
        source("source", format!("specification {} {}", spec.id, spec.version), &spec.sha256),
        source("instantiates", format!("program {} {}", record.tool, record.version), &record.tool_sha256),
        source("source", "configuration".to_owned(), &record.configuration.sha256),
    ];
    let file = |input: &InputFile| source("source", format!("{}: {}", input.role, input.name), &input.sha256);
    entities.extend(record.inputs.iter().map(file));
    entities.extend(content.replaces.iter().map(|replaced| {
        let number = json!({"display": terms::REPLACES.en, "identifier": {"value": replaced.number}});
        json!({"role": "revision", "what": number})
    }));
    let by = content.laboratory.name.as_ref().map(|name| reference(certificate, &laboratory_key(name)));
    let by = by.unwrap_or_else(|| json!({"display": format!("{} {}", record.tool, record.version)}));
    let mut origin = json!({
        "resourceType": "Provenance",
        "target": [reference(certificate, "report")],
        "activity": {"text": "evaluation"},
        "agent": [{"who": by}],
        "entity": entities,
    });
    put(&mut origin, "recorded", instant(&content.evaluated));
    origin
}

/// A signature: who, in which function, when and by which clock, with what meaning, with which key.
fn signed(certificate: &Certificate, signature: &Signature) -> Value {
    let who = match &signature.key {
        Some(key) => json!({"display": signature.name.en, "identifier": {"value": key}}),
        None => json!({"display": format!("{} (typed name, no electronic signature)", signature.name.en)}),
    };
    let meaning = signature.meaning.as_deref().unwrap_or("no meaning stated");
    let mut one = json!({
        "resourceType": "Provenance",
        "target": [reference(certificate, "report")],
        "activity": {"text": meaning},
        "agent": [{"role": [{"text": signature.function.en}], "who": who.clone()}],
    });
    put(&mut one, "recorded", instant(&signature.time));
    put(&mut one, "text", signature.time_source.map(terms::time_source).map(time_source));
    if signature.key.is_some() {
        let mut by_key = json!({"type": [{"display": meaning}], "who": who});
        put(&mut by_key, "when", instant(&signature.time));
        one["signature"] = json!([by_key]);
    }
    one
}

/// Where the time of a signature comes from, as the words of the resource: it has no element for it.
fn time_source(source: &Term) -> Value {
    let said = format!("{}: {}", terms::TIME_SOURCE.en, source.en);
    json!({"status": "additional", "div": format!("<div xmlns=\"http://www.w3.org/1999/xhtml\">{said}</div>")})
}

fn conclusion(content: &Content) -> String {
    let open: Vec<&str> = content.conclusion.open.iter().map(|item| item.text.en.as_str()).collect();
    format!("{} {}", content.conclusion.statement.en, open.join("; ")).trim_end().to_owned()
}

fn batch(content: &Content) -> Value {
    let mut batch = json!({"lotNumber": content.lot.id});
    put(&mut batch, "expirationDate", content.lot.expiry.clone().map(Value::from));
    let mut medication = json!({"resourceType": "Medication", "batch": batch});
    let text = |words: &Option<Words>| words.as_ref().map(|words| json!({"text": words.en}));
    put(&mut medication, "code", text(&content.product.name));
    put(&mut medication, "doseForm", text(&content.product.dosage_form));
    medication
}

fn specification(content: &Content) -> Value {
    let spec = &content.specification;
    let status = match spec.status.as_str() {
        "approved" => "active",
        "draft" => "draft",
        _ => "retired",
    };
    let lines = || content.tests.iter().enumerate();
    let goals: Vec<Value> = lines()
        .map(|(at, line)| json!({"id": format!("goal-{at}"), "description": {"text": line.criterion.en}}))
        .collect();
    let actions: Vec<Value> = lines()
        .map(|(at, line)| json!({"linkId": line.id, "title": line.name.en, "goalId": [format!("goal-{at}")]}))
        .collect();
    let mut plan = json!({
        "resourceType": "PlanDefinition",
        "identifier": [{"value": spec.id}],
        "version": spec.version,
        "title": spec.title,
        "status": status,
        "goal": goals,
        "action": actions,
    });
    put(&mut plan, "date", spec.effective.clone().map(Value::from));
    plan
}

fn observation(certificate: &Certificate, line: &TestLine) -> Part {
    let mut one = json!({
        "resourceType": "Observation",
        "identifier": [{"value": line.stage.as_deref().unwrap_or("Single Stage")}],
        "status": status(line),
        "category": [{"text": line.category}],
        "code": {"text": line.name.en},
        "subject": reference(certificate, "batch"),
        "interpretation": [{"text": interpretation(line)}],
    });
    put(&mut one, "effectiveDateTime", line.completed.clone().map(Value::from));
    let by = line.laboratory.as_ref().map(|by| json!([reference(certificate, &laboratory_key(&by.name))]));
    put(&mut one, "performer", by);
    put(&mut one, "method", line.procedure.as_ref().map(|procedure| json!({"text": procedure})));
    let notes: Vec<Value> = remarks(line).into_iter().map(|text| json!({"text": text})).collect();
    put(&mut one, "note", (!notes.is_empty()).then(|| Value::from(notes)));
    let found = line.result.as_ref().and_then(measured);
    match &line.result {
        None => one["dataAbsentReason"] = json!({"text": line.conclusion.en}),
        Some(result) if found.is_none() => one["valueString"] = json!(result.text.en),
        Some(_) => {}
    }
    let mut one = fields(one);
    let ranges = [Some(range(line, line.limits.as_ref())), each_determination(line)];
    one.insert("referenceRange".to_owned(), Part::List(ranges.into_iter().flatten().collect()));
    one.extend(found.map(|quantity| ("valueQuantity".to_owned(), quantity)));
    Part::Object(one)
}

/// The number that was compared, with its sign and unit. It has the digits of the print where that is the same number: the
/// twin writes it without idle zeros.
fn measured(result: &ResultValue) -> Option<Part> {
    let compared = result.compared.as_deref()?;
    let printed = result.text.en.split(' ').next().unwrap_or_default().trim_start_matches(['<', '>', '≤', '≥']);
    let printed = printed.replace("×10^", "e");
    let exact = |text: &str| -> Option<Exact> { Some(Decimal::parse(text, DecimalMark::Point).ok()?.exact()) };
    let same = exact(compared).is_some_and(|number| exact(&printed) == Some(number));
    let mut sign = json!({});
    put(&mut sign, "comparator", result.op.clone().map(Value::from));
    quantity(if same { &printed } else { compared }, result.unit.as_deref(), sign)
}

fn status(line: &TestLine) -> &'static str {
    match line.outcome.as_str() {
        "pending" => "preliminary",
        "missing" => "registered",
        "waived" | "invalid" | "not_applicable" => "cancelled",
        _ => "final",
    }
}

fn interpretation(line: &TestLine) -> &str {
    match line.outcome.as_str() {
        "pass" => "Conforms",
        "fail" => "Does not Conform",
        _ => &line.conclusion.en,
    }
}

/// A number with its unit and what else belongs to it; none where the text is no number that JSON can hold.
fn quantity(value: &str, unit: Option<&str>, mut more: Value) -> Option<Part> {
    put(&mut more, "unit", unit.filter(|unit| !unit.is_empty()).map(Value::from));
    Some(with(more, "value", Part::Decimal(decimal(value)?)))
}

/// A decimal as it is written; one of more digits than FHIR takes as the nearest that it does.
fn decimal(text: &str) -> Option<String> {
    let number = text.parse::<Number>().ok()?.as_f64()?;
    let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
    let digits = mantissa.bytes().filter(u8::is_ascii_digit).count();
    Some(if digits > DIGITS { format!("{number:e}") } else { text.to_owned() })
}

/// What decided where result and range do not show it, the bounds that a decision rule compared, what a result or a limit was
/// made from, through what alone a failure counts, and the compendial reference.
fn remarks(line: &TestLine) -> Vec<String> {
    let bounds = line.rule.iter().filter_map(|rule| Some(format!("{}: {}", rule.decision, rule.bounds.as_ref()?.en)));
    let derived = line.derivation.iter().map(|step| step.en.clone());
    let plain = line.conclusion.en == terms::DOES_NOT_COMPLY.en;
    let aside = (line.outcome == "fail" && !plain).then(|| line.conclusion.en.clone());
    let reference = line.reference.iter().map(|reference| format!("{}: {reference}", terms::REFERENCE.en));
    let all = line.remarks.iter().map(|remark| remark.en.clone()).chain(bounds).chain(derived);
    all.chain(aside).chain(reference).collect()
}

/// The limits of each determination.
fn each_determination(line: &TestLine) -> Option<Part> {
    let mut range = range(line, Some(line.individual.as_ref()?));
    if let Part::Object(fields) = &mut range {
        fields.insert("type".to_owned(), Part::Plain(json!({"text": terms::EACH_DETERMINATION.en})));
    }
    Some(range)
}

/// Limits with their signs, and the criterion in print.
fn range(line: &TestLine, limits: Option<&LimitsStated>) -> Part {
    let mut range = fields(json!({"text": line.criterion.en}));
    let Some(limits) = limits else { return Part::Object(range) };
    let end = |value: &Option<String>, inclusive: bool, signs: [&str; 2]| {
        let sign = json!({"extension": [{
            "url": format!("{PROFILES}/pq-interpretation-code-extension"),
            "valueCodeableConcept": {"text": if inclusive { signs[0] } else { signs[1] }},
        }]});
        quantity(value.as_deref()?, Some(&limits.unit), sign)
    };
    let LimitsStated { lower, lower_inclusive, upper, upper_inclusive, .. } = limits;
    range.extend(end(lower, *lower_inclusive, ["NLT", "GT"]).map(|end| ("low".to_owned(), end)));
    range.extend(end(upper, *upper_inclusive, ["NMT", "LT"]).map(|end| ("high".to_owned(), end)));
    Part::Object(range)
}
