//! Texts in the room that a picture has for them.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns of small letters in so much width.
pub(super) fn columns(width: i32) -> usize {
    usize::try_from(width / 6).unwrap_or(1)
}

/// Full lines that a text takes at most; what is broken between words takes some more.
const MOST_LINES: usize = 3;

/// A text in lines of so many columns, broken between words: no number and no outcome is cut. A word that has no room is
/// shortened in its middle, since names differ at their ends, and so is a text that has none.
pub(super) fn lines(text: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let room = shortened_within(text, columns * MOST_LINES);
    for word in room.split(' ').filter(|word| !word.is_empty()) {
        let word = shortened_within(word, columns);
        match lines.last_mut().filter(|line| line.width() + 1 + word.width() <= columns) {
            Some(line) => line.push_str(&format!(" {word}")),
            None => lines.push(word),
        }
    }
    lines
}

/// As much of both ends of a text as these columns take.
fn shortened_within(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let half = columns.saturating_sub(1) / 2;
    let kept = |signs: &mut dyn Iterator<Item = char>| -> Vec<char> {
        let mut taken = 0;
        let fits = |sign: &char| {
            taken += sign.width().unwrap_or(0);
            taken <= half
        };
        signs.take_while(fits).collect()
    };
    let (before, behind) = (kept(&mut text.chars()), kept(&mut text.chars().rev()));
    before.into_iter().chain(['…']).chain(behind.into_iter().rev()).collect()
}

/// The title of a picture in so many columns: `LOT: TEST`, of which the lot is shortened and the test stays.
pub(super) fn title_within(title: &str, columns: i32) -> String {
    let room = usize::try_from(columns).unwrap_or(1);
    let Some((lot, test)) = title.rsplit_once(": ").filter(|_| title.width() > room) else {
        return shortened(title, columns);
    };
    match room.checked_sub(test.width() + 2).filter(|left| *left >= LEAST) {
        Some(left) => format!("{}: {test}", shortened_within(lot, left)),
        None => shortened(test, columns),
    }
}

/// What an axis shows in so many columns: `NAME (UNIT)`, of which the name is shortened and the unit stays.
pub(super) fn label_within(label: &str, columns: usize) -> String {
    let unit = label.rfind(" (").filter(|_| label.ends_with(')') && label.width() > columns);
    let Some((name, unit)) = unit.map(|at| label.split_at(at)) else { return shortened_within(label, columns) };
    let left = columns.saturating_sub(unit.width()).max(1);
    format!("{}{unit}", shortened_within(name, left))
}

/// Columns in which a name still says something.
const LEAST: usize = 5;

/// As much of a text as these columns take.
fn shortened(text: &str, columns: i32) -> String {
    let columns = usize::try_from(columns).unwrap_or(1);
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut taken = 0;
    let kept = text.chars().take_while(|c| {
        taken += c.width().unwrap_or(0);
        taken < columns
    });
    format!("{}…", kept.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_number_and_no_outcome_is_cut() {
        assert_eq!(lines("limit ≥ 1.0×10¹⁰ particles/mL", 16), ["limit ≥ 1.0×10¹⁰", "particles/mL"]);
        assert_eq!(
            lines("upper bound of the result: not evaluable", 16),
            ["upper bound of", "the result: not", "evaluable"]
        );
        let long = format!("0.0990 mg/mL, criterion of {} people: fail", "very many ".repeat(50));
        let lines = lines(&long, 60);
        assert!(lines.len() <= MOST_LINES + 1 && lines.iter().all(|line| line.width() <= 60), "{lines:?}");
        assert!(lines[0].starts_with("0.0990 mg/mL") && lines.join(" ").ends_with("people: fail"), "{lines:?}");
    }

    #[test]
    fn a_long_name_keeps_both_ends() {
        let name = "1/Plasma_of_the_second_donor_after_the_third_day_04";
        assert_eq!(lines(name, 21), ["1/Plasma_o…ird_day_04"]);
        assert_eq!(shortened("批次批次批次", 7), "批次批…");
    }

    #[test]
    fn a_title_keeps_its_test_and_a_label_its_unit() {
        let title = format!("{}: Relative potency", "L".repeat(500));
        assert_eq!(title_within(&title, 40), format!("{}…{}: Relative potency", "L".repeat(10), "L".repeat(10)));
        assert_eq!(title_within("EV-1: Potency", 40), "EV-1: Potency");
        assert_eq!(title_within("EV-1: A test with a very long name", 20), "A test with a very …");
        let label = "Concentration of particles from 50 to 400 nm (particles/mL)";
        assert_eq!(label_within(label, 30), "Concent… 400 nm (particles/mL)");
        assert_eq!(label_within(label, 14), "… (particles/mL)");
        assert_eq!(label_within("Potency (%)", 30), "Potency (%)");
    }
}
