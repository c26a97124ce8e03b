//! The formula grammar: `particle_concentration / protein_concentration`, and the algebra of its units.

use super::codes;
use super::grammar::Fault;
use super::model::{Expression, Quantity};
use crate::quantity::{Decimal, DecimalMark, Unit};

/// Longest formula in bytes; it bounds the depth of the tree.
const LONGEST: usize = 1_000;
/// Deepest nesting of brackets and signs.
const DEEPEST: usize = 32;
/// Largest exponent, either way.
const LARGEST_EXPONENT: i32 = 12;

/// A formula over names that are not looked up yet; offsets are bytes of the text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Term {
    pub kind: TermKind,
    pub start: usize,
    pub end: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum TermKind {
    Number(Decimal),
    /// A test, a derived attribute or a fact.
    Name(String),
    /// `label.name`
    Label(String),
    /// `{name}`
    Parameter(String),
    Negate(Box<Term>),
    Binary(Operator, Box<Term>, Box<Term>),
    Power(Box<Term>, i32),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
}

impl Term {
    /// Calls `visit` for every term of the formula.
    pub fn walk(&self, visit: &mut dyn FnMut(&Term)) {
        visit(self);
        match &self.kind {
            TermKind::Negate(inner) | TermKind::Power(inner, _) => inner.walk(visit),
            TermKind::Binary(_, left, right) => {
                left.walk(visit);
                right.walk(visit);
            }
            TermKind::Number(_) | TermKind::Name(_) | TermKind::Label(_) | TermKind::Parameter(_) => {}
        }
    }
}

/// Reads a formula.
///
/// # Errors
/// What is wrong and where.
pub(super) fn parse(text: &str) -> Result<Term, Fault> {
    if text.len() > LONGEST {
        return Err(Fault::at(
            &codes::MALFORMED_FORMULA,
            text,
            text,
            format!("the formula has more than {LONGEST} bytes"),
        )
        .help("split it into several derived attributes"));
    }
    let mut parser = Parser { text, at: 0, depth: 0 };
    let term = parser.sum()?;
    parser.skip_space();
    match parser.rest().chars().next() {
        None => Ok(term),
        Some(found) => Err(parser.fault(format!("`{found}` is not expected here"))),
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn skip_space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn take(&mut self, signs: &[(char, Operator)]) -> Option<Operator> {
        self.skip_space();
        let next = self.rest().chars().next()?;
        let (sign, operator) = signs.iter().find(|(sign, _)| *sign == next)?;
        self.at += sign.len_utf8();
        Some(*operator)
    }

    fn fault(&self, message: impl Into<String>) -> Fault {
        let width = self.rest().chars().next().map_or(0, char::len_utf8);
        self.fault_between(self.at, self.at + width, message)
    }

    fn fault_between(&self, start: usize, end: usize, message: impl Into<String>) -> Fault {
        let help = "use names, numbers, + - * / ^ with a whole exponent, and brackets".to_owned();
        Fault { code: &codes::MALFORMED_FORMULA, message: message.into(), help: Some(help), start, end }
    }

    fn sum(&mut self) -> Result<Term, Fault> {
        let mut left = self.product()?;
        let signs = [('+', Operator::Add), ('-', Operator::Subtract), ('−', Operator::Subtract)];
        while let Some(operator) = self.take(&signs) {
            let right = self.product()?;
            left = binary(operator, left, right);
        }
        Ok(left)
    }

    fn product(&mut self) -> Result<Term, Fault> {
        let mut left = self.signed()?;
        let signs = [
            ('*', Operator::Multiply),
            ('×', Operator::Multiply),
            ('·', Operator::Multiply),
            ('/', Operator::Divide),
            ('÷', Operator::Divide),
        ];
        while let Some(operator) = self.take(&signs) {
            let right = self.signed()?;
            left = binary(operator, left, right);
        }
        Ok(left)
    }

    fn signed(&mut self) -> Result<Term, Fault> {
        self.skip_space();
        let start = self.at;
        if self.take(&[('-', Operator::Subtract), ('−', Operator::Subtract)]).is_none() {
            return self.power();
        }
        let inner = self.nested(Parser::signed)?;
        Ok(Term { start, end: inner.end, kind: TermKind::Negate(Box::new(inner)) })
    }

    /// Runs a rule one level deeper.
    fn nested(&mut self, rule: fn(&mut Self) -> Result<Term, Fault>) -> Result<Term, Fault> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.fault(format!("the formula is nested more than {DEEPEST} deep")));
        }
        let term = rule(self);
        self.depth -= 1;
        term
    }

    fn power(&mut self) -> Result<Term, Fault> {
        let base = self.atom()?;
        self.skip_space();
        if !self.rest().starts_with('^') {
            return Ok(base);
        }
        self.at += 1;
        self.skip_space();
        let start = self.at;
        let body = self.rest().strip_prefix(['-', '−']).unwrap_or(self.rest());
        let sign = if body.len() < self.rest().len() { -1 } else { 1 };
        let digits = &body[..body.len() - body.trim_start_matches(|next: char| next.is_ascii_digit()).len()];
        self.at = self.text.len() - body.len() + digits.len();
        match digits.parse::<i32>() {
            Ok(exponent) if exponent <= LARGEST_EXPONENT => {
                Ok(Term { start: base.start, end: self.at, kind: TermKind::Power(Box::new(base), sign * exponent) })
            }
            _ => Err(self.fault_between(
                start,
                self.at.max(start + 1).min(self.text.len()),
                format!("an exponent is a whole number from -{LARGEST_EXPONENT} to {LARGEST_EXPONENT}"),
            )),
        }
    }

    fn atom(&mut self) -> Result<Term, Fault> {
        self.skip_space();
        let start = self.at;
        match self.rest().chars().next() {
            None => Err(self.fault("the formula ends where a name or a number is expected")),
            Some('(') => {
                self.at += 1;
                let inner = self.nested(Parser::sum)?;
                self.skip_space();
                if !self.rest().starts_with(')') {
                    return Err(self.fault_between(start, start + 1, "this bracket is not closed"));
                }
                self.at += 1;
                Ok(Term { start, end: self.at, ..inner })
            }
            Some('{') => self.parameter(),
            Some(next) if next.is_ascii_digit() || next == '.' => self.number(),
            Some(next) if next.is_ascii_alphabetic() || next == '_' => Ok(self.name()),
            Some(next) => Err(self.fault(format!("`{next}` is not expected here"))),
        }
    }

    fn parameter(&mut self) -> Result<Term, Fault> {
        let start = self.at;
        let Some(close) = self.rest().find('}') else {
            return Err(self.fault("this bracket is not closed"));
        };
        let name = self.rest()[1..close].trim().to_owned();
        self.at += close + 1;
        Ok(Term { kind: TermKind::Parameter(name), start, end: self.at })
    }

    fn number(&mut self) -> Result<Term, Fault> {
        let start = self.at;
        let rest = self.rest().as_bytes();
        let mut end = 0;
        while let Some(&byte) = rest.get(end) {
            let sign_of_exponent =
                matches!(byte, b'+' | b'-') && matches!(rest.get(end.wrapping_sub(1)), Some(b'e' | b'E'));
            if !(byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_') || sign_of_exponent) {
                break;
            }
            end += 1;
        }
        self.at = start + end;
        let written = &self.text[start..self.at];
        match Decimal::parse(written, DecimalMark::Point) {
            Ok(value) => Ok(Term { kind: TermKind::Number(value), start, end: self.at }),
            Err(error) => Err(self.fault_between(start, self.at, error.to_string())),
        }
    }

    fn name(&mut self) -> Term {
        let start = self.at;
        let is_part = |next: char| next.is_ascii_alphanumeric() || next == '_';
        let length = |text: &str| text.find(|next: char| !is_part(next)).unwrap_or(text.len());
        self.at += length(self.rest());
        let name = &self.text[start..self.at];
        if name == "label"
            && let Some(after) = self.rest().strip_prefix('.')
        {
            let label = &after[..length(after)];
            self.at += 1 + label.len();
            return Term { kind: TermKind::Label(label.to_owned()), start, end: self.at };
        }
        Term { kind: TermKind::Name(name.to_owned()), start, end: self.at }
    }
}

fn binary(operator: Operator, left: Term, right: Term) -> Term {
    let (start, end) = (left.start, right.end);
    Term { kind: TermKind::Binary(operator, Box::new(left), Box::new(right)), start, end }
}

/// A part of a formula with its unit.
pub(super) type Resolved = Result<(Expression, Unit), Fault>;

/// Looks up the leaves of a formula and works out its unit.
///
/// `leaf` gives the expression and the unit of a name, a label claim or a parameter.
///
/// # Errors
/// What `leaf` says, and sums of quantities of different dimension.
pub(super) fn resolve(term: &Term, leaf: &mut dyn FnMut(&Term) -> Resolved) -> Resolved {
    match &term.kind {
        TermKind::Number(value) => {
            Ok((Expression::Number(Quantity { value: *value, unit: Unit::none() }), Unit::none()))
        }
        TermKind::Name(_) | TermKind::Label(_) | TermKind::Parameter(_) => leaf(term),
        TermKind::Negate(inner) => {
            let (inner, unit) = resolve(inner, leaf)?;
            Ok((Expression::Negate(Box::new(inner)), unit))
        }
        TermKind::Power(base, exponent) => {
            let (base, unit) = resolve(base, leaf)?;
            let unit = unit.powi(*exponent).ok_or_else(|| mismatch(term, "no unit has so large an exponent"))?;
            Ok((Expression::Power(Box::new(base), *exponent), unit))
        }
        TermKind::Binary(operator, left, right) => {
            let (mut left, mut left_unit) = resolve(left, leaf)?;
            let (mut right, mut right_unit) = resolve(right, leaf)?;
            if matches!(operator, Operator::Add | Operator::Subtract) {
                adopt_percent(&mut left, &mut left_unit, &right_unit);
                adopt_percent(&mut right, &mut right_unit, &left_unit);
            }
            let unit = combine(term, *operator, &left_unit, &right_unit)?;
            let (left, right) = (Box::new(left), Box::new(right));
            let expression = match operator {
                Operator::Add => Expression::Add(left, right),
                Operator::Subtract => Expression::Subtract(left, right),
                Operator::Multiply => Expression::Multiply(left, right),
                Operator::Divide => Expression::Divide(left, right),
            };
            Ok((expression, unit))
        }
    }
}

/// In `100 - purity` with a purity in percent the written number is a percentage too.
fn adopt_percent(side: &mut Expression, unit: &mut Unit, other: &Unit) {
    if let Expression::Number(number) = side
        && number.unit.is_none()
        && other.symbol() == "%"
    {
        number.unit = other.clone();
        *unit = other.clone();
    }
}

fn combine(term: &Term, operator: Operator, left: &Unit, right: &Unit) -> Result<Unit, Fault> {
    match operator {
        Operator::Multiply => Ok(left.mul(right)),
        Operator::Divide => Ok(left.div(right)),
        Operator::Add | Operator::Subtract if right.factor_to(left).is_some() => Ok(left.clone()),
        Operator::Add | Operator::Subtract => {
            let message = format!("{} and {} cannot be added or subtracted", shown(left), shown(right));
            Err(mismatch(term, message).help("both sides need units of one dimension"))
        }
    }
}

/// The unit's name, or words when it has none.
pub(super) fn shown(unit: &Unit) -> String {
    let text = unit.to_string();
    if text.is_empty() { "a plain number".to_owned() } else { format!("`{text}`") }
}

fn mismatch(term: &Term, message: impl Into<String>) -> Fault {
    Fault { code: &codes::FORMULA_UNIT_MISMATCH, message: message.into(), help: None, start: term.start, end: term.end }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(term: &Term) -> String {
        match &term.kind {
            TermKind::Number(value) => value.to_string(),
            TermKind::Name(name) => name.clone(),
            TermKind::Label(name) => format!("label.{name}"),
            TermKind::Parameter(name) => format!("{{{name}}}"),
            TermKind::Negate(inner) => format!("(neg {})", shape(inner)),
            TermKind::Power(base, exponent) => format!("({} ^ {exponent})", shape(base)),
            TermKind::Binary(operator, left, right) => format!("({operator:?} {} {})", shape(left), shape(right)),
        }
    }

    #[test]
    fn precedence_is_the_usual_one() {
        for (text, expected) in [
            ("a / b", "(Divide a b)"),
            ("a - b - c", "(Subtract (Subtract a b) c)"),
            ("a + b * c", "(Add a (Multiply b c))"),
            ("(a + b) * c", "(Multiply (Add a b) c)"),
            ("-a^2", "(neg (a ^ 2))"),
            ("a ^ -1", "(a ^ -1)"),
            ("1e9 * label.dose / {x}", "(Divide (Multiply 1e9 label.dose) {x})"),
            ("2.5e-3×a", "(Multiply 2.5e-3 a)"),
        ] {
            assert_eq!(parse(text).as_ref().map(shape).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_formula_is_refused() {
        let deep = "(".repeat(100);
        let signs = "-".repeat(100);
        let long = "a+".repeat(1000);
        for text in [
            "", "a b", "a +", "(a", "a)", "a ^ b", "a ^ 1.5", "a ^ 99", "5 ng * a", "{a", "a @ b", "1_0", &deep,
            &signs, &long,
        ] {
            assert_eq!(parse(text).unwrap_err().code.name, "malformed-formula", "{text}");
        }
    }
}
