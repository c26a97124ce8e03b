//! The words of the page, in English and in Chinese, in one table (R-1101, R-1104).

use super::statement;
use crate::explanation::chinese_finding;
use crate::finding::{Code, did_you_mean};
use crate::judge::{Outcome, Verdict};
use crate::order;
use crate::report::wording;
use crate::template::{may_be_called, reads_the_same, says_more};
use std::collections::BTreeMap;

/// The table: name, English, Chinese.
const TABLE: &str = include_str!("page/words.tsv");

/// Headings and controls, which a laboratory may call something else. All other words say what was judged or found, or what
/// a mark in the page means, and a heading that does so itself (`column.open`, `sort.worst`) is one of those.
const CHANGEABLE: [&str; 43] = [
    "title",
    "language",
    "skip",
    "overview",
    "overview.back",
    "previous",
    "next",
    "lot.previous",
    "lot.next",
    "keys",
    "filter.verdict",
    "filter.all",
    "filter.test",
    "filter.any",
    "filter.search",
    "filter.sort",
    "sort.lot",
    "sort.order",
    "print",
    "column.lot",
    "column.verdict",
    "column.spec",
    "column.test",
    "column.requirement",
    "column.result",
    "column.unit",
    "column.bar",
    "column.outcome",
    "column.cell",
    "column.value",
    "column.replicate",
    "column.use",
    "column.details",
    "column.rows",
    "lot.tests",
    "lot.life",
    "lot.details",
    "lot.all",
    "lot.choice",
    "finding.clause",
    "finding.cell",
    "finding.place",
    "about",
];

/// Those of them that stand beside no data: the title and the controls. Every other one is called by one of a few words.
const FREE: [&str; 11] = [
    "title",
    "language",
    "skip",
    "overview.back",
    "previous",
    "next",
    "lot.previous",
    "lot.next",
    "lot.all",
    "keys",
    "print",
];

/// Words by name.
#[derive(Clone, Debug)]
pub(super) struct Words(BTreeMap<String, (String, String)>);

impl Words {
    /// The same with what each of these findings is and what is done about it: the page holds the words of those it has.
    pub fn with_codes(&self, codes: &[&'static Code]) -> Vec<(String, String, String)> {
        let mut all = self.in_order();
        for code in codes {
            // A code without its Chinese is one that a test has not seen; its own words are better than none.
            let said = chinese_finding(code.name);
            let chinese = said.map_or((code.what, code.remedy), |said| (said.what, said.remedy));
            all.push((format!("code.{}", code.name), code.what.to_owned(), chinese.0.to_owned()));
            all.push((format!("remedy.{}", code.name), code.remedy.to_owned(), chinese.1.to_owned()));
        }
        all
    }

    /// The other word of the page that is called so in one of the languages, as a reader sees it; what stays as it was, is not asked.
    fn called(&self, name: &str, both: &(String, String)) -> Option<&str> {
        let own = self.0.get(name)?;
        let (english, chinese) = (!reads_the_same(&own.0, &both.0), !reads_the_same(&own.1, &both.1));
        let is_same = |of: &(String, String)| {
            (english && reads_the_same(&of.0, &both.0)) || (chinese && reads_the_same(&of.1, &both.1))
        };
        self.0.iter().find(|(other, of)| *other != name && is_same(of)).map(|(other, _)| other.as_str())
    }

    /// The words of a name, in both languages.
    pub fn called_by(&self, name: &str) -> Option<&(String, String)> {
        self.0.get(name)
    }

    /// Name, English, Chinese, in the order of the names.
    pub fn in_order(&self) -> Vec<(String, String, String)> {
        self.0.iter().map(|(name, (english, chinese))| (name.clone(), english.clone(), chinese.clone())).collect()
    }
}

/// The words that are built in. Those of outcomes and verdicts come from where the other formats take them.
pub(super) fn built_in() -> Words {
    let lines = TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut words: BTreeMap<String, (String, String)> = order::collect(lines.filter_map(|line| {
        let mut cells = line.split('\t');
        Some((cells.next()?.to_owned(), (cells.next()?.to_owned(), cells.next()?.to_owned())))
    }));
    for outcome in Outcome::ALL {
        let both = (wording::outcome(outcome).to_owned(), statement::outcome(outcome).to_owned());
        words.insert(format!("outcome.{}", outcome.as_str()), both);
    }
    for verdict in Verdict::ALL {
        let both = (verdict.words().to_owned(), statement::verdict(verdict).to_owned());
        words.insert(format!("verdict.{}", verdict.as_str()), both);
    }
    Words(words)
}

/// Puts a word of a laboratory in the place of a built-in one.
///
/// # Errors
/// Why that one stays as it is.
pub(super) fn replace(words: &mut Words, name: &str, both: (String, String)) -> Result<(), String> {
    let Some(word) = words.0.get(name) else {
        let close = did_you_mean(name, CHANGEABLE).map(|close| format!("; did you mean `{close}`?"));
        return Err(format!("the page has no such word{}", close.unwrap_or_default()));
    };
    if !CHANGEABLE.contains(&name) {
        return Err("is no heading or control; what the page says cannot be changed".to_owned());
    }
    let is_free = FREE.contains(&name);
    if is_free && (says_more(&both.0, &word.0) || says_more(&both.1, &word.1)) {
        return Err("claims something or says what was found, and the word that it stands for does not".to_owned());
    }
    if let Some(other) = words.called(name, &both) {
        return Err(format!("is called as `{other}` is, and a reader would take the one for the other"));
    }
    if !is_free {
        may_be_called(name, [&word.0, &word.1], [&both.0, &both.1])?;
    }
    words.0.insert(name.to_owned(), both);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_line_has_a_name_and_both_languages() {
        for line in TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            assert_eq!(cells.len(), 3, "{line}");
            assert!(cells.iter().all(|cell| !cell.trim().is_empty()), "{line}");
            // The word for the other language stands in that language.
            let own = cells[0] == "language" || !cells[1].chars().any(crate::lookalike::is_chinese);
            assert!(own, "{line}");
        }
        let names: Vec<&str> = TABLE.lines().filter_map(|line| line.split('\t').next()).collect();
        let different: BTreeSet<&str> = names.iter().copied().filter(|name| !name.is_empty()).collect();
        assert_eq!(different.len(), names.iter().filter(|name| !name.is_empty()).count(), "a name stands there twice");
    }

    #[test]
    fn numbers_in_words_are_the_same_in_both_languages() {
        for (name, english, chinese) in built_in().in_order() {
            let holes = |text: &str| -> BTreeSet<String> {
                text.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0.to_owned())).collect()
            };
            let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
            assert_eq!(holes(&english), holes(&chinese), "{name}");
            assert_eq!(digits(&english), digits(&chinese), "{name}");
        }
    }

    #[test]
    fn the_program_uses_every_word_and_no_other() {
        let script = super::super::template::SCRIPT;
        let words = built_in();
        // Families of words whose names are put together from the data.
        let families = [
            "verdict.",
            "outcome.",
            "severity.",
            "event.",
            "fact.",
            "life.",
            "flag.",
            "origin.",
            "detail.",
            "status.",
            "point.",
            "weighting.",
            "count.",
            "picture.failed.",
        ];
        for name in words.0.keys() {
            let family = families.iter().any(|family| name.starts_with(family));
            assert!(family || script.contains(&format!("\"{name}\"")), "`{name}` is used nowhere");
        }
        for call in script.split("word(\"").skip(1) {
            let name = call.split_once('"').map_or("", |(name, _)| name);
            assert!(words.0.contains_key(name) || name.ends_with('.'), "`{name}` has no words");
        }
    }
}
