//! The specification language: YAML, format 1.
//!
//! A specification is read in two steps. First its text becomes a tree in which every value has its place (`raw`); then
//! the tree, joined with what it inherits (`resolve`), becomes a valid [`Specification`], or findings that say at which
//! line and column it is not one. Nothing here opens a file: inherited specifications come through [`Library`].

mod acquisition;
mod attributes;
mod canonical;
pub mod codes;
mod compendial;
mod decision;
mod denominator;
mod derivation;
mod dosing;
pub mod fields;
mod formula;
mod from;
mod gates;
mod grammar;
mod handling;
mod idle;
pub mod keys;
mod library;
mod life;
mod life_json;
mod limit;
mod lines;
mod mapping;
mod model;
mod opposite;
mod panel;
mod parameters;
mod pattern;
mod periodic;
mod plan;
mod profile;
pub mod raw;
mod read;
mod recorded;
mod resolve;
mod route;
mod schema;
pub mod stability;
mod stated;
mod test_file;
mod text;
mod trend;
mod validate;
mod validity;

pub use acquisition::{Acquisition, CumulativeRule, EventStatistic, SizeStatistic, SizeWeight};
pub use canonical::{canonical_json, hexadecimal};
pub use codes::CODES;
pub use compendial::interpretation;
pub use decision::{DecisionRule, Uncertainty, UncertaintyAmount};
pub use handling::{BetweenReadings, BudgetRow, Handling, KineticRule, Side, Span, StorageKind, TransportRule};
pub use library::{BuiltIn, FILES, Library, LibraryFile, STARTER, built_in, library_sha256, listed, read_files};
pub use life::{Clock, Expiry, FreezeThaw, Grounds, InUse, ParentLife, StatedPeriod, StatedTime, minutes_of};
pub use mapping::{DilutionEntry, EntryFit, RunRecord, SampleEntry, filled, read_samples};
pub use model::*;
pub use pattern::{Fit, Pattern};
pub use periodic::{PeriodicTesting, is_safety_test};
pub use profile::{Justification, Phase};
pub use read::{Settings, SpecificationRead, read, sort};
pub use recorded::{
    RecordedBounds, RecordedCriterion, recorded_bounds, recorded_criterion, recorded_decision, recorded_plan,
    recorded_statement,
};
pub use route::{route_words, routes_in, words_of_no_route};
pub use schema::json_schema;
pub use schema::schema_of;
pub use stability::{
    ConditionKind, Conditions, Extrapolation, ProductClass, SignificantChange, Stability, Storage, StorageCondition,
    degrees_celsius,
};
pub use stated::{text_is_of, unjudged};
pub use test_file::{NamedEntries, TestFile, TestLot, TestResult, Written, read_test_file, result_columns};
pub use text::{MAXIMUM_BYTES, SourceText};
pub use trend::{
    BoundSides, Course, Direction, ErrorTerm, LimitForm, Pooling, ReleaseRounding, Transform, Trend, TrendValues,
};
