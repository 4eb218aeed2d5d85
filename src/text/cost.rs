//! For tests: what a text costs in time of the processor of this thread, which a busy machine does not change.

/// Bytes of the smaller of the two texts that are compared.
const SMALL: usize = 8 << 10;

/// Seconds that tell nothing: the system counts in ticks of some milliseconds.
const NOISE: f64 = 0.05;

/// Reads a text of about the length it is given, and one four times as long, which may take about four times as long.
/// Where the system does not tell the time of a thread, the texts are read and nothing is measured.
#[track_caller]
pub(crate) fn is_linear(name: &str, text: impl Fn(usize) -> String, read: impl Fn(&str)) {
    let [small, large] = [SMALL, 4 * SMALL].map(text);
    // The least of a few: not a page fault and not the scheduler.
    let least = |text: &str| (0..3).map(|_| seconds(|| read(text))).fold(f64::INFINITY, f64::min);
    let limit = 8.0 * least(&small) + NOISE;
    if seconds(|| read(&large)) > limit {
        let last = least(&large);
        assert!(last < limit, "{name}: {last} s for four times the text, more than {limit} s");
    }
}

/// Reads the same piece again and again.
#[track_caller]
pub(crate) fn is_linear_in(piece: &str, read: impl Fn(&str)) {
    is_linear(piece, |bytes| piece.repeat(bytes.div_ceil(piece.len())), read);
}

fn seconds(run: impl FnOnce()) -> f64 {
    let before = processor();
    run();
    processor() - before
}

/// Seconds that this thread has had of the processor; the first figure of `schedstat` counts nanoseconds
/// (<https://docs.kernel.org/scheduler/sched-stats.html>).
fn processor() -> f64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    stat.split(' ').next().and_then(|nanoseconds| nanoseconds.parse::<f64>().ok()).unwrap_or(0.0) / 1e9
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_linear() {
        is_linear_in("a ", |text| assert_eq!(text.split(' ').count(), text.len() / 2 + 1));
    }

    #[test]
    #[cfg(target_os = "linux")]
    #[should_panic(expected = "for four times the text")]
    fn a_square_is_not() {
        is_linear_in("ab", |text| {
            let part = text.len() / 4;
            assert!(
                (0..part).all(|start| text.as_bytes()[start..start + part].iter().all(|byte| *byte != 0))
            );
        });
    }
}
