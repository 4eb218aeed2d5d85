//! What GitHub's archive of logs holds twice: the log of a job repeats those of its steps.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::sync::Arc;

use crate::catalog::response::Statement;
use crate::input::Part;
use crate::scan::{Found, Hit};

/// Failures and tokens that are remembered; what repeats others is reported twice.
const MAX_KNOWN: usize = 100_000;

/// What the steps of each job reported, and how often.
#[derive(Default)]
pub(super) struct Steps {
    keys: RandomState,
    known: HashMap<(Arc<str>, u64), u64>,
}

/// What is known of the log of a step afterwards.
pub(super) type Keys = (Arc<str>, Vec<u64>);

impl Steps {
    /// Stands for what was found in the log of a step. `None`: in another log.
    pub(super) fn keys(&self, part: Option<&Part>, hit: &Hit) -> Option<Keys> {
        let job = part.filter(|part| !part.is_whole)?.job.clone();
        Some((job, self.keys_of(hit)))
    }

    /// Remembers that a step reported this so many times.
    pub(super) fn add(&mut self, (job, keys): Keys, count: u64) {
        for key in keys {
            let key = (job.clone(), key);
            if self.known.len() < MAX_KNOWN || self.known.contains_key(&key) {
                *self.known.entry(key).or_default() += count;
            }
        }
    }

    /// Takes out of what was found in the log of a job what its steps reported as often, and tells how many that are.
    pub(super) fn take_repeated(&mut self, part: Option<&Part>, hits: &mut Vec<Hit>) -> usize {
        let Some(part) = part.filter(|part| part.is_whole) else { return 0 };
        let before = hits.len();
        hits.retain(|hit| {
            let keys: Vec<_> = self.keys_of(hit).into_iter().map(|key| (part.job.clone(), key)).collect();
            let is_known = |key| self.known.get(key).is_some_and(|known| *known >= hit.count);
            if !keys.iter().all(is_known) {
                return true;
            }
            for key in &keys {
                self.known.entry(key.clone()).and_modify(|known| *known -= hit.count);
            }
            false
        });
        before - hits.len()
    }

    /// Of a failure, the lines that say so: around them, the log of a job has those of other steps.
    fn keys_of(&self, hit: &Hit) -> Vec<u64> {
        let text = match &hit.found {
            Found::Token(token) => return vec![self.keys.hash_one(token)],
            Found::LargeToken(size) => return vec![self.keys.hash_one(size)],
            Found::Failure(failure) => &failure.text,
        };
        let lines = text.lines().map(str::trim_end).filter(|line| Statement::of(Some(line), None).is_known());
        let mut keys: Vec<_> = lines.map(|line| self.keys.hash_one(line)).collect();
        keys.sort_unstable();
        keys.dedup();
        if keys.is_empty() { vec![self.keys.hash_one(text)] } else { keys }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::Failure;

    fn hit(text: &str, count: u64) -> Hit {
        Hit { found: Found::Failure(Box::new(Failure::of(text))), line: 1, column: 1, count }
    }

    fn part(job: &str, is_whole: bool) -> Part {
        Part { job: job.into(), is_whole }
    }

    fn text(hit: &Hit) -> (String, u64) {
        let Found::Failure(failure) = &hit.found else { unreachable!("only failures are made here") };
        (failure.text.trim_end().to_owned(), hit.count)
    }

    /// Which failures are left of a job's log after those of its steps, and how often they stand there.
    fn left(steps: &[Hit], whole: &[Hit]) -> (usize, Vec<(String, u64)>) {
        let mut known = Steps::default();
        for hit in steps {
            let key = known.keys(Some(&part("build", false)), hit).unwrap();
            known.add(key, hit.count);
        }
        let mut hits = whole.to_vec();
        (known.take_repeated(Some(&part("build", true)), &mut hits), hits.iter().map(text).collect())
    }

    #[test]
    fn what_the_steps_reported_as_often_is_repeated() {
        assert_eq!(left(&[hit("a", 1), hit("a", 2), hit("b", 1)], &[hit("a", 3), hit("b", 1)]), (2, vec![]));
    }

    #[test]
    fn the_lines_around_a_failure_may_be_others() {
        let failure = r#"2026-11-20T10:00:01Z {"errors":[{"status":"401","code":"NOT_AUTHORIZED"}]}"#;
        let later = failure.replace("10:00:01", "10:00:02");
        let of_step = [hit(&format!("Upload\n{failure}"), 1)];
        assert_eq!(left(&of_step, &[hit(&format!("Build\nUpload\n{failure}\nClean up"), 1)]).0, 1);
        assert_eq!(left(&of_step, &[hit(&format!("Upload\n{later}"), 1)]).0, 0);
        assert_eq!(left(&of_step, &[hit(&format!("{failure}\n{later}"), 1)]).0, 0);
    }

    #[test]
    fn what_stands_there_more_often_or_alone_is_not() {
        assert_eq!(
            left(&[hit("a", 1)], &[hit("a", 2), hit("b", 1)]),
            (0, vec![("a".into(), 2), ("b".into(), 1)])
        );
    }

    #[test]
    fn another_job_and_a_log_outside_of_any_repeat_nothing() {
        let mut known = Steps::default();
        let key = known.keys(Some(&part("build", false)), &hit("a", 1)).unwrap();
        known.add(key, 1);
        for other in [Some(part("test", true)), Some(part("build", false)), None] {
            let mut hits = vec![hit("a", 1)];
            assert_eq!((known.take_repeated(other.as_ref(), &mut hits), hits.len()), (0, 1), "{other:?}");
        }
        assert!(known.keys(None, &hit("a", 1)).is_none());
        assert!(known.keys(Some(&part("build", true)), &hit("a", 1)).is_none());
    }
}
