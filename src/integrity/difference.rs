//! The first place at which two JSON documents differ.

use serde_json::Value;

/// The most characters of a value that are shown.
const LONGEST: usize = 120;

/// A place and what stands there on both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Where: `lots[0].tests[3].outcome`.
    pub path: String,
    /// What stands there in the first document.
    pub before: String,
    /// What stands there in the second.
    pub after: String,
}

/// Parts of a report that are compared first, so that a cause is named before what follows from it.
const CAUSES: [&str; 6] = ["as_of", "specs", "spec", "inputs", "configuration", "lots"];

/// The first difference, by the names of the keys, causes first and digests last, which say nothing of what differs; nothing where
/// both say the same. What is no JSON differs as a whole.
pub fn first_difference(before: &[u8], after: &[u8]) -> Option<Difference> {
    match (serde_json::from_slice::<Value>(before), serde_json::from_slice::<Value>(after)) {
        (Ok(before), Ok(after)) => {
            let causes = CAUSES.iter().filter_map(|key| Some((key, before.get(key)?, after.get(key)?)));
            let mut found = causes.filter_map(|(key, one, other)| between((*key).to_owned(), one, other, &|_| true));
            let values = || between(String::new(), &before, &after, &|key| !key.ends_with(DIGEST));
            found.next().or_else(values).or_else(|| between(String::new(), &before, &after, &|_| true))
        }
        (before_read, after_read) => (before != after).then(|| {
            let word = |read: Result<Value, _>| if read.is_ok() { "a report" } else { "no JSON, or cut short" };
            Difference {
                path: "the whole".to_owned(),
                before: word(before_read).to_owned(),
                after: word(after_read).to_owned(),
            }
        }),
    }
}

/// What the key of a digest ends with.
const DIGEST: &str = "sha256";

/// The first difference below a path, under the keys that are asked for.
fn between(path: String, before: &Value, after: &Value, is_asked: &dyn Fn(&str) -> bool) -> Option<Difference> {
    let joined = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match (before, after) {
        (Value::Object(one), Value::Object(other)) => {
            let of_one = one.iter().filter(|(key, _)| is_asked(key)).find_map(|(key, value)| match other.get(key) {
                Some(theirs) => between(joined(key), value, theirs, is_asked),
                None => Some(Difference { path: joined(key), before: shown(value), after: "nothing".to_owned() }),
            });
            let added = || other.iter().find(|(key, _)| is_asked(key) && !one.contains_key(*key));
            of_one.or_else(|| {
                let (key, value) = added()?;
                Some(Difference { path: joined(key), before: "nothing".to_owned(), after: shown(value) })
            })
        }
        (Value::Array(one), Value::Array(other)) => {
            let pairs = one.iter().zip(other).enumerate();
            let inner = pairs.into_iter().find_map(|(at, (a, b))| between(format!("{path}[{at}]"), a, b, is_asked));
            inner.or_else(|| {
                let at = one.len().min(other.len());
                let side = |all: &[Value]| all.get(at).map_or_else(|| "nothing".to_owned(), shown);
                (one.len() != other.len()).then(|| Difference {
                    path: format!("{path}[{at}]"),
                    before: side(one),
                    after: side(other),
                })
            })
        }
        _ => (before != after).then(|| Difference { path: path.clone(), before: shown(before), after: shown(after) }),
    }
}

/// A value on one line, cut where it is long.
fn shown(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::first_difference;

    fn difference(before: &str, after: &str) -> Option<(String, String, String)> {
        let found = first_difference(before.as_bytes(), after.as_bytes())?;
        Some((found.path, found.before, found.after))
    }

    #[test]
    fn a_digest_is_named_where_nothing_else_differs() {
        let one =
            r#"{"content":{"record":{"inputs":[{"name":"facts.yaml","sha256":"aa"}]},"tests":[{"value":"7.21"}]}}"#;
        let other = one.replace("\"aa\"", "\"bb\"");
        let digest = "content.record.inputs[0].sha256";
        assert_eq!(difference(one, &other), Some((digest.to_owned(), "\"aa\"".to_owned(), "\"bb\"".to_owned())));
        let found = difference(one, &other.replace("7.21", "7.12"));
        let value = ("content.tests[0].value".to_owned(), "\"7.21\"".to_owned(), "\"7.12\"".to_owned());
        assert_eq!(found, Some(value));
        // What a report was judged from comes before what followed from it.
        let one = r#"{"inputs":[{"sha256":"aa"}],"lots":[{"verdict":"conforms"}]}"#;
        let found = difference(one, &one.replace("aa", "bb").replace("conforms", "not_concluded"));
        assert_eq!(found.map(|(path, ..)| path), Some("inputs[0].sha256".to_owned()));
    }

    #[test]
    fn the_place_is_named_and_both_sides_are_shown() {
        let triple = |a: &str, b: &str, c: &str| Some((a.to_owned(), b.to_owned(), c.to_owned()));
        let one = r#"{"lots":[{"lot":"L1","tests":[{"outcome":"pass"}]}],"as_of":"2026-01-01"}"#;
        assert_eq!(difference(one, one), None);
        let other = one.replace("pass", "fail");
        assert_eq!(difference(one, &other), triple("lots[0].tests[0].outcome", "\"pass\"", "\"fail\""));
        assert_eq!(difference("[1,2]", "[1]"), triple("[1]", "2", "nothing"));
        assert_eq!(difference("{}", "{\"a\":1}"), triple("a", "nothing", "1"));
        assert_eq!(difference("{\"a\":1}", "{\"a\":1.5}"), triple("a", "1", "1.5"));
        assert_eq!(difference("{", "{}"), triple("the whole", "no JSON, or cut short", "a report"));
    }
}
