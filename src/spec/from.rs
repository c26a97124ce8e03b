//! Reading what a test takes from instrument files: `from:` and the keys that go with it.

use super::acquisition::{Acquisition, CumulativeRule, EventStatistic, SizeStatistic, SizeWeight};
use super::attributes::is_words;
use super::codes;
use super::fields::{Fields, Text, mapping};
use super::formula::shown;
use super::grammar::{self, Fault, after_word};
use super::keys;
use super::lines::LineReader;
use super::model::*;
use crate::cytometry::Gate;
use crate::finding::{Finding, did_you_mean};
use crate::quantity::unit_table::Base;
use crate::quantity::{Decimal, DecimalMark, Exact, Unit};

/// Keys that mean something with these sources only.
const KEYS_OF_SOURCES: [(&str, &[usize]); 8] = [
    ("statistic", &[0, 3]),
    ("weight", &[0]),
    ("cumulative", &[0]),
    ("subtract", &[1]),
    ("quantity", &[2]),
    ("gate", &[3]),
    ("range", &[0, 1, 2, 3]),
    ("linear_range", &[1, 3]),
];

const SIZE_HELP: &str = "write mode, mean, sd, d10, d50, d90 or another percentile, span, fraction 50 to 200 nm, fraction above 300 nm, \
     fraction below 30 nm, peaks or bimodality";
const EVENT_HELP: &str = "write percent, count, concentration, or median with a channel";

impl LineReader<'_, '_> {
    /// What the test takes from instrument files; nothing when it says nothing, or nothing that can be read.
    pub(super) fn acquisition(&mut self, fields: &Fields<'_>) -> Option<Acquisition> {
        let source = fields.word("from", keys::SOURCES, self.findings);
        if source.is_some() || fields.node("from").is_none() {
            self.unfit_for_source(fields, source);
        }
        match source? {
            0 => self.size(fields),
            1 => Some(Acquisition::Concentration {
                subtract_blank: fields.word("subtract", keys::SUBTRACTED, self.findings).is_some(),
            }),
            2 => self.stated(fields),
            _ => self.events(fields),
        }
    }

    fn unfit_for_source(&mut self, fields: &Fields<'_>, source: Option<usize>) {
        for (name, _) in KEYS_OF_SOURCES.iter().filter(|(_, of)| source.is_none_or(|source| !of.contains(&source))) {
            let what = match source {
                Some(source) => format!("with `from: {}`", keys::SOURCES[source]),
                None => "without `from`".to_owned(),
            };
            self.idle_key(fields, name, &what);
        }
    }

    /// Reports a key that would be passed over.
    fn idle_key(&mut self, fields: &Fields<'_>, name: &str, what: &str) {
        let Some(key) = fields.key(name) else { return };
        let message = format!("`{name}` means nothing {what}");
        let finding = Finding::new(&codes::KEY_NOT_FOR_SOURCE, message).at(key.place.clone(), key.width);
        self.findings.push(finding.help("remove the key, or correct `from`"));
    }

    fn size(&mut self, fields: &Fields<'_>) -> Option<Acquisition> {
        let statistic = fields.needed("statistic", self.findings);
        let weight = match fields.word("weight", keys::WEIGHTS, self.findings) {
            Some(1) => SizeWeight::Volume,
            Some(2) => SizeWeight::Surface,
            _ => SizeWeight::Number,
        };
        let cumulative = match fields.word("cumulative", keys::CUMULATIVE_RULES, self.findings) {
            Some(1) => CumulativeRule::AtCentres,
            Some(2) => CumulativeRule::OneBinLower,
            _ => CumulativeRule::InsideBins,
        };
        let text = statistic?;
        let statistic = size_statistic(&text.text).map_or_else(|fault| self.refuse(&text, fault), Some)?;
        if !matches!(statistic, SizeStatistic::Percentile(_) | SizeStatistic::Span) {
            self.idle_key(fields, "cumulative", &format!("with `statistic: {statistic}`"));
        }
        Some(Acquisition::Size { statistic, weight, cumulative })
    }

    fn stated(&mut self, fields: &Fields<'_>) -> Option<Acquisition> {
        let text = fields.needed("quantity", self.findings)?;
        let (name, of) = match text.text.split_once(" of ") {
            Some((name, of)) => (name.trim(), Some(of.trim())),
            None => (text.text.trim(), None),
        };
        let is_name = |name: &str| {
            name.starts_with(|first: char| first.is_ascii_lowercase())
                && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        };
        if !is_name(name) || of == Some("") {
            let message = format!("`{}` is not the name of a stated quantity", text.text);
            let help = "write it as `evqc read FILE` names it: z_average, or median_fluorescence of CD63";
            self.findings.push(text.finding(&codes::MALFORMED_STATISTIC, message).help(help));
            return None;
        }
        Some(Acquisition::Stated { quantity: name.to_owned(), of: of.map(str::to_owned) })
    }

    fn events(&mut self, fields: &Fields<'_>) -> Option<Acquisition> {
        let gate = fields.needed("gate", self.findings).and_then(|text| self.gate_named(&text));
        let statistic = fields.needed("statistic", self.findings).and_then(|text| self.event_statistic(fields, &text));
        Some(Acquisition::Events { gate: gate?, statistic: statistic? })
    }

    fn gate_named(&mut self, text: &Text) -> Option<usize> {
        match find_gate(self.around.gates, text.text.trim()) {
            Ok(index) => Some(index),
            Err(finding) => {
                self.findings.push(finding(text));
                None
            }
        }
    }

    fn event_statistic(&mut self, fields: &Fields<'_>, text: &Text) -> Option<EventStatistic> {
        let body = text.text.trim();
        let channel = after_word(body, "median").map(str::trim);
        if body != "concentration" {
            self.idle_key(fields, "linear_range", &format!("with `statistic: {body}`"));
        }
        let statistic = match (body, channel) {
            ("percent", _) => {
                let of = self.denominator(fields)?;
                return Some(EventStatistic::Percent { of });
            }
            ("count", _) => EventStatistic::Count,
            ("concentration", _) => EventStatistic::Concentration,
            (_, Some(channel)) if !channel.is_empty() => EventStatistic::Median { channel: channel.to_owned() },
            (_, Some(_)) => {
                let message = "`median` does not name its channel";
                let finding = text.finding(&codes::MALFORMED_STATISTIC, message);
                self.findings.push(finding.help("write it as in `median FITC-A`"));
                return None;
            }
            (_, None) => {
                let message = format!("`{body}` is not a statistic of events");
                self.findings.push(text.finding(&codes::MALFORMED_STATISTIC, message).help(EVENT_HELP));
                return None;
            }
        };
        self.idle_key(fields, "of", &format!("with `statistic: {body}`"));
        Some(statistic)
    }

    /// The denominator of a percentage of events: a percentage of nothing in particular is none. The outer `None` is a
    /// fault, the inner one is `events`.
    fn denominator(&mut self, fields: &Fields<'_>) -> Option<Option<usize>> {
        let Some(text) = fields.text("of", self.findings) else {
            if fields.node("of").is_none() {
                let message = format!("{} takes a percentage and does not say of what", fields.what);
                let finding = Finding::new(&codes::PERCENTAGE_WITHOUT_DENOMINATOR, message)
                    .at(fields.place.clone(), fields.width);
                self.findings.push(finding.help("add `of:` with a gate, or `of: events` for all events"));
            }
            return None;
        };
        if text.text.trim() == "events" {
            return Some(None);
        }
        self.gate_named(&text).map(Some)
    }

    /// What the values of a source are measured in must be what the criterion is written in.
    pub(super) fn check_source(&mut self, fields: &Fields<'_>, measured: &Measured) {
        let (Some(from), Some(node)) = (&measured.from, fields.node("from")) else { return };
        let at = |code, message: String| Finding::new(code, message).at(node.place.clone(), node.width);
        if measured.criteria().any(|one| is_words(&one.criterion)) {
            let message = format!("{} takes numbers, and its criterion is a word or text", fields.what);
            self.findings.push(at(&codes::UNIT_MISMATCH, message).help("write a numeric limit, or remove `from`"));
            return;
        }
        if matches!(from, Acquisition::Concentration { .. }) {
            // Particles or an analyte: whatever is counted or weighed, it is per volume.
            if measured.unit.dimension().exponent(Base::Length) != -3 {
                let message =
                    format!("a concentration is an amount per volume, the criterion in {}", shown(&measured.unit));
                self.findings.push(at(&codes::UNIT_MISMATCH, message).help("correct `from`, or the unit of the limit"));
            }
            return;
        }
        let Some((unit, what)) = unit_of_source(from) else { return };
        let spread = measured.plan.summary == Summary::CoefficientOfVariation;
        let fits = match unit.is_none() {
            true => measured.unit.is_none(),
            false => unit.factor_to(&measured.unit).is_some() && !measured.unit.is_none(),
        };
        if !fits && !spread {
            let message = format!("{what} is in {}, the criterion in {}", shown(&unit), shown(&measured.unit));
            self.findings
                .push(at(&codes::UNIT_MISMATCH, message).help("correct the statistic, or the unit of the limit"));
        }
    }

    /// `of` in words, or for a percentage of events the name of its denominator.
    pub(super) fn of_what(
        &mut self,
        fields: &Fields<'_>,
        from: Option<&Acquisition>,
        unit: Option<&Unit>,
    ) -> Option<String> {
        let of = fields.string("of", &mut Vec::new())?;
        let percent = unit.is_none_or(|unit| unit.symbol() == "%");
        if !percent && !matches!(from, Some(Acquisition::Events { .. })) {
            self.idle_key(fields, "of", &format!("for a test in {}", unit.map_or_else(String::new, shown)));
        }
        Some(of)
    }

    /// The physical ceiling of a particle-to-protein ratio.
    pub(super) fn ceiling(&mut self, fields: &Fields<'_>, unit: Option<&Unit>) -> Option<Ceiling> {
        let node = fields.node("plausible")?;
        let entries = mapping(node, "plausible", self.findings)?;
        let at = fields.key("plausible").map_or((node.place.clone(), node.width), |key| (key.place.clone(), key.width));
        let place = at.0.clone();
        let inner = Fields::new(entries, keys::PLAUSIBLE, at, "`plausible`", self.findings);
        let size = inner.needed("size", self.findings);
        let share = inner.needed("protein_share", self.findings);
        let density = inner.needed("density", self.findings);
        let size = size.and_then(|text| self.size_test(&text));
        let protein_share = share.and_then(|text| self.protein_share(&text));
        let density = density.and_then(|text| {
            let expected = Unit::parse("g/mL").ok();
            self.quantity("a density", &text, expected.as_ref()).filter(|density| {
                let positive = !density.value.is_zero() && !density.value.is_negative();
                positive || self.refuse::<()>(&text, not_positive(&text.text)).is_some()
            })
        });
        if let (Some(unit), Ok(ratio)) = (unit, Unit::parse("particles/ug"))
            && unit.factor_to(&ratio).is_none()
        {
            let message = format!("a ceiling is for particles per mass of protein, the test is in {}", shown(unit));
            let finding = Finding::new(&codes::UNIT_MISMATCH, message).at(place.clone(), 1);
            self.findings.push(finding.help("put `plausible` on the test of the ratio"));
        }
        Some(Ceiling { size: size?, protein_share: protein_share?, density: density?, place })
    }

    fn size_test(&mut self, text: &Text) -> Option<usize> {
        let found = self.around.ids.iter().position(|id| *id == text.text);
        if found.is_none() {
            let help = match did_you_mean(&text.text, self.around.ids.iter().map(String::as_str)) {
                Some(close) => format!("did you mean `{close}`?"),
                None => "name the test of the size by its id".to_owned(),
            };
            let message = format!("no test is called `{}`", text.text);
            self.findings.push(text.finding(&codes::UNKNOWN_NAME_IN_PLAUSIBLE, message).help(help));
        }
        found
    }

    fn protein_share(&mut self, text: &Text) -> Option<Decimal> {
        let number = text.text.trim().strip_suffix('%').map(str::trim);
        let share = number.and_then(|number| Decimal::parse(number, DecimalMark::Point).ok());
        let possible =
            |share: &Decimal| !share.is_negative() && !share.is_zero() && share.exact() <= Exact::from_i64(100);
        if share.as_ref().is_none_or(|share| !possible(share)) {
            let message = format!("`{}` is not a share in percent", text.text);
            self.findings.push(text.finding(&codes::MALFORMED_NUMBER, message).help("write it as in 30 %"));
            return None;
        }
        share
    }
}

fn not_positive(text: &str) -> Fault {
    Fault::at(&codes::MALFORMED_NUMBER, text, text, format!("`{}` is not above zero", text.trim()))
}

/// The size of a ceiling must be a length.
pub(super) fn check_ceilings(specification: &Specification, findings: &mut Vec<Finding>) {
    let Ok(length) = Unit::parse("nm") else { return };
    for test in &specification.tests {
        let Assessment::Measured(measured) = &test.assessment else { continue };
        let Some(ceiling) = &measured.plausible else { continue };
        let Some(size) = specification.tests.get(ceiling.size) else { continue };
        let is_length = match &size.assessment {
            Assessment::Measured(size) => size.unit.factor_to(&length).is_some(),
            Assessment::Panel(_) => false,
        };
        if !is_length {
            let message = format!("`{}` is not a size, so no ceiling follows from it", size.id);
            let finding = Finding::new(&codes::UNIT_MISMATCH, message).at(ceiling.place.clone(), 1);
            findings.push(finding.with(size.place.clone(), "the test").help("name a test whose unit is a length"));
        }
    }
}

/// The unit in which a source gives its values, and what they are; nothing where the instrument decides.
fn unit_of_source(from: &Acquisition) -> Option<(Unit, &'static str)> {
    let (unit, what) = match from {
        Acquisition::Size { statistic, .. } => match statistic {
            SizeStatistic::Fraction { .. } => ("%", "a fraction"),
            SizeStatistic::Span => ("", "a span"),
            SizeStatistic::Peaks => ("", "a number of peaks"),
            SizeStatistic::Bimodality => ("", "a bimodality coefficient"),
            _ => ("nm", "a size"),
        },
        Acquisition::Concentration { .. } => ("particles/mL", "a concentration"),
        Acquisition::Stated { .. } => return None,
        Acquisition::Events { statistic, .. } => match statistic {
            EventStatistic::Percent { .. } => ("%", "a percentage of events"),
            EventStatistic::Count => ("", "a number of events"),
            EventStatistic::Concentration => ("particles/mL", "a concentration of events"),
            EventStatistic::Median { .. } => return None,
        },
    };
    Some((Unit::parse(unit).ok()?, what))
}

/// The unit of a test that is reported without limits and names none.
pub(super) fn unit_of_report(from: Option<&Acquisition>, accept: &[Alternative]) -> Option<Unit> {
    let reported = accept.iter().all(|one| matches!(one.criterion, Criterion::Report));
    from.filter(|_| reported).and_then(unit_of_source).map(|(unit, _)| unit)
}

/// Position of a gate by its name, or what to say of a text that names none.
pub(super) fn find_gate(gates: &[Gate], name: &str) -> Result<usize, impl Fn(&Text) -> Finding + use<>> {
    if let Some(index) = gates.iter().position(|gate| gate.name == name) {
        return Ok(index);
    }
    let message = format!("no gate before this is called `{name}`");
    let help = match did_you_mean(name, gates.iter().map(|gate| gate.name.as_str())) {
        Some(close) => format!("did you mean `{close}`?"),
        None => "write it under `gates`, before what uses it".to_owned(),
    };
    Err(move |text: &Text| text.finding(&codes::UNKNOWN_GATE, message.clone()).help(help.clone()))
}

/// Reads a statistic of a size distribution.
fn size_statistic(text: &str) -> Result<SizeStatistic, Fault> {
    let body = text.trim();
    let statistic = match body {
        "mode" => Some(SizeStatistic::Mode),
        "mean" => Some(SizeStatistic::Mean),
        "sd" => Some(SizeStatistic::StandardDeviation),
        "span" => Some(SizeStatistic::Span),
        "peaks" => Some(SizeStatistic::Peaks),
        "bimodality" => Some(SizeStatistic::Bimodality),
        _ => None,
    };
    if let Some(statistic) = statistic {
        return Ok(statistic);
    }
    if let Some(rest) = after_word(body, "fraction") {
        return fraction(text, rest);
    }
    let number = body.strip_prefix(['d', 'D']).filter(|rest| rest.starts_with(|first: char| first.is_ascii_digit()));
    let percent = number.and_then(|number| Decimal::parse(number, DecimalMark::Point).ok());
    match percent {
        Some(percent) if !percent.is_zero() && percent.exact() < Exact::from_i64(100) => {
            Ok(SizeStatistic::Percentile(percent))
        }
        Some(_) => Err(malformed(text, body, format!("`{body}` is not a percentile between 0 and 100"))),
        None => Err(malformed(text, body, format!("`{body}` is not a statistic of a size distribution"))),
    }
}

fn malformed(whole: &str, part: &str, message: String) -> Fault {
    Fault::at(&codes::MALFORMED_STATISTIC, whole, part, message).help(SIZE_HELP)
}

/// `50 to 200 nm`, `above 300 nm`, `below 30 nm`.
fn fraction(whole: &str, rest: &str) -> Result<SizeStatistic, Fault> {
    if let Some(size) = after_word(rest, "above") {
        return Ok(SizeStatistic::Fraction { from: Some(nanometres(whole, size, None)?.0), to: None });
    }
    if let Some(size) = after_word(rest, "below") {
        return Ok(SizeStatistic::Fraction { from: None, to: Some(nanometres(whole, size, None)?.0) });
    }
    match &grammar::split_word(rest, "to")[..] {
        [from, to] => {
            let (to, unit) = nanometres(whole, to, None)?;
            let (from, _) = nanometres(whole, from, Some(unit))?;
            if from.exact() >= to.exact() {
                return Err(malformed(whole, rest, format!("no size lies from {from} to {to} nm")));
            }
            Ok(SizeStatistic::Fraction { from: Some(from), to: Some(to) })
        }
        _ => Err(malformed(whole, rest, "`fraction` does not say of which sizes".to_owned())),
    }
}

/// A size above zero in nanometres, and the unit it was written in; without a written unit it has the given one.
fn nanometres(whole: &str, part: &str, default: Option<Unit>) -> Result<(Decimal, Unit), Fault> {
    let measure = grammar::measure(whole, part)?;
    let written = grammar::unit(whole, measure.unit)?.or(default);
    let factor = written.as_ref().zip(Unit::parse("nm").ok()).and_then(|(unit, nm)| unit.factor_to(&nm));
    let (Some(unit), Some(factor)) = (written, factor) else {
        return Err(malformed(whole, part, format!("`{}` is not a size with its unit", part.trim())));
    };
    let size = &measure.value.exact() * &factor;
    let decimal = match factor == Exact::one() {
        true => Some(measure.value),
        false => Decimal::parse(&size.to_decimal_string(30).0, DecimalMark::Point).ok(),
    };
    match decimal {
        Some(size) if !size.is_zero() && !size.is_negative() => Ok((size, unit)),
        _ => Err(malformed(whole, part, format!("`{}` is not a size above zero", part.trim()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statistics_read_back_as_they_are_written() {
        for text in [
            "mode",
            "mean",
            "sd",
            "d10",
            "d97.5",
            "span",
            "fraction 50 to 200 nm",
            "fraction above 300 nm",
            "fraction below 30 nm",
            "peaks",
            "bimodality",
        ] {
            assert_eq!(size_statistic(text).map(|read| read.to_string()).as_deref(), Ok(text));
        }
        let read = |text| size_statistic(text).map(|read| read.to_string());
        assert_eq!(read("fraction 0.05 to 0.2 um").as_deref(), Ok("fraction 50 to 200 nm"));
        assert_eq!(read("fraction 50 nm to 0.2 um").as_deref(), Ok("fraction 50 to 200 nm"));
        assert_eq!(read("D90").as_deref(), Ok("d90"));
    }

    #[test]
    fn what_is_no_statistic_is_refused() {
        for text in [
            "median",
            "d0",
            "d100",
            "dx",
            "fraction",
            "fraction 50 to 200",
            "fraction 200 to 50 nm",
            "fraction above 0 nm",
            "fraction above 3 %",
            "",
        ] {
            assert_eq!(size_statistic(text).unwrap_err().code.name, "malformed-statistic", "{text}");
        }
    }
}
