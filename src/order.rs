//! Things put into order and collected, by code that is not made anew for each of their types; pure.
//!
//! The standard library's stable sort is 6 kB of program for each type and comparison, and so is each `collect` into a map
//! or a set, which sorts first; of some two hundred such places few ever hold more than some dozen things. Here one function
//! sorts the places of things, whatever they are, and what is made for each type only compares and swaps. Where many numbers
//! are sorted, or something for every lot, it is the standard library's sort.

use std::cmp::Ordering;

/// Sorts; what is equal stays in its order.
pub fn sort<T: Ord>(items: &mut [T]) {
    sort_by(items, T::cmp);
}

/// Sorts by a key; what has equal keys stays in its order.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(items, |one, other| key(one).cmp(&key(other)));
}

/// Sorts by a comparison; what is equal stays in its order.
pub fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let swaps = swaps(items.len(), &|one, other| compare(&items[one], &items[other]));
    swaps.into_iter().for_each(|(one, other)| items.swap(one, other));
}

/// Collects one by one; of entries with the same key the last one counts, as with the standard library's `collect`.
pub fn collect<C: Default + Extend<E>, E>(entries: impl IntoIterator<Item = E>) -> C {
    let mut all = C::default();
    all.extend(entries);
    all
}

/// The swaps, one after the other, that put so many things into the order of a comparison of their places.
fn swaps(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<(usize, usize)> {
    if count < 2 {
        return Vec::new();
    }
    let mut from: Vec<usize> = (0..count).collect();
    from.sort_by(|one, other| compare(*one, *other));
    let mut swaps = Vec::new();
    for start in 0..count {
        // Each takes the thing that belongs to it from its place and leaves its own there, round to where it began.
        let mut to = start;
        while from[to] != start {
            let next = std::mem::replace(&mut from[to], to);
            swaps.push((to, next));
            to = next;
        }
        from[to] = to;
    }
    swaps
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn sorted_as_by_the_standard_library(texts in prop::collection::vec("[ab]{0,3}", 0..60)) {
            let (mut own, mut standard) = (texts.clone(), texts);
            sort(&mut own);
            standard.sort();
            prop_assert_eq!(own, standard);
        }

        #[test]
        fn what_is_equal_stays_in_its_order(keys in prop::collection::vec(0_u8..6, 0..200)) {
            let numbered: Vec<(u8, usize)> = keys.into_iter().zip(0..).collect();
            let (mut by_key, mut by_comparison, mut standard) = (numbered.clone(), numbered.clone(), numbered);
            sort_by_key(&mut by_key, |(key, _)| *key);
            sort_by(&mut by_comparison, |(one, _), (other, _)| other.cmp(one));
            standard.sort_by_key(|(key, _)| *key);
            prop_assert_eq!(by_key, standard.clone());
            standard.sort_by(|(one, _), (other, _)| other.cmp(one));
            prop_assert_eq!(by_comparison, standard);
        }

        #[test]
        fn collected_as_by_the_standard_library(keys in prop::collection::vec(0_u8..40, 0..60)) {
            let entries: Vec<(u8, usize)> = keys.iter().copied().zip(0..).collect();
            let own: BTreeMap<u8, usize> = collect(entries.iter().copied());
            prop_assert_eq!(own, entries.into_iter().collect::<BTreeMap<_, _>>());
            let own: BTreeSet<u8> = collect(keys.iter().copied());
            prop_assert_eq!(own, keys.into_iter().collect::<BTreeSet<_>>());
        }
    }
}
