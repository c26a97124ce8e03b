//! First step of reading: text to a tree of nodes, each with its place; nothing is interpreted yet.
//!
//! This is the only file that knows the YAML library. What YAML can do beyond stating (merge keys, foreign tags, several
//! documents, aliases without bound) is refused here, and so is a key given twice, which most YAML readers let pass with
//! the last value winning.

use super::codes;
use super::text::SourceText;
use crate::finding::{Code, Finding};
use crate::source::Place;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::budget::BudgetBreach;
use serde_yaml::options::{DuplicateKeyPolicy, MergeKeyPolicy, NonFiniteFloatPolicy};
use serde_yaml::{Error, Location, Spanned};
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

/// Deepest nesting that is read. The language needs 5.
const MAXIMUM_DEPTH: usize = 32;
/// Most values in one file.
const MAXIMUM_NODES: usize = 50_000;
/// Most values that aliases may stand for, all together.
const MAXIMUM_REPLAYED: usize = 10_000;

/// A value with its place.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// Where it begins.
    pub place: Place,
    /// How many characters of its first line it spans.
    pub width: u32,
}

/// The three shapes of YAML.
#[derive(Clone, Debug)]
pub enum Kind {
    /// One value.
    Scalar(Scalar),
    /// A list.
    Sequence(Vec<Node>),
    /// Keys with their values, in the order of the file.
    Mapping(Vec<(Key, Node)>),
}

/// A scalar with its text as written, digits included.
#[derive(Clone, Debug)]
pub struct Scalar {
    /// What is written there, without quotes.
    pub text: String,
    /// What other readers would make of it.
    pub form: Form,
    /// Characters between the place and the first character of the text (1 behind a quote); `None` when the text does
    /// not stand in the file character by character (folded lines, escapes, filled-in parameters).
    pub inset: Option<u32>,
}

/// What other YAML readers would make of a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// In quotes or a block: text for every reader.
    Quoted,
    /// Without quotes, and text for every reader.
    Text,
    /// Without quotes, and a number for some reader.
    Number,
    /// Without quotes, and a truth value for some reader (`true`, but also `no`, `on`).
    Boolean,
    /// Nothing, `null` or `~`.
    Null,
}

/// A key of a mapping with its place.
#[derive(Clone, Debug)]
pub struct Key {
    /// Its name.
    pub text: String,
    /// Where it begins.
    pub place: Place,
    /// How many characters it spans.
    pub width: u32,
}

impl Node {
    /// Whether it is empty, `null` or `~`.
    pub fn is_null(&self) -> bool {
        matches!(&self.kind, Kind::Scalar(scalar) if scalar.form == Form::Null)
    }

    /// What it is, for messages.
    pub fn describe(&self) -> &'static str {
        match &self.kind {
            Kind::Sequence(_) => "a list",
            Kind::Mapping(_) => "a map",
            Kind::Scalar(scalar) => match scalar.form {
                Form::Number => "a number",
                Form::Boolean => "a truth value",
                Form::Null => "nothing",
                Form::Quoted | Form::Text => "a text",
            },
        }
    }
}

/// The tree of a specification text, and what is wrong with it; without a tree at least one finding is an error.
pub fn parse(source: &SourceText) -> (Option<Node>, Vec<Finding>) {
    let mut findings = source.findings();
    if findings.iter().any(|finding| finding.severity() == crate::finding::Severity::Error) {
        return (None, findings);
    }
    match serde_yaml::from_str_with_options::<Spanned<Content>>(source.text(), options()) {
        Ok(content) => {
            let node = Placed { source, findings: &mut findings }.node(content);
            (Some(node), findings)
        }
        Err(error) => {
            findings.push(explain(source, &error));
            (None, findings)
        }
    }
}

fn options() -> serde_yaml::Options {
    serde_yaml::options! {
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::Error,
        strict_booleans: true,
        reject_unsupported_tags: true,
        with_snippet: false,
        non_finite_float_policy: NonFiniteFloatPolicy::AsString,
        alias_limits: serde_yaml::alias_limits! {
            max_total_replayed_events: MAXIMUM_REPLAYED,
            max_replay_stack_depth: 8,
            max_alias_expansions_per_anchor: 200,
        },
        budget: serde_yaml::budget! {
            max_nodes: MAXIMUM_NODES,
            max_depth: MAXIMUM_DEPTH,
        },
    }
}

/// A value as the YAML library hands it over. Numbers and truth values lose their spelling on the way, so only the fact
/// is kept, and the text is taken from the source.
enum Content {
    Text(String),
    Number,
    Boolean,
    Null,
    Sequence(Vec<Spanned<Content>>),
    Mapping(Vec<(Spanned<Content>, Spanned<Content>)>),
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ContentVisitor)
    }
}

struct ContentVisitor;

impl<'de> Visitor<'de> for ContentVisitor {
    type Value = Content;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a YAML value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Content, E> {
        Ok(Content::Boolean)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Content, E> {
        Ok(Content::Number)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Content, E> {
        Ok(Content::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Content, E> {
        Ok(Content::Number)
    }

    fn visit_unit<E>(self) -> Result<Content, E> {
        Ok(Content::Null)
    }

    fn visit_str<E>(self, text: &str) -> Result<Content, E> {
        Ok(Content::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Content, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Content::Sequence(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Content, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = access.next_entry()? {
            entries.push(entry);
        }
        Ok(Content::Mapping(entries))
    }
}

/// Turns the library's values into nodes with places in one source.
struct Placed<'a> {
    source: &'a SourceText,
    findings: &'a mut Vec<Finding>,
}

impl Placed<'_> {
    fn node(&mut self, content: Spanned<Content>) -> Node {
        let place = place_of(self.source.name(), content.defined);
        let written = slice(self.source.text(), content.defined);
        match content.value {
            Content::Sequence(items) => {
                let items = items.into_iter().map(|item| self.node(item)).collect();
                Node { kind: Kind::Sequence(items), place, width: 1 }
            }
            Content::Mapping(entries) => {
                let entries = self.entries(entries);
                Node { kind: Kind::Mapping(entries), place, width: 1 }
            }
            Content::Text(text) => {
                Node { kind: Kind::Scalar(text_scalar(text, written)), width: width(written), place }
            }
            Content::Number => self.untyped(place, written, Form::Number),
            Content::Boolean => self.untyped(place, written, Form::Boolean),
            Content::Null => self.untyped(place, written, Form::Null),
        }
    }

    /// A scalar whose text only the source has.
    fn untyped(&self, place: Place, written: &str, form: Form) -> Node {
        let scalar = Scalar { text: written.trim().to_owned(), form, inset: Some(0) };
        Node { kind: Kind::Scalar(scalar), width: width(written), place }
    }

    /// The entries of a mapping; of a key given twice the first stands, and the second is reported.
    fn entries(&mut self, entries: Vec<(Spanned<Content>, Spanned<Content>)>) -> Vec<(Key, Node)> {
        let mut kept: Vec<(Key, Node)> = Vec::new();
        let mut seen: HashMap<String, usize> = HashMap::new();
        for (key, value) in entries {
            let key = self.node(key);
            let value = self.node(value);
            let Some(key) = self.key(key) else { continue };
            if let Some(first) = seen.get(&key.text) {
                let first = &kept[*first].0;
                self.findings.push(
                    Finding::new(&codes::DUPLICATE_KEY, format!("`{}` is given twice in the same map", key.text))
                        .at(key.place, key.width)
                        .with(first.place.clone(), "given first here")
                        .help("keep one of the two"),
                );
                continue;
            }
            seen.insert(key.text.clone(), kept.len());
            kept.push((key, value));
        }
        kept
    }

    fn key(&mut self, node: Node) -> Option<Key> {
        let Kind::Scalar(scalar) = node.kind else {
            let message = format!("a key must be a text, this one is {}", node.describe());
            self.findings
                .push(Finding::new(&codes::KEY_NOT_TEXT, message).at(node.place, node.width).help("write a name"));
            return None;
        };
        let problem = match scalar.form {
            Form::Quoted | Form::Text => None,
            Form::Number => Some((&codes::UNQUOTED_NUMBER, "a number")),
            Form::Boolean => Some((&codes::UNQUOTED_BOOLEAN, "true or false")),
            Form::Null => Some((&codes::EMPTY_VALUE, "nothing")),
        };
        if let Some((code, other)) = problem {
            let message = format!("the key `{}` without quotes means {other} to some YAML readers", scalar.text);
            self.findings.push(
                Finding::new(code, message)
                    .at(node.place.clone(), node.width)
                    .help(format!("write it in quotes: \"{}\"", scalar.text)),
            );
        }
        Some(Key { text: scalar.text, place: node.place, width: node.width })
    }
}

/// A text scalar: in quotes, in a block, or plain.
fn text_scalar(text: String, written: &str) -> Scalar {
    if written.starts_with(['"', '\'']) {
        let inset = (written.get(1..written.len().saturating_sub(1)) == Some(text.as_str())).then_some(1);
        return Scalar { text, form: Form::Quoted, inset };
    }
    let inset = (text == written).then_some(0);
    // The slice of a block scalar ends with its line.
    let form = if written.ends_with('\n') { Form::Quoted } else { plain_form(written) };
    Scalar { text, form, inset }
}

/// What other YAML readers make of a plain scalar that this one takes for text.
fn plain_form(written: &str) -> Form {
    // The truth values of YAML 1.1 (https://yaml.org/type/bool.html) as PyYAML and libyaml read them: without y and n.
    const WORDS: [&str; 6] = ["yes", "no", "on", "off", "true", "false"];
    // `.inf` and `.nan` reach us as text, and so does 1e999, whose value the library cannot hold.
    const NOT_FINITE: [&str; 2] = [".inf", ".nan"];
    let lower = written.to_ascii_lowercase();
    if WORDS.contains(&lower.as_str()) {
        Form::Boolean
    } else if NOT_FINITE.contains(&lower.trim_start_matches(['+', '-'])) || is_plain_number(written) {
        Form::Number
    } else {
        Form::Text
    }
}

/// Digits with at most a sign, a point, underscores and an exponent.
fn is_plain_number(written: &str) -> bool {
    written.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '+' | '-' | '.'))
        && written.replace('_', "").parse::<f64>().is_ok()
}

/// How many characters the first line of a value has.
fn width(written: &str) -> u32 {
    let line = written.lines().next().unwrap_or_default();
    u32::try_from(line.chars().count()).unwrap_or(u32::MAX).max(1)
}

/// The bytes of the source that a location spans.
fn slice(text: &str, location: Location) -> &str {
    let span = location.span();
    let (Some(start), Some(length)) = (span.byte_offset(), span.byte_len()) else { return "" };
    let start = start as usize;
    text.get(start..start + length as usize).unwrap_or_default()
}

fn place_of(name: &Arc<str>, location: Location) -> Place {
    Place::new(name, location.line(), u32::try_from(location.column()).unwrap_or(u32::MAX))
}

/// The finding for a text that the YAML library refuses.
fn explain(source: &SourceText, error: &Error) -> Finding {
    let error = match error.without_snippet() {
        Error::AliasError { error, .. } => error.as_ref(),
        other => other,
    };
    let location = error.location();
    let line = location.and_then(|at| source.line(at.line())).unwrap_or("");
    let (code, message, help): (&'static Code, String, &str) = match error {
        Error::Budget { breach: BudgetBreach::Depth { .. }, .. } => too_deep(),
        Error::Budget { breach: BudgetBreach::Nodes { .. } | BudgetBreach::Events { .. }, .. } => (
            &codes::TOO_MANY_VALUES,
            format!("the file has more than {MAXIMUM_NODES} values"),
            "check that this is a specification or a list of samples, and not a data file",
        ),
        Error::Budget { .. }
        | Error::AliasReplayCounterOverflow { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. } => (
            &codes::ALIAS_BOMB,
            format!("aliases (`*name`) stand for more than {MAXIMUM_REPLAYED} values or nest too often"),
            "write the values out, or move what is shared to a specification named by `extends`",
        ),
        Error::MultipleDocuments { .. } => (
            &codes::MULTIPLE_DOCUMENTS,
            "a second YAML document begins here, a file holds one".to_owned(),
            "move it to a file of its own, or remove the `---`",
        ),
        Error::MergeKeyNotAllowed { .. } => (
            &codes::MERGE_KEY,
            "the merge key `<<` is not part of the language".to_owned(),
            "write the entries out, or inherit them with `extends`",
        ),
        Error::UnknownAnchor { .. } => (
            &codes::UNKNOWN_ALIAS,
            "an alias (`*name`) names an anchor (`&name`) that does not stand before it".to_owned(),
            "write the value out; a text that begins with `*` must be in quotes",
        ),
        Error::RecursiveReferencesRequireWeakTypes { .. } => (
            &codes::CYCLIC_ALIAS,
            "an alias (`*name`) stands inside the value it names".to_owned(),
            "write the value out",
        ),
        other => from_words(&other.to_string(), line),
    };
    if let (true, Some(at)) = (code == &codes::YAML_SYNTAX, location)
        && let Some(finding) = bare_interval(source, at.line()).or_else(|| tab_behind(source, at.line(), &message))
    {
        return finding;
    }
    let place = location.map_or_else(|| Place::file(source.name()), |at| place_of(source.name(), at));
    Finding::new(code, message).at(place, 1).help(help)
}

fn too_deep() -> (&'static Code, String, &'static str) {
    (
        &codes::NESTED_TOO_DEEPLY,
        format!("lists and maps are nested more than {MAXIMUM_DEPTH} deep"),
        "the language needs five levels; check for a bracket too many",
    )
}

const TAB_MESSAGE: &str = "the line is indented with a tab, YAML allows spaces only";
const TAB_HELP: &str = "replace the tab by spaces";

/// The finding for a tab in the indentation of the line after a text, which YAML takes for a part of that text.
fn tab_behind(source: &SourceText, line: u64, message: &str) -> Option<Finding> {
    let next = source.line(line + 1)?;
    let indentation = &next[..next.len() - next.trim_start().len()];
    let column = indentation.chars().position(|character| character == '\t').filter(|_| message.contains("tab"))?;
    let place = Place::new(source.name(), line + 1, u32::try_from(column + 1).ok()?);
    Some(Finding::new(&codes::TAB_INDENTATION, TAB_MESSAGE).at(place, 1).help(TAB_HELP))
}

/// Faults that the library tells apart only in words.
fn from_words(words: &str, line: &str) -> (&'static Code, String, &'static str) {
    let indentation = &line[..line.len() - line.trim_start().len()];
    if words.contains("recursion limit") {
        too_deep()
    } else if words.contains("tabs disallowed") || indentation.contains('\t') {
        (&codes::TAB_INDENTATION, TAB_MESSAGE.to_owned(), TAB_HELP)
    } else if words.contains("unsupported tag") {
        (
            &codes::YAML_TAG,
            "tags (`!name`) are not part of the language".to_owned(),
            "remove the tag; a text that begins with `!` must be in quotes",
        )
    } else if has_bare_limit(line) {
        (
            &codes::UNQUOTED_LIMIT,
            "a text that begins with `>` has a meaning of its own in YAML".to_owned(),
            "put the limit in quotes: \">= 80 %\"",
        )
    } else {
        (
            &codes::YAML_SYNTAX,
            format!(
                "this is not YAML: {}",
                words.split(" at line ").next().unwrap_or(words).trim_end_matches(['.', ','])
            ),
            "check brackets, quotes and indentation; a text with `: ` or ` #` in it, or one that begins with \
             > [ { % @ * & ! or `, must be in quotes",
        )
    }
}

/// Whether a value on the line begins with `>` and goes on like a limit.
fn has_bare_limit(line: &str) -> bool {
    line.match_indices('>').any(|(at, _)| {
        let before = line[..at].trim_end();
        let after = line[at + 1..].trim_start_matches('=').trim_start();
        before.ends_with([':', '-'])
            && after.starts_with(|next: char| next.is_ascii_digit() || matches!(next, '.' | '{'))
    })
}

/// The finding for an interval without quotes, such as `accept: [50, 200) nm`. To YAML it is a list that is not closed,
/// which shows on the next line only.
fn bare_interval(source: &SourceText, line: u64) -> Option<Finding> {
    let lines = [line, line.saturating_sub(1)];
    let (line, column) = lines.into_iter().find_map(|line| {
        let text = source.line(line)?;
        Some((line, interval_column(text)?))
    })?;
    Some(
        Finding::new(&codes::UNQUOTED_LIMIT, "a text that begins with `[` is a list to YAML")
            .at(Place::new(source.name(), line, column), 1)
            .help("put the limit in quotes: \"[50, 200) nm\""),
    )
}

/// The column of an interval at the end of a line: `[50, 200) nm`, `[50, 200] nm`.
fn interval_column(line: &str) -> Option<u32> {
    let (before, inner) = line.rsplit_once(": [")?;
    let (ends, after) = inner.split_once([')', ']'])?;
    let numbers = ends.split(',').all(|end| end.trim_start().starts_with(|first: char| first.is_ascii_digit()));
    let closed_round = inner[ends.len()..].starts_with(')');
    let has_unit = after.trim_start().starts_with(|next: char| next.is_alphabetic() || next == '%');
    let column = u32::try_from(before.chars().count() + 3).ok()?;
    (numbers && (closed_round || has_unit)).then_some(column)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scalars(text: &str) -> Vec<(String, Form)> {
        fn walk(node: &Node, found: &mut Vec<(String, Form)>) {
            match &node.kind {
                Kind::Scalar(scalar) => found.push((scalar.text.clone(), scalar.form)),
                Kind::Sequence(items) => items.iter().for_each(|item| walk(item, found)),
                Kind::Mapping(entries) => entries.iter().for_each(|(_, value)| walk(value, found)),
            }
        }
        let (node, findings) = parse(&SourceText::new("t.yaml", text));
        assert!(findings.is_empty(), "{findings:?}");
        let mut found = Vec::new();
        walk(&node.unwrap(), &mut found);
        found
    }

    #[test]
    fn the_spelling_of_numbers_survives() {
        let text = "a: [1.10, \"1.10\", 1e10, 1e999, .NaN, 0x1F, 1_000, 12345678901234567890.5]\n";
        let found = scalars(text);
        let spellings: Vec<&str> = found.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(spellings[..4], ["1.10", "1.10", "1e10", ".inf"]);
        assert_eq!(spellings[4..], [".nan", "0x1F", "1_000", "12345678901234567890.5"]);
        for (text, form) in &found[2..] {
            assert_eq!(*form, Form::Number, "{text}");
        }
        assert_eq!((found[0].1, found[1].1), (Form::Number, Form::Quoted));
    }

    #[test]
    fn words_that_are_truth_values_elsewhere_are_marked() {
        for (text, form) in scalars("[yes, No, ON, off, true, FALSE]\n") {
            assert_eq!(form, Form::Boolean, "{text}");
        }
        assert_eq!(scalars("\"no\"\n"), [("no".to_owned(), Form::Quoted)]);
        assert_eq!(scalars("[no growth, y, ≤ 5 %]\n").iter().filter(|(_, form)| *form == Form::Text).count(), 3);
        assert_eq!(scalars("[~, null]\n").iter().filter(|(_, form)| *form == Form::Null).count(), 2);
        assert_eq!(scalars("a: |\n  no\n"), [("no\n".to_owned(), Form::Quoted)]);
    }

    #[test]
    fn limits_without_quotes_are_recognised() {
        for value in [">= 80 %", "> 5 %", ">= {low}", "[50, 200) nm", "[50, 200] nm"] {
            let (_, findings) = parse(&SourceText::new("t.yaml", &format!("a: 1\naccept: {value}\nb: 2\n")));
            assert_eq!(findings[0].code.name, "unquoted-limit", "{value}");
        }
    }

    #[test]
    fn a_tab_is_found_behind_a_text_too() {
        let (_, findings) = parse(&SourceText::new("t.yaml", "a:\n  b: some text\n\tc: 1\n"));
        assert_eq!(findings[0].code.name, "tab-indentation");
        assert_eq!(findings[0].place.as_ref().map(ToString::to_string).as_deref(), Some("t.yaml:3:1"));
    }

    #[test]
    fn places_count_characters_from_one() {
        let (node, _) = parse(&SourceText::new("t.yaml", "µ: {b: \"µm\"}\n"));
        let Kind::Mapping(entries) = node.unwrap().kind else { panic!("not a map") };
        let Kind::Mapping(inner) = &entries[0].1.kind else { panic!("not a map") };
        assert_eq!(inner[0].1.place.to_string(), "t.yaml:1:8");
        assert_eq!(inner[0].1.width, 4);
    }
}
