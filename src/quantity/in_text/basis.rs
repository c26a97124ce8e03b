//! What a number is said for each of: `10 CFU in 100 mL`, 每100 mL不得过10 CFU, 每分钟2 mL.

use super::{Amount, direction, unit_here};
use crate::quantity::{Exact, Unit};

/// So much of one thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Basis {
    pub(super) count: Exact,
    pub(super) unit: Unit,
    /// Whether its number stands in the text, as an amount of its own.
    pub(super) is_numbered: bool,
}

/// Words before that of which each is meant.
const EACH: [&str; 5] = ["每", "每个", "per", "in each", "each"];

/// So far behind 每 a container may be named: 每个供试品容器.
const SIGNS_TO_CONTAINER: usize = 8;

impl Amount {
    /// The amount for one of its basis: 0.1 CFU/mL of `10 CFU in 100 mL`.
    pub fn for_one(&self) -> Option<Amount> {
        let basis = self.basis.as_ref()?;
        let value = self.value.as_ref()?.checked_div(&basis.count)?;
        let unit = self.unit.clone().unwrap_or_else(Unit::none).div(&basis.unit);
        Some(Amount { value: Some(value), unit: Some(unit), basis: None, ..self.clone() })
    }
}

/// Whether the number that follows is one of something of which each is meant.
pub(super) fn is_begun(head: &str) -> bool {
    let plain = head.trim_end();
    EACH.iter().any(|word| super::comparison::ends_with_words(plain, word).is_some())
}

/// The basis that an amount is for the text behind it.
pub(super) fn of_amount(amount: &Amount) -> Option<Basis> {
    Some(Basis { count: amount.value.clone()?, unit: amount.unit.clone()?, is_numbered: true })
}

/// The basis without a number that a clause names before one: 每分钟2 mL.
pub(super) fn named(head: &str) -> Option<Basis> {
    let clause = direction::clause_before(direction::near(head));
    let rest = clause.get(clause.rfind('每')? + '每'.len_utf8()..)?;
    if rest.trim_start().starts_with(|sign: char| sign.is_ascii_digit()) {
        return None;
    }
    let rest = rest.trim_start_matches(['个', '一', ' ']);
    let is_container = || {
        rest.char_indices()
            .take(SIGNS_TO_CONTAINER)
            .any(|(at, _)| rest.get(at..).is_some_and(|rest| rest.starts_with("容器")))
    };
    let called = match rest {
        _ if rest.starts_with("公斤") => "kg",
        _ if is_container() => "container",
        _ => "",
    };
    let unit = unit_here(rest).map(|(unit, _)| unit);
    let unit = unit.or_else(|| Unit::parse(called).ok().filter(|unit| !unit.is_none()))?;
    Some(Basis { count: Exact::one(), unit, is_numbered: false })
}
