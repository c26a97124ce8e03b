//! The valid specification: what the reader hands to the judge.
//!
//! Everything here has been checked: names resolve, limits are possible, units agree, formulas have the right dimension.
//! The judge never has to doubt it.

use super::acquisition::Acquisition;
use super::decision::{DecisionRule, Uncertainty};
use super::life::{Expiry, InUse};
use super::mapping::SampleEntry;
use super::periodic::PeriodicTesting;
use super::profile::{Justification, Phase};
use super::stability::Stability;
use super::trend::Trend;
use crate::cytometry::Gate;
use crate::dosing::{EndotoxinLimit, Regimen, Region, SamplingScheme};
use crate::quantity::{Decimal, Exact, RoundingRule, Unit};
use crate::source::Place;
use jiff::civil::Date;
use std::sync::Arc;

/// A release specification after inheritance, parameters and validation.
#[derive(Clone, Debug)]
pub struct Specification {
    /// Stable identifier, kebab case.
    pub id: String,
    /// Version as written.
    pub version: String,
    /// Human title.
    pub title: String,
    /// Whether it is only there to be extended: it may lack what a specification needs, and no lot is judged against it.
    pub part: bool,
    /// Life-cycle status.
    pub status: Status,
    /// First day on which the specification applies.
    pub effective: Option<Date>,
    /// Last day on which it applies (inclusive).
    pub effective_until: Option<Date>,
    /// Which date of the lot must lie in the effective period.
    pub select_by: SelectBy,
    /// Rounding rule of tests that name no other.
    pub rounding: RoundingRule,
    /// Product facts in the order written: name, vesicle, source, dosage_form, route, storage ...
    pub product: Vec<(String, String)>,
    /// Whose reviewers will read it; changes no limit (R-1002).
    pub regions: Vec<Region>,
    /// How far the development is; changes no limit.
    pub phase: Option<Phase>,
    /// Why something that a reviewer would ask for is not there.
    pub justified: Vec<Justification>,
    /// How the product is given, and the limits that follow from it.
    pub dosing: Option<Box<Dosing>>,
    /// How the product is stored, and how far stability data reach.
    pub stability: Option<Box<Stability>>,
    /// How the product may be stored and carried.
    pub handling: Option<Box<super::handling::Handling>>,
    /// How long a lot may be kept.
    pub expiry: Option<Box<Expiry>>,
    /// How long the product may be used once it was thawed, reconstituted or opened.
    pub in_use: Option<Box<InUse>>,
    /// What the limits rest on, printed in reports (R-1001).
    pub basis: Option<String>,
    /// Remarks for the reader, for example contradictions in the source.
    pub notes: Vec<String>,
    /// Cited sources.
    pub references: Vec<Reference>,
    /// Parameters with the value they have in this run.
    pub parameters: Vec<Parameter>,
    /// Label claims: attribute (test or derived id) and claimed quantity. A lot file may override them.
    pub label: Vec<(String, Quantity)>,
    /// Numerical facts a lot file must supply for formulas, with the unit they have in formulas.
    pub facts: Vec<(String, Unit)>,
    /// Derived attributes in an order in which each uses only earlier ones.
    pub derived: Vec<Derived>,
    /// Tests and panels in specification order.
    pub tests: Vec<Test>,
    /// Gates in the order written; each may use earlier ones only.
    pub gates: Vec<Gate>,
    /// Whether spill between fluorescence channels is taken out; `None` in a specification without gates.
    pub compensation: Option<Compensation>,
    /// Columns of result files that are known and carry nothing to judge.
    pub ignore_columns: Vec<String>,
    /// Which lot instrument files belong to, by patterns of their names.
    pub samples: Vec<SampleEntry>,
    /// SHA-256 of the resolved, canonical form, lower-case hexadecimal.
    pub sha256: String,
    /// The file or library id it was read from, as the user named it.
    pub file: Arc<str>,
}

impl Specification {
    /// Position of the test with this id in [`Specification::tests`].
    pub fn test_index(&self, id: &str) -> Option<usize> {
        self.tests.iter().position(|test| test.id == id)
    }

    /// A fact about the product, as written.
    pub fn product_fact(&self, name: &str) -> Option<&str> {
        self.product.iter().find(|(key, _)| key == name).map(|(_, text)| text.as_str())
    }

    /// What kind of vesicles the product holds, where it is stated.
    pub fn stated_kind(&self) -> Option<ProductKind> {
        let word = self.product_fact("kind")?;
        [ProductKind::Natural, ProductKind::Engineered].into_iter().find(|kind| kind.as_str() == word)
    }

    /// The same for whoever asks what a product needs; natural where nothing is stated.
    pub fn kind(&self) -> ProductKind {
        self.stated_kind().unwrap_or(ProductKind::Natural)
    }

    /// Where in the process it applies: the stages of the product, told apart by commas, then those of the tests, each once.
    pub fn stages(&self) -> Vec<&str> {
        let mut stages: Vec<&str> = Vec::new();
        let of_product = self.product_fact("stage").into_iter().flat_map(|text| text.split(',')).map(str::trim);
        let of_tests = self.tests.iter().filter_map(|test| test.stage.as_deref());
        for stage in of_product.filter(|stage| !stage.is_empty()).chain(of_tests) {
            if !stages.contains(&stage) {
                stages.push(stage);
            }
        }
        stages
    }

    /// Parameters without a value: there are none in a specification that was read for judging. One that has some can be
    /// shown, but must not judge, since the limits they belong to are not there.
    pub fn unset_parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter().filter(|parameter| parameter.value.is_none())
    }
}

/// What kind of vesicles a product holds: the fact `kind` of the product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProductKind {
    /// `natural`, also when nothing is said: as cells release them.
    Natural,
    /// `engineered`: loaded, or with a surface that was made.
    Engineered,
}

impl ProductKind {
    /// The words, in the order of the kinds.
    pub const WORDS: [&'static str; 2] = ["natural", "engineered"];

    /// The word in specifications and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            ProductKind::Natural => "natural",
            ProductKind::Engineered => "engineered",
        }
    }
}

/// Life-cycle status of a specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Not approved: analysis is allowed, every output is marked.
    Draft,
    /// Approved; applies from its effective date.
    Approved,
    /// Replaced by a later version; applies to lots inside its effective period.
    Superseded,
    /// Withdrawn: never applies.
    Withdrawn,
}

impl Status {
    /// The word in specifications and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Draft => "draft",
            Status::Approved => "approved",
            Status::Superseded => "superseded",
            Status::Withdrawn => "withdrawn",
        }
    }
}

/// Which date of a lot chooses the specification version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelectBy {
    /// Date of manufacture, from the lot file.
    ManufactureDate,
    /// Latest date in the results of the lot.
    TestDate,
}

impl SelectBy {
    /// The word in specifications and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            SelectBy::ManufactureDate => "manufacture_date",
            SelectBy::TestDate => "test_date",
        }
    }
}

/// Whether spill between fluorescence channels is taken out before gating.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compensation {
    /// `from file`: by the matrix that the file states.
    FromFile,
    /// `none`: channels are taken as they are.
    None,
}

impl Compensation {
    /// The words in specifications and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Compensation::FromFile => "from file",
            Compensation::None => "none",
        }
    }
}

/// A number as written, with its unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// The number with its digits.
    pub value: Decimal,
    /// Its unit.
    pub unit: Unit,
}

/// How a product is given, with what follows from it.
#[derive(Clone, Debug)]
pub struct Dosing {
    /// Route, dose, patient and what is given along, in fixed units.
    pub regimen: Regimen,
    /// The way to the endotoxin limit, where there is one and all parameters have values.
    pub endotoxin: Option<EndotoxinLimit>,
    /// Why there is no endotoxin limit, and what there is to hold on to.
    pub no_limit: Option<String>,
    /// Tests that say how much a mL holds, for doses out of a lot; empty: those of category `quantity`.
    pub strength: Vec<String>,
    /// The test whose result is the lot's own ratio of two currencies, the only one that a dose may be converted by.
    pub convert_by: Option<String>,
    /// The limits that follow, those of endotoxin first; the others only where they are in use.
    pub limits: Vec<DerivedLimit>,
    /// Where the key stands.
    pub place: Place,
}

/// A limit that follows from the way a product is given.
#[derive(Clone, Debug)]
pub struct DerivedLimit {
    /// The parameter by which criteria use it.
    pub name: &'static str,
    /// Its value before rounding, in the unit of `stated`.
    pub exact: Exact,
    /// Its value as stated.
    pub stated: Quantity,
    /// Steps that are its own, in words with numbers.
    pub steps: Vec<String>,
}

/// A cited source.
#[derive(Clone, Debug, Default)]
pub struct Reference {
    /// Key by which tests name it.
    pub key: String,
    /// Title of the document.
    pub title: String,
    /// Digital object identifier or address.
    pub doi: Option<String>,
    /// Table, section or page.
    pub place: Option<String>,
    /// How sure: primary, abstract, secondary, review, sponsor to set.
    pub evidence: Option<Evidence>,
}

/// How well a limit is supported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Read in full in the primary source.
    Primary,
    /// Read in an abstract or registry record.
    Abstract,
    /// Read in a source that quotes the primary one.
    Secondary,
    /// Stated in a review only.
    Review,
    /// No source gives it; the sponsor sets it.
    SponsorToSet,
}

impl Evidence {
    /// The word in specifications and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Evidence::Primary => "primary",
            Evidence::Abstract => "abstract",
            Evidence::Secondary => "secondary",
            Evidence::Review => "review",
            Evidence::SponsorToSet => "sponsor to set",
        }
    }
}

/// A value that the user must or may set.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Name, used in limits as `{name}`.
    pub name: String,
    /// Whether it must be set for each run.
    pub required: bool,
    /// Whether it follows from `dosing` and is never set.
    pub derived: bool,
    /// Unit the value has when written without one.
    pub unit: Unit,
    /// Its value in this run; `None` only in a specification that is shown or linted, never in one that judges.
    pub value: Option<Quantity>,
    /// Whether this run set the value.
    pub set: bool,
    /// The value that the specification states, where it states one; the run may have set another.
    pub stated: Option<Quantity>,
    /// Why the user has to choose.
    pub why: Option<String>,
}

/// An attribute computed from others at full precision.
#[derive(Clone, Debug)]
pub struct Derived {
    /// Identifier; a test with the same id judges it.
    pub id: String,
    /// Formula as written.
    pub text: String,
    /// Parsed formula.
    pub formula: Expression,
    /// Unit of the result.
    pub unit: Unit,
    /// Where the formula stands.
    pub place: Place,
}

/// A formula over tests, derived attributes, label claims and lot facts.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// A number as written, or a parameter's value.
    Number(Quantity),
    /// The reportable value of a test, by position in [`Specification::tests`].
    Test(usize),
    /// An earlier derived attribute, by position in [`Specification::derived`].
    Derived(usize),
    /// The label claim for an attribute, written `label.name`.
    Label(String),
    /// A fact of the lot, by position in [`Specification::facts`].
    Fact(usize),
    /// `-a`
    Negate(Box<Expression>),
    /// `a + b`
    Add(Box<Expression>, Box<Expression>),
    /// `a - b`
    Subtract(Box<Expression>, Box<Expression>),
    /// `a * b`
    Multiply(Box<Expression>, Box<Expression>),
    /// `a / b`
    Divide(Box<Expression>, Box<Expression>),
    /// `a ^ n`
    Power(Box<Expression>, i32),
}

impl Expression {
    /// Calls `visit` for every leaf, from left to right.
    pub fn leaves<'e>(&'e self, visit: &mut dyn FnMut(&'e Expression)) {
        match self {
            Expression::Negate(inner) | Expression::Power(inner, _) => inner.leaves(visit),
            Expression::Add(left, right)
            | Expression::Subtract(left, right)
            | Expression::Multiply(left, right)
            | Expression::Divide(left, right) => {
                left.leaves(visit);
                right.leaves(visit);
            }
            leaf => visit(leaf),
        }
    }
}

/// One line of the specification: a test or a panel of tests.
#[derive(Clone, Debug)]
pub struct Test {
    /// Identifier, snake case.
    pub id: String,
    /// Printed name; the id when none is given.
    pub name: String,
    /// Attribute class.
    pub category: Category,
    /// Where in the process it applies; `None`: anywhere.
    pub stage: Option<String>,
    /// Procedure number and version.
    pub procedure: Option<String>,
    /// Methods that may deliver results; empty: any.
    pub methods: Vec<String>,
    /// Other names in result files.
    pub columns: Vec<String>,
    /// Whether the lot is concluded without it.
    pub required: bool,
    /// Whether a waiver may never stand in for it.
    pub never_waive: bool,
    /// Verbatim criterion, printed as it stands.
    pub text: Option<String>,
    /// Key of the cited source, by position in [`Specification::references`].
    pub source: Option<usize>,
    /// Evidence grade of the limit; the source's grade unless the test says otherwise.
    pub evidence: Option<Evidence>,
    /// Why this limit.
    pub rationale: Option<String>,
    /// Rounding rule that applies to it.
    pub rounding: RoundingRule,
    /// How it is judged.
    pub assessment: Assessment,
    /// Position of the panel that decides for this test, if it is a member of one: then its own `fail` counts only
    /// through the panel.
    pub panel: Option<usize>,
    /// Where its key stands.
    pub place: Place,
}

/// Attribute class (ICH Q6B section 4, with stability).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Category {
    /// Identity.
    Identity,
    /// Purity and impurities.
    Purity,
    /// Quantity.
    Quantity,
    /// Biological activity.
    Potency,
    /// Sterility, endotoxin, mycoplasma, adventitious agents.
    Safety,
    /// Appearance, pH, osmolality and the like.
    General,
    /// Shelf life and in-use time.
    Stability,
}

impl Category {
    /// Every category, in report order.
    pub const ALL: [Category; 7] = [
        Category::Identity,
        Category::Purity,
        Category::Quantity,
        Category::Potency,
        Category::Safety,
        Category::General,
        Category::Stability,
    ];

    /// The word in specifications and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Category::Identity => "identity",
            Category::Purity => "purity",
            Category::Quantity => "quantity",
            Category::Potency => "potency",
            Category::Safety => "safety",
            Category::General => "general",
            Category::Stability => "stability",
        }
    }
}

/// How a line of the specification is judged.
#[derive(Clone, Debug)]
pub enum Assessment {
    /// From determinations or a formula.
    Measured(Box<Measured>),
    /// From the outcomes of other tests.
    Panel(Panel),
}

/// A test judged from determinations or from a derived attribute.
#[derive(Clone, Debug)]
pub struct Measured {
    /// Where the value comes from.
    pub origin: Origin,
    /// How determinations are computed from instrument files, where the specification says so; result tables may deliver
    /// the test all the same.
    pub from: Option<Acquisition>,
    /// What a percentage is a percentage of, in words; for `from: events` the denominator's name.
    pub of: Option<String>,
    /// Values that the instrument can measure; a determination outside has no standing.
    pub range: Option<Limits>,
    /// Values as measured, before any dilution factor, to which the instrument responds linearly. It is looked at where
    /// determinations are computed: only there the value as measured is known.
    pub linear_range: Option<Limits>,
    /// The physical ceiling of a particle-to-protein ratio, where the specification asks for that check.
    pub plausible: Option<Ceiling>,
    /// Unit in which the criterion is written; [`Unit::none`] for a qualitative test.
    pub unit: Unit,
    /// How determinations become the reportable value.
    pub plan: Plan,
    /// The plan for retests after an invalidated result, fixed beforehand.
    pub retest: Option<Plan>,
    /// Criterion for every determination on its own.
    pub individual: Option<Limits>,
    /// Checks that must hold before the value is used.
    pub valid_if: Vec<ValidityCheck>,
    /// Controls that must have worked anywhere in the lot.
    pub requires: Vec<ValidityCheck>,
    /// Days from `started` before which a reading is not final.
    pub final_after_days: Option<u32>,
    /// Acceptance criteria by condition; exactly one without condition, or several that exclude each other.
    pub accept: Vec<Alternative>,
    /// Alert limit: a flag, never an outcome.
    pub alert: Option<Limits>,
    /// Action limit: a flag, never an outcome.
    pub action: Option<Limits>,
    /// Criteria for stability time points; empty: `accept` holds to the end of the shelf life.
    pub shelf_life: Vec<Alternative>,
    /// How the shelf life follows from stability results, where the test says so.
    pub trend: Option<Box<Trend>>,
    /// Criteria for time points in use; empty: those to the end of the shelf life hold.
    pub in_use: Vec<Alternative>,
    /// How the reportable value becomes an outcome.
    pub decide: DecisionRule,
    /// Measurement uncertainty, where stated.
    pub uncertainty: Option<Uncertainty>,
    /// How censored determinations are judged.
    pub censored: CensoredRule,
    /// Quantitation limit of the method, where stated.
    pub loq: Option<Quantity>,
    /// Periodic testing, where only some lots are tested.
    pub skip: Option<Box<PeriodicTesting>>,
    /// The tests that decide together when this one is not met, by position in [`Specification::tests`]; none: it
    /// decides itself.
    pub second_stage: Vec<usize>,
}

impl Measured {
    /// Every criterion: at release, to the end of the shelf life, in use.
    pub fn criteria(&self) -> impl Iterator<Item = &Alternative> + Clone {
        self.accept.iter().chain(&self.shelf_life).chain(&self.in_use)
    }
}

/// What a particle-to-protein ratio cannot exceed: spheres of the measured size that hold at least a share of protein.
#[derive(Clone, Debug)]
pub struct Ceiling {
    /// The test of the size, by position in [`Specification::tests`].
    pub size: usize,
    /// Least share of protein in the mass of a particle, in percent.
    pub protein_share: Decimal,
    /// Density of a particle, mass per volume.
    pub density: Quantity,
    /// Where it stands.
    pub place: Place,
}

/// Where the value of a measured test comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Determinations in the result file.
    Delivered,
    /// A derived attribute, by position in [`Specification::derived`].
    Derived(usize),
}

/// The declared way from determinations to the reportable value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The summary.
    pub summary: Summary,
    /// How many determinations it takes, over both levels where there are two.
    pub count: Count,
    /// The levels on which determinations stand: `2 injections of 3 captures`; nearly every plan has one only. Shared,
    /// so that a plan without levels stays as small as it was.
    pub levels: Option<Arc<Levels>>,
}

/// Two levels of determinations: the summary is taken over the inner one first, then over the outer one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Levels {
    /// What the outer level is called, as written: `injections`.
    pub outer: String,
    /// How many of them the plan takes.
    pub outer_count: Count,
    /// What the inner level is called, as written: `captures`.
    pub inner: String,
    /// How many of them each outer one takes.
    pub inner_count: Count,
}

/// The summary of determinations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Summary {
    /// The one determination.
    Single,
    /// Arithmetic mean.
    Mean,
    /// Median.
    Median,
    /// Geometric mean.
    GeometricMean,
    /// Every determination meets the criterion; the one nearest to or furthest beyond the limit is reported.
    Each,
    /// Smallest.
    Minimum,
    /// Largest.
    Maximum,
    /// Coefficient of variation in percent, divisor n - 1.
    CoefficientOfVariation,
    /// Standard deviation, divisor n - 1.
    StandardDeviation,
}

impl Summary {
    /// Whether it says how far determinations lie apart, and not where.
    pub fn is_scatter(self) -> bool {
        matches!(self, Summary::CoefficientOfVariation | Summary::StandardDeviation)
    }
}

/// How many determinations a plan takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// No more and no fewer.
    Exactly(u32),
    /// This many or more.
    AtLeast(u32),
}

impl Count {
    /// So many determinations more.
    pub fn more(self, further: usize) -> Count {
        let further = u32::try_from(further).unwrap_or(u32::MAX);
        match self {
            Count::Exactly(needed) => Count::Exactly(needed.saturating_add(further)),
            Count::AtLeast(needed) => Count::AtLeast(needed.saturating_add(further)),
        }
    }
}

/// An acceptance criterion and the condition under which it applies.
#[derive(Clone, Debug)]
pub struct Alternative {
    /// Column and value pairs that the determinations must carry; empty: always.
    pub when: Vec<(Condition, String)>,
    /// The criterion.
    pub criterion: Criterion,
    /// The criterion as written, parameters filled in.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

/// What a conditional limit may depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// The `method` column.
    Method,
    /// The `instrument` column.
    Instrument,
    /// The `sample` column (matrix or sample type).
    Sample,
    /// The `condition` column.
    StorageCondition,
}

impl Condition {
    /// The key in `when:`.
    pub fn as_str(self) -> &'static str {
        match self {
            Condition::Method => "method",
            Condition::Instrument => "instrument",
            Condition::Sample => "sample",
            Condition::StorageCondition => "condition",
        }
    }
}

/// What a reportable value is compared with.
#[derive(Clone, Debug)]
pub enum Criterion {
    /// Numeric limits.
    Numeric(Limits),
    /// Limits in percent of the lot's label claim for this attribute.
    Label(Limits),
    /// A qualitative expectation.
    Qualitative(Expected),
    /// Reported without criterion; still required.
    Report,
}

/// One or two numeric limits in one unit.
#[derive(Clone, Debug)]
pub struct Limits {
    /// As written, parameters filled in.
    pub text: String,
    /// Lower limit.
    pub lower: Option<Limit>,
    /// Upper limit.
    pub upper: Option<Limit>,
    /// Unit of both.
    pub unit: Unit,
    /// Where it stands.
    pub place: Place,
}

/// One numeric limit with its digits.
#[derive(Clone, Debug)]
pub struct Limit {
    /// As written; its digits set the rounding.
    pub written: Decimal,
    /// The same number for arithmetic.
    pub value: Exact,
    /// Whether the limit itself conforms.
    pub inclusive: bool,
    /// The same number as a float, for telling from afar on which side a value lies.
    pub approximately: f64,
    /// What one unit of the last written digit is worth, likewise.
    pub last_digit: f64,
}

impl Limit {
    /// A limit as written.
    pub fn new(written: Decimal, inclusive: bool) -> Self {
        let value = written.exact();
        let (approximately, last_digit) = (value.to_f64(), written.unit_in_the_last_place());
        Limit { written, value, inclusive, approximately, last_digit }
    }
}

/// What a qualitative test must show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Negative, absent, no growth.
    Negative,
    /// Positive, present.
    Positive,
    /// Complies, stated as such by the procedure.
    Complies,
    /// One of these texts, after normalisation.
    OneOf(Vec<String>),
}

/// A condition on the run that must hold before its result is used.
#[derive(Clone, Debug)]
pub struct ValidityCheck {
    /// As written.
    pub text: String,
    /// What is checked.
    pub check: Check,
    /// Where it stands.
    pub place: Place,
}

/// The kinds of validity check.
#[derive(Clone, Debug)]
pub enum Check {
    /// Spread of the determinations: `cv <= 20 %`, `gcv`, `sd`, `range`.
    Spread(Spread, Limits, Among),
    /// A control that must be reported: `control spike_recovery 50 to 200 %`.
    Control {
        /// Which rows: `control`, `blank` or `reference`.
        role: Role,
        /// Name in the `control` column; `None` for `blank` and `reference` without a name.
        name: Option<String>,
        /// One value for each determination (`each control ...`) instead of at least one.
        each: bool,
        /// What it must show.
        expect: ControlExpectation,
    },
    /// As many containers were tested as the test for sterility asks for: `units_tested >= sterility sample of batch_size`.
    SterilitySample {
        /// Name of the control, or of the fact of the lot, that says how many were tested.
        tested: String,
        /// The fact that says how many containers the batch has, by position in [`Specification::facts`].
        batch: usize,
        /// Which table applies.
        scheme: SamplingScheme,
    },
}

/// Whose spread is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Among {
    /// All determinations.
    All,
    /// The determinations within each outer group, every group on its own: `cv between captures <= 20 %`.
    Inner,
    /// The summaries of the outer groups: `cv between injections <= 25 %`.
    Outer,
}

/// A measure of spread among determinations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// 100 s / mean, s with divisor n - 1.
    Cv,
    /// 100 (e^s - 1), s the standard deviation of natural logarithms.
    GeometricCv,
    /// Standard deviation, divisor n - 1, in the unit of the test.
    StandardDeviation,
    /// Largest minus smallest, in the unit of the test.
    Range,
    /// Largest minus smallest in percent of the mean.
    RelativeRange,
}

impl Spread {
    /// Whether it has no unit of the test: its limit is in percent.
    pub fn is_in_percent(self) -> bool {
        match self {
            Spread::Cv | Spread::GeometricCv | Spread::RelativeRange => true,
            Spread::StandardDeviation | Spread::Range => false,
        }
    }
}

/// What a control must show.
#[derive(Clone, Debug)]
pub enum ControlExpectation {
    /// Numeric limits in the control's own unit.
    Numeric(Limits),
    /// Limits in percent of the reportable value of the sample (`blank <= 5 % of sample`).
    OfSample(Limits),
    /// Negative, positive or a text.
    Qualitative(Expected),
}

/// What a row of results is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The lot itself.
    Sample,
    /// A named control.
    Control,
    /// A blank.
    Blank,
    /// A reference material.
    Reference,
    /// The lot again, after an investigation; judged by the retest plan.
    Retest,
}

impl Role {
    /// The word in result files.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Sample => "sample",
            Role::Control => "control",
            Role::Blank => "blank",
            Role::Reference => "reference",
            Role::Retest => "retest",
        }
    }

    /// Whether the row is a result of the lot, and not of a control, a blank or a reference beside it.
    pub fn is_of_lot(self) -> bool {
        match self {
            Role::Sample | Role::Retest => true,
            Role::Control | Role::Blank | Role::Reference => false,
        }
    }
}

/// How censored determinations are judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CensoredRule {
    /// A single value by its bound; a mean with censored values is inconclusive.
    Limit,
    /// A mean takes the bound that is worst for the lot.
    WorstCase,
    /// A mean with values below a limit is the Kaplan-Meier mean, the rest at the lowest limit.
    KaplanMeier,
    /// A mean with values below a limit is that of regression on order statistics.
    OrderStatistics,
    /// A mean, arithmetic or geometric, with values below a limit is that of the most likely lognormal distribution.
    Likelihood,
}

impl CensoredRule {
    /// The word in specifications and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            CensoredRule::Limit => "limit",
            CensoredRule::WorstCase => "worst case",
            CensoredRule::KaplanMeier => "kaplan-meier",
            CensoredRule::OrderStatistics => "ros",
            CensoredRule::Likelihood => "mle",
        }
    }

    /// The name of the method, where the rule is one that estimates.
    pub fn estimator(self) -> Option<&'static str> {
        match self {
            CensoredRule::Limit | CensoredRule::WorstCase => None,
            CensoredRule::KaplanMeier => Some("Kaplan-Meier"),
            CensoredRule::OrderStatistics => Some("regression on order statistics"),
            CensoredRule::Likelihood => Some("lognormal maximum likelihood"),
        }
    }

    /// Whether the rule estimates what a plan asks for.
    pub fn estimates(self, summary: Summary) -> bool {
        match summary {
            Summary::Mean => self.estimator().is_some(),
            Summary::GeometricMean => self == CensoredRule::Likelihood,
            _ => false,
        }
    }
}

/// A statement over the outcomes of other tests.
#[derive(Clone, Debug)]
pub struct Panel {
    /// As written, `also` joined with "and".
    pub text: String,
    /// The statement.
    pub statement: Statement,
    /// Where it stands.
    pub place: Place,
}

/// A panel statement; members are positions in [`Specification::tests`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Statement {
    /// The member meets its own criterion.
    Member(usize),
    /// Every part holds.
    All(Vec<Statement>),
    /// At least this many parts hold.
    AtLeast(u32, Vec<Statement>),
    /// No part holds.
    NoneOf(Vec<Statement>),
}

impl Statement {
    /// The tests that the statement names, in order of first mention, without repeats.
    pub fn members(&self) -> Vec<usize> {
        let mut found = Vec::new();
        self.collect(&mut found);
        found
    }

    fn collect(&self, found: &mut Vec<usize>) {
        match self {
            Statement::Member(index) => {
                if !found.contains(index) {
                    found.push(*index);
                }
            }
            Statement::All(parts) | Statement::AtLeast(_, parts) | Statement::NoneOf(parts) => {
                parts.iter().for_each(|part| part.collect(found));
            }
        }
    }
}
