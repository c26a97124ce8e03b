//! Percentages, counts, concentrations and medians of gated events, computed by hand for events of known values.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a broken reference ends the test")]

use evqc::cytometry::{Axis, Bound, Gate, Geometry, Scale};
use evqc::instrument::{Amplifier, ByteOrder, Channel, Events, Run, Spillover, Storage, Value};
use evqc::quantity::{Decimal, DecimalMark, Reading};
use evqc::reduction::{Computed, ControlRun, Factor, GatedEvents, NoValue};
use evqc::spec::EventStatistic;

fn channel(name: &str, gain: f64) -> Channel {
    Channel {
        name: name.to_owned(),
        stain: String::new(),
        storage: Storage::Single(ByteOrder::Little),
        amplifier: Amplifier::Linear { gain },
        range: "262144".to_owned(),
        voltage: String::new(),
        gain: gain.to_string(),
        amplification: "0,0".to_owned(),
    }
}

/// 3000 events: their number in SSC-A (gain 2, so that the scale value is half of it), its remainder by 10 in FITC-A.
fn bytes() -> Vec<u8> {
    let event = |number: u16| [f32::from(number), f32::from(number % 10)];
    (0..3000).flat_map(event).flat_map(f32::to_le_bytes).collect()
}

fn run<'b>(bytes: &'b [u8], spillover: Option<Spillover>, volume: &str) -> Run<'b> {
    let channels = vec![channel("SSC-A", 2.0), channel("FITC-A", 1.0)];
    let volume = Value {
        quantity: "volume".into(),
        of: String::new(),
        text: volume.to_owned(),
        reading: Reading::parse(volume, DecimalMark::Point),
        unit: "nL".into(),
        line: 0,
        column: 0,
        no_number: None,
    };
    Run { events: Some(Events::new(channels, bytes, spillover)), values: vec![volume], ..Run::default() }
}

fn range(name: &str, within: Option<usize>, channel: &str, lower: Option<Bound>, upper: Option<Bound>) -> Gate {
    let axis = Axis { channel: channel.to_owned(), scale: Scale::Linear };
    Gate { name: name.to_owned(), within, geometry: Geometry::Ranges(vec![(axis, lower, upper)]) }
}

fn gates() -> Vec<Gate> {
    let isotype = Bound::Quantile { p: 0.99, control: "isotype".to_owned() };
    vec![
        range("elsewhere", None, "APC-A", Some(Bound::At(0.0)), None),
        range("particles", None, "SSC-A", Some(Bound::At(500.0)), Some(Bound::At(650.0))),
        range("cd63", Some(1), "FITC-A", Some(Bound::At(7.0)), Some(Bound::At(8.0))),
        range("bright", Some(1), "SSC-A", Some(isotype), None),
        range("nothing", None, "FITC-A", Some(Bound::At(10.0)), None),
    ]
}

fn no_factor() -> Result<Factor, NoValue> {
    panic!("the factor is not asked for")
}

fn thousand() -> Result<Factor, NoValue> {
    let value = Decimal::parse("1000", DecimalMark::Point).unwrap();
    Ok(Factor { value, from: "samples.yaml:12".to_owned() })
}

fn value(
    run: &Run<'_>,
    wanted: &[usize],
    gate: usize,
    statistic: EventStatistic,
    controls: &[ControlRun<'_>],
) -> Result<Computed, NoValue> {
    let factor = if statistic == EventStatistic::Concentration { thousand } else { no_factor };
    GatedEvents::new(run, &gates(), wanted, false, controls)?.value(gate, &statistic, factor)
}

#[test]
fn percentages_name_their_denominator() {
    let bytes = bytes();
    let run = run(&bytes, None, "50000");
    // Scale values 500 to 650 are numbers 1000 to 1299; 30 of them end in 7.
    let percent = value(&run, &[1, 2], 2, EventStatistic::Percent { of: Some(1) }, &[]).unwrap();
    assert_eq!((percent.value.as_str(), percent.unit.as_str()), ("10", "%"));
    assert_eq!(
        percent.how,
        "percent of the events of gate particles in gate cd63, not compensated; 30 of 300, Wilson interval at 95 %: 7.09479 to \
         13.9166 %"
    );
    // Half of the Wilson interval with z = 1: sqrt(0.1 × 0.9 / 300 + 1 / (4 × 300²)) / (1 + 1 / 300).
    let expected = 100.0 * (0.09_f64 / 300.0 + 0.25 / 90_000.0).sqrt() / (1.0 + 1.0 / 300.0);
    assert!((percent.standard_uncertainty.unwrap() - expected).abs() < 1e-9);
    let of_all = value(&run, &[2], 2, EventStatistic::Percent { of: None }, &[]).unwrap();
    assert_eq!(of_all.value, "1");
    assert!(
        of_all.how.starts_with("percent of all events in gate cd63, not compensated; 30 of 3000, "),
        "{}",
        of_all.how
    );
    let third = value(&run, &[1, 4], 1, EventStatistic::Percent { of: Some(4) }, &[]).unwrap_err();
    assert_eq!(third.code.name, "no-event-counted");
    assert_eq!(third.message, "there is no percentage of the events of gate nothing: the run has none");
}

#[test]
fn counts_and_concentrations() {
    let bytes = bytes();
    let run_with = |volume| run(&bytes, None, volume);
    let count = value(&run_with(""), &[2], 2, EventStatistic::Count, &[]).unwrap();
    assert_eq!((count.value.as_str(), count.unit.as_str()), ("30", ""));
    assert!((count.standard_uncertainty.unwrap() - 30.25_f64.sqrt()).abs() < 1e-9);
    // 30 events in 50 µL, diluted a thousandfold: 600 per mL, 6e5 in the sample.
    let concentration = value(&run_with("50000"), &[2], 2, EventStatistic::Concentration, &[]).unwrap();
    assert_eq!((concentration.value.as_str(), concentration.unit.as_str()), ("600000", "particles/mL"));
    assert_eq!(
        concentration.how,
        "events in gate cd63 per volume ($VOL of the file), times the dilution 1000 (samples.yaml:12), not compensated; 30 events \
         in 50000 nL"
    );
    for (volume, why) in
        [("", "$VOL holds no volume"), ("0", "$VOL holds no volume"), ("unknown", "$VOL holds no volume")]
    {
        let refused = value(&run_with(volume), &[2], 2, EventStatistic::Concentration, &[]).unwrap_err();
        assert_eq!(
            (refused.code.name, refused.message),
            ("volume-not-stated", format!("there is no concentration: {why}"))
        );
    }
    let mut without = run_with("1");
    without.values.clear();
    let refused = value(&without, &[2], 2, EventStatistic::Concentration, &[]).unwrap_err();
    assert_eq!(refused.message, "there is no concentration: the file states no $VOL");
    let refused = GatedEvents::new(&run_with("50000"), &gates(), &[2], false, &[]).unwrap().value(
        2,
        &EventStatistic::Concentration,
        || Err(NoValue::new(&evqc::reduction::codes::RUN_WITHOUT_VALUE, "no factor", "")),
    );
    assert_eq!(refused.unwrap_err().message, "no factor");
}

#[test]
fn medians_and_thresholds() {
    let bytes = bytes();
    let run = run(&bytes, None, "");
    let median = |channel: &str| EventStatistic::Median { channel: channel.to_owned() };
    // 1007, 1017 ... 1297 halved.
    assert_eq!(value(&run, &[2], 2, median("SSC-A"), &[]).unwrap().value, "576");
    assert_eq!(value(&run, &[4], 4, median("SSC-A"), &[]).unwrap_err().code.name, "no-event-counted");
    assert!(value(&run, &[2], 2, median("PE-A"), &[]).unwrap_err().message.contains("no channel \"PE-A\""));
    let controls = [ControlRun { name: "isotype", run: &run }];
    // Of 500 to 649.5 in steps of a half: position 0.99 × 299 from 500 is 648.005; 3 events are above.
    let bright = value(&run, &[3], 3, EventStatistic::Percent { of: Some(3) }, &controls).unwrap();
    assert_eq!(bright.value, "100");
    let bright = value(&run, &[1, 3], 3, EventStatistic::Percent { of: Some(1) }, &controls).unwrap();
    assert_eq!(bright.value, "1");
    assert!(
        bright.how.contains(
            ", gate bright begins or ends at SSC-A 648.005, the 0.99 quantile (type 7) of 300 events of the isotype \
             control, not compensated; "
        ),
        "{}",
        bright.how
    );
    let unrelated = value(&run, &[2, 3], 2, EventStatistic::Count, &controls).unwrap();
    assert!(!unrelated.how.contains("isotype"), "{}", unrelated.how);
    let none = value(&run, &[3], 3, EventStatistic::Count, &[]).unwrap_err();
    assert_eq!(none.message, "a gate takes its threshold from the isotype control, and no run is this control");
    let twice = [controls[0], controls[0]];
    let refused = value(&run, &[3], 3, EventStatistic::Count, &twice).unwrap_err();
    assert_eq!(refused.message, "2 runs are the isotype control");
}

/// An amplifier of other decades is another axis, also where both are undone.
#[test]
fn controls_are_compared_in_the_channels_of_their_gates() {
    let bytes = bytes();
    let sample = run(&bytes, None, "");
    let with = |change: fn(&mut Channel), at: usize| {
        let mut channels = vec![channel("SSC-A", 2.0), channel("FITC-A", 1.0)];
        change(&mut channels[at]);
        Run { events: Some(Events::new(channels, &bytes, None)), ..Run::default() }
    };
    let judged = |control: &Run<'_>| {
        value(&sample, &[3], 3, EventStatistic::Count, &[ControlRun { name: "isotype", run: control }])
    };
    let refused = judged(&with(|channel| channel.amplification = "4,1".to_owned(), 0)).unwrap_err();
    assert_eq!(
        (refused.code.name, refused.message.as_str()),
        (
            "control-settings-differ",
            "the isotype control was not taken as the sample was: amplification ($PnE) of SSC-A is 4,1, that of the sample 0,0"
        )
    );
    // FITC-A is in no gate that takes something from the control; a voltage that one file does not state is not compared.
    assert!(judged(&with(|channel| channel.amplification = "4,1".to_owned(), 1)).is_ok());
    assert!(judged(&with(|channel| channel.voltage = "300".to_owned(), 0)).is_ok());
}

#[test]
fn compensation_from_the_file() {
    let bytes = bytes();
    let spillover = |absent: &[&str]| Spillover {
        keyword: "SPILL".to_owned(),
        channels: vec!["SSC-A".to_owned(), "FITC-A".to_owned()],
        // A hundredth of SSC-A in FITC-A.
        matrix: vec![1.0, 0.01, 0.0, 1.0],
        absent: absent.iter().map(|name| (*name).to_owned()).collect(),
    };
    let gates = [range("low", None, "FITC-A", None, Some(Bound::At(0.0)))];
    let count = |run: &Run<'_>| {
        let gated = GatedEvents::new(run, &gates, &[0], true, &[])?;
        gated.value(0, &EventStatistic::Count, no_factor)
    };
    let compensated = run(&bytes, Some(spillover(&[])), "");
    // number mod 10 < number / 200.
    let expected =
        (0..3000_u32).filter(|number| f64::from(number % 10) - 0.01 * f64::from(*number) / 2.0 < 0.0).count();
    let value = count(&compensated).unwrap();
    assert_eq!(value.value, expected.to_string());
    assert!(value.how.contains(", compensated with SPILL of the file; "), "{}", value.how);
    let without = count(&run(&bytes, None, "")).unwrap_err();
    assert_eq!(without.message, "the file states no spillover matrix to compensate with");
    let absent = count(&run(&bytes, Some(spillover(&["PE-A"])), "")).unwrap_err();
    assert_eq!(
        (absent.code.name, absent.message.as_str()),
        ("spillover-not-usable", "SPILL names channels that the file does not have: PE-A")
    );
}

#[test]
fn what_has_no_events() {
    let none = value(&Run::default(), &[2], 2, EventStatistic::Count, &[]).unwrap_err();
    assert_eq!((none.code.name, none.message.as_str()), ("run-without-value", "the run has no events"));
    let bytes = bytes();
    let absent = value(&run(&bytes, None, ""), &[0], 0, EventStatistic::Count, &[]).unwrap_err();
    assert_eq!(absent.code.name, "gating-not-possible");
    assert!(absent.message.starts_with("the file has no channel \"APC-A\""), "{}", absent.message);
}
