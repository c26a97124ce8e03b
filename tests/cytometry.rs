//! Gates and scales against the compliance tests of Gating-ML 2.0, and populations of small sets of events.
//!
//! The compliance tests are part of the standard (J. Spidlen, 2012): gates, and for each of 13 367 events of `data1.fcs`
//! whether it is in them. The gates below are those of `gml_all_gates.xml` that use what evqc has (ranges, polygons,
//! boolean gates, quadrants as rectangles; log, arcsinh and logicle scales; compensation), the numbers of events those of
//! the `Results_*.txt` beside it, as kept in `data/gate_ref` of the repository whitews/FlowKit.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "the tests read real files and say when they are absent"
)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a broken reference ends the test")]

#[path = "support/needed.rs"]
mod needed;

use evqc::cytometry::{
    Axis, Bound, Columns, Compensation, Control, CytometryError, Gate, Geometry, Populations, Scale, quantile,
    with_thresholds,
};
use evqc::instrument::{Content, Events, fcs};
use evqc::stats::{self, QuantileType};
use std::sync::Arc;

/// Scale values of the events of a file.
struct File<'e>(&'e Events<'e>);

impl Columns for File<'_> {
    fn events(&self) -> usize {
        self.0.len()
    }

    fn position(&self, channel: &str) -> Result<usize, String> {
        self.0.channel(channel).map_err(|error| error.to_string())
    }

    fn fill(&self, position: usize, start: usize, out: &mut [f64]) -> usize {
        self.0.scaled(position, start, out)
    }
}

/// Columns in memory.
struct Table(Vec<(&'static str, Vec<f64>)>);

impl Columns for Table {
    fn events(&self) -> usize {
        self.0.first().map_or(0, |(_, values)| values.len())
    }

    fn position(&self, channel: &str) -> Result<usize, String> {
        self.0.iter().position(|(name, _)| *name == channel).ok_or_else(|| format!("no channel {channel}"))
    }

    fn fill(&self, position: usize, start: usize, out: &mut [f64]) -> usize {
        let rest = &self.0[position].1[start..];
        let count = rest.len().min(out.len());
        out[..count].copy_from_slice(&rest[..count]);
        count
    }
}

fn axis(channel: &str, scale: Scale) -> Axis {
    Axis { channel: channel.to_owned(), scale }
}

fn at(coordinate: impl Into<Option<f64>>) -> Option<Bound> {
    coordinate.into().map(Bound::At)
}

type Side = (&'static str, Scale, Option<f64>, Option<f64>);

fn ranges(name: &str, sides: &[Side]) -> Gate {
    let ranges = sides.iter().map(|(channel, scale, lower, upper)| (axis(channel, *scale), at(*lower), at(*upper)));
    Gate { name: name.to_owned(), within: None, geometry: Geometry::Ranges(ranges.collect()) }
}

fn linear(name: &str, sides: &[(&'static str, Option<f64>, Option<f64>)]) -> Gate {
    let sides: Vec<Side> =
        sides.iter().map(|(channel, lower, upper)| (*channel, Scale::Linear, *lower, *upper)).collect();
    ranges(name, &sides)
}

fn polygon(name: &str, x: &str, y: &str, vertices: &[(f64, f64)]) -> Gate {
    let geometry =
        Geometry::Polygon { x: axis(x, Scale::Linear), y: axis(y, Scale::Linear), vertices: vertices.to_vec() };
    Gate { name: name.to_owned(), within: None, geometry }
}

fn boolean(name: &str, geometry: Geometry) -> Gate {
    Gate { name: name.to_owned(), within: None, geometry }
}

fn with_data1(look: impl FnOnce(&File<'_>)) {
    let Some(path) = needed::shared("data/instruments/fcs/data1.fcs", "the compliance tests of Gating-ML") else {
        return;
    };
    let bytes = std::fs::read(path).unwrap();
    let content = Content::new(&Arc::from("data1.fcs"), &bytes);
    let sets = fcs::data_sets(&content).unwrap();
    look(&File(&sets[0].events));
}

fn compare(file: &File<'_>, compensation: Option<&Compensation>, gates: &[Gate], expected: &[usize]) {
    let populations = Populations::of(file, compensation, gates).unwrap();
    assert_eq!(populations.events(), 13_367);
    assert_eq!(gates.len(), expected.len());
    for (position, (gate, expected)) in gates.iter().zip(expected).enumerate() {
        assert_eq!(populations.count(Some(position)), *expected, "{}", gate.name);
    }
}

const TRIANGLE: [(f64, f64); 3] = [(5.0, 5.0), (500.0, 5.0), (500.0, 500.0)];
const ARCSINH: Scale = Scale::Arcsinh { t: 10_000.0, m: 4.0, a: 1.0 };
const LOGICLE: Scale = Scale::Logicle { t: 10_000.0, w: 0.5, m: 4.5, a: 0.0 };
const LOGICLE_A: Scale = Scale::Logicle { t: 10_000.0, w: 1.0, m: 4.0, a: 0.5 };
const LOG: Scale = Scale::Log { t: 10_000.0, m: 5.0 };

#[test]
fn gating_ml_ranges_polygons_and_quadrants() {
    let gates = [
        linear("Range1", &[("FSC-H", Some(100.0), None)]),
        linear("Rectangle1", &[("SSC-H", Some(20.0), Some(80.0)), ("FL1-H", Some(70.0), Some(200.0))]),
        polygon("Polygon1", "FL2-H", "FL3-H", &TRIANGLE),
        linear("Range2", &[("Time", Some(20.0), Some(80.0))]),
        polygon("Polygon2", "FL1-H", "FL4-H", &[(20.0, 10.0), (120.0, 10.0), (120.0, 160.0), (20.0, 160.0)]),
        polygon(
            "Polygon3NS",
            "SSC-H",
            "FL3-H",
            &[
                (10.0, 10.0),
                (500.0, 10.0),
                (500.0, 390.0),
                (100.0, 390.0),
                (100.0, 180.0),
                (200.0, 180.0),
                (200.0, 300.0),
                (10.0, 300.0),
            ],
        ),
        linear("FL2P-FL4P", &[("FL2-H", Some(12.14748), None), ("FL4-H", Some(14.22417), None)]),
        linear("FL2N-FL4P", &[("FL2-H", None, Some(12.14748)), ("FL4-H", Some(14.22417), None)]),
        linear("FL2N-FL4N", &[("FL2-H", None, Some(12.14748)), ("FL4-H", None, Some(14.22417))]),
        linear("FL2P-FL4N", &[("FL2-H", Some(12.14748), None), ("FL4-H", None, Some(14.22417))]),
        linear("FSCN-SSCN", &[("FSC-H", None, Some(28.0654)), ("SSC-H", None, Some(17.75))]),
        linear(
            "FSCD-SSCN-FL1N",
            &[("FSC-H", Some(28.0654), Some(70.02725)), ("SSC-H", None, Some(17.75)), ("FL1-H", None, Some(6.43567))],
        ),
        linear(
            "FSCP-SSCN-FL1N",
            &[("FSC-H", Some(70.02725), None), ("SSC-H", None, Some(17.75)), ("FL1-H", None, Some(6.43567))],
        ),
        linear("FSCD-FL1P", &[("FSC-H", Some(28.0654), Some(70.02725)), ("FL1-H", Some(6.43567), None)]),
        linear(
            "FSCN-SSCP-FL1P",
            &[("FSC-H", None, Some(28.0654)), ("SSC-H", Some(17.75), None), ("FL1-H", Some(6.43567), None)],
        ),
    ];
    let expected = [440, 252, 1582, 4710, 183, 1325, 620, 238, 5148, 7361, 398, 755, 96, 2978, 59];
    with_data1(|file| compare(file, None, &gates, &expected));
}

/// `Or2` and `And1`; `And1` once more as a gate within another.
#[test]
fn gating_ml_boolean_gates() {
    let time = linear("Range2", &[("Time", Some(20.0), Some(80.0))]);
    let gates = [
        polygon("Polygon1", "FL2-H", "FL3-H", &TRIANGLE),
        time.clone(),
        boolean("And1", Geometry::All(vec![0, 1])),
        linear("Rectangle2", &[("SSC-H", Some(20.0), Some(80.0)), ("FL1-H", Some(70.0), Some(200.0))]),
        linear("FL2N-FL4N", &[("FL2-H", None, Some(12.14748)), ("FL4-H", None, Some(14.22417))]),
        boolean("not FL2N-FL4N", Geometry::Not(4)),
        boolean("Or2", Geometry::Any(vec![3, 5])),
        Gate { within: Some(0), ..time },
    ];
    let expected = [1582, 4710, 561, 252, 5148, 13_367 - 5148, 8283, 561];
    with_data1(|file| compare(file, None, &gates, &expected));
}

#[test]
fn gating_ml_scales() {
    let gates = [
        ranges("ScaleRange1", &[("FL1-H", ARCSINH, Some(0.37), Some(0.63))]),
        ranges("ScaleRange4", &[("FL1-H", LOGICLE, Some(0.37), Some(0.63))]),
        ranges("ScaleRange5", &[("FL1-H", LOGICLE_A, Some(0.37), Some(0.63))]),
        ranges("ScaleRange6", &[("FL1-H", LOG, Some(0.37), Some(0.63))]),
    ];
    with_data1(|file| compare(file, None, &gates, &[8425, 2509, 1840, 8351]));
}

#[test]
fn gating_ml_compensation() {
    let channels = ["FL1-H", "FL2-H", "FL3-H"].map(str::to_owned);
    let matrix = Compensation::new(&channels, &[1.0, 0.02, 0.06, 0.11, 1.0, 0.07, 0.09, 0.01, 1.0]).unwrap();
    let gates = [
        polygon("Polygon4", "FL2-H", "FL3-H", &TRIANGLE),
        linear("Rectangle3", &[("FL1-H", Some(5.0), Some(70.0)), ("FL2-H", Some(9.0), Some(208.0))]),
        linear("Rectangle4", &[("FL3-H", Some(7.0), Some(90.0)), ("FSC-H", Some(10.0), Some(133.0))]),
        linear("Rectangle5", &[("FL3-H", Some(7.0), Some(90.0)), ("FSC-H", Some(10.0), None)]),
        ranges("ScaleRange1c", &[("FL1-H", ARCSINH, Some(0.37), Some(0.63))]),
        ranges("ScaleRange4c", &[("FL1-H", LOGICLE, Some(0.37), Some(0.63))]),
        ranges("ScaleRange5c", &[("FL1-H", LOGICLE_A, Some(0.37), Some(0.63))]),
        ranges("ScaleRange6c", &[("FL2-H", ARCSINH, Some(0.09), Some(0.36))]),
        ranges("ScaleRange8c", &[("FL2-H", LOGICLE_A, Some(0.09), Some(0.36))]),
        ranges("ScaleRect1", &[("FL2-H", LOGICLE, Some(0.31), Some(0.69)), ("FL3-H", LOGICLE, Some(0.27), Some(0.73))]),
    ];
    let expected = [716, 6446, 1275, 1303, 6916, 1873, 1436, 4113, 6263, 809];
    with_data1(|file| compare(file, Some(&matrix), &gates, &expected));
}

/// 3000 events whose value is their number, and its remainder by 10.
fn numbers() -> Table {
    let number = |of: fn(u32) -> u32| (0..3000).map(|event| f64::from(of(event))).collect();
    Table(vec![("number", number(|event| event)), ("digit", number(|event| event % 10))])
}

#[test]
fn bounds_are_half_open_and_denominators_are_named() {
    let gates = [
        linear("middle", &[("number", Some(1000.0), Some(2000.0))]),
        linear("sevens", &[("digit", Some(7.0), Some(8.0))]),
        Gate { within: Some(0), ..linear("sevens of the middle", &[("digit", Some(7.0), Some(8.0))]) },
        boolean("both", Geometry::All(vec![0, 1])),
        Gate { within: Some(1), ..boolean("not in the middle", Geometry::Not(0)) },
    ];
    let populations = Populations::of(&numbers(), None, &gates).unwrap();
    let counts: Vec<usize> = (0..gates.len()).map(|gate| populations.count(Some(gate))).collect();
    assert_eq!(counts, [1000, 300, 100, 100, 200]);
    assert_eq!((populations.count(None), populations.count_in_both(1, Some(0))), (3000, 100));
    assert!(populations.contains(0, 1000) && !populations.contains(0, 2000) && !populations.contains(0, 99_999));
    let values = populations.values(&numbers(), None, "number", Some(2)).unwrap();
    assert_eq!((values.len(), values[0], values[99]), (100, 1007.0, 1997.0));
}

#[test]
fn thresholds_come_from_the_gate_around() {
    let quantile_of = |control: &str| Some(Bound::Quantile { p: 0.99, control: control.to_owned() });
    let log = Scale::Log { t: 10_000.0, m: 4.0 };
    let gates = [
        linear("middle", &[("number", Some(1000.0), Some(2000.0))]),
        Gate {
            name: "positive".to_owned(),
            within: Some(0),
            geometry: Geometry::Ranges(vec![(axis("number", log), quantile_of("isotype"), None)]),
        },
    ];
    let control = numbers();
    let controls = [Control { name: "isotype", columns: &control, compensation: None }];
    let (resolved, thresholds) = with_thresholds(&gates, &controls).unwrap();
    assert_eq!(thresholds.len(), 1);
    // 1000 to 1999 in steps of 1: position 0.99 × 999.
    assert_eq!((thresholds[0].events, thresholds[0].value), (1000, 1000.0 + 989.01));
    assert_eq!(thresholds[0].coordinate, (1989.01_f64 / 10_000.0).log10() / 4.0 + 1.0);
    let populations = Populations::of(&control, None, &resolved).unwrap();
    assert_eq!(populations.count(Some(1)), 10);
    let message = |gates: &[Gate], controls: &[Control<'_>]| with_thresholds(gates, controls).unwrap_err().to_string();
    assert_eq!(
        message(&gates, &[]),
        "gate \"positive\" takes its threshold from the isotype control, and there is none"
    );
    let empty = Table(vec![("number", vec![5.0])]);
    assert_eq!(
        message(&gates, &[Control { name: "isotype", columns: &empty, compensation: None }]),
        "the isotype control has no event for the threshold of gate \"positive\" within \"middle\""
    );
    let dark = Table(vec![("number", vec![-5.0; 100])]);
    let free = [Gate { within: None, ..gates[1].clone() }];
    assert_eq!(
        message(&free, &[Control { name: "isotype", columns: &dark, compensation: None }]),
        "gate \"positive\" would begin at -5, a value that the log scale does not have"
    );
    assert!(matches!(Populations::of(&control, None, &gates), Err(CytometryError::NoControl { .. })));
}

/// Beyond the 99.5 % quantile lies one event of 200.
#[test]
fn a_threshold_of_a_handful_of_events_is_none() {
    for (p, needed) in [(0.995, 200_u32), (0.005, 200), (0.99, 100), (0.999, 1000), (0.9, 10), (0.75, 4), (0.5, 2)] {
        let gate = |lower: bool| {
            let bound = Some(Bound::Quantile { p, control: "isotype".to_owned() });
            let (low, high) = if lower { (bound, None) } else { (None, bound) };
            let geometry = Geometry::Ranges(vec![(axis("number", Scale::Linear), low, high)]);
            [Gate { name: "positive".to_owned(), within: None, geometry }]
        };
        let of = |events: u32| {
            let control = Table(vec![("number", (0..events).map(f64::from).collect())]);
            let controls = [Control { name: "isotype", columns: &control, compensation: None }];
            with_thresholds(&gate(events.is_multiple_of(2)), &controls).map(|(_, thresholds)| thresholds[0].events)
        };
        assert_eq!(of(needed), Ok(needed as usize), "{p}");
        let few = of(needed - 1).unwrap_err().to_string();
        let expected = format!(
            "the threshold of gate \"positive\" is the {p} quantile of {} events of the isotype control, and fewer than one of \
             so many lies beyond it; it takes {needed} events",
            needed - 1
        );
        assert_eq!(few, expected);
    }
}

#[test]
fn quantiles_in_place_are_those_of_the_statistics() {
    let values: Vec<f64> = (0..997).map(|number: u32| f64::from(number.wrapping_mul(2_654_435_761) % 1000)).collect();
    for p in [0.0, 0.01, 0.5, 0.99, 0.995, 1.0] {
        let expected = stats::quantile(&values, p, QuantileType::Excel).unwrap();
        assert!((quantile(&mut values.clone(), p).unwrap() - expected).abs() < 1e-9, "{p}");
    }
    assert!(quantile(&mut [], 0.5).is_err());
    assert!(quantile(&mut [1.0], 1.5).is_err());
}

#[test]
fn what_cannot_be_gated() {
    let message = |gates: &[Gate]| Populations::of(&numbers(), None, gates).unwrap_err().to_string();
    assert_eq!(message(&[linear("g", &[("CD9", Some(1.0), None)])]), "no channel CD9");
    assert_eq!(message(&[boolean("g", Geometry::Not(0))]), "gate \"g\" names a gate that does not stand before it");
    assert_eq!(message(&[boolean("g", Geometry::All(vec![]))]), "gate \"g\" combines no gate");
    assert_eq!(message(&[linear("g", &[])]), "gate \"g\" has no axis");
    assert_eq!(
        message(&[linear("g", &[("digit", Some(f64::NAN), None)])]),
        "gate \"g\" has a bound that is not finite"
    );
    assert_eq!(
        message(&[polygon("g", "digit", "number", &[(0.0, 0.0), (1.0, 1.0)])]),
        "gate \"g\" needs three corners or more, all of them finite"
    );
    let broken = Table(vec![("number", (0..2000).map(|at| if at == 1500 { f64::NAN } else { 1.0 }).collect())]);
    let gates = [linear("g", &[("number", Some(0.0), None)])];
    assert_eq!(
        Populations::of(&broken, None, &gates).unwrap_err().to_string(),
        "the value of event 1501 in channel \"number\" is not finite"
    );
}
