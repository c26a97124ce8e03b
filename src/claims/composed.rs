//! Claims that are made of a verb and of whom or what it is said: `approved by Health Canada`, `meets the purity requirements of the
//! Ph. Eur.`, `符合中国药典要求`. Neither part alone claims anything: a method is cited, a person approves.

use super::{in_one_line, is_whole};
use crate::lookalike;
use std::ops::Range;

/// Who approves, licenses and recommends, in lower case and without points.
pub const AUTHORITIES: &[&str] = &[
    "fda",
    "usfda",
    "food and drug administration",
    "ema",
    "emea",
    "european medicines agency",
    "european commission",
    "edqm",
    "nmpa",
    "cfda",
    "sfda",
    "national medical products administration",
    "pmda",
    "mhlw",
    "pharmaceuticals and medical devices agency",
    "mhra",
    "medicines and healthcare products regulatory agency",
    "health canada",
    "swissmedic",
    "tga",
    "therapeutic goods administration",
    "anvisa",
    "cofepris",
    "cdsco",
    "mfds",
    "tfda",
    "sahpra",
    "bfarm",
    "paul ehrlich institut",
    "paul ehrlich institute",
    "ansm",
    "aifa",
    "aemps",
    "hpra",
    "who",
    "world health organization",
    "world health organisation",
    "ich",
    "isev",
    "international society for extracellular vesicles",
    "isct",
    "competent authority",
    "competent authorities",
    "health authority",
    "health authorities",
    "regulatory authority",
    "regulatory authorities",
    "authority",
    "authorities",
    "regulator",
    "regulators",
    "notified body",
];

/// Those of them that are everyday words too, and names only where they are written so: `WHO`, not `who`.
const EVERYDAY: [&str; 2] = ["who", "ich"];

/// Pharmacopoeias, which are complied with and which a criterion may ask to be complied with.
pub const PHARMACOPOEIAS: &[&str] = &[
    "pharmacopoeia",
    "pharmacopoeias",
    "pharmacopeia",
    "pharmacopeias",
    "ph eur",
    "pheur",
    "ph int",
    "usp",
    "chp",
    "ep",
    "bp",
    "jp",
    "arzneibuch",
    "arzneibuchs",
];

/// What else is complied with: guidelines, standards, law.
pub const OTHER_STANDARDS: &[&str] = &[
    "pharmacopoeial",
    "pharmacopeial",
    "compendial",
    "gmp",
    "cgmp",
    "glp",
    "gcp",
    "gdp",
    "gxp",
    "good manufacturing practice",
    "good manufacturing practices",
    "good laboratory practice",
    "good clinical practice",
    "misev",
    "miflowcyt",
    "iso",
    "21 cfr",
    "part 11",
    "annex 1",
    "annex 11",
    "annex 16",
    "eudralex",
    "medicines act",
    "medicinal products act",
];

const STANDARDS: &[&[&str]] = &[PHARMACOPOEIAS, OTHER_STANDARDS];

/// Whom and what a verb may be said of.
const NAMES: &[&[&str]] = &[AUTHORITIES, PHARMACOPOEIAS, OTHER_STANDARDS];

/// Words for that something shall be, and verbs of criteria that have no subject.
const SHALL: [&str; 3] = ["shall", "must", "should"];
const ASKING: [&str; 5] = ["complies", "conforms", "meets", "satisfies", "entspricht"];

/// What an authority does: as it is said of a product, and of itself.
pub const APPROVING: &[&str] = &[
    "approved",
    "cleared",
    "licensed",
    "licenced",
    "authorised",
    "authorized",
    "certified",
    "registered",
    "endorsed",
    "recognised",
    "recognized",
    "accredited",
    "prequalified",
    "zugelassen",
    "genehmigt",
    "zertifiziert",
];

/// The same as nouns, and as done by an authority that is named before.
const APPROVALS: &[&str] = &[
    "approval",
    "clearance",
    "licence",
    "license",
    "authorisation",
    "authorization",
    "certification",
    "registration",
    "endorsement",
    "recognition",
    "zulassung",
    "genehmigung",
];
const APPROVES: &[&str] =
    &["approves", "licenses", "authorises", "authorizes", "certifies", "endorses", "recognises", "recognizes"];

/// What is done to requirements, alone and before `with` or `to`; `according to` cites a method.
pub const COMPLYING: &[&str] = &[
    "meets",
    "meet",
    "met",
    "meeting",
    "satisfies",
    "satisfy",
    "satisfied",
    "fulfils",
    "fulfills",
    "fulfil",
    "fulfill",
    "fulfilled",
    "erfüllt",
    "erfüllen",
    "entspricht",
    "entsprechen",
];
pub(super) const COMPLYING_WITH: &[&str] = &[
    "complies",
    "comply",
    "complied",
    "complying",
    "compliant",
    "compliance",
    "conforms",
    "conform",
    "conformed",
    "conforming",
    "conformant",
    "conformity",
    "conformance",
    "accordance",
    "adheres",
    "adhere",
    "adhering",
    "adherence",
    "accords",
    "konform",
    "übereinstimmung",
];

/// What is said of something behind the name of a standard: `MISEV-compliant`.
pub(super) const CONFORMING: &[&str] = &["compliant", "conform", "conforming", "conformant", "konform"];

/// Words that may stand between.
const BETWEEN: &[&str] = &[
    "a",
    "all",
    "an",
    "any",
    "applicable",
    "both",
    "chapter",
    "chapters",
    "criteria",
    "current",
    "defined",
    "edition",
    "essential",
    "for",
    "general",
    "given",
    "guidance",
    "guideline",
    "guidelines",
    "its",
    "laid",
    "down",
    "latest",
    "limits",
    "minimal",
    "minimum",
    "monograph",
    "monographs",
    "national",
    "new",
    "out",
    "principles",
    "provisions",
    "quality",
    "recommendation",
    "recommendations",
    "regulation",
    "regulations",
    "regulatory",
    "relevant",
    "requirement",
    "requirements",
    "respective",
    "rules",
    "section",
    "set",
    "specific",
    "standard",
    "standards",
    "text",
    "texts",
    "the",
    "their",
    "valid",
    "with",
    "and",
    "to",
    "dem",
    "den",
    "die",
    "das",
    "anforderungen",
    // Whose.
    "american",
    "australian",
    "brazilian",
    "british",
    "canadian",
    "china",
    "chinese",
    "eu",
    "european",
    "french",
    "german",
    "indian",
    "international",
    "italian",
    "japanese",
    "korean",
    "republic",
    "people's",
    "peoples",
    "s",
    "people",
    "spanish",
    "states",
    "swiss",
    "uk",
    "united",
    "us",
    "federal",
    "drug",
    "health",
    "medicines",
    "local",
    "responsible",
    "state",
    "agency",
    "administration",
    "office",
    "ministry",
];

/// What leads back to whose requirements they are, behind words that are not known: `the purity requirements of the Ph. Eur.`
const OF: &[&str] = &["of", "in", "by", "from", "under", "des", "der"];

/// Before who does it, and before what it is done by.
const BY: &[&str] = &["by", "from", "with", "von", "vom", "durch", "der", "des"];
const UNDER: &[&str] = &["under", "to", "for", "nach"];

/// Between an authority and what it does.
const HAS: &[&str] = &["has", "have", "had", "is", "fully", "officially", "already", "recently"];

/// The most words between a verb and what it is said of, and those of them that are not known.
const FARTHEST: usize = 10;
const UNKNOWN: usize = 2;

/// Short words with a point behind them that ends no sentence.
const ABBREVIATED: &[&str] = &["ph", "eur", "int", "no", "vol", "chap", "sec", "ed", "st"];

const AUTHORITIES_IN_CHINESE: &[&str] = &[
    "药监局",
    "药品监督管理局",
    "药监部门",
    "监督管理部门",
    "监管机构",
    "监管部门",
    "主管部门",
    "药品管理局",
    "医药管理局",
    "药审中心",
    "卫生部",
    "卫健委",
    "世界卫生组织",
    "世卫组织",
    "厚生劳动省",
    "医疗器械综合机构",
    "细胞外囊泡学会",
];
const STANDARDS_IN_CHINESE: &[&str] = &["药典", "药局方", "生产规范", "质量管理规范", "指导原则", "指南"];
pub(super) const COMPLYING_IN_CHINESE: &[&str] = &["符合", "满足", "达到", "遵循", "遵守", "遵从", "合乎"];
const APPROVING_IN_CHINESE: &[&str] = &["批准", "核准", "认证", "许可", "注册", "认可", "审批"];

/// What makes a number, a person or a day of an approval: `NMPA注册证号`.
const NAMED_IN_CHINESE: &[&str] = &["号", "证", "文号", "编号", "人", "日期", "批件"];

/// What follows a verb where a result is told: `符合规定`.
const RESULTS_IN_CHINESE: &[&str] = &["规定", "要求", "标准"];

/// What parts a Chinese text.
const PARTS: &[char] = &['。', '；', ';', '！', '？', '，', ',', '、', '（', '(', '）', ')', '|', '\n', '：', ':'];

/// What a text may ask for without a claim.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Asks {
    /// Nothing.
    Nothing,
    /// That a pharmacopoeia is complied with: the words of a criterion.
    Criterion,
}

/// The first claim of a text that is made of two parts, as it stands there to an eye.
pub(super) fn found(text: &str, asks: Asks) -> Option<String> {
    let seen = in_one_line(text);
    let words = words(&seen);
    let not_meant = EVERYDAY.into_iter().filter(|name| !is_meant(text, &words, name)).collect();
    let said = Said { words: &words, not_meant, asks };
    let in_words = || (0..words.len()).find_map(|at| said.claim_at(at));
    let range = in_words().or_else(|| if seen.is_ascii() { None } else { in_chinese(&seen) })?;
    seen.get(range).map(str::to_owned)
}

/// A word of a text.
struct Word {
    /// Without points.
    text: String,
    /// Where it stands.
    range: Range<usize>,
    /// What stands behind it.
    ends: End,
}

/// What stands behind a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// The next word.
    Word,
    /// A comma.
    Comma,
    /// The end of a sentence or of a cell.
    Sentence,
}

/// The words in letters that no Chinese is written in.
fn words(seen: &str) -> Vec<Word> {
    let is_of_word =
        |sign: char| (sign.is_alphanumeric() && !lookalike::is_chinese(sign)) || sign == '.' || sign == '\'';
    let mut all: Vec<Word> = Vec::new();
    let mut start = None;
    for (at, sign) in seen.char_indices().chain([(seen.len(), ' ')]) {
        match (start, is_of_word(sign)) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                start = None;
                let raw = seen.get(from..at).unwrap_or_default();
                let text: String = raw.chars().filter(|sign| *sign != '.').collect();
                let is_end = raw.ends_with('.')
                    && !ABBREVIATED.contains(&text.as_str())
                    && !raw.trim_end_matches('.').contains('.');
                let ends = if is_end { End::Sentence } else { End::Word };
                let end = from + raw.trim_end_matches('.').len();
                all.extend((!text.is_empty()).then_some(Word { text, range: from..end, ends }));
            }
            _ => {}
        }
        if let (Some(word), false) = (all.last_mut(), is_of_word(sign)) {
            match sign {
                ';' | '!' | '?' | '|' | '。' | '；' | '{' | '}' => word.ends = End::Sentence,
                ',' | '，' | '、' if word.ends == End::Word => word.ends = End::Comma,
                _ => {}
            }
        }
    }
    all
}

/// Whether a word of [`EVERYDAY`] is written as a name somewhere in the text.
fn is_meant(text: &str, words: &[Word], name: &str) -> bool {
    let seen = words.iter().filter(|word| word.text == name).count();
    let everyday = |word: &&str| {
        let bare = word.trim_matches(|sign: char| !sign.is_alphanumeric());
        bare.to_lowercase() == name && bare.chars().skip(1).all(char::is_lowercase)
    };
    seen > lookalike::composed(text).split_whitespace().filter(everyday).count()
}

/// The words of a text, with what is known of them.
struct Said<'w> {
    words: &'w [Word],
    /// Names that are everyday words here.
    not_meant: Vec<&'static str>,
    asks: Asks,
}

impl Said<'_> {
    fn text(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| &word.text)
    }

    fn ends(&self, at: usize) -> End {
        self.words.get(at).map_or(End::Sentence, |word| word.ends)
    }

    /// Where a claim stands that begins with this word.
    fn claim_at(&self, at: usize) -> Option<Range<usize>> {
        let is_asked = |last: &usize| self.asks == Asks::Criterion && self.is_asked(at, *last);
        let of_standard = || self.of_standard(at).filter(|last| !is_asked(last));
        let last = self.by_authority(at).or_else(of_standard).or_else(|| self.behind_name(at))?;
        Some(self.words.get(at)?.range.start..self.words.get(last)?.range.end)
    }

    /// The last word of one of these names that begins here: `misev2023` is one of `misev`.
    fn name(&self, at: usize, names: &[&[&str]]) -> Option<usize> {
        let mut meant = names.iter().copied().flatten().filter(|name| !self.not_meant.contains(name));
        meant.find_map(|name| self.named(at, name))
    }

    fn named(&self, at: usize, name: &str) -> Option<usize> {
        let mut parts = name.split(' ').peekable();
        for at in at.. {
            let rest = self.text(at).strip_prefix(parts.next()?)?;
            let is_last = parts.peek().is_none();
            if is_last && rest.bytes().all(|byte| byte.is_ascii_digit()) {
                return Some(at);
            }
            if !rest.is_empty() || self.ends(at) != End::Word {
                return None;
            }
        }
        None
    }

    /// `approved by the FDA`, `approval from Swissmedic`.
    fn by_authority(&self, at: usize) -> Option<usize> {
        let verb = self.text(at);
        let is_verb = APPROVING.contains(&verb) || APPROVALS.contains(&verb);
        if !is_verb || self.ends(at) == End::Sentence {
            return None;
        }
        match self.text(at + 1) {
            by if BY.contains(&by) => self.said_of(at + 2, 0, NAMES),
            // `under the authority of Mei Chen`
            under if UNDER.contains(&under) => self.said_of(at + 2, 0, STANDARDS),
            _ => None,
        }
    }

    /// `complies with the requirements of the Chinese Pharmacopoeia`, `meets MISEV2023`.
    fn of_standard(&self, at: usize) -> Option<usize> {
        let verb = self.text(at);
        if self.ends(at) == End::Sentence {
            return None;
        }
        if COMPLYING.contains(&verb) {
            return self.said_of(at + 1, UNKNOWN, NAMES);
        }
        let with = ["with", "to", "mit"].contains(&self.text(at + 1));
        (COMPLYING_WITH.contains(&verb) && with).then(|| self.said_of(at + 2, UNKNOWN, NAMES)).flatten()
    }

    /// Whether a criterion asks for a pharmacopoeia with this verb: behind a word for that it shall be, or as the first of a clause,
    /// where nothing is said to comply.
    fn is_asked(&self, at: usize, last: usize) -> bool {
        let before = |back: usize| at.checked_sub(back).map_or("", |at| self.text(at));
        let shall = [before(1), before(2)];
        let is_shall = SHALL.contains(&shall[0]) || (shall[0] == "be" && SHALL.contains(&shall[1]));
        let is_first = ASKING.contains(&self.text(at)) && (at == 0 || self.ends(at - 1) != End::Word);
        let is_name = (at..=last).any(|from| self.name(from, &[PHARMACOPOEIAS]) == Some(last));
        is_name && (is_shall || is_first)
    }

    /// `FDA-approved`, `MISEV compliant`, `the EMA has authorised`.
    fn behind_name(&self, at: usize) -> Option<usize> {
        let is_there = |at: usize, words: &[&str]| self.ends(at - 1) == End::Word && words.contains(&self.text(at));
        if let Some(last) = self.name(at, &[AUTHORITIES]) {
            let skipped = (last + 1..last + 4).take_while(|at| is_there(*at, HAS)).count();
            let verb = last + 1 + skipped;
            if is_there(verb, APPROVING) || is_there(verb, APPROVES) || is_there(verb, CONFORMING) {
                return Some(verb);
            }
        }
        let last = self.name(at, STANDARDS)?;
        let verbs = is_there(last + 1, CONFORMING) || is_there(last + 1, &["certified", "approved"]);
        verbs.then_some(last + 1)
    }

    /// The last word of whom or what a verb is said, with no more than so many words between that are not known, and then only
    /// where a word behind them leads on.
    fn said_of(&self, from: usize, unknown: usize, names: &[&[&str]]) -> Option<usize> {
        let (mut not_known, mut leads) = (0, true);
        for at in from..from + FARTHEST {
            if let Some(last) = self.name(at, names).filter(|_| leads) {
                return Some(last);
            }
            let word = self.text(at);
            if OF.contains(&word) {
                leads = true;
            } else if !BETWEEN.contains(&word) {
                (not_known, leads) = (not_known + 1, false);
            }
            let parts = self.ends(at) == End::Sentence || (self.ends(at) == End::Comma && not_known > 0);
            if parts || not_known > unknown {
                return None;
            }
        }
        None
    }
}

/// The most signs between the two parts of a claim in Chinese: behind a verb, and behind a name.
const FARTHEST_BEHIND_VERB: usize = 14;
const FARTHEST_BEHIND_NAME: usize = 4;

/// The signs of a verb of [`APPROVING_IN_CHINESE`].
const SIGNS_OF_VERB: usize = 2;

/// Where a claim in Chinese stands; the names in it may be in Latin letters.
fn in_chinese(seen: &str) -> Option<Range<usize>> {
    let names = || AUTHORITIES_IN_CHINESE.iter().chain(STANDARDS_IN_CHINESE).chain(NAMES.iter().copied().flatten());
    let complies = places(seen, COMPLYING_IN_CHINESE).find_map(|verb| {
        let rest = part(seen, verb.end, FARTHEST_BEHIND_VERB);
        let is_result = RESULTS_IN_CHINESE.iter().any(|word| rest.starts_with(word));
        let end = |name: &&str| whole(rest, name).map(|found| verb.end + found.end);
        (!is_result).then(|| names().filter_map(end).min()).flatten().map(|end| verb.start..end)
    });
    let authorities = || AUTHORITIES_IN_CHINESE.iter().chain(AUTHORITIES).copied().filter(|name| seen.contains(*name));
    complies.or_else(|| {
        authorities().find_map(|name| {
            places(seen, &[name]).filter(|found| is_whole(seen, found, is_letter)).find_map(|found| {
                let rest = part(seen, found.end, FARTHEST_BEHIND_NAME + SIGNS_OF_VERB);
                let verb = places(rest, APPROVING_IN_CHINESE).next()?;
                let behind = seen.get(found.end + verb.end..).unwrap_or_default();
                let is_named = NAMED_IN_CHINESE.iter().any(|word| behind.starts_with(word));
                (!is_named).then_some(found.start..found.end + verb.end)
            })
        })
    })
}

/// Where any of these words stands, in their order.
fn places<'t>(text: &'t str, words: &'t [&'t str]) -> impl Iterator<Item = Range<usize>> + 't {
    words.iter().flat_map(move |word| text.match_indices(*word).map(|(at, word)| at..at + word.len()))
}

/// At most so many signs of a text from here, up to where it is parted.
fn part(text: &str, from: usize, longest: usize) -> &str {
    let rest = text.get(from..).unwrap_or_default();
    let end = rest.char_indices().enumerate().find(|(count, (_, sign))| *count == longest || PARTS.contains(sign));
    end.map_or(rest, |(_, (at, _))| rest.get(..at).unwrap_or_default())
}

/// Where a name stands whole in a text, be it with a number behind it: `misev2023`.
fn whole(text: &str, name: &str) -> Option<Range<usize>> {
    places(text, &[name]).find(|found| is_whole(text, found, is_letter))
}

fn is_letter(sign: char) -> bool {
    sign.is_ascii_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verb_of_every_body_is_a_claim() {
        let is_plain = |name: &&&str| !EVERYDAY.contains(*name);
        for body in AUTHORITIES.iter().filter(is_plain).chain(["WHO", "ICH"].iter()) {
            for verb in APPROVING {
                for text in [
                    format!("{verb} by {body}"),
                    format!("It is {verb} by the {body}."),
                    format!("{body} {verb}"),
                    format!("{body}-{verb}"),
                ] {
                    assert!(found(&text, Asks::Nothing).is_some(), "{text}");
                }
            }
        }
        for body in NAMES.iter().copied().flatten().filter(is_plain) {
            for verb in COMPLYING {
                for text in [format!("{verb} {body}"), format!("{verb} the requirements of the {body}")] {
                    assert!(found(&text, Asks::Nothing).is_some(), "{text}");
                }
            }
            for verb in COMPLYING_WITH {
                for text in [format!("{verb} with {body}"), format!("in {verb} to the current {body} standards")] {
                    assert!(found(&text, Asks::Nothing).is_some(), "{text}");
                }
            }
        }
        for body in AUTHORITIES_IN_CHINESE {
            for verb in APPROVING_IN_CHINESE {
                assert!(found(&format!("本品已经{body}{verb}。"), Asks::Nothing).is_some(), "{body}{verb}");
            }
        }
        for body in STANDARDS_IN_CHINESE.iter().chain(AUTHORITIES_IN_CHINESE) {
            for verb in COMPLYING_IN_CHINESE {
                assert!(found(&format!("本品{verb}现行{body}的要求"), Asks::Nothing).is_some(), "{verb}{body}");
            }
        }
    }

    #[test]
    fn claims_in_the_words_of_laboratories() {
        for (text, claim) in [
            (
                "meets the requirements of the Chinese Pharmacopoeia",
                "meets the requirements of the chinese pharmacopoeia",
            ),
            ("Approved by Health Canada.", "approved by health canada"),
            ("The lot complies with MISEV2023 in full", "complies with misev2023"),
            ("licensed by Swissmedic", "licensed by swissmedic"),
            ("Complies with the sterility test of the Ph. Eur.", "complies with the sterility test of the ph. eur"),
            ("in accordance with F.D.A. guidance", "accordance with f.d.a"),
            ("endorsed by the WHO", "endorsed by the who"),
            ("ISEV endorsed protocol", "isev endorsed"),
            (
                "marketing authorisation from the European Medicines Agency",
                "authorisation from the european medicines agency",
            ),
            ("certified to ISO 13485", "certified to iso"),
            ("ＦＤＡ\u{200b} approved", "fda approved"),
            (
                "Analysed in conformity with the people's republic of China pharmacopoeia",
                "conformity with the people's republic of china pharmacopoeia",
            ),
            ("符合中国药典要求", "符合中国药典"),
            ("本品符合 MISEV2023 的要求", "符合 misev"),
            ("国家药品监督管理局已批准", "药品监督管理局已批准"),
            ("经Swissmedic核准", "swissmedic核准"),
        ] {
            assert_eq!(found(text, Asks::Nothing).as_deref(), Some(claim), "{text}");
        }
    }

    #[test]
    fn names_methods_and_persons_claim_nothing() {
        for text in [
            "tested according to USP <71>",
            "Sterility (Ph. Eur. 2.6.1, direct inoculation)",
            "no growth (meets the requirement of the test)",
            "Approved by Quentin Adler",
            "has to be approved by who made it",
            "approved under the authority of Mei Chen",
            "EMA guideline, FDA guidance",
            "Health Canada site licence 3-001234-A",
            "WHO Collaborating Centre, Berlin",
            "meets the acceptance criterion of SOP-12",
            "The run met its criterion; USP <1223> was consulted.",
            "The reviewer approved it. FDA guidance was read.",
            "ISO 5 cabinet, EP tubes",
            "按中国药典2025年版四部通则1101检验，结果符合规定",
            "无菌：符合规定（中国药典）",
            "NMPA注册证号 国药准字S20260001",
            "药监局批准文号 12",
            "中国药典2025年版四部通则1101",
        ] {
            assert_eq!(found(text, Asks::Nothing), None, "{text}");
        }
    }
}
