//! A cell with a temperature: number, unit, or a word in its place.

use super::header::Layout;
use crate::instrument::grid::Grid;
use crate::quantity::{Decimal, DecimalMark, Exact};

/// A temperature scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scale {
    Celsius,
    Fahrenheit,
}

impl Scale {
    pub fn as_str(self) -> &'static str {
        match self {
            Scale::Celsius => "°C",
            Scale::Fahrenheit => "°F",
        }
    }

    /// The scale that a label names: `Temperature (°C)`, `Temp, °F (LGR S/N: 1)`, `Celsius`, `Temp [C]`.
    pub fn of_label(label: &str) -> Option<Scale> {
        let folded = label.to_lowercase();
        let names = |signs: &[&str]| signs.iter().any(|sign| folded.contains(sign));
        let parts = || folded.split(|c: char| !c.is_alphanumeric() && c != '°').filter(|part| !part.is_empty());
        let celsius = names(&["°c", "℃", "celsius", "摄氏", "deg c", "degc"]) || parts().any(|part| part == "c");
        let fahrenheit = names(&["°f", "℉", "fahrenheit", "华氏", "deg f", "degf"]) || parts().any(|part| part == "f");
        match (celsius, fahrenheit) {
            (true, false) => Some(Scale::Celsius),
            (false, true) => Some(Scale::Fahrenheit),
            _ => None,
        }
    }

    /// The unit at the end of a cell, and the cell without it.
    fn at_end(text: &str) -> (&str, Option<Scale>) {
        let letters = text.trim_end_matches(|c: char| c.is_alphabetic() || matches!(c, '°' | 'º' | '℃' | '℉' | ' '));
        let unit = text.get(letters.len()..).unwrap_or_default().trim();
        match unit.replace('º', "°").as_str() {
            "°C" | "° C" | "℃" | "C" | "degC" | "deg C" => (letters, Some(Scale::Celsius)),
            "°F" | "° F" | "℉" | "F" | "degF" | "deg F" => (letters, Some(Scale::Fahrenheit)),
            _ => (text, None),
        }
    }
}

/// The highest temperature that is taken for one, in °C. No product is stored or carried near it; 850 °C and the like are
/// what a sensor shows whose wire is broken.
const HIGHEST: i64 = 200;

/// What loggers write in place of a temperature, in lower case, and what it says.
const WORDS: &[(&[&str], &str)] = &[
    (&["", "-", "--", "---", "----", "-----", "--.-", "---.-"], "no reading"),
    (&["nan", "n/a", "na", "null", "none", "no data", "missing", "blank"], "no reading"),
    (
        &[
            "error",
            "err",
            "fault",
            "sensor error",
            "sensor fault",
            "probe error",
            "sensor failure",
            "传感器故障",
            "错误",
        ],
        "the sensor failed",
    ),
    (
        &["no sensor", "no probe", "nc", "open", "open circuit", "disconnected", "not connected"],
        "no sensor is connected",
    ),
    (&["short", "short circuit"], "the sensor is short-circuited"),
    (
        &["over", "overrange", "over range", "ol", "+ol", "hi", "high", "out of range"],
        "outside the range of the sensor",
    ),
    (&["under", "underrange", "under range", "-ol", "lo", "low"], "outside the range of the sensor"),
];

/// A cell in the column of a sensor.
#[derive(Debug)]
pub(super) struct TemperatureCell {
    number: Option<Exact>,
    scale: Option<Scale>,
    word: Option<&'static str>,
}

impl TemperatureCell {
    /// Reads a cell.
    pub fn parse(text: &str, mark: DecimalMark) -> TemperatureCell {
        let folded = text.trim().to_lowercase();
        let word = WORDS.iter().find(|(words, _)| words.contains(&folded.as_str())).map(|(_, meaning)| *meaning);
        let (_, scale) = Scale::at_end(text.trim());
        TemperatureCell { number: number(text, mark), scale, word }
    }

    /// The unit in the cell itself.
    pub fn scale(&self) -> Option<Scale> {
        self.scale.filter(|_| self.number.is_some())
    }

    /// The temperature in °C; none where there is no number, or one that is the temperature of no product: below the lowest
    /// that there is, or above [`HIGHEST`].
    pub fn celsius(&self, scale: Scale) -> Option<Exact> {
        let number = self.number.clone()?;
        let celsius = match scale {
            Scale::Celsius => number,
            Scale::Fahrenheit => (number - Exact::from_i64(32)) * Exact::ratio(5, 9)?,
        };
        (celsius >= Exact::ratio(-27_315, 100)? && celsius <= Exact::from_i64(HIGHEST)).then_some(celsius)
    }

    /// Whether the cell holds a number.
    pub fn has_number(&self) -> bool {
        self.number.is_some()
    }

    /// Whether the word in place of a number is known.
    pub fn is_known(&self) -> bool {
        self.word.is_some()
    }

    /// Why there is no temperature.
    pub fn why_none(&self) -> &'static str {
        match (self.word, &self.number) {
            (Some(meaning), _) => meaning,
            (None, Some(_)) => "no product has such a temperature (-273.15 to 200 °C)",
            (None, None) => "not a temperature that evqc knows",
        }
    }
}

/// The number of a cell, its unit left away.
pub(super) fn number(text: &str, mark: DecimalMark) -> Option<Exact> {
    let (digits, _) = Scale::at_end(text.trim());
    let digits = digits.trim().replace('−', "-");
    let digits = digits.strip_prefix('+').unwrap_or(&digits);
    Decimal::parse(digits, mark).ok().map(|number| number.exact())
}

/// The mark of the file: a comma where a temperature has one and the fields are not separated by it. There are no
/// temperatures with thousands.
pub(super) fn decimal_mark(grid: &Grid, layout: &Layout) -> DecimalMark {
    let has_comma = |text: &str| {
        let (digits, _) = Scale::at_end(text);
        digits.contains(',') && number(text, DecimalMark::Comma).is_some()
    };
    let rows = grid.rows().skip(layout.row + 1);
    let mut cells = rows.flat_map(|row| layout.temperatures.iter().map(move |column| row.cell(*column)));
    if cells.any(has_comma) { DecimalMark::Comma } else { DecimalMark::Point }
}

/// Whether a cell of an alarm column marks a reading: a word, and none that says that all is well. Numbers are limits.
pub(super) fn is_alarm(text: &str) -> bool {
    const WELL: [&str; 16] = [
        "", "-", "--", "ok", "no", "none", "normal", "false", "good", "pass", "n", "n/a", "正常", "否", "无",
        "in range",
    ];
    !WELL.contains(&text.to_lowercase().as_str()) && number(text, DecimalMark::Point).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fahrenheit_is_exact() {
        let celsius = |text: &str, scale| {
            let cell = TemperatureCell::parse(text, DecimalMark::Point);
            cell.celsius(cell.scale().unwrap_or(scale)).map(|value| value.to_decimal_string(12).0)
        };
        assert_eq!(celsius("41.0 °F", Scale::Celsius).as_deref(), Some("5"));
        assert_eq!(celsius("46.4", Scale::Fahrenheit).as_deref(), Some("8"));
        assert_eq!(celsius("-112", Scale::Fahrenheit).as_deref(), Some("-80"));
        assert_eq!(celsius("5.2°C", Scale::Fahrenheit).as_deref(), Some("5.2"));
        assert_eq!(celsius("−5.2", Scale::Celsius).as_deref(), Some("-5.2"));
        assert_eq!(celsius("-300", Scale::Celsius), None);
        assert_eq!(celsius("850", Scale::Celsius), None);
        assert_eq!(celsius("1562", Scale::Fahrenheit), None);
        assert_eq!(celsius("200", Scale::Celsius).as_deref(), Some("200"));
        assert_eq!(celsius("----", Scale::Celsius), None);
    }

    #[test]
    fn labels_name_their_scale() {
        for (label, scale) in [
            ("Temperature (°C)", Some(Scale::Celsius)),
            ("Temp, °F (LGR S/N: 10679014, SEN S/N: 10679014, LBL: C-probe)", None),
            ("Temp, °F (LGR S/N: 10679014)", Some(Scale::Fahrenheit)),
            ("Celsius(°C)", Some(Scale::Celsius)),
            ("温度(℃)", Some(Scale::Celsius)),
            ("Temp, C", Some(Scale::Celsius)),
            ("Temperature", None),
        ] {
            assert_eq!(Scale::of_label(label), scale, "{label}");
        }
    }

    #[test]
    fn alarms_are_words() {
        assert!(is_alarm("HIGH") && is_alarm("Alarm 1") && is_alarm("是"));
        assert!(!is_alarm("OK") && !is_alarm("") && !is_alarm("8.0"));
    }
}
