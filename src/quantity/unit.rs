//! Units: reading them, converting inside one dimension, and algebra for derived attributes.
//!
//! Conversion never leaves a dimension. Particles, micrograms of protein, cells and activity are different things, and
//! what connects them is a ratio that was measured for a lot. A bare number is not a percentage, a month is not 30
//! days, and `/mL` is not `particles/mL`.

use super::decimal::is_blank;
use super::exact::Exact;
use super::unit_advice::advice;
use super::unit_grammar;
use super::unit_table::{Base, Prefix, Row};
use std::fmt;
use std::sync::Arc;

/// Largest exponent of one factor as written.
pub(super) const MAX_EXPONENT: i32 = 9;

/// Largest power of ten that a unit may carry as a factor.
pub(super) const MAX_TEN: i32 = 60;

/// A unit, or the absence of one. Equal when written alike after normalising; to convert, use [`Unit::factor_to`].
#[derive(Clone, Debug)]
pub struct Unit(Option<Arc<Known>>);

impl PartialEq for Unit {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other) || one == other,
            (one, other) => one.is_none() && other.is_none(),
        }
    }
}

/// What is known of a unit.
#[derive(Debug)]
struct Known {
    /// In the order as written.
    factors: Vec<Factor>,
    /// As printed.
    symbol: String,
    /// In UCUM.
    ucum: String,
    /// What it measures.
    dimension: Dimension,
    /// Its size in base units.
    scale: Exact,
}

impl PartialEq for Known {
    fn eq(&self, other: &Self) -> bool {
        self.factors == other.factors
    }
}

/// One factor of a unit with its exponent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Factor {
    /// What stands there.
    pub(super) of: Of,
    /// Its exponent, never 0.
    pub(super) exponent: i32,
}

/// What a factor is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Of {
    /// Ten to this power: the `10^6` of `ng/10^6 cells`.
    Ten(i32),
    /// A unit of the table with or without a prefix.
    Atom(&'static Row, Option<&'static Prefix>),
}

impl PartialEq for Of {
    fn eq(&self, other: &Self) -> bool {
        let symbol = |prefix: &Option<&Prefix>| prefix.map(|prefix| prefix.symbol);
        match (self, other) {
            (Of::Ten(power), Of::Ten(other)) => power == other,
            (Of::Atom(row, prefix), Of::Atom(other, other_prefix)) => {
                row.symbol == other.symbol && symbol(prefix) == symbol(other_prefix)
            }
            _ => false,
        }
    }
}

/// Exponents of the base dimensions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dimension([i32; Base::ALL.len()]);

impl Dimension {
    /// A bare number.
    fn new() -> Dimension {
        Dimension([0; Base::ALL.len()])
    }

    /// Multiplies by a power of a base.
    fn multiply(&mut self, base: Base, exponent: i32) {
        for (slot, candidate) in self.0.iter_mut().zip(Base::ALL) {
            if candidate == base {
                *slot = slot.saturating_add(exponent);
            }
        }
    }

    /// The exponent of one base.
    pub fn exponent(&self, base: Base) -> i32 {
        self.0.iter().zip(Base::ALL).find(|(_, candidate)| *candidate == base).map_or(0, |(exponent, _)| *exponent)
    }

    /// Whether it is a bare number.
    pub fn is_number(&self) -> bool {
        self.0.iter().all(|exponent| *exponent == 0)
    }
}

impl fmt::Display for Dimension {
    /// In words: `particles per volume`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = |wanted: fn(i32) -> bool| -> Vec<String> {
            Base::ALL
                .into_iter()
                .zip(self.0)
                .filter(|(_, exponent)| wanted(*exponent))
                .map(|(base, exponent)| power_in_words(base, exponent.saturating_abs()))
                .collect()
        };
        let (above, below) = (words(|exponent| exponent > 0), words(|exponent| exponent < 0));
        f.write_str(if above.is_empty() { "a bare number" } else { "" })?;
        f.write_str(&above.join(" times "))?;
        below.iter().try_for_each(|word| write!(f, " per {word}"))
    }
}

/// A power of a base in words; powers of length have names of their own.
fn power_in_words(base: Base, exponent: i32) -> String {
    match (base, exponent) {
        (Base::Length, 2) => "area".to_owned(),
        (Base::Length, 3) => "volume".to_owned(),
        (_, 1) => base.word().to_owned(),
        _ => format!("{}^{exponent}", base.word()),
    }
}

/// Why a text is no unit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnitError {
    /// A word that is in no table.
    #[error("`{word}` is not a known unit{}", hint(.word, .suggestion))]
    Unknown {
        /// The word.
        word: String,
        /// A spelling that it may have been meant to be.
        suggestion: Option<String>,
    },
    /// `% of label`, `particles/µg protein`.
    #[error(
        "`{found}` says beside the unit what it refers to; write the unit alone (`%`, `particles/µg`), and what it refers \
         to under `of` or in the name of the test"
    )]
    Reference {
        /// The text.
        found: String,
    },
    /// `109 particles/mL`, where 10^9 may have been meant.
    #[error("`{found}` before or in a unit is no power of ten; write it as `10^9` or `1e9`")]
    NotAPowerOfTen {
        /// The number.
        found: String,
    },
    /// `EU/kg·h`.
    #[error("`{found}` can be read in two ways; write `a/b/c` or `a/(b·c)`")]
    AmbiguousQuotient {
        /// The text.
        found: String,
    },
    /// Anything else that does not follow the grammar.
    #[error("`{found}` is not a unit; write units like `particles/mL`, `EU/kg/h` or `10^9 particles/mL`")]
    Malformed {
        /// The text.
        found: String,
    },
}

/// A suggestion as the tail of a message.
fn hint(word: &str, suggestion: &Option<String>) -> String {
    match (advice(word), suggestion) {
        (Some(advice), _) => format!("; {advice}"),
        (None, Some(meant)) => format!("; did you mean `{meant}`?"),
        (None, None) => String::new(),
    }
}

impl Unit {
    /// No unit at all.
    pub fn none() -> Unit {
        Unit(None)
    }

    /// Reads a unit: products, quotients, integer exponents, powers of ten. Empty text is no unit.
    ///
    /// # Errors
    /// Whatever is not one unmistakable unit; see [`UnitError`].
    pub fn parse(text: &str) -> Result<Unit, UnitError> {
        let text = text.trim_matches(is_blank);
        if text.is_empty() {
            return Ok(Unit::none());
        }
        unit_grammar::factors(text).map(Unit::of)
    }

    /// The unit with these factors.
    fn of(factors: Vec<Factor>) -> Unit {
        let mut dimension = Dimension::new();
        let mut scale = Exact::one();
        for factor in &factors {
            let (size, power) = match factor.of {
                Of::Ten(power) => (1, power),
                Of::Atom(row, prefix) => {
                    row.dimension.iter().for_each(|(base, exponent)| {
                        dimension.multiply(*base, exponent.saturating_mul(factor.exponent));
                    });
                    (row.size.0, row.size.1 + prefix.map_or(0, |prefix| prefix.power))
                }
            };
            let one = &Exact::from_i64(size) * &Exact::pow10(power);
            // Exponents are bounded by the callers, so the power exists.
            if let Some(power) = one.powi(factor.exponent) {
                scale = &scale * &power;
            }
        }
        let (symbol, ucum) = (symbol_of(&factors), ucum_of(&factors));
        Unit(Some(Arc::new(Known { factors, symbol, ucum, dimension, scale })))
    }

    /// Whether there is no unit.
    pub fn is_none(&self) -> bool {
        self.0.is_none()
    }

    /// Whether a power of ten stands before what is counted: `10^8 particles/mL`, not `particles/10^6 cells`.
    ///
    /// A number with an exponent of its own then has the factor most likely twice.
    pub fn has_multiplier(&self) -> bool {
        self.factors().iter().any(|factor| matches!(factor.of, Of::Ten(_)) && factor.exponent > 0)
    }

    /// Whether a quantity of this unit can lie below zero: bare numbers, temperatures, potentials, signals after
    /// subtraction of a blank.
    pub fn may_be_negative(&self) -> bool {
        let signed =
            [Base::Celsius, Base::Potential, Base::Fluorescence, Base::RelativeFluorescence, Base::Luminescence];
        let dimension = self.dimension();
        dimension.is_number() || signed.iter().any(|base| dimension.exponent(*base) != 0)
    }

    /// The unit as printed: `EU/mL`, `10^9 particles/mL`; empty for no unit.
    pub fn symbol(&self) -> &str {
        self.0.as_ref().map_or("", |known| &known.symbol)
    }

    /// The UCUM code; `1` for no unit.
    pub fn ucum(&self) -> &str {
        self.0.as_ref().map_or("1", |known| &known.ucum)
    }

    /// The dimension; a bare number for no unit.
    pub fn dimension(&self) -> Dimension {
        self.0.as_ref().map_or_else(Dimension::new, |known| known.dimension.clone())
    }

    /// How many of the other unit one of this unit is; nothing across dimensions.
    pub fn factor_to(&self, other: &Unit) -> Option<Exact> {
        if self == other {
            return Some(Exact::one());
        }
        (self.dimension() == other.dimension()).then(|| self.scale().checked_div(&other.scale())).flatten()
    }

    /// The size in base units.
    fn scale(&self) -> Exact {
        self.0.as_ref().map_or_else(Exact::one, |known| known.scale.clone())
    }

    /// The factors; none for no unit.
    fn factors(&self) -> &[Factor] {
        self.0.as_ref().map_or(&[], |known| &known.factors)
    }

    /// The unit of a product.
    #[must_use]
    pub fn mul(&self, other: &Unit) -> Unit {
        if self.is_none() && other.is_none() {
            return Unit::none();
        }
        Unit::of(merged(self.factors().iter().chain(other.factors()).copied()))
    }

    /// The unit of a quotient.
    #[must_use]
    pub fn div(&self, other: &Unit) -> Unit {
        if other.is_none() {
            return self.clone();
        }
        let inverse = other.factors().iter().map(|factor| Factor { exponent: -factor.exponent, ..*factor });
        Unit::of(merged(self.factors().iter().copied().chain(inverse)))
    }

    /// The unit of a power; nothing beyond exponents that anyone needs.
    pub fn powi(&self, exponent: i32) -> Option<Unit> {
        if self.is_none() {
            return Some(Unit::none());
        }
        if exponent.saturating_abs() > MAX_EXPONENT {
            return None;
        }
        let raised = self.factors().iter().map(|factor| {
            let exponent = factor.exponent.checked_mul(exponent)?;
            let bounded = match factor.of {
                Of::Ten(power) => power.checked_mul(exponent)?.abs() <= MAX_TEN * MAX_EXPONENT,
                Of::Atom(..) => exponent.abs() <= MAX_EXPONENT * MAX_EXPONENT,
            };
            bounded.then_some(Factor { exponent, ..*factor })
        });
        Some(Unit::of(merged(raised.collect::<Option<Vec<_>>>()?)))
    }

    /// Why one of these units cannot become the other, in words, with what to do.
    pub fn describe_mismatch(&self, other: &Unit) -> String {
        let (left, right) = (self.dimension(), other.dimension());
        let said = format!("{} and {} do not convert", self.in_words(), other.in_words());
        match mismatch_advice(self, other, &left, &right) {
            Some(advice) => format!("{said}: {advice}"),
            None => said,
        }
    }

    /// The unit with its dimension: `µg/mL (mass per volume)`.
    fn in_words(&self) -> String {
        match self.is_none() {
            true => "no unit".to_owned(),
            false => format!("`{}` ({})", self.symbol(), self.dimension()),
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.symbol())
    }
}

/// What to tell a person whose two units do not meet.
fn mismatch_advice(one: &Unit, two: &Unit, left: &Dimension, right: &Dimension) -> Option<&'static str> {
    let between = |a: Base, b: Base| {
        let counts = |dimension: &Dimension, base: Base| dimension.exponent(base) != 0;
        counts(left, a) && counts(right, b) && !counts(left, b) && !counts(right, a)
            || counts(left, b) && counts(right, a) && !counts(left, a) && !counts(right, b)
    };
    let only = |base: Base| left.exponent(base) != right.exponent(base);
    let substances = [Base::Particle, Base::Vesicle, Base::Mass, Base::Cell, Base::Activity];
    let differ = substances.iter().any(|a| substances.iter().any(|b| a != b && between(*a, *b)));
    if one.is_none() || two.is_none() {
        Some("a number without a unit is never given one; state its unit")
    } else if differ {
        Some(
            "evqc never converts between them without a lot-specific measured ratio named in the specification (R-335)",
        )
    } else if only(Base::Percentage) && (left.is_number() || right.is_number()) {
        Some("a bare number is not a percentage; state which of the two it is")
    } else if only(Base::Particle) {
        Some("a bare number per volume does not say what was counted; write `particles/mL` if it was particles")
    } else if between(Base::Month, Base::Time) {
        Some("a month has no fixed number of days; state both in months or both in days")
    } else if between(Base::Celsius, Base::Kelvin) {
        Some("state both in °C")
    } else {
        None
    }
}

/// Collects equal factors, drops those that cancel, and puts one power of ten in front.
fn merged(factors: impl IntoIterator<Item = Factor>) -> Vec<Factor> {
    let mut ten = 0_i32;
    let mut atoms: Vec<Factor> = Vec::new();
    for factor in factors {
        match factor.of {
            Of::Ten(power) => ten = ten.saturating_add(power.saturating_mul(factor.exponent)),
            Of::Atom(..) => match atoms.iter_mut().find(|atom| atom.of == factor.of) {
                Some(atom) => atom.exponent = atom.exponent.saturating_add(factor.exponent),
                None => atoms.push(factor),
            },
        }
    }
    atoms.retain(|atom| atom.exponent != 0);
    let front = (ten != 0).then_some(Factor { of: Of::Ten(ten), exponent: 1 });
    front.into_iter().chain(atoms).collect()
}

/// The symbol: numerators, then each denominator after its own slash; a power of ten stands before what it multiplies.
fn symbol_of(factors: &[Factor]) -> String {
    let (above, below): (Vec<Factor>, Vec<Factor>) = factors.iter().partition(|factor| factor.exponent > 0);
    let mut symbol = String::new();
    for (index, factor) in above.iter().enumerate() {
        symbol.push_str(if index == 0 { "" } else { separator_after(above.get(index - 1)) });
        symbol.push_str(&factor_text(factor.of, factor.exponent));
    }
    if above.is_empty() {
        symbol.push('1');
    }
    for (index, factor) in below.iter().enumerate() {
        let previous = index.checked_sub(1).and_then(|before| below.get(before));
        symbol.push_str(if is_ten(previous) { " " } else { "/" });
        symbol.push_str(&factor_text(factor.of, factor.exponent.saturating_neg()));
    }
    symbol
}

/// Whether a factor is a power of ten.
pub(super) fn is_ten(factor: Option<&Factor>) -> bool {
    factor.is_some_and(|factor| matches!(factor.of, Of::Ten(_)))
}

/// What stands between a factor and the next one.
fn separator_after(factor: Option<&Factor>) -> &'static str {
    if is_ten(factor) { " " } else { "·" }
}

/// One factor as printed.
fn factor_text(of: Of, exponent: i32) -> String {
    match of {
        Of::Ten(power) => match power.saturating_mul(exponent) {
            1 => "10".to_owned(),
            2 => "100".to_owned(),
            power => format!("10^{power}"),
        },
        Of::Atom(row, prefix) => {
            let prefix = prefix.map_or("", |prefix| prefix.symbol);
            format!("{prefix}{}{}", row.symbol, if exponent == 1 { String::new() } else { format!("^{exponent}") })
        }
    }
}

/// The UCUM code; exponents follow the unit without a caret, powers of ten are `10*9`.
fn ucum_of(factors: &[Factor]) -> String {
    let mut code = String::new();
    let (above, below): (Vec<Factor>, Vec<Factor>) = factors.iter().partition(|factor| factor.exponent > 0);
    for factor in &above {
        code.push_str(if code.is_empty() { "" } else { "." });
        code.push_str(&ucum_factor(factor.of, factor.exponent, above.len() > 1));
    }
    for factor in &below {
        code.push('/');
        code.push_str(&ucum_factor(factor.of, factor.exponent.saturating_neg(), true));
    }
    if code.is_empty() { "1".to_owned() } else { code }
}

/// One factor in UCUM; compound codes are enclosed where they would be torn.
fn ucum_factor(of: Of, exponent: i32, enclose: bool) -> String {
    match of {
        Of::Ten(power) => format!("10*{}", power.saturating_mul(exponent)),
        Of::Atom(row, prefix) => {
            let prefix = prefix.map_or("", |prefix| prefix.ucum);
            let raised = if exponent == 1 { String::new() } else { exponent.to_string() };
            let compound =
                row.ucum.contains('/') || (exponent != 1 && row.ucum.ends_with(|c: char| c.is_ascii_digit()));
            match compound && (enclose || exponent != 1) {
                true => format!("({prefix}{}){raised}", row.ucum),
                false => format!("{prefix}{}{raised}", row.ucum),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::unit_table::{PREFIXES, UNITS};
    use proptest::prelude::*;

    fn unit(text: &str) -> Unit {
        Unit::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    fn factor(from: &str, to: &str) -> Option<String> {
        unit(from).factor_to(&unit(to)).map(|factor| factor.to_decimal_string(12).0)
    }

    #[test]
    fn every_row_reads_back_and_each_spelling_stands_once() {
        let mut seen = std::collections::BTreeSet::new();
        for row in UNITS {
            for spelling in row.spellings {
                assert!(seen.insert(*spelling), "{spelling} stands twice");
                assert_eq!(unit(spelling).symbol(), row.symbol, "{spelling}");
                assert_eq!(unit(&format!("1/{spelling}")).symbol(), format!("1/{}", row.symbol), "{spelling}");
            }
            assert_eq!(unit(row.symbol).ucum(), row.ucum);
            // `u` is the dalton in UCUM and an enzyme unit in haste.
            if row.symbol != "Da" {
                let other_way = unit(row.ucum);
                assert_eq!(other_way.factor_to(&unit(row.symbol)), Some(Exact::one()), "{}", row.ucum);
            }
            for symbol in row.prefixes.chars() {
                assert!(PREFIXES.iter().any(|prefix| prefix.symbol == symbol.to_string()), "{symbol}");
                let prefixed = format!("{symbol}{}", row.symbol);
                assert_eq!(unit(&prefixed).symbol(), prefixed);
                assert_ne!(factor(&prefixed, row.symbol), Some("1".to_owned()));
            }
        }
        assert!(Base::ALL.iter().all(|base| UNITS.iter().any(|row| row.dimension.iter().any(|(of, _)| of == base))));
    }

    #[test]
    fn no_prefixed_unit_hides_behind_another() {
        for row in UNITS {
            for prefix in PREFIXES.iter().filter(|prefix| row.prefixes.contains(prefix.symbol)) {
                for (start, spelling) in prefix.spellings.iter().flat_map(|p| row.spellings.iter().map(move |s| (p, s)))
                {
                    let word = format!("{start}{spelling}");
                    let clash = UNITS.iter().find(|other| other.spellings.contains(&word.as_str()));
                    assert!(clash.is_none(), "{word} is also {clash:?}");
                }
            }
        }
    }

    #[test]
    fn spellings_become_one_symbol() {
        let rows: &[(&str, &str, &[&str])] = &[
            (
                "particles/mL",
                "{particles}/mL",
                &[
                    "particles/ml",
                    "particle/mL",
                    "particles per mL",
                    "{particles}/mL",
                    "个/mL",
                    "颗粒/mL",
                    "个/毫升",
                    "particles mL-1",
                    "particles·mL⁻¹",
                    "particles mL^-1",
                    "particles / mL",
                    "particles\u{a0}/\u{a0}mL",
                    "粒／mL",
                    "(particles/mL)",
                    "particles.mL-1",
                    "mL⁻¹ particles",
                ],
            ),
            (
                "10^9 particles/mL",
                "10*9.{particles}/mL",
                &[
                    "1e9 particles/mL",
                    "10^9 particles/mL",
                    "×10^9 particles/mL",
                    "x10^9 particles/mL",
                    "10⁹ particles/mL",
                    "10^9个/mL",
                    "1E9 particles/mL",
                    "1×10^9 particles/mL",
                    "10*9.{particles}/mL",
                    "×10⁹ 个/mL",
                    "× 10^9 particles/mL",
                    "1000000000 particles/mL",
                    "１０^９ particles/mL",
                    "1e+9 particles/mL",
                ],
            ),
            ("EU/mL", "[EU]/mL", &["EU/ml", "[EU]/mL", "EU/mL", "EU per ml"]),
            ("IU/mL", "[iU]/mL", &["IU/ml", "[iU]/mL", "I.U./mL"]),
            ("EU/kg/h", "[EU]/kg/h", &["EU/kg/h", "EU/(kg·h)", "EU/(kg h)", "EU kg-1 h-1", "EU per kg per hour"]),
            ("1/mL", "/mL", &["/mL", "1/mL", "mL-1", "mL⁻¹", "per mL"]),
            ("µg/mL", "ug/mL", &["ug/mL", "\u{b5}g/ml", "\u{3bc}g/mL", "微克/毫升"]),
            ("µg/µL", "ug/uL", &["ug/uL"]),
            ("ng/dose", "ng/{dose}", &["ng/dose", "ng/剂"]),
            ("pmol/kg", "pmol/kg", &["pmol/kg"]),
            ("particles/frame", "{particles}/{frame}", &["particles/frame", "particles per frame", "个/帧"]),
            (
                "ng/10^6 cells",
                "ng/10*6/{cells}",
                &["ng/10^6 cells", "ng/1e6 cells", "ng per 10⁶ cells", "ng/10*6/{cells}"],
            ),
            ("%", "%", &["%", "％", "percent"]),
            ("°C", "Cel", &["℃", "Cel", "deg C", "°C"]),
            ("nm", "nm", &["nm", "纳米"]),
            ("mOsm/kg", "mosm/kg", &["mOsm/kg", "mosmol/kg", "mOsm per kg"]),
            ("CFU/mL", "[CFU]/mL", &["CFU/mL", "cfu/ml"]),
            ("cm^2", "cm2", &["cm2", "cm²", "cm^2"]),
            ("TCID50/mL", "[TCID_50]/mL", &["TCID50/mL", "TCID₅₀/mL"]),
            ("mg/100 mL", "mg/10*2/mL", &["mg/100 mL", "mg per 100 ml"]),
            ("1", "1", &["1"]),
            ("", "1", &["", "  "]),
        ];
        for (symbol, ucum, spellings) in rows {
            for spelling in *spellings {
                let read = unit(spelling);
                assert_eq!((read.symbol(), read.ucum()), (*symbol, *ucum), "{spelling}");
            }
        }
        assert_eq!(unit("EU/ml"), unit("[EU]/mL"));
        assert!(Unit::none().is_none() && !unit("1").is_none());
    }

    #[test]
    fn conversion_is_exact_and_stays_inside_a_dimension() {
        let rows = [
            ("EU/mL", "IU/mL", Some("1")),
            ("µg/mL", "mg/mL", Some("0.001")),
            ("mg/mL", "µg/µL", Some("1")),
            ("10^9 particles/mL", "particles/mL", Some("1000000000")),
            ("particles/µL", "particles/L", Some("1000000")),
            ("ng/10^6 cells", "pg/cell", Some("0.001")),
            ("cm^3", "mL", Some("1")),
            ("cc", "mL", Some("1")),
            ("mM", "mmol/L", Some("1")),
            ("‰", "%", Some("0.1")),
            ("week", "d", Some("7")),
            ("year", "months", Some("12")),
            ("EU/kg/h", "EU/kg/min", Some("0.0166666666667")),
            ("", "1", Some("1")),
            ("1", "%", None),
            ("", "%", None),
            ("/mL", "particles/mL", None),
            ("µg/mL", "particles/mL", None),
            ("vesicles/mL", "particles/mL", None),
            ("month", "d", None),
            ("°C", "K", None),
            ("EU", "U", None),
            ("cells", "particles", None),
            ("kDa", "kg", None),
            ("MFI", "RFU", None),
        ];
        for (from, to, expected) in rows {
            assert_eq!(factor(from, to).as_deref(), expected, "{from} to {to}");
        }
    }

    /// NIST SP 811 (2008), appendix B.8: poise 1.0 E-01, centipoise 1.0 E-03, dyne per square centimetre 1.0 E-01 pascal
    /// (the dyne is g cm/s²). SI Brochure (9th edition), table 4: Pa = kg m⁻¹ s⁻².
    #[test]
    fn viscosities_and_count_rates() {
        let rows = [
            ("cP", "mPa·s", Some("1")),
            ("cP", "Pa s", Some("0.001")),
            ("P", "Pa.s", Some("0.1")),
            ("Pa", "kg/(m s^2)", Some("1")),
            ("Pa s", "kg m^-1 s^-1", Some("1")),
            ("g/cm/s^2", "Pa", Some("0.1")),
            ("cP", "Pa", None),
            ("cP", "cps", None),
            ("kcps", "cps", Some("1000")),
            ("kcps", "events/s", Some("1000")),
            ("kcps", "counts/min", Some("60000")),
            ("cps", "particles/s", None),
            ("cps", "1/s", None),
        ];
        for (from, to, expected) in rows {
            assert_eq!(factor(from, to).as_deref(), expected, "{from} to {to}");
        }
        for text in ["kcps", "mL/kcps", "kcps·s", "cP", "mPa·s", "s/cP"] {
            let coded = unit(unit(text).ucum());
            assert_eq!(coded.factor_to(&unit(text)), Some(Exact::one()), "{}", unit(text).ucum());
        }
        assert_eq!(unit("mPa·s").dimension().to_string(), "mass per length per time");
        assert!(Unit::parse("Kcps").is_err() && Unit::parse("pa").is_err());
    }

    #[test]
    fn refuses_with_the_reason() {
        let rows = [
            ("ML", "`ML` is not a known unit; did you mean `mL`?"),
            ("particels/mL", "`particels` is not a known unit; did you mean `particles`?"),
            ("109 particles/mL", "`109` before or in a unit is no power of ten; write it as `10^9` or `1e9`"),
            ("EU/kg·h", "`EU/kg·h` can be read in two ways; write `a/b/c` or `a/(b·c)`"),
        ];
        for (text, expected) in rows {
            assert_eq!(Unit::parse(text).map_err(|error| error.to_string()), Err(expected.to_owned()));
        }
        for text in ["% of label", "particles/µg protein", "% (w/w)"] {
            assert!(matches!(Unit::parse(text), Err(UnitError::Reference { .. })), "{text}");
        }
        for text in [
            "ppm",
            "rpm",
            "mL^",
            "mL--1",
            "mL^0",
            "m^99",
            "//mL",
            "EU/",
            "(EU",
            "EU)",
            "()",
            "·",
            "2.5 mL",
            "10^99 g",
            "10^-2147483648 g",
            "u",
        ] {
            assert!(Unit::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn algebra_for_derived_attributes() {
        let ratio = unit("particles/mL").div(&unit("ug/mL"));
        assert_eq!(ratio.symbol(), "particles/µg");
        assert_eq!(ratio, unit("particles/ug"));
        assert_eq!(unit("10^9 particles/mL").mul(&unit("mL/vial")).symbol(), "10^9 particles/vial");
        assert_eq!(unit("EU/mL").mul(&unit("mL")).div(&unit("dose")).symbol(), "EU/dose");
        assert_eq!(unit("%").div(&unit("%")).symbol(), "1");
        assert_eq!(Unit::none().mul(&unit("mL")), unit("mL"));
        assert_eq!(Unit::none().div(&unit("mL")), unit("/mL"));
        assert_eq!(unit("mL").div(&Unit::none()), unit("mL"));
        assert!(Unit::none().mul(&Unit::none()).is_none() && Unit::none().div(&Unit::none()).is_none());
        assert_eq!(unit("cm").powi(3).and_then(|cubed| cubed.factor_to(&unit("mL"))), Some(Exact::one()));
        assert_eq!(unit("cm").powi(0).map(|one| one.symbol().to_owned()), Some("1".to_owned()));
        assert_eq!(unit("cm").powi(i32::MIN), None);
        let mixed = unit("particles/mL").mul(&unit("µL"));
        assert_eq!(mixed.factor_to(&unit("particles")), Some(Exact::pow10(-3)));
    }

    /// What a container is called stays as written, and one is one of another name.
    #[test]
    fn containers_keep_their_names_and_convert() {
        let names = ["vial", "container", "ampoule", "瓶", "支"];
        for name in names {
            let written = unit(&format!("particles/{name}"));
            assert_eq!(written.symbol(), format!("particles/{name}"));
            assert_eq!(unit(written.ucum()), written);
            for other in names {
                assert_eq!(
                    written.factor_to(&unit(&format!("particles/{other}"))),
                    Some(Exact::one()),
                    "{name} {other}"
                );
            }
        }
        assert_eq!(unit("mL/vials").symbol(), "mL/vial");
    }

    #[test]
    fn a_mismatch_is_told_in_words() {
        let said = |one: &str, two: &str| unit(one).describe_mismatch(&unit(two));
        let expected = "`µg/mL` (mass per volume) and `particles/mL` (particles per volume) do not convert: evqc never \
                        converts between them without a lot-specific measured ratio named in the specification (R-335)";
        assert_eq!(said("ug/mL", "particles/mL"), expected);
        assert!(said("/mL", "particles/mL").contains("write `particles/mL`"));
        assert!(said("1", "%").contains("not a percentage"));
        assert!(said("", "%").starts_with("no unit and `%` (percentage)"));
        assert!(said("month", "d").contains("no fixed number of days"));
        assert!(said("cells", "particles").contains("R-335"));
        assert_eq!(said("EU", "nm"), "`EU` (endotoxin) and `nm` (length) do not convert");
        assert_eq!(unit("particles/cm2").dimension().to_string(), "particles per area");
        assert_eq!(unit("/mL").dimension().to_string(), "a bare number per volume");
    }

    proptest! {
        #[test]
        fn no_text_is_too_strange(text in "\\PC{0,30}", like in "[0-9a-zA-Zµ/·. ()^*{}%⁻¹-]{0,30}") {
            for text in [text, like] {
                if let Ok(read) = Unit::parse(&text) {
                    let again = Unit::parse(read.symbol());
                    let factor = again.as_ref().ok().and_then(|again| read.factor_to(again));
                    prop_assert_eq!(factor, Some(Exact::one()), "{:?} {}", read.symbol(), text);
                    let coded = Unit::parse(read.ucum()).ok().and_then(|again| read.factor_to(&again));
                    prop_assert!(coded == Some(Exact::one()) || read.ucum().contains('u'), "{} {}", read.ucum(), text);
                }
            }
        }

        #[test]
        fn factors_are_inverse(pick in any::<prop::sample::Index>(), other in any::<prop::sample::Index>()) {
            let symbols = ["mL", "L", "µL", "cc", "nL", "m^3", "10^3 mL"];
            let (one, two) = (unit(pick.get::<&str>(&symbols)), unit(other.get::<&str>(&symbols)));
            let product = one.factor_to(&two).zip(two.factor_to(&one)).map(|(there, back)| &there * &back);
            prop_assert_eq!(product, Some(Exact::one()));
        }
    }
}
