//! What became of the lots that a lot was made from, as far as the same run judges them.
//!
//! A product is made of its parents: mycoplasma in a harvest is in every lot of it. So no lot conforms while an ancestor does
//! not, whatever its own results are.

use super::codes;
use super::context::folded;
use super::genealogy::{Genealogy, Looks};
use super::life;
use super::lot_report::{LotReport, TestReport};
use super::outcome::{Outcome, Verdict};
use super::verdict::verdict;
use crate::finding::{Finding, Severity};
use crate::lookalike::seen_id;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// So many tests of a parent are named.
const SHOWN: usize = 3;

/// What the lots of a run come to that others were made from, gathered lot by lot and in any order.
#[derive(Debug, Default)]
pub struct Ancestors {
    /// By lot and id of the specification.
    verdicts: BTreeMap<String, BTreeMap<String, Came>>,
    /// The lots of the data that look like a parent.
    data: Looks,
}

/// What a lot came to under one specification.
#[derive(Clone, Debug)]
struct Came {
    verdict: Verdict,
    /// Why it does not conform, in a few words.
    because: Option<String>,
    /// Whether there was anything to judge by this specification.
    has_results: bool,
}

impl Came {
    /// What a parent came to by all that it has.
    fn of(report: &LotReport<'_>) -> Self {
        // Without tests no version of the specification was chosen, and nothing was judged; its results are there all the same.
        let faulty = report.verdict == Verdict::NotEvaluable && !report.tests.is_empty();
        let has_results = faulty || !report.determinations.is_empty();
        let due = due(report);
        let verdict = by_what_it_has(report, &due);
        let because = (verdict != Verdict::Conforms).then(|| because(report, &due)).flatten();
        Came { verdict, because, has_results }
    }
}

impl Ancestors {
    /// Takes notice of a lot of the data that looks like a parent.
    pub fn saw(&mut self, lot: &str) {
        self.data.entry(seen_id(lot)).or_default().insert(lot.to_owned());
    }

    /// Takes notice of a parent that was judged by all that it has.
    pub fn add(&mut self, report: &LotReport<'_>) {
        self.verdicts.entry(report.lot.to_owned()).or_default().insert(report.spec.id.clone(), Came::of(report));
    }

    /// What bars a lot that was made from this one and is judged by `spec`: what it came to, and the specification where it is
    /// another one. A failure counts under whatever specification. Else the verdict under `spec` does, and only where nothing was
    /// judged by it the worst one under the others: another specification never makes a verdict better.
    fn of_parent(&self, lot: &str, spec: &str) -> Option<(&Came, Option<&str>)> {
        let all = self.verdicts.get(lot)?;
        let own = all.get(spec);
        let others = || all.iter().filter(|(id, came)| *id != spec && came.has_results);
        let failed = others().find(|(_, came)| came.verdict == Verdict::DoesNotConform);
        match (own, failed) {
            (Some(own), _) if own.verdict == Verdict::DoesNotConform => Some((own, None)),
            (_, Some((by, came))) => Some((came, Some(by))),
            (Some(own), None) if own.has_results => Some((own, None)),
            (own, None) => match others().min_by_key(|(_, came)| came.verdict) {
                Some((by, came)) => Some((came, Some(by))),
                None => own.map(|own| (own, None)),
            },
        }
    }

    /// Whether the lot was judged.
    fn knows(&self, lot: &str) -> bool {
        self.verdicts.contains_key(lot)
    }

    /// Works out, for each of the specifications, what there is to say of every lot that was made from others.
    pub fn settle<'s>(&self, genealogy: &Genealogy, as_of: Date, specs: impl Iterator<Item = &'s str>) -> Ancestry {
        let faults = genealogy.faults(&self.data, as_of, &|lot| self.knows(lot));
        let (order, without) = genealogy.in_order();
        let circles = genealogy.circles(&without);
        let mut about = BTreeMap::new();
        for spec in specs {
            let lineage = Lineage { genealogy, ancestors: self, faults: &faults, spec };
            let mut of_lots = lineage.about(&order);
            let in_circle = |circle: &Finding| About { findings: vec![circle.clone()], not_judged: Vec::new() };
            of_lots.extend(circles.iter().map(|(lot, circle)| ((*lot).to_owned(), in_circle(circle))));
            about.insert(spec.to_owned(), of_lots);
        }
        Ancestry { about }
    }
}

/// The tests that are asked of a parent: no test of a stage is missing where the lot has no result of that stage. A harvest is not
/// asked for the pH of the product.
fn due<'r, 'a>(report: &'r LotReport<'a>) -> Vec<&'r TestReport<'a>> {
    let with_rows = report.tests.iter().filter(|test| !test.rows.is_empty());
    let stages: BTreeSet<String> = with_rows.filter_map(|test| test.test.stage.as_deref().map(folded)).collect();
    let is_due = |test: &&TestReport<'_>| {
        let has = |stage: &str| stages.contains(&folded(stage));
        test.outcome != Outcome::Missing || test.test.stage.as_deref().is_none_or(has)
    };
    report.tests.iter().filter(is_due).collect()
}

/// The verdict on a parent by what it has.
fn by_what_it_has(report: &LotReport<'_>, due: &[&TestReport<'_>]) -> Verdict {
    let not_judged = |finding: &Finding| *finding.code == codes::RELEASE_NOT_JUDGED;
    if report.verdict != Verdict::NotConcluded || report.findings.iter().any(not_judged) {
        return report.verdict;
    }
    life::with_life(verdict(due.iter().copied(), false), &report.findings)
}

/// Why a parent does not conform: its tests that do not pass, else the first error that was found.
fn because(report: &LotReport<'_>, due: &[&TestReport<'_>]) -> Option<String> {
    let settled =
        |outcome| matches!(outcome, Outcome::Pass | Outcome::Reported | Outcome::Waived | Outcome::NotApplicable);
    let open =
        due.iter().filter(|test| test.outcome == Outcome::NotEvaluable || test.counts() && !settled(test.outcome));
    let open: Vec<String> = open.map(|test| format!("{}: {}", test.test.id, test.outcome.as_str())).collect();
    let more = open.len().saturating_sub(SHOWN);
    match &open[..] {
        [] => {
            let error = report.findings.iter().find(|finding| finding.severity() == Severity::Error);
            error.map(|error| error.message.clone())
        }
        all if more > 0 => Some(format!("{} and {more} more", all.get(..SHOWN)?.join(", "))),
        all => Some(all.join(", ")),
    }
}

/// What is said of lots by those that they were made from, under one specification.
struct Lineage<'l> {
    genealogy: &'l Genealogy,
    ancestors: &'l Ancestors,
    /// What is wrong with what the lot file says, by lot.
    faults: &'l BTreeMap<&'l str, Vec<Finding>>,
    spec: &'l str,
}

/// What is known of the ancestors of one lot; of a line of them the nearest one of each kind, for what is behind it is said of it.
#[derive(Clone, Default)]
struct Behind<'l> {
    /// Lots, it and its ancestors, of which the lot file says what cannot be.
    faulty: BTreeSet<&'l str>,
    /// Ancestors that do not conform.
    barring: BTreeSet<&'l str>,
    /// Ancestors without a result in the run that the lot file knows.
    unjudged: BTreeSet<&'l str>,
    /// Those that it does not know either. Each is named, also behind one that was not judged: nothing else says that it is there.
    unknown: BTreeSet<&'l str>,
}

impl<'l> Lineage<'l> {
    /// What there is to say about each of the lots, which stand behind those that they were made from.
    fn about(&self, order: &[&'l str]) -> BTreeMap<String, About> {
        let mut known: BTreeMap<&str, Behind<'l>> = BTreeMap::new();
        let mut about = BTreeMap::new();
        for lot in order {
            let mut behind = Behind::default();
            behind.faulty.extend(self.faults.get_key_value(lot).map(|(lot, _)| *lot));
            for parent in self.genealogy.parents_of(lot) {
                self.add(&mut behind, parent, known.get(parent));
            }
            let findings = self.said(lot, &behind);
            if !findings.is_empty() {
                let not_judged = behind.unjudged.union(&behind.unknown).map(|parent| (*parent).to_owned()).collect();
                about.insert((*lot).to_owned(), About { findings, not_judged });
            }
            known.insert(lot, behind);
        }
        about
    }

    /// Adds a parent, and what is known of its own ancestors.
    fn add(&self, behind: &mut Behind<'l>, parent: &'l str, further: Option<&Behind<'l>>) {
        let is_bad = self.barring(parent).is_some();
        let is_unjudged = !self.ancestors.knows(parent);
        behind.barring.extend(is_bad.then_some(parent));
        match self.genealogy.is_listed(parent) {
            true => behind.unjudged.extend(is_unjudged.then_some(parent)),
            false => behind.unknown.extend(is_unjudged.then_some(parent)),
        }
        let Some(further) = further else { return };
        behind.faulty.extend(&further.faulty);
        behind.unknown.extend(&further.unknown);
        if !is_bad {
            behind.barring.extend(&further.barring);
        }
        if !is_unjudged {
            behind.unjudged.extend(&further.unjudged);
        }
    }

    /// The verdict of a parent, where it does not conform.
    fn barring(&self, parent: &str) -> Option<(&'l Came, Option<&'l str>)> {
        self.ancestors.of_parent(parent, self.spec).filter(|(came, _)| came.verdict != Verdict::Conforms)
    }

    fn said(&self, lot: &str, behind: &Behind<'l>) -> Vec<Finding> {
        let faults = behind.faulty.iter().filter_map(|lot| self.faults.get(lot));
        let mut said: Vec<Finding> = faults.flatten().cloned().collect();
        for parent in &behind.barring {
            let Some((came, by)) = self.barring(parent) else { continue };
            said.push(self.genealogy.of_row(lot, not_conforming(parent, came, by)));
        }
        if !behind.unknown.is_empty() {
            let unknown = listed(&behind.unknown);
            let message = format!("neither the data nor the lot file know {unknown}; it was not judged here");
            let help = "write the id as the data and the lot file do, or settle elsewhere what became of that lot";
            let finding = Finding::new(&codes::PARENT_LOT_UNKNOWN, message).help(help);
            said.push(self.genealogy.of_row(lot, finding));
        }
        if !behind.unjudged.is_empty() {
            let unjudged = listed(&behind.unjudged);
            let message = format!("the data have no results of {unjudged}; it was not judged here");
            let help = "judge the lots together, or settle elsewhere what became of that lot";
            let finding = Finding::new(&codes::PARENT_NOT_JUDGED, message).help(help);
            said.push(self.genealogy.of_row(lot, finding));
        }
        said
    }
}

fn listed(lots: &BTreeSet<&str>) -> String {
    lots.iter().copied().collect::<Vec<_>>().join(", ")
}

/// The finding about a parent that does not conform.
fn not_conforming(parent: &str, came: &Came, by: Option<&str>) -> Finding {
    let became = match came.verdict {
        Verdict::DoesNotConform => "does not conform",
        Verdict::NotEvaluable => "is not evaluable",
        Verdict::NotConcluded | Verdict::Conforms => "is not concluded",
    };
    let by = by.map_or_else(String::new, |by| format!(" by {by}"));
    let message = format!("the lot was made from {parent}, which {became}{by} in this run");
    let because = came.because.as_ref().map_or_else(String::new, |because| format!(" ({because})"));
    let help = format!("see what is said of {parent}{because}; no lot that was made from it conforms until it does");
    Finding::new(&codes::PARENT_NOT_CONFORMING, message).help(help)
}

/// What there is to say of a lot by those that it was made from.
#[derive(Clone, Debug, Default)]
struct About {
    findings: Vec<Finding>,
    not_judged: Vec<String>,
}

/// What there is to say of lots by those that they were made from.
#[derive(Clone, Debug, Default)]
pub struct Ancestry {
    /// By id of the specification and lot.
    about: BTreeMap<String, BTreeMap<String, About>>,
}

impl Ancestry {
    fn about(&self, lot: &str, spec: &str) -> Option<&About> {
        self.about.get(spec)?.get(lot)
    }

    /// The findings about a lot that is judged by a specification.
    pub(super) fn of(&self, lot: &str, spec: &str) -> &[Finding] {
        self.about(lot, spec).map_or(&[], |about| &about.findings)
    }

    /// Those of which a lot was made and that the run has no result of: of a line of them the nearest, and each that the lot file does
    /// not know.
    pub(super) fn not_judged(&self, lot: &str, spec: &str) -> &[String] {
        self.about(lot, spec).map_or(&[], |about| &about.not_judged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::LotFacts;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn made_from(pairs: &[(&str, &[&str])]) -> Vec<LotFacts> {
        let facts = |(lot, parents): &(&str, &[&str])| LotFacts {
            lot: (*lot).to_owned(),
            parents: parents.iter().map(|parent| (*parent).to_owned()).collect(),
            ..LotFacts::default()
        };
        pairs.iter().map(facts).collect()
    }

    fn ancestors(came: &[(&str, &str, Came)]) -> Ancestors {
        let mut all = Ancestors::default();
        for (lot, spec, came) in came {
            all.saw(lot);
            all.verdicts.entry((*lot).to_owned()).or_default().insert((*spec).to_owned(), came.clone());
        }
        all
    }

    fn came() -> impl Strategy<Value = Came> {
        (prop::sample::select(Verdict::ALL.to_vec()), any::<bool>()).prop_map(|(verdict, has_results)| Came {
            verdict,
            because: None,
            has_results,
        })
    }

    proptest! {
        /// Whoever adds a specification gets no verdict by it that was not there before; only where nothing at all was judged
        /// another specification says what became of the parent.
        #[test]
        fn another_specification_makes_no_verdict_better(own in came(), others in prop::collection::vec(came(), 0..4), more in came()) {
            let ids = ["a", "b", "c", "d"];
            let mut all = vec![("P", "own", own)];
            all.extend(ids.iter().zip(&others).map(|(id, came)| ("P", *id, came.clone())));
            let bars = |all: &[(&str, &str, Came)]| {
                ancestors(all).of_parent("P", "own").is_some_and(|(came, _)| came.verdict != Verdict::Conforms)
            };
            let before = bars(&all);
            let judged = all.iter().any(|(.., came)| came.has_results);
            all.push(("P", "more", more));
            prop_assert!(!before || !judged || bars(&all), "{all:?}");
        }
    }

    /// Of a line of lots the nearest that does not conform is named, and each lot is looked at once however long the line is.
    #[test]
    fn what_bars_a_lot_is_the_nearest_one() {
        let judged = |verdict| Came { verdict, because: None, has_results: true };
        let (good, bad) = (&judged(Verdict::Conforms), &judged(Verdict::DoesNotConform));
        let facts = made_from(&[("A", &["B"]), ("B", &["C", "D"]), ("C", &["E"]), ("D", &["E"])]);
        let genealogy = Genealogy::new(facts.iter()).unwrap();
        let said = |came: &[(&str, &str, Came)], lot: &str| {
            let settled = ancestors(came).settle(&genealogy, date(2026, 6, 1), ["s"].into_iter());
            settled.of(lot, "s").iter().map(|finding| finding.message.clone()).collect::<Vec<_>>()
        };
        let all = |b: &Came, c: &Came, e: &Came| {
            [("B", "s", b.clone()), ("C", "s", c.clone()), ("D", "s", good.clone()), ("E", "s", e.clone())]
        };
        let of = |lot: &str| format!("the lot was made from {lot}, which does not conform in this run");
        assert_eq!(said(&all(good, good, good), "A"), Vec::<String>::new());
        assert_eq!(said(&all(good, good, bad), "A"), [of("E")]);
        assert_eq!(said(&all(good, bad, bad), "A"), [of("C"), of("E")], "by the other line E is the nearest");
        assert_eq!(said(&all(bad, bad, bad), "A"), [of("B")]);
        assert_eq!(said(&all(bad, bad, bad), "B"), [of("C"), of("E")]);
    }

    #[test]
    fn a_line_of_ten_thousand_lots_is_followed_without_recursion() {
        let names: Vec<String> = (0..10_000).map(|at| format!("L-{at}")).collect();
        let facts: Vec<LotFacts> = (names.windows(2))
            .map(|two| LotFacts { lot: two[0].clone(), parents: vec![two[1].clone()], ..LotFacts::default() })
            .collect();
        let genealogy = Genealogy::new(facts.iter()).unwrap();
        let settled = Ancestors::default().settle(&genealogy, date(2026, 6, 1), ["s"].into_iter());
        let said: Vec<&str> = settled.of("L-0", "s").iter().map(|one| one.message.as_str()).collect();
        let unknown = "neither the data nor the lot file know L-9999; it was not judged here";
        assert_eq!(said, [unknown, "the data have no results of L-1; it was not judged here"]);
        let mut round = facts.clone();
        round.push(LotFacts { lot: "L-9999".to_owned(), parents: vec!["L-5000".to_owned()], ..LotFacts::default() });
        let genealogy = Genealogy::new(round.iter()).unwrap();
        let settled = Ancestors::default().settle(&genealogy, date(2026, 6, 1), ["s"].into_iter());
        let message = "the parents lead back to the lot itself: L-5000, L-5001, L-5002, L-5003, L-5004, ..., L-5000";
        for lot in ["L-0", "L-5000", "L-9999"] {
            assert_eq!(
                settled.of(lot, "s").iter().map(|one| one.message.as_str()).collect::<Vec<_>>(),
                [message],
                "{lot}"
            );
        }
    }
}
