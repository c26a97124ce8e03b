//! What a place of a sentence may hold, and how that is printed: a number where a number stands, never a piece of English.

use super::rule::{is_name, is_rule, number, rule};
use super::sentence;
use crate::certificate::criterion;
use crate::certificate::words::Words;
use crate::dosing::Route;
use crate::expiry::LotEvent;
use crate::explanation::chinese::condition;
use crate::explanation::life::event_in_chinese;
use crate::judge::Outcome;
use crate::quantity::{Decimal, DecimalMark, Unit};
use crate::spec::Condition;
use jiff::civil::Date;

/// The printed name of a test or an amount, by its id.
pub(super) type Names<'n> = &'n dyn Fn(&str) -> Option<Words>;

/// A place of a sentence, by what it may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// A number alone.
    Number,
    /// Numbers of lines.
    Numbers,
    /// `5th`.
    Ordinal,
    /// A day.
    Date,
    /// A unit.
    Unit,
    /// A number with its unit: `<0.41 EU/mL`.
    Value,
    /// Numbers, units and signs: `350 EU / 15 mL = 23.333 EU/mL`.
    Sum,
    /// The id of a test or of an amount.
    Id,
    /// Several of them.
    Ids,
    /// A name that the user gave: of a lot, a group, a control.
    Name,
    /// Several of them.
    Names,
    /// A limit, a check or an observation.
    Rule,
    /// What an observation or a cell says, in the words of the user.
    Cell,
    /// The same, or what became of a test.
    Found,
    /// What became of a test, with its result.
    Outcome,
    /// A route of administration, or several, each perhaps with its limit: `intravenous (USP) 23.3 EU/mL`.
    Route,
    /// Conditions of limits: `method NTA, sample plasma`.
    Conditions,
    /// A word of evqc, or several.
    Word,
    /// Another sentence.
    Why,
    /// What the user wrote, as it is.
    Text,
    /// Anything; it is never printed in Chinese.
    Any,
}

/// Words of the judgement inside its sentences: English, Chinese.
const WORDS: [(&str, &str); 26] = [
    ("owner", "负责人"),
    ("reason", "原因"),
    ("reference", "依据文件"),
    ("approver", "批准人"),
    ("date of approval", "批准日期"),
    ("expiry", "到期日"),
    ("CV", "变异系数"),
    ("geometric CV", "几何变异系数"),
    ("standard deviation", "标准差"),
    ("range", "极差"),
    ("relative range", "相对极差"),
    ("date of manufacture", "生产日期"),
    ("date of test", "检验日期"),
    ("Kaplan-Meier", "Kaplan-Meier 法"),
    ("regression on order statistics", "次序统计量回归法"),
    ("lognormal maximum likelihood", "对数正态最大似然法"),
    ("the declared rule", "所声明的规则"),
    ("parenteral", "注射给药"),
    ("not injected", "非注射给药"),
    ("single", "单值"),
    ("mean", "均值"),
    ("median", "中位数"),
    ("geometric mean", "几何均值"),
    ("each", "各次测定值"),
    ("min", "最小值"),
    ("max", "最大值"),
];

impl Slot {
    /// The kind that a sentence names in braces.
    pub(super) fn named(name: &str) -> Option<Slot> {
        Some(match name {
            "number" => Slot::Number,
            "numbers" => Slot::Numbers,
            "ordinal" => Slot::Ordinal,
            "date" => Slot::Date,
            "unit" => Slot::Unit,
            "value" => Slot::Value,
            "sum" => Slot::Sum,
            "id" => Slot::Id,
            "ids" => Slot::Ids,
            "name" => Slot::Name,
            "names" => Slot::Names,
            "rule" => Slot::Rule,
            "cell" => Slot::Cell,
            "found" => Slot::Found,
            "outcome" => Slot::Outcome,
            "route" => Slot::Route,
            "conditions" => Slot::Conditions,
            "word" => Slot::Word,
            "why" => Slot::Why,
            "text" => Slot::Text,
            "any" => Slot::Any,
            _ => return None,
        })
    }

    /// Whether it may hold this text.
    pub(super) fn holds(self, text: &str) -> bool {
        self.print(text, &|_| None).is_some()
    }

    /// The text in print, in both languages; nothing where it is none that may stand here.
    pub(super) fn print(self, text: &str, names: Names<'_>) -> Option<Words> {
        let as_it_is = |is: bool| is.then(|| Words::same(text));
        match self {
            Slot::Number => as_number(text).map(Words::same),
            Slot::Numbers => as_it_is(text.split(", ").all(|one| as_number(one).is_some())),
            Slot::Ordinal => ordinal(text),
            Slot::Date => as_it_is(text.parse::<Date>().is_ok()),
            Slot::Unit => Unit::parse(text).ok().map(|unit| Words::same(unit.symbol())),
            Slot::Value => value(text).map(Words::same),
            Slot::Sum => as_it_is(is_name(text) && text.contains(|sign: char| sign.is_ascii_digit())),
            Slot::Id => id(text, names),
            Slot::Ids => each(text, ", ", "、", |one| id(one, names)),
            Slot::Name => as_it_is(is_name(text)),
            Slot::Names => {
                each(&text.replace(" and ", ", "), ", ", "、", |one| is_name(one).then(|| Words::same(one)))
            }
            Slot::Rule => is_rule(text).then(|| rule(text)),
            Slot::Cell => Some(cell(text)),
            Slot::Found => outcome(text, names).or_else(|| Some(cell(text))),
            Slot::Outcome => outcome(text, names),
            Slot::Route => each(text, ", ", "、", route),
            Slot::Conditions => each(text, ", ", "，", a_condition),
            Slot::Word => each(text, " and ", "与", word),
            Slot::Why => sentence::of_the_judgement(text, names),
            Slot::Text | Slot::Any => Some(Words::same(text)),
        }
    }
}

/// A list with each of its parts in print.
fn each(text: &str, en: &str, zh: &str, print: impl Fn(&str) -> Option<Words>) -> Option<Words> {
    let all: Option<Vec<Words>> = text.split(en).map(print).collect();
    Some(Words::join(&all?, en, zh))
}

fn as_number(text: &str) -> Option<String> {
    Decimal::parse(text, DecimalMark::Point).ok().map(|number| number.pretty())
}

/// The lot of so many.
fn ordinal(text: &str) -> Option<Words> {
    let number = text.trim_end_matches(|sign: char| sign.is_ascii_lowercase());
    as_number(number).map(|number| Words::new(text, number))
}

/// A number with its unit, in the signs of print.
fn value(text: &str) -> Option<String> {
    let (digits, unit) = text.split_once(' ').unwrap_or((text, ""));
    let unit = Unit::parse(unit).ok()?;
    let digits = number(digits)?;
    Some(if unit.is_none() { digits } else { format!("{digits} {}", unit.symbol()) })
}

/// The name of what an id stands for, else the id.
fn id(text: &str, names: Names<'_>) -> Option<Words> {
    let is_id = !text.is_empty() && !text.contains([' ', '"', '`', ',', ';', ':']);
    is_id.then(|| names(text).unwrap_or_else(|| Words::same(text)))
}

/// What a cell says; words that every result may have are in both languages.
fn cell(text: &str) -> Words {
    match (text, criterion::known(text)) {
        ("an empty cell", _) => Words::new(text, "空单元格"),
        (_, Some(term)) => Words::new(text, term.zh),
        (_, None) => Words::same(text),
    }
}

/// `fail (0.49 EU/mL)`, and the result behind it as it is, or what became of the members of a panel.
fn outcome(text: &str, names: Names<'_>) -> Option<Words> {
    let named = |outcome: &Outcome| {
        let en = in_words(*outcome);
        let rest = text.strip_prefix(&en)?;
        let zh = criterion::outcome(*outcome).zh;
        if rest.is_empty() {
            return Some(Words::new(text, zh));
        }
        let result = rest.strip_prefix(" (")?.strip_suffix(')')?;
        let result = members(result, names).unwrap_or_else(|| cell(result));
        Some(Words::new(format!("{en} ({})", result.en), format!("{zh}（{}）", result.zh)))
    };
    Outcome::ALL.iter().find_map(named)
}

fn in_words(outcome: Outcome) -> String {
    outcome.as_str().replace('_', " ")
}

/// The members of a panel, as its result has them: `cd9 not met, alix met`.
fn members(text: &str, names: Names<'_>) -> Option<Words> {
    const OF_PANELS: [(&str, Outcome); 3] =
        [(" not met", Outcome::Fail), (" met", Outcome::Pass), (" not reported", Outcome::NotApplicable)];
    let member = |one: &str| {
        let of_panel = OF_PANELS.iter().map(|(word, outcome)| ((*word).to_owned(), *outcome));
        let others = Outcome::ALL.iter().flat_map(|outcome| {
            [format!(" {}", outcome.as_str()), format!(" {}", in_words(*outcome))].map(|word| (word, *outcome))
        });
        of_panel.chain(others).find_map(|(word, outcome)| {
            let name = id(one.strip_suffix(&word)?, names)?;
            Some(Words::new(format!("{}{word}", name.en), format!("{}：{}", name.zh, criterion::outcome(outcome).zh)))
        })
    };
    each(text, ", ", "，", member)
}

/// A route, and its limit as it is.
fn route(text: &str) -> Option<Words> {
    let behind =
        |route: &Route| text.strip_prefix(route.as_str()).filter(|rest| rest.is_empty() || rest.starts_with(' '));
    let (route, limit) = Route::ALL.iter().find_map(|route| Some((route, behind(route)?)))?;
    is_name(&format!("-{limit}")).then(|| Words::new(text, format!("{}{limit}", route.in_chinese())))
}

/// `method NTA`.
fn a_condition(text: &str) -> Option<Words> {
    const ALL: [Condition; 4] =
        [Condition::Method, Condition::Instrument, Condition::Sample, Condition::StorageCondition];
    let (column, value) = text.split_once(' ')?;
    let column = ALL.into_iter().find(|known| known.as_str() == column)?;
    Some(Words::new(text, format!("{} {value}", condition(column))))
}

fn word(text: &str) -> Option<Words> {
    let event = LotEvent::ALL.into_iter().find(|event| event.noun() == text).map(event_in_chinese);
    let of_table = || WORDS.iter().find(|(en, _)| *en == text).map(|(_, zh)| *zh);
    Some(Words::new(text, event.or_else(of_table)?))
}
