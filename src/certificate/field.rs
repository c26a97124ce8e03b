//! The fields of a certificate: which profile asks for each, and which document supplies it (R-101 to R-117, field table).

use super::edition;
use super::kind::DocumentKind;
use super::model::{Content, DeterminationEntry, MissingField, Replaced, TestLine};
use super::profile::Profile::{self, Annex16Batch, Cn, IchQ7, Iso17025, Who};
use super::terms::{self, Term};
use super::words::Words;
use crate::lookalike;
use crate::spec::Status;

/// A field.
#[derive(Debug)]
pub struct Field {
    /// Number in the field table.
    pub number: u8,
    /// Key of the content.
    pub key: &'static str,
    /// Name in print.
    pub term: &'static Term,
    /// The profiles for which it is mandatory; every field is printed where it is there.
    pub mandatory: &'static [Profile],
    /// The document that supplies it.
    pub supply: &'static str,
    /// Who asks for it.
    pub source: &'static str,
    check: Check,
}

/// How it is seen that a field is there.
#[derive(Debug)]
enum Check {
    /// evqc itself always supplies it, or refuses the certificate without it.
    Always,
    /// By the content.
    Content(fn(&Content) -> bool),
    /// By each line of the results: whether nothing is to be asked of it.
    Lines(fn(&TestLine) -> bool),
}

/// Whether something is said: what shows nothing on paper is not there.
trait Given {
    fn is_given(&self) -> bool;
}

impl Given for String {
    fn is_given(&self) -> bool {
        !lookalike::is_blank(self)
    }
}

impl Given for Words {
    fn is_given(&self) -> bool {
        self.en.is_given() && self.zh.is_given()
    }
}

impl<T: Given> Given for Option<T> {
    fn is_given(&self) -> bool {
        self.as_ref().is_some_and(Given::is_given)
    }
}

impl<T: Given> Given for Vec<T> {
    fn is_given(&self) -> bool {
        self.iter().any(Given::is_given)
    }
}

const ALL: &[Profile] = &Profile::ALL;
/// Whoever makes the product knows where its vesicles come from; a laboratory for hire need not.
const MAKERS: &[Profile] = &[Who, IchQ7, Annex16Batch, Cn];

const fn field(
    number: u8,
    key: &'static str,
    term: &'static Term,
    mandatory: &'static [Profile],
    supply: &'static str,
    source: &'static str,
    check: Check,
) -> Field {
    Field { number, key, term, mandatory, supply, source, check }
}

use Check::{Always, Content as In, Lines};

const PROVENANCE: &str = "facts: `provenance`";
const PRODUCT: &str = "facts: `product`; specification: `product`";
const R111: &str = "ISO/IEC 17025 7.8.8; R-111";
const R116: &str = "MISEV2023; R-116";

/// Every field in the order of the field table.
pub static FIELDS: &[Field] = &[
    field(
        1,
        "title",
        &terms::CERTIFICATE_OF_ANALYSIS,
        ALL,
        "the profile and the verdict",
        "ISO/IEC 17025, WHO",
        Always,
    ),
    field(
        2,
        "number",
        &terms::CERTIFICATE_NUMBER,
        ALL,
        "facts: `number`; lab.yaml: `number`",
        "WHO, ISO/IEC 17025, IPEC",
        In(|c| c.number.is_given()),
    ),
    field(
        3,
        "page",
        &terms::PAGE,
        ALL,
        "evqc: number and page on each page, mark at the end",
        "WHO, ISO/IEC 17025",
        Always,
    ),
    field(
        4,
        "laboratory.name",
        &terms::LABORATORY,
        &[Who, IchQ7, Iso17025],
        "lab.yaml: `laboratory`",
        "WHO, ICH Q7, ISO/IEC 17025",
        In(|c| c.laboratory.name.is_given()),
    ),
    field(
        4,
        "laboratory.address",
        &terms::ADDRESS,
        &[Who, IchQ7, Iso17025],
        "lab.yaml: `laboratory`",
        "WHO, ICH Q7, ISO/IEC 17025",
        In(|c| c.laboratory.address.is_given()),
    ),
    field(
        4,
        "laboratory.contact",
        &terms::CONTACT,
        &[Who, IchQ7],
        "lab.yaml: `laboratory`",
        "WHO, ICH Q7",
        In(|c| c.laboratory.contact.is_given()),
    ),
    field(
        5,
        "laboratory.place_of_testing",
        &terms::PLACE_OF_TESTING,
        &[],
        "lab.yaml: `place_of_testing`, `laboratories`",
        "ISO/IEC 17025 7.8.2.1 c, p; ICH Q7",
        Always,
    ),
    field(
        6,
        "requester",
        &terms::REQUESTER,
        &[Who, Iso17025],
        "facts: `requester`",
        "WHO, ISO/IEC 17025",
        In(|c| c.requester.is_given()),
    ),
    field(
        7,
        "manufacturer",
        &terms::MANUFACTURER,
        &[IchQ7, Annex16Batch],
        "lab.yaml: `manufacturer`",
        "ICH Q7, annex 16",
        In(|c| c.manufacturer.as_ref().is_some_and(|maker| maker.address.is_given())),
    ),
    field(
        7,
        "manufacturer.sites",
        &terms::SITES,
        &[Annex16Batch],
        "lab.yaml: `manufacturer`",
        "annex 16",
        In(|c| c.manufacturer.as_ref().is_some_and(|maker| !maker.sites.is_empty())),
    ),
    field(
        7,
        "manufacturer.licence",
        &terms::LICENCE,
        &[Annex16Batch],
        "lab.yaml: `manufacturer`",
        "annex 16",
        In(|c| c.manufacturer.as_ref().is_some_and(|maker| maker.licence.is_given())),
    ),
    field(
        7,
        "authorisation",
        &terms::AUTHORISATION,
        &[Annex16Batch],
        "facts: `authorisation`",
        "annex 16",
        In(|c| c.authorisation.is_given()),
    ),
    field(
        8,
        "product.name",
        &terms::PRODUCT,
        MAKERS,
        PRODUCT,
        "WHO, ICH Q7, annex 16",
        In(|c| c.product.name.is_given()),
    ),
    field(8, "product.vesicle", &terms::VESICLE, MAKERS, PRODUCT, "EV practice", In(|c| c.product.vesicle.is_given())),
    field(
        8,
        "product.kind",
        &terms::VESICLE_KIND,
        MAKERS,
        "specification: `product.kind`",
        "EV practice",
        In(|c| c.product.kind.is_given()),
    ),
    field(
        9,
        "product.strength",
        &terms::STRENGTH,
        &[Annex16Batch],
        PRODUCT,
        "annex 16",
        In(|c| c.product.strength.is_given()),
    ),
    field(
        9,
        "product.strength_basis",
        &terms::STRENGTH_BASIS,
        &[Annex16Batch],
        PRODUCT,
        "annex 16",
        In(|c| c.product.strength_basis.is_given()),
    ),
    field(
        10,
        "product.dosage_form",
        &terms::DOSAGE_FORM,
        &[Who, Annex16Batch],
        PRODUCT,
        "annex 16, WHO",
        In(|c| c.product.dosage_form.is_given()),
    ),
    field(
        10,
        "product.route",
        &terms::ROUTE,
        &[Who, Annex16Batch],
        PRODUCT,
        "annex 16, WHO",
        In(|c| c.product.route.is_given()),
    ),
    field(
        10,
        "product.container",
        &terms::CONTAINER,
        &[Who, Annex16Batch],
        PRODUCT,
        "annex 16, WHO",
        In(|c| c.product.container.is_given()),
    ),
    field(
        10,
        "product.fill_volume",
        &terms::FILL_VOLUME,
        &[Who, Annex16Batch],
        PRODUCT,
        "annex 16, WHO",
        In(|c| c.product.fill_volume.is_given()),
    ),
    field(
        10,
        "product.pack_size",
        &terms::PACK_SIZE,
        &[Who, Annex16Batch],
        PRODUCT,
        "annex 16, WHO",
        In(|c| c.product.pack_size.is_given()),
    ),
    field(11, "lot.id", &terms::LOT, ALL, "results: `lot`", "all", Always),
    field(
        12,
        "lot.size",
        &terms::BATCH_SIZE,
        &[Annex16Batch],
        "facts: `batch`",
        "annex 16",
        In(|c| c.lot.size.is_given()),
    ),
    field(
        12,
        "lot.containers",
        &terms::CONTAINERS,
        &[Annex16Batch],
        "facts: `batch`",
        "annex 16",
        In(|c| c.lot.containers.is_some()),
    ),
    field(
        13,
        "lot.manufactured",
        &terms::MANUFACTURED,
        &[Annex16Batch],
        "lot file: `manufactured`; facts: `batch`",
        "annex 16, IPEC, 21 CFR 610.50",
        In(|c| c.lot.manufactured.is_given()),
    ),
    field(
        13,
        "lot.manufacture_rule",
        &terms::MANUFACTURE_RULE,
        &[Annex16Batch],
        "facts: `batch`",
        "annex 16, IPEC, 21 CFR 610.50",
        In(|c| c.lot.manufacture_rule.is_given()),
    ),
    field(
        14,
        "lot.expiry",
        &terms::EXPIRY,
        &[Who, IchQ7],
        "lot file: `expires` or `retest`; specification: `expiry`",
        "WHO, ICH Q7, IPEC",
        In(|c| c.lot.expiry.is_given() || c.lot.retest.is_given()),
    ),
    field(
        15,
        "product.storage",
        &terms::STORAGE,
        &[Annex16Batch],
        PRODUCT,
        "EV practice, annex 16",
        In(|c| c.product.storage.is_given()),
    ),
    field(15, "product.shipping", &terms::SHIPPING, &[], PRODUCT, "EV practice", In(|c| c.product.shipping.is_given())),
    field(15, "product.in_use", &terms::IN_USE, &[], PRODUCT, "EV practice", In(|c| c.product.in_use.is_given())),
    field(
        16,
        "sample.ids",
        &terms::SAMPLE_IDS,
        &[Who, Iso17025],
        "facts: `sample`; results: `sample`",
        "WHO, ISO/IEC 17025",
        In(|c| c.sample.ids.is_given()),
    ),
    field(
        16,
        "sample.plan",
        &terms::SAMPLING_PLAN,
        &[Who, Iso17025],
        "facts: `sample`",
        "WHO, ISO/IEC 17025",
        In(|c| c.sample.plan.is_given()),
    ),
    field(
        16,
        "sample.sampled",
        &terms::SAMPLED,
        &[Who, Iso17025],
        "facts: `sample`",
        "WHO, ISO/IEC 17025; R-106",
        In(|c| c.sample.sampled.is_given()),
    ),
    field(
        16,
        "sample.quantity",
        &terms::SAMPLE_QUANTITY,
        &[Who, Iso17025],
        "facts: `sample`",
        "WHO, ISO/IEC 17025",
        In(|c| c.sample.quantity.is_given()),
    ),
    field(
        16,
        "sample.received",
        &terms::RECEIVED,
        &[Who, Iso17025],
        "facts: `sample`",
        "WHO, ISO/IEC 17025; R-106",
        In(|c| c.sample.received.is_given()),
    ),
    field(
        16,
        "sample.condition",
        &terms::SAMPLE_CONDITION,
        &[Who, Iso17025],
        "facts: `sample`",
        "WHO, ISO/IEC 17025",
        In(|c| c.sample.condition.is_given()),
    ),
    field(
        17,
        "specification",
        &terms::SPECIFICATION,
        ALL,
        "specification: `id`, `version`, `status`",
        "WHO, ICH Q6A and Q6B, China",
        Always,
    ),
    field(
        17,
        "specification.effective",
        &terms::EFFECTIVE,
        &[Who, Cn],
        "specification: `effective`",
        "WHO, China",
        In(|c| c.specification.effective.is_given()),
    ),
    field(
        17,
        "specification.approver",
        &terms::SPECIFICATION_APPROVER,
        &[Who, Cn],
        "facts: `approver`",
        "WHO, China",
        In(|c| c.specification.approver.is_given()),
    ),
    field(18, "stage", &terms::STAGE, ALL, "the stage that was judged", "ICH Q6B 2.5", Always),
    field(19, "tests.name", &terms::ITEM, ALL, "specification: `tests`; lab.yaml: `tests`", "ICH Q6B 4; R-102", Always),
    field(
        20,
        "tests.procedure",
        &terms::PROCEDURE,
        ALL,
        "specification: `procedure`; lab.yaml: `tests`",
        "WHO, ISO/IEC 17025, ICH Q7; R-105",
        Always,
    ),
    field(
        20,
        "tests.procedure.version",
        &terms::PROCEDURE_VERSION,
        ALL,
        "specification: `procedure`, as in `SOP-QC-001 v3` or `USP 2025 <85>`",
        "WHO, ISO/IEC 17025, ICH Q7; R-105",
        Lines(|line| line.outcome == "not_applicable" || line.procedure.as_deref().is_none_or(edition::has_version)),
    ),
    field(
        20,
        "tests.reference.edition",
        &terms::REFERENCE_EDITION,
        ALL,
        "lab.yaml: `reference`, as in `Ph. Eur. 11.5, 2.6.14`",
        "WHO, ISO/IEC 17025, ICH Q7; R-105, R-1108",
        Lines(|line| line.reference.as_deref().is_none_or(edition::has_edition)),
    ),
    field(21, "tests.criterion", &terms::CRITERION, ALL, "specification: `accept`", "all; R-104", Always),
    field(22, "tests.result", &terms::RESULT, ALL, "results", "ICH Q7, WHO; R-103", Always),
    field(
        23,
        "tests.result.text",
        &terms::ROUNDING,
        ALL,
        "specification: digits of the limit, `rounding`",
        "USP, Ph. Eur. and ChP general notices",
        Always,
    ),
    field(24, "tests.conclusion", &terms::CONCLUSION_OF_ITEM, ALL, "the judgement", "WHO, China", Always),
    field(
        25,
        "tests.completed",
        &terms::COMPLETED,
        ALL,
        "results: `date`; facts: `tests`",
        "WHO, ISO/IEC 17025, 21 CFR 211.194; R-106",
        Lines(|line| !was_done(line) || line.completed.is_given()),
    ),
    field(
        26,
        "tests.analysts",
        &terms::ANALYST,
        &[Cn],
        "results: `analyst`; facts: `tests`",
        "21 CFR 211.194(a)(7), China",
        Lines(|line| !was_done(line) || names_analysts(line)),
    ),
    field(
        26,
        "tests.reviewer",
        &terms::REVIEWER,
        &[Cn],
        "facts: `reviewer`, `tests`",
        "21 CFR 211.194(a)(8), China",
        Lines(|line| !was_done(line) || line.reviewer.is_given()),
    ),
    field(
        27,
        "deviations",
        &terms::DEVIATIONS,
        ALL,
        "facts: `deviations`; results: `status`, `reason`",
        "ISO/IEC 17025 7.8.2.1 n; R-113",
        Always,
    ),
    field(
        28,
        "tests.rule",
        &terms::DECISION_RULE,
        ALL,
        "specification: `decide`, `uncertainty`",
        "ISO/IEC 17025 7.8.3, 7.8.6; R-401",
        Always,
    ),
    field(
        29,
        "not_performed",
        &terms::NOT_PERFORMED,
        ALL,
        "waivers; specification: `skip`",
        "ICH Q6A 2.1; IPEC 7.3",
        Always,
    ),
    field(30, "conclusion", &terms::CONCLUSION, ALL, "the judgement", "WHO, China, ISO/IEC 17025; R-107", Always),
    field(
        31,
        "statements",
        &terms::STATEMENTS,
        ALL,
        "evqc; lab.yaml: `statements`",
        "ISO/IEC 17025 7.8.2.1 l; R-114",
        Always,
    ),
    field(
        32,
        "signatories",
        &terms::SIGNATURES,
        ALL,
        "lab.yaml: `signatories`; the signatures",
        "WHO, ICH Q7, annex 16, 21 CFR 11.50; R-109",
        In(|c| !c.signatories.is_empty()),
    ),
    field(
        33,
        "certification",
        &terms::CERTIFICATION,
        &[Annex16Batch],
        "lab.yaml: `certification`",
        "annex 16; R-108",
        // What is no batch certificate has none: it is withheld, and not missing.
        In(|c| c.certification.is_some() || c.document != DocumentKind::BatchCertificate),
    ),
    field(34, "replaces", &terms::REPLACES, ALL, "facts: `replaces`; `--replaces`", R111, Always),
    field(
        34,
        "replaces.date",
        &terms::REPLACED_ISSUED,
        ALL,
        "facts: `replaces: {date: ..}`; `--replaces`",
        R111,
        In(|c| c.replaces.as_ref().is_none_or(|replaced| replaced.date.is_given())),
    ),
    field(
        34,
        "replaces.changes",
        &terms::CHANGES,
        ALL,
        "facts: `replaces: {changes: [..]}`; `--replaces`",
        R111,
        // Beside the certificate that is replaced evqc finds what changed.
        In(|c| {
            c.replaces.as_ref().is_none_or(|replaced| replaced.content_sha256.is_some() || replaced.changes.is_given())
        }),
    ),
    field(
        35,
        "intended_use",
        &terms::PHASE_OF_USE,
        ALL,
        "facts: `use`",
        "practice; FDA notice of 6 December 2019",
        In(|c| c.intended_use.is_given()),
    ),
    field(
        36,
        "provenance.parent_cell",
        &terms::PARENT_CELL,
        MAKERS,
        "facts: `provenance`; specification: `product`",
        R116,
        In(|c| c.provenance.parent_cell.is_given()),
    ),
    field(36, "provenance.tissue", &terms::TISSUE, MAKERS, PROVENANCE, R116, In(|c| c.provenance.tissue.is_given())),
    field(
        36,
        "provenance.bank",
        &terms::CELL_BANK,
        MAKERS,
        PROVENANCE,
        R116,
        In(|c| c.provenance.bank.is_given() || c.provenance.donor.is_given()),
    ),
    field(36, "provenance.passage", &terms::PASSAGE, MAKERS, PROVENANCE, R116, In(|c| c.provenance.passage.is_given())),
    field(36, "provenance.medium", &terms::MEDIUM, MAKERS, PROVENANCE, R116, In(|c| c.provenance.medium.is_given())),
    field(
        36,
        "provenance.isolation",
        &terms::ISOLATION,
        MAKERS,
        PROVENANCE,
        R116,
        In(|c| c.provenance.isolation.is_given()),
    ),
    field(36, "provenance.buffer", &terms::BUFFER, MAKERS, PROVENANCE, R116, In(|c| c.provenance.buffer.is_given())),
    field(
        36,
        "provenance.lineage",
        &terms::LINEAGE,
        &[],
        "lot file: `parents`",
        "EV and biologics practice",
        In(|c| c.provenance.lineage.is_given()),
    ),
    field(
        36,
        "provenance.lineage_not_judged",
        &terms::LINEAGE_NOT_JUDGED,
        &[],
        "evqc, from the lot file and the data",
        "R-810",
        In(|c| c.provenance.lineage_not_judged.is_given()),
    ),
    field(37, "record", &terms::RECORD, ALL, "evqc", "annex 11, 21 CFR part 11; R-115", Always),
];

/// The columns of the table of results that hold fields which are mandatory for a profile, beside those that always stand there.
pub(super) fn columns_asked_for(profile: &str) -> impl Iterator<Item = &'static str> {
    const HELD: [(&str, &str); 3] =
        [("tests.procedure", "procedure"), ("tests.completed", "completed"), ("tests.analysts", "analyst")];
    let profile = Profile::by_name(profile);
    let is_asked = move |key: &str| {
        FIELDS.iter().any(|field| field.key == key && profile.is_some_and(|one| field.mandatory.contains(&one)))
    };
    HELD.into_iter().filter(move |(key, _)| is_asked(key)).map(|(_, column)| column)
}

/// The mandatory fields that are missing, in the order of the field table.
pub(super) fn missing(content: &Content, profile: Profile) -> Vec<MissingField> {
    let asked = FIELDS.iter().filter(|field| field.mandatory.contains(&profile));
    let mut all: Vec<MissingField> = asked.filter_map(|field| field.missing(content)).collect();
    all.extend(untranslated(content));
    all
}

/// Puts in what a certificate replaces: what the facts left open of it may be there now.
pub fn put_replaced(content: &mut Content, replaced: Option<Replaced>) {
    content.replaces = replaced;
    let mut missing = std::mem::take(&mut content.missing);
    missing.retain(|one| {
        let field = FIELDS.iter().find(|field| field.key == one.field);
        !one.field.starts_with("replaces.") || field.is_some_and(|field| field.missing(content).is_some())
    });
    content.missing = missing;
}

/// What supplies the approver of a specification that is a draft.
const APPROVAL: &str = "specification: `status: approved`; a draft has been approved by nobody, whatever the facts say";

impl Field {
    fn missing(&self, content: &Content) -> Option<MissingField> {
        let tests: Vec<String> = match self.check {
            Always => return None,
            In(is_there) if is_there(content) => return None,
            In(_) => Vec::new(),
            Lines(is_there) => {
                let lines = content.tests.iter().filter(|line| !is_there(line));
                let named: Vec<String> = lines.map(TestLine::id_at_point).collect();
                if named.is_empty() {
                    return None;
                }
                named
            }
        };
        // Who approved a draft has no place: nobody did.
        let is_draft = content.specification.status == Status::Draft.as_str();
        let supply = if self.key == "specification.approver" && is_draft { APPROVAL } else { self.supply };
        Some(MissingField {
            number: self.number,
            field: self.key.to_owned(),
            name: Words::of(if self.key == "number" { content.document.number() } else { self.term }),
            tests,
            supply: supply.to_owned(),
        })
    }
}

/// Whether a line has determinations of its own; what is computed has the dates and the people of its inputs.
fn was_done(line: &TestLine) -> bool {
    line.determinations.iter().any(|row| row.role != "control" && row.used != "unused")
}

/// Whether it is known who tested: somebody is named, and each determination of the sample that stands names somebody.
fn names_analysts(line: &TestLine) -> bool {
    let mut of_sample = line.determinations.iter().filter(|row| matches!(&*row.role, "sample" | "retest"));
    let is_named = |row: &DeterminationEntry| row.analyst.is_some() || matches!(&*row.used, "unused" | "corrected");
    line.analysts.is_given() && of_sample.all(is_named)
}

/// Tests without a name in a language of the print. Short names such as CD63 or pH are the same in every language.
fn untranslated(content: &Content) -> Option<MissingField> {
    let chinese = content.language != "en";
    let english = content.language != "zh";
    let is_chinese = |text: &str| text.chars().any(lookalike::is_chinese);
    let lacks = |line: &&TestLine| {
        let name = &bare_name(line);
        name.is_same()
            && ((chinese && !is_chinese(&name.zh) && has_word(&name.zh)) || (english && is_chinese(&name.en)))
    };
    let tests: Vec<String> = content.tests.iter().filter(lacks).map(|line| line.id.clone()).collect();
    (!tests.is_empty()).then(|| MissingField {
        number: 19,
        field: "tests.name".to_owned(),
        name: Words::of(&terms::ITEM),
        tests,
        supply: "lab.yaml: `tests: {ID: {name: {en: .., zh: ..}}}`".to_owned(),
    })
}

/// The name of a line without its time point, which differs between languages whatever the name does.
fn bare_name(line: &TestLine) -> Words {
    let Some(point) = &line.point else { return line.name.clone() };
    let bare = |name: &str, behind: String| name.strip_suffix(&behind).unwrap_or(name).to_owned();
    Words::new(bare(&line.name.en, format!(", {}", point.en)), bare(&line.name.zh, format!("，{}", point.zh)))
}

/// Whether a name has a word of four small letters or more.
fn has_word(name: &str) -> bool {
    name.split(|c: char| !c.is_ascii_lowercase()).any(|part| part.len() >= 4)
}
