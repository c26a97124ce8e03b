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

/// The title of a picture in lines of so many columns: `LOT: TEST`. The lot is whole, as far as these lines have room for it
/// with a line of the test.
pub(super) fn title_lines(title: &str, columns: i32) -> Vec<String> {
    let columns = usize::try_from(columns).unwrap_or(1).max(LEAST);
    let (lot, test) = title.rsplit_once(": ").unwrap_or(("", title));
    let test = shortened_within(test, columns * 2);
    let room = (columns * MOST_LINES).saturating_sub(test.width().min(columns) + 2);
    let lot = shortened_within(lot, room);
    let whole = if lot.is_empty() { test } else { format!("{lot}: {test}") };
    let mut lines: Vec<String> = Vec::new();
    for word in whole.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut().filter(|line| line.width() + 1 + word.width() <= columns) {
            Some(line) => line.push_str(&format!(" {word}")),
            None => lines.extend(broken(word, columns)),
        }
    }
    lines
}

/// A word in pieces of so many columns.
fn broken(word: &str, columns: usize) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for sign in word.chars() {
        let is_full = pieces.last().is_none_or(|last| last.width() + sign.width().unwrap_or(0) > columns);
        if is_full {
            pieces.push(String::new());
        }
        pieces.last_mut().into_iter().for_each(|last| last.push(sign));
    }
    pieces
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
        assert_eq!(shortened_within("批次批次批次", 7), "批…次");
    }

    #[test]
    fn a_title_keeps_its_lot_and_a_label_its_unit() {
        assert_eq!(title_lines("EV-1: Potency", 40), ["EV-1: Potency"]);
        assert_eq!(title_lines("EV-1: A test with a very long name", 20), ["EV-1: A test with a", "very long name"]);
        let test = "Relative potency by inhibition of TNF-alpha release in LPS-stimulated macrophages (RAW 264.7)";
        let lines = title_lines(&format!("EV-2026-DP-0000123: {test}"), 45);
        assert!(lines[0].starts_with("EV-2026-DP-0000123: Relative potency"), "{lines:?}");
        assert!(lines.len() <= 4 && lines.iter().all(|line| line.width() <= 45), "{lines:?}");
        let lot = "L".repeat(70);
        assert_eq!(title_lines(&format!("{lot}: Potency"), 40), [&lot[..40], &format!("{}: Potency", &lot[..30])]);
        let title = format!("{}: Relative potency", "L".repeat(500));
        let lines = title_lines(&title, 40);
        assert!(
            lines.len() == 3 && lines.concat().contains("L…L") && lines[2].ends_with("L: Relative potency"),
            "{lines:?}"
        );
        assert_eq!(title_lines("", 40), Vec::<String>::new());
        let label = "Concentration of particles from 50 to 400 nm (particles/mL)";
        assert_eq!(label_within(label, 30), "Concent… 400 nm (particles/mL)");
        assert_eq!(label_within(label, 14), "… (particles/mL)");
        assert_eq!(label_within("Potency (%)", 30), "Potency (%)");
    }
}
