//! Bytes to events and populations: the reader of FCS files, its channels, and gates on them.

#![no_main]

use evqc::cytometry::{Axis, Bound, Gate, Geometry, Scale};
use evqc::finding::Severity;
use evqc::instrument::{Content, by_name, read};
use evqc::reduction::GatedEvents;
use evqc::spec::EventStatistic;
use libfuzzer_sys::fuzz_target;
use std::sync::Arc;

fuzz_target!(|bytes: &[u8]| {
    let content = Content::new(&Arc::from("a.fcs"), bytes);
    let recording = match read(&content, by_name("fcs").ok()) {
        Ok(recording) => recording,
        Err(findings) => {
            assert!(findings.iter().any(|finding| finding.severity() == Severity::Error));
            return;
        }
    };
    for run in &recording.runs {
        let events = run.events.as_ref().expect("a run of an FCS file has events");
        // Events are bytes of the file, never more than there are.
        let width: usize = events.channels().iter().map(|channel| channel.storage.bytes()).sum();
        assert!(events.len().saturating_mul(width) <= bytes.len());
        let mut values = [0.0; 8];
        for channel in 0..events.channels().len() {
            assert_eq!(events.scaled(channel, 0, &mut values), events.len().min(8));
        }
        let Some(first) = events.channels().first() else { continue };
        let axis = |scale| Axis { channel: first.name.clone(), scale };
        let logicle = Scale::Logicle { t: 262_144.0, w: 0.5, m: 4.5, a: 0.0 };
        let gates = [
            Gate {
                name: "range".to_owned(),
                within: None,
                geometry: Geometry::Ranges(vec![(axis(logicle), Some(Bound::At(0.5)), None)]),
            },
            Gate { name: "not".to_owned(), within: None, geometry: Geometry::Not(0) },
        ];
        for compensate in [false, true] {
            let Ok(gated) = GatedEvents::new(run, &gates, &[0, 1], compensate, &[]) else { continue };
            let populations = gated.populations();
            assert_eq!(populations.count(Some(0)) + populations.count(Some(1)), events.len());
            let percent = gated.value(0, &EventStatistic::Percent { of: None }, || unreachable!());
            assert!(percent.is_ok_and(|percent| percent.value.parse::<f64>().is_ok_and(f64::is_finite)));
        }
    }
});
