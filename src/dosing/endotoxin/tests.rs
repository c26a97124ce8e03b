//! The rows of the dose table, and the checks of.

use super::*;
use crate::dosing::stated;

fn exact(text: &str) -> Exact {
    crate::quantity::Decimal::parse(text, crate::quantity::DecimalMark::Point).unwrap().exact()
}

fn regimen(route: Route, pharmacopoeia: Pharmacopoeia) -> Regimen {
    Regimen {
        routes: vec![route],
        pharmacopoeias: vec![pharmacopoeia],
        per: Per::Dose,
        max_volume: None,
        dose: None,
        lowest_weight: None,
        duration: None,
        doses_per_hour: Exact::one(),
        also_given: Vec::new(),
        container: None,
        lambda: None,
    }
}

fn dose(amount: &str, unit: &str) -> Option<DoseAmount> {
    Some(DoseAmount { amount: exact(amount), unit: Unit::parse(unit).unwrap() })
}

/// A row of the table: route, dose, EU per dose under both conventions, EU per 10^9 particles or per ug under both.
struct Row(
    &'static str,
    Route,
    (&'static str, &'static str),
    (&'static str, &'static str),
    (&'static str, &'static str),
);

const ROWS: [Row; 7] = [
    Row("NCT04798716", Route::Intravenous, ("8e9", "particles"), ("350", "300"), ("43.8", "37.5")),
    Row("NCT05116761", Route::Intravenous, ("10.5e8", "particles"), ("350", "300"), ("333", "286")),
    Row("NCT05228899", Route::Intravenous, ("5e11", "particles"), ("350", "300"), ("0.700", "0.600")),
    Row("NCT04356300", Route::Intravenous, ("150", "ug"), ("350", "300"), ("2.33", "2.00")),
    Row("NCT05402748", Route::LocalInjection, ("2.5e10", "particles"), ("350", "300"), ("14.0", "12.0")),
    Row("NCT06431152", Route::IntraArticular, ("2e10", "particles"), ("350", "300"), ("17.5", "15.0")),
    Row("NCT05060107", Route::IntraArticular, ("5e11", "particles"), ("350", "300"), ("0.700", "0.600")),
];

#[test]
fn doses_of_trials_under_both_conventions() {
    for Row(trial, route, (amount, unit), ceilings, per_unit) in ROWS {
        let conventions = [(Pharmacopoeia::Usp, ceilings.0, per_unit.0), (Pharmacopoeia::Chp, ceilings.1, per_unit.1)];
        for (pharmacopoeia, ceiling, each) in conventions {
            let mut given = regimen(route, pharmacopoeia);
            given.dose = dose(amount, unit);
            let derived = derive(&given).unwrap();
            assert_eq!(stated(derived.per_dose.as_ref().unwrap()).unwrap().to_string(), ceiling, "{trial}");
            let scale = if unit == "particles" { Exact::pow10(9) } else { Exact::one() };
            let (found, _) = derived.per_unit.clone().unwrap();
            assert_eq!(stated(&(&found * &scale)).unwrap().to_string(), each, "{trial} {:?}", pharmacopoeia);
        }
    }
}

#[test]
fn the_lower_dose_of_a_range_allows_more_per_particle() {
    let mut given = regimen(Route::Intravenous, Pharmacopoeia::Usp);
    given.dose = dose("2e9", "particles");
    assert_eq!(derive(&given).unwrap().per_unit_in_words().unwrap(), "175 EU per 10^9 particles");
}

/// NCT04493242: 100 mL of infusion; 15 mL of product in 85 mL of saline.
fn infusion(pharmacopoeia: Pharmacopoeia) -> Regimen {
    let mut given = regimen(Route::Intravenous, pharmacopoeia);
    given.max_volume = Some(exact("15"));
    given.duration = Some(exact("1"));
    given.also_given = vec![Component { name: "saline".to_owned(), volume: exact("85"), endotoxin: exact("0.5") }];
    given
}

#[test]
fn a_diluent_takes_its_share() {
    for (pharmacopoeia, of_infusion, of_product, exactly) in [
        (Pharmacopoeia::Usp, "3.50", "20.5", Exact::ratio(41, 2)),
        (Pharmacopoeia::PhEur, "3.50", "20.5", Exact::ratio(41, 2)),
        (Pharmacopoeia::Chp, "3.00", "17.2", Exact::ratio(103, 6)),
    ] {
        let mut whole = regimen(Route::Intravenous, pharmacopoeia);
        whole.max_volume = Some(exact("100"));
        let limit = derive(&whole).unwrap().per_millilitre.unwrap();
        assert_eq!(stated(&limit).unwrap().to_string(), of_infusion);
        let derived = derive(&infusion(pharmacopoeia)).unwrap();
        assert_eq!(derived.per_millilitre, exactly);
        assert_eq!(stated(derived.per_millilitre.as_ref().unwrap()).unwrap().to_string(), of_product);
        // The figures agree: what a mL may hold times the mL is what the dose may hold.
        assert_eq!(&derived.per_millilitre.unwrap() * &exact("15"), derived.per_dose.unwrap());
    }
}

#[test]
fn the_strictest_pharmacopoeia_decides() {
    let mut given = infusion(Pharmacopoeia::Usp);
    given.pharmacopoeias = vec![Pharmacopoeia::Usp, Pharmacopoeia::Chp, Pharmacopoeia::PhEur];
    let derived = derive(&given).unwrap();
    assert_eq!(derived.pharmacopoeia, Some(Pharmacopoeia::Chp));
    assert_eq!(
        derived.steps.last().unwrap(),
        "the strictest of intravenous (USP) 20.5 EU/mL, intravenous (ChP) 17.167 EU/mL, intravenous (Ph. Eur.) 20.5 EU/mL decides: intravenous (ChP) 17.167 EU/mL"
    );
    assert!(derived.steps.contains(&"saline: 85 mL × 0.5 EU/mL = 42.5 EU".to_owned()), "{:?}", derived.steps);
    assert!(derived.steps.contains(&"257.5 EU / 15 mL = 17.167 EU/mL of product".to_owned()), "{:?}", derived.steps);
}

#[test]
fn intrathecal_five_millilitres() {
    for (pharmacopoeia, ceiling, each) in [(Pharmacopoeia::Usp, "14", "2.8"), (Pharmacopoeia::Chp, "12", "2.4")] {
        let mut given = regimen(Route::Intrathecal, pharmacopoeia);
        given.max_volume = Some(exact("5"));
        let derived = derive(&given).unwrap();
        assert_eq!(derived.per_dose, Some(exact(ceiling)));
        assert_eq!(derived.per_millilitre, Some(exact(each)));
    }
}

#[test]
fn a_preterm_child_of_800_g() {
    for pharmacopoeia in Pharmacopoeia::ALL {
        let mut given = regimen(Route::Intravenous, pharmacopoeia);
        given.lowest_weight = Some(exact("0.8"));
        assert_eq!(derive(&given).unwrap().per_dose, Some(exact("4.0")));
    }
}

#[test]
fn into_the_vitreous_body() {
    for (volume, ceiling) in [("0.05", "0.01"), ("0.1", "0.02")] {
        let mut given = regimen(Route::Intravitreal, Pharmacopoeia::Usp);
        given.max_volume = Some(exact(volume));
        let derived = derive(&given).unwrap();
        assert_eq!((derived.per_millilitre, derived.per_dose), (Some(exact("0.2")), Some(exact(ceiling))));
    }
}

#[test]
fn routes_without_a_limit_say_what_there_is_to_hold_on_to() {
    let trials = [
        ("NCT04276987", Route::Inhalation, "less than 0.5 EU/mL"),
        ("NCT04213248", Route::EyeDrops, "must be sterile"),
        ("NCT04388982", Route::Intranasal, "0.25 EU/mL"),
    ];
    for (trial, route, anchor) in trials {
        for pharmacopoeia in Pharmacopoeia::ALL {
            let mut given = regimen(route, pharmacopoeia);
            given.max_volume = Some(exact("5"));
            let refusal = derive(&given).unwrap_err();
            let (message, help) = refusal.in_words();
            let expected = format!("no pharmacopoeia sets an endotoxin limit for the route `{}`", route.as_str());
            assert_eq!(message, expected, "{trial}");
            assert!(help.contains(anchor), "{trial}: {help}");
        }
    }
}

#[test]
fn a_fixed_dose_counts_for_the_lightest_child_a_dose_by_weight_for_any() {
    let mut fixed = regimen(Route::Intravenous, Pharmacopoeia::Usp);
    (fixed.max_volume, fixed.lowest_weight) = (Some(exact("20")), Some(exact("10")));
    assert_eq!(derive(&fixed).unwrap().per_millilitre, Some(exact("2.5")));
    for weight in [None, Some("3"), Some("10"), Some("90")] {
        let mut by_weight = regimen(Route::Intravenous, Pharmacopoeia::Chp);
        (by_weight.max_volume, by_weight.per) = (Some(exact("2")), Per::Kilogram);
        by_weight.lowest_weight = weight.map(exact);
        assert_eq!(derive(&by_weight).unwrap().per_millilitre, Some(exact("2.5")), "{weight:?}");
    }
}

#[test]
fn nobody_is_heavier_than_the_convention() {
    let mut heavy = regimen(Route::Intravenous, Pharmacopoeia::Chp);
    heavy.lowest_weight = Some(exact("90"));
    assert_eq!(derive(&heavy).unwrap().per_dose, Some(exact("300")));
}

#[test]
fn doses_per_square_metre() {
    // USP: 2.5 EU/kg × 70 kg / 1.80 m2 = 97.2 EU/m2; Ph. Eur. 100; ChP 5 / 0.027 = 185.2.
    let cases = [(Pharmacopoeia::Usp, "97.2"), (Pharmacopoeia::PhEur, "100"), (Pharmacopoeia::Chp, "185")];
    for (pharmacopoeia, ceiling) in cases {
        let mut given = regimen(Route::Intravenous, pharmacopoeia);
        (given.per, given.max_volume) = (Per::SquareMetre, Some(exact("1")));
        let derived = derive(&given).unwrap();
        assert_eq!(stated(&derived.per_millilitre.unwrap()).unwrap().to_string(), ceiling);
    }
}

#[test]
fn time_counts_in_hours_and_doses_within_one_add_up() {
    let with = |duration: Option<&str>, doses: &str| {
        let mut given = regimen(Route::Intravenous, Pharmacopoeia::Usp);
        (given.duration, given.doses_per_hour) = (duration.map(exact), exact(doses));
        derive(&given).unwrap().per_dose.unwrap()
    };
    assert_eq!(with(None, "1"), exact("350"));
    assert_eq!(with(Some("0.5"), "1"), exact("350"));
    assert_eq!(with(Some("2"), "1"), exact("700"));
    assert_eq!(with(None, "4"), exact("87.5"));
    // A dose every second hour is a whole dose in its hour.
    assert_eq!(with(None, "0.5"), exact("350"));
}

#[test]
fn components_that_use_everything_up_are_refused() {
    let mut given = infusion(Pharmacopoeia::Chp);
    given.also_given[0].endotoxin = exact("3.6");
    let (message, _) = derive(&given).unwrap_err().in_words();
    assert_eq!(
        message,
        "what is given along brings 306 EU, the patient may receive 300 EU (ChP): nothing is left for the product"
    );
}

#[test]
fn a_route_into_the_eye_is_stricter_than_a_vein() {
    let mut given = regimen(Route::Intravenous, Pharmacopoeia::Usp);
    given.max_volume = Some(exact("1"));
    given.routes.push(Route::Intravitreal);
    let derived = derive(&given).unwrap();
    assert_eq!((derived.route, derived.per_millilitre), (Route::Intravitreal, Some(exact("0.2"))));
}

#[test]
fn largest_valid_dilutions() {
    assert_eq!(largest_valid_dilution(&exact("0.5"), &exact("0.005")), Some(exact("100")));
    // 17.1667 / 0.005 = 3433.3: a dilution of 3434 would miss the limit.
    assert_eq!(largest_valid_dilution(&Exact::ratio(103, 6).unwrap(), &exact("0.005")), Some(exact("3433")));
    assert_eq!(largest_valid_dilution(&exact("0.5"), &exact("0.6")), None);
    assert_eq!(largest_valid_dilution(&exact("0.5"), &exact("0")), None);
}
