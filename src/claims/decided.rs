//! Words by which a text beside the results decides on a lot, or says that a number means something else than it does.
//!
//! Frames, running heads and feet, statements and names have no use for them; how a product is handled may be told with some.

use super::{AROUND, in_one_line, is_in, places_of};

/// The phrases, in lower case.
pub(super) const DECIDED: &[&str] = &[
    // That everything asked for was found.
    "criteria met",
    "criteria are met",
    "criteria were met",
    "criteria have been met",
    "criteria fulfilled",
    "criteria are fulfilled",
    "criteria were fulfilled",
    "criteria are satisfied",
    "criteria satisfied",
    "criterion met",
    "criterion is met",
    "criterion was met",
    "meet the criteria",
    "meets the criteria",
    "met the criteria",
    "meet all criteria",
    "meets all criteria",
    "met all criteria",
    "meet their criteria",
    "meets its criteria",
    "met their criteria",
    "met its criteria",
    "meets the acceptance criteria",
    "met the acceptance criteria",
    "requirements met",
    "requirements are met",
    "requirements were met",
    "requirements fulfilled",
    "met the requirements",
    "met all requirements",
    "inside limits",
    "inside the limits",
    "inside their limits",
    "inside its limits",
    "within their limits",
    "within its limits",
    "within its range",
    "within their ranges",
    "no failure",
    "no failures",
    "no out-of-specification",
    "no out of specification",
    "results are satisfactory",
    "lot is good",
    "batch is good",
    "lot is sterile",
    "batch is sterile",
    "lot is free of",
    "batch is free of",
    "endotoxin free",
    "endotoxin-free",
    "nothing failed",
    "none failed",
    "no objection",
    "no objections",
    "no concerns",
    "nothing of concern",
    "in conformity with",
    "in conformance with",
    "quality assured",
    "found correct",
    "found to be correct",
    "favourable",
    "favorable",
    "all good",
    "everything fine",
    // What may be done with the lot.
    "disposition",
    "fit for use",
    "fit for purpose",
    "fit for its purpose",
    "fit for the purpose",
    "fit for its intended use",
    "suitable for use",
    "suitable for purpose",
    "suitable for its purpose",
    "suitable for the purpose",
    "suitable for its intended use",
    "suitable for the intended use",
    "may be used",
    "can be used",
    "may be shipped",
    "can be shipped",
    "may be dispensed",
    "use permitted",
    "use is permitted",
    "permitted for use",
    "use as is",
    "cleared",
    "release: yes",
    "release: granted",
    "release: given",
    "release date:",
    "date of release:",
    "batch release:",
    "lot release:",
    "qa release on",
    "qp release on",
    "dispositioned",
    "quarantine lifted",
    "quarantine is lifted",
    "quarantine has ended",
    "no restrictions on use",
    "use without restrictions",
    "free for use",
    "shippable",
    "good to go",
    "green light",
    "recommended for",
    "recommendation: ship",
    "recommendation: release",
    // That what stands there does not count, or counts otherwise.
    "overruled",
    "overridden",
    "are superseded",
    "is superseded",
    "are void",
    "is void",
    "are artefacts",
    "are artifacts",
    "in thousands",
    "in millions",
    "in tens",
    "in hundreds",
    "results are given",
    "results are stated",
    "results are expressed",
    "results given in",
    "results stated in",
    "results expressed in",
    "units are",
    "units given in",
    "divide each",
    "divide all",
    "multiply each",
    "multiply all",
    "laboratory error confirmed",
    "result is not relevant",
    "results are not relevant",
    "can be ignored",
    "may be ignored",
    "can be disregarded",
    "may be disregarded",
    "for training only",
    "no impact on quality",
    "valid without",
    // The same in Chinese; what somebody decides stands before a colon.
    "未见异常",
    "检验无误",
    "检测无误",
    "审核无误",
    "准予使用",
    "准许使用",
    "允许使用",
    "同意使用",
    "可以使用",
    "可使用",
    "可投入使用",
    "可发货",
    "准予发货",
    "同意发货",
    "无不良",
    "标准已满足",
    "均已满足",
    "已达标",
    "全部达标",
    "已审核批准",
    "不影响使用",
    "可忽略",
    "可以忽略",
    "解除待验",
    "解除隔离",
    "允许发货",
    "可发往",
    "没有问题",
    "质量优良",
    "质量可靠",
    "品质保证",
    "达到标准",
    "处置意见",
    "批准人:",
    "审核人:",
    "检验人:",
    "复核人:",
    "签发人:",
    "批准:",
    "审核:",
    "复核:",
    "签发:",
    "无需签字",
    "无需签名",
    "无须签字",
    "无须签名",
    "不需签字",
    "不需签名",
    "免签字",
    "单位为千",
    "以千计",
    "以千为单位",
];

/// What a person does to a lot or a document.
const VERBS: [&str; 15] = [
    "accepted",
    "agreed",
    "approved",
    "authorised",
    "authorized",
    "checked",
    "confirmed",
    "countersigned",
    "endorsed",
    "examined",
    "released",
    "reviewed",
    "signed",
    "tested",
    "verified",
];

/// Who stands behind `by` and is nobody in particular: a heading, or whoever it was.
const NOBODY: [&str; 8] = ["a", "an", "all", "any", "each", "every", "whom", "whoever"];

/// What a method does, too.
const TESTING: [&str; 5] = ["checked", "confirmed", "examined", "tested", "verified"];

/// How the names of methods begin, which stand behind `by` and are nobody: `tested by direct inoculation`.
const METHODS: &[&str] = &[
    "bca",
    "capillary electrophoresis",
    "chromatography",
    "cryo-electron microscopy",
    "culture",
    "direct",
    "dls",
    "dpcr",
    "dynamic light scattering",
    "electron microscopy",
    "elisa",
    "flow cytometry",
    "gel clot",
    "gel-clot",
    "hplc",
    "immunoblot",
    "inspection",
    "kinetic",
    "lal",
    "lc-ms",
    "mass spectrometry",
    "membrane filtration",
    "microscopy",
    "nano-flow cytometry",
    "nanoparticle tracking",
    "nta",
    "pcr",
    "qpcr",
    "rt-qpcr",
    "sec-hplc",
    "size exclusion",
    "size-exclusion",
    "tem",
    "titration",
    "visual",
    "western blot",
];

/// Whether a text begins with the name of a method.
fn names_method(text: &str) -> bool {
    let text = text.strip_prefix("the ").unwrap_or(text);
    let begins = |name: &&str| text.strip_prefix(*name).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    METHODS.iter().any(begins)
}

/// What a text says of persons that only their signatures say: `Approved by Q. Adler`, `Signed: Q. Adler`, `Approved`.
pub(super) fn done_by(text: &str) -> Option<String> {
    let seen = in_one_line(text);
    let words: Vec<&str> = seen.split(' ').collect();
    let bare = |at: usize| words.get(at).map_or("", |word| word.trim_matches(AROUND));
    let is_name = |at: usize| !bare(at).is_empty() && !NOBODY.contains(&bare(at));
    words.iter().enumerate().find_map(|(at, word)| {
        let verb = bare(at);
        if !VERBS.contains(&verb) {
            return None;
        }
        let ends = word.ends_with(['.', ',', ';', ':', '!']) || at + 1 == words.len();
        let begins =
            at == 0 || words.get(at - 1).is_some_and(|before| before.ends_with(['.', ',', ';', ':', '·', '-', '–']));
        let is_method =
            || TESTING.contains(&verb) && words.get(at + 2..).is_some_and(|rest| names_method(&rest.join(" ")));
        let by = bare(at + 1) == "by" && is_name(at + 2) && !word.ends_with(['.', ';', ':']) && !is_method();
        let alone = (begins && ends) || (word.ends_with(':') && at + 1 < words.len());
        let named = verb == "signed" && begins && is_initial(words.get(at + 1).copied());
        match () {
            () if by => Some(format!("{verb} by {}", bare(at + 2))),
            () if alone || named => Some(verb.to_owned()),
            () => None,
        }
    })
}

/// Whether a word is the first letter of a name: `q.`
fn is_initial(word: Option<&str>) -> bool {
    word.and_then(|word| word.strip_suffix('.')).is_some_and(|letter| letter.chars().count() == 1)
}

/// The first words of a text that decide on a lot, or on what its numbers mean.
pub fn decided(text: &str) -> Option<String> {
    let seen = in_one_line(text);
    let decides = |phrase: &&&str| {
        places_of(&seen, phrase).any(|at| {
            let behind = seen.get(at + phrase.len()..).unwrap_or_default();
            !decides_nothing(seen.get(..at).unwrap_or_default(), phrase, behind)
        })
    };
    let phrase = DECIDED.iter().find(decides).map(|phrase| (*phrase).to_owned());
    phrase.or_else(|| done_by(text))
}

/// What a laboratory speaks of where it says how its documents are used.
const PAPERS: [&str; 12] = [
    "certificate",
    "certificates",
    "copies",
    "copy",
    "data",
    "document",
    "documents",
    "logo",
    "name",
    "print",
    "report",
    "reports",
];

/// Whether a phrase decides nothing by what stands around it: a `not` before it, or a condition behind it.
fn decides_nothing(before: &str, phrase: &str, behind: &str) -> bool {
    let last = before.split_whitespace().next_back().unwrap_or_default();
    let is_of_paper = PAPERS.contains(&last);
    let behind = behind.trim_start();
    let begins = |words: &[&str]| words.iter().any(|word| behind.starts_with(word));
    let clause = behind.split(['.', ';', ',']).next().unwrap_or_default();
    match phrase {
        "valid without" => ["not", "never"].contains(&last),
        "is void" | "are void" => is_of_paper && begins(&["if ", "when ", "unless ", "without "]),
        "can be used" | "may be used" => {
            let has_consent = ["consent", "permission"].iter().any(|word| is_in(clause, word));
            is_of_paper && has_consent && begins(&["only with ", "only after "])
        }
        "results are expressed" | "results are stated" | "results are given" => {
            let of = ["mean", "arithmetic mean", "geometric mean", "average", "median"];
            let stated = clause.strip_prefix("as ").map(|rest| rest.strip_prefix("the ").unwrap_or(rest));
            stated.is_some_and(|rest| of.iter().any(|word| rest == *word || rest.starts_with(&format!("{word} of "))))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_decides_on_a_lot() {
        for text in [
            "Approved by Q. Adler, all acceptance criteria are met",
            "All criteria met",
            "Approved",
            "Signed: Q. Adler",
            "Signed Q. Adler",
            "Valid without signature",
            "Batch may be used",
            "No failures",
            "批准人：陈梅",
            "同意使用",
            "quality control, all criteria met",
            "Conclusions were overruled by quality assurance",
            "All results are given in thousands",
            "Reviewed by Q. Adler",
            "Tested by: B. Chen",
            "Released by QA",
            "Page reviewed and agreed. Approved.",
            "未见异常",
            "检验无误",
            "准予使用",
            "Suitable for use",
            "Cleared for shipment",
            "The report is valid without signature.",
            "The report is not valid without signatures, and valid without those of the analyst.",
            "The conclusion is void if it says otherwise.",
            "This report is void.",
            "This report is void if altered. This vial is void.",
            "The lot can be used.",
            "The lot can be used only with the written consent of quality assurance.",
            "The data can be used for release.",
            "The data can be used only with care.",
            "Results are expressed in thousands.",
            "Results are expressed as the mean, in thousands of particles",
            "Results are expressed as thousands.",
            "Sterility was tested by Dr. Adler.",
            "Tested by Q. Adler by direct inoculation",
            "Approved by direct order of Q. Adler",
            "No out-of-specification results were found.",
            "Batch release: 20 Feb 2026.",
            "Release: yes",
            "The lot is sterile.",
            "Quarantine lifted.",
            "The failing endotoxin result is not relevant.",
            "已审核批准。",
            "内毒素超标不影响使用。",
            "该批次已解除待验。",
        ] {
            assert!(decided(text).is_some(), "{text}");
        }
    }

    #[test]
    fn what_decides_nothing() {
        for text in [
            "Samples are kept for two years after the expiry date.",
            "Copies without the signatures of all named persons are no certificates.",
            "未经签字盖章无效",
            "Example Vesicle Laboratory",
            "Quality manager",
            "质量负责人",
            "检验人员",
            "quality control, storage",
            "Analysed by",
            "Approved suppliers are listed in SOP 12.",
            "Ph. Eur. 11.5, 2.6.14; ChP 2025 vol. IV 1143",
            "signed copies are kept",
            "Each page is reviewed by whoever signs.",
            "The report is not valid without the signatures of the analyst, the reviewer and the approver.",
            "报告无检验、审核、批准人签字无效。",
            "This report is void if altered.",
            "This report is void if altered. Samples: each vial is voided after use.",
            "The data can be used only with the written consent of the sponsor.",
            "Results are expressed as the mean of the replicates.",
            "Sterility was tested by direct inoculation.",
            "Identity was confirmed by Western blot.",
            "Sterility was tested by the membrane filtration method.",
            "Release of the batch is decided by the Qualified Person in a separate record.",
            "Test of batch release, see SOP 12",
            "The results are relevant to the samples as received only.",
            "OOS调查结论：实验室差错",
        ] {
            assert_eq!(decided(text), None, "{text}");
        }
    }
}
