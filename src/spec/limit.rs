//! The limit grammar: `">= 80 %"`, `6.5 to 7.5`, `label ± 20 %`, `negative`, `one of [clear, opalescent]`.
//!
//! A limit is text with its digits. `not less than`, `not more than` and `to` include the limit itself, `<` and `>` exclude
//! it (R-204; USP General Notices 7.10).

use super::codes;
use super::grammar::{Fault, after_word, before_word, bracketed, measure, split_word, unit};
use super::model::{Expected, Limit};
use crate::quantity::{Decimal, DecimalMark, Exact, Notation, Unit, format_at_place};

/// A limit as its text states it, before it meets the test it belongs to.
#[derive(Clone, Debug)]
pub(super) enum LimitText {
    /// Compared with the reportable value.
    Numeric(Bounds),
    /// Compared with the reportable value in percent of the label claim.
    Label(Bounds),
    /// In percent of the result of the sample (blanks only).
    OfSample(Bounds),
    /// A word or a text.
    Qualitative(Expected),
    /// No criterion.
    Report,
}

/// One or two numeric limits.
#[derive(Clone, Debug)]
pub(super) struct Bounds {
    pub lower: Option<Limit>,
    pub upper: Option<Limit>,
    /// `None` when no unit is written.
    pub unit: Option<Unit>,
}

const FORMS: &str = "write a comparison (\">= 80 %\"), a range (6.5 to 7.5), a word (negative, positive, no growth, growth, \
                     complies), one of [a, b], a text in inner quotes ('\"clear, colourless\"'), or report";

/// Reads a limit. `whole` is the text that offsets refer to, `part` the slice of it that holds the limit.
///
/// # Errors
/// What is wrong and where; impossible limits too.
pub(super) fn parse(whole: &str, part: &str) -> Result<LimitText, Fault> {
    let text = part.trim();
    if text.is_empty() {
        return Err(Fault::at(&codes::MALFORMED_LIMIT, whole, text, "the limit is empty").help(FORMS));
    }
    if let Some(word) = word(text) {
        return Ok(word);
    }
    if let Some(rest) = after_word(text, "one of") {
        return set(whole, rest);
    }
    if text.starts_with('"') {
        return quoted(whole, text);
    }
    if let Some(rest) = after_word(text, "label") {
        return label_tolerance(whole, rest);
    }
    if let Some(rest) = before_word(text, "of label") {
        return Ok(LimitText::Label(percent(whole, text, rest)?));
    }
    if let Some(rest) = before_word(text, "of sample") {
        return Ok(LimitText::OfSample(percent(whole, text, rest)?));
    }
    Ok(LimitText::Numeric(bounds(whole, text)?))
}

/// The words that are a limit by themselves.
fn word(text: &str) -> Option<LimitText> {
    let expected = match text.to_lowercase().as_str() {
        "negative" | "no growth" => Expected::Negative,
        "positive" | "growth" => Expected::Positive,
        "complies" => Expected::Complies,
        "report" => return Some(LimitText::Report),
        _ => return None,
    };
    Some(LimitText::Qualitative(expected))
}

/// The rest of `one of [a, b]`.
fn set(whole: &str, rest: &str) -> Result<LimitText, Fault> {
    let (items, tail) = bracketed(whole, rest, &codes::MALFORMED_LIMIT)?;
    if !tail.is_empty() {
        return Err(surplus(whole, tail));
    }
    let texts = items.iter().map(|item| item.trim_matches('"').to_owned()).collect();
    Ok(LimitText::Qualitative(Expected::OneOf(texts)))
}

/// `"clear, colourless"`.
fn quoted(whole: &str, text: &str) -> Result<LimitText, Fault> {
    let Some((inner, tail)) = text.get(1..).and_then(|rest| rest.split_once('"')) else {
        return Err(Fault::at(&codes::MALFORMED_LIMIT, whole, text, "the closing quote is missing"));
    };
    if !tail.trim().is_empty() {
        return Err(surplus(whole, tail.trim()));
    }
    if inner.trim().is_empty() {
        return Err(Fault::at(&codes::MALFORMED_LIMIT, whole, text, "the text is empty").help(FORMS));
    }
    Ok(LimitText::Qualitative(Expected::OneOf(vec![inner.to_owned()])))
}

fn surplus(whole: &str, tail: &str) -> Fault {
    Fault::at(&codes::MALFORMED_LIMIT, whole, tail, format!("`{tail}` follows a limit that is complete")).help(FORMS)
}

/// The rest of `label ± 20 %`.
fn label_tolerance(whole: &str, rest: &str) -> Result<LimitText, Fault> {
    let Some(tolerance) = rest.strip_prefix('±').or_else(|| rest.strip_prefix("+/-")) else {
        return Err(Fault::at(&codes::MALFORMED_LIMIT, whole, rest, "`label` is not followed by ±")
            .help("write label ± 20 %, or 80 to 120 % of label"));
    };
    let measure = measure(whole, tolerance)?;
    require_percent(whole, tolerance, unit(whole, measure.unit)?)?;
    let place = measure.value.last_place().min(0);
    let limit = |value: Exact| {
        let written = Decimal::parse(&format_at_place(&value, place, Notation::Plain), DecimalMark::Point).ok()?;
        Some(Limit::new(written, true))
    };
    let (full, part) = (Exact::from_i64(100), measure.value.exact());
    let bounds = Bounds { lower: limit(full.clone() - part.clone()), upper: limit(full + part), unit: percent_unit() };
    check_possible(whole, rest, &bounds)?;
    Ok(LimitText::Label(bounds))
}

/// Limits whose unit must be percent.
fn percent(whole: &str, text: &str, rest: &str) -> Result<Bounds, Fault> {
    let bounds = bounds(whole, rest)?;
    require_percent(whole, text, bounds.unit.clone())?;
    Ok(bounds)
}

fn percent_unit() -> Option<Unit> {
    Unit::parse("%").ok()
}

fn require_percent(whole: &str, text: &str, unit: Option<Unit>) -> Result<(), Fault> {
    if unit.is_some() && unit == percent_unit() {
        return Ok(());
    }
    Err(Fault::at(&codes::MALFORMED_LIMIT, whole, text.trim(), "a share is given in percent")
        .help("write the % sign after the number"))
}

/// Numeric limits in one of their forms, which some value can meet.
fn bounds(whole: &str, text: &str) -> Result<Bounds, Fault> {
    let bounds = any_bounds(whole, text)?;
    check_possible(whole, text, &bounds)?;
    Ok(bounds)
}

/// Numeric limits in one of their forms.
///
/// # Errors
/// That they are in none.
pub(super) fn any_bounds(whole: &str, text: &str) -> Result<Bounds, Fault> {
    if text.starts_with(['[', '(']) {
        interval(whole, text)
    } else if comparator(text).is_some() {
        comparisons(whole, text)
    } else {
        range(whole, text)
    }
}

/// Which side a comparison bounds, whether the limit itself conforms, and what follows the comparator.
fn comparator(text: &str) -> Option<(Side, bool, &str)> {
    const SIGNS: [(&str, Side, bool); 7] = [
        (">=", Side::Lower, true),
        ("<=", Side::Upper, true),
        ("≥", Side::Lower, true),
        ("≤", Side::Upper, true),
        ("⩾", Side::Lower, true),
        (">", Side::Lower, false),
        ("<", Side::Upper, false),
    ];
    const WORDS: [(&str, Side); 4] =
        [("NLT", Side::Lower), ("NMT", Side::Upper), ("not less than", Side::Lower), ("not more than", Side::Upper)];
    let sign = SIGNS.iter().find_map(|(sign, side, inclusive)| {
        let rest = text.strip_prefix(sign)?;
        Some((*side, *inclusive, rest.trim_start()))
    });
    sign.or_else(|| WORDS.iter().find_map(|(word, side)| Some((*side, true, after_word(text, word)?))))
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Lower,
    Upper,
}

/// `>= 80 %`, `> 0.1 and <= 0.5 EU/mL`.
fn comparisons(whole: &str, text: &str) -> Result<Bounds, Fault> {
    let mut bounds = Bounds { lower: None, upper: None, unit: None };
    let parts = split_word(text, "and");
    for part in &parts {
        let Some((side, inclusive, rest)) = comparator(part) else {
            return Err(
                Fault::at(&codes::MALFORMED_LIMIT, whole, part, format!("`{part}` is not a comparison")).help(FORMS)
            );
        };
        let measure = measure(whole, rest)?;
        merge_unit(whole, measure.unit, &mut bounds)?;
        let slot = if side == Side::Lower { &mut bounds.lower } else { &mut bounds.upper };
        if slot.is_some() {
            return Err(Fault::at(&codes::MALFORMED_LIMIT, whole, part, "a second limit on the same side")
                .help("write one lower and one upper limit"));
        }
        *slot = Some(Limit::new(measure.value, inclusive));
    }
    Ok(bounds)
}

/// `6.5 to 7.5`, both ends included.
fn range(whole: &str, text: &str) -> Result<Bounds, Fault> {
    let parts = split_word(text, "to");
    let [low, high] = parts.as_slice() else { return Err(no_form(whole, text)) };
    ends(whole, low, high, "", (true, true))
}

/// `[A, B) unit`: a round bracket excludes its end.
fn interval(whole: &str, text: &str) -> Result<Bounds, Fault> {
    let malformed = || {
        Fault::at(&codes::MALFORMED_LIMIT, whole, text, format!("`{text}` is not an interval"))
            .help("write [A, B) unit; a round bracket excludes its end")
    };
    let close = text.find([']', ')']).ok_or_else(malformed)?;
    let (low, high) = text.get(1..close).and_then(|inner| inner.split_once(',')).ok_or_else(malformed)?;
    ends(whole, low, high, &text[close + 1..], (text.starts_with('['), text[close..].starts_with(']')))
}

/// Two ends with the unit at the last, or after both.
fn ends(whole: &str, low: &str, high: &str, after: &str, inclusive: (bool, bool)) -> Result<Bounds, Fault> {
    let (low, high) = (measure(whole, low)?, measure(whole, high)?);
    let mut bounds = Bounds {
        lower: Some(Limit::new(low.value, inclusive.0)),
        upper: Some(Limit::new(high.value, inclusive.1)),
        unit: None,
    };
    for written in [low.unit, high.unit, after.trim()] {
        merge_unit(whole, written, &mut bounds)?;
    }
    Ok(bounds)
}

/// Takes a written unit over; all that are written must be the same one.
fn merge_unit(whole: &str, written: &str, bounds: &mut Bounds) -> Result<(), Fault> {
    let Some(found) = unit(whole, written)? else { return Ok(()) };
    if bounds.unit.as_ref().is_some_and(|other| *other != found) {
        return Err(Fault::at(&codes::MALFORMED_LIMIT, whole, written, "the two ends have different units")
            .help("write the unit once, at the end"));
    }
    bounds.unit = Some(found);
    Ok(())
}

/// Limits that some value can meet.
fn check_possible(whole: &str, text: &str, bounds: &Bounds) -> Result<(), Fault> {
    let (Some(lower), Some(upper)) = (&bounds.lower, &bounds.upper) else { return Ok(()) };
    let message = if lower.value > upper.value {
        format!("the lower limit {} is above the upper limit {}", lower.written, upper.written)
    } else if lower.value == upper.value && !(lower.inclusive && upper.inclusive) {
        format!("both limits are {}, and one of them is excluded", lower.written)
    } else {
        return Ok(());
    };
    Err(Fault::at(&codes::IMPOSSIBLE_LIMIT, whole, text, message)
        .help("no value can meet this limit; correct its ends"))
}

/// The fault for a text in no form at all, with the help that fits best.
fn no_form(whole: &str, text: &str) -> Fault {
    let numeric = text.starts_with(|first: char| first.is_numeric() || matches!(first, '+' | '-' | '−' | '.'));
    let dash = text.char_indices().skip(1).find(|(_, character)| matches!(character, '-' | '–' | '—' | '~'));
    let help = match (numeric, dash) {
        (true, Some((at, dash))) => {
            format!("for a range write `{} to {}`", text[..at].trim(), text[at + dash.len_utf8()..].trim())
        }
        (true, None) => format!("write `>= {text}`, `<= {text}`, or a range `A to B`"),
        (false, _) if text.starts_with("=>") || text.starts_with("=<") => "write >= or <=".to_owned(),
        (false, _) => format!("for an exact text use inner quotes: '\"{text}\"'; or {FORMS}"),
    };
    let found = if numeric { "is a number without comparison" } else { "is no form of limit" };
    Fault::at(&codes::MALFORMED_LIMIT, whole, text, format!("`{text}` {found}")).help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A limit in one normal form, or the code of its fault.
    fn normal(text: &str) -> String {
        let show = |bounds: &Bounds| {
            let end = |limit: &Option<Limit>, sign: &str| {
                limit
                    .as_ref()
                    .map(|limit| format!("{sign}{}{} ", if limit.inclusive { "=" } else { "" }, limit.written))
            };
            let unit = bounds.unit.as_ref().map(ToString::to_string).unwrap_or_default();
            let (lower, upper) = (end(&bounds.lower, ">"), end(&bounds.upper, "<"));
            format!("{}{}{unit}", lower.unwrap_or_default(), upper.unwrap_or_default()).trim().to_owned()
        };
        match parse(text, text) {
            Ok(LimitText::Numeric(bounds)) => show(&bounds),
            Ok(LimitText::Label(bounds)) => format!("{} of label", show(&bounds)),
            Ok(LimitText::OfSample(bounds)) => format!("{} of sample", show(&bounds)),
            Ok(LimitText::Qualitative(expected)) => format!("{expected:?}"),
            Ok(LimitText::Report) => "report".to_owned(),
            Err(fault) => fault.code.name.to_owned(),
        }
    }

    #[test]
    fn every_form_is_read() {
        for (text, expected) in [
            (">= 80 %", ">=80 %"),
            ("≥80%", ">=80 %"),
            ("> 0.50 EU/mL", ">0.50 EU/mL"),
            ("NMT 5 EU/mL", "<=5 EU/mL"),
            ("not less than 2.0×10^9 particles/mL", ">=2.0e9 particles/mL"),
            ("6.5 to 7.5", ">=6.5 <=7.5"),
            ("50 to 200 nm", ">=50 <=200 nm"),
            ("[50, 200) nm", ">=50 <200 nm"),
            ("(50, 200] nm", ">50 <=200 nm"),
            ("> 0.1 and <= 0.5 EU/mL", ">0.1 <=0.5 EU/mL"),
            ("label ± 20 %", ">=80 <=120 % of label"),
            ("label +/- 7.5 %", ">=92.5 <=107.5 % of label"),
            ("80 to 120 % of label", ">=80 <=120 % of label"),
            (">= 90 % of label", ">=90 % of label"),
            ("<= 5 % of sample", "<=5 % of sample"),
            ("Negative", "Negative"),
            ("no growth", "Negative"),
            ("growth", "Positive"),
            ("complies", "Complies"),
            ("one of [clear, \"slightly hazy, white\"]", "OneOf([\"clear\", \"slightly hazy, white\"])"),
            ("\"clear, colourless\"", "OneOf([\"clear, colourless\"])"),
            ("report", "report"),
        ] {
            assert_eq!(normal(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_limit_is_refused() {
        for (text, code) in [
            ("", "malformed-limit"),
            ("about 80 %", "malformed-limit"),
            ("80 %", "malformed-limit"),
            ("6.5-7.5", "malformed-limit"),
            ("=> 80 %", "malformed-limit"),
            (">= 80 % and >= 90 %", "malformed-limit"),
            (">= 80 % or <= 20 %", "unknown-unit"),
            ("120 to 80 %", "impossible-limit"),
            ("(5, 5] nm", "impossible-limit"),
            ("> 5 and < 5 nm", "impossible-limit"),
            ("50 nm to 1 um", "malformed-limit"),
            (">= 7x1011 particles/mL", "malformed-number"),
            (">= 1,234 ng/mL", "malformed-number"),
            (">= 5 EU/mll", "unknown-unit"),
            ("label ± 20", "malformed-limit"),
            (">= 90 of label", "malformed-limit"),
            ("\"clear", "malformed-limit"),
            ("one of [a, ]", "malformed-limit"),
            ("one of a, b", "malformed-limit"),
        ] {
            assert_eq!(normal(text), code, "{text}");
        }
    }

    #[test]
    fn a_fault_points_into_the_text() {
        let fault = parse(">= 5 EU/mll", ">= 5 EU/mll").unwrap_err();
        assert_eq!((fault.start, fault.end), (5, 11));
    }
}
