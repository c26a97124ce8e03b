//! No report and no certificate that the judge makes contradicts itself, whatever specification and data are: whoever signs is held
//! up by nothing that evqc wrote itself. Every run of [`support::judge_with`] asks both; here are the cases that ask most.
//!
//! `EVQC_PROPERTY_CASES` sets another number of cases and, with it, fresh random seeds.
#![allow(clippy::disallowed_methods, reason = "the number of cases may be set")]

mod support;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use support::{Options, judge_with, spec_of, specification, specification_errors};

fn config() -> ProptestConfig {
    let wanted = std::env::var("EVQC_PROPERTY_CASES").ok().and_then(|text| text.parse().ok());
    ProptestConfig {
        cases: wanted.unwrap_or(250),
        rng_seed: if wanted.is_some() { RngSeed::Random } else { RngSeed::Fixed(20_261_128) },
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Choices made one after the other from a list of numbers.
struct Choices<'c>(std::slice::Iter<'c, u16>);

impl Choices<'_> {
    fn pick(&mut self, n: usize) -> usize {
        usize::from(self.0.next().copied().unwrap_or(0)) % n
    }

    fn of<'t>(&mut self, options: &[&'t str]) -> &'t str {
        options[self.pick(options.len())]
    }

    /// A number between 0.3 and 1.7 times another one, to two, three, four or nine digits.
    fn near(&mut self, scale: f64) -> String {
        let value = scale * (0.3 + self.pick(1401) as f64 / 1000.0) * (1.0 + self.pick(97) as f64 * 1e-7);
        let digits = [1, 2, 3, 8][self.pick(4)];
        let text = format!("{value:.digits$e}");
        if self.pick(2) == 0 || value.abs() > 1e6 { text } else { format!("{}", text.parse::<f64>().unwrap_or(0.0)) }
    }
}

/// Limits with the scale of their values and their unit; many of unequal digits.
const LIMITS: [(&str, f64, &str); 20] = [
    ("80 to 160 nm", 112.0, "nm"),
    ("90 to 150 nm", 119.0, "nm"),
    ("50 to 200 nm", 113.0, "nm"),
    ("1.0e10 to 1.0e12 particles/mL", 6e11, "particles/mL"),
    ("5.0e9 to 5.0e10 particles/mL", 4.1e10, "particles/mL"),
    ("2e10 to 4.25e10 particles/mL", 4e10, "particles/mL"),
    ("260 to 320.5 mOsm/kg", 281.0, "mOsm/kg"),
    ("2.6e2 to 3.2e2 mOsm/kg", 290.0, "mOsm/kg"),
    ("-30 to -5 mV", -12.4, "mV"),
    ("6.8 to 7.45", 7.1, ""),
    ("6.85 to 7.6", 7.2, ""),
    ("<= 0.25 EU/mL", 0.25, "EU/mL"),
    ("< 5e-1 EU/mL", 0.5, "EU/mL"),
    (">= 60 %", 60.0, "%"),
    ("> 6e1 %", 60.0, "%"),
    ("<= 10 ug/mL", 10.0, "ug/mL"),
    ("<= 10 ug/mL", 10_000.0, "ng/mL"),
    ("label ± 20 %", 2e10, "particles/mL"),
    ("90.0 to 125 % of label", 2e10, "particles/mL"),
    ("report", 5.0, "ug/mL"),
];

const PLANS: [(&str, usize); 11] = [
    ("single", 1),
    ("mean of 2", 2),
    ("mean of 3", 3),
    ("mean of 7", 7),
    ("mean of at least 2", 3),
    ("mean of 2 runs of at least 1 captures", 4),
    ("median of 4", 4),
    ("geometric mean of 3", 3),
    ("each of 2", 2),
    ("min of 2", 2),
    ("max of 3", 3),
];

/// A numeric test with its rows.
fn numeric(id: &str, from: &mut Choices<'_>, rows: &mut String) -> String {
    let (limits, scale, unit) = LIMITS[from.pick(LIMITS.len())];
    let (plan, n) = PLANS[from.pick(PLANS.len())];
    let mut test = format!("{id}:\n  category: quantity\n  accept: \"{limits}\"\n  result: {plan}\n");
    if limits == "report" {
        test = format!("{id}:\n  category: quantity\n  accept: report\n  unit: ug/mL\n  result: {plan}\n");
    } else if from.pick(3) == 0 {
        let rule = from.of(&["guarded(1)", "four-zone(0.5)", "pc(0.95)", "confidence bound 95 %"]);
        let rule = if plan.starts_with("mean of") { rule } else { "guarded(1)" };
        let share = from.of(&["3", "8", "15"]);
        test += &format!("  decide: {rule}\n");
        if !rule.starts_with("confidence") {
            test += &format!("  uncertainty: {{relative: {share} %, k: 2}}\n");
        }
    }
    if plan.starts_with("mean of") && from.pick(3) == 0 {
        test += &format!("  censored: {}\n", from.of(&["worst case", "kaplan-meier", "limit"]));
    }
    if from.pick(5) == 0 {
        test += "  required: false\n";
    }
    let censored = from.pick(4) == 0;
    for replicate in 1..=n {
        let sign = if censored { from.of(&["", "", "<", ">", "≤"]) } else { "" };
        let group = if plan.contains("runs") { if replicate == 1 { "1" } else { "2" } } else { "" };
        *rows += &format!("L1,{id},{sign}{},{unit},{replicate},{group}\n", from.near(scale));
    }
    test
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_the_judge_writes_never_contradicts_itself(numbers in proptest::collection::vec(any::<u16>(), 120)) {
        let mut from = Choices(numbers.iter());
        let mut rows = "lot,test,value,unit,replicate,group\n".to_owned();
        let rounding = from.of(&["usp", "ph_eur", "chp", "gbt8170_full", "none"]);
        let mut tests: String = ["a", "b", "c"].iter().map(|id| numeric(id, &mut from, &mut rows)).collect();
        tests += "top:\n  category: quantity\n  accept: report\n  unit: particles/mL\n";
        tests += "under:\n  category: quantity\n  accept: report\n  unit: ug/mL\n";
        tests += "ratio:\n  category: purity\n  accept: \">= 1.5e9 particles/ug\"\n";
        tests += "trace:\n  category: safety\n  accept: report\n  unit: ng/mL\n";
        tests += "dose:\n  category: safety\n  accept: \"<= 40 ng/mL\"\n";
        tests += "sign:\n  category: identity\n  accept: negative\n";
        tests += "first:\n  category: safety\n  accept: \"<= 6000 particles/mL\"\n  second_stage: second\n";
        tests += "second:\n  category: safety\n  accept: \"<= 3000 particles/mL\"\n";
        let statement = from.of(&["at least 2 of [m, n, sign]", "all of [m, n]", "none of [n]", "at least 1 of [m, n]"]);
        tests += "m:\n  category: identity\n  accept: \">= 60 %\"\n";
        tests += "n:\n  category: identity\n  accept: \">= 60 %\"\n  decide: guarded(1)\n  uncertainty: {relative: 8 %, k: 2}\n";
        tests += &format!("panel:\n  category: identity\n  accept: {statement}\n");
        for (test, scale, unit) in [
            ("top", 2e10, "particles/mL"),
            ("under", 12.0, "ug/mL"),
            ("first", 6000.0, "particles/mL"),
            ("second", 3000.0, "particles/mL"),
            ("m", 58.0, "%"),
            ("n", 58.0, "%"),
        ] {
            rows += &format!("L1,{test},{},{unit},1,\n", from.near(scale));
        }
        rows += &format!("L1,trace,{}{},ng/mL,1,\n", from.of(&["<", "", ">", "≤"]), from.near(12.0));
        rows += &format!("L1,sign,{},,1,\n", from.of(&["negative", "positive", "阴性", "not detected"]));
        let claimed = ["a", "b", "c"].into_iter().zip(tests.split("category: quantity").skip(1));
        let claims: Vec<String> = claimed
            .filter(|(_, test)| test.lines().any(|line| line.contains("accept") && line.contains("label")))
            .map(|(id, _)| format!("{id}: 2.0e10 particles/mL"))
            .collect();
        let label = if claims.is_empty() { String::new() } else { format!("label: {{{}}}\n", claims.join(", ")) };
        let head = format!(
            "{label}derived:\n  ratio: {{formula: top / under, unit: particles/ug}}\n  dose: {{formula: trace * 3, unit: ng/mL}}\ntests:\n"
        );
        // Without a procedure there is no certificate.
        let tests = tests.replace("  category:", "  procedure: SOP-1\n  category:");
        let text = spec_of(rounding, &tests).replace("tests:\n", &head);
        // Not every rule goes with every plan and unit.
        prop_assume!(specification_errors(&text).is_empty());
        // The harness asks whether the report and the certificate contradict themselves.
        let run = judge_with(&specification(&text), &[&rows], &Options::default());
        prop_assert_eq!(&run.errors, &Vec::<&str>::new());
        // A share of more than the whole cannot be, and what cannot be has no certificate; nothing else of these rows is so.
        let barred = run.lot().tests.iter().filter(|line| line.outcome == "not_evaluable");
        let barred: Vec<_> = barred.map(|line| line.codes.clone()).collect();
        prop_assert!(barred.iter().all(|codes| codes == &["percentage-over-100"]), "{:?}", barred);
        prop_assert_eq!(run.certificates, usize::from(barred.is_empty()));
    }
}
