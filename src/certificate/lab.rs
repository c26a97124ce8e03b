//! `lab.yaml`: who issues certificates, who signs them, what is stated, and how they look.

use super::codes;
use super::keys::{self, AUTHORITATIVE, COLUMNS, PAPERS, PARTS};
use super::profile::{Languages, Meaning, Profile};
use super::reading::{
    check_version, fields_of, items, name_at, named, section, sections, words, words_at, words_needed,
};
use super::terms::{TERMS, Term, called, is_fixed, term};
use super::unsigned;
use super::words::Words;
use crate::document::Colour;
use crate::finding::{Finding, Severity, did_you_mean};
use crate::lookalike;
use crate::source::Place;
use crate::spec::SourceText;
use crate::spec::codes as spec_codes;
use crate::spec::fields::{Fields, Text};
use crate::spec::raw::{self, Key};
use crate::template::may_be_called;

/// What a laboratory says of itself and of its certificates.
#[derive(Clone, Debug, Default)]
pub struct Lab {
    /// Name of the issuing laboratory.
    pub name: Option<Words>,
    /// Its address.
    pub address: Option<Words>,
    /// Telephone, electronic mail.
    pub contact: Option<Words>,
    /// Where the tests are done, if elsewhere.
    pub place_of_testing: Option<Words>,
    /// Who makes the product.
    pub manufacturer: Option<Manufacturer>,
    /// File of the logo, relative to `lab.yaml`, and where it is named.
    pub logo: Option<(String, Place)>,
    /// How certificates are numbered.
    pub number: Option<String>,
    /// Profile, unless the command says otherwise.
    pub profile: Option<Profile>,
    /// Languages of the print, unless the command says otherwise.
    pub languages: Option<Languages>,
    /// Whether Chinese prevails (`Some(true)`), or English.
    pub chinese_prevails: Option<bool>,
    /// External laboratories by name.
    pub laboratories: Vec<(String, ExternalLaboratory)>,
    /// What is printed beside tests, by id.
    pub tests: Vec<LabTest>,
    /// Who signs, in the order of signing.
    pub signatories: Vec<Signatory>,
    /// Whether space for the seal is left.
    pub seal: bool,
    /// What the laboratory states.
    pub statements: Vec<Statement>,
    /// The certification of a batch certificate.
    pub certification: Option<Statement>,
    /// Terms in the words of the laboratory: name of the term and words.
    pub wording: Vec<(String, Words)>,
    /// How it looks.
    pub layout: Layout,
}

/// Who makes the product.
#[derive(Clone, Debug)]
pub struct Manufacturer {
    /// Name.
    pub name: Words,
    /// Address.
    pub address: Option<Words>,
    /// Number of the licence.
    pub licence: Option<String>,
    /// Sites of manufacture and quality control.
    pub sites: Vec<Site>,
}

/// A site of manufacture or quality control.
#[derive(Clone, Debug)]
pub struct Site {
    /// Name.
    pub name: Words,
    /// Address.
    pub address: Option<Words>,
    /// What is done there.
    pub activity: Option<Words>,
    /// Number of the licence.
    pub licence: Option<String>,
}

/// An external laboratory.
#[derive(Clone, Debug)]
pub struct ExternalLaboratory {
    /// Name.
    pub name: Words,
    /// Address.
    pub address: Option<Words>,
}

/// What is printed beside a test.
#[derive(Clone, Debug)]
pub struct LabTest {
    /// Its id in the specification.
    pub id: String,
    /// How it is called.
    pub name: Option<Words>,
    /// Words for a criterion in words.
    pub criterion: Option<Words>,
    /// What its percentage is a percentage of.
    pub of: Option<Words>,
    /// The external laboratory that does it, by name.
    pub laboratory: Option<String>,
    /// Compendial reference with its edition.
    pub reference: Option<String>,
    /// Where the entry stands.
    pub place: Place,
}

/// Who signs.
#[derive(Clone, Debug)]
pub struct Signatory {
    /// Name in print.
    pub name: Words,
    /// Function.
    pub function: Words,
    /// What the signature means.
    pub meaning: Meaning,
}

/// A statement with whoever answers for it.
#[derive(Clone, Debug)]
pub struct Statement {
    /// The statement.
    pub text: Words,
    /// Name of the signatory, in print.
    pub by: Option<Words>,
    /// On which certificates it stands; empty: all.
    pub profiles: Vec<Profile>,
}

/// How certificates look: nothing in here can change a number or a verdict.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// Version of the layout of the laboratory.
    pub version: Option<String>,
    /// Whether pages are US letter.
    pub letter: bool,
    /// What stands above every page.
    pub header: Option<Words>,
    /// What stands below every page.
    pub footer: Option<Words>,
    /// Columns of the table of results; empty: the usual ones.
    pub columns: Vec<&'static str>,
    /// Parts in order; empty: the usual order.
    pub order: Vec<&'static str>,
    /// Fields in order, by part; what is not named follows in the usual order.
    pub fields: Vec<(&'static str, Vec<&'static str>)>,
    /// The colour of headings, heads of tables and lines.
    pub accent: Option<Colour>,
}

impl Lab {
    /// What is printed beside a test.
    pub fn test(&self, id: &str) -> Option<&LabTest> {
        self.tests.iter().find(|test| test.id == id)
    }

    /// An external laboratory.
    pub fn laboratory(&self, name: &str) -> Option<&ExternalLaboratory> {
        self.laboratories.iter().find(|(known, _)| known == name).map(|(_, laboratory)| laboratory)
    }
}

/// Reads `lab.yaml`.
///
/// # Errors
/// Every fault with its place: a key that is missing or unknown, a word that is none of the known ones, a claim that nobody
/// answers for.
pub fn read_lab(source: &SourceText) -> Result<Lab, Vec<Finding>> {
    let (node, mut findings) = raw::parse(source);
    let lab = node.and_then(|node| {
        findings.extend(unsigned::in_file(&node));
        let fields = fields_of(&node, keys::LAB, "the laboratory file", &mut findings)?;
        Some(lab(&fields, &mut findings))
    });
    crate::spec::sort(&mut findings);
    match lab {
        Some(lab) if findings.iter().all(|finding| finding.severity() < Severity::Error) => Ok(lab),
        _ => Err(findings),
    }
}

fn lab(of: &Fields<'_>, findings: &mut Vec<Finding>) -> Lab {
    check_version(of, "evqc_lab", findings);
    if of.node("laboratory").is_none() {
        findings.push(of.missing("laboratory"));
    }
    let laboratory = section(of, "laboratory", keys::LABORATORY, findings);
    let mut lab = Lab { layout: layout(of, findings), ..Lab::default() };
    if let Some(own) = &laboratory {
        lab.name = words_needed(own, "name", findings);
        lab.address = words_at(own, "address", findings);
        lab.contact = words_at(own, "contact", findings);
    }
    lab.place_of_testing = words_at(of, "place_of_testing", findings);
    lab.manufacturer =
        section(of, "manufacturer", keys::MANUFACTURER, findings).and_then(|fields| manufacturer(&fields, findings));
    lab.logo = of.text("logo", findings).map(|text| (text.text, text.place));
    lab.number = number(of, findings);
    lab.profile = of.word("profile", &Profile::WORDS, findings).map(|at| Profile::ALL[at]);
    lab.languages = of.word("language", &Languages::WORDS, findings).map(|at| Languages::ALL[at]);
    lab.chinese_prevails = of.word("authoritative", AUTHORITATIVE, findings).map(|at| at == 1);
    lab.laboratories = named(of, "laboratories", keys::EXTERNAL, findings)
        .into_iter()
        .filter_map(|(name, fields)| Some((name.text.clone(), external(&fields, findings)?)))
        .collect();
    lab.tests = named(of, "tests", keys::LAB_TEST, findings)
        .into_iter()
        .map(|(name, fields)| lab_test(&name.text, &name.place, &fields, &lab, findings))
        .collect();
    let signatories = sections(of, "signatories", keys::SIGNATORY, findings);
    lab.signatories = signatories.iter().filter_map(|fields| signatory(fields, findings)).collect();
    lab.seal = of.boolean("seal", findings).unwrap_or(false);
    let statements = sections(of, "statements", keys::STATEMENT, findings);
    lab.statements = statements.iter().filter_map(|fields| statement(fields, &lab, findings)).collect();
    lab.certification = section(of, "certification", keys::CERTIFICATION, findings)
        .and_then(|fields| certification(&fields, &lab, findings));
    lab.wording = wording(of, lab.languages.unwrap_or(Languages::English), findings);
    lab
}

fn external(of: &Fields<'_>, findings: &mut Vec<Finding>) -> Option<ExternalLaboratory> {
    Some(ExternalLaboratory { name: words_needed(of, "name", findings)?, address: words_at(of, "address", findings) })
}

fn manufacturer(of: &Fields<'_>, findings: &mut Vec<Finding>) -> Option<Manufacturer> {
    let sites = sections(of, "sites", keys::SITE, findings);
    let site = |of: &Fields<'_>, findings: &mut Vec<Finding>| {
        Some(Site {
            name: words_needed(of, "name", findings)?,
            address: words_at(of, "address", findings),
            activity: words_at(of, "activity", findings),
            licence: name_at(of, "licence", findings),
        })
    };
    Some(Manufacturer {
        sites: sites.iter().filter_map(|fields| site(fields, findings)).collect(),
        name: words_needed(of, "name", findings)?,
        address: words_at(of, "address", findings),
        licence: name_at(of, "licence", findings),
    })
}

/// The pattern of certificate numbers; what stands in braces is one of the words that are filled in.
fn number(of: &Fields<'_>, findings: &mut Vec<Finding>) -> Option<String> {
    const HOLES: [&str; 4] = ["lot", "spec", "version", "date"];
    let text = of.text("number", findings)?;
    let mut rest = text.text.as_str();
    while let Some((_, after)) = rest.split_once('{') {
        let (hole, behind) = after.split_once('}').unwrap_or((after, ""));
        if !HOLES.contains(&hole) {
            let message = format!("`{{{hole}}}` is not filled in in a certificate number");
            let help = match did_you_mean(hole, HOLES) {
                Some(close) => format!("did you mean `{{{close}}}`?"),
                None => "{lot}, {spec}, {version} and {date} are".to_owned(),
            };
            findings.push(text.finding(&spec_codes::UNKNOWN_WORD, message).help(help));
        }
        rest = behind;
    }
    if !text.text.contains("{lot}") {
        findings.push(
            text.finding(
                &codes::CERTIFICATE_NUMBER_NOT_UNIQUE,
                "certificate numbers without {lot} are the same for all lots",
            )
            .help("write CoA-{lot}"),
        );
    }
    Some(text.text)
}

fn lab_test(id: &str, place: &Place, of: &Fields<'_>, lab: &Lab, findings: &mut Vec<Finding>) -> LabTest {
    let laboratory = of.text("laboratory", findings);
    if let Some(named) = laboratory.as_ref().filter(|named| lab.laboratory(&named.text).is_none()) {
        let known = lab.laboratories.iter().map(|(name, _)| name.as_str());
        findings.push(unknown_name(named, "laboratories", known));
    }
    LabTest {
        id: id.to_owned(),
        name: words_at(of, "name", findings),
        criterion: words_at(of, "criterion", findings),
        of: words_at(of, "of", findings),
        laboratory: laboratory.map(|text| text.text),
        reference: name_at(of, "reference", findings),
        place: place.clone(),
    }
}

/// The finding for a name that stands nowhere under a key of the laboratory file.
fn unknown_name<'n>(text: &Text, key: &str, known: impl Iterator<Item = &'n str>) -> Finding {
    let finding = text.finding(&codes::CERTIFICATE_NAME_UNKNOWN, format!("`{}` is not under `{key}`", text.text));
    match did_you_mean(&text.text, known) {
        Some(close) => finding.help(format!("did you mean `{close}`?")),
        None => finding.help(format!("add it to `{key}`")),
    }
}

fn signatory(of: &Fields<'_>, findings: &mut Vec<Finding>) -> Option<Signatory> {
    if of.node("meaning").is_none() {
        findings.push(of.missing("meaning"));
    }
    let (name, function) = (words_needed(of, "name", findings), words_needed(of, "function", findings));
    let meaning = of.word("meaning", &Meaning::WORDS, findings).map(|at| Meaning::ALL[at]);
    Some(Signatory { name: name?, function: function?, meaning: meaning? })
}

/// The signatory who answers for a statement.
fn answers(of: &Fields<'_>, lab: &Lab, findings: &mut Vec<Finding>) -> Option<Words> {
    let by = of.text("by", findings)?;
    let found = lab.signatories.iter().find(|one| one.name.en == by.text || one.name.zh == by.text);
    if found.is_none() {
        findings.push(unknown_name(&by, "signatories", lab.signatories.iter().map(|one| one.name.en.as_str())));
    }
    found.map(|one| one.name.clone())
}

fn statement(of: &Fields<'_>, lab: &Lab, findings: &mut Vec<Finding>) -> Option<Statement> {
    let text = words_needed(of, "text", findings);
    let by = answers(of, lab, findings);
    let profiles = of.texts("profiles", true, findings);
    let profiles = profiles.iter().filter_map(|word| {
        let found = Profile::by_name(&word.text);
        if found.is_none() {
            let message = format!("`{}` is not a profile", word.text);
            findings.push(word.finding(&spec_codes::UNKNOWN_WORD, message).help(Profile::WORDS.join(", ")));
        }
        found
    });
    let profiles = profiles.collect();
    let text = text?;
    if by.is_none() && of.node("by").is_none() {
        refuse_claim(of, &text, findings);
    }
    Some(Statement { text, by, profiles })
}

/// A claim of compliance needs somebody who answers for it.
fn refuse_claim(of: &Fields<'_>, text: &Words, findings: &mut Vec<Finding>) {
    let Some(objection) = unsigned::in_statement(text) else { return };
    let message = format!("the statement {objection}");
    findings.push(
        Finding::new(&codes::CLAIM_WITHOUT_SIGNATORY, message)
            .at(of.place.clone(), of.width)
            .help("name a signatory: `by: NAME`"),
    );
}

fn certification(of: &Fields<'_>, lab: &Lab, findings: &mut Vec<Finding>) -> Option<Statement> {
    if of.node("by").is_none() {
        findings.push(of.missing("by"));
    }
    let text = words_needed(of, "text", findings);
    let by = answers(of, lab, findings)?;
    // Only a signature that certifies stands under a certification.
    if let Some(other) = lab.signatories.iter().find(|one| one.name == by && one.meaning != Meaning::Certified) {
        let message = format!(
            "{} signs as `{}`, and a certification is stated by a signatory with `meaning: certified`",
            other.name.en,
            other.meaning.as_str()
        );
        findings.push(
            Finding::new(&codes::BATCH_CERTIFICATE_INCOMPLETE, message)
                .at(of.place.clone(), of.width)
                .help("name the signatory who is entitled to certify"),
        );
    }
    Some(Statement { text: text?, by: Some(by), profiles: vec![Profile::Annex16Batch] })
}

/// The words of another label, where two are worded the same; what the terminology table calls the same stays so.
fn worded_twice<'w>(own: &'w Words, known: &Term, other: &Words, before: &Term) -> Option<&'w str> {
    let languages = [(&own.en, &other.en, known.en, before.en), (&own.zh, &other.zh, known.zh, before.zh)];
    let is_new = |(one, another, known, before): &(&String, &String, &str, &str)| {
        lookalike::same(one, another) && !(lookalike::same(one, known) && lookalike::same(another, before))
    };
    languages.into_iter().find(is_new).map(|(one, ..)| one.as_str())
}

/// The words for a term. A plain text is the word of the language in which the laboratory prints, and a mapping may have that language
/// alone: the other one keeps the built-in word.
fn words_for(
    node: &raw::Node,
    key: &Key,
    known: Option<&Term>,
    languages: Languages,
    findings: &mut Vec<Finding>,
) -> Option<Words> {
    let Some(known) = known else { return words(node, &key.text, findings) };
    let (english, chinese) = match &node.kind {
        raw::Kind::Mapping(_) => {
            let fields = fields_of(node, keys::LANGUAGES, format!("`{}`", key.text), findings)?;
            let printed: &[&str] = match languages {
                Languages::English => &["en"],
                Languages::Chinese => &["zh"],
                Languages::Both => &["en", "zh"],
            };
            let lacking: Vec<Finding> =
                printed.iter().filter(|one| fields.node(one).is_none()).map(|one| fields.missing(one)).collect();
            findings.extend(lacking);
            (name_at(&fields, "en", findings), name_at(&fields, "zh", findings))
        }
        _ => {
            let own = words(node, &key.text, findings)?.en;
            match languages {
                Languages::English => (Some(own), None),
                Languages::Chinese => (None, Some(own)),
                Languages::Both => (Some(own.clone()), Some(own)),
            }
        }
    };
    let built_in = |own: Option<String>, known: &str| own.unwrap_or_else(|| known.to_owned());
    Some(Words::new(built_in(english, known.en), built_in(chinese, known.zh)))
}

fn wording(of: &Fields<'_>, languages: Languages, findings: &mut Vec<Finding>) -> Vec<(String, Words)> {
    let mut replaced = Vec::new();
    let mut worded: Vec<(&Term, Words, &Key)> = Vec::new();
    for (key, node) in of.mapping("wording", findings) {
        let known = term(&key.text);
        let Some(own) = words_for(node, key, known, languages, findings) else { continue };
        let Some(known) = known else {
            let finding = Finding::new(&codes::CERTIFICATE_NAME_UNKNOWN, format!("`{}` is not a term", key.text));
            let help = match did_you_mean(&key.text, TERMS.iter().map(|term| term.id)) {
                Some(close) => format!("did you mean `{close}`?"),
                None => "the terms are in the documentation of certificates".to_owned(),
            };
            findings.push(finding.at(key.place.clone(), key.width).help(help));
            continue;
        };
        let fault = if is_fixed(known) {
            Some(format!("`{}` says what was found, signed or stated; its words cannot be changed", known.id))
        } else {
            let other = [&own.en, &own.zh].into_iter().find_map(|words| Some((words, called(words, known)?)));
            let other = other.map(|(words, other)| format!("cannot be called `{words}`: that is `{}`", other.id));
            let of_head = || may_be_called(known.id, [known.en, known.zh], [&own.en, &own.zh]).err();
            other.or_else(of_head).map(|fault| format!("`{}` {fault}", known.id))
        };
        if let Some(message) = fault {
            findings.push(Finding::new(&codes::TERM_FIXED, message).at(key.place.clone(), key.width));
        }
        let twice =
            worded.iter().find_map(|(term, words, at)| Some((term, at, worded_twice(&own, known, words, term)?)));
        if let Some((other, at, words)) = twice {
            let message = format!("`{}` and `{}` are both called `{words}`", other.id, known.id);
            let finding = Finding::new(&codes::TERM_FIXED, message).at(key.place.clone(), key.width);
            findings.push(finding.with(at.place.clone(), format!("`{}` has the words here", other.id)));
        }
        worded.push((known, own.clone(), key));
        replaced.push((key.text.clone(), own));
    }
    replaced
}

fn layout(of: &Fields<'_>, findings: &mut Vec<Finding>) -> Layout {
    let Some(of) = section(of, "layout", keys::LAYOUT, findings) else { return Layout::default() };
    let columns = words_of_list(&of, "columns", COLUMNS, findings);
    let needed = ["item", "criterion", "result", "conclusion"];
    if let (Some(missing), Some(node)) = (needed.iter().find(|one| !columns.contains(one)), of.node("columns")) {
        let message = format!("the table of results must have the column `{missing}`");
        findings.push(Finding::new(&codes::LAYOUT_HIDES, message).at(node.place.clone(), node.width));
    }
    Layout {
        version: of.string("version", findings),
        letter: of.word("paper", PAPERS, findings) == Some(1),
        header: words_at(&of, "header", findings),
        footer: words_at(&of, "footer", findings),
        columns,
        order: words_of_list(&of, "order", PARTS, findings),
        fields: fields(&of, findings),
        accent: accent(&of, findings),
    }
}

/// The order of the fields of each part.
fn fields(of: &Fields<'_>, findings: &mut Vec<Finding>) -> Vec<(&'static str, Vec<&'static str>)> {
    let Some(of) = section(of, "fields", keys::LAYOUT_FIELDS, findings) else { return Vec::new() };
    keys::ORDERED.iter().map(|(part, known)| (*part, words_of_list(&of, part, known, findings))).collect()
}

/// A colour that reads on paper.
fn accent(of: &Fields<'_>, findings: &mut Vec<Finding>) -> Option<Colour> {
    let text = of.text("accent", findings)?;
    let Some(colour) = Colour::parse(&text.text) else {
        let message = format!("`{}` is not a colour", text.text);
        let help = "write # and six digits of 0 to 9 and a to f, in quotes: \"#005a8c\"";
        findings.push(text.finding(&codes::COLOUR_NOT_USABLE, message).help(help));
        return None;
    };
    if !colour.reads_on(Colour::WHITE) {
        // Cut, not rounded: 4.499 is not 4.5.
        let ratio = (colour.contrast(Colour::WHITE) * 100.0).floor() / 100.0;
        let message = format!(
            "the contrast of {} against white is {ratio:.2} : 1, and headings in it would be hard to read",
            colour.written()
        );
        let help = format!("take a darker colour: at least {} : 1", Colour::LEAST_CONTRAST);
        findings.push(text.finding(&codes::COLOUR_NOT_USABLE, message).help(help));
    }
    Some(colour)
}

/// Words of a closed list, each once.
fn words_of_list(
    of: &Fields<'_>,
    key: &str,
    known: &'static [&'static str],
    findings: &mut Vec<Finding>,
) -> Vec<&'static str> {
    let mut found = Vec::new();
    for item in items(of, key, findings) {
        let Some(text) = crate::spec::fields::text(item, key, findings) else { continue };
        match known.iter().find(|word| **word == text.text) {
            Some(word) if !found.contains(word) => found.push(*word),
            Some(_) => {
                let message = format!("`{}` stands twice in `{key}`", text.text);
                findings.push(text.finding(&spec_codes::UNKNOWN_WORD, message));
            }
            None => {
                let help = match did_you_mean(&text.text, known.iter().copied()) {
                    Some(close) => format!("did you mean `{close}`?"),
                    None => format!("write some of {}", known.join(", ")),
                };
                let message = format!("`{}` is not a value of `{key}`", text.text);
                findings.push(text.finding(&spec_codes::UNKNOWN_WORD, message).help(help));
            }
        }
    }
    found
}
