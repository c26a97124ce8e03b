//! The library as a whole: published limits are those of the table, no number is without a source, every template says what it
//! rests on, and a source joined with a route keeps the tests of both apart.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a broken fixture ends the test")]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "the tests read reference data beside the project and run the program"
)]

mod support;

use evqc::spec::{
    Assessment, BuiltIn, Criterion, Evidence, FILES, LibraryFile, Settings, SourceText, Specification, Test, listed,
    read, read_files,
};
use evqc::trials::catalogue;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// Row by row of `published_release_specs.csv`: table, point, attribute; specification, stage and id of the test; for a
/// criterion in words the words of the specification.
const PUBLISHED: [(&str, &str, &str, &str, &str); 61] = [
    ("PF", "working cell bank", "karyotype", "karyotype", "\"normal\""),
    ("PF", "working cell bank", "STR identity", "str_identity", "\"no cross-contamination\""),
    ("PF", "culture supernatant", "mycoplasma", "supernatant_mycoplasma", "negative"),
    ("PF", "culture supernatant", "adventitious virus", "supernatant_virus", "negative"),
    ("PF", "drug substance", "mycoplasma", "purified_mycoplasma", "negative"),
    ("PF", "drug substance", "adventitious virus", "purified_virus", "negative"),
    ("PF", "drug substance", "sterility", "purified_sterility", "negative"),
    ("PF", "drug substance", "fraction of particles 50-400 nm", "size_50_400", ""),
    ("PF", "drug substance", "CD9", "cd9", "positive"),
    ("PF", "drug substance", "CD63", "cd63", "positive"),
    ("PF", "drug substance", "CD81", "cd81", "positive"),
    ("PF", "drug substance", "calnexin", "calnexin", "negative"),
    ("PF", "drug substance", "antibiotic residue", "antibiotic_residue", "negative"),
    ("PF", "drug substance", "NF-kB pathway inhibition in co-cultured cells", "nf_kb_inhibition", "\"inhibits\""),
    ("PF", "drug substance", "immune response", "immune_response", "\"inhibits Th1/Th2/Th17, promotes Treg\""),
    ("PF", "drug substance", "protein concentration", "protein_concentration", ""),
    ("PF", "drug product", "mycoplasma", "product_mycoplasma", "negative"),
    ("PF", "drug product", "adventitious virus", "product_virus", "negative"),
    ("PF", "drug product", "sterility", "product_sterility", "negative"),
    ("PF", "drug product", "endotoxin", "endotoxin", ""),
    ("PF", "drug product", "particle content versus label", "particle_concentration", ""),
    ("WJ", "MSC", "sterility", "cell_sterility", "negative"),
    ("WJ", "MSC", "endotoxin", "cell_endotoxin", ""),
    ("WJ", "MSC", "mycoplasma", "cell_mycoplasma", "negative"),
    ("WJ", "EV", "sterility", "ev_sterility", "negative"),
    ("WJ", "EV", "endotoxin", "ev_endotoxin", ""),
    ("WJ", "EV", "mycoplasma", "ev_mycoplasma", "negative"),
    ("WJ", "MSC", "viability", "cell_viability", ""),
    ("WJ", "MSC", "CD90", "cell_cd90", ""),
    ("WJ", "MSC", "CD105", "cell_cd105", ""),
    ("WJ", "MSC", "CD73", "cell_cd73", ""),
    ("WJ", "MSC", "CD44", "cell_cd44", ""),
    ("WJ", "MSC", "CD45", "cell_cd45", ""),
    ("WJ", "MSC", "CD34", "cell_cd34", ""),
    ("WJ", "MSC", "CD11b", "cell_cd11b", ""),
    ("WJ", "MSC", "HLA-DR", "cell_hla_dr", ""),
    ("WJ", "MSC", "trilineage differentiation", "cell_differentiation", "positive"),
    ("WJ", "EV", "morphology", "ev_morphology", "complies"),
    ("WJ", "EV", "size peak (mode)", "ev_size_mode", ""),
    ("WJ", "EV", "CD9", "ev_cd9", "positive"),
    ("WJ", "EV", "CD81", "ev_cd81", "positive"),
    ("WJ", "EV", "TSG101", "ev_tsg101", "positive"),
    ("WJ", "EV", "GM130", "ev_gm130", "negative"),
    ("WJ", "EV", "purity: Triton X-100 lysability", "ev_detergent_lysis", "\"lysed\""),
    ("AD", "drug product", "morphology", "morphology", "\"vesicular\""),
    ("AD", "drug product", "fraction of particles 30-160 nm", "size_30_160", ""),
    ("AD", "drug product", "CD63", "cd63", "positive"),
    ("AD", "drug product", "CD81", "cd81", "positive"),
    ("AD", "drug product", "CD9", "cd9", "positive"),
    ("AD", "drug product", "TSG101", "tsg101", "positive"),
    ("AD", "drug product", "calnexin", "calnexin", "negative"),
    ("AD", "drug product", "sterility", "sterility", "negative"),
    ("AD", "drug product", "endotoxin", "endotoxin", ""),
    ("AD", "drug product", "mycoplasma", "mycoplasma", "negative"),
    ("AD", "drug product", "shelf life at -80 C", "storage_age", ""),
    ("XU", "drug product", "CD63 positive fraction", "cd63_positive", ""),
    ("XU", "drug product", "particle/protein ratio", "particles_per_ug", ""),
    ("XU", "drug product", "TNF-alpha release inhibition, LPS macrophages", "tnf_alpha_inhibition", ""),
    ("XU", "drug product", "size distribution", "size_mode", ""),
    ("XU", "in use", "time from reconstitution (lyophilised)", "in_use_time", ""),
    (
        "XU",
        "stability",
        "bioactivity after 6 months at room temperature, lyophilised with sugar",
        "activity_retained",
        "",
    ),
];

/// The specifications behind the tables, and the stages of their points.
const TABLES: [(&str, &str); 4] = [
    ("PF", "hucmsc-ev-nebulised-pulmonary-fibrosis"),
    ("WJ", "msc-ev-wjsc2025"),
    ("AD", "hamsc-exo-intranasal-alzheimer"),
    ("XU", "msc-ev-review-framework"),
];

fn stage_of<'s>(table: &str, point: &'s str, attribute: &str) -> &'s str {
    match (table, point) {
        ("PF", "drug substance") => "purified EV",
        ("PF", "drug product") => "nebulised drug",
        ("AD", _) if attribute.starts_with("shelf life") => "in use",
        ("XU", "in use") => "after reconstitution",
        ("XU", "stability") => "after storage",
        _ => point,
    }
}

/// Methods as the table writes them, where the specification has one; the others name none.
fn method_of(written: &str) -> Option<&str> {
    match written {
        "" | "not stated" | "osteo/adipo/chondro" => None,
        "per ChP" | "ChP method" => Some("ChP"),
        "Limulus assay" => Some("Limulus"),
        method => Some(method),
    }
}

fn specifications() -> Vec<(&'static LibraryFile, Specification)> {
    read_files(listed()).collect()
}

fn criteria(test: &Test) -> Vec<(&str, &Criterion)> {
    match &test.assessment {
        Assessment::Measured(measured) => {
            measured.accept.iter().chain(&measured.shelf_life).map(|one| (one.text.as_str(), &one.criterion)).collect()
        }
        Assessment::Panel(_) => Vec::new(),
    }
}

#[test]
fn every_row_of_the_published_specifications_is_in_the_library_with_its_figures() {
    let Some(text) = support::needed::shared_text("data/batches/published_release_specs.csv", "the library") else {
        return;
    };
    let specifications = specifications();
    let mut met = BTreeSet::new();
    let mut vendor = 0;
    for row in csv::Reader::from_reader(text.as_bytes()).records().map(Result::unwrap) {
        let (table, point, attribute) = (&row[0], &row[2], &row[3]);
        if table == "VN" {
            vendor += 1;
            continue;
        }
        let entry = PUBLISHED.iter().find(|entry| (entry.0, entry.1, entry.2) == (table, point, attribute));
        let (_, _, _, id, words) = *entry.unwrap_or_else(|| panic!("{table}, {point}: {attribute} is not looked at"));
        let name = TABLES.iter().find(|(known, _)| *known == table).unwrap().1;
        let spec = &specifications.iter().find(|(file, _)| file.id() == name).unwrap().1;
        let test = &spec.tests[spec.test_index(id).unwrap_or_else(|| panic!("{name} has no test {id}"))];
        assert!(met.insert((name, id)), "{name}: {id} stands for two rows");
        same_criterion(&row, test, words);
        assert_eq!(test.stage.as_deref(), Some(stage_of(table, point, attribute)), "{name}: stage of {id}");
        assert_eq!(test.methods.first().map(String::as_str), method_of(&row[4]), "{name}: method of {id}");
        let source = &spec.references[test.source.unwrap()];
        assert_eq!(source.doi.as_deref(), Some(&row[11]), "{name}: source of {id}");
        let grade = match &row[12] {
            _ if row[6].contains('?') || attribute == "size distribution" => Evidence::SponsorToSet,
            "A" => Evidence::Primary,
            "C" => Evidence::Secondary,
            _ => Evidence::Review,
        };
        assert_eq!(test.evidence, Some(grade), "{name}: evidence of {id}");
    }
    // Nothing is added to what was published; the framework adds the panel that the reviews put in words, and its inputs.
    assert_eq!(met.len(), PUBLISHED.len());
    for (name, extra) in TABLES.iter().map(|(table, name)| (name, if *table == "XU" { 6 } else { 0 })) {
        let spec = &specifications.iter().find(|(file, _)| file.id() == *name).unwrap().1;
        assert_eq!(spec.tests.len(), met.iter().filter(|(of, _)| of == name).count() + extra, "{name}");
    }
    // The certificate of a vendor is no specification; its figures stand in the catalogue.
    assert_eq!(vendor, 4);
    let catalogue = catalogue().unwrap();
    let record = catalogue.record("vendor-uc-msc-exo").unwrap();
    assert_eq!(record.doses[0].in_words(), "2e10 particles per mL of product");
    for figure in ["2.24e10", "134.6 nm", "after 14 days", "< 0.2 EU without a volume"] {
        assert!(record.note.as_deref().unwrap().contains(figure), "{figure}");
    }
}

/// Operator, figures with their digits, and unit of a row, or its words.
fn same_criterion(row: &csv::StringRecord, test: &Test, words: &str) {
    let found = criteria(test);
    let [(text, criterion)] = found.as_slice() else { panic!("{}: {} criteria", test.id, found.len()) };
    let unit = match row[8].as_ref() {
        "% positive" | "% of initial" => "%",
        "days" => "d",
        unit => unit,
    };
    match (&row[5], row[6].contains('?')) {
        ("qualitative", _) => assert_eq!(*text, words, "{}", test.id),
        ("report", _) => assert!(matches!(criterion, Criterion::Report), "{}", test.id),
        // The exponent is lost, and nothing stands in for it.
        (_, true) => assert_eq!(*text, ">= {particles_per_ug_min}"),
        ("between", _) if test.id == "size_mode" => assert!(matches!(criterion, Criterion::Report)),
        ("between", _) => {
            assert_eq!((*text, &row[6], &row[7], unit), ("label ± 20 %", "80", "120", "% of label"), "{}", test.id);
        }
        (operator, _) => assert_eq!(*text, format!("{operator} {} {unit}", &row[6]), "{}", test.id),
    }
}

/// A criterion with a figure rests on a document; what rests on none has its figure from the sponsor.
#[test]
fn no_figure_is_without_a_source() {
    for (file, spec) in specifications() {
        for test in &spec.tests {
            let at = format!("{}: {}", file.id(), test.id);
            assert!(test.source.is_some(), "{at} cites nothing");
            let grade = test.evidence.unwrap_or_else(|| panic!("{at} has no grade"));
            for (text, criterion) in criteria(test) {
                let figure = matches!(criterion, Criterion::Numeric(_) | Criterion::Label(_)) && !text.contains('{');
                assert!(!(figure && grade == Evidence::SponsorToSet), "{at}: `{text}` is nobody's figure");
            }
        }
        for parameter in spec.parameters.iter().filter(|parameter| !parameter.derived) {
            assert!(parameter.why.is_some(), "{}: {} does not say what sets it", file.id(), parameter.name);
        }
    }
}

#[test]
fn every_specification_says_what_it_is_for_and_what_it_rests_on() {
    for (file, spec) in specifications() {
        let id = file.id();
        let basis = spec.basis.as_deref().unwrap_or_default();
        assert!(basis.contains("sets numerical release limits for extracellular vesicles"), "{id}: {basis}");
        let product = ["name", "vesicle"].into_iter().find_map(|fact| spec.product_fact(fact));
        assert!(product.is_some(), "{id} does not say of what it is");
        assert!(!spec.stages().is_empty(), "{id} has no stage");
        for reference in &spec.references {
            let doi = reference.doi.as_deref();
            assert!(doi.is_none_or(|doi| doi.starts_with("10.") || doi.starts_with("http")), "{id}: {doi:?}");
            assert!(reference.evidence.is_some(), "{id}: {} has no grade", reference.key);
        }
    }
    let parts = read_files(FILES.iter().filter(|file| file.is_part())).count();
    assert_eq!(parts, FILES.iter().filter(|file| file.is_part()).count());
}

/// What the issue asks for by name, in its words.
#[test]
fn the_list_is_found_by_the_words_of_the_field() {
    let found = |filters: &[&str]| -> Vec<String> {
        let output = Command::new(env!("CARGO_BIN_EXE_evqc"))
            .args(["spec", "list", "-o", "json"])
            .args(filters)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{filters:?}: {}", String::from_utf8_lossy(&output.stderr));
        let list: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let list = list["specifications"].as_array().unwrap().clone();
        list.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
    };
    for (filters, wanted) in [
        (["--route", "perianal"], "local-injection"),
        (["--route", "perineural"], "local-injection"),
        (["--route", "intradermal"], "local-injection"),
        (["--route", "burn"], "topical-wound-burn"),
        (["--route", "nebulised"], "nebulised"),
        (["--route", "Sub-Tenon"], "subconjunctival-sub-tenon"),
        (["--route", "雾化"], "nebulised"),
        (["--route", "静脉注射"], "intravenous"),
        (["--source", "immune"], "immune-cell-ev"),
        (["--source", "Wharton"], "whartons-jelly-msc-ev"),
        (["--source", "脂肪"], "adipose-msc-ev"),
        (["--stage", "in use"], "in-use"),
        (["--stage", "harvest"], "conditioned-medium"),
        (["--stage", "细胞库"], "donor-and-cell-bank"),
        (["--form", "freeze-dried"], "freeze-dried"),
        (["--evidence", "abstract"], "cardiac-progenitor-ev"),
        (["--kind", "engineered"], "surface-display"),
    ] {
        assert!(found(&filters).iter().any(|id| id == wanted), "{filters:?}: {:?}", found(&filters));
    }
    let all = ["--source", "adipose", "--route", "intranasal", "--stage", "drug product", "--evidence", "secondary"];
    assert_eq!(found(&all), ["hamsc-exo-intranasal-alzheimer"]);
    assert_eq!(
        found(&["--stage", "cell bank", "--kind", "engineered", "--evidence", "abstract"]),
        ["nucleic-acid-loaded"]
    );
}

/// `specs/**` names folders, test files, the form to fill in and the catalogue of trials beside the specifications.
#[test]
fn the_whole_folder_is_free_of_errors() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut every = Vec::new();
    let mut folders = vec![root.join("specs")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry.clone());
            }
            every.push(entry);
        }
    }
    every.sort();
    let output = Command::new(env!("CARGO_BIN_EXE_evqc")).args(["spec", "lint"]).args(&every).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    // The starter is beside the library; each file counts once, though its folder is named as well.
    let counts = format!("{} specification(s): 0 error(s)", FILES.len() + 1);
    assert!(said.lines().last().unwrap().starts_with(&counts), "{:?}", said.lines().last());
}

const JOINED: &str = "evqc: 1\nid: joined\nversion: 1.0.0\ntitle: Joined\nstatus: draft\nrounding: usp\n\
    extends: [umbilical-cord-msc-ev, nebulised]\nproduct: {storage: -80 °C}\n";

/// The joined specification with a value for everything that is open.
fn joined() -> Specification {
    let shown = read(&SourceText::new("joined.yaml", JOINED), &BuiltIn, &Settings { set: &[], judging: false });
    let open = shown.specification.unwrap();
    let set: Vec<(String, String)> = open
        .unset_parameters()
        .map(|one| (one.name.clone(), if one.name.ends_with("_max") { "2" } else { "1" }.to_owned()))
        .collect();
    let outcome = read(&SourceText::new("joined.yaml", JOINED), &BuiltIn, &Settings { set: &set, judging: true });
    outcome.specification.unwrap_or_else(|| panic!("{:#?}", outcome.findings))
}

fn judged(spec: &Specification, table: &str) -> support::Run {
    support::judge_with(spec, &[table], &support::Options::default())
}

/// Bank, harvest, drug substance and product have safety tests of their own, also where source and route are joined.
#[test]
fn a_source_and_a_route_keep_their_safety_tests() {
    let spec = joined();
    for (id, stage) in [
        ("bank_sterility", Some("cell bank")),
        ("bank_mycoplasma", Some("cell bank")),
        ("harvest_mycoplasma", Some("harvest")),
        ("substance_endotoxin", Some("drug substance")),
        ("substance_bioburden", Some("drug substance")),
        ("sterility", None),
        ("endotoxin", None),
    ] {
        let test = &spec.tests[spec.test_index(id).unwrap_or_else(|| panic!("no {id}"))];
        assert_eq!((test.stage.as_deref(), test.required, test.never_waive), (stage, true, true), "{id}");
    }
    // Nothing stands in for what is not there.
    let run = judged(&spec, "lot,test,value,stage\nL1,Sterility,no growth,release\n");
    assert_eq!(run.lot().verdict, "not_concluded");
    for id in ["bank_sterility", "bank_mycoplasma", "harvest_mycoplasma", "substance_endotoxin", "endotoxin", "cd9"] {
        assert_eq!(run.test(id).outcome, "missing", "{id}");
    }
}

/// A name that several stages share is told apart by the stage of the row, or refused.
#[test]
fn a_name_of_several_stages_needs_the_stage() {
    let spec = joined();
    let table = "lot,test,value,unit,stage\nL1,Mycoplasma,negative,,cell bank\nL1,支原体,positive,,harvest\n\
        L1,Endotoxin,0.5,EU/mL,drug substance\nL1,内毒素,1.4,EU/mL,release\n";
    let run = judged(&spec, table);
    assert_eq!(run.test("bank_mycoplasma").outcome, "pass");
    assert_eq!(run.test("harvest_mycoplasma").outcome, "fail");
    assert_eq!((run.test("substance_endotoxin").outcome, run.test("endotoxin").outcome), ("pass", "pass"));
    for table in ["lot,test,value\nL1,Mycoplasma,negative\n", "lot,test,value,stage\nL1,Mycoplasma,negative,filling\n"]
    {
        let run = judged(&spec, table);
        assert!(run.json.contains("test-name-ambiguous"), "{run:?}");
        assert_eq!(run.exit, 4);
    }
    let wide = judged(&spec, "lot,Mycoplasma\nL1,negative\n");
    assert!(wide.errors.contains(&"column-ambiguous"), "{wide:?}");
}
