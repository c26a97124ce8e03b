//! Routes, pharmacopoeias, a criterion and the keys of `dosing`: what is derived is above zero and within what a patient may
//! receive, everything that is given along included; and a dose out of a lot is no more than the largest administration.

#![no_main]

use evqc::administration::{Target, administer};
use evqc::dosing::{Component, EndotoxinThreshold, Per, Pharmacopoeia, Refusal, Regimen, Route, derive};
use evqc::quantity::{Exact, Unit};
use evqc::spec::{Assessment, Criterion, Dosing, Specification};
use evqc_fuzz::judging::{Beside, each_lot, specification};
use libfuzzer_sys::fuzz_target;

fn spec(text: &str) -> Option<Specification> {
    let mut lines = text.splitn(4, '\n');
    let mut next = || lines.next().unwrap_or_default();
    let (routes, pharmacopoeias, accept, dosing) = (next(), next(), next(), next());
    let dosing: String = dosing.lines().map(|line| format!("  {line}\n")).collect();
    let accept = accept.replace(['"', '\\'], "");
    specification(&format!(
        "evqc: 1\nid: s\nversion: \"1\"\ntitle: S\nstatus: draft\nrounding: usp\nproduct: {{route: [{routes}]}}\n\
         pharmacopoeia: [{pharmacopoeias}]\nparameters: {{volume: {{default: 2.0 mL, unit: mL}}}}\ndosing:\n{dosing}\n\
         tests:\n  conc: {{name: C, category: quantity, unit: particles/mL, accept: \">= 1e9\"}}\n  \
         prot: {{name: P, category: purity, unit: ug/mL, accept: report}}\n  \
         endotoxin: {{name: E, category: safety, accept: \"{accept}\"}}\n  \
         fill: {{name: F, category: general, unit: mL, accept: \">= {{volume}}\"}}\n"
    ))
}

/// EU in an hour for each of what the dose is stated per: USP <85>, Ph. Eur. 5.1.10, ChP 1143, worked out once more.
fn hourly(k: &Exact, pharmacopoeia: Pharmacopoeia, regimen: &Regimen) -> Exact {
    let convention = Exact::from_i64(if pharmacopoeia == Pharmacopoeia::Chp { 60 } else { 70 });
    let five = *k == Exact::from_i64(5);
    match (regimen.per, pharmacopoeia) {
        (Per::Dose, _) => k * &regimen.lowest_weight.clone().unwrap_or_else(|| convention.clone()).min(convention),
        (Per::Kilogram, _) => k.clone(),
        (Per::SquareMetre, Pharmacopoeia::PhEur) if five => Exact::from_i64(100),
        (Per::SquareMetre, Pharmacopoeia::Usp) if five => Exact::ratio(175 * 100, 180).expect("a ratio"),
        (Per::SquareMetre, Pharmacopoeia::Chp) => {
            k.checked_div(&Exact::ratio(27, 1000).expect("a ratio")).expect("a number")
        }
        (Per::SquareMetre, _) => {
            (k * &convention).checked_div(&Exact::ratio(18, 10).expect("a ratio")).expect("a number")
        }
    }
}

/// EU that everything beside the product brings, for each of what the dose is stated per.
fn brought(regimen: &Regimen, pharmacopoeia: Pharmacopoeia) -> Exact {
    let all: Vec<Exact> = regimen.also_given.iter().map(|one| &one.volume * &one.endotoxin).collect();
    let chp = pharmacopoeia == Pharmacopoeia::Chp;
    let weight = Exact::from_i64(if chp { 60 } else { 70 });
    let size = match regimen.per {
        Per::Dose => Exact::one(),
        Per::Kilogram => regimen.lowest_weight.clone().unwrap_or_else(|| weight.clone()).min(weight),
        Per::SquareMetre => Exact::ratio(if chp { 162 } else { 180 }, 100).expect("a ratio"),
    };
    Exact::sum(&all).checked_div(&size).expect("nobody weighs nothing")
}

/// The product and everything beside it are within the budget of every route and pharmacopoeia.
fn within_budget(regimen: &Regimen) {
    let derived = derive(regimen);
    let mut exhausted = false;
    for route in &regimen.routes {
        let EndotoxinThreshold::PerKilogram { k } = route.endotoxin() else { continue };
        for pharmacopoeia in &regimen.pharmacopoeias {
            let hours = regimen.duration.clone().unwrap_or_else(Exact::one).max(Exact::one());
            let allowed =
                (hourly(&k, *pharmacopoeia, regimen) * hours).checked_div(&regimen.doses_per_hour).expect("some");
            let left = &allowed - &brought(regimen, *pharmacopoeia);
            exhausted |= left <= Exact::zero();
            let Ok(limit) = &derived else { continue };
            let per_dose = limit.per_dose.as_ref().expect("a route with a factor has a limit for the dose");
            assert!(*per_dose <= left, "{limit:?}");
            if limit.route == *route && limit.pharmacopoeia == Some(*pharmacopoeia) {
                assert_eq!(*per_dose, left);
            }
        }
    }
    assert_eq!(exhausted, matches!(derived, Err(Refusal::UsedUp { .. })), "{derived:?}");
    let Ok(limit) = derived else { return };
    let positive = |value: &Exact| *value > Exact::zero() && value.to_f64() >= 0.0 && !value.to_f64().is_nan();
    assert!(limit.per_millilitre.iter().chain(&limit.per_dose).all(positive), "{limit:?}");
    if let (Some(each), Some(whole), Some(volume)) = (&limit.per_millilitre, &limit.per_dose, &regimen.max_volume) {
        assert_eq!(each * volume, *whole);
    }
    if let (Some((each, _)), Some(whole), Some(dose)) = (&limit.per_unit, &limit.per_dose, &regimen.dose) {
        assert!(positive(each));
        assert_eq!(each * &dose.amount, *whole);
    }
    assert!(!limit.steps.is_empty());
    tighter(regimen, &limit.per_millilitre.or(limit.per_dose));
}

/// More volume, more routes, more beside it or a lighter patient never allow more.
fn tighter(regimen: &Regimen, limit: &Option<Exact>) {
    let two = Exact::from_i64(2);
    let more = |change: &dyn Fn(&mut Regimen)| {
        let mut changed = regimen.clone();
        change(&mut changed);
        changed
    };
    let component = Component { name: "x".to_owned(), volume: Exact::one(), endotoxin: Exact::pow10(-3) };
    let all = [
        more(&|regimen| regimen.max_volume = regimen.max_volume.as_ref().map(|volume| volume * &two)),
        more(&|regimen| regimen.routes.push(Route::Intrathecal)),
        more(&|regimen| regimen.pharmacopoeias = Pharmacopoeia::ALL.to_vec()),
        more(&|regimen| regimen.also_given.push(component.clone())),
        more(&|regimen| regimen.lowest_weight = regimen.lowest_weight.as_ref().map(|weight| weight.divided_by(2))),
        more(&|regimen| regimen.doses_per_hour = &regimen.doses_per_hour * &two),
        more(&|regimen| regimen.duration = None),
    ];
    for changed in all {
        if let Ok(derived) = derive(&changed) {
            assert!(derived.per_millilitre.or(derived.per_dose) <= *limit, "{changed:?}");
        }
    }
}

/// What is stated is what was derived, to three digits; a dilution is never rounded up.
fn stated(dosing: &Dosing) {
    for limit in &dosing.limits {
        let stated = limit.stated.value.exact();
        assert!(stated > Exact::zero() && limit.exact > Exact::zero(), "{limit:?}");
        let off = (&stated - &limit.exact).abs().checked_div(&limit.exact).expect("above zero");
        assert!(off <= Exact::ratio(5, 1000).expect("a ratio"), "{limit:?}");
        assert!(limit.name != "endotoxin_mvd" || stated <= limit.exact, "{limit:?}");
    }
}

/// No criterion of the product lies above what is derived, but for the rounding to three digits.
fn criteria(spec: &Specification, dosing: &Dosing) {
    let Some(derived) = dosing.endotoxin.as_ref().and_then(|limit| limit.per_millilitre.as_ref()) else { return };
    let per_ml = Unit::parse("EU/mL").expect("a unit");
    let most = derived * &Exact::ratio(1005, 1000).expect("a ratio");
    for test in &spec.tests {
        let Assessment::Measured(measured) = &test.assessment else { continue };
        for one in &measured.accept {
            let Criterion::Numeric(limits) = &one.criterion else { continue };
            let (Some(upper), Some(factor)) = (&limits.upper, limits.unit.factor_to(&per_ml)) else { continue };
            assert!(&upper.value * &factor <= most, "`{}` lies above {}", limits.text, derived.to_f64());
        }
    }
}

const TABLE: &str =
    "lot,test,value,unit\nL,conc,2.5e10,particles/mL\nL,prot,12.5,ug/mL\nL,endotoxin,0.05,EU/mL\nL,fill,2.00,mL\n";

/// A dose is drawn out of whole containers, holds what is wanted, and is no more than the largest administration.
fn doses(spec: &Specification, regimen: &Regimen) {
    let dose = regimen.dose.as_ref().map(|dose| (dose.amount.clone(), dose.unit.clone()));
    let volume = (Exact::one(), Unit::parse("mL").expect("a unit"));
    let weight = (regimen.per != Per::Dose).then(|| Exact::from_i64(50));
    each_lot(spec, TABLE, Beside::default(), &mut |report| {
        for (amount, unit) in dose.iter().cloned().chain([volume.clone()]) {
            let target = Target { amount, unit, weight: weight.clone() };
            let Ok(given) = administer(report, &target) else { continue };
            assert!(given.volume > Exact::zero());
            let off = (&given.delivered - &given.wanted).abs().checked_div(&given.wanted).expect("above zero");
            assert!(off <= Exact::ratio(5, 1000).expect("a ratio"), "{given:?}");
            if let (Some(largest), Per::Dose) = (&regimen.max_volume, regimen.per) {
                assert!(given.volume <= *largest, "{given:?}");
            }
            if let Some((count, each)) = &given.containers {
                let count = Exact::from_i64(i64::try_from(*count).expect("a count"));
                assert!(
                    each * &count >= given.volume && (each * &(&count - &Exact::one())) < given.volume,
                    "{given:?}"
                );
            }
        }
    });
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Some(spec) = spec(text) else { return };
    let Some(dosing) = spec.dosing.as_deref() else { return };
    within_budget(&dosing.regimen);
    stated(dosing);
    criteria(&spec, dosing);
    doses(&spec, &dosing.regimen);
});
