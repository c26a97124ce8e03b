//! Widths of columns.

/// Widths of columns that together fill `total`: as the shares ask for, but none narrower than what it needs to keep words
/// whole, as far as that is possible.
pub(super) fn widths(shares: &[f32], needed: &[f32], total: f32) -> Vec<f32> {
    let sum: f32 = shares.iter().sum();
    let mut widths: Vec<f32> = shares.iter().map(|share| total * share / sum.max(f32::MIN_POSITIVE)).collect();
    // A column that needs more than half of the room breaks its words: the others need theirs as well.
    let needed: Vec<f32> = needed.iter().map(|needed| needed.min(total / 2.0)).collect();
    let lacking: f32 = widths.iter().zip(&needed).map(|(width, needed)| (needed - width).max(0.0)).sum();
    let spare: f32 = widths.iter().zip(&needed).map(|(width, needed)| (width - needed).max(0.0)).sum();
    if lacking <= 0.0 || spare <= 0.0 {
        return widths;
    }
    let given = (lacking / spare).min(1.0);
    let taken = (spare / lacking).min(1.0);
    for (width, needed) in widths.iter_mut().zip(&needed) {
        *width += if *needed > *width { (needed - *width) * taken } else { (needed - *width) * given };
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_decide_where_words_fit() {
        assert_eq!(widths(&[1.0, 3.0], &[10.0, 10.0], 100.0), [25.0, 75.0]);
    }

    #[test]
    fn a_word_takes_from_who_has_more_than_it_needs() {
        let made = widths(&[1.0, 1.0, 2.0], &[40.0, 10.0, 20.0], 100.0);
        assert_eq!(made.iter().sum::<f32>(), 100.0);
        assert!((made[0] - 40.0).abs() < 1e-4 && made[1] > 10.0 && made[2] > 20.0, "{made:?}");
    }

    #[test]
    fn too_little_room_for_all_is_shared() {
        let made = widths(&[1.0, 1.0], &[900.0, 30.0], 100.0);
        assert_eq!(made, [50.0, 50.0]);
        let made = widths(&[1.0, 1.0, 1.0, 1.0], &[50.0, 50.0, 50.0, 10.0], 100.0);
        assert!((made.iter().sum::<f32>() - 100.0).abs() < 1e-3 && made[3] >= 10.0 - 1e-3, "{made:?}");
    }
}
