//! What stands beside a sentence of conformity: what it rests on, and what it leaves out.

use crate::judge::{LotReport, Outcome, Point, TestReport};

/// The label of an aside in English and in Chinese; the terminology table of certificates has it too.
pub type Label = [&'static str; 2];

/// Before the time points of a statement about the shelf life alone.
pub const TIME_POINTS: Label = ["Time points", "考察时间点"];

/// Before the tests that were not done under a waiver.
pub const WAIVED: Label = ["Waived", "经批准豁免的项目"];

/// Before the tests that fail without being required.
pub const FAILS_ASIDE: Label = ["Not required, and fails", "非必检而不符合规定的项目"];

/// Before the tests that have no result to go by, without being required.
pub const OPEN_ASIDE: Label = ["Not required, and open", "非必检而无结论的项目"];

/// The asides of a lot that conforms, each with what it names, a time point and a test as the document words them.
pub fn asides<'a, T>(
    lot: &LotReport<'a>,
    point: impl Fn(Point<'a>) -> Option<T>,
    name: impl Fn(&TestReport<'a>) -> T,
) -> Vec<(Label, Vec<T>)> {
    let points = if lot.scope.is_some() { lot.stability_points() } else { Vec::new() };
    let waived = lot.tests.iter().filter(|test| test.outcome == Outcome::Waived);
    let failing = lot.tests.iter().filter(|test| test.fails_aside());
    let open = lot.tests.iter().filter(|test| test.is_open_aside());
    let mut all: Vec<(Label, Vec<T>)> = vec![
        (TIME_POINTS, points.into_iter().filter_map(point).collect()),
        (WAIVED, waived.map(&name).collect()),
        (FAILS_ASIDE, failing.map(&name).collect()),
        (OPEN_ASIDE, open.map(&name).collect()),
    ];
    all.retain(|(_, what)| !what.is_empty());
    all
}
