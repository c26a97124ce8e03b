//! Data sets to a recording.

use super::data_set::DataSet;
use super::{NAME, dates, list_mode, miflowcyt_ev};
use crate::finding::Finding;
use crate::instrument::codes;
use crate::instrument::content::Content;
use crate::instrument::events::{ByteOrder, Channel, Storage};
use crate::instrument::record::{Dilution, Recording, Run, Value};
use crate::quantity::{DecimalMark, Reading};
use std::borrow::Cow;

/// The least volume that a cytometer acquires, in nL: what the slowest flow in use, about 0.5 µL/min, gives in 30 s.
const LEAST_VOLUME: f64 = 250.0;

/// Keywords that hold the name of the sample, the first that holds something.
const SAMPLE: [&str; 5] = ["$SMNO", "SAMPLE ID", "TUBE NAME", "$SRC", "$WELLID"];
/// Keywords that hold the software.
const SOFTWARE: [&str; 3] = ["CREATOR", "SOFTWARE", "APPLICATION"];
/// Keywords that hold the serial number of the cytometer.
const SERIAL: [&str; 2] = ["$CYTSN", "CYTNUM"];

/// Numbers and words of a run and the keywords they stand under.
const OF_A_RUN: [(&str, &[&str], &str); 12] = [
    ("volume", &["$VOL"], "nL"),
    ("aborted_events", &["$ABRT"], ""),
    ("lost_events", &["$LOST"], ""),
    ("date", &["$DATE"], ""),
    ("begin_time", &["$BTIM"], ""),
    ("end_time", &["$ETIM"], ""),
    ("time_step", &["$TIMESTEP"], "s"),
    ("cytometer", &["$CYT"], ""),
    ("cytometer_serial", &SERIAL, ""),
    ("software", &SOFTWARE, ""),
    ("trigger", &["$TR"], ""),
    ("threshold", &["THRESHOLD"], ""),
];

/// The recording of a file with these data sets; at least one.
pub(super) fn recording<'b>(content: &Content<'b>, sets: Vec<DataSet<'b>>) -> Recording<'b> {
    let detected = sets.first().map(detected).unwrap_or_default();
    let mut recording = Recording::new(NAME, detected);
    if let Some(first) = sets.first() {
        recording.software = first_of(&[first], &SOFTWARE).to_owned();
        let named = [first.keywords.text("$CYT"), first_of(&[first], &SERIAL)];
        recording.instrument = named.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ");
    }
    for (number, set) in (1..).zip(&sets) {
        let of = if sets.len() > 1 { format!("data set {number}") } else { String::new() };
        let keywords = set.keywords.pairs();
        recording.values.extend(keywords.map(|(name, text)| value(name.trim().to_owned(), &of, text, "")));
        recording.findings.extend(set.findings.iter().cloned());
    }
    if sets.iter().any(is_nanofcm) {
        let message = "the file is of a NanoFCM instrument; no real file of one was there to compare the reader with";
        recording.findings.push(Finding::new(&codes::FORMAT_EXPERIMENTAL, message));
    }
    runs(content, &sets, &mut recording);
    recording
}

/// One run for each data set; two that hold the same events are one.
fn runs<'b>(content: &Content<'b>, sets: &[DataSet<'b>], recording: &mut Recording<'b>) {
    let mut numbered = (1..).zip(sets).peekable();
    while let Some((number, set)) = numbered.next() {
        let finer = numbered.next_if(|(_, next)| list_mode::same_events(set, next));
        let name = match (set.keywords.text("$FIL"), sets.len() - usize::from(finer.is_some())) {
            ("", _) if sets.len() == 1 => String::new(),
            ("", _) => format!("data set {number}"),
            (file, 1) => file.to_owned(),
            (file, _) => format!("{file}, data set {number}"),
        };
        let (events_of, together) = match finer {
            Some((_, finer)) => (finer, [finer, set]),
            None => (set, [set, set]),
        };
        if let Some((other, _)) = finer {
            let message = format!(
                "data sets {number} and {other} hold the same {} events, {other} in finer steps: they are counted once",
                set.events.len()
            );
            recording.findings.push(Finding::new(&codes::EVENTS_STATED_TWICE, message).at(content.place(0, 0), 1));
        }
        let run = run(name, events_of, &together, &mut recording.findings);
        recording.runs.push(run);
    }
}

/// The run of these events; words that their data set leaves empty come from the other of the two.
fn run<'b>(name: String, set: &DataSet<'b>, sets: &[&DataSet<'b>], findings: &mut Vec<Finding>) -> Run<'b> {
    let count = set.events.len();
    let mut values = vec![value("event_count", "", &count.to_string(), "")];
    for (quantity, keywords, unit) in OF_A_RUN {
        let text = first_of(sets, keywords);
        if !text.is_empty() {
            values.push(value(quantity, "", text, unit));
        }
    }
    check_volume(&mut values, set, findings);
    for channel in set.events.channels() {
        values.extend(settings(channel));
    }
    findings.push(miflowcyt_ev::finding(&missing_in_all(sets)));
    let failed = (count == 0).then(|| "the data set holds no event".to_owned());
    if let Some(why) = &failed {
        let help =
            "acquire the sample again; where no event is the true result, state the count as a result of its own";
        findings.push(Finding::new(&codes::MEASUREMENT_FAILED, format!("{name}: {why}")).help(help));
    }
    Run {
        name,
        sample: first_of(sets, &SAMPLE).to_owned(),
        date: dates::read(first_of(sets, &["$DATE"])),
        values,
        dilution: Dilution::NotRecorded,
        events: Some(set.events.clone()),
        failed,
        ..Run::default()
    }
}

/// Items that none of the data sets states.
fn missing_in_all(sets: &[&DataSet<'_>]) -> Vec<&'static miflowcyt_ev::Item> {
    let mut missing = sets.iter().map(|set| miflowcyt_ev::missing_items(set));
    let first = missing.next().unwrap_or_default();
    missing.fold(first, |kept, other| kept.into_iter().filter(|item| other.contains(item)).collect())
}

/// A volume that is contradicted, or too small to be in nanolitres, is no volume.
fn check_volume(values: &mut [Value], set: &DataSet<'_>, findings: &mut Vec<Finding>) {
    let Some(volume) = values.iter_mut().find(|value| value.quantity == "volume") else { return };
    if set.keywords.is_contradicted("$VOL") {
        volume.no_number = Some(Cow::Borrowed("$VOL is stated twice with different values"));
        return;
    }
    let Reading::Number(number) = &volume.reading else {
        volume.no_number = Some(Cow::Borrowed("$VOL holds no number"));
        return;
    };
    let number = number.approximately();
    if number > 0.0 && number < LEAST_VOLUME {
        let message = format!(
            "$VOL is {}: in nanolitres, as the standard says, no cytometer acquires so little; in microlitres it would be \
             plausible. The volume is not used",
            volume.text.trim()
        );
        let help = "state the concentration or the volume as a result of its own";
        findings.push(Finding::new(&codes::VOLUME_UNIT_DOUBTFUL, message).help(help));
        volume.no_number =
            Some(Cow::Borrowed("$VOL is plausible in microlitres only, and the standard has nanolitres"));
    } else if number <= 0.0 {
        volume.no_number = Some(Cow::Borrowed("$VOL is not positive"));
    }
}

/// Settings of a channel.
fn settings(channel: &Channel) -> impl Iterator<Item = Value> + '_ {
    let stated = [
        ("stain", &channel.stain, ""),
        ("voltage", &channel.voltage, "V"),
        ("gain", &channel.gain, ""),
        ("amplification", &channel.amplification, ""),
        ("range", &channel.range, ""),
    ];
    let stated = stated.into_iter().filter(|(_, text, _)| !text.is_empty());
    stated.map(|(quantity, text, unit)| value(quantity, &channel.name, text, unit))
}

/// The first of these keywords that holds something, in the first data set that has one.
fn first_of<'s>(sets: &[&'s DataSet<'_>], keywords: &[&str]) -> &'s str {
    let all = sets.iter().flat_map(|set| keywords.iter().map(|keyword| set.keywords.text(keyword)));
    all.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
}

fn value(quantity: impl Into<Cow<'static, str>>, of: &str, text: &str, unit: &'static str) -> Value {
    Value {
        quantity: quantity.into(),
        of: of.to_owned(),
        text: text.to_owned(),
        reading: Reading::parse(text, DecimalMark::Point),
        unit: Cow::Borrowed(unit),
        line: 0,
        column: 0,
        no_number: None,
    }
}

/// How the data set was read, in words.
fn detected(set: &DataSet<'_>) -> String {
    let word = |order| if order == ByteOrder::Little { "little endian" } else { "big endian" };
    let mut forms: Vec<String> = Vec::new();
    for channel in set.events.channels() {
        let form = match channel.storage {
            Storage::Unsigned { bytes, order, .. } => format!("{}, {}-bit integers", word(order), 8 * bytes),
            Storage::Single(order) => format!("{}, 32-bit floats", word(order)),
            Storage::Double(order) => format!("{}, 64-bit floats", word(order)),
        };
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    format!("{}, {}", set.version, forms.join(" and "))
}

/// Whether names say that the file is of a Flow NanoAnalyzer of NanoFCM.
fn is_nanofcm(set: &DataSet<'_>) -> bool {
    let names = ["$CYT", "$SYS", "CREATOR", "SOFTWARE", "$INST", "MANUFACTURER"]
        .map(|key| set.keywords.text(key).to_lowercase());
    // Its files have channels by height alone, named so, and a misspelt threshold.
    let has = |name: &str| set.events.channels().iter().any(|channel| channel.name.trim() == name);
    let misspelt = || set.keywords.pairs().any(|(name, value)| name.contains("Threthod") || value.contains("Threthod"));
    names.iter().any(|name| name.contains("nanofcm") || name.contains("nanoanalyzer")) || has("SS-H") && misspelt()
}
