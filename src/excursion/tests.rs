use super::*;
use crate::source::Place;
use crate::spec::{self, BuiltIn, Settings, SourceText, Specification};
use jiff::civil::date;
use std::sync::Arc;

fn product(handling: &str) -> Specification {
    let text = format!(
        "evqc: 1\nid: p\nversion: 1.0.0\ntitle: P\nstatus: draft\nrounding: usp\nhandling: {handling}\n\
         tests: {{ph: {{category: general, accept: 6.8 to 7.6}}}}\n"
    );
    let read = spec::read(&SourceText::new("p.yaml", &text), &BuiltIn, &Settings::default());
    read.specification.unwrap_or_else(|| panic!("{:?}", read.findings))
}

/// Minutes and temperatures in tenths of a degree.
fn logged(readings: &[(i64, i64)]) -> Logged {
    let file: Arc<str> = Arc::from("log");
    let point = |(minute, tenths): &(i64, i64)| Point {
        second: minute * 60,
        moment: words::later("2026-11-03T00:00:00", minute * 60),
        celsius: Exact::ratio(*tenths, 10),
        impossible: None,
        place: Place::new(&file, 1, 1),
    };
    Logged { name: "log".into(), points: readings.iter().map(point).collect() }
}

fn evaluated(handling: &str, readings: &[(i64, i64)]) -> Evaluation {
    let product = product(handling);
    let logged = [logged(readings)];
    let handling = product.handling.as_deref();
    evaluate(&Question {
        handling,
        lot: None,
        logged: &logged,
        used: &[],
        digests: &[],
        assessment: None,
        as_of: date(2026, 12, 1),
    })
}

const TRAPEZOID: &str =
    "{storage: 2 to 8 °C, between_readings: trapezoid, longest_gap: 10 min, transport: {readings: 2 to 15 °C}}";

#[test]
fn a_straight_line_crosses_the_limit_where_it_does() {
    // 6 °C at 0 min, 10 °C at 10 min, 6 °C at 20 min: above 8 °C from 5 to 15 min.
    let found = evaluated(TRAPEZOID, &[(0, 60), (10, 100), (20, 60)]);
    let stretch = &found.journeys[0].excursions[0];
    assert_eq!((stretch.seconds(), stretch.peak.clone()), (Exact::from_i64(600), Exact::from_i64(10)));
    assert_eq!(stretch.from_moment, "2026-11-03T00:05:00");
    assert!(!stretch.open_start && !stretch.open_end);
    let step = evaluated(&TRAPEZOID.replace("trapezoid", "step"), &[(0, 60), (10, 100), (20, 60)]);
    assert_eq!(step.journeys[0].excursions[0].from_moment, "2026-11-03T00:10:00");
    assert_eq!(step.journeys[0].excursions[0].seconds(), Exact::from_i64(600));
}

#[test]
fn the_limit_itself_belongs_to_the_range() {
    assert!(evaluated(TRAPEZOID, &[(0, 80), (10, 80), (20, 20)]).journeys[0].excursions.is_empty());
    let open = TRAPEZOID.replace("2 to 8 °C,", "'[2, 8) °C',").replace("trapezoid", "step");
    assert_eq!(evaluated(&open, &[(0, 50), (10, 80), (20, 50)]).journeys[0].excursions.len(), 1);
}

#[test]
fn a_gap_is_never_a_pass_and_splits_an_excursion() {
    let found = evaluated(TRAPEZOID, &[(0, 50), (10, 90), (40, 90), (50, 50)]);
    assert_eq!((found.outcome, found.deviation), (Outcome::Inconclusive, true));
    assert_eq!(found.journeys[0].excursions.len(), 2);
    assert_eq!(found.journeys[0].gaps[0].seconds, 1800);
    // Eleven minutes are a gap where ten are allowed; ten are none.
    assert_eq!(evaluated(TRAPEZOID, &[(0, 50), (11, 50)]).outcome, Outcome::Inconclusive);
    assert_eq!(evaluated(TRAPEZOID, &[(0, 50), (10, 50)]).outcome, Outcome::Pass);
}

#[test]
fn readings_without_a_temperature_are_a_gap() {
    let product = product(TRAPEZOID);
    let mut log = logged(&[(0, 50), (8, 50), (16, 50)]);
    log.points[1].celsius = None;
    let logged = [log];
    let handling = product.handling.as_deref();
    let question = Question {
        handling,
        lot: None,
        logged: &logged,
        used: &[],
        digests: &[],
        assessment: None,
        as_of: date(2026, 12, 1),
    };
    let found = evaluate(&question);
    assert_eq!(found.outcome, Outcome::Inconclusive);
    assert!(found.journeys[0].gaps[0].unread && found.findings[0].message.contains("holds no temperature"));
}

/// 20 h at 5 °C and 4 h at 14 °C: 7.3 °C whatever their order; twice as long, the worst 24 h count.
#[test]
fn the_worst_window_counts() {
    let handling = "{storage: 2 to 8 °C, between_readings: step, longest_gap: 60 min, transport: {readings: 2 to 15 °C, mkt: 8 °C}}";
    let hours = |warm: std::ops::Range<i64>, last: i64| -> Vec<(i64, i64)> {
        (0..=last).map(|hour| (hour * 60, if warm.contains(&hour) { 140 } else { 50 })).collect()
    };
    let mkt = |readings: &[(i64, i64)]| match &evaluated(handling, readings).journeys[0].kinetics {
        Kinetics::Worst { celsius, whole_log, .. } => (*celsius, *whole_log),
        other => panic!("{other:?}"),
    };
    let (short, whole) = mkt(&hours(10..14, 24));
    assert!((short - 7.327_600_199_264_168).abs() < 1e-9 && whole, "{short}");
    let (long, whole) = mkt(&hours(30..34, 72));
    assert!((long - short).abs() < 1e-9 && !whole, "{long}");
    // Both ends of a short excursion lie in one window.
    assert!((mkt(&hours(22..26, 72)).0 - short).abs() < 1e-9);
}

/// The same history with more readings says the same.
#[test]
fn more_readings_of_the_same_course_change_nothing() {
    let coarse: Vec<(i64, i64)> = (0..=12).map(|at| (at * 10, if (4..8).contains(&at) { 100 } else { 50 })).collect();
    let fine: Vec<(i64, i64)> = (0..=120).map(|at| (at, if (40..80).contains(&at) { 100 } else { 50 })).collect();
    let handling = TRAPEZOID.replace("trapezoid", "step");
    let length = |readings: &[(i64, i64)]| evaluated(&handling, readings).journeys[0].excursions[0].seconds();
    assert_eq!(length(&coarse), length(&fine));
}

#[test]
fn a_warmer_log_never_comes_out_better() {
    let base: Vec<(i64, i64)> = (0..=12).map(|at| (at * 10, 60 + 5 * at)).collect();
    let rank = |outcome: Outcome| outcome.exit();
    let mut last = 0;
    for warmer in [0, 20, 40, 100] {
        let readings: Vec<(i64, i64)> = base.iter().map(|(at, tenths)| (*at, tenths + warmer)).collect();
        let outcome = evaluated(TRAPEZOID, &readings).outcome;
        assert!(rank(outcome) >= last, "{warmer}");
        last = rank(outcome);
    }
}

#[test]
fn both_paragraphs_hold_the_same_numbers() {
    let product = product(TRAPEZOID);
    let found = evaluated(TRAPEZOID, &[(0, 60), (10, 100), (20, 60), (40, 10)]);
    let account = account::Account {
        product: "P",
        specification: "p 1.0.0",
        lot: Some("EV-7"),
        handling: product.handling.as_deref(),
        evaluation: &found,
    };
    let numbers = |text: &str| {
        let parts = text.split(|c: char| !c.is_ascii_digit() && c != '.').map(|part| part.trim_matches('.').to_owned());
        let mut numbers: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
        numbers.sort();
        numbers
    };
    let (english, chinese) = (account::english::paragraph(&account), account::chinese::paragraph(&account));
    assert_eq!(numbers(&english), numbers(&chinese), "{english}\n{chinese}");
    assert!(
        english.contains("above 8 °C from 2026-11-03T00:05:00 to 2026-11-03T00:15:00, 10 min, peak 10 °C"),
        "{english}"
    );
}
