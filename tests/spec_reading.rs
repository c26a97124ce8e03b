//! Reading sound specifications: the library, inheritance, parameters, digest, and that no text makes the reader panic.

#![allow(clippy::disallowed_methods)] // tests read files
#![allow(clippy::unwrap_used, clippy::panic)] // a test that finds something else has to stop

use evqc::finding::Severity;
use evqc::spec::{
    Assessment, BuiltIn, Category, Criterion, FILES, Library, LibraryFile, Measured, STARTER, Settings, SourceText,
    Specification, SpecificationRead, canonical_json, json_schema, listed, read,
};
use proptest::prelude::*;
use std::path::Path;

const HEAD: &str = "evqc: 1\nid: sound\nversion: \"1\"\ntitle: Sound\nstatus: draft\nrounding: usp\n";

/// Specifications by name.
struct Shelf(&'static [(&'static str, &'static str)]);

impl Library for Shelf {
    fn find(&self, name: &str, _from: &str) -> Result<SourceText, String> {
        let found = self.0.iter().find(|(known, _)| *known == name);
        found.map(|(name, text)| SourceText::new(name, text)).ok_or_else(|| format!("`{name}` is not on the shelf"))
    }
}

fn outcome(text: &str) -> SpecificationRead {
    read(&SourceText::new("a.yaml", text), &BuiltIn, &Settings::default())
}

fn sound(outcome: SpecificationRead) -> Specification {
    let errors: Vec<_> = outcome.findings.iter().filter(|one| one.severity() == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    outcome.specification.unwrap()
}

fn measured<'a>(specification: &'a Specification, id: &str) -> &'a Measured {
    match &specification.tests[specification.test_index(id).unwrap()].assessment {
        Assessment::Measured(measured) => measured,
        Assessment::Panel(_) => panic!("{id} is a panel"),
    }
}

/// Paths below `specs` without ending, tests of specifications left out.
fn files_in(folder: &str) -> Vec<String> {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("specs").join(folder);
    let mut files = Vec::new();
    for entry in std::fs::read_dir(place).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
        match path.strip_suffix(".yaml") {
            _ if entry.path().is_dir() => files.extend(files_in(&path)),
            Some(stem) if !stem.ends_with(".test") => files.push(stem.to_owned()),
            _ => {}
        }
    }
    files
}

#[test]
fn the_library_is_the_folder() {
    let mut files = files_in("");
    files.retain(|name| name.contains('/')); // in the folder itself: a form to fill in, the trials
    files.sort();
    assert_eq!(files, FILES.iter().map(|file| file.path).collect::<Vec<_>>());
    let mut ids: Vec<&str> = FILES.iter().map(|file| file.id()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), FILES.len(), "an id stands in two folders");
}

#[test]
fn every_built_in_specification_is_sound() {
    for file in FILES {
        let specification = sound(read(&file.source(), &BuiltIn, &Settings::default()));
        assert_eq!(specification.id, file.id());
        assert_eq!(specification.part, file.is_part(), "{}", file.path);
        assert_eq!(specification.sha256.len(), 64);
    }
}

#[test]
fn every_part_is_used() {
    let read = |file: &LibraryFile| read(&file.source(), &BuiltIn, &Settings::default());
    let used: Vec<String> =
        listed().flat_map(|file| read(file).sources).map(|source| source.name().to_string()).collect();
    for part in FILES.iter().filter(|file| file.is_part()) {
        assert!(used.iter().any(|name| name == part.id()), "{} is extended by no specification", part.path);
    }
}

#[test]
fn every_template_says_what_its_limits_rest_on_and_how_sure_they_are() {
    for file in listed() {
        let specification = sound(read(&file.source(), &BuiltIn, &Settings::default()));
        let basis = specification.basis.unwrap_or_default();
        assert!(basis.contains("sets numerical release limits for extracellular vesicles"), "{}: {basis}", file.path);
        for test in &specification.tests {
            assert!(test.evidence.is_some(), "{}: {} has no evidence", file.path, test.id);
        }
    }
}

#[test]
fn the_starter_leaves_nothing_to_remark() {
    let outcome = outcome(STARTER);
    assert!(outcome.findings.is_empty(), "{:#?}", outcome.findings);
}

#[test]
fn the_schema_accepts_the_library_and_refuses_unknown_keys() {
    let schema = jsonschema::validator_for(&json_schema()).unwrap();
    let library = FILES.iter().map(|file| (file.path, file.text));
    for (id, text) in library.chain([("starter", STARTER)]) {
        let value: serde_json::Value = serde_yaml::from_str(text).unwrap();
        let errors: Vec<String> = schema.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{id}: {errors:?}");
    }
    let mut value: serde_json::Value = serde_yaml::from_str(STARTER).unwrap();
    value["tests"]["endotoxin"]["acept"] = "<= 5 EU/mL".into();
    assert!(!schema.is_valid(&value));
}

#[test]
fn an_heir_replaces_drops_and_adds() {
    let shelf = Shelf(&[
        (
            "parent.yaml",
            "evqc: 1\nid: parent\nversion: \"1\"\ntitle: Parent\nstatus: approved\neffective: 2026-01-01\nrounding: chp\n\
             notes: first\nlabel: {a: 5 ng/mL}\ntests:\n  a: {category: purity, accept: \"<= 5 ng/mL\", stage: release}\n  \
             b: {category: safety, accept: negative}\n  c: {category: general, accept: 6 to 8}\n",
        ),
        (
            "middle.yaml",
            "evqc: 1\nid: middle\nversion: \"1\"\ntitle: Middle\nstatus: draft\nextends: parent.yaml\nnotes: [second]\n",
        ),
    ]);
    let heir = "evqc: 1\nid: heir\nversion: \"2\"\ntitle: Heir\nstatus: draft\nextends: [parent.yaml, middle.yaml]\n\
                tests:\n  a: {accept: \"<= 4 ng/mL\"}\n  b: null\n  d: {category: potency, accept: report}\n";
    let specification = sound(read(&SourceText::new("heir.yaml", heir), &shelf, &Settings::default()));
    let ids: Vec<&str> = specification.tests.iter().map(|test| test.id.as_str()).collect();
    assert_eq!(ids, ["a", "c", "d"]);
    assert_eq!(specification.rounding.as_str(), "chp");
    assert_eq!((specification.effective, specification.status.as_str()), (None, "draft"));
    assert_eq!(specification.notes, ["first", "first", "second"]);
    let replaced = &specification.tests[0];
    assert_eq!((replaced.category, replaced.stage.as_deref()), (Category::Purity, None));
    assert_eq!(replaced.place.to_string(), "heir.yaml:8:3");
    assert_eq!(measured(&specification, "a").accept[0].text, "<= 4 ng/mL");
}

#[test]
fn a_parameter_becomes_part_of_the_limit_and_of_the_digest() {
    let text = format!(
        "{HEAD}parameters:\n  low: {{required: true, unit: particles/ug, why: sources differ}}\ntests:\n  \
         a: {{category: purity, accept: \">= {{low}}\"}}\n"
    );
    let with = |value: &str| {
        let set = [("low".to_owned(), value.to_owned())];
        sound(read(&SourceText::new("a.yaml", &text), &BuiltIn, &Settings { set: &set, judging: true }))
    };
    let (one, two) = (with("2.0e9"), with("3.0e9 particles/ug"));
    assert_eq!(measured(&one, "a").accept[0].text, ">= 2.0e9 particles/µg");
    assert_ne!(one.sha256, two.sha256);
    let shown = sound(outcome(&text));
    assert_eq!(measured(&shown, "a").accept[0].text, ">= {low}");
    assert_eq!(shown.unset_parameters().count(), 1);
    assert_eq!(one.unset_parameters().count(), 0);
}

#[test]
fn a_limit_keeps_its_digits_and_its_operator() {
    let text = format!("{HEAD}tests:\n  a: {{category: safety, accept: \"< 0.50 EU/mL\"}}\n");
    let specification = sound(outcome(&text));
    let Criterion::Numeric(limits) = &measured(&specification, "a").accept[0].criterion else { panic!("not numeric") };
    let upper = limits.upper.as_ref().unwrap();
    assert_eq!((upper.written.to_string().as_str(), upper.inclusive), ("0.50", false));
    assert!(limits.lower.is_none());
}

#[test]
fn a_ratio_times_one_hundred_is_a_percentage() {
    let text = |formula: &str| {
        format!(
            "{HEAD}derived:\n  r: {{formula: {formula}, unit: \"%\"}}\ntests:\n  a: {{category: purity, unit: ng, accept: \
             report}}\n  b: {{category: purity, unit: ng, accept: report}}\n  p: {{category: purity, unit: \"%\", accept: \
             report}}\n  r: {{category: purity, accept: \">= 90 %\"}}\n"
        )
    };
    for formula in ["100 * a / b", "a / b * 100", "100 - p"] {
        sound(outcome(&text(formula)));
    }
    let refused = outcome(&text("a / b"));
    let help: Vec<_> =
        refused.findings.iter().filter(|one| one.severity() == Severity::Error).map(|one| &one.help).collect();
    assert_eq!(help, [&Some("multiply by 100 to get a percentage".to_owned())]);
}

#[test]
fn the_digest_knows_meaning_and_not_spelling() {
    let digest = |text: &str| sound(outcome(text)).sha256;
    let plain = format!("{HEAD}tests:\n  a: {{category: purity, accept: \">= 80 %\"}}\n");
    let same = [
        plain.replace(">= 80 %", "≥80%"),
        plain.replace(">= 80 %", "NLT 80 %"),
        format!("# a comment\n{plain}\n\n"),
        plain.replace("title: Sound", "title: 'Sound'"),
        plain.replace("purity, accept", "purity, required: true, decide: simple, accept"),
        plain.replace("{category: purity, accept: \">= 80 %\"}", "{accept: \">= 80 %\", category: purity}"),
    ];
    for text in &same {
        assert_eq!(digest(text), digest(&plain), "{text}");
    }
    let other = [
        plain.replace(">= 80 %", ">= 80.0 %"),
        plain.replace(">= 80 %", "> 80 %"),
        plain.replace("title: Sound", "title: sound"),
        plain.replace("rounding: usp", "rounding: chp"),
        plain.replace("purity, accept", "purity, required: false, accept"),
    ];
    for text in &other {
        assert_ne!(digest(text), digest(&plain), "{text}");
    }
    let renamed = sound(read(&SourceText::new("elsewhere/b.yaml", &plain), &BuiltIn, &Settings::default()));
    assert_eq!(renamed.sha256, digest(&plain));
}

#[test]
fn the_canonical_form_has_every_test_by_name() {
    let specification = sound(outcome(STARTER));
    let canonical = canonical_json(&specification);
    assert_eq!(canonical["tests"]["endotoxin"]["measured"]["accept"][0]["is"]["numeric"]["upper"]["value"], "5.0");
    assert_eq!(canonical["tests"].as_object().unwrap().len(), specification.tests.len());
}

/// Blocks of the starter specification that may stand in any order.
fn blocks(text: &str, indent: &str) -> Vec<String> {
    let mut blocks: Vec<String> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#')) {
        let inner = line.strip_prefix(indent).is_some_and(|rest| rest.starts_with(' '));
        match blocks.last_mut() {
            Some(last) if inner => last.push_str(&format!("{line}\n")),
            _ => blocks.push(format!("{line}\n")),
        }
    }
    blocks
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_digest_is_independent_of_key_order(seed in any::<u64>()) {
        let shuffle = |mut items: Vec<String>| {
            let mut state = seed | 1;
            for index in (1..items.len()).rev() {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                items.swap(index, (state >> 33) as usize % (index + 1));
            }
            items
        };
        let (head, tests) = STARTER.split_once("\ntests:\n").unwrap();
        let mut top = blocks(head, "");
        top.push(format!("tests:\n{}", shuffle(blocks(tests, "  ")).concat()));
        let shuffled = shuffle(top).concat();
        prop_assert_eq!(sound(outcome(&shuffled)).sha256, sound(outcome(STARTER)).sha256);
    }

    #[test]
    fn no_text_is_too_strange(text in "\\PC{0,200}") {
        outcome(&text);
    }

    #[test]
    fn no_yaml_like_text_is_too_strange(text in "[a-z:{}\\[\\],\"'|>&*!%#0-9 \n\t-]{0,200}") {
        outcome(&text);
        outcome(&format!("{HEAD}tests:\n  a: {{category: purity, accept: {text}}}\n"));
    }

    #[test]
    fn no_limit_formula_or_panel_is_too_strange(text in "[a-c0-9.<>=≥≤±% /*^+()\\[\\]{}\"a-zµ,-]{0,60}") {
        let quoted = text.replace('\\', "").replace('"', "\\\"");
        for key in ["accept", "alert", "individual", "valid_if", "requires", "result", "final_after", "loq", "decide"] {
            outcome(&format!("{HEAD}tests:\n  a: {{category: purity, accept: report, {key}: \"{quoted}\"}}\n"));
        }
        for prefix in ["", "any of ", "at least 2 of [", ">= ", "label ", "one of "] {
            outcome(&format!("{HEAD}tests:\n  a: {{category: purity, accept: \"{prefix}{quoted}\"}}\n"));
        }
        outcome(&format!("{HEAD}derived:\n  b: {{formula: \"{quoted}\", unit: \"{quoted}\"}}\ntests:\n  a: {{category: purity, accept: report}}\n"));
    }

    #[test]
    fn a_damaged_specification_does_no_harm(at in 0..STARTER.len(), cut in 0..40_usize, with in "\\PC{0,3}") {
        let mut text: Vec<char> = STARTER.chars().collect();
        let at = at.min(text.len());
        let end = (at + cut).min(text.len());
        text.splice(at..end, with.chars());
        let outcome = outcome(&text.into_iter().collect::<String>());
        let error = outcome.findings.iter().any(|one| one.severity() == Severity::Error);
        prop_assert_eq!(outcome.specification.is_none(), error);
        evqc::report::diagnostic::render(&outcome.findings, &outcome.sources, true);
    }
}

#[test]
fn what_the_user_wrote_is_quoted_in_short() {
    let long = "x".repeat(100_000);
    let outcome = outcome(&format!("{HEAD}tests:\n  a: {{category: purity, accept: about {long}}}\n"));
    let longest = outcome.findings.iter().map(|one| one.message.chars().count()).max();
    assert_eq!(longest, Some(401));
}

#[test]
fn derived_attributes_stand_in_an_order_in_which_each_uses_earlier_ones() {
    let text = format!(
        "{HEAD}derived:\n  c: {{formula: b * 2, unit: ng}}\n  b: {{formula: a * 2, unit: ng}}\n  d: {{formula: a + c, unit: \
         ug}}\ntests:\n  a: {{category: purity, unit: ng, accept: report}}\n  d: {{category: purity, accept: \"<= 5 ug\"}}\n"
    );
    let specification = sound(outcome(&text));
    let ids: Vec<&str> = specification.derived.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["b", "c", "d"]);
}

#[test]
fn without_tests_only_their_absence_is_reported() {
    let outcome = outcome("evqc: 1\nid: x\nacept: 5\n");
    let codes: Vec<&str> = outcome.findings.iter().map(|one| one.code.name).collect();
    let missing = ["missing-key"; 4];
    assert_eq!(codes[..4], missing);
    assert_eq!(codes[4..], ["missing-rounding-rule", "unknown-key"]);
}

/// A specification for 17.5878 EU/mL: 350 EU in 19.9 mL, which is stated as 17.6; with more keys of `dosing` and a criterion.
fn for_a_dose(more: &str, accept: &str) -> SpecificationRead {
    outcome(&format!(
        "{HEAD}product: {{route: intravenous}}\npharmacopoeia: usp\ndosing: {{max_dose: 19.9 mL{more}}}\ntests:\n  endotoxin: \
         {{category: safety, accept: \"{accept}\"}}\n"
    ))
}

#[test]
fn a_written_limit_may_be_the_derived_one_rounded_and_not_more() {
    let codes = |accept: &str| -> Vec<&str> {
        let findings = for_a_dose("", accept).findings;
        findings.iter().filter(|one| one.severity() == Severity::Error).map(|one| one.code.name).collect()
    };
    for fine in
        ["<= 17.6 EU/mL", "<= 17.59 EU/mL", "<= 17 EU/mL", "<= 1e1 EU/mL", "<= 350 EU/dose", "<= {endotoxin_limit}"]
    {
        assert_eq!(codes(fine), Vec::<&str>::new(), "{fine}");
    }
    for above in ["<= 18 EU/mL", "<= 2e1 EU/mL", "<= 17.7 EU/mL", "<= 17.60 EU/mL", "<= 351 EU/dose", "<= 4e2 EU/dose"]
    {
        assert_eq!(codes(above), ["limit-above-derived"], "{above}");
    }
}

#[test]
fn the_largest_valid_dilution_is_never_rounded_up() {
    let dilution = |lambda: &str| {
        let accept = "<= 17.5 EU/mL\", valid_if: [\"control dilution <= {endotoxin_mvd}\"], rationale: \"a dose";
        let read = for_a_dose(&format!(", lambda: {lambda} EU/mL"), accept);
        let limits = read.specification.and_then(|sound| sound.dosing).map(|dosing| dosing.limits);
        let limit = limits.iter().flatten().find(|limit| limit.name == "endotoxin_mvd").cloned();
        let errors = read.findings.into_iter().filter(|one| one.severity() == Severity::Error);
        (limit.map(|limit| limit.stated.value.to_string()), errors.map(|one| one.message).collect::<Vec<_>>())
    };
    // 17.5 / 0.03 = 583.3; of 42 digits not all can be written.
    assert_eq!(dilution("0.03"), (Some("583".to_owned()), Vec::new()));
    assert_eq!(dilution("3e-40"), (None, vec!["`{endotoxin_mvd}` cannot be written as a number".to_owned()]));
}
