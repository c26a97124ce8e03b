//! The keys of the language, once: the reader rejects what is not here, and the JSON Schema is made from here.

use crate::expiry::{LastDay, LotEvent};

/// A key with what it holds.
pub struct Entry {
    /// The key as written.
    pub name: &'static str,
    /// The shape of its value.
    pub shape: Shape,
    /// One sentence for editors.
    pub what: &'static str,
}

/// The shape of a value.
pub enum Shape {
    /// A text; numbers in quotes.
    Text,
    /// A text that is one of these words.
    Word(&'static [&'static str]),
    /// A date, YYYY-MM-DD.
    Date,
    /// `true` or `false`.
    Boolean,
    /// The number 1.
    FormatVersion,
    /// A number, in quotes or not: its digits set no rounding.
    Number,
    /// This, or a list of this.
    OneOrMore(&'static Shape),
    /// A list of this.
    List(&'static Shape),
    /// A map with these keys.
    Keys(&'static [Entry]),
    /// A map from names to this.
    Named(&'static Shape),
    /// This, or nothing to drop what is inherited.
    OrNothing(&'static Shape),
    /// A limit, or a list of alternatives.
    Criterion,
    /// A list of points, each a list of two numbers.
    Points,
    /// The name of a channel, or a map with these keys.
    TextOrKeys(&'static [Entry]),
}

/// A key of a mapping: its name, what its value is, and what it says.
pub const fn key(name: &'static str, shape: Shape, what: &'static str) -> Entry {
    Entry { name, shape, what }
}

pub(super) const STATUSES: &[&str] = &["draft", "approved", "superseded", "withdrawn"];
pub(super) const CATEGORIES: &[&str] = &["identity", "purity", "quantity", "potency", "safety", "general", "stability"];
pub(super) const EVIDENCE: &[&str] = &["primary", "abstract", "secondary", "review", "sponsor to set"];
pub(super) const ROUNDING_RULES: &[&str] = &["usp", "ph_eur", "chp", "gbt8170_full", "none"];
pub(super) const SELECTIONS: &[&str] = &["manufacture_date", "test_date"];
/// Whether runs of instrument files count, as the samples say it.
pub(super) const RUN_STATUSES: &[&str] = &["valid", "invalid"];

pub(super) const ROLES: &[&str] = &["sample", "blank", "control", "reference", "retest"];
pub(super) const SOURCES: &[&str] = &["size_distribution", "concentration", "stated", "events"];
pub(super) const WEIGHTS: &[&str] = &["number", "volume", "surface"];
pub(super) const CUMULATIVE_RULES: &[&str] = &["inside bins", "at centres", "one bin lower"];
pub(super) const SUBTRACTED: &[&str] = &["blank"];
pub(super) const COMPENSATIONS: &[&str] = &["from file", "none"];
pub(super) const PHASES: &[&str] = &["research", "phase1", "phase2", "phase3", "commercial"];
pub(super) const REVERSIONS: &[&str] = &["every lot"];
pub(super) const PRODUCT_CLASSES: &[&str] = &["biological", "chemical"];
pub(super) const STORAGES: &[&str] = &["room temperature", "refrigerated", "freezer", "below -20 °C"];
pub(super) const EXTRAPOLATIONS: &[&str] = &["none", "ich q1e"];
pub(super) const DIRECTIONS: &[&str] = &["decreasing", "increasing", "either"];
pub(super) const TRANSFORMS: &[&str] = &["none", "log", "square root", "square", "reciprocal"];
pub(super) const TREND_VALUES: &[&str] = &["reportable", "determinations"];
pub(super) const BOUNDS: &[&str] = &["one-sided", "two-sided"];
pub(super) const POOLINGS: &[&str] = &["full model", "reduced model"];
pub(super) const ERRORS: &[&str] = &["pooled", "individual"];
pub(super) const LIMIT_FORMS: &[&str] = &["as written", "rounded"];
pub(super) const DEGRADATIONS: &[&str] = &["linear", "biexponential", "weibull"];
pub(super) const RELEASE_ROUNDINGS: &[&str] = &["inwards", "nearest", "not rounded"];
pub(super) const BETWEEN_READINGS: &[&str] = &["step", "trapezoid"];
pub(super) const NOT_BEYOND: &[&str] = &["parents"];
pub(super) const CENSORED_RULES: &[&str] = &["limit", "worst case", "kaplan-meier", "ros", "mle"];

/// Keys of a specification.
pub(super) static SPECIFICATION: &[Entry] = &[
    key("evqc", Shape::FormatVersion, "Version of the language: 1."),
    key("id", Shape::Text, "Stable identifier, kebab case."),
    key("version", Shape::Text, "Version of this specification, in quotes if it looks like a number."),
    key("title", Shape::Text, "Title for people."),
    key(
        "part",
        Shape::Boolean,
        "Whether it is only there to be extended; then it needs no version, status or rounding.",
    ),
    key("status", Shape::Word(STATUSES), "Life-cycle status."),
    key("effective", Shape::Date, "First day on which the specification applies; needed when approved."),
    key("effective_until", Shape::Date, "Last day on which it applies."),
    key("select_by", Shape::Word(SELECTIONS), "Which date of a lot must lie in the effective period."),
    key(
        "rounding",
        Shape::Word(ROUNDING_RULES),
        "How reportable values are rounded before comparison; there is no default.",
    ),
    key(
        "extends",
        Shape::OneOrMore(&Shape::Text),
        "Specifications to inherit from: ids of the library or paths relative to this file.",
    ),
    key(
        "product",
        Shape::Named(&Shape::OneOrMore(&Shape::Text)),
        "Facts about the product: name, vesicle, source, dosage_form, route, storage.",
    ),
    key(
        "regions",
        Shape::OneOrMore(&Shape::Word(crate::dosing::Region::WORDS)),
        "Whose reviewers will read it; changes no limit.",
    ),
    key("phase", Shape::Word(PHASES), "How far the development is; changes no limit."),
    key(
        "justified",
        Shape::Named(&Shape::OrNothing(&Shape::Text)),
        "Why something that a reviewer would ask for is not there, by the id of the check.",
    ),
    key(
        "pharmacopoeia",
        Shape::OneOrMore(&Shape::Word(crate::dosing::Pharmacopoeia::WORDS)),
        "Whose conventions limits of the dose follow; of several the strictest.",
    ),
    key("dosing", Shape::Keys(DOSING), "How the product is given, from which limits follow."),
    key("stability", Shape::Keys(STABILITY), "How the product is stored, and how far its stability data reach."),
    key("handling", Shape::Keys(HANDLING), "How the product may be stored and carried, for `evqc excursion`."),
    key("expiry", Shape::Keys(EXPIRY), "How long a lot may be kept, and from which event that is counted."),
    key("in_use", Shape::Keys(IN_USE), "How long the product may be used once it was thawed, reconstituted or opened."),
    key("basis", Shape::Text, "What the limits rest on; printed in reports."),
    key("notes", Shape::OneOrMore(&Shape::Text), "Remarks, for example contradictions in the source."),
    key("references", Shape::Named(&Shape::Keys(REFERENCE)), "Cited documents by key."),
    key(
        "parameters",
        Shape::Named(&Shape::OrNothing(&Shape::Keys(PARAMETER))),
        "Values the user must or may set; used as {name}.",
    ),
    key("facts", Shape::Named(&Shape::Keys(FACT)), "Numerical facts of a lot that formulas use."),
    key("label", Shape::Named(&Shape::Text), "Label claims: attribute and claimed quantity."),
    key(
        "derived",
        Shape::Named(&Shape::OrNothing(&Shape::Keys(DERIVED))),
        "Attributes computed from others at full precision.",
    ),
    key("gates", Shape::Named(&Shape::Keys(GATE)), "Gates on events by name, in order; a gate may use earlier ones."),
    key(
        "compensation",
        Shape::Word(COMPENSATIONS),
        "Whether the spill matrix of the file is applied before gating; needed with `gates`.",
    ),
    key("ignore_columns", Shape::List(&Shape::Text), "Columns of result files that carry nothing to judge."),
    key(
        "samples",
        Shape::List(&Shape::Keys(SAMPLE)),
        "Which lot instrument files belong to, by patterns of their names.",
    ),
    key("tests", Shape::Named(&Shape::OrNothing(&Shape::Keys(TEST))), "The tests and panels by id."),
];

/// Keys of the way a product is given.
pub(super) static DOSING: &[Entry] = &[
    key("max_dose", Shape::Text, "Largest single administration as volume of product: 15 mL."),
    key("dose", Shape::Text, "The same in the unit of the dose: 2.0e10 particles."),
    key("per", Shape::Word(crate::dosing::Per::WORDS), "What both are stated per; `dose` when not given."),
    key("lowest_weight", Shape::Text, "Weight of the lightest eligible patient; else that of the pharmacopoeia."),
    key("duration", Shape::Text, "Duration of one administration; less than 1 h counts as 1 h."),
    key("doses_per_hour", Shape::Number, "Administrations within an hour; they add up."),
    key("also_given", Shape::Named(&Shape::Keys(COMPONENT)), "What is given along: diluent, second vial, rinse."),
    key("container", Shape::Text, "Nominal volume of one container: 5 mL."),
    key("strength", Shape::OneOrMore(&Shape::Text), "Tests that say how much a mL holds, for `evqc dose`."),
    key("convert", Shape::Keys(CONVERSION), "By which result of the lot one currency of a dose may become another."),
    key("lambda", Shape::Text, "Sensitivity of the endotoxin assay: 0.005 EU/mL."),
];

/// Keys of the stability programme.
pub(super) static STABILITY: &[Entry] = &[
    key("product", Shape::Word(PRODUCT_CLASSES), "Which guideline holds; `biological` when not given."),
    key("storage", Shape::Word(STORAGES), "Where the product is stored."),
    key(
        "conditions",
        Shape::Keys(CONDITIONS),
        "Storage conditions of the studies, as the `condition` column has them.",
    ),
    key(
        "extrapolation",
        Shape::Word(EXTRAPOLATIONS),
        "Whether a shelf life may be longer than the data; for biologicals and below -20 °C not unless agreed.",
    ),
    key("agreed", Shape::Text, "The agreement by which a biological or deep-frozen product may be extrapolated."),
    key("proposal", Shape::Text, "Proposed shelf life: 18 months."),
    key(
        "significant_change",
        Shape::Keys(SIGNIFICANT_CHANGE),
        "What counts as a significant change at accelerated storage.",
    ),
];

/// Keys of the storage conditions; a study file has the same.
pub static CONDITIONS: &[Entry] = &[
    key("long term", Shape::Text, "The storage that the label states: 5 °C."),
    key("intermediate", Shape::Text, "Between the two: 30 °C/65 % RH."),
    key("accelerated", Shape::Text, "Above it: 25 °C/60 % RH."),
];

/// Keys of significant change.
pub(super) static SIGNIFICANT_CHANGE: &[Entry] = &[
    key("change", Shape::Text, "Change from the initial value, in percent of it: 5 %."),
    key("tests", Shape::OneOrMore(&Shape::Text), "The tests it holds for; a failing criterion counts for every test."),
];

/// Keys of the trend of a test.
pub(super) static TREND: &[Entry] = &[
    key("direction", Shape::Word(DIRECTIONS), "Where the attribute goes; says which of two limits counts."),
    key("transform", Shape::Word(TRANSFORMS), "The scale on which it is a straight line; `none` when not given."),
    key("values", Shape::Word(TREND_VALUES), "What enters the regression; `reportable` when not given."),
    key("bound", Shape::Word(BOUNDS), "The confidence bound; by the limits when not given."),
    key("pooling", Shape::Word(POOLINGS), "The error that poolability is tested with; `full model` when not given."),
    key("error", Shape::Word(ERRORS), "The error of batches that are not pooled; `pooled` when not given."),
    key(
        "limit",
        Shape::Word(LIMIT_FORMS),
        "Whether the bound may reach what rounds to the limit; `as written` when not given.",
    ),
    key("model", Shape::Word(DEGRADATIONS), "The course of the attribute; `linear` when not given."),
    key(
        "release_limit",
        Shape::Word(RELEASE_ROUNDINGS),
        "How a computed release limit is rounded to the last place of the limits; `inwards` when not given.",
    ),
];

/// Keys of storage and transport.
pub(super) static HANDLING: &[Entry] = &[
    key("storage", Shape::Text, "Storage range: 2 to 8 °C, or \"<= -70 °C\"."),
    key(
        "between_readings",
        Shape::Word(BETWEEN_READINGS),
        "What a reading says of the time up to the next one: it stays (step), or goes straight to it (trapezoid).",
    ),
    key(
        "longest_gap",
        Shape::Text,
        "Longest time between two readings that still proves the time between them: 15 min.",
    ),
    key("transport", Shape::Keys(TRANSPORT), "What an excursion must keep to."),
    key("budget", Shape::List(&Shape::Keys(BUDGET)), "How long the product may be beyond a temperature."),
    key("thaw", Shape::Text, "Of a frozen product: above it, it counts as thawed."),
    key("not_arrhenius", Shape::Text, "Why degradation does not follow the Arrhenius equation: aggregation."),
];

/// Keys of the rule for excursions.
pub(super) static TRANSPORT: &[Entry] = &[
    key("readings", Shape::Text, "Range of every reading: 2 to 15 °C."),
    key("excursion", Shape::Text, "Longest single excursion: 24 h."),
    key("mkt", Shape::Text, "Highest mean kinetic temperature: 8 °C. Not for frozen storage."),
    key("window", Shape::Text, "Over what it is taken: 24 h at 2 to 8 °C, 30 d at room temperature."),
    key("enthalpy", Shape::Text, "ΔH/R; 10000 K when not given."),
    key("source", Shape::Text, "Key of the reference that the rule rests on."),
];

/// Keys of a row of the stability budget.
pub(super) static BUDGET: &[Entry] = &[
    key("above", Shape::Text, "The row is about time above this temperature."),
    key("below", Shape::Text, "The row is about time below this temperature."),
    key("at_most", Shape::Text, "The longest time: 72 h."),
    key(
        "used",
        Shape::Text,
        "The fact of the lot that says how much of it was used before; without it each journey counts on its own.",
    ),
    key("source", Shape::Text, "Key of the reference that the row rests on."),
];

/// Keys of the life of a lot.
pub(super) static EXPIRY: &[Entry] = &[
    key("shelf_life", Shape::Text, "How long a lot may be used: 18 months, 2 years, 30 d."),
    key("retest", Shape::Text, "After how long a lot is examined again: 12 months."),
    key("from", Shape::Word(LotEvent::STARTS), "The event that both are counted from; there is no default."),
    key(
        "last_day",
        Shape::Word(LastDay::WORDS),
        "Which day is the last one; `anniversary`, the same day of a later month, when not given.",
    ),
    key("not_beyond", Shape::Word(NOT_BEYOND), "`parents`: a lot never outlives its parent lots."),
    key("parents", Shape::Keys(PARENT_LIFE), "How long the parent lots may be kept."),
    key("reexamine", Shape::OneOrMore(&Shape::Text), "Tests that re-examine a lot after its retest date; else all."),
    key("source", Shape::Text, "Key of the reference it comes from."),
    key("evidence", Shape::Word(EVIDENCE), "Evidence grade, if not that of the source."),
];

/// Keys of the life of parent lots.
pub(super) static PARENT_LIFE: &[Entry] = &[
    key("shelf_life", Shape::Text, "How long a parent lot may be used: 24 months."),
    key("from", Shape::Word(LotEvent::STARTS), "The event that it is counted from."),
    key("last_day", Shape::Word(LastDay::WORDS), "Which day is the last one."),
];

/// Keys of use, a clock for each event.
pub(super) static IN_USE: &[Entry] = &[
    key("thawed", Shape::Keys(CLOCK), "The time of use after thaw."),
    key("reconstituted", Shape::Keys(CLOCK), "The time of use after reconstitution."),
    key("punctured", Shape::Keys(CLOCK), "The time of use after first puncture."),
    key("opened", Shape::Keys(CLOCK), "The time of use after opening."),
    key("diluted", Shape::Keys(CLOCK), "The time of use after dilution."),
    key("freeze_thaw", Shape::Keys(FREEZE_THAW), "The validated number of freeze-thaw cycles."),
];

/// Keys of a clock.
pub(super) static CLOCK: &[Entry] = &[
    key("within", Shape::Text, "The claimed time: 1 h."),
    key("tolerance", Shape::Text, "How far from a time point a sample may be taken: 5 min."),
    key("source", Shape::Text, "Key of the reference it comes from."),
    key("evidence", Shape::Word(EVIDENCE), "Evidence grade, if not that of the source."),
];

/// Keys of the freeze-thaw cycles.
pub(super) static FREEZE_THAW: &[Entry] = &[
    key("cycles", Shape::Number, "The most cycles: 3."),
    key("source", Shape::Text, "Key of the reference it comes from."),
    key("evidence", Shape::Word(EVIDENCE), "Evidence grade, if not that of the source."),
];

/// Keys of a conversion between two currencies of a dose.
pub(super) static CONVERSION: &[Entry] =
    &[key("by", Shape::Text, "The test of the lot's own measured ratio, as in particles_per_ug.")];

/// Keys of what is given along with the product.
pub(super) static COMPONENT: &[Entry] = &[
    key("volume", Shape::Text, "Volume that comes with one administration."),
    key("endotoxin", Shape::Text, "The most endotoxin it may hold, in EU/mL."),
];

/// Keys of a samples file.
pub(super) static SAMPLES_FILE: &[Entry] = &[
    key("evqc_samples", Shape::FormatVersion, "Version of the layout: 1."),
    key("files", Shape::List(&Shape::Keys(SAMPLE)), "Which lot the runs of instrument files belong to."),
];

/// Keys of an entry of the samples.
pub(super) static SAMPLE: &[Entry] = &[
    key("file", Shape::Text, "File name or pattern: * for any characters, {lot} for a part that is taken."),
    key("run", Shape::Text, "Runs of these files by name, or a pattern: capture, record, well; else all."),
    key("named", Shape::Text, "Runs by the sample that the file names, or a pattern; else all."),
    key("skip", Shape::Text, "Why these runs are not used."),
    key("lot", Shape::Text, "The lot; may use parts of the patterns."),
    key("test", Shape::OneOrMore(&Shape::Text), "Tests by id; else all that take something of such a run."),
    key("role", Shape::Word(ROLES), "What the runs are about; a sample if nothing is said."),
    key("control", Shape::Text, "Name of the control."),
    key("stage", Shape::Text, "Stage of the process."),
    key("sample", Shape::Text, "Sample within the lot."),
    key("group", Shape::Text, "Outer level of the replicates: injection, preparation, plate."),
    key("replicate", Shape::Text, "Replicate; else the name of the run."),
    key("method", Shape::Text, "Method that delivered the values."),
    key("analyst", Shape::Text, "Who measured."),
    key("status", Shape::Word(RUN_STATUSES), "Whether the runs are void; with a complete record they do not count."),
    key("reason", Shape::Text, "The cause for which runs are void, or why another sample was taken."),
    key("investigation", Shape::Text, "Number of the investigation."),
    key("approver", Shape::Text, "Who approved that runs are void; not who measured."),
    key("dilution", Shape::Number, "Dilution factor of the sample, where the file records none."),
    key("unit", Shape::Text, "Unit of the concentration, where the file states none."),
];

/// Keys of a reference.
pub(super) static REFERENCE: &[Entry] = &[
    key("title", Shape::Text, "Title of the document."),
    key("doi", Shape::Text, "Digital object identifier or address."),
    key("where", Shape::Text, "Table, section or page."),
    key("evidence", Shape::Word(EVIDENCE), "How well the limits taken from it are supported."),
];

/// Keys of a parameter.
pub(super) static PARAMETER: &[Entry] = &[
    key("required", Shape::Boolean, "Whether it must be set for each run; then it has no default."),
    key("default", Shape::Text, "Value when not set, in quotes, with its digits."),
    key("unit", Shape::Text, "Unit of a value written without one."),
    key("why", Shape::Text, "Why the user has to choose."),
    key("source", Shape::Text, "Key of the reference it is discussed in."),
];

/// Keys of a fact.
pub(super) static FACT: &[Entry] = &[key("unit", Shape::Text, "Unit the fact has in formulas.")];

/// Keys of a derived attribute.
pub(super) static DERIVED: &[Entry] = &[
    key("formula", Shape::Text, "Formula over tests, derived attributes, label.NAME, facts and {parameters}."),
    key("unit", Shape::Text, "Unit of the result."),
];

/// Keys of a test or panel.
pub(super) static TEST: &[Entry] = &[
    key("name", Shape::Text, "Printed name."),
    key("category", Shape::Word(CATEGORIES), "Attribute class (ICH Q6B section 4)."),
    key("stage", Shape::Text, "Where in the process it applies."),
    key("procedure", Shape::Text, "Procedure number and version; `sponsor to set` says openly that there is none yet."),
    key("method", Shape::OneOrMore(&Shape::Text), "Methods that may deliver results."),
    key("columns", Shape::OneOrMore(&Shape::Text), "Other names of the test in result files."),
    key("unit", Shape::Text, "Unit of the test where the limit names none."),
    key("from", Shape::Word(SOURCES), "What the test takes from instrument files."),
    key(
        "statistic",
        Shape::Text,
        "Of a size distribution: mode, mean, sd, d50, span, fraction 50 to 200 nm, peaks, bimodality; of events: percent, count, concentration, median CHANNEL.",
    ),
    key("weight", Shape::Word(WEIGHTS), "What a particle of a size distribution counts for; `number` when not given."),
    key(
        "cumulative",
        Shape::Word(CUMULATIVE_RULES),
        "How the cumulative share runs between bins, for percentiles and span; `inside bins` when not given.",
    ),
    key("subtract", Shape::Word(SUBTRACTED), "What is subtracted from a concentration: `blank`."),
    key("quantity", Shape::Text, "What the instrument states: z_average, median_fluorescence of CD63."),
    key("gate", Shape::Text, "The gate whose events are looked at."),
    key(
        "of",
        Shape::Text,
        "What a percentage is a percentage of: a gate or `events` with `from: events`, else in words.",
    ),
    key("range", Shape::Text, "Values the instrument can measure: 10 to 1000 nm."),
    key("linear_range", Shape::Text, "Values as measured, before dilution, in which the instrument is linear."),
    key("plausible", Shape::Keys(PLAUSIBLE), "The physical ceiling of a particle-to-protein ratio."),
    key(
        "result",
        Shape::Text,
        "How determinations become the reportable value: single, mean of 3, each of at least 2.",
    ),
    key("retest", Shape::Text, "The plan for retests, fixed beforehand."),
    key("individual", Shape::Text, "Criterion for every determination on its own."),
    key("valid_if", Shape::OneOrMore(&Shape::Text), "Checks that must hold before the result is used."),
    key("final_after", Shape::Text, "Days before which a reading is not final: 14 d."),
    key("requires", Shape::OneOrMore(&Shape::Text), "Controls that must have worked anywhere in the lot."),
    key("accept", Shape::Criterion, "Acceptance criterion: a limit, a panel statement, or alternatives."),
    key(
        "interpretation_factor",
        Shape::Number,
        "How many times a written microbial count may be found: 2 makes 10^2 CFU/mL mean at most 200.",
    ),
    key(
        "second_stage",
        Shape::OneOrMore(&Shape::Text),
        "The test that decides when this one is not met, or the tests that do so together, as for sub-visible particles.",
    ),
    key("also", Shape::Text, "Further panel statement that must hold too."),
    key("alert", Shape::Text, "Alert limit: a flag, never an outcome."),
    key("action", Shape::Text, "Action limit: a flag, never an outcome."),
    key("shelf_life", Shape::Criterion, "Criterion to the end of the shelf life."),
    key("trend", Shape::Keys(TREND), "How the shelf life follows from stability results of this test."),
    key("in_use", Shape::Criterion, "Criterion at time points in use, to the end of the time of use."),
    key(
        "decide",
        Shape::Text,
        "Decision rule: simple, guarded(1), four-zone(1), pc(0.95), confidence bound 95 %, tolerance 99 %/95 %.",
    ),
    key("uncertainty", Shape::Keys(UNCERTAINTY), "Expanded measurement uncertainty."),
    key("censored", Shape::Word(CENSORED_RULES), "How values such as <0.05 enter a mean."),
    key("loq", Shape::Text, "Quantitation limit of the method."),
    key("rounding", Shape::Word(ROUNDING_RULES), "Rounding rule of this test."),
    key("required", Shape::Boolean, "Whether the lot is concluded without it."),
    key("text", Shape::Text, "Verbatim criterion, printed as it stands."),
    key("never_waive", Shape::Boolean, "Whether a waiver may never stand in for it."),
    key("skip", Shape::Keys(SKIP), "Periodic testing: which lots are tested, and by what justification."),
    key("source", Shape::Text, "Key of the reference the limit comes from."),
    key("evidence", Shape::Word(EVIDENCE), "Evidence grade of this limit, if not that of its source."),
    key("rationale", Shape::Text, "Why this limit."),
];

/// Keys of periodic testing.
pub(super) static SKIP: &[Entry] = &[
    key("every", Shape::Number, "Every how many lots the test is performed."),
    key("from", Shape::Text, "The lot with which periodic testing begins; it is tested."),
    key("id", Shape::Text, "The document that justifies it."),
    key("revert", Shape::Word(REVERSIONS), "What a failure does: every lot is tested again."),
];

/// Keys of a gate.
pub(super) static GATE: &[Entry] = &[
    key("channel", Shape::Text, "Channel of a threshold, by its short name or stain."),
    key("scale", Shape::Text, "Scale of the coordinates: linear, log(T, M), logicle(T, W, M, A), arcsinh(T, M, A)."),
    key("above", Shape::Number, "Lower bound, inside: a coordinate, or quantile 99.5 % of CONTROL."),
    key("below", Shape::Number, "Upper bound, outside: a coordinate, or quantile 0.5 % of CONTROL."),
    key("x", Shape::TextOrKeys(AXIS), "First axis: a map for a rectangle, a channel for a polygon."),
    key("y", Shape::TextOrKeys(AXIS), "Second axis: a map for a rectangle, a channel for a polygon."),
    key("x_scale", Shape::Text, "Scale of the first axis of a polygon."),
    key("y_scale", Shape::Text, "Scale of the second axis of a polygon."),
    key("polygon", Shape::Points, "Corners of a polygon in order."),
    key("all of", Shape::List(&Shape::Text), "Earlier gates, all of them."),
    key("any of", Shape::List(&Shape::Text), "Earlier gates, at least one of them."),
    key("not", Shape::Text, "An earlier gate, outside of it."),
    key("within", Shape::Text, "An earlier gate whose events alone are looked at."),
];

/// Keys of an axis of a rectangle.
pub(super) static AXIS: &[Entry] = &[
    key("channel", Shape::Text, "Channel by its short name or stain."),
    key("scale", Shape::Text, "Scale of the coordinates."),
    key("above", Shape::Number, "Lower bound, inside."),
    key("below", Shape::Number, "Upper bound, outside."),
];

/// Keys of the physical ceiling of a ratio.
pub(super) static PLAUSIBLE: &[Entry] = &[
    key("size", Shape::Text, "The test whose reportable value is the diameter of a particle."),
    key("protein_share", Shape::Text, "Least share of protein in the mass of a particle, in percent."),
    key("density", Shape::Text, "Density of a particle, as in 1.13 g/mL."),
];

/// Keys of a measurement uncertainty.
pub(super) static UNCERTAINTY: &[Entry] = &[
    key("relative", Shape::Text, "Expanded uncertainty in percent of the value."),
    key("absolute", Shape::Text, "Expanded uncertainty in a unit."),
    key("k", Shape::Number, "Coverage factor; 2 when not given."),
    key(
        "from",
        Shape::Text,
        "Validation report or other origin; `replicates`: the standard error of the determinations; `counting`, `bootstrap`: comes with each determination computed from an instrument file.",
    ),
];

/// Keys of an alternative limit.
pub(super) static ALTERNATIVE: &[Entry] = &[
    key("when", Shape::Keys(WHEN), "Cells that the determinations must carry."),
    key("is", Shape::Text, "The limit."),
];

/// Keys of the condition of an alternative limit.
pub(super) static WHEN: &[Entry] = &[
    key("method", Shape::Text, "The method column."),
    key("instrument", Shape::Text, "The instrument column."),
    key("sample", Shape::Text, "The sample column."),
    key("condition", Shape::Text, "The condition column."),
];

/// Keys of a test file.
pub(super) static TEST_FILE: &[Entry] = &[
    key("evqc_test", Shape::FormatVersion, "Version of the layout: 1."),
    key("spec", Shape::Text, "The specification, relative to this file; the one beside when absent."),
    key("include", Shape::OneOrMore(&Shape::Text), "Test files whose lots are taken over, relative to this file."),
    key(
        "set",
        Shape::Named(&Shape::OrNothing(&Shape::Number)),
        "Values of parameters; nothing takes back an included one.",
    ),
    key("lots", Shape::Named(&Shape::Keys(TEST_LOT)), "Lots by name."),
];

/// Keys of a lot of a test file.
pub(super) static TEST_LOT: &[Entry] = &[
    key("what", Shape::Text, "What the lot shows."),
    key("based on", Shape::Text, "Another lot of the file, whose facts and results are taken over."),
    key("stage", Shape::Text, "The stage that is judged, as with --stage."),
    key("as_of", Shape::Date, "Day of judgement; the latest date of the lot when absent."),
    key("data", Shape::Text, "A result table beside this file, in place of results."),
    key("facts", Shape::Named(&Shape::Number), "Facts of the lot, under the headers of a lot file."),
    key("results", Shape::Named(&Shape::OrNothing(&Shape::Keys(TEST_RESULT))), "Results by test."),
    key("expect", Shape::Text, "The expected verdict."),
    key("outcomes", Shape::Named(&Shape::OneOrMore(&Shape::Text)), "Expected outcomes by test."),
    key("reasons", Shape::Named(&Shape::OneOrMore(&Shape::Text)), "Finding codes among the reasons, by test."),
    key("flags", Shape::Named(&Shape::OneOrMore(&Shape::Text)), "Expected flags by test; [] for none."),
];

/// Keys of a result of a test file: the columns of a long result table.
pub(super) static TEST_RESULT: &[Entry] = &[
    key("value", Shape::Number, "The value, or a list of replicates."),
    key("unit", Shape::Text, "Its unit, where the value has none behind it."),
    key("replicate", Shape::Number, "Replicate."),
    key("group", Shape::Number, "Outer group of replicates."),
    key("stage", Shape::Text, "Stage."),
    key("sample", Shape::Number, "Sample within the lot."),
    key("role", Shape::Word(ROLES), "What the result is about."),
    key("control", Shape::Text, "Name of the control."),
    key("method", Shape::Text, "Method."),
    key("instrument", Shape::Text, "Instrument."),
    key("analyst", Shape::Text, "Who measured."),
    key("started", Shape::Date, "Start of the incubation."),
    key("date", Shape::Date, "Day of the reading."),
    key("status", Shape::Text, "valid, invalid, pending, not tested."),
    key("reason", Shape::Text, "Why a result is not valid."),
    key("investigation", Shape::Text, "Investigation."),
    key("approver", Shape::Text, "Who approved the invalidation."),
    key("time", Shape::Number, "Stability time."),
    key("time_unit", Shape::Text, "Its unit."),
    key("condition", Shape::Text, "Storage condition."),
    key("container", Shape::Text, "Container and closure of a stability sample."),
    key("orientation", Shape::Text, "How it was kept: upright, inverted."),
    key("pulled", Shape::Date, "Day on which it was taken out of storage."),
    key("uncertainty", Shape::Text, "Expanded uncertainty."),
    key("lod", Shape::Number, "Detection limit."),
    key("loq", Shape::Number, "Quantitation limit."),
    key("comment", Shape::Text, "Remark."),
];
