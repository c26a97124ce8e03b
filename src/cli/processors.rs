//! Work that all processors share.

use super::Failure;
use crate::order;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::Builder;

/// What comes of each of a list, in its order, on as many threads as there are processors.
///
/// # Errors
/// A thread panicked.
pub fn on_all_processors<T: Sync, R: Send>(list: &[T], work: impl Fn(&T) -> R + Sync) -> Result<Vec<R>, Failure> {
    let jobs = std::thread::available_parallelism().map_or(1, NonZero::get).min(list.len());
    let next = AtomicUsize::new(0);
    let serve = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(one) = list.get(at) else { return done };
            done.push((at, work(one)));
        }
    };
    let all = std::thread::scope(|scope| {
        // This thread works too, and alone where no other can be had.
        let threads: Vec<_> = (1..jobs).filter_map(|_| Builder::new().spawn_scoped(scope, serve).ok()).collect();
        let own = Some(serve());
        let others = threads.into_iter().map(|thread| thread.join().ok());
        others.chain([own]).collect::<Option<Vec<_>>>()
    });
    let all = all.ok_or_else(|| Failure::internal("a thread ended early"))?;
    let mut all: Vec<(usize, R)> = all.into_iter().flatten().collect();
    order::sort_by_key(&mut all, |(at, _)| *at);
    Ok(all.into_iter().map(|(_, came)| came).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_that_of_the_list() {
        let list: Vec<usize> = (0..1000).collect();
        let doubled: Vec<usize> = list.iter().map(|one| one * 2).collect();
        assert_eq!(on_all_processors(&list, |one| one * 2).unwrap(), doubled);
        assert!(on_all_processors(&[], |one: &usize| *one).unwrap().is_empty());
    }
}
