//! What to write instead of words that people put in the place of a unit and that are none of the table, on purpose.

/// Words in lower case, with what to write.
const ADVICE: &[(&[&str], &str)] = &[
    (&["ppm"], "it does not say parts of what: write `ug/g` for parts by mass, `ug/mL` for mass in a volume"),
    (&["ppb"], "it does not say parts of what: write `ng/g` for parts by mass, `ng/mL` for mass in a volume"),
    (&["ppt"], "it does not say parts of what: write `pg/g` for parts by mass, `pg/mL` for mass in a volume"),
    (
        &["log", "logs", "log10", "lg"],
        "a logarithm has no unit: write its number alone (`>= 4.0`), and `log10` in the name of the test",
    ),
    (&["fold", "x", "times"], "a ratio has no unit: write its number alone (`>= 2.0`)"),
    (&["rpm"], "it depends on the rotor, and no limit is set in it"),
];

/// What to write instead of a word.
pub(super) fn advice(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    ADVICE.iter().find(|(words, _)| words.contains(&word.as_str())).map(|(_, advice)| *advice)
}

#[cfg(test)]
mod tests {
    use crate::quantity::Unit;

    /// What the advice tells to write is a unit.
    #[test]
    fn the_units_that_are_advised_are_units() {
        for (word, told) in [("ppm", ["ug/g", "ug/mL"]), ("PPB", ["ng/g", "ng/mL"]), ("ppt", ["pg/g", "pg/mL"])] {
            let message = Unit::parse(word).unwrap_err().to_string();
            for unit in told {
                assert!(message.contains(&format!("`{unit}`")) && Unit::parse(unit).is_ok(), "{message}");
            }
        }
        let log = Unit::parse("log10").unwrap_err().to_string();
        assert_eq!(
            log,
            "`log10` is not a known unit; a logarithm has no unit: write its number alone (`>= 4.0`), and `log10` in the name of \
             the test"
        );
    }
}
