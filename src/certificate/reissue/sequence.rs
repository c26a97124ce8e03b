//! Two lists compared as sequences: one more item in the middle changes nothing of those behind it.

/// What became of the items of two lists, in the order of both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// An item that stands in both lists, by its position in each.
    Same(usize, usize),
    /// An item in the place of another: as many were put in between two that stayed as were taken out there.
    Other(usize, usize),
    /// An item that was taken out.
    Gone(usize),
    /// An item that was put in.
    New(usize),
}

/// The largest table of lengths; between longer stretches without a common start or end nothing is looked for.
const LARGEST: usize = 4_000_000;

/// The steps from one list to the other, by a longest common subsequence of equal items.
pub(super) fn steps<T: PartialEq>(old: &[T], new: &[T]) -> Vec<Step> {
    let mut steps = Vec::new();
    let (mut before, mut after) = (0, 0);
    for (in_old, in_new) in common(old, new).into_iter().chain([(old.len(), new.len())]) {
        let (gone, put_in) = (before..in_old, after..in_new);
        if gone.len() == put_in.len() {
            steps.extend(gone.zip(put_in).map(|(old, new)| Step::Other(old, new)));
        } else {
            steps.extend(gone.map(Step::Gone));
            steps.extend(put_in.map(Step::New));
        }
        if in_old < old.len() && in_new < new.len() {
            steps.push(Step::Same(in_old, in_new));
        }
        (before, after) = (in_old + 1, in_new + 1);
    }
    steps
}

/// The positions of a longest common subsequence.
fn common<T: PartialEq>(old: &[T], new: &[T]) -> Vec<(usize, usize)> {
    let start = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let rest = |list: &[T]| list.len() - start;
    let end = old.iter().rev().zip(new.iter().rev()).take(rest(old).min(rest(new))).take_while(|(a, b)| a == b).count();
    let middle = |list: &[T]| start..list.len() - end;
    let mut all: Vec<(usize, usize)> = (0..start).map(|at| (at, at)).collect();
    let (old_middle, new_middle) = (old.get(middle(old)), new.get(middle(new)));
    if let (Some(old), Some(new)) = (old_middle, new_middle) {
        all.extend(longest(old, new).into_iter().map(|(a, b)| (start + a, start + b)));
    }
    all.extend((0..end).rev().map(|back| (old.len() - 1 - back, new.len() - 1 - back)));
    all
}

/// The same by the table of lengths, from the ends of both lists.
fn longest<T: PartialEq>(old: &[T], new: &[T]) -> Vec<(usize, usize)> {
    let width = new.len() + 1;
    if old.is_empty() || new.is_empty() || (old.len() + 1).saturating_mul(width) > LARGEST {
        return Vec::new();
    }
    let mut lengths = vec![0_u32; (old.len() + 1) * width];
    let length = |lengths: &[u32], a: usize, b: usize| lengths.get(a * width + b).copied().unwrap_or_default();
    for (a, one) in old.iter().enumerate().rev() {
        for (b, other) in new.iter().enumerate().rev() {
            let best = match one == other {
                true => length(&lengths, a + 1, b + 1) + 1,
                false => length(&lengths, a + 1, b).max(length(&lengths, a, b + 1)),
            };
            if let Some(slot) = lengths.get_mut(a * width + b) {
                *slot = best;
            }
        }
    }
    let (mut a, mut b, mut all) = (0, 0, Vec::new());
    while let (Some(one), Some(other)) = (old.get(a), new.get(b)) {
        if one == other {
            all.push((a, b));
            (a, b) = (a + 1, b + 1);
        } else if length(&lengths, a + 1, b) >= length(&lengths, a, b + 1) {
            a += 1;
        } else {
            b += 1;
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(old: &str, new: &str) -> Vec<Step> {
        steps(old.as_bytes(), new.as_bytes())
    }

    #[test]
    fn one_item_more_moves_no_other() {
        assert_eq!(of("bcd", "abcd"), [Step::New(0), Step::Same(0, 1), Step::Same(1, 2), Step::Same(2, 3)]);
        assert_eq!(of("abcd", "acd"), [Step::Same(0, 0), Step::Gone(1), Step::Same(2, 1), Step::Same(3, 2)]);
        assert_eq!(of("abc", "axc"), [Step::Same(0, 0), Step::Other(1, 1), Step::Same(2, 2)]);
        assert_eq!(of("abc", "xyc"), [Step::Other(0, 0), Step::Other(1, 1), Step::Same(2, 2)]);
        assert_eq!(of("", "a"), [Step::New(0)]);
        assert_eq!(of("aa", "a"), [Step::Same(0, 0), Step::Gone(1)]);
        assert_eq!(of("", ""), []);
    }

    proptest! {
        /// Every item of both lists has one step, in order, and only equal items are the same.
        #[test]
        fn nothing_is_left_out_or_told_twice(old in "[abc]{0,12}", new in "[abc]{0,12}") {
            let (mut olds, mut news) = (Vec::new(), Vec::new());
            for step in of(&old, &new) {
                match step {
                    Step::Same(a, b) => {
                        prop_assert_eq!(old.as_bytes()[a], new.as_bytes()[b]);
                        olds.push(a);
                        news.push(b);
                    }
                    Step::Other(a, b) => {
                        olds.push(a);
                        news.push(b);
                    }
                    Step::Gone(a) => olds.push(a),
                    Step::New(b) => news.push(b),
                }
            }
            prop_assert_eq!(olds, (0..old.len()).collect::<Vec<_>>());
            prop_assert_eq!(news, (0..new.len()).collect::<Vec<_>>());
        }
    }
}
