//! What the heads may be called that stand beside data: results and criteria, dates and persons, units and lots.
//!
//! A laboratory has its own words for them, and each of them one meaning: a criterion that is headed "Found", a unit "In thousands of",
//! or a history "Results of other lots", would say something else of the same numbers. So each head is called by one of a few words
//! of a table, and one that the table does not have stays as it is built in.

use crate::lookalike;

/// The table: names of heads, words in English, words in Chinese, each list parted by semicolons.
const TABLE: &str = include_str!("headings.tsv");

/// The names of the heads that are called by one of a few words: terms of the terminology table, or the guard stands for nothing.
pub fn guarded() -> impl Iterator<Item = &'static str> {
    lines().flat_map(|line| each(line.names))
}

/// A line of the table.
#[derive(Clone, Copy)]
struct Line {
    names: &'static str,
    english: &'static str,
    chinese: &'static str,
}

fn lines() -> impl Iterator<Item = Line> {
    TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut cells = line.split('\t');
        Some(Line { names: cells.next()?, english: cells.next()?, chinese: cells.next()? })
    })
}

fn each(list: &'static str) -> impl Iterator<Item = &'static str> + Clone {
    list.split("; ").filter(|word| !word.is_empty())
}

/// What a head may be called instead of its built-in words: English, Chinese.
pub fn other_words(name: &str) -> (Vec<&'static str>, Vec<&'static str>) {
    let line = lines().find(|line| each(line.names).any(|head| head == name));
    line.map_or_else(Default::default, |line| (each(line.english).collect(), each(line.chinese).collect()))
}

/// Asks whether a head that stands beside data may be called so, in English and in Chinese; `built_in` are its words in the table of
/// the program.
///
/// # Errors
/// The word that it may not be called by, and those that it may.
pub fn may_be_called(name: &str, built_in: [&str; 2], own: [&str; 2]) -> Result<(), String> {
    let (english, chinese) = other_words(name);
    let languages = [("English", english, built_in[0], own[0]), ("Chinese", chinese, built_in[1], own[1])];
    for (language, known, built_in, own) in languages {
        let further = known.into_iter().filter(|word| !lookalike::same(word, built_in));
        let all: Vec<&str> = [built_in].into_iter().chain(further).collect();
        if !all.iter().any(|word| lookalike::same(word, own)) {
            return Err(format!(
                "cannot be called `{own}`: a reader would take it for something else; it may be called in {language} {}",
                all.join(", ")
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Heads that stand beside each other have no word in common but where they are one thing.
    #[test]
    fn no_word_has_two_meanings() {
        // The part of the results and their column, the conclusions of lot and item, are called alike in the tables of the program.
        let alike = [["result", "results"], ["conclusion of item", "conclusion"]];
        let all: Vec<(&str, &str)> = lines()
            .flat_map(|line| each(line.english).chain(each(line.chinese)).map(move |word| (line.names, word)))
            .collect();
        let first = |names: &'static str| each(names).next().unwrap();
        for (at, (names, word)) in all.iter().enumerate() {
            for (other, same) in &all[..at] {
                let pair = [first(other), first(names)];
                assert!(!lookalike::same(word, same) || alike.contains(&pair), "{word}: {names}, {other}");
            }
        }
        let names: Vec<&str> = lines().flat_map(|line| each(line.names)).collect();
        assert!(names.iter().enumerate().all(|(at, name)| !names[..at].contains(name)));
    }

    #[test]
    fn a_head_is_called_by_its_words_in_any_case() {
        let of = |name: &str, en: &str, zh: &str| may_be_called(name, ["Result", "检验结果"], [en, zh]);
        assert_eq!(of("result", "test RESULT", "结果"), Ok(()));
        assert!(of("result", "Limit", "结果").unwrap_err().starts_with("cannot be called `Limit`"));
        assert!(of("result", "Found", "限度").unwrap_err().starts_with("cannot be called `限度`"));
        assert!(of("content digest", "Seal", "检验结果").unwrap_err().ends_with("it may be called in English Result"));
        assert_eq!(of("content digest", "result", "检验结果"), Ok(()), "as it is built in");
    }
}
