//! Whether the reason of an invalidation names a cause at all.
//!
//! That a result is outside its limits is why it is investigated, and no reason to set it aside. So a reason that says no more
//! than that, or names a document, is none. The words are a net with holes: whether a cause is one, the approver answers for.

use crate::lookalike;
use crate::spec::Test;

/// Phrases that say that no cause is known, wherever they stand.
const NO_CAUSE: &[&str] = &[
    "no assignable cause",
    "no cause",
    "no root cause",
    "cause not found",
    "cause not identified",
    "cause unknown",
    "unknown cause",
    "原因不明",
    "无明确原因",
];

/// Phrases that say that something was not found: the cause, or what was the cause, as in `blank not determined`.
const NOT_FOUND: &[&str] = &[
    "not established",
    "not be determined",
    "not determined",
    "not be identified",
    "not identified",
    "not found",
    "inconclusive",
    "未确定",
    "未找到",
    "未查明",
];

/// Words of a cause, by which it is the cause that was not found.
const OF_CAUSE: &[&str] = &["cause", "reason", "source", "origin", "explanation", "原因", "来源"];

/// Words that repeat that a result failed, name what failed or where it is written, and those that hold a sentence together. A
/// reason of such words alone names no cause.
const EMPTY: &[&str] = &[
    // That it failed.
    "fail fails failed failing failure failures oos oot ooe ooc outside out off beyond above below under over exceed exceeds exceeded exceeding",
    "exceedance high higher low lower lowest highest too than unacceptable unexpected unsatisfactory nonconforming nonconformance nonconformity",
    "conform conforms conforming conformance conformity comply complies complied compliant compliance noncompliant pass passes passed passing meet",
    "meets met reach reached abnormal atypical aberrant anomalous anomaly suspect suspicious questionable implausible doubtful outlier outliers",
    "outlying odd bad poor wrong incorrect false deviating deviation deviations deviates deviant dev differs different significant significantly",
    "statistical statistically grubbs dixon error errors mistake mistakes problem problems issue issues fault faulty event incident",
    // What failed, and against what.
    "result results value values reading readings data datum determination determinations replicate replicates duplicate measurement measurements",
    "measured measure assay assays test tests tested testing analysis analyses analysed analyzed run runs sample samples lot lots batch batches",
    "limit limits criterion criteria acceptance accept accepted specification specifications specified spec specs range requirement requirements",
    "required threshold target percent ng mg ug µg μg ml nm eu iu cfu",
    // What was done next.
    "retest retests retested retesting repeat repeats repeated repeating repetition rerun reruns reanalysis reanalysed reanalyzed remeasured again",
    "recheck rechecked confirm confirmed confirmation confirmatory original initial first second third previous next new invalid invalidate",
    "invalidated invalidation void voided reject rejected rejection discard discarded disregard disregarded exclude excluded replace replaced",
    // Where it is written, and who says so.
    "see per according acc ref refs reference refer cf documented document doc record records recorded report reports investigation investigations",
    "investigated found finding findings nothing evidence inv capa nc ncr case no nr number closed open opened pending ongoing done complete",
    "completed approved approval qa qc reviewed",
    "review cause causes caused root assignable reason reasons due because unknown unclear unexplained undetermined none nil na tbd",
    // Of the sentence.
    "a an the this that these those it its their which who we i of in on at to for from with without by as and or but not non is was were are be",
    "been being has have had did does do so also both all one two only same other very quite slightly clearly since after before during when",
];

/// The same in Chinese, where no blanks part the words: what is left of a reason without these is its cause.
const EMPTY_CHINESE: &[&str] = &[
    "不合格",
    "不符合规定",
    "不符合",
    "未通过",
    "不通过",
    "未达到",
    "未达标",
    "不达标",
    "超标",
    "超出",
    "超过",
    "超限",
    "偏低",
    "偏高",
    "过低",
    "过高",
    "太低",
    "太高",
    "较低",
    "较高",
    "低于",
    "高于",
    "大于",
    "小于",
    "失败",
    "异常",
    "离群值",
    "离群",
    "可疑",
    "偏离",
    "偏差",
    "错误",
    "有误",
    "问题",
    "检验结果",
    "检测结果",
    "结果",
    "数值",
    "数据",
    "测定值",
    "检验",
    "检测",
    "测试",
    "试验",
    "测定",
    "测量",
    "样品",
    "样本",
    "本批",
    "该批",
    "批次",
    "质量标准",
    "标准",
    "规定",
    "限度",
    "限值",
    "上限",
    "下限",
    "范围",
    "要求",
    "规格",
    "合格",
    "复测",
    "复检",
    "复验",
    "重测",
    "重检",
    "重做",
    "重新",
    "重复",
    "再次",
    "确认",
    "无效",
    "作废",
    "剔除",
    "舍弃",
    "调查中",
    "调查",
    "根本原因",
    "原因",
    "未知",
    "不明",
    "待定",
    "待查",
    "无",
    "详见",
    "参见",
    "见",
    "依据",
    "根据",
    "报告",
    "编号",
    "记录",
    "文件",
    "批准",
    "由于",
    "因为",
    "导致",
    "所致",
    "经过",
    "已经",
    "进行",
    "显示",
    "首次",
    "初次",
    "第一次",
    "第二次",
    "的",
    "了",
    "为",
    "是",
    "在",
    "因",
    "与",
    "和",
    "及",
    "或",
    "且",
    "均",
    "被",
    "已",
    "未",
    "不",
    "本",
    "该",
    "此",
    "其",
    "后",
    "前",
    "有",
    "请",
    "值",
    "低",
    "高",
];

/// Whether the reason why a result of a test is void names a cause.
pub(super) fn is_named(reason: &str, test: &Test) -> bool {
    let seen = lookalike::seen(reason);
    let folded = super::context::folded(&seen);
    if NO_CAUSE.iter().any(|phrase| folded.contains(phrase)) || clauses(&folded).any(says_that_none_was_found) {
        return false;
    }
    let told: Vec<&str> = clauses(&seen).filter(|clause| tells(clause, test)).collect();
    is_mix_up(&seen) || says_more(&told.join(", "), test)
}

fn clauses(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ';', ':', '，', '；', '：', '。'])
}

/// Whether a clause says of a cause that it was not found.
fn says_that_none_was_found(clause: &str) -> bool {
    let has = |phrases: &[&str]| phrases.iter().any(|phrase| clause.contains(phrase));
    has(NOT_FOUND) && has(OF_CAUSE)
}

/// Whether a clause tells what happened. One in which something was not found does where it says of what, and what of that:
/// `a vial not identified on its label`, and not `the event was not identified`.
fn tells(clause: &str, test: &Test) -> bool {
    let folded = super::context::folded(clause);
    let parts = NOT_FOUND.iter().find_map(|phrase| folded.split_once(phrase));
    parts.is_none_or(|(of, what)| says_more(of, test) && says_more(what, test))
}

/// Whether a reason says that another sample than the right one was tested. Each of these words alone only says that something
/// is wrong: a `wrong sample` is a cause, a `wrong result` and a `wrong sample result` are none.
fn is_mix_up(reason: &str) -> bool {
    const TESTED: &[&str] = &["sample", "samples", "lot", "lots", "batch", "batches", "test", "assay"];
    const FOUND: &[&str] = &["result", "results", "value", "values", "reading", "readings", "data", "limit", "limits"];
    let words: Vec<&str> = words(reason).collect();
    let in_english = words.windows(2).enumerate().any(|(at, two)| {
        let wrong = matches!(two, ["wrong" | "incorrect", tested] if TESTED.contains(tested));
        let denied = words.iter().take(at).rev().take(2).any(|word| ["no", "not"].contains(word));
        wrong && !denied && !words.get(at + 2).is_some_and(|next| FOUND.contains(next))
    });
    in_english || is_mix_up_in_chinese(reason)
}

fn is_mix_up_in_chinese(reason: &str) -> bool {
    const MIXED_UP: &[&str] = &[
        "错误的样品",
        "错误样品",
        "错误的样本",
        "错误样本",
        "错误的批次",
        "错误批次",
        "样品错误",
        "样本错误",
        "批次错误",
    ];
    const FOUND: &[&str] = &["结果", "数据", "数值", "值", "检", "测", "的"];
    MIXED_UP.iter().filter_map(|phrase| reason.split_once(phrase)).any(|(before, after)| {
        let denied = ["无", "非", "未", "不是", "没有"].iter().any(|word| before.ends_with(word));
        !denied && !FOUND.iter().any(|found| after.starts_with(found))
    })
}

/// Whether something is left of a reason without the name of its test, empty words, numbers and numbers of documents.
fn says_more(reason: &str, test: &Test) -> bool {
    let names = [&test.id, &test.name].into_iter().chain(&test.columns).map(|name| lookalike::seen(name));
    let names: Vec<String> = names.flat_map(|name| words(&name).map(str::to_owned).collect::<Vec<_>>()).collect();
    reason
        .split(|sign: char| sign.is_whitespace() || ",;:()[]\"'、。".contains(sign))
        .filter(|chunk| !is_number(chunk))
        .any(|chunk| words(chunk).any(|word| !names.iter().any(|name| name == word) && says_something(word)))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Whether a word, or what Chinese words are left of it, is none of the empty ones.
fn says_something(word: &str) -> bool {
    let rest = EMPTY_CHINESE.iter().fold(word.to_owned(), |rest, empty| rest.replace(empty, " "));
    rest.split_whitespace().any(|word| {
        let is_empty = || EMPTY.iter().any(|line| line.split(' ').any(|empty| empty == word));
        let is_word = word.chars().any(char::is_alphabetic) && word.chars().count() > 1 && !is_empty();
        is_word || word.chars().any(lookalike::is_chinese)
    })
}

/// Whether a text is a number, or that of a document: letters and three digits at least, as in `INV-031`, or letters, a line
/// and digits, as in `INV-1`.
fn is_number(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let of_signs = text.chars().all(|sign| sign.is_ascii_digit() || "-+.,/%<>=#_".contains(sign));
    let of_document = text.chars().all(|sign| sign.is_ascii_alphanumeric() || "-/_.#".contains(sign));
    digits > 0 && (of_signs || (of_document && (digits > 2 || text.contains(['-', '/', '#']))))
}
