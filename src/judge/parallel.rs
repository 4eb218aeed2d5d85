//! Work on all cores whose results are taken in order.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;
use std::thread;

/// Items that are worked on in one go.
const CHUNK: usize = 64;

/// Hands over the result of each item in order, while later ones are worked on.
pub(crate) fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync, take: &mut dyn FnMut(R)) {
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    // Below one chunk, starting threads costs more than it saves.
    if items.len() <= CHUNK || workers == 1 {
        return items.iter().for_each(|item| take(work(item)));
    }
    let (done, results) = sync_channel::<(usize, Vec<R>)>(2 * workers);
    let (work, next) = (&work, &AtomicUsize::new(0));
    thread::scope(|scope| {
        let mut started = 0;
        for _ in 0..workers {
            let done = done.clone();
            let worker = move || {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let Some(chunk) = items.chunks(CHUNK).nth(number) else { return };
                    if done.send((number, chunk.iter().map(work).collect())).is_err() {
                        return;
                    }
                }
            };
            started += usize::from(thread::Builder::new().spawn_scoped(scope, worker).is_ok());
        }
        drop(done);
        if started == 0 {
            items.iter().for_each(|item| take(work(item)));
        }
        let (mut waiting, mut expected) = (BTreeMap::new(), 0);
        for (number, chunk) in results {
            waiting.insert(number, chunk);
            while let Some(chunk) = waiting.remove(&expected) {
                chunk.into_iter().for_each(&mut *take);
                expected += 1;
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order() {
        for count in [0, 1, CHUNK, CHUNK + 1, 10_000] {
            let items: Vec<usize> = (0..count).collect();
            let mut taken = Vec::new();
            map(&items, |item| item * 2, &mut |result| taken.push(result));
            assert_eq!(taken, items.iter().map(|item| item * 2).collect::<Vec<_>>());
        }
    }
}
