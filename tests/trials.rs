//! The catalogue of trials: its file is sound, its figures are those of the sources, and nothing is converted.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a broken fixture ends the test")]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "the test reads reference data beside the project"
)]

#[path = "support/needed.rs"]
mod needed;

use evqc::dosing::Route;
use evqc::quantity::{Decimal, DecimalMark, Exact, Unit};
use evqc::spec::SourceText;
use evqc::trials::{
    Catalogue, Currency, Dose, Filter, Given, GivenBy, Offer, Per, Reason, Record, catalogue, find, nearest, read,
    serving,
};
use std::collections::BTreeSet;

fn all() -> Catalogue {
    catalogue().unwrap_or_else(|findings| panic!("{findings:#?}"))
}

fn record<'c>(catalogue: &'c Catalogue, id: &str) -> &'c Record {
    catalogue.record(id).unwrap_or_else(|| panic!("no record {id}"))
}

fn number(text: &str) -> Exact {
    Decimal::parse(text, DecimalMark::Point).unwrap().exact()
}

#[test]
fn the_file_is_sound_and_counts_what_its_head_says() {
    let catalogue = all();
    let mut ids: Vec<&str> = catalogue.records.iter().map(|record| record.id.as_str()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "ids are unique");
    let listed = |review: &str| {
        let filter = Filter { review: Some(review.to_owned()), ..Filter::default() };
        find(&catalogue, &filter).len()
    };
    // 11 of the 14 rows in China, the ChiCTR row, and 11 of the 30 rows abroad.
    assert_eq!(listed("lou2025"), 23);
    assert_eq!(listed("oa_review2025"), 3);
    assert_eq!(listed("msc_exo_review"), 2);
    assert_eq!(listed("yusof2025"), 1);
    let china = |record: &&Record| record.country.as_deref() == Some("China");
    let filter = Filter { review: Some("lou2025".to_owned()), ..Filter::default() };
    assert_eq!(find(&catalogue, &filter).into_iter().filter(china).count(), 12);
}

#[test]
fn every_number_of_a_registry_has_its_form_and_every_doi_too() {
    let catalogue = all();
    for record in catalogue.records.iter().filter(|record| record.is_trial) {
        let digits = |prefix: &str, count: usize| {
            record
                .id
                .strip_prefix(prefix)
                .is_some_and(|rest| rest.len() == count && rest.bytes().all(|b| b.is_ascii_digit()))
        };
        match record.registry.as_deref() {
            Some("ClinicalTrials.gov") => assert!(digits("NCT", 8), "{}", record.id),
            Some("Chinese Clinical Trial Registry") => assert!(digits("ChiCTR", 10), "{}", record.id),
            Some("none stated") => assert!(!record.id.starts_with("NCT"), "{}", record.id),
            other => panic!("{}: registry {other:?}", record.id),
        }
    }
    for source in catalogue.sources.iter().chain(&catalogue.reviews) {
        assert!(source.doi.as_ref().is_none_or(|doi| doi.starts_with("10.")), "{}", source.key);
    }
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for record in &catalogue.records {
        used.extend(record.read_in.iter().map(String::as_str));
        for dose in &record.doses {
            used.extend(dose.said_by.iter().map(String::as_str));
            let unread: Vec<&String> = dose.said_by.iter().filter(|key| !record.read_in.contains(key)).collect();
            assert!(unread.is_empty(), "{}: {unread:?} is not in read_in", record.id);
        }
    }
    let idle: Vec<&str> =
        catalogue.sources.iter().map(|source| source.key.as_str()).filter(|key| !used.contains(key)).collect();
    assert!(idle.is_empty(), "sources that no record names: {idle:?}");
}

/// The tidy table of doses, read in place; each row must be in the catalogue with the same figures.
#[test]
fn the_table_of_clinical_doses_is_in_the_catalogue() {
    let Some(text) = needed::shared_text("data/batches/clinical_doses.csv", "the catalogue of doses") else {
        return;
    };
    let catalogue = all();
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let mut count = 0;
    for row in rows.records().map(Result::unwrap) {
        let (trial, low, high, unit) = (&row[0], number(&row[3]), number(&row[4]), &row[5]);
        let unit = Unit::parse(unit.trim_end_matches(" phospholipid")).unwrap();
        let dose = record(&catalogue, trial).doses.iter().find(|dose| spans(dose, &low, &high, &unit));
        assert!(dose.is_some(), "{trial}: {} to {} {} is not in the catalogue", &row[3], &row[4], &row[5]);
        let route = match &row[2] {
            "nebulised" => Route::Inhalation,
            "eye drop" => Route::EyeDrops,
            // The table says `injection`; the registry says where: into the fistula tract.
            "injection" => Route::LocalInjection,
            other => Route::parse(other).unwrap_or_else(|| panic!("{trial}: `{other}` is no route")),
        };
        assert_eq!(record(&catalogue, trial).route, GivenBy::Route(route), "{trial}: route");
        count += 1;
    }
    assert_eq!(count, 23);
}

/// Whether the amounts of a dose run from `low` to `high`.
fn spans(dose: &Dose, low: &Exact, high: &Exact, unit: &Unit) -> bool {
    let values: Vec<Exact> = dose
        .amount
        .amounts()
        .into_iter()
        .filter_map(|amount| Some(&amount.value * &amount.unit.factor_to(unit)?))
        .collect();
    values.iter().min() == Some(low) && values.iter().max() == Some(high)
}

#[test]
fn contradictions_are_told_with_the_records_they_concern() {
    let catalogue = all();
    let about = |id: &str| -> Vec<String> { catalogue.contradictions_of(id).map(|c| c.kind.clone()).collect() };
    assert_eq!(about("NCT04388982"), ["two currencies"]);
    assert_eq!(about("NCT05116761"), ["exponent", "listed twice"]);
    assert_eq!(about("NCT04493242"), ["exponent", "attribution", "participants"]);
    assert_eq!(about("ChiCTR2000030261"), ["unit", "count"]);
    assert_eq!(about("msc-exo-review-second-unnumbered"), ["unnumbered"]);
    for contradiction in &catalogue.contradictions {
        assert!(!contradiction.concerns.is_empty(), "{}", contradiction.id);
    }
    // The exponents: 10.5e8, 10.5e11 and 1.2e12 for 15 mL of one product.
    let most = |id: &str| {
        let doses = record(&catalogue, id).doses.iter().filter(|dose| dose.currency() == Some(Currency::Particles));
        doses.flat_map(|dose| dose.amount.amounts()).map(|amount| amount.value.clone()).max().unwrap()
    };
    assert_eq!(most("NCT05125562").checked_div(&most("NCT05116761")), Some(Exact::from_i64(1000)));
    assert_eq!(most("NCT04493242").checked_div(&most("NCT05116761")).unwrap().to_f64().round(), 1143.0);
}

#[test]
fn a_trial_that_is_dosed_in_two_currencies_keeps_both() {
    let catalogue = all();
    let doses: Vec<String> = record(&catalogue, "NCT04388982").doses.iter().map(Dose::in_words).collect();
    assert_eq!(doses, ["5, 10 or 20 µg", "2e8, 4e8 or 8e8 particles"]);
    let unex = &record(&catalogue, "NCT03857841").doses[0];
    assert_eq!(unex.in_words(), "20 pmol (phospholipid) per kg");
    assert_eq!(unex.currency(), Some(Currency::Phospholipid));
    assert!(matches!(record(&catalogue, "NCT05881668").doses[0].amount, Given::Text(_)));
}

#[test]
fn the_nearest_doses_are_of_the_same_currency_and_basis() {
    let catalogue = all();
    let particles = Unit::parse("particles").unwrap();
    let near = nearest(&catalogue, &number("2e10"), &particles, Per::Dose, Some(Route::IntraArticular));
    let ids: Vec<&str> = near.iter().map(|near| near.record.id.as_str()).collect();
    assert_eq!(ids, ["NCT06431152", "figueroa2025-first-patient", "NCT05060107"]);
    assert_eq!(near[0].ratio, Exact::one());
    assert_eq!(near[0].amount.unwrap().to_string(), "2e10 particles");
    assert_eq!(near[2].ratio, Exact::ratio(2, 30).unwrap()); // 2e10 to 3e11
    // Inside a range the ratio is 1, and no end of it is nearest.
    let inside = nearest(&catalogue, &number("1e10"), &particles, Per::Dose, Some(Route::Inhalation));
    assert!(inside.iter().any(|near| near.record.id == "NCT04491240" && near.amount.is_none()));
    // 150 ug and 0.15 mg are one amount; particles are none of it.
    for (amount, unit) in [("150", "ug"), ("0.15", "mg")] {
        let near =
            nearest(&catalogue, &number(amount), &Unit::parse(unit).unwrap(), Per::Dose, Some(Route::Intravenous));
        assert_eq!(near[0].record.id, "NCT04356300");
        assert_eq!((near.len(), &near[0].ratio), (2, &Exact::one()));
        assert_eq!(near[1].ratio, Exact::ratio(1, 1000).unwrap()); // the 150 mg of another table
    }
    // Per kg is not per dose.
    let pmol = Unit::parse("pmol").unwrap();
    assert!(nearest(&catalogue, &number("20"), &pmol, Per::Dose, None).is_empty());
    assert_eq!(
        nearest(&catalogue, &number("0.02"), &Unit::parse("nmol").unwrap(), Per::Kilogram, None)[0].ratio,
        Exact::one()
    );
    // What is no dose finds nothing.
    assert!(nearest(&catalogue, &Exact::zero(), &particles, Per::Dose, None).is_empty());
    assert!(nearest(&catalogue, &Exact::one(), &Unit::parse("EU/mL").unwrap(), Per::Dose, None).is_empty());
    assert!(nearest(&catalogue, &Exact::one(), &particles, Per::Disputed, None).is_empty());
}

#[test]
fn filters_narrow() {
    let catalogue = all();
    let count = |filter: Filter| find(&catalogue, &filter).len();
    let everything = count(Filter::default());
    assert_eq!(everything, catalogue.records.len());
    let route = Filter { route: Some(GivenBy::Route(Route::EyeDrops)), ..Filter::default() };
    let ids: Vec<&str> = find(&catalogue, &route).into_iter().map(|record| record.id.as_str()).collect();
    assert_eq!(ids, ["NCT04213248", "NCT05738629"]);
    let both = Filter { product: Some("exoflo".to_owned()), phase: Some("1/2".to_owned()), ..Filter::default() };
    let ids: Vec<&str> = find(&catalogue, &both).into_iter().map(|record| record.id.as_str()).collect();
    assert_eq!(ids, ["NCT05116761", "NCT05127122", "NCT05836883"]);
    let phospholipid = Filter { currency: Some(Currency::Phospholipid), ..Filter::default() };
    assert_eq!(count(phospholipid), 1);
    let synovial = Filter { source: Some("Synovial".to_owned()), ..Filter::default() };
    assert_eq!(count(synovial), 1);
}

/// A small catalogue with one thing changed, and the finding it must give: code, place, message.
#[test]
fn faults_are_told_with_their_place() {
    const TEXT: &str = "evqc_trials: 1\nreviews: {r: {title: R}}\nsources: {s: {title: S}}\ntrials:\n  NCT00000001:\n    \
        registry: ClinicalTrials.gov\n    product: P\n    source: S\n    tissue: adipose\n    indication: I\n    \
        route: inhalation\n    phase: \"1\"\n    doses: [{levels: [2e8 particles], said_by: [s], certainty: B}]\n    \
        reviews: [r]\n    read_in: [s]\n    certainty: B\ncontradictions:\n  c: {kind: unit, concerns: [NCT00000001], what: W}\n";
    assert!(read(&SourceText::new("t.yaml", TEXT)).is_ok());
    let cases = [
        ("route: inhalation", "route: inhallation", "unknown-word", "t.yaml:11:12", "`inhallation` is not a route"),
        ("tissue: adipose", "tissue: fat", "unknown-word", "t.yaml:9:13", "`fat` is not a value of `tissue`"),
        ("product: P", "produkt: P", "unknown-key", "t.yaml:7:5", "`produkt` is not a key of `NCT00000001`"),
        ("[2e8 particles]", "[2e8 parsecs]", "unknown-unit", "t.yaml:13:23", "`parsecs` is not a unit of a dose"),
        (
            "[2e8 particles]",
            "[2e8 particles, 5 ug]",
            "wrong-shape",
            "t.yaml:13:38",
            "the amounts of a dose of `NCT00000001` are not all in one currency",
        ),
        (
            "levels: [2e8 particles]",
            "range: [5e8 particles, 2e8 particles]",
            "wrong-shape",
            "t.yaml:13:13",
            "the range of a dose of `NCT00000001` must be a lower and a higher amount",
        ),
        (
            "[2e8 particles]",
            "[2e8 particles, 1e8 particles]",
            "wrong-shape",
            "t.yaml:13:13",
            "the levels of a dose of `NCT00000001` must rise",
        ),
        ("[2e8 particles]", "[a lot]", "malformed-number", "t.yaml:13:23", "`a lot` is not an amount"),
        (
            "reviews: [r]",
            "reviews: [q]",
            "unknown-reference",
            "t.yaml:14:15",
            "`q` in `reviews` of `NCT00000001` is not in this file",
        ),
        (
            "said_by: [s]",
            "said_by: [z]",
            "unknown-reference",
            "t.yaml:13:49",
            "`z` in `said_by` of a dose of `NCT00000001` is not in this file",
        ),
        (
            "concerns: [NCT00000001]",
            "concerns: [NCT00000002]",
            "unknown-reference",
            "t.yaml:18:30",
            "`NCT00000002` in `concerns` of `c` is not in this file",
        ),
        ("    certainty: B\n", "", "missing-key", "t.yaml:5:3", "`NCT00000001` has no `certainty`"),
        (
            "evqc_trials: 1",
            "evqc_trials: 2",
            "unknown-word",
            "t.yaml:1:14",
            "`evqc_trials: 2` is not a version of this program",
        ),
    ];
    for (from, to, code, place, message) in cases {
        let text = TEXT.replacen(from, to, 1);
        assert_ne!(text, TEXT, "{from}");
        let findings = read(&SourceText::new("t.yaml", &text)).unwrap_err();
        let told: Vec<(&str, String, &str)> = findings
            .iter()
            .map(|finding| (finding.code.name, finding.place.as_ref().unwrap().to_string(), finding.message.as_str()))
            .collect();
        assert!(told.contains(&(code, place.to_owned(), message)), "{to}: {told:#?}");
    }
}

/// Every record is served by a specification that exists; what is written for one names it.
#[test]
fn every_record_is_served_by_the_library() {
    let (catalogue, offers) = (all(), evqc::cli::offers());
    for record in &catalogue.records {
        for id in &record.served_by {
            assert!(offers.iter().any(|offer| offer.id == *id), "{}: there is no specification {id}", record.id);
        }
        let services = serving(record, &offers);
        assert!(!services.is_empty(), "{} is served by none", record.id);
        if matches!(record.route, GivenBy::Route(_)) {
            let general = services.iter().any(|service| service.reason == Reason::General);
            assert!(!general, "{}: the library has nothing for its route", record.id);
        }
    }
    let first = |id: &str| {
        let service = serving(record(&catalogue, id), &offers)[0];
        (service.offer.id.clone(), service.reason)
    };
    assert_eq!(first("NCT04388982"), ("hamsc-exo-intranasal-alzheimer".to_owned(), Reason::Own));
    assert_eq!(first("NCT04493242"), ("intravenous".to_owned(), Reason::Route));
    assert_eq!(first("NCT04276987"), ("nebulised".to_owned(), Reason::Route));
    assert_eq!(first("NCT05413148"), ("subconjunctival-sub-tenon".to_owned(), Reason::Route));
    assert_eq!(first("ChiCTR2300075466"), ("hucmsc-ev-nebulised-pulmonary-fibrosis".to_owned(), Reason::Own));
}

/// The choice among specifications: own, route, origin, engineered, and the general one when nothing fits.
#[test]
fn specifications_are_chosen_by_route_and_origin() {
    let catalogue = all();
    let offer = |id: &str, folder: &str, routes: &[Route], about: &str| Offer {
        id: id.to_owned(),
        folder: folder.to_owned(),
        routes: routes.to_vec(),
        about: about.to_owned(),
    };
    let offers = [
        offer("drug-product", "stages", &[], "any"),
        offer("injections", "routes", &[Route::Intravenous, Route::LocalInjection], ""),
        offer("intravenous", "routes", &[Route::Intravenous], ""),
        offer("bone-marrow", "sources", &[], "Bone marrow MSC EV"),
        offer("loaded", "engineered", &[], "loaded with nucleic acid"),
        offer("cd24", "engineered", &[], "surface display of CD24"),
    ];
    let ids = |id: &str| -> Vec<(&str, Reason)> {
        let services = serving(record(&catalogue, id), &offers);
        services.into_iter().map(|service| (service.offer.id.as_str(), service.reason)).collect()
    };
    assert_eq!(ids("NCT05125562"), [("intravenous", Reason::Route), ("bone-marrow", Reason::Source)]);
    assert_eq!(ids("NCT05402748"), [("injections", Reason::Route)]);
    assert_eq!(ids("NCT04902183"), [("cd24", Reason::Engineered)]);
    assert_eq!(ids("NCT03608631"), [("loaded", Reason::Engineered)]);
    assert_eq!(ids("NCT05669144"), [("intravenous", Reason::Route)]); // served as intravenous
    assert_eq!(ids("msc-exo-review-first-unnumbered"), [("drug-product", Reason::General)]);
    assert!(serving(record(&catalogue, "msc-exo-review-first-unnumbered"), &[]).is_empty());
}

fn evqc(arguments: &[&str], columns: &str) -> (Option<i32>, String, String) {
    let output =
        std::process::Command::new(env!("CARGO_BIN_EXE_evqc")).args(arguments).env("COLUMNS", columns).output();
    let output = output.unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn lists_fit_the_terminal() {
    for columns in ["40", "60", "100", "160"] {
        for arguments in [&["trials", "list"][..], &["trials", "show", "NCT04493242", "scrt2024-hamsc-ev"][..]] {
            let (code, text, _) = evqc(arguments, columns);
            assert_eq!(code, Some(0));
            let widest = text.lines().map(|line| line.trim_end().chars().count()).max().unwrap_or(0);
            assert!(widest <= columns.parse().unwrap(), "{widest} columns of {columns}: {arguments:?}");
        }
    }
    let (code, text, _) = evqc(&["trials", "list", "--indication", "no such disease"], "80");
    assert_eq!((code, text.as_str()), (Some(0), "No record fits.\n"));
}

#[test]
fn machine_formats_hold_every_record() {
    let catalogue = all();
    let (code, json, _) = evqc(&["trials", "list", "-o", "json"], "100");
    assert_eq!(code, Some(0));
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    let schema = jsonschema::validator_for(evqc::report::trials_schema().as_value()).unwrap();
    let faults: Vec<String> = schema.iter_errors(&value).map(|error| error.to_string()).collect();
    assert!(faults.is_empty(), "{faults:?}");
    assert_eq!(value["records"].as_array().unwrap().len(), catalogue.records.len());
    let (code, csv, _) = evqc(&["trials", "list", "-o", "csv"], "100");
    assert_eq!(code, Some(0));
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
    let lines = catalogue.records.iter().map(|record| record.doses.len().max(1)).sum::<usize>();
    assert_eq!(rows.records().map(Result::unwrap).count(), lines); // and every row has every column
}

#[test]
fn wrong_words_are_answered_with_the_right_ones() {
    let cases: [(&[&str], &str); 6] = [
        (&["show", "NCT0438898"], "evqc: there is no record `NCT0438898`; did you mean `NCT04388982`?\n"),
        (
            &["show", "nct04223622"],
            "evqc: NCT04223622 is not in the catalogue. An observational study of adipose secretome on explants of patients; \
             nothing is given to anyone.\n",
        ),
        (&["list", "--review", "lou"], "did you mean `lou2025`?"),
        (&["list", "--currency", "particle"], "did you mean `particles`?"),
        (&["list", "--route", "intravenus"], "did you mean `intravenous`?"),
        (&["list", "-o", "xml"], "no such format"),
    ];
    for (arguments, message) in cases {
        let arguments: Vec<&str> = std::iter::once("trials").chain(arguments.iter().copied()).collect();
        let (code, _, told) = evqc(&arguments, "200");
        assert_eq!(code, Some(2), "{arguments:?}");
        assert!(told.contains(message), "{arguments:?}: {told}");
    }
}
