//! The keys and words of `specs/trials.yaml`.

use crate::spec::keys::{Entry, Shape, key};

/// What vesicles come from.
pub const TISSUES: &[&str] = &[
    "umbilical cord",
    "Wharton's jelly",
    "cord blood",
    "adipose",
    "bone marrow",
    "placenta",
    "synovial fluid",
    "amniotic fluid",
    "MSC, tissue not stated",
    "pluripotent stem cell",
    "cardiac progenitor",
    "immune cell",
    "platelet",
    "plasma",
    "cell line",
    "not stated",
];

/// Phases.
pub const PHASES: &[&str] =
    &["early 1", "1", "1/2", "2", "2/3", "3", "expanded access", "not applicable", "not stated"];

/// What sources disagree about.
pub const CONTRADICTIONS: &[&str] = &[
    "two currencies",
    "exponent",
    "unit",
    "levels",
    "volume",
    "schedule",
    "route",
    "source",
    "phase",
    "participants",
    "attribution",
    "listed twice",
    "count",
    "unnumbered",
    "spelling",
    "reason stopped",
];

pub(super) static FILE: &[Entry] = &[
    key("evqc_trials", Shape::FormatVersion, "Version of the layout: 1."),
    key("reviews", Shape::Named(&Shape::Keys(SOURCE)), "The reviews whose trials these are."),
    key("sources", Shape::Named(&Shape::Keys(SOURCE)), "What was read."),
    key("trials", Shape::Named(&Shape::Keys(RECORD)), "Trials by registry number."),
    key("products", Shape::Named(&Shape::Keys(RECORD)), "Products without a trial of their own."),
    key("contradictions", Shape::Named(&Shape::Keys(CONTRADICTION)), "Where sources disagree."),
    key("left_out", Shape::Named(&Shape::Keys(LEFT_OUT)), "What was looked at and is not in the list."),
];

pub(super) static SOURCE: &[Entry] = &[
    key("title", Shape::Text, "What it is called."),
    key("doi", Shape::Text, "Its DOI."),
    key("read", Shape::Text, "What of it was read."),
];

pub(super) static RECORD: &[Entry] = &[
    key("registry", Shape::Text, "The registry, or `none stated`."),
    key("also_registered", Shape::Text, "Number in a second registry."),
    key("product", Shape::Text, "The product."),
    key("kind", Shape::Word(&["natural", "engineered"]), "Natural when absent."),
    key("source", Shape::Text, "What the vesicles come from, in words."),
    key("tissue", Shape::Word(TISSUES), "What they come from, in one word."),
    key("indication", Shape::Text, "What is treated."),
    key("route", Shape::Text, "A route word, `other` or `not stated`."),
    key("route_note", Shape::Text, "The route in words."),
    key("served_as", Shape::Text, "The route whose specification comes nearest."),
    key("phase", Shape::Word(PHASES), "Phase."),
    key("status", Shape::Text, "Status when the record was read."),
    key("sponsor", Shape::Text, "Sponsor."),
    key("country", Shape::Text, "Country."),
    key("site", Shape::Text, "Where patients were treated."),
    key("participants", Shape::Text, "Number of participants."),
    key("doses", Shape::List(&Shape::Keys(DOSE)), "What was given, by currency and source."),
    key("reviews", Shape::OneOrMore(&Shape::Text), "Reviews that list it."),
    key("read_in", Shape::OneOrMore(&Shape::Text), "What was read."),
    key("certainty", Shape::Word(&["A", "B", "C", "D", "S"]), "How sure it is."),
    key("served_by", Shape::OneOrMore(&Shape::Text), "Specifications written for it."),
    key("note", Shape::Text, "A remark."),
];

pub(super) static DOSE: &[Entry] = &[
    key("levels", Shape::List(&Shape::Text), "Amounts, each a level."),
    key("range", Shape::List(&Shape::Text), "Lowest and highest amount."),
    key("text", Shape::Text, "What cannot be read as an amount."),
    key("of", Shape::Text, "Of what."),
    key("per", Shape::Text, "For what: dose when absent."),
    key("volume", Shape::Text, "The volume it is in."),
    key("schedule", Shape::Text, "When."),
    key("said_by", Shape::OneOrMore(&Shape::Text), "Sources."),
    key("certainty", Shape::Word(&["A", "B", "C", "D", "S"]), "How sure it is."),
    key("as_written", Shape::Text, "The words of the source."),
];

pub(super) static CONTRADICTION: &[Entry] = &[
    key("kind", Shape::Word(CONTRADICTIONS), "What it is about."),
    key("concerns", Shape::OneOrMore(&Shape::Text), "Records."),
    key("what", Shape::Text, "What says what."),
];

pub(super) static LEFT_OUT: &[Entry] = &[key("why", Shape::Text, "Why it is not in the list.")];
