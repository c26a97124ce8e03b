//! What a test is about, told by the words of its names.

use crate::spec::Test;

/// Words that name one attribute, lower case; Chinese ones beside the English.
#[derive(Clone, Copy, Debug)]
pub(super) struct Topic(pub &'static [&'static str]);

pub(super) const STERILITY: Topic = Topic(&["sterility", "sterile", "无菌"]);
pub(super) const ENDOTOXIN: Topic = Topic(&["endotoxin", "pyrogen", "内毒素", "热原"]);
pub(super) const MYCOPLASMA: Topic = Topic(&["mycoplasma", "支原体"]);
pub(super) const ADVENTITIOUS: Topic = Topic(&["adventitious", "virus", "viral", "外源", "病毒"]);
pub(super) const MICROBIAL: Topic =
    Topic(&["tamc", "tymc", "microbial", "bioburden", "total aerobic", "yeast", "微生物限度", "需氧菌"]);
pub(super) const HOST_CELL: Topic =
    Topic(&["host cell", "hcp", "hcdna", "residual dna", "residual protein", "dna", "宿主"]);
pub(super) const PROCESS_RESIDUE: Topic = Topic(&[
    "peg",
    "polyethylene glycol",
    "nuclease",
    "benzonase",
    "bsa",
    "bovine",
    "serum",
    "antibiotic",
    "penicillin",
    "streptomycin",
    "gentamicin",
    "detergent",
    "triton",
    "dmso",
    "iodixanol",
    "sucrose",
    "solvent",
    "growth factor",
    "ethanol",
    "聚乙二醇",
    "抗生素",
    "牛血清",
]);
pub(super) const CO_ISOLATE: Topic = Topic(&[
    "calnexin",
    "gm130",
    "grp94",
    "cytochrome",
    "albumin",
    "apolipoprotein",
    "apoa1",
    "apob",
    "apob100",
    "apoe",
    "lipoprotein",
    "uromodulin",
    "tamm",
    "co isolate",
    "negative marker",
    "histone",
    "阴性标志",
]);
pub(super) const TRANSMEMBRANE: Topic = Topic(&[
    "cd9",
    "cd63",
    "cd81",
    "cd82",
    "cd73",
    "cd44",
    "cd29",
    "cd90",
    "cd105",
    "integrin",
    "tetraspanin",
    "tetraspanins",
]);
pub(super) const CYTOSOLIC: Topic = Topic(&[
    "tsg101",
    "alix",
    "pdcd6ip",
    "syntenin",
    "flotillin",
    "flotillin1",
    "annexin",
    "hsp70",
    "hsc70",
    "hsp90",
    "caveolin",
    "esd",
    "arf6",
]);
pub(super) const APPEARANCE: Topic =
    Topic(&["appearance", "description", "visual", "colour", "color", "clarity", "外观", "性状"]);
pub(super) const ACIDITY: Topic = Topic(&["ph", "acidity", "酸碱度"]);
pub(super) const OSMOLALITY: Topic = Topic(&["osmolality", "osmolarity", "osmotic", "渗透压"]);
pub(super) const SUB_VISIBLE: Topic =
    Topic(&["sub visible", "subvisible", "particulate", "insoluble particles", "不溶性微粒"]);
pub(super) const VISIBLE: Topic = Topic(&["visible particles", "visible foreign", "foreign matter", "可见异物"]);
pub(super) const MORPHOLOGY: Topic = Topic(&["morphology", "electron microscopy", "tem", "形态"]);
pub(super) const PROTEIN: Topic =
    Topic(&["protein content", "protein concentration", "total protein", "protein", "蛋白含量"]);
pub(super) const CARGO: Topic = Topic(&[
    "cargo",
    "payload",
    "drug",
    "peptide",
    "mrna",
    "sirna",
    "mirna",
    "displayed",
    "display",
    "ligand",
    "transgene",
    "loaded",
    "载药",
    "载荷",
]);
pub(super) const FREE_CARGO: Topic =
    Topic(&["free", "unencapsulated", "unloaded", "unbound", "non encapsulated", "游离"]);
pub(super) const LOADING: Topic =
    Topic(&["loading", "encapsulation", "loaded fraction", "incorporation", "copies per vesicle", "包封率", "载药量"]);
pub(super) const VECTOR: Topic =
    Topic(&["vector", "plasmid", "lentiviral", "transfection", "template", "载体", "质粒"]);
pub(super) const DROPLET: Topic =
    Topic(&["droplet", "aerodynamic", "mmad", "aerosol", "delivered dose", "nebulisation", "nebulization", "雾滴"]);
pub(super) const SIZE_STATISTIC: Topic = Topic(&[
    "mode",
    "mean",
    "median",
    "d10",
    "d50",
    "d90",
    "span",
    "z average",
    "peak",
    "众数",
    "均值",
    "中位",
    "平均粒径",
]);

/// What nobody may take another test for: that a product is safe, as far as tests show it.
const OF_SAFETY: [Topic; 6] = [STERILITY, ENDOTOXIN, MYCOPLASMA, ADVENTITIOUS, MICROBIAL, HOST_CELL];

/// Whether a name says that something of safety is tested that a test, by its own names, is not about.
pub fn names_another(name: &str, test: &Test) -> bool {
    OF_SAFETY.iter().any(|topic| topic.occurs_in(name) && !topic.names(test))
}

impl Topic {
    /// Whether a test is about it.
    pub fn names(self, test: &Test) -> bool {
        [&test.id, &test.name].into_iter().chain(&test.columns).any(|name| self.occurs_in(name))
    }

    /// Whether one of the words stands in a text. English ones count as whole words, so that `ph` is not in `phase`.
    pub fn occurs_in(self, text: &str) -> bool {
        let text = folded(text);
        self.0.iter().any(|word| stands_in(word, &text))
    }

    /// The words that stand in the names of a test or in its verbatim text.
    pub fn words_of(self, test: &Test) -> impl Iterator<Item = &'static str> {
        let texts = [&test.id, &test.name].into_iter().chain(&test.columns).chain(&test.text);
        let texts: Vec<String> = texts.map(|text| folded(text)).collect();
        self.0.iter().copied().filter(move |word| texts.iter().any(|text| stands_in(word, text)))
    }
}

fn stands_in(word: &str, folded: &str) -> bool {
    if word.is_ascii() { folded.contains(&format!(" {word} ")) } else { folded.contains(word) }
}

/// Lower case, with one space for whatever is no letter or digit, and at both ends.
fn folded(text: &str) -> String {
    let lower = text.to_lowercase();
    let parts = lower.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    let mut folded = String::from(" ");
    for part in parts {
        folded.push_str(part);
        folded.push(' ');
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_whole_words_whatever_stands_between_them() {
        assert!(ACIDITY.occurs_in("pH"));
        assert!(ACIDITY.occurs_in("ph_value"));
        assert!(!ACIDITY.occurs_in("phase"));
        assert!(SUB_VISIBLE.occurs_in("Sub-visible particles >= 10 um"));
        assert!(SUB_VISIBLE.occurs_in("sub_visible_10um"));
        assert!(TRANSMEMBRANE.occurs_in("CD63+ (%)"));
        assert!(STERILITY.occurs_in("无菌检查"));
        assert!(!MORPHOLOGY.occurs_in("item"));
        assert!(!HOST_CELL.occurs_in("cdna"));
    }
}
