//! How far this machine's clock is from the server's, from the `Date` of answers. Pure.
//!
//! `Date` has whole seconds, so one answer tells the offset to within a second and the time the request took. Several
//! answers tell more: the offset lies in all of their intervals.

use crate::model::exchange::Exchange;
use crate::model::time;

/// How long a certificate may be good for (CA/Browser Forum, Baseline Requirements §6.3.2). Where one is good by this
/// machine's clock, no time further away than that is the server's.
const FARTHEST: f64 = 398.0 * 86_400.0;

/// Whether a server whose certificate was good at `local` can have this time. Both in seconds since 1970.
pub fn is_credible(date: f64, local: f64) -> bool {
    (date - local).abs() <= FARTHEST
}

/// One answer's `Date`, and when this machine sent the request and had the answer's header fields. Seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    pub sent: f64,
    pub received: f64,
    /// The server's time, cut to whole seconds (RFC 9110 §6.6.1).
    pub date: f64,
}

/// How far this machine is ahead of the server: `offset_seconds` ± `uncertainty_seconds`, a middle and half a width.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clock {
    /// Local minus server, in seconds: positive when this machine is ahead.
    pub offset_seconds: f64,
    pub uncertainty_seconds: f64,
    pub agreement: Agreement,
}

/// Whether there is one offset that all answers allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    All,
    /// All but `outliers` agree: the clock was set in between, or something answered in the server's place.
    Most {
        outliers: usize,
    },
    /// No majority agrees; the interval spans what all answers allow.
    Not,
}

/// Offsets from `low` to `high`.
#[derive(Clone, Copy, Debug)]
struct Interval {
    low: f64,
    high: f64,
}

impl Sample {
    /// `None` when the answer has no `Date`, or an `Age` (RFC 9111 §5.1): then a cache kept it from an earlier time.
    pub fn of(exchange: &Exchange, sent: f64, received: f64) -> Option<Self> {
        if exchange.field("age").is_some() {
            return None;
        }
        Some(Self { sent, received, date: exchange.date()? })
    }

    /// The server wrote its answer between `date` and one second later, while this machine's clock showed something
    /// between
    /// `sent` and `received`.
    fn offsets(self) -> Option<Interval> {
        let interval = Interval { low: self.sent - (self.date + 1.0), high: self.received - self.date };
        (interval.width() >= 0.0 && interval.width().is_finite()).then_some(interval)
    }
}

impl Interval {
    fn width(self) -> f64 {
        self.high - self.low
    }

    fn contains(self, offset: f64) -> bool {
        self.low <= offset && offset <= self.high
    }

    fn intersection(self, other: Self) -> Self {
        Self { low: self.low.max(other.low), high: self.high.min(other.high) }
    }

    fn hull(self, other: Self) -> Self {
        Self { low: self.low.min(other.low), high: self.high.max(other.high) }
    }
}

impl Clock {
    /// `None` when no sample is usable.
    pub fn measure(samples: &[Sample]) -> Option<Self> {
        let intervals: Vec<_> = samples.iter().filter_map(|sample| sample.offsets()).collect();
        let (agreeing, interval) = largest_agreement(&intervals)?;
        let outliers = intervals.len() - agreeing;
        if outliers == 0 {
            return Some(Self::within(interval, Agreement::All));
        }
        if agreeing > outliers {
            return Some(Self::within(interval, Agreement::Most { outliers }));
        }
        let hull = intervals.into_iter().reduce(Interval::hull)?;
        Some(Self::within(hull, Agreement::Not))
    }

    fn within(interval: Interval, agreement: Agreement) -> Self {
        Self {
            offset_seconds: f64::midpoint(interval.low, interval.high),
            uncertainty_seconds: interval.width() / 2.0,
            agreement,
        }
    }

    /// Whether the clocks surely differ.
    pub fn is_known_wrong(&self) -> bool {
        self.offset_seconds.abs() > self.uncertainty_seconds
    }

    /// `this machine's clock is 34 s ahead of the server's (± 0.6 s)`
    pub fn words(&self) -> String {
        // Rounded up, except for what arithmetic adds: what is promised is not narrower than what is known.
        let uncertainty = (self.uncertainty_seconds * 10.0 - 1e-3).ceil() / 10.0;
        let doubt = match self.agreement {
            Agreement::All => String::new(),
            Agreement::Most { outliers: 1 } => "; one answer contradicts the others".to_owned(),
            Agreement::Most { outliers } => format!("; {outliers} answers contradict the others"),
            Agreement::Not => "; the answers contradict each other".to_owned(),
        };
        let difference = if self.is_known_wrong() {
            let direction = if self.offset_seconds > 0.0 { "ahead of" } else { "behind" };
            format!("this machine's clock is {} {direction} the server's", span(self.offset_seconds.abs()))
        } else {
            "no difference between this machine's clock and the server's was found".to_owned()
        };
        format!("{difference} (± {}{doubt})", span(uncertainty))
    }
}

/// Seconds with a tenth below ten, where a whole second is coarse.
fn span(seconds: f64) -> String {
    if seconds < 10.0 { format!("{seconds:.1} s") } else { time::span(seconds) }
}

/// How many intervals have an offset in common, at most, and what those have in common; the widest of several such.
fn largest_agreement(intervals: &[Interval]) -> Option<(usize, Interval)> {
    // Where most intervals overlap one of them begins. Each is compared with each: they are as many as requests were
    // sent.
    let candidates = intervals.iter().filter_map(|interval| {
        let sharing = || intervals.iter().copied().filter(|other| other.contains(interval.low));
        Some((sharing().count(), sharing().reduce(Interval::intersection)?))
    });
    candidates.max_by(|(count, common), (other_count, other)| {
        count.cmp(other_count).then(common.width().total_cmp(&other.width()))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::exchange::Field;

    const NOON: f64 = 1_795_168_800.0;

    /// A request sent `sent` seconds after noon on this machine's clock, answered after `took` seconds, dated `date`
    /// seconds after noon.
    fn sample(sent: f64, took: f64, date: f64) -> Sample {
        Sample { sent: NOON + sent, received: NOON + sent + took, date: NOON + date }
    }

    fn near(left: f64, right: f64) -> bool {
        (left - right).abs() < 1e-6
    }

    #[test]
    fn one_answer_tells_the_offset_to_a_second_and_the_time_it_took() {
        let clock = Clock::measure(&[sample(34.0, 0.5, 0.0)]).unwrap();
        // Local minus server is above 34 − 1 and at most 34.5.
        assert!(near(clock.offset_seconds, 33.75) && near(clock.uncertainty_seconds, 0.75), "{clock:?}");
        assert!(clock.is_known_wrong());
        assert_eq!(clock.words(), "this machine's clock is 34 s ahead of the server's (± 0.8 s)");
    }

    #[test]
    fn several_answers_narrow_the_offset() {
        // (33, 34.1], (33.5, 34.6] and (32.8, 33.9] have (33.5, 33.9] in common.
        let samples = [sample(34.0, 0.1, 0.0), sample(36.5, 0.1, 2.0), sample(38.8, 0.1, 5.0)];
        let clock = Clock::measure(&samples).unwrap();
        assert!(near(clock.offset_seconds, 33.7) && near(clock.uncertainty_seconds, 0.2), "{clock:?}");
        assert_eq!(clock.agreement, Agreement::All);
    }

    #[test]
    fn an_offset_within_the_uncertainty_is_no_difference() {
        let clock = Clock::measure(&[sample(0.3, 0.2, 0.0)]).unwrap();
        assert!(near(clock.offset_seconds, -0.1) && near(clock.uncertainty_seconds, 0.6), "{clock:?}");
        assert!(!clock.is_known_wrong());
        assert_eq!(
            clock.words(),
            "no difference between this machine's clock and the server's was found (± 0.6 s)"
        );
    }

    #[test]
    fn a_clock_behind_says_so() {
        let clock = Clock::measure(&[sample(-5400.0, 0.2, 0.0)]).unwrap();
        assert!(near(clock.offset_seconds, -5400.4), "{clock:?}");
        assert_eq!(clock.words(), "this machine's clock is 1 h 30 min behind the server's (± 0.6 s)");
        let clock = Clock::measure(&[sample(-2.0, 0.2, 0.0)]).unwrap();
        assert_eq!(clock.words(), "this machine's clock is 2.4 s behind the server's (± 0.6 s)");
    }

    #[test]
    fn an_answer_that_contradicts_most_others_is_left_out() {
        let samples = [sample(0.5, 0.1, 0.0), sample(1.5, 0.1, 1.0), sample(2.5, 0.1, -600.0)];
        let clock = Clock::measure(&samples).unwrap();
        assert_eq!(clock.agreement, Agreement::Most { outliers: 1 });
        assert!(near(clock.offset_seconds, 0.05) && near(clock.uncertainty_seconds, 0.55), "{clock:?}");
        assert!(clock.words().contains("one answer contradicts the others"), "{}", clock.words());
    }

    #[test]
    fn without_a_majority_the_interval_spans_all() {
        let clock = Clock::measure(&[sample(0.0, 0.0, 0.0), sample(100.0, 0.0, 0.0)]).unwrap();
        assert_eq!(clock.agreement, Agreement::Not);
        // From −1 to 100.
        assert!(near(clock.offset_seconds, 49.5) && near(clock.uncertainty_seconds, 50.5), "{clock:?}");
        assert!(!clock.is_known_wrong());
    }

    #[test]
    fn of_two_equally_large_agreements_the_wider_counts() {
        let one = Interval { low: 0.0, high: 1.0 };
        let other = Interval { low: 10.0, high: 13.0 };
        let (count, common) = largest_agreement(&[one, other, one, other]).unwrap();
        assert!(count == 2 && near(common.low, 10.0), "{common:?}");
    }

    #[test]
    fn without_a_usable_answer_nothing_is_known() {
        assert_eq!(Clock::measure(&[]), None);
        assert_eq!(Clock::measure(&[sample(0.0, -10.0, 0.0)]), None, "received before sent");
        for odd in [f64::NAN, f64::INFINITY] {
            assert_eq!(Clock::measure(&[Sample { sent: odd, received: odd, date: NOON }]), None);
        }
    }

    #[test]
    fn answers_without_a_date_or_from_a_cache_are_no_samples() {
        let field = |name: &str, value: &str| Field { name: name.to_owned(), value: value.to_owned() };
        let date = field("date", "Fri, 20 Nov 2026 10:00:00 GMT");
        let exchange = |fields: &[Field]| Exchange { fields: fields.to_vec(), ..Exchange::default() };
        let dated = Sample::of(&exchange(std::slice::from_ref(&date)), NOON, NOON + 1.0);
        assert_eq!(dated, Some(Sample { sent: NOON, received: NOON + 1.0, date: NOON }));
        assert_eq!(Sample::of(&exchange(&[]), NOON, NOON), None);
        assert_eq!(Sample::of(&exchange(&[date, field("Age", "0")]), NOON, NOON), None);
    }

    proptest! {
        #[test]
        fn the_true_offset_is_always_inside_the_interval(
            offset in -1e6..1e6_f64,
            requests in proptest::collection::vec((0.0..1e4, 0.0..5.0, 0.0..5.0), 1..20),
        ) {
            // Server time of sending, way there, way back.
            let samples: Vec<_> = requests.into_iter().map(|(at, there, back): (f64, f64, f64)| Sample {
                sent: NOON + at + offset,
                received: NOON + at + there + back + offset,
                date: (NOON + at + there).floor(),
            }).collect();
            let clock = Clock::measure(&samples).unwrap();
            prop_assert_eq!(clock.agreement, Agreement::All);
            prop_assert!((offset - clock.offset_seconds).abs() <= clock.uncertainty_seconds + 1e-5);
        }

        #[test]
        fn every_answer_more_narrows_or_keeps_the_interval(
            requests in proptest::collection::vec((0.0..1e4, 0.0..5.0), 2..20),
        ) {
            let samples: Vec<_> = requests.into_iter().map(|(at, took): (f64, f64)| Sample {
                sent: NOON + at,
                received: NOON + at + took,
                date: (NOON + at + took / 2.0).floor(),
            }).collect();
            let few = Clock::measure(&samples[..1]).unwrap();
            let all = Clock::measure(&samples).unwrap();
            prop_assert!(all.uncertainty_seconds <= few.uncertainty_seconds);
        }
    }
}
