//! Every row of the dose table of the requirements (section 6.1), each through a specification that states the dose: which
//! limits follow under both body weights, or why none does and what stands in for it.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "the test reads the table of the requirements"
)]

mod support;

use evqc::dosing::{Region, Route, microbial_limits, stated, sterile_requirement};
use evqc::quantity::Exact;
use evqc::spec::Specification;
use support::specification;

/// A row: how the table names it, and the doses that it holds.
struct Row {
    named: &'static str,
    doses: &'static [Dose],
}

/// A dose of a row: route, the entries of `dosing`, and what has to come of it.
struct Dose(&'static str, &'static str, Says);

/// What evqc says, under USP (70 kg) and ChP (60 kg).
enum Says {
    /// EU for the dose, and for 10^9 particles or 1 ug of it.
    ForDose([&'static str; 2], [&'static str; 2]),
    /// EU in each mL of product.
    ForVolume([&'static str; 2]),
    /// EU for the dose, and in each mL, whoever the patient; from this document.
    Both(&'static str, &'static str, &'static str),
    /// The sponsor sets the limit: no pharmacopoeia does, and this is what there is to hold on to.
    SponsorSets(&'static str),
}

use Says::{Both, ForDose, ForVolume, SponsorSets};

const CEILING: [&str; 2] = ["350", "300"];
const INHALED: Says = SponsorSets("less than 0.5 EU/mL");
const DROPS: Says = SponsorSets("eye drops must be sterile");
const NASAL: Says = SponsorSets("0.25 EU/mL for water for injections");
const DEVICE: &str = "FDA guidance on intraocular devices, 2015";

const ROWS: [Row; 14] = [
    Row {
        named: "NCT04798716",
        doses: &[
            Dose("intravenous", "dose: 8e9 particles", ForDose(CEILING, ["43.8", "37.5"])),
            Dose("intravenous", "dose: 2e9 particles", ForDose(CEILING, ["175", "150"])),
        ],
    },
    Row {
        named: "NCT05116761",
        doses: &[Dose("intravenous", "dose: 10.5e8 particles", ForDose(CEILING, ["333", "286"]))],
    },
    Row {
        named: "NCT05228899",
        doses: &[
            Dose("intravenous", "dose: 5e11 particles", ForDose(CEILING, ["0.700", "0.600"])),
            Dose("intravenous", "dose: 2e11 particles", ForDose(CEILING, ["1.75", "1.50"])),
        ],
    },
    Row { named: "NCT04356300", doses: &[Dose("intravenous", "dose: 150 ug", ForDose(CEILING, ["2.33", "2.00"]))] },
    Row {
        named: "NCT04493242",
        doses: &[
            Dose("intravenous", "max_dose: 100 mL, duration: 1 h", ForVolume(["3.50", "3.00"])),
            Dose(
                "intravenous",
                "max_dose: 15 mL, duration: 1 h, also_given: {saline: {volume: 85 mL, endotoxin: 0.5 EU/mL}}",
                ForVolume(["20.5", "17.2"]),
            ),
        ],
    },
    Row {
        named: "NCT05402748",
        doses: &[
            Dose("intravenous", "dose: 2.5e10 particles", ForDose(CEILING, ["14.0", "12.0"])),
            Dose("local injection", "dose: 2.5e10 particles", ForDose(CEILING, ["14.0", "12.0"])),
        ],
    },
    Row {
        named: "NCT06431152",
        doses: &[
            Dose("intra-articular", "dose: 2e9 particles", ForDose(CEILING, ["175", "150"])),
            Dose("intra-articular", "dose: 6e9 particles", ForDose(CEILING, ["58.3", "50.0"])),
            Dose("intra-articular", "dose: 2e10 particles", ForDose(CEILING, ["17.5", "15.0"])),
        ],
    },
    Row {
        named: "NCT05060107",
        doses: &[Dose("intra-articular", "dose: 5e11 particles", ForDose(CEILING, ["0.700", "0.600"]))],
    },
    Row { named: "hypothetical IT", doses: &[Dose("intrathecal", "max_dose: 5 mL", ForVolume(["2.80", "2.40"]))] },
    Row {
        named: "Preterm 0.8 kg",
        doses: &[Dose("intravenous", "dose: 1 ug, lowest_weight: 0.8 kg", ForDose(["4.00", "4.00"], ["4.00", "4.00"]))],
    },
    Row {
        named: "NCT03437759",
        doses: &[
            Dose("intravitreal", "max_dose: 0.05 mL, dose: 20 ug", Both("0.0100", "0.200", DEVICE)),
            Dose("intravitreal", "max_dose: 0.1 mL, dose: 50 ug", Both("0.0200", "0.200", DEVICE)),
        ],
    },
    Row {
        named: "NCT04276987 / 04544215 / 05787288 / 04491240",
        doses: &[
            Dose("inhalation", "max_dose: 5 mL, dose: 2e8 particles", INHALED),
            Dose("inhalation", "max_dose: 5 mL, dose: 4.8e9 particles", INHALED),
            Dose("inhalation", "max_dose: 5 mL, dose: 5e9 particles", INHALED),
            Dose("inhalation", "max_dose: 5 mL, dose: 2e10 particles", INHALED),
        ],
    },
    Row {
        named: "NCT04213248 / 05738629",
        doses: &[
            Dose("eye drops", "max_dose: 50 uL, dose: 10 ug", DROPS),
            Dose("eye drops", "max_dose: 0.25 mL", DROPS),
        ],
    },
    Row {
        named: "NCT04388982",
        doses: &[Dose("intranasal", "dose: 20 ug", NASAL), Dose("intranasal", "dose: 8e8 particles", NASAL)],
    },
];

fn text(route: &str, pharmacopoeia: &str, dosing: &str, accept: &str) -> String {
    format!(
        "evqc: 1\nid: s\nversion: '1'\ntitle: S\nstatus: draft\nrounding: usp\nproduct: {{route: {route}}}\n\
         pharmacopoeia: {pharmacopoeia}\ndosing: {{{dosing}}}\n\
         tests:\n  endotoxin: {{category: safety, accept: '{accept}'}}\n"
    )
}

/// A limit that follows, as it is stated.
fn limit(spec: &Specification, name: &str) -> String {
    let limits = &spec.dosing.as_ref().expect("dosing").limits;
    let found = limits.iter().find(|limit| limit.name == name);
    found.unwrap_or_else(|| panic!("no {name}")).stated.value.to_string()
}

/// EU for 10^9 particles or 1 ug.
fn per_unit(spec: &Specification) -> String {
    let derivation = spec.dosing.as_ref().and_then(|dosing| dosing.endotoxin.as_ref()).expect("a limit");
    let (each, unit) = derivation.per_unit.as_ref().expect("per unit");
    let scale = if unit.symbol() == "particles" { Exact::pow10(9) } else { Exact::one() };
    stated(&(each * &scale)).expect("a number").to_string()
}

#[test]
fn every_dose_of_the_table() {
    for Row { named, doses } in &ROWS {
        for Dose(route, dosing, says) in *doses {
            for (at, pharmacopoeia) in ["usp", "chp"].into_iter().enumerate() {
                let what = format!("{named}: {route}, {dosing}, {pharmacopoeia}");
                let spec = specification(&text(route, pharmacopoeia, dosing, "<= 0.000001 EU/mL"));
                match says {
                    ForDose(ceiling, each) => {
                        assert_eq!(limit(&spec, "endotoxin_per_dose"), stated_as(ceiling[at]), "{what}");
                        assert_eq!(per_unit(&spec), each[at], "{what}");
                    }
                    ForVolume(each) => {
                        assert_eq!(limit(&spec, "endotoxin_limit"), each[at], "{what}");
                        let used = specification(&text(route, pharmacopoeia, dosing, "<= {endotoxin_limit}"));
                        assert_eq!(limit(&used, "endotoxin_limit"), each[at], "{what}");
                    }
                    Both(dose, each, source) => {
                        assert_eq!(limit(&spec, "endotoxin_per_dose"), *dose, "{what}");
                        assert_eq!(limit(&spec, "endotoxin_limit"), *each, "{what}");
                        let words = spec.dosing.as_ref().expect("dosing").in_words().join("\n");
                        assert!(words.contains(source) && words.contains("to be justified"), "{what}: {words}");
                    }
                    SponsorSets(anchor) => {
                        without_limit(&spec, route, anchor, &text(route, pharmacopoeia, dosing, "<= {endotoxin_limit}"))
                    }
                }
            }
        }
    }
}

/// As a derived limit is stated: with three digits.
fn stated_as(text: &str) -> String {
    if text.contains('.') || text.len() >= 3 { text.to_owned() } else { format!("{text}.0") }
}

/// No limit is invented: a criterion that asks for it is an error, and the words name the route and what others use.
fn without_limit(spec: &Specification, route: &str, anchor: &str, asking: &str) {
    let dosing = spec.dosing.as_ref().expect("dosing");
    assert!(dosing.endotoxin.is_none(), "{route}");
    let why = dosing.no_limit.as_deref().expect("why there is none");
    let expected =
        format!("no pharmacopoeia sets an endotoxin limit for the route `{route}`; write a limit of your own");
    assert!(why.starts_with(&expected) && why.contains(anchor), "{route}: {why}");
    assert_eq!(support::specification_errors(asking), ["derived-limit-not-available"], "{route}");
}

#[test]
fn what_stands_in_for_a_limit_of_endotoxin() {
    let counts = |route| microbial_limits(route).map(|limits| (limits.total_aerobic, limits.yeasts_and_moulds));
    for region in Region::ALL {
        assert!(sterile_requirement(Route::EyeDrops, region).is_some(), "eye drops are sterile everywhere");
        assert!(sterile_requirement(Route::Intranasal, region).is_none(), "nasal products have microbial limits");
        assert_eq!(sterile_requirement(Route::Inhalation, region).is_some(), region == Region::Us);
    }
    assert_eq!(counts(Route::EyeDrops), None);
    assert_eq!(counts(Route::Intranasal), Some((100, 10)));
    assert_eq!(counts(Route::Inhalation), Some((100, 10)));
}

/// The rows above are those of the table: none is left out, none is made up.
#[test]
fn the_rows_are_those_of_the_requirements() {
    let Some(page) = support::needed::shared_text("requirements.md", "the rows of the dose table") else { return };
    let table = page.split("| Trial in the reviews |").nth(1).expect("the dose table");
    let rows: Vec<&str> = table
        .lines()
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .filter_map(|line| line.split('|').nth(1).map(str::trim))
        .collect();
    assert_eq!(rows.len(), ROWS.len(), "{rows:?}");
    for (row, known) in rows.iter().zip(&ROWS) {
        assert!(row.starts_with(known.named), "{row} is not {}", known.named);
    }
}
