//! The front of a certificate: who issues it, for what product, lot, sample and specification.

use super::print::{Field, Print, long_pairs, pairs, row, table};
use super::{Dress, heading};
use crate::certificate::fill;
use crate::certificate::model::{Certificate, Change, Content, Maker, MakerSite};
use crate::certificate::profile::IntendedUse;
use crate::certificate::terms::{self, Term};
use crate::certificate::words::Words;
use crate::document::Block;

pub(super) fn letterhead(content: &Content, dress: &Dress<'_>, print: &Print<'_>) -> Vec<Block> {
    let laboratory = &content.laboratory;
    let parts = [&laboratory.name, &laboratory.address, &laboratory.contact];
    let lines: Vec<_> = parts.into_iter().flatten().flat_map(|words| print.texts(words)).collect();
    if lines.is_empty() && dress.logo.is_none() {
        return Vec::new();
    }
    vec![Block::Letterhead { logo: dress.logo.cloned(), lines }]
}

/// Fields whose value is there.
fn there(print: &Print<'_>, all: &[(&'static Term, &Option<Words>)]) -> Vec<Field> {
    all.iter().filter_map(|(term, words)| Some(print.field(term, words.as_ref()?))).collect()
}

/// The same for values that are the same in every language.
fn names(print: &Print<'_>, all: &[(&'static Term, &Option<String>)]) -> Vec<Field> {
    all.iter().filter_map(|(term, text)| Some(print.named_field(term, text.as_ref()?))).collect()
}

pub(super) fn identification(certificate: &Certificate, print: &Print<'_>) -> Vec<Block> {
    let content = &certificate.content;
    let missing = terms::NO_RESULT.en.to_owned();
    let mut all = vec![
        print.named_field(content.document.number(), content.number.as_ref().unwrap_or(&missing)),
        print.field(&terms::STATUS, &Words::of(if certificate.is_draft() { &terms::DRAFT } else { &terms::FINAL })),
        print.named_field(&terms::EVALUATED, &content.evaluated),
        print.named_field(&terms::ISSUED, &content.issued),
    ];
    all.extend(there(
        print,
        &[(&terms::REQUESTER, &content.requester), (&terms::PLACE_OF_TESTING, &content.laboratory.place_of_testing)],
    ));
    all.extend(names(print, &[(&terms::AUTHORISATION, &content.authorisation)]));
    let intended = content.intended_use.as_deref().and_then(IntendedUse::by_name);
    all.extend(intended.map(|one| print.field(&terms::PHASE_OF_USE, &Words::of(one.term()))));
    let mut blocks: Vec<Block> = print.part("identification", all).into_iter().collect();
    blocks.extend(reissue(content, print));
    if let Some(maker) = &content.manufacturer {
        blocks.extend(manufacturer(maker, print));
    }
    blocks
}

/// What is replaced, why, and what changed.
fn reissue(content: &Content, print: &Print<'_>) -> Vec<Block> {
    let Some(replaced) = &content.replaces else { return Vec::new() };
    let mut all = vec![print.named(&terms::REPLACES, &replaced.number)];
    all.extend(replaced.date.iter().map(|date| print.named(&terms::REPLACES_DATE, date)));
    all.extend(replaced.content_sha256.iter().map(|digest| print.named(&terms::REPLACES_DIGEST, digest)));
    all.push(print.pair(&terms::REASON, &replaced.reason));
    all.extend(replaced.changes.iter().map(|change| print.pair(&terms::CHANGES, change)));
    // Compared, and nothing found: said, so that nobody takes it for left out.
    if replaced.content_sha256.is_some() && replaced.changes.is_empty() && replaced.found.is_empty() {
        all.push(print.pair(&terms::CHANGES, &Words::of(&terms::NONE)));
    }
    let mut blocks = vec![heading(&terms::REISSUE, print)];
    blocks.extend(long_pairs(all));
    let none = terms::NO_RESULT.en;
    let shown = replaced.found.iter().filter(|change| is_in_print(change, &replaced.found, print));
    let rows = shown.map(|change| {
        let [before, after] = both_in_short(change).map(|text| print.plain(text.as_deref().unwrap_or(none)));
        row(vec![print.naming(&change.what), before, after])
    });
    let columns = [(&terms::CHANGES, 3), (&terms::CHANGE_BEFORE, 3), (&terms::CHANGE_AFTER, 3)];
    blocks.extend(table(columns.map(|(term, width)| print.column(term, width)).into(), rows.collect()));
    blocks
}

/// What a change was and is, its digests and its unrounded numbers in short, unless nothing would be left of the change: the twin
/// has them whole.
fn both_in_short(change: &Change) -> [Option<String>; 2] {
    let whole = [&change.before, &change.after].map(Clone::clone);
    let short = [&change.before, &change.after].map(|text| text.as_deref().map(in_short));
    if short[0] == short[1] { whole } else { short }
}

/// A text with the first signs of each long digest and long number in it.
fn in_short(text: &str) -> String {
    const OF_DIGESTS: (usize, usize) = (64, 12);
    const OF_NUMBERS: (usize, usize) = (15, 10);
    let is_of_word = |sign: char| sign.is_ascii_alphanumeric() || sign == '.';
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|sign: char| is_of_word(sign) != is_of_word(first)).unwrap_or(rest.len());
        let (part, behind) = rest.split_at(end);
        let is_digest = part.len() == OF_DIGESTS.0 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
        let is_decimal = part.len() > OF_NUMBERS.0
            && part.split_once('.').is_some_and(|(whole, _)| !whole.is_empty() && whole.len() < OF_NUMBERS.1)
            && part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let shown = if is_digest { OF_DIGESTS.1 } else { OF_NUMBERS.1 };
        parts.push(match part.get(..shown).filter(|_| is_digest || is_decimal) {
            Some(start) => format!("{start}…"),
            None => part.to_owned(),
        });
        rest = behind;
    }
    parts.concat()
}

/// Of a text that stands in two languages those of the print, and the same change of both once.
fn is_in_print(change: &Change, all: &[Change], print: &Print<'_>) -> bool {
    let in_both = || {
        let other = change.at.strip_suffix(".zh").map(|at| format!("{at}.en"));
        let other = other.and_then(|at| all.iter().find(|other| other.at == at));
        other.is_some_and(|other| (&other.before, &other.after) == (&change.before, &change.after))
    };
    match change.at.rsplit_once('.') {
        Some((_, "en")) => print.has_english(),
        Some((_, "zh")) => print.has_chinese() && !(print.has_english() && in_both()),
        _ => true,
    }
}

fn manufacturer(maker: &Maker, print: &Print<'_>) -> Vec<Block> {
    let mut all = vec![print.pair(&terms::MANUFACTURER, &maker.name)];
    all.extend(maker.address.iter().map(|address| print.pair(&terms::MANUFACTURER_ADDRESS, address)));
    all.extend(maker.licence.iter().map(|licence| print.named(&terms::LICENCE, licence)));
    let mut blocks: Vec<Block> = pairs(all).into_iter().collect();
    let none = Words::of(&terms::NO_RESULT);
    let site = |site: &MakerSite| {
        let mut name = print.naming(&site.name);
        name.texts.extend(site.address.iter().flat_map(|address| print.texts(address)));
        row(vec![
            name,
            print.cell(site.activity.as_ref().unwrap_or(&none)),
            print.plain(site.licence.as_deref().unwrap_or(terms::NO_RESULT.en)),
        ])
    };
    let columns = [(&terms::SITES, 5), (&terms::ACTIVITY, 3), (&terms::LICENCE, 2)];
    let columns = columns.map(|(term, width)| print.column(term, width)).into();
    blocks.extend(table(columns, maker.sites.iter().map(site).collect()));
    blocks
}

pub(super) fn product(content: &Content, print: &Print<'_>) -> Vec<Block> {
    let (product, lot) = (&content.product, &content.lot);
    let mut all = there(print, &[(&terms::PRODUCT, &product.name)]);
    all.push(print.named_field(&terms::LOT, &lot.id));
    all.extend(names(print, &[(&terms::REPACKER_LOT, &lot.repacker_lot)]));
    all.extend(there(print, &[(&terms::VESICLE, &product.vesicle)]));
    all.push(print.field(&terms::VESICLE_KIND, &fill::kind(product.kind.as_deref())));
    all.extend(there(
        print,
        &[
            (&terms::STRENGTH, &product.strength),
            (&terms::STRENGTH_BASIS, &product.strength_basis),
            (&terms::DOSAGE_FORM, &product.dosage_form),
            (&terms::ROUTE, &product.route),
            (&terms::CONTAINER, &product.container),
            (&terms::FILL_VOLUME, &product.fill_volume),
            (&terms::PACK_SIZE, &product.pack_size),
            (&terms::BATCH_SIZE, &lot.size),
        ],
    ));
    let containers = lot.containers.map(|number| number.to_string());
    all.extend(names(print, &[(&terms::CONTAINERS, &containers), (&terms::MANUFACTURED, &lot.manufactured)]));
    all.extend(there(print, &[(&terms::MANUFACTURE_RULE, &lot.manufacture_rule)]));
    all.extend(names(print, &[(&terms::EXPIRY, &lot.expiry), (&terms::RETEST, &lot.retest)]));
    all.extend(there(print, &[(&terms::EXPIRY_RULE, &lot.expiry_rule_words)]));
    all.extend(there(
        print,
        &[
            (&terms::STORAGE, &product.storage),
            (&terms::SHIPPING, &product.shipping),
            (&terms::IN_USE, &product.in_use),
        ],
    ));
    all.extend(lot.label.iter().map(|claim| {
        let said =
            Words::new(format!("{}: {}", claim.name.en, claim.text), format!("{}：{}", claim.name.zh, claim.text));
        print.field(&terms::LABEL_CLAIM, &said)
    }));
    print.part("product", all).into_iter().collect()
}

pub(super) fn sample(content: &Content, print: &Print<'_>) -> Vec<Block> {
    let sample = &content.sample;
    let ids = Some(sample.ids.join(", ")).filter(|ids| !ids.is_empty());
    let mut all = names(print, &[(&terms::SAMPLE_IDS, &ids), (&terms::SAMPLED, &sample.sampled)]);
    all.extend(there(print, &[(&terms::SAMPLING_PLAN, &sample.plan), (&terms::SAMPLE_QUANTITY, &sample.quantity)]));
    all.extend(names(print, &[(&terms::RECEIVED, &sample.received)]));
    all.extend(there(print, &[(&terms::SAMPLE_CONDITION, &sample.condition)]));
    print.part("sample", all).into_iter().collect()
}

pub(super) fn specification(content: &Content, print: &Print<'_>) -> Vec<Block> {
    let spec = &content.specification;
    let version = format!("{}, {} {}", spec.title, spec.id, spec.version);
    let mut all = vec![
        print.named_field(&terms::SPECIFICATION, &version),
        print.field(&terms::SPECIFICATION_STATUS, &fill::status(&spec.status)),
    ];
    all.extend(names(print, &[(&terms::EFFECTIVE, &spec.effective)]));
    all.extend(there(print, &[(&terms::SPECIFICATION_APPROVER, &spec.approver)]));
    all.push(print.field(&terms::STAGE, &content.stage));
    all.extend(spec.parameters.iter().map(|set| print.field(&terms::PARAMETER, &set.words())));
    print.part("specification", all).into_iter().collect()
}

pub(super) fn provenance(content: &Content, print: &Print<'_>) -> Vec<Block> {
    let origin = &content.provenance;
    let mut all = there(
        print,
        &[
            (&terms::PARENT_CELL, &origin.parent_cell),
            (&terms::TISSUE, &origin.tissue),
            (&terms::DONOR, &origin.donor),
            (&terms::CELL_BANK, &origin.bank),
            (&terms::PASSAGE, &origin.passage),
            (&terms::MEDIUM, &origin.medium),
            (&terms::ISOLATION, &origin.isolation),
            (&terms::BUFFER, &origin.buffer),
        ],
    );
    let lots = |lots: &[String]| Some(lots.join(", ")).filter(|lots| !lots.is_empty());
    let (lineage, not_judged) = (lots(&origin.lineage), lots(&origin.lineage_not_judged));
    all.extend(names(print, &[(&terms::LINEAGE, &lineage), (&terms::LINEAGE_NOT_JUDGED, &not_judged)]));
    let blocks = print.part("provenance", all);
    blocks.into_iter().flat_map(|block| [heading(&terms::PROVENANCE, print), block]).collect()
}
