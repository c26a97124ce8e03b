//! What changed between a certificate and the one that replaces it.
//!
//! Programs find a change by its path in the content; a reader by the words of the certificate: "Osmolality: Result".

mod codes;
mod sequence;

use super::model::{Certificate, Change, Content, Replaced};
use super::number::same_number;
use super::open;
use super::stamp::Stamp;
use super::terms;
use super::words::Words;
use crate::judge::says_something;
use crate::order;
use crate::{claims, lookalike};
use sequence::{Step, steps};
use serde_json::{Map, Value};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Keys of the content that differ between any two certificates and say nothing of the lot.
const ASIDE: [&str; 6] = ["record", "replaces", "issued", "evaluated", "number", "missing"];

/// Keys that say nothing to a reader: the languages of a text, and the list of tests, each of which has its name.
const SILENT: [&str; 4] = ["en", "zh", "text", "tests"];

/// Where a value stands in the files; it says nothing of the lot.
const PLACES: [&str; 2] = ["file", "line"];

/// Keys under which a test is named by its id.
const TESTS: [&str; 3] = ["test", "tests", "decided_by"];

/// Keys that say first what an item of a list is.
const FIRST: [&str; 5] = ["name", "value", "text", "unit", "words"];

/// What says itself what it is, beside these: in an item that is told in one line every other value has its label.
const UNLABELLED: [&str; 6] = ["label", "message", "outcome", "role", "test", "use"];

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
    ("history.analyst", "analyst", "检验人"),
    ("history.approver", "approver", "批准人"),
    ("history.investigation", "investigation no.", "调查编号"),
    ("history.label", "control or determination", "对照或测定"),
    ("history.reason", "reason", "原因"),
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
    ("runs", "run", "测量"),
    ("runs_not_used", "runs of instrument files that were not used", "未采用的仪器测量"),
    ("runs_not_used.reason", "reason", "原因"),
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
    ("use", "use in the judgement", "判定中的采用情况"),
    ("uncertainty", "measurement uncertainty", "测量不确定度"),
    ("unit", "unit", "单位"),
    ("tests.value", "unrounded value", "未修约值"),
    ("upper", "upper limit", "上限"),
    ("upper_inclusive", "upper limit itself conforms", "上限本身符合"),
    ("value_words", "value", "值"),
    ("values", "value", "测定值"),
    ("verbatim", "criterion text", "标准文字"),
    ("verdict", "conclusion", "结论"),
    ("version", "version", "版本"),
    ("words", "in words", "文字说明"),
    ("expiry_rule_words", "rule of the expiry date", "有效期的计算"),
    ("expiry_from", "day from which the expiry date is counted", "有效期起算日"),
];

/// Every value that differs, in the order of the new content.
///
/// # Errors
/// A content cannot be written as JSON.
pub fn changes(before: &Certificate, after: &Content) -> serde_json::Result<Vec<Change>> {
    let languages_differ = before.content.language != after.language;
    let of = |content: &Content| compared(content, languages_differ);
    let (old, new) = (of(&before.content)?, of(after)?);
    let names = before.content.tests.iter().chain(&after.tests).map(|line| (line.id.as_str(), &line.name)).collect();
    let mut comparison = Comparison { names, changes: Vec::new() };
    let none = Map::new();
    let parts = (old.as_object().unwrap_or(&none), new.as_object().unwrap_or(&none));
    for key in keys_of(parts.0, parts.1).filter(|key| !ASIDE.contains(key)) {
        let words = if SILENT.contains(&key) { Vec::new() } else { vec![called(key, key)] };
        let at = At { path: key.to_owned(), words, part: key, key };
        comparison.walk(&at, parts.0.get(key), parts.1.get(key));
    }
    Ok(comparison.changes)
}

/// A content as it is compared: without the places of values in the files, which move with every row before them and every new name
/// of a file; and, where the languages differ, without the sentence on which of two prevails.
fn compared(content: &Content, languages_differ: bool) -> serde_json::Result<Value> {
    let mut content = content.clone();
    let on_languages = [Words::of(&terms::ENGLISH_PREVAILS), Words::of(&terms::CHINESE_PREVAILS)];
    content.statements.retain(|one| !(languages_differ && on_languages.contains(&one.text)));
    let mut value = serde_json::to_value(content)?;
    leave_out_places(&mut value);
    Ok(value)
}

fn leave_out_places(value: &mut Value) {
    match value {
        Value::Object(entries) => {
            entries.retain(|key, _| !PLACES.contains(&key.as_str()));
            entries.values_mut().for_each(leave_out_places);
        }
        Value::Array(items) => items.iter_mut().for_each(leave_out_places),
        _ => {}
    }
}

/// The keys of the new entries, then those that only the old ones have.
fn keys_of<'v>(old: &'v Map<String, Value>, new: &'v Map<String, Value>) -> impl Iterator<Item = &'v str> {
    let gone = old.keys().filter(|key| !new.contains_key(*key));
    new.keys().chain(gone).map(String::as_str)
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
    let says = claims::found(&seen).is_some() || claims::judged(&seen, claims::TextKind::Frame).is_some();
    let is_verdict = !seen.contains(' ') && says;
    if !says_something(&seen) || NO_REASONS.contains(&seen.as_str()) || is_verdict {
        return false;
    }
    let weight = |letter: char| if lookalike::is_chinese(letter) { 2 } else { 1 };
    text.chars().filter(|sign| sign.is_alphabetic()).map(weight).sum::<usize>() >= FEWEST_LETTERS
}

/// In what the certificate that the facts say is replaced differs from the one that is at hand, in words.
pub fn contradicts(stated: &Replaced, old: &Content) -> Option<String> {
    let number = old.number.as_deref().unwrap_or_default();
    if !same_number(&stated.number, number) {
        return Some(format!(
            "the facts say that certificate {} is replaced, and --replaces names {number}",
            stated.number
        ));
    }
    let said = stated.date.as_deref()?;
    let dates = (Stamp::parse(said).ok()?, Stamp::parse(&old.issued).ok()?);
    (dates.0.order(&dates.1) != Ordering::Equal)
        .then(|| format!("the facts say that the replaced certificate is of {said}, and it is of {}", old.issued))
}

/// Whether a certificate would be issued before the one that it replaces.
pub fn is_before(content: &Content, replaced: &Replaced) -> bool {
    let stamps = (Stamp::parse(&content.issued), replaced.date.as_deref().map(Stamp::parse));
    matches!(stamps, (Ok(new), Some(Ok(old))) if new.order(&old) == Ordering::Less)
}

/// Two contents, compared part by part.
struct Comparison<'c> {
    /// How the tests are called in print, by their ids.
    names: BTreeMap<&'c str, &'c Words>,
    changes: Vec<Change>,
}

/// A place in the content: its path, what it is called, the part of the content that it is in, and its last key.
struct At<'a> {
    path: String,
    words: Vec<Words>,
    part: &'a str,
    key: &'a str,
}

impl Comparison<'_> {
    fn walk(&mut self, at: &At<'_>, old: Option<&Value>, new: Option<&Value>) {
        let (old, new) = (old.filter(|one| !one.is_null()), new.filter(|one| !one.is_null()));
        if old == new {
            return;
        }
        match new.or(old) {
            Some(either) if reason_in(either).is_some() => {
                let said = |value: Option<&Value>| value.and_then(reason_in);
                self.put(&at.below("message", "message", None), said(old), said(new));
            }
            Some(Value::Object(_)) => self.entries(at, old, new),
            Some(Value::Array(_)) => self.list(at, old, new),
            _ => self.put(at, old.map(|one| self.leaf(at, one)), new.map(|one| self.leaf(at, one))),
        }
    }

    fn entries(&mut self, at: &At<'_>, old: Option<&Value>, new: Option<&Value>) {
        let none = Map::new();
        let (old, new) = (old.and_then(Value::as_object), new.and_then(Value::as_object));
        let (old, new) = (old.unwrap_or(&none), new.unwrap_or(&none));
        let has = |key: &str| old.contains_key(key) || new.contains_key(key);
        for key in keys_of(old, new).filter(|key| !says_twice(key, &has)) {
            let said = (key != "tests" || at.part != "tests").then(|| called(at.part, key));
            let said = said.filter(|_| !SILENT[..3].contains(&key));
            self.walk(&at.below(key, key, said), old.get(key), new.get(key));
        }
    }

    fn list(&mut self, at: &At<'_>, old: Option<&Value>, new: Option<&Value>) {
        let (old, new) = (old.and_then(Value::as_array), new.and_then(Value::as_array));
        let (old, new) = (old.map_or(&[][..], Vec::as_slice), new.map_or(&[][..], Vec::as_slice));
        if let (Some(old), Some(new)) = (with_ids(old), with_ids(new)) {
            return self.by_id(at, &old, &new);
        }
        for step in steps(old, new) {
            match step {
                Step::Same(..) => {}
                Step::Other(a, b) => {
                    let below = at.below(&(b + 1).to_string(), at.key, new.get(b).map(|item| title_of(item, b)));
                    self.walk(&below, old.get(a), new.get(b));
                }
                Step::Gone(a) => {
                    let below = at.below(&format!("{} (before)", a + 1), at.key, None);
                    self.put(&below, old.get(a).map(|item| self.whole(&below, item)), None);
                }
                Step::New(b) => {
                    let below = at.below(&(b + 1).to_string(), at.key, None);
                    self.put(&below, None, new.get(b).map(|item| self.whole(&below, item)));
                }
            }
        }
    }

    /// Items that have ids, each beside the one with the same.
    fn by_id(&mut self, at: &At<'_>, old: &[(String, &Value)], new: &[(String, &Value)]) {
        let (in_old, in_new) = (found_by_id(old), found_by_id(new));
        let gone = old.iter().filter(|(id, _)| !in_new.contains_key(id.as_str()));
        for (id, item) in new.iter().chain(gone) {
            let below = at.below(id, at.key, Some(title_of(item, 0)));
            self.walk(&below, in_old.get(id.as_str()).copied(), in_new.get(id.as_str()).copied());
        }
    }

    /// A value as it is printed: a test by its name, a word for programs by its term.
    fn leaf(&self, at: &At<'_>, value: &Value) -> Words {
        match value {
            Value::String(text) if TESTS.contains(&at.key) => {
                self.names.get(text.as_str()).map_or_else(|| Words::same(text), |name| (*name).clone())
            }
            Value::String(text) => codes::in_print(at.key, text).unwrap_or_else(|| Words::same(text)),
            other => Words::same(other.to_string()),
        }
    }

    /// An item of a list in one line: its values, those first that say what it is.
    fn whole(&self, at: &At<'_>, item: &Value) -> Words {
        if let Some(reason) = reason_in(item) {
            return reason;
        }
        match item {
            Value::Object(entries) => {
                if let (Some(Value::String(en)), Some(Value::String(zh))) = (entries.get("en"), entries.get("zh")) {
                    return Words::new(en, zh);
                }
                let has = |key: &str| entries.contains_key(key);
                let rank = |key: &str| FIRST.iter().position(|first| *first == key).unwrap_or(FIRST.len());
                let mut said: Vec<(&String, &Value)> =
                    entries.iter().filter(|(key, value)| !value.is_null() && !says_twice(key, &has)).collect();
                order::sort_by_key(&mut said, |(key, _)| rank(key));
                let each = said.into_iter().map(|(key, value)| (key, self.whole(&at.below(key, key, None), value)));
                let each = each.filter(|(_, words)| !words.is_empty()).map(|(key, words)| match key.as_str() {
                    plain if FIRST.contains(&plain) || UNLABELLED.contains(&plain) => (key, words),
                    other => (key, Words::join(&[called(at.part, other), words], ": ", "：")),
                });
                each.fold(Words::default(), |all, (key, words)| {
                    let between = match key.as_str() {
                        _ if all.is_empty() => Words::default(),
                        "unit" => Words::same(" "),
                        _ => Words::new(", ", "，"),
                    };
                    all.then(&between).then(&words)
                })
            }
            Value::Array(items) => {
                let each: Vec<Words> = items.iter().map(|item| self.whole(at, item)).collect();
                Words::join(&each, "; ", "；")
            }
            value => self.leaf(at, value),
        }
    }

    fn put(&mut self, at: &At<'_>, before: Option<Words>, after: Option<Words>) {
        let what = Words::join(&at.words, ": ", "：");
        let both = before.iter().chain(&after).all(Words::is_same);
        let mut push = |at: String, of: fn(&Words) -> &String| {
            let text = |words: &Option<Words>| words.as_ref().map(of).cloned();
            self.changes.push(Change { at, what: what.clone(), before: text(&before), after: text(&after) });
        };
        if both {
            push(at.path.clone(), |words| &words.en);
        } else {
            push(format!("{}.en", at.path), |words| &words.en);
            push(format!("{}.zh", at.path), |words| &words.zh);
        }
    }
}

/// Whether another key of the same item says the same to a reader: the name of a test beside its id, the words beside the code.
fn says_twice(key: &str, has: &dyn Fn(&str) -> bool) -> bool {
    (key == "test" && has("name"))
        || (["use", "see", "corrects"].contains(&key) && has("words"))
        || (key == "code" && (has("text") || has("message")))
}

/// What the judgement says of a test, in both languages; nothing: the item is no reason.
fn reason_in(item: &Value) -> Option<Words> {
    let text = |key: &str| item.get(key).and_then(Value::as_str);
    Some(open::in_record(text("code")?, text("message")?))
}

impl<'a> At<'a> {
    fn below<'b>(&self, name: &str, key: &'b str, said: Option<Words>) -> At<'b>
    where
        'a: 'b,
    {
        let words = self.words.iter().cloned().chain(said).collect();
        At { path: format!("{}.{name}", self.path), words, part: self.part, key }
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

/// The id of an item, with its time point where it has one; nothing: it has no id.
fn id_of(item: &Value) -> Option<String> {
    let id = item.get("id").and_then(Value::as_str)?;
    let point = item.get("point").and_then(|point| point.get("en")).and_then(Value::as_str);
    Some(point.map_or_else(|| id.to_owned(), |point| format!("{id} ({point})")))
}

/// The items with their ids; nothing: one has none.
fn with_ids(items: &[Value]) -> Option<Vec<(String, &Value)>> {
    items.iter().map(|item| Some((id_of(item)?, item))).collect()
}

/// The items by their ids; of two with one id the first.
fn found_by_id<'v>(items: &'v [(String, &'v Value)]) -> BTreeMap<&'v str, &'v Value> {
    items.iter().rev().map(|(id, item)| (id.as_str(), *item)).collect()
}

/// What an item is called for a reader: by its name, and by its position where it has no id.
fn title_of(item: &Value, index: usize) -> Words {
    let text = |language: &str| item.get("name")?.get(language)?.as_str().map(str::to_owned);
    let name = text("en").zip(text("zh")).map(|(en, zh)| Words::new(en, zh));
    let position = Words::same((index + 1).to_string());
    match (id_of(item), name) {
        (Some(_), Some(name)) => name,
        (None, Some(name)) => name.then(&Words::same(" ")).then(&position),
        (_, None) => position,
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
