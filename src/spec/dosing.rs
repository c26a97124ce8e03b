//! The key `dosing`: how a product is given, and the limits that follow from it.
//!
//! The limits enter the specification as parameters, so that a criterion may say `<= {endotoxin_limit}`. The arithmetic is
//! that of the room [`crate::dosing`]; here texts become its numbers.

use super::codes;
use super::fields::{Fields, Text, mapping, texts};
use super::formula::shown as shown_unit;
use super::grammar;
use super::keys;
use super::limit::{self, LimitText};
use super::model::{DerivedLimit, Dosing, Quantity};
use super::parameters::Parameters;
use super::raw::{Key, Kind, Node};
use crate::dosing::{
    Component, DoseAmount, Per, Pharmacopoeia, Regimen, Route, SubVisibleMethod, derive, largest_valid_dilution, shown,
    stated, sub_visible_limits,
};
use crate::finding::{Finding, did_you_mean};
use crate::quantity::{Decimal, Exact, Unit};

/// Names of the parameters that `dosing` gives.
const NAMES: [&str; 9] = [
    "endotoxin_limit",
    "endotoxin_per_dose",
    "endotoxin_mvd",
    "max_dose_volume",
    "subvisible_10um",
    "subvisible_25um",
    "subvisible_10um_microscope",
    "subvisible_25um_microscope",
    "subvisible_50um_microscope",
];

/// Reads `dosing` and gives its limits to the parameters. `tests` are the raw entries, in which a criterion may already
/// stand that is tighter than what is derived. In a `part` the names are known and have no value until an heir says how its
/// product is given.
pub(super) fn read(
    fields: &Fields<'_>,
    tests: &[(Key, Node)],
    part: bool,
    parameters: &mut Parameters,
    findings: &mut Vec<Finding>,
) -> Option<Dosing> {
    let routes = super::route::read(fields.mapping("product", &mut Vec::new()), findings);
    let pharmacopoeias = pharmacopoeias(fields, findings);
    let Some(node) = fields.node("dosing") else {
        if part {
            leave_open(parameters)
        } else {
            without_dosing(parameters)
        }
        return None;
    };
    check_names(parameters, findings);
    let Some(inner) = mapping(node, "dosing", findings) else {
        leave_open(parameters);
        return None;
    };
    let (place, width) = fields.key("dosing").map_or((node.place.clone(), 1), |key| (key.place.clone(), key.width));
    let inner = Fields::new(inner, keys::DOSING, (place.clone(), width), "`dosing`", findings);
    let before = findings.len();
    let gaps = needs(fields, &routes, &pharmacopoeias, &inner);
    let lacks_something = !gaps.is_empty();
    if !part {
        findings.extend(gaps);
    }
    let mut reader = Reader { parameters, findings, open: false };
    let regimen = reader.regimen(&inner, routes, pharmacopoeias);
    let (strength, convert_by) = reader.currencies(&inner, tests);
    let open = reader.open || lacks_something || findings.len() > before;
    let mut dosing =
        Dosing { regimen, endotoxin: None, no_limit: None, strength, convert_by, limits: Vec::new(), place };
    if open {
        leave_open(parameters);
        return Some(dosing);
    }
    let typed = tightest_typed(tests, parameters);
    fill_in(&mut dosing, typed.as_ref(), parameters);
    if let Some(message) = used_up(&dosing) {
        findings.push(
            Finding::new(&codes::DERIVED_LIMIT_NOT_AVAILABLE, message)
                .at(dosing.place.clone(), width)
                .help("use less of it, ask for less endotoxin in it, or give the dose more slowly"),
        );
    }
    Some(dosing)
}

/// Other components that leave nothing for the product are a fault whether or not a test uses the limit.
fn used_up(dosing: &Dosing) -> Option<String> {
    match derive(&dosing.regimen) {
        Err(refusal @ crate::dosing::Refusal::UsedUp { .. }) => Some(refusal.in_words().0),
        _ => None,
    }
}

fn pharmacopoeias(fields: &Fields<'_>, findings: &mut Vec<Finding>) -> Vec<Pharmacopoeia> {
    let mut found = Vec::new();
    for text in fields.texts("pharmacopoeia", true, findings) {
        match Pharmacopoeia::ALL.into_iter().find(|one| one.as_str() == text.text) {
            Some(one) if found.contains(&one) => {}
            Some(one) => found.push(one),
            None => {
                let message = format!("`{}` is not a value of `pharmacopoeia`", text.text);
                let help = format!("write one or several of {}", Pharmacopoeia::WORDS.join(", "));
                findings.push(text.finding(&codes::UNKNOWN_WORD, message).help(help));
            }
        }
    }
    found
}

/// A weight is a convention of a pharmacopoeia, K belongs to a route: neither has a default.
fn needs(fields: &Fields<'_>, routes: &[Route], pharmacopoeias: &[Pharmacopoeia], inner: &Fields<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let at = |message: &str, help: &str| {
        Finding::new(&codes::DOSING_INCOMPLETE, message).at(inner.place.clone(), inner.width).help(help)
    };
    if routes.is_empty() {
        findings.push(at("`dosing` needs a route of administration", "add `product: {route: ...}` with a known route"));
    }
    if pharmacopoeias.is_empty() && fields.node("pharmacopoeia").is_none() {
        let help = format!("add `pharmacopoeia:` with one or several of {}", Pharmacopoeia::WORDS.join(", "));
        findings.push(at("`dosing` needs a pharmacopoeia, whose body weight counts", &help));
    }
    if inner.node("max_dose").is_none() && inner.node("dose").is_none() {
        findings.push(at(
            "`dosing` states no dose",
            "add `max_dose:` in mL of product, or `dose:` in the unit of the dose",
        ));
    }
    findings
}

/// Names that are given must not be declared as well. The volume of the dose is the exception: a sponsor may set it as a
/// parameter and let `max_dose` use it.
fn check_names(parameters: &Parameters, findings: &mut Vec<Finding>) {
    for (key, name) in parameters.declared().filter(|(_, name)| NAMES.contains(name) && *name != "max_dose_volume") {
        let message = format!("parameter `{name}` is declared, and `dosing` gives it as well");
        findings.push(
            Finding::new(&codes::DERIVED_PARAMETER_DECLARED, message)
                .at(key.place.clone(), key.width)
                .help("remove the declaration, or choose another name"),
        );
    }
}

/// Without `dosing` the names say what they need.
fn without_dosing(parameters: &mut Parameters) {
    for name in NAMES {
        let message =
            format!("`{{{name}}}` follows from the route and the dose, which the specification does not state");
        parameters.refuse(name, message, "add `dosing:`, `pharmacopoeia:` and `product: {route: ...}`".to_owned());
    }
}

/// With faults, or parameters that have no value yet, the names are known and have no value.
fn leave_open(parameters: &mut Parameters) {
    for (name, unit) in NAMES.iter().zip(["EU/mL", "EU", "", "mL", "", "", "", "", ""]) {
        let unit = if unit.is_empty() { Unit::none() } else { known(unit) };
        parameters.give(name, unit, None);
    }
}

/// A unit of the program's own; every one of them is in the table.
fn known(unit: &str) -> Unit {
    Unit::parse(unit).unwrap_or_else(|_| Unit::none())
}

/// Reads the texts of `dosing`.
struct Reader<'a> {
    parameters: &'a mut Parameters,
    findings: &'a mut Vec<Finding>,
    /// Whether some parameter had no value.
    open: bool,
}

impl Reader<'_> {
    fn regimen(&mut self, fields: &Fields<'_>, routes: Vec<Route>, pharmacopoeias: Vec<Pharmacopoeia>) -> Regimen {
        const PER: [Per; 3] = [Per::Dose, Per::Kilogram, Per::SquareMetre];
        let per = fields.word("per", Per::WORDS, self.findings).map_or(Per::Dose, |index| PER[index]);
        Regimen {
            routes,
            pharmacopoeias,
            per,
            max_volume: self.positive(fields, "max_dose", "mL"),
            dose: self.dose(fields),
            lowest_weight: self.positive(fields, "lowest_weight", "kg"),
            duration: self.positive(fields, "duration", "h"),
            doses_per_hour: self.doses_per_hour(fields).unwrap_or_else(Exact::one),
            also_given: self.components(fields),
            container: self.positive(fields, "container", "mL"),
            lambda: self.positive(fields, "lambda", "EU/mL"),
        }
    }

    /// A quantity with its parameters filled in.
    fn quantity(&mut self, text: Text) -> Option<(Quantity, Text)> {
        let filled = self.parameters.fill(text, self.findings)?;
        self.open |= filled.open;
        match grammar::quantity(&filled.text.text, &filled.text.text) {
            Ok(quantity) => Some((quantity, filled.text)),
            Err(fault) => {
                self.findings.push(filled.text.fault(fault));
                None
            }
        }
    }

    /// A number above zero in this unit.
    fn positive(&mut self, fields: &Fields<'_>, key: &str, unit: &str) -> Option<Exact> {
        let text = fields.number_text(key, self.findings)?;
        let (quantity, text) = self.quantity(text)?;
        let value = self.in_unit(&quantity, &text, key, unit)?;
        if value.is_negative() || value.is_zero() {
            self.not_positive(&text, key);
            return None;
        }
        Some(value)
    }

    /// One or more: what is given in one hour counts whole, however long the next one is away.
    fn doses_per_hour(&mut self, fields: &Fields<'_>) -> Option<Exact> {
        let number = self.positive(fields, "doses_per_hour", "")?;
        if number < Exact::one() {
            let text = fields.number_text("doses_per_hour", self.findings)?;
            let message = format!("`doses_per_hour` must be 1 or more, this is {}", text.text.trim());
            let help = "leave it out where one dose is given in an hour or in a longer time";
            self.findings.push(text.finding(&codes::DOSING_NOT_POSITIVE, message).help(help));
            return None;
        }
        Some(number)
    }

    fn in_unit(&mut self, quantity: &Quantity, text: &Text, key: &str, unit: &str) -> Option<Exact> {
        let wanted = if unit.is_empty() { Unit::none() } else { known(unit) };
        let Some(factor) = quantity.unit.factor_to(&wanted) else {
            let message =
                format!("`{key}` is in {}, it must be in {}", shown_unit(&quantity.unit), shown_unit(&wanted));
            let help = match key {
                "max_dose" => "write the volume of product in mL; `per: kg` or `per: m2` says what it is for",
                _ => "write a number with such a unit",
            };
            self.findings.push(text.finding(&codes::UNIT_MISMATCH, message).help(help));
            return None;
        };
        Some(quantity.value.exact() * factor)
    }

    fn not_positive(&mut self, text: &Text, key: &str) {
        let message = format!("`{key}` must be above zero, this is {}", text.text.trim());
        self.findings.push(text.finding(&codes::DOSING_NOT_POSITIVE, message).help("correct the number"));
    }

    fn dose(&mut self, fields: &Fields<'_>) -> Option<DoseAmount> {
        let text = fields.text("dose", self.findings)?;
        let (quantity, text) = self.quantity(text)?;
        let amount = quantity.value.exact();
        if amount.is_negative() || amount.is_zero() {
            self.not_positive(&text, "dose");
            return None;
        }
        if quantity.unit.is_none() {
            let message = "`dose` has no unit".to_owned();
            self.findings.push(text.finding(&codes::MISSING_UNIT, message).help("write 2.0e10 particles, 50 ug, 5 mL"));
            return None;
        }
        Some(DoseAmount { amount, unit: quantity.unit })
    }

    /// The tests that say how much a mL holds, and the one by which currencies are converted.
    fn currencies(&mut self, fields: &Fields<'_>, tests: &[(Key, Node)]) -> (Vec<String>, Option<String>) {
        let mut strength = Vec::new();
        for text in fields.texts("strength", true, self.findings) {
            strength.extend(self.test(text, tests));
        }
        let by = fields.node("convert").and_then(|node| {
            let inner = mapping(node, "convert", self.findings)?;
            let at = (node.place.clone(), node.width);
            let inner = Fields::new(inner, keys::CONVERSION, at, "`convert`", self.findings);
            let text = inner.needed("by", self.findings)?;
            self.test(text, tests)
        });
        (strength, by)
    }

    /// The id of a test that must be there.
    fn test(&mut self, text: Text, tests: &[(Key, Node)]) -> Option<String> {
        let names = || tests.iter().map(|(key, _)| key.text.as_str());
        if names().any(|name| name == text.text) {
            return Some(text.text);
        }
        let help = match did_you_mean(&text.text, names()) {
            Some(close) => format!("did you mean `{close}`?"),
            None => "name a test of the specification by its id".to_owned(),
        };
        let message = format!("no test is called `{}`", text.text);
        self.findings.push(text.finding(&codes::UNKNOWN_NAME_IN_FORMULA, message).help(help));
        None
    }

    fn components(&mut self, fields: &Fields<'_>) -> Vec<Component> {
        let entries = fields.mapping("also_given", self.findings);
        entries.iter().filter_map(|(key, node)| self.component(key, node)).collect()
    }

    fn component(&mut self, key: &Key, node: &Node) -> Option<Component> {
        let inner = mapping(node, &key.text, self.findings)?;
        let at = (key.place.clone(), key.width);
        let fields = Fields::new(inner, keys::COMPONENT, at, format!("`{}` in `also_given`", key.text), self.findings);
        fields.needed("volume", self.findings)?;
        fields.needed("endotoxin", self.findings)?;
        let volume = self.positive(&fields, "volume", "mL");
        let text = fields.text("endotoxin", self.findings)?;
        let (quantity, text) = self.quantity(text)?;
        let endotoxin = self.in_unit(&quantity, &text, "endotoxin", "EU/mL")?;
        if endotoxin.is_negative() {
            self.not_positive(&text, "endotoxin");
            return None;
        }
        Some(Component { name: key.text.clone(), volume: volume?, endotoxin })
    }
}

/// The lowest upper limit in EU/mL that stands in a criterion, with the id of its test: an assay has to see that one.
fn tightest_typed(tests: &[(Key, Node)], parameters: &Parameters) -> Option<(String, Exact)> {
    let mut scratch = parameters.clone();
    let mut tightest: Option<(String, Exact)> = None;
    for (key, node) in tests {
        let Kind::Mapping(entries) = &node.kind else { continue };
        let fields = Fields::new(entries, keys::TEST, (key.place.clone(), 1), "", &mut Vec::new());
        let declared = fields.string("unit", &mut Vec::new()).and_then(|unit| Unit::parse(&unit).ok());
        for text in criteria(&fields) {
            let upper = upper_limit(text, declared.as_ref(), &mut scratch);
            if let Some(upper) = upper.filter(|upper| tightest.as_ref().is_none_or(|(_, best)| upper < best)) {
                tightest = Some((key.text.clone(), upper));
            }
        }
    }
    tightest
}

/// The texts of the criterion or of its alternatives.
fn criteria(fields: &Fields<'_>) -> Vec<Text> {
    let Some(node) = fields.node("accept") else { return Vec::new() };
    let Kind::Sequence(items) = &node.kind else { return texts(node, "accept", true, &mut Vec::new()) };
    let mut found = Vec::new();
    for item in items {
        if let Kind::Mapping(entries) = &item.kind {
            let fields = Fields::new(entries, keys::ALTERNATIVE, (item.place.clone(), 1), "", &mut Vec::new());
            found.extend(fields.text("is", &mut Vec::new()));
        }
    }
    found
}

/// The upper limit in EU/mL, where the text states one.
fn upper_limit(text: Text, declared: Option<&Unit>, parameters: &mut Parameters) -> Option<Exact> {
    let filled = parameters.fill(text, &mut Vec::new()).filter(|filled| !filled.open)?;
    let Ok(LimitText::Numeric(bounds)) = limit::parse(&filled.text.text, &filled.text.text) else { return None };
    let unit = bounds.unit.or_else(|| declared.cloned())?;
    let factor = unit.factor_to(&known("EU/mL"))?;
    bounds.upper.map(|upper| upper.value * factor)
}

/// Derives the limits and gives them to the parameters.
fn fill_in(dosing: &mut Dosing, typed: Option<&(String, Exact)>, parameters: &mut Parameters) {
    endotoxin(dosing, typed, parameters);
    volume(dosing, parameters);
    sub_visible(dosing, parameters);
}

/// A limit as a parameter and with its derivation.
fn give(
    dosing: &mut Dosing,
    parameters: &mut Parameters,
    name: &'static str,
    exact: &Exact,
    unit: Unit,
    steps: Vec<String>,
) {
    match stated(exact) {
        Some(value) => give_as(dosing, parameters, name, exact, Quantity { value, unit }, steps),
        None => unwritable(parameters, name),
    }
}

fn give_as(
    dosing: &mut Dosing,
    parameters: &mut Parameters,
    name: &'static str,
    exact: &Exact,
    stated: Quantity,
    steps: Vec<String>,
) {
    parameters.give(name, stated.unit.clone(), Some(stated.clone()));
    dosing.limits.push(DerivedLimit { name, exact: exact.clone(), stated, steps });
}

fn endotoxin(dosing: &mut Dosing, typed: Option<&(String, Exact)>, parameters: &mut Parameters) {
    let per = dosing.regimen.per.suffix();
    let (mut per_ml, mut per_dose) = (None, None);
    match derive(&dosing.regimen) {
        Ok(derivation) => {
            (per_ml, per_dose) = (derivation.per_millilitre.clone(), derivation.per_dose.clone());
            dosing.endotoxin = Some(derivation);
        }
        Err(refusal) => {
            let (message, help) = refusal.in_words();
            for name in ["endotoxin_limit", "endotoxin_per_dose"] {
                parameters.refuse(name, message.clone(), help.clone());
            }
            dosing.no_limit = Some(format!("{message}; {help}"));
        }
    }
    if dosing.endotoxin.is_some() {
        match &per_ml {
            Some(limit) => give(dosing, parameters, "endotoxin_limit", limit, known("EU/mL"), Vec::new()),
            None => needs_volume(parameters, "endotoxin_limit"),
        }
        match &per_dose {
            Some(limit) => {
                give(dosing, parameters, "endotoxin_per_dose", limit, known(&format!("EU{per}")), Vec::new())
            }
            None => needs_volume(parameters, "endotoxin_per_dose"),
        }
    }
    dilution(dosing, per_ml, typed, parameters);
}

fn needs_volume(parameters: &mut Parameters, name: &str) {
    let message = format!("`{{{name}}}` needs the volume of the largest dose");
    parameters.refuse(name, message, "add `max_dose:` in mL under `dosing`".to_owned());
}

/// The largest valid dilution, by the tightest limit there is: an own one may lie below what is derived.
fn dilution(dosing: &mut Dosing, derived: Option<Exact>, typed: Option<&(String, Exact)>, parameters: &mut Parameters) {
    const NAME: &str = "endotoxin_mvd";
    let refuse =
        |parameters: &mut Parameters, message: String, help: &str| parameters.refuse(NAME, message, help.to_owned());
    let Some(lambda) = dosing.regimen.lambda.clone() else {
        let message = format!("`{{{NAME}}}` needs the sensitivity of the assay");
        return refuse(parameters, message, "add `lambda:` in EU/mL under `dosing`");
    };
    let (limit, whose) = match (derived, typed) {
        (Some(derived), Some((_, typed))) if derived <= *typed => (derived, "the derived limit".to_owned()),
        (_, Some((test, typed))) => (typed.clone(), format!("the criterion of `{test}`")),
        (Some(derived), None) => (derived, "the derived limit".to_owned()),
        (None, None) => {
            let message = format!("`{{{NAME}}}` needs a limit in EU/mL, and there is none");
            return refuse(parameters, message, "write the criterion of the endotoxin test in EU/mL");
        }
    };
    match largest_valid_dilution(&limit, &lambda) {
        Some(largest) => {
            let step = format!(
                "{whose}, {} EU/mL × 1 mL/mL / {} EU/mL = {}, as a whole number",
                shown(&limit),
                shown(&lambda),
                shown(&largest)
            );
            // Rounded down: a dilution above it would miss the limit, so no digit may be lost that rounds it up.
            match largest.to_decimal_string(28) {
                (written, true) => give_whole(dosing, parameters, NAME, &largest, &written, Unit::none(), step),
                _ => unwritable(parameters, NAME),
            }
        }
        None => {
            let message =
                format!("an assay of {} EU/mL does not see the limit of {} EU/mL", shown(&lambda), shown(&limit));
            refuse(parameters, message, "use a more sensitive assay");
        }
    }
}

/// A number with all its digits as a parameter.
fn give_whole(
    dosing: &mut Dosing,
    parameters: &mut Parameters,
    name: &'static str,
    exact: &Exact,
    written: &str,
    unit: Unit,
    step: String,
) {
    match Decimal::parse(written, crate::quantity::DecimalMark::Point) {
        Ok(value) => give_as(dosing, parameters, name, exact, Quantity { value, unit }, vec![step]),
        Err(_) => unwritable(parameters, name),
    }
}

fn unwritable(parameters: &mut Parameters, name: &str) {
    parameters.refuse(name, format!("`{{{name}}}` cannot be written as a number"), "correct the dose".to_owned());
}

/// The volume of the largest dose, for impurities per dose; a sponsor's parameter of this name stands.
fn volume(dosing: &mut Dosing, parameters: &mut Parameters) {
    const NAME: &str = "max_dose_volume";
    if parameters.declared().any(|(_, name)| name == NAME) {
        return;
    }
    match (&dosing.regimen.max_volume.clone(), dosing.regimen.per) {
        (Some(volume), Per::Dose) => {
            let (written, step) = (volume.to_decimal_string(28).0, "the largest single administration".to_owned());
            give_whole(dosing, parameters, NAME, volume, &written, known("mL"), step);
        }
        (Some(_), per) => {
            let message = format!("the volume of a dose per {} depends on the patient", per.as_str());
            let help = "declare `max_dose_volume` under `parameters`: that of the heaviest patient";
            parameters.refuse(NAME, message, help.to_owned());
        }
        (None, _) => needs_volume(parameters, NAME),
    }
}

/// Limits of sub-visible particles: an intraocular route has the strictest.
fn sub_visible(dosing: &mut Dosing, parameters: &mut Parameters) {
    const LIGHT: [&str; 2] = ["subvisible_10um", "subvisible_25um"];
    const MICROSCOPE: [&str; 3] =
        ["subvisible_10um_microscope", "subvisible_25um_microscope", "subvisible_50um_microscope"];
    let routes = &dosing.regimen.routes;
    let strictest = routes.iter().find(|route| route.is_intraocular());
    let route = strictest.or_else(|| routes.iter().find(|route| route.is_injection())).copied();
    let container = dosing.regimen.container.clone();
    for (method, names) in
        [(SubVisibleMethod::LightObscuration, &LIGHT[..]), (SubVisibleMethod::Microscope, &MICROSCOPE)]
    {
        let limits = route.and_then(|route| sub_visible_limits(route, container.as_ref(), method));
        let numbers = limits.as_ref().map(|limits| {
            let unit = if limits.per_millilitre { "particles/mL" } else { "particles/container" };
            (
                [Some(limits.ten_micrometres), Some(limits.twenty_five_micrometres), limits.fifty_micrometres],
                known(unit),
            )
        });
        for (index, name) in names.iter().enumerate() {
            let number = numbers.as_ref().and_then(|(numbers, unit)| Some((numbers.get(index).copied()??, unit)));
            match number {
                Some((number, unit)) => {
                    let stated = Quantity { value: number.into(), unit: unit.clone() };
                    let step = sub_visible_step(route, container.as_ref());
                    give_as(dosing, parameters, name, &Exact::from_i64(number), stated, vec![step]);
                }
                None => refuse_sub_visible(name, route, container.is_some(), parameters),
            }
        }
    }
}

fn sub_visible_step(route: Option<Route>, container: Option<&Exact>) -> String {
    let route = route.map_or("", Route::as_str);
    match container {
        Some(volume) => format!("route {route}, container of {} mL (USP <788>, <789>; ChP 0903)", shown(volume)),
        None => format!("route {route} (USP <789>)"),
    }
}

fn refuse_sub_visible(name: &str, route: Option<Route>, container: bool, parameters: &mut Parameters) {
    let (message, help) = match (route, container) {
        (None, _) => {
            ("no pharmacopoeia limits sub-visible particles on this route".to_owned(), "write a limit of your own")
        }
        (Some(_), false) => (
            "limits of sub-visible particles need the volume of a container".to_owned(),
            "add `container:` in mL under `dosing`",
        ),
        (Some(_), true) => (format!("there is no limit `{{{name}}}` for this route"), "leave the test out"),
    };
    parameters.refuse(name, message, help.to_owned());
}
