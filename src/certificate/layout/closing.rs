//! The end of a certificate: statements, what is missing, signatures, and the record of the evaluation.

use super::print::{Print, long_pairs, row, table};
use super::{Dress, heading};
use crate::certificate::model::{Certificate, Content, Signature, Signing};
use crate::certificate::profile::Meaning;
use crate::certificate::terms::{self, Term};
use crate::certificate::words::Words;
use crate::document::{Block, Emphasis, Label, Pair, QrCode, Signatories, Signatory, Text};

pub(super) fn statements(certificate: &Certificate, print: &Print<'_>) -> Vec<Block> {
    let content = &certificate.content;
    let mut blocks = Vec::new();
    for comment in &content.comments {
        if blocks.is_empty() {
            blocks.push(heading(&terms::COMMENTS, print));
        }
        blocks.push(print.paragraph(comment, Emphasis::Normal));
    }
    let mut statements = vec![heading(&terms::STATEMENTS, print)];
    let mut said: Vec<Words> = content.statements.iter().map(|stated| certificate.stated(stated)).collect();
    // That somebody's statements are awaited is said once.
    said.dedup();
    statements.extend(said.iter().map(|words| print.paragraph(words, Emphasis::Fine)));
    blocks.push(Block::Together(statements));
    blocks.extend(certification(certificate, print));
    blocks
}

/// The certification of a batch certificate, once the person entitled to it has signed (field 33).
fn certification(certificate: &Certificate, print: &Print<'_>) -> Vec<Block> {
    if certificate.content.certification.is_none() {
        return Vec::new();
    }
    let text = certificate.certified().unwrap_or_else(|| Words::of(&terms::CERTIFICATION_WITHHELD));
    vec![Block::Together(vec![heading(&terms::CERTIFICATION, print), print.paragraph(&text, Emphasis::Normal)])]
}

pub(super) fn missing(content: &Content, print: &Print<'_>) -> Vec<Block> {
    let rows = content.missing.iter().map(|field| {
        let name = |id: &String| {
            let line = content.tests.iter().find(|line| line.id_at_point() == *id);
            line.map_or_else(|| Words::same(id.clone()), |line| line.name.clone())
        };
        let tests: Vec<Words> = field.tests.iter().map(name).collect();
        let tests = if tests.is_empty() { Words::of(&terms::NO_RESULT) } else { Words::join(&tests, "; ", "；") };
        row(vec![print.plain(&field.number.to_string()), print.naming(&field.name), print.cell(&tests)])
    });
    let columns = [(&terms::FIELD, 1), (&terms::FIELDS_MISSING, 5), (&terms::ITEM, 5)];
    let table = table(columns.map(|(term, width)| print.column(term, width)).into(), rows.collect());
    table.into_iter().flat_map(|table| [heading(&terms::FIELDS_MISSING, print), table]).collect()
}

/// Places to sign, each with its meaning; a signature by key is printed as one, a typed name as what it is.
pub(super) fn signatures(certificate: &Certificate, dress: &Dress<'_>, print: &Print<'_>) -> Vec<Block> {
    let wanted = &certificate.content.signatories;
    let mut signatories: Vec<Signatory> = wanted.iter().map(|signing| signatory(signing, certificate, print)).collect();
    // Who signed beside those who had to is printed too: no signature is left out.
    let beside = certificate.signatures.iter().filter(|signed| !wanted.iter().any(|one| is_of(signed, one)));
    signatories.extend(beside.map(|signed| {
        let meaning = signed.meaning.as_deref().unwrap_or(terms::NO_RESULT.en);
        place_to_sign(&signed.name, &signed.function, meaning, Some(signed), print)
    }));
    if signatories.is_empty() {
        return Vec::new();
    }
    let seal = dress.lab.is_some_and(|lab| lab.seal).then(|| print.label(&terms::SEAL));
    vec![heading(&terms::SIGNATURES, print), Block::Signatories(Signatories { signatories, seal })]
}

/// Whether a signature is the one that a signatory had to give.
fn is_of(signed: &Signature, signing: &Signing) -> bool {
    signed.name == signing.name && signed.meaning.as_deref() == Some(signing.meaning.as_str())
}

/// The place of a signatory: what was signed stands there as it was signed.
fn signatory(signing: &Signing, certificate: &Certificate, print: &Print<'_>) -> Signatory {
    let signed = certificate.signatures.iter().find(|one| is_of(one, signing));
    let function = signed.map_or(&signing.function, |signed| &signed.function);
    place_to_sign(&signing.name, function, &signing.meaning, signed, print)
}

fn place_to_sign(
    name: &Words,
    function: &Words,
    meaning: &str,
    signed: Option<&Signature>,
    print: &Print<'_>,
) -> Signatory {
    let mut pairs: Vec<Pair> = vec![print.pair(&terms::NAME, name), print.pair(&terms::FUNCTION, function)];
    let time = signed.map_or(terms::NO_RESULT.en, |one| one.time.as_str());
    pairs.push(print.named(&terms::SIGNED_AT, time));
    let source = signed.and_then(|one| one.time_source).map(terms::time_source);
    pairs.extend(source.map(|source| print.pair(&terms::TIME_SOURCE, &Words::of(source))));
    let meaning = Meaning::by_name(meaning).map_or_else(Label::default, |one| print.label(one.term()));
    let signature = match signed.map(|one| one.key.as_deref()) {
        Some(Some(key)) => vec![Text::code(key)],
        Some(None) => print.texts(&Words::of(&terms::TYPED_NAME)),
        None => Vec::new(),
    };
    // Who has signed by key is not asked to sign again by hand.
    let by_key = signed.is_some_and(|one| one.key.is_some());
    Signatory { meaning, pairs, space: (!by_key).then(|| print.label(&terms::SIGNATURE)), signature }
}

/// What the evaluation was made with and from, the digest of the twin as text and as a code for cameras, and whose words are
/// whose: no look-through of free words finds all that can be said.
pub(super) fn record(certificate: &Certificate, dress: &Dress<'_>, print: &Print<'_>) -> Vec<Block> {
    let (content, record) = (&certificate.content, &certificate.content.record);
    let short = [
        print.named(&terms::TOOL, &format!("{} {}", record.tool, record.version)),
        print.named(&terms::AS_OF, &record.as_of),
        print.named(&terms::TERMINOLOGY, &record.terminology),
        print.named(&terms::LAYOUT_VERSION, record.layout.as_deref().unwrap_or(terms::NO_RESULT.en)),
    ];
    let mut blocks = vec![heading(&terms::RECORD, print), qr_code(certificate, short.into(), dress, print)];
    let mut digests = vec![print.code(&terms::SPECIFICATION_DIGEST, &content.specification.sha256)];
    let file = |name: &str, digest: &str| Pair {
        label: print.words(&Words::same(format!("SHA-256 {name}"))),
        value: vec![Text::code(digest)],
    };
    digests.push(print.code(&terms::PROGRAM_DIGEST, &record.tool_sha256));
    digests.push(print.code(&terms::CONFIGURATION_DIGEST, &record.configuration.sha256));
    if !record.configuration.options.is_empty() {
        digests.push(print.code(&terms::OPTIONS, &record.configuration.options.join(" ")));
    }
    digests.extend(record.inputs.iter().map(|input| file(&input.name, &input.sha256)));
    digests.extend(certificate.template.as_ref().map(|one| {
        let mut pair = print.named(&terms::TEMPLATE, &format!("{} {}", one.name, one.version));
        pair.value.push(Text::code(&*one.sha256));
        pair
    }));
    digests.extend(certificate.trails.iter().map(|one| {
        let mut pair = print.named(&terms::AUDIT_TRAIL, &format!("{} {}", one.file, one.entry));
        pair.value.push(Text::code(&*one.sha256));
        pair
    }));
    digests.extend(certificate.trails.iter().filter_map(|one| one.review.as_ref()).map(|one| {
        let mut pair = print.named(&terms::TRAIL_REVIEW, &format!("{}, {}, {}", one.by, one.role, one.entry));
        pair.value.extend(one.documents.iter().map(|digest| Text::code(&**digest)));
        pair
    }));
    digests.push(print.code(&terms::CONTENT_DIGEST, &certificate.content_sha256));
    blocks.extend(long_pairs(digests));
    blocks.push(print.paragraph(&Words::of(&terms::LABORATORY_WORDS), Emphasis::Fine));
    vec![Block::Together(blocks)]
}

fn qr_code(certificate: &Certificate, pairs: Vec<Pair>, dress: &Dress<'_>, print: &Print<'_>) -> Block {
    let number = certificate.content.number.as_deref().unwrap_or("");
    let own = |term: &'static Term| print.texts(&print.own(term));
    let mut texts = own(&terms::TWIN_DIGEST);
    texts.push(Text::code(dress.twin_sha256));
    Block::QrCode(QrCode {
        content: format!("{} {} sha256:{}", certificate.schema, print.short(number, 64), dress.twin_sha256),
        description: print.term(&terms::TWIN_DIGEST),
        texts,
        pairs,
    })
}
