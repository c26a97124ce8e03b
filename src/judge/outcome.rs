//! Outcomes of tests, verdicts of lots, and the flags that stand beside them: closed lists.

/// What became of one test in one lot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// Judged, and the criterion is met.
    Pass,
    /// Judged, and the criterion is not met: out of specification.
    Fail,
    /// The assay failed its own validity criteria: there is no result.
    Invalid,
    /// Started, not final.
    Pending,
    /// Required, and nothing or too little is there.
    Missing,
    /// A result exists, but the rule allows no statement.
    Inconclusive,
    /// Integrity is broken: surplus or conflicting determinations, unknown unit, unlisted procedure.
    NotEvaluable,
    /// A value without criterion, as specified.
    Reported,
    /// Not performed under an approved rule.
    Waived,
    /// Does not apply to this lot or stage.
    NotApplicable,
}

impl Outcome {
    /// Every outcome, in the order of [`Outcome::rank`] worst first, then the harmless ones.
    pub const ALL: [Outcome; 10] = [
        Outcome::NotEvaluable,
        Outcome::Fail,
        Outcome::Invalid,
        Outcome::Missing,
        Outcome::Pending,
        Outcome::Inconclusive,
        Outcome::Waived,
        Outcome::Pass,
        Outcome::Reported,
        Outcome::NotApplicable,
    ];

    /// The word in machine-readable reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::Pass => "pass",
            Outcome::Fail => "fail",
            Outcome::Invalid => "invalid",
            Outcome::Pending => "pending",
            Outcome::Missing => "missing",
            Outcome::Inconclusive => "inconclusive",
            Outcome::NotEvaluable => "not_evaluable",
            Outcome::Reported => "reported",
            Outcome::Waived => "waived",
            Outcome::NotApplicable => "not_applicable",
        }
    }

    /// Position in [`Outcome::ALL`]: 0 is worst.
    pub fn rank(self) -> usize {
        Outcome::ALL.iter().position(|other| *other == self).unwrap_or(0)
    }
}

/// What became of a lot; the first that applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Specification or data cannot be judged: no conformity statement.
    NotEvaluable,
    /// Any required test fails.
    DoesNotConform,
    /// Any required test has no final, valid, complete result, or nothing required was judged.
    NotConcluded,
    /// Every required criterion was evaluated and met.
    Conforms,
}

impl Verdict {
    /// Every verdict, worst first.
    pub const ALL: [Verdict; 4] =
        [Verdict::NotEvaluable, Verdict::DoesNotConform, Verdict::NotConcluded, Verdict::Conforms];

    /// The word in machine-readable reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::NotEvaluable => "not_evaluable",
            Verdict::DoesNotConform => "does_not_conform",
            Verdict::NotConcluded => "not_concluded",
            Verdict::Conforms => "conforms",
        }
    }

    /// The words for people, upper case.
    pub fn words(self) -> &'static str {
        match self {
            Verdict::NotEvaluable => "NOT EVALUABLE",
            Verdict::DoesNotConform => "DOES NOT CONFORM",
            Verdict::NotConcluded => "NOT CONCLUDED",
            Verdict::Conforms => "CONFORMS",
        }
    }
}

/// Signs beside an outcome that never change it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    /// The alert limit is crossed.
    pub alert: bool,
    /// The action limit is crossed.
    pub action: bool,
    /// Determinations were contested, invalidated or repeated.
    pub retest_history: bool,
    /// A value was corrected after its original entry.
    pub corrected: bool,
    /// A determination lies far from the others. Never set by the judgement: [`super::flags`] looks when a report is made.
    pub outlier_info: bool,
    /// Of the determinations behind one value some lie inside the criterion and some outside.
    pub determinations_disagree: bool,
    /// A particle-to-protein ratio above the physical ceiling that the specification asks to be checked.
    pub above_physical_ceiling: bool,
    /// The first stage is not met, and the outcome is that of the second stage.
    pub decided_by_second_stage: bool,
}

impl Flags {
    /// The words of the flags that are set, in a fixed order.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        [
            (self.alert, "alert"),
            (self.action, "action"),
            (self.retest_history, "retest_history"),
            (self.corrected, "corrected"),
            (self.outlier_info, "outlier_info"),
            (self.determinations_disagree, "determinations_disagree"),
            (self.above_physical_ceiling, "above_physical_ceiling"),
            (self.decided_by_second_stage, "decided_by_second_stage"),
        ]
        .into_iter()
        .filter_map(|(set, word)| set.then_some(word))
    }
}
