//! What must hold for every specification and every data: properties over generated cases.
//!
//! `EVQC_PROPERTY_CASES` sets another number of cases and, with it, fresh random seeds.
#![allow(clippy::disallowed_methods, reason = "the number of cases may be set")]

mod support;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use support::{Options, Run, judge_bytes, judge_with, spec_of, specification};

fn config() -> ProptestConfig {
    let wanted = std::env::var("EVQC_PROPERTY_CASES").ok().and_then(|text| text.parse().ok());
    ProptestConfig {
        cases: wanted.unwrap_or(150),
        rng_seed: if wanted.is_some() { RngSeed::Random } else { RngSeed::Fixed(20_260_601) },
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Choices made one after the other from a list of numbers, so that a shorter list of smaller numbers is a simpler case.
struct Choices<'c> {
    numbers: std::slice::Iter<'c, u16>,
}

impl Choices<'_> {
    fn pick(&mut self, n: usize) -> usize {
        usize::from(self.numbers.next().copied().unwrap_or(0)) % n
    }

    /// True once in `n` times.
    fn once_in(&mut self, n: usize) -> bool {
        self.pick(n) == n - 1
    }

    fn of<T: Copy>(&mut self, options: &[T]) -> T {
        options[self.pick(options.len())]
    }
}

fn choices() -> impl Strategy<Value = Vec<u16>> {
    proptest::collection::vec(any::<u16>(), 0..260)
}

/// A test of a generated specification.
#[derive(Clone, Debug)]
enum Made {
    Numeric(Numeric),
    Qualitative {
        accept: &'static str,
    },
    /// A panel over tests by number.
    Panel {
        members: Vec<usize>,
        at_least: usize,
        none_of: bool,
    },
    /// A ratio of two numeric tests by number.
    Ratio {
        over: usize,
        under: usize,
        limit: i64,
    },
}

/// A numeric test; limits in tenths.
#[derive(Clone, Debug)]
struct Numeric {
    unit: &'static str,
    lower: Option<(i64, bool)>,
    upper: Option<(i64, bool)>,
    summary: &'static str,
    n: usize,
    at_least: bool,
    cv: Option<i64>,
    individual: Option<i64>,
    control: bool,
    /// A limit of its own for a second method, in tenths above the first one.
    second_method: Option<i64>,
    worst_case: bool,
}

fn tenths(value: i64) -> String {
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}{}.{}", value.abs() / 10, value.abs() % 10)
}

impl Numeric {
    fn limit(&self, shift: i64) -> String {
        let lower = self
            .lower
            .map(|(value, inclusive)| format!("{} {}", if inclusive { ">=" } else { ">" }, tenths(value + shift)));
        let upper = self
            .upper
            .map(|(value, inclusive)| format!("{} {}", if inclusive { "<=" } else { "<" }, tenths(value + shift)));
        let parts: Vec<String> = lower.into_iter().chain(upper).collect();
        format!("{} {}", parts.join(" and "), self.unit)
    }

    fn yaml(&self, id: usize, category: &str) -> String {
        let plan = match (self.summary, self.at_least) {
            ("single", _) => "single".to_owned(),
            (summary, true) => format!("{summary} of at least {}", self.n),
            (summary, false) => format!("{summary} of {}", self.n),
        };
        let mut text = format!("t{id}:\n  name: Test {id}\n  category: {category}\n  result: {plan}\n");
        match self.second_method {
            None => text.push_str(&format!("  accept: \"{}\"\n", self.limit(0))),
            Some(shift) => text.push_str(&format!(
                "  accept:\n    - {{when: {{method: one}}, is: \"{}\"}}\n    - {{when: {{method: two}}, is: \"{}\"}}\n",
                self.limit(0),
                self.limit(shift)
            )),
        }
        let mut checks = Vec::new();
        if let Some(cv) = self.cv {
            checks.push(format!("cv <= {} %", tenths(cv)));
        }
        if self.control {
            checks.push("control spike 50 to 200 %".to_owned());
        }
        if !checks.is_empty() {
            text.push_str(&format!("  valid_if: [{}]\n", checks.join(", ")));
        }
        if let Some(individual) = self.individual {
            text.push_str(&format!("  individual: \">= {} {}\"\n", tenths(individual), self.unit));
        }
        if self.worst_case {
            text.push_str("  censored: worst case\n");
        }
        text
    }
}

/// A generated specification.
#[derive(Clone, Debug)]
struct MadeSpec {
    rounding: &'static str,
    tests: Vec<Made>,
}

impl MadeSpec {
    fn make(from: &mut Choices<'_>) -> MadeSpec {
        let mut tests = Vec::new();
        let simple = 1 + from.pick(3);
        for _ in 0..simple {
            tests.push(match from.pick(4) {
                3 => Made::Qualitative { accept: from.of(&["negative", "positive", "one of [clear, opalescent]"]) },
                _ => Made::Numeric(numeric(from)),
            });
        }
        let singles: Vec<usize> = (0..tests.len())
            .filter(|&i| matches!(&tests[i], Made::Numeric(test) if test.unit == "ug/mL" && test.summary != "each"))
            .collect();
        if let [over, under, ..] = singles[..] {
            tests.push(Made::Ratio { over, under, limit: 1 + from.pick(30) as i64 });
        }
        if from.once_in(2) {
            let members: Vec<usize> = (0..simple).collect();
            // `none of` turns a failing member into a panel that holds: it may name tests only whose limits stay.
            let none_of =
                members.iter().all(|&m| matches!(tests[m], Made::Qualitative { accept } if accept != "negative"));
            let at_least = 1 + from.pick(members.len());
            tests.push(Made::Panel { members, at_least, none_of: none_of && from.once_in(2) });
        }
        MadeSpec { rounding: from.of(&["usp", "none", "ph_eur", "chp", "gbt8170_full"]), tests }
    }

    fn yaml(&self) -> String {
        let mut derived = String::new();
        let mut text = String::new();
        for (id, test) in self.tests.iter().enumerate() {
            match test {
                Made::Numeric(numeric) => text.push_str(&numeric.yaml(id, "quantity")),
                Made::Qualitative { accept } => {
                    text.push_str(&format!("t{id}:\n  name: Test {id}\n  category: identity\n  accept: {accept}\n"));
                }
                Made::Panel { members, at_least, none_of } => {
                    let list: Vec<String> = members.iter().map(|m| format!("t{m}")).collect();
                    let statement = if *none_of { "none of".to_owned() } else { format!("at least {at_least} of") };
                    text.push_str(&format!(
                        "t{id}:\n  name: Test {id}\n  category: identity\n  accept: {statement} [{}]\n",
                        list.join(", ")
                    ));
                }
                Made::Ratio { over, under, limit } => {
                    derived = format!("derived:\n  t{id}: {{formula: t{over} / t{under}, unit: \"1\"}}\n");
                    text.push_str(&format!(
                        "t{id}:\n  name: Test {id}\n  category: purity\n  accept: \">= {}\"\n",
                        tenths(*limit)
                    ));
                }
            }
        }
        spec_of(self.rounding, &text).replace("tests:\n", &format!("{derived}tests:\n"))
    }

    /// The same specification with one limit of one test tightened by some tenths.
    /// Also tells which test it is, and whether it is a member of a panel.
    fn tightened(&self, from: &mut Choices<'_>) -> Option<(MadeSpec, usize, bool)> {
        let mut tighter = self.clone();
        let numerics: Vec<usize> =
            (0..self.tests.len()).filter(|&i| matches!(self.tests[i], Made::Numeric(_) | Made::Ratio { .. })).collect();
        if numerics.is_empty() {
            return None;
        }
        let step = 1 + from.pick(40) as i64;
        let chosen = numerics[from.pick(numerics.len())];
        let in_panel =
            self.tests.iter().any(|test| matches!(test, Made::Panel { members, .. } if members.contains(&chosen)));
        match &mut tighter.tests[chosen] {
            Made::Numeric(test) => {
                let strict = from.once_in(4);
                match (&mut test.lower, &mut test.upper) {
                    (Some(lower), Some(upper)) if lower.0 + step < upper.0 => match from.once_in(2) {
                        true => lower.0 += step,
                        false => upper.0 -= step,
                    },
                    (Some(_), Some(_)) => return None,
                    (Some(lower), None) if strict => lower.1 = false,
                    (Some(lower), None) => lower.0 += step,
                    (None, Some(upper)) if strict => upper.1 = false,
                    (None, Some(upper)) => upper.0 -= step,
                    (None, None) => return None,
                }
                // A limit below zero is refused by the reader, and one of the second method has to stay apart.
                if test.upper.is_some_and(|(value, _)| value + test.second_method.unwrap_or(0).min(0) <= 0) {
                    return None;
                }
            }
            Made::Ratio { limit, .. } => *limit += step,
            Made::Qualitative { .. } | Made::Panel { .. } => return None,
        }
        Some((tighter, chosen, in_panel))
    }
}

fn numeric(from: &mut Choices<'_>) -> Numeric {
    let unit = from.of(&["ug/mL", "ug/mL", "%"]);
    let (low, width) = (100 + from.pick(300) as i64, 100 + from.pick(200) as i64);
    let (lower, upper) = match from.pick(3) {
        0 => (Some((low, !from.once_in(3))), None),
        1 => (None, Some((low + width, !from.once_in(3)))),
        _ => (Some((low, !from.once_in(3))), Some((low + width, !from.once_in(3)))),
    };
    let summary = from.of(&["single", "mean", "mean", "each", "min", "max", "median", "geometric mean"]);
    let n = if summary == "single" { 1 } else { 2 + from.pick(3) };
    let two_sided = lower.is_some() && upper.is_some();
    Numeric {
        unit,
        lower,
        upper,
        summary,
        n,
        at_least: from.once_in(4),
        cv: (n > 1 && from.once_in(3)).then(|| 50 + from.pick(300) as i64),
        individual: from.once_in(4).then(|| low - 50 + from.pick(50) as i64).filter(|_| upper.is_none()),
        control: from.once_in(3),
        second_method: (!two_sided && from.once_in(5)).then(|| 1 + from.pick(50) as i64),
        worst_case: from.once_in(3),
    }
}

/// A row of a long table.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    lot: String,
    test: usize,
    value: String,
    unit: String,
    replicate: String,
    role: &'static str,
    control: &'static str,
    method: &'static str,
}

const COLUMNS: [&str; 8] = ["lot", "test", "value", "unit", "replicate", "role", "control", "method"];

impl Row {
    fn cell(&self, column: &str) -> String {
        let text = match column {
            "lot" => self.lot.clone(),
            "test" => format!("t{}", self.test),
            "value" => self.value.clone(),
            "unit" => self.unit.clone(),
            "replicate" => self.replicate.clone(),
            "role" => self.role.to_owned(),
            "control" => self.control.to_owned(),
            _ => self.method.to_owned(),
        };
        if text.contains([',', '"']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
    }
}

fn long(rows: &[Row], columns: &[&str]) -> String {
    let mut text = columns.join(",") + "\n";
    for row in rows {
        let cells: Vec<String> = columns.iter().map(|column| row.cell(column)).collect();
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    text
}

/// A number in thousandths as one of the ways in which laboratories write it.
fn written(thousandths: i64, style: usize) -> String {
    let plain = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
    let trimmed = plain.trim_end_matches('0').trim_end_matches('.').to_owned();
    match style {
        0 => trimmed,
        1 => plain,
        2 => format!("{thousandths}e-3"),
        3 => format!("{}.{:04}E1", thousandths / 10_000, thousandths % 10_000),
        4 => format!("{thousandths}×10^-3"),
        5 => trimmed
            .chars()
            .map(|c| if c.is_ascii_digit() { char::from_u32(c as u32 + 0xfee0).unwrap_or(c) } else { c })
            .collect(),
        _ => format!(" {trimmed} "),
    }
}

/// What the generated data may hold.
#[derive(Clone, Copy, PartialEq)]
enum Mess {
    /// Everything: tokens, surplus, copies, conflicts.
    All,
    /// At most one row for each determination that the plan asks for.
    Planned,
}

fn data(spec: &MadeSpec, mess: Mess, from: &mut Choices<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for lot in 0..1 + from.pick(3) {
        for (test, made) in spec.tests.iter().enumerate() {
            match made {
                Made::Numeric(numeric) => numeric_rows(&mut rows, lot, test, numeric, mess, from),
                Made::Qualitative { .. } if from.once_in(12) => {}
                Made::Qualitative { accept } => {
                    let value = match from.pick(6) {
                        0..=2 => accept.trim_start_matches("one of [").split(',').next().unwrap_or_default(),
                        3 => "positive",
                        4 => "negative",
                        _ => from.of(&[
                            "weak positive",
                            "未检出",
                            "pending",
                            "",
                            "n.a.",
                            "cloudy",
                            "clear",
                            "no growth to date",
                        ]),
                    };
                    rows.push(row(lot, test, value.to_owned(), "", 1));
                }
                Made::Panel { .. } | Made::Ratio { .. } => {}
            }
        }
    }
    rows
}

fn row(lot: usize, test: usize, value: String, unit: &str, replicate: usize) -> Row {
    Row {
        lot: format!("L{lot}"),
        test,
        value,
        unit: unit.to_owned(),
        replicate: replicate.to_string(),
        role: "",
        control: "",
        method: "",
    }
}

fn numeric_rows(rows: &mut Vec<Row>, lot: usize, test: usize, made: &Numeric, mess: Mess, from: &mut Choices<'_>) {
    let n = match from.pick(14) {
        12 => made.n - 1,
        13 if mess == Mess::All => made.n + 1,
        _ => made.n,
    };
    let (from_value, to_value) = match (made.lower, made.upper) {
        (Some((lower, _)), Some((upper, _))) => (lower, upper),
        (Some((lower, _)), None) => (lower, lower + 200),
        (None, Some((upper, _))) => ((upper - 200).max(1), upper),
        (None, None) => (1, 100),
    };
    let method = if made.second_method.is_some() || from.once_in(6) { from.of(&["one", "two"]) } else { "" };
    let first = rows.len();
    for replicate in 1..=n {
        // Mostly inside, often at a limit to the third decimal, sometimes outside.
        let near = from.of(&[from_value * 100, to_value * 100]) + from.pick(101) as i64 - 50;
        let inside = from_value * 100 + from.pick(((to_value - from_value) * 100).max(1) as usize) as i64;
        let value = match from.pick(8) {
            0..=4 => inside,
            5 | 6 => near.max(1),
            _ => (inside * 2 - from_value * 100).max(1),
        };
        let text = match from.pick(16) {
            0..=11 => written(value, from.pick(7)),
            12 => format!("<{}", written(value, 0)),
            13 => format!(">{}", written(value, 0)),
            14 => format!("≤ {}", written(value, 0)),
            _ => from
                .of(&["", "ND", "pending", "-", "#DIV/0!", "7x1011", "low", "nan", "TNTC", "invalid", "-3"])
                .to_owned(),
        };
        rows.push(Row { method, ..row(lot, test, text, made.unit, replicate) });
    }
    if made.control && !from.once_in(8) {
        let value = from.of(&["50", "200", "100", "96.5", "49.9", "214", "<40", ">250", "", "ND"]);
        rows.push(Row { role: "control", control: "spike", ..row(lot, test, value.to_owned(), "%", 1) });
    }
    if mess == Mess::All && rows.len() > first {
        let copied = rows[first + from.pick(rows.len() - first)].clone();
        match from.pick(12) {
            10 => rows.push(copied),
            11 => rows.push(Row { value: "20.5".to_owned(), ..copied }),
            9 => rows.push(Row { role: "retest", replicate: "9".to_owned(), ..copied }),
            _ => {}
        }
    }
}

fn shuffled<T: Clone>(items: &[T], from: &mut Choices<'_>) -> Vec<T> {
    let mut items = items.to_vec();
    for i in (1..items.len()).rev() {
        items.swap(i, from.pick(i + 1));
    }
    items
}

fn judged(spec: &MadeSpec, rows: &[Row]) -> Run {
    judge_with(&specification(&spec.yaml()), &[&long(rows, &COLUMNS)], &Options::default())
}

/// A case: specification, data, and further choices for what is done with them.
fn case(numbers: &[u16], mess: Mess) -> (MadeSpec, Vec<Row>, Choices<'_>) {
    let mut from = Choices { numbers: numbers.iter() };
    let spec = MadeSpec::make(&mut from);
    let rows = data(&spec, mess, &mut from);
    (spec, rows, from)
}

proptest! {
    #![proptest_config(config())]

    /// A tighter limit may settle what was open: `>28` says nothing about 10 to 29.8 and fails 10 to 26. Nothing but a
    /// failure comes of that, except in a panel: a member that fails is reported and may be made up for by the others, a
    /// member without a result may not. So what is not concluded may come to conform through a panel; what fails may not.
    /// In the same way a formula may use an input that fails, and not one that is open.
    #[test]
    fn tightening_a_limit_never_turns_fail_into_pass(numbers in choices(), more in choices()) {
        let (spec, rows, _) = case(&numbers, Mess::All);
        let Some((tighter, chosen, in_panel)) = spec.tightened(&mut Choices { numbers: more.iter() }) else { return Ok(()) };
        let (before, after) = (judged(&spec, &rows), judged(&tighter, &rows));
        prop_assert_eq!(before.lots.len(), after.lots.len());
        for (before, after) in before.lots.iter().zip(&after.lots) {
            if before.verdict == "does_not_conform" || (before.verdict != "conforms" && !in_panel) {
                prop_assert_ne!(after.verdict, "conforms", "{}\n{}", spec.yaml(), tighter.yaml());
            }
            for (before, after) in before.tests.iter().zip(&after.tests) {
                if before.outcome == "fail" || (before.outcome != "pass" && before.id == format!("t{chosen}")) {
                    prop_assert_ne!(after.outcome, "pass", "{}\n{}\n{:?}", spec.yaml(), tighter.yaml(), before);
                }
            }
        }
    }

    #[test]
    fn order_of_rows_columns_and_files_changes_nothing(numbers in choices(), more in choices()) {
        let (spec, rows, _) = case(&numbers, Mess::All);
        let before = judged(&spec, &rows);
        let mut from = Choices { numbers: more.iter() };
        let read = specification(&spec.yaml());
        let moved = shuffled(&rows, &mut from);
        let columns = shuffled(&COLUMNS, &mut from);
        let whole = judge_with(&read, &[&long(&moved, &columns)], &Options::default());
        prop_assert_eq!(before.outcomes(), whole.outcomes(), "{}\n{}\n{}", spec.yaml(), long(&rows, &COLUMNS), long(&moved, &columns));
        let (first, second) = moved.split_at(from.pick(moved.len() + 1));
        if !first.is_empty() && !second.is_empty() {
            let parts = [long(second, &shuffled(&COLUMNS, &mut from)), long(first, &columns)];
            let split = judge_with(&read, &[&parts[0], &parts[1]], &Options::default());
            prop_assert_eq!(before.outcomes(), split.outcomes(), "{}\n{}", parts[0], parts[1]);
        }
    }

    #[test]
    fn the_short_way_comes_to_what_the_thorough_way_comes_to(numbers in choices()) {
        for mess in [Mess::Planned, Mess::All] {
            let (spec, rows, _) = case(&numbers, mess);
            let (read, table) = (specification(&spec.yaml()), long(&rows, &COLUMNS));
            let run = |thorough| judge_with(&read, &[&table], &Options { thorough, ..Options::default() });
            prop_assert_eq!(run(false).json, run(true).json);
        }
    }

    #[test]
    fn a_bound_far_inside_is_seen_the_short_way_as_the_thorough_way_sees_it(
        values in proptest::collection::vec(780_i64..1000, 3),
        confidence in prop_oneof![Just("95"), Just("99.9"), Just("60")],
        accept in prop_oneof![Just(">= 80.0 %"), Just("80.0 to 100.0 %"), Just("<= 99 %")],
    ) {
        let spec = specification(&format!(
            "evqc: 1\nid: s\nversion: \"1\"\ntitle: S\nstatus: draft\nrounding: usp\ntests:\n  a:\n    category: potency\n    \
             result: mean of 3\n    accept: \"{accept}\"\n    decide: confidence bound {confidence} %\n"
        ));
        let rows = (1..).zip(&values).map(|(i, value)| format!("L,a,{}.{},%,{i}\n", value / 10, value % 10));
        let table = format!("lot,test,value,unit,replicate\n{}", rows.collect::<String>());
        let run = |brief, thorough| judge_with(&spec, &[&table], &Options { brief, thorough, ..Options::default() });
        prop_assert_eq!(run(true, false).outcomes(), run(false, true).outcomes(), "{}", table);
    }

    #[test]
    fn gathering_gives_the_lots_that_streaming_gives(numbers in choices()) {
        let (spec, rows, _) = case(&numbers, Mess::All);
        let (read, table) = (specification(&spec.yaml()), long(&rows, &COLUMNS));
        let streamed = judge_with(&read, &[&table], &Options::default());
        let gathered = judge_with(&read, &[&table], &Options { gather: true, ..Options::default() });
        prop_assert_eq!(streamed, gathered);
    }

    #[test]
    fn the_unit_of_entry_changes_nothing(numbers in choices(), more in choices()) {
        let (spec, mut rows, _) = case(&numbers, Mess::All);
        let before = judged(&spec, &rows);
        let mut from = Choices { numbers: more.iter() };
        let converted: Vec<bool> = spec.tests.iter().map(|_| from.once_in(2)).collect();
        for row in &mut rows {
            // A thousandth of a number, exactly: a shorter exponent behind whatever was written. Cells that are no numbers
            // stay as they are; so do those with an exponent of their own.
            let number = row.value.trim().trim_start_matches(['<', '>', '≤', ' ']);
            let plain = number.chars().all(|c| c.is_ascii_digit() || c == '.') && !number.is_empty();
            if row.unit == "ug/mL" && converted[row.test] {
                row.unit = "mg/mL".to_owned();
                row.value = match plain {
                    true => format!("{}e-3", row.value.trim()),
                    false => match row.value.strip_suffix("e-3").or(row.value.strip_suffix("×10^-3")) {
                        Some(number) => format!("{number}e-6"),
                        None => match row.value.strip_suffix("E1") {
                            Some(number) => format!("{number}E-2"),
                            // Full-width digits take a full-width sign of ten.
                            None if row.value.chars().any(|c| ('０'..='９').contains(&c)) => format!("{}×10^-3", row.value),
                            None => row.value.clone(),
                        },
                    },
                };
                if row.value == "-3" {
                    row.value = "-3e-3".to_owned();
                }
            }
        }
        let after = judged(&spec, &rows);
        prop_assert_eq!(before.outcomes(), after.outcomes(), "{}\n{}", spec.yaml(), long(&rows, &COLUMNS));
        for (before, after) in before.lots.iter().zip(&after.lots) {
            for (before, after) in before.tests.iter().zip(&after.tests) {
                prop_assert_eq!(before.margin, after.margin);
            }
        }
    }

    /// The contract keeps missing data from passing as long as the specification asks for what was removed: exact plans,
    /// required tests, one row for each determination. What the property leaves out, and why removal may help there:
    ///
    /// * surplus and conflicting rows: they are not evaluable until one of them is taken back;
    /// * `at least N` plans, where any N determinations are a complete result;
    /// * a further value of a control that is named once in the specification: its number is not planned;
    /// * optional tests, which may be left out altogether;
    /// * a cell that says `invalid` or `pending` beside a complete set of values.
    #[test]
    fn removing_rows_never_makes_a_lot_conform(numbers in choices(), removed in proptest::collection::vec(any::<bool>(), 40)) {
        let (mut spec, rows, _) = case(&numbers, Mess::Planned);
        for test in &mut spec.tests {
            if let Made::Numeric(numeric) = test {
                numeric.at_least = false;
            }
        }
        let before = judged(&spec, &rows);
        let mut sets: Vec<Vec<Row>> = (0..rows.len())
            .map(|out| rows.iter().enumerate().filter(|(i, _)| *i != out).map(|(_, row)| row.clone()).collect())
            .collect();
        sets.push(rows.iter().zip(removed.iter().cycle()).filter(|(_, out)| !**out).map(|(row, _)| row.clone()).collect());
        let read = specification(&spec.yaml());
        for left in sets {
            let after = judge_with(&read, &[&long(&left, &COLUMNS)], &Options::default());
            for lot in after.lots.iter().filter(|lot| lot.verdict == "conforms") {
                let earlier = before.lots.iter().find(|known| known.id == lot.id).expect("the lot was there");
                prop_assert_eq!(earlier.verdict, "conforms", "{}\n{}", spec.yaml(), long(&left, &COLUMNS));
            }
        }
    }

    /// A row that says it corrects another one, with a part of its record missing or another old value, never makes an outcome or
    /// a verdict better: what failed still fails or is not evaluable, and its test never passes.
    #[test]
    fn an_incomplete_correction_never_improves_a_verdict(numbers in choices(), more in choices()) {
        let (spec, rows, _) = case(&numbers, Mess::All);
        let mut from = Choices { numbers: more.iter() };
        if rows.is_empty() {
            return Ok(());
        }
        let old = &rows[from.pick(rows.len())];
        let value = from.of(&["1", "10", "50", "95", "1000", "negative", "positive", "clear", "<0.1"]);
        let mut record = [old.value.as_str(), "transcription: digits exchanged", "Chen", "2026-05-02", "Adler"];
        let field = from.pick(5);
        record[field] = match field {
            0 => from.of(&["", "000.7531"]),
            1 => from.of(&["", "digits exchanged", "unit:", "other: n/a"]),
            2 => from.of(&["", "-", "ADLER"]),
            3 => from.of(&["", "2027-01-01"]),
            _ => from.of(&["", "Chen", "CHEN ", "?"]),
        };
        let columns = COLUMNS.join(",") + ",corrects,reason,corrected_by,corrected_on,approver\n";
        let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        let mut text = columns;
        for row in &rows {
            let cells: Vec<String> = COLUMNS.iter().map(|column| row.cell(column)).collect();
            text.push_str(&format!("{},,,,,\n", cells.join(",")));
        }
        let new = Row { value: value.to_owned(), ..old.clone() };
        let cells: Vec<String> = COLUMNS.iter().map(|column| new.cell(column)).collect();
        text.push_str(&format!("{},{}\n", cells.join(","), record.map(quoted).join(",")));
        let read = specification(&spec.yaml());
        let before = judged(&spec, &rows);
        let after = judge_with(&read, &[&text], &Options::default());
        let rank = |verdict: &str| ["not_evaluable", "does_not_conform", "not_concluded", "conforms"].iter().position(|one| *one == verdict);
        for lot in &after.lots {
            let earlier = before.lots.iter().find(|known| known.id == lot.id).expect("the lot was there");
            prop_assert!(rank(lot.verdict) <= rank(earlier.verdict), "{}\n{text}", spec.yaml());
            for test in lot.tests.iter().filter(|test| lot.id == old.lot && test.id == format!("t{}", old.test)) {
                prop_assert!(matches!(test.outcome, "fail" | "not_evaluable"), "{}\n{text}\n{test:?}", spec.yaml());
            }
        }
    }

    #[test]
    fn long_and_wide_give_the_same_report(numbers in choices()) {
        let (mut spec, _, mut from) = case(&numbers, Mess::Planned);
        for test in &mut spec.tests {
            if let Made::Numeric(numeric) = test {
                // In a wide row the method counts for every test.
                numeric.second_method = None;
            }
        }
        let replicates = 3;
        let (mut rows, mut wide) = (Vec::new(), String::from("lot,replicate"));
        for (test, made) in spec.tests.iter().enumerate() {
            match made {
                Made::Numeric(numeric) => {
                    wide.push_str(&format!(",t{test} [{}]", numeric.unit));
                    if numeric.control {
                        wide.push_str(&format!(",t{test} / spike [%]"));
                    }
                }
                Made::Qualitative { .. } => wide.push_str(&format!(",t{test}")),
                Made::Panel { .. } | Made::Ratio { .. } => {}
            }
        }
        for replicate in 1..=replicates {
            wide.push_str(&format!("\nL,{replicate}"));
            for (test, made) in spec.tests.iter().enumerate() {
                let mut value = |texts: &[&str]| {
                    let number = written(10_000 + from.pick(50_000) as i64, from.pick(5));
                    if from.once_in(8) { from.of(texts).to_owned() } else { number }
                };
                let cells = match made {
                    Made::Numeric(numeric) => {
                        let mut cells = vec![(value(&["", "<20", "ND", "n.a."]), numeric.unit, "")];
                        if numeric.control {
                            cells.push((value(&["", "100"]), "%", "spike"));
                        }
                        cells
                    }
                    Made::Qualitative { .. } => vec![(from.of(&["", "negative", "clear", "阳性"]).to_owned(), "", "")],
                    Made::Panel { .. } | Made::Ratio { .. } => Vec::new(),
                };
                for (value, unit, control) in cells {
                    wide.push_str(&format!(",{value}"));
                    let role = if control.is_empty() { "" } else { "control" };
                    rows.push(Row { lot: "L".to_owned(), role, control, ..row(0, test, value, unit, replicate) });
                }
            }
        }
        wide.push('\n');
        let read = specification(&spec.yaml());
        let of_long = judge_with(&read, &[&long(&rows, &COLUMNS)], &Options::default());
        let of_wide = judge_with(&read, &[&wide], &Options::default());
        prop_assert_eq!(&of_long.errors, &of_wide.errors);
        // Lines differ between the two forms; numbers, outcomes and reasons must not.
        prop_assert_eq!(of_long.lots.len(), of_wide.lots.len());
        for (long, wide) in of_long.lots.iter().zip(&of_wide.lots) {
            prop_assert_eq!(long.verdict, wide.verdict);
            for (long, wide) in long.tests.iter().zip(&wide.tests) {
                prop_assert_eq!(long.outcome, wide.outcome);
                prop_assert_eq!(&long.reportable, &wide.reportable);
                prop_assert_eq!(long.margin, wide.margin);
                prop_assert_eq!(&long.codes, &wide.codes);
            }
        }
    }

    #[test]
    fn judging_twice_gives_the_same_bytes(numbers in choices()) {
        let (spec, rows, _) = case(&numbers, Mess::All);
        let (first, second) = (judged(&spec, &rows), judged(&spec, &rows));
        prop_assert_eq!(first.json, second.json);
        prop_assert_eq!(first.exit, second.exit);
    }

    #[test]
    fn cells_of_any_content_do_no_harm(numbers in choices(), cells in proptest::collection::vec(".{0,12}", 1..24)) {
        let (spec, mut rows, mut from) = case(&numbers, Mess::All);
        for cell in cells {
            if rows.is_empty() {
                break;
            }
            let at = from.pick(rows.len());
            match from.pick(4) {
                0 => rows[at].value = cell,
                1 => rows[at].unit = cell,
                2 => rows[at].replicate = cell,
                _ => rows[at].lot = cell,
            }
        }
        // The summary checks that nothing passes that was not judged.
        judged(&spec, &rows);
    }

    #[test]
    fn tables_of_any_bytes_do_no_harm(numbers in choices(), bytes in proptest::collection::vec(any::<u8>(), 0..400), cut in any::<u16>()) {
        let (spec, rows, _) = case(&numbers, Mess::All);
        let read = specification(&spec.yaml());
        let mut table = long(&rows, &COLUMNS).into_bytes();
        table.truncate(usize::from(cut) % (table.len() + 1));
        table.extend_from_slice(&bytes);
        for gather in [false, true] {
            judge_bytes(&read, &[&table], &Options { gather, ..Options::default() });
            judge_bytes(&read, &[&bytes], &Options { gather, ..Options::default() });
        }
    }
}

#[test]
fn generated_cases_are_worth_it() {
    // Properties over data that never conform, or never fail, would hold for nothing.
    let mut counts = std::collections::BTreeMap::new();
    let mut state: u32 = 7;
    for _ in 0..300 {
        let numbers: Vec<u16> = (0..260)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 16) as u16
            })
            .collect();
        let (spec, rows, _) = case(&numbers, Mess::Planned);
        for lot in judged(&spec, &rows).lots {
            *counts.entry(lot.verdict).or_insert(0u32) += 1;
        }
    }
    for verdict in ["conforms", "does_not_conform", "not_concluded", "not_evaluable"] {
        assert!(counts.get(verdict).is_some_and(|count| *count >= 15), "{counts:?}");
    }
}
