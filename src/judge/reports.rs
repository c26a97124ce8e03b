//! The reports of all tests of a lot at one point, while they come about.

use super::lot_report::TestReport;

/// A report for each test of the specification, of which some may not be judged (yet), and then say nothing.
///
/// The reports stay where they are from first to last: there are millions of them.
pub(super) struct Reports<'a> {
    list: Vec<TestReport<'a>>,
    judged: Vec<bool>,
}

/// Whether the report of a test says something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Filled {
    Judged,
    /// The test is not judged at this point.
    Nothing,
}

impl<'a> Reports<'a> {
    /// Reports of tests that are not judged yet, by position of the test.
    pub fn new(blank: impl ExactSizeIterator<Item = TestReport<'a>>) -> Self {
        let list: Vec<TestReport<'a>> = blank.collect();
        Reports { judged: vec![false; list.len()], list }
    }

    /// The report of a test that was judged.
    pub fn get(&self, index: usize) -> Option<&TestReport<'a>> {
        self.list.get(index).filter(|_| self.judged.get(index) == Some(&true))
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, index: usize) -> Option<&mut TestReport<'a>> {
        self.list.get_mut(index).filter(|_| self.judged.get(index) == Some(&true))
    }

    /// Fills the report of a test; `fill` says whether it was judged.
    pub fn fill(&mut self, index: usize, fill: impl FnOnce(&mut TestReport<'a>) -> Filled) {
        if let (Some(report), Some(judged)) = (self.list.get_mut(index), self.judged.get_mut(index)) {
            *judged = fill(report) == Filled::Judged;
        }
    }

    /// Puts the report of a test that was judged in its place.
    pub fn put(&mut self, report: TestReport<'a>) {
        self.fill(report.index, |blank| {
            *blank = report;
            Filled::Judged
        });
    }

    /// The reports of the tests that were judged, in their order.
    pub fn into_judged(self) -> Vec<TestReport<'a>> {
        match self.judged.iter().all(|judged| *judged) {
            true => self.list,
            false => {
                self.list.into_iter().zip(self.judged).filter_map(|(report, judged)| judged.then_some(report)).collect()
            }
        }
    }
}
