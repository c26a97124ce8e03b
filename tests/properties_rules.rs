//! What must hold for every decision rule, specification and data: properties through the judge.
//!
//! `EVQC_PROPERTY_CASES` sets another number of cases and, with it, fresh random seeds.
#![allow(clippy::disallowed_methods, reason = "the number of cases may be set")]

mod support;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::Value;
use std::collections::BTreeMap;
use support::{Options, Run, judge_with, spec_of, specification};

fn config() -> ProptestConfig {
    let wanted = std::env::var("EVQC_PROPERTY_CASES").ok().and_then(|text| text.parse().ok());
    let cases = wanted.unwrap_or(250);
    ProptestConfig {
        cases,
        // Rules on scatter are not allowed for every plan.
        max_global_rejects: 4 * cases,
        rng_seed: if wanted.is_some() { RngSeed::Random } else { RngSeed::Fixed(20_260_604) },
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// A rule of a strength from 0 to 3; a stronger one of the same kind is harder to pass.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Rule {
    kind: usize,
    strength: usize,
}

const KINDS: [[&str; 4]; 6] = [
    ["guarded(0.01)", "guarded(0.5)", "guarded(1)", "guarded(1.7)"],
    ["four-zone(0.01)", "four-zone(0.5)", "four-zone(1)", "four-zone(1.7)"],
    ["pc(0.5)", "pc(0.8)", "pc(0.95)", "pc(0.9999)"],
    ["confidence bound 50.1 %", "confidence bound 80 %", "confidence bound 95 %", "confidence bound 99.9 %"],
    ["tolerance 60 %/80 %", "tolerance 80 %/80 %", "tolerance 80 %/95 %", "tolerance 99 %/95 %"],
    ["simple", "simple", "simple", "simple"],
];

impl Rule {
    fn text(self) -> &'static str {
        KINDS[self.kind][self.strength]
    }

    fn on_scatter(self) -> bool {
        matches!(self.kind, 3 | 4)
    }
}

/// Where the specification takes the uncertainty from; amounts in hundredths.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Stated {
    Nothing,
    Relative(u32),
    Absolute(u32),
    Replicates,
}

/// An `uncertainty` cell: amount in hundredths.
#[derive(Clone, Copy, Debug)]
enum Cell {
    Empty,
    /// In the unit of the row.
    Bare(u32),
    /// In ng/mL whatever the row has.
    WithUnit(u32),
    /// In percent of the value.
    Percent(u32),
}

/// One determination; value in thousandths of ng/mL.
#[derive(Clone, Copy, Debug)]
struct Row {
    sign: &'static str,
    value: u32,
    cell: Cell,
    factor: Option<&'static str>,
}

#[derive(Clone, Debug)]
struct Made {
    rounding: &'static str,
    /// Limits in tenths, and whether they are open.
    lower: Option<(u32, bool)>,
    upper: Option<(u32, bool)>,
    /// Limits in percent of a claim of 40.0 ng/mL.
    of_claim: bool,
    summary: &'static str,
    censored: &'static str,
    k: &'static str,
    stated: Stated,
    rows: Vec<Row>,
}

fn hundredths(amount: u32) -> String {
    format!("{}.{:02}", amount / 100, amount % 100)
}

impl Made {
    fn specification(&self, rule: Rule) -> String {
        let unit = if self.of_claim { "% of label" } else { "ng/mL" };
        let tenths = |limit: u32| format!("{}.{}", limit / 10, limit % 10);
        let accept = match (self.lower, self.upper) {
            (Some((low, open)), None) => format!("{} {} {unit}", if open { ">" } else { ">=" }, tenths(low)),
            (None, Some((high, open))) => format!("{} {} {unit}", if open { "<" } else { "<=" }, tenths(high)),
            (Some((low, left)), Some((high, right))) => {
                let (left, right) = (if left { "(" } else { "[" }, if right { ")" } else { "]" });
                format!("{left}{}, {}{right} {unit}", tenths(low), tenths(high))
            }
            (None, None) => unreachable!("a limit is made"),
        };
        let n = self.rows.len();
        let plan = if self.summary == "single" { "single".to_owned() } else { format!("{} of {n}", self.summary) };
        let mut text = format!(
            "t:\n  name: T\n  category: potency\n  result: {plan}\n  accept: \"{accept}\"\n  decide: {}\n",
            rule.text()
        );
        let k = self.k;
        text.push_str(&match self.stated {
            Stated::Nothing => String::new(),
            Stated::Relative(amount) => format!("  uncertainty: {{relative: {} %, k: {k}}}\n", hundredths(amount)),
            Stated::Absolute(amount) => format!("  uncertainty: {{absolute: {} ng/mL, k: {k}}}\n", hundredths(amount)),
            Stated::Replicates => format!("  uncertainty: {{from: replicates, k: {k}}}\n"),
        });
        text.push_str(&format!("  censored: {}\n", self.censored));
        spec_of(self.rounding, &text).replace("tests:\n", "label: {t: 40.0 ng/mL}\ntests:\n")
    }

    /// The rows in this order, in ng/mL or in µg/mL.
    fn table(&self, order: &[usize], in_micrograms: bool) -> String {
        let mut text = "lot,test,value,unit,replicate,uncertainty\n".to_owned();
        for &at in order {
            let row = self.rows[at];
            let (value, unit) = match in_micrograms {
                false => (format!("{}.{:03}", row.value / 1000, row.value % 1000), "ng/mL"),
                true => (format!("0.{:06}", row.value), "ug/mL"),
            };
            let factor = row.factor.map_or_else(String::new, |factor| format!(" (k={factor})"));
            let cell = match row.cell {
                Cell::Empty => String::new(),
                Cell::Bare(amount) if in_micrograms => format!("{:.5}{factor}", f64::from(amount) / 1e5),
                Cell::Bare(amount) => format!("{}{factor}", hundredths(amount)),
                Cell::WithUnit(amount) => format!("{} ng/mL{factor}", hundredths(amount)),
                Cell::Percent(amount) => format!("{} %{factor}", hundredths(amount)),
            };
            text.push_str(&format!("L,t,{}{value},{unit},{},{cell}\n", row.sign, at + 1));
        }
        text
    }

    fn judged(&self, rule: Rule) -> Run {
        self.judged_as(rule, &self.in_order(), false)
    }

    fn judged_as(&self, rule: Rule, order: &[usize], in_micrograms: bool) -> Run {
        let spec = specification(&self.specification(rule));
        judge_with(&spec, &[&self.table(order, in_micrograms)], &Options::default())
    }

    fn in_order(&self) -> Vec<usize> {
        (0..self.rows.len()).collect()
    }

    /// Whether the language allows the rule for this plan.
    fn allows(&self, rule: Rule) -> bool {
        let scatters = self.rows.len() >= 2 && matches!(self.summary, "mean" | "each");
        scatters || !(rule.on_scatter() || self.stated == Stated::Replicates)
    }

    /// The same with every stated uncertainty this many times as large.
    fn with_uncertainty_times(&self, factor: u32) -> Made {
        let mut larger = self.clone();
        larger.stated = match self.stated {
            Stated::Relative(amount) => Stated::Relative(amount * factor),
            Stated::Absolute(amount) => Stated::Absolute(amount * factor),
            other => other,
        };
        for row in &mut larger.rows {
            row.cell = match row.cell {
                Cell::Empty => Cell::Empty,
                Cell::Bare(amount) => Cell::Bare(amount * factor),
                Cell::WithUnit(amount) => Cell::WithUnit(amount * factor),
                Cell::Percent(amount) => Cell::Percent(amount * factor),
            };
        }
        larger
    }
}

fn outcome(run: &Run) -> &'static str {
    run.test("t").outcome
}

/// What the decision rested on, as in JSON.
fn decision(run: &Run) -> Value {
    let start = run.json.find('{').expect("a lot is there");
    let mut values = serde_json::Deserializer::from_str(&run.json[start..]).into_iter::<Value>();
    let lot = values.next().expect("a lot is there").expect("it is JSON");
    lot["tests"][0]["decision"].clone()
}

/// A row near a value in thousandths.
fn row(near: i64, scatter: i64, with_cell: bool) -> impl Strategy<Value = Row> {
    let cell = (0..3_usize, 1..400_u32).prop_map(move |(kind, amount)| match (with_cell, kind) {
        (false, _) => Cell::Empty,
        (true, 0) => Cell::Bare(amount),
        (true, 1) => Cell::WithUnit(amount),
        (true, _) => Cell::Percent(amount),
    });
    let sign = prop_oneof![20 => Just(""), 1 => Just("<"), 1 => Just(">")];
    let away = prop_oneof![8 => -scatter..scatter, 1 => Just(0_i64), 1 => -20_000..20_000_i64];
    let factor = prop_oneof![3 => Just(None), 1 => Just(Some("1")), 1 => Just(Some("2.5"))];
    (sign, away, cell, factor).prop_map(move |(sign, away, cell, factor)| Row {
        sign,
        value: u32::try_from((near + away).max(1)).unwrap_or(1),
        cell,
        factor,
    })
}

fn made() -> impl Strategy<Value = Made> {
    let limits = (300..500_u32, 5..300_u32, 0..3_usize, any::<(bool, bool)>());
    let plan =
        prop::sample::select(vec!["single", "mean", "mean", "each", "each", "median", "geometric mean", "min", "max"]);
    let stated = prop_oneof![
        1 => Just(Stated::Nothing),
        3 => (1..2000_u32).prop_map(Stated::Relative),
        3 => (1..600_u32).prop_map(Stated::Absolute),
        2 => Just(Stated::Replicates),
    ];
    let rounding = prop::sample::select(vec!["usp", "ph_eur", "chp", "none"]);
    let k = prop::sample::select(vec!["1", "2", "2.78"]);
    // The determinations lie beside a limit, within its rounding, or far inside or outside.
    let off = prop_oneof![2 => -60..60_i64, 3 => -3000..3000_i64, 1 => -15_000..15_000_i64];
    let around = (off, prop::sample::select(vec![40, 400, 4000_i64]), 1..5_usize);
    let censored = prop::sample::select(vec!["limit", "worst case", "worst case", "kaplan-meier", "ros", "mle"]);
    let flags = (prop::bool::weighted(0.4), censored, prop::bool::weighted(0.25));
    (limits, plan, stated, rounding, k, flags, around).prop_flat_map(
        |(limits, summary, stated, rounding, k, (cells, censored, of_claim), (off, scatter, n))| {
            let (low, width, which, (left, right)) = limits;
            let lower = (which != 1).then_some((low, left));
            let upper = (which != 0).then_some((low + width, right));
            let n = if summary == "single" { 1 } else { n };
            // In percent of a claim of 40 ng/mL a limit of 40.0 is one of 16.0 ng/mL.
            let near = if which == 1 { low + width } else { low };
            let near = if of_claim { near * 2 / 5 } else { near };
            prop::collection::vec(row(i64::from(near) * 100 + off, scatter, cells), n).prop_map(move |rows| Made {
                rounding,
                lower,
                upper,
                of_claim,
                summary,
                censored: if summary == "mean" { censored } else { "limit" },
                k,
                stated,
                rows,
            })
        },
    )
}

fn rule() -> impl Strategy<Value = Rule> {
    (0..5_usize, 0..4_usize).prop_map(|(kind, strength)| Rule { kind, strength })
}

const SIMPLE: Rule = Rule { kind: 5, strength: 0 };

proptest! {
    #![proptest_config(config())]

    /// Uncertainty never rescues a value outside its limit, whatever the rule.
    #[test]
    fn no_rule_accepts_what_simple_rejects(made in made(), rule in rule()) {
        prop_assume!(made.allows(rule));
        let (simple, ruled) = (made.judged(SIMPLE), made.judged(rule));
        match outcome(&simple) {
            "pass" => prop_assert!(["pass", "fail", "inconclusive"].contains(&outcome(&ruled))),
            "fail" => prop_assert_eq!(outcome(&ruled), "fail"),
            // Beside an undecided determination the rule may refuse another one.
            other => prop_assert!(outcome(&ruled) == other || (made.summary == "each" && outcome(&ruled) == "fail")),
        }
        prop_assert!(outcome(&ruled) == "pass" || !ruled.test("t").messages.is_empty());
        prop_assert!(!ruled.json.contains("NaN") && !ruled.json.contains("inf"));
        // A rule that accepted says from what; none accepts without evidence.
        if outcome(&ruled) == "pass" {
            let known = decision(&ruled);
            let evidence = if rule.on_scatter() { &known["bounds"] } else { &known["uncertainty"] };
            prop_assert!(!evidence.is_null(), "{known}");
        }
    }

    /// A stronger rule accepts nothing more.
    #[test]
    fn more_confidence_never_turns_fail_into_pass(made in made(), rule in rule(), more in 1..4_usize) {
        prop_assume!(made.allows(rule) && rule.strength + more < 4);
        let stronger = Rule { strength: rule.strength + more, ..rule };
        if outcome(&made.judged(stronger)) == "pass" {
            prop_assert_eq!(outcome(&made.judged(rule)), "pass");
        }
    }

    /// A larger stated uncertainty accepts nothing more.
    #[test]
    fn more_uncertainty_never_turns_fail_into_pass(made in made(), rule in rule(), factor in 2..9_u32) {
        prop_assume!(made.allows(rule));
        if outcome(&made.with_uncertainty_times(factor).judged(rule)) == "pass" {
            prop_assert_eq!(outcome(&made.judged(rule)), "pass");
        }
    }

    /// Neither the order of rows nor the unit of entry, of values and of uncertainties, changes what a decision rests on.
    #[test]
    fn order_and_unit_of_entry_change_no_decision(made in made(), rule in rule(), turn in 0..4_usize, simple in any::<bool>()) {
        let rule = if simple { SIMPLE } else { rule };
        prop_assume!(made.allows(rule));
        let mut order = made.in_order();
        order.rotate_left(turn % made.rows.len());
        if turn % 2 == 1 {
            order.reverse();
        }
        let (plain, other) = (made.judged(rule), made.judged_as(rule, &order, turn > 1));
        prop_assert_eq!(outcome(&plain), outcome(&other));
        // Of determinations that are equally near a limit the first is shown.
        if made.summary != "each" {
            prop_assert_eq!(decision(&plain), decision(&other));
            prop_assert_eq!(&plain.test("t").reportable, &other.test("t").reportable);
        }
    }

    /// The short way comes to what the thorough way comes to, whatever the rule.
    #[test]
    fn the_short_way_is_not_another_rule(made in made(), rule in rule(), simple in any::<bool>()) {
        let rule = if simple { SIMPLE } else { rule };
        prop_assume!(made.allows(rule));
        let spec = specification(&made.specification(rule));
        let table = made.table(&made.in_order(), false);
        // Without the column the rows are as plain as rows can be.
        let bare: String = table.lines().map(|line| line.rsplit_once(',').map_or("", |(left, _)| left).to_owned() + "\n").collect();
        for table in [table, bare] {
            let judged = |thorough| judge_with(&spec, &[&table], &Options { thorough, ..Options::default() });
            prop_assert_eq!(judged(false), judged(true));
        }
    }
}

/// Every rule is accepted, refused and left open in the generated cases; else the properties above would say little.
#[test]
fn the_generated_cases_are_worth_it() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::{Config, TestRunner};
    let mut runner = TestRunner::new(Config { rng_seed: RngSeed::Fixed(20_260_604), ..Config::default() });
    let mut seen: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    for _ in 0..1500 {
        let (made, rule) = (made(), rule()).new_tree(&mut runner).expect("a case").current();
        if made.allows(rule) && outcome(&made.judged(SIMPLE)) == "pass" {
            *seen.entry((rule.kind, outcome(&made.judged(rule)))).or_default() += 1;
        }
    }
    for (kind, texts) in KINDS.iter().enumerate().take(5) {
        for word in ["pass", if kind == 1 { "inconclusive" } else { "fail" }] {
            let times = seen.get(&(kind, word)).copied().unwrap_or(0);
            assert!(times >= 5, "{}: {word} {times} times; {seen:?}", texts[0]);
        }
    }
}
