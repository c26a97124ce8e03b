//! The source document of everything that a certificate holds beside the fields that a profile can ask for.

use evqc::certificate::field::FIELDS;
use serde_json::Value;
use std::collections::BTreeSet;

/// Each key of the twin, what it is, and which document supplies it.
pub const BESIDE: &[(&str, &str, &str)] = &[
    ("profile", "the practice that was asked for", "`--profile`; lab.yaml: `profile`"),
    ("language", "languages of the print", "`--lang`"),
    ("authoritative", "the language that prevails (R-1102)", "lab.yaml: `authoritative`"),
    ("document", "kind of document", "the profile and the verdict"),
    ("evaluated", "date of evaluation (R-106)", "facts: `evaluated`; else the day of judgement"),
    ("issued", "date of issue (R-106)", "facts: `issued`; else the day of judgement"),
    ("provenance.donor", "donor (R-116)", "facts: `provenance`"),
    ("lot.retest", "retest date", "lot file: `retest`"),
    ("lot.expiry_rule", "rule behind the expiry date", "specification: `expiry`"),
    ("lot.expiry_rule_words", "the same in words", "specification: `expiry`"),
    ("lot.expiry_from", "the days that the rule counts from", "lot file: the columns that the rule names"),
    ("lot.label", "label claims", "lot file: the columns of the claims"),
    ("lot.repacker_lot", "lot number of the repacker", "facts: `batch`"),
    ("specification.parameters", "parameters of the run", "facts: `parameters`; `--set`"),
    (
        "external",
        "laboratories that tested elsewhere, with their reports (R-112)",
        "lab.yaml: `laboratories`; facts: `tests`",
    ),
    ("tests.laboratory", "laboratory and report of a test (R-112)", "facts: `tests`; lab.yaml: `laboratories`"),
    ("tests.started", "first day of a test (R-106)", "results: `started`; facts: `tests`"),
    ("tests.sampled", "day of sampling of one test", "facts: `tests`"),
    ("tests.id", "identifier of a test", "specification: `tests`"),
    ("tests.criterion_as_written", "the criterion as the specification writes it", "specification: `accept`"),
    ("tests.reference", "compendial reference (R-1108)", "lab.yaml: `tests`"),
    ("tests.category", "attribute class", "specification: `category`"),
    ("tests.stage", "stage of the process", "specification: `stage`"),
    ("tests.point", "time point", "results: `time`"),
    ("tests.required", "whether the lot is concluded without it", "specification: `required`"),
    ("tests.verbatim", "wording of the criterion", "specification: `text`"),
    ("tests.limits", "the limits as numbers", "specification: `accept`"),
    ("tests.individual", "limits of each determination", "specification: `individual`"),
    ("tests.methods", "methods", "results: `method`; specification: `method`"),
    (
        "tests.uncertainty",
        "uncertainty with its reference (R-403)",
        "results: `uncertainty`; specification: `uncertainty`",
    ),
    ("tests.determinations", "every determination with file and line (R-113)", "results"),
    ("tests.derivation", "how a value or a limit was computed", "the judgement; specification: `formula`, `dose`"),
    ("tests.decided_by", "the panel through which a failure counts", "specification: `panel`"),
    ("tests.outcome", "outcome", "the judgement"),
    ("tests.flags", "marks beside the outcome", "the judgement"),
    ("tests.reasons", "reasons", "the judgement"),
    ("tests.remarks", "remarks", "the judgement"),
    ("history", "retest history (R-113)", "results: `status`, `reason`, `investigation`, `approver`"),
    (
        "runs_not_used",
        "runs of instrument files that no result rests on (R-113)",
        "samples: `skip`, `test`; the instrument file",
    ),
    ("comments", "comments", "facts: `comments`"),
    ("missing", "fields that are missing", "evqc, by the table above"),
    ("replaces.number", "number of the replaced document", "facts: `replaces`; `--replaces`"),
    ("replaces.reason", "why it is replaced", "facts: `replaces`"),
    ("replaces.content_sha256", "its digest", "`--replaces`"),
    ("replaces.found", "what evqc finds changed", "`--replaces`, compared"),
];

/// Paths of the content of a certificate by its schema: members of objects by their own names, one level below the content.
fn paths(schema: &Value) -> BTreeSet<String> {
    let definition = |value: &Value| -> Option<Value> {
        let one = |value: &Value| {
            let name = value.get("$ref")?.as_str()?.rsplit('/').next()?.to_owned();
            schema.pointer(&format!("/$defs/{name}")).cloned()
        };
        let any = |value: &Value| value.get("anyOf")?.as_array()?.iter().find_map(one);
        one(value).or_else(|| any(value)).or_else(|| one(value.get("items")?))
    };
    let content = definition(&schema["properties"]["content"]).unwrap();
    let mut paths = BTreeSet::new();
    for (key, value) in content["properties"].as_object().unwrap() {
        match definition(value).as_ref().and_then(|of| of.get("properties")).and_then(Value::as_object) {
            Some(members) if !members.contains_key("zh") => {
                paths.extend(members.keys().map(|member| format!("{key}.{member}")));
            }
            _ => drop(paths.insert(key.clone())),
        }
    }
    paths
}

#[test]
fn everything_that_a_certificate_holds_has_its_source_document() {
    let schema = evqc::certificate::certificate_schema();
    let all = paths(schema.as_value());
    assert!(all.len() > 80 && all.contains("tests.uncertainty") && all.contains("lot.retest"), "{all:?}");
    let named: Vec<&str> = FIELDS.iter().map(|field| field.key).chain(BESIDE.iter().map(|(key, ..)| *key)).collect();
    // Below these the members are the parts of one thing with one source: a name and its address, a digest and its file.
    let whole = |path: &str| named.contains(&path.split('.').next().unwrap());
    let without: Vec<&String> = all.iter().filter(|path| !named.contains(&path.as_str()) && !whole(path)).collect();
    assert!(without.is_empty(), "without a source document in tests/generated/sources.rs: {without:#?}");
    let unknown = |key: &&str| !all.contains(*key) && !all.iter().any(|path| path.starts_with(&format!("{key}.")));
    let stale: Vec<&str> = BESIDE.iter().map(|(key, ..)| *key).filter(|key| unknown(key)).collect();
    assert!(stale.is_empty(), "no part of a certificate: {stale:?}");
    for (key, ..) in BESIDE {
        assert_eq!(named.iter().filter(|one| one == &key).count(), 1, "{key} has two sources");
    }
}
