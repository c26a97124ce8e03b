//! Which test of the specification a name in the data means.

use super::cell::folded;
use crate::finding::did_you_mean;
use crate::quantity::Unit;
use crate::spec::{Assessment, Origin, Specification, Test};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// The names under which the tests of one specification may appear in result files; built once per specification.
#[derive(Debug)]
pub struct TestNames {
    /// Tests by folded name, in specification order, each once.
    by_name: HashMap<String, Vec<usize>>,
    tests: Vec<Named>,
    /// The unit of each test.
    units: Vec<Option<Unit>>,
    /// Folded names of tests that other specifications of the run have.
    elsewhere: HashSet<String>,
}

/// What has to be known of a test to find it.
#[derive(Debug)]
struct Named {
    id: String,
    spellings: Vec<String>,
    stage: Option<String>,
    source: Source,
}

/// Where the outcome of a test comes from, as far as rows are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    Rows,
    Formula,
    Panel,
}

/// What a name in the data means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// This test.
    Test(usize),
    /// One of several tests; the stage decides.
    Several(Vec<usize>),
    /// A test that takes no rows: `a panel` or `computed`.
    NotMeasured(usize),
    /// A test of another specification that the same data are judged against; nothing for this one.
    Elsewhere,
    /// No test.
    Unknown,
}

/// Every name of a test in result files.
fn spellings(test: &Test) -> impl Iterator<Item = &String> {
    [&test.id, &test.name].into_iter().chain(&test.columns)
}

impl TestNames {
    /// Gathers the ids, names and further columns of all tests. What only `others` know is no unknown test: the same data
    /// are judged against them too.
    pub fn new(spec: &Specification, others: &[&Specification]) -> TestNames {
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        let mut tests = Vec::with_capacity(spec.tests.len());
        for (index, test) in spec.tests.iter().enumerate() {
            let spellings: Vec<String> = spellings(test).cloned().collect();
            for spelling in &spellings {
                let known = by_name.entry(folded(spelling)).or_default();
                if known.last() != Some(&index) {
                    known.push(index);
                }
            }
            let source = match &test.assessment {
                Assessment::Panel(_) => Source::Panel,
                Assessment::Measured(measured) => match measured.origin {
                    Origin::Delivered => Source::Rows,
                    Origin::Derived(_) => Source::Formula,
                },
            };
            tests.push(Named { id: test.id.clone(), spellings, stage: test.stage.clone(), source });
        }
        let measured = spec.tests.iter().map(|test| match &test.assessment {
            Assessment::Measured(measured) => Some(measured.unit.clone()),
            Assessment::Panel(_) => None,
        });
        let elsewhere = others.iter().flat_map(|other| &other.tests);
        let elsewhere = elsewhere.flat_map(|test| spellings(test).map(|name| folded(name)));
        TestNames { by_name, tests, units: measured.collect(), elsewhere: elsewhere.collect() }
    }

    /// The unit of the test that a name means in place of an equal one, so that comparing the two later costs next to
    /// nothing.
    pub(crate) fn shared(&self, unit: Unit, meaning: &Meaning) -> Cow<'_, Unit> {
        let known = match meaning {
            Meaning::Test(test) => self.units.get(*test).and_then(Option::as_ref),
            _ => None,
        };
        match known.filter(|known| **known == unit) {
            Some(known) => Cow::Borrowed(known),
            None => Cow::Owned(unit),
        }
    }

    /// What this name means.
    pub(crate) fn meaning(&self, name: &str) -> Meaning {
        let name = folded(name);
        let Some(candidates) = self.by_name.get(&name) else {
            return if self.elsewhere.contains(&name) { Meaning::Elsewhere } else { Meaning::Unknown };
        };
        let measured: Vec<usize> =
            candidates.iter().copied().filter(|index| self.source(*index) == Some(Source::Rows)).collect();
        match (measured.as_slice(), candidates.as_slice()) {
            ([only], _) => Meaning::Test(*only),
            ([], [first, ..]) => Meaning::NotMeasured(*first),
            ([], []) => Meaning::Unknown,
            _ => Meaning::Several(measured),
        }
    }

    fn source(&self, index: usize) -> Option<Source> {
        self.tests.get(index).map(|test| test.source)
    }

    /// The one of several tests that the stage cell chooses: the one at that stage, else the one that names no stage and
    /// so is for any other; where it chooses none, the one whose id is written exactly.
    pub(crate) fn by_stage(&self, candidates: &[usize], stage: &str, name: &str) -> Option<usize> {
        let wanted = folded(stage);
        let only = |stage: Option<&str>| {
            let at_stage = |index: &&usize| {
                self.tests.get(**index).is_some_and(|test| test.stage.as_deref().map(folded).as_deref() == stage)
            };
            let mut matching = candidates.iter().filter(at_stage);
            matching.next().filter(|_| matching.next().is_none()).copied()
        };
        let by_stage = if wanted.is_empty() { None } else { only(Some(&wanted)).or_else(|| only(None)) };
        by_stage.or_else(|| candidates.iter().copied().find(|index| self.id(*index) == name))
    }

    /// The id of a test.
    pub(crate) fn id(&self, index: usize) -> &str {
        self.tests.get(index).map_or("", |test| &test.id)
    }

    /// Why a test takes no rows, as the end of a sentence.
    pub(crate) fn why_not_measured(&self, index: usize) -> &'static str {
        match self.source(index) {
            Some(Source::Panel) => "a panel, decided by the outcomes of its members",
            _ => "computed from other tests by its formula",
        }
    }

    /// The candidates with their stages, for a message.
    pub(crate) fn with_stages(&self, candidates: &[usize]) -> String {
        let described: Vec<String> = candidates
            .iter()
            .filter_map(|index| self.tests.get(*index))
            .map(|test| match &test.stage {
                Some(stage) => format!("`{}` (stage {stage})", test.id),
                None => format!("`{}`", test.id),
            })
            .collect();
        described.join(", ")
    }

    /// The known name that is most like this one.
    pub(crate) fn suggestion(&self, name: &str) -> Option<&str> {
        did_you_mean(name, self.tests.iter().flat_map(|test| &test.spellings).map(String::as_str))
    }
}
