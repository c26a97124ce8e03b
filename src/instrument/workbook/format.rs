//! What a number format shows of a number: which of its sections applies, the texts beside the number, and by how much it is shifted.
//!
//! Whoever reads the sheet sees `<5.0` where 5 is stored under the format `"<"0.0`, so that is what the cell says. Formats are those of
//! ECMA-376 part 1, 5th edition (2016), 18.8.31. The digits stay those that are stored: how many are shown says nothing of the result.

use super::values::number_text;
use crate::quantity::{DecimalMark, Reading};

/// The sections of a number format, each for some numbers.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct NumberFormat {
    sections: Vec<Section>,
    /// As it is written, for a cell of which nobody can say what it shows.
    written: String,
}

#[derive(Debug, Default, PartialEq)]
struct Section {
    /// `[<0.05]`: the numbers it is for.
    condition: Option<(Comparison, f64)>,
    parts: Vec<Part>,
    is_percent: bool,
    /// Powers of ten that the number is multiplied by: 2 of a percent sign, -3 of a comma behind the last digit.
    shift: i32,
    /// Whether it has a decimal mark or an exponent, so that the places of digits are not those of a whole number.
    is_broken: bool,
    has_exponent: bool,
    /// How many decimals are shown at least, and at most.
    decimals: (usize, usize),
    /// Whether it shows a fraction, `1 1/2`.
    is_fraction: bool,
}

impl Eq for Section {}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comparison {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    Unequal,
}

#[derive(Debug, PartialEq, Eq)]
enum Part {
    /// Place of a digit; `true`: a zero where the number has none.
    Digit(bool),
    /// `General`: the number as it is.
    Whole,
    /// `@`: the text of a cell, or its number, as it is.
    Text,
    Literal(char),
}

impl NumberFormat {
    pub(super) fn read(code: &str) -> NumberFormat {
        let mut sections = vec![Section::default()];
        let (mut characters, mut commas) = (code.chars().peekable(), 0);
        while let Some(character) = characters.next() {
            let Some(section) = sections.last_mut() else { break };
            let literal = |character: char| Part::Literal(character);
            match character {
                '"' => section.parts.extend(characters.by_ref().take_while(|character| *character != '"').map(literal)),
                '\\' => section.parts.extend(characters.next().map(literal)),
                '_' | '*' => drop(characters.next()),
                '[' => {
                    let held: String = characters.by_ref().take_while(|character| *character != ']').collect();
                    section.condition = section.condition.or(condition(&held));
                    // `[$€-407]`: a text that is shown, and the language.
                    let text = held.strip_prefix('$').and_then(|held| held.split('-').next()).unwrap_or_default();
                    section.parts.extend(text.chars().map(literal));
                }
                ';' => {
                    section.shift -= 3 * std::mem::take(&mut commas);
                    sections.push(Section::default());
                }
                '0' | '#' | '?' => {
                    commas = 0;
                    section.parts.push(Part::Digit(character == '0'));
                    if section.is_broken && !section.has_exponent {
                        section.decimals.0 += usize::from(character == '0');
                        section.decimals.1 += 1;
                    }
                }
                '/' => section.is_fraction |= section.has_number(),
                ',' => commas += i32::from(section.has_number()),
                '.' => {
                    section.shift -= 3 * std::mem::take(&mut commas);
                    section.is_broken = true;
                }
                'E' | 'e' if matches!(characters.peek(), Some('+' | '-')) => {
                    section.is_broken = true;
                    section.has_exponent = true;
                    characters.next();
                }
                'G' | 'g' if is_general(&mut characters) => section.parts.push(Part::Whole),
                '@' => section.parts.push(Part::Text),
                '%' => {
                    section.is_percent = true;
                    section.shift += 2;
                }
                // Written without quotes by some programs.
                '<' | '>' | '=' | '~' | '-' => section.parts.push(Part::Literal(character)),
                other if !other.is_ascii() => section.parts.push(Part::Literal(other)),
                _ => {}
            }
        }
        if let Some(last) = sections.last_mut() {
            last.shift -= 3 * commas;
        }
        NumberFormat { sections, written: code.to_owned() }
    }

    /// Whether a number is shown as percent.
    pub(super) fn is_percent(&self, number: f64) -> bool {
        self.section(number).is_some_and(|section| section.is_percent)
    }

    /// Whether a number is shown with an exponent.
    pub(super) fn has_exponent(&self, number: f64) -> bool {
        self.section(number).is_some_and(|section| section.has_exponent)
    }

    /// Whether a number is shown with other digits than it has: 26.1 as 26.10, 26.149 as 26.15, 26.5 as 26 1/2.
    pub(super) fn has_other_digits(&self, number: f64) -> bool {
        self.section(number).is_some_and(|section| section.has_other_digits(number))
    }

    /// What the sheet shows of a number. Of a cell that shows nothing of it nobody can say what was meant: what is told then is no
    /// number to any reader, and not nothing either.
    pub(super) fn shown(&self, number: f64) -> String {
        let shown = self.section(number).and_then(|section| section.shown(number));
        shown.unwrap_or_else(|| self.unclear(&number_text(number, 0)))
    }

    /// What the sheet shows of a text, where that is something else: the fourth section is for texts, or the last one if it has an `@`.
    pub(super) fn shown_text(&self, text: &str) -> Option<String> {
        let section = self.sections.get(3).or(self.sections.last().filter(|last| last.parts.contains(&Part::Text)))?;
        let Some((before, after)) = section.beside(false) else { return Some(self.unclear(text)) };
        (!before.is_empty() || !after.is_empty()).then(|| around(&before, text, &after))
    }

    /// Whether a date is shown with its day, month and year; `mmm yyyy` names no day, and `h:mm` none either. Minutes are written
    /// like months and stand behind hours or before seconds.
    pub(super) fn shows_day(&self) -> bool {
        let letters = letters(&self.written);
        let has = |wanted: &[char], lengths: std::ops::RangeInclusive<usize>| {
            letters.iter().any(|(letter, length)| wanted.contains(letter) && lengths.contains(length))
        };
        let is_month = |at: usize| {
            let beside =
                |at: Option<usize>, letter| at.and_then(|at| letters.get(at)).is_some_and(|(l, _)| *l == letter);
            beside(Some(at), 'm') && !beside(at.checked_sub(1), 'h') && !beside(at.checked_add(1), 's')
        };
        has(&['y', 'e', 'b'], 1..=4) && has(&['d'], 1..=2) && (0..letters.len()).any(is_month)
    }

    /// A cell of which nobody can say what it shows, with what it holds and its format.
    pub(super) fn unclear(&self, held: &str) -> String {
        format!("{held} ({})", self.written)
    }

    /// The section for a number: the first whose condition it meets; without conditions those for numbers above, below and of zero.
    fn section(&self, number: f64) -> Option<&Section> {
        let numeric = &self.sections[..self.sections.len().min(3)];
        let is_conditional = numeric.iter().any(|section| section.condition.is_some());
        let meets = |(i, section): &(usize, &Section)| match (section.condition, i, numeric.len()) {
            (Some((comparison, bound)), ..) => comparison.holds(number, bound),
            (None, 0, 1) => true,
            (None, 0, 2) if !is_conditional => number >= 0.0,
            (None, 0, _) => number > 0.0,
            (None, 1, 3) => number < 0.0,
            (None, ..) => true,
        };
        numeric.iter().enumerate().find(meets).map(|(_, section)| section)
    }
}

impl Comparison {
    fn holds(self, number: f64, bound: f64) -> bool {
        match self {
            Comparison::Less => number < bound,
            Comparison::LessOrEqual => number <= bound,
            Comparison::Greater => number > bound,
            Comparison::GreaterOrEqual => number >= bound,
            Comparison::Equal => number == bound,
            Comparison::Unequal => number != bound,
        }
    }
}

impl Section {
    fn has_number(&self) -> bool {
        self.parts.iter().any(|part| !matches!(part, Part::Literal(_)))
    }

    fn has_other_digits(&self, number: f64) -> bool {
        let read = number_text(number, self.shift);
        let decimals = read.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let has_places = self.parts.iter().any(|part| matches!(part, Part::Digit(_)));
        has_places && (self.is_fraction || !(self.decimals.0..=self.decimals.1).contains(&decimals))
    }

    fn shown(&self, number: f64) -> Option<String> {
        if let Some(code) = self.as_code(number) {
            return Some(code);
        }
        let percent = if self.is_percent { "%" } else { "" };
        let text = format!("{}{percent}", number_text(number, self.shift));
        match self.beside(number <= 0.0) {
            Some((before, after)) => Some(around(&before, &text, &after)),
            None => self.instead(number),
        }
    }

    /// A text alone, without a place for the number: the result that it states (`<0.05`, `ND`, `negative`), or the zero of accounts, a
    /// dash. That nothing was measured, or another number, is not what is stored.
    fn instead(&self, number: f64) -> Option<String> {
        let text = self.literals(&self.parts);
        if said(text.clone(), true).is_empty() {
            return (number == 0.0 && !text.trim().is_empty()).then(|| number_text(number, 0));
        }
        let text = text.trim();
        let reading = Reading::parse(text, DecimalMark::Point);
        (reading.states_result() && !matches!(reading, Reading::Number(_))).then(|| text.to_owned())
    }

    /// The texts before and after the number; none where it has no place.
    fn beside(&self, is_signed: bool) -> Option<(String, String)> {
        let is_place = |part: &Part| !matches!(part, Part::Literal(_));
        let (first, last) = (self.parts.iter().position(is_place)?, self.parts.iter().rposition(is_place)?);
        let before = self.literals(self.parts.get(..first)?);
        // A text between the digits stands in no number that anybody reads.
        let between = said(self.literals(self.parts.get(first..=last)?), is_signed);
        let after = self.literals(self.parts.get(last + 1..)?);
        let (before, after) = (said(before, is_signed), said(after, is_signed));
        Some((before.trim_start().to_owned(), format!("{between}{after}").trim_end().to_owned()))
    }

    fn literals(&self, parts: &[Part]) -> String {
        parts
            .iter()
            .filter_map(|part| if let Part::Literal(character) = part { Some(*character) } else { None })
            .collect()
    }

    /// A whole number as a code, `EV-007`: where there are more places than digits, or a text stands between the places.
    fn as_code(&self, number: f64) -> Option<String> {
        let is_whole = number.fract() == 0.0 && (0.0..1e15).contains(&number);
        if !is_whole
            || self.is_broken
            || self.shift != 0
            || self.parts.iter().any(|part| matches!(part, Part::Whole | Part::Text))
        {
            return None;
        }
        let digits = format!("{number:.0}");
        let is_digit = |part: &Part| matches!(part, Part::Digit(_));
        let (first, last) = (self.parts.iter().position(is_digit)?, self.parts.iter().rposition(is_digit)?);
        let inner = self.parts.get(first..=last)?;
        let zeros = inner.iter().filter(|part| **part == Part::Digit(true)).count();
        let is_cut = inner.iter().any(|part| matches!(part, Part::Literal(character) if !character.is_whitespace()));
        if zeros <= digits.len() && !is_cut {
            return None;
        }
        let mut left = digits.chars().rev().peekable();
        let mut shown = Vec::new();
        for (i, part) in self.parts.iter().enumerate().rev() {
            match part {
                Part::Literal(character) => shown.push(*character),
                Part::Whole | Part::Text => {}
                Part::Digit(zero) => {
                    shown.extend(left.next().or(zero.then_some('0')));
                    if i == first {
                        shown.extend(left.by_ref());
                    }
                }
            }
        }
        Some(shown.into_iter().rev().collect::<String>().trim().to_owned())
    }
}

/// A text beside a number, as far as it says something: blanks, brackets and signs of currencies only decorate, and the minus sign of
/// a negative number is that of the number, and one beside zero stands for it in accounts.
fn said(text: String, is_signed: bool) -> String {
    let decorates = |character: char| {
        character.is_whitespace() || "()[]+'´/:$€£¥".contains(character) || (is_signed && character == '-')
    };
    if text.chars().all(decorates) { String::new() } else { text }
}

/// A number, or a text, with the texts beside it, as the sheet shows them; digits behind it make no other number of it.
fn around(before: &str, number: &str, after: &str) -> String {
    let goes_on = |character: char| character.is_numeric() || ".,eE".contains(character);
    let space = if after.starts_with(goes_on) { " " } else { "" };
    format!("{before}{number}{space}{after}")
}

/// The letters of days and times in the first section of a format, each with how often it stands in a row.
fn letters(code: &str) -> Vec<(char, usize)> {
    let mut letters: Vec<(char, usize)> = Vec::new();
    let code = code.replace("AM/PM", "").replace("am/pm", "");
    let (mut characters, mut before) = (code.chars(), ' ');
    while let Some(character) = characters.next() {
        match character {
            ';' => break,
            '"' => drop(characters.by_ref().find(|character| *character == '"')),
            '\\' | '_' | '*' => drop(characters.next()),
            '[' => {
                let held: String = characters.by_ref().take_while(|character| *character != ']').collect();
                // `[h]`, `[mm]`: a time that goes on beyond a day.
                if !held.is_empty() && held.chars().all(|letter| "hHmMsS".contains(letter)) {
                    letters.push(('h', 0));
                }
            }
            letter if letter.is_ascii_alphabetic() => {
                let letter = letter.to_ascii_lowercase();
                match letters.last_mut().filter(|(last, _)| *last == letter && before == letter) {
                    Some((_, length)) => *length += 1,
                    None => letters.push((letter, 1)),
                }
                before = letter;
                continue;
            }
            _ => {}
        }
        before = ' ';
    }
    letters
}

fn condition(held: &str) -> Option<(Comparison, f64)> {
    let signs = [
        ("<=", Comparison::LessOrEqual),
        (">=", Comparison::GreaterOrEqual),
        ("<>", Comparison::Unequal),
        ("<", Comparison::Less),
        (">", Comparison::Greater),
        ("=", Comparison::Equal),
    ];
    let (comparison, bound) =
        signs.into_iter().find_map(|(sign, comparison)| Some((comparison, held.strip_prefix(sign)?)))?;
    Some((comparison, bound.trim().parse().ok()?))
}

/// Whether `General` stands there, whose first letter was read; the rest is read then.
fn is_general(characters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> bool {
    // As Excel writes it itself, and as it shows it in Chinese.
    for rest in ["eneral", "/通用格式"] {
        let mut ahead = characters.clone();
        if rest.chars().all(|letter| ahead.next().is_some_and(|next| next.eq_ignore_ascii_case(&letter))) {
            *characters = ahead;
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What spreadsheet programs show, with the digits that are stored.
    #[test]
    fn a_number_is_what_the_sheet_shows_of_it() {
        for (code, number, shown) in [
            ("General", 2.5, "2.5"),
            ("0.0E+00", 2e10, "20000000000"),
            ("\"<\"0.0E+00", 2e10, "<20000000000"),
            ("\"＜\"0.0E+00", 2e10, "＜20000000000"),
            ("<0.0", 5.0, "<5"),
            ("~0.0", 5.0, "~5"),
            ("≤0.0", 5.0, "≤5"),
            ("[Red]\\<\\ 0.0", 5.0, "< 5"),
            ("0.0\" mEU/mL\"", 5.0, "5 mEU/mL"),
            ("General\" mg\"", 5.0, "5 mg"),
            ("#,##0.00", 1234.5, "1234.5"),
            ("# ##0", 1234.0, "1234"),
            ("#\\ ##0", 1234.0, "1234"),
            ("0.00_);(0.00)", -5.0, "-5"),
            ("0.0;-0.0", -5.0, "-5"),
            ("0.0;[Red]0.0", -5.0, "-5"),
            // Sections for some numbers.
            ("[>=1E+11]0.0E+00;\"<1.0E+11\"", 2e10, "<1.0E+11"),
            ("[>=1E+11]0.0E+00;\"<1.0E+11\"", 2e11, "200000000000"),
            ("[<0.05]\"<0.05\";0.00", 0.01, "<0.05"),
            ("[<0.05]\"<0.05\";0.00", 0.14, "0.14"),
            ("[<1E+11]\"<\"0.0E+00;0.0E+00", 2e11, "200000000000"),
            ("0.0;-0.0;\"n.d.\"", 0.0, "n.d."),
            ("0.0;-0.0", 0.0, "0"),
            ("_-* #,##0.00_-;\\-* #,##0.00_-;_-* \"-\"??_-;_-@_-", 0.0, "0"),
            ("_-* #,##0.00_-;\\-* #,##0.00_-;_-* \"-\"??_-;_-@_-", -2.5, "-2.5"),
            // The zero of accounts, in both languages.
            ("_(* #,##0_);_(* \\(#,##0\\);_(* \"-\"_);_(@_)", 0.0, "0"),
            ("_ * #,##0_ ;_ * \\-#,##0_ ;_ * \"-\"_ ;_ @_ ", 0.0, "0"),
            ("0;-0;\"-\"", 0.0, "0"),
            ("[=0]\"-\";0", 0.0, "0"),
            // A stored number is never nothing, nor another number.
            ("[<60]\"-\";0", 50.0, "50 ([<60]\"-\";0)"),
            ("[<60]\"n/a\";0", 50.0, "50 ([<60]\"n/a\";0)"),
            ("[<60]\\ ;0", 50.0, "50 ([<60]\\ ;0)"),
            ("0;\"-\"", -50.0, "-50 (0;\"-\")"),
            ("0;-0;\"n/a\"", 0.0, "0 (0;-0;\"n/a\")"),
            ("[<60]\"70\";0", 50.0, "50 ([<60]\"70\";0)"),
            ("\"positive\";;\"negative\"", 0.0, "negative"),
            // Texts in brackets are shown.
            ("[$<]0.0E+00", 2e10, "<20000000000"),
            ("0.0E+00[$ particles/L]", 2e10, "20000000000 particles/L"),
            ("[$€-407] 0.00", 2.5, "2.5"),
            ("[$-409]0.00", 2.5, "2.5"),
            ("[$EV]000", 7.0, "EV007"),
            ("G/通用格式\" mg\"", 2.5, "2.5 mg"),
            // Hidden, or for no section: no number.
            (";;;", 5.0, "5 (;;;)"),
            ("0.0;;", 0.0, "0 (0.0;;)"),
            ("[<5]0;[>10]0", 7.0, "7 ([<5]0;[>10]0)"),
            // Shifted.
            ("0.0%", 0.07, "7%"),
            ("0.0\"%\"", 7.0, "7%"),
            ("0.0,,\"M\"", 5e6, "5M"),
            ("0.0,,,", 2.1e10, "21"),
            ("#,##0,", 5000.0, "5"),
            // Digits and signs beside the number.
            ("\"-\"0.0", 5.0, "-5"),
            ("\"1\"0.0", 5.0, "15"),
            ("0.0\"0\"", 5.0, "5 0"),
            // Codes.
            ("\"EV-\"000", 7.0, "EV-007"),
            ("\"EV\"00\"-\"000", 26001.0, "EV26-001"),
            ("\"EV-\"000\"-A\"", 7.0, "EV-007-A"),
            ("\"EV-\"000", 1234.0, "EV-1234"),
            ("\"EV-\"0", 7.0, "EV-7"),
            ("0\"A\"", 7.0, "7A"),
            ("\"L-\"0\"/A\"", 7.0, "L-7/A"),
            ("\"Lot \"0\" (R)\"", 7.0, "Lot 7 (R)"),
            ("000", 7.0, "007"),
            ("000\\-0000", 5551234.0, "555-1234"),
            ("00", 12.0, "12"),
        ] {
            assert_eq!(NumberFormat::read(code).shown(number), shown, "{code} of {number}");
        }
    }

    #[test]
    fn a_text_is_what_the_sheet_shows_of_it() {
        for (code, text, shown) in [
            ("@", "5", None),
            ("General", "5", None),
            ("\"<\"@", "5", Some("<5")),
            ("0;-0;0;@\" mg\"", "5", Some("5 mg")),
            ("0.0;-0.0", "5", None),
            ("0;\"not \"@", "negative", Some("not negative")),
            ("0;0;\"<\"@", "2.0E+10", Some("<2.0E+10")),
            ("_(* #,##0_);_(* \\(#,##0\\);_(* \"-\"_);_(@_)", "negative", None),
            // Hidden, or another text.
            (";;;", "negative", Some("negative (;;;)")),
            ("0;0;0;\"positive\"", "negative", Some("negative (0;0;0;\"positive\")")),
        ] {
            assert_eq!(NumberFormat::read(code).shown_text(text).as_deref(), shown, "{code} of {text}");
        }
    }

    #[test]
    fn a_date_has_day_month_and_year() {
        for (code, shows) in [
            ("mm-dd-yy", true),
            ("yyyy\\-mm\\-dd", true),
            ("m/d/yy h:mm", true),
            ("[$-409]d\\-mmm\\-yyyy;@", true),
            ("dddd, mmmm dd, yyyy", true),
            ("yyyy\"年\"m\"月\"d\"日\"", true),
            ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", true),
            ("d.m.yyyy hh:mm:ss", true),
            ("mmm-yy", false),
            ("mmm yyyy", false),
            ("mm/yyyy", false),
            ("d-mmm", false),
            ("yyyy", false),
            ("dddd", false),
            ("dddd mmmm yyyy", false),
            ("h:mm", false),
            ("d/yyyy h:mm", false),
            ("d yyyy mm:ss", false),
            ("yyyy\" m \"d", false),
            ("[h]:mm:ss", false),
            ("General", false),
        ] {
            assert_eq!(NumberFormat::read(code).shows_day(), shows, "{code}");
        }
    }

    /// What any spreadsheet program shows of these numbers.
    #[test]
    fn decimals_that_are_shown_are_those_of_the_number_or_not() {
        for (code, number, is_other) in [
            ("0.00", 26.1, true),
            ("0.00", 26.15, false),
            ("0.00", 26.149, true),
            ("0.0", 26.0, true),
            ("0.0", 26.1, false),
            ("0", 26.1, true),
            ("0", 26.0, false),
            ("0.##", 26.1, false),
            ("0.0#", 26.0, true),
            ("# ?/?", 26.5, true),
            ("General", 26.149, false),
            ("@", 26.1, false),
            ("000", 7.0, false),
            ("0000-00", 260_119.0, false),
            ("0\"/26\"", 12.0, false),
            ("0%", 0.26, false),
            ("0%", 0.265, true),
            ("[>10]\"L-\"0;\"S-\"0.0", 12.0, false),
            ("[>10]\"L-\"0;\"S-\"0.0", 7.0, true),
        ] {
            assert_eq!(NumberFormat::read(code).has_other_digits(number), is_other, "{code} of {number}");
        }
    }

    #[test]
    fn any_text_is_read() {
        for code in [
            "",
            "\"",
            "\\",
            "[",
            "[<",
            "[<x]0",
            ";;;;;;",
            "_",
            "*",
            "G",
            "Gen",
            "E+",
            "0,",
            "%",
            "\"a",
            "🙂0",
            "[>=1e999]0",
        ] {
            for number in [0.0, -1.0, 1.0, f64::NAN, f64::INFINITY, 1e300] {
                assert!(!NumberFormat::read(code).shown(number).is_empty(), "{code}");
            }
        }
    }
}
