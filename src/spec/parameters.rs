//! Parameters: values the user must or may set, and their use as `{name}` in limits and formulas.

use super::codes;
use super::fields::{Fields, Text, mapping};
use super::formula::shown;
use super::grammar::{self, Fault};
use super::keys;
use super::model::{Parameter, Quantity};
use super::raw::{Key, Node};
use super::read::Settings;
use crate::finding::{Code, Finding, did_you_mean};
use crate::quantity::Unit;

/// The declared parameters and which of them were used so far.
#[derive(Clone, Default)]
pub(super) struct Parameters {
    /// The declared ones, then those that follow from `dosing`.
    pub list: Vec<Parameter>,
    /// Keys of the declared ones.
    keys: Vec<Key>,
    used: Vec<bool>,
    /// Names that would follow from `dosing` if it said more: name, what is wrong, what to do.
    refused: Vec<(String, String, String)>,
}

/// A text with its parameters filled in.
pub(super) struct Filled {
    pub text: Text,
    /// Whether a parameter without value stood in it; then 1 was filled in and the limits mean nothing.
    pub open: bool,
    /// The text as reports print it: filled in, or as written when a value is missing.
    pub shown: String,
}

impl Parameters {
    /// Reads the declarations and takes over what was set.
    pub fn read(entries: &[(Key, Node)], settings: &Settings<'_>, findings: &mut Vec<Finding>) -> Self {
        check_settings(entries, settings, findings);
        let mut parameters = Parameters::default();
        for (key, node) in entries {
            let Some(inner) = mapping(node, &key.text, findings) else { continue };
            let at = (key.place.clone(), key.width);
            let fields = Fields::new(inner, keys::PARAMETER, at, format!("parameter `{}`", key.text), findings);
            let parameter = declared(&fields, key, settings, findings);
            parameters.list.push(parameter);
            parameters.keys.push(key.clone());
            parameters.used.push(false);
        }
        parameters
    }

    /// The position of a parameter, marked as used.
    pub fn find(&mut self, name: &str) -> Option<usize> {
        let index = self.list.iter().position(|parameter| parameter.name == name)?;
        self.used[index] = true;
        Some(index)
    }

    /// The declared parameters: key and name.
    pub fn declared(&self) -> impl Iterator<Item = (&Key, &str)> {
        self.keys.iter().map(|key| (key, key.text.as_str()))
    }

    /// Adds a parameter that the specification derives, or leaves it without value; a declared one of this name stands.
    pub fn give(&mut self, name: &str, unit: Unit, value: Option<Quantity>) {
        if self.list.iter().all(|parameter| parameter.name != name) {
            let why = Some("follows from `dosing`".to_owned());
            let name = name.to_owned();
            self.list.push(Parameter {
                name,
                required: false,
                derived: true,
                unit,
                value,
                set: false,
                stated: None,
                why,
            });
            self.used.push(false);
        }
    }

    /// Says why a name that `dosing` could give has no value.
    pub fn refuse(&mut self, name: &str, message: String, help: String) {
        self.refused.push((name.to_owned(), message, help));
    }

    /// Whether a text uses the parameter.
    pub fn is_used(&self, name: &str) -> bool {
        self.list.iter().zip(&self.used).any(|(parameter, used)| parameter.name == name && *used)
    }

    /// The parameters of the run: those declared, and of the derived ones those in use.
    pub fn into_list(self) -> Vec<Parameter> {
        let declared = self.keys.len();
        let kept = self.list.into_iter().zip(self.used).enumerate();
        kept.filter(|(index, (_, used))| *index < declared || *used).map(|(_, (parameter, _))| parameter).collect()
    }

    /// The fault for a name that is not declared.
    pub fn unknown(&self, name: &str) -> (&'static Code, String, String) {
        if let Some((_, message, help)) = self.refused.iter().find(|(refused, ..)| refused == name) {
            return (&codes::DERIVED_LIMIT_NOT_AVAILABLE, message.clone(), help.clone());
        }
        let help = match did_you_mean(name, self.list.iter().map(|parameter| parameter.name.as_str())) {
            Some(close) => format!("did you mean `{{{close}}}`?"),
            None => "declare it under `parameters`".to_owned(),
        };
        (&codes::UNKNOWN_PARAMETER, format!("no parameter is called `{name}`"), help)
    }

    /// Fills in the parameters of a text.
    pub fn fill(&mut self, text: Text, findings: &mut Vec<Finding>) -> Option<Filled> {
        if !text.text.contains('{') {
            let shown = text.text.trim().to_owned();
            return Some(Filled { text, open: false, shown });
        }
        let (mut filled, mut open, mut rest) = (String::new(), false, text.text.as_str());
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let start = grammar::offset(&text.text, after) - 1;
            let Some((name, tail)) = after.split_once('}') else {
                let end = text.text.len();
                let message = "the bracket `{` is not closed".to_owned();
                findings.push(text.fault(Fault { code: &codes::MALFORMED_LIMIT, message, help: None, start, end }));
                return None;
            };
            let Some(index) = self.find(name.trim()) else {
                let (code, message, help) = self.unknown(name.trim());
                let end = start + name.len() + 2;
                let fault = Fault { code, message, help: Some(help), start, end };
                findings.push(text.fault(fault));
                return None;
            };
            open |= self.list[index].value.is_none();
            filled.push_str(&written(&self.list[index], tail));
            rest = tail;
        }
        filled.push_str(rest);
        let shown = if open { text.text.trim().to_owned() } else { filled.trim().to_owned() };
        Some(Filled { text: text.replaced(filled), open, shown })
    }

    /// Parameters that stand nowhere.
    pub fn unused(&self) -> impl Iterator<Item = Finding> {
        self.keys.iter().zip(&self.used).filter(|(_, used)| !**used).map(|(key, _)| {
            let message = format!("parameter `{}` is never used", key.text);
            Finding::new(&codes::UNUSED_PARAMETER, message)
                .at(key.place.clone(), key.width)
                .help(format!("use it as {{{}}} in a limit or formula, or remove it", key.text))
        })
    }
}

impl Parameter {
    /// Whether a text writes the value of this run: the same number with the same digits, in the same unit.
    pub fn reads_as(&self, text: &str) -> bool {
        let same = |of_run: &Quantity, read: &Quantity| {
            of_run.value.to_string() == read.value.to_string() && of_run.unit == read.unit
        };
        let read = value(text, &self.unit);
        read.is_ok_and(|read| self.value.as_ref().is_some_and(|of_run| same(of_run, &read)))
    }
}

/// The value as it stands in a limit; its unit is left out where the limit names one.
fn written(parameter: &Parameter, tail: &str) -> String {
    let one = Quantity { value: 1.into(), unit: parameter.unit.clone() };
    let quantity = parameter.value.as_ref().unwrap_or(&one);
    let next = tail.trim_start();
    let joins = ["to ", "and ", "of "].iter().any(|word| next.starts_with(word));
    let names_unit =
        next.starts_with(|first: char| first.is_alphabetic() || matches!(first, '%' | '°' | '/')) && !joins;
    if names_unit {
        quantity.value.to_string()
    } else {
        format!("{} {}", quantity.value, quantity.unit).trim().to_owned()
    }
}

/// Settings must name declared parameters, each once.
fn check_settings(entries: &[(Key, Node)], settings: &Settings<'_>, findings: &mut Vec<Finding>) {
    for (index, (name, _)) in settings.set.iter().enumerate() {
        if settings.set[..index].iter().any(|(other, _)| other == name) {
            let message = format!("parameter `{name}` is set twice");
            findings.push(Finding::new(&codes::PARAMETER_SET_TWICE, message).help("give it once"));
        }
        if !entries.iter().any(|(key, _)| key.text == *name) {
            let names: Vec<&str> = entries.iter().map(|(key, _)| key.text.as_str()).collect();
            let help = match did_you_mean(name, names.iter().copied()) {
                Some(close) => format!("did you mean `{close}`?"),
                None if names.is_empty() => "this specification has no parameters".to_owned(),
                None => format!("the parameters are {}", names.join(", ")),
            };
            let message = format!("`{name}` is set, but the specification has no such parameter");
            findings.push(Finding::new(&codes::UNKNOWN_PARAMETER, message).help(help));
        }
    }
}

/// One declaration with the value of this run.
fn declared(fields: &Fields<'_>, key: &Key, settings: &Settings<'_>, findings: &mut Vec<Finding>) -> Parameter {
    let required = fields.boolean("required", findings).unwrap_or(false);
    let unit = fields.text("unit", findings).and_then(|text| unit(&text, findings)).unwrap_or_else(Unit::none);
    let why = fields.string("why", findings);
    let default = fields.text("default", findings);
    fields.text("source", findings);
    if let (true, Some(default)) = (required, &default) {
        let message = format!("parameter `{}` is required and has a default", key.text);
        findings.push(
            default
                .finding(&codes::REQUIRED_PARAMETER_WITH_DEFAULT, message)
                .help("remove `default`, or `required: true`"),
        );
    }
    let set = settings.set.iter().find(|(name, _)| *name == key.text).map(|(_, value)| value);
    let stated = default.as_ref().and_then(|default| {
        let fits = value(&default.text, &unit).map_err(|(message, help)| {
            let message = format!("the default of `{}` does not fit: {message}", key.text);
            findings.push(default.finding(&codes::MALFORMED_PARAMETER_VALUE, message).help(help));
        });
        fits.ok()
    });
    let in_run = match set {
        Some(set) => {
            let fits = value(set, &unit).map_err(|(message, help)| {
                let message = format!("the value set for `{}` does not fit: {message}", key.text);
                let finding = Finding::new(&codes::MALFORMED_PARAMETER_VALUE, message);
                findings.push(finding.at(key.place.clone(), key.width).help(help));
            });
            fits.ok()
        }
        None => stated.clone(),
    };
    if set.is_none() && default.is_none() && settings.judging {
        findings.push(not_set(key, required, why.as_deref()));
    }
    let name = key.text.clone();
    Parameter { name, required, derived: false, unit, value: in_run, set: set.is_some(), stated, why }
}

fn not_set(key: &Key, required: bool, why: Option<&str>) -> Finding {
    let kind = if required { "required parameter" } else { "parameter" };
    let message = match why {
        Some(why) => format!("{kind} `{}` has no value: {why}", key.text),
        None => format!("{kind} `{}` has no value", key.text),
    };
    Finding::new(&codes::PARAMETER_NOT_SET, message)
        .at(key.place.clone(), key.width)
        .help(format!("give it with --set {}=VALUE", key.text))
}

/// A value in the declared unit, or in one of the same dimension; else what is wrong and what to do.
fn value(text: &str, declared: &Unit) -> Result<Quantity, (String, String)> {
    let plain = |fault: Fault| (fault.message, fault.help.unwrap_or_else(|| "write a number".to_owned()));
    let measure = grammar::measure(text, text).map_err(plain)?;
    let Some(unit) = grammar::unit(text, measure.unit).map_err(plain)? else {
        return Ok(Quantity { value: measure.value, unit: declared.clone() });
    };
    if !declared.is_none() && unit.factor_to(declared).is_none() {
        let message = format!("`{unit}` cannot be converted to the declared unit {}", shown(declared));
        return Err((message, format!("write it in {}", shown(declared))));
    }
    Ok(Quantity { value: measure.value, unit })
}

/// A unit from a text of its own.
pub(super) fn unit(text: &Text, findings: &mut Vec<Finding>) -> Option<Unit> {
    match grammar::unit(&text.text, &text.text) {
        Ok(unit) => unit,
        Err(fault) => {
            findings.push(text.fault(fault));
            None
        }
    }
}
