//! Every check of completeness, three times: a specification that has what is asked for, one that lacks it, and one that
//! justifies its absence. And what regions and phases may change, which is never a limit.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that finds something else has to stop")]

use evqc::completeness::{CHECKS, check, gaps, lint};
use evqc::finding::Severity;
use evqc::spec::{Library, Settings, SourceText, Specification, canonical_json, read};

const COMPLETE: &str = include_str!("completeness/complete.yaml");

/// Check, and what makes the complete specification lack it. Where more than this one is lacking then, the others follow.
const LACKING: &[(&str, &str, &[&str])] = &[
    (
        "Q6B-IDENTITY",
        "tests: {cd63_positive: null, cd81: null, tsg101: null, cargo_identity: null, morphology: null}",
        &["EV-MARKER-MEMBRANE", "EV-MARKER-CYTOSOLIC", "ENGINEERED-CARGO-IDENTITY", "CN-MORPHOLOGY"],
    ),
    (
        "Q6B-PURITY",
        "tests: {calnexin: null, particles_per_protein: null, residual_peg: null, host_cell_dna: null, free_cargo: null, loading_efficiency: null, plasmid_residues: null, size_mode: null}",
        &[
            "EV-PARTICLE-PROTEIN-RATIO",
            "EV-CO-ISOLATE",
            "EV-PROCESS-RESIDUES",
            "EV-HOST-CELL",
            "ENGINEERED-FREE-CARGO",
            "ENGINEERED-LOADING",
            "ENGINEERED-VECTOR",
            "EV-SIZE",
        ],
    ),
    (
        "Q6B-QUANTITY",
        "tests: {particle_concentration: null, total_protein: null, sirna_cargo_content: null}",
        &["ENGINEERED-CARGO-AMOUNT", "STABILITY-SHELF-LIFE"],
    ),
    ("Q6B-POTENCY", "tests: {potency: null}", &["POTENCY-QUANTITATIVE"]),
    (
        "Q6B-SAFETY",
        "tests: {sterility: null, endotoxin: null, mycoplasma: null, adventitious_viruses: null, sub_visible_10um: {category: general, accept: \"<= 6000 particles\"}}",
        &[
            "ROUTE-STERILE",
            "US-STERILE-INHALATION",
            "ROUTE-ENDOTOXIN",
            "CELLS-MYCOPLASMA",
            "CELLS-ADVENTITIOUS",
            "KR-STARTING-CELLS",
            "JP-RAW-MATERIALS",
            "TW-STARTING-CELLS",
        ],
    ),
    (
        "Q6B-GENERAL",
        "tests: {appearance: null, ph: null, osmolality: null, visible_particles: null, delivered_dose: null}",
        &["Q6B-APPEARANCE", "ROUTE-PH", "ROUTE-OSMOLALITY", "ROUTE-VISIBLE", "ROUTE-DROPLETS"],
    ),
    ("Q6B-APPEARANCE", "tests: {appearance: null}", &[]),
    ("EV-PARTICLE-PROTEIN-RATIO", "tests: {particles_per_protein: null}", &[]),
    ("EV-CO-ISOLATE", "tests: {calnexin: null}", &[]),
    ("EV-PROCESS-RESIDUES", "tests: {residual_peg: null}", &[]),
    ("EV-HOST-CELL", "tests: {host_cell_dna: null}", &[]),
    (
        "EV-PARTICLE-METHOD",
        "tests: {particle_concentration: {name: 50 to 300 nm, loq: 1.0e7 particles/mL, accept: \">= 1.0e10 particles/mL\", shelf_life: \">= 8.0e9 particles/mL\"}}",
        &[],
    ),
    (
        "EV-PARTICLE-WINDOW",
        "tests: {particle_concentration: {method: NTA, loq: 1.0e7 particles/mL, accept: \">= 1.0e10 particles/mL\", shelf_life: \">= 8.0e9 particles/mL\"}}",
        &[],
    ),
    (
        "EV-PARTICLE-DETECTION",
        "tests: {particle_concentration: {name: 50 to 300 nm, method: NTA, accept: \">= 1.0e10 particles/mL\", shelf_life: \">= 8.0e9 particles/mL\"}}",
        &[],
    ),
    ("EV-SIZE-STATISTIC", "tests: {size_mode: null, size: {category: purity, accept: 60 to 200 nm}}", &[]),
    ("EV-SIZE", "tests: {size_mode: null}", &[]),
    ("EV-MARKER-MEMBRANE", "tests: {cd81: null}", &[]),
    ("EV-MARKER-CYTOSOLIC", "tests: {tsg101: null}", &[]),
    ("EV-MARKER-METHOD", "tests: {cd81: {accept: positive}}", &[]),
    ("EV-MARKER-GATING", "tests: {cd63_positive: {method: flow cytometry, of: particles, accept: \">= 50 %\"}}", &[]),
    ("POTENCY-QUANTITATIVE", "tests: {potency: {source: moa, accept: report, unit: \"%\"}}", &[]),
    ("POTENCY-MECHANISM", "tests: {potency: {valid_if: [control reference 80 to 120 %], accept: \">= 50 %\"}}", &[]),
    ("POTENCY-REFERENCE", "tests: {potency: {source: moa, accept: \">= 50 %\"}}", &[]),
    (
        "STABILITY-SHELF-LIFE",
        "tests: {particle_concentration: {name: 50 to 300 nm, method: NTA, loq: 1.0e7 particles/mL, accept: \">= 1.0e10 particles/mL\"}}",
        &[],
    ),
    ("ENGINEERED-CARGO-IDENTITY", "tests: {cargo_identity: null}", &[]),
    ("ENGINEERED-CARGO-AMOUNT", "tests: {sirna_cargo_content: null}", &[]),
    ("ENGINEERED-FREE-CARGO", "tests: {free_cargo: null}", &[]),
    ("ENGINEERED-LOADING", "tests: {loading_efficiency: null}", &[]),
    ("ENGINEERED-VECTOR", "tests: {plasmid_residues: null}", &[]),
    ("ROUTE-STERILE", "product: {route: wound}\ntests: {sterility: null}", &[]),
    ("US-STERILE-INHALATION", "product: {route: inhalation}\ntests: {sterility: null}", &[]),
    ("ROUTE-ENDOTOXIN", "tests: {endotoxin: null}", &[]),
    ("ROUTE-MICROBIAL-LIMITS", "product: {route: [oral, topical]}\ntests: {sterility: null}", &[]),
    ("ROUTE-SUB-VISIBLE", "tests: {sub_visible_10um: null}", &[]),
    ("ROUTE-VISIBLE", "tests: {visible_particles: null}", &[]),
    ("ROUTE-VISIBLE-AQL", "tests: {visible_particles: {accept: complies}}", &[]),
    ("ROUTE-PH", "tests: {ph: null}", &[]),
    ("ROUTE-OSMOLALITY", "tests: {osmolality: null}", &[]),
    ("ROUTE-DROPLETS", "tests: {delivered_dose: null}", &[]),
    ("CELLS-MYCOPLASMA", "tests: {mycoplasma: null}", &[]),
    (
        "CELLS-ADVENTITIOUS",
        "tests: {adventitious_viruses: null, karyotype: {category: safety, stage: cell bank, accept: negative}}",
        &[],
    ),
    ("KR-STARTING-CELLS", "regions: [kr]\ntests: {adventitious_viruses: {accept: negative}}", &[]),
    ("JP-RAW-MATERIALS", "regions: [jp]\ntests: {adventitious_viruses: {accept: negative}}", &[]),
    ("TW-STARTING-CELLS", "regions: [tw]\ntests: {adventitious_viruses: {accept: negative}}", &[]),
    ("CN-MORPHOLOGY", "tests: {morphology: null}", &[]),
    (
        "CN-PROTEIN",
        "tests: {total_protein: null, particles_per_protein: null, ratio: {name: Particles per mass, category: purity, accept: \">= 1.0e9 particles/ug\"}}",
        &[],
    ),
];

struct Complete;

impl Library for Complete {
    fn find(&self, name: &str, _from: &str) -> Result<SourceText, String> {
        assert_eq!(name, "complete");
        Ok(SourceText::new("complete.yaml", COMPLETE))
    }
}

/// The complete specification with these changes.
fn with(changes: &str) -> Specification {
    let text =
        format!("evqc: 1\nid: changed\nversion: \"1\"\ntitle: Changed\nstatus: draft\nextends: complete\n{changes}\n");
    specification(&text)
}

fn specification(text: &str) -> Specification {
    let outcome = read(&SourceText::new("changed.yaml", text), &Complete, &Settings { set: &[], judging: true });
    let errors = outcome.findings.iter().filter(|one| one.severity() == Severity::Error);
    let errors: Vec<&str> = errors.map(|one| one.message.as_str()).collect();
    outcome.specification.unwrap_or_else(|| panic!("{text}\n{errors:#?}"))
}

fn ids(spec: &Specification) -> Vec<&'static str> {
    gaps(spec).into_iter().map(|gap| gap.check.id).collect()
}

fn sorted(mut ids: Vec<&str>) -> Vec<&str> {
    ids.sort_unstable();
    ids
}

#[test]
fn a_specification_that_has_all_is_asked_for_nothing() {
    let spec = specification(COMPLETE);
    assert_eq!(ids(&spec), [""; 0]);
    assert_eq!(lint(&spec), []);
}

#[test]
fn every_check_has_a_specification_that_lacks_it() {
    for check in CHECKS.iter().copied().flatten() {
        let rows = LACKING.iter().filter(|(id, ..)| *id == check.id).count();
        assert_eq!(rows, 1, "{}", check.id);
    }
    assert_eq!(LACKING.len(), CHECKS.iter().map(|list| list.len()).sum::<usize>());
}

#[test]
fn what_is_lacking_is_asked_for_and_nothing_else() {
    for (id, changes, others) in LACKING {
        let spec = with(changes);
        let expected: Vec<&str> = others.iter().copied().chain([*id]).collect();
        assert_eq!(sorted(ids(&spec)), sorted(expected), "{id}");
        let check = check(id).unwrap();
        let finding = lint(&spec).into_iter().find(|finding| finding.message.starts_with(&format!("{id}: "))).unwrap();
        let help = finding.help.unwrap();
        assert!(help.contains(check.source) && help.contains(&format!("justified: {{{id}: why not}}")), "{help}");
        assert_eq!(Some(finding.code.severity), check.weights.at(spec.phase), "{id}");
    }
}

#[test]
fn what_is_justified_is_not_asked_for_again() {
    for (id, changes, others) in LACKING {
        let justified = |text: &str| with(&format!("{changes}\njustified: {{{id}: {text}}}"));
        let good = justified("the reason is in CMC-3");
        assert_eq!(sorted(ids(&good)), sorted(others.to_vec()), "{id}");
        assert!(lint(&good).iter().all(|finding| !finding.code.name.starts_with("justification")), "{id}");
        // A word that says nothing does not count, and is told.
        let bad = justified("TBD");
        assert!(ids(&bad).contains(id), "{id}");
        let codes: Vec<&str> = lint(&bad).iter().map(|finding| finding.code.name).collect();
        assert!(codes.contains(&"justification-says-nothing"), "{id}");
    }
}

#[test]
fn a_justification_without_effect_is_told_with_its_place() {
    let spec = with("justified:\n  Q6B-POTENCY: the assay is in validation\n  Q6B-POTENZY: the assay is in validation");
    let said: Vec<(String, String, &str)> = lint(&spec)
        .into_iter()
        .map(|finding| (finding.place.unwrap().to_string(), finding.message, finding.code.name))
        .collect();
    let row = |place: &str, message: &str, code: &'static str| (place.to_owned(), message.to_owned(), code);
    assert_eq!(
        said,
        [
            row("changed.yaml:8:3", "`Q6B-POTENCY` needs no justification here", "justification-not-needed"),
            row("changed.yaml:9:3", "there is no check `Q6B-POTENZY`", "justification-unknown"),
        ]
    );
    // What is inherited can be taken back.
    assert_eq!(lint(&with("justified: {Q6B-POTENCY: null}")), []);
}

#[test]
fn without_regions_phase_and_kind_only_the_classes_are_asked_for() {
    let text = "evqc: 1\nid: small\nversion: \"1\"\ntitle: Small\nstatus: draft\nrounding: usp\nproduct: {route: intravenous}\n\
                tests:\n  endotoxin: {category: safety, accept: \"<= 0.50 EU/mL\"}\n";
    let small = specification(text);
    let classes = ["Q6B-IDENTITY", "Q6B-PURITY", "Q6B-QUANTITY", "Q6B-POTENCY", "Q6B-GENERAL"];
    assert_eq!(ids(&small), classes);
    assert!(gaps(&small).iter().all(|gap| gap.severity == Severity::Warning));
    for stated in ["regions: [eu]", "phase: phase1", "regions: eu"] {
        let more = specification(&text.replace("tests:", &format!("{stated}\ntests:")));
        assert!(ids(&more).len() > 20 && ids(&more).contains(&"ROUTE-STERILE"), "{stated}");
    }
}

#[test]
fn sterility_of_an_inhaled_product_is_asked_for_in_the_united_states() {
    let asked = |regions: &str| {
        let spec = with(&format!(
            "regions: [{regions}]\nproduct: {{route: inhalation}}\ntests: {{sterility: null, tamc: {{category: safety, accept: \"<= 100 CFU/mL\"}}}}"
        ));
        gaps(&spec).into_iter().find(|gap| gap.check.id.contains("STERILE")).map(|gap| (gap.check.id, gap.severity))
    };
    assert_eq!(asked("us"), Some(("US-STERILE-INHALATION", Severity::Error)));
    assert_eq!(asked("eu, us"), Some(("US-STERILE-INHALATION", Severity::Error)));
    assert_eq!(asked("eu, jp, cn, kr, tw"), None);
}

#[test]
fn a_sterility_test_of_the_cell_bank_or_an_optional_one_is_none_of_the_product() {
    for line in ["{stage: cell bank, accept: no growth}", "{required: false, accept: no growth}"] {
        let spec = with(&format!("tests: {{sterility: {line}}}"));
        assert!(ids(&spec).contains(&"ROUTE-STERILE"), "{line}");
    }
}

#[test]
fn potency_weighs_more_from_phase_to_phase() {
    let weight = |phase: &str, potency: &str| {
        let spec = with(&format!("phase: {phase}\ntests: {{potency: {potency}}}"));
        let potency = |id: &str| id == "Q6B-POTENCY" || id == "POTENCY-QUANTITATIVE";
        let found = gaps(&spec).into_iter().filter(|gap| potency(gap.check.id));
        found.map(|gap| gap.severity.as_str()).collect::<Vec<_>>().join(" ")
    };
    let report = "{source: moa, accept: report, unit: \"%\"}";
    let phases = ["research", "phase1", "phase2", "phase3", "commercial"];
    assert_eq!(phases.map(|phase| weight(phase, report)), ["", "", "warning", "error", "error"]);
    let none = ["note", "warning", "warning warning", "error error", "error error"];
    assert_eq!(phases.map(|phase| weight(phase, "null")), none);
}

#[test]
fn regions_and_phase_change_no_limit() {
    let spec = |regions: &str, phase: &str| {
        with(&format!("regions: [{regions}]\nphase: {phase}\ntests: {{potency: null, sterility: null}}"))
    };
    let without_profile = |spec: &Specification| {
        let mut value = canonical_json(spec);
        let map = value.as_object_mut().unwrap();
        assert!(map.remove("regions").is_some() && map.remove("phase").is_some());
        value
    };
    let first = spec("us", "research");
    for (regions, phase) in [("eu", "phase1"), ("cn, kr", "phase2"), ("jp", "phase3"), ("tw", "commercial")] {
        let other = spec(regions, phase);
        assert_ne!(ids(&first), ids(&other));
        assert_eq!(without_profile(&first), without_profile(&other), "{regions} {phase}");
        assert_ne!(first.sha256, other.sha256, "the profile is part of the specification");
    }
}

#[test]
fn checks_have_names_questions_and_sources() {
    let mut known: Vec<&str> = CHECKS.iter().copied().flatten().map(|check| check.id).collect();
    for check in CHECKS.iter().copied().flatten() {
        assert!(check.id.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-'), "{}", check.id);
        assert!(!check.asks.is_empty() && !check.asks.ends_with('.') && !check.source.is_empty(), "{}", check.id);
    }
    known.sort_unstable();
    known.dedup();
    assert_eq!(known.len(), LACKING.len());
}

#[test]
fn a_word_that_means_nothing_is_refused() {
    let errors = |changes: &str| {
        let text = COMPLETE.replace("regions: [us, eu, kr, jp, cn, tw]\nphase: commercial\n", changes);
        let outcome = read(&SourceText::new("s.yaml", &text), &Complete, &Settings { set: &[], judging: true });
        let errors = outcome.findings.into_iter().filter(|one| one.severity() == Severity::Error);
        errors.map(|one| (one.code.name, one.message, one.help.unwrap_or_default())).collect::<Vec<_>>()
    };
    let row = |message: &str, help: &str| ("unknown-word", message.to_owned(), help.to_owned());
    assert_eq!(
        errors("regions: [uk]\n"),
        [row("`uk` is not a value of `regions`", "write one of us, eu, kr, jp, cn, tw")]
    );
    let phases = "did you mean `phase2`? The words are research, phase1, phase2, phase3, commercial";
    assert_eq!(errors("phase: phase 2\n"), [row("`phase 2` is not a value of `phase`", phases)]);
    let text = COMPLETE.replace("kind: engineered", "kind: enginered");
    let outcome = read(&SourceText::new("s.yaml", &text), &Complete, &Settings { set: &[], judging: true });
    assert!(outcome.specification.is_none());
    assert_eq!(
        outcome.findings.iter().find(|one| one.severity() == Severity::Error).unwrap().message,
        "`enginered` is not a value of `kind`"
    );
}
