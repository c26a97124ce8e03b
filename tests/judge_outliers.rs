//! A determination far from the others is told and never left out.
//!
//! Values and critical values come from the reference cases beside the checkout (single outliers, Grubbs critical values).
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests read their reference cases")]

mod support;

use serde_json::Value;
use support::{Run, judge, oracle, printed, spec_of};

const HEAD: &str = "lot,test,value,unit,replicate\n";

fn spec(category: &str, plan: &str) -> String {
    let tests =
        format!("t:\n  name: T\n  category: {category}\n  result: {plan}\n  unit: ng/mL\n  accept: \"> 0 ng/mL\"\n");
    spec_of("none", &tests)
}

fn data(cells: &[&str]) -> String {
    let rows = cells.iter().enumerate().map(|(at, cell)| {
        let (value, unit) = cell.split_once(' ').unwrap_or((cell, "ng/mL"));
        format!("L,t,{value},{unit},{}\n", at + 1)
    });
    format!("{HEAD}{}", rows.collect::<String>())
}

/// The test in the JSON report of the only lot.
fn json(run: &Run) -> Value {
    let start = run.json.find('{').expect("a lot is there");
    let mut values = serde_json::Deserializer::from_str(&run.json[start..]).into_iter::<Value>();
    values.next().expect("a lot is there").expect("it is JSON")["tests"][0].clone()
}

fn judged(category: &str, way: &str, cells: &[&str]) -> Value {
    let run = judge(&spec(category, &format!("{way} of {}", cells.len())), &[&data(cells)]);
    let test = json(&run);
    let told = test["flags"].as_array().expect("flags").iter().any(|flag| flag == "outlier_info");
    assert_eq!(told, !test["outlier"].is_null(), "{test}");
    assert_eq!(run.test("t").flags.contains(&"outlier_info"), told);
    test
}

#[track_caller]
fn close(found: &Value, wanted: f64) {
    let found = found.as_f64().unwrap_or_else(|| panic!("{found} is no number"));
    assert!((found - wanted).abs() <= 1e-9 * wanted.abs(), "{found} is not {wanted}");
}

/// The check of R-313: the value that Grubbs' test marks stays in the mean.
#[test]
fn a_marked_determination_stays_in_the_mean() {
    let Some(table) = oracle("outliers/grubbs_critical_two_sided.json") else { return };
    for name in ["single_protein_low", "single_nist_uranium", "single_titre_high", "single_clean", "single_n3"] {
        let Some(case) = oracle(&format!("outliers/{name}.json")) else { return };
        let values: Vec<f64> =
            case["inputs"]["data"].as_array().expect("data").iter().filter_map(Value::as_f64).collect();
        let cells: Vec<String> = values.iter().map(f64::to_string).collect();
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        let test = judged("purity", "mean", &cells);
        assert_eq!(test["outcome"], "pass", "{name}");
        close(&test["reportable"]["value_float"], values.iter().sum::<f64>() / values.len() as f64);
        let uses = test["determinations"].as_array().expect("determinations");
        assert!(uses.len() == values.len() && uses.iter().all(|one| one["use"] == "counted"), "{name}");
        let outlier = &test["outlier"];
        assert_eq!(!outlier.is_null(), case["expected"]["outlier_two_sided_01"] == true, "{name}: {outlier}");
        if outlier.is_null() {
            continue;
        }
        let n = table["inputs"]["n"].as_array().expect("n").iter().position(|n| *n == values.len()).expect("a row");
        close(&outlier["g"], case["expected"]["G"].as_f64().expect("G"));
        close(&outlier["critical"], table["expected"]["alpha_0.01"][n].as_f64().expect("a critical value"));
        let suspect = usize::try_from(case["expected"]["suspect_index"].as_u64().expect("an index")).expect("small");
        assert_eq!(
            (outlier["text"].as_str(), outlier["n"].as_u64()),
            (Some(cells[suspect]), Some(values.len() as u64))
        );
        assert_eq!((&outlier["method"], &outlier["significance"]), (&Value::from("grubbs"), &Value::from(0.01)));
        assert_eq!(outlier["cell"]["line"], suspect + 2);
    }
}

#[test]
fn of_three_two_equal_ones_leave_no_doubt() {
    // G has its largest value, 2/√3.
    let test = judged("purity", "each", &["5.0", "5.0", "6.3"]);
    close(&test["outlier"]["g"], 2.0 / 3.0_f64.sqrt());
    // One unit of the last place is rounding.
    assert!(judged("purity", "each", &["5.0", "5.0", "5.1"])["outlier"].is_null());
    assert!(!judged("purity", "each", &["5.0", "5.0", "5.2"])["outlier"].is_null());
    assert!(judged("purity", "mean", &["1.0e10", "1.0e10", "1.1e10"])["outlier"].is_null());
    assert!(!judged("purity", "mean", &["1.0e10", "1.0e10", "1.3e10"])["outlier"].is_null());
}

#[test]
fn units_do_not_make_an_outlier_and_do_not_hide_one() {
    assert!(judged("purity", "mean", &["5.1", "5.3", "0.0052 ug/mL"])["outlier"].is_null());
    let test = judged("purity", "mean", &["5.0", "5.1", "4.9", "5.0", "0.0099 ug/mL"]);
    assert_eq!(test["outlier"]["text"], "0.0099");
}

#[test]
fn what_is_not_asked() {
    let far = ["5.0", "5.1", "4.9", "5.0", "9.9"];
    assert_eq!(judged("purity", "mean", &far)["outlier"]["text"], "9.9");
    // The responses of a bioassay have the rule of their procedure; two values and censored ones have none.
    assert!(judged("potency", "mean", &far)["outlier"].is_null());
    assert!(judged("purity", "mean", &["5.0", "9.9"])["outlier"].is_null());
    assert!(judged("purity", "mean", &["5.0", "5.1", "4.9", "<5.0", "9.9"])["outlier"].is_null());
    assert!(judged("purity", "mean", &["5.0", "5.0", "5.0"])["outlier"].is_null());
}

/// A geometric mean is a mean of logarithms, and so is its outlier: 60 lies far from 1, 2, 4 and 8, its logarithm does not.
#[test]
fn a_geometric_mean_looks_at_logarithms() {
    let cells = ["1", "2", "2", "4", "4", "8", "60"];
    assert_eq!(judged("purity", "mean", &cells)["outlier"]["logarithms"], false);
    assert!(judged("purity", "geometric mean", &cells)["outlier"].is_null());
    let low = judged("purity", "geometric mean", &["50", "52", "51", "49", "50", "0.1"]);
    assert_eq!((&low["outlier"]["text"], &low["outlier"]["logarithms"]), (&"0.1".into(), &true.into()));
}

#[test]
fn the_reports_say_it_alike() {
    let (spec, data) = (spec("purity", "mean of 5"), data(&["5.0", "5.1", "4.9", "5.0", "9.9"]));
    // (9.9 - 5.98)/2.192487, mean and deviation by hand; 1.76368 is the tabulated critical value for n = 5.
    let says =
        "G = 1.78792 is above 1.76368 (Grubbs, two-sided, 1 %, n = 5); information only, it counts like the others";
    for (format, flag) in
        [("human", "pass, outlier info"), ("markdown", "pass, outlier info"), ("junit", "pass, outlier info")]
    {
        let text = printed(format, &spec, &data);
        assert!(text.contains(flag), "{text}");
        let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let line = flat.contains("outlier: T: determination 9.9 (") && flat.contains(says);
        assert_eq!(line, format != "junit", "{text}");
    }
    assert!(printed("json", &spec, &data).contains("\"flags\":[\"outlier_info\"]"));
    assert!(!printed("csv", &spec, &data).contains("outlier"));
}
