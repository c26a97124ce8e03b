//! Which lot an instrument file belongs to: the list `samples` of a specification, or a file of its own.
//!
//! Names that look alike are suggested and never assumed: a run that no entry names belongs to no lot.

use super::codes;
use super::fields::{Fields, Text, mapping};
use super::keys;
use super::model::Role;
use super::pattern::{Fit, LONGEST, NotAPattern, Pattern};
use super::raw::{self, Kind, Node};
use super::text::SourceText;
use crate::finding::{Finding, Severity, did_you_mean};
use crate::quantity::{Decimal, DecimalMark, Unit};
use crate::source::Place;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The named parts of patterns, and of the texts that use them.
const PARTS: &[&str] = &["lot", "group", "replicate", "sample", "stage"];

/// The roles, in the order of their words.
const ROLES: [(&str, Role); 5] = [
    ("sample", Role::Sample),
    ("blank", Role::Blank),
    ("control", Role::Control),
    ("reference", Role::Reference),
    ("retest", Role::Retest),
];

/// An entry: runs of files, and what they are.
#[derive(Clone, Debug)]
pub struct SampleEntry {
    /// The files: name or pattern, compared with the last folders of a path.
    pub file: Pattern,
    /// The runs in these files by their names; `None`: all.
    pub run: Option<Pattern>,
    /// The runs by the sample that the file names; `None`: all.
    pub named: Option<Pattern>,
    /// Why these runs are not used; then they belong to no lot, and nothing else is said of them.
    pub skip: Option<String>,
    /// The lot, with `{...}` for parts of the patterns; `None` for a control that serves every lot.
    pub lot: Option<String>,
    /// The tests by id; empty: all that take something of such a run.
    pub tests: Vec<String>,
    /// What the runs are about.
    pub role: Role,
    /// Name of the control.
    pub control: Option<String>,
    /// Stage, with `{...}`.
    pub stage: Option<String>,
    /// Sample within the lot, with `{...}`.
    pub sample: Option<String>,
    /// Outer level of the replicates (injection, preparation), with `{...}`.
    pub group: Option<String>,
    /// Replicate, with `{...}`; else the name of the run.
    pub replicate: Option<String>,
    /// Method that delivered the values.
    pub method: Option<String>,
    /// Who measured.
    pub analyst: Option<String>,
    /// Whether the runs were declared invalid, and the record of it.
    pub record: RunRecord,
    /// Dilution factor of the sample, where the file records none.
    pub dilution: Option<DilutionEntry>,
    /// Unit of the concentration, where the file states none.
    pub unit: Option<UnitEntry>,
    /// Where the entry stands.
    pub place: Place,
    /// The files, as they were given, that it is for: those in the folder of its samples file and below; `None`: any.
    pub files: Option<Arc<BTreeSet<String>>>,
}

impl SampleEntry {
    /// Whether the runs are declared invalid with every part of a record; whether it holds is judged with the results.
    pub fn has_record(&self) -> bool {
        let record = &self.record;
        let is_written = |text: &Option<String>| text.as_deref().is_some_and(|text| !text.trim().is_empty());
        record.is_invalid
            && [&record.reason, &record.investigation, &record.approver, &self.analyst].into_iter().all(is_written)
    }
}

/// What an entry says of the validity of its runs, as the columns of a result table say it of a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunRecord {
    /// Whether they were declared invalid; they are void with a complete record alone.
    pub is_invalid: bool,
    /// The cause.
    pub reason: Option<String>,
    /// Number of the investigation.
    pub investigation: Option<String>,
    /// Who approved.
    pub approver: Option<String>,
}

/// A dilution factor of a mapping.
#[derive(Clone, Debug, PartialEq)]
pub struct DilutionEntry {
    /// The factor.
    pub value: Decimal,
    /// Where it stands.
    pub place: Place,
}

/// A unit of a mapping, one that evqc knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitEntry {
    /// As it is written.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

/// What an entry makes of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryFit {
    /// The run is not meant.
    None,
    /// It is meant; the named parts.
    One(BTreeMap<String, String>),
    /// It is meant, and a named part can be either of these.
    Several(String, String),
}

impl SampleEntry {
    /// Whether a run of a file is meant: path of the file, name of the run, sample that the file names. Patterns that
    /// take different texts for one part fit in several ways: either could be meant.
    pub fn fit(&self, path: &str, run: &str, named: &str) -> EntryFit {
        if !self.is_for(path) {
            return EntryFit::None;
        }
        let fits = [
            Some(self.file.fit_path(path)),
            self.run.as_ref().map(|pattern| pattern.fit(run)),
            self.named.as_ref().map(|pattern| pattern.fit(named)),
        ];
        let mut parts: BTreeMap<String, String> = BTreeMap::new();
        let mut several = None;
        for fit in fits.into_iter().flatten() {
            match fit {
                Fit::None => return EntryFit::None,
                Fit::Several(one, other) => several = several.or(Some((one, other))),
                Fit::One(taken) => {
                    for (name, value) in taken {
                        match parts.get(&name).filter(|before| **before != value) {
                            Some(before) => several = several.or_else(|| Some((before.clone(), value))),
                            None => drop(parts.insert(name, value)),
                        }
                    }
                }
            }
        }
        if let Some((one, other)) = several {
            return EntryFit::Several(one, other);
        }
        EntryFit::One(parts)
    }

    /// Whether a file is meant, whatever its runs.
    pub fn names_file(&self, path: &str) -> bool {
        self.is_for(path) && self.file.fit_path(path) != Fit::None
    }

    fn is_for(&self, path: &str) -> bool {
        self.files.as_ref().is_none_or(|files| files.contains(path))
    }
}

/// A text with its `{...}` filled in. What is filled in is not looked at again.
pub fn filled(template: &str, parts: &BTreeMap<String, String>) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let part = after.split_once('}').and_then(|(name, behind)| Some((parts.get(name)?, behind)));
        rest = match part {
            Some((value, behind)) => {
                text.push_str(value);
                behind
            }
            None => {
                text.push('{');
                after
            }
        };
    }
    text + rest
}

/// Reads a mapping file: `evqc_samples: 1` and `files:`.
///
/// The findings hold every fault; with an error among them there are no entries: a list with a gap would give runs to
/// the wrong lot, or to none.
pub fn read_samples(source: &SourceText) -> (Vec<SampleEntry>, Vec<Finding>) {
    let (node, mut findings) = raw::parse(source);
    let entries = node.map_or_else(Vec::new, |node| samples_file(&node, &mut findings));
    let sound = !findings.iter().any(|finding| finding.severity() == Severity::Error);
    (if sound { entries } else { Vec::new() }, findings)
}

fn samples_file(node: &Node, findings: &mut Vec<Finding>) -> Vec<SampleEntry> {
    let Some(entries) = mapping(node, "samples file", findings) else { return Vec::new() };
    let at = (node.place.clone(), node.width);
    let fields = Fields::new(entries, keys::SAMPLES_FILE, at, "the samples file", findings);
    match fields.number_text("evqc_samples", findings) {
        Some(version) if version.text == "1" => {}
        Some(version) => {
            let message = format!("`evqc_samples: {}` is not a version of this program", version.text);
            findings.push(version.finding(&codes::UNKNOWN_WORD, message).help("write `evqc_samples: 1`"));
        }
        None if fields.node("evqc_samples").is_none() => {
            findings.push(fields.missing("evqc_samples").help("add `evqc_samples: 1`"));
        }
        None => {}
    }
    match fields.node("files") {
        Some(node) => sample_entries(node, findings),
        None => {
            findings.push(fields.missing("files"));
            Vec::new()
        }
    }
}

/// Reads the entries of a list.
pub(super) fn sample_entries(node: &Node, findings: &mut Vec<Finding>) -> Vec<SampleEntry> {
    let Kind::Sequence(items) = &node.kind else {
        let message = format!("the samples must be a list, this is {}", node.describe());
        findings.push(
            Finding::new(&codes::WRONG_SHAPE, message)
                .at(node.place.clone(), node.width)
                .help("write `- file: ...` for each entry"),
        );
        return Vec::new();
    };
    items.iter().filter_map(|item| entry(item, findings)).collect()
}

fn entry(node: &Node, findings: &mut Vec<Finding>) -> Option<SampleEntry> {
    let entries = mapping(node, "an entry of the samples", findings)?;
    let at = (node.place.clone(), node.width);
    let fields = Fields::new(entries, keys::SAMPLE, at, "an entry of the samples", findings);
    if fields.node("file").is_none() {
        findings.push(fields.missing("file"));
    }
    let file = pattern(&fields, "file", findings);
    let (run, named) = (pattern(&fields, "run", findings), pattern(&fields, "named", findings));
    let known: Vec<String> =
        [&file, &run, &named].into_iter().flatten().flat_map(Pattern::names).map(str::to_owned).collect();
    let skip = fields.string("skip", findings);
    let role = match fields.word("role", &ROLES.map(|(word, _)| word), findings) {
        Some(index) => ROLES.get(index).map_or(Role::Sample, |(_, role)| *role),
        None => Role::Sample,
    };
    let mut template = |key: &'static str| {
        let text = fields.number_text(key, findings)?;
        check_template(&text, &known, findings);
        Some(text.text)
    };
    // A part that was taken stands for the key of its name.
    let mut or_part = |key: &'static str| {
        template(key).or_else(|| known.iter().any(|part| part == key).then(|| format!("{{{key}}}")))
    };
    let (lot, stage, sample) = (or_part("lot"), or_part("stage"), or_part("sample"));
    let (group, replicate) = (or_part("group"), or_part("replicate"));
    let control = fields.string("control", findings);
    let dilution = fields.number_text("dilution", findings).and_then(|text| dilution(&text, findings));
    let tests = fields.texts("test", true, findings).into_iter().map(|text| text.text).collect();
    match skip {
        Some(_) => check_skip(&fields, &known, findings),
        None => check_role(&fields, role, control.is_some(), lot.is_some(), findings),
    }
    Some(SampleEntry {
        file: file?,
        run,
        named,
        skip,
        lot,
        tests,
        role,
        control,
        stage,
        sample,
        group,
        replicate,
        method: fields.string("method", findings),
        analyst: fields.string("analyst", findings),
        record: RunRecord {
            is_invalid: fields.word("status", keys::RUN_STATUSES, findings) == Some(1),
            reason: fields.string("reason", findings),
            investigation: fields.number_text("investigation", findings).map(|text| text.text),
            approver: fields.string("approver", findings),
        },
        dilution,
        unit: fields.text("unit", findings).and_then(|text| unit(&text, findings)),
        place: node.place.clone(),
        files: None,
    })
}

fn pattern(fields: &Fields<'_>, key: &str, findings: &mut Vec<Finding>) -> Option<Pattern> {
    let text = fields.number_text(key, findings)?;
    match Pattern::parse(&text.text, PARTS) {
        Ok(pattern) => Some(pattern),
        Err(fault) => {
            let (message, help) = match fault {
                NotAPattern::Brace => ("a brace has no partner".to_owned(), "write a part as `{lot}`".to_owned()),
                NotAPattern::Unknown(name) => (
                    format!("`{{{name}}}` is not a part of a pattern"),
                    match did_you_mean(&name, PARTS.iter().copied()) {
                        Some(close) => format!("did you mean `{{{close}}}`?"),
                        None => format!("the parts are {}", PARTS.join(", ")),
                    },
                ),
                NotAPattern::Repeated(name) => (
                    format!("`{{{name}}}` stands twice or directly behind another part"),
                    "put a character between two parts".to_owned(),
                ),
                NotAPattern::TooLong => (
                    format!("a pattern has at most {LONGEST} characters"),
                    "write `*` for what need not be compared".to_owned(),
                ),
            };
            findings.push(text.finding(&codes::MALFORMED_PATTERN, message).help(help));
            None
        }
    }
}

/// Every `{...}` of a text must be a part that a pattern of the entry takes.
fn check_template(text: &Text, known: &[String], findings: &mut Vec<Finding>) {
    let mut rest = text.text.as_str();
    while let Some((_, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        if !known.iter().any(|part| part == name) {
            let message = format!("`{{{name}}}` is taken by no pattern of this entry");
            let help = format!("write it in `file`, `run` or `named`, as in `{{{name}}}_*.csv`");
            findings.push(text.finding(&codes::MALFORMED_PATTERN, message).help(help));
        }
        rest = after;
    }
}

fn dilution(text: &Text, findings: &mut Vec<Finding>) -> Option<DilutionEntry> {
    let value = Decimal::parse(&text.text, DecimalMark::Point).ok();
    match value.filter(|value| value.approximately() >= 1.0) {
        Some(value) => Some(DilutionEntry { value, place: text.place.clone() }),
        None => {
            let message = format!("`{}` is not a dilution factor", text.text);
            let help = "write how many parts the sample was diluted into: 1000 for 1:1000, 1 for undiluted";
            findings.push(text.finding(&codes::MALFORMED_NUMBER, message).help(help));
            None
        }
    }
}

fn unit(text: &Text, findings: &mut Vec<Finding>) -> Option<UnitEntry> {
    match Unit::parse(&text.text) {
        Ok(unit) if !unit.is_none() => Some(UnitEntry { text: text.text.clone(), place: text.place.clone() }),
        _ => {
            let message = format!("`{}` is not a unit", text.text);
            findings.push(text.finding(&codes::UNKNOWN_UNIT, message).help("write it as in `unit: ug/mL`"));
            None
        }
    }
}

/// The keys of the record of void runs, beside the analyst.
const RECORD_KEYS: [&str; 4] = ["status", "reason", "investigation", "approver"];

/// What is set aside belongs to no lot and serves no test: a key that says so would be read and not meant.
fn check_skip(fields: &Fields<'_>, known: &[String], findings: &mut Vec<Finding>) {
    let help = "take it out: what is not used has no lot, role or factor. A result of a lot is not set aside but invalidated \
                by an entry with its lot, `status: invalid`, `reason`, `investigation`, `analyst` and `approver`";
    let written = ["lot", "test", "role", "control", "stage", "sample", "dilution", "unit"];
    for key in written.into_iter().chain(RECORD_KEYS).filter_map(|key| fields.key(key)) {
        let message = format!("`{}` beside `skip`", key.text);
        findings.push(Finding::new(&codes::KEY_NOT_FOR_ENTRY, message).at(key.place.clone(), key.width).help(help));
    }
    if known.iter().any(|part| part == "lot")
        && let Some(key) = fields.key("skip")
    {
        let message = "`skip` for files or runs whose names hold a `{lot}`";
        let finding = Finding::new(&codes::KEY_NOT_FOR_ENTRY, message).at(key.place.clone(), key.width);
        findings.push(
            finding.help("write `*` for the part, if the runs belong to no lot; a run of a lot is not set aside"),
        );
    }
}

/// A control needs a name, and a sample a lot; a sample with the name of a control is a slip of the key.
fn check_role(fields: &Fields<'_>, role: Role, has_control: bool, has_lot: bool, findings: &mut Vec<Finding>) {
    let is_sample = role.is_of_lot();
    for key in RECORD_KEYS.into_iter().filter(|_| !is_sample).filter_map(|key| fields.key(key)) {
        let message = format!("`{}` for runs of no sample", key.text);
        let finding = Finding::new(&codes::KEY_NOT_FOR_ENTRY, message).at(key.place.clone(), key.width);
        findings.push(finding.help("take it out; a blank or control that is void is set aside with `skip: why`"));
    }
    if role == Role::Control && !has_control {
        findings.push(fields.missing("control").help("name the control: `control: isotype`"));
    }
    if let Some(key) = fields.key("control").filter(|_| is_sample) {
        let message = "`control` names a control, and the role of the entry is that of a sample";
        let finding = Finding::new(&codes::KEY_NOT_FOR_ENTRY, message).at(key.place.clone(), key.width);
        findings.push(finding.help("write `role: control`, or take `control` out"));
    } else if is_sample && !has_lot {
        findings.push(fields.missing("lot").help("name the lot, or take it from the name: `{lot}_*.csv`"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<SampleEntry>, Vec<String>) {
        let (entries, findings) = read_samples(&SourceText::new("samples.yaml", text));
        let shown = findings.iter().map(|finding| format!("{}: {}", finding.code.name, finding.message)).collect();
        (entries, shown)
    }

    #[test]
    fn reads_entries() {
        let text = "evqc_samples: 1\nfiles:\n  - {file: \"NTA_{lot}_{group}.csv\", test: [size_mode], dilution: 1000}\n  \
                    - {file: \"PBS_*.csv\", role: blank}\n  - {file: plate.txt, named: SPL1, lot: L-1, unit: ug/mL}\n  \
                    - {file: test.csv, skip: set-up of the instrument}\n";
        let (entries, findings) = read(text);
        assert_eq!(findings, Vec::<String>::new());
        let EntryFit::One(parts) = entries[0].fit("data/NTA_L-7_2.csv", "00", "") else { panic!() };
        assert_eq!(filled(entries[0].lot.as_deref().unwrap(), &parts), "L-7");
        assert_eq!(filled(entries[0].group.as_deref().unwrap(), &parts), "2");
        assert_eq!((entries[1].role, entries[1].lot.as_deref()), (Role::Blank, None));
        assert_eq!(entries[2].fit("plate.txt", "A1", "SPL2"), EntryFit::None);
        assert_eq!(entries[2].unit.as_ref().map(|unit| unit.text.as_str()), Some("ug/mL"));
        assert_eq!(entries[3].skip.as_deref(), Some("set-up of the instrument"));
    }

    #[test]
    fn two_patterns_must_agree_on_a_part() {
        let (entries, _) = read("evqc_samples: 1\nfiles:\n  - {file: \"{lot}_*.csv\", named: \"{lot} *\"}\n");
        let EntryFit::One(parts) = entries[0].fit("EV-1_a.csv", "", "EV-1 a") else { panic!() };
        assert_eq!(parts["lot"], "EV-1");
        let several = EntryFit::Several("EV-1".to_owned(), "EV-2".to_owned());
        assert_eq!(entries[0].fit("EV-1_a.csv", "", "EV-2 a"), several);
        // A pattern that does not fit decides, whatever the others leave open.
        assert_eq!(entries[0].fit("EV_1_a.csv", "", "EV-2"), EntryFit::None);
    }

    #[test]
    fn what_is_filled_in_stays_as_it_is() {
        let parts: BTreeMap<String, String> = [("group", "{lot}"), ("lot", "EV {replicate}"), ("replicate", "3")]
            .map(|(k, v)| (k.into(), v.into()))
            .into();
        assert_eq!(filled("{group}/{lot}", &parts), "{lot}/EV {replicate}");
        assert_eq!(filled("{{lot}} {day} {", &parts), "{EV {replicate}} {day} {");
    }

    /// What is too much is said of the file as it is, and nothing more is done with it.
    #[test]
    fn what_is_said_of_any_file_holds_for_this_one() {
        let many = "  - {file: a.csv, lot: L, test: size}\n".repeat(10_000);
        for text in [format!("evqc_samples: 1\nfiles:\n{many}"), "a: b\n---\nc: d\n".to_owned()] {
            let (entries, findings) = read_samples(&SourceText::new("samples.yaml", &text));
            assert!(entries.is_empty() && findings.len() == 1, "{findings:#?}");
            let said = format!("{} {:?}", findings[0].message, findings[0].help);
            assert!(!said.contains("the specification ") && !said.contains("a specification file"), "{said}");
        }
    }

    #[test]
    fn patterns_have_an_end() {
        let (_, findings) =
            read(&format!("evqc_samples: 1\nfiles:\n  - {{file: a.csv, lot: L, named: {}}}\n", "a".repeat(150_000)));
        assert_eq!(findings, ["malformed-pattern: a pattern has at most 1000 characters"]);
    }

    #[test]
    fn says_what_is_wrong() {
        let (entries, findings) = read(
            "evqc_samples: 2\nfiles:\n  - {file: \"{day}.csv\", lot: L}\n  - {file: a.csv, lot: \"{lot}\"}\n  \
             - {file: a.csv}\n  - {file: a.csv, role: control}\n  - {file: a.csv, lot: L, dilution: 0.5}\n  \
             - {file: a.csv, lot: L, unit: ugs}\n  - {flie: a}\n  - {file: a.csv, lot: L, skip: too high}\n  \
             - {file: \"{lot}_2.csv\", skip: too high}\n  - {file: a.csv, skip: bad, role: blank, control: x, dilution: 2}\n  \
             - {file: a.csv, lot: L, control: isotype}\n  - {file: a.csv, lot: L, role: retest, control: isotype}\n",
        );
        assert!(entries.is_empty(), "{entries:#?}");
        for expected in [
            "unknown-word: `evqc_samples: 2` is not a version of this program",
            "malformed-pattern: `{day}` is not a part of a pattern",
            "malformed-pattern: `{lot}` is taken by no pattern of this entry",
            "missing-key: an entry of the samples has no `lot`",
            "missing-key: an entry of the samples has no `control`",
            "malformed-number: `0.5` is not a dilution factor",
            "unknown-unit: `ugs` is not a unit",
            "unknown-key: `flie` is not a key of an entry of the samples",
            "key-not-for-entry: `lot` beside `skip`",
            "key-not-for-entry: `skip` for files or runs whose names hold a `{lot}`",
            "key-not-for-entry: `role` beside `skip`",
            "key-not-for-entry: `control` beside `skip`",
            "key-not-for-entry: `dilution` beside `skip`",
            "key-not-for-entry: `control` names a control, and the role of the entry is that of a sample",
        ] {
            assert!(findings.iter().any(|finding| finding == expected), "{expected}\n{findings:#?}");
        }
        let of_control = findings.iter().filter(|finding| finding.contains("names a control"));
        assert_eq!(of_control.count(), 2, "{findings:#?}");
    }
}
