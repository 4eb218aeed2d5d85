//! `why401 probe` against servers that answer badly on purpose, and where nobody answers at all.

mod answers;
mod captured;
#[cfg(unix)]
mod interrupted;
mod later;
mod nobody;
mod told;

/// Does it for all at once: each waits most of the time.
fn at_once<T: Send>(cases: impl IntoIterator<Item = T>, each: impl Fn(T) + Sync) {
    let each = &each;
    std::thread::scope(|scope| cases.into_iter().for_each(|case| drop(scope.spawn(move || each(case)))));
}
