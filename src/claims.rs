//! Words that evqc never says on its own, and words that only evqc says (R-117, R-1008).
//!
//! A claim of compliance, authorisation, efficacy or safety comes from the laboratory, with a signatory who answers for it. What
//! was found, evqc says, in words that nobody changes. So every free text that is printed beside it is looked through, in the
//! files of the laboratory as in the frames of templates: for claims, and for words of verdicts, as far as a text of its kind
//! has no other use for them ([`TextKind`]). The list of claims is looked for in every output by tests.

mod called;
mod composed;
mod criterion;
mod decided;
mod denied;
mod disclaimed;
mod handling;
mod names;
mod number;
mod phrases;
mod stated;
mod told;
mod typed;

pub use called::{found_in_logo, found_in_name, found_in_product_name, found_in_title, judged_in_name};
pub use composed::{APPROVING, AUTHORITIES, COMPLYING, OTHER_STANDARDS, PHARMACOPOEIAS};
pub use criterion::{found_in_criterion, found_in_specified, judged_in_specified};
pub use decided::decided;
pub use denied::without_denied;
pub use names::{found_in_file_name, found_in_function, found_in_material};
pub use number::{APART, measured, measured_of_a_lot};
pub use phrases::PHRASES;
pub use stated::stated;
pub use told::without_told;
pub use typed::typed;

use crate::lookalike;
use crate::order;
use composed::Asks;
use phrases::{
    CLEAVED, CLEAVED_BEFORE, DOCUMENTS, FOR_RELEASE, GRADED, NOT_CLEAVED, NOT_CLEAVED_BEHIND, OF_ADDRESSES, OF_FIELDS,
    OF_FRAMES, OF_LOTS, ORDINARY, REGISTERS, RELEASED, STATED,
};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What the laboratory does with a text: the freer it is, the less of a verdict it may say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    /// Tells what happened, under a number of a record: a deviation, the reason of a reissue. Tests fail in it, a lot does not.
    Record,
    /// A name, a condition, a line on every page.
    Field,
    /// A page around what was judged, made by hand: it has no use for any of these words.
    Frame,
}

/// Phrases in their order, to be found in a text by the signs that they begin with: most texts have none of them.
struct List {
    /// Each as it is seen, and as it stands in its list.
    phrases: Vec<(String, &'static str)>,
    /// The first sign of each, with its place in the list.
    starts: Vec<(char, usize)>,
}

static CLAIMS: LazyLock<List> = LazyLock::new(|| List::new(&[PHRASES]));
static IN_RECORDS: LazyLock<List> = LazyLock::new(|| List::new(&[OF_LOTS]));
static IN_FIELDS: LazyLock<List> = LazyLock::new(|| List::new(&[OF_LOTS, OF_FIELDS]));
static IN_FRAMES: LazyLock<List> = LazyLock::new(|| List::new(&[OF_LOTS, OF_FIELDS, OF_FRAMES, decided::DECIDED]));

impl List {
    fn new(lists: &[&[&'static str]]) -> List {
        let phrases: Vec<_> =
            lists.iter().copied().flatten().map(|phrase| (lookalike::seen(phrase), *phrase)).collect();
        let first = |(at, (seen, _)): (usize, &(String, _))| seen.chars().next().map(|first| (first, at));
        let mut starts: Vec<_> = phrases.iter().enumerate().filter_map(first).collect();
        order::sort(&mut starts);
        List { phrases, starts }
    }

    /// The places in the list of the phrases that a text has as it is seen, not in order, some more than once.
    fn places_in(&self, seen: &str) -> Vec<usize> {
        let mut places = Vec::new();
        for (at, sign) in seen.char_indices() {
            let from = self.starts.partition_point(|(first, _)| *first < sign);
            let begun = self.starts.get(from..).unwrap_or_default().iter().take_while(|(first, _)| *first == sign);
            places.extend(begun.map(|(_, place)| *place).filter(|place| {
                let phrase = self.phrases.get(*place).map_or("", |(phrase, _)| phrase);
                stands_at(seen, at, phrase)
            }));
        }
        places
    }

    /// The phrases that a text has as it is seen, with points between its letters or without, in the order of the list, as they
    /// stand there.
    fn phrases_in(&self, text: &str) -> impl Iterator<Item = &'static str> {
        let seen = in_one_line(text);
        let mut places = self.places_in(&seen);
        if seen.contains('.') {
            places.extend(self.places_in(&without_points(&seen)));
        }
        places.sort_unstable();
        places.dedup();
        places.into_iter().filter_map(|place| self.phrase(place))
    }

    fn phrase(&self, place: usize) -> Option<&'static str> {
        self.phrases.get(place).map(|(_, phrase)| *phrase)
    }
}

/// Whether a text has a phrase at a place; one in Latin letters counts as whole words only, and one in Chinese not within an
/// ordinary word.
fn stands_at(text: &str, at: usize, phrase: &str) -> bool {
    let Some((said, rest)) = text.split_at_checked(at) else { return false };
    let Some(rest) = rest.strip_prefix(phrase).filter(|_| is_whole(text, &(at..at + phrase.len()), is_of_word)) else {
        return false;
    };
    let is_ordinary =
        |(start, own, end): &(&str, &str, &str)| *own == phrase && said.ends_with(start) && rest.starts_with(end);
    match phrase {
        "released" => !is_cleaved(said, rest),
        "放行" if is_for_release(said, rest) => false,
        _ => phrase.is_ascii() || !ORDINARY.iter().any(is_ordinary),
    }
}

/// Whether 放行 between these texts says what something was done for, and not that anything was released: the compound ends its text,
/// or a part of the name goes on behind it, such as 方法 or `.csv`, and no field that is filled in.
fn is_for_release(said: &str, rest: &str) -> bool {
    let is_stated =
        rest.contains([':', '：', '，', ',', '=', '—', '；', ';']) || STATED.iter().any(|word| rest.contains(word));
    FOR_RELEASE.iter().any(|word| rest.starts_with(word))
        && !is_stated
        && !RELEASED.iter().any(|word| said.ends_with(word))
}

/// Whether `released` between these texts is said of what comes out of something in an assay, and not of a lot of it.
fn is_cleaved(said: &str, rest: &str) -> bool {
    let rest = rest.trim_start();
    let words = || said.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_of_lot = words().any(|word| NOT_CLEAVED.contains(&word))
        || NOT_CLEAVED_BEHIND.iter().any(|behind| rest.starts_with(behind));
    let is_before = words().next_back().is_some_and(|last| CLEAVED_BEFORE.contains(&last));
    !is_of_lot && (is_before || CLEAVED.iter().any(|word| rest.starts_with(word)))
}

/// The first claim that a text contains.
///
/// Other ways to write the same letters are looked through: full width, signs that cannot be seen, letters that look alike,
/// points between the letters.
///
/// The number of a document behind a word for one is no claim: `SOP GMP-0012`; nor is an address: `qc@gmp-analytics.example`.
pub fn found(text: &str) -> Option<Cow<'static, str>> {
    found_but(&disclaimed::without_disclaimed(&without_documents(text)), |_| false)
}

/// The first claim of a text as it stands there, but for phrases that a text of its kind may have.
fn found_but(text: &str, may_have: impl Fn(&str) -> bool) -> Option<Cow<'static, str>> {
    let phrase = CLAIMS.phrases_in(text).find(|phrase| !may_have(phrase));
    phrase.map(Cow::Borrowed).or_else(|| composed::found(text, Asks::Nothing).map(Cow::Owned))
}

/// The same in a frame, where the number of an accreditation behind the name of its register says no more than that number.
pub fn found_in_frame(text: &str) -> Option<Cow<'static, str>> {
    found(&without_registers(text))
}

/// A text without the numbers of documents, and without addresses.
fn without_documents(text: &str) -> String {
    let (mut all, mut before) = (Vec::new(), "");
    for word in text.split_whitespace() {
        let bare = word.trim_matches(AROUND);
        let is_told = bare.contains('-') && is_number(bare) && DOCUMENTS.contains(&lookalike::seen(before).as_str());
        all.push(if is_told || is_address(bare) { "0" } else { word });
        before = bare;
    }
    all.join(" ")
}

/// A text without the numbers of accreditations and the names of their registers.
fn without_registers(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_entry = |at: usize| {
        let next = words.get(at + 1).is_some_and(|next| is_number(next.trim_matches(AROUND)));
        next && words
            .get(at)
            .is_some_and(|word| REGISTERS.contains(&lookalike::seen(word.trim_matches(AROUND)).as_str()))
    };
    words.iter().enumerate().map(|(at, word)| if is_entry(at) { "0" } else { word }).collect::<Vec<_>>().join(" ")
}

/// Whether a word is an address of electronic mail or of a page.
fn is_address(word: &str) -> bool {
    let is_plain = |text: &str| text.chars().all(|sign| sign.is_ascii_alphanumeric() || "-._+/".contains(sign));
    let is_mail = word.split_once('@').is_some_and(|(own, domain)| {
        !own.is_empty() && is_plain(own) && is_plain(domain) && domain.trim_matches('.').contains('.')
    });
    let page = ["https://", "http://"].iter().find_map(|start| word.strip_prefix(start));
    is_mail || page.or_else(|| word.starts_with("www.").then_some(word)).is_some_and(is_plain)
}

/// What stands around words.
const AROUND: &[char] = &['.', ',', ';', ':', '(', ')', '（', '）', '：'];

/// Whether a word is the number of a document: digits, and groups of few capital letters.
fn is_number(word: &str) -> bool {
    let groups = || word.split(|sign: char| !sign.is_ascii_uppercase());
    word.bytes().any(|byte| byte.is_ascii_digit())
        && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || b"-/.".contains(&byte))
        && groups().all(|letters| letters.len() <= 4)
}

/// The first words of a verdict that a text has, which are not for a text of its kind.
pub fn judged(text: &str, kind: TextKind) -> Option<&'static str> {
    let list = match kind {
        TextKind::Record => &IN_RECORDS,
        TextKind::Field => &IN_FIELDS,
        TextKind::Frame => &IN_FRAMES,
    };
    if kind != TextKind::Frame {
        return first(&disclaimed::without_containers(text), list);
    }
    let text = &without_days(text);
    let meant = [without_marks(text), with_letters(text, 'l'), with_letters(text, 'i')];
    first(text, list).or_else(|| parted(text)).or_else(|| meant.iter().find_map(|text| first(text, list)))
}

/// The first sign that says something without a word: a tick, a cross, a thumb, a coloured disc, a face. Signs of this kind are
/// refused as a whole, but for those that stand before an address or a telephone number; letters of private use are whatever a
/// font draws.
pub fn signed(text: &str) -> Option<char> {
    text.chars().find(|sign| {
        let is_picture = matches!(sign,
            '\u{2600}'..='\u{27bf}' | '\u{2b1b}'..='\u{2b1c}' | '\u{2b50}'..='\u{2b5a}' | '\u{1f000}'..='\u{1f0ff}'
            | '\u{1f300}'..='\u{1faff}' | '\u{1fb00}'..='\u{1fbff}');
        let is_mark = matches!(sign,
            '\u{221a}' | '\u{2297}' | '\u{2299}' | '\u{22a0}' | '\u{22a1}' | '\u{237b}' | '\u{237e}'
            | '\u{25a0}'..='\u{25ff}' | '\u{2bbd}'..='\u{2bbf}' | '\u{2bd1}' | '\u{1f10d}'..='\u{1f10f}');
        let is_private = matches!(sign, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10fffd}');
        (is_picture || is_mark || is_private) && !OF_ADDRESSES.contains(sign)
    })
}

/// A text in which nothing is `valid until` a day.
fn without_days(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_day = |at: usize| {
        let word = |more: usize| words.get(at + more).map(|word| word.to_lowercase()).unwrap_or_default();
        word(0).trim_matches(AROUND) == "valid"
            && ["until", "till", "from", "through"].contains(&word(1).as_str())
            && word(2).starts_with(|sign: char| sign.is_ascii_digit())
    };
    words.iter().enumerate().map(|(at, word)| if is_day(at) { "x" } else { word }).collect::<Vec<_>>().join(" ")
}

/// A text without accents.
fn without_marks(text: &str) -> String {
    text.nfd().filter(|sign| !is_combining_mark(*sign)).nfc().collect()
}

/// A text whose digits within words stand for the letters that they look like: `pa55ed`.
fn with_letters(text: &str, one: char) -> String {
    let like = |sign: char| match sign {
        '0' => 'o',
        '1' => one,
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '7' => 't',
        _ => sign,
    };
    let seen = lookalike::seen(text);
    let word = |word: &str| {
        let letters = word.chars().filter(char::is_ascii_alphabetic).count();
        if letters >= 3 { word.chars().map(like).collect() } else { word.to_owned() }
    };
    seen.split_inclusive(|sign: char| !sign.is_alphanumeric()).map(word).collect()
}

/// Whether a text is the number of a bank or a lot behind its grade, and nothing else: `GMP WCB-03`.
pub fn is_graded_number(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let has_letter = |word: &str| word.bytes().any(|byte| byte.is_ascii_alphabetic());
    match words.as_slice() {
        [grade, number] => GRADED.contains(&lookalike::seen(grade).as_str()) && is_number(number) && has_letter(number),
        _ => false,
    }
}

fn first(text: &str, list: &List) -> Option<&'static str> {
    list.phrases_in(text).next()
}

/// A text as it is seen, its words parted by one blank each.
fn in_one_line(text: &str) -> String {
    lookalike::seen(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn without_points(text: &str) -> String {
    text.replace('.', "")
}

/// A word whose letters stand apart, or in two lines: at least six letters, or two Chinese ones.
fn parted(text: &str) -> Option<&'static str> {
    let seen = lookalike::seen(text);
    let squeezed: String = seen.chars().filter(|sign| sign.is_alphanumeric()).collect();
    let long = |phrase: &str| phrase.chars().count() >= if phrase.is_ascii() { 6 } else { 2 };
    // What stands in the text as it is, was looked at as a word: `therapeutics` is none of the list.
    let apart = |phrase: &str| !phrase.contains(' ') && squeezed.contains(phrase) && !seen.contains(phrase);
    let words = IN_FRAMES.phrases.iter().chain(&CLAIMS.phrases);
    words.filter(|(phrase, _)| long(phrase) && apart(phrase)).map(|(_, phrase)| *phrase).next()
}

/// Whether a text as it is seen has one of these words, with points between its letters or without.
fn has_word(seen: &str, words: &[&str]) -> bool {
    let pointless = without_points(seen);
    words.iter().any(|word| is_in(seen, word) || is_in(&pointless, word))
}

/// Whether a text as it is seen contains a phrase, as [`places_of`].
fn is_in(text: &str, phrase: &str) -> bool {
    places_of(text, phrase).next().is_some()
}

/// Where a phrase stands in a text as it is seen; one in Latin letters counts as whole words only.
fn places_of<'t>(text: &'t str, phrase: &'t str) -> impl Iterator<Item = usize> + 't {
    let is_whole = move |at: &usize| is_whole(text, &(*at..*at + phrase.len()), is_of_word);
    text.match_indices(phrase).map(|(at, _)| at).filter(is_whole)
}

/// Whether what was found in a text stands whole there: beside Latin letters stands none of the signs that words are made of.
fn is_whole(text: &str, found: &Range<usize>, is_of_word: fn(char) -> bool) -> bool {
    let goes_on = |sign: Option<char>| sign.is_some_and(is_of_word);
    let before = text.get(..found.start).and_then(|before| before.chars().next_back());
    let behind = text.get(found.end..).and_then(|behind| behind.chars().next());
    !text.get(found.clone()).is_some_and(str::is_ascii) || !(goes_on(before) || goes_on(behind))
}

/// Whether a sign makes another word of one that it stands beside.
fn is_of_word(sign: char) -> bool {
    sign.is_ascii_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The phrases of a list that a text has, looked for one after the other.
    fn one_by_one(text: &str, list: &List) -> Vec<&'static str> {
        let seen = in_one_line(text);
        list.phrases.iter().filter(|(phrase, _)| has_word(&seen, &[phrase])).map(|(_, phrase)| *phrase).collect()
    }

    /// Texts of phrases, parts of them and what stands between words.
    fn texts() -> impl Strategy<Value = String> {
        let phrase = prop::sample::select([PHRASES, OF_LOTS, OF_FIELDS, OF_FRAMES].concat());
        let part = (phrase.clone(), 0..9_usize).prop_map(|(phrase, length)| phrase.chars().take(length).collect());
        let piece = prop_oneof![
            phrase.clone().prop_map(str::to_owned),
            phrase.prop_map(str::to_uppercase),
            part,
            "[ .,a-zA-Z0-9с（\u{300}-]{0,3}"
        ];
        prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn phrases_are_found_as_if_looked_for_one_by_one(text in texts()) {
            for list in [&CLAIMS, &IN_RECORDS, &IN_FIELDS, &IN_FRAMES] {
                let all = one_by_one(&text, list);
                prop_assert_eq!(list.phrases_in(&text).collect::<Vec<_>>(), all.clone());
                prop_assert_eq!(first(&text, list), all.first().copied());
            }
            // The same text with points and blanks in it is found in every kind of name.
            let parted = text.replace(' ', "  ");
            for (one, other) in [
                (found_in_function(&text), found_in_function(&parted)),
                (found_in_name(&text), found_in_name(&parted)),
            ] {
                prop_assert_eq!(one, other);
            }
        }
    }

    #[test]
    fn what_was_tested_for_release_is_no_claim() {
        for text in [
            "放行检验",
            "放行检验方法",
            "放行结果",
            "放行检验结果.csv",
            "Released N-glycan analysis, HILIC-FLR",
            "released glycans by MALDI",
            "glycans released HILIC csv",
        ] {
            assert_eq!(found(text), None, "{text}");
            assert_eq!(judged(text, TextKind::Record), None, "{text}");
        }
        for text in [
            "已放行",
            "可放行",
            "已放行检验",
            "放行结果：同意上市",
            "放行检查：同意",
            "本批放行检查通过",
            "Batch released glycan",
            "This lot is released glycan EVs",
            "准予放行结果",
            "本品可放行",
            "放行结果：放行",
            "released",
            "Lot released, N-glycan",
        ] {
            assert!(found(text).is_some(), "{text}");
        }
        for name in ["GMP results csv", "EV GMP batch 7 csv", "cGMP raw data xlsx"] {
            assert_eq!(found_in_file_name(name), None, "{name}");
        }
        for name in [
            "made under GMP csv",
            "GMP certified csv",
            "GMP compliant csv",
            "通过GMP认证 csv",
            "released csv",
            "clinical grade csv",
        ] {
            assert!(found_in_file_name(name).is_some(), "{name}");
        }
    }

    #[test]
    fn whole_words_count() {
        assert_eq!(found("Manufactured under GMP.").as_deref(), Some("gmp"));
        assert_eq!(found("The lot is RELEASED").as_deref(), Some("released"));
        assert_eq!(found("本品可放行").as_deref(), Some("放行"));
        assert_eq!(found("unreleased material; dGMP nucleotide"), None);
        assert_eq!(found("The results relate only to the items tested."), None);
    }

    #[test]
    fn other_ways_of_writing_are_looked_through() {
        for text in [
            "Made under ＧＭＰ",
            "Made under G\u{ad}MP",
            "Made under G.M.P.",
            "re\u{200b}leased",
            "Clinical  grade",
            "СNАS认可",
        ] {
            assert!(found(text).is_some(), "{text:?}");
        }
        assert_eq!(found("Suitable for use in patients.").as_deref(), Some("suitable for use in"));
        assert_eq!(found("suitable for human use").as_deref(), Some("suitable for human"));
        assert_eq!(found("可用于患者").as_deref(), Some("可用于患者"));
    }

    #[test]
    fn the_freer_a_text_the_less_of_a_verdict() {
        for (text, record, field, frame) in [
            ("All tests comply", true, true, true),
            ("Сomplies with specification", true, true, true),
            ("全部合格", true, true, true),
            ("All results meet the specification.", true, true, true),
            ("Batch approved.", true, true, true),
            ("Lot status: Approved", true, true, true),
            ("The batch record was approved.", false, false, true),
            ("本批产品合格。", true, true, true),
            ("判定：合格", true, true, true),
            ("结论：通过", true, true, true),
            ("全部项目达标。", true, true, true),
            ("The autoclave cycle failed and was repeated.", false, true, true),
            ("首次检测不合格", false, true, true),
            ("Khyber Pass 3", false, false, true),
            ("通过切向流过滤", false, false, true),
            ("соответствует", false, false, true),
            ("con\nforms", false, false, true),
            ("conform5", false, false, true),
            ("va1id, f1nal", false, false, true),
            ("pàssed", false, false, true),
            ("Alles in Ordnung", false, false, true),
            ("一切无异常", false, false, true),
            ("okay", false, false, true),
            ("Form QCF-005, valid until 31.12.2026", false, false, false),
            ("valid until further notice", false, false, true),
            ("p a s s e d", false, false, true),
            ("合 格", false, false, true),
            ("frozen on dry ice, seals intact", false, false, false),
            ("Questions: qc@lab.example", false, false, false),
            ("Passage 5, failsafe store, accepting", false, false, false),
        ] {
            let said = [TextKind::Record, TextKind::Field, TextKind::Frame].map(|kind| judged(text, kind).is_some());
            assert_eq!(said, [record, field, frame], "{text}");
        }
    }

    #[test]
    fn whoever_is_said_to_approve_is_a_claim() {
        for text in [
            "The product meets the pharmacopoeia.",
            "complies with Ph. Eur.",
            "Complies with Ph.Eur",
            "conforms to the European Pharmacopoeia",
            "本品符合中国药典",
            "符合《中国药典》2025年版",
            "QP-certified",
            "EMA-approved",
            "FDA approved",
            "approved by the FDA",
            "Approved by the authorities.",
            "Manufactured under good manufacturing practices.",
            "已获FDA批准",
            "Konform mit dem Arzneibuch.",
            "QP release has been given.",
            "The Qualified Person has certified this batch.",
            "ISO 9001:2015 certified.",
            "CE marked.",
            "Clinically proven.",
            "Safety of the product has been demonstrated.",
            "Freigabe erteilt.",
            "同意出厂",
            "准予上市。",
            "受权人已批准。",
            "CMA资质认定实验室。",
            "已取得药品注册证书。",
            "本品可供人体使用。",
        ] {
            assert!(found(text).is_some(), "{text}");
        }
        // A method is cited, a test has its result.
        for text in [
            "Ph. Eur. 2.6.1",
            "Sterility (Ph. Eur. 2.6.1, direct inoculation)",
            "tested according to USP <71>",
            "中国药典2025年版四部通则1101",
            "符合规定",
            "no growth (meets the requirement of the test)",
            "Approved by Quentin Adler",
            "EMA guideline, FDA guidance",
            "QP declaration no. 12",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn characters_that_look_like_a_verdict_are_none_of_a_frame() {
        for text in ["含格", "本批 含 格", "苻合要求", "可放衍"] {
            assert!(judged(text, TextKind::Frame).is_some(), "{text}");
        }
        for text in ["含水量, 合同编号 7", "平台格式 2", "社会格局", "包含格式说明", "由客户支付合同款"]
        {
            assert_eq!(judged(text, TextKind::Frame), None, "{text}");
        }
        // The same characters are a verdict elsewhere in the text.
        for text in ["平台格式：本批台格", "本批会格外观正常", "付合同类标准"] {
            assert!(judged(text, TextKind::Frame).is_some(), "{text}");
        }
    }

    #[test]
    fn a_number_of_a_document_is_no_claim() {
        for text in ["SOP GMP-0012 v3", "Method GMP-12", "see (SOP GMP-0012)", "规程 GMP-0012"] {
            assert_eq!(found(text), None, "{text}");
        }
        for text in [
            "qc@gmp-analytics.example",
            "+49 30 5550100, qc@gmp-analytics.example; https://www.fda-approved.example/gmp",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
        for text in ["GMP @ all.times", "gmp@", "made under GMP@site", "mail: released, qc@lab.example"] {
            assert!(found(text).is_some(), "{text}");
        }
        assert!(is_graded_number("GMP WCB-03") && is_graded_number("cGMP MCB01"));
        for text in ["GMP", "GMP 2026", "GMP CERTIFIED-1", "made under GMP-1", "GMP WCB-03 released", "FDA WCB-03"] {
            assert!(!is_graded_number(text), "{text}");
        }
        for text in ["GMP", "SOP under GMP-2026 rules, GMP", "made under GMP-2026", "SOP RELEASED-1", "SOP GMP"] {
            assert!(found(text).is_some(), "{text}");
        }
        assert_eq!(found_in_frame("Reg. DAkkS D-PL-12345-01-00, CNAS L1234"), None);
        for text in ["DAkkS accredited", "DAkkS", "Accredited: DAkkS D-PL-12345-01-00", "CNAS认可"] {
            assert!(found_in_frame(text).is_some(), "{text}");
        }
    }
}
