//! The formula of a curve, as reference cases write it: `b1*(1-exp(-b2*x))`.

use crate::stats::uncertainty::Number;

/// How deep a formula may be nested.
const DEEPEST: usize = 40;

/// A formula of x and the parameters b1, b2, ...
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Formula {
    Constant(f64),
    X,
    /// By its 0-based index.
    Parameter(usize),
    Negative(Box<Formula>),
    Exponential(Box<Formula>),
    Both(Operation, Box<Formula>, Box<Formula>),
}

/// What is done with two parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
}

impl Formula {
    /// Reads a formula of numbers, `x`, `b1` to `bP`, `+ - * / **`, parentheses and `exp`.
    pub(super) fn parse(text: &str, parameters: usize) -> Result<Formula, String> {
        let letters: Vec<char> = text.chars().filter(|letter| !letter.is_whitespace()).collect();
        let mut reader = Reader { letters: &letters, parameters, depth: 0 };
        let formula = reader.sum()?;
        if reader.letters.is_empty() { Ok(formula) } else { Err(reader.unexpected()) }
    }

    /// The value at x.
    pub(super) fn value<N: Number>(&self, x: f64, parameters: &[N]) -> N {
        match self {
            Formula::Constant(value) => N::constant(*value),
            Formula::X => N::constant(x),
            Formula::Parameter(index) => parameters.get(*index).copied().unwrap_or_else(|| N::constant(f64::NAN)),
            Formula::Negative(part) => -part.value(x, parameters),
            Formula::Exponential(part) => part.value(x, parameters).exp(),
            Formula::Both(operation, left, right) => {
                let base = left.value(x, parameters);
                if let (Operation::Power, Formula::Constant(power)) = (operation, &**right)
                    && power.fract() == 0.0
                    && power.abs() < 100.0
                {
                    #[allow(clippy::cast_possible_truncation, reason = "a whole number below 100")]
                    return base.powi(*power as i32);
                }
                operation.apply(base, right.value(x, parameters))
            }
        }
    }
}

impl Operation {
    fn apply<N: Number>(self, left: N, right: N) -> N {
        match self {
            Operation::Add => left + right,
            Operation::Subtract => left - right,
            Operation::Multiply => left * right,
            Operation::Divide => left / right,
            Operation::Power => (right * left.ln()).exp(),
        }
    }
}

/// What is left to read.
struct Reader<'l> {
    letters: &'l [char],
    parameters: usize,
    depth: usize,
}

impl Reader<'_> {
    fn unexpected(&self) -> String {
        match self.letters.first() {
            Some(letter) => format!("inputs.formula has an unexpected {letter:?}"),
            None => "inputs.formula ends too early".to_owned(),
        }
    }

    /// Passes over the text, if it comes next.
    fn take(&mut self, text: &str) -> bool {
        let expected: Vec<char> = text.chars().collect();
        let rest = self.letters.strip_prefix(expected.as_slice());
        self.letters = rest.unwrap_or(self.letters);
        rest.is_some()
    }

    fn sum(&mut self) -> Result<Formula, String> {
        let mut sum = self.product()?;
        loop {
            let operation = if self.take("+") {
                Operation::Add
            } else if self.take("-") {
                Operation::Subtract
            } else {
                return Ok(sum);
            };
            sum = Formula::Both(operation, Box::new(sum), Box::new(self.product()?));
        }
    }

    fn product(&mut self) -> Result<Formula, String> {
        let mut product = self.factor()?;
        loop {
            let operation = if self.take("*") {
                Operation::Multiply
            } else if self.take("/") {
                Operation::Divide
            } else {
                return Ok(product);
            };
            product = Formula::Both(operation, Box::new(product), Box::new(self.factor()?));
        }
    }

    /// A sign binds less than a power: -x**2 is -(x**2).
    fn factor(&mut self) -> Result<Formula, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err("inputs.formula is nested too deep".to_owned());
        }
        let factor = if self.take("-") { Formula::Negative(Box::new(self.factor()?)) } else { self.power()? };
        self.depth -= 1;
        Ok(factor)
    }

    fn power(&mut self) -> Result<Formula, String> {
        let base = self.atom()?;
        if self.take("**") {
            return Ok(Formula::Both(Operation::Power, Box::new(base), Box::new(self.factor()?)));
        }
        Ok(base)
    }

    fn atom(&mut self) -> Result<Formula, String> {
        if self.take("exp(") {
            return self.closed().map(|inside| Formula::Exponential(Box::new(inside)));
        } else if self.take("(") {
            return self.closed();
        } else if self.take("x") {
            return Ok(Formula::X);
        }
        let parameter = self.take("b");
        let number = self.number()?;
        if !parameter {
            return number.parse().map(Formula::Constant).map_err(|_| self.unexpected());
        }
        let index = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let known = index.filter(|index| *index < self.parameters);
        known.map(Formula::Parameter).ok_or_else(|| format!("inputs.formula has b{number} without a start value"))
    }

    fn closed(&mut self) -> Result<Formula, String> {
        let inside = self.sum()?;
        if self.take(")") { Ok(inside) } else { Err(self.unexpected()) }
    }

    fn number(&mut self) -> Result<String, String> {
        let length = self.letters.iter().take_while(|letter| letter.is_ascii_digit() || **letter == '.').count();
        let (number, rest) = self.letters.split_at_checked(length).ok_or_else(|| self.unexpected())?;
        if number.is_empty() {
            return Err(self.unexpected());
        }
        self.letters = rest;
        Ok(number.iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn precedence() {
        let value = |text: &str| Formula::parse(text, 2).unwrap().value(3.0, &[5.0, 2.0]);
        assert_eq!(value("1 - 2 - x*b1/b2"), -8.5);
        assert_eq!(value("-x**2"), -9.0);
        assert_eq!(value("2*(x+1)**-1"), 0.5);
        assert!((value("x**b2") - 9.0).abs() < 1e-14);
        assert_eq!(value("exp(x-3)"), 1.0);
    }

    #[test]
    fn what_is_no_formula_is_refused() {
        let error = |text: &str| Formula::parse(text, 1).unwrap_err();
        assert_eq!(error("b2*x"), "inputs.formula has b2 without a start value");
        assert_eq!(error("b0"), "inputs.formula has b0 without a start value");
        assert_eq!(error("b1*"), "inputs.formula ends too early");
        assert_eq!(error("b1*(x"), "inputs.formula ends too early");
        assert_eq!(error("sin(x)"), "inputs.formula has an unexpected 's'");
        assert_eq!(error(&"(".repeat(1000)), "inputs.formula is nested too deep");
        assert_eq!(error(&"-".repeat(1000)), "inputs.formula is nested too deep");
    }
}
