//! What the columns of a Zetasizer export mean; each laboratory chooses its own.

use crate::instrument::cells;
use crate::instrument::grid::Row;
use std::borrow::Cow;

/// One column.
#[derive(Debug)]
pub(super) struct Column {
    pub meaning: Meaning,
    /// Its unit, spelled as evqc does.
    pub unit: Cow<'static, str>,
}

/// What a column holds.
#[derive(Debug, PartialEq)]
pub(super) enum Meaning {
    /// The number of the record.
    Record,
    /// `Size` or `Zeta`.
    Type,
    Sample,
    Date,
    Software,
    Serial,
    /// One element of an array: its label and its index from 1.
    Element(String, usize),
    /// Words.
    Text(Cow<'static, str>),
    /// A number.
    Number {
        quantity: Cow<'static, str>,
        /// The number of a peak.
        of: String,
        zero: Zero,
    },
}

/// What a zero says: this software writes zeros for what it has not measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Zero {
    /// The number zero is taken as it is.
    Taken,
    /// There is no such peak.
    NoPeak,
    /// Not measured in records of size.
    OfZeta,
    /// Not measured in records of zeta potential.
    OfSize,
    /// Not measured in any record.
    NotMeasured,
}

/// Labels in lower case without unit, the word of evqc, and what a zero says.
const NUMBERS: &[(&str, &str, Zero)] = &[
    ("z-ave", "z_average", Zero::OfSize),
    ("z-average", "z_average", Zero::OfSize),
    ("pdi", "pdi", Zero::OfSize),
    ("pdi width", "pdi_width", Zero::OfSize),
    ("polydispersity index", "pdi", Zero::OfSize),
    ("intensity mean", "intensity_mean", Zero::OfSize),
    ("volume mean", "volume_mean", Zero::OfSize),
    ("number mean", "number_mean", Zero::OfSize),
    ("intercept", "intercept", Zero::OfSize),
    ("measured intercept", "measured_intercept", Zero::OfSize),
    ("t", "temperature", Zero::Taken),
    ("temperature", "temperature", Zero::Taken),
    ("mean count rate", "mean_count_rate", Zero::Taken),
    ("derived count rate", "derived_count_rate", Zero::Taken),
    ("attenuator", "attenuator", Zero::Taken),
    ("attenuation factor", "attenuation_factor", Zero::Taken),
    ("size runs", "size_runs", Zero::Taken),
    ("zeta runs", "zeta_runs", Zero::Taken),
    ("duration", "duration", Zero::Taken),
    ("duration used", "duration_used", Zero::Taken),
    ("target measurement duration", "target_duration", Zero::Taken),
    ("measurement position", "measurement_position", Zero::Taken),
    ("viscosity", "viscosity", Zero::Taken),
    ("dispersant viscosity", "dispersant_viscosity", Zero::Taken),
    ("dispersant ri", "dispersant_refractive_index", Zero::Taken),
    ("material ri", "material_refractive_index", Zero::Taken),
    ("material absorption", "material_absorption", Zero::Taken),
    ("aggregation index", "aggregation_index", Zero::OfSize),
    ("zp", "zeta_potential", Zero::OfZeta),
    ("zeta potential", "zeta_potential", Zero::OfZeta),
    ("zeta deviation", "zeta_deviation", Zero::OfZeta),
    ("mob", "mobility", Zero::OfZeta),
    ("mobility", "mobility", Zero::OfZeta),
    ("cond", "conductivity", Zero::OfZeta),
    ("conductivity", "conductivity", Zero::OfZeta),
    ("quality factor", "quality_factor", Zero::OfZeta),
    ("mw", "molecular_weight", Zero::NotMeasured),
    ("ph", "ph", Zero::NotMeasured),
    ("iep(s)", "isoelectric_point", Zero::NotMeasured),
];

/// Labels of words.
const WORDS: &[(&str, &str)] = &[
    ("result origin", "result_origin"),
    ("iep units", "isoelectric_point_units"),
    ("dispersant name", "dispersant"),
    ("material name", "material"),
    ("measurement status", "measurement_status"),
    ("zeta analysis version", "zeta_analysis_version"),
    ("analysis date", "analysis_date"),
    ("plate id", "plate"),
    ("cell type", "cell_type"),
    ("sop name", "sop"),
    ("operator name", "operator"),
];

/// Labels of peaks, the number of the peak between the two parts.
const PEAKS: &[(&str, &str, &str)] = &[
    ("intensity peak ", "", "intensity_peak"),
    ("intensity width peak ", "", "intensity_peak_width"),
    ("intensity area peak ", "", "intensity_peak_area"),
    ("volume peak ", "", "volume_peak"),
    ("volume width peak ", "", "volume_peak_width"),
    ("number peak ", "", "number_peak"),
    ("number width peak ", "", "number_peak_width"),
    ("%pd peak ", "", "peak_polydispersity"),
    ("pk ", " mean int", "intensity_peak"),
    ("pk ", " area int", "intensity_peak_area"),
];

/// The columns under a header.
pub(super) fn columns(header: &Row<'_>) -> Vec<Column> {
    (0..header.filled()).map(|index| column(header.cell(index))).collect()
}

fn column(label: &str) -> Column {
    let (name, unit) = split_unit(label);
    Column { meaning: meaning(name), unit: cells::unit(unit) }
}

fn meaning(name: &str) -> Meaning {
    if let Some((base, index)) = element(name) {
        return Meaning::Element(base.to_owned(), index);
    }
    let folded = name.to_lowercase();
    let number =
        |quantity: &'static str, of: &str, zero| Meaning::Number { quantity: quantity.into(), of: of.to_owned(), zero };
    match folded.as_str() {
        "record" | "record number" => return Meaning::Record,
        "type" => return Meaning::Type,
        "sample name" => return Meaning::Sample,
        "measurement date and time" => return Meaning::Date,
        "s/w version" => return Meaning::Software,
        "serial number" => return Meaning::Serial,
        _ => {}
    }
    if let Some((_, quantity, zero)) = NUMBERS.iter().find(|(label, _, _)| *label == folded) {
        return number(quantity, "", *zero);
    }
    if let Some((_, quantity)) = WORDS.iter().find(|(label, _)| *label == folded) {
        return Meaning::Text((*quantity).into());
    }
    let peak = PEAKS.iter().find_map(|(before, behind, quantity)| {
        let of = folded.strip_prefix(before)?.strip_suffix(behind)?;
        of.parse::<u8>().is_ok().then(|| number(quantity, of, Zero::NoPeak))
    });
    // A label without a word in evqc: what the cell holds decides whether it is a number.
    peak.unwrap_or_else(|| Meaning::Text(name.to_owned().into()))
}

/// Takes the unit off: `Z-Ave (d.nm)`. `IEP(s)` has none.
fn split_unit(label: &str) -> (&str, &str) {
    match label.rsplit_once(" (").and_then(|(name, rest)| Some((name, rest.strip_suffix(')')?))) {
        Some((name, unit)) => (name.trim_end(), unit),
        None => (label, ""),
    }
}

/// The label and the index of `Sizes[12]`.
fn element(name: &str) -> Option<(&str, usize)> {
    let (base, rest) = name.split_once('[')?;
    Some((base.trim_end(), rest.strip_suffix(']')?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_several_templates_mean_the_same() {
        for label in ["Z-Ave (d.nm)", "Z-Average (d.nm)"] {
            let column = column(label);
            assert!(matches!(column.meaning, Meaning::Number { quantity, .. } if quantity == "z_average"));
            assert_eq!(column.unit, "nm");
        }
        for label in ["Intensity peak 2 (d.nm)", "Intensity Peak 2 (d.nm)", "Pk 2 Mean Int (d.nm)"] {
            let Meaning::Number { quantity, of, zero } = column(label).meaning else { panic!("{label}") };
            assert_eq!((&*quantity, &*of, zero), ("intensity_peak", "2", Zero::NoPeak));
        }
        assert_eq!(column("Sizes[12] (d.nm)").meaning, Meaning::Element("Sizes".into(), 12));
        assert_eq!(column("Correlation Data[1]").meaning, Meaning::Element("Correlation Data".into(), 1));
        assert_eq!(column("CPF").meaning, Meaning::Text("CPF".into()));
        assert_eq!(split_unit("IEP(s)"), ("IEP(s)", ""));
    }
}
