//! Every number of `fcs/expected.json`, computed with numpy from the standard and compared there with three readers.

use super::{expected, folder, of_one_file, reading};
use evqc::instrument::fcs::{self, DataSet};
use evqc::instrument::{Content, Events};
use serde_json::Value;
use std::path::Path;
use std::sync::Arc;

/// The expected values are printed with nine significant digits.
const RELATIVE: f64 = 6e-9;

/// Comparisons made and the largest relative deviation.
#[derive(Default)]
struct Tally {
    files: usize,
    values: usize,
    largest: f64,
}

impl Tally {
    /// Counts a text.
    fn same(&mut self, what: &str, expected: &Value, got: &str) {
        self.values += 1;
        let expected = expected.as_str().map_or_else(|| expected.to_string(), str::to_owned);
        assert_eq!(got, expected.trim(), "{what}");
    }

    /// Counts a number; the tolerance is relative to the expected value, or to `scale` where that is larger.
    fn near(&mut self, what: &str, expected: &Value, got: f64, scale: f64) {
        self.values += 1;
        let expected = expected.as_f64().unwrap_or_else(|| panic!("{what}: {expected}"));
        let deviation = (got - expected).abs() / expected.abs().max(scale).max(f64::MIN_POSITIVE);
        assert!(deviation <= RELATIVE, "{what}: {got} instead of {expected}, off by {deviation:e}");
        self.largest = self.largest.max(deviation);
    }
}

fn channel_values(events: &Events<'_>, channel: usize) -> Vec<f64> {
    let mut values = vec![0.0; events.len()];
    // In two stretches, so that the second starts within the events.
    let (first, second) = values.split_at_mut(events.len() / 3);
    assert_eq!(events.raw(channel, 0, first), first.len());
    assert_eq!(events.raw(channel, first.len(), second), second.len());
    values
}

fn percentile(sorted: &[f64], p: f64) -> f64 {
    let position = p * (sorted.len() - 1) as f64;
    let below = position.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (position - below as f64) * (sorted[above] - sorted[below])
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn compare_channel(tally: &mut Tally, what: &str, expected: &Value, set: &DataSet<'_>, position: usize) {
    let channel = &set.events.channels()[position];
    tally.same(what, &expected["pnn"], channel.name.trim());
    tally.same(what, &expected["pns"], channel.stain.trim());
    tally.same(what, &expected["pnr"], &channel.range);
    tally.same(what, &expected["pne"], &channel.amplification);
    if let Some(gain) = expected.get("png") {
        tally.same(what, gain, &channel.gain);
    }
    tally.same(what, &expected["index"], &(position + 1).to_string());
    let mut values = channel_values(&set.events, position);
    let mean = mean(&values);
    let square = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / values.len() as f64;
    tally.near(&format!("{what} mean"), &expected["raw_mean"], mean, 0.0);
    tally.near(&format!("{what} sd"), &expected["raw_sd_population"], square.sqrt(), 0.0);
    values.sort_by(f64::total_cmp);
    for (key, p) in [
        ("raw_min", 0.0),
        ("raw_p01", 0.01),
        ("raw_p10", 0.1),
        ("raw_p25", 0.25),
        ("raw_median", 0.5),
        ("raw_p75", 0.75),
        ("raw_p90", 0.9),
        ("raw_p99", 0.99),
        ("raw_max", 1.0),
    ] {
        tally.near(&format!("{what} {key}"), &expected[key], percentile(&values, p), 0.0);
    }
}

fn compare_spillover(tally: &mut Tally, what: &str, expected: &Value, set: &DataSet<'_>) {
    let spillover = set.events.spillover.as_ref().unwrap_or_else(|| panic!("{what}: no spillover matrix"));
    tally.same(what, &expected["keyword"], &spillover.keyword);
    let names: Vec<&str> = expected["channels"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    assert_eq!(spillover.channels, names, "{what}");
    let shares = expected["matrix"].as_array().unwrap().iter().flat_map(|row| row.as_array().unwrap());
    let n = names.len();
    assert_eq!(spillover.matrix.len(), n * n);
    for (expected, got) in shares.zip(&spillover.matrix) {
        tally.near(&format!("{what} share"), expected, *got, 1.0);
    }
    tally.values += 2;
    assert_eq!(expected["names_all_found"].as_bool(), Some(spillover.absent.is_empty()), "{what}");
    assert_eq!(expected["is_identity"].as_bool(), Some(spillover.is_identity()), "{what}");
    let Some(medians) = expected.get("compensated_median") else { return };
    let matrix = evqc::cytometry::Compensation::new(&spillover.channels, &spillover.matrix).unwrap();
    let positions: Vec<usize> = names.iter().map(|name| set.events.channel(name).unwrap()).collect();
    let columns: Vec<Vec<f64>> = positions.iter().map(|position| channel_values(&set.events, *position)).collect();
    let detectors: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    for (channel, name) in names.iter().enumerate() {
        let mut values = vec![0.0; set.events.len()];
        matrix.dye(channel, &detectors, &mut values);
        let scale = values.iter().fold(0.0_f64, |most, value| most.max(value.abs())) * 1e-6;
        tally.near(&format!("{what} {name} mean"), &expected["compensated_mean"][name], mean(&values), scale);
        values.sort_by(f64::total_cmp);
        tally.near(&format!("{what} {name} median"), &medians[name], percentile(&values, 0.5), scale);
    }
}

fn pair(value: &Value) -> Option<(u64, u64)> {
    let pair = (value[0].as_u64().unwrap(), value[1].as_u64().unwrap());
    if pair == (0, 0) { None } else { Some(pair) }
}

fn compare_set(tally: &mut Tally, what: &str, expected: &Value, set: &DataSet<'_>) {
    tally.same(what, &expected["version"], &set.version);
    tally.same(what, &expected["text_delimiter_hex"], &format!("{:02x}", set.delimiter));
    tally.same(what, &expected["event_count"], &set.events.len().to_string());
    tally.same(what, &expected["parameter_count"], &set.events.channels().len().to_string());
    tally.same(what, &expected["keyword_count"], &set.keywords.len().to_string());
    for (key, keyword) in [
        ("datatype", "$DATATYPE"),
        ("byteord", "$BYTEORD"),
        ("cyt", "$CYT"),
        ("date", "$DATE"),
        ("btim", "$BTIM"),
        ("etim", "$ETIM"),
        ("creator", "CREATOR"),
        ("fil", "$FIL"),
        ("vol_nl", "$VOL"),
    ] {
        if let Some(value) = expected.get(key) {
            tally.same(&format!("{what} {key}"), value, set.keywords.text(keyword));
        }
    }
    let widths = set.events.channels().iter().map(|channel| (8 * channel.storage.bytes()) as u64);
    match &expected["bits_per_parameter"] {
        Value::Array(each) => assert!(widths.eq(each.iter().map(|bits| bits.as_u64().unwrap())), "{what}"),
        all => assert!(widths.into_iter().all(|bits| Some(bits) == all.as_u64()), "{what}"),
    }
    tally.values += 1;
    assert_eq!(pair(&expected["data_offsets_used"]), Some(set.data), "{what}");
    assert_eq!(pair(&expected["header_data_offsets"]), set.header_data, "{what}");
    assert_eq!(pair(&expected["text_data_offsets"]), set.text_data, "{what}");
    tally.values += 6;
    let from = if set.data_from_text { "TEXT" } else { "HEADER" };
    tally.same(what, &expected["data_offsets_taken_from"], from);
    let disagree = set.findings.iter().any(|finding| finding.code.name == "offsets-disagree");
    assert_eq!(expected["header_text_disagree"].as_bool(), Some(disagree), "{what}");
    tally.values += 1;
    let channels = expected["channels"].as_array().unwrap();
    assert_eq!(channels.len(), set.events.channels().len());
    for (position, channel) in channels.iter().enumerate() {
        compare_channel(tally, &format!("{what} channel {}", position + 1), channel, set, position);
    }
    match expected.get("spillover") {
        Some(spillover) if !spillover.is_null() => compare_spillover(tally, what, spillover, set),
        _ => assert!(set.events.spillover.is_none(), "{what}"),
    }
}

#[test]
fn every_expected_number() {
    let Some(folder) = folder().map(|folder| folder.join("fcs")) else { return };
    let mut tally = Tally::default();
    for (file, expected) in expected(&folder)["files"].as_object().unwrap() {
        tally.files += 1;
        let (values, largest) = (tally.values, std::mem::take(&mut tally.largest));
        let bytes = std::fs::read(folder.join(file)).unwrap();
        let content = Content::new(&Arc::from(file.as_str()), &bytes);
        if expected.get("expect").is_some() {
            let findings = evqc::instrument::read(&content, None).unwrap_err();
            assert_eq!(findings[0].code.name, "format-not-recognised");
            let fcs = evqc::instrument::by_name("fcs").unwrap();
            let forced = evqc::instrument::read(&content, Some(fcs)).unwrap_err();
            assert_eq!(forced[0].message, "the file does not begin with FCS and a version, as every FCS file does");
            tally.values += 1;
            continue;
        }
        let sets = fcs::data_sets(&content).unwrap_or_else(|findings| panic!("{file}: {findings:?}"));
        assert_eq!(expected["n_data_sets"].as_u64(), Some(sets.len() as u64), "{file}");
        tally.values += 1;
        for (expected, set) in expected["data_sets"].as_array().unwrap().iter().zip(&sets) {
            compare_set(&mut tally, file, expected, set);
        }
        tally.largest = of_one_file(file, tally.values - values, largest, tally.largest);
    }
    eprintln!("FCS: files {}, values {}, largest relative deviation {:.1e}", tally.files, tally.values, tally.largest);
    assert!(tally.files >= 18 && tally.values > 3000, "{} files, {} values", tally.files, tally.values);
}

/// What the recording of a file says.
struct Told {
    runs: Vec<String>,
    findings: Vec<(&'static str, String)>,
}

fn told(path: &Path) -> Told {
    reading(path, |recording| {
        let recording = recording.unwrap_or_else(|findings| panic!("{}: {findings:?}", path.display()));
        let value = |run: &evqc::instrument::Run<'_>, quantity| {
            run.value(quantity).map_or("-", |value| value.text.as_str()).to_owned()
        };
        let runs = recording.runs.iter().map(|run| {
            let date = run.date.map_or_else(String::new, |date| date.to_string());
            let refused = run.value("volume").and_then(|volume| volume.no_number.as_deref()).unwrap_or("");
            let (events, volume) = (value(run, "event_count"), value(run, "volume"));
            [&run.name, &run.sample, &date, &events, &volume, refused].join("|")
        });
        Told {
            runs: runs.collect(),
            findings: recording.findings.iter().map(|finding| (finding.code.name, finding.message.clone())).collect(),
        }
    })
}

fn has(told: &Told, code: &str, part: &str) -> bool {
    told.findings.iter().any(|(name, message)| *name == code && message.contains(part))
}

#[test]
fn events_of_an_lmd_file_count_once() {
    let Some(folder) = folder().map(|folder| folder.join("fcs")) else { return };
    let told = told(&folder.join("coulter.lmd"));
    assert_eq!(told.runs, ["life-dead-comp dead no dye 00002019 003.LMD|00002019|2009-11-11|18110|-|"]);
    assert!(has(&told, "events-stated-twice", "data sets 1 and 2 hold the same 18110 events"));
    assert!(has(&told, "reporting-item-missing", "volume ($VOL)"));
}

#[test]
fn traps_are_told() {
    let Some(folder) = folder().map(|folder| folder.join("fcs")) else { return };
    let beads = told(&folder.join("EV_scatter_sizing_beads_FACSCanto.fcs"));
    assert!(
        has(&beads, "spillover-not-usable", "SPILL names 9 of 10 channels that the file does not have"),
        "{:?}",
        beads.findings
    );
    assert!(has(&beads, "own-tables-disagree", "$P1V (490 and 324)"));
    let repeated = told(&folder.join("srv2013-02-12_2181.005_001.fcs"));
    assert!(has(&repeated, "own-tables-disagree", "$VOL (912686 and 151000)"));
    assert!(
        repeated.runs[0].ends_with("|8287|151000|$VOL is stated twice with different values"),
        "{:?}",
        repeated.runs
    );
    let same = told(&folder.join("SG_2014-09-26_Duplicate_Names.fcs"));
    assert!(same.runs[0].ends_with("|2014-09-26|8129|20083|"), "{:?}", same.runs);
    let moved = told(&folder.join("data_start_offset_discrepancy_example.fcs"));
    assert!(has(&moved, "offsets-disagree", "bytes 5555 to 6188, TEXT at 6081 to 6188; that of TEXT fits"));
    assert!(has(&moved, "own-tables-disagree", "74 bytes after byte 6189 belong to no segment"));
    let full_date = told(&folder.join("K2-C07-A7.fcs"));
    assert!(full_date.runs[0].contains("|2016-10-25|6194|17976.5|"), "{:?}", full_date.runs);
}
