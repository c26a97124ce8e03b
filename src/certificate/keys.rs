//! The keys of `lab.yaml` and of the file of certificate facts, once: the readers reject what is not here, and the published
//! JSON Schemas are made from here.

use super::profile::{IntendedUse, Languages, Meaning, Profile};
use crate::spec::keys::{Entry, Shape, key};
use serde_json::Value;

/// A text, or one for each language.
const WORDS: Shape = Shape::TextOrKeys(LANGUAGES);

/// The sizes of paper.
pub(super) const PAPERS: &[&str] = &["a4", "letter"];

/// Languages that can prevail.
pub(super) const AUTHORITATIVE: &[&str] = &["en", "zh"];

/// The columns of the table of results, in their usual order.
pub(super) const COLUMNS: &[&str] =
    &["item", "criterion", "result", "conclusion", "procedure", "completed", "analyst", "laboratory"];

/// The parts of a certificate that a laboratory may order, in their usual order.
pub(super) const PARTS: &[&str] = &[
    "identification",
    "product",
    "sample",
    "specification",
    "provenance",
    "results",
    "decision rules",
    "external",
    "history",
    "deviations",
    "not performed",
];

/// The fields of the parts that are pairs of label and value, in their usual order, by the names of their terms.
pub(super) const IDENTIFICATION: &[&str] =
    &["certificate number", "status", "evaluated", "issued", "requester", "place of testing", "authorisation", "use"];
pub(super) const OF_PRODUCT: &[&str] = &[
    "product",
    "lot",
    "repacker lot",
    "vesicle",
    "vesicle kind",
    "strength",
    "strength basis",
    "dosage form",
    "route",
    "container",
    "fill volume",
    "pack size",
    "batch size",
    "containers",
    "manufactured",
    "manufacture rule",
    "expiry",
    "retest",
    "expiry rule",
    "storage",
    "shipping",
    "in use",
    "label claim",
];
pub(super) const OF_SAMPLE: &[&str] =
    &["sample ids", "sampled", "sampling plan", "sample quantity", "received", "sample condition"];
pub(super) const OF_SPECIFICATION: &[&str] =
    &["specification", "specification status", "effective", "specification approver", "stage"];
pub(super) const OF_PROVENANCE: &[&str] = &[
    "parent cell",
    "tissue",
    "donor",
    "cell bank",
    "passage",
    "medium",
    "isolation",
    "buffer",
    "lineage",
    "lineage not judged",
];

/// The parts whose fields a laboratory may order, each with its fields.
pub(super) const ORDERED: &[(&str, &[&str])] = &[
    ("identification", IDENTIFICATION),
    ("product", OF_PRODUCT),
    ("sample", OF_SAMPLE),
    ("specification", OF_SPECIFICATION),
    ("provenance", OF_PROVENANCE),
];

pub(super) static LANGUAGES: &[Entry] = &[key("en", Shape::Text, "In English."), key("zh", Shape::Text, "In Chinese.")];

pub(super) static LAB: &[Entry] = &[
    key("evqc_lab", Shape::FormatVersion, "Version of the layout: 1."),
    key("laboratory", Shape::Keys(LABORATORY), "Who issues the certificate."),
    key("place_of_testing", WORDS, "Where the tests are done, if not at the address of the laboratory."),
    key("manufacturer", Shape::Keys(MANUFACTURER), "Who makes the product, with every site."),
    key("logo", Shape::Text, "A PNG, JPEG or SVG file, relative to this file."),
    key(
        "number",
        Shape::Text,
        "How a certificate is numbered: CoA-{lot}; `{lot}`, `{spec}`, `{version}` and `{date}` are filled in.",
    ),
    key(
        "profile",
        Shape::Word(&Profile::WORDS),
        "Whose list of mandatory fields is followed, unless the command says otherwise.",
    ),
    key("language", Shape::Word(&Languages::WORDS), "The language of the print, unless the command says otherwise."),
    key("authoritative", Shape::Word(AUTHORITATIVE), "Which language prevails in a print in both."),
    key("laboratories", Shape::Named(&Shape::Keys(EXTERNAL)), "External laboratories by a name of your own."),
    key(
        "tests",
        Shape::Named(&Shape::Keys(LAB_TEST)),
        "What is printed beside a test, by its id in the specification.",
    ),
    key("signatories", Shape::List(&Shape::Keys(SIGNATORY)), "Who signs, in the order of signing."),
    key("seal", Shape::Boolean, "Whether space for the testing seal is left."),
    key("statements", Shape::List(&Shape::Keys(STATEMENT)), "What the laboratory states beyond what evqc says."),
    key(
        "certification",
        Shape::Keys(CERTIFICATION),
        "The certification of a batch certificate; printed once the person entitled to it has signed.",
    ),
    key("wording", Shape::Named(&WORDS), "Words that replace those of the terminology table, by the name of the term."),
    key("layout", Shape::Keys(LAYOUT), "How it looks: it changes no number and no verdict."),
];

pub(super) static LABORATORY: &[Entry] = &[
    key("name", WORDS, "Name."),
    key("address", WORDS, "Address."),
    key("contact", WORDS, "Telephone, electronic mail."),
];

pub(super) static MANUFACTURER: &[Entry] = &[
    key("name", WORDS, "Name."),
    key("address", WORDS, "Address."),
    key("licence", Shape::Text, "Number of the manufacturing licence."),
    key("sites", Shape::List(&Shape::Keys(SITE)), "Every site of manufacture and quality control."),
];

pub(super) static SITE: &[Entry] = &[
    key("name", WORDS, "Name."),
    key("address", WORDS, "Address."),
    key("activity", WORDS, "What is done there: filling, quality control."),
    key("licence", Shape::Text, "Number of its licence."),
];

pub(super) static EXTERNAL: &[Entry] = &[key("name", WORDS, "Name."), key("address", WORDS, "Address.")];

pub(super) static LAB_TEST: &[Entry] = &[
    key("name", WORDS, "How the test is called on the certificate; the specification has one name only."),
    key("criterion", WORDS, "Words for a criterion in words; a criterion with numbers is never retyped."),
    key("of", WORDS, "What its percentage is a percentage of, in the languages of the certificate."),
    key("laboratory", Shape::Text, "The external laboratory that does it, by its name under `laboratories`."),
    key("reference", Shape::Text, "Compendial reference with its edition: ChP 2025 vol. IV 1143."),
];

pub(super) static SIGNATORY: &[Entry] = &[
    key("name", WORDS, "Name in print."),
    key("function", WORDS, "Function."),
    key("meaning", Shape::Word(&Meaning::WORDS), "What the signature means."),
];

pub(super) static STATEMENT: &[Entry] = &[
    key("text", WORDS, "The statement."),
    key("by", Shape::Text, "The signatory who answers for it; needed for every claim of compliance."),
    key(
        "profiles",
        Shape::OneOrMore(&Shape::Word(&Profile::WORDS)),
        "On which certificates it stands; all, when not given.",
    ),
];

pub(super) static CERTIFICATION: &[Entry] =
    &[key("text", WORDS, "The statement."), key("by", Shape::Text, "The signatory who is entitled to it.")];

pub(super) static LAYOUT: &[Entry] = &[
    key("version", Shape::Text, "Version of the layout of the laboratory."),
    key("paper", Shape::Word(PAPERS), "a4 or letter."),
    key("header", WORDS, "What stands above every page beside the number of the certificate."),
    key("footer", WORDS, "What stands below every page beside the number of the page."),
    key(
        "columns",
        Shape::List(&Shape::Word(COLUMNS)),
        "Columns of the table of results, in order; item, criterion, result and conclusion must be among them.",
    ),
    key(
        "order",
        Shape::List(&Shape::Word(PARTS)),
        "The parts in order; those that are not named follow in their usual order.",
    ),
    key(
        "fields",
        Shape::Keys(LAYOUT_FIELDS),
        "The fields of a part in order, by the names of their terms; those that are not named follow in their usual order.",
    ),
    key(
        "accent",
        Shape::Text,
        "The colour of headings, heads of tables and lines, \"#005a8c\" in quotes; at least 4.5 : 1 against white. Verdicts and draft marks never take it.",
    ),
];

pub(super) static LAYOUT_FIELDS: &[Entry] = &[
    key("identification", Shape::List(&Shape::Word(IDENTIFICATION)), "Number, status, dates, requester, use."),
    key("product", Shape::List(&Shape::Word(OF_PRODUCT)), "Product and lot."),
    key("sample", Shape::List(&Shape::Word(OF_SAMPLE)), "The sample."),
    key("specification", Shape::List(&Shape::Word(OF_SPECIFICATION)), "The test basis."),
    key("provenance", Shape::List(&Shape::Word(OF_PROVENANCE)), "Where the vesicles come from."),
];

pub(super) static FACTS_FILE: &[Entry] = &[
    key("evqc_certificate", Shape::FormatVersion, "Version of the layout: 1."),
    key("all", Shape::Keys(FACTS), "What holds for every lot that does not say otherwise."),
    key("lots", Shape::Named(&Shape::Keys(FACTS)), "What holds for one lot, by its id."),
];

pub(super) static FACTS: &[Entry] = &[
    key("number", Shape::Text, "Number of the certificate."),
    key("replaces", Shape::Keys(REPLACES), "The certificate that this one replaces."),
    key("requester", WORDS, "Who has asked for the tests, or `internal`."),
    key("use", Shape::Word(&IntendedUse::WORDS), "For what the product may be used; there is no default."),
    key("authorisation", Shape::Text, "Number of the marketing authorisation or of the clinical trial."),
    key(
        "product",
        Shape::Keys(PRODUCT),
        "The product; what the specification says under `product` stands unless it is said here.",
    ),
    key("provenance", Shape::Keys(PROVENANCE), "Where the vesicles come from."),
    key("batch", Shape::Keys(BATCH), "The batch."),
    key("sample", Shape::Keys(SAMPLE), "The sample."),
    key("approver", WORDS, "Who has approved the specification."),
    key("reviewer", Shape::Text, "The second person who reviewed the results, where a test names no other."),
    key(
        "tests",
        Shape::Named(&Shape::Keys(FACTS_TEST)),
        "What holds for one test of the lot, by its id in the specification.",
    ),
    key(
        "parameters",
        Shape::Named(&Shape::Keys(FACTS_PARAMETER)),
        "Values that the specification leaves to the run, by the name of the parameter: which holds for the lot, and where that is recorded.",
    ),
    key("deviations", Shape::List(&Shape::Keys(DEVIATION)), "Additions to, deviations or exclusions from the method."),
    key(
        "evaluated",
        Shape::Text,
        "Day, or day with time and zone, of the evaluation; the day of judgement, when not given.",
    ),
    key("issued", Shape::Text, "Day, or day with time and zone, of issue; the day of judgement, when not given."),
    key("comments", Shape::List(&WORDS), "Further remarks."),
];

pub(super) static REPLACES: &[Entry] = &[
    key("number", Shape::Text, "Number of the replaced certificate."),
    key("date", Shape::Text, "Its date of issue."),
    key("reason", WORDS, "Why it is replaced."),
    key("changes", Shape::List(&WORDS), "What changed, beyond what evqc finds."),
];

pub(super) static PRODUCT: &[Entry] = &[
    key("name", WORDS, "Name."),
    key("vesicle", WORDS, "Class of vesicles."),
    key("strength", WORDS, "Strength per container with its unit."),
    key("strength_basis", WORDS, "What the strength counts: particles, ug of protein, units of activity."),
    key("dosage_form", WORDS, "Dosage form."),
    key("route", WORDS, "Route."),
    key("container", WORDS, "Container and closure."),
    key("fill_volume", WORDS, "Fill volume."),
    key("pack_size", WORDS, "Pack size."),
    key("storage", WORDS, "Storage condition."),
    key("shipping", WORDS, "Shipping condition."),
    key("in_use", WORDS, "In-use condition."),
];

pub(super) static PROVENANCE: &[Entry] = &[
    key("parent_cell", WORDS, "Parent cell."),
    key("tissue", WORDS, "Tissue."),
    key("donor", WORDS, "Identifier of the donor."),
    key("bank", WORDS, "Identifier of the cell bank."),
    key("passage", WORDS, "Passage, or population doublings."),
    key("medium", WORDS, "Class of the culture medium: serum-free, with vesicle-depleted serum."),
    key("isolation", WORDS, "Identifier of the isolation process."),
    key("buffer", WORDS, "Formulation buffer."),
];

pub(super) static BATCH: &[Entry] = &[
    key("size", WORDS, "Batch size with its unit."),
    key("containers", Shape::Number, "Number of containers."),
    key("repacker_lot", Shape::Text, "Lot number of the repacker."),
    key("manufactured", Shape::Date, "Date of manufacture; the lot file must not state another one."),
    key("manufacture_rule", WORDS, "What the date of manufacture means: start of filling."),
];

pub(super) static SAMPLE: &[Entry] = &[
    key("ids", Shape::OneOrMore(&Shape::Text), "Numbers of the samples."),
    key("plan", WORDS, "Sampling plan."),
    key("sampled", Shape::Text, "Date of sampling."),
    key("quantity", WORDS, "Quantity."),
    key("received", Shape::Text, "Date of receipt."),
    key("condition", WORDS, "Condition on receipt."),
];

pub(super) static FACTS_TEST: &[Entry] = &[
    key("laboratory", Shape::Text, "The external laboratory, by its name under `laboratories` of lab.yaml."),
    key("report", Shape::Text, "Number of the report of the external laboratory."),
    key(
        "sampled",
        Shape::Text,
        "Day, or day with time and zone, on which the sample of this test was taken, where that is not the sampling of the lot: that of a harvest, of a second container.",
    ),
    key("started", Shape::Text, "Day on which the test was started; the results must not state another one."),
    key("completed", Shape::Text, "Day on which it was completed; the results must not state another one."),
    key("analyst", Shape::Text, "Who tested; the results must not state somebody else."),
    key("reviewer", Shape::Text, "Who reviewed."),
];

pub(super) static FACTS_PARAMETER: &[Entry] = &[
    key("value", Shape::Text, "The value with its unit, in quotes, as `--set` gives it."),
    key("record", Shape::Text, "Number of the record that says that this value holds for the lot."),
];

pub(super) static DEVIATION: &[Entry] = &[
    key("reference", Shape::Text, "Number of the record."),
    key("text", WORDS, "What was done otherwise, and what it means for the results."),
    key("tests", Shape::OneOrMore(&Shape::Text), "The tests it is about."),
];

/// The JSON Schema of `lab.yaml`, as published in `docs/schema/lab.schema.json`.
pub fn lab_schema() -> Value {
    crate::spec::schema_of(LAB, "evqc laboratory file, format 1", &["evqc_lab", "laboratory"])
}

/// The JSON Schema of the file of certificate facts, as published in `docs/schema/certificate-facts.schema.json`.
pub fn facts_schema() -> Value {
    crate::spec::schema_of(FACTS_FILE, "evqc certificate facts, format 1", &["evqc_certificate"])
}
