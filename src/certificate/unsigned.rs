//! Texts that stand in print and that nobody signs for: they claim nothing, and say nothing of what was found (R-117, R-1008).
//!
//! Every text of `lab.yaml` and of the certificate facts is looked at where it is read, whatever its key, so that a new field
//! cannot be forgotten; what is left out, is named here. Texts that come with the results are looked at in the content.

use super::codes;
use super::model::{Content, Signature};
use super::words::Words;
use crate::claims::{self, TextKind};
use crate::finding::Finding;
use crate::lookalike;
use crate::spec::raw::{Kind, Node};

/// What a file does not print as it stands: closed words and the name of the logo; `certification` has a signatory, and so have
/// `statements`, which their reader looks at.
const NOT_LOOKED_AT: [&str; 6] = ["statements", "certification", "logo", "profile", "language", "authoritative"];

/// The same within `layout`.
const LOOKS: [&str; 5] = ["paper", "columns", "order", "fields", "accent"];

/// Records of what happened, by the last keys of their path.
const RECORDS: [(&str, &str); 3] = [("deviations", "text"), ("replaces", "reason"), ("replaces", "changes")];

/// What a product was made from, which has a grade.
const MATERIALS: [&str; 5] = ["parent_cell", "tissue", "bank", "medium", "buffer"];

/// Texts of the facts that tell how something was or is handled (`may be used within 4 h`), and the closed words for what a signature
/// means (`tested`).
const MAY_DECIDE: [&str; 6] = ["storage", "shipping", "in_use", "plan", "condition", "meaning"];

/// Whose `name` is that of a house, and where it stands as well.
const HOUSES: [&str; 4] = ["laboratory", "laboratories", "manufacturer", "sites"];
const PLACES: [&str; 4] = ["requester", "address", "contact", "place_of_testing"];

/// What is wrong with the texts of a file.
pub(super) fn in_file(file: &Node) -> Vec<Finding> {
    let mut findings = Vec::new();
    walk(file, &mut Vec::new(), &mut findings);
    findings
}

/// `path`: the keys down to the node, without those of languages.
fn walk<'n>(node: &'n Node, path: &mut Vec<&'n str>, findings: &mut Vec<Finding>) {
    match &node.kind {
        Kind::Mapping(entries) => {
            for (key, inner) in entries {
                let is_key = !["en", "zh"].contains(&key.text.as_str());
                if is_left_out(&key.text, path) {
                    continue;
                }
                path.extend(is_key.then_some(key.text.as_str()));
                walk(inner, path, findings);
                path.truncate(path.len() - usize::from(is_key));
            }
        }
        Kind::Sequence(items) => items.iter().for_each(|item| walk(item, path, findings)),
        Kind::Scalar(scalar) => {
            if let Some(objection) = objection(&scalar.text, path) {
                let finding = Finding::new(&codes::CLAIM_WITHOUT_SIGNATORY, format!("{} {objection}", named(path)));
                findings.push(finding.at(node.place.clone(), node.width).help(HELP));
            }
        }
    }
}

/// Whether a key is one of those that are not looked at; a test or a laboratory may be called the same.
fn is_left_out(key: &str, path: &[&str]) -> bool {
    match path {
        [] => NOT_LOOKED_AT.contains(&key),
        ["layout"] => LOOKS.contains(&key),
        _ => false,
    }
}

const HELP: &str =
    "a claim is a statement with a signatory, see `statements` of lab.yaml; say everything else in other words";

const HELP_ON_RECORD: &str = "tell what happened to the test or the reagent, and what was not so; what is said of the lot in a record, \
                              only evqc and whoever signs say, see `statements` of lab.yaml";

const HELP_ON_CRITERION: &str =
    "a `text` says what shall be, and nothing of a lot; without a `text` the certificate prints the criterion itself";

/// How a text is called in messages.
fn named(path: &[&str]) -> String {
    match path {
        [.., "wording", term] => format!("the words for `{term}`"),
        [.., key] => format!("the words of `{key}`"),
        [] => "the text".to_owned(),
    }
}

fn objection(text: &str, path: &[&str]) -> Option<String> {
    let under = |key: &str| path.contains(&key);
    let last = path.last().copied();
    let is_house =
        (last == Some("name") && HOUSES.iter().any(|key| under(key))) || last.is_some_and(|key| PLACES.contains(&key));
    let is_record = RECORDS.iter().any(|(of, key)| under(of) && path.last() == Some(key));
    // What is asked for, in words: `complies with the reference`.
    let is_criterion = path.last() == Some(&"criterion") && under("tests");
    if is_house && let Some(phrase) = claims::found_in_name(text) {
        return Some(claims_something(&phrase));
    }
    if let ["layout", "header" | "footer"] = path {
        return in_running(text);
    }
    let kind = if is_record || is_criterion { TextKind::Record } else { TextKind::Field };
    let judged = || match () {
        () if is_criterion => None,
        () if is_record => said(&claims::without_told(&claims::without_denied(text)), kind),
        () => said(text, kind),
    };
    if is_house {
        return claims::judged_in_name(text).map(says_what_was_found).or_else(|| decided(text, "decide"));
    }
    let claim = match last {
        Some("function") => claims::found_in_function(text).map(|phrase| claims_something(&phrase)),
        Some(key) if under("provenance") && MATERIALS.contains(&key) && !is_identifier(text) => {
            claims::found_in_material(text).map(|phrase| claims_something(&phrase))
        }
        Some("name") if under("product") => claims::found_in_product_name(text).map(|phrase| claims_something(&phrase)),
        _ if is_criterion => claims::found_in_criterion(text).map(|phrase| claims_something(&phrase)),
        _ if is_record || last == Some("comments") => claimed_in_record(text),
        _ => claimed(text),
    };
    let is_wording = path.first() == Some(&"wording");
    let state = || if is_wording { stated_of_itself(text, TextKind::Field, "state") } else { None };
    // Heads have their own list.
    let is_decision = !is_wording && kind == TextKind::Field && !last.is_some_and(|key| MAY_DECIDE.contains(&key));
    let decide = || is_decision.then(|| decided(text, "decide")).flatten();
    claim.or_else(judged).or_else(state).or_else(decide)
}

/// What a line on every page says that it may not: it stands around what was judged as a frame does, and has no use for more.
fn in_running(text: &str) -> Option<String> {
    let claim = || claims::found_in_frame(text).map(|phrase| claims_something(&phrase));
    let signs = || claims::signed(text).map(|sign| format!("have the sign \"{sign}\": only evqc has signs"));
    let disguised =
        || lookalike::disguised(text).map(|word| format!("cannot be read: \"{word}\" is in several scripts"));
    claim()
        .or_else(|| stated(text, TextKind::Frame, "state"))
        .or_else(|| said(text, TextKind::Frame))
        .or_else(signs)
        .or_else(disguised)
}

/// What a text decides on the lot, or on what its numbers mean; `decide`: the verb.
fn decided(text: &str, decide: &str) -> Option<String> {
    claims::decided(&claims::without_denied(text)).map(|words| {
        format!("{decide} on the lot, on a person's behalf, or on what its numbers mean (\"{words}\"): that stands in the results, the conclusion and the signatures")
    })
}

/// What a text states of signatures, the lot, its expiry and the document; `state`: the verb.
fn stated_of_itself(text: &str, kind: TextKind, state: &str) -> Option<String> {
    let found = claims::stated(text, kind);
    found.map(|words| format!("{state} what a certificate says of itself (\"{words}\"): only evqc does"))
}

/// The same, and measured numbers; a statement of the laboratory may have those of how samples are kept, and terms.
fn stated(text: &str, kind: TextKind, state: &str) -> Option<String> {
    let measured = if kind == TextKind::Field { claims::measured_of_a_lot } else { claims::measured };
    stated_of_itself(text, kind, state).or_else(|| {
        let number = measured(text)?;
        Some(format!("{state} a measured number (\"{number}\"): only evqc prints results and limits"))
    })
}

/// A claim in a text; a number of a document, a lot, a bank (`WCB-GMP-03`) is no text, and what is denied, is not claimed.
fn claimed(text: &str) -> Option<String> {
    if is_identifier(text) {
        return None;
    }
    claims::found(&claims::without_denied(text)).map(|phrase| claims_something(&phrase))
}

/// A claim in a record or a comment, which may tell of reagents and the like.
fn claimed_in_record(text: &str) -> Option<String> {
    if is_identifier(text) { None } else { claimed(&claims::without_told(&claims::without_denied(text))) }
}

/// What a record says that it may not: it cannot be said in other words.
pub(super) fn in_record(text: &str) -> Option<String> {
    let told = || claims::without_told(&claims::without_denied(text));
    claimed_in_record(text).or_else(|| said(&told(), TextKind::Record))
}

fn claims_something(phrase: &str) -> String {
    format!("claim something (\"{phrase}\"), and nobody answers for it")
}

/// Words of a verdict in a text.
fn said(text: &str, kind: TextKind) -> Option<String> {
    claims::judged(text, kind).map(says_what_was_found)
}

fn says_what_was_found(word: &str) -> String {
    format!("say what was found (\"{word}\"): only evqc does")
}

fn is_identifier(text: &str) -> bool {
    let text = text.trim();
    let is_one = text.is_ascii() && !text.contains(' ') && text.bytes().any(|byte| byte.is_ascii_digit());
    is_one || claims::is_graded_number(text)
}

/// What a statement that nobody answers for says that it may not.
pub(super) fn in_statement(text: &Words) -> Option<String> {
    let one = |text: &str| {
        let claim = claims::found(&claims::without_denied(text))
            .map(|phrase| format!("claims something (\"{phrase}\"), and nobody answers for it"));
        claim
            .or_else(|| {
                claims::judged(text, TextKind::Field)
                    .map(|word| format!("says what was found (\"{word}\"), and nobody answers for it"))
            })
            .or_else(|| stated(text, TextKind::Field, "states"))
            .or_else(|| decided(text, "decides"))
    };
    one(&text.en).or_else(|| one(&text.zh))
}

/// The texts of a print, each once.
fn each_language(words: &Words) -> Vec<&str> {
    if words.is_same() { vec![&words.en] } else { vec![&words.en, &words.zh] }
}

/// What is wrong with names and records that came with the results, the lots and the waivers.
pub(super) fn in_content(content: &Content) -> Vec<Finding> {
    let mut texts: Vec<(String, &str, TextKind)> = vec![("the lot id".to_owned(), &content.lot.id, TextKind::Field)];
    let field = |what: String, text| (what, text, TextKind::Field);
    texts.extend(content.number.iter().map(|number| field("its number".to_owned(), number.as_str())));
    let mut records: Vec<(String, &str)> = Vec::new();
    if let Some(replaced) = &content.replaces {
        let reasons = each_language(&replaced.reason).into_iter();
        records.extend(reasons.map(|text| ("the reason of the reissue".to_owned(), text)));
    }
    texts.extend(content.sample.ids.iter().map(|id| field("the sample".to_owned(), id.as_str())));
    for line in &content.tests {
        let people = line.analysts.iter().chain(&line.reviewer);
        texts.extend(people.map(|name| field(format!("who tested or reviewed {}", line.id), name)));
    }
    for entry in &content.history {
        let people = entry.analyst.iter().chain(&entry.approver).chain(&entry.corrected_by);
        texts.extend(people.map(|name| field(format!("who tested or approved {}", entry.test), name)));
        let record = entry.reason.iter().chain(&entry.investigation);
        records.extend(record.map(|text| (format!("the record of {}", entry.test), text.as_str())));
    }
    for left in &content.not_performed {
        let reason = each_language(&left.reason).into_iter();
        records.extend(reason.map(|text| (format!("why {} was not performed", left.test), text)));
        let authority = left.authority.iter().map(|words| words.en.as_str());
        texts.extend(authority.map(|text| (format!("who answers for {}", left.test), text, TextKind::Record)));
    }
    let title = in_title(&content.specification.title);
    let title = title.map(|objection| of_lot(content, "the title of the specification", &objection).help(HELP));
    let mut findings: Vec<Finding> = title.into_iter().chain(in_texts(content, texts)).collect();
    findings.extend(records.into_iter().filter_map(|(what, text)| {
        let objection = in_record(text)?;
        Some(of_lot(content, &what, &objection).help(HELP_ON_RECORD))
    }));
    findings.extend(content.tests.iter().filter_map(|line| {
        let objection = in_criterion(line.verbatim.as_deref()?)?;
        Some(of_lot(content, &format!("the text of {}", line.id), &objection).help(HELP_ON_CRITERION))
    }));
    findings
}

/// What a text of the data says that it may not; in names of files and lots a stroke stands for a blank. Tests fail in
/// it, a lot does not.
pub(super) fn of_data(text: &str) -> Option<String> {
    if is_identifier(text) {
        return None;
    }
    let text = text.replace('_', " ");
    claimed(&text).or_else(|| said(&text, TextKind::Record))
}

/// The same of the name of a file.
pub(super) fn of_file_name(name: &str) -> Option<String> {
    if is_identifier(name) {
        return None;
    }
    let text = name.replace('_', " ");
    let claim = claims::found_in_file_name(&text).map(|phrase| claims_something(&phrase));
    claim.or_else(|| said(&text, TextKind::Record))
}

/// What an observation claims: it may be in the words of a criterion, which it is compared with.
fn in_observation(text: &str) -> Option<String> {
    claims::found_in_criterion(text).map(|phrase| claims_something(&phrase))
}

/// What a result claims that is compared with a criterion in words, or with none; what it denies, it does not claim, and what it
/// tells of other things than the lot neither.
pub(super) fn in_result(text: &str, is_compared: bool) -> Option<String> {
    let text = claims::without_denied(text);
    if is_compared { in_observation(&text) } else { of_data(&claims::without_told(&text)) }
}

/// What the words of a criterion say that they may not: they say what shall be.
fn in_criterion(text: &str) -> Option<String> {
    let claim = claims::found_in_specified(text).map(|phrase| claims_something(&phrase));
    claim.or_else(|| claims::judged_in_specified(text).map(says_what_was_found))
}

/// What the title of a specification says that it may not.
fn in_title(title: &str) -> Option<String> {
    let claim = claims::found_in_title(title).map(|phrase| claims_something(&phrase));
    claim.or_else(|| said(title, TextKind::Record))
}

/// What is wrong with the names and functions of signatures, which are printed as they were signed: a person answers for the
/// meaning of a signature, and a function is no statement.
pub(super) fn in_signatures(content: &Content, signatures: &[Signature]) -> Vec<Finding> {
    let each = |words: &Words| [words.en.clone(), words.zh.clone()];
    let mut names: Vec<String> = signatures.iter().flat_map(|one| each(&one.name)).collect();
    names.dedup();
    let mut findings = in_texts(
        content,
        names.iter().map(|text| ("a signature".to_owned(), text.as_str(), TextKind::Field)).collect(),
    );
    let mut functions: Vec<String> = signatures.iter().flat_map(|one| each(&one.function)).collect();
    functions.dedup();
    let objections = functions.iter().filter_map(|text| {
        let claim = claims::found_in_function(text).map(|phrase| claims_something(&phrase));
        claim.or_else(|| said(text, TextKind::Field)).or_else(|| decided(text, "decide"))
    });
    findings.extend(objections.map(|objection| {
        let message = format!("lot {}: the words for a signature {objection}", content.lot.id);
        Finding::new(&codes::CLAIM_WITHOUT_SIGNATORY, message).help(HELP)
    }));
    findings
}

fn in_texts(content: &Content, texts: Vec<(String, &str, TextKind)>) -> Vec<Finding> {
    texts
        .into_iter()
        .filter_map(|(what, text, kind)| {
            let objection = claimed(text).or_else(|| said(text, kind))?;
            Some(of_lot(content, &what, &objection).help(HELP))
        })
        .collect()
}

fn of_lot(content: &Content, what: &str, objection: &str) -> Finding {
    let message = format!("lot {}: the words for {what} {objection}", content.lot.id);
    Finding::new(&codes::CLAIM_WITHOUT_SIGNATORY, message)
}
