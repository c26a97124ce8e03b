//! What a record or an observation tells of other things than a lot: that a reagent was used before it was released, that a protein
//! was released from a membrane, that a therapeutic antibody interferes. A cause of an invalidation is a record of good practice, and
//! nobody may say it in other words; so these claim nothing, unless their clause speaks of the lot.

use super::phrases::GRADES;
use crate::lookalike;

/// What a clause that says something of the lot speaks of.
const OF_LOTS: [&str; 21] = [
    "lot",
    "lots",
    "batch",
    "batches",
    "product",
    "products",
    "vial",
    "vials",
    "sample",
    "samples",
    "exosome",
    "exosomes",
    "vesicle",
    "vesicles",
    "ev",
    "evs",
    "certificate",
    "patients",
    "patient",
    "market",
    "everything",
];
const OF_LOTS_IN_CHINESE: [&str; 19] = [
    "本批",
    "该批",
    "各批",
    "整批",
    "批次",
    "本品",
    "成品",
    "产品",
    "样品",
    "供试品",
    "外泌体",
    "囊泡",
    "患者",
    "人体",
    "全部",
    "均",
    "所有",
    "各项",
    "一切",
];

/// What is released, approved and graded in a laboratory for its own use.
const MATERIALS: [&str; 41] = [
    "reagent",
    "reagents",
    "column",
    "columns",
    "standard",
    "standards",
    "medium",
    "media",
    "material",
    "materials",
    "excipient",
    "excipients",
    "buffer",
    "buffers",
    "filter",
    "filters",
    "antibody",
    "antibodies",
    "kit",
    "kits",
    "plate",
    "plates",
    "equipment",
    "instrument",
    "instruments",
    "software",
    "serum",
    "enzyme",
    "consumable",
    "consumables",
    "balance",
    "pipette",
    "incubator",
    "autoclave",
    "isolator",
    "trehalose",
    "chemicals",
    "solvent",
    "water",
    "stopper",
    "stoppers",
];
const MATERIALS_IN_CHINESE: [&str; 21] = [
    "试剂",
    "原料",
    "原材料",
    "培养基",
    "物料",
    "对照品",
    "标准品",
    "参考品",
    "参比品",
    "耗材",
    "色谱柱",
    "抗体",
    "缓冲液",
    "辅料",
    "仪器",
    "设备",
    "滤器",
    "血清",
    "材料",
    "软件",
    "胶塞",
];

/// For what materials are released and approved.
const OWN_USES: [&str; 6] = ["use", "testing", "production", "manufacture", "sampling", "assay"];

/// What is called therapeutic without a word on what it does, and the same in Chinese behind 治疗.
const THERAPEUTIC: [&str; 24] = [
    "antibody",
    "antibodies",
    "cargo",
    "drug",
    "drugs",
    "dose",
    "doses",
    "window",
    "agent",
    "agents",
    "peptide",
    "protein",
    "concentration",
    "concentrations",
    "level",
    "levels",
    "range",
    "monitoring",
    "mirna",
    "sirna",
    "rna",
    "volume",
    "index",
    "indication",
];
const TREATING: [&str; 8] = ["药物", "窗", "剂量", "抗体", "浓度", "范围", "组", "指数"];

/// What is called by the rules under which it is done.
const GOOD_PRACTICES: [&str; 4] = ["gmp", "cgmp", "glp", "gcp"];
const OF_PRACTICES: [&str; 22] = [
    "area",
    "areas",
    "audit",
    "audits",
    "classification",
    "deviation",
    "deviations",
    "document",
    "documents",
    "documentation",
    "inspection",
    "record",
    "records",
    "room",
    "rooms",
    "status",
    "storage",
    "supplier",
    "suppliers",
    "training",
    "warehouse",
    "zone",
];
const OF_PRACTICES_IN_CHINESE: [&str; 9] = ["偏差", "文件", "区域", "车间", "供应商", "审计", "检查", "培训", "记录"];

/// What of efficacy a test or an assessment is called by.
const OF_EFFICACY: [&str; 6] = ["endpoint", "endpoints", "study", "studies", "assay", "test"];

/// What cells do in an assay, behind `effective for`.
const IN_ASSAYS: [&str; 6] = ["tube", "migration", "proliferation", "uptake", "staining", "detection"];

/// Between two clauses.
const ENDS: &[char] =
    &['.', ',', ';', ':', '!', '?', '(', ')', '\n', '。', '，', '；', '：', '！', '？', '、', '（', '）'];

/// What stands for what claims nothing.
const TOLD: &str = "x";

/// A text without what it tells of other things than the lot.
pub fn without_told(text: &str) -> String {
    let text = lookalike::composed(text);
    text.split_inclusive(ENDS)
        .map(|clause| if is_of_lot(clause) { clause.to_owned() } else { without(clause) })
        .collect()
}

/// Whether a clause speaks of the lot; the lot of a reagent is another.
pub(super) fn is_of_lot(clause: &str) -> bool {
    let words = words(clause);
    let is_material = |at: usize| words.get(at).is_some_and(|word| MATERIALS.contains(&word.as_str()));
    let is_own = |at: usize| at > 0 && is_material(at - 1);
    words.iter().enumerate().any(|(at, word)| OF_LOTS.contains(&word.as_str()) && !is_own(at))
        || OF_LOTS_IN_CHINESE.iter().any(|word| clause.contains(word))
}

/// The words of a clause in lower case, without the signs around them.
fn words(clause: &str) -> Vec<String> {
    let bare = |word: &str| word.to_lowercase().trim_matches(|sign: char| !sign.is_alphanumeric()).to_owned();
    clause.split_whitespace().map(bare).collect()
}

/// A clause that does not speak of the lot, without what it tells.
fn without(clause: &str) -> String {
    in_chinese(&in_words(clause))
}

fn in_words(clause: &str) -> String {
    let bare = words(clause);
    let is = |at: usize, list: &[&str]| bare.get(at).is_some_and(|word| list.contains(&word.as_str()));
    let has_material = (0..bare.len()).any(|at| is(at, &MATERIALS));
    let of_material = |at: usize| (0..at).any(|at| is(at, &MATERIALS));
    let is_assessed = clause.to_lowercase().contains("impact on");
    let is_told = |at: usize| {
        let for_own_use = is(at + 1, &["for"]) && is(at + 2, &OWN_USES);
        match bare.get(at).map_or("", String::as_str) {
            "released" => of_material(at) && (for_own_use || !is(at + 1, &["for", "to"])),
            "approved" => of_material(at) && for_own_use,
            "therapeutic" => is(at + 1, &THERAPEUTIC),
            "efficacy" => is_assessed || is(at + 1, &OF_EFFICACY),
            "effective" => is(at + 1, &["for"]) && is(at + 2, &IN_ASSAYS),
            own => GOOD_PRACTICES.contains(&own) && is(at + 1, &OF_PRACTICES),
        }
    };
    // Blanks stay where they are: a verdict is found over several words.
    let mut at = 0;
    let told = clause.split_inclusive(char::is_whitespace).map(|word| {
        if word.trim().is_empty() {
            return word.to_owned();
        }
        let bare = word.trim_matches(|sign: char| !sign.is_alphanumeric());
        let own = if is_told(at) { word.replacen(bare, TOLD, 1) } else { word.to_owned() };
        at += 1;
        own
    });
    let told: String = told.collect();
    if !has_material {
        return told;
    }
    GRADES.iter().filter(|grade| grade.is_ascii()).fold(told, |told, grade| without_phrase(&told, grade))
}

/// A text without a phrase in whatever case.
fn without_phrase(text: &str, phrase: &str) -> String {
    match text.to_ascii_lowercase().find(phrase) {
        Some(at) => {
            text.get(..at).unwrap_or_default().to_owned() + TOLD + text.get(at + phrase.len()..).unwrap_or_default()
        }
        None => text.to_owned(),
    }
}

fn in_chinese(clause: &str) -> String {
    let material = MATERIALS_IN_CHINESE.iter().filter_map(|word| clause.find(word)).min();
    let mut own = match material.and_then(|at| clause.split_at_checked(at)) {
        Some((before, behind)) => before.to_owned() + &behind.replace("放行", TOLD),
        None => clause.to_owned(),
    };
    for word in TREATING {
        own = own.replace(&["治疗", word].concat(), TOLD);
    }
    for (practice, of) in ["GMP", "GLP"].iter().flat_map(|own| OF_PRACTICES_IN_CHINESE.map(|of| (own, of))) {
        own = own.replace(&[*practice, of].concat(), TOLD);
    }
    // The result of a test, of a control, of a retest.
    own.replace("符合规定", TOLD)
}

#[cfg(test)]
mod tests {
    use super::without_told;
    use crate::claims::{TextKind, found, judged, without_denied};

    fn objected(text: &str) -> bool {
        let told = without_told(&without_denied(text));
        found(&told).is_some() || judged(&told, TextKind::Record).is_some()
    }

    #[test]
    fn what_is_told_of_other_things_claims_nothing() {
        for text in [
            "buffer was used before it was released",
            "column not released by QC at the time of use",
            "reference standard not yet approved for use",
            "The raw material was released after filling.",
            "The medium was released conditionally.",
            "The excipient was released for use one day later.",
            "Quarantined material was used before it was released.",
            "reagent lot 12 was not released",
            "antibody batch released late",
            "protein released from the membrane",
            "released heparin inhibits the assay",
            "siRNA released after lysis",
            "dye released within 2 h",
            "therapeutic antibody interferes with the assay",
            "therapeutic cargo miR-21 present",
            "The therapeutic dose volume was changed in the protocol.",
            "GMP deviation DEV-12, wrong column",
            "The GMP supplier audit was postponed.",
            "The GMP area classification was temporarily grade B.",
            "Subcontractor's GLP status was not verified.",
            "not GMP compliant documentation",
            "test not in accordance with USP <85>",
            "The laboratory lost its accreditation for LAL during the period.",
            "The impact on safety and efficacy was assessed as low.",
            "efficacy endpoint not tested",
            "effective for tube formation",
            "clinical grade trehalose interferes",
            "GMP grade trehalose used",
            "对照品不符合规定",
            "试剂未经放行即使用",
            "所用试剂未放行",
            "不符合药典方法要求",
            "治疗药物干扰",
            "治疗窗内",
            "原料在放行前使用，已按偏差处理。",
            "该物料于使用后放行。",
            "复验结果符合规定，原结果判为无效。",
            "药物释放符合规定",
            "未见异物，符合规定",
            "应符合规定",
            "GMP偏差DEV-12",
        ] {
            assert!(!objected(text), "{text}");
        }
    }

    #[test]
    fn what_is_said_of_the_lot_is_a_claim_in_a_record_too() {
        for text in [
            "released by QA",
            "released by quality control",
            "released per standard procedure",
            "GMP grade",
            "已放行，试剂合格",
            "lot released",
            "reagent expired, lot released",
            "reagent expired; released for clinical use",
            "the reagent and the batch were released",
            "reagent released for patients",
            "protein released for use",
            "quality is good, batch approved",
            "result ok, all tests passed",
            "lot conforms anyway",
            "product is safe and effective",
            "Made under GMP",
            "GMP",
            "GMP product",
            "therapeutic",
            "The product has therapeutic levels",
            "effective for lung fibrosis",
            "efficacy confirmed",
            "clinical grade",
            "accredited laboratory",
            "lot status: approved",
            "已放行",
            "本批已放行",
            "试剂合格，本批放行",
            "本批符合规定",
            "各项结果均符合规定",
            "全部项目达标",
            "判定：合格",
            "本批产品合格。",
            "可治疗肺纤维化",
            "符合GMP要求",
            "临床级",
        ] {
            assert!(objected(text), "{text}");
        }
    }
}
