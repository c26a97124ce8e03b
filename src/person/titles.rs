//! What stands beside a name and is no part of it: titles, degrees, functions. As seen, in lower case and without points.

use std::collections::BTreeSet;
use std::sync::LazyLock;

type List = LazyLock<BTreeSet<&'static str>>;

/// What is nobody's name.
static TITLES: List = LazyLock::new(|| {
    words(
        "dr prof professor professorin doctor mr mrs ms miss mx herr frau mme mlle esq drs dres doc docent dozent pd \
phd dphil md dsc scd bsc msc mphil mres mba mph mpharm bpharm pharmd pharmdr rndr mudr mvdr mgr dvm vmd dds drph edd engd mchem msci \
bsci btech mtech mtox bchem dipl dipling diplbiol diplchem diplphys diplpharm diplnat habil univ magpharm magrer licpharm llm mbbs mbchb \
frsc mrsc cchem cbiol csci mrsb frsb rsb mrpharms frpharms rph ceng eurchem eurprobiol eurtox dabt ascp cqa cqe cqm cmq asq mphys \
msn bsn crna fracp facp frcp frcpath mrcp mrcpath mta cta bta pta biola chema \
qa qc qp qau ipqc capa gmp glp hons \
analyst reviewer approver manager pharmacist scientist chemist biologist microbiologist biochemist technician technologist supervisor \
laboratory laborant laborantin laborleiter laborleiterin leiter leiterin leitung apotheker apothekerin fachapotheker fachapothekerin \
biologe biologin chemiker chemikerin biochemiker biochemikerin ingenieur ingenieurin sachkundige technische pruefer prüfer analytiker \
analytikerin director engineer officer specialist assistant inspector auditor quality assurance qualified department dept \
docteur pharmacien pharmacienne responsable qualité",
    )
});

/// What is one only beside another, as in `Dr. rer. nat.` and `Head of QC`, or behind a whole name; alone it is somebody's name.
static WITH_TITLES: List = LazyLock::new(|| {
    words(
        "ing rer nat med vet dent pharm phil techn agr sc hc biol chem phys rerum naturalium honoris causa head \
person control lab lead leader unit team of senior associate chief deputy acting production operator group the for and management \
lic cand mag dip cert grad arch",
    )
});

/// What is one only behind a whole name: `Mei Chen MA`, but `Ma Chen`.
static ALSO_NAMES: List = LazyLock::new(|| {
    words(
        "ma ba me be pe bs ms meng beng bed med eng ir ra rn do mas des dea mpa msa mse bse bba llb jd lld aas as sen",
    )
});

/// Titles, functions and departments that stand at a Chinese name, without a blank too; a longer one before one that it has.
const IN_CHINESE: &[&str] = &[
    "质量保证部",
    "质量控制部",
    "高级工程师",
    "质量受权人",
    "质量负责人",
    "技术负责人",
    "执业药师",
    "主管药师",
    "主任药师",
    "质量保证",
    "质量控制",
    "副研究员",
    "副教授",
    "副主任",
    "副经理",
    "总经理",
    "总工程师",
    "工程师",
    "质量部",
    "质控部",
    "质检部",
    "检验部",
    "生产部",
    "研发部",
    "检验科",
    "实验室",
    "化验室",
    "受权人",
    "负责人",
    "分析员",
    "分析师",
    "检验员",
    "检测员",
    "质检员",
    "研究员",
    "审核人",
    "批准人",
    "复核人",
    "操作员",
    "博士后",
    "博士",
    "硕士",
    "学士",
    "教授",
    "讲师",
    "院士",
    "先生",
    "女士",
    "小姐",
    "医生",
    "医师",
    "药师",
    "技师",
    "老师",
    "主任",
    "主管",
    "经理",
    "总监",
    "组长",
    "质量",
    "质控",
    "质检",
    "生产",
    "检验",
    "审核",
];

/// What is written small before a surname.
static PARTICLES: List = LazyLock::new(|| {
    words("von vom van de der den del della di da do dos das du la le zu zum zur ten ter af av bin ibn al el y")
});

fn words(list: &'static str) -> BTreeSet<&'static str> {
    list.split_whitespace().collect()
}

pub(super) fn is_title(word: &str) -> bool {
    TITLES.contains(word) || IN_CHINESE.contains(&word)
}

pub(super) fn is_one_beside_another(word: &str) -> bool {
    WITH_TITLES.contains(word)
}

pub(super) fn is_also_a_name(word: &str) -> bool {
    ALSO_NAMES.contains(word)
}

pub(super) fn is_particle(word: &str) -> bool {
    PARTICLES.contains(word)
}

/// A Chinese name without what stands before and behind it.
pub(super) fn without_chinese(word: &str) -> &str {
    let mut own = word;
    while !IN_CHINESE.contains(&own)
        && let Some(less) = IN_CHINESE.iter().find_map(|title| own.strip_suffix(title).or(own.strip_prefix(title)))
    {
        own = less;
    }
    own
}
