//! The lines above the tables.

use super::{Cell, Fact, Recording, Run, is_serial_number, number, word};
use crate::finding::Finding;
use crate::instrument::codes;
use crate::instrument::content::Content;
use crate::instrument::record::{Dilution, DilutionFactor};
use crate::quantity::{DecimalMark, Reading};
use std::borrow::Cow;

/// Key as printed, name in evqc, unit: facts that are numbers.
const NUMBERS: [(&str, &str, &str); 32] = [
    ("pH", "ph", ""),
    ("Conductivity", "conductivity", ""),
    ("Temperature", "temperature", "°C"),
    ("SetTemperature", "set_temperature", "°C"),
    ("Viscosity", "viscosity", "cP"),
    ("Scattering Intensity", "scattering_intensity", ""),
    ("Detected Particles", "detected_particles", ""),
    ("Microscope Position", "microscope_position", ""),
    ("Number of Traces", "number_of_traces", ""),
    ("Average Number of Particles", "particles_per_frame", ""),
    ("Concentration Correction Factor", "concentration_correction_factor", ""),
    ("Minimum Brightness", "minimum_brightness", ""),
    ("Minimum Area", "minimum_area", ""),
    ("Maximum Area", "maximum_area", ""),
    ("Maximum Brightness", "maximum_brightness", ""),
    ("Tracking Radius2", "tracking_radius_squared", ""),
    ("Minimum Tracelength", "minimum_trace_length", ""),
    ("Begin New Traces", "begin_new_traces", ""),
    ("PSD log Correction", "psd_log_correction", ""),
    ("Sensitivity", "sensitivity", ""),
    ("Gain", "gain", ""),
    ("Offset", "offset", ""),
    ("Shutter", "shutter", ""),
    ("Laser Wavelength nm", "laser_wavelength", "nm"),
    ("Position", "position", ""),
    ("Micrometer per Pixel", "micrometer_per_pixel", ""),
    ("Voltage", "voltage", "V"),
    ("Median Number (D50)", "d50", "nm"),
    ("Median Concentration (D50)", "d50", "nm"),
    ("Median Volume (D50)", "d50", "nm"),
    ("Zeta Potential / mV", "zeta_potential", "mV"),
    ("Zeta Potential @ 25°C / mV", "zeta_potential_at_25_c", "mV"),
];

/// What a stated median is about, where it is not the number of particles.
const ABOUT: [(&str, &str); 2] = [("Median Concentration (D50)", "concentration"), ("Median Volume (D50)", "volume")];

/// Key as printed, in any version, and name in evqc: facts that are words.
const WORDS: [(&str, &str); 20] = [
    ("Operator", "operator"),
    ("Experiment", "experiment"),
    ("Cell S/N", "cell_serial_number"),
    ("Analyze", "analysis_software"),
    ("SOP", "sop"),
    ("Sample", "sample"),
    ("Electrolyte", "electrolyte"),
    ("Date", "date"),
    ("Time", "time"),
    ("Sample Info 1", "sample_remark_1"),
    ("Sample Info 2", "sample_remark_2"),
    ("Sample Info 3", "sample_remark_3"),
    ("Sample Remarks0", "sample_remark_1"),
    ("Sample Remarks1", "sample_remark_2"),
    ("Sample Remarks2", "sample_remark_3"),
    ("Particle Drift Checked", "drift_checked"),
    ("Particle Drift Check Result", "drift_check"),
    ("Cell Checked", "cell_checked"),
    ("Cell Check Result", "cell_check"),
    ("Filter Wavelength nm", "filter_wavelength"),
];

/// Answers of the checks that are no warning.
const IS_FINE: [&str; 3] = ["", "Good", "Very Good"];

/// The year of a check that was never run: the clock of the software begins with it.
const NEVER: &str = "1904-";

/// Whether the fact is a number, so that its decimal mark says something.
pub(super) fn is_number(fact: &Fact<'_>) -> bool {
    fact.key == "Dilution" || NUMBERS.iter().any(|(printed, ..)| printed.eq_ignore_ascii_case(fact.key))
}

/// Takes what the header says into the recording and its one run.
pub(super) fn take(
    content: &Content<'_>,
    facts: &[Fact<'_>],
    mark: DecimalMark,
    recording: &mut Recording<'_>,
    run: &mut Run<'_>,
) {
    run.dilution = Dilution::NotRecorded;
    for fact in facts {
        match fact.key {
            "Experiment" => {
                fact.text.clone_into(&mut run.name);
                (run.line, run.column) = (fact.line, fact.column);
            }
            "Sample" => fact.text.clone_into(&mut run.sample),
            "Date" => run.date = fact.text.parse().ok(),
            "Software" => fact.text.clone_into(&mut recording.software),
            "Dilution" => run.dilution = dilution(content, fact, mark, &mut recording.findings),
            "Cell Check Result" if !IS_FINE.contains(&fact.text) => {
                recording.findings.push(warning(content, fact, "cell check"));
            }
            "Particle Drift Check Result" if !IS_FINE.contains(&fact.text) && !drift_never_checked(facts) => {
                recording.findings.push(warning(content, fact, "particle drift check"));
            }
            key if is_serial_number(key) => recording.instrument = format!("ZetaView {}", fact.text),
            _ => {}
        }
        value(content, fact, mark, recording, run);
    }
    if (run.line, run.column) == (0, 0) {
        (run.line, run.column) = (1, 1);
    }
}

/// Numbers and names that stand twice in the header and differ: nobody can tell which of them holds.
pub(super) fn contradictions(content: &Content<'_>, facts: &[Fact<'_>]) -> Vec<Finding> {
    const NAMES: [&str; 4] = ["Experiment", "Sample", "Date", "Software"];
    let matters = |fact: &Fact<'_>| is_number(fact) || NAMES.contains(&fact.key);
    let mut found = Vec::new();
    for (at, fact) in facts.iter().enumerate().filter(|(_, fact)| matters(fact)) {
        let same_key = |other: &&Fact<'_>| other.key.eq_ignore_ascii_case(fact.key);
        if let Some(first) = facts[..at].iter().find(same_key).filter(|first| first.text != fact.text) {
            let message = format!("`{}` is `{}` here and `{}` in line {}", fact.key, fact.text, first.text, first.line);
            found.push(content.damaged(fact.line, fact.column, message));
        }
    }
    found
}

fn warning(content: &Content<'_>, fact: &Fact<'_>, check: &str) -> Finding {
    let message = format!("the instrument warns: the {check} is `{}`", fact.text);
    Finding::new(&codes::INSTRUMENT_WARNING, message).at(content.place(fact.line, fact.column), 1)
}

/// Whether the drift was never checked, so that its result says nothing.
fn drift_never_checked(facts: &[Fact<'_>]) -> bool {
    facts.iter().any(|fact| fact.key == "Particle Drift Checked" && fact.text.starts_with(NEVER))
}

fn value(content: &Content<'_>, fact: &Fact<'_>, mark: DecimalMark, recording: &mut Recording<'_>, run: &mut Run<'_>) {
    if fact.text.is_empty() || fact.key == "Dilution" {
        return;
    }
    let cell = Cell { text: fact.text, line: fact.line, column: fact.column };
    let known = NUMBERS.iter().find(|(printed, ..)| printed.eq_ignore_ascii_case(fact.key));
    let Some((printed, name, unit)) = known else {
        let name = WORDS.iter().find(|(printed, _)| printed.eq_ignore_ascii_case(fact.key));
        let mut value =
            word(cell, name.map_or_else(|| Cow::Owned(fact.key.to_owned()), |known| Cow::Borrowed(known.1)));
        // A key without a name here is taken as it stands: a number where it is one, else a word.
        if let (None, reading @ Reading::Number(_)) = (name, Reading::parse(fact.text, mark)) {
            value.reading = reading;
        }
        run.values.push(value);
        return;
    };
    let mut value = number(content, cell, (Cow::Borrowed(name), unit), (fact.key, mark), &mut recording.findings);
    if let Some((_, about)) = ABOUT.iter().find(|(key, _)| key == printed) {
        (*about).clone_into(&mut value.of);
    }
    run.values.push(value);
    if let "sensed" | "entered" = fact.remark {
        let remark = Cell { text: fact.remark, line: fact.line, column: fact.column + 1 };
        run.values.push(word(remark, Cow::Owned(format!("{name}_source"))));
    }
}

/// ZetaView never multiplies its size tables.
fn dilution(content: &Content<'_>, fact: &Fact<'_>, mark: DecimalMark, findings: &mut Vec<Finding>) -> Dilution {
    match Reading::parse(fact.text, mark) {
        Reading::Number(value) if !value.is_zero() && !value.is_negative() => {
            let text = fact.text.to_owned();
            Dilution::NotApplied(DilutionFactor { value, text, line: fact.line, column: fact.column })
        }
        Reading::Empty => Dilution::NotRecorded,
        _ => {
            let message = format!("the dilution should be a number above 0, not `{}`", fact.text);
            let place = content.place(fact.line, fact.column);
            findings.push(Finding::new(&codes::VALUE_NOT_READABLE, message).at(place, 1));
            Dilution::NotRecorded
        }
    }
}
