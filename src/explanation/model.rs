//! What a line of a specification says, in no language yet.
//!
//! Texts in here are the same in every language: numbers with their digits, units, names, what the specification quotes.

use crate::dosing::SamplingScheme;
use crate::quantity::RoundingRule;
use crate::spec::{
    BetweenReadings, Category, CensoredRule, Condition, Count, CumulativeRule, Evidence, Role, Side, SizeStatistic,
    SizeWeight, Spread, StorageKind, Summary, Trend,
};

/// One line of a specification.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// Identifier of the test.
    pub id: String,
    /// Printed name.
    pub name: String,
    /// Attribute class.
    pub category: Category,
    /// Where in the process it applies; `None`: anywhere.
    pub stage: Option<String>,
    /// By which way there is a value.
    pub approach: Vec<Approach>,
    /// What must hold; several with conditions that exclude each other.
    pub requirement: Requirement,
    /// What else is fixed.
    pub rules: Vec<Rule>,
    /// What the line is worth, and what it rests on.
    pub standing: Vec<Standing>,
}

/// A part of the way to a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Approach {
    /// The procedure, where one is named.
    Procedure(Option<String>),
    /// The methods that may deliver results.
    Methods(Vec<String>),
    /// A statistic of a size distribution.
    Size {
        /// Which one.
        statistic: SizeStatistic,
        /// What a particle counts for.
        weight: SizeWeight,
        /// How the cumulative share runs between bins, where the statistic takes it.
        cumulative: Option<CumulativeRule>,
    },
    /// A concentration of particles.
    Concentration {
        /// Whether that of the blank is subtracted.
        blank_subtracted: bool,
    },
    /// A value that the instrument states.
    Stated {
        /// Its name.
        quantity: String,
        /// What it is about.
        of: Option<String>,
    },
    /// A statistic of events.
    Events {
        /// The gate they lie in.
        gate: String,
        /// What is taken of them.
        statistic: EventsTaken,
        /// Whether the spill matrix of the file is applied before.
        compensated: bool,
    },
    /// A formula.
    Formula {
        /// As written, parameters filled in.
        formula: String,
        /// Unit of its value.
        unit: String,
    },
}

/// What is taken of the events in a gate.
#[derive(Clone, Debug, PartialEq)]
pub enum EventsTaken {
    /// Percent of the events of this gate; `None`: of all events.
    Percent(Option<String>),
    /// Their number.
    Count,
    /// Events per volume of the undiluted sample.
    Concentration,
    /// Median of this channel.
    Median(String),
}

/// What must hold.
#[derive(Clone, Debug, PartialEq)]
pub enum Requirement {
    /// Of the reportable value.
    Value(Vec<Conditional>),
    /// Of other tests.
    Panel {
        /// The statement.
        statement: Statement,
        /// As written.
        written: String,
    },
}

/// A demand and when it applies.
#[derive(Clone, Debug, PartialEq)]
pub struct Conditional {
    /// Columns and the values that they must have; empty: always.
    pub when: Vec<(Condition, String)>,
    /// What must hold then.
    pub demand: Demand,
    /// As written, parameters filled in.
    pub written: String,
}

/// What is demanded of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Demand {
    /// It lies in a window.
    Window(Window),
    /// In percent of the label claim it lies in a window.
    OfLabel {
        /// The window.
        window: Window,
        /// The claim of the specification, where it has one.
        claim: Option<String>,
    },
    /// Nothing is detected.
    Negative,
    /// Something is detected.
    Positive,
    /// It is reported as complying.
    Complies,
    /// It is one of these texts.
    OneOf(Vec<String>),
    /// It is reported.
    Reported,
}

/// The values that a limit allows.
#[derive(Clone, Debug, PartialEq)]
pub struct Window {
    /// Lower end.
    pub lower: Option<End>,
    /// Upper end.
    pub upper: Option<End>,
    /// Unit of both, empty for none.
    pub unit: String,
    /// The limit as written; said where a parameter is open and there is no end yet.
    pub written: String,
}

/// An end of a window.
#[derive(Clone, Debug, PartialEq)]
pub struct End {
    /// The number with its digits.
    pub number: String,
    /// Whether the end itself is allowed.
    pub inclusive: bool,
}

/// What a panel demands.
#[derive(Clone, Debug, PartialEq)]
pub enum Statement {
    /// This test meets its own criterion.
    Member(String),
    /// Every part holds.
    All(Vec<Statement>),
    /// At least this many parts hold.
    AtLeast(u32, Vec<Statement>),
    /// No part holds.
    NoneOf(Vec<Statement>),
}

/// How determinations become a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Replicates {
    /// The summary.
    pub summary: Summary,
    /// How many determinations there are.
    pub count: Count,
    /// Two levels, where there are: name and number of the outer one and of the inner one.
    pub levels: Option<[(String, Count); 2]>,
}

/// To what a value is rounded before it is compared.
#[derive(Clone, Debug, PartialEq)]
pub enum RoundedTo {
    /// The last digit of a limit: `0.01`.
    Place(String),
    /// As many significant figures as the limit has.
    Figures(u32),
}

/// How the product may be stored and carried; lengths of time and temperatures as written.
#[derive(Clone, Debug, PartialEq)]
pub struct HandlingSaid {
    /// The storage range.
    pub storage: Window,
    /// What kind of storage it is.
    pub kind: StorageKind,
    /// What a reading says of the time up to the next one.
    pub between: BetweenReadings,
    /// The longest gap that a log may have.
    pub longest_gap: String,
    /// The range of every reading.
    pub readings: Option<Window>,
    /// The longest single excursion.
    pub excursion: Option<String>,
    /// The highest mean kinetic temperature, its window and ΔH/R.
    pub mkt: Option<[String; 3]>,
    /// Key of the reference that the rule for transport rests on.
    pub source: Option<String>,
    /// The stability budget.
    pub budget: Vec<BudgetSaid>,
    /// Above it a frozen product counts as thawed.
    pub thaw: Option<String>,
    /// Why degradation does not follow the Arrhenius equation.
    pub not_arrhenius: Option<String>,
}

/// A row of the stability budget.
#[derive(Clone, Debug, PartialEq)]
pub struct BudgetSaid {
    /// On which side.
    pub side: Side,
    /// The temperature.
    pub threshold: String,
    /// For how long, in all.
    pub at_most: String,
    /// The fact of the lot that says how much was used before.
    pub used: Option<String>,
    /// Key of the reference that it rests on.
    pub source: Option<String>,
}

/// What else a line fixes.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// How determinations become the reportable value.
    Reportable(Replicates),
    /// The unit of the reportable value; empty: none.
    Unit(String),
    /// What a percentage is a percentage of.
    Denominator(String),
    /// How the value is rounded before it is compared.
    Rounding {
        /// The rule.
        rule: RoundingRule,
        /// To what, for the limits in their order; empty where nothing is rounded.
        to: Vec<RoundedTo>,
    },
    /// How the value becomes an outcome.
    Decision(Decision),
    /// Measurement uncertainty.
    Uncertainty(StatedUncertainty),
    /// How censored values are judged.
    Censored(CensoredRule),
    /// What the gates enclose that the value rests on, inner ones behind those they use.
    Gates(Vec<GateSaid>),
    /// Quantitation limit.
    QuantitationLimit(String),
    /// A criterion for every determination on its own.
    Individual(Window),
    /// What the instrument can measure.
    Range(Window),
    /// Where it responds linearly, before dilution.
    LinearRange(Window),
    /// The physical ceiling of a ratio.
    Ceiling {
        /// The test of the size.
        size: String,
        /// Density of a particle.
        density: String,
        /// Least share of protein.
        protein_share: String,
    },
    /// What must hold in the run.
    ValidIf(Vec<RunCheck>),
    /// Which controls must have worked in the lot.
    Requires(Vec<RunCheck>),
    /// Days before which a reading is not final.
    FinalAfter(u32),
    /// Which lots are tested; the others rest on the lot tested last.
    Periodic {
        /// Every how many lots.
        every: u32,
        /// The lot with which it begins.
        from: String,
        /// The document that justifies it.
        justification: String,
    },
    /// The tests that decide when this one is not met.
    SecondStage(Vec<String>),
    /// The plan of a retest.
    Retest(Replicates),
    /// Alert limit.
    Alert(Window),
    /// Action limit.
    Action(Window),
    /// What must hold to the end of the shelf life.
    ShelfLife(Vec<Conditional>),
    /// How the shelf life follows from stability results.
    Trend(Trend),
}

/// What a line is worth, and what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub enum Standing {
    /// Whether the lot is concluded without it.
    Required(bool),
    /// The panel that decides for this test.
    DecidedBy(String),
    /// Whether a waiver can stand in for it.
    Waivable(bool),
    /// Other names in result files.
    AlsoCalled(Vec<String>),
    /// The criterion in the words of the source.
    Verbatim(String),
    /// Where the limit comes from: key, title, place, identifier.
    Source(Option<[Option<String>; 4]>),
    /// How well the limit is supported.
    Evidence(Option<Evidence>),
    /// Why this limit.
    Rationale(Option<String>),
    /// A parameter without value in the limits of the line, and why it must be set.
    OpenParameter(String, Option<String>),
}

/// How a reportable value becomes an outcome; numbers as written.
#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    /// As it is.
    Simple,
    /// At a distance of this many expanded uncertainties, else refused.
    Guarded(String),
    /// The same, else open.
    FourZone(String),
    /// With this probability.
    ConformanceProbability(String),
    /// By the bound of this confidence in percent.
    ConfidenceBound(String),
    /// By a tolerance interval.
    Tolerance {
        /// Share of the population in percent.
        content: String,
        /// In percent.
        confidence: String,
    },
}

/// Measurement uncertainty as stated.
#[derive(Clone, Debug, PartialEq)]
pub struct StatedUncertainty {
    /// Where its size comes from.
    pub size: UncertaintySize,
    /// Coverage factor.
    pub coverage_factor: String,
    /// Validation report or other origin of a stated size.
    pub origin: Option<String>,
}

/// The size of a measurement uncertainty.
#[derive(Clone, Debug, PartialEq)]
pub enum UncertaintySize {
    /// In percent of the value.
    Relative(String),
    /// A quantity.
    Absolute(String),
    /// The standard error of the determinations.
    Replicates,
    /// Counting statistics of each determination.
    Counting,
    /// The bootstrap of each determination.
    Bootstrap,
}

/// A check of a run.
#[derive(Clone, Debug, PartialEq)]
pub enum RunCheck {
    /// Of the scatter of determinations.
    Scatter {
        /// Which measure.
        spread: Spread,
        /// Among what.
        among: Scattering,
        /// What it may be.
        window: Window,
    },
    /// Of a control.
    Control {
        /// Which kind of row.
        role: Role,
        /// Its name.
        name: Option<String>,
        /// One for each determination.
        each: bool,
        /// What it must show.
        shows: Shown,
    },
    /// Of the number of containers tested, against the batch.
    Containers {
        /// What says how many were tested.
        tested: String,
        /// The fact that says how many the batch has.
        batch: String,
        /// Which table applies.
        scheme: SamplingScheme,
    },
}

/// Whose scatter is looked at.
#[derive(Clone, Debug, PartialEq)]
pub enum Scattering {
    /// That of all determinations.
    Determinations,
    /// Of those called so, within each group called so.
    Within(String, String),
    /// Of the means of the groups called so.
    Between(String),
}

/// What a control must show.
#[derive(Clone, Debug, PartialEq)]
pub enum Shown {
    /// A value in a window.
    Window(Window),
    /// In percent of the sample a value in a window.
    OfSample(Window),
    /// As a result would.
    Demand(Demand),
}

/// A gate and what it encloses.
#[derive(Clone, Debug, PartialEq)]
pub struct GateSaid {
    /// Its name.
    pub name: String,
    /// The gate whose events alone are looked at.
    pub within: Option<String>,
    /// What it encloses.
    pub encloses: Enclosed,
}

/// What a gate encloses; numbers as written.
#[derive(Clone, Debug, PartialEq)]
pub enum Enclosed {
    /// What lies between bounds on one axis or several: axis, lower bound (inside), upper bound (outside).
    Ranges(Vec<(AxisSaid, Option<BoundSaid>, Option<BoundSaid>)>),
    /// What lies inside a polygon.
    Polygon {
        /// First axis.
        x: AxisSaid,
        /// Second axis.
        y: AxisSaid,
        /// Corners in order: `(0.2, 0.2)`.
        corners: Vec<String>,
    },
    /// What lies in all of these gates.
    All(Vec<String>),
    /// What lies in at least one of them.
    Any(Vec<String>),
    /// What does not lie in this gate.
    Not(String),
}

/// A channel on a scale.
#[derive(Clone, Debug, PartialEq)]
pub struct AxisSaid {
    /// The channel.
    pub channel: String,
    /// The scale as the language writes it.
    pub scale: String,
}

/// A bound of a gate.
#[derive(Clone, Debug, PartialEq)]
pub enum BoundSaid {
    /// A coordinate.
    At(String),
    /// A quantile of a control.
    Quantile {
        /// In percent.
        percent: String,
        /// The control.
        control: String,
    },
}
