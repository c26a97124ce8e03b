//! Bytes to events and populations: the reader of FCS files, its channels, and gates on them. Nothing panics, no claimed size
//! is believed, as many events are decoded as there are.

#![no_main]

use evqc::cytometry::{Axis, Bound, Gate, Geometry, Scale};
use evqc::instrument::fcs::{data_sets, missing_items};
use evqc::instrument::{Content, Run, by_name, read};
use evqc::reduction::GatedEvents;
use evqc::spec::EventStatistic;
use libfuzzer_sys::fuzz_target;
use std::sync::Arc;

/// What parts TEXT from DATA where the fuzzer writes only those.
const PART: &[u8] = b"\n====\n";
/// Bytes of the HEADER.
const HEADER: usize = 58;

/// TEXT and DATA behind a HEADER that places them: a fuzzer hardly ever changes a length together with its offsets.
fn packed(parts: &[u8]) -> Vec<u8> {
    let at = parts.windows(PART.len()).position(|window| window == PART);
    let (text, data) = at.map_or((parts, &[][..]), |at| (&parts[..at], &parts[at + PART.len()..]));
    let start = HEADER + text.len();
    let offsets = [HEADER, start.saturating_sub(1), start, (start + data.len()).saturating_sub(1), 0, 0];
    let mut file = b"FCS3.0    ".to_vec();
    offsets.iter().for_each(|offset| file.extend(format!("{offset:>8}").bytes()));
    file.extend_from_slice(text);
    file.extend_from_slice(data);
    file
}

/// A gate on the first channel and its complement hold all events.
fn gate(run: &Run<'_>, channel: &str) {
    let axis = Axis { channel: channel.to_owned(), scale: Scale::Logicle { t: 262_144.0, w: 0.5, m: 4.5, a: 0.0 } };
    let geometry = Geometry::Ranges(vec![(axis, Some(Bound::At(0.5)), None)]);
    let gates = [
        Gate { name: "range".to_owned(), within: None, geometry },
        Gate { name: "not".to_owned(), within: None, geometry: Geometry::Not(0) },
    ];
    let all = run.events.as_ref().map_or(0, evqc::instrument::Events::len);
    for compensate in [false, true] {
        let Ok(gated) = GatedEvents::new(run, &gates, &[0, 1], compensate, &[]) else { continue };
        let populations = gated.populations();
        assert_eq!(populations.count(Some(0)) + populations.count(Some(1)), all);
        let percent = gated.value(0, &EventStatistic::Percent { of: None }, || unreachable!());
        assert!(percent.is_ok_and(|percent| percent.value.parse::<f64>().is_ok_and(f64::is_finite)));
    }
}

fuzz_target!(|bytes: &[u8]| {
    let made;
    let bytes = match bytes.first() {
        Some(b'/' | b'|' | b'\\') => {
            made = packed(bytes);
            &made
        }
        _ => bytes,
    };
    let content = Content::new(&Arc::from("f"), bytes);
    let format = by_name("fcs").expect("the format is there");
    let recording = read(&content, Some(format));
    evqc_fuzz::check(&content, &recording);
    let sets = data_sets(&content);
    assert_eq!(sets.is_err(), recording.is_err());
    sets.iter().flatten().for_each(|set| assert!(missing_items(set).len() < 100));
    for run in recording.iter().flat_map(|recording| &recording.runs) {
        let events = run.events.as_ref().expect("a run of an FCS file has events");
        // Events are bytes of the file, never more than there are.
        let width: usize = events.channels().iter().map(|channel| channel.storage.bytes()).sum();
        assert!(events.len().saturating_mul(width) <= bytes.len());
        if let Some(first) = events.channels().first() {
            gate(run, &first.name);
        }
    }
});
