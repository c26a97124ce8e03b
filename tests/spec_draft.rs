//! A specification proposed from historic lots: its numbers, its reasons, and that it reads.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests write their files and run the program")]

mod support;

use evqc::proposal::{History, LotResult, LotValue, Wanted, propose};
use evqc::quantity::{Exact, Unit};
use evqc::stats::{Confidence, Probability};
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output};

/// A reference case of tolerance intervals; nothing, said loudly, where the folder is not there.
fn reference(name: &str) -> Option<Value> {
    support::oracle(&format!("tolerance/{name}.json"))
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(|one| one.as_f64().expect("a number")).collect()
}

/// A history of one test, a lot for each value, written to a place.
fn history(values: &[f64], unit: &str, place: i32) -> History {
    let results = values.iter().enumerate().map(|(at, value)| LotResult {
        lot: format!("L{}", at + 1),
        value: LotValue::Number { mean: Exact::from_f64_shortest(*value).expect("finite"), place, exponent: None },
        determinations: 1,
    });
    History {
        id: "t".to_owned(),
        name: "t".to_owned(),
        stage: None,
        unit: Unit::parse(unit).expect("a unit"),
        methods: Vec::new(),
        results: results.collect(),
        lots: values.len(),
        left_out: 0,
    }
}

fn wanted(content: f64, confidence: f64) -> Wanted {
    Wanted { content: Probability::new(content).unwrap(), confidence: Confidence::new(confidence).unwrap() }
}

#[track_caller]
fn close(found: Option<f64>, expected: f64) {
    let found = found.expect("a limit");
    assert!((found - expected).abs() <= 1e-7 * expected.abs(), "{found} instead of {expected}");
}

#[test]
fn normal_intervals_are_those_of_the_references() {
    let Some(case) = reference("normal_interval_protein10") else { return };
    let values = numbers(&case["inputs"]["data"]);
    for (content, confidence, key) in
        [(0.99, 0.95, "p990_c950"), (0.99, 0.9, "p990_c900"), (0.95, 0.95, "p950_c950"), (0.9, 0.9, "p900_c900")]
    {
        let proposal = propose(&history(&values, "mV", -1), &wanted(content, confidence));
        let expected = numbers(&case["expected"][format!("{key}_two_sided")]);
        let (lower, upper) = proposal.interval.unwrap_or_else(|| panic!("{proposal:?}"));
        close(lower, expected[0]);
        close(upper, expected[1]);
        assert!(proposal.rationale.contains("exact normal tolerance interval"), "{proposal:?}");
        // Outward, to the digits of the data.
        let (low, high) = ((expected[0] * 10.0).floor() / 10.0, (expected[1] * 10.0).ceil() / 10.0);
        assert_eq!(proposal.criterion, format!("{low:.1} to {high:.1} mV"));
    }
}

#[test]
fn a_quantity_that_cannot_be_negative_gets_an_upper_limit_alone() {
    let Some(case) = reference("normal_interval_potency_lognormal20") else { return };
    let values = numbers(&case["inputs"]["data"]);
    let proposal = propose(&history(&values, "ng/mL", -2), &wanted(0.99, 0.95));
    let (lower, upper) = proposal.interval.expect("a limit");
    assert_eq!(lower, None);
    close(upper, numbers(&case["expected"]["p990_c950_one_sided"])[1]);
    assert!(proposal.criterion.starts_with("<= 1.9") || proposal.criterion.starts_with("<= 2."), "{proposal:?}");
    assert!(
        proposal.rationale.contains("upper limit only, since the lower one would not be above zero"),
        "{proposal:?}"
    );
    // At a smaller content the lower limit is above zero.
    let proposal = propose(&history(&values, "ng/mL", -2), &wanted(0.95, 0.95));
    let expected = numbers(&case["expected"]["p950_c950_two_sided"]);
    let (lower, upper) = proposal.interval.expect("limits");
    close(lower, expected[0]);
    close(upper, expected[1]);
    assert_eq!(
        proposal.criterion,
        format!("{:.2} to {:.2} ng/mL", (expected[0] * 100.0).floor() / 100.0, (expected[1] * 100.0).ceil() / 100.0)
    );
}

/// The exponentials of normal values: their interval is the exponential of the reference interval.
#[test]
fn a_lognormal_interval_where_only_the_logarithms_are_normal() {
    let Some(case) = reference("normal_interval_protein10") else { return };
    let values = numbers(&case["inputs"]["data"]);
    let expected = numbers(&case["expected"]["p950_c950_two_sided"]);
    let centre = values.iter().sum::<f64>() / 10.0;
    let scale = 3.0 / (expected[1] - centre);
    let sent = |value: f64| ((value - centre) * scale).exp();
    // Wide enough for the test of normality to see it.
    let powers: Vec<f64> = values.iter().map(|value| sent(*value).powi(2)).collect();
    let proposal = propose(&history(&powers, "ng/mL", -6), &wanted(0.95, 0.95));
    assert!(proposal.rationale.contains("exact lognormal tolerance interval"), "{proposal:?}");
    let (lower, upper) = proposal.interval.expect("limits");
    close(lower, sent(expected[0]).powi(2));
    close(upper, sent(expected[1]).powi(2));
}

/// Order statistics know ranks only: with the upper half moved far off, no shape fits and the ranks are those of the reference.
#[test]
fn order_statistics_where_no_shape_fits() {
    for (name, content) in [("nonparametric_n93", 0.95), ("nonparametric_n60", 0.9)] {
        let Some(case) = reference(name) else { return };
        let values = numbers(&case["inputs"]["data"]);
        let mut sorted = values.clone();
        sorted.sort_by(f64::total_cmp);
        let middle = sorted[sorted.len() / 2];
        let moved = |value: f64| if value < middle { value } else { value + 1e6 };
        let values: Vec<f64> = values.into_iter().map(moved).collect();
        let proposal = propose(&history(&values, "nm", -1), &wanted(content, 0.95));
        assert!(proposal.rationale.contains("nonparametric tolerance interval"), "{proposal:?}");
        let expected = numbers(&case["expected"]["two_sided"]);
        assert_eq!(proposal.interval, Some((Some(moved(expected[0])), Some(moved(expected[1])))), "{proposal:?}");
        let rank = &case["expected"]["two_sided_rank"];
        assert!(proposal.rationale.contains(&format!("order statistics of rank {rank} from the ends")), "{proposal:?}");
    }
}

#[test]
fn what_gives_no_interval_is_said() {
    let says = |values: &[f64], text: &str| {
        let proposal = propose(&history(values, "nm", 0), &wanted(0.99, 0.95));
        assert_eq!((proposal.criterion.as_str(), proposal.interval), ("report", None));
        assert!(proposal.rationale.contains(text), "{proposal:?}");
    };
    says(&[5.0; 12], "no interval: all 12 values are equal");
    says(
        &[5.0, 6.0, 7.0],
        "no interval: 3 lots are too few; from 10 lots on a normal or lognormal one is tried, a nonparametric one needs 473",
    );
    let clusters: Vec<f64> = (0..20).map(|at| if at % 2 == 0 { 1.0 + f64::from(at) } else { 1e6 }).collect();
    says(
        &clusters,
        "neither the values nor their logarithms are normal (Shapiro-Wilk), and a nonparametric one needs 473 lots",
    );
    let tied: Vec<f64> = (0..30).map(|at| f64::from(at % 2)).collect();
    says(&tied, "are normal, perhaps since they were rounded to 2 different ones (Shapiro-Wilk)");
    says(&[], "no lot has a value");
    let mut negative: Vec<f64> = (1..=12).map(f64::from).collect();
    negative[4] = -3.0;
    says(&negative, "no interval: lot L5 has a negative amount");
    let mut censored = history(&[5.0, 6.0, 7.0], "nm", 0);
    censored.results[1].value = LotValue::Censored("<6".to_owned());
    let proposal = propose(&censored, &wanted(0.99, 0.95));
    assert_eq!(proposal.criterion, "report");
    assert!(
        proposal.rationale.contains("no interval, since 1 of them are censored (the first: <6, lot L2) and no tolerance interval of censored values is computed"),
        "{proposal:?}"
    );
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_evqc")).current_dir(folder).args(arguments).output().unwrap()
}

fn out(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Twelve lots with two stages, replicates, a control, an invalidated row, a stability row and units of two sizes.
fn data() -> String {
    let mut data = "lot,test,stage,method,role,control,replicate,status,reason,value,unit\n".to_owned();
    for lot in 1..=12 {
        let x = 100 + [0, 3, -2, 5, 1, -4, 2, -1, 4, -3, 6, -5][lot - 1];
        data.push_str(&format!("E{lot},protein,drug substance,BCA,,,1,,,{}.5,ug/mL\n", x));
        data.push_str(&format!("E{lot},protein,drug substance,BCA,,,2,,,{}.7,ug/mL\n", x));
        data.push_str(&format!("E{lot},protein,drug product,BCA,,,1,,,0.{x:03},mg/mL\n"));
        data.push_str(&format!("E{lot},sterility,drug product,,,,1,,,no growth,\n"));
        data.push_str(&format!("E{lot},appearance,drug product,,,,1,,,Clear  colourless,\n"));
    }
    data.push_str("E1,protein,drug substance,BCA,control,spike,1,,,9999,ug/mL\n");
    data.push_str("E2,protein,drug substance,BCA,,,9,invalid,spilt,9999,ug/mL\n");
    data.push_str("E3,protein,stability,BCA,,,1,,,9999,ug/mL\n");
    data
}

#[test]
fn a_proposal_reads_and_its_lots_conform() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("history.csv"), data()).unwrap();
    let drafted = run(folder.path(), &["spec", "draft", "history.csv", "-o", "proposal.yaml"]);
    assert_eq!(drafted.status.code(), Some(0), "{}", out(&drafted));
    let text = std::fs::read_to_string(folder.path().join("proposal.yaml")).unwrap();
    for line in [
        "status: draft\n",
        "; left out: 2 rows, invalidated, corrected, repeated or of a stability study\"\n",
        "title: \"Proposal from 12 lots\"\n",
        "  protein:\n    name: \"protein\"\n    category: general  # to be set\n    stage: \"drug substance\"\n    method: [\"BCA\"]\n    unit: \"µg/mL\"\n    result: mean of 2\n",
        "  protein_drug_product:\n",
        "    accept: \"no growth\"\n    evidence: sponsor to set\n    rationale: \"Proposal from 12 of 12 lots: all have the observation no growth\"\n",
        "    accept: \"\\\"Clear colourless\\\"\"\n",
        "n = 12, mean 101.1, SD 3.6055513 µg/mL; exact normal tolerance interval for 99 % of lots with 95 % confidence, normality not rejected (Shapiro-Wilk p = ",
    ] {
        assert!(text.contains(line), "`{line}` is not in\n{text}");
    }
    assert_eq!(text.matches("\n  protein").count(), 2, "{text}");
    let linted = run(folder.path(), &["spec", "lint", "proposal.yaml"]);
    assert_eq!(linted.status.code(), Some(0), "{}", out(&linted));
    assert!(out(&linted).contains("0 error(s)"), "{}", out(&linted));
    // Nothing is overwritten.
    let again = run(folder.path(), &["spec", "draft", "history.csv", "-o", "proposal.yaml"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(out(&again).contains("proposal.yaml: exists already; nothing was written"), "{}", out(&again));
    // The lots that it comes from meet it; E1 to E3 have rows that need more than a proposal says.
    let rows: Vec<String> =
        data().lines().filter(|line| !line.contains("9999")).map(|line| format!("{line}\n")).collect();
    std::fs::write(folder.path().join("clean.csv"), rows.concat()).unwrap();
    let checked = run(folder.path(), &["check", "proposal.yaml", "clean.csv", "-o", "csv"]);
    assert_eq!(checked.status.code(), Some(0), "{}", out(&checked));
}

#[test]
fn lots_are_chosen_by_the_lot_file_and_options_are_checked() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("history.csv"), data()).unwrap();
    std::fs::write(
        folder.path().join("lots.csv"),
        "lot,manufactured,site\nE1,2025-01-10,A\nE2,2025-03-01,A\nE4,2025-02-01,B\n",
    )
    .unwrap();
    let drafted = run(folder.path(), &["spec", "draft", "history.csv", "--lots", "lots.csv"]);
    assert_eq!(drafted.status.code(), Some(0), "{}", out(&drafted));
    assert!(
        out(&drafted).contains("Proposed from history.csv; lots made from 2025-01-10 to 2025-03-01."),
        "{}",
        out(&drafted)
    );
    assert!(out(&drafted).contains("3 lots are too few"), "{}", out(&drafted));
    for (option, value) in
        [("--coverage", "0 %"), ("--coverage", "ninety"), ("--confidence", "100 %"), ("--confidence", "5 nm")]
    {
        let refused = run(folder.path(), &["spec", "draft", "history.csv", option, value]);
        assert_eq!(refused.status.code(), Some(2), "{}", out(&refused));
        let says = format!("{option} {value}: expected a percentage between 0 and 100, as in '99 %'");
        assert!(out(&refused).contains(&says), "{}", out(&refused));
    }
    let unknown = format!("{}E4,ph,drug product,,,,1,,,7.2,zorkmids\n", data());
    std::fs::write(folder.path().join("unknown.csv"), unknown).unwrap();
    let drafted = run(folder.path(), &["spec", "draft", "unknown.csv"]);
    assert_eq!(drafted.status.code(), Some(0), "{}", out(&drafted));
    assert!(out(&drafted).contains("1 row(s) of the data could not be used; the first: "), "{}", out(&drafted));
    assert!(out(&drafted).contains("no criterion, since \\\"7.2\\\" of lot E4 cannot be used"), "{}", out(&drafted));
    std::fs::write(folder.path().join("no.csv"), "lot,colour,value\nE1,red,5\n").unwrap();
    let refused = run(folder.path(), &["spec", "draft", "no.csv"]);
    assert_eq!(refused.status.code(), Some(4), "{}", out(&refused));
}

/// Wide tables have a column for each test, with its unit in brackets.
#[test]
fn wide_tables_are_drafted_too() {
    let folder = tempfile::tempdir().unwrap();
    let rows: String =
        (1..=11).map(|lot| format!("W{lot},{}.0e9,{},negative\n", 20 + lot * lot % 7, 100 + lot * lot % 13)).collect();
    std::fs::write(
        folder.path().join("wide.csv"),
        format!("lot,particles [particles/mL],size mode [nm],mycoplasma\n{rows}"),
    )
    .unwrap();
    let drafted = run(folder.path(), &["spec", "draft", "wide.csv", "--coverage", "90 %"]);
    assert_eq!(drafted.status.code(), Some(0), "{}", out(&drafted));
    for line in [
        "  particles:\n",
        "    unit: \"particles/mL\"\n",
        "  size_mode:\n",
        "    accept: \"negative\"\n",
        "for 90 % of lots",
    ] {
        assert!(out(&drafted).contains(line), "`{line}` is not in\n{}", out(&drafted));
    }
}
