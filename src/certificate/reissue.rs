//! What changed between a certificate and the one that replaces it.
//!
//! Programs find a change by its path in the content; a reader by the words of the certificate: "Osmolality: Result".

use super::model::{Certificate, Change, Content, Replaced};
use super::stamp::Stamp;
use super::terms;
use super::words::Words;
use crate::judge::says_something;
use crate::{claims, lookalike};
use serde_json::Value;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Keys of the content that differ between any two certificates and say nothing of the lot.
const ASIDE: [&str; 6] = ["record", "replaces", "issued", "evaluated", "number", "missing"];

/// Keys that say nothing to a reader: the languages of a text, and the list of tests, each of which has its name.
const SILENT: [&str; 4] = ["en", "zh", "text", "tests"];

/// The words of keys that no term of the terminology table is called by; `part.key` where a key means several things.
const WORDS: &[(&str, &str, &str)] = &[
    ("acceptance_zone", "acceptance zone", "接受区间"),
    ("analysts", "analyst", "检验人"),
    ("authoritative", "prevailing language", "优先语言"),
    ("bank", "cell bank", "细胞库"),
    ("bounds", "bound that was compared", "比较所用的界限"),
    ("by", "stated by", "声明人"),
    ("category", "class of the item", "项目类别"),
    ("code", "code", "代码"),
    ("condition", "condition on receipt", "收样状态"),
    ("corrected_by", "corrected by", "更正人"),
    ("corrected_on", "date of correction", "更正日期"),
    ("corrects", "value before the correction", "更正前的值"),
    ("criterion_as_written", "criterion as the specification writes it", "质量标准原文"),
    ("date", "date", "日期"),
    ("decided_by", "panel through which it counts", "计入的组合项"),
    ("decision", "decision rule", "判定规则"),
    ("detail", "detail", "说明"),
    ("determinations", "determination", "测定"),
    ("document", "kind of document", "文件类型"),
    ("expanded", "expanded uncertainty", "扩展不确定度"),
    ("expiry_rule", "rule behind the expiry date", "有效期规则"),
    ("external.tests", "item", "检验项目"),
    ("deviations.tests", "item", "检验项目"),
    ("false_accept_risk", "risk of false acceptance", "误判合格的风险"),
    ("file", "file", "文件"),
    ("flags", "mark beside the result", "结果标记"),
    ("id", "identifier", "标识"),
    ("ids", "sample no.", "样品编号"),
    ("individual", "limits for each determination", "单次测定限度"),
    ("intended_use", "intended use", "用途"),
    ("kind", "kind", "种类"),
    ("label", "label", "标示"),
    ("language", "language of the print", "印刷语言"),
    ("tests.laboratory", "laboratory", "检验实验室"),
    ("limits", "limits", "限度"),
    ("line", "line in the file", "文件行号"),
    ("lower", "lower limit", "下限"),
    ("lower_inclusive", "lower limit itself conforms", "下限本身符合"),
    ("meaning", "meaning of the signature", "签名含义"),
    ("measured", "measured value", "测定值"),
    ("message", "reason", "原因"),
    ("methods", "method", "方法"),
    ("n", "number of determinations", "测定次数"),
    ("op", "sign of a bound", "界值符号"),
    ("open", "open item", "未决事项"),
    ("outcome", "outcome", "判定"),
    ("parameters", "parameter", "参数"),
    ("plan", "plan", "方案"),
    ("point", "time point", "时间点"),
    ("profile", "profile", "规范"),
    ("reasons", "reason", "原因"),
    ("record", "record", "记录编号"),
    ("reference", "reference", "依据编号"),
    ("remarks", "what decided", "判定说明"),
    ("report", "report no.", "报告编号"),
    ("required", "required for the conclusion", "影响总结论"),
    ("role", "role", "类别"),
    ("rounding_words", "rounding in words", "修约规则说明"),
    ("rule", "rule", "规则"),
    ("sample", "sample", "样品"),
    ("sample.quantity", "quantity of sample", "样品量"),
    ("sha256", "SHA-256", "SHA-256"),
    ("see", "value in its place", "更正后的值"),
    ("signatories", "signatory", "签名人"),
    ("size", "batch size", "批量"),
    ("source", "source of the uncertainty", "不确定度来源"),
    ("standard", "standard uncertainty", "标准不确定度"),
    ("started", "date of start", "开始日期"),
    ("statement", "statement", "表述"),
    ("test", "item", "检验项目"),
    ("title", "title", "标题"),
    ("uncertainty", "measurement uncertainty", "测量不确定度"),
    ("unit", "unit", "单位"),
    ("tests.value", "unrounded value", "未修约值"),
    ("upper", "upper limit", "上限"),
    ("upper_inclusive", "upper limit itself conforms", "上限本身符合"),
    ("verbatim", "criterion text", "标准文字"),
    ("verdict", "conclusion", "结论"),
    ("version", "version", "版本"),
    ("words", "in words", "文字说明"),
];

/// Every value that differs, in the order of the new content.
///
/// # Errors
/// A content cannot be written as JSON.
pub fn changes(before: &Certificate, after: &Content) -> serde_json::Result<Vec<Change>> {
    let (old, new) = (Flat::of(&before.content)?, Flat::of(after)?);
    let gone = old.order.iter().filter(|at| !new.values.contains_key(*at));
    let all = new.order.iter().chain(gone);
    let changed = all.filter_map(|at| {
        let (was, is) = (old.values.get(at), new.values.get(at));
        let text = |value: Option<&(Words, String)>| value.map(|(_, text)| text.clone());
        let what = is.or(was).map(|(what, _)| what.clone())?;
        (text(was) != text(is)).then(|| Change { at: at.clone(), what, before: text(was), after: text(is) })
    });
    Ok(changed.collect())
}

/// The fewest letters that say something; a Chinese character counts as two.
const FEWEST_LETTERS: usize = 4;

/// What fills the place of a reason and gives none, beside what fills any record ([`says_something`]).
const NO_REASONS: [&str; 14] = [
    "no reason",
    "no comment",
    "nothing",
    "none given",
    "not given",
    "not stated",
    "not known",
    "not available",
    "reissue",
    "reissued",
    "无原因",
    "未说明",
    "重新签发",
    "换发",
];

/// Whether a text can be the reason of a reissue: a word, and not a letter or a stroke, nor one that says that there is none, nor
/// what became of the lot (`released`), which is no reason to replace anything.
pub fn is_reason(text: &str) -> bool {
    let seen = lookalike::seen(text.trim_matches(|sign: char| !sign.is_alphanumeric()));
    let says = claims::found(&seen).is_some() || claims::judged(&seen, claims::Kind::Frame).is_some();
    let is_verdict = !seen.contains(' ') && says;
    if !says_something(&seen) || NO_REASONS.contains(&seen.as_str()) || is_verdict {
        return false;
    }
    let weight = |letter: char| if ('\u{3400}'..='\u{9fff}').contains(&letter) { 2 } else { 1 };
    text.chars().filter(|sign| sign.is_alphabetic()).map(weight).sum::<usize>() >= FEWEST_LETTERS
}

/// Whether a certificate would be issued before the one that it replaces.
pub fn is_before(content: &Content, replaced: &Replaced) -> bool {
    let stamps = (Stamp::parse(&content.issued), replaced.date.as_deref().map(Stamp::parse));
    matches!(stamps, (Ok(new), Some(Ok(old))) if new.order(&old) == Ordering::Less)
}

/// The values of a content, each by its path, with what it is called.
#[derive(Default)]
struct Flat {
    order: Vec<String>,
    values: BTreeMap<String, (Words, String)>,
}

/// A place in the content: its path, what it is called, and the part of the content that it is in.
struct At<'a> {
    path: String,
    words: Vec<Words>,
    part: &'a str,
}

impl Flat {
    fn of(content: &Content) -> serde_json::Result<Flat> {
        let mut all = Flat::default();
        if let Value::Object(entries) = serde_json::to_value(content)? {
            for (key, value) in entries.iter().filter(|(key, _)| !ASIDE.contains(&key.as_str())) {
                let words = if SILENT.contains(&key.as_str()) { Vec::new() } else { vec![called(key, key)] };
                all.walk(&At { path: key.clone(), words, part: key }, value);
            }
        }
        Ok(all)
    }

    fn walk(&mut self, at: &At<'_>, value: &Value) {
        match value {
            Value::Object(entries) => {
                for (key, value) in entries {
                    let said = (key != "tests" || at.part != "tests").then(|| called(at.part, key));
                    let said = said.filter(|_| !SILENT[..3].contains(&key.as_str()));
                    self.walk(&at.below(key, said), value);
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.walk(&at.below(&name_of(item, index), Some(title_of(item, index))), item);
                }
            }
            Value::Null => {}
            Value::String(text) => self.put(at, text.clone()),
            other => self.put(at, other.to_string()),
        }
    }

    fn put(&mut self, at: &At<'_>, text: String) {
        self.order.push(at.path.clone());
        self.values.insert(at.path.clone(), (Words::join(&at.words, ": ", "："), text));
    }
}

impl<'a> At<'a> {
    fn below(&self, name: &str, said: Option<Words>) -> At<'a> {
        let words = self.words.iter().cloned().chain(said).collect();
        At { path: format!("{}.{name}", self.path), words, part: self.part }
    }
}

/// What a key is called in a part of the content.
fn called(part: &str, key: &str) -> Words {
    let inside = format!("{part}.{key}");
    let own = |name: &str| WORDS.iter().find(|(own, ..)| *own == name);
    let term = || terms::term(&key.replace('_', " ")).map(Words::of);
    match own(&inside).or_else(|| own(key)) {
        Some((_, en, zh)) => Words::new(*en, *zh),
        // Every key has its words: a test reads them off the schema.
        None => term().unwrap_or_else(|| Words::same(key)),
    }
}

/// An item of a list by its id, so that a line put in shifts no other; else by its position.
fn name_of(item: &Value, index: usize) -> String {
    let id = item.get("id").and_then(Value::as_str);
    let point = item.get("point").and_then(|point| point.get("en")).and_then(Value::as_str);
    match (id, point) {
        (Some(id), Some(point)) => format!("{id} ({point})"),
        (Some(id), None) => id.to_owned(),
        (None, _) => (index + 1).to_string(),
    }
}

/// The same for a reader: the name of what has an id, else its position.
fn title_of(item: &Value, index: usize) -> Words {
    let named = item.get("id").and_then(|_| item.get("name"));
    let text = |language: &str| named?.get(language)?.as_str().map(str::to_owned);
    match (text("en"), text("zh")) {
        (Some(en), Some(zh)) => Words::new(en, zh),
        _ => Words::same((index + 1).to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::certificate::certificate_schema;

    #[test]
    fn a_reason_is_a_word_at_least() {
        for reason in [
            "typo",
            "transcription error of osmolality",
            "更正",
            "wrong pH (7.4)",
            "released value was that of another lot",
            "复验后更正",
        ] {
            assert!(is_reason(reason), "{reason}");
        }
        let nothing = ["", "x", "-", "...", "n/a", "12345", "改", "\u{200b}\u{200b}\u{200b}\u{200b}"];
        let empty = [
            "none",
            "None.",
            "N/A",
            "n.a.",
            "unknown",
            "(none)",
            "ｎｏｎｅ",
            "nothing",
            "no reason",
            "not applicable",
            "无",
            "无。",
            "不适用",
            "无原因",
        ];
        let verdicts = ["released", "Released.", "passed", "放行", "合格"];
        for none in nothing.iter().chain(&empty).chain(&verdicts) {
            assert!(!is_reason(none), "{none}");
        }
    }

    /// Every key that the schema has below `content`.
    fn keys(of: &Value, schema: &Value, all: &mut Vec<String>) {
        if let Some(reference) = of.get("$ref").and_then(Value::as_str) {
            let definition = schema.pointer(reference.trim_start_matches('#')).unwrap();
            return keys(definition, schema, all);
        }
        for (key, value) in of.get("properties").and_then(Value::as_object).into_iter().flatten() {
            if !ASIDE.contains(&key.as_str()) && !all.contains(key) {
                all.push(key.clone());
                keys(value, schema, all);
            }
        }
        let below = ["items", "anyOf", "oneOf"].into_iter().filter_map(|key| of.get(key));
        for value in below {
            match value {
                Value::Array(several) => several.iter().for_each(|one| keys(one, schema, all)),
                one => keys(one, schema, all),
            }
        }
    }

    #[test]
    fn every_key_has_words_in_both_languages() {
        let schema = certificate_schema().to_value();
        let mut all = Vec::new();
        keys(&schema["$defs"]["Content"], &schema, &mut all);
        assert!(all.len() > 90, "{}", all.len());
        for key in all.iter().filter(|key| !SILENT.contains(&key.as_str())) {
            let words = called("", key);
            let as_it_is = ["sha256", "coverage_factor"].contains(&key.as_str());
            assert!(!words.is_same() || as_it_is, "{key} has no words for a reader");
        }
    }
}
