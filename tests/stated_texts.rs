//! The `text` of a test beside its criterion: every way of writing the criterion is one, and no other number is.
#![allow(clippy::disallowed_methods, reason = "the number of cases may be set")]

mod support;

use evqc::spec::{Assessment, text_is_of, unjudged};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use support::{spec_of, specification};

/// What the text of a test states beyond its criterion.
fn beyond(accept: &str, text: &str) -> Vec<String> {
    let quoted = |text: &str| text.replace('\'', "''");
    let more = if accept.starts_with("at least") { MEMBERS } else { "" };
    let test = format!(
        "t:\n  name: T\n  category: general\n  procedure: P v1\n  accept: '{}'\n  text: '{}'\n",
        quoted(accept),
        quoted(text)
    );
    let spec = specification(&spec_of("usp", &format!("{more}{test}")));
    spec.tests.iter().flat_map(|test| unjudged(&spec, test)).collect()
}

const MEMBERS: &str = "\
cd9: {name: CD9, category: identity, procedure: P v1, accept: \">= 60 %\", of: particles}
cd63: {name: CD63, category: identity, procedure: P v1, accept: \">= 60 %\", of: particles}
cd81: {name: CD81, category: identity, procedure: P v1, accept: \">= 60 %\", of: particles}
";

const PH: &str = "6.8 to 7.6";
const ENDOTOXIN: &str = "<= 0.25 EU/mL";
const RATIO: &str = ">= 1.0e9 particles/ug";
const PANEL: &str = "at least 2 of [cd9, cd63, cd81]";
const OSMOLALITY: &str = "260 to 320 mOsm/kg";

#[test]
fn a_criterion_in_other_words() {
    for (accept, texts) in [
        (
            PH,
            &[
                "6.8-7.6 at 25 °C",
                "pH 6.8–7.6 (Ph. Eur. 2.2.3)",
                "between 6.8 and 7.6",
                "pH值应为6.8～7.6",
                "6.8−7.6",
                "within 6.8...7.6",
                "pH6.8to7.6",
                "7.2 ± 0.4",
                "7,2±0,4",
                "6.8 to 7.6, SOP of 2026-02-03, 3 readings",
                "介于6.8和7.6之间",
            ][..],
        ),
        (
            ENDOTOXIN,
            &[
                "NMT 0.25 EU/mL (USP <85>)",
                "≤ 0,25 EU/mL",
                "NMT0.25 EU/mL",
                "不得过０．２５ EU/mL",
                "NMT .25 EU/mL",
                "NMT 1/4 EU/mL",
                "NMT ¼ EU/mL",
                "must not exceed 0.25",
                "not more than 0.25 EU per mL",
                "less than or equal to 0.25 EU/mL",
                "≤ 250 EU/L",
                "NMT 25 × 10⁻² EU/mL",
                "not more than 0.25 EU/mL, USP 〈85〉, JP <4.01>",
            ],
        ),
        (
            OSMOLALITY,
            &["260 to 320 mOsm/kg (USP <785>)", "260–320 mOsmol/kg", "290 mOsm/kg ± 30 mOsm/kg", "290 ± 30 mOsm/kg"],
        ),
        ("270 to 330 mOsm/kg", &["300 mOsm/kg ± 10 %"]),
        (
            RATIO,
            &[
                "≥ 1.0 × 10⁹ per µg of protein",
                "NLT 1 000 000 000 particles/µg",
                "NLT 1,000,000,000 particles/ug",
                "≥ 10⁹ particles/µg",
                "≥ 1 × 10⁹ 个/µg",
                "≥ 1E+9 particles/µg",
            ],
        ),
        (
            "1.6e10 to 2.4e10 particles/mL",
            &["1.6–2.4 × 10^10 particles/mL", "(1.6 to 2.4)×10¹⁰ particles/mL", "(2.0 ± 0.4) × 10^10 particles/mL"],
        ),
        (
            PANEL,
            &[
                "at least 2 of CD9, CD63, CD81",
                "≥ 2 of 3, each ≥ 60 %",
                "at least two of CD9, CD63 and CD81",
                "至少2项",
                "more than 1 of the three",
            ],
        ),
        (
            ">= 60 %",
            &[
                "not less than 60% of CD63+ EVs (n = 3)",
                "不少于60％",
                "at least 60 percent of particles, at least 2 tests",
                "60 % or more",
                "60%以上",
                "60 % at least",
            ],
        ),
        (
            "<= 10 CFU/100mL",
            &[
                "NMT 10 CFU per 100 mL (Ph. Eur. 2.6.12)",
                "NMT 10 CFU in 100 mL",
                "每100 mL不得过10 CFU",
                "NMT 10 CFU/100 mL",
            ],
        ),
        ("< 0.50 EU/mL", &["每1 mL中含内毒素的量应小于0.50 EU", "应小于0.50 EU/mL"]),
        ("<= 20.0 ug/mL", &["每1 mL中总蛋白应不高于20.0 μg"]),
        ("<= 100 ng/dose", &["每剂不高于100 ng", "NMT 100 ng per dose"]),
        (">= 1.0e10 particles/mL", &["每1 mL含颗粒数不少于1.0×10^10个"]),
        (
            "<= 6000 particles/container",
            &["每个供试品容器中含10 μm及10 μm以上的微粒数不得过6000粒", "NMT 6000 particles per container"],
        ),
        (">= 1.0 mL", &["NLT 1.0 mL per vial", "每瓶装量应不低于1.0 mL"]),
        ("no growth", &["No growth after 14 days", "应无菌生长（培养14天）", "growth is not observed"]),
        ("negative", &["not detected in 10 mL (positive control: detected)", "阴性（阳性对照应为阳性）"]),
    ] {
        for text in texts {
            assert_eq!(beyond(accept, text), Vec::<String>::new(), "{accept}: {text}");
        }
    }
}

#[test]
fn another_number_is_named_whole() {
    for (accept, text, named) in [
        (PH, "8.0 ± 0.4", "8.0 ± 0.4"),
        (PH, "7.2 ± 0.8", "7.2 ± 0.8"),
        (PH, "between 6.5 and 7.6", "6.5"),
        (PH, "6.5～7.6", "6.5"),
        (PH, "pH值应为6.8～7.9", "7.9"),
        (PH, "6.5−7.6", "6.5"),
        (PH, "within 6.5...7.6", "6.5"),
        (ENDOTOXIN, "NMT0.05 EU/mL", "NMT0.05 EU/mL"),
        (ENDOTOXIN, "不得过０．０５ EU/mL", "不得过０．０５ EU/mL"),
        (ENDOTOXIN, "NMT .05 EU/mL", "NMT .05 EU/mL"),
        (ENDOTOXIN, "NMT 1/20 EU/mL", "NMT 1/20 EU/mL"),
        (ENDOTOXIN, "must not exceed 0.05", "not exceed 0.05"),
        (ENDOTOXIN, "max. 0.05", "max. 0.05"),
        (ENDOTOXIN, "NMT ⅕ EU/mL", "NMT ⅕ EU/mL"),
        (ENDOTOXIN, "NMT 0,05 EU/mL", "NMT 0,05 EU/mL"),
        (ENDOTOXIN, "NMT 0·05 EU/mL", "NMT 0·05 EU/mL"),
        (ENDOTOXIN, "NMT <0.05> EU/mL", "<0.05"),
        (ENDOTOXIN, "limit <5> EU/mL", "<5"),
        (ENDOTOXIN, "NMT 5 × 10-2 EU/mL", "NMT 5 × 10-2 EU/mL"),
        (ENDOTOXIN, "NMT-0.05 EU/mL", "NMT-0.05 EU/mL"),
        (ENDOTOXIN, "within a limit of 0.05 EU per mL", "0.05 EU per mL"),
        (RATIO, "≥ 10¹⁰ particles/µg", "≥ 10¹⁰ particles/µg"),
        (RATIO, "NLT 1 000 000 particles/µg", "NLT 1 000 000 particles/µg"),
        (RATIO, "≥ 2.0 × 10⁹ per µg of protein", "≥ 2.0 × 10⁹ per µg"),
        (PANEL, "at least 3 of CD9, CD63, CD81", "at least 3"),
        (PANEL, "at least three of CD9, CD63, CD81", "at least three"),
        (PANEL, "at least 1 of CD9, CD63, CD81", "at least 1"),
        (">= 60 %", "≥ 60 % of at least 10000 events", "at least 10000 events"),
        (">= 60 %", "90 % or more", "90 %"),
        (">= 60 %", "60 % or less", "60 %"),
        (">= 60 %", "60％以下", "60％"),
        (ENDOTOXIN, "0.25 EU/mL or more", "0.25 EU/mL"),
        ("<= 10 CFU/100mL", "NMT 10 CFU per 10 mL", "NMT 10 CFU per 10 mL"),
        ("<= 10 CFU/100mL", "每10 mL不得过10 CFU", "不得过10 CFU"),
        ("< 0.50 EU/mL", "每10 mL中含内毒素的量应小于0.50 EU", "小于0.50 EU"),
        ("< 0.50 EU/mL", "每1 mL中含内毒素的量应小于0.60 EU", "小于0.60 EU"),
        ("<= 100 ng/dose", "每剂不高于200 ng", "不高于200 ng"),
        (">= 1.0e10 particles/mL", "每1 mL含颗粒数不少于1.0×10^9个", "不少于1.0×10^9个"),
        ("<= 6000 particles/container", "每个供试品容器中含10 μm及10 μm以上的微粒数不得过600粒", "不得过600粒"),
        (">= 1.0 mL", "NLT 1.0 mL per dose", "NLT 1.0 mL per dose"),
        (">= 1.0 mL", "NLT 0.5 mL per vial", "NLT 0.5 mL per vial"),
        ("negative", "positive", "positive"),
        ("no growth", "growth within 14 days", "growth"),
        ("no growth", "应有菌生长", "生长"),
        ("positive", "not detected", "detected"),
        (">= 60 %", "不少于 90 ％", "不少于 90 ％"),
    ] {
        assert_eq!(beyond(accept, text), [named], "{accept}: {text}");
    }
}

/// The text of one stage does not stand beside the criterion of another one.
#[test]
fn a_text_is_of_the_criterion_that_it_states() {
    let stated = |text: &str| {
        let test = format!(
            "t:\n  name: T\n  category: potency\n  procedure: P v1\n  accept: '60 to 140 %'\n  shelf_life: '50 to 150 %'\n  text: '{text}'\n"
        );
        let spec = specification(&spec_of("usp", &test));
        let Assessment::Measured(measured) = &spec.tests[0].assessment else { panic!("no criterion") };
        [&measured.accept[0], &measured.shelf_life[0]].map(|applied| text_is_of(&spec.tests[0], applied))
    };
    assert_eq!(stated("60 - 140 % of the reference standard"), [true, false]);
    assert_eq!(stated("100 ± 50 % at the end of the shelf life"), [false, true]);
    assert_eq!(stated("60 - 140 % at release, 50 - 150 % afterwards"), [true, true]);
    assert_eq!(stated("of the reference standard"), [true, true]);
}

/// How many events are counted is said where the specification asks for as many.
#[test]
fn events_that_the_specification_asks_for() {
    let spec = |control: &str| {
        let test = format!(
            "t:\n  name: T\n  category: identity\n  procedure: P v1\n  of: particles\n  valid_if: [{control}]\n  accept: '>= 60 %'\n  text: '≥ 60 % of at least 10000 events'\n"
        );
        specification(&spec_of("usp", &test))
    };
    let said = |control: &str| {
        let spec = spec(control);
        unjudged(&spec, &spec.tests[0])
    };
    assert_eq!(said("control events_counted >= 10000"), Vec::<String>::new());
    assert_eq!(said("control events_counted >= 10000 events"), Vec::<String>::new());
    assert_eq!(said("control events_counted >= 5000"), ["at least 10000 events"]);
}

fn config() -> ProptestConfig {
    let wanted = std::env::var("EVQC_PROPERTY_CASES").ok().and_then(|text| text.parse().ok());
    ProptestConfig {
        cases: wanted.unwrap_or(400),
        rng_seed: if wanted.is_some() { RngSeed::Random } else { RngSeed::Fixed(20_261_128) },
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Hundredths in one of the ways in which people write a number.
fn written(hundredths: u32, way: usize) -> String {
    let (whole, part) = (hundredths / 100, format!("{:02}", hundredths % 100));
    let wide = |text: &str| -> String {
        let wide = |sign: char| char::from_u32(u32::from(sign) + 0xfee0).unwrap();
        text.chars().map(wide).collect()
    };
    match way {
        0 => format!("{whole}.{part}"),
        1 => format!("{whole},{part}"),
        2 => wide(&format!("{whole}.{part}")),
        3 => format!("{whole}·{part}"),
        4 => format!("{hundredths}/100"),
        5 => format!("{hundredths} × 10^-2"),
        6 => format!("{hundredths}×10⁻²"),
        7 if whole == 0 => format!(".{part}"),
        _ => format!("{hundredths}e-2"),
    }
}

const UNITS: [(&str, &[&str]); 5] = [
    ("", &[""]),
    (" EU/mL", &[" EU/mL", "\u{a0}EU/mL", " EU per mL", " EU/ml"]),
    (" %", &[" %", "%", "％", " percent"]),
    (" ug/mL", &[" µg/mL", " ug/ml", " μg/mL", " 微克/mL"]),
    (" mOsm/kg", &[" mOsm/kg", " mOsmol/kg", " mosmol per kg"]),
];

const LEAST: [&str; 9] = ["≥ ", ">= ", "≧", "NLT ", "not less than ", "No less than ", "不得低于", "不少于", "NLT"];
const MOST: [&str; 10] =
    ["≤ ", "<= ", "⩽", "NMT ", "not more than ", "must not exceed ", "不得过", "不大于", "NMT", "NMT: "];
const MORE: [&str; 4] = ["> ", "＞", "大于", "高于 "];
const LESS: [&str; 4] = ["< ", "＜", "小于", "低于 "];
const RANGES: [(&str, &str); 11] = [
    ("", " to "),
    ("", "–"),
    ("", "-"),
    ("", " - "),
    ("", "−"),
    ("应为", "～"),
    ("", "至"),
    ("between ", " and "),
    ("within ", " ... "),
    ("(", " – "),
    ("介于", "和"),
];

/// A criterion, the same in other words, and the places of the digits of its numbers there.
#[derive(Clone, Debug)]
struct Case {
    accept: String,
    parts: Vec<(String, bool)>,
}

impl Case {
    fn text(&self) -> String {
        self.parts.iter().map(|(text, _)| text.as_str()).collect()
    }

    /// The text with one digit of a number exchanged.
    fn changed(&self, place: usize, by: u32) -> String {
        let is_digit = |sign: char| DIGITS.iter().any(|digits| digits.contains(sign));
        let places: Vec<(usize, usize)> = (0..self.parts.len())
            .filter(|part| self.parts[*part].1)
            .flat_map(|part| {
                let signs = self.parts[part].0.chars().enumerate().filter(|(_, sign)| is_digit(*sign));
                signs.map(move |(at, _)| (part, at)).collect::<Vec<_>>()
            })
            .collect();
        let (part, at) = places[place % places.len()];
        let mut parts = self.parts.clone();
        parts[part].0 = parts[part]
            .0
            .chars()
            .enumerate()
            .map(|(own, sign)| if own == at { other(sign, by) } else { sign })
            .collect();
        parts.into_iter().map(|(text, _)| text).collect()
    }
}

const DIGITS: [&str; 3] = ["0123456789", "０１２３４５６７８９", "⁰¹²³⁴⁵⁶⁷⁸⁹"];

/// Another digit of the same kind.
fn other(sign: char, by: u32) -> char {
    let digits: Vec<char> = DIGITS.iter().find(|digits| digits.contains(sign)).unwrap().chars().collect();
    let at = digits.iter().position(|digit| *digit == sign).unwrap();
    digits[(at + 1 + by as usize % 9) % 10]
}

fn cases() -> impl Strategy<Value = Case> {
    let ends = (1..9_000_u32, 1..900_u32);
    (ends, 0..6_usize, 0..99_usize, 0..9_usize, 0..UNITS.len(), 0..9_usize).prop_map(
        |(ends, form, words, way, unit, spelt)| {
            let (low, high) = (ends.0, ends.0 + 2 * ends.1);
            let plain = |value: u32| written(value, 0);
            let number = |value: u32| (written(value, way), true);
            let (in_spec, spellings) = UNITS[unit];
            let unit = spellings[spelt % spellings.len()].to_owned();
            let one_sided = |sign: &str, words: &str| Case {
                accept: format!("{sign} {}{in_spec}", plain(low)),
                parts: vec![(words.to_owned(), false), number(low), (unit.clone(), false)],
            };
            let two_sided = format!("{} to {}{in_spec}", plain(low), plain(high));
            match form {
                0 => one_sided(">=", LEAST[words % LEAST.len()]),
                1 => one_sided("<=", MOST[words % MOST.len()]),
                2 => one_sided(">", MORE[words % MORE.len()]),
                3 => one_sided("<", LESS[words % LESS.len()]),
                4 => {
                    let (before, between) = RANGES[words % RANGES.len()];
                    let parts = vec![
                        (before.to_owned(), false),
                        number(low),
                        (between.to_owned(), false),
                        number(high),
                        (unit, false),
                    ];
                    Case { accept: two_sided, parts }
                }
                _ => {
                    let parts = vec![
                        number((low + high) / 2),
                        (" ± ".to_owned(), false),
                        number((high - low) / 2),
                        (unit, false),
                    ];
                    Case { accept: two_sided, parts }
                }
            }
        },
    )
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_way_of_writing_is_the_criterion_and_no_other_digit_is(case in cases(), place in 0..99_usize, by in 0..9_u32) {
        prop_assert_eq!(beyond(&case.accept, &case.text()), Vec::<String>::new(), "{}: {}", case.accept, case.text());
        let changed = case.changed(place, by);
        prop_assert_ne!(beyond(&case.accept, &changed), Vec::<String>::new(), "{}: {}", case.accept, changed);
    }
}
