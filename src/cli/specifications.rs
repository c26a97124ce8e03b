//! The specifications of a run of `evqc check`: one or several, each in one or several versions.

use super::files::{self, FileLibrary};
use super::{Failure, codes};
use crate::completeness;
use crate::finding::{Finding, Severity, did_you_mean};
use crate::judge::StageScope;
use crate::order;
use crate::plan;
use crate::spec::{self, Library, Settings, SourceText, Specification, SpecificationRead};
use std::collections::BTreeSet;
use std::ops::Range;

/// The specifications of a run, and what there is to say about them.
#[derive(Debug, Default)]
pub struct Specifications {
    /// Every version of every specification, those of one specification together.
    pub versions: Vec<Specification>,
    /// Which of the versions belong to one specification; never empty ranges.
    pub groups: Vec<Range<usize>>,
    /// Errors, and how many warnings there are.
    pub findings: Vec<Finding>,
    /// The texts that were read.
    pub sources: Vec<SourceText>,
}

impl Specifications {
    /// Reads what each argument names: a file, a folder of versions, or the id of a built-in specification.
    ///
    /// # Errors
    /// Wrong usage: nothing is there, or one is named twice.
    pub fn read(arguments: &[&str], set: &[(String, String)]) -> Result<Self, Failure> {
        Self::read_from(arguments, set, &FileLibrary)
    }

    /// The same, with what is inherited from a library.
    ///
    /// # Errors
    /// As [`Specifications::read`].
    pub fn read_from(arguments: &[&str], set: &[(String, String)], library: &dyn Library) -> Result<Self, Failure> {
        let mut all = Specifications::default();
        let mut unknown = Vec::new();
        for (index, argument) in arguments.iter().enumerate() {
            if arguments[..index].contains(argument) {
                return Err(Failure::usage(format!("{argument}: the specification is named twice")));
            }
            let start = all.versions.len();
            unknown.push(all.read_one(argument, set, library)?);
            if all.versions.len() > start {
                all.groups.push(start..all.versions.len());
            }
        }
        // A parameter has to be known to one of the specifications, not to all.
        let of_all = |finding: &&Finding| {
            unknown.iter().all(|other| other.iter().any(|known: &Finding| known.message == finding.message))
        };
        all.findings.extend(unknown.first().into_iter().flatten().filter(of_all).cloned());
        Ok(all)
    }

    /// Reads one specification in all its versions; returns the settings it has no parameter for.
    fn read_one(
        &mut self,
        argument: &str,
        set: &[(String, String)],
        library: &dyn Library,
    ) -> Result<Vec<Finding>, Failure> {
        let mut unknown = Vec::new();
        for text in files::specifications(argument)? {
            match text {
                Ok(text) => {
                    let (outcome, without) = read_with_its_own(&text, set, library);
                    unknown.extend(without);
                    let mut findings = outcome.findings;
                    findings.extend(outcome.specification.iter().flat_map(plan::lint));
                    self.findings.extend(outcome.specification.iter().filter_map(open_points));
                    self.versions.extend(outcome.specification);
                    self.take(findings, text.name());
                    self.sources.extend(outcome.sources);
                }
                Err(finding) => self.findings.push(*finding),
            }
        }
        Ok(unknown)
    }

    /// The other specifications that the same data are judged against.
    pub fn others(&self, version: usize) -> Vec<&Specification> {
        let elsewhere = self.groups.iter().filter(|group| !group.contains(&version)).cloned().flatten();
        elsewhere.filter_map(|other| self.versions.get(other)).collect()
    }

    /// Keeps the errors. Warnings and notes are for whoever writes the specification: `spec lint` shows them, a report of
    /// lots says how many there are.
    fn take(&mut self, findings: Vec<Finding>, name: &str) {
        let (errors, others): (Vec<Finding>, Vec<Finding>) =
            findings.into_iter().partition(|finding| finding.severity() == Severity::Error);
        let warnings = others.iter().filter(|finding| finding.severity() == Severity::Warning).count();
        if errors.is_empty() && warnings > 0 {
            let message = format!("{name} has {warnings} warning(s) that change no verdict");
            self.findings
                .push(Finding::new(&codes::SPECIFICATION_WARNINGS, message).help(format!("evqc spec lint {name}")));
        }
        self.findings.extend(errors);
    }

    /// The versions of one specification have one id and differ in the version; several specifications differ in the id.
    pub fn check_versions(&mut self) {
        for group in self.groups.clone() {
            self.check_group(&group);
        }
        let heads: Vec<&Specification> =
            self.groups.iter().filter_map(|group| self.versions.get(group.start)).collect();
        let mut findings = Vec::new();
        for (i, other) in heads.iter().enumerate() {
            for first in heads[..i].iter().filter(|first| first.id == other.id) {
                let message = format!("{} and {} are both the specification {}", first.file, other.file, other.id);
                findings
                    .push(Finding::new(&codes::SPECIFICATION_TWICE, message).help(
                        "give versions of one specification as a folder, different specifications different ids",
                    ));
            }
        }
        self.findings.extend(findings);
    }

    fn check_group(&mut self, group: &Range<usize>) {
        let versions = self.versions.get(group.clone()).unwrap_or_default();
        let Some(first) = versions.first() else { return };
        let mut findings = Vec::new();
        for (i, other) in versions.iter().enumerate().skip(1) {
            let twice = versions[..i].iter().any(|known| known.version == other.version);
            if other.id != first.id || twice {
                let message = format!(
                    "{} holds {} version {}, {} holds {} version {}",
                    first.file, first.id, first.version, other.file, other.id, other.version
                );
                findings.push(Finding::new(&codes::VERSIONS_OF_DIFFERENT_SPECIFICATIONS, message));
            }
        }
        self.findings.extend(findings);
    }

    /// A version that is insisted on must be there.
    ///
    /// # Errors
    /// Wrong usage when it is not.
    pub fn check_forced(&self, version: Option<&str>) -> Result<(), Failure> {
        let Some(version) = version.filter(|_| !self.versions.is_empty()) else { return Ok(()) };
        if self.groups.len() > 1 {
            return Err(Failure::usage(format!(
                "--spec-version {version}: is for one specification, and several are given"
            )));
        }
        if self.versions.iter().any(|spec| spec.version == version) {
            return Ok(());
        }
        let known: Vec<&str> = self.versions.iter().map(|spec| spec.version.as_str()).collect();
        Err(Failure::usage(format!("--spec-version {version}: there is no such version (known: {})", known.join(", "))))
    }

    /// A named stage must be one that some test has.
    pub fn check_stage(&mut self, stage: Option<&str>) {
        let StageScope::Named(wanted) = StageScope::parse(stage) else { return };
        let fold = |text: &str| text.to_lowercase().replace(['_', '-'], " ");
        let in_use = self.versions.iter().any(|spec| spec.in_use.is_some()).then_some("in use");
        let of_tests = self.versions.iter().flat_map(|spec| &spec.tests).filter_map(|test| test.stage.as_deref());
        let stages: BTreeSet<&str> = order::collect(of_tests.chain(in_use));
        if self.versions.is_empty() || stages.iter().any(|known| fold(known) == fold(&wanted)) {
            return;
        }
        let listed: Vec<&str> = stages.iter().copied().chain(["release", "shelf life"]).collect();
        let finding = Finding::new(&codes::STAGE_UNKNOWN, format!("no test has the stage \"{wanted}\""));
        let close = did_you_mean(&wanted, listed.iter().copied());
        self.findings.push(finding.help(match close {
            Some(close) => format!("did you mean `{close}`?"),
            None => format!("stages: {}", listed.join(", ")),
        }));
    }

    /// Whether nothing can be judged.
    pub fn broken(&self) -> bool {
        self.versions.is_empty() || self.findings.iter().any(|finding| finding.severity() == Severity::Error)
    }
}

/// Reads a specification with those of the settings that it has a parameter for, and says which it has none for.
fn read_with_its_own(
    text: &SourceText,
    set: &[(String, String)],
    library: &dyn Library,
) -> (SpecificationRead, Vec<Finding>) {
    let outcome = spec::read(text, library, &Settings { set, judging: true });
    let unknown: Vec<Finding> =
        outcome.findings.iter().filter(|finding| is_unknown_setting(finding)).cloned().collect();
    if unknown.is_empty() {
        return (outcome, unknown);
    }
    let is_known = |name: &str| !unknown.iter().any(|finding| finding.message.starts_with(&format!("`{name}` ")));
    let own: Vec<(String, String)> = set.iter().filter(|(name, _)| is_known(name)).cloned().collect();
    (spec::read(text, library, &Settings { set: &own, judging: true }), unknown)
}

/// Whether a setting names no parameter of a specification. What a text does wrong with its parameters has a place.
fn is_unknown_setting(finding: &Finding) -> bool {
    finding.code == &spec::codes::UNKNOWN_PARAMETER && finding.place.is_none()
}

/// What a reviewer would ask for, in one note: it changes no verdict, whatever it weighs for whoever writes the
/// specification.
fn open_points(spec: &Specification) -> Option<Finding> {
    let gaps = completeness::gaps(spec);
    let ids: Vec<&str> = gaps.iter().filter(|gap| gap.severity > Severity::Note).map(|gap| gap.check.id).collect();
    let message = format!("a reviewer would ask for what {} has not and does not justify: {}", spec.id, ids.join(", "));
    let finding = Finding::of_file(&codes::SPECIFICATION_INCOMPLETE, &spec.file, message);
    (!ids.is_empty()).then(|| finding.help(format!("evqc spec lint {}", spec.file)))
}
