//! The keys and words of a study file.

use crate::spec::keys::{CONDITIONS, Entry, Shape, key};

/// Designs.
pub(super) const DESIGNS: &[&str] = &["full", "bracketing", "matrixing"];

/// What a study may say of accelerated storage whose data stand elsewhere.
pub(super) const ACCELERATED: &[&str] =
    &["no significant change", "significant change between 3 and 6 months", "significant change within 3 months"];

/// What a study may say of intermediate storage whose data stand elsewhere.
pub(super) const INTERMEDIATE: &[&str] = &["no significant change", "significant change"];

pub(super) static FILE: &[Entry] = &[
    key("evqc_study", Shape::FormatVersion, "Version of the layout: 1."),
    key("id", Shape::Text, "Number of the study."),
    key("title", Shape::Text, "Title for people."),
    key("product", Shape::Text, "What is studied."),
    key("source", Shape::Text, "Where the data come from: a report, a DOI."),
    key("synthetic", Shape::Boolean, "Whether the data are made up."),
    key("batches", Shape::Named(&Shape::Keys(BATCH)), "Batches by the name they have in the lot column."),
    key("conditions", Shape::Keys(CONDITIONS), "Storage conditions, where they are not those of the specification."),
    key("time_points", Shape::Keys(TIME_POINTS), "Planned times by condition: 0, 3, 6, 9, 12 months."),
    key("pull_window", Shape::TextOrKeys(WINDOWS), "How far a pull may be from its day: 14 days, or by condition."),
    key("design", Shape::Word(DESIGNS), "What of it is tested; `full` when not given."),
    key("proposal", Shape::Text, "Proposed shelf life: 18 months."),
    key("accelerated", Shape::Word(ACCELERATED), "What accelerated data showed that stand elsewhere."),
    key("intermediate", Shape::Word(INTERMEDIATE), "What intermediate data showed that stand elsewhere."),
    key("reference", Shape::Text, "Where these data stand."),
];

pub(super) static BATCH: &[Entry] = &[
    key("start", Shape::Date, "First day in storage."),
    key("manufactured", Shape::Date, "Day of manufacture."),
    key("container", Shape::Text, "Container and closure, where the rows name none."),
    key("strength", Shape::Text, "Strength."),
    key("scale", Shape::Text, "Scale: laboratory, pilot, commercial."),
    key("represented_by", Shape::OneOrMore(&Shape::Text), "Bracketing: the tested batches on both sides of it."),
    key("time_points", Shape::Keys(TIME_POINTS), "Matrixing: the times at which this batch is tested."),
];

pub(super) static TIME_POINTS: &[Entry] = &[
    key("long term", Shape::Text, "At long-term storage."),
    key("intermediate", Shape::Text, "At intermediate storage."),
    key("accelerated", Shape::Text, "At accelerated storage."),
];

pub(super) static WINDOWS: &[Entry] = &[
    key("long term", Shape::Text, "At long-term storage."),
    key("intermediate", Shape::Text, "At intermediate storage."),
    key("accelerated", Shape::Text, "At accelerated storage."),
];
